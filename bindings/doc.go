// Package bindings is the frame in which the Go host objects behind lib live: the Env that ties an isolate to its event loop, the
// making of binding objects, argument helpers, system errors, and the way from a completion back into JavaScript
// (Env.MakeCallback: call, then process.nextTick queue and microtasks). One folder per family below it: fs, net, http, crypto,
// zlib, process, buffer, os, dns, contextify ...
//
// What each binding must do is written in lib/bindings/NAME.md.
package bindings
