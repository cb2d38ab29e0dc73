package vm

import (
	"slices"
	"strings"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// Module records (ECMA-262 16.2.1) are KindModule cells. A variable that is exported or imported lives in a KindCell that
// exporter and importers share; linking makes the module's scope with these cells. The body runs up to
// InitialYield while linking, which makes its function declarations, and is resumed to evaluate.

// Slots of a module record.
const (
	modStatus = 16 + 8*iota
	modScript
	modRequests // KindValues: the module of each request
	modCells    // KindValues: cell of each slot of the module scope, or undefined
	modNamespace
	modState // state object of the body
	modError // KindValues list with the exception, or undefined
	modIndex
	modAncestor
	modCycleRoot
	modHasTLA
	modOrder // int: [[AsyncEvaluationOrder]]; undefined: not async; null: done
	modPromise
	modParents // KindValues: async parent modules
	modPending
	modExports // synthetic: KindPropertyDict name -> cell
	modMeta
	modFunction
	modRealm
	modHost // int: host index of a Go value
)

// ModuleStatus is the state of a module record.
type ModuleStatus int

// Module states in the order that a module goes through them.
const (
	ModuleUnlinked ModuleStatus = iota
	ModuleLinking
	ModuleLinked
	ModuleEvaluating
	ModuleEvaluatingAsync
	ModuleEvaluated
)

type moduleState struct {
	order int32
}

func (m *moduleState) visit(v *gc.Visitor) {}

// SyntheticEvaluate runs when a synthetic module is evaluated: it sets the exports with SetModuleExport.
type SyntheticEvaluate func(iso *Isolate, module Value) bool

func (iso *Isolate) newModule() Ref {
	r := iso.AllocOld(iso.KindShape[layout.KindModule], 16+8*layout.ModuleSlots)
	for i := uintptr(0); i < layout.ModuleSlots; i++ {
		iso.InitValue(r, 16+8*i, gc.Undefined)
	}
	iso.InitValue(r, modStatus, gc.Int(int32(ModuleUnlinked)))
	iso.InitValue(r, modRealm, gc.Cell(iso.realm))
	return r
}

// NewSourceTextModule makes the record of a compiled module. The host sets the module of each request before linking.
func (iso *Isolate) NewSourceTextModule(u *bc.Unit, d *ScriptData) Value {
	m := iso.newModule()
	script := iso.Materialise(u, d)
	iso.StoreValue(m, modScript, gc.Cell(script))
	iso.StoreValue(script, layout.ScriptEvalOrigin, gc.Cell(m))
	iso.StoreValue(m, modRequests, gc.Cell(iso.NewValues(len(u.Module.Requests), gc.Undefined)))
	iso.StoreValue(m, modHasTLA, gc.Bool(u.Module.HasTLA))
	s := &u.Scopes[u.Module.Scope]
	cells := iso.NewValues(int(s.NumSlots), gc.Undefined)
	iso.StoreValue(m, modCells, gc.Cell(cells))
	for i := range s.Vars {
		v := &s.Vars[i]
		if v.Slot < 0 || v.Flags&bc.VarModuleCell == 0 || v.Kind == bc.VarImport {
			continue
		}
		x := gc.Undefined
		if v.Flags&bc.VarTDZ != 0 {
			x = gc.TDZ
		}
		iso.ListSet(cells, int(v.Slot), gc.Cell(iso.NewPropertyCell(x)))
	}
	return gc.Cell(m)
}

// NewSyntheticModule makes a module whose exports Go code sets.
func (iso *Isolate) NewSyntheticModule(names []string, evaluate SyntheticEvaluate) Value {
	m := iso.newModule()
	iso.StoreValue(m, modRequests, gc.Cell(iso.NewValues(0, gc.Undefined)))
	iso.StoreValue(m, modHasTLA, gc.False)
	d := iso.NewDict(layout.KindPropertyDict, len(names)+4)
	for _, n := range names {
		if k := iso.KeyOfGo(n); iso.DictFind(d, k) < 0 {
			d = iso.DictAdd(d, k, gc.Cell(iso.NewPropertyCell(gc.Undefined)), 0)
		}
	}
	iso.StoreValue(m, modExports, gc.Cell(d))
	iso.StoreValue(m, modHost, gc.Int(int32(iso.HostAdd(evaluate))))
	return gc.Cell(m)
}

// SetModuleExport sets an export of a synthetic module; false if it has none of that name (ReferenceError).
func (iso *Isolate) SetModuleExport(module Value, name string, v Value) bool {
	d := iso.Value(module.Ref(), modExports).Ref()
	e := iso.DictFind(d, iso.KeyOfGo(name))
	if e < 0 {
		iso.ThrowReferenceError("Export '%s' is not defined in module", name)
		return false
	}
	iso.StoreValue(iso.DictValue(d, e).Ref(), layout.CellValue, v)
	return true
}

// ModuleUnit returns the unit of a source text module, nil for others; ModuleData its script data.
func (iso *Isolate) ModuleUnit(module Value) *bc.Unit {
	if d := iso.ModuleData(module); d != nil {
		return d.Unit
	}
	return nil
}

// ModuleData returns the script data of a source text module, nil for others.
func (iso *Isolate) ModuleData(module Value) *ScriptData {
	s := iso.Value(module.Ref(), modScript)
	if !s.IsInternal() {
		return nil
	}
	return iso.ScriptOf(s.Ref())
}

// SetModuleRequest tells which module request i means.
func (iso *Isolate) SetModuleRequest(module Value, i int, target Value) {
	iso.ListSet(iso.Value(module.Ref(), modRequests).Ref(), i, target)
}

// ModuleRequest returns the module of request i, undefined if it was not set.
func (iso *Isolate) ModuleRequest(module Value, i int) Value {
	return iso.ListGet(iso.Value(module.Ref(), modRequests).Ref(), i)
}

// ModuleRealm returns the realm a module belongs to.
func (iso *Isolate) ModuleRealm(module Value) Ref { return iso.Value(module.Ref(), modRealm).Ref() }

// StatusOf returns the state of a module; ErrorOf the exception of one whose evaluation failed.
func (iso *Isolate) StatusOf(module Value) ModuleStatus { return iso.mstatus(module.Ref()) }

// ErrorOf returns the exception that evaluating a module ended with.
func (iso *Isolate) ErrorOf(module Value) (Value, bool) {
	if e := iso.Value(module.Ref(), modError); e.IsInternal() {
		return iso.ListGet(e.Ref(), 0), true
	}
	return gc.Undefined, false
}

func (iso *Isolate) mstatus(m Ref) ModuleStatus {
	return ModuleStatus(iso.Value(m, modStatus).AsInt())
}
func (iso *Isolate) setMStatus(m Ref, s ModuleStatus) {
	iso.SetU64(m, modStatus, uint64(gc.Int(int32(s))))
}
func (iso *Isolate) mint(m Ref, off uintptr) int { return int(iso.Value(m, off).AsInt()) }
func (iso *Isolate) setMInt(m Ref, off uintptr, n int) {
	iso.SetU64(m, off, uint64(gc.Int(int32(n))))
}
func (iso *Isolate) setModuleError(m Ref, e Value) {
	l := iso.NewValues(1, gc.Undefined)
	iso.ListSet(l, 0, e)
	iso.StoreValue(m, modError, gc.Cell(l))
}

// requested returns the modules that m requests, deduplicated requests in order.
func (iso *Isolate) requested(m Ref) Ref { return iso.Value(m, modRequests).Ref() }

// exportNames is GetExportedNames, 16.2.1.7.2.1.
func (iso *Isolate) exportNames(m Ref, seen map[Ref]bool) []string {
	if seen[m] {
		return nil
	}
	seen[m] = true
	if x := iso.Value(m, modExports); x.IsInternal() {
		var out []string
		d := x.Ref()
		for e := 0; e < iso.DictUsed(d); e++ {
			out = append(out, iso.KeyText(iso.DictKey(d, e)))
		}
		return out
	}
	u := iso.ModuleUnit(gc.Cell(m))
	var out []string
	for i := range u.Module.LocalExports {
		out = append(out, u.Module.LocalExports[i].Name)
	}
	for i := range u.Module.IndirectExports {
		out = append(out, u.Module.IndirectExports[i].Name)
	}
	for i := range u.Module.StarExports {
		t := iso.ListGet(iso.requested(m), int(u.Module.StarExports[i].Request))
		for _, n := range iso.exportNames(t.Ref(), seen) {
			if n != "default" && !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// resolution is a ResolvedBinding record.
type resolution struct {
	found, ambiguous bool
	cell             Ref // the binding's cell, 0 for a namespace
	module           Ref // whose namespace
}

type resolveKey struct {
	m    Ref
	name string
}

// resolveExport is ResolveExport, 16.2.1.7.2.2.
func (iso *Isolate) resolveExport(m Ref, name string, set map[resolveKey]bool) resolution {
	k := resolveKey{m, name}
	if set[k] {
		return resolution{}
	}
	set[k] = true
	if x := iso.Value(m, modExports); x.IsInternal() {
		if e := iso.DictFind(x.Ref(), iso.KeyOfGo(name)); e >= 0 {
			return resolution{found: true, cell: iso.DictValue(x.Ref(), e).Ref()}
		}
		return resolution{}
	}
	u := iso.ModuleUnit(gc.Cell(m))
	for i := range u.Module.LocalExports {
		if x := &u.Module.LocalExports[i]; x.Name == name {
			for j := range u.Module.Imports {
				if im := &u.Module.Imports[j]; im.Namespace && im.Slot == x.Slot && x.Slot >= 0 {
					return resolution{found: true, module: iso.ListGet(iso.requested(m), int(im.Request)).Ref()}
				}
			}
			c := iso.ListGet(iso.Value(m, modCells).Ref(), int(x.Slot))
			return resolution{found: true, cell: c.Ref()}
		}
	}
	for i := range u.Module.IndirectExports {
		if x := &u.Module.IndirectExports[i]; x.Name == name {
			t := iso.ListGet(iso.requested(m), int(x.Request)).Ref()
			if x.Namespace {
				return resolution{found: true, module: t}
			}
			return iso.resolveExport(t, x.Import, set)
		}
	}
	if name == "default" {
		return resolution{}
	}
	var star resolution
	for i := range u.Module.StarExports {
		t := iso.ListGet(iso.requested(m), int(u.Module.StarExports[i].Request)).Ref()
		r := iso.resolveExport(t, name, set)
		if r.ambiguous {
			return r
		}
		if !r.found {
			continue
		}
		if !star.found {
			star = r
		} else if star.cell != r.cell || star.module != r.module {
			return resolution{ambiguous: true}
		}
	}
	return star
}

// ModuleNamespace is GetModuleNamespace, 16.2.1.10.
func (iso *Isolate) ModuleNamespace(module Value) Value {
	m := module.Ref()
	if n := iso.Value(m, modNamespace); n.IsObject() {
		return n
	}
	names := iso.exportNames(m, map[Ref]bool{})
	type export struct {
		name string
		r    resolution
	}
	var list []export
	for _, n := range names {
		if r := iso.resolveExport(m, n, map[resolveKey]bool{}); r.found {
			list = append(list, export{n, r})
		}
	}
	slices.SortFunc(list, func(a, b export) int { return iso.StrCompare(iso.Atom(a.name), iso.Atom(b.name)) })
	shape := iso.NewRootShape(layout.KindModuleNamespace, gc.Null, 1, layout.ShapeExotic)
	r := iso.NewObjectOf(shape)
	iso.InitValue(r, layout.NamespaceModule, module)
	iso.InitValue(r, layout.NamespaceNames, gc.Undefined)
	ns := gc.Object(r)
	iso.StoreValue(m, modNamespace, ns)
	iso.AddOwn(r, iso.SymK(object.SymToStringTag), iso.Atom("Module"), 0)
	iso.PreventExt(r)
	d := iso.NewDict(layout.KindPropertyDict, len(list)+4)
	for _, x := range list {
		c := x.r.cell
		if c == 0 {
			c = iso.NewPropertyCell(iso.ModuleNamespace(gc.Cell(x.r.module)))
		}
		d = iso.DictAdd(d, iso.KeyOfGo(x.name), gc.Cell(c), 0)
	}
	iso.StoreValue(r, layout.NamespaceNames, gc.Cell(d))
	return ns
}

// namespaceGet is [[Get]] of a module namespace for a key that is not a symbol, 10.4.6.8.
func (iso *Isolate) namespaceGet(r Ref, k Key) (v Value, found, ok bool) {
	d := iso.Value(r, layout.NamespaceNames).Ref()
	e := iso.DictFind(d, k)
	if e < 0 {
		return gc.Undefined, false, true
	}
	v = iso.Value(iso.DictValue(d, e).Ref(), layout.CellValue)
	if v == gc.TDZ {
		iso.ThrowReferenceError("Cannot access '%s' before initialization", iso.KeyText(k))
		return gc.Undefined, true, false
	}
	return v, true, true
}

func (iso *Isolate) namespaceHas(r Ref, k Key) bool {
	return iso.DictFind(iso.Value(r, layout.NamespaceNames).Ref(), k) >= 0
}

func (iso *Isolate) namespaceKeys(r Ref) []Key {
	d := iso.Value(r, layout.NamespaceNames).Ref()
	var out []Key
	for e := 0; e < iso.DictUsed(d); e++ {
		out = append(out, iso.DictKey(d, e))
	}
	return out
}

// fillModuleScope puts the variable cells of a module into its fresh scope.
func (iso *Isolate) fillModuleScope(s, m Ref) {
	cells := iso.Value(m, modCells)
	if !cells.IsInternal() {
		return
	}
	for i, n := 0, iso.ListLen(cells.Ref()); i < n; i++ {
		if c := iso.ListGet(cells.Ref(), i); c.IsInternal() {
			iso.InitValue(s, layout.ScopeHeader+8*uintptr(i), c)
		}
	}
}

// ModuleLink is Link, 16.2.1.6.1.1. All requests must have their modules. (JS)
func (iso *Isolate) ModuleLink(module Value) bool {
	mark := iso.HandleMark()
	defer iso.ReleaseHandles(mark)
	var stack []Handle
	h := iso.NewHandle(module)
	if _, ok := iso.innerLink(h, &stack, 0); !ok {
		for _, s := range stack {
			iso.setMStatus(s.Ref(), ModuleUnlinked)
		}
		return false
	}
	return true
}

func (iso *Isolate) innerLink(m Handle, stack *[]Handle, index int) (int, bool) {
	if iso.mstatus(m.Ref()) != ModuleUnlinked {
		return index, true
	}
	if !iso.EnterNative() {
		return index, false
	}
	iso.setMStatus(m.Ref(), ModuleLinking)
	iso.setMInt(m.Ref(), modIndex, index)
	iso.setMInt(m.Ref(), modAncestor, index)
	index++
	*stack = append(*stack, m)
	for i := 0; i < iso.ListLen(iso.requested(m.Ref())); i++ {
		rv := iso.ListGet(iso.requested(m.Ref()), i)
		if !rv.IsInternal() {
			iso.ThrowError(Error, "linking error, dependency not set")
			return index, false
		}
		r := iso.NewHandle(rv)
		var ok bool
		if index, ok = iso.innerLink(r, stack, index); !ok {
			return index, false
		}
		if iso.mstatus(r.Ref()) == ModuleLinking {
			iso.setMInt(m.Ref(), modAncestor, min(iso.mint(m.Ref(), modAncestor), iso.mint(r.Ref(), modAncestor)))
		}
	}
	if !iso.initModule(m) {
		return index, false
	}
	if iso.mint(m.Ref(), modAncestor) == iso.mint(m.Ref(), modIndex) {
		for {
			top := (*stack)[len(*stack)-1]
			*stack = (*stack)[:len(*stack)-1]
			iso.setMStatus(top.Ref(), ModuleLinked)
			if top.Ref() == m.Ref() {
				break
			}
		}
	}
	return index, true
}

// initModule is InitializeEnvironment, 16.2.1.7.3.1: it resolves imports and runs the body up to InitialYield.
func (iso *Isolate) initModule(m Handle) bool {
	d := iso.ModuleData(m.Value())
	if d == nil {
		return true
	}
	u := d.Unit
	fail := func(r resolution, request int32, name string, pos int32) bool {
		spec := ""
		if request >= 0 {
			spec = u.Module.Requests[request].Specifier
		}
		what := "does not provide an export named '" + name + "'"
		msg := "The requested module '" + spec + "' " + what
		if r.ambiguous {
			msg = "The requested module '" + spec + "' contains conflicting star exports for name '" + name + "'"
		}
		iso.ThrowSyntaxError("%s", msg)
		return false
	}
	for i := range u.Module.IndirectExports {
		x := &u.Module.IndirectExports[i]
		if r := iso.resolveExport(m.Ref(), x.Name, map[resolveKey]bool{}); !r.found {
			return fail(r, x.Request, x.Import, x.Pos)
		}
	}
	for i := range u.Module.Imports {
		x := &u.Module.Imports[i]
		t := iso.ListGet(iso.requested(m.Ref()), int(x.Request))
		var cell Ref
		if x.Namespace {
			if x.Slot < 0 {
				continue
			}
			cell = iso.NewPropertyCell(iso.ModuleNamespace(t))
		} else {
			r := iso.resolveExport(t.Ref(), x.Name, map[resolveKey]bool{})
			if !r.found {
				return fail(r, x.Request, x.Name, x.Pos)
			}
			cell = r.cell
			if cell == 0 {
				cell = iso.NewPropertyCell(iso.ModuleNamespace(gc.Cell(r.module)))
			}
		}
		if x.Slot >= 0 {
			iso.ListSet(iso.Value(m.Ref(), modCells).Ref(), int(x.Slot), gc.Cell(cell))
		}
	}
	old := iso.SetRealm(iso.Value(m.Ref(), modRealm).Ref())
	defer iso.SetRealm(old)
	script := iso.Value(m.Ref(), modScript).Ref()
	scope := iso.NewScope(iso.ScopeInfoCell(script, int(u.Module.Scope)), 0)
	iso.fillModuleScope(scope, m.Ref())
	f := iso.NewClosure(iso.FunctionInfo(script, 0), scope, 0, gc.Undefined)
	iso.StoreValue(m.Ref(), modFunction, f)
	state, ok := iso.Call(f, gc.Undefined)
	if !ok {
		return false
	}
	iso.StoreValue(m.Ref(), modState, state)
	return true
}

// ModuleEvaluate is Evaluate, 16.2.1.6.1.2: the promise of the evaluation. (JS)
func (iso *Isolate) ModuleEvaluate(module Value) (Value, bool) {
	mark := iso.HandleMark()
	defer iso.ReleaseHandles(mark)
	m := iso.NewHandle(module)
	if s := iso.mstatus(m.Ref()); s == ModuleEvaluatingAsync || s == ModuleEvaluated {
		if r := iso.Value(m.Ref(), modCycleRoot); r.IsInternal() {
			m.Set(r)
		}
	}
	if p := iso.Value(m.Ref(), modPromise); p.IsObject() {
		return p, true
	}
	if iso.mstatus(m.Ref()) < ModuleLinked {
		return iso.ThrowError(Error, "module is not linked")
	}
	p := iso.NewHandle(iso.NewPromise())
	iso.StoreValue(m.Ref(), modPromise, p.Value())
	var stack []Handle
	if _, ok := iso.innerEvaluate(m, &stack, 0); !ok {
		e, caught := iso.Catch()
		if !caught {
			return gc.Undefined, false
		}
		he := iso.NewHandle(e)
		for _, s := range stack {
			iso.setMStatus(s.Ref(), ModuleEvaluated)
			iso.setModuleError(s.Ref(), he.Value())
			iso.StoreValue(s.Ref(), modCycleRoot, s.Value())
		}
		iso.setMStatus(m.Ref(), ModuleEvaluated)
		if _, has := iso.ErrorOf(m.Value()); !has {
			iso.setModuleError(m.Ref(), he.Value())
		}
		iso.RejectPromise(p.Value(), he.Value())
		return p.Value(), true
	}
	if !iso.isAsync(m.Ref()) {
		iso.ResolvePromise(p.Value(), gc.Undefined)
	}
	return p.Value(), true
}

// isAsync tells whether [[AsyncEvaluationOrder]] is an integer.
func (iso *Isolate) isAsync(m Ref) bool { return iso.Value(m, modOrder).IsInt() }

// innerEvaluate is InnerModuleEvaluation, 16.2.1.6.1.3.1.
func (iso *Isolate) innerEvaluate(m Handle, stack *[]Handle, index int) (int, bool) {
	switch iso.mstatus(m.Ref()) {
	case ModuleEvaluatingAsync, ModuleEvaluated:
		if e, has := iso.ErrorOf(m.Value()); has {
			iso.Throw(e)
			return index, false
		}
		return index, true
	case ModuleEvaluating:
		return index, true
	}
	if !iso.EnterNative() {
		return index, false
	}
	iso.setMStatus(m.Ref(), ModuleEvaluating)
	iso.setMInt(m.Ref(), modIndex, index)
	iso.setMInt(m.Ref(), modAncestor, index)
	iso.setMInt(m.Ref(), modPending, 0)
	index++
	*stack = append(*stack, m)
	for i := 0; i < iso.ListLen(iso.requested(m.Ref())); i++ {
		r := iso.NewHandle(iso.ListGet(iso.requested(m.Ref()), i))
		var ok bool
		if index, ok = iso.innerEvaluate(r, stack, index); !ok {
			return index, false
		}
		if iso.mstatus(r.Ref()) == ModuleEvaluating {
			iso.setMInt(m.Ref(), modAncestor, min(iso.mint(m.Ref(), modAncestor), iso.mint(r.Ref(), modAncestor)))
		} else {
			if root := iso.Value(r.Ref(), modCycleRoot); root.IsInternal() {
				r = iso.NewHandle(root)
			}
			if e, has := iso.ErrorOf(r.Value()); has {
				iso.Throw(e)
				return index, false
			}
		}
		if iso.isAsync(r.Ref()) {
			iso.setMInt(m.Ref(), modPending, iso.mint(m.Ref(), modPending)+1)
			iso.appendList(r.Ref(), modParents, m.Value())
		}
	}
	if iso.mint(m.Ref(), modPending) > 0 || iso.Value(m.Ref(), modHasTLA) == gc.True {
		iso.modules.order++
		iso.setMInt(m.Ref(), modOrder, int(iso.modules.order))
		if iso.mint(m.Ref(), modPending) == 0 {
			if !iso.executeAsync(m) {
				return index, false
			}
		}
	} else if !iso.executeModule(m) {
		return index, false
	}
	if iso.mint(m.Ref(), modAncestor) == iso.mint(m.Ref(), modIndex) {
		for {
			top := (*stack)[len(*stack)-1]
			*stack = (*stack)[:len(*stack)-1]
			if iso.isAsync(top.Ref()) {
				iso.setMStatus(top.Ref(), ModuleEvaluatingAsync)
			} else {
				iso.setMStatus(top.Ref(), ModuleEvaluated)
			}
			iso.StoreValue(top.Ref(), modCycleRoot, m.Value())
			if top.Ref() == m.Ref() {
				break
			}
		}
	}
	return index, true
}

func (iso *Isolate) appendList(m Ref, off uintptr, v Value) {
	old := iso.Value(m, off)
	n := 0
	if old.IsInternal() {
		n = iso.ListLen(old.Ref())
	}
	l := iso.NewValues(n+1, gc.Undefined)
	for i := 0; i < n; i++ {
		iso.ListSet(l, i, iso.ListGet(old.Ref(), i))
	}
	iso.ListSet(l, n, v)
	iso.StoreValue(m, off, gc.Cell(l))
}

// executeModule runs the body of a module without top-level await.
func (iso *Isolate) executeModule(m Handle) bool {
	if h := iso.Value(m.Ref(), modHost); h.IsInt() {
		f, _ := iso.HostGet(uint32(h.AsInt())).(SyntheticEvaluate)
		if f == nil {
			return true
		}
		return f(iso, m.Value())
	}
	old := iso.SetRealm(iso.Value(m.Ref(), modRealm).Ref())
	_, ok := iso.resumeFromGo(iso.Value(m.Ref(), modState), gc.Undefined, resumeNext)
	iso.SetRealm(old)
	return ok
}

// executeAsync is ExecuteAsyncModule, 16.2.1.6.1.3.2.
func (iso *Isolate) executeAsync(m Handle) bool {
	if iso.Value(m.Ref(), modHasTLA) != gc.True {
		panic("BUG: executeAsync of a module without top-level await")
	}
	old := iso.SetRealm(iso.Value(m.Ref(), modRealm).Ref())
	defer iso.SetRealm(old)
	state := iso.NewHandle(iso.Value(m.Ref(), modState))
	if _, ok := iso.resumeFromGo(state.Value(), gc.Undefined, resumeNext); !ok {
		return false
	}
	onF := iso.NewHandle(iso.internalFunction(internalAwait4, 1, asyncModuleFulfilled, m.Value()))
	onR := iso.internalFunction(internalAwait5, 1, asyncModuleRejected, m.Value())
	iso.PromiseThen(iso.Value(state.Ref(), layout.GeneratorPromise), onF.Value(), onR, gc.Undefined)
	return true
}

func asyncModuleFulfilled(iso *Isolate, a *Args) (Value, bool) {
	iso.asyncFulfilled(iso.NewHandle(a.Data()))
	return gc.Undefined, !iso.pending
}

func asyncModuleRejected(iso *Isolate, a *Args) (Value, bool) {
	iso.asyncRejected(iso.NewHandle(a.Data()), iso.NewHandle(a.Arg(0)))
	return gc.Undefined, true
}

// gatherAncestors is GatherAvailableAncestors, 16.2.1.6.1.3.3.
func (iso *Isolate) gatherAncestors(m Handle, list *[]Handle) {
	p := iso.Value(m.Ref(), modParents)
	if !p.IsInternal() {
		return
	}
	for i := 0; i < iso.ListLen(iso.Value(m.Ref(), modParents).Ref()); i++ {
		x := iso.NewHandle(iso.ListGet(iso.Value(m.Ref(), modParents).Ref(), i))
		if slices.ContainsFunc(*list, func(h Handle) bool { return h.Ref() == x.Ref() }) {
			continue
		}
		root := iso.Value(x.Ref(), modCycleRoot)
		if root.IsInternal() {
			if _, has := iso.ErrorOf(root); has {
				continue
			}
		}
		n := iso.mint(x.Ref(), modPending) - 1
		iso.setMInt(x.Ref(), modPending, n)
		if n == 0 {
			*list = append(*list, x)
			if iso.Value(x.Ref(), modHasTLA) != gc.True {
				iso.gatherAncestors(x, list)
			}
		}
	}
}

// asyncFulfilled is AsyncModuleExecutionFulfilled, 16.2.1.6.1.3.4.
func (iso *Isolate) asyncFulfilled(m Handle) {
	if iso.mstatus(m.Ref()) == ModuleEvaluated {
		return
	}
	iso.SetU64(m.Ref(), modOrder, uint64(gc.Null))
	iso.setMStatus(m.Ref(), ModuleEvaluated)
	if p := iso.Value(m.Ref(), modPromise); p.IsObject() {
		iso.ResolvePromise(p, gc.Undefined)
	}
	var list []Handle
	iso.gatherAncestors(m, &list)
	slices.SortFunc(list, func(a, b Handle) int { return iso.mint(a.Ref(), modOrder) - iso.mint(b.Ref(), modOrder) })
	for _, x := range list {
		switch {
		case iso.mstatus(x.Ref()) == ModuleEvaluated:
		case iso.Value(x.Ref(), modHasTLA) == gc.True:
			if !iso.executeAsync(x) {
				if e, ok := iso.Catch(); ok {
					iso.asyncRejected(x, iso.NewHandle(e))
				}
			}
		default:
			if !iso.executeModule(x) {
				if e, ok := iso.Catch(); ok {
					iso.asyncRejected(x, iso.NewHandle(e))
				}
				continue
			}
			iso.SetU64(x.Ref(), modOrder, uint64(gc.Null))
			iso.setMStatus(x.Ref(), ModuleEvaluated)
			if p := iso.Value(x.Ref(), modPromise); p.IsObject() {
				iso.ResolvePromise(p, gc.Undefined)
			}
		}
	}
}

// asyncRejected is AsyncModuleExecutionRejected, 16.2.1.6.1.3.5.
func (iso *Isolate) asyncRejected(m, e Handle) {
	if iso.mstatus(m.Ref()) == ModuleEvaluated {
		return
	}
	iso.setModuleError(m.Ref(), e.Value())
	iso.setMStatus(m.Ref(), ModuleEvaluated)
	iso.SetU64(m.Ref(), modOrder, uint64(gc.Null))
	if p := iso.Value(m.Ref(), modPromise); p.IsObject() {
		iso.RejectPromise(p, e.Value())
	}
	if p := iso.Value(m.Ref(), modParents); p.IsInternal() {
		for i := 0; i < iso.ListLen(iso.Value(m.Ref(), modParents).Ref()); i++ {
			iso.asyncRejected(iso.NewHandle(iso.ListGet(iso.Value(m.Ref(), modParents).Ref(), i)), e)
		}
	}
}

// ImportMeta returns import.meta of the module whose code runs in the newest frame. (JS: host hook)
func (iso *Isolate) ImportMeta() (Value, bool) {
	m := iso.Value(iso.scriptOfFrame(iso.fp), layout.ScriptEvalOrigin)
	if !m.IsInternal() {
		return iso.ThrowSyntaxError("Cannot use 'import.meta' outside a module")
	}
	if v := iso.Value(m.Ref(), modMeta); v.IsObject() {
		return v, true
	}
	mark := iso.HandleMark()
	defer iso.ReleaseHandles(mark)
	hm := iso.NewHandle(m)
	o := iso.NewHandle(iso.NewObjectProto(gc.Null))
	iso.StoreValue(m.Ref(), modMeta, o.Value())
	if iso.hooks.ImportMeta != nil && !iso.hooks.ImportMeta(iso, hm.Ref(), o.Value()) {
		return gc.Undefined, false
	}
	return o.Value(), true
}

// ImportCall is import(specifier, options), 13.3.10.1. (JS)
func (iso *Isolate) ImportCall(spec, options Value, phase int) (Value, bool) {
	mark := iso.HandleMark()
	defer iso.ReleaseHandles(mark)
	hs, ho := iso.NewHandle(spec), iso.NewHandle(options)
	p := iso.NewHandle(iso.NewPromise())
	reject := func() (Value, bool) {
		e, ok := iso.Catch()
		if !ok {
			return gc.Undefined, false
		}
		iso.RejectPromise(p.Value(), e)
		return p.Value(), true
	}
	s, ok := iso.ToString(hs.Value())
	if !ok {
		return reject()
	}
	hs.Set(s)
	var attrs []bc.ImportAttribute
	if o := ho.Value(); o != gc.Undefined {
		if !o.IsObject() {
			iso.ThrowTypeError("The second argument of import() must be an object")
			return reject()
		}
		w, ok := iso.Get(o, iso.KeyOfGo("with"))
		if !ok {
			return reject()
		}
		if w != gc.Undefined {
			if !w.IsObject() {
				iso.ThrowTypeError("The 'options' argument of import() must be an object")
				return reject()
			}
			hw := iso.NewHandle(w)
			keys, ok := iso.OwnKeys(w)
			if !ok {
				return reject()
			}
			iso.HoldKeys(keys)
			bad := false
			for _, k := range keys {
				if k.IsSymbol() {
					continue
				}
				d, found, ok := iso.GetOwnProperty(hw.Value(), k)
				if !ok {
					return reject()
				}
				if !found || !d.Enumerable() {
					continue
				}
				v, ok := iso.Get(hw.Value(), k)
				if !ok {
					return reject()
				}
				if !v.IsString() {
					bad = true
					continue
				}
				attrs = append(attrs, bc.ImportAttribute{Key: iso.KeyText(k), Value: iso.GoString(v)})
			}
			if bad {
				iso.ThrowTypeError("Import attribute value must be a string")
				return reject()
			}
			slices.SortFunc(attrs, func(a, b bc.ImportAttribute) int { return strings.Compare(a.Key, b.Key) })
		}
	}
	if iso.hooks.ImportDynamically == nil {
		iso.ThrowTypeError("A dynamic import callback was not specified.")
		return reject()
	}
	script := iso.scriptOfFrame(iso.fp)
	referrer := iso.ScriptOf(script)
	if referrer.Referrer != nil {
		referrer = referrer.Referrer
	}
	if !iso.hooks.ImportDynamically(iso, referrer, iso.Value(script, layout.ScriptOptions), hs.Value(), attrs, phase, p.Value()) {
		return reject()
	}
	return p.Value(), true
}

// FinishImport is ContinueDynamicImport, 13.3.10.3: a job links and evaluates a loaded module and settles the promise of import().
func (iso *Isolate) FinishImport(promise, module Value) bool {
	l := iso.NewValues(2, gc.Undefined)
	iso.ListSet(l, 0, promise)
	iso.ListSet(l, 1, module)
	f := iso.internalFunction(internalAwait8, 1, importLoaded, gc.Cell(l))
	iso.enqueue(iso.newJob(reactGo, f, gc.Undefined, gc.Undefined, iso.embedder, iso.realm))
	return true
}

func importLoaded(iso *Isolate, a *Args) (Value, bool) {
	l := a.Data().Ref()
	return gc.Undefined, iso.linkAndEvaluate(iso.ListGet(l, 0), iso.ListGet(l, 1))
}

func (iso *Isolate) linkAndEvaluate(promise, module Value) bool {
	mark := iso.HandleMark()
	defer iso.ReleaseHandles(mark)
	p, m := iso.NewHandle(promise), iso.NewHandle(module)
	fail := func() bool {
		e, ok := iso.Catch()
		if !ok {
			return false
		}
		iso.RejectPromise(p.Value(), e)
		return true
	}
	if !iso.ModuleLink(m.Value()) {
		return fail()
	}
	ev, ok := iso.ModuleEvaluate(m.Value())
	if !ok {
		return fail()
	}
	he := iso.NewHandle(ev)
	l := iso.NewValues(2, gc.Undefined)
	iso.ListSet(l, 0, p.Value())
	iso.ListSet(l, 1, m.Value())
	hl := iso.NewHandle(gc.Cell(l))
	onF := iso.NewHandle(iso.internalFunction(internalAwait6, 1, importFulfilled, hl.Value()))
	onR := iso.internalFunction(internalAwait7, 1, importRejected, hl.Value())
	iso.PromiseThen(he.Value(), onF.Value(), onR, gc.Undefined)
	return true
}

func importFulfilled(iso *Isolate, a *Args) (Value, bool) {
	l := a.Data().Ref()
	p := iso.NewHandle(iso.ListGet(l, 0))
	ns := iso.ModuleNamespace(iso.ListGet(l, 1))
	iso.ResolvePromise(p.Value(), ns)
	return gc.Undefined, !iso.pending
}

func importRejected(iso *Isolate, a *Args) (Value, bool) {
	iso.RejectPromise(iso.ListGet(a.Data().Ref(), 0), a.Arg(0))
	return gc.Undefined, true
}
