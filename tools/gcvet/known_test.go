package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "remove from known.txt what is no longer reported")

// TestKnown runs the check over the program. What it reports must be listed in known.txt, as "file: function: message" without
// line numbers; the list may only shrink.
func TestKnown(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the whole program")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	p, err := load([]string{"./core/...", "./bindings/..."})
	if err != nil {
		t.Fatal(err)
	}
	funcs := newFuncNames()
	numbers := regexp.MustCompile(`(after )?line \d+`)
	got := map[string]int{}
	where := map[string]string{}
	for _, r := range p.check() {
		rel, err := filepath.Rel(root, r.pos.Filename)
		if err != nil {
			t.Fatal(err)
		}
		key := filepath.ToSlash(rel) + ": " + funcs.at(r.pos.Filename, r.pos.Line) + ": " + numbers.ReplaceAllString(r.msg, "${1}call")
		got[key]++
		where[key] = r.String()
	}
	const file = "tools/gcvet/known.txt"
	data, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	known := map[string]int{}
	for _, l := range strings.Split(string(data), "\n") {
		if l != "" && !strings.HasPrefix(l, "#") {
			known[l]++
		}
	}
	if *update {
		first := len(known) == 0
		out := []string{}
		for k, n := range got {
			if !first {
				n = min(n, known[k])
			}
			for range n {
				out = append(out, k)
			}
		}
		sort.Strings(out)
		if err := os.WriteFile(file, []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gone := 0
	for k, n := range known {
		gone += max(0, n-got[k])
	}
	bad := []string{}
	for k, n := range got {
		if n > known[k] && !(*update && len(known) == 0) {
			bad = append(bad, where[k]+" [in "+k+"]")
		}
	}
	sort.Strings(bad)
	for _, b := range bad {
		t.Errorf("new problem: %s", b)
	}
	if gone > 0 && !*update {
		t.Logf("%d entries of known.txt are no longer reported: go test ./tools/gcvet -run TestKnown -update", gone)
	}
}
