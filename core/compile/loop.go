package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// loop holds the labels of a loop.
type loop struct {
	header, cont, brk *blabel
}

// beginLoop pushes the break entry; body is bracketed by pushContinue and popContinue.
func (g *gen) beginLoop(node syntax.Stmt) loop {
	l := loop{header: g.label(), cont: g.label(), brk: g.label()}
	g.ctl = append(g.ctl, control{kind: ctlBreak, node: node, label: l.brk})
	g.loops++
	return l
}

func (g *gen) pushContinue(node syntax.Stmt, l loop) {
	g.ctl = append(g.ctl, control{kind: ctlContinue, node: node, label: l.cont})
}

func (g *gen) popCtl() { g.ctl = g.ctl[:len(g.ctl)-1] }

// back emits the back edge.
func (g *gen) back(l *blabel) {
	if !g.Reachable() {
		return
	}
	g.Jump(bytecode.JumpLoop, l, min(g.loops, 127), g.fb(bytecode.FBLoop))
}

func (g *gen) endLoop(l loop) {
	g.popCtl()
	g.loops--
	g.Bind(l.brk)
}

func (g *gen) whileStmt(s *syntax.WhileStmt) {
	g.clearCompletion()
	l := g.beginLoop(s)
	g.Bind(l.header)
	m := g.mark()
	g.jumpIf(s.Test, false, l.brk)
	g.release(m)
	g.pushContinue(s, l)
	g.stmt(s.Body)
	g.popCtl()
	g.Bind(l.cont)
	g.at(s.Pos)
	g.back(l.header)
	g.endLoop(l)
}

func (g *gen) doWhile(s *syntax.DoWhileStmt) {
	g.clearCompletion()
	l := g.beginLoop(s)
	g.Bind(l.header)
	g.pushContinue(s, l)
	g.stmt(s.Body)
	g.popCtl()
	g.Bind(l.cont)
	m := g.mark()
	g.jumpIf(s.Test, false, l.brk)
	g.release(m)
	g.at(s.Pos)
	g.back(l.header)
	g.endLoop(l)
}

func (g *gen) forStmt(s *syntax.ForStmt) {
	g.clearCompletion()
	m := g.enter(s.Scope)
	g.disposing(s.Scope, func() { g.forLoop(s) })
	g.leave(s.Scope, m)
}

func (g *gen) forLoop(s *syntax.ForStmt) {
	if s.Init != nil {
		c := g.completion
		g.completion = -1
		g.stmt(s.Init)
		g.completion = c
	}
	copies := s.Scope != nil && s.Scope.NeedsContext && s.Scope.PerIteration
	if copies && g.hasClosure(s.Init) {
		g.Emit(bytecode.CopyScope)
	}
	l := g.beginLoop(s)
	g.Bind(l.header)
	if s.Test != nil {
		k := g.mark()
		g.jumpIf(s.Test, false, l.brk)
		g.release(k)
	}
	g.pushContinue(s, l)
	g.stmt(s.Body)
	g.popCtl()
	g.Bind(l.cont)
	if copies {
		g.Emit(bytecode.CopyScope)
	}
	if s.Update != nil {
		k := g.mark()
		g.effect(s.Update)
		g.release(k)
	}
	g.at(s.Pos)
	g.back(l.header)
	g.endLoop(l)
}

// hasClosure tells whether a for statement's initialiser may capture its variables: anything but plain literals.
func (g *gen) hasClosure(s syntax.Stmt) bool {
	d, ok := s.(*syntax.VarDecl)
	if !ok {
		return false
	}
	for i := range d.Decls {
		if x := d.Decls[i].Init; x != nil && !scopeFree(x, nil, 0) {
			return true
		}
		if _, ok := d.Decls[i].Target.(*syntax.Ident); !ok {
			return true
		}
	}
	return false
}

// scopeFree tells whether e makes no closure, runs no eval and names no variable of scope s, so that it may be evaluated
// outside of s. Conservative.
func scopeFree(e syntax.Expr, s *syntax.Scope, depth int) bool {
	if depth > 10 {
		return false
	}
	all := func(list []syntax.Expr) bool {
		for _, x := range list {
			if !scopeFree(x, s, depth+1) {
				return false
			}
		}
		return true
	}
	switch e := e.(type) {
	case *syntax.Ident:
		return e.Ref.Kind != syntax.RefDynamic && (s == nil || e.Ref.Var == nil || e.Ref.Var.Scope != s)
	case *syntax.NumLit, *syntax.StrLit, *syntax.BoolLit, *syntax.NullLit, *syntax.This, *syntax.BigIntLit:
		return true
	case *syntax.Member:
		return scopeFree(e.X, s, depth+1)
	case *syntax.Index:
		return scopeFree(e.X, s, depth+1) && scopeFree(e.Key, s, depth+1)
	case *syntax.Call:
		return !e.DirectEval && scopeFree(e.Fn, s, depth+1) && all(e.Args)
	case *syntax.New:
		return scopeFree(e.Fn, s, depth+1) && all(e.Args)
	case *syntax.ArrayLit:
		for _, x := range e.Elems {
			if x != nil && !scopeFree(x, s, depth+1) {
				return false
			}
		}
		return true
	case *syntax.Binary:
		return scopeFree(e.X, s, depth+1) && scopeFree(e.Y, s, depth+1)
	case *syntax.Unary:
		return scopeFree(e.X, s, depth+1)
	case *syntax.Logical:
		return scopeFree(e.X, s, depth+1) && scopeFree(e.Y, s, depth+1)
	case *syntax.Await:
		return scopeFree(e.X, s, depth+1)
	}
	return false
}

// head evaluates the X of for-in and for-of into acc (14.7.5.6 ForIn/OfHeadEvaluation): the loop's lexical variables are in
// their TDZ meanwhile.
func (g *gen) head(s *syntax.ForInStmt) {
	if s.Scope == nil {
		g.expr(s.X)
		return
	}
	if scopeFree(s.X, s.Scope, 0) {
		g.expr(s.X)
		return
	}
	m := g.mark()
	g.push(s.Scope)
	g.expr(s.X)
	g.leave(s.Scope, m)
}

// loopTarget binds acc to the target of for-in or for-of.
func (g *gen) loopTarget(s *syntax.ForInStmt) {
	switch s.DeclKind {
	case syntax.VarLet, syntax.VarConst:
		g.source = ".for"
		g.bind(s.Target, bindInit)
	default:
		g.bind(s.Target, bindAssign)
	}
}

func (g *gen) forIn(s *syntax.ForInStmt) {
	g.clearCompletion()
	m := g.mark()
	if s.Init != nil {
		id := s.Target.(*syntax.Ident)
		base := g.resolve(&id.Ref, id.Name)
		g.expr(s.Init)
		g.storeRef(&id.Ref, id.Name, base)
	}
	state := g.regs(3)
	g.head(s)
	l := g.beginLoop(s)
	g.at(posOf(s.X))
	g.Jump(bytecode.ForInPrepare, l.brk, state, g.fb(bytecode.FBForIn))
	g.Bind(l.header)
	g.Jump(bytecode.ForInNext, l.brk, state, g.fb(bytecode.FBForIn))
	g.pushContinue(s, l)
	sm := g.mark()
	if s.Scope != nil {
		g.pushKeepAcc(s.Scope)
	}
	g.loopTarget(s)
	g.stmt(s.Body)
	g.leave(s.Scope, sm)
	g.popCtl()
	g.Bind(l.cont)
	g.at(s.Pos)
	g.back(l.header)
	g.endLoop(l)
	g.release(m)
}

// forOf generates for-of and for-await-of (14.7.5.7 ForIn/OfBodyEvaluation).
func (g *gen) forOf(s *syntax.ForInStmt) {
	g.clearCompletion()
	m := g.mark()
	iter := g.regs(3)
	g.head(s)
	l := g.beginLoop(s)
	pos := exprPos(g.c.prog.Src, s.X)
	g.at(pos)
	g.getIterator(iter, s.Await)
	g.Bind(l.header)
	g.at(pos)
	g.iterNext(iter, s.Await, l.brk)
	g.ctl = append(g.ctl, control{kind: ctlIter, reg: iter, async: s.Await})
	r := g.openRange()
	g.pushContinue(s, l)
	sm := g.mark()
	if s.Scope != nil {
		g.pushKeepAcc(s.Scope)
	}
	if s.Using != syntax.NotUsing {
		v := g.star()
		g.disposing(s.Scope, func() {
			g.load(v)
			g.addDisposable(s.Using)
			g.loopTarget(s)
			g.stmt(s.Body)
		})
	} else {
		g.loopTarget(s)
		g.stmt(s.Body)
	}
	g.leave(s.Scope, sm)
	g.popCtl()
	g.Bind(l.cont)
	g.closeRange(r)
	g.popCtl() // ctlIter
	g.at(s.Pos)
	g.back(l.header)
	g.throwThroughIterator(r, iter, s.Await)
	g.endLoop(l)
	g.release(m)
}

// pushKeepAcc is push that preserves acc.
func (g *gen) pushKeepAcc(s *syntax.Scope) {
	for _, v := range s.Vars {
		if v.NeedsTDZ {
			r := g.star()
			g.push(s)
			g.load(r)
			return
		}
	}
	g.push(s)
}

// getIterator makes an iterator record of acc at iter.
func (g *gen) getIterator(iter int, async bool) {
	if async {
		g.op(bytecode.GetAsyncIterator, iter)
	} else {
		g.op(bytecode.GetIterator, iter)
	}
	g.Emit(bytecode.IterInit, iter)
}

// iterNext advances: acc = value, or a jump to done with acc = undefined.
func (g *gen) iterNext(iter int, async bool, done *blabel) {
	slot := g.fb(bytecode.FBIterNext)
	if async {
		g.Emit(bytecode.IterCallNext, iter, slot)
		g.Emit(bytecode.Await)
	} else {
		g.Jump(bytecode.IterNext, done, iter, slot)
	}
	g.Jump(bytecode.IterResult, done, iter, slot)
}
