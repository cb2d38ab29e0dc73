package tls

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/gonode/gonode/bindings"
)

// reason is an error of OpenSSL's SSL library.
type reason struct {
	match  string // what crypto/tls says (a prefix)
	number int
	text   string // OpenSSL's reason
	fn     string // the function that reports it
	where  string
}

const alertWhere = "ssl/record/rec_layer_s3.c:918"

// alerts are the errors for alerts that the peer sent, by crypto/tls's text; number is the alert's.
var alerts = [...]reason{
	{"unexpected message", 10, "ssl/tls alert unexpected message", "", ""},
	{"bad record MAC", 20, "ssl/tls alert bad record mac", "", ""},
	{"decryption failed", 21, "tlsv1 alert decryption failed", "", ""},
	{"record overflow", 22, "tlsv1 alert record overflow", "", ""},
	{"handshake failure", 40, "ssl/tls alert handshake failure", "", ""},
	{"bad certificate status response", 113, "tlsv1 bad certificate status response", "", ""},
	{"bad certificate hash value", 114, "tlsv1 bad certificate hash value", "", ""},
	{"bad certificate", 42, "ssl/tls alert bad certificate", "", ""},
	{"unsupported certificate", 43, "ssl/tls alert unsupported certificate", "", ""},
	{"revoked certificate", 44, "ssl/tls alert certificate revoked", "", ""},
	{"expired certificate", 45, "ssl/tls alert certificate expired", "", ""},
	{"unknown certificate authority", 48, "tlsv1 alert unknown ca", "", ""},
	{"unknown certificate", 46, "ssl/tls alert certificate unknown", "", ""},
	{"illegal parameter", 47, "ssl/tls alert illegal parameter", "", ""},
	{"access denied", 49, "tlsv1 alert access denied", "", ""},
	{"error decoding message", 50, "tlsv1 alert decode error", "", ""},
	{"error decrypting message", 51, "tlsv1 alert decrypt error", "", ""},
	{"protocol version not supported", 70, "tlsv1 alert protocol version", "", ""},
	{"insufficient security level", 71, "tlsv1 alert insufficient security", "", ""},
	{"internal error", 80, "tlsv1 alert internal error", "", ""},
	{"inappropriate fallback", 86, "tlsv1 alert inappropriate fallback", "", ""},
	{"user canceled", 90, "tlsv1 alert user cancelled", "", ""},
	{"no renegotiation", 100, "tlsv1 alert no renegotiation", "", ""},
	{"missing extension", 109, "tlsv13 alert missing extension", "", ""},
	{"unsupported extension", 110, "tlsv1 unsupported extension", "", ""},
	{"unrecognized name", 112, "tlsv1 unrecognized name", "", ""},
	{"unknown PSK identity", 115, "tlsv1 alert unknown psk identity", "", ""},
	{"certificate required", 116, "tlsv13 alert certificate required", "", ""},
	{"no application protocol", 120, "tlsv1 alert no application protocol", "", ""},
}

// local are the errors that this side finds.
var local = [...]reason{
	{"no cipher suite supported by both", 193, "no shared cipher", "tls_post_process_client_hello", "ssl/statem/statem_srvr.c:2362"},
	{"no key exchanges supported by both", 193, "no shared cipher", "tls_post_process_client_hello", "ssl/statem/statem_srvr.c:2362"},
	{"no supported elliptic curves for ECDHE", 193, "no shared cipher", "tls_post_process_client_hello", "ssl/statem/statem_srvr.c:2362"},
	{"no certificates configured", 193, "no shared cipher", "tls_post_process_client_hello", "ssl/statem/statem_srvr.c:2362"},
	{"peer doesn't support any of the certificate's signature algorithms", 376, "no shared signature algorithms", "tls12_shared_sigalgs", "ssl/t1_lib.c:2900"},
	{"client offered only unsupported versions", 258, "unsupported protocol", "tls_early_post_process_client_hello", "ssl/statem/statem_srvr.c:1728"},
	{"server selected unsupported protocol version", 258, "unsupported protocol", "ssl_choose_client_version", "ssl/statem/statem_lib.c:1973"},
	{"client offered TLS version older", 258, "unsupported protocol", "tls_early_post_process_client_hello", "ssl/statem/statem_srvr.c:1728"},
	{"no supported versions satisfy", 191, "no protocols available", "tls_setup_handshake", "ssl/statem/statem_lib.c:155"},
	{"client didn't provide a certificate", 199, "peer did not return a certificate", "tls_process_client_certificate", "ssl/statem/statem_srvr.c:3765"},
	{"client requested unsupported application protocols", 235, "no application protocol", "tls_handle_alpn", "ssl/statem/extensions_srvr.c:2100"},
	{"unexpected message", 244, "unexpected message", "ssl3_read_bytes", "ssl/record/rec_layer_s3.c:855"},
	{"received unexpected handshake message", 244, "unexpected message", "ssl3_read_bytes", "ssl/record/rec_layer_s3.c:855"},
	{"bad record MAC", 281, "decryption failed or bad record mac", "tls_get_more_records", "ssl/record/methods/tls_common.c:920"},
	{"oversized record", 198, "packet length too long", "tls_get_more_records", "ssl/record/methods/tls_common.c:661"},
	{"record overflow", 198, "packet length too long", "tls_get_more_records", "ssl/record/methods/tls_common.c:661"},
	{"unsupported SSLv2 handshake", 258, "unsupported protocol", "tls_early_post_process_client_hello", "ssl/statem/statem_srvr.c:1728"},
	{"client using inappropriate protocol fallback", 373, "inappropriate fallback", "ssl_cipher_list_to_bytes", "ssl/statem/statem_srvr.c:1700"},
	{"server selected unadvertised ALPN", 110, "bad extension", "tls_parse_stoc_alpn", "ssl/statem/extensions_clnt.c:1600"},
	{"server chose an unconfigured cipher suite", 261, "wrong cipher returned", "set_client_ciphersuite", "ssl/statem/statem_clnt.c:1400"},
	{"error decoding message", 159, "length mismatch", "tls_process_server_hello", "ssl/statem/statem_clnt.c:1500"},
}

// OpenSSLError is Node's form of an error of OpenSSL's SSL library.
func openSSLError(number int, text, fn, where string, alert int) *bindings.CodeError {
	msg := fmt.Sprintf("%016X:error:0A%06X:SSL routines:%s:%s:../deps/openssl/openssl/%s:", uint64(os.Getpid())<<32, number, fn, text, where)
	if alert >= 0 {
		msg += fmt.Sprintf("SSL alert number %d", alert)
	}
	code := "ERR_SSL_" + strings.ReplaceAll(strings.ToUpper(text), " ", "_")
	return &bindings.CodeError{Msg: msg + "\n", Code: code, Props: []string{"library", "SSL routines", "reason", text}}
}

// sslError translates an error of crypto/tls; nil when it is none of TLS's own: the end of the connection or a system error.
func sslError(err error) *bindings.CodeError {
	var coded *bindings.CodeError
	if errors.As(err, &coded) {
		return coded
	}
	var rh tls.RecordHeaderError
	if errors.As(err, &rh) {
		const at = "ssl/record/methods/tlsany_meth.c:78"
		if strings.Contains(rh.Msg, "oversized") {
			return openSSLError(198, "packet length too long", "tls_get_more_records", "ssl/record/methods/tls_common.c:661", -1)
		}
		h := rh.RecordHeader
		switch string(h[:4]) {
		case "GET ", "POST", "HEAD", "PUT ":
			return openSSLError(156, "http request", "tls_validate_record_header", "ssl/record/methods/tlsany_meth.c:68", -1)
		case "CONN":
			return openSSLError(155, "https proxy request", "tls_validate_record_header", "ssl/record/methods/tlsany_meth.c:72", -1)
		}
		if h[0] == 0x80 || strings.Contains(rh.Msg, "SSLv2") {
			return openSSLError(258, "unsupported protocol", "tls_early_post_process_client_hello", "ssl/statem/statem_srvr.c:1728", -1)
		}
		return openSSLError(267, "wrong version number", "tls_validate_record_header", at, -1)
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "remote error" {
		t := strings.TrimPrefix(op.Err.Error(), "tls: ")
		for i := range alerts {
			if strings.HasPrefix(t, alerts[i].match) {
				return openSSLError(1000+alerts[i].number, alerts[i].text, "ssl3_read_bytes", alertWhere, alerts[i].number)
			}
		}
		return openSSLError(1000+40, "ssl/tls alert handshake failure", "ssl3_read_bytes", alertWhere, 40)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) || errors.Is(err, errClosed) {
		return nil
	}
	if _, ok := bindings.AsErrno(err); ok {
		return nil
	}
	t := err.Error()
	t = strings.TrimPrefix(t, "local error: ")
	t = strings.TrimPrefix(t, "tls: ")
	for i := range local {
		if strings.HasPrefix(t, local[i].match) {
			return openSSLError(local[i].number, local[i].text, local[i].fn, local[i].where, -1)
		}
	}
	if strings.Contains(t, "unsupported SSLv2") {
		return openSSLError(258, "unsupported protocol", "tls_early_post_process_client_hello", "ssl/statem/statem_srvr.c:1728", -1)
	}
	e := openSSLError(1, t, "", "ssl/ssl_lib.c:1", -1)
	e.Code = "ERR_SSL_HANDSHAKE_FAILURE"
	return e
}

// libError is an error of another of OpenSSL's libraries, as createSecureContext throws it.
func libError(number, library, text, code string) *bindings.CodeError {
	return &bindings.CodeError{Msg: "error:" + number + ":" + library + "::" + text, Code: code, Props: []string{"library", library, "reason", text}}
}
