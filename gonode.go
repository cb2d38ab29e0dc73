package gonode

import (
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/heap"
	"github.com/gonode/gonode/bindings/node"
	"github.com/gonode/gonode/bindings/options"
	"github.com/gonode/gonode/bindings/process"
	"github.com/gonode/gonode/bindings/script"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/syntax"
	"github.com/gonode/gonode/loop"
)

// Config sets up an Environment.
type Config struct {
	// Options are the parsed command line and NODE_OPTIONS.
	Options *options.Set
	// ExecPath is the path of the executable, Argv0 what it was called as.
	ExecPath, Argv0 string
	// Exit ends the process; it does not return. Nil means that Run returns the exit code instead.
	Exit func(code int)
	// Thread is set for a worker thread.
	Thread *Thread
	// BeforeLoop, if set, is called once when the main program has run and the event loop begins.
	BeforeLoop func()
}

// Environment is one Node environment. It belongs to one goroutine.
type Environment struct {
	*bindings.Env
	config  Config
	code    int
	ended   bool
	require *core.Persistent
}

var useCache sync.Once

// New makes an environment and runs the bootstrap: the process object and the globals are complete when it returns.
func New(c Config) (*Environment, error) {
	if c.Options == nil {
		c.Options = &options.Set{}
	}
	o := engineOptions(c)
	useCache.Do(script.UseUnitCache)
	iso, err := core.NewIsolate(o)
	if err != nil {
		return nil, err
	}
	iso.NewRealm()
	e := &Environment{config: c, Env: bindings.NewEnv(iso, loop.New(), table())}
	e.ExecPath, e.Argv0 = c.ExecPath, c.Argv0
	e.ExecArgv, e.Args = c.Options.ExecArgv, c.Options.Rest
	e.Options = c.Options.Values
	e.SetData("options", c.Options)
	e.SetData("environment", e)
	if t := c.Thread; t != nil {
		e.SetData("thread", t)
		if t.environ != nil {
			process.SetEnviron(e.Env, t.environ)
		}
	}
	e.Exit = func(code int) {
		e.code, e.ended, e.Exiting = code, true, true
		if c.Exit != nil {
			e.Cleanup()
			script.FlushUnitCache()
			c.Exit(code)
		}
		iso.Terminate()
		e.Loop.Stop()
	}
	if c.Thread == nil {
		e.OutOfMemory = func() {
			heap.LastEvents(os.Stderr, iso)
			fmt.Fprintln(os.Stderr, "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory")
		}
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	script.InstallHooks(e.Env)
	if c.Options.Bool("--trace-gc") || c.Options.Bool("--trace-gc-verbose") {
		heap.Trace(e.Env, c.Options.Bool("--trace-gc-verbose"))
	}
	iso.SetLocaleText(e.localeText)
	if c.Options.Bool("--expose-gc") {
		heap.ExposeGC(e.Env)
	}
	if c.Options.Bool("--print-bytecode") {
		heap.PrintBytecode(e.Env, c.Options.String("--print-bytecode-filter"))
	}
	if c.Options.Bool("--cpu-prof") {
		thread := 0
		if c.Thread != nil {
			thread = c.Thread.id
		}
		heap.ProfileRun(e.Env, c.Options.String("--cpu-prof-dir"), c.Options.String("--cpu-prof-name"), heap.Interval(c.Options.Number("--cpu-prof-interval")), thread)
	}
	if name := c.Options.String("--heapsnapshot-signal"); name != "" && c.Thread == nil {
		if s := process.SignalByName(name); s != nil {
			heap.OnSnapshotSignal(e.Env, s, signal.Notify)
		}
	}
	if !e.boot() {
		return nil, e.bootError()
	}
	return e, nil
}

// engineOptions are the limits and switches that the command line or the thread's resourceLimits set.
func engineOptions(c Config) core.Options {
	o := core.Options{AllowNatives: c.Options.Bool("--allow-natives-syntax")}
	mb := func(name string) uint64 { return uint64(max(c.Options.Number(name), 0) * (1 << 20)) }
	o.MaxSemiSpace = mb("--max-semi-space-size")
	o.MinSemiSpace = mb("--min-semi-space-size")
	switch old, all := mb("--max-old-space-size"), mb("--max-heap-size"); {
	case old > 0:
		o.MaxHeap = old
	case all > 0: // of which the young generation has three semi-spaces
		young := min(3*max(o.MaxSemiSpace, o.MinSemiSpace), all/4)
		if o.MaxSemiSpace == 0 {
			young = min(48<<20, all/4)
			o.MaxSemiSpace = max(young/3, 64<<10)
		}
		o.MaxHeap = all - young
	}
	if kb := c.Options.Number("--stack-size"); kb > 0 {
		o.StackSize = uint32(min(kb, 1<<20)) << 10
	}
	if t := c.Thread; t != nil {
		if t.limits[0] > 0 {
			o.MaxSemiSpace = uint64(t.limits[0] / 3 * (1 << 20))
		}
		if t.limits[1] > 0 {
			o.MaxHeap = uint64(t.limits[1] * (1 << 20))
		}
		if t.limits[3] > 0.25 && t.limits[3] < 1024 {
			o.StackSize = uint32(t.limits[3]*(1<<20)) - 192<<10
		}
	}
	return o
}

// boot is BOOTSTRAP.md 1.
func (e *Environment) boot() bool {
	iso := e.Iso
	e.Process = iso.NewPersistent(iso.NewObject())
	old := iso.SetHostFunctions(true)
	ib := iso.NewPersistent(iso.NewBuiltin("internalBinding", 1, bindings.InternalBinding))
	iso.SetHostFunctions(old)
	e.SetData("internalBinding", ib)
	fn, ok := script.CompileBuiltin(e.Env, "internal/bootstrap/realm")
	if !ok {
		return false
	}
	hf := iso.NewHandle(fn)
	mod := iso.NewHandle(iso.NewObject())
	exports := iso.NewHandle(iso.NewObject())
	e.Set(mod.Value(), "exports", exports.Value())
	if _, ok := iso.Call(hf.Value(), core.Undefined, exports.Value(), core.Undefined, mod.Value(), e.Process.Value(), ib.Value()); !ok {
		return false
	}
	ex, ok := e.GetProp(mod.Value(), "exports")
	if !ok {
		return false
	}
	req, ok := e.GetProp(ex, "require")
	if !ok {
		return false
	}
	e.require = iso.NewPersistent(req)
	e.RequireBuiltin = e.Require
	e.SetData("require", e.require)
	_, ok = e.Require("internal/bootstrap/node")
	return ok
}

// Require loads a builtin module by id, internal ones included. May run JavaScript.
func (e *Environment) Require(id string) (core.Value, bool) {
	return e.Iso.Call(e.require.Value(), core.Undefined, e.Iso.NewString(id))
}

// localeText formats with Intl, which is loaded when a program first needs it.
func (e *Environment) localeText(iso *core.Isolate, kind string, value, locales, options core.Value) (core.Value, bool) {
	m := iso.HandleMark()
	hv, hl, ho := iso.NewHandle(value), iso.NewHandle(locales), iso.NewHandle(options)
	v, ok := e.Require("internal/intl")
	if ok {
		v, ok = iso.Get(v, iso.KeyOfGo("localeText"))
	}
	if ok {
		f := iso.NewHandle(v)
		k := iso.NewString(kind)
		v, ok = iso.Call(f.Value(), core.Undefined, k, hv.Value(), hl.Value(), ho.Value())
	}
	iso.ReleaseHandles(m)
	return v, ok
}

func (e *Environment) bootError() error {
	iso := e.Iso
	exc, ok := iso.Catch()
	if !ok {
		return fmt.Errorf("bootstrap was terminated")
	}
	return fmt.Errorf("bootstrap failed: %s", Describe(iso, exc))
}

// Describe renders an exception with its stack for people; JavaScript may run.
func Describe(iso *core.Isolate, exc core.Value) string {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(exc)
	text := ""
	if exc.IsObject() {
		if s, ok := iso.Get(exc, iso.KeyOfGo("stack")); ok && s.IsString() {
			text = iso.GoUTF8(s)
		} else if !ok {
			iso.Catch()
		}
	}
	if text == "" {
		text = iso.Display(h.Value())
	}
	if p := iso.LastSyntaxError(); p.Error != nil && strings.HasPrefix(text, "SyntaxError") {
		text += fmt.Sprintf("\n    in %s at offset %d", p.Filename, errorPos(p.Error))
	}
	return text
}

func errorPos(e *syntax.Error) int { return int(e.Pos) }

// Run runs the main entry that the options ask for, then the event loop to its end, and returns the exit code.
func (e *Environment) Run() int {
	iso := e.Iso
	m := iso.HandleMark()
	e.Enter()
	main := "internal/main/run_main"
	if e.config.Thread != nil {
		main = "internal/main/worker_thread"
	}
	_, ok := e.Require(main)
	e.Leave()
	if !ok {
		e.ReportException()
	}
	iso.ReleaseHandles(m)
	if !e.ended {
		e.DrainTicks()
	}
	return e.Spin()
}

// Spin runs the event loop until nothing is left, emits beforeExit and exit, and returns the exit code.
func (e *Environment) Spin() int {
	iso := e.Iso
	st := process.State(e.Env)
	st.LoopStart = time.Now()
	perf := node.PerfOf(e.Env)
	perf.LoopStart = st.LoopStart
	iso.Settle()
	if e.config.BeforeLoop != nil {
		e.config.BeforeLoop()
	}
	script.FlushUnitCache() // a server may never end in good order
	for !e.ended {
		e.Loop.Run(loop.Default)
		if e.ended {
			break
		}
		if e.Loop.Alive() {
			continue
		}
		if st.BeforeExit == nil {
			break
		}
		m := iso.HandleMark()
		e.MakeCallback(st.BeforeExit.Value(), core.Undefined)
		iso.ReleaseHandles(m)
		if !e.ended && !e.Loop.Alive() {
			break
		}
	}
	if e.ended {
		return e.code
	}
	perf.LoopExit = time.Now()
	code := 0
	if st.EmitExit != nil {
		m := iso.HandleMark()
		e.Enter()
		v, ok := iso.Call(st.EmitExit.Value(), core.Undefined)
		e.Leave()
		if !ok && !e.ended {
			e.ReportException()
			if e.ended {
				return e.code
			}
			code = 7
		} else if v.IsNumber() {
			code = int(v.AsFloat())
		}
		iso.ReleaseHandles(m)
	}
	if e.ended {
		return e.code
	}
	e.Exiting = true
	e.Cleanup()
	script.FlushUnitCache()
	return code
}

// Close releases everything.
func (e *Environment) Close() {
	e.Cleanup()
	e.Iso.Close()
}

// FatalText prints what a Go panic inside the engine means to a user, and ends the process.
func FatalText(x any) {
	if os.Getenv("GONODE_DEBUG") != "" {
		panic(x)
	}
	fmt.Fprintf(os.Stderr, "\n#\n# Fatal error in gonode\n# %s\n#\n", firstLine(fmt.Sprint(x)))
	fmt.Fprintln(os.Stderr, "This is a bug in gonode, not in your program. Set GONODE_DEBUG=1 for the Go stack.")
	os.Exit(134)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
