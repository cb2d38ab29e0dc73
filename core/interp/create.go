package interp

import (
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Steps that make cells. They neither throw nor collect.

//go:noinline
func closureStep(iso *vm.Isolate, pc, fp unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	return unsafe.Add(pc, bc.SizeCreateClosure), fp, iso.CreateClosure(constant(iso.Base(), fp, u16(pc, 1)).Ref(), u16(pc, 3), undefined)
}

//go:noinline
func objectLiteralStep(iso *vm.Isolate, pc, fp unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	return unsafe.Add(pc, bc.SizeCreateObjectLiteral), fp, iso.CreateObjectLiteral(int(constant(iso.Base(), fp, u16(pc, 1)).AsInt()), u16(pc, 3))
}

//go:noinline
func arrayLiteralStep(iso *vm.Isolate, pc, fp unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	return unsafe.Add(pc, bc.SizeCreateArrayLiteral), fp, iso.CreateArrayLiteral(int(constant(iso.Base(), fp, u16(pc, 1)).AsInt()), u16(pc, 3))
}

//go:noinline
func emptyObjectStep(iso *vm.Isolate, pc, fp unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	return unsafe.Add(pc, bc.SizeCreateEmptyObject), fp, iso.NewObject()
}

//go:noinline
func emptyArrayStep(iso *vm.Isolate, pc, fp unsafe.Pointer) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	return unsafe.Add(pc, bc.SizeCreateEmptyArray), fp, iso.NewArray(0)
}

// arrayAppendStep is ArrayAppend.
//
//go:noinline
func arrayAppendStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	iso.ArrayPush(reg(fp, pc, 1), acc)
	return unsafe.Add(pc, bc.SizeArrayAppend), fp, acc
}

// pushScopeStep is PushScope and PushFunctionScope.
//
//go:noinline
func pushScopeStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	info := constant(iso.Base(), fp, u16(pc, 1)).Ref()
	size := bc.SizePushFunctionScope
	if bc.Op(*(*uint8)(pc)) == bc.PushScope {
		setReg(fp, pc, 3, ld(fp, layout.FrameScope))
		size = bc.SizePushScope
	}
	st(fp, layout.FrameScope, gc.Cell(iso.NewScope(info, ld(fp, layout.FrameScope).Ref())))
	return unsafe.Add(pc, size), fp, acc
}

//go:noinline
func copyScopeStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	iso.CopyScope()
	return unsafe.Add(pc, bc.SizeCopyScope), fp, acc
}

// typeOfStep is TypeOf, testTypeOfStep TestTypeOf.
//
//go:noinline
func typeOfStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	return unsafe.Add(pc, bc.SizeTypeOf), fp, iso.TypeOf(acc)
}

//go:noinline
func testTypeOfStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	return unsafe.Add(pc, bc.SizeTestTypeOf), fp, gc.Bool(testTypeOf(iso, acc, u8(pc, 1)))
}

// addStep is Add of anything but two numbers: strings first.
//
//go:noinline
func addStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	x := reg(fp, pc, 1)
	y := acc
	// An int32 beside a string is converted without more ado.
	if x.IsString() && isInt(y) {
		y = iso.IntString(int32(y))
	} else if y.IsString() && isInt(x) {
		x = iso.IntString(int32(x))
	}
	if x.IsString() && y.IsString() {
		if v, ok := iso.Concat(x, y); ok {
			bump(vecOf(iso.Base(), fp), u16(pc, 3), operandBits(reg(fp, pc, 1), acc))
			return unsafe.Add(pc, bc.SizeAdd), fp, v
		}
	}
	return slowStep(iso, pc, fp, acc)
}

// iterateStep is GetIterator and IterNext of arrays in fast mode.
//
//go:noinline
func iterateStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	n := s16(pc, 1)
	if acc.IsObject() && u16(pc, 3) != bc.NoSlot && iso.PristineArray(acc.Ref()) {
		setRegN(fp, n, acc)
		setRegN(fp, n+1, gc.Hole)
		setRegN(fp, n+2, gc.Int(0))
		return unsafe.Add(pc, bc.SizeGetIterator+bc.SizeIterInit), fp, acc
	}
	return slowStep(iso, pc, fp, acc)
}

// testInStep is TestIn: elements of arrays and own or inherited properties of plain objects.
//
//go:noinline
func testInStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	x := reg(fp, pc, 1)
	if acc.IsObject() && isInt(x) && int32(x) >= 0 && iso.ShapeBits(iso.ShapeOf(acc.Ref()))&layout.ShapeExotic == 0 {
		if iso.FastElement(acc.Ref(), uint32(x)) != gc.Hole {
			return unsafe.Add(pc, bc.SizeTestIn), fp, gc.True
		}
	}
	return slowStep(iso, pc, fp, acc)
}

// defineKeyedStep is DefineKeyedOwn: elements of arrays of the common kind.
//
//go:noinline
func defineKeyedStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	o, k := reg(fp, pc, 1), reg(fp, pc, 3)
	if isInt(k) && o.IsObject() && iso.DefineElement(o.Ref(), uint32(k), acc) {
		return unsafe.Add(pc, bc.SizeDefineKeyedOwn), fp, acc
	}
	return slowStep(iso, pc, fp, acc)
}

// defineNamedStep is DefineNamedOwn.
//
//go:noinline
func defineNamedStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	p := slotPtr(vecOf(base, fp), u16(pc, 5))
	x := reg(fp, pc, 1)
	if p != nil && x.IsObject() && ld(p, 0) == gc.Cell(gc.Ref(ldu(base, uint32(x), 0))) && ld(p, 8).IsCell() && iso.ICTransition(x.Ref(), ld(p, 8).Ref(), acc) {
		return unsafe.Add(pc, bc.SizeDefineNamedOwn), fp, acc
	}
	saveOffset(base, fp, pc)
	st(fp, layout.FrameAcc, acc)
	v, delta := done(iso, fp, iso.ICDefine(x, vm.Key(constant(base, fp, u16(pc, 3))), acc, vecRef(fp), p), bc.SizeDefineNamedOwn)
	return finishStep(iso, pc, fp, v, delta)
}

// getPrivateStep is GetPrivate.
//
//go:noinline
func getPrivateStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	saveOffset(base, fp, pc)
	st(fp, layout.FrameAcc, acc)
	v, s := iso.PrivateGet(reg(fp, pc, 1), reg(fp, pc, 3), vecRef(fp), slotPtr(vecOf(base, fp), u16(pc, 5)))
	v, delta := loaded(iso, v, s, reg(fp, pc, 1), bc.SizeGetPrivate)
	return finishStep(iso, pc, fp, v, delta)
}

// intrinsicStep is CallIntrinsic.
//
//go:noinline
func intrinsicStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	saveOffset(base, fp, pc)
	st(fp, layout.FrameAcc, acc)
	v, ok := iso.CallIntrinsic(int(constant(base, fp, u16(pc, 1)).AsInt()), unsafe.Add(fp, layout.FrameReg0-8*s16(pc, 3)), u16(pc, 5))
	if ok && v != vm.TailMark {
		return unsafe.Add(pc, bc.SizeCallIntrinsic), fp, v
	}
	if !ok {
		return nil, fp, gc.Thrown
	}
	v, s := iso.TailOnStack(vm.RetAcc)
	switch s {
	case vm.CallValue:
		return unsafe.Add(pc, bc.SizeCallIntrinsic), fp, v
	case vm.CallFrame:
		return loadFrame(iso)
	}
	return nil, fp, gc.Thrown
}

// iterNextStep is IterNext of iterators that are not in fast mode: those of maps and sets step without a result object.
//
//go:noinline
func iterNextStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	n := s16(pc, 1)
	if s := regN(fp, n+2); s != gc.True && !isInt(s) {
		if v, done, ok := iso.IterFast(regN(fp, n), regN(fp, n+1)); ok {
			if done {
				setRegN(fp, n+2, gc.True)
				return unsafe.Add(pc, s32(pc, 5)), fp, undefined
			}
			setRegN(fp, n+2, gc.False)
			return unsafe.Add(pc, bc.SizeIterNext+bc.SizeIterResult), fp, v
		}
	}
	return slowStep(iso, pc, fp, acc)
}

// toStringStep is ToString, concatStep ConcatStrings.
//
//go:noinline
func toStringStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	if isInt(acc) {
		return unsafe.Add(pc, bc.SizeToString), fp, iso.IntString(int32(acc))
	}
	return slowStep(iso, pc, fp, acc)
}

//go:noinline
func concatStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	n := s16(pc, 1)
	s, ok := regN(fp, n), true
	for i := 1; i < u16(pc, 3); i++ {
		if s, ok = iso.Concat(s, regN(fp, n+i)); !ok {
			return slowStep(iso, pc, fp, acc)
		}
	}
	return unsafe.Add(pc, bc.SizeConcatStrings), fp, s
}

// initElementStep is InitElement of anything but an int32.
//
//go:noinline
func initElementStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	iso.SetElementValue(reg(fp, pc, 1).Ref(), uint32(s32(pc, 3)), acc)
	return unsafe.Add(pc, bc.SizeInitElement), fp, acc
}

// getSuperStep is GetSuperNamed.
//
//go:noinline
func getSuperStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	if b := reg(fp, pc, 3); b.IsObject() {
		saveOffset(base, fp, pc)
		st(fp, layout.FrameAcc, acc)
		if v, s, ok := iso.ICSuper(b, vm.Key(constant(base, fp, u16(pc, 5))), vecRef(fp), slotPtr(vecOf(base, fp), u16(pc, 7))); ok {
			v, delta := loaded(iso, v, s, reg(fp, pc, 1), bc.SizeGetSuperNamed)
			return finishStep(iso, pc, fp, v, delta)
		}
		acc = ld(fp, layout.FrameAcc)
	}
	return slowStep(iso, pc, fp, acc)
}

// privateStoreStep is SetPrivate and DefinePrivateField through the cache.
//
//go:noinline
func privateStoreStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	if iso.ICPrivateStore(reg(fp, pc, 1), reg(fp, pc, 3), acc, vecRef(fp), slotPtr(vecOf(base, fp), u16(pc, 5)), bc.Op(*(*uint8)(pc)) == bc.DefinePrivateField) {
		return unsafe.Add(pc, bc.SizeSetPrivate), fp, acc
	}
	return slowStep(iso, pc, fp, acc)
}
