package syntax

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// meta is the part of a test262 file's front matter that matters to a parser.
type meta struct {
	negative, module, onlyStrict, noStrict, raw bool
	features                                    string
}

func readMeta(src string) (m meta) {
	a := strings.Index(src, "/*---")
	b := strings.Index(src, "---*/")
	if a < 0 || b < a {
		return
	}
	text := src[a:b]
	if i := strings.Index(text, "negative:"); i >= 0 {
		rest := text[i:]
		m.negative = strings.Contains(rest, "phase: parse")
		if j := strings.Index(rest, "phase: "); j >= 0 {
			m.negative = strings.HasPrefix(rest[j:], "phase: parse")
		}
	}
	if i := strings.Index(text, "features:"); i >= 0 {
		m.features = text[i:]
	}
	if i := strings.Index(text, "flags:"); i >= 0 {
		line := text[i:]
		if j := strings.IndexByte(line, ']'); j >= 0 {
			line = line[:j]
		}
		m.module = strings.Contains(line, "module")
		m.onlyStrict = strings.Contains(line, "onlyStrict")
		m.noStrict = strings.Contains(line, "noStrict")
		m.raw = strings.Contains(line, "raw")
	}
	return
}

// proposals are features outside ES2026.
func isProposal(features string) bool {
	for _, f := range []string{"decorators", "import-defer", "source-phase-imports", "import-bytes"} {
		if strings.Contains(features, f) {
			return true
		}
	}
	return false
}

// TestTest262 parses the conformance suite's files: those with a negative parse expectation must fail, all others must parse.
func TestTest262(t *testing.T) {
	dir := os.Getenv("TEST262_DIR")
	if dir == "" {
		t.Skip("TEST262_DIR is not set")
	}
	var failures []string
	files, runs, skipped := 0, 0, 0
	for _, sub := range []string{"language", "annexB", "built-ins", "staging"} {
		root := filepath.Join(dir, "test", sub)
		filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".js") || strings.Contains(path, "_FIXTURE") {
				return nil
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			m := readMeta(string(b))
			rel, _ := filepath.Rel(filepath.Join(dir, "test"), path)
			if isProposal(m.features) {
				skipped++
				return nil
			}
			if m.negative && strings.Contains(strings.ToLower(rel), "regexp") {
				skipped++ // patterns are not this package's business
				return nil
			}
			files++
			check := func(mode string, err *Error) {
				runs++
				if (err != nil) != m.negative {
					msg := "parsed"
					if err != nil {
						msg = err.Error()
					}
					failures = append(failures, rel+" ("+mode+"): "+msg)
				}
			}
			if m.module {
				_, err := ParseModule(b, Options{})
				check("module", err)
				return nil
			}
			if !m.onlyStrict {
				_, err := ParseScript(b, Options{})
				check("sloppy", err)
			}
			if !m.noStrict && !m.raw {
				_, err := ParseScript(b, Options{StrictOuter: true})
				check("strict", err)
			}
			return nil
		})
	}
	sort.Strings(failures)
	t.Logf("%d files, %d runs, %d skipped, %d failures", files, runs, skipped, len(failures))
	for i, f := range failures {
		if i == 200 {
			break
		}
		t.Error(f)
	}
}
