// Package interp is tier 0: the interpreter loop. It is a switch over the opcodes of core/bytecode with the hot paths inline;
// everything rarer goes through one function, slow, and the runtime operations of core/vm. It owns no state: frames, feedback and
// exceptions are core/vm's.
//
// Reading order: interp.go (the loop), access.go (operand and property access helpers), slow.go (the other opcodes).
package interp
