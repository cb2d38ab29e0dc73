package script

import (
	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// moduleWrap is a ModuleWrap object. Host slots: 0 the module record, 1 the array of linked wraps, 2 the evaluate function.
type moduleWrap struct {
	url       string
	synthetic bool
	self      *core.Persistent // weak
	module    core.Value       // only between New and Init
}

// moduleState keeps the callbacks of module_wrap.
type moduleState struct {
	dynamic, meta *core.Persistent
}

const (
	kUninstantiated = iota
	kInstantiating
	kInstantiated
	kEvaluating
	kEvaluated
	kErrored
)

func stateOf(e *bindings.Env) *moduleState {
	s, _ := e.Data("module_wrap").(*moduleState)
	if s == nil {
		s = &moduleState{}
		e.SetData("module_wrap", s)
	}
	return s
}

func makeModuleWrap(e *bindings.Env, target core.Value) {
	t := e.Iso.NewHandle(target)
	for i, n := range [...]string{"kUninstantiated", "kInstantiating", "kInstantiated", "kEvaluating", "kEvaluated", "kErrored"} {
		e.SetNumber(t.Value(), n, float64(i))
	}
	e.SetNumber(t.Value(), "kSourcePhase", 1)
	e.SetNumber(t.Value(), "kEvaluationPhase", 2)
	e.SetClass(t.Value(), &moduleWrapClass)
	e.SetRows(t.Value(), moduleWrapRows[:])
}

// InstallHooks ties import() and import.meta to the module_wrap binding.
func InstallHooks(e *bindings.Env) {
	h := e.Iso.Hooks()
	h.ImportDynamically = importDynamically
	h.ImportMeta = importMeta
}

func attributesObject(e *bindings.Env, attrs []bytecode.ImportAttribute) core.Value {
	iso := e.Iso
	o := iso.NewHandle(iso.NewObjectProto(core.Null))
	for _, at := range attrs {
		e.SetString(o.Value(), at.Key, at.Value)
	}
	return o.Value()
}

func importDynamically(iso *core.Isolate, ref *vm.ScriptData, options core.Value, specifier core.Value, attrs []bytecode.ImportAttribute, phase int, promise core.Value) bool {
	e := bindings.Of(iso)
	st := stateOf(e)
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hp, hs := iso.NewHandle(promise), iso.NewHandle(specifier)
	if st.dynamic == nil {
		iso.ThrowTypeError("A dynamic import callback was not specified.")
		return false
	}
	obj, name := options, ""
	if ref != nil {
		name = ref.Filename
		if r, ok := ref.HostDefined.(*referrer); ok {
			name = r.name
			if r.obj != nil && !obj.IsObject() {
				obj = r.obj.Value()
			}
		}
	}
	ho := iso.NewHandle(obj)
	at := iso.NewHandle(attributesObject(e, attrs))
	ph := int32(2)
	if phase == 1 {
		ph = 1
	}
	v, ok := iso.Call(st.dynamic.Value(), core.Undefined, ho.Value(), iso.NewString(name), hs.Value(), at.Value(), core.Int(ph))
	if !ok {
		return false
	}
	iso.ResolvePromise(hp.Value(), v)
	return !iso.HasException()
}

func importMeta(iso *core.Isolate, module core.Ref, meta core.Value) bool {
	st := stateOf(bindings.Of(iso))
	d := iso.ModuleData(gc.Cell(module))
	if st.meta == nil || d == nil {
		return true
	}
	r, ok := d.HostDefined.(*referrer)
	if !ok || r.obj == nil {
		return true
	}
	_, ok = iso.Call(st.meta.Value(), core.Undefined, r.obj.Value(), meta)
	return ok
}

var moduleWrapClass = bindings.Class{
	Name:   "ModuleWrap",
	Length: 5,
	New: func(e *bindings.Env, a *core.Args) (any, bool) {
		iso := e.Iso
		w := &moduleWrap{url: bindings.Str(iso, a, 0)}
		realm := iso.Realm()
		if c := contextOf(e, a.Arg(4)); c != core.Undefined {
			realm = bindings.HostSlot(iso, c, 0).Ref()
		}
		old := iso.SetRealm(realm)
		defer iso.SetRealm(old)
		if a.Arg(1).IsString() {
			src := source(iso, a.Arg(1), true)
			u, err := compile.Module(src, options(iso, w.url))
			if err != nil {
				throwCompile(iso, err, w.url, src)
				return nil, false
			}
			d := &vm.ScriptData{Filename: w.url, LineOffset: bindings.Int(a, 2), ColumnOffset: bindings.Int(a, 3)}
			d.HostDefined = &referrer{name: w.url}
			w.module = iso.NewSourceTextModule(u, d)
			return w, true
		}
		w.synthetic = true
		var names []string
		for _, v := range bindings.List(iso, a.Arg(1)) {
			if v.IsString() {
				names = append(names, iso.GoString(v))
			}
		}
		w.module = iso.NewSyntheticModule(names, func(iso *core.Isolate, _ core.Value) bool {
			self := w.self.Value()
			if !self.IsObject() {
				return true
			}
			f := bindings.HostSlot(iso, self, 2)
			if !iso.IsCallable(f) {
				return true
			}
			_, ok := iso.Call(f, self)
			return ok
		})
		return w, true
	},
	Init: func(e *bindings.Env, a *core.Args, x any, self core.Value) bool {
		iso := e.Iso
		w := x.(*moduleWrap)
		h := iso.NewHandle(self)
		w.self = iso.NewWeakPersistent(self, nil)
		bindings.SetHostSlot(iso, self, 0, w.module)
		if w.synthetic {
			bindings.SetHostSlot(iso, self, 2, a.Arg(2))
		} else if d := iso.ModuleData(w.module); d != nil {
			d.HostDefined.(*referrer).obj = w.self
			iso.SetHostOptions(w.module, h.Value())
		}
		w.module = core.Undefined
		e.SetString(h.Value(), "url", w.url)
		return true
	},
	Rows: wrapRows[:],
}

// thisModule returns the receiver's wrap and module record.
func thisModule(iso *core.Isolate, a *core.Args) (*moduleWrap, core.Value, bool) {
	w, ok := bindings.ThisHost[*moduleWrap](iso, a)
	if !ok {
		return nil, core.Undefined, false
	}
	return w, bindings.HostSlot(iso, a.This(), 0), true
}

func graphAsync(iso *core.Isolate, m core.Value, seen map[core.Value]bool) bool {
	if seen[m] {
		return false
	}
	seen[m] = true
	u := iso.ModuleUnit(m)
	if u == nil {
		return false
	}
	if u.Module.HasTLA {
		return true
	}
	for i := range u.Module.Requests {
		if r := iso.ModuleRequest(m, i); r.IsInternal() && graphAsync(iso, r, seen) {
			return true
		}
	}
	return false
}

var wrapRows = [...]core.Row{
	{Name: "getModuleRequests", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		if !ok {
			return core.Undefined, false
		}
		e := bindings.Of(iso)
		out := iso.NewHandle(iso.NewArray(0))
		if u := iso.ModuleUnit(m); u != nil {
			for i := range u.Module.Requests {
				r := &u.Module.Requests[i]
				mk := iso.HandleMark()
				o := iso.NewHandle(iso.NewObject())
				e.SetString(o.Value(), "specifier", r.Specifier)
				e.Set(o.Value(), "attributes", attributesObject(e, r.Attributes))
				e.SetNumber(o.Value(), "phase", 2)
				iso.ArrayPush(out.Value(), o.Value())
				iso.ReleaseHandles(mk)
			}
		}
		return out.Value(), true
	}},
	{Name: "link", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		if !ok {
			return core.Undefined, false
		}
		bindings.SetHostSlot(iso, a.This(), 1, a.Arg(0))
		if u := iso.ModuleUnit(m); u != nil {
			for i, w := range bindings.List(iso, a.Arg(0)) {
				if _, ok := bindings.HostOf[*moduleWrap](iso, w); ok && i < len(u.Module.Requests) {
					iso.SetModuleRequest(m, i, bindings.HostSlot(iso, w, 0))
				}
			}
		}
		return core.Undefined, true
	}},
	{Name: "instantiate", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		return core.Undefined, ok && iso.ModuleLink(m)
	}},
	{Name: "evaluate", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if _, _, ok := thisModule(iso, a); !ok {
			return core.Undefined, false
		}
		run := func() (core.Value, bool) {
			m := bindings.HostSlot(iso, a.This(), 0)
			v, ok := iso.ModuleEvaluate(m)
			return afterEvaluate(iso, iso.ModuleRealm(bindings.HostSlot(iso, a.This(), 0)), v, ok)
		}
		if t := bindings.Num(a, 0); t > 0 {
			return withTimeout(bindings.Of(iso), t, run)
		}
		return run()
	}},
	{Name: "getNamespace", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		if !ok {
			return core.Undefined, false
		}
		return iso.ModuleNamespace(m), true
	}},
	{Name: "getError", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		if !ok {
			return core.Undefined, false
		}
		v, _ := iso.ErrorOf(m)
		return v, true
	}},
	{Name: "setExport", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		if !ok {
			return core.Undefined, false
		}
		return core.Undefined, iso.SetModuleExport(m, bindings.Str(iso, a, 0), a.Arg(1))
	}},
	{Name: "getStatus", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		if !ok {
			return core.Undefined, false
		}
		n := kUninstantiated
		switch iso.StatusOf(m) {
		case vm.ModuleLinking:
			n = kInstantiating
		case vm.ModuleLinked:
			n = kInstantiated
		case vm.ModuleEvaluating:
			n = kEvaluating
		case vm.ModuleEvaluatingAsync, vm.ModuleEvaluated:
			n = kEvaluated
		}
		if _, failed := iso.ErrorOf(m); failed {
			n = kErrored
		}
		return core.Int(int32(n)), true
	}},
	{Name: "hasTopLevelAwait", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		if !ok {
			return core.Undefined, false
		}
		u := iso.ModuleUnit(m)
		return core.Bool(u != nil && u.Module.HasTLA), true
	}},
	{Name: "isGraphAsync", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		if !ok {
			return core.Undefined, false
		}
		return core.Bool(graphAsync(iso, m, map[core.Value]bool{})), true
	}},
	{Name: "getStalledTopLevelAwaits", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, m, ok := thisModule(iso, a)
		if !ok {
			return core.Undefined, false
		}
		e := bindings.Of(iso)
		out := iso.NewHandle(iso.NewArray(0))
		for _, l := range iso.StalledAwaits(m) {
			o := e.LocationObject(l)
			iso.ArrayPush(out.Value(), o)
		}
		return out.Value(), true
	}},
}

var moduleWrapRows = [...]core.Row{
	{Name: "setImportModuleDynamicallyCallback", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		stateOf(bindings.Of(iso)).dynamic = bindings.Func(iso, a, 0)
		return core.Undefined, true
	}},
	{Name: "setInitializeImportMetaObjectCallback", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		stateOf(bindings.Of(iso)).meta = bindings.Func(iso, a, 0)
		return core.Undefined, true
	}},
}
