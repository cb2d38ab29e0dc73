package amd64

import "github.com/gonode/gonode/jit/asm"

// N emits an instruction without operands.
func (a *Assembler) N(op Op) {
	f := fNone
	if op == Lfence || op == Mfence || op == Sfence {
		f = fFence
	}
	a.must(op, Fixed, operands{rm: NoReg}, f)
}

// R emits an instruction with one register operand.
func (a *Assembler) R(op Op, s Size, r Reg) {
	o := operands{reg: r, rm: NoReg}
	if e := a.find(op, s, &o, fO); e != nil {
		a.emit(op, e, s, &o)
		return
	}
	a.must(op, s, operands{rm: r}, fM)
}

// M emits an instruction with one memory operand.
func (a *Assembler) M(op Op, s Size, m Mem) { a.must(op, s, operands{rm: NoReg, mem: &m}, fM) }

// RR emits "op dst, src" on registers.
func (a *Assembler) RR(op Op, s Size, dst, src Reg) {
	o := operands{reg: dst, rm: src}
	if e := a.find(op, s, &o, fRM); e != nil {
		a.emit(op, e, s, &o)
		return
	}
	a.must(op, s, operands{reg: src, rm: dst}, fMR)
}

// RM emits "op dst, [src]".
func (a *Assembler) RM(op Op, s Size, dst Reg, src Mem) {
	a.must(op, s, operands{reg: dst, rm: NoReg, mem: &src}, fRM)
}

// MR emits "op [dst], src".
func (a *Assembler) MR(op Op, s Size, dst Mem, src Reg) {
	a.must(op, s, operands{reg: src, rm: NoReg, mem: &dst}, fMR)
}

// RI emits "op dst, v".
func (a *Assembler) RI(op Op, s Size, dst Reg, v int64) {
	a.immediate(op, s, operands{rm: dst, imm: v})
}

// MI emits "op [dst], v".
func (a *Assembler) MI(op Op, s Size, dst Mem, v int64) {
	a.immediate(op, s, operands{rm: NoReg, mem: &dst, imm: v})
}

// immediate takes the shortest row that the value fits.
func (a *Assembler) immediate(op Op, s Size, o operands) {
	for _, f := range [...]form{fM1, fMI8, fMU8, fMI} {
		if f == fM1 && o.imm != 1 {
			continue
		}
		if e := a.find(op, s, &o, f); e != nil {
			if _, ok := e.immediateSize(s, o.imm); ok {
				a.emit(op, e, s, &o)
				return
			}
		}
	}
	noForm(op, s)
}

// RC emits a shift or rotation of a register by cl.
func (a *Assembler) RC(op Op, s Size, dst Reg) { a.must(op, s, operands{rm: dst}, fMC) }

// MC emits a shift or rotation of memory by cl.
func (a *Assembler) MC(op Op, s Size, dst Mem) {
	a.must(op, s, operands{rm: NoReg, mem: &dst}, fMC)
}

// RRI emits "op dst, src, v".
func (a *Assembler) RRI(op Op, s Size, dst, src Reg, v int64) {
	a.three(op, s, operands{reg: dst, rm: src, imm: v})
}

// RMI emits "op dst, [src], v".
func (a *Assembler) RMI(op Op, s Size, dst Reg, src Mem, v int64) {
	a.three(op, s, operands{reg: dst, rm: NoReg, mem: &src, imm: v})
}

func (a *Assembler) three(op Op, s Size, o operands) {
	for _, f := range [...]form{fRMI8, fRMU8, fRMI} {
		if e := a.find(op, s, &o, f); e != nil {
			if _, ok := e.immediateSize(s, o.imm); ok {
				a.emit(op, e, s, &o)
				return
			}
		}
	}
	noForm(op, s)
}

// PushI pushes a sign-extended immediate.
func (a *Assembler) PushI(v int32) {
	f := fI
	if v == int32(int8(v)) {
		f = fI8
	}
	a.must(Push, Q, operands{rm: NoReg, imm: int64(v)}, f)
}

// RetPop emits "ret n": return and take n bytes of arguments off the stack.
func (a *Assembler) RetPop(n uint16) { a.must(Ret, Fixed, operands{rm: NoReg, imm: int64(n)}, fI16) }

// Setcc emits set<c> on a byte register.
func (a *Assembler) Setcc(c Cond, r Reg) { a.must(Setcc, B, operands{rm: r, cond: c}, fM) }

// SetccM emits set<c> on a byte in memory.
func (a *Assembler) SetccM(c Cond, m Mem) {
	a.must(Setcc, B, operands{rm: NoReg, mem: &m, cond: c}, fM)
}

// Cmovcc emits cmov<c> between registers.
func (a *Assembler) Cmovcc(c Cond, s Size, dst, src Reg) {
	a.must(Cmovcc, s, operands{reg: dst, rm: src, cond: c}, fRM)
}

// CmovccM emits cmov<c> from memory, which is read whatever the condition.
func (a *Assembler) CmovccM(c Cond, s Size, dst Reg, src Mem) {
	a.must(Cmovcc, s, operands{reg: dst, rm: NoReg, mem: &src, cond: c}, fRM)
}

// reaches reports whether a bound label is in reach of a short jump here; a label that is not bound yet never is.
func (a *Assembler) reaches(l asm.Label) bool {
	to := a.LabelOffset(l)
	return to >= 0 && to-(a.Offset()+2) >= -128
}

// J jumps to a label on a condition: short if the label lies behind and reaches, near otherwise.
func (a *Assembler) J(c Cond, l asm.Label) { a.jump(Jcc, c, l, a.reaches(l)) }

// JShort jumps to a label on a condition; the caller knows that the label will be in reach of a short jump, else Finish fails.
func (a *Assembler) JShort(c Cond, l asm.Label) { a.jump(Jcc, c, l, true) }

// Jmp jumps to a label: short if it lies behind and reaches, near otherwise.
func (a *Assembler) Jmp(l asm.Label) { a.jump(Jmp, noCond, l, a.reaches(l)) }

// JmpShort jumps to a label that the caller knows to be in reach of a short jump.
func (a *Assembler) JmpShort(l asm.Label) { a.jump(Jmp, noCond, l, true) }

// Call calls a label of this code.
func (a *Assembler) Call(l asm.Label) { a.jump(Call, noCond, l, false) }

func (a *Assembler) jump(op Op, c Cond, l asm.Label, short bool) {
	f := fRel
	if short {
		f = fRel8
	}
	a.must(op, Fixed, operands{rm: NoReg, label: l, cond: c}, f)
}

// CallOut calls a target outside of this code by a near call that the installer of the code fills in.
func (a *Assembler) CallOut(target uint32) { a.out(Call, noCond, target) }

// JmpOut jumps to a target outside of this code.
func (a *Assembler) JmpOut(target uint32) { a.out(Jmp, noCond, target) }

// JOut jumps to a target outside of this code on a condition.
func (a *Assembler) JOut(c Cond, target uint32) { a.out(Jcc, c, target) }

func (a *Assembler) out(op Op, c Cond, target uint32) {
	a.must(op, Fixed, operands{rm: NoReg, cond: c, reloc: &asm.Reloc{Kind: asm.RelocRel32, Target: target}}, fRel)
}

// MovAddr loads the absolute address of a target that the installer fills in.
func (a *Assembler) MovAddr(dst Reg, target uint32) {
	a.must(Mov, Q, operands{reg: dst, rm: NoReg, reloc: &asm.Reloc{Kind: asm.RelocAbs64, Target: target}}, fOI)
}

// Lock puts a lock prefix before the next instruction, which must be one that takes it and write to memory.
func (a *Assembler) Lock() { a.lock = true }
