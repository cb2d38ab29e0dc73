package net

import (
	"net"
	"sync"
)

// Read buffers come in two sizes. Most streams of a server wait, or read little: a waiting reader holds no buffer where the system
// lets it wait without one (read_unix.go), and a small read takes a small one.
const (
	smallRead = 4 << 10
	readSize  = 64 << 10
)

var (
	smallPool = sync.Pool{New: func() any { b := make([]byte, smallRead); return &b }}
	readPool  = sync.Pool{New: func() any { b := make([]byte, readSize); return &b }}
)

func freeRead(bp *[]byte) {
	switch {
	case bp == nil:
	case len(*bp) == smallRead:
		smallPool.Put(bp)
	default:
		readPool.Put(bp)
	}
}

// plainReader reads a connection that cannot be polled.
func plainReader(c net.Conn) func() (*[]byte, int, error) {
	return func() (*[]byte, int, error) {
		bp := readPool.Get().(*[]byte)
		n, err := c.Read(*bp)
		return bp, n, err
	}
}
