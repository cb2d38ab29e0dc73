package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestReports compares the reports with the want comments of the test data.
func TestReports(t *testing.T) {
	p, err := load([]string{"./testdata/a"})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/a/a.go")
	if err != nil {
		t.Fatal(err)
	}
	got := map[int][]string{}
	for _, r := range p.check() {
		msg := r.msg // lines of calls relative to the use
		if n := callLine(msg); n > 0 {
			msg = strings.Replace(msg, fmt.Sprintf("line %d", n), fmt.Sprintf("line %+d", n-r.pos.Line), 1)
		}
		got[r.pos.Line] = append(got[r.pos.Line], msg)
	}
	quoted := regexp.MustCompile("`[^`]*`")
	n := 0
	for i, l := range strings.Split(string(data), "\n") {
		line := i + 1
		_, want, _ := strings.Cut(l, "// want ")
		for _, q := range quoted.FindAllString(want, -1) {
			n++
			re := regexp.MustCompile(q[1 : len(q)-1])
			found := -1
			for j, m := range got[line] {
				if re.MatchString(m) {
					found = j
				}
			}
			if found < 0 {
				t.Errorf("line %d: no report matches %s; got %q", line, q, got[line])
				continue
			}
			got[line] = append(got[line][:found], got[line][found+1:]...)
		}
		for _, m := range got[line] {
			t.Errorf("line %d: unexpected report: %s", line, m)
		}
	}
	if n < 12 {
		t.Errorf("only %d want comments", n)
	}
	var b strings.Builder
	p.explain(&b, "a.twice")
	if !strings.Contains(b.String(), "Collect") {
		t.Errorf("explain: %s", b.String())
	}
	if s := fmt.Sprint(report{msg: "x"}); !strings.HasSuffix(s, ":0: x") {
		t.Error(s)
	}
}
