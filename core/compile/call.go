package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// noRecv is the receiver register of calls with an undefined receiver.
const noRecv = -1 << 20

// callee evaluates the function part of a call: registers of the callee and of the receiver (noRecv: undefined), and the position that
// errors and stack traces report.
func (g *gen) callee(fn syntax.Expr, later []syntax.Expr) (callee, recv int, pos int32) {
	switch f := fn.(type) {
	case *syntax.Ident:
		if f.Ref.Kind == syntax.RefDynamic {
			r := g.regs(2)
			g.at(f.Pos)
			if g.Reachable() {
				g.Emit(bytecode.LdaLookupCall, g.name(f.Name), g.fb(bytecode.FBLookup), r)
			}
			return r, r + 1, f.Pos
		}
		return g.operand(f, later...), noRecv, f.Pos
	case *syntax.Member:
		g.optionalBase(f.X, f.Optional)
		recv = g.baseReg
		if recv < 0 {
			recv = g.operand(f.X, later...)
		}
		g.baseReg = -1
		g.at(f.NamePos)
		g.getNamed(recv, f.Name)
		return g.star(), recv, f.NamePos
	case *syntax.Index:
		pos = g.afterPos(endOf(f.X))
		g.optionalBase(f.X, f.Optional)
		recv = g.baseReg
		if recv < 0 {
			recv = g.operand(f.X, append([]syntax.Expr{f.Key}, later...)...)
		}
		g.baseReg = -1
		name, _, isIndex, ok := constKey(f.Key)
		if _, str := f.Key.(*syntax.StrLit); ok && str && !isIndex {
			g.at(pos)
			g.getNamed(recv, name)
		} else {
			g.expr(f.Key)
			g.at(pos)
			g.op(bytecode.GetKeyed, recv)
		}
		return g.star(), recv, g.callPos(f)
	case *syntax.PrivateMember:
		g.optionalBase(f.X, f.Optional)
		recv = g.baseReg
		if recv < 0 {
			recv = g.operand(f.X, later...)
		}
		g.baseReg = -1
		s := g.private(f.Name)
		g.at(f.Name.Pos)
		g.op(bytecode.GetPrivate, recv, s)
		return g.star(), recv, f.Name.Pos
	case *syntax.SuperMember:
		this, base := g.superBase(&f.This, &f.Home, f.Pos)
		g.at(superNamePos(f))
		g.superNamed(this, base, f.Name)
		return g.star(), this, superNamePos(f)
	case *syntax.SuperIndex:
		this, key, base := g.superIndex(f)
		g.load(key)
		g.op(bytecode.GetSuperKeyed, this, base)
		return g.star(), this, g.callPos(f)
	case *syntax.OptionalChain:
		// (a?.b)(): the receiver is a; undefined when the chain was left.
		switch f.X.(type) {
		case *syntax.Member, *syntax.Index, *syntax.PrivateMember:
			r := g.regs(2)
			g.optionalChainCall(f, r)
			return r, r + 1, g.callPos(f)
		}
	}
	return g.operand(fn, later...), noRecv, g.callPos(fn)
}

// optionalChainCall evaluates a parenthesised optional chain as a callee: r = value, r+1 = receiver.
func (g *gen) optionalChainCall(f *syntax.OptionalChain, r int) {
	saved := g.chain
	g.chain = g.label()
	l, end := g.chain, g.label()
	m := g.mark()
	c, recv, _ := g.callee(f.X, nil)
	g.mov(r, c)
	g.mov(r+1, recv)
	g.release(m)
	g.chain = saved
	if l.Used() {
		g.jump(end)
		g.Bind(l)
		g.undefined()
		g.store(r)
		g.store(r + 1)
		g.Bind(end)
	}
}

func (g *gen) callPos(fn syntax.Expr) int32 { return callPos(g.c.prog.Src, fn) }

func hasSpread(args []syntax.Expr) bool {
	for _, a := range args {
		if _, ok := a.(*syntax.Spread); ok {
			return true
		}
	}
	return false
}

// args evaluates arguments into consecutive registers, after a copy of recv unless that is -1 (noRecv: undefined). It returns the
// first register and their number.
func (g *gen) args(args []syntax.Expr, recv int) (first, n int) {
	n = len(args)
	if recv != -1 {
		n++
	}
	if n > 0xFFF0 {
		g.c.fail("Too many arguments in function call (only 65535 allowed)", g.Pos(), g.Pos())
		return 0, 0
	}
	first = g.regs(n)
	if n == 0 {
		first = 0
	}
	r := first
	if recv != -1 {
		if recv == noRecv {
			g.undefined()
			g.store(r)
		} else {
			g.mov(r, recv)
		}
		r++
	}
	for _, a := range args {
		g.exprTo(a, r)
		r++
	}
	return first, n
}

// argArray evaluates arguments with spreads into an array and returns its register.
func (g *gen) argArray(args []syntax.Expr, pos int32) int {
	g.op(bytecode.CreateEmptyArray)
	arr := g.star()
	for _, a := range args {
		if s, ok := a.(*syntax.Spread); ok {
			g.spread(arr, s, pos)
			continue
		}
		g.appendElem(arr, a)
	}
	return arr
}

// orUndefined returns a register with the receiver.
func (g *gen) orUndefined(recv int) int {
	if recv != noRecv {
		return recv
	}
	g.undefined()
	return g.star()
}

func (g *gen) call(e *syntax.Call) {
	callee, recv, pos := g.callee(e.Fn, e.Args)
	if e.Optional {
		g.load(callee)
		g.Jump(bytecode.JumpIfNullish, g.chain)
	}
	if e.DirectEval {
		g.directEval(e, callee, recv, pos)
		return
	}
	g.callArgs(callee, recv, e.Args, pos)
}

// callArgs evaluates the arguments and calls.
func (g *gen) callArgs(callee, recv int, args []syntax.Expr, pos int32) {
	if hasSpread(args) {
		recv = g.orUndefined(recv)
		arr := g.argArray(args, pos)
		g.at(pos)
		g.op(bytecode.CallSpread, callee, recv, arr)
		return
	}
	switch {
	case len(args) > 2:
		if recv == noRecv {
			first, n := g.args(args, -1)
			g.at(pos)
			g.op(bytecode.CallUndefined, callee, first, n)
		} else {
			first, n := g.args(args, recv)
			g.at(pos)
			g.op(bytecode.Call, callee, first, n)
		}
	case recv == noRecv:
		switch len(args) {
		case 0:
			g.at(pos)
			g.op(bytecode.CallUndefined0, callee)
		case 1:
			a := g.operand(args[0])
			g.at(pos)
			g.op(bytecode.CallUndefined1, callee, a)
		default:
			a := g.operand(args[0], args[1])
			b := g.operand(args[1])
			g.at(pos)
			g.op(bytecode.CallUndefined2, callee, a, b)
		}
	default:
		switch len(args) {
		case 0:
			g.at(pos)
			g.op(bytecode.CallProperty0, callee, recv)
		case 1:
			a := g.operand(args[0])
			g.at(pos)
			g.op(bytecode.CallProperty1, callee, recv, a)
		default:
			a := g.operand(args[0], args[1])
			b := g.operand(args[1])
			g.at(pos)
			g.op(bytecode.CallProperty2, callee, recv, a, b)
		}
	}
}

// evalContext returns the Eval* flags of direct evals in the current function.
func (g *gen) evalContext() int {
	flags := 0
	if g.strict {
		flags |= bytecode.EvalStrict
	}
	fn := g.fn
	for s := g.scope; s != nil && s.Fn == fn; s = s.Parent {
		if s == fn.Scope && fn.BodyScope != nil && fn.BodyScope != fn.Scope && !g.inBody() {
			flags |= bytecode.EvalInParams
		}
	}
	for fn != nil && fn.Kind == syntax.ArrowFunction {
		fn = fn.Outer
	}
	if fn == nil {
		return flags | g.c.evalFlags&^bytecode.EvalStrict&^bytecode.EvalInParams
	}
	switch fn.Kind {
	case syntax.ScriptBody, syntax.ModuleBody, syntax.EvalBody:
		return flags | g.c.evalFlags&^bytecode.EvalStrict&^bytecode.EvalInParams
	case syntax.DerivedConstructor:
		flags |= bytecode.EvalSuperCall | bytecode.EvalSuperProp
	case syntax.FieldInitializer, syntax.StaticInitializer:
		flags |= bytecode.EvalInField | bytecode.EvalSuperProp
	case syntax.MethodFunction, syntax.GetterFunction, syntax.SetterFunction, syntax.BaseConstructor:
		flags |= bytecode.EvalSuperProp
	}
	return flags | bytecode.EvalNewTarget
}

// inBody tells whether the code being compiled lies in the body's scope rather than in the parameter list.
func (g *gen) inBody() bool {
	for s := g.scope; s != nil; s = s.Parent {
		if s == g.fn.BodyScope {
			return true
		}
		if s == g.fn.Scope {
			return false
		}
	}
	return false
}

func (g *gen) directEval(e *syntax.Call, callee, recv int, pos int32) {
	flags := g.evalContext()
	if hasSpread(e.Args) {
		recv = g.orUndefined(recv)
		arr := g.argArray(e.Args, pos)
		g.at(pos)
		g.op(bytecode.CallDirectEvalSpread, callee, recv, arr, flags)
		return
	}
	first, n := g.args(e.Args, recv)
	g.at(pos)
	g.op(bytecode.CallDirectEval, callee, first, n, flags)
}

func (g *gen) newExpr(e *syntax.New) {
	callee := g.operand(e.Fn, e.Args...)
	if hasSpread(e.Args) {
		arr := g.argArray(e.Args, e.Pos)
		g.at(e.Pos)
		g.op(bytecode.ConstructSpread, callee, arr)
		return
	}
	first, n := g.args(e.Args, -1)
	g.at(e.Pos)
	g.op(bytecode.Construct, callee, first, n)
}

// superCall generates super(...) (13.3.7.1 SuperCall).
func (g *gen) superCall(e *syntax.SuperCall) {
	g.at(e.Pos)
	g.loadRef(&e.Func, "constructor")
	f := g.star()
	g.Emit(bytecode.GetSuperConstructor, f)
	super := g.star()
	nt := g.reg()
	if hasSpread(e.Args) {
		arr := g.argArray(e.Args, e.Pos)
		g.at(e.Pos)
		g.loadRef(&e.NewTarget, "new.target")
		g.store(nt)
		g.op(bytecode.SuperCallSpread, super, nt, arr)
	} else {
		first, n := g.args(e.Args, -1)
		g.at(e.Pos)
		g.loadRef(&e.NewTarget, "new.target")
		g.store(nt)
		g.op(bytecode.SuperCall, super, nt, first, n)
	}
	obj := g.star()
	// BindThisValue
	this := e.This.Var
	g.loadVar(this, "this", false)
	ok := g.label()
	g.Jump(bytecode.JumpIfTDZ, ok)
	g.Emit(bytecode.ThrowConst, int(bytecode.ThrowSuperCalledTwice), g.name("this"))
	g.Bind(ok)
	g.load(obj)
	g.initVar(this)
	ctor := this.Scope.Fn
	if ctor == nil || ctor.Class == nil || ctor.Class.InstanceInit != nil {
		g.Emit(bytecode.RunClassFields, f, obj)
	}
	g.load(obj)
}

func (g *gen) taggedTemplate(e *syntax.TaggedTemplate) {
	callee, recv, _ := g.callee(e.Tag, e.Exprs)
	pos := tagPos(g.c.prog.Src, e.Tag)
	pre := 0
	if recv != noRecv {
		pre = 1
	}
	n := pre + 1 + len(e.Exprs)
	first := g.regs(n)
	if pre == 1 {
		g.mov(first, recv)
	}
	g.templateObject(e.Strings)
	g.store(first + pre)
	for i, x := range e.Exprs {
		g.exprTo(x, first+pre+1+i)
	}
	g.at(pos)
	if pre == 1 {
		g.op(bytecode.Call, callee, first, n)
	} else {
		g.op(bytecode.CallUndefined, callee, first, n)
	}
}
