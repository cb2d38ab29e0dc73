package vm

import (
	"sync"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/syntax"
	"github.com/gonode/gonode/gc"
)

// evalCache keeps the units of recent direct evals.
type evalCache struct{}

// ThrowCompileError throws the SyntaxError (or other early error) of a compilation.
func (iso *Isolate) ThrowCompileError(e *syntax.Error, filename string) (Value, bool) {
	k := SyntaxError
	switch e.Kind {
	case syntax.ReferenceError:
		k = ReferenceError
	case syntax.RangeError:
		k = RangeError
	}
	v := iso.NewError(k, e.Msg)
	iso.noteCompileError(v, e, filename)
	return iso.Throw(v)
}

// DirectEval compiles the text of a direct eval in the newest frame and returns the closure to call: its scope is the frame's. (JS)
func (iso *Isolate) DirectEval(src Value, flags int) (Value, bool) {
	if iso.hooks.AllowEval != nil && !iso.hooks.AllowEval(iso) {
		return iso.ThrowError(EvalError, "Code generation from strings disallowed for this context")
	}
	fp := iso.fp
	var outer []*bc.ScopeInfo
	scope := ldv(fp, layout.FrameScope).Ref()
	for r := scope; r != 0; r = iso.Ref(r, layout.ScopeParent) {
		info := iso.Ref(r, layout.ScopeInfoRef)
		if info == 0 {
			continue
		}
		u := iso.ScriptOf(iso.Ref(info, layout.ScopeInfoScript)).Unit
		outer = append(outer, &u.Scopes[scopeIndex(iso.U32(info, layout.ScopeInfoKind))])
	}
	text := iso.GoString(src)
	u, err := compile.Eval([]byte(text), outer, flags, compile.Options{Filename: "", AllowNatives: iso.AllowNatives, CheckRegExp: iso.hooks.CheckRegExp})
	if err != nil {
		return iso.ThrowCompileError(err, "")
	}
	fn := ldv(fp, layout.FrameFunction).Ref()
	script := iso.Materialise(u, &ScriptData{})
	iso.inheritScript(script, fn, fp)
	info := iso.FunctionInfo(script, 0)
	return iso.NewClosure(info, scope, 0, iso.Value(fn, layout.FunctionHome)), true
}

// inheritScript gives a script made by eval its origin and the host options of the code that called eval.
func (iso *Isolate) inheritScript(script, fn Ref, fp framePtr) {
	if iso.KindOf(fn) != layout.KindFunction {
		return
	}
	from := iso.Ref(iso.Ref(fn, layout.FunctionInfo), layout.InfoScript)
	if from == 0 {
		return
	}
	iso.StoreValue(script, layout.ScriptOptions, iso.Value(from, layout.ScriptOptions))
	d := iso.ScriptOf(script)
	o := iso.ScriptOf(from)
	d.HostDefined = o.HostDefined
	if d.Referrer = o.Referrer; d.Referrer == nil {
		d.Referrer = o
	}
	iso.SetU32(script, layout.ScriptFlags, scriptIsEval)
	iso.StoreValue(script, layout.ScriptEvalOrigin, iso.NewString(iso.evalOriginText(fp)))
}

const scriptIsEval = 1

// IndirectEval is eval called as a plain function: the text runs in the global scope. (JS)
func (iso *Isolate) IndirectEval(src Value) (Value, bool) {
	if !src.IsString() {
		return src, true
	}
	if iso.hooks.AllowEval != nil && !iso.hooks.AllowEval(iso) {
		return iso.ThrowError(EvalError, "Code generation from strings disallowed for this context")
	}
	u, err := compile.Eval([]byte(iso.GoString(src)), nil, 0, compile.Options{AllowNatives: iso.AllowNatives, CheckRegExp: iso.hooks.CheckRegExp})
	if err != nil {
		return iso.ThrowCompileError(err, "")
	}
	script := iso.Materialise(u, &ScriptData{})
	if fp := iso.callerFrame(); fp != nil {
		iso.inheritScript(script, ldv(fp, layout.FrameFunction).Ref(), fp)
	}
	f := iso.NewClosure(iso.FunctionInfo(script, 0), 0, 0, gc.Undefined)
	return iso.TailCall(f, iso.Intrinsic(GlobalThis))
}

// DynamicFunction is the compiling part of CreateDynamicFunction, ECMA-262 20.2.1.1.1: params and body are strings. (JS)
func (iso *Isolate) DynamicFunction(params, body Value, kind syntax.DynamicKind) (Value, bool) {
	if iso.hooks.AllowEval != nil && !iso.hooks.AllowEval(iso) {
		return iso.ThrowError(EvalError, "Code generation from strings disallowed for this context")
	}
	u, err := compile.Function(iso.GoString(params), iso.GoString(body), kind, compile.Options{AllowNatives: iso.AllowNatives, CheckRegExp: iso.hooks.CheckRegExp})
	if err != nil {
		return iso.ThrowCompileError(err, "")
	}
	script := iso.Materialise(u, &ScriptData{})
	if fp := iso.callerFrame(); fp != nil {
		iso.inheritScript(script, ldv(fp, layout.FrameFunction).Ref(), fp)
	}
	return iso.Call(iso.NewClosure(iso.FunctionInfo(script, 0), 0, 0, gc.Undefined), gc.Undefined)
}

// RunSelfHosted runs a file of self-hosted code, the text of a function body: strict, with natives, invisible in stack traces. The
// compiled unit is shared by all isolates of the process. It does not collect.
func (iso *Isolate) RunSelfHosted(name string, src []byte) (Value, bool) {
	var u *bc.Unit
	if c, ok := selfHostedUnits.Load(name); ok {
		u = c.(*bc.Unit)
	} else {
		if unitCache.load != nil {
			u = unitCache.load(name, src)
		}
		if u == nil {
			var err *syntax.Error
			u, err = compile.FunctionBody(src, nil, compile.Options{Filename: name, AllowNatives: true, Strict: true})
			if err != nil {
				return iso.ThrowCompileError(err, name)
			}
			if unitCache.store != nil {
				unitCache.store(name, src, u)
			}
		}
		selfHostedUnits.Store(name, u)
	}
	// This happens in the middle of property lookups, whose callers hold raw values: the file only makes functions, and nothing is
	// collected meanwhile.
	iso.noGC++
	defer func() { iso.noGC-- }()
	f, ok := iso.RunUnit(u, &ScriptData{Filename: name, Hidden: true})
	if !ok {
		return f, false
	}
	return iso.Call(f, gc.Undefined)
}

var selfHostedUnits sync.Map // name -> *bc.Unit

var unitCache struct {
	load  func(name string, src []byte) *bc.Unit
	store func(name string, src []byte, u *bc.Unit)
}

// SetUnitCache sets where RunSelfHosted looks for compiled units before it compiles, and to whom it shows those that it compiled.
// It is called before the first isolate is made.
func SetUnitCache(load func(name string, src []byte) *bc.Unit, store func(name string, src []byte, u *bc.Unit)) {
	unitCache.load, unitCache.store = load, store
}

// callerFrame returns the newest interpreted frame.
func (iso *Isolate) callerFrame() framePtr {
	for fp := iso.fp; fp != nil; fp = ldp(fp, 0) {
		if frameKind(fp) == FrameInterpreted {
			return fp
		}
	}
	return nil
}
