// Package options parses the command line and NODE_OPTIONS by a table.
package options
