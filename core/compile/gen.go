package compile

import (
	"encoding/binary"
	"math"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// gen holds the state of the function being compiled. Its buffers are reused from function to function.
type gen struct {
	bytecode.Asm
	c    *compiler
	fn   *syntax.Function // nil for default constructors
	out  bytecode.Func
	self int32 // index of out in the unit

	scope *syntax.Scope // innermost scope of the code being compiled
	nreg  int
	maxr  int

	consts    []bytecode.Const
	wide      []bytecode.Const // values beyond what u16 operands can name: they follow consts
	wideSites []int            // offsets of the u32 operands that index wide
	strs      map[string]int
	nums      map[uint64]int
	slots     []bytecode.Feedback
	words     int

	ctl        []control
	dispose    []int           // registers of the dispose stacks of open using scopes
	completion int             // register of the completion value, or -1
	chain      *bytecode.Label // where optional links with a nullish base go
	baseReg    int             // see optionalBase
	loops      int             // loop depth
	// What the next pattern destructures, for error messages; consumed by bind: the position of the expression (-1: none), and its text
	// (\"%\": to be rendered from the value; \"\": the pattern is nested or an assignment).
	iterPos   int32
	source    string
	fields    uint8
	strict    bool
	resumable bool
}

// narrowLimit leaves room in the pool for entries that have no wide form.
const narrowLimit = 56000

func (g *gen) reset(c *compiler, fn *syntax.Function, index int, strict bool) {
	g.Asm.Reset()
	g.c, g.fn, g.self = c, fn, int32(index)
	g.out = bytecode.Func{}
	g.scope = nil
	g.nreg, g.maxr = 0, 0
	g.consts, g.wide, g.wideSites = g.consts[:0], g.wide[:0], g.wideSites[:0]
	if g.strs == nil {
		g.strs = map[string]int{}
		g.nums = map[uint64]int{}
	} else {
		clear(g.strs)
		clear(g.nums)
	}
	g.slots, g.words = g.slots[:0], 0
	g.ctl = g.ctl[:0]
	g.dispose = g.dispose[:0]
	g.completion, g.baseReg = -1, -1
	g.chain = nil
	g.loops = 0
	g.iterPos, g.source = -1, ""
	g.fields = 0
	g.strict = strict
	g.resumable = false
}

// finish copies what was generated into the unit.
func (g *gen) finish() {
	g.Asm.Finish()
	for _, at := range g.wideSites {
		binary.LittleEndian.PutUint32(g.Code[at:], binary.LittleEndian.Uint32(g.Code[at:])+uint32(len(g.consts)))
	}
	o := &g.out
	o.Code = append([]byte(nil), g.Code...)
	o.Positions = append([]byte(nil), g.Positions...)
	o.Consts = make([]bytecode.Const, 0, len(g.consts)+len(g.wide))
	o.Consts = append(append(o.Consts, g.consts...), g.wide...)
	if len(g.Handlers) > 0 {
		o.Handlers = append([]bytecode.Handler(nil), g.Handlers...)
	}
	if len(g.Suspends) > 0 {
		o.Suspends = append([]uint32(nil), g.Suspends...)
	}
	o.Slots = append([]bytecode.Feedback(nil), g.slots...)
	o.VectorLen = uint16(g.words)
	o.Registers = uint16(g.maxr)
	o.ExpectedProps = g.fields
	g.c.unit.Funcs[g.self] = *o
}

// Registers.

func (g *gen) reg() int { return g.regs(1) }

// regs allocates n consecutive registers.
func (g *gen) regs(n int) int {
	r := g.nreg
	g.nreg += n
	if g.nreg > g.maxr {
		g.maxr = g.nreg
		if g.maxr > bytecode.MaxRegisters {
			pos := g.Pos()
			g.c.fail("Function is too large", pos, pos)
			g.nreg, g.maxr = 0, 16 // the result is thrown away
			r = 0
			if n > 16 {
				g.maxr = n
			}
		}
	}
	return r
}

func (g *gen) mark() int      { return g.nreg }
func (g *gen) release(m int)  { g.nreg = m }
func (g *gen) star() int      { r := g.reg(); g.Emit(bytecode.Star, r); return r }
func (g *gen) load(r int)     { g.Emit(bytecode.Ldar, r) }
func (g *gen) store(r int)    { g.Emit(bytecode.Star, r) }
func (g *gen) undefined()     { g.Emit(bytecode.LdaUndefined) }
func (g *gen) at(pos int32)   { g.SetPos(pos) }
func (g *gen) failed() bool   { return g.c.err != nil }
func (g *gen) label() *blabel { return g.NewLabel() }
func (g *gen) jump(l *blabel) { g.Jump(bytecode.Jump, l) }
func (g *gen) smi(i int)      { g.Emit(bytecode.LdaSmi, i) }
func (g *gen) mov(dst, r int) { g.Emit(bytecode.Mov, dst, r) }

type blabel = bytecode.Label

// Constants.

func (g *gen) constant(k bytecode.Const) int {
	i := len(g.consts)
	if i >= 0xFFFF {
		g.c.fail("Function is too large", g.Pos(), g.Pos())
		return 0
	}
	g.consts = append(g.consts, k)
	return i
}

// str returns the pool index of a string; -1 when the narrow pool is full (then wideStr).
func (g *gen) str(s string) int {
	if !g.Reachable() {
		return 0
	}
	i, ok := g.strs[s]
	if !ok {
		if len(g.consts) >= narrowLimit {
			return -1
		}
		i = g.constant(bytecode.Const{Kind: bytecode.ConstString, Str: s})
		g.strs[s] = i
	}
	return i
}

// name returns the pool index of a name that must fit (variables, error messages).
func (g *gen) name(s string) int {
	if i := g.str(s); i >= 0 {
		return i
	}
	i := g.constant(bytecode.Const{Kind: bytecode.ConstString, Str: s})
	g.strs[s] = i
	return i
}

func (g *gen) emitWide(op bytecode.Op, k bytecode.Const, more ...int) {
	if !g.Reachable() {
		return
	}
	at := len(g.Code) + 1
	args := append([]int{len(g.wide)}, more...)
	g.Emit(op, args...)
	g.wide = append(g.wide, k)
	g.wideSites = append(g.wideSites, at)
}

// loadString leaves the string s in the accumulator.
func (g *gen) loadString(s string) {
	if i := g.str(s); i >= 0 {
		g.Emit(bytecode.LdaConst, i)
		return
	}
	g.emitWide(bytecode.LdaConstWide, bytecode.Const{Kind: bytecode.ConstString, Str: s})
}

func smiOf(f float64) (int, bool) {
	i := int32(f)
	return int(i), float64(i) == f && (i != 0 || !math.Signbit(f))
}

// loadNumber leaves the number f in the accumulator.
func (g *gen) loadNumber(f float64) {
	if i, ok := smiOf(f); ok {
		g.smi(i)
		return
	}
	if !g.Reachable() {
		return
	}
	bits := math.Float64bits(f)
	k := bytecode.Const{Kind: bytecode.ConstNumber, Bits: bits}
	i, ok := g.nums[bits]
	if !ok {
		if len(g.consts) >= narrowLimit {
			g.emitWide(bytecode.LdaConstWide, k)
			return
		}
		i = g.constant(k)
		g.nums[bits] = i
	}
	g.Emit(bytecode.LdaConst, i)
}

func (g *gen) loadConst(k bytecode.Const) {
	if !g.Reachable() {
		return
	}
	if len(g.consts) >= narrowLimit {
		g.emitWide(bytecode.LdaConstWide, k)
		return
	}
	g.Emit(bytecode.LdaConst, g.constant(k))
}

// Feedback.

// fb allocates a feedback slot.
func (g *gen) fb(k bytecode.Feedback) int {
	if !g.Reachable() || g.words+k.Words() >= bytecode.NoSlot {
		return bytecode.NoSlot
	}
	w := g.words
	g.words += k.Words()
	g.slots = append(g.slots, k)
	return w
}

// op emits an instruction whose last operand is its feedback slot.
func (g *gen) op(op bytecode.Op, args ...int) {
	var buf [6]int
	n := copy(buf[:], args)
	buf[n] = g.fb(bytecode.Table[op].Feedback)
	g.Emit(op, buf[:n+1]...)
}

// getNamed emits acc = obj.name, by keyed access when the pool is full.
func (g *gen) getNamed(obj int, name string) {
	if i := g.str(name); i >= 0 {
		g.op(bytecode.GetNamed, obj, i)
		return
	}
	g.loadString(name)
	g.op(bytecode.GetKeyed, obj)
}

// setNamed emits obj.name = acc.
func (g *gen) setNamed(obj int, name string) {
	if i := g.str(name); i >= 0 {
		g.Emit(bytecode.SetNamed, obj, i, g.fb(bytecode.FBStore), g.strictFlag())
		return
	}
	m := g.mark()
	v := g.star()
	g.loadString(name)
	k := g.star()
	g.load(v)
	g.Emit(bytecode.SetKeyed, obj, k, g.fb(bytecode.FBKeyedStore), g.strictFlag())
	g.release(m)
}

// defineNamed emits the definition of the data property name of obj with the value in acc.
func (g *gen) defineNamed(obj int, name string) {
	if i := g.str(name); i >= 0 {
		g.op(bytecode.DefineNamedOwn, obj, i)
		return
	}
	m := g.mark()
	v := g.star()
	g.loadString(name)
	k := g.star()
	g.load(v)
	g.op(bytecode.DefineKeyedOwn, obj, k)
	g.release(m)
}

func (g *gen) strictFlag() int {
	if g.strict {
		return bytecode.FlagStrict
	}
	return 0
}
