package layout

import "github.com/gonode/gonode/gc"

// Displacements of the execution context's fields from the cage base, which machine code holds in a register. Each is 8 bytes. The
// driver and the entry and exit stubs of jit/code share the first ones; the last 64 bytes of the context are the collector's.
const (
	CtxJSSP       = gc.ContextDisp + 8*iota // top of the JS stack while Go runs; there lie the saved frame pointer and the resume address
	CtxGoSP                                 // Go's stack pointer while machine code runs
	CtxGoBP                                 // Go's frame pointer while machine code runs
	CtxG                                    // Go's g of the goroutine that is inside, refreshed at each entry
	CtxExit                                 // why machine code came back: an exit code
	CtxAcc                                  // the accumulator across an entry or an exit
	CtxStackLimit                           // function entries compare the JS stack pointer with it
	CtxPollBudget                           // polls until the next exit, where exits are counted
)
