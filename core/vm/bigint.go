package vm

import (
	"math/big"
	"unsafe"

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

// BigIntView is BigInt without a copy, for an operand that is read at once: the limbs are those of the cell.
func (iso *Isolate) BigIntView(v Value) *big.Int {
	r := v.Ref()
	z := new(big.Int)
	if n := int(iso.U32(r, layout.BigIntLen)); n > 0 {
		z.SetBits(unsafe.Slice((*big.Word)(unsafe.Add(iso.Base(), uintptr(r)+layout.BigIntHeader)), n))
	}
	if iso.U32(r, layout.BigIntSign) != 0 {
		z.Neg(z)
	}
	return z
}

// SmallBigInt returns the limbs and sign of a BigInt of up to two limbs.
func (iso *Isolate) SmallBigInt(v Value) (lo, hi uint64, negative, ok bool) {
	r := v.Ref()
	n := iso.U32(r, layout.BigIntLen)
	if n > 0 {
		lo = iso.U64(r, layout.BigIntHeader)
		if n > 1 {
			hi = iso.U64(r, layout.BigIntHeader+8)
		}
	}
	return lo, hi, iso.U32(r, layout.BigIntSign) != 0, n <= 2
}

// NewSmallBigInt makes a BigInt of up to two limbs.
func (iso *Isolate) NewSmallBigInt(lo, hi uint64, negative bool) Value {
	n := uint32(0)
	if hi != 0 {
		n = 2
	} else if lo != 0 {
		n = 1
	}
	r := iso.NewCell(layout.KindBigInt, layout.BigIntHeader+8*n)
	iso.SetU32(r, layout.BigIntLen, n)
	if n > 0 {
		iso.SetU64(r, layout.BigIntHeader, lo)
		if negative {
			iso.SetU32(r, layout.BigIntSign, 1)
		}
	}
	if n > 1 {
		iso.SetU64(r, layout.BigIntHeader+8, hi)
	}
	return gc.BigInt(r)
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
	if i < 0 {
		return iso.NewSmallBigInt(uint64(-i), 0, true)
	}
	return iso.NewSmallBigInt(uint64(i), 0, false)
}
func (iso *Isolate) NewBigUint64(u uint64) Value {
	return iso.NewSmallBigInt(u, 0, false)
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
