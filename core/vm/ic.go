package vm

import (
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// Inline caches are data (DESIGN.md section 4): two words of the feedback vector that the interpreter executes and compilers
// translate.
//
//	word 0  0: never executed
//	        cell of a shape: monomorphic, word 1 is the handler
//	        KindValues cell: polymorphic, up to icPoly pairs (shape, handler)
//	        icMega: megamorphic, the isolate's (shape, key) cache serves
//	word 1  a raw word {kind in bits 0-2, byte displacement from bit HDispShift}: the property is the receiver's own
//	        or a KindICHandler cell (kind bits 0, as cells are 8-byte aligned)
//
// For primitive receivers the tag's upper half stands for the shape. A KindICHandler has HandlerKind one of hk*, then the
// Values holder, raw field word, and pairs (object, expected shape): an object used as a prototype has a shape of its own that
// changes whenever its keys, attributes or prototype change, so the pairs from the receiver's prototype to the holder (or to the
// end of the chain) validate a hit.

// Kinds of raw handlers.
const (
	HField       = 1  // own data field in the object
	HOverflow    = 2  // own data field in the overflow cell (or, for holders in dictionary mode, in the dictionary)
	HArrayLength = 3  // length of an array
	HAccessor    = 4  // flag on HField or HOverflow in handler cells: the field holds an accessor
	HDispShift   = 16 // the displacement's position
)

// Kinds of handler cells.
const (
	hkProto      = iota // data property of a prototype
	hkGetter            // accessor property: of the receiver (holder is the hole) or of a prototype
	hkMissing           // no such property: undefined
	hkTransition        // store that adds a property: Values are new shape, field word, pairs of the whole chain
	hkString            // length of a string
)

// HandlerProto and HandlerString are HandlerKinds that the interpreter executes itself: data of a prototype, the length of a string.
const (
	HandlerProto  = hkProto
	HandlerString = hkString
)

const (
	icPoly   = 4
	icMega   = Value(gc.TagInt)<<32 | 0xFFFFFFFF
	icHops   = 8
	megaSize = 2048
)

// LoadStatus says how a property operation ended.
type LoadStatus uint8

// Ends of property operations.
const (
	LoadThrew    LoadStatus = iota // an exception is pending
	LoadDone                       // the value is the result
	LoadAccessor                   // the value is the getter or setter to call
)

type megaEntry struct {
	shape, key Value
	handler    Value
}

// megaCache maps (shape, key) to a handler. Handler cells in it are old, and it is cleared by every major collection.
type megaCache [megaSize]megaEntry

func (iso *Isolate) clearMega() {
	clear(iso.mega[:])
	iso.protoIter = [2]protocolSlot{}
}

func megaIndex(shape, key Value) int {
	return int((uint32(shape)>>3*0x9E3779B1 ^ uint32(key)>>3*0x85EBCA6B) >> 21)
}

// fieldWord returns the raw handler for property slot i of objects of a shape.
func (iso *Isolate) fieldWord(shape Ref, i int) Value {
	n := int(iso.U8(shape, layout.ShapeInObject))
	if i < n {
		return gc.Raw(uint64(int(iso.U16(shape, layout.ShapeSizeField))-8*(n-i))<<HDispShift | HField)
	}
	return gc.Raw(uint64(layout.ValuesHeader+8*(i-n))<<HDispShift | HOverflow)
}

// loadField reads what a raw handler names.
func (iso *Isolate) loadField(obj Ref, hd Value) Value {
	switch uint64(hd) & 3 {
	case HField:
		return iso.Value(obj, uintptr(hd>>HDispShift))
	case HOverflow:
		return iso.Value(iso.Ref(obj, layout.ObjOverflow), uintptr(hd>>HDispShift))
	}
	return iso.Value(obj, layout.ArrayLength)
}

func (iso *Isolate) newHandler(kind uint32, a, b Value, chain []Ref) Value {
	n := 2 + 2*len(chain)
	r := iso.AllocOld(iso.KindShape[layout.KindICHandler], uint32(layout.HandlerHeader+8*n))
	iso.SetU32(r, layout.HandlerLen, uint32(n))
	iso.SetU32(r, layout.HandlerKind, kind)
	iso.StoreValue(r, layout.HandlerHeader, a)
	iso.StoreValue(r, layout.HandlerHeader+8, b)
	for i, o := range chain {
		iso.StoreValue(r, layout.HandlerHeader+16+16*uintptr(i), gc.Object(o))
		iso.StoreValue(r, layout.HandlerHeader+24+16*uintptr(i), gc.Cell(iso.ShapeOf(o)))
	}
	return gc.Cell(r)
}

// chainValid checks the (object, shape) pairs of a handler cell.
func (iso *Isolate) chainValid(h Ref) bool {
	n := uintptr(iso.U32(h, layout.HandlerLen))
	for i := uintptr(2); i < n; i += 2 {
		o := iso.Value(h, layout.HandlerHeader+8*i)
		if iso.U32(o.Ref(), layout.ObjShape) != uint32(iso.Value(h, layout.HandlerHeader+8+8*i)) {
			return false
		}
	}
	return true
}

// ICProtoLoad executes a handler cell for loads that need no call: prototype data and absent properties.
func (iso *Isolate) ICProtoLoad(h Ref) (Value, bool) {
	k := iso.U32(h, layout.HandlerKind)
	if k != hkProto && k != hkMissing || !iso.chainValid(h) {
		return 0, false
	}
	if k == hkMissing {
		return gc.Undefined, true
	}
	return iso.loadField(iso.Value(h, layout.HandlerHeader).Ref(), iso.Value(h, layout.HandlerHeader+8)), true
}

// runLoad executes any handler of a load. ok is false when it does not hold any more.
func (iso *Isolate) runLoad(v, hd Value) (Value, LoadStatus, bool) {
	if !hd.IsCell() {
		return iso.loadField(v.Ref(), hd), LoadDone, true
	}
	h := hd.Ref()
	switch iso.U32(h, layout.HandlerKind) {
	case hkString:
		return gc.Int(int32(iso.StrLen(v))), LoadDone, true
	case hkGetter:
		if !iso.chainValid(h) {
			return 0, 0, false
		}
		o := iso.Value(h, layout.HandlerHeader)
		if !o.IsObject() {
			o = v
		}
		acc := iso.loadField(o.Ref(), iso.Value(h, layout.HandlerHeader+8))
		g := iso.Value(acc.Ref(), layout.AccessorGet)
		if !g.IsObject() {
			return gc.Undefined, LoadDone, true
		}
		return g, LoadAccessor, true
	}
	x, ok := iso.ICProtoLoad(h)
	return x, LoadDone, ok
}

// icKey returns what stands for the receiver's shape in word 0.
func (iso *Isolate) icKey(v Value) Value {
	if v.IsObject() {
		return gc.Cell(iso.ShapeOf(v.Ref()))
	}
	if v.IsNumber() {
		return gc.Raw(uint64(gc.TagInt >> 16))
	}
	if v.IsNullish() {
		return gc.Raw(1) // never recorded; booleans have the same tag
	}
	return gc.Raw(uint64(v) >> 48)
}

// icFind looks for the handler of a receiver in the two words at p.
func (iso *Isolate) icFind(p unsafe.Pointer, sk, key Value) (Value, bool) {
	w := ldv(p, 0)
	switch {
	case w == sk:
		return ldv(p, 8), true
	case w == icMega:
		e := &iso.mega[megaIndex(sk, key)]
		if e.shape == sk && e.key == key {
			iso.stats.MegaHits++
			return e.handler, true
		}
	case w.IsInternal() && iso.KindOf(w.Ref()) == layout.KindValues:
		l := w.Ref()
		for i, n := 0, iso.ListLen(l); i < n; i += 2 {
			if iso.ListGet(l, i) == sk {
				return iso.ListGet(l, i+1), true
			}
		}
	}
	return 0, false
}

// icAdd records a handler; vec is the vector that p points into.
func (iso *Isolate) icAdd(vec Ref, p unsafe.Pointer, sk, key, hd Value) {
	iso.stats.ICMisses++
	disp := uintptr(p) - uintptr(iso.Base()) - uintptr(vec)
	w := ldv(p, 0)
	switch {
	case w == 0 || w == sk:
		iso.StoreValue(vec, disp, sk)
		iso.StoreValue(vec, disp+8, hd)
	case w == icMega:
		iso.mega[megaIndex(sk, key)] = megaEntry{sk, key, hd}
	case w.IsInternal() && iso.KindOf(w.Ref()) == layout.KindValues:
		l := w.Ref()
		n := iso.ListLen(l)
		for i := 0; i < n; i += 2 {
			if k := iso.ListGet(l, i); k == sk {
				iso.ListSet(l, i+1, hd)
				return
			}
		}
		if n == 2*icPoly {
			iso.StoreValue(vec, disp, icMega)
			iso.StoreValue(vec, disp+8, 0)
			iso.mega[megaIndex(sk, key)] = megaEntry{sk, key, hd}
			return
		}
		m := iso.NewValues(n+2, gc.Undefined)
		iso.CopyValues(m, layout.ValuesHeader, l, layout.ValuesHeader, n)
		iso.ListSet(m, n, sk)
		iso.ListSet(m, n+1, hd)
		iso.StoreValue(vec, disp, gc.Cell(m))
	default:
		m := iso.NewValues(4, gc.Undefined)
		iso.ListSet(m, 0, w)
		iso.ListSet(m, 1, ldv(p, 8))
		iso.ListSet(m, 2, sk)
		iso.ListSet(m, 3, hd)
		iso.StoreValue(vec, disp, gc.Cell(m))
		iso.StoreValue(vec, disp+8, 0)
	}
}

// ICLoad loads property key (never an index) of v through the cache at p, which may be nil, in vector vec. (JS)
func (iso *Isolate) ICLoad(v Value, key Key, vec Ref, p unsafe.Pointer) (Value, LoadStatus) {
	sk := iso.icKey(v)
	if p != nil {
		if hd, ok := iso.icFind(p, sk, Value(key)); ok {
			if !hd.IsCell() {
				return iso.loadField(v.Ref(), hd), LoadDone
			}
			if x, st, ok := iso.runLoad(v, hd); ok {
				return x, st
			}
		}
	} else if e := &iso.mega[megaIndex(sk, Value(key))]; e.shape == sk && e.key == Value(key) {
		if x, st, ok := iso.runLoad(v, e.handler); ok {
			return x, st
		}
	}
	return iso.loadMiss(v, key, vec, p, sk)
}

// ordinaryName tells whether a name, never an index, is an ordinary property of exotic objects of a kind.
func (iso *Isolate) ordinaryName(k gc.Kind, key Key) bool {
	switch k {
	case layout.KindTypedArray:
		_, numeric := iso.canonicalNumeric(key)
		return !numeric
	case layout.KindStringObject:
		return key != iso.K(object.AtomLength)
	case layout.KindArguments:
		return true
	}
	return false
}

// loadMiss looks the property up and records what it learnt.
func (iso *Isolate) loadMiss(v Value, key Key, vec Ref, p unsafe.Pointer, sk Value) (Value, LoadStatus) {
	var chain [icHops]Ref
	hops := 0
	cache := true
	o := v
	if !v.IsObject() {
		if v.IsNullish() {
			iso.throwNullishLoad(v, key)
			return gc.Undefined, LoadThrew
		}
		if v.IsString() && key == iso.K(object.AtomLength) {
			iso.icRecord(vec, p, sk, key, iso.newHandler(hkString, gc.Hole, 0, nil))
			return gc.Int(int32(iso.StrLen(v))), LoadDone
		}
		if o = iso.primitiveProto(v); !o.IsObject() {
			return gc.Undefined, LoadDone
		}
		chain[0] = o.Ref()
		hops = 1
	}
	for {
		r := o.Ref()
		shape := iso.ShapeOf(r)
		bits := iso.ShapeBits(shape)
		if bits&layout.ShapeExotic != 0 {
			if !iso.ordinaryName(gc.Kind(iso.U8(shape, layout.ShapeKind)), key) {
				return iso.genericLoad(v, key)
			}
		}
		var hd Value
		var attrs uint8
		found := false
		if bits&layout.ShapeDictionary != 0 {
			d := iso.Ref(r, layout.ObjOverflow)
			if bits&layout.ShapeIsPrototype == 0 || iso.KindOf(r) == layout.KindGlobal {
				cache = false
			}
			if e := iso.DictFind(d, key); e >= 0 {
				found = true
				attrs = uint8(iso.DictDetails(d, e))
				hd = gc.Raw(uint64(dictValueOffset(e))<<HDispShift | HOverflow)
			}
		} else if i := iso.FindProperty(shape, key); i >= 0 {
			found = true
			attrs = iso.DescAttrs(shape, i)
			hd = iso.fieldWord(shape, i)
		} else if key == iso.K(object.AtomLength) && iso.U8(shape, layout.ShapeKind) == uint8(layout.KindArray) {
			found = true
			hd = gc.Raw(HArrayLength)
		}
		if found {
			if attrs&layout.AttrLazy != 0 {
				return iso.genericLoad(v, key)
			}
			x := iso.loadField(r, hd)
			if x.IsInternal() && attrs&layout.AttrAccessor == 0 {
				return iso.genericLoad(v, key) // a property cell
			}
			if attrs&layout.AttrAccessor != 0 {
				g := iso.Value(x.Ref(), layout.AccessorGet)
				if cache {
					holder := gc.Hole
					if hops > 0 {
						holder = o
					}
					iso.icRecord(vec, p, sk, key, iso.newHandler(hkGetter, holder, hd, chain[:hops]))
				}
				if !g.IsObject() {
					return gc.Undefined, LoadDone
				}
				return g, LoadAccessor
			}
			if cache {
				if hops > 0 {
					hd = iso.newHandler(hkProto, o, hd, chain[:hops])
				}
				iso.icRecord(vec, p, sk, key, hd)
			}
			return x, LoadDone
		}
		o = iso.ShapeProto(shape)
		if !o.IsObject() {
			if cache {
				iso.icRecord(vec, p, sk, key, iso.newHandler(hkMissing, gc.Hole, 0, chain[:hops]))
			}
			return gc.Undefined, LoadDone
		}
		if hops == icHops {
			cache = false
		} else {
			chain[hops] = o.Ref()
			hops++
		}
	}
}

func (iso *Isolate) icRecord(vec Ref, p unsafe.Pointer, sk Value, key Key, hd Value) {
	if p != nil {
		iso.icAdd(vec, p, sk, Value(key), hd)
		return
	}
	if !iso.Plain {
		iso.mega[megaIndex(sk, Value(key))] = megaEntry{sk, Value(key), hd}
	}
}

func (iso *Isolate) genericLoad(v Value, key Key) (Value, LoadStatus) {
	x, ok := iso.GetV(v, key)
	if !ok {
		return gc.Undefined, LoadThrew
	}
	return x, LoadDone
}

// ICTransition executes a handler cell that adds a property; false when it does not apply.
func (iso *Isolate) ICTransition(obj, h Ref, v Value) bool {
	if iso.U32(h, layout.HandlerKind) != hkTransition || !iso.chainValid(h) {
		return false
	}
	shape := iso.Value(h, layout.HandlerHeader).Ref()
	hd := iso.Value(h, layout.HandlerHeader+8)
	if uint64(hd)&3 == HField {
		iso.StoreValue(obj, uintptr(hd>>HDispShift), v)
	} else {
		iso.EnsureSlot(obj, shape, iso.ShapeCount(shape)-1)
		iso.StoreValue(iso.Ref(obj, layout.ObjOverflow), uintptr(hd>>HDispShift), v)
	}
	iso.StoreRef(obj, layout.ObjShape, shape)
	return true
}

// ICStore stores x into property key (never an index) of v through the cache at p. A setter is returned to be called. (JS)
func (iso *Isolate) ICStore(v Value, key Key, x Value, strict bool, vec Ref, p unsafe.Pointer) (Value, LoadStatus) {
	if !v.IsObject() {
		return iso.genericStore(v, key, x, strict)
	}
	obj := v.Ref()
	sk := gc.Cell(iso.ShapeOf(obj))
	if p != nil {
		if hd, ok := iso.icFind(p, sk, Value(key)^1); ok {
			if !hd.IsCell() {
				iso.storeField(obj, hd, x)
				return gc.Undefined, LoadDone
			}
			if iso.ICTransition(obj, hd.Ref(), x) {
				return gc.Undefined, LoadDone
			}
		}
	}
	// Miss.
	shape := sk.Ref()
	bits := iso.ShapeBits(shape)
	if bits&layout.ShapeExotic != 0 || iso.KindOf(obj) == layout.KindGlobal {
		return iso.genericStore(v, key, x, strict)
	}
	isArray := iso.U8(shape, layout.ShapeKind) == uint8(layout.KindArray)
	if isArray && key == iso.K(object.AtomLength) {
		return iso.genericStore(v, key, x, strict)
	}
	if bits&layout.ShapeDictionary == 0 {
		if i := iso.FindProperty(shape, key); i >= 0 {
			attrs := iso.DescAttrs(shape, i)
			if attrs&(layout.AttrWritable|layout.AttrAccessor|layout.AttrLazy) != layout.AttrWritable {
				return iso.ownAccessor(v, key, x, strict, iso.SlotValue(obj, shape, i), attrs)
			}
			hd := iso.fieldWord(shape, i)
			iso.storeField(obj, hd, x)
			if p != nil {
				iso.icAdd(vec, p, sk, Value(key)^1, hd)
			}
			return gc.Undefined, LoadDone
		}
	} else if prop, ok := iso.GetOwn(obj, key); ok {
		if prop.Attrs&(layout.AttrWritable|layout.AttrAccessor|layout.AttrLazy) != layout.AttrWritable {
			return iso.ownAccessor(v, key, x, strict, prop.Value, prop.Attrs)
		}
		iso.SetOwnValue(obj, prop.Index, x)
		return gc.Undefined, LoadDone
	}
	// The chain may hold a setter or a read-only property.
	var chain [icHops]Ref
	hops := 0
	cache := p != nil && bits&(layout.ShapeDictionary|layout.ShapeIsPrototype) == 0
	for o := iso.ShapeProto(shape); o.IsObject(); {
		r := o.Ref()
		s := iso.ShapeOf(r)
		if iso.ShapeBits(s)&layout.ShapeExotic != 0 {
			return iso.genericStore(v, key, x, strict)
		}
		if prop, ok := iso.GetOwn(r, key); ok {
			if prop.Attrs&(layout.AttrWritable|layout.AttrAccessor|layout.AttrLazy) != layout.AttrWritable {
				return iso.ownAccessor(v, key, x, strict, prop.Value, prop.Attrs)
			}
			// A writable data property above: an own one is added. Its attributes are part of the shape.
		} else if key == iso.K(object.AtomLength) && iso.U8(s, layout.ShapeKind) == uint8(layout.KindArray) {
			return iso.genericStore(v, key, x, strict)
		}
		if iso.ShapeBits(s)&layout.ShapeIsPrototype == 0 || iso.KindOf(r) == layout.KindGlobal || hops == icHops {
			cache = false
		} else {
			chain[hops] = r
			hops++
		}
		o = iso.ShapeProto(s)
	}
	if bits&layout.ShapeNonExtensible != 0 {
		return iso.genericStore(v, key, x, strict)
	}
	iso.addWithIC(obj, key, x, vec, p, sk, cache, chain[:hops])
	return gc.Undefined, LoadDone
}

// addWithIC adds an own property with default attributes and records the transition.
func (iso *Isolate) addWithIC(obj Ref, key Key, x Value, vec Ref, p unsafe.Pointer, sk Value, cache bool, chain []Ref) {
	iso.AddOwn(obj, key, x, layout.AttrDefault)
	now := iso.ShapeOf(obj)
	if cache && p != nil && iso.ShapeBits(now)&layout.ShapeDictionary == 0 {
		hd := iso.fieldWord(now, iso.ShapeCount(now)-1)
		iso.icAdd(vec, p, sk, Value(key)^1, iso.newHandler(hkTransition, gc.Cell(now), hd, chain))
	}
}

func (iso *Isolate) storeField(obj Ref, hd, x Value) {
	if uint64(hd)&3 == HField {
		iso.StoreValue(obj, uintptr(hd>>HDispShift), x)
		return
	}
	iso.StoreValue(iso.Ref(obj, layout.ObjOverflow), uintptr(hd>>HDispShift), x)
}

// ownAccessor ends a store that met an accessor, a read-only or a lazy property.
func (iso *Isolate) ownAccessor(v Value, key Key, x Value, strict bool, cell Value, attrs uint8) (Value, LoadStatus) {
	if attrs&layout.AttrAccessor != 0 && attrs&layout.AttrLazy == 0 {
		if s := iso.Value(cell.Ref(), layout.AccessorSet); s.IsObject() {
			return s, LoadAccessor
		}
	}
	return iso.genericStore(v, key, x, strict)
}

func (iso *Isolate) genericStore(v Value, key Key, x Value, strict bool) (Value, LoadStatus) {
	if v.IsNullish() {
		iso.throwNullishStore(v, key)
		return gc.Undefined, LoadThrew
	}
	if !iso.SetV(v, key, x, strict) {
		return gc.Undefined, LoadThrew
	}
	return gc.Undefined, LoadDone
}

// ICDefine is CreateDataPropertyOrThrow for object literals and class fields through the cache at p. (JS)
func (iso *Isolate) ICDefine(v Value, key Key, x Value, vec Ref, p unsafe.Pointer) bool {
	obj := v.Ref()
	sk := gc.Cell(iso.ShapeOf(obj))
	if p != nil {
		if hd, ok := iso.icFind(p, sk, Value(key)^1); ok && hd.IsCell() && iso.ICTransition(obj, hd.Ref(), x) {
			return true
		}
	}
	bits := iso.ShapeBits(sk.Ref())
	if bits&(layout.ShapeExotic|layout.ShapeNonExtensible|layout.ShapeDictionary) != 0 || iso.KindOf(obj) == layout.KindGlobal ||
		iso.FindProperty(sk.Ref(), key) >= 0 || iso.KindOf(obj) == layout.KindArray && key == iso.K(object.AtomLength) {
		return iso.CreateDataPropertyOrThrow(v, key, x)
	}
	iso.addWithIC(obj, key, x, vec, p, sk, bits&layout.ShapeIsPrototype == 0, nil)
	return true
}

// dictValueOffset is the displacement of the value of entry e in a property dictionary (see core/object/dict.go).
func dictValueOffset(e int) int { return layout.DictHeader + 16 + 24*e }

// ICSuper loads a property for super.name: from object o, to be got with another receiver. ok is false where the general operation
// must be used.
func (iso *Isolate) ICSuper(o Value, key Key, vec Ref, p unsafe.Pointer) (Value, LoadStatus, bool) {
	sk := gc.Cell(iso.ShapeOf(o.Ref()))
	if p != nil {
		if hd, ok := iso.icFind(p, sk, Value(key)); ok {
			if x, st, ok := iso.runLoad(o, hd); ok {
				return x, st, true
			}
		}
	}
	// A miss: what a cache of loads would find may be used, unless something on the chain wants to see the receiver.
	for x := o; x.IsObject(); x = iso.ShapeProto(iso.ShapeOf(x.Ref())) {
		r := x.Ref()
		if iso.ShapeBits(iso.ShapeOf(r))&layout.ShapeExotic != 0 || iso.KindOf(r) == layout.KindGlobal {
			return gc.Undefined, LoadThrew, false
		}
		if prop, found := iso.GetOwn(r, key); found {
			if prop.IsLazy() {
				return gc.Undefined, LoadThrew, false
			}
			break
		}
	}
	x, st := iso.loadMiss(o, key, vec, p, sk)
	return x, st, true
}

// ICPrivateStore stores private field sym of v through the cache at p: an own field, or with define the addition of one.
// False, with nothing done, where the general operation must be used.
func (iso *Isolate) ICPrivateStore(v, sym, x Value, vec Ref, p unsafe.Pointer, define bool) bool {
	if !v.IsObject() || p == nil {
		return false
	}
	obj := v.Ref()
	shape := iso.ShapeOf(obj)
	sk := gc.Cell(shape)
	if !define {
		if hd, ok := iso.privateHit(p, shape, sym); ok {
			iso.storeField(obj, hd, x)
			return true
		}
	} else if hd, ok := iso.icFind(p, sk, sym^1); ok {
		// The site sees another symbol with this shape where its class was evaluated again.
		return hd.IsCell() && iso.lastKeyIs(hd.Ref(), sym) && iso.ICTransition(obj, hd.Ref(), x)
	}
	if iso.ShapeBits(shape)&(layout.ShapeExotic|layout.ShapeDictionary|layout.ShapeNonExtensible|layout.ShapeIsPrototype) != 0 {
		return false
	}
	i := iso.FindProperty(shape, Key(sym))
	if define {
		if i >= 0 {
			return false
		}
		iso.AddOwn(obj, Key(sym), x, layout.AttrWritable|layout.AttrPrivate)
		now := iso.ShapeOf(obj)
		if iso.ShapeBits(now)&layout.ShapeDictionary == 0 {
			iso.icAdd(vec, p, sk, sym^1, iso.newHandler(hkTransition, gc.Cell(now), iso.fieldWord(now, iso.ShapeCount(now)-1), nil))
		}
		return true
	}
	if i < 0 || iso.DescAttrs(shape, i)&(layout.AttrWritable|layout.AttrAccessor|layout.AttrLazy) != layout.AttrWritable {
		return false
	}
	hd := iso.fieldWord(shape, i)
	iso.storeField(obj, hd, x)
	if ldv(p, 0) != icMega {
		iso.icAdd(vec, p, sk, sym, hd)
	}
	return true
}

// lastKeyIs tells whether the shape that a transition handler leads to ends with key.
func (iso *Isolate) lastKeyIs(h Ref, key Value) bool {
	return iso.Value(iso.Value(h, layout.HandlerHeader).Ref(), layout.ShapeLastKey) == key
}
