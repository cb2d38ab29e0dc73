package buffer

import (
	"bytes"
	"encoding/base64"
	"unicode/utf8"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
)

// Limits that JavaScript sees.
const (
	MaxLength       = 1<<53 - 1
	MaxStringLength = 1<<29 - 24
)

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{
		{Name: "buffer", Make: makeBuffer},
		{Name: "encoding_binding", Make: makeEncoding},
	}
}

func makeBuffer(e *bindings.Env, target core.Value) {
	t := e.Iso.NewHandle(target)
	e.SetNumber(t.Value(), "kMaxLength", MaxLength)
	e.SetNumber(t.Value(), "kStringMaxLength", MaxStringLength)
	e.SetRows(t.Value(), sliceRows[:])
	e.SetRows(t.Value(), writeRows[:])
	e.SetRows(t.Value(), searchRows[:])
}

// view returns the bytes of argument i, at least an empty slice.
func view(iso *core.Isolate, a *core.Args, i int) []byte {
	b, _ := iso.ViewBytes(a.Arg(i))
	return b
}

// window returns bytes [start, end) of the first argument; missing bounds mean everything.
func window(iso *core.Isolate, a *core.Args) []byte {
	b := view(iso, a, 0)
	start, end := 0, len(b)
	if v := a.Arg(1); v.IsNumber() {
		start = clamp(v.AsFloat(), len(b))
	}
	if v := a.Arg(2); v.IsNumber() {
		end = clamp(v.AsFloat(), len(b))
	}
	if end < start {
		end = start
	}
	return b[start:end]
}

func clamp(f float64, n int) int {
	switch {
	case !(f > 0):
		return 0
	case f > float64(n):
		return n
	}
	return int(f)
}

func tooLong(iso *core.Isolate) (core.Value, bool) {
	return bindings.Of(iso).ThrowCode(vm.Error, "ERR_STRING_TOO_LONG", "Cannot create a string longer than 0x1fffffe8 characters")
}

// ASCII tells whether all bytes are below 0x80.
func isASCII(b []byte) bool {
	for len(b) >= 8 {
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 | uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		if w&0x8080808080808080 != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// DecodeUTF8 makes a string as WHATWG decoding does: each maximal invalid subpart becomes U+FFFD.
func DecodeUTF8(iso *core.Isolate, b []byte) (core.Value, bool) {
	if len(b) > MaxStringLength {
		return tooLong(iso)
	}
	if isASCII(b) {
		return iso.NewOneByte(b), true
	}
	w := make([]uint16, 0, len(b))
	for i := 0; i < len(b); {
		c := b[i]
		if c < 0x80 {
			w = append(w, uint16(c))
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			w = append(w, 0xFFFD)
			i += badPart(b[i:])
			continue
		}
		if r >= 0x10000 {
			r -= 0x10000
			w = append(w, uint16(0xD800+r>>10), uint16(0xDC00+r&0x3FF))
		} else {
			w = append(w, uint16(r))
		}
		i += n
	}
	return iso.NewTwoByte(w), true
}

// badPart is the length of the maximal subpart of an ill-formed sequence.
func badPart(b []byte) int {
	c := b[0]
	lo, hi, n := byte(0x80), byte(0xBF), 0
	switch {
	case c >= 0xC2 && c <= 0xDF:
		n = 1
	case c >= 0xE0 && c <= 0xEF:
		n = 2
		if c == 0xE0 {
			lo = 0xA0
		} else if c == 0xED {
			hi = 0x9F
		}
	case c >= 0xF0 && c <= 0xF4:
		n = 3
		if c == 0xF0 {
			lo = 0x90
		} else if c == 0xF4 {
			hi = 0x8F
		}
	default:
		return 1
	}
	i := 1
	for ; i <= n && i < len(b); i++ {
		if b[i] < lo || b[i] > hi {
			break
		}
		lo, hi = 0x80, 0xBF
	}
	return i
}

var sliceRows = [...]core.Row{
	{Name: "utf8Slice", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return DecodeUTF8(iso, window(iso, a)) }},
	{Name: "latin1Slice", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		b := window(iso, a)
		if len(b) > MaxStringLength {
			return tooLong(iso)
		}
		return iso.NewOneByte(b), true
	}},
	{Name: "asciiSlice", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		b := window(iso, a)
		if len(b) > MaxStringLength {
			return tooLong(iso)
		}
		if !isASCII(b) {
			b = bytes.Clone(b)
			for i := range b {
				b[i] &= 0x7F
			}
		}
		return iso.NewOneByte(b), true
	}},
	{Name: "ucs2Slice", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		b := window(iso, a)
		if len(b)/2 > MaxStringLength {
			return tooLong(iso)
		}
		w := make([]uint16, len(b)/2)
		for i := range w {
			w[i] = uint16(b[2*i]) | uint16(b[2*i+1])<<8
		}
		return iso.NewTwoByte(w), true
	}},
	{Name: "base64Slice", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return encoded(iso, window(iso, a), base64.StdEncoding)
	}},
	{Name: "base64urlSlice", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return encoded(iso, window(iso, a), base64.RawURLEncoding)
	}},
	{Name: "hexSlice", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		b := window(iso, a)
		if len(b)*2 > MaxStringLength {
			return tooLong(iso)
		}
		const digits = "0123456789abcdef"
		out := make([]byte, 2*len(b))
		for i, c := range b {
			out[2*i], out[2*i+1] = digits[c>>4], digits[c&15]
		}
		return iso.NewOneByte(out), true
	}},
}

func encoded(iso *core.Isolate, b []byte, enc *base64.Encoding) (core.Value, bool) {
	if enc.EncodedLen(len(b)) > MaxStringLength {
		return tooLong(iso)
	}
	out := make([]byte, enc.EncodedLen(len(b)))
	enc.Encode(out, b)
	return iso.NewOneByte(out), true
}

// chars returns the flat characters of a string argument; nothing may allocate while the view is used.
func chars(iso *core.Isolate, v core.Value) text.View {
	if !v.IsString() {
		return text.View{}
	}
	return iso.Chars(v)
}

var _ = layout.KindObject
