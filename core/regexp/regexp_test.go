package regexp

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func expectMatch(t *testing.T, p, f, s string, want ...int) {
	t.Helper()
	fl, ok := ParseFlags(f)
	if !ok {
		t.Fatalf("flags %q", f)
	}
	prog, serr := Compile(u16(p), fl)
	if serr != nil {
		t.Errorf("/%s/%s: %v", p, f, serr)
		return
	}
	var m Matcher
	ok, err := m.Match16(prog.Code, u16(s), 0)
	got := show(&m, ok, err)
	if w := strings.ReplaceAll(fmt.Sprint(want), ",", ""); got != w {
		t.Errorf("/%s/%s on %q: %s, want %s", p, f, s, got, w)
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		p, f, s string
		want    []int
	}{
		{"abc", "", "xxabc", []int{2, 5}},
		{"a|ab", "", "abc", []int{0, 1}},
		{"((a)|(ab))((c)|(bc))", "", "abc", []int{0, 3, 0, 1, 0, 1, -1, -1, 1, 3, -1, -1, 1, 3}},
		{"a[a-z]{2,4}", "", "abcdefghi", []int{0, 5}},
		{"a[a-z]{2,4}?", "", "abcdefghi", []int{0, 3}},
		{"(aa|aabaac|ba|b|c)*", "", "aabaac", []int{0, 4, 2, 4}},
		{"(z)((a+)?(b+)?(c))*", "", "zaacbbbcac", []int{0, 10, 0, 1, 8, 10, 8, 9, -1, -1, 9, 10}},
		{"(a*)*", "", "b", []int{0, 0, -1, -1}},
		{"(?=(a+))a*b\\1", "", "baaabac", []int{3, 6, 3, 4}},
		{"(.*?)a(?!(a+)b\\2c)\\2(.*)", "", "baaabaac", []int{0, 8, 0, 2, -1, -1, 3, 8}},
		{"(?<=\\$)\\d+(\\.\\d*)?", "", "cost $10.53", []int{6, 11, 8, 11}},
		{"(?<=(\\d+)(\\d+))$", "", "1053", []int{4, 4, 0, 1, 1, 4}},
		{"(?<=\\1(\\d+))$", "", "1010", []int{4, 4, 2, 4}},
		{"(?<!abc)\\w\\w\\w", "", "abcdef", []int{0, 3}},
		{"\\u{1F600}", "u", "x😀", []int{1, 3}},
		{"^.$", "u", "😀", []int{0, 2}},
		{"^.$", "", "😀", nil},
		{"[^x]", "u", "😀", []int{0, 2}},
		{"\\ud83d", "u", "😀", nil},
		{"\\ud83d", "", "😀", []int{0, 1}},
		{"\\bfoo\\b", "i", "a FOO b", []int{2, 5}},
		{"ſ", "i", "s", nil},
		{"ſ", "iu", "s", []int{0, 1}},
		{"[^\\W]", "iu", "ſ", []int{0, 1}},
		{"ß", "i", "ẞ", nil},
		{"ß", "iu", "ẞ", []int{0, 1}},
		{"(?<a>x)|(?<a>y)", "", "y", []int{0, 1, -1, -1, 0, 1}},
		{"(?:(?<a>x)|(?<a>y))\\k<a>", "", "yy", []int{0, 2, -1, -1, 0, 1}},
		{"(?i:a)b", "", "AB Ab", []int{3, 5}},
		{"(?-i:a)b", "i", "Ab aB", []int{3, 5}},
		{"[\\p{L}--[a-z]]", "v", "abC", []int{2, 3}},
		{"^\\p{RGI_Emoji}$", "v", "👨‍👩‍👧", []int{0, 8}},
		{"[\\q{abc|d}]", "v", "xabc", []int{1, 4}},
		{"(?:)", "", "abc", []int{0, 0}},
		{"[]", "", "abc", nil},
		{"[^]", "", "\n", []int{0, 1}},
		{"\\1(a)", "", "a", []int{0, 1, 0, 1}},
		{"\\101", "", "A", []int{0, 1}},
		{"\\8", "", "8", []int{0, 1}},
		{"\\c", "", "\\c", []int{0, 2}},
		{"[\\c]", "", "c", []int{0, 1}},
		{"a{,5}", "", "a{,5}", []int{0, 5}},
		{"x{1", "", "x{1", []int{0, 3}},
		{"(?=a)*", "", "a", []int{0, 0}},
		{"^b", "m", "a\nb", []int{2, 3}},
		{"a$", "m", "a\nb", []int{0, 1}},
		{"a.c", "s", "a\nc", []int{0, 3}},
		{"(a){0}b", "", "ab", []int{1, 2, -1, -1}},
		{"(?:a|b){3}", "", "abab", []int{0, 3}},
		{"(?:a??)+?b", "", "aab", []int{0, 3}},
		{"(\\2)(\\1)", "", "aaa", []int{0, 0, 0, 0, 0, 0}},
		{"x{2147483648}", "", "xx", nil},
		{"(?:){2147483648}", "", "", []int{0, 0}},
		{"(?:a{65535}){65535}", "", "aa", nil},
	} {
		expectMatch(t, c.p, c.f, c.s, c.want...)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ p, f, want string }{
		{"(", "", "Invalid regular expression: /(/: Unterminated group"},
		{")", "", "Invalid regular expression: /)/: Unmatched ')'"},
		{"*", "gu", "Invalid regular expression: /*/gu: Nothing to repeat"},
		{"[b-a]", "", "Invalid regular expression: /[b-a]/: Range out of order in character class"},
		{"{", "u", "Invalid regular expression: /{/u: Lone quantifier brackets"},
		{"\\p{Foo}", "u", "Invalid regular expression: /\\p{Foo}/u: Invalid property name"},
		{"(?<a>.)(?<a>.)", "", "Invalid regular expression: /(?<a>.)(?<a>.)/: Duplicate capture group name"},
		{"(?<a", "", "Invalid regular expression: /(?<a/: Invalid capture group name"},
		{"[^\\q{ab}]", "v", "Invalid regular expression: /[^\\q{ab}]/v: Negated character class may contain strings"},
		{"a", "uv", "Invalid regular expression flags"},
		{"a", "gg", "Invalid regular expression flags"},
		{strings.Repeat("(", 100000), "", "Invalid regular expression: /" + strings.Repeat("(", 100000) + "/: Regular expression too large"},
		{strings.Repeat("[", 100000), "v", "Invalid regular expression: /" + strings.Repeat("[", 100000) + "/v: Regular expression too large"},
	} {
		err := Check(c.p, c.f)
		if f, ok := ParseFlags(c.f); ok && err != nil {
			err = errors.New((&SyntaxError{Reason: err.Error(), Pattern: u16(c.p), Flags: f}).Error())
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("/%.20s/%s: %.150v, want %.150s", c.p, c.f, err, c.want)
		}
	}
	if err := Check("(?<x>a)\\k<x>", "du"); err != nil {
		t.Error(err)
	}
}

func TestLimits(t *testing.T) {
	p, _ := Compile(u16("(?:a|(b)|.)*[cd]"), 0)
	m := Matcher{MaxStack: 1 << 16}
	if _, err := m.Match8(p.Code, []byte(strings.Repeat("ab", 50000)), 0); !errors.Is(err, ErrStackOverflow) {
		t.Error(err)
	}
	p, _ = Compile(u16("(?:(a+)+)+\\1b"), 0)
	polls := 0
	m = Matcher{Poll: func() bool { polls++; return polls < 5 }}
	if _, err := m.Match8(p.Code, []byte(strings.Repeat("a", 60)), 0); !errors.Is(err, ErrInterrupted) {
		t.Error(err)
	}
	if ok, err := m.Match8(p.Code, []byte("aaab"), 5); ok || err != nil {
		t.Error(ok, err)
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{"foo.bar": "\\x66oo\\.bar", "_a-b": "_a\\x2db", "a\nb /": "\\x61\\nb\\x20\\/", "\u2028é😀": "\\u2028é😀", "\xed\xa0\xbdx": "\\ud83dx"} {
		if got := encodeWTF8(Escape(nil, u16(in))); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	p, _ := Compile(u16("(\\w+)@(\\w+)"), 0)
	var m Matcher
	text := []byte("hello user@example.com")
	if n := testing.AllocsPerRun(100, func() { m.Match8(p.Code, text, 0) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestEncode(t *testing.T) {
	p, _ := Compile(u16("(?<año>a)|(?<b>c)"), IgnoreCase|Global)
	q := Decode(p.Encode())
	if q == nil || q.Flags != p.Flags || q.NumCaptures != 3 || fmt.Sprint(q.GroupNames) != "[{año 1} {b 2}]" || string(q.Code) != string(p.Code) {
		t.Errorf("%+v", q)
	}
	if Decode([]byte("short")) != nil || Decode(nil) != nil {
		t.Error("decoded nonsense")
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range syntaxSeeds {
		f.Add(s, uint16(0))
		f.Add(s, uint16(UnicodeSets|IgnoreCase))
	}
	f.Fuzz(func(t *testing.T, p string, flags uint16) {
		fl := Flags(flags & 0xFF)
		if fl&(Unicode|UnicodeSets) == Unicode|UnicodeSets {
			return
		}
		Compile(u16(p), fl)
	})
}

func FuzzMatch(f *testing.F) {
	f.Add("(a|b)*?c(?<=x)", "aabbc", uint16(0))
	f.Add("\\p{L}+[^]\\1(.)", "é😀x", uint16(Unicode|IgnoreCase))
	f.Fuzz(func(t *testing.T, p, s string, flags uint16) {
		fl := Flags(flags & 0xFF)
		if fl&(Unicode|UnicodeSets) == Unicode|UnicodeSets || len(p) > 200 || len(s) > 200 {
			return
		}
		prog, serr := Compile(u16(p), fl)
		if serr != nil {
			return
		}
		polls := 0
		m := Matcher{Poll: func() bool { polls++; return polls < 20 }, MaxStack: 1 << 20}
		text := u16(s)
		ok, err := m.Match16(prog.Code, text, 0)
		wide := show(&m, ok, err)
		narrow := make([]byte, len(text))
		for i, c := range text {
			if c > 255 {
				return
			}
			narrow[i] = byte(c)
		}
		ok, err2 := m.Match8(prog.Code, narrow, 0)
		if got := show(&m, ok, err2); err == nil && err2 == nil && got != wide {
			t.Errorf("/%s/%s on %q: %s as bytes, %s as units", p, fl, s, got, wide)
		}
	})
}
