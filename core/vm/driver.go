package vm

import (
	"fmt"
	"runtime/debug"
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// The driver (DECISIONS 1.1): one Go function runs JavaScript. Go recursion happens only where Go code calls JavaScript through
// Call, Construct and their kin; calls between JavaScript functions, getters reached from bytecode, tail calls of builtins and
// resumed generators stay inside one driver.

// drive runs the newest frame, which was entered from Go (RetGo), until it returns or an exception leaves it.
func (iso *Isolate) drive() (Value, bool) {
	iso.stats.Drivers++
	for {
		v, ok := iso.interpret(iso)
		if ok {
			return v, true
		}
		if !iso.unwind() {
			return gc.Thrown, false
		}
	}
}

// ReturnWord is what happens with the result of a frame that a suspending instruction popped.
func (iso *Isolate) ReturnWord() uint64 { return iso.returnWord }

// Call calls f. It is how Go code enters JavaScript. (JS)
func (iso *Isolate) Call(f, this Value, args ...Value) (Value, bool) {
	if !iso.enterable(len(args)) {
		return gc.Undefined, false
	}
	for i := len(args) - 1; i >= 0; i-- {
		iso.push(args[i])
	}
	iso.push(this)
	return iso.finish(iso.CallOnStack(f, len(args), gc.Undefined, RetGo))
}

// Construct calls the constructor f; newTarget is f itself unless said otherwise. (JS)
func (iso *Isolate) Construct(f, newTarget Value, args ...Value) (Value, bool) {
	if !iso.enterable(len(args)) {
		return gc.Undefined, false
	}
	for i := len(args) - 1; i >= 0; i-- {
		iso.push(args[i])
	}
	iso.push(gc.Undefined)
	return iso.finish(iso.CallOnStack(f, len(args), newTarget, RetGo))
}

// CallList calls f with the arguments in a KindValues cell. (JS)
func (iso *Isolate) CallList(f, this Value, list Ref) (Value, bool) {
	n := iso.ListLen(list)
	if !iso.enterable(n) {
		return gc.Undefined, false
	}
	for i := n - 1; i >= 0; i-- {
		iso.push(iso.ListGet(list, i))
	}
	iso.push(this)
	return iso.finish(iso.CallOnStack(f, n, gc.Undefined, RetGo))
}

// ConstructList is CallList for constructors. (JS)
func (iso *Isolate) ConstructList(f, newTarget Value, list Ref) (Value, bool) {
	n := iso.ListLen(list)
	if !iso.enterable(n) {
		return gc.Undefined, false
	}
	for i := n - 1; i >= 0; i-- {
		iso.push(iso.ListGet(list, i))
	}
	iso.push(gc.Undefined)
	return iso.finish(iso.CallOnStack(f, n, newTarget, RetGo))
}

// enterable checks both stacks before Go code pushes n arguments.
func (iso *Isolate) enterable(n int) bool {
	if n > MaxArgs {
		iso.ThrowRangeError("Too many arguments in function call (only 65535 allowed)")
		return false
	}
	return iso.EnterNative() && iso.room(n+2)
}

// finish runs the frame that CallOnStack pushed, if it did.
func (iso *Isolate) finish(v Value, st CallStatus) (Value, bool) {
	switch st {
	case CallValue:
		return v, true
	case CallFrame:
		if iso.depth == 0 {
			return iso.protect((*Isolate).drive)
		}
		iso.depth++
		v, ok := iso.drive()
		iso.depth--
		return v, ok
	case CallFrameThrew:
		if !iso.unwind() {
			return gc.Undefined, false
		}
		return iso.finish(gc.Undefined, CallFrame)
	}
	return gc.Undefined, false
}

// protect runs f where Go enters an isolate that runs nothing: the only place that recovers panics. A Go panic of a builtin is a
// bug of the host and becomes a fatal error with the JS stack.
func (iso *Isolate) protect(f func(*Isolate) (Value, bool)) (v Value, ok bool) {
	sp, fp := iso.sp, iso.fp
	done := false
	defer func() {
		iso.depth, iso.holdGC = 0, 0
		if done {
			return
		}
		p := recover()
		if end, is := p.(gc.EndIsolate); is {
			iso.popTo(nil, iso.hi)
			iso.irq.flags.Or(irqTerminate)
			iso.jobs.running = false
			iso.ended = end
			v, ok = gc.Undefined, false
			return
		}
		if f, is := p.(*FatalError); is {
			panic(f)
		}
		iso.jobs.running = false
		f := &FatalError{Cause: p, GoStack: string(debug.Stack())}
		func() {
			defer func() { _ = recover() }()
			f.JSStack = iso.stackText()
		}()
		_ = sp
		_ = fp
		panic(f)
	}()
	iso.depth = 1
	v, ok = f(iso)
	done = true
	return v, ok
}

// FatalError is the panic that a Go panic inside a builtin turns into.
type FatalError struct {
	Cause            any
	JSStack, GoStack string
}

// Error implements error.
func (f *FatalError) Error() string {
	return fmt.Sprintf("%v\n\nJavaScript stack:\n%s\nGo stack:\n%s", f.Cause, f.JSStack, f.GoStack)
}

// Ended returns what ended the isolate for good (out of memory), nil if it lives.
func (iso *Isolate) Ended() any { return iso.ended }

// frameSP returns where the stack pointer belongs while fp, an interpreted frame, is the newest.
func (iso *Isolate) frameSP(fp unsafe.Pointer) unsafe.Pointer {
	n := iso.U32(ldv(fp, layout.FrameBytecode).Ref(), layout.BytecodeRegs)
	return unsafe.Add(fp, layout.FrameAcc-8*int(n))
}

// popFrame pops an interpreted frame with its arguments and returns its return word.
func (iso *Isolate) popFrame(fp unsafe.Pointer) uint64 {
	n := max(frameArgc(fp), int(iso.U32(ldv(fp, layout.FrameBytecode).Ref(), layout.BytecodeParams)))
	ret := ldw(fp, layout.FrameReturn)
	iso.sp = unsafe.Add(fp, layout.FrameArg0+8*n)
	iso.fp = ldp(fp, 0)
	return ret
}
