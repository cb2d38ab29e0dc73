package crypto

import (
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/rand"
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
		pw, salt, it, n, name := bindings.Copy(e.Iso, a, 0), bindings.Copy(e.Iso, a, 1), bindings.Int(a, 2), bindings.Int(a, 3), bindings.Str(e.Iso, a, 4)
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
			for {
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
		}, true
	}},
	{"checkPrime", 2, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		b, n := bindings.Copy(e.Iso, a, 0), bindings.Int(a, 1)
		return func() (bindings.Result, error) {
			return bindings.BoolResult(new(big.Int).SetBytes(b).ProbablyPrime(max(n, 20))), nil
		}, true
	}},
}
