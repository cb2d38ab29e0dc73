package buffer

import (
	"encoding/base64"
	"unicode/utf8"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
)

// target returns the room of buf.write(string, offset, length): arguments 2 and 3.
func target(iso *core.Isolate, a *core.Args) []byte {
	b := view(iso, a, 0)
	off, n := 0, len(b)
	if v := a.Arg(2); v.IsNumber() {
		off = clamp(v.AsFloat(), len(b))
	}
	n = len(b) - off
	if v := a.Arg(3); v.IsNumber() {
		n = min(n, clamp(v.AsFloat(), len(b)))
	}
	return b[off : off+n]
}

// rune at i: lone surrogates become U+FFFD.
func runeAt(c text.View, i int) (r rune, n int) {
	u := c.At(i)
	if u < 0xD800 || u > 0xDFFF {
		return rune(u), 1
	}
	if u < 0xDC00 && i+1 < c.Len() {
		if v := c.At(i + 1); v >= 0xDC00 && v <= 0xDFFF {
			return 0x10000 + rune(u-0xD800)<<10 + rune(v-0xDC00), 2
		}
	}
	return 0xFFFD, 1
}

// EncodeUTF8 writes whole characters to d and returns how many code units were read and bytes written.
func EncodeUTF8(c text.View, d []byte) (read, written int) {
	n := c.Len()
	if !c.Wide {
		// Latin-1: fast for ASCII.
		for read < n {
			u := c.B[read]
			if u < 0x80 {
				if written >= len(d) {
					return
				}
				d[written] = u
				written++
			} else {
				if written+2 > len(d) {
					return
				}
				d[written], d[written+1] = 0xC0|u>>6, 0x80|u&0x3F
				written += 2
			}
			read++
		}
		return
	}
	for read < n {
		r, k := runeAt(c, read)
		size := utf8.RuneLen(r)
		if written+size > len(d) {
			return
		}
		written += utf8.EncodeRune(d[written:], r)
		read += k
	}
	return
}

// UTF8Length is the number of bytes of a string's UTF-8 form.
func UTF8Length(c text.View) int {
	n := 0
	if !c.Wide {
		for _, u := range c.B {
			n += 1 + int(u>>7)
		}
		return n
	}
	for i := 0; i < c.Len(); {
		r, k := runeAt(c, i)
		n += utf8.RuneLen(r)
		i += k
	}
	return n
}

func base64Digit(u uint16) int {
	switch {
	case u >= 'A' && u <= 'Z':
		return int(u - 'A')
	case u >= 'a' && u <= 'z':
		return int(u-'a') + 26
	case u >= '0' && u <= '9':
		return int(u-'0') + 52
	case u == '+' || u == '-':
		return 62
	case u == '/' || u == '_':
		return 63
	}
	return -1
}

// decodeBase64 is Node's lenient decoder: both alphabets, other characters skipped, '=' ends.
func decodeBase64(c text.View, d []byte) int {
	acc, bits, out := uint32(0), 0, 0
	for i := 0; i < c.Len() && out < len(d); i++ {
		u := c.At(i)
		if u == '=' {
			break
		}
		v := base64Digit(u)
		if v < 0 {
			continue
		}
		acc, bits = acc<<6|uint32(v), bits+6
		if bits >= 8 {
			bits -= 8
			d[out] = byte(acc >> bits)
			out++
		}
	}
	return out
}

func hexDigit(u uint16) int {
	switch {
	case u >= '0' && u <= '9':
		return int(u - '0')
	case u >= 'a' && u <= 'f':
		return int(u-'a') + 10
	case u >= 'A' && u <= 'F':
		return int(u-'A') + 10
	}
	return -1
}

func decodeHex(c text.View, d []byte) int {
	n := min(c.Len()/2, len(d))
	for i := 0; i < n; i++ {
		h, l := hexDigit(c.At(2*i)), hexDigit(c.At(2*i+1))
		if h < 0 || l < 0 {
			return i
		}
		d[i] = byte(h<<4 | l)
	}
	return n
}

func encodeUCS2(c text.View, d []byte) int {
	n := min(c.Len(), len(d)/2)
	for i := 0; i < n; i++ {
		u := c.At(i)
		d[2*i], d[2*i+1] = byte(u), byte(u>>8)
	}
	return 2 * n
}

func encodeLatin1(c text.View, d []byte) int {
	n := min(c.Len(), len(d))
	if !c.Wide {
		return copy(d[:n], c.B)
	}
	for i := 0; i < n; i++ {
		d[i] = byte(c.At(i))
	}
	return n
}

// Encode gives the bytes of a string in a named encoding.
func Encode(iso *core.Isolate, v core.Value, encoding string) []byte {
	c := chars(iso, v)
	switch encoding {
	case "utf16le", "ucs2", "utf-16le", "ucs-2":
		d := make([]byte, 2*c.Len())
		return d[:encodeUCS2(c, d)]
	case "latin1", "binary", "ascii":
		d := make([]byte, c.Len())
		return d[:encodeLatin1(c, d)]
	case "base64", "base64url":
		d := make([]byte, c.Len()*3/4+3)
		return d[:decodeBase64(c, d)]
	case "hex":
		d := make([]byte, c.Len()/2)
		return d[:decodeHex(c, d)]
	}
	d := make([]byte, UTF8Length(c))
	_, n := EncodeUTF8(c, d)
	return d[:n]
}

func written(n int) (core.Value, bool) { return core.Number(float64(n)), true }

var writeRows = [...]core.Row{
	{Name: "utf8Write", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, n := EncodeUTF8(chars(iso, a.Arg(1)), target(iso, a))
		return written(n)
	}},
	{Name: "ucs2Write", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return written(encodeUCS2(chars(iso, a.Arg(1)), target(iso, a)))
	}},
	{Name: "latin1Write", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return written(encodeLatin1(chars(iso, a.Arg(1)), target(iso, a)))
	}},
	{Name: "base64Write", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return written(decodeBase64(chars(iso, a.Arg(1)), target(iso, a)))
	}},
	{Name: "base64urlWrite", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return written(decodeBase64(chars(iso, a.Arg(1)), target(iso, a)))
	}},
	{Name: "hexWrite", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return written(decodeHex(chars(iso, a.Arg(1)), target(iso, a)))
	}},
	{Name: "byteLengthUtf8", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return written(UTF8Length(chars(iso, a.Arg(0))))
	}},
	{Name: "btoa", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c := chars(iso, a.Arg(0))
		d := make([]byte, c.Len())
		for i := range d {
			u := c.At(i)
			if u > 255 {
				return core.Int(-1), true
			}
			d[i] = byte(u)
		}
		return encoded(iso, d, base64.StdEncoding)
	}},
	{Name: "atob", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c := chars(iso, a.Arg(0))
		s := make([]byte, 0, c.Len())
		for i := 0; i < c.Len(); i++ {
			switch u := c.At(i); u {
			case ' ', '\t', '\n', '\f', '\r':
			default:
				if u != '=' && (base64Digit(u) < 0 || u == '-' || u == '_') {
					return core.Int(-2), true
				}
				s = append(s, byte(u))
			}
		}
		if len(s)%4 == 0 {
			for k := 0; k < 2 && len(s) > 0 && s[len(s)-1] == '='; k++ {
				s = s[:len(s)-1]
			}
		}
		if len(s)%4 == 1 {
			return core.Int(-1), true
		}
		for _, x := range s {
			if x == '=' {
				return core.Int(-2), true
			}
		}
		d := make([]byte, len(s)*3/4+3)
		return iso.NewOneByte(d[:decodeBase64(text.View{B: s}, d)]), true
	}},
	{Name: "createUnsafeArrayBuffer", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		n := bindings.Num(a, 0)
		if !(n >= 0) || n > MaxLength {
			return iso.ThrowRangeError("Array buffer allocation failed")
		}
		return iso.NewArrayBuffer(iso.Intrinsic(vm.ArrayBufferPrototype), uint64(n))
	}},
}
