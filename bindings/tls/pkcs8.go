package tls

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"errors"
	"hash"

	"crypto/x509/pkix"
)

var errDecrypt = errors.New("bad decrypt")

// decryptPKCS8 decrypts an EncryptedPrivateKeyInfo with PBES2 (RFC 8018).
func decryptPKCS8(der, pass []byte) ([]byte, error) {
	var info struct {
		Algo pkix.AlgorithmIdentifier
		Data []byte
	}
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, err
	}
	var params struct {
		KDF, Cipher pkix.AlgorithmIdentifier
	}
	if _, err := asn1.Unmarshal(info.Algo.Parameters.FullBytes, &params); err != nil {
		return nil, err
	}
	var kdf struct {
		Salt       []byte
		Iterations int
		KeyLength  int                      `asn1:"optional"`
		PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
	}
	if _, err := asn1.Unmarshal(params.KDF.Parameters.FullBytes, &kdf); err != nil {
		return nil, err
	}
	var h func() hash.Hash = sha1.New
	switch kdf.PRF.Algorithm.String() {
	case "1.2.840.113549.2.9":
		h = sha256.New
	case "1.2.840.113549.2.10":
		h = sha512.New384
	case "1.2.840.113549.2.11":
		h = sha512.New
	}
	var iv []byte
	if _, err := asn1.Unmarshal(params.Cipher.Parameters.FullBytes, &iv); err != nil {
		return nil, err
	}
	size := 0
	triple := false
	switch params.Cipher.Algorithm.String() {
	case "2.16.840.1.101.3.4.1.2":
		size = 16
	case "2.16.840.1.101.3.4.1.22":
		size = 24
	case "2.16.840.1.101.3.4.1.42":
		size = 32
	case "1.2.840.113549.3.7":
		size, triple = 24, true
	default:
		return nil, errDecrypt
	}
	key, err := pbkdf2.Key(h, string(pass), kdf.Salt, kdf.Iterations, size)
	if err != nil {
		return nil, err
	}
	var b cipher.Block
	if triple {
		b, err = des.NewTripleDESCipher(key)
	} else {
		b, err = aes.NewCipher(key)
	}
	if err != nil || len(iv) != b.BlockSize() || len(info.Data) == 0 || len(info.Data)%b.BlockSize() != 0 {
		return nil, errDecrypt
	}
	out := make([]byte, len(info.Data))
	cipher.NewCBCDecrypter(b, iv).CryptBlocks(out, info.Data)
	pad := int(out[len(out)-1])
	if pad == 0 || pad > b.BlockSize() {
		return nil, errDecrypt
	}
	for _, x := range out[len(out)-pad:] {
		if int(x) != pad {
			return nil, errDecrypt
		}
	}
	return out[:len(out)-pad], nil
}
