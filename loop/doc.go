// Package loop is a libuv-like event loop. It knows nothing of JavaScript. One goroutine runs it (Run); its callbacks run there, in
// libuv's phases:
//
//	update now -> timers (first iteration) -> pending -> idle -> prepare -> poll -> check -> closing -> update now -> timers
//
// Blocking work runs on other goroutines, which hand their completions over with Post: a queue with any number of producers, one
// wake-up for a batch. The loop ends when nothing that is referenced is alive: handles (Handle.Ref), requests (BeginRequest)
// and closing handles.
package loop
