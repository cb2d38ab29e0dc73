package bindings

import (
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/loop"
)

// Env is one Node environment: an isolate, its loop, and what the bindings share. It is the isolate's user data.
type Env struct {
	Iso  *core.Isolate
	Loop *loop.Loop

	Args     []string // process.argv without execPath: script and arguments
	ExecArgv []string
	ExecPath string
	Argv0    string
	Options  map[string]any // parsed command line options by Node's long name, e.g. "--eval"

	// Set by JavaScript through bindings.
	TickCallback   *core.Persistent // runs process.nextTick callbacks, microtasks and rejections
	FatalException *core.Persistent // (err, fromPromise, location) -> true, or the exit code
	Process        *core.Persistent // the process object
	// ErrorLocation describes where an exception was thrown.
	ErrorLocation func(e *Env, exc core.Value) core.Value
	TickInfo      []byte // shared with the task_queue binding: [0] hasTickScheduled, [1] hasRejectionToWarn
	tickInfoValue *core.Persistent

	// RequireBuiltin loads a module of lib; set by the embedder.
	RequireBuiltin func(id string) (core.Value, bool)
	// BufferProto is Buffer.prototype, taken from the buffer module by NewBuffer.
	BufferProto *core.Persistent

	// OutOfMemory, if set, tells the user that the heap is above its limit; the environment ends then.
	OutOfMemory func()
	// Exit ends the process (or the worker); set by the embedder.
	Exit func(code int)
	// Exiting is set once process.reallyExit ran: nothing runs JavaScript any more.
	Exiting bool

	table    []Binding
	made     map[string]*core.Persistent
	depth    int // nested callbacks into JavaScript
	cleanups []func()
	// contexts has the continuation data of callbacks that Keep made, where there was any.
	contexts map[*core.Persistent]*core.Persistent
	data     map[string]any
	tracked  []*Tracked
	counted  []requestCount
}

// Binding is a row of the table of bindings: Make fills a fresh object.
type Binding struct {
	Name string
	Make func(e *Env, target core.Value)
}

// NewEnv ties an isolate and a loop together; table is sorted by nothing and holds every binding.
func NewEnv(iso *core.Isolate, l *loop.Loop, table []Binding) *Env {
	e := &Env{Iso: iso, Loop: l, table: table, made: map[string]*core.Persistent{}, data: map[string]any{}}
	iso.SetUserData(e)
	return e
}

// Of returns the environment of an isolate.
func Of(iso *core.Isolate) *Env { return iso.UserData().(*Env) }

// Data and SetData keep one Go value per key: the state of a binding.
func (e *Env) Data(key string) any       { return e.data[key] }
func (e *Env) SetData(key string, x any) { e.data[key] = x }

// AtCleanup registers what must happen before the environment ends, last first.
func (e *Env) AtCleanup(f func()) { e.cleanups = append(e.cleanups, f) }

// Cleanup runs the cleanups.
func (e *Env) Cleanup() {
	for len(e.cleanups) > 0 {
		f := e.cleanups[len(e.cleanups)-1]
		e.cleanups = e.cleanups[:len(e.cleanups)-1]
		f()
	}
}

// Get returns the binding object of a name, made on first use; ok is false when there is none.
func (e *Env) Get(name string) (core.Value, bool) {
	if p := e.made[name]; p != nil {
		return p.Value(), true
	}
	for i := range e.table {
		if e.table[i].Name == name {
			iso := e.Iso
			p := iso.NewPersistent(iso.NewObject())
			e.made[name] = p
			m := iso.HandleMark()
			old := iso.SetHostFunctions(true)
			e.table[i].Make(e, p.Value())
			iso.SetHostFunctions(old)
			iso.ReleaseHandles(m)
			return p.Value(), true
		}
	}
	return core.Undefined, false
}

// InternalBinding is the host function internalBinding(name).
func InternalBinding(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	name, ok := iso.ToGoString(a.Arg(0))
	if !ok {
		return core.Undefined, false
	}
	if v, ok := Of(iso).Get(name); ok {
		return v, true
	}
	return iso.ThrowError(0, "No such binding: %s", name)
}

// Set adds a property to a binding object; v must have been made since the last operation that may run JavaScript.
func (e *Env) Set(target core.Value, name string, v core.Value) {
	e.Iso.DefineValue(target, e.Iso.KeyOfGo(name), v, layout.AttrDefault)
}

// SetString, SetNumber and SetBool add constants.
func (e *Env) SetString(target core.Value, name, v string) { e.Set(target, name, e.Iso.NewString(v)) }
func (e *Env) SetNumber(target core.Value, name string, f float64) {
	e.Set(target, name, core.Number(f))
}
func (e *Env) SetBool(target core.Value, name string, b bool) { e.Set(target, name, core.Bool(b)) }

// MakeCallback calls a JavaScript function from the loop: then the nextTick queue and the microtasks run until both are empty. An
// exception goes to the process's uncaughtException handling. Arguments must be fresh.
func (e *Env) MakeCallback(f, this core.Value, args ...core.Value) (core.Value, bool) {
	if e.Exiting {
		return core.Undefined, false
	}
	iso := e.Iso
	e.depth++
	v, ok := iso.Call(f, this, args...)
	e.depth--
	if !ok {
		e.ReportException()
		if e.Exiting {
			return core.Undefined, false
		}
		if e.depth == 0 {
			e.DrainTicks()
		}
		return core.Undefined, false
	}
	if e.depth == 0 {
		h := iso.NewHandle(v)
		e.DrainTicks()
		v = h.Value()
	}
	return v, true
}

// Keep makes a persistent handle of a callback that Callback will call once, and notes the continuation data (AsyncLocalStorage)
// of the moment, which is current again during that call.
func (e *Env) Keep(f core.Value) *core.Persistent {
	p := e.Iso.NewPersistent(f)
	if d := e.Iso.EmbedderData(); d != core.Undefined {
		if e.contexts == nil {
			e.contexts = map[*core.Persistent]*core.Persistent{}
		}
		e.contexts[p] = e.Iso.NewPersistent(d)
	}
	return p
}

// Context returns a persistent handle of the continuation data of the moment, nil when there is none: handles keep it for their
// events. Within makes it current while f runs.
func (e *Env) Context() *core.Persistent {
	if d := e.Iso.EmbedderData(); d != core.Undefined {
		return e.Iso.NewPersistent(d)
	}
	return nil
}

// Within runs f, the delivery of an event of a handle, with the handle's continuation data.
func (e *Env) Within(ctx *core.Persistent, f func()) {
	if ctx == nil {
		f()
		return
	}
	e.Iso.SetEmbedderData(ctx.Value())
	f()
	if e.depth == 0 {
		e.Iso.SetEmbedderData(core.Undefined)
	}
}

// Callback is MakeCallback for a persistent function that is called once: it is closed.
func (e *Env) Callback(f *core.Persistent, args ...core.Value) {
	iso := e.Iso
	m := iso.HandleMark()
	fn := f.Value()
	if d := e.contexts[f]; d != nil {
		delete(e.contexts, f)
		iso.SetEmbedderData(d.Value())
		d.Close()
	}
	f.Close()
	e.MakeCallback(fn, core.Undefined, args...)
	if e.depth == 0 {
		iso.SetEmbedderData(core.Undefined)
	}
	iso.ReleaseHandles(m)
}

// DrainTicks runs microtasks, and the JavaScript tick callback when something is queued there (BOOTSTRAP.md 6).
func (e *Env) DrainTicks() {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	for !e.Exiting {
		if len(e.TickInfo) < 2 || e.TickInfo[0] == 0 {
			if iso.HasMicrotasks() && !iso.RunMicrotasks() {
				return
			}
		}
		if e.TickCallback == nil || len(e.TickInfo) > 1 && e.TickInfo[0] == 0 && e.TickInfo[1] == 0 {
			return
		}
		this := core.Value(core.Undefined)
		if e.Process != nil {
			this = e.Process.Value()
		}
		e.depth++
		_, ok := iso.Call(e.TickCallback.Value(), this)
		e.depth--
		if ok || e.Exiting {
			return
		}
		e.ReportException()
		iso.ReleaseHandles(m)
	}
}

// Depth is the number of callbacks into JavaScript under way; Enter and Leave change it around calls that must not drain.
func (e *Env) Enter() { e.depth++ }

// Leave ends Enter.
func (e *Env) Leave() { e.depth-- }

// ReportException hands the pending exception to the process (uncaughtException); if nothing handles it the process exits.
func (e *Env) ReportException() {
	iso := e.Iso
	if iso.Terminating() {
		if iso.OutOfMemory() && !e.Exiting {
			if e.OutOfMemory != nil {
				e.OutOfMemory()
			}
			e.Exit(134)
		}
		return
	}
	if exc, ok := iso.Catch(); ok {
		e.Uncaught(exc, false)
	}
}

// Uncaught is what happens to an uncaught exception (BOOTSTRAP.md 7): JavaScript decides, or the process ends.
func (e *Env) Uncaught(exc core.Value, fromPromise bool) {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(exc)
	if e.FatalException == nil {
		printFallback(iso, h.Value())
		e.Exit(1)
		return
	}
	location := core.Value(core.Undefined)
	if e.ErrorLocation != nil && !fromPromise {
		location = e.ErrorLocation(e, exc)
	}
	e.depth++
	v, ok := iso.Call(e.FatalException.Value(), core.Undefined, h.Value(), core.Bool(fromPromise), location)
	e.depth--
	switch {
	case e.Exiting || iso.Terminating():
	case !ok:
		exc, _ := iso.Catch()
		printFallback(iso, exc)
		e.Exit(7)
	case v.IsNumber():
		e.Exit(int(v.AsFloat()))
	}
}

// NewBuffer makes a Node Buffer with a copy of b; ok is false, with a RangeError, when memory is refused. The first call may run
// JavaScript: it loads the buffer module.
func (e *Env) NewBuffer(b []byte) (core.Value, bool) {
	if e.BufferProto == nil && e.RequireBuiltin != nil {
		e.Iso.WithoutCollecting(e.loadBuffer)
	}
	v, ok := e.Iso.NewUint8Array(b)
	if ok && e.BufferProto != nil {
		e.Iso.SetProto(v.Ref(), e.BufferProto.Value())
	}
	return v, ok
}

// loadBuffer takes Buffer.prototype from the buffer module. (JS)
func (e *Env) loadBuffer() {
	m := e.Iso.HandleMark()
	if mod, ok := e.RequireBuiltin("buffer"); ok {
		if c, ok := e.Iso.Get(mod, e.Iso.KeyOfGo("Buffer")); ok && c.IsObject() {
			if p, ok := e.Iso.Get(c, e.Iso.KeyOfGo("prototype")); ok {
				e.BufferProto = e.Iso.NewPersistent(p)
			}
		}
	}
	e.Iso.ReleaseHandles(m)
}
