package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var mapStatic = []Row{
	{Name: "get @@species", Fn: speciesGetter},
	{Name: "groupBy", Length: 2, JS: "collections:mapGroupBy"},
}

var mapProto = []Row{
	{Name: "get", Length: 1, Fn: mapGet},
	{Name: "set", Length: 2, Fn: mapSet},
	{Name: "has", Length: 1, Fn: mapHas},
	{Name: "delete", Length: 1, Fn: mapDelete},
	{Name: "clear", Length: 0, Fn: mapClear},
	{Name: "entries", Length: 0, Fn: mapEntries},
	{Name: "forEach", Length: 1, JS: "collections:mapForEach"},
	{Name: "keys", Length: 0, Fn: mapKeys},
	{Name: "get size", Fn: mapSize},
	{Name: "values", Length: 0, Fn: mapValues},
	{Name: "getOrInsert", Length: 2, Fn: mapGetOrInsert},
	{Name: "getOrInsertComputed", Length: 2, JS: "collections:mapGetOrInsertComputed"},
}

var setStatic = []Row{{Name: "get @@species", Fn: speciesGetter}}

var setProto = []Row{
	{Name: "has", Length: 1, Fn: setHas},
	{Name: "add", Length: 1, Fn: setAdd},
	{Name: "delete", Length: 1, Fn: setDelete},
	{Name: "clear", Length: 0, Fn: setClear},
	{Name: "entries", Length: 0, Fn: setEntries},
	{Name: "forEach", Length: 1, JS: "collections:setForEach"},
	{Name: "get size", Fn: setSize},
	{Name: "values", Length: 0, Fn: setValues},
	{Name: "union", Length: 1, JS: "collections:union"},
	{Name: "intersection", Length: 1, JS: "collections:intersection"},
	{Name: "difference", Length: 1, JS: "collections:difference"},
	{Name: "symmetricDifference", Length: 1, JS: "collections:symmetricDifference"},
	{Name: "isSubsetOf", Length: 1, JS: "collections:isSubsetOf"},
	{Name: "isSupersetOf", Length: 1, JS: "collections:isSupersetOf"},
	{Name: "isDisjointFrom", Length: 1, JS: "collections:isDisjointFrom"},
}

var mapIteratorProto = []Row{{Name: "next", Length: 0, Fn: mapIteratorNext}}
var setIteratorProto = []Row{{Name: "next", Length: 0, Fn: setIteratorNext}}

//gcvet:ok Get only makes a native function of a row here
func setupCollections(iso *Isolate) {
	p := newPrototype(iso, vm.MapPrototype, vm.ObjectPrototype)
	define(iso, "Map", 0, mapConstructor, p, vm.MapConstructor, mapStatic, mapProto)
	e, _ := iso.Get(p, iso.K(object.AtomEntries))
	iso.AddOwn(p.Ref(), iso.SymK(object.SymIterator), e, layout.AttrHidden)
	iso.SetToStringTag(p, "Map")

	p = newPrototype(iso, vm.SetPrototype, vm.ObjectPrototype)
	define(iso, "Set", 0, setConstructor, p, vm.SetConstructor, setStatic, setProto)
	v, _ := iso.Get(p, iso.K(object.AtomValues))
	iso.AddOwn(p.Ref(), iso.K(object.AtomKeys), v, layout.AttrHidden)
	iso.AddOwn(p.Ref(), iso.SymK(object.SymIterator), v, layout.AttrHidden)
	iso.SetToStringTag(p, "Set")

	p = newPrototype(iso, vm.MapIteratorPrototype, vm.IteratorPrototype)
	iso.DefineRows(p, mapIteratorProto)
	iso.SetToStringTag(p, "Map Iterator")
	p = newPrototype(iso, vm.SetIteratorPrototype, vm.IteratorPrototype)
	iso.DefineRows(p, setIteratorProto)
	iso.SetToStringTag(p, "Set Iterator")
}

// construct is the common part of Map, Set, WeakMap and WeakSet: the object, then the entries of the iterable through the adder.
func constructCollection(iso *Isolate, a *Args, name string, proto vm.IntrinsicID, k, table gc.Kind, adder string, fast vm.Builtin, pairs bool) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Constructor %s requires 'new'", name)
	}
	o, ok := iso.OrdinaryCreateFromConstructor(a.NewTarget(), proto, k)
	if !ok {
		return o, false
	}
	t := Ref(0)
	if table == layout.KindWeakHashTable {
		t = iso.NewWeakTable()
	} else {
		t = iso.NewDict(table, 4)
	}
	iso.InitValue(o.Ref(), layout.MapTable, gc.Cell(t))
	h := iso.NewHandle(o)
	if a.Arg(0).IsNullish() {
		return o, true
	}
	add, ok := iso.Get(o, iso.KeyOfGo(adder))
	if !ok {
		return undefined, false
	}
	if !iso.IsCallable(add) {
		return iso.ThrowTypeError("'%s' returned for property '%s' of object '#<%s>' is not a function", show(iso, add), adder, name)
	}
	ha := iso.NewHandle(add)
	ok = iso.Iterate(a.Arg(0), func(v Value) bool {
		if !pairs {
			_, ok := iso.Call(ha.Value(), h.Value(), v)
			return ok
		}
		if !v.IsObject() {
			iso.ThrowTypeError("Iterator value %s is not an entry object", show(iso, v))
			return false
		}
		e := iso.NewHandle(v)
		key, ok := iso.Get(v, iso.IndexKey(0))
		if !ok {
			return false
		}
		hk := iso.NewHandle(key)
		val, ok := iso.Get(e.Value(), iso.IndexKey(1))
		if !ok {
			return false
		}
		_, ok = iso.Call(ha.Value(), h.Value(), hk.Value(), val)
		return ok
	})
	return h.Value(), ok
}

// mapConstructor is Map([iterable]), ECMA-262 24.1.1.1.
func mapConstructor(iso *Isolate, a *Args) (Value, bool) {
	return constructCollection(iso, a, "Map", vm.MapPrototype, layout.KindMap, layout.KindHashTable, "set", mapSet, true)
}

// setConstructor is Set([iterable]), 24.2.2.1.
func setConstructor(iso *Isolate, a *Args) (Value, bool) {
	return constructCollection(iso, a, "Set", vm.SetPrototype, layout.KindSet, layout.KindHashTable, "add", setAdd, false)
}

// collection checks the receiver and returns its table.
func collection(iso *Isolate, v Value, k gc.Kind, method string) (Ref, bool) {
	if !v.IsObject() || iso.KindOf(v.Ref()) != k {
		iso.ThrowTypeError("Method %s called on incompatible receiver %s", method, show(iso, v))
		return 0, false
	}
	return iso.Value(v.Ref(), layout.MapTable).Ref(), true
}

// tableSet sets an entry of a Map or Set; false, with a RangeError, where the heap has no room for a larger table.
func tableSet(iso *Isolate, obj Ref, t Ref, key, v Value) bool {
	key = object.NormalizeKey(key)
	if e := iso.TableFind(t, key); e >= 0 {
		iso.DictSetValue(t, e, v)
		return true
	}
	if n := iso.TableGrowth(t); n > 1<<16 && !iso.Fits(n) {
		name := "Map"
		if iso.KindOf(obj) == layout.KindSet {
			name = "Set"
		}
		iso.ThrowRangeError("%s maximum size exceeded", name)
		return false
	}
	if n := iso.TableAdd(t, key, v, 0); n != t {
		iso.StoreValue(obj, layout.MapTable, gc.Cell(n))
	}
	return true
}

// mapGet, 24.1.3.6.
func mapGet(iso *Isolate, a *Args) (Value, bool) {
	t, ok := collection(iso, a.This(), layout.KindMap, "Map.prototype.get")
	if !ok {
		return undefined, false
	}
	if e := iso.TableFind(t, object.NormalizeKey(a.Arg(0))); e >= 0 {
		return iso.DictValue(t, e), true
	}
	return undefined, true
}

// mapSet, 24.1.3.9.
func mapSet(iso *Isolate, a *Args) (Value, bool) {
	t, ok := collection(iso, a.This(), layout.KindMap, "Map.prototype.set")
	if !ok {
		return undefined, false
	}
	return a.This(), tableSet(iso, a.This().Ref(), t, a.Arg(0), a.Arg(1))
}

// mapGetOrInsert is Map.prototype.getOrInsert(key, value), 24.1.3.7.
func mapGetOrInsert(iso *Isolate, a *Args) (Value, bool) {
	t, ok := collection(iso, a.This(), layout.KindMap, "Map.prototype.getOrInsert")
	if !ok {
		return undefined, false
	}
	if e := iso.TableFind(t, object.NormalizeKey(a.Arg(0))); e >= 0 {
		return iso.DictValue(t, e), true
	}
	return a.Arg(1), tableSet(iso, a.This().Ref(), t, a.Arg(0), a.Arg(1))
}

func has(iso *Isolate, a *Args, k gc.Kind, method string) (Value, bool) {
	t, ok := collection(iso, a.This(), k, method)
	if !ok {
		return undefined, false
	}
	return gc.Bool(iso.TableFind(t, object.NormalizeKey(a.Arg(0))) >= 0), true
}

// mapHas, 24.1.3.8; setHas, 24.2.4.8.
func mapHas(iso *Isolate, a *Args) (Value, bool) {
	return has(iso, a, layout.KindMap, "Map.prototype.has")
}
func setHas(iso *Isolate, a *Args) (Value, bool) {
	return has(iso, a, layout.KindSet, "Set.prototype.has")
}

func remove(iso *Isolate, a *Args, k gc.Kind, method string) (Value, bool) {
	t, ok := collection(iso, a.This(), k, method)
	if !ok {
		return undefined, false
	}
	e := iso.TableFind(t, object.NormalizeKey(a.Arg(0)))
	if e < 0 {
		return gc.False, true
	}
	iso.DictRemove(t, e)
	return gc.True, true
}

// mapDelete, 24.1.3.3; setDelete, 24.2.4.4.
func mapDelete(iso *Isolate, a *Args) (Value, bool) {
	return remove(iso, a, layout.KindMap, "Map.prototype.delete")
}
func setDelete(iso *Isolate, a *Args) (Value, bool) {
	return remove(iso, a, layout.KindSet, "Set.prototype.delete")
}

func clearTable(iso *Isolate, a *Args, k gc.Kind, method string) (Value, bool) {
	t, ok := collection(iso, a.This(), k, method)
	if !ok {
		return undefined, false
	}
	iso.StoreValue(a.This().Ref(), layout.MapTable, gc.Cell(iso.TableClear(t)))
	return undefined, true
}

// mapClear, 24.1.3.1; setClear, 24.2.4.2.
func mapClear(iso *Isolate, a *Args) (Value, bool) {
	return clearTable(iso, a, layout.KindMap, "Map.prototype.clear")
}
func setClear(iso *Isolate, a *Args) (Value, bool) {
	return clearTable(iso, a, layout.KindSet, "Set.prototype.clear")
}

func size(iso *Isolate, a *Args, k gc.Kind, method string) (Value, bool) {
	t, ok := collection(iso, a.This(), k, method)
	if !ok {
		return undefined, false
	}
	return gc.Int(int32(iso.DictCount(t))), true
}

// mapSize, 24.1.3.10; setSize, 24.2.4.14.
func mapSize(iso *Isolate, a *Args) (Value, bool) {
	return size(iso, a, layout.KindMap, "get Map.prototype.size")
}
func setSize(iso *Isolate, a *Args) (Value, bool) {
	return size(iso, a, layout.KindSet, "get Set.prototype.size")
}

// setAdd, 24.2.4.1.
func setAdd(iso *Isolate, a *Args) (Value, bool) {
	t, ok := collection(iso, a.This(), layout.KindSet, "Set.prototype.add")
	if !ok {
		return undefined, false
	}
	return a.This(), tableSet(iso, a.This().Ref(), t, a.Arg(0), object.NormalizeKey(a.Arg(0)))
}

// newTableIterator makes a Map or Set iterator: kind 0 keys, 1 values, 2 entries. Slots: table cell, position, kind.
func newTableIterator(iso *Isolate, a *Args, k gc.Kind, proto vm.IntrinsicID, kind int32, method string) (Value, bool) {
	t, ok := collection(iso, a.This(), k, method)
	if !ok {
		return undefined, false
	}
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindMapIterator, iso.Intrinsic(proto), 0, 0))
	iso.InitValue(r, layout.IteratorTarget, gc.Cell(t))
	iso.InitValue(r, layout.IteratorIndex, gc.Int(0))
	if k == layout.KindSet {
		kind |= 4
	}
	iso.InitValue(r, layout.IteratorExtra, gc.Int(kind))
	return gc.Object(r), true
}

func mapKeys(iso *Isolate, a *Args) (Value, bool) {
	return newTableIterator(iso, a, layout.KindMap, vm.MapIteratorPrototype, 0, "Map.prototype.keys")
}
func mapValues(iso *Isolate, a *Args) (Value, bool) {
	return newTableIterator(iso, a, layout.KindMap, vm.MapIteratorPrototype, 1, "Map.prototype.values")
}
func mapEntries(iso *Isolate, a *Args) (Value, bool) {
	return newTableIterator(iso, a, layout.KindMap, vm.MapIteratorPrototype, 2, "Map.prototype.entries")
}
func setValues(iso *Isolate, a *Args) (Value, bool) {
	return newTableIterator(iso, a, layout.KindSet, vm.SetIteratorPrototype, 1, "Set.prototype.values")
}
func setEntries(iso *Isolate, a *Args) (Value, bool) {
	return newTableIterator(iso, a, layout.KindSet, vm.SetIteratorPrototype, 2, "Set.prototype.entries")
}

// nextEntry advances a table iterator; the entry is -1 at the end.
func nextEntry(iso *Isolate, r Ref) (t Ref, e int) {
	tv := iso.Value(r, layout.IteratorTarget)
	if tv == undefined {
		return 0, -1
	}
	t0 := tv.Ref()
	t, e = iso.TableFollow(t0, int(iso.Value(r, layout.IteratorIndex).AsInt()))
	for n := iso.DictUsed(t); e < n && Value(iso.DictKey(t, e)) == gc.Deleted; {
		e++
	}
	if e >= iso.DictUsed(t) {
		iso.StoreValue(r, layout.IteratorTarget, undefined)
		return t, -1
	}
	if t != t0 {
		iso.StoreValue(r, layout.IteratorTarget, gc.Cell(t))
	}
	iso.StoreValue(r, layout.IteratorIndex, gc.Int(int32(e+1)))
	return t, e
}

func tableIteratorNext(iso *Isolate, a *Args, set int32, what string) (Value, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindMapIterator || iso.Value(v.Ref(), layout.IteratorExtra).AsInt()&4 != set {
		name := "Map"
		if set != 0 {
			name = "Set"
		}
		return iso.ThrowTypeError("Method %s Iterator.prototype.next called on incompatible receiver %s", name, show(iso, v))
	}
	t, e := nextEntry(iso, v.Ref())
	if e < 0 {
		return iso.CreateIterResult(undefined, true), true
	}
	return iso.CreateIterResult(entryValue(iso, t, e, iso.Value(v.Ref(), layout.IteratorExtra).AsInt()&3), false), true
}

func entryValue(iso *Isolate, t Ref, e int, kind int32) Value {
	switch kind {
	case 0:
		return Value(iso.DictKey(t, e))
	case 1:
		return iso.DictValue(t, e)
	}
	return iso.NewArrayFrom(Value(iso.DictKey(t, e)), iso.DictValue(t, e))
}

// tableIteratorStep is the step of map and set iterators without a result object.
func tableIteratorStep(iso *Isolate, r Ref, set int32) (v Value, done, ok bool) {
	if iso.KindOf(r) != layout.KindMapIterator || iso.Value(r, layout.IteratorExtra).AsInt()&4 != set {
		return undefined, false, false
	}
	t, e := nextEntry(iso, r)
	if e < 0 {
		return undefined, true, true
	}
	return entryValue(iso, t, e, iso.Value(r, layout.IteratorExtra).AsInt()&3), false, true
}

func mapIteratorStep(iso *Isolate, r Ref) (v Value, done, ok bool) {
	return tableIteratorStep(iso, r, 0)
}
func setIteratorStep(iso *Isolate, r Ref) (v Value, done, ok bool) {
	return tableIteratorStep(iso, r, 4)
}

// mapIteratorNext, 24.1.5.2.1; setIteratorNext, 24.2.6.2.1.
func mapIteratorNext(iso *Isolate, a *Args) (Value, bool) { return tableIteratorNext(iso, a, 0, "Map") }
func setIteratorNext(iso *Isolate, a *Args) (Value, bool) { return tableIteratorNext(iso, a, 4, "Set") }

var collectionNatives = []native{
	{"TableCheckMap", func(iso *Isolate, a nargs) (Value, bool) {
		_, ok := collection(iso, a.Arg(0), layout.KindMap, iso.GoString(a.Arg(1)))
		return undefined, ok
	}},
	{"TableCheckSet", func(iso *Isolate, a nargs) (Value, bool) {
		_, ok := collection(iso, a.Arg(0), layout.KindSet, iso.GoString(a.Arg(1)))
		return undefined, ok
	}},
	{"TableNext", nativeTableNext},
	{"TableKey", nativeTableKey},
	{"TableValue", nativeTableValue},
	{"TableHas", nativeTableHas},
	{"TableGet", nativeTableGet},
	{"TableSet", nativeTableSet},
	{"TableDelete", nativeTableDelete},
	{"TableSize", nativeTableSize},
	{"NewSet", nativeNewSet},
	{"NewMap", nativeNewMap},
	{"WeakHas", nativeWeakHas},
	{"WeakSet", nativeWeakSet},
}

func tableOf(iso *Isolate, v Value) Ref { return iso.Value(v.Ref(), layout.MapTable).Ref() }

// Cursors of self-hosted loops over a Map or Set: a two element array [table, position] would expose cells to JavaScript, so the cursor is a
// map iterator object. %TableNext(cursor): the first call passes the collection and makes one.
func nativeTableNext(iso *Isolate, a nargs) (Value, bool) {
	v := a.Arg(0)
	if iso.KindOf(v.Ref()) != layout.KindMapIterator {
		r := iso.NewObjectOf(iso.RootShapeFor(layout.KindMapIterator, iso.Intrinsic(vm.MapIteratorPrototype), 0, 0))
		iso.InitValue(r, layout.IteratorTarget, gc.Cell(tableOf(iso, v)))
		iso.InitValue(r, layout.IteratorIndex, gc.Int(0))
		iso.InitValue(r, layout.IteratorExtra, gc.Int(0))
		return gc.Object(r), true
	}
	_, e := nextEntry(iso, v.Ref())
	return gc.Bool(e >= 0), true
}

func cursorEntry(iso *Isolate, v Value) (Ref, int) {
	return iso.Value(v.Ref(), layout.IteratorTarget).Ref(), int(iso.Value(v.Ref(), layout.IteratorIndex).AsInt()) - 1
}

// %TableKey(cursor) and %TableValue(cursor): of the entry that %TableNext(cursor) found; only before anything else runs.
func nativeTableKey(iso *Isolate, a nargs) (Value, bool) {
	t, e := cursorEntry(iso, a.Arg(0))
	return Value(iso.DictKey(t, e)), true
}
func nativeTableValue(iso *Isolate, a nargs) (Value, bool) {
	t, e := cursorEntry(iso, a.Arg(0))
	return iso.DictValue(t, e), true
}

func nativeTableHas(iso *Isolate, a nargs) (Value, bool) {
	return gc.Bool(iso.TableFind(tableOf(iso, a.Arg(0)), object.NormalizeKey(a.Arg(1))) >= 0), true
}

func nativeTableGet(iso *Isolate, a nargs) (Value, bool) {
	t := tableOf(iso, a.Arg(0))
	if e := iso.TableFind(t, object.NormalizeKey(a.Arg(1))); e >= 0 {
		return iso.DictValue(t, e), true
	}
	return undefined, true
}

func nativeTableSet(iso *Isolate, a nargs) (Value, bool) {
	v := a.Arg(2)
	if iso.KindOf(a.Arg(0).Ref()) == layout.KindSet {
		v = object.NormalizeKey(a.Arg(1))
	}
	return undefined, tableSet(iso, a.Arg(0).Ref(), tableOf(iso, a.Arg(0)), a.Arg(1), v)
}

func nativeTableDelete(iso *Isolate, a nargs) (Value, bool) {
	t := tableOf(iso, a.Arg(0))
	if e := iso.TableFind(t, object.NormalizeKey(a.Arg(1))); e >= 0 {
		iso.DictRemove(t, e)
		return gc.True, true
	}
	return gc.False, true
}

func nativeTableSize(iso *Isolate, a nargs) (Value, bool) {
	return gc.Int(int32(iso.DictCount(tableOf(iso, a.Arg(0))))), true
}

func newTable(iso *Isolate, k gc.Kind, proto vm.IntrinsicID) Value {
	r := iso.NewObjectOf(iso.RootShapeFor(k, iso.Intrinsic(proto), 0, 0))
	iso.InitValue(r, layout.MapTable, gc.Cell(iso.NewDict(layout.KindHashTable, 4)))
	return gc.Object(r)
}

func nativeNewSet(iso *Isolate, a nargs) (Value, bool) {
	s := newTable(iso, layout.KindSet, vm.SetPrototype)
	if from := a.Arg(0); from.IsObject() {
		t := tableOf(iso, from)
		for e, n := 0, iso.DictUsed(t); e < n; e++ {
			if k := Value(iso.DictKey(t, e)); k != gc.Deleted {
				if !tableSet(iso, s.Ref(), tableOf(iso, s), k, k) {
					return undefined, false
				}
			}
		}
	}
	return s, true
}

func nativeNewMap(iso *Isolate, a nargs) (Value, bool) {
	return newTable(iso, layout.KindMap, vm.MapPrototype), true
}
