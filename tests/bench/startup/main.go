package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"
)

// sample is one finished run.
type sample struct {
	wall, cpu time.Duration
	rss       int64 // KiB
}

func main() {
	n := flag.Int("n", 20, "runs of each program")
	bin := flag.String("bin", "gonode", "the runtime to measure")
	code := flag.String("e", "0", "the program")
	cold := flag.Bool("nocache", false, "measure a third time without the compile cache")
	flag.Parse()
	type subject struct {
		name, path string
		env        []string
		runs       []sample
	}
	subjects := []*subject{{name: "gonode", path: *bin}}
	if *cold {
		subjects = append(subjects, &subject{name: "gonode, no cache", path: *bin, env: []string{"GONODE_DISABLE_COMPILE_CACHE=1"}})
	}
	if p := os.Getenv("NODE26"); p != "" {
		subjects = append(subjects, &subject{name: "node", path: p})
	}
	for i := -1; i < *n; i++ { // the first round warms up
		for _, s := range subjects {
			r, err := run(s.path, *code, s.env)
			if err != nil {
				fmt.Fprintln(os.Stderr, s.name+":", err)
				os.Exit(1)
			}
			if i >= 0 {
				s.runs = append(s.runs, r)
			}
		}
	}
	for _, s := range subjects {
		m := medians(s.runs)
		fmt.Printf("%-18s wall %6.1f ms  cpu %6.1f ms  rss %6.1f MB\n", s.name, ms(m.wall), ms(m.cpu), float64(m.rss)/1024)
	}
	if last := subjects[len(subjects)-1]; last.name == "node" {
		a, b := medians(subjects[0].runs), medians(last.runs)
		fmt.Printf("gonode/node: wall %.2f  cpu %.2f  rss %.2f\n", ms(a.wall)/ms(b.wall), ms(a.cpu)/ms(b.cpu), float64(a.rss)/float64(b.rss))
	}
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }

func run(path, code string, env []string) (sample, error) {
	c := exec.Command(path, "-e", code)
	c.Env = append(os.Environ(), env...)
	c.Stderr = os.Stderr
	start := time.Now()
	err := c.Run()
	s := sample{wall: time.Since(start)}
	if err != nil {
		return s, err
	}
	s.cpu = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	s.rss = maxRSS(c.ProcessState)
	return s, nil
}

func medians(runs []sample) sample {
	pick := func(f func(sample) int64) int64 {
		v := make([]int64, len(runs))
		for i, r := range runs {
			v[i] = f(r)
		}
		slices.Sort(v)
		return v[len(v)/2]
	}
	return sample{
		wall: time.Duration(pick(func(s sample) int64 { return int64(s.wall) })),
		cpu:  time.Duration(pick(func(s sample) int64 { return int64(s.cpu) })),
		rss:  pick(func(s sample) int64 { return s.rss }),
	}
}
