// Package code owns the memory that machine code lives in, and the way between Go and machine code.
//
// # Code space
//
// A Space reserves one range of addresses (128 MiB by default), so that a near call reaches every other code object. Memory in it is
// never writable and executable at one address: one memfd is mapped twice, executable here and writable at another address; where the
// system refuses that, pages are written first and then made executable for good (mprotect), whole pages per object. Regions are
// separated by inaccessible pages. Objects up to 4 KiB lie in slabs of one size class each, larger ones on pages of their own.
// Freed memory is filled with int3. Memory that held code before is reused only after the processors' pipelines have been told
// (membarrier); arm64 will need its instruction cache invalidated at the same place (Space.synchronise), for new memory too.
//
// # Objects
//
// An Object is one piece of machine code. It is found by an address in it, for stack walks, without a lock; and by its index, which
// is what the cage stores (nothing in a cage holds an address): Table is the address of an array of entry addresses by index. Code
// that is no longer wanted is retired and freed when every Participant that might run it has passed a safepoint since.
//
// # Entering and leaving
//
// Enter jumps through a Go assembly function, which never touches the stack pointer, to a stub that saves Go's stack pointer, frame
// pointer and g in the execution context, takes the JS stack's pointer from there, pops the frame pointer and jumps to the resume
// address below it. Machine code leaves by EmitExit with an exit code, which lays them there again. All registers
// but the cage base, the frame pointer and the stack pointer are lost on the way out; the accumulator goes through the context.
//
// While machine code runs, Go sees a program counter that is no Go function's: signals are handled on their own stack, the profiler
// charges "ExternalCode", and asynchronous preemption is refused. Therefore machine code polls (EmitPoll): Go's own preemption
// request, the word g.stackguard0, or a counter where the self-test finds that Go does not behave as expected.
package code
