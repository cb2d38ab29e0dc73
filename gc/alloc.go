package gc

import "unsafe"

const (
	// LargeSize is the size from which (exclusive) a cell gets pages of its own, is old from birth and never moves.
	LargeSize = 128 << 10

	windowSize = 16 << 10
	maxCell    = 0xF000_0000
)

// EndIsolate is the value of the Go panic by which the heap ends its isolate: the emergency reserve is used up or the cage is
// full. The isolate's outermost entry recovers it; nothing else may.
type EndIsolate struct{ Reason string }

func (e EndIsolate) Error() string { return "out of memory: " + e.Reason }

// Alloc allocates a zero-filled cell of the given shape and size, which is rounded up to 8. It never collects. Cells are
// young if there is room (nursery, then its overflow), else old and on the fresh-old list.
func (h *Heap) Alloc(shape Ref, size uint32) Ref {
	size = (size + 7) &^ 7
	c := h.ctx
	top := c.allocTop
	if size-1 < c.allocLimit-top && !h.slow[h.U8(shape, ShapeKindOff)] {
		c.allocTop = top + size
		*(*uint64)(unsafe.Add(h.base, uintptr(top))) = uint64(shape)
		return Ref(top)
	}
	return h.allocSlow(shape, size)
}

func (h *Heap) allocSlow(shape Ref, size uint32) Ref {
	if h.kinds[h.U8(shape, ShapeKindOff)].NoMove {
		return h.AllocPinned(shape, size)
	}
	var r uint32
	if size-1 < LargeSize {
		r = h.allocYoung(size)
	}
	if r == 0 {
		r = h.allocFreshOld(&h.old, size)
	}
	*(*uint64)(unsafe.Add(h.base, uintptr(r))) = uint64(shape)
	h.noteOwner(Ref(r), shape)
	return Ref(r)
}

// AllocOld is Alloc for a cell that is old from the start and may be moved later.
func (h *Heap) AllocOld(shape Ref, size uint32) Ref {
	r := Ref(h.allocFreshOld(&h.old, (size+7)&^7))
	h.SetU64(r, 0, uint64(shape))
	h.noteOwner(r, shape)
	return r
}

// AllocPinned is Alloc for a cell that is old from the start and never moves (kinds with NoMove).
func (h *Heap) AllocPinned(shape Ref, size uint32) Ref {
	r := Ref(h.allocFreshOld(&h.pinned, (size+7)&^7))
	h.SetU64(r, 0, uint64(shape))
	h.noteOwner(r, shape)
	return r
}

// AllocMetaShape allocates the shape of shapes, which is its own shape. It is called once.
func (h *Heap) AllocMetaShape(size uint32) Ref {
	r := Ref(h.allocFreshOld(&h.pinned, (size+7)&^7))
	h.SetU64(r, 0, uint64(r))
	h.metaShape = r
	return r
}

// MetaShape returns the shape of shapes.
func (h *Heap) MetaShape() Ref { return h.metaShape }

func (h *Heap) noteOwner(r, shape Ref) {
	if h.owner[h.U8(shape, ShapeKindOff)] {
		if r < YoungEnd {
			h.youngOwners = append(h.youngOwners, r)
		} else {
			h.oldOwners = append(h.oldOwners, r)
		}
	}
}

// allocYoung takes size zeroed bytes of the nursery, or returns 0.
func (h *Heap) allocYoung(size uint32) uint32 {
	c := h.ctx
	for size > c.allocLimit-c.allocTop && !h.extendWindow(size) {
		h.want(wantScavenge)
		if h.inOverflow {
			return 0
		}
		h.inOverflow, h.edenTop = true, c.allocTop
		c.allocTop, c.allocLimit, h.regionEnd = overflowLo, overflowLo, YoungEnd
	}
	r := c.allocTop
	c.allocTop += size
	return r
}

// extendWindow moves the end of the zeroed allocation window so that size bytes fit, if the region allows it. Clearing a
// little ahead of the allocation keeps the memory in the first-level cache.
func (h *Heap) extendWindow(size uint32) bool {
	c := h.ctx
	if size > h.regionEnd-c.allocTop {
		return false
	}
	lo := c.allocLimit
	hi := min(max(c.allocTop+size, lo+windowSize), h.regionEnd)
	d := &h.dirty[h.region()]
	if lo < *d {
		clear(h.Bytes(Ref(lo), 0, int(min(hi, *d)-lo)))
	}
	if hi > *d {
		if !memCommit(unsafe.Add(h.base, uintptr(lo)), uintptr(hi-lo)) {
			return false
		}
		*d = hi
	}
	c.allocLimit = hi
	return true
}

// Regions of the nursery, by their index in Heap.dirty. The mutator allocates in eden, always from its beginning, so that the
// memory that it writes stays small and in the caches; what survives a scavenge waits in a survivor space for the next one.
const (
	regionSurvA = iota
	regionSurvB
	regionEden
	regionEden2 // stress mode: the half of eden that is used in turn with the first
	regionOverflow
	numRegions
)

// regionLo is where the regions begin.
var regionLo = [numRegions]uint32{survALo, survBLo, edenLo, edenMid, overflowLo}

// region is the index in Heap.dirty of the region that is being allocated in.
func (h *Heap) region() int {
	if h.inOverflow {
		return regionOverflow
	}
	return regionEden + h.eden
}

// regionHi returns the end of a region.
func (h *Heap) regionHi(region int) uint32 {
	switch region {
	case regionSurvA:
		return survBLo
	case regionSurvB:
		return survHi
	case regionEden:
		if h.stress.on() {
			return edenMid
		}
		return edenHi
	case regionEden2:
		return edenHi
	}
	return YoungEnd
}

// startEden begins to allocate in eden, which is empty.
func (h *Heap) startEden() {
	lo := regionLo[regionEden+h.eden]
	h.inOverflow = false
	h.regionEnd = lo + h.semi
	h.ctx.allocTop, h.ctx.allocLimit = lo, lo
}

// youngRanges returns the ranges of allocated cells: of the survivors, of eden and of the overflow.
func (h *Heap) youngRanges() (r [3][2]uint32) {
	r[0] = [2]uint32{regionLo[h.surv], h.survTop}
	r[1] = [2]uint32{regionLo[regionEden+h.eden], h.ctx.allocTop}
	r[2] = [2]uint32{overflowLo, overflowLo}
	if h.inOverflow {
		r[1][1], r[2][1] = h.edenTop, h.ctx.allocTop
	}
	return r
}

// youngUsed returns the bytes in use in the nursery.
func (h *Heap) youngUsed() uint64 {
	r := h.youngRanges()
	return uint64(r[0][1]-r[0][0]) + uint64(r[1][1]-r[1][0]) + uint64(r[2][1]-r[2][0])
}

// allocFreshOld allocates zeroed bytes for the mutator in s, or in large pages, and puts the cell on the fresh-old list.
func (h *Heap) allocFreshOld(s *freeSpace, size uint32) uint32 {
	var r uint32
	switch {
	case size-1 >= maxCell:
		panic(EndIsolate{"invalid cell size"})
	case size > LargeSize:
		r = h.allocLarge(size)
	default:
		r = s.alloc(h, size)
		clear(h.Bytes(Ref(r), 0, int(size)))
	}
	h.freshOld = append(h.freshOld, Ref(r))
	return r
}
