package vm

import (
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Args is a builtin's view of its own frame on the JS stack. A pointer to it is the frame pointer, so that calling a builtin
// allocates nothing and the arguments are always current after a collection.
type Args struct{ savedFP uint64 }

// Builtin is a function of the library written in Go. False means that an exception is pending.
type Builtin func(iso *Isolate, a *Args) (Value, bool)

// This returns the receiver.
func (a *Args) This() Value { return ldv(unsafe.Pointer(a), layout.FrameReceiver) }

// SetThis replaces the receiver.
func (a *Args) SetThis(v Value) { stv(unsafe.Pointer(a), layout.FrameReceiver, v) }

// Len returns the number of arguments.
func (a *Args) Len() int { return int(*(*uint16)(unsafe.Add(unsafe.Pointer(a), layout.FrameInfo))) }

// Arg returns argument i, undefined if it is missing.
func (a *Args) Arg(i int) Value {
	if i < a.Len() {
		return ldv(unsafe.Pointer(a), layout.FrameArg0+8*i)
	}
	return gc.Undefined
}

// SetArg replaces argument i, which must not be missing, or be one of the first MinArgs.
func (a *Args) SetArg(i int, v Value) {
	if i < a.Len() {
		stv(unsafe.Pointer(a), layout.FrameArg0+8*i, v)
	}
}

// NewTarget returns new.target: undefined in a plain call.
func (a *Args) NewTarget() Value { return ldv(unsafe.Pointer(a), layout.FrameNewTarget) }

// Callee returns the function object.
func (a *Args) Callee() Value { return ldv(unsafe.Pointer(a), layout.FrameFunction) }

// Data returns the function's data slot.
func (a *Args) Data() Value { return ldv(unsafe.Pointer(a), layout.FrameAcc) }
