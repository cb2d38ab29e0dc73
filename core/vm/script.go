package vm

import (
	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Hooks are what the embedder provides to the execution half of an isolate. All may be nil.
type Hooks struct {
	// PromiseReject is HostPromiseRejectionTracker: handled false when a promise is rejected without a handler, true when one is
	// added later.
	PromiseReject func(iso *Isolate, promise, reason Value, handled bool)
	// UncaughtInJob is told of an exception that a job (queueMicrotask callback) threw.
	UncaughtInJob func(iso *Isolate, exception Value)
	// HeapLimit is called when the heap is above its limit; false ends execution.
	HeapLimit func(iso *Isolate) bool
	// AllowEval decides about code generation from strings.
	AllowEval func(iso *Isolate) bool
	// CheckRegExp validates regular expression literals at compile time.
	CheckRegExp func(pattern, flags string) error
	// NewRegExp makes a RegExp object for a literal.
	NewRegExp func(iso *Isolate, pattern, flags Value) (Value, bool)
	// ImportDynamically loads a module for import(): it resolves or rejects the promise sooner or later.
	ImportDynamically func(iso *Isolate, referrer *ScriptData, options Value, specifier Value, attributes []bc.ImportAttribute, phase int, promise Value) bool
	// ImportMeta fills import.meta.
	ImportMeta func(iso *Isolate, module Ref, meta Value) bool
	// SelfHosted returns the function that a Row names.
	SelfHosted func(iso *Isolate, name string) (Value, bool)
	// CodeSymbol marks errors whose stack header shows their code: "Name [code]: message". 0 means none.
	CodeSymbol Key
	// CannotBlock makes Atomics.wait throw.
	CannotBlock bool
	// PostTask queues f to run in the isolate soon, as a task of its own; any goroutine may call it (Atomics.waitAsync).
	PostTask func(f func(iso *Isolate))
	// Prepare formats a stack trace (the embedder's prepareStackTrace callback): ok false means none.
	Prepare func(iso *Isolate, err, sites Value) (v Value, handled, ok bool)
}

// Hooks returns the hooks for the embedder to fill.
func (iso *Isolate) Hooks() *Hooks { return &iso.hooks }

// SetRejectionTracker sets Hooks.PromiseReject.
func (iso *Isolate) SetRejectionTracker(f func(iso *Isolate, promise, reason Value, handled bool)) {
	iso.hooks.PromiseReject = f
}

// ScriptFunction materialises a compiled script and returns the function that runs it once.
func (iso *Isolate) ScriptFunction(u *bc.Unit, d *ScriptData) Value {
	s := iso.Materialise(u, d)
	return iso.NewClosure(iso.FunctionInfo(s, 0), 0, 0, gc.Undefined)
}

// SetHostOptions makes options the host-defined options of the script that f (a function or a source text module) belongs to:
// code of that script, and of what it evals, keeps them alive; Hooks.ImportDynamically gets them.
func (iso *Isolate) SetHostOptions(f, options Value) {
	var script Ref
	if f.IsObject() {
		if info := iso.Ref(f.Ref(), layout.FunctionInfo); info != 0 {
			script = iso.Ref(info, layout.InfoScript)
		}
	} else if s := iso.Value(f.Ref(), modScript); s.IsInternal() {
		script = s.Ref()
	}
	if script != 0 {
		iso.StoreValue(script, layout.ScriptOptions, options)
	}
}

// RunUnit runs a compiled script in the current realm and returns its completion value. (JS)
func (iso *Isolate) RunUnit(u *bc.Unit, d *ScriptData) (Value, bool) {
	return iso.Call(iso.ScriptFunction(u, d), iso.Intrinsic(GlobalThis))
}

// RunScript compiles and runs a script. (JS)
func (iso *Isolate) RunScript(src, filename string) (Value, bool) {
	u, err := compile.Script([]byte(src), compile.Options{Filename: filename, Completion: true, AllowNatives: iso.AllowNatives, CheckRegExp: iso.hooks.CheckRegExp})
	if err != nil {
		return iso.ThrowCompileError(err, filename)
	}
	return iso.RunUnit(u, &ScriptData{Filename: filename})
}
