package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

func posOf(n syntax.Node) int32 { p, _ := n.Range(); return p }
func endOf(n syntax.Node) int32 { _, e := n.Range(); return e }

// afterPos returns the position of the first character from end on that is no white space: the bracket or parenthesis of a postfix part.
func (g *gen) afterPos(end int32) int32 {
	src := g.c.prog.Src
	for int(end) < len(src) && (src[end] == ' ' || src[end] == '\n' || src[end] == '\t' || src[end] == '\r') {
		end++
	}
	return end
}

// effect evaluates e for its side effects.
func (g *gen) effect(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Update:
		g.update(e, false)
	case *syntax.Unary:
		if e.Op == syntax.OpVoid || e.Op == syntax.OpNot {
			g.effect(e.X)
			return
		}
		g.expr(e)
	case *syntax.Logical:
		end := g.label()
		switch e.Op {
		case syntax.OpAnd:
			g.jumpIf(e.X, false, end)
		case syntax.OpOr:
			g.jumpIf(e.X, true, end)
		default:
			g.expr(e.X)
			g.Jump(bytecode.JumpIfNotNullish, end)
		}
		g.effect(e.Y)
		g.Bind(end)
	case *syntax.Cond:
		els, end := g.label(), g.label()
		g.jumpIf(e.Test, false, els)
		g.effect(e.Then)
		g.jump(end)
		g.Bind(els)
		g.effect(e.Else)
		g.Bind(end)
	case *syntax.Sequence:
		for _, x := range e.Exprs {
			m := g.mark()
			g.effect(x)
			g.release(m)
		}
	case *syntax.NumLit, *syntax.StrLit, *syntax.NullLit, *syntax.BoolLit, *syntax.FuncExpr:
		if f, ok := e.(*syntax.FuncExpr); ok {
			g.closure(f.Fn)
		}
	default:
		g.expr(e)
	}
}

// expr evaluates e into acc. Registers it takes are released.
func (g *gen) expr(e syntax.Expr) {
	if g.failed() {
		return
	}
	m := g.nreg
	g.expr1(e)
	g.nreg = m
}

func (g *gen) expr1(e syntax.Expr) {
	switch e := e.(type) {
	case *syntax.Ident:
		g.at(e.Pos)
		g.loadRef(&e.Ref, e.Name)
	case *syntax.NumLit:
		g.loadNumber(e.Value)
	case *syntax.StrLit:
		g.loadString(e.Value)
	case *syntax.NullLit:
		g.Emit(bytecode.LdaNull)
	case *syntax.BoolLit:
		if e.Value {
			g.Emit(bytecode.LdaTrue)
		} else {
			g.Emit(bytecode.LdaFalse)
		}
	case *syntax.BigIntLit:
		g.loadConst(bytecode.Const{Kind: bytecode.ConstBigInt, Str: e.Value})
	case *syntax.RegExpLit:
		g.at(e.Pos)
		if !g.Reachable() {
			return
		}
		u := g.c.unit
		u.RegExps = append(u.RegExps, bytecode.RegExpLit{Pattern: e.Pattern, Flags: e.Flags})
		g.op(bytecode.CreateRegExp, g.constant(bytecode.Const{Kind: bytecode.ConstRegExp, Index: uint32(len(u.RegExps) - 1)}))
	case *syntax.TemplateLit:
		g.template(e)
	case *syntax.TaggedTemplate:
		g.taggedTemplate(e)
	case *syntax.This:
		g.at(e.Pos)
		g.loadRef(&e.Ref, "this")
	case *syntax.NewTarget:
		g.loadRef(&e.Ref, "new.target")
	case *syntax.ImportMeta:
		g.at(e.Pos)
		g.Emit(bytecode.ImportMeta)
	case *syntax.ArrayLit:
		g.array(e)
	case *syntax.ObjectLit:
		g.object(e)
	case *syntax.FuncExpr:
		g.closure(e.Fn)
	case *syntax.ClassExpr:
		g.class(e.Class, -1)
	case *syntax.Unary:
		g.unary(e)
	case *syntax.Update:
		g.update(e, true)
	case *syntax.Binary:
		g.binary(e)
	case *syntax.Logical:
		g.logical(e)
	case *syntax.PrivateIn:
		s := g.private(e.Name)
		g.expr(e.X)
		g.at(e.Pos)
		g.Emit(bytecode.HasPrivate, s)
	case *syntax.Assign:
		g.assign(e)
	case *syntax.Cond:
		els, end := g.label(), g.label()
		g.jumpIf(e.Test, false, els)
		g.expr(e.Then)
		g.jump(end)
		g.Bind(els)
		g.expr(e.Else)
		g.Bind(end)
	case *syntax.Sequence:
		for i, x := range e.Exprs {
			if i < len(e.Exprs)-1 {
				m := g.mark()
				g.effect(x)
				g.release(m)
			} else {
				g.expr(x)
			}
		}
	case *syntax.Member:
		g.optionalBase(e.X, e.Optional)
		x := g.accReg(e.X)
		g.at(e.NamePos)
		g.getNamed(x, e.Name)
	case *syntax.Index:
		g.index(e)
	case *syntax.PrivateMember:
		g.optionalBase(e.X, e.Optional)
		x := g.accReg(e.X)
		s := g.private(e.Name)
		g.at(e.Name.Pos)
		g.op(bytecode.GetPrivate, x, s)
	case *syntax.SuperMember:
		this, base := g.superBase(&e.This, &e.Home, e.Pos)
		g.at(superNamePos(e))
		g.superNamed(this, base, e.Name)
	case *syntax.SuperIndex:
		this, key, base := g.superIndex(e)
		g.load(key)
		g.at(e.Pos)
		g.op(bytecode.GetSuperKeyed, this, base)
	case *syntax.SuperCall:
		g.superCall(e)
	case *syntax.OptionalChain:
		g.optionalChain(e, func() { g.expr(e.X) })
	case *syntax.Call:
		g.call(e)
	case *syntax.New:
		g.newExpr(e)
	case *syntax.ImportCall:
		g.expr(e.Specifier)
		spec := g.star()
		if e.Options != nil {
			g.expr(e.Options)
		} else {
			g.undefined()
		}
		opts := g.star()
		g.load(spec)
		g.at(e.Pos)
		g.Emit(bytecode.ImportCall, opts, bytecode.ImportEvaluation)
	case *syntax.NativeCall:
		g.native(e)
	case *syntax.Yield:
		g.yield(e)
	case *syntax.Await:
		g.expr(e.X)
		g.at(e.Pos)
		g.Emit(bytecode.Await)
	default:
		panic("BUG: unknown expression")
	}
}

// exprTo evaluates e into register r.
func (g *gen) exprTo(e syntax.Expr, r int) {
	if id, ok := e.(*syntax.Ident); ok {
		if v, ok := g.localReg(id); ok {
			g.mov(r, v)
			return
		}
	}
	g.expr(e)
	g.store(r)
}

// localReg returns the register of an identifier that needs no check.
func (g *gen) localReg(id *syntax.Ident) (int, bool) {
	v := id.Ref.Var
	if id.Ref.Kind != syntax.RefLocal || v.Slot >= 0 || id.Ref.NeedsTDZ {
		return 0, false
	}
	switch v.Kind {
	case syntax.VarNewTarget, syntax.VarHomeObject, syntax.VarActiveFunction, syntax.VarThis:
		return 0, false
	}
	return int(v.Reg), true
}

// operand evaluates e and returns a register that holds the value until the expressions of later, evaluated next, are done: the
// variable's own register where that is safe, else a new temporary.
func (g *gen) operand(e syntax.Expr, later ...syntax.Expr) int {
	switch e := e.(type) {
	case *syntax.Ident:
		if r, ok := g.localReg(e); ok {
			if !e.Ref.Var.Assigned {
				return r
			}
			safe := true
			for _, x := range later {
				if x != nil && assigns(x, 0) {
					safe = false
				}
			}
			if safe {
				return r
			}
		}
	case *syntax.This:
		if e.Ref.Kind == syntax.RefLocal && e.Ref.Var.Slot < 0 && !derived(e.Ref.Var.Scope.Fn) {
			return bytecode.RegReceiver
		}
	}
	r := g.reg()
	m := g.mark()
	g.expr(e)
	g.release(m)
	g.store(r)
	return r
}

// accReg returns the register of an operand that optionalBase already evaluated, or evaluates it.
func (g *gen) accReg(e syntax.Expr) int {
	if g.baseReg >= 0 {
		r := g.baseReg
		g.baseReg = -1
		return r
	}
	return g.operand(e)
}

// optionalBase evaluates the base of an optional link into a register (baseReg) and leaves the chain if it is nullish.
func (g *gen) optionalBase(e syntax.Expr, optional bool) {
	g.baseReg = -1
	if !optional {
		return
	}
	r := g.operand(e)
	g.load(r)
	g.Jump(bytecode.JumpIfNullish, g.chain)
	g.baseReg = r
}

// optionalChain runs f, in which an optional link with a nullish base jumps to the end with the value undefined.
func (g *gen) optionalChain(e *syntax.OptionalChain, f func()) {
	saved := g.chain
	g.chain = g.label()
	end := g.label()
	l := g.chain
	f()
	g.chain = saved
	if l.Used() {
		g.jump(end)
		g.Bind(l)
		g.undefined()
		g.Bind(end)
	}
}

// assigns tells whether evaluating e may assign to a register variable of this function. Conservative.
func assigns(e syntax.Expr, depth int) bool {
	if depth > 12 {
		return true
	}
	any := func(list []syntax.Expr) bool {
		for _, x := range list {
			if x != nil && assigns(x, depth+1) {
				return true
			}
		}
		return false
	}
	switch e := e.(type) {
	case *syntax.Ident, *syntax.NumLit, *syntax.StrLit, *syntax.NullLit, *syntax.BoolLit, *syntax.BigIntLit, *syntax.RegExpLit,
		*syntax.This, *syntax.NewTarget, *syntax.FuncExpr, *syntax.SuperMember, *syntax.ImportMeta:
		return false
	case *syntax.TemplateLit:
		return any(e.Exprs)
	case *syntax.ArrayLit:
		return any(e.Elems)
	case *syntax.Spread:
		return assigns(e.X, depth+1)
	case *syntax.Unary:
		return assigns(e.X, depth+1)
	case *syntax.Binary:
		return assigns(e.X, depth+1) || assigns(e.Y, depth+1)
	case *syntax.Logical:
		return assigns(e.X, depth+1) || assigns(e.Y, depth+1)
	case *syntax.Cond:
		return assigns(e.Test, depth+1) || assigns(e.Then, depth+1) || assigns(e.Else, depth+1)
	case *syntax.Member:
		return assigns(e.X, depth+1)
	case *syntax.PrivateMember:
		return assigns(e.X, depth+1)
	case *syntax.Index:
		return assigns(e.X, depth+1) || assigns(e.Key, depth+1)
	case *syntax.SuperIndex:
		return assigns(e.Key, depth+1)
	case *syntax.OptionalChain:
		return assigns(e.X, depth+1)
	case *syntax.Call:
		return assigns(e.Fn, depth+1) || any(e.Args)
	case *syntax.New:
		return assigns(e.Fn, depth+1) || any(e.Args)
	case *syntax.NativeCall:
		return any(e.Args)
	case *syntax.Await:
		return assigns(e.X, depth+1)
	case *syntax.ObjectLit:
		for i := range e.Props {
			p := &e.Props[i]
			if p.Computed && assigns(p.Key, depth+1) || p.Value != nil && assigns(p.Value, depth+1) {
				return true
			}
		}
		return false
	}
	return true
}

func (g *gen) index(e *syntax.Index) {
	g.optionalBase(e.X, e.Optional)
	if name, _, isIndex, ok := constKey(e.Key); ok && !isIndex {
		if _, str := e.Key.(*syntax.StrLit); str {
			x := g.accReg(e.X)
			g.at(g.afterPos(endOf(e.X)))
			g.getNamed(x, name)
			return
		}
	}
	x := g.baseReg
	if x < 0 {
		x = g.operand(e.X, e.Key)
	}
	g.baseReg = -1
	g.expr(e.Key)
	g.at(g.afterPos(endOf(e.X)))
	g.op(bytecode.GetKeyed, x)
}

func (g *gen) superNamed(this, base int, name string) {
	if i := g.str(name); i >= 0 {
		g.op(bytecode.GetSuperNamed, this, base, i)
		return
	}
	g.loadString(name)
	g.op(bytecode.GetSuperKeyed, this, base)
}

// superBase evaluates this and the home object's prototype.
func (g *gen) superBase(this, home *syntax.Ref, pos int32) (thisReg, base int) {
	g.at(pos)
	g.loadRef(this, "this")
	t := g.star()
	g.loadRef(home, "home")
	h := g.star()
	g.Emit(bytecode.LdaSuperBase, h)
	g.store(h)
	return t, h
}

// superIndex evaluates the parts of super[key] in order: this, key, base.
func (g *gen) superIndex(e *syntax.SuperIndex) (this, key, base int) {
	g.at(e.Pos)
	g.loadRef(&e.This, "this")
	this = g.star()
	g.expr(e.Key)
	key = g.star()
	g.at(e.Pos)
	g.loadRef(&e.Home, "home")
	base = g.star()
	g.Emit(bytecode.LdaSuperBase, base)
	g.store(base)
	return
}

// private returns a register with the private symbol of a name.
func (g *gen) private(n *syntax.PrivateName) int {
	v := n.Ref.Var
	if v == nil {
		panic("BUG: unresolved private name")
	}
	g.loadVar(v, n.Name, false)
	return g.star()
}

func (g *gen) logical(e *syntax.Logical) {
	end := g.label()
	g.expr(e.X)
	switch e.Op {
	case syntax.OpAnd:
		g.Jump(bytecode.JumpIfToBooleanFalse, end)
	case syntax.OpOr:
		g.Jump(bytecode.JumpIfToBooleanTrue, end)
	default:
		g.Jump(bytecode.JumpIfNotNullish, end)
	}
	g.expr(e.Y)
	g.Bind(end)
}

func (g *gen) unary(e *syntax.Unary) {
	switch e.Op {
	case syntax.OpTypeof:
		g.typeofValue(e.X)
		g.Emit(bytecode.TypeOf)
	case syntax.OpVoid:
		g.effect(e.X)
		g.undefined()
	case syntax.OpNot:
		g.expr(e.X)
		if isBoolean(e.X) {
			g.Emit(bytecode.Not)
		} else {
			g.Emit(bytecode.ToBooleanNot)
		}
	case syntax.OpDelete:
		g.delete(e)
	case syntax.OpMinus:
		if n, ok := e.X.(*syntax.NumLit); ok {
			g.loadNumber(-n.Value)
			return
		}
		g.expr(e.X)
		g.at(e.Pos)
		g.op(bytecode.Negate)
	case syntax.OpPlus:
		g.expr(e.X)
		if _, ok := e.X.(*syntax.NumLit); ok {
			return
		}
		g.at(e.Pos)
		g.op(bytecode.ToNumber)
	case syntax.OpBitNot:
		g.expr(e.X)
		g.at(e.Pos)
		g.op(bytecode.BitNot)
	default:
		panic("BUG: unknown unary operator")
	}
}

// delete generates the delete operator (13.5.1.2).
func (g *gen) delete(e *syntax.Unary) {
	switch x := e.X.(type) {
	case *syntax.Ident:
		switch x.Ref.Kind {
		case syntax.RefLocal, syntax.RefContext:
			g.Emit(bytecode.LdaFalse)
		default:
			g.at(e.Pos)
			g.Emit(bytecode.DeleteLookup, g.name(x.Name))
		}
	case *syntax.Member, *syntax.Index:
		g.deleteMember(x, e.Pos)
	case *syntax.SuperMember:
		g.at(e.Pos)
		g.loadRef(&x.This, "this")
		g.Emit(bytecode.ThrowConst, int(bytecode.ThrowDeleteSuper), g.name(x.Name))
	case *syntax.SuperIndex:
		g.at(e.Pos)
		g.loadRef(&x.This, "this")
		g.expr(x.Key)
		g.at(e.Pos)
		g.Emit(bytecode.ThrowConst, int(bytecode.ThrowDeleteSuper), g.name("super"))
	case *syntax.OptionalChain:
		saved := g.chain
		g.chain = g.label()
		l, end := g.chain, g.label()
		switch x.X.(type) {
		case *syntax.Member, *syntax.Index:
			g.deleteMember(x.X, e.Pos)
		default:
			g.effect(x.X)
			g.Emit(bytecode.LdaTrue)
		}
		g.chain = saved
		if l.Used() {
			g.jump(end)
			g.Bind(l)
			g.Emit(bytecode.LdaTrue)
			g.Bind(end)
		}
	default:
		g.effect(e.X)
		g.Emit(bytecode.LdaTrue)
	}
}

func (g *gen) deleteMember(x syntax.Expr, pos int32) {
	switch x := x.(type) {
	case *syntax.Member:
		g.optionalBase(x.X, x.Optional)
		r := g.accReg(x.X)
		g.at(pos)
		if i := g.str(x.Name); i >= 0 {
			g.Emit(bytecode.DeleteNamed, r, i, g.strictFlag())
			return
		}
		g.loadString(x.Name)
		g.Emit(bytecode.DeleteKeyed, r, g.strictFlag())
	case *syntax.Index:
		g.optionalBase(x.X, x.Optional)
		r := g.baseReg
		if r < 0 {
			r = g.operand(x.X, x.Key)
		}
		g.baseReg = -1
		g.expr(x.Key)
		g.at(pos)
		g.Emit(bytecode.DeleteKeyed, r, g.strictFlag())
	}
}

// isBoolean tells whether the value of e is always a boolean.
func isBoolean(e syntax.Expr) bool {
	switch e := e.(type) {
	case *syntax.BoolLit, *syntax.PrivateIn:
		return true
	case *syntax.Unary:
		return e.Op == syntax.OpNot || e.Op == syntax.OpDelete
	case *syntax.Binary:
		return e.Op >= syntax.OpEq && e.Op <= syntax.OpInstanceof
	}
	return false
}

func binaryOp(op syntax.Op) bytecode.Op {
	switch op {
	case syntax.OpAdd:
		return bytecode.Add
	case syntax.OpSub:
		return bytecode.Sub
	case syntax.OpMul:
		return bytecode.Mul
	case syntax.OpDiv:
		return bytecode.Div
	case syntax.OpMod:
		return bytecode.Mod
	case syntax.OpExp:
		return bytecode.Exp
	case syntax.OpBitAnd:
		return bytecode.BitAnd
	case syntax.OpBitOr:
		return bytecode.BitOr
	case syntax.OpBitXor:
		return bytecode.BitXor
	case syntax.OpShl:
		return bytecode.Shl
	case syntax.OpShr:
		return bytecode.Sar
	case syntax.OpUShr:
		return bytecode.Shr
	case syntax.OpEq:
		return bytecode.TestEq
	case syntax.OpNe:
		return bytecode.TestNotEq
	case syntax.OpStrictEq:
		return bytecode.TestStrictEq
	case syntax.OpStrictNe:
		return bytecode.TestStrictNotEq
	case syntax.OpLt:
		return bytecode.TestLess
	case syntax.OpLe:
		return bytecode.TestLessEq
	case syntax.OpGt:
		return bytecode.TestGreater
	case syntax.OpGe:
		return bytecode.TestGreaterEq
	case syntax.OpIn:
		return bytecode.TestIn
	case syntax.OpInstanceof:
		return bytecode.TestInstanceOf
	}
	panic("BUG: unknown binary operator")
}

// smiForm returns the variant of an arithmetic opcode with an immediate right operand.
func smiForm(op bytecode.Op) (bytecode.Op, bool) {
	if op >= bytecode.Add && op <= bytecode.Shr && op != bytecode.Exp {
		if op > bytecode.Exp {
			op--
		}
		return op - bytecode.Add + bytecode.AddSmi, true
	}
	return 0, false
}

func (g *gen) binary(e *syntax.Binary) {
	op := binaryOp(e.Op)
	if v, ok := foldNumber(e, 0); ok {
		g.loadNumber(v)
		return
	}
	if i, ok := literalSmi(e.Y); ok {
		if s, ok := smiForm(op); ok {
			g.expr(e.X)
			g.at(e.OpPos)
			g.op(s, i)
			return
		}
	}
	if e.Op >= syntax.OpEq && e.Op <= syntax.OpStrictNe && g.testSpecial(e) {
		return
	}
	// A left spine is walked without recursion: long concatenations are common.
	var spine []*syntax.Binary
	x := e.X
	for {
		b, ok := x.(*syntax.Binary)
		if !ok {
			break
		}
		if _, ok := literalSmi(b.Y); ok || b.Op >= syntax.OpEq {
			break
		}
		if _, ok := foldNumber(b, 0); ok {
			break
		}
		spine = append(spine, b)
		x = b.X
	}
	if len(spine) < 8 {
		l := g.operand(e.X, e.Y)
		g.expr(e.Y)
		g.at(e.OpPos)
		g.op(op, l)
		return
	}
	r := g.reg()
	g.expr(x)
	for i := len(spine) - 1; i >= 0; i-- {
		b := spine[i]
		g.store(r)
		g.expr(b.Y)
		g.at(b.OpPos)
		g.op(binaryOp(b.Op), r)
	}
	g.store(r)
	g.expr(e.Y)
	g.at(e.OpPos)
	g.op(op, r)
}

// foldNumber evaluates operations on number literals.
func foldNumber(e syntax.Expr, depth int) (float64, bool) {
	if depth > 8 {
		return 0, false
	}
	switch e := e.(type) {
	case *syntax.NumLit:
		return e.Value, true
	case *syntax.Unary:
		if e.Op == syntax.OpMinus {
			v, ok := foldNumber(e.X, depth+1)
			return -v, ok
		}
	case *syntax.Binary:
		if e.Op < syntax.OpAdd || e.Op > syntax.OpDiv {
			return 0, false
		}
		y, ok := foldNumber(e.Y, depth+1)
		if !ok {
			return 0, false
		}
		x, ok := foldNumber(e.X, depth+1)
		if !ok {
			return 0, false
		}
		switch e.Op {
		case syntax.OpAdd:
			return x + y, true
		case syntax.OpSub:
			return x - y, true
		case syntax.OpMul:
			return x * y, true
		case syntax.OpDiv:
			return x / y, true
		}
	}
	return 0, false
}

// nullness classifies a comparison with null or undefined.
func nullness(e syntax.Expr) (undefined, ok bool) {
	switch e := e.(type) {
	case *syntax.NullLit:
		return false, true
	case *syntax.Ident:
		return true, e.Name == "undefined" && e.Ref.Kind == syntax.RefGlobal && e.Ref.Var == nil
	case *syntax.Unary:
		if e.Op == syntax.OpVoid {
			_, num := e.X.(*syntax.NumLit)
			return true, num
		}
	}
	return false, false
}

// typeofTest matches typeof x === "literal".
func typeofTest(e *syntax.Binary) (x syntax.Expr, typ int, ok bool) {
	u, ok := e.X.(*syntax.Unary)
	if !ok || u.Op != syntax.OpTypeof {
		return nil, 0, false
	}
	s, ok := e.Y.(*syntax.StrLit)
	if !ok {
		return nil, 0, false
	}
	switch s.Value {
	case "undefined":
		typ = bytecode.TypeUndefined
	case "object":
		typ = bytecode.TypeObject
	case "boolean":
		typ = bytecode.TypeBoolean
	case "number":
		typ = bytecode.TypeNumber
	case "string":
		typ = bytecode.TypeString
	case "symbol":
		typ = bytecode.TypeSymbol
	case "bigint":
		typ = bytecode.TypeBigInt
	case "function":
		typ = bytecode.TypeFunction
	default:
		return nil, 0, false
	}
	return e.X, typ, true
}

// testSpecial generates equality tests against null, undefined and typeof strings.
func (g *gen) testSpecial(e *syntax.Binary) bool {
	negate := e.Op == syntax.OpNe || e.Op == syntax.OpStrictNe
	strict := e.Op == syntax.OpStrictEq || e.Op == syntax.OpStrictNe
	if undef, ok := nullness(e.Y); ok {
		g.expr(e.X)
		switch {
		case !strict:
			g.Emit(bytecode.TestNullish)
		case undef:
			g.Emit(bytecode.TestUndefined)
		default:
			g.Emit(bytecode.TestNull)
		}
	} else if x, typ, ok := typeofTest(e); ok {
		g.typeofValue(x.(*syntax.Unary).X)
		g.Emit(bytecode.TestTypeOf, typ)
	} else {
		return false
	}
	if negate {
		g.Emit(bytecode.Not)
	}
	return true
}

// typeofValue evaluates the operand of typeof: undeclared globals give undefined.
func (g *gen) typeofValue(x syntax.Expr) {
	if id, ok := x.(*syntax.Ident); ok {
		g.at(id.Pos)
		switch {
		case id.Ref.Kind == syntax.RefGlobal && id.Name != "undefined":
			g.op(bytecode.LdaGlobalTypeof, g.name(id.Name))
			return
		case id.Ref.Kind == syntax.RefDynamic:
			g.op(bytecode.LdaLookupTypeof, g.name(id.Name))
			return
		}
	}
	g.expr(x)
}

// jumpIf jumps to l if ToBoolean(e) == want, else goes on. acc is undefined afterwards.
func (g *gen) jumpIf(e syntax.Expr, want bool, l *blabel) {
	m := g.mark()
	defer g.release(m)
	switch e := e.(type) {
	case *syntax.BoolLit:
		if e.Value == want {
			g.jump(l)
		}
		return
	case *syntax.NumLit:
		if (e.Value != 0 && e.Value == e.Value) == want {
			g.jump(l)
		}
		return
	case *syntax.Unary:
		if e.Op == syntax.OpNot {
			g.jumpIf(e.X, !want, l)
			return
		}
	case *syntax.Logical:
		switch {
		case e.Op == syntax.OpNullish:
		case (e.Op == syntax.OpOr) == want:
			// a || b true, a && b false: either decides.
			g.jumpIf(e.X, want, l)
			g.jumpIf(e.Y, want, l)
			return
		default:
			skip := g.label()
			g.jumpIf(e.X, !want, skip)
			g.jumpIf(e.Y, want, l)
			g.Bind(skip)
			return
		}
	case *syntax.Sequence:
		for _, x := range e.Exprs[:len(e.Exprs)-1] {
			g.effect(x)
			g.release(m)
		}
		g.jumpIf(e.Exprs[len(e.Exprs)-1], want, l)
		return
	case *syntax.Binary:
		if g.jumpBinary(e, want, l) {
			return
		}
	}
	g.expr(e)
	switch b := isBoolean(e); {
	case b && want:
		g.Jump(bytecode.JumpIfTrue, l)
	case b:
		g.Jump(bytecode.JumpIfFalse, l)
	case want:
		g.Jump(bytecode.JumpIfToBooleanTrue, l)
	default:
		g.Jump(bytecode.JumpIfToBooleanFalse, l)
	}
}

// jumpBinary generates fused compare and jump.
func (g *gen) jumpBinary(e *syntax.Binary, want bool, l *blabel) bool {
	var yes, no bytecode.Op
	switch e.Op {
	case syntax.OpEq:
		yes, no = bytecode.JumpIfEq, bytecode.JumpIfNotEq
	case syntax.OpNe:
		yes, no = bytecode.JumpIfNotEq, bytecode.JumpIfEq
	case syntax.OpStrictEq:
		yes, no = bytecode.JumpIfStrictEq, bytecode.JumpIfStrictNotEq
	case syntax.OpStrictNe:
		yes, no = bytecode.JumpIfStrictNotEq, bytecode.JumpIfStrictEq
	case syntax.OpLt:
		yes, no = bytecode.JumpIfLess, bytecode.JumpIfNotLess
	case syntax.OpLe:
		yes, no = bytecode.JumpIfLessEq, bytecode.JumpIfNotLessEq
	case syntax.OpGt:
		yes, no = bytecode.JumpIfGreater, bytecode.JumpIfNotGreater
	case syntax.OpGe:
		yes, no = bytecode.JumpIfGreaterEq, bytecode.JumpIfNotGreaterEq
	default:
		return false
	}
	if e.Op <= syntax.OpStrictNe {
		equal := (e.Op == syntax.OpEq || e.Op == syntax.OpStrictEq) == want
		if undef, ok := nullness(e.Y); ok {
			g.expr(e.X)
			var op bytecode.Op
			switch {
			case e.Op == syntax.OpEq || e.Op == syntax.OpNe:
				op = bytecode.JumpIfNullish
			case undef:
				op = bytecode.JumpIfUndefined
			default:
				op = bytecode.JumpIfNull
			}
			if !equal {
				op++ // the negated form follows
			}
			g.Jump(op, l)
			return true
		}
		if x, typ, ok := typeofTest(e); ok {
			g.typeofValue(x.(*syntax.Unary).X)
			g.Emit(bytecode.TestTypeOf, typ)
			if equal {
				g.Jump(bytecode.JumpIfTrue, l)
			} else {
				g.Jump(bytecode.JumpIfFalse, l)
			}
			return true
		}
	}
	op := yes
	if !want {
		op = no
	}
	x := g.operand(e.X, e.Y)
	g.expr(e.Y)
	g.at(e.OpPos)
	g.Jump(op, l, x, g.fb(bytecode.FBCompare))
	return true
}

// native compiles %Name(args). Some names are instructions.
func (g *gen) native(e *syntax.NativeCall) {
	switch n := len(e.Args); {
	case e.Name == "Call" && n >= 2:
		// %Call(f, receiver, ...args) is a plain call with a receiver of its own.
		callee := g.operand(e.Args[0], e.Args[1:]...)
		first, count := g.args(e.Args[1:], -1)
		if g.Reachable() {
			g.at(e.Pos)
			g.op(bytecode.Call, callee, first, count)
		}
	case e.Name == "CreateDataProperty" && n == 3:
		o := g.operand(e.Args[0], e.Args[1:]...)
		k := g.operand(e.Args[1], e.Args[2])
		g.expr(e.Args[2])
		g.at(e.Pos)
		g.op(bytecode.DefineKeyedOwn, o, k)
	case e.Name == "GetPresent" && n == 2:
		// %GetPresent(o, k): o[k] if k is in o, else %Hole().
		o := g.operand(e.Args[0], e.Args[1])
		g.expr(e.Args[1])
		g.at(e.Pos)
		g.op(bytecode.GetPresent, o)
	case e.Name == "Hole" && n == 0:
		g.Emit(bytecode.LdaHole)
	default:
		args, n := g.args(e.Args, -1)
		if g.Reachable() {
			g.at(e.Pos)
			g.Emit(bytecode.CallIntrinsic, g.constant(bytecode.Const{Kind: bytecode.ConstIntrinsic, Str: e.Name}), args, n)
		}
	}
}
