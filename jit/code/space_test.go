//go:build linux && amd64 && !nojit

package code

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gonode/gonode/jit/asm"
	"github.com/gonode/gonode/jit/asm/amd64"
)

func newSpace(t testing.TB, o Options) *Space {
	t.Helper()
	s, err := NewSpace(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// bytesOf is code of n nops and a ret.
func bytesOf(n int) *asm.Code {
	a := amd64.New(0)
	a.Pad(n - 1)
	a.N(amd64.Ret)
	c, err := a.Finish()
	if err != nil {
		panic(err)
	}
	return c
}

// mappings returns the lines of /proc/self/maps that touch a range.
func mappings(t *testing.T, lo, hi uintptr) []string {
	t.Helper()
	data, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Skip(err)
	}
	var list []string
	for l := range strings.Lines(string(data)) {
		var a, b uintptr
		if _, err := fmt.Sscanf(l, "%x-%x", &a, &b); err == nil && b > lo && a < hi {
			list = append(list, strings.TrimSpace(l))
		}
	}
	return list
}

func modes(t *testing.T, f func(t *testing.T, m Mode)) {
	t.Run("dual", func(t *testing.T) { f(t, Dual) })
	t.Run("protect", func(t *testing.T) { f(t, Protect) })
}

// TestNeverWritableAndExecutable looks at the process's mappings: no page may be both, and regions begin with a guard.
func TestNeverWritableAndExecutable(t *testing.T) {
	modes(t, func(t *testing.T, m Mode) {
		s := newSpace(t, Options{Mode: m, Size: 8 << 20})
		for i := range 100 {
			if _, err := s.Install(bytesOf(1+i*137), Info{}, nil); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Install(bytesOf(2<<20), Info{}, nil); err != nil {
			t.Fatal(err)
		}
		for _, l := range mappings(t, 0, ^uintptr(0)) {
			if p := strings.Fields(l)[1]; p[1] == 'w' && p[2] == 'x' {
				t.Errorf("writable and executable: %s", l)
			}
		}
		lo, hi := s.Range()
		executable := 0
		for _, l := range mappings(t, lo, hi) {
			p := strings.Fields(l)[1]
			if p[1] == 'w' {
				t.Errorf("writable in the executable view: %s", l)
			}
			if p[2] == 'x' {
				executable++
			}
		}
		if executable == 0 {
			t.Error("nothing is executable")
		}
		for _, guard := range []uintptr{lo, lo + regionSize, hi - pageSize} {
			for _, l := range mappings(t, guard, guard+pageSize) {
				if p := strings.Fields(l)[1]; p[0] != '-' || p[2] != '-' {
					t.Errorf("no guard at +%#x: %s", guard-lo, l)
				}
			}
		}
	})
}

// TestAllocator installs and frees at random and compares with a model: no two objects overlap, every address finds its object.
func TestAllocator(t *testing.T) {
	modes(t, func(t *testing.T, m Mode) {
		s := newSpace(t, Options{Mode: m, Size: 16 << 20})
		rnd := rand.New(rand.NewPCG(1, 2))
		var live []*Object
		rounds := 6000
		if m == Protect {
			rounds = 800 // three system calls each
		}
		full := 0
		for i := range rounds {
			if len(live) > 0 && rnd.IntN(100) < 45 {
				k := rnd.IntN(len(live))
				o := live[k]
				s.Free(o)
				live = slices.Delete(live, k, k+1)
				if s.Lookup(o.Start) != nil || s.ByIndex(o.Index) != nil || s.table[o.Index] != 0 {
					t.Fatal("a freed object is found")
				}
				continue
			}
			n := 1 + rnd.IntN(300)
			switch rnd.IntN(20) {
			case 0:
				n = rnd.IntN(100_000) + 1
			case 1, 2, 3:
				n = rnd.IntN(6000) + 1
			}
			if i%1000 == 999 {
				n = 1<<20 + rnd.IntN(1<<20)
			}
			o, err := s.Install(bytesOf(n), Info{Name: fmt.Sprint(i)}, nil)
			if err == ErrFull {
				full++
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if o.Start%classGrain != 0 || o.Size != n || o.Index == 0 || s.table[o.Index] != uint64(o.Start) {
				t.Fatalf("%+v", o)
			}
			live = append(live, o)
		}
		slices.SortFunc(live, func(a, b *Object) int { return int(a.Start) - int(b.Start) })
		used := 0
		lo, hi := s.Range()
		for i, o := range live {
			used += o.Size
			if o.Start < lo+pageSize || o.Start+uintptr(o.Size) > hi-pageSize {
				t.Fatal("outside of the range")
			}
			if i > 0 && live[i-1].Start+uintptr(live[i-1].Size) > o.Start {
				t.Fatalf("%s overlaps %s", live[i-1].Name, o.Name)
			}
			for _, pc := range []uintptr{o.Start, o.Start + uintptr(o.Size)/2, o.Start + uintptr(o.Size) - 1} {
				if s.Lookup(pc) != o {
					t.Fatalf("%#x finds %v, want %s", pc, s.Lookup(pc), o.Name)
				}
			}
			if s.Lookup(o.Start+uintptr(o.Size)) == o || s.ByIndex(o.Index) != o {
				t.Fatal("lookup past the end, or by index")
			}
		}
		if got, _ := s.Bytes(); got != used {
			t.Errorf("%d bytes, want %d", got, used)
		}
		for _, o := range live {
			s.Free(o)
		}
		if got, _ := s.Bytes(); got != 0 {
			t.Errorf("%d bytes left", got)
		}
		if full > rounds/4 {
			t.Errorf("full %d times of %d", full, rounds)
		}
	})
}

func TestFull(t *testing.T) {
	s := newSpace(t, Options{Size: 2 << 20})
	if _, err := s.Install(bytesOf(2<<20), Info{}, nil); err != ErrFull {
		t.Fatal(err)
	}
	o, err := s.Install(bytesOf(2<<20-2*pageSize), Info{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Install(bytesOf(1), Info{}, nil); err != ErrFull {
		t.Fatal(err)
	}
	s.Free(o)
	if _, err := s.Install(bytesOf(1), Info{}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Install(&asm.Code{}, Info{}, nil); err == nil {
		t.Error("code without bytes")
	}
	if s.Lookup(0) != nil || s.Lookup(^uintptr(0)) != nil {
		t.Error("addresses elsewhere")
	}
}

func TestUnresolved(t *testing.T) {
	s := newSpace(t, Options{Size: 2 << 20})
	a := amd64.New(0)
	a.CallOut(3)
	c, _ := a.Finish()
	if _, err := s.Install(c, Info{}, nil); err == nil {
		t.Error("an unknown target")
	}
	if _, err := s.Install(c, Info{}, func(uint32) uintptr { return 1 << 45 }); err == nil {
		t.Error("a target that does not reach")
	}
	if n, _ := s.Bytes(); n != 0 {
		t.Error("memory is lost")
	}
}

func TestReclaimer(t *testing.T) {
	s := newSpace(t, Options{Size: 2 << 20})
	r := NewReclaimer(s)
	add := func() *Object {
		o, err := s.Install(bytesOf(10), Info{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	r.Retire(add())
	if r.Pending() != 0 {
		t.Fatal("nobody runs it")
	}
	p, q := r.Join(), r.Join()
	x, y := add(), add()
	r.Retire(x)
	p.Acknowledge(nil)
	if s.Lookup(x.Start) != x {
		t.Fatal("freed before the second one acknowledged")
	}
	q.Acknowledge(func(o *Object) bool { return o == x })
	r.Retire(y)
	p.Acknowledge(nil)
	q.Acknowledge(func(o *Object) bool { return o == x })
	if s.Lookup(x.Start) != x {
		t.Fatal("freed under a frame")
	}
	q.Acknowledge(func(*Object) bool { return false })
	if s.Lookup(x.Start) != nil || s.Lookup(y.Start) != nil || r.Pending() != 0 {
		t.Fatal("not freed")
	}
	z := add()
	r.Retire(z)
	p.Acknowledge(nil)
	q.Leave()
	if s.Lookup(z.Start) != nil {
		t.Fatal("who left still counts")
	}
}

func TestPerfMap(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, fmt.Sprintf("perf-%d.map", os.Getpid()))
	victim := filepath.Join(dir, "victim")
	if err := os.Symlink(victim, name); err != nil {
		t.Fatal(err)
	}
	p, err := OpenPerfMap(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := newSpace(t, Options{Size: 2 << 20, Perf: p})
	o, err := s.Install(bytesOf(33), Info{Name: "f a.js:1:2\n", Kind: KindBaseline}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	data, _ := os.ReadFile(name)
	if want := fmt.Sprintf("%x 21 Baseline:f a.js:1:2 \n", o.Start); string(data) != want {
		t.Errorf("%q, want %q", data, want)
	}
	if _, err := os.Stat(victim); err == nil {
		t.Error("a link was followed")
	}
}

// TestDefault opens the space that the engine will use and checks that nothing of it is in memory before it is needed.
func TestDefault(t *testing.T) {
	s := newSpace(t, Options{})
	lo, hi := s.Range()
	if hi-lo < minSize || s.Mode() != Dual && s.Mode() != Protect {
		t.Errorf("%d bytes, mode %d", hi-lo, s.Mode())
	}
	if used, opened := s.Bytes(); used != 0 || opened != 0 {
		t.Errorf("%d bytes used, %d opened", used, opened)
	}
	if n := len(mappings(t, lo, hi)); n != 1 {
		t.Errorf("%d mappings for an empty space", n)
	}
	if s.Table() == 0 || s.ByIndex(0) != nil || s.ByIndex(1) != nil {
		t.Error("the table of an empty space")
	}
	s.Close()
	if _, err := s.Install(bytesOf(1), Info{}, nil); err != ErrFull {
		t.Errorf("a closed space: %v", err)
	}
}
