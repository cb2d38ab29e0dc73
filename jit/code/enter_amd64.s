//go:build linux && !nojit

#include "textflag.h"

// func enter(base unsafe.Pointer, stub uintptr)
// Jumps to the entry stub, which returns to the caller of this function. It does not touch the stack pointer, so that a traceback
// that meets it finds nothing odd.
TEXT ·enter(SB), NOSPLIT|NOFRAME, $0-16
	MOVQ base+0(FP), BX
	MOVQ stub+8(FP), AX
	MOVQ (TLS), CX
	JMP  AX

// func getg() unsafe.Pointer
TEXT ·getg(SB), NOSPLIT, $0-8
	MOVQ (TLS), AX
	MOVQ AX, ret+0(FP)
	RET

// func serialise()
TEXT ·serialise(SB), NOSPLIT, $0-0
	XORL AX, AX
	XORL CX, CX
	CPUID
	RET
