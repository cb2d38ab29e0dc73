// Package http2 implements the binding http2: the state of HTTP/2 sessions and their streams (frames, HPACK, settings, flow control)
// on the framer of golang.org/x/net/http2. It does no input or output: JavaScript gives it what the socket read and writes what it
// has to send. All of it runs on the loop's goroutine.
package http2
