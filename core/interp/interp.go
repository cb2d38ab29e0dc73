package interp

import (
	"math"
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Results of slow: a positive number is the distance to the next instruction.
const (
	threw  = 0  // an exception is pending
	reload = -1 // the newest frame changed: run it from its bytecode offset
	gone   = -2 // the frame is gone and its result is acc: deliver it as Return does (suspending instructions)
)

// Install makes this package the interpreter of an isolate.
func Install(iso *vm.Isolate) { iso.SetInterpreter(Run) }

const undefined = gc.Undefined

// Run interprets the newest frame until a frame entered from Go (vm.RetGo) returns. False means that an exception is pending; the
// frames are as they were when it was thrown.
//
// Between instructions the state is in the locals pc, fp and acc. Before anything that can call out, throw or collect, the
// bytecode offset and acc are saved in the frame (DECISIONS 1.2). code, consts and vec are addresses of pinned cells, which the
// frame keeps alive.
func Run(iso *vm.Isolate) (gc.Value, bool) {
	h := iso.Heap
	base := h.Base()
	var (
		pc, fp, code, consts, vec unsafe.Pointer
		acc, callee, x            gc.Value
		p, q                      unsafe.Pointer
		argc, n, delta            int
		r, info, fn, shape        uint32
		ok                        bool
		ret                       uint64
		status                    vm.CallStatus
	)

load: // run the newest frame from its bytecode offset
	fp = iso.FP()
	acc = ld(fp, layout.FrameAcc)
	r = uint32(ld(fp, layout.FrameBytecode))
	code = unsafe.Add(base, uintptr(r)+layout.BytecodeHeader)
	consts = unsafe.Add(base, uintptr(ldu(base, r, layout.BytecodeConsts))+layout.ValuesHeader)
	vec = nil
	if r = uint32(ld(fp, layout.FrameVector)); r != 0 {
		vec = unsafe.Add(base, uintptr(r)+layout.VectorHeader)
	}
	pc = unsafe.Add(code, int(uint64(ld(fp, layout.FrameInfo))>>24))

	for {
		switch bc.Op(*(*uint8)(pc)) {
		case bc.Nop:
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaUndefined:
			acc = gc.Undefined
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaNull:
			acc = gc.Null
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaTrue:
			acc = gc.True
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaFalse:
			acc = gc.False
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaHole:
			acc = gc.Hole
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaTDZ:
			acc = gc.TDZ
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaSmi:
			acc = gc.Value(gc.TagInt)<<32 | gc.Value(*(*uint32)(unsafe.Add(pc, 1)))
			pc = unsafe.Add(pc, 5)
			continue
		case bc.LdaConst:
			acc = ld(consts, 8*u16(pc, 1))
			pc = unsafe.Add(pc, 3)
			continue
		case bc.Ldar:
			acc = reg(fp, pc, 1)
			pc = unsafe.Add(pc, 3)
			continue
		case bc.Star:
			setReg(fp, pc, 1, acc)
			pc = unsafe.Add(pc, 3)
			continue
		case bc.Mov:
			setReg(fp, pc, 1, reg(fp, pc, 3))
			pc = unsafe.Add(pc, 5)
			continue
		case bc.LdarChecked:
			if x = reg(fp, pc, 1); x != gc.TDZ {
				acc = x
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.CheckTDZ:
			if reg(fp, pc, 1) != gc.TDZ {
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.LdaFunction:
			acc = ld(fp, layout.FrameFunction)
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaGlobalThis:
			acc = iso.Intrinsic(vm.GlobalThis)
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaHomeObject:
			acc = ldc(base, uint32(ld(fp, layout.FrameFunction)), layout.FunctionHome)
			pc = unsafe.Add(pc, 1)
			continue
		case bc.LdaNewTarget:
			acc = ld(fp, layout.FrameNewTarget)
			pc = unsafe.Add(pc, 1)
			continue
		case bc.CheckThis:
			if acc != gc.TDZ {
				pc = unsafe.Add(pc, 1)
				continue
			}
		case bc.ConvertReceiver:
			if ld(fp, layout.FrameReceiver).IsObject() {
				pc = unsafe.Add(pc, 1)
				continue
			}

		// Scopes.
		case bc.SaveScope:
			setReg(fp, pc, 1, ld(fp, layout.FrameScope))
			pc = unsafe.Add(pc, 3)
			continue
		case bc.RestoreScope:
			st(fp, layout.FrameScope, reg(fp, pc, 1))
			pc = unsafe.Add(pc, 3)
			continue
		case bc.LdaScoped:
			r = uint32(ld(fp, layout.FrameScope))
			for n = u16(pc, 1); n > 0; n-- {
				r = ldu(base, r, layout.ScopeParent)
			}
			acc = ldc(base, r, layout.ScopeHeader+8*uintptr(u16(pc, 3)))
			pc = unsafe.Add(pc, 5)
			continue
		case bc.LdaScopedChecked:
			r = uint32(ld(fp, layout.FrameScope))
			for n = u16(pc, 1); n > 0; n-- {
				r = ldu(base, r, layout.ScopeParent)
			}
			if x = ldc(base, r, layout.ScopeHeader+8*uintptr(u16(pc, 3))); x != gc.TDZ {
				acc = x
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.StaScoped:
			r = uint32(ld(fp, layout.FrameScope))
			for n = u16(pc, 1); n > 0; n-- {
				r = ldu(base, r, layout.ScopeParent)
			}
			h.StoreValue(gc.Ref(r), layout.ScopeHeader+8*uintptr(u16(pc, 3)), acc)
			pc = unsafe.Add(pc, 5)
			continue
		case bc.StaScopedChecked:
			r = uint32(ld(fp, layout.FrameScope))
			for n = u16(pc, 1); n > 0; n-- {
				r = ldu(base, r, layout.ScopeParent)
			}
			if ldc(base, r, layout.ScopeHeader+8*uintptr(u16(pc, 3))) != gc.TDZ {
				h.StoreValue(gc.Ref(r), layout.ScopeHeader+8*uintptr(u16(pc, 3)), acc)
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.LdaModuleVar:
			r = uint32(ld(fp, layout.FrameScope))
			for n = u16(pc, 1); n > 0; n-- {
				r = ldu(base, r, layout.ScopeParent)
			}
			r = uint32(ldc(base, r, layout.ScopeHeader+8*uintptr(u16(pc, 3))))
			if x = ldc(base, r, layout.CellValue); x != gc.TDZ {
				acc = x
				pc = unsafe.Add(pc, 7)
				continue
			}

		// Globals.
		case bc.LdaGlobal, bc.LdaGlobalTypeof:
			if n = u16(pc, 3); vec != nil && n != bc.NoSlot {
				if x = ld(vec, 8*n); x.IsInternal() {
					if x = ldc(base, uint32(x), layout.CellValue); x != gc.Hole && x != gc.TDZ {
						acc = x
						pc = unsafe.Add(pc, 5)
						continue
					}
				}
			}
		case bc.StaGlobal:
			if n = u16(pc, 3); vec != nil && n != bc.NoSlot {
				if x = ld(vec, 8*n); x.IsInternal() {
					r = uint32(x)
					if x = ldc(base, r, layout.CellValue); x != gc.Hole && x != gc.TDZ {
						h.StoreValue(gc.Ref(r), layout.CellValue, acc)
						pc = unsafe.Add(pc, 6)
						continue
					}
				}
			}

		// Properties.
		case bc.GetNamed:
			x = reg(fp, pc, 1)
			if n = u16(pc, 5); vec != nil && x.IsObject() && n != bc.NoSlot {
				p = unsafe.Add(vec, 8*n)
				shape = ldu(base, uint32(x), 0)
				if ld(p, 0) == gc.Cell(gc.Ref(shape)) {
					x2 := ld(p, 8)
					switch uint64(x2) & 7 {
					case vm.HField:
						acc = ldc(base, uint32(x), uintptr(x2>>vm.HDispShift))
						pc = unsafe.Add(pc, 7)
						continue
					case vm.HOverflow:
						acc = ldc(base, ldu(base, uint32(x), layout.ObjOverflow), uintptr(x2>>vm.HDispShift))
						pc = unsafe.Add(pc, 7)
						continue
					case vm.HArrayLength:
						acc = ldc(base, uint32(x), layout.ArrayLength)
						pc = unsafe.Add(pc, 7)
						continue
					case 0:
						if x, ok = iso.ICProtoLoad(gc.Ref(uint32(x2))); ok {
							acc = x
							pc = unsafe.Add(pc, 7)
							continue
						}
					}
				}
			}
			*(*uint32)(unsafe.Add(fp, layout.FrameInfo+3)) = uint32(uintptr(pc) - uintptr(code))
			acc, delta = slowGetNamed(iso, fp, pc, vec)
			goto after
		case bc.SetNamed:
			x = reg(fp, pc, 1)
			if n = u16(pc, 5); vec != nil && x.IsObject() && n != bc.NoSlot {
				p = unsafe.Add(vec, 8*n)
				shape = ldu(base, uint32(x), 0)
				if ld(p, 0) == gc.Cell(gc.Ref(shape)) {
					x2 := ld(p, 8)
					switch uint64(x2) & 7 {
					case vm.HField:
						h.StoreValue(x.Ref(), uintptr(x2>>vm.HDispShift), acc)
						pc = unsafe.Add(pc, 8)
						continue
					case vm.HOverflow:
						h.StoreValue(gc.Ref(ldu(base, uint32(x), layout.ObjOverflow)), uintptr(x2>>vm.HDispShift), acc)
						pc = unsafe.Add(pc, 8)
						continue
					case 0:
						if iso.ICTransition(x.Ref(), gc.Ref(uint32(x2)), acc) {
							pc = unsafe.Add(pc, 8)
							continue
						}
					}
				}
			}
		case bc.InitField:
			r = uint32(reg(fp, pc, 1))
			shape = ldu(base, r, 0)
			n = u16(pc, 3)
			if argc = int(ldb(base, shape, layout.ShapeInObject)); n < argc {
				h.StoreValue(gc.Ref(r), uintptr(*(*uint16)(unsafe.Add(base, uintptr(shape)+layout.ShapeSizeField)))-8*uintptr(argc-n), acc)
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.InitElement:
			r = ldu(base, uint32(reg(fp, pc, 1)), layout.ObjElements)
			n = int(*(*uint32)(unsafe.Add(pc, 3)))
			if isInt(acc) {
				h.StoreValue(gc.Ref(r), layout.ElementsHeader+8*uintptr(n), acc)
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.GetKeyed:
			x = reg(fp, pc, 1)
			if x.IsObject() && isInt(acc) {
				r = uint32(x)
				shape = ldu(base, r, 0)
				if ldb(base, shape, layout.ShapeBits)&layout.ShapeExotic == 0 {
					if fn = ldu(base, r, layout.ObjElements); fn != 0 && ldu(base, r, layout.ObjFlags)&layout.ObjElementsKindMask <= layout.ElementsHoley {
						info = ldu(base, fn, layout.ElementsStart)
						if uint32(acc) < ldu(base, fn, layout.ElementsCap)-info {
							if x = ldc(base, fn, layout.ElementsHeader+8*(uintptr(uint32(acc))+uintptr(info))); x != gc.Hole {
								acc = x
								pc = unsafe.Add(pc, 5)
								continue
							}
						}
					}
				} else if x, ok = iso.TypedArrayGet(x.Ref(), shapeKind(base, shape), acc); ok {
					acc = x
					pc = unsafe.Add(pc, 5)
					continue
				}
			}
			*(*uint32)(unsafe.Add(fp, layout.FrameInfo+3)) = uint32(uintptr(pc) - uintptr(code))
			st(fp, layout.FrameAcc, acc)
			acc, delta = slowGetKeyed(iso, fp, pc, vec, acc)
			goto after
		case bc.SetKeyed:
			x = reg(fp, pc, 1)
			if key := reg(fp, pc, 3); x.IsObject() && isInt(key) {
				r = uint32(x)
				shape = ldu(base, r, 0)
				if ldb(base, shape, layout.ShapeBits)&layout.ShapeExotic == 0 {
					// The elements kind must admit the value: kinds 0-1 hold int32, 2-3 numbers, 4-5 anything.
					n = int(ldu(base, r, layout.ObjFlags) & (layout.ObjElementsKindMask | layout.ObjElementsFrozen))
					if n <= layout.ElementsHoley && (isInt(acc) || n >= layout.ElementsPacked || n >= layout.ElementsPackedDouble && acc.IsDouble()) {
						if fn = ldu(base, r, layout.ObjElements); fn != 0 {
							info = ldu(base, fn, layout.ElementsStart)
							if uint32(key) < ldu(base, fn, layout.ElementsCap)-info {
								if d := layout.ElementsHeader + 8*(uintptr(uint32(key))+uintptr(info)); ldc(base, fn, d) != gc.Hole {
									h.StoreValue(gc.Ref(fn), d, acc)
									pc = unsafe.Add(pc, 8)
									continue
								}
							}
						}
					}
				} else if iso.TypedArraySet(x.Ref(), shapeKind(base, shape), key, acc) {
					pc = unsafe.Add(pc, 8)
					continue
				}
			}
			*(*uint32)(unsafe.Add(fp, layout.FrameInfo+3)) = uint32(uintptr(pc) - uintptr(code))
			st(fp, layout.FrameAcc, acc)
			acc, delta = slowSetKeyed(iso, fp, pc, vec, acc)
			goto after

		// Arithmetic.
		case bc.Add:
			x = reg(fp, pc, 1)
			if isInt(x) && isInt(acc) {
				if s := int64(int32(x)) + int64(int32(acc)); s == int64(int32(s)) {
					acc = gc.Int(int32(s))
				} else {
					bump(vec, u16(pc, 3), fbDouble)
					acc = gc.Double(float64(s))
				}
				pc = unsafe.Add(pc, 5)
				continue
			}
			if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Double(x.AsFloat() + acc.AsFloat())
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.Sub:
			x = reg(fp, pc, 1)
			if isInt(x) && isInt(acc) {
				if s := int64(int32(x)) - int64(int32(acc)); s == int64(int32(s)) {
					acc = gc.Int(int32(s))
				} else {
					bump(vec, u16(pc, 3), fbDouble)
					acc = gc.Double(float64(s))
				}
				pc = unsafe.Add(pc, 5)
				continue
			}
			if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Double(x.AsFloat() - acc.AsFloat())
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.Mul:
			x = reg(fp, pc, 1)
			if isInt(x) && isInt(acc) {
				if s := int64(int32(x)) * int64(int32(acc)); s == int64(int32(s)) && (s != 0 || int32(x)|int32(acc) >= 0) {
					acc = gc.Int(int32(s))
					pc = unsafe.Add(pc, 5)
					continue
				}
			}
			if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Double(x.AsFloat() * acc.AsFloat())
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.Div:
			x = reg(fp, pc, 1)
			if isInt(x) && isInt(acc) {
				if d, m := int32(x), int32(acc); m > 0 && d%m == 0 && d != 0 {
					acc = gc.Int(d / m)
					pc = unsafe.Add(pc, 5)
					continue
				}
			}
			if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Double(x.AsFloat() / acc.AsFloat())
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.Mod:
			x = reg(fp, pc, 1)
			if isInt(x) && isInt(acc) && int32(x) >= 0 && int32(acc) > 0 {
				acc = gc.Int(int32(x) % int32(acc))
				pc = unsafe.Add(pc, 5)
				continue
			}
			if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Double(math.Mod(x.AsFloat(), acc.AsFloat()))
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.BitAnd:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc &= x
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.BitOr:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc |= x
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.BitXor:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Int(int32(acc) ^ int32(x))
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.Shl:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Int(int32(x) << (uint32(acc) & 31))
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.Sar:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Int(int32(x) >> (uint32(acc) & 31))
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.Shr:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Uint(uint32(x) >> (uint32(acc) & 31))
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.AddSmi:
			if isInt(acc) {
				if s := int64(int32(acc)) + int64(s32(pc, 1)); s == int64(int32(s)) {
					acc = gc.Int(int32(s))
				} else {
					bump(vec, u16(pc, 5), fbDouble)
					acc = gc.Double(float64(s))
				}
				pc = unsafe.Add(pc, 7)
				continue
			}
			if acc.IsDouble() {
				bump(vec, u16(pc, 5), fbDouble)
				acc = gc.Double(acc.AsDouble() + float64(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.SubSmi:
			if isInt(acc) {
				if s := int64(int32(acc)) - int64(s32(pc, 1)); s == int64(int32(s)) {
					acc = gc.Int(int32(s))
				} else {
					bump(vec, u16(pc, 5), fbDouble)
					acc = gc.Double(float64(s))
				}
				pc = unsafe.Add(pc, 7)
				continue
			}
			if acc.IsDouble() {
				bump(vec, u16(pc, 5), fbDouble)
				acc = gc.Double(acc.AsDouble() - float64(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.MulSmi:
			if isInt(acc) {
				if s, m := int64(int32(acc)), int64(s32(pc, 1)); s*m == int64(int32(s*m)) && s != 0 && m != 0 {
					acc = gc.Int(int32(s * m))
					pc = unsafe.Add(pc, 7)
					continue
				}
			}
			if acc.IsNumber() {
				bump(vec, u16(pc, 5), fbDouble)
				acc = gc.Number(acc.AsFloat() * float64(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.DivSmi:
			if isInt(acc) {
				if d, m := int32(acc), int32(s32(pc, 1)); m > 0 && d%m == 0 && d != 0 {
					acc = gc.Int(d / m)
					pc = unsafe.Add(pc, 7)
					continue
				}
			}
			if acc.IsNumber() {
				bump(vec, u16(pc, 5), fbDouble)
				acc = gc.Double(acc.AsFloat() / float64(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.ModSmi:
			if isInt(acc) {
				if d, m := int32(acc), int32(s32(pc, 1)); d >= 0 && m > 0 {
					acc = gc.Int(d % m)
					pc = unsafe.Add(pc, 7)
					continue
				}
			}
			if acc.IsNumber() {
				bump(vec, u16(pc, 5), fbDouble)
				acc = gc.Double(math.Mod(acc.AsFloat(), float64(s32(pc, 1))))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.BitAndSmi:
			if isInt(acc) {
				acc = gc.Int(int32(acc) & int32(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.BitOrSmi:
			if isInt(acc) {
				acc = gc.Int(int32(acc) | int32(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				continue
			}
			if acc.IsDouble() {
				if d := acc.AsDouble(); d > -2147483649 && d < 2147483648 {
					acc = gc.Int(int32(d) | int32(s32(pc, 1)))
					pc = unsafe.Add(pc, 7)
					continue
				}
			}
		case bc.BitXorSmi:
			if isInt(acc) {
				acc = gc.Int(int32(acc) ^ int32(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.ShlSmi:
			if isInt(acc) {
				acc = gc.Int(int32(acc) << (uint32(s32(pc, 1)) & 31))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.SarSmi:
			if isInt(acc) {
				acc = gc.Int(int32(acc) >> (uint32(s32(pc, 1)) & 31))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.ShrSmi:
			if isInt(acc) {
				acc = gc.Uint(uint32(acc) >> (uint32(s32(pc, 1)) & 31))
				pc = unsafe.Add(pc, 7)
				continue
			}
		case bc.Inc:
			if isInt(acc) && int32(acc) != math.MaxInt32 {
				acc = gc.Int(int32(acc) + 1)
				pc = unsafe.Add(pc, 3)
				continue
			}
			if acc.IsNumber() {
				acc = gc.Double(acc.AsFloat() + 1)
				bump(vec, u16(pc, 1), fbDouble)
				pc = unsafe.Add(pc, 3)
				continue
			}
		case bc.Dec:
			if isInt(acc) && int32(acc) != math.MinInt32 {
				acc = gc.Int(int32(acc) - 1)
				pc = unsafe.Add(pc, 3)
				continue
			}
			if acc.IsNumber() {
				acc = gc.Double(acc.AsFloat() - 1)
				bump(vec, u16(pc, 1), fbDouble)
				pc = unsafe.Add(pc, 3)
				continue
			}
		case bc.IncReg:
			if x = reg(fp, pc, 1); isInt(x) && int32(x) != math.MaxInt32 {
				acc = gc.Int(int32(x) + 1)
				setReg(fp, pc, 1, acc)
				pc = unsafe.Add(pc, 5)
				continue
			}
			if x.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Double(x.AsFloat() + 1)
				setReg(fp, pc, 1, acc)
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.DecReg:
			if x = reg(fp, pc, 1); isInt(x) && int32(x) != math.MinInt32 {
				acc = gc.Int(int32(x) - 1)
				setReg(fp, pc, 1, acc)
				pc = unsafe.Add(pc, 5)
				continue
			}
			if x.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Double(x.AsFloat() - 1)
				setReg(fp, pc, 1, acc)
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.Negate:
			if isInt(acc) && int32(acc) != 0 && int32(acc) != math.MinInt32 {
				acc = gc.Int(-int32(acc))
				pc = unsafe.Add(pc, 3)
				continue
			}
			if acc.IsNumber() {
				bump(vec, u16(pc, 1), fbDouble)
				acc = gc.Double(-acc.AsFloat())
				pc = unsafe.Add(pc, 3)
				continue
			}
		case bc.BitNot:
			if isInt(acc) {
				acc = gc.Int(^int32(acc))
				pc = unsafe.Add(pc, 3)
				continue
			}
		case bc.ToNumber, bc.ToNumeric:
			if acc.IsNumber() {
				pc = unsafe.Add(pc, 3)
				continue
			}
		case bc.ToString:
			if acc.IsString() {
				pc = unsafe.Add(pc, 1)
				continue
			}
		case bc.ToBoolean:
			if !acc.IsBool() {
				acc = gc.Bool(iso.ToBoolean(acc))
			}
			pc = unsafe.Add(pc, 1)
			continue
		case bc.Not:
			acc ^= 1
			pc = unsafe.Add(pc, 1)
			continue
		case bc.ToBooleanNot:
			if acc.IsBool() {
				acc ^= 1
			} else {
				acc = gc.Bool(!iso.ToBoolean(acc))
			}
			pc = unsafe.Add(pc, 1)
			continue

		// Comparisons.
		case bc.TestStrictEq:
			if x = reg(fp, pc, 1); x == acc && !x.IsDouble() {
				acc = gc.True
			} else if isInt(x) && isInt(acc) {
				acc = gc.False
			} else {
				recordCompare(vec, u16(pc, 3), x, acc)
				acc = gc.Bool(iso.StrictEquals(x, acc))
			}
			pc = unsafe.Add(pc, 5)
			continue
		case bc.TestStrictNotEq:
			if x = reg(fp, pc, 1); x == acc && !x.IsDouble() {
				acc = gc.False
			} else if isInt(x) && isInt(acc) {
				acc = gc.True
			} else {
				recordCompare(vec, u16(pc, 3), x, acc)
				acc = gc.Bool(!iso.StrictEquals(x, acc))
			}
			pc = unsafe.Add(pc, 5)
			continue
		case bc.TestEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Bool(x == acc)
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.TestNotEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Bool(x != acc)
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.TestLess:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Bool(int32(x) < int32(acc))
				pc = unsafe.Add(pc, 5)
				continue
			}
			if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Bool(x.AsFloat() < acc.AsFloat())
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.TestLessEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Bool(int32(x) <= int32(acc))
				pc = unsafe.Add(pc, 5)
				continue
			}
			if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Bool(x.AsFloat() <= acc.AsFloat())
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.TestGreater:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Bool(int32(x) > int32(acc))
				pc = unsafe.Add(pc, 5)
				continue
			}
			if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Bool(x.AsFloat() > acc.AsFloat())
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.TestGreaterEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				acc = gc.Bool(int32(x) >= int32(acc))
				pc = unsafe.Add(pc, 5)
				continue
			}
			if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				acc = gc.Bool(x.AsFloat() >= acc.AsFloat())
				pc = unsafe.Add(pc, 5)
				continue
			}
		case bc.TestUndefined:
			acc = gc.Bool(acc == gc.Undefined)
			pc = unsafe.Add(pc, 1)
			continue
		case bc.TestNull:
			acc = gc.Bool(acc == gc.Null)
			pc = unsafe.Add(pc, 1)
			continue
		case bc.TestNullish:
			acc = gc.Bool(acc.IsNullish())
			pc = unsafe.Add(pc, 1)
			continue

		// Jumps.
		case bc.Jump:
			pc = unsafe.Add(pc, s32(pc, 1))
			continue
		case bc.JumpLoop:
			if !iso.Poll() {
				pc = unsafe.Add(pc, s32(pc, 1))
				continue
			}
			*(*uint32)(unsafe.Add(fp, layout.FrameInfo+3)) = uint32(uintptr(pc) - uintptr(code))
			st(fp, layout.FrameAcc, acc)
			if !iso.HandleInterrupt() {
				return gc.Thrown, false
			}
			acc = ld(fp, layout.FrameAcc)
			pc = unsafe.Add(pc, s32(pc, 1))
			continue
		case bc.JumpIfTrue:
			if acc == gc.True {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfFalse:
			if acc == gc.False {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfToBooleanTrue:
			if acc == gc.True || acc != gc.False && iso.ToBoolean(acc) {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfToBooleanFalse:
			if acc == gc.False || acc != gc.True && !iso.ToBoolean(acc) {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfUndefined:
			if acc == gc.Undefined {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfNotUndefined:
			if acc != gc.Undefined {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfNull:
			if acc == gc.Null {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfNotNull:
			if acc != gc.Null {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfNullish:
			if acc.IsNullish() {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfNotNullish:
			if !acc.IsNullish() {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfHole:
			if acc == gc.Hole {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfNotHole:
			if acc != gc.Hole {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfTDZ:
			if acc == gc.TDZ {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfNotTDZ:
			if acc != gc.TDZ {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			continue
		case bc.JumpIfStrictEq:
			if x = reg(fp, pc, 1); x == acc && !x.IsDouble() || !(isInt(x) && isInt(acc)) && iso.StrictEquals(x, acc) {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			continue
		case bc.JumpIfStrictNotEq:
			if x = reg(fp, pc, 1); x == acc && !x.IsDouble() || !(isInt(x) && isInt(acc)) && iso.StrictEquals(x, acc) {
				pc = unsafe.Add(pc, 9)
			} else {
				pc = unsafe.Add(pc, s32(pc, 5))
			}
			continue
		case bc.JumpIfEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				if x == acc {
					pc = unsafe.Add(pc, s32(pc, 5))
				} else {
					pc = unsafe.Add(pc, 9)
				}
				continue
			}
		case bc.JumpIfNotEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				if x != acc {
					pc = unsafe.Add(pc, s32(pc, 5))
				} else {
					pc = unsafe.Add(pc, 9)
				}
				continue
			}
		case bc.JumpIfLess:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				ok = int32(x) < int32(acc)
			} else if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				ok = x.AsFloat() < acc.AsFloat()
			} else {
				break
			}
			if ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			continue
		case bc.JumpIfNotLess:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				ok = int32(x) < int32(acc)
			} else if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				ok = x.AsFloat() < acc.AsFloat()
			} else {
				break
			}
			if !ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			continue
		case bc.JumpIfLessEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				ok = int32(x) <= int32(acc)
			} else if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				ok = x.AsFloat() <= acc.AsFloat()
			} else {
				break
			}
			if ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			continue
		case bc.JumpIfNotLessEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				ok = int32(x) <= int32(acc)
			} else if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				ok = x.AsFloat() <= acc.AsFloat()
			} else {
				break
			}
			if !ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			continue
		case bc.JumpIfGreater:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				ok = int32(x) > int32(acc)
			} else if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				ok = x.AsFloat() > acc.AsFloat()
			} else {
				break
			}
			if ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			continue
		case bc.JumpIfNotGreater:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				ok = int32(x) > int32(acc)
			} else if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				ok = x.AsFloat() > acc.AsFloat()
			} else {
				break
			}
			if !ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			continue
		case bc.JumpIfGreaterEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				ok = int32(x) >= int32(acc)
			} else if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				ok = x.AsFloat() >= acc.AsFloat()
			} else {
				break
			}
			if ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			continue
		case bc.JumpIfNotGreaterEq:
			if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
				ok = int32(x) >= int32(acc)
			} else if x.IsNumber() && acc.IsNumber() {
				bump(vec, u16(pc, 3), fbDouble)
				ok = x.AsFloat() >= acc.AsFloat()
			} else {
				break
			}
			if !ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			continue

		// Calls: the receiver and arguments are written below sp, argument 0 next to the receiver, as if there were as many
		// formals as arguments.
		case bc.Call:
			callee = reg(fp, pc, 1)
			argc = u16(pc, 5) - 1
			p = iso.SP()
			q = unsafe.Add(fp, layout.FrameReg0-8*s16(pc, 3))
			for n = argc; n >= 0; n-- {
				st(p, -8*(argc+1-n), ld(q, -8*n))
			}
			goto call
		case bc.CallUndefined:
			callee = reg(fp, pc, 1)
			argc = u16(pc, 5)
			p = iso.SP()
			q = unsafe.Add(fp, layout.FrameReg0-8*s16(pc, 3))
			for n = argc; n > 0; n-- {
				st(p, -8*(argc+1-n), ld(q, -8*(n-1)))
			}
			st(p, -8*(argc+1), gc.Undefined)
			goto call
		case bc.CallUndefined0:
			callee = reg(fp, pc, 1)
			argc = 0
			st(iso.SP(), -8, gc.Undefined)
			goto call
		case bc.CallUndefined1:
			callee = reg(fp, pc, 1)
			argc = 1
			p = iso.SP()
			st(p, -8, reg(fp, pc, 3))
			st(p, -16, gc.Undefined)
			goto call
		case bc.CallUndefined2:
			callee = reg(fp, pc, 1)
			argc = 2
			p = iso.SP()
			st(p, -8, reg(fp, pc, 5))
			st(p, -16, reg(fp, pc, 3))
			st(p, -24, gc.Undefined)
			goto call
		case bc.CallProperty0:
			callee = reg(fp, pc, 1)
			argc = 0
			st(iso.SP(), -8, reg(fp, pc, 3))
			goto call
		case bc.CallProperty1:
			callee = reg(fp, pc, 1)
			argc = 1
			p = iso.SP()
			st(p, -8, reg(fp, pc, 5))
			st(p, -16, reg(fp, pc, 3))
			goto call
		case bc.CallProperty2:
			callee = reg(fp, pc, 1)
			argc = 2
			p = iso.SP()
			st(p, -8, reg(fp, pc, 7))
			st(p, -16, reg(fp, pc, 5))
			st(p, -24, reg(fp, pc, 3))
			goto call

		case bc.Return:
			goto leave
		}

		// Everything that the fast paths above did not do.
		*(*uint32)(unsafe.Add(fp, layout.FrameInfo+3)) = uint32(uintptr(pc) - uintptr(code))
		st(fp, layout.FrameAcc, acc)
		acc, delta = slow(iso, fp, pc, vec, acc)

	after:
		if delta > 0 {
			pc = unsafe.Add(pc, delta)
			continue
		}
		switch delta {
		case reload:
			goto load
		case leaving:
			goto leave
		case gone:
			// The frame was popped by a suspending instruction, its return word is in the isolate.
			ret = iso.ReturnWord()
			fp = iso.FP()
			goto deliver
		}
		return gc.Thrown, false

	call:
		*(*uint32)(unsafe.Add(fp, layout.FrameInfo+3)) = uint32(uintptr(pc) - uintptr(code))
		p = iso.SP()
		if callee.IsObject() {
			fn = uint32(callee)
			if shape = ldu(base, fn, 0); shapeKind(base, shape) == layout.KindFunction {
				info = ldu(base, fn, layout.FunctionInfo)
				if r = ldu(base, info, layout.InfoBytecode); r != 0 && ldu(base, info, layout.InfoFlags)&vm.InfoClassConstructor == 0 && ldu(base, fn, layout.FunctionRealm) == uint32(iso.Realm()) {
					// Formals beyond the arguments: move what was written down.
					n = int(ldu(base, r, layout.BytecodeParams))
					q = unsafe.Add(p, -8*(argc+1))
					if n > argc {
						q = unsafe.Add(p, -8*(n+1))
						padArgs(p, q, argc, n)
					}
					n = int(ldu(base, r, layout.BytecodeRegs))
					q = unsafe.Add(q, -layout.FrameReceiver) // the new frame
					p = unsafe.Add(q, layout.FrameAcc-8*n)   // its lowest word
					if uintptr(p) >= uintptr(iso.StackLimit()) {
						shape = ldu(base, fn, layout.FunctionFeedback)
						shape = ldu(base, shape, layout.FeedbackVector)
						vec = unsafe.Add(base, uintptr(shape)+layout.VectorHeader)
						if shape == 0 {
							shape = uint32(iso.CountCall(gc.Ref(fn), gc.Ref(info), gc.Ref(r)))
							vec = unsafe.Add(base, uintptr(shape)+layout.VectorHeader)
							if shape == 0 {
								vec = nil
							}
						}
						stw(q, layout.FrameReturn, vm.RetAcc)
						*(*unsafe.Pointer)(q) = fp
						st(q, layout.FrameFunction, callee)
						st(q, layout.FrameScope, gc.Cell(gc.Ref(ldu(base, fn, layout.FunctionScope))))
						st(q, layout.FrameBytecode, gc.Cell(gc.Ref(r)))
						st(q, layout.FrameVector, gc.Cell(gc.Ref(shape)))
						stw(q, layout.FrameInfo, uint64(argc))
						st(q, layout.FrameNewTarget, gc.Undefined)
						st(q, layout.FrameAcc, gc.Undefined)
						for fp = unsafe.Add(q, layout.FrameAcc); uintptr(fp) > uintptr(p); {
							fp = unsafe.Add(fp, -8)
							*(*gc.Value)(fp) = gc.Undefined
						}
						fp = q
						iso.SetFP(fp)
						iso.SetSP(p)
						code = unsafe.Add(base, uintptr(r)+layout.BytecodeHeader)
						consts = unsafe.Add(base, uintptr(ldu(base, r, layout.BytecodeConsts))+layout.ValuesHeader)
						pc = code
						acc = gc.Undefined
						if iso.Poll() {
							if !iso.HandleInterrupt() {
								return gc.Thrown, false
							}
						}
						continue
					}
				} else if r = ldu(base, info, layout.InfoBuiltin); r != 0 && ldu(base, fn, layout.FunctionRealm) == uint32(iso.Realm()) {
					iso.SetSP(unsafe.Add(p, -8*(argc+1)))
					acc, status = iso.CallBuiltin(callee, gc.Ref(fn), r, argc)
					if status == vm.CallValue {
						pc = unsafe.Add(pc, bc.Op(*(*uint8)(pc)).Size())
						continue
					}
					if status == vm.CallFrame {
						goto load
					}
					return gc.Thrown, false
				}
			}
		}
		iso.SetSP(unsafe.Add(iso.SP(), -8*(argc+1)))
		acc, delta = slowCall(iso, fp, pc, callee, argc)
		goto after

	leave:
		// Base constructors: a result that is not an object gives way to the receiver.
		x = ld(fp, layout.FrameInfo)
		if x&vm.InfoConstruct != 0 && !acc.IsObject() {
			acc = ld(fp, layout.FrameReceiver)
		}
		argc = int(uint16(x))
		r = uint32(ld(fp, layout.FrameBytecode))
		if n = int(ldu(base, r, layout.BytecodeParams)); n > argc {
			argc = n
		}
		ret = ldw(fp, layout.FrameReturn)
		iso.SetSP(unsafe.Add(fp, layout.FrameArg0+8*argc))
		fp = *(*unsafe.Pointer)(fp)
		iso.SetFP(fp)

	deliver: // acc is the result of a callee whose return word is ret; fp is the caller
		if ret != vm.RetAcc {
			if ret == vm.RetGo {
				return acc, true
			}
			if ret == vm.RetKeep {
				acc = ld(fp, layout.FrameAcc)
			}
		}
		r = uint32(ld(fp, layout.FrameBytecode))
		code = unsafe.Add(base, uintptr(r)+layout.BytecodeHeader)
		consts = unsafe.Add(base, uintptr(ldu(base, r, layout.BytecodeConsts))+layout.ValuesHeader)
		vec = nil
		if r = uint32(ld(fp, layout.FrameVector)); r != 0 {
			vec = unsafe.Add(base, uintptr(r)+layout.VectorHeader)
		}
		pc = unsafe.Add(code, int(ldw(fp, layout.FrameInfo)>>24))
		switch ret {
		case vm.RetIter:
			setRegN(fp, s16(pc, 1)+2, gc.False)
			pc = unsafe.Add(pc, bc.IterNext.Size()+bc.IterResult.Size())
			continue
		case vm.RetIterDone:
			pc = unsafe.Add(pc, s32(pc, 5))
			continue
		}
		pc = unsafe.Add(pc, bc.Op(*(*uint8)(pc)).Size())
	}
}

func ldw(p unsafe.Pointer, d int) uint64    { return *(*uint64)(unsafe.Add(p, d)) }
func stw(p unsafe.Pointer, d int, w uint64) { *(*uint64)(unsafe.Add(p, d)) = w }

func shapeKind(base unsafe.Pointer, shape uint32) gc.Kind {
	return gc.Kind(ldb(base, shape, layout.ShapeKind))
}

// padArgs moves argc arguments and the receiver, written below old, to where they belong for n formals (the receiver at now) and
// fills the missing ones with undefined.
//
//go:noinline
func padArgs(old, now unsafe.Pointer, argc, n int) {
	src := unsafe.Add(old, -8*(argc+1))
	for i := 0; i <= argc; i++ {
		st(now, 8*i, ld(src, 8*i))
	}
	for i := argc + 1; i <= n; i++ {
		st(now, 8*i, gc.Undefined)
	}
}

func recordCompare(vec unsafe.Pointer, slot int, x, y gc.Value) {
	bit := uint64(fbAny)
	switch {
	case x.IsNumber() && y.IsNumber():
		bit = fbDouble
	case x.IsString() && y.IsString():
		bit = fbString
	}
	bump(vec, slot, bit)
}
