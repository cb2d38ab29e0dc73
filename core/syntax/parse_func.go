package syntax

func (p *parser) newFunction(kind FunctionKind, start int32, async, gen bool) *Function {
	fn := p.funcs.new()
	fn.Pos, fn.Kind, fn.Async, fn.Generator = start, kind, async, gen
	fn.SimpleParams = true
	return fn
}

// savedState is what entering a function puts aside.
type savedState struct {
	fs                *funcState
	strict, noIn      bool
	coverPos          int32
	coverEnd          int32
	coverMsg          string
	lastYield         Loc
	lastAwait         Loc
	awaitIdent        Loc
	labelBase, target int
	assignStart       int32
	labels            []label
	targets           []target
	labelRun          int
}

// enterFunction makes fn the current function. Its scope is opened by the caller.
func (p *parser) enterFunction(fn *Function) (saved savedState) {
	p.enter()
	saved = savedState{p.fs, p.strict, p.noIn, p.coverPos, p.coverEnd, p.coverMsg, p.lastYield, p.lastAwait, p.awaitIdent, 0, 0,
		p.assignStart, p.labels, p.targets, p.labelRun}
	fs := &funcState{fn: fn, outer: p.fs, awaitExpr: fn.Async, awaitReserved: fn.Async || p.kind == ModuleProgram, yieldExpr: fn.Generator,
		returnOK: true}
	if fn.Kind != ArrowFunction {
		fs.newTarget = true
		switch fn.Kind {
		case MethodFunction, GetterFunction, SetterFunction, BaseConstructor:
			fs.superProp = true
		case DerivedConstructor:
			fs.superProp, fs.superCall = true, true
		case FieldInitializer, StaticInitializer:
			fs.superProp, fs.noArguments, fs.returnOK = true, true, false
		}
	}
	p.fs = fs
	p.coverPos = -1
	p.noIn = false
	p.lastYield, p.lastAwait, p.awaitIdent = Loc{}, Loc{}, Loc{}
	p.labels, p.targets, p.labelRun = p.labels[len(p.labels):], p.targets[len(p.targets):], 0
	return
}

func (p *parser) leaveFunction(s *savedState) {
	p.fs, p.strict, p.noIn = s.fs, s.strict, s.noIn
	p.coverPos, p.coverEnd, p.coverMsg = s.coverPos, s.coverEnd, s.coverMsg
	p.lastYield, p.lastAwait, p.awaitIdent = s.lastYield, s.lastAwait, s.awaitIdent
	p.assignStart = s.assignStart
	p.labels, p.targets, p.labelRun = s.labels, s.targets, s.labelRun
	p.leave()
}

// functionExpr parses a function expression; the current token is function.
func (p *parser) functionExpr(start int32, async bool) Expr {
	p.next()
	gen := p.eat(TMul)
	fn := p.newFunction(NormalFunction, start, async, gen)
	if p.tok != TLParen {
		if !p.tok.isIdentLike() {
			p.unexpected()
		}
		// The name of a generator or async function expression obeys the rules of its body.
		if p.tok == TAwait && async || p.tok == TYield && gen {
			p.unexpected()
		}
		fs := *p.fs
		fs.yieldExpr, fs.awaitReserved = gen, async || p.kind == ModuleProgram
		old := p.fs
		p.fs = &fs
		fn.Self = p.bindingIdent()
		p.fs = old
		fn.Name = fn.Self.Name
	}
	p.functionTail(fn)
	x := p.funcExprs.new()
	x.Loc, x.Fn = fn.Loc, fn
	p.lastArrow = nil
	return x
}

// functionTail parses parameters and body.
func (p *parser) functionTail(fn *Function) {
	saved := p.enterFunction(fn)
	s := p.openScope(ScopeFunction)
	s.Pos = fn.Pos
	s.Fn = fn
	fn.Scope = s
	fn.Strict = p.strict
	p.fs.inParams = true
	open := p.tokPos
	p.expect(TLParen)
	p.parameters(fn, TRParen)
	closing := p.tokEnd
	p.expect(TRParen)
	switch fn.Kind {
	case GetterFunction:
		if len(fn.Params) != 0 {
			p.fail(open, closing, "Getter must not have any formal parameters.")
		}
	case SetterFunction:
		if len(fn.Params) != 1 {
			p.fail(open, closing, "Setter must have exactly one formal parameter.")
		}
		if fn.Params[0].Rest {
			p.fail(open, closing, "Setter function argument must not be a rest parameter")
		}
	}
	p.fs.inParams = false
	p.functionBody(fn)
	p.leaveFunction(&saved)
}

// parameters parses FormalParameters up to (not including) the closing token.
func (p *parser) parameters(fn *Function, closing Token) {
	var dup Loc
	length := int32(-1)
	for p.tok != closing {
		var prm Param
		if p.dynamic && p.tokPos > p.dynamicEnd {
			break
		}
		if p.tok == TEllipsis {
			p.next()
			prm.Rest = true
			prm.Target = p.bindingTarget()
			if p.tok == TAssign {
				p.fail(p.tokPos, p.tokEnd, msgRestInit)
			}
		} else {
			prm.Target, prm.Default = p.bindingElement()
		}
		p.addParam(fn, prm, &dup)
		if length < 0 && (prm.Rest || prm.Default != nil) {
			length = int32(len(fn.Params) - 1)
		}
		if p.tok == closing {
			break
		}
		if prm.Rest {
			if p.tok == TComma {
				p.fail(p.prevEnd, p.tokEnd, msgRestLast)
			}
			p.unexpected()
		}
		if p.dynamic && p.tok != TComma {
			break
		}
		p.expect(TComma)
	}
	if length < 0 {
		length = int32(len(fn.Params))
	}
	fn.Length = length
	if dup.End > 0 {
		fn.DuplicateParams = true
		fn.dup = dup
		if p.strict || !fn.SimpleParams || fn.Kind != NormalFunction {
			p.fail(dup.Pos, dup.End, msgDup)
		}
	}
}

const msgDup = "Duplicate parameter name not allowed in this context"

// addParam appends a parameter and declares its names.
func (p *parser) addParam(fn *Function, prm Param, dup *Loc) {
	idx := int32(len(fn.Params))
	fn.Params = append(fn.Params, prm)
	if prm.Default != nil || hasExpressions(prm.Target) {
		fn.ParamExprs = true
	}
	if id, ok := prm.Target.(*Ident); ok {
		if prm.Rest || prm.Default != nil {
			fn.SimpleParams = false
		}
		p.declareParam(fn, id, idx, dup)
		return
	}
	fn.SimpleParams = false
	forEachBinding(prm.Target, func(id *Ident) { p.declareParam(fn, id, -1, dup) })
}

func (p *parser) declareParam(fn *Function, id *Ident, idx int32, dup *Loc) {
	v := fn.Scope.find(id.sym)
	if v != nil {
		if dup.End == 0 {
			*dup = id.Loc
		}
	} else {
		v = p.add(fn.Scope, id.sym, VarParam, id.Pos)
	}
	v.Param = idx
	v.InitEnd = p.prevEnd
	if fn.Kind == ArrowFunction {
		id.Ref.Kind = refDecl // already recorded as a reference
		if id.declared {
			return
		}
	}
	p.declRef(id)
}

// functionBody parses { FunctionBody } and finishes the function.
func (p *parser) functionBody(fn *Function) {
	fn.BodyScope = fn.Scope
	if fn.ParamExprs {
		fn.BodyScope = p.openScope(ScopeFunctionBody)
	}
	p.expect(TLBrace)
	fn.Body = p.bodyStatements(fn, TRBrace)
	if p.tok != TRBrace {
		p.unexpected()
	}
	fn.End = p.tokEnd
	p.next()
	p.finishFunction(fn)
}

// bodyStatements parses directives and statements up to the closing token.
func (p *parser) bodyStatements(fn *Function, closing Token) []Stmt {
	base := len(p.stmtStack)
	for p.tok == TString {
		pos, end := p.tokPos, p.tokEnd
		raw := p.buf[pos+1 : end-1]
		st := p.statement(ctxList)
		p.stmtStack = append(p.stmtStack, st)
		es, ok := st.(*ExprStmt)
		if !ok {
			break
		}
		lit, ok := es.X.(*StrLit)
		if !ok || lit.End != end {
			break
		}
		es.Directive = true
		if string(raw) == "use strict" {
			if !fn.SimpleParams {
				p.fail(pos, end, "Illegal 'use strict' directive in function with non-simple parameter list")
			}
			fn.UseStrict = true
			fn.Strict = true
			p.strict = true
			fn.Scope.Strict = true
			if fn.BodyScope != nil {
				fn.BodyScope.Strict = true
			}
		}
	}
	for p.tok != closing && p.tok != TEOF {
		p.stmtStack = append(p.stmtStack, p.statement(ctxList))
	}
	return p.takeStmts(base)
}

// finishFunction performs the checks that need the whole function and closes its scopes. The scope's end is the function's.
func (p *parser) finishFunction(fn *Function) {
	fn.Strict = p.strict
	if fn.UseStrict {
		if fn.Self != nil {
			p.checkStrictName(fn.Self)
		}
		for i := range fn.Params {
			if id, ok := fn.Params[i].Target.(*Ident); ok {
				p.checkStrictName(id)
			}
		}
		if fn.DuplicateParams {
			p.fail(fn.dup.Pos, fn.dup.End, msgDup)
		}
		p.checkOctals(fn.Pos, fn.End)
	}
	if fn.BodyScope != fn.Scope {
		p.closeScope(fn.BodyScope)
	}
	p.finishFunctionScopes(fn)
	p.closeScope(fn.Scope)
}

// checkStrictName checks a name that was parsed before its function turned out to be strict.
func (p *parser) checkStrictName(id *Ident) {
	if id.sym == p.symEval || id.sym == p.symArguments {
		p.fail(id.Pos, id.End, msgEvalArguments)
	}
	switch id.sym.kw {
	case TLet, TStatic, TYield, TFutureStrict:
		p.fail(id.Pos, id.End, "Unexpected strict mode reserved word")
	}
}

// arrow parses the rest of an arrow function; the current token is =>.
func (p *parser) arrow(start int32, m mark, params []Expr, rest Expr, async bool) Expr {
	if p.lastYield.End > 0 && p.lastYield.Pos >= start {
		p.fail(p.lastYield.Pos, p.lastYield.End, "Yield expression not allowed in formal parameter")
	}
	if p.lastAwait.End > 0 && p.lastAwait.Pos >= start {
		p.fail(p.lastAwait.Pos, p.lastAwait.End, msgAwaitParam)
	}
	if async && p.awaitIdent.End > 0 && p.awaitIdent.Pos >= start {
		p.fail(p.awaitIdent.Pos, p.awaitIdent.End, "'await' is not a valid identifier name in an async function")
	}
	fn := p.newFunction(ArrowFunction, start, async, false)
	noIn := p.noIn
	saved := p.enterFunction(fn)
	s := p.openScope(ScopeFunction)
	s.Pos = start
	s.Fn = fn
	fn.Scope = s
	s.refStart, s.kidStart = m.refs, m.kids
	for _, k := range p.kids[m.kids:] {
		k.Parent = s
	}
	if p.evals != m.evals {
		s.HasDirectEval = true
		s.Extensible = !p.strict
		fn.DirectEval = true
	}
	fn.Strict = p.strict
	fn.Params = make([]Param, 0, len(params)+1)
	var dup Loc
	length := int32(-1)
	single := len(params) == 1 && m.pos == start && p.prevEnd == endOf(params[0])
	for _, x := range params {
		t, d := p.toElement(x, true)
		if id, ok := t.(*Ident); ok && !single {
			id.declared = true
		} else {
			forEachBinding(t, func(id *Ident) { id.declared = !single })
		}
		_, end := x.Range()
		prev := p.prevEnd
		p.prevEnd = end
		p.addParam(fn, Param{Target: t, Default: d}, &dup)
		p.prevEnd = prev
		if d != nil && length < 0 {
			length = int32(len(fn.Params) - 1)
		}
	}
	if rest != nil {
		if async {
			rest = p.toTarget(rest, true)
			forEachBinding(rest, func(id *Ident) { id.declared = true })
		}
		if length < 0 {
			length = int32(len(fn.Params))
		}
		p.addParam(fn, Param{Target: rest, Rest: true}, &dup)
	}
	if length < 0 {
		length = int32(len(fn.Params))
	}
	fn.Length = length
	if dup.End > 0 {
		p.fail(dup.Pos, dup.End, msgDup)
	}
	p.next()
	if p.tok == TLBrace {
		p.functionBody(fn)
	} else {
		fn.BodyScope = s
		if fn.ParamExprs {
			fn.BodyScope = p.openScope(ScopeFunctionBody)
		}
		p.noIn = noIn
		fn.ExprBody = true
		r := p.returns.new()
		r.Pos = p.tokPos
		r.X = p.assign()
		r.End = p.prevEnd
		base := len(p.stmtStack)
		p.stmtStack = append(p.stmtStack, r)
		fn.Body = p.takeStmts(base)
		fn.End = p.prevEnd
		p.finishFunction(fn)
	}
	inner := p.awaitIdent
	p.leaveFunction(&saved)
	if fn.ExprBody && inner.End == p.prevEnd {
		p.awaitIdent = inner
	}
	x := p.funcExprs.new()
	x.Loc, x.Fn = fn.Loc, fn
	p.lastArrow = x
	return x
}

func endOf(x Expr) int32 { _, e := x.Range(); return e }

// propertyKey parses a PropertyName (not a private name).
func (p *parser) propertyKey() (key Expr, computed bool) {
	switch t := p.tok; {
	case t.isWord():
		n := p.strs.new()
		n.Pos, n.End, n.Value = p.tokPos, p.tokEnd, p.sym.name
		key = n
	case t == TString:
		n := p.strs.new()
		n.Pos, n.End, n.Value = p.tokPos, p.tokEnd, p.str
		key = n
	case t == TNumber:
		n := p.nums.new()
		n.Pos, n.End, n.Value = p.tokPos, p.tokEnd, p.num
		key = n
	case t == TBigInt:
		key = &BigIntLit{Loc{p.tokPos, p.tokEnd}, p.str}
	case t == TLBrack:
		p.next()
		key = p.assignIn()
		p.expect(TRBrack)
		return key, true
	default:
		p.unexpected()
	}
	p.next()
	return key, false
}

// method parses the parameters and body of a method.
func (p *parser) method(kind FunctionKind, start int32, async, gen bool, key Expr, computed bool) *Function {
	fn := p.newFunction(kind, start, async, gen)
	fn.Inferred = true
	if !computed {
		switch k := key.(type) {
		case *StrLit:
			fn.Name = k.Value
		case *PrivateName:
			fn.Name = k.Name
		}
	}
	if p.tok != TLParen {
		p.unexpected()
	}
	p.functionTail(fn)
	return fn
}

func (p *parser) objectLit() Expr {
	n := p.objects.new()
	n.Pos = p.tokPos
	p.enter()
	p.next()
	old := p.noIn
	p.noIn = false
	base := len(p.propStack)
	hasProto := false
	for p.tok != TRBrace {
		pr := p.property(&hasProto)
		p.propStack = append(p.propStack, pr)
		if p.tok == TRBrace {
			break
		}
		if p.tok != TComma {
			p.unexpected()
		}
		p.next()
		n.trailing = p.tok == TRBrace
	}
	p.next()
	p.leave()
	if k := len(p.propStack) - base; k > 0 {
		n.Props = make([]Property, k)
		copy(n.Props, p.propStack[base:])
		clear(p.propStack[base:])
		p.propStack = p.propStack[:base]
	}
	n.End = p.prevEnd
	p.noIn = old
	p.lastArrow = nil
	return n
}

func (p *parser) property(hasProto *bool) (pr Property) {
	start := p.tokPos
	pr.Pos = start
	if p.tok == TEllipsis {
		p.next()
		pr.Kind = PropSpread
		pr.Value = p.assignCover()
		pr.End = p.prevEnd
		return
	}
	async, gen := false, false
	first := p.tok
	saved := p.tokenState
	wordKey := first.isWord()
	endsName := func() bool {
		switch p.tok {
		case TComma, TColon, TLParen, TRBrace, TAssign:
			return true
		}
		return false
	}
	named := false
	if first == TAsync || first == TGet || first == TSet {
		p.next()
		switch {
		case endsName() || p.tok == TEOF:
			named = true
		case saved.escaped:
			p.fail(saved.tokPos, saved.tokEnd, "Keyword must not contain escaped characters")
		case first == TAsync:
			if p.nl {
				p.unexpected()
			}
			async = true
			gen = p.eat(TMul)
		}
		if named {
			s := p.strs.new()
			s.Pos, s.End, s.Value = saved.tokPos, saved.tokEnd, saved.sym.name
			pr.Key = s
		}
	} else if first == TMul {
		p.next()
		gen = true
	}
	if !named {
		pr.Key, pr.Computed = p.propertyKey()
	}
	modified := async || gen || (first == TGet || first == TSet) && !named
	switch {
	case (first == TGet || first == TSet) && !named:
		kind := GetterFunction
		pr.Kind = PropGetter
		if first == TSet {
			kind, pr.Kind = SetterFunction, PropSetter
		}
		fn := p.method(kind, start, false, false, pr.Key, pr.Computed)
		pr.Value = &FuncExpr{fn.Loc, fn}
	case modified || p.tok == TLParen:
		pr.Kind = PropMethod
		fn := p.method(MethodFunction, start, async, gen, pr.Key, pr.Computed)
		pr.Value = &FuncExpr{fn.Loc, fn}
	case p.tok == TColon:
		p.next()
		if k, ok := pr.Key.(*StrLit); ok && !pr.Computed && k.Value == "__proto__" {
			pr.Kind = PropProto
			if *hasProto {
				p.setCover(k.Pos, k.End, "Duplicate __proto__ fields are not allowed in object literals")
			}
			*hasProto = true
		}
		pr.Value = p.assignCover()
		if k, ok := pr.Key.(*StrLit); ok && pr.Kind == PropValue && !pr.Computed {
			inferName(pr.Value, k.Value)
		}
	default:
		// Shorthand.
		after := p.tokenState
		if !wordKey || !first.isIdentLike() {
			// A key that can't be a shorthand: blame it, unless something unexpected follows it.
			if p.tok == TComma || p.tok == TRBrace || (wordKey || first == TLBrack) && p.tok == TAssign {
				p.tokenState = saved
			}
			p.unexpected()
		}
		p.tokenState = saved
		p.checkName()
		id := p.newIdent()
		p.tokenState = after
		if id.sym == p.symArguments {
			p.mentionArguments(id.Pos, id.End)
		}
		p.addRef(id.sym, &id.Ref, id.Pos)
		pr.Shorthand = true
		pr.Value = id
		if p.tok == TAssign {
			p.next()
			pr.init = p.assignIn()
			p.setCover(id.Pos, p.prevEnd, "Invalid shorthand property initializer")
		}
	}
	pr.End = p.prevEnd
	return
}
