//go:build unix

package node

import "golang.org/x/sys/unix"

// GuessHandleType tells what a descriptor is: TCP TTY UDP FILE PIPE UNKNOWN INVALID.
func GuessHandleType(fd int) string {
	if fd < 0 {
		return "INVALID"
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return "INVALID"
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFREG:
		return "FILE"
	case unix.S_IFIFO:
		return "PIPE"
	case unix.S_IFCHR:
		if _, err := unix.IoctlGetTermios(fd, ioctlGetTermios); err == nil {
			return "TTY"
		}
		return "FILE"
	case unix.S_IFSOCK:
		typ, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE)
		if err != nil {
			return "UNKNOWN"
		}
		sa, err := unix.Getsockname(fd)
		if err != nil {
			return "UNKNOWN"
		}
		switch sa.(type) {
		case *unix.SockaddrInet4, *unix.SockaddrInet6:
			if typ == unix.SOCK_STREAM {
				return "TCP"
			}
			if typ == unix.SOCK_DGRAM {
				return "UDP"
			}
		case *unix.SockaddrUnix:
			return "PIPE"
		}
	}
	return "UNKNOWN"
}
