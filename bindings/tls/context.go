package tls

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"strings"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"software.sslmate.com/src/go-pkcs12"
)

// secureContext is what connections share: keys, certificates, trust and limits.
type secureContext struct {
	trust    *trust
	min      uint16
	max      uint16
	chains   [][][]byte // certificate chains, DER
	leaves   []*x509.Certificate
	keys     []crypto.Signer
	ca       *store // nil: the default
	crls     []*x509.RevocationList
	ciphers  []uint16
	only13   bool // no suite of TLS 1.2 is left
	legacy   bool // @SECLEVEL=0: TLS before 1.2 is allowed
	groups   []tls.CurveID
	tickets  []byte // 48 bytes
	partial  bool
	noTicket bool
}

func newContext(e *bindings.Env, a *core.Args) (any, bool) {
	c := &secureContext{trust: trustOf(e), min: tls.VersionTLS12, max: tls.VersionTLS13, tickets: make([]byte, 48)}
	rand.Read(c.tickets)
	return c, true
}

func onContext(f func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c, ok := bindings.ThisHost[*secureContext](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(c, iso, a)
	}
}

func throw(iso *core.Isolate, err error) (core.Value, bool) {
	return iso.Throw(bindings.Of(iso).AnyError(err))
}

var contextRows = []core.Row{
	{Name: "setVersions", Length: 2, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c.min, c.max = protocolNumber(bindings.Str(iso, a, 0)), protocolNumber(bindings.Str(iso, a, 1))
		return core.Undefined, true
	})},
	{Name: "setCert", Length: 1, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if err := c.setCert(bindings.Copy(iso, a, 0)); err != nil {
			return throw(iso, err)
		}
		return core.Undefined, true
	})},
	{Name: "setKey", Length: 2, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		var pass []byte
		if a.Arg(1) != core.Undefined && a.Arg(1) != core.Null {
			pass = bindings.Copy(iso, a, 1)
		}
		if err := c.setKey(bindings.Copy(iso, a, 0), pass); err != nil {
			return throw(iso, err)
		}
		return core.Undefined, true
	})},
	{Name: "addCACert", Length: 1, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if c.ca == nil {
			c.ca = newStore(nil)
		}
		for _, x := range parsePEMCerts(bindings.Data(iso, a, 0)) {
			c.ca.add(x)
		}
		return core.Undefined, true
	})},
	{Name: "addCRL", Length: 1, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		b := bindings.Copy(iso, a, 0)
		var l *x509.RevocationList
		if blk, _ := pem.Decode(b); blk != nil {
			l, _ = x509.ParseRevocationList(blk.Bytes)
		}
		if l == nil {
			return throw(iso, &bindings.CodeError{Code: "ERR_CRYPTO_OPERATION_FAILED", Msg: "Failed to parse CRL"})
		}
		c.crls = append(c.crls, l)
		return core.Undefined, true
	})},
	{Name: "setCiphers", Length: 1, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		ids, t13, known := parseCiphers(bindings.Str(iso, a, 0))
		if !known {
			return throw(iso, libError("0A0000B9", "SSL routines", "no cipher match", "ERR_SSL_NO_CIPHER_MATCH"))
		}
		c.ciphers = ids
		c.only13 = len(ids) == 0
		c.legacy = strings.Contains(bindings.Str(iso, a, 0), "@SECLEVEL=0")
		_ = t13
		return core.Undefined, true
	})},
	{Name: "setECDHCurve", Length: 1, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		g, ok := parseGroups(bindings.Str(iso, a, 0))
		if !ok {
			return throw(iso, &bindings.CodeError{Code: "ERR_CRYPTO_OPERATION_FAILED", Msg: "Failed to set ECDH curve"})
		}
		c.groups = g
		return core.Undefined, true
	})},
	{Name: "setDHParam", Length: 1, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		// Finite-field groups are not offered by crypto/tls; the parameters are checked and kept out of use.
		blk, _ := pem.Decode(bindings.Data(iso, a, 0))
		if blk == nil || !strings.Contains(blk.Type, "DH PARAMETERS") {
			return throw(iso, libError("0480006C", "PEM routines", "no start line", "ERR_OSSL_PEM_NO_START_LINE"))
		}
		var p struct{ P, G *big.Int }
		if _, err := asn1.Unmarshal(blk.Bytes, &p); err != nil {
			return throw(iso, libError("1E08010C", "DECODER routines", "unsupported", "ERR_OSSL_UNSUPPORTED"))
		}
		return core.Int(int32(p.P.BitLen())), true
	})},
	{Name: "loadPKCS12", Length: 2, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if err := c.loadPKCS12(bindings.Copy(iso, a, 0), string(bindings.Data(iso, a, 1))); err != nil {
			return throw(iso, err)
		}
		return core.Undefined, true
	})},
	{Name: "getTicketKeys", Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return bindings.Of(iso).NewBuffer(c.tickets)
	})},
	{Name: "setTicketKeys", Length: 1, Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c.tickets = bindings.Copy(iso, a, 0)
		return core.Undefined, true
	})},
	{Name: "setPartialTrust", Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c.partial = true
		return core.Undefined, true
	})},
	{Name: "disableTickets", Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c.noTicket = true
		return core.Undefined, true
	})},
	{Name: "getCertificate", Fn: onContext(func(c *secureContext, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if len(c.leaves) == 0 {
			return core.Null, true
		}
		return bindings.Of(iso).NewBuffer(c.leaves[0].Raw)
	})},
}

func (c *secureContext) setCert(b []byte) error {
	var chain [][]byte
	for {
		var blk *pem.Block
		if blk, b = pem.Decode(b); blk == nil {
			break
		}
		if strings.HasSuffix(blk.Type, "CERTIFICATE") {
			chain = append(chain, blk.Bytes)
		}
	}
	if len(chain) == 0 {
		if bytes.Contains(b, []byte("-----BEGIN CERTIFICATE-----")) {
			return libError("0688010A", "asn1 encoding routines", "nested asn1 error", "ERR_OSSL_ASN1_NESTED_ASN1_ERROR")
		}
		return libError("0480006C", "PEM routines", "no start line", "ERR_OSSL_PEM_NO_START_LINE")
	}
	leaf, err := x509.ParseCertificate(chain[0])
	if err != nil {
		return libError("0688010A", "asn1 encoding routines", "nested asn1 error", "ERR_OSSL_ASN1_NESTED_ASN1_ERROR")
	}
	// A second certificate of the same kind replaces the first.
	for i, l := range c.leaves {
		if l.PublicKeyAlgorithm == leaf.PublicKeyAlgorithm {
			c.chains[i], c.leaves[i] = chain, leaf
			return nil
		}
	}
	c.chains, c.leaves = append(c.chains, chain), append(c.leaves, leaf)
	return nil
}

// ParseKey reads a private key in PEM.
func parseKey(b, pass []byte) (crypto.Signer, error) {
	unsupported := libError("1E08010C", "DECODER routines", "unsupported", "ERR_OSSL_UNSUPPORTED")
	rest := b
	for {
		var blk *pem.Block
		if blk, rest = pem.Decode(rest); blk == nil {
			return nil, unsupported
		}
		if !strings.HasSuffix(blk.Type, "PRIVATE KEY") {
			continue
		}
		der := blk.Bytes
		badDecrypt := func() error {
			e := libError("1C800064", "Provider routines", "bad decrypt", "ERR_OSSL_BAD_DECRYPT")
			if pass == nil {
				return libError("07880109", "common libcrypto routines", "interrupted or cancelled", "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED")
			}
			return e
		}
		//lint:ignore SA1019 OpenSSL reads these
		if x509.IsEncryptedPEMBlock(blk) {
			plain, err := x509.DecryptPEMBlock(blk, pass)
			if err != nil {
				return nil, badDecrypt()
			}
			der = plain
		}
		if blk.Type == "ENCRYPTED PRIVATE KEY" {
			plain, err := decryptPKCS8(der, pass)
			if err != nil {
				return nil, badDecrypt()
			}
			der = plain
		}
		var k any
		var err error
		if k, err = x509.ParsePKCS8PrivateKey(der); err != nil {
			if k, err = x509.ParsePKCS1PrivateKey(der); err != nil {
				if k, err = x509.ParseECPrivateKey(der); err != nil {
					//lint:ignore SA1019 see above
					if x509.IsEncryptedPEMBlock(blk) {
						return nil, badDecrypt()
					}
					return nil, unsupported
				}
			}
		}
		if s, ok := k.(crypto.Signer); ok {
			return s, nil
		}
		return nil, unsupported
	}
}

func samePublic(a, b crypto.PublicKey) bool {
	e, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && e.Equal(b)
}

func algorithmOf(k crypto.Signer) x509.PublicKeyAlgorithm {
	switch k.Public().(type) {
	case *rsa.PublicKey:
		return x509.RSA
	case *ecdsa.PublicKey:
		return x509.ECDSA
	case ed25519.PublicKey:
		return x509.Ed25519
	}
	return x509.UnknownPublicKeyAlgorithm
}

func (c *secureContext) setKey(b, pass []byte) error {
	k, err := parseKey(b, pass)
	if err != nil {
		return err
	}
	return c.addKey(k)
}

func (c *secureContext) addKey(k crypto.Signer) error {
	for _, l := range c.leaves {
		if l.PublicKeyAlgorithm == algorithmOf(k) && !samePublic(l.PublicKey, k.Public()) {
			return libError("05800074", "x509 certificate routines", "key values mismatch", "ERR_OSSL_X509_KEY_VALUES_MISMATCH")
		}
	}
	c.keys = append(c.keys, k)
	return nil
}

func (c *secureContext) loadPKCS12(b []byte, pass string) error {
	key, leaf, cas, err := pkcs12.DecodeChain(b, pass)
	if err != nil {
		switch {
		case err == pkcs12.ErrIncorrectPassword:
			return &bindings.CodeError{Msg: "mac verify failure"}
		case strings.Contains(err.Error(), "asn1") || strings.Contains(err.Error(), "reading P12"):
			return &bindings.CodeError{Msg: "not enough data"}
		}
		return &bindings.CodeError{Msg: strings.TrimPrefix(err.Error(), "pkcs12: ")}
	}
	chain := [][]byte{leaf.Raw}
	for _, x := range cas {
		chain = append(chain, x.Raw)
		if c.ca == nil {
			c.ca = newStore(nil)
		}
		c.ca.add(x)
	}
	c.chains, c.leaves = append(c.chains, chain), append(c.leaves, leaf)
	if s, ok := key.(crypto.Signer); ok {
		return c.addKey(s)
	}
	return nil
}

// certificates pairs the chains with their keys.
func (c *secureContext) certificates() []tls.Certificate {
	var out []tls.Certificate
	for i, l := range c.leaves {
		for _, k := range c.keys {
			if samePublic(l.PublicKey, k.Public()) {
				out = append(out, tls.Certificate{Certificate: c.chains[i], PrivateKey: k, Leaf: l})
				break
			}
		}
	}
	return out
}

// store returns the certificates that the context trusts.
func (c *secureContext) store() *store {
	if c.ca != nil {
		return c.ca
	}
	return c.trust.store()
}

// config makes the settings of one connection.
func (c *secureContext) config() *tls.Config {
	cfg := &tls.Config{
		MinVersion: c.min, MaxVersion: c.max, CipherSuites: c.ciphers, CurvePreferences: c.groups,
		InsecureSkipVerify: true, DynamicRecordSizingDisabled: true, SessionTicketsDisabled: c.noTicket,
	}
	if !c.legacy && cfg.MinVersion < tls.VersionTLS12 {
		cfg.MinVersion = tls.VersionTLS12
	}
	if c.only13 && c.min < tls.VersionTLS13 {
		cfg.MinVersion = tls.VersionTLS13
	}
	key := sha256.Sum256(c.tickets)
	cfg.SetSessionTicketKeys([][32]byte{key})
	return cfg
}
