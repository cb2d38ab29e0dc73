package crypto

import (
	"crypto/subtle"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// secretKey is the Go side of a secret key's handle.
type secretKey struct{ b []byte }

// keyBytes is the secret in argument i: bytes, or a secret key handle.
func keyBytes(e *bindings.Env, a *core.Args, i int) []byte {
	if k, ok := bindings.HostOf[*secretKey](e.Iso, a.Arg(i)); ok {
		return k.b
	}
	return bindings.Copy(e.Iso, a, i)
}

func onSecret(f func(k *secretKey, e *bindings.Env, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		k, ok := bindings.ThisHost[*secretKey](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(k, bindings.Of(iso), a)
	}
}

var secretRows = []core.Row{
	{Name: "equals", Length: 1, Fn: onSecret(func(k *secretKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		o, ok := bindings.HostOf[*secretKey](e.Iso, a.Arg(0))
		return core.Bool(ok && subtle.ConstantTimeCompare(k.b, o.b) == 1), true
	})},
	{Name: "secretSize", Fn: onSecret(func(k *secretKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		return core.Int(int32(len(k.b))), true
	})},
	{Name: "exportSecret", Fn: onSecret(func(k *secretKey, e *bindings.Env, a *core.Args) (core.Value, bool) { return e.NewBuffer(k.b) })},
}

func makeRest(e *bindings.Env, target core.Value) {
	iso := e.Iso
	e.SetClass(target, &cipherClass)
	e.SetRows(target, cipherRows)
	proto := iso.NewObject()
	iso.DefineRows(proto, secretRows)
	hp := iso.NewPersistent(proto)
	e.SetFunc(target, "createSecretKey", 1, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return bindings.NewHostObject(iso, &secretKey{bindings.Copy(iso, a, 0)}, hp.Value()), true
	})
}
