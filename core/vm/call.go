package vm

import (
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

type framePtr = unsafe.Pointer

// CallStatus is the result of CallOnStack.
type CallStatus uint8

// What CallOnStack did.
const (
	CallThrew      CallStatus = iota // an exception is pending, the arguments are popped
	CallValue                        // the call is complete, the arguments are popped
	CallFrame                        // a frame of JavaScript was pushed and is to be run
	CallFrameThrew                   // a frame was pushed in which an exception is pending: unwind from it
)

// tailMark is what a builtin returns when it asked for a tail call.
const tailMark = Value(gc.TagConst)<<32 | 15

// tailRequest is the call that a builtin asks the driver to make after it has returned.
type tailRequest struct {
	f, this, newTarget Value
	args               []Value
	resume             bool // resume the generator f with the value this and the mode in args[0]
}

func (t *tailRequest) reset() { t.f, t.this, t.newTarget = gc.Undefined, gc.Undefined, gc.Undefined }

func (t *tailRequest) visit(v *gc.Visitor) {
	v.Value(&t.f)
	v.Value(&t.this)
	v.Value(&t.newTarget)
	v.Values(t.args)
}

// TailCall asks the driver to call f when the builtin has returned; the builtin returns its results.
func (iso *Isolate) TailCall(f, this Value, args ...Value) (Value, bool) {
	t := &iso.tail
	t.f, t.this, t.newTarget, t.resume = f, this, gc.Undefined, false
	t.args = append(t.args[:0], args...)
	return tailMark, true
}

// TailCallArgs is TailCall with the builtin's own arguments from number n on.
func (iso *Isolate) TailCallArgs(f, this Value, a *Args, n int) (Value, bool) {
	t := &iso.tail
	t.f, t.this, t.newTarget, t.resume = f, this, gc.Undefined, false
	t.args = t.args[:0]
	for i := n; i < a.Len(); i++ {
		t.args = append(t.args, a.Arg(i))
	}
	return tailMark, true
}

// TailCallList is TailCall with the arguments in a KindValues cell.
func (iso *Isolate) TailCallList(f, this Value, list Ref) (Value, bool) {
	t := &iso.tail
	t.f, t.this, t.newTarget, t.resume = f, this, gc.Undefined, false
	t.args = append(t.args[:0], iso.Values(list, layout.ValuesHeader, iso.ListLen(list))...)
	return tailMark, true
}

// TailConstructList asks for Construct(f, list, newTarget).
func (iso *Isolate) TailConstructList(f, newTarget Value, list Ref) (Value, bool) {
	r, ok := iso.TailCallList(f, gc.Undefined, list)
	iso.tail.newTarget = newTarget
	return r, ok
}

// tailResume asks the driver to resume a generator.
func (iso *Isolate) tailResume(gen, v Value, mode int) (Value, bool) {
	t := &iso.tail
	t.f, t.this, t.newTarget, t.resume = gen, v, gc.Undefined, true
	t.args = append(t.args[:0], gc.Int(int32(mode)))
	return tailMark, true
}

// Bits of InfoFlags: the low 24 are bytecode.Fn* flags, then the bytecode.FuncKind, then these.
const (
	infoKindShift                = 24
	InfoConstructor       uint32 = 1 << 28 // may be called with new
	InfoDerived           uint32 = 1 << 29
	InfoClassConstructor  uint32 = 1 << 30 // throws when called without new
	infoResumable                = uint32(bc.FnAsync | bc.FnGenerator)
	InfoConstruct                = frameConstruct
	infoFlagsBytecodeMask uint32 = 1<<24 - 1
)

// CallOnStack begins a call. The receiver lies at sp, argument i at sp+8+8i. A builtin is run at once; for a function with
// bytecode a frame with return word ret is pushed. (JS)
func (iso *Isolate) CallOnStack(f Value, argc int, newTarget Value, ret uint64) (Value, CallStatus) {
	top := unsafe.Add(iso.sp, 8*(argc+1))
again:
	if !f.IsObject() {
		iso.sp = top
		iso.throwNotCallable(f, newTarget)
		return gc.Undefined, CallThrew
	}
	fn := f.Ref()
	switch iso.KindOf(fn) {
	case layout.KindFunction:
		info := iso.Ref(fn, layout.FunctionInfo)
		if r := iso.Ref(fn, layout.FunctionRealm); r != iso.realm && r != 0 {
			return iso.callOtherRealm(f, argc, newTarget, ret, top, r)
		}
		flags := iso.U32(info, layout.InfoFlags)
		if b := iso.U32(info, layout.InfoBuiltin); b != 0 {
			if newTarget != gc.Undefined && iso.ShapeBits(iso.ShapeOf(fn))&layout.ShapeConstructor == 0 {
				iso.sp = top
				iso.throwNotConstructor(f)
				return gc.Undefined, CallThrew
			}
			if uintptr(iso.sp) < uintptr(iso.limit)+stackRedZone/2 {
				iso.sp = top
				iso.throwStackOverflow()
				return gc.Undefined, CallThrew
			}
			v, st := iso.runBuiltin(f, fn, b, argc, newTarget, top)
			if st != CallValue || v != tailMark {
				return v, st
			}
			// The builtin's tail call takes its place.
			t := &iso.tail
			if t.resume {
				return iso.resumeOnStack(t.f, t.this, int(t.args[0].AsInt()), ret)
			}
			f, argc, newTarget = t.f, len(t.args), t.newTarget
			if !iso.room(argc + 2) {
				return gc.Undefined, CallThrew
			}
			for i := argc - 1; i >= 0; i-- {
				iso.push(t.args[i])
			}
			iso.push(t.this)
			goto again
		}
		return iso.enterFunction(f, info, flags, argc, newTarget, ret, top)
	case layout.KindBoundFunction:
		list := iso.Value(fn, layout.BoundArgs)
		n := 0
		if list.IsInternal() {
			n = iso.ListLen(list.Ref())
		}
		if argc+n > MaxArgs || !iso.room(n+2) {
			iso.sp = top
			if !iso.pending {
				iso.throwStackOverflow()
			}
			return gc.Undefined, CallThrew
		}
		this := iso.Value(fn, layout.BoundThis)
		iso.sp = unsafe.Add(iso.sp, 8)
		for i := n - 1; i >= 0; i-- {
			iso.push(iso.ListGet(list.Ref(), i))
		}
		iso.push(this)
		argc += n
		target := iso.Value(fn, layout.BoundTarget)
		if newTarget == f {
			newTarget = target
		}
		f = target
		goto again
	case layout.KindProxy:
		if newTarget != gc.Undefined && !iso.IsConstructor(f) {
			iso.sp = top
			iso.throwNotConstructor(f)
			return gc.Undefined, CallThrew
		}
		if newTarget == gc.Undefined && !iso.IsCallable(f) {
			break
		}
		return iso.callProxy(f, argc, newTarget, top)
	}
	iso.sp = top
	iso.throwNotCallable(f, newTarget)
	return gc.Undefined, CallThrew
}

// runBuiltin runs builtin number b: its frame lies below the receiver at sp; afterwards sp is top. The value may be tailMark.
func (iso *Isolate) runBuiltin(f Value, fn Ref, b uint32, argc int, newTarget Value, top unsafe.Pointer) (Value, CallStatus) {
	saved := iso.fp
	fp := unsafe.Add(iso.sp, -layout.FrameReceiver)
	stw(fp, layout.FrameReturn, RetGo)
	*(*unsafe.Pointer)(fp) = saved
	stv(fp, layout.FrameFunction, f)
	stv(fp, layout.FrameScope, gc.Cell(0))
	stv(fp, layout.FrameBytecode, gc.Cell(0))
	stv(fp, layout.FrameVector, gc.Cell(0))
	stw(fp, layout.FrameInfo, uint64(argc)|FrameBuiltin<<frameKindShift)
	stv(fp, layout.FrameNewTarget, newTarget)
	stv(fp, layout.FrameAcc, iso.Value(fn, layout.FunctionData))
	iso.fp = fp
	iso.sp = unsafe.Add(fp, layout.FrameAcc)
	m := iso.HandleMark()
	v, ok := iso.builtins[b](iso, (*Args)(fp))
	if iso.HandleMark() != m {
		iso.ReleaseHandles(m)
	}
	iso.fp = saved
	iso.sp = top
	if !ok {
		return gc.Undefined, CallThrew
	}
	return v, CallValue
}

// CallBuiltin is CallOnStack for a builtin of the current realm that the interpreter has recognised.
func (iso *Isolate) CallBuiltin(f Value, fn Ref, b uint32, argc int) (Value, CallStatus) {
	top := unsafe.Add(iso.sp, 8*(argc+1))
	if uintptr(iso.sp) < uintptr(iso.limit)+stackRedZone/2 {
		iso.sp = top
		iso.throwStackOverflow()
		return gc.Undefined, CallThrew
	}
	v, st := iso.runBuiltin(f, fn, b, argc, gc.Undefined, top)
	if v == tailMark && st == CallValue {
		return iso.TailOnStack(RetAcc)
	}
	return v, st
}

// callProxy is [[Call]] and [[Construct]] of a proxy.
//
//go:noinline
func (iso *Isolate) callProxy(f Value, argc int, newTarget Value, top unsafe.Pointer) (Value, CallStatus) {
	if !iso.EnterNative() {
		iso.sp = top
		return gc.Undefined, CallThrew
	}
	m := iso.HandleMark()
	list := iso.NewValues(argc, gc.Undefined)
	for i := 0; i < argc; i++ {
		iso.ListSet(list, i, ldv(iso.sp, 8+8*i))
	}
	var v Value
	var ok bool
	if newTarget == gc.Undefined {
		v, ok = iso.ProxyCall(f, ldv(iso.sp, 0), list)
	} else {
		v, ok = iso.ProxyConstruct(f, newTarget, list)
	}
	iso.ReleaseHandles(m)
	iso.sp = top
	if !ok {
		return gc.Undefined, CallThrew
	}
	return v, CallValue
}

// callOtherRealm calls a function of another realm: a nested driver, so that the realm is put back whatever happens.
//
//go:noinline
func (iso *Isolate) callOtherRealm(f Value, argc int, newTarget Value, ret uint64, top unsafe.Pointer, realm Ref) (Value, CallStatus) {
	if !iso.EnterNative() {
		iso.sp = top
		return gc.Undefined, CallThrew
	}
	old := iso.SetRealm(realm)
	v, ok := iso.finish(iso.CallOnStack(f, argc, newTarget, RetGo))
	iso.SetRealm(old)
	if !ok {
		return gc.Undefined, CallThrew
	}
	return v, CallValue
}

// enterFunction pushes the frame of a function with bytecode.
func (iso *Isolate) enterFunction(f Value, info Ref, flags uint32, argc int, newTarget Value, ret uint64, top unsafe.Pointer) (Value, CallStatus) {
	word := uint64(argc)
	if newTarget == gc.Undefined {
		if flags&InfoClassConstructor != 0 {
			iso.sp = top
			if name := iso.nameOfFunction(f); name != "" {
				iso.ThrowTypeError("Class constructor %s cannot be invoked without 'new'", name)
			} else {
				iso.ThrowTypeError("Class constructors cannot be invoked without 'new'")
			}
			return gc.Undefined, CallThrew
		}
	} else {
		if flags&InfoConstructor == 0 {
			iso.sp = top
			iso.throwNotConstructor(f)
			return gc.Undefined, CallThrew
		}
		if flags&InfoDerived != 0 {
			stv(iso.sp, 0, gc.TDZ)
		} else {
			this, ok := iso.ReceiverFast(newTarget, info)
			if !ok {
				m := iso.HandleMark()
				hf, hn := iso.NewHandle(f), iso.NewHandle(newTarget)
				this, ok = iso.receiverSlow(hn, info)
				f, newTarget = hf.Value(), hn.Value()
				iso.ReleaseHandles(m)
				if !ok {
					iso.sp = top
					return gc.Undefined, CallThrew
				}
			}
			stv(iso.sp, 0, this)
			word |= frameConstruct
		}
	}
	code := iso.Ref(info, layout.InfoBytecode) //gcvet:ok function infos are pinned
	if code == 0 {
		code = iso.materialiseCode(info)
	}
	if n := int(iso.U32(code, layout.BytecodeParams)); n > argc {
		src := iso.sp
		iso.sp = unsafe.Add(src, -8*(n-argc))
		for i := 0; i <= argc; i++ {
			stv(iso.sp, 8*i, ldv(src, 8*i))
		}
		for i := argc + 1; i <= n; i++ {
			stv(iso.sp, 8*i, gc.Undefined)
		}
	}
	fn := f.Ref()
	regs := int(iso.U32(code, layout.BytecodeRegs))
	if uintptr(iso.sp) < uintptr(iso.limit)+uintptr(8*regs+layout.FrameHeader+16) {
		iso.sp = top
		iso.throwStackOverflow()
		return gc.Undefined, CallThrew
	}
	vec := iso.Ref(iso.Ref(fn, layout.FunctionFeedback), layout.FeedbackVector)
	if vec == 0 {
		vec = iso.CountCall(fn, info, code)
	}
	fp := iso.pushFrame(f, iso.Ref(fn, layout.FunctionScope), code, vec, word, newTarget, gc.Undefined, ret)
	for i := 0; i < regs; i++ {
		stv(fp, layout.FrameReg0-8*i, gc.Undefined)
	}
	iso.sp = unsafe.Add(fp, layout.FrameAcc-8*regs)
	if iso.Poll() && !iso.HandleInterrupt() {
		// The frame has not begun: it cannot catch what is pending.
		iso.popFrame(fp)
		return gc.Undefined, CallThrew
	}
	return gc.Undefined, CallFrame
}

// ReceiverFast makes the object for a base constructor from the initial shape cached in newTarget. The shape is valid while it
// has the prototype that newTarget's prototype property, always its third, holds.
func (iso *Isolate) ReceiverFast(newTarget Value, info Ref) (Value, bool) {
	r := newTarget.Ref()
	if iso.Plain || iso.KindOf(r) != layout.KindFunction {
		return 0, false
	}
	shape := iso.Ref(r, layout.FunctionShape)
	if shape == 0 {
		return 0, false
	}
	if iso.ctorPrototype(r) != iso.ShapeProto(shape) {
		return 0, false
	}
	return gc.Object(iso.NewObjectOf(shape)), true
}

// ctorPrototype returns the value of the prototype property of a constructor made by newClosure, Hole where it cannot be told.
func (iso *Isolate) ctorPrototype(fn Ref) Value {
	shape := iso.ShapeOf(fn)
	size := uintptr(iso.U16(shape, layout.ShapeSizeField))
	if iso.ShapeBits(shape)&layout.ShapeDictionary != 0 || size < layout.FunctionSize+24 || iso.U32(iso.Ref(fn, layout.FunctionInfo), layout.InfoBuiltin) != 0 {
		return gc.Hole
	}
	return iso.Value(fn, size-8)
}

// receiverSlow is OrdinaryCreateFromConstructor(newTarget, %Object.prototype%), 10.1.13. (JS)
//
//gcvet:ok function infos are pinned
func (iso *Isolate) receiverSlow(newTarget Handle, info Ref) (Value, bool) {
	proto, ok := iso.Get(newTarget.Value(), iso.K(object.AtomPrototype))
	if !ok {
		return gc.Undefined, false
	}
	r := newTarget.Ref()
	if !proto.IsObject() {
		p, ok := iso.FunctionRealmIntrinsic(newTarget.Value(), ObjectPrototype)
		if !ok {
			return gc.Undefined, false
		}
		proto = p
		r = 0
	}
	n := int(iso.U32(info, layout.InfoExpected))
	if n == 0 {
		n = object.DefaultInObject
	}
	shape := iso.RootShapeFor(layout.KindObject, proto, min(n, object.MaxInObject), 0)
	if r != 0 && iso.KindOf(r) == layout.KindFunction && iso.ctorPrototype(r) == proto {
		iso.StoreRef(r, layout.FunctionShape, shape)
	}
	return gc.Object(iso.NewObjectOf(shape)), true
}

// throwNotCallable throws the TypeError for a call of something that is not a function.
//
//go:noinline
func (iso *Isolate) throwNotCallable(f, newTarget Value) {
	if newTarget != gc.Undefined {
		iso.throwNotConstructor(f)
		return
	}
	iso.ThrowTypeError("%s is not a function", iso.calleeText(f))
}

// ThrowNotConstructor throws the TypeError for new of something that is not a constructor.
func (iso *Isolate) ThrowNotConstructor(f Value) { iso.throwNotConstructor(f) }

func (iso *Isolate) throwNotConstructor(f Value) {
	iso.ThrowTypeError("%s is not a constructor", iso.calleeText(f))
}

// functionName returns the name that messages use for a function.
func (iso *Isolate) nameOfFunction(f Value) string {
	if p, ok := iso.GetOwn(f.Ref(), iso.K(object.AtomName)); ok && !p.IsLazy() && p.Value.IsString() {
		return iso.GoString(p.Value)
	}
	if iso.KindOf(f.Ref()) == layout.KindFunction {
		if n := iso.Value(iso.Ref(f.Ref(), layout.FunctionInfo), layout.InfoName); n.IsString() {
			return iso.GoString(n)
		}
	}
	return ""
}
