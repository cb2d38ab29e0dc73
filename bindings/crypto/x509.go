package crypto

import (
	"encoding/pem"
	"fmt"
	"math/big"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// certificate is an X.509 certificate (RFC 5280), read without judging it.
type certificate struct {
	raw, tbs, spki       []byte
	serial               *big.Int
	sigOID               string
	sigParams            cryptobyte.String
	sig                  []byte
	issuerDER, subjDER   []byte
	issuer, subject      []rdn
	notBefore, notAfter  time.Time
	san, info            []accessName
	eku                  []string
	ca, hasKU            bool
	keyUsage             int
	subjectKey, authKey  []byte
	isCA, hasConstraints bool
}

// rdn is one attribute of a name; plus is set when it belongs to the set before it.
type rdn struct {
	oid, value string
	plus       bool
}

// accessName is a GeneralName; method is the access method in an authority information access.
type accessName struct {
	method, kind, value string
	utf8                bool // the value may hold more than ASCII as it is
}

func attributeName(oid string) string {
	switch oid {
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
	case "2.5.4.41":
		return "name"
	case "2.5.4.42":
		return "GN"
	case "2.5.4.43":
		return "initials"
	case "2.5.4.46":
		return "dnQualifier"
	case "2.5.4.65":
		return "pseudonym"
	case "2.5.4.97":
		return "organizationIdentifier"
	case "1.2.840.113549.1.9.1":
		return "emailAddress"
	case "1.2.840.113549.1.9.2":
		return "unstructuredName"
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
	}
	return oid
}

// signatureName is OpenSSL's long name of a signature algorithm.
func signatureName(oid string) string {
	switch oid {
	case "1.2.840.113549.1.1.4":
		return "md5WithRSAEncryption"
	case "1.2.840.113549.1.1.5":
		return "sha1WithRSAEncryption"
	case "1.2.840.113549.1.1.10":
		return "rsassaPss"
	case "1.2.840.113549.1.1.11":
		return "sha256WithRSAEncryption"
	case "1.2.840.113549.1.1.12":
		return "sha384WithRSAEncryption"
	case "1.2.840.113549.1.1.13":
		return "sha512WithRSAEncryption"
	case "1.2.840.113549.1.1.14":
		return "sha224WithRSAEncryption"
	case "1.2.840.10045.4.1":
		return "ecdsa-with-SHA1"
	case "1.2.840.10045.4.3.1":
		return "ecdsa-with-SHA224"
	case "1.2.840.10045.4.3.2":
		return "ecdsa-with-SHA256"
	case "1.2.840.10045.4.3.3":
		return "ecdsa-with-SHA384"
	case "1.2.840.10045.4.3.4":
		return "ecdsa-with-SHA512"
	case "1.2.840.10040.4.3":
		return "dsaWithSHA1"
	case "2.16.840.1.101.3.4.3.1":
		return "dsa_with_SHA224"
	case "2.16.840.1.101.3.4.3.2":
		return "dsa_with_SHA256"
	}
	if r := rawByOID(oid); r != nil {
		return r.jwkCurve
	}
	return ""
}

// signatureHash is the digest of a signature algorithm; plain is set for schemes that hash by themselves.
func signatureHash(oid string) (name string, plain bool) {
	n := strings.ToLower(signatureName(oid))
	for _, h := range [...]string{"sha1", "sha224", "sha256", "sha384", "sha512", "md5"} {
		if strings.Contains(n, h) && !strings.HasPrefix(n, "slh") {
			return h, false
		}
	}
	return "", rawByOID(oid) != nil
}

// textOf decodes a string of any of ASN.1's types.
func textOf(tag casn1.Tag, b []byte) string {
	switch tag {
	case casn1.Tag(30): // BMPString
		u := make([]uint16, len(b)/2)
		for i := range u {
			u[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
		}
		return string(utf16.Decode(u))
	case casn1.Tag(28): // UniversalString
		var r []rune
		for i := 0; i+3 < len(b); i += 4 {
			r = append(r, rune(b[i])<<24|rune(b[i+1])<<16|rune(b[i+2])<<8|rune(b[i+3]))
		}
		return string(r)
	case casn1.UTF8String:
		if utf8.Valid(b) {
			return string(b)
		}
	}
	return latin1(b)
}

func latin1(b []byte) string {
	r := make([]rune, len(b))
	for i, x := range b {
		r[i] = rune(x)
	}
	return string(r)
}

func parseName(seq cryptobyte.String) ([]rdn, bool) {
	var out []rdn
	for !seq.Empty() {
		var set cryptobyte.String
		if !seq.ReadASN1(&set, casn1.SET) {
			return nil, false
		}
		for plus := false; !set.Empty(); plus = true {
			var atv, val cryptobyte.String
			var tag casn1.Tag
			if !set.ReadASN1(&atv, casn1.SEQUENCE) {
				return nil, false
			}
			oid, ok := readOID(&atv)
			if !ok || !atv.ReadAnyASN1(&val, &tag) {
				return nil, false
			}
			out = append(out, rdn{oid, textOf(tag, val), plus})
		}
	}
	return out, true
}

func readTime(s *cryptobyte.String) (time.Time, bool) {
	var b cryptobyte.String
	var tag casn1.Tag
	if !s.ReadAnyASN1(&b, &tag) {
		return time.Time{}, false
	}
	layout := "20060102150405Z"
	text := string(b)
	if tag == casn1.UTCTime {
		if len(text) < 2 {
			return time.Time{}, false
		}
		if text[0] >= '5' {
			text = "19" + text
		} else {
			text = "20" + text
		}
	}
	t, err := time.Parse(layout, text)
	return t, err == nil
}

// parseCertificate reads DER.
func parseCertificate(der []byte) (*certificate, error) {
	bad := errUnsupported()
	in := cryptobyte.String(der)
	var whole, outer, tbsFull, tbs cryptobyte.String
	if !in.ReadASN1Element(&whole, casn1.SEQUENCE) {
		return nil, bad
	}
	c := &certificate{raw: append([]byte(nil), whole...)}
	s := cryptobyte.String(c.raw)
	if !s.ReadASN1(&outer, casn1.SEQUENCE) || !outer.ReadASN1Element(&tbsFull, casn1.SEQUENCE) {
		return nil, bad
	}
	c.tbs = tbsFull
	alg, ok := readAlgorithm(&outer)
	if !ok || !outer.ReadASN1BitStringAsBytes(&c.sig) {
		return nil, bad
	}
	c.sigOID, c.sigParams = alg.oid, alg.params
	if !tbsFull.ReadASN1(&tbs, casn1.SEQUENCE) {
		return nil, bad
	}
	var skip cryptobyte.String
	var has bool
	c.serial = new(big.Int)
	if !tbs.ReadOptionalASN1(&skip, &has, casn1.Tag(0).ContextSpecific().Constructed()) || !tbs.ReadASN1Integer(c.serial) {
		return nil, bad
	}
	var issuer, subject, validity, spki cryptobyte.String
	if _, ok = readAlgorithm(&tbs); !ok || !tbs.ReadASN1Element(&issuer, casn1.SEQUENCE) || !tbs.ReadASN1(&validity, casn1.SEQUENCE) ||
		!tbs.ReadASN1Element(&subject, casn1.SEQUENCE) || !tbs.ReadASN1Element(&spki, casn1.SEQUENCE) {
		return nil, bad
	}
	c.issuerDER, c.subjDER, c.spki = issuer, subject, spki
	if c.notBefore, ok = readTime(&validity); !ok {
		return nil, bad
	}
	if c.notAfter, ok = readTime(&validity); !ok {
		return nil, bad
	}
	issuer.ReadASN1(&issuer, casn1.SEQUENCE)
	subject.ReadASN1(&subject, casn1.SEQUENCE)
	if c.issuer, ok = parseName(issuer); !ok {
		return nil, bad
	}
	if c.subject, ok = parseName(subject); !ok {
		return nil, bad
	}
	for _, n := range []uint8{1, 2} {
		if !tbs.SkipOptionalASN1(casn1.Tag(n).ContextSpecific()) {
			return nil, bad
		}
	}
	var exts cryptobyte.String
	if !tbs.ReadOptionalASN1(&exts, &has, casn1.Tag(3).ContextSpecific().Constructed()) {
		return nil, bad
	}
	if has {
		var list cryptobyte.String
		if !exts.ReadASN1(&list, casn1.SEQUENCE) {
			return nil, bad
		}
		for !list.Empty() {
			var ext, val cryptobyte.String
			if !list.ReadASN1(&ext, casn1.SEQUENCE) {
				return nil, bad
			}
			oid, ok := readOID(&ext)
			if !ok || !ext.SkipOptionalASN1(casn1.BOOLEAN) || !ext.ReadASN1(&val, casn1.OCTET_STRING) {
				return nil, bad
			}
			c.extension(oid, val)
		}
	}
	c.ca = c.isCA && (!c.hasKU || c.keyUsage&4 != 0)
	return c, nil
}

// extension reads those that we show; a malformed one is left out.
func (c *certificate) extension(oid string, val cryptobyte.String) {
	var seq cryptobyte.String
	switch oid {
	case "2.5.29.19": // basicConstraints
		if val.ReadASN1(&seq, casn1.SEQUENCE) {
			c.hasConstraints = true
			if seq.PeekASN1Tag(casn1.BOOLEAN) {
				seq.ReadASN1Boolean(&c.isCA)
			}
		}
	case "2.5.29.15": // keyUsage
		var bits cryptobyte.String
		if val.ReadASN1(&bits, casn1.BIT_STRING) && len(bits) >= 2 {
			c.hasKU = true
			c.keyUsage = int(bits[1])
		}
	case "2.5.29.37": // extKeyUsage
		if val.ReadASN1(&seq, casn1.SEQUENCE) {
			for !seq.Empty() {
				o, ok := readOID(&seq)
				if !ok {
					return
				}
				c.eku = append(c.eku, o)
			}
		}
	case "2.5.29.17": // subjectAltName
		if val.ReadASN1(&seq, casn1.SEQUENCE) {
			for !seq.Empty() {
				n, ok := generalName(&seq)
				if !ok {
					return
				}
				c.san = append(c.san, n)
			}
		}
	case "1.3.6.1.5.5.7.1.1": // authorityInfoAccess
		if val.ReadASN1(&seq, casn1.SEQUENCE) {
			for !seq.Empty() {
				var d cryptobyte.String
				if !seq.ReadASN1(&d, casn1.SEQUENCE) {
					return
				}
				o, ok := readOID(&d)
				if !ok {
					return
				}
				n, ok := generalName(&d)
				if !ok {
					return
				}
				switch n.method = o; o {
				case "1.3.6.1.5.5.7.48.1":
					n.method = "OCSP"
				case "1.3.6.1.5.5.7.48.2":
					n.method = "CA Issuers"
				}
				c.info = append(c.info, n)
			}
		}
	case "2.5.29.14":
		var id cryptobyte.String
		if val.ReadASN1(&id, casn1.OCTET_STRING) {
			c.subjectKey = id
		}
	case "2.5.29.35":
		var id cryptobyte.String
		if val.ReadASN1(&seq, casn1.SEQUENCE) && seq.PeekASN1Tag(casn1.Tag(0).ContextSpecific()) && seq.ReadASN1(&id, casn1.Tag(0).ContextSpecific()) {
			c.authKey = id
		}
	}
}

func generalName(s *cryptobyte.String) (n accessName, ok bool) {
	var b cryptobyte.String
	var tag casn1.Tag
	if !s.ReadAnyASN1(&b, &tag) {
		return n, false
	}
	switch tag & 0x1f {
	case 0:
		n.kind, n.value = "othername", "<unsupported>"
		oid, ok := readOID(&b)
		var inner, val cryptobyte.String
		var t casn1.Tag
		if ok && b.ReadASN1(&inner, casn1.Tag(0).ContextSpecific().Constructed()) && inner.ReadAnyASN1(&val, &t) {
			switch {
			case oid == "1.3.6.1.5.5.7.8.5" && t == casn1.UTF8String:
				n.value, n.utf8 = "XmppAddr:"+string(val), true
			case oid == "1.3.6.1.5.5.7.8.7" && t == casn1.IA5String:
				n.value = "SRVName:" + latin1(val)
			case oid == "1.3.6.1.4.1.311.20.2.3" && t == casn1.UTF8String:
				n.value, n.utf8 = "UPN:"+string(val), true
			case oid == "1.3.6.1.5.5.7.8.9" && t == casn1.UTF8String:
				n.value, n.utf8 = "SmtpUTF8Mailbox:"+string(val), true
			}
		}
	case 1:
		n.kind, n.value = "email", latin1(b)
	case 2:
		n.kind, n.value = "DNS", latin1(b)
	case 4:
		n.kind, n.utf8 = "DirName", true
		var seq cryptobyte.String
		if b.ReadASN1(&seq, casn1.SEQUENCE) {
			if name, ok := parseName(seq); ok {
				n.value = nameRFC2253(name)
			}
		}
	case 6:
		n.kind, n.value = "URI", latin1(b)
	case 7:
		n.kind = "IP Address"
		switch len(b) {
		case 4:
			n.value = fmt.Sprintf("%d.%d.%d.%d", b[0], b[1], b[2], b[3])
		case 16:
			parts := make([]string, 8)
			for i := range parts {
				parts[i] = fmt.Sprintf("%X", uint16(b[2*i])<<8|uint16(b[2*i+1]))
			}
			n.value = strings.Join(parts, ":")
		default:
			n.value = fmt.Sprintf("<invalid length=%d>", len(b))
		}
	case 8:
		n.kind = "Registered ID"
		var w cryptobyte.Builder
		w.AddASN1(casn1.OBJECT_IDENTIFIER, func(x *cryptobyte.Builder) { x.AddBytes(b) })
		o := cryptobyte.String(w.BytesOrPanic())
		n.value, _ = readOID(&o)
	case 3:
		n.kind, n.value = "X400Name", "<unsupported>"
	case 5:
		n.kind, n.value = "EdiPartyName", "<unsupported>"
	}
	return n, true
}

// escape2253 escapes a value as RFC 2253 does; ctrl also escapes control characters.
func escape2253(v string, ctrl bool) string {
	var b strings.Builder
	rs := []rune(v)
	for i, r := range rs {
		switch {
		case strings.ContainsRune(`,+"\<>;`, r), r == '#' && i == 0, r == ' ' && (i == 0 || i == len(rs)-1):
			b.WriteByte('\\')
			b.WriteRune(r)
		case ctrl && (r < ' ' || r == 0x7f):
			fmt.Fprintf(&b, `\%02X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// nameRFC2253 is a name in one line, the last attribute first.
func nameRFC2253(name []rdn) string {
	var groups []string
	for _, a := range name {
		t := attributeName(a.oid) + "=" + escape2253(a.value, false)
		if a.plus && len(groups) > 0 {
			groups[len(groups)-1] += "+" + t
		} else {
			groups = append(groups, t)
		}
	}
	var b strings.Builder
	for i := len(groups) - 1; i >= 0; i-- {
		b.WriteString(groups[i])
		if i > 0 {
			b.WriteByte(',')
		}
	}
	return b.String()
}

// nameLines is a name with a line for each attribute.
func nameLines(name []rdn) string {
	var b strings.Builder
	for i, a := range name {
		if i > 0 {
			if a.plus {
				b.WriteString(" + ")
			} else {
				b.WriteByte('\n')
			}
		}
		b.WriteString(attributeName(a.oid) + "=" + escape2253(a.value, true))
	}
	return b.String()
}

// printable puts a value in quotes, with JSON's escapes, when it could be mistaken for more than one.
func (n *accessName) printable() string {
	safe := true
	for _, r := range n.value {
		if r < ' ' || strings.ContainsRune(`"\,'`, r) || r > '~' && !n.utf8 {
			safe = false
		}
	}
	if safe {
		return n.value
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range n.value {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == ',' || r > '~' && !n.utf8:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (c *certificate) sanText() string {
	parts := make([]string, len(c.san))
	for i := range c.san {
		parts[i] = c.san[i].kind + ":" + c.san[i].printable()
	}
	return strings.Join(parts, ", ")
}

func (c *certificate) infoText() string {
	parts := make([]string, len(c.info))
	for i := range c.info {
		parts[i] = c.info[i].method + " - " + c.info[i].kind + ":" + c.info[i].printable()
	}
	return strings.Join(parts, "\n")
}

// verify checks the signature with a public key.
func (c *certificate) verify(k *key) bool {
	name, plain := signatureHash(c.sigOID)
	if plain {
		return rawByOID(c.sigOID).name == k.typ && k.rawVerify(c.tbs, c.sig, nil)
	}
	o := signOptions{}
	sn := signatureName(c.sigOID)
	switch {
	case c.sigOID == oidPSS:
		p, err := parsePSS(c.sigParams)
		if err != nil || p == nil || k.rsa == nil {
			return false
		}
		em, err := k.rsa.public(c.sig)
		return err == nil && pssVerify(em, hashOnce(p.hash, c.tbs), k.rsa.n.BitLen()-1, p.salt, p.hash, p.mgf)
	case strings.Contains(sn, "RSA") && k.typ != "rsa", strings.HasPrefix(sn, "ecdsa") && k.ec == nil, strings.HasPrefix(sn, "dsa") && k.dsa == nil, name == "":
		return false
	}
	ok, err := k.verifyDigest(name, hashOnce(name, c.tbs), c.sig, o)
	return ok && err == nil
}

// issuedBy compares names, key identifiers and key usage.
func (c *certificate) issuedBy(o *certificate) bool {
	if string(c.issuerDER) != string(o.subjDER) {
		return false
	}
	if c.authKey != nil && o.subjectKey != nil && string(c.authKey) != string(o.subjectKey) {
		return false
	}
	return !o.hasKU || o.keyUsage&4 != 0
}

// readCertificate reads PEM or DER.
func readCertificate(data []byte) (*certificate, error) {
	if blk, _ := pem.Decode(data); blk != nil && strings.HasSuffix(blk.Type, "CERTIFICATE") {
		return parseCertificate(blk.Bytes)
	}
	c, err := parseCertificate(data)
	if err != nil && strings.Contains(string(data), "-----BEGIN") || len(data) == 0 || err != nil && data[0] != 0x30 {
		return nil, osslError("0480006C", "PEM routines", "no start line")
	}
	return c, err
}
