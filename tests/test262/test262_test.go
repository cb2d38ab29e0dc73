package test262_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gonode/gonode/tests/test262"
)

var (
	full   = flag.Bool("full", os.Getenv("TEST262_FULL") == "1", "run all tests instead of the fixed sample")
	every  = flag.Int("every", 20, "without -full: run every Nth test")
	update = flag.Bool("update", false, "remove from failing.txt what passes; with -full also lower the totals")
	record = flag.Bool("record", false, "with -full: write failing.txt and totals.json anew (the list may grow only in a review)")
)

// totals is totals.json: the suite that failing.txt belongs to, and its size.
type totals struct {
	Commit  string // of tc39/test262
	Files   int    // test files below language, built-ins and annexB
	Counted int    // of these, what ES2026 asks for
	Failing int    // lines of failing.txt; never more than here
}

const (
	failingFile = "failing.txt"
	totalsFile  = "totals.json"
	suiteCommit = "be13516fb6441b950ba8a3df97eb34062c186972"
)

func readFailing(t *testing.T) map[string]bool {
	known := map[string]bool{}
	f, err := os.Open(failingFile)
	if err != nil {
		if os.IsNotExist(err) {
			return known
		}
		t.Fatal(err)
	}
	defer f.Close()
	last := ""
	for s := bufio.NewScanner(f); s.Scan(); {
		l := s.Text()
		if l == "" || l[0] == '#' {
			continue
		}
		if l <= last {
			t.Errorf("%s is not sorted at %s", failingFile, l)
		}
		last = l
		known[l] = true
	}
	return known
}

func writeFailing(t *testing.T, known map[string]bool) {
	list := make([]string, 0, len(known))
	for k := range known {
		list = append(list, k)
	}
	sort.Strings(list)
	text := strings.Join(list, "\n")
	if text != "" {
		text += "\n"
	}
	if err := os.WriteFile(failingFile, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestSuite runs the suite (a fixed sample of it without -full) and compares what fails with failing.txt.
func TestSuite(t *testing.T) {
	known := readFailing(t)
	var tot totals
	if b, err := os.ReadFile(totalsFile); err == nil {
		if err := json.Unmarshal(b, &tot); err != nil {
			t.Fatal(err)
		}
	}
	if len(known) > tot.Failing && !*record {
		t.Errorf("%s has %d lines, %s allows %d: the list may only shrink", failingFile, len(known), totalsFile, tot.Failing)
	}
	dir := os.Getenv("TEST262_DIR")
	if dir == "" {
		t.Skip("TEST262_DIR is not set: no checkout of tc39/test262 at commit " + suiteCommit)
	}
	if out, err := exec.Command("git", "-C", dir, "rev-parse", "HEAD").Output(); err == nil {
		if got := strings.TrimSpace(string(out)); got != suiteCommit && exists(filepath.Join(dir, ".git")) {
			t.Errorf("TEST262_DIR is at commit %s, the expectations belong to %s", got, suiteCommit)
		}
	}
	names, err := test262.List(dir, "language", "built-ins", "annexB")
	if err != nil {
		t.Fatal(err)
	}
	uncounted, err := test262.Uncounted(dir)
	if err != nil {
		t.Fatal(err)
	}
	if tot.Files != 0 && len(names) != tot.Files && !*record {
		t.Errorf("the suite has %d files, the expectations are for %d", len(names), tot.Files)
	}

	r := &test262.Runner{Dir: dir, Timeout: 20 * time.Second}
	type count struct{ pass, all int }
	table := map[string]*count{}
	failed := map[string]string{}
	ran := map[string]bool{}
	var mu sync.Mutex
	work := make(chan string)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for name := range work {
				x, err := test262.Load(dir, name)
				if err != nil {
					t.Error(err)
					continue
				}
				if !x.Counted(uncounted) {
					continue
				}
				msg := r.Run(x)
				if strings.Contains(msg, "TIMEOUT") { // a busy machine is no failure
					msg = r.Run(x)
				}
				mu.Lock()
				parts := strings.Split(name, "/")
				key := strings.Join(parts[:min(2, len(parts)-1)], "/")
				if table[key] == nil {
					table[key] = &count{}
				}
				ran[name] = true
				table[key].all++
				if msg == "" {
					table[key].pass++
				} else {
					failed[name] = msg
				}
				mu.Unlock()
			}
		}()
	}
	for i, name := range names {
		if *full || i%*every == 0 {
			work <- name
		}
	}
	close(work)
	wg.Wait()

	keys := make([]string, 0, len(table))
	for k := range table {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		c := table[k]
		t.Logf("%-45s %6d / %6d %6.1f%%", k, c.pass, c.all, 100*float64(c.pass)/float64(c.all))
	}
	t.Logf("%d of %d passed, %.2f%%", len(ran)-len(failed), len(ran), 100*float64(len(ran)-len(failed))/float64(max(1, len(ran))))

	if *record {
		if !*full {
			t.Fatal("-record needs -full")
		}
		now := map[string]bool{}
		for n := range failed {
			now[n] = true
		}
		writeFailing(t, now)
		writeTotals(t, totals{suiteCommit, len(names), len(ran), len(now)})
		return
	}
	var bad, stale []string
	for n, msg := range failed {
		if !known[n] {
			msg, _, _ = strings.Cut(msg, "\n")
			bad = append(bad, n+": "+msg)
		}
	}
	for n := range ran {
		if known[n] && failed[n] == "" {
			stale = append(stale, n)
		}
	}
	sort.Strings(bad)
	for i, b := range bad {
		if i == 50 {
			t.Errorf("... and %d more", len(bad)-i)
			break
		}
		t.Errorf("fails and is not in %s: %s", failingFile, b)
	}
	if len(stale) == 0 {
		return
	}
	if !*update {
		t.Logf("%d tests of %s pass now: run go test ./tests/test262 -update (-full for all)", len(stale), failingFile)
		return
	}
	for _, n := range stale {
		delete(known, n)
	}
	writeFailing(t, known)
	tot.Failing = len(known)
	writeTotals(t, tot)
}

func writeTotals(t *testing.T, tot totals) {
	b, _ := json.MarshalIndent(tot, "", "  ")
	if err := os.WriteFile(totalsFile, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func exists(p string) bool { _, err := os.Stat(p); return err == nil }

// TestTotals holds that the two files agree with each other.
func TestTotals(t *testing.T) {
	b, err := os.ReadFile(totalsFile)
	if err != nil {
		t.Fatal(err)
	}
	var tot totals
	if err := json.Unmarshal(b, &tot); err != nil {
		t.Fatal(err)
	}
	if tot.Commit != suiteCommit {
		t.Errorf("%s is about commit %s, want %s", totalsFile, tot.Commit, suiteCommit)
	}
	if n := len(readFailing(t)); n > tot.Failing {
		t.Errorf("%d lines in %s, %s in %s", n, failingFile, strconv.Itoa(tot.Failing), totalsFile)
	}
}
