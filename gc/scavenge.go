package gc

import (
	"math/bits"
	"unsafe"
)

// The scavenger copies the nursery's live cells: from eden to the other survivor space, from the survivor space in use to the
// old space, so that age is a matter of address. Cells in to-space are scanned in address order (Cheney), promoted ones from a
// list; there is no recursion.
type scavenger struct {
	toLo, toTop, toLimit uint32
	ageLo, ageSpan       uint32 // cells of from-space that survived once
	promoteAll           bool
	promoted             []Ref
	promotedBytes        uint64
}

// zapWord fills freed memory in stress mode: as a Value it has an invalid tag, as a shape a misaligned reference.
const zapWord = Value(0xFFFB_DEAD_DEAD_DEAD)

// scavenge empties the nursery into the other survivor space and the old space; with promoteAll into the old space alone.
func (h *Heap) scavenge(promoteAll bool) {
	s := &h.scav
	from, to := h.surv, 1-h.surv
	used := h.youngRanges()
	total := h.youngUsed()
	s.toLo, s.toTop = regionLo[to], regionLo[to]
	s.toLimit = s.toLo + uint32(min(uint64(h.semi), survSpan, (total+4095)&^4095))
	s.ageLo, s.ageSpan = regionLo[from], h.survTop-regionLo[from]
	s.promoteAll, s.promotedBytes = promoteAll, 0
	if promoteAll {
		s.toLimit = s.toLo
	}
	if h.stress.Scavenge > 0 {
		h.openRegion(to)
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
	if used[2][1] > used[2][0] { // the overflow was used, a rare thing: don't keep its memory
		h.trimRegion(regionOverflow, overflowLo)
	}
	if h.stress.Scavenge > 0 {
		h.closeRegion(from)
		h.closeRegion(regionEden + h.eden)
		h.eden = 1 - h.eden
		h.openRegion(regionEden + h.eden)
	} else if h.stress.on() || h.stress.Verify {
		h.zap(used[0][0], used[0][1])
		h.zap(used[1][0], used[1][1])
	}
	if !promoteAll {
		h.resizeEden(copied+s.promotedBytes, copied)
	}
	h.surv, h.survTop = to, s.toTop
	h.startEden()
	if cap(s.promoted) > 1<<20 {
		s.promoted = nil
	}
}

// quietScavenges is how many scavenges in a row must leave hardly anything before eden shrinks.
const quietScavenges = 64

// resizeEden sets the size of eden by how much survived a scavenge: the work of a scavenge is in proportion to that, and in a
// larger eden a smaller part survives, so it grows while the part is large, and gives memory back when the part was small for
// long.
func (h *Heap) resizeEden(survived, copied uint64) {
	switch semi := uint64(h.semi); {
	case survived > semi/growEdenAt:
		h.quiet = 0
		h.semi = min(2*h.semi, h.maxSemi)
	case survived > semi/(8*growEdenAt) || h.semi <= h.minSemi:
		h.quiet = 0
	default:
		if h.quiet++; h.quiet >= quietScavenges {
			h.quiet = 0
			h.semi = max(h.semi/2, h.minSemi)
			if h.stress.Scavenge == 0 {
				h.trimRegion(regionEden, edenLo+h.semi)
			}
		}
	}
	if h.stress.Scavenge > 0 {
		return
	}
	// A survivor space keeps the memory that survivors need as a rule.
	for s := regionSurvA; s <= regionSurvB; s++ {
		if keep := regionLo[s] + uint32(alignUp(uintptr(4*copied), 4096)) + 256<<10; h.dirty[s] > keep+256<<10 {
			h.trimRegion(s, keep)
		}
	}
}

// growEdenAt is the part of eden that must survive for it to grow, as a divisor.
const growEdenAt = 8

// trimRegion gives the memory of a region from lo on back.
func (h *Heap) trimRegion(region int, lo uint32) {
	lo = (lo + 4095) &^ 4095
	if d := (h.dirty[region] + 4095) &^ 4095; d > lo {
		memRelease(unsafe.Add(h.base, uintptr(lo)), uintptr(d-lo))
		h.dirty[region] = lo
	}
}

// openRegion makes a region that stress mode had closed usable again. What it contained is gone where closing discards it.
func (h *Heap) openRegion(region int) {
	lo, hi := regionLo[region], h.regionHi(region)
	_ = memOpen(unsafe.Add(h.base, uintptr(lo)), uintptr(hi-lo))
	memCommit(unsafe.Add(h.base, uintptr(lo)), uintptr(h.dirty[region]-lo))
}

// closeRegion makes a region inaccessible, in stress mode.
func (h *Heap) closeRegion(region int) {
	lo, hi := regionLo[region], h.regionHi(region)
	memProtect(unsafe.Add(h.base, uintptr(lo)), uintptr(hi-lo))
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
