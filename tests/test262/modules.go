package test262

import (
	"os"
	"path/filepath"
	"time"

	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
)

// modules is the host's module map and its timers.
type modules struct {
	timers []timer
	loaded map[string]*core.Persistent // path and type -> module
}

func newModules(iso *core.Isolate) *modules {
	m := &modules{loaded: map[string]*core.Persistent{}}
	iso.Hooks().ImportDynamically = m.importDynamically
	return m
}

// runTimers runs the timer that is due next, waiting for it; false when there is none.
func (m *modules) runTimers(iso *core.Isolate) bool {
	if len(m.timers) == 0 {
		return false
	}
	best := 0
	for i := range m.timers {
		if m.timers[i].at.Before(m.timers[best].at) {
			best = i
		}
	}
	t := m.timers[best]
	m.timers = append(m.timers[:best], m.timers[best+1:]...)
	time.Sleep(time.Until(t.at))
	_, ok := iso.Call(t.fn.Value(), core.Undefined)
	t.fn.Close()
	if !ok && !iso.Terminating() {
		iso.Catch()
	}
	return !iso.Terminating()
}

// load returns the record of a module file with all that it requests loaded; false: an exception is pending.
func (m *modules) load(iso *core.Isolate, path, kind, source string) (*core.Persistent, bool) {
	key := kind + ":" + path
	if p := m.loaded[key]; p != nil {
		return p, true
	}
	if source == "" {
		b, err := os.ReadFile(path)
		if err != nil {
			iso.ThrowTypeError("Cannot find module %s", filepath.Base(path))
			return nil, false
		}
		source = string(b)
	}
	switch kind {
	case "json":
		json := iso.Intrinsic(vm.JSONObject)
		f, ok := iso.Get(json, iso.KeyOfGo("parse"))
		if !ok {
			return nil, false
		}
		v, ok := iso.Call(f, json, iso.NewString(source))
		if !ok {
			return nil, false
		}
		h := iso.NewPersistent(v)
		mod := iso.NewSyntheticModule([]string{"default"}, func(iso *core.Isolate, module core.Value) bool {
			return iso.SetModuleExport(module, "default", h.Value())
		})
		p := iso.NewPersistent(mod)
		m.loaded[key] = p
		return p, true
	case "":
	default:
		iso.ThrowTypeError("unknown module type %s", kind)
		return nil, false
	}
	u, serr := compile.Module([]byte(source), compile.Options{Filename: path, CheckRegExp: iso.Hooks().CheckRegExp})
	if serr != nil {
		iso.ThrowCompileError(serr, path)
		return nil, false
	}
	p := iso.NewPersistent(iso.NewSourceTextModule(u, &vm.ScriptData{Filename: path, HostDefined: path}))
	m.loaded[key] = p
	for i := range u.Module.Requests {
		r := &u.Module.Requests[i]
		t, ok := m.load(iso, filepath.Join(filepath.Dir(path), r.Specifier), moduleType(r.Attributes), "")
		if !ok {
			delete(m.loaded, key)
			return nil, false
		}
		iso.SetModuleRequest(p.Value(), i, t.Value())
	}
	return p, true
}

func moduleType(attrs []bytecode.ImportAttribute) string {
	for _, a := range attrs {
		if a.Key == "type" {
			return a.Value
		}
	}
	return ""
}

func (m *modules) importDynamically(iso *core.Isolate, referrer *vm.ScriptData, options, specifier core.Value, attrs []bytecode.ImportAttribute, phase int, promise core.Value) bool {
	from, _ := referrer.HostDefined.(string)
	path := filepath.Join(filepath.Dir(from), iso.GoString(specifier))
	h := iso.NewHandle(promise)
	p, ok := m.load(iso, path, moduleType(attrs), "")
	if !ok {
		return false
	}
	return iso.FinishImport(h.Value(), p.Value())
}

// runModule runs a module test.
func (r *Runner) runModule(iso *core.Isolate, t *Test) (string, bool) {
	st := iso.UserData().(*state)
	path := filepath.Join(r.Dir, "test", t.Name)
	p, ok := st.mods.load(iso, path, "", t.Source)
	if !ok {
		phase := "parse"
		if t.Phase == "resolution" {
			phase = "resolution"
		}
		return r.expected(iso, t, phase)
	}
	if t.Phase == "parse" {
		return "no early error, want " + t.Error, false
	}
	if !iso.ModuleLink(p.Value()) {
		return r.expected(iso, t, "resolution")
	}
	if t.Phase == "resolution" {
		return "no error while linking, want " + t.Error, false
	}
	v, ok := iso.ModuleEvaluate(p.Value())
	if !ok {
		return r.expected(iso, t, "runtime")
	}
	promise := iso.NewPersistent(v)
	r.drain(iso)
	if iso.Terminating() {
		return "TIMEOUT", false
	}
	state, result := iso.PromiseStateOf(promise.Value())
	switch state {
	case layout.PromiseReject:
		iso.Throw(result)
		return r.expected(iso, t, "runtime")
	case layout.PromisePending:
		if !t.Flags["async"] {
			return "evaluation did not end", false
		}
	}
	if t.Phase == "runtime" {
		return "no error, want " + t.Error, false
	}
	return "", true
}
