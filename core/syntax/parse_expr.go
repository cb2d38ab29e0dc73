package syntax

// mark remembers what an arrow function that starts here would have to take over from the current scope.
type mark struct {
	refs, kids, evals int
	yield, await, id  Loc
	pos               int32
}

func (p *parser) mark() mark {
	return mark{len(p.refs), len(p.kids), p.evals, p.lastYield, p.lastAwait, p.awaitIdent, p.tokPos}
}

// expression parses Expression[+In].
func (p *parser) expression() Expr {
	old := p.noIn
	p.noIn = false
	x := p.exprList()
	p.noIn = old
	return x
}

// exprList parses Expression with the current noIn.
func (p *parser) exprList() Expr {
	start := p.tokPos
	x := p.assign()
	if p.tok != TComma {
		return x
	}
	base := len(p.exprStack)
	p.exprStack = append(p.exprStack, x)
	for p.eat(TComma) {
		p.exprStack = append(p.exprStack, p.assign())
	}
	return &Sequence{Loc{start, p.prevEnd}, p.takeExprs(base)}
}

// assignIn parses AssignmentExpression[+In].
func (p *parser) assignIn() Expr {
	old := p.noIn
	p.noIn = false
	x := p.assign()
	p.noIn = old
	return x
}

// assign parses an AssignmentExpression that can't become a pattern.
func (p *parser) assign() Expr {
	oldPos := p.coverPos
	oldEnd, oldMsg := p.coverEnd, p.coverMsg
	p.coverPos = -1
	x := p.assignCover()
	p.checkCover()
	p.coverPos, p.coverEnd, p.coverMsg = oldPos, oldEnd, oldMsg
	return x
}

func (p *parser) checkCover() {
	if p.coverPos >= 0 {
		p.fail(p.coverPos, p.coverEnd, p.coverMsg)
	}
}

func (p *parser) setCover(pos, end int32, msg string) {
	if p.coverPos < 0 {
		p.coverPos, p.coverEnd, p.coverMsg = pos, end, msg
	}
}

// assignCover parses an AssignmentExpression; errors that vanish when it becomes a pattern stay in p.cover.
func (p *parser) assignCover() Expr {
	p.enter()
	defer0 := p.depth // balanced below; errors unwind everything
	start := p.tokPos
	if p.tok == TYield && p.fs.yieldExpr {
		x := p.yield()
		p.leave()
		return x
	}
	oldPos, oldEnd, oldMsg := p.coverPos, p.coverEnd, p.coverMsg
	p.coverPos = -1
	p.assignStart = start
	x := p.conditional()
	t := p.tok
	if t == TArrow && !p.isArrow(x) {
		if p.nl {
			p.unexpected()
		}
		p.fail(start, p.prevEnd, "Malformed arrow function parameter list")
	}
	if t >= TAssign && t <= TAssignNullish && !p.isArrow(x) {
		opPos := p.tokPos
		n := p.assigns.new()
		n.Pos, n.Op, n.OpPos = start, tokenOps[t], opPos
		switch x.(type) {
		case *ObjectLit, *ArrayLit:
			if t != TAssign || p.lastParen == x {
				p.fail(start, p.prevEnd, msgBadLHS)
			}
			n.Target = p.toPattern(x, false)
			p.coverPos = -1
		default:
			p.checkCover()
			n.Target = p.simpleTarget(x, start, p.prevEnd, msgBadLHS, t != TAssignLogAnd && t != TAssignLogOr && t != TAssignNullish)
		}
		p.next()
		n.Value = p.assign()
		n.End = p.prevEnd
		if id, ok := n.Target.(*Ident); ok && !id.Paren {
			switch t {
			case TAssign, TAssignLogAnd, TAssignLogOr, TAssignNullish:
				inferName(n.Value, id.Name)
			}
		}
		x = n
		p.lastArrow = nil
	} else {
		switch x.(type) {
		case *ObjectLit, *ArrayLit:
		default:
			p.checkCover()
		}
	}
	if oldPos >= 0 {
		p.coverPos, p.coverEnd, p.coverMsg = oldPos, oldEnd, oldMsg
	}
	p.depth = defer0 - 1
	return x
}

const msgBadLHS = "Invalid left-hand side in assignment"

func (p *parser) isArrow(x Expr) bool {
	if p.lastArrow == nil {
		return false
	}
	f, ok := x.(*FuncExpr)
	return ok && f == p.lastArrow
}

// inferName performs the static part of NamedEvaluation.
func inferName(x Expr, name string) {
	switch x := x.(type) {
	case *FuncExpr:
		if x.Fn.Self == nil && !x.Fn.Inferred {
			x.Fn.Name, x.Fn.Inferred = name, true
		}
	case *ClassExpr:
		if x.Class.Name == nil && x.Class.InferredName == "" {
			x.Class.InferredName = name
		}
	}
}

func (p *parser) yield() Expr {
	if p.escaped {
		p.fail(p.tokPos, p.tokEnd, "Keyword must not contain escaped characters")
	}
	n := &Yield{Loc: Loc{p.tokPos, p.tokEnd}}
	if p.fs.inParams {
		p.fail(p.tokPos, p.tokEnd, "Yield expression not allowed in formal parameter")
	}
	at := Loc{p.tokPos, p.tokEnd}
	p.next()
	if !p.nl {
		switch p.tok {
		case TEOF, TSemi, TRBrace, TRBrack, TRParen, TColon, TComma, TIn:
		case TMul:
			p.next()
			n.Delegate = true
			n.X = p.assign()
		default:
			n.X = p.assign()
		}
	}
	n.End = p.prevEnd
	p.lastYield = at
	p.lastArrow = nil
	return n
}

// conditional parses a ConditionalExpression.
func (p *parser) conditional() Expr {
	start := p.tokPos
	x := p.binary(1)
	if p.tok != TQuestion || p.isArrow(x) {
		return x
	}
	p.checkCover()
	p.next()
	then := p.assignIn()
	if p.tok != TColon {
		p.unexpected()
	}
	p.next()
	els := p.assign()
	p.lastArrow = nil
	return &Cond{Loc{start, p.prevEnd}, x, then, els}
}

// binary parses binary operators of at least the given precedence.
func (p *parser) binary(min uint8) Expr {
	start := p.tokPos
	var x Expr
	var private *PrivateName
	if p.tok == TPrivateName {
		private = p.privateName()
		if p.tok != TIn || p.noIn || min > 8 {
			p.fail(private.Pos, private.End, "Unexpected identifier '"+private.Name+"'")
		}
		x = private
	} else {
		x = p.unary()
	}
	for {
		t := p.tok
		prec := binaryPrec[t]
		if prec < min || prec == 0 || t == TIn && p.noIn || p.isArrow(x) {
			return x
		}
		if p.coverPos >= 0 {
			p.checkCover()
		}
		opPos := p.tokPos
		switch t {
		case TLogAnd, TLogOr, TNullish:
			if l, ok := x.(*Logical); ok && !l.paren && (l.Op == OpNullish) != (t == TNullish) {
				// x was built by this loop or is a left operand of higher precedence
				p.unexpected()
			}
			p.next()
			n := p.logicals.new()
			n.Pos, n.Op, n.X = start, tokenOps[t], x
			if t == TNullish {
				n.Y = p.binary(4)
			} else {
				n.Y = p.binary(prec + 1)
			}
			n.End = p.prevEnd
			x = n
			if t == TNullish && (p.tok == TLogAnd || p.tok == TLogOr) {
				p.unexpected()
			}
		case TExp:
			bad := false
			switch x.(type) {
			case *Unary, *Await:
				bad = p.lastParen != x
			}
			p.next()
			if bad {
				p.fail(start, p.prevEnd, msgUnaryExp)
			}
			p.enter()
			x = p.newBinary(OpExp, start, opPos, x, p.binary(prec))
			p.leave()
		default:
			p.next()
			y := p.binary(prec + 1)
			if private != nil {
				x = &PrivateIn{Loc{start, p.prevEnd}, private, y}
				private = nil
			} else {
				x = p.newBinary(tokenOps[t], start, opPos, x, y)
			}
		}
	}
}

const msgUnaryExp = "Unary operator used immediately before exponentiation expression. Parenthesis must be used to disambiguate operator precedence"

func (p *parser) newBinary(op Op, start, opPos int32, x, y Expr) Expr {
	n := p.binaries.new()
	n.Pos, n.End, n.Op, n.X, n.Y, n.OpPos = start, p.prevEnd, op, x, y, opPos
	return n
}

func (p *parser) unary() Expr {
	start := p.tokPos
	switch t := p.tok; t {
	case TNot, TTilde, TAdd, TSub, TTypeof, TVoid, TDelete:
		p.enter()
		p.next()
		n := p.unaries.new()
		n.Pos = start
		n.Op = tokenOps[t]
		switch t {
		case TAdd:
			n.Op = OpPlus
		case TSub:
			n.Op = OpMinus
		}
		call := t == TNot && p.tok == TFunction
		n.X = p.unary()
		p.leave()
		p.checkCover()
		if call {
			if c, ok := n.X.(*Call); ok {
				if f, ok := c.Fn.(*FuncExpr); ok {
					f.Fn.LikelyCalled = true
				}
			}
		}
		if t == TDelete {
			p.checkDelete(n.X)
		}
		n.End = p.prevEnd
		return n
	case TInc, TDec:
		p.enter()
		p.next()
		at := p.tokPos
		x := p.unary()
		p.leave()
		p.checkCover()
		x = p.simpleTarget(x, at, p.prevEnd, "Invalid left-hand side expression in prefix operation", true)
		return &Update{Loc{start, p.prevEnd}, tokenOps[t], true, x}
	case TAwait:
		if p.fs.awaitExpr {
			return p.await()
		}
	}
	return p.postfix(start)
}

func (p *parser) checkDelete(x Expr) {
	switch x := x.(type) {
	case *Ident:
		if p.strict {
			p.fail(x.Pos, x.End, "Delete of an unqualified identifier in strict mode.")
		}
	case *PrivateMember:
		p.fail(x.Name.Pos, x.Name.End, "Private fields can not be deleted")
	case *OptionalChain:
		p.checkDelete(x.X)
	}
}

func (p *parser) await() Expr {
	if p.escaped {
		p.fail(p.tokPos, p.tokEnd, "Keyword must not contain escaped characters")
	}
	at := Loc{p.tokPos, p.tokEnd}
	if p.fs.inParams {
		p.fail(at.Pos, at.End, msgAwaitParam)
	}
	p.enter()
	p.next()
	x := p.unary()
	p.leave()
	p.checkCover()
	p.lastAwait = at
	p.fs.fn.HasAwait = true
	return &Await{Loc{at.Pos, p.prevEnd}, x}
}

const msgAwaitParam = "Illegal await-expression in formal parameters of async function"

func (p *parser) postfix(start int32) Expr {
	x := p.leftHandSide(start)
	if (p.tok == TInc || p.tok == TDec) && !p.nl && !p.isArrow(x) {
		p.checkCover()
		x = p.simpleTarget(x, start, p.prevEnd, "Invalid left-hand side expression in postfix operation", true)
		t := p.tok
		p.next()
		return &Update{Loc{start, p.prevEnd}, tokenOps[t], false, x}
	}
	return x
}

func (p *parser) leftHandSide(start int32) Expr {
	x := p.primary(false)
	switch p.tok {
	case TDot, TLParen, TLBrack, TQuestionDot, TTemplate:
		if !p.isArrow(x) {
			p.checkCoverAt(x)
			return p.subscripts(x, start, false)
		}
	}
	return x
}

// checkCoverAt fails for a literal that is followed by something that makes it an operand.
func (p *parser) checkCoverAt(Expr) {
	if p.coverPos >= 0 {
		p.checkCover()
	}
}

// subscripts parses what may follow the base of a member, call or optional expression.
func (p *parser) subscripts(x Expr, start int32, noCall bool) Expr {
	chain := false
	for {
		switch p.tok {
		case TDot:
			p.next()
			x = p.member(x, start, false)
		case TQuestionDot:
			if noCall {
				p.fail(p.tokPos, p.tokEnd, "Invalid optional chain from new expression")
			}
			chain = true
			p.next()
			switch p.tok {
			case TLParen:
				n := p.calls.new()
				n.Pos, n.Fn, n.Optional = start, x, true
				n.Args = p.arguments()
				n.End = p.prevEnd
				x = n
			case TLBrack:
				x = p.index(x, start, true)
			case TTemplate:
				p.fail(p.tokPos, p.tokEnd, "Invalid tagged template on optional chain")
			default:
				x = p.member(x, start, true)
			}
		case TLBrack:
			x = p.index(x, start, false)
		case TTemplate:
			if chain {
				p.fail(p.tokPos, p.tokEnd, "Invalid tagged template on optional chain")
			}
			strings, exprs := p.template_(true)
			x = &TaggedTemplate{Loc{start, p.prevEnd}, x, strings, exprs}
		case TLParen:
			if noCall {
				return x
			}
			n := p.calls.new()
			n.Pos, n.Fn = start, x
			if id, ok := x.(*Ident); ok && id.sym == p.symEval {
				n.DirectEval = true
			}
			n.Args = p.arguments()
			n.End = p.prevEnd
			if n.DirectEval {
				p.markEval()
			}
			x = n
		default:
			if chain {
				return &OptionalChain{Loc{start, p.prevEnd}, x}
			}
			return x
		}
	}
}

func (p *parser) member(x Expr, start int32, optional bool) Expr {
	if p.tok == TPrivateName {
		name := p.privateName()
		return &PrivateMember{Loc{start, p.prevEnd}, x, name, optional}
	}
	if !p.tok.isWord() {
		p.unexpected()
	}
	n := p.members.new()
	n.Pos, n.End, n.X, n.Name, n.NamePos, n.Optional = start, p.tokEnd, x, p.sym.name, p.tokPos, optional
	p.next()
	return n
}

func (p *parser) index(x Expr, start int32, optional bool) Expr {
	p.next()
	key := p.expression()
	p.expect(TRBrack)
	n := p.indexes.new()
	n.Pos, n.End, n.X, n.Key, n.Optional = start, p.prevEnd, x, key, optional
	return n
}

// privateName parses #name as a reference.
func (p *parser) privateName() *PrivateName {
	n := &PrivateName{Loc: Loc{p.tokPos, p.tokEnd}, Name: p.sym.name}
	p.usePrivate(p.sym, n)
	p.next()
	return n
}

// arguments parses Arguments.
func (p *parser) arguments() []Expr {
	p.expect(TLParen)
	base := len(p.exprStack)
	for p.tok != TRParen {
		if p.tok == TEllipsis {
			at := p.tokPos
			p.next()
			x := p.assignIn()
			p.exprStack = append(p.exprStack, &Spread{Loc{at, p.prevEnd}, x})
		} else {
			p.exprStack = append(p.exprStack, p.assignIn())
		}
		if p.tok != TComma {
			break
		}
		p.next()
	}
	p.closeArguments()
	return p.takeExprs(base)
}

func (p *parser) closeArguments() {
	if p.tok != TRParen {
		if p.tok == TIllegal {
			p.unexpected()
		}
		p.fail(p.prevPos, p.prevEnd, "missing ) after argument list")
	}
	p.next()
}

// primary parses a PrimaryExpression, super, new, import expressions and arrow functions.
func (p *parser) primary(inNew bool) Expr {
	start := p.tokPos
	switch p.tok {
	case TIdent, TOf, TGet, TSet, TLet, TStatic, TFutureStrict, TYield, TAwait:
		p.checkName()
		return p.identOrArrow(start)
	case TAsync:
		if !p.escaped {
			if x := p.asyncPrimary(start, inNew); x != nil {
				return x
			}
		}
		return p.identOrArrow(start)
	case TNumber:
		n := p.nums.new()
		n.Pos, n.End, n.Value = start, p.tokEnd, p.num
		p.next()
		return n
	case TString:
		n := p.strs.new()
		n.Pos, n.End, n.Value = start, p.tokEnd, p.str
		p.next()
		return n
	case TBigInt:
		n := &BigIntLit{Loc{start, p.tokEnd}, p.str}
		p.next()
		return n
	case TThis:
		n := p.thises.new()
		n.Pos, n.End = start, p.tokEnd
		p.addRef(p.symThis, &n.Ref, start)
		p.next()
		return n
	case TNull:
		p.next()
		return &NullLit{Loc{start, p.prevEnd}}
	case TTrue, TFalse:
		v := p.tok == TTrue
		p.next()
		return &BoolLit{Loc{start, p.prevEnd}, v}
	case TLParen:
		return p.paren(start)
	case TLBrack:
		return p.arrayLit()
	case TLBrace:
		return p.objectLit()
	case TFunction:
		return p.functionExpr(start, false)
	case TClass:
		c := p.class(false, false)
		p.lastArrow = nil
		return &ClassExpr{c.Loc, c}
	case TTemplate:
		strings, exprs := p.template_(false)
		return &TemplateLit{Loc{start, p.prevEnd}, strings, exprs}
	case TDiv, TAssignDiv:
		return p.regexpLit(start)
	case TNew:
		return p.newExpr(start)
	case TSuper:
		return p.super(start, inNew)
	case TImport:
		return p.importExpr(start, inNew)
	case TMod:
		if p.o.AllowNatives {
			p.next()
			if !p.tok.isWord() {
				p.unexpected()
			}
			n := &NativeCall{Loc: Loc{Pos: start}, Name: p.sym.name}
			p.next()
			n.Args = p.arguments()
			n.End = p.prevEnd
			p.fs.fn.Native = true
			return n
		}
	}
	p.unexpected()
	return nil
}

// identOrArrow parses an identifier reference or `x => ...`.
func (p *parser) identOrArrow(start int32) Expr {
	can := start == p.assignStart
	t := p.tok
	id := p.newIdent()
	p.next()
	if p.tok == TArrow && can && !p.nl {
		m := p.mark()
		m.pos = start
		if t == TAwait && p.fs.awaitExpr {
			p.fail(id.Pos, id.End, "Unexpected reserved word")
		}
		return p.arrow(start, m, []Expr{id}, nil, false)
	}
	if id.sym == p.symArguments {
		p.mentionArguments(id.Pos, id.End)
	}
	p.refs = append(p.refs, pendingRef{id.sym, &id.Ref, start})
	return id
}

// asyncPrimary parses what starts with async other than a plain identifier; nil for the latter.
func (p *parser) asyncPrimary(start int32, inNew bool) Expr {
	t, nl, _ := p.peek()
	can := start == p.assignStart
	switch {
	case nl:
		return nil
	case t == TFunction:
		p.next()
		return p.functionExpr(start, true)
	case inNew || !can:
		return nil
	case t.isIdentLike():
		// async x => ...
		m := p.mark()
		saved := p.tokenState
		p.next()
		if t == TOf {
			if t, _, _ := p.peek(); t != TArrow { // for await (async of x)
				p.tokenState = saved
				return nil
			}
		}
		if p.tok == TAwait {
			p.fail(p.tokPos, p.tokEnd, "'await' is not a valid identifier name in an async function")
		}
		p.checkName()
		id := p.newIdent()
		p.next()
		if p.tok != TArrow || p.nl {
			if p.tok != TArrow {
				p.fail(id.Pos, id.End, "Unexpected identifier '"+id.Name+"'")
			}
			p.unexpected()
		}
		return p.arrow(start, m, []Expr{id}, nil, true)
	case t == TLParen:
		m := p.mark()
		fnID := p.newIdent()
		p.next()
		return p.asyncCall(start, fnID, m)
	}
	return nil
}

// asyncCall parses async(...) as a call or the head of an async arrow function.
func (p *parser) asyncCall(start int32, fnID *Ident, m mark) Expr {
	fnRefAt := len(p.refs)
	p.refs = append(p.refs, pendingRef{fnID.sym, &fnID.Ref, start})
	p.next()
	oldNoIn := p.noIn
	p.noIn = false
	oldPos, oldEnd, oldMsg := p.coverPos, p.coverEnd, p.coverMsg
	p.coverPos = -1
	base := len(p.exprStack)
	var spreadErr Loc
	for p.tok != TRParen {
		if p.tok == TEllipsis {
			at := p.tokPos
			p.next()
			x := p.assignCover()
			p.exprStack = append(p.exprStack, &Spread{Loc{at, p.prevEnd}, x})
			if p.tok == TComma && spreadErr.End == 0 {
				spreadErr = Loc{p.tokPos, p.tokEnd}
			}
		} else {
			p.exprStack = append(p.exprStack, p.assignCover())
		}
		if p.tok != TComma {
			break
		}
		p.next()
	}
	p.closeArguments()
	args := p.takeExprs(base)
	p.noIn = oldNoIn
	if p.tok == TArrow && !p.nl {
		if spreadErr.End > 0 {
			p.fail(spreadErr.Pos, spreadErr.End, msgRestLast)
		}
		p.coverPos, p.coverEnd, p.coverMsg = oldPos, oldEnd, oldMsg
		// async is no reference after all.
		copy(p.refs[fnRefAt:], p.refs[fnRefAt+1:])
		p.refs = p.refs[:len(p.refs)-1]
		var rest Expr
		if n := len(args); n > 0 {
			if s, ok := args[n-1].(*Spread); ok {
				rest = s.X
				args = args[:n-1]
				if a, ok := rest.(*Assign); ok && !a.Paren {
					p.fail(a.Pos, a.End, msgRestInit)
				}
			}
		}
		return p.arrow(start, m, args, rest, true)
	}
	p.checkCover()
	p.coverPos, p.coverEnd, p.coverMsg = oldPos, oldEnd, oldMsg
	n := p.calls.new()
	n.Pos, n.End, n.Fn, n.Args = start, p.prevEnd, fnID, args
	p.lastArrow = nil
	return n
}

const (
	msgRestLast = "Rest parameter must be last formal parameter"
	msgRestInit = "Rest parameter may not have a default initializer"
	msgRestElem = "Rest element must be last element"
	msgBadDestr = "Invalid destructuring assignment target"
)

// paren parses a parenthesised expression or the parameters of an arrow function.
func (p *parser) paren(start int32) Expr {
	can := start == p.assignStart
	m := p.mark()
	p.next()
	likely := p.tok == TFunction
	if p.tok == TRParen {
		if t, nl, _ := p.peek(); t != TArrow || nl || !can {
			if t == TArrow && nl {
				p.next()
				p.next()
				p.prevNL = true
			}
			p.unexpected()
		}
		p.next()
		return p.arrow(start, m, nil, nil, false)
	}
	oldNoIn := p.noIn
	p.noIn = false
	oldPos, oldEnd, oldMsg := p.coverPos, p.coverEnd, p.coverMsg
	p.coverPos = -1
	base := len(p.exprStack)
	inner := p.tokPos
	var rest Expr
	arrowOnly := false
	for {
		if p.tok == TEllipsis {
			at := Loc{p.tokPos, p.tokEnd}
			if !can {
				p.unexpected()
			}
			p.next()
			rest = p.bindingTargetCover()
			if p.tok == TAssign {
				p.fail(p.prevPos, p.prevEnd, msgRestInit)
			}
			if p.tok == TComma {
				p.fail(p.prevPos, p.prevEnd, msgRestLast)
			}
			if p.tok != TRParen {
				p.unexpected()
			}
			if t, nl, _ := p.peek(); t != TArrow || nl {
				p.fail(at.Pos, at.End, "Unexpected token '...'")
			}
			arrowOnly = true
			break
		}
		p.exprStack = append(p.exprStack, p.assignCover())
		if p.tok != TComma {
			break
		}
		p.next()
		if p.tok == TRParen {
			if t, nl, _ := p.peek(); t != TArrow || nl || !can {
				p.unexpected()
			}
			arrowOnly = true
			break
		}
	}
	innerEnd := p.prevEnd
	if p.tok != TRParen {
		p.unexpected()
	}
	p.next()
	exprs := p.takeExprs(base)
	p.noIn = oldNoIn
	if p.tok == TArrow && can && !p.nl {
		p.coverPos, p.coverEnd, p.coverMsg = oldPos, oldEnd, oldMsg
		return p.arrow(start, m, exprs, rest, false)
	}
	if arrowOnly {
		p.unexpected()
	}
	p.checkCover()
	p.coverPos, p.coverEnd, p.coverMsg = oldPos, oldEnd, oldMsg
	var x Expr
	if len(exprs) == 1 {
		x = exprs[0]
	} else {
		x = &Sequence{Loc{inner, innerEnd}, exprs}
	}
	switch y := x.(type) {
	case *Ident:
		y.Paren = true
	case *ObjectLit:
		y.Paren = true
	case *ArrayLit:
		y.Paren = true
	case *Assign:
		y.Paren = true
	case *Logical:
		y.paren = true
	case *FuncExpr:
		if likely {
			y.Fn.LikelyCalled = true
		}
	case *Call:
		if f, ok := y.Fn.(*FuncExpr); ok && likely {
			f.Fn.LikelyCalled = true
		}
	}
	p.lastArrow = nil
	p.lastParen = x
	return x
}

func (p *parser) arrayLit() Expr {
	n := p.arrays.new()
	n.Pos = p.tokPos
	p.enter()
	p.next()
	old := p.noIn
	p.noIn = false
	base := len(p.exprStack)
	for p.tok != TRBrack {
		if p.tok == TComma {
			p.next()
			p.exprStack = append(p.exprStack, nil)
			continue
		}
		if p.tok == TEllipsis {
			at := p.tokPos
			p.next()
			x := p.assignCover()
			s := &Spread{Loc{at, p.prevEnd}, x}
			p.exprStack = append(p.exprStack, s)
			if p.tok == TComma {
				n.TrailingComma = true // if it is the last element
				p.next()
				if p.tok != TRBrack {
					n.TrailingComma = false
				}
				continue
			}
		} else {
			p.exprStack = append(p.exprStack, p.assignCover())
			if p.tok == TComma {
				p.next()
				continue
			}
		}
		if p.tok != TRBrack {
			p.unexpected()
		}
	}
	p.next()
	p.leave()
	n.Elems = p.takeExprs(base)
	n.End = p.prevEnd
	p.noIn = old
	p.lastArrow = nil
	return n
}

// template_ parses a template whose first part is the current token.
func (p *parser) template_(tagged bool) ([]TemplateString, []Expr) {
	var strings []TemplateString
	var exprs []Expr
	p.enter()
	for {
		if !tagged && !p.cooked.HasCooked {
			p.fail(p.tmplPos, p.tmplEnd, p.tmplErr)
		}
		strings = append(strings, p.cooked)
		if p.tmplTail {
			p.next()
			p.leave()
			p.lastArrow = nil
			return strings, exprs
		}
		p.next()
		at := p.tokPos
		exprs = append(exprs, p.expression())
		if p.tok != TRBrace {
			if p.tok == TIllegal {
				p.unexpected()
			}
			p.fail(at, p.tokPos, "Missing } in template expression")
		}
		p.pos = p.tokPos + 1
		p.template()
		p.tokEnd = p.pos
		if p.tok == TIllegal {
			p.unexpected()
		}
	}
}

func (p *parser) regexpLit(start int32) Expr {
	pattern, flags, ok := p.regexp()
	if !ok {
		p.fail(start, start+1, "Invalid regular expression: missing /")
	}
	seen := uint32(0)
	for _, c := range flags {
		bit := uint32(0)
		switch c {
		case 'd', 'g', 'i', 'm', 's', 'u', 'v', 'y':
			bit = 1 << (c - 'a')
		}
		if bit == 0 || seen&bit != 0 {
			p.fail(start, start+1, "Invalid regular expression flags")
		}
		seen |= bit
	}
	if seen&(1<<('u'-'a')) != 0 && seen&(1<<('v'-'a')) != 0 {
		p.fail(start, start+1, "Invalid regular expression flags")
	}
	if p.o.CheckRegExp != nil {
		if err := p.o.CheckRegExp(pattern, flags); err != nil {
			p.fail(start, p.tokEnd, "Invalid regular expression: /"+pattern+"/"+flags+": "+err.Error())
		}
	}
	p.next()
	p.lastArrow = nil
	return &RegExpLit{Loc{start, p.prevEnd}, pattern, flags}
}

func (p *parser) newExpr(start int32) Expr {
	p.next()
	if p.tok == TDot {
		p.next()
		if p.tok != TIdent || p.sym != p.symTarget {
			p.unexpected()
		}
		if p.escaped {
			p.fail(start, p.tokEnd, "'new.target' must not contain escaped characters")
		}
		if !p.newTargetAllowed() {
			p.fail(p.tokPos, p.tokEnd, "new.target expression is not allowed here")
		}
		n := &NewTarget{Loc: Loc{start, p.tokEnd}}
		p.addRef(p.symNewTarget, &n.Ref, start)
		p.next()
		return n
	}
	p.enter()
	at := p.tokPos
	if p.tok == TImport {
		if t, _, _ := p.peek(); t != TDot {
			p.next()
			if p.tok == TLParen {
				p.fail(p.tokPos-6, p.tokPos, "Cannot use new with import")
			}
			p.unexpected()
		}
	}
	var fn Expr
	if p.tok == TNew {
		fn = p.newExpr(at)
	} else {
		fn = p.primary(true)
		if p.isArrow(fn) {
			p.unexpected()
		}
	}
	if p.coverPos >= 0 {
		p.checkCover()
	}
	fn = p.subscripts(fn, at, true)
	n := &New{Loc: Loc{Pos: start}, Fn: fn}
	if p.tok == TLParen {
		n.Args = p.arguments()
	}
	n.End = p.prevEnd
	p.leave()
	p.lastArrow = nil
	return n
}

func (p *parser) newTargetAllowed() bool {
	for f := p.fs; f != nil; f = f.outer {
		if f.newTarget {
			return true
		}
		if f.fn.Kind != ArrowFunction {
			return false
		}
	}
	return false
}

func (p *parser) superAllowed(call bool) bool {
	for f := p.fs; f != nil; f = f.outer {
		if call && f.superCall || !call && f.superProp {
			return true
		}
		if f.fn.Kind != ArrowFunction {
			return false
		}
	}
	return false
}

func (p *parser) super(start int32, inNew bool) Expr {
	end := p.tokEnd
	p.next()
	switch p.tok {
	case TDot, TLBrack:
		if !p.superAllowed(false) {
			break
		}
		if p.tok == TDot {
			p.next()
			if p.tok == TPrivateName {
				p.fail(p.tokPos, p.tokEnd, "Unexpected private field")
			}
			if !p.tok.isWord() {
				p.unexpected()
			}
			n := &SuperMember{Loc: Loc{start, p.tokEnd}, Name: p.sym.name}
			p.addRef(p.symThis, &n.This, start)
			p.addRef(p.symHome, &n.Home, start)
			p.next()
			return n
		}
		p.next()
		n := &SuperIndex{Loc: Loc{Pos: start}}
		n.Key = p.expression()
		p.expect(TRBrack)
		n.End = p.prevEnd
		p.addRef(p.symThis, &n.This, start)
		p.addRef(p.symHome, &n.Home, start)
		return n
	case TLParen:
		if inNew || !p.superAllowed(true) {
			break
		}
		n := &SuperCall{Loc: Loc{Pos: start}}
		n.Args = p.arguments()
		n.End = p.prevEnd
		n.This.Write = true
		p.addRef(p.symThis, &n.This, start)
		p.addRef(p.symFunc, &n.Func, start)
		p.addRef(p.symNewTarget, &n.NewTarget, start)
		return n
	}
	p.fail(start, end, "'super' keyword unexpected here")
	return nil
}

// importExpr parses import(...) and import.meta.
func (p *parser) importExpr(start int32, inNew bool) Expr {
	end := p.tokEnd
	p.next()
	switch p.tok {
	case TDot:
		p.next()
		if p.tok != TIdent || p.sym != p.symMeta {
			p.unexpected()
		}
		if p.escaped {
			p.fail(start, p.tokEnd, "'import.meta' must not contain escaped characters")
		}
		if p.kind != ModuleProgram {
			p.fail(p.tokPos, p.tokEnd, "Cannot use 'import.meta' outside a module")
		}
		p.mod.rec.HasImportMeta = true
		p.next()
		return &ImportMeta{Loc{start, p.prevEnd}}
	case TLParen:
		if inNew {
			p.fail(start, end, "Cannot use new with import")
		}
		p.next()
		if p.tok == TRParen {
			p.fail(p.tokPos-1, p.tokPos, "import() requires a specifier")
		}
		n := &ImportCall{Loc: Loc{Pos: start}}
		n.Specifier = p.assignIn()
		if p.eat(TComma) && p.tok != TRParen {
			n.Options = p.assignIn()
			p.eat(TComma)
		}
		p.expect(TRParen)
		n.End = p.prevEnd
		p.lastArrow = nil
		return n
	}
	if p.kind != ModuleProgram {
		p.fail(start, end, "Cannot use import statement outside a module")
	}
	p.unexpected()
	return nil
}
