//go:build unix

package net

import (
	"net"
	"net/netip"
	"os"
	"strconv"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/loop"
)

// udp is a UDP handle. Its socket is made when it is bound, as with libuv.
type udp struct {
	env     *bindings.Env
	handle  loop.Handle
	self    *core.Persistent
	ctx     *core.Persistent
	tracked *bindings.Tracked

	file *os.File // nil before bind
	raw  syscall.RawConn
	fd   int
	v6   bool

	receiving bool
	reader    bool // the reader goroutine exists
	closed    bool
	connected bool
	resume    chan struct{}

	mu      sync.Mutex
	queue   []datagram
	writing bool
	bytes   int // of pending sends
	count   int

	sentBytes, sentCount int // of these, sent in this turn of the loop
}

// datagram is a pending send.
type datagram struct {
	data []byte
	to   unix.Sockaddr
	cb   *core.Persistent
}

const (
	udpIPv6Only  = 1
	udpReuseAddr = 4
	udpReusePort = 8
)

func makeUDP(e *bindings.Env, target core.Value) {
	e.SetClass(target, &bindings.Class{Name: "UDP", Rows: udpRows,
		New: func(e *bindings.Env, a *core.Args) (any, bool) {
			return &udp{env: e, handle: e.Loop.MakeHandle(), fd: -1, resume: make(chan struct{}, 1), ctx: e.Context()}, true
		},
		Init: func(e *bindings.Env, a *core.Args, x any, self core.Value) bool {
			u := x.(*udp)
			u.self = e.Iso.NewPersistent(self)
			u.tracked = e.Track("UDPWrap", u.self, u.handle.HasRef)
			return true
		}})
	constants(e, target, []string{"UV_UDP_IPV6ONLY", "UV_UDP_REUSEADDR", "UV_UDP_REUSEPORT"}, []int{udpIPv6Only, udpReuseAddr, udpReusePort})
}

func onUDP(f func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u, ok := bindings.ThisHost[*udp](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(u, iso, a)
	}
}

// descriptor returns the descriptor of the socket, -1 before bind.
func (u *udp) descriptor() int { return u.fd }

// take makes the handle own a socket.
func (u *udp) take(fd int) error {
	if err := unix.SetNonblock(fd, true); err != nil {
		return err
	}
	unix.CloseOnExec(fd)
	u.file = os.NewFile(uintptr(fd), "udp")
	raw, err := u.file.SyscallConn()
	if err != nil {
		return err
	}
	u.raw, u.fd = raw, fd
	if sa, err := unix.Getsockname(fd); err == nil {
		_, u.v6 = sa.(*unix.SockaddrInet6)
	}
	return nil
}

func (u *udp) bind(ip string, port, flags int) error {
	if u.closed {
		return syscall.EBADF
	}
	if u.file != nil {
		return syscall.EINVAL
	}
	sa, v6, err := sockaddr(ip, port)
	if err != nil {
		return err
	}
	family := unix.AF_INET
	if v6 {
		family = unix.AF_INET6
	}
	syscall.ForkLock.RLock()
	fd, err := unix.Socket(family, unix.SOCK_DGRAM, 0)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return err
	}
	if flags&udpReuseAddr != 0 {
		err = reuseUDP(fd)
	}
	if err == nil && flags&udpReusePort != 0 {
		err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
	}
	if err == nil && flags&udpIPv6Only != 0 {
		if !v6 {
			err = syscall.EINVAL
		} else {
			err = unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 1)
		}
	}
	if err == nil {
		err = unix.Bind(fd, sa)
	}
	if err == nil {
		err = u.take(fd)
	}
	if err != nil {
		unix.Close(fd)
		if errno, ok := err.(syscall.Errno); ok && errno == syscall.EAFNOSUPPORT {
			err = syscall.EINVAL
		}
		return err
	}
	u.v6 = v6
	return nil
}

// sockaddr makes a socket address of an IP address (with an optional zone) and a port.
func sockaddr(ip string, port int) (unix.Sockaddr, bool, error) {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return nil, false, syscall.EINVAL
	}
	if addr.Is4() {
		return &unix.SockaddrInet4{Port: port, Addr: addr.As4()}, false, nil
	}
	sa := &unix.SockaddrInet6{Port: port, Addr: addr.As16()}
	if z := addr.Zone(); z != "" {
		if n, err := strconv.Atoi(z); err == nil {
			sa.ZoneId = uint32(n)
		} else if i, err := net.InterfaceByName(z); err == nil {
			sa.ZoneId = uint32(i.Index)
		}
	}
	return sa, true, nil
}

// fillSockaddr puts address, family and port into an object, and size if it is not negative.
func (u *udp) fillSockaddr(sa unix.Sockaddr, out core.Value, size int) {
	iso := u.env.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(out)
	family, text, port := "IPv4", "", 0
	switch s := sa.(type) {
	case *unix.SockaddrInet4:
		text, port = netip.AddrFrom4(s.Addr).String(), s.Port
	case *unix.SockaddrInet6:
		ip := netip.AddrFrom16(s.Addr)
		family, text, port = "IPv6", ip.String(), s.Port
		if s.ZoneId != 0 && ip.IsLinkLocalUnicast() {
			if i, err := net.InterfaceByIndex(int(s.ZoneId)); err == nil {
				text += "%" + i.Name
			}
		}
	}
	set := func(name string, v core.Value) { iso.DefineValue(h.Value(), iso.KeyOfGo(name), v, layout.AttrDefault) }
	set("address", iso.NewString(text))
	set("family", iso.NewString(family))
	set("port", core.Int(int32(port)))
	if size >= 0 {
		set("size", core.Int(int32(size)))
	}
}

func (u *udp) recvStart() int {
	if u.file == nil || u.closed {
		return -int(syscall.EINVAL)
	}
	u.receiving = true
	u.handle.Activate()
	if !u.reader {
		u.reader = true
		go u.readLoop(u.raw)
	} else {
		select {
		case u.resume <- struct{}{}:
		default:
		}
	}
	return 0
}

func (u *udp) recvStop() int {
	u.receiving = false
	u.handle.Deactivate()
	return 0
}

var datagramPool = sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}

// readLoop waits for datagrams and hands them over one by one; it ends with the socket.
func (u *udp) readLoop(raw syscall.RawConn) {
	for {
		bp := datagramPool.Get().(*[]byte)
		var n int
		var from unix.Sockaddr
		var rerr error
		err := raw.Read(func(fd uintptr) bool {
			for {
				n, from, rerr = unix.Recvfrom(int(fd), *bp, 0)
				if rerr != syscall.EINTR {
					break
				}
			}
			return rerr != syscall.EAGAIN
		})
		if err != nil {
			return
		}
		u.env.Loop.Post(func() {
			u.deliver((*bp)[:max(n, 0)], from, rerr)
			datagramPool.Put(bp)
		})
		if _, ok := <-u.resume; !ok {
			return
		}
	}
}

func (u *udp) deliver(b []byte, from unix.Sockaddr, err error) {
	if u.closed || u.env.Exiting {
		return
	}
	if u.receiving {
		u.env.Within(u.ctx, func() {
			iso := u.env.Iso
			m := iso.HandleMark()
			defer iso.ReleaseHandles(m)
			if err != nil {
				u.env.CallMethod(u.self.Value(), "onerror", core.Int(int32(status(err))))
				return
			}
			buf, ok := u.env.NewBuffer(b)
			if !ok {
				u.env.ReportException()
				return
			}
			hb := iso.NewHandle(buf)
			info := iso.NewHandle(iso.NewObject())
			if from != nil {
				u.fillSockaddr(from, info.Value(), len(b))
			}
			u.env.CallMethod(u.self.Value(), "onmessage", hb.Value(), info.Value())
		})
	}
	if !u.closed && u.receiving {
		select {
		case u.resume <- struct{}{}:
		default:
		}
	}
}

// trySend sends without waiting.
func (u *udp) trySend(d *datagram) (err error) {
	rerr := u.raw.Control(func(fd uintptr) { err = sendDatagram(int(fd), d) })
	if rerr != nil {
		return rerr
	}
	return err
}

func sendDatagram(fd int, d *datagram) error {
	for {
		var err error
		if d.to == nil {
			_, err = unix.Write(fd, d.data)
		} else {
			err = unix.Sendto(fd, d.data, 0, d.to)
		}
		if err != syscall.EINTR {
			return err
		}
	}
}

// send sends a datagram: 1 sent at once, 0 pending, negative failed.
func (u *udp) send(b []byte, to unix.Sockaddr, cb core.Value) int {
	d := datagram{data: b, to: to}
	u.mu.Lock()
	defer u.mu.Unlock()
	if !u.writing {
		err := u.trySend(&d)
		if err == nil {
			// It counts as queued until the loop's next turn, as with libuv.
			if u.sentCount == 0 {
				u.env.Loop.Pending(func() {
					u.mu.Lock()
					u.bytes, u.count = u.bytes-u.sentBytes, u.count-u.sentCount
					u.sentBytes, u.sentCount = 0, 0
					u.mu.Unlock()
				})
			}
			u.bytes, u.sentBytes = u.bytes+len(b), u.sentBytes+len(b)
			u.count, u.sentCount = u.count+1, u.sentCount+1
			return 1
		}
		if err != syscall.EAGAIN {
			return status(err)
		}
	}
	d.data = append([]byte(nil), b...)
	if u.env.Iso.IsCallable(cb) {
		d.cb = u.env.Keep(cb)
	}
	u.bytes += len(d.data)
	u.count++
	u.queue = append(u.queue, d)
	u.env.Loop.BeginRequest()
	if !u.writing {
		u.writing = true
		go u.writeLoop(u.raw)
	}
	return 0
}

func (u *udp) writeLoop(raw syscall.RawConn) {
	for {
		u.mu.Lock()
		if len(u.queue) == 0 {
			u.writing = false
			u.mu.Unlock()
			return
		}
		d := u.queue[0]
		u.queue = u.queue[1:]
		u.mu.Unlock()
		var werr error
		err := raw.Write(func(fd uintptr) bool {
			werr = sendDatagram(int(fd), &d)
			return werr != syscall.EAGAIN
		})
		if err != nil {
			werr = net.ErrClosed
		}
		u.env.Loop.Complete(func() {
			u.mu.Lock()
			u.bytes -= len(d.data)
			u.count--
			u.mu.Unlock()
			if d.cb != nil {
				u.env.Callback(d.cb, core.Int(int32(status(werr))))
			}
		})
	}
}

// ensure binds an unbound handle to any port of the family of an address.
func (u *udp) ensure(v6 bool, flags int) error {
	if u.closed {
		return syscall.EBADF
	}
	if u.file != nil {
		return nil
	}
	if v6 {
		return u.bind("::", 0, flags)
	}
	return u.bind("0.0.0.0", 0, flags)
}

// option runs f with the descriptor, EBADF before bind.
func (u *udp) option(f func(fd int) error) (core.Value, bool) {
	if u.file == nil || u.closed {
		return num(-int(syscall.EBADF))
	}
	return num(status(f(u.fd)))
}

// setBoth sets an option of IPv4 or of IPv6, by the family of the socket.
func (u *udp) setBoth(fd, v4, v6, value int) error {
	if u.v6 {
		return unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, v6, value)
	}
	return unix.SetsockoptInt(fd, unix.IPPROTO_IP, v4, value)
}

// membership joins or leaves a group.
func (u *udp) membership(iso *core.Isolate, a *core.Args, join bool) (core.Value, bool) {
	group, err := netip.ParseAddr(bindings.Str(iso, a, 0))
	if err != nil {
		return num(-int(syscall.EINVAL))
	}
	iface := bindings.Str(iso, a, 1)
	if err := u.ensure(group.Is6(), udpReuseAddr); err != nil {
		return num(status(err))
	}
	if group.Is4() {
		mreq := &unix.IPMreq{Multiaddr: group.As4()}
		if iface != "" {
			ip, err := netip.ParseAddr(iface)
			if err != nil || !ip.Is4() {
				return num(-int(syscall.EINVAL))
			}
			mreq.Interface = ip.As4()
		}
		opt := unix.IP_ADD_MEMBERSHIP
		if !join {
			opt = unix.IP_DROP_MEMBERSHIP
		}
		return num(status(unix.SetsockoptIPMreq(u.fd, unix.IPPROTO_IP, opt, mreq)))
	}
	mreq := &unix.IPv6Mreq{Multiaddr: group.As16()}
	if iface != "" {
		sa, v6, err := sockaddr(iface, 0)
		if err != nil || !v6 {
			return num(-int(syscall.EINVAL))
		}
		mreq.Interface = sa.(*unix.SockaddrInet6).ZoneId
	}
	opt := unix.IPV6_JOIN_GROUP
	if !join {
		opt = unix.IPV6_LEAVE_GROUP
	}
	return num(status(unix.SetsockoptIPv6Mreq(u.fd, unix.IPPROTO_IPV6, opt, mreq)))
}

// sourceMembership joins or leaves a group for one source.
func (u *udp) sourceMembership(iso *core.Isolate, a *core.Args, join bool) (core.Value, bool) {
	source, err := netip.ParseAddr(bindings.Str(iso, a, 0))
	group, err2 := netip.ParseAddr(bindings.Str(iso, a, 1))
	if err != nil || err2 != nil || source.Is4() != group.Is4() {
		return num(-int(syscall.EINVAL))
	}
	if err := u.ensure(group.Is6(), udpReuseAddr); err != nil {
		return num(status(err))
	}
	var iface netip.Addr
	zone := 0
	if text := bindings.Str(iso, a, 2); text != "" {
		sa, v6, err := sockaddr(text, 0)
		if err != nil || v6 != group.Is6() {
			return num(-int(syscall.EINVAL))
		}
		if s, ok := sa.(*unix.SockaddrInet6); ok {
			zone = int(s.ZoneId)
		}
		iface, _ = netip.ParseAddr(text)
	}
	return num(status(setSource(u.fd, source, group, iface, zone, join)))
}

func (u *udp) close(cb core.Value) {
	if u.closed {
		return
	}
	u.closed = true
	u.tracked.Untrack()
	u.receiving = false
	u.handle.Deactivate()
	close(u.resume)
	if u.file != nil {
		u.file.Close()
	}
	u.fd = -1
	var f *core.Persistent
	if u.env.Iso.IsCallable(cb) {
		f = u.env.Keep(cb)
	}
	u.env.Loop.Closing(func() {
		if f != nil {
			u.env.Callback(f)
		}
		u.self.Close()
		if u.ctx != nil {
			u.ctx.Close()
			u.ctx = nil
		}
	})
}

var udpRows = []core.Row{
	{Name: "open", Length: 1, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if u.file != nil || u.closed {
			return num(-int(syscall.EBUSY))
		}
		fd := bindings.Int(a, 0)
		if t, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE); err != nil || t != unix.SOCK_DGRAM {
			return num(-int(syscall.EINVAL))
		}
		return num(status(u.take(fd)))
	})},
	{Name: "bind", Length: 3, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return num(status(u.bind(bindings.Str(iso, a, 0), bindings.Int(a, 1), bindings.Int(a, 2))))
	})},
	{Name: "connect", Length: 2, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		sa, v6, err := sockaddr(bindings.Str(iso, a, 0), bindings.Int(a, 1))
		if err == nil {
			err = u.ensure(v6, 0)
		}
		if err == nil {
			err = unix.Connect(u.fd, sa)
		}
		u.connected = err == nil
		return num(status(err))
	})},
	{Name: "disconnect", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u.connected = false
		return u.option(disconnect)
	})},
	{Name: "recvStart", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(u.recvStart()) })},
	{Name: "recvStop", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(u.recvStop()) })},
	{Name: "send", Length: 4, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		var to unix.Sockaddr
		if a.Arg(2).IsString() {
			sa, v6, err := sockaddr(bindings.Str(iso, a, 2), bindings.Int(a, 1))
			if err != nil {
				return num(status(err))
			}
			if err := u.ensure(v6, 0); err != nil {
				return num(status(err))
			}
			to = sa
			if u.v6 && !v6 {
				// An IPv4 address on a socket of IPv6.
				s4 := sa.(*unix.SockaddrInet4)
				to = &unix.SockaddrInet6{Port: s4.Port, Addr: netip.AddrFrom4(s4.Addr).As16()}
			}
		}
		if u.file == nil || u.closed {
			return num(-int(syscall.EBADF))
		}
		chunks := bindings.List(iso, a.Arg(0))
		var b []byte
		if len(chunks) == 1 {
			b, _ = iso.ViewBytes(chunks[0])
		} else {
			for _, c := range chunks {
				x, _ := iso.ViewBytes(c)
				b = append(b, x...)
			}
		}
		return num(u.send(b, to, a.Arg(3)))
	})},
	{Name: "getsockname", Length: 1, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.option(func(fd int) error {
			sa, err := unix.Getsockname(fd)
			if err == nil && a.Arg(0).IsObject() {
				u.fillSockaddr(sa, a.Arg(0), -1)
			}
			return err
		})
	})},
	{Name: "getpeername", Length: 1, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.option(func(fd int) error {
			sa, err := unix.Getpeername(fd)
			if err == nil && a.Arg(0).IsObject() {
				u.fillSockaddr(sa, a.Arg(0), -1)
			}
			return err
		})
	})},
	{Name: "setBroadcast", Length: 1, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.option(func(fd int) error {
			return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_BROADCAST, bindings.Int(a, 0))
		})
	})},
	{Name: "setMulticastLoopback", Length: 1, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.option(func(fd int) error {
			return u.setBoth(fd, unix.IP_MULTICAST_LOOP, unix.IPV6_MULTICAST_LOOP, bindings.Int(a, 0))
		})
	})},
	{Name: "setTTL", Length: 1, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.option(func(fd int) error {
			if n := bindings.Int(a, 0); n < 1 || n > 255 {
				return syscall.EINVAL
			}
			return u.setBoth(fd, unix.IP_TTL, unix.IPV6_UNICAST_HOPS, bindings.Int(a, 0))
		})
	})},
	{Name: "setMulticastTTL", Length: 1, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.option(func(fd int) error {
			return u.setBoth(fd, unix.IP_MULTICAST_TTL, unix.IPV6_MULTICAST_HOPS, bindings.Int(a, 0))
		})
	})},
	{Name: "setMulticastInterface", Length: 1, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.option(func(fd int) error {
			sa, v6, err := sockaddr(bindings.Str(iso, a, 0), 0)
			if err != nil {
				return err
			}
			if v6 {
				if !u.v6 {
					return syscall.EINVAL
				}
				return unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, int(sa.(*unix.SockaddrInet6).ZoneId))
			}
			return unix.SetsockoptInet4Addr(fd, unix.IPPROTO_IP, unix.IP_MULTICAST_IF, sa.(*unix.SockaddrInet4).Addr)
		})
	})},
	{Name: "addMembership", Length: 2, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.membership(iso, a, true)
	})},
	{Name: "dropMembership", Length: 2, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.membership(iso, a, false)
	})},
	{Name: "addSourceSpecificMembership", Length: 3, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.sourceMembership(iso, a, true)
	})},
	{Name: "dropSourceSpecificMembership", Length: 3, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return u.sourceMembership(iso, a, false)
	})},
	{Name: "bufferSize", Length: 3, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		size, recv := bindings.Num(a, 0), bindings.Truthy(iso, a, 1)
		opt, call := unix.SO_SNDBUF, "uv_send_buffer_size"
		if recv {
			opt, call = unix.SO_RCVBUF, "uv_recv_buffer_size"
		}
		n := int(size)
		var err error
		switch {
		case float64(int32(n)) != size:
			err = syscall.EINVAL
		case u.file == nil || u.closed:
			err = syscall.EBADF
		case n == 0:
			n, err = unix.GetsockoptInt(u.fd, unix.SOL_SOCKET, opt)
		default:
			err = unix.SetsockoptInt(u.fd, unix.SOL_SOCKET, opt, n)
		}
		if err == nil {
			return num(n)
		}
		if out := a.Arg(2); out.IsObject() {
			errno, _ := bindings.AsErrno(err)
			h := iso.NewHandle(out)
			u.env.Set(h.Value(), "errno", core.Int(int32(-int(errno))))
			u.env.Set(h.Value(), "code", iso.NewString(bindings.ErrnoName(errno)))
			u.env.Set(h.Value(), "message", iso.NewString(bindings.ErrnoMessage(errno)))
			u.env.Set(h.Value(), "syscall", iso.NewString(call))
		}
		return core.Undefined, true
	})},
	{Name: "getSendQueueSize", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u.mu.Lock()
		defer u.mu.Unlock()
		return num(u.bytes)
	})},
	{Name: "getSendQueueCount", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u.mu.Lock()
		defer u.mu.Unlock()
		return num(u.count)
	})},
	{Name: "close", Length: 1, Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u.close(a.Arg(0))
		return core.Undefined, true
	})},
	{Name: "ref", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u.handle.Ref()
		return core.Undefined, true
	})},
	{Name: "unref", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u.handle.Unref()
		return core.Undefined, true
	})},
	{Name: "hasRef", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(u.handle.HasRef() && !u.closed), true
	})},
	{Name: "getAsyncId", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(0) })},
	{Name: "get fd", Fn: onUDP(func(u *udp, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(u.fd) })},
}
