//go:build unix

package net

import "syscall"

// dupFD copies a descriptor; programs started later don't inherit the copy.
func dupFD(fd int) (uintptr, error) {
	n, err := syscall.Dup(fd)
	if err != nil {
		return 0, err
	}
	syscall.CloseOnExec(n)
	return uintptr(n), nil
}
