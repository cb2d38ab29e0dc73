package gc

import (
	"fmt"
	"math/bits"
)

func rootError(what string, err error) error { return fmt.Errorf("%s: %w", what, err) }

// youngStarts has a bit for each 8 bytes of the nursery's used ranges, set where a cell begins; only while verifying.
type youngStarts struct {
	ranges [3][2]uint32
	bits   [3][]uint64
}

func (y *youngStarts) has(off uint32) bool {
	for i, r := range y.ranges {
		if off >= r[0] && off < r[1] && off&7 == 0 {
			n := (off - r[0]) >> 3
			return y.bits[i][n>>6]>>(n&63)&1 != 0
		}
	}
	return false
}

// ForEachCell calls f for every cell, dead ones included, in address order: the nursery, then the old pages. f must not
// allocate.
func (h *Heap) ForEachCell(f func(r Ref, k Kind, size uint32)) {
	for _, rg := range h.youngRanges() {
		for off := rg[0]; off < rg[1]; {
			if h.Ref(Ref(off), CellShapeOff) == 0 {
				off += 8 // the rest of a cell that was shortened
				continue
			}
			size := h.CellSize(Ref(off))
			f(Ref(off), h.KindOf(Ref(off)), size)
			off += size
		}
	}
	h.forEachOld(f)
}

func (h *Heap) forEachOld(f func(r Ref, k Kind, size uint32)) {
	for n := range h.pages {
		lo := uint32(n+firstOldPage) << PageShift
		switch p := &h.pages[n]; p.space {
		case spaceOld, spacePinned:
			for i, w := range p.start {
				for ; w != 0; w &= w - 1 {
					r := Ref(lo + uint32(i<<6|bits.TrailingZeros64(w))<<3)
					f(r, h.KindOf(r), h.CellSize(r))
				}
			}
		case spaceLarge:
			f(Ref(lo), h.KindOf(Ref(lo)), h.CellSize(Ref(lo)))
		}
	}
}

// verifier holds the state of one verification.
type verifier struct {
	h     *Heap
	young youngStarts
	fresh map[Ref]bool
}

// Verify walks all cells by their layouts, and all roots, and returns the first error that it finds: an invalid tag or kind,
// a reference to something that is no cell, a reference from an old to a young cell that nobody recorded, a word that looks
// like an address in the cage, memory on no list.
func (h *Heap) Verify() (err error) {
	v := &verifier{h: h, fresh: map[Ref]bool{}}
	for _, r := range h.freshOld {
		v.fresh[r] = true
	}
	if err := v.walkYoung(); err != nil {
		return err
	}
	h.verify = v
	defer func() { h.verify = nil }()
	vis := Visitor{h: h, mode: visitVerify}
	h.visitRoots(&vis, true)
	if vis.err != nil {
		return vis.err
	}
	h.ForEachCell(func(r Ref, k Kind, size uint32) {
		if err == nil {
			err = v.cell(r, k, size)
		}
	})
	if err == nil {
		err = v.account()
	}
	return err
}

// walkYoung finds where young cells begin. Shapes are never young, so the walk can check them first.
func (v *verifier) walkYoung() error {
	h := v.h
	v.young.ranges = h.youngRanges()
	for i, rg := range v.young.ranges {
		v.young.bits[i] = make([]uint64, (rg[1]-rg[0])/8/64+1)
		for off := rg[0]; off < rg[1]; {
			if h.Ref(Ref(off), CellShapeOff) == 0 {
				off += 8
				continue
			}
			if err := v.shape(Ref(off)); err != nil {
				return err
			}
			n := (off - rg[0]) >> 3
			v.young.bits[i][n>>6] |= 1 << (n & 63)
			size := h.CellSize(Ref(off))
			if size < CellHeader || size > rg[1]-off {
				return fmt.Errorf("young cell %#x of kind %s has size %d, beyond the end of its space", off, v.name(Ref(off)), size)
			}
			off += size
		}
	}
	return nil
}

func (v *verifier) name(r Ref) string { return v.h.kinds[v.h.KindOf(r)].Name }

// shape checks the shape of r: an old cell whose own shape is the meta-shape or another shape's shape, with a known kind.
func (v *verifier) shape(r Ref) error {
	h := v.h
	s := h.Ref(r, CellShapeOff)
	if s < YoungEnd || !h.isOldCell(uint32(s)) {
		return fmt.Errorf("cell %#x: shape %#x is not an old cell", r, s)
	}
	k := h.KindOf(r)
	if h.kinds[k].Size < CellHeader {
		return fmt.Errorf("cell %#x: shape %#x has unknown kind %d", r, s, k)
	}
	if h.metaShape != 0 && h.Ref(s, CellShapeOff) != h.metaShape {
		ss := h.Ref(s, CellShapeOff)
		if ss < YoungEnd || !h.isOldCell(uint32(ss)) || h.U8(ss, ShapeKindOff) != h.U8(h.metaShape, ShapeKindOff) {
			return fmt.Errorf("cell %#x: %#x is not a shape", r, s)
		}
	}
	return nil
}

// checkRef checks that a cell begins at r.
func (h *Heap) checkRef(r Ref) error {
	if r < YoungEnd && h.verify.young.has(uint32(r)) || r >= YoungEnd && h.isOldCell(uint32(r)) {
		return nil
	}
	return fmt.Errorf("reference %#x is not to a cell", uint32(r))
}

// checkValue checks a tagged word.
func (h *Heap) checkValue(x Value) error {
	if x < firstTagged || x.IsInt() {
		return nil
	}
	if x.Tag()&0xFFFF != 0 {
		return fmt.Errorf("value %#x has an invalid tag", uint64(x))
	}
	if x < firstCell {
		if uint32(x) > 0xFF {
			return fmt.Errorf("value %#x is no constant", uint64(x))
		}
		return nil
	}
	if uint32(x) == 0 {
		return nil
	}
	if err := h.checkRef(Ref(x)); err != nil {
		return fmt.Errorf("value %#x: %w", uint64(x), err)
	}
	return nil
}

// cell checks one cell.
func (v *verifier) cell(r Ref, k Kind, size uint32) error {
	h := v.h
	if r >= YoungEnd {
		if err := v.shape(r); err != nil {
			return err
		}
	}
	l := &h.kinds[k]
	wrap := func(disp uint32, err error) error {
		return fmt.Errorf("cell %#x (%s, %d bytes) at %d: %w", uint32(r), l.Name, size, disp, err)
	}
	old := r >= YoungEnd && !v.fresh[r]
	recorded := func(off uint32) bool {
		s := h.pages[off>>PageShift-firstOldPage].slots
		return s != nil && s.has(off)
	}
	ref := func(disp uint32) error {
		c := h.Ref(r, uintptr(disp))
		if c == 0 {
			return nil
		}
		if err := h.checkRef(c); err != nil {
			return wrap(disp, err)
		}
		if old && c < YoungEnd && !recorded(uint32(r)) {
			return wrap(disp, fmt.Errorf("reference %#x from an old cell to a young one is not recorded", uint32(c)))
		}
		return nil
	}
	isValue := func(disp uint32) bool {
		switch {
		case disp >= uint32(l.Size):
			return l.Tail == TailValues || l.Tail == TailObject
		case disp >= uint32(l.ValueOff) && disp < uint32(l.ValueOff)+8*uint32(l.ValueCount):
			return true
		}
		return l.Weak == WeakTarget && disp == uint32(l.WeakOff)
	}
	for m := l.RefMask &^ 1; m != 0; m &= m - 1 {
		if err := ref(uint32(bits.TrailingZeros64(m)) * 4); err != nil {
			return err
		}
	}
	if l.Tail == TailRefs {
		for i := range h.U32(r, uintptr(l.LenOff)) {
			if err := ref(uint32(l.Size) + 4*i); err != nil {
				return err
			}
		}
	}
	lo, base := uint64(uintptr(h.res.start)), uint64(uintptr(h.base))
	for disp := uint32(CellHeader); disp < size; disp += 8 {
		x := h.Value(r, uintptr(disp))
		// An address below the base, or of a cell (two counters in one word may look like some address in the cage).
		if isRef := l.RefMask>>min(disp/4, 63)&3 != 0 && disp < uint32(l.Size) || disp >= uint32(l.Size) && l.Tail == TailRefs; !isRef &&
			uint64(x)-lo < uint64(h.res.size) && (uint64(x) < base || h.checkRef(Ref(uint64(x)-base)) == nil) {
			return wrap(disp, fmt.Errorf("word %#x looks like an address in the cage (INV-1)", uint64(x)))
		}
		if !isValue(disp) {
			continue
		}
		if err := h.checkValue(x); err != nil {
			return wrap(disp, err)
		}
		if old && x >= firstCell && uint32(x)-1 < YoungEnd-1 && !recorded(uint32(r)+disp) {
			return wrap(disp, fmt.Errorf("value %#x in an old cell refers to a young one and is not recorded", uint64(x)))
		}
	}
	if l.HostOff != 0 {
		if i := h.U32(r, uintptr(l.HostOff)); i != 0 && int(i) >= len(h.host.vals) {
			return wrap(uint32(l.HostOff), fmt.Errorf("host index %d is out of range", i))
		}
	}
	if l.ExtOff != 0 {
		if i := h.U32(r, uintptr(l.ExtOff)); i != 0 && (int(i) >= len(h.ext.slots) || !h.ext.slots[i].used) {
			return wrap(uint32(l.ExtOff), fmt.Errorf("external memory index %d is not in use", i))
		}
	}
	return nil
}

// account checks the books of the old space: used bytes, and that cells and free chunks don't overlap.
func (v *verifier) account() error {
	h := v.h
	var used uint64
	var last uint32
	var err error
	h.forEachOld(func(r Ref, k Kind, size uint32) {
		used += uint64(size)
		if uint32(r) < last && err == nil {
			err = fmt.Errorf("cell %#x begins inside the one before it, which ends at %#x", uint32(r), last)
		}
		last = uint32(r) + size
	})
	if err != nil {
		return err
	}
	if used > h.oldUsed {
		return fmt.Errorf("old space: %d bytes of cells, %d in the books", used, h.oldUsed)
	}
	for _, s := range []*freeSpace{&h.old, &h.pinned} {
		for b, at := range s.bins {
			for n := 0; at != 0; n++ {
				size := h.U32(Ref(at), 4)
				p := &h.pages[at>>PageShift-firstOldPage]
				if p.space != s.space || size < minChunk || binOf(size) != uint(b) || at&(PageSize-1)+size > PageSize || n > 1<<24 {
					return fmt.Errorf("free chunk %#x of %d bytes does not belong on list %d", at, size, b)
				}
				for off := at; off < at+size; off += 8 {
					if p.start.has(off) {
						return fmt.Errorf("cell %#x lies in a free chunk", off)
					}
				}
				at = h.U32(Ref(at), 0)
			}
		}
	}
	return nil
}
