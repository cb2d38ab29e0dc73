// Command bench runs the programs of tests/bench/programs under several engines and prints how they compare.
//
//	go run ./tests/bench -engines gonode,node-jitless,node [-runs 5] [-ms 1000] [-cpu] [program ...]
//
// gonode is built from this tree; core is the engine alone in this process; node, node-jitless and node-baseline are the Node 26 that
// NODE26 names. The engines take turns within each run; the figures are medians of turns per second. Ratios are against the last
// engine of the list.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/gonode/gonode/core"
)

//go:embed harness.js
var harness string

type program struct{ name, tag, source string }

func main() {
	engines := flag.String("engines", "gonode,node-jitless,node", "comma separated: gonode, core, node, node-jitless, node-baseline, or paths of commands")
	runs := flag.Int("runs", 5, "runs of each program")
	ms := flag.Int("ms", 1000, "milliseconds a run takes at least")
	tag := flag.String("tag", "", "only programs with this tag (js or builtin)")
	dir := flag.String("dir", "tests/bench/programs", "where the programs are")
	cpu := flag.Bool("cpu", false, "measure processor time instead of the clock (not for core) and take the best run: for busy machines")
	shell := flag.String("shell", "", "internal: run this file in the engine of this process")
	profile := flag.String("profile", "", "with -shell: write a CPU profile of the run to this file")
	flag.Parse()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			fatal(err)
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			fatal(err)
		}
		code := runShell(*shell)
		pprof.StopCPUProfile()
		os.Exit(code)
	}
	if *shell != "" {
		os.Exit(runShell(*shell))
	}
	programs, err := readPrograms(*dir, *tag, flag.Args())
	if err != nil {
		fatal(err)
	}
	tmp, err := os.MkdirTemp("", "bench")
	if err != nil {
		fatal(err)
	}
	defer os.RemoveAll(tmp)
	names := strings.Split(*engines, ",")
	var commands [][]string
	for _, n := range names {
		c, err := command(n, tmp)
		if err != nil {
			fatal(err)
		}
		commands = append(commands, c)
	}
	last := len(names) - 1
	sums := map[string][]float64{} // per tag and engine: sum of logarithms, then count
	fmt.Printf("%-16s %-8s", "program", "tag")
	for i, n := range names {
		fmt.Printf(" %14s", n)
		if i < last {
			fmt.Printf(" %7s", "ratio")
		}
	}
	fmt.Println()
	failed := false
	for _, p := range programs {
		file := filepath.Join(tmp, p.name+".js")
		text := p.source + "\n" + strings.NewReplacer("__MILLISECONDS__", strconv.Itoa(*ms), "__CPU__", strconv.FormatBool(*cpu)).Replace(harness)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			fatal(err)
		}
		results := make([][]float64, len(names))
		problems := make([]string, len(names))
		for range *runs {
			for i, c := range commands {
				if problems[i] != "" {
					continue
				}
				v, err := measure(append(c[:len(c):len(c)], file), time.Duration(*ms)*time.Millisecond*20+30*time.Second)
				if err != nil {
					problems[i] = err.Error()
					continue
				}
				results[i] = append(results[i], v)
			}
		}
		fmt.Printf("%-16s %-8s", p.name, p.tag)
		typical := median
		if *cpu {
			typical = slices.Max[[]float64] // other processes only ever take away
		}
		for i := range names {
			if len(results[i]) == 0 {
				results[i] = []float64{0}
			}
		}
		base := typical(results[last])
		for i := range names {
			m := typical(results[i])
			if problems[i] != "" {
				m = 0
				failed = true
			}
			fmt.Printf(" %14.1f", m)
			if i < last {
				fmt.Printf(" %7.3f", m/base)
			}
			if m > 0 && base > 0 {
				for _, t := range []string{p.tag, "all"} {
					if sums[t] == nil {
						sums[t] = make([]float64, 2*len(names))
					}
					sums[t][2*i] += math.Log(m / base)
					sums[t][2*i+1]++
				}
			}
		}
		fmt.Println()
		for i, x := range problems {
			if x != "" {
				fmt.Printf("    %s: %s\n", names[i], x)
			}
		}
	}
	for _, t := range []string{"js", "builtin", "all"} {
		if s := sums[t]; s != nil {
			fmt.Printf("geometric mean   %-8s", t)
			for i := range names {
				if i < last {
					fmt.Printf(" %14s %7.3f", fmt.Sprintf("of %.0f", s[2*i+1]), math.Exp(s[2*i]/s[2*i+1]))
				}
			}
			fmt.Println()
		}
	}
	if failed {
		os.RemoveAll(tmp)
		os.Exit(1)
	}
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(2)
}

func readPrograms(dir, tag string, only []string) ([]program, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.js"))
	if err != nil {
		return nil, err
	}
	var out []program
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		p := program{name: strings.TrimSuffix(filepath.Base(f), ".js"), source: string(b)}
		head, ok := strings.CutPrefix(p.source, "// tag: ")
		if !ok {
			return nil, fmt.Errorf("%s does not begin with its tag", f)
		}
		p.tag, _, _ = strings.Cut(head, ".")
		if p.tag != "js" && p.tag != "builtin" {
			return nil, fmt.Errorf("%s: unknown tag %q", f, p.tag)
		}
		wanted := len(only) == 0
		for _, o := range only {
			wanted = wanted || strings.HasPrefix(p.name, o)
		}
		if wanted && (tag == "" || p.tag == tag) {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no programs in %s", dir)
	}
	return out, nil
}

// command returns how an engine is started.
func command(name, tmp string) ([]string, error) {
	switch name {
	case "gonode":
		if p := os.Getenv("GONODE"); p != "" {
			return []string{p}, nil
		}
		exe := filepath.Join(tmp, "gonode")
		if runtime.GOOS == "windows" {
			exe += ".exe"
		}
		cmd := exec.Command("go", "build", "-o", exe, "./cmd/gonode")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("go build: %v\n%s", err, out)
		}
		return []string{exe}, nil
	case "core":
		exe, err := os.Executable()
		return []string{exe, "-shell"}, err
	case "node", "node-jitless", "node-baseline":
		node := os.Getenv("NODE26")
		if node == "" {
			return nil, fmt.Errorf("%s: NODE26 is not set to the path of a Node 26", name)
		}
		switch name {
		case "node-jitless":
			return []string{node, "--jitless"}, nil
		case "node-baseline":
			return []string{node, "--no-turbofan", "--no-maglev", "--always-sparkplug"}, nil
		}
		return []string{node}, nil
	}
	return strings.Fields(name), nil
}

func measure(argv []string, limit time.Duration) (float64, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	timer := time.AfterFunc(limit, func() {
		if cmd.Process != nil {
			cmd.Process.Kill()
		}
	})
	defer timer.Stop()
	out, err := cmd.CombinedOutput()
	for _, l := range strings.Split(string(out), "\n") {
		if v, ok := strings.CutPrefix(l, "result "); ok {
			return strconv.ParseFloat(strings.TrimSpace(v), 64)
		}
	}
	text := strings.TrimSpace(string(out))
	if len(text) > 200 {
		text = text[:200]
	}
	return 0, fmt.Errorf("no result: %v %s", err, text)
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	s := append([]float64(nil), v...)
	sort.Float64s(s)
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}

// runShell runs a file in an isolate with print and performance.now.
func runShell(file string) int {
	src, err := os.ReadFile(file)
	if err != nil {
		fatal(err)
	}
	iso, err := core.NewIsolate(core.Options{})
	if err != nil {
		fatal(err)
	}
	defer iso.Close()
	iso.NewRealm()
	begin := time.Now()
	now := iso.NewBuiltin("now", 0, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(float64(time.Since(begin).Nanoseconds()) / 1e6), true
	})
	iso.SetGlobal("now", now)
	iso.SetGlobal("print", iso.NewBuiltin("print", 1, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := iso.ToGoString(a.Arg(0))
		if ok {
			fmt.Println(s)
		}
		return core.Undefined, ok
	}))
	for _, s := range []string{"globalThis.performance = { now }", string(src)} {
		if _, ok := iso.RunScript(s, filepath.Base(file)); !ok {
			e, _ := iso.Catch()
			fmt.Println("Uncaught", iso.Display(e))
			return 1
		}
	}
	iso.RunMicrotasks()
	return 0
}
