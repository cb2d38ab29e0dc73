package gc

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// pointerAt turns an address outside the Go heap into a pointer.
func pointerAt(a uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&a)) }

// memReserve reserves size inaccessible bytes; with align, start+prefix is a multiple of align.
func memReserve(size, align, prefix uintptr) (unsafe.Pointer, error) {
	for range 16 {
		a, err := windows.VirtualAlloc(0, size+align, windows.MEM_RESERVE, windows.PAGE_NOACCESS)
		if err != nil || align == 0 {
			return pointerAt(a), err
		}
		at := alignUp(a+prefix, align) - prefix
		_ = windows.VirtualFree(a, 0, windows.MEM_RELEASE)
		if a, err = windows.VirtualAlloc(at, size, windows.MEM_RESERVE, windows.PAGE_NOACCESS); err == nil {
			return pointerAt(a), nil
		} // somebody took it in between: again
	}
	return nil, ErrReserve
}

// memOpen has nothing to do here: memory must be committed (memCommit) before use.
func memOpen(p unsafe.Pointer, n uintptr) error { return nil }

// memCommit makes memory of an opened range usable.
func memCommit(p unsafe.Pointer, n uintptr) bool {
	_, err := windows.VirtualAlloc(uintptr(p), n, windows.MEM_COMMIT, windows.PAGE_READWRITE)
	return err == nil
}

// memProtect makes a range inaccessible (stress mode only); memCommit undoes it.
func memProtect(p unsafe.Pointer, n uintptr) {
	_ = windows.VirtualFree(uintptr(p), n, windows.MEM_DECOMMIT)
}

// memRelease gives memory back to the system; it reads as zero afterwards.
func memRelease(p unsafe.Pointer, n uintptr) {
	_ = windows.VirtualFree(uintptr(p), n, windows.MEM_DECOMMIT)
	memCommit(p, n)
}

func memUnmap(p unsafe.Pointer, n uintptr) {
	_ = windows.VirtualFree(uintptr(p), 0, windows.MEM_RELEASE)
}
