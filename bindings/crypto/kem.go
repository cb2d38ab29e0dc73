package crypto

import (
	"crypto/hkdf"
	"crypto/rand"
	"math/big"
	"strings"
)

func errEncap() error { return errOperation("Encapsulation failed") }
func errDecap() error { return errOperation("Decapsulation failed") }

// dhkem is the DHKEM of RFC 9180 for a key; id is 0 when there is none.
func (k *key) dhkem() (id uint16, hash string, n int) {
	name := k.typ
	if k.ec != nil {
		name = k.ec.curve.name
	}
	switch name {
	case "prime256v1":
		return 0x10, "sha256", 32
	case "secp384r1":
		return 0x11, "sha384", 48
	case "secp521r1":
		return 0x12, "sha512", 64
	case "x25519":
		return 0x20, "sha256", 32
	case "x448":
		return 0x21, "sha512", 64
	}
	return 0, "", 0
}

// dhkemSecret is ExtractAndExpand of RFC 9180, 4.1.
func (k *key) dhkemSecret(dh, enc, pub []byte) ([]byte, error) {
	id, name, n := k.dhkem()
	suite := string([]byte{'H', 'P', 'K', 'E', '-', 'v', '1', 'K', 'E', 'M', byte(id >> 8), byte(id)})
	prk, err := hkdf.Extract(hashMaker(name), append([]byte(suite+"eae_prk"), dh...), nil)
	if err != nil {
		return nil, err
	}
	info := string([]byte{byte(n >> 8), byte(n)}) + suite + "shared_secret" + string(enc) + string(pub)
	return hkdf.Expand(hashMaker(name), prk, info, n)
}

// sibling makes a fresh key of the same kind.
func (k *key) sibling() (*key, error) {
	if k.ec != nil {
		e, err := generateEC(k.ec.curve, false)
		return &key{typ: "ec", private: true, ec: e}, err
	}
	return generateRaw(rawByName(k.typ))
}

// sameKind makes a public key of the same kind from bytes.
func (k *key) sameKind(b []byte) (*key, bool) {
	if k.ec != nil {
		x, y, ok := k.ec.curve.decode(b)
		return &key{typ: "ec", ec: &ecKey{curve: k.ec.curve, x: x, y: y}}, ok && b[0] == 4
	}
	return &key{typ: k.typ, pub: b}, len(b) == len(k.pub)
}

// encapsulate makes a shared secret and its ciphertext for the holder of the private key.
func (k *key) encapsulate() (secret, ct []byte, err error) {
	switch {
	case k.typ == "rsa": // RSASVE: a random number below n
		if k.rsa.check() != nil {
			return nil, nil, errEncap()
		}
		z, err := rand.Int(rand.Reader, new(big.Int).Sub(k.rsa.n, big.NewInt(3)))
		if err != nil {
			return nil, nil, err
		}
		secret = z.Add(z, big.NewInt(2)).FillBytes(make([]byte, k.rsa.size()))
		ct, err = k.rsa.public(secret)
		return secret, ct, err
	case strings.HasPrefix(k.typ, "ml-kem"):
		pub, err := kemScheme(k.typ).UnmarshalBinaryPublicKey(k.pub)
		if err != nil {
			return nil, nil, errEncap()
		}
		ct, secret, err = kemScheme(k.typ).Encapsulate(pub)
		return secret, ct, err
	}
	if id, _, _ := k.dhkem(); id == 0 {
		return nil, nil, errEncap()
	}
	eph, err := k.sibling()
	if err != nil {
		return nil, nil, err
	}
	dh, err := eph.derive(k)
	if err != nil {
		return nil, nil, errEncap()
	}
	ct = eph.publicBits()
	secret, err = k.dhkemSecret(dh, ct, k.publicBits())
	return secret, ct, err
}

// decapsulate finds the secret of a ciphertext.
func (k *key) decapsulate(ct []byte) ([]byte, error) {
	switch {
	case k.typ == "rsa":
		if k.rsa.check() != nil || len(ct) != k.rsa.size() {
			return nil, errDecap()
		}
		out, err := k.rsa.privateOp(ct)
		if err != nil {
			return nil, errDecap()
		}
		return out, nil
	case strings.HasPrefix(k.typ, "ml-kem"):
		s := kemScheme(k.typ)
		priv, err := s.UnmarshalBinaryPrivateKey(k.priv)
		if err != nil || len(ct) != s.CiphertextSize() {
			return nil, errDecap()
		}
		out, err := s.Decapsulate(priv, ct)
		if err != nil {
			return nil, errDecap()
		}
		return out, nil
	}
	if id, _, _ := k.dhkem(); id == 0 {
		return nil, errDecap()
	}
	eph, ok := k.sameKind(ct)
	if !ok {
		return nil, errDecap()
	}
	dh, err := k.derive(eph)
	if err != nil {
		return nil, errDecap()
	}
	return k.dhkemSecret(dh, ct, k.publicBits())
}
