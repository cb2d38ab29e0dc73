//go:build !unix

package childprocess

import (
	"os"
	"syscall"
)

// child is a started process.
type child struct{ pid int }

func start(o *options, attach bool) (*child, error) { return nil, syscall.ENOSYS }

func (c *child) wait() (code int, signal string) { return 0, "" }

func kill(pid, sig int) error {
	p, err := os.FindProcess(pid)
	if err != nil {
		return syscall.ESRCH
	}
	return p.Kill()
}

// syncResult is how a process run by runSync ended.
type syncResult struct {
	pid, code int
	signal    string
	output    [][]byte
	err       syscall.Errno
}

func runSync(o *options) syncResult { return syncResult{err: syscall.ENOSYS} }
