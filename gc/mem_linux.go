package gc

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// memRelease gives memory back to the system; it reads as zero afterwards. Where that fails the memory is cleared.
func memRelease(p unsafe.Pointer, n uintptr) {
	b := unsafe.Slice((*byte)(p), n)
	if unix.Madvise(b, unix.MADV_DONTNEED) != nil {
		clear(b)
	}
}
