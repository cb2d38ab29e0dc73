package buffer

import (
	"bytes"
	"unicode/utf8"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
)

// encodingNames by Node's numbers.
var encodingNames = [...]string{"ascii", "utf8", "base64", "utf16le", "latin1", "hex", "buffer", "base64url"}

func encodingName(iso *core.Isolate, v core.Value) string {
	if v.IsNumber() {
		if n := int(v.AsFloat()); n >= 0 && n < len(encodingNames) {
			return encodingNames[n]
		}
	}
	if v.IsString() {
		return iso.GoUTF8(v)
	}
	return "utf8"
}

// indexOf finds needle at or after (forwards) or at or before the offset; unit is 2 for UTF-16.
func indexOf(hay, needle []byte, off float64, forwards bool, unit int) int {
	n := len(hay)
	if off != off {
		if forwards {
			off = 0
		} else {
			off = float64(n)
		}
	}
	if off < 0 {
		off += float64(n)
		if off < 0 {
			if !forwards {
				return -1
			}
			off = 0
		}
	}
	if off > float64(n) {
		if len(needle) == 0 {
			return n
		}
		if forwards {
			return -1
		}
		off = float64(n)
	}
	o := int(off)
	if len(needle) == 0 {
		return o
	}
	if len(needle) > n || unit == 2 && (n < 2 || len(needle) < 2) {
		return -1
	}
	if forwards {
		if unit == 1 {
			i := bytes.Index(hay[o:], needle)
			if i < 0 {
				return -1
			}
			return o + i
		}
		for i := o; i+len(needle) <= n; {
			j := bytes.Index(hay[i:], needle)
			if j < 0 {
				return -1
			}
			if (i+j-o)%2 == 0 {
				return i + j
			}
			i += j + 1
		}
		return -1
	}
	if o > n-len(needle) {
		if unit == 2 {
			o -= (o - (n - len(needle)) + 1) / 2 * 2
			if o < 0 {
				return -1
			}
		} else {
			o = n - len(needle)
		}
	}
	for i := o; i >= 0; i -= unit {
		if bytes.Equal(hay[i:i+len(needle)], needle) {
			return i
		}
	}
	return -1
}

func rangeError(iso *core.Isolate, name string) (core.Value, bool) {
	return bindings.Of(iso).ThrowCode(vm.RangeError, "ERR_OUT_OF_RANGE", `The value of "`+name+`" is out of range.`)
}

func detached(iso *core.Isolate, v core.Value) bool {
	if !v.IsObject() {
		return false
	}
	r := v.Ref()
	switch iso.KindOf(r) {
	case layout.KindTypedArray, layout.KindDataView:
		r = iso.Value(r, layout.TypedArrayBuffer).Ref()
	case layout.KindArrayBuffer:
	default:
		return false
	}
	return iso.BufferDetached(r)
}

func swap(iso *core.Isolate, a *core.Args, n int) (core.Value, bool) {
	b := view(iso, a, 0)
	for i := 0; i+n <= len(b); i += n {
		for j := 0; j < n/2; j++ {
			b[i+j], b[i+n-1-j] = b[i+n-1-j], b[i+j]
		}
	}
	return a.Arg(0), true
}

var searchRows = [...]core.Row{
	{Name: "compare", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Int(int32(bytes.Compare(view(iso, a, 0), view(iso, a, 1)))), true
	}},
	{Name: "compareOffset", Length: 6, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, t := view(iso, a, 0), view(iso, a, 1)
		ts, ss, te, se := bindings.Num(a, 2), bindings.Num(a, 3), bindings.Num(a, 4), bindings.Num(a, 5)
		if ss > float64(len(s)) {
			return rangeError(iso, "sourceStart")
		}
		if ts > float64(len(t)) {
			return rangeError(iso, "targetStart")
		}
		x, y := s[int(ss):max(int(ss), clamp(se, len(s)))], t[int(ts):max(int(ts), clamp(te, len(t)))]
		return core.Int(int32(bytes.Compare(x, y))), true
	}},
	{Name: "copy", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, t := view(iso, a, 0), view(iso, a, 1)
		ts, ss := clamp(bindings.Num(a, 2), len(t)), clamp(bindings.Num(a, 3), len(s))
		n := min(clamp(bindings.Num(a, 4), len(s)), len(s)-ss, len(t)-ts)
		copy(t[ts:ts+n], s[ss:ss+n])
		return core.Number(float64(n)), true
	}},
	{Name: "fill", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		b := view(iso, a, 0)
		start, end := bindings.Num(a, 2), bindings.Num(a, 3)
		if start < 0 || end > float64(len(b)) {
			return core.Int(-2), true
		}
		if start >= end {
			return core.Undefined, true
		}
		var val []byte
		switch v := a.Arg(1); {
		case v.IsString():
			val = Encode(iso, v, encodingName(iso, a.Arg(4)))
		case v.IsNumber():
			i, _ := iso.ToInt32(v)
			val = []byte{byte(i)}
		default:
			x, ok := iso.ViewBytes(v)
			if !ok {
				i, ok := iso.ToInt32(v)
				if !ok {
					return core.Undefined, false
				}
				b = view(iso, a, 0)
				x = []byte{byte(i)}
			}
			val = x
		}
		if len(val) == 0 {
			return core.Int(-1), true
		}
		d := b[int(start):int(end)]
		n := copy(d, val)
		for n < len(d) {
			n += copy(d[n:], d[:n])
		}
		return core.Undefined, true
	}},
	{Name: "indexOfString", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		enc := encodingName(iso, a.Arg(3))
		unit := 1
		if enc == "utf16le" {
			unit = 2
		}
		return core.Number(float64(indexOf(view(iso, a, 0), Encode(iso, a.Arg(1), enc), bindings.Num(a, 2), iso.ToBoolean(a.Arg(4)), unit))), true
	}},
	{Name: "indexOfBuffer", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		unit := 1
		if encodingName(iso, a.Arg(3)) == "utf16le" {
			unit = 2
		}
		return core.Number(float64(indexOf(view(iso, a, 0), view(iso, a, 1), bindings.Num(a, 2), iso.ToBoolean(a.Arg(4)), unit))), true
	}},
	{Name: "indexOfNumber", Length: 4, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		i, _ := iso.ToInt32(a.Arg(1))
		b := view(iso, a, 0)
		if len(b) == 0 {
			return core.Int(-1), true
		}
		return core.Number(float64(indexOf(b, []byte{byte(i)}, bindings.Num(a, 2), iso.ToBoolean(a.Arg(3)), 1))), true
	}},
	{Name: "swap16", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return swap(iso, a, 2) }},
	{Name: "swap32", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return swap(iso, a, 4) }},
	{Name: "swap64", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return swap(iso, a, 8) }},
	{Name: "isUtf8", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if detached(iso, a.Arg(0)) {
			return bindings.Of(iso).ThrowCode(vm.Error, "ERR_INVALID_STATE", "Invalid state: Cannot validate on a detached buffer")
		}
		return core.Bool(utf8.Valid(view(iso, a, 0))), true
	}},
	{Name: "isAscii", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if detached(iso, a.Arg(0)) {
			return bindings.Of(iso).ThrowCode(vm.Error, "ERR_INVALID_STATE", "Invalid state: Cannot validate on a detached buffer")
		}
		return core.Bool(isASCII(view(iso, a, 0))), true
	}},
}

// ---- encoding_binding

func makeEncoding(e *bindings.Env, t core.Value) { e.SetRows(t, encodingRows[:]) }

var encodingRows = [...]core.Row{
	{Name: "encodeUtf8String", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c := chars(iso, a.Arg(0))
		v, ok := iso.NewUint8Array(make([]byte, UTF8Length(c)))
		if !ok {
			return v, false
		}
		b, _ := iso.ViewBytes(v)
		EncodeUTF8(chars(iso, a.Arg(0)), b)
		return v, true
	}},
	{Name: "encodeInto", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		r, w := EncodeUTF8(chars(iso, a.Arg(0)), view(iso, a, 1))
		return iso.NewArrayFrom(core.Number(float64(r)), core.Number(float64(w))), true
	}},
	{Name: "makeDecoder", Length: 1, Fn: makeDecoder},
	{Name: "decode", Length: 4, Fn: decode},
}
