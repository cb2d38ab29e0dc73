package ucd

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"unicode/utf16"
)

func u16(s string) []uint16 { return utf16.Encode([]rune(s)) }

func str(u []uint16) string { return string(utf16.Decode(u)) }

func TestCaseMapping(t *testing.T) {
	for _, c := range []struct {
		in, lower, upper string
		loc              Locale
	}{
		{"Straße", "straße", "STRASSE", Root},
		{"ΑΣ", "ας", "ΑΣ", Root},
		{"ΑΣΑ Σ", "ασα σ", "ΑΣΑ Σ", Root},
		{"Α.Σ.", "α.ς.", "Α.Σ.", Root},
		{"İI", "i̇i", "İI", Root},
		{"İIi", "iıi", "İIİ", Turkic},
		{"Ì", "i̇̀", "Ì", Lithuanian},
		{"ŉﬃ", "ŉﬃ", "ʼNFFI", Root},
		{"𐐀𐐨", "𐐨𐐨", "𐐀𐐀", Root},
	} {
		if got := str(AppendLower(nil, u16(c.in), c.loc)); got != c.lower {
			t.Errorf("lower(%q) = %q, want %q", c.in, got, c.lower)
		}
		if got := str(AppendUpper(nil, u16(c.in), c.loc)); got != c.upper {
			t.Errorf("upper(%q) = %q, want %q", c.in, got, c.upper)
		}
	}
	for c := 0; c < 256; c++ {
		lo := LowerLatin1(nil, []byte{byte(c)})
		if want := AppendLower(nil, []uint16{uint16(c)}, Root); uint16(lo[0]) != want[0] {
			t.Errorf("LowerLatin1(%x) = %x, want %x", c, lo[0], want)
		}
		up, ok := UpperLatin1(nil, []byte{byte(c)})
		want := AppendUpper(nil, []uint16{uint16(c)}, Root)
		if ok != (want[0] < 256) || ok && (len(up) != len(want) || uint16(up[0]) != want[0]) {
			t.Errorf("UpperLatin1(%x) = %x %v, want %x", c, up, ok, want)
		}
	}
}

func TestNormalize(t *testing.T) {
	for _, c := range []struct{ in, nfc, nfd, nfkc, nfkd string }{
		{"é", "é", "e\u0301", "é", "e\u0301"},
		{"e\u0301", "é", "e\u0301", "é", "e\u0301"},
		{"ﬁ①", "ﬁ①", "ﬁ①", "fi1", "fi1"},
		{"각", "각", "\u1100\u1161\u11a8", "각", "\u1100\u1161\u11a8"},
		{"ẛ\u0323", "ẛ\u0323", "ſ\u0323\u0307", "ṩ", "s\u0323\u0307"},
		{"a\u0315\u0300\u05ae\u0300b", "à\u05ae\u0300\u0315b", "a\u05ae\u0300\u0300\u0315b", "à\u05ae\u0300\u0315b", "a\u05ae\u0300\u0300\u0315b"},
	} {
		for i, want := range []string{c.nfc, c.nfd, c.nfkc, c.nfkd} {
			form := []Form{NFC, NFD, NFKC, NFKD}[i]
			if got := str(AppendNormal(nil, u16(c.in), form)); got != want {
				t.Errorf("form %d of %+q = %+q, want %+q", form, c.in, got, want)
			}
		}
	}
}

func TestPredicates(t *testing.T) {
	for _, c := range []struct {
		r           rune
		start, cont bool
	}{{'a', true, true}, {'0', false, true}, {'_', false, true}, {'$', false, false}, {'é', true, true}, {'·', false, true}, {0x2118, true, true}, {0x1885, true, true}, {0x30FB, false, true}, {0x20000, true, true}, {0x10FFFF, false, false}, {-1, false, false}} {
		if IsIDStart(c.r) != c.start || IsIDContinue(c.r) != c.cont {
			t.Errorf("%x: %v %v", c.r, IsIDStart(c.r), IsIDContinue(c.r))
		}
	}
	n := 0
	for c := 0; c < 0x10000; c++ {
		if IsSpace(uint16(c)) {
			n++
		}
	}
	if n != 25 {
		t.Errorf("%d space characters", n)
	}
	if _, ok := Property("Line_Break", ""); ok {
		t.Error("Line_Break")
	}
	if s, ok := SequenceProperty("RGI_Emoji"); !ok || len(s) != 3953 {
		t.Error("RGI_Emoji", len(s))
	}
	if _, ok := SequenceProperty("Emoji_Test"); ok {
		t.Error("Emoji_Test")
	}
}

// TestAgainstNode compares the whole code space with the oracle when NODE26 is set.
func TestAgainstNode(t *testing.T) {
	node := os.Getenv("NODE26")
	if node == "" {
		t.Skip("NODE26 not set")
	}
	type row struct {
		L, U, C, D, KC, KD string
		S                  bool
	}
	script := `const r=[];const S=String.fromCodePoint;for(let c=0;c<0x110000;c++){if(c>=0xd800&&c<0xe000)continue;const s=S(c);
const o=[s.toLowerCase(),s.toUpperCase(),s.normalize('NFC'),s.normalize('NFD'),s.normalize('NFKC'),s.normalize('NFKD')];
if(o.some(x=>x!==s))r.push([c,...o])}
const M=[];for(let c=0x300;c<0x20000;c++)if(/\p{M}/u.test(S(c)))M.push(c);
const m=[];let seed=1;const rnd=n=>(seed=(seed*1103515245+12345)&0x7fffffff)%n;
for(let i=0;i<20000;i++){let s='';for(let k=0;k<5;k++)s+=S(rnd(3)?M[rnd(M.length)]:r[rnd(r.length)][0]);m.push([s,s.normalize('NFC'),s.normalize('NFD'),s.normalize('NFKC'),s.normalize('NFKD'),s.toLowerCase(),s.toUpperCase()])}
const props={};for(const p of PROPS){const re=new RegExp('\\p{'+p+'}','u');const l=[];let on=false;for(let c=0;c<=0x10ffff;c++){const x=re.test(S(c));if(x!==on){l.push(c);on=x}}if(on)l.push(0x110000);props[p]=l}
console.log(JSON.stringify({r,m,props}))`
	var names []string
	for i, l := range [][]nameIndex{binaryNames[:], categoryNames[:], scriptNames[:], scriptExtNames[:]} {
		for _, n := range l {
			if i < 2 || len(n.name) > 4 && os.Getenv("UCD_ALL") != "" || n.name == "Grek" || n.name == "Zyyy" {
				names = append(names, [...]string{"", "gc=", "sc=", "scx="}[i]+n.name)
			}
		}
	}
	pj, _ := json.Marshal(names)
	out, err := exec.Command(node, "-e", "const PROPS="+string(pj)+";"+script).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		R     [][]any
		M     [][]string
		Props map[string][]uint32
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	want := map[rune][]any{}
	for _, r := range got.R {
		want[rune(r[0].(float64))] = r[1:]
	}
	bad := 0
	for c := rune(0); c < 0x110000; c++ {
		if c >= 0xD800 && c < 0xE000 {
			continue
		}
		s := put(nil, c)
		w := want[c]
		for i, g := range [][]uint16{AppendLower(nil, s, Root), AppendUpper(nil, s, Root), AppendNormal(nil, s, NFC), AppendNormal(nil, s, NFD), AppendNormal(nil, s, NFKC), AppendNormal(nil, s, NFKD)} {
			x := string(c)
			if w != nil {
				x = w[i].(string)
			}
			if str(g) != x && bad < 20 {
				bad++
				t.Errorf("%x op %d: %+q want %+q", c, i, str(g), x)
			}
		}
		if c < 256 {
			for f := NFC; f <= NFKD; f++ {
				if IsNormalLatin1([]byte{byte(c)}, f) != (str(AppendNormal(nil, s, f)) == string(c)) {
					t.Errorf("IsNormalLatin1 %x %d", c, f)
				}
			}
		}
	}
	for _, m := range got.M {
		s := u16(m[0])
		for i, g := range [][]uint16{AppendNormal(nil, s, NFC), AppendNormal(nil, s, NFD), AppendNormal(nil, s, NFKC), AppendNormal(nil, s, NFKD), AppendLower(nil, s, Root), AppendUpper(nil, s, Root)} {
			if str(g) != m[i+1] && bad < 20 {
				bad++
				t.Errorf("%+q op %d: %+q want %+q", m[0], i, str(g), m[i+1])
			}
		}
	}
	for p, l := range got.Props {
		name, value := p, ""
		for i := range p {
			if p[i] == '=' {
				name, value = p[:i], p[i+1:]
			}
		}
		have, ok := Property(name, value)
		if !ok || fmt.Sprint(have) != fmt.Sprint(l) {
			t.Errorf("property %s differs", p)
		}
	}
}

func BenchmarkIsIDStart(b *testing.B) {
	for i := 0; i < b.N; i++ {
		IsIDStart(rune(0x4E00 + i&0xFFF))
	}
}
