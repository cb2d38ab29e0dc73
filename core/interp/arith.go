package interp

import (
	"math"
	"math/big"
	"math/bits"
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// operandBits classifies operands for feedback.
func operandBits(x, y gc.Value) uint64 {
	switch {
	case x.IsNumber() && y.IsNumber():
		return fbDouble
	case x.IsString() && y.IsString():
		return fbString
	case x.IsBigInt() && y.IsBigInt():
		return fbBigInt
	}
	return fbAny
}

// smiOp maps an operator with an immediate to the general one.
func smiOp(op bc.Op) bc.Op {
	switch op {
	case bc.AddSmi:
		return bc.Add
	case bc.SubSmi:
		return bc.Sub
	case bc.MulSmi:
		return bc.Mul
	case bc.DivSmi:
		return bc.Div
	case bc.ModSmi:
		return bc.Mod
	case bc.BitAndSmi:
		return bc.BitAnd
	case bc.BitOrSmi:
		return bc.BitOr
	case bc.BitXorSmi:
		return bc.BitXor
	case bc.ShlSmi:
		return bc.Shl
	case bc.SarSmi:
		return bc.Sar
	}
	return bc.Shr
}

// binary is ApplyStringOrNumericBinaryOperator, ECMA-262 13.15.3. (JS)
func binary(iso *vm.Isolate, op bc.Op, x, y gc.Value) (gc.Value, bool) {
	if op == bc.Add {
		if x.IsString() && y.IsString() {
			return concat(iso, x, y)
		}
		if !(x.IsNumber() && y.IsNumber()) {
			m := iso.HandleMark()
			defer iso.ReleaseHandles(m)
			hy := iso.NewHandle(y)
			x, ok := iso.ToPrimitive(x, vm.HintDefault)
			if !ok {
				return 0, false
			}
			hx := iso.NewHandle(x)
			y, ok := iso.ToPrimitive(hy.Value(), vm.HintDefault)
			if !ok {
				return 0, false
			}
			x = hx.Value()
			if x.IsString() || y.IsString() {
				hy.Set(y)
				if x, ok = iso.ToString(x); !ok {
					return 0, false
				}
				hx.Set(x)
				if y, ok = iso.ToString(hy.Value()); !ok {
					return 0, false
				}
				return concat(iso, hx.Value(), y)
			}
			return numeric(iso, op, x, y)
		}
	}
	if x.IsNumber() && y.IsNumber() {
		return gc.Double(number(op, x.AsFloat(), y.AsFloat())), true
	}
	if v, ok := smallBigInt(iso, op, x, y); ok {
		return v, true
	}
	return numeric(iso, op, x, y)
}

// smallBigInt applies an operator to BigInts of up to 64 bits (remainders: dividends of up to 128); ok is false where big arithmetic is needed.
func smallBigInt(iso *vm.Isolate, op bc.Op, x, y gc.Value) (gc.Value, bool) {
	if iso.Plain || !x.IsBigInt() || !y.IsBigInt() {
		return 0, false
	}
	a, ah, an, ok := iso.SmallBigInt(x)
	b, bh, bn, ok2 := iso.SmallBigInt(y)
	if !ok || !ok2 || bh != 0 {
		return 0, false
	}
	if ah != 0 {
		switch {
		case op == bc.Mod && b != 0:
			_, r := bits.Div64(ah%b, a, b)
			return iso.NewSmallBigInt(r, 0, an), true
		case op == bc.BitAnd && !an && !bn:
			return iso.NewSmallBigInt(a&b, 0, false), true
		case op == bc.Sar && !an && !bn && b < 64:
			return iso.NewSmallBigInt(a>>b|ah<<1<<(63-b), ah>>b, false), true
		}
		return 0, false
	}
	switch op {
	case bc.Sub:
		bn = !bn
		fallthrough
	case bc.Add:
		if an == bn {
			s, carry := bits.Add64(a, b, 0)
			return iso.NewSmallBigInt(s, carry, an), true
		}
		if a >= b {
			return iso.NewSmallBigInt(a-b, 0, an), true
		}
		return iso.NewSmallBigInt(b-a, 0, bn), true
	case bc.Mul:
		hi, lo := bits.Mul64(a, b)
		return iso.NewSmallBigInt(lo, hi, an != bn), true
	case bc.Div:
		if b != 0 {
			return iso.NewSmallBigInt(a/b, 0, an != bn), true
		}
	case bc.Mod:
		if b != 0 {
			return iso.NewSmallBigInt(a%b, 0, an), true
		}
	case bc.BitAnd:
		if !an && !bn {
			return iso.NewSmallBigInt(a&b, 0, false), true
		}
	case bc.BitOr:
		if !an && !bn {
			return iso.NewSmallBigInt(a|b, 0, false), true
		}
	case bc.BitXor:
		if !an && !bn {
			return iso.NewSmallBigInt(a^b, 0, false), true
		}
	case bc.Shl:
		if !bn && b < 64 {
			return iso.NewSmallBigInt(a<<b, a>>1>>(63-b), an), true
		}
	case bc.Sar:
		if !an && !bn {
			if b > 63 {
				a, b = 0, 0
			}
			return iso.NewSmallBigInt(a>>b, 0, false), true
		}
	}
	return 0, false
}

func concat(iso *vm.Isolate, x, y gc.Value) (gc.Value, bool) {
	v, ok := iso.Concat(x, y)
	if !ok {
		return iso.ThrowRangeError("Invalid string length")
	}
	return v, true
}

func numeric(iso *vm.Isolate, op bc.Op, x, y gc.Value) (gc.Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hy := iso.NewHandle(y)
	x, ok := iso.ToNumeric(x)
	if !ok {
		return 0, false
	}
	hx := iso.NewHandle(x)
	if y, ok = iso.ToNumeric(hy.Value()); !ok {
		return 0, false
	}
	x = hx.Value()
	if x.IsNumber() && y.IsNumber() {
		return gc.Number(number(op, x.AsFloat(), y.AsFloat())), true
	}
	if v, ok := smallBigInt(iso, op, x, y); ok {
		return v, true
	}
	if !x.IsBigInt() || !y.IsBigInt() {
		return iso.ThrowTypeError("Cannot mix BigInt and other types, use explicit conversions")
	}
	return bigBinary(iso, op, iso.BigIntView(x), iso.BigIntView(y))
}

// number applies an operator to Numbers.
func number(op bc.Op, x, y float64) float64 {
	switch op {
	case bc.Add:
		return x + y
	case bc.Sub:
		return x - y
	case bc.Mul:
		return x * y
	case bc.Div:
		return x / y
	case bc.Mod:
		return math.Mod(x, y)
	case bc.Exp:
		return vm.Pow(x, y)
	case bc.BitAnd:
		return float64(vm.WrapInt32(x) & vm.WrapInt32(y))
	case bc.BitOr:
		return float64(vm.WrapInt32(x) | vm.WrapInt32(y))
	case bc.BitXor:
		return float64(vm.WrapInt32(x) ^ vm.WrapInt32(y))
	case bc.Shl:
		return float64(vm.WrapInt32(x) << (uint32(vm.WrapInt32(y)) & 31))
	case bc.Sar:
		return float64(vm.WrapInt32(x) >> (uint32(vm.WrapInt32(y)) & 31))
	}
	return float64(uint32(vm.WrapInt32(x)) >> (uint32(vm.WrapInt32(y)) & 31))
}

const maxBigIntBits = 1 << 30

func bigBinary(iso *vm.Isolate, op bc.Op, x, y *big.Int) (gc.Value, bool) {
	z := new(big.Int)
	switch op {
	case bc.Add:
		z.Add(x, y)
	case bc.Sub:
		z.Sub(x, y)
	case bc.Mul:
		if x.BitLen()+y.BitLen() > maxBigIntBits+1 {
			return iso.ThrowRangeError("Maximum BigInt size exceeded")
		}
		z.Mul(x, y)
	case bc.Div, bc.Mod:
		if y.Sign() == 0 {
			return iso.ThrowRangeError("Division by zero")
		}
		if op == bc.Div {
			z.Quo(x, y)
		} else {
			z.Rem(x, y)
		}
	case bc.Exp:
		if y.Sign() < 0 {
			return iso.ThrowRangeError("Exponent must be positive")
		}
		if y.Sign() == 0 {
			z.SetInt64(1)
			break
		}
		if x.BitLen() <= 1 {
			// 0, 1 and -1.
			z.Set(x)
			if x.Sign() < 0 && y.Bit(0) == 0 {
				z.SetInt64(1)
			}
			break
		}
		if !y.IsInt64() || int64(x.BitLen()-1)*y.Int64() > maxBigIntBits || y.Int64() > maxBigIntBits {
			return iso.ThrowRangeError("Maximum BigInt size exceeded")
		}
		z.Exp(x, y, nil)
	case bc.BitAnd:
		z.And(x, y)
	case bc.BitOr:
		z.Or(x, y)
	case bc.BitXor:
		z.Xor(x, y)
	case bc.Shl, bc.Sar:
		left := (op == bc.Shl) == (y.Sign() >= 0)
		n := new(big.Int).Abs(y)
		if left {
			if x.Sign() == 0 {
				break
			}
			if !n.IsInt64() || n.Int64()+int64(x.BitLen()) > maxBigIntBits {
				return iso.ThrowRangeError("Maximum BigInt size exceeded")
			}
			z.Lsh(x, uint(n.Int64()))
			break
		}
		if !n.IsInt64() || n.Int64() > maxBigIntBits {
			if x.Sign() < 0 {
				z.SetInt64(-1)
			}
			break
		}
		z.Rsh(x, uint(n.Int64()))
	default:
		return iso.ThrowTypeError("BigInts have no unsigned right shift, use >> instead")
	}
	return iso.NewBigInt(z)
}

// unary is Inc, Dec, Negate, BitNot and ToNumeric of any value. (JS)
func unary(iso *vm.Isolate, op bc.Op, v gc.Value) (gc.Value, bool) {
	v, ok := iso.ToNumeric(v)
	if !ok {
		return 0, false
	}
	if v.IsBigInt() {
		one := big.NewInt(1)
		x, z := iso.BigInt(v), new(big.Int)
		switch op {
		case bc.Inc:
			z.Add(x, one)
		case bc.Dec:
			z.Sub(x, one)
		case bc.Negate:
			z.Neg(x)
		case bc.BitNot:
			z.Not(x)
		default:
			return v, true
		}
		return iso.NewBigInt(z)
	}
	f := v.AsFloat()
	switch op {
	case bc.Inc:
		return gc.Number(f + 1), true
	case bc.Dec:
		return gc.Number(f - 1), true
	case bc.Negate:
		return gc.Number(-f), true
	case bc.BitNot:
		return gc.Int(^vm.WrapInt32(f)), true
	}
	return v, true
}

// bitsStep is a bitwise operator or shift of anything but two int32 numbers.
//
//go:noinline
func bitsStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	x := reg(fp, pc, 1)
	if !x.IsNumber() || !acc.IsNumber() {
		return slowStep(iso, pc, fp, acc)
	}
	bump(vecOf(iso.Base(), fp), u16(pc, 3), fbDouble)
	a, b := vm.WrapInt32(x.AsFloat()), vm.WrapInt32(acc.AsFloat())
	switch bc.Op(*(*uint8)(pc)) {
	case bc.BitAnd:
		a &= b
	case bc.BitOr:
		a |= b
	case bc.BitXor:
		a ^= b
	case bc.Shl:
		a <<= uint32(b) & 31
	case bc.Sar:
		a >>= uint32(b) & 31
	default:
		return unsafe.Add(pc, bc.SizeShr), fp, gc.Uint(uint32(a) >> (uint32(b) & 31))
	}
	return unsafe.Add(pc, bc.SizeBitAnd), fp, gc.Int(a)
}
