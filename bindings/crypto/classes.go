package crypto

import (
	"math/big"
	"slices"
	"strings"

	"hash"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// signState is the Go side of SignVerify: the digest of a message.
type signState struct {
	name string
	h    hash.Hash
}

var signRows = []core.Row{
	{Name: "update", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := bindings.ThisHost[*signState](iso, a)
		if !ok {
			return core.Undefined, false
		}
		if s.h == nil {
			return throw(bindings.Of(iso), &bindings.CodeError{Code: "ERR_CRYPTO_INVALID_STATE", Msg: "Not initialised"})
		}
		s.h.Write(bindings.Data(iso, a, 0))
		return core.Undefined, true
	}},
	// sign(key, padding, saltLength, dsaEncoding)
	{Name: "sign", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		s, ok := bindings.ThisHost[*signState](iso, a)
		if !ok {
			return core.Undefined, false
		}
		k, ok := keyArg(e, a, 0)
		if !ok {
			return core.Undefined, false
		}
		sum, err := s.finish(k)
		if err != nil {
			return throw(e, err)
		}
		sig, err := k.signDigest(s.name, sum, readSignOptions(e, a, 1))
		if err != nil {
			return throw(e, err)
		}
		return e.NewBuffer(sig)
	}},
	// verify(key, signature, padding, saltLength, dsaEncoding)
	{Name: "verify", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		s, ok := bindings.ThisHost[*signState](iso, a)
		if !ok {
			return core.Undefined, false
		}
		k, ok := keyArg(e, a, 0)
		if !ok {
			return core.Undefined, false
		}
		sum, err := s.finish(k)
		if err != nil {
			return throw(e, err)
		}
		good, err := k.verifyDigest(s.name, sum, bindings.Copy(iso, a, 1), readSignOptions(e, a, 2))
		if err != nil {
			return throw(e, err)
		}
		return core.Bool(good), true
	}},
}

// finish ends the digest; a second time is an error.
func (s *signState) finish(k *key) ([]byte, error) {
	if s.h == nil {
		return nil, &bindings.CodeError{Code: "ERR_CRYPTO_INVALID_STATE", Msg: "Not initialised"}
	}
	if k.oneShot() || k.dh != nil {
		return nil, errUnsupportedOp()
	}
	sum := s.h.Sum(nil)
	s.h = nil
	return sum, nil
}

func onDH(f func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		d, ok := bindings.ThisHost[*dhKey](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(d, bindings.Of(iso), a)
	}
}

func errNoKey(which string) error {
	return &bindings.CodeError{Code: "ERR_CRYPTO_INVALID_STATE", Msg: "No " + which + " key - did you forget to generate one?"}
}

func bigBuffer(e *bindings.Env, n *big.Int) (core.Value, bool) {
	b := n.Bytes()
	if len(b) == 0 {
		b = []byte{0}
	}
	return e.NewBuffer(b)
}

var dhRows = []core.Row{
	{Name: "generateKeys", Fn: onDH(func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		if d.p.BitLen() < 2 || d.g.Sign() == 0 {
			return throw(e, errOperation("Key generation failed"))
		}
		if err := d.generate(0); err != nil {
			return throw(e, err)
		}
		return e.NewBuffer(d.pub.FillBytes(make([]byte, (d.p.BitLen()+7)/8)))
	})},
	{Name: "computeSecret", Length: 1, Fn: onDH(func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		peer := new(big.Int).SetBytes(bindings.Bytes(e.Iso, a, 0))
		if d.p.BitLen() > 10000 || d.priv == nil && d.p.BitLen() > 1 && peer.Cmp(big.NewInt(1)) > 0 && peer.Cmp(d.p) < 0 {
			return throw(e, errOperation("Failed to compute shared secret"))
		}
		if peer.Cmp(big.NewInt(1)) <= 0 {
			return throw(e, rangeError("ERR_CRYPTO_INVALID_KEYLEN", "Supplied key is too small"))
		}
		if peer.Cmp(new(big.Int).Sub(d.p, big.NewInt(1))) >= 0 {
			return throw(e, rangeError("ERR_CRYPTO_INVALID_KEYLEN", "Supplied key is too large"))
		}
		return e.NewBuffer(d.secret(peer))
	})},
	{Name: "getPrime", Fn: onDH(func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool) { return bigBuffer(e, d.p) })},
	{Name: "getGenerator", Fn: onDH(func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool) { return bigBuffer(e, d.g) })},
	{Name: "getPublicKey", Fn: onDH(func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		if d.pub == nil {
			return throw(e, errNoKey("public"))
		}
		return bigBuffer(e, d.pub)
	})},
	{Name: "getPrivateKey", Fn: onDH(func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		if d.priv == nil {
			return throw(e, errNoKey("private"))
		}
		return bigBuffer(e, d.priv)
	})},
	{Name: "setPublicKey", Length: 1, Fn: onDH(func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		d.pub = new(big.Int).SetBytes(bindings.Bytes(e.Iso, a, 0))
		return core.Undefined, true
	})},
	{Name: "setPrivateKey", Length: 1, Fn: onDH(func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		d.priv = new(big.Int).SetBytes(bindings.Bytes(e.Iso, a, 0))
		return core.Undefined, true
	})},
	{Name: "check", Fn: onDH(func(d *dhKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		return core.Int(int32(d.verifyError())), true
	})},
}

// verifyError is what DiffieHellman objects show: named groups are right by construction.
func (d *dhKey) verifyError() int {
	if d.q != nil {
		return 0
	}
	code := d.check()
	if d.p.BitLen() < 512 {
		code |= 128
	}
	return code
}

func onECDH(f func(k *ecKey, e *bindings.Env, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		k, ok := bindings.ThisHost[*ecKey](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(k, bindings.Of(iso), a)
	}
}

func errPoint() error { return errOperation("Failed to convert Buffer to EC_POINT") }

var ecdhRows = []core.Row{
	{Name: "generateKeys", Fn: onECDH(func(k *ecKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		n, err := generateEC(k.curve, false)
		if err != nil {
			return throw(e, err)
		}
		*k = *n
		return core.Undefined, true
	})},
	{Name: "computeSecret", Length: 1, Fn: onECDH(func(k *ecKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		fail := errOperation("Failed to compute ECDH key")
		if k.d == nil {
			return throw(e, fail)
		}
		if px, _ := k.curve.base(k.d); k.x == nil || px.Cmp(k.x) != 0 {
			return throw(e, &bindings.CodeError{Code: "ERR_CRYPTO_INVALID_KEYPAIR", Msg: "Invalid key pair", Kind: vm.RangeError})
		}
		x, y, ok := k.curve.decode(bindings.Bytes(e.Iso, a, 0))
		if !ok {
			return throw(e, &bindings.CodeError{Code: "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY", Msg: "Public key is not valid for specified curve"})
		}
		out, err := k.secret(x, y)
		if err != nil {
			return throw(e, fail)
		}
		return e.NewBuffer(out)
	})},
	{Name: "getPublicKey", Length: 1, Fn: onECDH(func(k *ecKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		if k.x == nil {
			return throw(e, errOperation("Failed to get ECDH public key"))
		}
		return e.NewBuffer(k.curve.encode(k.x, k.y, bindings.Str(e.Iso, a, 0)))
	})},
	{Name: "getPrivateKey", Fn: onECDH(func(k *ecKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		if k.d == nil {
			return throw(e, errOperation("Failed to get ECDH private key"))
		}
		return e.NewBuffer(k.d.FillBytes(make([]byte, k.curve.scalarBytes)))
	})},
	{Name: "setPrivateKey", Length: 1, Fn: onECDH(func(k *ecKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		d := new(big.Int).SetBytes(bindings.Bytes(e.Iso, a, 0))
		if d.Sign() == 0 || d.Cmp(k.curve.n) >= 0 {
			return throw(e, rangeError("ERR_CRYPTO_INVALID_KEYTYPE", "Private key is not valid for specified curve."))
		}
		k.d = d
		k.x, k.y = k.curve.base(d)
		return core.Undefined, true
	})},
	{Name: "setPublicKey", Length: 1, Fn: onECDH(func(k *ecKey, e *bindings.Env, a *core.Args) (core.Value, bool) {
		x, y, ok := k.curve.decode(bindings.Bytes(e.Iso, a, 0))
		if !ok {
			return throw(e, errPoint())
		}
		k.x, k.y = x, y
		return core.Undefined, true
	})},
}

func makeClasses(e *bindings.Env, target core.Value) {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(target)
	e.SetClass(h.Value(), &bindings.Class{Name: "SignVerify", Length: 1, Rows: signRows, New: func(e *bindings.Env, a *core.Args) (any, bool) {
		name := bindings.Str(e.Iso, a, 0)
		if strings.EqualFold(name, "dss1") {
			name = "sha1"
		}
		hh := newHash(name)
		if hh == nil {
			throw(e, typeError("ERR_CRYPTO_INVALID_DIGEST", "Invalid digest"))
			return nil, false
		}
		return &signState{canonicalHash(name), hh}, true
	}})
	e.SetClass(h.Value(), &bindings.Class{Name: "DiffieHellman", Length: 2, Rows: dhRows, New: newDH})
	e.SetClass(h.Value(), &bindings.Class{Name: "DiffieHellmanGroup", Length: 1, Rows: slices.DeleteFunc(slices.Clone(dhRows), func(r core.Row) bool { return strings.HasPrefix(r.Name, "set") }),
		New: func(e *bindings.Env, a *core.Args) (any, bool) {
			p := modpPrime(bindings.Str(e.Iso, a, 0))
			if p == nil {
				throw(e, &bindings.CodeError{Code: "ERR_CRYPTO_UNKNOWN_DH_GROUP", Msg: "Unknown DH group"})
				return nil, false
			}
			return &dhKey{p: p, g: big.NewInt(2), q: new(big.Int).Rsh(p, 1)}, true
		}})
	e.SetClass(h.Value(), &bindings.Class{Name: "ECDH", Length: 1, Rows: ecdhRows, New: func(e *bindings.Env, a *core.Args) (any, bool) {
		c := findCurve(bindings.Str(e.Iso, a, 0))
		if c == nil {
			throw(e, typeError("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name"))
			return nil, false
		}
		return &ecKey{curve: c}, true
	}})
	e.SetFunc(h.Value(), "ecdhConvertKey", 3, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		c := findCurve(bindings.Str(iso, a, 1))
		if c == nil {
			return throw(e, typeError("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name"))
		}
		x, y, ok := c.decode(bindings.Bytes(iso, a, 0))
		if !ok {
			return throw(e, errPoint())
		}
		return e.NewBuffer(c.encode(x, y, bindings.Str(iso, a, 2)))
	})
}

// newDH(bits | prime, generator: number | bytes)
func newDH(e *bindings.Env, a *core.Args) (any, bool) {
	fail := func(err error) (any, bool) { throw(e, err); return nil, false }
	const lib = "Diffie-Hellman routines"
	badGen := osslError("02800065", lib, "bad generator")
	d := &dhKey{}
	if v := a.Arg(1); v.IsNumber() {
		d.g = big.NewInt(int64(v.AsFloat()))
	} else {
		d.g = new(big.Int).SetBytes(bindings.Bytes(e.Iso, a, 1))
	}
	if v := a.Arg(0); v.IsNumber() {
		bits := int(v.AsFloat())
		if bits < 2 {
			x := osslError("0280007E", lib, "modulus too small")
			x.Stack = []string{x.Msg}
			return fail(x)
		}
		if d.g.Cmp(big.NewInt(1)) <= 0 {
			return fail(badGen)
		}
		if bits < 3 || bits > 10000 {
			return fail(typeError("ERR_INVALID_ARG_VALUE", "Invalid DH parameters"))
		}
		p, err := safePrime(bits, d.g.Int64())
		if err != nil {
			return fail(err)
		}
		d.p = p
		return d, true
	}
	if d.g.Cmp(big.NewInt(1)) <= 0 {
		return fail(badGen)
	}
	d.p = new(big.Int).SetBytes(bindings.Bytes(e.Iso, a, 0))
	return d, true
}
