package crypto

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"math/bits"
)

// ccmSeal is CCM (RFC 3610) over a whole message; it returns ciphertext and tag. With dec the input is ciphertext.
func ccmCrypt(b cipher.Block, nonce, in, aad []byte, tagLen int, dec bool) (out, tag []byte) {
	q := 15 - len(nonce)
	ctr := make([]byte, 16)
	ctr[0] = byte(q - 1)
	copy(ctr[1:], nonce)
	s0 := make([]byte, 16)
	b.Encrypt(s0, ctr)
	ctr[15] = 1
	out = make([]byte, len(in))
	cipher.NewCTR(b, ctr).XORKeyStream(out, in)
	plain := in
	if dec {
		plain = out
	}
	mac := make([]byte, 16)
	mac[0] = byte(q-1) | byte((tagLen-2)/2)<<3
	if len(aad) > 0 {
		mac[0] |= 64
	}
	copy(mac[1:], nonce)
	for i, n := 0, len(plain); i < q && i < 8; i++ {
		mac[15-i] = byte(n)
		n >>= 8
	}
	b.Encrypt(mac, mac)
	absorb := func(data []byte) {
		for len(data) > 0 {
			n := subtle.XORBytes(mac, mac, data)
			b.Encrypt(mac, mac)
			data = data[n:]
		}
	}
	if n := len(aad); n > 0 {
		var head []byte
		switch {
		case n < 0xff00:
			head = binary.BigEndian.AppendUint16(nil, uint16(n))
		default:
			head = binary.BigEndian.AppendUint32([]byte{0xff, 0xfe}, uint32(n))
		}
		absorb(append(head, aad...))
	}
	absorb(plain)
	subtle.XORBytes(mac, mac, s0)
	return out, mac[:tagLen]
}

// ocb is the state of OCB (RFC 7253).
type ocb struct {
	b            cipher.Block
	enc          bool
	lStar, lDoll [16]byte
	l            [][16]byte
	offset, sum  [16]byte
	n            uint64
	tagLen       int
}

func dbl(x [16]byte) (y [16]byte) {
	hi, lo := binary.BigEndian.Uint64(x[:8]), binary.BigEndian.Uint64(x[8:])
	carry := hi >> 63
	binary.BigEndian.PutUint64(y[:8], hi<<1|lo>>63)
	binary.BigEndian.PutUint64(y[8:], lo<<1^carry*0x87)
	return y
}

func newOCB(b cipher.Block, enc bool, nonce []byte, tagLen int) *ocb {
	o := &ocb{b: b, enc: enc, tagLen: tagLen}
	b.Encrypt(o.lStar[:], o.lStar[:])
	o.lDoll = dbl(o.lStar)
	o.l = append(o.l, dbl(o.lDoll))
	var n [16]byte
	copy(n[16-len(nonce):], nonce)
	n[0] = byte(tagLen*8%128) << 1
	n[15-len(nonce)] |= 1
	bottom := uint(n[15] & 63)
	n[15] &^= 63
	var stretch [24]byte
	b.Encrypt(stretch[:16], n[:])
	for i := range 8 {
		stretch[16+i] = stretch[i] ^ stretch[i+1]
	}
	for i := range 16 {
		w := uint16(stretch[i+int(bottom/8)])<<8 | uint16(stretch[min(i+int(bottom/8)+1, 23)])
		o.offset[i] = byte(w << (bottom % 8) >> 8)
	}
	return o
}

func (o *ocb) level(i int) *[16]byte {
	for len(o.l) <= i {
		o.l = append(o.l, dbl(o.l[len(o.l)-1]))
	}
	return &o.l[i]
}

func xor16(dst, a *[16]byte) { subtle.XORBytes(dst[:], dst[:], a[:]) }

// blocks processes whole blocks.
func (o *ocb) blocks(dst, src []byte) {
	var t [16]byte
	for ; len(src) >= 16; dst, src = dst[16:], src[16:] {
		o.n++
		xor16(&o.offset, o.level(bits.TrailingZeros64(o.n)))
		subtle.XORBytes(t[:], src[:16], o.offset[:])
		if o.enc {
			subtle.XORBytes(o.sum[:], o.sum[:], src[:16])
			o.b.Encrypt(t[:], t[:])
		} else {
			o.b.Decrypt(t[:], t[:])
		}
		xor16(&t, &o.offset)
		if !o.enc {
			xor16(&o.sum, &t)
		}
		copy(dst, t[:])
	}
}

// finish processes the last partial block and returns it with the tag.
func (o *ocb) finish(rest, aad []byte) (out, tag []byte) {
	out = make([]byte, len(rest))
	if len(rest) > 0 {
		xor16(&o.offset, &o.lStar)
		var pad [16]byte
		o.b.Encrypt(pad[:], o.offset[:])
		subtle.XORBytes(out, rest, pad[:len(rest)])
		plain := rest
		if !o.enc {
			plain = out
		}
		var last [16]byte
		copy(last[:], plain)
		last[len(plain)] = 0x80
		xor16(&o.sum, &last)
	}
	t := o.sum
	xor16(&t, &o.offset)
	xor16(&t, &o.lDoll)
	o.b.Encrypt(t[:], t[:])
	h := o.hash(aad)
	xor16(&t, &h)
	return out, t[:o.tagLen]
}

func (o *ocb) hash(aad []byte) (sum [16]byte) {
	var off, t [16]byte
	for i := uint64(1); len(aad) >= 16; i++ {
		xor16(&off, o.level(bits.TrailingZeros64(i)))
		subtle.XORBytes(t[:], aad[:16], off[:])
		o.b.Encrypt(t[:], t[:])
		xor16(&sum, &t)
		aad = aad[16:]
	}
	if len(aad) > 0 {
		xor16(&off, &o.lStar)
		t = [16]byte{}
		copy(t[:], aad)
		t[len(aad)] = 0x80
		xor16(&t, &off)
		o.b.Encrypt(t[:], t[:])
		xor16(&sum, &t)
	}
	return sum
}

// aesWrap is the key wrap of RFC 3394 with a given initial value.
func aesWrap(b cipher.Block, iv, in []byte) []byte {
	out := append(append([]byte{}, iv...), in...)
	n := len(in) / 8
	var t [16]byte
	copy(t[:8], iv)
	for j := 0; j < 6; j++ {
		for i := 1; i <= n; i++ {
			copy(t[8:], out[8*i:8*i+8])
			b.Encrypt(t[:], t[:])
			copy(out[8*i:], t[8:])
			x := uint64(n*j + i)
			for k := 7; x > 0; k-- {
				t[k] ^= byte(x)
				x >>= 8
			}
		}
	}
	copy(out, t[:8])
	return out
}

// aesUnwrap reverses aesWrap and returns the initial value found.
func aesUnwrap(b cipher.Block, in []byte) (iv, out []byte) {
	n := len(in)/8 - 1
	out = append([]byte{}, in[8:]...)
	var t [16]byte
	copy(t[:8], in)
	for j := 5; j >= 0; j-- {
		for i := n; i >= 1; i-- {
			x := uint64(n*j + i)
			for k := 7; x > 0; k-- {
				t[k] ^= byte(x)
				x >>= 8
			}
			copy(t[8:], out[8*i-8:8*i])
			b.Decrypt(t[:], t[:])
			copy(out[8*i-8:], t[8:])
		}
	}
	return t[:8], out
}

// wrapAll is update() of the wrap modes: all in one call. false stands for bad input.
func (c *cipherState) wrapAll(in []byte) ([]byte, bool) {
	switch {
	case c.row.name == "des3-wrap":
		return c.desWrap(in)
	case c.row.mode == "wrap" && len(c.iv) == 8:
		if c.enc {
			if len(in) < 16 || len(in)%8 != 0 {
				return nil, false
			}
			return aesWrap(c.block, c.iv, in), true
		}
		if len(in) < 24 || len(in)%8 != 0 {
			return nil, false
		}
		iv, out := aesUnwrap(c.block, in)
		return out, subtle.ConstantTimeCompare(iv, c.iv) == 1
	}
	// RFC 5649
	if c.enc {
		if len(in) == 0 {
			return nil, false
		}
		aiv := binary.BigEndian.AppendUint32(append([]byte{}, c.iv...), uint32(len(in)))
		padded := append(append([]byte{}, in...), make([]byte, (8-len(in)%8)%8)...)
		if len(padded) == 8 {
			out := append(aiv, padded...)
			c.block.Encrypt(out, out)
			return out, true
		}
		return aesWrap(c.block, aiv, padded), true
	}
	if len(in) < 16 || len(in)%8 != 0 {
		return nil, false
	}
	var aiv, out []byte
	if len(in) == 16 {
		t := make([]byte, 16)
		c.block.Decrypt(t, in)
		aiv, out = t[:8], t[8:]
	} else {
		aiv, out = aesUnwrap(c.block, in)
	}
	n := int(binary.BigEndian.Uint32(aiv[4:]))
	if string(aiv[:4]) != string(c.iv) || n <= len(out)-8 || n > len(out) {
		return nil, false
	}
	for _, x := range out[n:] {
		if x != 0 {
			return nil, false
		}
	}
	return out[:n], true
}

// desWrap is the Triple-DES key wrap of RFC 3217.
func (c *cipherState) desWrap(in []byte) ([]byte, bool) {
	iv2 := []byte{0x4a, 0xdd, 0xa2, 0x2c, 0x79, 0xe8, 0x21, 0x05}
	reverse := func(b []byte) {
		for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
			b[i], b[j] = b[j], b[i]
		}
	}
	if len(in)%8 != 0 {
		return nil, false
	}
	if c.enc {
		sum := sha1.Sum(in)
		buf := make([]byte, 8, 24+len(in))
		rand.Read(buf)
		buf = append(append(buf, in...), sum[:8]...)
		cipher.NewCBCEncrypter(c.block, buf[:8:8]).CryptBlocks(buf[8:], buf[8:])
		reverse(buf)
		cipher.NewCBCEncrypter(c.block, iv2).CryptBlocks(buf, buf)
		return buf, true
	}
	if len(in) < 24 {
		return nil, false
	}
	buf := append([]byte{}, in...)
	cipher.NewCBCDecrypter(c.block, iv2).CryptBlocks(buf, buf)
	reverse(buf)
	cipher.NewCBCDecrypter(c.block, buf[:8:8]).CryptBlocks(buf[8:], buf[8:])
	out := buf[8 : len(buf)-8]
	sum := sha1.Sum(out)
	return out, subtle.ConstantTimeCompare(sum[:8], buf[len(buf)-8:]) == 1
}

// cfb1 is cipher feedback of one bit at a time.
type cfb1 struct {
	b       cipher.Block
	iv, tmp []byte
	enc     bool
}

func (c *cfb1) XORKeyStream(dst, src []byte) {
	for i, x := range src {
		var y byte
		for bit := 7; bit >= 0; bit-- {
			c.b.Encrypt(c.tmp, c.iv)
			in := x >> bit & 1
			out := in ^ c.tmp[0]>>7
			y |= out << bit
			fb := out
			if !c.enc {
				fb = in
			}
			for k := range c.iv {
				next := fb
				if k+1 < len(c.iv) {
					next = c.iv[k+1] >> 7
				}
				c.iv[k] = c.iv[k]<<1 | next
			}
		}
		dst[i] = y
	}
}
