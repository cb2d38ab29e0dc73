// Command cmd runs tests of the suite by hand: go run ./tests/test262/cmd [-v] [-every N] [-stress] [prefix or file ...]
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/gonode/gonode/gc"
	"github.com/gonode/gonode/tests/test262"
)

func main() {
	verbose := flag.Bool("v", false, "print each failure with its message")
	every := flag.Int("every", 1, "run every Nth test")
	stress := flag.Bool("stress", false, "scavenge at every safepoint")
	timeout := flag.Duration("timeout", 10*time.Second, "for each variant")
	workers := flag.Int("j", runtime.NumCPU(), "parallel runs")
	depth := flag.Int("depth", 2, "path elements in the table")
	out := flag.String("o", "", "write the sorted names of failing tests here")
	all := flag.Bool("all", false, "run tests of proposals and later editions too")
	flag.Parse()
	dir := os.Getenv("TEST262_DIR")
	if dir == "" {
		fmt.Fprintln(os.Stderr, "TEST262_DIR is not set")
		os.Exit(2)
	}
	names, err := test262.List(dir, "language", "built-ins", "annexB")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	uncounted, err := test262.Uncounted(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	r := &test262.Runner{Dir: dir, Timeout: *timeout}
	if *stress {
		r.Stress = gc.StressOptions{Scavenge: 1, Verify: true}
		r.Timeout *= 12
	}
	type count struct{ pass, fail int }
	table := map[string]*count{}
	messages := map[string]int{}
	var failing []string
	var total count
	var mu sync.Mutex
	work := make(chan string)
	var wg sync.WaitGroup
	for i := 0; i < *workers; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for name := range work {
				t, err := test262.Load(dir, name)
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					continue
				}
				if !*all && !t.Counted(uncounted) {
					continue
				}
				msg := r.Run(t)
				mu.Lock()
				parts := strings.Split(name, "/")
				key := strings.Join(parts[:min(*depth, len(parts)-1)], "/")
				if table[key] == nil {
					table[key] = &count{}
				}
				if msg == "" {
					table[key].pass++
					total.pass++
				} else {
					table[key].fail++
					total.fail++
					failing = append(failing, name)
					messages[firstLine(msg)]++
					if *verbose || strings.HasPrefix(msg, "CRASH") {
						fmt.Printf("FAIL %s: %s\n", name, firstLine(msg))
					}
				}
				mu.Unlock()
			}
		}()
	}
	for i, name := range names {
		if i%*every != 0 {
			continue
		}
		if flag.NArg() > 0 {
			hit := false
			for _, p := range flag.Args() {
				hit = hit || strings.HasPrefix(name, strings.TrimPrefix(p, "test/"))
			}
			if !hit {
				continue
			}
		}
		work <- name
	}
	close(work)
	wg.Wait()
	var keys []string
	for k := range table {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		c := table[k]
		fmt.Printf("%-50s %6d / %6d  %5.1f%%\n", k, c.pass, c.pass+c.fail, 100*float64(c.pass)/float64(c.pass+c.fail))
	}
	type mc struct {
		m string
		n int
	}
	var list []mc
	for m, n := range messages {
		list = append(list, mc{m, n})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].n > list[j].n })
	for i, m := range list {
		if i == 25 {
			break
		}
		fmt.Printf("%6d  %s\n", m.n, m.m)
	}
	sort.Strings(failing)
	if *out != "" {
		if err := os.WriteFile(*out, []byte(strings.Join(failing, "\n")+"\n"), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	fmt.Printf("%d passed, %d failed\n", total.pass, total.fail)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if len(s) > 180 {
		s = s[:180]
	}
	return s
}
