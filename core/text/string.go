package text

import (
	"bytes"
	"unicode/utf8"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// View is the characters of a flat string: exactly one of B (Latin-1) and W (UTF-16) is meaningful; Wide tells which. It is
// good until the next safepoint.
type View struct {
	B    []byte
	W    []uint16
	Wide bool
}

// Len returns the number of code units.
func (w View) Len() int {
	if w.Wide {
		return len(w.W)
	}
	return len(w.B)
}

// At returns code unit i.
func (w View) At(i int) uint16 {
	if w.Wide {
		return w.W[i]
	}
	return uint16(w.B[i])
}

// Empty returns the empty string.
func (s *Space) Empty() Value { return s.empty }

// StrLen returns the length in code units.
func (s *Space) StrLen(v Value) int { return int(s.U32(v.Ref(), layout.StrLen)) }

func (s *Space) allocOne(n int) Ref {
	r := s.Alloc(s.KindShape[layout.KindStringOne], uint32(layout.StrHeader+n))
	s.SetU32(r, layout.StrLen, uint32(n))
	return r
}

func (s *Space) allocTwo(n int) Ref {
	r := s.Alloc(s.KindShape[layout.KindStringTwo], uint32(layout.StrHeader+2*n))
	s.SetU32(r, layout.StrLen, uint32(n))
	return r
}

// NewOneByte copies Latin-1 characters into a new string.
func (s *Space) NewOneByte(b []byte) Value {
	switch len(b) {
	case 0:
		return s.empty
	case 1:
		return s.single[b[0]]
	}
	r := s.allocOne(len(b))
	copy(s.Bytes(r, layout.StrHeader, len(b)), b)
	return gc.String(r)
}

// NewTwoByte copies UTF-16 code units into a new string, in Latin-1 form where all fit.
func (s *Space) NewTwoByte(w []uint16) Value {
	if fitsLatin1(w) {
		if len(w) == 0 {
			return s.empty
		}
		if len(w) == 1 {
			return s.single[w[0]]
		}
		r := s.allocOne(len(w))
		b := s.Bytes(r, layout.StrHeader, len(w))
		for i, c := range w {
			b[i] = byte(c)
		}
		return gc.String(r)
	}
	r := s.allocTwo(len(w))
	copy(s.U16s(r, layout.StrHeader, len(w)), w)
	return gc.String(r)
}

func fitsLatin1(w []uint16) bool {
	var or uint16
	for _, c := range w {
		or |= c
	}
	return or < 256
}

// Char returns the string of one code unit.
func (s *Space) Char(c uint16) Value {
	if c < 256 {
		return s.single[c]
	}
	r := s.allocTwo(1)
	s.SetU16(r, layout.StrHeader, c)
	return gc.String(r)
}

// NewString makes a string of WTF-8 text.
func (s *Space) NewString(t string) Value {
	n, wide := Measure(t)
	if n == 0 {
		return s.empty
	}
	if !wide {
		if n == 1 {
			return s.single[latin1First(t)]
		}
		r := s.allocOne(n)
		b := s.Bytes(r, layout.StrHeader, n)
		if n == len(t) {
			copy(b, t)
		} else {
			DecodeLatin1(b, t)
		}
		return gc.String(r)
	}
	r := s.allocTwo(n)
	DecodeUTF16(s.U16s(r, layout.StrHeader, n), t)
	return gc.String(r)
}

// Chars flattens v and views its characters.
func (s *Space) Chars(v Value) View {
	r := v.Ref()
	for {
		switch s.KindOf(r) {
		case layout.KindStringOne:
			return View{B: s.Bytes(r, layout.StrHeader, int(s.U32(r, layout.StrLen)))}
		case layout.KindStringTwo:
			return View{W: s.U16s(r, layout.StrHeader, int(s.U32(r, layout.StrLen))), Wide: true}
		case layout.KindStringSlice:
			off, n := int(s.U32(r, layout.SliceOffset)), int(s.U32(r, layout.StrLen))
			p := s.Chars(gc.String(s.Ref(r, layout.SliceParent)))
			if p.Wide {
				return View{W: p.W[off : off+n], Wide: true}
			}
			return View{B: p.B[off : off+n]}
		case layout.KindStringExternal:
			n := int(s.U32(r, layout.StrLen))
			return View{B: s.ExtBytes(s.U32(r, layout.ExternalIndex))[:n]}
		case layout.KindStringCons:
			r = s.flattenCons(r)
		default:
			panic("BUG: not a string cell")
		}
	}
}

// IsOneByte tells whether v is stored as Latin-1 (a two-byte string may still hold only Latin-1 characters).
func (s *Space) IsOneByte(v Value) bool {
	r := v.Ref()
	switch s.KindOf(r) {
	case layout.KindStringOne, layout.KindStringExternal:
		return true
	case layout.KindStringTwo:
		return false
	}
	return s.U32(r, layout.StrFlags)&layout.StrTwoByte == 0
}

// CharAt returns code unit i, flattening a rope first.
func (s *Space) CharAt(v Value, i int) uint16 {
	r := v.Ref()
	switch s.KindOf(r) {
	case layout.KindStringOne:
		return uint16(s.U8(r, layout.StrHeader+uintptr(i)))
	case layout.KindStringTwo:
		return s.U16(r, layout.StrHeader+uintptr(i)*2)
	}
	return s.Chars(v).At(i)
}

// Flatten returns a flat string equal to v.
func (s *Space) Flatten(v Value) Value {
	if s.KindOf(v.Ref()) == layout.KindStringCons {
		return gc.String(s.flattenCons(v.Ref()))
	}
	return v
}

// flattenCons writes the characters of a rope into one string, without recursion, and makes the rope point to it.
func (s *Space) flattenCons(r Ref) Ref {
	if s.Ref(r, layout.ConsSecond) == 0 {
		return s.Ref(r, layout.ConsFirst)
	}
	n := int(s.U32(r, layout.StrLen))
	var flat Ref
	var b []byte
	var w []uint16
	wide := s.U32(r, layout.StrFlags)&layout.StrTwoByte != 0
	if wide {
		flat = s.allocTwo(n)
		w = s.U16s(flat, layout.StrHeader, n)
	} else {
		flat = s.allocOne(n)
		b = s.Bytes(flat, layout.StrHeader, n)
	}
	// Fill from the right end: ropes lean left (s += x).
	var buf [64]Ref
	stack := append(buf[:0], r)
	end := n
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for s.KindOf(c) == layout.KindStringCons {
			second := s.Ref(c, layout.ConsSecond)
			first := s.Ref(c, layout.ConsFirst)
			if second == 0 {
				c = first
				continue
			}
			if !wide && s.KindOf(second) == layout.KindStringOne {
				// The usual case, without a round over the stack.
				k := int(s.U32(second, layout.StrLen))
				end -= k
				p := s.Bytes(second, layout.StrHeader, k)
				if k < 8 {
					d := b[end : end+k]
					for i := range d {
						d[i] = p[i]
					}
				} else {
					copy(b[end:], p)
				}
				c = first
				continue
			}
			stack = append(stack, first)
			c = second
		}
		p := s.Chars(gc.String(c))
		end -= p.Len()
		switch {
		case !wide:
			copy(b[end:], p.B)
		case p.Wide:
			copy(w[end:], p.W)
		default:
			d := w[end : end+len(p.B)]
			for i, ch := range p.B {
				d[i] = uint16(ch)
			}
		}
	}
	if end != 0 {
		panic("BUG: rope length")
	}
	s.StoreRef(r, layout.ConsFirst, flat)
	s.SetU32(r, layout.ConsSecond, 0)
	return flat
}

// Concat returns a+b; ok is false when the result would be longer than MaxLength ("Invalid string length").
func (s *Space) Concat(a, b Value) (v Value, ok bool) {
	la, lb := s.StrLen(a), s.StrLen(b)
	if la == 0 {
		return b, true
	}
	if lb == 0 {
		return a, true
	}
	n := la + lb
	if n > MaxLength {
		return gc.Undefined, false
	}
	oneA, oneB := s.IsOneByte(a), s.IsOneByte(b)
	if n < minRope {
		if oneA && oneB {
			r := s.allocOne(n)
			d := s.Bytes(r, layout.StrHeader, n)
			copy(d, s.Chars(a).B)
			copy(d[la:], s.Chars(b).B)
			return gc.String(r), true
		}
		r := s.allocTwo(n)
		d := s.U16s(r, layout.StrHeader, n)
		s.Chars(a).copyTo(d)
		s.Chars(b).copyTo(d[la:])
		return gc.String(r), true
	}
	r := s.Alloc(s.KindShape[layout.KindStringCons], 24)
	s.SetU32(r, layout.StrLen, uint32(n))
	if !oneA || !oneB {
		s.SetU32(r, layout.StrFlags, layout.StrTwoByte)
	}
	s.InitRef(r, layout.ConsFirst, a.Ref())
	s.InitRef(r, layout.ConsSecond, b.Ref())
	return gc.String(r), true
}

func (w View) copyTo(d []uint16) {
	if w.Wide {
		copy(d, w.W)
		return
	}
	d = d[:len(w.B)]
	for i, c := range w.B {
		d[i] = uint16(c)
	}
}

// AppendTo appends the code units of w to d.
func (w View) AppendTo(d []uint16) []uint16 {
	if w.Wide {
		return append(d, w.W...)
	}
	for _, c := range w.B {
		d = append(d, uint16(c))
	}
	return d
}

// Substring returns the code units [i, j) of v; 0 <= i <= j <= length.
func (s *Space) Substring(v Value, i, j int) Value {
	n := j - i
	if n == 0 {
		return s.empty
	}
	if n == s.StrLen(v) {
		return v
	}
	v = s.Flatten(v)
	c := s.Chars(v)
	if n < minRope {
		if c.Wide {
			return s.NewTwoByte(c.W[i:j])
		}
		return s.NewOneByte(c.B[i:j])
	}
	p := v.Ref()
	if s.KindOf(p) == layout.KindStringSlice {
		i += int(s.U32(p, layout.SliceOffset))
		p = s.Ref(p, layout.SliceParent)
	}
	r := s.Alloc(s.KindShape[layout.KindStringSlice], 24)
	s.SetU32(r, layout.StrLen, uint32(n))
	if c.Wide {
		s.SetU32(r, layout.StrFlags, layout.StrTwoByte)
	}
	s.InitRef(r, layout.SliceParent, p)
	s.SetU32(r, layout.SliceOffset, uint32(i))
	return gc.String(r)
}

// StrEqual compares two strings by their code units.
func (s *Space) StrEqual(a, b Value) bool {
	if a == b {
		return true
	}
	ra, rb := a.Ref(), b.Ref()
	if s.U32(ra, layout.StrLen) != s.U32(rb, layout.StrLen) {
		return false
	}
	if s.U32(ra, layout.StrFlags)&s.U32(rb, layout.StrFlags)&layout.StrAtom != 0 {
		return false // two atoms are equal only if they are the same cell
	}
	if ha, hb := s.U32(ra, layout.StrHash), s.U32(rb, layout.StrHash); ha != 0 && hb != 0 && ha != hb {
		return false
	}
	return equalViews(s.Chars(a), s.Chars(b))
}

func equalViews(x, y View) bool {
	switch {
	case !x.Wide && !y.Wide:
		return bytes.Equal(x.B, y.B)
	case x.Wide && y.Wide:
		if len(x.W) != len(y.W) {
			return false
		}
		for i, c := range x.W {
			if c != y.W[i] {
				return false
			}
		}
		return true
	case x.Wide:
		x, y = y, x
	}
	if len(x.B) != len(y.W) {
		return false
	}
	for i, c := range x.B {
		if uint16(c) != y.W[i] {
			return false
		}
	}
	return true
}

// StrCompare orders two strings by code units: -1, 0 or 1.
func (s *Space) StrCompare(a, b Value) int {
	if a == b {
		return 0
	}
	x, y := s.Chars(a), s.Chars(b)
	if !x.Wide && !y.Wide {
		return bytes.Compare(x.B, y.B)
	}
	n := min(x.Len(), y.Len())
	for i := 0; i < n; i++ {
		if c, d := x.At(i), y.At(i); c != d {
			if c < d {
				return -1
			}
			return 1
		}
	}
	switch {
	case x.Len() < y.Len():
		return -1
	case x.Len() > y.Len():
		return 1
	}
	return 0
}

// GoString returns v as WTF-8: surrogate pairs are combined, lone surrogates take three bytes.
func (s *Space) GoString(v Value) string {
	c := s.Chars(v)
	if !c.Wide {
		for _, ch := range c.B {
			if ch >= 0x80 {
				return string(AppendLatin1(make([]byte, 0, len(c.B)+len(c.B)/4+4), c.B))
			}
		}
		return string(c.B)
	}
	return string(AppendWTF8(make([]byte, 0, len(c.W)*2), c.W))
}

// GoUTF8 returns v as UTF-8 with lone surrogates replaced by U+FFFD.
func (s *Space) GoUTF8(v Value) string {
	c := s.Chars(v)
	if !c.Wide {
		return s.GoString(v)
	}
	b := make([]byte, 0, len(c.W)*2)
	for i := 0; i < len(c.W); i++ {
		r := rune(c.W[i])
		if r >= 0xD800 && r < 0xE000 {
			if r < 0xDC00 && i+1 < len(c.W) && c.W[i+1]&0xFC00 == 0xDC00 {
				r = (r-0xD800)<<10 + rune(c.W[i+1]) - 0xDC00 + 0x10000
				i++
			} else {
				r = utf8.RuneError
			}
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}
