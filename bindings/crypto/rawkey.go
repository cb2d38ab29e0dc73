package crypto

import (
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/rand"
	"strings"

	"github.com/cloudflare/circl/dh/x448"
	"github.com/cloudflare/circl/kem"
	"github.com/cloudflare/circl/kem/mlkem/mlkem1024"
	"github.com/cloudflare/circl/kem/mlkem/mlkem512"
	"github.com/cloudflare/circl/kem/mlkem/mlkem768"
	"github.com/cloudflare/circl/sign/ed448"
	"github.com/cloudflare/circl/sign/mldsa/mldsa44"
	"github.com/cloudflare/circl/sign/mldsa/mldsa65"
	"github.com/cloudflare/circl/sign/mldsa/mldsa87"
	"github.com/cloudflare/circl/sign/slhdsa"
)

// rawPrivate makes a key of the private key's own bytes.
func rawPrivate(r *rawKind, priv []byte) (*key, error) {
	if len(priv) != r.priv {
		return nil, errFormat
	}
	k := &key{typ: r.name, private: true, priv: append([]byte(nil), priv...)}
	switch r.name {
	case "ed25519":
		k.pub = append([]byte(nil), ed25519.NewKeyFromSeed(k.priv)[32:]...)
	case "ed448":
		k.pub = append([]byte(nil), ed448.NewKeyFromSeed(k.priv)[57:]...)
	case "x25519":
		p, err := ecdh.X25519().NewPrivateKey(k.priv)
		if err != nil {
			return nil, errFormat
		}
		k.pub = p.PublicKey().Bytes()
	case "x448":
		var s, p x448.Key
		copy(s[:], k.priv)
		x448.KeyGen(&p, &s)
		k.pub = p[:]
	case "ml-dsa-44":
		var s mldsa44.PrivateKey
		if s.UnmarshalBinary(k.priv) != nil {
			return nil, errFormat
		}
		k.pub = s.Public().(*mldsa44.PublicKey).Bytes()
	case "ml-dsa-65":
		var s mldsa65.PrivateKey
		if s.UnmarshalBinary(k.priv) != nil {
			return nil, errFormat
		}
		k.pub = s.Public().(*mldsa65.PublicKey).Bytes()
	case "ml-dsa-87":
		var s mldsa87.PrivateKey
		if s.UnmarshalBinary(k.priv) != nil {
			return nil, errFormat
		}
		k.pub = s.Public().(*mldsa87.PublicKey).Bytes()
	case "ml-kem-512", "ml-kem-768", "ml-kem-1024":
		// FIPS 203: dk = dkPKE | ek | H(ek) | z
		k.pub = append([]byte(nil), k.priv[len(k.priv)-64-r.pub:len(k.priv)-64]...)
	default: // slh-dsa: sk = seed | prf | pk
		k.pub = append([]byte(nil), k.priv[len(k.priv)/2:]...)
	}
	return k, nil
}

// seedKey makes an ML-DSA or ML-KEM key from its seed.
func seedKey(r *rawKind, seed []byte) (*key, error) {
	if len(seed) != r.seed || r.seed == 0 {
		return nil, errFormat
	}
	k := &key{typ: r.name, private: true, seed: append([]byte(nil), seed...)}
	switch r.name {
	case "ml-dsa-44":
		pub, priv := mldsa44.NewKeyFromSeed((*[32]byte)(k.seed))
		k.pub, k.priv = pub.Bytes(), priv.Bytes()
	case "ml-dsa-65":
		pub, priv := mldsa65.NewKeyFromSeed((*[32]byte)(k.seed))
		k.pub, k.priv = pub.Bytes(), priv.Bytes()
	case "ml-dsa-87":
		pub, priv := mldsa87.NewKeyFromSeed((*[32]byte)(k.seed))
		k.pub, k.priv = pub.Bytes(), priv.Bytes()
	default:
		s := kemScheme(r.name)
		pub, priv := s.DeriveKeyPair(k.seed)
		k.pub, _ = pub.MarshalBinary()
		k.priv, _ = priv.MarshalBinary()
	}
	return k, nil
}

// generateRaw makes a new key of a kind of rawTable.
func generateRaw(r *rawKind) (*key, error) {
	if r.seed > 0 {
		seed := make([]byte, r.seed)
		rand.Read(seed)
		return seedKey(r, seed)
	}
	if strings.HasPrefix(r.name, "slh") {
		_, priv, err := slhdsa.GenerateKey(rand.Reader, slhID(r.name))
		if err != nil {
			return nil, err
		}
		b, err := priv.MarshalBinary()
		if err != nil {
			return nil, err
		}
		return rawPrivate(r, b)
	}
	priv := make([]byte, r.priv)
	rand.Read(priv)
	return rawPrivate(r, priv)
}

func slhID(name string) slhdsa.ID {
	id, _ := slhdsa.IDByName(name)
	return id
}

// kemScheme is circl's ML-KEM.
func kemScheme(name string) kem.Scheme {
	switch name {
	case "ml-kem-512":
		return mlkem512.Scheme()
	case "ml-kem-768":
		return mlkem768.Scheme()
	}
	return mlkem1024.Scheme()
}

// rawSign signs with a signature scheme that hashes by itself.
func (k *key) rawSign(msg, context []byte) ([]byte, error) {
	switch k.typ {
	case "ed25519":
		return ed25519.Sign(ed25519.NewKeyFromSeed(k.priv), msg), nil
	case "ed448":
		return ed448.Sign(ed448.NewKeyFromSeed(k.priv), msg, string(context)), nil
	case "ml-dsa-44":
		var s mldsa44.PrivateKey
		s.UnmarshalBinary(k.priv)
		sig := make([]byte, mldsa44.SignatureSize)
		return sig, mldsa44.SignTo(&s, msg, context, true, sig)
	case "ml-dsa-65":
		var s mldsa65.PrivateKey
		s.UnmarshalBinary(k.priv)
		sig := make([]byte, mldsa65.SignatureSize)
		return sig, mldsa65.SignTo(&s, msg, context, true, sig)
	case "ml-dsa-87":
		var s mldsa87.PrivateKey
		s.UnmarshalBinary(k.priv)
		sig := make([]byte, mldsa87.SignatureSize)
		return sig, mldsa87.SignTo(&s, msg, context, true, sig)
	}
	if strings.HasPrefix(k.typ, "slh") {
		s := slhdsa.PrivateKey{ID: slhID(k.typ)}
		if err := s.UnmarshalBinary(k.priv); err != nil {
			return nil, err
		}
		return slhdsa.SignRandomized(&s, rand.Reader, slhdsa.NewMessage(msg), context)
	}
	return nil, errUnsupportedOp()
}

// rawVerify checks such a signature.
func (k *key) rawVerify(msg, sig, context []byte) bool {
	switch k.typ {
	case "ed25519":
		return len(sig) == 64 && ed25519.Verify(k.pub, msg, sig)
	case "ed448":
		return len(sig) == 114 && ed448.Verify(k.pub, msg, sig, string(context))
	case "ml-dsa-44":
		var p mldsa44.PublicKey
		return p.UnmarshalBinary(k.pub) == nil && mldsa44.Verify(&p, msg, context, sig)
	case "ml-dsa-65":
		var p mldsa65.PublicKey
		return p.UnmarshalBinary(k.pub) == nil && mldsa65.Verify(&p, msg, context, sig)
	case "ml-dsa-87":
		var p mldsa87.PublicKey
		return p.UnmarshalBinary(k.pub) == nil && mldsa87.Verify(&p, msg, context, sig)
	}
	if strings.HasPrefix(k.typ, "slh") {
		p := slhdsa.PublicKey{ID: slhID(k.typ)}
		return p.UnmarshalBinary(k.pub) == nil && slhdsa.Verify(&p, slhdsa.NewMessage(msg), sig, context)
	}
	return false
}

// rawDH derives the shared secret of x25519 and x448.
func (k *key) rawDH(o *key) ([]byte, error) {
	fail := osslError("1C8000DE", libProvider, "failed during derivation")
	if k.typ == "x25519" {
		priv, err := ecdh.X25519().NewPrivateKey(k.priv)
		if err != nil {
			return nil, fail
		}
		pub, err := ecdh.X25519().NewPublicKey(o.pub)
		if err != nil {
			return nil, fail
		}
		s, err := priv.ECDH(pub)
		if err != nil {
			return nil, fail
		}
		return s, nil
	}
	var s, priv, pub x448.Key
	copy(priv[:], k.priv)
	copy(pub[:], o.pub)
	if !x448.Shared(&s, &priv, &pub) {
		return nil, fail
	}
	return s[:], nil
}
