package tls

import (
	"bytes"
	"crypto/x509"
	"time"
)

// result is the outcome of a verification in OpenSSL's terms; code "" is success.
type result struct{ code, text string }

func failure(code string) result {
	switch code {
	case "":
		return result{}
	case "UNABLE_TO_GET_ISSUER_CERT":
		return result{code, "unable to get issuer certificate"}
	case "UNABLE_TO_GET_CRL":
		return result{code, "unable to get certificate CRL"}
	case "CERT_NOT_YET_VALID":
		return result{code, "certificate is not yet valid"}
	case "CERT_HAS_EXPIRED":
		return result{code, "certificate has expired"}
	case "CRL_HAS_EXPIRED":
		return result{code, "CRL has expired"}
	case "DEPTH_ZERO_SELF_SIGNED_CERT":
		return result{code, "self-signed certificate"}
	case "SELF_SIGNED_CERT_IN_CHAIN":
		return result{code, "self-signed certificate in certificate chain"}
	case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
		return result{code, "unable to get local issuer certificate"}
	case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
		return result{code, "unable to verify the first certificate"}
	case "CERT_REVOKED":
		return result{code, "certificate revoked"}
	case "INVALID_CA":
		return result{code, "invalid CA certificate"}
	case "PATH_LENGTH_EXCEEDED":
		return result{code, "path length constraint exceeded"}
	case "INVALID_PURPOSE":
		return result{code, "unsuitable certificate purpose"}
	case "CERT_SIGNATURE_FAILURE":
		return result{code, "certificate signature failure"}
	}
	return result{code, code}
}

func issuedBy(c, issuer *x509.Certificate) bool {
	if !bytes.Equal(c.RawIssuer, issuer.RawSubject) {
		return false
	}
	if len(c.AuthorityKeyId) > 0 && len(issuer.SubjectKeyId) > 0 && !bytes.Equal(c.AuthorityKeyId, issuer.SubjectKeyId) {
		return false
	}
	return true
}

func signedBy(c, issuer *x509.Certificate) bool {
	return issuer.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

// verify checks the certificates that a peer sent (the leaf first) against trusted ones. chain is what was built, roots included.
func verify(peer []*x509.Certificate, trusted *store, crls []*x509.RevocationList, server, partial bool, now time.Time) (chain []*x509.Certificate, r result) {
	if len(peer) == 0 {
		return nil, result{}
	}
	chain = []*x509.Certificate{peer[0]}
	top := peer[0]
	selfSigned := func(c *x509.Certificate) bool { return issuedBy(c, c) && signedBy(c, c) }
	ok := false
	code := ""
	for depth := 0; ; depth++ {
		if depth > 100 {
			code = "CERT_CHAIN_TOO_LONG"
			break
		}
		if selfSigned(top) {
			if ok = trusted.has(top); !ok {
				// Another certificate of the same subject and key may be trusted.
				for _, c := range trusted.bySubject[string(top.RawSubject)] {
					if bytes.Equal(c.RawSubjectPublicKeyInfo, top.RawSubjectPublicKeyInfo) {
						chain[len(chain)-1] = c
						ok = true
						break
					}
				}
			}
			if !ok {
				if len(chain) == 1 {
					code = "DEPTH_ZERO_SELF_SIGNED_CERT"
				} else {
					code = "SELF_SIGNED_CERT_IN_CHAIN"
				}
			}
			break
		}
		if partial && trusted.has(top) {
			ok = true
			break
		}
		var next *x509.Certificate
		fromStore := false
		// Trusted certificates come first.
		for _, c := range trusted.bySubject[string(top.RawIssuer)] {
			if issuedBy(top, c) && (next == nil || now.Before(c.NotAfter)) {
				next, fromStore = c, true
				if signedBy(top, c) && now.Before(c.NotAfter) {
					break
				}
			}
		}
		if next == nil {
			for _, c := range peer[1:] {
				if issuedBy(top, c) && !contains(chain, c) {
					next = c
					break
				}
			}
		}
		if next == nil {
			if partial && fromStore {
				ok = true
			} else if len(chain) == 1 {
				code = "UNABLE_TO_VERIFY_LEAF_SIGNATURE"
			} else if trusted.has(top) {
				code = "UNABLE_TO_GET_ISSUER_CERT"
			} else {
				code = "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"
			}
			break
		}
		chain = append(chain, next)
		top = next
	}
	if code != "" {
		return chain, failure(code)
	}
	// Signatures, dates, purposes, from the root down: the last failure is what is reported.
	for i := len(chain) - 1; i >= 0; i-- {
		c := chain[i]
		if i+1 < len(chain) && !signedBy(c, chain[i+1]) {
			code = "CERT_SIGNATURE_FAILURE"
		}
		if now.Before(c.NotBefore) {
			code = "CERT_NOT_YET_VALID"
		} else if now.After(c.NotAfter) {
			code = "CERT_HAS_EXPIRED"
		}
		if i > 0 && c.BasicConstraintsValid && !c.IsCA {
			code = "INVALID_CA"
		}
		if i > 0 && c.Version == 3 && !c.BasicConstraintsValid && c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageCertSign == 0 {
			code = "INVALID_CA"
		}
		if i > 0 && c.BasicConstraintsValid && c.IsCA && (c.MaxPathLen > 0 || c.MaxPathLenZero) && i-1 > c.MaxPathLen {
			code = "PATH_LENGTH_EXCEEDED"
		}
		if len(crls) > 0 && i+1 < len(chain) {
			if x := revoked(c, chain[i+1], crls, now); x != "" {
				code = x
			}
		}
	}
	if !purpose(chain[0], server) {
		code = "INVALID_PURPOSE"
	}
	return chain, failure(code)
}

func contains(list []*x509.Certificate, c *x509.Certificate) bool {
	for _, x := range list {
		if x.Equal(c) {
			return true
		}
	}
	return false
}

func purpose(c *x509.Certificate, server bool) bool {
	if len(c.ExtKeyUsage) == 0 && len(c.UnknownExtKeyUsage) == 0 {
		return true
	}
	for _, u := range c.ExtKeyUsage {
		switch u {
		case x509.ExtKeyUsageAny:
			return true
		case x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageNetscapeServerGatedCrypto, x509.ExtKeyUsageMicrosoftServerGatedCrypto:
			if !server {
				return true
			}
		case x509.ExtKeyUsageClientAuth:
			if server {
				return true
			}
		}
	}
	return false
}

func revoked(c, issuer *x509.Certificate, crls []*x509.RevocationList, now time.Time) string {
	found := false
	for _, l := range crls {
		if !bytes.Equal(l.RawIssuer, issuer.RawSubject) {
			continue
		}
		found = true
		for _, e := range l.RevokedCertificateEntries {
			if e.SerialNumber.Cmp(c.SerialNumber) == 0 {
				return "CERT_REVOKED"
			}
		}
		if !l.NextUpdate.IsZero() && now.After(l.NextUpdate) {
			return "CRL_HAS_EXPIRED"
		}
	}
	if !found {
		return "UNABLE_TO_GET_CRL"
	}
	return ""
}
