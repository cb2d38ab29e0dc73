package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/subtle"
	"strings"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"

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
	{"aes-128-cbc", 419, "cbc", 16, 16, 16}, {"aes-128-cfb", 421, "cfb", 16, 16, 1}, {"aes-128-cfb8", 653, "cfb8", 16, 16, 1},
	{"aes-128-ctr", 904, "ctr", 16, 16, 1}, {"aes-128-ecb", 418, "ecb", 16, 0, 16}, {"aes-128-gcm", 895, "gcm", 16, 12, 1}, {"aes-128-ofb", 420, "ofb", 16, 16, 1},
	{"aes-192-cbc", 423, "cbc", 24, 16, 16}, {"aes-192-cfb", 425, "cfb", 24, 16, 1}, {"aes-192-cfb8", 654, "cfb8", 24, 16, 1},
	{"aes-192-ctr", 905, "ctr", 24, 16, 1}, {"aes-192-ecb", 422, "ecb", 24, 0, 16}, {"aes-192-gcm", 898, "gcm", 24, 12, 1}, {"aes-192-ofb", 424, "ofb", 24, 16, 1},
	{"aes-256-cbc", 427, "cbc", 32, 16, 16}, {"aes-256-cfb", 429, "cfb", 32, 16, 1}, {"aes-256-cfb8", 655, "cfb8", 32, 16, 1},
	{"aes-256-ctr", 906, "ctr", 32, 16, 1}, {"aes-256-ecb", 426, "ecb", 32, 0, 16}, {"aes-256-gcm", 901, "gcm", 32, 12, 1}, {"aes-256-ofb", 428, "ofb", 32, 16, 1},
	{"chacha20", 1019, "stream", 32, 16, 1}, {"chacha20-poly1305", 1018, "chacha", 32, 12, 1},
	{"des-ede3-cbc", 44, "cbc", 24, 8, 8}, {"des-ede3-ecb", 33, "ecb", 24, 0, 8},
}

func findCipher(name string) *cipherRow {
	n := strings.ToLower(name)
	switch n {
	case "aes128", "aes192", "aes256":
		n = "aes-" + n[3:] + "-cbc"
	case "des3", "des-ede3":
		n = "des-ede3-cbc"
	}
	if rest, ok := strings.CutPrefix(n, "id-aes"); ok && strings.HasSuffix(rest, "-gcm") {
		n = "aes-" + rest
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
	row     *cipherRow
	enc     bool
	block   cipher.Block
	bm      cipher.BlockMode
	stream  cipher.Stream
	aead    cipher.AEAD
	iv      []byte
	plain   []byte // of an AEAD: what the tag is made of
	aad     []byte
	tag     []byte
	tagLen  int
	pad     bool
	pending []byte
	started bool
	done    bool
}

func badState(msg string) error { return &bindings.CodeError{Msg: msg} }

func newCipher(enc bool, name string, key, iv []byte, hasIV bool, tagLen int) (*cipherState, error) {
	row := findCipher(name)
	if row == nil {
		return nil, &bindings.CodeError{Code: "ERR_CRYPTO_UNKNOWN_CIPHER", Msg: "Unknown cipher"}
	}
	badIV := &bindings.CodeError{Kind: vm.TypeError, Code: "ERR_CRYPTO_INVALID_IV", Msg: "Invalid initialization vector"}
	aead := row.mode == "gcm" || row.mode == "chacha"
	switch {
	case row.iv == 0 && len(iv) != 0, row.iv != 0 && !hasIV, !aead && len(iv) != row.iv, row.mode == "gcm" && len(iv) == 0,
		row.mode == "chacha" && (len(iv) == 0 || len(iv) > 12):
		return nil, badIV
	}
	if len(key) != row.key {
		return nil, &bindings.CodeError{Kind: vm.RangeError, Code: "ERR_CRYPTO_INVALID_KEYLEN", Msg: "Invalid key length"}
	}
	c := &cipherState{row: row, enc: enc, iv: iv, pad: true, tagLen: tagLen}
	if aead && tagLen >= 0 && (tagLen > 16 || row.mode == "gcm" && !validTag(tagLen)) {
		return nil, &bindings.CodeError{Kind: vm.TypeError, Code: "ERR_CRYPTO_INVALID_AUTH_TAG", Msg: "Invalid authentication tag length: " + itoa(tagLen)}
	}
	var err error
	switch {
	case strings.HasPrefix(row.name, "aes"):
		c.block, err = aes.NewCipher(key)
	case strings.HasPrefix(row.name, "des"):
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
		c.stream = &cfb8{c.block, append([]byte(nil), iv...), make([]byte, 16), enc}
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
		s.SetCounter(1)
		c.stream = s
	}
	return c, nil
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
			c.iv[15] = y
		} else {
			c.iv[15] = x
		}
	}
}

func (c *cipherState) update(in []byte) ([]byte, error) {
	if c.done {
		return nil, &bindings.CodeError{Code: "ERR_CRYPTO_INVALID_STATE", Msg: "Unsupported state"}
	}
	c.started = true
	if c.stream != nil {
		out := make([]byte, len(in))
		c.stream.XORKeyStream(out, in)
		if c.aead != nil {
			if c.enc {
				c.plain = append(c.plain, in...)
			} else {
				c.plain = append(c.plain, out...)
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
		return nil, &bindings.CodeError{Code: "ERR_CRYPTO_INVALID_STATE", Msg: "Unsupported state"}
	}
	c.done = true
	if c.aead != nil {
		sealed := c.aead.Seal(nil, c.iv, c.plain, c.aad)
		tag := sealed[len(sealed)-16:]
		c.plain = nil
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
			if c.aead == nil || c.done || c.started {
				return core.False, true
			}
			c.aad = append(c.aad, bindings.Bytes(e.Iso, a, 0)...)
			return core.True, true
		})},
		{Name: "setAuthTag", Length: 1, Fn: onCipher(func(c *cipherState, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if c.aead == nil || c.enc || c.done || c.tag != nil {
				return core.False, true
			}
			t := bindings.Copy(e.Iso, a, 0)
			if c.tagLen >= 0 && len(t) != c.tagLen || c.row.mode == "gcm" && !validTag(len(t)) || len(t) > 16 || len(t) == 0 {
				return throw(e, &bindings.CodeError{Kind: vm.TypeError, Code: "ERR_CRYPTO_INVALID_AUTH_TAG", Msg: "Invalid authentication tag length: " + itoa(len(t))})
			}
			c.tag = t
			return core.True, true
		})},
		{Name: "getAuthTag", Fn: onCipher(func(c *cipherState, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if c.aead == nil || !c.enc || !c.done || c.tag == nil {
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
			names = append(names, cipherTable[i].name)
		}
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
			if n != iv && !(row.mode == "gcm" && n > 0 || row.mode == "chacha" && n > 0 && n <= 12) {
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
		case "cfb8":
			mode = "cfb"
		}
		set("mode", iso.NewString(mode))
		name := row.name
		if mode == "gcm" {
			name = "id-aes" + name[4:]
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
