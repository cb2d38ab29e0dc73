package vm

import (
	bc "github.com/gonode/gonode/core/bytecode"
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// The JS stack (DECISIONS 1.2, 1.3). It grows down; sp is the address of the lowest word in use, fp of the newest frame.
//
//	higher addresses
//	fp+24+8i   argument i (missing formals are padded with undefined, so max(argc, formals) words)
//	fp+16      receiver
//	fp+8       return word: what happens with the frame's result (Ret*)
//	fp         saved fp
//	fp-8 ..    function, scope, bytecode, vector, info, new.target, accumulator
//	fp-64-8r   register r
//
// The callee pops everything up to and including its arguments. Every word between sp and the base is a Value or has zero
// high 16 bits.

// Return words (at fp+8 while a frame is run by the interpreter or is a builtin's).
const (
	// RetGo: the frame was entered from Go; its driver returns.
	RetGo = 1
	// RetAcc: the result goes to the accumulator of the interpreted caller.
	RetAcc = 2
	// RetKeep: the result is dropped, the caller's accumulator stays (setters).
	RetKeep = 3
	// RetIter: a generator stepped by IterNext; the value goes to the accumulator and IterResult is skipped. RetIterDone: it is
	// complete: the iteration ends.
	RetIter     = 4
	RetIterDone = 5
)

// Frame kinds (bits 16-23 of the info word).
const (
	FrameInterpreted = 0
	FrameBuiltin     = 1
	frameKindShift   = 16
	frameOffsetShift = 24
	// frameConstruct (bit 23): a constructor call whose result, if not an object, is the receiver.
	frameConstruct = 1 << 23
)

// InCallerRealm runs f, which throws, in the realm of the function that called the newest frame's.
func (iso *Isolate) InCallerRealm(f func()) {
	old := iso.realm
	if fp := ldp(iso.fp, layout.FrameSavedFP); fp != nil {
		if fn := ldv(fp, layout.FrameFunction); fn.IsObject() && iso.KindOf(fn.Ref()) == layout.KindFunction {
			if r := iso.Ref(fn.Ref(), layout.FunctionRealm); r != 0 {
				iso.realm = r
			}
		}
	}
	f()
	iso.realm = old
}

// execState is the execution half of an isolate: the JS stack, the microtask queue and what the driver needs.
type execState struct {
	fp    unsafe.Pointer // newest frame, nil outside of JavaScript
	sp    unsafe.Pointer // lowest word in use
	limit unsafe.Pointer // frames may not reach below
	hi    unsafe.Pointer // base of the stack

	// interpret runs the newest frame until a frame with RetGo returns. core/interp sets it.
	interpret func(iso *Isolate) (Value, bool)

	tail            tailRequest
	depth           int // nested drivers
	irq             irqState
	jobs            jobQueue
	ownJobs         []*ownJobQueue // of realms with a queue of their own
	hooks           Hooks
	mega            *megaCache
	embedder        Value // continuation-preserved embedder data
	stats           ExecStats
	evals           evalCache
	regexpLit       int
	returnWord      uint64 // return word of the frame that Suspend popped
	ended           any
	lastSyntaxError SyntaxPosition
	throwSite       throwSite
	// Where the exception that the newest handler caught was thrown; rethrown: it goes on.
	thrower       Value
	throwOff      int
	rethrown      bool
	limitSeen     bool
	limitBase     uint64 // the limit of the heap before it was raised to let a RangeError be handled; 0: it holds
	outOfMemory   bool
	holdGC        int // HandleInterrupt does nothing but end execution: callers up the stack hold raw Values
	noGC          int // HandleInterrupt does nothing: a lazy property is being made
	generatorNext Builtin
	fastNexts     []fastNext
	internalInfos [numInternal]Ref
	protoIter     [2]protocolSlot
	modules       moduleState
	// OnCode, if set, is told of each function whose code is about to run for the first time (--print-bytecode). It must not use the
	// isolate.
	OnCode func(f *bc.Func, d *ScriptData)
	// AllowNatives enables %Name calls in scripts (--allow-natives-syntax).
	AllowNatives bool
	tracing      bool // a stack trace is being formatted (prepareStackTrace is not called again)
}

// ExecStats counts rare events for tests and tuning.
type ExecStats struct {
	Drivers, Unwinds, ICMisses, MegaHits, Materialised, Vectors uint64
}

// ExecStats returns the counters.
func (iso *Isolate) ExecStats() ExecStats { return iso.stats }

// initExec prepares the JS stack. The Heap must exist.
func (iso *Isolate) initExec() {
	x := &iso.execState
	lo, hi := iso.JSStack()
	x.hi, x.sp, x.fp = hi, hi, nil
	x.limit = lo
	x.mega = new(megaCache)
	x.embedder, x.thrower = gc.Undefined, gc.Undefined
	x.tail.reset()
	x.jobs.init()
}

// visitExec shows the collector the JS stack and the Values that the execution half keeps in Go.
func (iso *Isolate) visitExec(v *gc.Visitor) {
	x := &iso.execState
	if x.sp != x.hi {
		v.Words(x.sp, x.hi)
	}
	v.Value(&x.embedder)
	v.Value(&x.thrower)
	v.Refs(x.internalInfos[:])
	x.modules.visit(v)
	x.tail.visit(v)
	x.jobs.visit(v)
	for _, q := range x.ownJobs {
		q.visit(v)
	}
}

// SetInterpreter installs the interpreter loop; core/interp calls it.
func (iso *Isolate) SetInterpreter(f func(iso *Isolate) (Value, bool)) { iso.interpret = f }

// Slot access. p is a frame or stack pointer, d a displacement.

func ldv(p unsafe.Pointer, d int) Value     { return *(*Value)(unsafe.Add(p, d)) }
func stv(p unsafe.Pointer, d int, v Value)  { *(*Value)(unsafe.Add(p, d)) = v }
func ldw(p unsafe.Pointer, d int) uint64    { return *(*uint64)(unsafe.Add(p, d)) }
func stw(p unsafe.Pointer, d int, w uint64) { *(*uint64)(unsafe.Add(p, d)) = w }
func ldp(p unsafe.Pointer, d int) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Add(p, d))
}

// FP returns the newest frame, SP the stack pointer; SetFP and SetSP are for the interpreter. The JS stack is no Go memory:
// the stores go without Go's write barrier.
func (iso *Isolate) FP() unsafe.Pointer     { return iso.fp }
func (iso *Isolate) SP() unsafe.Pointer     { return iso.sp }
func (iso *Isolate) SetFP(p unsafe.Pointer) { *(*uintptr)(unsafe.Pointer(&iso.fp)) = uintptr(p) }
func (iso *Isolate) SetSP(p unsafe.Pointer) { *(*uintptr)(unsafe.Pointer(&iso.sp)) = uintptr(p) }

// StackLimit returns the address that frames may not reach below.
func (iso *Isolate) StackLimit() unsafe.Pointer { return iso.limit }

// frameArgc, frameKind and frameOffset take the info word apart.
func frameArgc(fp unsafe.Pointer) int { return int(uint16(ldw(fp, layout.FrameInfo))) }
func frameKind(fp unsafe.Pointer) uint8 {
	return uint8(ldw(fp, layout.FrameInfo)>>frameKindShift) & 0x7F
}
func frameOffset(fp unsafe.Pointer) int { return int(ldw(fp, layout.FrameInfo) >> frameOffsetShift) }
func setFrameOffset(fp unsafe.Pointer, off int) {
	w := ldw(fp, layout.FrameInfo) & (1<<frameOffsetShift - 1)
	stw(fp, layout.FrameInfo, w|uint64(off)<<frameOffsetShift)
}
func frameIsConstruct(fp unsafe.Pointer) bool {
	return ldw(fp, layout.FrameInfo)&frameConstruct != 0
}

// MaxArgs is the largest number of arguments of a call (the info word has 16 bits for it).
const MaxArgs = 65535

// room tells whether n more words fit on the JS stack; if not it throws.
func (iso *Isolate) room(n int) bool {
	if uintptr(iso.sp)-uintptr(iso.limit) < uintptr(n*8+stackRedZone) || uintptr(iso.sp) < uintptr(iso.limit) {
		iso.throwStackOverflow()
		return false
	}
	return true
}

// stackRedZone is kept free so that the constructor of the RangeError and the frames of builtins fit.
const stackRedZone = 2048

// EnterNative checks that the goroutine's stack has room for another level of recursive Go code (DECISIONS 1.9). It throws
// RangeError and returns false when it has not.
func (iso *Isolate) EnterNative() bool {
	if nativeStackUsed() > maxNativeStack {
		iso.throwStackOverflow()
		return false
	}
	return true
}

const maxNativeStack = 64 << 20

func (iso *Isolate) throwStackOverflow() {
	iso.ThrowRangeError("Maximum call stack size exceeded")
}

// pushFrame pushes the header of a frame below the receiver at sp and makes it the newest frame.
func (iso *Isolate) pushFrame(fn Value, scope gc.Ref, bytecode, vector gc.Ref, info uint64, newTarget, acc Value, ret uint64) unsafe.Pointer {
	fp := unsafe.Add(iso.sp, -layout.FrameReceiver)
	stw(fp, layout.FrameReturn, ret)
	*(*unsafe.Pointer)(fp) = iso.fp
	stv(fp, layout.FrameFunction, fn)
	stv(fp, layout.FrameScope, gc.Cell(scope))
	stv(fp, layout.FrameBytecode, gc.Cell(bytecode))
	stv(fp, layout.FrameVector, gc.Cell(vector))
	stw(fp, layout.FrameInfo, info)
	stv(fp, layout.FrameNewTarget, newTarget)
	stv(fp, layout.FrameAcc, acc)
	iso.fp = fp
	iso.sp = unsafe.Add(fp, layout.FrameAcc)
	return fp
}

// popTo makes fp the newest frame and sp the stack pointer.
func (iso *Isolate) popTo(fp, sp unsafe.Pointer) { iso.fp, iso.sp = fp, sp }

// push pushes a word.
func (iso *Isolate) push(v Value) {
	iso.sp = unsafe.Add(iso.sp, -8)
	*(*Value)(iso.sp) = v
}
