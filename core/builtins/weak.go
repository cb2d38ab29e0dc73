package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var weakMapProto = []Row{
	{Name: "delete", Length: 1, Fn: weakMapDelete},
	{Name: "get", Length: 1, Fn: weakMapGet},
	{Name: "set", Length: 2, Fn: weakMapSet},
	{Name: "has", Length: 1, Fn: weakMapHas},
	{Name: "getOrInsert", Length: 2, Fn: weakMapGetOrInsert},
	{Name: "getOrInsertComputed", Length: 2, JS: "collections:weakGetOrInsertComputed"},
}

var weakSetProto = []Row{
	{Name: "delete", Length: 1, Fn: weakSetDelete},
	{Name: "has", Length: 1, Fn: weakSetHas},
	{Name: "add", Length: 1, Fn: weakSetAdd},
}

var weakRefProto = []Row{{Name: "deref", Length: 0, Fn: weakRefDeref}}

var finRegProto = []Row{
	{Name: "register", Length: 2, Fn: finRegRegister},
	{Name: "unregister", Length: 1, Fn: finRegUnregister},
}

func setupWeak(iso *Isolate) {
	p := newPrototype(iso, vm.WeakMapPrototype, vm.ObjectPrototype)
	define(iso, "WeakMap", 0, weakMapConstructor, p, vm.WeakMapConstructor, nil, weakMapProto)
	iso.SetToStringTag(p, "WeakMap")
	p = newPrototype(iso, vm.WeakSetPrototype, vm.ObjectPrototype)
	define(iso, "WeakSet", 0, weakSetConstructor, p, vm.WeakSetConstructor, nil, weakSetProto)
	iso.SetToStringTag(p, "WeakSet")
	p = newPrototype(iso, vm.WeakRefPrototype, vm.ObjectPrototype)
	define(iso, "WeakRef", 1, weakRefConstructor, p, vm.WeakRefConstructor, nil, weakRefProto)
	iso.SetToStringTag(p, "WeakRef")
	p = newPrototype(iso, vm.FinalizationRegistryPrototype, vm.ObjectPrototype)
	define(iso, "FinalizationRegistry", 1, finRegConstructor, p, vm.FinalizationRegistryConstructor, nil, finRegProto)
	iso.SetToStringTag(p, "FinalizationRegistry")
}

// canBeHeldWeakly, ECMA-262 9.14.
func canBeHeldWeakly(iso *Isolate, v Value) bool {
	return v.IsObject() || v.IsSymbol() && iso.U32(v.Ref(), layout.SymbolFlags)&layout.SymbolRegistered == 0
}

// weakMapConstructor, 24.3.1.1; weakSetConstructor, 24.4.1.1.
func weakMapConstructor(iso *Isolate, a *Args) (Value, bool) {
	return constructCollection(iso, a, "WeakMap", vm.WeakMapPrototype, layout.KindWeakMap, layout.KindWeakHashTable, "set", weakMapSet, true)
}
func weakSetConstructor(iso *Isolate, a *Args) (Value, bool) {
	return constructCollection(iso, a, "WeakSet", vm.WeakSetPrototype, layout.KindWeakSet, layout.KindWeakHashTable, "add", weakSetAdd, false)
}

// Weak tables are open hash tables of (key, value) pairs that the collector thins out: see object.WeakFind.

func weakDelete(iso *Isolate, a *Args, k gc.Kind, method string) (Value, bool) {
	t, ok := collection(iso, a.This(), k, method)
	if !ok {
		return undefined, false
	}
	if e := iso.WeakFind(t, a.Arg(0)); e >= 0 {
		iso.WeakRemove(t, e)
		return gc.True, true
	}
	return gc.False, true
}

func weakHas(iso *Isolate, a *Args, k gc.Kind, method string) (Value, bool) {
	t, ok := collection(iso, a.This(), k, method)
	if !ok {
		return undefined, false
	}
	return gc.Bool(iso.WeakFind(t, a.Arg(0)) >= 0), true
}

// weakMapDelete, 24.3.3.2; weakMapHas, 24.3.3.4; weakSetDelete, 24.4.3.3; weakSetHas, 24.4.3.4.
func weakMapDelete(iso *Isolate, a *Args) (Value, bool) {
	return weakDelete(iso, a, layout.KindWeakMap, "WeakMap.prototype.delete")
}
func weakMapHas(iso *Isolate, a *Args) (Value, bool) {
	return weakHas(iso, a, layout.KindWeakMap, "WeakMap.prototype.has")
}
func weakSetDelete(iso *Isolate, a *Args) (Value, bool) {
	return weakDelete(iso, a, layout.KindWeakSet, "WeakSet.prototype.delete")
}
func weakSetHas(iso *Isolate, a *Args) (Value, bool) {
	return weakHas(iso, a, layout.KindWeakSet, "WeakSet.prototype.has")
}

// weakMapGet, 24.3.3.3.
func weakMapGet(iso *Isolate, a *Args) (Value, bool) {
	t, ok := collection(iso, a.This(), layout.KindWeakMap, "WeakMap.prototype.get")
	if !ok {
		return undefined, false
	}
	if e := iso.WeakFind(t, a.Arg(0)); e >= 0 {
		return iso.WeakValue(t, e), true
	}
	return undefined, true
}

func weakStore(iso *Isolate, obj Ref, key, v Value) {
	t := tableOf(iso, gc.Object(obj))
	if e := iso.WeakFind(t, key); e >= 0 {
		iso.WeakSetValue(t, e, v)
		return
	}
	if n := iso.WeakAdd(t, key, v); n != t {
		iso.StoreValue(obj, layout.MapTable, gc.Cell(n))
	}
}

// weakMapSet, 24.3.3.5.
func weakMapSet(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := collection(iso, a.This(), layout.KindWeakMap, "WeakMap.prototype.set"); !ok {
		return undefined, false
	}
	if !canBeHeldWeakly(iso, a.Arg(0)) {
		return iso.ThrowTypeError("Invalid value used as weak map key")
	}
	weakStore(iso, a.This().Ref(), a.Arg(0), a.Arg(1))
	return a.This(), true
}

// weakMapGetOrInsert is WeakMap.prototype.getOrInsert(key, value).
func weakMapGetOrInsert(iso *Isolate, a *Args) (Value, bool) {
	t, ok := collection(iso, a.This(), layout.KindWeakMap, "WeakMap.prototype.getOrInsert")
	if !ok {
		return undefined, false
	}
	if !canBeHeldWeakly(iso, a.Arg(0)) {
		return iso.ThrowTypeError("Invalid value used as weak map key")
	}
	if e := iso.WeakFind(t, a.Arg(0)); e >= 0 {
		return iso.WeakValue(t, e), true
	}
	weakStore(iso, a.This().Ref(), a.Arg(0), a.Arg(1))
	return a.Arg(1), true
}

// %WeakHas(map, key, method): [value] or undefined, after the checks of getOrInsertComputed.
func nativeWeakHas(iso *Isolate, a nargs) (Value, bool) {
	t, ok := collection(iso, a.Arg(0), layout.KindWeakMap, iso.GoString(a.Arg(2)))
	if !ok {
		return undefined, false
	}
	if !canBeHeldWeakly(iso, a.Arg(1)) {
		return iso.ThrowTypeError("Invalid value used as weak map key")
	}
	if e := iso.WeakFind(t, a.Arg(1)); e >= 0 {
		return iso.NewArrayFrom(iso.WeakValue(t, e)), true
	}
	return undefined, true
}

// %WeakSet(map, key, value); with two arguments it does nothing (the key stays absent until the value is known).
func nativeWeakSet(iso *Isolate, a nargs) (Value, bool) {
	if a.Len() > 2 {
		weakStore(iso, a.Arg(0).Ref(), a.Arg(1), a.Arg(2))
	}
	return undefined, true
}

// weakSetAdd, 24.4.3.1.
func weakSetAdd(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := collection(iso, a.This(), layout.KindWeakSet, "WeakSet.prototype.add"); !ok {
		return undefined, false
	}
	if !canBeHeldWeakly(iso, a.Arg(0)) {
		return iso.ThrowTypeError("Invalid value used in weak set")
	}
	weakStore(iso, a.This().Ref(), a.Arg(0), gc.True)
	return a.This(), true
}

// weakRefConstructor is WeakRef(target), 26.1.1.1.
func weakRefConstructor(iso *Isolate, a *Args) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Constructor WeakRef requires 'new'")
	}
	if !canBeHeldWeakly(iso, a.Arg(0)) {
		return iso.ThrowTypeError("WeakRef: invalid target")
	}
	o, ok := iso.OrdinaryCreateFromConstructor(a.NewTarget(), vm.WeakRefPrototype, layout.KindWeakRef)
	if !ok {
		return o, false
	}
	iso.InitValue(o.Ref(), layout.WeakRefCell, gc.Cell(newWeakCell(iso, a.Arg(0))))
	iso.KeepAlive(a.Arg(0))
	return o, true
}

func newWeakCell(iso *Isolate, v Value) Ref {
	c := iso.NewCell(layout.KindWeakCell, 16)
	iso.InitValue(c, layout.WeakCellTarget, v)
	return c
}

// weakRefDeref, 26.1.3.2.
func weakRefDeref(iso *Isolate, a *Args) (Value, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindWeakRef {
		return iso.ThrowTypeError("Method WeakRef.prototype.deref called on incompatible receiver %s", show(iso, v))
	}
	t := iso.Value(iso.Value(v.Ref(), layout.WeakRefCell).Ref(), layout.WeakCellTarget)
	if t != undefined {
		iso.KeepAlive(t)
	}
	return t, true
}

// finRegConstructor is FinalizationRegistry(cleanupCallback), 26.2.1.1. Its cells are a KindValues list of triples (weak cell of the
// target, held value, weak cell of the token or undefined).
func finRegConstructor(iso *Isolate, a *Args) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Constructor FinalizationRegistry requires 'new'")
	}
	if !iso.IsCallable(a.Arg(0)) {
		return iso.ThrowTypeError("FinalizationRegistry: cleanup must be callable")
	}
	o, ok := iso.OrdinaryCreateFromConstructor(a.NewTarget(), vm.FinalizationRegistryPrototype, layout.KindFinalizationRegistry)
	if !ok {
		return o, false
	}
	iso.InitValue(o.Ref(), layout.FinRegCells, undefined)
	iso.InitValue(o.Ref(), layout.FinRegCleanup, a.Arg(0))
	iso.InitValue(o.Ref(), layout.FinRegRealm, gc.Cell(iso.Realm()))
	iso.AddFinalizationRegistry(o)
	return o, true
}

func finReg(iso *Isolate, a *Args, method string) (Ref, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindFinalizationRegistry {
		iso.ThrowTypeError("Method FinalizationRegistry.prototype.%s called on incompatible receiver %s", method, show(iso, v))
		return 0, false
	}
	return v.Ref(), true
}

// finRegRegister, 26.2.3.2.
func finRegRegister(iso *Isolate, a *Args) (Value, bool) {
	r, ok := finReg(iso, a, "register")
	if !ok {
		return undefined, false
	}
	if !canBeHeldWeakly(iso, a.Arg(0)) {
		return iso.ThrowTypeError("FinalizationRegistry.prototype.register: invalid target")
	}
	if iso.SameValue(a.Arg(0), a.Arg(1)) {
		return iso.ThrowTypeError("FinalizationRegistry.prototype.register: target and holdings must not be same")
	}
	token := undefined
	if canBeHeldWeakly(iso, a.Arg(2)) {
		token = gc.Cell(newWeakCell(iso, a.Arg(2)))
	} else if a.Arg(2) != undefined {
		return iso.ThrowTypeError("Invalid unregisterToken ('%s')", show(iso, a.Arg(2)))
	}
	old, n := iso.Value(r, layout.FinRegCells), 0
	if old.IsInternal() {
		n = iso.ListLen(old.Ref())
		for i := 0; i < n; i += 3 {
			if iso.ListGet(old.Ref(), i) == gc.Hole {
				iso.ListSet(old.Ref(), i, gc.Cell(newWeakCell(iso, a.Arg(0))))
				iso.ListSet(old.Ref(), i+1, a.Arg(1))
				iso.ListSet(old.Ref(), i+2, token)
				return undefined, true
			}
		}
	}
	l := iso.NewValues(n+n/2/3*3+3, gc.Hole)
	for i := 0; i < n; i++ {
		iso.ListSet(l, i, iso.ListGet(old.Ref(), i))
	}
	iso.ListSet(l, n, gc.Cell(newWeakCell(iso, a.Arg(0))))
	iso.ListSet(l, n+1, a.Arg(1))
	iso.ListSet(l, n+2, token)
	iso.StoreValue(r, layout.FinRegCells, gc.Cell(l))
	return undefined, true
}

// finRegUnregister, 26.2.3.3.
func finRegUnregister(iso *Isolate, a *Args) (Value, bool) {
	r, ok := finReg(iso, a, "unregister")
	if !ok {
		return undefined, false
	}
	if !canBeHeldWeakly(iso, a.Arg(0)) {
		return iso.ThrowTypeError("Invalid unregisterToken ('%s')", show(iso, a.Arg(0)))
	}
	l := iso.Value(r, layout.FinRegCells)
	removed := false
	if l.IsInternal() {
		for i, n := 0, iso.ListLen(l.Ref()); i < n; i += 3 {
			tok := iso.ListGet(l.Ref(), i+2)
			if tok.IsInternal() && iso.Value(tok.Ref(), layout.WeakCellTarget) == a.Arg(0) {
				for j := 0; j < 3; j++ {
					iso.ListSet(l.Ref(), i+j, gc.Hole)
				}
				removed = true
			}
		}
	}
	return gc.Bool(removed), true
}
