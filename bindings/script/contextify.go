package script

import (
	"bytes"
	"crypto/sha256"
	"strconv"
	"strings"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/syntax"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// referrer is the HostDefined of scripts and modules: who asks in a dynamic import.
type referrer struct {
	obj  *core.Persistent // weak: the script object, function or ModuleWrap
	name string
}

func makeContextify(e *bindings.Env, target core.Value) {
	t := e.Iso.NewHandle(target)
	e.SetClass(t.Value(), &scriptClass)
	e.SetRows(t.Value(), contextifyRows[:])
	constants := e.Iso.NewHandle(e.Iso.NewObject())
	m := e.Iso.NewHandle(e.Iso.NewObject())
	mode := e.Iso.NewHandle(e.Iso.NewObject())
	e.SetNumber(mode.Value(), "SUMMARY", 0)
	e.SetNumber(mode.Value(), "DETAILED", 1)
	e.Set(m.Value(), "mode", mode.Value())
	e.Set(constants.Value(), "measureMemory", m.Value())
	e.Set(t.Value(), "constants", constants.Value())
}

func options(iso *core.Isolate, filename string) compile.Options {
	return compile.Options{Filename: filename, AllowNatives: iso.AllowNatives, CheckRegExp: iso.Hooks().CheckRegExp}
}

// source gives the text of a string argument; a #! line becomes a comment.
func source(iso *core.Isolate, v core.Value, hashbang bool) []byte {
	if !v.IsString() {
		return nil
	}
	src := []byte(iso.GoString(v))
	if hashbang && len(src) > 1 && src[0] == '#' && src[1] == '!' {
		src[0], src[1] = '/', '/'
	}
	return src
}

func throwCompile(iso *core.Isolate, err *syntax.Error, filename string, src []byte) (core.Value, bool) {
	if err.Src == nil {
		err.Src = src
	}
	return iso.ThrowCompileError(err, filename)
}

// runFunctionUnit makes the function of a FunctionBody unit in the current realm.
func runFunctionUnit(iso *core.Isolate, u *bytecode.Unit, d *vm.ScriptData) (core.Value, bool) {
	ref := &referrer{name: d.Filename}
	d.HostDefined = ref
	f, ok := iso.RunUnit(u, d)
	if ok {
		ref.obj = iso.NewWeakPersistent(f, nil)
		iso.SetHostOptions(f, f)
	}
	return f, ok
}

var cjsParams = [...]string{"exports", "require", "module", "__filename", "__dirname"}

// script is a ContextifyScript.
type scriptHost struct {
	unit *bytecode.Unit
	data vm.ScriptData
}

var scriptClass = bindings.Class{
	Name:   "ContextifyScript",
	Length: 8,
	New: func(e *bindings.Env, a *core.Args) (any, bool) {
		iso := e.Iso
		name := bindings.Str(iso, a, 1)
		src := source(iso, a.Arg(0), true)
		o := options(iso, name)
		o.Completion = true
		u, err := compile.Script(src, o)
		if err != nil {
			throwCompile(iso, err, name, src)
			decorate(e)
			return nil, false
		}
		return &scriptHost{unit: u, data: vm.ScriptData{Filename: name, LineOffset: bindings.Int(a, 2), ColumnOffset: bindings.Int(a, 3)}}, true
	},
	Init: func(e *bindings.Env, a *core.Args, x any, self core.Value) bool {
		iso := e.Iso
		h := iso.NewHandle(self)
		s := x.(*scriptHost)
		s.data.HostDefined = &referrer{obj: iso.NewWeakPersistent(self, nil), name: s.data.Filename}
		if b, ok := iso.ViewBytes(a.Arg(4)); ok {
			e.SetBool(h.Value(), "cachedDataRejected", !bytes.Equal(b, cachedData(s.unit.Source)))
		} else if bindings.Truthy(iso, a, 5) {
			b, ok := newBuffer(e, cachedData(s.unit.Source))
			if !ok {
				return false
			}
			hb := iso.NewHandle(b)
			e.SetBool(h.Value(), "cachedDataProduced", true)
			e.Set(h.Value(), "cachedData", hb.Value())
		}
		if s.unit.SourceMapURL != "" {
			e.SetString(h.Value(), "sourceMapURL", s.unit.SourceMapURL)
		} else {
			e.Set(h.Value(), "sourceMapURL", core.Undefined)
		}
		return true
	},
	Rows: scriptRows[:],
}

var scriptRows = [...]core.Row{
	{Name: "runInContext", Length: 5, Fn: runInContext},
	{Name: "createCachedData", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*scriptHost](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return newBuffer(bindings.Of(iso), cachedData(s.unit.Source))
	}},
}

// newBuffer makes a Buffer of bytes.
func newBuffer(e *bindings.Env, b []byte) (core.Value, bool) {
	iso := e.Iso
	v, ok := iso.NewUint8Array(b)
	if !ok {
		return v, false
	}
	h := iso.NewHandle(v)
	req := e.Data("require").(*core.Persistent)
	mod, ok := iso.Call(req.Value(), core.Undefined, iso.NewString("buffer"))
	if !ok {
		return mod, false
	}
	buf, ok := e.GetProp(mod, "Buffer")
	if !ok {
		return buf, false
	}
	proto, ok := e.GetProp(buf, "prototype")
	if !ok {
		return proto, false
	}
	if _, ok := iso.SetPrototypeOf(h.Value(), proto); !ok {
		return core.Undefined, false
	}
	return h.Value(), true
}

func runInContext(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	s, ok := bindings.ThisHost[*scriptHost](iso, a)
	if !ok {
		return core.Undefined, false
	}
	e := bindings.Of(iso)
	realm := iso.Realm()
	if a.Arg(0).IsObject() {
		c := contextOf(e, a.Arg(0))
		if c == core.Undefined {
			return iso.ThrowTypeError("Illegal invocation")
		}
		realm = bindings.HostSlot(iso, c, 0).Ref()
	}
	d := s.data
	if d.HostDefined == nil {
		d.HostDefined = s.data.HostDefined
	}
	old := iso.SetRealm(realm)
	f := iso.ScriptFunction(s.unit, &d)
	iso.SetHostOptions(f, a.This())
	this := iso.Intrinsic(vm.GlobalThis)
	timeout := bindings.Num(a, 1)
	var v core.Value
	run := func() (core.Value, bool) {
		v, ok := iso.Call(f, this)
		return afterEvaluate(iso, realm, v, ok)
	}
	if timeout > 0 {
		v, ok = withTimeout(e, timeout, run)
	} else {
		v, ok = run()
	}
	iso.SetRealm(old)
	if !ok {
		if bindings.Truthy(iso, a, 2) {
			decorate(e)
		}
		return core.Undefined, false
	}
	return v, true
}

// afterEvaluate runs the microtasks of a realm with a queue of its own behind a script that gave v, ok.
func afterEvaluate(iso *core.Isolate, realm core.Ref, v core.Value, ok bool) (core.Value, bool) {
	if iso.Terminating() {
		return v, false
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(v)
	if !ok {
		exc, _ := iso.Catch()
		h.Set(exc)
	}
	if !iso.RunRealmMicrotasks(realm) {
		return core.Undefined, false
	}
	if !ok {
		return iso.Throw(h.Value())
	}
	return h.Value(), true
}

// decorate puts file, line and caret of the pending exception before its stack.
func decorate(e *bindings.Env) {
	iso := e.Iso
	if iso.Terminating() || !iso.HasException() || !iso.Exception().IsObject() {
		return
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	loc, found := iso.LocateError(iso.Exception(), true)
	exc, ok := iso.Catch()
	if !ok {
		return
	}
	h := iso.NewHandle(exc)
	if found && iso.KindOf(exc.Ref()) == layout.KindError && loc.Source != "" {
		stack, ok := e.GetProp(h.Value(), "stack")
		if ok && stack.IsString() {
			caret := strings.Repeat(" ", max(0, loc.Column)) + strings.Repeat("^", max(1, loc.End-loc.Column))
			head := loc.Script + ":" + strconv.Itoa(loc.Line) + "\n" + loc.Source + "\n" + caret + "\n\n"
			if text := iso.GoString(stack); !strings.HasPrefix(text, head) && !strings.Contains(text, "^\n\n") {
				iso.Set(h.Value(), iso.KeyOfGo("stack"), iso.NewString(head+text), false)
			}
		}
		if !ok || iso.HasException() {
			iso.Catch()
		}
	}
	iso.Throw(h.Value())
}

// withTimeout runs f for at most ms milliseconds.
func withTimeout(e *bindings.Env, ms float64, f func() (core.Value, bool)) (core.Value, bool) {
	iso := e.Iso
	fired := make(chan struct{})
	t := time.AfterFunc(time.Duration(ms*1e6), func() {
		close(fired)
		iso.Terminate()
	})
	v, ok := f()
	if !t.Stop() {
		<-fired
		if !e.Exiting {
			iso.CancelTerminate()
			return e.ThrowCode(vm.Error, "ERR_SCRIPT_EXECUTION_TIMEOUT", "Script execution timed out after "+vm.NumberText(ms)+"ms")
		}
	}
	return v, ok
}

// ---- contexts

// contextHost is what a contextified object has: a host object with the realm in slot 0 and the sandbox in slot 1.
type contextHost struct{ noStrings bool }

// contexts returns the weak table sandbox -> context object.
func contexts(e *bindings.Env) *core.Persistent {
	p, _ := e.Data("contexts").(*core.Persistent)
	if p == nil {
		p = e.Iso.NewPersistent(gc.Cell(e.Iso.NewWeakTable()))
		e.SetData("contexts", p)
	}
	return p
}

func contextOf(e *bindings.Env, v core.Value) core.Value {
	iso := e.Iso
	if !v.IsObject() {
		return core.Undefined
	}
	t := contexts(e).Value().Ref()
	if i := iso.WeakFind(t, v); i >= 0 {
		return iso.WeakValue(t, i)
	}
	return core.Undefined
}

// sandboxGlobal serves the properties of a context's global object: the sandbox first, then the realm's own global.
type sandboxGlobal struct{}

func sandboxOf(iso *core.Isolate, obj core.Value) (sandbox, global core.Value) {
	return bindings.HostSlot(iso, obj, 0), bindings.HostSlot(iso, obj, 1)
}

func (sandboxGlobal) Get(iso *core.Isolate, obj core.Value, k core.Key) (core.Value, uint8, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	sb, g := sandboxOf(iso, obj)
	ho := iso.NewHandle(obj)
	for _, h := range [...]core.Handle{iso.NewHandle(sb), iso.NewHandle(g)} {
		has, ok := iso.HasProperty(h.Value(), k)
		if !ok {
			return core.Undefined, 0, false
		}
		if !has {
			continue
		}
		v, ok := iso.Get(h.Value(), k)
		if !ok {
			return core.Undefined, 0, false
		}
		if sb, _ := sandboxOf(iso, ho.Value()); v == sb {
			v = ho.Value()
		}
		return v, layout.AttrDefault, true
	}
	return core.Undefined, 0, false
}

// Describe gives own properties of the sandbox, else of the realm's global.
func (sandboxGlobal) Describe(iso *core.Isolate, obj core.Value, k core.Key) (d core.Desc, found, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	sb, g := sandboxOf(iso, obj)
	hg := iso.NewHandle(g)
	d, found, ok = iso.GetOwnProperty(sb, k)
	if found || !ok {
		return d, found, ok
	}
	return iso.GetOwnProperty(hg.Value(), k)
}

// Store assigns: read-only properties refuse, everything else goes to the sandbox.
func (s sandboxGlobal) Store(iso *core.Isolate, obj core.Value, k core.Key, v core.Value) (done, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	sb, g := sandboxOf(iso, obj)
	hs, hg, hv := iso.NewHandle(sb), iso.NewHandle(g), iso.NewHandle(v)
	d, found, ok := iso.GetOwnProperty(hs.Value(), k)
	if !ok {
		return false, false
	}
	if !found {
		gd, inGlobal, ok := iso.GetOwnProperty(hg.Value(), k)
		if !ok {
			return false, false
		}
		if inGlobal && gd.IsData() && !gd.Writable() {
			return false, true
		}
	} else if d.IsData() && !d.Writable() {
		return false, true
	}
	done, ok = iso.SetReceiver(hs.Value(), k, hv.Value(), hs.Value())
	if !done || !ok {
		return done, ok
	}
	// A variable that a script declared is kept on the true global too: it outlives a delete.
	if gd, inGlobal, _ := iso.GetOwnProperty(hg.Value(), k); inGlobal && gd.IsData() && gd.Writable() {
		_, ok = iso.SetReceiver(hg.Value(), k, hv.Value(), hg.Value())
	}
	return true, ok
}

func (sandboxGlobal) Set(iso *core.Isolate, obj core.Value, k core.Key, v core.Value) (handled, ok bool) {
	sb, _ := sandboxOf(iso, obj)
	_, ok = iso.SetReceiver(sb, k, v, sb)
	return true, ok
}

func (sandboxGlobal) Delete(iso *core.Isolate, obj core.Value, k core.Key) bool {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	sb, g := sandboxOf(iso, obj)
	hg := iso.NewHandle(g)
	done, ok := iso.Delete(sb, k)
	if ok && done {
		done, _ = iso.Delete(hg.Value(), k)
	}
	return done
}

func (sandboxGlobal) Keys(iso *core.Isolate, obj core.Value) []core.Key {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	sb, g := sandboxOf(iso, obj)
	hg := iso.NewHandle(g)
	keys, ok := iso.OwnKeys(sb)
	if !ok {
		return nil
	}
	own, _ := iso.OwnKeys(hg.Value())
	for _, k := range own {
		dup := false
		for _, x := range keys {
			if x == k {
				dup = true
				break
			}
		}
		if !dup {
			keys = append(keys, k)
		}
	}
	return keys
}

// Define puts properties on the sandbox.
func (sandboxGlobal) Define(iso *core.Isolate, obj core.Value, k core.Key, d core.Desc) (handled, done, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	sb, g := sandboxOf(iso, obj)
	hs, hg, hv, get, set := iso.NewHandle(sb), iso.NewHandle(g), iso.NewHandle(d.Value), iso.NewHandle(d.Get), iso.NewHandle(d.Set)
	// The declarations of a script are not configurable on the true global only.
	if d.Has&vm.HasConfigurable != 0 && d.Attrs&layout.AttrConfigurable == 0 && !d.IsAccessor() {
		if _, found, ok := iso.GetOwnProperty(sb, k); ok && !found {
			d.Value, d.Get, d.Set = hv.Value(), get.Value(), set.Value()
			if _, ok := iso.DefineOwn(hg.Value(), k, d); !ok {
				return true, false, false
			}
			d.Attrs |= layout.AttrConfigurable
		}
	}
	d.Value, d.Get, d.Set = hv.Value(), get.Value(), set.Value()
	done, ok = iso.DefineOwn(hs.Value(), k, d) //gcvet:ok its Values were read anew
	return true, done, ok
}

// contextRows are the globals of a context that lib makes; contexts have them from the main realm.
var contextRows = [...]core.Row{
	{Name: "get Intl", Fn: fromMain("Intl")},
	{Name: "get WebAssembly", Fn: fromMain("WebAssembly")},
}

func fromMain(name string) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		return e.GetProp(e.Data("mainGlobal").(*core.Persistent).Value(), name)
	}
}

func makeContext(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	plain := a.Len() > 2 && a.Arg(2) != core.Undefined
	realm, before := iso.NewRealm()
	hr := iso.NewHandle(gc.Cell(realm))
	g := iso.NewHandle(iso.Intrinsic(vm.GlobalObject))
	if e.Data("mainGlobal") == nil {
		iso.SetRealm(before)
		e.SetData("mainGlobal", iso.NewPersistent(iso.Intrinsic(vm.GlobalObject)))
		iso.SetRealm(realm)
	}
	iso.DefineRows(g.Value(), contextRows[:])
	ctx := iso.NewHandle(bindings.NewHostObject(iso, &contextHost{}, core.Null))
	bindings.SetHostSlot(iso, ctx.Value(), 0, hr.Value())
	if mode, _ := e.GetProp(a.Arg(1), "microtaskMode"); mode.IsString() {
		iso.SeparateMicrotasks(realm) //gcvet:ok realms never move
	}
	key := g
	if !plain {
		class, _ := e.Data("sandboxClass").(uint32)
		if class == 0 {
			class = iso.RegisterHostClass(sandboxGlobal{})
			e.SetData("sandboxClass", class)
		}
		iso.SetRealm(before)
		key = iso.NewHandle(a.Arg(0))
		iso.SetRealm(realm)
		outer := iso.NewHandle(bindings.NewInterceptedObject(iso, sandboxGlobal{}, core.Null, class))
		bindings.SetHostSlot(iso, outer.Value(), 0, key.Value())
		bindings.SetHostSlot(iso, outer.Value(), 1, g.Value())
		bindings.SetHostSlot(iso, ctx.Value(), 1, outer.Value())
		iso.DefineValue(g.Value(), iso.KeyOfGo("globalThis"), outer.Value(), layout.AttrHidden)
		iso.SetIntrinsic(vm.GlobalObject, outer.Value())
		iso.SetIntrinsic(vm.GlobalThis, outer.Value())
	}
	iso.SetRealm(before) //gcvet:ok realms never move
	t := contexts(e)
	t.Set(gc.Cell(iso.WeakAdd(t.Value().Ref(), key.Value(), ctx.Value())))
	if plain {
		return g.Value(), true
	}
	return core.Undefined, true
}

// cachedData is what createCachedData() of a script gives. Code is compiled lazily and cached by the engine itself, so it only
// tells whether it was made from the same source.
func cachedData(src []byte) []byte {
	h := sha256.Sum256(src)
	return append([]byte("gonode-cached-data\x01"), h[:]...)
}

// measureMemory gives {used, limit, contexts: [bytes of each]}: the heap is shared by all contexts, so that the main one is charged
// with what the others do not own.
func measureMemory(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	const perContext = 64 << 10
	st := iso.Stats()
	used := st.YoungUsed + st.OldUsed
	n := iso.Realms()
	o := iso.NewHandle(iso.NewObject())
	e.SetNumber(o.Value(), "used", float64(used))
	e.SetNumber(o.Value(), "limit", float64(st.YoungCommitted+st.OldCommitted))
	list := iso.NewHandle(iso.NewArray(0))
	iso.ArrayPush(list.Value(), gc.Number(float64(used-min(used, uint64(n-1)*perContext))))
	for range n - 1 {
		iso.ArrayPush(list.Value(), gc.Number(perContext))
	}
	e.Set(o.Value(), "contexts", list.Value())
	return o.Value(), true
}

var contextifyRows = [...]core.Row{
	{Name: "compileFunctionForCJSLoader", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		name := bindings.Str(iso, a, 1)
		src := source(iso, a.Arg(0), true)
		u, err := compile.FunctionBody(src, cjsParams[:], options(iso, name))
		if err != nil {
			return throwCompile(iso, err, name, src)
		}
		return runFunctionUnit(iso, u, &vm.ScriptData{Filename: name})
	}},
	{Name: "containsModuleSyntax", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		name := bindings.Str(iso, a, 1)
		src := source(iso, a.Arg(0), true)
		if _, err := compile.FunctionBody(src, cjsParams[:], options(iso, name)); err == nil {
			return core.False, true
		}
		_, err := compile.Module(src, options(iso, name))
		return core.Bool(err == nil), true
	}},
	{Name: "compileFunction", Length: 9, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		name := bindings.Str(iso, a, 1)
		src := source(iso, a.Arg(0), false)
		var params []string
		for _, p := range bindings.List(iso, a.Arg(8)) {
			if p.IsString() {
				params = append(params, iso.GoString(p))
			}
		}
		u, err := compile.FunctionBody(src, params, options(iso, name))
		if err != nil {
			throwCompile(iso, err, name, src)
			decorate(e)
			return core.Undefined, false
		}
		realm := iso.Realm()
		if c := contextOf(e, a.Arg(6)); c != core.Undefined {
			realm = bindings.HostSlot(iso, c, 0).Ref()
		}
		old := iso.SetRealm(realm)
		f, ok := runFunctionUnit(iso, u, &vm.ScriptData{Filename: name, LineOffset: bindings.Int(a, 2), ColumnOffset: bindings.Int(a, 3)})
		iso.SetRealm(old)
		if !ok {
			return f, false
		}
		hf := iso.NewHandle(f)
		o := iso.NewHandle(iso.NewObject())
		e.Set(o.Value(), "function", hf.Value())
		if u.SourceMapURL != "" {
			e.SetString(o.Value(), "sourceMapURL", u.SourceMapURL)
		} else {
			e.Set(o.Value(), "sourceMapURL", core.Undefined)
		}
		if iso.ToBoolean(a.Arg(5)) {
			b, ok := newBuffer(e, cachedData(src))
			if !ok {
				return b, false
			}
			hb := iso.NewHandle(b)
			e.SetBool(o.Value(), "cachedDataProduced", true)
			e.Set(o.Value(), "cachedData", hb.Value())
		} else if b, is := iso.ViewBytes(a.Arg(4)); is {
			e.SetBool(o.Value(), "cachedDataRejected", !bytes.Equal(b, cachedData(src)))
		}
		return o.Value(), true
	}},
	{Name: "makeContext", Length: 3, Fn: makeContext},
	{Name: "isContext", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(contextOf(bindings.Of(iso), a.Arg(0)) != core.Undefined), true
	}},
	{Name: "measureMemory", Fn: measureMemory},
	{Name: "createCachedData", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return newBuffer(bindings.Of(iso), cachedData(source(iso, a.Arg(0), false)))
	}},
	{Name: "isCachedDataOf", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		b, _ := iso.ViewBytes(a.Arg(0))
		return core.Bool(bytes.Equal(b, cachedData(source(iso, a.Arg(1), false)))), true
	}},
	{Name: "startSigintWatchdog", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Undefined, true }},
	{Name: "stopSigintWatchdog", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.False, true }},
	{Name: "watchdogHasPendingSigint", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.False, true }},
}

var (
	_ = strings.HasPrefix
	_ = object.AtomLength
)
