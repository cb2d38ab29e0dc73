package gc

import (
	"math/bits"
	"unsafe"
)

// ForEachRef calls f for every cell that the cell r refers to, its shape included, with the byte offset of the reference; weak tells
// that the reference does not keep its target alive. f must not allocate.
func (h *Heap) ForEachRef(r Ref, f func(off uint32, to Ref, weak bool)) {
	shape := h.Ref(r, CellShapeOff)
	f(0, shape, false)
	l := &h.kinds[h.U8(shape, ShapeKindOff)]
	for m := l.RefMask &^ 1; m != 0; m &= m - 1 {
		off := uint32(bits.TrailingZeros64(m)) * 4
		if c := h.Ref(r, uintptr(off)); c != 0 {
			f(off, c, false)
		}
	}
	values := func(off uint32, n int, weak bool) {
		for i, v := range h.Values(r, uintptr(off), n) {
			if v >= firstCell && uint32(v) != 0 {
				f(off+8*uint32(i), Ref(v), weak)
			}
		}
	}
	values(uint32(l.ValueOff), int(l.ValueCount), false)
	if l.Weak == WeakTarget && (l.WeakOff < uint8(min(l.ValueOff, 255)) || uint16(l.WeakOff) >= l.ValueOff+8*l.ValueCount) {
		values(uint32(l.WeakOff), 1, true)
	}
	switch l.Tail {
	case TailRefs:
		n := h.U32(r, uintptr(l.LenOff))
		for i, c := range unsafe.Slice((*Ref)(unsafe.Add(h.base, uintptr(r)+uintptr(l.Size))), n) {
			if c != 0 {
				f(uint32(l.Size)+4*uint32(i), c, l.Weak == WeakTailRefs)
			}
		}
	case TailValues, TailObject:
		values(uint32(l.Size), int(h.sizeOf(r, shape)-uint32(l.Size))/8, l.Weak != Strong)
	}
}
