package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

func (g *gen) stmts(list []syntax.Stmt) {
	for _, s := range list {
		if g.failed() {
			return
		}
		g.stmt(s)
	}
}

// stmt generates one statement. Registers are as before when it is done.
func (g *gen) stmt(s syntax.Stmt) {
	switch s := s.(type) {
	case *syntax.ExprStmt:
		m := g.mark()
		if g.completion >= 0 {
			g.expr(s.X)
			g.store(g.completion)
		} else {
			g.effect(s.X)
		}
		g.release(m)
	case *syntax.VarDecl:
		g.varDecl(s)
	case *syntax.BlockStmt:
		g.blockStmt(s)
	case *syntax.IfStmt:
		g.ifStmt(s)
	case *syntax.ReturnStmt:
		g.returnStmt(s)
	case *syntax.ForStmt:
		g.forStmt(s)
	case *syntax.ForInStmt:
		if s.Of {
			g.forOf(s)
		} else {
			g.forIn(s)
		}
	case *syntax.WhileStmt:
		g.whileStmt(s)
	case *syntax.DoWhileStmt:
		g.doWhile(s)
	case *syntax.BreakStmt:
		g.exit(exitBreak, s.Target)
	case *syntax.ContinueStmt:
		g.exit(exitContinue, s.Target)
	case *syntax.ThrowStmt:
		m := g.mark()
		g.expr(s.X)
		g.at(s.Pos)
		g.Emit(bytecode.Throw)
		g.release(m)
	case *syntax.TryStmt:
		g.tryStmt(s)
	case *syntax.SwitchStmt:
		g.switchStmt(s)
	case *syntax.LabeledStmt:
		l := g.label()
		g.ctl = append(g.ctl, control{kind: ctlBreak, node: s, label: l})
		g.stmt(s.Body)
		g.ctl = g.ctl[:len(g.ctl)-1]
		g.Bind(l)
	case *syntax.WithStmt:
		g.withStmt(s)
	case *syntax.FuncDecl:
		if s.AnnexB {
			m := g.mark()
			g.at(s.Pos)
			name := s.Name.Name
			switch {
			case s.VarRef.Kind != syntax.RefDynamic:
				g.loadRef(&s.Name.Ref, name)
				g.storeRef(&s.VarRef, name, -1)
			case g.c.evalDeclares(name):
				// Into the caller's variable scope, past this block's binding of the same name.
				g.loadRef(&s.Name.Ref, name)
				g.Emit(bytecode.DeclareEvalFunction, g.name(name))
			}
			g.release(m)
		}
	case *syntax.ClassDecl:
		m := g.mark()
		g.class(s.Class, -1)
		g.at(s.Pos)
		g.initRef(&s.Name.Ref, s.Name.Name)
		g.release(m)
	case *syntax.ExportDecl:
		if s.Decl != nil {
			g.stmt(s.Decl)
		}
	case *syntax.ExportDefault:
		m := g.mark()
		g.expr(s.Value)
		g.initRef(&s.Local.Ref, s.Local.Name)
		g.release(m)
	case *syntax.DebuggerStmt:
		g.at(s.Pos)
		g.Emit(bytecode.Debugger)
	case *syntax.EmptyStmt, *syntax.ImportDecl:
	default:
		panic("BUG: unknown statement")
	}
}

func (g *gen) varDecl(s *syntax.VarDecl) {
	for i := range s.Decls {
		d := &s.Decls[i]
		m := g.mark()
		if id, ok := d.Target.(*syntax.Ident); ok {
			switch {
			case d.Init != nil && s.Kind == syntax.VarVar:
				g.at(id.Pos)
				base := g.resolve(&id.Ref, id.Name)
				g.expr(d.Init)
				g.at(id.Pos)
				g.storeRef(&id.Ref, id.Name, base)
			case d.Init != nil:
				g.expr(d.Init)
				g.at(id.Pos)
				if s.Using != syntax.NotUsing {
					g.addDisposable(s.Using)
				}
				g.initRef(&id.Ref, id.Name)
			case s.Kind != syntax.VarVar:
				g.undefined()
				g.initRef(&id.Ref, id.Name)
			}
		} else if d.Init != nil {
			g.expr(d.Init)
			g.destructuring(d.Target, d.Init)
			if s.Kind == syntax.VarVar {
				g.bind(d.Target, bindAssign)
			} else {
				g.bind(d.Target, bindInit)
			}
		}
		g.release(m)
	}
}

// destructuring notes what the pattern bound next takes apart.
func (g *gen) destructuring(target, value syntax.Expr) {
	switch target.(type) {
	case *syntax.ArrayPattern:
		g.iterPos = exprPos(g.c.prog.Src, value)
	case *syntax.ObjectPattern:
		g.source = Render(value)
	}
}

func (g *gen) blockStmt(s *syntax.BlockStmt) {
	m := g.enter(s.Scope)
	g.disposing(s.Scope, func() { g.stmts(s.Body) })
	g.leave(s.Scope, m)
}

func (g *gen) ifStmt(s *syntax.IfStmt) {
	g.clearCompletion()
	els := g.label()
	m := g.mark()
	g.jumpIf(s.Test, false, els)
	g.release(m)
	g.stmt(s.Then)
	if s.Else == nil {
		g.Bind(els)
		return
	}
	end := g.label()
	g.jump(end)
	g.Bind(els)
	g.stmt(s.Else)
	g.Bind(end)
}

func (g *gen) returnStmt(s *syntax.ReturnStmt) {
	m := g.mark()
	g.at(s.Pos)
	if s.X != nil {
		g.expr(s.X)
		if g.fn.Async && g.fn.Generator {
			g.at(s.Pos)
			g.Emit(bytecode.Await)
		}
	} else {
		g.undefined()
	}
	g.at(s.Pos)
	g.exit(exitReturn, nil)
	g.release(m)
}

func (g *gen) withStmt(s *syntax.WithStmt) {
	g.clearCompletion()
	m := g.mark()
	g.expr(s.X)
	g.at(posOf(s.X))
	g.Emit(bytecode.ToObject)
	r := g.reg()
	s.Scope.NeedsContext = true
	g.Emit(bytecode.PushWith, g.scopeConst(s.Scope), r)
	g.ctl = append(g.ctl, control{kind: ctlScope, reg: r})
	g.scope = s.Scope
	g.stmt(s.Body)
	g.leave(s.Scope, m)
}

// switchStmt generates switch: a jump table where the cases are dense small integers, else a chain of comparisons.
func (g *gen) switchStmt(s *syntax.SwitchStmt) {
	g.clearCompletion()
	m := g.mark()
	g.expr(s.X)
	d := g.star()
	sm := g.enter(s.Scope)
	end := g.label()
	labels := make([]*blabel, len(s.Cases))
	def := end
	for i := range s.Cases {
		labels[i] = g.label()
		if s.Cases[i].Test == nil {
			def = labels[i]
		}
	}
	if !g.switchTable(s, d, labels, def) {
		for i := range s.Cases {
			t := s.Cases[i].Test
			if t == nil {
				continue
			}
			k := g.mark()
			g.expr(t)
			g.Jump(bytecode.JumpIfStrictEq, labels[i], d, g.fb(bytecode.FBCompare))
			g.release(k)
		}
		g.jump(def)
	}
	g.ctl = append(g.ctl, control{kind: ctlBreak, node: s, label: end})
	for i := range s.Cases {
		g.Bind(labels[i])
		g.stmts(s.Cases[i].Body)
	}
	g.popCtl()
	g.Bind(end)
	g.leave(s.Scope, sm)
	g.release(m)
}

// switchTable emits a SwitchSmi if the cases suit.
func (g *gen) switchTable(s *syntax.SwitchStmt, d int, labels []*blabel, def *blabel) bool {
	lo, hi, n := 1<<31, -1<<31, 0
	for i := range s.Cases {
		t := s.Cases[i].Test
		if t == nil {
			continue
		}
		v, ok := literalSmi(t)
		if !ok {
			return false
		}
		lo, hi, n = min(lo, v), max(hi, v), n+1
	}
	if n < 4 || hi-lo >= 3*n+8 || !g.Reachable() {
		return false
	}
	table := make([]*blabel, hi-lo+1)
	for i := range s.Cases {
		if t := s.Cases[i].Test; t != nil {
			v, _ := literalSmi(t)
			if table[v-lo] == nil {
				table[v-lo] = labels[i]
			}
		}
	}
	g.load(d)
	g.Emit(bytecode.SwitchSmi, lo, len(table))
	for _, l := range table {
		if l == nil {
			l = def
		}
		g.forceJump(l)
	}
	g.BindHandler()
	g.jump(def)
	return true
}

// literalSmi returns the value of a small integer literal, maybe negated.
func literalSmi(e syntax.Expr) (int, bool) {
	switch e := e.(type) {
	case *syntax.NumLit:
		return smiOf(e.Value)
	case *syntax.Unary:
		if n, ok := e.X.(*syntax.NumLit); ok && e.Op == syntax.OpMinus {
			return smiOf(-n.Value)
		}
	}
	return 0, false
}
