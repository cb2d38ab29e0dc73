package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var errorStatic = []Row{
	{Name: "captureStackTrace", Length: 2, Fn: errorCaptureStackTrace},
	{Name: "isError", Length: 1, Fn: errorIsError},
}

var errorProto = []Row{
	{Name: "toString", Length: 0, Fn: errorToString},
}

func setupErrors(iso *Isolate) {
	names := [...]string{"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError"}
	for i, name := range names {
		k := vm.ErrorKind(i)
		parent, proto := vm.ObjectPrototype, undefined
		if k != vm.Error {
			parent, proto = vm.ErrorPrototype, iso.Intrinsic(vm.ErrorConstructor)
		}
		p := newPrototype(iso, vm.ErrorPrototype+vm.IntrinsicID(i), parent)
		c := iso.NewConstructor(name, 1, errorConstructorOf(vm.ErrorPrototype+vm.IntrinsicID(i)), p, proto)
		iso.SetIntrinsic(vm.ErrorConstructor+vm.IntrinsicID(i), c)
		nameErrorProto(iso, p, name)
		iso.SetGlobal(name, c)
		if k == vm.Error {
			iso.DefineRows(c, errorStatic)
			iso.AddOwn(c.Ref(), iso.K(object.AtomStackTraceLimit), gc.Int(10), layout.AttrDefault)
			iso.DefineRows(p, errorProto)
		}
	}
	p := newPrototype(iso, vm.AggregateErrorPrototype, vm.ErrorPrototype)
	c := iso.NewConstructor("AggregateError", 2, aggregateError, p, iso.Intrinsic(vm.ErrorConstructor))
	iso.SetIntrinsic(vm.AggregateErrorConstructor, c)
	nameErrorProto(iso, p, "AggregateError")
	iso.SetGlobal("AggregateError", c)
	p = newPrototype(iso, vm.SuppressedErrorPrototype, vm.ErrorPrototype)
	c = iso.NewConstructor("SuppressedError", 3, suppressedError, p, iso.Intrinsic(vm.ErrorConstructor))
	iso.SetIntrinsic(vm.SuppressedErrorConstructor, c)
	nameErrorProto(iso, p, "SuppressedError")
	iso.SetGlobal("SuppressedError", c)
}

func nameErrorProto(iso *Isolate, p Value, name string) {
	iso.AddOwn(p.Ref(), iso.K(object.AtomName), iso.Atom(name), layout.AttrHidden)
	iso.AddOwn(p.Ref(), iso.K(object.AtomMessage), iso.Empty(), layout.AttrHidden)
}

// errorConstructorOf makes Error(message, options) and the NativeErrors, ECMA-262 20.5.1.1 and 20.5.6.1.1.
func errorConstructorOf(proto vm.IntrinsicID) vm.Builtin {
	return func(iso *Isolate, a *Args) (Value, bool) {
		e, ok := newErrorFrom(iso, a, proto, a.Arg(0))
		if !ok || !installCause(iso, e, a.Arg(1)) {
			return undefined, false
		}
		return e.Value(), true
	}
}

// newErrorFrom makes the error object with its message and stack.
func newErrorFrom(iso *Isolate, a *Args, proto vm.IntrinsicID, message Value) (Handle, bool) {
	hm := iso.NewHandle(message)
	nt := a.NewTarget()
	if nt == undefined {
		nt = a.Callee()
	}
	p, ok := iso.GetPrototypeFromConstructor(nt, proto)
	if !ok {
		return Handle{}, false
	}
	e := iso.NewHandle(iso.NewErrorObject(p))
	if hm.Value() != undefined {
		s, ok := iso.ToString(hm.Value())
		if !ok {
			return e, false
		}
		iso.AddOwn(e.Value().Ref(), iso.K(object.AtomMessage), s, layout.AttrHidden)
	}
	// The stack starts below the constructor; below the class that was constructed when it is a subclass's frame.
	iso.CaptureStack(e.Value(), a.Callee())
	return e, true
}

// installCause is InstallErrorCause, 20.5.8.1.
func installCause(iso *Isolate, e Handle, options Value) bool {
	if !options.IsObject() {
		return true
	}
	h := iso.NewHandle(options)
	has, ok := iso.HasProperty(options, iso.K(object.AtomCause))
	if !ok || !has {
		return ok
	}
	c, ok := iso.Get(h.Value(), iso.K(object.AtomCause))
	if !ok {
		return false
	}
	iso.DefineValue(e.Value(), iso.K(object.AtomCause), c, layout.AttrHidden)
	return true
}

// aggregateError is AggregateError(errors, message, options), 20.5.7.1.1.
func aggregateError(iso *Isolate, a *Args) (Value, bool) {
	e, ok := newErrorFrom(iso, a, vm.AggregateErrorPrototype, a.Arg(1))
	if !ok || !installCause(iso, e, a.Arg(2)) {
		return undefined, false
	}
	list := iso.NewHandle(iso.NewArray(0))
	if !iso.Iterate(a.Arg(0), func(v Value) bool { iso.ArrayPush(list.Value(), v); return true }) {
		return undefined, false
	}
	iso.DefineValue(e.Value(), iso.K(object.AtomErrors), list.Value(), layout.AttrHidden)
	return e.Value(), true
}

// suppressedError is SuppressedError(error, suppressed, message) of explicit resource management.
func suppressedError(iso *Isolate, a *Args) (Value, bool) {
	e, ok := newErrorFrom(iso, a, vm.SuppressedErrorPrototype, a.Arg(2))
	if !ok {
		return undefined, false
	}
	iso.DefineValue(e.Value(), iso.K(object.AtomNameError), a.Arg(0), layout.AttrHidden)
	iso.DefineValue(e.Value(), iso.K(object.AtomSuppressed), a.Arg(1), layout.AttrHidden)
	return e.Value(), true
}

// errorIsError is Error.isError(arg), 20.5.2.1.
func errorIsError(iso *Isolate, a *Args) (Value, bool) {
	return gc.Bool(a.Arg(0).IsObject() && iso.KindOf(a.Arg(0).Ref()) == layout.KindError), true
}

// errorCaptureStackTrace is V8's Error.captureStackTrace(object, constructorOpt).
func errorCaptureStackTrace(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsObject() {
		return iso.ThrowTypeError("invalid_argument")
	}
	skip := a.Arg(1)
	if !iso.IsCallable(skip) {
		skip = a.Callee()
	}
	if !iso.Extensible(a.Arg(0).Ref()) {
		return iso.ThrowTypeError("Cannot define property stack, object is not extensible")
	}
	iso.CaptureStack(a.Arg(0), skip)
	return undefined, !iso.HasException()
}

// errorToString is Error.prototype.toString(), 20.5.3.4.
func errorToString(iso *Isolate, a *Args) (Value, bool) {
	if !a.This().IsObject() {
		return iso.ThrowTypeError("Method Error.prototype.toString called on incompatible receiver %s", show(iso, a.This()))
	}
	part := func(k object.AtomID, def string) (Value, bool) {
		v, ok := iso.Get(a.This(), iso.K(k))
		if !ok {
			return v, false
		}
		if v == undefined {
			return iso.Atom(def), true
		}
		return iso.ToString(v)
	}
	n, ok := part(object.AtomName, "Error")
	if !ok {
		return n, false
	}
	hn := iso.NewHandle(n)
	m, ok := part(object.AtomMessage, "")
	if !ok {
		return m, false
	}
	n = hn.Value()
	if iso.StrLen(n) == 0 {
		return m, true
	}
	if iso.StrLen(m) == 0 {
		return n, true
	}
	s, ok1 := iso.Concat(n, iso.Atom(": "))
	s, ok2 := iso.Concat(s, m)
	if !ok1 || !ok2 {
		return iso.ThrowRangeError("Invalid string length")
	}
	return s, true
}
