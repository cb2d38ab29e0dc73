package nodesuite_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gonode/gonode/tests/nodesuite"
)

var (
	every  = flag.Int("every", 40, "run every Nth file of passing.txt; with -record every Nth file of the suite")
	groups = flag.String("groups", "", "only these groups, separated by commas")
	filter = flag.String("filter", "", "only files whose name matches this regular expression")
	record = flag.Bool("record", false, "run what Node 26 passes and add to passing.txt what passes 3 of 3 times (give -every 1 for all)")
	jobs   = flag.Int("jobs", 2, "files run at a time")
	binary = flag.String("binary", "", "executable to test; default: built here")
)

const (
	passingFile = "passing.txt"
	node26File  = "node26.txt"
)

func TestLists(t *testing.T) {
	passing, err := nodesuite.ReadList(passingFile)
	if err != nil {
		t.Fatal(err)
	}
	node26, err := nodesuite.ReadList(node26File)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range passing {
		if _, ok := slices.BinarySearch(node26, n); !ok {
			t.Errorf("%s lists %s, which Node 26 does not pass", passingFile, n)
		}
	}
}

func TestGroupOf(t *testing.T) {
	for _, c := range [][2]string{
		{"parallel/test-fs-access.js", "fs"},
		{"parallel/test-http2-ping.js", "http2"},
		{"parallel/test-https-agent.js", "https"},
		{"parallel/test-http-agent.js", "http"},
		{"parallel/test-eventsource.js", "fetch"},
		{"parallel/test-events-once.js", "events"},
		{"parallel/test-event-emitter-add-listeners.js", "events"},
		{"parallel/test-fastutf8stream-sync.js", "fs"},
		{"parallel/test-inspector-open.js", "inspector"},
		{"parallel/test-inspect-support.js", "util"},
		{"es-module/test-require-module.js", "module"},
		{"es-module/test-esm-url.mjs", "esm"},
		{"sequential/test-net-bytes-stats.js", "net"},
	} {
		if g := nodesuite.GroupOf(c[0]); g != c[1] {
			t.Errorf("%s: group %s, want %s", c[0], g, c[1])
		}
	}
}

// canaries are tests of the runner: name, program, whether it must pass.
var canaries = []struct {
	name, text string
	ok         bool
}{
	{"plain", "console.log('x')", true},
	{"throw", "throw new Error('x')", false},
	{"throw-later", "setTimeout(() => { throw new Error('x') }, 1)", false},
	{"reject", "Promise.reject(new Error('x'))", false},
	{"exit-code", "process.exitCode = 3", false},
	{"exit-handler", "process.on('exit', () => { require('assert').strictEqual(1, 2) })", false},
	{"must-call", "require('../common').mustCall()", false},
	{"must-call-done", "setTimeout(require('../common').mustCall(), 1)", true},
	{"skips", "require('../common').skip('x')", false},
	{"node-test", "require('node:test').test('t', async () => { await 1; throw new Error('x') })", false},
	{"hang", "setInterval(() => {}, 1000)", false},
}

func TestSuite(t *testing.T) {
	dir := os.Getenv("NODE_TEST_DIR")
	if dir == "" {
		t.Skip("NODE_TEST_DIR names no checkout of Node's tests: only the lists are checked")
	}
	suite, err := nodesuite.Open(dir)
	if err != nil {
		t.Skip("NODE_TEST_DIR: ", err)
	}
	bin := *binary
	if bin == "" {
		bin = filepath.Join(t.TempDir(), "gonode")
		if runtime.GOOS == "windows" {
			bin += ".exe"
		}
		build := exec.Command("go", "build", "-o", bin, "github.com/gonode/gonode/cmd/gonode")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("go build: %v\n%s", err, out)
		}
	}
	if bin, err = filepath.Abs(bin); err != nil {
		t.Fatal(err)
	}
	temp, err := os.MkdirTemp("", "nodesuite")
	if err != nil {
		t.Fatal(err)
	}
	run := &nodesuite.Runner{Suite: suite, Binary: bin, Temp: temp, Jobs: *jobs, Timeout: 20 * time.Second}
	defer run.Clean()
	t.Run("canaries", func(t *testing.T) { runCanaries(t, suite, bin) })

	passing, err := nodesuite.ReadList(passingFile)
	if err != nil {
		t.Fatal(err)
	}
	node26, err := nodesuite.ReadList(node26File)
	if err != nil {
		t.Fatal(err)
	}
	names := passing
	if *record {
		names = node26
	}
	var tests []*nodesuite.Test
	for _, n := range names {
		x, err := suite.Describe(n)
		if err != nil {
			t.Errorf("the suite at NODE_TEST_DIR is not that of commit %s: %v", nodesuite.Commit, err)
			return
		}
		tests = append(tests, x)
	}
	if tests, err = nodesuite.Select(tests, *groups, *filter, *every); err != nil {
		t.Fatal(err)
	}
	var results []nodesuite.Result
	collect := func(r nodesuite.Result) { results = append(results, r) }
	if err := run.Run(tests, collect); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s\n%s", "Node's tests, "+nodesuite.Commit[:10], nodesuite.Table(results))
	if !*record {
		passes := 0
		for _, r := range results {
			if r.Status != nodesuite.Pass {
				// Once more and alone: a loaded machine is no failure.
				again, err := run.One(r.Test, 0)
				if err != nil {
					t.Fatal(err)
				}
				if again.Status != nodesuite.Pass {
					t.Errorf("%s: %s (%s)\n%s", r.Test.Name, again.Status, nodesuite.FirstError(again.Output), tail(again.Output, 30))
					continue
				}
			}
			passes++
		}
		t.Logf("%d of %d passed", passes, len(results))
		return
	}
	known := map[string]bool{}
	for _, n := range passing {
		known[n] = true
	}
	var fresh []*nodesuite.Test
	for _, r := range results {
		switch {
		case r.Status == nodesuite.Pass && !known[r.Test.Name]:
			fresh = append(fresh, r.Test)
		case r.Status != nodesuite.Pass && known[r.Test.Name]:
			if again, err := run.One(r.Test, 0); err != nil || again.Status != nodesuite.Pass {
				t.Errorf("%s is in %s and does not pass: %s", r.Test.Name, passingFile, r.Status)
			}
		}
	}
	for range 2 {
		var still []*nodesuite.Test
		if err := run.Run(fresh, func(r nodesuite.Result) {
			if r.Status == nodesuite.Pass {
				still = append(still, r.Test)
			}
		}); err != nil {
			t.Fatal(err)
		}
		fresh = still
	}
	for _, x := range fresh {
		passing = append(passing, x.Name)
	}
	t.Logf("%d new in %s", len(fresh), passingFile)
	if err := nodesuite.WritePassing(passingFile, passing, node26); err != nil {
		t.Fatal(err)
	}
}

// runCanaries writes the programs into a suite of their own beside a link to test/common.
func runCanaries(t *testing.T, suite *nodesuite.Suite, bin string) {
	root := t.TempDir()
	own := filepath.Join(root, "test")
	if err := os.MkdirAll(filepath.Join(own, "parallel"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(suite.Root, "test", "common"), filepath.Join(own, "common")); err != nil {
		t.Skip(err)
	}
	var tests []*nodesuite.Test
	want := map[string]bool{}
	small := &nodesuite.Suite{Root: root}
	for _, c := range canaries {
		name := "parallel/test-" + c.name + ".js"
		if err := os.WriteFile(filepath.Join(own, name), []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		x, err := small.Describe(name)
		if err != nil {
			t.Fatal(err)
		}
		tests = append(tests, x)
		want[name] = c.ok
	}
	r := &nodesuite.Runner{Suite: small, Binary: bin, Temp: filepath.Join(root, "work"), Jobs: *jobs, Timeout: 5 * time.Second}
	if err := os.MkdirAll(r.Temp, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := r.Run(tests, func(res nodesuite.Result) {
		if (res.Status == nodesuite.Pass) != want[res.Test.Name] {
			t.Errorf("%s: %s\n%s", res.Test.Name, res.Status, tail(res.Output, 10))
		}
	}); err != nil {
		t.Error(err)
	}
}

func tail(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
