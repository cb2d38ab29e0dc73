package messaging

import (
	"strings"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "messaging", Make: makeMessaging}} }

type state struct {
	proto     *core.Persistent // MessagePort.prototype
	noMessage *core.Persistent
	mode      *core.Persistent   // symbol: the property that says how JavaScript clones an object
	ports     map[*port]struct{} // that are open
	seq       uint64             // number of ports made
	due       []*port            // that have messages; guarded by network
	regexp    *core.Persistent   // the RegExp constructor
}

func makeMessaging(e *bindings.Env, target core.Value) {
	iso := e.Iso
	t := iso.NewHandle(target)
	st := &state{}
	e.SetData("messaging", st)
	proto := iso.NewObject()
	st.proto = iso.NewPersistent(proto)
	iso.DefineRows(proto, portRows[:])
	ctor := iso.NewConstructor("MessagePort", 0, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return bindings.Of(iso).ThrowCode(vm.TypeError, "ERR_CONSTRUCT_CALL_INVALID", "Illegal constructor")
	}, st.proto.Value(), core.Undefined)
	e.Set(t.Value(), "MessagePort", ctor)
	e.SetClass(t.Value(), &bindings.Class{Name: "MessageChannel", Init: func(e *bindings.Env, a *core.Args, x any, self core.Value) bool {
		d1, d2 := connect()
		h := e.Iso.NewHandle(self)
		e.Set(h.Value(), "port1", newPort(e, d1))
		e.Set(h.Value(), "port2", newPort(e, d2))
		return true
	}})
	sym := iso.NewSymbol(iso.Atom("no_message_symbol"), 0)
	st.noMessage = iso.NewPersistent(sym)
	e.Set(t.Value(), "noMessageSymbol", sym)
	st.mode = iso.NewPersistent(iso.NewSymbol(iso.Atom("transferMode"), 0))
	e.Set(t.Value(), "transferModeSymbol", st.mode.Value())
	e.SetRows(t.Value(), rows[:])
	if c, ok := iso.LookupData(iso.Intrinsic(vm.RegExpPrototype), iso.KeyOfGo("constructor")); ok {
		st.regexp = iso.NewPersistent(c)
	}
}

// symbolKey is Symbol.for of an atom.
func symbolKey(iso *core.Isolate, name core.Value) core.Key {
	t := iso.Registry()
	if e := iso.TableFind(t, name); e >= 0 {
		return core.Key(iso.DictValue(t, e))
	}
	sym := iso.NewSymbol(name, layout.SymbolRegistered)
	iso.SetRegistry(iso.TableAdd(t, name, sym, 0))
	return core.Key(sym)
}

// transferList reads an iterable, or the transfer property of an options object. May run JavaScript.
func transferList(e *bindings.Env, v core.Value) ([]core.Handle, bool) {
	iso := e.Iso
	if v.IsNullish() {
		return nil, true
	}
	bad := func(name string) ([]core.Handle, bool) {
		e.ThrowCode(vm.TypeError, "ERR_INVALID_ARG_TYPE", "Optional "+name+" argument must be an iterable")
		return nil, false
	}
	if !v.IsObject() {
		return bad("transferList")
	}
	h := iso.NewHandle(v)
	it, ok := iso.GetV(v, iso.KeyOfGo("transfer"))
	if !ok {
		return nil, false
	}
	name := "options.transfer"
	if isArr, ok := iso.IsArray(h.Value()); !ok {
		return nil, false
	} else if isArr {
		it, name = h.Value(), "transferList"
	} else if it == core.Undefined {
		m := iso.SymK(object.SymIterator)
		f, ok := iso.GetV(h.Value(), m)
		if !ok {
			return nil, false
		}
		if f == core.Undefined {
			return nil, true // options without transfer
		}
		it, name = h.Value(), "transferList"
	}
	if !it.IsObject() {
		return bad(name)
	}
	list := iso.NewHandle(iso.NewArray(0))
	if !iso.Iterate(it, func(x core.Value) bool {
		iso.ArrayPush(list.Value(), x)
		return true
	}) {
		// Not an iterable after all: other errors are the program's own.
		exc, ok := iso.Catch()
		if !ok {
			return nil, false
		}
		h := iso.NewHandle(exc)
		if t := iso.Display(exc); strings.HasSuffix(t, "is not a function") || strings.HasSuffix(t, "is not an object") || strings.HasSuffix(t, "is not iterable") {
			return bad(name)
		}
		iso.Throw(h.Value())
		return nil, false
	}
	var out []core.Handle
	for _, x := range bindings.List(iso, list.Value()) {
		out = append(out, iso.NewHandle(x))
	}
	return out, true
}

func onPort(f func(p *port, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := bindings.ThisHost[*port](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(p, iso, a)
	}
}

var portRows = [...]core.Row{
	{Name: "postMessage", Length: 1, Fn: onPort(func(p *port, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if a.Len() == 0 {
			return p.e.ThrowCode(vm.TypeError, "ERR_MISSING_ARGS", "Not enough arguments to MessagePort.postMessage")
		}
		list, ok := transferList(p.e, a.Arg(1))
		if !ok {
			return core.Undefined, false
		}
		cast := p.data != nil && p.data.cast
		if p.data == nil && cast {
			return core.Undefined, true
		}
		if !p.post(a.Arg(0), list) {
			return core.Undefined, false
		}
		return core.True, true
	})},
	{Name: "start", Fn: onPort(func(p *port, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if p.data != nil && !p.receiving {
			p.receiving = true
			network.Lock()
			if len(p.data.queue) > 0 {
				p.schedule()
			}
			network.Unlock()
		}
		return core.Undefined, true
	})},
	{Name: "close", Fn: onPort(func(p *port, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p.close()
		return core.Undefined, true
	})},
	{Name: "drain", Fn: onPort(func(p *port, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p.deliver(true)
		return core.Undefined, !iso.HasException()
	})},
	{Name: "ref", Fn: onPort(func(p *port, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p.h.Ref()
		return core.Undefined, true
	})},
	{Name: "unref", Fn: onPort(func(p *port, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p.h.Unref()
		return core.Undefined, true
	})},
	{Name: "hasRef", Fn: onPort(func(p *port, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if p.closing {
			return core.Undefined, true
		}
		return core.Bool(p.h.HasRef()), true
	})},
}

var rows = [...]core.Row{
	{Name: "receiveMessageOnPort", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		p, ok := bindings.HostOf[*port](iso, a.Arg(0))
		if !ok {
			return e.ThrowCode(vm.TypeError, "ERR_INVALID_ARG_TYPE", `The "port" argument must be a MessagePort instance`)
		}
		m := p.pop(true, false)
		if m == nil {
			return e.Data("messaging").(*state).noMessage.Value(), true
		}
		v, _, ok := m.Deserialize(e)
		if !ok {
			m.drop()
		}
		return v, ok
	}},
	{Name: "broadcastChannel", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		name, ok := iso.ToGoString(a.Arg(0))
		if !ok {
			return core.Undefined, false
		}
		d := &portData{group: name, cast: true}
		v := newPort(bindings.Of(iso), d)
		network.Lock()
		if network.groups == nil {
			network.groups = map[string][]*portData{}
		}
		network.groups[name] = append(network.groups[name], d)
		network.Unlock()
		return v, true
	}},
	{Name: "structuredClone", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		list, ok := transferList(e, a.Arg(1))
		if !ok {
			return core.Undefined, false
		}
		m, ok := Serialize(e, a.Arg(0), list, nil)
		if !ok {
			return core.Undefined, false
		}
		v, _, ok := m.Deserialize(e)
		if !ok {
			m.drop()
		}
		return v, ok
	}},
}
