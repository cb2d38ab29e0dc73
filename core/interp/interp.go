package interp

import (
	"math"
	"sync/atomic"
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
// The state of the machine is pc, fp and acc. Everything else (constants, feedback vector, start of the code) is reached
// through the frame: what is live around the loop should fit the registers. For the same reason no local of the loop is live
// across a call: whatever calls a function is a step, which takes pc, fp and acc and returns those to go on with (steps.go), so that the
// compiler has nothing to spill at the head of the loop. A nil pc ends Run with acc as the result, gc.Thrown for an exception.
//
// Before anything that can call out, throw or collect, the bytecode offset and acc are saved in the frame (DECISIONS 1.2).
func Run(iso *vm.Isolate) (gc.Value, bool) {
	var (
		pc, fp, p, q             unsafe.Pointer
		acc, callee, x, y        gc.Value
		argc, n                  int
		r, info, fn, shape, cell uint32
		d                        uintptr
		f, g                     float64
		s                        int64
		ok                       bool
	)
	base := iso.Base()
	wanted, irq := iso.PollWords()
	pc, fp, acc = loadFrame(iso)
next:
	switch bc.Op(*(*uint8)(pc)) {
	case bc.Nop:
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.LdaUndefined:
		acc = gc.Undefined
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.LdaNull:
		acc = gc.Null
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.LdaTrue:
		acc = gc.True
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.LdaFalse:
		acc = gc.False
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.LdaHole:
		acc = gc.Hole
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.LdaTDZ:
		acc = gc.TDZ
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.LdaSmi:
		acc = gc.Value(gc.TagInt)<<32 | gc.Value(*(*uint32)(unsafe.Add(pc, 1)))
		pc = unsafe.Add(pc, 5)
		goto next
	case bc.LdaConst:
		acc = ldc(base, ldu(base, uint32(ld(fp, layout.FrameBytecode)), layout.BytecodeConsts), layout.ValuesHeader+8*uintptr(u16(pc, 1)))
		pc = unsafe.Add(pc, 3)
		goto next
	case bc.Ldar:
		acc = reg(fp, pc, 1)
		pc = unsafe.Add(pc, 3)
		goto next
	case bc.Star:
		setReg(fp, pc, 1, acc)
		pc = unsafe.Add(pc, 3)
		goto next
	case bc.Mov:
		setReg(fp, pc, 1, reg(fp, pc, 3))
		pc = unsafe.Add(pc, 5)
		goto next
	case bc.LdarChecked:
		if x = reg(fp, pc, 1); x != gc.TDZ {
			acc = x
			pc = unsafe.Add(pc, 5)
			goto next
		}
	case bc.CheckTDZ:
		if reg(fp, pc, 1) != gc.TDZ {
			pc = unsafe.Add(pc, 5)
			goto next
		}
	case bc.LdaFunction:
		acc = ld(fp, layout.FrameFunction)
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.LdaHomeObject:
		acc = ldc(base, uint32(ld(fp, layout.FrameFunction)), layout.FunctionHome)
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.LdaNewTarget:
		acc = ld(fp, layout.FrameNewTarget)
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.CheckThis:
		if acc != gc.TDZ {
			pc = unsafe.Add(pc, 1)
			goto next
		}
	case bc.ConvertReceiver:
		if ld(fp, layout.FrameReceiver).IsObject() {
			pc = unsafe.Add(pc, 1)
			goto next
		}

	// Scopes.
	case bc.SaveScope:
		setReg(fp, pc, 1, ld(fp, layout.FrameScope))
		pc = unsafe.Add(pc, 3)
		goto next
	case bc.RestoreScope:
		st(fp, layout.FrameScope, reg(fp, pc, 1))
		pc = unsafe.Add(pc, 3)
		goto next
	case bc.LdaScoped:
		r = uint32(ld(fp, layout.FrameScope))
		for n = u16(pc, 1); n > 0; n-- {
			r = ldu(base, r, layout.ScopeParent)
		}
		acc = ldc(base, r, layout.ScopeHeader+8*uintptr(u16(pc, 3)))
		pc = unsafe.Add(pc, 5)
		goto next
	case bc.LdaScopedChecked:
		r = uint32(ld(fp, layout.FrameScope))
		for n = u16(pc, 1); n > 0; n-- {
			r = ldu(base, r, layout.ScopeParent)
		}
		if x = ldc(base, r, layout.ScopeHeader+8*uintptr(u16(pc, 3))); !isTDZ(x) {
			acc = x
			pc = unsafe.Add(pc, 7)
			goto next
		}
	case bc.StaScoped:
		r = uint32(ld(fp, layout.FrameScope))
		for n = u16(pc, 1); n > 0; n-- {
			r = ldu(base, r, layout.ScopeParent)
		}
		d = layout.ScopeHeader + 8*uintptr(u16(pc, 3))
		stc(base, r, d, acc)
		pc = unsafe.Add(pc, 5)
		if barrier(r, acc) {
			pc, fp, acc = barrierStep(iso, pc, fp, acc, r, d)
		}
		goto next
	case bc.StaScopedChecked:
		r = uint32(ld(fp, layout.FrameScope))
		for n = u16(pc, 1); n > 0; n-- {
			r = ldu(base, r, layout.ScopeParent)
		}
		d = layout.ScopeHeader + 8*uintptr(u16(pc, 3))
		if !isTDZ(ldc(base, r, d)) {
			stc(base, r, d, acc)
			pc = unsafe.Add(pc, 7)
			if barrier(r, acc) {
				pc, fp, acc = barrierStep(iso, pc, fp, acc, r, d)
			}
			goto next
		}
	case bc.LdaModuleVar:
		r = uint32(ld(fp, layout.FrameScope))
		for n = u16(pc, 1); n > 0; n-- {
			r = ldu(base, r, layout.ScopeParent)
		}
		r = uint32(ldc(base, r, layout.ScopeHeader+8*uintptr(u16(pc, 3))))
		if x = ldc(base, r, layout.CellValue); !isTDZ(x) {
			acc = x
			pc = unsafe.Add(pc, 7)
			goto next
		}

	// Globals.
	case bc.LdaGlobal, bc.LdaGlobalTypeof:
		r = uint32(ld(fp, layout.FrameVector))
		if n = u16(pc, 3); r != 0 && n != bc.NoSlot {
			if x = ldc(base, r, layout.VectorHeader+8*uintptr(n)); x.IsInternal() {
				if x = ldc(base, uint32(x), layout.CellValue); !isHole(x) && !isTDZ(x) {
					acc = x
					pc = unsafe.Add(pc, 5)
					goto next
				}
			}
		}
	case bc.StaGlobal:
		r = uint32(ld(fp, layout.FrameVector))
		if n = u16(pc, 3); r != 0 && n != bc.NoSlot {
			if x = ldc(base, r, layout.VectorHeader+8*uintptr(n)); x.IsInternal() {
				r = uint32(x)
				if x = ldc(base, r, layout.CellValue); !isHole(x) && !isTDZ(x) {
					stc(base, r, layout.CellValue, acc)
					pc = unsafe.Add(pc, 6)
					if barrier(r, acc) {
						pc, fp, acc = barrierStep(iso, pc, fp, acc, r, layout.CellValue)
					}
					goto next
				}
			}
		}

	// Properties.
	case bc.GetNamed:
		x = reg(fp, pc, 1)
		r = uint32(ld(fp, layout.FrameVector))
		if n = u16(pc, 5); (x.IsObject() || x.IsString()) && r != 0 && n != bc.NoSlot {
			p = unsafe.Add(base, uintptr(r)+layout.VectorHeader+8*uintptr(n))
			// What stands for the shape of a string is the upper half of its tag.
			r = uint32(x)
			if y = x >> 48; x.IsObject() {
				y = gc.Cell(gc.Ref(ldu(base, r, 0)))
			}
			if ld(p, 0) == y {
				y = ld(p, 8)
				switch uint64(y) & 7 {
				case vm.HField:
					acc = ldc(base, r, uintptr(y>>vm.HDispShift))
					pc = unsafe.Add(pc, 7)
					goto next
				case vm.HOverflow:
					acc = ldc(base, ldu(base, r, layout.ObjOverflow), uintptr(y>>vm.HDispShift))
					pc = unsafe.Add(pc, 7)
					goto next
				case vm.HArrayLength:
					acc = ldc(base, r, layout.ArrayLength)
					pc = unsafe.Add(pc, 7)
					goto next
				case 0:
					// Data of a prototype: the pairs (object, shape) from the receiver's prototype to the holder must hold.
					if cell = uint32(y); ldu(base, cell, layout.HandlerKind) == vm.HandlerProto {
						n = int(ldu(base, cell, layout.HandlerLen))
						p = unsafe.Add(base, uintptr(cell)+layout.HandlerHeader)
						for n -= 2; n > 0; n -= 2 {
							if ldu(base, uint32(ld(p, 8*n)), 0) != uint32(ld(p, 8*n+8)) {
								break
							}
						}
						if n == 0 {
							r = uint32(ld(p, 0))
							if y = ld(p, 8); uint64(y)&3 == vm.HOverflow {
								r = ldu(base, r, layout.ObjOverflow)
							} else if uint64(y)&3 != vm.HField {
								pc, fp, acc = getNamedStep(iso, pc, fp)
								goto stepped
							}
							acc = ldc(base, r, uintptr(y>>vm.HDispShift))
							pc = unsafe.Add(pc, 7)
							goto next
						}
					} else if ldu(base, cell, layout.HandlerKind) == vm.HandlerString {
						acc = gc.Int(int32(ldu(base, r, layout.StrLen)))
						pc = unsafe.Add(pc, 7)
						goto next
					}
				}
			}
		}
		pc, fp, acc = getNamedStep(iso, pc, fp)
		goto stepped
	case bc.SetNamed:
		x = reg(fp, pc, 1)
		r = uint32(ld(fp, layout.FrameVector))
		if n = u16(pc, 5); x.IsObject() && r != 0 && n != bc.NoSlot {
			p = unsafe.Add(base, uintptr(r)+layout.VectorHeader+8*uintptr(n))
			if r = uint32(x); ld(p, 0) == gc.Cell(gc.Ref(ldu(base, r, 0))) {
				y = ld(p, 8)
				d = uintptr(y >> vm.HDispShift)
				if n = int(y & 7); n == vm.HField || n == vm.HOverflow {
					if n == vm.HOverflow {
						r = ldu(base, r, layout.ObjOverflow)
					}
					stc(base, r, d, acc)
					pc = unsafe.Add(pc, 8)
					if barrier(r, acc) {
						pc, fp, acc = barrierStep(iso, pc, fp, acc, r, d)
					}
					goto next
				}
			}
		}
		pc, fp, acc = setNamedStep(iso, pc, fp, acc)
		goto stepped
	case bc.InitField:
		r = uint32(reg(fp, pc, 1))
		shape = ldu(base, r, 0)
		n = u16(pc, 3)
		if argc = int(ldb(base, shape, layout.ShapeInObject)); n < argc {
			d = uintptr(*(*uint16)(unsafe.Add(base, uintptr(shape)+layout.ShapeSizeField))) - 8*uintptr(argc-n)
			stc(base, r, d, acc)
			pc = unsafe.Add(pc, 5)
			if barrier(r, acc) {
				pc, fp, acc = barrierStep(iso, pc, fp, acc, r, d)
			}
			goto next
		}
	case bc.InitElement:
		if isInt(acc) {
			r = ldu(base, uint32(reg(fp, pc, 1)), layout.ObjElements)
			stc(base, r, layout.ElementsHeader+8*uintptr(*(*uint32)(unsafe.Add(pc, 3))), acc)
			pc = unsafe.Add(pc, 7)
			goto next
		}
		pc, fp, acc = initElementStep(iso, pc, fp, acc)
		goto next
	case bc.GetKeyed:
		x = reg(fp, pc, 1)
		if x.IsObject() && isInt(acc) {
			r = uint32(x)
			shape = ldu(base, r, 0)
			if ldb(base, shape, layout.ShapeBits)&layout.ShapeExotic == 0 {
				if fn = ldu(base, r, layout.ObjElements); fn != 0 && ldu(base, r, layout.ObjFlags)&layout.ObjElementsKindMask <= layout.ElementsHoley {
					info = ldu(base, fn, layout.ElementsStart)
					if uint32(acc) < ldu(base, fn, layout.ElementsCap)-info {
						if x = ldc(base, fn, layout.ElementsHeader+8*(uintptr(uint32(acc))+uintptr(info))); !isHole(x) {
							acc = x
							pc = unsafe.Add(pc, 5)
							goto next
						}
					}
				}
			} else {
				pc, fp, acc = typedGetStep(iso, pc, fp, acc)
				goto stepped
			}
		}
		pc, fp, acc = getKeyedStep(iso, pc, fp, acc)
		goto stepped
	case bc.SetKeyed:
		x, y = reg(fp, pc, 1), reg(fp, pc, 3)
		if x.IsObject() && isInt(y) {
			r = uint32(x)
			shape = ldu(base, r, 0)
			if ldb(base, shape, layout.ShapeBits)&layout.ShapeExotic == 0 {
				// The elements kind must admit the value: kinds 0-1 hold int32, 2-3 numbers, 4-5 anything.
				n = int(ldu(base, r, layout.ObjFlags) & (layout.ObjElementsKindMask | layout.ObjElementsFrozen))
				if n <= layout.ElementsHoley && (isInt(acc) || n >= layout.ElementsPacked || n >= layout.ElementsPackedDouble && isDouble(acc)) {
					if r = ldu(base, r, layout.ObjElements); r != 0 {
						info = ldu(base, r, layout.ElementsStart)
						if uint32(y) < ldu(base, r, layout.ElementsCap)-info {
							if d = layout.ElementsHeader + 8*(uintptr(uint32(y))+uintptr(info)); !isHole(ldc(base, r, d)) {
								stc(base, r, d, acc)
								pc = unsafe.Add(pc, 8)
								if barrier(r, acc) {
									pc, fp, acc = barrierStep(iso, pc, fp, acc, r, d)
								}
								goto next
							}
						}
					}
				}
			} else {
				pc, fp, acc = typedSetStep(iso, pc, fp, acc)
				goto stepped
			}
		}
		pc, fp, acc = setKeyedStep(iso, pc, fp, acc)
		goto stepped

	// Arithmetic.
	case bc.Add:
		x = reg(fp, pc, 1)
		if isInt(x) && isInt(acc) {
			if s = int64(int32(x)) + int64(int32(acc)); s == int64(int32(s)) {
				acc = gc.Int(int32(s))
			} else {
				n = u16(pc, 3)
				acc = gc.Double(float64(s))
				pc = unsafe.Add(pc, 5)
				goto record
			}
			pc = unsafe.Add(pc, 5)
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			pc, fp, acc = addStep(iso, pc, fp, acc)
			goto stepped
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			pc, fp, acc = addStep(iso, pc, fp, acc)
			goto stepped
		}
		n = u16(pc, 3)
		acc = gc.Double(f + g)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.Sub:
		x = reg(fp, pc, 1)
		if isInt(x) && isInt(acc) {
			if s = int64(int32(x)) - int64(int32(acc)); s == int64(int32(s)) {
				acc = gc.Int(int32(s))
			} else {
				n = u16(pc, 3)
				acc = gc.Double(float64(s))
				pc = unsafe.Add(pc, 5)
				goto record
			}
			pc = unsafe.Add(pc, 5)
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		acc = gc.Double(f - g)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.Mul:
		x = reg(fp, pc, 1)
		if isInt(x) && isInt(acc) {
			if s = int64(int32(x)) * int64(int32(acc)); s == int64(int32(s)) && (s != 0 || int32(x)|int32(acc) >= 0) {
				acc = gc.Int(int32(s))
				pc = unsafe.Add(pc, 5)
				goto next
			}
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		acc = gc.Double(f * g)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.Div:
		x = reg(fp, pc, 1)
		if isInt(x) && isInt(acc) {
			if d, m := int32(x), int32(acc); m > 0 && d%m == 0 && d != 0 {
				acc = gc.Int(d / m)
				pc = unsafe.Add(pc, 5)
				goto next
			}
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		acc = gc.Double(f / g)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.Mod:
		x = reg(fp, pc, 1)
		if isInt(x) && isInt(acc) && int32(x) >= 0 && int32(acc) > 0 {
			acc = gc.Int(int32(x) % int32(acc))
			pc = unsafe.Add(pc, 5)
			goto next
		}
	case bc.BitAnd:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc &= x
			pc = unsafe.Add(pc, 5)
			goto next
		}
		pc, fp, acc = bitsStep(iso, pc, fp, acc)
		goto stepped
	case bc.BitOr:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc |= x
			pc = unsafe.Add(pc, 5)
			goto next
		}
		pc, fp, acc = bitsStep(iso, pc, fp, acc)
		goto stepped
	case bc.BitXor:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc = gc.Int(int32(acc) ^ int32(x))
			pc = unsafe.Add(pc, 5)
			goto next
		}
		pc, fp, acc = bitsStep(iso, pc, fp, acc)
		goto stepped
	case bc.Shl:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc = gc.Int(int32(x) << (uint32(acc) & 31))
			pc = unsafe.Add(pc, 5)
			goto next
		}
		pc, fp, acc = bitsStep(iso, pc, fp, acc)
		goto stepped
	case bc.Sar:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc = gc.Int(int32(x) >> (uint32(acc) & 31))
			pc = unsafe.Add(pc, 5)
			goto next
		}
		pc, fp, acc = bitsStep(iso, pc, fp, acc)
		goto stepped
	case bc.Shr:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			s = int64(uint32(x) >> (uint32(acc) & 31))
			n = u16(pc, 3)
			pc = unsafe.Add(pc, 5)
			if int32(s) >= 0 {
				acc = gc.Int(int32(s))
				goto next
			}
			acc = gc.Double(float64(s))
			goto record
		}
		pc, fp, acc = bitsStep(iso, pc, fp, acc)
		goto stepped
	case bc.AddSmi:
		if isInt(acc) {
			if s = int64(int32(acc)) + int64(s32(pc, 1)); s == int64(int32(s)) {
				acc = gc.Int(int32(s))
			} else {
				n = u16(pc, 5)
				acc = gc.Double(float64(s))
				pc = unsafe.Add(pc, 7)
				goto record
			}
			pc = unsafe.Add(pc, 7)
			goto next
		}
		if isDouble(acc) {
			n = u16(pc, 5)
			acc = gc.Double(acc.AsDouble() + float64(s32(pc, 1)))
			pc = unsafe.Add(pc, 7)
			goto record
		}
	case bc.SubSmi:
		if isInt(acc) {
			if s = int64(int32(acc)) - int64(s32(pc, 1)); s == int64(int32(s)) {
				acc = gc.Int(int32(s))
			} else {
				n = u16(pc, 5)
				acc = gc.Double(float64(s))
				pc = unsafe.Add(pc, 7)
				goto record
			}
			pc = unsafe.Add(pc, 7)
			goto next
		}
		if isDouble(acc) {
			n = u16(pc, 5)
			acc = gc.Double(acc.AsDouble() - float64(s32(pc, 1)))
			pc = unsafe.Add(pc, 7)
			goto record
		}
	case bc.MulSmi:
		if isInt(acc) {
			s, n = int64(int32(acc)), s32(pc, 1)
			if s *= int64(n); s == int64(int32(s)) && (s != 0 || int32(acc)|int32(n) >= 0) {
				acc = gc.Int(int32(s))
				pc = unsafe.Add(pc, 7)
				goto next
			}
			f = float64(int32(acc))
		} else if isDouble(acc) {
			f = acc.AsDouble()
		} else {
			break
		}
		n = u16(pc, 5)
		acc = gc.Double(f * float64(s32(pc, 1)))
		pc = unsafe.Add(pc, 7)
		goto record
	case bc.DivSmi:
		if isInt(acc) {
			if d, m := int32(acc), int32(s32(pc, 1)); m > 0 && d%m == 0 && d != 0 {
				acc = gc.Int(d / m)
				pc = unsafe.Add(pc, 7)
				goto next
			}
			f = float64(int32(acc))
		} else if isDouble(acc) {
			f = acc.AsDouble()
		} else {
			break
		}
		n = u16(pc, 5)
		acc = gc.Double(f / float64(s32(pc, 1)))
		pc = unsafe.Add(pc, 7)
		goto record
	case bc.ModSmi:
		if isInt(acc) {
			if d, m := int32(acc), int32(s32(pc, 1)); d >= 0 && m > 0 {
				acc = gc.Int(d % m)
				pc = unsafe.Add(pc, 7)
				goto next
			}
		}
	case bc.BitAndSmi:
		if isInt(acc) {
			acc = gc.Int(int32(acc) & int32(s32(pc, 1)))
			pc = unsafe.Add(pc, 7)
			goto next
		}
		if isDouble(acc) {
			// The conversion is exact modulo 2^32 in this range; NaN is not in it.
			if f = acc.AsDouble(); f > -0x1p62 && f < 0x1p62 {
				n = u16(pc, 5)
				acc = gc.Int(int32(int64(f)) & int32(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				goto record
			}
		}
	case bc.BitOrSmi:
		if isInt(acc) {
			acc = gc.Int(int32(acc) | int32(s32(pc, 1)))
			pc = unsafe.Add(pc, 7)
			goto next
		}
		if isDouble(acc) {
			// The conversion is exact modulo 2^32 in this range; NaN is not in it.
			if f = acc.AsDouble(); f > -0x1p62 && f < 0x1p62 {
				n = u16(pc, 5)
				acc = gc.Int(int32(int64(f)) | int32(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				goto record
			}
		}
	case bc.BitXorSmi:
		if isInt(acc) {
			acc = gc.Int(int32(acc) ^ int32(s32(pc, 1)))
			pc = unsafe.Add(pc, 7)
			goto next
		}
		if isDouble(acc) {
			// The conversion is exact modulo 2^32 in this range; NaN is not in it.
			if f = acc.AsDouble(); f > -0x1p62 && f < 0x1p62 {
				n = u16(pc, 5)
				acc = gc.Int(int32(int64(f)) ^ int32(s32(pc, 1)))
				pc = unsafe.Add(pc, 7)
				goto record
			}
		}
	case bc.ShlSmi:
		if isInt(acc) {
			acc = gc.Int(int32(acc) << (uint32(s32(pc, 1)) & 31))
			pc = unsafe.Add(pc, 7)
			goto next
		}
	case bc.SarSmi:
		if isInt(acc) {
			acc = gc.Int(int32(acc) >> (uint32(s32(pc, 1)) & 31))
			pc = unsafe.Add(pc, 7)
			goto next
		}
	case bc.ShrSmi:
		if isInt(acc) {
			s = int64(uint32(acc) >> (uint32(s32(pc, 1)) & 31))
		} else if isDouble(acc) {
			if f = acc.AsDouble(); !(f > -0x1p62 && f < 0x1p62) {
				break
			}
			s = int64(uint32(int64(f)) >> (uint32(s32(pc, 1)) & 31))
		} else {
			break
		}
		n = u16(pc, 5)
		pc = unsafe.Add(pc, 7)
		if int32(s) >= 0 {
			acc = gc.Int(int32(s))
			goto next
		}
		acc = gc.Double(float64(s))
		goto record
	case bc.Inc:
		if isInt(acc) {
			if int32(acc) != math.MaxInt32 {
				acc = gc.Int(int32(acc) + 1)
				pc = unsafe.Add(pc, 3)
				goto next
			}
			f = float64(int32(acc))
		} else if isDouble(acc) {
			f = acc.AsDouble()
		} else {
			break
		}
		n = u16(pc, 1)
		acc = gc.Double(f + 1)
		pc = unsafe.Add(pc, 3)
		goto record
	case bc.Dec:
		if isInt(acc) {
			if int32(acc) != math.MinInt32 {
				acc = gc.Int(int32(acc) - 1)
				pc = unsafe.Add(pc, 3)
				goto next
			}
			f = float64(int32(acc))
		} else if isDouble(acc) {
			f = acc.AsDouble()
		} else {
			break
		}
		n = u16(pc, 1)
		acc = gc.Double(f - 1)
		pc = unsafe.Add(pc, 3)
		goto record
	case bc.IncReg:
		x = reg(fp, pc, 1)
		if isInt(x) {
			if int32(x) != math.MaxInt32 {
				acc = gc.Int(int32(x) + 1)
				setReg(fp, pc, 1, acc)
				pc = unsafe.Add(pc, 5)
				goto next
			}
			f = float64(int32(x))
		} else if isDouble(x) {
			f = x.AsDouble()
		} else {
			break
		}
		n = u16(pc, 3)
		acc = gc.Double(f + 1)
		setReg(fp, pc, 1, acc)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.DecReg:
		x = reg(fp, pc, 1)
		if isInt(x) {
			if int32(x) != math.MinInt32 {
				acc = gc.Int(int32(x) - 1)
				setReg(fp, pc, 1, acc)
				pc = unsafe.Add(pc, 5)
				goto next
			}
			f = float64(int32(x))
		} else if isDouble(x) {
			f = x.AsDouble()
		} else {
			break
		}
		n = u16(pc, 3)
		acc = gc.Double(f - 1)
		setReg(fp, pc, 1, acc)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.Negate:
		if isInt(acc) {
			if int32(acc) != 0 && int32(acc) != math.MinInt32 {
				acc = gc.Int(-int32(acc))
				pc = unsafe.Add(pc, 3)
				goto next
			}
			f = float64(int32(acc))
		} else if isDouble(acc) {
			f = acc.AsDouble()
		} else {
			break
		}
		n = u16(pc, 1)
		acc = gc.Double(-f)
		pc = unsafe.Add(pc, 3)
		goto record
	case bc.BitNot:
		if isInt(acc) {
			acc = gc.Int(^int32(acc))
			pc = unsafe.Add(pc, 3)
			goto next
		}
	case bc.ToNumber, bc.ToNumeric:
		if isDouble(acc) || isInt(acc) {
			pc = unsafe.Add(pc, 3)
			goto next
		}
	case bc.ToString:
		if acc.IsString() {
			pc = unsafe.Add(pc, 1)
			goto next
		}
		pc, fp, acc = toStringStep(iso, pc, fp, acc)
		goto stepped
	case bc.ConcatStrings:
		pc, fp, acc = concatStep(iso, pc, fp, acc)
		goto stepped
	case bc.ToBoolean:
		if acc.IsBool() {
			pc = unsafe.Add(pc, 1)
			goto next
		}
	case bc.Not:
		acc ^= 1
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.ToBooleanNot:
		if acc.IsBool() {
			acc ^= 1
			pc = unsafe.Add(pc, 1)
			goto next
		}

	// Comparisons.
	case bc.TestStrictEq:
		if x = reg(fp, pc, 1); !isDouble(x) && !isDouble(acc) && (x == acc || x>>32 != acc>>32 || !(x.IsString() || x.IsBigInt()) ||
			x.IsString() && ldu(base, uint32(x), layout.StrFlags)&ldu(base, uint32(acc), layout.StrFlags)&layout.StrAtom != 0) {
			acc = gc.Bool(x == acc)
			pc = unsafe.Add(pc, 5)
			goto next
		}
		pc, fp, acc = strictEqStep(iso, pc, fp, acc)
		goto next
	case bc.TestStrictNotEq:
		if x = reg(fp, pc, 1); !isDouble(x) && !isDouble(acc) && (x == acc || x>>32 != acc>>32 || !(x.IsString() || x.IsBigInt()) ||
			x.IsString() && ldu(base, uint32(x), layout.StrFlags)&ldu(base, uint32(acc), layout.StrFlags)&layout.StrAtom != 0) {
			acc = gc.Bool(x != acc)
			pc = unsafe.Add(pc, 5)
			goto next
		}
		pc, fp, acc = strictEqStep(iso, pc, fp, acc)
		goto next
	case bc.TestEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc = gc.Bool(x == acc)
			pc = unsafe.Add(pc, 5)
			goto next
		}
	case bc.TestNotEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc = gc.Bool(x != acc)
			pc = unsafe.Add(pc, 5)
			goto next
		}
	case bc.TestLess:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc = gc.Bool(int32(x) < int32(acc))
			pc = unsafe.Add(pc, 5)
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		acc = gc.Bool(f < g)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.TestLessEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc = gc.Bool(int32(x) <= int32(acc))
			pc = unsafe.Add(pc, 5)
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		acc = gc.Bool(f <= g)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.TestGreater:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc = gc.Bool(int32(x) > int32(acc))
			pc = unsafe.Add(pc, 5)
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		acc = gc.Bool(f > g)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.TestGreaterEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			acc = gc.Bool(int32(x) >= int32(acc))
			pc = unsafe.Add(pc, 5)
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		acc = gc.Bool(f >= g)
		pc = unsafe.Add(pc, 5)
		goto record
	case bc.TestUndefined:
		acc = gc.Bool(acc == gc.Undefined)
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.TestNull:
		acc = gc.Bool(acc == gc.Null)
		pc = unsafe.Add(pc, 1)
		goto next
	case bc.TestNullish:
		if !acc.IsObject() || ldb(base, ldu(base, uint32(acc), 0), layout.ShapeBits)&layout.ShapeUndetectable == 0 {
			acc = gc.Bool(acc.IsNullish())
			pc = unsafe.Add(pc, 1)
			goto next
		}

	// Jumps.
	case bc.Jump:
		pc = unsafe.Add(pc, s32(pc, 1))
		goto next
	case bc.JumpLoop:
		pc = unsafe.Add(pc, s32(pc, 1))
		if atomic.LoadUint32(wanted)|atomic.LoadUint32(irq) != 0 {
			pc, fp, acc = interruptStep(iso, pc, fp, acc)
			goto stepped
		}
		goto next
	case bc.JumpIfTrue:
		if acc == gc.True {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfFalse:
		if acc == gc.False {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfToBooleanTrue:
		if acc >= gc.Undefined && acc <= gc.True || isInt(acc) || acc.IsObject() && ldb(base, ldu(base, uint32(acc), 0), layout.ShapeBits)&layout.ShapeUndetectable == 0 {
			if acc == gc.True || isInt(acc) && int32(acc) != 0 || acc.IsObject() {
				pc = unsafe.Add(pc, s32(pc, 1))
			} else {
				pc = unsafe.Add(pc, 5)
			}
			goto next
		}
		pc, fp, acc = jumpBooleanStep(iso, pc, fp, acc)
		goto next
	case bc.JumpIfToBooleanFalse:
		if acc >= gc.Undefined && acc <= gc.True || isInt(acc) || acc.IsObject() && ldb(base, ldu(base, uint32(acc), 0), layout.ShapeBits)&layout.ShapeUndetectable == 0 {
			if acc == gc.True || isInt(acc) && int32(acc) != 0 || acc.IsObject() {
				pc = unsafe.Add(pc, 5)
			} else {
				pc = unsafe.Add(pc, s32(pc, 1))
			}
			goto next
		}
		pc, fp, acc = jumpBooleanStep(iso, pc, fp, acc)
		goto next
	case bc.JumpIfUndefined:
		if acc == gc.Undefined {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfNotUndefined:
		if acc != gc.Undefined {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfNull:
		if acc == gc.Null {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfNotNull:
		if acc != gc.Null {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfNullish:
		if acc.IsNullish() {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfNotNullish:
		if !acc.IsNullish() {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfHole:
		if acc == gc.Hole {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfNotHole:
		if acc != gc.Hole {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfTDZ:
		if acc == gc.TDZ {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfNotTDZ:
		if acc != gc.TDZ {
			pc = unsafe.Add(pc, s32(pc, 1))
		} else {
			pc = unsafe.Add(pc, 5)
		}
		goto next
	case bc.JumpIfStrictEq:
		if x = reg(fp, pc, 1); !isDouble(x) && !isDouble(acc) && (x == acc || x>>32 != acc>>32 || !(x.IsString() || x.IsBigInt()) ||
			x.IsString() && ldu(base, uint32(x), layout.StrFlags)&ldu(base, uint32(acc), layout.StrFlags)&layout.StrAtom != 0) {
			if x == acc {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
		pc, fp, acc = jumpStrictEqStep(iso, pc, fp, acc)
		goto next
	case bc.JumpIfStrictNotEq:
		if x = reg(fp, pc, 1); !isDouble(x) && !isDouble(acc) && (x == acc || x>>32 != acc>>32 || !(x.IsString() || x.IsBigInt()) ||
			x.IsString() && ldu(base, uint32(x), layout.StrFlags)&ldu(base, uint32(acc), layout.StrFlags)&layout.StrAtom != 0) {
			if x == acc {
				pc = unsafe.Add(pc, 9)
			} else {
				pc = unsafe.Add(pc, s32(pc, 5))
			}
			goto next
		}
		pc, fp, acc = jumpStrictEqStep(iso, pc, fp, acc)
		goto next
	case bc.JumpIfEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			if x == acc {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
	case bc.JumpIfNotEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			if x != acc {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
	case bc.JumpIfLess:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			ok = int32(x) < int32(acc)
			if ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		ok = f < g
		if ok {
			pc = unsafe.Add(pc, s32(pc, 5))
		} else {
			pc = unsafe.Add(pc, 9)
		}
		goto record
	case bc.JumpIfNotLess:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			ok = int32(x) < int32(acc)
			if !ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		ok = f < g
		if !ok {
			pc = unsafe.Add(pc, s32(pc, 5))
		} else {
			pc = unsafe.Add(pc, 9)
		}
		goto record
	case bc.JumpIfLessEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			ok = int32(x) <= int32(acc)
			if ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		ok = f <= g
		if ok {
			pc = unsafe.Add(pc, s32(pc, 5))
		} else {
			pc = unsafe.Add(pc, 9)
		}
		goto record
	case bc.JumpIfNotLessEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			ok = int32(x) <= int32(acc)
			if !ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		ok = f <= g
		if !ok {
			pc = unsafe.Add(pc, s32(pc, 5))
		} else {
			pc = unsafe.Add(pc, 9)
		}
		goto record
	case bc.JumpIfGreater:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			ok = int32(x) > int32(acc)
			if ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		ok = f > g
		if ok {
			pc = unsafe.Add(pc, s32(pc, 5))
		} else {
			pc = unsafe.Add(pc, 9)
		}
		goto record
	case bc.JumpIfNotGreater:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			ok = int32(x) > int32(acc)
			if !ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		ok = f > g
		if !ok {
			pc = unsafe.Add(pc, s32(pc, 5))
		} else {
			pc = unsafe.Add(pc, 9)
		}
		goto record
	case bc.JumpIfGreaterEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			ok = int32(x) >= int32(acc)
			if ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		ok = f >= g
		if ok {
			pc = unsafe.Add(pc, s32(pc, 5))
		} else {
			pc = unsafe.Add(pc, 9)
		}
		goto record
	case bc.JumpIfNotGreaterEq:
		if x = reg(fp, pc, 1); isInt(x) && isInt(acc) {
			ok = int32(x) >= int32(acc)
			if !ok {
				pc = unsafe.Add(pc, s32(pc, 5))
			} else {
				pc = unsafe.Add(pc, 9)
			}
			goto next
		}
		if isDouble(x) {
			f = x.AsDouble()
		} else if isInt(x) {
			f = float64(int32(x))
		} else {
			break
		}
		if isDouble(acc) {
			g = acc.AsDouble()
		} else if isInt(acc) {
			g = float64(int32(acc))
		} else {
			break
		}
		n = u16(pc, 3)
		ok = f >= g
		if !ok {
			pc = unsafe.Add(pc, s32(pc, 5))
		} else {
			pc = unsafe.Add(pc, 9)
		}
		goto record

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
		p = iso.SP()
		st(p, -8, gc.Undefined)
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
		p = iso.SP()
		st(p, -8, reg(fp, pc, 3))
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

	// Literals, closures, scopes: steps that neither throw nor collect.
	case bc.CreateClosure:
		pc, fp, acc = closureStep(iso, pc, fp)
		goto next
	case bc.CreateObjectLiteral:
		pc, fp, acc = objectLiteralStep(iso, pc, fp)
		goto next
	case bc.CreateArrayLiteral:
		pc, fp, acc = arrayLiteralStep(iso, pc, fp)
		goto next
	case bc.CreateEmptyObject:
		pc, fp, acc = emptyObjectStep(iso, pc, fp)
		goto next
	case bc.CreateEmptyArray:
		pc, fp, acc = emptyArrayStep(iso, pc, fp)
		goto next
	case bc.ArrayAppend:
		pc, fp, acc = arrayAppendStep(iso, pc, fp, acc)
		goto next
	case bc.PushScope, bc.PushFunctionScope:
		pc, fp, acc = pushScopeStep(iso, pc, fp, acc)
		goto next
	case bc.CopyScope:
		pc, fp, acc = copyScopeStep(iso, pc, fp, acc)
		goto next
	case bc.TypeOf:
		pc, fp, acc = typeOfStep(iso, pc, fp, acc)
		goto next
	case bc.TestTypeOf:
		pc, fp, acc = testTypeOfStep(iso, pc, fp, acc)
		goto next

	// Iteration of arrays in fast mode.
	case bc.GetIterator:
		pc, fp, acc = iterateStep(iso, pc, fp, acc)
		goto stepped
	case bc.IterNext:
		n = s16(pc, 1)
		if x = regN(fp, n+2); isInt(x) {
			r = uint32(regN(fp, n))
			if y = ldc(base, r, layout.ArrayLength); isInt(y) {
				if uint32(x) >= uint32(y) {
					setRegN(fp, n+2, gc.True)
					acc = gc.Undefined
					pc = unsafe.Add(pc, s32(pc, 5))
					goto next
				}
				if fn = ldu(base, r, layout.ObjElements); fn != 0 && ldu(base, r, layout.ObjFlags)&layout.ObjElementsKindMask <= layout.ElementsHoley {
					info = ldu(base, fn, layout.ElementsStart)
					if uint32(x) < ldu(base, fn, layout.ElementsCap)-info {
						if y = ldc(base, fn, layout.ElementsHeader+8*(uintptr(uint32(x))+uintptr(info))); !isHole(y) {
							setRegN(fp, n+2, gc.Int(int32(x)+1))
							acc = y
							pc = unsafe.Add(pc, bc.SizeIterNext+bc.SizeIterResult)
							goto next
						}
					}
				}
			}
		}

		pc, fp, acc = iterNextStep(iso, pc, fp, acc)
		goto stepped
	case bc.IterReturnMethod:
		n = s16(pc, 1)
		if x = regN(fp, n+2); x == gc.True || isInt(x) {
			setRegN(fp, n+2, gc.True)
			acc = gc.Undefined
			pc = unsafe.Add(pc, bc.SizeIterReturnMethod)
			goto next
		}

	case bc.ThrowIfNotObject:
		if acc.IsObject() {
			pc = unsafe.Add(pc, bc.SizeThrowIfNotObject)
			goto next
		}
	case bc.RequireObjectCoercible:
		if !acc.IsNullish() {
			pc = unsafe.Add(pc, bc.SizeRequireObjectCoercible)
			goto next
		}
	case bc.SwitchSmi:
		if isInt(acc) {
			s = int64(int32(acc)) - int64(s32(pc, 1))
			if n = u16(pc, 5); uint64(s) < uint64(n) {
				n = int(s)
			}
			pc = unsafe.Add(pc, bc.SizeSwitchSmi+5*n)
			goto next
		}
	case bc.GetPresent:
		x = reg(fp, pc, 1)
		if x.IsObject() && isInt(acc) {
			r = uint32(x)
			if ldb(base, ldu(base, r, 0), layout.ShapeBits)&layout.ShapeExotic == 0 {
				if fn = ldu(base, r, layout.ObjElements); fn != 0 && ldu(base, r, layout.ObjFlags)&layout.ObjElementsKindMask <= layout.ElementsHoley {
					info = ldu(base, fn, layout.ElementsStart)
					if uint32(acc) < ldu(base, fn, layout.ElementsCap)-info {
						if x = ldc(base, fn, layout.ElementsHeader+8*(uintptr(uint32(acc))+uintptr(info))); !isHole(x) {
							acc = x
							pc = unsafe.Add(pc, bc.SizeGetPresent)
							goto next
						}
					}
				}
			}
		}
	case bc.TestIn:
		pc, fp, acc = testInStep(iso, pc, fp, acc)
		goto stepped
	case bc.DefineKeyedOwn:
		pc, fp, acc = defineKeyedStep(iso, pc, fp, acc)
		goto stepped
	case bc.DefineNamedOwn:
		pc, fp, acc = defineNamedStep(iso, pc, fp, acc)
		goto stepped
	case bc.CallIntrinsic:
		pc, fp, acc = intrinsicStep(iso, pc, fp, acc)
		goto stepped
	case bc.Construct:
		pc, fp, acc = constructStep(iso, pc, fp, acc)
		goto stepped
	case bc.SuperCall:
		pc, fp, acc = superCallStep(iso, pc, fp, acc)
		goto stepped
	case bc.SuperCallForward:
		pc, fp, acc = superForwardStep(iso, pc, fp, acc)
		goto stepped
	case bc.GetSuperConstructor, bc.LdaSuperBase:
		// [[GetPrototypeOf]] of an ordinary object.
		if x = reg(fp, pc, 1); x.IsObject() {
			r = ldu(base, uint32(x), 0)
			if ldb(base, r, layout.ShapeBits)&layout.ShapeExotic == 0 {
				acc = ldc(base, r, layout.ShapePrototype)
				pc = unsafe.Add(pc, bc.SizeGetSuperConstructor)
				goto next
			}
		}
	case bc.GetSuperNamed:
		pc, fp, acc = getSuperStep(iso, pc, fp, acc)
		goto stepped
	case bc.SetPrivate, bc.DefinePrivateField:
		pc, fp, acc = privateStoreStep(iso, pc, fp, acc)
		goto stepped
	case bc.GetPrivate:
		pc, fp, acc = getPrivateStep(iso, pc, fp, acc)
		goto stepped

	case bc.Return:
		if ldw(fp, layout.FrameReturn) == vm.RetAcc {
			// Base constructors: a result that is not an object gives way to the receiver.
			x = ld(fp, layout.FrameInfo)
			if x&vm.InfoConstruct != 0 && !acc.IsObject() {
				acc = ld(fp, layout.FrameReceiver)
			}
			argc = int(uint16(x))
			if n = int(ldu(base, uint32(ld(fp, layout.FrameBytecode)), layout.BytecodeParams)); n > argc {
				argc = n
			}
			iso.SetSP(unsafe.Add(fp, layout.FrameArg0+8*argc))
			fp = *(*unsafe.Pointer)(fp)
			iso.SetFP(fp)
			pc = unsafe.Add(base, uintptr(uint32(ld(fp, layout.FrameBytecode)))+layout.BytecodeHeader+uintptr(ldw(fp, layout.FrameInfo)>>24))
			pc = unsafe.Add(pc, bc.Op(*(*uint8)(pc)).Size())
			goto next
		}
		pc, fp, acc = leave(iso, fp, acc)
		goto stepped
	}

	// Everything that the fast paths above did not do.
	pc, fp, acc = slowStep(iso, pc, fp, acc)

stepped:
	if pc == nil {
		return acc, acc != gc.Thrown
	}
	goto next

record: // double feedback in word n of the vector
	if r = uint32(ld(fp, layout.FrameVector)); r != 0 && n != bc.NoSlot {
		*(*uint64)(unsafe.Add(base, uintptr(r)+layout.VectorHeader+8*uintptr(n))) |= fbDouble
	}
	goto next

call: // callee with argc arguments, which lie below p, the stack pointer
	d = uintptr(base) + uintptr(uint32(ld(fp, layout.FrameBytecode))) + layout.BytecodeHeader
	*(*uint32)(unsafe.Add(fp, layout.FrameInfo+3)) = uint32(uintptr(pc) - d)
	if callee.IsObject() {
		fn = uint32(callee)
		if shapeKind(base, ldu(base, fn, 0)) == layout.KindFunction {
			// A function with a feedback vector has bytecode.
			if cell = ldu(base, fn, layout.FunctionFeedback); cell != 0 {
				cell = ldu(base, cell, layout.FeedbackVector)
			}
			info = ldu(base, fn, layout.FunctionInfo)
			if cell != 0 && ldu(base, info, layout.InfoFlags)&vm.InfoClassConstructor == 0 && ldu(base, fn, layout.FunctionRealm) == uint32(iso.Realm()) {
				r = ldu(base, info, layout.InfoBytecode)
				n = max(int(ldu(base, r, layout.BytecodeParams)), argc)
				// q is the receiver's place, then the new frame; the callee's lowest word follows.
				q = unsafe.Add(p, -8*(n+1))
				x = gc.Value(ldu(base, r, layout.BytecodeRegs))
				if uintptr(q)-(layout.FrameReceiver-layout.FrameAcc)-8*uintptr(x) >= uintptr(iso.StackLimit()) && atomic.LoadUint32(wanted)|atomic.LoadUint32(irq) == 0 {
					if n > argc {
						// Formals beyond the arguments: move what was written down and fill up with undefined.
						p = unsafe.Add(p, -8*(argc+1))
						for d = 0; d <= uintptr(argc); d++ {
							st(q, 8*int(d), ld(p, 8*int(d)))
						}
						for ; d <= uintptr(n); d++ {
							st(q, 8*int(d), gc.Undefined)
						}
					}
					q = unsafe.Add(q, -layout.FrameReceiver)
					p = unsafe.Add(q, layout.FrameAcc-8*int(x))
					stw(q, layout.FrameReturn, vm.RetAcc)
					stw(q, 0, uint64(uintptr(fp)))
					st(q, layout.FrameFunction, callee)
					st(q, layout.FrameScope, gc.Cell(gc.Ref(ldu(base, fn, layout.FunctionScope))))
					st(q, layout.FrameBytecode, gc.Cell(gc.Ref(r)))
					st(q, layout.FrameVector, gc.Cell(gc.Ref(cell)))
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
					pc = unsafe.Add(base, uintptr(r)+layout.BytecodeHeader)
					acc = gc.Undefined
					goto next
				}
			}
		}
	}
	pc, fp, acc = callStep(iso, pc, fp, callee, argc)
	goto stepped
}

func ldw(p unsafe.Pointer, d int) uint64    { return *(*uint64)(unsafe.Add(p, d)) }
func stw(p unsafe.Pointer, d int, w uint64) { *(*uint64)(unsafe.Add(p, d)) = w }

func shapeKind(base unsafe.Pointer, shape uint32) gc.Kind {
	return gc.Kind(ldb(base, shape, layout.ShapeKind))
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
