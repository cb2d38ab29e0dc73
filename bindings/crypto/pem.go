package crypto

import (
	"bytes"
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	casn1 "golang.org/x/crypto/cryptobyte/asn1"
	"golang.org/x/crypto/scrypt"

	"github.com/gonode/gonode/bindings"
)

const (
	oidPBES2  = "1.2.840.113549.1.5.13"
	oidPBKDF2 = "1.2.840.113549.1.5.12"
	oidScrypt = "1.3.6.1.4.1.11591.4.11"
)

// passphrase of an encrypted key; has is false when none was given.
type passphrase struct {
	b   []byte
	has bool
}

// writePEM wraps DER in lines of 64 characters.
func writePEM(label string, der []byte, headers ...string) []byte {
	var b bytes.Buffer
	b.WriteString("-----BEGIN " + label + "-----\n")
	for _, h := range headers {
		b.WriteString(h + "\n")
	}
	if len(headers) > 0 {
		b.WriteByte('\n')
	}
	text := base64.StdEncoding.EncodeToString(der)
	for len(text) > 64 {
		b.WriteString(text[:64] + "\n")
		text = text[64:]
	}
	if text != "" {
		b.WriteString(text + "\n")
	}
	b.WriteString("-----END " + label + "-----\n")
	return b.Bytes()
}

// parseKeyPEM reads the first key of a PEM text. want is public, private or either (a public key may then come from a private one or a
// certificate).
func parseKeyPEM(data []byte, want string, pass passphrase) (*key, error) {
	rest := data
	for {
		var blk *pem.Block
		if blk, rest = pem.Decode(rest); blk == nil {
			return nil, errUnsupported()
		}
		k, err := parsePEMBlock(blk, want, pass)
		if err != nil || k != nil {
			return k, err
		}
	}
}

func parsePEMBlock(blk *pem.Block, want string, pass passphrase) (*key, error) {
	der := blk.Bytes
	if strings.HasSuffix(blk.Type, "PRIVATE KEY") {
		if dek := blk.Headers["DEK-Info"]; dek != "" {
			var err error
			if der, err = decryptDEK(dek, der, pass); err != nil {
				return nil, err
			}
		}
		switch blk.Type {
		case "PRIVATE KEY":
			return keyOrUnsupported(parsePKCS8(der))
		case "ENCRYPTED PRIVATE KEY":
			if !pass.has {
				return nil, errInterrupted()
			}
			return parseEncryptedPKCS8(der, pass)
		case "RSA PRIVATE KEY":
			return keyOrUnsupported(parsePKCS1Private(der))
		case "EC PRIVATE KEY":
			return keyOrUnsupported(parseSEC1(der, nil, false))
		case "DSA PRIVATE KEY":
			return keyOrUnsupported(parseDSAPrivate(der))
		}
		return nil, nil
	}
	if want == "private" {
		return nil, nil
	}
	switch blk.Type {
	case "PUBLIC KEY":
		return keyOrUnsupported(parseSPKI(der))
	case "RSA PUBLIC KEY":
		return keyOrUnsupported(parsePKCS1Public(der))
	case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
		c, err := parseCertificate(der)
		if err != nil {
			return nil, err
		}
		return keyOrUnsupported(parseSPKI(c.spki))
	}
	return nil, nil
}

func keyOrUnsupported(k *key, err error) (*key, error) {
	if err == errFormat {
		return nil, errUnsupported()
	}
	return k, err
}

// parseDSAPrivate reads OpenSSL's own form of a DSA key.
func parseDSAPrivate(der []byte) (*key, error) {
	s := cryptobyte.String(der)
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, errFormat
	}
	n, ok := readInts(&seq, 6)
	if !ok {
		return nil, errFormat
	}
	return &key{typ: "dsa", private: true, dsa: &dsaKey{p: n[1], q: n[2], g: n[3], y: n[4], x: n[5]}}, nil
}

// bytesToKey is OpenSSL's EVP_BytesToKey with MD5 and one iteration.
func bytesToKey(pass, salt []byte, n int) []byte {
	var out, d []byte
	for len(out) < n {
		h := md5.New()
		h.Write(d)
		h.Write(pass)
		h.Write(salt)
		d = h.Sum(nil)
		out = append(out, d...)
	}
	return out[:n]
}

// cryptCBC runs a cipher over data in one go.
func cryptAll(enc bool, row *cipherRow, k, iv, data []byte) ([]byte, error) {
	c, err := newCipher(enc, row.name, k, iv, true, -1)
	if err != nil {
		return nil, err
	}
	out, err := c.update(data)
	if err != nil {
		return nil, err
	}
	last, err := c.final()
	return append(out, last...), err
}

func decryptDEK(info string, der []byte, pass passphrase) ([]byte, error) {
	if !pass.has {
		return nil, errInterrupted()
	}
	name, ivHex, ok := strings.Cut(info, ",")
	iv, err := hex.DecodeString(strings.TrimSpace(ivHex))
	row := findCipher(name)
	if !ok || err != nil || row == nil || len(iv) != row.iv || len(iv) < 8 {
		return nil, errUnsupported()
	}
	out, err := cryptAll(false, row, bytesToKey(pass.b, iv[:8], row.key), iv, der)
	if err != nil {
		return nil, errBadDecrypt()
	}
	return out, nil
}

// encryptDEK makes an encrypted traditional PEM block.
func encryptDEK(label string, der []byte, cipher string, pass []byte) ([]byte, error) {
	row := findCipher(cipher)
	if row == nil {
		return nil, errUnknownCipher()
	}
	iv := make([]byte, row.iv)
	rand.Read(iv)
	if len(iv) < 8 {
		return nil, osslError("0480007E", "PEM routines", "unsupported cipher")
	}
	out, err := cryptAll(true, row, bytesToKey(pass, iv[:8], row.key), iv, der)
	if err != nil {
		return nil, err
	}
	return writePEM(label, out, "Proc-Type: 4,ENCRYPTED", "DEK-Info: "+strings.ToUpper(row.name)+","+strings.ToUpper(hex.EncodeToString(iv))), nil
}

func errUnknownCipher() error {
	return &bindings.CodeError{Code: "ERR_CRYPTO_UNKNOWN_CIPHER", Msg: "Unknown cipher"}
}

func cipherOID(name string) string {
	switch name {
	case "aes-128-cbc":
		return "2.16.840.1.101.3.4.1.2"
	case "aes-192-cbc":
		return "2.16.840.1.101.3.4.1.22"
	case "aes-256-cbc":
		return "2.16.840.1.101.3.4.1.42"
	case "aes-128-ofb":
		return "2.16.840.1.101.3.4.1.3"
	case "aes-128-cfb":
		return "2.16.840.1.101.3.4.1.4"
	case "aes-192-cfb":
		return "2.16.840.1.101.3.4.1.24"
	case "aes-256-cfb":
		return "2.16.840.1.101.3.4.1.44"
	case "aes-192-ofb":
		return "2.16.840.1.101.3.4.1.23"
	case "aes-256-ofb":
		return "2.16.840.1.101.3.4.1.43"
	case "aes-128-ecb":
		return "2.16.840.1.101.3.4.1.1"
	case "aes-192-ecb":
		return "2.16.840.1.101.3.4.1.21"
	case "aes-256-ecb":
		return "2.16.840.1.101.3.4.1.41"
	case "des-ede3-cbc":
		return "1.2.840.113549.3.7"
	}
	return ""
}

func cipherByOID(oid string) *cipherRow {
	for i := range cipherTable {
		if o := cipherOID(cipherTable[i].name); o != "" && o == oid {
			return &cipherTable[i]
		}
	}
	return nil
}

func hmacByOID(oid string) string {
	switch oid {
	case "1.2.840.113549.2.7":
		return "sha1"
	case "1.2.840.113549.2.8":
		return "sha224"
	case "1.2.840.113549.2.9":
		return "sha256"
	case "1.2.840.113549.2.10":
		return "sha384"
	case "1.2.840.113549.2.11":
		return "sha512"
	}
	return ""
}

// isEncryptedPKCS8 tells EncryptedPrivateKeyInfo from PrivateKeyInfo.
func isEncryptedPKCS8(der []byte) bool {
	s := cryptobyte.String(der)
	var seq cryptobyte.String
	return s.ReadASN1(&seq, casn1.SEQUENCE) && seq.PeekASN1Tag(casn1.SEQUENCE)
}

func parseEncryptedPKCS8(der []byte, pass passphrase) (*key, error) {
	if !pass.has {
		return nil, errPassphrase()
	}
	s := cryptobyte.String(der)
	var seq, data cryptobyte.String
	if !s.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, errUnsupported()
	}
	alg, ok := readAlgorithm(&seq)
	if !ok || !seq.ReadASN1(&data, casn1.OCTET_STRING) {
		return nil, errUnsupported()
	}
	out, err := pbeDecrypt(alg, data, pass.b)
	if err != nil {
		return nil, err
	}
	k, err := parsePKCS8(out)
	if err == errFormat {
		return nil, errUnsupported()
	}
	return k, err
}

func pbeDecrypt(alg algorithm, data, pass []byte) ([]byte, error) {
	bad := errUnsupported()
	var seq cryptobyte.String
	if !alg.params.ReadASN1(&seq, casn1.SEQUENCE) {
		return nil, bad
	}
	if alg.oid == "1.2.840.113549.1.12.1.3" { // pbeWithSHAAnd3-KeyTripleDES-CBC
		var salt cryptobyte.String
		if !seq.ReadASN1(&salt, casn1.OCTET_STRING) {
			return nil, bad
		}
		it, ok := readInt(&seq)
		if !ok || it.BitLen() > 31 {
			return nil, bad
		}
		n := int(it.Int64())
		out, err := cryptAll(false, findCipher("des-ede3-cbc"), pkcs12KDF("sha1", pass, salt, n, 1, 24), pkcs12KDF("sha1", pass, salt, n, 2, 8), data)
		if err != nil {
			return nil, errBadDecrypt()
		}
		return out, nil
	}
	if alg.oid != oidPBES2 {
		return nil, bad
	}
	kdf, ok1 := readAlgorithm(&seq)
	enc, ok2 := readAlgorithm(&seq)
	row := cipherByOID(enc.oid)
	var iv, kp, salt cryptobyte.String
	if !ok1 || !ok2 || row == nil || row.iv > 0 && !enc.params.ReadASN1(&iv, casn1.OCTET_STRING) || len(iv) != row.iv || !kdf.params.ReadASN1(&kp, casn1.SEQUENCE) ||
		!kp.ReadASN1(&salt, casn1.OCTET_STRING) {
		return nil, bad
	}
	n1, ok := readInt(&kp)
	if !ok || n1.BitLen() > 31 {
		return nil, bad
	}
	var k []byte
	var err error
	if kdf.oid == oidScrypt {
		n2, ok := readInts(&kp, 2)
		if !ok {
			return nil, bad
		}
		k, err = scrypt.Key(pass, salt, int(n1.Int64()), int(n2[0].Int64()), int(n2[1].Int64()), row.key)
	} else {
		prf := "sha1"
		if kp.PeekASN1Tag(casn1.INTEGER) {
			readInt(&kp)
		}
		if !kp.Empty() {
			a, ok := readAlgorithm(&kp)
			if prf = hmacByOID(a.oid); !ok || prf == "" {
				return nil, bad
			}
		}
		k, err = pbkdf2.Key(hashMaker(prf), string(pass), salt, int(n1.Int64()), row.key)
	}
	if err != nil {
		return nil, bad
	}
	out, err := cryptAll(false, row, k, iv, data)
	if err != nil {
		return nil, errBadDecrypt()
	}
	return out, nil
}

// pkcs12KDF is the key derivation of PKCS #12 (RFC 7292, appendix B).
func pkcs12KDF(hashName string, pass, salt []byte, iterations int, id byte, n int) []byte {
	var bmp []byte
	for _, r := range string(pass) {
		bmp = append(bmp, byte(r>>8), byte(r))
	}
	bmp = append(bmp, 0, 0)
	v := newHash(hashName).BlockSize()
	fill := func(b []byte) []byte {
		if len(b) == 0 {
			return nil
		}
		out := make([]byte, (len(b)+v-1)/v*v)
		for i := range out {
			out[i] = b[i%len(b)]
		}
		return out
	}
	in := append(fill(salt), fill(bmp)...)
	d := bytes.Repeat([]byte{id}, v)
	var out []byte
	for len(out) < n {
		sum := hashOnce(hashName, d, in)
		for i := 1; i < iterations; i++ {
			sum = hashOnce(hashName, sum)
		}
		out = append(out, sum...)
		for j := 0; j < len(in); j += v {
			carry := 1
			for i := v - 1; i >= 0; i-- {
				x := int(in[j+i]) + int(sum[i%len(sum)]) + carry
				in[j+i] = byte(x)
				carry = x >> 8
			}
		}
	}
	return out[:n]
}

// encryptPKCS8 makes an EncryptedPrivateKeyInfo with PBES2: PBKDF2 with HMAC-SHA-256, 2048 iterations.
func encryptPKCS8(der []byte, cipher string, pass []byte) ([]byte, error) {
	row := findCipher(cipher)
	if row == nil {
		return nil, errUnknownCipher()
	}
	oid := cipherOID(row.name)
	if oid == "" {
		return nil, osslError("0300007A", libEVP, "cipher parameter error")
	}
	salt, iv := make([]byte, 16), make([]byte, row.iv)
	rand.Read(salt)
	rand.Read(iv)
	k, err := pbkdf2.Key(hashMaker("sha256"), string(pass), salt, 2048, row.key)
	if err != nil {
		return nil, err
	}
	data, err := cryptAll(true, row, k, iv, der)
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	addSeq(&b, func(b *cryptobyte.Builder) {
		addSeq(b, func(b *cryptobyte.Builder) {
			addOID(b, oidPBES2)
			addSeq(b, func(b *cryptobyte.Builder) {
				addSeq(b, func(b *cryptobyte.Builder) {
					addOID(b, oidPBKDF2)
					addSeq(b, func(b *cryptobyte.Builder) {
						b.AddASN1OctetString(salt)
						b.AddASN1Int64(2048)
						addSeq(b, func(b *cryptobyte.Builder) {
							addOID(b, "1.2.840.113549.2.9")
							b.AddASN1NULL()
						})
					})
				})
				addSeq(b, func(b *cryptobyte.Builder) {
					addOID(b, oid)
					if len(iv) > 0 {
						b.AddASN1OctetString(iv)
					}
				})
			})
		})
		b.AddASN1OctetString(data)
	})
	return b.BytesOrPanic(), nil
}

// parseKeyDER reads a key in DER; typ is pkcs1, spki, pkcs8 or sec1.
func parseKeyDER(data []byte, want, typ string, pass passphrase) (*key, error) {
	var k *key
	err := errFormat
	switch typ {
	case "pkcs1":
		if want != "private" {
			k, err = parsePKCS1Public(data)
		}
		if err != nil {
			k, err = parsePKCS1Private(data)
		}
	case "spki":
		k, err = parseSPKI(data)
	case "sec1":
		k, err = parseSEC1(data, nil, false)
	case "pkcs8":
		if isEncryptedPKCS8(data) {
			return parseEncryptedPKCS8(data, pass)
		}
		k, err = parsePKCS8(data)
	}
	if err == nil && want == "private" && !k.private {
		err = errFormat
	}
	return keyOrUnsupported(k, err)
}
