package node

import (
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/loop"
)

// sharedArray makes a typed array that Go reads and writes too: its bytes stay valid as long as the environment lives.
func sharedArray(e *bindings.Env, t vm.ElementType, n int) (p *core.Persistent, b []byte) {
	iso := e.Iso
	size := uint64(n) * t.Size()
	buf, ok := iso.NewArrayBuffer(iso.Intrinsic(vm.ArrayBufferPrototype), size)
	if !ok {
		panic("BUG: no memory for a shared array")
	}
	b = iso.BufferBytes(buf.Ref())
	v := iso.NewTypedArray(t, iso.Intrinsic(vm.TypedArrayPrototypes+vm.IntrinsicID(t)), buf, 0, uint64(n), false)
	return iso.NewPersistent(v), b
}

func makeTaskQueue(e *bindings.Env, t core.Value) {
	iso := e.Iso
	p, b := sharedArray(e, vm.Uint8, 2)
	e.TickInfo = b
	e.Set(t, "tickInfo", p.Value())
	e.SetRows(t, taskRows[:])
	iso.Hooks().UncaughtInJob = func(iso *core.Isolate, exc core.Value) { bindings.Of(iso).Uncaught(exc, false) }
	iso.Hooks().PostTask = func(f func(*core.Isolate)) {
		e.Loop.Post(func() {
			if !e.Exiting {
				m := iso.HandleMark()
				f(iso)
				e.DrainTicks()
				iso.ReleaseHandles(m)
			}
		})
	}
}

var taskRows = [...]core.Row{
	{Name: "setTickCallback", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		bindings.Of(iso).TickCallback = bindings.Func(iso, a, 0)
		return core.Undefined, true
	}},
	{Name: "runMicrotasks", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		e.Enter()
		ok := iso.RunMicrotasks()
		e.Leave()
		return core.Undefined, ok
	}},
	{Name: "enqueueMicrotask", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		iso.EnqueueMicrotask(a.Arg(0))
		return core.Undefined, true
	}},
	{Name: "setPromiseRejectCallback", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		f := bindings.Func(iso, a, 0)
		if f == nil {
			iso.Hooks().PromiseReject = nil
			return core.Undefined, true
		}
		iso.Hooks().PromiseReject = func(iso *core.Isolate, promise, reason core.Value, handled bool) {
			e := bindings.Of(iso)
			if e.Exiting || iso.Terminating() {
				return
			}
			m := iso.HandleMark()
			defer iso.ReleaseHandles(m)
			e.Enter()
			defer e.Leave()
			kind := core.Int(0)
			if handled {
				kind, reason = core.Int(1), core.Undefined
			}
			if _, ok := iso.Call(f.Value(), core.Undefined, kind, promise, reason); !ok {
				iso.Catch()
			}
		}
		return core.Undefined, true
	}},
}

func makeAsyncContext(e *bindings.Env, t core.Value) { e.SetRows(t, contextRows[:]) }

var contextRows = [...]core.Row{
	{Name: "get", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return iso.EmbedderData(), true }},
	{Name: "set", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		iso.SetEmbedderData(a.Arg(0))
		return core.Undefined, true
	}},
	{Name: "setPromiseHooks", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Undefined, true
	}},
}

// timers is the state of the timers binding: one loop timer for all JavaScript timers, and the immediates.
type timers struct {
	e          *bindings.Env
	immediates *core.Persistent // processImmediate
	lists      *core.Persistent // processTimers
	timer      *loop.Timer
	check      *loop.Hook
	idle       *loop.Hook // active while refed immediates wait: poll does not block
	info       []byte     // Uint32 x 3
}

func (t *timers) word(i int) uint32 {
	return uint32(t.info[4*i]) | uint32(t.info[4*i+1])<<8 | uint32(t.info[4*i+2])<<16 | uint32(t.info[4*i+3])<<24
}

func (t *timers) now() int64 { return t.e.Loop.Now().Milliseconds() }

func makeTimers(e *bindings.Env, target core.Value) {
	h := e.Iso.NewHandle(target)
	t := &timers{e: e}
	e.SetData("timers", t)
	p, b := sharedArray(e, vm.Uint32, 3)
	t.info = b
	e.Set(h.Value(), "immediateInfo", p.Value())
	q, _ := sharedArray(e, vm.Int32, 1)
	e.Set(h.Value(), "timeoutInfo", q.Value())
	e.SetRows(h.Value(), timerRows[:])
	t.timer = e.Loop.NewTimer(t.fire)
	e.Loop.UpdateTime()
}

func timersOf(iso *core.Isolate) *timers { return bindings.Of(iso).Data("timers").(*timers) }

// fire runs the due timers (timers.md).
func (t *timers) fire() {
	e := t.e
	iso := e.Iso
	for !e.Exiting && !iso.Terminating() {
		m := iso.HandleMark()
		e.Enter()
		v, ok := iso.Call(t.lists.Value(), core.Undefined, core.Number(float64(t.now())))
		e.Leave()
		if ok {
			next := v.AsFloat()
			iso.ReleaseHandles(m)
			if next != 0 {
				at := max(next, -next)
				t.timer.Start(time.Duration(max(1, int64(at)-t.now()))*time.Millisecond, 0)
				if next > 0 {
					t.timer.Ref()
				} else {
					t.timer.Unref()
				}
			}
			break
		}
		e.ReportException()
		iso.ReleaseHandles(m)
		e.DrainTicks()
	}
	if !e.Exiting {
		e.DrainTicks()
	}
}

func (t *timers) runImmediates() {
	e := t.e
	iso := e.Iso
	if t.word(0) == 0 && t.word(2) == 0 || e.Exiting || iso.Terminating() {
		return
	}
	for {
		m := iso.HandleMark()
		e.MakeCallback(t.immediates.Value(), core.Undefined)
		iso.ReleaseHandles(m)
		if t.word(2) == 0 || e.Exiting || iso.Terminating() {
			break
		}
	}
	if t.word(1) == 0 {
		t.idle.Deactivate()
	}
}

var timerRows = [...]core.Row{
	{Name: "setupTimers", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		t := timersOf(iso)
		t.immediates, t.lists = bindings.Func(iso, a, 0), bindings.Func(iso, a, 1)
		l := t.e.Loop
		t.check = l.Check(t.runImmediates)
		t.check.Unref()
		t.idle = l.Idle(func() {})
		t.idle.Deactivate()
		return core.Undefined, true
	}},
	{Name: "getLibuvNow", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		t := timersOf(iso)
		if t.e.Loop.Iterations == 0 {
			t.e.Loop.UpdateTime()
		}
		return core.Number(float64(t.now())), true
	}},
	{Name: "scheduleTimer", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		timersOf(iso).timer.Start(time.Duration(max(1, bindings.Num(a, 0)))*time.Millisecond, 0)
		return core.Undefined, true
	}},
	{Name: "toggleTimerRef", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		t := timersOf(iso)
		if bindings.Truthy(iso, a, 0) {
			t.timer.Ref()
		} else {
			t.timer.Unref()
		}
		return core.Undefined, true
	}},
	{Name: "toggleImmediateRef", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		t := timersOf(iso)
		if t.idle == nil {
			return core.Undefined, true
		}
		if bindings.Truthy(iso, a, 0) {
			t.idle.Activate()
		} else {
			t.idle.Deactivate()
		}
		return core.Undefined, true
	}},
}
