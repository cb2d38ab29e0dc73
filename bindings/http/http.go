package http

import (
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/http/parser"
	"github.com/gonode/gonode/bindings/net"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
)

// Table lists the binding of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "http_parser", Make: makeParser}} }

// hparser is a HTTPParser object.
type hparser struct {
	env  *bindings.Env
	p    parser.Parser
	self *core.Persistent // while it consumes a socket; otherwise the receiver of the running call
	cur  core.Handle      // the object, during execute

	failed     bool // a callback threw
	buffer     []byte
	stream     *net.Stream
	start      float64
	headersEnd bool
	names      map[string]core.Value
}

func makeParser(e *bindings.Env, target core.Value) {
	e.SetClass(target, &bindings.Class{Name: "HTTPParser",
		New:  func(e *bindings.Env, a *core.Args) (any, bool) { return &hparser{env: e}, true },
		Rows: parserRows})
	iso := e.Iso
	ht := iso.NewHandle(target)
	c, _ := iso.Get(target, iso.KeyOfGo("HTTPParser"))
	h := iso.NewHandle(c)
	for _, k := range []struct {
		n string
		v int
	}{{"REQUEST", 1}, {"RESPONSE", 2}, {"kOnMessageBegin", 0}, {"kOnHeaders", 1}, {"kOnHeadersComplete", 2}, {"kOnBody", 3}, {"kOnMessageComplete", 4},
		{"kOnExecute", 5}, {"kOnTimeout", 6}, {"kLenientNone", 0}, {"kLenientHeaders", parser.LenientHeaders}, {"kLenientChunkedLength", parser.LenientChunkedLength},
		{"kLenientKeepAlive", parser.LenientKeepAlive}, {"kLenientTransferEncoding", parser.LenientTransfer}, {"kLenientVersion", parser.LenientVersion},
		{"kLenientDataAfterClose", parser.LenientDataAfter}, {"kLenientOptionalLFAfterCR", parser.LenientOptionalLF},
		{"kLenientOptionalCRLFAfterChunk", parser.LenientOptionalCRLF}, {"kLenientOptionalCRBeforeLF", parser.LenientOptionalCR},
		{"kLenientSpacesAfterChunkSize", parser.LenientSpaces}, {"kLenientAll", 1<<10 - 1}} {
		iso.DefineValue(h.Value(), iso.KeyOfGo(k.n), core.Int(int32(k.v)), layout.AttrDefault)
	}
	m := iso.NewArray(0)
	for _, name := range parser.Methods() {
		iso.ArrayPush(m, iso.Atom(name))
	}
	e.Set(ht.Value(), "methods", m)
	all := iso.NewArray(0)
	for _, name := range parser.Methods() {
		iso.ArrayPush(all, iso.Atom(name))
	}
	e.Set(ht.Value(), "allMethods", all)
}

func on(f func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h, ok := bindings.ThisHost[*hparser](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(h, iso, a)
	}
}

var parserRows = []core.Row{
	{Name: "initialize", Length: 3, Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h.p.Init(parser.Kind(bindings.Int(a, 0)), bindings.Int(a, 1), bindings.Int(a, 2))
		h.failed, h.start, h.headersEnd = false, 0, false
		return core.Undefined, true
	})},
	{Name: "execute", Length: 1, Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		// The memory may be given up by a callback: parse a copy.
		b := append([]byte(nil), bindings.Bytes(iso, a, 0)...)
		h.cur = iso.NewHandle(a.This())
		return h.execute(b)
	})},
	{Name: "finish", Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h.cur = iso.NewHandle(a.This())
		err := h.p.Finish(h)
		if h.failed {
			h.failed = false
			return core.Undefined, false
		}
		if err != nil {
			return h.errorValue(err), true
		}
		return core.Undefined, true
	})},
	{Name: "pause", Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Undefined, true
	})},
	{Name: "resume", Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Undefined, true
	})},
	{Name: "close", Fn: on(release)},
	{Name: "free", Fn: on(release)},
	{Name: "remove", Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Undefined, true })},
	{Name: "getCurrentBuffer", Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return h.env.NewBuffer(h.buffer)
	})},
	{Name: "consume", Length: 1, Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s := net.StreamOf(iso, a.Arg(0))
		if s == nil {
			return core.False, true
		}
		h.stream = s
		h.self = iso.NewPersistent(a.This())
		s.SetConsumer(h)
		return core.True, true
	})},
	{Name: "unconsume", Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h.unconsume()
		return core.Undefined, true
	})},
	{Name: "get messageStart", Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if h.p.Idle() {
			return core.Int(0), true
		}
		return core.Number(h.start), true
	})},
	{Name: "get headersCompleted", Fn: on(func(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(!h.p.InHead() && !h.p.Idle()), true
	})},
}

func release(h *hparser, iso *core.Isolate, a *core.Args) (core.Value, bool) {
	h.unconsume()
	return core.Undefined, true
}

func (h *hparser) unconsume() {
	if h.stream != nil {
		h.stream.SetConsumer(nil)
		h.stream = nil
		h.self.Close()
		h.self = nil
	}
}

// execute parses b; h.cur holds the object. The result is what the binding's execute returns.
func (h *hparser) execute(b []byte) (core.Value, bool) {
	outer := h.buffer
	h.buffer = b
	if h.p.Idle() {
		h.start = float64(time.Since(h.env.Loop.Start()).Microseconds()) / 1000
	}
	n, err := h.p.Execute(b, h)
	h.buffer = outer
	if h.failed {
		h.failed = false
		return core.Undefined, false
	}
	if err != nil {
		return h.errorValue(err), true
	}
	return core.Int(int32(n)), true
}

func (h *hparser) errorValue(err *parser.Error) core.Value {
	iso := h.env.Iso
	v := iso.NewError(0, err.Error())
	for _, x := range []struct {
		n string
		v core.Value
	}{{"bytesParsed", core.Int(int32(err.Parsed))}, {"code", iso.NewString(err.Code)}, {"reason", iso.NewString(err.Reason)}} {
		iso.DefineValue(v, iso.KeyOfGo(x.n), x.v, layout.AttrDefault)
	}
	return v
}

// call calls a callback property; false when it threw (noted) or there is none.
func (h *hparser) call(name string, args ...core.Value) (core.Value, bool) {
	if h.failed {
		return core.Undefined, false
	}
	iso := h.env.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hs := make([]core.Handle, len(args))
	for i, v := range args {
		hs[i] = iso.NewHandle(v)
	}
	f, ok := iso.Get(h.cur.Value(), iso.KeyOfGo(name))
	if ok && !iso.IsCallable(f) {
		return core.Undefined, false
	}
	if ok {
		for i := range args {
			args[i] = hs[i].Value()
		}
		var v core.Value
		if v, ok = iso.Call(f, h.cur.Value(), args...); ok {
			return v, true
		}
	}
	h.failed = true
	return core.Undefined, false
}

// name returns the string of a header name: common ones are interned once.
func (h *hparser) name(s string) core.Value { return h.env.Iso.Atom(s) }

// OnHeaders, OnBody, OnComplete and Paused make hparser a parser.Handler.
func (h *hparser) OnHeaders(hd *parser.Head) int {
	iso := h.env.Iso
	list := iso.NewArray(0)
	for i, s := range hd.Headers {
		if i&1 == 0 {
			iso.ArrayPush(list, h.name(s))
		} else {
			iso.ArrayPush(list, iso.NewString(s))
		}
	}
	method, url, st, text := core.Undefined, core.Undefined, core.Undefined, core.Undefined
	if h.p.Kind == parser.Request {
		method, url = iso.Atom(hd.Method), iso.NewString(hd.URL)
	} else {
		st, text = core.Int(int32(hd.Status)), iso.NewString(hd.StatusText)
	}
	v, ok := h.call("onHeaders", core.Int(int32(hd.Major)), core.Int(int32(hd.Minor)), list, method, url, st, text,
		core.Bool(hd.Upgrade), core.Bool(hd.KeepAlive), core.Bool(hd.NoBody))
	if !ok || !v.IsInt() {
		return parser.Continue
	}
	return int(v.AsInt())
}

func (h *hparser) OnBody(b []byte) {
	if h.failed {
		return
	}
	v, ok := h.env.NewBuffer(b)
	if !ok {
		h.failed = true
		return
	}
	h.call("onBody", v)
}

func (h *hparser) OnComplete(trailers []string) {
	iso := h.env.Iso
	t := core.Undefined
	if len(trailers) > 0 {
		t = iso.NewArray(0)
		for _, s := range trailers {
			iso.ArrayPush(t, iso.NewString(s))
		}
	}
	h.call("onComplete", t)
}

// What was read is parsed whole: pausing stops the reading of more.
func (h *hparser) Paused() bool { return h.failed }

// Consume is what a socket's bytes go through: parse, then onExecute, then the tick and microtask queues once.
func (h *hparser) Consume(b []byte) {
	iso := h.env.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	self := iso.NewHandle(h.self.Value())
	h.cur = self
	b = append([]byte(nil), b...)
	v, ok := h.execute(b)
	if ok {
		hv := iso.NewHandle(v)
		f, got := iso.Get(self.Value(), iso.KeyOfGo("onExecute"))
		if got && iso.IsCallable(f) {
			hf := iso.NewHandle(f)
			buf := core.Undefined
			if !(hv.Value().IsInt() && int(hv.Value().AsInt()) == len(b)) {
				// The rest matters only for upgrades and errors.
				if buf, ok = h.env.NewBuffer(b); !ok {
					h.env.ReportException()
					return
				}
			}
			h.env.MakeCallback(hf.Value(), self.Value(), hv.Value(), buf)
			return
		}
		if !got {
			ok = false
		}
	}
	if !ok {
		h.env.ReportException()
	}
	h.env.DrainTicks()
}
