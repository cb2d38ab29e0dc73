package crypto

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"encoding"
	"hash"
	"io"
	"strings"

	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/blake2s"
	"golang.org/x/crypto/ripemd160"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// hashNames are the digests that getHashes lists.
var hashNames = [...]string{
	"RSA-MD5", "RSA-RIPEMD160", "RSA-SHA1", "RSA-SHA1-2", "RSA-SHA224", "RSA-SHA256", "RSA-SHA3-224", "RSA-SHA3-256", "RSA-SHA3-384",
	"RSA-SHA3-512", "RSA-SHA384", "RSA-SHA512", "RSA-SHA512/224", "RSA-SHA512/256", "blake2b512", "blake2s256", "id-rsassa-pkcs1-v1_5-with-sha3-224",
	"id-rsassa-pkcs1-v1_5-with-sha3-256", "id-rsassa-pkcs1-v1_5-with-sha3-384", "id-rsassa-pkcs1-v1_5-with-sha3-512", "md5", "md5-sha1",
	"md5WithRSAEncryption", "ripemd", "ripemd160", "ripemd160WithRSA", "rmd160", "sha1", "sha1WithRSAEncryption", "sha224", "sha224WithRSAEncryption",
	"sha256", "sha256WithRSAEncryption", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "sha384", "sha384WithRSAEncryption", "sha512", "sha512-224",
	"sha512-224WithRSAEncryption", "sha512-256", "sha512-256WithRSAEncryption", "sha512WithRSAEncryption", "shake128", "shake256", "ssl3-md5", "ssl3-sha1",
}

// canonicalHash reduces a digest's name to the one newHash knows.
func canonicalHash(name string) string {
	n := strings.ToLower(name)
	n = strings.TrimPrefix(n, "rsa-")
	n = strings.TrimPrefix(n, "id-rsassa-pkcs1-v1_5-with-")
	n = strings.TrimPrefix(n, "ssl3-")
	n = strings.TrimSuffix(n, "withrsaencryption")
	n = strings.TrimSuffix(n, "withrsa")
	switch n {
	case "sha-1", "sha1-2":
		return "sha1"
	case "sha-224", "sha-256", "sha-384", "sha-512":
		return "sha" + n[4:]
	case "sha-512/224", "sha-512/256", "sha512/224", "sha512/256":
		return "sha512-" + n[len(n)-3:]
	case "ripemd", "rmd160", "ripemd-160":
		return "ripemd160"
	case "shake-128", "shake-256":
		return "shake" + n[6:]
	case "blake2b-512":
		return "blake2b512"
	case "blake2s-256":
		return "blake2s256"
	}
	return n
}

// newHash makes a digest by OpenSSL's name, nil when unknown. Extendable ones (shake) are *xof.
func newHash(name string) hash.Hash {
	switch canonicalHash(name) {
	case "md5":
		return md5.New()
	case "sha1":
		return sha1.New()
	case "md5-sha1":
		return &pair{md5.New(), sha1.New()}
	case "sha224":
		return sha256.New224()
	case "sha256":
		return sha256.New()
	case "sha384":
		return sha512.New384()
	case "sha512":
		return sha512.New()
	case "sha512-224":
		return sha512.New512_224()
	case "sha512-256":
		return sha512.New512_256()
	case "sha3-224":
		return sha3.New224()
	case "sha3-256":
		return sha3.New256()
	case "sha3-384":
		return sha3.New384()
	case "sha3-512":
		return sha3.New512()
	case "ripemd160":
		return &recorded{make: ripemd160.New}
	case "blake2b512":
		h, _ := blake2b.New512(nil)
		return h
	case "blake2s256":
		h, _ := blake2s.New256(nil)
		return h
	case "shake128":
		return &xof{SHAKE: sha3.NewSHAKE128(), n: 16}
	case "shake256":
		return &xof{SHAKE: sha3.NewSHAKE256(), n: 32}
	}
	return nil
}

// hashMaker returns the constructor of a digest, nil when unknown.
func hashMaker(name string) func() hash.Hash {
	if newHash(name) == nil {
		return nil
	}
	return func() hash.Hash { return newHash(name) }
}

// xof is an extendable-output function as a hash of n bytes.
type xof struct {
	*sha3.SHAKE
	n int
}

func (x *xof) Size() int { return x.n }
func (x *xof) Sum(b []byte) []byte {
	out := make([]byte, x.n)
	c := x.clone().(*xof)
	io.ReadFull(c.SHAKE, out)
	return append(b, out...)
}
func (x *xof) clone() hash.Hash {
	c := sha3.NewSHAKE128()
	if x.BlockSize() == 136 {
		c = sha3.NewSHAKE256()
	}
	if s, err := x.SHAKE.MarshalBinary(); err == nil {
		c.UnmarshalBinary(s)
	}
	return &xof{SHAKE: c, n: x.n}
}

// pair is md5-sha1: both digests, one after the other.
type pair struct{ a, b hash.Hash }

func (p *pair) Write(b []byte) (int, error) { p.a.Write(b); return p.b.Write(b) }
func (p *pair) Sum(b []byte) []byte         { return p.b.Sum(p.a.Sum(b)) }
func (p *pair) Reset()                      { p.a.Reset(); p.b.Reset() }
func (p *pair) Size() int                   { return p.a.Size() + p.b.Size() }
func (p *pair) BlockSize() int              { return 64 }

// recorded keeps its input: for digests whose state cannot be copied.
type recorded struct {
	make func() hash.Hash
	data []byte
}

func (r *recorded) Write(b []byte) (int, error) { r.data = append(r.data, b...); return len(b), nil }
func (r *recorded) Sum(b []byte) []byte {
	h := r.make()
	h.Write(r.data)
	return h.Sum(b)
}
func (r *recorded) Reset()         { r.data = nil }
func (r *recorded) Size() int      { return r.make().Size() }
func (r *recorded) BlockSize() int { return r.make().BlockSize() }

func cloneHash(name string, h hash.Hash) hash.Hash {
	switch x := h.(type) {
	case *xof:
		return x.clone()
	case *recorded:
		return &recorded{x.make, append([]byte(nil), x.data...)}
	case *pair:
		return &pair{cloneHash("md5", x.a), cloneHash("sha1", x.b)}
	}
	c := newHash(name)
	if m, ok := h.(encoding.BinaryMarshaler); ok {
		if s, err := m.MarshalBinary(); err == nil {
			c.(encoding.BinaryUnmarshaler).UnmarshalBinary(s)
		}
	}
	return c
}

// digester is the Go side of Hash and Hmac objects.
type digester struct {
	name string
	h    hash.Hash
}

func opensslError(number, lib, reason, code string) *bindings.CodeError {
	return &bindings.CodeError{Code: code, Msg: "error:" + number + ":" + lib + "::" + reason, Props: []string{"library", lib, "reason", reason}}
}

func errInvalidDigest(name string) *bindings.CodeError {
	return &bindings.CodeError{Kind: vm.TypeError, Code: "ERR_CRYPTO_INVALID_DIGEST", Msg: "Invalid digest: " + name}
}

func throw(e *bindings.Env, err error) (core.Value, bool) { return e.Iso.Throw(e.AnyError(err)) }

// makeHash makes a digest with an output length (undefined: its own).
func makeHash(name string, length core.Value) (hash.Hash, error) {
	h := newHash(name)
	if h == nil {
		return nil, &bindings.CodeError{Msg: "Digest method not supported"}
	}
	if length.IsNumber() {
		n := int(length.AsFloat())
		if x, ok := h.(*xof); ok {
			x.n = n
		} else if n != h.Size() {
			return nil, opensslError("030000B2", "digital envelope routines", "not XOF or invalid length", "ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH")
		}
	}
	return h, nil
}

var digestRows = []core.Row{
	{Name: "update", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		d, ok := bindings.ThisHost[*digester](iso, a)
		if !ok {
			return core.Undefined, false
		}
		if d.h == nil {
			return core.False, true
		}
		d.h.Write(bindings.Data(iso, a, 0))
		return core.True, true
	}},
	{Name: "digest", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		d, ok := bindings.ThisHost[*digester](iso, a)
		if !ok {
			return core.Undefined, false
		}
		var sum []byte
		if d.h != nil {
			sum = d.h.Sum(nil)
		}
		return bindings.Of(iso).NewBuffer(sum)
	}},
	{Name: "copy", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		d, ok := bindings.ThisHost[*digester](iso, a)
		if !ok {
			return core.Undefined, false
		}
		c := cloneHash(d.name, d.h)
		if x, ok := c.(*xof); ok && !a.Arg(0).IsNumber() {
			x.n = newHash(d.name).Size()
		}
		if v := a.Arg(0); v.IsNumber() {
			n := int(v.AsFloat())
			if x, ok := c.(*xof); ok {
				x.n = n
			} else if n != c.Size() {
				return throw(bindings.Of(iso), opensslError("030000B2", "digital envelope routines", "not XOF or invalid length", "ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH"))
			}
		}
		proto, ok := iso.GetPrototypeOf(a.This())
		if !ok {
			return core.Undefined, false
		}
		return bindings.NewHostObject(iso, &digester{d.name, c}, proto), true
	}},
}

func makeHashes(e *bindings.Env, target core.Value) {
	e.SetClass(target, &bindings.Class{Name: "Hash", Length: 2, Rows: digestRows, New: func(e *bindings.Env, a *core.Args) (any, bool) {
		name := bindings.Str(e.Iso, a, 0)
		h, err := makeHash(name, a.Arg(1))
		if err != nil {
			throw(e, err)
			return nil, false
		}
		return &digester{name, h}, true
	}})
	e.SetClass(target, &bindings.Class{Name: "Hmac", Length: 2, Rows: digestRows[:2], New: func(e *bindings.Env, a *core.Args) (any, bool) {
		name := bindings.Str(e.Iso, a, 0)
		mk := hashMaker(name)
		if mk == nil {
			throw(e, errInvalidDigest(name))
			return nil, false
		}
		return &digester{name, hmac.New(mk, keyBytes(e, a, 1))}, true
	}})
	e.SetRows(target, hashRows)
}

func stringArray(iso *core.Isolate, list []string) (core.Value, bool) {
	vals := make([]core.Value, len(list))
	for i, s := range list {
		vals[i] = iso.NewString(s)
	}
	return iso.NewArrayFrom(vals...), true
}

var hashRows = []core.Row{
	{Name: "oneShotDigest", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		h, err := makeHash(bindings.Str(iso, a, 0), a.Arg(2))
		if err != nil {
			return throw(e, err)
		}
		h.Write(bindings.Data(iso, a, 1))
		return e.NewBuffer(h.Sum(nil))
	}},
	{Name: "hasHash", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(newHash(bindings.Str(iso, a, 0)) != nil), true
	}},
	{Name: "hashSize", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h := newHash(bindings.Str(iso, a, 0))
		if h == nil {
			return throw(bindings.Of(iso), errInvalidDigest(bindings.Str(iso, a, 0)))
		}
		return core.Int(int32(h.Size())), true
	}},
	{Name: "getHashes", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return stringArray(iso, hashNames[:]) }},
}
