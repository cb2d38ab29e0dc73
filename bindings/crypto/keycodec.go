package crypto

import (
	"encoding/asn1"
	"errors"
	"math/big"
	"strconv"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

const (
	oidRSA    = "1.2.840.113549.1.1.1"
	oidPSS    = "1.2.840.113549.1.1.10"
	oidMGF1   = "1.2.840.113549.1.1.8"
	oidDSA    = "1.2.840.10040.4.1"
	oidDH     = "1.2.840.113549.1.3.1"
	oidDHX942 = "1.2.840.10046.2.1"
	oidEC     = "1.2.840.10045.2.1"
	oidPrime  = "1.2.840.10045.1.1"
)

var errFormat = errors.New("bad key encoding") // replaced by OpenSSL's text before a program sees it

// hashOID names digests in algorithm identifiers.
func hashOID(name string) string {
	switch canonicalHash(name) {
	case "md5":
		return "1.2.840.113549.2.5"
	case "sha1":
		return "1.3.14.3.2.26"
	case "sha224":
		return "2.16.840.1.101.3.4.2.4"
	case "sha256":
		return "2.16.840.1.101.3.4.2.1"
	case "sha384":
		return "2.16.840.1.101.3.4.2.2"
	case "sha512":
		return "2.16.840.1.101.3.4.2.3"
	case "sha512-224":
		return "2.16.840.1.101.3.4.2.5"
	case "sha512-256":
		return "2.16.840.1.101.3.4.2.6"
	case "sha3-224":
		return "2.16.840.1.101.3.4.2.7"
	case "sha3-256":
		return "2.16.840.1.101.3.4.2.8"
	case "sha3-384":
		return "2.16.840.1.101.3.4.2.9"
	case "sha3-512":
		return "2.16.840.1.101.3.4.2.10"
	case "ripemd160":
		return "1.3.36.3.2.1"
	}
	return ""
}

func hashByOID(oid string) string {
	for _, n := range [...]string{"sha256", "sha1", "sha384", "sha512", "sha224", "md5", "sha512-224", "sha512-256", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "ripemd160"} {
		if hashOID(n) == oid {
			return n
		}
	}
	return ""
}

func oidOf(s string) asn1.ObjectIdentifier {
	parts := strings.Split(s, ".")
	out := make(asn1.ObjectIdentifier, len(parts))
	for i, p := range parts {
		out[i], _ = strconv.Atoi(p)
	}
	return out
}

func addOID(b *cryptobyte.Builder, oid string) { b.AddASN1ObjectIdentifier(oidOf(oid)) }

func addSeq(b *cryptobyte.Builder, f func(b *cryptobyte.Builder)) { b.AddASN1(casn1.SEQUENCE, f) }

func readOID(s *cryptobyte.String) (string, bool) {
	var o asn1.ObjectIdentifier
	if !s.ReadASN1ObjectIdentifier(&o) {
		return "", false
	}
	return o.String(), true
}

// readInt reads an INTEGER as a number that is not negative, in any encoding that OpenSSL takes.
func readInt(s *cryptobyte.String) (*big.Int, bool) {
	n := new(big.Int)
	if !s.ReadASN1Integer(n) || n.Sign() < 0 {
		return nil, false
	}
	return n, true
}

func readInts(s *cryptobyte.String, n int) ([]*big.Int, bool) {
	out := make([]*big.Int, n)
	for i := range out {
		var ok bool
		if out[i], ok = readInt(s); !ok {
			return nil, false
		}
	}
	return out, true
}

// algorithm is an AlgorithmIdentifier.
type algorithm struct {
	oid    string
	params cryptobyte.String // the whole element, empty when absent
}

func readAlgorithm(s *cryptobyte.String) (a algorithm, ok bool) {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return a, false
	}
	if a.oid, ok = readOID(&seq); !ok {
		return a, false
	}
	a.params = seq
	return a, true
}

// parseSPKI reads a SubjectPublicKeyInfo.
func parseSPKI(der []byte) (*key, error) {
	s := cryptobyte.String(der)
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, errFormat
	}
	alg, ok := readAlgorithm(&seq)
	var bits []byte
	if !ok || !seq.ReadASN1BitStringAsBytes(&bits) {
		return nil, errFormat
	}
	switch alg.oid {
	case oidRSA:
		return parsePKCS1Public(bits)
	case oidPSS:
		k, err := parsePKCS1Public(bits)
		if err != nil {
			return nil, err
		}
		k.typ = "rsa-pss"
		k.pss, err = parsePSS(alg.params)
		return k, err
	case oidDSA:
		k := &key{typ: "dsa", dsa: &dsaKey{}}
		in := cryptobyte.String(bits)
		if k.dsa.y, ok = readInt(&in); !ok || !k.dsa.params(alg.params) {
			return nil, errFormat
		}
		return k, nil
	case oidDH, oidDHX942:
		k := &key{typ: "dh", dh: &dhKey{}}
		in := cryptobyte.String(bits)
		if k.dh.pub, ok = readInt(&in); !ok || !k.dh.params(alg.params, alg.oid) {
			return nil, errFormat
		}
		return k, nil
	case oidEC:
		c, explicit, err := parseCurve(alg.params)
		if err != nil {
			return nil, err
		}
		x, y, ok := c.decode(bits)
		if !ok {
			return nil, errFormat
		}
		return &key{typ: "ec", ec: &ecKey{curve: c, explicit: explicit, x: x, y: y}}, nil
	}
	if r := rawByOID(alg.oid); r != nil {
		if len(bits) != r.pub {
			return nil, errFormat
		}
		return &key{typ: r.name, pub: append([]byte(nil), bits...)}, nil
	}
	return nil, errFormat
}

func (d *dsaKey) params(s cryptobyte.String) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return false
	}
	n, ok := readInts(&seq, 3)
	if ok {
		d.p, d.q, d.g = n[0], n[1], n[2]
	}
	return ok && d.p.Sign() > 0 && d.q.Sign() > 0
}

func (d *dhKey) params(s cryptobyte.String, oid string) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return false
	}
	n, ok := readInts(&seq, 2)
	if !ok {
		return false
	}
	d.p, d.g = n[0], n[1]
	if oid == oidDHX942 {
		d.q, ok = readInt(&seq)
	}
	return ok && d.p.Sign() > 0
}

func parsePKCS1Public(der []byte) (*key, error) {
	s := cryptobyte.String(der)
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, errFormat
	}
	n, ok := readInts(&seq, 2)
	if !ok || !seq.Empty() || n[0].Sign() == 0 || n[0].BitLen() > 16384 {
		return nil, errFormat
	}
	return &key{typ: "rsa", rsa: &rsaKey{n: n[0], e: n[1]}}, nil
}

func parsePKCS1Private(der []byte) (*key, error) {
	s := cryptobyte.String(der)
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, errFormat
	}
	n, ok := readInts(&seq, 9)
	if !ok || n[1].Sign() == 0 || n[1].BitLen() > 16384 {
		return nil, errFormat
	}
	return &key{typ: "rsa", private: true, rsa: &rsaKey{n: n[1], e: n[2], d: n[3], p: n[4], q: n[5], dp: n[6], dq: n[7], qi: n[8]}}, nil
}

func parsePSS(params cryptobyte.String) (*pssParams, error) {
	if params.Empty() || params[0] == 5 {
		return nil, nil
	}
	var seq cryptobyte.String
	if !params.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, errFormat
	}
	p := &pssParams{hash: "sha1", mgf: "sha1", salt: 20}
	tag := func(n uint8) casn1.Tag { return casn1.Tag(n).ContextSpecific().Constructed() }
	var in cryptobyte.String
	var has bool
	if !seq.ReadOptionalASN1(&in, &has, tag(0)) {
		return nil, errFormat
	}
	if has {
		a, ok := readAlgorithm(&in)
		if p.hash = hashByOID(a.oid); !ok || p.hash == "" {
			return nil, errFormat
		}
	}
	if !seq.ReadOptionalASN1(&in, &has, tag(1)) {
		return nil, errFormat
	}
	if has {
		a, ok := readAlgorithm(&in)
		if !ok || a.oid != oidMGF1 {
			return nil, errFormat
		}
		m, ok := readAlgorithm(&a.params)
		if p.mgf = hashByOID(m.oid); !ok || p.mgf == "" {
			return nil, errFormat
		}
	}
	if !seq.ReadOptionalASN1(&in, &has, tag(2)) {
		return nil, errFormat
	}
	if has {
		n, ok := readInt(&in)
		if !ok || !n.IsInt64() || n.Int64() > 1<<20 {
			return nil, errFormat
		}
		p.salt = int(n.Int64())
	}
	return p, nil
}

// parseCurve reads ECParameters: a name, or the numbers of a curve that we know.
func parseCurve(params cryptobyte.String) (*curve, bool, error) {
	if params.PeekASN1Tag(casn1.OBJECT_IDENTIFIER) {
		oid, ok := readOID(&params)
		if c := curveByOID(oid); ok && c != nil {
			return c, false, nil
		}
		return nil, false, errFormat
	}
	var seq, field, ab cryptobyte.String
	if !params.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, false, errFormat
	}
	if _, ok := readInt(&seq); !ok || !seq.ReadASN1(&field, casn1.SEQUENCE) || !seq.ReadASN1(&ab, casn1.SEQUENCE) {
		return nil, false, errFormat
	}
	if oid, ok := readOID(&field); !ok || oid != oidPrime {
		return nil, false, errFormat
	}
	p, ok := readInt(&field)
	var a, b, g cryptobyte.String
	if !ok || !ab.ReadASN1(&a, casn1.OCTET_STRING) || !ab.ReadASN1(&b, casn1.OCTET_STRING) || !seq.ReadASN1(&g, casn1.OCTET_STRING) {
		return nil, false, errFormat
	}
	n, ok := readInt(&seq)
	if !ok {
		return nil, false, errFormat
	}
	for _, name := range curveNames() {
		c := findCurve(name)
		if c.p.Cmp(p) == 0 && c.n.Cmp(n) == 0 && c.a.Cmp(new(big.Int).SetBytes(a)) == 0 && c.b.Cmp(new(big.Int).SetBytes(b)) == 0 {
			return c, true, nil
		}
	}
	return nil, false, errFormat
}

// parseSEC1 reads an ECPrivateKey; c is the curve of the enclosing PKCS#8, nil when there is none.
func parseSEC1(der []byte, c *curve, explicit bool) (*key, error) {
	s := cryptobyte.String(der)
	var seq, priv, in cryptobyte.String
	var has bool
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, errFormat
	}
	if v, ok := readInt(&seq); !ok || v.Cmp(big.NewInt(1)) != 0 || !seq.ReadASN1(&priv, casn1.OCTET_STRING) {
		return nil, errFormat
	}
	if !seq.ReadOptionalASN1(&in, &has, casn1.Tag(0).ContextSpecific().Constructed()) {
		return nil, errFormat
	}
	if has && c == nil {
		var err error
		if c, explicit, err = parseCurve(in); err != nil {
			return nil, err
		}
	}
	if c == nil {
		return nil, errFormat
	}
	d := new(big.Int).SetBytes(priv)
	if d.Sign() == 0 || d.Cmp(c.n) >= 0 {
		return nil, errFormat
	}
	k := &ecKey{curve: c, explicit: explicit, d: d}
	k.x, k.y = c.base(d)
	return &key{typ: "ec", private: true, ec: k}, nil
}

// parsePKCS8 reads a PrivateKeyInfo.
func parsePKCS8(der []byte) (*key, error) {
	s := cryptobyte.String(der)
	var seq, priv cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, errFormat
	}
	if _, ok := readInt(&seq); !ok {
		return nil, errFormat
	}
	alg, ok := readAlgorithm(&seq)
	if !ok || !seq.ReadASN1(&priv, casn1.OCTET_STRING) {
		return nil, errFormat
	}
	switch alg.oid {
	case oidRSA:
		return parsePKCS1Private(priv)
	case oidPSS:
		k, err := parsePKCS1Private(priv)
		if err != nil {
			return nil, err
		}
		k.typ = "rsa-pss"
		k.pss, err = parsePSS(alg.params)
		return k, err
	case oidDSA:
		d := &dsaKey{}
		in := priv
		if d.x, ok = readInt(&in); !ok || !d.params(alg.params) {
			return nil, errFormat
		}
		d.y = new(big.Int).Exp(d.g, d.x, d.p)
		return &key{typ: "dsa", private: true, dsa: d}, nil
	case oidDH, oidDHX942:
		d := &dhKey{}
		in := priv
		if d.priv, ok = readInt(&in); !ok || !d.params(alg.params, alg.oid) {
			return nil, errFormat
		}
		d.pub = new(big.Int).Exp(d.g, d.priv, d.p)
		return &key{typ: "dh", private: true, dh: d}, nil
	case oidEC:
		c, explicit, err := parseCurve(alg.params)
		if err != nil {
			return nil, err
		}
		return parseSEC1(priv, c, explicit)
	}
	r := rawByOID(alg.oid)
	if r == nil {
		return nil, errFormat
	}
	if r.seed > 0 {
		return parseSeeded(r, priv)
	}
	in, raw := priv, cryptobyte.String(nil)
	if r.dh || strings.HasPrefix(r.name, "ed") {
		if !in.ReadASN1(&raw, casn1.OCTET_STRING) {
			return nil, errFormat
		}
	} else {
		raw = priv
	}
	return rawPrivate(r, raw)
}

// parseSeeded reads the three forms of an ML-DSA or ML-KEM private key: seed, expanded key, both.
func parseSeeded(r *rawKind, in cryptobyte.String) (*key, error) {
	var seed, full cryptobyte.String
	tag := casn1.Tag(0).ContextSpecific()
	switch {
	case in.PeekASN1Tag(tag):
		if !in.ReadASN1(&seed, tag) {
			return nil, errFormat
		}
	case in.PeekASN1Tag(casn1.OCTET_STRING):
		if !in.ReadASN1(&full, casn1.OCTET_STRING) {
			return nil, errFormat
		}
	default:
		var seq cryptobyte.String
		if !in.ReadASN1(&seq, casn1.SEQUENCE) || !seq.ReadASN1(&seed, casn1.OCTET_STRING) || !seq.ReadASN1(&full, casn1.OCTET_STRING) {
			return nil, errFormat
		}
	}
	if seed != nil {
		k, err := seedKey(r, seed)
		if err != nil {
			return nil, err
		}
		if full != nil && string(full) != string(k.priv) {
			return nil, errFormat
		}
		return k, nil
	}
	return rawPrivate(r, full)
}

// encodeSPKI writes a SubjectPublicKeyInfo.
func (k *key) encodeSPKI() []byte {
	var b cryptobyte.Builder
	addSeq(&b, func(b *cryptobyte.Builder) {
		k.addAlgorithm(b)
		b.AddASN1BitString(k.publicBits())
	})
	return b.BytesOrPanic()
}

// addAlgorithm writes the key's AlgorithmIdentifier.
func (k *key) addAlgorithm(b *cryptobyte.Builder) {
	addSeq(b, func(b *cryptobyte.Builder) {
		switch k.typ {
		case "rsa":
			addOID(b, oidRSA)
			b.AddASN1NULL()
		case "rsa-pss":
			addOID(b, oidPSS)
			if k.pss != nil {
				k.pss.add(b)
			}
		case "dsa":
			addOID(b, oidDSA)
			addSeq(b, func(b *cryptobyte.Builder) {
				b.AddASN1BigInt(k.dsa.p)
				b.AddASN1BigInt(k.dsa.q)
				b.AddASN1BigInt(k.dsa.g)
			})
		case "dh":
			if k.dh.q != nil {
				addOID(b, oidDHX942)
			} else {
				addOID(b, oidDH)
			}
			addSeq(b, func(b *cryptobyte.Builder) {
				b.AddASN1BigInt(k.dh.p)
				b.AddASN1BigInt(k.dh.g)
				if k.dh.q != nil {
					b.AddASN1BigInt(k.dh.q)
				}
			})
		case "ec":
			addOID(b, oidEC)
			k.ec.addParams(b)
		default:
			addOID(b, rawByName(k.typ).oid)
		}
	})
}

func (p *pssParams) add(b *cryptobyte.Builder) {
	tag := func(n uint8) casn1.Tag { return casn1.Tag(n).ContextSpecific().Constructed() }
	alg := func(name string) func(b *cryptobyte.Builder) {
		return func(b *cryptobyte.Builder) {
			addSeq(b, func(b *cryptobyte.Builder) {
				addOID(b, hashOID(name))
				b.AddASN1NULL()
			})
		}
	}
	addSeq(b, func(b *cryptobyte.Builder) {
		if p.hash != "sha1" {
			b.AddASN1(tag(0), alg(p.hash))
		}
		if p.mgf != "sha1" {
			b.AddASN1(tag(1), func(b *cryptobyte.Builder) {
				addSeq(b, func(b *cryptobyte.Builder) {
					addOID(b, oidMGF1)
					alg(p.mgf)(b)
				})
			})
		}
		if p.salt != 20 {
			b.AddASN1(tag(2), func(b *cryptobyte.Builder) { b.AddASN1Int64(int64(p.salt)) })
		}
	})
}

func (k *ecKey) addParams(b *cryptobyte.Builder) {
	c := k.curve
	if !k.explicit {
		addOID(b, c.oid)
		return
	}
	n := c.fieldBytes()
	fixed := func(v *big.Int) []byte { return v.FillBytes(make([]byte, n)) }
	addSeq(b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		addSeq(b, func(b *cryptobyte.Builder) {
			addOID(b, oidPrime)
			b.AddASN1BigInt(c.p)
		})
		addSeq(b, func(b *cryptobyte.Builder) {
			b.AddASN1OctetString(fixed(c.a))
			b.AddASN1OctetString(fixed(c.b))
		})
		b.AddASN1OctetString(c.encode(c.gx, c.gy, ""))
		b.AddASN1BigInt(c.n)
		b.AddASN1Int64(int64(c.cofactor))
	})
}

func intDER(n *big.Int) []byte {
	var b cryptobyte.Builder
	b.AddASN1BigInt(n)
	return b.BytesOrPanic()
}

// publicBits is what the BIT STRING of a SubjectPublicKeyInfo holds.
func (k *key) publicBits() []byte {
	switch {
	case k.rsa != nil:
		return k.rsa.pkcs1Public()
	case k.dsa != nil:
		return intDER(k.dsa.y)
	case k.dh != nil:
		return intDER(k.dh.pub)
	case k.ec != nil:
		return k.ec.curve.encode(k.ec.x, k.ec.y, "")
	}
	return k.pub
}

func (k *rsaKey) pkcs1Public() []byte {
	var b cryptobyte.Builder
	addSeq(&b, func(b *cryptobyte.Builder) {
		b.AddASN1BigInt(k.n)
		b.AddASN1BigInt(k.e)
	})
	return b.BytesOrPanic()
}

func (k *rsaKey) pkcs1Private() []byte {
	var b cryptobyte.Builder
	addSeq(&b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(0)
		for _, n := range [...]*big.Int{k.n, k.e, k.d, k.p, k.q, k.dp, k.dq, k.qi} {
			if n == nil {
				n = new(big.Int)
			}
			b.AddASN1BigInt(n)
		}
	})
	return b.BytesOrPanic()
}

// sec1 writes an ECPrivateKey; bare leaves the parameters out (inside PKCS#8).
func (k *ecKey) sec1(bare bool) []byte {
	var b cryptobyte.Builder
	addSeq(&b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1OctetString(k.d.FillBytes(make([]byte, k.curve.scalarBytes)))
		if !bare {
			b.AddASN1(casn1.Tag(0).ContextSpecific().Constructed(), k.addParams)
		}
		b.AddASN1(casn1.Tag(1).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddASN1BitString(k.curve.encode(k.x, k.y, "")) })
	})
	return b.BytesOrPanic()
}

// encodePKCS8 writes a PrivateKeyInfo.
func (k *key) encodePKCS8() []byte {
	var in []byte
	octets := func(x []byte) []byte {
		var b cryptobyte.Builder
		b.AddASN1OctetString(x)
		return b.BytesOrPanic()
	}
	switch {
	case k.rsa != nil:
		in = k.rsa.pkcs1Private()
	case k.dsa != nil:
		in = intDER(k.dsa.x)
	case k.dh != nil:
		in = intDER(k.dh.priv)
	case k.ec != nil:
		in = k.ec.sec1(true)
	default:
		r := rawByName(k.typ)
		switch {
		case r.seed > 0 && k.seed != nil:
			var b cryptobyte.Builder
			b.AddASN1(casn1.Tag(0).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes(k.seed) })
			in = b.BytesOrPanic()
		case strings.HasPrefix(r.name, "slh"):
			in = k.priv
		default:
			in = octets(k.priv)
		}
	}
	var b cryptobyte.Builder
	addSeq(&b, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(0)
		k.addAlgorithm(b)
		b.AddASN1OctetString(in)
	})
	return b.BytesOrPanic()
}
