// Package core is the engine as a Go program sees it: isolates, contexts, values, host functions, scripts and modules.
// What bindings use is what any Go program uses.
//
// An Isolate is one heap; one goroutine at a time is inside it. A host function has the type Builtin: it gets its arguments as a
// view (Args) and returns a Value and true, or false after it has thrown. Values are raw: they are good until the next
// operation that may run JavaScript; what must live longer goes into a Handle (released when the host function returns) or a
// Persistent.
package core
