package crypto

import (
	"crypto/rsa"
	"crypto/subtle"
	"math/big"
	"sync/atomic"
)

// key is a key of any kind: a secret, a public or a private key. It does not change after it was made, so goroutines may share it.
type key struct {
	typ     string // secret, rsa, rsa-pss, dsa, dh, ec, or a name of rawTable
	private bool
	secret  []byte
	rsa     *rsaKey
	pss     *pssParams // restrictions of an rsa-pss key
	dsa     *dsaKey
	dh      *dhKey
	ec      *ecKey
	pub     []byte // raw kinds
	priv    []byte
	seed    []byte // of ml-dsa and ml-kem, when known
}

// rsaKey holds the numbers of an RSA key; d is nil in a public one. Primes are nil when unknown.
type rsaKey struct {
	n, e, d, p, q, dp, dq, qi *big.Int
	cached                    atomic.Pointer[rsa.PrivateKey] // what std made
}

// pssParams are the parameters of an RSASSA-PSS key.
type pssParams struct {
	hash, mgf string
	salt      int
}

// dsaKey holds the numbers of a DSA key; x is nil in a public one.
type dsaKey struct{ p, q, g, y, x *big.Int }

// dhKey holds the numbers of a Diffie-Hellman key; priv is nil in a public one.
type dhKey struct{ p, g, q, pub, priv *big.Int }

// ecKey is a key of an elliptic curve; d is nil in a public one.
type ecKey struct {
	curve    *curve
	explicit bool // parameters are written out
	x, y, d  *big.Int
}

// size returns the length of the modulus in bytes.
func (k *rsaKey) size() int { return (k.n.BitLen() + 7) / 8 }

// toPublic returns the public half.
func (k *key) toPublic() *key {
	c := *k
	c.private = false
	c.priv, c.seed = nil, nil
	switch {
	case k.rsa != nil:
		c.rsa = &rsaKey{n: k.rsa.n, e: k.rsa.e}
	case k.dsa != nil:
		d := *k.dsa
		d.x = nil
		c.dsa = &d
	case k.dh != nil:
		d := *k.dh
		d.priv = nil
		c.dh = &d
	case k.ec != nil:
		d := *k.ec
		d.d = nil
		c.ec = &d
	}
	return &c
}

func sameInt(a, b *big.Int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return subtle.ConstantTimeCompare(a.Bytes(), b.Bytes()) == 1
}

// equals compares type, parameters and material.
func (k *key) equals(o *key) bool {
	if k.typ != o.typ || k.private != o.private {
		return false
	}
	eq := func(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }
	switch {
	case k.typ == "secret":
		return eq(k.secret, o.secret)
	case k.rsa != nil:
		if (k.pss == nil) != (o.pss == nil) || k.pss != nil && *k.pss != *o.pss {
			return false
		}
		return sameInt(k.rsa.n, o.rsa.n) && sameInt(k.rsa.e, o.rsa.e) && sameInt(k.rsa.d, o.rsa.d)
	case k.dsa != nil:
		a, b := k.dsa, o.dsa
		return sameInt(a.p, b.p) && sameInt(a.q, b.q) && sameInt(a.g, b.g) && sameInt(a.y, b.y) && sameInt(a.x, b.x)
	case k.dh != nil:
		a, b := k.dh, o.dh
		return sameInt(a.p, b.p) && sameInt(a.g, b.g) && sameInt(a.pub, b.pub) && sameInt(a.priv, b.priv)
	case k.ec != nil:
		a, b := k.ec, o.ec
		return a.curve.name == b.curve.name && sameInt(a.x, b.x) && sameInt(a.y, b.y) && sameInt(a.d, b.d)
	}
	return eq(k.pub, o.pub)
}

// rawKind describes a kind of key whose public half is a string of bytes.
type rawKind struct {
	name, oid         string
	pub, priv, seed   int // lengths in bytes; seed is 0 when the private key itself is short
	sign, kem, dh     bool
	jwkKty, jwkCurve  string
	security, sigSize int
}

var rawTable = [...]rawKind{
	{name: "ed25519", oid: "1.3.101.112", pub: 32, priv: 32, sign: true, jwkKty: "OKP", jwkCurve: "Ed25519", sigSize: 64},
	{name: "ed448", oid: "1.3.101.113", pub: 57, priv: 57, sign: true, jwkKty: "OKP", jwkCurve: "Ed448", sigSize: 114},
	{name: "x25519", oid: "1.3.101.110", pub: 32, priv: 32, dh: true, jwkKty: "OKP", jwkCurve: "X25519"},
	{name: "x448", oid: "1.3.101.111", pub: 56, priv: 56, dh: true, jwkKty: "OKP", jwkCurve: "X448"},
	{name: "ml-dsa-44", oid: "2.16.840.1.101.3.4.3.17", pub: 1312, priv: 2560, seed: 32, sign: true, jwkKty: "AKP", jwkCurve: "ML-DSA-44"},
	{name: "ml-dsa-65", oid: "2.16.840.1.101.3.4.3.18", pub: 1952, priv: 4032, seed: 32, sign: true, jwkKty: "AKP", jwkCurve: "ML-DSA-65"},
	{name: "ml-dsa-87", oid: "2.16.840.1.101.3.4.3.19", pub: 2592, priv: 4896, seed: 32, sign: true, jwkKty: "AKP", jwkCurve: "ML-DSA-87"},
	{name: "ml-kem-512", oid: "2.16.840.1.101.3.4.4.1", pub: 800, priv: 1632, seed: 64, kem: true, jwkKty: "AKP", jwkCurve: "ML-KEM-512"},
	{name: "ml-kem-768", oid: "2.16.840.1.101.3.4.4.2", pub: 1184, priv: 2400, seed: 64, kem: true, jwkKty: "AKP", jwkCurve: "ML-KEM-768"},
	{name: "ml-kem-1024", oid: "2.16.840.1.101.3.4.4.3", pub: 1568, priv: 3168, seed: 64, kem: true, jwkKty: "AKP", jwkCurve: "ML-KEM-1024"},
	{name: "slh-dsa-sha2-128s", oid: "2.16.840.1.101.3.4.3.20", pub: 32, priv: 64, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHA2-128s"},
	{name: "slh-dsa-sha2-128f", oid: "2.16.840.1.101.3.4.3.21", pub: 32, priv: 64, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHA2-128f"},
	{name: "slh-dsa-sha2-192s", oid: "2.16.840.1.101.3.4.3.22", pub: 48, priv: 96, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHA2-192s"},
	{name: "slh-dsa-sha2-192f", oid: "2.16.840.1.101.3.4.3.23", pub: 48, priv: 96, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHA2-192f"},
	{name: "slh-dsa-sha2-256s", oid: "2.16.840.1.101.3.4.3.24", pub: 64, priv: 128, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHA2-256s"},
	{name: "slh-dsa-sha2-256f", oid: "2.16.840.1.101.3.4.3.25", pub: 64, priv: 128, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHA2-256f"},
	{name: "slh-dsa-shake-128s", oid: "2.16.840.1.101.3.4.3.26", pub: 32, priv: 64, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHAKE-128s"},
	{name: "slh-dsa-shake-128f", oid: "2.16.840.1.101.3.4.3.27", pub: 32, priv: 64, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHAKE-128f"},
	{name: "slh-dsa-shake-192s", oid: "2.16.840.1.101.3.4.3.28", pub: 48, priv: 96, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHAKE-192s"},
	{name: "slh-dsa-shake-192f", oid: "2.16.840.1.101.3.4.3.29", pub: 48, priv: 96, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHAKE-192f"},
	{name: "slh-dsa-shake-256s", oid: "2.16.840.1.101.3.4.3.30", pub: 64, priv: 128, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHAKE-256s"},
	{name: "slh-dsa-shake-256f", oid: "2.16.840.1.101.3.4.3.31", pub: 64, priv: 128, sign: true, jwkKty: "AKP", jwkCurve: "SLH-DSA-SHAKE-256f"},
}

func rawByName(name string) *rawKind {
	for i := range rawTable {
		if rawTable[i].name == name {
			return &rawTable[i]
		}
	}
	return nil
}

func rawByOID(oid string) *rawKind {
	for i := range rawTable {
		if rawTable[i].oid == oid {
			return &rawTable[i]
		}
	}
	return nil
}

func rawByJwk(kty, crv string) *rawKind {
	for i := range rawTable {
		if rawTable[i].jwkKty == kty && rawTable[i].jwkCurve == crv {
			return &rawTable[i]
		}
	}
	return nil
}
