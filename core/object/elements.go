package object

import (
	"slices"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// ElementsKind returns the elements kind of an object.
func (s *Space) ElementsKind(obj Ref) uint32 {
	return s.U32(obj, layout.ObjFlags) & layout.ObjElementsKindMask
}

func (s *Space) setElementsKind(obj Ref, k uint32) {
	s.SetU32(obj, layout.ObjFlags, s.U32(obj, layout.ObjFlags)&^layout.ObjElementsKindMask|k)
}

// widen makes the elements kind admit v.
func (s *Space) widen(obj Ref, v Value) {
	k := s.ElementsKind(obj)
	n := k
	switch {
	case k == layout.ElementsDictionary || v.IsInt() && k <= layout.ElementsHoley:
		if v.IsInt() {
			return
		}
	case v == gc.Hole:
		n = k | 1
	case v.IsDouble():
		if k < layout.ElementsPackedDouble {
			n = layout.ElementsPackedDouble + k&1
		}
	default:
		n = layout.ElementsPacked + k&1
	}
	if n != k && k != layout.ElementsDictionary {
		s.setElementsKind(obj, n)
	}
}

// WidenElements makes the elements kind, not a dictionary, admit all that kind admits.
func (s *Space) WidenElements(obj Ref, kind uint32) {
	k := s.ElementsKind(obj)
	if n := max(k&^1, kind&^1) | (k|kind)&1; n != k {
		s.setElementsKind(obj, n)
	}
}

func elemOff(start, i uint32) uintptr { return layout.ElementsHeader + 8*(uintptr(start)+uintptr(i)) }

// ElementsLen returns the capacity from element 0 on.
func (s *Space) ElementsLen(obj Ref) uint32 {
	e := s.Ref(obj, layout.ObjElements)
	if e == 0 || s.ElementsKind(obj) == layout.ElementsDictionary {
		return 0
	}
	return s.U32(e, layout.ElementsCap) - s.U32(e, layout.ElementsStart)
}

// GetElement looks up own element i in an object's elements.
func (s *Space) GetElement(obj Ref, i uint32) (Prop, bool) {
	e := s.Ref(obj, layout.ObjElements)
	if e == 0 {
		return Prop{}, false
	}
	f := s.U32(obj, layout.ObjFlags)
	if f&layout.ObjElementsKindMask == layout.ElementsDictionary {
		n := s.DictFind(e, Key(uint64(gc.TagInt)<<32|uint64(i)))
		if n < 0 {
			return Prop{}, false
		}
		return Prop{Value: s.DictValue(e, n), Attrs: uint8(s.DictDetails(e, n)), Index: n}, true
	}
	start := s.U32(e, layout.ElementsStart)
	if i >= s.U32(e, layout.ElementsCap)-start {
		return Prop{}, false
	}
	v := s.Value(e, elemOff(start, i))
	if v == gc.Hole {
		return Prop{}, false
	}
	attrs := uint8(layout.AttrDefault)
	if f&layout.ObjElementsFrozen != 0 {
		attrs = layout.AttrEnumerable
	} else if f&layout.ObjElementsSealed != 0 {
		attrs = layout.AttrEnumerable | layout.AttrWritable
	}
	return Prop{Value: v, Attrs: attrs, Index: int(i)}, true
}

// FastElement returns element i when it is present in non-dictionary elements, else Hole.
func (s *Space) FastElement(obj Ref, i uint32) Value {
	e := s.Ref(obj, layout.ObjElements)
	if e == 0 || s.U32(obj, layout.ObjFlags)&layout.ObjElementsKindMask == layout.ElementsDictionary {
		return gc.Hole
	}
	start := s.U32(e, layout.ElementsStart)
	if i >= s.U32(e, layout.ElementsCap)-start {
		return gc.Hole
	}
	return s.Value(e, elemOff(start, i))
}

// SetElementValue overwrites the value of an existing own element.
func (s *Space) SetElementValue(obj Ref, i uint32, v Value) {
	e := s.Ref(obj, layout.ObjElements)
	if s.ElementsKind(obj) == layout.ElementsDictionary {
		n := s.DictFind(e, Key(uint64(gc.TagInt)<<32|uint64(i)))
		s.DictSetValue(e, n, v)
		return
	}
	s.widen(obj, v)
	s.StoreValue(e, elemOff(s.U32(e, layout.ElementsStart), i), v)
}

// NewElements allocates elements of a capacity, filled with the hole.
func (s *Space) NewElements(capacity uint32) Ref {
	r := s.Alloc(s.KindShape[layout.KindElements], layout.ElementsHeader+8*capacity)
	s.SetU32(r, layout.ElementsCap, capacity)
	if capacity > 0 {
		s.FillValues(r, layout.ElementsHeader, int(capacity), gc.Hole)
	}
	return r
}

// GrowElements makes room for n elements from index 0 on, moving element 0 back to the front.
func (s *Space) GrowElements(obj Ref, n uint32) Ref {
	e := s.Ref(obj, layout.ObjElements)
	have, start := uint32(0), uint32(0)
	if e != 0 {
		start = s.U32(e, layout.ElementsStart)
		have = s.U32(e, layout.ElementsCap) - start
		if n <= have {
			return e
		}
	}
	r := s.NewElements(n)
	if have > 0 {
		s.CopyValues(r, layout.ElementsHeader, e, elemOff(start, 0), int(have))
	}
	s.StoreRef(obj, layout.ObjElements, r)
	return r
}

// roomyCap is the capacity that elements get which must hold index i: half as much again, less where the heap has no room for that.
func (s *Space) roomyCap(i uint32) uint32 {
	n := i + i/2 + 17
	if n > 1<<16 && !s.Fits(8*uint64(n)) {
		n = i + i/16 + 17
	}
	return n
}

// maxGap is how far beyond the capacity an element may be stored before the elements become a dictionary.
const maxGap = 1024

// sparse tells whether a dictionary of the elements in place would take less than a plain list of n elements.
func (s *Space) sparse(obj Ref, n uint32) bool {
	e := s.Ref(obj, layout.ObjElements)
	if e == 0 {
		return false
	}
	start := s.U32(e, layout.ElementsStart)
	count := uint32(0)
	for i := range s.U32(e, layout.ElementsCap) - start {
		if s.Value(e, elemOff(start, i)) != gc.Hole {
			count++
		}
	}
	return count < n/9
}

// AddElement stores own element i with default attributes where there is none, growing or turning to a dictionary as needed.
// The length of arrays is the caller's.
func (s *Space) AddElement(obj Ref, i uint32, v Value) {
	if s.U32(obj, layout.ObjFlags)&(layout.ObjElementsFrozen|layout.ObjElementsSealed) != 0 {
		s.ElementsToDict(obj)
	}
	if s.ElementsKind(obj) != layout.ElementsDictionary {
		have := s.ElementsLen(obj)
		if i >= have {
			if i-have > maxGap && (i > 4*have || s.sparse(obj, i+i/2)) || i >= 1<<27 {
				s.ElementsToDict(obj)
			} else {
				s.GrowElements(obj, s.roomyCap(i))
			}
		}
	}
	if s.ElementsKind(obj) == layout.ElementsDictionary {
		s.AddElementAttrs(obj, i, v, layout.AttrDefault)
		return
	}
	s.widen(obj, v)
	// A store beyond a packed prefix leaves holes.
	if k := s.ElementsKind(obj); k&1 == 0 {
		if s.KindOf(obj) != layout.KindArray || s.ArrayLen(obj) < i {
			s.setElementsKind(obj, k|1)
		}
	}
	e := s.Ref(obj, layout.ObjElements)
	s.StoreValue(e, elemOff(s.U32(e, layout.ElementsStart), i), v)
}

// AddElementAttrs stores own element i, absent so far, with attributes, in dictionary form.
func (s *Space) AddElementAttrs(obj Ref, i uint32, v Value, attrs uint8) {
	s.ElementsToDict(obj)
	e := s.Ref(obj, layout.ObjElements)
	d := s.DictAdd(e, Key(uint64(gc.TagInt)<<32|uint64(i)), v, uint64(attrs))
	if i >= s.U32(d, layout.DictNext) {
		s.SetU32(d, layout.DictNext, i+1)
	}
	s.StoreRef(obj, layout.ObjElements, d)
}

// SetElementAttrs changes value and attributes of existing own element i.
func (s *Space) SetElementAttrs(obj Ref, i uint32, v Value, attrs uint8) {
	if attrs == layout.AttrDefault && s.ElementsKind(obj) != layout.ElementsDictionary &&
		s.U32(obj, layout.ObjFlags)&(layout.ObjElementsFrozen|layout.ObjElementsSealed) == 0 {
		s.SetElementValue(obj, i, v)
		return
	}
	s.ElementsToDict(obj)
	e := s.Ref(obj, layout.ObjElements)
	n := s.DictFind(e, Key(uint64(gc.TagInt)<<32|uint64(i)))
	s.DictSetValue(e, n, v)
	s.DictSetDetails(e, n, uint64(attrs))
}

// ElementsToDict turns the elements into a dictionary.
func (s *Space) ElementsToDict(obj Ref) {
	f := s.U32(obj, layout.ObjFlags)
	if f&layout.ObjElementsKindMask == layout.ElementsDictionary {
		return
	}
	attrs := uint64(layout.AttrDefault)
	if f&layout.ObjElementsFrozen != 0 {
		attrs = layout.AttrEnumerable
	} else if f&layout.ObjElementsSealed != 0 {
		attrs = layout.AttrEnumerable | layout.AttrWritable
	}
	e := s.Ref(obj, layout.ObjElements)
	n, start := uint32(0), uint32(0)
	if e != 0 {
		start = s.U32(e, layout.ElementsStart)
		n = s.U32(e, layout.ElementsCap) - start
	}
	count := 0
	for i := uint32(0); i < n; i++ {
		if s.Value(e, elemOff(start, i)) != gc.Hole {
			count++
		}
	}
	d := s.NewDict(layout.KindElementsDict, count+4)
	top := uint32(0)
	for i := uint32(0); i < n; i++ {
		if v := s.Value(e, elemOff(start, i)); v != gc.Hole {
			d = s.DictAdd(d, Key(uint64(gc.TagInt)<<32|uint64(i)), v, attrs)
			top = i + 1
		}
	}
	s.SetU32(d, layout.DictNext, top)
	s.SetU32(obj, layout.ObjFlags, f&^(layout.ObjElementsKindMask|layout.ObjElementsFrozen|layout.ObjElementsSealed)|layout.ElementsDictionary)
	s.StoreRef(obj, layout.ObjElements, d)
}

// RemoveElement deletes existing own element i.
func (s *Space) RemoveElement(obj Ref, i uint32) {
	e := s.Ref(obj, layout.ObjElements)
	if s.ElementsKind(obj) == layout.ElementsDictionary {
		if n := s.DictFind(e, Key(uint64(gc.TagInt)<<32|uint64(i))); n >= 0 {
			s.DictRemove(e, n)
		}
		return
	}
	s.setElementsKind(obj, s.ElementsKind(obj)|1)
	s.SetU64(e, elemOff(s.U32(e, layout.ElementsStart), i), uint64(gc.Hole))
}

// ElementIndices returns the indices of all own elements in ascending order.
func (s *Space) ElementIndices(obj Ref) []uint32 {
	e := s.Ref(obj, layout.ObjElements)
	if e == 0 {
		return nil
	}
	var out []uint32
	if s.ElementsKind(obj) == layout.ElementsDictionary {
		for n, used := 0, s.DictUsed(e); n < used; n++ {
			if k := s.DictKey(e, n); Value(k) != gc.Deleted {
				out = append(out, k.Index())
			}
		}
		slices.Sort(out)
		return out
	}
	start := s.U32(e, layout.ElementsStart)
	n := s.U32(e, layout.ElementsCap) - start
	for i := uint32(0); i < n; i++ {
		if s.Value(e, elemOff(start, i)) != gc.Hole {
			out = append(out, i)
		}
	}
	return out
}

// ArrayLen returns the length of an array (KindArray).
func (s *Space) ArrayLen(obj Ref) uint32 {
	v := s.Value(obj, layout.ArrayLength)
	if v.IsInt() {
		return uint32(v.AsInt())
	}
	return uint32(v.AsDouble())
}

// SetArrayLen writes the length slot only.
func (s *Space) SetArrayLen(obj Ref, n uint32) { s.SetU64(obj, layout.ArrayLength, uint64(gc.Uint(n))) }

// TruncateElements removes the elements from index n on; in dictionary mode it stops above a non-configurable one and returns
// the length that could be reached.
func (s *Space) TruncateElements(obj Ref, n uint32) uint32 {
	e := s.Ref(obj, layout.ObjElements)
	if e == 0 {
		return n
	}
	if s.U32(obj, layout.ObjFlags)&(layout.ObjElementsFrozen|layout.ObjElementsSealed) != 0 {
		s.ElementsToDict(obj)
		e = s.Ref(obj, layout.ObjElements)
	}
	if s.ElementsKind(obj) == layout.ElementsDictionary {
		used := s.DictUsed(e)
		for k := 0; k < used; k++ {
			key := s.DictKey(e, k)
			if Value(key) != gc.Deleted && key.Index() >= n && s.DictDetails(e, k)&layout.AttrConfigurable == 0 {
				n = key.Index() + 1
			}
		}
		for k := 0; k < used; k++ {
			if key := s.DictKey(e, k); Value(key) != gc.Deleted && key.Index() >= n {
				s.DictRemove(e, k)
			}
		}
		return n
	}
	start := s.U32(e, layout.ElementsStart)
	have := s.U32(e, layout.ElementsCap) - start
	if n == 0 {
		s.StoreRef(obj, layout.ObjElements, 0)
		if s.KindOf(obj) == layout.KindArray {
			s.setElementsKind(obj, layout.ElementsPackedInt)
		}
		return 0
	}
	if n < have {
		s.FillValues(e, elemOff(start, n), int(have-n), gc.Hole)
		if have > 2*n+64 {
			r := s.NewElements(n + 16)
			s.CopyValues(r, layout.ElementsHeader, e, elemOff(start, 0), int(n))
			s.StoreRef(obj, layout.ObjElements, r)
		}
	}
	return n
}

// ShiftElements removes the first element by moving the start index (DECISIONS 2.3); the caller has checked that the elements
// are plain. It returns the removed value (maybe the hole).
func (s *Space) ShiftElements(obj Ref) Value {
	e := s.Ref(obj, layout.ObjElements)
	start := s.U32(e, layout.ElementsStart)
	v := s.Value(e, elemOff(start, 0))
	s.SetU64(e, elemOff(start, 0), uint64(gc.Hole))
	s.SetU32(e, layout.ElementsStart, start+1)
	return v
}

// SetElementHole empties element i of dense elements without changing the elements kind: for the last element of an array whose
// length shrinks over it.
func (s *Space) SetElementHole(obj Ref, i uint32) {
	e := s.Ref(obj, layout.ObjElements)
	s.SetU64(e, elemOff(s.U32(e, layout.ElementsStart), i), uint64(gc.Hole))
}
