package syntax

// simpleTarget checks the target of an assignment or update operator. calls: f() = 1 is left to run time in sloppy mode code.
func (p *parser) simpleTarget(x Expr, pos, end int32, msg string, calls bool) Expr {
	switch x := x.(type) {
	case *Ident:
		p.assignIdent(x, msgEvalArguments)
		return x
	case *Member, *Index, *PrivateMember, *SuperMember, *SuperIndex:
		return x
	case *Call:
		if calls && !p.strict && !x.Optional {
			return x
		}
	}
	p.fail(pos, end, msg)
	return nil
}

// assignIdent makes an identifier a target of assignment; msg is what is said of eval and arguments in strict mode code.
func (p *parser) assignIdent(id *Ident, msg string) {
	if p.strict && (id.sym == p.symEval || id.sym == p.symArguments) {
		p.fail(id.Pos, id.End, msg)
	}
	id.Ref.Write = true
}

// toPattern converts an object or array literal to a pattern; binding: for arrow parameters, else an assignment pattern.
func (p *parser) toPattern(x Expr, binding bool) Expr {
	p.enter()
	defer p.leave()
	switch x := x.(type) {
	case *ArrayLit:
		pat := &ArrayPattern{Loc: x.Loc}
		if len(x.Elems) > 0 {
			pat.Elems = make([]PatternElem, 0, len(x.Elems))
		}
		for i, e := range x.Elems {
			switch e := e.(type) {
			case nil:
				pat.Elems = append(pat.Elems, PatternElem{})
			case *Spread:
				if i != len(x.Elems)-1 || x.TrailingComma {
					p.fail(e.Pos, e.End, msgRestElem)
				}
				if _, ok := e.X.(*Assign); ok {
					p.fail(e.Pos, e.End, msgBadDestr)
				}
				pat.Rest = p.toTarget(e.X, binding)
			default:
				p.checkProperty(e, binding)
				t, d := p.toElement(e, binding)
				pat.Elems = append(pat.Elems, PatternElem{t, d})
			}
		}
		return pat
	case *ObjectLit:
		pat := &ObjectPattern{Loc: x.Loc}
		if len(x.Props) > 0 {
			pat.Props = make([]PatternProp, 0, len(x.Props))
		}
		for i := range x.Props {
			pr := &x.Props[i]
			switch pr.Kind {
			case PropSpread:
				if i != len(x.Props)-1 || x.trailing {
					pos, _ := pr.Value.Range()
					_, end := pr.Value.Range()
					p.fail(pos, end, msgRestElem)
				}
				switch r := pr.Value.(type) {
				case *Ident:
					pat.Rest = p.toTarget(r, binding)
				case *Member, *Index, *PrivateMember, *SuperMember, *SuperIndex:
					if binding {
						p.failNode(r, "`...` must be followed by an identifier in declaration contexts")
					}
					pat.Rest = p.toTarget(r, binding)
				case *Call:
					if !binding && !p.strict && !r.Optional {
						pat.Rest = r
						continue
					}
					p.failNode(r, msgObjectRest)
				default:
					if binding {
						p.failNode(r, "`...` must be followed by an identifier in declaration contexts")
					}
					p.failNode(r, msgObjectRest)
				}
			case PropValue, PropProto:
				pp := PatternProp{Key: pr.Key, Computed: pr.Computed, Shorthand: pr.Shorthand}
				if pr.Shorthand {
					if id := pr.Value.(*Ident); p.strict && (id.sym == p.symEval || id.sym == p.symArguments) {
						p.fail(id.Pos, id.End, msgEvalArguments)
					}
					pp.Target = p.toTarget(pr.Value, binding)
					pp.Default = pr.init
					if pp.Default != nil {
						inferName(pp.Default, pr.Value.(*Ident).Name)
					}
				} else {
					p.checkProperty(pr.Value, binding)
					pp.Target, pp.Default = p.toElement(pr.Value, binding)
				}
				pat.Props = append(pat.Props, pp)
			default:
				pos, end := pr.Pos, pr.End
				if pr.Key != nil {
					_, end = pr.Key.Range()
				}
				p.fail(pos, end, msgBadDestr)
			}
		}
		return pat
	}
	panic("BUG: toPattern")
}

const msgObjectRest = "`...` must be followed by an assignable reference in assignment contexts"

// checkProperty rejects property references in binding patterns.
func (p *parser) checkProperty(x Expr, binding bool) {
	if binding {
		switch x.(type) {
		case *Member, *Index, *PrivateMember, *SuperMember, *SuperIndex:
			p.failNode(x, "Illegal property in declaration context")
		}
	}
}

// toElement converts target or target = default.
func (p *parser) toElement(x Expr, binding bool) (target, def Expr) {
	if a, ok := x.(*Assign); ok && a.Op == OpNone && !a.Paren {
		switch t := a.Target.(type) {
		case *ArrayPattern, *ObjectPattern:
			if binding {
				p.rebind(t)
			}
			return t, a.Value
		default:
			if binding {
				return p.toTarget(t, true), a.Value
			}
			if _, ok := t.(*Call); ok {
				p.failNode(t, msgBadDestr)
			}
			return t, a.Value
		}
	}
	return p.toTarget(x, binding), nil
}

// toTarget converts a DestructuringAssignmentTarget or BindingElement without initialiser.
func (p *parser) toTarget(x Expr, binding bool) Expr {
	switch y := x.(type) {
	case *Ident:
		if binding {
			p.bindIdent(y)
		} else {
			p.assignIdent(y, msgBadDestr)
		}
		return y
	case *ObjectLit:
		if !y.Paren {
			return p.toPattern(y, binding)
		}
	case *ArrayLit:
		if !y.Paren {
			return p.toPattern(y, binding)
		}
	case *Member, *Index, *PrivateMember, *SuperMember, *SuperIndex:
		if !binding {
			return y
		}
	}
	pos, end := x.Range()
	switch y := x.(type) {
	case *ObjectLit:
		if y.Paren {
			pos, end = pos-1, end+1
		}
	case *ArrayLit:
		if y.Paren {
			pos, end = pos-1, end+1
		}
	case *Assign:
		if y.Paren {
			pos, end = pos-1, end+1
		}
	}
	p.fail(pos, end, msgBadDestr)
	return nil
}

// bindIdent turns an identifier reference into a binding identifier of an arrow function's parameters.
func (p *parser) bindIdent(id *Ident) {
	if id.Paren {
		p.fail(id.Pos-1, id.End+1, msgBadDestr)
	}
	if p.strict && (id.sym == p.symEval || id.sym == p.symArguments) {
		p.fail(id.Pos, id.End, msgEvalArguments)
	}
	id.Ref = Ref{Kind: refDecl}
}

// rebind turns an assignment pattern into a binding pattern.
func (p *parser) rebind(x Expr) {
	p.enter()
	defer p.leave()
	switch x := x.(type) {
	case *Ident:
		p.bindIdent(x)
	case *ArrayPattern:
		for i := range x.Elems {
			if x.Elems[i].Target != nil {
				p.rebind(x.Elems[i].Target)
			}
		}
		if x.Rest != nil {
			p.rebind(x.Rest)
		}
	case *ObjectPattern:
		for i := range x.Props {
			p.rebind(x.Props[i].Target)
		}
		if x.Rest != nil {
			if _, ok := x.Rest.(*Ident); !ok {
				p.failNode(x.Rest, "`...` must be followed by an identifier in declaration contexts")
			}
			p.rebind(x.Rest)
		}
	default:
		p.failNode(x, msgBadDestr)
	}
}

// bindingTarget parses BindingIdentifier or BindingPattern without declaring anything.
func (p *parser) bindingTarget() Expr {
	switch p.tok {
	case TLBrack:
		return p.arrayBinding()
	case TLBrace:
		return p.objectBinding()
	}
	if !p.tok.isIdentLike() {
		p.unexpected()
	}
	return p.bindingIdent()
}

// bindingTargetCover parses the rest parameter of what must be an arrow function.
func (p *parser) bindingTargetCover() Expr { return p.bindingTarget() }

// patternTarget is bindingTarget within a pattern, where an expression gets messages of its own.
func (p *parser) patternTarget() Expr {
	start := p.tokPos
	switch p.tok {
	case TLBrack, TLBrace:
		return p.bindingTarget()
	case TNumber, TBigInt, TString, TTemplate, TThis, TNull, TTrue, TFalse, TLParen, TFunction, TClass, TNew, TNot, TTilde, TInc, TDec, TTypeof, TVoid, TDelete, TAdd, TSub:
		p.fail(start, p.tokEnd, msgBadDestr)
	}
	x := p.bindingTarget()
	switch t := p.tok; true {
	case t == TDot || t == TLBrack:
		p.fail(start, p.tokEnd, "Illegal property in declaration context")
	case t == TLParen || t == TTemplate || t == TQuestion || t == TInc || t == TDec || binaryPrec[t] > 0 && t != TIn:
		p.fail(start, p.tokEnd, msgBadDestr)
	}
	return x
}

func (p *parser) patternElement() (target, def Expr) { return p.elementAt(p.patternTarget()) }

func (p *parser) bindingElement() (target, def Expr) { return p.elementAt(p.bindingTarget()) }

// elementAt parses the initialiser of an element.
func (p *parser) elementAt(t Expr) (target, def Expr) {
	target = t
	if p.eat(TAssign) {
		def = p.assignIn()
		if id, ok := target.(*Ident); ok {
			inferName(def, id.Name)
		}
	}
	return
}

func (p *parser) arrayBinding() Expr {
	pat := &ArrayPattern{Loc: Loc{Pos: p.tokPos}}
	p.enter()
	p.next()
	for p.tok != TRBrack {
		if p.tok == TComma {
			p.next()
			pat.Elems = append(pat.Elems, PatternElem{})
			continue
		}
		if p.tok == TEllipsis {
			at := p.tokPos
			p.next()
			pat.Rest = p.patternTarget()
			if p.tok == TAssign {
				p.next()
				p.assignIn()
				p.fail(at, p.prevEnd, msgBadDestr)
			}
			if p.tok == TComma {
				p.fail(at, p.prevEnd, msgRestElem)
			}
			if p.tok != TRBrack {
				p.unexpected()
			}
			break
		}
		t, d := p.patternElement()
		pat.Elems = append(pat.Elems, PatternElem{t, d})
		if p.tok != TRBrack {
			p.expect(TComma)
		}
	}
	p.next()
	p.leave()
	pat.End = p.prevEnd
	return pat
}

func (p *parser) objectBinding() Expr {
	pat := &ObjectPattern{Loc: Loc{Pos: p.tokPos}}
	p.enter()
	p.next()
	for p.tok != TRBrace {
		if p.tok == TEllipsis {
			p.next()
			at := p.tokPos
			if p.tok == TLBrace || p.tok == TLBrack {
				p.bindingTarget()
				p.fail(at, p.prevEnd, "`...` must be followed by an identifier in declaration contexts")
			}
			pat.Rest = p.patternTarget()
			if p.tok == TComma {
				p.fail(at, p.prevEnd, msgRestElem)
			}
			if p.tok != TRBrace {
				p.unexpected()
			}
			break
		}
		var pp PatternProp
		word := p.tok
		saved := p.tokenState
		pp.Key, pp.Computed = p.propertyKey()
		if p.tok == TColon {
			p.next()
			pp.Target, pp.Default = p.patternElement()
		} else {
			after := p.tokenState
			if !word.isIdentLike() {
				p.tokenState = saved
				p.unexpected()
			}
			p.tokenState = saved
			id := p.bindingIdent()
			p.tokenState = after
			pp.Shorthand = true
			pp.Target = id
			if p.eat(TAssign) {
				pp.Default = p.assignIn()
				inferName(pp.Default, id.Name)
			}
		}
		pat.Props = append(pat.Props, pp)
		if p.tok != TRBrace {
			p.expect(TComma)
		}
	}
	p.next()
	p.leave()
	pat.End = p.prevEnd
	return pat
}

// forEachBinding calls f for the identifiers of a binding target in order.
func forEachBinding(x Expr, f func(*Ident)) {
	switch x := x.(type) {
	case *Ident:
		f(x)
	case *ArrayPattern:
		for i := range x.Elems {
			if t := x.Elems[i].Target; t != nil {
				forEachBinding(t, f)
			}
		}
		if x.Rest != nil {
			forEachBinding(x.Rest, f)
		}
	case *ObjectPattern:
		for i := range x.Props {
			forEachBinding(x.Props[i].Target, f)
		}
		if x.Rest != nil {
			forEachBinding(x.Rest, f)
		}
	}
}

// hasExpressions is ContainsExpression of a binding target.
func hasExpressions(x Expr) bool {
	switch x := x.(type) {
	case *ArrayPattern:
		for i := range x.Elems {
			e := &x.Elems[i]
			if e.Default != nil || e.Target != nil && hasExpressions(e.Target) {
				return true
			}
		}
		return x.Rest != nil && hasExpressions(x.Rest)
	case *ObjectPattern:
		for i := range x.Props {
			e := &x.Props[i]
			if e.Default != nil || e.Computed || hasExpressions(e.Target) {
				return true
			}
		}
	}
	return false
}
