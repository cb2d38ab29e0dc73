//go:build linux && amd64 && !nojit

package code

import (
	"bytes"
	"runtime"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
	"github.com/gonode/gonode/jit/asm/amd64"
	"golang.org/x/sys/unix"
)

// world is a JS stack and an execution context without a heap.
type world struct {
	base unsafe.Pointer
	top  uintptr // of the JS stack
	mem  unsafe.Pointer
}

const worldStack = 256 << 10

func newWorld(t testing.TB) *world {
	t.Helper()
	p, err := unix.MmapPtr(-1, 0, nil, worldStack+gc.ContextSize, rwProt, none)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.MunmapPtr(p, worldStack+gc.ContextSize) })
	return &world{base: unsafe.Add(p, worldStack+gc.ContextSize), top: uintptr(p) + worldStack, mem: p}
}

func (w *world) acc() *uint64 { return field(w.base, layout.CtxAcc) }
func (w *world) sp() uintptr  { return uintptr(*field(w.base, layout.CtxJSSP)) }

// Targets of relocations in the tests.
const (
	targetExit = iota + 1
	targetFirst
)

func compile(t testing.TB, s *Space, g *Gate, name string, objects []*Object, emit func(a *amd64.Assembler)) *Object {
	t.Helper()
	a := amd64.New(amd64.Detect())
	emit(a)
	c, err := a.Finish()
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Install(c, Info{Name: name, Kind: KindBaseline}, func(target uint32) uintptr {
		if target == targetExit {
			return g.ExitStub()
		}
		return objects[target-targetFirst].Start
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func newGate(t testing.TB, s *Space, p PollMode) *Gate {
	t.Helper()
	g, err := NewGate(s, p)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// Exit codes of the tests.
const (
	exitDone = iota + 1
	exitAsk
	exitPoll
)

func emitExit(a *amd64.Assembler, code int64) { (*Gate)(nil).EmitExit(a, targetExit, code) }

// TestEnter runs a function that calls another object, leaves in the middle and goes on, in both kinds of memory.
func TestEnter(t *testing.T) {
	modes(t, func(t *testing.T, m Mode) {
		s := newSpace(t, Options{Mode: m, Size: 4 << 20})
		g := newGate(t, s, PollGuard)
		double := compile(t, s, g, "double", nil, func(a *amd64.Assembler) {
			a.RR(amd64.Add, amd64.Q, amd64.RAX, amd64.RAX)
			a.N(amd64.Ret)
		})
		main := compile(t, s, g, "main", []*Object{double}, func(a *amd64.Assembler) {
			a.R(amd64.Push, amd64.Q, RegFrame)
			a.RR(amd64.Mov, amd64.Q, RegFrame, RegSP)
			a.CallOut(targetFirst)
			a.Position(7)
			emitExit(a, exitAsk)
			a.Position(8)
			a.RI(amd64.Add, amd64.Q, amd64.RAX, 1) // the accumulator came back through the context
			a.R(amd64.Pop, amd64.Q, RegFrame)
			emitExit(a, exitDone)
			a.N(amd64.Ud2)
		})
		w := newWorld(t)
		*w.acc() = 21
		g.Prepare(w.base, w.top, 0x1234, main.Start)
		if e := g.Enter(w.base); e != exitAsk || *w.acc() != 42 {
			t.Fatalf("exit %d, accumulator %d", e, *w.acc())
		}
		// The stack at an exit: frame pointer, resume address.
		words := (*[2]uint64)(unsafe.Add(w.base, int(w.sp())-int(uintptr(w.base))))
		resume := uintptr(words[1])
		o := s.Lookup(resume)
		if o != main {
			t.Fatalf("resume address in %v", o)
		}
		if v, ok := o.PositionAt(resume, true); !ok || v != 7 {
			t.Errorf("position %d, %v", v, ok)
		}
		if v, _ := o.PositionAt(resume, false); v != 8 {
			t.Errorf("position after the call %d", v)
		}
		*w.acc() = 99
		if e := g.Enter(w.base); e != exitDone || *w.acc() != 100 {
			t.Fatalf("exit %d, accumulator %d", e, *w.acc())
		}
		words = (*[2]uint64)(unsafe.Add(w.base, int(w.sp())-int(uintptr(w.base))))
		if words[0] != 0x1234 || w.sp() != w.top-16 {
			t.Errorf("frame pointer %#x, stack pointer %d below the top", words[0], w.top-w.sp())
		}
	})
}

// loop is "for acc = N; acc > 0; acc-- { poll }; done".
func loop(t testing.TB, s *Space, g *Gate) *Object {
	return compile(t, s, g, "loop", nil, func(a *amd64.Assembler) {
		slow := a.NewLabel()
		top := a.Here()
		g.EmitPoll(a, amd64.RDX, slow)
		a.RI(amd64.Sub, amd64.Q, RegAcc, 1)
		a.J(amd64.CondNE, top)
		emitExit(a, exitDone)
		a.N(amd64.Ud2)
		a.Bind(slow)
		emitExit(a, exitPoll)
		a.Jmp(top)
	})
}

// turn drives a loop of n turns and returns how often it left for a poll.
func turn(t testing.TB, g *Gate, w *world, o *Object, n uint64, stop *atomic.Bool) (polls int) {
	*w.acc() = n
	g.Prepare(w.base, w.top, 0, o.Start)
	for {
		switch e := g.Enter(w.base); e {
		case exitDone:
			return polls
		case exitPoll:
			polls++
			Yield()
			if stop != nil && stop.Load() {
				return polls
			}
		default:
			t.Errorf("exit code %d", e)
			return polls
		}
	}
}

func pollModes(t *testing.T, f func(t *testing.T, p PollMode)) {
	t.Run("guard", func(t *testing.T) {
		if SelfTest() != PollGuard {
			t.Skip("this Go does not ask where we look")
		}
		f(t, PollGuard)
	})
	t.Run("counter", func(t *testing.T) { f(t, PollCounter) })
}

// TestSelfTest: with the Go version that this module asks for, the fast way of polling has to work.
func TestSelfTest(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				if SelfTest() != PollGuard {
					t.Errorf("no poll of the guard with %s", runtime.Version())
					return
				}
			}
		})
	}
	wg.Wait()
}

// TestInterrupt: an endless loop stops when another goroutine asks.
func TestInterrupt(t *testing.T) {
	pollModes(t, func(t *testing.T, p PollMode) {
		s := newSpace(t, Options{Size: 4 << 20})
		g := newGate(t, s, p)
		o := loop(t, s, g)
		w := newWorld(t)
		for range 5 {
			var stop atomic.Bool
			started, done := make(chan bool), make(chan bool)
			go func() {
				close(started)
				turn(t, g, w, o, 1<<62, &stop)
				close(done)
			}()
			<-started
			time.Sleep(time.Millisecond)
			stop.Store(true)
			for waiting := true; waiting; { // Go may take the request back when it changes goroutines: ask until it is seen
				g.Interrupt(w.base)
				select {
				case <-done:
					waiting = false
				case <-time.After(10 * time.Millisecond):
				}
			}
		}
	})
}

// TestPreemption is the stress of what Go does to a goroutine inside machine code: collections that must stop it, goroutines that
// allocate, asynchronous preemption signals, the CPU profiler, on one and on two processors.
func TestPreemption(t *testing.T) {
	pollModes(t, func(t *testing.T, p PollMode) {
		for _, procs := range []int{1, 2} {
			func() {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
				s := newSpace(t, Options{Size: 4 << 20})
				g := newGate(t, s, p)
				o := loop(t, s, g)
				var stop atomic.Bool
				var wg sync.WaitGroup
				var profile bytes.Buffer
				profiling := pprof.StartCPUProfile(&profile) == nil
				polls := make([]int, 2)
				for i := range polls {
					w := newWorld(t)
					wg.Go(func() { polls[i] = turn(t, g, w, o, 1<<62, &stop) })
				}
				wg.Go(func() { // allocates and grows its stack
					for !stop.Load() {
						sink.Store(new(grow(20)))
						runtime.Gosched()
					}
				})
				var worst time.Duration
				for range 4 {
					at := time.Now()
					runtime.GC()
					worst = max(worst, time.Since(at))
				}
				stop.Store(true)
				wg.Wait()
				if profiling {
					pprof.StopCPUProfile()
				}
				for i, n := range polls {
					if n == 0 {
						t.Errorf("loop %d with GOMAXPROCS=%d never left", i, procs)
					}
				}
				t.Logf("GOMAXPROCS=%d: worst collection %v, exits %v", procs, worst, polls)
			}()
		}
	})
}

var sink atomic.Pointer[int]

//go:noinline
func grow(n int) int {
	var a [512]byte
	if n == 0 {
		return len(make([]byte, 4096))
	}
	a[n] = byte(n)
	return grow(n-1) + int(a[n/2])
}

// TestNested enters machine code from a Go function that machine code called, over and over, with stack growth and collections in
// between, and comes back through all levels.
func TestNested(t *testing.T) {
	s := newSpace(t, Options{Size: 4 << 20})
	g := newGate(t, s, PollGuard)
	o := compile(t, s, g, "ask", nil, func(a *amd64.Assembler) {
		emitExit(a, exitAsk)
		a.RI(amd64.Add, amd64.Q, RegAcc, 1)
		emitExit(a, exitDone)
		a.N(amd64.Ud2)
	})
	w := newWorld(t)
	const depth = 1500
	var descend func(n int, top uintptr) uint64
	descend = func(n int, top uintptr) uint64 {
		if n == 0 {
			return 0
		}
		if n%300 == 0 {
			runtime.GC()
		}
		*w.acc() = 0
		g.Prepare(w.base, top, 0, o.Start)
		if e := g.Enter(w.base); e != exitAsk {
			t.Errorf("exit %d", e)
			return 0
		}
		sp := w.sp()
		v := descend(n-1, sp) + uint64(grow(1)-4096)
		*field(w.base, layout.CtxJSSP) = uint64(sp)
		*w.acc() = v
		if e := g.Enter(w.base); e != exitDone {
			t.Errorf("exit %d", e)
		}
		return *w.acc()
	}
	done := make(chan uint64)
	go func() { done <- descend(depth, w.top) }()
	if v := <-done; v != depth {
		t.Errorf("%d, want %d", v, depth)
	}
}

// TestConcurrentInstall runs code on one goroutine while others install, look up and free.
func TestConcurrentInstall(t *testing.T) {
	s := newSpace(t, Options{Size: 16 << 20})
	g := newGate(t, s, PollGuard)
	var wg sync.WaitGroup
	for k := range 3 {
		w := newWorld(t)
		wg.Go(func() {
			for i := range 300 {
				want := int64(k*1000 + i)
				o := compile(t, s, g, "constant", nil, func(a *amd64.Assembler) {
					a.MovI(RegAcc, want)
					emitExit(a, exitDone)
				})
				g.Prepare(w.base, w.top, 0, o.Start)
				g.Enter(w.base)
				if got := int64(*w.acc()); got != want {
					t.Errorf("%d, want %d: stale code", got, want)
				}
				if s.Lookup(o.Start) != o {
					t.Error("lookup")
				}
				s.Free(o)
			}
		})
	}
	wg.Wait()
}

// TestDoubles runs SSE instructions, the constant pool and a jump table on the processor.
func TestDoubles(t *testing.T) {
	s := newSpace(t, Options{Size: 4 << 20})
	g := newGate(t, s, PollGuard)
	o := compile(t, s, g, "doubles", nil, func(a *amd64.Assembler) {
		a.RM(amd64.Cvtsi2sd, amd64.Q, amd64.XMM0, ctx(layout.CtxAcc))
		a.MovDouble(amd64.XMM1, 0x4000000000000000) // 2
		a.RR(amd64.Mulsd, amd64.Fixed, amd64.XMM0, amd64.XMM1)
		a.RM(amd64.Xorpd, amd64.Fixed, amd64.XMM0, amd64.At(a.Const128(1<<63, 0)))
		a.RR(amd64.Sqrtsd, amd64.Fixed, amd64.XMM2, amd64.XMM1)
		a.RR(amd64.Ucomisd, amd64.Fixed, amd64.XMM2, amd64.XMM1)
		a.Setcc(amd64.CondB, amd64.RDX)
		a.RR(amd64.Movzx8, amd64.D, amd64.RDX, amd64.RDX)
		// jump table: entry rdx
		tab, base, zero, one, end := a.NewLabel(), a.NewLabel(), a.NewLabel(), a.NewLabel(), a.NewLabel()
		a.RM(amd64.Lea, amd64.Q, amd64.RSI, amd64.At(tab))
		a.RM(amd64.Mov, amd64.Q, amd64.RDI, amd64.Indexed(amd64.RSI, amd64.RDX, 8, 0))
		a.RM(amd64.Lea, amd64.Q, amd64.RSI, amd64.At(base))
		a.RI(amd64.Sub, amd64.Q, amd64.RSI, int64(a.Offset()+4)) // start of the code: base lies just after this instruction
		a.Bind(base)
		a.RR(amd64.Add, amd64.Q, amd64.RDI, amd64.RSI)
		a.R(amd64.Jmp, amd64.Q, amd64.RDI)
		a.Bind(tab)
		a.JumpTable(zero, one)
		a.Bind(zero)
		a.MovI(RegAcc, 0)
		a.JmpShort(end)
		a.Bind(one)
		a.RR(amd64.Cvttsd2si, amd64.Q, RegAcc, amd64.XMM0)
		a.Bind(end)
		emitExit(a, exitDone)
	})
	w := newWorld(t)
	*w.acc() = 1000
	g.Prepare(w.base, w.top, 0, o.Start)
	g.Enter(w.base)
	if got := int64(*w.acc()); got != -2000 {
		t.Errorf("%d, want -2000", got)
	}
}

func BenchmarkRoundTrip(b *testing.B) {
	s := newSpace(b, Options{Size: 4 << 20})
	g := newGate(b, s, PollGuard)
	o := compile(b, s, g, "exits", nil, func(a *amd64.Assembler) {
		top := a.Here()
		emitExit(a, exitAsk)
		a.Jmp(top)
	})
	w := newWorld(b)
	g.Prepare(w.base, w.top, 0, o.Start)
	for b.Loop() {
		g.Enter(w.base)
	}
}

func BenchmarkInstallFree(b *testing.B) {
	s := newSpace(b, Options{Size: 4 << 20})
	c := bytesOf(1000)
	for b.Loop() {
		o, err := s.Install(c, Info{}, nil)
		if err != nil {
			b.Fatal(err)
		}
		s.Free(o)
	}
}
