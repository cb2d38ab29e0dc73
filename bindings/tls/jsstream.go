package tls

import (
	"io"
	stdnet "net"
	"sync"
	"syscall"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// jsStream is a JSStream object: a connection whose other end is a stream of JavaScript.
type jsStream struct {
	env  *bindings.Env
	self *core.Persistent

	mu     sync.Mutex
	cond   *sync.Cond
	in     []byte
	eof    bool
	closed bool
	asked  bool // JavaScript stopped feeding and waits for ondrain
	dead   bool // the object is given up; loop only
	next   uint32
	acks   map[uint32]chan int
}

func newJSStream(e *bindings.Env, a *core.Args) (any, bool) {
	j := &jsStream{env: e, acks: map[uint32]chan int{}}
	j.cond = sync.NewCond(&j.mu)
	return j, true
}

func initJSStream(e *bindings.Env, a *core.Args, x any, self core.Value) bool {
	x.(*jsStream).self = e.Iso.NewPersistent(self)
	return true
}

func onJSStream(f func(j *jsStream, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		j, ok := bindings.ThisHost[*jsStream](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(j, iso, a)
	}
}

const jsStreamMax = 64 << 10

var jsStreamRows = []core.Row{
	{Name: "feed", Length: 1, Fn: onJSStream(func(j *jsStream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		j.mu.Lock()
		j.in = append(j.in, bindings.Data(iso, a, 0)...)
		full := len(j.in) > jsStreamMax
		j.asked = full
		j.cond.Broadcast()
		j.mu.Unlock()
		return core.Bool(!full), true
	})},
	{Name: "feedEnd", Fn: onJSStream(func(j *jsStream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		j.mu.Lock()
		j.eof = true
		j.cond.Broadcast()
		j.mu.Unlock()
		return core.Undefined, true
	})},
	{Name: "finish", Length: 2, Fn: onJSStream(func(j *jsStream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		j.mu.Lock()
		id := uint32(bindings.Int(a, 0))
		ch := j.acks[id]
		delete(j.acks, id)
		j.mu.Unlock()
		if ch != nil {
			ch <- bindings.Int(a, 1)
		}
		return core.Undefined, true
	})},
	{Name: "close", Length: 1, Fn: onJSStream(func(j *jsStream, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		j.mu.Lock()
		was := j.closed
		j.closed = true
		acks := j.acks
		j.acks = map[uint32]chan int{}
		j.cond.Broadcast()
		j.mu.Unlock()
		for _, ch := range acks {
			ch <- -int(syscall.ECANCELED)
		}
		if !was {
			cb := bindings.Func(iso, a, 0)
			j.env.Loop.Closing(func() {
				if cb != nil {
					j.env.Callback(cb)
				}
				j.dead = true
				j.self.Close()
			})
		}
		return core.Undefined, true
	})},
}

// Read, Write and the rest make the stream a net.Conn for the goroutines of TLS.
func (j *jsStream) Read(b []byte) (int, error) {
	j.mu.Lock()
	for len(j.in) == 0 && !j.eof && !j.closed {
		j.cond.Wait()
	}
	if j.closed {
		j.mu.Unlock()
		return 0, stdnet.ErrClosed
	}
	if len(j.in) == 0 {
		j.mu.Unlock()
		return 0, io.EOF
	}
	n := copy(b, j.in)
	j.in = j.in[n:]
	drain := j.asked && len(j.in) < jsStreamMax/2
	if drain {
		j.asked = false
	}
	j.mu.Unlock()
	if drain {
		j.env.Loop.Post(func() { j.call("ondrain") })
	}
	return n, nil
}

func (j *jsStream) call(name string, args ...core.Value) {
	if j.env.Exiting || j.dead {
		return
	}
	j.env.CallMethod(j.self.Value(), name, args...)
}

// request calls a method with a number that finish gets, and waits for that.
func (j *jsStream) request(name string, b []byte) error {
	ch := make(chan int, 1)
	j.mu.Lock()
	if j.closed {
		j.mu.Unlock()
		return stdnet.ErrClosed
	}
	j.next++
	id := j.next
	j.acks[id] = ch
	j.mu.Unlock()
	j.env.Loop.Post(func() {
		if j.env.Exiting || j.dead {
			return
		}
		iso := j.env.Iso
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		v := core.Value(core.Undefined)
		if b != nil {
			var ok bool
			if v, ok = j.env.NewBuffer(b); !ok {
				j.env.ReportException()
				return
			}
		}
		j.call(name, core.Int(int32(id)), v)
	})
	if st := <-ch; st < 0 {
		return syscall.Errno(-st)
	}
	return nil
}

func (j *jsStream) Write(b []byte) (int, error) {
	c := append([]byte{}, b...)
	if err := j.request("onwrite", c); err != nil {
		return 0, err
	}
	return len(b), nil
}

// CloseWrite ends the stream of JavaScript.
func (j *jsStream) CloseWrite() error { return j.request("onshutdown", nil) }

func (j *jsStream) Close() error                       { return nil }
func (j *jsStream) LocalAddr() stdnet.Addr             { return noAddr{} }
func (j *jsStream) RemoteAddr() stdnet.Addr            { return noAddr{} }
func (j *jsStream) SetDeadline(t time.Time) error      { return nil }
func (j *jsStream) SetReadDeadline(t time.Time) error  { return nil }
func (j *jsStream) SetWriteDeadline(t time.Time) error { return nil }
