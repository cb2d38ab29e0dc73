package interp

import (
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// enterConstructor pushes the frame of a constructor with bytecode and a feedback vector, called with argc arguments that lie at
// args and on, step bytes apart. ok is false, with nothing done, where the general path must be taken. Nothing is collected.
func enterConstructor(iso *vm.Isolate, pc, fp unsafe.Pointer, f, newTarget gc.Value, args unsafe.Pointer, step, argc int) (unsafe.Pointer, unsafe.Pointer, bool) {
	base := iso.Base()
	if !f.IsObject() || !newTarget.IsObject() {
		return nil, nil, false
	}
	fn := uint32(f)
	if shapeKind(base, ldu(base, fn, 0)) != layout.KindFunction || ldu(base, fn, layout.FunctionRealm) != uint32(iso.Realm()) {
		return nil, nil, false
	}
	cell := ldu(base, fn, layout.FunctionFeedback)
	if cell == 0 {
		return nil, nil, false
	}
	vec := ldu(base, cell, layout.FeedbackVector)
	info := ldu(base, fn, layout.FunctionInfo)
	flags := ldu(base, info, layout.InfoFlags)
	if vec == 0 || flags&vm.InfoConstructor == 0 {
		return nil, nil, false
	}
	code := ldu(base, info, layout.InfoBytecode)
	n := max(int(ldu(base, code, layout.BytecodeParams)), argc)
	regs := int(ldu(base, code, layout.BytecodeRegs))
	q := unsafe.Add(iso.SP(), -8*(n+1)-layout.FrameReceiver)
	sp := unsafe.Add(q, layout.FrameAcc-8*regs)
	if uintptr(sp) < uintptr(iso.StackLimit()) || iso.Poll() {
		return nil, nil, false
	}
	this, word := gc.TDZ, uint64(argc)
	if flags&vm.InfoDerived == 0 {
		var ok bool
		if this, ok = iso.ReceiverFast(newTarget, gc.Ref(info)); !ok {
			return nil, nil, false
		}
		word |= vm.InfoConstruct
	}
	saveOffset(base, fp, pc)
	for i := 0; i < argc; i++ {
		st(q, layout.FrameArg0+8*i, ld(args, step*i))
	}
	for i := argc; i < n; i++ {
		st(q, layout.FrameArg0+8*i, undefined)
	}
	st(q, layout.FrameReceiver, this)
	stw(q, layout.FrameReturn, vm.RetAcc)
	stw(q, 0, uint64(uintptr(fp)))
	st(q, layout.FrameFunction, f)
	st(q, layout.FrameScope, gc.Cell(gc.Ref(ldu(base, fn, layout.FunctionScope))))
	st(q, layout.FrameBytecode, gc.Cell(gc.Ref(code)))
	st(q, layout.FrameVector, gc.Cell(gc.Ref(vec)))
	stw(q, layout.FrameInfo, word)
	st(q, layout.FrameNewTarget, newTarget)
	st(q, layout.FrameAcc, undefined)
	for i := 0; i < regs; i++ {
		st(q, layout.FrameReg0-8*i, undefined)
	}
	iso.SetFP(q)
	iso.SetSP(sp)
	return unsafe.Add(base, uintptr(code)+layout.BytecodeHeader), q, true
}

// constructStep is Construct.
//
//go:noinline
func constructStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	f := reg(fp, pc, 1)
	if p, q, ok := enterConstructor(iso, pc, fp, f, f, unsafe.Add(fp, layout.FrameReg0-8*s16(pc, 3)), -8, u16(pc, 5)); ok {
		return p, q, undefined
	}
	return slowStep(iso, pc, fp, acc)
}

// superCallStep is SuperCall, superForwardStep SuperCallForward.
//
//go:noinline
func superCallStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	if p, q, ok := enterConstructor(iso, pc, fp, reg(fp, pc, 1), reg(fp, pc, 3), unsafe.Add(fp, layout.FrameReg0-8*s16(pc, 5)), -8, u16(pc, 7)); ok {
		return p, q, undefined
	}
	return slowStep(iso, pc, fp, acc)
}

//go:noinline
func superForwardStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	if p, q, ok := enterConstructor(iso, pc, fp, reg(fp, pc, 1), ld(fp, layout.FrameNewTarget), unsafe.Add(fp, layout.FrameArg0), 8, int(uint16(ldw(fp, layout.FrameInfo)))); ok {
		return p, q, undefined
	}
	return slowStep(iso, pc, fp, acc)
}
