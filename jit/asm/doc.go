// Package asm holds what the assemblers of all instruction sets share: the code buffer, labels and their fix-ups, the constant
// pool, relocation records, the table of source positions and the listing behind --print-code. The instructions themselves are in
// a folder per instruction set (asm/amd64).
package asm
