package tls

import (
	"crypto/tls"
	"strings"
	_ "unsafe" // for the order of the TLS 1.3 suites
)

// suite is a cipher suite under OpenSSL's name with the classes that cipher strings select it by.
type suite struct {
	id      uint16
	name    string
	classes string // space separated, lower case
	strong  bool   // part of HIGH and DEFAULT
}

var suites = [...]suite{
	{tls.TLS_AES_256_GCM_SHA384, "TLS_AES_256_GCM_SHA384", "tls13", true},
	{tls.TLS_CHACHA20_POLY1305_SHA256, "TLS_CHACHA20_POLY1305_SHA256", "tls13", true},
	{tls.TLS_AES_128_GCM_SHA256, "TLS_AES_128_GCM_SHA256", "tls13", true},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, "ECDHE-ECDSA-AES256-GCM-SHA384", "ecdhe eecdh kecdhe aecdsa ecdsa aes aes256 aesgcm sha384 tlsv1.2 high", true},
	{tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "ECDHE-RSA-AES256-GCM-SHA384", "ecdhe eecdh kecdhe arsa rsa aes aes256 aesgcm sha384 tlsv1.2 high", true},
	{tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-ECDSA-CHACHA20-POLY1305", "ecdhe eecdh kecdhe aecdsa ecdsa chacha20 tlsv1.2 high", true},
	{tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-RSA-CHACHA20-POLY1305", "ecdhe eecdh kecdhe arsa chacha20 tlsv1.2 high", true},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "ECDHE-ECDSA-AES128-GCM-SHA256", "ecdhe eecdh kecdhe aecdsa ecdsa aes aes128 aesgcm sha256 tlsv1.2 high", true},
	{tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, "ECDHE-RSA-AES128-GCM-SHA256", "ecdhe eecdh kecdhe arsa aes aes128 aesgcm sha256 tlsv1.2 high", true},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, "ECDHE-ECDSA-AES128-SHA256", "ecdhe eecdh kecdhe aecdsa ecdsa aes aes128 sha256 tlsv1.2 high", true},
	{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, "ECDHE-RSA-AES128-SHA256", "ecdhe eecdh kecdhe arsa aes aes128 sha256 tlsv1.2 high", true},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, "ECDHE-ECDSA-AES256-SHA", "ecdhe eecdh kecdhe aecdsa ecdsa aes aes256 sha sha1 high", true},
	{tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, "ECDHE-RSA-AES256-SHA", "ecdhe eecdh kecdhe arsa aes aes256 sha sha1 high", true},
	{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, "ECDHE-ECDSA-AES128-SHA", "ecdhe eecdh kecdhe aecdsa ecdsa aes aes128 sha sha1 high", true},
	{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, "ECDHE-RSA-AES128-SHA", "ecdhe eecdh kecdhe arsa aes aes128 sha sha1 high", true},
	{tls.TLS_RSA_WITH_AES_256_GCM_SHA384, "AES256-GCM-SHA384", "rsa krsa arsa aes aes256 aesgcm sha384 tlsv1.2 high", true},
	{tls.TLS_RSA_WITH_AES_128_GCM_SHA256, "AES128-GCM-SHA256", "rsa krsa arsa aes aes128 aesgcm sha256 tlsv1.2 high", true},
	{tls.TLS_RSA_WITH_AES_128_CBC_SHA256, "AES128-SHA256", "rsa krsa arsa aes aes128 sha256 tlsv1.2 high", true},
	{tls.TLS_RSA_WITH_AES_256_CBC_SHA, "AES256-SHA", "rsa krsa arsa aes aes256 sha sha1 high", true},
	{tls.TLS_RSA_WITH_AES_128_CBC_SHA, "AES128-SHA", "rsa krsa arsa aes aes128 sha sha1 high", true},
	{tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA, "ECDHE-RSA-DES-CBC3-SHA", "ecdhe eecdh 3des medium sha sha1", false},
	{tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA, "DES-CBC3-SHA", "krsa 3des medium sha sha1", false},
}

// others are suites that OpenSSL knows and crypto/tls lacks: naming them is no error as long as another one is left.
var others = [...]string{
	"dhe-rsa-aes256-gcm-sha384", "dhe-rsa-chacha20-poly1305", "dhe-rsa-aes128-gcm-sha256", "ecdhe-ecdsa-aes256-sha384",
	"ecdhe-rsa-aes256-sha384", "dhe-rsa-aes256-sha256", "dhe-rsa-aes128-sha256", "dhe-rsa-aes256-sha", "dhe-rsa-aes128-sha",
	"rsa-psk-aes256-gcm-sha384", "dhe-psk-aes256-gcm-sha384", "rsa-psk-chacha20-poly1305", "dhe-psk-chacha20-poly1305",
	"ecdhe-psk-chacha20-poly1305", "psk-aes256-gcm-sha384", "psk-chacha20-poly1305", "rsa-psk-aes128-gcm-sha256",
	"dhe-psk-aes128-gcm-sha256", "aes256-sha256", "psk-aes128-gcm-sha256", "ecdhe-psk-aes256-cbc-sha384", "ecdhe-psk-aes256-cbc-sha",
	"srp-rsa-aes-256-cbc-sha", "srp-aes-256-cbc-sha", "rsa-psk-aes256-cbc-sha384", "dhe-psk-aes256-cbc-sha384", "rsa-psk-aes256-cbc-sha",
	"dhe-psk-aes256-cbc-sha", "psk-aes256-cbc-sha384", "psk-aes256-cbc-sha", "ecdhe-psk-aes128-cbc-sha256", "ecdhe-psk-aes128-cbc-sha",
	"srp-rsa-aes-128-cbc-sha", "srp-aes-128-cbc-sha", "rsa-psk-aes128-cbc-sha256", "dhe-psk-aes128-cbc-sha256", "rsa-psk-aes128-cbc-sha",
	"dhe-psk-aes128-cbc-sha", "psk-aes128-cbc-sha256", "psk-aes128-cbc-sha",
}

// parseCiphers turns an OpenSSL cipher string into suites of TLS 1.2 and before. known is false when nothing in it names a cipher.
// tls13 is the list of TLS 1.3 suites that it names.
func parseCiphers(s string) (ids, tls13 []uint16, known bool) {
	var dead [len(suites)]bool
	has := func(list []uint16, id uint16) bool {
		for _, x := range list {
			if x == id {
				return true
			}
		}
		return false
	}
	for _, item := range strings.FieldsFunc(s, func(r rune) bool { return r == ':' || r == ',' || r == ' ' }) {
		if i := strings.IndexByte(item, '@'); i >= 0 {
			if item = item[:i]; item == "" {
				continue
			}
		}
		op := byte(0)
		if item[0] == '!' || item[0] == '-' || item[0] == '+' {
			op, item = item[0], item[1:]
		}
		low := strings.ToLower(item)
		terms := strings.Split(low, "+")
		for i := range suites {
			su := &suites[i]
			if su.classes == "tls13" {
				if strings.EqualFold(item, su.name) && op == 0 && !has(tls13, su.id) {
					tls13 = append(tls13, su.id)
					known = true
				}
				continue
			}
			match := low == strings.ToLower(su.name)
			if !match {
				match = true
				for _, t := range terms {
					if !su.in(t) {
						match = false
					}
				}
			}
			if !match {
				continue
			}
			switch op {
			case '!':
				dead[i] = true
				ids = remove(ids, su.id)
			case '-':
				ids = remove(ids, su.id)
			case '+':
				if has(ids, su.id) {
					ids = append(remove(ids, su.id), su.id)
				}
			default:
				known = true
				if !dead[i] && !has(ids, su.id) {
					ids = append(ids, su.id)
				}
			}
		}
		if op == 0 && !known {
			for _, o := range others {
				if o == low {
					known = true
				}
			}
			if strings.Contains(low, "psk") || low == "dhe" || low == "edh" || low == "adh" || low == "anull" || low == "enull" {
				known = true
			}
		}
	}
	return ids, tls13, known
}

func (s *suite) in(class string) bool {
	switch class {
	case "all", "complementofdefault":
		return true
	case "default", "high":
		return s.strong
	}
	for _, c := range strings.Fields(s.classes) {
		if c == class {
			return true
		}
	}
	return false
}

func remove(list []uint16, id uint16) []uint16 {
	for i, x := range list {
		if x == id {
			return append(list[:i:i], list[i+1:]...)
		}
	}
	return list
}

// cipherName returns OpenSSL's and the standard name of a suite.
func cipherName(id uint16) (name, standard string) {
	standard = tls.CipherSuiteName(id)
	for i := range suites {
		if suites[i].id == id {
			return suites[i].name, standard
		}
	}
	return standard, standard
}

// cipherNames lists what getCiphers returns.
func cipherNames() []string {
	var out []string
	for i := range suites {
		out = append(out, strings.ToLower(suites[i].name))
	}
	return out
}

//go:linkname defaultSuites13 crypto/tls.defaultCipherSuitesTLS13
var defaultSuites13 []uint16

// PreferAES256 makes TLS 1.3 prefer AES-256 as OpenSSL does. It changes crypto/tls for the whole process, which has no setting for it;
// only a program that is Node and nothing else calls it, before any connection.
func PreferAES256() {
	if len(defaultSuites13) == 3 {
		defaultSuites13[0], defaultSuites13[1], defaultSuites13[2] =
			tls.TLS_AES_256_GCM_SHA384, tls.TLS_CHACHA20_POLY1305_SHA256, tls.TLS_AES_128_GCM_SHA256
	}
}

// protocolName returns Node's name of a version.
func protocolName(v uint16) string {
	switch v {
	case tls.VersionTLS10:
		return "TLSv1"
	case tls.VersionTLS11:
		return "TLSv1.1"
	case tls.VersionTLS12:
		return "TLSv1.2"
	case tls.VersionTLS13:
		return "TLSv1.3"
	}
	return "unknown"
}

func protocolNumber(s string) uint16 {
	switch s {
	case "TLSv1":
		return tls.VersionTLS10
	case "TLSv1.1":
		return tls.VersionTLS11
	case "TLSv1.2":
		return tls.VersionTLS12
	}
	return tls.VersionTLS13
}

// group is a key exchange group under its names.
type group struct {
	id   tls.CurveID
	name string
	alt  string
	kind string
	bits int
}

var groups = [...]group{
	{tls.X25519, "X25519", "x25519", "X25519", 253},
	{tls.CurveP256, "prime256v1", "P-256", "ECDH", 256},
	{tls.CurveP384, "secp384r1", "P-384", "ECDH", 384},
	{tls.CurveP521, "secp521r1", "P-521", "ECDH", 521},
	{tls.X25519MLKEM768, "X25519MLKEM768", "x25519mlkem768", "TLSGroup", 0},
}

// parseGroups reads ecdhCurve; ok is false for an unknown name. Known groups that crypto/tls lacks are left out.
func parseGroups(s string) (out []tls.CurveID, ok bool) {
	for _, n := range strings.Split(s, ":") {
		if strings.HasPrefix(n, "?") {
			n = n[1:]
		}
		found := false
		for _, g := range groups {
			if strings.EqualFold(g.name, n) || strings.EqualFold(g.alt, n) {
				out = append(out, g.id)
				found = true
			}
		}
		if !found {
			switch strings.ToLower(n) {
			case "secp521r1", "x448", "secp256k1", "brainpoolp256r1", "brainpoolp384r1", "brainpoolp512r1", "ffdhe2048", "ffdhe3072", "secp224r1":
			default:
				return nil, false
			}
		}
	}
	return out, true
}
