package crypto

import (
	"crypto/ecdsa"
	"crypto/rand"
	gorsa "crypto/rsa"
	"crypto/subtle"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"github.com/gonode/gonode/bindings"
)

// signOptions says how a signature is made.
type signOptions struct {
	padding, salt int
	hasPadding    bool
	hasSalt       bool
	p1363         bool
	context       []byte
}

func digestInfoDER(oid string, sum []byte) []byte {
	var b cryptobyte.Builder
	addSeq(&b, func(b *cryptobyte.Builder) {
		addSeq(b, func(b *cryptobyte.Builder) {
			addOID(b, oid)
			b.AddASN1NULL()
		})
		b.AddASN1OctetString(sum)
	})
	return b.BytesOrPanic()
}

func errDigestNotAllowed() error { return osslError("1C8000AE", libProvider, "digest not allowed") }

func errNotForKeyType() error {
	return osslError("03000096", libEVP, "operation not supported for this keytype")
}

func errPadding() error {
	return osslError("1C8000A5", libProvider, "illegal or unsupported padding mode")
}

// oneShot reports whether the key's scheme hashes by itself.
func (k *key) oneShot() bool { return k.pub != nil }

// rsaMode settles padding, salt length and mask digest of an RSA signature; name "" stands for no digest.
func (k *key) rsaMode(name string, o signOptions, signing bool) (padding, salt int, mgf string, err error) {
	if err := k.rsa.check(); err != nil {
		return 0, 0, "", err
	}
	padding = padPKCS1
	if k.typ == "rsa-pss" {
		padding = padPSS
	}
	if o.hasPadding {
		padding = o.padding
	}
	salt, mgf = saltMax, name
	if o.hasSalt {
		salt = o.salt
	}
	switch {
	case padding == padNone:
		return 0, 0, "", osslError("1C8000A8", libProvider, "invalid padding mode")
	case padding != padPKCS1 && padding != padPSS && padding != padX931,
		k.typ == "rsa-pss" && padding != padPSS:
		return 0, 0, "", errPadding()
	}
	if name != "" && padding == padPKCS1 && canonicalHash(name) != "md5-sha1" && hashOID(name) == "" {
		return 0, 0, "", errDigestNotAllowed()
	}
	if name != "" && padding == padPSS && hashOID(name) == "" {
		return 0, 0, "", errDigestNotAllowed()
	}
	if k.pss != nil {
		if canonicalHash(name) != k.pss.hash {
			return 0, 0, "", errDigestNotAllowed()
		}
		mgf = k.pss.mgf
		if !o.hasSalt {
			if signing {
				salt = k.pss.salt
			}
		} else {
			want := salt
			if salt == saltDigest {
				want = newHash(name).Size()
			}
			if want >= 0 && want < k.pss.salt {
				return 0, 0, "", osslError("1C8000AC", libProvider, "pss saltlen too small")
			}
		}
	}
	return padding, salt, mgf, nil
}

// signDigest signs a digest; name is its algorithm ("" for plain data).
func (k *key) signDigest(name string, sum []byte, o signOptions) ([]byte, error) {
	switch {
	case k.rsa != nil:
		padding, salt, mgf, err := k.rsaMode(name, o, true)
		if err != nil {
			return nil, err
		}
		if padding == padPSS {
			if std := k.rsa.std(); std != nil && stdHash(name) != 0 && mgf == name && salt == saltDigest {
				return gorsa.SignPSS(rand.Reader, std, stdHash(name), sum, &gorsa.PSSOptions{SaltLength: gorsa.PSSSaltLengthEqualsHash})
			}
			em, err := pssEncode(sum, k.rsa.n.BitLen()-1, salt, name, mgf)
			if err != nil {
				return nil, err
			}
			return k.rsa.privateOp(em)
		}
		info := sum
		if name != "" {
			if h := stdHash(name); h != 0 {
				if std := k.rsa.std(); std != nil {
					return gorsa.SignPKCS1v15(nil, std, h, sum)
				}
			}
			info = digestInfo(name, sum)
		}
		if len(info) > k.rsa.size()-11 {
			return nil, osslError("02000070", libRSA, "digest too big for rsa key")
		}
		em, err := pad1(info, k.rsa.size())
		if err != nil {
			return nil, err
		}
		return k.rsa.privateOp(em)
	case k.dsa != nil:
		r, s, err := k.dsa.sign(sum)
		if err != nil {
			return nil, err
		}
		return encodeRS(r, s, (k.dsa.q.BitLen()+7)/8, o.p1363), nil
	case k.ec != nil:
		r, s, err := k.ec.sign(sum)
		if err != nil {
			return nil, err
		}
		return encodeRS(r, s, k.ec.curve.scalarBytes, o.p1363), nil
	}
	return nil, errUnsupportedOp()
}

func (k *key) verifyDigest(name string, sum, sig []byte, o signOptions) (bool, error) {
	switch {
	case k.rsa != nil:
		padding, salt, mgf, err := k.rsaMode(name, o, false)
		if err != nil {
			return false, err
		}
		if len(sig) != k.rsa.size() {
			return false, nil
		}
		em, err := k.rsa.public(sig)
		if err != nil {
			return false, nil
		}
		if padding == padPSS {
			return pssVerify(em, sum, k.rsa.n.BitLen()-1, salt, name, mgf), nil
		}
		info := sum
		if name != "" {
			info = digestInfo(name, sum)
		}
		want, err := pad1(info, k.rsa.size())
		return err == nil && subtle.ConstantTimeCompare(want, em) == 1, nil
	case k.dsa != nil:
		r, s, ok := decodeRS(sig, (k.dsa.q.BitLen()+7)/8, o.p1363)
		return ok && k.dsa.verify(sum, r, s), nil
	case k.ec != nil:
		r, s, ok := decodeRS(sig, k.ec.curve.scalarBytes, o.p1363)
		return ok && k.ec.verify(sum, r, s), nil
	}
	return false, errUnsupportedOp()
}

// sign is the one-call form; name "" asks for the key's default digest.
func (k *key) sign(name string, data []byte, o signOptions) ([]byte, error) {
	if k.oneShot() {
		if r := rawByName(k.typ); !r.sign {
			return nil, errNotForKeyType()
		}
		if name != "" {
			return nil, osslError("1C80007A", libProvider, "invalid digest")
		}
		if err := checkContext(k, o.context); err != nil {
			return nil, err
		}
		return k.rawSign(data, o.context)
	}
	if k.dh != nil {
		return nil, errNotForKeyType()
	}
	if name == "" {
		name = "sha256"
		if k.pss != nil {
			name = k.pss.hash
		}
	}
	return k.signDigest(name, hashOnce(name, data), o)
}

func checkContext(k *key, context []byte) error {
	if len(context) > 255 {
		return rangeError("ERR_OUT_OF_RANGE", "context string must be at most 255 bytes")
	}
	return nil
}

func (k *key) verify(name string, data, sig []byte, o signOptions) (bool, error) {
	if k.oneShot() {
		if r := rawByName(k.typ); !r.sign {
			return false, errNotForKeyType()
		}
		if name != "" {
			return false, osslError("1C80007A", libProvider, "invalid digest")
		}
		return k.rawVerify(data, sig, o.context), nil
	}
	if k.dh != nil {
		return false, errNotForKeyType()
	}
	if name == "" {
		name = "sha256"
		if k.pss != nil {
			name = k.pss.hash
		}
	}
	return k.verifyDigest(name, hashOnce(name, data), sig, o)
}

func encodeRS(r, s *big.Int, n int, p1363 bool) []byte {
	if p1363 {
		out := make([]byte, 2*n)
		r.FillBytes(out[:n])
		s.FillBytes(out[n:])
		return out
	}
	var b cryptobyte.Builder
	addSeq(&b, func(b *cryptobyte.Builder) {
		b.AddASN1BigInt(r)
		b.AddASN1BigInt(s)
	})
	return b.BytesOrPanic()
}

func decodeRS(sig []byte, n int, p1363 bool) (r, s *big.Int, ok bool) {
	if p1363 {
		if len(sig) != 2*n {
			return nil, nil, false
		}
		return new(big.Int).SetBytes(sig[:n]), new(big.Int).SetBytes(sig[n:]), true
	}
	in := cryptobyte.String(sig)
	var seq cryptobyte.String
	if !in.ReadASN1(&seq, casn1.SEQUENCE) || !in.Empty() {
		return nil, nil, false
	}
	v, ok := readInts(&seq, 2)
	if !ok || !seq.Empty() {
		return nil, nil, false
	}
	return v[0], v[1], true
}

// hashInt takes the leftmost bits of a digest as a number.
func hashInt(sum []byte, n *big.Int) *big.Int {
	e := new(big.Int).SetBytes(sum)
	if extra := len(sum)*8 - n.BitLen(); extra > 0 {
		e.Rsh(e, uint(extra))
	}
	return e
}

// nonce is a random number in [1, n).
func nonce(n *big.Int) (*big.Int, error) {
	k, err := rand.Int(rand.Reader, new(big.Int).Sub(n, big.NewInt(1)))
	if err != nil {
		return nil, err
	}
	return k.Add(k, big.NewInt(1)), nil
}

func (k *ecKey) stdPrivate() *ecdsa.PrivateKey {
	return &ecdsa.PrivateKey{PublicKey: ecdsa.PublicKey{Curve: k.curve.std, X: k.x, Y: k.y}, D: k.d}
}

func (k *ecKey) sign(sum []byte) (r, s *big.Int, err error) {
	c := k.curve
	if c.std != nil {
		return ecdsa.Sign(rand.Reader, k.stdPrivate(), sum)
	}
	e := hashInt(sum, c.n)
	for {
		t, err := nonce(c.n)
		if err != nil {
			return nil, nil, err
		}
		x, _ := c.base(t)
		r = new(big.Int).Mod(x, c.n)
		if r.Sign() == 0 {
			continue
		}
		s = new(big.Int).Mul(r, k.d)
		s.Add(s, e).Mul(s, new(big.Int).ModInverse(t, c.n)).Mod(s, c.n)
		if s.Sign() != 0 {
			return r, s, nil
		}
	}
}

func (k *ecKey) verify(sum []byte, r, s *big.Int) bool {
	c := k.curve
	if r.Sign() <= 0 || s.Sign() <= 0 || r.Cmp(c.n) >= 0 || s.Cmp(c.n) >= 0 {
		return false
	}
	if c.std != nil {
		return ecdsa.Verify(&ecdsa.PublicKey{Curve: c.std, X: k.x, Y: k.y}, sum, r, s)
	}
	w := new(big.Int).ModInverse(s, c.n)
	u1, u2 := hashInt(sum, c.n), new(big.Int).Mul(r, w)
	u1.Mul(u1, w).Mod(u1, c.n)
	u2.Mod(u2, c.n)
	x1, y1 := c.base(u1)
	x2, y2 := c.mult(k.x, k.y, u2)
	x, _ := c.add(x1, y1, x2, y2)
	return x != nil && x.Mod(x, c.n).Cmp(r) == 0
}

func (k *dsaKey) sign(sum []byte) (r, s *big.Int, err error) {
	if k.q.BitLen() < 32 || k.p.Sign() <= 0 {
		return nil, nil, errUnsupportedOp()
	}
	e := hashInt(sum, k.q)
	for range 64 {
		t, err := nonce(k.q)
		if err != nil {
			return nil, nil, err
		}
		r = new(big.Int).Exp(k.g, t, k.p)
		r.Mod(r, k.q)
		inv := new(big.Int).ModInverse(t, k.q)
		if r.Sign() == 0 || inv == nil {
			continue
		}
		s = new(big.Int).Mul(r, k.x)
		s.Add(s, e).Mul(s, inv).Mod(s, k.q)
		if s.Sign() != 0 {
			return r, s, nil
		}
	}
	return nil, nil, &bindings.CodeError{Msg: "Bad DSA parameters"}
}

func (k *dsaKey) verify(sum []byte, r, s *big.Int) bool {
	if r.Sign() <= 0 || s.Sign() <= 0 || r.Cmp(k.q) >= 0 || s.Cmp(k.q) >= 0 {
		return false
	}
	w := new(big.Int).ModInverse(s, k.q)
	if w == nil {
		return false
	}
	u1, u2 := hashInt(sum, k.q), new(big.Int).Mul(r, w)
	u1.Mul(u1, w).Mod(u1, k.q)
	u2.Mod(u2, k.q)
	v := new(big.Int).Exp(k.g, u1, k.p)
	v.Mul(v, new(big.Int).Exp(k.y, u2, k.p)).Mod(v, k.p).Mod(v, k.q)
	return v.Cmp(r) == 0
}

// rsaCrypt is publicEncrypt, publicDecrypt, privateEncrypt and privateDecrypt.
func (k *key) rsaCrypt(op string, data []byte, padding int, oaepHash string, label []byte) ([]byte, error) {
	if k.rsa == nil || k.typ != "rsa" {
		return nil, errNotForKeyType()
	}
	if err := k.rsa.check(); err != nil {
		return nil, err
	}
	n := k.rsa.size()
	if oaepHash == "" {
		oaepHash = "sha1"
	}
	if padding == padOAEP && newHash(oaepHash) == nil {
		return nil, &bindings.CodeError{Code: "ERR_OSSL_EVP_INVALID_DIGEST", Msg: "Invalid digest used"}
	}
	none := func() ([]byte, error) {
		if len(data) > n {
			return nil, osslError("0200006E", libRSA, "data too large for key size")
		}
		if len(data) < n {
			return nil, osslError("0200007A", libRSA, "data too small for key size")
		}
		return data, nil
	}
	switch op {
	case "publicEncrypt":
		em, err := data, error(nil)
		switch padding {
		case padOAEP:
			em, err = oaepPad(data, label, oaepHash, n)
		case padPKCS1:
			em, err = pad2(data, n)
		case padNone:
			em, err = none()
		default:
			err = errPadding()
		}
		if err != nil {
			return nil, err
		}
		return k.rsa.public(em)
	case "privateEncrypt":
		em, err := data, error(nil)
		switch padding {
		case padPKCS1:
			em, err = pad1(data, n)
		case padNone:
			em, err = none()
		default:
			err = errPadding()
		}
		if err != nil {
			return nil, err
		}
		return k.rsa.privateOp(em)
	case "publicDecrypt":
		if padding != padPKCS1 && padding != padNone {
			return nil, errPadding()
		}
		if len(data) > n {
			return nil, osslError("0200006C", libRSA, "data greater than mod len")
		}
		em, err := k.rsa.public(data)
		if err != nil || padding == padNone {
			return em, err
		}
		out, err := unpad1(em)
		if err != nil {
			e := osslError("0200008A", libRSA, "invalid padding")
			e.Stack = []string{"error:02000072:rsa routines::padding check failed"}
			return nil, e
		}
		return out, nil
	}
	if padding != padPKCS1 && padding != padNone && padding != padOAEP {
		return nil, errPadding()
	}
	if len(data) > n {
		return nil, osslError("0200006C", libRSA, "data greater than mod len")
	}
	em, err := k.rsa.privateOp(data)
	if err != nil {
		return nil, err
	}
	switch padding {
	case padOAEP:
		return oaepUnpad(em, label, oaepHash)
	case padPKCS1:
		full := make([]byte, n)
		copy(full[n-len(data):], data)
		return k.rsa.unpad2(em, full), nil
	}
	return em, nil
}
