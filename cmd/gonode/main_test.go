package main

import (
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
