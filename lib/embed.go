// Package lib carries the JavaScript of Node's modules inside the binary.
package lib

import "embed"

// Files holds every file of lib; a builtin module's id is its path without ".js".
//
//go:embed *
var Files embed.FS
