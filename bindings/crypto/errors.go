package crypto

import (
	"strings"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core/vm"
)

const (
	libProvider = "Provider routines"
	libDecoder  = "DECODER routines"
	libEVP      = "digital envelope routines"
	libRSA      = "rsa routines"
)

// osslNumber is the packed number of a library's reason, as OpenSSL prints it.
func osslError(number, lib, reason string) *bindings.CodeError {
	code := "ERR_OSSL_"
	switch lib {
	case libRSA:
		code += "RSA_"
	case libEVP:
		code += "EVP_"
	case "asn1 encoding routines":
		code += "ASN1_"
	case "DSA routines":
		code += "DSA_"
	case "Diffie-Hellman routines", "dh routines":
		code += "DH_"
	case "elliptic curve routines":
		code += "EC_"
	case "common libcrypto routines":
		code += "CRYPTO_"
	case "PKCS12 routines":
		code += "PKCS12_"
	case "bignum routines":
		code += "BN_"
	case "PEM routines":
		code += "PEM_"
	}
	code += strings.ReplaceAll(strings.ToUpper(strings.ReplaceAll(reason, "-", "_")), " ", "_")
	return opensslError(number, lib, reason, code)
}

func errUnsupported() error {
	e := osslError("1E08010C", libDecoder, "unsupported")
	e.Stack = []string{e.Msg}
	return e
}

func errBadDecrypt() error {
	e := osslError("1C800064", libProvider, "bad decrypt")
	e.Stack = []string{"error:11800074:PKCS12 routines::pkcs12 cipherfinal error", e.Msg}
	return e
}

// errInterrupted is what a PEM that needs a passphrase gives without one.
func errInterrupted() error {
	e := osslError("07880109", "common libcrypto routines", "interrupted or cancelled")
	e.Stack = []string{"error:04800068:PEM routines::bad password read", e.Msg}
	return e
}

func errUnsupportedOp() error {
	return &bindings.CodeError{Code: "ERR_CRYPTO_UNSUPPORTED_OPERATION", Msg: "Unsupported crypto operation"}
}

func errOperation(msg string) error {
	return &bindings.CodeError{Code: "ERR_CRYPTO_OPERATION_FAILED", Msg: msg}
}

func errPassphrase() error {
	return &bindings.CodeError{Kind: vm.TypeError, Code: "ERR_MISSING_PASSPHRASE", Msg: "Passphrase required for encrypted key"}
}

func typeError(code, msg string) error {
	return &bindings.CodeError{Kind: vm.TypeError, Code: code, Msg: msg}
}

func rangeError(code, msg string) error {
	return &bindings.CodeError{Kind: vm.RangeError, Code: code, Msg: msg}
}
