//go:build !unix

package net

import "syscall"

// rawWrite leaves all writing to the writer goroutine.
func rawWrite(fd int, b []byte) (int, error) { return 0, syscall.EAGAIN }
