//go:build !amd64 && !arm64

package vm

// nativeStackUsed is not known on this architecture: the JS stack's limit alone bounds the recursion.
func nativeStackUsed() uintptr { return 0 }
