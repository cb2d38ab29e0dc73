package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const childEnv = "GONODE_TEST_CHILD"

// TestMain lets the test binary be gonode itself.
func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		os.Exit(run())
	}
	os.Exit(m.Run())
}

// child runs a program with a cache directory, without the cache if that is empty.
func child(t *testing.T, cache, code string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe, "-e", code)
	c.Env = append(os.Environ(), childEnv+"=1", "NODE_OPTIONS=", "XDG_CACHE_HOME="+cache, "HOME="+cache, "LocalAppData="+cache)
	if cache == "" {
		c.Env = append(c.Env, "GONODE_DISABLE_COMPILE_CACHE=1")
	}
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// TestCompileCache: a program does the same without the cache, when it fills it, from it, and with a damaged one.
func TestCompileCache(t *testing.T) {
	const program = `
		const { inspect } = require('util');
		class A { static #p = 1; static get p() { return A.#p } }
		console.log(inspect({ a: [1, , 'x'], p: A.p, path: require('path').join('a', '..', 'b') }));
		console.log([3, 1, 2].sort().map((x) => x * 2), [..."ab"].flatMap((x) => [x, x]));
		console.log(require('events').toString().length, process.moduleLoadList.join());
		try { require('fs').readFileSync(1n) } catch (e) { console.log(e.stack) }
		Promise.resolve(1).then((v) => console.log(v));`
	want := child(t, "", program)
	dir := t.TempDir()
	for _, state := range []string{"empty", "filled"} {
		if got := child(t, dir, program); got != want {
			t.Errorf("%s cache:\n%s\nwithout:\n%s", state, got, want)
		}
	}
	var files []string
	filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, p)
		}
		return nil
	})
	if len(files) != 1 {
		t.Fatalf("cache files: %q", files)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for i := len(data) / 8; i < len(data); i += 512 {
		data[i] ^= 0xFF
	}
	if err := os.WriteFile(files[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := child(t, dir, program); got != want {
		t.Errorf("damaged cache:\n%s\nwithout:\n%s", got, want)
	}
}

// runWith runs the program with options and returns its exit code and output.
func runWith(t *testing.T, args ...string) (int, string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe, args...)
	c.Env = append(os.Environ(), childEnv+"=1", "NODE_OPTIONS=", "GONODE_DISABLE_COMPILE_CACHE=1")
	out, _ := c.CombinedOutput()
	return c.ProcessState.ExitCode(), string(out)
}

// TestOutOfMemory: a program that ignores the RangeError ends with Node's words and status; a worker does not take the process along.
func TestOutOfMemory(t *testing.T) {
	const endless = `let a = []; for (;;) try { for (;;) a.push({}) } catch { }`
	code, out := runWith(t, "--max-old-space-size=24", "-e", endless)
	if code != 134 || !strings.Contains(out, "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory") ||
		!strings.Contains(out, "<--- Last few GCs --->") || strings.Contains(out, "goroutine ") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	code, out = runWith(t, "-e", `const { Worker } = require('worker_threads');
		const w = new Worker("`+endless+`", { eval: true, resourceLimits: { maxOldGenerationSizeMb: 24 } });
		w.on('error', (e) => console.log(e.code)); w.on('exit', (c) => console.log('exit', c))`)
	if code != 0 || out != "ERR_WORKER_OUT_OF_MEMORY\nexit 1\n" {
		t.Errorf("worker: exit code %d\n%s", code, out)
	}
}

// TestTraceGC: the lines have V8's form.
func TestTraceGC(t *testing.T) {
	code, out := runWith(t, "--trace-gc", "--expose-gc", "-e", `gc()`)
	if code != 0 || !strings.Contains(out, " ms: Mark-Compact ") || !strings.Contains(out, "testing; GC in old space requested") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// TestCPUProfile: the file has DevTools' form, and the program's functions are in it.
func TestCPUProfile(t *testing.T) {
	dir := t.TempDir()
	code, out := runWith(t, "--cpu-prof", "--cpu-prof-dir="+dir, "--cpu-prof-name=x.cpuprofile", "--cpu-prof-interval=200",
		"-e", `function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2) } const end = Date.now() + 300; while (Date.now() < end) fib(12)`)
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	b, err := os.ReadFile(filepath.Join(dir, "x.cpuprofile"))
	if err != nil {
		t.Fatal(err)
	}
	var p struct {
		Nodes []struct {
			ID        int
			CallFrame struct{ FunctionName, URL string }
			Children  []int
		}
		Samples, TimeDeltas []int
		StartTime, EndTime  int
	}
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	sum, found := 0, false
	for _, d := range p.TimeDeltas {
		sum += d
	}
	for i, n := range p.Nodes {
		found = found || n.CallFrame.FunctionName == "fib"
		if n.ID != i+1 {
			t.Errorf("node %d has id %d", i, n.ID)
		}
	}
	if !found || len(p.Samples) != len(p.TimeDeltas) || len(p.Samples) < 3 || sum > p.EndTime-p.StartTime+1000 {
		t.Errorf("fib found: %v, %d samples, %d deltas, %d µs of %d", found, len(p.Samples), len(p.TimeDeltas), sum, p.EndTime-p.StartTime)
	}
}

// TestHeapSnapshot: the numbers agree with each other, edges lead to nodes, and an object is found by its class and property.
func TestHeapSnapshot(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x.heapsnapshot")
	code, out := runWith(t, "-e", `class Snapped { constructor() { this.prop = { text: 'needle' } } } globalThis.x = new Snapped;
		console.log(require('v8').writeHeapSnapshot(process.argv[1]) === process.argv[1])`, file)
	if code != 0 || out != "true\n" {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Snapshot struct {
			Meta struct {
				NodeFields []string `json:"node_fields"`
			}
			NodeCount int `json:"node_count"`
			EdgeCount int `json:"edge_count"`
		}
		Nodes, Edges []int
		Strings      []string
	}
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	f := len(s.Snapshot.Meta.NodeFields)
	if len(s.Nodes) != f*s.Snapshot.NodeCount || len(s.Edges) != 3*s.Snapshot.EdgeCount || s.Snapshot.NodeCount < 1000 {
		t.Fatalf("%d nodes, %d edges, counts %d and %d", len(s.Nodes)/f, len(s.Edges)/3, s.Snapshot.NodeCount, s.Snapshot.EdgeCount)
	}
	at, found := 0, false
	for n := 0; n < len(s.Nodes); n += f {
		for range s.Nodes[n+4] {
			kind, name, to := s.Edges[at], s.Edges[at+1], s.Edges[at+2]
			at += 3
			if to%f != 0 || to < 0 || to >= len(s.Nodes) {
				t.Fatalf("edge to %d", to)
			}
			if kind == 2 && s.Strings[name] == "prop" && s.Strings[s.Nodes[n+1]] == "Snapped" {
				found = true
			}
		}
	}
	if at != len(s.Edges) || !found {
		t.Errorf("%d of %d edges belong to nodes; property found: %v", at/3, len(s.Edges)/3, found)
	}
}

// TestGC: gc() takes options, and observers hear of collections.
func TestGC(t *testing.T) {
	code, out := runWith(t, "--expose-gc", "-e", `const { PerformanceObserver } = require('perf_hooks');
		const kinds = []; const o = new PerformanceObserver((l) => kinds.push(...l.getEntries().map((e) => e.name + e.detail.kind + e.detail.flags)));
		o.observe({ entryTypes: ['gc'] });
		gc(); gc({ type: 'minor' }); 
		gc({ execution: 'async' }).then((x) => { console.log(x);
			setTimeout(() => { console.log(kinds.includes('gc44'), kinds.includes('gc14')); o.disconnect() }, 50) });
		const v8 = require('v8'), h = v8.getHeapStatistics(), m = process.memoryUsage();
		console.log(h.used_heap_size <= h.total_heap_size && m.heapTotal <= m.rss && v8.getHeapSpaceStatistics().length > 3)`)
	if code != 0 || out != "true\nundefined\ntrue true\n" {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// TestPrintBytecode shows the code of the function that is asked for.
func TestPrintBytecode(t *testing.T) {
	code, out := runWith(t, "--print-bytecode", "--print-bytecode-filter=wanted", "-e", `function wanted(a) { return a + 1 } function other() { return 2 } wanted(1); other()`)
	if code != 0 || strings.Count(out, "[generated bytecode for function: ") != 1 || !strings.Contains(out, "function: wanted (") || !strings.Contains(out, "Return") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
