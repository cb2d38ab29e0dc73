package gc

import (
	"sync/atomic"
	"time"
	"unsafe"
)

// StressOptions make rare moments frequent.
type StressOptions struct {
	Scavenge int  // scavenge at every Nth safepoint, with from-space made inaccessible afterwards; 0 = off
	Major    int  // major collection at every Nth safepoint; 0 = off
	Verify   bool // verify the heap after every collection, panic at an error
}

func (s StressOptions) on() bool { return s.Scavenge > 0 || s.Major > 0 }

// Config configures a heap. The zero value of every field but Kinds is a default.
type Config struct {
	Kinds     *KindTable
	MaxOld    uint64 // limit of the old space in bytes, clamped to the cage
	SemiSpace uint64 // first size of eden
	MaxSemi   uint64 // largest size of eden, clamped to MaxSemiSpace
	JSStack   uint32 // usable bytes of JS stack
	MaxExt    uint64 // limit of external memory in bytes, 0 for none
	ExtAlloc  ExternalAllocator
	Stress    StressOptions
}

// Heap is the JavaScript heap of one isolate. One goroutine at a time may use it; the exceptions say so.
type Heap struct {
	base  unsafe.Pointer
	ctx   *gcContext
	kinds *KindTable
	slow  [256]bool // kinds that Alloc's fast path leaves alone: owners, and what never moves
	owner [256]bool // kinds whose cells own a host or external entry
	plain [256]bool // kinds whose cells refer to nothing but their shape

	// New space (alloc.go).
	eden       int    // 0; stress mode alternates between two edens
	surv       int    // the survivor space in use: 0 or 1
	survTop    uint32 // end of the cells in it
	semi       uint32 // size of eden now
	minSemi    uint32
	maxSemi    uint32
	regionEnd  uint32 // end of the region (eden or overflow) that the window grows in
	edenTop    uint32 // end of the cells in eden, once inOverflow
	inOverflow bool
	dirty      [numRegions]uint32 // memory of a region from there on was never written
	quiet      int                // scavenges in a row that hardly anything survived

	// Old space (old.go).
	pages     []pageInfo // from firstOldPage on
	pageLimit int        // pages that the cage has room for
	usedPages int
	dirtyFree int // free pages that were not given back
	pageHint  int // no free page below
	old       freeSpace
	pinned    freeSpace
	oldUsed   uint64   // bytes of cells in old, pinned and large pages
	slotPages []uint32 // pages that have remembered slots
	freshOld  []Ref    // old cells allocated since the last scavenge

	// Limits (safepoint.go).
	maxOld       uint64
	reserve      uint64
	nextMajor    uint64
	extAtLast    uint64 // external bytes at the end of the last collection
	limitReached bool
	excess       uint64    // bytes of large cells beyond the limit since the last major collection, or what it left beyond it
	lastMajor    time.Time // end of the last major collection
	ineffective  int       // major collections in a row that freed little and took long
	inGC         bool
	stress       StressOptions
	safepoints   int
	stressRuns   int
	verified     uint64 // bytes of cells
	stressShift  uint   // the interval of stress mode is doubled that often
	wantMajor    string
	stats        Stats
	events       int
	lastTotal    uint64 // bytes of cells after the last collection
	eventRing    [Events]Event

	// Collection (scavenge.go, mark.go).
	scav        scavenger
	mark        marker
	metaShape   Ref
	youngOwners []Ref
	oldOwners   []Ref
	died        []func()

	roots      func(v *Visitor)
	hookBefore func()
	hookAfter  func()

	handles     handleTable
	persistents persistentTable
	host        hostTable
	ext         extTable

	res     reservation
	stackLo unsafe.Pointer
	closed  atomic.Bool
	verify  *verifier // while verifying
}

// New makes a heap.
func New(c Config) (*Heap, error) {
	return newHeap(c, CageSize)
}

func newHeap(c Config, cage uint64) (*Heap, error) {
	if c.Kinds == nil {
		panic("BUG: gc.New without kinds")
	}
	stack := uintptr(c.JSStack)
	if stack == 0 {
		stack = stackDefault
	}
	stack = alignUp(stack, 4096)
	reserved := alignUp(max(stackReserve, stack+stackSlack), PageSize)
	res, err := reserveCage(reserved, cage)
	if err != nil {
		return nil, err
	}
	h := &Heap{kinds: c.Kinds, res: res, base: res.base, stress: c.Stress}
	h.ctx = (*gcContext)(unsafe.Add(h.base, -ctxGCSize))
	h.stackLo = unsafe.Add(h.base, JSStackDisp-int(stack))
	commitLo := unsafe.Add(h.stackLo, -stackSlack)
	if !memCommit(commitLo, stack+stackSlack) || !memCommit(unsafe.Add(h.base, FlagTableDisp), FlagTableSize+ContextSize) {
		memUnmap(res.start, res.size)
		return nil, ErrReserve
	}
	for k := range c.Kinds {
		l := &c.Kinds[k]
		h.slow[k] = l.HostOff != 0 || l.ExtOff != 0 || l.NoMove
		h.owner[k] = l.HostOff != 0 || l.ExtOff != 0
		h.plain[k] = l.RefMask&^1 == 0 && l.ValueCount == 0 && l.Weak == Strong &&
			(l.Tail == TailNone || l.Tail == TailBytes || l.Tail == TailU16 || l.Tail == TailRaw64)
	}
	h.pageLimit = int(res.cage>>PageShift) - firstOldPage
	room := uint64(h.pageLimit) << PageShift
	h.maxOld = c.MaxOld
	if h.maxOld == 0 || h.maxOld > room-room/16 {
		h.maxOld = room - room/16
	}
	h.lastMajor = time.Now()
	h.reserve = min(max(h.maxOld/8, 8<<20), 64<<20)
	if h.maxOld+h.reserve > room {
		h.reserve = room - h.maxOld
	}
	h.maxSemi = uint32(clampSemi(c.MaxSemi, 16<<20))
	if h.stress.on() {
		h.maxSemi = min(h.maxSemi, edenMid-edenLo)
	}
	h.semi = min(uint32(clampSemi(c.SemiSpace, 1<<20)), h.maxSemi)
	h.minSemi = h.semi
	h.dirty = regionLo
	h.old.init(h, spaceOld)
	h.pinned.init(h, spacePinned)
	h.survTop = survALo
	h.startEden()
	h.nextMajor = min(h.maxOld, 16<<20)
	h.handles.init()
	h.ext.init(h, c.ExtAlloc)
	h.ext.limit = c.MaxExt
	if h.stress.on() {
		h.want(wantStress)
	}
	return h, nil
}

func clampSemi(n, def uint64) uint64 {
	if n == 0 {
		n = def
	}
	return min(max(n, 64<<10), MaxSemiSpace) &^ 4095
}

// Close gives everything back. No cell, handle or view may be used afterwards; ExtRelease may still be called.
func (h *Heap) Close() {
	if h.closed.Swap(true) {
		return
	}
	h.ext.close(h)
	h.host = hostTable{}
	memUnmap(h.res.start, h.res.size)
	h.base, h.ctx, h.pages = nil, nil, nil
}

// Base returns the address of offset 0, CageBytes the span of the cage.
func (h *Heap) Base() unsafe.Pointer { return h.base }
func (h *Heap) CageBytes() uint64    { return h.res.cage }

// Context returns the execution context: ContextSize bytes, of which the last 64 are the collector's.
func (h *Heap) Context() unsafe.Pointer { return unsafe.Add(h.base, ContextDisp) }

// JSStack returns the usable range of the JS stack, which grows down from hi. Some slack lies below lo.
func (h *Heap) JSStack() (lo, hi unsafe.Pointer) {
	return h.stackLo, unsafe.Add(h.base, JSStackDisp)
}

// IsYoung tells whether r lies in the nursery.
func (h *Heap) IsYoung(r Ref) bool { return r < YoungEnd }

// The raw accessors read and write the cell r at byte displacement disp. Nothing is checked and there is no barrier.

func (h *Heap) U8(r Ref, disp uintptr) uint8 { return *(*uint8)(unsafe.Add(h.base, uintptr(r)+disp)) }
func (h *Heap) U16(r Ref, disp uintptr) uint16 {
	return *(*uint16)(unsafe.Add(h.base, uintptr(r)+disp))
}
func (h *Heap) U32(r Ref, disp uintptr) uint32 {
	return *(*uint32)(unsafe.Add(h.base, uintptr(r)+disp))
}
func (h *Heap) U64(r Ref, disp uintptr) uint64 {
	return *(*uint64)(unsafe.Add(h.base, uintptr(r)+disp))
}
func (h *Heap) F64(r Ref, disp uintptr) float64 {
	return *(*float64)(unsafe.Add(h.base, uintptr(r)+disp))
}

func (h *Heap) SetU8(r Ref, disp uintptr, v uint8) {
	*(*uint8)(unsafe.Add(h.base, uintptr(r)+disp)) = v
}
func (h *Heap) SetU16(r Ref, disp uintptr, v uint16) {
	*(*uint16)(unsafe.Add(h.base, uintptr(r)+disp)) = v
}
func (h *Heap) SetU32(r Ref, disp uintptr, v uint32) {
	*(*uint32)(unsafe.Add(h.base, uintptr(r)+disp)) = v
}
func (h *Heap) SetU64(r Ref, disp uintptr, v uint64) {
	*(*uint64)(unsafe.Add(h.base, uintptr(r)+disp)) = v
}
func (h *Heap) SetF64(r Ref, disp uintptr, v float64) {
	*(*float64)(unsafe.Add(h.base, uintptr(r)+disp)) = v
}

// Ref reads a u32 reference field.
func (h *Heap) Ref(r Ref, disp uintptr) Ref { return *(*Ref)(unsafe.Add(h.base, uintptr(r)+disp)) }

// Value reads a slot.
func (h *Heap) Value(r Ref, disp uintptr) Value {
	return *(*Value)(unsafe.Add(h.base, uintptr(r)+disp))
}

// Bytes, U16s and Values are views of n elements of a cell, never kept across a safepoint. Writing references through Values
// needs a barrier of its own: use CopyValues and FillValues.
func (h *Heap) Bytes(r Ref, disp uintptr, n int) []byte {
	return unsafe.Slice((*byte)(unsafe.Add(h.base, uintptr(r)+disp)), n)
}
func (h *Heap) U16s(r Ref, disp uintptr, n int) []uint16 {
	return unsafe.Slice((*uint16)(unsafe.Add(h.base, uintptr(r)+disp)), n)
}
func (h *Heap) Values(r Ref, disp uintptr, n int) []Value {
	return unsafe.Slice((*Value)(unsafe.Add(h.base, uintptr(r)+disp)), n)
}

// KindOf returns the kind of the cell r.
func (h *Heap) KindOf(r Ref) Kind { return Kind(h.U8(h.Ref(r, CellShapeOff), ShapeKindOff)) }

// CellSize returns the bytes that the cell r takes, by its layout.
func (h *Heap) CellSize(r Ref) uint32 { return h.sizeOf(r, h.Ref(r, CellShapeOff)) }

// sizeOf is CellSize with the shape given (the header of a moved cell holds a forwarding offset).
func (h *Heap) sizeOf(r, shape Ref) uint32 {
	l := &h.kinds[h.U8(shape, ShapeKindOff)]
	switch l.Tail {
	case TailNone:
		return uint32(l.Size)
	case TailObject:
		return max(uint32(h.U16(shape, ShapeSizeOff)), uint32(l.Size))
	}
	n := h.U32(r, uintptr(l.LenOff))
	switch l.Tail {
	case TailBytes:
		return uint32(l.Size) + (n+7)&^7
	case TailU16:
		return uint32(l.Size) + (2*n+7)&^7
	case TailRefs:
		return uint32(l.Size) + (4*n+7)&^7
	}
	return uint32(l.Size) + 8*n
}
