package gc

import (
	"math/bits"
	"unsafe"
)

// Old space: pages of 256 KiB from YoungEnd on. A page belongs to the old space, to the pinned space or to a large cell. All
// that the collector knows about a page lies in Go memory: bit i of a bitmap stands for the 8 bytes at 8*i of the page.

// pageBits has one bit for each 8-byte word of a page.
type pageBits [PageSize / 8 / 64]uint64

func (b *pageBits) set(off uint32) {
	i := off & (PageSize - 1) >> 3
	b[i>>6] |= 1 << (i & 63)
}

func (b *pageBits) has(off uint32) bool {
	i := off & (PageSize - 1) >> 3
	return b[i>>6]>>(i&63)&1 != 0
}

// testAndSet sets a bit and tells whether it was set before.
func (b *pageBits) testAndSet(off uint32) bool {
	i := off & (PageSize - 1) >> 3
	w, m := &b[i>>6], uint64(1)<<(i&63)
	was := *w&m != 0
	*w |= m
	return was
}

const (
	spaceFree uint8 = iota
	spaceOld
	spacePinned
	spaceLarge     // first page of a large cell
	spaceLargeTail // the others
)

// pageInfo describes a page from YoungEnd on.
type pageInfo struct {
	space  uint8
	listed bool // on Heap.slotPages
	clean  bool // free and known to be zero
	marked bool // large: the cell is marked
	run    uint32
	start  *pageBits // where cells begin (not for large pages)
	mark   *pageBits
	slots  *pageBits // remembered words; nil if there never was one
}

// freeSpace allocates cells in pages of one space: it bumps through a chunk of free memory, and keeps the other chunks on
// free lists by size. A free chunk's first two u32 words are the next chunk of its list and its own size.
type freeSpace struct {
	space      uint8
	top, limit uint32
	start      *pageBits // of the page of the chunk
	mask       [2]uint64 // bins that are not empty
	bins       [numBins]uint32
}

const (
	numBins  = 104
	minChunk = 16
)

func (s *freeSpace) init(h *Heap, space uint8) { s.space = space }

// binOf returns the free list that holds chunks of the given size: exact ones below 512 bytes, then four for each power of 2.
func binOf(size uint32) uint {
	n := size >> 3
	if n < 64 {
		return uint(n)
	}
	lg := uint(bits.Len32(n)) - 1
	return 64 + (lg-6)*4 + uint(n>>(lg-2)&3)
}

// binLow is the smallest size in a bin.
func binLow(b uint) uint32 {
	if b < 64 {
		return uint32(b) << 3
	}
	b -= 64
	return (4 + uint32(b&3)) << (4 + b>>2) << 3
}

func (s *freeSpace) alloc(h *Heap, size uint32) uint32 {
	if size > s.limit-s.top {
		s.refill(h, size)
	}
	r := s.top
	s.top += size
	s.start.set(r)
	h.oldUsed += uint64(size)
	return r
}

// retire puts the rest of the current chunk on its free list.
func (s *freeSpace) retire(h *Heap) {
	if s.top < s.limit {
		s.add(h, s.top, s.limit-s.top)
	}
	s.top, s.limit = 0, 0
}

// add puts a chunk on its free list.
func (s *freeSpace) add(h *Heap, at, size uint32) {
	if size < minChunk {
		if size == 8 && h.stress.on() {
			h.SetU64(Ref(at), 0, uint64(zapWord))
		}
		return
	}
	b := binOf(size)
	h.SetU32(Ref(at), 0, s.bins[b])
	h.SetU32(Ref(at), 4, size)
	s.bins[b] = at
	s.mask[b>>6] |= 1 << (b & 63)
}

// refill finds a chunk of at least size bytes.
func (s *freeSpace) refill(h *Heap, size uint32) {
	if !h.inGC {
		h.checkOld(uint64(size))
	}
	s.retire(h)
	b := binOf(size)
	if binLow(b) < size {
		// Chunks of this bin may be too small: try a few of them, then the bins above.
		prev, at := uint32(0), s.bins[b]
		for i := 0; i < 8 && at != 0; i++ {
			if h.U32(Ref(at), 4) >= size {
				s.take(h, b, prev, at)
				return
			}
			prev, at = at, h.U32(Ref(at), 0)
		}
		b++
	}
	for w := b >> 6; w < 2; w++ {
		m := s.mask[w]
		if w == b>>6 {
			m &= ^uint64(0) << (b & 63)
		}
		if m != 0 {
			b = w<<6 | uint(bits.TrailingZeros64(m))
			s.take(h, b, 0, s.bins[b])
			return
		}
	}
	n := h.takePages(1, s.space)
	p := &h.pages[n]
	p.start, p.mark = new(pageBits), new(pageBits)
	s.top = (uint32(n) + firstOldPage) << PageShift
	s.limit = s.top + PageSize
	s.start = p.start
}

// take makes the chunk at the current one; prev is the one before it in bin b.
func (s *freeSpace) take(h *Heap, b uint, prev, at uint32) {
	next := h.U32(Ref(at), 0)
	if prev != 0 {
		h.SetU32(Ref(prev), 0, next)
	} else {
		s.bins[b] = next
		if next == 0 {
			s.mask[b>>6] &^= 1 << (b & 63)
		}
	}
	s.top, s.limit = at, at+h.U32(Ref(at), 4)
	s.start = h.pages[at>>PageShift-firstOldPage].start
}

// checkOld is called before the mutator takes memory of the old space: it asks for collections and guards the limits.
func (h *Heap) checkOld(n uint64) {
	if h.oldUsed+n+h.ext.bytes >= h.nextMajor {
		h.want(wantMajor)
	}
	if h.oldUsed+n > h.maxOld {
		h.limitReached = true
		h.want(wantMajor)
		if !h.inGC && !h.Fits(n) {
			panic(EndIsolate{"JavaScript heap limit reached and the emergency reserve is used up"})
		}
	}
	need := int(n>>PageShift) + 1
	if h.usedPages+need+h.headroom() > h.pageLimit {
		h.limitReached = true
		h.want(wantMajor)
		if h.usedPages+need+h.headroomMin() > h.pageLimit {
			panic(EndIsolate{"the heap's address space is full"})
		}
	}
}

// headroomMin is the number of pages kept back so that a scavenge cannot fail: the nursery's used bytes, and some for the
// ends of pages that stay unused. headroom is more, so that the mutator hears of it in time.
func (h *Heap) headroomMin() int { return int(h.youngUsed()>>PageShift)*9/8 + 4 }
func (h *Heap) headroom() int    { return h.headroomMin() + h.pageLimit/64 }

// takePages finds n free pages in a row and gives them to a space. The index of the first is returned.
func (h *Heap) takePages(n int, space uint8) int {
	at := h.findPages(n)
	if at < 0 {
		panic(EndIsolate{"the heap's address space is full"})
	}
	for len(h.pages) < at+n {
		h.pages = append(h.pages, pageInfo{clean: true})
	}
	if !memCommit(unsafe.Add(h.base, uintptr(at+firstOldPage)<<PageShift), uintptr(n)<<PageShift) {
		panic(EndIsolate{"the system has no memory left"})
	}
	for i := range n {
		p := &h.pages[at+i]
		if !p.clean {
			h.dirtyFree--
		}
		p.space, p.run = space, uint32(i)
	}
	h.usedPages += n
	if n == 1 || at == h.pageHint {
		h.pageHint = at + n
	}
	return at
}

// findPages returns the index of the first of n free pages in a row, or -1.
func (h *Heap) findPages(n int) int {
	run := 0
	for i := h.pageHint; i < len(h.pages); i++ {
		if h.pages[i].space != spaceFree {
			run = 0
		} else if run++; run == n {
			return i - n + 1
		}
	}
	if at := len(h.pages) - run; at+n <= h.pageLimit {
		return at
	}
	return -1
}

// freePages returns pages to the free ones.
func (h *Heap) freePages(at, n int) {
	for i := at; i < at+n; i++ {
		if h.pages[i].listed {
			panic("BUG: freed page has remembered slots")
		}
		h.pages[i] = pageInfo{}
		*h.pageFlags(uint32(i+firstOldPage) << PageShift) = 0
	}
	h.dirtyFree += n
	h.usedPages -= n
	h.pageHint = min(h.pageHint, at)
}

// releasePages gives the memory of free pages back to the system, but for a few.
func (h *Heap) releasePages(keep int) {
	for i := 0; i < len(h.pages) && h.dirtyFree > 0; i++ {
		if p := &h.pages[i]; p.space != spaceFree || p.clean {
			continue
		}
		if keep > 0 {
			keep--
			continue
		}
		j := i
		for j < len(h.pages) && h.pages[j].space == spaceFree && !h.pages[j].clean {
			h.pages[j].clean = true
			h.dirtyFree--
			j++
		}
		memRelease(unsafe.Add(h.base, uintptr(i+firstOldPage)<<PageShift), uintptr(j-i)<<PageShift)
	}
}

// allocLarge allocates zeroed pages for a large cell of the mutator.
func (h *Heap) allocLarge(size uint32) uint32 {
	h.checkOld(uint64(size))
	n := int((uint64(size) + PageSize - 1) >> PageShift)
	at := h.takePages(n, spaceLargeTail)
	r := uint32(at+firstOldPage) << PageShift
	for i := at; i < at+n; i++ {
		if !h.pages[i].clean {
			off := uint32(i+firstOldPage) << PageShift
			clear(h.Bytes(Ref(off), 0, int(min(PageSize, uint64(r)+uint64(size)-uint64(off)))))
		}
	}
	h.pages[at].space, h.pages[at].run = spaceLarge, uint32(n)
	h.oldUsed += uint64(size)
	if h.oldUsed > h.maxOld {
		h.excess += min(uint64(size), h.oldUsed-h.maxOld)
	}
	return r
}

// isOldCell tells whether a cell begins at off, an offset from YoungEnd on.
func (h *Heap) isOldCell(off uint32) bool {
	n := off>>PageShift - firstOldPage
	if int(n) >= len(h.pages) || off&7 != 0 {
		return false
	}
	switch p := &h.pages[n]; p.space {
	case spaceOld, spacePinned:
		return p.start.has(off)
	case spaceLarge:
		return off&(PageSize-1) == 0
	}
	return false
}
