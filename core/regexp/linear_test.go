package regexp

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// linearPattern turns bytes into a pattern that means the same here and in package regexp of Go, which never backtracks: nothing that can match the
// empty string is quantified, since there the two differ by specification.
type linearPattern struct {
	in    []byte
	out   strings.Builder
	depth int
}

func (g *linearPattern) next(n int) int {
	if len(g.in) == 0 {
		return 0
	}
	b := g.in[0]
	g.in = g.in[1:]
	return int(b) % n
}

var linearAtoms = [...]string{"a", "b", "ab", ".", "[ab]", "[^a]", "[a-c]", "\\d", "\\w", "\\W", "[\\d_]", "x", "\\n", "é", "[à-ÿ]", "\\x41"}
var linearAsserts = [...]string{"^", "$", "\\b", "\\B"}
var linearQuants = [...]string{"", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "+?", "??", "{1,3}?"}

// term writes a term and tells whether it can match the empty string.
func (g *linearPattern) term() bool {
	k := g.next(24)
	switch {
	case k < len(linearAtoms):
		g.out.WriteString("(?:" + linearAtoms[k] + ")")
	case k < 20:
		g.out.WriteString(linearAsserts[k-16])
		return true
	case g.depth > 4:
		g.out.WriteString("c")
	default:
		g.out.WriteString([]string{"(", "(?:"}[k&1])
		g.depth++
		empty := g.alternatives()
		g.depth--
		g.out.WriteString(")")
		if empty {
			return true
		}
	}
	q := linearQuants[g.next(len(linearQuants))]
	g.out.WriteString(q)
	return q == "*" || q == "?" || q == "*?" || q == "??"
}

func (g *linearPattern) alternatives() bool {
	empty := false
	for n := 1 + g.next(3); n > 0; n-- {
		all := true
		for m := g.next(4); m > 0; m-- {
			if !g.term() {
				all = false
			}
		}
		empty = empty || all
		if n > 1 {
			g.out.WriteString("|")
		}
	}
	return empty
}

// FuzzLinear compares matches with those of Go's regexp package and checks that a matcher that is told to stop does.
func FuzzLinear(f *testing.F) {
	f.Add([]byte{0, 2, 0, 3, 1, 4}, "abab", uint8(0))
	f.Add([]byte{2, 3, 20, 1, 2, 0, 2, 1, 3, 5, 6, 16}, "xaab\nb", uint8(1))
	f.Add([]byte{1, 3, 22, 0, 2, 0, 3, 0, 3, 3, 17}, "aaaaaaaaaaaaaaaaaaaaaab", uint8(2))
	f.Add([]byte{0, 3, 14, 9, 13, 2, 18}, "éàÿ a", uint8(4))
	f.Fuzz(func(t *testing.T, in []byte, s string, flags uint8) {
		if len(in) > 60 || len(s) > 100 || strings.ToValidUTF8(s, "") != s {
			return
		}
		g := linearPattern{in: in}
		g.alternatives()
		p := g.out.String()
		var fl Flags
		goFlags := ""
		if flags&1 != 0 {
			fl, goFlags = fl|Multiline, goFlags+"m"
		}
		if flags&2 != 0 {
			fl, goFlags = fl|DotAll, goFlags+"s"
		}
		fl |= Unicode
		for _, c := range s {
			if c == '\r' || c == 0x2028 || c == 0x2029 {
				return // line ends of ECMAScript alone
			}
			if flags&4 != 0 && (c == 0x17F || c == 0x212A) {
				return // word characters of ECMAScript alone, with the flags i and u
			}
		}
		if flags&4 != 0 {
			fl, goFlags = fl|IgnoreCase, goFlags+"i"
			if strings.Contains(p, "\\W") {
				return // Go has the fold of the complement, ECMAScript the complement of the fold
			}
		}
		prefix := ""
		if goFlags != "" {
			prefix = "(?" + goFlags + ")"
		}
		re, err := regexp.Compile(prefix + p)
		if err != nil {
			return // too large for Go
		}
		prog, serr := Compile(u16(p), fl)
		if serr != nil {
			t.Fatalf("/%s/: %v", p, serr)
		}
		want := "[]"
		if loc := re.FindStringIndex(s); loc != nil {
			want = fmt.Sprint([]int{len(u16(s[:loc[0]])), len(u16(s[:loc[1]]))})
		}
		polls := 0
		m := Matcher{Poll: func() bool { polls++; return polls < 50 }, MaxStack: 1 << 22}
		ok, merr := m.Match16(prog.Code, u16(s), 0)
		if merr != nil {
			return
		}
		got := "[]"
		if ok {
			got = fmt.Sprint(m.Caps[:2])
		}
		if got != want {
			t.Errorf("/%s/%s on %q: %s, Go %s", p, fl, s, got, want)
		}
	})
}

// TestInterruptible runs patterns that take exponential time: the matcher must ask and obey, whatever kind of loop it is in.
func TestInterruptible(t *testing.T) {
	text := u16("b" + strings.Repeat("a", 5000) + "cb!")
	for _, p := range []string{
		"(a*)*[bc]$", "(a|aa)+[bc]$", "(a+)+[bc]$", "(?:a|a)*[bc]$", "(a?){64}a{5000}[bc]$", "(?=(a+)+[bc]$)a", "(?<=^(a+)+)c", "(?<!^(a|aa)+)c$", "(.*)(.*)(.*)(.*)\\1[bc]$",
		"(a*?)*?[bc]$", "([^b]*)*[^]$$b", "(?:(?:a{1,50}){1,50}){1,50}[bc]$", "(a)\\1*(a)*\\2*[bc]$", "[^]*[^]*[^]*[^]*b$", "(?i:(A|AA)+)[bc]$",
	} {
		prog, serr := Compile(u16(p), 0)
		if serr != nil {
			t.Fatal(p, serr)
		}
		polls := 0
		m := Matcher{Poll: func() bool { polls++; return polls < 3 }}
		_, err := m.Match16(prog.Code, text, 0)
		if polls != 3 || err != ErrInterrupted {
			t.Errorf("%s: asked %d times, %v", p, polls, err)
		}
	}
}
