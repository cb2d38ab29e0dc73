package interp

import (
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Steps: what the loop calls. A step takes the state of the machine and returns the state to go on with; a nil pc ends Run. See Run.

// loadFrame returns the state in which the newest frame stands.
func loadFrame(iso *vm.Isolate) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	fp := iso.FP()
	return framePC(iso.Base(), fp), fp, ld(fp, layout.FrameAcc)
}

// framePC returns the address of the instruction that a frame's offset names.
func framePC(base, fp unsafe.Pointer) unsafe.Pointer {
	return unsafe.Add(base, uintptr(uint32(ld(fp, layout.FrameBytecode)))+layout.BytecodeHeader+uintptr(ldw(fp, layout.FrameInfo)>>24))
}

// saveOffset stores the bytecode offset in the frame.
func saveOffset(base, fp, pc unsafe.Pointer) {
	start := uintptr(base) + uintptr(uint32(ld(fp, layout.FrameBytecode))) + layout.BytecodeHeader
	*(*uint32)(unsafe.Add(fp, layout.FrameInfo+3)) = uint32(uintptr(pc) - start)
}

func vecOf(base, fp unsafe.Pointer) unsafe.Pointer {
	if r := uint32(ld(fp, layout.FrameVector)); r != 0 {
		return unsafe.Add(base, uintptr(r)+layout.VectorHeader)
	}
	return nil
}

// finishStep turns the result of slow and its parts into the state to go on with.
func finishStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value, delta int) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	if delta > 0 {
		return unsafe.Add(pc, delta), fp, acc
	}
	switch delta {
	case reload:
		return loadFrame(iso)
	case leaving:
		return leave(iso, fp, acc)
	case gone:
		// The frame was popped by a suspending instruction, its return word is in the isolate.
		return deliver(iso, iso.FP(), acc, iso.ReturnWord())
	}
	return nil, fp, gc.Thrown
}

// slowStep executes any instruction out of line.
//
//go:noinline
func slowStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	saveOffset(base, fp, pc)
	st(fp, layout.FrameAcc, acc)
	v, delta := slow(iso, fp, pc, vecOf(base, fp), acc)
	if delta > 0 {
		return unsafe.Add(pc, delta), fp, v
	}
	return finishStep(iso, pc, fp, v, delta)
}

//go:noinline
func getNamedStep(iso *vm.Isolate, pc, fp unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	saveOffset(base, fp, pc)
	v, delta := slowGetNamed(iso, fp, pc, vecOf(base, fp))
	if delta > 0 {
		return unsafe.Add(pc, delta), fp, v
	}
	return finishStep(iso, pc, fp, v, delta)
}

// setNamedStep is SetNamed where it is not a store to an own field: first of all the addition of a property.
//
//go:noinline
func setNamedStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	vec := vecOf(base, fp)
	p := slotPtr(vec, u16(pc, 5))
	x := reg(fp, pc, 1)
	if p != nil && x.IsObject() && ld(p, 0) == gc.Cell(gc.Ref(ldu(base, uint32(x), 0))) && iso.ICTransition(x.Ref(), gc.Ref(uint32(ld(p, 8))), acc) {
		return unsafe.Add(pc, 8), fp, acc
	}
	saveOffset(base, fp, pc)
	st(fp, layout.FrameAcc, acc)
	v, s := iso.ICStore(x, vm.Key(constant(base, fp, u16(pc, 3))), acc, u8(pc, 7)&bc.FlagStrict != 0, vecRef(fp), p)
	v, delta := stored(iso, fp, v, s, reg(fp, pc, 1), 8)
	return finishStep(iso, pc, fp, v, delta)
}

//go:noinline
func getKeyedStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	if x := reg(fp, pc, 1); x.IsString() && isInt(acc) && uint32(acc) < ldu(base, uint32(x), layout.StrLen) {
		return unsafe.Add(pc, bc.SizeGetKeyed), fp, iso.Char(iso.CharAt(x, int(int32(acc))))
	}
	saveOffset(base, fp, pc)
	st(fp, layout.FrameAcc, acc)
	v, delta := slowGetKeyed(iso, fp, pc, vecOf(base, fp), acc)
	return finishStep(iso, pc, fp, v, delta)
}

//go:noinline
func setKeyedStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	saveOffset(base, fp, pc)
	st(fp, layout.FrameAcc, acc)
	v, delta := slowSetKeyed(iso, fp, pc, vecOf(base, fp), acc)
	return finishStep(iso, pc, fp, v, delta)
}

// barrierStep completes the store of acc into the slot d of the old cell r.
//
//go:noinline
func barrierStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value, r uint32, d uintptr) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	iso.StoreValue(gc.Ref(r), d, acc)
	return pc, fp, acc
}

// interruptStep handles an interrupt at pc, the target of a back edge.
//
//go:noinline
func interruptStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	saveOffset(iso.Base(), fp, pc)
	st(fp, layout.FrameAcc, acc)
	if !iso.HandleInterrupt() {
		return nil, fp, gc.Thrown
	}
	return pc, fp, ld(fp, layout.FrameAcc)
}

// strictEqStep is TestStrictEq and TestStrictNotEq, jumpStrictEqStep the jumps, of numbers that are not both int32, of strings and BigInts.
//
//go:noinline
func strictEqStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	x := reg(fp, pc, 1)
	recordCompare(vecOf(iso.Base(), fp), u16(pc, 3), x, acc)
	return unsafe.Add(pc, 5), fp, gc.Bool(iso.StrictEquals(x, acc) == (bc.Op(*(*uint8)(pc)) == bc.TestStrictEq))
}

//go:noinline
func jumpStrictEqStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	x := reg(fp, pc, 1)
	recordCompare(vecOf(iso.Base(), fp), u16(pc, 3), x, acc)
	if iso.StrictEquals(x, acc) == (bc.Op(*(*uint8)(pc)) == bc.JumpIfStrictEq) {
		return unsafe.Add(pc, s32(pc, 5)), fp, acc
	}
	return unsafe.Add(pc, 9), fp, acc
}

// jumpBooleanStep is JumpIfToBooleanTrue and JumpIfToBooleanFalse of doubles, strings, symbols and BigInts.
//
//go:noinline
func jumpBooleanStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	if iso.ToBoolean(acc) == (bc.Op(*(*uint8)(pc)) == bc.JumpIfToBooleanTrue) {
		return unsafe.Add(pc, s32(pc, 1)), fp, acc
	}
	return unsafe.Add(pc, 5), fp, acc
}

// callStep calls anything: callee with argc arguments, which together with the receiver lie below the stack pointer. The offset is saved.
//
//go:noinline
func callStep(iso *vm.Isolate, pc, fp unsafe.Pointer, callee gc.Value, argc int) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	iso.SetSP(unsafe.Add(iso.SP(), -8*(argc+1)))
	if callee.IsObject() && iso.KindOf(callee.Ref()) == layout.KindFunction && iso.Ref(callee.Ref(), layout.FunctionRealm) == iso.Realm() {
		if b := iso.U32(iso.Ref(callee.Ref(), layout.FunctionInfo), layout.InfoBuiltin); b != 0 {
			v, status := iso.CallBuiltin(callee, callee.Ref(), b, argc)
			switch status {
			case vm.CallValue:
				return unsafe.Add(pc, bc.Op(*(*uint8)(pc)).Size()), fp, v
			case vm.CallFrame:
				return loadFrame(iso)
			}
			return nil, fp, gc.Thrown
		}
	}
	v, status := iso.CallOnStack(callee, argc, undefined, vm.RetAcc)
	switch status {
	case vm.CallValue:
		return unsafe.Add(pc, bc.Op(*(*uint8)(pc)).Size()), fp, v
	case vm.CallFrame:
		return loadFrame(iso)
	}
	return nil, fp, gc.Thrown
}

// leave pops the frame fp, whose result is acc.
//
//go:noinline
func leave(iso *vm.Isolate, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	x := ld(fp, layout.FrameInfo)
	if x&vm.InfoConstruct != 0 && !acc.IsObject() {
		acc = ld(fp, layout.FrameReceiver)
	}
	argc := max(int(uint16(x)), int(ldu(iso.Base(), uint32(ld(fp, layout.FrameBytecode)), layout.BytecodeParams)))
	ret := ldw(fp, layout.FrameReturn)
	iso.SetSP(unsafe.Add(fp, layout.FrameArg0+8*argc))
	fp = *(*unsafe.Pointer)(fp)
	iso.SetFP(fp)
	return deliver(iso, fp, acc, ret)
}

// deliver hands acc, the result of a callee whose return word is ret, to the caller fp.
func deliver(iso *vm.Isolate, fp unsafe.Pointer, acc gc.Value, ret uint64) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	if ret == vm.RetGo {
		return nil, fp, acc
	}
	pc := framePC(iso.Base(), fp)
	switch ret {
	case vm.RetIter:
		setRegN(fp, s16(pc, 1)+2, gc.False)
		return unsafe.Add(pc, bc.IterNext.Size()+bc.IterResult.Size()), fp, acc
	case vm.RetIterDone:
		return unsafe.Add(pc, s32(pc, 5)), fp, acc
	case vm.RetKeep:
		acc = ld(fp, layout.FrameAcc)
	}
	return unsafe.Add(pc, bc.Op(*(*uint8)(pc)).Size()), fp, acc
}
