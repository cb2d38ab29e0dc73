#include "textflag.h"

// func nativeStackUsed() uintptr: bytes between the goroutine's stack base (g.stack.hi, the second word of g) and SP.
TEXT ·nativeStackUsed(SB), NOSPLIT, $0-8
	MOVQ (TLS), CX
	MOVQ 8(CX), AX
	SUBQ SP, AX
	MOVQ AX, ret+0(FP)
	RET
