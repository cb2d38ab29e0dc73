package vm

import (
	"encoding/binary"
	"math"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/text/num"
	"github.com/gonode/gonode/gc"
)

// ElementType is the element type of a typed array, in the order of ECMA-262 table 69.
type ElementType uint8

// The element types.
const (
	Int8 ElementType = iota
	Uint8
	Uint8Clamped
	Int16
	Uint16
	Int32
	Uint32
	BigInt64
	BigUint64
	Float16
	Float32
	Float64
	NumElementTypes
)

// Size returns the bytes of one element.
func (t ElementType) Size() uint64 {
	switch t {
	case Int8, Uint8, Uint8Clamped:
		return 1
	case Int16, Uint16, Float16:
		return 2
	case Int32, Uint32, Float32:
		return 4
	}
	return 8
}

// IsBig tells whether the elements are BigInts.
func (t ElementType) IsBig() bool { return t == BigInt64 || t == BigUint64 }

// Name returns the constructor's atom.
func (t ElementType) Name() object.AtomID {
	return [...]object.AtomID{object.AtomInt8Array, object.AtomUint8Array, object.AtomUint8ClampedArray, object.AtomInt16Array,
		object.AtomUint16Array, object.AtomInt32Array, object.AtomUint32Array, object.AtomBigInt64Array, object.AtomBigUint64Array,
		object.AtomFloat16Array, object.AtomFloat32Array, object.AtomFloat64Array}[t]
}

// BufferBytes returns the current contents of an ArrayBuffer or SharedArrayBuffer (nil when detached or empty).
func (iso *Isolate) BufferBytes(buf Ref) []byte {
	x := iso.U32(buf, layout.BufferExternal)
	if x == 0 {
		return nil
	}
	b := iso.ExtBytes(x)
	if n := iso.BufferLen(buf); n < uint64(len(b)) {
		b = b[:n]
	}
	return b
}

// BufferLen returns the byte length.
func (iso *Isolate) BufferLen(buf Ref) uint64 {
	if iso.U32(buf, layout.BufferFlags)&layout.BufferShared != 0 && iso.U32(buf, layout.BufferFlags)&layout.BufferResizable != 0 {
		return iso.sharedLen(buf)
	}
	return iso.U64(buf, layout.BufferLength)
}

// sharedLen: growable shared buffers keep their length beside the data, so that all isolates see it.
func (iso *Isolate) sharedLen(buf Ref) uint64 { return iso.U64(buf, layout.BufferLength) }

// BufferDetached tells whether an ArrayBuffer is detached.
func (iso *Isolate) BufferDetached(buf Ref) bool {
	return iso.U32(buf, layout.BufferFlags)&layout.BufferDetached != 0
}

// TypedArrayType returns the element type.
func (iso *Isolate) TypedArrayType(ta Ref) ElementType {
	return ElementType(iso.U32(ta, layout.TypedArrayType))
}

// TypedArrayLength returns the number of elements; ok is false when the array is out of bounds or its buffer detached.
func (iso *Isolate) TypedArrayLength(ta Ref) (n uint64, ok bool) {
	buf := iso.Value(ta, layout.TypedArrayBuffer).Ref()
	flags := iso.U32(buf, layout.BufferFlags)
	if flags&layout.BufferDetached != 0 {
		return 0, false
	}
	n = iso.U64(ta, layout.TypedArrayLength)
	if flags&layout.BufferResizable == 0 {
		return n, true
	}
	bl, off, size := iso.BufferLen(buf), iso.U64(ta, layout.TypedArrayByteOffset), iso.TypedArrayType(ta).Size()
	if off > bl {
		return 0, false
	}
	if iso.U32(ta, layout.TypedArrayFlags)&layout.TypedArrayTracking != 0 {
		return (bl - off) / size, true
	}
	if off+n*size > bl {
		return 0, false
	}
	return n, true
}

// TypedArrayBytes returns the bytes of a typed array's elements (nil when out of bounds).
func (iso *Isolate) TypedArrayBytes(ta Ref) []byte {
	n, ok := iso.TypedArrayLength(ta)
	if !ok || n == 0 {
		return nil
	}
	off := iso.U64(ta, layout.TypedArrayByteOffset)
	return iso.BufferBytes(iso.Value(ta, layout.TypedArrayBuffer).Ref())[off : off+n*iso.TypedArrayType(ta).Size()]
}

// TypedGet returns element i; ok is false when there is none.
func (iso *Isolate) TypedGet(ta Ref, i uint64) (Value, bool) {
	n, ok := iso.TypedArrayLength(ta)
	if !ok || i >= n {
		return gc.Undefined, false
	}
	t := iso.TypedArrayType(ta)
	b := iso.BufferBytes(iso.Value(ta, layout.TypedArrayBuffer).Ref())
	return iso.LoadElement(b[iso.U64(ta, layout.TypedArrayByteOffset)+i*t.Size():], t), true
}

// LoadElement reads a little-endian element from the start of b.
func (iso *Isolate) LoadElement(b []byte, t ElementType) Value {
	switch t {
	case Int8:
		return gc.Int(int32(int8(b[0])))
	case Uint8, Uint8Clamped:
		return gc.Int(int32(b[0]))
	case Int16:
		return gc.Int(int32(int16(binary.LittleEndian.Uint16(b))))
	case Uint16:
		return gc.Int(int32(binary.LittleEndian.Uint16(b)))
	case Int32:
		return gc.Int(int32(binary.LittleEndian.Uint32(b)))
	case Uint32:
		return gc.Uint(binary.LittleEndian.Uint32(b))
	case Float16:
		return gc.Number(Float16ToFloat(binary.LittleEndian.Uint16(b)))
	case Float32:
		return gc.Number(float64(math.Float32frombits(binary.LittleEndian.Uint32(b))))
	case Float64:
		return gc.Number(math.Float64frombits(binary.LittleEndian.Uint64(b)))
	case BigInt64:
		return iso.NewBigInt64(int64(binary.LittleEndian.Uint64(b)))
	}
	return iso.NewBigUint64(binary.LittleEndian.Uint64(b))
}

// StoreElement writes a little-endian element; v is a Number, or a BigInt for the big types.
func (iso *Isolate) StoreElement(b []byte, t ElementType, v Value) {
	if t.IsBig() {
		binary.LittleEndian.PutUint64(b, iso.BigIntToUint64(v))
		return
	}
	if v.IsInt() {
		i := v.AsInt()
		switch t {
		case Int8, Uint8:
			b[0] = byte(i)
			return
		case Int16, Uint16:
			binary.LittleEndian.PutUint16(b, uint16(i))
			return
		case Int32, Uint32:
			binary.LittleEndian.PutUint32(b, uint32(i))
			return
		}
	}
	f := v.AsFloat()
	switch t {
	case Int8, Uint8:
		b[0] = byte(WrapInt32(f))
	case Uint8Clamped:
		b[0] = clampUint8(f)
	case Int16, Uint16:
		binary.LittleEndian.PutUint16(b, uint16(WrapInt32(f)))
	case Int32, Uint32:
		binary.LittleEndian.PutUint32(b, uint32(WrapInt32(f)))
	case Float16:
		binary.LittleEndian.PutUint16(b, FloatToFloat16(f))
	case Float32:
		binary.LittleEndian.PutUint32(b, math.Float32bits(float32(f)))
	case Float64:
		binary.LittleEndian.PutUint64(b, math.Float64bits(f))
	}
}

func clampUint8(f float64) byte {
	switch {
	case !(f > 0):
		return 0
	case f >= 255:
		return 255
	}
	return byte(math.RoundToEven(f))
}

// Float16ToFloat decodes an IEEE binary16.
func Float16ToFloat(h uint16) float64 {
	sign, exp, frac := uint64(h>>15)<<63, uint64(h>>10&31), uint64(h&1023)
	switch exp {
	case 0:
		f := float64(frac) / (1 << 24)
		return math.Float64frombits(math.Float64bits(f) | sign)
	case 31:
		return math.Float64frombits(sign | 0x7FF<<52 | frac<<42)
	}
	return math.Float64frombits(sign | (exp-15+1023)<<52 | frac<<42)
}

// FloatToFloat16 rounds to nearest, ties to even.
func FloatToFloat16(f float64) uint16 {
	b := math.Float64bits(f)
	sign := uint16(b >> 48 & 0x8000)
	a := math.Abs(f)
	switch {
	case f != f:
		return sign | 0x7E00
	case a >= 65520:
		return sign | 0x7C00
	case a < 1.0/(1<<14):
		return sign | uint16(math.RoundToEven(a*(1<<24)))
	}
	e := int(b>>52&0x7FF) - 1023
	m := uint16(math.RoundToEven(math.Ldexp(a, 10-e))) // 1024..2048
	return sign | (uint16(e+15)<<10 + m - 1024)
}

// TypedCoerce converts v for storing: ToNumber, or ToBigInt for the big types. May run JavaScript.
func (iso *Isolate) TypedCoerce(t ElementType, v Value) (Value, bool) {
	if t.IsBig() {
		return iso.ToBigInt(v)
	}
	return iso.ToNumber(v)
}

// TypedSet is TypedArraySetElement, ECMA-262 10.4.5.17: it converts, then stores if the index is still valid. May run JavaScript.
func (iso *Isolate) TypedSet(ta Value, i uint64, v Value) bool {
	t := iso.TypedArrayType(ta.Ref())
	if !v.IsNumber() || t.IsBig() {
		m := iso.HandleMark()
		h := iso.NewHandle(ta)
		var ok bool
		v, ok = iso.TypedCoerce(t, v)
		ta = h.Value()
		iso.ReleaseHandles(m)
		if !ok {
			return false
		}
	}
	iso.typedStore(ta.Ref(), i, v)
	return true
}

func (iso *Isolate) typedStore(ta Ref, i uint64, v Value) {
	n, ok := iso.TypedArrayLength(ta)
	if !ok || i >= n {
		return
	}
	t := iso.TypedArrayType(ta)
	b := iso.BufferBytes(iso.Value(ta, layout.TypedArrayBuffer).Ref())
	iso.StoreElement(b[iso.U64(ta, layout.TypedArrayByteOffset)+i*t.Size():], t, v)
}

// canonicalNumeric tells whether an atom is a CanonicalNumericIndexString (7.1.21) that is not an array index: such keys are
// never ordinary properties of typed arrays. The number is returned.
func (iso *Isolate) canonicalNumeric(k Key) (float64, bool) {
	if !k.IsAtom() {
		return 0, false
	}
	c := iso.Chars(k.Value())
	if c.Wide || len(c.B) == 0 {
		return 0, false
	}
	if ch := c.B[0]; !(ch >= '0' && ch <= '9' || ch == '-' || ch == 'I' || ch == 'N') {
		return 0, false
	}
	if string(c.B) == "-0" {
		return math.Copysign(0, -1), true
	}
	f := num.StringToNumber(c.B)
	var buf [32]byte
	return f, string(num.AppendNumber(buf[:0], f)) == string(c.B)
}

// NewArrayBuffer makes an ArrayBuffer of n zero bytes with a prototype; ok is false, with a RangeError, when memory is refused.
func (iso *Isolate) NewArrayBuffer(proto Value, n uint64) (Value, bool) {
	var idx uint32
	if n > 0 {
		var ok bool
		if idx, ok = iso.AllocBuffer(n); !ok {
			return iso.ThrowRangeError("Array buffer allocation failed")
		}
	}
	return gc.Object(iso.NewBufferOf(layout.KindArrayBuffer, proto, idx, n)), true
}

// AllocBuffer allocates n zero bytes of external memory; false when memory is refused or a limit forbids it.
//
//gcvet:nogc ExtAlloc never collects
func (iso *Isolate) AllocBuffer(n uint64) (uint32, bool) {
	return iso.ExtAlloc(n, true)
}

// NewBufferOf makes the object of an external memory index of n bytes.
func (iso *Isolate) NewBufferOf(k gc.Kind, proto Value, idx uint32, n uint64) Ref {
	r := iso.NewObjectOf(iso.RootShapeFor(k, proto, 0, 0))
	iso.SetU32(r, layout.BufferExternal, idx)
	iso.SetU64(r, layout.BufferLength, n)
	iso.SetU64(r, layout.BufferMaxLength, n)
	if k == layout.KindSharedArrayBuffer {
		iso.SetU32(r, layout.BufferFlags, layout.BufferShared)
	}
	return r
}

// NewTypedArray makes a view of n elements on a buffer.
func (iso *Isolate) NewTypedArray(t ElementType, proto, buffer Value, byteOffset, n uint64, tracking bool) Value {
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindTypedArray, proto, 0, layout.ShapeExotic))
	iso.InitValue(r, layout.TypedArrayBuffer, buffer)
	iso.SetU32(r, layout.TypedArrayType, uint32(t))
	iso.SetU64(r, layout.TypedArrayByteOffset, byteOffset)
	iso.SetU64(r, layout.TypedArrayLength, n)
	if tracking {
		iso.SetU32(r, layout.TypedArrayFlags, layout.TypedArrayTracking)
	}
	return gc.Object(r)
}

// NewUint8Array makes a Uint8Array over a new buffer that holds a copy of b.
func (iso *Isolate) NewUint8Array(b []byte) (Value, bool) {
	buf, ok := iso.NewArrayBuffer(iso.Intrinsic(ArrayBufferPrototype), uint64(len(b)))
	if !ok {
		return buf, false
	}
	copy(iso.BufferBytes(buf.Ref()), b)
	return iso.NewTypedArray(Uint8, iso.Intrinsic(TypedArrayPrototypes+IntrinsicID(Uint8)), buf, 0, uint64(len(b)), false), true
}

// ViewBytes returns the bytes of a typed array, DataView or ArrayBuffer; ok is false for anything else or when out of bounds.
func (iso *Isolate) ViewBytes(v Value) (b []byte, ok bool) {
	if !v.IsObject() {
		return nil, false
	}
	switch r := v.Ref(); iso.KindOf(r) {
	case layout.KindTypedArray:
		if _, ok := iso.TypedArrayLength(r); !ok {
			return nil, false
		}
		return iso.TypedArrayBytes(r), true
	case layout.KindDataView:
		n, ok := iso.DataViewLength(r)
		if !ok {
			return nil, false
		}
		off := iso.U64(r, layout.TypedArrayByteOffset)
		if n == 0 {
			return nil, true
		}
		return iso.BufferBytes(iso.Value(r, layout.TypedArrayBuffer).Ref())[off : off+n], true
	case layout.KindArrayBuffer, layout.KindSharedArrayBuffer:
		return iso.BufferBytes(r), !iso.BufferDetached(r)
	}
	return nil, false
}

// DataViewLength returns the byte length of a DataView; ok is false when it is out of bounds or detached.
func (iso *Isolate) DataViewLength(dv Ref) (uint64, bool) {
	buf := iso.Value(dv, layout.TypedArrayBuffer).Ref()
	if iso.BufferDetached(buf) {
		return 0, false
	}
	bl, off, n := iso.BufferLen(buf), iso.U64(dv, layout.TypedArrayByteOffset), iso.U64(dv, layout.TypedArrayLength)
	if off > bl {
		return 0, false
	}
	if iso.U32(dv, layout.TypedArrayFlags)&layout.TypedArrayTracking != 0 {
		return bl - off, true
	}
	return n, off+n <= bl
}

// DetachBuffer is DetachArrayBuffer, ECMA-262 25.1.3.5: the memory is given up.
func (iso *Isolate) DetachBuffer(r Ref) {
	if x := iso.U32(r, layout.BufferExternal); x != 0 {
		iso.ExtFree(x)
	}
	iso.SetU32(r, layout.BufferExternal, 0)
	iso.SetU64(r, layout.BufferLength, 0)
	iso.SetU32(r, layout.BufferFlags, iso.U32(r, layout.BufferFlags)|layout.BufferDetached)
}
