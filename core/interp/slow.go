package interp

import (
	"strings"
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// leaving is a further result of slow: the frame returns acc.
const leaving = -3

// slowCall calls callee, the receiver and arguments lying at sp.
//
//go:noinline
func slowCall(iso *vm.Isolate, fp, pc unsafe.Pointer, callee gc.Value, argc int) (gc.Value, int) {
	return callOp(iso, callee, argc, undefined, bc.Op(*(*uint8)(pc)).Size())
}

// callOp begins a call whose result goes to acc; size is the size of the instruction.
func callOp(iso *vm.Isolate, f gc.Value, argc int, newTarget gc.Value, size int) (gc.Value, int) {
	v, s := iso.CallOnStack(f, argc, newTarget, vm.RetAcc)
	switch s {
	case vm.CallValue:
		return v, size
	case vm.CallFrame:
		return 0, reload
	}
	return 0, threw
}

// loaded turns the result of a property load into slow's result, calling a getter with a receiver.
func loaded(iso *vm.Isolate, v gc.Value, s vm.LoadStatus, receiver gc.Value, size int) (gc.Value, int) {
	switch s {
	case vm.LoadDone:
		return v, size
	case vm.LoadAccessor:
		iso.Push(receiver)
		return callOp(iso, v, 0, undefined, size)
	}
	return 0, threw
}

// stored does the same for stores; acc stays.
func stored(iso *vm.Isolate, fp unsafe.Pointer, setter gc.Value, s vm.LoadStatus, receiver gc.Value, size int) (gc.Value, int) {
	switch s {
	case vm.LoadDone:
		return ld(fp, layout.FrameAcc), size
	case vm.LoadAccessor:
		iso.Push(ld(fp, layout.FrameAcc))
		iso.Push(receiver)
		_, c := iso.CallOnStack(setter, 1, undefined, vm.RetKeep)
		switch c {
		case vm.CallValue:
			return ld(fp, layout.FrameAcc), size
		case vm.CallFrame:
			return 0, reload
		}
	}
	return 0, threw
}

func vecRef(fp unsafe.Pointer) gc.Ref { return ld(fp, layout.FrameVector).Ref() }

func slotPtr(vec unsafe.Pointer, slot int) unsafe.Pointer {
	if vec == nil || slot == bc.NoSlot {
		return nil
	}
	return unsafe.Add(vec, 8*slot)
}

//go:noinline
func slowGetNamed(iso *vm.Isolate, fp, pc, vec unsafe.Pointer) (gc.Value, int) {
	obj := reg(fp, pc, 1)
	key := gc.Value(constant(iso.Base(), fp, u16(pc, 3)))
	v, s := iso.ICLoad(obj, vm.Key(key), vecRef(fp), slotPtr(vec, u16(pc, 5)))
	if s == vm.LoadDone {
		return v, 7
	}
	return loaded(iso, v, s, reg(fp, pc, 1), 7)
}

//go:noinline
func slowGetKeyed(iso *vm.Isolate, fp, pc, vec unsafe.Pointer, acc gc.Value) (gc.Value, int) {
	obj := reg(fp, pc, 1)
	// A string's character.
	if obj.IsString() {
		if i, ok := index(acc); ok && i < iso.StrLen(obj) {
			return iso.Char(iso.CharAt(obj, i)), 5
		}
	}
	if obj.IsObject() {
		if i, ok := index(acc); ok && !acc.IsInt() {
			if iso.ShapeBits(iso.ShapeOf(obj.Ref()))&layout.ShapeExotic == 0 {
				if v := iso.FastElement(obj.Ref(), uint32(i)); v != gc.Hole {
					return v, 5
				}
			} else if v, ok := iso.TypedArrayGet(obj.Ref(), iso.KindOf(obj.Ref()), gc.Int(int32(i))); ok {
				return v, 5
			}
		}
	}
	key, simple := simpleKey(iso, acc)
	if !simple {
		if obj.IsNullish() {
			iso.ThrowNullishKeyed(obj, acc, false)
			return 0, threw
		}
		k, ok := iso.ToPropertyKey(acc)
		if !ok {
			return 0, threw
		}
		key = k
		obj = reg(fp, pc, 1)
	}
	if !key.IsIndex() {
		v, s := iso.ICLoad(obj, key, 0, nil)
		return loaded(iso, v, s, reg(fp, pc, 1), 5)
	}
	v, ok := iso.GetV(obj, key)
	if !ok {
		return 0, threw
	}
	return v, 5
}

// index returns a number as an element index, if it is one below 2^31.
func index(v gc.Value) (int, bool) {
	if v.IsInt() {
		return int(v.AsInt()), v.AsInt() >= 0
	}
	if v.IsDouble() {
		if f := v.AsDouble(); f >= 0 && f < 1<<31 && float64(int32(f)) == f {
			return int(f), true
		}
	}
	return 0, false
}

// simpleKey converts strings, symbols and int32 numbers, which runs no JavaScript.
func simpleKey(iso *vm.Isolate, v gc.Value) (vm.Key, bool) {
	switch {
	case v.IsString():
		return iso.KeyOf(v), true
	case v.IsSymbol():
		return vm.Key(v), true
	case v.IsInt() && v.AsInt() >= 0:
		return vm.Key(v), true
	}
	return 0, false
}

//go:noinline
func slowSetKeyed(iso *vm.Isolate, fp, pc, vec unsafe.Pointer, acc gc.Value) (gc.Value, int) {
	obj, kv := reg(fp, pc, 1), reg(fp, pc, 3)
	strict := u8(pc, 7)&bc.FlagStrict != 0
	if obj.IsObject() {
		if i, ok := index(kv); ok && iso.StoreElement0(obj.Ref(), uint32(i), acc) {
			return acc, 8
		}
	}
	key, simple := simpleKey(iso, kv)
	if !simple {
		if obj.IsNullish() {
			iso.ThrowNullishKeyed(obj, kv, true)
			return 0, threw
		}
		k, ok := iso.ToPropertyKey(kv)
		if !ok {
			return 0, threw
		}
		key = k
		obj = reg(fp, pc, 1)
		acc = ld(fp, layout.FrameAcc)
	}
	if !key.IsIndex() {
		v, s := iso.ICStore(obj, key, acc, strict, 0, nil)
		return stored(iso, fp, v, s, reg(fp, pc, 1), 8)
	}
	if !iso.SetV(obj, key, acc, strict) {
		return 0, threw
	}
	return ld(fp, layout.FrameAcc), 8
}

// slow executes any instruction that the loop did not finish inline. pc and acc are saved in the frame. The result is the new
// acc and the distance to the next instruction, or one of threw, reload, gone, leaving.
//
//go:noinline
func slow(iso *vm.Isolate, fp, pc, vec unsafe.Pointer, acc gc.Value) (gc.Value, int) {
	op := bc.Op(*(*uint8)(pc))
	size := op.Size()
	base := iso.Base()
	switch op {
	case bc.LdaConstWide:
		return ld(constsOf(base, fp), 8*s32(pc, 1)), size
	case bc.LdarChecked, bc.CheckTDZ:
		return throwTDZ(iso, constant(base, fp, u16(pc, 3)))
	case bc.LdaScopedChecked, bc.StaScopedChecked, bc.LdaModuleVar, bc.StaModuleVarChecked:
		if op == bc.StaModuleVarChecked {
			if c := scopeSlot(iso, fp, pc); iso.Value(c.Ref(), layout.CellValue) != gc.TDZ {
				iso.StoreValue(c.Ref(), layout.CellValue, acc)
				return acc, size
			}
		}
		return throwTDZ(iso, constant(base, fp, u16(pc, 5)))
	case bc.StaModuleVar:
		iso.StoreValue(scopeSlot(iso, fp, pc).Ref(), layout.CellValue, acc)
		return acc, size
	case bc.CheckThis:
		if bc.Op(u8(pc, size)) == bc.Jump { // the constructor has returned
			iso.InCallerRealm(func() { throwConst(iso, bc.ThrowThisTDZ, undefined) })
			return 0, threw
		}
		iso.ThrowReferenceError("Must call super constructor in derived class before accessing 'this' or returning from derived constructor")
		return 0, threw
	case bc.LdaGlobalThis:
		return iso.Intrinsic(vm.GlobalThis), size
	case bc.ConvertReceiver:
		this := ld(fp, layout.FrameReceiver)
		if this.IsNullish() {
			this = iso.Intrinsic(vm.GlobalThis)
		} else if !this.IsObject() {
			var ok bool
			if this, ok = iso.ToObject(this); !ok {
				return 0, threw
			}
		}
		st(fp, layout.FrameReceiver, this)
		return acc, size

	// Scopes.
	case bc.PushScope:
		setReg(fp, pc, 3, ld(fp, layout.FrameScope))
		iso.PushScope(constant(base, fp, u16(pc, 1)).Ref())
		return acc, size
	case bc.PushFunctionScope:
		iso.PushScope(constant(base, fp, u16(pc, 1)).Ref())
		return acc, size
	case bc.PushWith:
		setReg(fp, pc, 3, ld(fp, layout.FrameScope))
		iso.PushWith(constant(base, fp, u16(pc, 1)).Ref(), acc)
		return acc, size
	case bc.CopyScope:
		iso.CopyScope()
		return acc, size

	// Globals and dynamic lookup.
	case bc.LdaGlobal, bc.LdaGlobalTypeof:
		v, s := iso.LoadGlobal(vm.Key(constant(base, fp, u16(pc, 1))), op == bc.LdaGlobalTypeof, vecRef(fp), u16(pc, 3))
		return loaded(iso, v, s, iso.Intrinsic(vm.GlobalThis), size)
	case bc.StaGlobal:
		return done(iso, fp, iso.StoreGlobal(vm.Key(constant(base, fp, u16(pc, 1))), acc, u8(pc, 5)&bc.FlagStrict != 0, vecRef(fp), u16(pc, 3)), size)
	case bc.InitGlobal:
		iso.InitGlobal(vm.Key(constant(base, fp, u16(pc, 1))), acc)
		return acc, size
	case bc.DeclareGlobals:
		return done(iso, fp, iso.DeclareGlobals(int(u8(pc, 1))), size)
	case bc.DefineGlobalFunction:
		return done(iso, fp, iso.DefineGlobalFunction(vm.Key(constant(base, fp, u16(pc, 1))), acc, u8(pc, 3) != 0), size)
	case bc.LdaLookup, bc.LdaLookupTypeof:
		v, _, ok := iso.LoadLookup(vm.Key(constant(base, fp, u16(pc, 1))), op == bc.LdaLookupTypeof)
		return result(v, ok, size)
	case bc.LdaLookupCall:
		v, this, ok := iso.LoadLookup(vm.Key(constant(base, fp, u16(pc, 1))), false)
		if !ok {
			return 0, threw
		}
		n := s16(pc, 5)
		setRegN(fp, n, v)
		setRegN(fp, n+1, this)
		return v, size
	case bc.StaLookup:
		return done(iso, fp, iso.StoreLookup(vm.Key(constant(base, fp, u16(pc, 1))), acc, u8(pc, 5)&bc.FlagStrict != 0), size)
	case bc.DeleteLookup:
		v, ok := iso.DeleteLookup(vm.Key(constant(base, fp, u16(pc, 1))))
		return result(gc.Bool(v), ok, size)
	case bc.ResolveLookup:
		v, ok := iso.ResolveLookup(vm.Key(constant(base, fp, u16(pc, 1))))
		return result(v, ok, size)
	case bc.LdaRef:
		v, ok := iso.LoadRef(reg(fp, pc, 1), vm.Key(constant(base, fp, u16(pc, 3))))
		return result(v, ok, size)
	case bc.StaRef:
		return done(iso, fp, iso.StoreRefName(reg(fp, pc, 1), vm.Key(constant(base, fp, u16(pc, 3))), acc, u8(pc, 5)&bc.FlagStrict != 0), size)
	case bc.DeclareEvalVar:
		return done(iso, fp, iso.DeclareEvalVar(vm.Key(constant(base, fp, u16(pc, 1))), gc.Hole), size)
	case bc.DeclareEvalFunction:
		return done(iso, fp, iso.DeclareEvalVar(vm.Key(constant(base, fp, u16(pc, 1))), acc), size)

	// Properties.
	case bc.SetNamed:
		v, s := iso.ICStore(reg(fp, pc, 1), vm.Key(constant(base, fp, u16(pc, 3))), acc, u8(pc, 7)&bc.FlagStrict != 0, vecRef(fp), slotPtr(vec, u16(pc, 5)))
		return stored(iso, fp, v, s, reg(fp, pc, 1), size)
	case bc.DefineNamedOwn:
		return done(iso, fp, iso.ICDefine(reg(fp, pc, 1), vm.Key(constant(base, fp, u16(pc, 3))), acc, vecRef(fp), slotPtr(vec, u16(pc, 5))), size)
	case bc.DefineKeyedOwn:
		k, ok := iso.ToPropertyKey(reg(fp, pc, 3))
		return done(iso, fp, ok && iso.CreateDataPropertyOrThrow(reg(fp, pc, 1), k, ld(fp, layout.FrameAcc)), size)
	case bc.InitField:
		r := reg(fp, pc, 1).Ref()
		iso.SetSlot(r, iso.ShapeOf(r), u16(pc, 3), acc)
		return acc, size
	case bc.InitElement:
		iso.SetElementValue(reg(fp, pc, 1).Ref(), uint32(s32(pc, 3)), acc)
		return acc, size
	case bc.DefineMethod, bc.DefineAccessor, bc.SetLiteralProto, bc.SetFunctionName, bc.DeleteNamed, bc.DeleteKeyed, bc.PrepareKey,
		bc.ToPropertyKey, bc.LdaSuperBase, bc.GetSuperNamed, bc.GetSuperKeyed, bc.SetSuperNamed, bc.SetSuperKeyed:
		return slowProperty(iso, fp, pc, acc, op, size)
	case bc.CreatePrivateName:
		return iso.NewSymbol(constant(base, fp, u16(pc, 1)), layout.SymbolPrivate), size
	case bc.GetPrivate:
		v, s := iso.PrivateGet(reg(fp, pc, 1), reg(fp, pc, 3), vecRef(fp), slotPtr(vec, u16(pc, 5)))
		return loaded(iso, v, s, reg(fp, pc, 1), size)
	case bc.SetPrivate:
		v, s := iso.PrivateSet(reg(fp, pc, 1), reg(fp, pc, 3), acc)
		return stored(iso, fp, v, s, reg(fp, pc, 1), size)
	case bc.DefinePrivateField:
		return done(iso, fp, iso.PrivateAdd(reg(fp, pc, 1), reg(fp, pc, 3), acc, layout.AttrWritable|layout.AttrPrivate), size)
	case bc.DefinePrivateMethod:
		return done(iso, fp, iso.PrivateAdd(reg(fp, pc, 1), reg(fp, pc, 3), acc, layout.AttrPrivate), size)
	case bc.DefinePrivateAccessor:
		c := gc.Cell(iso.NewAccessor(reg(fp, pc, 5), reg(fp, pc, 7)))
		return done(iso, fp, iso.PrivateAdd(reg(fp, pc, 1), reg(fp, pc, 3), c, layout.AttrPrivate|layout.AttrAccessor), size)
	case bc.HasPrivate:
		if !acc.IsObject() {
			iso.ThrowTypeError("Cannot use 'in' operator to search for '%s' in %s", iso.KeyText(vm.Key(reg(fp, pc, 1))), iso.Display(acc))
			return 0, threw
		}
		_, found := iso.GetOwn(acc.Ref(), vm.Key(reg(fp, pc, 1)))
		return gc.Bool(found), size

	// Arithmetic.
	case bc.Add, bc.Sub, bc.Mul, bc.Div, bc.Mod, bc.Exp, bc.BitAnd, bc.BitOr, bc.BitXor, bc.Shl, bc.Sar, bc.Shr:
		x := reg(fp, pc, 1)
		bump(vec, u16(pc, 3), operandBits(x, acc))
		v, ok := binary(iso, op, x, acc)
		return result(v, ok, size)
	case bc.AddSmi, bc.SubSmi, bc.MulSmi, bc.DivSmi, bc.ModSmi, bc.BitAndSmi, bc.BitOrSmi, bc.BitXorSmi, bc.ShlSmi, bc.SarSmi, bc.ShrSmi:
		bump(vec, u16(pc, 5), operandBits(acc, gc.Int(0)))
		v, ok := binary(iso, smiOp(op), acc, gc.Int(int32(s32(pc, 1))))
		return result(v, ok, size)
	case bc.Inc, bc.Dec, bc.Negate, bc.BitNot, bc.ToNumeric:
		bump(vec, u16(pc, 1), operandBits(acc, acc))
		v, ok := unary(iso, op, acc)
		return result(v, ok, size)
	case bc.IncReg, bc.DecReg:
		x := reg(fp, pc, 1)
		bump(vec, u16(pc, 3), operandBits(x, x))
		u := bc.Inc
		if op == bc.DecReg {
			u = bc.Dec
		}
		v, ok := unary(iso, u, x)
		if !ok {
			return 0, threw
		}
		setReg(fp, pc, 1, v)
		return v, size
	case bc.TestNullish:
		return gc.Bool(acc.IsNullish() || iso.LooseNullish(acc)), size
	case bc.ToBoolean:
		return gc.Bool(iso.ToBoolean(acc)), size
	case bc.ToBooleanNot:
		return gc.Bool(!iso.ToBoolean(acc)), size
	case bc.ToNumber:
		v, ok := iso.ToNumber(acc)
		return result(v, ok, size)
	case bc.ToString:
		v, ok := iso.ToString(acc)
		return result(v, ok, size)
	case bc.ToObject:
		v, ok := iso.ToObject(acc)
		return result(v, ok, size)
	case bc.TypeOf:
		return iso.TypeOf(acc), size
	case bc.ConcatStrings:
		n, s := s16(pc, 1), regN(fp, s16(pc, 1))
		for i := 1; i < u16(pc, 3); i++ {
			var ok bool
			if s, ok = iso.Concat(s, regN(fp, n+i)); !ok {
				iso.ThrowRangeError("Invalid string length")
				return 0, threw
			}
		}
		return s, size

	// Comparisons.
	case bc.TestEq, bc.TestNotEq:
		x := reg(fp, pc, 1)
		recordCompare(vec, u16(pc, 3), x, acc)
		eq, ok := iso.LooseEquals(x, acc)
		return result(gc.Bool(eq == (op == bc.TestEq)), ok, size)
	case bc.TestLess, bc.TestLessEq, bc.TestGreater, bc.TestGreaterEq:
		x := reg(fp, pc, 1)
		recordCompare(vec, u16(pc, 3), x, acc)
		b, ok := iso.Compare(x, acc, vm.Relation(op-bc.TestLess))
		return result(gc.Bool(b), ok, size)
	case bc.TestInstanceOf:
		b, ok := iso.InstanceofOperator(reg(fp, pc, 1), acc)
		return result(gc.Bool(b), ok, size)
	case bc.TestIn:
		if !acc.IsObject() {
			x := reg(fp, pc, 1)
			iso.ThrowTypeError("Cannot use 'in' operator to search for '%s' in %s", iso.InText(x), iso.InText(acc))
			return 0, threw
		}
		k, ok := iso.ToPropertyKey(reg(fp, pc, 1))
		if !ok {
			return 0, threw
		}
		b, ok := iso.HasProperty(ld(fp, layout.FrameAcc), k)
		return result(gc.Bool(b), ok, size)
	case bc.GetPresent:
		k, ok := iso.ToPropertyKey(acc)
		if !ok {
			return 0, threw
		}
		if has, ok := iso.HasProperty(reg(fp, pc, 1), k); !ok {
			return 0, threw
		} else if !has {
			return gc.Hole, size
		}
		// The key is an index or the text of a number: it may have moved if it is a string.
		if k, ok = iso.ToPropertyKey(ld(fp, layout.FrameAcc)); !ok {
			return 0, threw
		}
		v, ok := iso.Get(reg(fp, pc, 1), k)
		return result(v, ok, size)
	case bc.TestTypeOf:
		return gc.Bool(testTypeOf(iso, acc, u8(pc, 1))), size
	case bc.JumpIfEq, bc.JumpIfNotEq:
		x := reg(fp, pc, 1)
		recordCompare(vec, u16(pc, 3), x, acc)
		eq, ok := iso.LooseEquals(x, acc)
		return jump(iso, fp, pc, eq == (op == bc.JumpIfEq), ok, size)
	case bc.JumpIfLess, bc.JumpIfNotLess, bc.JumpIfLessEq, bc.JumpIfNotLessEq, bc.JumpIfGreater, bc.JumpIfNotGreater, bc.JumpIfGreaterEq, bc.JumpIfNotGreaterEq:
		x := reg(fp, pc, 1)
		recordCompare(vec, u16(pc, 3), x, acc)
		n := op - bc.JumpIfLess
		b, ok := iso.Compare(x, acc, vm.Relation(n/2))
		return jump(iso, fp, pc, b == (n&1 == 0), ok, size)
	case bc.SwitchSmi:
		if i, ok := index32(acc); ok {
			if n := int64(i) - int64(s32(pc, 1)); n >= 0 && n < int64(u16(pc, 5)) {
				return acc, size + 5*int(n)
			}
		}
		return acc, size + 5*u16(pc, 5)

	// Literals and closures.
	case bc.CreateClosure:
		return iso.CreateClosure(constant(base, fp, u16(pc, 1)).Ref(), u16(pc, 3), undefined), size
	case bc.CreateClosureWide:
		return iso.CreateClosure(ld(constsOf(base, fp), 8*s32(pc, 1)).Ref(), u16(pc, 5), undefined), size
	case bc.CreateMethod:
		return iso.CreateClosure(constant(base, fp, u16(pc, 1)).Ref(), u16(pc, 5), reg(fp, pc, 3)), size
	case bc.CreateObjectLiteral:
		return iso.CreateObjectLiteral(int(constant(base, fp, u16(pc, 1)).AsInt()), u16(pc, 3)), size
	case bc.CreateEmptyObject:
		return iso.NewObject(), size
	case bc.CreateArrayLiteral:
		return iso.CreateArrayLiteral(int(constant(base, fp, u16(pc, 1)).AsInt()), u16(pc, 3)), size
	case bc.CreateEmptyArray:
		return iso.NewArray(0), size
	case bc.ArrayAppend:
		iso.ArrayPush(reg(fp, pc, 1), acc)
		return acc, size
	case bc.ArrayAppendHole:
		r := reg(fp, pc, 1).Ref()
		iso.AppendHole(r)
		return acc, size
	case bc.ArrayAppendSpread:
		if iso.AppendSpread(reg(fp, pc, 1), acc) {
			return acc, s32(pc, 3)
		}
		return acc, size
	case bc.CopyDataProperties:
		return done(iso, fp, iso.CopyDataProperties(reg(fp, pc, 1), acc, nil), size)
	case bc.CopyRest:
		v, ok := iso.CopyRest(reg(fp, pc, 1), unsafe.Add(fp, layout.FrameReg0-8*s16(pc, 3)), u16(pc, 5))
		return result(v, ok, size)
	case bc.CreateRegExp:
		v, ok := iso.CreateRegExp(int(constant(base, fp, u16(pc, 1)).AsInt()))
		return result(v, ok, size)
	case bc.GetTemplateObject:
		return iso.TemplateObject(u16(pc, 1)), size
	case bc.CreateArguments:
		return iso.CreateArguments(u8(pc, 1) == bc.ArgumentsMapped), size
	case bc.CreateRest:
		return iso.CreateRest(u16(pc, 1)), size
	case bc.CreateClass:
		f, proto, ok := iso.CreateClass(constant(base, fp, u16(pc, 1)).Ref(), acc, u16(pc, 5))
		if !ok {
			return 0, threw
		}
		n := s16(pc, 3)
		setRegN(fp, n, f)
		setRegN(fp, n+1, proto)
		return f, size
	case bc.SetClassFields:
		iso.StoreValue(reg(fp, pc, 1).Ref(), layout.FunctionData, acc)
		return acc, size
	case bc.RunClassFields:
		f := reg(fp, pc, 1)
		if init := iso.Value(f.Ref(), layout.FunctionData); init.IsObject() {
			iso.Push(reg(fp, pc, 3))
			return callOp(iso, init, 0, undefined, size)
		}
		return acc, size

	case bc.CallSpread, bc.Construct, bc.ConstructSpread, bc.GetSuperConstructor, bc.SuperCall, bc.SuperCallSpread,
		bc.SuperCallForward, bc.CallDirectEval, bc.CallDirectEvalSpread, bc.CallIntrinsic:
		return slowCalls(iso, fp, pc, acc, op, size)
	case bc.JumpLoop:
		return acc, s32(pc, 1)
	case bc.Return:
		return acc, leaving
	}
	return slowRest(iso, fp, pc, vec, acc, op, size)
}

// slowRest has completion, iteration, suspension and resource management.
func slowRest(iso *vm.Isolate, fp, pc, vec unsafe.Pointer, acc gc.Value, op bc.Op, size int) (gc.Value, int) {
	base := iso.Base()
	switch op {
	case bc.GeneratorReturn:
		return iso.GeneratorReturn(regN(fp, 0), acc), leaving
	case bc.AsyncResolve:
		v, ok := iso.AsyncResolve(regN(fp, 0), acc)
		return result(v, ok, size)
	case bc.AsyncReject:
		v, ok := iso.AsyncReject(regN(fp, 0), acc)
		return result(v, ok, size)
	case bc.Throw:
		iso.Throw(acc)
		return 0, threw
	case bc.ReThrow:
		iso.Rethrow(acc)
		return 0, threw
	case bc.ThrowConst:
		throwConst(iso, bc.ThrowKind(u8(pc, 1)), constant(base, fp, u16(pc, 2)))
		return 0, threw
	case bc.ThrowIfNotObject:
		if acc.IsObject() {
			return acc, size
		}
		if k := bc.ThrowKind(u8(pc, 1)); k == bc.ThrowDerivedReturn { // [[Construct]] throws it, outside of the constructor
			iso.InCallerRealm(func() { throwNotObject(iso, k, acc) })
		} else {
			throwNotObject(iso, k, acc)
		}
		return 0, threw
	case bc.RequireObjectCoercible:
		if !acc.IsNullish() {
			return acc, size
		}
		text := ""
		if c := constant(base, fp, u16(pc, 1)); c.IsString() {
			text = iso.GoString(c)
		}
		value := iso.Display(acc)
		if strings.HasPrefix(text, "reading '") {
			iso.ThrowTypeError("Cannot read properties of %s (%s)", value, text)
			return 0, threw
		}
		if text == "" {
			text = "'%'"
		}
		if acc == gc.Null && text[0] == 'p' {
			value = "object null"
		}
		iso.ThrowTypeError("Cannot destructure %s as it is %s.", strings.ReplaceAll(text, "%", value), iso.Display(acc))
		return 0, threw
	case bc.Debugger:
		return acc, size

	// Iteration.
	case bc.GetIterator:
		n := s16(pc, 1)
		if acc.IsObject() && iso.PristineArray(acc.Ref()) && u16(pc, 3) != bc.NoSlot {
			setRegN(fp, n, acc)
			setRegN(fp, n+1, gc.Hole)
			setRegN(fp, n+2, gc.Int(0))
			return acc, size + bc.IterInit.Size()
		}
		setRegN(fp, n, acc)
		f, s := iso.ICLoad2(acc, iso.SymK(object.SymIterator), acc)
		if s == vm.LoadThrew {
			return 0, threw
		}
		acc = ld(fp, layout.FrameAcc)
		if !iso.IsCallable(f) {
			iso.ThrowNotIterable(acc, f)
			return 0, threw
		}
		iso.Push(acc)
		return callOp(iso, f, 0, undefined, size)
	case bc.GetAsyncIterator:
		return getAsyncIterator(iso, fp, acc, size)
	case bc.IterInit:
		if !acc.IsObject() {
			iso.ThrowTypeError("Result of the Symbol.iterator method is not an object")
			return 0, threw
		}
		n := s16(pc, 1)
		setRegN(fp, n, acc)
		setRegN(fp, n+2, gc.False)
		v, ok := iso.Get(acc, iso.K(object.AtomNext))
		if !ok {
			return 0, threw
		}
		setRegN(fp, n+1, v)
		return ld(fp, layout.FrameAcc), size
	case bc.IterNext:
		n := s16(pc, 1)
		state := regN(fp, n+2)
		if state == gc.True {
			return undefined, s32(pc, 5)
		}
		if state.IsInt() {
			r, i := regN(fp, n).Ref(), uint32(state.AsInt())
			if i >= iso.ArrayLen(r) {
				setRegN(fp, n+2, gc.True)
				return undefined, s32(pc, 5)
			}
			setRegN(fp, n+2, gc.Int(int32(i+1)))
			v := iso.FastElement(r, i)
			if v == gc.Hole {
				var ok bool
				if v, ok = iso.Get(regN(fp, n), vm.Key(gc.Int(int32(i)))); !ok {
					setRegN(fp, n+2, gc.True)
					return 0, threw
				}
			}
			return v, size + bc.IterResult.Size()
		}
		setRegN(fp, n+2, gc.True)
		if v, s := iso.IterGenerator(regN(fp, n), regN(fp, n+1)); s == vm.CallFrame {
			return v, reload
		} else if iso.HasException() {
			return 0, threw
		}
		iso.Push(regN(fp, n))
		return callOp(iso, regN(fp, n+1), 0, undefined, size)
	case bc.IterCallNext:
		n := s16(pc, 1)
		setRegN(fp, n+2, gc.True)
		iso.Push(regN(fp, n))
		return callOp(iso, regN(fp, n+1), 0, undefined, size)
	case bc.IterResult:
		n := s16(pc, 1)
		if !acc.IsObject() {
			iso.ThrowTypeError("Iterator result %s is not an object", iso.ShortText(acc))
			return 0, threw
		}
		d, s := iso.ICLoad2(acc, iso.K(object.AtomDone), acc)
		if s == vm.LoadThrew {
			return 0, threw
		}
		if iso.ToBoolean(d) {
			return undefined, s32(pc, 5)
		}
		acc = ld(fp, layout.FrameAcc)
		v, s := iso.ICLoad2(acc, iso.K(object.AtomValue), acc)
		if s == vm.LoadThrew {
			return 0, threw
		}
		setRegN(fp, n+2, gc.False)
		return v, size
	case bc.IterReturnMethod:
		n := s16(pc, 1)
		state := regN(fp, n+2)
		setRegN(fp, n+2, gc.True)
		if state == gc.True || state.IsInt() {
			return undefined, size
		}
		v, ok := iso.GetMethod(regN(fp, n), iso.K(object.AtomReturn))
		return result(v, ok, size)
	case bc.IterDelegate:
		return iterDelegate(iso, fp, pc, acc, size)
	case bc.ForInPrepare:
		if acc.IsNullish() {
			return acc, s32(pc, 5)
		}
		n := s16(pc, 1)
		o, keys, ok := iso.ForInPrepare(acc)
		if !ok {
			return 0, threw
		}
		setRegN(fp, n, o)
		setRegN(fp, n+1, keys)
		setRegN(fp, n+2, gc.Int(0))
		return ld(fp, layout.FrameAcc), size
	case bc.ForInNext:
		n := s16(pc, 1)
		for {
			i := int(regN(fp, n+2).AsInt())
			list := regN(fp, n+1).Ref()
			if i+1 >= iso.ListLen(list) {
				return undefined, s32(pc, 5)
			}
			setRegN(fp, n+2, gc.Int(int32(i+1)))
			v, ok, found := iso.ForInCheck(regN(fp, n), list, i)
			if !ok {
				return 0, threw
			}
			if found {
				return v, size
			}
		}

	// Generators, async functions, modules.
	case bc.CreateGenerator:
		v, ok := iso.CreateGenerator()
		if !ok {
			return 0, threw
		}
		setRegN(fp, 0, v)
		return v, size
	case bc.InitialYield:
		g := regN(fp, 0)
		iso.Suspend(g, vm.GenStart)
		return g, gone
	case bc.Yield, bc.YieldDelegate:
		v, s := iso.Yield(regN(fp, 0), acc, op == bc.YieldDelegate)
		return suspended(v, s)
	case bc.Await, bc.AwaitResume:
		v, ok := iso.Await(regN(fp, 0), acc)
		if !ok {
			return 0, threw
		}
		return v, gone
	case bc.ImportCall:
		v, ok := iso.ImportCall(acc, reg(fp, pc, 1), int(u8(pc, 3)))
		return result(v, ok, size)
	case bc.ImportMeta:
		v, ok := iso.ImportMeta()
		return result(v, ok, size)

	case bc.CreateDisposeStack:
		setReg(fp, pc, 1, iso.NewDisposeStack())
		return acc, size
	case bc.AddDisposable:
		return done(iso, fp, iso.AddDisposable(reg(fp, pc, 1), acc, u8(pc, 3) == bc.DisposeAsync), size)
	case bc.DisposeNext:
		f, this, more := iso.DisposeNext(reg(fp, pc, 1))
		if !more {
			return acc, s32(pc, 3)
		}
		if f == undefined {
			return undefined, size
		}
		iso.Push(this)
		return callOp(iso, f, 0, undefined, size)
	case bc.DisposeError:
		iso.DisposeError(reg(fp, pc, 1), acc)
		return acc, size
	case bc.DisposeEnd:
		if v, has := iso.DisposeEnd(reg(fp, pc, 1)); has {
			iso.Throw(v)
			return 0, threw
		}
		return acc, size
	}
	panic("BUG: interp: no case for " + op.String())
}

func suspended(v gc.Value, s vm.CallStatus) (gc.Value, int) {
	switch s {
	case vm.CallValue:
		return v, gone
	case vm.CallFrame:
		return v, reload
	}
	return 0, threw
}

// result and done turn (value, ok) and ok into slow's results; done keeps acc.
func result(v gc.Value, ok bool, size int) (gc.Value, int) {
	if !ok {
		return 0, threw
	}
	return v, size
}
func done(iso *vm.Isolate, fp unsafe.Pointer, ok bool, size int) (gc.Value, int) {
	if !ok {
		return 0, threw
	}
	return ld(fp, layout.FrameAcc), size
}

// jump ends a compare-and-jump instruction, whose jump operand is at byte 5.
func jump(iso *vm.Isolate, fp, pc unsafe.Pointer, taken, ok bool, size int) (gc.Value, int) {
	if !ok {
		return 0, threw
	}
	if taken {
		size = s32(pc, 5)
	}
	return ld(fp, layout.FrameAcc), size
}

// scopeSlot returns the value in the slot that the first two operands name.
func scopeSlot(iso *vm.Isolate, fp, pc unsafe.Pointer) gc.Value {
	r := ld(fp, layout.FrameScope).Ref()
	for n := u16(pc, 1); n > 0; n-- {
		r = iso.Ref(r, layout.ScopeParent)
	}
	return iso.Value(r, layout.ScopeHeader+8*uintptr(u16(pc, 3)))
}

func throwTDZ(iso *vm.Isolate, name gc.Value) (gc.Value, int) {
	iso.ThrowReferenceError("Cannot access '%s' before initialization", iso.GoString(name))
	return 0, threw
}

func index32(v gc.Value) (int32, bool) {
	if v.IsInt() {
		return v.AsInt(), true
	}
	if v.IsDouble() {
		if f := v.AsDouble(); float64(int32(f)) == f {
			return int32(f), true
		}
	}
	return 0, false
}

func throwConst(iso *vm.Isolate, k bc.ThrowKind, name gc.Value) {
	s := ""
	if name.IsString() {
		s = iso.GoString(name)
	}
	switch k {
	case bc.ThrowTDZ:
		iso.ThrowReferenceError("Cannot access '%s' before initialization", s)
	case bc.ThrowConstAssign:
		iso.ThrowTypeError("Assignment to constant variable.")
	case bc.ThrowSuperCalledTwice:
		iso.ThrowReferenceError("Super constructor may only be called once")
	case bc.ThrowThisTDZ:
		iso.ThrowReferenceError("Must call super constructor in derived class before accessing 'this' or returning from derived constructor")
	case bc.ThrowDeleteSuper:
		iso.ThrowReferenceError("Unsupported reference to 'super'")
	case bc.ThrowNoThrowMethod:
		iso.ThrowTypeError("The iterator does not provide a 'throw' method.")
	case bc.ThrowInvalidAssign:
		iso.ThrowReferenceError("%s", s)
	case bc.ThrowPrivateNoGetter:
		iso.ThrowTypeError("'%s' was defined without a getter", s)
	case bc.ThrowPrivateNoSetter:
		iso.ThrowTypeError("'%s' was defined without a setter", s)
	case bc.ThrowPrivateMethodWrite:
		iso.ThrowTypeError("Private method '%s' is not writable", s)
	case bc.ThrowDerivedReturn:
		iso.ThrowTypeError("Derived constructors may only return object or undefined")
	case bc.ThrowStaticPrototype:
		iso.ThrowTypeError("Classes may not have a static property named 'prototype'")
	case bc.ThrowNotDefined:
		iso.ThrowReferenceError("%s is not defined", s)
	case bc.ThrowEvalConflict:
		iso.ThrowSyntaxError("Identifier '%s' has already been declared", s)
	default:
		iso.ThrowTypeError("%s", s)
	}
}

func throwNotObject(iso *vm.Isolate, k bc.ThrowKind, v gc.Value) {
	switch k {
	case bc.ThrowIterResult:
		iso.ThrowTypeError("Iterator result %s is not an object", iso.ShortText(v))
	case bc.ThrowDerivedReturn:
		iso.ThrowTypeError("Derived constructors may only return object or undefined")
	default:
		iso.ThrowTypeError("Iterator result %s is not an object", iso.ShortText(v))
	}
}

func testTypeOf(iso *vm.Isolate, v gc.Value, t uint8) bool {
	switch t {
	case bc.TypeUndefined:
		return v == undefined || iso.LooseNullish(v) && v != gc.Null
	case bc.TypeObject:
		return v == gc.Null || v.IsObject() && !iso.IsCallable(v) && !iso.LooseNullish(v)
	case bc.TypeBoolean:
		return v.IsBool()
	case bc.TypeNumber:
		return v.IsNumber()
	case bc.TypeString:
		return v.IsString()
	case bc.TypeSymbol:
		return v.IsSymbol()
	case bc.TypeBigInt:
		return v.IsBigInt()
	}
	return v.IsObject() && iso.IsCallable(v) && !iso.LooseNullish(v)
}

// staticPrototype throws for a class element that would be a static property prototype.
func staticPrototype(iso *vm.Isolate, o gc.Value, k vm.Key) bool {
	if k != iso.K(object.AtomPrototype) || !o.IsObject() || iso.KindOf(o.Ref()) != layout.KindFunction ||
		iso.U32(iso.Ref(o.Ref(), layout.FunctionInfo), layout.InfoFlags)&vm.InfoClassConstructor == 0 {
		return false
	}
	throwConst(iso, bc.ThrowStaticPrototype, undefined)
	return true
}

func slowProperty(iso *vm.Isolate, fp, pc unsafe.Pointer, acc gc.Value, op bc.Op, size int) (gc.Value, int) {
	base := iso.Base()
	switch op {
	case bc.DefineMethod:
		k, ok := iso.ToPropertyKey(reg(fp, pc, 3))
		if ok && staticPrototype(iso, reg(fp, pc, 1), k) {
			return 0, threw
		}
		attrs := uint8(layout.AttrHidden)
		if u8(pc, 5)&bc.DefineEnumerable != 0 {
			attrs = layout.AttrDefault
		}
		return done(iso, fp, ok && iso.DefineOrThrow(reg(fp, pc, 1), k, vm.DataDesc(ld(fp, layout.FrameAcc), attrs)), size)
	case bc.DefineAccessor:
		k, ok := iso.ToPropertyKey(reg(fp, pc, 3))
		if !ok || staticPrototype(iso, reg(fp, pc, 1), k) {
			return 0, threw
		}
		flags := u8(pc, 5)
		d := vm.Desc{Value: undefined, Get: undefined, Set: undefined, Attrs: layout.AttrConfigurable, Has: vm.HasEnumerable | vm.HasConfigurable}
		if flags&bc.DefineEnumerable != 0 {
			d.Attrs |= layout.AttrEnumerable
		}
		acc = ld(fp, layout.FrameAcc)
		if flags&bc.DefineSetter != 0 {
			d.Set, d.Has = acc, d.Has|vm.HasSet
		} else {
			d.Get, d.Has = acc, d.Has|vm.HasGet
		}
		return done(iso, fp, iso.DefineOrThrow(reg(fp, pc, 1), k, d), size)
	case bc.SetLiteralProto:
		if acc.IsObject() || acc == gc.Null {
			if _, ok := iso.SetPrototypeOf(reg(fp, pc, 1), acc); !ok {
				return 0, threw
			}
		}
		return ld(fp, layout.FrameAcc), size
	case bc.SetFunctionName:
		k, ok := iso.ToPropertyKey(reg(fp, pc, 3))
		if !ok {
			return 0, threw
		}
		prefix := ""
		switch u8(pc, 5) {
		case bc.NamePrefixGet:
			prefix = "get "
		case bc.NamePrefixSet:
			prefix = "set "
		}
		iso.SetFunctionName(reg(fp, pc, 1), k, prefix)
		return ld(fp, layout.FrameAcc), size
	case bc.DeleteNamed, bc.DeleteKeyed:
		obj := reg(fp, pc, 1)
		strict := false
		var k vm.Key
		if op == bc.DeleteNamed {
			k = vm.Key(constant(base, fp, u16(pc, 3)))
			strict = u8(pc, 5)&bc.FlagStrict != 0
			if obj.IsNullish() {
				iso.ThrowTypeError("Cannot convert undefined or null to object")
				return 0, threw
			}
		} else {
			strict = u8(pc, 3)&bc.FlagStrict != 0
			if obj.IsNullish() {
				iso.ThrowTypeError("Cannot convert undefined or null to object")
				return 0, threw
			}
			var ok bool
			if k, ok = iso.ToPropertyKey(acc); !ok {
				return 0, threw
			}
		}
		o, ok := iso.ToObject(reg(fp, pc, 1))
		if !ok {
			return 0, threw
		}
		if strict {
			if !iso.DeleteOrThrow(o, k) {
				return 0, threw
			}
			return gc.True, size
		}
		b, ok := iso.Delete(o, k)
		return result(gc.Bool(b), ok, size)
	case bc.PrepareKey:
		if obj := reg(fp, pc, 1); obj.IsNullish() {
			iso.ThrowNullishKeyed(obj, acc, false)
			return 0, threw
		}
		fallthrough
	case bc.ToPropertyKey:
		if acc.IsInt() || acc.IsString() || acc.IsSymbol() {
			return acc, size
		}
		k, ok := iso.ToPropertyKey(acc)
		if !ok {
			return 0, threw
		}
		return iso.KeyValue(k), size
	case bc.LdaSuperBase:
		home := iso.Value(ld(fp, layout.FrameFunction).Ref(), layout.FunctionHome)
		v, ok := iso.GetPrototypeOf(home)
		return result(v, ok, size)
	case bc.GetSuperNamed, bc.GetSuperKeyed:
		b := reg(fp, pc, 3)
		var k vm.Key
		if op == bc.GetSuperNamed {
			k = vm.Key(constant(base, fp, u16(pc, 5)))
		} else {
			var ok bool
			if k, ok = iso.ToPropertyKey(acc); !ok {
				return 0, threw
			}
			b = reg(fp, pc, 3)
		}
		if !b.IsObject() {
			iso.ThrowTypeError("Cannot read properties of %s (reading '%s')", iso.Display(b), iso.KeyText(k))
			return 0, threw
		}
		v, ok := iso.GetReceiver(b, k, reg(fp, pc, 1))
		return result(v, ok, size)
	case bc.SetSuperNamed, bc.SetSuperKeyed:
		b := reg(fp, pc, 3)
		var k vm.Key
		var strict bool
		if op == bc.SetSuperNamed {
			k = vm.Key(constant(base, fp, u16(pc, 5)))
			strict = u8(pc, 7)&bc.FlagStrict != 0
		} else {
			var ok bool
			if k, ok = iso.ToPropertyKey(reg(fp, pc, 5)); !ok {
				return 0, threw
			}
			strict = u8(pc, 7)&bc.FlagStrict != 0
			b, acc = reg(fp, pc, 3), ld(fp, layout.FrameAcc)
		}
		if !b.IsObject() {
			iso.ThrowTypeError("Cannot set properties of %s (setting '%s')", iso.Display(b), iso.KeyText(k))
			return 0, threw
		}
		set, ok := iso.SetReceiver(b, k, acc, reg(fp, pc, 1))
		if ok && !set && strict {
			iso.ThrowSetFailed(reg(fp, pc, 1), k)
			ok = false
		}
		return done(iso, fp, ok, size)
	}
	panic("BUG")
}

func slowCalls(iso *vm.Isolate, fp, pc unsafe.Pointer, acc gc.Value, op bc.Op, size int) (gc.Value, int) {
	base := iso.Base()
	switch op {
	case bc.CallSpread:
		n, ok := iso.PushArray(reg(fp, pc, 5))
		if !ok {
			return 0, threw
		}
		iso.Push(reg(fp, pc, 3))
		return callOp(iso, reg(fp, pc, 1), n, undefined, size)
	case bc.Construct:
		n := u16(pc, 5)
		first := s16(pc, 3)
		for i := n - 1; i >= 0; i-- {
			iso.Push(regN(fp, first+i))
		}
		iso.Push(undefined)
		f := reg(fp, pc, 1)
		return construct(iso, f, f, n, size)
	case bc.ConstructSpread:
		n, ok := iso.PushArray(reg(fp, pc, 3))
		if !ok {
			return 0, threw
		}
		iso.Push(undefined)
		f := reg(fp, pc, 1)
		return construct(iso, f, f, n, size)
	case bc.GetSuperConstructor:
		v, ok := iso.GetPrototypeOf(reg(fp, pc, 1))
		return result(v, ok, size)
	case bc.SuperCall:
		n := u16(pc, 7)
		first := s16(pc, 5)
		for i := n - 1; i >= 0; i-- {
			iso.Push(regN(fp, first+i))
		}
		iso.Push(undefined)
		return superConstruct(iso, fp, reg(fp, pc, 1), reg(fp, pc, 3), n, size)
	case bc.SuperCallSpread:
		n, ok := iso.PushArray(reg(fp, pc, 5))
		if !ok {
			return 0, threw
		}
		iso.Push(undefined)
		return superConstruct(iso, fp, reg(fp, pc, 1), reg(fp, pc, 3), n, size)
	case bc.SuperCallForward:
		n := int(uint16(ldw(fp, layout.FrameInfo)))
		for i := n - 1; i >= 0; i-- {
			iso.Push(ld(fp, layout.FrameArg0+8*i))
		}
		iso.Push(undefined)
		return superConstruct(iso, fp, reg(fp, pc, 1), ld(fp, layout.FrameNewTarget), n, size)
	case bc.CallDirectEval, bc.CallDirectEvalSpread:
		f := reg(fp, pc, 1)
		flags := int(u8(pc, 7))
		var n int
		var this gc.Value
		if op == bc.CallDirectEval {
			n = u16(pc, 5) - 1
			first := s16(pc, 3)
			for i := n; i > 0; i-- {
				iso.Push(regN(fp, first+i))
			}
			this = regN(fp, first)
		} else {
			var ok bool
			if n, ok = iso.PushArray(reg(fp, pc, 5)); !ok {
				return 0, threw
			}
			this = reg(fp, pc, 3)
		}
		if f != iso.Intrinsic(vm.EvalFunction) {
			iso.Push(this)
			return callOp(iso, f, n, undefined, size)
		}
		src := undefined
		if n > 0 {
			src = ld(iso.SP(), 0)
		}
		iso.SetSP(unsafe.Add(iso.SP(), 8*n))
		if !src.IsString() {
			return src, size
		}
		code, ok := iso.DirectEval(src, flags)
		if !ok {
			return 0, threw
		}
		iso.Push(ld(fp, layout.FrameReceiver))
		return callOp(iso, code, 0, undefined, size)
	case bc.CallIntrinsic:
		n := u16(pc, 5)
		v, ok := iso.CallIntrinsic(int(constant(base, fp, u16(pc, 1)).AsInt()), unsafe.Add(fp, layout.FrameReg0-8*s16(pc, 3)), n)
		if ok && v == vm.TailMark {
			v, s := iso.TailOnStack(vm.RetAcc)
			switch s {
			case vm.CallValue:
				return v, size
			case vm.CallFrame:
				return 0, reload
			}
			return 0, threw
		}
		return result(v, ok, size)
	}
	panic("BUG")
}

func construct(iso *vm.Isolate, f, newTarget gc.Value, argc, size int) (gc.Value, int) {
	if !iso.IsConstructor(f) {
		iso.SetSP(unsafe.Add(iso.SP(), 8*(argc+1)))
		iso.ThrowNotConstructor(f)
		return 0, threw
	}
	return callOp(iso, f, argc, newTarget, size)
}

func superConstruct(iso *vm.Isolate, fp unsafe.Pointer, f, newTarget gc.Value, argc, size int) (gc.Value, int) {
	if !iso.IsConstructor(f) {
		iso.SetSP(unsafe.Add(iso.SP(), 8*(argc+1)))
		iso.ThrowNotSuperConstructor(f, ld(fp, layout.FrameFunction))
		return 0, threw
	}
	return callOp(iso, f, argc, newTarget, size)
}

func getAsyncIterator(iso *vm.Isolate, fp unsafe.Pointer, acc gc.Value, size int) (gc.Value, int) {
	f, ok := iso.GetMethod(acc, iso.SymK(object.SymAsyncIterator))
	if !ok {
		return 0, threw
	}
	if f != undefined {
		iso.Push(ld(fp, layout.FrameAcc))
		return callOp(iso, f, 0, undefined, size)
	}
	v, ok := iso.AsyncFromSyncIterator(ld(fp, layout.FrameAcc))
	return result(v, ok, size)
}

func iterDelegate(iso *vm.Isolate, fp, pc unsafe.Pointer, acc gc.Value, size int) (gc.Value, int) {
	n := s16(pc, 1)
	if regN(fp, n+2).IsInt() {
		panic("BUG: IterDelegate in fast mode")
	}
	var f gc.Value
	ok := true
	switch reg(fp, pc, 3).AsInt() {
	case bc.ResumeNext:
		f = regN(fp, n+1)
	case bc.ResumeThrow:
		f, ok = iso.GetMethod(regN(fp, n), iso.K(object.AtomThrow))
	default:
		f, ok = iso.GetMethod(regN(fp, n), iso.K(object.AtomReturn))
	}
	if !ok {
		return 0, threw
	}
	if f == undefined && reg(fp, pc, 3).AsInt() != bc.ResumeNext {
		return ld(fp, layout.FrameAcc), s32(pc, 7)
	}
	iso.Push(ld(fp, layout.FrameAcc))
	iso.Push(regN(fp, n))
	return callOp(iso, f, 1, undefined, size)
}
