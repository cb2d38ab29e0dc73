package nodesuite

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
)

// Commit is the commit of nodejs/node's mirror (denoland/node_test) that the lists belong to; Version is its version of Node.
const (
	Commit  = "c5baef08e6692c16940b82e2ee5d778a11da64d7"
	Version = "25.8.1"
)

// ReadList reads a sorted list of names; lines that begin with # are comments.
func ReadList(file string) ([]string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var list []string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if len(list) > 0 && list[len(list)-1] >= line {
			return nil, fmt.Errorf("%s is not sorted at %s", file, line)
		}
		list = append(list, line)
	}
	return list, nil
}

// WriteList writes a list with its head.
func WriteList(file string, head []string, list []string) error {
	list = slices.Clone(list)
	sort.Strings(list)
	list = slices.Compact(list)
	var b strings.Builder
	for _, h := range head {
		b.WriteString("# " + h + "\n")
	}
	for _, n := range list {
		b.WriteString(n + "\n")
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

// WritePassing writes passing.txt with commit and totals; baseline is node26.txt.
func WritePassing(file string, list, baseline []string) error {
	in := map[string]bool{}
	for _, n := range baseline {
		in[n] = true
	}
	counted := 0
	for _, n := range list {
		if in[n] {
			counted++
		}
	}
	return WriteList(file, []string{
		"Files of Node's own tests that gonode passes (3 of 3 runs). The list may only grow: go test ./tests/nodesuite -record.",
		"Suite: denoland/node_test " + Commit + " (Node " + Version + ").",
		fmt.Sprintf("Totals: %d files, of which %d of the %d that Node 26 passes (%.1f %%).", len(list), counted, len(baseline), 100*float64(counted)/float64(max(len(baseline), 1))),
	}, list)
}

// Select keeps the tests of some groups (separated by commas; empty: all) whose name matches a regular expression, and of these every
// Nth.
func Select(tests []*Test, groups, filter string, every int) ([]*Test, error) {
	re, err := regexp.Compile(filter)
	if err != nil {
		return nil, err
	}
	var want []string
	if groups != "" {
		want = strings.Split(groups, ",")
	}
	var out []*Test
	n := 0
	for _, t := range tests {
		if want != nil && !slices.Contains(want, t.Group) || !re.MatchString(t.Name) {
			continue
		}
		if n++; every > 1 && n%every != 1 {
			continue
		}
		out = append(out, t)
	}
	return out, nil
}

// Table formats results by group.
func Table(results []Result) string {
	type row struct{ n, by [6]int }
	rows := map[string]*row{}
	var names []string
	total := &row{}
	for _, r := range results {
		g := rows[r.Test.Group]
		if g == nil {
			g = &row{}
			rows[r.Test.Group] = g
			names = append(names, r.Test.Group)
		}
		for _, x := range []*row{g, total} {
			x.n[0]++
			x.by[r.Status]++
		}
	}
	sort.Strings(names)
	rows["total"] = total
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s %6s %6s %6s %6s %6s %6s %7s\n", "group", "files", "pass", "skip", "fail", "crash", "time", "%")
	for _, n := range append(names, "total") {
		r := rows[n]
		fmt.Fprintf(&b, "%-20s %6d %6d %6d %6d %6d %6d %6.1f%%\n", n, r.n[0], r.by[Pass], r.by[Skip], r.by[Fail], r.by[Crash], r.by[Timeout],
			100*float64(r.by[Pass])/float64(max(r.n[0], 1)))
	}
	return b.String()
}

// FirstError is the line of an output that says what went wrong.
func FirstError(out string) string {
	first := ""
	for line := range strings.Lines(out) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "at ") {
			continue
		}
		if strings.Contains(line, "Error") && !strings.HasPrefix(line, "throw") || strings.HasPrefix(line, "panic:") || strings.HasPrefix(line, "fatal error:") ||
			strings.HasPrefix(line, "Mismatched") {
			return line
		}
		if first == "" {
			first = line
		}
	}
	return first
}
