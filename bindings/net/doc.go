// Package net serves the bindings tcp_wrap and pipe_wrap: sockets and servers as handles of the event loop. Each connection has a
// reader goroutine that hands over one buffer at a time (back-pressure: it reads on only after JavaScript has taken it) and, when a
// write cannot be done at once, a writer goroutine. Servers have an accepting goroutine.
package net
