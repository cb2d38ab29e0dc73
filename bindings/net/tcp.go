package net

import (
	"context"
	"net"
	"net/netip"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{{Name: "tcp_wrap", Make: makeTCP}, {Name: "pipe_wrap", Make: makePipe}, {Name: "tty_wrap", Make: makeTTY}, {Name: "udp_wrap", Make: makeUDP}}
}

// sock is a TCP or Pipe handle.
type sock struct {
	stream
	bound     string // address given to bind
	bindErr   error
	class     *core.Persistent // constructor, for accepted connections
	ipv6only  bool
	reusePort bool
	pending   bool // a connect is under way
	acceptRun bool
}

func newSock(kind string) func(e *bindings.Env, a *core.Args) (any, bool) {
	return func(e *bindings.Env, a *core.Args) (any, bool) {
		s := &sock{}
		s.init(e, kind)
		s.ipc = kind == "Pipe" && bindings.Int(a, 0) == 2
		return s, true
	}
}

func initSock(e *bindings.Env, a *core.Args, x any, self core.Value) bool {
	s := x.(*sock)
	s.self = e.Iso.NewPersistent(self)
	s.class = e.Iso.NewPersistent(a.Callee())
	kind := s.kind + "Wrap"
	switch {
	case s.kind == "TCP" && bindings.Int(a, 0) == 1:
		kind = "TCPServerWrap"
	case s.kind == "TCP":
		kind = "TCPSocketWrap"
	case s.kind == "Pipe" && bindings.Int(a, 0) == 1:
		kind = "PipeServerWrap"
	}
	s.tracked = e.Track(kind, s.self, s.handle.HasRef)
	return true
}

func makeTCP(e *bindings.Env, target core.Value) {
	rows := append(append([]core.Row(nil), streamRows...), tcpRows...)
	e.SetClass(target, &bindings.Class{Name: "TCP", Length: 1, New: newSock("TCP"), Init: initSock, Rows: rows})
	constants(e, target, []string{"SOCKET", "SERVER", "UV_TCP_IPV6ONLY", "UV_TCP_REUSEPORT"}, []int{0, 1, 1, 2})
}

func makePipe(e *bindings.Env, target core.Value) {
	rows := append(append([]core.Row(nil), streamRows...), pipeRows...)
	e.SetClass(target, &bindings.Class{Name: "Pipe", Length: 1, New: newSock("Pipe"), Init: initSock, Rows: rows})
	constants(e, target, []string{"SOCKET", "SERVER", "IPC", "UV_READABLE", "UV_WRITABLE"}, []int{0, 1, 2, 1, 2})
}

func onSock(f func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*sock](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(s, iso, a)
	}
}

var tcpRows = []core.Row{
	{Name: "open", Length: 1, Fn: onSock(openFD)},
	{Name: "bind", Length: 3, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s.bound = net.JoinHostPort(bindings.Str(iso, a, 0), strconv.Itoa(bindings.Int(a, 1)))
		s.ipv6only = bindings.Int(a, 2)&1 != 0
		s.reusePort = bindings.Int(a, 2)&2 != 0
		if _, err := netip.ParseAddr(bindings.Str(iso, a, 0)); err != nil {
			return num(-int(syscall.EINVAL))
		}
		// The address is taken now, so that its errors come from bind or listen as with libuv.
		s.takeAddress("tcp", s.bound)
		if s.bindErr != nil && status(s.bindErr) != -int(syscall.EADDRINUSE) {
			return num(status(s.bindErr))
		}
		return num(0)
	})},
	{Name: "listen", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if s.listener == nil && s.bindErr == nil {
			s.takeAddress("tcp", "[::]:0")
		}
		return num(s.startAccept())
	})},
	{Name: "connect", Length: 3, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		addr := net.JoinHostPort(bindings.Str(iso, a, 0), strconv.Itoa(bindings.Int(a, 1)))
		return num(s.connect("tcp", addr, a.Arg(2)))
	})},
	{Name: "getsockname", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		switch {
		case s.conn != nil:
			return fillAddress(iso, s.conn.LocalAddr(), a.Arg(0))
		case s.listener != nil:
			return fillAddress(iso, s.listener.Addr(), a.Arg(0))
		case s.bound != "":
			// Bound, and not connected: what it was bound to.
			if la, err := netip.ParseAddrPort(s.bound); err == nil {
				return fillAddress(iso, net.TCPAddrFromAddrPort(la), a.Arg(0))
			}
		}
		return num(-int(syscall.EBADF))
	})},
	{Name: "getpeername", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if s.conn == nil {
			return num(-int(syscall.ENOTCONN))
		}
		return fillAddress(iso, s.conn.RemoteAddr(), a.Arg(0))
	})},
	{Name: "setNoDelay", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if t, ok := s.conn.(*net.TCPConn); ok {
			return num(status(t.SetNoDelay(bindings.Truthy(iso, a, 0))))
		}
		return num(0)
	})},
	{Name: "setKeepAlive", Length: 2, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		t, ok := s.conn.(*net.TCPConn)
		if !ok {
			return num(0)
		}
		on := bindings.Truthy(iso, a, 0)
		if on && bindings.Int(a, 1) > 0 {
			t.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: time.Duration(bindings.Int(a, 1)) * time.Second})
			return num(0)
		}
		return num(status(t.SetKeepAlive(on)))
	})},
	{Name: "setTypeOfService", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if s.conn == nil || s.fd < 0 {
			return num(-int(syscall.EBADF))
		}
		return num(status(setTypeOfService(s.fd, bindings.Int(a, 0))))
	})},
	{Name: "getTypeOfService", Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if s.conn == nil || s.fd < 0 {
			return num(-int(syscall.EBADF))
		}
		n, err := getTypeOfService(s.fd)
		if err != nil {
			return num(status(err))
		}
		return num(n)
	})},
	{Name: "reset", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if s.closed {
			return num(-int(syscall.EINVAL))
		}
		s.close(a.Arg(0), true)
		return num(0)
	})},
}

var pipeRows = []core.Row{
	{Name: "open", Length: 1, Fn: onSock(openFD)},
	{Name: "bind", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s.bound = bindings.Str(iso, a, 0)
		s.takeAddress("unix", s.bound)
		return num(status(s.bindErr))
	})},
	{Name: "listen", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return num(s.startAccept())
	})},
	{Name: "connect", Length: 2, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return num(s.connect("unix", bindings.Str(iso, a, 0), a.Arg(1)))
	})},
	{Name: "fchmod", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		mode := os.FileMode(0o600)
		if bindings.Int(a, 0)&1 != 0 {
			mode |= 0o444
		}
		if bindings.Int(a, 0)&2 != 0 {
			mode |= 0o222
		}
		return num(status(os.Chmod(s.bound, mode)))
	})},
}

func openFD(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
	fd := bindings.Int(a, 0)
	own := uintptr(fd)
	if fd <= 2 && fd >= 0 {
		// The standard descriptors stay open, whatever happens to the handle: others write to them too.
		n, err := dupFD(fd)
		if err != nil {
			return num(status(err))
		}
		own = n
	}
	// Standard output stays as it is: others may write to it who want it to block.
	err := s.open(int(own), fd == 1 || fd == 2)
	if err == nil && fd <= 2 {
		s.fd = fd
	}
	return num(status(err))
}

// open makes the handle own a descriptor: a connection, a listening socket, or a file that is no socket.
func (s *sock) open(fd int, output bool) error {
	socket := isSocket(fd)
	if !socket && !output {
		waitable(fd)
	}
	f := os.NewFile(uintptr(fd), "fd")
	if f == nil {
		return syscall.EBADF
	}
	if !socket {
		s.conn = fileConn{f}
		s.fd = fd
		return nil
	}
	if isListening(fd) {
		if l, err := net.FileListener(f); err == nil {
			f.Close()
			s.setListener(l)
			return nil
		}
	}
	if c, err := net.FileConn(f); err == nil {
		f.Close()
		s.setConn(c)
		return nil
	}
	s.conn = fileConn{f}
	s.fd = fd
	return nil
}

func (s *sock) setListener(l net.Listener) {
	s.listener = l
	if sc, ok := l.(syscall.Conn); ok {
		if raw, err := sc.SyscallConn(); err == nil {
			raw.Control(func(fd uintptr) { s.fd = int(fd) })
		}
	}
}

// fileConn makes a net.Conn of a file that is no socket (pipes of the standard streams).
type fileConn struct{ *os.File }

func (fileConn) LocalAddr() net.Addr  { return nil }
func (fileConn) RemoteAddr() net.Addr { return nil }

func (s *sock) listen(network, addr string) (net.Listener, error) {
	if network == "tcp" {
		host, _, _ := net.SplitHostPort(addr)
		ip, err := netip.ParseAddr(host)
		switch {
		case err != nil:
			return nil, syscall.EINVAL
		case ip.Is4():
			network = "tcp4"
		case s.ipv6only || !ip.IsUnspecified():
			network = "tcp6"
		}
	}
	var lc net.ListenConfig
	if s.reusePort && network != "unix" {
		lc.Control = func(_, _ string, c syscall.RawConn) error {
			var err error
			if cerr := c.Control(func(fd uintptr) { err = setReusePort(int(fd)) }); cerr != nil {
				return cerr
			}
			return err
		}
	}
	l, err := lc.Listen(context.Background(), network, addr)
	if err != nil {
		return nil, err
	}
	return l, nil
}

// takeAddress listens at an address, or notes why not.
func (s *sock) takeAddress(network, addr string) {
	l, err := s.listen(network, addr)
	if s.bindErr = err; err == nil {
		s.setListener(l)
	}
}

func (s *sock) startAccept() int {
	if s.bindErr != nil {
		return status(s.bindErr)
	}
	if s.listener == nil {
		return -int(syscall.EINVAL)
	}
	if s.acceptRun {
		return 0
	}
	s.acceptRun = true
	s.activate()
	go s.acceptLoop(s.listener)
	return 0
}

func (s *sock) acceptLoop(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				continue
			}
			if errno, ok := bindings.AsErrno(err); ok && (errno == syscall.ECONNABORTED || errno == syscall.EMFILE || errno == syscall.ENFILE) {
				s.env.Loop.Post(func() { s.onconnection(status(err), nil) })
				time.Sleep(5 * time.Millisecond)
				continue
			}
			return
		}
		s.env.Loop.Post(func() { s.onconnection(0, c) })
	}
}

func (s *sock) onconnection(st int, c net.Conn) {
	if s.closed || s.env.Exiting {
		if c != nil {
			c.Close()
		}
		return
	}
	iso := s.env.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	client := iso.NewHandle(core.Undefined)
	if c != nil {
		v, ok := iso.Construct(s.class.Value(), s.class.Value(), core.Int(0))
		if !ok {
			c.Close()
			s.env.ReportException()
			return
		}
		client.Set(v)
		cs, _ := bindings.HostOf[*sock](iso, v)
		if t, ok := c.(*net.TCPConn); ok {
			t.SetNoDelay(false)
			t.SetKeepAlive(false)
		}
		cs.setConn(c)
	}
	f, ok := iso.Get(s.self.Value(), iso.KeyOfGo("onconnection"))
	if !ok {
		s.env.ReportException()
		return
	}
	if iso.IsCallable(f) {
		s.env.MakeCallback(f, s.self.Value(), core.Int(int32(st)), client.Value())
	}
}

func (s *sock) connect(network, addr string, cb core.Value) int {
	if s.closed {
		return -int(syscall.EBADF)
	}
	f := s.persist(cb)
	s.pending = true
	d := net.Dialer{KeepAlive: -1}
	if s.bound != "" && network == "tcp" {
		if s.listener != nil {
			s.listener.Close()
			s.listener = nil
		}
		if s.bindErr != nil {
			return status(s.bindErr)
		}
		if la, err := net.ResolveTCPAddr("tcp", s.bound); err == nil {
			d.LocalAddr = la
		}
	}
	s.env.Loop.BeginRequest()
	go func() {
		c, err := d.Dial(network, addr)
		s.env.Loop.Complete(func() {
			s.pending = false
			if s.closed {
				if c != nil {
					c.Close()
				}
				err = net.ErrClosed
			} else if err == nil {
				if t, ok := c.(*net.TCPConn); ok {
					t.SetNoDelay(false)
				}
				s.setConn(c)
			}
			if f != nil {
				s.env.Callback(f, core.Int(int32(status(err))))
			}
		})
	}()
	return 0
}

// fillAddress puts address, family and port into an object.
func fillAddress(iso *core.Isolate, addr net.Addr, out core.Value) (core.Value, bool) {
	t, ok := addr.(*net.TCPAddr)
	if !ok || !out.IsObject() {
		return num(-int(syscall.EINVAL))
	}
	ip := t.AddrPort().Addr()
	family := "IPv6"
	if ip.Is4() {
		family = "IPv4"
	}
	h := iso.NewHandle(out)
	set := func(name string, v core.Value) {
		iso.DefineValue(h.Value(), iso.KeyOfGo(name), v, layout.AttrDefault)
	}
	set("address", iso.NewString(ip.String()))
	set("family", iso.NewString(family))
	set("port", core.Int(int32(t.Port)))
	return num(0)
}
