//go:build unix

package extmem

import (
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// mapAligned maps n zeroed bytes at a multiple of align (0: any), or returns nil.
func mapAligned(n, align uintptr) unsafe.Pointer {
	p, err := unix.MmapPtr(-1, 0, nil, n+align, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return nil
	}
	if align == 0 {
		return p
	}
	lead := (align - uintptr(p)&(align-1)) & (align - 1)
	if lead > 0 {
		_ = unix.MunmapPtr(p, lead)
	}
	_ = unix.MunmapPtr(unsafe.Add(p, lead+n), align-lead)
	return unsafe.Add(p, lead)
}

func unmap(p unsafe.Pointer, n uintptr) { _ = unix.MunmapPtr(p, n) }

// release gives memory back to the system; it reads as zero afterwards.
func release(p unsafe.Pointer, n uintptr) {
	b := unsafe.Slice((*byte)(p), n)
	if runtime.GOOS != "linux" || unix.Madvise(b, unix.MADV_DONTNEED) != nil {
		clear(b)
	}
}
