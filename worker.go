package gonode

import (
	"sync"
	"sync/atomic"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/messaging"
	"github.com/gonode/gonode/bindings/options"
	"github.com/gonode/gonode/bindings/process"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/loop"
)

// Thread is a worker thread: an environment on a goroutine of its own.
type Thread struct {
	id      int
	name    string
	environ *process.Environ // nil: the process's variables
	limits  [4]float64
	port    *messaging.End // the thread's end of the internal channel
}

// worker is the Go side of a Worker object, in the environment that made it.
type worker struct {
	e       *bindings.Env
	handle  loop.Handle
	self    *core.Persistent
	thread  *Thread
	options *options.Set
	ours    *messaging.End

	mu      sync.Mutex
	env     *Environment
	stopped bool // stopThread was called
	started bool
	done    bool
}

var lastThread atomic.Int32

func makeWorker(e *bindings.Env, target core.Value) {
	iso := e.Iso
	t := iso.NewHandle(target)
	th, _ := e.Data("thread").(*Thread)
	e.SetBool(t.Value(), "isMainThread", th == nil)
	e.SetBool(t.Value(), "isInternalThread", false)
	e.SetBool(t.Value(), "ownsProcessState", th == nil)
	var limits [4]float64
	id := 0
	if th != nil {
		id, limits = th.id, th.limits
	}
	e.SetNumber(t.Value(), "threadId", float64(id))
	e.Set(t.Value(), "resourceLimits", limitsArray(iso, limits))
	e.SetRows(t.Value(), workerBinding[:])
	e.SetClass(t.Value(), &workerClass)
}

func limitsArray(iso *core.Isolate, limits [4]float64) core.Value {
	buf, ok := iso.NewArrayBuffer(iso.Intrinsic(vm.ArrayBufferPrototype), 32)
	if !ok {
		return core.Undefined
	}
	v := iso.NewTypedArray(vm.Float64, iso.Intrinsic(vm.TypedArrayPrototypes+vm.IntrinsicID(vm.Float64)), buf, 0, 4, false)
	for i, f := range limits {
		iso.TypedSet(v, uint64(i), core.Number(f))
	}
	return v
}

var workerBinding = [...]core.Row{
	{Name: "getParentPort", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		if p, ok := e.Data("parentPort").(*core.Persistent); ok {
			return p.Value(), true
		}
		th, _ := e.Data("thread").(*Thread)
		if th == nil {
			return core.Undefined, true
		}
		// The class needs its JavaScript methods.
		if _, ok := e.RequireBuiltin("internal/worker/io"); !ok {
			return core.Undefined, false
		}
		v := th.port.Port(e)
		e.SetData("parentPort", iso.NewPersistent(v))
		return v, true
	}},
}

// defaultLimits are what resourceLimits shows for what was not set.
var defaultLimits = [4]float64{48, 2096, 0, 4}

var workerClass = bindings.Class{
	Name:   "Worker",
	Length: 6,
	New: func(e *bindings.Env, a *core.Args) (any, bool) {
		iso := e.Iso
		parent, _ := e.Data("options").(*options.Set)
		w := &worker{e: e, handle: e.Loop.MakeHandle(), thread: &Thread{id: int(lastThread.Add(1)), name: bindings.Str(iso, a, 5)}, options: parent}
		w.ours, w.thread.port = messaging.NewChannel()
		switch env := a.Arg(1); {
		case env == core.Null:
			w.thread.environ = nil
			if m, ok := e.Data("environ").(*process.Environ); ok {
				w.thread.environ = m
			}
		case env.IsObject():
			w.thread.environ = &process.Environ{Vars: map[string]string{}}
			keys, ok := iso.OwnKeys(env)
			if !ok {
				return nil, false
			}
			iso.HoldKeys(keys)
			for _, k := range keys {
				if k.IsSymbol() {
					continue
				}
				v, ok := iso.Get(a.Arg(1), k)
				if !ok {
					return nil, false
				}
				s, ok := iso.ToGoString(v)
				if !ok {
					return nil, false
				}
				w.thread.environ.Set(iso.GoUTF8(iso.KeyString(k)), s)
			}
		default:
			w.thread.environ = process.NewEnviron(e)
		}
		w.thread.limits = defaultLimits
		if b := a.Arg(3); b.IsObject() {
			for i := range w.thread.limits {
				if v, ok := iso.Get(a.Arg(3), iso.IndexKey(uint64(i))); ok && v.IsNumber() && v.AsFloat() > 0 {
					w.thread.limits[i] = v.AsFloat()
				}
			}
		}
		return w, true
	},
	Init: func(e *bindings.Env, a *core.Args, x any, self core.Value) bool {
		iso := e.Iso
		w := x.(*worker)
		h := iso.NewHandle(self)
		e.SetNumber(h.Value(), "threadId", float64(w.thread.id))
		e.Set(h.Value(), "messagePort", w.ours.Port(e))
		if isArr, _ := iso.IsArray(a.Arg(2)); isArr {
			var args []string
			for _, v := range bindings.List(iso, a.Arg(2)) {
				if v.IsString() {
					args = append(args, iso.GoUTF8(v))
				}
			}
			set, err := options.Parse(args, "")
			if bad := invalidForWorker(set, args); err != nil || len(bad) > 0 {
				if err != nil {
					bad = args
				}
				l := iso.NewHandle(iso.NewArray(0))
				for _, s := range bad {
					iso.ArrayPush(l.Value(), iso.NewString(s))
				}
				e.Set(h.Value(), "invalidExecArgv", l.Value())
				return true
			}
			w.options = set
		}
		return true
	},
	Rows: workerRows[:],
}

// invalidForWorker lists options that only a process can have.
func invalidForWorker(s *options.Set, args []string) []string {
	var bad []string
	for _, a := range args {
		switch a {
		case "--title=blah", "--redirect-warnings", "-p", "-e", "-v", "-h", "--expose-internals-main", "--check", "-c", "--version", "--help":
			bad = append(bad, a)
		}
		if len(a) > 8 && (a[:8] == "--title=" || a[:9] == "--title" || len(a) > 20 && a[:20] == "--redirect-warnings=") {
			bad = append(bad, a)
		}
	}
	return bad
}

// threadStarter is *Environment; the interface keeps the tables of functions out of an initialisation cycle.
type threadStarter interface{ startThread(w *worker) }

func (e *Environment) startThread(w *worker) { go w.run() }

// run is the thread.
func (w *worker) run() {
	code, kind, text := 1, "", ""
	defer func() {
		if x := recover(); x != nil {
			FatalText(x)
		}
	}()
	o := *w.options
	o.Rest, o.HasEval = nil, false
	env, err := New(Config{Options: &o, ExecPath: w.e.ExecPath, Argv0: w.e.Argv0, Thread: w.thread})
	if err != nil {
		text = err.Error()
	} else {
		w.mu.Lock()
		w.env = env
		stopped := w.stopped
		w.mu.Unlock()
		if !stopped {
			code = env.Run()
		}
		if env.Iso.OutOfMemory() {
			code, kind, text = 1, "ERR_WORKER_OUT_OF_MEMORY", "JS heap out of memory"
		}
		w.mu.Lock()
		if w.stopped {
			code = 1
		}
		w.env, w.done = nil, true
		w.mu.Unlock()
		env.Exiting = true
		w.thread.port.Close()
		env.Close()
	}
	w.e.Loop.Post(func() { w.exited(code, kind, text) })
}

func (w *worker) exited(code int, kind, text string) {
	iso := w.e.Iso
	w.handle.Deactivate()
	if w.self == nil || w.e.Exiting {
		return
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	k, t := core.Value(core.Undefined), core.Value(core.Undefined)
	if kind != "" {
		k = iso.NewString(kind)
	}
	if text != "" {
		t = iso.NewString(text)
	}
	self := iso.NewHandle(w.self.Value())
	w.self.Close()
	w.self = nil
	w.e.CallMethod(self.Value(), "onexit", core.Int(int32(code)), k, t)
}

// stop ends the thread; any goroutine may call it.
func (w *worker) stop() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stopped = true
	if env := w.env; env != nil && !w.done {
		env.Iso.Terminate()
		env.Loop.Post(func() {
			if !env.ended {
				env.code, env.ended, env.Exiting = 1, true, true
			}
		})
		env.Loop.Stop()
	}
}

var workerRows = [...]core.Row{
	{Name: "startThread", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, ok := bindings.ThisHost[*worker](iso, a)
		if !ok || w.started {
			return core.Undefined, ok
		}
		w.started = true
		w.self = iso.NewPersistent(a.This())
		w.handle.Activate()
		w.e.AtCleanup(w.stop)
		w.e.Data("environment").(threadStarter).startThread(w)
		return core.Undefined, true
	}},
	{Name: "stopThread", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, ok := bindings.ThisHost[*worker](iso, a)
		if ok {
			w.stop()
		}
		return core.Undefined, ok
	}},
	{Name: "ref", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, ok := bindings.ThisHost[*worker](iso, a)
		if ok {
			w.handle.Ref()
		}
		return core.Undefined, ok
	}},
	{Name: "unref", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, ok := bindings.ThisHost[*worker](iso, a)
		if ok {
			w.handle.Unref()
		}
		return core.Undefined, ok
	}},
	{Name: "hasRef", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, ok := bindings.ThisHost[*worker](iso, a)
		return core.Bool(ok && w.handle.HasRef()), ok
	}},
	{Name: "getResourceLimits", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, ok := bindings.ThisHost[*worker](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return limitsArray(iso, w.thread.limits), true
	}},
	{Name: "getHeapStatistics", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Undefined, true }},
}
