package node

import (
	"os"

	"golang.org/x/sys/windows"
)

// GuessHandleType tells what a descriptor is: TTY FILE PIPE UNKNOWN INVALID. The standard descriptors are 0 to 2, all other
// numbers are handles. Sockets are not told from pipes.
func GuessHandleType(fd int) string {
	if fd < 0 {
		return "INVALID"
	}
	h := windows.Handle(fd)
	switch fd {
	case 0:
		h = windows.Handle(os.Stdin.Fd())
	case 1:
		h = windows.Handle(os.Stdout.Fd())
	case 2:
		h = windows.Handle(os.Stderr.Fd())
	}
	t, err := windows.GetFileType(h)
	switch t {
	case windows.FILE_TYPE_DISK:
		return "FILE"
	case windows.FILE_TYPE_PIPE:
		return "PIPE"
	case windows.FILE_TYPE_CHAR:
		var mode uint32
		if windows.GetConsoleMode(h, &mode) == nil {
			return "TTY"
		}
		return "FILE" // NUL
	}
	if err != nil {
		return "INVALID"
	}
	return "UNKNOWN"
}
