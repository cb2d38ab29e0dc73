package regexp

import (
	"strings"
	"testing"
)

// The subjects are about 1 KB of log-like text.
func benchText() string {
	var b strings.Builder
	for b.Len() < 1000 {
		b.WriteString("2024-01-15 10:22:33 INFO [worker-7] request id=abc123 path=/api/v1/users?id=42 status=200 time=12ms\n")
	}
	b.WriteString("user@example.com needle \"quoted text\" end")
	return b.String()
}

var benchPatterns = []struct{ name, p, f string }{
	{"literal", "needle", ""},
	{"email", `[\w.+-]+@[\w-]+\.[\w.]+`, ""},
	{"date", `(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})`, ""},
	{"alternation", "foo|bar|needle|quux", ""},
	{"quoted", `"([^"]*)"`, ""},
	{"icase", "NEEDLE", "i"},
	{"dotstar", ".*needle", ""},
	{"lazy", `user.*?end`, ""},
	{"wordsEnd", `\w+$`, ""},
	{"lookbehind", `(?<=needle )"`, ""},
	{"loop", `(?:\w+[ =/:?&.\[\]\n-]+)*needle`, ""},
	{"backref", `(\w)\1dle`, ""},
	{"unicode", `\p{L}+@`, "u"},
}

func BenchmarkMatch8(b *testing.B) {
	text := []byte(benchText())
	for _, c := range benchPatterns {
		b.Run(c.name, func(b *testing.B) {
			f, _ := ParseFlags(c.f)
			p, err := Compile(u16(c.p), f)
			if err != nil {
				b.Fatal(err)
			}
			var m Matcher
			b.ReportAllocs()
			for b.Loop() {
				ok, err := m.Match8(p.Code, text, 0)
				if !ok || err != nil {
					b.Fatal(ok, err)
				}
			}
		})
	}
}

func BenchmarkMatch16(b *testing.B) {
	text := u16(benchText())
	for _, c := range benchPatterns {
		b.Run(c.name, func(b *testing.B) {
			f, _ := ParseFlags(c.f)
			p, _ := Compile(u16(c.p), f)
			var m Matcher
			for b.Loop() {
				m.Match16(p.Code, text, 0)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	p := u16(`^(?:(\d{4})-(\d{2})-(\d{2})|[a-z]+)\s*(?<rest>.*)$`)
	for b.Loop() {
		Compile(p, 0)
	}
}
