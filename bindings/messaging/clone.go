package messaging

import (
	"math/big"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Structured clone (HTML 2.7) in two steps: serialize turns a value into a message, which belongs to no isolate; deserialize makes
// values of it.

// cellKind is the kind of a serialized value.
type cellKind uint8

const (
	cUndefined cellKind = iota
	cNull
	cTrue
	cFalse
	cNumber
	cBigInt
	cString
	cRef // an object of the message
	cHole
)

// cell is a serialized value.
type cell struct {
	kind cellKind
	num  float64
	str  string
	ref  int
	big  *big.Int
}

// objKind is the kind of a serialized object.
type objKind uint8

const (
	oPlain objKind = iota
	oArray
	oWrapper
	oDate
	oRegExp
	oMap
	oSet
	oError
	oBuffer
	oShared
	oView
	oPort
)

// record is a serialized object.
type record struct {
	kind   objKind
	keys   []cell // property names (strings or array indices as numbers)
	vals   []cell // property values; Map: keys and values in turn; Set: values
	num    float64
	text   string
	flags  string
	elem   int // views: element type, -1 DataView
	off, n uint64
	track  bool
	token  gc.ExtToken
	max    uint64
	resize bool
	buf    int
	port   *portCore
}

// message is a serialized value with the objects it refers to.
type message struct {
	root  cell
	objs  []record
	ports []int // transferred ports, in order
}

// serializer is the state of one serialization.
type serializer struct {
	e        *bindings.Env
	iso      *core.Isolate
	msg      *message
	memo     core.Handle // hash table object -> index
	transfer core.Handle // array of transferables, or undefined
	depth    int
}

const maxDepth = 20000

// serialize makes a message of v; transfer lists what moves (an array value or undefined). May run JavaScript.
func serialize(e *bindings.Env, v, transfer core.Value) (*message, bool) {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hv := iso.NewHandle(v)
	s := &serializer{e: e, iso: iso, msg: &message{}, transfer: iso.NewHandle(transfer)}
	s.memo = iso.NewHandle(gc.Cell(iso.NewDict(layout.KindHashTable, 8)))
	// Ports and buffers that move are known by identity from the start.
	list := bindings.List(iso, transfer)
	hs := make([]core.Handle, len(list))
	for i, x := range list {
		hs[i] = iso.NewHandle(x)
	}
	for i, h := range hs {
		for j := 0; j < i; j++ {
			if hs[j].Value() == h.Value() {
				return nil, s.fail("Transfer list contains duplicate " + transferName(iso, h.Value()))
			}
		}
		x := h.Value()
		if p, ok := bindings.HostOf[*port](iso, x); ok {
			if p.core == nil {
				return nil, s.fail("MessagePort in transfer list is already detached")
			}
			s.msg.ports = append(s.msg.ports, s.add(x, record{kind: oPort, port: p.core}))
			continue
		}
		if x.IsObject() && iso.KindOf(x.Ref()) == layout.KindArrayBuffer {
			if iso.BufferDetached(x.Ref()) {
				return nil, s.fail("An ArrayBuffer is detached and could not be cloned.")
			}
			s.add(x, record{kind: oBuffer})
			continue
		}
		return nil, s.throwTransfer()
	}
	c, ok := s.value(hv.Value())
	if !ok {
		return nil, false
	}
	s.msg.root = c
	// Now move.
	for _, h := range hs {
		x := h.Value()
		i := iso.TableFind(s.memo.Ref(), x)
		n := int(iso.DictValue(s.memo.Ref(), i).AsFloat())
		r := &s.msg.objs[n]
		if p, ok := bindings.HostOf[*port](iso, x); ok {
			r.port = p.detach()
			continue
		}
		b := x.Ref()
		r.n, r.max = iso.BufferLen(b), iso.U64(b, layout.BufferMaxLength)
		r.resize = iso.U32(b, layout.BufferFlags)&layout.BufferResizable != 0
		if idx := iso.U32(b, layout.BufferExternal); idx != 0 {
			r.token = iso.ExtDetach(idx)
		}
		iso.DetachBuffer(b)
	}
	return s.msg, true
}

func transferName(iso *core.Isolate, v core.Value) string {
	if v.IsObject() && iso.KindOf(v.Ref()) == layout.KindArrayBuffer {
		return "ArrayBuffer"
	}
	return "MessagePort"
}

func (s *serializer) throwTransfer() bool {
	s.e.ThrowCode(vm.TypeError, "ERR_INVALID_TRANSFER_OBJECT", "Found invalid object in transferList")
	return false
}

// fail throws a DataCloneError.
func (s *serializer) fail(text string) bool {
	throwDOMException(s.e, text, "DataCloneError")
	return false
}

func throwDOMException(e *bindings.Env, text, name string) {
	iso := e.Iso
	req := e.Data("require").(*core.Persistent)
	mod, ok := iso.Call(req.Value(), core.Undefined, iso.NewString("internal/domexception"))
	if !ok {
		return
	}
	f, ok := e.GetProp(mod, "DOMException")
	if !ok {
		return
	}
	v, ok := iso.Construct(f, f, iso.NewString(text), iso.NewString(name))
	if ok {
		iso.Throw(v)
	}
}

func (s *serializer) refuse(v core.Value) (cell, bool) {
	return cell{}, s.fail(s.iso.Display(v) + " could not be cloned.")
}

// add enters an object into the memory and gives its index.
func (s *serializer) add(v core.Value, r record) int {
	n := len(s.msg.objs)
	s.msg.objs = append(s.msg.objs, r)
	s.memo.Set(gc.Cell(s.iso.TableAdd(s.memo.Ref(), v, core.Int(int32(n)), 0)))
	return n
}

func (s *serializer) value(v core.Value) (cell, bool) {
	iso := s.iso
	switch {
	case v == core.Undefined:
		return cell{}, true
	case v == core.Null:
		return cell{kind: cNull}, true
	case v == core.True:
		return cell{kind: cTrue}, true
	case v == core.False:
		return cell{kind: cFalse}, true
	case v.IsNumber():
		return cell{kind: cNumber, num: v.AsFloat()}, true
	case v.IsString():
		return cell{kind: cString, str: iso.GoString(v)}, true
	case v.IsBigInt():
		return cell{kind: cBigInt, big: new(big.Int).Set(iso.BigInt(v))}, true
	case !v.IsObject():
		return s.refuse(v)
	}
	if i := iso.TableFind(s.memo.Ref(), v); i >= 0 {
		return cell{kind: cRef, ref: int(iso.DictValue(s.memo.Ref(), i).AsFloat())}, true
	}
	if s.depth++; s.depth > maxDepth {
		iso.ThrowRangeError("Maximum call stack size exceeded")
		return cell{}, false
	}
	m := iso.HandleMark()
	c, ok := s.object(iso.NewHandle(v))
	iso.ReleaseHandles(m)
	s.depth--
	return c, ok
}

func (s *serializer) object(h core.Handle) (cell, bool) {
	iso := s.iso
	v := h.Value()
	r := v.Ref()
	done := func(n int) (cell, bool) { return cell{kind: cRef, ref: n}, true }
	switch iso.KindOf(r) {
	case layout.KindObject, layout.KindArguments:
		n := s.add(v, record{kind: oPlain})
		return cell{kind: cRef, ref: n}, s.properties(h, n)
	case layout.KindArray:
		n := s.add(v, record{kind: oArray, n: uint64(iso.ArrayLen(r))})
		return cell{kind: cRef, ref: n}, s.properties(h, n)
	case layout.KindPrimitive, layout.KindStringObject:
		p := iso.Value(r, layout.PrimitiveValue)
		if p.IsSymbol() {
			return s.refuse(v)
		}
		c, ok := s.value(p)
		n := s.add(h.Value(), record{kind: oWrapper, vals: []cell{c}})
		return cell{kind: cRef, ref: n}, ok
	case layout.KindDate:
		return done(s.add(v, record{kind: oDate, num: iso.Value(r, layout.DateValue).AsFloat()}))
	case layout.KindRegExp:
		return done(s.add(v, record{kind: oRegExp, text: iso.GoString(iso.Value(r, layout.RegExpSource)), flags: iso.GoString(iso.Value(r, layout.RegExpFlags))}))
	case layout.KindMap, layout.KindSet:
		k := oMap
		if iso.KindOf(r) == layout.KindSet {
			k = oSet
		}
		n := s.add(v, record{kind: k})
		list, _, _ := iso.PreviewEntries(v)
		hl := iso.NewHandle(iso.NewArrayFrom(list...))
		vals := make([]cell, 0, len(list))
		for i := range list {
			c, ok := s.value(iso.FastElement(hl.Value().Ref(), uint32(i)))
			if !ok {
				return cell{}, false
			}
			vals = append(vals, c)
		}
		s.msg.objs[n].vals = vals
		return done(n)
	case layout.KindError:
		return s.error(h)
	case layout.KindArrayBuffer:
		if iso.BufferDetached(r) {
			return cell{}, s.fail("An ArrayBuffer is detached and could not be cloned.")
		}
		b := append([]byte(nil), iso.BufferBytes(r)...)
		return done(s.add(v, record{kind: oBuffer, text: string(b), n: iso.BufferLen(r), max: iso.U64(r, layout.BufferMaxLength),
			resize: iso.U32(r, layout.BufferFlags)&layout.BufferResizable != 0}))
	case layout.KindSharedArrayBuffer:
		return done(s.add(v, record{kind: oShared, n: iso.BufferLen(r), token: iso.ExtShare(iso.U32(r, layout.BufferExternal))}))
	case layout.KindTypedArray, layout.KindDataView:
		rec := record{kind: oView, elem: -1, off: iso.U64(r, layout.TypedArrayByteOffset), track: iso.U32(r, layout.TypedArrayFlags)&layout.TypedArrayTracking != 0}
		var ok bool
		if iso.KindOf(r) == layout.KindTypedArray {
			rec.elem = int(iso.TypedArrayType(r))
			rec.n, ok = iso.TypedArrayLength(r)
		} else {
			rec.n, ok = iso.DataViewLength(r)
		}
		if !ok {
			return cell{}, s.fail("An ArrayBuffer is detached and could not be cloned.")
		}
		c, ok := s.value(iso.Value(r, layout.TypedArrayBuffer))
		if !ok {
			return c, false
		}
		rec.buf = c.ref
		return done(s.add(h.Value(), rec))
	case layout.KindHost:
		if _, ok := bindings.HostOf[*port](iso, v); ok {
			s.e.ThrowCode(vm.TypeError, "ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST", "Object that needs transfer was found in message but not listed in transferList")
			return cell{}, false
		}
		return cell{}, s.fail("Cannot clone object of unsupported type.")
	}
	return s.refuse(v)
}

// properties serializes the own enumerable string properties.
func (s *serializer) properties(h core.Handle, n int) bool {
	iso := s.iso
	keys, ok := iso.OwnKeys(h.Value())
	if !ok {
		return false
	}
	iso.HoldKeys(keys)
	var ks, vs []cell
	for _, k := range keys {
		if k.IsSymbol() {
			continue
		}
		d, found, ok := iso.GetOwnProperty(h.Value(), k)
		if !ok {
			return false
		}
		if !found || !d.Enumerable() {
			continue
		}
		m := iso.HandleMark()
		v, ok := iso.Get(h.Value(), k)
		if !ok {
			return false
		}
		c, ok := s.value(v)
		if !ok {
			return false
		}
		iso.ReleaseHandles(m)
		if k.IsIndex() {
			ks = append(ks, cell{kind: cNumber, num: float64(k.Index())})
		} else {
			ks = append(ks, cell{kind: cString, str: iso.GoString(k.Value())})
		}
		vs = append(vs, c)
	}
	s.msg.objs[n].keys, s.msg.objs[n].vals = ks, vs
	return true
}

// error serializes name, message, stack and cause.
func (s *serializer) error(h core.Handle) (cell, bool) {
	iso := s.iso
	n := s.add(h.Value(), record{kind: oError})
	rec := record{kind: oError, text: "Error"}
	name, ok := s.e.GetProp(h.Value(), "name")
	if !ok {
		return cell{}, false
	}
	if name.IsString() {
		rec.text = iso.GoString(name)
	}
	for _, k := range [...]string{"message", "cause", "stack"} {
		d, found, ok := iso.GetOwnProperty(h.Value(), iso.KeyOfGo(k))
		if !ok {
			return cell{}, false
		}
		if !found || k != "stack" && d.IsAccessor() {
			continue
		}
		v, ok := s.e.GetProp(h.Value(), k)
		if !ok {
			return cell{}, false
		}
		if k != "cause" && !v.IsString() {
			continue
		}
		c, ok := s.value(v)
		if !ok {
			return cell{}, false
		}
		rec.keys = append(rec.keys, cell{kind: cString, str: k})
		rec.vals = append(rec.vals, c)
	}
	s.msg.objs[n] = rec
	return cell{kind: cRef, ref: n}, true
}

// deserializer makes the values of a message. Nothing here runs JavaScript or collects, but making ports reads a class.
type deserializer struct {
	e    *bindings.Env
	iso  *core.Isolate
	msg  *message
	objs []core.Value
}

// deserialize makes the value and the transferred ports. The message is used up.
func deserialize(e *bindings.Env, m *message) (v core.Value, ports []core.Value, ok bool) {
	d := &deserializer{e: e, iso: e.Iso, msg: m, objs: make([]core.Value, len(m.objs))}
	iso := e.Iso
	for i := range m.objs {
		r := &m.objs[i]
		if r.kind == oView {
			continue
		}
		x, ok := d.shell(r)
		if !ok {
			return core.Undefined, nil, false
		}
		d.objs[i] = x
	}
	for i := range m.objs {
		r := &m.objs[i]
		if r.kind != oView {
			continue
		}
		buf := d.objs[r.buf]
		if r.elem >= 0 {
			t := vm.ElementType(r.elem)
			d.objs[i] = iso.NewTypedArray(t, iso.Intrinsic(vm.TypedArrayPrototypes+vm.IntrinsicID(t)), buf, r.off, r.n, r.track)
		} else {
			d.objs[i] = d.dataView(buf, r)
		}
	}
	for i := range m.objs {
		d.fill(d.objs[i], &m.objs[i])
	}
	for _, i := range m.ports {
		ports = append(ports, d.objs[i])
	}
	return d.value(m.root), ports, true
}

func (d *deserializer) dataView(buf core.Value, r *record) core.Value {
	iso := d.iso
	o := iso.NewObjectOf(iso.RootShapeFor(layout.KindDataView, iso.Intrinsic(vm.DataViewPrototype), 0, 0))
	iso.InitValue(o, layout.TypedArrayBuffer, buf)
	iso.SetU64(o, layout.TypedArrayByteOffset, r.off)
	iso.SetU64(o, layout.TypedArrayLength, r.n)
	if r.track {
		iso.SetU32(o, layout.TypedArrayFlags, layout.TypedArrayTracking)
	}
	return gc.Object(o)
}

func (d *deserializer) value(c cell) core.Value {
	switch c.kind {
	case cNull:
		return core.Null
	case cTrue:
		return core.True
	case cFalse:
		return core.False
	case cNumber:
		return core.Number(c.num)
	case cString:
		return d.iso.NewString(c.str)
	case cBigInt:
		v, _ := d.iso.NewBigInt(c.big)
		return v
	case cRef:
		return d.objs[c.ref]
	}
	return core.Undefined
}

func (d *deserializer) plainOf(k gc.Kind, proto vm.IntrinsicID) core.Ref {
	return d.iso.NewObjectOf(d.iso.RootShapeFor(k, d.iso.Intrinsic(proto), 0, 0))
}

// shell makes an object without what it refers to.
func (d *deserializer) shell(r *record) (core.Value, bool) {
	iso := d.iso
	switch r.kind {
	case oArray:
		return iso.NewArray(uint32(r.n)), true
	case oWrapper:
		v, _ := iso.ToObject(d.value(r.vals[0]))
		return v, true
	case oDate:
		o := d.plainOf(layout.KindDate, vm.DatePrototype)
		iso.StoreValue(o, layout.DateValue, core.Number(r.num))
		return gc.Object(o), true
	case oRegExp:
		return iso.Hooks().NewRegExp(iso, iso.NewString(r.text), iso.NewString(r.flags))
	case oMap, oSet:
		k, p := layout.KindMap, vm.MapPrototype
		if r.kind == oSet {
			k, p = layout.KindSet, vm.SetPrototype
		}
		o := d.plainOf(k, p)
		iso.InitValue(o, layout.MapTable, gc.Cell(iso.NewDict(layout.KindHashTable, max(4, len(r.vals)))))
		return gc.Object(o), true
	case oError:
		p := vm.ErrorPrototype
		for i, n := range [...]string{"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError"} {
			if n == r.text {
				p = vm.ErrorPrototype + vm.IntrinsicID(i)
			}
		}
		return iso.NewErrorObject(iso.Intrinsic(p)), true
	case oBuffer:
		return d.buffer(r)
	case oShared:
		idx, ok := iso.ExtAttach(r.token)
		if !ok {
			return iso.ThrowRangeError("Array buffer allocation failed")
		}
		return gc.Object(iso.NewBufferOf(layout.KindSharedArrayBuffer, iso.Intrinsic(vm.SharedArrayBufferPrototype), idx, r.n)), true
	case oPort:
		return newPort(d.e, r.port), true
	}
	return iso.NewObject(), true
}

func (d *deserializer) buffer(r *record) (core.Value, bool) {
	iso := d.iso
	proto := iso.Intrinsic(vm.ArrayBufferPrototype)
	if r.token.Len() > 0 {
		idx, ok := iso.ExtAttach(r.token)
		if !ok {
			return iso.ThrowRangeError("Array buffer allocation failed")
		}
		o := iso.NewBufferOf(layout.KindArrayBuffer, proto, idx, r.n)
		if r.resize {
			iso.SetU64(o, layout.BufferMaxLength, r.max)
			iso.SetU32(o, layout.BufferFlags, layout.BufferResizable)
		}
		return gc.Object(o), true
	}
	size := r.n
	if r.resize {
		size = r.max
	}
	v, ok := iso.NewArrayBuffer(proto, size)
	if !ok {
		return v, false
	}
	if r.resize {
		iso.SetU64(v.Ref(), layout.BufferLength, r.n)
		iso.SetU32(v.Ref(), layout.BufferFlags, layout.BufferResizable)
	}
	copy(iso.BufferBytes(v.Ref()), r.text)
	return v, true
}

// fill adds what an object refers to.
func (d *deserializer) fill(o core.Value, r *record) {
	iso := d.iso
	switch r.kind {
	case oPlain, oArray:
		for i, k := range r.keys {
			key := core.Key(0)
			if k.kind == cNumber {
				key = iso.IndexKey(uint64(k.num))
			} else {
				key = iso.KeyOfGo(k.str)
			}
			iso.DefineValue(o, key, d.value(r.vals[i]), layout.AttrDefault)
		}
	case oMap:
		t := iso.Value(o.Ref(), layout.MapTable).Ref()
		for i := 0; i+1 < len(r.vals); i += 2 {
			t = iso.TableAdd(t, object.NormalizeKey(d.value(r.vals[i])), d.value(r.vals[i+1]), 0)
		}
		iso.StoreValue(o.Ref(), layout.MapTable, gc.Cell(t))
	case oSet:
		t := iso.Value(o.Ref(), layout.MapTable).Ref()
		for i := range r.vals {
			v := d.value(r.vals[i])
			t = iso.TableAdd(t, object.NormalizeKey(v), v, 0)
		}
		iso.StoreValue(o.Ref(), layout.MapTable, gc.Cell(t))
	case oError:
		for i, k := range r.keys {
			iso.DefineValue(o, iso.KeyOfGo(k.str), d.value(r.vals[i]), layout.AttrHidden)
		}
	}
}
