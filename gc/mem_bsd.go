//go:build unix && !linux

package gc

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// memRelease gives memory back to the system; it reads as zero afterwards. MADV_DONTNEED doesn't zero here, so the range is
// mapped anew; where that fails the memory is cleared.
func memRelease(p unsafe.Pointer, n uintptr) {
	_, err := unix.MmapPtr(-1, 0, p, n, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE|unix.MAP_NORESERVE|unix.MAP_FIXED)
	if err != nil {
		clear(unsafe.Slice((*byte)(p), n))
	}
}
