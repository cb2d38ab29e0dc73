package messaging

import (
	"cmp"
	"slices"
	"sync"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/loop"
)

// network guards the queues and connections of all ports of the process.
var network struct {
	sync.Mutex
	groups map[string][]*portData // broadcast channels by name
}

// portData is one end of a channel; it moves from port to port by transfer.
type portData struct {
	queue []*Message
	peer  *portData
	group string // of a broadcast channel
	cast  bool
	gone  bool
	owner *port // nil while it is on its way
}

// port is the Go side of a MessagePort object.
type port struct {
	e         *bindings.Env
	self      *core.Persistent
	data      *portData
	h         loop.Handle
	receiving bool
	closing   bool
	scheduled bool // guarded by network
	seq       uint64
}

// connect makes the two ends of a channel.
func connect() (a, b *portData) {
	a, b = &portData{}, &portData{}
	a.peer, b.peer = b, a
	return a, b
}

// newPort makes a MessagePort object. It runs nothing.
func newPort(e *bindings.Env, d *portData) core.Value {
	st := e.Data("messaging").(*state)
	p := &port{e: e, data: d, h: e.Loop.MakeHandle()}
	v := bindings.NewHostObject(e.Iso, p, st.proto.Value())
	p.self = e.Iso.NewPersistent(v)
	st.seq++
	p.seq = st.seq
	if st.ports == nil {
		st.ports = map[*port]struct{}{}
		e.AtCleanup(st.closeAll)
	}
	st.ports[p] = struct{}{}
	p.h.Activate()
	p.h.Unref()
	network.Lock()
	d.owner = p
	if len(d.queue) > 0 {
		p.schedule()
	}
	network.Unlock()
	return v
}

// closeAll closes the ports that an ending environment still has: their other ends hear of it.
func (st *state) closeAll() {
	for p := range st.ports {
		if p.data != nil {
			p.data.closeData()
		}
	}
	st.ports = nil
}

// schedule asks the owner's loop to look at the queue; the network is locked. One turn serves all ports that have something, in the order
// of their creation.
func (p *port) schedule() {
	if p.scheduled {
		return
	}
	p.scheduled = true
	st := p.e.Data("messaging").(*state)
	st.due = append(st.due, p)
	if len(st.due) == 1 {
		p.e.Loop.Post(st.flush)
	}
}

func (st *state) flush() {
	network.Lock()
	due := st.due
	st.due = nil
	for _, p := range due {
		p.scheduled = false
	}
	network.Unlock()
	slices.SortFunc(due, func(a, b *port) int { return cmp.Compare(a.seq, b.seq) })
	for _, p := range due {
		p.deliver(false)
	}
}

// push adds a message; the network is locked.
func (d *portData) push(m *Message) {
	d.queue = append(d.queue, m)
	if d.owner != nil {
		d.owner.schedule()
	}
}

// closeData ends an end: the other one hears of it behind its messages.
func (d *portData) closeData() {
	network.Lock()
	queue := d.queue
	d.queue = nil
	if !d.gone {
		d.gone = true
		if d.peer != nil {
			d.peer.push(closeMessage())
			d.peer.peer = nil
			d.peer = nil
		}
		if d.cast {
			g := network.groups[d.group]
			for i, x := range g {
				if x == d {
					g = append(append([]*portData(nil), g[:i]...), g[i+1:]...)
					break
				}
			}
			if len(g) == 0 {
				delete(network.groups, d.group)
			} else {
				network.groups[d.group] = g
			}
		}
	}
	network.Unlock()
	for _, m := range queue {
		m.drop()
	}
}

// detach takes the channel's end out of a port, which is closed.
func (p *port) detach() *portData {
	d := p.data
	network.Lock()
	d.owner = nil
	network.Unlock()
	p.data = nil
	p.finish()
	return d
}

// close begins to close: what is under way is still delivered, until the closing phase of the loop.
func (p *port) close() {
	if p.closing || p.data == nil {
		return
	}
	p.finish()
}

// finish ends the handle: its close callback comes in the closing phase.
func (p *port) finish() {
	if p.closing {
		return
	}
	p.closing = true
	delete(p.e.Data("messaging").(*state).ports, p)
	p.h.Deactivate()
	p.e.Loop.Closing(func() {
		if p.data != nil {
			p.data.closeData()
			p.data = nil
		}
		e := p.e
		if e.Exiting {
			return
		}
		iso := e.Iso
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		self := iso.NewHandle(p.self.Value())
		p.self.Close()
		b, ok := e.Get("symbols")
		if !ok {
			return
		}
		s, ok := e.GetProp(b, "handle_onclose")
		if !ok || !s.IsSymbol() {
			return
		}
		f, ok := iso.Get(self.Value(), core.Key(s))
		if !ok {
			e.ReportException()
			return
		}
		if iso.IsCallable(f) {
			e.MakeCallback(f, self.Value())
		}
	})
}

// pop takes the next message; closing messages only when end is true. nil: there is none for now.
func (p *port) pop(force, end bool) *Message {
	network.Lock()
	defer network.Unlock()
	if p.data == nil || len(p.data.queue) == 0 {
		return nil
	}
	m := p.data.queue[0]
	if m.closing && !end || !m.closing && !force && !p.receiving {
		return nil
	}
	p.data.queue = p.data.queue[1:]
	return m
}

// maxBatch is how many messages one turn of the loop delivers at least.
const maxBatch = 1000

// deliver hands queued messages to JavaScript; force: also when the port was not started. May run JavaScript.
func (p *port) deliver(force bool) {
	if p.closing {
		return
	}
	e := p.e
	network.Lock()
	n := maxBatch
	if p.data != nil {
		n = max(n, len(p.data.queue))
	}
	network.Unlock()
	for ; n > 0 && p.data != nil && !e.Exiting; n-- {
		m := p.pop(force, true)
		if m == nil {
			return
		}
		if m.closing {
			p.close()
			return
		}
		p.emit(m)
	}
	network.Lock()
	if p.data != nil && !p.closing && len(p.data.queue) > 0 {
		p.schedule()
	}
	network.Unlock()
}

// emit dispatches one message to JavaScript, as messaging.md says.
func (p *port) emit(msg *Message) {
	e := p.e
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	event := "message"
	v, ports, ok := msg.Deserialize(e)
	if !ok {
		msg.drop()
		if v, ok = iso.Catch(); !ok {
			return
		}
		event = "messageerror"
		ports = iso.NewArray(0)
	}
	value, list := iso.NewHandle(v), iso.NewHandle(ports)
	if !iso.Set(p.self.Value(), symbolFor(iso, "nodejs.internal.kCurrentlyReceivingPorts"), list.Value(), false) {
		e.ReportException()
		return
	}
	f, ok := iso.Get(p.self.Value(), symbolFor(iso, "nodejs.internal.kHybridDispatch"))
	if !ok {
		e.ReportException()
		return
	}
	if iso.IsCallable(f) {
		e.MakeCallback(f, p.self.Value(), value.Value(), iso.NewString(event), core.Undefined)
	}
}

// symbolFor is Symbol.for(key).
func symbolFor(iso *core.Isolate, key string) core.Key {
	return symbolKey(iso, iso.Atom(key))
}

// post sends a message: to the other end, or to all others of a broadcast channel. May run JavaScript.
func (p *port) post(v core.Value, transfer []core.Handle) bool {
	iso := p.e.Iso
	h := iso.NewHandle(v)
	m, ok := Serialize(p.e, v, transfer, p)
	if !ok {
		return false
	}
	if p.data == nil || p.closing {
		m.drop()
		return true
	}
	if p.data.cast {
		network.Lock()
		targets := append([]*portData(nil), network.groups[p.data.group]...)
		network.Unlock()
		for _, d := range targets {
			if d == p.data {
				continue
			}
			if m == nil {
				if m, ok = Serialize(p.e, h.Value(), nil, p); !ok {
					return false
				}
			}
			network.Lock()
			d.push(m)
			network.Unlock()
			if m.shared {
				m = nil // memory of a token is attached once
			}
		}
		return true
	}
	for i := range m.records {
		if d := m.records[i].port; d != nil && d == p.data.peer {
			// The target was in its own message: the channel is lost.
			m.drop()
			p.close()
			return p.warnLost()
		}
	}
	network.Lock()
	peer := p.data.peer
	if peer != nil {
		peer.push(m)
	}
	network.Unlock()
	if peer == nil {
		m.drop()
	}
	return true
}

// warnLost emits the warning for a channel that was posted through itself. May run JavaScript.
func (p *port) warnLost() bool {
	e, iso := p.e, p.e.Iso
	m, ok := e.RequireBuiltin("internal/process/warning")
	if !ok {
		return false
	}
	f, ok := e.GetProp(m, "emitWarning")
	if !ok {
		return false
	}
	_, ok = iso.Call(f, core.Undefined, iso.NewString("The target port was posted to itself, and the communication channel was lost"))
	return ok
}

// End is one end of a channel between two environments.
type End struct{ d *portData }

// NewChannel makes the two ends of a channel.
func NewChannel() (a, b *End) {
	x, y := connect()
	return &End{x}, &End{y}
}

// Port makes the MessagePort object of an end in an environment.
func (x *End) Port(e *bindings.Env) core.Value {
	e.Get("messaging")
	return newPort(e, x.d)
}

// Close closes the channel from this end.
func (x *End) Close() { x.d.closeData() }
