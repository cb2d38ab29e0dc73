//go:build unix

package script

import "syscall"

// statKind gives 1 for a directory, 0 for another file and -2 if there is none.
func statKind(name string) int32 {
	var st syscall.Stat_t
	if err := syscall.Stat(name, &st); err != nil {
		return -2
	}
	if st.Mode&syscall.S_IFMT == syscall.S_IFDIR {
		return 1
	}
	return 0
}
