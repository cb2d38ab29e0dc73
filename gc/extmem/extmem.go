// Package extmem is a size-class allocator outside the Go heap, for backing stores of ArrayBuffers and strings. It is safe
// for use by several goroutines.
//
// Blocks up to maxSmall come from spans of spanSize bytes, each cut into blocks of one class; a span whose blocks are all
// free goes back to the pool of spans, and its memory to the system when the pool is large. Bigger blocks are mapped one by
// one, and some free ones are kept.
package extmem

import (
	"math/bits"
	"sync"
	"unsafe"
)

const (
	spanShift  = 18
	spanSize   = 1 << spanShift
	arenaSpans = 16
	spanHeader = 64
	maxSmall   = 32 << 10
	numClasses = 40
	keepSpans  = 32      // free spans that keep their memory
	keepBig    = 1 << 20 // a big block of at most this size may be kept
	keepTotal  = 32 << 20
	pageSize   = 4096
)

// Allocator is an off-heap allocator. Get one from New or Default.
type Allocator struct {
	mu      sync.Mutex
	spans   []*span
	partial [numClasses]*span // spans with free blocks
	pool    []*span           // free spans that were used
	clean   []*span           // free spans whose memory is zero
	big     map[uint64][]unsafe.Pointer
	kept    uint64
	used    uint64
	mapped  uint64
}

// span is the state of one span; the first word of the span's memory is its index in Allocator.spans.
type span struct {
	base       unsafe.Pointer
	prev, next *span
	free       uintptr // list of freed blocks through their first words; these are not zero
	bump       uint32  // offset of the first block that was never used; from there on memory is zero
	used       uint32  // blocks
	dirty      bool    // the part above bump is not zero
	class      uint8
	listed     bool
}

var (
	defaultOnce      sync.Once
	defaultAllocator *Allocator
)

// Default returns the allocator of the process.
func Default() *Allocator {
	defaultOnce.Do(func() { defaultAllocator = New() })
	return defaultAllocator
}

// New makes an allocator.
func New() *Allocator { return &Allocator{} }

// classOf returns the class for n bytes, n <= maxSmall: steps of 16 up to 128, then four for each power of 2.
func classOf(n uint64) uint8 {
	if n <= 128 {
		return uint8((n+15)/16 - 1)
	}
	lg := bits.Len64(n-1) - 1 // 2^lg < n <= 2^(lg+1)
	return uint8(8 + (lg-7)*4 + int((n-1)>>(lg-2)&3))
}

// classSize is the largest size of a class.
func classSize(c uint8) uint32 {
	if c < 8 {
		return (uint32(c) + 1) * 16
	}
	c -= 8
	return (4 + uint32(c&3) + 1) << (c>>2 + 5)
}

// Alloc returns n bytes (n > 0), divisible by 16 in address, or nil if the system has none.
func (a *Allocator) Alloc(n uint64, zero bool) unsafe.Pointer {
	if n > maxSmall {
		return a.allocBig(n, zero)
	}
	c := classOf(n)
	size := classSize(c)
	a.mu.Lock()
	s := a.partial[c]
	if s == nil {
		if s = a.newSpan(c); s == nil {
			a.mu.Unlock()
			return nil
		}
	}
	var p unsafe.Pointer
	dirty := s.dirty
	if s.free != 0 {
		p = unsafe.Add(s.base, s.free)
		s.free = *(*uintptr)(p)
		dirty = true
	} else {
		p = unsafe.Add(s.base, s.bump)
		s.bump += size
	}
	s.used++
	if s.free == 0 && s.bump+size > spanSize {
		a.unlink(s)
	}
	a.used += uint64(size)
	a.mu.Unlock()
	if zero && dirty {
		clear(unsafe.Slice((*byte)(p), n))
	}
	return p
}

// Free takes back a block of n bytes.
func (a *Allocator) Free(p unsafe.Pointer, n uint64) {
	if n > maxSmall {
		a.freeBig(p, n)
		return
	}
	off := uintptr(p) & (spanSize - 1)
	base := unsafe.Add(p, -int(off))
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.spans[*(*uint64)(base)]
	if s.base != base || s.class != classOf(n) || s.used == 0 {
		panic("BUG: extmem: block freed with another size, or twice")
	}
	*(*uintptr)(p) = s.free
	s.free = off
	s.used--
	a.used -= uint64(classSize(s.class))
	if s.used == 0 {
		if s.listed {
			a.unlink(s)
		}
		if len(a.pool) < keepSpans {
			a.pool = append(a.pool, s)
		} else {
			release(unsafe.Add(s.base, pageSize), spanSize-pageSize)
			clear(unsafe.Slice((*byte)(unsafe.Add(s.base, spanHeader)), pageSize-spanHeader))
			a.clean = append(a.clean, s)
		}
	} else if !s.listed {
		a.link(s)
	}
}

func (a *Allocator) link(s *span) {
	s.prev, s.next, s.listed = nil, a.partial[s.class], true
	if s.next != nil {
		s.next.prev = s
	}
	a.partial[s.class] = s
}

func (a *Allocator) unlink(s *span) {
	if s.next != nil {
		s.next.prev = s.prev
	}
	if s.prev != nil {
		s.prev.next = s.next
	} else {
		a.partial[s.class] = s.next
	}
	s.prev, s.next, s.listed = nil, nil, false
}

// newSpan takes a free span for class c, mapping an arena if there is none.
func (a *Allocator) newSpan(c uint8) *span {
	var s *span
	if n := len(a.pool); n > 0 {
		s = a.pool[n-1]
		a.pool = a.pool[:n-1]
		s.dirty = true
	} else {
		if len(a.clean) == 0 {
			p := mapAligned(arenaSpans*spanSize, spanSize)
			if p == nil {
				return nil
			}
			a.mapped += arenaSpans * spanSize
			for i := arenaSpans - 1; i >= 0; i-- {
				s := &span{base: unsafe.Add(p, i*spanSize)}
				a.clean = append(a.clean, s)
				a.spans = append(a.spans, s)
				*(*uint64)(s.base) = uint64(len(a.spans) - 1)
			}
		}
		n := len(a.clean)
		s = a.clean[n-1]
		a.clean = a.clean[:n-1]
		s.dirty = false
	}
	s.class, s.free, s.used, s.bump = c, 0, 0, spanHeader
	a.link(s)
	return s
}

func bigSize(n uint64) uint64 {
	if n <= keepBig { // quarters of powers of 2, so that kept blocks fit again
		lg := bits.Len64(n-1) - 1
		step := uint64(1) << (lg - 2)
		return (n + step - 1) &^ (step - 1)
	}
	return (n + pageSize - 1) &^ (pageSize - 1)
}

func (a *Allocator) allocBig(n uint64, zero bool) unsafe.Pointer {
	if n > 1<<46 {
		return nil
	}
	size := bigSize(n)
	if size <= keepBig {
		a.mu.Lock()
		if l := a.big[size]; len(l) > 0 {
			p := l[len(l)-1]
			a.big[size] = l[:len(l)-1]
			a.kept -= size
			a.used += size
			a.mu.Unlock()
			if zero {
				clear(unsafe.Slice((*byte)(p), n))
			}
			return p
		}
		a.mu.Unlock()
	}
	p := mapAligned(uintptr(size), 0)
	if p != nil {
		a.mu.Lock()
		a.used += size
		a.mapped += size
		a.mu.Unlock()
	}
	return p
}

func (a *Allocator) freeBig(p unsafe.Pointer, n uint64) {
	size := bigSize(n)
	a.mu.Lock()
	a.used -= size
	if size <= keepBig && a.kept+size <= keepTotal {
		if a.big == nil {
			a.big = map[uint64][]unsafe.Pointer{}
		}
		a.big[size] = append(a.big[size], p)
		a.kept += size
		a.mu.Unlock()
		return
	}
	a.mapped -= size
	a.mu.Unlock()
	unmap(p, uintptr(size))
}

// Stats returns the bytes handed out (rounded up to classes) and the bytes of address space mapped.
func (a *Allocator) Stats() (used, mapped uint64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.used, a.mapped
}
