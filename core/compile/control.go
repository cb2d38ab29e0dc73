package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// ctlKind is the kind of an entry of the control stack.
type ctlKind uint8

const (
	ctlBreak    ctlKind = iota // target of break: brk
	ctlContinue                // target of continue: cont
	ctlScope                   // run-time scope: leaving restores reg
	ctlIter                    // open iterator record at reg: leaving closes it
	ctlTry                     // protected range
	ctlFinally                 // finally block: leaving goes through it
)

// control is an entry of the control stack: what break, continue and return must undo on their way out.
type control struct {
	kind  ctlKind
	async bool
	reg   int
	node  syntax.Stmt
	label *blabel
	rng   *protected
	fin   *finally
}

// protected collects the ranges of one handler. Cleanup code of enclosing constructs that break and return emit in place is
// outside the range though it lies within the try block.
type protected struct {
	start  int
	ranges []int // start, end pairs
}

// finally is the state of a try statement with a finally block while its parts are compiled.
type finally struct {
	token, value int
	entry        *blabel
	exits        []exit
}

// exitKind tells how a non-local exit leaves.
type exitKind uint8

const (
	exitBreak exitKind = iota
	exitContinue
	exitReturn
)

type exit struct {
	kind exitKind
	node syntax.Stmt
}

// openRange begins a protected range.
func (g *gen) openRange() *protected {
	r := &protected{start: g.Offset()}
	g.ctl = append(g.ctl, control{kind: ctlTry, rng: r})
	g.Barrier()
	return r
}

// closeRange ends it.
func (g *gen) closeRange(r *protected) {
	r.stop(g.Offset())
	if top := len(g.ctl) - 1; g.ctl[top].rng != r {
		panic("BUG: protected ranges are not nested")
	} else {
		g.ctl = g.ctl[:top]
	}
	g.Barrier()
}

func (r *protected) stop(off int) {
	if off > r.start {
		r.ranges = append(r.ranges, r.start, off)
	}
}

// handler begins the handler of r here, with the exception in acc. It reports false, and emits nothing, if nothing is protected.
func (g *gen) handler(r *protected, scope int, catch bool) bool {
	if len(r.ranges) == 0 {
		return false
	}
	if g.Reachable() {
		panic("BUG: control falls into a handler")
	}
	g.rows(r, scope, catch)
	return true
}

// handlerHere is handler where control may also fall into it.
func (g *gen) handlerHere(r *protected, scope int) {
	if len(r.ranges) > 0 {
		g.rows(r, scope, false)
	}
}

func (g *gen) rows(r *protected, scope int, catch bool) {
	g.BindHandler()
	for i := 0; i < len(r.ranges); i += 2 {
		g.Handlers = append(g.Handlers, bytecode.Handler{Start: uint32(r.ranges[i]), End: uint32(r.ranges[i+1]), Target: uint32(g.Offset()),
			Scope: int16(scope), Catch: catch})
	}
}

// exit leaves for the target of a break or continue, or returns acc: it undoes what lies on the way.
func (g *gen) exit(kind exitKind, node syntax.Stmt) {
	if !g.Reachable() {
		return
	}
	scope := -1
	var suspended []*protected
	resume := func() {
		for _, r := range suspended {
			r.start = g.Offset()
		}
		g.Barrier()
	}
	for i := len(g.ctl) - 1; i >= 0; i-- {
		e := &g.ctl[i]
		switch e.kind {
		case ctlBreak, ctlContinue:
			if kind == exitBreak && e.kind == ctlBreak && e.node == node || kind == exitContinue && e.kind == ctlContinue && e.node == node {
				if scope >= 0 {
					g.Emit(bytecode.RestoreScope, scope)
				}
				g.jump(e.label)
				resume()
				return
			}
		case ctlScope:
			scope = e.reg
		case ctlTry:
			e.rng.stop(g.Offset())
			suspended = append(suspended, e.rng)
			g.Barrier()
		case ctlIter:
			m := g.mark()
			if kind == exitReturn {
				v := g.star()
				g.closeIterator(e.reg, e.async)
				g.load(v)
			} else {
				g.closeIterator(e.reg, e.async)
			}
			g.release(m)
		case ctlFinally:
			f := e.fin
			n := -1
			for j, x := range f.exits {
				if x.kind == kind && x.node == node {
					n = j
				}
			}
			if n < 0 {
				n = len(f.exits)
				f.exits = append(f.exits, exit{kind, node})
			}
			if scope >= 0 {
				g.Emit(bytecode.RestoreScope, scope)
			}
			if kind == exitReturn {
				g.store(f.value)
			}
			g.smi(n + 2)
			g.store(f.token)
			g.jump(f.entry)
			resume()
			return
		}
	}
	if kind != exitReturn {
		panic("BUG: no target for break or continue")
	}
	g.finalReturn()
	resume()
}

// closeIterator emits IteratorClose (7.4.11) or AsyncIteratorClose for a completion that is not a throw. acc is clobbered.
func (g *gen) closeIterator(iter int, async bool) {
	if !g.Reachable() {
		return
	}
	m := g.mark()
	done := g.label()
	g.op(bytecode.IterReturnMethod, iter)
	g.Jump(bytecode.JumpIfUndefined, done)
	f := g.star()
	g.op(bytecode.CallProperty0, f, iter)
	if async {
		g.Emit(bytecode.Await)
	}
	g.Emit(bytecode.ThrowIfNotObject, int(bytecode.ThrowIterReturn))
	g.Bind(done)
	g.release(m)
}

// throwThroughIterator emits the handler of r that closes the iterator and throws on.
func (g *gen) throwThroughIterator(r *protected, iter int, async bool) {
	if !g.handler(r, bytecode.RegScope, false) {
		return
	}
	m := g.mark()
	e := g.star()
	swallow := g.openRange()
	done := g.label()
	g.op(bytecode.IterReturnMethod, iter)
	g.Jump(bytecode.JumpIfUndefined, done)
	f := g.star()
	g.op(bytecode.CallProperty0, f, iter)
	if async {
		g.Emit(bytecode.Await)
	}
	g.closeRange(swallow)
	// Control falls into the handler, which does not look at acc.
	g.Bind(done)
	g.handlerHere(swallow, bytecode.RegScope)
	g.load(e)
	g.Emit(bytecode.ReThrow)
	g.release(m)
}

// tryStmt generates try.
func (g *gen) tryStmt(s *syntax.TryStmt) {
	g.clearCompletion()
	if s.Finally == nil {
		g.tryCatch(s, -1)
		return
	}
	m := g.mark()
	token := g.regs(2)
	f := &finally{token: token, value: token + 1, entry: g.label()}
	scope := g.reg()
	g.Emit(bytecode.SaveScope, scope)
	g.ctl = append(g.ctl, control{kind: ctlFinally, fin: f})
	r := g.openRange()
	if s.Catch != nil {
		g.tryCatch(s, scope)
	} else {
		g.blockStmt(s.Block)
	}
	g.closeRange(r)
	g.ctl = g.ctl[:len(g.ctl)-1]
	if g.Reachable() {
		g.smi(0)
		g.store(token)
		g.jump(f.entry)
	}
	if g.handler(r, scope, false) {
		g.store(f.value)
		g.smi(1)
		g.store(token)
	}
	g.Bind(f.entry)
	saved := -1
	if g.completion >= 0 {
		g.load(g.completion)
		saved = g.star()
		g.clearCompletion()
	}
	g.blockStmt(s.Finally)
	if !g.Reachable() {
		g.release(m)
		return
	}
	if saved >= 0 {
		g.load(saved)
		g.store(g.completion)
	}
	g.dispatch(f, true)
	g.release(m)
}

// dispatch goes on after a finally block by its token: 0 falls through, 1 (if throws) rethrows, 2 and up are exits.
func (g *gen) dispatch(f *finally, throws bool) {
	base, n := 2, len(f.exits)
	if throws {
		base, n = 1, n+1
	}
	if n == 0 || !g.Reachable() {
		return
	}
	end := g.label()
	g.load(f.token)
	g.Emit(bytecode.SwitchSmi, base, n)
	labels := make([]*blabel, n)
	for i := range labels {
		labels[i] = g.label()
		g.forceJump(labels[i])
	}
	g.BindHandler() // falls through from SwitchSmi
	g.jump(end)
	if throws {
		g.Bind(labels[0])
		g.load(f.value)
		g.Emit(bytecode.ReThrow)
		labels = labels[1:]
	}
	for i, x := range f.exits {
		g.Bind(labels[i])
		if x.kind == exitReturn {
			g.load(f.value)
		}
		g.exit(x.kind, x.node)
	}
	g.Bind(end)
}

// disposing brackets the code of a scope with using declarations: whatever way body is left, the resources are disposed of.
func (g *gen) disposing(s *syntax.Scope, body func()) {
	if s == nil || !s.HasUsing && !s.HasAwaitUsing {
		body()
		return
	}
	m := g.mark()
	stack := g.reg()
	g.Emit(bytecode.CreateDisposeStack, stack)
	token := g.regs(2)
	f := &finally{token: token, value: token + 1, entry: g.label()}
	scope := g.reg()
	g.Emit(bytecode.SaveScope, scope)
	g.ctl = append(g.ctl, control{kind: ctlFinally, fin: f})
	r := g.openRange()
	g.dispose = append(g.dispose, stack)
	body()
	g.dispose = g.dispose[:len(g.dispose)-1]
	g.closeRange(r)
	g.popCtl()
	if g.Reachable() {
		g.smi(0)
		g.store(token)
		g.jump(f.entry)
	}
	if g.handler(r, scope, false) {
		g.Emit(bytecode.DisposeError, stack)
		g.smi(0)
		g.store(token)
	}
	g.Bind(f.entry)
	if g.Reachable() {
		header, done := g.label(), g.label()
		g.loops++
		g.Bind(header)
		step := g.openRange()
		g.Jump(bytecode.DisposeNext, done, stack)
		if s.HasAwaitUsing {
			skip := g.label()
			g.Jump(bytecode.JumpIfHole, skip)
			g.Emit(bytecode.Await)
			g.Bind(skip)
		}
		g.closeRange(step)
		g.back(header)
		if g.handler(step, scope, false) {
			g.Emit(bytecode.DisposeError, stack)
			g.back(header)
		}
		g.loops--
		g.Bind(done)
		g.Emit(bytecode.DisposeEnd, stack)
		g.dispatch(f, false)
	}
	g.release(m)
}

// addDisposable registers the value in acc with the innermost using scope.
func (g *gen) addDisposable(kind syntax.UsingKind) {
	hint := bytecode.DisposeSync
	if kind == syntax.AwaitUsing {
		hint = bytecode.DisposeAsync
	}
	g.Emit(bytecode.AddDisposable, g.dispose[len(g.dispose)-1], hint)
}

// forceJump emits an entry of a SwitchSmi table: the previous entry does not end the block.
func (g *gen) forceJump(l *blabel) {
	g.BindHandler()
	g.jump(l)
}

// tryCatch generates try and catch; scope is a register with the scope, or -1.
func (g *gen) tryCatch(s *syntax.TryStmt, scope int) {
	m := g.mark()
	if scope < 0 {
		scope = g.reg()
		g.Emit(bytecode.SaveScope, scope)
	}
	r := g.openRange()
	g.blockStmt(s.Block)
	g.closeRange(r)
	end := g.label()
	if g.Reachable() {
		g.jump(end)
	}
	if g.handler(r, scope, true) {
		k := g.mark()
		if s.Param != nil {
			e := g.star()
			g.clearCompletion()
			sm := g.enter(s.CatchScope)
			g.load(e)
			g.source = ".catch"
			g.bind(s.Param, bindInit)
			g.blockStmt(s.Catch)
			g.leave(s.CatchScope, sm)
		} else {
			g.clearCompletion()
			g.blockStmt(s.Catch)
		}
		g.release(k)
	}
	g.Bind(end)
	g.release(m)
}

// clearCompletion sets the completion value to undefined where there is one.
func (g *gen) clearCompletion() {
	if g.completion >= 0 {
		g.undefined()
		g.store(g.completion)
	}
}
