#include "textflag.h"

// func nativeStackUsed() uintptr: bytes between the goroutine's stack base (g.stack.hi, the second word of g) and SP.
TEXT ·nativeStackUsed(SB), NOSPLIT, $0-8
	MOVD 8(g), R0
	MOVD RSP, R1
	SUB R1, R0
	MOVD R0, ret+0(FP)
	RET
