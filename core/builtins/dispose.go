package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// DisposableStack and AsyncDisposableStack (explicit resource management, clauses 27.3 and 27.4 of the proposal). An object is an
// internal cell with a state object of js/dispose.js.

const (
	disposableStack      = 3 // marks of layout.IteratorIndex: see internalState
	asyncDisposableStack = 4
)

var disposableStackProto = []Row{
	{Name: "use", Length: 1, JS: "dispose:use"},
	{Name: "adopt", Length: 2, JS: "dispose:adopt"},
	{Name: "defer", Length: 1, JS: "dispose:defer"},
	{Name: "move", Length: 0, JS: "dispose:move"},
	{Name: "dispose", Length: 0, Fn: stackDispose},
	{Name: "get disposed", Length: 0, Fn: stackDisposed},
}

var asyncDisposableStackProto = []Row{
	{Name: "use", Length: 1, JS: "dispose:asyncUse"},
	{Name: "adopt", Length: 2, JS: "dispose:asyncAdopt"},
	{Name: "defer", Length: 1, JS: "dispose:asyncDefer"},
	{Name: "move", Length: 0, JS: "dispose:asyncMove"},
	{Name: "disposeAsync", Length: 0, Fn: stackDisposeAsync},
	{Name: "get disposed", Length: 0, Fn: asyncStackDisposed},
}

var disposeNatives = []native{
	{"DisposableState", nativeDisposableState},
	{"NewDisposableStack", nativeNewDisposableStack},
	{"NewSuppressedError", nativeNewSuppressedError},
	{"ThrowReferenceError", func(iso *Isolate, a nargs) (Value, bool) { return iso.ThrowReferenceError("%s", nativeMessage(iso, a)) }},
	{"SymbolDispose", func(iso *Isolate, a nargs) (Value, bool) { return iso.Sym(object.SymDispose), true }},
	{"SymbolAsyncDispose", func(iso *Isolate, a nargs) (Value, bool) { return iso.Sym(object.SymAsyncDispose), true }},
}

// stackDispose and stackDisposeAsync go on in dispose.js. They are not rows of it because two properties have the same function,
// which has to be made with the realm.
func stackDispose(iso *Isolate, a *Args) (Value, bool) { return disposeMethod(iso, a, "dispose") }
func stackDisposeAsync(iso *Isolate, a *Args) (Value, bool) {
	return disposeMethod(iso, a, "disposeAsync")
}

func disposeMethod(iso *Isolate, a *Args, name string) (Value, bool) {
	p, ok := iso.GetOwn(selfHostedFile(iso, "dispose").Ref(), iso.KeyOfGo(name))
	if !ok {
		panic("BUG: no " + name)
	}
	return iso.TailCall(p.Value, a.This())
}

//gcvet:ok Get only makes a native function of a row here
func setupDispose(iso *Isolate) {
	for _, k := range [...]struct {
		name, method string
		proto, ctor  vm.IntrinsicID
		rows         []Row
		fn           vm.Builtin
		sym          object.SymID
	}{
		{"DisposableStack", "dispose", vm.DisposableStackPrototype, vm.DisposableStackConstructor, disposableStackProto, disposableStackConstructor, object.SymDispose},
		{"AsyncDisposableStack", "disposeAsync", vm.AsyncDisposableStackPrototype, vm.AsyncDisposableStackConstructor, asyncDisposableStackProto, asyncDisposableStackConstructor, object.SymAsyncDispose},
	} {
		p := newPrototype(iso, k.proto, vm.ObjectPrototype)
		define(iso, k.name, 0, k.fn, p, k.ctor, nil, k.rows)
		method, _ := iso.Get(p, iso.KeyOfGo(k.method))
		iso.AddOwn(p.Ref(), iso.SymK(k.sym), method, layout.AttrHidden)
		iso.AddOwn(p.Ref(), iso.SymK(object.SymToStringTag), iso.Atom(k.name), layout.AttrConfigurable)
	}
}

func disposableStackConstructor(iso *Isolate, a *Args) (Value, bool) {
	return newDisposable(iso, a, "DisposableStack", vm.DisposableStackPrototype, disposableStack)
}

func asyncDisposableStackConstructor(iso *Isolate, a *Args) (Value, bool) {
	return newDisposable(iso, a, "AsyncDisposableStack", vm.AsyncDisposableStackPrototype, asyncDisposableStack)
}

func newDisposable(iso *Isolate, a *Args, name string, def vm.IntrinsicID, kind int32) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Constructor %s requires 'new'", name)
	}
	p, ok := iso.GetPrototypeFromConstructor(a.NewTarget(), def)
	if !ok {
		return p, false
	}
	return disposableOf(iso, p, kind, undefined), true
}

// disposableOf makes the object; list is what it takes over, undefined for nothing.
func disposableOf(iso *Isolate, proto Value, kind int32, list Value) Value {
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindIteratorHelper, proto, 0, 0))
	for i := uintptr(0); i < 6; i++ {
		iso.InitValue(r, layout.IteratorTarget+8*i, undefined)
	}
	if list == undefined {
		list = iso.NewArray(0)
	}
	s := iso.NewObjectProto(gc.Null)
	iso.AddOwn(s.Ref(), iso.KeyOfGo("disposed"), gc.False, layout.AttrDefault)
	iso.AddOwn(s.Ref(), iso.KeyOfGo("list"), list, layout.AttrDefault)
	iso.InitValue(r, layout.IteratorTarget, s)
	iso.InitValue(r, layout.IteratorIndex, gc.Int(kind))
	return gc.Object(r)
}

// %DisposableState(this, async, method) checks the receiver and returns its state.
func nativeDisposableState(iso *Isolate, a nargs) (Value, bool) {
	if a.Arg(1) == gc.True {
		name := iso.GoString(a.Arg(2))
		if v := a.Arg(0); name == "disposeAsync" && (!v.IsObject() || iso.KindOf(v.Ref()) != layout.KindIteratorHelper) {
			return iso.ThrowTypeError("Receiver is not an AsyncDisposableStack")
		}
		return internalState(iso, a.Arg(0), asyncDisposableStack, "Method AsyncDisposableStack.prototype."+name)
	}
	return internalState(iso, a.Arg(0), disposableStack, "Method DisposableStack.prototype."+iso.GoString(a.Arg(2)))
}

// %NewDisposableStack(async, list): a stack that owns the resources of list.
func nativeNewDisposableStack(iso *Isolate, a nargs) (Value, bool) {
	if a.Arg(0) == gc.True {
		return disposableOf(iso, iso.Intrinsic(vm.AsyncDisposableStackPrototype), asyncDisposableStack, a.Arg(1)), true
	}
	return disposableOf(iso, iso.Intrinsic(vm.DisposableStackPrototype), disposableStack, a.Arg(1)), true
}

func nativeNewSuppressedError(iso *Isolate, a nargs) (Value, bool) {
	return iso.NewSuppressedError(a.Arg(0), a.Arg(1)), true
}

func stackDisposed(iso *Isolate, a *Args) (Value, bool) {
	s, ok := internalState(iso, a.This(), disposableStack, "Method get DisposableStack.prototype.disposed")
	if !ok {
		return s, false
	}
	return iso.Get(s, iso.KeyOfGo("disposed"))
}

func asyncStackDisposed(iso *Isolate, a *Args) (Value, bool) {
	s, ok := internalState(iso, a.This(), asyncDisposableStack, "Method get AsyncDisposableStack.prototype.disposed")
	if !ok {
		return s, false
	}
	return iso.Get(s, iso.KeyOfGo("disposed"))
}
