package vm

import (
	"fmt"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// ErrorKind is one of the native error types.
type ErrorKind uint8

// The native errors.
const (
	Error ErrorKind = iota
	TypeError
	RangeError
	SyntaxError
	ReferenceError
	EvalError
	URIError
	AggregateError
)

func (k ErrorKind) proto() IntrinsicID { return ErrorPrototype + IntrinsicID(k) }

// Throw makes v the pending exception. Its results are what a failing builtin returns.
func (iso *Isolate) Throw(v Value) (Value, bool) {
	iso.exception = v
	iso.pending = true
	iso.throwSite.script = nil
	iso.rethrown = false
	return gc.Undefined, false
}

// Rethrow makes v pending again at the end of a finally block: where it was thrown stays known.
func (iso *Isolate) Rethrow(v Value) {
	iso.Throw(v)
	iso.rethrown = iso.thrower.IsObject()
}

// HasException tells whether an exception is pending.
func (iso *Isolate) HasException() bool { return iso.pending }

// Exception returns the pending exception without taking it.
func (iso *Isolate) Exception() Value { return iso.exception }

// Catch takes the pending exception; ok is false while the isolate is being terminated, which nothing may catch.
func (iso *Isolate) Catch() (v Value, ok bool) {
	if iso.Terminating() {
		return gc.Undefined, false
	}
	v = iso.exception
	iso.exception, iso.pending = gc.Undefined, false
	return v, true
}

// NewError makes an error object with a captured stack.
func (iso *Isolate) NewError(k ErrorKind, message string) Value {
	return iso.NewErrorProto(iso.Intrinsic(k.proto()), iso.NewString(message))
}

// NewErrorProto makes an error object with a prototype and message (undefined: none) and captures the stack.
func (iso *Isolate) NewErrorProto(proto, message Value) Value {
	e := iso.NewErrorObject(proto)
	iso.CaptureStack(e, gc.Undefined)
	if message != gc.Undefined {
		iso.AddOwn(e.Ref(), iso.K(object.AtomMessage), message, layout.AttrHidden)
	}
	return e
}

// NewErrorObject makes an error object without message or stack.
func (iso *Isolate) NewErrorObject(proto Value) Value {
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindError, proto, 3, 0))
	iso.SetU64(r, layout.ErrorFrames, uint64(gc.Undefined))
	iso.SetU64(r, layout.ErrorExtra, uint64(gc.Undefined))
	return gc.Object(r)
}

// ThrowError throws a new error of a kind.
func (iso *Isolate) ThrowError(k ErrorKind, format string, args ...any) (Value, bool) {
	msg := format
	if len(args) > 0 {
		msg = fmt.Sprintf(format, args...)
	}
	return iso.Throw(iso.NewError(k, msg))
}

// ThrowTypeError, ThrowRangeError, ThrowSyntaxError and ThrowReferenceError throw errors of those kinds.
func (iso *Isolate) ThrowTypeError(format string, args ...any) (Value, bool) {
	return iso.ThrowError(TypeError, format, args...)
}
func (iso *Isolate) ThrowRangeError(format string, args ...any) (Value, bool) {
	return iso.ThrowError(RangeError, format, args...)
}
func (iso *Isolate) ThrowSyntaxError(format string, args ...any) (Value, bool) {
	return iso.ThrowError(SyntaxError, format, args...)
}
func (iso *Isolate) ThrowReferenceError(format string, args ...any) (Value, bool) {
	return iso.ThrowError(ReferenceError, format, args...)
}

// Display renders v as V8's messages do, without running JavaScript.
func (iso *Isolate) Display(v Value) string {
	switch {
	case v.IsString():
		return `"` + iso.GoString(v) + `"`
	case v.IsSymbol():
		return iso.SymbolText(v)
	case v.IsObject():
		s, _ := iso.displayObject(v)
		return s
	}
	return iso.PrimitiveText(v)
}

// displayObject renders an object; ok is false where it has a toString of its own and only its kind can be told.
func (iso *Isolate) displayObject(v Value) (s string, ok bool) {
	for iso.KindOf(v.Ref()) == layout.KindProxy {
		t := iso.Value(v.Ref(), layout.ProxyTarget)
		if !t.IsObject() {
			return "null", true
		}
		v = t
	}
	tag := "Object"
	switch k := iso.KindOf(v.Ref()); k {
	case layout.KindFunction, layout.KindBoundFunction:
		return iso.FunctionText(v), true
	case layout.KindError:
		return iso.displayError(v), true
	case layout.KindArray:
		tag = "Array"
	case layout.KindRegExp:
		tag = "RegExp"
	case layout.KindDate:
		tag = "Date"
	case layout.KindStringObject:
		tag = "String"
	case layout.KindArguments:
		tag = "Arguments"
	case layout.KindGenerator:
		tag = "Generator"
	case layout.KindTypedArray:
		tag = iso.GoString(iso.A(iso.TypedArrayType(v.Ref()).Name()))
	case layout.KindPrimitive:
		switch p := iso.Value(v.Ref(), layout.PrimitiveValue); {
		case p.IsNumber():
			tag = "Number"
		case p.IsBool():
			tag = "Boolean"
		case p.IsSymbol():
			tag = "Symbol"
		case p.IsBigInt():
			tag = "BigInt"
		}
	}
	if f, found := iso.lookupData(v, iso.K(object.AtomToString)); found && f.IsObject() && f == iso.objectToString() {
		if c, found := iso.lookupData(v, iso.K(object.AtomConstructor)); found && c.IsObject() && iso.IsCallable(c) {
			if n, found := iso.lookupData(c, iso.K(object.AtomName)); found && n.IsString() && iso.StrLen(n) > 0 {
				return "#<" + iso.GoString(n) + ">", true
			}
		}
	}
	if t, found := iso.lookupData(v, iso.SymK(object.SymToStringTag)); found && t.IsString() {
		tag = iso.GoString(t)
	}
	return "[object " + tag + "]", false
}

// objectToString is the original value of Object.prototype.toString, as far as it still is there.
func (iso *Isolate) objectToString() Value {
	v, _ := iso.lookupData(iso.Intrinsic(ObjectPrototype), iso.K(object.AtomToString))
	return v
}

func (iso *Isolate) displayError(v Value) string {
	name, msg := "Error", ""
	if p, ok := iso.lookupData(v, iso.K(object.AtomName)); ok && p.IsString() {
		name = iso.GoString(p)
	}
	if p, ok := iso.lookupData(v, iso.K(object.AtomMessage)); ok && p.IsString() {
		msg = iso.GoString(p)
	}
	if msg == "" {
		return name
	}
	return name + ": " + msg
}

// lookupData finds a data property along the prototype chain without running JavaScript.
func (iso *Isolate) lookupData(v Value, k Key) (Value, bool) {
	for v.IsObject() {
		r := v.Ref()
		if iso.KindOf(r) == layout.KindProxy {
			return gc.Undefined, false
		}
		if p, ok := iso.GetOwn(r, k); ok {
			if p.IsLazy() {
				p = iso.materialiseLazy(r, k, p)
			}
			if p.IsAccessor() {
				return gc.Undefined, false
			}
			return p.Value, true
		}
		v = iso.Proto(r)
	}
	return gc.Undefined, false
}

// LookupData is lookupData for other packages (stack traces, inspection).
func (iso *Isolate) LookupData(v Value, k Key) (Value, bool) { return iso.lookupData(v, k) }

// ConstructorName returns the name V8 prints for an object in messages: of the constructor found without running JavaScript.
func (iso *Isolate) ConstructorName(v Value) string {
	if c, ok := iso.lookupData(v, iso.K(object.AtomConstructor)); ok && c.IsObject() && iso.IsCallable(c) {
		if n, ok := iso.lookupData(c, iso.K(object.AtomName)); ok && n.IsString() && iso.StrLen(n) > 0 {
			return iso.GoString(n)
		}
	}
	return "Object"
}

// SymbolText returns "Symbol(description)".
func (iso *Isolate) SymbolText(v Value) string {
	d := iso.Value(v.Ref(), layout.SymbolDescription)
	if d == gc.Undefined {
		return "Symbol()"
	}
	return "Symbol(" + iso.GoString(d) + ")"
}

// KeyText renders a property key for a message.
func (iso *Isolate) KeyText(k Key) string {
	if k.IsSymbol() {
		v := k.Value()
		if iso.U32(v.Ref(), layout.SymbolFlags)&layout.SymbolPrivate != 0 {
			return iso.GoString(iso.Value(v.Ref(), layout.SymbolDescription))
		}
		return iso.SymbolText(v)
	}
	return iso.GoString(iso.KeyString(k))
}
