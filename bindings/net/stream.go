package net

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/loop"
)

// uvEOF is libuv's end-of-file status; uvCanceled what pending operations of a closed handle get.
const (
	uvEOF      = -4095
	uvUnknown  = -4094
	uvCanceled = -125
)

// status converts a Go error of a socket operation to libuv's negative number.
func status(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, io.EOF):
		return uvEOF
	case errors.Is(err, net.ErrClosed):
		return uvCanceled
	}
	if errno, ok := bindings.AsErrno(err); ok {
		return -int(errno)
	}
	return uvUnknown
}

// Consumer takes what a stream reads instead of onread (the HTTP parser).
type Consumer interface {
	// Consume gets the bytes; they are valid during the call.
	Consume(b []byte)
}

// write is a pending write.
type write struct {
	data []byte
	cb   *core.Persistent
	fin  bool // shutdown of the write side after all before it
	fd   int  // descriptor to send along with the first byte, -1 for none; closed after it
}

// stream is the state common to TCP and Pipe handles.
type stream struct {
	env    *bindings.Env
	handle loop.Handle
	self   *core.Persistent // keeps the object alive while active
	kind   string           // "TCP" or "Pipe"

	conn     net.Conn
	listener net.Listener
	fd       int
	ipc      bool  // a channel between processes: descriptors may come with the bytes
	fds      []int // descriptors that came and nobody has taken

	reading  bool
	reader   bool // the reader goroutine exists
	starting bool // it begins with the next turn of the loop
	parked   bool // the reader goroutine waits for resume
	detached atomic.Bool
	taken    chan struct{} // closed when a detached stream's reader is gone
	early    []byte        // what it had read by then
	ended    bool          // end or error was seen by the reader
	closed   bool
	resume   chan struct{}
	held     []byte // read but not yet delivered (readStop came between)
	heldErr  error
	endErr   error // how reading ended, once told
	consumer Consumer

	read, written uint64

	mu      sync.Mutex
	queue   []write
	writing bool
	queued  int

	tracked *bindings.Tracked

	user *core.Persistent // useUserBuffer
	ctx  *core.Persistent // continuation data of where the handle was made
}

func (s *stream) init(e *bindings.Env, kind string) {
	s.env, s.kind, s.fd = e, kind, -1
	s.handle = e.Loop.MakeHandle()
	s.ctx = e.Context()
	s.resume = make(chan struct{}, 1)
}

// activate marks the handle active: it keeps its object and, if referenced, the loop alive.
func (s *stream) activate() { s.handle.Activate() }

// setConn gives the stream its connection.
func (s *stream) setConn(c net.Conn) {
	s.conn = c
	if sc, ok := c.(syscall.Conn); ok {
		if raw, err := sc.SyscallConn(); err == nil {
			raw.Control(func(fd uintptr) { s.fd = int(fd) })
		}
	}
}

func (s *stream) readStart() int {
	if s.conn == nil || s.closed {
		return -int(syscall.ENOTCONN)
	}
	s.reading = true
	s.activate()
	if s.endErr != nil && s.held == nil {
		s.heldErr = s.endErr
	}
	if s.held != nil || s.heldErr != nil {
		s.env.Loop.Post(s.deliverHeld)
		return 0
	}
	if !s.reader && !s.ended {
		s.reader = true
		s.starting = true
		// The goroutine starts with the next turn: a socket that is given away at once has lost no bytes to it.
		s.env.Loop.Pending(func() {
			s.starting = false
			if s.closed || !s.reading || s.detached.Load() {
				s.reader = false
				return
			}
			go s.readLoop(s.conn)
		})
		return 0
	}
	s.next()
	return 0
}

func (s *stream) readStop() int {
	s.reading = false
	if s.listener == nil && !s.connecting() {
		s.handle.Deactivate()
	}
	return 0
}

func (s *stream) connecting() bool { return false }

// readLoop reads and hands over until the end, an error, or the handle's close.
func (s *stream) readLoop(c net.Conn) {
	read := newReader(c)
	var fds []int
	if u, ok := c.(*net.UnixConn); ok && s.ipc {
		read = func() (*[]byte, int, error) {
			bp := readPool.Get().(*[]byte)
			n, got, err := readRights(u, *bp)
			fds = got
			return bp, n, err
		}
	}
	for {
		bp, n, err := read()
		if s.detached.Load() {
			if bp != nil {
				s.early = append(s.early, (*bp)[:n]...)
			}
			freeRead(bp)
			s.handOver()
			return
		}
		came := fds
		fds = nil
		s.env.Loop.Post(func() {
			s.fds = append(s.fds, came...)
			var b []byte
			if bp != nil {
				b = (*bp)[:n]
			}
			s.deliver(b, err)
			freeRead(bp)
		})
		if err != nil {
			return
		}
		if _, ok := <-s.resume; !ok || s.detached.Load() {
			return
		}
	}
}

// deliver runs on the loop: it gives JavaScript what was read, or holds it while reading is stopped.
func (s *stream) deliver(b []byte, err error) {
	if s.detached.Load() {
		s.early = append(s.early, b...)
		s.handOver()
		s.resumeReader()
		return
	}
	if s.closed || s.env.Exiting {
		s.dropRights()
		return
	}
	if err != nil {
		s.ended = true
		s.reader = false
	}
	s.parked = err == nil
	if !s.reading {
		if len(b) > 0 {
			s.held = append([]byte{}, b...)
		}
		s.heldErr = err
		return
	}
	s.env.Within(s.ctx, func() { s.emit(b, err) })
	s.next()
}

// dropRights closes the descriptors that nobody has taken.
func (s *stream) dropRights() {
	for _, fd := range s.fds {
		closeFD(fd)
	}
	s.fds = nil
}

// next lets the reader go on.
func (s *stream) next() {
	if s.parked && s.held == nil && !s.closed && s.reading {
		s.resumeReader()
	}
}

func (s *stream) resumeReader() {
	s.parked = false
	if s.closed {
		return
	}
	select {
	case s.resume <- struct{}{}:
	default:
	}
}

func (s *stream) deliverHeld() {
	if s.closed || !s.reading || s.held == nil && s.heldErr == nil {
		return
	}
	b, err := s.held, s.heldErr
	s.held, s.heldErr = nil, nil
	s.env.Within(s.ctx, func() { s.emit(b, err) })
	s.next()
}

// emit calls onread for data and then for the end.
func (s *stream) emit(b []byte, err error) {
	if len(b) > 0 {
		s.read += uint64(len(b))
		if s.consumer != nil {
			s.consumer.Consume(b)
		} else if s.user != nil {
			// As much at a time as the program's buffer takes; what it stops at is held.
			for len(b) > 0 && s.user != nil && !s.closed {
				n := len(b)
				if u, ok := s.env.Iso.ViewBytes(s.user.Value()); ok && len(u) > 0 {
					n = min(n, len(u))
				}
				s.onread(n, b[:n])
				if b = b[n:]; len(b) > 0 && !s.reading {
					s.held = append([]byte{}, b...)
					break
				}
			}
		} else {
			s.onread(len(b), b)
		}
	}
	if err != nil && !s.closed {
		if !s.reading {
			s.heldErr = err
			return
		}
		// The end stops reading; whoever starts it again is told again.
		s.readStop()
		s.endErr = err
		s.onread(status(err), nil)
	}
}

func (s *stream) onread(n int, b []byte) {
	iso := s.env.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	buf := core.Undefined
	if b != nil {
		if s.user != nil {
			if u, ok := iso.ViewBytes(s.user.Value()); ok && len(u) >= len(b) {
				copy(u, b)
				buf = s.user.Value()
			}
		}
		if buf == core.Undefined {
			var ok bool
			if buf, ok = s.env.NewBuffer(b); !ok {
				s.env.ReportException()
				return
			}
		}
	}
	hb := iso.NewHandle(buf)
	f, ok := iso.Get(s.self.Value(), iso.KeyOfGo("onread"))
	if !ok {
		s.env.ReportException()
		return
	}
	if iso.IsCallable(f) {
		s.env.MakeCallback(f, s.self.Value(), core.Int(int32(n)), hb.Value())
	}
}

// writeData does a write: 1 done at once, 0 pending, negative failed. cb is called later only when it returns 0.
func (s *stream) writeData(b []byte, cb core.Value) int {
	if s.conn == nil || s.closed {
		return -int(syscall.EBADF)
	}
	s.written += uint64(len(b))
	s.mu.Lock()
	if !s.writing && len(s.queue) == 0 {
		n, err := s.tryWrite(b, -1)
		if err != nil {
			s.mu.Unlock()
			return status(err)
		}
		if n == len(b) {
			s.mu.Unlock()
			return 1
		}
		b = b[n:]
	}
	s.enqueue(write{data: append([]byte(nil), b...), cb: s.persist(cb), fd: -1})
	s.mu.Unlock()
	return 0
}

// writeHandle is writeData with a descriptor that goes with the first byte.
func (s *stream) writeHandle(b []byte, fd int, cb core.Value) int {
	if s.conn == nil || s.closed {
		return -int(syscall.EPIPE)
	}
	if len(b) == 0 || fd < 0 {
		return -int(syscall.EINVAL)
	}
	s.written += uint64(len(b))
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.writing && len(s.queue) == 0 {
		n, err := s.tryWrite(b, fd)
		if err != nil {
			return status(err)
		}
		if n == len(b) {
			return 1
		}
		if n > 0 {
			s.enqueue(write{data: append([]byte(nil), b[n:]...), cb: s.persist(cb), fd: -1})
			return 0
		}
	}
	own, err := dupFD(fd)
	if err != nil {
		return status(err)
	}
	s.enqueue(write{data: append([]byte(nil), b...), cb: s.persist(cb), fd: int(own)})
	return 0
}

func (s *stream) persist(cb core.Value) *core.Persistent {
	if !s.env.Iso.IsCallable(cb) {
		return nil
	}
	return s.env.Keep(cb)
}

// enqueue adds a write and starts the writer goroutine; s.mu is held.
func (s *stream) enqueue(w write) {
	s.queued += len(w.data)
	s.queue = append(s.queue, w)
	s.env.Loop.BeginRequest()
	if !s.writing {
		s.writing = true
		go s.writeLoop(s.conn)
	}
}

func (s *stream) writeLoop(c net.Conn) {
	for {
		s.mu.Lock()
		if len(s.queue) == 0 {
			s.writing = false
			s.mu.Unlock()
			return
		}
		w := s.queue[0]
		s.queue = s.queue[1:]
		s.mu.Unlock()
		var err error
		rest := w.data
		if w.fd >= 0 {
			var n int
			if u, ok := c.(*net.UnixConn); ok {
				n, err = writeRights(u, rest, w.fd)
			} else {
				err = syscall.EINVAL
			}
			rest = rest[n:]
			closeFD(w.fd)
		}
		if len(rest) > 0 && err == nil {
			_, err = c.Write(rest)
		}
		if w.fin && err == nil {
			err = closeWrite(c)
		}
		s.env.Loop.Complete(func() {
			s.queued -= len(w.data)
			if w.cb != nil {
				s.env.Callback(w.cb, core.Int(int32(status(err))))
			}
		})
	}
}

func closeWrite(c net.Conn) error {
	if cw, ok := c.(interface{ CloseWrite() error }); ok {
		err := cw.CloseWrite()
		if errors.Is(err, syscall.ENOTCONN) {
			return nil
		}
		return err
	}
	return nil
}

func (s *stream) shutdown(cb core.Value) int {
	if s.conn == nil || s.closed {
		return -int(syscall.ENOTCONN)
	}
	s.mu.Lock()
	s.enqueue(write{fin: true, cb: s.persist(cb), fd: -1})
	s.mu.Unlock()
	return 0
}

// close ends the handle; cb runs in the closing phase.
func (s *stream) close(cb core.Value, reset bool) {
	if s.closed {
		return
	}
	s.closed = true
	s.tracked.Untrack()
	s.reading = false
	s.handle.Deactivate()
	close(s.resume)
	if reset {
		if t, ok := s.conn.(*net.TCPConn); ok {
			t.SetLinger(0)
		}
	}
	conn, l := s.conn, s.listener
	s.fd = -1
	s.dropRights()
	s.mu.Lock()
	busy := s.writing
	s.mu.Unlock()
	switch {
	case conn != nil && busy:
		// Pending writes fail like libuv's: the socket goes away under them.
		conn.SetWriteDeadline(time.Unix(1, 0))
		conn.Close()
	case conn != nil:
		conn.Close()
	}
	if l != nil {
		l.Close()
	}
	f := s.persist(cb)
	s.env.Loop.Closing(func() {
		if f != nil {
			iso := s.env.Iso
			m := iso.HandleMark()
			fn := f.Value()
			f.Close()
			s.env.MakeCallback(fn, s.self.Value())
			iso.ReleaseHandles(m)
		}
		s.self.Close()
		if s.ctx != nil {
			s.ctx.Close()
			s.ctx = nil
		}
	})
}

// tryWrite writes without blocking; fewer bytes than given means that the socket is full. A descriptor that is not negative goes with
// the first byte.
func (s *stream) tryWrite(b []byte, rights int) (int, error) {
	if t, ok := s.conn.(TryWriter); ok {
		return t.TryWrite(b)
	}
	sc, ok := s.conn.(syscall.Conn)
	if !ok {
		return 0, nil
	}
	raw, err := sc.SyscallConn()
	if err != nil {
		return 0, err
	}
	n := 0
	var werr error
	err = raw.Write(func(fd uintptr) bool {
		for n < len(b) {
			var k int
			var e error
			if rights >= 0 && n == 0 {
				k, e = rawWriteRights(int(fd), b, rights)
			} else {
				k, e = rawWrite(int(fd), b[n:])
			}
			if k > 0 {
				n += k
				continue
			}
			if e == syscall.EINTR {
				continue
			}
			if e != syscall.EAGAIN && e != nil {
				werr = os.NewSyscallError("write", e)
			}
			break
		}
		return true
	})
	if werr != nil {
		return n, werr
	}
	return n, err
}

// host returns the stream of the receiver.
func host(iso *core.Isolate, a *core.Args) *stream {
	if x, ok := bindings.HostOf[interface{ base() *stream }](iso, a.This()); ok {
		return x.base()
	}
	return nil
}

func (s *stream) base() *stream { return s }

type method func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool)

// on makes a builtin of a method, with the receiver check.
func on(f method) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s := host(iso, a)
		if s == nil {
			return iso.ThrowTypeError("Illegal invocation")
		}
		return f(s, iso, a)
	}
}

func num(n int) (core.Value, bool) { return core.Int(int32(n)), true }

// chunkBytes returns the bytes of a string in an encoding, or of a view.
func chunkBytes(iso *core.Isolate, v core.Value, encoding string) []byte {
	if !v.IsString() {
		b, _ := iso.ViewBytes(v)
		return b
	}
	return bindings.EncodeString(iso, v, encoding)
}

// streamRows are the methods that TCP and Pipe have in common.
var streamRows = []core.Row{
	{Name: "readStart", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(s.readStart()) })},
	{Name: "readStop", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(s.readStop()) })},
	{Name: "writeBuffer", Length: 2, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return num(s.writeData(bindings.Bytes(iso, a, 0), a.Arg(1)))
	})},
	{Name: "writeString", Length: 3, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return num(s.writeData(chunkBytes(iso, a.Arg(0), bindings.Str(iso, a, 1)), a.Arg(2)))
	})},
	{Name: "writev", Length: 3, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		chunks, encs := bindings.List(iso, a.Arg(0)), bindings.List(iso, a.Arg(1))
		var b []byte
		for i, c := range chunks {
			enc := ""
			if i < len(encs) && encs[i].IsString() {
				enc = iso.GoString(encs[i])
			}
			b = append(b, chunkBytes(iso, c, enc)...)
		}
		return num(s.writeData(b, a.Arg(2)))
	})},
	{Name: "writeHandle", Length: 3, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		fd := -1
		if x, ok := bindings.HostOf[interface{ descriptor() int }](iso, a.Arg(1)); ok {
			fd = x.descriptor()
		}
		return num(s.writeHandle(bindings.Bytes(iso, a, 0), fd, a.Arg(2)))
	})},
	{Name: "writeSync", Length: 1, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		// All of it, waiting for room: standard output.
		if s.conn == nil || s.closed {
			return num(-int(syscall.EPIPE))
		}
		b := bindings.Bytes(iso, a, 0)
		s.written += uint64(len(b))
		_, err := s.conn.Write(b)
		return num(status(err))
	})},
	{Name: "takeHandle", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if len(s.fds) == 0 {
			return core.Null, true
		}
		fd := s.fds[0]
		s.fds = s.fds[1:]
		return s.wrapRights(fd)
	})},
	{Name: "shutdown", Length: 1, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return num(s.shutdown(a.Arg(0)))
	})},
	{Name: "close", Length: 1, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s.close(a.Arg(0), false)
		return core.Undefined, true
	})},
	{Name: "ref", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s.handle.Ref()
		return core.Undefined, true
	})},
	{Name: "unref", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s.handle.Unref()
		return core.Undefined, true
	})},
	{Name: "hasRef", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(s.handle.HasRef() && !s.closed), true
	})},
	{Name: "getAsyncId", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(0) })},
	{Name: "getProviderType", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(0) })},
	{Name: "useUserBuffer", Length: 1, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s.user = iso.NewPersistent(a.Arg(0))
		return core.Undefined, true
	})},
	{Name: "setBlocking", Length: 1, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(0) })},
	{Name: "get fd", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(s.fd) })},
	{Name: "get bytesRead", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(float64(s.read)), true
	})},
	{Name: "get bytesWritten", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(float64(s.written)), true
	})},
	{Name: "set bytesWritten", Length: 1, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if v := a.Arg(0); v.IsNumber() {
			s.written = uint64(v.AsFloat()) // synchronous writes of standard output count in JavaScript
		}
		return core.Undefined, true
	})},
	{Name: "set bytesWritten", Length: 1, Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Undefined, true // counted here; lib assigns it for handles that cannot count
	})},
	{Name: "get writeQueueSize", Fn: on(func(s *stream, iso *core.Isolate, a *core.Args) (core.Value, bool) { return num(s.queued) })},
}

// descriptor returns the descriptor of a connection or of a listening socket, -1 when there is none.
func (s *stream) descriptor() int { return s.fd }

// wrapRights makes the handle object of a descriptor that came over a channel; null when it is of no kind that we know.
func (s *stream) wrapRights(fd int) (core.Value, bool) {
	binding, class := "", ""
	switch kindOfSocket(fd) {
	case "TCP":
		binding, class = "tcp_wrap", "TCP"
	case "PIPE":
		binding, class = "pipe_wrap", "Pipe"
	case "UDP":
		binding, class = "udp_wrap", "UDP"
	default:
		closeFD(fd)
		return core.Null, true
	}
	e, iso := s.env, s.env.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	b, ok := e.Get(binding)
	if !ok {
		closeFD(fd)
		return core.Null, true
	}
	c, ok := iso.Get(b, iso.KeyOfGo(class))
	if !ok {
		closeFD(fd)
		return c, false
	}
	v, ok := iso.Construct(c, c, core.Int(0))
	if !ok {
		closeFD(fd)
		return v, false
	}
	h := iso.NewHandle(v)
	var err error
	if x, ok := bindings.HostOf[*sock](iso, v); ok {
		err = x.open(fd, false)
	} else if x, ok := bindings.HostOf[interface{ take(int) error }](iso, v); ok {
		err = x.take(fd)
	}
	if err != nil {
		closeFD(fd)
		return core.Null, true
	}
	return h.Value(), true
}

// StreamOf returns the stream behind a handle object, for consumers; nil when v is none.
func StreamOf(iso *core.Isolate, v core.Value) *Stream {
	if x, ok := bindings.HostOf[interface{ base() *stream }](iso, v); ok {
		return (*Stream)(x.base())
	}
	return nil
}

// Stream is a stream handle as other bindings see it.
type Stream stream

// SetConsumer makes c take what the stream reads; nil gives reading back to onread.
func (s *Stream) SetConsumer(c Consumer) { s.consumer = c }

// constants adds an object of numbers.
func constants(e *bindings.Env, target core.Value, names []string, values []int) {
	o := e.Iso.NewObject()
	for i, n := range names {
		e.Iso.DefineValue(o, e.Iso.KeyOfGo(n), core.Int(int32(values[i])), layout.AttrDefault)
	}
	e.Set(target, "constants", o)
}

// Attach gives a handle without connection (a Pipe made for a child's stdio) its connection.
func (s *Stream) Attach(c net.Conn) { (*stream)(s).setConn(c) }

// FD returns the descriptor of the stream, -1 when it has none.
func (s *Stream) FD() int { return s.fd }
