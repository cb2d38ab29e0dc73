//go:build unix

package net

import (
	"io"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// newReader returns the function that reads what is there, at most readSize bytes, waiting until there is something. The buffer goes
// to freeRead after use; it may be nil.
func newReader(c net.Conn) func() (*[]byte, int, error) {
	switch c.(type) {
	case *net.TCPConn, *net.UnixConn:
	default:
		return plainReader(c)
	}
	raw, err := c.(syscall.Conn).SyscallConn()
	if err != nil {
		return plainReader(c)
	}
	large := false // the last read filled a small buffer
	return func() (bp *[]byte, n int, err error) {
		var rerr error
		err = raw.Read(func(fd uintptr) bool {
			bp, n, rerr = readReady(int(fd), large)
			if rerr == unix.EAGAIN {
				freeRead(bp)
				bp, rerr = nil, nil
				return false
			}
			return true
		})
		if err == nil && rerr != nil {
			err = &net.OpError{Op: "read", Net: c.LocalAddr().Network(), Source: c.LocalAddr(), Addr: c.RemoteAddr(), Err: os.NewSyscallError("read", rerr)}
		}
		if err == nil && n == 0 {
			err = io.EOF
		}
		large = n > smallRead
		return bp, n, err
	}
}

// readReady reads without waiting: into a small buffer, and if that is not enough into a large one.
func readReady(fd int, large bool) (bp *[]byte, n int, err error) {
	if !large {
		bp = smallPool.Get().(*[]byte)
		if n, err = readFD(fd, *bp); err != nil || n < len(*bp) {
			return bp, n, err
		}
	}
	big := readPool.Get().(*[]byte)
	if bp != nil {
		copy(*big, *bp)
		freeRead(bp)
	}
	m, err := readFD(fd, (*big)[n:])
	if n > 0 && err == unix.EAGAIN {
		err = nil
	}
	return big, n + m, err
}

func readFD(fd int, b []byte) (int, error) {
	for {
		n, err := unix.Read(fd, b)
		if err != unix.EINTR {
			return max(n, 0), err
		}
	}
}
