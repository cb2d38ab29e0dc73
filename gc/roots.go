package gc

import "unsafe"

// Visitor is shown the roots. What it does with them depends on the collection.
type Visitor struct {
	h    *Heap
	mode uint8
	fn   func(v Value)
	err  error
	what string
}

const (
	visitScavenge uint8 = iota
	visitMark
	visitVerify
	visitCall
)

// SetRoots sets the function that shows all roots of the engine: the used part of the JS stack, registers of the isolate,
// realms and so on. Handles and persistent handles are the heap's own business.
func (h *Heap) SetRoots(f func(v *Visitor)) { h.roots = f }

// Value shows one root.
func (v *Visitor) Value(p *Value) {
	if *p >= firstCell && uint32(*p) != 0 {
		v.value(p)
	}
}

func (v *Visitor) value(p *Value) {
	switch v.mode {
	case visitScavenge:
		if uint32(*p) < YoungEnd {
			*p = *p&^0xFFFF_FFFF | Value(v.h.evacuate(Ref(*p)))
		}
	case visitMark:
		v.h.mark.ref(v.h, Ref(*p))
	case visitVerify:
		if e := v.h.checkValue(*p); e != nil && v.err == nil {
			v.err = rootError(v.what, e)
		}
	case visitCall:
		v.fn(*p)
	}
}

// Ref shows one root of type Ref; 0 is none.
func (v *Visitor) Ref(p *Ref) {
	if *p != 0 {
		x := Cell(*p)
		v.value(&x)
		*p = x.Ref()
	}
}

// Refs shows a range of roots of type Ref.
func (v *Visitor) Refs(s []Ref) {
	for i := range s {
		v.Ref(&s[i])
	}
}

// Values shows a range of roots.
func (v *Visitor) Values(s []Value) {
	for i := range s {
		if s[i] >= firstCell && uint32(s[i]) != 0 {
			v.value(&s[i])
		}
	}
}

// Words shows a range of the JS stack: each 8-byte word is a Value or has zero high 16 bits (INV-6).
func (v *Visitor) Words(lo, hi unsafe.Pointer) {
	if n := (uintptr(hi) - uintptr(lo)) / 8; n > 0 {
		v.Values(unsafe.Slice((*Value)(lo), n))
	}
}

// VisitRoots calls fn for every cell that a root refers to (heap snapshots).
func (h *Heap) VisitRoots(fn func(v Value)) {
	v := Visitor{h: h, mode: visitCall, fn: fn}
	h.visitRoots(&v, false)
}

// visitRoots shows all roots to v; weak says whether weak persistent handles count.
func (h *Heap) visitRoots(v *Visitor, weak bool) {
	if h.metaShape != 0 {
		v.what = "meta shape"
		v.Ref(&h.metaShape)
	}
	v.what = "handle"
	h.handles.visit(v)
	v.what = "persistent handle"
	h.persistents.visit(v, weak)
	v.what = "engine root"
	if h.roots != nil {
		h.roots(v)
	}
}
