package crypto

import (
	gocrypto "crypto"
	"crypto/hmac"
	"crypto/rand"
	gorsa "crypto/rsa"
	"crypto/subtle"
	"hash"
	"math/big"
)

const (
	padPKCS1 = 1
	padNone  = 3
	padOAEP  = 4
	padX931  = 5
	padPSS   = 6

	saltDigest = -1
	saltMax    = -2 // when signing; found out when verifying
)

// check refuses numbers that no key generation makes, before arithmetic meets them.
func (k *rsaKey) check() error {
	if k.n.BitLen() < 256 || k.n.Bit(0) == 0 || k.e.BitLen() < 2 || k.e.Cmp(k.n) >= 0 {
		return osslError("02000078", libRSA, "key size too small")
	}
	if k.d != nil && (k.d.Sign() <= 0 || k.d.Cmp(k.n) >= 0) {
		return osslError("02000090", libRSA, "invalid private key")
	}
	return nil
}

// public raises to the public exponent.
func (k *rsaKey) public(m []byte) ([]byte, error) {
	c := new(big.Int).SetBytes(m)
	if c.Cmp(k.n) >= 0 {
		return nil, osslError("02000084", libRSA, "data too large for modulus")
	}
	c.Exp(c, k.e, k.n)
	return c.FillBytes(make([]byte, k.size())), nil
}

// privateOp raises to the private exponent, blinded: the time it takes tells nothing about the input.
func (k *rsaKey) privateOp(in []byte) ([]byte, error) {
	c := new(big.Int).SetBytes(in)
	if c.Cmp(k.n) >= 0 {
		return nil, osslError("02000084", libRSA, "data too large for modulus")
	}
	var r, inv *big.Int
	for {
		var err error
		if r, err = rand.Int(rand.Reader, k.n); err != nil {
			return nil, err
		}
		if inv = new(big.Int).ModInverse(r, k.n); inv != nil {
			break
		}
		if k.n.BitLen() < 8 {
			r, inv = big.NewInt(1), big.NewInt(1)
			break
		}
	}
	b := new(big.Int).Exp(r, k.e, k.n)
	b.Mul(b, c).Mod(b, k.n)
	var m *big.Int
	if k.p != nil && k.p.Sign() > 0 && k.q.Sign() > 0 && k.dp.Sign() > 0 && k.dq.Sign() > 0 && k.qi.Sign() > 0 && k.p.Bit(0) == 1 && k.q.Bit(0) == 1 {
		m1 := new(big.Int).Exp(new(big.Int).Mod(b, k.p), k.dp, k.p)
		m2 := new(big.Int).Exp(new(big.Int).Mod(b, k.q), k.dq, k.q)
		m = m1.Sub(m1, m2)
		m.Mul(m, k.qi).Mod(m, k.p).Mul(m, k.q).Add(m, m2)
		// A fault in one half would give the factors away.
		if new(big.Int).Exp(m, k.e, k.n).Cmp(b) != 0 {
			m = nil
		}
	}
	if m == nil {
		m = new(big.Int).Exp(b, k.d, k.n)
	}
	m.Mul(m, inv).Mod(m, k.n)
	return m.FillBytes(make([]byte, k.size())), nil
}

// std returns the standard library's form of a private key, nil when it would not take it.
func (k *rsaKey) std() *gorsa.PrivateKey {
	if k.n.BitLen() < 1024 || k.n.BitLen()%8 != 0 || k.d == nil || k.p == nil || k.p.Sign() == 0 || !k.e.IsInt64() || k.e.Int64() > 1<<31-1 {
		return nil
	}
	if p := k.cached.Load(); p != nil {
		return p
	}
	p := &gorsa.PrivateKey{PublicKey: gorsa.PublicKey{N: k.n, E: int(k.e.Int64())}, D: k.d, Primes: []*big.Int{k.p, k.q}}
	p.Precomputed.Dp, p.Precomputed.Dq, p.Precomputed.Qinv = k.dp, k.dq, k.qi
	p.Precompute()
	k.cached.Store(p)
	return p
}

func stdHash(name string) gocrypto.Hash {
	switch canonicalHash(name) {
	case "sha1":
		return gocrypto.SHA1
	case "sha224":
		return gocrypto.SHA224
	case "sha256":
		return gocrypto.SHA256
	case "sha384":
		return gocrypto.SHA384
	case "sha512":
		return gocrypto.SHA512
	}
	return 0
}

// digestInfo is the prefix of a digest in a PKCS #1 signature, nil for digests that have none.
func digestInfo(name string, sum []byte) []byte {
	if canonicalHash(name) == "md5-sha1" {
		return sum
	}
	oid := hashOID(name)
	if oid == "" {
		return nil
	}
	return digestInfoDER(oid, sum)
}

// pad1 is EMSA-PKCS1-v1_5: 00 01 FF.. 00 data.
func pad1(data []byte, n int) ([]byte, error) {
	if len(data) > n-11 {
		return nil, osslError("0200006E", libRSA, "data too large for key size")
	}
	out := make([]byte, n)
	out[1] = 1
	for i := 2; i < n-len(data)-1; i++ {
		out[i] = 0xff
	}
	copy(out[n-len(data):], data)
	return out, nil
}

// unpad1 reverses pad1.
func unpad1(em []byte) ([]byte, error) {
	bad := osslError("02000072", libRSA, "padding check failed")
	if len(em) < 11 || em[0] != 0 || em[1] != 1 {
		return nil, osslError("0200006A", libRSA, "block type is not 01")
	}
	i := 2
	for i < len(em) && em[i] == 0xff {
		i++
	}
	if i == len(em) || em[i] != 0 || i < 10 {
		return nil, bad
	}
	return em[i+1:], nil
}

// pad2 is EME-PKCS1-v1_5: 00 02 random 00 data.
func pad2(data []byte, n int) ([]byte, error) {
	if len(data) > n-11 {
		return nil, osslError("0200006E", libRSA, "data too large for key size")
	}
	out := make([]byte, n)
	out[1] = 2
	ps := out[2 : n-len(data)-1]
	rand.Read(ps)
	for i := range ps {
		for ps[i] == 0 {
			rand.Read(ps[i : i+1])
		}
	}
	copy(out[n-len(data):], data)
	return out, nil
}

// unpad2 reverses pad2; a bad padding gives bytes made of the ciphertext and the key instead of an error (implicit rejection).
func (k *rsaKey) unpad2(em, cipher []byte) []byte {
	n := len(em)
	hm := func(key []byte, parts ...[]byte) []byte {
		h := hmac.New(hashMaker("sha256"), key)
		for _, p := range parts {
			h.Write(p)
		}
		return h.Sum(nil)
	}
	dh := hashOnce("sha256", k.d.FillBytes(make([]byte, n)))
	kdk := hm(dh, cipher)
	prf := func(label string, n int) []byte {
		var out []byte
		for i := 0; len(out) < n; i++ {
			out = append(out, hm(kdk, []byte{byte(i >> 8), byte(i)}, []byte(label), []byte{byte(n * 8 >> 8), byte(n * 8)})...)
		}
		return out[:n]
	}
	fake := prf("message", n)
	lengths := prf("length", 256)
	maxLen := n - 2 - 8 - 1
	mask := 1
	for mask <= maxLen {
		mask <<= 1
	}
	fakeLen := 0
	for i := 0; i < 256; i += 2 {
		l := (int(lengths[i])<<8 | int(lengths[i+1])) & (mask - 1)
		fakeLen = subtle.ConstantTimeSelect(subtle.ConstantTimeLessOrEq(l+1, maxLen), l, fakeLen)
	}
	good := subtle.ConstantTimeByteEq(em[0], 0) & subtle.ConstantTimeByteEq(em[1], 2)
	found, at := 0, 0
	for i := 2; i < n; i++ {
		zero := subtle.ConstantTimeByteEq(em[i], 0)
		at = subtle.ConstantTimeSelect(zero&(1-found), i, at)
		found |= zero
	}
	good &= found & subtle.ConstantTimeLessOrEq(10, at)
	from := subtle.ConstantTimeSelect(good, at+1, n-fakeLen)
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(subtle.ConstantTimeSelect(good, int(em[i]), int(fake[i])))
	}
	return out[from:]
}

func hashOnce(name string, parts ...[]byte) []byte {
	h := newHash(name)
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

func mgf1(h hash.Hash, seed, out []byte) {
	var ctr [4]byte
	for done := 0; done < len(out); {
		h.Reset()
		h.Write(seed)
		h.Write(ctr[:])
		for _, x := range h.Sum(nil) {
			if done < len(out) {
				out[done] ^= x
				done++
			}
		}
		for i := 3; i >= 0; i-- {
			if ctr[i]++; ctr[i] != 0 {
				break
			}
		}
	}
}

// oaepPad is EME-OAEP.
func oaepPad(data, label []byte, hashName string, n int) ([]byte, error) {
	h := newHash(hashName)
	hl := h.Size()
	if n < 2*hl+2 {
		return nil, osslError("0200007A", libRSA, "key size too small")
	}
	if len(data) > n-2*hl-2 {
		return nil, osslError("0200006E", libRSA, "data too large for key size")
	}
	em := make([]byte, n)
	seed, db := em[1:1+hl], em[1+hl:]
	rand.Read(seed)
	h.Write(label)
	copy(db, h.Sum(nil))
	db[len(db)-len(data)-1] = 1
	copy(db[len(db)-len(data):], data)
	mgf1(h, seed, db)
	mgf1(h, db, seed)
	return em, nil
}

func oaepUnpad(em, label []byte, hashName string) ([]byte, error) {
	bad := osslError("02000079", libRSA, "oaep decoding error")
	h := newHash(hashName)
	hl := h.Size()
	if len(em) < 2*hl+2 {
		return nil, bad
	}
	seed, db := em[1:1+hl], em[1+hl:]
	mgf1(h, db, seed)
	mgf1(h, seed, db)
	h.Reset()
	h.Write(label)
	good := subtle.ConstantTimeByteEq(em[0], 0) & subtle.ConstantTimeCompare(h.Sum(nil), db[:hl])
	looking, at := 1, 0
	for i := hl; i < len(db); i++ {
		one, zero := subtle.ConstantTimeByteEq(db[i], 1), subtle.ConstantTimeByteEq(db[i], 0)
		at = subtle.ConstantTimeSelect(looking&one, i, at)
		good &= subtle.ConstantTimeSelect(looking, one|zero, 1)
		looking &= 1 - one
	}
	if good&(1-looking) != 1 {
		return nil, bad
	}
	return db[at+1:], nil
}

// pssEncode is EMSA-PSS.
func pssEncode(sum []byte, bits, saltLen int, hashName, mgfName string) ([]byte, error) {
	h := newHash(hashName)
	hl, n := h.Size(), (bits+7)/8
	switch saltLen {
	case saltDigest:
		saltLen = hl
	case saltMax, -3:
		saltLen = n - hl - 2
	}
	if saltLen < 0 || n < hl+saltLen+2 {
		return nil, osslError("0200006E", libRSA, "data too large for key size")
	}
	salt := make([]byte, saltLen)
	rand.Read(salt)
	em := make([]byte, n)
	db, hash := em[:n-hl-1], em[n-hl-1:n-1]
	h.Write(make([]byte, 8))
	h.Write(sum)
	h.Write(salt)
	copy(hash, h.Sum(nil))
	db[len(db)-saltLen-1] = 1
	copy(db[len(db)-saltLen:], salt)
	mgf1(newHash(mgfName), hash, db)
	em[0] &= 0xff >> (8*n - bits)
	em[n-1] = 0xbc
	return em, nil
}

func pssVerify(em, sum []byte, bits, saltLen int, hashName, mgfName string) bool {
	h := newHash(hashName)
	hl, n := h.Size(), (bits+7)/8
	if len(em) > n {
		if em[0] != 0 {
			return false
		}
		em = em[len(em)-n:]
	}
	if saltLen == saltDigest {
		saltLen = hl
	}
	if n < hl+2 || em[n-1] != 0xbc || em[0]&^(0xff>>(8*n-bits)) != 0 {
		return false
	}
	db, hash := append([]byte(nil), em[:n-hl-1]...), em[n-hl-1:n-1]
	mgf1(newHash(mgfName), hash, db)
	db[0] &= 0xff >> (8*n - bits)
	i := 0
	for i < len(db) && db[i] == 0 {
		i++
	}
	if i == len(db) || db[i] != 1 {
		return false
	}
	salt := db[i+1:]
	if saltLen >= 0 && len(salt) != saltLen {
		return false
	}
	h.Write(make([]byte, 8))
	h.Write(sum)
	h.Write(salt)
	return subtle.ConstantTimeCompare(h.Sum(nil), hash) == 1
}

// generateRSA makes a key of any size and exponent.
func generateRSA(bits int, e uint64) (*rsaKey, error) {
	if e == 1 || e%2 == 0 {
		return nil, osslError("020000B2", libRSA, "pub exponent out of range")
	}
	if bits < 512 {
		return nil, osslError("1C8000AB", libProvider, "key size too small")
	}
	if bits >= 1024 && bits <= 8192 && bits%8 == 0 && e == 65537 {
		k, err := gorsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			return nil, err
		}
		return &rsaKey{n: k.N, e: big.NewInt(65537), d: k.D, p: k.Primes[0], q: k.Primes[1], dp: k.Precomputed.Dp, dq: k.Precomputed.Dq, qi: k.Precomputed.Qinv}, nil
	}
	E := new(big.Int).SetUint64(e)
	for {
		p, err := rand.Prime(rand.Reader, (bits+1)/2)
		if err != nil {
			return nil, err
		}
		q, err := rand.Prime(rand.Reader, bits/2)
		if err != nil {
			return nil, err
		}
		if k := rsaFromPrimes(p, q, E); k != nil && p.Cmp(q) != 0 && k.n.BitLen() == bits {
			return k, nil
		}
	}
}

// rsaFromPrimes computes the rest of a key, nil when the exponent has no inverse.
func rsaFromPrimes(p, q, e *big.Int) *rsaKey {
	one := big.NewInt(1)
	p1, q1 := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
	l := new(big.Int).Mul(p1, q1)
	l.Div(l, new(big.Int).GCD(nil, nil, p1, q1))
	d := new(big.Int).ModInverse(e, l)
	if d == nil {
		return nil
	}
	if p.Cmp(q) < 0 {
		p, q, p1, q1 = q, p, q1, p1
	}
	return &rsaKey{n: new(big.Int).Mul(p, q), e: e, d: d, p: p, q: q, dp: new(big.Int).Mod(d, p1), dq: new(big.Int).Mod(d, q1), qi: new(big.Int).ModInverse(q, p)}
}
