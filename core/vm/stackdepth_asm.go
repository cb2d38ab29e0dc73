//go:build amd64 || arm64

package vm

// nativeStackUsed returns the bytes of goroutine stack in use.
//
//go:noescape
func nativeStackUsed() uintptr
