package tests

import (
	"bufio"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/gc"
)

var updateJS = flag.Bool("update", false, "remove from js/failing.txt what passes; with NODE26 write js/*.out anew")

// runJS runs a program of tests/js in an isolate of its own and returns what it printed.
func runJS(path string, plain bool, stress gc.StressOptions, timeout time.Duration) (out string) {
	debug.SetPanicOnFault(true)
	var b strings.Builder
	defer func() {
		if x := recover(); x != nil {
			s := strings.SplitN(strings.TrimSpace(toText(x)), "\n", 2)[0]
			out = b.String() + "CRASH " + s + "\n"
		}
	}()
	src, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	iso, err := core.NewIsolate(core.Options{HashSeed: 7, Plain: plain, Stress: stress, MaxHeap: 1 << 30})
	if err != nil {
		return err.Error()
	}
	defer iso.Close()
	iso.NewRealm()
	iso.SetGlobal("print", iso.NewBuiltin("print", 0, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		for i := range a.Len() {
			if i > 0 {
				b.WriteByte(' ')
			}
			var s string
			if v := a.Arg(i); v.IsSymbol() {
				s = iso.Display(v)
			} else {
				var ok bool
				if s, ok = iso.ToGoString(v); !ok {
					return core.Undefined, false
				}
			}
			b.WriteString(strings.ToValidUTF8(s, "\ufffd"))
		}
		b.WriteByte('\n')
		return core.Undefined, true
	}))
	timer := time.AfterFunc(timeout, iso.Terminate)
	defer timer.Stop()
	_, ok := iso.RunScript(string(src), filepath.Base(path))
	if !ok && !iso.Terminating() {
		e, _ := iso.Catch()
		h := iso.NewHandle(e)
		s, ok := iso.ToGoString(h.Value())
		if !ok {
			s = "?"
		}
		b.WriteString("Uncaught " + s + "\n")
	}
	iso.RunMicrotasks()
	if iso.Terminating() {
		b.WriteString("TIMEOUT\n")
	}
	return b.String()
}

func toText(x any) string {
	switch x := x.(type) {
	case error:
		return x.Error()
	case string:
		return x
	}
	return "panic"
}

func readList(t *testing.T, file string) map[string]bool {
	m := map[string]bool{}
	f, err := os.Open(file)
	if err != nil {
		return m
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if l := strings.TrimSpace(s.Text()); l != "" && l[0] != '#' {
			m[l] = true
		}
	}
	return m
}

// firstDiff describes where two outputs part.
func firstDiff(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		a, b := "(nothing)", "(nothing)"
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			return "line " + strconv.Itoa(i+1) + ":\n  got  " + a + "\n  want " + b
		}
	}
	return ""
}

// TestJS runs the programs of tests/js as they are, without caches and fast paths (plain) and with a moving collection at every safepoint (stress), and compares what they print with
// their .out files, which were recorded from Node 26 (with NODE26 set: also with what it prints now). What js/failing.txt lists,
// as "name", "name plain" or "name stress", is expected to fail.
func TestJS(t *testing.T) {
	files, err := filepath.Glob("js/*.js")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d programs, %v", len(files), err)
	}
	known := readList(t, "js/failing.txt")
	node := os.Getenv("NODE26")
	var mu sync.Mutex
	stale := map[string]bool{}
	t.Run("all", func(t *testing.T) {
		for _, f := range files {
			name := strings.TrimSuffix(filepath.Base(f), ".js")
			outFile := strings.TrimSuffix(f, ".js") + ".out"
			want := ""
			if node != "" {
				b, err := exec.Command(node, "js/node.cjs", f).Output()
				if err != nil {
					t.Errorf("%s: Node: %v", name, err)
					continue
				}
				want = string(b)
				if *updateJS {
					os.WriteFile(outFile, b, 0o644)
				}
			}
			if b, err := os.ReadFile(outFile); err != nil {
				t.Error(err)
			} else {
				if want != "" && want != string(b) {
					t.Errorf("%s: Node prints something else than %s: %s", name, outFile, firstDiff(want, string(b)))
				}
				want = string(b)
			}
			for _, mode := range []string{"", " plain", " stress"} {
				t.Run(strings.ReplaceAll(name+mode, " ", "/"), func(t *testing.T) {
					t.Parallel()
					var s gc.StressOptions
					timeout := 30 * time.Second
					if mode == " stress" {
						if testing.Short() {
							t.Skip("short")
						}
						s = gc.StressOptions{Scavenge: 1}
						timeout = 120 * time.Second
					}
					got := runJS(f, mode == " plain", s, timeout)
					switch d := firstDiff(got, want); {
					case d == "" && known[name+mode]:
						mu.Lock()
						stale[name+mode] = true
						mu.Unlock()
					case d != "" && known[name+mode]:
						t.Skipf("expected to fail: %s", d)
					case d != "":
						t.Error(d)
					}
				})
			}
		}
	})
	if len(stale) == 0 {
		return
	}
	if !*updateJS {
		t.Logf("%d entries of js/failing.txt pass now: go test ./tests -run TestJS -update", len(stale))
		return
	}
	b, _ := os.ReadFile("js/failing.txt")
	var keep []string
	for _, l := range strings.SplitAfter(string(b), "\n") {
		if !stale[strings.TrimSpace(l)] {
			keep = append(keep, l)
		}
	}
	os.WriteFile("js/failing.txt", []byte(strings.Join(keep, "")), 0o644)
}
