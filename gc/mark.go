package gc

import (
	"math/bits"
	"unsafe"
)

// A major collection: the nursery is emptied into the old space, then the old space is marked from the roots and swept. As
// nothing is young while it marks, the remembered set is empty and weak references are exact.
type marker struct {
	stack  []Ref
	ephs   []Ref           // marked cells with ephemeron tails
	weak   []Ref           // marked cells with other weak references
	keys   map[Ref][]Value // values waiting for their keys, once the simple fixpoint takes too long
	active bool
}

// IsMarked tells, in the hook after marking, whether r lives.
func (h *Heap) IsMarked(r Ref) bool {
	if r < YoungEnd {
		return true
	}
	p := &h.pages[uint32(r)>>PageShift-firstOldPage]
	if p.mark == nil {
		return p.marked
	}
	return p.mark.has(uint32(r))
}

// MarkLive keeps the cell of v alive, in the hook after marking.
func (h *Heap) MarkLive(v Value) {
	if v.IsCell() && v.Ref() != 0 {
		h.mark.ref(h, v.Ref())
		h.mark.finish(h)
	}
}

// grey is the barrier's entry, for a marking that runs beside the mutator.
func (m *marker) grey(h *Heap, r Ref) {
	if m.active {
		m.ref(h, r)
	}
}

// ref marks the cell r.
func (m *marker) ref(h *Heap, r Ref) {
	if r < YoungEnd {
		panic("BUG: reference to the nursery while marking")
	}
	p := &h.pages[uint32(r)>>PageShift-firstOldPage]
	if p.mark == nil {
		if p.marked {
			return
		}
		p.marked = true
	} else if p.mark.testAndSet(uint32(r)) {
		return
	}
	m.stack = append(m.stack, r)
}

func (m *marker) values(h *Heap, s []Value) {
	for _, v := range s {
		if v >= firstCell && uint32(v) != 0 {
			m.ref(h, Ref(v))
		}
	}
}

// drain marks everything that can be reached from the mark stack.
func (m *marker) drain(h *Heap) {
	for len(m.stack) > 0 {
		r := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if m.keys != nil {
			if w, ok := m.keys[r]; ok {
				delete(m.keys, r)
				m.values(h, w)
			}
		}
		shape := h.Ref(r, CellShapeOff)
		m.ref(h, shape)
		kind := h.U8(shape, ShapeKindOff)
		if !h.plain[kind] {
			m.scan(h, r, shape, &h.kinds[kind])
		}
	}
}

func (m *marker) scan(h *Heap, r, shape Ref, l *Layout) {
	for w := l.RefMask &^ 1; w != 0; w &= w - 1 {
		if c := h.Ref(r, uintptr(bits.TrailingZeros64(w))*4); c != 0 {
			m.ref(h, c)
		}
	}
	switch l.Weak {
	case WeakTarget:
		m.weak = append(m.weak, r)
		for i := range uintptr(l.ValueCount) {
			if off := uintptr(l.ValueOff) + 8*i; off != uintptr(l.WeakOff) {
				m.values(h, h.Values(r, off, 1))
			}
		}
	case EphemeronTail:
		m.ephs = append(m.ephs, r)
		m.values(h, h.Values(r, uintptr(l.ValueOff), int(l.ValueCount)))
		return
	case WeakTailRefs, WeakTailCells:
		m.weak = append(m.weak, r)
		m.values(h, h.Values(r, uintptr(l.ValueOff), int(l.ValueCount)))
		return
	default:
		m.values(h, h.Values(r, uintptr(l.ValueOff), int(l.ValueCount)))
	}
	switch l.Tail {
	case TailRefs:
		n := h.U32(r, uintptr(l.LenOff))
		for _, c := range unsafe.Slice((*Ref)(unsafe.Add(h.base, uintptr(r)+uintptr(l.Size))), n) {
			if c != 0 {
				m.ref(h, c)
			}
		}
	case TailValues, TailObject:
		m.values(h, h.Values(r, uintptr(l.Size), int(h.sizeOf(r, shape)-uint32(l.Size))/8))
	}
}

// pairs returns the (key, value) slots of a cell with an ephemeron tail.
func (h *Heap) pairs(r Ref) []Value {
	l := &h.kinds[h.KindOf(r)]
	return h.Values(r, uintptr(l.Size), int(h.U32(r, uintptr(l.LenOff)))&^1)
}

func (h *Heap) isDead(v Value) bool { return v >= firstCell && uint32(v) != 0 && !h.IsMarked(Ref(v)) }

// ephemeronRounds is how often the tables are looked through before marking goes over to lists by key, which cost more for
// one pass but stay linear for long chains.
const ephemeronRounds = 4

// finish drains the mark stack and marks values of ephemerons whose keys live, until nothing changes.
func (m *marker) finish(h *Heap) {
	m.drain(h)
	for round := 0; ; round++ {
		changed := false
		linear := round == ephemeronRounds
		if linear {
			m.keys = map[Ref][]Value{}
		}
		for i := 0; i < len(m.ephs); i++ { // draining may add tables
			for p := h.pairs(m.ephs[i]); len(p) > 0; p = p[2:] {
				if !h.isDead(p[1]) {
					continue
				}
				if !h.isDead(p[0]) {
					m.ref(h, p[1].Ref())
					m.drain(h)
					changed = true
				} else if linear {
					m.keys[p[0].Ref()] = append(m.keys[p[0].Ref()], p[1])
				}
			}
		}
		if !changed {
			break
		}
	}
	m.keys = nil
}

// markSweep marks and sweeps the old space. The nursery is empty.
func (h *Heap) markSweep() {
	m := &h.mark
	if len(h.slotPages) > 0 || len(h.freshOld) > 0 || h.youngUsed() > 0 {
		panic("BUG: the nursery is not empty")
	}
	if h.hookBefore != nil {
		h.hookBefore()
	}
	h.old.retire(h)
	h.pinned.retire(h)
	for i := range h.pages {
		p := &h.pages[i]
		p.marked = false
		if p.mark != nil {
			*p.mark = pageBits{}
		}
	}
	m.active = true
	m.ephs, m.weak = m.ephs[:0], m.weak[:0]
	v := Visitor{h: h, mode: visitMark}
	h.visitRoots(&v, false)
	m.finish(h)
	if h.hookAfter != nil {
		h.hookAfter()
		m.finish(h)
	}
	m.active = false
	h.clearWeak()
	h.persistents.clearWeak(h)
	h.sweepOldOwners()
	h.sweep()
	if cap(m.stack) > 1<<20 {
		m.stack = nil
	}
}

// clearWeak ends the weak references to dead cells.
func (h *Heap) clearWeak() {
	m := &h.mark
	for _, r := range m.ephs {
		for p := h.pairs(r); len(p) > 0; p = p[2:] {
			if h.isDead(p[0]) {
				p[0], p[1] = Deleted, Undefined
			}
		}
	}
	for _, r := range m.weak {
		l := &h.kinds[h.KindOf(r)]
		switch l.Weak {
		case WeakTarget:
			if h.isDead(h.Value(r, uintptr(l.WeakOff))) {
				h.SetU64(r, uintptr(l.WeakOff), uint64(Undefined))
			}
		case WeakTailRefs:
			n := h.U32(r, uintptr(l.LenOff))
			for i := range uintptr(n) {
				if c := h.Ref(r, uintptr(l.Size)+4*i); c != 0 && !h.IsMarked(c) {
					h.SetU32(r, uintptr(l.Size)+4*i, 0)
				}
			}
		case WeakTailCells:
			for i, v := range h.Values(r, uintptr(l.Size), int(h.U32(r, uintptr(l.LenOff)))) {
				if h.isDead(v) {
					h.SetU64(r, uintptr(l.Size)+8*uintptr(i), uint64(Deleted))
				}
			}
		}
	}
	// Dead weak cells need nothing: they are swept.
}

// sweepOldOwners releases what dead old cells own.
func (h *Heap) sweepOldOwners() {
	list := h.oldOwners
	h.oldOwners = list[:0]
	for _, r := range list {
		if h.IsMarked(r) {
			h.oldOwners = append(h.oldOwners, r)
		} else {
			h.releaseOwned(r)
		}
	}
}

// sweep frees unmarked cells, page by page, and rebuilds the free lists.
func (h *Heap) sweep() {
	h.old.clear()
	h.pinned.clear()
	h.oldUsed = 0
	for i := 0; i < len(h.pages); i++ {
		p := &h.pages[i]
		switch p.space {
		case spaceLarge:
			n := int(p.run)
			if p.marked {
				h.oldUsed += uint64(h.CellSize(Ref(i+firstOldPage) << PageShift))
			} else {
				h.freePages(i, n)
			}
			i += n - 1
		case spaceOld:
			h.sweepPage(&h.old, i)
		case spacePinned:
			h.sweepPage(&h.pinned, i)
		}
	}
	h.releasePages(16)
}

// clear forgets all free chunks.
func (s *freeSpace) clear() { s.bins, s.mask = [numBins]uint32{}, [2]uint64{} }

func (h *Heap) sweepPage(s *freeSpace, n int) {
	p := &h.pages[n]
	lo := uint32(n+firstOldPage) << PageShift
	end := lo // of the last live cell
	stress := h.stress.on() || h.stress.Verify
	for i, w := range p.mark {
		for ; w != 0; w &= w - 1 {
			at := lo + uint32(i<<6|bits.TrailingZeros64(w))<<3
			size := h.CellSize(Ref(at))
			h.oldUsed += uint64(size)
			if at > end {
				if stress {
					h.zap(end, at)
				}
				s.add(h, end, at-end)
			}
			end = at + size
		}
	}
	if end == lo {
		if stress {
			h.zap(lo, lo+PageSize)
		}
		h.freePages(n, 1)
		return
	}
	if hi := lo + PageSize; end < hi {
		if stress {
			h.zap(end, hi)
		}
		s.add(h, end, hi-end)
	}
	p.start, p.mark = p.mark, p.start // what is marked is what begins here
}
