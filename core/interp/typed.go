package interp

import (
	"math"
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Elements of typed arrays, read and written through the table of external memory that the collector keeps below the cage
// (gc.ExtTableDisp), as machine code will. Resizable and detached buffers, elements that are BigInts and whatever needs a conversion
// are left to core/vm.

// typedElement returns the address of element i of a typed array; ok is false where the general path must decide.
func typedElement(base unsafe.Pointer, r uint32, i int32, shift uint) (p unsafe.Pointer, ok bool) {
	buf := uint32(ldc(base, r, layout.TypedArrayBuffer))
	if i < 0 || ldu(base, buf, layout.BufferFlags)&(layout.BufferResizable|layout.BufferDetached) != 0 {
		return nil, false
	}
	if uint64(i) >= *(*uint64)(unsafe.Add(base, uintptr(r)+layout.TypedArrayLength)) {
		return nil, false
	}
	p = *(*unsafe.Pointer)(unsafe.Add(base, gc.ExtTableDisp+gc.ExtEntrySize*int(ldu(base, buf, layout.BufferExternal))))
	return unsafe.Add(p, *(*uintptr)(unsafe.Add(base, uintptr(r)+layout.TypedArrayByteOffset))+uintptr(i)<<shift), true
}

// elementShift returns the logarithm of an element type's size.
func elementShift(t vm.ElementType) uint {
	switch t {
	case vm.Int8, vm.Uint8, vm.Uint8Clamped:
		return 0
	case vm.Int16, vm.Uint16, vm.Float16:
		return 1
	case vm.Int32, vm.Uint32, vm.Float32:
		return 2
	}
	return 3
}

// typedGetStep is GetKeyed of an exotic object with an int32 key.
//
//go:noinline
func typedGetStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	r := uint32(reg(fp, pc, 1))
	if shapeKind(base, ldu(base, r, 0)) == layout.KindTypedArray {
		t := vm.ElementType(ldu(base, r, layout.TypedArrayType))
		if p, ok := typedElement(base, r, int32(acc), elementShift(t)); ok {
			switch t {
			case vm.Int8:
				return unsafe.Add(pc, 5), fp, gc.Int(int32(*(*int8)(p)))
			case vm.Uint8, vm.Uint8Clamped:
				return unsafe.Add(pc, 5), fp, gc.Int(int32(*(*uint8)(p)))
			case vm.Int16:
				return unsafe.Add(pc, 5), fp, gc.Int(int32(*(*int16)(p)))
			case vm.Uint16:
				return unsafe.Add(pc, 5), fp, gc.Int(int32(*(*uint16)(p)))
			case vm.Int32:
				return unsafe.Add(pc, 5), fp, gc.Int(*(*int32)(p))
			case vm.Uint32:
				return unsafe.Add(pc, 5), fp, gc.Uint(*(*uint32)(p))
			case vm.Float32:
				return unsafe.Add(pc, 5), fp, gc.Number(float64(*(*float32)(p)))
			case vm.Float64:
				return unsafe.Add(pc, 5), fp, gc.Number(*(*float64)(p))
			}
		}
	}
	if v, ok := iso.TypedArrayGet(gc.Ref(r), iso.KindOf(gc.Ref(r)), acc); ok {
		return unsafe.Add(pc, 5), fp, v
	}
	return getKeyedStep(iso, pc, fp, acc)
}

// typedSetStep is SetKeyed of an exotic object with an int32 key.
//
//go:noinline
func typedSetStep(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	base := iso.Base()
	r, key := uint32(reg(fp, pc, 1)), reg(fp, pc, 3)
	if shapeKind(base, ldu(base, r, 0)) == layout.KindTypedArray {
		t := vm.ElementType(ldu(base, r, layout.TypedArrayType))
		if p, ok := typedElement(base, r, int32(key), elementShift(t)); ok {
			if t == vm.Float64 || t == vm.Float32 {
				f := 0.0
				if isInt(acc) {
					f = float64(int32(acc))
				} else if isDouble(acc) {
					f = acc.AsDouble()
				} else {
					return setKeyedStep(iso, pc, fp, acc)
				}
				if t == vm.Float64 {
					*(*uint64)(p) = math.Float64bits(f)
				} else {
					*(*float32)(p) = float32(f)
				}
				return unsafe.Add(pc, 8), fp, acc
			}
			i := int32(acc)
			if !isInt(acc) {
				f := acc.AsDouble()
				if !isDouble(acc) || !(f > -0x1p62 && f < 0x1p62) || t == vm.Uint8Clamped {
					return typedSetSlow(iso, pc, fp, acc)
				}
				i = int32(int64(f))
			}
			switch t {
			case vm.Int8, vm.Uint8:
				*(*uint8)(p) = uint8(i)
				return unsafe.Add(pc, 8), fp, acc
			case vm.Uint8Clamped:
				*(*uint8)(p) = uint8(min(max(i, 0), 255))
				return unsafe.Add(pc, 8), fp, acc
			case vm.Int16, vm.Uint16:
				*(*uint16)(p) = uint16(i)
				return unsafe.Add(pc, 8), fp, acc
			case vm.Int32, vm.Uint32:
				*(*uint32)(p) = uint32(i)
				return unsafe.Add(pc, 8), fp, acc
			}
		}
	}
	return typedSetSlow(iso, pc, fp, acc)
}

func typedSetSlow(iso *vm.Isolate, pc, fp unsafe.Pointer, acc gc.Value) (unsafe.Pointer, unsafe.Pointer, gc.Value) {
	x := reg(fp, pc, 1)
	if iso.TypedArraySet(x.Ref(), iso.KindOf(x.Ref()), reg(fp, pc, 3), acc) {
		return unsafe.Add(pc, 8), fp, acc
	}
	return setKeyedStep(iso, pc, fp, acc)
}
