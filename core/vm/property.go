package vm

import (
	"math"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// Desc is a property descriptor (ECMA-262 6.2.6). Has tells which fields are present.
type Desc struct {
	Value, Get, Set Value
	Attrs           uint8 // layout.AttrWritable, AttrEnumerable, AttrConfigurable
	Has             uint8
}

// Bits of Desc.Has.
const (
	HasValue uint8 = 1 << iota
	HasWritable
	HasGet
	HasSet
	HasEnumerable
	HasConfigurable
	hasData     = HasValue | HasWritable
	hasAccessor = HasGet | HasSet
)

// DataDesc is a full data descriptor.
func DataDesc(v Value, attrs uint8) Desc {
	return Desc{Value: v, Attrs: attrs, Has: HasValue | HasWritable | HasEnumerable | HasConfigurable, Get: gc.Undefined, Set: gc.Undefined}
}

// IsAccessor and IsData classify, 6.2.6.1 and 6.2.6.2.
func (d *Desc) IsAccessor() bool { return d.Has&hasAccessor != 0 }
func (d *Desc) IsData() bool     { return d.Has&hasData != 0 }

// Writable, Enumerable and Configurable read the attributes.
func (d *Desc) Writable() bool     { return d.Attrs&layout.AttrWritable != 0 }
func (d *Desc) Enumerable() bool   { return d.Attrs&layout.AttrEnumerable != 0 }
func (d *Desc) Configurable() bool { return d.Attrs&layout.AttrConfigurable != 0 }

// HostInterceptor gives a host object's class its own property semantics (process.env and the like). Found false in Get means
// that the ordinary properties decide.
type HostInterceptor interface {
	Get(iso *Isolate, obj Value, k Key) (v Value, attrs uint8, found bool)
	Set(iso *Isolate, obj Value, k Key, v Value) (handled, ok bool)
	Delete(iso *Isolate, obj Value, k Key) (handled bool)
	Keys(iso *Isolate, obj Value) []Key
}

// HostDefiner is implemented by interceptors that serve [[DefineOwnProperty]] too.
type HostDefiner interface {
	Define(iso *Isolate, obj Value, k Key, d Desc) (handled, done, ok bool)
}

// HostDescriber is implemented by interceptors that tell own properties from inherited ones: [[GetOwnProperty]] and a [[Set]] that
// may be refused.
type HostDescriber interface {
	Describe(iso *Isolate, obj Value, k Key) (d Desc, found, ok bool)
	Store(iso *Isolate, obj Value, k Key, v Value) (done, ok bool)
}

type hostHooks struct {
	interceptors []HostInterceptor // by host class - 1
}

// RegisterHostClass returns a host class number for objects whose properties i serves.
func (iso *Isolate) RegisterHostClass(i HostInterceptor) uint32 {
	iso.hosts.interceptors = append(iso.hosts.interceptors, i)
	return uint32(len(iso.hosts.interceptors))
}

func (iso *Isolate) interceptor(r Ref) HostInterceptor {
	if c := iso.U32(r, layout.HostClass); c != 0 {
		return iso.hosts.interceptors[c-1]
	}
	return nil
}

// own looks up an own property of any object but a proxy, lazies materialised. stop means that the lookup ends here although
// nothing was found (typed arrays). ok is false when an exception was thrown (module namespaces).
//
//gcvet:nogc interceptors run with collections held back
func (iso *Isolate) own(r Ref, k Key) (p Prop, found, stop, ok bool) {
	shape := iso.ShapeOf(r)
	if iso.ShapeBits(shape)&layout.ShapeExotic != 0 {
		switch iso.KindOf(r) {
		case layout.KindTypedArray:
			if k.IsIndex() {
				v, found := iso.TypedGet(r, uint64(k.Index()))
				return Prop{Value: v, Attrs: layout.AttrDefault}, found, !found, true
			}
			if _, isNum := iso.canonicalNumeric(k); isNum {
				return Prop{}, false, true, true
			}
		case layout.KindStringObject:
			s := iso.Value(r, layout.PrimitiveValue)
			if k.IsIndex() {
				if int(k.Index()) < iso.StrLen(s) {
					return Prop{Value: iso.Char(iso.CharAt(s, int(k.Index()))), Attrs: layout.AttrEnumerable}, true, false, true
				}
			} else if k == iso.K(object.AtomLength) {
				return Prop{Value: gc.Int(int32(iso.StrLen(s)))}, true, false, true
			}
		case layout.KindArguments:
			if k.IsIndex() {
				p, found := iso.GetElement(r, k.Index())
				if found {
					if c, slot, mapped := iso.mappedArgument(r, k.Index()); mapped {
						p.Value = iso.Value(c, slot)
					}
				}
				return p, found, false, true
			}
		case layout.KindModuleNamespace:
			if !k.IsSymbol() {
				v, found, ok := iso.namespaceGet(r, k)
				return Prop{Value: v, Attrs: layout.AttrWritable | layout.AttrEnumerable}, found, !found, ok
			}
		case layout.KindHost:
			if i := iso.interceptor(r); i != nil {
				iso.holdGC++
				v, attrs, found := i.Get(iso, gc.Object(r), k)
				iso.holdGC--
				if found {
					return Prop{Value: v, Attrs: attrs}, true, false, true
				}
			}
		}
	}
	if k.IsIndex() {
		p, found = iso.GetElement(r, k.Index()) //gcvet:ok collections were held back while the interceptor ran
		return p, found, false, true
	}
	p, found = iso.GetOwn(r, k)
	if found {
		if p.IsLazy() {
			p = iso.materialiseLazy(r, k, p)
		}
		return p, true, false, true
	}
	if k == iso.K(object.AtomLength) && iso.KindOf(r) == layout.KindArray {
		attrs := uint8(layout.AttrWritable)
		if iso.U32(r, layout.ObjFlags)&layout.ObjLengthReadOnly != 0 {
			attrs = 0
		}
		return Prop{Value: iso.Value(r, layout.ArrayLength), Attrs: attrs}, true, false, true
	}
	return Prop{}, false, false, true
}

// mappedArgument returns the scope slot that argument i aliases.
func (iso *Isolate) mappedArgument(r Ref, i uint32) (scope Ref, disp uintptr, ok bool) {
	m := iso.Value(r, layout.ArgumentsMap)
	if !m.IsInternal() || int(i) >= iso.ListLen(m.Ref()) {
		return 0, 0, false
	}
	slot := iso.ListGet(m.Ref(), int(i))
	if !slot.IsInt() {
		return 0, 0, false
	}
	return iso.Value(r, layout.ArgumentsScope).Ref(), layout.ScopeHeader + 8*uintptr(slot.AsInt()), true
}

func (iso *Isolate) unmapArgument(r Ref, i uint32) {
	if _, _, ok := iso.mappedArgument(r, i); ok {
		iso.ListSet(iso.Value(r, layout.ArgumentsMap).Ref(), int(i), gc.Undefined)
	}
}

// Get is O.[[Get]](k, O), ECMA-262 10.1.8 and its exotic forms. May run JavaScript.
func (iso *Isolate) Get(o Value, k Key) (Value, bool) { return iso.GetReceiver(o, k, o) }

// GetReceiver is [[Get]] with a receiver. May run JavaScript.
func (iso *Isolate) GetReceiver(o Value, k Key, receiver Value) (Value, bool) {
	for {
		r := o.Ref()
		if iso.KindOf(r) == layout.KindProxy {
			return iso.proxyGet(o, k, receiver)
		}
		p, found, stop, ok := iso.own(r, k)
		if !ok {
			return gc.Undefined, false
		}
		if found {
			if p.Attrs&layout.AttrAccessor == 0 {
				return p.Value, true
			}
			g := iso.Value(p.Value.Ref(), layout.AccessorGet)
			if !g.IsObject() {
				return gc.Undefined, true
			}
			return iso.Call(g, receiver)
		}
		if stop {
			return gc.Undefined, true
		}
		o = iso.Proto(r)
		if !o.IsObject() {
			return gc.Undefined, true
		}
	}
}

// GetV, ECMA-262 7.3.3: property of any value. May run JavaScript.
func (iso *Isolate) GetV(v Value, k Key) (Value, bool) {
	if v.IsObject() {
		return iso.GetReceiver(v, k, v)
	}
	if v.IsString() {
		if k.IsIndex() {
			if int(k.Index()) < iso.StrLen(v) {
				return iso.Char(iso.CharAt(v, int(k.Index()))), true
			}
		} else if k == iso.K(object.AtomLength) {
			return gc.Int(int32(iso.StrLen(v))), true
		}
	}
	if v.IsNullish() {
		return iso.ThrowTypeError("Cannot read properties of %s (reading '%s')", iso.PrimitiveText(v), iso.KeyText(k))
	}
	return iso.GetReceiver(iso.primitiveProto(v), k, v)
}

// GetMethod, ECMA-262 7.3.11: undefined, or a callable. May run JavaScript.
func (iso *Isolate) GetMethod(v Value, k Key) (Value, bool) {
	f, ok := iso.GetV(v, k)
	if !ok {
		return f, false
	}
	if f.IsNullish() {
		return gc.Undefined, true
	}
	if !iso.IsCallable(f) {
		return iso.ThrowTypeError("%s is not a function", iso.typedText(f))
	}
	return f, true
}

// Set, ECMA-262 7.3.4: o is an object; with throw a refusal is a TypeError. May run JavaScript.
func (iso *Isolate) Set(o Value, k Key, v Value, throw bool) bool {
	m := iso.HandleMark()
	h := iso.NewHandle(o)
	done, ok := iso.SetReceiver(o, k, v, o)
	o = h.Value()
	iso.ReleaseHandles(m)
	if ok && !done && throw {
		iso.throwSetFailed(o, k)
		return false
	}
	return ok
}

func (iso *Isolate) throwSetFailed(o Value, k Key) {
	if o.IsObject() && iso.KindOf(o.Ref()) != layout.KindProxy {
		if p, found, _, _ := iso.own(o.Ref(), k); found {
			if p.IsAccessor() {
				iso.ThrowTypeError("Cannot set property %s of %s which has only a getter", iso.KeyText(k), iso.Display(o))
				return
			}
			iso.ThrowTypeError("Cannot assign to read only property '%s' of %s '%s'", iso.KeyText(k), iso.GoString(iso.TypeOf(o)), iso.Display(o))
			return
		}
		for q := iso.Proto(o.Ref()); q.IsObject() && iso.KindOf(q.Ref()) != layout.KindProxy; q = iso.Proto(q.Ref()) {
			if p, found, _, _ := iso.own(q.Ref(), k); found {
				if p.IsAccessor() {
					iso.ThrowTypeError("Cannot set property %s of %s which has only a getter", iso.KeyText(k), iso.Display(o))
				} else {
					iso.ThrowTypeError("Cannot assign to read only property '%s' of %s '%s'", iso.KeyText(k), iso.GoString(iso.TypeOf(o)), iso.Display(o))
				}
				return
			}
		}
		iso.ThrowTypeError("Cannot add property %s, object is not extensible", iso.KeyText(k))
		return
	}
	if o.IsObject() {
		iso.ThrowTypeError("'set' on proxy: trap returned falsish for property '%s'", iso.KeyText(k))
		return
	}
	iso.ThrowTypeError("Cannot create property '%s' on %s '%s'", iso.KeyText(k), iso.GoString(iso.TypeOf(o)), iso.PrimitiveText(o))
}

// displayReceiver is Object.prototype.toString-like text of V8's read-only messages.
// ThrowSetFailed throws the TypeError of a refused assignment in strict mode.
func (iso *Isolate) ThrowSetFailed(o Value, k Key) { iso.throwSetFailed(o, k) }

// SetV assigns to a property of any value (PutValue, 6.2.5.6). May run JavaScript.
func (iso *Isolate) SetV(v Value, k Key, x Value, strict bool) bool {
	if v.IsObject() {
		return iso.Set(v, k, x, strict)
	}
	if v.IsNullish() {
		iso.ThrowTypeError("Cannot set properties of %s (setting '%s')", iso.PrimitiveText(v), iso.KeyText(k))
		return false
	}
	m := iso.HandleMark()
	h := iso.NewHandle(v)
	done, ok := false, true
	if v.IsString() && (k == iso.K(object.AtomLength) || k.IsIndex() && int(k.Index()) < iso.StrLen(v)) {
		if strict {
			iso.ThrowTypeError("Cannot assign to read only property '%s' of string '%s'", iso.KeyText(k), iso.GoString(v))
			ok = false
		}
		done = true
	} else {
		done, ok = iso.SetReceiver(iso.primitiveProto(v), k, x, v)
	}
	v = h.Value()
	iso.ReleaseHandles(m)
	if ok && !done && strict {
		iso.throwSetFailed(v, k)
		return false
	}
	return ok
}

// SetReceiver is O.[[Set]](k, v, receiver), ECMA-262 10.1.9 and its exotic forms: done is its result. May run JavaScript.
func (iso *Isolate) SetReceiver(o Value, k Key, v, receiver Value) (done, ok bool) {
	for {
		r := o.Ref()
		kind := iso.KindOf(r)
		switch kind {
		case layout.KindProxy:
			return iso.proxySet(o, k, v, receiver)
		case layout.KindTypedArray:
			if k.IsIndex() {
				if o == receiver {
					return true, iso.TypedSet(o, uint64(k.Index()), v)
				}
				if n, _ := iso.TypedArrayLength(r); uint64(k.Index()) >= n {
					return true, true
				}
			} else if _, isNum := iso.canonicalNumeric(k); isNum {
				if o == receiver {
					return true, iso.TypedSet(o, math.MaxUint64, v)
				}
				return true, true
			}
		case layout.KindModuleNamespace:
			return false, true
		case layout.KindHost:
			i := iso.interceptor(r)
			if x, is := i.(HostDescriber); is && o == receiver {
				return x.Store(iso, o, k, v)
			}
			if i != nil && o == receiver {
				m := iso.HandleMark()
				ho, hv := iso.NewHandle(o), iso.NewHandle(v)
				handled, ok := i.Set(iso, o, k, v)
				o, v = ho.Value(), hv.Value()
				iso.ReleaseHandles(m)
				if handled {
					return true, ok
				}
				r, receiver = o.Ref(), o
			}
		}
		p, found, stop, ok := iso.own(r, k)
		if !ok {
			return false, false
		}
		if found {
			if p.Attrs&layout.AttrAccessor != 0 {
				s := iso.Value(p.Value.Ref(), layout.AccessorSet)
				if !s.IsObject() {
					return false, true
				}
				_, ok := iso.Call(s, receiver, v)
				return ok, ok
			}
			if p.Attrs&layout.AttrWritable == 0 {
				return false, true
			}
			if o == receiver {
				return iso.storeOwn(r, k, p, v)
			}
			return iso.setOnReceiver(k, v, receiver)
		}
		if stop {
			return iso.setOnReceiver(k, v, receiver)
		}
		o = iso.Proto(r)
		if !o.IsObject() {
			return iso.setOnReceiver(k, v, receiver)
		}
	}
}

// storeOwn overwrites an own writable data property.
func (iso *Isolate) storeOwn(r Ref, k Key, p Prop, v Value) (done, ok bool) {
	if k.IsIndex() {
		if iso.KindOf(r) == layout.KindArguments {
			if c, slot, mapped := iso.mappedArgument(r, k.Index()); mapped {
				iso.StoreValue(c, slot, v)
			}
		}
		iso.SetElementValue(r, k.Index(), v)
		return true, true
	}
	if k == iso.K(object.AtomLength) && iso.KindOf(r) == layout.KindArray {
		return iso.arraySetLength(gc.Object(r), Desc{Value: v, Has: HasValue})
	}
	iso.SetOwnValue(r, p.Index, v)
	return true, true
}

// setOnReceiver is the end of OrdinarySetWithOwnDescriptor (10.1.9.2 step 2): create or overwrite on the receiver.
func (iso *Isolate) setOnReceiver(k Key, v, receiver Value) (done, ok bool) {
	if !receiver.IsObject() {
		return false, true
	}
	r := receiver.Ref()
	if iso.KindOf(r) == layout.KindProxy || iso.ShapeBits(iso.ShapeOf(r))&layout.ShapeExotic != 0 {
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		hv, hr := iso.NewHandle(v), iso.NewHandle(receiver)
		d, found, ok := iso.GetOwnProperty(receiver, k)
		if !ok {
			return false, false
		}
		if found {
			if d.IsAccessor() || !d.Writable() {
				return false, true
			}
			return iso.DefineOwn(hr.Value(), k, Desc{Value: hv.Value(), Has: HasValue})
		}
		return iso.DefineOwn(hr.Value(), k, DataDesc(hv.Value(), layout.AttrDefault))
	}
	p, found, _, _ := iso.own(r, k)
	if found {
		if p.IsAccessor() || p.Attrs&layout.AttrWritable == 0 {
			return false, true
		}
		return iso.storeOwn(r, k, p, v)
	}
	if !iso.Extensible(r) {
		return false, true
	}
	return iso.addOwnAny(r, k, v, layout.AttrDefault), true
}

// addOwnAny adds an absent property to an extensible object; false when an array's read-only length forbids it.
func (iso *Isolate) addOwnAny(r Ref, k Key, v Value, attrs uint8) bool {
	if !k.IsIndex() {
		iso.AddOwn(r, k, v, attrs)
		return true
	}
	i := k.Index()
	if iso.KindOf(r) == layout.KindArray {
		if n := iso.ArrayLen(r); i >= n {
			if iso.U32(r, layout.ObjFlags)&layout.ObjLengthReadOnly != 0 {
				return false
			}
			defer iso.SetArrayLen(r, i+1)
		}
	}
	if attrs == layout.AttrDefault {
		iso.AddElement(r, i, v)
	} else {
		iso.AddElementAttrs(r, i, v, attrs)
	}
	iso.noteElements(r)
	return true
}

// noteElements is called when an object that serves as a prototype gets indexed properties: the fast paths that assume hole
// reads give undefined end (see protectors).
func (iso *Isolate) noteElements(r Ref) {
	if iso.ShapeBits(iso.ShapeOf(r))&layout.ShapeIsPrototype != 0 {
		iso.protoElements = true
	}
}

// ProtoHasElements tells whether any prototype object ever got an indexed property: reads of holes must then walk the chain.
func (iso *Isolate) ProtoHasElements() bool { return iso.protoElements }

// propDesc turns a lookup result into a full descriptor.
func (iso *Isolate) propDesc(p Prop) Desc {
	d := Desc{Value: gc.Undefined, Get: gc.Undefined, Set: gc.Undefined, Attrs: p.Attrs & layout.AttrDefault, Has: HasEnumerable | HasConfigurable}
	if p.IsAccessor() {
		d.Get, d.Set = iso.accessorPart(p.Value, layout.AccessorGet), iso.accessorPart(p.Value, layout.AccessorSet)
		d.Has |= hasAccessor
		d.Attrs &^= layout.AttrWritable
	} else {
		d.Value = p.Value
		d.Has |= hasData
	}
	return d
}

func (iso *Isolate) accessorPart(cell Value, off uintptr) Value {
	if v := iso.Value(cell.Ref(), off); v.IsObject() {
		return v
	}
	return gc.Undefined
}

// GetOwnProperty is O.[[GetOwnProperty]](k). May run JavaScript when o is a proxy.
func (iso *Isolate) GetOwnProperty(o Value, k Key) (d Desc, found, ok bool) {
	if iso.KindOf(o.Ref()) == layout.KindProxy {
		return iso.proxyGetOwn(o, k)
	}
	if iso.KindOf(o.Ref()) == layout.KindHost {
		if x, is := iso.interceptor(o.Ref()).(HostDescriber); is {
			return x.Describe(iso, o, k)
		}
	}
	p, found, _, ok := iso.own(o.Ref(), k)
	if !found || !ok {
		return d, false, ok
	}
	d = iso.propDesc(p)
	if d.Get != gc.Undefined && iso.isLazyData(d.Get) {
		return iso.resolveLazyData(o, k, d)
	}
	return d, true, true
}

// MarkLazyData marks a getter, and all closures of the same code: it belongs to properties that are data properties as far as programs
// can see. The getter makes the value and defines the data property when it runs; asking for the descriptor runs it.
func (iso *Isolate) MarkLazyData(getter Value) {
	if getter.IsObject() && iso.KindOf(getter.Ref()) == layout.KindFunction {
		info := iso.Ref(getter.Ref(), layout.FunctionInfo)
		iso.SetU32(info, layout.InfoFlags, iso.U32(info, layout.InfoFlags)|uint32(bc.FnLazyData))
	}
}

func (iso *Isolate) isLazyData(getter Value) bool {
	if iso.KindOf(getter.Ref()) != layout.KindFunction {
		return false
	}
	info := iso.Ref(getter.Ref(), layout.FunctionInfo)
	return iso.U32(info, layout.InfoFlags)&uint32(bc.FnLazyData) != 0
}

// resolveLazyData runs the getter of a lazy data property and looks again.
func (iso *Isolate) resolveLazyData(o Value, k Key, d Desc) (Desc, bool, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(o)
	if !k.IsIndex() {
		iso.NewHandle(k.Value())
	}
	if _, ok := iso.Call(d.Get, o); !ok {
		return Desc{}, false, false
	}
	p, found, _, ok := iso.own(h.Value().Ref(), k)
	if !found || !ok {
		return Desc{}, false, ok
	}
	return iso.propDesc(p), true, true
}

// HasOwn, ECMA-262 7.3.13. May run JavaScript when o is a proxy.
func (iso *Isolate) HasOwn(o Value, k Key) (bool, bool) {
	if iso.KindOf(o.Ref()) == layout.KindProxy {
		_, found, ok := iso.proxyGetOwn(o, k)
		return found, ok
	}
	if iso.KindOf(o.Ref()) == layout.KindHost {
		_, found, ok := iso.GetOwnProperty(o, k)
		return found, ok
	}
	_, found, _, ok := iso.own(o.Ref(), k)
	return found, ok
}

// HasProperty is O.[[HasProperty]](k). May run JavaScript when a proxy is on the chain.
func (iso *Isolate) HasProperty(o Value, k Key) (bool, bool) {
	for {
		r := o.Ref()
		switch iso.KindOf(r) {
		case layout.KindProxy:
			return iso.proxyHas(o, k)
		case layout.KindModuleNamespace:
			if !k.IsSymbol() {
				return iso.namespaceHas(r, k), true
			}
		}
		_, found, stop, ok := iso.own(r, k)
		if !ok || found || stop {
			return found, ok
		}
		o = iso.Proto(r)
		if !o.IsObject() {
			return false, true
		}
	}
}

// DefineOwn is O.[[DefineOwnProperty]](k, d). May run JavaScript (proxies, array length).
func (iso *Isolate) DefineOwn(o Value, k Key, d Desc) (done, ok bool) {
	r := o.Ref()
	switch iso.KindOf(r) {
	case layout.KindProxy:
		return iso.proxyDefine(o, k, d)
	case layout.KindArray:
		if k == iso.K(object.AtomLength) {
			return iso.arraySetLength(o, d)
		}
		if k.IsIndex() && k.Index() >= iso.ArrayLen(r) && iso.U32(r, layout.ObjFlags)&layout.ObjLengthReadOnly != 0 {
			return false, true
		}
	case layout.KindTypedArray:
		f, isNum := 0.0, k.IsIndex()
		if isNum {
			f = float64(k.Index())
		} else {
			f, isNum = iso.canonicalNumeric(k)
		}
		if isNum {
			n, inBounds := iso.TypedArrayLength(r)
			if !inBounds || f != math.Trunc(f) || math.Signbit(f) || f >= float64(n) {
				return false, true
			}
			if d.Has&HasConfigurable != 0 && !d.Configurable() || d.Has&HasEnumerable != 0 && !d.Enumerable() || d.IsAccessor() ||
				d.Has&HasWritable != 0 && !d.Writable() {
				return false, true
			}
			if d.Has&HasValue != 0 {
				return true, iso.TypedSet(o, uint64(f), d.Value)
			}
			return true, true
		}
	case layout.KindModuleNamespace:
		if !k.IsSymbol() {
			m := iso.HandleMark()
			defer iso.ReleaseHandles(m)
			hv := iso.NewHandle(d.Value)
			cur, found, ok := iso.GetOwnProperty(o, k)
			if !ok || !found {
				return false, ok
			}
			if d.Has&HasConfigurable != 0 && d.Configurable() || d.Has&HasEnumerable != 0 && !d.Enumerable() || d.IsAccessor() ||
				d.Has&HasWritable != 0 && !d.Writable() {
				return false, true
			}
			return d.Has&HasValue == 0 || iso.SameValue(hv.Value(), cur.Value), true
		}
	case layout.KindHost:
		i := iso.interceptor(r)
		m := iso.HandleMark()
		ho, hv, hg, hs := iso.NewHandle(o), iso.NewHandle(d.Value), iso.NewHandle(d.Get), iso.NewHandle(d.Set)
		handled, done, ok := false, false, true
		if x, is := i.(HostDefiner); is {
			handled, done, ok = x.Define(iso, o, k, d)
		}
		if !handled && i != nil && d.Has&HasValue != 0 {
			handled, ok = i.Set(iso, ho.Value(), k, hv.Value())
			done = true
		}
		o, r, d.Value, d.Get, d.Set = ho.Value(), ho.Value().Ref(), hv.Value(), hg.Value(), hs.Value()
		iso.ReleaseHandles(m)
		if handled {
			return done, ok
		}
	case layout.KindArguments:
		if k.IsIndex() {
			return iso.argumentsDefine(r, k, d), true
		}
	}
	return iso.ordinaryDefine(r, k, d)
}

// ordinaryDefine is ValidateAndApplyPropertyDescriptor, ECMA-262 10.1.6.3.
func (iso *Isolate) ordinaryDefine(r Ref, k Key, d Desc) (done, ok bool) {
	p, found, _, ok := iso.own(r, k)
	if !ok {
		return false, false
	}
	if !found {
		if !iso.Extensible(r) {
			return false, true
		}
		attrs := d.Attrs & layout.AttrDefault
		if d.Has&HasWritable == 0 {
			attrs &^= layout.AttrWritable
		}
		if d.Has&HasEnumerable == 0 {
			attrs &^= layout.AttrEnumerable
		}
		if d.Has&HasConfigurable == 0 {
			attrs &^= layout.AttrConfigurable
		}
		v := d.Value
		if d.IsAccessor() {
			attrs = attrs&^layout.AttrWritable | layout.AttrAccessor
			v = gc.Cell(iso.NewAccessor(orUndefined(d.Get, d.Has&HasGet), orUndefined(d.Set, d.Has&HasSet)))
		} else if d.Has&HasValue == 0 {
			v = gc.Undefined
		}
		return iso.addOwnAny(r, k, v, attrs), true
	}
	cur := iso.propDesc(p)
	if !compatible(iso, &cur, &d) {
		return false, true
	}
	if iso.KindOf(r) == layout.KindStringObject && iso.stringExotic(r, k) {
		return true, true // nothing of them can change
	}
	attrs := p.Attrs &^ layout.AttrLazy
	if d.Has&HasEnumerable != 0 {
		attrs = attrs&^layout.AttrEnumerable | d.Attrs&layout.AttrEnumerable
	}
	if d.Has&HasConfigurable != 0 {
		attrs = attrs&^layout.AttrConfigurable | d.Attrs&layout.AttrConfigurable
	}
	v := p.Value
	switch {
	case d.IsAccessor():
		get, set := cur.Get, cur.Set
		if d.Has&HasGet != 0 {
			get = d.Get
		}
		if d.Has&HasSet != 0 {
			set = d.Set
		}
		attrs = attrs&^layout.AttrWritable | layout.AttrAccessor
		v = gc.Cell(iso.NewAccessor(get, set))
	case d.IsData():
		if p.IsAccessor() {
			attrs &^= layout.AttrAccessor | layout.AttrWritable
			v = gc.Undefined
		}
		if d.Has&HasWritable != 0 {
			attrs = attrs&^layout.AttrWritable | d.Attrs&layout.AttrWritable
		}
		if d.Has&HasValue != 0 {
			v = d.Value
		}
	}
	if k.IsIndex() {
		if attrs == p.Attrs && attrs&layout.AttrAccessor == 0 && attrs == layout.AttrDefault {
			iso.SetElementValue(r, k.Index(), v)
		} else {
			iso.SetElementAttrs(r, k.Index(), v, attrs)
		}
		return true, true
	}
	if attrs != p.Attrs {
		iso.SetAttrs(r, p.Index, attrs)
		if q, again := iso.GetOwn(r, k); again {
			p.Index = q.Index
		}
	}
	iso.SetOwnValue(r, p.Index, v)
	return true, true
}

// stringExotic tells whether k is one of the properties that a String object has of its string.
func (iso *Isolate) stringExotic(r Ref, k Key) bool {
	if k.IsIndex() {
		return int(k.Index()) < iso.StrLen(iso.Value(r, layout.PrimitiveValue))
	}
	return k == iso.K(object.AtomLength)
}

func orUndefined(v Value, has uint8) Value {
	if has == 0 {
		return gc.Undefined
	}
	return v
}

// compatible is the validation half of ValidateAndApplyPropertyDescriptor for an existing property.
func compatible(iso *Isolate, cur, d *Desc) bool {
	if cur.Configurable() {
		return true
	}
	if d.Has&HasConfigurable != 0 && d.Configurable() {
		return false
	}
	if d.Has&HasEnumerable != 0 && d.Enumerable() != cur.Enumerable() {
		return false
	}
	if !d.IsAccessor() && !d.IsData() {
		return true
	}
	if d.IsAccessor() != cur.IsAccessor() {
		return false
	}
	if cur.IsAccessor() {
		return (d.Has&HasGet == 0 || d.Get == cur.Get) && (d.Has&HasSet == 0 || d.Set == cur.Set)
	}
	if cur.Writable() {
		return true
	}
	if d.Has&HasWritable != 0 && d.Writable() {
		return false
	}
	return d.Has&HasValue == 0 || iso.SameValue(d.Value, cur.Value)
}

// IsCompatiblePropertyDescriptor, ECMA-262 10.1.6.2.
func (iso *Isolate) IsCompatiblePropertyDescriptor(extensible bool, d Desc, cur Desc, found bool) bool {
	if !found {
		return extensible
	}
	return compatible(iso, &cur, &d)
}

func (iso *Isolate) argumentsDefine(r Ref, k Key, d Desc) bool {
	c, slot, mapped := iso.mappedArgument(r, k.Index())
	if mapped && d.IsData() && d.Has&HasValue == 0 && d.Has&HasWritable != 0 && !d.Writable() {
		d.Value = iso.Value(c, slot)
		d.Has |= HasValue
	}
	done, _ := iso.ordinaryDefine(r, k, d)
	if !done {
		return false
	}
	if mapped {
		if d.IsAccessor() {
			iso.unmapArgument(r, k.Index())
		} else {
			if d.Has&HasValue != 0 {
				iso.StoreValue(c, slot, d.Value)
			}
			if d.Has&HasWritable != 0 && !d.Writable() {
				iso.unmapArgument(r, k.Index())
			}
		}
	}
	return true
}

// arraySetLength is ArraySetLength, ECMA-262 10.4.2.4. May run JavaScript.
func (iso *Isolate) arraySetLength(o Value, d Desc) (done, ok bool) {
	if d.Has&HasConfigurable != 0 && d.Configurable() || d.Has&HasEnumerable != 0 && d.Enumerable() || d.IsAccessor() {
		// Conversion of the value comes first only for data descriptors with a value (steps 3-5).
		if d.Has&HasValue == 0 {
			return false, true
		}
	}
	n := uint32(0)
	if d.Has&HasValue != 0 {
		m := iso.HandleMark()
		h, hv := iso.NewHandle(o), iso.NewHandle(d.Value)
		u, ok1 := iso.ToUint32(d.Value)
		f, ok2 := 0.0, false
		if ok1 {
			f, ok2 = iso.ToFloat(hv.Value())
		}
		o = h.Value()
		iso.ReleaseHandles(m)
		if !ok1 || !ok2 {
			return false, false
		}
		if float64(u) != f {
			iso.ThrowRangeError("Invalid array length")
			return false, false
		}
		n = u
	}
	if d.Has&HasConfigurable != 0 && d.Configurable() || d.Has&HasEnumerable != 0 && d.Enumerable() || d.IsAccessor() {
		return false, true
	}
	r := o.Ref()
	readOnly := iso.U32(r, layout.ObjFlags)&layout.ObjLengthReadOnly != 0
	if readOnly && d.Has&HasWritable != 0 && d.Writable() {
		return false, true
	}
	done = true
	if d.Has&HasValue != 0 {
		old := iso.ArrayLen(r)
		if n != old && readOnly {
			return false, true
		}
		if n < old {
			got := iso.TruncateElements(r, n)
			iso.SetArrayLen(r, got)
			done = got == n
		} else if n > old {
			iso.SetArrayLen(r, n)
			if k := iso.ElementsKind(r); k < layout.ElementsDictionary {
				iso.SetU32(r, layout.ObjFlags, iso.U32(r, layout.ObjFlags)|1)
			}
		}
	}
	if d.Has&HasWritable != 0 && !d.Writable() {
		iso.SetU32(r, layout.ObjFlags, iso.U32(r, layout.ObjFlags)|layout.ObjLengthReadOnly)
	}
	return done, true
}

// DefineOrThrow is DefinePropertyOrThrow, ECMA-262 7.3.8. May run JavaScript.
func (iso *Isolate) DefineOrThrow(o Value, k Key, d Desc) bool {
	m := iso.HandleMark()
	h := iso.NewHandle(o)
	done, ok := iso.DefineOwn(o, k, d)
	o = h.Value()
	iso.ReleaseHandles(m)
	if ok && !done {
		iso.ThrowDefineFailed(o, k)
		return false
	}
	return ok
}

// ThrowDefineFailed throws V8's TypeError for a refused definition.
func (iso *Isolate) ThrowDefineFailed(o Value, k Key) {
	if iso.KindOf(o.Ref()) == layout.KindProxy {
		iso.ThrowTypeError("'defineProperty' on proxy: trap returned falsish for property '%s'", iso.KeyText(k))
		return
	}
	if _, found, _, _ := iso.own(o.Ref(), k); found {
		iso.ThrowTypeError("Cannot redefine property: %s", iso.KeyText(k))
		return
	}
	if iso.KindOf(o.Ref()) == layout.KindTypedArray {
		iso.ThrowTypeError("Invalid typed array index")
		return
	}
	iso.ThrowTypeError("Cannot define property %s, object is not extensible", iso.KeyText(k))
}

// CreateDataProperty, ECMA-262 7.3.5. May run JavaScript when o is a proxy.
func (iso *Isolate) CreateDataProperty(o Value, k Key, v Value) (done, ok bool) {
	r := o.Ref()
	if iso.ShapeBits(iso.ShapeOf(r))&(layout.ShapeExotic|layout.ShapeNonExtensible) == 0 {
		if k.IsIndex() {
			if _, found := iso.GetElement(r, k.Index()); !found {
				return iso.addOwnAny(r, k, v, layout.AttrDefault), true
			}
		} else if _, found := iso.GetOwn(r, k); !found && !(iso.KindOf(r) == layout.KindArray && k == iso.K(object.AtomLength)) {
			iso.AddOwn(r, k, v, layout.AttrDefault)
			return true, true
		}
	}
	return iso.DefineOwn(o, k, DataDesc(v, layout.AttrDefault))
}

// CreateDataPropertyOrThrow, ECMA-262 7.3.7.
func (iso *Isolate) CreateDataPropertyOrThrow(o Value, k Key, v Value) bool {
	m := iso.HandleMark()
	h := iso.NewHandle(o)
	done, ok := iso.CreateDataProperty(o, k, v)
	o = h.Value()
	iso.ReleaseHandles(m)
	if ok && !done {
		iso.ThrowDefineFailed(o, k)
		return false
	}
	return ok
}

// DefineValue adds or replaces a data property on an ordinary extensible object during set-up; it cannot fail.
//
//gcvet:nogc collections are held back, should the object have an interceptor after all
func (iso *Isolate) DefineValue(o Value, k Key, v Value, attrs uint8) {
	iso.holdGC++
	done, ok := iso.DefineOwn(o, k, DataDesc(v, attrs))
	iso.holdGC--
	if !done || !ok {
		panic("BUG: DefineValue refused")
	}
}

// Delete is O.[[Delete]](k). May run JavaScript when o is a proxy.
func (iso *Isolate) Delete(o Value, k Key) (done, ok bool) {
	r := o.Ref()
	switch iso.KindOf(r) {
	case layout.KindProxy:
		return iso.proxyDelete(o, k)
	case layout.KindTypedArray:
		if k.IsIndex() {
			n, _ := iso.TypedArrayLength(r)
			return uint64(k.Index()) >= n, true
		}
		if _, isNum := iso.canonicalNumeric(k); isNum {
			return true, true
		}
	case layout.KindModuleNamespace:
		if !k.IsSymbol() {
			return !iso.namespaceHas(r, k), true
		}
	case layout.KindHost:
		if i := iso.interceptor(r); i != nil {
			m := iso.HandleMark()
			h := iso.NewHandle(o)
			done := i.Delete(iso, o, k)
			o, r = h.Value(), h.Value().Ref()
			iso.ReleaseHandles(m)
			if done || iso.pending {
				return done, !iso.pending
			}
			if _, ordinary := iso.GetOwn(r, k); !ordinary && !k.IsIndex() {
				has, ok := iso.HasOwn(o, k)
				return !has, ok // the interceptor has it and keeps it
			}
		}
	}
	p, found, _, ok := iso.own(r, k)
	if !ok || !found {
		return true, ok
	}
	if p.Attrs&layout.AttrConfigurable == 0 {
		return false, true
	}
	if k.IsIndex() {
		if iso.KindOf(r) == layout.KindArguments {
			iso.unmapArgument(r, k.Index())
		}
		iso.RemoveElement(r, k.Index())
		return true, true
	}
	iso.RemoveOwn(r, p.Index)
	return true, true
}

// DeleteOrThrow is DeletePropertyOrThrow, ECMA-262 7.3.9.
func (iso *Isolate) DeleteOrThrow(o Value, k Key) bool {
	m := iso.HandleMark()
	h := iso.NewHandle(o)
	done, ok := iso.Delete(o, k)
	o = h.Value()
	iso.ReleaseHandles(m)
	if ok && !done {
		if iso.KindOf(o.Ref()) == layout.KindProxy {
			iso.ThrowTypeError("'deleteProperty' on proxy: trap returned falsish for property '%s'", iso.KeyText(k))
			return false
		}
		iso.ThrowTypeError("Cannot delete property '%s' of %s", iso.KeyText(k), iso.Display(o))
		return false
	}
	return ok
}

// ownKeyList lists the own keys of any object but a proxy in specified order: indices, strings, symbols (10.1.11).
func (iso *Isolate) ownKeyList(r Ref) []Key {
	var out []Key
	kind := iso.KindOf(r)
	switch kind {
	case layout.KindTypedArray:
		n, _ := iso.TypedArrayLength(r)
		for i := uint64(0); i < n; i++ {
			out = append(out, iso.IndexKey(i))
		}
	case layout.KindStringObject:
		n := iso.StrLen(iso.Value(r, layout.PrimitiveValue))
		for i := 0; i < n; i++ {
			out = append(out, iso.IndexKey(uint64(i)))
		}
	case layout.KindModuleNamespace:
		out = iso.namespaceKeys(r)
	case layout.KindHost:
		if i := iso.interceptor(r); i != nil {
			m := iso.HandleMark()
			h := iso.NewHandle(gc.Object(r))
			out = i.Keys(iso, h.Value())
			r = h.Value().Ref()
			iso.ReleaseHandles(m)
		}
	}
	if kind != layout.KindTypedArray && kind != layout.KindModuleNamespace {
		for _, i := range iso.ElementIndices(r) {
			out = append(out, iso.IndexKey(uint64(i)))
		}
	}
	switch kind {
	case layout.KindStringObject, layout.KindArray:
		out = append(out, iso.K(object.AtomLength))
	}
	symbols := false
	iso.ForEachOwnNamed(r, func(k Key, attrs uint8, _ int) bool {
		if k.IsSymbol() {
			symbols = symbols || !iso.isPrivate(k)
		} else {
			out = append(out, k)
		}
		return true
	})
	if symbols {
		iso.ForEachOwnNamed(r, func(k Key, attrs uint8, _ int) bool {
			if k.IsSymbol() && !iso.isPrivate(k) {
				out = append(out, k)
			}
			return true
		})
	}
	return out
}

func (iso *Isolate) isPrivate(k Key) bool {
	return k.IsSymbol() && iso.U32(k.Value().Ref(), layout.SymbolFlags)&layout.SymbolPrivate != 0
}

// OwnKeys is O.[[OwnPropertyKeys]](): atoms and symbols never move and live as long as the object has them, but keys that a
// proxy's trap made may die at a safepoint: hold the list (see KeyList) across JavaScript. May run JavaScript when o is a proxy.
func (iso *Isolate) OwnKeys(o Value) ([]Key, bool) {
	if iso.KindOf(o.Ref()) == layout.KindProxy {
		return iso.proxyOwnKeys(o)
	}
	if n := iso.manyKeys(o.Ref()); n > 1<<16 && !iso.RoomFor(16*n) {
		iso.ThrowRangeError("Invalid array length")
		return nil, false
	}
	return iso.ownKeyList(o.Ref()), true
}

// manyKeys returns the number of elements of objects that may have many without taking a word for each.
func (iso *Isolate) manyKeys(r Ref) uint64 {
	switch iso.KindOf(r) {
	case layout.KindTypedArray:
		n, _ := iso.TypedArrayLength(r)
		return n
	case layout.KindStringObject:
		return uint64(iso.StrLen(iso.Value(r, layout.PrimitiveValue)))
	}
	return 0
}

// HoldKeys keeps the atoms and symbols of a key list alive through a handle of the current scope.
func (iso *Isolate) HoldKeys(keys []Key) {
	l := iso.NewValues(len(keys), gc.Undefined)
	for i, k := range keys {
		if !k.IsIndex() {
			iso.ListSet(l, i, k.Value())
		}
	}
	iso.NewHandle(gc.Cell(l))
}

// GetPrototypeOf is O.[[GetPrototypeOf]](). May run JavaScript when o is a proxy.
func (iso *Isolate) GetPrototypeOf(o Value) (Value, bool) {
	if iso.KindOf(o.Ref()) == layout.KindProxy {
		return iso.proxyGetPrototypeOf(o)
	}
	return iso.Proto(o.Ref()), true
}

// SetPrototypeOf is O.[[SetPrototypeOf]](proto). May run JavaScript when o is a proxy.
func (iso *Isolate) SetPrototypeOf(o, proto Value) (done, ok bool) {
	r := o.Ref()
	switch iso.KindOf(r) {
	case layout.KindProxy:
		return iso.proxySetPrototypeOf(o, proto)
	case layout.KindModuleNamespace:
		return proto == gc.Null, true
	}
	cur := iso.Proto(r)
	if cur == proto {
		return true, true
	}
	if !iso.Extensible(r) || o == iso.Intrinsic(ObjectPrototype) {
		return false, true
	}
	for p := proto; p.IsObject(); p = iso.Proto(p.Ref()) {
		if p == o {
			return false, true
		}
		if iso.KindOf(p.Ref()) == layout.KindProxy {
			break
		}
	}
	iso.SetProto(r, proto)
	if proto.IsObject() {
		iso.noteProtoChain(proto.Ref())
	}
	return true, true
}

// noteProtoChain looks for indexed properties on a new prototype (see ProtoHasElements).
func (iso *Isolate) noteProtoChain(p Ref) {
	if iso.protoElements {
		return
	}
	for {
		if iso.Ref(p, layout.ObjElements) != 0 || iso.ShapeBits(iso.ShapeOf(p))&layout.ShapeExotic != 0 {
			iso.protoElements = true
			return
		}
		v := iso.Proto(p)
		if !v.IsObject() {
			return
		}
		p = v.Ref()
	}
}

// IsExtensible is O.[[IsExtensible]](). May run JavaScript when o is a proxy.
func (iso *Isolate) IsExtensible(o Value) (bool, bool) {
	if iso.KindOf(o.Ref()) == layout.KindProxy {
		return iso.proxyIsExtensible(o)
	}
	return iso.Extensible(o.Ref()), true
}

// PreventExtensions is O.[[PreventExtensions]](). May run JavaScript when o is a proxy.
func (iso *Isolate) PreventExtensions(o Value) (done, ok bool) {
	r := o.Ref()
	switch iso.KindOf(r) {
	case layout.KindProxy:
		return iso.proxyPreventExtensions(o)
	case layout.KindTypedArray:
		buf := iso.Value(r, layout.TypedArrayBuffer).Ref()
		if iso.U32(r, layout.TypedArrayFlags)&layout.TypedArrayTracking != 0 ||
			iso.U32(buf, layout.BufferFlags)&(layout.BufferResizable|layout.BufferShared) == layout.BufferResizable {
			return false, true
		}
	}
	if iso.Extensible(r) {
		iso.PreventExt(r)
	}
	return true, true
}

// SetIntegrityLevel, ECMA-262 7.3.15: frozen or sealed. May run JavaScript when o is a proxy.
func (iso *Isolate) SetIntegrityLevel(o Value, frozen bool) (done, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(o)
	done, ok = iso.PreventExtensions(o)
	if !done || !ok {
		return false, ok
	}
	keys, ok := iso.OwnKeys(h.Value())
	if !ok {
		return false, false
	}
	iso.HoldKeys(keys)
	r := h.Value().Ref()
	if kind := iso.KindOf(r); iso.ShapeBits(iso.ShapeOf(r))&layout.ShapeExotic == 0 && kind != layout.KindProxy &&
		iso.ElementsKind(r) != layout.ElementsDictionary && iso.Ref(r, layout.ObjElements) != 0 {
		// Fast path: one flag for all elements.
		f := uint32(layout.ObjElementsSealed)
		if frozen {
			f |= layout.ObjElementsFrozen
		}
		iso.SetU32(r, layout.ObjFlags, iso.U32(r, layout.ObjFlags)|f)
		i := 0
		for i < len(keys) && keys[i].IsIndex() {
			i++
		}
		keys = keys[i:]
	}
	for _, k := range keys {
		d := Desc{Has: HasConfigurable}
		if frozen {
			cur, found, ok := iso.GetOwnProperty(h.Value(), k)
			if !ok {
				return false, false
			}
			if !found {
				continue
			}
			if !cur.IsAccessor() {
				d.Has |= HasWritable
			}
		}
		if !iso.DefineOrThrow(h.Value(), k, d) { //gcvet:ok d has no values
			return false, false
		}
	}
	return true, true
}

// TestIntegrityLevel, ECMA-262 7.3.16.
func (iso *Isolate) TestIntegrityLevel(o Value, frozen bool) (bool, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(o)
	ext, ok := iso.IsExtensible(o)
	if !ok || ext {
		return false, ok
	}
	keys, ok := iso.OwnKeys(h.Value())
	if !ok {
		return false, false
	}
	iso.HoldKeys(keys)
	for _, k := range keys {
		d, found, ok := iso.GetOwnProperty(h.Value(), k)
		if !ok {
			return false, false
		}
		if found && (d.Configurable() || frozen && d.IsData() && d.Writable()) {
			return false, true
		}
	}
	return true, true
}
