package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// yield generates yield and yield* (15.5.5, 27.5.3.7 GeneratorYield, 27.6.3.8 AsyncGeneratorYield).
func (g *gen) yield(e *syntax.Yield) {
	if e.Delegate {
		g.delegate(e)
		return
	}
	async := g.fn.Async
	if e.X != nil {
		g.expr(e.X)
	} else {
		g.undefined()
	}
	g.at(e.Pos)
	if async {
		g.Emit(bytecode.Await)
	}
	next := g.label()
	g.Jump(bytecode.Yield, next)
	if async {
		g.Emit(bytecode.Await)
	}
	g.exit(exitReturn, nil)
	g.Bind(next)
}

// delegate generates yield*.
func (g *gen) delegate(e *syntax.Yield) {
	async := g.fn.Async
	g.expr(e.X)
	g.at(e.Pos)
	iter := g.regs(3)
	if async {
		g.Emit(bytecode.GetAsyncIterator, iter, bytecode.NoSlot)
	} else {
		g.Emit(bytecode.GetIterator, iter, bytecode.NoSlot)
	}
	g.Emit(bytecode.IterInit, iter)
	mode := g.reg()
	res := g.reg()
	g.smi(bytecode.ResumeNext)
	g.store(mode)
	g.undefined()
	header, missing, done, end := g.label(), g.label(), g.label(), g.label()
	g.loops++
	g.Bind(header)
	g.Jump(bytecode.IterDelegate, missing, iter, mode, g.fb(bytecode.FBCall))
	if async {
		g.Emit(bytecode.Await)
	}
	g.Emit(bytecode.ThrowIfNotObject, int(bytecode.ThrowIterResult))
	g.store(res)
	g.getNamed(res, "done")
	g.Jump(bytecode.JumpIfToBooleanTrue, done)
	if async {
		g.getNamed(res, "value")
	} else {
		g.load(res)
	}
	g.Emit(bytecode.YieldDelegate, mode)
	if async {
		// A return resumption awaits its value first.
		g.store(res)
		again, ret := g.label(), g.label()
		g.smi(bytecode.ResumeReturn)
		g.Jump(bytecode.JumpIfStrictEq, ret, mode, bytecode.NoSlot)
		g.load(res)
		g.jump(again)
		g.Bind(ret)
		g.load(res)
		g.Emit(bytecode.AwaitResume, mode)
		g.Bind(again)
	}
	g.back(header)
	g.loops--

	g.Bind(missing)
	g.store(res)
	ret := g.label()
	g.smi(bytecode.ResumeReturn)
	g.Jump(bytecode.JumpIfStrictEq, ret, mode, bytecode.NoSlot)
	g.closeIterator(iter, async)
	g.Emit(bytecode.ThrowConst, int(bytecode.ThrowNoThrowMethod), g.name(""))
	g.Bind(ret)
	g.load(res)
	if async {
		g.Emit(bytecode.Await)
	}
	g.exit(exitReturn, nil)

	g.Bind(done)
	g.smi(bytecode.ResumeReturn)
	g.Jump(bytecode.JumpIfStrictNotEq, end, mode, bytecode.NoSlot)
	g.getNamed(res, "value")
	g.exit(exitReturn, nil)
	g.Bind(end)
	g.getNamed(res, "value")
}
