package vm

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// NewObject makes {}.
func (iso *Isolate) NewObject() Value {
	s := iso.shapeSlot(ShapePlainObject, func() Ref {
		return iso.RootShapeFor(layout.KindObject, iso.Intrinsic(ObjectPrototype), object.DefaultInObject, 0)
	})
	return gc.Object(iso.NewObjectOf(s))
}

// NewObjectProto makes an ordinary object with a prototype (object or null).
func (iso *Isolate) NewObjectProto(proto Value) Value {
	return gc.Object(iso.NewObjectOf(iso.RootShapeFor(layout.KindObject, proto, object.DefaultInObject, 0)))
}

// NewArray makes an array of length n without elements.
func (iso *Isolate) NewArray(n uint32) Value {
	s := iso.shapeSlot(ShapeArray, func() Ref {
		return iso.RootShapeFor(layout.KindArray, iso.Intrinsic(ArrayPrototype), 0, 0)
	})
	r := iso.NewObjectOf(s)
	iso.SetArrayLen(r, n)
	if n > 0 {
		iso.SetU32(r, layout.ObjFlags, layout.ElementsHoley)
	}
	return gc.Object(r)
}

// NewArrayProto makes an array of length n with another prototype (ArrayCreate, ECMA-262 10.4.2.2).
func (iso *Isolate) NewArrayProto(n uint32, proto Value) Value {
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindArray, proto, 0, 0))
	iso.SetArrayLen(r, n)
	if n > 0 {
		iso.SetU32(r, layout.ObjFlags, layout.ElementsHoley)
	}
	return gc.Object(r)
}

// NewArrayFrom makes an array of values.
func (iso *Isolate) NewArrayFrom(vals ...Value) Value {
	a := iso.NewArray(0)
	if len(vals) > 0 {
		e := iso.NewElements(uint32(len(vals)))
		for i, v := range vals {
			iso.InitValue(e, layout.ElementsHeader+8*uintptr(i), v)
		}
		iso.InitRef(a.Ref(), layout.ObjElements, e)
		iso.SetU32(a.Ref(), layout.ObjFlags, layout.ElementsPacked)
		iso.SetArrayLen(a.Ref(), uint32(len(vals)))
	}
	return a
}

// NewArrayOfList makes an array of a KindValues cell's contents.
func (iso *Isolate) NewArrayOfList(list Ref) Value {
	n := iso.ListLen(list)
	a := iso.NewArray(0)
	if n > 0 {
		e := iso.NewElements(uint32(n))
		iso.CopyValues(e, layout.ElementsHeader, list, layout.ValuesHeader, n)
		iso.InitRef(a.Ref(), layout.ObjElements, e)
		iso.SetU32(a.Ref(), layout.ObjFlags, layout.ElementsPacked)
		iso.SetArrayLen(a.Ref(), uint32(n))
	}
	return a
}

// ArrayPush appends to a plain array that this code made: no setters, no frozen state.
func (iso *Isolate) ArrayPush(a, v Value) {
	n := iso.ArrayLen(a.Ref())
	iso.AddElement(a.Ref(), n, v)
	iso.SetArrayLen(a.Ref(), n+1)
}

// LengthOf is LengthOfArrayLike, ECMA-262 7.3.18. May run JavaScript.
func (iso *Isolate) LengthOf(o Value) (uint64, bool) {
	if iso.KindOf(o.Ref()) == layout.KindArray {
		return uint64(iso.ArrayLen(o.Ref())), true
	}
	v, ok := iso.Get(o, iso.K(object.AtomLength))
	if !ok {
		return 0, false
	}
	return iso.ToLength(v)
}

// CreateIterResult is CreateIteratorResultObject, ECMA-262 7.4.14.
func (iso *Isolate) CreateIterResult(v Value, done bool) Value {
	s := iso.shapeSlot(ShapeIterResult, func() Ref {
		s := iso.RootShapeFor(layout.KindObject, iso.Intrinsic(ObjectPrototype), 2, 0)
		s = iso.AddTransition(s, iso.K(object.AtomValue), layout.AttrDefault)
		return iso.AddTransition(s, iso.K(object.AtomDone), layout.AttrDefault)
	})
	r := iso.NewObjectOf(s)
	iso.SetSlot(r, s, 0, v)
	iso.SetSlot(r, s, 1, gc.Bool(done))
	return gc.Object(r)
}

// Invoke, ECMA-262 7.3.21. May run JavaScript.
//
//gcvet:ok args are restored from handles
func (iso *Isolate) Invoke(v Value, k Key, args ...Value) (Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(v)
	hs := make([]Handle, len(args))
	for i, a := range args {
		hs[i] = iso.NewHandle(a)
	}
	f, ok := iso.GetV(v, k)
	if !ok {
		return f, false
	}
	if !iso.IsCallable(f) {
		return iso.ThrowTypeError("%s is not a function", iso.shortText(f))
	}
	for i := range args {
		args[i] = hs[i].Value()
	}
	return iso.Call(f, h.Value(), args...)
}

// SpeciesConstructor, ECMA-262 7.3.23. May run JavaScript.
func (iso *Isolate) SpeciesConstructor(o Value, def IntrinsicID) (Value, bool) {
	c, ok := iso.Get(o, iso.K(object.AtomConstructor))
	if !ok {
		return c, false
	}
	if c == gc.Undefined {
		return iso.Intrinsic(def), true
	}
	if !c.IsObject() {
		return iso.ThrowTypeError("The .constructor property is not an object")
	}
	s, ok := iso.Get(c, iso.SymK(object.SymSpecies))
	if !ok {
		return s, false
	}
	if s.IsNullish() {
		return iso.Intrinsic(def), true
	}
	if iso.IsConstructor(s) {
		return s, true
	}
	return iso.ThrowTypeError("object.constructor[Symbol.species] is not a constructor")
}

// InstanceofOperator, ECMA-262 13.10.2. May run JavaScript.
func (iso *Isolate) InstanceofOperator(v, target Value) (bool, bool) {
	if !target.IsObject() {
		iso.ThrowTypeError("Right-hand side of 'instanceof' is not an object")
		return false, false
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hv, ht := iso.NewHandle(v), iso.NewHandle(target)
	h, ok := iso.GetMethod(target, iso.SymK(object.SymHasInstance))
	if !ok {
		return false, false
	}
	if h != gc.Undefined {
		r, ok := iso.Call(h, ht.Value(), hv.Value())
		if !ok {
			return false, false
		}
		return iso.ToBoolean(r), true
	}
	if !iso.IsCallable(ht.Value()) {
		iso.ThrowTypeError("Right-hand side of 'instanceof' is not callable")
		return false, false
	}
	return iso.OrdinaryHasInstance(ht.Value(), hv.Value())
}

// OrdinaryHasInstance, ECMA-262 7.3.22. May run JavaScript.
func (iso *Isolate) OrdinaryHasInstance(c, o Value) (bool, bool) {
	if !iso.IsCallable(c) {
		return false, true
	}
	if iso.KindOf(c.Ref()) == layout.KindBoundFunction {
		return iso.InstanceofOperator(o, iso.Value(c.Ref(), layout.BoundTarget))
	}
	if !o.IsObject() {
		return false, true
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	ho, hc := iso.NewHandle(o), iso.NewHandle(c)
	p, ok := iso.Get(c, iso.K(object.AtomPrototype))
	if !ok {
		return false, false
	}
	if !p.IsObject() {
		iso.ThrowTypeError("Function has non-object prototype '%s' in instanceof check", iso.shortText(p))
		_ = hc
		return false, false
	}
	hp := iso.NewHandle(p)
	for {
		o, ok := iso.GetPrototypeOf(ho.Value())
		if !ok {
			return false, false
		}
		if !o.IsObject() {
			return false, true
		}
		if o == hp.Value() {
			return true, true
		}
		ho.Set(o)
	}
}

// Iterator is an Iterator Record (ECMA-262 7.4.1) held in handles.
type Iterator struct {
	Obj, Next Handle
	Done      bool
}

// GetIterator, ECMA-262 7.4.4, sync. May run JavaScript.
func (iso *Isolate) GetIterator(v Value) (Iterator, bool) {
	if v.IsNullish() {
		iso.ThrowTypeError("%s is not iterable (cannot read property Symbol(Symbol.iterator))", iso.typedText(v))
		return Iterator{}, false
	}
	h := iso.NewHandle(v)
	f, ok := iso.GetV(v, iso.SymK(object.SymIterator))
	if !ok {
		return Iterator{}, false
	}
	if !iso.IsCallable(f) {
		iso.ThrowTypeError("%s is not iterable (cannot read property Symbol(Symbol.iterator))", iso.typedText(h.Value()))
		return Iterator{}, false
	}
	return iso.GetIteratorFromMethod(h.Value(), f)
}

// GetIteratorFromMethod, ECMA-262 7.4.3. May run JavaScript.
func (iso *Isolate) GetIteratorFromMethod(v, method Value) (Iterator, bool) {
	it, ok := iso.Call(method, v)
	if !ok {
		return Iterator{}, false
	}
	if !it.IsObject() {
		iso.ThrowTypeError("Result of the Symbol.iterator method is not an object")
		return Iterator{}, false
	}
	return iso.GetIteratorDirect(it)
}

// GetIteratorDirect, ECMA-262 7.4.2. May run JavaScript.
func (iso *Isolate) GetIteratorDirect(it Value) (Iterator, bool) {
	h := iso.NewHandle(it)
	n, ok := iso.Get(it, iso.K(object.AtomNext))
	if !ok {
		return Iterator{}, false
	}
	return Iterator{Obj: h, Next: iso.NewHandle(n)}, true
}

// IteratorStep is IteratorStepValue, ECMA-262 7.4.9. May run JavaScript.
func (iso *Isolate) IteratorStep(it *Iterator) (v Value, done, ok bool) {
	if !iso.IsCallable(it.Next.Value()) {
		it.Done = true
		iso.ThrowTypeError("%s is not a function", iso.typedText(it.Next.Value()))
		return gc.Undefined, false, false
	}
	r, ok := iso.Call(it.Next.Value(), it.Obj.Value())
	if ok && !r.IsObject() {
		iso.ThrowTypeError("Iterator result %s is not an object", iso.shortText(r))
		ok = false
	}
	if !ok {
		it.Done = true
		return gc.Undefined, false, false
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(r)
	d, ok := iso.Get(r, iso.K(object.AtomDone))
	if !ok {
		it.Done = true
		return gc.Undefined, false, false
	}
	if iso.ToBoolean(d) {
		it.Done = true
		return gc.Undefined, true, true
	}
	v, ok = iso.Get(h.Value(), iso.K(object.AtomValue))
	if !ok {
		it.Done = true
	}
	return v, false, ok
}

// IteratorClose, ECMA-262 7.4.11: failed tells that the completion is the pending exception, which then stays. The result is ok.
// May run JavaScript.
func (iso *Isolate) IteratorClose(it *Iterator, failed bool) bool {
	if failed {
		if iso.Terminating() {
			return false
		}
		m := iso.HandleMark()
		exc, _ := iso.Catch()
		h := iso.NewHandle(exc)
		if f, ok := iso.GetMethod(it.Obj.Value(), iso.K(object.AtomReturn)); ok {
			if f != gc.Undefined {
				iso.Call(f, it.Obj.Value())
			}
		}
		if iso.Terminating() {
			iso.ReleaseHandles(m)
			return false
		}
		iso.Throw(h.Value())
		iso.ReleaseHandles(m)
		return false
	}
	f, ok := iso.GetMethod(it.Obj.Value(), iso.K(object.AtomReturn))
	if !ok {
		return false
	}
	if f == gc.Undefined {
		return true
	}
	r, ok := iso.Call(f, it.Obj.Value())
	if !ok {
		return false
	}
	if !r.IsObject() {
		iso.ThrowTypeError("%s is not an object", iso.shortText(r))
		return false
	}
	return true
}

// Iterate calls f for each value of an iterable; when f returns false with an exception pending the iterator is closed. May run
// JavaScript.
func (iso *Isolate) Iterate(v Value, f func(v Value) bool) bool {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	it, ok := iso.GetIterator(v)
	if !ok {
		return false
	}
	for {
		m := iso.HandleMark()
		v, done, ok := iso.IteratorStep(&it)
		if !ok {
			return false
		}
		if done {
			return true
		}
		if !f(v) {
			return iso.IteratorClose(&it, true)
		}
		iso.ReleaseHandles(m)
	}
}

// ListFromArrayLike is CreateListFromArrayLike, ECMA-262 7.3.19: a KindValues cell. May run JavaScript.
func (iso *Isolate) ListFromArrayLike(o Value) (Ref, bool) {
	if !o.IsObject() {
		iso.ThrowTypeError("CreateListFromArrayLike called on non-object")
		return 0, false
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(o)
	n, ok := iso.LengthOf(o)
	if !ok {
		return 0, false
	}
	if n > MaxArgs {
		iso.ThrowRangeError("Invalid array length")
		return 0, false
	}
	list := iso.NewHandle(gc.Cell(iso.NewValues(int(n), gc.Undefined)))
	for i := uint64(0); i < n; i++ {
		v := iso.FastElement(h.Value().Ref(), uint32(i))
		if v == gc.Hole || iso.ShapeBits(iso.ShapeOf(h.Value().Ref()))&layout.ShapeExotic != 0 {
			if v, ok = iso.Get(h.Value(), iso.IndexKey(i)); !ok {
				return 0, false
			}
		}
		iso.ListSet(list.Value().Ref(), int(i), v)
	}
	return list.Value().Ref(), true
}
