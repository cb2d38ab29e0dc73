package gc

import (
	"math/bits"
	"unsafe"
)

// The scavenger copies the nursery's live cells: to the other half the first time, to the old space the second time (age is
// a matter of address: below the age mark lie the survivors of the last scavenge). Cells in to-space are scanned in address
// order (Cheney), promoted ones from a list; there is no recursion.
type scavenger struct {
	toLo, toTop, toLimit uint32
	ageLo, ageSpan       uint32 // cells of from-space that survived once
	promoteAll           bool
	promoted             []Ref
	promotedBytes        uint64
}

// zapWord fills freed memory in stress mode: as a Value it has an invalid tag, as a shape a misaligned reference.
const zapWord = Value(0xFFFB_DEAD_DEAD_DEAD)

// scavenge empties the nursery into the other half and the old space; with promoteAll into the old space alone.
func (h *Heap) scavenge(promoteAll bool) {
	s := &h.scav
	from, to := h.half, 1-h.half
	used := h.youngRanges()
	total := h.youngUsed()
	s.toLo, s.toTop = halfLo(to), halfLo(to)
	s.toLimit = s.toLo + uint32(min(uint64(h.semi), (total+4095)&^4095))
	s.ageLo, s.ageSpan = halfLo(from), h.ageMark-halfLo(from)
	s.promoteAll, s.promotedBytes = promoteAll, 0
	if promoteAll {
		s.toLimit = s.toLo
	}
	if h.stress.Scavenge > 0 {
		h.openHalf(to)
	}
	if s.toLimit > s.toLo && !memCommit(unsafe.Add(h.base, uintptr(s.toLo)), uintptr(s.toLimit-s.toLo)) {
		s.toLimit = s.toLo
	}
	h.scavengeRoots()
	for scan := s.toLo; scan < s.toTop || len(s.promoted) > 0; {
		for scan < s.toTop {
			scan += h.scavengeCell(Ref(scan), false)
		}
		if n := len(s.promoted); n > 0 {
			r := s.promoted[n-1]
			s.promoted = s.promoted[:n-1]
			h.scavengeCell(r, true)
		}
	}
	h.sweepYoungOwners()

	// Flip.
	copied := uint64(s.toTop - s.toLo)
	h.stats.Copied += copied
	h.stats.Promoted += s.promotedBytes
	h.dirty[to] = max(h.dirty[to], s.toTop)
	if used[1][1] > used[1][0] { // the overflow was used, a rare thing: don't keep its memory
		memRelease(unsafe.Add(h.base, overflowLo), uintptr(h.dirty[2]-overflowLo))
		h.dirty[2] = overflowLo
	}
	if h.stress.Scavenge > 0 {
		memProtect(unsafe.Add(h.base, uintptr(halfLo(from))), uintptr(halfHi(from)-halfLo(from)))
	} else if h.stress.on() || h.stress.Verify {
		h.zap(used[0][0], used[0][1])
	}
	if !promoteAll {
		h.survived += copied + s.promotedBytes
		if h.survived > uint64(h.semi) && h.semi < h.maxSemi {
			h.semi, h.survived = min(2*h.semi, h.maxSemi), 0
		}
	}
	h.startHalf(to, s.toTop)
	if cap(s.promoted) > 1<<20 {
		s.promoted = nil
	}
}

// openHalf makes a half that stress mode had closed usable again. What it contained is gone where closing discards it.
func (h *Heap) openHalf(half int) {
	lo, hi := halfLo(half), halfHi(half)
	_ = memOpen(unsafe.Add(h.base, uintptr(lo)), uintptr(hi-lo))
	memCommit(unsafe.Add(h.base, uintptr(lo)), uintptr(h.dirty[half]-lo))
}

// zap fills free memory with zapWord.
func (h *Heap) zap(lo, hi uint32) {
	for i, v := 0, h.Values(Ref(lo), 0, int(hi-lo)/8); i < len(v); i++ {
		v[i] = zapWord
	}
}

// evacuate returns where the young cell r lives now, copying it if nobody did so far.
func (h *Heap) evacuate(r Ref) Ref {
	s := &h.scav
	if uint32(r)-s.toLo < s.toTop-s.toLo {
		return r // has been moved, by way of another visit of the same slot
	}
	shape := h.Ref(r, CellShapeOff)
	if shape&1 != 0 {
		return shape &^ 1
	}
	size := h.sizeOf(r, shape)
	var n uint32
	if uint32(r)-s.ageLo < s.ageSpan || size > s.toLimit-s.toTop {
		n = h.old.alloc(h, size)
		s.promotedBytes += uint64(size)
		if !h.plain[h.U8(shape, ShapeKindOff)] {
			s.promoted = append(s.promoted, Ref(n))
		}
	} else {
		n = s.toTop
		s.toTop += size
	}
	copy(h.Values(Ref(n), 0, int(size>>3)), h.Values(r, 0, int(size>>3)))
	h.SetU32(r, CellShapeOff, n|1)
	return Ref(n)
}

// scavengeRoots evacuates what the engine's roots, handles, the remembered set and the fresh-old cells refer to.
func (h *Heap) scavengeRoots() {
	v := Visitor{h: h, mode: visitScavenge}
	h.visitRoots(&v, true)

	list := h.slotPages
	keep := list[:0]
	for _, n := range list {
		// Promotion may make pages and so move the page table: no pointer into it lives across the call.
		if h.scavengeSlots((n+firstOldPage)<<PageShift, h.pages[n].slots) {
			keep = append(keep, n)
		} else {
			h.pages[n].listed = false
		}
	}
	h.slotPages = keep

	for _, r := range h.freshOld {
		h.scavengeCell(r, true)
	}
	h.freshOld = h.freshOld[:0]
	if cap(h.freshOld) > 1<<18 {
		h.freshOld = nil
	}
}

// scavengeSlots visits the remembered words of a page and forgets those that refer to no young cell any more. It tells
// whether any is left.
func (h *Heap) scavengeSlots(page uint32, b *pageBits) (left bool) {
	for i, w := range b {
		if w == 0 {
			continue
		}
		kept := uint64(0)
		for ; w != 0; w &= w - 1 {
			j := bits.TrailingZeros64(w)
			off := page + uint32(i<<6|j)<<3
			if h.isOldCell(off) {
				if h.scavengeRefs(Ref(off)) {
					kept |= 1 << j
				}
				continue
			}
			q := (*Value)(unsafe.Add(h.base, uintptr(off)))
			if v := *q; v >= firstCell && uint32(v)-1 < YoungEnd-1 {
				n := h.evacuate(Ref(v))
				*q = v&^0xFFFF_FFFF | Value(n)
				if n < YoungEnd {
					kept |= 1 << j
				}
			}
		}
		b[i] = kept
		left = left || kept != 0
	}
	return left
}

// scavengeRefs updates the u32 reference fields of r and tells whether any refers to a young cell.
func (h *Heap) scavengeRefs(r Ref) (young bool) {
	l := &h.kinds[h.KindOf(r)]
	for m := l.RefMask &^ 1; m != 0; m &= m - 1 {
		young = h.scavengeRef(r, uintptr(bits.TrailingZeros64(m))*4) || young
	}
	if l.Tail == TailRefs {
		n := h.U32(r, uintptr(l.LenOff))
		for i := range uintptr(n) {
			young = h.scavengeRef(r, uintptr(l.Size)+4*i) || young
		}
	}
	return young
}

func (h *Heap) scavengeRef(r Ref, disp uintptr) bool {
	p := (*Ref)(unsafe.Add(h.base, uintptr(r)+disp))
	c := *p
	if c-1 >= YoungEnd-1 {
		return false
	}
	c = h.evacuate(c)
	*p = c
	return c < YoungEnd
}

// scavengeValues updates n slots of r; if r is old, those that refer to young cells are remembered.
func (h *Heap) scavengeValues(r Ref, disp uintptr, n int, old bool) {
	for i, v := range h.Values(r, disp, n) {
		if v < firstCell || uint32(v)-1 >= YoungEnd-1 {
			continue
		}
		c := h.evacuate(Ref(v))
		h.SetU64(r, disp+uintptr(i)*8, uint64(v&^0xFFFF_FFFF|Value(c)))
		if old && c < YoungEnd {
			h.remember(uint32(r) + uint32(disp) + uint32(i)*8)
		}
	}
}

// scavengeCell updates all references of a cell, which is in to-space or old, and returns its size.
func (h *Heap) scavengeCell(r Ref, old bool) uint32 {
	shape := h.Ref(r, CellShapeOff)
	kind := h.U8(shape, ShapeKindOff)
	size := h.sizeOf(r, shape)
	if h.plain[kind] {
		return size
	}
	l := &h.kinds[kind]
	if l.RefMask&^1 != 0 || l.Tail == TailRefs {
		if h.scavengeRefs(r) && old {
			h.remember(uint32(r))
		}
	}
	if l.ValueCount > 0 {
		h.scavengeValues(r, uintptr(l.ValueOff), int(l.ValueCount), old)
	}
	if l.Weak == WeakTarget {
		h.scavengeValues(r, uintptr(l.WeakOff), 1, old)
	}
	if l.Tail == TailValues || l.Tail == TailObject {
		h.scavengeValues(r, uintptr(l.Size), int(size-uint32(l.Size))/8, old)
	}
	return size
}

// sweepYoungOwners releases what dead young cells own.
func (h *Heap) sweepYoungOwners() {
	list := h.youngOwners
	h.youngOwners = list[:0]
	for _, r := range list {
		f := h.Ref(r, CellShapeOff)
		switch {
		case f&1 == 0:
			h.releaseOwned(r)
		case f&^1 < YoungEnd:
			h.youngOwners = append(h.youngOwners, f&^1)
		default:
			h.oldOwners = append(h.oldOwners, f&^1)
		}
	}
}
