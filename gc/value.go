package gc

import "math"

// Value is a JavaScript value or an internal cell reference, NaN-boxed in 64 bits (DESIGN.md section 3).
// The payload of everything but a double is the low 32 bits; the high 32 bits are the type tag.
type Value uint64

// Ref is the offset of a cell in the cage, 8-byte aligned; 0 is the null reference (page 0 is never mapped).
// It is opaque: no arithmetic outside package gc. Heap's accessors are the only address formation in Go.
type Ref uint32

// Tags: the high 32 bits of a Value that is not a double.
const (
	TagInt      uint32 = 0xFFF9_0000 // int32
	TagConst    uint32 = 0xFFFA_0000 // undefined, null, booleans, the hole ...
	TagCell     uint32 = 0xFFFB_0000 // internal cell: shape, scope, bytecode, vector, elements ...
	TagString   uint32 = 0xFFFC_0000
	TagSymbol   uint32 = 0xFFFD_0000
	TagBigInt   uint32 = 0xFFFE_0000
	TagObject   uint32 = 0xFFFF_0000
	firstTagged        = Value(TagInt) << 32
	firstCell          = Value(TagCell) << 32
)

// The constants. Undefined and Null differ in bit 0 of the payload, and so do False and True.
const (
	Undefined   = Value(TagConst)<<32 | 0
	Null        = Value(TagConst)<<32 | 1
	False       = Value(TagConst)<<32 | 2
	True        = Value(TagConst)<<32 | 3
	Hole        = Value(TagConst)<<32 | 4 // absent element; also "no value" in internal slots
	TDZ         = Value(TagConst)<<32 | 5 // uninitialised lexical binding
	Thrown      = Value(TagConst)<<32 | 6 // what machine code and the driver return when an exception is pending
	NotFound    = Value(TagConst)<<32 | 7 // internal: a lookup found nothing
	Deleted     = Value(TagConst)<<32 | 8 // internal: removed entry of a hash table
	EmptyBucket = Value(TagConst)<<32 | 9 // internal: never used entry of a hash table
)

// canonicalNaN is the one NaN that Number makes.
const canonicalNaN = Value(0x7FF8_0000_0000_0000)

// Int returns the int32 value i.
func Int(i int32) Value { return Value(TagInt)<<32 | Value(uint32(i)) }

// Double boxes a float64 that the processor computed: its NaNs lie below the tags. Bits of outside origin need Number.
func Double(f float64) Value { return Value(math.Float64bits(f)) }

// Number boxes any float64, canonicalising NaNs and using the int32 form where the value is integral, in range and not -0.
func Number(f float64) Value {
	if i := int32(f); float64(i) == f && (i != 0 || !math.Signbit(f)) {
		return Int(i)
	}
	if f != f {
		return canonicalNaN
	}
	return Value(math.Float64bits(f))
}

// NaN returns the canonical NaN.
func NaN() Value { return canonicalNaN }

// Bool returns True or False.
func Bool(b bool) Value {
	if b {
		return True
	}
	return False
}

// Uint returns the number u.
func Uint(u uint32) Value {
	if u <= math.MaxInt32 {
		return Int(int32(u))
	}
	return Value(math.Float64bits(float64(u)))
}

// Tag returns the high 32 bits.
func (v Value) Tag() uint32 { return uint32(v >> 32) }

// IsDouble tells whether v is a boxed double (an integral number may also be an int32, see IsNumber).
func (v Value) IsDouble() bool { return v < firstTagged }

// IsInt tells whether v is an int32.
func (v Value) IsInt() bool { return uint32(v>>32) == TagInt }

// IsNumber tells whether v is of type Number.
func (v Value) IsNumber() bool { return v < firstTagged || uint32(v>>32) == TagInt }

// IsCell tells whether v refers to a cell in the cage.
func (v Value) IsCell() bool { return v >= firstCell }

// IsString, IsSymbol, IsBigInt, IsObject and IsInternal test the type by its tag.
func (v Value) IsString() bool   { return uint32(v>>32) == TagString }
func (v Value) IsSymbol() bool   { return uint32(v>>32) == TagSymbol }
func (v Value) IsBigInt() bool   { return uint32(v>>32) == TagBigInt }
func (v Value) IsObject() bool   { return uint32(v>>32) == TagObject }
func (v Value) IsInternal() bool { return uint32(v>>32) == TagCell }

// IsNullish tells whether v is undefined or null.
func (v Value) IsNullish() bool { return v|1 == Null }

// IsBool tells whether v is true or false.
func (v Value) IsBool() bool { return v|1 == True }

// AsInt returns the int32 of a value for which IsInt holds.
func (v Value) AsInt() int32 { return int32(uint32(v)) }

// AsDouble returns the float64 of a value for which IsDouble holds.
func (v Value) AsDouble() float64 { return math.Float64frombits(uint64(v)) }

// AsFloat returns the float64 of a Number in either form.
func (v Value) AsFloat() float64 {
	if v.IsInt() {
		return float64(int32(uint32(v)))
	}
	return math.Float64frombits(uint64(v))
}

// Ref returns the cell that v refers to; only for values for which IsCell holds.
func (v Value) Ref() Ref { return Ref(uint32(v)) }

// String, Symbol, BigInt, Object and Cell box a reference under its type.
func String(r Ref) Value { return Value(TagString)<<32 | Value(r) }
func Symbol(r Ref) Value { return Value(TagSymbol)<<32 | Value(r) }
func BigInt(r Ref) Value { return Value(TagBigInt)<<32 | Value(r) }
func Object(r Ref) Value { return Value(TagObject)<<32 | Value(r) }
func Cell(r Ref) Value   { return Value(TagCell)<<32 | Value(r) }

// Raw boxes an unsigned payload below 2^48 as a self-describing non-cell word (reads as a tiny double).
func Raw(u uint64) Value { return Value(u) }
