package wasm

import (
	"errors"
	"strconv"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "wasm", Make: makeWasm}} }

// host is an environment's WebAssembly: its store and what lib/internal/wasm registered.
type host struct {
	e       *bindings.Env
	s       *store
	externs []*core.Persistent // reference n is externs[n-1]
	// compileError, linkError and runtimeError are constructors; wrap makes the JavaScript function of a function's handle, unwrap gives
	// the handle of such a function, undefined for others.
	compileError, linkError, runtimeError, wrap, unwrap *core.Persistent
}

var errThrown = errors.New("an exception is pending")

func makeWasm(e *bindings.Env, t core.Value) {
	h := &host{e: e, s: &store{}}
	h.s.poll = func() error {
		if e.Iso.PollNative() {
			return nil
		}
		return errThrown
	}
	e.SetData("wasm", h)
	e.SetRows(t, rows[:])
}

func hostOf(iso *core.Isolate) *host { return bindings.Of(iso).Data("wasm").(*host) }

// fail throws an error of a class.
func (h *host) fail(class *core.Persistent, text string) (core.Value, bool) {
	iso := h.e.Iso
	c := class.Value()
	v, ok := iso.Construct(c, c, iso.NewString(text))
	if !ok {
		return core.Undefined, false
	}
	return iso.Throw(v)
}

func (h *host) raise(err error) (core.Value, bool) {
	switch {
	case err == errThrown:
		return core.Undefined, false
	case err == errStack:
		return h.e.Iso.ThrowRangeError("%s", err.Error())
	}
	return h.fail(h.runtimeError, err.Error())
}

// toJS makes the JavaScript value of a value.
func (h *host) toJS(t byte, v uint64) (core.Value, bool) {
	iso := h.e.Iso
	switch t {
	case i32:
		return core.Int(int32(v)), true
	case i64:
		return iso.NewBigInt64(int64(v)), true
	case f32:
		return core.Number(float64(f32of(v))), true
	case f64:
		return core.Number(f64of(v)), true
	case externref:
		if v == 0 {
			return core.Null, true
		}
		return h.externs[v-1].Value(), true
	}
	if v == 0 {
		return core.Null, true
	}
	return h.functionOf(h.s.funcs[v-1])
}

// functionOf is the JavaScript function of a function.
func (h *host) functionOf(f *function) (core.Value, bool) {
	iso := h.e.Iso
	if p, ok := f.shown.(*core.Persistent); ok {
		return p.Value(), true
	}
	v, ok := iso.Call(h.wrap.Value(), core.Undefined, h.handle(f))
	if ok {
		f.shown = iso.NewPersistent(v)
	}
	return v, ok
}

func (h *host) handle(x any) core.Value {
	return bindings.NewHostObject(h.e.Iso, x, h.e.Iso.Intrinsic(vm.ObjectPrototype))
}

// fromJS converts a JavaScript value; it may run JavaScript.
func (h *host) fromJS(t byte, v core.Value) (uint64, bool) {
	iso := h.e.Iso
	switch t {
	case i32:
		n, ok := iso.ToInt32(v)
		return uint64(uint32(n)), ok
	case i64:
		b, ok := iso.ToBigInt(v)
		if !ok {
			return 0, false
		}
		return iso.BigIntToUint64(b), true
	case f32, f64:
		f, ok := iso.ToFloat(v)
		if t == f32 {
			return ofF32(float32(f)), ok
		}
		return ofF64(f), ok
	case externref:
		if v == core.Null {
			return 0, true
		}
		h.externs = append(h.externs, iso.NewPersistent(v))
		return uint64(len(h.externs)), true
	}
	if v == core.Null {
		return 0, true
	}
	x, ok := iso.Call(h.unwrap.Value(), core.Undefined, v)
	if !ok {
		return 0, false
	}
	f, ok := bindings.HostOf[*function](iso, x)
	if !ok {
		iso.ThrowTypeError("function-typed object expected")
		return 0, false
	}
	return h.s.ref(f), true
}

// imported makes a function of the host from a JavaScript function.
func (h *host) imported(t *funcType, p *core.Persistent) *function {
	f := &function{typ: t}
	f.call = func(args []uint64) ([]uint64, error) {
		iso := h.e.Iso
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		hs := make([]core.Handle, len(args))
		for i, a := range args {
			v, ok := h.toJS(t.params[i], a)
			if !ok {
				return nil, errThrown
			}
			hs[i] = iso.NewHandle(v)
		}
		vs := make([]core.Value, len(args))
		for i := range hs {
			vs[i] = hs[i].Value()
		}
		r, ok := iso.Call(p.Value(), core.Undefined, vs...)
		if !ok {
			return nil, errThrown
		}
		switch len(t.results) {
		case 0:
			return nil, nil
		case 1:
			v, ok := h.fromJS(t.results[0], r)
			if !ok {
				return nil, errThrown
			}
			return []uint64{v}, nil
		}
		hr := iso.NewHandle(r)
		out := make([]uint64, len(t.results))
		for i := range out {
			e, ok := iso.GetV(hr.Value(), iso.KeyOfGo(strconv.Itoa(i)))
			if ok {
				out[i], ok = h.fromJS(t.results[i], e)
			}
			if !ok {
				return nil, errThrown
			}
		}
		return out, nil
	}
	return f
}

// invoke calls a function with the arguments of a JavaScript call.
func (h *host) invoke(f *function, a *core.Args) (core.Value, bool) {
	iso := h.e.Iso
	args := make([]uint64, len(f.typ.params))
	for i, t := range f.typ.params {
		var ok bool
		if args[i], ok = h.fromJS(t, a.Arg(i)); !ok {
			return core.Undefined, false
		}
	}
	r, err := h.s.invoke(f, args)
	if err != nil {
		return h.raise(err)
	}
	switch len(r) {
	case 0:
		return core.Undefined, true
	case 1:
		return h.toJS(f.typ.results[0], r[0])
	}
	list := iso.NewHandle(iso.NewArray(0))
	for i, v := range r {
		x, ok := h.toJS(f.typ.results[i], v)
		if !ok {
			return core.Undefined, false
		}
		iso.ArrayPush(list.Value(), x)
	}
	return list.Value(), true
}

// newMemory makes a memory whose bytes are those of an ArrayBuffer.
func (h *host) newMemory(l limits) (*memory, bool) {
	iso := h.e.Iso
	make := func(n uint64) (core.Value, bool) {
		return iso.NewArrayBuffer(iso.Intrinsic(vm.ArrayBufferPrototype), n)
	}
	v, ok := make(uint64(l.min) * pageSize)
	if !ok {
		return nil, false
	}
	m := &memory{limits: l}
	buf := iso.NewPersistent(v)
	m.shown = buf
	m.refresh = func() { m.data, _ = iso.ViewBytes(buf.Value()) }
	m.grow = func(n uint64) bool {
		v, ok := make(n)
		if !ok {
			iso.Catch()
			return false
		}
		old := buf.Value().Ref()
		from, _ := iso.ViewBytes(buf.Value())
		to, _ := iso.ViewBytes(v)
		copy(to, from)
		buf.Set(v)
		iso.DetachBuffer(old)
		return true
	}
	m.refresh()
	return m, true
}

func (h *host) limits(a *core.Args, i int) limits {
	l := limits{min: uint32(bindings.Num(a, i))}
	if v := a.Arg(i + 1); v.IsNumber() {
		l.hasMax, l.max = true, uint32(v.AsFloat())
	}
	return l
}

func typeOf(name string) byte {
	switch name {
	case "i32":
		return i32
	case "i64":
		return i64
	case "f32":
		return f32
	case "f64":
		return f64
	case "externref":
		return externref
	case "anyfunc", "funcref":
		return funcref
	}
	return 0
}

// instantiate makes an instance; imports are handles or functions, in order.
func (h *host) instantiate(m *module, list []core.Handle) (*instance, bool) {
	iso := h.e.Iso
	inst := &instance{m: m}
	link := func(i int, text string) (*instance, bool) {
		e := &m.imports[i]
		h.fail(h.linkError, "WebAssembly.Instance(): Import #"+strconv.Itoa(i)+" \""+e.module+"\" \""+e.name+"\": "+text)
		return nil, false
	}
	for i := range m.imports {
		e := &m.imports[i]
		v := list[i].Value()
		switch e.kind {
		case kindFunc:
			t := &m.types[e.fn]
			if f, ok := bindings.HostOf[*function](iso, v); ok {
				if !f.typ.equal(t) {
					return link(i, "imported function does not match the expected type")
				}
				inst.funcs = append(inst.funcs, f)
				continue
			}
			if !iso.IsCallable(v) {
				return link(i, "function import requires a callable")
			}
			inst.funcs = append(inst.funcs, h.imported(t, iso.NewPersistent(v)))
		case kindTable:
			t, ok := bindings.HostOf[*table](iso, v)
			if !ok {
				return link(i, "table import requires a WebAssembly.Table")
			}
			if uint64(len(t.elems)) < uint64(e.table.min) {
				return link(i, "table import has "+strconv.Itoa(len(t.elems))+" elements, which is less than the required minimum "+strconv.Itoa(int(e.table.min)))
			}
			if e.table.hasMax && (!t.hasMax || t.max > e.table.max) {
				return link(i, "table import has a larger maximum size than the module's declared maximum "+strconv.Itoa(int(e.table.max)))
			}
			if t.elem != e.table.elem {
				return link(i, "imported table does not match the expected type")
			}
			inst.tables = append(inst.tables, t)
		case kindMemory:
			x, ok := bindings.HostOf[*memory](iso, v)
			if !ok {
				return link(i, "memory import must be a WebAssembly.Memory object")
			}
			x.refresh()
			if pages := len(x.data) / pageSize; pages < int(e.mem.min) {
				return link(i, "memory import has "+strconv.Itoa(pages)+" pages which is smaller than the declared initial of "+strconv.Itoa(int(e.mem.min)))
			}
			if e.mem.hasMax && !x.hasMax {
				return link(i, "memory import has no maximum limit, expected at most "+strconv.Itoa(int(e.mem.max)))
			}
			if e.mem.hasMax && x.max > e.mem.max {
				return link(i, "memory import has a larger maximum size "+strconv.Itoa(int(x.max))+" than the module's declared maximum "+strconv.Itoa(int(e.mem.max)))
			}
			inst.mem = x
		case kindGlobal:
			g, ok := bindings.HostOf[*global](iso, v)
			if !ok {
				return link(i, "global import must be a number, valid Wasm reference, or WebAssembly.Global object")
			}
			if g.globalType != e.global {
				return link(i, "imported global does not match the expected type")
			}
			inst.globals = append(inst.globals, g)
		}
	}
	for i, c := range m.code {
		inst.funcs = append(inst.funcs, &function{typ: c.typ, inst: inst, code: c, index: m.importedFuncs + i})
	}
	for _, t := range m.tables[m.importedTables:] {
		inst.tables = append(inst.tables, &table{tableType: t, elems: make([]uint64, t.min)})
	}
	for _, l := range m.mems[m.importedMems:] {
		x, ok := h.newMemory(l)
		if !ok {
			return nil, false
		}
		inst.mem = x
	}
	value := func(c constExpr) uint64 {
		switch c.op {
		case 0x23:
			return inst.globals[c.value].value
		case 0xd2:
			return h.s.ref(inst.funcs[c.value])
		}
		return c.value
	}
	for _, g := range m.globals[m.importedGlobals:] {
		inst.globals = append(inst.globals, &global{globalType: g.globalType, value: value(g.init)})
	}
	for i := range m.elems {
		e := &m.elems[i]
		var seg []uint64
		if e.mode != 2 {
			for _, c := range e.init {
				seg = append(seg, value(c))
			}
		}
		if e.mode == 0 {
			if err := inst.initTable(inst.tables[e.table], seg, uint64(uint32(value(e.offset))), 0, uint64(len(seg))); err != nil {
				h.fail(h.runtimeError, "WebAssembly.Instance(): table initializer "+strconv.Itoa(i)+": table index is out of bounds")
				return nil, false
			}
			seg = nil
		}
		inst.elems = append(inst.elems, seg)
	}
	for i := range m.datas {
		d := &m.datas[i]
		if d.passive {
			inst.datas = append(inst.datas, d.bytes)
			continue
		}
		inst.datas = append(inst.datas, nil)
		at := uint64(uint32(value(d.offset)))
		inst.mem.refresh()
		if at+uint64(len(d.bytes)) > uint64(len(inst.mem.data)) {
			h.fail(h.runtimeError, "WebAssembly.Instance(): data segment "+strconv.Itoa(i)+" is out of bounds (offset "+strconv.Itoa(int(at))+" + size "+strconv.Itoa(len(d.bytes))+" > memory_size "+strconv.Itoa(len(inst.mem.data))+" bytes)")
			return nil, false
		}
		copy(inst.mem.data[at:], d.bytes)
	}
	if m.start >= 0 {
		if _, err := h.s.invoke(inst.funcs[m.start], nil); err != nil {
			h.raise(err)
			return nil, false
		}
	}
	return inst, true
}

// describe makes [module?, name, kind] of an import or export.
func (h *host) describe(list core.Value, texts ...string) {
	iso := h.e.Iso
	one := iso.NewHandle(iso.NewArray(0))
	for _, t := range texts {
		iso.ArrayPush(one.Value(), iso.NewString(t))
	}
	iso.ArrayPush(list, one.Value())
}

func arg[T any](iso *core.Isolate, a *core.Args, i int) T {
	x, _ := bindings.HostOf[T](iso, a.Arg(i))
	return x
}

var rows = [...]core.Row{
	{Name: "register", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h := hostOf(iso)
		for i, p := range [...]**core.Persistent{&h.compileError, &h.linkError, &h.runtimeError, &h.wrap, &h.unwrap} {
			*p = iso.NewPersistent(a.Arg(i))
		}
		return core.Undefined, true
	}},
	{Name: "compile", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h := hostOf(iso)
		m, err := decode(append([]byte(nil), bindings.Bytes(iso, a, 0)...))
		if err != nil {
			return h.fail(h.compileError, bindings.Str(iso, a, 1)+": "+err.Error())
		}
		return h.handle(m), true
	}},
	{Name: "validate", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, err := decode(append([]byte(nil), bindings.Bytes(iso, a, 0)...))
		return core.Bool(err == nil), true
	}},
	{Name: "imports", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h, m := hostOf(iso), arg[*module](iso, a, 0)
		list := iso.NewHandle(iso.NewArray(0))
		for _, e := range m.imports {
			t := ""
			if e.kind == kindGlobal {
				t = typeName(e.global.typ)
				if e.global.mutable {
					t = "mut " + t
				}
			}
			h.describe(list.Value(), e.module, e.name, kindNames[e.kind], t)
		}
		return list.Value(), true
	}},
	{Name: "exports", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h, m := hostOf(iso), arg[*module](iso, a, 0)
		list := iso.NewHandle(iso.NewArray(0))
		for _, e := range m.exports {
			h.describe(list.Value(), e.name, kindNames[e.kind])
		}
		return list.Value(), true
	}},
	{Name: "customSections", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		m, name := arg[*module](iso, a, 0), bindings.Str(iso, a, 1)
		list := iso.NewHandle(iso.NewArray(0))
		for _, c := range m.customs {
			if c.name != name {
				continue
			}
			v, ok := iso.NewArrayBuffer(iso.Intrinsic(vm.ArrayBufferPrototype), uint64(len(c.data)))
			if !ok {
				return v, false
			}
			b, _ := iso.ViewBytes(v)
			copy(b, c.data)
			iso.ArrayPush(list.Value(), v)
		}
		return list.Value(), true
	}},
	// instantiate(module, imports) -> [[name, kind, handle]...]
	{Name: "instantiate", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h, m := hostOf(iso), arg[*module](iso, a, 0)
		var hs []core.Handle
		for _, v := range bindings.List(iso, a.Arg(1)) {
			hs = append(hs, iso.NewHandle(v))
		}
		inst, ok := h.instantiate(m, hs)
		if !ok {
			return core.Undefined, false
		}
		list := iso.NewHandle(iso.NewArray(0))
		for _, e := range m.exports {
			one := iso.NewHandle(iso.NewArray(0))
			iso.ArrayPush(one.Value(), iso.NewString(e.name))
			iso.ArrayPush(one.Value(), iso.NewString(kindNames[e.kind]))
			var v core.Value
			switch e.kind {
			case kindFunc:
				if v, ok = h.functionOf(inst.funcs[e.index]); !ok {
					return v, false
				}
			case kindTable:
				v = h.shown(&inst.tables[e.index].shown, inst.tables[e.index])
			case kindMemory:
				v = h.handle(inst.mem)
			case kindGlobal:
				v = h.shown(&inst.globals[e.index].shown, inst.globals[e.index])
			}
			iso.ArrayPush(one.Value(), v)
			iso.ArrayPush(list.Value(), one.Value())
		}
		return list.Value(), true
	}},
	// functionOf(handle) -> the function that calls it.
	{Name: "functionOf", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h, f := hostOf(iso), arg[*function](iso, a, 0)
		return iso.NewBuiltin(strconv.Itoa(f.index), len(f.typ.params), func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return h.invoke(f, a) }), true
	}},
	{Name: "newMemory", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h := hostOf(iso)
		m, ok := h.newMemory(h.limits(a, 0))
		if !ok {
			return core.Undefined, false
		}
		return h.handle(m), true
	}},
	{Name: "memoryBuffer", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return arg[*memory](iso, a, 0).shown.(*core.Persistent).Value(), true
	}},
	// memoryGrow(handle, pages), tableGrow(handle, n, value) -> the old size or -1
	{Name: "memoryGrow", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Int(arg[*memory](iso, a, 0).more(uint32(bindings.Num(a, 1)))), true
	}},
	{Name: "newTable", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h := hostOf(iso)
		t := &table{tableType: tableType{elem: typeOf(bindings.Str(iso, a, 0)), limits: h.limits(a, 1)}}
		v, ok := h.fromJS(t.elem, a.Arg(3))
		if !ok {
			return core.Undefined, false
		}
		t.more(t.min, v)
		return h.handle(t), true
	}},
	{Name: "tableLength", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Int(int32(len(arg[*table](iso, a, 0).elems))), true
	}},
	{Name: "tableGrow", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h, t := hostOf(iso), arg[*table](iso, a, 0)
		v, ok := h.fromJS(t.elem, a.Arg(2))
		if !ok {
			return core.Undefined, false
		}
		return core.Int(t.more(uint32(bindings.Num(a, 1)), v)), true
	}},
	{Name: "tableGet", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		t := arg[*table](iso, a, 0)
		return hostOf(iso).toJS(t.elem, t.elems[bindings.Int(a, 1)])
	}},
	// tableAccepts(handle, value) -> whether the value fits: null and exported functions do, any value in a table of externref.
	{Name: "tableAccepts", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if arg[*table](iso, a, 0).elem == externref || a.Arg(1) == core.Null {
			return core.True, true
		}
		x, ok := iso.Call(hostOf(iso).unwrap.Value(), core.Undefined, a.Arg(1))
		if !ok {
			return x, false
		}
		_, is := bindings.HostOf[*function](iso, x)
		return core.Bool(is), true
	}},
	{Name: "tableSet", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h, t, i := hostOf(iso), arg[*table](iso, a, 0), bindings.Int(a, 1)
		v, ok := h.fromJS(t.elem, a.Arg(2))
		if ok {
			t.elems[i] = v
		}
		return core.Undefined, ok
	}},
	{Name: "newGlobal", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h := hostOf(iso)
		g := &global{globalType: globalType{typ: typeOf(bindings.Str(iso, a, 0)), mutable: bindings.Truthy(iso, a, 1)}}
		var ok bool
		if g.value, ok = h.fromJS(g.typ, a.Arg(2)); !ok {
			return core.Undefined, false
		}
		return h.handle(g), true
	}},
	{Name: "globalGet", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		g := arg[*global](iso, a, 0)
		return hostOf(iso).toJS(g.typ, g.value)
	}},
	// globalSet(handle, value) -> whether it may be set
	{Name: "globalSet", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		g := arg[*global](iso, a, 0)
		if !g.mutable {
			return core.False, true
		}
		v, ok := hostOf(iso).fromJS(g.typ, a.Arg(1))
		if ok {
			g.value = v
		}
		return core.True, ok
	}},
}

// shown keeps the handle of a table or global, so that it is the same every time.
func (h *host) shown(slot *any, x any) core.Value {
	if p, ok := (*slot).(*core.Persistent); ok {
		return p.Value()
	}
	v := h.handle(x)
	*slot = h.e.Iso.NewPersistent(v)
	return v
}
