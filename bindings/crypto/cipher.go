package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/subtle"
	"encoding/binary"
	"slices"
	"strings"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"
	"golang.org/x/crypto/xts"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
)

// cipherRow is a cipher by OpenSSL's name.
type cipherRow struct {
	name              string
	nid               int
	mode              string
	key, iv, blockLen int
}

var cipherTable = [...]cipherRow{
	{"aes-128-cbc", 419, "cbc", 16, 16, 16},
	{"aes-128-ccm", 896, "ccm", 16, 12, 1},
	{"aes-128-cfb", 421, "cfb", 16, 16, 1},
	{"aes-128-cfb1", 650, "cfb1", 16, 16, 1},
	{"aes-128-cfb8", 653, "cfb8", 16, 16, 1},
	{"aes-128-ctr", 904, "ctr", 16, 16, 1},
	{"aes-128-ecb", 418, "ecb", 16, 0, 16},
	{"aes-128-gcm", 895, "gcm", 16, 12, 1},
	{"aes-128-ocb", 958, "ocb", 16, 12, 16},
	{"aes-128-ofb", 420, "ofb", 16, 16, 1},
	{"id-aes128-wrap", 788, "wrap", 16, 8, 8},
	{"id-aes128-wrap-pad", 897, "wrap", 16, 4, 8},
	{"aes-128-xts", 913, "xts", 32, 16, 1},
	{"aes-192-cbc", 423, "cbc", 24, 16, 16},
	{"aes-192-ccm", 899, "ccm", 24, 12, 1},
	{"aes-192-cfb", 425, "cfb", 24, 16, 1},
	{"aes-192-cfb1", 651, "cfb1", 24, 16, 1},
	{"aes-192-cfb8", 654, "cfb8", 24, 16, 1},
	{"aes-192-ctr", 905, "ctr", 24, 16, 1},
	{"aes-192-ecb", 422, "ecb", 24, 0, 16},
	{"aes-192-gcm", 898, "gcm", 24, 12, 1},
	{"aes-192-ocb", 959, "ocb", 24, 12, 16},
	{"aes-192-ofb", 424, "ofb", 24, 16, 1},
	{"id-aes192-wrap", 789, "wrap", 24, 8, 8},
	{"id-aes192-wrap-pad", 900, "wrap", 24, 4, 8},
	{"aes-256-cbc", 427, "cbc", 32, 16, 16},
	{"aes-256-ccm", 902, "ccm", 32, 12, 1},
	{"aes-256-cfb", 429, "cfb", 32, 16, 1},
	{"aes-256-cfb1", 652, "cfb1", 32, 16, 1},
	{"aes-256-cfb8", 655, "cfb8", 32, 16, 1},
	{"aes-256-ctr", 906, "ctr", 32, 16, 1},
	{"aes-256-ecb", 426, "ecb", 32, 0, 16},
	{"aes-256-gcm", 901, "gcm", 32, 12, 1},
	{"aes-256-ocb", 960, "ocb", 32, 12, 16},
	{"aes-256-ofb", 428, "ofb", 32, 16, 1},
	{"id-aes256-wrap", 790, "wrap", 32, 8, 8},
	{"id-aes256-wrap-pad", 903, "wrap", 32, 4, 8},
	{"aes-256-xts", 914, "xts", 64, 16, 1},
	{"chacha20", 1019, "stream", 32, 16, 1},
	{"chacha20-poly1305", 1018, "chacha", 32, 12, 1},
	{"des-ede", 32, "ecb", 16, 0, 8},
	{"des-ede-cbc", 43, "cbc", 16, 8, 8},
	{"des-ede-cfb", 60, "cfb", 16, 8, 1},
	{"des-ede-ofb", 62, "ofb", 16, 8, 1},
	{"des-ede3", 33, "ecb", 24, 0, 8},
	{"des-ede3-cbc", 44, "cbc", 24, 8, 8},
	{"des-ede3-cfb", 61, "cfb", 24, 8, 1},
	{"des-ede3-cfb1", 658, "cfb1", 24, 8, 1},
	{"des-ede3-cfb8", 659, "cfb8", 24, 8, 1},
	{"des-ede3-ofb", 63, "ofb", 24, 8, 1},
	{"des3-wrap", 246, "wrap", 24, 0, 8},
}

func findCipher(name string) *cipherRow {
	n := strings.ToLower(name)
	switch n {
	case "aes128", "aes192", "aes256":
		n = "aes-" + n[3:] + "-cbc"
	case "des3":
		n = "des-ede3-cbc"
	case "des-ede-ecb", "des-ede3-ecb":
		n = strings.TrimSuffix(n, "-ecb")
	case "id-smime-alg-cms3deswrap":
		n = "des3-wrap"
	}
	if rest, ok := strings.CutPrefix(n, "id-aes"); ok && (strings.HasSuffix(rest, "-gcm") || strings.HasSuffix(rest, "-ccm")) {
		n = "aes-" + rest
	}
	if strings.HasPrefix(n, "aes") && (strings.HasSuffix(n, "-wrap") || strings.HasSuffix(n, "-wrap-pad")) {
		n = "id-aes" + strings.TrimPrefix(strings.TrimPrefix(n, "aes"), "-")
	}
	for i := range cipherTable {
		if cipherTable[i].name == n {
			return &cipherTable[i]
		}
	}
	return nil
}

// cipherState is the Go side of a CipherBase.
type cipherState struct {
	row      *cipherRow
	enc      bool
	block    cipher.Block
	bm       cipher.BlockMode
	stream   cipher.Stream
	aead     cipher.AEAD
	iv       []byte
	plain    []byte // of an AEAD: what the tag is made of
	aad      []byte
	tag      []byte
	plainLen int // given to setAAD, -1 when not
	tagLen   int
	pad      bool
	pending  []byte
	started  bool
	done     bool
	failed   bool   // the tag of a CCM message was wrong
	first    []byte // of GCM: the first counter block of the message
	gh       *ghash
	mac      *chachaMAC
	macKey   [32]byte
	ocb      *ocb
	xts      *xts.Cipher
}

func (r *cipherRow) aead() bool {
	return r.mode == "gcm" || r.mode == "chacha" || r.mode == "ccm" || r.mode == "ocb"
}

func errCannotAdd() error { return badState("Trying to add data in unsupported state") }

func badState(msg string) error { return &bindings.CodeError{Msg: msg} }

func newCipher(enc bool, name string, key, iv []byte, hasIV bool, tagLen int) (*cipherState, error) {
	row := findCipher(name)
	if row == nil {
		return nil, &bindings.CodeError{Code: "ERR_CRYPTO_UNKNOWN_CIPHER", Msg: "Unknown cipher"}
	}
	badIV := &bindings.CodeError{Kind: vm.TypeError, Code: "ERR_CRYPTO_INVALID_IV", Msg: "Invalid initialization vector"}
	aead := row.aead()
	switch {
	case row.iv == 0 && len(iv) != 0, row.iv != 0 && !hasIV, !aead && len(iv) != row.iv, row.mode == "gcm" && len(iv) == 0,
		row.mode == "ccm" && (len(iv) < 7 || len(iv) > 13), row.mode == "ocb" && (len(iv) == 0 || len(iv) > 15),
		row.mode == "chacha" && (len(iv) == 0 || len(iv) > 12):
		return nil, badIV
	}
	if len(key) != row.key {
		return nil, &bindings.CodeError{Kind: vm.RangeError, Code: "ERR_CRYPTO_INVALID_KEYLEN", Msg: "Invalid key length"}
	}
	c := &cipherState{row: row, enc: enc, iv: iv, pad: true, tagLen: tagLen, plainLen: -1}
	if aead {
		badTag := tagLen > 16 || tagLen == 0 || row.mode == "gcm" && !validTag(tagLen) || row.mode == "ccm" && (tagLen < 4 || tagLen%2 != 0)
		switch {
		case tagLen < 0 && (row.mode == "ccm" || row.mode == "ocb"):
			return nil, typeError("ERR_CRYPTO_INVALID_AUTH_TAG", "authTagLength required for "+name)
		case tagLen >= 0 && badTag:
			return nil, typeError("ERR_CRYPTO_INVALID_AUTH_TAG", "Invalid authentication tag length: "+itoa(tagLen))
		case tagLen < 0 && row.mode == "chacha":
			c.tagLen = 16
		}
	}
	var err error
	switch {
	case row.mode == "xts":
		if string(key[:len(key)/2]) == string(key[len(key)/2:]) && enc {
			e := osslError("1C800095", libProvider, "xts duplicated keys")
			e.Stack = []string{e.Msg}
			return nil, e
		}
		c.xts, err = xts.NewCipher(aes.NewCipher, key)
	case strings.Contains(row.name, "aes"):
		c.block, err = aes.NewCipher(key)
	case strings.HasPrefix(row.name, "des"):
		if len(key) == 16 {
			key = append(append([]byte{}, key...), key[:8]...)
		}
		c.block, err = des.NewTripleDESCipher(key)
	}
	if err != nil {
		return nil, err
	}
	switch row.mode {
	case "cbc":
		if enc {
			c.bm = cipher.NewCBCEncrypter(c.block, iv)
		} else {
			c.bm = cipher.NewCBCDecrypter(c.block, iv)
		}
	case "ecb":
		c.bm = &ecb{c.block, enc}
	case "ctr":
		c.stream = cipher.NewCTR(c.block, iv)
	case "ofb":
		c.stream = cipher.NewOFB(c.block, iv)
	case "cfb":
		if enc {
			c.stream = cipher.NewCFBEncrypter(c.block, iv)
		} else {
			c.stream = cipher.NewCFBDecrypter(c.block, iv)
		}
	case "cfb8":
		c.stream = &cfb8{c.block, append([]byte(nil), iv...), make([]byte, len(iv)), enc}
	case "cfb1":
		c.stream = &cfb1{c.block, append([]byte(nil), iv...), make([]byte, len(iv)), enc}
	case "ocb":
		c.ocb = newOCB(c.block, enc, iv, tagLen)
	case "stream":
		s, err := chacha20.NewUnauthenticatedCipher(key, iv[4:])
		if err != nil {
			return nil, err
		}
		s.SetCounter(uint32(iv[0]) | uint32(iv[1])<<8 | uint32(iv[2])<<16 | uint32(iv[3])<<24)
		c.stream = s
	case "gcm":
		if c.aead, err = cipher.NewGCMWithNonceSize(c.block, len(iv)); err != nil {
			return nil, err
		}
		// The key stream begins with the counter after J0: found by encrypting a block of zeros.
		first := c.aead.Seal(nil, iv, make([]byte, 16), nil)[:16]
		c.block.Decrypt(first, first)
		c.first = first
		c.stream = cipher.NewCTR(c.block, first)
	case "chacha":
		nonce := make([]byte, 12)
		copy(nonce[12-len(iv):], iv)
		c.iv = nonce
		if c.aead, err = chacha20poly1305.New(key); err != nil {
			return nil, err
		}
		s, err := chacha20.NewUnauthenticatedCipher(key, nonce)
		if err != nil {
			return nil, err
		}
		s.XORKeyStream(c.macKey[:], c.macKey[:])
		s.SetCounter(1)
		c.stream = s
	}
	return c, nil
}

// ccmMax is the longest message that the length field of the counter can hold.
func (c *cipherState) ccmMax() int {
	if q := 15 - len(c.iv); q < 4 {
		return 1<<(8*q) - 1
	}
	return 1<<31 - 1
}

// cipherText is whichever of input and output is ciphertext.
func (c *cipherState) cipherText(in, out []byte) []byte {
	if c.enc {
		return out
	}
	return in
}

func validTag(n int) bool { return n == 4 || n == 8 || n >= 12 && n <= 16 }

func itoa(n int) string {
	if n < 0 {
		return "-" + itoa(-n)
	}
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}

// ecb is the electronic codebook mode.
type ecb struct {
	b   cipher.Block
	enc bool
}

func (e *ecb) BlockSize() int { return e.b.BlockSize() }
func (e *ecb) CryptBlocks(dst, src []byte) {
	for n := e.b.BlockSize(); len(src) > 0; dst, src = dst[n:], src[n:] {
		if e.enc {
			e.b.Encrypt(dst, src)
		} else {
			e.b.Decrypt(dst, src)
		}
	}
}

// cfb8 is cipher feedback of one byte at a time.
type cfb8 struct {
	b       cipher.Block
	iv, tmp []byte
	enc     bool
}

func (c *cfb8) XORKeyStream(dst, src []byte) {
	for i, x := range src {
		c.b.Encrypt(c.tmp, c.iv)
		y := x ^ c.tmp[0]
		dst[i] = y
		copy(c.iv, c.iv[1:])
		if c.enc {
			c.iv[len(c.iv)-1] = y
		} else {
			c.iv[len(c.iv)-1] = x
		}
	}
}

func (c *cipherState) update(in []byte) ([]byte, error) {
	if c.done {
		return nil, errCannotAdd()
	}
	if c.row.mode == "ccm" {
		if c.started || !c.enc && c.tag == nil || c.plainLen >= 0 && c.plainLen != len(in) {
			return nil, errCannotAdd()
		}
		if len(in) > c.ccmMax() {
			return nil, rangeError("ERR_CRYPTO_INVALID_MESSAGELEN", "Invalid message length")
		}
		c.started = true
		out, tag := ccmCrypt(c.block, c.iv, in, c.aad, c.tagLen, !c.enc)
		if c.enc {
			c.tag = tag
		} else if subtle.ConstantTimeCompare(tag, c.tag) != 1 {
			c.failed = true
			return nil, nil
		}
		return out, nil
	}
	if c.row.mode == "wrap" {
		if c.started {
			return nil, errCannotAdd()
		}
		c.started = true
		out, ok := c.wrapAll(in)
		if !ok {
			return nil, errCannotAdd()
		}
		return out, nil
	}
	if c.xts != nil {
		if len(in) < 16 || len(in)%16 != 0 {
			return nil, errCannotAdd()
		}
		out := make([]byte, len(in))
		num := binary.LittleEndian.Uint64(c.iv)
		if c.enc {
			c.xts.Encrypt(out, in, num)
		} else {
			c.xts.Decrypt(out, in, num)
		}
		return out, nil
	}
	c.started = true
	if c.ocb != nil {
		c.pending = append(c.pending, in...)
		n := len(c.pending) / 16 * 16
		out := make([]byte, n)
		c.ocb.blocks(out, c.pending[:n])
		c.pending = append([]byte(nil), c.pending[n:]...)
		return out, nil
	}
	if c.stream != nil {
		out := make([]byte, len(in))
		c.stream.XORKeyStream(out, in)
		switch {
		case c.row.mode == "chacha":
			if c.mac == nil {
				c.mac = newChachaMAC(&c.macKey, c.aad)
			}
			c.mac.write(c.cipherText(in, out))
		case c.gh != nil:
			c.gh.write(c.cipherText(in, out))
		case c.aead != nil:
			if c.enc {
				c.plain = append(c.plain, in...)
			} else {
				c.plain = append(c.plain, out...)
			}
			// A long message is not kept.
			if len(c.plain) > ghashPiece {
				c.gh = newGHASH(c.block, c.aad)
				ct := make([]byte, len(c.plain))
				cipher.NewCTR(c.block, c.first).XORKeyStream(ct, c.plain)
				c.gh.write(ct)
				c.plain = nil
			}
		}
		return out, nil
	}
	c.pending = append(c.pending, in...)
	bs := c.bm.BlockSize()
	n := len(c.pending) / bs * bs
	if !c.enc && c.pad && n == len(c.pending) && n > 0 {
		n -= bs // the last block may be padding
	}
	out := make([]byte, n)
	c.bm.CryptBlocks(out, c.pending[:n])
	c.pending = append([]byte(nil), c.pending[n:]...)
	return out, nil
}

func (c *cipherState) final() ([]byte, error) {
	if c.done {
		return nil, &bindings.CodeError{Code: "ERR_CRYPTO_INVALID_STATE", Msg: "Invalid state"}
	}
	c.done = true
	if c.row.mode == "ccm" {
		if c.enc && c.tag == nil {
			return nil, osslError("1C800077", libProvider, "tag not set")
		}
		if !c.enc && (c.failed || !c.started && c.tag == nil) {
			return nil, badState("Unsupported state or unable to authenticate data")
		}
		return nil, nil
	}
	if c.ocb != nil {
		out, tag := c.ocb.finish(c.pending, c.aad)
		if c.enc {
			c.tag = tag
		} else if c.tag == nil || subtle.ConstantTimeCompare(tag, c.tag) != 1 {
			return nil, badState("Unsupported state or unable to authenticate data")
		}
		return out, nil
	}
	if c.aead != nil {
		var tag []byte
		switch {
		case c.row.mode == "chacha":
			if c.mac == nil {
				c.mac = newChachaMAC(&c.macKey, c.aad)
			}
			tag = c.mac.sum()
		case c.gh != nil:
			tag = c.gh.sum(c.aead.Seal(nil, c.iv, nil, nil)) // GHASH of nothing is zero: this tag is the hiding block
		default:
			sealed := c.aead.Seal(nil, c.iv, c.plain, c.aad)
			tag = sealed[len(sealed)-16:]
			c.plain = nil
		}
		if c.enc {
			n := 16
			if c.tagLen > 0 {
				n = c.tagLen
			}
			c.tag = tag[:n]
			return nil, nil
		}
		if c.tag == nil || subtle.ConstantTimeCompare(tag[:len(c.tag)], c.tag) != 1 {
			return nil, badState("Unsupported state or unable to authenticate data")
		}
		return nil, nil
	}
	if c.bm == nil {
		return nil, nil
	}
	bs := c.bm.BlockSize()
	const lib = "Provider routines"
	if c.enc {
		if !c.pad {
			if len(c.pending) != 0 {
				return nil, opensslError("1C80006A", lib, "wrong final block length", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH")
			}
			return nil, nil
		}
		n := bs - len(c.pending)%bs
		for i := 0; i < n; i++ {
			c.pending = append(c.pending, byte(n))
		}
		c.bm.CryptBlocks(c.pending, c.pending)
		return c.pending, nil
	}
	if !c.pad && len(c.pending)%bs == 0 && len(c.pending) == 0 {
		return nil, nil
	}
	if len(c.pending)%bs != 0 || c.pad && len(c.pending) == 0 {
		return nil, opensslError("1C80006B", lib, "wrong final block length", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH")
	}
	c.bm.CryptBlocks(c.pending, c.pending)
	if !c.pad {
		return c.pending, nil
	}
	n := int(c.pending[len(c.pending)-1])
	ok := n > 0 && n <= bs
	if ok {
		for _, x := range c.pending[len(c.pending)-n:] {
			ok = ok && int(x) == n
		}
	}
	if !ok {
		return nil, opensslError("1C800064", lib, "bad decrypt", "ERR_OSSL_BAD_DECRYPT")
	}
	return c.pending[:len(c.pending)-n], nil
}

func onCipher(f func(c *cipherState, e *bindings.Env, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c, ok := bindings.ThisHost[*cipherState](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(c, bindings.Of(iso), a)
	}
}

var cipherClass = bindings.Class{
	Name: "CipherBase", Length: 5,
	New: func(e *bindings.Env, a *core.Args) (any, bool) {
		iso := e.Iso
		tagLen := -1
		if v := a.Arg(4); v.IsNumber() {
			tagLen = int(v.AsFloat())
		}
		c, err := newCipher(bindings.Truthy(iso, a, 0), bindings.Str(iso, a, 1), keyBytes(e, a, 2), bindings.Copy(iso, a, 3), a.Arg(3).IsObject(), tagLen)
		if err != nil {
			throw(e, err)
			return nil, false
		}
		return c, true
	},
	Rows: []core.Row{
		{Name: "update", Length: 1, Fn: onCipher(func(c *cipherState, e *bindings.Env, a *core.Args) (core.Value, bool) {
			out, err := c.update(bindings.Data(e.Iso, a, 0))
			if err != nil {
				return throw(e, err)
			}
			return e.NewBuffer(out)
		})},
		{Name: "final", Fn: onCipher(func(c *cipherState, e *bindings.Env, a *core.Args) (core.Value, bool) {
			out, err := c.final()
			if err != nil {
				return throw(e, err)
			}
			return e.NewBuffer(out)
		})},
		{Name: "setAutoPadding", Length: 1, Fn: onCipher(func(c *cipherState, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if c.done {
				return core.False, true
			}
			c.pad = a.Len() == 0 || bindings.Truthy(e.Iso, a, 0)
			return core.True, true
		})},
		{Name: "setAAD", Length: 2, Fn: onCipher(func(c *cipherState, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if !c.row.aead() || c.done || c.started {
				return core.False, true
			}
			if c.row.mode == "ccm" {
				n := bindings.Int(a, 1)
				if n < 0 {
					return throw(e, typeError("ERR_MISSING_ARGS", "options.plaintextLength required for CCM mode with AAD"))
				}
				if n > c.ccmMax() {
					return throw(e, rangeError("ERR_CRYPTO_INVALID_MESSAGELEN", "Invalid message length"))
				}
				c.plainLen = n
			}
			c.aad = append(c.aad, bindings.Bytes(e.Iso, a, 0)...)
			return core.True, true
		})},
		{Name: "setAuthTag", Length: 1, Fn: onCipher(func(c *cipherState, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if !c.row.aead() || c.enc || c.done || c.tag != nil {
				return core.False, true
			}
			t := bindings.Copy(e.Iso, a, 0)
			if c.tagLen >= 0 && len(t) != c.tagLen || c.tagLen < 0 && c.row.mode == "gcm" && len(t) != 16 || c.row.mode == "gcm" && !validTag(len(t)) || len(t) > 16 || len(t) == 0 {
				return throw(e, &bindings.CodeError{Kind: vm.TypeError, Code: "ERR_CRYPTO_INVALID_AUTH_TAG", Msg: "Invalid authentication tag length: " + itoa(len(t))})
			}
			c.tag = t
			return core.True, true
		})},
		{Name: "getAuthTag", Fn: onCipher(func(c *cipherState, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if !c.row.aead() || !c.enc || !c.done || c.tag == nil {
				return core.Undefined, true
			}
			return e.NewBuffer(c.tag)
		})},
	},
}

var cipherRows = []core.Row{
	{Name: "getCiphers", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		var names []string
		for i := range cipherTable {
			n := cipherTable[i].name
			names = append(names, n)
			switch m := cipherTable[i].mode; {
			case strings.HasPrefix(n, "aes") && (m == "gcm" || m == "ccm"):
				names = append(names, "id-aes"+n[4:])
			case strings.HasPrefix(n, "aes") && m == "cbc":
				names = append(names, "aes"+n[4:7])
			case strings.HasPrefix(n, "id-aes"):
				names = append(names, n[3:], "aes-"+n[6:])
			}
		}
		names = append(names, "des3", "des-ede-ecb", "des-ede3-ecb", "id-smime-alg-cms3deswrap")
		slices.Sort(names)
		return stringArray(iso, names)
	}},
	{Name: "getCurves", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return stringArray(iso, curveNames())
	}},
	{Name: "getCipherInfo", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		var row *cipherRow
		if a.Arg(0).IsString() {
			row = findCipher(bindings.Str(iso, a, 0))
		} else {
			for i := range cipherTable {
				if cipherTable[i].nid == bindings.Int(a, 0) {
					row = &cipherTable[i]
				}
			}
		}
		if row == nil {
			return core.Undefined, true
		}
		iv := row.iv
		if v := a.Arg(1); v.IsNumber() && int(v.AsFloat()) != row.key {
			return core.Undefined, true
		}
		if v := a.Arg(2); v.IsNumber() {
			n := int(v.AsFloat())
			ok := n == iv
			switch row.mode {
			case "gcm":
				ok = n > 0
			case "chacha":
				ok = n > 0 && n <= 12
			case "ccm":
				ok = n >= 7 && n <= 13
			case "ocb":
				ok = n > 0 && n <= 15
			}
			if !ok {
				return core.Undefined, true
			}
			iv = n
		}
		o := iso.NewObjectProto(core.Null)
		set := func(name string, v core.Value) { iso.DefineValue(o, iso.KeyOfGo(name), v, layout.AttrDefault) }
		mode := row.mode
		switch mode {
		case "chacha":
			mode = "stream"
		case "cfb8", "cfb1":
			mode = "cfb"
		}
		set("mode", iso.NewString(mode))
		name := row.name
		switch {
		case mode == "gcm" || mode == "ccm":
			name = "id-aes" + name[4:]
		case name == "des3-wrap":
			name = "id-smime-alg-cms3deswrap"
		}
		set("name", iso.NewString(name))
		set("nid", core.Int(int32(row.nid)))
		set("keyLength", core.Int(int32(row.key)))
		set("blockSize", core.Undefined)
		if mode != "stream" {
			set("blockSize", core.Int(int32(row.blockLen)))
		}
		set("ivLength", core.Undefined)
		if iv > 0 {
			set("ivLength", core.Int(int32(iv)))
		}
		return o, true
	}},
}
