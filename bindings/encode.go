package bindings

import (
	"unicode/utf8"

	"github.com/gonode/gonode/core"
)

// EncodeString returns the bytes of a string in one of Node's encodings ("" is utf8), as Buffer.from(string, encoding) does.
func EncodeString(iso *core.Isolate, v core.Value, encoding string) []byte {
	c := iso.Chars(v)
	switch encoding {
	case "latin1", "binary", "ascii":
		b := make([]byte, c.Len())
		if !c.Wide {
			copy(b, c.B)
			return b
		}
		for i, u := range c.W {
			b[i] = byte(u)
		}
		return b
	case "utf16le", "ucs2", "ucs-2", "utf-16le":
		b := make([]byte, 0, 2*c.Len())
		for i := 0; i < c.Len(); i++ {
			b = append(b, byte(c.At(i)), byte(c.At(i)>>8))
		}
		return b
	case "hex":
		b := make([]byte, 0, c.Len()/2)
		for i := 0; i+1 < c.Len(); i += 2 {
			x, y := hexDigit(c.At(i)), hexDigit(c.At(i+1))
			if x < 0 || y < 0 {
				break
			}
			b = append(b, byte(x<<4|y))
		}
		return b
	case "base64", "base64url":
		b := make([]byte, 0, c.Len()*3/4)
		acc, bits := uint32(0), 0
		for i := 0; i < c.Len(); i++ {
			d := base64Digit(c.At(i))
			if c.At(i) == '=' {
				break
			}
			if d < 0 {
				continue
			}
			acc, bits = acc<<6|uint32(d), bits+6
			if bits >= 8 {
				bits -= 8
				b = append(b, byte(acc>>bits))
			}
		}
		return b
	}
	return []byte(iso.GoUTF8(v))
}

func hexDigit(c uint16) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

func base64Digit(c uint16) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case c >= '0' && c <= '9':
		return int(c-'0') + 52
	case c == '+', c == '-':
		return 62
	case c == '/', c == '_':
		return 63
	}
	return -1
}

// ValidUTF8 returns b as valid UTF-8: each maximal invalid part becomes one U+FFFD, as the WHATWG decoder does.
func ValidUTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	out := make([]byte, 0, len(b)+16)
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			out = append(out, b[i])
			i++
			continue
		}
		if r, n := utf8.DecodeRune(b[i:]); r != utf8.RuneError || n > 1 {
			out = append(out, b[i:i+n]...)
			i += n
			continue
		}
		i += invalidLength(b[i:])
		out = append(out, "\uFFFD"...)
	}
	return string(out)
}

// invalidLength returns the length of the longest prefix of an ill-formed sequence that could start a well-formed one, at least 1.
func invalidLength(b []byte) int {
	lo, hi, need := byte(0x80), byte(0xBF), 0
	switch c := b[0]; {
	case c >= 0xC2 && c <= 0xDF:
		need = 1
	case c >= 0xE0 && c <= 0xEF:
		need = 2
		if c == 0xE0 {
			lo = 0xA0
		} else if c == 0xED {
			hi = 0x9F
		}
	case c >= 0xF0 && c <= 0xF4:
		need = 3
		if c == 0xF0 {
			lo = 0x90
		} else if c == 0xF4 {
			hi = 0x8F
		}
	}
	n := 1
	for n <= need && n < len(b) && b[n] >= lo && b[n] <= hi {
		n++
		lo, hi = 0x80, 0xBF
	}
	return n
}
