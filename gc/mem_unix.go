//go:build unix

package gc

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// memReserve reserves size inaccessible bytes; with align, start+prefix is a multiple of align.
func memReserve(size, align, prefix uintptr) (unsafe.Pointer, error) {
	p, err := unix.MmapPtr(-1, 0, nil, size+align, unix.PROT_NONE, unix.MAP_ANON|unix.MAP_PRIVATE|unix.MAP_NORESERVE)
	if err != nil || align == 0 {
		return p, err
	}
	base := alignUp(uintptr(p)+prefix, align)
	lead := base - prefix - uintptr(p)
	if lead > 0 {
		_ = unix.MunmapPtr(p, lead)
	}
	if tail := align - lead; tail > 0 {
		_ = unix.MunmapPtr(unsafe.Add(p, lead+size), tail)
	}
	return unsafe.Add(p, lead), nil
}

// memOpen makes a range of a reservation readable and writable; pages appear, zeroed, when they are touched.
func memOpen(p unsafe.Pointer, n uintptr) error {
	return unix.Mprotect(unsafe.Slice((*byte)(p), n), unix.PROT_READ|unix.PROT_WRITE)
}

// memCommit makes memory of an opened range usable: nothing to do where the system commits on touch.
func memCommit(p unsafe.Pointer, n uintptr) bool { return true }

// memProtect makes a range inaccessible (stress mode only); memOpen undoes it.
func memProtect(p unsafe.Pointer, n uintptr) {
	_ = unix.Mprotect(unsafe.Slice((*byte)(p), n), unix.PROT_NONE)
}

func memUnmap(p unsafe.Pointer, n uintptr) { _ = unix.MunmapPtr(p, n) }
