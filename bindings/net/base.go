package net

import (
	"net"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// Base is the state of a stream handle; handles of other packages embed it.
type Base = stream

// TryWriter is a connection that can take bytes without blocking: it returns how many.
type TryWriter interface {
	TryWrite(b []byte) (int, error)
}

// StreamRows are the methods that all stream handles have.
func StreamRows() []core.Row { return streamRows }

// Setup prepares an embedded Base; self is the handle's object.
func (s *stream) Setup(e *bindings.Env, kind string) { s.init(e, kind) }

// Own notes the handle's object, which lives until the handle is closed.
func (s *stream) Own(self *core.Persistent) { s.self = self }

// Object returns the handle's object.
func (s *stream) Object() *core.Persistent { return s.self }

// Closed tells whether close was called.
func (s *stream) Closed() bool { return s.closed }

// Connect gives the handle its connection.
func (s *stream) Connect(c net.Conn) { s.setConn(c) }

// Queued returns how many bytes wait to be written.
func (s *stream) Queued() int { return s.queued }

// Write writes b, which the stream does not keep, and returns what writeBuffer returns.
func (s *stream) Write(b []byte) int { return s.writeData(b, core.Undefined) }

// Shut ends the write side after all writes.
func (s *stream) Shut() int { return s.shutdown(core.Undefined) }

// Start and Stop switch reading.
func (s *stream) Start() int { return s.readStart() }

// Stop stops reading.
func (s *stream) Stop() int { return s.readStop() }

// Base returns the handle's state.
func (s *Stream) Base() *Base { return (*stream)(s) }

// Conn returns the connection of the stream, nil before it is connected.
func (s *Stream) Conn() net.Conn { return s.conn }

// Detach takes the connection away from the stream: nothing more is read from it here. wait, to be called on another goroutine,
// returns the bytes that were read but not delivered; only then may the caller read. The stream still closes the connection.
func (s *Stream) Detach() (c net.Conn, wait func() []byte) {
	if s.conn == nil || s.detached.Load() {
		return nil, nil
	}
	c = s.conn
	base := (*stream)(s)
	s.handle.Deactivate()
	s.reading = false
	s.taken = make(chan struct{})
	s.early = s.held
	s.held = nil
	s.detached.Store(true)
	switch {
	case !s.reader || s.starting:
		base.handOver()
	case s.parked:
		base.handOver()
		base.resumeReader()
	default:
		c.SetReadDeadline(time.Unix(1, 0))
	}
	return c, func() []byte {
		<-base.taken
		c.SetReadDeadline(time.Time{})
		// What was written before goes out before.
		for base.busy() {
			time.Sleep(100 * time.Microsecond)
		}
		return base.early
	}
}

// WriteSome writes to the descriptor of a connection without blocking and returns how many bytes it took.
func WriteSome(c net.Conn, b []byte) (int, error) {
	s := stream{conn: c}
	return s.tryWrite(b, -1)
}

// SetFD notes the descriptor below, for the handle's fd.
func (s *stream) SetFD(fd int) { s.fd = fd }

// WithinContext runs f, the delivery of an event, with the continuation data of where the handle was made.
func (s *stream) WithinContext(f func()) { s.env.Within(s.ctx, f) }

// handOver says that a detached stream's reader is gone.
func (s *stream) handOver() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.taken:
	default:
		close(s.taken)
	}
}

// AddQueued changes the number of bytes that count as waiting to be written.
func (s *stream) AddQueued(n int) { s.queued += n }

func (s *stream) busy() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.writing
}
