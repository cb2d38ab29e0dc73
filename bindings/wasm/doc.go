// Package wasm is WebAssembly: a decoder and validator of the binary format, an interpreter, and the binding behind lib/internal/wasm.
//
// It covers the 1.0 core with sign extension, saturating conversions, multiple values, bulk memory and reference types. Fixed-width
// SIMD, threads, exceptions, tail calls and garbage collection are not there: such modules are refused with a CompileError.
//
// module.go reads a module, compile.go validates function bodies and turns them into instructions with resolved branches, exec.go runs
// them, binding.go is what JavaScript sees. Functions, memories, tables and globals that JavaScript gave an instance live as long as the
// isolate.
package wasm
