package crypto

import (
	"crypto/hmac"
	"encoding/asn1"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// pkcs12 is what a PKCS #12 bundle holds: the leaf is the certificate of the key.
type pkcs12 struct {
	key   *key
	certs [][]byte
}

func errPKCS12() error { return errOperation("Input is not a valid PKCS#12 structure") }

// parsePKCS12 reads a bundle (RFC 7292).
func parsePKCS12(der, pass []byte) (*pkcs12, error) {
	in := cryptobyte.String(der)
	var pfx, auth, macData cryptobyte.String
	if !in.ReadASN1(&pfx, casn1.SEQUENCE) {
		return nil, errPKCS12()
	}
	if v, ok := readInt(&pfx); !ok || v.Int64() != 3 {
		return nil, errPKCS12()
	}
	auth, ok := contentData(&pfx)
	if !ok {
		return nil, errPKCS12()
	}
	if pfx.ReadASN1(&macData, casn1.SEQUENCE) {
		if !checkMAC(macData, auth, pass) {
			return nil, osslError("11800071", "PKCS12 routines", "mac verify failure")
		}
	}
	p := &pkcs12{}
	var list cryptobyte.String
	if !auth.ReadASN1(&list, casn1.SEQUENCE) {
		return nil, errPKCS12()
	}
	for !list.Empty() {
		var info cryptobyte.String
		if !list.ReadASN1(&info, casn1.SEQUENCE) {
			return nil, errPKCS12()
		}
		oid, ok := readOID(&info)
		var content cryptobyte.String
		if !ok || !info.ReadASN1(&content, casn1.Tag(0).ContextSpecific().Constructed()) {
			return nil, errPKCS12()
		}
		var bags cryptobyte.String
		switch oid {
		case "1.2.840.113549.1.7.1":
			if !content.ReadASN1(&bags, casn1.OCTET_STRING) {
				return nil, errPKCS12()
			}
		case "1.2.840.113549.1.7.6":
			var ed, eci, data cryptobyte.String
			if !content.ReadASN1(&ed, casn1.SEQUENCE) {
				return nil, errPKCS12()
			}
			if _, ok := readInt(&ed); !ok || !ed.ReadASN1(&eci, casn1.SEQUENCE) {
				return nil, errPKCS12()
			}
			if _, ok := readOID(&eci); !ok {
				return nil, errPKCS12()
			}
			alg, ok := readAlgorithm(&eci)
			if !ok || !eci.ReadASN1(&data, casn1.Tag(0).ContextSpecific()) {
				return nil, errPKCS12()
			}
			plain, err := pbeDecrypt(alg, data, pass)
			if err != nil {
				return nil, err
			}
			bags = plain
		}
		if err := p.bags(bags, pass); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// contentData reads a ContentInfo of type data.
func contentData(s *cryptobyte.String) (cryptobyte.String, bool) {
	var info, content, data cryptobyte.String
	if !s.ReadASN1(&info, casn1.SEQUENCE) {
		return nil, false
	}
	if oid, ok := readOID(&info); !ok || oid != "1.2.840.113549.1.7.1" {
		return nil, false
	}
	ok := info.ReadASN1(&content, casn1.Tag(0).ContextSpecific().Constructed()) && content.ReadASN1(&data, casn1.OCTET_STRING)
	return data, ok
}

func checkMAC(s cryptobyte.String, data, pass []byte) bool {
	var di, sum, salt cryptobyte.String
	if !s.ReadASN1(&di, casn1.SEQUENCE) {
		return false
	}
	alg, ok := readAlgorithm(&di)
	if !ok || !di.ReadASN1(&sum, casn1.OCTET_STRING) || !s.ReadASN1(&salt, casn1.OCTET_STRING) {
		return false
	}
	n := 1
	if !s.Empty() {
		v, ok := readInt(&s)
		if !ok || v.BitLen() > 31 {
			return false
		}
		n = int(v.Int64())
	}
	name := hashByOID(alg.oid)
	if name == "" {
		return false
	}
	h := hmac.New(hashMaker(name), pkcs12KDF(name, pass, salt, n, 3, newHash(name).Size()))
	h.Write(data)
	return hmac.Equal(h.Sum(nil), sum)
}

func (p *pkcs12) bags(s cryptobyte.String, pass []byte) error {
	var list cryptobyte.String
	if len(s) == 0 {
		return nil
	}
	if !s.ReadASN1(&list, casn1.SEQUENCE) {
		return errPKCS12()
	}
	for !list.Empty() {
		var bag, val cryptobyte.String
		var oid asn1.ObjectIdentifier
		if !list.ReadASN1(&bag, casn1.SEQUENCE) || !bag.ReadASN1ObjectIdentifier(&oid) || !bag.ReadASN1(&val, casn1.Tag(0).ContextSpecific().Constructed()) {
			return errPKCS12()
		}
		switch oid.String() {
		case "1.2.840.113549.1.12.10.1.1":
			k, err := parsePKCS8(val)
			if err != nil {
				return errPKCS12()
			}
			p.key = k
		case "1.2.840.113549.1.12.10.1.2":
			k, err := parseEncryptedPKCS8(val, passphrase{pass, true})
			if err != nil {
				return err
			}
			p.key = k
		case "1.2.840.113549.1.12.10.1.3":
			var cb, wrapped, cert cryptobyte.String
			if !val.ReadASN1(&cb, casn1.SEQUENCE) {
				return errPKCS12()
			}
			if _, ok := readOID(&cb); !ok || !cb.ReadASN1(&wrapped, casn1.Tag(0).ContextSpecific().Constructed()) || !wrapped.ReadASN1(&cert, casn1.OCTET_STRING) {
				return errPKCS12()
			}
			p.certs = append(p.certs, cert)
		case "1.2.840.113549.1.12.10.1.6":
			if err := p.bags(val, pass); err != nil {
				return err
			}
		}
	}
	return nil
}

// leafFirst puts the certificate of the key first.
func (p *pkcs12) leafFirst() {
	if p.key == nil {
		return
	}
	pub := p.key.toPublic()
	for i, der := range p.certs {
		c, err := parseCertificate(der)
		if err != nil {
			continue
		}
		if k, err := parseSPKI(c.spki); err == nil && k.equals(pub) {
			copy(p.certs[1:i+1], p.certs[:i])
			p.certs[0] = der
			return
		}
	}
}

// ParsePKCS12 reads a bundle: the private key as PKCS #8 (nil when there is none) and the certificates, that of the key first.
func ParsePKCS12(der, pass []byte) (pkcs8 []byte, certs [][]byte, err error) {
	p, err := parsePKCS12(der, pass)
	if err != nil {
		return nil, nil, err
	}
	p.leafFirst()
	if p.key != nil {
		pkcs8 = p.key.encodePKCS8()
	}
	return pkcs8, p.certs, nil
}

// parsePKCS12(bytes, passphrase) -> [key handle or undefined, certificate ...]
var pkcs12Rows = []core.Row{{Name: "parsePKCS12", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	p, err := parsePKCS12(bindings.Copy(iso, a, 0), bindings.Copy(iso, a, 1))
	if err != nil {
		return throw(e, err)
	}
	p.leafFirst()
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	list := iso.NewHandle(iso.NewArray(0))
	first := core.Undefined
	if p.key != nil {
		var ok bool
		if first, ok = newKeyHandle(e, p.key); !ok {
			return first, false
		}
	}
	iso.ArrayPush(list.Value(), first)
	for _, c := range p.certs {
		b, ok := e.NewBuffer(c)
		if !ok {
			return b, false
		}
		iso.ArrayPush(list.Value(), b)
	}
	return list.Value(), true
}}}
