package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var iteratorStatic = []Row{
	{Name: "from", Length: 1, JS: "iterator:from"},
	{Name: "concat", Length: 0, JS: "iterator:concat"},
}

var iteratorProto = []Row{
	{Name: "@@iterator", Length: 0, Fn: speciesGetter},
	{Name: "@@dispose", Length: 0, JS: "iterator:dispose"},
	{Name: "get constructor", Fn: iteratorGetConstructor},
	{Name: "set constructor", Length: 1, Fn: iteratorSetConstructor},
	{Name: "reduce", Length: 1, JS: "iterator:reduce"},
	{Name: "toArray", Length: 0, JS: "iterator:toArray"},
	{Name: "forEach", Length: 1, JS: "iterator:forEach"},
	{Name: "some", Length: 1, JS: "iterator:some"},
	{Name: "every", Length: 1, JS: "iterator:every"},
	{Name: "find", Length: 1, JS: "iterator:find"},
	{Name: "map", Length: 1, JS: "iterator:map"},
	{Name: "filter", Length: 1, JS: "iterator:filter"},
	{Name: "take", Length: 1, JS: "iterator:take"},
	{Name: "drop", Length: 1, JS: "iterator:drop"},
	{Name: "flatMap", Length: 1, JS: "iterator:flatMap"},
	{Name: "get @@toStringTag", Fn: iteratorGetTag},
	{Name: "set @@toStringTag", Length: 1, Fn: iteratorSetTag},
}

var asyncIteratorProto = []Row{
	{Name: "@@asyncIterator", Length: 0, Fn: speciesGetter},
	{Name: "@@asyncDispose", Length: 0, JS: "iterator:asyncDispose"},
}

var arrayIteratorProto = []Row{{Name: "next", Length: 0, Fn: arrayIteratorNext}}

var helperProto = []Row{
	{Name: "next", Length: 0, JS: "iterator:helperNext"},
	{Name: "return", Length: 0, JS: "iterator:helperReturn"},
}

var wrapProto = []Row{
	{Name: "next", Length: 0, JS: "iterator:wrapNext"},
	{Name: "return", Length: 0, JS: "iterator:wrapReturn"},
}

func setupIterators(iso *Isolate) {
	p := newPrototype(iso, vm.IteratorPrototype, vm.ObjectPrototype)
	c := iso.NewConstructor("Iterator", 0, iteratorConstructor, undefined, undefined)
	iso.AddOwn(c.Ref(), iso.K(object.AtomPrototype), p, 0)
	iso.SetIntrinsic(vm.IteratorConstructor, c)
	iso.DefineRows(c, iteratorStatic)
	iso.DefineRows(p, iteratorProto)
	iso.SetGlobal("Iterator", c)
	a := newPrototype(iso, vm.AsyncIteratorPrototype, vm.ObjectPrototype)
	iso.DefineRows(a, asyncIteratorProto)
	ai := newPrototype(iso, vm.ArrayIteratorPrototype, vm.IteratorPrototype)
	iso.DefineRows(ai, arrayIteratorProto)
	iso.SetToStringTag(ai, "Array Iterator")
	next, _ := iso.Get(ai, iso.K(object.AtomNext))
	iso.SetIntrinsic(vm.ArrayIteratorNextFunction, next)
	h := newPrototype(iso, vm.IteratorHelperPrototype, vm.IteratorPrototype)
	iso.DefineRows(h, helperProto)
	iso.SetToStringTag(h, "Iterator Helper")
	iso.DefineRows(newPrototype(iso, vm.WrapForValidIteratorPrototype, vm.IteratorPrototype), wrapProto)
}

// iteratorConstructor is Iterator(), ECMA-262 27.1.3.1.1.
func iteratorConstructor(iso *Isolate, a *Args) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Constructor Iterator requires 'new'")
	}
	if a.NewTarget() == a.Callee() {
		return iso.ThrowTypeError("Abstract class Iterator not directly constructable")
	}
	return iso.OrdinaryCreateFromConstructor(a.NewTarget(), vm.IteratorPrototype, layout.KindObject)
}

// setterThatIgnoresPrototypeProperties, 7.3.37.
func setterThatIgnores(iso *Isolate, a *Args, k Key) (Value, bool) {
	if !a.This().IsObject() {
		return iso.ThrowTypeError("Iterator.prototype setter called on non-object")
	}
	if a.This() == iso.Intrinsic(vm.IteratorPrototype) {
		return iso.ThrowTypeError("Cannot assign to read only property '%s' of object '[object Object]'", iso.KeyText(k))
	}
	_, found, ok := iso.GetOwnProperty(a.This(), k)
	if !ok {
		return undefined, false
	}
	if !found {
		return undefined, iso.CreateDataPropertyOrThrow(a.This(), k, a.Arg(0))
	}
	return undefined, iso.Set(a.This(), k, a.Arg(0), true)
}

// Accessors of Iterator.prototype.constructor and @@toStringTag, 27.1.4.1 and 27.1.4.14.
func iteratorGetConstructor(iso *Isolate, a *Args) (Value, bool) {
	return iso.Intrinsic(vm.IteratorConstructor), true
}
func iteratorSetConstructor(iso *Isolate, a *Args) (Value, bool) {
	return setterThatIgnores(iso, a, iso.K(object.AtomConstructor))
}
func iteratorGetTag(iso *Isolate, a *Args) (Value, bool) { return iso.Atom("Iterator"), true }
func iteratorSetTag(iso *Isolate, a *Args) (Value, bool) {
	return setterThatIgnores(iso, a, iso.SymK(object.SymToStringTag))
}

// arrayIteratorNext is %ArrayIteratorPrototype%.next(), 23.1.5.2.1.
func arrayIteratorNext(iso *Isolate, a *Args) (Value, bool) {
	t := a.This()
	if !t.IsObject() || iso.KindOf(t.Ref()) != layout.KindArrayIterator {
		return iso.ThrowTypeError("Method Array Iterator.prototype.next called on incompatible receiver %s", show(iso, t))
	}
	r := t.Ref()
	o := iso.Value(r, layout.IteratorTarget)
	if o == undefined {
		return iso.CreateIterResult(undefined, true), true
	}
	i := uint64(iso.Value(r, layout.IteratorIndex).AsFloat())
	var n uint64
	if iso.KindOf(o.Ref()) == layout.KindTypedArray {
		var inBounds bool
		if n, inBounds = iso.TypedArrayLength(o.Ref()); !inBounds {
			return iso.ThrowTypeError("Cannot perform %%ArrayIteratorPrototype%%.next on a detached ArrayBuffer")
		}
	} else {
		var ok bool
		if n, ok = iso.LengthOf(o); !ok {
			return undefined, false
		}
		r = a.This().Ref()
	}
	if i >= n {
		iso.StoreValue(r, layout.IteratorTarget, undefined)
		return iso.CreateIterResult(undefined, true), true
	}
	iso.StoreValue(r, layout.IteratorIndex, gc.Number(float64(i+1)))
	kind := iso.Value(r, layout.IteratorExtra).AsInt()
	if kind == 0 {
		return iso.CreateIterResult(gc.Number(float64(i)), false), true
	}
	v, ok := iso.Get(iso.Value(r, layout.IteratorTarget), iso.IndexKey(i))
	if !ok {
		return undefined, false
	}
	if kind == 2 {
		v = iso.NewArrayFrom(gc.Number(float64(i)), v)
	}
	return iso.CreateIterResult(v, false), true
}

var iteratorNatives = []native{
	{"NewIteratorHelper", nativeNewIteratorHelper},
	{"HelperState", nativeHelperState},
	{"NewWrapForValid", nativeNewWrap},
	{"WrapTarget", nativeWrapTarget},
	{"IterResult", nativeIterResult},
	{"OrdinaryHasIterator", nativeOrdinaryHasIterator},
}

// %NewIteratorHelper(state) makes an iterator helper object around a state object of iterator.js.
func nativeNewIteratorHelper(iso *Isolate, a nargs) (Value, bool) {
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindIteratorHelper, iso.Intrinsic(vm.IteratorHelperPrototype), 0, 0))
	for i := uintptr(0); i < 6; i++ {
		iso.InitValue(r, layout.IteratorTarget+8*i, undefined)
	}
	iso.InitValue(r, layout.IteratorTarget, a.Arg(0))
	iso.InitValue(r, layout.IteratorIndex, gc.Int(1))
	return gc.Object(r), true
}

// %NewWrapForValid(state): an object of %WrapForValidIteratorPrototype%.
func nativeNewWrap(iso *Isolate, a nargs) (Value, bool) {
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindIteratorHelper, iso.Intrinsic(vm.WrapForValidIteratorPrototype), 0, 0))
	for i := uintptr(0); i < 6; i++ {
		iso.InitValue(r, layout.IteratorTarget+8*i, undefined)
	}
	iso.InitValue(r, layout.IteratorTarget, a.Arg(0))
	iso.InitValue(r, layout.IteratorIndex, gc.Int(2))
	return gc.Object(r), true
}

func internalState(iso *Isolate, v Value, kind int32, what string) (Value, bool) {
	if v.IsObject() && iso.KindOf(v.Ref()) == layout.KindIteratorHelper && iso.Value(v.Ref(), layout.IteratorIndex) == gc.Int(kind) {
		return iso.Value(v.Ref(), layout.IteratorTarget), true
	}
	return iso.ThrowTypeError("%s called on incompatible receiver %s", what, show(iso, v))
}

// %HelperState(this) and %WrapTarget(this) check the receiver and return its state.
func nativeHelperState(iso *Isolate, a nargs) (Value, bool) {
	return internalState(iso, a.Arg(0), 1, "Method Iterator Helper.prototype."+"next")
}
func nativeWrapTarget(iso *Isolate, a nargs) (Value, bool) {
	return internalState(iso, a.Arg(0), 2, "Method %WrapForValidIteratorPrototype%.next")
}

func nativeIterResult(iso *Isolate, a nargs) (Value, bool) {
	return iso.CreateIterResult(a.Arg(0), a.Arg(1) == gc.True), true
}

// %OrdinaryHasIterator(object): OrdinaryHasInstance(%Iterator%, object).
func nativeOrdinaryHasIterator(iso *Isolate, a nargs) (Value, bool) {
	b, ok := iso.OrdinaryHasInstance(iso.Intrinsic(vm.IteratorConstructor), a.Arg(0))
	return gc.Bool(b), ok
}
