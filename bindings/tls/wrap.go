package tls

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"strings"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/net"
	"github.com/gonode/gonode/core"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{{Name: "tls_wrap", Make: makeTLS}, {Name: "js_stream", Make: makeJSStream}}
}

func makeJSStream(e *bindings.Env, target core.Value) {
	e.SetClass(target, &bindings.Class{Name: "JSStream", New: newJSStream, Init: initJSStream, Rows: jsStreamRows})
}

func trustOf(e *bindings.Env) *trust {
	if t, ok := e.Data("tls.trust").(*trust); ok {
		return t
	}
	t := &trust{}
	e.SetData("tls.trust", t)
	return t
}

func makeTLS(e *bindings.Env, target core.Value) {
	e.SetClass(target, &bindings.Class{Name: "SecureContext", New: newContext, Rows: contextRows})
	e.SetClass(target, &bindings.Class{Name: "TLSWrap", Length: 3, New: newWrap, Init: initWrap,
		Rows: rows()})
	e.SetRows(target, moduleRows)
}

// rows are the methods of TLSWrap: those of streams but for the ones of its own.
func rows() []core.Row {
	out := append([]core.Row(nil), wrapRows...)
	for _, r := range net.StreamRows() {
		switch r.Name {
		case "readStart":
			continue
		case "writeBuffer":
			r.Fn = later(r.Fn, 1)
		case "writeString", "writev":
			r.Fn = later(r.Fn, 2)
		}
		out = append(out, r)
	}
	return out
}

// later makes a write that was done at once one that is done with the next turn of the loop, as OpenSSL's are: what is written
// meanwhile goes out together, and writers see back-pressure.
func later(fn core.Builtin, cb int) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, ok := bindings.HostOf[*wrap](iso, a.This())
		if !ok {
			return fn(iso, a)
		}
		v, ok := fn(iso, a)
		if !ok || v != core.Int(1) || !iso.IsCallable(a.Arg(cb)) {
			return v, ok
		}
		f := w.env.Keep(a.Arg(cb))
		w.AddQueued(1)
		w.env.Loop.BeginRequest()
		w.env.Loop.Post(func() {
			w.env.Loop.EndRequest()
			w.AddQueued(-1)
			w.env.Callback(f, core.Int(0))
		})
		return core.Int(0), true
	}
}

func list(e *bindings.Env, names []string) core.Value {
	a := e.Iso.NewHandle(e.Iso.NewArray(0))
	for _, n := range names {
		e.Iso.ArrayPush(a.Value(), e.Iso.NewString(n))
	}
	return a.Value()
}

var moduleRows = []core.Row{
	{Name: "getCiphers", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return list(bindings.Of(iso), cipherNames()), true
	}},
	{Name: "getCACertificates", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		t := trustOf(bindings.Of(iso))
		var certs []*x509.Certificate
		switch bindings.Str(iso, a, 0) {
		case "bundled":
			certs = bundled()
		case "system":
			certs = system()
		case "extra":
			certs = t.extra
		default:
			certs = t.list()
		}
		out := make([]string, len(certs))
		for i, c := range certs {
			out[i] = pemOf(c)
		}
		return list(bindings.Of(iso), out), true
	}},
	{Name: "setDefaultCACertificates", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		t := trustOf(bindings.Of(iso))
		var certs []*x509.Certificate
		seen := map[string]bool{}
		for _, v := range bindings.List(iso, a.Arg(0)) {
			var b []byte
			if v.IsString() {
				b = []byte(iso.GoUTF8(v))
			} else {
				b, _ = iso.ViewBytes(v)
			}
			got := parsePEMCerts(b)
			if len(got) == 0 {
				return throw(iso, libError("0480006C", "PEM routines", "no start line", "ERR_OSSL_PEM_NO_START_LINE"))
			}
			for _, c := range got {
				if !seen[string(c.Raw)] {
					seen[string(c.Raw)] = true
					certs = append(certs, c)
				}
			}
		}
		t.mu.Lock()
		t.isSet, t.override, t.made = true, certs, nil
		t.mu.Unlock()
		return core.Undefined, true
	}},
	// loadTrust(systemCA, opensslCA, extraFile): returns the message of a failure to read the file.
	{Name: "loadTrust", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		t := trustOf(bindings.Of(iso))
		t.mu.Lock()
		defer t.mu.Unlock()
		t.useSys, t.useSSL, t.made = bindings.Truthy(iso, a, 0), bindings.Truthy(iso, a, 1), nil
		if f := bindings.Str(iso, a, 2); f != "" {
			var err error
			if t.extra, err = loadExtra(f); err != nil {
				return iso.NewString(err.Error()), true
			}
		}
		return core.Undefined, true
	}},
	{Name: "parseCertificates", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Int(int32(len(parsePEMCerts(bindings.Data(iso, a, 0))))), true
	}},
}

// wrap is a TLSWrap object.
type wrap struct {
	net.Base
	env    *bindings.Env
	ctx    *secureContext
	server bool
	sc     *secureConn
	inner  *net.Stream
	js     *jsStream

	running    bool
	wanted     bool   // reading was asked for before there was a connection
	early      []byte // what JavaScript had read of the stream below
	servername string
	alpn       []string
	request    bool // ask for the client's certificate
	reject     bool
	hello      bool // JavaScript wants to see the client's hello
	newSession bool
	resume     bool
	keylog     bool
	session    []byte // to resume
	last       []byte // latest session
	ticket     []byte
	// a session that came within the handshake
	pending, pendingTicket []byte
	sigalgs                []tls.SignatureScheme
	clientName             string

	state  tls.ConnectionState
	have   bool
	used   *secureContext
	chain  []*x509.Certificate
	result result
}

func newWrap(e *bindings.Env, a *core.Args) (any, bool) {
	ctx, ok := bindings.HostOf[*secureContext](e.Iso, a.Arg(1))
	if !ok {
		_, ok := e.Iso.ThrowTypeError("SecureContext required")
		return nil, ok
	}
	w := &wrap{env: e, ctx: ctx, used: ctx, server: e.Iso.ToBoolean(a.Arg(2)), reject: true}
	w.Setup(e, "TLS")
	if j, ok := bindings.HostOf[*jsStream](e.Iso, a.Arg(0)); ok {
		w.js = j
	} else if w.inner = net.StreamOf(e.Iso, a.Arg(0)); w.inner == nil {
		_, ok := e.Iso.ThrowTypeError("StreamBase required")
		return nil, ok
	}
	w.attach()
	return w, true
}

// attach takes the connection of the inner handle, if there is one already.
func (w *wrap) attach() bool {
	if w.sc != nil {
		return true
	}
	if w.js != nil {
		w.sc = newSecureConn(w.js, nil)
	} else {
		fd := w.inner.FD()
		c, pre := w.inner.Detach()
		if c == nil {
			return false
		}
		w.sc = newSecureConn(c, pre)
		defer w.SetFD(fd)
	}
	w.sc.async = func(f func()) {
		w.env.Loop.BeginRequest()
		go func() {
			f()
			w.env.Loop.Complete(func() {})
		}()
	}
	w.sc.onError = func(err error) { w.post(func() { w.call("onerror", w.env.AnyError(sslError(err))) }) }
	w.Connect(w.sc)
	if w.wanted {
		w.Start()
	}
	return true
}

func initWrap(e *bindings.Env, a *core.Args, x any, self core.Value) bool {
	x.(*wrap).Own(e.Iso.NewPersistent(self))
	return true
}

func onWrap(f func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, ok := bindings.ThisHost[*wrap](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(w, iso, a)
	}
}

// post runs f on the loop unless the handle is closed by then.
func (w *wrap) post(f func()) {
	w.env.Loop.Post(func() {
		if w.Closed() || w.env.Exiting {
			return
		}
		m := w.env.Iso.HandleMark()
		f()
		w.env.Iso.ReleaseHandles(m)
	})
}

func (w *wrap) call(name string, args ...core.Value) {
	w.WithinContext(func() { w.env.CallMethod(w.Object().Value(), name, args...) })
}

// answer is what JavaScript says to a client's hello.
type answer struct {
	err  bool
	ctx  *secureContext
	alpn string
	set  bool // alpn counts: "" refuses
	ocsp []byte
	data []byte
}

// ask calls a method of the object from a goroutine and waits for the answer: answer(...) of the object is called by JavaScript.
func (w *wrap) ask(f func(token core.Value)) (answer, bool) {
	ch := make(chan answer, 1)
	w.post(func() {
		iso := w.env.Iso
		token := iso.NewBuiltin("done", 4, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
			r := answer{err: iso.ToBoolean(a.Arg(0))}
			if c, ok := bindings.HostOf[*secureContext](iso, a.Arg(1)); ok {
				r.ctx = c
			} else if b, ok := iso.ViewBytes(a.Arg(1)); ok {
				r.data = append([]byte{}, b...)
			}
			switch v := a.Arg(2); {
			case v.IsString():
				r.alpn, r.set = iso.GoUTF8(v), true
			case v == core.False:
				r.set = true
			}
			if b, ok := iso.ViewBytes(a.Arg(3)); ok {
				r.ocsp = append([]byte{}, b...)
			}
			select {
			case ch <- r:
			default:
			}
			return core.Undefined, true
		})
		f(token)
	})
	select {
	case r := <-ch:
		return r, true
	case <-w.sc.closed:
		return answer{}, false
	}
}

func (w *wrap) start() {
	if w.running || !w.attach() || w.Closed() {
		return
	}
	w.running = true
	cfg := w.ctx.config()
	w.apply(cfg)
	if w.server {
		w.serverConfig(cfg)
		w.sc.tc = tls.Server(w.sc.t, cfg)
	} else {
		w.clientConfig(cfg)
		w.sc.tc = tls.Client(w.sc.t, cfg)
	}
	early := w.early
	go w.sc.handshake(func() { w.sc.t.early = append(early, w.sc.t.early...) }, w.finished)
}

// apply sets what both sides share.
func (w *wrap) apply(cfg *tls.Config) {
	cfg.NextProtos = w.alpn
	if w.keylog {
		cfg.KeyLogWriter = keylogger{w}
	}
}

type keylogger struct{ w *wrap }

func (k keylogger) Write(b []byte) (int, error) {
	line := append([]byte{}, b...)
	k.w.post(func() {
		if v, ok := k.w.env.NewBuffer(line); ok {
			k.w.call("onkeylog", v)
		}
	})
	return len(b), nil
}

func (w *wrap) clientConfig(cfg *tls.Config) {
	cfg.ServerName = w.servername
	certs := w.ctx.certificates()
	cfg.GetClientCertificate = func(r *tls.CertificateRequestInfo) (*tls.Certificate, error) {
		for i := range certs {
			// OpenSSL offers what it has, whatever authorities the server names.
			r.AcceptableCAs = nil
			if r.SupportsCertificate(&certs[i]) == nil {
				return &certs[i], nil
			}
		}
		return &tls.Certificate{}, nil
	}
	cfg.ClientSessionCache = sessionCache{w}
	cfg.VerifyConnection = func(cs tls.ConnectionState) error {
		if cs.Version == tls.VersionTLS13 {
			w.sc.holdFlight()
		}
		return nil
	}
}

func (w *wrap) serverConfig(cfg *tls.Config) {
	w.serverSide(cfg, w.ctx, answer{})
	cfg.GetConfigForClient = func(chi *tls.ClientHelloInfo) (*tls.Config, error) {
		w.clientName = chi.ServerName
		w.sigalgs = chi.SignatureSchemes
		if !w.hello {
			return nil, nil
		}
		protos := chi.SupportedProtos
		r, ok := w.ask(func(done core.Value) {
			iso := w.env.Iso
			hd := iso.NewHandle(done)
			names := iso.NewHandle(list(w.env, protos))
			name := iso.NewHandle(iso.NewString(chi.ServerName))
			w.call("onclienthello", name.Value(), names.Value(), hd.Value())
		})
		if !ok || r.err {
			return nil, errClosed
		}
		ctx := w.ctx
		if r.ctx != nil {
			ctx = r.ctx
			w.used = ctx
		}
		c := ctx.config()
		w.apply(c)
		w.serverSide(c, ctx, r)
		if r.set {
			if c.NextProtos = []string{r.alpn}; r.alpn == "" {
				c.NextProtos = []string{"\x00refused"}
			}
		}
		return c, nil
	}
}

func (w *wrap) serverSide(cfg *tls.Config, ctx *secureContext, r answer) {
	cfg.Certificates = ctx.certificates()
	if len(r.ocsp) > 0 {
		for i := range cfg.Certificates {
			cfg.Certificates[i].OCSPStaple = r.ocsp
		}
	}
	if len(cfg.Certificates) == 0 {
		// The error comes with the handshake, as OpenSSL's.
		cfg.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return nil, errNoCertificate }
	}
	if w.request {
		cfg.ClientAuth = tls.RequestClientCert
		if w.reject {
			cfg.ClientAuth = tls.RequireAnyClientCert
		}
		if ctx.ca != nil {
			cfg.ClientCAs = x509.NewCertPool()
			for _, c := range ctx.ca.certs {
				cfg.ClientCAs.AddCert(c)
			}
		}
	}
	if w.newSession {
		cfg.WrapSession = func(cs tls.ConnectionState, ss *tls.SessionState) ([]byte, error) {
			data, err := ss.Bytes()
			if err != nil {
				return nil, err
			}
			id := make([]byte, 32)
			rand.Read(id)
			w.ask(func(done core.Value) {
				iso := w.env.Iso
				hd := iso.NewHandle(done)
				v, ok := w.env.NewBuffer(id)
				if !ok {
					return
				}
				hv := iso.NewHandle(v)
				if v, ok = w.env.NewBuffer(data); ok {
					w.call("onnewsession", hv.Value(), v, hd.Value())
				}
			})
			return id, nil
		}
	}
	if w.newSession || w.resume {
		cfg.UnwrapSession = func(identity []byte, cs tls.ConnectionState) (*tls.SessionState, error) {
			if !w.resume {
				return nil, nil
			}
			r, ok := w.ask(func(done core.Value) {
				hd := w.env.Iso.NewHandle(done)
				if v, ok := w.env.NewBuffer(identity); ok {
					w.call("onresumesession", v, hd.Value())
				}
			})
			if !ok || r.data == nil {
				return nil, nil
			}
			ss, err := tls.ParseSessionState(r.data)
			if err != nil {
				return nil, nil
			}
			return ss, nil
		}
	}
}

var errNoCertificate = errNoCert{}

type errNoCert struct{}

func (errNoCert) Error() string { return "tls: no certificates configured" }

// finished runs on the handshake's goroutine.
func (w *wrap) finished(err error) {
	state := w.sc.tc.ConnectionState()
	if err == nil {
		if !w.server || w.request {
			w.chain, w.result = verify(state.PeerCertificates, w.used.store(), w.used.crls, w.server, w.used.partial, time.Now())
		}
		w.post(func() {
			w.state, w.have = state, true
			// crypto/tls renews tickets of TLS 1.2 with every resumption; OpenSSL keeps the session.
			if w.pending != nil && !state.DidResume {
				w.deliver(w.pending, w.pendingTicket)
			}
			w.call("onhandshakedone")
		})
		return
	}
	e := sslError(err)
	if e == nil {
		return // the end of the connection: read reports it
	}
	w.post(func() { w.call("onerror", w.env.AnyError(e)) })
}

// sessionCache is the session of one client connection.
type sessionCache struct{ w *wrap }

var sessionMagic = []byte("gonode session 1\n")

func (s sessionCache) Get(string) (*tls.ClientSessionState, bool) {
	b, ok := bytes.CutPrefix(s.w.session, sessionMagic)
	if !ok || len(b) < 4 {
		return nil, false
	}
	n := int(binary.BigEndian.Uint32(b))
	if n == 0 || n > len(b)-4 {
		return nil, false
	}
	ss, err := tls.ParseSessionState(b[4+n:])
	if err != nil {
		return nil, false
	}
	cs, err := tls.NewResumptionState(b[4:4+n], ss)
	return cs, err == nil
}

func (s sessionCache) Put(_ string, cs *tls.ClientSessionState) {
	if cs == nil {
		return
	}
	ticket, ss, err := cs.ResumptionState()
	if err != nil || ss == nil {
		return
	}
	state, err := ss.Bytes()
	if err != nil {
		return
	}
	b := encodeSession(ticket, state)
	s.w.post(func() {
		if !s.w.have {
			// TLS 1.2: within the handshake.
			s.w.pending, s.w.pendingTicket = b, ticket
			return
		}
		s.w.deliver(b, ticket)
	})
}

func (w *wrap) deliver(session, ticket []byte) {
	w.last, w.ticket = session, ticket
	if v, ok := w.env.NewBuffer(session); ok {
		w.call("onsession", v)
	}
}

func encodeSession(ticket, state []byte) []byte {
	b := append([]byte{}, sessionMagic...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(ticket)))
	b = append(b, ticket...)
	return append(b, state...)
}

func buffers(e *bindings.Env, certs []*x509.Certificate) (core.Value, bool) {
	a := e.Iso.NewHandle(e.Iso.NewArray(0))
	for _, c := range certs {
		v, ok := e.NewBuffer(c.Raw)
		if !ok {
			return v, false
		}
		e.Iso.ArrayPush(a.Value(), v)
	}
	return a.Value(), true
}

func optional(e *bindings.Env, b []byte) (core.Value, bool) {
	if len(b) == 0 {
		return core.Undefined, true
	}
	return e.NewBuffer(b)
}

var wrapRows = []core.Row{
	{Name: "start", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w.start()
		return core.Undefined, true
	})},
	{Name: "readStart", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if w.sc == nil && !w.attach() {
			w.wanted = true
			return core.Int(0), true
		}
		return core.Int(int32(w.Start())), true
	})},
	{Name: "accept", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if w.sc != nil {
			w.sc.accept()
		}
		return core.Undefined, true
	})},
	{Name: "receive", Length: 1, Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w.early = append(w.early, bindings.Bytes(iso, a, 0)...)
		return core.Undefined, true
	})},
	{Name: "setServername", Length: 1, Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w.servername = bindings.Str(iso, a, 0)
		return core.Undefined, true
	})},
	{Name: "setALPN", Length: 1, Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w.alpn = nil
		for b := bindings.Bytes(iso, a, 0); len(b) > 0 && int(b[0]) < len(b); b = b[1+int(b[0]):] {
			w.alpn = append(w.alpn, string(b[1:1+int(b[0])]))
		}
		return core.Undefined, true
	})},
	{Name: "setVerifyMode", Length: 2, Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w.request, w.reject = bindings.Truthy(iso, a, 0), bindings.Truthy(iso, a, 1)
		return core.Undefined, true
	})},
	{Name: "setHooks", Length: 4, Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w.hello, w.newSession, w.resume, w.keylog = bindings.Truthy(iso, a, 0), bindings.Truthy(iso, a, 1), bindings.Truthy(iso, a, 2), bindings.Truthy(iso, a, 3)
		return core.Undefined, true
	})},
	{Name: "setContext", Length: 1, Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if c, ok := bindings.HostOf[*secureContext](iso, a.Arg(0)); ok {
			w.ctx, w.used = c, c
		}
		return core.Undefined, true
	})},
	{Name: "setSession", Length: 1, Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w.session = bindings.Copy(iso, a, 0)
		return core.Undefined, true
	})},
	{Name: "getSession", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		switch {
		case len(w.last) > 0:
			return w.env.NewBuffer(w.last)
		case len(w.session) > 0:
			return w.env.NewBuffer(w.session)
		case w.have:
			return w.env.NewBuffer(encodeSession(nil, w.state.TLSUnique))
		}
		return core.Undefined, true
	})},
	{Name: "getTLSTicket", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if len(w.ticket) == 0 {
			if b, ok := bytes.CutPrefix(w.session, sessionMagic); ok && len(b) > 4 && int(binary.BigEndian.Uint32(b)) <= len(b)-4 {
				return optional(w.env, b[4:4+int(binary.BigEndian.Uint32(b))])
			}
		}
		return optional(w.env, w.ticket)
	})},
	{Name: "isSessionReused", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(w.state.DidResume), true
	})},
	{Name: "verifyError", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if w.server && len(w.state.PeerCertificates) == 0 {
			// No certificate, though one was asked for.
			w.result = failure("UNABLE_TO_GET_ISSUER_CERT")
		}
		if w.result.code == "" {
			return core.Null, true
		}
		return w.env.AnyError(&bindings.CodeError{Code: w.result.code, Msg: w.result.text}), true
	})},
	{Name: "getPeerCertificates", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return buffers(w.env, w.state.PeerCertificates)
	})},
	{Name: "getChain", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if len(w.chain) == 0 {
			return buffers(w.env, w.state.PeerCertificates)
		}
		return buffers(w.env, w.chain)
	})},
	{Name: "legacyCertificate", Length: 1, Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return legacy(w.env, bindings.Bytes(iso, a, 0))
	})},
	{Name: "getLocalCertificate", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		certs := w.used.certificates()
		if len(certs) == 0 {
			return core.Undefined, true
		}
		return w.env.NewBuffer(certs[0].Leaf.Raw)
	})},
	{Name: "getCipher", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if !w.have {
			return core.Undefined, true
		}
		name, standard := cipherName(w.state.CipherSuite)
		version := "TLSv1.2"
		switch {
		case strings.HasPrefix(name, "TLS_"):
			version = "TLSv1.3"
		case strings.HasSuffix(name, "-SHA") && strings.HasPrefix(name, "ECDHE"):
			version = "TLSv1.0"
		case strings.HasSuffix(name, "-SHA"):
			version = "SSLv3"
		}
		o := iso.NewHandle(iso.NewObject())
		w.env.SetString(o.Value(), "name", name)
		w.env.SetString(o.Value(), "standardName", standard)
		w.env.SetString(o.Value(), "version", version)
		return o.Value(), true
	})},
	{Name: "getProtocol", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if !w.have {
			return core.Null, true
		}
		return iso.NewString(protocolName(w.state.Version)), true
	})},
	{Name: "getALPN", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if w.state.NegotiatedProtocol == "" {
			return core.False, true
		}
		return iso.NewString(w.state.NegotiatedProtocol), true
	})},
	{Name: "getServername", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		n := w.servername
		if w.server {
			n = w.clientName
		}
		if n == "" {
			return core.False, true
		}
		return iso.NewString(n), true
	})},
	{Name: "getEphemeralKeyInfo", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if w.server || !w.have {
			return core.Null, true
		}
		o := iso.NewHandle(iso.NewObject())
		for _, g := range groups {
			if g.id == w.state.CurveID {
				kind := g.kind
				if kind == "X25519" {
					kind = "ECDH"
				}
				w.env.SetString(o.Value(), "type", kind)
				w.env.SetString(o.Value(), "name", g.name)
				if g.bits > 0 {
					w.env.SetNumber(o.Value(), "size", float64(g.bits))
				} else {
					w.env.Set(o.Value(), "size", core.Undefined)
				}
			}
		}
		return o.Value(), true
	})},
	{Name: "getSharedSigalgs", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		var names []string
		for _, s := range w.sigalgs {
			if n := sigalgName(s); n != "" {
				names = append(names, n)
			}
		}
		return list(w.env, names), true
	})},
	{Name: "getUnique", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return optional(w.env, w.state.TLSUnique)
	})},
	{Name: "getOCSPResponse", Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if len(w.state.OCSPResponse) == 0 {
			return core.Null, true
		}
		return w.env.NewBuffer(w.state.OCSPResponse)
	})},
	{Name: "exportKeyingMaterial", Length: 3, Fn: onWrap(func(w *wrap, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		var context []byte
		if a.Arg(2) != core.Undefined {
			context = bindings.Copy(iso, a, 2)
		}
		b, err := w.state.ExportKeyingMaterial(bindings.Str(iso, a, 1), context, bindings.Int(a, 0))
		if err != nil {
			return throw(iso, &bindings.CodeError{Msg: err.Error(), Code: "ERR_CRYPTO_OPERATION_FAILED"})
		}
		return w.env.NewBuffer(b)
	})},
}

func sigalgName(s tls.SignatureScheme) string {
	switch s {
	case tls.PKCS1WithSHA256:
		return "RSA+SHA256"
	case tls.PKCS1WithSHA384:
		return "RSA+SHA384"
	case tls.PKCS1WithSHA512:
		return "RSA+SHA512"
	case tls.PSSWithSHA256:
		return "RSA-PSS+SHA256"
	case tls.PSSWithSHA384:
		return "RSA-PSS+SHA384"
	case tls.PSSWithSHA512:
		return "RSA-PSS+SHA512"
	case tls.ECDSAWithP256AndSHA256:
		return "ECDSA+SHA256"
	case tls.ECDSAWithP384AndSHA384:
		return "ECDSA+SHA384"
	case tls.ECDSAWithP521AndSHA512:
		return "ECDSA+SHA512"
	case tls.Ed25519:
		return "Ed25519+undef"
	case tls.PKCS1WithSHA1:
		return "RSA+SHA1"
	case tls.ECDSAWithSHA1:
		return "ECDSA+SHA1"
	}
	return ""
}
