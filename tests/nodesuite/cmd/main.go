// Command cmd runs files of Node's own tests by hand:
//
//	go run ./tests/nodesuite/cmd -binary ./gonode -groups fs,net -v
//	go run ./tests/nodesuite/cmd -binary ./gonode -filter 'parallel/test-fs-access'
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"time"

	"github.com/gonode/gonode/tests/nodesuite"
)

func main() {
	suiteDir := flag.String("suite", os.Getenv("NODE_TEST_DIR"), "checkout of Node's tests")
	binary := flag.String("binary", "gonode", "executable to test")
	groups := flag.String("groups", "", "only these groups, separated by commas")
	filter := flag.String("filter", "", "only files whose name matches this regular expression")
	every := flag.Int("every", 1, "run every Nth")
	jobs := flag.Int("jobs", 2, "files run at a time")
	timeout := flag.Duration("timeout", 20*time.Second, "for one file")
	only := flag.String("only", "", "only names of this list (tests/nodesuite/node26.txt)")
	not := flag.String("not", "", "no names of this list (tests/nodesuite/passing.txt)")
	all := flag.Bool("all", false, "files that need Node's internals too")
	list := flag.Bool("list", false, "list the files and stop")
	verbose := flag.Bool("v", false, "print the output of what fails")
	flag.Parse()
	if err := run(*suiteDir, *binary, *groups, *filter, *only, *not, *every, *jobs, *timeout, *all, *list, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(suiteDir, binary, groups, filter, only, not string, every, jobs int, timeout time.Duration, all, list, verbose bool) error {
	suite, err := nodesuite.Open(suiteDir)
	if err != nil {
		return err
	}
	tests, err := suite.Collect()
	if err != nil {
		return err
	}
	keep := func(file string, want bool) error {
		if file == "" {
			return nil
		}
		names, err := nodesuite.ReadList(file)
		if err != nil {
			return err
		}
		in := map[string]bool{}
		for _, n := range names {
			in[n] = true
		}
		var out []*nodesuite.Test
		for _, t := range tests {
			if in[t.Name] == want {
				out = append(out, t)
			}
		}
		tests = out
		return nil
	}
	if err := keep(only, true); err != nil {
		return err
	}
	if err := keep(not, false); err != nil {
		return err
	}
	if !all {
		var out []*nodesuite.Test
		for _, t := range tests {
			if t.Reason == "" {
				out = append(out, t)
			}
		}
		tests = out
	}
	if tests, err = nodesuite.Select(tests, groups, filter, every); err != nil {
		return err
	}
	if list {
		for _, t := range tests {
			fmt.Printf("%-20s %-24s %s\n", t.Group, t.Reason, t.Name)
		}
		return nil
	}
	if binary, err = filepath.Abs(binary); err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "nodesuite")
	if err != nil {
		return err
	}
	r := &nodesuite.Runner{Suite: suite, Binary: binary, Temp: temp, Jobs: jobs, Timeout: timeout}
	defer r.Clean()
	var results []nodesuite.Result
	if err := r.Run(tests, func(res nodesuite.Result) { results = append(results, res) }); err != nil {
		return err
	}
	sort.Slice(results, func(i, j int) bool { return results[i].Test.Name < results[j].Test.Name })
	for _, res := range results {
		if res.Status == nodesuite.Pass || res.Status == nodesuite.Skip && !verbose {
			continue
		}
		if verbose {
			fmt.Printf("=== %s: %s (status %d, %.1fs)\n%s\n", res.Test.Name, res.Status, res.Code, res.Time.Seconds(), res.Output)
		} else {
			fmt.Printf("%-8s %-55s %.140s\n", res.Status, res.Test.Name, nodesuite.FirstError(res.Output))
		}
	}
	fmt.Print(nodesuite.Table(results))
	return nil
}
