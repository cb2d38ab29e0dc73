package tests

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Budgets of package initialisation, taken as the best of several runs: start-up is a feature.
const (
	ourInitBudget   = 500 * time.Microsecond
	ourAllocBudget  = 2000
	totalInitBudget = 8 * time.Millisecond
)

// goBuild builds a package of the module into a temporary folder.
func goBuild(t *testing.T, pkg string) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "prog")
	if runtime.GOOS == "windows" {
		exe += ".exe"
	}
	cmd := exec.Command("go", "build", "-o", exe, pkg)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", pkg, err, out)
	}
	return exe
}

// TestInit sums what GODEBUG=inittrace=1 reports for our packages, for the engine alone and for the program.
func TestInit(t *testing.T) {
	progs := [][]string{{"./tests/initprog"}}
	if _, err := os.Stat("../cmd/gonode/main.go"); err == nil {
		progs = append(progs, []string{"./cmd/gonode", "--version"})
	} else {
		t.Log("there is no cmd/gonode: only the engine is measured")
	}
	for _, p := range progs {
		t.Run(filepath.Base(p[0]), func(t *testing.T) {
			exe := goBuild(t, p[0])
			best, bestTotal, allocs := time.Hour, time.Hour, 0
			var worst string
			for range 7 {
				cmd := exec.Command(exe, p[1:]...)
				cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
				var stderr bytes.Buffer
				cmd.Stderr = &stderr
				cmd.Run()
				var our, total, most time.Duration
				n := 0
				name := ""
				for _, l := range strings.Split(stderr.String(), "\n") {
					// init PKG @0.44 ms, 0.010 ms clock, 64 bytes, 2 allocs
					f := strings.Fields(l)
					if len(f) < 10 || f[0] != "init" {
						continue
					}
					ms, err := strconv.ParseFloat(f[4], 64)
					if err != nil {
						t.Fatalf("cannot read %q", l)
					}
					d := time.Duration(ms * float64(time.Millisecond))
					total += d
					if _, ok := ours(f[1]); ok || f[1] == "main" {
						our += d
						a, _ := strconv.Atoi(f[8])
						n += a
						if d > most {
							most, name = d, f[1]
						}
					}
				}
				if total == 0 {
					t.Fatalf("no trace: %s", stderr.String())
				}
				if our < best {
					best, allocs, worst = our, n, name
				}
				bestTotal = min(bestTotal, total)
			}
			t.Logf("our packages %v with %d allocations (most: %s), all packages %v", best, allocs, worst, bestTotal)
			if best > ourInitBudget || allocs > ourAllocBudget {
				t.Errorf("our packages take %v and %d allocations before main, budget %v and %d; most: %s", best, allocs, ourInitBudget, ourAllocBudget, worst)
			}
			if bestTotal > totalInitBudget {
				t.Errorf("all packages take %v before main, budget %v", bestTotal, totalInitBudget)
			}
		})
	}
}
