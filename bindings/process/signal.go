package process

import (
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/loop"
)

// signalHandle is a Signal object: while it is started the loop is told of the signal.
type signalHandle struct {
	e      *bindings.Env
	handle loop.Handle
	self   *core.Persistent // strong while started
	num    int
	ch     chan os.Signal
}

func makeSignal(e *bindings.Env, t core.Value) { e.SetClass(t, &signalClass) }

var signalClass = bindings.Class{
	Name: "Signal",
	New: func(e *bindings.Env, a *core.Args) (any, bool) {
		return &signalHandle{e: e, handle: e.Loop.MakeHandle()}, true
	},
	Rows: signalRows[:],
}

// arrived tells that a signal has gone to some loop since expectSignal.
var arrived [65]atomic.Bool

func expectSignal(num int) {
	if num > 0 && num < len(arrived) {
		arrived[num].Store(false)
	}
}

// awaitSignal waits a moment for a signal that this process sent itself.
func awaitSignal(num int) {
	if num <= 0 || num >= len(arrived) {
		return
	}
	for i := 0; i < 20 && !arrived[num].Load(); i++ {
		time.Sleep(50 * time.Microsecond)
	}
}

func (s *signalHandle) stop() {
	if s.ch != nil {
		signal.Stop(s.ch)
		close(s.ch)
		s.ch = nil
	}
	s.handle.Deactivate()
	if s.self != nil {
		s.self.Close()
		s.self = nil
	}
}

func (s *signalHandle) start(self core.Value, num int) int {
	if num == int(syscall.SIGKILL) || num == sigStop || num <= 0 || num > 64 {
		return -int(syscall.EINVAL)
	}
	s.stop()
	s.num, s.ch = num, make(chan os.Signal, 16)
	s.self = s.e.Iso.NewPersistent(self)
	s.handle.Activate()
	signal.Notify(s.ch, syscall.Signal(num))
	go func(ch chan os.Signal) {
		for range ch {
			s.e.Loop.Post(func() {
				if s.ch == ch && s.self != nil {
					s.e.CallMethod(s.self.Value(), "onsignal", core.Int(int32(num)))
				}
			})
			arrived[num].Store(true)
		}
	}(s.ch)
	return 0
}

var signalRows = [...]core.Row{
	{Name: "start", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*signalHandle](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return core.Int(int32(s.start(a.This(), bindings.Int(a, 0)))), true
	}},
	{Name: "stop", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*signalHandle](iso, a)
		if ok {
			s.stop()
		}
		return core.Int(0), ok
	}},
	{Name: "close", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*signalHandle](iso, a)
		if !ok {
			return core.Undefined, false
		}
		s.stop()
		if f := bindings.Func(iso, a, 0); f != nil {
			s.e.Loop.Closing(func() { s.e.Callback(f) })
		}
		return core.Undefined, true
	}},
	{Name: "ref", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*signalHandle](iso, a)
		if ok {
			s.handle.Ref()
		}
		return core.Undefined, ok
	}},
	{Name: "unref", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*signalHandle](iso, a)
		if ok {
			s.handle.Unref()
		}
		return core.Undefined, ok
	}},
	{Name: "hasRef", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*signalHandle](iso, a)
		return core.Bool(ok && s.handle.HasRef()), ok
	}},
}
