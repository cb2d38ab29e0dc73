//go:build linux && amd64 && !nojit

package code

import (
	"sync/atomic"
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/jit/asm"
	"github.com/gonode/gonode/jit/asm/amd64"
)

// Registers of machine code (DECISIONS 1.4).
const (
	RegBase  = amd64.RBX // cage base; the execution context lies below it
	RegFrame = amd64.RBP
	RegSP    = amd64.RSP
	RegAcc   = amd64.RAX // accumulator, result
	RegExit  = amd64.RCX // exit code on the way to the exit stub
)

// gStackguard0 is the offset of g.stackguard0, stackPreempt what it holds when Go asks the goroutine to yield.
const (
	gStackLo     = 0
	gStackHi     = 8
	gStackguard0 = 16
	stackPreempt = -1314
)

func enter(base unsafe.Pointer, stub uintptr)

func getg() unsafe.Pointer

func serialise()

// Gate is the way between Go and machine code in one space.
type Gate struct {
	enter, exit uintptr
	poll        PollMode
	objects     [2]*Object
}

// NewGate installs the entry and exit stubs.
func NewGate(s *Space, poll PollMode) (*Gate, error) {
	g := &Gate{poll: poll}
	in, err := install(s, "Enter", func(a *amd64.Assembler) {
		a.MR(amd64.Mov, amd64.Q, ctx(layout.CtxGoSP), amd64.RSP)
		a.MR(amd64.Mov, amd64.Q, ctx(layout.CtxGoBP), amd64.RBP)
		a.MR(amd64.Mov, amd64.Q, ctx(layout.CtxG), amd64.RCX)
		a.RM(amd64.Mov, amd64.Q, RegAcc, ctx(layout.CtxAcc))
		a.RM(amd64.Mov, amd64.Q, RegSP, ctx(layout.CtxJSSP))
		a.R(amd64.Pop, amd64.Q, RegFrame)
		a.R(amd64.Pop, amd64.Q, amd64.RCX) // not ret: see EmitExit
		a.R(amd64.Jmp, amd64.Q, amd64.RCX)
	})
	if err != nil {
		return nil, err
	}
	out, err := install(s, "Exit", func(a *amd64.Assembler) {
		a.R(amd64.Push, amd64.Q, RegFrame)
		a.MR(amd64.Mov, amd64.Q, ctx(layout.CtxJSSP), RegSP)
		a.MR(amd64.Mov, amd64.Q, ctx(layout.CtxAcc), RegAcc)
		a.MR(amd64.Mov, amd64.Q, ctx(layout.CtxExit), RegExit)
		a.RM(amd64.Mov, amd64.Q, amd64.RSP, ctx(layout.CtxGoSP))
		a.RM(amd64.Mov, amd64.Q, amd64.RBP, ctx(layout.CtxGoBP))
		a.N(amd64.Ret)
	})
	if err != nil {
		s.Free(in)
		return nil, err
	}
	g.enter, g.exit, g.objects = in.Start, out.Start, [2]*Object{in, out}
	return g, nil
}

func install(s *Space, name string, emit func(*amd64.Assembler)) (*Object, error) {
	a := amd64.New(0)
	emit(a)
	c, err := a.Finish()
	if err != nil {
		return nil, err
	}
	return s.Install(c, Info{Name: name, Kind: KindStub}, nil)
}

// ctx is a field of the execution context.
func ctx(disp int) amd64.Mem { return amd64.Base(RegBase, int32(disp)) }

// field returns a field of the execution context below a base.
func field(base unsafe.Pointer, disp int) *uint64 { return (*uint64)(unsafe.Add(base, disp)) }

// ExitStub returns the address of the exit stub; EmitExit is how to leave through it.
func (g *Gate) ExitStub() uintptr { return g.exit }

// EmitExit emits an exit: machine code leaves with an exit code and goes on behind the exit when it is entered again, every register
// but the cage base, the frame pointer, the stack pointer and the accumulator lost. The exit stub is the relocation target.
//
// It pushes the resume address and jumps, rather than calling: the processor predicts returns by a stack of its own, on which a call
// here would lie above Go's call of the entry stub. Together with the jump in the entry stub that makes a round trip 4.4 ns where
// call and ret take 17.6.
func (g *Gate) EmitExit(a *amd64.Assembler, target uint32, code int64) {
	resume := a.NewLabel()
	a.MovI(RegExit, code)
	a.RM(amd64.Lea, amd64.Q, amd64.RDX, amd64.At(resume))
	a.R(amd64.Push, amd64.Q, amd64.RDX)
	a.JmpOut(target)
	a.Bind(resume)
}

// PollMode returns how EmitPoll polls.
func (g *Gate) PollMode() PollMode { return g.poll }

// Enter runs machine code until it leaves, and returns its exit code. At the top of the JS stack, whose pointer is in the context,
// lie the frame pointer and the address to resume at; an exit leaves them there, so that entering again goes on.
//
// While machine code runs the goroutine cannot be preempted but by the poll. The function must not be inlined into one that keeps
// pointers to Go's stack in machine code's sight: none may be in the context or on the JS stack.
func (g *Gate) Enter(base unsafe.Pointer) uint64 {
	if g.poll == PollCounter {
		*field(base, layout.CtxPollBudget) = pollBudget
	}
	enter(base, g.enter)
	return *field(base, layout.CtxExit)
}

// Prepare pushes an address to start at, below a top of the JS stack, and makes it what Enter resumes.
func (g *Gate) Prepare(base unsafe.Pointer, top uintptr, frame, pc uintptr) {
	p := unsafe.Add(base, int(top)-int(uintptr(base)))
	*(*uint64)(unsafe.Add(p, -8)) = uint64(pc)
	*(*uint64)(unsafe.Add(p, -16)) = uint64(frame)
	*field(base, layout.CtxJSSP) = uint64(top - 16)
}

// EmitPoll emits the poll of a loop's back-edge or a function's entry: a jump to slow, which leaves for PollExit, if Go or
// another goroutine wants this one's attention. scratch and the flags are lost.
func (g *Gate) EmitPoll(a *amd64.Assembler, scratch amd64.Reg, slow asm.Label) {
	if g.poll == PollCounter {
		a.M(amd64.Dec, amd64.D, ctx(layout.CtxPollBudget))
		a.J(amd64.CondLE, slow)
		return
	}
	a.RM(amd64.Mov, amd64.Q, scratch, ctx(layout.CtxG))
	a.MI(amd64.Cmp, amd64.Q, amd64.Base(scratch, gStackguard0), stackPreempt)
	a.J(amd64.CondE, slow)
}

// Interrupt makes the machine code that runs below a base leave at its next poll. It may be called from any goroutine, also when
// none is inside; the caller sets its own flag first. The base must not be freed meanwhile.
func (g *Gate) Interrupt(base unsafe.Pointer) {
	if g.poll == PollCounter {
		atomic.StoreUint32((*uint32)(unsafe.Add(base, layout.CtxPollBudget)), 0)
		return
	}
	// A goroutine's g is never freed, only reused: at worst another goroutine yields once more than it had to. The word goes from
	// uint64 to a pointer through memory: it is not Go's to move.
	if p := *(*unsafe.Pointer)(unsafe.Pointer(field(base, layout.CtxG))); p != nil {
		preempt := stackPreempt
		atomic.StoreUintptr((*uintptr)(unsafe.Add(p, gStackguard0)), uintptr(preempt))
	}
}

// Yield is what the driver calls after an exit for a poll: a function with a real prologue, in which Go's scheduler gets its turn.
//
//go:noinline
func Yield() { yieldFrame(yieldDepth) }

const yieldDepth = 1

//go:noinline
func yieldFrame(n int) int {
	var frame [64]byte
	if n == 0 {
		return 0
	}
	frame[n&63] = byte(n)
	return yieldFrame(n-1) + int(frame[n&31])
}
