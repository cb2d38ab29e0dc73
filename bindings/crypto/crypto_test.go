package crypto_test

import (
	"testing"

	"github.com/gonode/gonode/bindings/bindtest"
	"github.com/gonode/gonode/bindings/crypto"
)

const pre = `const c = internalBinding('crypto'); var out = '';
const hex = (b) => { let s = ''; for (let i = 0; i < b.length; i++) s += (b[i] < 16 ? '0' : '') + b[i].toString(16); return s };
const u8 = (s) => { const u = new Uint8Array(s.length); for (let i = 0; i < s.length; i++) u[i] = s.charCodeAt(i); return u };
const err = (f) => { try { return f() } catch (e) { return e.code + ' ' + e.message } };
`

func TestHashes(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"sha1", `out = hex(c.oneShotDigest('SHA1', 'abc'))`, "a9993e364706816aba3e25717850c26c9cd0d89d"},
		{"copy", `const h = new c.Hash('sha256'); h.update('a'); const k = h.copy(); h.update('bc'); k.update(u8('bc')); out = [hex(h.digest()) === hex(k.digest()), hex(h.digest()).slice(0, 8), k instanceof c.Hash]`, "true,ba7816bf,true"},
		{"shake", `out = hex(c.oneShotDigest('shake256', '', 4)) + hex(new c.Hash('shake128').digest())`, "46b9dd2b7f9c2ba4e88f827d616045507605853e"},
		{"hmac", `const h = new c.Hmac('md5', u8('key')); h.update('The quick brown fox jumps over the lazy dog'); out = hex(h.digest())`, "80070713463e7749b90c2dc24911e275"},
		{"ripemd", `out = hex(c.oneShotDigest('ripemd160', 'abc'))`, "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"},
		{"pbkdf2", `out = hex(c.pbkdf2(u8('password'), u8('salt'), 2, 20, 'sha1'))`, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"},
		{"scrypt", `c.scryptAsync(u8('password'), u8('NaCl'), 16, 1024, 8, 16, 33554432, (e, k) => out = e + hex(k))`, "nullfdbabe1c9d3472007856e7190d01e9fe"},
		{"hkdf", `out = hex(c.hkdf('sha256', u8('\x0b'.repeat(22)), u8(''), u8(''), 8))`, "8da4e775a563c18f"},
		{"random", `const b = new Uint8Array(64); c.randomFill(b); c.randomFillAsync(b, (e) => out = [e, b.some((x) => x), c.timingSafeEqual(b, b), c.timingSafeEqual(u8('a'), u8('b'))])`, ",true,true,false"},
		{"bad", `out = err(() => new c.Hash('nope'))`, "undefined Digest method not supported"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := bindtest.Run(t, crypto.Table(), pre+c.src); got != c.want {
				t.Errorf("\n got  %s\n want %s", got, c.want)
			}
		})
	}
}
