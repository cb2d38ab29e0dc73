package compile

import (
	"math/big"
	"strings"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// compile generates one function.
func (c *compiler) compile(j job) {
	if j.fn == nil {
		c.defaultConstructor(j)
		return
	}
	fn, g := j.fn, &c.g
	g.reset(c, fn, j.index, fn.Strict)
	c.describe(fn, &g.out, j.outer)
	switch fn.Kind {
	case syntax.ScriptBody, syntax.EvalBody, syntax.ModuleBody:
		g.program()
	default:
		g.function()
	}
	if c.err == nil {
		g.finish()
	}
}

// describe fills the parts of o that do not depend on the code.
func (c *compiler) describe(fn *syntax.Function, o *bytecode.Func, outer int32) {
	o.Outer = outer
	o.Start, o.End = fn.Pos, fn.End
	o.Length = uint16(fn.Length)
	n := len(fn.Params)
	if n > 0 && fn.Params[n-1].Rest {
		n--
	}
	if n > 0xFFF0 {
		c.fail("Too many parameters in function definition (only 65534 allowed)", fn.Pos, fn.End)
		n = 0
	}
	o.ParamCount = uint16(n)
	o.Name = fn.Name
	switch fn.Kind {
	case syntax.ArrowFunction:
		o.Kind = bytecode.ArrowFunc
	case syntax.MethodFunction:
		o.Kind = bytecode.MethodFunc
	case syntax.GetterFunction:
		o.Kind = bytecode.GetterFunc
		if fn.Name != "" || fn.Inferred { // else SetFunctionName names it
			o.Name = "get " + fn.Name
		}
	case syntax.SetterFunction:
		o.Kind = bytecode.SetterFunc
		if fn.Name != "" || fn.Inferred {
			o.Name = "set " + fn.Name
		}
	case syntax.BaseConstructor:
		o.Kind = bytecode.BaseConstructor
	case syntax.DerivedConstructor:
		o.Kind = bytecode.DerivedConstructor
	case syntax.FieldInitializer, syntax.StaticInitializer:
		o.Kind = bytecode.FieldsFunc
		o.Name = "<instance_members_initializer>"
		if fn.Kind == syntax.StaticInitializer {
			o.Name = "<static_initializer>"
		}
	case syntax.ScriptBody:
		o.Kind = bytecode.ScriptFunc
	case syntax.ModuleBody:
		o.Kind = bytecode.ModuleFunc
	case syntax.EvalBody:
		o.Kind = bytecode.EvalFunc
	}
	f := bytecode.FnFlags(0)
	set := func(b bool, x bytecode.FnFlags) {
		if b {
			f |= x
		}
	}
	set(fn.Strict, bytecode.FnStrict)
	set(fn.Async, bytecode.FnAsync)
	set(fn.Generator, bytecode.FnGenerator)
	set(fn.SimpleParams, bytecode.FnSimpleParams)
	set(fn.UsesThis, bytecode.FnUsesThis)
	set(fn.UsesArguments, bytecode.FnUsesArguments)
	set(fn.DirectEval, bytecode.FnDirectEval)
	set(needsHome(fn), bytecode.FnNeedsHome)
	set(fn.Native, bytecode.FnNative)
	set(fn.IsDeclaration, bytecode.FnDeclaration)
	set(fn.ExprBody, bytecode.FnExprBody)
	set(fn.Inferred, bytecode.FnInferred)
	set(fn.Self != nil && !fn.IsDeclaration, bytecode.FnNamedExpr)
	set(fn.LikelyCalled, bytecode.FnLikelyCall)
	if fn.Kind == syntax.ModuleBody {
		f |= bytecode.FnGenerator | bytecode.FnStrict
		if c.prog.Module.HasTLA {
			f |= bytecode.FnAsync | bytecode.FnAsyncModule
		}
	}
	if cl := fn.Class; cl != nil && fn == cl.Constructor {
		o.Start, o.End = cl.Pos, cl.End
		o.Name = className(cl)
		set(cl.InstanceInit != nil, bytecode.FnHasFields)
	}
	set(c.prog.Kind == syntax.FunctionProgram && fn == c.prog.Func, bytecode.FnWrapper)
	o.Flags = f
	o.Scope = -1
	if fn.Scope != nil {
		o.Scope = c.materialScope(fn.Scope.Parent)
	}
}

func className(cl *syntax.Class) string {
	if cl.Name != nil {
		return cl.Name.Name
	}
	return cl.InferredName
}

// needsHome tells whether closures of fn need their [[HomeObject]].
func needsHome(fn *syntax.Function) bool {
	return fn.UsesSuperProperty || fn.HomeVar != nil || fn.DirectEval
}

// program generates the top-level code of scripts, modules and eval.
func (g *gen) program() {
	fn, c := g.fn, g.c
	p := c.prog
	g.resumable = fn.Kind == syntax.ModuleBody
	if g.resumable {
		g.reg() // the generator
		g.Emit(bytecode.CreateGenerator)
	}
	g.scope = fn.Scope.Parent
	if p.Kind == syntax.FunctionProgram {
		g.scope = fn.Scope
		g.closure(p.Inner)
		g.Emit(bytecode.Return)
		return
	}
	if fn.Scope.NeedsContext && fn.Kind != syntax.ModuleBody {
		g.Emit(bytecode.PushFunctionScope, g.scopeConst(fn.Scope))
	}
	g.scope = fn.Scope
	async := fn.Kind == syntax.ModuleBody && p.Module.HasTLA
	start := g.Offset()
	g.pseudoVars()
	g.allocVars(fn.Scope)
	switch {
	case fn.Kind == syntax.ModuleBody:
		g.functions(fn.Scope)
		g.Emit(bytecode.InitialYield)
	case fn.Kind == syntax.EvalBody && fn.Strict:
		g.functions(fn.Scope)
	default:
		g.declareProgram()
	}
	if c.opts.Completion {
		g.completion = g.reg()
		g.clearCompletion()
	}
	g.disposing(fn.Scope, func() { g.stmts(fn.Body) })
	if g.Reachable() {
		g.at(fn.End)
		if g.completion >= 0 {
			g.load(g.completion)
		} else {
			g.undefined()
		}
		g.finalReturn()
	}
	if async {
		g.asyncHandler(start)
	}
}

// declareProgram emits GlobalDeclarationInstantiation or, for sloppy eval code, EvalDeclarationInstantiation.
func (g *gen) declareProgram() {
	c, fn := g.c, g.fn
	d := &c.prog.Decls
	if c.prog.Kind == syntax.EvalProgram && evalVarScope(fn.Scope.Parent) != nil {
		for _, f := range d.Functions {
			g.closure(f.Fn)
			g.Emit(bytecode.DeclareEvalFunction, g.name(f.Name.Name))
		}
		for _, n := range d.VarNames {
			g.Emit(bytecode.DeclareEvalVar, g.name(n))
		}
		for _, n := range d.AnnexBNames {
			g.Emit(bytecode.DeclareEvalVar, g.name(n))
		}
		return
	}
	if c.unit.Globals == nil {
		return
	}
	g.at(fn.Pos)
	g.Emit(bytecode.DeclareGlobals, bytecode.DeclareLexicals)
	deletable := 0
	if c.prog.Kind == syntax.EvalProgram {
		deletable = 1
	}
	for _, f := range d.Functions {
		g.closure(f.Fn)
		g.Emit(bytecode.DefineGlobalFunction, g.name(f.Name.Name), deletable)
	}
	if len(d.VarNames)+len(d.AnnexBNames) > 0 {
		g.Emit(bytecode.DeclareGlobals, bytecode.DeclareVars)
	}
}

// function generates an ordinary function, method, constructor, initialiser, generator or async function.
func (g *gen) function() {
	fn := g.fn
	g.at(fn.Pos)
	g.resumable = fn.Async || fn.Generator
	if g.resumable {
		g.reg()
	}
	start := 0
	if fn.Async && !fn.Generator {
		g.Emit(bytecode.CreateGenerator)
		start = g.Offset()
	}
	g.scope = fn.Scope.Parent
	if fn.Scope.NeedsContext {
		g.Emit(bytecode.PushFunctionScope, g.scopeConst(fn.Scope))
	}
	g.scope = fn.Scope
	if !fn.Strict && (fn.UsesThis || fn.ThisVar != nil && fn.ThisVar.Scope == fn.Scope) && fn.Kind != syntax.ArrowFunction {
		g.Emit(bytecode.ConvertReceiver)
	}
	g.pseudoVars()
	g.allocVars(fn.Scope)
	if v := fn.SelfVar; v != nil {
		g.Emit(bytecode.LdaFunction)
		g.initVar(v)
	}
	g.params()
	if b := fn.BodyScope; b != nil && b != fn.Scope {
		g.pushBody(b)
	} else {
		g.functions(fn.Scope)
	}
	if fn.Generator {
		if fn.Async {
			g.Emit(bytecode.CreateGenerator)
			start = g.Offset()
		} else {
			g.Emit(bytecode.CreateGenerator)
		}
		g.Emit(bytecode.InitialYield)
	}
	switch {
	case fn.Kind == syntax.FieldInitializer || fn.Kind == syntax.StaticInitializer:
		g.initializer(fn)
	default:
		if fn.Kind == syntax.BaseConstructor && fn.Class != nil && fn.Class.InstanceInit != nil {
			m := g.mark()
			g.Emit(bytecode.LdaFunction)
			f := g.star()
			g.Emit(bytecode.RunClassFields, f, bytecode.RegReceiver)
			g.release(m)
		}
		body := fn.Scope
		if fn.BodyScope != nil {
			body = fn.BodyScope
		}
		g.disposing(body, func() { g.stmts(fn.Body) })
	}
	if g.Reachable() {
		g.at(fn.End - 1)
		g.undefined()
		g.finalReturn()
	}
	if fn.Async {
		g.asyncHandler(start)
	}
}

// asyncHandler ends an async body: whatever it throws rejects the promise.
func (g *gen) asyncHandler(start int) {
	end := g.Offset()
	if end == start {
		return
	}
	g.BindHandler()
	g.Handlers = append(g.Handlers, bytecode.Handler{Start: uint32(start), End: uint32(end), Target: uint32(end), Scope: bytecode.RegScope})
	g.Emit(bytecode.AsyncReject)
	g.Emit(bytecode.Return)
}

// pseudoVars initialises this, new.target, the home object and the active function where they are variables in the scope cell.
func (g *gen) pseudoVars() {
	fn := g.fn
	if v := fn.ThisVar; v != nil {
		switch {
		case v.Scope != fn.Scope:
		case derived(fn):
			if v.Slot < 0 {
				g.Emit(bytecode.LdaTDZ)
				g.store(bytecode.RegReceiver)
			}
		case v.Slot >= 0:
			g.load(bytecode.RegReceiver)
			g.initVar(v)
		}
	}
	if v := fn.NewTargetVar; v != nil && v.Slot >= 0 && v.Scope == fn.Scope {
		g.Emit(bytecode.LdaNewTarget)
		g.initVar(v)
	}
	if v := fn.HomeVar; v != nil && v.Slot >= 0 && v.Scope == fn.Scope {
		g.Emit(bytecode.LdaHomeObject)
		g.initVar(v)
	}
	if v := fn.FuncVar; v != nil && v.Slot >= 0 && v.Scope == fn.Scope {
		g.Emit(bytecode.LdaFunction)
		g.initVar(v)
	}
}

// params binds the parameters and creates the arguments object (10.2.11 FunctionDeclarationInstantiation).
func (g *gen) params() {
	fn := g.fn
	if fn.SimpleParams {
		for i := range fn.Params {
			id := fn.Params[i].Target.(*syntax.Ident)
			v := id.Ref.Var
			if v == nil {
				v = fn.Scope.Lookup(id.Name)
			}
			if v.Param != int32(i) {
				continue // a later parameter of the same name
			}
			switch {
			case v.Slot >= 0:
				g.load(bytecode.ArgReg(i))
				g.initVar(v)
			case g.resumable:
				v.Reg = int32(g.reg())
				g.mov(int(v.Reg), bytecode.ArgReg(i))
			default:
				v.Reg = int32(bytecode.ArgReg(i))
			}
		}
		g.arguments()
		return
	}
	for _, v := range fn.Scope.Vars {
		if v.Kind != syntax.VarParam || v.Slot >= 0 {
			continue
		}
		i := int(v.Param)
		if i >= 0 && !fn.Params[i].Rest && !v.NeedsTDZ && !g.resumable {
			v.Reg = int32(bytecode.ArgReg(i))
			continue
		}
		v.Reg = int32(g.reg())
		if v.NeedsTDZ {
			g.Emit(bytecode.LdaTDZ)
			g.store(int(v.Reg))
		}
	}
	g.arguments()
	for i := range fn.Params {
		p := &fn.Params[i]
		if p.Rest {
			g.Emit(bytecode.CreateRest, i)
		} else if id, ok := p.Target.(*syntax.Ident); ok && p.Default == nil && id.Ref.Var != nil && id.Ref.Var.Slot < 0 &&
			int(id.Ref.Var.Reg) == bytecode.ArgReg(i) {
			continue
		} else {
			g.load(bytecode.ArgReg(i))
			if p.Default != nil {
				l := g.label()
				g.Jump(bytecode.JumpIfNotUndefined, l)
				g.expr(p.Default)
				g.Bind(l)
			}
		}
		if g.source = "%"; p.Default != nil {
			g.source = intermediate + intermediate + intermediate
		}
		g.bind(p.Target, bindInit)
	}
}

// arguments creates the arguments object.
func (g *gen) arguments() {
	fn := g.fn
	v := fn.ArgumentsVar
	if v == nil || v.Scope != fn.Scope {
		return
	}
	kind := bytecode.ArgumentsUnmapped
	if !fn.Strict && fn.SimpleParams {
		kind = bytecode.ArgumentsMapped
		slots := make([]uint16, len(fn.Params))
		for i := range slots {
			slots[i] = bytecode.NoSlot
		}
		for _, p := range fn.Scope.Vars {
			if p.Kind == syntax.VarParam && p.Param >= 0 && p.Slot >= 0 {
				slots[p.Param] = uint16(p.Slot)
			}
		}
		g.out.ParamSlots = slots
	}
	g.Emit(bytecode.CreateArguments, kind)
	g.initVar(v)
}

// pushBody enters the separate variable scope of a body whose parameters have expressions.
func (g *gen) pushBody(b *syntax.Scope) {
	if b.NeedsContext {
		g.Emit(bytecode.PushFunctionScope, g.scopeConst(b))
	}
	g.scope = b
	g.allocVars(b)
	for _, v := range b.Vars {
		if p := v.ParamShadow; p != nil {
			g.loadVar(p, p.Name, false)
			g.initVar(v)
		}
	}
	g.functions(b)
}

// finalReturn leaves the function with acc, after all cleanup.
func (g *gen) finalReturn() {
	fn := g.fn
	switch {
	case fn == nil:
	case fn.Kind == syntax.ModuleBody:
		if g.c.prog.Module.HasTLA {
			g.Emit(bytecode.AsyncResolve)
		}
	case fn.Async:
		g.Emit(bytecode.AsyncResolve)
	case fn.Generator:
		g.Emit(bytecode.GeneratorReturn)
		return
	case derived(fn):
		l, done := g.label(), g.label()
		g.Jump(bytecode.JumpIfNotUndefined, l)
		g.loadThisRaw()
		g.Emit(bytecode.CheckThis)
		g.jump(done)
		g.Bind(l)
		g.Emit(bytecode.ThrowIfNotObject, int(bytecode.ThrowDerivedReturn))
		g.Bind(done)
	}
	g.Emit(bytecode.Return)
}

// loadThisRaw loads this of the current derived constructor without a check.
func (g *gen) loadThisRaw() {
	if v := g.fn.ThisVar; v != nil {
		g.loadVar(v, "this", false)
		return
	}
	g.Emit(bytecode.LdaTDZ) // super() never occurs
}

// defaultConstructor generates the constructor of a class that has none.
func (c *compiler) defaultConstructor(j job) {
	g, cl := &c.g, j.class
	g.reset(c, nil, j.index, true)
	o := &g.out
	o.Outer = j.outer
	o.Start, o.End = cl.Pos, cl.End
	o.Name = className(cl)
	o.Kind = bytecode.BaseConstructor
	o.Flags = bytecode.FnStrict | bytecode.FnDefaultCtor | bytecode.FnSimpleParams
	if cl.InstanceInit != nil {
		o.Flags |= bytecode.FnHasFields
	}
	o.Scope = c.materialScope(cl.Scope)
	g.at(cl.Pos)
	g.scope = cl.Scope
	if cl.Extends != nil {
		o.Kind = bytecode.DerivedConstructor
		g.Emit(bytecode.LdaFunction)
		f := g.star()
		g.Emit(bytecode.GetSuperConstructor, f)
		super := g.star()
		g.op(bytecode.SuperCallForward, super)
		if cl.InstanceInit != nil {
			r := g.star()
			g.Emit(bytecode.RunClassFields, f, r)
			g.load(r)
		}
	} else {
		if cl.InstanceInit != nil {
			g.Emit(bytecode.LdaFunction)
			f := g.star()
			g.Emit(bytecode.RunClassFields, f, bytecode.RegReceiver)
		}
		g.undefined()
	}
	g.Emit(bytecode.Return)
	g.finish()
}

// closure leaves a new closure of fn in acc.
func (g *gen) closure(fn *syntax.Function) {
	k := bytecode.Const{Kind: bytecode.ConstFunc, Index: uint32(g.c.enqueue(fn, g.self))}
	if !g.Reachable() {
		return
	}
	if len(g.consts) >= narrowLimit {
		g.emitWide(bytecode.CreateClosureWide, k, g.fb(bytecode.FBClosure))
		return
	}
	g.op(bytecode.CreateClosure, g.constant(k))
}

// method leaves a new closure of fn with home object home in acc.
func (g *gen) method(fn *syntax.Function, home int) {
	if !needsHome(fn) {
		g.closure(fn)
		return
	}
	k := bytecode.Const{Kind: bytecode.ConstFunc, Index: uint32(g.c.enqueue(fn, g.self))}
	if !g.Reachable() {
		return
	}
	g.op(bytecode.CreateMethod, g.constant(k), home)
}

// constKey returns the property key of a literal property name: a name, or the number of an array index.
func constKey(e syntax.Expr) (name string, index uint32, isIndex, ok bool) {
	switch e := e.(type) {
	case *syntax.StrLit:
		name = e.Value
	case *syntax.NumLit:
		name = numberString(e.Value)
	case *syntax.BigIntLit:
		name = bigDecimal(e.Value)
	default:
		return "", 0, false, false
	}
	i, is := arrayIndex(name)
	return name, i, is, true
}

func bigDecimal(s string) string {
	if len(s) > 1 && s[0] == '0' {
		if b, ok := new(big.Int).SetString(strings.ToLower(s), 0); ok {
			return b.String()
		}
	}
	return s
}

// arrayIndex tells whether s is a canonical array index.
func arrayIndex(s string) (uint32, bool) {
	if len(s) == 0 || len(s) > 10 || s[0] == '0' && len(s) > 1 {
		return 0, false
	}
	var n uint64
	for i := 0; i < len(s); i++ {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + uint64(d)
	}
	return uint32(n), n < 1<<32-1
}
