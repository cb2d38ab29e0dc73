package regexp

import (
	"slices"
	"sync"

	"github.com/gonode/gonode/core/text/ucd"
)

// A set of code points is an inversion list: lo, past, lo, past ... ascending, never touching.
type charSet []uint32

const maxCode = 0x110000

// addRange appends a range without keeping order; canon must follow.
func (s *charSet) addRange(lo, hi uint32) { *s = append(*s, lo, hi+1) }

// canon sorts and merges a list of ranges.
func (s charSet) canon() charSet {
	if len(s) <= 2 {
		return s
	}
	ok := true
	for i := 2; i < len(s); i += 2 {
		if s[i] <= s[i-1] {
			ok = false
			break
		}
	}
	if ok {
		return s
	}
	type pair struct{ lo, hi uint32 }
	p := make([]pair, len(s)/2)
	for i := range p {
		p[i] = pair{s[2*i], s[2*i+1]}
	}
	slices.SortFunc(p, func(a, b pair) int { return int(a.lo) - int(b.lo) })
	out := make(charSet, 0, len(s))
	for _, r := range p {
		if n := len(out); n > 0 && r.lo <= out[n-1] {
			out[n-1] = max(out[n-1], r.hi)
		} else {
			out = append(out, r.lo, r.hi)
		}
	}
	return out
}

func (s charSet) has(c uint32) bool {
	lo, hi := 0, len(s)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if s[mid] <= c {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo&1 == 1
}

func (s charSet) negate() charSet {
	out := make(charSet, 0, len(s)+2)
	at := uint32(0)
	for i := 0; i < len(s); i += 2 {
		if s[i] > at {
			out = append(out, at, s[i])
		}
		at = s[i+1]
	}
	if at < maxCode {
		out = append(out, at, maxCode)
	}
	return out
}

func (s charSet) union(t charSet) charSet {
	if len(s) == 0 {
		return t
	}
	if len(t) == 0 {
		return s
	}
	return append(append(make(charSet, 0, len(s)+len(t)), s...), t...).canon()
}

func (s charSet) intersect(t charSet) charSet {
	var out charSet
	for i, j := 0, 0; i < len(s) && j < len(t); {
		lo, hi := max(s[i], t[j]), min(s[i+1], t[j+1])
		if lo < hi {
			out = append(out, lo, hi)
		}
		if s[i+1] < t[j+1] {
			i += 2
		} else {
			j += 2
		}
	}
	return out
}

func (s charSet) subtract(t charSet) charSet { return s.intersect(t.negate()) }

func (s charSet) size() int {
	n := 0
	for i := 0; i < len(s); i += 2 {
		n += int(s[i+1] - s[i])
	}
	return n
}

func setOf(c uint32) charSet { return charSet{c, c + 1} }

func digitSet() charSet { return charSet{'0', '9' + 1} }

func spaceSet() charSet {
	return charSet{9, 14, 32, 33, 0xA0, 0xA1, 0x1680, 0x1681, 0x2000, 0x200B, 0x2028, 0x202A, 0x202F, 0x2030, 0x205F, 0x2060, 0x3000, 0x3001, 0xFEFF, 0xFF00}
}

func wordSet(unicodeIgnoreCase bool) charSet {
	s := charSet{'0', '9' + 1, 'A', 'Z' + 1, '_', '_' + 1, 'a', 'z' + 1}
	if unicodeIgnoreCase {
		s = append(s, 0x17F, 0x180, 0x212A, 0x212B)
	}
	return s
}

func lineEndSet() charSet { return charSet{'\n', '\n' + 1, '\r', '\r' + 1, 0x2028, 0x202A} }

// canonicalize is Canonicalize ( rer, ch ) of ECMA-262 22.2.2.7.3 with ignoreCase.
func canonicalize(c uint32, unicode bool) uint32 {
	if unicode {
		return uint32(ucd.SimpleFold(rune(c)))
	}
	if c < 0x80 {
		if c-'a' < 26 {
			c -= 0x20
		}
		return c
	}
	if c > 0xFFFF {
		return c
	}
	if _, n := ucd.SpecialUpper(rune(c)); n > 0 {
		return c
	}
	u := uint32(ucd.ToUpper(rune(c)))
	if u < 0x80 || u > 0xFFFF {
		return c
	}
	return u
}

// caseGroup is a set of at most four code points that match each other without case.
type caseGroup struct {
	canon   uint32
	members [4]uint32
	n       int
}

// caseTable lists the groups of more than one member, by canonical form.
type caseTable struct {
	once   sync.Once
	groups []caseGroup
}

var caseTables [2]caseTable

func caseGroups(unicode bool) []caseGroup {
	t := &caseTables[0]
	if unicode {
		t = &caseTables[1]
	}
	t.once.Do(func() {
		type pair struct{ canon, member uint32 }
		var ps []pair
		add := func(from, _ rune) {
			c := uint32(from)
			if k := canonicalize(c, unicode); k != c {
				ps = append(ps, pair{k, c}, pair{k, k})
			}
		}
		if unicode {
			ucd.EachFold(add)
		} else {
			ucd.EachUpper(add)
		}
		slices.SortFunc(ps, func(a, b pair) int {
			if a.canon != b.canon {
				return int(a.canon) - int(b.canon)
			}
			return int(a.member) - int(b.member)
		})
		for i, p := range ps {
			if i > 0 && ps[i-1] == p {
				continue
			}
			if n := len(t.groups); n == 0 || t.groups[n-1].canon != p.canon {
				t.groups = append(t.groups, caseGroup{canon: p.canon})
			}
			g := &t.groups[len(t.groups)-1]
			if g.n == len(g.members) {
				panic("BUG: regexp: case group of more than four")
			}
			g.members[g.n] = p.member
			g.n++
		}
	})
	return t.groups
}

// closeCase returns every character that matches some member of s without case.
func closeCase(s charSet, unicode bool) charSet {
	if len(s) == 0 {
		return s
	}
	// Fast path: ASCII sets and sets holding everything above ASCII need no tables.
	highAll := s[len(s)-1] == maxCode && s[len(s)-2] <= 0x80
	if highAll || s[len(s)-1] <= 0x80 {
		out := slices.Clone(s)
		for c := uint32('a'); c <= 'z'; c++ {
			a, b := s.has(c), s.has(c-0x20)
			if unicode && (c == 's' || c == 'k') {
				if highAll {
					a, b = true, true
					out.addRange(c, c)
					out.addRange(c-0x20, c-0x20)
				} else if a || b {
					if c == 's' {
						out.addRange(0x17F, 0x17F)
					} else {
						out.addRange(0x212A, 0x212A)
					}
				}
			}
			if a && !b {
				out.addRange(c-0x20, c-0x20)
			} else if b && !a {
				out.addRange(c, c)
			}
		}
		return out.canon()
	}
	out := slices.Clone(s)
	groups := caseGroups(unicode)
	for i := range groups {
		g := &groups[i]
		n := 0
		for _, c := range g.members[:g.n] {
			if s.has(c) {
				n++
			}
		}
		if n > 0 && n < g.n {
			for _, c := range g.members[:g.n] {
				out.addRange(c, c)
			}
		}
	}
	return out.canon()
}
