package messaging

import (
	"sync"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/loop"
)

// portCore is one end of a channel: it moves between isolates with a transfer. Fields are guarded by the channel's lock.
type portCore struct {
	ch    *channel
	queue []*message
	owner *port // nil while on its way
	gone  bool  // closed
}

// channel connects two ends, or all broadcast ports of a name.
type channel struct {
	mu   sync.Mutex
	ends []*portCore
	name string // broadcast
}

// port is the host value of a MessagePort object.
type port struct {
	e       *bindings.Env
	core    *portCore
	self    *core.Persistent // strong while it can receive or is refed
	handle  loop.Handle
	started bool
	woken   bool // a delivery is posted
}

var broadcast struct {
	sync.Mutex
	byName map[string]*channel
}

// Table lists the bindings of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "messaging", Make: makeMessaging}} }

type state struct {
	proto, noMessage *core.Persistent
}

func makeMessaging(e *bindings.Env, target core.Value) {
	iso := e.Iso
	t := iso.NewHandle(target)
	proto := iso.NewHandle(iso.NewObject())
	iso.DefineRows(proto.Value(), portRows[:])
	f := iso.NewConstructor("MessagePort", 0, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return bindings.Of(iso).ThrowCode(vm.TypeError, "ERR_CONSTRUCT_CALL_INVALID", "Illegal constructor")
	}, proto.Value(), core.Undefined)
	e.Set(t.Value(), "MessagePort", f)
	s := &state{proto: iso.NewPersistent(proto.Value()), noMessage: iso.NewPersistent(iso.NewSymbol(iso.Atom("no_message_symbol"), 0))}
	e.SetData("messaging", s)
	e.Set(t.Value(), "noMessageSymbol", s.noMessage.Value())
	e.Set(t.Value(), "MessageChannel", iso.NewConstructor("MessageChannel", 0, newChannel, iso.NewObject(), core.Undefined))
	e.SetRows(t.Value(), rows[:])
}

// newPort makes the object of an end.
func newPort(e *bindings.Env, c *portCore) core.Value {
	s := e.Data("messaging").(*state)
	p := &port{e: e, core: c, handle: e.Loop.MakeHandle()}
	p.handle.Unref()
	p.handle.Activate()
	v := bindings.NewHostObject(e.Iso, p, s.proto.Value())
	p.self = e.Iso.NewPersistent(v)
	c.ch.mu.Lock()
	c.owner = p
	c.ch.mu.Unlock()
	return v
}

func newChannel(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	if a.NewTarget() == core.Undefined {
		return e.ThrowCode(vm.TypeError, "ERR_CONSTRUCT_CALL_REQUIRED", "Cannot call constructor without `new`")
	}
	p, ok := iso.GetPrototypeFromConstructor(a.NewTarget(), vm.ObjectPrototype)
	if !ok {
		return p, false
	}
	o := iso.NewHandle(iso.NewObjectProto(p))
	ch := &channel{}
	x, y := &portCore{ch: ch}, &portCore{ch: ch}
	ch.ends = []*portCore{x, y}
	e.Set(o.Value(), "port1", newPort(e, x))
	e.Set(o.Value(), "port2", newPort(e, y))
	return o.Value(), true
}

// detach takes the end out of its object.
func (p *port) detach() *portCore {
	c := p.core
	p.core = nil
	if c != nil {
		c.ch.mu.Lock()
		c.owner = nil
		c.ch.mu.Unlock()
	}
	p.handle.Deactivate()
	p.release()
	return c
}

func (p *port) release() {
	if p.self != nil {
		p.self.Close()
		p.self = nil
	}
}

// wake makes the owner of an end look at its queue; the channel is locked.
func (c *portCore) wake() {
	if p := c.owner; p != nil && !p.woken {
		p.woken = true
		p.e.Loop.Post(p.deliver)
	}
}

// deliver hands queued messages to JavaScript.
func (p *port) deliver() {
	c := p.core
	if c == nil {
		return
	}
	c.ch.mu.Lock()
	p.woken = false
	n := len(c.queue)
	gone := c.gone
	c.ch.mu.Unlock()
	if p.started {
		// What arrives meanwhile waits for the next turn.
		for i := 0; i < max(n, 1000) && p.core == c && p.started; i++ {
			m := c.take()
			if m == nil {
				break
			}
			p.emit(m)
			if p.e.Exiting {
				return
			}
		}
	}
	if p.core != c {
		return
	}
	c.ch.mu.Lock()
	left := len(c.queue)
	gone = c.gone
	if left > 0 && p.started {
		c.wake()
	}
	c.ch.mu.Unlock()
	if gone && (left == 0 || !p.started) {
		p.closed()
	}
}

func (c *portCore) take() *message {
	c.ch.mu.Lock()
	defer c.ch.mu.Unlock()
	if len(c.queue) == 0 {
		return nil
	}
	m := c.queue[0]
	c.queue = c.queue[1:]
	return m
}

// emit calls port[kHybridDispatch](value, 'message', undefined).
func (p *port) emit(m *message) {
	e, iso := p.e, p.e.Iso
	mk := iso.HandleMark()
	defer iso.ReleaseHandles(mk)
	self := iso.NewHandle(p.self.Value())
	kind := "message"
	v, ports, ok := deserialize(e, m)
	if !ok {
		v, _ = iso.Catch()
		kind = "messageerror"
	}
	hv := iso.NewHandle(v)
	arr := iso.NewHandle(iso.NewArrayFrom(ports...))
	if !iso.Set(self.Value(), symbolFor(iso, "nodejs.internal.kCurrentlyReceivingPorts"), arr.Value(), false) {
		iso.Catch()
	}
	f, ok := iso.Get(self.Value(), symbolFor(iso, "nodejs.internal.kHybridDispatch"))
	if !ok || !iso.IsCallable(f) {
		iso.Catch()
		return
	}
	e.MakeCallback(f, self.Value(), hv.Value(), iso.NewString(kind), core.Undefined)
}

// symbolFor is Symbol.for(name).
func symbolFor(iso *core.Isolate, name string) core.Key {
	e := bindings.Of(iso)
	key := "symbol:" + name
	if p, ok := e.Data(key).(*core.Persistent); ok {
		return core.Key(p.Value())
	}
	s, _ := e.GetProp(iso.Intrinsic(vm.SymbolConstructor), "for")
	v, ok := iso.Call(s, iso.Intrinsic(vm.SymbolConstructor), iso.NewString(name))
	if !ok {
		panic("BUG: Symbol.for failed")
	}
	e.SetData(key, iso.NewPersistent(v))
	return core.Key(v)
}

// close closes the channel from this end.
func (p *port) close() {
	c := p.core
	if c == nil {
		return
	}
	c.ch.mu.Lock()
	if c.ch.name != "" {
		for i, x := range c.ch.ends {
			if x == c {
				c.ch.ends = append(c.ch.ends[:i:i], c.ch.ends[i+1:]...)
				break
			}
		}
		c.gone = true
		c.wake()
	} else {
		for _, x := range c.ch.ends {
			x.gone = true
			x.wake()
		}
	}
	c.queue = nil
	c.ch.mu.Unlock()
	p.handle.Ref() // the close event still comes
}

// closed tells JavaScript that the channel is closed and lets the object go.
func (p *port) closed() {
	if p.self == nil {
		return
	}
	e, iso := p.e, p.e.Iso
	p.core = nil
	p.handle.Deactivate()
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	self := iso.NewHandle(p.self.Value())
	p.release()
	b, ok := e.Get("symbols")
	if !ok {
		return
	}
	sym, ok := e.GetProp(b, "handle_onclose")
	if !ok || !sym.IsSymbol() {
		return
	}
	f, ok := iso.Get(self.Value(), core.Key(sym))
	if ok && iso.IsCallable(f) {
		e.MakeCallback(f, self.Value())
	}
}

// transferArg gives the list of transferables of postMessage's second argument as an array value.
func transferArg(e *bindings.Env, v core.Value) (core.Value, bool) {
	iso := e.Iso
	if v.IsNullish() || !v.IsObject() {
		if !v.IsNullish() {
			return e.ThrowCode(vm.TypeError, "ERR_INVALID_ARG_TYPE", "Optional transferList argument must be an iterable")
		}
		return core.Undefined, true
	}
	h := iso.NewHandle(v)
	it, ok := iso.Get(v, iso.SymK(object.SymIterator))
	if !ok {
		return it, false
	}
	if it.IsNullish() {
		t, ok := e.GetProp(h.Value(), "transfer")
		if !ok || t.IsNullish() {
			return core.Undefined, ok
		}
		if !t.IsObject() {
			return e.ThrowCode(vm.TypeError, "ERR_INVALID_ARG_TYPE", "Optional options.transfer argument must be an iterable")
		}
		h.Set(t)
	}
	out := iso.NewHandle(iso.NewArray(0))
	if !iso.Iterate(h.Value(), func(v core.Value) bool { iso.ArrayPush(out.Value(), v); return true }) {
		return core.Undefined, false
	}
	return out.Value(), true
}

func (p *port) post(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	list, ok := transferArg(p.e, a.Arg(1))
	if !ok {
		return list, false
	}
	hl := iso.NewHandle(list)
	for _, x := range bindings.List(iso, list) {
		if x == a.This() {
			throwDOMException(p.e, "Transfer list contains source port", "DataCloneError")
			return core.Undefined, false
		}
	}
	m, ok := serialize(p.e, a.Arg(0), hl.Value())
	if !ok {
		return core.Undefined, false
	}
	c := p.core
	if c == nil {
		return core.Undefined, true
	}
	c.ch.mu.Lock()
	defer c.ch.mu.Unlock()
	if c.gone {
		return core.Undefined, true
	}
	for _, x := range c.ch.ends {
		if x != c && !x.gone {
			// Records are shared by the receivers of a broadcast: they only read them (no transfers there).
			x.queue = append(x.queue, m)
			x.wake()
		}
	}
	return core.True, true
}

var portRows = [...]core.Row{
	{Name: "postMessage", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := bindings.ThisHost[*port](iso, a)
		if !ok {
			return core.Undefined, false
		}
		if a.Len() == 0 {
			return p.e.ThrowCode(vm.TypeError, "ERR_MISSING_ARGS", "Not enough arguments to MessagePort.postMessage")
		}
		return p.post(iso, a)
	}},
	{Name: "start", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := bindings.ThisHost[*port](iso, a)
		if ok && p.core != nil {
			p.started = true
			p.core.ch.mu.Lock()
			if len(p.core.queue) > 0 || p.core.gone {
				p.core.wake()
			}
			p.core.ch.mu.Unlock()
		}
		return core.Undefined, ok
	}},
	{Name: "close", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := bindings.ThisHost[*port](iso, a)
		if ok {
			p.close()
		}
		return core.Undefined, ok
	}},
	{Name: "drain", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := bindings.ThisHost[*port](iso, a)
		if ok {
			for p.core != nil && p.started {
				m := p.core.take()
				if m == nil {
					break
				}
				p.emit(m)
			}
		}
		return core.Undefined, ok
	}},
	{Name: "ref", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := bindings.ThisHost[*port](iso, a)
		if ok {
			p.handle.Ref()
		}
		return core.Undefined, ok
	}},
	{Name: "unref", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := bindings.ThisHost[*port](iso, a)
		if ok {
			p.handle.Unref()
		}
		return core.Undefined, ok
	}},
	{Name: "hasRef", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := bindings.ThisHost[*port](iso, a)
		return core.Bool(ok && p.core != nil && p.handle.HasRef()), ok
	}},
}

var rows = [...]core.Row{
	{Name: "structuredClone", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		list, ok := transferArg(e, a.Arg(1))
		if !ok {
			return list, false
		}
		m, ok := serialize(e, a.Arg(0), list)
		if !ok {
			return core.Undefined, false
		}
		v, _, ok := deserialize(e, m)
		return v, ok
	}},
	{Name: "receiveMessageOnPort", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		p, ok := bindings.HostOf[*port](iso, a.Arg(0))
		if !ok {
			return e.ThrowCode(vm.TypeError, "ERR_INVALID_ARG_TYPE", `The "port" argument must be a MessagePort instance`)
		}
		if p.core != nil {
			if m := p.core.take(); m != nil {
				v, _, ok := deserialize(e, m)
				return v, ok
			}
		}
		return e.Data("messaging").(*state).noMessage.Value(), true
	}},
	{Name: "broadcastChannel", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		name := bindings.Str(iso, a, 0)
		broadcast.Lock()
		if broadcast.byName == nil {
			broadcast.byName = map[string]*channel{}
		}
		ch := broadcast.byName[name]
		if ch == nil {
			ch = &channel{name: "broadcast:" + name}
			broadcast.byName[name] = ch
		}
		broadcast.Unlock()
		c := &portCore{ch: ch}
		ch.mu.Lock()
		ch.ends = append(ch.ends, c)
		ch.mu.Unlock()
		return newPort(bindings.Of(iso), c), true
	}},
	{Name: "setDeserializerCreateFunction", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Undefined, true }},
	{Name: "stopMessagePort", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if p, ok := bindings.HostOf[*port](iso, a.Arg(0)); ok {
			p.started = false
		}
		return core.Undefined, true
	}},
}
