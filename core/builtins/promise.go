package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var promiseStatic = []Row{
	{Name: "all", Length: 1, JS: "promise:all"},
	{Name: "allSettled", Length: 1, JS: "promise:allSettled"},
	{Name: "any", Length: 1, JS: "promise:any"},
	{Name: "race", Length: 1, JS: "promise:race"},
	{Name: "resolve", Length: 1, Fn: promiseResolve},
	{Name: "reject", Length: 1, Fn: promiseReject},
	{Name: "withResolvers", Length: 0, Fn: promiseWithResolvers},
	{Name: "try", Length: 1, JS: "promise:try"},
	{Name: "get @@species", Fn: speciesGetter},
}

var promiseProto = []Row{
	{Name: "then", Length: 2, Fn: promiseThen},
	{Name: "catch", Length: 1, Fn: promiseCatch},
	{Name: "finally", Length: 1, JS: "promise:finally"},
}

//gcvet:ok Get only makes a native function of a row here
func setupPromise(iso *Isolate) {
	p := newPrototype(iso, vm.PromisePrototype, vm.ObjectPrototype)
	c := define(iso, "Promise", 1, promiseConstructor, p, vm.PromiseConstructor, promiseStatic, promiseProto)
	iso.SetToStringTag(p, "Promise")
	then, _ := iso.Get(p, iso.K(object.AtomThen))
	iso.SetIntrinsic(vm.PromiseThenFunction, then)
	res, _ := iso.Get(c, iso.K(object.AtomResolve))
	iso.SetIntrinsic(vm.PromiseResolveFunction, res)
}

// promiseConstructor is Promise(executor), ECMA-262 27.2.3.1.
func promiseConstructor(iso *Isolate, a *Args) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Promise constructor cannot be invoked without 'new'")
	}
	if !iso.IsCallable(a.Arg(0)) {
		return iso.ThrowTypeError("Promise resolver %s is not a function", iso.Display(a.Arg(0)))
	}
	proto := iso.Intrinsic(vm.PromisePrototype)
	if a.NewTarget() != a.Callee() {
		var ok bool
		if proto, ok = iso.GetPrototypeFromConstructor(a.NewTarget(), vm.PromisePrototype); !ok {
			return proto, false
		}
	}
	p := iso.NewHandle(iso.NewPromiseProto(proto))
	res, rej := iso.ResolvingFunctions(p.Value())
	hrej := iso.NewHandle(rej)
	if _, ok := iso.Call(a.Arg(0), undefined, res, rej); !ok {
		e, caught := iso.Catch()
		if !caught {
			return undefined, false
		}
		if _, ok := iso.Call(hrej.Value(), undefined, e); !ok {
			return undefined, false
		}
	}
	return p.Value(), true
}

// capability is a PromiseCapability Record (27.2.1.1) in handles; native promises have no functions until asked.
type capability struct{ promise, resolve, reject Handle }

var capabilityExecutorRow = Row{Length: 2, Fn: func(iso *Isolate, a *Args) (Value, bool) {
	// GetCapabilitiesExecutor Functions, 27.2.1.5.1.
	l := a.Data().Ref()
	if iso.ListGet(l, 0) != undefined || iso.ListGet(l, 1) != undefined {
		return iso.ThrowTypeError("Promise executor has already been invoked with non-undefined arguments")
	}
	iso.ListSet(l, 0, a.Arg(0))
	iso.ListSet(l, 1, a.Arg(1))
	return undefined, true
}}

// newCapability is NewPromiseCapability, 27.2.1.5. May run JavaScript.
func newCapability(iso *Isolate, c Value) (cap capability, ok bool) {
	if c == iso.Intrinsic(vm.PromiseConstructor) {
		cap.promise = iso.NewHandle(iso.NewPromise())
		r, j := iso.ResolvingFunctions(cap.promise.Value())
		cap.resolve, cap.reject = iso.NewHandle(r), iso.NewHandle(j)
		return cap, true
	}
	if !iso.IsConstructor(c) {
		iso.ThrowTypeError("%s is not a constructor", show(iso, c))
		return cap, false
	}
	l := iso.NewHandle(gc.Cell(iso.NewValues(2, undefined)))
	p, ok := iso.Construct(c, c, iso.NewBuiltinRow(&capabilityExecutorRow, l.Value()))
	if !ok {
		return cap, false
	}
	cap.promise = iso.NewHandle(p)
	r, j := iso.ListGet(l.Value().Ref(), 0), iso.ListGet(l.Value().Ref(), 1)
	if !iso.IsCallable(r) || !iso.IsCallable(j) {
		iso.ThrowTypeError("Promise resolve or reject function is not callable")
		return cap, false
	}
	cap.resolve, cap.reject = iso.NewHandle(r), iso.NewHandle(j)
	return cap, true
}

// promiseResolve is Promise.resolve(x), 27.2.4.7.
func promiseResolve(iso *Isolate, a *Args) (Value, bool) {
	if !a.This().IsObject() {
		return iso.ThrowTypeError("PromiseResolve called on non-object")
	}
	return promiseResolveWith(iso, iso.NewHandle(a.This()), iso.NewHandle(a.Arg(0)))
}

// promiseResolveWith is PromiseResolve(C, x), 27.2.4.7.1.
func promiseResolveWith(iso *Isolate, c, x Handle) (Value, bool) {
	if iso.IsPromise(x.Value()) {
		k, ok := iso.Get(x.Value(), iso.K(object.AtomConstructor))
		if !ok {
			return undefined, false
		}
		if iso.SameValue(k, c.Value()) {
			return x.Value(), true
		}
	}
	if c.Value() == iso.Intrinsic(vm.PromiseConstructor) {
		p := iso.NewHandle(iso.NewPromise())
		iso.ResolvePromise(p.Value(), x.Value())
		return p.Value(), !iso.HasException()
	}
	cap, ok := newCapability(iso, c.Value())
	if !ok {
		return undefined, false
	}
	if _, ok := iso.Call(cap.resolve.Value(), undefined, x.Value()); !ok {
		return undefined, false
	}
	return cap.promise.Value(), true
}

// promiseReject is Promise.reject(r), 27.2.4.6.
func promiseReject(iso *Isolate, a *Args) (Value, bool) {
	if !a.This().IsObject() {
		return iso.ThrowTypeError("PromiseResolve called on non-object")
	}
	if a.This() == iso.Intrinsic(vm.PromiseConstructor) {
		p := iso.NewHandle(iso.NewPromise())
		iso.RejectPromise(p.Value(), a.Arg(0))
		return p.Value(), true
	}
	cap, ok := newCapability(iso, a.This())
	if !ok {
		return undefined, false
	}
	if _, ok := iso.Call(cap.reject.Value(), undefined, a.Arg(0)); !ok {
		return undefined, false
	}
	return cap.promise.Value(), true
}

// promiseWithResolvers is Promise.withResolvers(), 27.2.4.8.
func promiseWithResolvers(iso *Isolate, a *Args) (Value, bool) {
	if !a.This().IsObject() {
		return iso.ThrowTypeError("Promise.withResolvers called on non-object")
	}
	cap, ok := newCapability(iso, a.This())
	if !ok {
		return undefined, false
	}
	o := iso.NewObject()
	iso.AddOwn(o.Ref(), iso.K(object.AtomPromise), cap.promise.Value(), layout.AttrDefault)
	iso.AddOwn(o.Ref(), iso.K(object.AtomResolve), cap.resolve.Value(), layout.AttrDefault)
	iso.AddOwn(o.Ref(), iso.K(object.AtomReject), cap.reject.Value(), layout.AttrDefault)
	return o, true
}

// promiseThen is Promise.prototype.then(onFulfilled, onRejected), 27.2.5.4.
func promiseThen(iso *Isolate, a *Args) (Value, bool) {
	if !iso.IsPromise(a.This()) {
		return iso.ThrowTypeError("Method Promise.prototype.then called on incompatible receiver %s", show(iso, a.This()))
	}
	c, ok := iso.SpeciesConstructor(a.This(), vm.PromiseConstructor)
	if !ok {
		return undefined, false
	}
	if c == iso.Intrinsic(vm.PromiseConstructor) {
		p := iso.NewHandle(iso.NewPromise())
		iso.PromiseThen(a.This(), a.Arg(0), a.Arg(1), p.Value())
		return p.Value(), !iso.HasException()
	}
	cap, ok := newCapability(iso, c)
	if !ok {
		return undefined, false
	}
	l := iso.NewValues(3, undefined)
	iso.ListSet(l, 0, cap.promise.Value())
	iso.ListSet(l, 1, cap.resolve.Value())
	iso.ListSet(l, 2, cap.reject.Value())
	iso.PromiseThen(a.This(), a.Arg(0), a.Arg(1), gc.Cell(l))
	return cap.promise.Value(), !iso.HasException()
}

// promiseCatch is Promise.prototype.catch(onRejected), 27.2.5.1.
func promiseCatch(iso *Isolate, a *Args) (Value, bool) {
	return iso.Invoke(a.This(), iso.K(object.AtomThen), undefined, a.Arg(0))
}

var promiseNatives = []native{
	{"NewPromiseCapability", nativeNewPromiseCapability},
	{"PromiseResolve", nativePromiseResolve},
	{"NewAggregateError", nativeNewAggregateError},
	{"PromiseConstructor", func(iso *Isolate, a nargs) (Value, bool) { return iso.Intrinsic(vm.PromiseConstructor), true }},
}

// %NewPromiseCapability(C): an object {promise, resolve, reject} without prototype.
func nativeNewPromiseCapability(iso *Isolate, a nargs) (Value, bool) {
	cap, ok := newCapability(iso, a.Arg(0))
	if !ok {
		return undefined, false
	}
	o := iso.NewObjectProto(gc.Null)
	iso.AddOwn(o.Ref(), iso.K(object.AtomPromise), cap.promise.Value(), layout.AttrDefault)
	iso.AddOwn(o.Ref(), iso.K(object.AtomResolve), cap.resolve.Value(), layout.AttrDefault)
	iso.AddOwn(o.Ref(), iso.K(object.AtomReject), cap.reject.Value(), layout.AttrDefault)
	return o, true
}

// %PromiseResolve(C, x)
func nativePromiseResolve(iso *Isolate, a nargs) (Value, bool) {
	return promiseResolveWith(iso, iso.NewHandle(a.Arg(0)), iso.NewHandle(a.Arg(1)))
}

// %NewAggregateError(errors): an AggregateError as Promise.any rejects with.
//
//gcvet:ok defining on a new ordinary object runs nothing
func nativeNewAggregateError(iso *Isolate, a nargs) (Value, bool) {
	e := iso.NewError(vm.AggregateError, "All promises were rejected")
	iso.DefineValue(e, iso.K(object.AtomErrors), a.Arg(0), layout.AttrHidden)
	return e, true
}
