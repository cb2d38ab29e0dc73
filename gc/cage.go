package gc

import (
	"errors"
	"unsafe"
)

// The reservation of one heap, from low to high addresses; everything but the cage itself lies at constant negative
// displacements from the base, so that machine code reaches it with one register:
//
//	guard | JS stack | external table | page flags | execution context | page 0 (guard) | cage ... | guard
//	                 ^base+ExtTableDisp            ^base+ContextDisp   ^base
//
// That is five mappings (DECISIONS 3.1): two readable and writable, three inaccessible.
const (
	PageShift = 18
	PageSize  = 1 << PageShift // 256 KiB

	// CageSize is the span of a full cage; a smaller one is used where the address space is refused.
	CageSize = 1 << 32
	minCage  = 512 << 20

	// The nursery's offsets, in every cage: eden, the two survivor spaces, overflow. Stress mode halves eden.
	youngLo    = 64 << 10
	edenLo     = youngLo
	edenMid    = 48 << 20
	edenHi     = 96 << 20
	survALo    = edenHi
	survBLo    = 144 << 20
	survHi     = 192 << 20
	survSpan   = survBLo - survALo
	overflowLo = survHi
	// YoungEnd is the first offset that is not young.
	YoungEnd = 256 << 20
	// MaxSemiSpace is what eden can hold.
	MaxSemiSpace = edenHi - edenLo

	firstOldPage = YoungEnd >> PageShift
	maxPages     = CageSize >> PageShift

	// ContextSize bytes of execution context lie directly below the base. The last ctxGCSize bytes are the collector's.
	ContextSize = 4096
	ContextDisp = -ContextSize
	ctxGCSize   = 64

	// FlagTableDisp is where the page flags begin: one byte for each page of the cage.
	FlagTableSize = maxPages
	FlagTableDisp = ContextDisp - FlagTableSize

	// ExtTableDisp is where the external memory table begins: entries of ExtEntrySize bytes {address, length}.
	ExtEntrySize  = 16
	ExtMaxEntries = 4 << 20
	ExtTableSize  = ExtEntrySize * ExtMaxEntries
	ExtTableDisp  = FlagTableDisp - ExtTableSize

	// JSStackDisp is the high end of the JS stack.
	JSStackDisp = ExtTableDisp

	stackReserve = 8 << 20
	stackDefault = 984 << 10
	stackSlack   = 256 << 10 // below the usable part, for stubs that push before they check
	guardSize    = 1 << 20
)

// Displacements from the base of the collector's words in the execution context.
const (
	CtxAllocTopDisp   = -ctxGCSize      // u32: next free offset of the nursery
	CtxAllocLimitDisp = -ctxGCSize + 4  // u32: end of the zeroed allocation window
	CtxSafepointDisp  = -ctxGCSize + 8  // u32: not 0 if a safepoint is wanted
	CtxExtTableDisp   = -ctxGCSize + 16 // u64: address of the external memory table
)

// gcContext is the collector's part of the execution context.
type gcContext struct {
	allocTop   uint32
	allocLimit uint32
	safepoint  uint32
	_          uint32
	extTable   uint64
	_          [5]uint64
}

// ErrReserve is returned by New where the operating system refuses even the smallest cage.
var ErrReserve = errors.New("gc: cannot reserve address space for a heap")

// reservation is the address range of one heap.
type reservation struct {
	start  unsafe.Pointer // lowest address
	size   uintptr        // of all
	base   unsafe.Pointer
	cage   uint64 // bytes from base
	prefix uintptr
}

// reserveCage makes the reservation: as large a cage as can be had up to CageSize, aligned to 4 GiB if possible.
func reserveCage(stack uintptr, want uint64) (reservation, error) {
	prefix := alignUp(guardSize+stack+uintptr(-JSStackDisp), PageSize)
	for cage := want; cage >= minCage; cage /= 2 {
		align := uintptr(0)
		if cage == CageSize {
			align = CageSize
		}
		for {
			total := prefix + uintptr(cage) + guardSize
			start, err := memReserve(total, align, prefix)
			if err == nil {
				r := reservation{start: start, size: total, base: unsafe.Add(start, prefix), cage: cage, prefix: prefix}
				lo := unsafe.Add(r.base, JSStackDisp-int(stack))
				if memOpen(lo, uintptr(r.base)-uintptr(lo)) == nil && memOpen(unsafe.Add(r.base, youngLo), uintptr(cage)-youngLo) == nil {
					return r, nil
				}
				memUnmap(start, total)
			}
			if align == 0 {
				break
			}
			align = 0
		}
	}
	return reservation{}, ErrReserve
}

func alignUp(n, a uintptr) uintptr { return (n + a - 1) &^ (a - 1) }
