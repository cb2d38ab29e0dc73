package amd64

import "math/bits"

// MovI loads a 64-bit constant in the shortest way; it leaves the flags alone.
func (a *Assembler) MovI(dst Reg, v int64) {
	switch {
	case v == int64(uint32(v)):
		a.must(Mov, D, operands{reg: dst, rm: NoReg, imm: v}, fOI)
	case v == int64(int32(v)):
		a.must(Mov, Q, operands{rm: dst, imm: v}, fMI)
	default:
		a.must(Mov, Q, operands{reg: dst, rm: NoReg, imm: v}, fOI)
	}
}

// Zero clears a general register; it changes the flags.
func (a *Assembler) Zero(dst Reg) { a.RR(Xor, D, dst, dst) }

// SetKey sets the key that blinds the constants of scripts in this code: a random number, a new one for each piece of code.
func (a *Assembler) SetKey(key uint64) { a.key = key }

// MovScript loads a constant that a script chose. So that no script can write instructions of its choice into the code, a constant
// of more than 16 significant bits is stored combined with the key; it changes the flags.
func (a *Assembler) MovScript(dst Reg, v uint64) {
	switch {
	case a.key == 0 || bits.Len64(v) <= 16 || bits.Len64(^v) <= 15:
		a.MovI(dst, int64(v))
	case v>>32 == 0:
		key := uint32(a.key) | 1<<30
		a.MovI(dst, int64(uint32(v)^key))
		a.RI(Xor, D, dst, int64(key))
	default:
		a.must(Mov, Q, operands{reg: dst, rm: NoReg, imm: int64(v ^ a.key)}, fOI)
		a.RM(Xor, Q, dst, At(a.Const64(a.key)))
	}
}

// MovDouble loads a double constant of the compiler's own, not of a script, from its bits.
func (a *Assembler) MovDouble(dst Reg, v uint64) {
	if v == 0 {
		a.RR(Xorps, Fixed, dst, dst)
		return
	}
	a.RM(Movsd, Fixed, dst, At(a.Const64(v)))
}

// nops are the recommended sequences of one to nine bytes.
const nops = "\x90" + "\x66\x90" + "\x0F\x1F\x00" + "\x0F\x1F\x40\x00" + "\x0F\x1F\x44\x00\x00" + "\x66\x0F\x1F\x44\x00\x00" +
	"\x0F\x1F\x80\x00\x00\x00\x00" + "\x0F\x1F\x84\x00\x00\x00\x00\x00" + "\x66\x0F\x1F\x84\x00\x00\x00\x00\x00"

// Pad emits n bytes that do nothing, in as few instructions as possible.
func (a *Assembler) Pad(n int) {
	for n > 0 {
		k := min(n, 9)
		if a.Listing() {
			a.List(a.Offset(), "nop")
		}
		at := k * (k - 1) / 2
		a.Bytes = append(a.Bytes, nops[at:at+k]...)
		n -= k
	}
}

// Align pads to a multiple of n, at most 16, which code space honours.
func (a *Assembler) Align(n int) { a.Pad(-a.Offset() & (n - 1)) }
