package vm

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// Explicit resource management (ECMA-262 2026, using and await using). A dispose stack is a KindValues list: pending error, whether
// there is one, whether an await is due, then triples (value, method, async).

// NewDisposeStack makes an empty dispose stack.
func (iso *Isolate) NewDisposeStack() Value {
	l := iso.NewValues(3+3*4, gc.Undefined)
	iso.ListSet(l, 1, gc.False)
	iso.ListSet(l, 2, gc.Int(0))
	return gc.Cell(l)
}

// The list cannot grow in place: the register keeps the first cell, whose slot 0 of the tail would be needed; so a grown list is
// linked through the header list's first triple. To stay simple the triples live in an array object in slot 3.
func (iso *Isolate) disposeArray(l Ref) Ref {
	a := iso.ListGet(l, 3)
	if !a.IsObject() {
		a = iso.NewArray(0)
		iso.ListSet(l, 3, a)
	}
	return a.Ref()
}

// disposeMethod is GetMethod with the message that declarations of resources have.
func (iso *Isolate) disposeMethod(v Value, sym object.SymID) (Value, bool) {
	f, ok := iso.GetV(v, iso.SymK(sym))
	if ok && f.IsNullish() {
		return gc.Undefined, true
	}
	if ok && !iso.IsCallable(f) {
		return iso.ThrowTypeError("%s is not a function", iso.SymbolText(iso.Sym(sym)))
	}
	return f, ok
}

// AddDisposable is AddDisposableResource. (JS)
func (iso *Isolate) AddDisposable(stack, v Value, async bool) bool {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hs, hv := iso.NewHandle(stack), iso.NewHandle(v)
	method := gc.Undefined
	if v.IsNullish() {
		if !async {
			return true
		}
	} else {
		if !v.IsObject() {
			iso.ThrowTypeError("An object is expected with `using` declarations")
			return false
		}
		var ok bool
		if async {
			if method, ok = iso.disposeMethod(v, object.SymAsyncDispose); !ok {
				return false
			}
		}
		if method == gc.Undefined {
			if method, ok = iso.disposeMethod(hv.Value(), object.SymDispose); !ok {
				return false
			}
			if method == gc.Undefined {
				name := "Symbol(Symbol.dispose)"
				if async {
					name = "Symbol(Symbol.asyncDispose)"
				}
				iso.ThrowTypeError("%s is not a function", name)
				return false
			}
			if async {
				// The sync method's result is not awaited, undefined is.
				method = iso.internalFunction(internalAwait3, 0, callSyncDispose, method)
			}
		}
	}
	a := gc.Object(iso.disposeArray(hs.Ref()))
	iso.ArrayPush(a, hv.Value())
	iso.ArrayPush(a, method)
	return true
}

func callSyncDispose(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := iso.Call(a.Data(), a.This()); !ok {
		return gc.Undefined, false
	}
	return gc.Undefined, true
}

// DisposeNext pops the last resource: its method (undefined: nothing to call) and value.
func (iso *Isolate) DisposeNext(stack Value) (f, this Value, more bool) {
	r := iso.disposeArray(stack.Ref())
	n := iso.ArrayLen(r)
	if n == 0 {
		return gc.Undefined, gc.Undefined, false
	}
	this, f = iso.FastElement(r, n-2), iso.FastElement(r, n-1)
	iso.TruncateElements(r, n-2)
	iso.SetArrayLen(r, n-2)
	return f, this, true
}

// NewSuppressedError makes the error for one that was thrown while another was on its way.
func (iso *Isolate) NewSuppressedError(v, old Value) Value {
	e := iso.NewErrorProto(iso.Intrinsic(SuppressedErrorPrototype), iso.Atom("An error was suppressed during disposal"))
	iso.AddOwn(e.Ref(), iso.KeyOfGo("error"), v, layout.AttrHidden)
	iso.AddOwn(e.Ref(), iso.KeyOfGo("suppressed"), old, layout.AttrHidden)
	return e
}

// DisposeError makes an exception the pending error of a stack, wrapping the former one in a SuppressedError.
func (iso *Isolate) DisposeError(stack, v Value) {
	l := stack.Ref()
	if iso.ListGet(l, 1) == gc.True {
		v = iso.NewSuppressedError(v, iso.ListGet(l, 0))
	}
	iso.ListSet(l, 0, v)
	iso.ListSet(l, 1, gc.True)
}

// DisposeEnd returns the pending error of a stack.
func (iso *Isolate) DisposeEnd(stack Value) (v Value, has bool) {
	l := stack.Ref()
	return iso.ListGet(l, 0), iso.ListGet(l, 1) == gc.True
}
