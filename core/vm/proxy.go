package vm

import (
	"slices"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// Proxy object internal methods, ECMA-262 10.5. All may run JavaScript; handles made here are released by the wrappers.

// proxyTrap fetches a trap: trap is undefined when the target decides. target and handler are handles.
func (iso *Isolate) proxyTrap(o Value, name object.AtomID) (trap Value, target, handler Handle, ok bool) {
	if !iso.EnterNative() {
		return gc.Undefined, target, handler, false
	}
	hv := iso.Value(o.Ref(), layout.ProxyHandler)
	if !hv.IsObject() {
		iso.ThrowTypeError("Cannot perform '%s' on a proxy that has been revoked", iso.GoString(iso.A(name)))
		return gc.Undefined, target, handler, false
	}
	target, handler = iso.NewHandle(iso.Value(o.Ref(), layout.ProxyTarget)), iso.NewHandle(hv)
	f, ok := iso.GetV(hv, iso.K(name))
	if ok && f.IsNullish() {
		return gc.Undefined, target, handler, true
	}
	if ok && !iso.IsCallable(f) {
		iso.ThrowTypeError("'%s' returned for property '%s' of object '#<Object>' is not a function", iso.shortText(f), iso.GoString(iso.A(name)))
		return gc.Undefined, target, handler, false
	}
	return f, target, handler, ok
}

func (iso *Isolate) proxyGet(o Value, k Key, receiver Value) (Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	if iso.isPrivate(k) {
		return gc.Undefined, true
	}
	hr := iso.NewHandle(receiver)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomGet)
	if !ok {
		return gc.Undefined, false
	}
	if trap == gc.Undefined {
		return iso.GetReceiver(target.Value(), k, hr.Value())
	}
	v, ok := iso.Call(trap, handler.Value(), target.Value(), iso.KeyValue(k), hr.Value())
	if !ok {
		return gc.Undefined, false
	}
	hv := iso.NewHandle(v)
	d, found, ok := iso.GetOwnProperty(target.Value(), k)
	if !ok {
		return gc.Undefined, false
	}
	if found && !d.Configurable() {
		if d.IsData() && !d.Writable() && !iso.SameValue(hv.Value(), d.Value) {
			return iso.ThrowTypeError("'get' on proxy: property '%s' is a read-only and non-configurable data property on the proxy target but the proxy did not return its actual value (expected '%s' but got '%s')",
				iso.KeyText(k), iso.shortText(d.Value), iso.shortText(hv.Value()))
		}
		if d.IsAccessor() && d.Get == gc.Undefined && hv.Value() != gc.Undefined {
			return iso.ThrowTypeError("'get' on proxy: property '%s' is a non-configurable accessor property on the proxy target and does not have a getter function, but the trap did not return 'undefined' (got '%s')",
				iso.KeyText(k), iso.shortText(hv.Value()))
		}
	}
	return hv.Value(), true
}

// ShortText is Display without quotes around strings.
func (iso *Isolate) ShortText(v Value) string { return iso.shortText(v) }

func (iso *Isolate) shortText(v Value) string {
	if v.IsObject() {
		return iso.Display(v)
	}
	return iso.PrimitiveText(v)
}

func (iso *Isolate) proxySet(o Value, k Key, v, receiver Value) (done, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hv, hr := iso.NewHandle(v), iso.NewHandle(receiver)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomSet)
	if !ok {
		return false, false
	}
	if trap == gc.Undefined {
		return iso.SetReceiver(target.Value(), k, hv.Value(), hr.Value())
	}
	res, ok := iso.Call(trap, handler.Value(), target.Value(), iso.KeyValue(k), hv.Value(), hr.Value())
	if !ok {
		return false, false
	}
	if !iso.ToBoolean(res) {
		return false, true
	}
	d, found, ok := iso.GetOwnProperty(target.Value(), k)
	if !ok {
		return false, false
	}
	if found && !d.Configurable() {
		if d.IsData() && !d.Writable() && !iso.SameValue(hv.Value(), d.Value) {
			iso.ThrowTypeError("'set' on proxy: trap returned truish for property '%s' which exists in the proxy target as a non-configurable and non-writable data property with a different value", iso.KeyText(k))
			return false, false
		}
		if d.IsAccessor() && d.Set == gc.Undefined {
			iso.ThrowTypeError("'set' on proxy: trap returned truish for property '%s' which exists in the proxy target as a non-configurable and non-writable accessor property without a setter", iso.KeyText(k))
			return false, false
		}
	}
	return true, true
}

func (iso *Isolate) proxyHas(o Value, k Key) (has, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomHas)
	if !ok {
		return false, false
	}
	if trap == gc.Undefined {
		return iso.HasProperty(target.Value(), k)
	}
	res, ok := iso.Call(trap, handler.Value(), target.Value(), iso.KeyValue(k))
	if !ok {
		return false, false
	}
	if iso.ToBoolean(res) {
		return true, true
	}
	d, found, ok := iso.GetOwnProperty(target.Value(), k)
	if !ok {
		return false, false
	}
	if found {
		if !d.Configurable() {
			iso.ThrowTypeError("'has' on proxy: trap returned falsish for property '%s' which exists in the proxy target as non-configurable", iso.KeyText(k))
			return false, false
		}
		ext, ok := iso.IsExtensible(target.Value())
		if !ok {
			return false, false
		}
		if !ext {
			iso.ThrowTypeError("'has' on proxy: trap returned falsish for property '%s' but the proxy target is not extensible", iso.KeyText(k))
			return false, false
		}
	}
	return false, true
}

//gcvet:ok results without ok are not used, td is restored
func (iso *Isolate) proxyGetOwn(o Value, k Key) (d Desc, found, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	if iso.isPrivate(k) {
		return d, false, true
	}
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomGetOwnPropertyDescriptor)
	if !ok {
		return d, false, false
	}
	if trap == gc.Undefined {
		return iso.GetOwnProperty(target.Value(), k)
	}
	res, ok := iso.Call(trap, handler.Value(), target.Value(), iso.KeyValue(k))
	if !ok {
		return d, false, false
	}
	fail := func(format string) (Desc, bool, bool) {
		iso.ThrowTypeError("'getOwnPropertyDescriptor' on proxy: "+format, iso.KeyText(k))
		return Desc{}, false, false
	}
	if !res.IsObject() && res != gc.Undefined {
		return fail("trap returned neither object nor undefined for property '%s'")
	}
	hres := iso.NewHandle(res)
	td, tfound, ok := iso.GetOwnProperty(target.Value(), k)
	if !ok {
		return d, false, false
	}
	hd := iso.holdDesc(&td)
	if hres.Value() == gc.Undefined {
		if !tfound {
			return d, false, true
		}
		if !td.Configurable() {
			return fail("trap returned undefined for property '%s' which is non-configurable in the proxy target")
		}
		ext, ok := iso.IsExtensible(target.Value())
		if !ok {
			return d, false, false
		}
		if !ext {
			return fail("trap returned undefined for property '%s' which exists in the non-extensible proxy target")
		}
		return d, false, true
	}
	ext, ok := iso.IsExtensible(target.Value())
	if !ok {
		return d, false, false
	}
	d, ok = iso.ToPropertyDescriptor(hres.Value())
	if !ok {
		return d, false, false
	}
	hd.restore(&td)
	CompleteDesc(&d)
	if !iso.IsCompatiblePropertyDescriptor(ext, d, td, tfound) {
		return fail("trap returned descriptor for property '%s' that is incompatible with the existing property in the proxy target")
	}
	if !d.Configurable() {
		if !tfound || td.Configurable() {
			return fail("trap reported non-configurability for property '%s' which is either non-existent or configurable in the proxy target")
		}
		if d.Has&HasWritable != 0 && !d.Writable() && td.Writable() {
			return fail("trap reported non-configurable and writable for property which is non-configurable, non-writable in the proxy target:")
		}
	}
	return d, true, true
}

// heldDesc keeps the values of a descriptor in handles.
type heldDesc struct{ v, g, s Handle }

func (iso *Isolate) holdDesc(d *Desc) heldDesc {
	return heldDesc{iso.NewHandle(d.Value), iso.NewHandle(d.Get), iso.NewHandle(d.Set)}
}

func (h heldDesc) restore(d *Desc) { d.Value, d.Get, d.Set = h.v.Value(), h.g.Value(), h.s.Value() }

// CompleteDesc is CompletePropertyDescriptor, ECMA-262 6.2.6.6.
func CompleteDesc(d *Desc) {
	if !d.IsAccessor() {
		if d.Has&HasValue == 0 {
			d.Value = gc.Undefined
		}
		d.Has |= hasData
	} else {
		if d.Has&HasGet == 0 {
			d.Get = gc.Undefined
		}
		if d.Has&HasSet == 0 {
			d.Set = gc.Undefined
		}
		d.Has |= hasAccessor
	}
	d.Has |= HasEnumerable | HasConfigurable
}

// ToPropertyDescriptor, ECMA-262 6.2.6.5. May run JavaScript.
//
//gcvet:ok the fields are held until the end
func (iso *Isolate) ToPropertyDescriptor(v Value) (d Desc, ok bool) {
	d = Desc{Value: gc.Undefined, Get: gc.Undefined, Set: gc.Undefined}
	if !v.IsObject() {
		iso.ThrowTypeError("Property description must be an object: %s", iso.shortText(v))
		return d, false
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(v)
	held := iso.holdDesc(&d)
	field := func(a object.AtomID) (Value, bool, bool) {
		has, ok := iso.HasProperty(h.Value(), iso.K(a))
		if !ok || !has {
			return gc.Undefined, false, ok
		}
		x, ok := iso.Get(h.Value(), iso.K(a))
		return x, true, ok
	}
	for _, f := range [...]struct {
		a    object.AtomID
		has  uint8
		attr uint8
	}{{object.AtomEnumerable, HasEnumerable, layout.AttrEnumerable}, {object.AtomConfigurable, HasConfigurable, layout.AttrConfigurable},
		{object.AtomValue, HasValue, 0}, {object.AtomWritable, HasWritable, layout.AttrWritable}, {object.AtomGet, HasGet, 0}, {object.AtomSet, HasSet, 0}} {
		x, has, ok := field(f.a)
		if !ok {
			return d, false
		}
		if !has {
			continue
		}
		d.Has |= f.has
		switch f.has {
		case HasValue:
			held.v.Set(x)
		case HasGet:
			if x != gc.Undefined && !iso.IsCallable(x) {
				iso.ThrowTypeError("Getter must be a function: %s", iso.shortText(x))
				return d, false
			}
			held.g.Set(x)
		case HasSet:
			if x != gc.Undefined && !iso.IsCallable(x) {
				iso.ThrowTypeError("Setter must be a function: %s", iso.shortText(x))
				return d, false
			}
			held.s.Set(x)
		default:
			if iso.ToBoolean(x) {
				d.Attrs |= f.attr
			}
		}
	}
	if d.IsAccessor() && d.IsData() {
		iso.ThrowTypeError("Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, %s", iso.Display(h.Value()))
		return d, false
	}
	held.restore(&d)
	return d, true
}

// FromPropertyDescriptor, ECMA-262 6.2.6.4.
func (iso *Isolate) FromPropertyDescriptor(d Desc) Value {
	o := iso.NewObject()
	add := func(has uint8, a object.AtomID, v Value) {
		if d.Has&has != 0 {
			iso.AddOwn(o.Ref(), iso.K(a), v, layout.AttrDefault)
		}
	}
	add(HasValue, object.AtomValue, d.Value)
	add(HasWritable, object.AtomWritable, gc.Bool(d.Writable()))
	add(HasGet, object.AtomGet, d.Get)
	add(HasSet, object.AtomSet, d.Set)
	add(HasEnumerable, object.AtomEnumerable, gc.Bool(d.Enumerable()))
	add(HasConfigurable, object.AtomConfigurable, gc.Bool(d.Configurable()))
	return o
}

//gcvet:ok descriptors are held and restored
func (iso *Isolate) proxyDefine(o Value, k Key, d Desc) (done, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	held := iso.holdDesc(&d)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomDefineProperty)
	if !ok {
		return false, false
	}
	held.restore(&d)
	if trap == gc.Undefined {
		return iso.DefineOwn(target.Value(), k, d)
	}
	res, ok := iso.Call(trap, handler.Value(), target.Value(), iso.KeyValue(k), iso.FromPropertyDescriptor(d))
	if !ok {
		return false, false
	}
	if !iso.ToBoolean(res) {
		return false, true
	}
	td, tfound, ok := iso.GetOwnProperty(target.Value(), k)
	if !ok {
		return false, false
	}
	htd := iso.holdDesc(&td)
	ext, ok := iso.IsExtensible(target.Value())
	if !ok {
		return false, false
	}
	htd.restore(&td)
	held.restore(&d)
	settingNonConfig := d.Has&HasConfigurable != 0 && !d.Configurable()
	fail := func(format string) (bool, bool) {
		iso.ThrowTypeError("'defineProperty' on proxy: trap returned truish for "+format, iso.KeyText(k))
		return false, false
	}
	if !tfound {
		if !ext {
			return fail("adding property '%s'  to the non-extensible proxy target")
		}
		if settingNonConfig {
			return fail("defining non-configurable property '%s' which is either non-existent or configurable in the proxy target")
		}
		return true, true
	}
	if !iso.IsCompatiblePropertyDescriptor(ext, d, td, true) {
		return fail("adding property '%s'  that is incompatible with the existing property in the proxy target")
	}
	if settingNonConfig && td.Configurable() {
		return fail("defining non-configurable property '%s' which is either non-existent or configurable in the proxy target")
	}
	if td.IsData() && !td.Configurable() && td.Writable() && d.Has&HasWritable != 0 && !d.Writable() {
		return fail("defining non-configurable property '%s' which cannot be non-writable")
	}
	return true, true
}

func (iso *Isolate) proxyDelete(o Value, k Key) (done, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomDeleteProperty)
	if !ok {
		return false, false
	}
	if trap == gc.Undefined {
		return iso.Delete(target.Value(), k)
	}
	res, ok := iso.Call(trap, handler.Value(), target.Value(), iso.KeyValue(k))
	if !ok {
		return false, false
	}
	if !iso.ToBoolean(res) {
		return false, true
	}
	d, found, ok := iso.GetOwnProperty(target.Value(), k)
	if !ok || !found {
		return ok, ok
	}
	if !d.Configurable() {
		iso.ThrowTypeError("'deleteProperty' on proxy: trap returned truish for property '%s' which is non-configurable in the proxy target", iso.KeyText(k))
		return false, false
	}
	ext, ok := iso.IsExtensible(target.Value())
	if !ok {
		return false, false
	}
	if !ext {
		iso.ThrowTypeError("'deleteProperty' on proxy: trap returned truish for property '%s' but the proxy target is non-extensible", iso.KeyText(k))
		return false, false
	}
	return true, true
}

func (iso *Isolate) proxyOwnKeys(o Value) ([]Key, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomOwnKeys)
	if !ok {
		return nil, false
	}
	if trap == gc.Undefined {
		return iso.OwnKeys(target.Value())
	}
	res, ok := iso.Call(trap, handler.Value(), target.Value())
	if !ok {
		return nil, false
	}
	// CreateListFromArrayLike with only strings and symbols.
	if !res.IsObject() {
		iso.ThrowTypeError("CreateListFromArrayLike called on non-object")
		return nil, false
	}
	hres := iso.NewHandle(res)
	n, ok := iso.LengthOf(res)
	if !ok {
		return nil, false
	}
	var keys []Key
	list := iso.NewHandle(iso.NewArray(0))
	for i := uint64(0); i < n; i++ {
		v, ok := iso.Get(hres.Value(), iso.IndexKey(i))
		if !ok {
			return nil, false
		}
		if !v.IsString() && !v.IsSymbol() {
			iso.ThrowTypeError("%s is not a valid property name", iso.shortText(v))
			return nil, false
		}
		var k Key
		if v.IsSymbol() {
			k = Key(v)
		} else {
			k = iso.KeyOf(v)
		}
		if slices.Contains(keys, k) {
			iso.ThrowTypeError("'ownKeys' on proxy: trap returned duplicate entries")
			return nil, false
		}
		keys = append(keys, k)
		if !k.IsIndex() {
			iso.ArrayPush(list.Value(), k.Value())
		}
	}
	ext, ok := iso.IsExtensible(target.Value())
	if !ok {
		return nil, false
	}
	tkeys, ok := iso.OwnKeys(target.Value())
	if !ok {
		return nil, false
	}
	iso.HoldKeys(tkeys)
	var configurable, nonconfigurable []Key
	for _, k := range tkeys {
		d, found, ok := iso.GetOwnProperty(target.Value(), k)
		if !ok {
			return nil, false
		}
		if found && !d.Configurable() {
			nonconfigurable = append(nonconfigurable, k)
		} else {
			configurable = append(configurable, k)
		}
	}
	if ext && len(nonconfigurable) == 0 {
		return keys, true
	}
	unchecked := slices.Clone(keys)
	take := func(k Key) bool {
		i := slices.Index(unchecked, k)
		if i < 0 {
			iso.ThrowTypeError("'ownKeys' on proxy: trap result did not include '%s'", iso.KeyText(k))
			return false
		}
		unchecked = slices.Delete(unchecked, i, i+1)
		return true
	}
	for _, k := range nonconfigurable {
		if !take(k) {
			return nil, false
		}
	}
	if ext {
		return keys, true
	}
	for _, k := range configurable {
		if !take(k) {
			return nil, false
		}
	}
	if len(unchecked) > 0 {
		iso.ThrowTypeError("'ownKeys' on proxy: trap returned extra keys but proxy target is non-extensible")
		return nil, false
	}
	return keys, true
}

func (iso *Isolate) proxyGetPrototypeOf(o Value) (Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomGetPrototypeOf)
	if !ok {
		return gc.Undefined, false
	}
	if trap == gc.Undefined {
		return iso.GetPrototypeOf(target.Value())
	}
	p, ok := iso.Call(trap, handler.Value(), target.Value())
	if !ok {
		return p, false
	}
	if !p.IsObject() && p != gc.Null {
		return iso.ThrowTypeError("'getPrototypeOf' on proxy: trap returned neither object nor null")
	}
	hp := iso.NewHandle(p)
	ext, ok := iso.IsExtensible(target.Value())
	if !ok || ext {
		return hp.Value(), ok
	}
	tp, ok := iso.GetPrototypeOf(target.Value())
	if !ok {
		return tp, false
	}
	if tp != hp.Value() {
		return iso.ThrowTypeError("'getPrototypeOf' on proxy: proxy target is non-extensible but the trap did not return its actual prototype")
	}
	return hp.Value(), true
}

func (iso *Isolate) proxySetPrototypeOf(o, proto Value) (done, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hp := iso.NewHandle(proto)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomSetPrototypeOf)
	if !ok {
		return false, false
	}
	if trap == gc.Undefined {
		return iso.SetPrototypeOf(target.Value(), hp.Value())
	}
	res, ok := iso.Call(trap, handler.Value(), target.Value(), hp.Value())
	if !ok {
		return false, false
	}
	if !iso.ToBoolean(res) {
		return false, true
	}
	ext, ok := iso.IsExtensible(target.Value())
	if !ok || ext {
		return true, ok
	}
	tp, ok := iso.GetPrototypeOf(target.Value())
	if !ok {
		return false, false
	}
	if tp != hp.Value() {
		iso.ThrowTypeError("'setPrototypeOf' on proxy: trap returned truish for setting a new prototype on the non-extensible proxy target")
		return false, false
	}
	return true, true
}

func (iso *Isolate) proxyIsExtensible(o Value) (bool, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomIsExtensible)
	if !ok {
		return false, false
	}
	if trap == gc.Undefined {
		return iso.IsExtensible(target.Value())
	}
	res, ok := iso.Call(trap, handler.Value(), target.Value())
	if !ok {
		return false, false
	}
	want := iso.ToBoolean(res)
	got, ok := iso.IsExtensible(target.Value())
	if !ok {
		return false, false
	}
	if got != want {
		iso.ThrowTypeError("'isExtensible' on proxy: trap result does not reflect extensibility of proxy target (which is '%v')", got)
		return false, false
	}
	return want, true
}

func (iso *Isolate) proxyPreventExtensions(o Value) (done, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomPreventExtensions)
	if !ok {
		return false, false
	}
	if trap == gc.Undefined {
		return iso.PreventExtensions(target.Value())
	}
	res, ok := iso.Call(trap, handler.Value(), target.Value())
	if !ok {
		return false, false
	}
	if !iso.ToBoolean(res) {
		return false, true
	}
	ext, ok := iso.IsExtensible(target.Value())
	if !ok {
		return false, false
	}
	if ext {
		iso.ThrowTypeError("'preventExtensions' on proxy: trap returned truish but the proxy target is extensible")
		return false, false
	}
	return true, true
}

// ProxyCall is [[Call]] of a proxy, ECMA-262 10.5.12; args is a KindValues cell. May run JavaScript.
func (iso *Isolate) ProxyCall(o, this Value, args Ref) (Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	ht, ha := iso.NewHandle(this), iso.NewHandle(gc.Cell(args))
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomApply)
	if !ok {
		return gc.Undefined, false
	}
	if trap == gc.Undefined {
		return iso.CallList(target.Value(), ht.Value(), ha.Value().Ref())
	}
	return iso.Call(trap, handler.Value(), target.Value(), ht.Value(), iso.NewArrayOfList(ha.Value().Ref()))
}

// ProxyConstruct is [[Construct]] of a proxy, ECMA-262 10.5.13. May run JavaScript.
func (iso *Isolate) ProxyConstruct(o, newTarget Value, args Ref) (Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hn, ha := iso.NewHandle(newTarget), iso.NewHandle(gc.Cell(args))
	trap, target, handler, ok := iso.proxyTrap(o, object.AtomConstruct)
	if !ok {
		return gc.Undefined, false
	}
	if trap == gc.Undefined {
		return iso.ConstructList(target.Value(), hn.Value(), ha.Value().Ref())
	}
	v, ok := iso.Call(trap, handler.Value(), target.Value(), iso.NewArrayOfList(ha.Value().Ref()), hn.Value())
	if ok && !v.IsObject() {
		return iso.ThrowTypeError("'construct' on proxy: trap returned non-object ('%s')", iso.shortText(v))
	}
	return v, ok
}

// NewProxy is ProxyCreate, ECMA-262 10.5.14.
func (iso *Isolate) NewProxy(target, handler Value) (Value, bool) {
	if !target.IsObject() || !handler.IsObject() {
		return iso.ThrowTypeError("Cannot create proxy with a non-object as target or handler")
	}
	bits := uint8(layout.ShapeExotic) | iso.ShapeBits(iso.ShapeOf(target.Ref()))&(layout.ShapeCallable|layout.ShapeConstructor)
	i := ShapeProxyFirst
	if bits&layout.ShapeConstructor != 0 {
		i += 2
	} else if bits&layout.ShapeCallable != 0 {
		i++
	}
	shape := iso.shapeSlot(i, func() Ref { return iso.NewRootShape(layout.KindProxy, gc.Null, 0, bits) })
	r := iso.NewObjectOf(shape)
	iso.InitValue(r, layout.ProxyTarget, target)
	iso.InitValue(r, layout.ProxyHandler, handler)
	return gc.Object(r), true
}
