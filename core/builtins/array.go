package builtins

import (
	"math"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var arrayStatic = []Row{
	{Name: "isArray", Length: 1, Fn: arrayIsArray},
	{Name: "from", Length: 1, JS: "array:from"},
	{Name: "fromAsync", Length: 1, JS: "array:fromAsync"},
	{Name: "of", Length: 0, Fn: arrayOf},
	{Name: "get @@species", Fn: speciesGetter},
}

var arrayProto = []Row{
	{Name: "at", Length: 1, Fn: arrayAt},
	{Name: "concat", Length: 1, Fn: arrayConcat},
	{Name: "copyWithin", Length: 2, Fn: arrayCopyWithin},
	{Name: "fill", Length: 1, Fn: arrayFill},
	{Name: "find", Length: 1, JS: "array:find"},
	{Name: "findIndex", Length: 1, JS: "array:findIndex"},
	{Name: "findLast", Length: 1, JS: "array:findLast"},
	{Name: "findLastIndex", Length: 1, JS: "array:findLastIndex"},
	{Name: "lastIndexOf", Length: 1, Fn: arrayLastIndexOf},
	{Name: "pop", Length: 0, Fn: arrayPop},
	{Name: "push", Length: 1, Fn: arrayPush},
	{Name: "reverse", Length: 0, Fn: arrayReverse},
	{Name: "shift", Length: 0, Fn: arrayShift},
	{Name: "unshift", Length: 1, Fn: arrayUnshift},
	{Name: "slice", Length: 2, Fn: arraySlice},
	{Name: "sort", Length: 1, JS: "array:sort"},
	{Name: "splice", Length: 2, Fn: arraySplice},
	{Name: "includes", Length: 1, Fn: arrayIncludes},
	{Name: "indexOf", Length: 1, Fn: arrayIndexOf},
	{Name: "join", Length: 1, Fn: arrayJoin},
	{Name: "keys", Length: 0, Fn: arrayKeys},
	{Name: "entries", Length: 0, Fn: arrayEntries},
	{Name: "values", Length: 0, Fn: arrayValues},
	{Name: "forEach", Length: 1, JS: "array:forEach"},
	{Name: "filter", Length: 1, JS: "array:filter"},
	{Name: "flat", Length: 0, JS: "array:flat"},
	{Name: "flatMap", Length: 1, JS: "array:flatMap"},
	{Name: "map", Length: 1, JS: "array:map"},
	{Name: "every", Length: 1, JS: "array:every"},
	{Name: "some", Length: 1, JS: "array:some"},
	{Name: "reduce", Length: 1, JS: "array:reduce"},
	{Name: "reduceRight", Length: 1, JS: "array:reduceRight"},
	{Name: "toReversed", Length: 0, Fn: arrayToReversed},
	{Name: "toSorted", Length: 1, JS: "array:toSorted"},
	{Name: "toSpliced", Length: 2, Fn: arrayToSpliced},
	{Name: "toLocaleString", Length: 0, Fn: arrayToLocaleString},
	{Name: "toString", Length: 0, Fn: arrayToString},
	{Name: "with", Length: 2, Fn: arrayWith},
}

//gcvet:ok Get only makes a native function of a row here
func setupArray(iso *Isolate) {
	p := iso.NewArrayProto(0, iso.Intrinsic(vm.ObjectPrototype))
	iso.MakePrototype(p.Ref())
	iso.SetIntrinsic(vm.ArrayPrototype, p)
	define(iso, "Array", 1, arrayConstructor, p, vm.ArrayConstructor, arrayStatic, arrayProto)
	values, _ := iso.Get(p, iso.KeyOfGo("values"))
	iso.SetIntrinsic(vm.ArrayValuesFunction, values)
	iso.AddOwn(p.Ref(), iso.SymK(object.SymIterator), values, layout.AttrHidden)
	u := iso.NewObjectProto(gc.Null)
	for _, n := range []string{"at", "copyWithin", "entries", "fill", "find", "findIndex", "findLast", "findLastIndex", "flat", "flatMap", "includes", "keys", "toReversed", "toSorted", "toSpliced", "values"} {
		iso.AddOwn(u.Ref(), iso.KeyOfGo(n), gc.True, layout.AttrDefault)
	}
	iso.AddOwn(p.Ref(), iso.SymK(object.SymUnscopables), u, layout.AttrConfigurable)
}

// arrayConstructor is Array(...values), ECMA-262 23.1.1.1.
func arrayConstructor(iso *Isolate, a *Args) (Value, bool) {
	nt := a.NewTarget()
	proto := iso.Intrinsic(vm.ArrayPrototype)
	if nt != undefined && nt != a.Callee() {
		var ok bool
		if proto, ok = iso.GetPrototypeFromConstructor(nt, vm.ArrayPrototype); !ok {
			return proto, false
		}
	}
	if a.Len() == 1 {
		v := a.Arg(0)
		if !v.IsNumber() {
			arr := iso.NewArrayProto(0, proto)
			iso.ArrayPush(arr, v)
			return arr, true
		}
		f := v.AsFloat()
		if f < 0 || f != math.Trunc(f) || f > math.MaxUint32 {
			return iso.ThrowRangeError("Invalid array length")
		}
		return presized(iso, iso.NewArrayProto(uint32(f), proto), uint32(f)), true
	}
	arr := iso.NewArrayProto(0, proto)
	for i := 0; i < a.Len(); i++ {
		iso.ArrayPush(arr, a.Arg(i))
	}
	return arr, true
}

// presized gives a new array of moderate length its elements at once.
func presized(iso *Isolate, arr Value, n uint32) Value {
	if n > 0 && n <= 1<<16 {
		iso.InitRef(arr.Ref(), layout.ObjElements, iso.NewElements(n))
	}
	return arr
}

// arrayIsArray, 23.1.2.2.
func arrayIsArray(iso *Isolate, a *Args) (Value, bool) {
	b, ok := iso.IsArray(a.Arg(0))
	return gc.Bool(b), ok
}

// arrayOf is Array.of(...items), 23.1.2.3.
func arrayOf(iso *Isolate, a *Args) (Value, bool) {
	n := a.Len()
	var o Value
	if iso.IsConstructor(a.This()) {
		var ok bool
		if o, ok = iso.Construct(a.This(), a.This(), gc.Int(int32(n))); !ok {
			return o, false
		}
	} else {
		o = iso.NewArray(uint32(n))
	}
	h := iso.NewHandle(o)
	for i := 0; i < n; i++ {
		if !iso.CreateDataPropertyOrThrow(h.Value(), iso.IndexKey(uint64(i)), a.Arg(i)) {
			return undefined, false
		}
	}
	if !iso.Set(h.Value(), iso.K(object.AtomLength), gc.Int(int32(n)), true) {
		return undefined, false
	}
	return h.Value(), true
}

// receiver does steps 1 and 2 of most methods: ToObject(this) into a handle, and its length.
func receiver(iso *Isolate, a *Args, method string) (h Handle, n uint64, ok bool) {
	if a.This().IsNullish() {
		if method == "indexOf" {
			iso.ThrowTypeError("Array.prototype.indexOf called on null or undefined")
			return h, 0, false
		}
		iso.ThrowTypeError("Cannot convert undefined or null to object")
		return h, 0, false
	}
	o, ok := iso.ToObject(a.This())
	if !ok {
		return h, 0, false
	}
	h = iso.NewHandle(o)
	n, ok = iso.LengthOf(o)
	return h, n, ok
}

// isFast tells whether an object is an array in dense form whose missing elements read as undefined: no accessors, no proxies,
// extensible, writable length, and no prototype with indexed properties.
func isFast(iso *Isolate, v Value) bool {
	r := v.Ref()
	if iso.KindOf(r) != layout.KindArray || iso.ProtoHasElements() {
		return false
	}
	f := iso.U32(r, layout.ObjFlags)
	return f&layout.ObjElementsKindMask != layout.ElementsDictionary &&
		f&(layout.ObjElementsFrozen|layout.ObjElementsSealed|layout.ObjLengthReadOnly) == 0 && iso.Extensible(r)
}

// fastGet returns element i of a fast array, holes as undefined.
func fastGet(iso *Isolate, v Value, i uint64) Value {
	x := iso.FastElement(v.Ref(), uint32(i))
	if x == gc.Hole {
		return undefined
	}
	return x
}

// get reads property i of any object.
func get(iso *Isolate, h Handle, i uint64) (Value, bool) {
	v := h.Value()
	if iso.KindOf(v.Ref()) == layout.KindArray && i < math.MaxUint32 {
		if x := iso.FastElement(v.Ref(), uint32(i)); x != gc.Hole {
			return x, true
		}
	}
	return iso.Get(v, iso.IndexKey(i))
}

func setLength(iso *Isolate, h Handle, n uint64) bool {
	return iso.Set(h.Value(), iso.K(object.AtomLength), gc.Number(float64(n)), true)
}

// arrayAt, 23.1.3.1.
func arrayAt(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "at")
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
	return get(iso, h, uint64(f))
}

// arraySpeciesCreate, 23.1.3.2.2 ArraySpeciesCreate. May run JavaScript.
func arraySpeciesCreate(iso *Isolate, o Value, n uint64) (Value, bool) {
	isArray, ok := iso.IsArray(o)
	if !ok {
		return undefined, false
	}
	c := undefined
	if isArray {
		if c, ok = iso.Get(o, iso.K(object.AtomConstructor)); !ok {
			return undefined, false
		}
		if iso.IsConstructor(c) && c != iso.Intrinsic(vm.ArrayConstructor) {
			realm, ok := iso.RealmOf(c)
			if !ok {
				return undefined, false
			}
			if realm != iso.Realm() && c == iso.IntrinsicOf(realm, vm.ArrayConstructor) {
				c = undefined
			}
		}
		if c.IsObject() {
			if c, ok = iso.Get(c, iso.SymK(object.SymSpecies)); !ok {
				return undefined, false
			}
			if c == gc.Null {
				c = undefined
			}
		}
	}
	if c == undefined || c == iso.Intrinsic(vm.ArrayConstructor) {
		if n > math.MaxUint32 {
			return iso.ThrowRangeError("Invalid array length")
		}
		return presized(iso, iso.NewArray(uint32(n)), uint32(n)), true
	}
	if !iso.IsConstructor(c) {
		return iso.ThrowTypeError("object.constructor[Symbol.species] is not a constructor")
	}
	return iso.Construct(c, c, gc.Number(float64(n)))
}

// isConcatSpreadable, 23.1.3.2.1.
func isConcatSpreadable(iso *Isolate, v Value) (bool, bool) {
	if !v.IsObject() {
		return false, true
	}
	h := iso.NewHandle(v)
	s, ok := iso.Get(v, iso.SymK(object.SymIsConcatSpreadable))
	if !ok {
		return false, false
	}
	if s != undefined {
		return iso.ToBoolean(s), true
	}
	return iso.IsArray(h.Value())
}

// arrayConcat, 23.1.3.2.
func arrayConcat(iso *Isolate, a *Args) (Value, bool) {
	o, ok := iso.ToObject(a.This())
	if !ok {
		return iso.ThrowTypeError("Array.prototype.concat called on null or undefined")
	}
	h := iso.NewHandle(o)
	r, ok := arraySpeciesCreate(iso, o, 0)
	if !ok {
		return r, false
	}
	res := iso.NewHandle(r)
	n := uint64(0)
	for i := -1; i < a.Len(); i++ {
		m := iso.HandleMark()
		e := h.Value()
		if i >= 0 {
			e = a.Arg(i)
		}
		he := iso.NewHandle(e)
		spread, ok := isConcatSpreadable(iso, e)
		if !ok {
			return undefined, false
		}
		if !spread {
			if n >= vm.MaxSafeInteger {
				return iso.ThrowTypeError("Invalid array length")
			}
			if !iso.CreateDataPropertyOrThrow(res.Value(), iso.IndexKey(n), he.Value()) {
				return undefined, false
			}
			n++
			iso.ReleaseHandles(m)
			continue
		}
		l, ok := iso.LengthOf(he.Value())
		if !ok {
			return undefined, false
		}
		if n+l > vm.MaxSafeInteger {
			return iso.ThrowTypeError("Invalid array length")
		}
		if isFast(iso, he.Value()) && isFast(iso, res.Value()) && n+l < 1<<26 && uint64(iso.ArrayLen(res.Value().Ref())) == n {
			if l > 1<<16 && !iso.Fits(12*(n+l)) {
				return iso.ThrowRangeError("Invalid array length")
			}
			appendFast(iso, res.Value(), he.Value(), 0, uint32(l))
			n += l
			if !iso.PollNative() {
				return undefined, false
			}
			iso.ReleaseHandles(m)
			continue
		}
		sparse := l > 1<<16 && iso.KindOf(he.Value().Ref()) == layout.KindArray && iso.ElementsKind(he.Value().Ref()) == layout.ElementsDictionary && !iso.ProtoHasElements()
		if sparse {
			for _, k := range iso.ElementIndices(he.Value().Ref()) {
				v, ok := iso.Get(he.Value(), iso.IndexKey(uint64(k)))
				if !ok || !iso.CreateDataPropertyOrThrow(res.Value(), iso.IndexKey(n+uint64(k)), v) {
					return undefined, false
				}
			}
			n += l
			iso.ReleaseHandles(m)
			continue
		}
		for k := uint64(0); k < l; k, n = k+1, n+1 {
			has, ok := iso.HasProperty(he.Value(), iso.IndexKey(k))
			if !ok {
				return undefined, false
			}
			if has {
				v, ok := iso.Get(he.Value(), iso.IndexKey(k))
				if !ok || !iso.CreateDataPropertyOrThrow(res.Value(), iso.IndexKey(n), v) {
					return undefined, false
				}
			}
		}
		iso.ReleaseHandles(m)
	}
	if !setLength(iso, res, n) {
		return undefined, false
	}
	return res.Value(), true
}

// appendFast appends elements [from, from+n) of a fast array to another.
func appendFast(iso *Isolate, dst, src Value, from, n uint32) {
	if n == 0 {
		return
	}
	d, s := dst.Ref(), src.Ref()
	at := iso.ArrayLen(d)
	have := iso.ElementsLen(s)
	copyN := uint32(0)
	if from < have {
		copyN = min(n, have-from)
	}
	e := iso.Ref(d, layout.ObjElements)
	if iso.ElementsLen(d) < at+n {
		grow := at + n
		if at > 0 {
			grow += grow / 2
		}
		e = iso.GrowElements(d, grow)
	}
	if copyN > 0 {
		se := iso.Ref(s, layout.ObjElements)
		iso.CopyValues(e, layout.ElementsHeader+8*uintptr(iso.U32(e, layout.ElementsStart)+at), se, layout.ElementsHeader+8*uintptr(iso.U32(se, layout.ElementsStart)+from), int(copyN))
	}
	k := max(iso.ElementsKind(d)&^1, iso.ElementsKind(s)&^1) | (iso.ElementsKind(d)|iso.ElementsKind(s))&1
	if copyN < n {
		k |= 1
	}
	iso.SetU32(d, layout.ObjFlags, iso.U32(d, layout.ObjFlags)&^layout.ObjElementsKindMask|k)
	iso.SetArrayLen(d, at+n)
}

// move does one step of copyWithin, splice, shift and unshift: property from to property to, deleted where absent.
func move(iso *Isolate, h Handle, from, to uint64) bool {
	if from&0xFFF == 0xFFF && !iso.PollNative() {
		return false
	}
	has, ok := iso.HasProperty(h.Value(), iso.IndexKey(from))
	if !ok {
		return false
	}
	if !has {
		return iso.DeleteOrThrow(h.Value(), iso.IndexKey(to))
	}
	v, ok := iso.Get(h.Value(), iso.IndexKey(from))
	return ok && iso.Set(h.Value(), iso.IndexKey(to), v, true)
}

// arrayCopyWithin, 23.1.3.4.
func arrayCopyWithin(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "copyWithin")
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
		return h.Value(), true
	}
	count := min(end-from, n-to)
	if from < to && to < from+count {
		for ; count > 0; count-- {
			if !move(iso, h, from+count-1, to+count-1) {
				return undefined, false
			}
		}
		return h.Value(), true
	}
	for i := uint64(0); i < count; i++ {
		if !move(iso, h, from+i, to+i) {
			return undefined, false
		}
	}
	return h.Value(), true
}

// arrayFill, 23.1.3.7.
func arrayFill(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "fill")
	if !ok {
		return undefined, false
	}
	k, ok := iso.RelativeIndex(a.Arg(1), n, 0)
	if !ok {
		return undefined, false
	}
	end, ok := iso.RelativeIndex(a.Arg(2), n, n)
	if !ok {
		return undefined, false
	}
	if isFast(iso, h.Value()) && end <= uint64(iso.ArrayLen(h.Value().Ref())) && end < 1<<26 {
		r := h.Value().Ref()
		if uint64(iso.ElementsLen(r)) < end {
			if !iso.RoomFor(8 * end) {
				return iso.ThrowRangeError("Invalid array length")
			}
			iso.GrowElements(r, uint32(end))
		}
		for ; k < end; k++ {
			iso.SetElementValue(r, uint32(k), a.Arg(0))
		}
		return h.Value(), true
	}
	if iso.KindOf(h.Value().Ref()) == layout.KindArray && end > k && !iso.RoomFor(8*(end-k)) {
		return iso.ThrowRangeError("Invalid array length")
	}
	for ; k < end; k++ {
		if k&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		if !iso.Set(h.Value(), iso.IndexKey(k), a.Arg(0), true) {
			return undefined, false
		}
	}
	return h.Value(), true
}

// search is the common part of indexOf and includes over [k, n).
func arraySearch(iso *Isolate, a *Args, includes bool) (Value, bool) {
	name := "indexOf"
	if includes {
		name = "includes"
	}
	h, n, ok := receiver(iso, a, name)
	if !ok {
		return undefined, false
	}
	miss := gc.Int(-1)
	if includes {
		miss = gc.False
	}
	if n == 0 {
		return miss, true
	}
	k, ok := iso.RelativeIndex(a.Arg(1), n, 0)
	if !ok {
		return undefined, false
	}
	hit := func(k uint64) Value {
		if includes {
			return gc.True
		}
		return gc.Number(float64(k))
	}
	x := a.Arg(0)
	if isFast(iso, h.Value()) {
		o := h.Value()
		n = min(n, uint64(iso.ArrayLen(o.Ref())))
		limit := min(n, uint64(iso.ElementsLen(o.Ref())))
		for ; k < limit; k++ {
			v := iso.FastElement(o.Ref(), uint32(k))
			if v == gc.Hole {
				if includes && x == undefined {
					return gc.True, true
				}
				continue
			}
			if includes && iso.SameValueZero(v, x) || !includes && iso.StrictEquals(v, x) {
				return hit(k), true
			}
		}
		if includes && x == undefined && k < n {
			return gc.True, true
		}
		return miss, true
	}
	for ; k < n; k++ {
		if k&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		if !includes {
			has, ok := iso.HasProperty(h.Value(), iso.IndexKey(k))
			if !ok {
				return undefined, false
			}
			if !has {
				continue
			}
		}
		v, ok := iso.Get(h.Value(), iso.IndexKey(k))
		if !ok {
			return undefined, false
		}
		if includes && iso.SameValueZero(v, a.Arg(0)) || !includes && iso.StrictEquals(v, a.Arg(0)) {
			return hit(k), true
		}
	}
	return miss, true
}

// arrayIncludes, 23.1.3.16; arrayIndexOf, 23.1.3.17.
func arrayIncludes(iso *Isolate, a *Args) (Value, bool) { return arraySearch(iso, a, true) }
func arrayIndexOf(iso *Isolate, a *Args) (Value, bool)  { return arraySearch(iso, a, false) }

// arrayLastIndexOf, 23.1.3.20.
func arrayLastIndexOf(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "lastIndexOf")
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
		k := iso.IndexKey(uint64(f))
		has, ok := iso.HasProperty(h.Value(), k)
		if !ok {
			return undefined, false
		}
		if has {
			v, ok := iso.Get(h.Value(), k)
			if !ok {
				return undefined, false
			}
			if iso.StrictEquals(v, a.Arg(0)) {
				return gc.Number(f), true
			}
		}
	}
	return gc.Int(-1), true
}

// arrayPop, 23.1.3.22.
func arrayPop(iso *Isolate, a *Args) (Value, bool) {
	if o := a.This(); o.IsObject() && isFast(iso, o) {
		n := iso.ArrayLen(o.Ref())
		if n == 0 {
			return undefined, true
		}
		v := iso.FastElement(o.Ref(), n-1)
		if v != gc.Hole {
			iso.SetElementHole(o.Ref(), n-1)
		} else {
			v = undefined
		}
		iso.SetArrayLen(o.Ref(), n-1)
		return v, true
	}
	h, n, ok := receiver(iso, a, "pop")
	if !ok {
		return undefined, false
	}
	if n == 0 {
		return undefined, setLength(iso, h, 0)
	}
	v, ok := iso.Get(h.Value(), iso.IndexKey(n-1))
	if !ok {
		return undefined, false
	}
	hv := iso.NewHandle(v)
	if !iso.DeleteOrThrow(h.Value(), iso.IndexKey(n-1)) || !setLength(iso, h, n-1) {
		return undefined, false
	}
	return hv.Value(), true
}

// arrayPush, 23.1.3.23.
func arrayPush(iso *Isolate, a *Args) (Value, bool) {
	if o := a.This(); o.IsObject() && isFast(iso, o) && uint64(iso.ArrayLen(o.Ref()))+uint64(a.Len()) < 1<<27 {
		r := o.Ref()
		n := iso.ArrayLen(r)
		for i, argc := 0, a.Len(); i < argc; i++ {
			iso.AddElement(r, n, a.Arg(i))
			n++
			iso.SetArrayLen(r, n)
		}
		return gc.Uint(n), true
	}
	h, n, ok := receiver(iso, a, "push")
	if !ok {
		return undefined, false
	}
	if n+uint64(a.Len()) > vm.MaxSafeInteger {
		return iso.ThrowTypeError("Pushing %d elements on an array-like of length %d is disallowed, as the total surpasses 2**53-1", a.Len(), n)
	}
	for i := 0; i < a.Len(); i++ {
		if !iso.Set(h.Value(), iso.IndexKey(n), a.Arg(i), true) {
			return undefined, false
		}
		n++
	}
	return gc.Number(float64(n)), setLength(iso, h, n)
}

// arrayReverse, 23.1.3.26.
func arrayReverse(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "reverse")
	if !ok {
		return undefined, false
	}
	if o := h.Value(); isFast(iso, o) && uint64(iso.ElementsLen(o.Ref())) >= n {
		r := o.Ref()
		for i, j := uint32(0), uint32(n)-1; n > 1 && i < j; i, j = i+1, j-1 {
			x, y := iso.FastElement(r, i), iso.FastElement(r, j)
			iso.SetElementValue(r, i, y)
			iso.SetElementValue(r, j, x)
		}
		return o, true
	}
	for lo := uint64(0); lo < n/2; lo++ {
		if lo&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		hi := n - 1 - lo
		kl, kh := iso.IndexKey(lo), iso.IndexKey(hi)
		m := iso.HandleMark()
		hasL, ok := iso.HasProperty(h.Value(), kl)
		if !ok {
			return undefined, false
		}
		vl, vh := undefined, undefined
		if hasL {
			if vl, ok = iso.Get(h.Value(), kl); !ok {
				return undefined, false
			}
		}
		hl := iso.NewHandle(vl)
		hasH, ok := iso.HasProperty(h.Value(), kh)
		if !ok {
			return undefined, false
		}
		if hasH {
			if vh, ok = iso.Get(h.Value(), kh); !ok {
				return undefined, false
			}
		}
		hh := iso.NewHandle(vh)
		switch {
		case hasL && hasH:
			ok = iso.Set(h.Value(), kl, hh.Value(), true) && iso.Set(h.Value(), kh, hl.Value(), true)
		case hasH:
			ok = iso.Set(h.Value(), kl, hh.Value(), true) && iso.DeleteOrThrow(h.Value(), kh)
		case hasL:
			ok = iso.DeleteOrThrow(h.Value(), kl) && iso.Set(h.Value(), kh, hl.Value(), true)
		}
		if !ok {
			return undefined, false
		}
		iso.ReleaseHandles(m)
	}
	return h.Value(), true
}

// arrayShift, 23.1.3.27.
func arrayShift(iso *Isolate, a *Args) (Value, bool) {
	if o := a.This(); o.IsObject() && isFast(iso, o) {
		n := iso.ArrayLen(o.Ref())
		if n == 0 {
			return undefined, true
		}
		v := undefined
		if iso.ElementsLen(o.Ref()) > 0 {
			if v = iso.ShiftElements(o.Ref()); v == gc.Hole {
				v = undefined
			}
		}
		iso.SetArrayLen(o.Ref(), n-1)
		return v, true
	}
	h, n, ok := receiver(iso, a, "shift")
	if !ok {
		return undefined, false
	}
	if n == 0 {
		return undefined, setLength(iso, h, 0)
	}
	v, ok := iso.Get(h.Value(), iso.IndexKey(0))
	if !ok {
		return undefined, false
	}
	hv := iso.NewHandle(v)
	for k := uint64(1); k < n; k++ {
		if k&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		if !move(iso, h, k, k-1) {
			return undefined, false
		}
	}
	if !iso.DeleteOrThrow(h.Value(), iso.IndexKey(n-1)) || !setLength(iso, h, n-1) {
		return undefined, false
	}
	return hv.Value(), true
}

// arrayUnshift, 23.1.3.35.
func arrayUnshift(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "unshift")
	if !ok {
		return undefined, false
	}
	argc := uint64(a.Len())
	if argc > 0 {
		if n+argc > vm.MaxSafeInteger {
			return iso.ThrowTypeError("Invalid array length")
		}
		if o := h.Value(); isFast(iso, o) && n+argc < 1<<26 {
			r := o.Ref()
			shiftUp(iso, r, 0, uint32(n), uint32(argc))
			for i := uint64(0); i < argc; i++ {
				iso.SetElementValue(r, uint32(i), a.Arg(int(i)))
			}
			iso.SetArrayLen(r, uint32(n+argc))
			return gc.Number(float64(n + argc)), true
		}
		for k := n; k > 0; k-- {
			if !move(iso, h, k-1, k+argc-1) {
				return undefined, false
			}
		}
		for i := uint64(0); i < argc; i++ {
			if !iso.Set(h.Value(), iso.IndexKey(i), a.Arg(int(i)), true) {
				return undefined, false
			}
		}
	}
	return gc.Number(float64(n + argc)), setLength(iso, h, n+argc)
}

// shiftUp moves elements [at, n) of a fast array up by d, growing it; the gap holds what was there before or holes.
func shiftUp(iso *Isolate, r Ref, at, n, d uint32) {
	if iso.ElementsLen(r) < n+d {
		iso.GrowElements(r, n+d+(n+d)/2)
	}
	e := iso.Ref(r, layout.ObjElements)
	base := layout.ElementsHeader + 8*uintptr(iso.U32(e, layout.ElementsStart))
	if n > at {
		iso.CopyValues(e, base+8*uintptr(at+d), e, base+8*uintptr(at), int(n-at))
	}
}

// arraySlice, 23.1.3.28.
func arraySlice(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "slice")
	if !ok {
		return undefined, false
	}
	k, ok := iso.RelativeIndex(a.Arg(0), n, 0)
	if !ok {
		return undefined, false
	}
	end, ok := iso.RelativeIndex(a.Arg(1), n, n)
	if !ok {
		return undefined, false
	}
	count := uint64(0)
	if end > k {
		count = end - k
	}
	plain := plainSpecies(iso, h.Value())
	if plain && isFast(iso, h.Value()) && end <= uint64(iso.ArrayLen(h.Value().Ref())) && count < 1<<26 {
		r := iso.NewArray(0)
		appendFast(iso, r, h.Value(), uint32(k), uint32(count))
		return r, true
	}
	r, ok := arraySpeciesCreate(iso, h.Value(), count)
	if !ok {
		return r, false
	}
	res := iso.NewHandle(r)
	to := uint64(0)
	for ; k < end; k, to = k+1, to+1 {
		if k&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		has, ok := iso.HasProperty(h.Value(), iso.IndexKey(k))
		if !ok {
			return undefined, false
		}
		if has {
			v, ok := iso.Get(h.Value(), iso.IndexKey(k))
			if !ok || !iso.CreateDataPropertyOrThrow(res.Value(), iso.IndexKey(to), v) {
				return undefined, false
			}
		}
	}
	if !setLength(iso, res, to) {
		return undefined, false
	}
	return res.Value(), true
}

// plainSpecies tells whether ArraySpeciesCreate on o gives a plain array without any observable step: o is an array whose
// constructor is found, as data, to be %Array% with its original species.
func plainSpecies(iso *Isolate, o Value) bool {
	if iso.KindOf(o.Ref()) != layout.KindArray {
		return false
	}
	c, ok := iso.LookupData(o, iso.K(object.AtomConstructor))
	if !ok || c != iso.Intrinsic(vm.ArrayConstructor) {
		return false
	}
	p, ok := iso.GetOwn(c.Ref(), iso.SymK(object.SymSpecies))
	return ok && p.IsAccessor() && iso.IsOriginalGetter(p.Value, speciesGetter)
}

// arraySplice, 23.1.3.31.
func arraySplice(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "splice")
	if !ok {
		return undefined, false
	}
	start, ok := iso.RelativeIndex(a.Arg(0), n, 0)
	if !ok {
		return undefined, false
	}
	items := uint64(max(a.Len()-2, 0))
	del := uint64(0)
	switch {
	case a.Len() == 1:
		del = n - start
	case a.Len() > 1:
		f, ok := iso.ToIntegerOrInfinity(a.Arg(1))
		if !ok {
			return undefined, false
		}
		del = uint64(math.Min(math.Max(f, 0), float64(n-start)))
	}
	if n+items-del > vm.MaxSafeInteger {
		return iso.ThrowTypeError("Invalid array length")
	}
	if o := h.Value(); plainSpecies(iso, o) && isFast(iso, o) && n == uint64(iso.ArrayLen(o.Ref())) && n+items < 1<<26 && uint64(iso.ElementsLen(o.Ref())) >= n {
		r := o.Ref()
		removed := iso.NewArray(0)
		appendFast(iso, removed, o, uint32(start), uint32(del))
		switch tail := start + del; {
		case items > del:
			shiftUp(iso, r, uint32(tail), uint32(n), uint32(items-del))
		case items < del:
			e := iso.Ref(r, layout.ObjElements)
			base := layout.ElementsHeader + 8*uintptr(iso.U32(e, layout.ElementsStart))
			iso.CopyValues(e, base+8*uintptr(start+items), e, base+8*uintptr(tail), int(n-tail))
			iso.FillValues(e, base+8*uintptr(n+items-del), int(del-items), gc.Hole)
		}
		for i := uint64(0); i < items; i++ {
			iso.SetElementValue(r, uint32(start+i), a.Arg(int(i)+2))
		}
		iso.SetArrayLen(r, uint32(n+items-del))
		return removed, true
	}
	rv, ok := arraySpeciesCreate(iso, h.Value(), del)
	if !ok {
		return rv, false
	}
	res := iso.NewHandle(rv)
	for k := uint64(0); k < del; k++ {
		if k&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		has, ok := iso.HasProperty(h.Value(), iso.IndexKey(start+k))
		if !ok {
			return undefined, false
		}
		if has {
			v, ok := iso.Get(h.Value(), iso.IndexKey(start+k))
			if !ok || !iso.CreateDataPropertyOrThrow(res.Value(), iso.IndexKey(k), v) {
				return undefined, false
			}
		}
	}
	if !setLength(iso, res, del) {
		return undefined, false
	}
	if items < del {
		for k := start; k < n-del; k++ {
			if !move(iso, h, k+del, k+items) {
				return undefined, false
			}
		}
		for k := n; k > n-del+items; k-- {
			if !iso.DeleteOrThrow(h.Value(), iso.IndexKey(k-1)) {
				return undefined, false
			}
		}
	} else if items > del {
		for k := n - del; k > start; k-- {
			if !move(iso, h, k+del-1, k+items-1) {
				return undefined, false
			}
		}
	}
	for i := uint64(0); i < items; i++ {
		if !iso.Set(h.Value(), iso.IndexKey(start+i), a.Arg(int(i)+2), true) {
			return undefined, false
		}
	}
	if !setLength(iso, h, n-del+items) {
		return undefined, false
	}
	return res.Value(), true
}

// joinStack guards Array.prototype.join against cycles, as all engines do.
func joinGuard(iso *Isolate, o Value) (leave func(), cyclic bool) {
	st := iso.JoinStack()
	for _, h := range *st {
		if h.Value() == o {
			return nil, true
		}
	}
	*st = append(*st, iso.NewHandle(o))
	return func() { *st = (*st)[:len(*st)-1] }, false
}

// arrayJoin, 23.1.3.18.
func arrayJoin(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "join")
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
	return joinWith(iso, h, n, sep, func(v Value) (Value, bool) { return iso.ToString(v) })
}

func joinWith(iso *Isolate, h Handle, n uint64, sep Handle, str func(Value) (Value, bool)) (Value, bool) {
	leave, cyclic := joinGuard(iso, h.Value())
	if cyclic {
		return iso.Empty(), true
	}
	defer leave()
	if !iso.EnterNative() {
		return undefined, false
	}
	var b text.Builder
	for k := uint64(0); k < n; k++ {
		if k&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		if k > 0 {
			b.Value(&iso.Space.Space, sep.Value())
			if b.Len() > text.MaxLength {
				return iso.ThrowRangeError("Invalid string length")
			}
		}
		m := iso.HandleMark()
		v, ok := get(iso, h, k)
		if !ok {
			return undefined, false
		}
		if !v.IsNullish() {
			s, ok := str(v)
			if !ok {
				return undefined, false
			}
			b.Value(&iso.Space.Space, s)
		}
		iso.ReleaseHandles(m)
	}
	return finish(iso, &b)
}

// arrayToString, 23.1.3.36.
func arrayToString(iso *Isolate, a *Args) (Value, bool) {
	o, ok := iso.ToObject(a.This())
	if !ok {
		return o, false
	}
	h := iso.NewHandle(o)
	f, ok := iso.Get(o, iso.KeyOfGo("join"))
	if !ok {
		return f, false
	}
	if !iso.IsCallable(f) {
		f = iso.Intrinsic(vm.ObjectToStringFunction)
	}
	return iso.Call(f, h.Value())
}

// arrayToLocaleString, 23.1.3.32.
func arrayToLocaleString(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "toLocaleString")
	if !ok {
		return undefined, false
	}
	return joinWith(iso, h, n, iso.NewHandle(iso.NewOneByte([]byte(","))), func(v Value) (Value, bool) {
		s, ok := iso.Invoke(v, iso.KeyOfGo("toLocaleString"))
		if !ok {
			return s, false
		}
		return iso.ToString(s)
	})
}

// newArrayIterator makes an array iterator: kind 0 keys, 1 values, 2 entries (CreateArrayIterator, 23.1.5.1).
func newArrayIterator(iso *Isolate, a *Args, kind int32) (Value, bool) {
	o, ok := iso.ToObject(a.This())
	if !ok {
		return o, false
	}
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindArrayIterator, iso.Intrinsic(vm.ArrayIteratorPrototype), 0, 0))
	iso.InitValue(r, layout.IteratorTarget, o)
	iso.InitValue(r, layout.IteratorIndex, gc.Int(0))
	iso.InitValue(r, layout.IteratorExtra, gc.Int(kind))
	return gc.Object(r), true
}

// arrayKeys, 23.1.3.19; arrayValues, 23.1.3.38; arrayEntries, 23.1.3.5.
func arrayKeys(iso *Isolate, a *Args) (Value, bool)    { return newArrayIterator(iso, a, 0) }
func arrayValues(iso *Isolate, a *Args) (Value, bool)  { return newArrayIterator(iso, a, 1) }
func arrayEntries(iso *Isolate, a *Args) (Value, bool) { return newArrayIterator(iso, a, 2) }

// newListArray makes an array of n elements for the copying methods.
func newListArray(iso *Isolate, n uint64) (Handle, bool) {
	if n > math.MaxUint32 {
		iso.ThrowRangeError("Invalid array length")
		return Handle{}, false
	}
	return iso.NewHandle(presized(iso, iso.NewArray(uint32(n)), uint32(n))), true
}

// arrayToReversed, 23.1.3.33.
func arrayToReversed(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "toReversed")
	if !ok {
		return undefined, false
	}
	res, ok := newListArray(iso, n)
	if !ok {
		return undefined, false
	}
	for k := uint64(0); k < n; k++ {
		if k&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		v, ok := get(iso, h, n-1-k)
		if !ok || !iso.CreateDataPropertyOrThrow(res.Value(), iso.IndexKey(k), v) {
			return undefined, false
		}
	}
	return res.Value(), true
}

// arrayToSpliced, 23.1.3.35.
func arrayToSpliced(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "toSpliced")
	if !ok {
		return undefined, false
	}
	start, ok := iso.RelativeIndex(a.Arg(0), n, 0)
	if !ok {
		return undefined, false
	}
	items, skip := uint64(max(a.Len()-2, 0)), uint64(0)
	switch {
	case a.Len() == 1:
		skip = n - start
	case a.Len() > 1:
		f, ok := iso.ToIntegerOrInfinity(a.Arg(1))
		if !ok {
			return undefined, false
		}
		skip = uint64(math.Min(math.Max(f, 0), float64(n-start)))
	}
	total := n + items - skip
	if total > vm.MaxSafeInteger {
		return iso.ThrowTypeError("Invalid array length")
	}
	res, ok := newListArray(iso, total)
	if !ok {
		return undefined, false
	}
	to := uint64(0)
	put := func(v Value) bool {
		to++
		return iso.CreateDataPropertyOrThrow(res.Value(), iso.IndexKey(to-1), v)
	}
	for k := uint64(0); k < n; k++ {
		if k&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		if k == start {
			for i := uint64(0); i < items; i++ {
				if !put(a.Arg(int(i) + 2)) {
					return undefined, false
				}
			}
		}
		if k >= start && k < start+skip {
			k = start + skip - 1
			continue
		}
		v, ok := get(iso, h, k)
		if !ok || !put(v) {
			return undefined, false
		}
	}
	if start == n {
		for i := uint64(0); i < items; i++ {
			if !put(a.Arg(int(i) + 2)) {
				return undefined, false
			}
		}
	}
	return res.Value(), true
}

// arrayWith, 23.1.3.39.
func arrayWith(iso *Isolate, a *Args) (Value, bool) {
	h, n, ok := receiver(iso, a, "with")
	if !ok {
		return undefined, false
	}
	f, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if !ok {
		return undefined, false
	}
	given := f
	if f < 0 {
		f += float64(n)
	}
	if f < 0 || f >= float64(n) {
		return iso.ThrowRangeError("Invalid index : %s", vm.NumberText(given))
	}
	res, ok := newListArray(iso, n)
	if !ok {
		return undefined, false
	}
	for k := uint64(0); k < n; k++ {
		if k&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
		v := a.Arg(1)
		if k != uint64(f) {
			if v, ok = get(iso, h, k); !ok {
				return undefined, false
			}
		}
		if !iso.CreateDataPropertyOrThrow(res.Value(), iso.IndexKey(k), v) {
			return undefined, false
		}
	}
	return res.Value(), true
}
