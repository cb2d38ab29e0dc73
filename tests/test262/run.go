package test262

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Runner runs tests; it may be used by several goroutines.
type Runner struct {
	Dir     string
	Stress  gc.StressOptions
	Timeout time.Duration

	mu    sync.Mutex
	units map[string]*bytecode.Unit
}

// harness returns the compiled unit of a harness file.
func (r *Runner) harness(name string) (*bytecode.Unit, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if u := r.units[name]; u != nil {
		return u, nil
	}
	src, err := os.ReadFile(filepath.Join(r.Dir, "harness", name))
	if err != nil {
		return nil, err
	}
	u, serr := compile.Script(src, compile.Options{Filename: name})
	if serr != nil {
		return nil, fmt.Errorf("%s: %s", name, serr.Msg)
	}
	if r.units == nil {
		r.units = map[string]*bytecode.Unit{}
	}
	r.units[name] = u
	return u, nil
}

// Run runs all variants of a test: "" or what failed first.
func (r *Runner) Run(t *Test) string {
	switch {
	case t.Flags["raw"], t.Flags["module"], t.Flags["noStrict"]:
		return r.variant(t, false)
	case t.Flags["onlyStrict"]:
		return r.variant(t, true)
	}
	if msg := r.variant(t, false); msg != "" {
		return msg
	}
	if msg := r.variant(t, true); msg != "" {
		return "strict: " + msg
	}
	return ""
}

// state is what the host functions of one run note down; it is the isolate's user data.
type state struct {
	runner *Runner
	dir    string // folder of the test, for module specifiers
	prints []string
	done   bool
	mods   *modules
	agents *agents
	agent  *agent
	tasks  chan func(*core.Isolate) // Atomics.waitAsync completions
}

func (r *Runner) variant(t *Test, strict bool) (msg string) {
	defer func() {
		if x := recover(); x != nil {
			stack := string(debug.Stack())
			if i := strings.Index(stack, "panic("); i > 0 {
				stack = stack[i:]
			}
			lines := strings.Split(stack, "\n")
			var at []string
			for _, l := range lines {
				if strings.HasPrefix(l, "\t") && len(at) < 6 {
					l = strings.TrimSpace(l)
					if i := strings.LastIndex(l, "/"); i >= 0 {
						l = l[i+1:]
					}
					l, _, _ = strings.Cut(l, " ")
					at = append(at, l)
				}
			}
			msg = fmt.Sprintf("CRASH: %.200v @ %s", x, strings.Join(at, " "))
		}
	}()
	debug.SetPanicOnFault(true)
	iso, err := core.NewIsolate(core.Options{HashSeed: 7, Stress: r.Stress, MaxHeap: 1 << 30})
	if err != nil {
		return err.Error()
	}
	defer iso.Close()
	st := &state{runner: r, dir: filepath.Dir(filepath.Join(r.Dir, "test", t.Name))}
	iso.SetUserData(st)
	iso.NewRealm()
	installHost(iso)
	st.mods = newModules(iso)
	st.agents = &agents{}
	defer st.agents.stop()
	st.tasks = make(chan func(*core.Isolate), 64)
	iso.Hooks().PostTask = func(f func(*core.Isolate)) {
		select {
		case st.tasks <- f:
		default:
		}
	}
	timer := time.AfterFunc(r.Timeout, iso.Terminate)
	defer timer.Stop()

	if !t.Flags["raw"] {
		inc := append([]string{"assert.js", "sta.js"}, t.Includes...)
		if t.Flags["async"] {
			inc = append(inc, "doneprintHandle.js")
		}
		for _, name := range inc {
			u, err := r.harness(name)
			if err != nil {
				return err.Error()
			}
			if _, ok := iso.RunUnit(u, &vm.ScriptData{Filename: name}); !ok {
				return "harness " + name + ": " + r.exception(iso)
			}
		}
	}
	var ok bool
	if t.Flags["module"] {
		msg, ok = r.runModule(iso, t)
	} else {
		msg, ok = r.runScript(iso, t, strict)
	}
	if !ok {
		return msg
	}
	if iso.Terminating() {
		return "TIMEOUT"
	}
	if t.Flags["async"] {
		for _, p := range st.prints {
			if p == "Test262:AsyncTestComplete" {
				return ""
			}
		}
		return "async: " + strings.Join(st.prints, " | ")
	}
	return ""
}

// finished tells whether an async test has spoken.
func (st *state) finished() bool { return len(st.prints) > 0 }

// exception takes the pending exception and renders it.
func (r *Runner) exception(iso *core.Isolate) string {
	if iso.Terminating() {
		return "TIMEOUT"
	}
	e, _ := iso.Catch()
	return describe(iso, e)
}

// describe renders an exception with the name of its constructor and its message.
func describe(iso *core.Isolate, e core.Value) string {
	if !e.IsObject() {
		return iso.Display(e)
	}
	h := iso.NewHandle(e)
	n := errorName(iso, e)
	m, ok := iso.Get(h.Value(), iso.K(object.AtomMessage))
	if !ok || n == "" || !m.IsString() {
		iso.Catch()
		return iso.Display(h.Value())
	}
	return n + ": " + iso.GoString(m)
}

// errorName returns the name of the constructor of an exception.
func errorName(iso *core.Isolate, e core.Value) string {
	if !e.IsObject() {
		return ""
	}
	c, ok := iso.Get(e, iso.K(object.AtomConstructor))
	if !ok || !c.IsObject() {
		return ""
	}
	n, ok := iso.Get(c, iso.K(object.AtomName))
	if !ok || !n.IsString() {
		return ""
	}
	return iso.GoString(n)
}

// expected judges an exception in a phase.
func (r *Runner) expected(iso *core.Isolate, t *Test, phase string) (string, bool) {
	if iso.Terminating() {
		return "TIMEOUT", false
	}
	e, _ := iso.Catch()
	h := iso.NewHandle(e)
	if t.Error != "" && t.Phase == phase {
		if n := errorName(iso, e); n != t.Error {
			return fmt.Sprintf("%s error: got %s, want %s", phase, n, t.Error), false
		}
		return "", true
	}
	return describe(iso, h.Value()), false
}

func (r *Runner) runScript(iso *core.Isolate, t *Test, strict bool) (string, bool) {
	src := t.Source
	if strict {
		src = "\"use strict\";\n" + src
	}
	u, serr := compile.Script([]byte(src), compile.Options{Filename: t.Name, CheckRegExp: iso.Hooks().CheckRegExp})
	if serr != nil {
		iso.ThrowCompileError(serr, t.Name)
		return r.expected(iso, t, "parse")
	}
	if t.Phase == "parse" {
		return "no early error, want " + t.Error, false
	}
	if _, ok := iso.RunUnit(u, &vm.ScriptData{Filename: t.Name, HostDefined: filepath.Join(r.Dir, "test", t.Name)}); !ok {
		return r.expected(iso, t, "runtime")
	}
	r.drain(iso)
	if t.Phase == "runtime" {
		return "no error, want " + t.Error, false
	}
	return "", true
}

// drain runs microtasks and the host's timers until nothing is left.
func (r *Runner) drain(iso *core.Isolate) {
	st := iso.UserData().(*state)
	quiet := 0
	for iso.RunMicrotasks() {
		if len(st.tasks) > 0 {
			(<-st.tasks)(iso)
			continue
		}
		if st.finished() {
			return
		}
		if st.mods.runTimers(iso) {
			quiet = 0
			continue
		}
		// Other agents may still wake a waiter.
		if len(st.agents.list) == 0 || st.finished() || quiet > 100 {
			return
		}
		quiet++
		select {
		case f := <-st.tasks:
			f(iso)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func text(iso *core.Isolate, v core.Value) string {
	if s, ok := iso.ToGoString(v); ok {
		return s
	}
	iso.Catch()
	return "?"
}

var hostRows = []core.Row{
	{Name: "detachArrayBuffer", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		b := a.Arg(0)
		if !b.IsObject() || iso.KindOf(b.Ref()) != layout.KindArrayBuffer {
			return iso.ThrowTypeError("not an ArrayBuffer")
		}
		iso.DetachBuffer(b.Ref())
		return core.Null, true
	}},
	{Name: "evalScript", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		src, ok := iso.ToGoString(a.Arg(0))
		if !ok {
			return core.Undefined, false
		}
		// The realm is the one the function belongs to.
		realm := iso.Ref(a.Callee().Ref(), layout.FunctionRealm)
		before := iso.SetRealm(realm)
		v, ok := iso.RunScript(src, "evalScript")
		iso.SetRealm(before)
		return v, ok
	}},
	{Name: "gc", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		iso.Collect(gc.Major, "$262.gc")
		return core.Undefined, true
	}},
	{Name: "AbstractModuleSource", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return iso.ThrowTypeError("Illegal constructor")
	}},
}

var printRow = core.Row{Name: "print", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	st := iso.UserData().(*state)
	st.prints = append(st.prints, text(iso, a.Arg(0)))
	return core.Undefined, true
}}

var setTimeoutRow = core.Row{Name: "setTimeout", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	ms, _ := iso.ToFloat(a.Arg(1))
	st := iso.UserData().(*state)
	st.mods.timers = append(st.mods.timers, timer{at: time.Now().Add(time.Duration(ms) * time.Millisecond), fn: iso.NewPersistent(a.Arg(0))})
	return core.Undefined, true
}}

func createRealm(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	_, before := iso.NewRealm()
	v := installHost(iso)
	iso.SetRealm(before)
	return v, true
}

// installHost gives the current realm $262, print and setTimeout; it returns $262.
func installHost(iso *core.Isolate) core.Value {
	o := iso.NewObject()
	iso.DefineRows(o, hostRows)
	iso.AddOwn(o.Ref(), iso.KeyOfGo("createRealm"), iso.NewBuiltin("createRealm", 0, createRealm), layout.AttrHidden)
	iso.AddOwn(o.Ref(), iso.KeyOfGo("global"), iso.Intrinsic(vm.GlobalThis), layout.AttrDefault)
	dda := iso.NewBuiltin("IsHTMLDDA", 0, func(*core.Isolate, *core.Args) (core.Value, bool) { return core.Null, true })
	iso.SetShapeBits(dda.Ref(), layout.ShapeUndetectable)
	iso.AddOwn(o.Ref(), iso.KeyOfGo("IsHTMLDDA"), dda, layout.AttrDefault)
	ag := iso.NewObject()
	iso.DefineRows(ag, agentRows)
	iso.AddOwn(ag.Ref(), iso.KeyOfGo("start"), iso.NewBuiltin("start", 1, startAgent), layout.AttrHidden)
	iso.AddOwn(o.Ref(), iso.KeyOfGo("agent"), ag, layout.AttrDefault)
	iso.SetGlobal("$262", o)
	iso.SetGlobal("print", iso.NewBuiltinRow(&printRow, core.Undefined))
	iso.SetGlobal("setTimeout", iso.NewBuiltinRow(&setTimeoutRow, core.Undefined))
	return o
}

type timer struct {
	at time.Time
	fn *core.Persistent
}
