//go:build unix && !linux

package fs

import (
	"syscall"

	"golang.org/x/sys/unix"
)

func sysFdatasync(fd int) error { return sysFsync(fd) }

func sysFutimes(fd int, at, mt float64) error {
	tv := []unix.Timeval{unix.NsecToTimeval(unix.TimespecToNsec(timespec(at))), unix.NsecToTimeval(unix.TimespecToNsec(timespec(mt)))}
	return unix.Futimes(fd, tv)
}

var _ = syscall.ENOSYS
