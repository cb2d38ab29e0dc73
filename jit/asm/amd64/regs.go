package amd64

import "github.com/gonode/gonode/jit/asm"

// Reg is a general or an SSE register.
type Reg uint8

// The registers.
const (
	RAX Reg = iota
	RCX
	RDX
	RBX
	RSP
	RBP
	RSI
	RDI
	R8
	R9
	R10
	R11
	R12
	R13
	R14
	R15
	XMM0
	XMM1
	XMM2
	XMM3
	XMM4
	XMM5
	XMM6
	XMM7
	XMM8
	XMM9
	XMM10
	XMM11
	XMM12
	XMM13
	XMM14
	XMM15
	NoReg Reg = 0xFF
)

// IsX reports whether r is an SSE register.
func (r Reg) IsX() bool { return r >= XMM0 && r <= XMM15 }

// Size is the size of an operation in bytes.
type Size uint8

// The sizes. Fixed is for instructions whose size is part of what they are.
const (
	Fixed Size = 0
	B     Size = 1
	W     Size = 2
	D     Size = 4
	Q     Size = 8
)

// Cond is a condition code.
type Cond uint8

// The condition codes by their encoding. Unsigned and double comparisons use B, AE, BE, A; signed ones L, GE, LE, G.
const (
	CondO Cond = iota
	CondNO
	CondB
	CondAE
	CondE
	CondNE
	CondBE
	CondA
	CondS
	CondNS
	CondP
	CondNP
	CondL
	CondGE
	CondLE
	CondG
	noCond Cond = 0xFF
)

// Not returns the opposite condition.
func (c Cond) Not() Cond { return c ^ 1 }

// Mem is a memory operand.
type Mem struct {
	Base  Reg // NoReg: none
	Index Reg // NoReg: none
	Scale uint8
	Disp  int32
	Label asm.Label // not 0: relative to the instruction pointer, and Disp is added to the label
}

// Base is [base+disp].
func Base(base Reg, disp int32) Mem { return Mem{Base: base, Index: NoReg, Scale: 1, Disp: disp} }

// Indexed is [base+index*scale+disp].
func Indexed(base, index Reg, scale uint8, disp int32) Mem {
	return Mem{Base: base, Index: index, Scale: scale, Disp: disp}
}

// Scaled is [index*scale+disp].
func Scaled(index Reg, scale uint8, disp int32) Mem {
	return Mem{Base: NoReg, Index: index, Scale: scale, Disp: disp}
}

// Absolute is [disp], an address below 2^31 or in the last 2^31 bytes.
func Absolute(disp int32) Mem { return Mem{Base: NoReg, Index: NoReg, Scale: 1, Disp: disp} }

// At is the memory at a label.
func At(l asm.Label) Mem { return Mem{Base: NoReg, Index: NoReg, Scale: 1, Label: l} }

// Feature is a set of instructions beyond SSE2.
type Feature uint8

// The features.
const (
	SSE41 Feature = 1 << iota
	POPCNT
	BMI1
)
