package messaging

import (
	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Deserialize is StructuredDeserializeWithTransfer (HTML 2.7.8): the value, and an array of the transferred ports. May run JavaScript
// (the constructors of RegExp and DOMException).
func (m *Message) Deserialize(e *bindings.Env) (value, ports core.Value, ok bool) {
	iso := e.Iso
	mark := iso.HandleMark()
	defer iso.ReleaseHandles(mark)
	objs := iso.NewHandle(gc.Cell(iso.NewValues(len(m.records), core.Undefined)))
	get := func(it *item) core.Value { return m.make(iso, objs.Value().Ref(), it) }
	for i := range m.records {
		v, ok := m.create(e, objs, &m.records[i])
		if !ok {
			return core.Undefined, core.Undefined, false
		}
		iso.ListSet(objs.Value().Ref(), i, v)
	}
	// Nothing runs JavaScript from here on, until the objects of JavaScript get their data.
	for i := range m.records {
		r := &m.records[i]
		o := iso.ListGet(objs.Value().Ref(), i)
		switch r.kind {
		case recObject, recArray:
			if n := len(r.props); r.kind == recArray && n > 1<<12 && r.props[n-1].isIndex && int(r.props[n-1].index) < 2*n {
				if !iso.Fits(8 * uint64(n)) {
					iso.ThrowRangeError("Invalid array length")
					return core.Undefined, core.Undefined, false
				}
				iso.GrowElements(o.Ref(), uint32(n))
			}
			for j := range r.props {
				p := &r.props[j]
				k := iso.IndexKey(uint64(p.index))
				if !p.isIndex {
					k = iso.KeyOfGo(p.key)
				}
				if _, ok := iso.CreateDataProperty(o, k, get(&p.val)); !ok {
					return core.Undefined, core.Undefined, false
				}
			}
		case recMap, recSet:
			step := 1
			if r.kind == recMap {
				step = 2
			}
			t := iso.Value(o.Ref(), layout.MapTable).Ref()
			for j := 0; j+step <= len(r.list); j += step {
				k := object.NormalizeKey(get(&r.list[j]))
				v := k // a Set's entries are both
				if step == 2 {
					v = get(&r.list[j+1])
				}
				if iso.TableFind(t, k) < 0 {
					t = iso.TableAdd(t, k, v, 0)
				}
			}
			iso.StoreValue(o.Ref(), layout.MapTable, gc.Cell(t))
		case recError:
			if r.hasCz {
				iso.DefineValue(o, iso.KeyOfGo("cause"), get(&r.cause), layout.AttrHidden)
			}
		}
	}
	list := iso.NewHandle(iso.NewArray(0))
	for _, n := range m.ports {
		iso.ArrayPush(list.Value(), iso.ListGet(objs.Value().Ref(), int(n)))
	}
	// Objects of JavaScript last: what they are made of is there now. Inner ones come behind outer ones.
	for i := len(m.records) - 1; i >= 0; i-- {
		r := &m.records[i]
		if r.kind != recJS {
			continue
		}
		mark := iso.HandleMark()
		if _, ok := callHook(e, "deserialize", iso.ListGet(objs.Value().Ref(), i), get(&r.prim)); !ok {
			return core.Undefined, core.Undefined, false
		}
		iso.ReleaseHandles(mark)
	}
	return get(&m.root), list.Value(), true
}

// make gives the value of an item; objs holds the records' objects. It runs nothing.
func (m *Message) make(iso *core.Isolate, objs core.Ref, it *item) core.Value {
	switch it.tag {
	case tagNull:
		return core.Null
	case tagTrue:
		return core.True
	case tagFalse:
		return core.False
	case tagNumber:
		return core.Number(it.f)
	case tagString:
		return iso.NewString(it.s)
	case tagBigInt:
		if v, ok := iso.NewBigInt(it.big); ok {
			return v
		}
		iso.Catch()
	case tagObject:
		return iso.ListGet(objs, int(it.ref))
	}
	return core.Undefined
}

// create makes the object of a record without what refers to other objects (but a view's buffer, which comes first).
func (m *Message) create(e *bindings.Env, objs core.Handle, r *record) (core.Value, bool) {
	iso := e.Iso
	plain := func(k gc.Kind, proto vm.IntrinsicID) core.Value {
		return gc.Object(iso.NewObjectOf(iso.RootShapeFor(k, iso.Intrinsic(proto), 0, 0)))
	}
	switch r.kind {
	case recObject:
		return iso.NewObject(), true
	case recArray:
		return iso.NewArray(r.length), true
	case recWrapper:
		return iso.ToObject(m.make(iso, 0, &r.prim))
	case recDate:
		o := plain(layout.KindDate, vm.DatePrototype)
		iso.SetU64(o.Ref(), layout.DateValue, uint64(core.Number(r.prim.f)))
		return o, true
	case recRegExp:
		p := e.Data("messaging").(*state).regexp.Value()
		return iso.Construct(p, p, iso.NewString(r.source), iso.NewString(r.flags))
	case recMap, recSet:
		o := plain(layout.KindSet, vm.SetPrototype)
		if r.kind == recMap {
			o = plain(layout.KindMap, vm.MapPrototype)
		}
		iso.InitValue(o.Ref(), layout.MapTable, gc.Cell(iso.NewDict(layout.KindHashTable, max(4, len(r.list)))))
		return o, true
	case recHost:
		return r.revive(e)
	case recDOMException:
		if c, ok := domException(e); ok {
			v, ok := iso.Construct(c, c, iso.NewString(r.message), iso.NewString(r.flags))
			if ok && r.hasStack {
				iso.DefineValue(v, iso.KeyOfGo("stack"), iso.NewString(r.stack), layout.AttrHidden)
			}
			return v, ok
		}
		fallthrough
	case recError:
		o := iso.NewErrorObject(iso.Intrinsic(vm.ErrorPrototype + vm.IntrinsicID(r.errKind)))
		if r.hasStack {
			iso.DefineValue(o, iso.KeyOfGo("stack"), iso.NewString(r.stack), layout.AttrHidden)
		}
		if r.hasMessage {
			iso.DefineValue(o, iso.KeyOfGo("message"), iso.NewString(r.message), layout.AttrHidden)
		}
		return o, true
	case recBuffer, recShared:
		return m.makeBuffer(iso, r)
	case recTyped:
		buf := iso.ListGet(objs.Value().Ref(), int(r.buffer))
		return iso.NewTypedArray(r.etype, iso.Intrinsic(vm.TypedArrayPrototypes+vm.IntrinsicID(r.etype)), buf, r.offset, r.count, r.tracking), true
	case recDataView:
		buf := iso.ListGet(objs.Value().Ref(), int(r.buffer))
		o := plain(layout.KindDataView, vm.DataViewPrototype)
		iso.InitValue(o.Ref(), layout.TypedArrayBuffer, buf)
		iso.SetU64(o.Ref(), layout.TypedArrayByteOffset, r.offset)
		iso.SetU64(o.Ref(), layout.TypedArrayLength, r.count)
		if r.tracking {
			iso.SetU32(o.Ref(), layout.TypedArrayFlags, layout.TypedArrayTracking)
		}
		return o, true
	case recJS:
		return callHook(e, "create", iso.NewString(r.source))
	case recPort:
		d := r.port
		r.port = nil
		return newPort(e, d), true
	}
	panic("BUG: messaging: no such record")
}

func (m *Message) makeBuffer(iso *core.Isolate, r *record) (core.Value, bool) {
	kind, proto := layout.KindArrayBuffer, iso.Intrinsic(vm.ArrayBufferPrototype)
	if r.kind == recShared {
		kind, proto = layout.KindSharedArrayBuffer, iso.Intrinsic(vm.SharedArrayBufferPrototype)
	}
	var idx uint32
	if r.kind == recShared || r.moved {
		if r.token != (gc.ExtToken{}) {
			var ok bool
			idx, ok = iso.ExtAttach(r.token)
			r.token = gc.ExtToken{}
			if !ok {
				return iso.ThrowRangeError("Array buffer allocation failed")
			}
		}
	} else {
		n := r.byteLen
		if r.resizable {
			n = r.maxLen
		}
		if n > 0 {
			var ok bool
			if idx, ok = iso.ExtAlloc(n, true); !ok {
				return iso.ThrowRangeError("Array buffer allocation failed")
			}
			copy(iso.ExtBytes(idx), r.data)
		}
	}
	b := iso.NewBufferOf(kind, proto, idx, r.byteLen)
	if r.resizable {
		iso.SetU64(b, layout.BufferMaxLength, r.maxLen)
		iso.SetU32(b, layout.BufferFlags, iso.U32(b, layout.BufferFlags)|layout.BufferResizable)
	}
	return gc.Object(b), true
}
