// Package jit is the home of the machine-code tiers. What exists so far is the foundation, which no engine package uses yet:
//
//   - jit/asm: what every assembler shares: a code buffer with labels, a constant pool, relocations, a position table, a listing.
//   - jit/asm/amd64: the amd64 assembler, all of it driven by one encoding table. arm64 will be its mirror folder.
//   - jit/code: code space (reserved range, never writable and executable at once, guard pages), code objects and their registry,
//     the perf map, the way into machine code and back to Go, the preemption poll and its self-test.
//
// The assemblers are plain Go and build everywhere. jit/code runs machine code on linux/amd64 and, with -tags nojit or on any
// other system, is a package whose Supported is false.
package jit
