package builtins

import (
	"encoding/base64"
	"encoding/hex"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Uint8Array to and from base64 and hex, ECMA-262 23.3.

// thisUint8 is ValidateUint8Array, 23.3.3.1.
func thisUint8(iso *Isolate, a *Args) (Ref, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindTypedArray || iso.TypedArrayType(v.Ref()) != vm.Uint8 {
		iso.ThrowTypeError("Method Uint8Array.prototype.%s called on incompatible receiver %s", calleeName(iso, a), show(iso, a.This()))
		return 0, false
	}
	return v.Ref(), true
}

// stringOption reads one of the string-valued options; def when undefined.
func stringOption(iso *Isolate, options Handle, name, def string, allowed ...string) (string, bool) {
	if options.Value() == undefined {
		return def, true
	}
	v, ok := iso.Get(options.Value(), iso.KeyOfGo(name))
	if !ok {
		return "", false
	}
	if v == undefined {
		return def, true
	}
	text := show(iso, v)
	if v.IsString() {
		s := iso.GoString(v)
		for _, a := range allowed {
			if s == a {
				return s, true
			}
		}
	}
	iso.ThrowTypeError("invalid option %s", text)
	return "", false
}

// optionsArg is GetOptionsObject: undefined or an object.
func optionsArg(iso *Isolate, v Value) (Handle, bool) {
	if v != undefined && !v.IsObject() {
		iso.ThrowTypeError("invalid_argument")
		return Handle{}, false
	}
	return iso.NewHandle(v), true
}

// uint8ToBase64 is Uint8Array.prototype.toBase64([options]), 23.3.2.3.
func uint8ToBase64(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisUint8(iso, a); !ok {
		return undefined, false
	}
	o, ok := optionsArg(iso, a.Arg(0))
	if !ok {
		return undefined, false
	}
	alphabet, ok := stringOption(iso, o, "alphabet", "base64", "base64", "base64url")
	if !ok {
		return undefined, false
	}
	omit := undefined
	if o.Value() != undefined {
		if omit, ok = iso.Get(o.Value(), iso.KeyOfGo("omitPadding")); !ok {
			return undefined, false
		}
	}
	enc := base64.StdEncoding
	if alphabet == "base64url" {
		enc = base64.URLEncoding
	}
	if iso.ToBoolean(omit) {
		enc = enc.WithPadding(base64.NoPadding)
	}
	if _, ok := iso.TypedArrayLength(a.This().Ref()); !ok {
		return throwDetached(iso, "Uint8Array.prototype.toBase64")
	}
	return iso.NewOneByte(enc.AppendEncode(nil, iso.TypedArrayBytes(a.This().Ref()))), true
}

// uint8ToHex, 23.3.2.4.
func uint8ToHex(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisUint8(iso, a)
	if !ok {
		return undefined, false
	}
	if _, ok := iso.TypedArrayLength(r); !ok {
		return throwDetached(iso, "Uint8Array.prototype.toHex")
	}
	return iso.NewOneByte(hex.AppendEncode(nil, iso.TypedArrayBytes(r))), true
}

// fromBase64 decodes at most max bytes (FromBase64, 10.3.? of 23.3.3.6): read is how many code units were consumed, bad that the input is
// malformed after what was decoded.
func fromBase64(c text.View, url bool, last string, max int) (read int, out []byte, bad bool) {
	if max == 0 {
		return 0, nil, false
	}
	var chunk [4]byte
	n, i, length := 0, 0, c.Len()
	emit := func(full bool) (bool, bool) { // stop, bad
		switch n {
		case 2:
			b := []byte{chunk[0]<<2 | chunk[1]>>4}
			if !full && last == "strict" && chunk[1]&15 != 0 {
				return true, true
			}
			out = append(out, b...)
		case 3:
			if !full && last == "strict" && chunk[2]&3 != 0 {
				return true, true
			}
			out = append(out, chunk[0]<<2|chunk[1]>>4, chunk[1]<<4|chunk[2]>>2)
		case 4:
			out = append(out, chunk[0]<<2|chunk[1]>>4, chunk[1]<<4|chunk[2]>>2, chunk[2]<<6|chunk[3])
		}
		return false, false
	}
	skip := func() {
		for i < length {
			switch c.At(i) {
			case 9, 10, 12, 13, 32:
				i++
				continue
			}
			break
		}
	}
	for {
		skip()
		if i == length {
			if n > 0 {
				if last == "stop-before-partial" {
					return read, out, false
				}
				if last == "strict" || n == 1 {
					return read, out, true
				}
				emit(true)
			}
			return length, out, false
		}
		ch := c.At(i)
		i++
		if ch == '=' {
			if n < 2 {
				return read, out, true
			}
			skip()
			if n == 2 {
				if i == length {
					if last == "stop-before-partial" {
						return read, out, false
					}
					return read, out, true
				}
				if c.At(i) != '=' {
					return read, out, true
				}
				i++
				skip()
			}
			if i < length {
				return read, out, true
			}
			if _, b := emit(false); b {
				return read, out, true
			}
			return length, out, false
		}
		d := -1
		switch {
		case ch >= 'A' && ch <= 'Z':
			d = int(ch - 'A')
		case ch >= 'a' && ch <= 'z':
			d = int(ch-'a') + 26
		case ch >= '0' && ch <= '9':
			d = int(ch-'0') + 52
		case !url && ch == '+' || url && ch == '-':
			d = 62
		case !url && ch == '/' || url && ch == '_':
			d = 63
		}
		if d < 0 {
			return read, out, true
		}
		remaining := max - len(out)
		if remaining == 1 && n == 2 || remaining == 2 && n == 3 {
			return read, out, false
		}
		chunk[n] = byte(d)
		n++
		if n == 4 {
			emit(true)
			n = 0
			read = i
			if len(out) == max {
				return read, out, false
			}
		}
	}
}

func base64Options(iso *Isolate, v Value) (url bool, last string, ok bool) {
	o, ok := optionsArg(iso, v)
	if !ok {
		return false, "", false
	}
	alphabet, ok := stringOption(iso, o, "alphabet", "base64", "base64", "base64url")
	if !ok {
		return false, "", false
	}
	last, ok = stringOption(iso, o, "lastChunkHandling", "loose", "loose", "strict", "stop-before-partial")
	return alphabet == "base64url", last, ok
}

const maxDecode = 1 << 40

// uint8FromBase64 is Uint8Array.fromBase64(string [, options]), 23.3.1.1.
func uint8FromBase64(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsString() {
		return iso.ThrowTypeError("input argument must be a string")
	}
	url, last, ok := base64Options(iso, a.Arg(1))
	if !ok {
		return undefined, false
	}
	_, out, bad := fromBase64(iso.Chars(a.Arg(0)), url, last, maxDecode)
	if bad {
		return iso.ThrowSyntaxError("The string contains invalid base64 characters")
	}
	return iso.NewUint8Array(out)
}

func fromHex(c text.View, max int) (read int, out []byte, bad bool) {
	if c.Len()%2 != 0 {
		return 0, nil, true
	}
	for read < c.Len() && len(out) < max {
		x := hexByte(c, read)
		if x < 0 {
			return read, out, true
		}
		out = append(out, byte(x))
		read += 2
	}
	return read, out, false
}

// uint8FromHex, 23.3.1.2.
func uint8FromHex(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsString() {
		return iso.ThrowTypeError("input argument must be a string")
	}
	_, out, bad := fromHex(iso.Chars(a.Arg(0)), maxDecode)
	if bad {
		return iso.ThrowSyntaxError("Input string must contain hex characters in even length")
	}
	return iso.NewUint8Array(out)
}

// storeDecoded writes what was decoded and makes the result object {read, written}, or throws for malformed input.
func storeDecoded(iso *Isolate, a *Args, read int, out []byte, bad bool, what string) (Value, bool) {
	copy(iso.TypedArrayBytes(a.This().Ref()), out)
	if bad {
		return iso.ThrowSyntaxError("The string contains invalid %s characters", what)
	}
	o := iso.NewObject()
	iso.AddOwn(o.Ref(), iso.KeyOfGo("read"), gc.Int(int32(read)), layout.AttrDefault)
	iso.AddOwn(o.Ref(), iso.KeyOfGo("written"), gc.Int(int32(len(out))), layout.AttrDefault)
	return o, true
}

// uint8SetFromBase64, 23.3.2.1.
func uint8SetFromBase64(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisUint8(iso, a); !ok {
		return undefined, false
	}
	if !a.Arg(0).IsString() {
		return iso.ThrowTypeError("input argument must be a string")
	}
	url, last, ok := base64Options(iso, a.Arg(1))
	if !ok {
		return undefined, false
	}
	n, ok := iso.TypedArrayLength(a.This().Ref())
	if !ok {
		return throwDetached(iso, "Uint8Array.prototype.setFromBase64")
	}
	read, out, bad := fromBase64(iso.Chars(a.Arg(0)), url, last, int(n))
	return storeDecoded(iso, a, read, out, bad, "base64")
}

// uint8SetFromHex, 23.3.2.2.
func uint8SetFromHex(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisUint8(iso, a)
	if !ok {
		return undefined, false
	}
	if !a.Arg(0).IsString() {
		return iso.ThrowTypeError("input argument must be a string")
	}
	n, ok := iso.TypedArrayLength(r)
	if !ok {
		return throwDetached(iso, "Uint8Array.prototype.setFromHex")
	}
	read, out, bad := fromHex(iso.Chars(a.Arg(0)), int(n))
	return storeDecoded(iso, a, read, out, bad, "hex")
}
