package crypto

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha3"
	"crypto/subtle"
	"math/big"

	"golang.org/x/crypto/scrypt"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "crypto", Make: makeCrypto}} }

func makeCrypto(e *bindings.Env, target core.Value) {
	makeHashes(e, target)
	e.SetRows(target, randomRows)
	ops(e, target, kdfOps[:])
	e.SetClass(target, &cipherClass)
	e.SetRows(target, cipherRows)
	makeKeys(e, target)
	makeClasses(e, target)
	makeX509(e, target)
	e.SetRows(target, macRows)
	e.SetRows(target, pkcs12Rows)
}

// operation has a synchronous form and one with a callback.
type operation struct {
	name  string
	n     int
	parse bindings.Parse
}

func ops(e *bindings.Env, target core.Value, list []operation) {
	rows := make([]core.Row, 0, 2*len(list))
	for i := range list {
		o := &list[i]
		rows = append(rows, core.Row{Name: o.name, Length: o.n, Fn: bindings.SyncForm(o.parse)},
			core.Row{Name: o.name + "Async", Length: o.n + 1, Fn: bindings.AsyncForm(o.parse)})
	}
	e.SetRows(target, rows)
}

var randomRows = []core.Row{
	{Name: "randomFill", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		rand.Read(bindings.Bytes(iso, a, 0))
		return core.Undefined, true
	}},
	{Name: "randomFillAsync", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		b, hold := e.Retain(a.Arg(0))
		cb := bindings.Func(iso, a, 1)
		if cb == nil {
			return iso.ThrowTypeError("callback is not a function")
		}
		e.Loop.Go(func() { rand.Read(b); hold.Release() }, func() { e.Finish(cb, nil, nil) })
		return core.Undefined, true
	}},
	{Name: "timingSafeEqual", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		x, y := bindings.Bytes(iso, a, 0), bindings.Bytes(iso, a, 1)
		if len(x) != len(y) {
			return throw(bindings.Of(iso), &bindings.CodeError{Kind: vm.RangeError, Code: "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", Msg: "Input buffers must have the same byte length"})
		}
		return core.Bool(subtle.ConstantTimeCompare(x, y) == 1), true
	}},
}

var kdfOps = [...]operation{
	{"pbkdf2", 5, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		pw, salt, it, n, name := keyBytes(e, a, 0), bindings.Copy(e.Iso, a, 1), bindings.Int(a, 2), bindings.Int(a, 3), bindings.Str(e.Iso, a, 4)
		return func() (bindings.Result, error) {
			mk := hashMaker(name)
			if mk == nil {
				return nil, errInvalidDigest(name)
			}
			if n == 0 {
				return bindings.BufferResult(nil), nil
			}
			k, err := pbkdf2.Key(mk, string(pw), salt, it, n)
			if err != nil {
				return nil, err
			}
			return bindings.BufferResult(k), nil
		}, true
	}},
	{"scrypt", 7, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		pw, salt, n := bindings.Copy(e.Iso, a, 0), bindings.Copy(e.Iso, a, 1), bindings.Int(a, 2)
		N, r, p, maxmem := bindings.Num(a, 3), bindings.Num(a, 4), bindings.Num(a, 5), bindings.Num(a, 6)
		bad := N < 2 || N != float64(uint64(N)) || uint64(N)&(uint64(N)-1) != 0 || r < 1 || p < 1
		over := 128*N*r+128*r*p+256*r > maxmem
		if bad || over {
			msg := "Invalid scrypt params"
			if !bad {
				msg = "Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded"
			}
			throw(e, &bindings.CodeError{Kind: vm.RangeError, Code: "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", Msg: msg})
			return nil, false
		}
		return func() (bindings.Result, error) {
			if n == 0 {
				return bindings.BufferResult(nil), nil
			}
			k, err := scrypt.Key(pw, salt, int(N), int(r), int(p), n)
			if err != nil {
				return nil, &bindings.CodeError{Kind: vm.RangeError, Code: "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", Msg: "Invalid scrypt params"}
			}
			return bindings.BufferResult(k), nil
		}, true
	}},
	// cipherOnce(encrypt, name, key, iv, data, aad, tagLength): tags are at the end of the ciphertext
	{"cipherOnce", 7, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		enc, name, key, iv, data := bindings.Truthy(e.Iso, a, 0), bindings.Str(e.Iso, a, 1), keyBytes(e, a, 2), bindings.Copy(e.Iso, a, 3), bindings.Copy(e.Iso, a, 4)
		aad, n := bindings.Copy(e.Iso, a, 5), -1
		if a.Arg(6).IsNumber() {
			n = bindings.Int(a, 6)
		}
		hasIV := a.Arg(3).IsObject()
		return func() (bindings.Result, error) {
			c, err := newCipher(enc, name, key, iv, hasIV, n)
			if err != nil {
				return nil, err
			}
			c.aad = aad
			if n >= 0 && !enc {
				if len(data) < n {
					return nil, badState("The provided data is too small")
				}
				c.tag, data = data[len(data)-n:], data[:len(data)-n]
			}
			out, err := c.update(data)
			if err != nil {
				return nil, err
			}
			last, err := c.final()
			if err != nil {
				return nil, err
			}
			out = append(out, last...)
			if n >= 0 && enc {
				out = append(out, c.tag...)
			}
			return bindings.BufferResult(out), nil
		}, true
	}},
	// hashData(name, data, outputLength|undefined), hmacData(name, key, data)
	{"hashData", 3, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		h, err := makeHash(bindings.Str(e.Iso, a, 0), a.Arg(2))
		if err != nil {
			throw(e, err)
			return nil, false
		}
		data := bindings.Copy(e.Iso, a, 1)
		return func() (bindings.Result, error) {
			h.Write(data)
			return bindings.BufferResult(h.Sum(nil)), nil
		}, true
	}},
	{"hmacData", 3, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		name, key, data := bindings.Str(e.Iso, a, 0), keyBytes(e, a, 1), bindings.Copy(e.Iso, a, 2)
		return func() (bindings.Result, error) {
			mk := hashMaker(name)
			if mk == nil {
				return nil, errInvalidDigest(name)
			}
			h := hmac.New(mk, key)
			h.Write(data)
			return bindings.BufferResult(h.Sum(nil)), nil
		}, true
	}},
	// kmacData(bits, key, custom, length in bytes, data)
	{"kmacData", 5, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		bits, key, custom, n, data := bindings.Int(a, 0), keyBytes(e, a, 1), bindings.Copy(e.Iso, a, 2), bindings.Int(a, 3), bindings.Copy(e.Iso, a, 4)
		return func() (bindings.Result, error) { return bindings.BufferResult(kmac(bits, key, custom, data, n)), nil }, true
	}},
	// argon2(kind, message, nonce, parallelism, tagLength, memory, passes, secret, associatedData)
	{"argon2", 9, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		p := &argon2Params{message: keyBytes(e, a, 1), nonce: bindings.Copy(e.Iso, a, 2), lanes: uint32(bindings.Num(a, 3)), tag: uint32(bindings.Num(a, 4)),
			memory: uint32(bindings.Num(a, 5)), passes: uint32(bindings.Num(a, 6)), secret: bindings.Copy(e.Iso, a, 7), ad: bindings.Copy(e.Iso, a, 8)}
		switch bindings.Str(e.Iso, a, 0) {
		case "argon2i":
			p.kind = 1
		case "argon2id":
			p.kind = 2
		}
		return func() (bindings.Result, error) {
			if p.lanes == 0 || p.memory < 8*p.lanes || p.passes == 0 || p.tag < 4 {
				return nil, errOperation("Argon2 failed")
			}
			return bindings.BufferResult(p.run()), nil
		}, true
	}},
	{"hkdf", 5, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		name, key, salt, info, n := bindings.Str(e.Iso, a, 0), keyBytes(e, a, 1), bindings.Copy(e.Iso, a, 2), bindings.Copy(e.Iso, a, 3), bindings.Int(a, 4)
		return func() (bindings.Result, error) {
			mk := hashMaker(name)
			if mk == nil {
				return nil, errInvalidDigest(name)
			}
			if n == 0 {
				return bindings.BufferResult(nil), nil
			}
			k, err := hkdf.Key(mk, key, salt, string(info), n)
			if err != nil {
				return nil, &bindings.CodeError{Kind: vm.RangeError, Code: "ERR_CRYPTO_INVALID_KEYLEN", Msg: "Invalid key length"}
			}
			return bindings.BufferResult(k), nil
		}, true
	}},
	{"generatePrime", 4, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		bits, safe, add, rem := bindings.Int(a, 0), bindings.Truthy(e.Iso, a, 1), bindings.Copy(e.Iso, a, 2), bindings.Copy(e.Iso, a, 3)
		return func() (bindings.Result, error) {
			if bits < 2 {
				bits = 2
			}
			one := big.NewInt(1)
			ad, re := new(big.Int).SetBytes(add), new(big.Int).SetBytes(rem)
			if ad.Sign() != 0 && len(rem) == 0 {
				re = one
				if safe {
					re = big.NewInt(3)
				}
			}
			if safe && ad.Sign() == 0 && bits > 2 {
				p, err := safePrime(bits, 0)
				if err != nil {
					return nil, err
				}
				return bindings.BufferResult(p.FillBytes(make([]byte, (bits+7)/8))), nil
			}
			// Parameters can ask for what there is none of: an end must come.
			for range 100000 + 4096*bits {
				p, err := rand.Prime(rand.Reader, bits)
				if err != nil {
					return nil, err
				}
				if ad.Sign() != 0 {
					p.Sub(p, new(big.Int).Mod(p, ad))
					p.Add(p, re)
					if p.BitLen() != bits || !p.ProbablyPrime(20) {
						continue
					}
				}
				if safe && bits > 2 && !new(big.Int).Rsh(p, 1).ProbablyPrime(20) {
					continue
				}
				return bindings.BufferResult(p.FillBytes(make([]byte, (bits+7)/8))), nil
			}
			return nil, errOperation("could not generate prime")
		}, true
	}},
	{"checkPrime", 2, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		if len(bindings.Bytes(e.Iso, a, 0)) >= 1<<26 {
			throw(e, osslError("01800072", "bignum routines", "bignum too long"))
			return nil, false
		}
		b, n := bindings.Copy(e.Iso, a, 0), bindings.Int(a, 1)
		return func() (bindings.Result, error) {
			return bindings.BoolResult(new(big.Int).SetBytes(b).ProbablyPrime(min(max(n, 20), 64))), nil
		}, true
	}},
}

// kmac is KMAC128 or KMAC256 of SP 800-185 with an output of n bytes.
func kmac(bits int, key, custom, data []byte, n int) []byte {
	var c *sha3.SHAKE
	rate := 168
	if bits == 128 {
		c = sha3.NewCSHAKE128([]byte("KMAC"), custom)
	} else {
		rate = 136
		c = sha3.NewCSHAKE256([]byte("KMAC"), custom)
	}
	encode := func(x uint64, left bool) []byte {
		b := new(big.Int).SetUint64(x).Bytes()
		if len(b) == 0 {
			b = []byte{0}
		}
		if left {
			return append([]byte{byte(len(b))}, b...)
		}
		return append(b, byte(len(b)))
	}
	head := append(encode(uint64(rate), true), append(encode(uint64(len(key))*8, true), key...)...)
	if r := len(head) % rate; r != 0 {
		head = append(head, make([]byte, rate-r)...)
	}
	c.Write(head)
	c.Write(data)
	c.Write(encode(uint64(n)*8, false))
	out := make([]byte, n)
	c.Read(out)
	return out
}
