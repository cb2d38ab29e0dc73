package crypto

import (
	"bytes"
	"encoding/hex"
	"math/big"
	"testing"
)

func makeKey(t *testing.T, typ, crv string) *key {
	t.Helper()
	k := &key{typ: typ, private: true}
	var err error
	switch typ {
	case "rsa":
		k.rsa, err = generateRSA(768, 65537)
	case "rsa-pss":
		k.rsa, err = generateRSA(1024, 65537)
		k.pss = &pssParams{"sha256", "sha256", 16}
	case "dsa":
		k.dsa, err = generateDSA(512, 160)
	case "ec":
		k.ec, err = generateEC(findCurve(crv), false)
	case "dh":
		k.dh = &dhKey{p: modpPrime("modp1"), g: hexInt("2")}
		err = k.dh.generate(0)
	default:
		k, err = generateRaw(rawByName(typ))
	}
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Every kind of key keeps its value through each of its encodings, and signs what it verifies.
func TestKeyKinds(t *testing.T) {
	kinds := [][2]string{{"rsa"}, {"rsa-pss"}, {"dsa"}, {"ec", "P-224"}, {"ec", "P-256"}, {"ec", "P-521"}, {"ec", "secp256k1"}, {"ec", "brainpoolP256r1"}, {"dh"}, {"ed25519"},
		{"ed448"}, {"x25519"}, {"x448"}, {"ml-dsa-44"}, {"ml-kem-512"}, {"ml-kem-768"}, {"slh-dsa-sha2-128f"}}
	for _, kind := range kinds {
		t.Run(kind[0]+kind[1], func(t *testing.T) {
			k := makeKey(t, kind[0], kind[1])
			pub := k.toPublic()
			if p, err := parseSPKI(pub.encodeSPKI()); err != nil || !p.equals(pub) {
				t.Fatal("spki", err)
			}
			if p, err := parsePKCS8(k.encodePKCS8()); err != nil || !p.equals(k) {
				t.Fatal("pkcs8", err)
			}
			text, err := k.exportPrivate("pem", "pkcs8", "aes-256-cbc", []byte("pw"))
			if err != nil {
				t.Fatal(err)
			}
			if p, err := parseKeyPEM(text, "private", passphrase{[]byte("pw"), true}); err != nil || !p.equals(k) {
				t.Fatal("encrypted", err)
			}
			if _, err := parseKeyPEM(text, "private", passphrase{[]byte("no"), true}); err == nil {
				t.Fatal("a wrong passphrase was taken")
			}
			if _, err := parseKeyPEM(text, "private", passphrase{}); err == nil {
				t.Fatal("no passphrase was needed")
			}
			if list, err := k.jwk(); err == nil {
				m := map[string]string{}
				for i := 0; i < len(list); i += 2 {
					m[list[i].(string)] = list[i+1].(string)
				}
				if p, err := importJwk("private", m); err != nil || !p.equals(k) {
					t.Fatal("jwk", err)
				}
			}
			if r := rawByName(k.typ); k.dh != nil || r != nil && !r.sign {
				return
			}
			for _, p1363 := range []bool{false, true} {
				o := signOptions{p1363: p1363}
				sig, err := k.sign("", []byte("message"), o)
				if err != nil {
					t.Fatal(err)
				}
				if ok, err := pub.verify("", []byte("message"), sig, o); !ok || err != nil {
					t.Fatal("not verified", err)
				}
				if ok, _ := pub.verify("", []byte("massage"), sig, o); ok {
					t.Fatal("another message verified")
				}
			}
		})
	}
}

func TestLegacyPEM(t *testing.T) {
	k := makeKey(t, "ec", "P-256")
	text, err := k.exportPrivate("pem", "sec1", "aes-128-cbc", []byte("pw"))
	if err != nil || !bytes.Contains(text, []byte("DEK-Info: AES-128-CBC,")) {
		t.Fatal(err, string(text))
	}
	if p, err := parseKeyPEM(text, "private", passphrase{[]byte("pw"), true}); err != nil || !p.equals(k) {
		t.Fatal(err)
	}
}

func TestRSACrypt(t *testing.T) {
	k := makeKey(t, "rsa", "")
	for _, padding := range []int{padPKCS1, padOAEP} {
		ct, err := k.rsaCrypt("publicEncrypt", []byte("hi"), padding, "sha1", nil)
		if err != nil {
			t.Fatal(err)
		}
		if out, err := k.rsaCrypt("privateDecrypt", ct, padding, "sha1", nil); err != nil || string(out) != "hi" {
			t.Fatal(padding, out, err)
		}
		ct[5] ^= 1
		out, err := k.rsaCrypt("privateDecrypt", ct, padding, "sha1", nil)
		if padding == padOAEP && err == nil || padding == padPKCS1 && (err != nil || string(out) == "hi") {
			t.Fatal("damaged ciphertext", padding, out, err)
		}
		if padding == padPKCS1 { // implicit rejection gives the same bytes each time
			again, _ := k.rsaCrypt("privateDecrypt", ct, padding, "sha1", nil)
			if !bytes.Equal(out, again) {
				t.Fatal("implicit rejection is random")
			}
		}
	}
	em, err := k.rsaCrypt("privateEncrypt", []byte("hi"), padPKCS1, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if out, err := k.rsaCrypt("publicDecrypt", em, padPKCS1, "", nil); err != nil || string(out) != "hi" {
		t.Fatal(out, err)
	}
}

func TestKEM(t *testing.T) {
	for _, kind := range [][2]string{{"rsa"}, {"ec", "P-256"}, {"x25519"}, {"x448"}, {"ml-kem-512"}, {"ml-kem-1024"}} {
		k := makeKey(t, kind[0], kind[1])
		secret, ct, err := k.toPublic().encapsulate()
		if err != nil {
			t.Fatal(kind, err)
		}
		if out, err := k.decapsulate(ct); err != nil || !bytes.Equal(out, secret) {
			t.Fatal(kind, err)
		}
		if _, err := k.decapsulate(ct[1:]); err == nil {
			t.Fatal(kind, "short ciphertext")
		}
	}
}

// Published vectors of the modes that we made.
func TestModes(t *testing.T) {
	unhex := func(s string) []byte {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		name, key, iv, aad, plain, want string
		tag                             int
	}{
		// RFC 3610, packet vector 1
		{"aes-128-ccm", "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf", "00000003020100a0a1a2a3a4a5", "0001020304050607", "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
			"588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0", 8},
		// RFC 7253, appendix A
		{"aes-128-ocb", "000102030405060708090a0b0c0d0e0f", "bbaa99887766554433221101", "0001020304050607", "0001020304050607", "6820b3657b6f615a5725bda0d3b4eb3a257c9af1f8f03009", 16},
		// RFC 3394, 4.1 and RFC 5649, 6
		{"id-aes128-wrap", "000102030405060708090a0b0c0d0e0f", "a6a6a6a6a6a6a6a6", "", "00112233445566778899aabbccddeeff", "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5", -1},
		{"id-aes192-wrap-pad", "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8", "a65959a6", "", "466f7250617369", "afbeb0f07dfbf5419200f2ccb50bb24f", -1},
	} {
		x, err := newCipher(true, c.name, unhex(c.key), unhex(c.iv), true, c.tag)
		if err != nil {
			t.Fatal(c.name, err)
		}
		x.aad = unhex(c.aad)
		out, err := x.update(unhex(c.plain))
		if err != nil {
			t.Fatal(c.name, err)
		}
		last, err := x.final()
		if err != nil {
			t.Fatal(c.name, err)
		}
		out = append(append(out, last...), x.tag...)
		if hex.EncodeToString(out) != c.want {
			t.Errorf("%s: %x, want %s", c.name, out, c.want)
		}
		d, _ := newCipher(false, c.name, unhex(c.key), unhex(c.iv), true, c.tag)
		d.aad = unhex(c.aad)
		body := out
		if c.tag > 0 {
			d.tag, body = out[len(out)-c.tag:], out[:len(out)-c.tag]
		}
		plain, err := d.update(body)
		if err != nil {
			t.Fatal(c.name, err)
		}
		last, err = d.final()
		if err != nil || hex.EncodeToString(append(plain, last...)) != c.plain {
			t.Errorf("%s: back %x %v", c.name, plain, err)
		}
	}
	if got := hex.EncodeToString(cmacOf(t, "2b7e151628aed2a6abf7158809cf4f3c", "6bc1bee22e409f96e93d7e117393172a")); got != "070a16b46b4d4144f79bdd9dd04a287c" { // RFC 4493
		t.Error(got)
	}
}

func cmacOf(t *testing.T, key, data string) []byte {
	k, _ := hex.DecodeString(key)
	d, _ := hex.DecodeString(data)
	out, err := macData("cmac", k, d, "aes-128-cbc", -1, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Garbage gives errors, never a panic.
func TestGarbage(t *testing.T) {
	k := makeKey(t, "ec", "P-256")
	seeds := [][]byte{k.encodePKCS8(), k.encodeSPKI(), makeKey(t, "rsa-pss", "").encodePKCS8(), makeKey(t, "ml-kem-512", "").encodePKCS8()}
	for _, s := range seeds {
		for i := range min(len(s), 120) {
			for _, x := range []byte{0, 0x30, 0x80, 0xff} {
				b := append([]byte(nil), s...)
				b[i] = x
				for _, typ := range []string{"pkcs8", "spki", "pkcs1", "sec1"} {
					parseKeyDER(b, "either", typ, passphrase{[]byte("x"), true})
				}
				readCertificate(b)
				parsePKCS12(b, nil)
			}
			parsePKCS8(s[:i])
			parseSPKI(s[:i])
			parseCertificate(s[:i])
		}
	}
}

// Keys whose numbers do not fit together are used without a panic or a hang.
func TestBadNumbers(t *testing.T) {
	good := makeKey(t, "rsa", "").rsa
	std, err := generateRSA(1024, 65537)
	if err != nil {
		t.Fatal(err)
	}
	zero, one, two := hexInt("0"), hexInt("1"), hexInt("2")
	for _, base := range []*rsaKey{good, std} {
		for field := range 8 {
			for _, v := range []*big.Int{zero, one, two, base.n, new(big.Int).Sub(base.n, one), base.p} {
				r := &rsaKey{n: base.n, e: base.e, d: base.d, p: base.p, q: base.q, dp: base.dp, dq: base.dq, qi: base.qi}
				*[]**big.Int{&r.n, &r.e, &r.d, &r.p, &r.q, &r.dp, &r.dq, &r.qi}[field] = v
				if r.n.Sign() == 0 {
					continue
				}
				k := &key{typ: "rsa", private: true, rsa: r}
				k.sign("sha256", []byte("m"), signOptions{})
				k.sign("sha256", []byte("m"), signOptions{padding: padPSS, hasPadding: true, salt: -1, hasSalt: true})
				k.rsaCrypt("privateDecrypt", make([]byte, r.size()), padPKCS1, "", nil)
				k.rsaCrypt("privateDecrypt", make([]byte, r.size()), padOAEP, "", nil)
				k.rsaCrypt("publicEncrypt", []byte("m"), padOAEP, "", nil)
				k.verify("sha256", []byte("m"), make([]byte, r.size()), signOptions{padding: padPSS, hasPadding: true})
			}
		}
	}
	for _, p := range []*big.Int{one, two, hexInt("3"), hexInt("4")} {
		d := &dsaKey{p: p, q: p, g: two, y: two, x: one}
		(&key{typ: "dsa", private: true, dsa: d}).sign("sha1", nil, signOptions{})
		d.verify([]byte("m"), one, one)
		h := &dhKey{p: p, g: two}
		h.generate(0)
		h.check()
	}
}
