package tls

import (
	"crypto/tls"
	"errors"
	"io"
	stdnet "net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gonode/gonode/bindings/net"
)

var errClosed = errors.New("the handle was closed")

// maxPending limits what waits in a transport because the peer does not read: only answers to its own messages get there.
const maxPending = 4 << 20

// transport is the connection below TLS as crypto/tls sees it: writes can be collected, so that the records of one write go out in
// one system call, and never block once the handshake is over.
type transport struct {
	raw   stdnet.Conn
	early []byte // read before TLS took over
	async func(func())

	ready atomic.Bool
	wr    sync.Mutex // held while writing to raw
	mu    sync.Mutex
	hold  int
	out   []byte
	err   error
}

func (t *transport) Read(b []byte) (int, error) {
	if len(t.early) > 0 {
		n := copy(b, t.early)
		t.early = t.early[n:]
		return n, nil
	}
	return t.raw.Read(b)
}

func (t *transport) Write(b []byte) (int, error) {
	t.mu.Lock()
	if t.err != nil {
		t.mu.Unlock()
		return 0, t.err
	}
	if len(t.out) > maxPending && t.hold == 0 {
		t.mu.Unlock()
		return 0, errClosed
	}
	t.out = append(t.out, b...)
	hold := t.hold
	t.mu.Unlock()
	if hold > 0 {
		return len(b), nil
	}
	if t.ready.Load() {
		go t.flush()
		return len(b), nil
	}
	return len(b), t.flush()
}

func (t *transport) holding(n int) {
	t.mu.Lock()
	t.hold += n
	t.mu.Unlock()
}

// flush writes what was collected.
func (t *transport) flush() error {
	t.wr.Lock()
	defer t.wr.Unlock()
	return t.flushLocked()
}

func (t *transport) flushLocked() error {
	for {
		t.mu.Lock()
		b, err := t.out, t.err
		t.out = nil
		t.mu.Unlock()
		if err != nil || len(b) == 0 {
			return err
		}
		if _, err := t.raw.Write(b); err != nil {
			t.mu.Lock()
			t.err = err
			t.mu.Unlock()
			return err
		}
	}
}

func (t *transport) Close() error                       { return nil }
func (t *transport) LocalAddr() stdnet.Addr             { return address(t.raw.LocalAddr()) }
func (t *transport) RemoteAddr() stdnet.Addr            { return address(t.raw.RemoteAddr()) }
func (t *transport) SetDeadline(d time.Time) error      { return nil }
func (t *transport) SetReadDeadline(d time.Time) error  { return t.raw.SetReadDeadline(d) }
func (t *transport) SetWriteDeadline(d time.Time) error { return nil }

// noAddr stands for the address of a stream that has none.
type noAddr struct{}

func (noAddr) Network() string { return "stream" }
func (noAddr) String() string  { return "stream" }

func address(a stdnet.Addr) stdnet.Addr {
	if a == nil {
		return noAddr{}
	}
	return a
}

// secureConn is the plain side of a TLS connection: what a stream handle reads and writes.
type secureConn struct {
	t       *transport
	tc      *tls.Conn
	pre     func() []byte
	started chan struct{} // closed when tc is there
	done    chan struct{} // closed when the handshake is over
	closed  chan struct{}
	allowed chan struct{} // closed when JavaScript has accepted the peer: only then application data goes out
	once    sync.Once
	release sync.Once
	flight  atomic.Bool
	err     error // of the handshake
	onError func(error)
	async   func(func()) // runs f on a goroutine, the loop waits for it
}

func newSecureConn(raw stdnet.Conn, pre func() []byte) *secureConn {
	return &secureConn{t: &transport{raw: raw}, pre: pre, started: make(chan struct{}), done: make(chan struct{}), closed: make(chan struct{}),
		allowed: make(chan struct{})}
}

// handshake runs on its own goroutine.
func (c *secureConn) handshake(before func(), after func(err error)) {
	if c.pre != nil {
		c.t.early = c.pre()
	}
	before()
	err := c.tc.Handshake()
	c.err = err
	if err == nil {
		c.t.ready.Store(true)
	}
	after(err)
	close(c.done)
}

// wait waits for the handshake; false when the handle was closed first.
func (c *secureConn) wait() bool {
	select {
	case <-c.done:
		return true
	case <-c.closed:
		return false
	}
}

// accepted waits until JavaScript has accepted the peer; false when the handle was closed first.
func (c *secureConn) accepted() bool {
	select {
	case <-c.closed:
		return false
	default:
	}
	select {
	case <-c.allowed:
		return true
	case <-c.closed:
		return false
	}
}

// accept lets application data out.
func (c *secureConn) accept() {
	c.release.Do(func() {
		if c.flight.Load() {
			c.t.holding(-1)
			c.async(func() { c.t.flush() })
		}
		close(c.allowed)
	})
}

// holdFlight keeps a client's last messages of the handshake back until the server is accepted: one that is not never sees a
// handshake that succeeded.
func (c *secureConn) holdFlight() {
	if c.flight.CompareAndSwap(false, true) {
		c.t.holding(1)
	}
}

func (c *secureConn) Read(b []byte) (int, error) {
	if !c.wait() {
		return 0, stdnet.ErrClosed
	}
	n, err := 0, c.err
	if err == nil {
		n, err = c.tc.Read(b)
	}
	if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		return n, err
	}
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return n, io.EOF
	}
	if e := sslError(err); e != nil {
		if c.err == nil {
			c.onError(err)
		}
		<-c.closed
		return 0, stdnet.ErrClosed
	}
	return n, err
}

func (c *secureConn) Write(b []byte) (int, error) {
	if !c.wait() {
		return 0, stdnet.ErrClosed
	}
	if c.err != nil {
		<-c.closed
		return 0, stdnet.ErrClosed
	}
	if !c.accepted() {
		return 0, stdnet.ErrClosed
	}
	total := 0
	for {
		piece := b[:min(len(b), 64<<10)]
		c.t.holding(1)
		n, err := c.tc.Write(piece)
		c.t.holding(-1)
		total += n
		if ferr := c.t.flush(); err == nil {
			err = ferr
		}
		if err != nil {
			return total, err
		}
		if b = b[len(piece):]; len(b) == 0 {
			return total, nil
		}
	}
}

// TryWrite encrypts a small write on the spot and gives the socket what it takes.
func (c *secureConn) TryWrite(b []byte) (int, error) {
	if !c.t.ready.Load() || len(b) > 16<<10 || !direct(c.t.raw) {
		return 0, nil
	}
	select {
	case <-c.allowed:
	default:
		return 0, nil
	}
	c.t.mu.Lock()
	busy := len(c.t.out) > 0 || c.t.err != nil
	c.t.mu.Unlock()
	if busy || !c.t.wr.TryLock() {
		return 0, nil
	}
	c.t.wr.Unlock()
	c.t.holding(1)
	n, err := c.tc.Write(b)
	c.t.holding(-1)
	if err != nil {
		return n, err
	}
	if c.t.wr.TryLock() {
		c.t.mu.Lock()
		out := c.t.out
		c.t.out = nil
		c.t.mu.Unlock()
		k, werr := net.WriteSome(c.t.raw, out)
		if werr == nil && k < len(out) {
			c.t.mu.Lock()
			c.t.out = append(out[k:len(out):len(out)], c.t.out...)
			c.t.mu.Unlock()
		}
		c.t.wr.Unlock()
		if werr != nil {
			return 0, werr
		}
		if k == len(out) {
			return len(b), nil
		}
	}
	c.async(func() { c.t.flush() })
	return len(b), nil
}

// direct tells whether a connection takes bytes without waiting.
func direct(c stdnet.Conn) bool {
	if _, ok := c.(syscall.Conn); ok {
		return true
	}
	_, ok := c.(net.TryWriter)
	return ok
}

// CloseWrite sends close_notify and then ends the write side of the connection below.
func (c *secureConn) CloseWrite() error {
	if !c.wait() {
		return stdnet.ErrClosed
	}
	if c.err == nil {
		if !c.accepted() {
			return stdnet.ErrClosed
		}
		c.tc.CloseWrite()
		// A peer that is gone needs no farewell.
		if err := c.t.flush(); err != nil {
			return nil
		}
	}
	if cw, ok := c.t.raw.(interface{ CloseWrite() error }); ok {
		return cw.CloseWrite()
	}
	return nil
}

// Close ends this side; the connection below is closed by its own handle.
func (c *secureConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return nil
}

func (c *secureConn) LocalAddr() stdnet.Addr             { return c.t.raw.LocalAddr() }
func (c *secureConn) RemoteAddr() stdnet.Addr            { return c.t.raw.RemoteAddr() }
func (c *secureConn) SetDeadline(d time.Time) error      { return nil }
func (c *secureConn) SetReadDeadline(d time.Time) error  { return c.t.raw.SetReadDeadline(d) }
func (c *secureConn) SetWriteDeadline(d time.Time) error { return nil }
