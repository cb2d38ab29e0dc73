package ucd

type caseRange struct {
	lo, hi uint32
	stride uint32
	delta  int32
}

type specialCase struct {
	from uint32
	to   [3]uint16
}

func mapRune(table []caseRange, r rune) rune {
	c := uint32(r)
	lo, hi := 0, len(table)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if table[mid].hi < c {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(table) {
		e := &table[lo]
		if c >= e.lo && (e.stride == 1 || (c-e.lo)&1 == 0) {
			return r + e.delta
		}
	}
	return r
}

// ToUpper is the simple uppercase mapping of one code point.
func ToUpper(r rune) rune {
	if r < 0x80 {
		if uint32(r)-'a' < 26 {
			r -= 0x20
		}
		return r
	}
	return mapRune(toUpper[:], r)
}

// ToLower is the simple lowercase mapping of one code point.
func ToLower(r rune) rune {
	if r < 0x80 {
		if uint32(r)-'A' < 26 {
			r += 0x20
		}
		return r
	}
	return mapRune(toLower[:], r)
}

// SimpleFold is scf(r): the simple case folding of one code point.
func SimpleFold(r rune) rune {
	if r < 0x80 {
		if uint32(r)-'A' < 26 {
			r += 0x20
		}
		return r
	}
	return mapRune(simpleFold[:], r)
}

// EachFold calls f for every code point whose simple case folding differs from itself.
func EachFold(f func(from, to rune)) { each(simpleFold[:], f) }

// EachUpper calls f for every code point whose simple uppercase mapping differs from itself.
func EachUpper(f func(from, to rune)) { each(toUpper[:], f) }

func each(table []caseRange, f func(from, to rune)) {
	for i := range table {
		e := &table[i]
		for c := e.lo; c <= e.hi; c += e.stride {
			f(rune(c), rune(c)+e.delta)
		}
	}
}

// SpecialUpper returns the two or three code units of the full uppercase mapping of r when it
// has more than one (ß -> SS); n is 0 otherwise.
func SpecialUpper(r rune) (to [3]uint16, n int) {
	if r < 0xDF {
		return to, 0
	}
	c := uint32(r)
	lo, hi := 0, len(specialUpper)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if specialUpper[mid].from < c {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(specialUpper) || specialUpper[lo].from != c {
		return to, 0
	}
	to = specialUpper[lo].to
	if to[2] != 0 {
		return to, 3
	}
	return to, 2
}

// Locale selects the language-dependent rules of SpecialCasing.
type Locale uint8

// The languages with rules of their own; Turkic stands for tr and az.
const (
	Root Locale = iota
	Turkic
	Lithuanian
)

// LowerLatin1 appends the lowercase form of Latin-1 text.
func LowerLatin1(dst, src []byte) []byte {
	n := len(dst)
	dst = append(dst, src...)
	for i, c := range dst[n:] {
		if c-'A' < 26 || c >= 0xC0 && c <= 0xDE && c != 0xD7 {
			dst[n+i] = c + 0x20
		}
	}
	return dst
}

// UpperLatin1 appends the uppercase form of Latin-1 text; ok is false (and dst unchanged) when
// the result needs code units above U+00FF, which µ and ÿ do.
func UpperLatin1(dst, src []byte) (out []byte, ok bool) {
	out = dst
	for _, c := range src {
		switch {
		case c-'a' < 26:
			c -= 0x20
		case c < 0xB5:
		case c == 0xDF:
			out = append(out, 'S')
			c = 'S'
		case c == 0xB5 || c == 0xFF:
			return dst, false
		case c >= 0xE0 && c != 0xF7:
			c -= 0x20
		}
		out = append(out, c)
	}
	return out, true
}

// next reads the code point at src[i]; lone surrogates stand for themselves.
func next(src []uint16, i int) (rune, int) {
	c := src[i]
	if c&0xFC00 == 0xD800 && i+1 < len(src) && src[i+1]&0xFC00 == 0xDC00 {
		return (rune(c)-0xD800)<<10 + rune(src[i+1]) - 0xDC00 + 0x10000, i + 2
	}
	return rune(c), i + 1
}

// prev reads the code point that ends before src[i].
func prev(src []uint16, i int) (rune, int) {
	c := src[i-1]
	if c&0xFC00 == 0xDC00 && i >= 2 && src[i-2]&0xFC00 == 0xD800 {
		return (rune(src[i-2])-0xD800)<<10 + rune(c) - 0xDC00 + 0x10000, i - 2
	}
	return rune(c), i - 1
}

// put appends a code point as UTF-16.
func put(dst []uint16, r rune) []uint16 {
	if r >= 0x10000 {
		r -= 0x10000
		return append(dst, uint16(0xD800+r>>10), uint16(0xDC00+r&0x3FF))
	}
	return append(dst, uint16(r))
}

// AppendLower appends the full lowercase mapping of src (toLowercase of ECMA-262 22.1.3.28,
// with the Final_Sigma condition).
func AppendLower(dst, src []uint16, loc Locale) []uint16 {
	for i := 0; i < len(src); {
		if c := src[i]; c < 0x80 && loc == Root {
			if c-'A' < 26 {
				c += 0x20
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, j := next(src, i)
		switch {
		case r == 0x3A3:
			if finalSigma(src, i, j) {
				r = 0x3C2
			} else {
				r = 0x3C3
			}
		case r == 0x130:
			if loc == Turkic {
				r = 'i'
				break
			}
			dst = append(dst, 'i', 0x307)
			i = j
			continue
		case loc == Turkic && r == 0x307 && afterI(src, i):
			i = j
			continue
		case loc == Turkic && r == 'I' && !beforeDot(src, j):
			r = 0x131
		case loc == Lithuanian && (r == 'I' || r == 'J' || r == 0x12E) && moreAbove(src, j):
			dst = append(dst, uint16(ToLower(r)), 0x307)
			i = j
			continue
		case loc == Lithuanian && (r == 0xCC || r == 0xCD || r == 0x128):
			mark := uint16(0x300)
			if r == 0xCD {
				mark = 0x301
			} else if r == 0x128 {
				mark = 0x303
			}
			dst = append(dst, 'i', 0x307, mark)
			i = j
			continue
		default:
			r = ToLower(r)
		}
		dst = put(dst, r)
		i = j
	}
	return dst
}

// AppendUpper appends the full uppercase mapping of src (ECMA-262 22.1.3.30).
func AppendUpper(dst, src []uint16, loc Locale) []uint16 {
	for i := 0; i < len(src); {
		if c := src[i]; c < 0x80 && loc == Root {
			if c-'a' < 26 {
				c -= 0x20
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, j := next(src, i)
		if to, n := SpecialUpper(r); n > 0 {
			dst = append(dst, to[:n]...)
			i = j
			continue
		}
		switch {
		case loc == Turkic && r == 'i':
			r = 0x130
		case loc == Lithuanian && r == 0x307 && afterSoftDotted(src, i):
			i = j
			continue
		default:
			r = ToUpper(r)
		}
		dst = put(dst, r)
		i = j
	}
	return dst
}

// finalSigma is the Final_Sigma condition of SpecialCasing for the sigma at src[i:j].
func finalSigma(src []uint16, i, j int) bool {
	before := false
	for k := i; k > 0; {
		var r rune
		r, k = prev(src, k)
		if search(caseIgnorable[:], uint32(r)) {
			continue
		}
		before = search(cased[:], uint32(r))
		break
	}
	if !before {
		return false
	}
	for k := j; k < len(src); {
		var r rune
		r, k = next(src, k)
		if search(caseIgnorable[:], uint32(r)) {
			continue
		}
		return !search(cased[:], uint32(r))
	}
	return true
}

// lastBase walks back over marks that are neither class 0 nor 230 and returns what stops it.
func lastBase(src []uint16, i int) rune {
	for i > 0 {
		var r rune
		r, i = prev(src, i)
		if c := CombiningClass(r); c == 0 || c == 230 {
			return r
		}
	}
	return -1
}

func afterI(src []uint16, i int) bool { return lastBase(src, i) == 'I' }

func afterSoftDotted(src []uint16, i int) bool {
	r := lastBase(src, i)
	return r >= 0 && search(softDotted[:], uint32(r))
}

func nextBase(src []uint16, i int) rune {
	for i < len(src) {
		var r rune
		r, i = next(src, i)
		if c := CombiningClass(r); c == 0 || c == 230 {
			return r
		}
	}
	return -1
}

func beforeDot(src []uint16, j int) bool { return nextBase(src, j) == 0x307 }

func moreAbove(src []uint16, j int) bool {
	r := nextBase(src, j)
	return r >= 0 && CombiningClass(r) == 230
}
