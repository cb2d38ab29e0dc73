package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// place is an evaluated assignment target: the reference of the specification, with its parts in registers.
type place struct {
	kind placeKind
	id   *syntax.Ident
	base int // RefDynamic: base; members: object; super: this
	key  int // keyed: key; private: symbol; super: base
	key2 int // super keyed: key
	name string
	pos  int32
}

// storeAt sets the position that a failing store to a property reports: the operator.
func (p *place) storeAt(pos int32) {
	if p.kind != placeIdent {
		p.pos = pos
	}
}

type placeKind uint8

const (
	placeIdent placeKind = iota
	placeNamed
	placeKeyed
	placePrivate
	placeSuperNamed
	placeSuperKeyed
	placeInvalid
	placePattern
)

// place evaluates the parts of target. compound: the place will be read as well (a computed key is then converted once).
// later are the expressions evaluated before the place is used.
func (g *gen) place(target syntax.Expr, compound bool, later ...syntax.Expr) place {
	switch t := target.(type) {
	case *syntax.Ident:
		g.at(t.Pos)
		return place{kind: placeIdent, id: t, base: g.resolve(&t.Ref, t.Name), name: t.Name, pos: t.Pos}
	case *syntax.Member:
		return place{kind: placeNamed, base: g.operand(t.X, later...), name: t.Name, pos: t.NamePos}
	case *syntax.Index:
		pos := g.afterPos(endOf(t.X))
		if name, idx, isIndex, ok := constKey(t.Key); ok {
			base := g.operand(t.X, later...)
			if _, str := t.Key.(*syntax.StrLit); str && !isIndex {
				return place{kind: placeNamed, base: base, name: name, pos: pos}
			}
			if isIndex {
				g.loadNumber(float64(idx))
			} else {
				g.loadString(name)
			}
			return place{kind: placeKeyed, base: base, key: g.star(), pos: pos}
		}
		base := g.operand(t.X, append([]syntax.Expr{t.Key}, later...)...)
		var key int
		if compound {
			g.expr(t.Key)
			g.at(pos)
			g.Emit(bytecode.PrepareKey, base)
			key = g.star()
		} else {
			key = g.operand(t.Key, later...)
		}
		return place{kind: placeKeyed, base: base, key: key, pos: pos}
	case *syntax.PrivateMember:
		base := g.operand(t.X, later...)
		return place{kind: placePrivate, base: base, key: g.private(t.Name), name: t.Name.Name, pos: t.Name.Pos}
	case *syntax.SuperMember:
		this, base := g.superBase(&t.This, &t.Home, t.Pos)
		return place{kind: placeSuperNamed, base: this, key: base, name: t.Name, pos: t.Pos}
	case *syntax.SuperIndex:
		this, key, base := g.superIndex(t)
		if compound {
			g.load(key)
			g.Emit(bytecode.PrepareKey, base)
			g.store(key)
		}
		return place{kind: placeSuperKeyed, base: this, key: base, key2: key, pos: t.Pos}
	case *syntax.ArrayPattern, *syntax.ObjectPattern:
		return place{kind: placePattern}
	}
	// A call: an error at run time, after the call.
	g.expr(target)
	g.at(posOf(target))
	return place{kind: placeInvalid, pos: posOf(target)}
}

func (g *gen) invalidAssign(msg string) {
	g.Emit(bytecode.ThrowConst, int(bytecode.ThrowInvalidAssign), g.name(msg))
}

// loadPlace reads p into acc.
func (g *gen) loadPlace(p *place) {
	g.at(p.pos)
	switch p.kind {
	case placeIdent:
		if p.base >= 0 {
			g.Emit(bytecode.LdaRef, p.base, g.name(p.name))
		} else {
			g.loadRef(&p.id.Ref, p.name)
		}
	case placeNamed:
		g.getNamed(p.base, p.name)
	case placeKeyed:
		g.load(p.key)
		g.op(bytecode.GetKeyed, p.base)
	case placePrivate:
		g.op(bytecode.GetPrivate, p.base, p.key)
	case placeSuperNamed:
		g.superNamed(p.base, p.key, p.name)
	case placeSuperKeyed:
		g.load(p.key2)
		g.op(bytecode.GetSuperKeyed, p.base, p.key)
	}
}

// storePlace assigns acc to p, keeping acc.
func (g *gen) storePlace(p *place) {
	g.at(p.pos)
	switch p.kind {
	case placeIdent:
		g.storeRef(&p.id.Ref, p.name, p.base)
	case placeNamed:
		if p.base == bytecode.RegReceiver && g.fields < 255 {
			g.fields++
		}
		g.setNamed(p.base, p.name)
	case placeKeyed:
		g.Emit(bytecode.SetKeyed, p.base, p.key, g.fb(bytecode.FBKeyedStore), g.strictFlag())
	case placePrivate:
		g.op(bytecode.SetPrivate, p.base, p.key)
	case placeSuperNamed:
		if i := g.str(p.name); i >= 0 {
			g.Emit(bytecode.SetSuperNamed, p.base, p.key, i, g.strictFlag())
			return
		}
		m := g.mark()
		v := g.star()
		g.loadString(p.name)
		k := g.star()
		g.load(v)
		g.Emit(bytecode.SetSuperKeyed, p.base, p.key, k, g.strictFlag())
		g.release(m)
	case placeSuperKeyed:
		g.Emit(bytecode.SetSuperKeyed, p.base, p.key, p.key2, g.strictFlag())
	}
}

// assign generates assignment expressions (13.15.2).
func (g *gen) assign(e *syntax.Assign) {
	switch t := e.Target.(type) {
	case *syntax.ArrayPattern, *syntax.ObjectPattern:
		g.expr(e.Value)
		r := g.star()
		g.destructuring(e.Target, e.Value)
		g.bind(e.Target, bindAssign)
		g.load(r)
		return
	case *syntax.Call:
		g.expr(t)
		g.at(t.Pos)
		g.invalidAssign("Invalid left-hand side in assignment")
		return
	case *syntax.Ident:
		if e.Op != syntax.OpNone {
			break
		}
		if t.Ref.Kind == syntax.RefDynamic && !literal(e.Value) {
			p := g.place(t, false)
			g.expr(e.Value)
			g.storePlace(&p)
			return
		}
		g.expr(e.Value)
		g.at(t.Pos)
		g.storeRef(&t.Ref, t.Name, -1)
		return
	}
	switch e.Op {
	case syntax.OpNone:
		p := g.place(e.Target, false, e.Value)
		g.expr(e.Value)
		p.storeAt(e.OpPos)
		g.storePlace(&p)
	case syntax.OpAnd, syntax.OpOr, syntax.OpNullish:
		p := g.place(e.Target, true, e.Value)
		end := g.label()
		g.loadPlace(&p)
		switch e.Op {
		case syntax.OpAnd:
			g.Jump(bytecode.JumpIfToBooleanFalse, end)
		case syntax.OpOr:
			g.Jump(bytecode.JumpIfToBooleanTrue, end)
		default:
			g.Jump(bytecode.JumpIfNotNullish, end)
		}
		g.expr(e.Value)
		p.storeAt(e.OpPos)
		g.storePlace(&p)
		g.Bind(end)
	default:
		g.compound(e)
	}
}

func literal(e syntax.Expr) bool {
	switch e.(type) {
	case *syntax.NumLit, *syntax.StrLit, *syntax.NullLit, *syntax.BoolLit, *syntax.BigIntLit, *syntax.FuncExpr:
		return true
	}
	return false
}

// compound generates op= assignments.
func (g *gen) compound(e *syntax.Assign) {
	op := binaryOp(e.Op)
	imm, isImm := 0, false
	if i, ok := literalSmi(e.Value); ok {
		if s, ok := smiForm(op); ok {
			op, imm, isImm = s, i, true
		}
	}
	p := g.place(e.Target, true, e.Value)
	if isImm {
		g.loadPlace(&p)
		g.at(e.OpPos)
		g.op(op, imm)
	} else {
		var l int
		if p.kind == placeIdent && p.base < 0 {
			l = g.operand(p.id, e.Value)
		} else {
			g.loadPlace(&p)
			l = g.star()
		}
		g.expr(e.Value)
		g.at(e.OpPos)
		g.op(op, l)
	}
	p.storeAt(e.OpPos)
	g.storePlace(&p)
}

// update generates ++ and --; used tells whether the value is wanted.
func (g *gen) update(e *syntax.Update, used bool) {
	if c, ok := e.X.(*syntax.Call); ok {
		g.expr(c)
		g.at(c.Pos)
		if e.Prefix {
			g.invalidAssign("Invalid left-hand side expression in prefix operation")
		} else {
			g.invalidAssign("Invalid left-hand side expression in postfix operation")
		}
		return
	}
	op, regOp := bytecode.Inc, bytecode.IncReg
	if e.Op == syntax.OpDec {
		op, regOp = bytecode.Dec, bytecode.DecReg
	}
	post := used && !e.Prefix
	if id, ok := e.X.(*syntax.Ident); ok {
		if r, ok := g.localReg(id); ok && !id.Ref.Var.IsImmutable() {
			g.at(e.Pos)
			if !post {
				g.op(regOp, r)
				return
			}
			g.load(r)
			g.op(bytecode.ToNumeric)
			old := g.star()
			g.op(op)
			g.store(r)
			g.load(old)
			return
		}
	}
	p := g.place(e.X, true)
	g.loadPlace(&p)
	g.at(e.Pos)
	old := 0
	if post {
		g.op(bytecode.ToNumeric)
		old = g.star()
	}
	g.op(op)
	g.storePlace(&p)
	if post {
		g.load(old)
	}
}
