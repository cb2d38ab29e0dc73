package buffer

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// decoder is a decoder of a legacy encoding with what a call left over. One of its three engines is set.
type decoder struct {
	t      transform.Transformer
	rest   []byte
	single *[128]rune // upper half of a single byte encoding
	step   stepper
}

// stepper is a decoder written after the Encoding Standard: byte by byte, emitting runes; -1 at the end of the input.
type stepper interface {
	next(b int, out *output)
	reset()
}

// output collects what a stepper decodes; failed: there was an error.
type output struct {
	strings.Builder
	failed bool
}

func (o *output) fail() {
	o.failed = true
	o.WriteRune(utf8.RuneError)
}

func makeDecoder(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	name := bindings.Str(iso, a, 0)
	if name == "replacement" {
		return core.Undefined, true
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return core.Undefined, true
	}
	d := &decoder{}
	switch name {
	case "iso-2022-jp":
		d.step = &iso2022jp{}
	case "gbk", "gb18030":
		d.step = &gb18030{}
	case "iso-8859-8-i":
		d.single = upperHalf(charmap.ISO8859_8)
	default:
		if c, ok := enc.(*charmap.Charmap); ok {
			d.single = upperHalf(c)
		} else {
			d.t = enc.NewDecoder()
		}
	}
	return bindings.NewHostObject(iso, d, core.Null), true
}

// upperHalf is the index of a single byte encoding: bytes of the C1 range that stand for nothing else stand for the control.
func upperHalf(c *charmap.Charmap) *[128]rune {
	var t [128]rune
	for i := range t {
		r := c.DecodeByte(byte(0x80 + i))
		if r == utf8.RuneError && i < 0x20 {
			r = rune(0x80 + i)
		}
		t[i] = r
	}
	return &t
}

// decode is decode(decoder, bytes, stream, fatal).
func decode(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	d, ok := bindings.HostOf[*decoder](iso, a.Arg(0))
	if !ok {
		return iso.ThrowTypeError("Illegal invocation")
	}
	stream, fatal := iso.ToBoolean(a.Arg(2)), iso.ToBoolean(a.Arg(3))
	switch {
	case d.single != nil:
		var out output
		for _, b := range view(iso, a, 1) {
			if b < 0x80 {
				out.WriteByte(b)
			} else if r := d.single[b-0x80]; r == utf8.RuneError {
				out.fail()
			} else {
				out.WriteRune(r)
			}
		}
		return decoded(iso, &out, fatal)
	case d.step != nil:
		var out output
		for _, b := range view(iso, a, 1) {
			d.step.next(int(b), &out)
		}
		if !stream {
			d.step.next(-1, &out)
			d.step.reset()
		}
		if fatal && out.failed {
			d.step.reset()
		}
		return decoded(iso, &out, fatal)
	}
	src := append(d.rest, view(iso, a, 1)...)
	d.rest = nil
	var out strings.Builder
	buf := make([]byte, 4096)
	for {
		n, read, err := d.t.Transform(buf, src, !stream)
		out.Write(buf[:n])
		src = src[read:]
		if err == transform.ErrShortDst {
			continue
		}
		if err == transform.ErrShortSrc && stream {
			d.rest = append([]byte(nil), src...)
		}
		break
	}
	if !stream {
		d.t.Reset()
	}
	if fatal && strings.ContainsRune(out.String(), '\uFFFD') {
		d.rest = nil
		d.t.Reset()
		return core.Int(-1), true
	}
	return iso.NewString(out.String()), true
}

func decoded(iso *core.Isolate, out *output, fatal bool) (core.Value, bool) {
	if fatal && out.failed {
		return core.Int(-1), true
	}
	return iso.NewString(out.String()), true
}

// runeOf decodes the bytes of one character with an encoding of x/text; 0: they stand for nothing.
func runeOf(enc encoding.Encoding, b ...byte) rune {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return 0
	}
	r, n := utf8.DecodeRune(out)
	if r == utf8.RuneError || n != len(out) {
		return 0
	}
	return r
}

// iso2022jp is the decoder of ISO-2022-JP, Encoding Standard 12.2.1.
type iso2022jp struct {
	state, outState int
	lead            byte
	output          bool
}

const (
	jpASCII = iota
	jpRoman
	jpKatakana
	jpLead
	jpTrail
	jpEscapeStart
	jpEscape
)

func (d *iso2022jp) reset() { *d = iso2022jp{} }

func (d *iso2022jp) next(b int, out *output) {
	switch d.state {
	case jpASCII, jpRoman:
		switch {
		case b == 0x1B:
			d.state = jpEscapeStart
		case b == -1:
		case b == 0x0E || b == 0x0F || b > 0x7F:
			d.output = false
			out.fail()
		default:
			d.output = false
			if d.state == jpRoman && b == 0x5C {
				out.WriteRune(0xA5)
			} else if d.state == jpRoman && b == 0x7E {
				out.WriteRune(0x203E)
			} else {
				out.WriteByte(byte(b))
			}
		}
	case jpKatakana:
		switch {
		case b == 0x1B:
			d.state = jpEscapeStart
		case b == -1:
		case b >= 0x21 && b <= 0x5F:
			d.output = false
			out.WriteRune(0xFF61 - 0x21 + rune(b))
		default:
			d.output = false
			out.fail()
		}
	case jpLead:
		switch {
		case b == 0x1B:
			d.state = jpEscapeStart
		case b == -1:
		case b >= 0x21 && b <= 0x7E:
			d.output = false
			d.lead = byte(b)
			d.state = jpTrail
		default:
			d.output = false
			out.fail()
		}
	case jpTrail:
		switch {
		case b == 0x1B:
			d.state = jpEscapeStart
			out.fail()
		case b >= 0x21 && b <= 0x7E:
			d.state = jpLead
			if r := runeOf(japanese.EUCJP, d.lead|0x80, byte(b)|0x80); r != 0 {
				out.WriteRune(r)
			} else {
				out.fail()
			}
		default:
			d.state = jpLead
			out.fail()
		}
	case jpEscapeStart:
		if b == 0x24 || b == 0x28 {
			d.lead = byte(b)
			d.state = jpEscape
			return
		}
		d.output = false
		d.state = d.outState
		out.fail()
		d.next(b, out)
	case jpEscape:
		lead := d.lead
		d.lead = 0
		state := -1
		switch {
		case lead == 0x28 && b == 0x42:
			state = jpASCII
		case lead == 0x28 && b == 0x4A:
			state = jpRoman
		case lead == 0x28 && b == 0x49:
			state = jpKatakana
		case lead == 0x24 && (b == 0x40 || b == 0x42):
			state = jpLead
		}
		if state >= 0 {
			d.state, d.outState = state, state
			if d.output {
				out.fail()
			}
			d.output = true
			return
		}
		d.output = false
		d.state = d.outState
		out.fail()
		d.next(int(lead), out)
		d.next(b, out)
	}
}

// gb18030 is the decoder of gb18030 and GBK, Encoding Standard 10.2.1.
type gb18030 struct{ first, second, third byte }

func (d *gb18030) reset() { *d = gb18030{} }

func (d *gb18030) next(b int, out *output) {
	switch {
	case b == -1:
		if d.first != 0 {
			out.fail()
		}
		d.reset()
	case d.third != 0:
		first, second, third := d.first, d.second, d.third
		d.reset()
		if b < 0x30 || b > 0x39 {
			out.fail()
			d.next(int(second), out)
			d.next(int(third), out)
			d.next(b, out)
			return
		}
		if r := fourBytes(first, second, third, byte(b)); r != 0 {
			out.WriteRune(r)
		} else {
			out.fail()
		}
	case d.second != 0:
		if b >= 0x81 && b <= 0xFE {
			d.third = byte(b)
			return
		}
		second := d.second
		d.reset()
		out.fail()
		d.next(int(second), out)
		d.next(b, out)
	case d.first != 0:
		if b >= 0x30 && b <= 0x39 {
			d.second = byte(b)
			return
		}
		lead := d.first
		d.reset()
		if r := gbPair(lead, b); r != 0 {
			out.WriteRune(r)
			return
		}
		out.fail()
		if b < 0x80 {
			d.next(b, out)
		}
	case b < 0x80:
		out.WriteByte(byte(b))
	case b == 0x80:
		out.WriteRune(0x20AC)
	case b == 0xFF:
		out.fail()
	default:
		d.first = byte(b)
	}
}

// gbVertical are the characters of GB 18030-2022 that GB 18030-2005 had in the private use area, by pair.
var gbVertical = [...]struct {
	pair uint16
	r    rune
}{
	{0xA8BC, 0x1E3F}, {0xA6D9, 0xFE10}, {0xA6DA, 0xFE12}, {0xA6DB, 0xFE11}, {0xA6DC, 0xFE13}, {0xA6DD, 0xFE14}, {0xA6DE, 0xFE15}, {0xA6DF, 0xFE16}, {0xA6EC, 0xFE17},
	{0xA6ED, 0xFE18}, {0xA6F3, 0xFE19}, {0xFE59, 0x9FB4}, {0xFE61, 0x9FB5}, {0xFE66, 0x9FB6}, {0xFE67, 0x9FB7}, {0xFE6D, 0x9FB8}, {0xFE7E, 0x9FB9},
	{0xFE90, 0x9FBA}, {0xFEA0, 0x9FBB},
}

// gbPair decodes a pair of bytes; 0: it stands for nothing.
func gbPair(lead byte, b int) rune {
	if b < 0x40 || b == 0x7F || b > 0xFE {
		return 0
	}
	trail := byte(b)
	for _, x := range gbVertical {
		if x.pair == uint16(lead)<<8|uint16(trail) {
			return x.r
		}
	}
	if r := runeOf(simplifiedchinese.GB18030, lead, trail); r != 0 {
		return r
	}
	// The areas for users.
	switch {
	case lead >= 0xAA && lead <= 0xAF && trail >= 0xA1:
		return 0xE000 + rune(lead-0xAA)*94 + rune(trail-0xA1)
	case lead >= 0xF8 && trail >= 0xA1:
		return 0xE234 + rune(lead-0xF8)*94 + rune(trail-0xA1)
	case lead >= 0xA1 && lead <= 0xA7 && trail <= 0xA0:
		n := rune(trail - 0x40)
		if trail > 0x7F {
			n--
		}
		return 0xE4C6 + rune(lead-0xA1)*96 + n
	}
	return 0
}

func fourBytes(a, b, c, d byte) rune {
	p := ((rune(a)-0x81)*10+rune(b)-0x30)*1260 + (rune(c)-0x81)*10 + rune(d) - 0x30
	switch {
	case p == 7457:
		return 0xE7C7
	case p > 39419 && p < 189000 || p > 1237575:
		return 0
	case p >= 189000:
		return 0x10000 + p - 189000
	}
	return runeOf(simplifiedchinese.GB18030, a, b, c, d)
}
