package vm

import (
	"math"
	"strings"
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// unitOfFrame returns the unit of the function in the newest frame.
func (iso *Isolate) unitOfFrame() *bc.Unit {
	_, d := iso.funcOf(iso.Ref(ldv(iso.fp, layout.FrameBytecode).Ref(), layout.BytecodeInfo))
	return d.Unit
}

func (iso *Isolate) scriptOfFrame(fp framePtr) Ref {
	return iso.Ref(iso.Ref(ldv(fp, layout.FrameBytecode).Ref(), layout.BytecodeInfo), layout.InfoScript)
}

func (iso *Isolate) plainConst(c *bc.Const) Value {
	switch c.Kind {
	case bc.ConstString:
		return iso.Atom(c.Str)
	case bc.ConstNumber:
		return gc.Number(math.Float64frombits(c.Bits))
	case bc.ConstBigInt:
		return iso.constantOf(0, nil, c)
	case bc.ConstNull:
		return gc.Null
	case bc.ConstTrue:
		return gc.True
	case bc.ConstFalse:
		return gc.False
	}
	return gc.Undefined
}

// CreateObjectLiteral makes the object of Unit.Objects[n]; the feedback slot caches a boilerplate: a KindBoilerplate cell of the
// shape and the values.
func (iso *Isolate) CreateObjectLiteral(n, slot int) Value {
	vec := ldv(iso.fp, layout.FrameVector).Ref()
	if w := iso.fbWord(vec, slot); w.IsInternal() && iso.realmNumber() == iso.U32(w.Ref(), gc.CellFlagsOff) {
		b := w.Ref()
		shape := iso.Value(b, layout.ValuesHeader).Ref()
		count := int(iso.U32(b, layout.ValuesLen)) - 1
		size := uint32(iso.U16(shape, layout.ShapeSizeField))
		r := iso.Alloc(shape, size)
		in := int(iso.U8(shape, layout.ShapeInObject))
		src := iso.Values(b, layout.ValuesHeader+8, count)
		dst := iso.Values(r, layout.ObjHeader, in)
		k := copy(dst, src)
		for ; k < in; k++ {
			dst[k] = gc.Undefined
		}
		return gc.Object(r)
	}
	lit := &iso.unitOfFrame().Objects[n]
	proto := iso.Intrinsic(ObjectPrototype)
	if lit.NullProto {
		proto = gc.Null
	}
	in := min(max(len(lit.Names)+int(lit.More), 4), object.MaxInObject)
	shape := iso.RootShapeFor(layout.KindObject, proto, in, 0)
	r := iso.NewObjectOf(shape)
	for i, name := range lit.Names {
		iso.AddOwn(r, iso.KeyOfGo(name), iso.plainConst(&lit.Values[i]), layout.AttrDefault)
	}
	shape = iso.ShapeOf(r)
	if vec != 0 && len(lit.Names) <= in && iso.ShapeBits(shape)&layout.ShapeDictionary == 0 {
		b := iso.AllocOld(iso.KindShape[layout.KindBoilerplate], uint32(layout.ValuesHeader+8*(len(lit.Names)+1)))
		iso.SetU32(b, layout.ValuesLen, uint32(len(lit.Names)+1))
		iso.SetU32(b, gc.CellFlagsOff, iso.realmNumber())
		iso.StoreValue(b, layout.ValuesHeader, gc.Cell(shape))
		for i := range lit.Names {
			iso.StoreValue(b, layout.ValuesHeader+8+8*uintptr(i), iso.SlotValue(r, shape, i))
		}
		iso.setFBWord(vec, slot, gc.Cell(b))
	}
	return gc.Object(r)
}

func (iso *Isolate) realmNumber() uint32 { return uint32(iso.Intrinsic(RealmNumber).AsInt()) }

// CreateArrayLiteral makes the array of Unit.Arrays[n]; the feedback slot caches the elements.
func (iso *Isolate) CreateArrayLiteral(n, slot int) Value {
	vec := ldv(iso.fp, layout.FrameVector).Ref()
	a := iso.NewArray(0)
	r := a.Ref()
	if w := iso.fbWord(vec, slot); w.IsInternal() {
		b := w.Ref()
		c := iso.U32(b, layout.ElementsCap)
		e := iso.Alloc(iso.KindShape[layout.KindElements], layout.ElementsHeader+8*c)
		iso.SetU32(e, layout.ElementsCap, c)
		copy(iso.Values(e, layout.ElementsHeader, int(c)), iso.Values(b, layout.ElementsHeader, int(c)))
		iso.InitRef(r, layout.ObjElements, e)
		iso.SetU32(r, layout.ObjFlags, iso.U32(b, gc.CellFlagsOff))
		iso.SetArrayLen(r, c)
		return a
	}
	lit := &iso.unitOfFrame().Arrays[n]
	c := uint32(len(lit.Elems))
	if c == 0 {
		return a
	}
	e := iso.AllocOld(iso.KindShape[layout.KindElements], layout.ElementsHeader+8*c)
	iso.SetU32(e, layout.ElementsCap, c)
	kind, holes := uint32(layout.ElementsPackedInt), uint32(0)
	for i := range lit.Elems {
		v := gc.Hole
		if lit.Elems[i].Kind != bc.ConstHole {
			v = iso.plainConst(&lit.Elems[i])
		}
		switch {
		case v == gc.Hole:
			holes = 1
		case v.IsInt():
		case v.IsDouble():
			kind = max(kind, layout.ElementsPackedDouble)
		default:
			kind = layout.ElementsPacked
		}
		iso.StoreValue(e, layout.ElementsHeader+8*uintptr(i), v)
	}
	if vec != 0 && slot != noSlot {
		iso.SetU32(e, gc.CellFlagsOff, kind|holes)
		iso.setFBWord(vec, slot, gc.Cell(e))
		return iso.CreateArrayLiteral(n, slot)
	}
	iso.StoreRef(r, layout.ObjElements, e)
	iso.SetU32(r, layout.ObjFlags, kind|holes)
	iso.SetArrayLen(r, c)
	return a
}

// AppendHole lengthens an array literal under construction.
func (iso *Isolate) AppendHole(r Ref) {
	n := iso.ArrayLen(r)
	iso.GrowElements(r, n+1)
	iso.SetU32(r, layout.ObjFlags, iso.U32(r, layout.ObjFlags)|1)
	iso.SetArrayLen(r, n+1)
}

// PristineArray tells whether iterating r, an array with the iteration protocol of the realm untouched, is unobservable.
func (iso *Isolate) PristineArray(r Ref) bool {
	shape := iso.ShapeOf(r)
	if iso.U8(shape, layout.ShapeKind) != uint8(layout.KindArray) || iso.Plain {
		return false
	}
	ap := iso.Intrinsic(ArrayPrototype)
	if iso.ShapeProto(shape) != ap || !ap.IsObject() || iso.ShapeBits(shape)&layout.ShapeDictionary != 0 {
		return false
	}
	if iso.ShapeCount(shape) != 0 && iso.FindProperty(shape, iso.SymK(object.SymIterator)) >= 0 {
		return false
	}
	x := iso.protocolValue(&iso.protoIter[0], ap.Ref(), iso.SymK(object.SymIterator))
	if x != iso.Intrinsic(ArrayValuesFunction) || !x.IsObject() {
		return false
	}
	ip := iso.Intrinsic(ArrayIteratorPrototype)
	if !ip.IsObject() {
		return false
	}
	x = iso.protocolValue(&iso.protoIter[1], ip.Ref(), iso.K(object.AtomNext))
	return x == iso.Intrinsic(ArrayIteratorNextFunction) && x.IsObject()
}

// protocolSlot caches where a prototype keeps a property.
type protocolSlot struct {
	shape Ref
	field Value
}

// protocolValue reads an own data property of a prototype, Hole if it is none.
func (iso *Isolate) protocolValue(c *protocolSlot, r Ref, k Key) Value {
	shape := iso.ShapeOf(r)
	if c.shape != shape {
		p, found := iso.GetOwn(r, k)
		if !found {
			return gc.Hole
		}
		if p.IsLazy() {
			iso.materialiseLazy(r, k, p)
			shape = iso.ShapeOf(r)
			p, _ = iso.GetOwn(r, k)
		}
		if p.IsAccessor() {
			return gc.Hole
		}
		c.shape = shape
		if iso.ShapeBits(shape)&layout.ShapeDictionary != 0 {
			c.field = gc.Raw(uint64(dictValueOffset(p.Index))<<HDispShift | HOverflow)
		} else {
			c.field = iso.fieldWord(shape, p.Index)
		}
	}
	return iso.loadField(r, c.field)
}

// AppendSpread appends the elements of v to an array literal if that is unobservable.
func (iso *Isolate) AppendSpread(arr, v Value) bool {
	if !v.IsObject() || !iso.PristineArray(v.Ref()) || iso.ProtoHasElements() {
		return false
	}
	r := v.Ref()
	if iso.ElementsKind(r) == layout.ElementsDictionary {
		return false
	}
	return iso.AppendElements(arr, r)
}

// AppendElements appends the elements of array r, whose elements are no dictionary, to arr, holes as undefined. False, with nothing
// done, if that is too much to be done without a safepoint.
func (iso *Isolate) AppendElements(arr Value, r Ref) bool {
	n := iso.ArrayLen(r)
	a := arr.Ref()
	at := iso.ArrayLen(a)
	if n > 1<<24 || at > 1<<24 || !iso.RoomFor(10*uint64(at+n)) {
		return false // the iteration meets safepoints
	}
	if n == 0 {
		return true
	}
	e := iso.GrowElements(a, at+n+n/4)
	from := iso.Ref(r, layout.ObjElements)
	have := min(n, iso.ElementsLen(r))
	kind := iso.ElementsKind(r)
	if have < n || kind&1 != 0 || iso.ElementsKind(a) == layout.ElementsDictionary {
		for i := uint32(0); i < n; i++ {
			x := iso.FastElement(r, i)
			if x == gc.Hole {
				x = gc.Undefined
			}
			iso.AddElement(a, at+i, x)
			iso.SetArrayLen(a, at+i+1)
		}
		return true
	}
	// Packed: a copy of the values, under the wider of the two kinds.
	iso.WidenElements(a, kind)
	iso.CopyValues(e, layout.ElementsHeader+8*uintptr(iso.U32(e, layout.ElementsStart)+at), from, layout.ElementsHeader+8*uintptr(iso.U32(from, layout.ElementsStart)), int(n))
	iso.SetArrayLen(a, at+n)
	return true
}

// PushArray pushes the elements of an internal argument array; n is their number.
func (iso *Isolate) PushArray(arr Value) (n int, ok bool) {
	r := arr.Ref()
	n = int(iso.ArrayLen(r))
	if n > MaxArgs {
		iso.throwStackOverflow()
		return 0, false
	}
	if !iso.room(n + 4) {
		return 0, false
	}
	for i := n - 1; i >= 0; i-- {
		v := iso.FastElement(r, uint32(i))
		if v == gc.Hole {
			v = gc.Undefined
		}
		iso.push(v)
	}
	return n, true
}

// Push pushes a word on the JS stack.
func (iso *Isolate) Push(v Value) { iso.push(v) }

// StoreElement0 stores element i of an ordinary object or array where no prototype can interfere; false: not done.
func (iso *Isolate) StoreElement0(r Ref, i uint32, v Value) bool {
	shape := iso.ShapeOf(r)
	if iso.ShapeBits(shape)&layout.ShapeExotic != 0 {
		if k := iso.KindOf(r); k == layout.KindTypedArray {
			return iso.TypedArraySet(r, k, gc.Int(int32(i)), v)
		}
		return false
	}
	f := iso.U32(r, layout.ObjFlags)
	if f&layout.ObjElementsKindMask == layout.ElementsDictionary || f&(layout.ObjElementsFrozen|layout.ObjLengthReadOnly) != 0 {
		return false
	}
	if iso.FastElement(r, i) != gc.Hole {
		iso.SetElementValue(r, i, v)
		return true
	}
	if iso.ShapeBits(shape)&(layout.ShapeNonExtensible|layout.ShapeIsPrototype) != 0 || f&layout.ObjElementsSealed != 0 || iso.ProtoHasElements() || iso.exoticProto(shape) {
		return false
	}
	if iso.U8(shape, layout.ShapeKind) == uint8(layout.KindArray) {
		n := iso.ArrayLen(r)
		iso.AddElement(r, i, v)
		if i >= n {
			iso.SetArrayLen(r, i+1)
		}
		return true
	}
	iso.AddElement(r, i, v)
	return true
}

// DefineElement is CreateDataProperty of element i of an array whose elements are not special, up to the next after the last; false,
// with nothing done, otherwise.
func (iso *Isolate) DefineElement(r Ref, i uint32, v Value) bool {
	shape := iso.ShapeOf(r)
	f := iso.U32(r, layout.ObjFlags)
	if iso.U8(shape, layout.ShapeKind) != uint8(layout.KindArray) || iso.ShapeBits(shape)&layout.ShapeNonExtensible != 0 ||
		f&layout.ObjElementsKindMask == layout.ElementsDictionary || f&(layout.ObjElementsFrozen|layout.ObjElementsSealed|layout.ObjLengthReadOnly) != 0 {
		return false
	}
	switch n := iso.ArrayLen(r); {
	case i < n && iso.FastElement(r, i) != gc.Hole:
		iso.SetElementValue(r, i, v)
	case i < n:
		iso.AddElement(r, i, v)
	case i == n && n < 1<<27:
		iso.AddElement(r, i, v)
		iso.SetArrayLen(r, i+1)
	default:
		return false
	}
	return true
}

// exoticProto tells whether some object on the prototype chain has special element semantics.
func (iso *Isolate) exoticProto(shape Ref) bool {
	for p := iso.ShapeProto(shape); p.IsObject(); {
		s := iso.ShapeOf(p.Ref())
		if iso.ShapeBits(s)&layout.ShapeExotic != 0 {
			return true
		}
		p = iso.ShapeProto(s)
	}
	return false
}

// TypedArrayGet loads element i of a typed array; false: not a typed array or out of bounds.
func (iso *Isolate) TypedArrayGet(r Ref, k gc.Kind, i Value) (Value, bool) {
	if k != layout.KindTypedArray || i.AsInt() < 0 {
		return 0, false
	}
	return iso.TypedGet(r, uint64(i.AsInt()))
}

// TypedArraySet stores a number into element i of a typed array of numbers; false: not done.
func (iso *Isolate) TypedArraySet(r Ref, k gc.Kind, i, v Value) bool {
	if k != layout.KindTypedArray || i.AsInt() < 0 || !v.IsNumber() || iso.TypedArrayType(r).IsBig() {
		return false
	}
	n, ok := iso.TypedArrayLength(r)
	if !ok || uint64(i.AsInt()) >= n {
		return false
	}
	iso.typedStore(r, uint64(i.AsInt()), v)
	return true
}

// CreateRest makes the array of a rest parameter.
func (iso *Isolate) CreateRest(n int) Value {
	fp := iso.fp
	argc := frameArgc(fp)
	if argc <= n {
		return iso.NewArray(0)
	}
	return iso.NewArrayFrom(unsafe.Slice((*Value)(unsafe.Add(fp, layout.FrameArg0+8*n)), argc-n)...)
}

// CreateArguments is CreateUnmappedArgumentsObject (10.4.4.6) or CreateMappedArgumentsObject (10.4.4.7) for the newest frame.
func (iso *Isolate) CreateArguments(mapped bool) Value {
	fp := iso.fp
	argc := frameArgc(fp)
	id := ShapeFunctionFirst + 21
	bits := uint8(0)
	fl := iso.U32(iso.Ref(ldv(fp, layout.FrameBytecode).Ref(), layout.BytecodeInfo), layout.InfoFlags)
	alias := mapped
	mapped = mapped || fl&uint32(bc.FnStrict|bc.FnSimpleParams) == uint32(bc.FnSimpleParams)
	if mapped {
		id++
		bits = layout.ShapeExotic
	}
	shape := iso.shapeSlot(id, func() Ref {
		s := iso.NewRootShape(layout.KindArguments, iso.Intrinsic(ObjectPrototype), 3, bits)
		s = iso.AddTransition(s, iso.K(object.AtomLength), layout.AttrHidden)
		if mapped {
			s = iso.AddTransition(s, iso.K(object.AtomCallee), layout.AttrHidden)
			return iso.AddTransition(s, iso.SymK(object.SymIterator), layout.AttrHidden)
		}
		s = iso.AddTransition(s, iso.SymK(object.SymIterator), layout.AttrHidden)
		return iso.AddTransition(s, iso.K(object.AtomCallee), layout.AttrAccessor)
	})
	values := iso.arrayValues()
	callee := ldv(fp, layout.FrameFunction)
	if !mapped {
		t := iso.Intrinsic(ThrowTypeErrorFunction)
		callee = gc.Cell(iso.NewAccessor(t, t))
	}
	r := iso.NewObjectOf(shape)
	iso.InitValue(r, layout.ArgumentsScope, gc.Undefined)
	iso.InitValue(r, layout.ArgumentsMap, gc.Undefined)
	iso.SetSlot(r, shape, 0, gc.Int(int32(argc)))
	if mapped {
		iso.SetSlot(r, shape, 1, callee)
		iso.SetSlot(r, shape, 2, values)
	} else {
		iso.SetSlot(r, shape, 1, values)
		iso.SetSlot(r, shape, 2, callee)
	}
	if argc > 0 {
		e := iso.NewElements(uint32(argc))
		for i := 0; i < argc; i++ {
			iso.InitValue(e, layout.ElementsHeader+8*uintptr(i), ldv(fp, layout.FrameArg0+8*i))
		}
		iso.InitRef(r, layout.ObjElements, e)
	}
	iso.SetU32(r, layout.ObjFlags, layout.ElementsPacked)
	if alias {
		f, _ := iso.funcOf(iso.Ref(ldv(fp, layout.FrameBytecode).Ref(), layout.BytecodeInfo))
		n := min(len(f.ParamSlots), argc)
		if n > 0 {
			m := iso.NewValues(n, gc.Undefined)
			for i := 0; i < n; i++ {
				if f.ParamSlots[i] != bc.NoSlot {
					iso.InitValue(m, layout.ValuesHeader+8*uintptr(i), gc.Int(int32(f.ParamSlots[i])))
				}
			}
			iso.InitValue(r, layout.ArgumentsMap, gc.Cell(m))
			iso.InitValue(r, layout.ArgumentsScope, ldv(fp, layout.FrameScope))
		}
	}
	return gc.Object(r)
}

// arrayValues returns %Array.prototype.values%.
func (iso *Isolate) arrayValues() Value {
	v := iso.Intrinsic(ArrayValuesFunction)
	return v
}

// TemplateObject is GetTemplateObject, ECMA-262 13.2.8.4: constant n of the newest frame's function is the index of the literal until
// the first evaluation, then a list of (realm, object) pairs.
//
//gcvet:ok freezing a new array runs nothing
func (iso *Isolate) TemplateObject(n int) Value {
	consts := iso.Ref(ldv(iso.fp, layout.FrameBytecode).Ref(), layout.BytecodeConsts)
	c := iso.ListGet(consts, n)
	var index int
	var list Ref
	if c.IsInternal() {
		list = c.Ref()
		for i := 1; i < iso.ListLen(list); i += 2 {
			if iso.ListGet(list, i) == gc.Cell(iso.realm) {
				return iso.ListGet(list, i+1)
			}
		}
		index = int(iso.ListGet(list, 0).AsInt())
	} else {
		index = int(c.AsInt())
	}
	lit := &iso.unitOfFrame().Templates[index]
	cooked, raw := iso.NewArray(0), iso.NewArray(0)
	for i := range lit.Raw {
		v := gc.Undefined
		if i < len(lit.Cooked) {
			v = iso.Atom(lit.Cooked[i])
		}
		for _, u := range lit.Undefined {
			if int(u) == i {
				v = gc.Undefined
			}
		}
		iso.ArrayPush(cooked, v)
		iso.ArrayPush(raw, iso.Atom(lit.Raw[i]))
	}
	iso.SetIntegrityLevel(raw, true)
	iso.AddOwn(cooked.Ref(), iso.K(object.AtomRaw), raw, 0)
	iso.SetIntegrityLevel(cooked, true)
	size := 1
	if list != 0 {
		size = iso.ListLen(list)
	}
	l := iso.NewValues(size+2, gc.Undefined)
	iso.ListSet(l, 0, gc.Int(int32(index)))
	for i := 1; i < size; i++ {
		iso.ListSet(l, i, iso.ListGet(list, i))
	}
	iso.ListSet(l, size, gc.Cell(iso.realm))
	iso.ListSet(l, size+1, cooked)
	iso.ListSet(consts, n, gc.Cell(l))
	return cooked
}

// longPattern is from which length on the string of a pattern is remembered instead of interned at every evaluation of its literal.
const longPattern = 256

// CreateRegExp makes the RegExp object of Unit.RegExps[n].
func (iso *Isolate) CreateRegExp(n int) (Value, bool) {
	lit := &iso.unitOfFrame().RegExps[n]
	var p Value
	if len(lit.Pattern) < longPattern {
		p = iso.Atom(lit.Pattern)
	} else if h := iso.longPatterns[lit]; h != nil {
		p = h.Value()
	} else {
		p = iso.Atom(lit.Pattern)
		if iso.longPatterns == nil || len(iso.longPatterns) >= 256 {
			for _, h := range iso.longPatterns {
				h.Close()
			}
			iso.longPatterns = map[*bc.RegExpLit]*gc.Persistent{}
		}
		iso.longPatterns[lit] = iso.NewPersistent(p)
	}
	f := iso.Atom(lit.Flags)
	if iso.hooks.NewRegExp == nil {
		return iso.ThrowTypeError("regular expressions are not available")
	}
	return iso.hooks.NewRegExp(iso, p, f)
}

// CopyDataProperties, ECMA-262 7.3.26: excluded are keys. (JS)
func (iso *Isolate) CopyDataProperties(target, source Value, excluded []Key) bool {
	if source.IsNullish() {
		return true
	}
	if source.IsObject() && iso.copyPlain(target.Ref(), source.Ref(), excluded) {
		return true
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	ht := iso.NewHandle(target)
	from, ok := iso.ToObject(source)
	if !ok {
		return false
	}
	hf := iso.NewHandle(from)
	keys, ok := iso.OwnKeys(from)
	if !ok {
		return false
	}
	iso.HoldKeys(keys)
next:
	for _, k := range keys {
		for _, x := range excluded {
			if x == k {
				continue next
			}
		}
		d, found, ok := iso.GetOwnProperty(hf.Value(), k)
		if !ok {
			return false
		}
		if !found || !d.Enumerable() {
			continue
		}
		v, ok := iso.Get(hf.Value(), k)
		if !ok {
			return false
		}
		if _, ok := iso.CreateDataProperty(ht.Value(), k, v); !ok {
			return false
		}
	}
	return true
}

// copyPlain is CopyDataProperties between plain objects without elements, accessors and symbols, where nothing can be observed;
// false, with nothing done, otherwise.
func (iso *Isolate) copyPlain(target, source Ref, excluded []Key) bool {
	const special = layout.ShapeExotic | layout.ShapeDictionary | layout.ShapeHasLazy | layout.ShapeNonExtensible
	from := iso.ShapeOf(source)
	if iso.Plain || iso.KindOf(source) != layout.KindObject || iso.KindOf(target) != layout.KindObject || target == source ||
		(iso.ShapeBits(from)&^layout.ShapeNonExtensible|iso.ShapeBits(iso.ShapeOf(target)))&special != 0 || iso.Ref(source, layout.ObjElements) != 0 {
		return false
	}
	n := iso.ShapeCount(from)
	if iso.ShapeCount(iso.ShapeOf(target))+n > 64 {
		return false
	}
	for i := 0; i < n; i++ {
		if a := iso.DescAttrs(from, i); a&(layout.AttrAccessor|layout.AttrLazy) != 0 || a&layout.AttrPrivate == 0 && iso.DescKey(from, i).IsSymbol() {
			return false
		}
	}
	to := iso.ShapeOf(target)
	for i, n := 0, iso.ShapeCount(to); i < n; i++ {
		if iso.DescAttrs(to, i) != layout.AttrDefault {
			return false
		}
	}
next:
	for i := 0; i < n; i++ {
		if a := iso.DescAttrs(from, i); a&layout.AttrEnumerable == 0 || a&layout.AttrPrivate != 0 {
			continue
		}
		k := iso.DescKey(from, i)
		for _, x := range excluded {
			if x == k {
				continue next
			}
		}
		v := iso.SlotValue(source, from, i)
		to := iso.ShapeOf(target)
		if j := iso.FindProperty(to, k); j >= 0 {
			iso.SetSlot(target, to, j, v)
		} else {
			iso.AddOwn(target, k, v, layout.AttrDefault)
		}
	}
	return true
}

// CopyRest makes the object of an object rest pattern; the n registers from p down hold the excluded keys. (JS)
func (iso *Isolate) CopyRest(source Value, p unsafe.Pointer, n int) (Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hs := iso.NewHandle(source)
	var buf [16]Key
	ex := buf[:0]
	for i := 0; i < n; i++ {
		k, ok := iso.ToPropertyKey(ldv(p, -8*i))
		if !ok {
			return gc.Undefined, false
		}
		ex = append(ex, k)
	}
	o := iso.NewHandle(iso.NewObject())
	if !iso.CopyDataProperties(o.Value(), hs.Value(), ex) {
		return gc.Undefined, false
	}
	return o.Value(), true
}

// CreateClass is ClassDefinitionEvaluation (15.7.14) up to the constructor: super is the superclass or the hole. (JS)
//
//gcvet:ok function infos are pinned; results without ok are not used
func (iso *Isolate) CreateClass(info Ref, super Value, slot int) (f, proto Value, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hs := iso.NewHandle(super)
	protoParent, ctorParent := iso.Intrinsic(ObjectPrototype), gc.Undefined
	switch {
	case super == gc.Hole:
	case super == gc.Null:
		protoParent = gc.Null
	case !iso.IsConstructor(super):
		iso.ThrowTypeError("Class extends value %s is not a constructor or null", iso.Display(super))
		return f, proto, false
	default:
		if protoParent, ok = iso.Get(super, iso.K(object.AtomPrototype)); !ok {
			return f, proto, false
		}
		if !protoParent.IsObject() && protoParent != gc.Null {
			iso.ThrowTypeError("Class extends value does not have valid prototype property %s", iso.Display(protoParent))
			return f, proto, false
		}
		ctorParent = hs.Value()
	}
	proto = gc.Object(iso.NewObjectOf(iso.RootShapeFor(layout.KindObject, protoParent, 8, 0)))
	f = iso.CreateClosure(info, slot, proto)
	iso.StoreValue(f.Ref(), layout.FunctionSize+16, proto)
	iso.AddOwn(proto.Ref(), iso.K(object.AtomConstructor), f, layout.AttrHidden)
	if ctorParent != gc.Undefined {
		iso.SetProto(f.Ref(), ctorParent)
	}
	return f, proto, true
}

// SetFunctionName gives an anonymous function or class its name, ECMA-262 10.2.9.
func (iso *Isolate) SetFunctionName(f Value, k Key, prefix string) {
	name := iso.functionName2(k, prefix)
	r := f.Ref()
	if p, found := iso.GetOwn(r, iso.K(object.AtomName)); found {
		if p.IsAccessor() || p.Value.IsObject() || p.Attrs&layout.AttrWritable != 0 || p.Value.IsString() && iso.StrLen(p.Value) > 0 {
			return
		}
		iso.SetOwnValue(r, p.Index, name)
		return
	}
	iso.AddOwn(r, iso.K(object.AtomName), name, layout.AttrConfigurable)
}

func (iso *Isolate) functionName2(k Key, prefix string) Value { return iso.FunctionName(k, prefix) }

// Private names are symbols that only these operations see.

// privateName looks for the declaration of a private name around the newest frame's function; class is the name of its class.
func (iso *Isolate) privateName(sym Value) (p *bc.VarInfo, class string) {
	fp := iso.fp
	if fp == nil || frameKind(fp) != FrameInterpreted {
		return nil, ""
	}
	f, d := iso.funcOf(iso.Ref(ldv(fp, layout.FrameBytecode).Ref(), layout.BytecodeInfo))
	if d == nil {
		return nil, ""
	}
	name := iso.KeyText(Key(sym))
	for i := f.Scope; i >= 0; i = d.Unit.Scopes[i].Parent {
		s := &d.Unit.Scopes[i]
		for j := range s.Vars {
			if s.Vars[j].Kind != bc.VarPrivate || s.Vars[j].Name != name {
				continue
			}
			class = "anonymous"
			if int(s.Start) < len(d.Unit.Source) {
				// The scope starts at the class or behind its name.
				text := string(d.Unit.Source[s.Start:min(int(s.Start)+200, len(d.Unit.Source))])
				if rest, ok := strings.CutPrefix(text, "class"); ok {
					rest = strings.TrimLeft(rest, " \t\r\n")
					n := strings.IndexFunc(rest, func(r rune) bool {
						return r < 0x80 && !(r == '_' || r == '$' || r|32 >= 'a' && r|32 <= 'z' || r >= '0' && r <= '9')
					})
					if n > 0 && rest[:n] != "extends" {
						class = rest[:n]
					}
				}
			}
			return &s.Vars[j], class
		}
	}
	return nil, ""
}

// throwPrivate throws the TypeError for an object without a private element.
func (iso *Isolate) throwPrivate(v, sym Value, format string) {
	p, class := iso.privateName(sym)
	switch {
	case v.IsNullish() && (p == nil || p.Private == 0):
		iso.throwNullishKeyed(v, iso.KeyText(Key(sym)), strings.HasPrefix(format, "Cannot write"))
	case p != nil && p.Private != 0 && p.Flags&bc.VarStatic != 0:
		iso.ThrowTypeError("Receiver must be class %s", class)
	case p != nil && p.Private != 0:
		iso.ThrowTypeError("Receiver must be an instance of class %s", class)
	default:
		iso.ThrowTypeError(format, iso.KeyText(Key(sym)))
	}
}

func (iso *Isolate) throwNullishKeyed(v Value, key string, store bool) {
	if store {
		iso.ThrowTypeError("Cannot set properties of %s (setting '%s')", iso.PrimitiveText(v), key)
	} else {
		iso.ThrowTypeError("Cannot read properties of %s (reading '%s')", iso.PrimitiveText(v), key)
	}
}

// PrivateGet is PrivateGet, ECMA-262 7.3.30.
func (iso *Isolate) PrivateGet(v, sym Value, vec Ref, p unsafe.Pointer) (Value, LoadStatus) {
	if v.IsObject() {
		r := v.Ref()
		if p != nil {
			if hd, ok := iso.privateHit(p, iso.ShapeOf(r), sym); ok {
				return iso.loadField(r, hd), LoadDone
			}
		}
		if prop, found := iso.GetOwn(r, Key(sym)); found {
			if prop.IsAccessor() {
				g := iso.Value(prop.Value.Ref(), layout.AccessorGet)
				if !g.IsObject() {
					iso.ThrowTypeError("'%s' was defined without a getter", iso.KeyText(Key(sym)))
					return gc.Undefined, LoadThrew
				}
				return g, LoadAccessor
			}
			shape := iso.ShapeOf(r)
			if p != nil && ldv(p, 0) != icMega && iso.ShapeBits(shape)&layout.ShapeDictionary == 0 {
				iso.icAdd(vec, p, gc.Cell(shape), sym, iso.fieldWord(shape, prop.Index))
			}
			return prop.Value, LoadDone
		}
	}
	iso.throwPrivate(v, sym, "Cannot read private member %s from an object whose class did not declare it")
	return gc.Undefined, LoadThrew
}

// privateHit finds the field of a private name through the cache at p. The site's symbol differs where its class was evaluated again: it
// must be the key of the field.
func (iso *Isolate) privateHit(p unsafe.Pointer, shape Ref, sym Value) (Value, bool) {
	hd, ok := iso.icFind(p, gc.Cell(shape), sym)
	if !ok || hd.IsCell() {
		return 0, false
	}
	i, n := int(hd>>HDispShift), int(iso.U8(shape, layout.ShapeInObject))
	if uint64(hd)&3 == HField {
		i = (i-int(iso.U16(shape, layout.ShapeSizeField)))/8 + n
	} else {
		i = (i-layout.ValuesHeader)/8 + n
	}
	return hd, iso.DescKey(shape, i) == Key(sym)
}

func (iso *Isolate) sameDescription(a, b Key) bool {
	return a.IsSymbol() && b.IsSymbol() && iso.Value(a.Value().Ref(), layout.SymbolDescription) == iso.Value(b.Value().Ref(), layout.SymbolDescription)
}

// PrivateSet is PrivateSet, ECMA-262 7.3.31. A setter is returned to be called.
func (iso *Isolate) PrivateSet(v, sym, x Value) (Value, LoadStatus) {
	if v.IsObject() {
		r := v.Ref()
		if prop, found := iso.GetOwn(r, Key(sym)); found {
			switch {
			case prop.IsAccessor():
				s := iso.Value(prop.Value.Ref(), layout.AccessorSet)
				if !s.IsObject() {
					iso.ThrowTypeError("'%s' was defined without a setter", iso.KeyText(Key(sym)))
					return gc.Undefined, LoadThrew
				}
				return s, LoadAccessor
			case prop.Attrs&layout.AttrWritable == 0:
				iso.ThrowTypeError("Private method '%s' is not writable", iso.KeyText(Key(sym)))
				return gc.Undefined, LoadThrew
			}
			iso.SetOwnValue(r, prop.Index, x)
			return gc.Undefined, LoadDone
		}
	}
	iso.throwPrivate(v, sym, "Cannot write private member %s to an object whose class did not declare it")
	return gc.Undefined, LoadThrew
}

// PrivateAdd is PrivateFieldAdd and PrivateMethodOrAccessorAdd, ECMA-262 7.3.28, 7.3.29.
func (iso *Isolate) PrivateAdd(v, sym, x Value, attrs uint8) bool {
	r := v.Ref()
	if _, found := iso.GetOwn(r, Key(sym)); found {
		if p, class := iso.privateName(sym); p != nil && p.Private != 0 {
			iso.ThrowTypeError("Cannot initialize private methods of class %s twice on the same object", class)
		} else {
			iso.ThrowTypeError("Cannot initialize %s twice on the same object", iso.KeyText(Key(sym)))
		}
		return false
	}
	if iso.ShapeBits(iso.ShapeOf(r))&layout.ShapeNonExtensible != 0 && iso.KindOf(r) != layout.KindProxy {
		iso.ThrowTypeError("Cannot define private field %s, object is not extensible", iso.KeyText(Key(sym)))
		return false
	}
	iso.AddOwn(r, Key(sym), x, attrs)
	return true
}

// ForInPrepare starts a for-in enumeration (14.7.5.9): the object and a list of the receiver's shape (undefined: check each key; true:
// there are proxies in the chain, whose keys are asked for their descriptors when it is their turn, as V8 does) and the keys as
// strings. (JS)
//
//gcvet:ok results without ok are not used
func (iso *Isolate) ForInPrepare(v Value) (o, list Value, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	if o, ok = iso.ToObject(v); !ok {
		return o, list, false
	}
	ho, hp := iso.NewHandle(o), iso.NewHandle(o)
	var names []Key
	var seen map[Key]struct{}
	simple, proxies := true, false
	for depth := 0; ; depth++ {
		p := hp.Value()
		isProxy := iso.KindOf(hp.Ref()) == layout.KindProxy
		proxies = proxies || isProxy
		keys, ok := iso.OwnKeys(p)
		if !ok {
			return o, list, false
		}
		exotic := iso.ShapeBits(iso.ShapeOf(hp.Ref()))&layout.ShapeExotic != 0
		if len(keys) > 0 && depth > 0 && len(names) > 0 && seen == nil {
			seen = make(map[Key]struct{}, len(names))
			for _, k := range names {
				seen[k] = struct{}{}
			}
		}
		iso.HoldKeys(keys)
		for _, k := range keys {
			if k.IsSymbol() {
				continue
			}
			if seen != nil {
				if _, dup := seen[k]; dup {
					continue
				}
			}
			enumerable := true
			if isProxy {
				// Asked later.
			} else if !exotic && !k.IsIndex() {
				prop, found := iso.GetOwn(hp.Ref(), k)
				enumerable = found && prop.Attrs&layout.AttrEnumerable != 0
			} else {
				d, found, ok := iso.GetOwnProperty(hp.Value(), k)
				if !ok {
					return o, list, false
				}
				if !found {
					continue
				}
				enumerable = d.Enumerable()
			}
			if !enumerable {
				if seen == nil {
					seen = make(map[Key]struct{})
					for _, k := range names {
						seen[k] = struct{}{}
					}
				}
				seen[k] = struct{}{}
				continue
			}
			if seen != nil {
				seen[k] = struct{}{}
			}
			names = append(names, k)
			if depth > 0 || k.IsIndex() || exotic {
				simple = false
			}
		}
		next, ok := iso.GetPrototypeOf(hp.Value())
		if !ok {
			return o, list, false
		}
		if !next.IsObject() {
			break
		}
		hp.Set(next)
	}
	l := iso.NewValues(len(names)+1, gc.Undefined)
	if shape := iso.ShapeOf(ho.Ref()); simple && iso.ShapeBits(shape)&layout.ShapeDictionary == 0 {
		iso.ListSet(l, 0, gc.Cell(shape))
	} else if proxies {
		iso.ListSet(l, 0, gc.True)
	}
	for i, k := range names {
		if k.IsIndex() {
			iso.ListSet(l, i+1, iso.IndexString(k.Index()))
		} else {
			iso.ListSet(l, i+1, k.Value())
		}
	}
	return ho.Value(), gc.Cell(l), true
}

// ForInCheck returns key i of an enumeration if it is still a property. (JS)
func (iso *Isolate) ForInCheck(o Value, list Ref, i int) (key Value, ok, found bool) {
	key = iso.ListGet(list, i+1)
	if iso.ListGet(list, 0) == gc.Cell(iso.ShapeOf(o.Ref())) {
		return key, true, true
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(key)
	if iso.ListGet(list, 0) != gc.True {
		found, ok = iso.HasProperty(o, iso.KeyOf(key))
		return h.Value(), ok, found
	}
	for p := iso.NewHandle(o); p.Value().IsObject(); {
		d, has, ok := iso.GetOwnProperty(p.Value(), iso.KeyOf(h.Value()))
		if !ok {
			return h.Value(), false, false
		}
		if has {
			return h.Value(), true, d.Enumerable()
		}
		next, ok := iso.GetPrototypeOf(p.Value())
		if !ok {
			return h.Value(), false, false
		}
		p.Set(next)
	}
	return h.Value(), true, false
}
