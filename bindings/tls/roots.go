package tls

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"golang.org/x/crypto/x509roots/fallback/bundle"
)

// store is a set of trusted certificates.
type store struct {
	certs     []*x509.Certificate
	bySubject map[string][]*x509.Certificate
}

func newStore(certs []*x509.Certificate) *store {
	s := &store{bySubject: map[string][]*x509.Certificate{}}
	for _, c := range certs {
		s.add(c)
	}
	return s
}

func (s *store) add(c *x509.Certificate) {
	s.certs = append(s.certs, c)
	s.bySubject[string(c.RawSubject)] = append(s.bySubject[string(c.RawSubject)], c)
}

func (s *store) has(c *x509.Certificate) bool {
	for _, x := range s.bySubject[string(c.RawSubject)] {
		if x.Equal(c) {
			return true
		}
	}
	return false
}

// bundled are Mozilla's root certificates, without those that it only trusts for older certificates.
var bundled = sync.OnceValue(func() []*x509.Certificate {
	var out []*x509.Certificate
	for r := range bundle.Roots() {
		if c, err := x509.ParseCertificate(r.Certificate); err == nil {
			out = append(out, c)
		}
	}
	return out
})

func parsePEMCerts(b []byte) []*x509.Certificate {
	var out []*x509.Certificate
	for {
		var blk *pem.Block
		if blk, b = pem.Decode(b); blk == nil {
			return out
		}
		if blk.Type != "CERTIFICATE" && blk.Type != "X509 CERTIFICATE" && blk.Type != "TRUSTED CERTIFICATE" {
			continue
		}
		if c, err := x509.ParseCertificate(blk.Bytes); err == nil {
			out = append(out, c)
		}
	}
}

// extra are the certificates of NODE_EXTRA_CA_CERTS.
func loadExtra(file string) ([]*x509.Certificate, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parsePEMCerts(b), nil
}

// system are the certificates that the operating system trusts, where they are files (SSL_CERT_FILE and SSL_CERT_DIR choose others).
var system = sync.OnceValue(func() []*x509.Certificate {
	files := []string{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
		"/etc/pki/tls/cacert.pem", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem"}
	dirs := []string{"/etc/ssl/certs", "/etc/pki/tls/certs"}
	if runtime.GOOS == "windows" {
		files, dirs = nil, nil
	}
	if f := os.Getenv("SSL_CERT_FILE"); f != "" {
		files = []string{f}
	}
	if d := os.Getenv("SSL_CERT_DIR"); d != "" {
		dirs = filepath.SplitList(d)
	}
	var out []*x509.Certificate
	seen := map[string]bool{}
	add := func(b []byte) {
		for _, c := range parsePEMCerts(b) {
			if !seen[string(c.Raw)] {
				seen[string(c.Raw)] = true
				out = append(out, c)
			}
		}
	}
	for _, f := range files {
		if b, err := os.ReadFile(f); err == nil {
			add(b)
			break
		}
	}
	if len(out) > 0 && os.Getenv("SSL_CERT_DIR") == "" {
		return out
	}
	for _, d := range dirs {
		list, err := os.ReadDir(d)
		if err != nil {
			continue
		}
		for _, f := range list {
			if strings.HasPrefix(f.Name(), ".") {
				continue
			}
			if b, err := os.ReadFile(filepath.Join(d, f.Name())); err == nil {
				add(b)
			}
		}
	}
	return out
})

// trust is the default trust of an environment.
type trust struct {
	mu       sync.Mutex
	useSys   bool
	useSSL   bool // --use-openssl-ca
	extra    []*x509.Certificate
	override []*x509.Certificate // setDefaultCACertificates
	isSet    bool
	made     *store
}

func (t *trust) list() []*x509.Certificate {
	if t.isSet {
		return t.override
	}
	var out []*x509.Certificate
	if t.useSSL {
		out = append(out, system()...)
	} else {
		out = append(out, bundled()...)
		if t.useSys {
			out = append(out, system()...)
		}
	}
	return append(out, t.extra...)
}

// store returns the default store; any goroutine may ask.
func (t *trust) store() *store {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.made == nil {
		t.made = newStore(t.list())
	}
	return t.made
}

func pemOf(c *x509.Certificate) string {
	var b bytes.Buffer
	pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})
	return b.String()
}
