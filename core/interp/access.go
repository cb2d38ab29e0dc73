package interp

import (
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Operand access: pc points at the opcode, o is the operand's byte offset.

func s16(pc unsafe.Pointer, o int) int  { return int(*(*int16)(unsafe.Add(pc, o))) }
func u16(pc unsafe.Pointer, o int) int  { return int(*(*uint16)(unsafe.Add(pc, o))) }
func s32(pc unsafe.Pointer, o int) int  { return int(*(*int32)(unsafe.Add(pc, o))) }
func u8(pc unsafe.Pointer, o int) uint8 { return *(*uint8)(unsafe.Add(pc, o)) }

// reg reads, setReg writes the register named by the operand at o.
func reg(fp, pc unsafe.Pointer, o int) gc.Value {
	return *(*gc.Value)(unsafe.Add(fp, layout.FrameReg0-8*int(*(*int16)(unsafe.Add(pc, o)))))
}
func setReg(fp, pc unsafe.Pointer, o int, v gc.Value) {
	*(*gc.Value)(unsafe.Add(fp, layout.FrameReg0-8*int(*(*int16)(unsafe.Add(pc, o))))) = v
}

// regN and setRegN address register n.
func regN(fp unsafe.Pointer, n int) gc.Value {
	return *(*gc.Value)(unsafe.Add(fp, layout.FrameReg0-8*n))
}
func setRegN(fp unsafe.Pointer, n int, v gc.Value) {
	*(*gc.Value)(unsafe.Add(fp, layout.FrameReg0-8*n)) = v
}

// ld and st access a Value at p+d; ldu reads a u32 of the cage.
func ld(p unsafe.Pointer, d int) gc.Value    { return *(*gc.Value)(unsafe.Add(p, d)) }
func st(p unsafe.Pointer, d int, v gc.Value) { *(*gc.Value)(unsafe.Add(p, d)) = v }
func ldu(base unsafe.Pointer, r uint32, d uintptr) uint32 {
	return *(*uint32)(unsafe.Add(base, uintptr(r)+d))
}
func ldb(base unsafe.Pointer, r uint32, d uintptr) uint8 {
	return *(*uint8)(unsafe.Add(base, uintptr(r)+d))
}
func ldc(base unsafe.Pointer, r uint32, d uintptr) gc.Value {
	return *(*gc.Value)(unsafe.Add(base, uintptr(r)+d))
}

func stc(base unsafe.Pointer, r uint32, d uintptr, v gc.Value) {
	*(*gc.Value)(unsafe.Add(base, uintptr(r)+d)) = v
}

// barrier tells whether a store of v into the cell r needs the write barrier: r old, v a reference.
func barrier(r uint32, v gc.Value) bool { return v.IsCell() && r >= uint32(gc.YoungEnd) }

// scopeAt returns the scope depth levels out.
func scopeAt(base, fp unsafe.Pointer, depth int) uint32 {
	r := uint32(ld(fp, layout.FrameScope))
	for ; depth > 0; depth-- {
		r = ldu(base, r, layout.ScopeParent)
	}
	return r
}

// isHole and isTDZ compare by halves: a 64-bit constant would take a register around the loop.
func isHole(v gc.Value) bool { return uint32(v) == 4 && uint32(v>>32) == gc.TagConst }
func isTDZ(v gc.Value) bool  { return uint32(v) == 5 && uint32(v>>32) == gc.TagConst }

// isDouble tests for a double in half a word, as isInt does.
func isDouble(v gc.Value) bool { return uint32(v>>32) < gc.TagInt }

// isInt tests the tag of an int32.
func isInt(v gc.Value) bool { return uint32(v>>32) == gc.TagInt }

// frame header words of the running function.
func constsOf(base, fp unsafe.Pointer) unsafe.Pointer {
	bc := uint32(ld(fp, layout.FrameBytecode))
	return unsafe.Add(base, uintptr(ldu(base, bc, layout.BytecodeConsts))+layout.ValuesHeader)
}

// constant returns constant number n of the function running in fp.
func constant(base, fp unsafe.Pointer, n int) gc.Value { return ld(constsOf(base, fp), 8*n) }

// bump records type feedback bits in the word at slot.
func bump(vec unsafe.Pointer, slot int, bit uint64) {
	if vec != nil && slot != 0xFFFF {
		p := (*uint64)(unsafe.Add(vec, slot*8))
		if *p&bit == 0 {
			*p |= bit
		}
	}
}

// Feedback bits of arithmetic and comparison (FBBinary, FBCompare). int32 operands with int32 results record nothing.
const (
	fbDouble = 1
	fbString = 2
	fbBigInt = 4
	fbAny    = 8
)
