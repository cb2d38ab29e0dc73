package tls

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"
)

type issued struct {
	c *x509.Certificate
	k *ecdsa.PrivateKey
}

func makeCert(t *testing.T, name string, parent *issued, edit func(*x509.Certificate)) *issued {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tpl := &x509.Certificate{SerialNumber: big.NewInt(int64(len(name)) + 7), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	if edit != nil {
		edit(tpl)
	}
	p, pk := tpl, k
	if parent != nil {
		p, pk = parent.c, parent.k
	}
	der, err := x509.CreateCertificate(rand.Reader, tpl, p, &k.PublicKey, pk)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &issued{c, k}
}

func authority(c *x509.Certificate) {
	c.IsCA, c.BasicConstraintsValid, c.KeyUsage = true, true, x509.KeyUsageCertSign
}

func TestVerify(t *testing.T) {
	root := makeCert(t, "root", nil, authority)
	middle := makeCert(t, "middle", root, authority)
	leaf := makeCert(t, "leaf", middle, nil)
	self := makeCert(t, "self", nil, nil)
	old := makeCert(t, "old", root, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	early := makeCert(t, "early", root, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) })
	client := makeCert(t, "client", root, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} })
	noCA := makeCert(t, "noca", root, func(c *x509.Certificate) { c.BasicConstraintsValid = true })
	under := makeCert(t, "under", noCA, nil)
	list := func(x ...*issued) (out []*x509.Certificate) {
		for _, c := range x {
			out = append(out, c.c)
		}
		return
	}
	trusted := newStore(list(root))
	for _, c := range []struct {
		name    string
		peer    []*x509.Certificate
		trusted *store
		server  bool
		partial bool
		want    string
	}{
		{"good", list(leaf, middle), trusted, false, false, ""},
		{"root sent too", list(leaf, middle, root), trusted, false, false, ""},
		{"order does not matter", list(leaf, root, middle), trusted, false, false, ""},
		{"self-signed", list(self), trusted, false, false, "DEPTH_ZERO_SELF_SIGNED_CERT"},
		{"trusted self-signed", list(self), newStore(list(self)), false, false, ""},
		{"untrusted root", list(leaf, middle, root), newStore(list(self)), false, false, "SELF_SIGNED_CERT_IN_CHAIN"},
		{"no issuer", list(leaf), trusted, false, false, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"},
		{"no root", list(leaf, middle), newStore(nil), false, false, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"},
		{"trusted intermediate only", list(leaf), newStore(list(middle)), false, false, "UNABLE_TO_GET_ISSUER_CERT"},
		{"partial chain", list(leaf), newStore(list(middle)), false, true, ""},
		{"expired", list(old), trusted, false, false, "CERT_HAS_EXPIRED"},
		{"not yet valid", list(early), trusted, false, false, "CERT_NOT_YET_VALID"},
		{"client certificate of a server", list(client), trusted, false, false, "INVALID_PURPOSE"},
		{"client certificate of a client", list(client), trusted, true, false, ""},
		{"issuer is no CA", list(under, noCA), trusted, false, false, "INVALID_CA"},
	} {
		_, r := verify(c.peer, c.trusted, nil, c.server, c.partial, time.Now())
		if r.code != c.want {
			t.Errorf("%s: %q, want %q", c.name, r.code, c.want)
		}
	}
}

func TestCiphers(t *testing.T) {
	for _, c := range []struct {
		in    string
		n     int
		first uint16
		known bool
	}{
		{"ECDHE-RSA-AES128-GCM-SHA256", 1, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, true},
		{"AES256-SHA:!AES256-SHA", 0, 0, true},
		{"TLS_AES_128_GCM_SHA256", 0, 0, true},
		{"ECDHE+AESGCM", 4, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true},
		{"AES128-SHA:AES256-SHA:+AES128-SHA", 2, tls.TLS_RSA_WITH_AES_256_CBC_SHA, true},
		{"DHE-RSA-AES256-SHA", 0, 0, true},
		{"nonsense", 0, 0, false},
		{"", 0, 0, false},
	} {
		ids, _, known := parseCiphers(c.in)
		if len(ids) != c.n || known != c.known || c.n > 0 && ids[0] != c.first {
			t.Errorf("%q: %x %v", c.in, ids, known)
		}
	}
	if _, ok := parseGroups("P-256:X25519"); !ok {
		t.Error("groups")
	}
	if _, ok := parseGroups("P-1"); ok {
		t.Error("unknown group taken")
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ in, code string }{
		{"tls: no cipher suite supported by both client and server; client offered: [1]", "ERR_SSL_NO_SHARED_CIPHER"},
		{"tls: client offered only unsupported versions: [301]", "ERR_SSL_UNSUPPORTED_PROTOCOL"},
		{"tls: client didn't provide a certificate", "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE"},
		{"local error: tls: bad record MAC", "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC"},
	} {
		e := sslError(errors.New(c.in))
		if e == nil || e.Code != c.code || !strings.Contains(e.Msg, ":SSL routines:") {
			t.Errorf("%q: %v", c.in, e)
		}
	}
	if e := sslError(tls.RecordHeaderError{Msg: "x", RecordHeader: [5]byte{'G', 'E', 'T', ' ', '/'}}); e.Code != "ERR_SSL_HTTP_REQUEST" {
		t.Error(e.Code)
	}
}

func TestSessionText(t *testing.T) {
	w := &wrap{session: []byte("gonode session 1\n\x00\x00\xff\xff")}
	if _, ok := (sessionCache{w}).Get(""); ok {
		t.Error("a damaged session was taken")
	}
}
