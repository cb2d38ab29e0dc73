package builtins

import (
	"math"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/syntax"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var functionProto = []Row{
	{Name: "apply", Length: 2, Fn: functionApply},
	{Name: "bind", Length: 1, Fn: functionBind},
	{Name: "call", Length: 1, Fn: functionCall},
	{Name: "toString", Length: 0, Fn: functionToString},
	{Name: "@@hasInstance", Length: 1, Fn: functionHasInstance, Attrs: vm.RowNone},
}

func setupFunction(iso *Isolate) {
	define(iso, "Function", 1, functionConstructor, iso.Intrinsic(vm.FunctionPrototype), vm.FunctionConstructor, nil, functionProto)
	// %ThrowTypeError%, 10.2.4.1.
	t := iso.NewBuiltin("", 0, func(iso *Isolate, a *Args) (Value, bool) {
		if v, ok := iso.FunctionCaller(a.This()); ok {
			if a.Len() > 0 {
				v = undefined // a store
			}
			return v, true
		}
		return iso.ThrowTypeError("'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments objects for calls to them")
	})
	for _, n := range []object.AtomID{object.AtomLength, object.AtomName} {
		p, _ := iso.GetOwn(t.Ref(), iso.K(n))
		iso.SetAttrs(t.Ref(), p.Index, 0)
	}
	iso.PreventExt(t.Ref())
	iso.SetIntrinsic(vm.ThrowTypeErrorFunction, t)
	// AddRestrictedFunctionProperties, 10.2.4.
	acc := gc.Cell(iso.NewAccessor(t, t))
	fp := iso.Intrinsic(vm.FunctionPrototype).Ref()
	iso.AddOwn(fp, iso.K(object.AtomArguments), acc, layout.AttrConfigurable|layout.AttrAccessor)
	iso.AddOwn(fp, iso.K(object.AtomCaller), acc, layout.AttrConfigurable|layout.AttrAccessor)
}

// functionConstructor is Function(...parameterArgs, bodyArg), ECMA-262 20.2.1.1.
func functionConstructor(iso *Isolate, a *Args) (Value, bool) {
	return createDynamicFunction(iso, a, syntax.DynamicFunction, vm.FunctionPrototype)
}

// createDynamicFunction is CreateDynamicFunction, 20.2.1.1.1.
func createDynamicFunction(iso *Isolate, a *Args, kind syntax.DynamicKind, def vm.IntrinsicID) (Value, bool) {
	n := a.Len()
	var params text.Builder
	for i := 0; i < n-1; i++ {
		s, ok := iso.ToString(a.Arg(i))
		if !ok {
			return s, false
		}
		if i > 0 {
			params.Unit(',')
		}
		params.Value(&iso.Space.Space, s)
	}
	body := iso.Empty()
	if n > 0 {
		var ok bool
		if body, ok = iso.ToString(a.Arg(n - 1)); !ok {
			return body, false
		}
	}
	p, ok := finish(iso, &params)
	if !ok {
		return p, false
	}
	f, ok := iso.DynamicFunction(p, body, kind)
	if !ok || a.NewTarget() == undefined || a.NewTarget() == a.Callee() {
		return f, ok
	}
	h := iso.NewHandle(f)
	proto, ok := iso.GetPrototypeFromConstructor(a.NewTarget(), def)
	if !ok {
		return proto, false
	}
	if proto != iso.Proto(h.Value().Ref()) {
		iso.SetProto(h.Value().Ref(), proto)
	}
	return h.Value(), true
}

// functionApply is Function.prototype.apply(thisArg, argArray), 20.2.3.1.
func functionApply(iso *Isolate, a *Args) (Value, bool) {
	if !iso.IsCallable(a.This()) {
		return iso.ThrowTypeError("Function.prototype.apply was called on %s, which is %s and not a function", show(iso, a.This()), describeType(iso, a.This()))
	}
	if a.Arg(1).IsNullish() {
		return iso.TailCall(a.This(), a.Arg(0))
	}
	list, ok := iso.ListFromArrayLike(a.Arg(1))
	if !ok {
		return undefined, false
	}
	return iso.TailCallList(a.This(), a.Arg(0), list)
}

func describeType(iso *Isolate, v Value) string {
	t := iso.GoString(iso.TypeOf(v))
	switch t {
	case "undefined":
		return t
	case "object":
		return "an " + t
	}
	return "a " + t
}

// functionBind is Function.prototype.bind(thisArg, ...args), 20.2.3.2.
func functionBind(iso *Isolate, a *Args) (Value, bool) {
	if !iso.IsCallable(a.This()) {
		return iso.ThrowTypeError("Bind must be called on a function")
	}
	n := max(a.Len()-1, 0)
	proto, ok := iso.GetPrototypeOf(a.This())
	if !ok {
		return undefined, false
	}
	args := iso.NewValues(n, undefined)
	for i := 0; i < n; i++ {
		iso.ListSet(args, i, a.Arg(i+1))
	}
	f := iso.NewHandle(iso.NewBoundFunction(a.This(), a.Arg(0), args, proto))
	length := 0.0
	has, ok := iso.HasOwn(a.This(), iso.K(object.AtomLength))
	if !ok {
		return undefined, false
	}
	if has {
		l, ok := iso.Get(a.This(), iso.K(object.AtomLength))
		if !ok {
			return undefined, false
		}
		if l.IsNumber() {
			switch x := l.AsFloat(); {
			case math.IsInf(x, 1):
				length = x
			case math.IsInf(x, -1) || x != x:
			default:
				length = math.Max(math.Trunc(x)-float64(n), 0)
			}
		}
	}
	name, ok := iso.Get(a.This(), iso.K(object.AtomName))
	if !ok {
		return undefined, false
	}
	if !name.IsString() {
		name = iso.Empty()
	}
	bound, _ := iso.Concat(iso.Atom("bound "), name)
	iso.AddOwn(f.Value().Ref(), iso.K(object.AtomLength), gc.Number(length), layout.AttrConfigurable)
	iso.AddOwn(f.Value().Ref(), iso.K(object.AtomName), bound, layout.AttrConfigurable)
	return f.Value(), true
}

// functionCall is Function.prototype.call(thisArg, ...args), 20.2.3.3.
func functionCall(iso *Isolate, a *Args) (Value, bool) {
	if !iso.IsCallable(a.This()) {
		return iso.ThrowTypeError("Function.prototype.call was called on %s, which is %s and not a function", show(iso, a.This()), describeType(iso, a.This()))
	}
	return iso.TailCallArgs(a.This(), a.Arg(0), a, 1)
}

// functionToString is Function.prototype.toString(), 20.2.3.5.
func functionToString(iso *Isolate, a *Args) (Value, bool) {
	if !iso.IsCallable(a.This()) {
		return iso.ThrowTypeError("Function.prototype.toString requires that 'this' be a Function")
	}
	return iso.NewString(iso.FunctionText(a.This())), true
}

// functionHasInstance is Function.prototype[@@hasInstance](V), 20.2.3.6.
func functionHasInstance(iso *Isolate, a *Args) (Value, bool) {
	b, ok := iso.OrdinaryHasInstance(a.This(), a.Arg(0))
	return gc.Bool(b), ok
}
