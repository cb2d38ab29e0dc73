package crypto

import (
	"encoding/base64"
	"math/big"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// keyBytes is the secret in argument i: bytes, or the handle of a secret key.
func keyBytes(e *bindings.Env, a *core.Args, i int) []byte {
	if k, ok := bindings.HostOf[*key](e.Iso, a.Arg(i)); ok {
		return k.secret
	}
	return bindings.Copy(e.Iso, a, i)
}

// keyArg is the key of argument i; a TypeError otherwise.
func keyArg(e *bindings.Env, a *core.Args, i int) (*key, bool) {
	k, ok := bindings.HostOf[*key](e.Iso, a.Arg(i))
	if !ok {
		e.Iso.ThrowTypeError("Invalid key handle")
	}
	return k, ok
}

// newKeyHandle wraps a key in a host object with the methods of key handles. The prototype is that of the class KeyHandle.
func newKeyHandle(e *bindings.Env, k *key) (core.Value, bool) {
	iso := e.Iso
	target, ok := e.Get("crypto")
	if !ok {
		return core.Undefined, false
	}
	proto, ok := e.GetProp(target, "keyPrototype")
	if !ok {
		return core.Undefined, false
	}
	return bindings.NewHostObject(iso, k, proto), true
}

func keyResult(k *key) bindings.Result {
	return func(e *bindings.Env) (core.Value, bool) { return newKeyHandle(e, k) }
}

func onKey(f func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		k, ok := bindings.ThisHost[*key](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(k, bindings.Of(iso), a)
	}
}

// flat makes an array of names and values; values are strings, ints or nil (undefined).
func flat(iso *core.Isolate, list ...any) (core.Value, bool) {
	vals := make([]core.Value, len(list))
	for i, x := range list {
		switch x := x.(type) {
		case string:
			vals[i] = iso.NewString(x)
		case int:
			vals[i] = core.Int(int32(x))
		case bool:
			vals[i] = core.Bool(x)
		default:
			vals[i] = core.Undefined
		}
	}
	return iso.NewArrayFrom(vals...), true
}

var keyRows = []core.Row{
	{Name: "equals", Length: 1, Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) {
		o, ok := bindings.HostOf[*key](e.Iso, a.Arg(0))
		return core.Bool(ok && k.equals(o)), true
	})},
	{Name: "secretSize", Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) {
		return core.Int(int32(len(k.secret))), true
	})},
	{Name: "exportSecret", Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) { return e.NewBuffer(k.secret) })},
	{Name: "keyType", Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) { return e.Iso.NewString(k.typ), true })},
	{Name: "kind", Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) {
		switch {
		case k.typ == "secret":
			return e.Iso.NewString("secret"), true
		case k.private:
			return e.Iso.NewString("private"), true
		}
		return e.Iso.NewString("public"), true
	})},
	{Name: "details", Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) {
		iso := e.Iso
		switch {
		case k.rsa != nil:
			list := []any{"modulusLength", k.rsa.n.BitLen(), "publicExponent", k.rsa.e.Text(16)}
			if k.pss != nil {
				list = append(list, "hashAlgorithm", k.pss.hash, "mgf1HashAlgorithm", k.pss.mgf, "saltLength", k.pss.salt)
			}
			return flat(iso, list...)
		case k.dsa != nil:
			return flat(iso, "modulusLength", k.dsa.p.BitLen(), "divisorLength", k.dsa.q.BitLen())
		case k.ec != nil:
			return flat(iso, "namedCurve", k.ec.curve.name)
		}
		return flat(iso)
	})},
	{Name: "toPublic", Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) { return newKeyHandle(e, k.toPublic()) })},
	{Name: "exportJwk", Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) {
		list, err := k.jwk()
		if err != nil {
			return throw(e, err)
		}
		return flat(e.Iso, list...)
	})},
	{Name: "exportRaw", Length: 2, Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) {
		out, err := k.raw(bindings.Str(e.Iso, a, 0), bindings.Str(e.Iso, a, 1))
		if err != nil {
			return throw(e, err)
		}
		return e.NewBuffer(out)
	})},
	{Name: "exportPublic", Length: 2, Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) {
		format, typ := bindings.Str(e.Iso, a, 0), bindings.Str(e.Iso, a, 1)
		label, der := "PUBLIC KEY", []byte(nil)
		if typ == "pkcs1" {
			if k.typ != "rsa" {
				return throw(e, errOptions("The selected key encoding pkcs1 can only be used for RSA keys."))
			}
			label, der = "RSA PUBLIC KEY", k.rsa.pkcs1Public()
		} else {
			der = k.encodeSPKI()
		}
		if format == "der" {
			return e.NewBuffer(der)
		}
		return e.Iso.NewString(string(writePEM(label, der))), true
	})},
	{Name: "exportPrivate", Length: 4, Fn: onKey(func(k *key, e *bindings.Env, a *core.Args) (core.Value, bool) {
		format, typ, cipher, pass := bindings.Str(e.Iso, a, 0), bindings.Str(e.Iso, a, 1), bindings.Str(e.Iso, a, 2), bindings.Copy(e.Iso, a, 3)
		out, err := k.exportPrivate(format, typ, cipher, pass)
		if err != nil {
			return throw(e, err)
		}
		if format == "der" {
			return e.NewBuffer(out)
		}
		return e.Iso.NewString(string(out)), true
	})},
}

func errOptions(msg string) error {
	return &bindings.CodeError{Code: "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS", Msg: msg}
}

func (k *key) exportPrivate(format, typ, cipher string, pass []byte) ([]byte, error) {
	label, der := "PRIVATE KEY", []byte(nil)
	switch typ {
	case "pkcs1":
		if k.typ != "rsa" {
			return nil, errOptions("The selected key encoding pkcs1 can only be used for RSA keys.")
		}
		label, der = "RSA PRIVATE KEY", k.rsa.pkcs1Private()
	case "sec1":
		if k.ec == nil {
			return nil, errOptions("The selected key encoding sec1 can only be used for EC keys.")
		}
		label, der = "EC PRIVATE KEY", k.ec.sec1(false)
	default:
		der = k.encodePKCS8()
		if cipher != "" {
			var err error
			if der, err = encryptPKCS8(der, cipher, pass); err != nil {
				return nil, err
			}
			label, cipher = "ENCRYPTED PRIVATE KEY", ""
		}
	}
	if format == "der" {
		return der, nil
	}
	if cipher != "" {
		return encryptDEK(label, der, cipher, pass)
	}
	return writePEM(label, der), nil
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// jwk lists the members of the key as a JSON Web Key.
func (k *key) jwk() ([]any, error) {
	fixed := func(n *big.Int, size int) string { return b64(n.FillBytes(make([]byte, size))) }
	switch {
	case k.typ == "secret":
		return []any{"kty", "oct", "k", b64(k.secret)}, nil
	case k.typ == "rsa":
		r := k.rsa
		list := []any{"kty", "RSA", "n", b64(r.n.Bytes()), "e", b64(r.e.Bytes())}
		if k.private {
			list = append(list, "d", b64(r.d.Bytes()), "p", b64(r.p.Bytes()), "q", b64(r.q.Bytes()), "dp", b64(r.dp.Bytes()), "dq", b64(r.dq.Bytes()), "qi", b64(r.qi.Bytes()))
		}
		return list, nil
	case k.ec != nil:
		c := k.ec.curve
		if c.jwk == "" {
			return nil, &bindings.CodeError{Code: "ERR_CRYPTO_JWK_UNSUPPORTED_CURVE", Msg: "Unsupported JWK EC curve: " + c.name + "."}
		}
		n := c.fieldBytes()
		list := []any{"kty", "EC", "x", fixed(k.ec.x, n), "y", fixed(k.ec.y, n), "crv", c.jwk}
		if k.private {
			list = append(list, "d", fixed(k.ec.d, c.scalarBytes))
		}
		return list, nil
	}
	r := rawByName(k.typ)
	if r == nil {
		return nil, &bindings.CodeError{Code: "ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE", Msg: "Unsupported JWK Key Type."}
	}
	if r.jwkKty == "OKP" {
		list := []any{"kty", "OKP", "crv", r.jwkCurve, "x", b64(k.pub)}
		if k.private {
			list = append(list, "d", b64(k.priv))
		}
		return list, nil
	}
	list := []any{"kty", "AKP", "alg", r.jwkCurve, "pub", b64(k.pub)}
	if k.private {
		p := k.priv
		if r.seed > 0 {
			if k.seed == nil {
				return nil, errOperation("key does not have an available seed")
			}
			p = k.seed
		}
		list = append(list, "priv", b64(p))
	}
	return list, nil
}

// raw exports raw-public, raw-private and raw-seed.
func (k *key) raw(format, form string) ([]byte, error) {
	bad := errOptions("The selected key encoding is incompatible with the key type")
	if k.ec != nil {
		switch format {
		case "raw-public":
			return k.ec.curve.encode(k.ec.x, k.ec.y, form), nil
		case "raw-private":
			return k.ec.d.FillBytes(make([]byte, k.ec.curve.scalarBytes)), nil
		}
		return nil, bad
	}
	r := rawByName(k.typ)
	if r == nil {
		return nil, bad
	}
	switch format {
	case "raw-public":
		return k.pub, nil
	case "raw-private":
		if r.seed == 0 {
			return k.priv, nil
		}
	case "raw-seed":
		if r.seed > 0 {
			if k.seed == nil {
				return nil, errOperation("key does not have an available seed")
			}
			return k.seed, nil
		}
	}
	return nil, bad
}

func errJwk(msg string) error { return typeError("ERR_CRYPTO_INVALID_JWK", msg) }

// importJwk makes a key of the string members of a JSON Web Key.
func importJwk(want string, m map[string]string) (*key, error) {
	bytes := func(name string) []byte {
		s := m[name]
		for len(s) > 0 && s[len(s)-1] == '=' {
			s = s[:len(s)-1]
		}
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			b, _ = base64.RawStdEncoding.DecodeString(s)
		}
		return b
	}
	num := func(name string) *big.Int { return new(big.Int).SetBytes(bytes(name)) }
	has := func(name string) bool { _, ok := m[name]; return ok }
	noPrivate := errJwk("JWK does not contain private key material")
	switch kty := m["kty"]; kty {
	case "RSA":
		bad := errJwk("Invalid JWK RSA key")
		if !has("n") || !has("e") {
			return nil, bad
		}
		r := &rsaKey{n: num("n"), e: num("e")}
		if !has("d") {
			if want == "private" {
				return nil, noPrivate
			}
			return &key{typ: "rsa", rsa: r}, nil
		}
		if want == "public" {
			return &key{typ: "rsa", rsa: r}, nil
		}
		if !has("p") || !has("q") || !has("dp") || !has("dq") || !has("qi") || r.n.Sign() == 0 {
			return nil, bad
		}
		r.d, r.p, r.q, r.dp, r.dq, r.qi = num("d"), num("p"), num("q"), num("dp"), num("dq"), num("qi")
		return &key{typ: "rsa", private: true, rsa: r}, nil
	case "EC":
		c := (*curve)(nil)
		switch m["crv"] {
		case "P-256", "P-384", "P-521", "secp256k1":
			c = findCurve(m["crv"])
		}
		if c == nil {
			return nil, typeError("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
		}
		bad := errJwk("Invalid JWK EC key")
		if !has("x") || !has("y") {
			return nil, bad
		}
		k := &ecKey{curve: c, x: num("x"), y: num("y")}
		if !c.onCurve(k.x, k.y) {
			return nil, bad
		}
		if !has("d") && want == "private" {
			return nil, noPrivate
		}
		if has("d") && want != "public" {
			k.d = num("d")
			if k.d.Sign() == 0 || k.d.Cmp(c.n) >= 0 {
				return nil, bad
			}
			return &key{typ: "ec", private: true, ec: k}, nil
		}
		return &key{typ: "ec", ec: k}, nil
	case "OKP":
		bad := errJwk("Invalid JWK OKP key")
		r := rawByJwk("OKP", m["crv"])
		if r == nil || !has("x") {
			return nil, bad
		}
		pub := bytes("x")
		if want != "private" && (want == "public" || !has("d")) {
			if len(pub) != r.pub {
				return nil, bad
			}
			return &key{typ: r.name, pub: pub}, nil
		}
		if !has("d") {
			return nil, noPrivate
		}
		k, err := rawPrivate(r, bytes("d"))
		if err != nil {
			return nil, bad
		}
		if string(k.pub) != string(pub) {
			return nil, bad
		}
		return k, nil
	case "AKP":
		r := rawByJwk("AKP", m["alg"])
		if r == nil {
			return nil, errJwk(`Unsupported JWK AKP "alg"`)
		}
		bad := errJwk("Invalid JWK AKP key")
		if !has("pub") {
			return nil, bad
		}
		pub := bytes("pub")
		if want != "private" && (want == "public" || !has("priv")) {
			if len(pub) != r.pub {
				return nil, bad
			}
			return &key{typ: r.name, pub: pub}, nil
		}
		if !has("priv") {
			return nil, noPrivate
		}
		var k *key
		var err error
		if r.seed > 0 {
			k, err = seedKey(r, bytes("priv"))
		} else {
			k, err = rawPrivate(r, bytes("priv"))
		}
		if err != nil || string(k.pub) != string(pub) {
			return nil, bad
		}
		return k, nil
	default:
		return nil, errJwk(kty + " is not a supported JWK key type")
	}
}

// importRaw makes a key of raw-public, raw-private or raw-seed bytes; typ is the asymmetric key type, crv the curve of ec.
func importRaw(format, typ, crv string, b []byte) (*key, error) {
	bad := typeError("ERR_INVALID_ARG_VALUE", "Invalid key data")
	if typ == "ec" {
		c := findCurve(crv)
		if c == nil {
			return nil, typeError("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
		}
		if format == "raw-public" {
			x, y, ok := c.decode(b)
			if !ok {
				return nil, bad
			}
			return &key{typ: "ec", ec: &ecKey{curve: c, x: x, y: y}}, nil
		}
		d := new(big.Int).SetBytes(b)
		if format != "raw-private" || len(b) != c.scalarBytes || d.Sign() == 0 || d.Cmp(c.n) >= 0 {
			return nil, bad
		}
		k := &ecKey{curve: c, d: d}
		k.x, k.y = c.base(d)
		return &key{typ: "ec", private: true, ec: k}, nil
	}
	r := rawByName(typ)
	if r == nil {
		return nil, errOptions("The selected key encoding is incompatible with the key type")
	}
	switch format {
	case "raw-public":
		if len(b) != r.pub {
			return nil, bad
		}
		return &key{typ: r.name, pub: append([]byte(nil), b...)}, nil
	case "raw-seed":
		if r.seed == 0 {
			return nil, errOptions("The selected key encoding is incompatible with the key type")
		}
		k, err := seedKey(r, b)
		if err != nil {
			return nil, bad
		}
		return k, nil
	}
	if r.seed > 0 {
		return nil, errOptions("The selected key encoding is incompatible with the key type")
	}
	k, err := rawPrivate(r, b)
	if err != nil {
		return nil, bad
	}
	return k, nil
}

// keyObject is the Go side of KeyObject and CryptoKey, so that structured cloning knows them.
type keyObject struct{ key *key }

// Clone makes a KeyObject or CryptoKey for another isolate: the key itself is shared, since it does not change.
func (k *keyObject) Clone(e *bindings.Env, v core.Value) (bindings.Reviver, bool) {
	iso := e.Iso
	text, ok := callKeys(e, "cloneText", v)
	if !ok {
		return nil, false
	}
	t := iso.GoString(text)
	return func(e *bindings.Env) (core.Value, bool) {
		m := e.Iso.HandleMark()
		defer e.Iso.ReleaseHandles(m)
		h, ok := newKeyHandle(e, k.key)
		if !ok {
			return h, false
		}
		return callKeys(e, "revive", h, e.Iso.NewString(t))
	}, true
}

// callKeys calls a function of internal/crypto/keys.
func callKeys(e *bindings.Env, name string, args ...core.Value) (core.Value, bool) {
	iso := e.Iso
	if e.RequireBuiltin == nil {
		return iso.ThrowTypeError("crypto is not loaded")
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hs := make([]core.Handle, len(args))
	for i, a := range args {
		hs[i] = iso.NewHandle(a)
	}
	mod, ok := e.RequireBuiltin("internal/crypto/keys")
	if !ok {
		return mod, false
	}
	f, ok := e.GetProp(mod, name)
	if !ok {
		return f, false
	}
	for i := range hs {
		args[i] = hs[i].Value() //gcvet:ok refilled from the handles
	}
	return iso.Call(f, core.Undefined, args...)
}

func makeKeys(e *bindings.Env, target core.Value) {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(target)
	proto := iso.NewObject()
	iso.DefineRows(proto, keyRows)
	e.Set(h.Value(), "keyPrototype", proto)
	e.SetClass(h.Value(), &bindings.Class{Name: "KeyObjectBase", Length: 1, New: func(e *bindings.Env, a *core.Args) (any, bool) {
		k, ok := keyArg(e, a, 0)
		return &keyObject{k}, ok
	}})
	e.SetRows(h.Value(), keyFuncs)
	ops(e, h.Value(), keyOps[:])
}

var keyFuncs = []core.Row{
	{Name: "createSecretKey", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return newKeyHandle(bindings.Of(iso), &key{typ: "secret", secret: bindings.Copy(iso, a, 0)})
	}},
	{Name: "isKeyHandle", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, ok := bindings.HostOf[*key](iso, a.Arg(0))
		return core.Bool(ok), true
	}},
	{Name: "parseKey", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		want, data, format, typ := bindings.Str(iso, a, 0), bindings.Copy(iso, a, 1), bindings.Str(iso, a, 2), bindings.Str(iso, a, 3)
		pass := passphrase{b: bindings.Copy(iso, a, 4), has: a.Arg(4) != core.Undefined && a.Arg(4) != core.Null}
		var k *key
		var err error
		if format == "der" {
			k, err = parseKeyDER(data, want, typ, pass)
		} else {
			k, err = parseKeyPEM(data, want, pass)
		}
		if err != nil {
			return throw(e, err)
		}
		return newKeyHandle(e, k)
	}},
	{Name: "importRaw", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		k, err := importRaw(bindings.Str(iso, a, 0), bindings.Str(iso, a, 1), bindings.Str(iso, a, 2), bindings.Copy(iso, a, 3))
		if err != nil {
			return throw(e, err)
		}
		return newKeyHandle(e, k)
	}},
	{Name: "importJwk", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		m := map[string]string{}
		list := bindings.List(iso, a.Arg(1))
		for i := 0; i+1 < len(list); i += 2 {
			if list[i+1].IsString() {
				m[iso.GoUTF8(list[i])] = iso.GoUTF8(list[i+1])
			}
		}
		k, err := importJwk(bindings.Str(iso, a, 0), m)
		if err != nil {
			return throw(e, err)
		}
		return newKeyHandle(e, k)
	}},
	// For structured cloning: a key of this handle may be used by another isolate, since keys do not change.
	{Name: "hasCurve", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(findCurve(bindings.Str(iso, a, 0)) != nil), true
	}},
}

func readSignOptions(e *bindings.Env, a *core.Args, i int) signOptions {
	o := signOptions{p1363: bindings.Str(e.Iso, a, i+2) == "ieee-p1363"}
	if v := a.Arg(i); v.IsNumber() {
		o.padding, o.hasPadding = int(v.AsFloat()), true
	}
	if v := a.Arg(i + 1); v.IsNumber() {
		o.salt, o.hasSalt = int(v.AsFloat()), true
	}
	if a.Arg(i + 3).IsObject() {
		o.context = bindings.Copy(e.Iso, a, i+3)
	}
	return o
}

var keyOps = [...]operation{
	// sign(digest|null, data, key, padding, saltLength, dsaEncoding, context)
	{"sign", 7, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		name, data := bindings.Str(e.Iso, a, 0), bindings.Copy(e.Iso, a, 1)
		k, ok := keyArg(e, a, 2)
		if !ok {
			return nil, false
		}
		o := readSignOptions(e, a, 3)
		if name != "" && newHash(name) == nil {
			throw(e, errInvalidDigest(name))
			return nil, false
		}
		return func() (bindings.Result, error) {
			sig, err := k.sign(name, data, o)
			return bindings.BufferResult(sig), err
		}, true
	}},
	// verify(digest|null, data, key, signature, padding, saltLength, dsaEncoding, context)
	{"verify", 8, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		name, data := bindings.Str(e.Iso, a, 0), bindings.Copy(e.Iso, a, 1)
		k, ok := keyArg(e, a, 2)
		if !ok {
			return nil, false
		}
		sig, o := bindings.Copy(e.Iso, a, 3), readSignOptions(e, a, 4)
		if name != "" && newHash(name) == nil {
			throw(e, errInvalidDigest(name))
			return nil, false
		}
		return func() (bindings.Result, error) {
			ok, err := k.verify(name, data, sig, o)
			return bindings.BoolResult(ok), err
		}, true
	}},
	// rsaCrypt(op, key, data, padding, oaepHash, oaepLabel)
	{"rsaCrypt", 6, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		op := bindings.Str(e.Iso, a, 0)
		k, ok := keyArg(e, a, 1)
		if !ok {
			return nil, false
		}
		data, padding, hash, label := bindings.Copy(e.Iso, a, 2), bindings.Int(a, 3), bindings.Str(e.Iso, a, 4), bindings.Copy(e.Iso, a, 5)
		return func() (bindings.Result, error) {
			out, err := k.rsaCrypt(op, data, padding, hash, label)
			return bindings.BufferResult(out), err
		}, true
	}},
	// statelessDH(private, public)
	{"statelessDH", 2, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		k, ok := keyArg(e, a, 0)
		if !ok {
			return nil, false
		}
		o, ok := keyArg(e, a, 1)
		if !ok {
			return nil, false
		}
		return func() (bindings.Result, error) {
			out, err := k.derive(o)
			return bindings.BufferResult(out), err
		}, true
	}},
	// encapsulate(key) -> [sharedKey, ciphertext]; decapsulate(key, ciphertext) -> sharedKey
	{"encapsulate", 1, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		k, ok := keyArg(e, a, 0)
		if !ok {
			return nil, false
		}
		return func() (bindings.Result, error) {
			secret, ct, err := k.encapsulate()
			if err != nil {
				return nil, err
			}
			return func(e *bindings.Env) (core.Value, bool) {
				iso := e.Iso
				m := iso.HandleMark()
				defer iso.ReleaseHandles(m)
				s, ok := e.NewBuffer(secret)
				if !ok {
					return s, false
				}
				h := iso.NewHandle(s)
				c, ok := e.NewBuffer(ct)
				if !ok {
					return c, false
				}
				return iso.NewArrayFrom(h.Value(), c), true
			}, nil
		}, true
	}},
	{"decapsulate", 2, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		k, ok := keyArg(e, a, 0)
		if !ok {
			return nil, false
		}
		ct := bindings.Copy(e.Iso, a, 1)
		return func() (bindings.Result, error) {
			out, err := k.decapsulate(ct)
			return bindings.BufferResult(out), err
		}, true
	}},
	// generateKeyPair(type, modulusLength, publicExponent, hash, mgf, salt, curve, explicit, prime, primeLength, generator, divisorLength) -> private handle
	{"generateKeyPair", 12, func(e *bindings.Env, a *core.Args) (bindings.Work, bool) {
		iso := e.Iso
		typ, bits, exp := bindings.Str(iso, a, 0), bindings.Int(a, 1), uint64(bindings.Num(a, 2))
		hash, mgf, salt := bindings.Str(iso, a, 3), bindings.Str(iso, a, 4), bindings.Int(a, 5)
		curveName, explicit := bindings.Str(iso, a, 6), bindings.Truthy(iso, a, 7)
		prime, primeLen, gen, div := bindings.Copy(iso, a, 8), bindings.Int(a, 9), bindings.Int(a, 10), bindings.Int(a, 11)
		hasSalt := a.Arg(5).IsNumber()
		return func() (bindings.Result, error) {
			k := &key{typ: typ, private: true}
			var err error
			switch typ {
			case "rsa", "rsa-pss":
				if typ == "rsa-pss" && (hash != "" || mgf != "" || hasSalt) {
					k.pss = &pssParams{hash: canonicalHash(hash), mgf: canonicalHash(mgf), salt: salt}
					if hash == "" {
						k.pss.hash = "sha1"
					}
					if mgf == "" {
						k.pss.mgf = k.pss.hash
					}
					if !hasSalt {
						k.pss.salt = newHash(k.pss.hash).Size()
					}
				}
				k.rsa, err = generateRSA(bits, exp)
			case "dsa":
				k.dsa, err = generateDSA(bits, div)
			case "ec":
				c := findCurve(curveName)
				if c == nil {
					return nil, typeError("ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
				}
				k.ec, err = generateEC(c, explicit)
			case "dh":
				d := &dhKey{g: big.NewInt(int64(gen))}
				switch {
				case curveName != "":
					if d.p = modpPrime(curveName); d.p == nil {
						return nil, &bindings.CodeError{Code: "ERR_CRYPTO_UNKNOWN_DH_GROUP", Msg: "Unknown DH group"}
					}
					d.g = big.NewInt(2)
				case len(prime) > 0:
					d.p = new(big.Int).SetBytes(prime)
				default:
					if d.p, err = safePrime(primeLen, int64(gen)); err != nil {
						return nil, err
					}
				}
				k.dh, err = d, d.generate(0)
			default:
				k, err = generateRaw(rawByName(typ))
			}
			if err != nil {
				return nil, err
			}
			return keyResult(k), nil
		}, true
	}},
}
