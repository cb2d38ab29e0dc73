package interp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gonode/gonode/core/builtins"
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/interp"
	"github.com/gonode/gonode/core/regexp"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// TestLanguage runs the language directory of test262 (TEST262_DIR; T262 selects a part, FAILS names a file for the list of
// failures) and reports the pass rate. It fails only where a floor is given in T262_MIN (percent).
func TestLanguage(t *testing.T) {
	root := os.Getenv("TEST262_DIR")
	part := os.Getenv("T262")
	if root == "" || part == "" {
		t.Skip("no TEST262_DIR and T262")
	}
	var files []string
	filepath.Walk(filepath.Join(root, "test", part), func(p string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && strings.HasSuffix(p, ".js") && !strings.Contains(p, "_FIXTURE") {
			files = append(files, p)
		}
		return nil
	})
	h := &harness{root: root, cache: map[string]string{}}
	type result struct{ file, err string }
	var mu sync.Mutex
	var failed []result
	pass, skip := 0, 0
	work := make(chan string)
	var wg sync.WaitGroup
	for range runtime.NumCPU() {
		wg.Add(1)
		go func() {
			defer wg.Done()
			debug.SetPanicOnFault(true)
			for f := range work {
				ran, err := h.run(f)
				mu.Lock()
				switch {
				case !ran:
					skip++
				case err == "":
					pass++
				default:
					rel, _ := filepath.Rel(filepath.Join(root, "test"), f)
					failed = append(failed, result{rel, err})
				}
				mu.Unlock()
			}
		}()
	}
	for _, f := range files {
		work <- f
	}
	close(work)
	wg.Wait()
	sort.Slice(failed, func(i, j int) bool { return failed[i].file < failed[j].file })
	t.Logf("%s: %d passed, %d failed, %d skipped: %.1f%%", part, pass, len(failed), skip, 100*float64(pass)/float64(pass+len(failed)))
	if out := os.Getenv("FAILS"); out != "" {
		var b strings.Builder
		for _, r := range failed {
			fmt.Fprintf(&b, "%s\t%s\n", r.file, strings.ReplaceAll(r.err, "\n", " "))
		}
		os.WriteFile(out, []byte(b.String()), 0o644)
	}
}

type harness struct {
	root  string
	mu    sync.Mutex
	cache map[string]string
}

func (h *harness) include(name string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s, ok := h.cache[name]; ok {
		return s
	}
	b, _ := os.ReadFile(filepath.Join(h.root, "harness", name))
	h.cache[name] = string(b)
	return string(b)
}

type meta struct {
	flags, includes, features string
	negPhase, negType         string
}

func parseMeta(src string) (m meta) {
	i := strings.Index(src, "/*---")
	j := strings.Index(src, "---*/")
	if i < 0 || j < i {
		return
	}
	section := ""
	for _, line := range strings.Split(src[i+5:j], "\n") {
		trimmed := strings.TrimSpace(line)
		if !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "-") {
			section = ""
		}
		switch {
		case strings.HasPrefix(line, "flags:"):
			m.flags, section = line, "flags"
		case strings.HasPrefix(line, "includes:"):
			m.includes, section = line[9:], "includes"
		case strings.HasPrefix(line, "features:"):
			m.features, section = line, "features"
		case strings.HasPrefix(line, "negative:"):
			section = "negative"
		case section == "negative" && strings.HasPrefix(trimmed, "phase:"):
			m.negPhase = strings.TrimSpace(trimmed[6:])
		case section == "negative" && strings.HasPrefix(trimmed, "type:"):
			m.negType = strings.TrimSpace(trimmed[5:])
		case section == "flags":
			m.flags += " " + trimmed
		case section == "includes":
			m.includes += "," + strings.TrimPrefix(trimmed, "- ")
		case section == "features":
			m.features += "," + strings.TrimPrefix(trimmed, "- ")
		}
	}
	return
}

func (h *harness) run(file string) (ran bool, failure string) {
	b, err := os.ReadFile(file)
	if err != nil {
		return false, ""
	}
	src := string(b)
	m := parseMeta(src)
	for _, f := range []string{"source-phase-imports", "import-defer", "ShadowRealm", "decorators", "Temporal", "tail-call-optimization"} {
		if strings.Contains(m.features, f) {
			return false, ""
		}
	}
	if strings.Contains(m.flags, "module") {
		return true, h.runModule(file, src, m)
	}
	if strings.Contains(m.flags, "CanBlockIsFalse") {
		return false, ""
	}
	modes := []bool{false, true}
	switch {
	case strings.Contains(m.flags, "onlyStrict"):
		modes = []bool{true}
	case strings.Contains(m.flags, "noStrict"), strings.Contains(m.flags, "raw"):
		modes = []bool{false}
	}
	for _, strict := range modes {
		if e := h.runMode(file, src, m, strict); e != "" {
			if strict {
				e = "(strict) " + e
			}
			return true, e
		}
	}
	return true, ""
}

func (h *harness) isolate() (*vm.Isolate, error) {
	var stress gc.StressOptions
	if os.Getenv("STRESS") != "" {
		stress = gc.StressOptions{Scavenge: 1, Major: 7}
	}
	iso, err := vm.New(vm.Config{Heap: gc.Config{Stress: stress}, HashSeed: 1})
	if err != nil {
		return nil, err
	}
	interp.Install(iso)
	builtins.Install(iso)
	iso.NewRealm()
	return iso, nil
}

func errorName(iso *vm.Isolate, e vm.Value) string {
	if e.IsObject() {
		if v, ok := iso.LookupData(e, iso.KeyOfGo("constructor")); ok && v.IsObject() {
			if n, ok := iso.LookupData(v, iso.KeyOfGo("name")); ok && n.IsString() {
				return iso.GoString(n)
			}
		}
	}
	return iso.Display(e)
}

func (h *harness) prepare(iso *vm.Isolate, m meta, done *string) string {
	host := iso.NewObject()
	iso.SetGlobal("$262", host)
	add := func(name string, n int, fn vm.Builtin) {
		f := iso.NewBuiltin(name, n, fn)
		v, _ := iso.LookupData(iso.Intrinsic(vm.GlobalObject), iso.KeyOfGo("$262"))
		iso.DefineValue(v, iso.KeyOfGo(name), f, 7)
	}
	var evalIn func(iso *vm.Isolate, a *vm.Args) (vm.Value, bool)
	evalIn = func(iso *vm.Isolate, a *vm.Args) (vm.Value, bool) {
		s, ok := iso.ToGoString(a.Arg(0))
		if !ok {
			return undef, false
		}
		return iso.RunScript(s, "eval.js")
	}
	add("evalScript", 1, evalIn)
	add("gc", 0, func(iso *vm.Isolate, a *vm.Args) (vm.Value, bool) { iso.RequestGC(); return undef, true })
	add("createRealm", 0, func(iso *vm.Isolate, a *vm.Args) (vm.Value, bool) {
		_, before := iso.NewRealm()
		g := iso.NewHandle(iso.Intrinsic(vm.GlobalObject))
		o := iso.NewHandle(iso.NewObject())
		iso.DefineValue(o.Value(), iso.KeyOfGo("global"), g.Value(), 7)
		f := iso.NewBuiltin("evalScript", 1, evalIn)
		iso.DefineValue(o.Value(), iso.KeyOfGo("evalScript"), f, 7)
		iso.SetRealm(before)
		return o.Value(), true
	})
	host, _ = iso.LookupData(iso.Intrinsic(vm.GlobalObject), iso.KeyOfGo("$262"))
	iso.DefineValue(host, iso.KeyOfGo("global"), iso.Intrinsic(vm.GlobalObject), 7)
	iso.SetGlobal("print", iso.NewBuiltin("print", 1, func(iso *vm.Isolate, a *vm.Args) (vm.Value, bool) {
		s, ok := iso.ToGoString(a.Arg(0))
		*done = s
		return undef, ok
	}))
	if strings.Contains(m.flags, "raw") {
		return ""
	}
	includes := []string{"assert.js", "sta.js"}
	if strings.Contains(m.flags, "async") {
		includes = append(includes, "doneprintHandle.js")
	}
	for _, i := range strings.FieldsFunc(m.includes, func(r rune) bool { return strings.ContainsRune(" ,[]\r", r) }) {
		includes = append(includes, i)
	}
	for _, i := range includes {
		if _, ok := iso.RunScript(h.include(i), i); !ok {
			e, _ := iso.Catch()
			return "harness " + i + ": " + iso.Display(e)
		}
	}
	return ""
}

const undef = gc.Undefined

func (h *harness) runMode(file, src string, m meta, strict bool) (failure string) {
	defer func() {
		if p := recover(); p != nil {
			failure = fmt.Sprint("panic: ", p)
			if f, ok := p.(*vm.FatalError); ok {
				failure = fmt.Sprintf("panic: %v %.1500s", f.Cause, f.GoStack)
			}
		}
	}()
	u, cerr := compile.Script([]byte(src), compile.Options{Filename: file, Strict: strict, CheckRegExp: regexp.Check})
	if m.negPhase == "parse" {
		if cerr == nil {
			return "no early error"
		}
		return ""
	}
	if cerr != nil {
		return "early " + cerr.Error()
	}
	iso, err := h.isolate()
	if err != nil {
		return err.Error()
	}
	defer iso.Close()
	timer := time.AfterFunc(10*time.Second, iso.Terminate)
	defer timer.Stop()
	done := ""
	if e := h.prepare(iso, m, &done); e != "" {
		return e
	}
	newLoader(iso)
	_, ok := iso.RunUnit(u, &vm.ScriptData{Filename: file})
	return h.verdict(iso, m, ok, &done)
}

func (h *harness) verdict(iso *vm.Isolate, m meta, ok bool, done *string) string {
	if !ok {
		if iso.Terminating() {
			return "timeout"
		}
		e, _ := iso.Catch()
		name := errorName(iso, e)
		if m.negType != "" {
			if name == m.negType {
				return ""
			}
			return "wrong exception " + name
		}
		if e.IsObject() {
			if v, ok := iso.LookupData(e, iso.KeyOfGo("message")); ok && v.IsString() {
				return "throws " + name + ": " + iso.GoString(v)
			}
		}
		return "throws " + iso.Display(e)
	}
	if m.negType != "" {
		return "did not throw"
	}
	iso.RunMicrotasks()
	if strings.Contains(m.flags, "async") && *done != "Test262:AsyncTestComplete" {
		return "async: " + *done
	}
	return ""
}

func (h *harness) runModule(file, src string, m meta) (failure string) {
	defer func() {
		if p := recover(); p != nil {
			failure = fmt.Sprint("panic: ", p)
			if f, ok := p.(*vm.FatalError); ok {
				failure = fmt.Sprintf("panic: %v %.1500s", f.Cause, f.GoStack)
			}
		}
	}()
	iso, err := h.isolate()
	if err != nil {
		return err.Error()
	}
	defer iso.Close()
	timer := time.AfterFunc(10*time.Second, iso.Terminate)
	defer timer.Stop()
	done := ""
	if e := h.prepare(iso, m, &done); e != "" {
		return e
	}
	l := newLoader(iso)
	mod, ok := l.load(file)
	if m.negPhase == "parse" {
		if ok {
			return "no early error"
		}
		return ""
	}
	if !ok {
		return h.verdict(iso, m, false, &done)
	}
	hm := iso.NewHandle(mod)
	if !iso.ModuleLink(mod) {
		return h.verdict(iso, m, false, &done)
	}
	p, ok := iso.ModuleEvaluate(hm.Value())
	if !ok {
		return h.verdict(iso, m, false, &done)
	}
	hp := iso.NewHandle(p)
	iso.RunMicrotasks()
	if state, v := iso.PromiseStateOf(hp.Value()); state != 1 {
		if state == 0 {
			return "module pending"
		}
		iso.Throw(v)
		return h.verdict(iso, m, false, &done)
	}
	return h.verdict(iso, m, true, &done)
}

// loader is a module map for tests: specifiers are paths relative to the importing file.
type loader struct {
	iso  *vm.Isolate
	mods map[string]*gc.Persistent
}

func newLoader(iso *vm.Isolate) *loader {
	l := &loader{iso: iso, mods: map[string]*gc.Persistent{}}
	iso.Hooks().ImportDynamically = func(iso *vm.Isolate, ref *vm.ScriptData, options vm.Value, spec vm.Value, attrs []bytecode.ImportAttribute, phase int, promise vm.Value) bool {
		hp := iso.NewHandle(promise)
		m, ok := l.resolve(ref.Filename, iso.GoString(spec), attrs)
		if !ok {
			return false
		}
		return iso.FinishImport(hp.Value(), m)
	}
	return l
}

func (l *loader) resolve(from, spec string, attrs []bytecode.ImportAttribute) (vm.Value, bool) {
	typ := ""
	for _, a := range attrs {
		if a.Key == "type" {
			typ = a.Value
		}
	}
	return l.loadType(filepath.Join(filepath.Dir(from), spec), typ)
}

func (l *loader) load(path string) (vm.Value, bool) { return l.loadType(path, "") }

func (l *loader) loadType(path, typ string) (vm.Value, bool) {
	if p := l.mods[path+"|"+typ]; p != nil {
		return p.Value(), true
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return l.iso.ThrowTypeError("Cannot find module %s", filepath.Base(path))
	}
	if typ == "text" || typ == "bytes" || typ == "json" {
		m := l.iso.NewSyntheticModule([]string{"default"}, func(iso *vm.Isolate, module vm.Value) bool {
			hm := iso.NewHandle(module)
			v := iso.NewString(string(src))
			if typ == "json" {
				j, _ := iso.LookupData(iso.Intrinsic(vm.GlobalObject), iso.KeyOfGo("JSON"))
				if !j.IsObject() {
					iso.ThrowTypeError("no JSON")
					return false
				}
				parse, _ := iso.LookupData(j, iso.KeyOfGo("parse"))
				var ok bool
				if v, ok = iso.Call(parse, undef, v); !ok {
					return false
				}
			}
			return iso.SetModuleExport(hm.Value(), "default", v)
		})
		l.mods[path+"|"+typ] = l.iso.NewPersistent(m)
		return m, true
	}
	u, cerr := compile.Module(src, compile.Options{Filename: path, CheckRegExp: regexp.Check})
	if cerr != nil {
		return l.iso.ThrowCompileError(cerr, path)
	}
	m := l.iso.NewSourceTextModule(u, &vm.ScriptData{Filename: path})
	p := l.iso.NewPersistent(m)
	l.mods[path+"|"+typ] = p
	for i, r := range u.Module.Requests {
		t, ok := l.resolve(path, r.Specifier, r.Attributes)
		if !ok {
			delete(l.mods, path+"|"+typ)
			return undef, false
		}
		l.iso.SetModuleRequest(p.Value(), i, t)
	}
	return p.Value(), true
}
