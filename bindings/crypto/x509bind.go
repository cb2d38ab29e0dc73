package crypto

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// Clone makes the certificate again in another isolate.
func (c *certificate) Clone(*bindings.Env, core.Value) (bindings.Reviver, bool) {
	return func(e *bindings.Env) (core.Value, bool) { return NewX509(e, c.raw) }, true
}

// NewX509 makes an X509Certificate of DER or PEM. May run JavaScript.
func NewX509(e *bindings.Env, data []byte) (core.Value, bool) {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	b, ok := e.NewBuffer(data)
	if !ok {
		return b, false
	}
	h := iso.NewHandle(b)
	mod, ok := e.RequireBuiltin("internal/crypto/x509")
	if !ok {
		return mod, false
	}
	C, ok := e.GetProp(mod, "X509Certificate")
	if !ok {
		return C, false
	}
	return iso.Construct(C, C, h.Value())
}

// PrivateKeyDER reads a private key in PEM (any of the forms of createPrivateKey, also encrypted) and returns it as PKCS #8; a nil passphrase
// stands for none.
func PrivateKeyDER(data, pass []byte) ([]byte, error) {
	k, err := parseKeyPEM(data, "private", passphrase{pass, pass != nil})
	if err != nil {
		return nil, err
	}
	return k.encodePKCS8(), nil
}

func colonHex(b []byte) string {
	parts := make([]string, len(b))
	for i, x := range b {
		parts[i] = fmt.Sprintf("%02X", x)
	}
	return strings.Join(parts, ":")
}

func bnHex(n *big.Int) string {
	t := fmt.Sprintf("%X", new(big.Int).Abs(n))
	if len(t)%2 == 1 && t != "0" {
		t = "0" + t
	}
	if n.Sign() < 0 {
		t = "-" + t
	}
	return t
}

func onCert(f func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c, ok := bindings.ThisHost[*certificate](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(c, bindings.Of(iso), a)
	}
}

var certRows = []core.Row{
	// fields() is a flat list of names and texts; text that is absent is undefined.
	{Name: "fields", Fn: onCert(func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool) {
		opt := func(s string, has bool) any {
			if !has {
				return nil
			}
			return s
		}
		const layout = "Jan _2 15:04:05 2006 GMT"
		s1, s2, s5 := sha1.Sum(c.raw), sha256.Sum256(c.raw), sha512.Sum512(c.raw)
		return flat(e.Iso, "subject", opt(nameLines(c.subject), len(c.subject) > 0), "issuer", opt(nameLines(c.issuer), len(c.issuer) > 0), "subjectAltName", opt(c.sanText(), len(c.san) > 0),
			"infoAccess", opt(c.infoText(), len(c.info) > 0), "validFrom", c.notBefore.UTC().Format(layout), "validTo", c.notAfter.UTC().Format(layout),
			"validFromISO", c.notBefore.UTC().Format("2006-01-02T15:04:05Z"), "validToISO", c.notAfter.UTC().Format("2006-01-02T15:04:05Z"),
			"fingerprint", colonHex(s1[:]), "fingerprint256", colonHex(s2[:]), "fingerprint512", colonHex(s5[:]), "keyUsage", opt(strings.Join(c.eku, " "), len(c.eku) > 0),
			"serialNumber", bnHex(c.serial), "signatureAlgorithm", opt(signatureName(c.sigOID), signatureName(c.sigOID) != ""), "signatureAlgorithmOid", c.sigOID, "ca", c.ca)
	})},
	{Name: "raw", Fn: onCert(func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool) { return e.NewBuffer(c.raw) })},
	{Name: "spki", Fn: onCert(func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool) { return e.NewBuffer(c.spki) })},
	{Name: "pem", Fn: onCert(func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool) {
		return e.Iso.NewString(string(writePEM("CERTIFICATE", c.raw))), true
	})},
	{Name: "publicKey", Fn: onCert(func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool) {
		k, err := keyOrUnsupported(parseSPKI(c.spki))
		if err != nil {
			return throw(e, err)
		}
		return newKeyHandle(e, k)
	})},
	// names(which): subject, issuer, san, info: name and value in turn
	{Name: "names", Length: 1, Fn: onCert(func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool) {
		var out []any
		which := bindings.Str(e.Iso, a, 0)
		list := c.subject
		switch which {
		case "issuer":
			list = c.issuer
		case "san", "info":
			list = nil
			names := c.san
			if which == "info" {
				names = c.info
			}
			for i := range names {
				k := names[i].kind
				if names[i].method != "" {
					k = names[i].method + " - " + k
				}
				out = append(out, k, names[i].value)
			}
		}
		for _, r := range list {
			out = append(out, attributeName(r.oid), r.value)
		}
		return flat(e.Iso, out...)
	})},
	{Name: "verifyWith", Length: 1, Fn: onCert(func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool) {
		k, ok := keyArg(e, a, 0)
		return core.Bool(ok && c.verify(k)), ok
	})},
	{Name: "issuedBy", Length: 1, Fn: onCert(func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool) {
		o, ok := bindings.HostOf[*certificate](e.Iso, a.Arg(0))
		return core.Bool(ok && c.issuedBy(o)), true
	})},
	{Name: "hasPrivateKey", Length: 1, Fn: onCert(func(c *certificate, e *bindings.Env, a *core.Args) (core.Value, bool) {
		k, ok := keyArg(e, a, 0)
		if !ok {
			return core.Undefined, false
		}
		p, err := parseSPKI(c.spki)
		return core.Bool(err == nil && p.equals(k.toPublic())), true
	})},
}

func makeX509(e *bindings.Env, target core.Value) {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(target)
	// The methods are on a prototype of their own, so that X509Certificate.prototype shows none of them.
	proto := iso.NewObject()
	iso.DefineRows(proto, certRows)
	e.Set(h.Value(), "certMethods", proto)
	e.SetClass(h.Value(), &bindings.Class{Name: "X509Base", Length: 1, New: func(e *bindings.Env, a *core.Args) (any, bool) {
		c, err := readCertificate(bindings.Bytes(e.Iso, a, 0))
		if err != nil {
			throw(e, err)
			return nil, false
		}
		return c, true
	}})
	e.SetRows(h.Value(), spkacRows)
}

// spkac is a SignedPublicKeyAndChallenge.
type spkac struct {
	signed, spki, challenge, sig []byte
	oid                          string
}

func parseSpkac(data []byte) (*spkac, bool) {
	text := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \r\n\t\x00", r) {
			return -1
		}
		return r
	}, string(data))
	text = strings.TrimPrefix(text, "SPKAC=")
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, false
	}
	in := cryptobyte.String(der)
	var seq, full, inner, spki, chal cryptobyte.String
	x := &spkac{}
	if !in.ReadASN1(&seq, casn1.SEQUENCE) || !seq.ReadASN1Element(&full, casn1.SEQUENCE) {
		return nil, false
	}
	x.signed = full
	alg, ok := readAlgorithm(&seq)
	if !ok || !seq.ReadASN1BitStringAsBytes(&x.sig) || !full.ReadASN1(&inner, casn1.SEQUENCE) || !inner.ReadASN1Element(&spki, casn1.SEQUENCE) ||
		!inner.ReadASN1(&chal, casn1.IA5String) {
		return nil, false
	}
	x.oid, x.spki, x.challenge = alg.oid, spki, chal
	return x, true
}

var spkacRows = []core.Row{
	{Name: "verifySpkac", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		x, ok := parseSpkac(bindings.Bytes(iso, a, 0))
		if !ok {
			return core.False, true
		}
		k, err := parseSPKI(x.spki)
		if err != nil {
			return core.False, true
		}
		return core.Bool((&certificate{tbs: x.signed, sig: x.sig, sigOID: x.oid}).verify(k)), true
	}},
	{Name: "spkacPublicKey", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		x, ok := parseSpkac(bindings.Bytes(iso, a, 0))
		if !ok {
			return iso.NewString(""), true
		}
		return bindings.Of(iso).NewBuffer(writePEM("PUBLIC KEY", x.spki))
	}},
	{Name: "spkacChallenge", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		x, ok := parseSpkac(bindings.Bytes(iso, a, 0))
		if !ok {
			return iso.NewString(""), true
		}
		return bindings.Of(iso).NewBuffer(x.challenge)
	}},
}
