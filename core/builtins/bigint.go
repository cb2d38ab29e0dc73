package builtins

import (
	"math"
	"math/big"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/text/num"
	"github.com/gonode/gonode/core/vm"
)

var bigintStatic = []Row{
	{Name: "asUintN", Length: 2, Fn: bigintAsUintN},
	{Name: "asIntN", Length: 2, Fn: bigintAsIntN},
}

var bigintProto = []Row{
	{Name: "toLocaleString", Length: 0, Fn: bigintToLocaleString},
	{Name: "toString", Length: 0, Fn: bigintToString},
	{Name: "valueOf", Length: 0, Fn: bigintValueOf},
}

func setupBigInt(iso *Isolate) {
	p := newPrototype(iso, vm.BigIntPrototype, vm.ObjectPrototype)
	define(iso, "BigInt", 1, bigintConstructor, p, vm.BigIntConstructor, bigintStatic, bigintProto)
	iso.SetToStringTag(p, "BigInt")
}

// bigintConstructor is BigInt(value), ECMA-262 21.2.1.1.
func bigintConstructor(iso *Isolate, a *Args) (Value, bool) {
	if a.NewTarget() != undefined {
		return iso.ThrowTypeError("BigInt is not a constructor")
	}
	v, ok := iso.ToPrimitive(a.Arg(0), vm.HintNumber)
	if !ok {
		return undefined, false
	}
	if v.IsInt() {
		return iso.NewBigInt64(int64(v.AsInt())), true
	}
	if v.IsNumber() {
		f := v.AsFloat()
		if f-f != 0 || math.Trunc(f) != f {
			return iso.ThrowRangeError("The number %s cannot be converted to a BigInt because it is not an integer", vm.NumberText(f))
		}
		x, _ := big.NewFloat(f).Int(nil)
		return iso.NewBigInt(x)
	}
	return iso.ToBigInt(v)
}

// bitsArgs converts the arguments of asIntN and asUintN. The BigInt is argument 1.
func bitsArgs(iso *Isolate, a *Args) (bits uint64, x *big.Int, ok bool) {
	bits, ok = iso.ToIndex(a.Arg(0), "Invalid value: not (convertible to) a safe integer")
	if !ok {
		return 0, nil, false
	}
	v, ok := iso.ToBigInt(a.Arg(1))
	if !ok {
		return 0, nil, false
	}
	return bits, iso.BigInt(v), true
}

// modulo is x mod 2^bits; ok is false when that is too large to compute, which needs x to be negative.
func modulo(x *big.Int, bits uint64) (*big.Int, bool) {
	if x.Sign() >= 0 && uint64(x.BitLen()) <= bits {
		return x, true
	}
	if bits > 1<<30 {
		return nil, false
	}
	one := big.NewInt(1)
	mask := new(big.Int).Sub(new(big.Int).Lsh(one, uint(bits)), one)
	return mask.And(mask, x), true
}

// bigintAsUintN is BigInt.asUintN(bits, bigint), 21.2.2.2.
func bigintAsUintN(iso *Isolate, a *Args) (Value, bool) {
	bits, x, ok := bitsArgs(iso, a)
	if !ok {
		return undefined, false
	}
	m, ok := modulo(x, bits)
	if !ok {
		return iso.ThrowRangeError("Maximum BigInt size exceeded")
	}
	return iso.NewBigInt(m)
}

// bigintAsIntN is BigInt.asIntN(bits, bigint), 21.2.2.1.
func bigintAsIntN(iso *Isolate, a *Args) (Value, bool) {
	bits, x, ok := bitsArgs(iso, a)
	if !ok {
		return undefined, false
	}
	if bits == 0 {
		return iso.NewBigInt64(0), true
	}
	if uint64(x.BitLen()) < bits {
		return iso.NewBigInt(x)
	}
	m, _ := modulo(x, bits) // bits is at most the length of x
	if uint64(m.BitLen()) == bits {
		m = new(big.Int).Sub(m, new(big.Int).Lsh(big.NewInt(1), uint(bits)))
	}
	return iso.NewBigInt(m)
}

// thisBigInt is ThisBigIntValue, 21.2.3.4.1.
func thisBigInt(iso *Isolate, a *Args, method string) (Value, bool) {
	v := a.This()
	if v.IsBigInt() {
		return v, true
	}
	if v.IsObject() && iso.KindOf(v.Ref()) == layout.KindPrimitive {
		if p := iso.Value(v.Ref(), layout.PrimitiveValue); p.IsBigInt() {
			return p, true
		}
	}
	return iso.ThrowTypeError("BigInt.prototype.%s requires that 'this' be a BigInt", method)
}

// bigintToString, 21.2.3.3.
func bigintToString(iso *Isolate, a *Args) (Value, bool) {
	v, ok := thisBigInt(iso, a, "toString")
	if !ok {
		return undefined, false
	}
	x := iso.BigInt(v)
	radix, ok := radixArg(iso, a)
	if !ok {
		return undefined, false
	}
	return newText8(iso, num.AppendBigInt(nil, x, radix))
}

// bigintToLocaleString, 21.2.3.2: English grouping.
func bigintToLocaleString(iso *Isolate, a *Args) (Value, bool) {
	v, ok := thisBigInt(iso, a, "toLocaleString")
	if !ok {
		return undefined, false
	}
	if f := iso.Locale(a); f != nil {
		return f(iso, "number", v, a.Arg(0), a.Arg(1))
	}
	d := num.AppendBigInt(nil, iso.BigInt(v), 10)
	if d[0] == '-' {
		return newText8(iso, append([]byte{'-'}, group(d[1:])...))
	}
	return newText8(iso, group(d))
}

// bigintValueOf, 21.2.3.4.
func bigintValueOf(iso *Isolate, a *Args) (Value, bool) { return thisBigInt(iso, a, "valueOf") }
