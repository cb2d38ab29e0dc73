package amd64

// Op is an instruction.
type Op uint8

// The instructions. Two that share a mnemonic differ in their source: Movzx8 reads a byte; Imul1 is the form with one operand.
const (
	// Integer arithmetic and logic.

	Add Op = iota
	Or
	Adc
	Sbb
	And
	Sub
	Xor
	Cmp
	Test
	Not
	Neg
	Mul
	Imul1
	Div
	Idiv
	Inc
	Dec
	Imul

	// Shifts and rotations.

	Rol
	Ror
	Shl
	Shr
	Sar

	// Moves.

	Mov
	Lea
	Movzx8
	Movzx16
	Movsx8
	Movsx16
	Movsxd
	Xchg
	Push
	Pop
	Bswap
	Cmovcc
	Setcc

	// Bits.

	Bt
	Bts
	Btr
	Bsf
	Bsr
	Tzcnt
	Popcnt

	// Control.

	Jmp
	Jcc
	Call
	Ret
	Int3
	Ud2
	Nop
	Cdq
	Cpuid
	Rdtsc
	Cld
	Cqo
	Pause
	RepMovsb
	RepMovsq
	RepStosq

	// Atomics and fences.

	Cmpxchg
	Xadd
	Lfence
	Mfence
	Sfence

	// SSE: moves.

	Movsd
	Movss
	Movapd
	Movaps
	Movups
	Movdqu
	Movd
	Movq
	Movmskpd
	Pmovmskb

	// SSE: doubles and floats.

	Sqrtsd
	Addsd
	Mulsd
	Subsd
	Minsd
	Divsd
	Maxsd
	Cvtsd2ss
	Cvtss2sd
	Ucomisd
	Comisd
	Cvtsi2sd
	Cvttsd2si
	Cvtsd2si
	Roundsd

	// SSE: whole registers.

	Andpd
	Andnpd
	Orpd
	Xorpd
	Unpcklpd
	Pand
	Por
	Pxor
	Pcmpeqb
	Pcmpeqw
	Pcmpeqd
	Punpcklqdq
	Xorps
	Psrlq
	Psllq
	Psrldq

	numOps
)
