package net

import "golang.org/x/sys/unix"

// keepOutput makes the terminal process output in raw mode too, as libuv does: \n still begins a new line.
func keepOutput(fd int) {
	if t, err := unix.IoctlGetTermios(fd, unix.TIOCGETA); err == nil {
		t.Oflag |= unix.OPOST | unix.ONLCR
		unix.IoctlSetTermios(fd, unix.TIOCSETA, t)
	}
}
