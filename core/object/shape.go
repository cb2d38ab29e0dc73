package object

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Limits of fast properties (MECHANISMS section 3).
const (
	// MaxFast is the most properties an object has before it goes to dictionary mode.
	MaxFast = 1000
	// DefaultInObject is the number of in-object slots of a plain object literal or Object.create.
	DefaultInObject = 4
	MaxInObject     = 200
)

// ShapeOf returns the shape of an object.
func (s *Space) ShapeOf(obj Ref) Ref { return s.Ref(obj, layout.ObjShape) }

// ShapeBits returns the bits of a shape.
func (s *Space) ShapeBits(shape Ref) uint8 { return s.U8(shape, layout.ShapeBits) }

// NewRootShape makes a shape without properties for instances of kind k with inObject slots.
func (s *Space) NewRootShape(k gc.Kind, proto Value, inObject int, bits uint8) Ref {
	r := s.AllocPinned(s.Meta, layout.ShapeSize)
	s.SetU8(r, layout.ShapeKind, uint8(k))
	s.SetU8(r, layout.ShapeBits, bits)
	s.SetU16(r, layout.ShapeSizeField, layout.Table()[k].Size+uint16(8*inObject))
	s.SetU8(r, layout.ShapeInObject, uint8(inObject))
	s.InitValue(r, layout.ShapePrototype, proto)
	s.SetU64(r, layout.ShapeLastKey, uint64(gc.Undefined))
	s.InitRef(r, layout.ShapeDescriptors, s.noDesc)
	if proto.IsObject() {
		s.MakePrototype(proto.Ref())
	}
	return r
}

// cloneShape copies a shape; the copy has no parent.
func (s *Space) cloneShape(old Ref) Ref {
	r := s.AllocPinned(s.Meta, layout.ShapeSize)
	for off := uintptr(8); off < layout.ShapePrototype; off += 8 {
		s.SetU64(r, off, s.U64(old, off))
	}
	s.InitValue(r, layout.ShapePrototype, s.Value(old, layout.ShapePrototype))
	s.SetU64(r, layout.ShapeLastKey, uint64(gc.Undefined))
	s.InitRef(r, layout.ShapeDescriptors, s.Ref(old, layout.ShapeDescriptors))
	s.SetU32(r, layout.ShapeCount, s.U32(old, layout.ShapeCount))
	return r
}

// ShapeProto returns the prototype that a shape gives its objects.
func (s *Space) ShapeProto(shape Ref) Value { return s.Value(shape, layout.ShapePrototype) }

// Proto returns the [[Prototype]] slot of an object (not for proxies).
func (s *Space) Proto(obj Ref) Value { return s.Value(s.ShapeOf(obj), layout.ShapePrototype) }

// setShape stores a new shape into an object.
func (s *Space) setShape(obj, shape Ref) { s.StoreRef(obj, layout.ObjShape, shape) }

// MakePrototype gives an object that becomes a prototype a shape of its own: from now on every change of its keys, attributes
// or prototype makes a new shape, which is what inline caches on its heirs check.
func (s *Space) MakePrototype(obj Ref) {
	shape := s.ShapeOf(obj)
	bits := s.ShapeBits(shape)
	if bits&layout.ShapeIsPrototype != 0 {
		return
	}
	n := s.cloneShape(shape)
	s.SetU8(n, layout.ShapeBits, bits|layout.ShapeIsPrototype)
	s.setShape(obj, n)
}

// own tells whether changes to a shape make a private copy instead of a shared transition.
func own(bits uint8) bool { return bits&(layout.ShapeIsPrototype|layout.ShapeDictionary) != 0 }

func (s *Space) newDescriptors(capacity int) Ref {
	n := 2 * capacity
	r := s.AllocOld(s.KindShape[layout.KindDescriptors], uint32(layout.DescHeader+8*n))
	s.SetU32(r, layout.DescLen, uint32(n))
	return r
}

func descOff(i int) uintptr { return layout.DescHeader + uintptr(i)*16 }

// DescKey and DescDetails read descriptor i of a shape.
func (s *Space) DescKey(shape Ref, i int) Key {
	return Key(s.Value(s.Ref(shape, layout.ShapeDescriptors), descOff(i)))
}
func (s *Space) DescDetails(shape Ref, i int) uint64 {
	return s.U64(s.Ref(shape, layout.ShapeDescriptors), descOff(i)+8)
}

// DescAttrs returns the attributes of descriptor i.
func (s *Space) DescAttrs(shape Ref, i int) uint8 { return uint8(s.DescDetails(shape, i)) }

// SetDescAttrs changes the attributes of descriptor i in place: only for shapes that are an object's own.
func (s *Space) SetDescAttrs(shape Ref, i int, attrs uint8) {
	s.SetU64(s.Ref(shape, layout.ShapeDescriptors), descOff(i)+8, uint64(attrs)|uint64(i)<<layout.DetailSlotShift)
}

// ShapeCount returns the number of properties of a shape that is not in dictionary mode. Property i lives in slot i.
func (s *Space) ShapeCount(shape Ref) int { return int(s.U32(shape, layout.ShapeCount)) }

// appendDescriptor returns a descriptor array that has the first n entries of d and then (key, attrs): d itself if the entry
// after them is free.
func (s *Space) appendDescriptor(d Ref, n int, key Key, attrs uint8) Ref {
	capacity := int(s.U32(d, layout.DescLen)) / 2
	used := int(s.U32(d, layout.DescUsed))
	if used != n || n == capacity {
		c := n + n/2 + 4
		if used != n {
			c = n + 4
		}
		nd := s.newDescriptors(c)
		s.CopyValues(nd, layout.DescHeader, d, layout.DescHeader, 2*n)
		d = nd
	}
	s.StoreValue(d, descOff(n), Value(key))
	s.SetU64(d, descOff(n)+8, uint64(attrs)|uint64(n)<<layout.DetailSlotShift)
	s.SetU32(d, layout.DescUsed, uint32(n+1))
	if ix := s.Ref(d, layout.DescIndex); ix != 0 {
		s.indexAdd(d, ix, key, n)
	}
	return d
}

// The index of a descriptor array: u16 buckets holding entry+1, open addressing.
func (s *Space) indexAdd(d, ix Ref, key Key, i int) {
	n := int(s.U32(ix, layout.BytesLen)) / 2
	if 2*(i+1) > n {
		s.buildIndex(d, i+1)
		return
	}
	b := s.U16s(ix, layout.BytesHeader, n)
	for j := int(s.KeyHash(key)) & (n - 1); ; j = (j + 1) & (n - 1) {
		if b[j] == 0 {
			b[j] = uint16(i + 1)
			return
		}
	}
}

func (s *Space) buildIndex(d Ref, used int) Ref {
	n := 32
	for n < used*3 {
		n *= 2
	}
	ix := s.AllocOld(s.KindShape[layout.KindBytes], uint32(layout.BytesHeader+2*n))
	s.SetU32(ix, layout.BytesLen, uint32(2*n))
	b := s.U16s(ix, layout.BytesHeader, n)
	for i := 0; i < used; i++ {
		j := int(s.KeyHash(Key(s.Value(d, descOff(i))))) & (n - 1)
		for b[j] != 0 {
			j = (j + 1) & (n - 1)
		}
		b[j] = uint16(i + 1)
	}
	s.StoreRef(d, layout.DescIndex, ix)
	return ix
}

// FindProperty looks key up in a shape that is not in dictionary mode: its index, or -1.
func (s *Space) FindProperty(shape Ref, key Key) int {
	n := int(s.U32(shape, layout.ShapeCount))
	if n == 0 {
		return -1
	}
	d := s.Ref(shape, layout.ShapeDescriptors)
	if n <= layout.DescLinear {
		for i := 0; i < n; i++ {
			if Key(s.Value(d, descOff(i))) == key {
				return i
			}
		}
		return -1
	}
	ix := s.Ref(d, layout.DescIndex)
	if ix == 0 {
		ix = s.buildIndex(d, int(s.U32(d, layout.DescUsed)))
	}
	m := int(s.U32(ix, layout.BytesLen)) / 2
	b := s.U16s(ix, layout.BytesHeader, m)
	for j := int(s.KeyHash(key)) & (m - 1); ; j = (j + 1) & (m - 1) {
		e := int(b[j])
		if e == 0 {
			return -1
		}
		// A shared array may index entries beyond this shape's prefix, and the same key twice on diverged branches never (they copy).
		if Key(s.Value(d, descOff(e-1))) == key {
			if e <= n {
				return e - 1
			}
			return -1
		}
	}
}

// Transitions live in one weak table keyed (parent, kind of transition, key or prototype, attributes) (DECISIONS 2.7).

func (s *Space) newTransitionTable(buckets int) Ref {
	r := s.AllocOld(s.KindShape[layout.KindTransitionTable], uint32(layout.DictHeader+4*buckets))
	s.SetU32(r, layout.DictLen, uint32(buckets))
	s.SetU32(r, layout.DictBuckets, uint32(buckets))
	return r
}

func (s *Space) transitionHash(parent Ref, kind uint8, key Value, attrs uint8) uint32 {
	h := uint32(parent)>>3*0x9E3779B1 ^ uint32(kind)<<8 ^ uint32(attrs)
	if key.IsObject() {
		h ^= s.IdentityHash(key.Ref()) * 0x85EBCA6B
	} else if key.IsCell() {
		h ^= s.KeyHash(Key(key))
	}
	return mix(h)
}

func (s *Space) findTransition(parent Ref, kind uint8, key Value, attrs uint8) Ref {
	if s.TransitionsDirty {
		s.RebuildTransitions()
	}
	t := s.transitions
	mask := int(s.U32(t, layout.DictBuckets)) - 1
	used := 0
	for i := int(s.transitionHash(parent, kind, key, attrs)) & mask; ; i = (i + 1) & mask {
		c := s.Ref(t, layout.DictHeader+uintptr(i)*4)
		if c == 0 {
			return 0 // entries that died left 0 too, but then the table was rebuilt first
		}
		if s.Ref(c, layout.ShapeParent) == parent && s.U8(c, layout.ShapeTransition) == kind &&
			s.U8(c, layout.ShapeLastAttrs) == attrs && s.Value(c, layout.ShapeLastKey) == key {
			return c
		}
		used++
		if used > mask {
			return 0
		}
	}
}

func (s *Space) addTransition(c Ref) {
	if s.TransitionsDirty {
		s.RebuildTransitions()
	}
	t := s.transitions
	n := s.U32(t, layout.DictBuckets)
	used := s.U32(t, layout.DictUsed) + 1
	if used*2 > n {
		s.RebuildTransitions()
		t = s.transitions
		n = s.U32(t, layout.DictBuckets)
		used = s.U32(t, layout.DictUsed) + 1
	}
	s.SetU32(t, layout.DictUsed, used)
	s.insertTransition(t, int(n)-1, c)
}

func (s *Space) insertTransition(t Ref, mask int, c Ref) {
	h := s.transitionHash(s.Ref(c, layout.ShapeParent), s.U8(c, layout.ShapeTransition), s.Value(c, layout.ShapeLastKey), s.U8(c, layout.ShapeLastAttrs))
	i := int(h) & mask
	for s.Ref(t, layout.DictHeader+uintptr(i)*4) != 0 {
		i = (i + 1) & mask
	}
	s.StoreRef(t, layout.DictHeader+uintptr(i)*4, c)
}

// RebuildTransitions rehashes the transition table, which a major collection has thinned out.
func (s *Space) RebuildTransitions() {
	s.TransitionsDirty = false
	old := s.transitions
	n := int(s.U32(old, layout.DictBuckets))
	live := 0
	for i := 0; i < n; i++ {
		if s.Ref(old, layout.DictHeader+uintptr(i)*4) != 0 {
			live++
		}
	}
	size := 1024
	for size < live*4 {
		size *= 2
	}
	t := s.newTransitionTable(size)
	for i := 0; i < n; i++ {
		if c := s.Ref(old, layout.DictHeader+uintptr(i)*4); c != 0 {
			s.insertTransition(t, size-1, c)
		}
	}
	s.SetU32(t, layout.DictUsed, uint32(live))
	s.transitions = t
}

// childShape makes the target of a transition; it is entered in the table unless the shape is an object's own.
func (s *Space) childShape(parent Ref, kind uint8, key Value, attrs uint8) Ref {
	c := s.cloneShape(parent)
	s.SetU8(c, layout.ShapeTransition, kind)
	s.SetU8(c, layout.ShapeLastAttrs, attrs)
	if own(s.ShapeBits(parent)) {
		return c
	}
	s.InitRef(c, layout.ShapeParent, parent)
	s.StoreValue(c, layout.ShapeLastKey, key)
	return c
}

// AddTransition returns the shape of an object of shape parent after key has been added with attrs.
func (s *Space) AddTransition(parent Ref, key Key, attrs uint8) Ref {
	shared := !own(s.ShapeBits(parent))
	if shared {
		if c := s.findTransition(parent, layout.TransitionAdd, Value(key), attrs); c != 0 {
			return c
		}
	}
	n := s.ShapeCount(parent)
	c := s.childShape(parent, layout.TransitionAdd, Value(key), attrs)
	s.StoreRef(c, layout.ShapeDescriptors, s.appendDescriptor(s.Ref(parent, layout.ShapeDescriptors), n, key, attrs))
	s.SetU32(c, layout.ShapeCount, uint32(n+1))
	if attrs&layout.AttrLazy != 0 {
		s.SetU8(c, layout.ShapeBits, s.ShapeBits(c)|layout.ShapeHasLazy)
	}
	if shared {
		s.addTransition(c)
	}
	return c
}

// ReconfigureTransition returns the shape with the attributes of property i changed.
func (s *Space) ReconfigureTransition(parent Ref, i int, attrs uint8) Ref {
	key := s.DescKey(parent, i)
	shared := !own(s.ShapeBits(parent))
	if shared {
		if c := s.findTransition(parent, layout.TransitionReconfigure, Value(key), attrs); c != 0 {
			return c
		}
	}
	n := s.ShapeCount(parent)
	c := s.childShape(parent, layout.TransitionReconfigure, Value(key), attrs)
	d := s.newDescriptors(n + 2)
	s.CopyValues(d, layout.DescHeader, s.Ref(parent, layout.ShapeDescriptors), layout.DescHeader, 2*n)
	s.SetU32(d, layout.DescUsed, uint32(n))
	s.SetU64(d, descOff(i)+8, uint64(attrs)|uint64(i)<<layout.DetailSlotShift)
	s.StoreRef(c, layout.ShapeDescriptors, d)
	if shared {
		s.addTransition(c)
	}
	return c
}

// ProtoTransition returns the shape with another prototype.
func (s *Space) ProtoTransition(parent Ref, proto Value) Ref {
	if proto.IsObject() {
		s.MakePrototype(proto.Ref())
	}
	shared := !own(s.ShapeBits(parent))
	if shared {
		if c := s.findTransition(parent, layout.TransitionPrototype, proto, 0); c != 0 {
			return c
		}
	}
	c := s.childShape(parent, layout.TransitionPrototype, proto, 0)
	s.StoreValue(c, layout.ShapePrototype, proto)
	if shared {
		s.addTransition(c)
	}
	return c
}

// PreventExtensionsTransition returns the shape with the extensible bit cleared.
func (s *Space) PreventExtensionsTransition(parent Ref) Ref {
	shared := !own(s.ShapeBits(parent))
	if shared {
		if c := s.findTransition(parent, layout.TransitionPreventExtensions, gc.Undefined, 0); c != 0 {
			return c
		}
	}
	c := s.childShape(parent, layout.TransitionPreventExtensions, gc.Undefined, 0)
	s.SetU8(c, layout.ShapeBits, s.ShapeBits(parent)|layout.ShapeNonExtensible)
	if shared {
		s.addTransition(c)
	}
	return c
}

// RootShapeFor returns the shared shape without properties for kind k, prototype and number of in-object slots. bits must be
// the same for all calls with the same kind.
func (s *Space) RootShapeFor(k gc.Kind, proto Value, inObject int, bits uint8) Ref {
	root := s.roots[k]
	if root == 0 {
		root = s.NewRootShape(k, gc.Null, 0, bits)
		s.roots[k] = root
	}
	if proto.IsObject() {
		s.MakePrototype(proto.Ref())
	}
	// Keyed by the prototype with the in-object count in the attributes.
	if c := s.findTransition(root, layout.TransitionRoot, proto, uint8(inObject)); c != 0 {
		return c
	}
	c := s.NewRootShape(k, proto, inObject, bits)
	s.SetU8(c, layout.ShapeTransition, layout.TransitionRoot)
	s.SetU8(c, layout.ShapeLastAttrs, uint8(inObject))
	s.InitRef(c, layout.ShapeParent, root)
	s.StoreValue(c, layout.ShapeLastKey, proto)
	s.addTransition(c)
	return c
}

// NewObjectOf allocates an object of a shape, its slots undefined. Internal slots beyond the header are zero: the caller fills
// them before anything else happens.
func (s *Space) NewObjectOf(shape Ref) Ref {
	size := uint32(s.U16(shape, layout.ShapeSizeField))
	r := s.Alloc(shape, size)
	if n := int(s.U8(shape, layout.ShapeInObject)); n > 0 {
		s.FillValues(r, uintptr(size)-8*uintptr(n), n, gc.Undefined)
	}
	return r
}
