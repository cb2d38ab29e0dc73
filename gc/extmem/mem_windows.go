package extmem

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// mapAligned maps n zeroed bytes at a multiple of align (0: any), or returns nil.
func mapAligned(n, align uintptr) unsafe.Pointer {
	for range 16 {
		a, err := windows.VirtualAlloc(0, n+align, windows.MEM_RESERVE, windows.PAGE_NOACCESS)
		if err != nil {
			return nil
		}
		_ = windows.VirtualFree(a, 0, windows.MEM_RELEASE)
		if align != 0 {
			a = (a + align - 1) &^ (align - 1)
		}
		if a, err = windows.VirtualAlloc(a, n, windows.MEM_RESERVE|windows.MEM_COMMIT, windows.PAGE_READWRITE); err == nil {
			return *(*unsafe.Pointer)(unsafe.Pointer(&a))
		}
	}
	return nil
}

func unmap(p unsafe.Pointer, n uintptr) { _ = windows.VirtualFree(uintptr(p), 0, windows.MEM_RELEASE) }

// release clears memory; giving it back would need a new commit that can fail.
func release(p unsafe.Pointer, n uintptr) { clear(unsafe.Slice((*byte)(p), n)) }
