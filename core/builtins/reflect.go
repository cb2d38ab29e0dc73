package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var reflectRows = []Row{
	{Name: "apply", Length: 3, Fn: reflectApply},
	{Name: "construct", Length: 2, Fn: reflectConstruct},
	{Name: "defineProperty", Length: 3, Fn: reflectDefineProperty},
	{Name: "deleteProperty", Length: 2, Fn: reflectDeleteProperty},
	{Name: "get", Length: 2, Fn: reflectGet},
	{Name: "getOwnPropertyDescriptor", Length: 2, Fn: reflectGetOwnPropertyDescriptor},
	{Name: "getPrototypeOf", Length: 1, Fn: reflectGetPrototypeOf},
	{Name: "has", Length: 2, Fn: reflectHas},
	{Name: "isExtensible", Length: 1, Fn: reflectIsExtensible},
	{Name: "ownKeys", Length: 1, Fn: reflectOwnKeys},
	{Name: "preventExtensions", Length: 1, Fn: reflectPreventExtensions},
	{Name: "set", Length: 3, Fn: reflectSet},
	{Name: "setPrototypeOf", Length: 2, Fn: reflectSetPrototypeOf},
}

var proxyStatic = []Row{{Name: "revocable", Length: 2, Fn: proxyRevocable}}

func setupReflect(iso *Isolate) {
	r := newPrototype(iso, vm.ReflectObject, vm.ObjectPrototype)
	iso.DefineRows(r, reflectRows)
	iso.SetToStringTag(r, "Reflect")
	iso.SetGlobal("Reflect", r)
	p := iso.NewConstructor("Proxy", 2, proxyConstructor, undefined, undefined)
	iso.SetIntrinsic(vm.ProxyConstructor, p)
	iso.DefineRows(p, proxyStatic)
	iso.SetGlobal("Proxy", p)
}

// target checks that the first argument is an object.
func target(iso *Isolate, a *Args, name string) bool {
	if !a.Arg(0).IsObject() {
		iso.ThrowTypeError("Reflect.%s called on non-object", name)
		return false
	}
	return true
}

// reflectApply is Reflect.apply(target, thisArgument, argumentsList), ECMA-262 28.1.1.
func reflectApply(iso *Isolate, a *Args) (Value, bool) {
	if !iso.IsCallable(a.Arg(0)) {
		return iso.ThrowTypeError("Function.prototype.apply was called on %s, which is %s and not a function", show(iso, a.Arg(0)), describeType(iso, a.Arg(0)))
	}
	list, ok := iso.ListFromArrayLike(a.Arg(2))
	if !ok {
		return undefined, false
	}
	return iso.TailCallList(a.Arg(0), a.Arg(1), list)
}

// reflectConstruct is Reflect.construct(target, argumentsList [, newTarget]), 28.1.2.
func reflectConstruct(iso *Isolate, a *Args) (Value, bool) {
	if !iso.IsConstructor(a.Arg(0)) {
		return iso.ThrowTypeError("%s is not a constructor", show(iso, a.Arg(0)))
	}
	nt := a.Arg(0)
	if a.Len() > 2 {
		if nt = a.Arg(2); !iso.IsConstructor(nt) {
			return iso.ThrowTypeError("%s is not a constructor", show(iso, nt))
		}
	}
	h := iso.NewHandle(nt)
	list, ok := iso.ListFromArrayLike(a.Arg(1))
	if !ok {
		return undefined, false
	}
	return iso.ConstructList(a.Arg(0), h.Value(), list)
}

// reflectDefineProperty, 28.1.3.
func reflectDefineProperty(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "defineProperty") {
		return undefined, false
	}
	k, ok := keyArg(iso, a, 1)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	d, ok := iso.ToPropertyDescriptor(a.Arg(2))
	if !ok {
		return undefined, false
	}
	done, ok := iso.DefineOwn(a.Arg(0), k, d)
	return gc.Bool(done), ok
}

// reflectDeleteProperty, 28.1.4.
func reflectDeleteProperty(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "deleteProperty") {
		return undefined, false
	}
	k, ok := keyArg(iso, a, 1)
	if !ok {
		return undefined, false
	}
	done, ok := iso.Delete(a.Arg(0), k)
	return gc.Bool(done), ok
}

// reflectGet, 28.1.5.
func reflectGet(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "get") {
		return undefined, false
	}
	k, ok := keyArg(iso, a, 1)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	r := a.Arg(0)
	if a.Len() > 2 {
		r = a.Arg(2)
	}
	return iso.GetReceiver(a.Arg(0), k, r)
}

// reflectGetOwnPropertyDescriptor, 28.1.6.
func reflectGetOwnPropertyDescriptor(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "getOwnPropertyDescriptor") {
		return undefined, false
	}
	k, ok := keyArg(iso, a, 1)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	d, found, ok := iso.GetOwnProperty(a.Arg(0), k)
	if !ok || !found {
		return undefined, ok
	}
	return iso.FromPropertyDescriptor(d), true
}

// reflectGetPrototypeOf, 28.1.7.
func reflectGetPrototypeOf(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "getPrototypeOf") {
		return undefined, false
	}
	return iso.GetPrototypeOf(a.Arg(0))
}

// reflectHas, 28.1.8.
func reflectHas(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "has") {
		return undefined, false
	}
	k, ok := keyArg(iso, a, 1)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	b, ok := iso.HasProperty(a.Arg(0), k)
	return gc.Bool(b), ok
}

// reflectIsExtensible, 28.1.9.
func reflectIsExtensible(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "isExtensible") {
		return undefined, false
	}
	b, ok := iso.IsExtensible(a.Arg(0))
	return gc.Bool(b), ok
}

// reflectOwnKeys, 28.1.10.
func reflectOwnKeys(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "ownKeys") {
		return undefined, false
	}
	keys, ok := iso.OwnKeys(a.Arg(0))
	if !ok {
		return undefined, false
	}
	r := iso.NewArray(0)
	for _, k := range keys {
		iso.ArrayPush(r, iso.KeyValue(k))
	}
	return r, true
}

// reflectPreventExtensions, 28.1.11.
func reflectPreventExtensions(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "preventExtensions") {
		return undefined, false
	}
	b, ok := iso.PreventExtensions(a.Arg(0))
	return gc.Bool(b), ok
}

// reflectSet, 28.1.12.
func reflectSet(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "set") {
		return undefined, false
	}
	k, ok := keyArg(iso, a, 1)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	r := a.Arg(0)
	if a.Len() > 3 {
		r = a.Arg(3)
	}
	done, ok := iso.SetReceiver(a.Arg(0), k, a.Arg(2), r)
	return gc.Bool(done), ok
}

// reflectSetPrototypeOf, 28.1.13.
func reflectSetPrototypeOf(iso *Isolate, a *Args) (Value, bool) {
	if !target(iso, a, "setPrototypeOf") {
		return undefined, false
	}
	if p := a.Arg(1); !p.IsObject() && p != gc.Null {
		return iso.ThrowTypeError("Object prototype may only be an Object or null: %s", show(iso, p))
	}
	b, ok := iso.SetPrototypeOf(a.Arg(0), a.Arg(1))
	return gc.Bool(b), ok
}

// proxyConstructor is Proxy(target, handler), 28.2.1.1.
func proxyConstructor(iso *Isolate, a *Args) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Constructor Proxy requires 'new'")
	}
	return iso.NewProxy(a.Arg(0), a.Arg(1))
}

var proxyRevokeRow = Row{Fn: proxyRevoke}

// proxyRevoke is a proxy revocation function, 28.2.2.1.1.
func proxyRevoke(iso *Isolate, a *Args) (Value, bool) {
	p := iso.Value(a.Callee().Ref(), layout.FunctionData)
	if !p.IsObject() {
		return undefined, true
	}
	iso.StoreValue(a.Callee().Ref(), layout.FunctionData, undefined)
	iso.SetU64(p.Ref(), layout.ProxyTarget, uint64(gc.Null))
	iso.SetU64(p.Ref(), layout.ProxyHandler, uint64(gc.Null))
	return undefined, true
}

// proxyRevocable is Proxy.revocable(target, handler), 28.2.2.1.
func proxyRevocable(iso *Isolate, a *Args) (Value, bool) {
	p, ok := iso.NewProxy(a.Arg(0), a.Arg(1))
	if !ok {
		return p, false
	}
	revoke := iso.NewBuiltinRow(&proxyRevokeRow, p)
	r := iso.NewObject()
	iso.AddOwn(r.Ref(), iso.K(object.AtomNameProxy), p, layout.AttrDefault)
	iso.AddOwn(r.Ref(), iso.K(object.AtomRevoke), revoke, layout.AttrDefault)
	return r, true
}
