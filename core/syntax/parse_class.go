package syntax

// privateScope collects the private names that a class body mentions.
type privateScope struct {
	uses []privateUse
}

type privateUse struct {
	sym *symbol
	loc Loc
}

// usePrivate records a reference to a private name.
func (p *parser) usePrivate(sym *symbol, n *PrivateName) {
	p.addRef(sym, &n.Ref, n.Pos)
	if k := len(p.privNew); k > 0 {
		ps := p.privNew[k-1]
		ps.uses = append(ps.uses, privateUse{sym, n.Loc})
		return
	}
	p.checkOuterPrivate(privateUse{sym, n.Loc})
}

func (p *parser) checkOuterPrivate(u privateUse) {
	for _, name := range p.o.PrivateNames {
		if name == u.sym.name {
			return
		}
	}
	for s := p.o.Outer; s != nil; s = s.Parent {
		if v := s.Lookup(u.sym.name); v != nil {
			return
		}
	}
	p.fail(u.loc.Pos, u.loc.End, "Private field '"+u.sym.name+"' must be declared in an enclosing class")
}

// class parses a class; the current token is class.
func (p *parser) class(needName, defaultExport bool) *Class {
	p.enter()
	c := &Class{Loc: Loc{Pos: p.tokPos}}
	oldStrict := p.strict
	p.strict = true
	p.next()
	if p.tok != TExtends && p.tok != TLBrace || needName {
		if p.tok.isIdentLike() {
			c.Name = p.bindingIdent()
		} else if !defaultExport || p.tok != TLBrace {
			p.unexpected()
		}
	}
	s := p.openScope(ScopeClass)
	s.Pos = c.Pos
	c.Scope = s
	if c.Name != nil {
		c.NameVar = p.add(s, c.Name.sym, VarClassName, c.Name.Pos)
		p.declRef(c.Name)
	}
	ps := &privateScope{}
	if p.eat(TExtends) {
		p.assignStart = -1
		c.Extends = p.leftHandSide(p.tokPos)
		p.checkCover()
	}
	p.privNew = append(p.privNew, ps)
	s.bodyPos = p.tokPos
	p.expect(TLBrace)
	for p.tok != TRBrace {
		if p.tok == TSemi {
			p.next()
			continue
		}
		p.classElement(c)
	}
	c.End = p.tokEnd
	p.next()
	if c.NameVar != nil {
		c.NameVar.InitEnd = c.End
	}
	p.privNew = p.privNew[:len(p.privNew)-1]
	for _, u := range ps.uses {
		if s.find(u.sym) != nil {
			continue
		}
		if k := len(p.privNew); k > 0 {
			p.privNew[k-1].uses = append(p.privNew[k-1].uses, u)
			continue
		}
		p.checkOuterPrivate(u)
	}
	if c.HasPrivateMethods {
		p.initFunction(c, false)
	}
	for _, fn := range [2]*Function{c.InstanceInit, c.StaticInit} {
		if fn != nil {
			fn.Pos, fn.End = c.Pos, c.End
			p.kids = append(p.kids, fn.Scope)
		}
	}
	p.closeScope(s)
	p.strict = oldStrict
	if !oldStrict {
		p.checkOctals(c.Pos, c.End)
	}
	p.leave()
	return c
}

// initFunction returns the synthetic initialiser of a class.
func (p *parser) initFunction(c *Class, static bool) *Function {
	slot, kind := &c.InstanceInit, FieldInitializer
	if static {
		slot, kind = &c.StaticInit, StaticInitializer
	}
	if *slot == nil {
		fn := p.newFunction(kind, c.Pos, false, false)
		fn.Strict = true
		fn.Class = c
		s := p.openScope(ScopeFunction)
		s.Fn = fn
		s.Pos = c.Pos
		p.scope = s.Parent
		fn.Scope, fn.BodyScope = s, s
		*slot = fn
	}
	return *slot
}

// withInit runs f with the class's synthetic initialiser as the current function.
func (p *parser) withInit(c *Class, static bool, f func()) {
	fn := p.initFunction(c, static)
	saved := p.enterFunction(fn)
	s := fn.Scope
	s.refStart, s.kidStart = len(p.refs), len(p.kids)
	p.scope = s
	f()
	p.leaveScope(s)
	p.leaveFunction(&saved)
}

func (p *parser) classElement(c *Class) {
	e := ClassElement{Loc: Loc{Pos: p.tokPos}}
	var key Expr
	async, gen := false, false
	asKey := func(st *tokenState) *StrLit {
		return &StrLit{Loc{st.tokPos, st.tokEnd}, st.sym.name}
	}
	endsName := func() bool {
		switch p.tok {
		case TLParen, TAssign, TSemi, TRBrace, TEOF:
			return true
		}
		return false
	}
	if p.tok == TStatic && !p.escaped {
		saved := p.tokenState
		p.next()
		switch {
		case endsName():
			key = asKey(&saved)
		case p.tok == TLBrace:
			p.staticBlock(c, e)
			return
		default:
			e.Static = true
		}
	}
	start := e.Pos
	if e.Static {
		start = p.tokPos // toString of a static method starts behind static
	}
	if key == nil && p.tok == TAsync && !p.escaped {
		saved := p.tokenState
		p.next()
		if endsName() || p.nl {
			key = asKey(&saved)
		} else {
			async = true
		}
	}
	if key == nil && p.tok == TMul {
		p.next()
		gen = true
	}
	if key == nil && !async && !gen && (p.tok == TGet || p.tok == TSet) && !p.escaped {
		saved := p.tokenState
		p.next()
		if endsName() || p.tok == TMul && p.nl {
			key = asKey(&saved)
		} else {
			e.Kind = ElementGetter
			if saved.tok == TSet {
				e.Kind = ElementSetter
			}
		}
	}
	var private *symbol
	var nameLoc Loc
	if key == nil {
		nameLoc = Loc{p.tokPos, p.tokEnd}
		if p.tok == TPrivateName {
			private = p.sym
			n := &PrivateName{Loc: nameLoc, Name: p.sym.name}
			p.addRef(p.sym, &n.Ref, n.Pos)
			key = n
			p.next()
		} else {
			key, e.Computed = p.propertyKey()
		}
	} else {
		k := key.(*StrLit)
		nameLoc = k.Loc
	}
	e.Key = key
	name := ""
	if k, ok := key.(*StrLit); ok && !e.Computed {
		name = k.Value
	}
	if private == nil && e.Static && name == "prototype" {
		p.fail(nameLoc.Pos, nameLoc.End, "Classes may not have a static property named 'prototype'")
	}
	if async || gen || e.Kind != ElementMethod || p.tok == TLParen {
		kind := MethodFunction
		switch e.Kind {
		case ElementGetter:
			kind = GetterFunction
		case ElementSetter:
			kind = SetterFunction
		}
		if private != nil {
			if private.name == "#constructor" {
				p.fail(nameLoc.Pos, nameLoc.End, "Class constructor may not be a private method")
			}
			pk := PrivateMethod
			switch e.Kind {
			case ElementGetter:
				pk = PrivateGetter
			case ElementSetter:
				pk = PrivateSetter
			}
			p.declarePrivate(c, private, pk, e.Static, nameLoc)
			e.FnVar = p.internalVar(c.Scope, ".fn", nameLoc.Pos)
			if !e.Static {
				c.HasPrivateMethods = true
			}
		}
		ctor := !e.Static && name == "constructor"
		if ctor {
			switch {
			case e.Kind != ElementMethod:
				p.fail(nameLoc.Pos, nameLoc.End, "Class constructor may not be an accessor")
			case gen:
				p.fail(nameLoc.Pos, nameLoc.End, "Class constructor may not be a generator")
			case async:
				p.fail(nameLoc.Pos, nameLoc.End, "Class constructor may not be an async method")
			case c.Constructor != nil:
				p.fail(nameLoc.Pos, nameLoc.End, "A class may only have one constructor")
			}
			kind = BaseConstructor
			if c.Extends != nil {
				kind = DerivedConstructor
			}
		}
		fn := p.method(kind, start, async, gen, key, e.Computed)
		fn.Class = c
		if ctor {
			c.Constructor = fn
			return
		}
		e.Fn = fn
		e.End = p.prevEnd
		c.Elements = append(c.Elements, e)
		return
	}
	e.Kind = ElementField
	if name == "constructor" || private != nil && private.name == "#constructor" {
		p.fail(nameLoc.Pos, nameLoc.End, "Classes may not have a field named 'constructor'")
	}
	if private != nil {
		p.declarePrivate(c, private, PrivateField, e.Static, nameLoc)
	}
	if e.Computed {
		e.KeyVar = p.internalVar(c.Scope, ".key", nameLoc.Pos)
	}
	p.withInit(c, e.Static, func() {
		if p.tok == TAssign {
			p.next()
			e.Value = p.assignIn()
			switch {
			case private != nil:
				inferName(e.Value, private.name)
			case name != "" || !e.Computed && isStr(key):
				inferName(e.Value, name)
			}
		}
	})
	e.End = p.prevEnd
	if p.tok == TColon && name != "" && e.Value == nil {
		p.fail(nameLoc.Pos, nameLoc.End, "Unexpected identifier '"+name+"'")
	}
	p.semicolon()
	c.Elements = append(c.Elements, e)
}

func isStr(x Expr) bool { _, ok := x.(*StrLit); return ok }

// internalVar adds a context variable for the compiler.
func (p *parser) internalVar(s *Scope, name string, pos int32) *Variable {
	v := p.add(s, p.internString(name), VarInternal, pos)
	v.ForceContext, v.Used = true, true
	return v
}

func (p *parser) declarePrivate(c *Class, sym *symbol, kind PrivateKind, static bool, loc Loc) {
	if v := c.Scope.find(sym); v != nil {
		if v.Static == static && (v.Private == PrivateGetter && kind == PrivateSetter || v.Private == PrivateSetter && kind == PrivateGetter) {
			v.Private = PrivateAccessor
			return
		}
		p.fail(loc.Pos, loc.End, "Identifier '"+sym.name+"' has already been declared")
	}
	v := p.add(c.Scope, sym, VarPrivate, loc.Pos)
	v.Private, v.Static = kind, static
	v.ForceContext = true // definitions run in the initialiser functions
}

func (p *parser) staticBlock(c *Class, e ClassElement) {
	e.Kind, e.Static = ElementStaticBlock, true
	p.withInit(c, true, func() {
		p.fs.awaitReserved = true
		p.fs.awaitExpr = false
		s := p.openScope(ScopeStaticBlock)
		p.expect(TLBrace)
		base := len(p.stmtStack)
		for p.tok != TRBrace {
			p.stmtStack = append(p.stmtStack, p.statement(ctxList))
		}
		p.next()
		e.Body = p.takeStmts(base)
		p.closeScope(s)
		e.Scope = s
	})
	e.End = p.prevEnd
	c.Elements = append(c.Elements, e)
}
