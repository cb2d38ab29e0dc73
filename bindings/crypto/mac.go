package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"encoding/binary"
	"math/bits"

	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/blake2s"
	"golang.org/x/crypto/poly1305" //nolint:staticcheck // a program may ask for it by name

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// macData(kind, key, data, digest or cipher, length, iv or customization) computes a message authentication code.
func macData(kind string, key, data []byte, name string, n int, extra []byte) ([]byte, error) {
	switch kind {
	case "hmac":
		mk := hashMaker(name)
		if mk == nil {
			return nil, osslError("0308010C", libEVP, "unsupported")
		}
		h := hmac.New(mk, key)
		h.Write(data)
		return h.Sum(nil), nil
	case "kmac128", "kmac256":
		b := 128
		if kind == "kmac256" {
			b = 256
		}
		if n < 0 {
			n = b / 4
		}
		return kmac(b, key, extra, data, n), nil
	case "cmac":
		row := findCipher(name)
		if row == nil {
			return nil, osslError("0308010C", libEVP, "unsupported")
		}
		if row.mode != "cbc" {
			return nil, osslError("1C80007D", libProvider, "invalid mode")
		}
		c, err := newCipher(true, name, key, make([]byte, row.iv), true, -1)
		if err != nil {
			return nil, osslError("03000082", libEVP, "invalid key length")
		}
		return cmac(c.block, data), nil
	case "gmac":
		b, err := aes.NewCipher(key)
		if err != nil {
			return nil, osslError("03000082", libEVP, "invalid key length")
		}
		g, err := cipher.NewGCMWithNonceSize(b, len(extra))
		if err != nil {
			return nil, err
		}
		return g.Seal(nil, extra, nil, data), nil
	case "poly1305":
		if len(key) != 32 {
			return nil, osslError("1C800069", libProvider, "invalid key length")
		}
		var out [16]byte
		poly1305.Sum(&out, data, (*[32]byte)(key))
		return out[:], nil
	case "siphash":
		if len(key) != 16 {
			return nil, osslError("1C800069", libProvider, "invalid key length")
		}
		if n < 0 {
			n = 16
		}
		if n != 8 && n != 16 {
			return nil, osslError("1C8000DD", libProvider, "invalid size")
		}
		return sipHash(key, data, n), nil
	case "blake2bmac":
		if n < 0 {
			n = 64
		}
		h, err := blake2b.New(n, key)
		if err != nil || len(key) == 0 {
			return nil, osslError("1C800069", libProvider, "invalid key length")
		}
		h.Write(data)
		return h.Sum(nil), nil
	default: // blake2smac
		h, err := blake2s.New256(key)
		if n == 16 {
			h, err = blake2s.New128(key)
		} else if n >= 0 && n != 32 {
			return nil, osslError("1C8000DD", libProvider, "invalid size")
		}
		if err != nil || len(key) == 0 {
			return nil, osslError("1C800069", libProvider, "invalid key length")
		}
		h.Write(data)
		return h.Sum(nil), nil
	}
}

// cmac is CMAC (SP 800-38B).
func cmac(b cipher.Block, data []byte) []byte {
	n := b.BlockSize()
	double := func(x []byte) []byte {
		out := make([]byte, n)
		for i := range out {
			out[i] = x[i] << 1
			if i+1 < n {
				out[i] |= x[i+1] >> 7
			}
		}
		poly := byte(0x87)
		if n == 8 {
			poly = 0x1b
		}
		out[n-1] ^= poly * (x[0] >> 7)
		return out
	}
	l := make([]byte, n)
	b.Encrypt(l, l)
	k := double(l)
	mac := make([]byte, n)
	for len(data) > n {
		for i := range mac {
			mac[i] ^= data[i]
		}
		b.Encrypt(mac, mac)
		data = data[n:]
	}
	last := make([]byte, n)
	copy(last, data)
	if len(data) < n {
		last[len(data)] = 0x80
		k = double(k)
	}
	for i := range mac {
		mac[i] ^= last[i] ^ k[i]
	}
	b.Encrypt(mac, mac)
	return mac
}

// sipHash is SipHash-2-4 with 8 or 16 bytes of output.
func sipHash(key, data []byte, n int) []byte {
	le := binary.LittleEndian
	k0, k1 := le.Uint64(key), le.Uint64(key[8:])
	v0, v1, v2, v3 := k0^0x736f6d6570736575, k1^0x646f72616e646f6d, k0^0x6c7967656e657261, k1^0x7465646279746573
	if n == 16 {
		v1 ^= 0xee
	}
	rounds := func(c int) {
		for range c {
			v0 += v1
			v1 = bits.RotateLeft64(v1, 13) ^ v0
			v0 = bits.RotateLeft64(v0, 32)
			v2 += v3
			v3 = bits.RotateLeft64(v3, 16) ^ v2
			v0 += v3
			v3 = bits.RotateLeft64(v3, 21) ^ v0
			v2 += v1
			v1 = bits.RotateLeft64(v1, 17) ^ v2
			v2 = bits.RotateLeft64(v2, 32)
		}
	}
	size := len(data)
	word := func(m uint64) {
		v3 ^= m
		rounds(2)
		v0 ^= m
	}
	for ; len(data) >= 8; data = data[8:] {
		word(le.Uint64(data))
	}
	var tail [8]byte
	copy(tail[:], data)
	tail[7] = byte(size)
	word(le.Uint64(tail[:]))
	if n == 16 {
		v2 ^= 0xee
	} else {
		v2 ^= 0xff
	}
	rounds(4)
	out := le.AppendUint64(nil, v0^v1^v2^v3)
	if n == 16 {
		v1 ^= 0xdd
		rounds(4)
		out = le.AppendUint64(out, v0^v1^v2^v3)
	}
	return out
}

// macOp is mac(kind, key, data, digest or cipher, length or undefined, iv or customization).
var macRows = []core.Row{{Name: "mac", Length: 6, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	n := -1
	if a.Arg(4).IsNumber() {
		n = bindings.Int(a, 4)
	}
	out, err := macData(bindings.Str(iso, a, 0), keyBytes(e, a, 1), bindings.Bytes(iso, a, 2), bindings.Str(iso, a, 3), n, bindings.Bytes(iso, a, 5))
	if err != nil {
		return throw(e, err)
	}
	return e.NewBuffer(out)
}}}
