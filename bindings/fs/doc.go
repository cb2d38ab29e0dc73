// Package fs serves the binding fs: every operation in a synchronous form, which throws, and an asynchronous one (opAsync), which runs
// on a goroutine and calls back from the event loop. An operation is parsed on the loop into a job, which touches no JavaScript.
package fs
