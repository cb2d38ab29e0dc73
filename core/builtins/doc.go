// Package builtins is the ECMAScript library: one file per clause (object.go, array.go, string.go ...), each with tables of
// vm.Row and the functions they name; what takes callbacks or runs user code in a loop is self-hosted JavaScript in js/.
// Setup fills a realm. A function's first comment line cites its clause of ECMA-262.
package builtins
