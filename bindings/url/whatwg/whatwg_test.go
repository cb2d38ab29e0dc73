package whatwg

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, base, want string }{
		{"HTTP://User:Pw@EXAMPLE.com:80/a/../b?c d#e f", "", "http://User:Pw@example.com/b?c%20d#e%20f"},
		{"//x/y", "https://b/c", "https://x/y"},
		{"../z", "file:///C:/x/y", "file:///C:/z"},
		{"?q", "mailto:x", ""},
		{"#f", "mailto:x", "mailto:x#f"},
		{"http://0x7f.1/", "", "http://127.0.0.1/"},
		{"http://[1:0:0:2::]/", "", "http://[1:0:0:2::]/"},
		{"http://faß.de", "", "http://xn--fa-hia.de/"},
		{"http://a b/", "", ""},
		{"web+demo:/.//x", "", "web+demo:/.//x"},
		{"http://256.256.256.256", "", ""},
		{"foo://h:99999", "", ""},
	} {
		u, ok := ParseString(c.in, c.base, c.base != "")
		got := ""
		if ok {
			got = u.Href()
		}
		if got != c.want {
			t.Errorf("Parse(%q, %q) = %q, want %q", c.in, c.base, got, c.want)
		}
	}
}

// TestOracle compares with Node (NODE26).
func TestOracle(t *testing.T) {
	node := os.Getenv("NODE26")
	if node == "" {
		t.Skip("NODE26 is not set")
	}
	file := filepath.Join(t.TempDir(), "table.jsonl")
	if out, err := exec.Command(node, "--expose-internals", filepath.Join("testdata", "oracle.js"), file).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	n, bad := 0, 0
	fail := func(line, got string, c Components) {
		if bad++; bad < 150 {
			t.Errorf("%s\n\tgot %q %v", line, got, c)
		}
	}
	for s.Scan() {
		var r struct {
			K, I string
			B, H *string
			C    *Components
			A    Action
			V    string
			F    []bool
		}
		if err := json.Unmarshal(s.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		n++
		var u *URL
		ok := true
		switch r.K {
		case "a", "u":
			got := DomainToASCII(r.I)
			if r.K == "u" {
				got = DomainToUnicode(r.I)
			}
			if got != *r.H {
				fail(s.Text(), got, Components{})
			}
			continue
		case "f":
			if u, ok = Parse(r.I, nil); ok {
				if got := u.Format(r.F[0], r.F[1], r.F[2], r.F[3]); got != *r.H {
					fail(s.Text(), got, Components{})
				}
			}
			continue
		case "p":
			base := ""
			if r.B != nil {
				base = *r.B
			}
			u, ok = ParseString(r.I, base, r.B != nil)
		case "s":
			if u, ok = Parse(r.I, nil); ok {
				before := *u
				ok = u.Update(r.A, r.V)
				if r.H == nil && ok && *u == before {
					continue // no change is no failure
				}
				if r.H != nil && !ok && *r.H == u.Href() {
					continue
				}
			}
		}
		switch {
		case ok != (r.H != nil):
			got := "failure"
			if ok {
				got = u.Href()
			}
			fail(s.Text(), got, Components{})
		case ok:
			if got, c := u.Serialize(); got != *r.H || r.C != nil && c != *r.C {
				fail(s.Text(), got, c)
			}
		}
	}
	t.Logf("%d rows, %d differ", n, bad)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"http://u:p@h:1/a?b#c", "file:///C|/x", "foo:a b ?q", "http://[::1.2.3.4]", "web+demo:/.//x", "http://\u00f1.es",
		"../../x/./y/%2e%2E/z", "//h", "\\\\h\\p", "?q'\"<>", "#f`<>", "file:c:\\a\\..\\..", "file://localhost/C:/", "http://0x7f.1:080/", "http://256.1.1.1", "http://[::ffff:1.2.3.4%25]", "http://a b/", "http://xn--a/",
		"data:text/plain,a%zz b ", "javascript:1 #x", "blob:https://a:1/x", "ws://u@@h:99999", "http:a", "http:///a", "non-special://[1::]:0/?", "about:blank", "\t h\nttp://x\r", "http://a.%66oo.1.2.3.", "a:", "a:/..//b", "http://\u212a.com\ufeff", "mailto:a@b?c"} {
		f.Add(s, "http://b/c/d", uint8(1), "x")
	}
	f.Fuzz(func(t *testing.T, in, base string, action uint8, value string) {
		u, ok := ParseString(in, base, base != "")
		if !ok {
			return
		}
		check := func() {
			href := u.Href()
			v, ok := Parse(href, nil)
			if !ok || v.Href() != href {
				t.Fatalf("%q from %q (base %q), reparsed: %v %v", href, in, base, ok, v)
			}
		}
		check()
		u.Update(Action(action%10), value)
		u.Href()
	})
}
