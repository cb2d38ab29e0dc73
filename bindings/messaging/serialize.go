package messaging

import (
	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// maxDepth limits the nesting of a serialised value.
const maxDepth = 20000

type serializer struct {
	e     *bindings.Env
	iso   *core.Isolate
	m     *Message
	seen  core.Handle // KindHashTable: object -> record number
	depth int

	nested []core.Handle // what transferred objects of JavaScript transfer with them
}

// Serialize is StructuredSerializeWithTransfer (HTML 2.7.7). source is the port that posts, if any. May run JavaScript.
func Serialize(e *bindings.Env, v core.Value, transfer []core.Handle, source *port) (*Message, bool) {
	iso := e.Iso
	mark := iso.HandleMark()
	defer iso.ReleaseHandles(mark)
	root := iso.NewHandle(v)
	s := &serializer{e: e, iso: iso, m: &Message{}}
	s.seen = iso.NewHandle(gc.Cell(iso.NewDict(layout.KindHashTable, 8)))
	for i, t := range transfer {
		for _, o := range transfer[:i] {
			if o.Value() == t.Value() {
				if _, isPort := bindings.HostOf[*port](iso, t.Value()); isPort {
					return nil, s.fail("Transfer list contains duplicate MessagePort")
				}
				return nil, s.fail("Transfer list contains duplicate ArrayBuffer")
			}
		}
		if !s.announce(t.Value(), source) {
			return nil, false
		}
	}
	for i := 0; i < len(s.nested); i++ {
		if !s.announce(s.nested[i].Value(), source) {
			return nil, false
		}
	}
	var ok bool
	if s.m.root, ok = s.value(root.Value()); !ok {
		return nil, false
	}
	all := append(append([]core.Handle(nil), transfer...), s.nested...)
	for _, t := range all {
		if n := s.find(t.Value()); s.m.records[n].kind == recJS && !s.hook(n, "transfer", t.Value()) {
			return nil, false
		}
	}
	return s.m, s.finish(all)
}

// hook fills a record of JavaScript with what clone or transfer of internal/worker/js_transferable says.
func (s *serializer) hook(n int32, name string, v core.Value) bool {
	iso := s.iso
	res, ok := callHook(s.e, name, v)
	if !ok {
		return false
	}
	h := iso.NewHandle(res)
	info, ok := s.e.GetProp(h.Value(), "deserializeInfo")
	if !ok {
		return false
	}
	s.m.records[n].source = iso.GoString(info)
	data, ok := s.e.GetProp(h.Value(), "data")
	if !ok {
		return false
	}
	it, ok := s.value(data)
	s.m.records[n].prim = it
	return ok
}

// Values of an object's transfer mode; -1: it has none.
const (
	modeTransferable   = 2 // alone: it cannot be cloned
	modeUntransferable = 4
)

// transferMode reads the mode of an object. May run JavaScript.
func transferMode(e *bindings.Env, v core.Value) (int, bool) {
	x, ok := e.Iso.Get(v, core.Key(e.Data("messaging").(*state).mode.Value()))
	if !ok {
		return 0, false
	}
	if !x.IsInt() {
		return -1, true
	}
	return int(x.AsInt()), true
}

// callHook calls a function of internal/worker/js_transferable.
func callHook(e *bindings.Env, name string, args ...core.Value) (core.Value, bool) {
	iso := e.Iso
	var hs []core.Handle
	for _, a := range args {
		hs = append(hs, iso.NewHandle(a))
	}
	m, ok := e.RequireBuiltin("internal/worker/js_transferable")
	if !ok {
		return m, false
	}
	f, ok := e.GetProp(m, name)
	if !ok {
		return f, false
	}
	for i, h := range hs {
		args[i] = h.Value() //gcvet:ok refilled from the handles
	}
	return iso.Call(f, core.Undefined, args...)
}

// announce makes the record of a transferred object, to be filled by finish.
func (s *serializer) announce(v core.Value, source *port) bool {
	iso := s.iso
	if p, ok := bindings.HostOf[*port](iso, v); ok {
		if p == source {
			return s.fail("Transfer list contains source port")
		}
		if p.data == nil || p.closing {
			return s.fail("MessagePort in transfer list is already detached")
		}
		h := iso.NewHandle(v)
		mode, ok := transferMode(s.e, v)
		if !ok {
			return false
		}
		if v = h.Value(); mode > 0 && mode&modeUntransferable != 0 {
			return s.fail("An object in the transfer list is marked as untransferable.")
		}
		s.m.ports = append(s.m.ports, s.add(v, record{kind: recPort}))
		return true
	}
	if v.IsObject() && iso.KindOf(v.Ref()) == layout.KindArrayBuffer {
		if iso.BufferDetached(v.Ref()) {
			return s.fail("An ArrayBuffer is detached and could not be cloned.")
		}
		if iso.U32(v.Ref(), layout.BufferFlags)&layout.BufferUntransferable != 0 {
			return s.fail("An object in the transfer list is marked as untransferable.")
		}
		s.add(v, record{kind: recBuffer, moved: true})
		return true
	}
	if v.IsObject() {
		h := iso.NewHandle(v)
		mode, ok := transferMode(s.e, v)
		if !ok {
			return false
		}
		if mode&modeTransferable != 0 && mode >= 0 {
			s.add(h.Value(), record{kind: recJS})
			// What belongs to it goes with it.
			list, ok := callHook(s.e, "transferList", h.Value())
			if !ok {
				return false
			}
			for _, x := range bindings.List(iso, list) {
				s.nested = append(s.nested, iso.NewHandle(x))
			}
			return true
		}
	}
	return s.fail("Found invalid value in transferList.")
}

// finish takes the transferred memory and ports out of their objects.
func (s *serializer) finish(transfer []core.Handle) bool {
	iso := s.iso
	for _, t := range transfer {
		v := t.Value()
		if p, ok := bindings.HostOf[*port](iso, v); ok {
			if p.data == nil {
				return s.fail("MessagePort in transfer list is already detached")
			}
		} else if iso.KindOf(v.Ref()) != layout.KindArrayBuffer {
			continue
		} else if iso.BufferDetached(v.Ref()) {
			return s.fail("An ArrayBuffer is detached and could not be cloned.")
		}
	}
	for _, t := range transfer {
		v := t.Value()
		r := &s.m.records[s.find(v)]
		if p, ok := bindings.HostOf[*port](iso, v); ok {
			r.port = p.detach()
			continue
		}
		if r.kind == recJS {
			continue
		}
		s.lengths(r, v.Ref())
		if x := iso.U32(v.Ref(), layout.BufferExternal); x != 0 {
			r.token = iso.ExtDetach(x)
		}
		iso.DetachBuffer(v.Ref())
	}
	return true
}

// fail throws a DataCloneError.
func (s *serializer) fail(message string) bool { return throwDataClone(s.e, message) }

// throwDataClone throws a DOMException named DataCloneError; the result is false. May run JavaScript.
func throwDataClone(e *bindings.Env, message string) bool {
	iso := e.Iso
	if ctor, ok := domException(e); ok {
		exc, ok := iso.Construct(ctor, ctor, iso.NewString(message), iso.NewString("DataCloneError"))
		if ok {
			iso.Throw(exc)
		}
		return false
	}
	exc := iso.NewError(0, message)
	iso.DefineValue(exc, iso.KeyOfGo("name"), iso.NewString("DataCloneError"), layout.AttrHidden)
	iso.DefineValue(exc, iso.KeyOfGo("code"), core.Int(25), layout.AttrHidden)
	iso.Throw(exc)
	return false
}

// domException returns the DOMException constructor; false where lib is not loaded.
func domException(e *bindings.Env) (core.Value, bool) {
	if e.RequireBuiltin == nil {
		return core.Undefined, false
	}
	m, ok := e.RequireBuiltin("internal/domexception")
	if ok && m.IsObject() {
		var c core.Value
		if c, ok = e.GetProp(m, "DOMException"); ok && e.Iso.IsConstructor(c) {
			return c, true
		}
	}
	if !ok {
		e.Iso.Catch()
	}
	return core.Undefined, false
}

func (s *serializer) cannot(v core.Value) (item, bool) {
	return item{}, s.fail(s.iso.Display(v) + " could not be cloned.")
}

// find returns the record number of an object, -1 if it has none.
func (s *serializer) find(v core.Value) int32 {
	t := s.seen.Value().Ref()
	if e := s.iso.TableFind(t, v); e >= 0 {
		return s.iso.DictValue(t, e).AsInt()
	}
	return -1
}

// add makes the record of an object.
func (s *serializer) add(v core.Value, r record) int32 {
	n := int32(len(s.m.records))
	s.m.records = append(s.m.records, r)
	s.seen.Set(gc.Cell(s.iso.TableAdd(s.seen.Value().Ref(), v, core.Int(n), 0)))
	return n
}

// value serialises one value. May run JavaScript.
func (s *serializer) value(v core.Value) (item, bool) {
	if it, ok := primitiveItem(s.iso, v); ok {
		return it, true
	}
	if !v.IsObject() {
		return s.cannot(v)
	}
	if n := s.find(v); n >= 0 {
		return item{tag: tagObject, ref: n}, true
	}
	if s.depth++; s.depth > maxDepth {
		s.iso.ThrowRangeError("Maximum call stack size exceeded")
		return item{}, false
	}
	m := s.iso.HandleMark()
	n, ok := s.object(v)
	s.iso.ReleaseHandles(m)
	s.depth--
	return item{tag: tagObject, ref: n}, ok
}

func (s *serializer) object(v core.Value) (int32, bool) {
	iso := s.iso
	r := v.Ref()
	no := func() (int32, bool) {
		s.cannot(v)
		return 0, false
	}
	switch iso.KindOf(r) {
	case layout.KindObject:
		h := iso.NewHandle(v)
		mode, ok := transferMode(s.e, v)
		if !ok {
			return 0, false
		}
		v = h.Value()
		switch {
		case mode == 0:
			return 0, s.fail("Cannot clone object of unsupported type.")
		case mode == modeTransferable:
			return 0, s.fail("Object that needs transfer was found in message but not listed in transferList")
		case mode > 0 && mode < modeUntransferable:
			n := s.add(v, record{kind: recJS})
			return n, s.hook(n, "clone", v)
		}
		n := s.add(v, record{kind: recObject})
		return n, s.properties(n, v)
	case layout.KindArray:
		n := s.add(v, record{kind: recArray, length: iso.ArrayLen(r)})
		return n, s.properties(n, v)
	case layout.KindPrimitive, layout.KindStringObject:
		it, ok := primitiveItem(iso, iso.Value(r, layout.PrimitiveValue))
		if !ok {
			return no()
		}
		return s.add(v, record{kind: recWrapper, prim: it}), true
	case layout.KindDate:
		return s.add(v, record{kind: recDate, prim: number(iso.Value(r, layout.DateValue).AsFloat())}), true
	case layout.KindRegExp:
		return s.add(v, record{kind: recRegExp, source: iso.GoString(iso.Value(r, layout.RegExpSource)), flags: iso.GoString(iso.Value(r, layout.RegExpFlags))}), true
	case layout.KindMap, layout.KindSet:
		return s.table(v)
	case layout.KindError:
		return s.errorObject(v)
	case layout.KindArrayBuffer:
		if iso.BufferDetached(r) {
			return 0, s.fail("An ArrayBuffer is detached and could not be cloned.")
		}
		rec := record{kind: recBuffer, data: append([]byte(nil), iso.BufferBytes(r)...)}
		s.lengths(&rec, r)
		return s.add(v, rec), true
	case layout.KindSharedArrayBuffer:
		rec := record{kind: recShared}
		s.lengths(&rec, r)
		if x := iso.U32(r, layout.BufferExternal); x != 0 {
			rec.token = iso.ExtShare(x)
		}
		s.m.shared = true
		return s.add(v, rec), true
	case layout.KindTypedArray, layout.KindDataView:
		return s.view(v)
	case layout.KindHost:
		if _, ok := bindings.HostOf[*port](iso, v); ok {
			return 0, s.fail("Object that needs transfer was found in message but not listed in transferList")
		}
		if c, ok := bindings.HostOf[bindings.Cloneable](iso, v); ok {
			h := iso.NewHandle(v)
			revive, ok := c.Clone(s.e, v)
			if !ok {
				return 0, false
			}
			return s.add(h.Value(), record{kind: recHost, revive: revive}), true
		}
		if iso.U32(r, layout.HostClass) == 0 {
			return 0, s.fail("Cannot clone object of unsupported type.")
		}
		// process.env and its like: a plain object of what it shows.
		n := s.add(v, record{kind: recObject})
		return n, s.properties(n, v)
	}
	return no()
}

func (s *serializer) lengths(rec *record, r core.Ref) {
	rec.byteLen, rec.maxLen = s.iso.BufferLen(r), s.iso.U64(r, layout.BufferMaxLength)
	rec.resizable = s.iso.U32(r, layout.BufferFlags)&layout.BufferResizable != 0
}

// properties serialises own enumerable string-keyed properties.
func (s *serializer) properties(n int32, v core.Value) bool {
	iso := s.iso
	h := iso.NewHandle(v)
	keys, ok := iso.OwnKeys(v)
	if !ok {
		return false
	}
	iso.HoldKeys(keys)
	props := make([]property, 0, len(keys))
	for _, k := range keys {
		if k.IsSymbol() {
			continue
		}
		m := iso.HandleMark()
		d, found, ok := iso.GetOwnProperty(h.Value(), k)
		if !ok {
			return false
		}
		if !found || d.Attrs&layout.AttrEnumerable == 0 {
			iso.ReleaseHandles(m)
			continue
		}
		val, ok := iso.Get(h.Value(), k)
		if !ok {
			return false
		}
		p := property{isIndex: k.IsIndex()}
		if p.isIndex {
			p.index = k.Index()
		} else {
			p.key = iso.GoString(k.Value())
		}
		if p.val, ok = s.value(val); !ok {
			return false
		}
		props = append(props, p)
		iso.ReleaseHandles(m)
	}
	s.m.records[n].props = props
	return true
}

// table serialises a Map or Set as it is when its turn comes.
func (s *serializer) table(v core.Value) (int32, bool) {
	iso := s.iso
	isMap := iso.KindOf(v.Ref()) == layout.KindMap
	rec := record{kind: recSet}
	if isMap {
		rec.kind = recMap
	}
	n := s.add(v, rec)
	t := iso.Value(v.Ref(), layout.MapTable).Ref()
	var hs []core.Value
	for e := 0; e < iso.DictUsed(t); e++ {
		k := core.Value(iso.DictKey(t, e))
		if k == gc.Deleted {
			continue
		}
		hs = append(hs, k)
		if isMap {
			hs = append(hs, iso.DictValue(t, e))
		}
	}
	l := iso.NewValues(len(hs), core.Undefined)
	for i, x := range hs {
		iso.ListSet(l, i, x)
	}
	list := iso.NewHandle(gc.Cell(l))
	items := make([]item, len(hs))
	for i := range items {
		var ok bool
		if items[i], ok = s.value(iso.ListGet(list.Value().Ref(), i)); !ok {
			return 0, false
		}
	}
	s.m.records[n].list = items
	return n, true
}

// isDOMException tells whether an error is an instance of DOMException, perhaps of a subclass. May run JavaScript.
func (s *serializer) isDOMException(v core.Value) (is, ok bool) {
	iso := s.iso
	switch iso.ConstructorName(v) {
	case "DOMException":
		return true, true
	case "Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError", "AggregateError":
		return false, true
	}
	h := iso.NewHandle(v)
	c, found := domException(s.e)
	if !found {
		return false, true
	}
	return iso.OrdinaryHasInstance(c, h.Value())
}

var errorNames = [...]string{"Error", "TypeError", "RangeError", "SyntaxError", "ReferenceError", "EvalError", "URIError"}

// errorObject serialises name, message, stack and cause.
func (s *serializer) errorObject(v core.Value) (int32, bool) {
	iso := s.iso
	h := iso.NewHandle(v)
	n := s.add(v, record{kind: recError})
	var rec record
	rec.kind = recError
	get := func(k string) (string, bool, bool) {
		x, ok := iso.Get(h.Value(), iso.KeyOfGo(k))
		if !ok || x == core.Undefined {
			return "", false, ok
		}
		t, ok := iso.ToGoString(x)
		return t, ok, ok
	}
	name, _, ok := get("name")
	if !ok {
		return 0, false
	}
	if isDOM, ok := s.isDOMException(h.Value()); !ok {
		return 0, false
	} else if isDOM {
		rec.kind = recDOMException
		rec.flags = name
	}
	for i, t := range errorNames {
		if t == name {
			rec.errKind = vm.ErrorKind(i)
		}
	}
	own := func(k string) bool {
		_, found, _ := iso.GetOwnProperty(h.Value(), iso.KeyOfGo(k))
		return found
	}
	if rec.kind == recDOMException || own("message") {
		if rec.message, rec.hasMessage, ok = get("message"); !ok {
			return 0, false
		}
	}
	if own("cause") {
		c, ok := iso.Get(h.Value(), iso.KeyOfGo("cause"))
		if !ok {
			return 0, false
		}
		if rec.cause, ok = s.value(c); !ok {
			return 0, false
		}
		rec.hasCz = true
	}
	st, ok := iso.Get(h.Value(), iso.KeyOfGo("stack"))
	if !ok {
		return 0, false
	}
	if st.IsString() {
		rec.stack, rec.hasStack = iso.GoString(st), true
	}
	s.m.records[n] = rec
	return n, true
}

func (s *serializer) view(v core.Value) (int32, bool) {
	iso := s.iso
	h := iso.NewHandle(v)
	buf, ok := s.value(iso.Value(v.Ref(), layout.TypedArrayBuffer))
	if !ok {
		return 0, false
	}
	r := h.Value().Ref()
	if _, inBounds := iso.ViewBytes(h.Value()); !inBounds && !s.m.records[buf.ref].moved {
		s.cannot(h.Value())
		return 0, false
	}
	rec := record{kind: recDataView, buffer: buf.ref, offset: iso.U64(r, layout.TypedArrayByteOffset), count: iso.U64(r, layout.TypedArrayLength),
		tracking: iso.U32(r, layout.TypedArrayFlags)&layout.TypedArrayTracking != 0}
	if iso.KindOf(r) == layout.KindTypedArray {
		rec.kind, rec.etype = recTyped, iso.TypedArrayType(r)
	}
	return s.add(h.Value(), rec), true
}
