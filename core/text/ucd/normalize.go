package ucd

import (
	"slices"
	"sync"
)

// Form is a normalisation form.
type Form uint8

// The normalisation forms of UAX #15.
const (
	NFC Form = iota
	NFD
	NFKC
	NFKD
)

type cccRange struct {
	lo, hi uint32
	class  uint8
}

// CombiningClass returns the canonical combining class of r.
func CombiningClass(r rune) uint8 {
	c := uint32(r)
	if c < 0x300 {
		return 0
	}
	lo, hi := 0, len(cccRanges)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if cccRanges[mid].hi < c {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(cccRanges) && c >= cccRanges[lo].lo {
		return cccRanges[lo].class
	}
	return 0
}

// decompTable maps sorted keys to data[start[i]:start[i+1]].
type decompTable struct {
	keys  []uint32
	start []uint32
	data  []rune
}

func (t *decompTable) get(r rune) []rune {
	if i, ok := slices.BinarySearch(t.keys, uint32(r)); ok {
		return t.data[t.start[i]:t.start[i+1]]
	}
	return nil
}

type composition struct {
	first, second, to rune
}

type normTables struct {
	canon, compat decompTable
	pairs         []composition
}

var normOnce sync.Once
var normData *normTables

func decodeDecomp(s string) decompTable {
	n, i := varint(s, 0)
	t := decompTable{keys: make([]uint32, 0, n), start: make([]uint32, 0, n+1)}
	key := uint32(0)
	for ; n > 0; n-- {
		var gap, l, c uint32
		gap, i = varint(s, i)
		key += gap
		l, i = varint(s, i)
		t.keys = append(t.keys, key)
		t.start = append(t.start, uint32(len(t.data)))
		for ; l > 0; l-- {
			c, i = varint(s, i)
			t.data = append(t.data, rune(c))
		}
	}
	t.start = append(t.start, uint32(len(t.data)))
	return t
}

func comparePairs(a, b composition) int {
	if a.first != b.first {
		return int(a.first - b.first)
	}
	return int(a.second - b.second)
}

// tables decodes the normalisation data on first use.
func tables() *normTables {
	normOnce.Do(func() {
		t := &normTables{canon: decodeDecomp(canonData), compat: decodeDecomp(compatData)}
		for i, k := range t.canon.keys {
			d := t.canon.data[t.canon.start[i]:t.canon.start[i+1]]
			if len(d) == 2 && !search(compExclusion[:], k) {
				t.pairs = append(t.pairs, composition{d[0], d[1], rune(k)})
			}
		}
		slices.SortFunc(t.pairs, comparePairs)
		normData = t
	})
	return normData
}

const (
	hangulS = 0xAC00
	hangulL = 0x1100
	hangulV = 0x1161
	hangulT = 0x11A7
	countV  = 21
	countT  = 28
	countS  = 19 * countV * countT
)

func (t *normTables) decompose(out []rune, r rune, compat bool) []rune {
	if r < 0xA0 {
		return append(out, r)
	}
	if s := r - hangulS; s >= 0 && s < countS {
		out = append(out, hangulL+s/(countV*countT), hangulV+s%(countV*countT)/countT)
		if s%countT != 0 {
			out = append(out, hangulT+s%countT)
		}
		return out
	}
	d := t.canon.get(r)
	if d == nil && compat {
		d = t.compat.get(r)
	}
	if d == nil {
		return append(out, r)
	}
	for _, c := range d { // at most a handful of levels: the data is acyclic
		out = t.decompose(out, c, compat)
	}
	return out
}

func (t *normTables) compose(a, b rune) (rune, bool) {
	if l := a - hangulL; l >= 0 && l < 19 {
		if v := b - hangulV; v >= 0 && v < countV {
			return hangulS + (l*countV+v)*countT, true
		}
		return 0, false
	}
	if s := a - hangulS; s >= 0 && s < countS && s%countT == 0 {
		if x := b - hangulT; x > 0 && x < countT {
			return a + x, true
		}
		return 0, false
	}
	i, ok := slices.BinarySearchFunc(t.pairs, composition{first: a, second: b}, comparePairs)
	if !ok {
		return 0, false
	}
	return t.pairs[i].to, true
}

// IsNormalLatin1 tells whether Latin-1 text is already in the given form.
func IsNormalLatin1(src []byte, form Form) bool {
	if form == NFC {
		return true
	}
	for _, c := range src {
		if c < 0xA0 {
			continue
		}
		if form != NFD {
			switch c {
			case 0xA0, 0xA8, 0xAA, 0xAF, 0xB2, 0xB3, 0xB4, 0xB5, 0xB8, 0xB9, 0xBA, 0xBC, 0xBD, 0xBE:
				return false
			}
		}
		if form != NFKC && c >= 0xC0 {
			switch c {
			case 0xC6, 0xD0, 0xD7, 0xD8, 0xDE, 0xDF, 0xE6, 0xF0, 0xF7, 0xF8, 0xFE:
			default:
				return false
			}
		}
	}
	return true
}

// AppendNormal appends src in a normalisation form (String.prototype.normalize, ECMA-262
// 22.1.3.15); lone surrogates pass unchanged.
func AppendNormal(dst, src []uint16, form Form) []uint16 {
	limit := uint16(0xC0)
	switch form {
	case NFC:
		limit = 0x300
	case NFKC, NFKD:
		limit = 0xA0
	}
	// Fast path: copy the prefix below the first code unit that could matter, less one
	// character that a following mark may combine with.
	k := 0
	for k < len(src) && src[k] < limit {
		k++
	}
	if k == len(src) {
		return append(dst, src...)
	}
	if k > 0 {
		k--
	}
	dst = append(dst, src[:k]...)
	src = src[k:]
	t := tables()
	buf := make([]rune, 0, len(src)+len(src)/4+8)
	compat := form == NFKC || form == NFKD
	for i := 0; i < len(src); {
		var r rune
		r, i = next(src, i)
		buf = t.decompose(buf, r, compat)
	}
	// Canonical ordering: stable sort of every run of non-starters.
	classes := make([]uint8, len(buf))
	for i, r := range buf {
		classes[i] = CombiningClass(r)
	}
	for i := 0; i < len(buf); {
		if classes[i] == 0 {
			i++
			continue
		}
		j := i + 1
		sorted := true
		for j < len(buf) && classes[j] != 0 {
			sorted = sorted && classes[j] >= classes[j-1]
			j++
		}
		if !sorted {
			orderRun(buf[i:j], classes[i:j])
		}
		i = j
	}
	if form == NFC || form == NFKC {
		buf = t.composeAll(buf, classes)
	}
	for _, r := range buf {
		dst = put(dst, r)
	}
	return dst
}

// orderRun sorts marks by class, stably; a counting pass keeps hostile runs linear.
func orderRun(buf []rune, classes []uint8) {
	if len(buf) < 32 {
		for i := 1; i < len(buf); i++ {
			for k := i; k > 0 && classes[k-1] > classes[k]; k-- {
				classes[k-1], classes[k] = classes[k], classes[k-1]
				buf[k-1], buf[k] = buf[k], buf[k-1]
			}
		}
		return
	}
	var at [257]int
	for _, c := range classes {
		at[int(c)+1]++
	}
	for c := 1; c < len(at); c++ {
		at[c] += at[c-1]
	}
	out := make([]rune, len(buf))
	cls := make([]uint8, len(buf))
	for i, c := range classes {
		out[at[c]], cls[at[c]] = buf[i], c
		at[c]++
	}
	copy(buf, out)
	copy(classes, cls)
}

// composeAll is the canonical composition algorithm over an ordered decomposition.
func (t *normTables) composeAll(buf []rune, classes []uint8) []rune {
	starter := -1
	out := 0
	last := -1 // class of the last character kept after the starter, -1 for none
	for i, r := range buf {
		c := int(classes[i])
		if starter >= 0 && (last < c || last == -1) {
			if to, ok := t.compose(buf[starter], r); ok {
				buf[starter] = to
				continue
			}
		}
		if c == 0 {
			starter = out
			last = -1
		} else {
			last = c
		}
		buf[out] = r
		out++
	}
	return buf[:out]
}
