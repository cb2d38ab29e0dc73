package vm

import (
	"math"
	"math/big"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/text/num"
	"github.com/gonode/gonode/gc"
)

// Hint is the preferred type of ToPrimitive.
type Hint uint8

// The hints.
const (
	HintDefault Hint = iota
	HintNumber
	HintString
)

// ToBoolean, ECMA-262 7.1.2.
func (iso *Isolate) ToBoolean(v Value) bool {
	switch {
	case v.IsObject():
		return iso.ShapeBits(iso.ShapeOf(v.Ref()))&layout.ShapeUndetectable == 0
	case v.IsInt():
		return v.AsInt() != 0
	case v.IsDouble():
		f := v.AsDouble()
		return f != 0 && f == f
	case v.IsString():
		return iso.StrLen(v) != 0
	case v.IsBigInt():
		return iso.U32(v.Ref(), layout.BigIntLen) != 0
	case v.IsSymbol():
		return true
	}
	return v == gc.True
}

// ToPrimitive, ECMA-262 7.1.1. May run JavaScript.
func (iso *Isolate) ToPrimitive(v Value, hint Hint) (Value, bool) {
	if !v.IsObject() {
		return v, true
	}
	m := iso.HandleMark()
	h := iso.NewHandle(v)
	r, ok := iso.toPrimitive(h, hint)
	iso.ReleaseHandles(m)
	return r, ok
}

func (iso *Isolate) toPrimitive(h Handle, hint Hint) (Value, bool) {
	f, ok := iso.GetMethod(h.Value(), iso.SymK(object.SymToPrimitive))
	if !ok {
		return gc.Undefined, false
	}
	if f != gc.Undefined {
		name := [...]object.AtomID{object.AtomDefault, object.AtomNumber, object.AtomString}[hint]
		r, ok := iso.Call(f, h.Value(), iso.A(name))
		if !ok {
			return gc.Undefined, false
		}
		if !r.IsObject() {
			return r, true
		}
		return iso.ThrowTypeError("Cannot convert object to primitive value")
	}
	// OrdinaryToPrimitive, 7.1.1.1.
	order := [2]object.AtomID{object.AtomValueOf, object.AtomToString}
	if hint == HintString {
		order = [2]object.AtomID{object.AtomToString, object.AtomValueOf}
	}
	for _, a := range order {
		f, ok := iso.Get(h.Value(), iso.K(a))
		if !ok {
			return gc.Undefined, false
		}
		if iso.IsCallable(f) {
			r, ok := iso.Call(f, h.Value())
			if !ok {
				return gc.Undefined, false
			}
			if !r.IsObject() {
				return r, true
			}
		}
	}
	return iso.ThrowTypeError("Cannot convert object to primitive value")
}

// ToNumeric, ECMA-262 7.1.3: a Number or a BigInt. May run JavaScript.
func (iso *Isolate) ToNumeric(v Value) (Value, bool) {
	if v.IsNumber() || v.IsBigInt() {
		return v, true
	}
	if v.IsObject() {
		var ok bool
		if v, ok = iso.ToPrimitive(v, HintNumber); !ok {
			return v, false
		}
		if v.IsBigInt() {
			return v, true
		}
	}
	return iso.ToNumber(v)
}

// ToNumber, ECMA-262 7.1.4. May run JavaScript.
func (iso *Isolate) ToNumber(v Value) (Value, bool) {
	switch {
	case v.IsNumber():
		return v, true
	case v == gc.Undefined:
		return gc.NaN(), true
	case v == gc.Null, v == gc.False:
		return gc.Int(0), true
	case v == gc.True:
		return gc.Int(1), true
	case v.IsString():
		return iso.StringToNumber(v), true
	case v.IsSymbol():
		return iso.ThrowTypeError("Cannot convert a Symbol value to a number")
	case v.IsBigInt():
		return iso.ThrowTypeError("Cannot convert a BigInt value to a number")
	}
	p, ok := iso.ToPrimitive(v, HintNumber)
	if !ok {
		return p, false
	}
	return iso.ToNumber(p)
}

// StringToNumber, ECMA-262 7.1.4.1.1.
func (iso *Isolate) StringToNumber(v Value) Value {
	c := iso.Chars(v)
	if c.Wide {
		return gc.Number(num.StringToNumber(c.W))
	}
	return gc.Number(num.StringToNumber(c.B))
}

// ToFloat is ToNumber giving a float64. May run JavaScript.
func (iso *Isolate) ToFloat(v Value) (float64, bool) {
	if v.IsNumber() {
		return v.AsFloat(), true
	}
	n, ok := iso.ToNumber(v)
	if !ok {
		return 0, false
	}
	return n.AsFloat(), true
}

// ToIntegerOrInfinity, ECMA-262 7.1.5. May run JavaScript.
func (iso *Isolate) ToIntegerOrInfinity(v Value) (float64, bool) {
	if v.IsInt() {
		return float64(v.AsInt()), true
	}
	f, ok := iso.ToFloat(v)
	if !ok || f != f {
		return 0, ok
	}
	return math.Trunc(f) + 0, true
}

// WrapInt32 is the modular part of ToInt32, ECMA-262 7.1.6.
func WrapInt32(f float64) int32 {
	if i := int32(f); float64(i) == f {
		return i
	}
	if f != f || math.IsInf(f, 0) {
		return 0
	}
	if math.Abs(f) < 1<<63 {
		return int32(int64(f))
	}
	f = math.Mod(math.Trunc(f), 1<<32)
	return int32(uint32(int64(f)))
}

// ToInt32, ECMA-262 7.1.6. May run JavaScript.
func (iso *Isolate) ToInt32(v Value) (int32, bool) {
	if v.IsInt() {
		return v.AsInt(), true
	}
	f, ok := iso.ToFloat(v)
	return WrapInt32(f), ok
}

// ToUint32, ECMA-262 7.1.7. May run JavaScript.
func (iso *Isolate) ToUint32(v Value) (uint32, bool) {
	i, ok := iso.ToInt32(v)
	return uint32(i), ok
}

// MaxSafeInteger is 2^53-1.
const MaxSafeInteger = 1<<53 - 1

// ToLength, ECMA-262 7.1.20. May run JavaScript.
func (iso *Isolate) ToLength(v Value) (uint64, bool) {
	f, ok := iso.ToIntegerOrInfinity(v)
	if !ok || f <= 0 {
		return 0, ok
	}
	return uint64(math.Min(f, MaxSafeInteger)), true
}

// ToIndex, ECMA-262 7.1.22. what names the value in the RangeError, as in "Invalid array buffer length". May run JavaScript.
func (iso *Isolate) ToIndex(v Value, what string) (uint64, bool) {
	if v == gc.Undefined {
		return 0, true
	}
	f, ok := iso.ToIntegerOrInfinity(v)
	if !ok {
		return 0, false
	}
	if f < 0 || f > MaxSafeInteger {
		iso.ThrowRangeError("%s", what)
		return 0, false
	}
	return uint64(f), true
}

// RelativeIndex applies the usual clamping of a start or end argument: negative counts from length. May run JavaScript.
func (iso *Isolate) RelativeIndex(v Value, length uint64, def uint64) (uint64, bool) {
	if v == gc.Undefined {
		return def, true
	}
	f, ok := iso.ToIntegerOrInfinity(v)
	if !ok {
		return 0, false
	}
	if f < 0 {
		return uint64(math.Max(float64(length)+f, 0)), true
	}
	return uint64(math.Min(f, float64(length))), true
}

// ToString, ECMA-262 7.1.17. May run JavaScript.
func (iso *Isolate) ToString(v Value) (Value, bool) {
	switch {
	case v.IsString():
		return v, true
	case v.IsSymbol():
		return iso.ThrowTypeError("Cannot convert a Symbol value to a string")
	case v.IsObject():
		p, ok := iso.ToPrimitive(v, HintString)
		if !ok {
			return p, false
		}
		return iso.ToString(p)
	case v.IsInt():
		return iso.IntString(v.AsInt()), true
	case v.IsDouble():
		var buf [32]byte
		return iso.NewOneByte(num.AppendNumber(buf[:0], v.AsDouble())), true
	case v == gc.Undefined:
		return iso.A(object.AtomUndefined), true
	case v == gc.Null:
		return iso.A(object.AtomNull), true
	case v == gc.True:
		return iso.A(object.AtomTrue), true
	case v == gc.False:
		return iso.A(object.AtomFalse), true
	case v.IsBigInt():
		return iso.NewString(iso.BigIntText(v, 10)), true
	}
	panic("BUG: ToString of an internal value")
}

// IntString returns the decimal string of i.
func (iso *Isolate) IntString(i int32) Value {
	if i >= 0 {
		return iso.IndexString(uint32(i))
	}
	var buf [12]byte
	return iso.NewOneByte(num.AppendInt(buf[:0], int64(i)))
}

// PrimitiveText renders a primitive as Go text.
//
//gcvet:nogc primitives run nothing
func (iso *Isolate) PrimitiveText(v Value) string {
	if v.IsSymbol() {
		return iso.SymbolText(v)
	}
	if v == gc.Hole || v == gc.TDZ {
		return "undefined"
	}
	s, _ := iso.ToString(v)
	return iso.GoString(s)
}

// ToGoString is ToString giving WTF-8 text. May run JavaScript.
func (iso *Isolate) ToGoString(v Value) (string, bool) {
	s, ok := iso.ToString(v)
	if !ok {
		return "", false
	}
	return iso.GoString(s), true
}

// ToPropertyKey, ECMA-262 7.1.19. May run JavaScript.
func (iso *Isolate) ToPropertyKey(v Value) (Key, bool) {
	switch {
	case v.IsString():
		return iso.KeyOf(v), true
	case v.IsInt() && v.AsInt() >= 0:
		return Key(v), true
	case v.IsSymbol():
		return Key(v), true
	case v.IsDouble():
		f := v.AsDouble()
		if u := uint32(f); float64(u) == f && u != math.MaxUint32 {
			return Key(uint64(gc.TagInt)<<32 | uint64(u)), true
		}
	case v.IsObject():
		p, ok := iso.ToPrimitive(v, HintString)
		if !ok {
			return 0, false
		}
		return iso.ToPropertyKey(p)
	}
	s, ok := iso.ToString(v)
	if !ok {
		return 0, false
	}
	return iso.KeyOf(s), true
}

// KeyValue returns the JavaScript value of a key: a string or a symbol.
func (iso *Isolate) KeyValue(k Key) Value {
	if k.IsIndex() {
		return iso.IndexString(k.Index())
	}
	return k.Value()
}

// IndexKey makes the key of an integer index of any size.
func (iso *Isolate) IndexKey(i uint64) Key {
	if i < math.MaxUint32 {
		return Key(uint64(gc.TagInt)<<32 | i)
	}
	var buf [24]byte
	return iso.KeyOf(iso.NewOneByte(num.AppendInt(buf[:0], int64(i))))
}

// ToObject, ECMA-262 7.1.18.
func (iso *Isolate) ToObject(v Value) (Value, bool) {
	if v.IsObject() {
		return v, true
	}
	if v.IsNullish() {
		return iso.ThrowTypeError("Cannot convert undefined or null to object")
	}
	return iso.WrapPrimitive(v, iso.primitiveProto(v)), true
}

// WrapPrimitive makes a wrapper object.
func (iso *Isolate) WrapPrimitive(v, proto Value) Value {
	k := layout.KindPrimitive
	bits := uint8(0)
	if v.IsString() {
		k, bits = layout.KindStringObject, layout.ShapeExotic
	}
	r := iso.NewObjectOf(iso.RootShapeFor(k, proto, 0, bits))
	iso.InitValue(r, layout.PrimitiveValue, v)
	return gc.Object(r)
}

// primitiveProto returns the prototype on which properties of a primitive are looked up.
func (iso *Isolate) primitiveProto(v Value) Value {
	switch {
	case v.IsString():
		return iso.Intrinsic(StringPrototype)
	case v.IsNumber():
		return iso.Intrinsic(NumberPrototype)
	case v.IsBool():
		return iso.Intrinsic(BooleanPrototype)
	case v.IsSymbol():
		return iso.Intrinsic(SymbolPrototype)
	case v.IsBigInt():
		return iso.Intrinsic(BigIntPrototype)
	}
	return gc.Null
}

// TypeOf, ECMA-262 13.5.3.
func (iso *Isolate) TypeOf(v Value) Value {
	var a object.AtomID
	switch {
	case v.IsNumber():
		a = object.AtomNumber
	case v.IsString():
		a = object.AtomString
	case v.IsObject():
		b := iso.ShapeBits(iso.ShapeOf(v.Ref()))
		switch {
		case b&layout.ShapeUndetectable != 0:
			a = object.AtomUndefined
		case b&layout.ShapeCallable != 0:
			a = object.AtomFunction
		default:
			a = object.AtomObject
		}
	case v == gc.Undefined:
		a = object.AtomUndefined
	case v == gc.Null:
		a = object.AtomObject
	case v.IsBool():
		a = object.AtomBoolean
	case v.IsSymbol():
		a = object.AtomSymbol
	case v.IsBigInt():
		a = object.AtomBigint
	default:
		a = object.AtomUndefined
	}
	return iso.A(a)
}

// IsCallable, ECMA-262 7.2.3.
func (iso *Isolate) IsCallable(v Value) bool {
	return v.IsObject() && iso.ShapeBits(iso.ShapeOf(v.Ref()))&layout.ShapeCallable != 0
}

// IsConstructor, ECMA-262 7.2.4.
func (iso *Isolate) IsConstructor(v Value) bool {
	return v.IsObject() && iso.ShapeBits(iso.ShapeOf(v.Ref()))&layout.ShapeConstructor != 0
}

// IsArray, ECMA-262 7.2.2; throws for a revoked proxy.
func (iso *Isolate) IsArray(v Value) (bool, bool) {
	for depth := 0; v.IsObject(); depth++ {
		switch iso.KindOf(v.Ref()) {
		case layout.KindArray:
			return true, true
		case layout.KindProxy:
			if iso.Value(v.Ref(), layout.ProxyHandler) == gc.Null {
				iso.ThrowTypeError("Cannot perform 'IsArray' on a proxy that has been revoked")
				return false, false
			}
			v = iso.Value(v.Ref(), layout.ProxyTarget)
			continue
		}
		return false, true
	}
	return false, true
}

// SameValue, ECMA-262 7.2.10.
func (iso *Isolate) SameValue(a, b Value) bool {
	if a.IsNumber() && b.IsNumber() {
		x, y := a.AsFloat(), b.AsFloat()
		return x == y && math.Signbit(x) == math.Signbit(y) || x != x && y != y
	}
	return iso.StrictEquals(a, b)
}

// SameValueZero, ECMA-262 7.2.11.
func (iso *Isolate) SameValueZero(a, b Value) bool {
	if a.IsNumber() && b.IsNumber() {
		x, y := a.AsFloat(), b.AsFloat()
		return x == y || x != x && y != y
	}
	return iso.StrictEquals(a, b)
}

// StrictEquals is IsStrictlyEqual, ECMA-262 7.2.15.
func (iso *Isolate) StrictEquals(a, b Value) bool {
	if a.IsNumber() {
		return b.IsNumber() && a.AsFloat() == b.AsFloat()
	}
	if a == b {
		return true
	}
	if a.Tag() != b.Tag() {
		return false
	}
	if a.IsString() {
		return iso.StrEqual(a, b)
	}
	return a.IsBigInt() && iso.BigIntEqual(a, b)
}

// LooseEquals is IsLooselyEqual, ECMA-262 7.2.14. May run JavaScript.
func (iso *Isolate) LooseEquals(a, b Value) (bool, bool) {
	for {
		switch {
		case a.IsNumber() && b.IsNumber() || a.IsString() && b.IsString() || a.IsObject() && b.IsObject() ||
			a.IsBool() && b.IsBool() || a.IsSymbol() && b.IsSymbol() || a.IsBigInt() && b.IsBigInt():
			return iso.StrictEquals(a, b), true
		case a.IsNullish() || b.IsNullish():
			return iso.LooseNullish(a) && iso.LooseNullish(b), true
		case a.IsNumber() && b.IsString():
			return iso.StringToNumber(b).AsFloat() == a.AsFloat(), true
		case a.IsString() && b.IsNumber():
			return iso.StringToNumber(a).AsFloat() == b.AsFloat(), true
		case a.IsBigInt() && b.IsString():
			n, ok := iso.StringToBigInt(b)
			return ok && iso.BigIntEqual(a, n), true
		case a.IsString() && b.IsBigInt():
			a, b = b, a
		case a.IsBool():
			a = gc.Int(int32(a & 1))
		case b.IsBool():
			b = gc.Int(int32(b & 1))
		case b.IsObject() && !a.IsObject():
			h := iso.NewHandle(a)
			p, ok := iso.ToPrimitive(b, HintDefault)
			if !ok {
				return false, false
			}
			a, b = h.Value(), p
		case a.IsObject() && !b.IsObject():
			h := iso.NewHandle(b)
			p, ok := iso.ToPrimitive(a, HintDefault)
			if !ok {
				return false, false
			}
			a, b = p, h.Value()
		case a.IsBigInt() && b.IsNumber():
			return iso.compareBigIntNumber(a, b.AsFloat()) == cmpEqual, true
		case a.IsNumber() && b.IsBigInt():
			return iso.compareBigIntNumber(b, a.AsFloat()) == cmpEqual, true
		default:
			return false, true
		}
	}
}

// LooseNullish tells whether v == null: undefined, null and objects with [[IsHTMLDDA]].
func (iso *Isolate) LooseNullish(v Value) bool {
	return v.IsNullish() || v.IsObject() && iso.ShapeBits(iso.ShapeOf(v.Ref()))&layout.ShapeUndetectable != 0
}

type ordering int8

const (
	cmpLess      ordering = -1
	cmpEqual     ordering = 0
	cmpGreater   ordering = 1
	cmpUndefined ordering = 2 // NaN
)

func (iso *Isolate) compareBigIntNumber(a Value, f float64) ordering {
	switch {
	case f != f:
		return cmpUndefined
	case math.IsInf(f, 1):
		return cmpLess
	case math.IsInf(f, -1):
		return cmpGreater
	}
	x := iso.BigInt(a)
	t := math.Trunc(f)
	bf, _ := big.NewFloat(t).Int(nil)
	if c := x.Cmp(bf); c != 0 {
		return ordering(c)
	}
	switch {
	case f > t:
		return cmpLess
	case f < t:
		return cmpGreater
	}
	return cmpEqual
}

// comparePrimitives orders two primitives as IsLessThan does after ToPrimitive.
//
//gcvet:ok numeric values of primitives run nothing
func (iso *Isolate) comparePrimitives(a, b Value) (ordering, bool) {
	if a.IsString() && b.IsString() {
		return ordering(iso.StrCompare(a, b)), true
	}
	if a.IsBigInt() && b.IsString() {
		n, ok := iso.StringToBigInt(b)
		if !ok {
			return cmpUndefined, true
		}
		return ordering(iso.BigInt(a).Cmp(iso.BigInt(n))), true
	}
	if a.IsString() && b.IsBigInt() {
		n, ok := iso.StringToBigInt(a)
		if !ok {
			return cmpUndefined, true
		}
		return ordering(iso.BigInt(n).Cmp(iso.BigInt(b))), true
	}
	a, ok := iso.ToNumeric(a) // primitives: runs no JavaScript
	if !ok {
		return 0, false
	}
	if b, ok = iso.ToNumeric(b); !ok {
		return 0, false
	}
	switch {
	case a.IsBigInt() && b.IsBigInt():
		return ordering(iso.BigInt(a).Cmp(iso.BigInt(b))), true
	case a.IsBigInt():
		return iso.compareBigIntNumber(a, b.AsFloat()), true
	case b.IsBigInt():
		c := iso.compareBigIntNumber(b, a.AsFloat())
		if c != cmpUndefined {
			c = -c
		}
		return c, true
	}
	x, y := a.AsFloat(), b.AsFloat()
	switch {
	case x < y:
		return cmpLess, true
	case x > y:
		return cmpGreater, true
	case x == y:
		return cmpEqual, true
	}
	return cmpUndefined, true
}

// Relation is one of the four relational operators.
type Relation uint8

// The relations.
const (
	Less Relation = iota
	LessEqual
	Greater
	GreaterEqual
)

// Compare evaluates a relational operator (ECMA-262 13.10, 7.2.13), operands converted from left to right. May run JavaScript.
//
//gcvet:ok operands are read again from handles
func (iso *Isolate) Compare(a, b Value, rel Relation) (bool, bool) {
	if a.IsObject() || b.IsObject() {
		m := iso.HandleMark()
		hb := iso.NewHandle(b)
		pa, ok := iso.ToPrimitive(a, HintNumber)
		if ok {
			ha := iso.NewHandle(pa)
			b, ok = iso.ToPrimitive(hb.Value(), HintNumber)
			a = ha.Value()
		}
		iso.ReleaseHandles(m)
		if !ok {
			return false, false
		}
	}
	c, ok := iso.comparePrimitives(a, b)
	if !ok || c == cmpUndefined {
		return false, ok
	}
	switch rel {
	case Less:
		return c == cmpLess, true
	case LessEqual:
		return c != cmpGreater, true
	case Greater:
		return c == cmpGreater, true
	}
	return c != cmpLess, true
}
