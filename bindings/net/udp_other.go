//go:build !unix

package net

import (
	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// makeUDP: there are no datagram sockets on this system yet.
func makeUDP(e *bindings.Env, target core.Value) {
	e.SetClass(target, &bindings.Class{Name: "UDP", New: func(e *bindings.Env, a *core.Args) (any, bool) {
		_, ok := e.Iso.ThrowError(0, "The dgram module is not implemented on this system")
		return nil, ok
	}})
}
