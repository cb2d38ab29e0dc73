package object

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Prop is the result of a lookup of an own named property.
type Prop struct {
	Value Value // data value, KindAccessor cell, or raw lazy index
	Attrs uint8 // layout.Attr*
	Index int   // descriptor (= slot) index, or dictionary entry
}

// IsAccessor and IsLazy test the attributes.
func (p Prop) IsAccessor() bool { return p.Attrs&layout.AttrAccessor != 0 }
func (p Prop) IsLazy() bool     { return p.Attrs&layout.AttrLazy != 0 }

// SlotValue reads property slot i of an object.
func (s *Space) SlotValue(obj, shape Ref, i int) Value {
	n := int(s.U8(shape, layout.ShapeInObject))
	if i < n {
		return s.Value(obj, uintptr(s.U16(shape, layout.ShapeSizeField))-8*uintptr(n-i))
	}
	return s.Value(s.Ref(obj, layout.ObjOverflow), layout.ValuesHeader+8*uintptr(i-n))
}

// SetSlot writes property slot i, which exists.
func (s *Space) SetSlot(obj, shape Ref, i int, v Value) {
	n := int(s.U8(shape, layout.ShapeInObject))
	if i < n {
		s.StoreValue(obj, uintptr(s.U16(shape, layout.ShapeSizeField))-8*uintptr(n-i), v)
		return
	}
	s.StoreValue(s.Ref(obj, layout.ObjOverflow), layout.ValuesHeader+8*uintptr(i-n), v)
}

// EnsureSlot makes room for property slot i.
func (s *Space) EnsureSlot(obj, shape Ref, i int) {
	i -= int(s.U8(shape, layout.ShapeInObject))
	if i < 0 {
		return
	}
	o := s.Ref(obj, layout.ObjOverflow)
	have := 0
	if o != 0 {
		have = int(s.U32(o, layout.ValuesLen))
	}
	if i < have {
		return
	}
	n := s.NewValues(max(i+1, have+have/2+4), gc.Undefined)
	if have > 0 {
		s.CopyValues(n, layout.ValuesHeader, o, layout.ValuesHeader, have)
	}
	s.StoreRef(obj, layout.ObjOverflow, n)
}

// IsDictionary tells whether an object's named properties are in a dictionary.
func (s *Space) IsDictionary(obj Ref) bool {
	return s.ShapeBits(s.ShapeOf(obj))&layout.ShapeDictionary != 0
}

// GetOwn looks up an own named property (key not an index).
func (s *Space) GetOwn(obj Ref, key Key) (Prop, bool) {
	shape := s.ShapeOf(obj)
	if s.ShapeBits(shape)&layout.ShapeDictionary != 0 {
		d := s.Ref(obj, layout.ObjOverflow)
		e := s.DictFind(d, key)
		if e < 0 {
			return Prop{}, false
		}
		v := s.DictValue(d, e)
		attrs := uint8(s.DictDetails(d, e))
		if v.IsInternal() && s.KindOf(v.Ref()) == layout.KindCell {
			v = s.Value(v.Ref(), layout.CellValue)
		}
		return Prop{Value: v, Attrs: attrs, Index: e}, true
	}
	i := s.FindProperty(shape, key)
	if i < 0 {
		return Prop{}, false
	}
	return Prop{Value: s.SlotValue(obj, shape, i), Attrs: s.DescAttrs(shape, i), Index: i}, true
}

// SetOwnValue overwrites the stored value (data, accessor cell) of an existing own property found at index i.
func (s *Space) SetOwnValue(obj Ref, i int, v Value) {
	shape := s.ShapeOf(obj)
	if s.ShapeBits(shape)&layout.ShapeDictionary != 0 {
		d := s.Ref(obj, layout.ObjOverflow)
		if c := s.DictValue(d, i); c.IsInternal() && s.KindOf(c.Ref()) == layout.KindCell {
			s.StoreValue(c.Ref(), layout.CellValue, v)
			return
		}
		s.DictSetValue(d, i, v)
		return
	}
	s.SetSlot(obj, shape, i, v)
}

// AddOwn adds a named property that the object does not have.
func (s *Space) AddOwn(obj Ref, key Key, v Value, attrs uint8) {
	shape := s.ShapeOf(obj)
	bits := s.ShapeBits(shape)
	if bits&layout.ShapeDictionary == 0 {
		n := s.ShapeCount(shape)
		if n < MaxFast {
			c := s.AddTransition(shape, key, attrs)
			s.EnsureSlot(obj, c, n)
			s.SetSlot(obj, c, n, v)
			s.setShape(obj, c)
			return
		}
		s.ToDictionary(obj)
	} else if bits&layout.ShapeIsPrototype != 0 {
		s.touchShape(obj)
	}
	if attrs&layout.AttrLazy != 0 {
		sh := s.ShapeOf(obj)
		s.SetU8(sh, layout.ShapeBits, s.ShapeBits(sh)|layout.ShapeHasLazy)
	}
	if s.KindOf(obj) == layout.KindGlobal && attrs&(layout.AttrAccessor|layout.AttrLazy) == 0 {
		v = gc.Cell(s.NewPropertyCell(v))
	}
	d := s.DictAdd(s.Ref(obj, layout.ObjOverflow), key, v, uint64(attrs))
	s.StoreRef(obj, layout.ObjOverflow, d)
}

// NewPropertyCell makes a KindCell: the home of a global property or binding, which inline caches refer to.
func (s *Space) NewPropertyCell(v Value) Ref {
	c := s.AllocOld(s.KindShape[layout.KindCell], layout.CellSize)
	s.InitValue(c, layout.CellValue, v)
	return c
}

// touchShape gives a dictionary-mode prototype a new shape, so that caches that checked the old one fail.
func (s *Space) touchShape(obj Ref) { s.setShape(obj, s.cloneShape(s.ShapeOf(obj))) }

// SetAttrs changes the attributes of an existing own property (and turns a data slot into an accessor slot or back when the
// accessor bit changes: the caller stores the matching value).
func (s *Space) SetAttrs(obj Ref, i int, attrs uint8) {
	shape := s.ShapeOf(obj)
	if s.ShapeBits(shape)&layout.ShapeDictionary != 0 {
		d := s.Ref(obj, layout.ObjOverflow)
		// A cell that caches refer to is emptied, and a new one takes its place if the property stays plain data.
		if c := s.DictValue(d, i); c.IsInternal() && s.KindOf(c.Ref()) == layout.KindCell {
			v := s.Value(c.Ref(), layout.CellValue)
			s.StoreValue(c.Ref(), layout.CellValue, gc.Hole)
			if attrs&layout.AttrAccessor == 0 {
				v = gc.Cell(s.NewPropertyCell(v))
			}
			s.DictSetValue(d, i, v)
		} else if s.KindOf(obj) == layout.KindGlobal && attrs&(layout.AttrAccessor|layout.AttrLazy) == 0 {
			s.DictSetValue(d, i, gc.Cell(s.NewPropertyCell(s.DictValue(d, i))))
		}
		s.DictSetDetails(d, i, uint64(attrs))
		if s.ShapeBits(shape)&layout.ShapeIsPrototype != 0 {
			s.touchShape(obj)
		}
		return
	}
	if s.DescAttrs(shape, i) == attrs {
		return
	}
	s.setShape(obj, s.ReconfigureTransition(shape, i, attrs))
}

// RemoveOwn deletes the own named property at index i.
func (s *Space) RemoveOwn(obj Ref, i int) {
	shape := s.ShapeOf(obj)
	if s.ShapeBits(shape)&layout.ShapeDictionary == 0 {
		key := s.DescKey(shape, i)
		s.ToDictionary(obj)
		i = s.DictFind(s.Ref(obj, layout.ObjOverflow), key)
	} else if s.ShapeBits(shape)&layout.ShapeIsPrototype != 0 {
		s.touchShape(obj)
	}
	d := s.Ref(obj, layout.ObjOverflow)
	if c := s.DictValue(d, i); c.IsInternal() && s.KindOf(c.Ref()) == layout.KindCell {
		s.StoreValue(c.Ref(), layout.CellValue, gc.Hole)
	}
	s.DictRemove(d, i)
}

// ToDictionary moves an object's named properties to a dictionary. In-object slots stay unused.
func (s *Space) ToDictionary(obj Ref) {
	shape := s.ShapeOf(obj)
	bits := s.ShapeBits(shape)
	if bits&layout.ShapeDictionary != 0 {
		return
	}
	n := s.ShapeCount(shape)
	global := s.KindOf(obj) == layout.KindGlobal
	d := s.NewDict(layout.KindPropertyDict, max(8, n+n/2))
	for i := 0; i < n; i++ {
		v := s.SlotValue(obj, shape, i)
		attrs := s.DescAttrs(shape, i)
		if global && attrs&(layout.AttrAccessor|layout.AttrLazy) == 0 {
			v = gc.Cell(s.NewPropertyCell(v))
		}
		d = s.DictAdd(d, s.DescKey(shape, i), v, uint64(attrs))
	}
	c := s.cloneShape(shape)
	s.SetU8(c, layout.ShapeBits, bits|layout.ShapeDictionary)
	s.StoreRef(c, layout.ShapeDescriptors, s.noDesc)
	s.SetU32(c, layout.ShapeCount, 0)
	s.setShape(obj, c)
	s.StoreRef(obj, layout.ObjOverflow, d)
}

// SetProto changes the [[Prototype]] slot.
func (s *Space) SetProto(obj Ref, proto Value) {
	s.setShape(obj, s.ProtoTransition(s.ShapeOf(obj), proto))
}

// PreventExt clears the extensible bit.
func (s *Space) PreventExt(obj Ref) { s.setShape(obj, s.PreventExtensionsTransition(s.ShapeOf(obj))) }

// Extensible tells whether properties can be added.
func (s *Space) Extensible(obj Ref) bool {
	return s.ShapeBits(s.ShapeOf(obj))&layout.ShapeNonExtensible == 0
}

// SetShapeBits gives an object that owns its shape further bits, one that shares it a private clone.
func (s *Space) SetShapeBits(obj Ref, set uint8) {
	c := s.cloneShape(s.ShapeOf(obj))
	s.SetU8(c, layout.ShapeBits, s.ShapeBits(c)|set)
	s.setShape(obj, c)
}

// NewAccessor makes the cell of an accessor property; get and set are functions or undefined.
func (s *Space) NewAccessor(get, set Value) Ref {
	r := s.NewCell(layout.KindAccessor, 24)
	s.InitValue(r, layout.AccessorGet, get)
	s.InitValue(r, layout.AccessorSet, set)
	return r
}

// ForEachOwnNamed calls f for the own named properties in order of creation (strings and symbols mixed) until it returns false.
// f must not change the object.
func (s *Space) ForEachOwnNamed(obj Ref, f func(k Key, attrs uint8, index int) bool) {
	shape := s.ShapeOf(obj)
	if s.ShapeBits(shape)&layout.ShapeDictionary != 0 {
		d := s.Ref(obj, layout.ObjOverflow)
		for e, n := 0, s.DictUsed(d); e < n; e++ {
			k := s.DictKey(d, e)
			if Value(k) == gc.Deleted {
				continue
			}
			if !f(k, uint8(s.DictDetails(d, e)), e) {
				return
			}
		}
		return
	}
	for i, n := 0, s.ShapeCount(shape); i < n; i++ {
		if !f(s.DescKey(shape, i), s.DescAttrs(shape, i), i) {
			return
		}
	}
}
