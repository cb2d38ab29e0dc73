package crypto

import (
	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// keyBytes is the secret in argument i: bytes, or a secret key handle.
func keyBytes(e *bindings.Env, a *core.Args, i int) []byte { return bindings.Copy(e.Iso, a, i) }

func makeRest(e *bindings.Env, target core.Value) {}
