package builtins

import (
	"bytes"
	"math"
	"slices"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var typedArrayStatic = []Row{
	{Name: "from", Length: 1, JS: "typedarray:from"},
	{Name: "of", Length: 0, JS: "typedarray:of"},
	{Name: "get @@species", Fn: speciesGetter},
}

var typedArrayProto = []Row{
	{Name: "get buffer", Fn: typedBuffer},
	{Name: "get byteLength", Fn: typedByteLength},
	{Name: "get byteOffset", Fn: typedByteOffset},
	{Name: "get length", Fn: typedLength},
	{Name: "entries", Length: 0, Fn: typedEntries},
	{Name: "keys", Length: 0, Fn: typedKeys},
	{Name: "values", Length: 0, Fn: typedValues},
	{Name: "at", Length: 1, Fn: typedAt},
	{Name: "copyWithin", Length: 2, Fn: typedCopyWithin},
	{Name: "every", Length: 1, JS: "typedarray:every"},
	{Name: "fill", Length: 1, Fn: typedFill},
	{Name: "filter", Length: 1, JS: "typedarray:filter"},
	{Name: "find", Length: 1, JS: "typedarray:find"},
	{Name: "findIndex", Length: 1, JS: "typedarray:findIndex"},
	{Name: "findLast", Length: 1, JS: "typedarray:findLast"},
	{Name: "findLastIndex", Length: 1, JS: "typedarray:findLastIndex"},
	{Name: "forEach", Length: 1, JS: "typedarray:forEach"},
	{Name: "includes", Length: 1, Fn: typedIncludes},
	{Name: "indexOf", Length: 1, Fn: typedIndexOf},
	{Name: "join", Length: 1, Fn: typedJoin},
	{Name: "lastIndexOf", Length: 1, Fn: typedLastIndexOf},
	{Name: "map", Length: 1, JS: "typedarray:map"},
	{Name: "reverse", Length: 0, Fn: typedReverse},
	{Name: "reduce", Length: 1, JS: "typedarray:reduce"},
	{Name: "reduceRight", Length: 1, JS: "typedarray:reduceRight"},
	{Name: "set", Length: 1, Fn: typedSet},
	{Name: "slice", Length: 2, Fn: typedSlice},
	{Name: "some", Length: 1, JS: "typedarray:some"},
	{Name: "sort", Length: 1, JS: "typedarray:sort"},
	{Name: "subarray", Length: 2, Fn: typedSubarray},
	{Name: "toReversed", Length: 0, Fn: typedToReversed},
	{Name: "toSorted", Length: 1, JS: "typedarray:toSorted"},
	{Name: "with", Length: 2, Fn: typedWith},
	{Name: "toLocaleString", Length: 0, Fn: typedToLocaleString},
	{Name: "get @@toStringTag", Fn: typedTag},
}

var uint8Static = []Row{
	{Name: "fromBase64", Length: 1, Fn: uint8FromBase64},
	{Name: "fromHex", Length: 1, Fn: uint8FromHex},
}

var uint8Proto = []Row{
	{Name: "setFromBase64", Length: 1, Fn: uint8SetFromBase64},
	{Name: "setFromHex", Length: 1, Fn: uint8SetFromHex},
	{Name: "toBase64", Length: 0, Fn: uint8ToBase64},
	{Name: "toHex", Length: 0, Fn: uint8ToHex},
}

//gcvet:ok Get only makes a native function of a row here
func setupTypedArrays(iso *Isolate) {
	p := newPrototype(iso, vm.TypedArrayPrototype, vm.ObjectPrototype)
	c := iso.NewConstructor("TypedArray", 0, typedArrayAbstract, p, undefined)
	iso.SetIntrinsic(vm.TypedArrayConstructor, c)
	iso.DefineRows(c, typedArrayStatic)
	iso.DefineRows(p, typedArrayProto)
	values, _ := iso.Get(p, iso.K(object.AtomValues))
	iso.AddOwn(p.Ref(), iso.SymK(object.SymIterator), values, layout.AttrHidden)
	str, _ := iso.Get(iso.Intrinsic(vm.ArrayPrototype), iso.K(object.AtomToString))
	iso.AddOwn(p.Ref(), iso.K(object.AtomToString), str, layout.AttrHidden)
	ctors := [...]vm.Builtin{typedCtor[int8t], typedCtor[uint8t], typedCtor[uint8Clamped], typedCtor[int16t], typedCtor[uint16t], typedCtor[int32t],
		typedCtor[uint32t], typedCtor[bigInt64], typedCtor[bigUint64], typedCtor[float16], typedCtor[float32t], typedCtor[float64t]}
	for t := vm.ElementType(0); t < vm.NumElementTypes; t++ {
		name := iso.GoString(iso.A(t.Name()))
		tp := newPrototype(iso, vm.TypedArrayPrototypes+vm.IntrinsicID(t), vm.TypedArrayPrototype)
		tc := iso.NewConstructor(name, 3, ctors[t], tp, c)
		iso.SetIntrinsic(vm.TypedArrayConstructors+vm.IntrinsicID(t), tc)
		size := gc.Int(int32(t.Size()))
		iso.AddOwn(tc.Ref(), iso.K(object.AtomBYTES_PER_ELEMENT), size, 0)
		iso.AddOwn(tp.Ref(), iso.K(object.AtomBYTES_PER_ELEMENT), size, 0)
		if t == vm.Uint8 {
			iso.DefineRows(tc, uint8Static)
			iso.DefineRows(tp, uint8Proto)
		}
		iso.SetGlobal(name, tc)
	}
}

type uint8Clamped struct{}

func (uint8Clamped) elem() vm.ElementType { return vm.Uint8Clamped }

// typedArrayAbstract is %TypedArray%(), ECMA-262 23.2.1.1.
func typedArrayAbstract(iso *Isolate, a *Args) (Value, bool) {
	return iso.ThrowTypeError("Abstract class TypedArray not directly constructable")
}

// typedCtor is TypedArray(...args), 23.2.5.1.
func typedCtor[T elementTag](iso *Isolate, a *Args) (Value, bool) {
	var tag T
	t := tag.elem()
	name := iso.GoString(iso.A(t.Name()))
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Constructor %s requires 'new'", name)
	}
	protoOf := func() (Value, bool) {
		return iso.GetPrototypeFromConstructor(a.NewTarget(), vm.TypedArrayPrototypes+vm.IntrinsicID(t))
	}
	first := a.Arg(0)
	if !first.IsObject() {
		n, ok := iso.ToIndex(first, "Invalid typed array length: "+show(iso, first))
		if !ok {
			return undefined, false
		}
		proto, ok := protoOf()
		if !ok {
			return undefined, false
		}
		return allocTyped(iso, t, proto, n)
	}
	proto, ok := protoOf()
	if !ok {
		return undefined, false
	}
	hp := iso.NewHandle(proto)
	switch iso.KindOf(a.Arg(0).Ref()) {
	case layout.KindArrayBuffer, layout.KindSharedArrayBuffer:
		return typedFromBuffer(iso, a, t, hp, name)
	case layout.KindTypedArray:
		src := a.Arg(0)
		n, inBounds := iso.TypedArrayLength(src.Ref())
		if !inBounds {
			return throwDetached(iso, "Construct")
		}
		o, ok := allocTyped(iso, t, hp.Value(), n)
		if !ok {
			return o, false
		}
		st := iso.TypedArrayType(src.Ref())
		if st.IsBig() != t.IsBig() {
			return iso.ThrowTypeError("Cannot mix BigInt and other types, use explicit conversions")
		}
		copyTyped(iso, o.Ref(), 0, src.Ref(), 0, n)
		return o, true
	}
	usingIterator, ok := iso.GetMethod(a.Arg(0), iso.SymK(object.SymIterator))
	if !ok {
		return undefined, false
	}
	list := iso.NewHandle(a.Arg(0))
	if usingIterator != undefined {
		list.Set(iso.NewArray(0))
		it, ok := iso.GetIteratorFromMethod(a.Arg(0), usingIterator)
		if !ok {
			return undefined, false
		}
		for {
			m := iso.HandleMark()
			v, done, ok := iso.IteratorStep(&it)
			if !ok {
				return undefined, false
			}
			if done {
				break
			}
			iso.ArrayPush(list.Value(), v)
			iso.ReleaseHandles(m)
		}
	}
	n, ok := iso.LengthOf(list.Value())
	if !ok {
		return undefined, false
	}
	o, ok := allocTyped(iso, t, hp.Value(), n)
	if !ok {
		return o, false
	}
	h := iso.NewHandle(o)
	for k := uint64(0); k < n; k++ {
		v, ok := get(iso, list, k)
		if !ok || !iso.TypedSet(h.Value(), k, v) {
			return undefined, false
		}
	}
	return h.Value(), true
}

// allocTyped is AllocateTypedArrayBuffer, 23.2.5.1.6.
func allocTyped(iso *Isolate, t vm.ElementType, proto Value, n uint64) (Value, bool) {
	if n > 1<<53/t.Size() {
		return iso.ThrowRangeError("Invalid typed array length: %d", n)
	}
	h := iso.NewHandle(proto)
	buf, ok := iso.NewArrayBuffer(iso.Intrinsic(vm.ArrayBufferPrototype), n*t.Size())
	if !ok {
		return buf, false
	}
	return iso.NewTypedArray(t, h.Value(), buf, 0, n, false), true
}

// typedFromBuffer is InitializeTypedArrayFromArrayBuffer, 23.2.5.1.3.
func typedFromBuffer(iso *Isolate, a *Args, t vm.ElementType, proto Handle, name string) (Value, bool) {
	size := t.Size()
	off, ok := iso.ToIndex(a.Arg(1), "Start offset is too large:")
	if !ok {
		return undefined, false
	}
	if off%size != 0 {
		return iso.ThrowRangeError("start offset of %s should be a multiple of %d", name, size)
	}
	n := uint64(0)
	if a.Arg(2) != undefined {
		if n, ok = iso.ToIndex(a.Arg(2), "Invalid typed array length: "+show(iso, a.Arg(2))); !ok {
			return undefined, false
		}
	}
	b := a.Arg(0).Ref()
	if iso.BufferDetached(b) {
		return throwDetached(iso, "Construct")
	}
	bl := iso.BufferLen(b)
	tracking := false
	switch {
	case a.Arg(2) == undefined && iso.U32(b, layout.BufferFlags)&layout.BufferResizable != 0:
		if off > bl {
			return iso.ThrowRangeError("Start offset %d is outside the bounds of the buffer", off)
		}
		tracking = true
		n = (bl - off) / size
	case a.Arg(2) == undefined:
		if bl%size != 0 {
			return iso.ThrowRangeError("byte length of %s should be a multiple of %d", name, size)
		}
		if off > bl {
			return iso.ThrowRangeError("Start offset %d is outside the bounds of the buffer", off)
		}
		n = (bl - off) / size
	default:
		if n > 1<<53/size || off+n*size > bl {
			return iso.ThrowRangeError("Invalid typed array length: %d", n)
		}
	}
	return iso.NewTypedArray(t, proto.Value(), a.Arg(0), off, n, tracking), true
}

// copyTyped copies n elements between typed arrays of equal content type, converting.
func copyTyped(iso *Isolate, dst Ref, at uint64, src Ref, from, n uint64) {
	dt, st := iso.TypedArrayType(dst), iso.TypedArrayType(src)
	d, s := iso.TypedArrayBytes(dst), iso.TypedArrayBytes(src)
	ds, ss := dt.Size(), st.Size()
	n = min(n, uint64(len(d))/ds-min(at, uint64(len(d))/ds), uint64(len(s))/ss-min(from, uint64(len(s))/ss))
	if n == 0 {
		return
	}
	d, s = d[at*ds:(at+n)*ds], s[from*ss:(from+n)*ss]
	if dt == st || ds == 1 && ss == 1 && dt != vm.Uint8Clamped {
		copy(d, s)
		return
	}
	if iso.Value(dst, layout.TypedArrayBuffer) == iso.Value(src, layout.TypedArrayBuffer) {
		s = bytes.Clone(s)
	}
	for i := uint64(0); i < n; i++ {
		iso.StoreElement(d[i*ds:], dt, iso.LoadElement(s[i*ss:], st))
	}
}

// copyForward copies elements of src to the start of dst, a view of the same buffer, one after the other: what was written is read again.
func copyForward(iso *Isolate, dst, src Ref, from, n uint64) {
	dt, st := iso.TypedArrayType(dst), iso.TypedArrayType(src)
	d, s := iso.TypedArrayBytes(dst), iso.TypedArrayBytes(src)
	ds, ss := dt.Size(), st.Size()
	n = min(n, uint64(len(d))/ds, uint64(len(s))/ss-min(from, uint64(len(s))/ss))
	for i := range n {
		iso.StoreElement(d[i*ds:], dt, iso.LoadElement(s[(from+i)*ss:], st))
	}
}

// validTyped is ValidateTypedArray, 23.2.4.4.
func validTyped(iso *Isolate, v Value, method string) (Ref, uint64, bool) {
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindTypedArray {
		iso.ThrowTypeError("this is not a typed array.")
		return 0, 0, false
	}
	n, ok := iso.TypedArrayLength(v.Ref())
	if !ok {
		throwDetached(iso, "%TypedArray%.prototype."+method)
		return 0, 0, false
	}
	return v.Ref(), n, true
}

func typedReceiver(iso *Isolate, a *Args, method string) (Ref, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindTypedArray {
		name := "TypedArray"
		if method == "buffer" {
			name = "%TypedArray%"
		}
		iso.ThrowTypeError("Method get %s.prototype.%s called on incompatible receiver %s", name, method, show(iso, v))
		return 0, false
	}
	return v.Ref(), true
}

// typedBuffer, 23.2.3.2.
func typedBuffer(iso *Isolate, a *Args) (Value, bool) {
	r, ok := typedReceiver(iso, a, "buffer")
	if !ok {
		return undefined, false
	}
	return iso.Value(r, layout.TypedArrayBuffer), true
}

// typedByteLength, 23.2.3.3.
func typedByteLength(iso *Isolate, a *Args) (Value, bool) {
	r, ok := typedReceiver(iso, a, "byteLength")
	if !ok {
		return undefined, false
	}
	n, _ := iso.TypedArrayLength(r)
	return gc.Number(float64(n * iso.TypedArrayType(r).Size())), true
}

// typedByteOffset, 23.2.3.4.
func typedByteOffset(iso *Isolate, a *Args) (Value, bool) {
	r, ok := typedReceiver(iso, a, "byteOffset")
	if !ok {
		return undefined, false
	}
	if _, ok := iso.TypedArrayLength(r); !ok {
		return gc.Int(0), true
	}
	return gc.Number(float64(iso.U64(r, layout.TypedArrayByteOffset))), true
}

// typedLength, 23.2.3.21.
func typedLength(iso *Isolate, a *Args) (Value, bool) {
	r, ok := typedReceiver(iso, a, "length")
	if !ok {
		return undefined, false
	}
	n, _ := iso.TypedArrayLength(r)
	return gc.Number(float64(n)), true
}

// typedTag, 23.2.3.38.
func typedTag(iso *Isolate, a *Args) (Value, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindTypedArray {
		return undefined, true
	}
	return iso.A(iso.TypedArrayType(v.Ref()).Name()), true
}

func typedIterator(iso *Isolate, a *Args, kind int32, method string) (Value, bool) {
	if _, _, ok := validTyped(iso, a.This(), method); !ok {
		return undefined, false
	}
	return newArrayIterator(iso, a, kind)
}

// typedEntries, 23.2.3.7; typedKeys, 23.2.3.19; typedValues, 23.2.3.35.
func typedEntries(iso *Isolate, a *Args) (Value, bool) { return typedIterator(iso, a, 2, "entries") }
func typedKeys(iso *Isolate, a *Args) (Value, bool)    { return typedIterator(iso, a, 0, "keys") }
func typedValues(iso *Isolate, a *Args) (Value, bool)  { return typedIterator(iso, a, 1, "values") }

// typedAt, 23.2.3.1.
func typedAt(iso *Isolate, a *Args) (Value, bool) {
	_, n, ok := validTyped(iso, a.This(), "at")
	if !ok {
		return undefined, false
	}
	f, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if !ok {
		return undefined, false
	}
	if f < 0 {
		f += float64(n)
	}
	if f < 0 || f >= float64(n) {
		return undefined, true
	}
	v, _ := iso.TypedGet(a.This().Ref(), uint64(f))
	return v, true
}

// typedCopyWithin, 23.2.3.6.
func typedCopyWithin(iso *Isolate, a *Args) (Value, bool) {
	_, n, ok := validTyped(iso, a.This(), "copyWithin")
	if !ok {
		return undefined, false
	}
	to, ok := iso.RelativeIndex(a.Arg(0), n, 0)
	if !ok {
		return undefined, false
	}
	from, ok := iso.RelativeIndex(a.Arg(1), n, 0)
	if !ok {
		return undefined, false
	}
	end, ok := iso.RelativeIndex(a.Arg(2), n, n)
	if !ok {
		return undefined, false
	}
	if end <= from || to >= n {
		return a.This(), true
	}
	count := min(end-from, n-to)
	_, now, ok := validTyped(iso, a.This(), "copyWithin")
	if !ok {
		return undefined, false
	}
	b, size := iso.TypedArrayBytes(a.This().Ref()), iso.TypedArrayType(a.This().Ref()).Size()
	if from < now && to < now {
		count = min(count, now-from, now-to)
		copy(b[to*size:(to+count)*size], b[from*size:(from+count)*size])
	}
	return a.This(), true
}

// typedFill, 23.2.3.9.
func typedFill(iso *Isolate, a *Args) (Value, bool) {
	r, n, ok := validTyped(iso, a.This(), "fill")
	if !ok {
		return undefined, false
	}
	v, ok := iso.TypedCoerce(iso.TypedArrayType(r), a.Arg(0))
	if !ok {
		return undefined, false
	}
	h := iso.NewHandle(v)
	k, ok := iso.RelativeIndex(a.Arg(1), n, 0)
	if !ok {
		return undefined, false
	}
	end, ok := iso.RelativeIndex(a.Arg(2), n, n)
	if !ok {
		return undefined, false
	}
	r, now, ok := validTyped(iso, a.This(), "fill")
	if !ok {
		return undefined, false
	}
	end = min(end, now)
	if k >= end {
		return a.This(), true
	}
	t := iso.TypedArrayType(r)
	size := t.Size()
	b := iso.TypedArrayBytes(r)[k*size : end*size]
	iso.StoreElement(b, t, h.Value())
	for done := int(size); done < len(b); done *= 2 {
		copy(b[done:], b[:done])
	}
	return a.This(), true
}

func typedSearch(iso *Isolate, a *Args, includes bool, method string) (Value, bool) {
	miss := gc.Int(-1)
	if includes {
		miss = gc.False
	}
	_, n, ok := validTyped(iso, a.This(), method)
	if !ok || n == 0 {
		return miss, ok
	}
	k, ok := iso.RelativeIndex(a.Arg(1), n, 0)
	if !ok {
		return undefined, false
	}
	r := a.This().Ref()
	now, _ := iso.TypedArrayLength(r)
	for ; k < min(n, now); k++ {
		v, _ := iso.TypedGet(r, k)
		if includes && iso.SameValueZero(v, a.Arg(0)) {
			return gc.True, true
		}
		if !includes && iso.StrictEquals(v, a.Arg(0)) {
			return gc.Number(float64(k)), true
		}
	}
	if includes && now < n && k < n && a.Arg(0) == undefined {
		return gc.True, true
	}
	return miss, true
}

// typedIncludes, 23.2.3.16; typedIndexOf, 23.2.3.17.
func typedIncludes(iso *Isolate, a *Args) (Value, bool) { return typedSearch(iso, a, true, "includes") }
func typedIndexOf(iso *Isolate, a *Args) (Value, bool)  { return typedSearch(iso, a, false, "indexOf") }

// typedLastIndexOf, 23.2.3.20.
func typedLastIndexOf(iso *Isolate, a *Args) (Value, bool) {
	_, n, ok := validTyped(iso, a.This(), "lastIndexOf")
	if !ok || n == 0 {
		return gc.Int(-1), ok
	}
	f := float64(n) - 1
	if a.Len() > 1 {
		x, ok := iso.ToIntegerOrInfinity(a.Arg(1))
		if !ok {
			return undefined, false
		}
		if x < 0 {
			f = float64(n) + x
		} else {
			f = math.Min(x, f)
		}
	}
	for ; f >= 0; f-- {
		if v, ok := iso.TypedGet(a.This().Ref(), uint64(f)); ok && iso.StrictEquals(v, a.Arg(0)) {
			return gc.Number(f), true
		}
	}
	return gc.Int(-1), true
}

// typedJoin, 23.2.3.18.
func typedJoin(iso *Isolate, a *Args) (Value, bool) {
	_, n, ok := validTyped(iso, a.This(), "join")
	if !ok {
		return undefined, false
	}
	sep := iso.NewHandle(iso.NewOneByte([]byte(",")))
	if a.Arg(0) != undefined {
		s, ok := iso.ToString(a.Arg(0))
		if !ok {
			return s, false
		}
		sep.Set(s)
	}
	return joinWith(iso, iso.NewHandle(a.This()), n, sep, func(v Value) (Value, bool) { return iso.ToString(v) })
}

// typedToLocaleString, 23.2.3.31.
func typedToLocaleString(iso *Isolate, a *Args) (Value, bool) {
	_, n, ok := validTyped(iso, a.This(), "toLocaleString")
	if !ok {
		return undefined, false
	}
	return joinWith(iso, iso.NewHandle(a.This()), n, iso.NewHandle(iso.NewOneByte([]byte(","))), func(v Value) (Value, bool) {
		s, ok := iso.Invoke(v, iso.KeyOfGo("toLocaleString"))
		if !ok {
			return s, false
		}
		return iso.ToString(s)
	})
}

func reverseElements(b []byte, size uint64) {
	var t [8]byte
	for i, j := uint64(0), uint64(len(b))-size; len(b) > 0 && i < j; i, j = i+size, j-size {
		copy(t[:size], b[i:])
		copy(b[i:i+size], b[j:j+size])
		copy(b[j:], t[:size])
	}
}

// typedReverse, 23.2.3.24; typedToReversed, 23.2.3.32.
func typedReverse(iso *Isolate, a *Args) (Value, bool) {
	r, _, ok := validTyped(iso, a.This(), "reverse")
	if !ok {
		return undefined, false
	}
	reverseElements(iso.TypedArrayBytes(r), iso.TypedArrayType(r).Size())
	return a.This(), true
}
func typedToReversed(iso *Isolate, a *Args) (Value, bool) {
	o, ok := typedClone(iso, a.This(), "toReversed")
	if !ok {
		return o, false
	}
	reverseElements(iso.TypedArrayBytes(o.Ref()), iso.TypedArrayType(o.Ref()).Size())
	return o, true
}

// typedClone makes a plain typed array of the same type and contents (TypedArrayCreateSameType).
func typedClone(iso *Isolate, v Value, method string) (Value, bool) {
	r, n, ok := validTyped(iso, v, method)
	if !ok {
		return undefined, false
	}
	h := iso.NewHandle(v)
	t := iso.TypedArrayType(r)
	o, ok := allocTyped(iso, t, iso.Intrinsic(vm.TypedArrayPrototypes+vm.IntrinsicID(t)), n)
	if ok {
		copy(iso.TypedArrayBytes(o.Ref()), iso.TypedArrayBytes(h.Value().Ref()))
	}
	return o, ok
}

// typedSet, 23.2.3.26.
func typedSet(iso *Isolate, a *Args) (Value, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindTypedArray {
		return iso.ThrowTypeError("this is not a typed array.")
	}
	off, ok := iso.ToIntegerOrInfinity(a.Arg(1))
	if !ok {
		return undefined, false
	}
	if off < 0 {
		return iso.ThrowRangeError("offset is out of bounds")
	}
	n, inBounds := iso.TypedArrayLength(a.This().Ref())
	if !inBounds {
		return throwDetached(iso, "%TypedArray%.prototype.set")
	}
	if src := a.Arg(0); src.IsObject() && iso.KindOf(src.Ref()) == layout.KindTypedArray {
		sn, ok := iso.TypedArrayLength(src.Ref())
		if !ok {
			return throwDetached(iso, "%TypedArray%.prototype.set")
		}
		if iso.TypedArrayType(src.Ref()).IsBig() != iso.TypedArrayType(a.This().Ref()).IsBig() {
			return iso.ThrowTypeError("Cannot mix BigInt and other types, use explicit conversions")
		}
		if off+float64(sn) > float64(n) {
			return iso.ThrowRangeError("offset is out of bounds")
		}
		copyTyped(iso, a.This().Ref(), uint64(off), src.Ref(), 0, sn)
		return undefined, true
	}
	src, ok := iso.ToObject(a.Arg(0))
	if !ok {
		return undefined, false
	}
	h := iso.NewHandle(src)
	sn, ok := iso.LengthOf(src)
	if !ok {
		return undefined, false
	}
	if off+float64(sn) > float64(n) {
		return iso.ThrowRangeError("offset is out of bounds")
	}
	for k := uint64(0); k < sn; k++ {
		v, ok := get(iso, h, k)
		if !ok || !iso.TypedSet(a.This(), uint64(off)+k, v) {
			return undefined, false
		}
	}
	return undefined, true
}

// typedSpeciesCreate is TypedArraySpeciesCreate, 23.2.4.1, with arguments. May run JavaScript.
//
//gcvet:ok args are restored from handles
func typedSpeciesCreate(iso *Isolate, exemplar Value, args ...Value) (Value, bool) {
	t := iso.TypedArrayType(exemplar.Ref())
	hs := make([]Handle, len(args))
	for i, v := range args {
		hs[i] = iso.NewHandle(v)
	}
	c, ok := iso.SpeciesConstructor(exemplar, vm.TypedArrayConstructors+vm.IntrinsicID(t))
	if !ok {
		return c, false
	}
	for i := range args {
		args[i] = hs[i].Value()
	}
	o, ok := typedCreate(iso, c, args...)
	if !ok {
		return o, false
	}
	if iso.TypedArrayType(o.Ref()).IsBig() != t.IsBig() {
		return iso.ThrowTypeError("Content type of source and created typed array differ")
	}
	return o, true
}

// typedCreate is TypedArrayCreateFromConstructor, 23.2.4.2. May run JavaScript.
func typedCreate(iso *Isolate, c Value, args ...Value) (Value, bool) {
	want := -1.0
	if len(args) == 1 && args[0].IsNumber() {
		want = args[0].AsFloat()
	}
	o, ok := iso.Construct(c, c, args...)
	if !ok {
		return o, false
	}
	_, n, ok := validTyped(iso, o, "constructor")
	if !ok {
		return undefined, false
	}
	if want >= 0 && float64(n) < want {
		return iso.ThrowTypeError("Derived TypedArray constructor created an array which was too small")
	}
	return o, true
}

// typedSlice, 23.2.3.27.
func typedSlice(iso *Isolate, a *Args) (Value, bool) {
	_, n, ok := validTyped(iso, a.This(), "slice")
	if !ok {
		return undefined, false
	}
	from, to, ok := sliceBounds(iso, a, n)
	if !ok {
		return undefined, false
	}
	count := to - from
	o, ok := typedSpeciesCreate(iso, a.This(), gc.Number(float64(count)))
	if !ok || count == 0 {
		return o, ok
	}
	_, now, ok := validTyped(iso, a.This(), "slice")
	if !ok {
		return undefined, false
	}
	if from < now {
		if dst, src := o.Ref(), a.This().Ref(); iso.Value(dst, layout.TypedArrayBuffer) == iso.Value(src, layout.TypedArrayBuffer) {
			copyForward(iso, dst, src, from, min(to, now)-from)
		} else {
			copyTyped(iso, dst, 0, src, from, min(to, now)-from)
		}
	}
	return o, true
}

// typedSubarray, 23.2.3.30.
func typedSubarray(iso *Isolate, a *Args) (Value, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindTypedArray {
		return iso.ThrowTypeError("Method %%TypedArray%%.prototype.subarray called on incompatible receiver %s", show(iso, v))
	}
	n, _ := iso.TypedArrayLength(v.Ref())
	from, ok := iso.RelativeIndex(a.Arg(0), n, 0)
	if !ok {
		return undefined, false
	}
	r := a.This().Ref()
	tracking := iso.U32(r, layout.TypedArrayFlags)&layout.TypedArrayTracking != 0 && a.Arg(1) == undefined
	to := n
	if !tracking {
		if to, ok = iso.RelativeIndex(a.Arg(1), n, n); !ok {
			return undefined, false
		}
		r = a.This().Ref()
	}
	begin := iso.U64(r, layout.TypedArrayByteOffset) + from*iso.TypedArrayType(r).Size()
	buf := iso.Value(r, layout.TypedArrayBuffer)
	if tracking {
		return typedSpeciesCreate(iso, a.This(), buf, gc.Number(float64(begin)))
	}
	return typedSpeciesCreate(iso, a.This(), buf, gc.Number(float64(begin)), gc.Number(float64(max(to, from)-from)))
}

// typedWith, 23.2.3.36.
func typedWith(iso *Isolate, a *Args) (Value, bool) {
	r, n, ok := validTyped(iso, a.This(), "with")
	if !ok {
		return undefined, false
	}
	f, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if !ok {
		return undefined, false
	}
	if f < 0 {
		f += float64(n)
	}
	v, ok := iso.TypedCoerce(iso.TypedArrayType(a.This().Ref()), a.Arg(1))
	if !ok {
		return undefined, false
	}
	h := iso.NewHandle(v)
	r = a.This().Ref()
	now, _ := iso.TypedArrayLength(r)
	if f < 0 || f >= float64(now) {
		return iso.ThrowRangeError("Invalid typed array index")
	}
	t := iso.TypedArrayType(r)
	o, ok := allocTyped(iso, t, iso.Intrinsic(vm.TypedArrayPrototypes+vm.IntrinsicID(t)), n)
	if !ok {
		return o, false
	}
	copy(iso.TypedArrayBytes(o.Ref()), iso.TypedArrayBytes(a.This().Ref()))
	iso.TypedSet(o, uint64(f), h.Value()) // v is coerced: runs nothing
	return o, true                        //gcvet:ok v is coerced: TypedSet runs nothing
}

var typedArrayNatives = []native{
	{"TypedValidate", nativeTypedValidate},
	{"TypedSpeciesCreate", nativeTypedSpeciesCreate},
	{"TypedCreate", nativeTypedCreate},
	{"TypedClone", nativeTypedClone},
	{"TypedSortDefault", nativeTypedSortDefault},
}

// %TypedValidate(this, method): its length.
func nativeTypedValidate(iso *Isolate, a nargs) (Value, bool) {
	_, n, ok := validTyped(iso, a.Arg(0), iso.GoString(a.Arg(1)))
	return gc.Number(float64(n)), ok
}

// %TypedSpeciesCreate(exemplar, length), %TypedCreate(constructor, length), %TypedClone(array, method)
func nativeTypedSpeciesCreate(iso *Isolate, a nargs) (Value, bool) {
	return typedSpeciesCreate(iso, a.Arg(0), a.Arg(1))
}
func nativeTypedCreate(iso *Isolate, a nargs) (Value, bool) {
	return typedCreate(iso, a.Arg(0), a.Arg(1))
}
func nativeTypedClone(iso *Isolate, a nargs) (Value, bool) {
	return typedClone(iso, a.Arg(0), iso.GoString(a.Arg(1)))
}

// %TypedSortDefault(array): numeric order, -0 before +0, NaN last.
func nativeTypedSortDefault(iso *Isolate, a nargs) (Value, bool) {
	r := a.Arg(0).Ref()
	t := iso.TypedArrayType(r)
	b, size := iso.TypedArrayBytes(r), t.Size()
	n := uint64(len(b)) / size
	if t.IsBig() {
		list := make([]uint64, n)
		for i := range list {
			list[i] = leUint64(b[uint64(i)*8:])
		}
		if t == vm.BigInt64 {
			slices.SortFunc(list, func(x, y uint64) int { return cmpInt64(int64(x), int64(y)) })
		} else {
			slices.Sort(list)
		}
		for i, x := range list {
			putLeUint64(b[i*8:], x)
		}
		return a.Arg(0), true
	}
	list := make([]float64, n)
	for i := range list {
		list[i] = iso.LoadElement(b[uint64(i)*size:], t).AsFloat()
	}
	slices.SortFunc(list, compareNumbers)
	for i, f := range list {
		iso.StoreElement(b[uint64(i)*size:], t, gc.Number(f))
	}
	return a.Arg(0), true
}

func cmpInt64(x, y int64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

func compareNumbers(x, y float64) int {
	switch {
	case x != x:
		if y != y {
			return 0
		}
		return 1
	case y != y:
		return -1
	case x < y:
		return -1
	case x > y:
		return 1
	case x == 0 && math.Signbit(x) != math.Signbit(y):
		if math.Signbit(x) {
			return -1
		}
		return 1
	}
	return 0
}

func leUint64(b []byte) uint64 {
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

func putLeUint64(b []byte, x uint64) {
	for i := 0; i < 8; i++ {
		b[i] = byte(x >> (8 * i))
	}
}
