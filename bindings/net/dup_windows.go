package net

import (
	"os"
	"syscall"
)

// dupFD copies the handle of a standard descriptor, 0 to 2; programs started later don't inherit the copy.
func dupFD(fd int) (uintptr, error) {
	h := [...]*os.File{os.Stdin, os.Stdout, os.Stderr}[fd].Fd()
	self, err := syscall.GetCurrentProcess()
	if err != nil {
		return 0, err
	}
	var n syscall.Handle
	err = syscall.DuplicateHandle(self, syscall.Handle(h), self, &n, 0, false, syscall.DUPLICATE_SAME_ACCESS)
	return uintptr(n), err
}
