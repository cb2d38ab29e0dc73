package http2

import (
	"encoding/binary"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// Table lists the binding of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "http2", Make: makeHTTP2}} }

func makeHTTP2(e *bindings.Env, target core.Value) {
	e.SetClass(target, &bindings.Class{Name: "Session", Length: 5, New: newSession, Rows: sessionRows})
}

func on(f func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*session](iso, a)
		if !ok {
			return core.Undefined, false
		}
		outer := s.self
		s.self = iso.NewHandle(a.This())
		v, ok := f(s, iso, a)
		s.self = outer
		return v, ok
	}
}

// run makes a method without result.
func run(f func(s *session, iso *core.Isolate, a *core.Args)) core.Builtin {
	return on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		f(s, iso, a)
		return core.Undefined, true
	})
}

// fieldsOf reads [name, value, sensitive, ...] (values are strings).
func fieldsOf(iso *core.Isolate, v core.Value) []hpack.HeaderField {
	list := bindings.List(iso, v)
	var out []hpack.HeaderField
	for i := 0; i+2 < len(list); i += 3 {
		out = append(out, hpack.HeaderField{Name: latin(iso, list[i]), Value: latin(iso, list[i+1]), Sensitive: list[i+2] == core.True})
	}
	return out
}

func latin(iso *core.Isolate, v core.Value) string {
	if !v.IsString() {
		return ""
	}
	return string(bindings.EncodeString(iso, v, "latin1"))
}

func u32(a *core.Args, i int) uint32 { return uint32(bindings.Num(a, i)) }

func number(n int64) (core.Value, bool) { return core.Number(float64(n)), true }

func settingsOf(iso *core.Isolate, v core.Value) []http2.Setting {
	list := bindings.List(iso, v)
	var out []http2.Setting
	for i := 0; i+1 < len(list); i += 2 {
		out = append(out, http2.Setting{ID: http2.SettingID(list[i].AsFloat()), Val: uint32(list[i+1].AsFloat())})
	}
	return out
}

func (s *session) settingsValue(x *settings) core.Value {
	iso := s.env.Iso
	a := iso.NewHandle(iso.NewArray(0))
	push := func(n uint32) { iso.ArrayPush(a.Value(), core.Number(float64(n))) }
	for _, n := range []uint32{x.table, x.push, x.concurrent, x.window, x.maxFrame, x.listSize, x.connect} {
		push(n)
	}
	for _, c := range x.custom {
		push(uint32(c.ID))
		push(c.Val)
	}
	return a.Value()
}

var sessionRows = []core.Row{
	{Name: "start", Length: 1, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		if !s.server {
			s.out.WriteString(http2.ClientPreface)
		}
		list := settingsOf(iso, a.Arg(0))
		s.unacked = append(s.unacked, list)
		s.fr.WriteSettings(list...)
		for _, x := range list {
			// What is announced first holds at once, except for limits that the peer may not know yet.
			switch x.ID {
			case http2.SettingMaxHeaderListSize, http2.SettingMaxConcurrentStreams, http2.SettingEnableConnectProtocol, http2.SettingEnablePush:
				s.local.apply(x)
			}
		}
	})},
	{Name: "receive", Length: 1, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) { s.receive(bindings.Bytes(iso, a, 0)) })},
	{Name: "take", Length: 1, Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		limit := bindings.Int(a, 0)
		written := s.produce(limit)
		v := core.Value(core.Undefined)
		h := iso.NewHandle(v)
		if s.out.Len() > 0 {
			b, ok := s.env.NewBuffer(s.out.Bytes())
			s.out.Reset()
			if !ok {
				return b, false
			}
			h.Set(b)
		}
		for _, id := range written {
			s.call("onwritten", core.Number(float64(id)))
		}
		for _, id := range s.closedQueue {
			if st := s.streams[id]; st != nil {
				s.maybeClose(st)
			}
		}
		s.closedQueue = nil
		return h.Value(), true
	})},
	{Name: "wantsWrite", Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if s.out.Len() > 0 {
			return core.True, true
		}
		for _, id := range s.order {
			if st := s.streams[id]; st != nil && (len(st.queue) == 0 || len(st.queue[0]) == 0 || st.sendWin > 0 && s.sendWin > 0) {
				return core.True, true
			}
		}
		return core.False, true
	})},
	{Name: "settings", Length: 1, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		list := settingsOf(iso, a.Arg(0))
		s.unacked = append(s.unacked, list)
		s.fr.WriteSettings(list...)
	})},
	{Name: "ping", Length: 1, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		var d [8]byte
		copy(d[:], bindings.Bytes(iso, a, 0))
		s.fr.WritePing(false, d)
	})},
	{Name: "goaway", Length: 3, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		last := s.lastIn
		if n := u32(a, 1); n > 0 {
			last = n
		}
		s.goawayOut, s.highOut = true, last
		s.fr.WriteGoAway(last, http2.ErrCode(u32(a, 0)), bindings.Bytes(iso, a, 2))
	})},
	// request(fields, end) -> id, -1 without ids, -2 after GOAWAY
	{Name: "request", Length: 2, Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if s.next > maxWindow {
			return number(-1)
		}
		if s.goawayIn {
			return number(-2)
		}
		st := s.newStream(s.next, true)
		s.next += 2
		fields, end := fieldsOf(iso, a.Arg(0)), iso.ToBoolean(a.Arg(1))
		for _, f := range fields {
			if f.Name == ":method" {
				st.method = f.Value
			}
		}
		if uint32(s.open) >= s.remote.concurrent || len(s.waiting) > 0 {
			st.pending, st.pendEnd = fields, end
			s.waiting = append(s.waiting, st)
		} else {
			s.sendRequest(st, fields, end)
		}
		return number(int64(st.id))
	})},
	// headers(id, fields, end): a response, informational headers
	{Name: "headers", Length: 3, Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		st := s.streams[u32(a, 0)]
		if st == nil || st.finSent {
			return core.False, true
		}
		end := iso.ToBoolean(a.Arg(2))
		s.writeHeaders(st.id, fieldsOf(iso, a.Arg(1)), end)
		if end {
			st.fin, st.finSent, st.localEnd = true, true, true
			s.closedQueue = append(s.closedQueue, st.id)
		}
		return core.True, true
	})},
	{Name: "trailers", Length: 2, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		if st := s.streams[u32(a, 0)]; st != nil && !st.finSent {
			st.trailers = fieldsOf(iso, a.Arg(1))
			st.hasTrailers, st.fin = len(st.trailers) > 0, true
			s.enqueue(st)
		}
	})},
	// push(parent, fields, end) -> id
	{Name: "push", Length: 3, Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		parent := s.streams[u32(a, 0)]
		if parent == nil {
			return number(-3)
		}
		if s.next > maxWindow {
			return number(-1)
		}
		st := s.newStream(s.next, true)
		s.next += 2
		st.remoteEnd, st.headersIn = true, true
		b := s.encode(fieldsOf(iso, a.Arg(1)))
		n := min(len(b), int(s.remote.maxFrame)-4)
		s.fr.WritePushPromise(http2.PushPromiseParam{StreamID: parent.id, PromiseID: st.id, BlockFragment: b[:n], EndHeaders: n == len(b)})
		s.continuation(parent.id, b[n:])
		return number(int64(st.id))
	})},
	// data(id, bytes, end): onwritten(id) follows when all of it went out
	{Name: "data", Length: 3, Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		st := s.streams[u32(a, 0)]
		if st == nil || st.fin {
			return core.False, true
		}
		if b := bindings.Bytes(iso, a, 1); b != nil {
			st.queue = append(st.queue, append([]byte{}, b...))
			st.wants = true
		}
		if iso.ToBoolean(a.Arg(2)) {
			st.fin = true
		}
		s.enqueue(st)
		return core.True, true
	})},
	{Name: "rst", Length: 2, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		if st := s.streams[u32(a, 0)]; st != nil {
			s.reset(st.id, http2.ErrCode(u32(a, 1)))
		}
	})},
	{Name: "consume", Length: 2, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		if st := s.streams[u32(a, 0)]; st != nil {
			s.giveBack(st, int64(bindings.Num(a, 1)))
		}
	})},
	{Name: "priority", Length: 4, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		s.fr.WritePriority(u32(a, 0), http2.PriorityParam{StreamDep: u32(a, 1), Weight: uint8(u32(a, 2)), Exclusive: iso.ToBoolean(a.Arg(3))})
	})},
	{Name: "setNextStreamID", Length: 1, Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		id := u32(a, 0)
		if id < s.next || (id&1 == 0) != s.server {
			return core.False, true
		}
		s.next = id
		return core.True, true
	})},
	{Name: "setLocalWindowSize", Length: 1, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		n := int64(bindings.Num(a, 0))
		if d := n - s.localWin; d > 0 {
			s.fr.WriteWindowUpdate(0, uint32(d))
			s.recvWin += d
		}
		s.localWin = n
	})},
	{Name: "altsvc", Length: 3, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		o, v := latin(iso, a.Arg(1)), latin(iso, a.Arg(2))
		b := binary.BigEndian.AppendUint16(nil, uint16(len(o)))
		s.fr.WriteRawFrame(0xa, 0, u32(a, 0), append(append(b, o...), v...))
	})},
	{Name: "origin", Length: 1, Fn: run(func(s *session, iso *core.Isolate, a *core.Args) {
		var b []byte
		for _, v := range bindings.List(iso, a.Arg(0)) {
			o := latin(iso, v)
			b = append(binary.BigEndian.AppendUint16(b, uint16(len(o))), o...)
		}
		s.fr.WriteRawFrame(0xc, 0, 0, b)
	})},
	{Name: "localSettings", Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return s.settingsValue(&s.local), true
	})},
	{Name: "remoteSettings", Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return s.settingsValue(&s.remote), true
	})},
	{Name: "state", Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		list := iso.NewHandle(iso.NewArray(0))
		for _, n := range []int64{s.localWin, s.localWin - s.recvWin, int64(s.next), s.localWin, int64(s.lastIn), s.sendWin, int64(s.out.Len()), 0, 0} {
			iso.ArrayPush(list.Value(), core.Number(float64(n)))
		}
		return list.Value(), true
	})},
	{Name: "streamState", Length: 1, Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		st := s.streams[u32(a, 0)]
		if st == nil {
			return core.Undefined, true
		}
		state := 2 // open
		switch {
		case st.reserved:
			state = 4
		case st.localEnd:
			state = 5
		case st.remoteEnd:
			state = 6
		}
		b := func(x bool) int64 {
			if x {
				return 1
			}
			return 0
		}
		list := iso.NewHandle(iso.NewArray(0))
		for _, n := range []int64{int64(state), 16, 0, b(st.localEnd), b(st.remoteEnd), st.recvWin} {
			iso.ArrayPush(list.Value(), core.Number(float64(n)))
		}
		return list.Value(), true
	})},
	{Name: "streams", Fn: on(func(s *session, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return number(int64(len(s.streams)))
	})},
}
