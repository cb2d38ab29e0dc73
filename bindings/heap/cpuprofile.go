package heap

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core/vm"
)

// A CPU profile is made by sampling: a goroutine asks for an interrupt at each interval, and the isolate notes its stack at its next
// safepoint. Time that the event loop waited counts for the node "(idle)".
type cpuProfile struct {
	e        *bindings.Env
	sampler  *vm.Sampler
	interval time.Duration
	stop     chan struct{}
	pending  atomic.Bool

	start, last time.Time
	idle        time.Duration // of the loop, at the last sample
	nodes       []*profileNode
	samples     []int
	deltas      []int64
	done        bool
}

// The JSON names are those of the DevTools protocol's Profiler domain.
type profileNode struct {
	ID        int          `json:"id"`
	Frame     callFrame    `json:"callFrame"`
	Hits      int          `json:"hitCount"`
	Children  []int        `json:"children,omitempty"`
	Ticks     []positTicks `json:"positionTicks,omitempty"`
	byFrame   map[callFrame]*profileNode
	tickIndex map[int]int
}

type callFrame struct {
	Function string `json:"functionName"`
	ScriptID string `json:"scriptId"`
	URL      string `json:"url"`
	Line     int    `json:"lineNumber"`
	Column   int    `json:"columnNumber"`
}

type positTicks struct {
	Line  int `json:"line"`
	Ticks int `json:"ticks"`
}

const (
	profileDepth = 256
	rootNode     = 0
	programNode  = 1
	idleNode     = 2
)

// StartCPUProfile begins to sample; interval 0 means Node's default of a millisecond.
func StartCPUProfile(e *bindings.Env, interval time.Duration) *cpuProfile {
	if interval <= 0 {
		interval = time.Millisecond
	}
	p := &cpuProfile{e: e, sampler: e.Iso.NewSampler(), interval: interval, stop: make(chan struct{})}
	p.start = time.Now()
	p.last = p.start
	p.idle = e.Loop.IdleTime()
	for _, name := range [...]string{"(root)", "(program)", "(idle)"} {
		n := &profileNode{ID: len(p.nodes) + 1, Frame: callFrame{Function: name, ScriptID: "0", Line: -1, Column: -1}}
		if len(p.nodes) > 0 {
			p.nodes[rootNode].Children = append(p.nodes[rootNode].Children, n.ID)
		}
		p.nodes = append(p.nodes, n)
	}
	go func() {
		t := time.NewTicker(p.interval)
		defer t.Stop()
		for {
			select {
			case <-p.stop:
				return
			case <-t.C:
				if !p.pending.Swap(true) {
					e.Iso.RequestInterrupt(func(*vm.Isolate) {
						p.pending.Store(false)
						p.sample()
					})
				}
			}
		}
	}()
	return p
}

func (p *cpuProfile) sample() {
	if p.done {
		return
	}
	now, idle := time.Now(), p.e.Loop.IdleTime()
	waited := min(idle-p.idle, now.Sub(p.last))
	if waited > 0 {
		p.add(p.nodes[idleNode], now.Sub(p.last)-waited)
		p.last = now.Add(-waited)
	}
	frames := p.sampler.Sample(profileDepth)
	n := p.nodes[rootNode]
	for i := len(frames) - 1; i >= 0; i-- {
		n = p.child(n, &frames[i])
	}
	if len(frames) == 0 {
		n = p.nodes[programNode]
	} else if line := frames[0].Running; line > 0 {
		n.tick(line)
	}
	p.add(n, now.Sub(p.last))
	p.last, p.idle = now, idle
}

func (p *cpuProfile) add(n *profileNode, delta time.Duration) {
	n.Hits++
	p.samples = append(p.samples, n.ID)
	p.deltas = append(p.deltas, max(delta, 0).Microseconds())
}

func (p *cpuProfile) child(n *profileNode, f *vm.ProfileFrame) *profileNode {
	key := callFrame{Function: f.Function, ScriptID: "0", URL: f.Script, Line: f.Line, Column: f.Column}
	if c := n.byFrame[key]; c != nil {
		return c
	}
	c := &profileNode{ID: len(p.nodes) + 1, Frame: key}
	p.nodes = append(p.nodes, c)
	n.Children = append(n.Children, c.ID)
	if n.byFrame == nil {
		n.byFrame = map[callFrame]*profileNode{}
	}
	n.byFrame[key] = c
	return c
}

func (n *profileNode) tick(line int) {
	if i, ok := n.tickIndex[line]; ok {
		n.Ticks[i].Ticks++
		return
	}
	if n.tickIndex == nil {
		n.tickIndex = map[int]int{}
	}
	n.tickIndex[line] = len(n.Ticks)
	n.Ticks = append(n.Ticks, positTicks{line, 1})
}

// finish ends the sampling and returns the profile as JSON.
func (p *cpuProfile) finish() []byte {
	if !p.done {
		close(p.stop)
		p.sample()
		p.done = true
	}
	scripts := map[string]int{}
	for _, n := range p.nodes {
		if n.Frame.URL != "" {
			if scripts[n.Frame.URL] == 0 {
				scripts[n.Frame.URL] = len(scripts) + 1
			}
			n.Frame.ScriptID = fmt.Sprint(scripts[n.Frame.URL])
		}
	}
	epoch := p.start.UnixMicro()
	b, _ := json.Marshal(struct {
		Nodes   []*profileNode `json:"nodes"`
		Start   int64          `json:"startTime"`
		End     int64          `json:"endTime"`
		Samples []int          `json:"samples"`
		Deltas  []int64        `json:"timeDeltas"`
	}{p.nodes, epoch, epoch + p.last.Sub(p.start).Microseconds(), p.samples, p.deltas})
	return b
}

var fileSequence atomic.Int32

// fileName is the name that Node gives profiles and snapshots: kind, date, time, process, thread, number.
func fileName(kind, ext string, thread int) string {
	now := time.Now()
	return fmt.Sprintf("%s.%s.%s.%d.%d.%03d.%s", kind, now.Format("20060102"), now.Format("150405"), os.Getpid(), thread, fileSequence.Add(1), ext)
}

// ProfileRun profiles the environment from now to its end (--cpu-prof) and writes the profile to dir/name.
func ProfileRun(e *bindings.Env, dir, name string, interval time.Duration, thread int) {
	p := StartCPUProfile(e, interval)
	if name == "" {
		name = fileName("CPU", "cpuprofile", thread)
	}
	e.AtCleanup(func() {
		b := p.finish()
		if dir != "" {
			if err := os.MkdirAll(dir, 0o777); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o666); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	})
}
