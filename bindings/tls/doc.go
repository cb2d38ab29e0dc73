// Package tls implements the bindings tls_wrap and js_stream on crypto/tls: secure contexts, stream handles that encrypt over another
// handle (TCP, Pipe, or a stream of JavaScript), the checks of certificate chains with OpenSSL's results, and the root certificates.
//
// Records are read, written and decrypted on goroutines; JavaScript gets and gives plain bytes. Questions to JavaScript during a
// handshake (server names, protocols, stored sessions) are posted to the loop, and the goroutine waits for the answer.
package tls
