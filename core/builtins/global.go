package builtins

import (
	"math"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var globalRows = []Row{
	{Name: "decodeURI", Length: 1, Fn: globalDecodeURI},
	{Name: "decodeURIComponent", Length: 1, Fn: globalDecodeURIComponent},
	{Name: "encodeURI", Length: 1, Fn: globalEncodeURI},
	{Name: "encodeURIComponent", Length: 1, Fn: globalEncodeURIComponent},
	{Name: "escape", Length: 1, Fn: globalEscape},
	{Name: "unescape", Length: 1, Fn: globalUnescape},
	{Name: "isFinite", Length: 1, Fn: globalIsFinite},
	{Name: "isNaN", Length: 1, Fn: globalIsNaN},
}

func setupGlobals(iso *Isolate) {
	g := iso.Intrinsic(vm.GlobalObject)
	iso.AddOwn(g.Ref(), iso.KeyOfGo("globalThis"), iso.Intrinsic(vm.GlobalThis), layout.AttrHidden)
	iso.AddOwn(g.Ref(), iso.KeyOfGo("Infinity"), gc.Number(math.Inf(1)), 0)
	iso.AddOwn(g.Ref(), iso.KeyOfGo("NaN"), gc.NaN(), 0)
	iso.AddOwn(g.Ref(), iso.KeyOfGo("undefined"), undefined, 0)
	for i := range globalRows {
		r := &globalRows[i]
		iso.SetGlobal(r.Name, iso.NewBuiltinRow(r, undefined))
	}
	e := iso.NewBuiltin("eval", 1, globalEval)
	iso.SetIntrinsic(vm.EvalFunction, e)
	iso.SetGlobal("eval", e)
}

// globalEval is an indirect eval(x), ECMA-262 19.2.1.
func globalEval(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsString() {
		return a.Arg(0), true
	}
	return iso.IndirectEval(a.Arg(0))
}

// globalIsFinite, 19.2.2.
func globalIsFinite(iso *Isolate, a *Args) (Value, bool) {
	f, ok := iso.ToFloat(a.Arg(0))
	return gc.Bool(f == f && !math.IsInf(f, 0)), ok
}

// globalIsNaN, 19.2.3.
func globalIsNaN(iso *Isolate, a *Args) (Value, bool) {
	f, ok := iso.ToFloat(a.Arg(0))
	return gc.Bool(f != f), ok
}

const (
	uriAlnum      = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	uriMark       = "-_.!~*'()"
	uriReserved   = ";/?:@&=+$,"
	upperHexDigit = "0123456789ABCDEF"
)

func inSet(set string, c uint16) bool {
	for i := 0; i < len(set); i++ {
		if uint16(set[i]) == c {
			return true
		}
	}
	return false
}

// encode is Encode(string, extraUnescaped), 19.2.6.5.
func encode(iso *Isolate, v Value, unescaped string) (Value, bool) {
	s, ok := iso.ToString(v)
	if !ok {
		return s, false
	}
	c := iso.Chars(s)
	n := c.Len()
	var b text.Builder
	for i := 0; i < n; i++ {
		u := c.At(i)
		if u < 0x80 && (inSet(uriAlnum, u) || inSet(uriMark, u) || inSet(unescaped, u)) {
			b.Unit(u)
			continue
		}
		r := rune(u)
		if u&0xFC00 == 0xDC00 {
			return iso.ThrowError(vm.URIError, "URI malformed")
		}
		if u&0xFC00 == 0xD800 {
			i++
			if i >= n || c.At(i)&0xFC00 != 0xDC00 {
				return iso.ThrowError(vm.URIError, "URI malformed")
			}
			r = (r-0xD800)<<10 + rune(c.At(i)) - 0xDC00 + 0x10000
		}
		for _, x := range []byte(string(r)) {
			b.Unit('%')
			b.Unit(uint16(upperHexDigit[x>>4]))
			b.Unit(uint16(upperHexDigit[x&15]))
		}
	}
	return finish(iso, &b)
}

// finish makes the builder's string or throws RangeError.
func finish(iso *Isolate, b *text.Builder) (Value, bool) {
	v, ok := b.Finish(&iso.Space.Space)
	if !ok {
		return iso.ThrowRangeError("Invalid string length")
	}
	return v, true
}

func hexAt(c text.View, i int) int {
	if i >= c.Len() {
		return -1
	}
	switch u := c.At(i); {
	case u >= '0' && u <= '9':
		return int(u - '0')
	case u >= 'a' && u <= 'f':
		return int(u-'a') + 10
	case u >= 'A' && u <= 'F':
		return int(u-'A') + 10
	}
	return -1
}

func hexByte(c text.View, i int) int {
	h, l := hexAt(c, i), hexAt(c, i+1)
	if h < 0 || l < 0 {
		return -1
	}
	return h<<4 | l
}

// decode is Decode(string, preserveEscapeSet), 19.2.6.6.
func decode(iso *Isolate, v Value, preserve string) (Value, bool) {
	s, ok := iso.ToString(v)
	if !ok {
		return s, false
	}
	c := iso.Chars(s)
	n := c.Len()
	var b text.Builder
	malformed := func() (Value, bool) { return iso.ThrowError(vm.URIError, "URI malformed") }
	for i := 0; i < n; i++ {
		u := c.At(i)
		if u != '%' {
			b.Unit(u)
			continue
		}
		start := i
		x := hexByte(c, i+1)
		if x < 0 {
			return malformed()
		}
		i += 2
		if x < 0x80 {
			if inSet(preserve, uint16(x)) {
				for j := start; j <= i; j++ {
					b.Unit(c.At(j))
				}
			} else {
				b.Unit(uint16(x))
			}
			continue
		}
		k, r, low := 0, rune(0), rune(0)
		switch {
		case x&0xE0 == 0xC0:
			k, r, low = 1, rune(x&0x1F), 0x80
		case x&0xF0 == 0xE0:
			k, r, low = 2, rune(x&0x0F), 0x800
		case x&0xF8 == 0xF0:
			k, r, low = 3, rune(x&0x07), 0x10000
		default:
			return malformed()
		}
		for ; k > 0; k-- {
			i++
			if i >= n || c.At(i) != '%' {
				return malformed()
			}
			x := hexByte(c, i+1)
			if x < 0 || x&0xC0 != 0x80 {
				return malformed()
			}
			i += 2
			r = r<<6 | rune(x&0x3F)
		}
		if r < low || r > 0x10FFFF || r >= 0xD800 && r < 0xE000 {
			return malformed()
		}
		b.Rune(r)
	}
	return finish(iso, &b)
}

// globalDecodeURI, 19.2.6.1; globalDecodeURIComponent, 19.2.6.2; globalEncodeURI, 19.2.6.3; globalEncodeURIComponent, 19.2.6.4.
func globalDecodeURI(iso *Isolate, a *Args) (Value, bool) {
	return decode(iso, a.Arg(0), uriReserved+"#")
}
func globalDecodeURIComponent(iso *Isolate, a *Args) (Value, bool) { return decode(iso, a.Arg(0), "") }
func globalEncodeURI(iso *Isolate, a *Args) (Value, bool) {
	return encode(iso, a.Arg(0), uriReserved+"#")
}
func globalEncodeURIComponent(iso *Isolate, a *Args) (Value, bool) { return encode(iso, a.Arg(0), "") }

// globalEscape is escape(string), B.2.1.1.
func globalEscape(iso *Isolate, a *Args) (Value, bool) {
	s, ok := iso.ToString(a.Arg(0))
	if !ok {
		return s, false
	}
	c := iso.Chars(s)
	var b text.Builder
	for i, n := 0, c.Len(); i < n; i++ {
		u := c.At(i)
		switch {
		case u < 0x80 && (inSet(uriAlnum, u) || inSet("@*_+-./", u)):
			b.Unit(u)
		case u < 256:
			b.Unit('%')
			b.Unit(uint16(upperHexDigit[u>>4]))
			b.Unit(uint16(upperHexDigit[u&15]))
		default:
			b.String("%u")
			for sh := 12; sh >= 0; sh -= 4 {
				b.Unit(uint16(upperHexDigit[u>>sh&15]))
			}
		}
	}
	return finish(iso, &b)
}

// globalUnescape is unescape(string), B.2.1.2.
func globalUnescape(iso *Isolate, a *Args) (Value, bool) {
	s, ok := iso.ToString(a.Arg(0))
	if !ok {
		return s, false
	}
	c := iso.Chars(s)
	var b text.Builder
	for i, n := 0, c.Len(); i < n; i++ {
		u := c.At(i)
		if u == '%' {
			if i+5 < n && c.At(i+1) == 'u' {
				h, l := hexByte(c, i+2), hexByte(c, i+4)
				if h >= 0 && l >= 0 {
					b.Unit(uint16(h<<8 | l))
					i += 5
					continue
				}
			}
			if x := hexByte(c, i+1); x >= 0 {
				b.Unit(uint16(x))
				i += 2
				continue
			}
		}
		b.Unit(u)
	}
	return finish(iso, &b)
}
