package tls

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// shortName returns OpenSSL's short name of an attribute type.
func shortName(oid asn1.ObjectIdentifier) string {
	switch s := oid.String(); s {
	case "2.5.4.3":
		return "CN"
	case "2.5.4.4":
		return "SN"
	case "2.5.4.5":
		return "serialNumber"
	case "2.5.4.6":
		return "C"
	case "2.5.4.7":
		return "L"
	case "2.5.4.8":
		return "ST"
	case "2.5.4.9":
		return "street"
	case "2.5.4.10":
		return "O"
	case "2.5.4.11":
		return "OU"
	case "2.5.4.12":
		return "title"
	case "2.5.4.13":
		return "description"
	case "2.5.4.15":
		return "businessCategory"
	case "2.5.4.17":
		return "postalCode"
	case "2.5.4.42":
		return "GN"
	case "1.2.840.113549.1.9.1":
		return "emailAddress"
	case "0.9.2342.19200300.100.1.25":
		return "DC"
	case "0.9.2342.19200300.100.1.1":
		return "UID"
	case "1.3.6.1.4.1.311.60.2.1.1":
		return "jurisdictionL"
	case "1.3.6.1.4.1.311.60.2.1.2":
		return "jurisdictionST"
	case "1.3.6.1.4.1.311.60.2.1.3":
		return "jurisdictionC"
	default:
		return s
	}
}

// nameObject makes the object of a distinguished name: repeated attributes become arrays.
func nameObject(e *bindings.Env, der []byte) core.Value {
	iso := e.Iso
	o := iso.NewHandle(iso.NewObjectProto(core.Null))
	var keys []string
	values := map[string][]string{}
	in := cryptobyte.String(der)
	var seq cryptobyte.String
	if in.ReadASN1(&seq, casn1.SEQUENCE) {
		for !seq.Empty() {
			var set cryptobyte.String
			if !seq.ReadASN1(&set, casn1.SET) {
				break
			}
			for !set.Empty() {
				var atv, raw cryptobyte.String
				var oid asn1.ObjectIdentifier
				var tag casn1.Tag
				if !set.ReadASN1(&atv, casn1.SEQUENCE) || !atv.ReadASN1ObjectIdentifier(&oid) || !atv.ReadAnyASN1(&raw, &tag) {
					break
				}
				k := shortName(oid)
				if values[k] == nil {
					keys = append(keys, k)
				}
				values[k] = append(values[k], text(raw, tag))
			}
		}
	}
	for _, k := range keys {
		if v := values[k]; len(v) == 1 {
			e.SetString(o.Value(), k, v[0])
		} else {
			e.Set(o.Value(), k, list(e, v))
		}
	}
	return o.Value()
}

func text(raw []byte, tag casn1.Tag) string {
	switch tag {
	case casn1.Tag(30): // BMPString
		var r []rune
		for i := 0; i+1 < len(raw); i += 2 {
			r = append(r, rune(raw[i])<<8|rune(raw[i+1]))
		}
		return string(r)
	case casn1.T61String, casn1.IA5String, casn1.PrintableString:
		r := make([]rune, len(raw))
		for i, b := range raw {
			r[i] = rune(b)
		}
		return string(r)
	}
	return bindings.ValidUTF8(raw)
}

func extension(c *x509.Certificate, oid ...int) []byte {
	for _, x := range c.Extensions {
		if x.Id.Equal(oid) {
			return x.Value
		}
	}
	return nil
}

// quoteName quotes a name that could be mistaken for something else in the list.
func quoteName(prefix, s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < ' ' || b > '~' || b == '"' || b == '\\' || b == ',' || b == '\'' {
			plain = false
		}
	}
	if plain {
		return prefix + s
	}
	var b strings.Builder
	b.WriteString(prefix + `"`)
	for i := 0; i < len(s); i++ {
		switch x := s[i]; {
		case x == '"' || x == '\\':
			b.WriteByte('\\')
			b.WriteByte(x)
		case x < ' ' || x > '~':
			b.WriteString(`\u00` + hex.EncodeToString([]byte{x}))
		default:
			b.WriteByte(x)
		}
	}
	return b.String() + `"`
}

// generalName returns a general name in the text that Node shows.
func generalName(tag casn1.Tag, v cryptobyte.String) string {
	switch tag &^ casn1.Tag(0xa0) {
	case 1:
		return quoteName("email:", string(v))
	case 2:
		return quoteName("DNS:", string(v))
	case 4:
		return quoteName("DirName:", dirName(v))
	case 6:
		return quoteName("URI:", string(v))
	case 7:
		if a, ok := netip.AddrFromSlice(v); ok {
			if a.Is4() {
				return "IP Address:" + a.String()
			}
			b := a.As16()
			var p []string
			for i := 0; i < 16; i += 2 {
				p = append(p, strings.ToUpper(strconv.FormatUint(uint64(b[i])<<8|uint64(b[i+1]), 16)))
			}
			return "IP Address:" + strings.Join(p, ":")
		}
		return "IP Address:<invalid length=" + strconv.Itoa(len(v)) + ">"
	case 8:
		var oid asn1.ObjectIdentifier
		if v.ReadASN1ObjectIdentifier(&oid) {
			return "Registered ID:" + oid.String()
		}
	}
	return "othername:<unsupported>"
}

func dirName(v cryptobyte.String) string {
	var out []string
	var seq cryptobyte.String
	if v.ReadASN1(&seq, casn1.SEQUENCE) {
		for !seq.Empty() {
			var set, atv, raw cryptobyte.String
			var oid asn1.ObjectIdentifier
			var tag casn1.Tag
			if !seq.ReadASN1(&set, casn1.SET) || !set.ReadASN1(&atv, casn1.SEQUENCE) || !atv.ReadASN1ObjectIdentifier(&oid) || !atv.ReadAnyASN1(&raw, &tag) {
				break
			}
			out = append(out, shortName(oid)+"="+text(raw, tag))
		}
	}
	return strings.Join(out, ", ")
}

func altNames(der []byte) []string {
	in := cryptobyte.String(der)
	var seq cryptobyte.String
	var out []string
	if !in.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil
	}
	for !seq.Empty() {
		var v cryptobyte.String
		var tag casn1.Tag
		if !seq.ReadAnyASN1(&v, &tag) {
			break
		}
		out = append(out, generalName(tag&0x1f, v))
	}
	return out
}

func colons(b []byte) string {
	var s strings.Builder
	for i, x := range b {
		if i > 0 {
			s.WriteByte(':')
		}
		s.WriteString(strings.ToUpper(hex.EncodeToString([]byte{x})))
	}
	return s.String()
}

func opensslTime(t time.Time) string { return t.UTC().Format("Jan _2 15:04:05 2006 GMT") }

// legacy makes the object that getPeerCertificate returns for a certificate.
func legacy(e *bindings.Env, der []byte) (core.Value, bool) {
	iso := e.Iso
	o := iso.NewHandle(iso.NewObject())
	c, err := x509.ParseCertificate(append([]byte(nil), der...))
	if err != nil {
		return o.Value(), true
	}
	ok := true
	buf := func(name string, b []byte) {
		v, got := e.NewBuffer(b)
		if !got {
			ok = false
			return
		}
		e.Set(o.Value(), name, v)
	}
	e.Set(o.Value(), "subject", nameObject(e, c.RawSubject))
	e.Set(o.Value(), "issuer", nameObject(e, c.RawIssuer))
	if x := extension(c, 2, 5, 29, 17); x != nil {
		e.SetString(o.Value(), "subjectaltname", strings.Join(altNames(x), ", "))
	} else {
		e.Set(o.Value(), "subjectaltname", core.Undefined)
	}
	if x := extension(c, 1, 3, 6, 1, 5, 5, 7, 1, 1); x != nil {
		infoAccess(e, o, x)
	} else {
		e.Set(o.Value(), "infoAccess", core.Undefined)
	}
	e.SetBool(o.Value(), "ca", c.IsCA)
	switch k := c.PublicKey.(type) {
	case *rsa.PublicKey:
		e.SetString(o.Value(), "modulus", strings.ToUpper(hex.EncodeToString(k.N.Bytes())))
		e.SetNumber(o.Value(), "bits", float64(k.N.BitLen()))
		e.SetString(o.Value(), "exponent", "0x"+strconv.FormatInt(int64(k.E), 16))
		buf("pubkey", c.RawSubjectPublicKeyInfo)
	case *ecdsa.PublicKey:
		e.SetNumber(o.Value(), "bits", float64(k.Curve.Params().BitSize))
		if p, err := k.ECDH(); err == nil {
			buf("pubkey", p.Bytes())
		} else {
			buf("pubkey", nil)
		}
		name, nist := "", ""
		switch k.Curve {
		case elliptic.P256():
			name, nist = "prime256v1", "P-256"
		case elliptic.P384():
			name, nist = "secp384r1", "P-384"
		case elliptic.P521():
			name, nist = "secp521r1", "P-521"
		case elliptic.P224():
			name, nist = "secp224r1", "P-224"
		}
		e.SetString(o.Value(), "asn1Curve", name)
		e.SetString(o.Value(), "nistCurve", nist)
	case *ecdh.PublicKey:
		buf("pubkey", k.Bytes())
	}
	e.SetString(o.Value(), "valid_from", opensslTime(c.NotBefore))
	e.SetString(o.Value(), "valid_to", opensslTime(c.NotAfter))
	h1, h2, h5 := sha1.Sum(der), sha256.Sum256(der), sha512.Sum512(der)
	e.SetString(o.Value(), "fingerprint", colons(h1[:]))
	e.SetString(o.Value(), "fingerprint256", colons(h2[:]))
	e.SetString(o.Value(), "fingerprint512", colons(h5[:]))
	if x := extension(c, 2, 5, 29, 37); x != nil {
		var oids []asn1.ObjectIdentifier
		if _, err := asn1.Unmarshal(x, &oids); err == nil {
			var names []string
			for _, oid := range oids {
				names = append(names, oid.String())
			}
			e.Set(o.Value(), "ext_key_usage", list(e, names))
		}
	}
	sn := strings.ToUpper(hex.EncodeToString(c.SerialNumber.Bytes()))
	if sn == "" {
		sn = "00"
	}
	e.SetString(o.Value(), "serialNumber", sn)
	buf("raw", c.Raw)
	return o.Value(), ok
}

// infoAccess sets the authority information: an object of lists.
func infoAccess(e *bindings.Env, o core.Handle, der []byte) {
	in := cryptobyte.String(der)
	var seq cryptobyte.String
	if !in.ReadASN1(&seq, casn1.SEQUENCE) {
		return
	}
	var keys []string
	values := map[string][]string{}
	for !seq.Empty() {
		var ad, v cryptobyte.String
		var oid asn1.ObjectIdentifier
		var tag casn1.Tag
		if !seq.ReadASN1(&ad, casn1.SEQUENCE) || !ad.ReadASN1ObjectIdentifier(&oid) || !ad.ReadAnyASN1(&v, &tag) {
			break
		}
		name := oid.String()
		switch name {
		case "1.3.6.1.5.5.7.48.1":
			name = "OCSP"
		case "1.3.6.1.5.5.7.48.2":
			name = "CA Issuers"
		}
		k, val, _ := strings.Cut(generalName(tag&0x1f, v), ":")
		k = name + " - " + k
		if values[k] == nil {
			keys = append(keys, k)
		}
		values[k] = append(values[k], val)
	}
	t := e.Iso.NewHandle(e.Iso.NewObjectProto(core.Null))
	for _, k := range keys {
		e.Set(t.Value(), k, list(e, values[k]))
	}
	e.Set(o.Value(), "infoAccess", t.Value())
}
