package test262

import (
	"os"
	"path/filepath"
	"strings"
)

// Test is one file of the suite with what its front matter says.
type Test struct {
	Name     string // relative to the suite's test folder
	Source   string
	Includes []string
	Features []string
	Flags    map[string]bool
	Phase    string // negative: parse, resolution or runtime
	Error    string // negative: name of the error's constructor
}

// Uncounted reads the features that tests of the target set (ES2026) may not use: the proposals that the suite's features.txt lists
// before its standard features, and what was accepted after the edition.
func Uncounted(dir string) (map[string]bool, error) {
	b, err := os.ReadFile(filepath.Join(dir, "features.txt"))
	if err != nil {
		return nil, err
	}
	out := map[string]bool{"Atomics.pause": true, "Temporal": true, "canonical-tz": true, "explicit-resource-management": true,
		"iterator-chunking": true, "iterator-includes": true, "joint-iteration": true}
	for _, l := range strings.Split(string(b), "\n") {
		if strings.HasPrefix(l, "## Standard") {
			break
		}
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out[strings.Fields(l)[0]] = true
		}
	}
	return out, nil
}

// Load reads a test and its front matter.
func Load(dir, name string) (*Test, error) {
	b, err := os.ReadFile(filepath.Join(dir, "test", name))
	if err != nil {
		return nil, err
	}
	t := &Test{Name: name, Source: string(b), Flags: map[string]bool{}}
	start := strings.Index(t.Source, "/*---")
	end := strings.Index(t.Source, "---*/")
	if start < 0 || end < start {
		return t, nil
	}
	lines := strings.FieldsFunc(t.Source[start+5:end], func(r rune) bool { return r == '\n' || r == '\r' })
	for i := 0; i < len(lines); i++ {
		key, val, ok := strings.Cut(lines[i], ":")
		if !ok || key != strings.TrimLeft(key, " ") {
			continue
		}
		val = strings.TrimSpace(val)
		var list []string
		if strings.HasPrefix(val, "[") {
			for !strings.Contains(val, "]") && i+1 < len(lines) {
				i++
				val += strings.TrimSpace(lines[i])
			}
			for _, x := range strings.Split(strings.Trim(val, "[]"), ",") {
				if x = strings.TrimSpace(x); x != "" {
					list = append(list, x)
				}
			}
		} else if val == "" {
			for i+1 < len(lines) && strings.HasPrefix(lines[i+1], " ") {
				i++
				item := strings.TrimSpace(lines[i])
				if x, ok := strings.CutPrefix(item, "- "); ok {
					list = append(list, strings.TrimSpace(x))
				} else if k, v, ok := strings.Cut(item, ":"); ok && key == "negative" {
					switch k {
					case "phase":
						t.Phase = strings.TrimSpace(v)
					case "type":
						t.Error = strings.TrimSpace(v)
					}
				}
			}
		}
		switch key {
		case "includes":
			t.Includes = list
		case "features":
			t.Features = list
		case "flags":
			for _, f := range list {
				t.Flags[f] = true
			}
		}
	}
	return t, nil
}

// Counted tells whether a test belongs to the target set: it uses none of the uncounted features.
func (t *Test) Counted(uncounted map[string]bool) bool {
	if t.Flags["CanBlockIsFalse"] {
		return false
	}
	for _, f := range t.Features {
		if uncounted[f] {
			return false
		}
	}
	return true
}

// List returns the names of all test files below the given folders of the suite's test folder, sorted.
func List(dir string, under ...string) ([]string, error) {
	var out []string
	root := filepath.Join(dir, "test")
	for _, u := range under {
		err := filepath.WalkDir(filepath.Join(root, u), func(p string, d os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if !d.IsDir() && strings.HasSuffix(p, ".js") && !strings.Contains(p, "_FIXTURE") {
				rel, _ := filepath.Rel(root, p)
				out = append(out, filepath.ToSlash(rel))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
