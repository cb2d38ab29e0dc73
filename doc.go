// Package gonode is a Node.js-compatible runtime: an Environment is one isolate with Node's modules, its event loop and the host
// objects behind them.
package gonode
