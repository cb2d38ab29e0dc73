// Package bytecode owns the instruction set of gonode's JavaScript engine and the Unit, the portable result of compiling one
// source text. It knows no heap and no syntax tree: core/compile fills Units, core/vm materialises them, core/interp and the
// compilers of jit read the code by the one opcode table.
//
// Reading order: ops.go (the table), unit.go (what a compilation consists of), asm.go (how code is written), disasm.go,
// verify.go, encode.go (the disk form). docs/bytecode.md is generated from the table by tools/genops.
package bytecode
