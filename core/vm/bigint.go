package vm

import (
	"math/big"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// maxBigIntBits is V8's limit of BigInt length.
const maxBigIntBits = 1 << 30

// BigInt returns a BigInt as a big.Int, a copy of the limbs.
func (iso *Isolate) BigInt(v Value) *big.Int {
	r := v.Ref()
	n := int(iso.U32(r, layout.BigIntLen))
	w := make([]big.Word, n)
	for i := range w {
		w[i] = big.Word(iso.U64(r, layout.BigIntHeader+uintptr(i)*8))
	}
	z := new(big.Int).SetBits(w)
	if iso.U32(r, layout.BigIntSign) != 0 {
		z.Neg(z)
	}
	return z
}

// NewBigInt makes a BigInt; ok is false, with a RangeError, when it is too large.
func (iso *Isolate) NewBigInt(x *big.Int) (Value, bool) {
	if x.BitLen() > maxBigIntBits {
		return iso.ThrowRangeError("Maximum BigInt size exceeded")
	}
	w := x.Bits()
	r := iso.NewCell(layout.KindBigInt, uint32(layout.BigIntHeader+8*len(w)))
	iso.SetU32(r, layout.BigIntLen, uint32(len(w)))
	if x.Sign() < 0 {
		iso.SetU32(r, layout.BigIntSign, 1)
	}
	for i, d := range w {
		iso.SetU64(r, layout.BigIntHeader+uintptr(i)*8, uint64(d))
	}
	return gc.BigInt(r), true
}

// NewBigInt64 and NewBigUint64 make small BigInts.
func (iso *Isolate) NewBigInt64(i int64) Value {
	v, _ := iso.NewBigInt(big.NewInt(i))
	return v
}
func (iso *Isolate) NewBigUint64(u uint64) Value {
	v, _ := iso.NewBigInt(new(big.Int).SetUint64(u))
	return v
}

// BigIntText formats a BigInt.
func (iso *Isolate) BigIntText(v Value, radix int) string { return iso.BigInt(v).Text(radix) }

// StringToBigInt, ECMA-262 7.1.14; ok is false when the string is no BigInt literal.
func (iso *Isolate) StringToBigInt(v Value) (Value, bool) {
	x, ok := iso.parseBigInt(v)
	if !ok {
		return gc.Undefined, false
	}
	return iso.NewBigInt(x)
}

// ToBigInt, ECMA-262 7.1.13. May run JavaScript.
func (iso *Isolate) ToBigInt(v Value) (Value, bool) {
	v, ok := iso.ToPrimitive(v, HintNumber)
	if !ok {
		return v, false
	}
	switch {
	case v.IsBigInt():
		return v, true
	case v.IsBool():
		return iso.NewBigInt64(int64(v & 1)), true
	case v.IsString():
		x, ok := iso.parseBigInt(v)
		if !ok {
			return iso.ThrowSyntaxError("Cannot convert %s to a BigInt", iso.GoString(v))
		}
		return iso.NewBigInt(x)
	case v.IsSymbol():
		return iso.ThrowTypeError("Cannot convert %s to a BigInt", iso.SymbolText(v))
	}
	return iso.ThrowTypeError("Cannot convert %s to a BigInt", iso.PrimitiveText(v))
}

// BigIntToUint64 returns the value modulo 2^64 (two's complement).
func (iso *Isolate) BigIntToUint64(v Value) uint64 {
	r := v.Ref()
	if iso.U32(r, layout.BigIntLen) == 0 {
		return 0
	}
	u := iso.U64(r, layout.BigIntHeader)
	if iso.U32(r, layout.BigIntSign) != 0 {
		u = -u
	}
	return u
}
