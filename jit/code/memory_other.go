//go:build !linux || !amd64 || nojit

package code

import "unsafe"

// Supported reports whether this program can run machine code of its own.
const Supported = false

const trapByte = 0

type memory struct {
	mode  Mode
	rx    unsafe.Pointer
	table unsafe.Pointer
}

func (m *memory) reserve(uintptr, Mode, uintptr) error     { return ErrUnsupported }
func (m *memory) release()                                 {}
func (m *memory) open(uintptr, uintptr) error              { return ErrUnsupported }
func (m *memory) write(off uintptr, n int) ([]byte, error) { return nil, ErrUnsupported }
func (m *memory) seal(off uintptr, n int) error            { return ErrUnsupported }
func (m *memory) discard(off uintptr, n int)               {}
func (m *memory) giveBack(off, n uintptr)                  {}
func synchronise()                                         {}
func pageSizeFits() bool                                   { return false }
