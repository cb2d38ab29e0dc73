package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var objectStatic = []Row{
	{Name: "assign", Length: 2, Fn: objectAssign},
	{Name: "getOwnPropertyDescriptor", Length: 2, Fn: objectGetOwnPropertyDescriptor},
	{Name: "getOwnPropertyDescriptors", Length: 1, Fn: objectGetOwnPropertyDescriptors},
	{Name: "getOwnPropertyNames", Length: 1, Fn: objectGetOwnPropertyNames},
	{Name: "getOwnPropertySymbols", Length: 1, Fn: objectGetOwnPropertySymbols},
	{Name: "is", Length: 2, Fn: objectIs},
	{Name: "preventExtensions", Length: 1, Fn: objectPreventExtensions},
	{Name: "seal", Length: 1, Fn: objectSeal},
	{Name: "create", Length: 2, Fn: objectCreate},
	{Name: "defineProperties", Length: 2, Fn: objectDefineProperties},
	{Name: "defineProperty", Length: 3, Fn: objectDefineProperty},
	{Name: "freeze", Length: 1, Fn: objectFreeze},
	{Name: "getPrototypeOf", Length: 1, Fn: objectGetPrototypeOf},
	{Name: "setPrototypeOf", Length: 2, Fn: objectSetPrototypeOf},
	{Name: "isExtensible", Length: 1, Fn: objectIsExtensible},
	{Name: "isFrozen", Length: 1, Fn: objectIsFrozen},
	{Name: "isSealed", Length: 1, Fn: objectIsSealed},
	{Name: "keys", Length: 1, Fn: objectKeys},
	{Name: "entries", Length: 1, Fn: objectEntries},
	{Name: "fromEntries", Length: 1, Fn: objectFromEntries},
	{Name: "values", Length: 1, Fn: objectValues},
	{Name: "hasOwn", Length: 2, Fn: objectHasOwn},
	{Name: "groupBy", Length: 2, JS: "misc:groupBy"},
}

var objectProto = []Row{
	{Name: "__defineGetter__", Length: 2, Fn: objectDefineGetter},
	{Name: "__defineSetter__", Length: 2, Fn: objectDefineSetter},
	{Name: "hasOwnProperty", Length: 1, Fn: objectProtoHasOwnProperty},
	{Name: "__lookupGetter__", Length: 1, Fn: objectLookupGetter},
	{Name: "__lookupSetter__", Length: 1, Fn: objectLookupSetter},
	{Name: "isPrototypeOf", Length: 1, Fn: objectProtoIsPrototypeOf},
	{Name: "propertyIsEnumerable", Length: 1, Fn: objectProtoPropertyIsEnumerable},
	{Name: "toString", Length: 0, Fn: objectProtoToString},
	{Name: "valueOf", Length: 0, Fn: objectProtoValueOf},
	{Name: "get __proto__", Fn: objectGetProto},
	{Name: "set __proto__", Length: 1, Fn: objectSetProto},
	{Name: "toLocaleString", Length: 0, Fn: objectProtoToLocaleString},
}

func setupObject(iso *Isolate) {
	define(iso, "Object", 1, objectConstructor, iso.Intrinsic(vm.ObjectPrototype), vm.ObjectConstructor, objectStatic, objectProto)
	p, _ := iso.Get(iso.Intrinsic(vm.ObjectPrototype), iso.K(object.AtomToString))
	iso.SetIntrinsic(vm.ObjectToStringFunction, p)
}

// objectConstructor is Object([value]), ECMA-262 20.1.1.1.
func objectConstructor(iso *Isolate, a *Args) (Value, bool) {
	if nt := a.NewTarget(); nt != undefined && nt != a.Callee() {
		return iso.OrdinaryCreateFromConstructor(nt, vm.ObjectPrototype, layout.KindObject)
	}
	if a.Arg(0).IsNullish() {
		return iso.NewObject(), true
	}
	return iso.ToObject(a.Arg(0))
}

// objectAssign is Object.assign(target, ...sources), 20.1.2.1.
func objectAssign(iso *Isolate, a *Args) (Value, bool) {
	t, ok := iso.ToObject(a.Arg(0))
	if !ok {
		return t, false
	}
	to := iso.NewHandle(t)
	for i := 1; i < a.Len(); i++ {
		if a.Arg(i).IsNullish() {
			continue
		}
		m := iso.HandleMark()
		src, _ := iso.ToObject(a.Arg(i))
		from := iso.NewHandle(src)
		keys, ok := iso.OwnKeys(src)
		if !ok {
			return undefined, false
		}
		iso.HoldKeys(keys)
		for _, k := range keys {
			d, found, ok := iso.GetOwnProperty(from.Value(), k)
			if !ok {
				return undefined, false
			}
			if !found || !d.Enumerable() {
				continue
			}
			v, ok := iso.Get(from.Value(), k)
			if !ok || !iso.Set(to.Value(), k, v, true) {
				return undefined, false
			}
		}
		iso.ReleaseHandles(m)
	}
	return to.Value(), true
}

// keyArg converts argument i to a property key while h holds the object; both are current afterwards.
func keyArg(iso *Isolate, a *Args, i int) (Key, bool) { return iso.ToPropertyKey(a.Arg(i)) }

// holdKey protects a key that a conversion made across JavaScript.
func holdKey(iso *Isolate, k Key) {
	if !k.IsIndex() {
		iso.NewHandle(k.Value())
	}
}

// objectGetOwnPropertyDescriptor, 20.1.2.8.
func objectGetOwnPropertyDescriptor(iso *Isolate, a *Args) (Value, bool) {
	o, ok := iso.ToObject(a.Arg(0))
	if !ok {
		return o, false
	}
	h := iso.NewHandle(o)
	k, ok := keyArg(iso, a, 1)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	d, found, ok := iso.GetOwnProperty(h.Value(), k)
	if !ok || !found {
		return undefined, ok
	}
	return iso.FromPropertyDescriptor(d), true
}

// objectGetOwnPropertyDescriptors, 20.1.2.9.
func objectGetOwnPropertyDescriptors(iso *Isolate, a *Args) (Value, bool) {
	o, ok := iso.ToObject(a.Arg(0))
	if !ok {
		return o, false
	}
	h := iso.NewHandle(o)
	keys, ok := iso.OwnKeys(o)
	if !ok {
		return undefined, false
	}
	iso.HoldKeys(keys)
	res := iso.NewHandle(iso.NewObject())
	for _, k := range keys {
		d, found, ok := iso.GetOwnProperty(h.Value(), k)
		if !ok {
			return undefined, false
		}
		if found {
			iso.CreateDataProperty(res.Value(), k, iso.FromPropertyDescriptor(d))
		}
	}
	return res.Value(), true
}

func ownKeysArray(iso *Isolate, v Value, symbols bool) (Value, bool) {
	o, ok := iso.ToObject(v)
	if !ok {
		return o, false
	}
	keys, ok := iso.OwnKeys(o)
	if !ok {
		return undefined, false
	}
	res := iso.NewArray(0)
	for _, k := range keys {
		if k.IsSymbol() == symbols {
			iso.ArrayPush(res, iso.KeyValue(k))
		}
	}
	return res, true
}

// objectGetOwnPropertyNames, 20.1.2.10.
func objectGetOwnPropertyNames(iso *Isolate, a *Args) (Value, bool) {
	return ownKeysArray(iso, a.Arg(0), false)
}

// objectGetOwnPropertySymbols, 20.1.2.11.
func objectGetOwnPropertySymbols(iso *Isolate, a *Args) (Value, bool) {
	return ownKeysArray(iso, a.Arg(0), true)
}

// objectIs, 20.1.2.14.
func objectIs(iso *Isolate, a *Args) (Value, bool) {
	return gc.Bool(iso.SameValue(a.Arg(0), a.Arg(1))), true
}

// objectPreventExtensions, 20.1.2.18.
func objectPreventExtensions(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsObject() {
		return a.Arg(0), true
	}
	done, ok := iso.PreventExtensions(a.Arg(0))
	if ok && !done {
		if iso.KindOf(a.Arg(0).Ref()) == layout.KindProxy {
			return iso.ThrowTypeError("'preventExtensions' on proxy: trap returned falsish")
		}
		return iso.ThrowTypeError("Cannot prevent extensions")
	}
	return a.Arg(0), ok
}

func integrity(iso *Isolate, a *Args, frozen bool) (Value, bool) {
	if !a.Arg(0).IsObject() {
		return a.Arg(0), true
	}
	if frozen && iso.KindOf(a.Arg(0).Ref()) == layout.KindTypedArray {
		if n, _ := iso.TypedArrayLength(a.Arg(0).Ref()); n > 0 {
			return iso.ThrowTypeError("Cannot freeze array buffer views with elements")
		}
	}
	done, ok := iso.SetIntegrityLevel(a.Arg(0), frozen)
	if ok && !done {
		if iso.KindOf(a.Arg(0).Ref()) == layout.KindProxy {
			return iso.ThrowTypeError("'preventExtensions' on proxy: trap returned falsish")
		}
		return iso.ThrowTypeError("Cannot prevent extensions")
	}
	return a.Arg(0), ok
}

// objectSeal, 20.1.2.22; objectFreeze, 20.1.2.6.
func objectSeal(iso *Isolate, a *Args) (Value, bool)   { return integrity(iso, a, false) }
func objectFreeze(iso *Isolate, a *Args) (Value, bool) { return integrity(iso, a, true) }

// objectCreate is Object.create(proto, properties), 20.1.2.2.
func objectCreate(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsObject() && a.Arg(0) != gc.Null {
		return iso.ThrowTypeError("Object prototype may only be an Object or null: %s", show(iso, a.Arg(0)))
	}
	o := iso.NewObjectProto(a.Arg(0))
	if a.Arg(1) == undefined {
		return o, true
	}
	return defineProperties(iso, o, a.Arg(1))
}

// show renders a value as V8's messages that use %ToString-like text do.
func show(iso *Isolate, v Value) string {
	if v.IsString() {
		return iso.GoString(v)
	}
	return iso.Display(v)
}

// defineProperties is ObjectDefineProperties, 20.1.2.3.1.
//
//gcvet:ok the values of list are held and restored before they are used
func defineProperties(iso *Isolate, o, props Value) (Value, bool) {
	h, hp := iso.NewHandle(o), iso.NewHandle(props)
	p, ok := iso.ToObject(props)
	if !ok {
		return p, false
	}
	hp.Set(p)
	keys, ok := iso.OwnKeys(p)
	if !ok {
		return undefined, false
	}
	iso.HoldKeys(keys)
	type held struct {
		k       Key
		d       vm.Desc
		v, g, s Handle
	}
	var list []held
	for _, k := range keys {
		d, found, ok := iso.GetOwnProperty(hp.Value(), k)
		if !ok {
			return undefined, false
		}
		if !found || !d.Enumerable() {
			continue
		}
		v, ok := iso.Get(hp.Value(), k)
		if !ok {
			return undefined, false
		}
		if d, ok = iso.ToPropertyDescriptor(v); !ok {
			return undefined, false
		}
		list = append(list, held{k, d, iso.NewHandle(d.Value), iso.NewHandle(d.Get), iso.NewHandle(d.Set)})
	}
	for i := range list {
		e := &list[i]
		e.d.Value, e.d.Get, e.d.Set = e.v.Value(), e.g.Value(), e.s.Value()
		if !iso.DefineOrThrow(h.Value(), e.k, e.d) {
			return undefined, false
		}
	}
	return h.Value(), true
}

// objectDefineProperties, 20.1.2.3.
func objectDefineProperties(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsObject() {
		return iso.ThrowTypeError("Object.defineProperties called on non-object")
	}
	return defineProperties(iso, a.Arg(0), a.Arg(1))
}

// objectDefineProperty, 20.1.2.4.
func objectDefineProperty(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsObject() {
		return iso.ThrowTypeError("Object.defineProperty called on non-object")
	}
	k, ok := keyArg(iso, a, 1)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	d, ok := iso.ToPropertyDescriptor(a.Arg(2))
	if !ok || !iso.DefineOrThrow(a.Arg(0), k, d) {
		return undefined, false
	}
	return a.Arg(0), true
}

// objectGetPrototypeOf, 20.1.2.12.
func objectGetPrototypeOf(iso *Isolate, a *Args) (Value, bool) {
	o, ok := iso.ToObject(a.Arg(0))
	if !ok {
		return o, false
	}
	return iso.GetPrototypeOf(o)
}

// objectSetPrototypeOf, 20.1.2.23.
func objectSetPrototypeOf(iso *Isolate, a *Args) (Value, bool) {
	if a.Arg(0).IsNullish() {
		return iso.ThrowTypeError("Object.setPrototypeOf called on null or undefined")
	}
	p := a.Arg(1)
	if !p.IsObject() && p != gc.Null {
		return iso.ThrowTypeError("Object prototype may only be an Object or null: %s", show(iso, p))
	}
	if !a.Arg(0).IsObject() {
		return a.Arg(0), true
	}
	done, ok := iso.SetPrototypeOf(a.Arg(0), p)
	if ok && !done {
		return throwSetProto(iso, a.Arg(0), a.Arg(1))
	}
	return a.Arg(0), ok
}

func throwSetProto(iso *Isolate, o, p Value) (Value, bool) {
	switch {
	case iso.KindOf(o.Ref()) == layout.KindProxy:
		return iso.ThrowTypeError("'setPrototypeOf' on proxy: trap returned falsish for property 'undefined'")
	case !iso.Extensible(o.Ref()):
		return iso.ThrowTypeError("%s is not extensible", iso.Display(o))
	case o == iso.Intrinsic(vm.ObjectPrototype):
		return iso.ThrowTypeError("Immutable prototype object 'Object.prototype' cannot have their prototype set")
	}
	return iso.ThrowTypeError("Cyclic __proto__ value")
}

// objectIsExtensible, 20.1.2.15.
func objectIsExtensible(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsObject() {
		return gc.False, true
	}
	b, ok := iso.IsExtensible(a.Arg(0))
	return gc.Bool(b), ok
}

// objectIsFrozen, 20.1.2.16; objectIsSealed, 20.1.2.17.
func objectIsFrozen(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsObject() {
		return gc.True, true
	}
	b, ok := iso.TestIntegrityLevel(a.Arg(0), true)
	return gc.Bool(b), ok
}
func objectIsSealed(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsObject() {
		return gc.True, true
	}
	b, ok := iso.TestIntegrityLevel(a.Arg(0), false)
	return gc.Bool(b), ok
}

// enumerableOwn is EnumerableOwnProperties, 7.3.23: kind 'k', 'v' or 'e'.
func enumerableOwn(iso *Isolate, v Value, kind byte) (Value, bool) {
	o, ok := iso.ToObject(v)
	if !ok {
		return o, false
	}
	h := iso.NewHandle(o)
	keys, ok := iso.OwnKeys(o)
	if !ok {
		return undefined, false
	}
	iso.HoldKeys(keys)
	res := iso.NewHandle(iso.NewArray(0))
	for i, k := range keys {
		if k.IsSymbol() {
			continue
		}
		if i&1023 == 1023 && !iso.PollNative() {
			return undefined, false
		}
		d, found, ok := iso.GetOwnProperty(h.Value(), k)
		if !ok {
			return undefined, false
		}
		if !found || !d.Enumerable() {
			continue
		}
		if kind == 'k' {
			iso.ArrayPush(res.Value(), iso.KeyValue(k))
			continue
		}
		x := d.Value
		if d.IsAccessor() || iso.KindOf(h.Value().Ref()) == layout.KindProxy {
			if x, ok = iso.Get(h.Value(), k); !ok {
				return undefined, false
			}
		}
		if kind == 'e' {
			x = iso.NewArrayFrom(iso.KeyValue(k), x)
		}
		iso.ArrayPush(res.Value(), x)
	}
	return res.Value(), true
}

// objectKeys, 20.1.2.19; objectValues, 20.1.2.24; objectEntries, 20.1.2.5.
func objectKeys(iso *Isolate, a *Args) (Value, bool)    { return enumerableOwn(iso, a.Arg(0), 'k') }
func objectValues(iso *Isolate, a *Args) (Value, bool)  { return enumerableOwn(iso, a.Arg(0), 'v') }
func objectEntries(iso *Isolate, a *Args) (Value, bool) { return enumerableOwn(iso, a.Arg(0), 'e') }

// objectFromEntries, 20.1.2.7.
func objectFromEntries(iso *Isolate, a *Args) (Value, bool) {
	if a.Arg(0).IsNullish() {
		return iso.ThrowTypeError("%s is not iterable", iso.PrimitiveText(a.Arg(0)))
	}
	res := iso.NewHandle(iso.NewObject())
	ok := iso.Iterate(a.Arg(0), func(v Value) bool {
		if !v.IsObject() {
			iso.ThrowTypeError("Iterator value %s is not an entry object", show(iso, v))
			return false
		}
		e := iso.NewHandle(v)
		k, ok := iso.Get(v, iso.IndexKey(0))
		if !ok {
			return false
		}
		hk := iso.NewHandle(k)
		x, ok := iso.Get(e.Value(), iso.IndexKey(1))
		if !ok {
			return false
		}
		hx := iso.NewHandle(x)
		pk, ok := iso.ToPropertyKey(hk.Value())
		if !ok {
			return false
		}
		return iso.CreateDataPropertyOrThrow(res.Value(), pk, hx.Value())
	})
	return res.Value(), ok
}

// objectHasOwn is Object.hasOwn(O, P), 20.1.2.13.
func objectHasOwn(iso *Isolate, a *Args) (Value, bool) {
	o, ok := iso.ToObject(a.Arg(0))
	if !ok {
		return o, false
	}
	h := iso.NewHandle(o)
	k, ok := keyArg(iso, a, 1)
	if !ok {
		return undefined, false
	}
	b, ok := iso.HasOwn(h.Value(), k)
	return gc.Bool(b), ok
}

// objectProtoHasOwnProperty is Object.prototype.hasOwnProperty(V), 20.1.3.2.
func objectProtoHasOwnProperty(iso *Isolate, a *Args) (Value, bool) {
	k, ok := keyArg(iso, a, 0)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	o, ok := iso.ToObject(a.This())
	if !ok {
		return o, false
	}
	b, ok := iso.HasOwn(o, k)
	return gc.Bool(b), ok
}

// objectProtoIsPrototypeOf, 20.1.3.3.
func objectProtoIsPrototypeOf(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsObject() {
		return gc.False, true
	}
	o, ok := iso.ToObject(a.This())
	if !ok {
		return o, false
	}
	h, hv := iso.NewHandle(o), iso.NewHandle(a.Arg(0))
	for {
		p, ok := iso.GetPrototypeOf(hv.Value())
		if !ok || !p.IsObject() {
			return gc.False, ok
		}
		if p == h.Value() {
			return gc.True, true
		}
		hv.Set(p)
	}
}

// objectProtoPropertyIsEnumerable, 20.1.3.4.
func objectProtoPropertyIsEnumerable(iso *Isolate, a *Args) (Value, bool) {
	k, ok := keyArg(iso, a, 0)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	o, ok := iso.ToObject(a.This())
	if !ok {
		return o, false
	}
	d, found, ok := iso.GetOwnProperty(o, k)
	return gc.Bool(found && d.Enumerable()), ok
}

// objectProtoToLocaleString, 20.1.3.5.
func objectProtoToLocaleString(iso *Isolate, a *Args) (Value, bool) {
	return iso.Invoke(a.This(), iso.K(object.AtomToString))
}

// objectProtoToString, 20.1.3.6.
func objectProtoToString(iso *Isolate, a *Args) (Value, bool) {
	if a.This() == undefined {
		return iso.Atom("[object Undefined]"), true
	}
	if a.This() == gc.Null {
		return iso.Atom("[object Null]"), true
	}
	o, _ := iso.ToObject(a.This())
	h := iso.NewHandle(o)
	isArray, ok := iso.IsArray(o)
	if !ok {
		return undefined, false
	}
	tag := "Object"
	switch k := iso.KindOf(o.Ref()); {
	case isArray:
		tag = "Array"
	case k == layout.KindArguments:
		tag = "Arguments"
	case iso.IsCallable(o):
		tag = "Function"
	case k == layout.KindError:
		tag = "Error"
	case k == layout.KindStringObject:
		tag = "String"
	case k == layout.KindPrimitive:
		switch v := iso.Value(o.Ref(), layout.PrimitiveValue); {
		case v.IsBool():
			tag = "Boolean"
		case v.IsNumber():
			tag = "Number"
		}
	case k == layout.KindDate:
		tag = "Date"
	case k == layout.KindRegExp:
		tag = "RegExp"
	}
	t, ok := iso.Get(h.Value(), iso.SymK(object.SymToStringTag))
	if !ok {
		return undefined, false
	}
	if t.IsString() {
		tag = iso.GoString(t)
	}
	return iso.NewString("[object " + tag + "]"), true
}

// objectProtoValueOf, 20.1.3.7.
func objectProtoValueOf(iso *Isolate, a *Args) (Value, bool) { return iso.ToObject(a.This()) }

// objectGetProto is get Object.prototype.__proto__, 20.1.3.8.1.
func objectGetProto(iso *Isolate, a *Args) (Value, bool) {
	o, ok := iso.ToObject(a.This())
	if !ok {
		return o, false
	}
	return iso.GetPrototypeOf(o)
}

// objectSetProto is set Object.prototype.__proto__, 20.1.3.8.2.
func objectSetProto(iso *Isolate, a *Args) (Value, bool) {
	if a.This().IsNullish() {
		return iso.ThrowTypeError("set Object.prototype.__proto__ called on null or undefined")
	}
	p := a.Arg(0)
	if !p.IsObject() && p != gc.Null || !a.This().IsObject() {
		return undefined, true
	}
	done, ok := iso.SetPrototypeOf(a.This(), p)
	if ok && !done {
		return throwSetProto(iso, a.This(), a.Arg(0))
	}
	return undefined, ok
}

func defineAccessor(iso *Isolate, a *Args, name string, has uint8) (Value, bool) {
	o, ok := iso.ToObject(a.This())
	if !ok {
		return o, false
	}
	h := iso.NewHandle(o)
	if !iso.IsCallable(a.Arg(1)) {
		return iso.ThrowTypeError("Object.prototype.%s: Expecting function", name)
	}
	k, ok := keyArg(iso, a, 0)
	if !ok {
		return undefined, false
	}
	d := vm.Desc{Get: a.Arg(1), Set: a.Arg(1), Value: undefined, Attrs: layout.AttrEnumerable | layout.AttrConfigurable, Has: has | vm.HasEnumerable | vm.HasConfigurable}
	return undefined, iso.DefineOrThrow(h.Value(), k, d)
}

// objectDefineGetter, B.2.2.2; objectDefineSetter, B.2.2.3.
func objectDefineGetter(iso *Isolate, a *Args) (Value, bool) {
	return defineAccessor(iso, a, "__defineGetter__", vm.HasGet)
}
func objectDefineSetter(iso *Isolate, a *Args) (Value, bool) {
	return defineAccessor(iso, a, "__defineSetter__", vm.HasSet)
}

func lookupAccessor(iso *Isolate, a *Args, get bool) (Value, bool) {
	o, ok := iso.ToObject(a.This())
	if !ok {
		return o, false
	}
	h := iso.NewHandle(o)
	k, ok := keyArg(iso, a, 0)
	if !ok {
		return undefined, false
	}
	holdKey(iso, k)
	for {
		d, found, ok := iso.GetOwnProperty(h.Value(), k)
		if !ok {
			return undefined, false
		}
		if found {
			switch {
			case !d.IsAccessor():
				return undefined, true
			case get:
				return d.Get, true
			}
			return d.Set, true
		}
		p, ok := iso.GetPrototypeOf(h.Value())
		if !ok || !p.IsObject() {
			return undefined, ok
		}
		h.Set(p)
	}
}

// objectLookupGetter, B.2.2.4; objectLookupSetter, B.2.2.5.
func objectLookupGetter(iso *Isolate, a *Args) (Value, bool) { return lookupAccessor(iso, a, true) }
func objectLookupSetter(iso *Isolate, a *Args) (Value, bool) { return lookupAccessor(iso, a, false) }
