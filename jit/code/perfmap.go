package code

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// PerfMap writes the file in which Linux's perf looks up the names of generated code (--perf-basic-prof).
type PerfMap struct {
	mu sync.Mutex
	f  *os.File
}

// OpenPerfMap creates perf-PID.map in a directory, "" for the one where perf looks. A file left by an earlier process of the same
// number is replaced; it is never followed or appended to.
func OpenPerfMap(dir string) (*PerfMap, error) {
	if dir == "" {
		dir = "/tmp"
	}
	name := filepath.Join(dir, fmt.Sprintf("perf-%d.map", os.Getpid()))
	if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	return &PerfMap{f: f}, nil
}

// Add writes an object's line. Errors are ignored: a profile without names is no reason to stop.
func (p *PerfMap) Add(o *Object) {
	name := strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, o.Name)
	p.mu.Lock()
	defer p.mu.Unlock()
	fmt.Fprintf(p.f, "%x %x %s:%s\n", o.Start, o.Size, o.Kind, name)
}

// Close closes the file, which stays for perf.
func (p *PerfMap) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.f.Close()
}
