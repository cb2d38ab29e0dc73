package syntax

// stmtContext says which declarations a statement position allows.
type stmtContext uint8

const (
	ctxList   stmtContext = iota // StatementListItem
	ctxLabel                     // body of a label in a list: functions allowed in sloppy mode
	ctxIf                        // arm of an if statement
	ctxSingle                    // body of a loop or with, or of a label in one
)

func (p *parser) statement(ctx stmtContext) Stmt {
	run := p.labelRun
	p.labelRun = 0
	start := p.tokPos
	switch p.tok {
	case TLBrace:
		p.enter()
		b := p.block()
		p.leave()
		return b
	case TSemi:
		p.next()
		return &EmptyStmt{Loc{start, p.prevEnd}}
	case TVar:
		p.next()
		d := p.varDeclarations(start, VarVar, false)
		p.semicolon()
		d.End = p.prevEnd
		return d
	case TConst:
		if ctx != ctxList {
			p.unexpected()
		}
		p.next()
		d := p.varDeclarations(start, VarConst, false)
		p.semicolon()
		d.End = p.prevEnd
		return d
	case TLet:
		if p.escaped {
			break
		}
		t, nl, _ := p.peek()
		decl := t == TLBrack
		switch {
		case ctx == ctxList:
			decl = decl || t == TLBrace || t.isIdentLike() || t == TEscapedKeyword
		case t == TLBrack, (t == TLBrace || t.isIdentLike()) && !nl:
			p.fail(start, p.tokEnd, "Lexical declaration cannot appear in a single-statement context")
		}
		if decl {
			p.next()
			d := p.varDeclarations(start, VarLet, false)
			p.semicolon()
			d.End = p.prevEnd
			return d
		}
	case TFunction:
		return p.functionStatement(ctx)
	case TAsync:
		if p.escaped {
			if t, nl, _ := p.peek(); t == TFunction && !nl {
				p.fail(p.tokPos, p.tokEnd, "Keyword must not contain escaped characters")
			}
			break
		}
		if t, nl, _ := p.peek(); t == TFunction && !nl {
			if ctx != ctxList {
				p.fail(p.tokPos, p.tokEnd, "Async functions can only be declared at the top level or inside a block.")
			}
			p.next()
			return p.functionDecl(start, true, false)
		}
	case TClass:
		if ctx != ctxList {
			p.unexpected()
		}
		return p.classDecl(false)
	case TIf:
		return p.ifStatement()
	case TFor:
		return p.forStatement(run)
	case TWhile:
		n := &WhileStmt{Loc: Loc{Pos: start}}
		p.next()
		p.expect(TLParen)
		n.Test = p.expression()
		p.expect(TRParen)
		n.Body = p.loopBody(n, run)
		n.End = p.prevEnd
		return n
	case TDo:
		n := &DoWhileStmt{Loc: Loc{Pos: start}}
		p.next()
		n.Body = p.loopBody(n, run)
		p.expect(TWhile)
		p.expect(TLParen)
		n.Test = p.expression()
		p.expect(TRParen)
		p.eat(TSemi)
		n.End = p.prevEnd
		return n
	case TContinue, TBreak:
		return p.jump()
	case TReturn:
		if !p.returnAllowed() {
			p.fail(p.tokPos, p.tokEnd, "Illegal return statement")
		}
		n := p.returns.new()
		n.Pos = start
		p.next()
		if p.tok != TSemi && p.tok != TRBrace && p.tok != TEOF && !p.nl {
			n.X = p.expression()
		}
		p.semicolon()
		n.End = p.prevEnd
		return n
	case TWith:
		return p.withStatement()
	case TSwitch:
		return p.switchStatement()
	case TThrow:
		p.next()
		if p.nl {
			p.fail(start, p.prevEnd, "Illegal newline after throw")
		}
		n := &ThrowStmt{Loc: Loc{Pos: start}, X: p.expression()}
		p.semicolon()
		n.End = p.prevEnd
		return n
	case TTry:
		return p.tryStatement()
	case TDebugger:
		p.next()
		p.semicolon()
		return &DebuggerStmt{Loc{start, p.prevEnd}}
	case TImport:
		t, _, _ := p.peek()
		if t == TLParen || t == TDot {
			break
		}
		if p.kind != ModuleProgram {
			p.fail(p.tokPos, p.tokEnd, "Cannot use import statement outside a module")
		}
		if ctx != ctxList || !p.atModuleTop() {
			p.next()
			p.unexpected()
		}
		return p.importDecl()
	case TExport:
		if p.kind != ModuleProgram || ctx != ctxList || !p.atModuleTop() {
			p.unexpected()
		}
		return p.exportDecl()
	}
	if ctx == ctxList && (p.tok == TIdent && p.sym == p.symUsing || p.tok == TAwait) {
		if u := p.usingAhead(false); u != NotUsing {
			d := p.usingDeclaration(start, u, false)
			p.semicolon()
			d.End = p.prevEnd
			return d
		}
	}
	// ExpressionStatement or LabelledStatement.
	maybeLabel := p.tok.isIdentLike()
	var labelLoc Loc
	var labelSym *symbol
	if maybeLabel {
		labelLoc, labelSym = Loc{p.tokPos, p.tokEnd}, p.sym
		if p.tok == TIdent && p.buf[p.tokEnd] != ':' && p.buf[p.tokEnd] != ' ' && p.buf[p.tokEnd] != '\n' && p.buf[p.tokEnd] != '/' {
			maybeLabel = charClass[p.buf[p.tokEnd]] == ccSpace || p.buf[p.tokEnd] >= 0x80 || p.buf[p.tokEnd] == '\r'
		}
		if maybeLabel && (p.tok != TYield || !p.fs.yieldExpr) && (p.tok != TAwait || !p.fs.awaitExpr) {
			if c := p.skipBlank(p.tokEnd); c == ':' || c == '/' {
				if t, _, _ := p.peek(); t == TColon {
					p.checkName()
					p.next()
					p.next()
					return p.labeled(start, labelLoc, labelSym, ctx, run)
				}
			}
		}
	}
	x := p.expression()
	p.semicolon()
	n := p.exprStmts.new()
	n.Pos, n.End, n.X = start, p.prevEnd, x
	return n
}

// skipBlank returns the first byte at or after pos that is no ASCII white space.
func (p *parser) skipBlank(pos int32) byte {
	for {
		c := p.buf[pos]
		if charClass[c] != ccSpace && c != '\n' && c != '\r' {
			if c >= 0x80 {
				return '/' // let the scanner decide
			}
			return c
		}
		pos++
	}
}

func (p *parser) returnAllowed() bool { return p.fs.returnOK }

// usingAhead reports whether the current token starts a using declaration.
func (p *parser) usingAhead(inFor bool) UsingKind {
	if p.escaped {
		return NotUsing
	}
	if k := p.scope.Kind; !inFor && (k == ScopeScript || k == ScopeEval || k == ScopeSwitch) {
		return NotUsing
	}
	kind := SyncUsing
	saved := p.tokenState
	octals := len(p.octals)
	if p.tok == TAwait {
		if !p.fs.awaitExpr {
			return NotUsing
		}
		kind = AwaitUsing
		p.next()
	}
	ok := p.tok == TIdent && p.sym == p.symUsing && !p.escaped && (kind == SyncUsing || !p.nl)
	if ok {
		p.next()
		ok = p.tok.isIdentLike() && !p.nl
		if ok && inFor && p.tok == TOf && kind == SyncUsing {
			// for (using of x) loops over x with the variable using, unless = follows.
			p.next()
			ok = p.tok == TAssign || p.tok == TSemi || p.tok == TComma
		}
	}
	p.tokenState = saved
	p.octals = p.octals[:octals]
	if !ok {
		return NotUsing
	}
	return kind
}

// usingDeclaration parses the declaration usingAhead has found.
func (p *parser) usingDeclaration(start int32, kind UsingKind, inFor bool) *VarDecl {
	s := p.scope
	s.HasUsing = true
	if kind == AwaitUsing {
		s.HasAwaitUsing = true
		if p.fs.inParams {
			p.fail(p.tokPos, p.tokEnd, msgAwaitParam)
		}
		p.lastAwait = Loc{p.tokPos, p.tokEnd}
		p.fs.fn.HasAwait = true
		p.next()
	}
	p.next()
	p.using = kind
	d := p.varDeclarations(start, VarConst, inFor)
	d.Using = kind
	return d
}

func (p *parser) atModuleTop() bool { return p.scope.Kind == ScopeModule && p.fs.outer == nil }

func (p *parser) labeled(start int32, loc Loc, sym *symbol, ctx stmtContext, run int) Stmt {
	for i := range p.labels {
		if p.labels[i].sym == sym {
			p.fail(loc.Pos, loc.End, "Label '"+sym.name+"' has already been declared")
		}
	}
	p.enter()
	n := &LabeledStmt{Loc: Loc{Pos: start}, Label: sym.name}
	p.labels = append(p.labels, label{sym: sym, stmt: n})
	p.labelRun = run + 1
	inner := ctxLabel
	if ctx == ctxIf || ctx == ctxSingle {
		inner = ctxSingle
	}
	n.Body = p.statement(inner)
	p.labelRun = 0
	p.labels = p.labels[:len(p.labels)-1]
	n.End = p.prevEnd
	p.leave()
	return n
}

// loopBody parses the body of a loop whose last run labels are its own.
func (p *parser) loopBody(loop Stmt, run int) Stmt {
	for i := len(p.labels) - run; i < len(p.labels); i++ {
		p.labels[i].loop = loop
	}
	p.targets = append(p.targets, target{loop, true})
	p.enter()
	body := p.statement(ctxSingle)
	p.leave()
	p.targets = p.targets[:len(p.targets)-1]
	return body
}

func (p *parser) jump() Stmt {
	start, kwEnd := p.tokPos, p.tokEnd
	isBreak := p.tok == TBreak
	p.next()
	var name string
	var tgt Stmt
	if !p.nl && p.tok.isIdentLike() {
		p.checkName()
		loc := Loc{p.tokPos, p.tokEnd}
		var l *label
		for i := range p.labels {
			if p.labels[i].sym == p.sym {
				l = &p.labels[i]
			}
		}
		name = p.sym.name
		switch {
		case l == nil:
			p.fail(loc.Pos, loc.End, "Undefined label '"+name+"'")
		case isBreak:
			tgt = l.stmt
		case l.loop == nil:
			p.fail(loc.Pos, loc.End, "Illegal continue statement: '"+name+"' does not denote an iteration statement")
		default:
			tgt = l.loop
		}
		p.next()
	} else {
		for i := len(p.targets) - 1; i >= 0; i-- {
			if isBreak || p.targets[i].isLoop {
				tgt = p.targets[i].stmt
				break
			}
		}
		if tgt == nil {
			if isBreak {
				p.fail(start, kwEnd, "Illegal break statement")
			}
			p.fail(start, kwEnd, "Illegal continue statement: no surrounding iteration statement")
		}
	}
	p.semicolon()
	if isBreak {
		return &BreakStmt{Loc{start, p.prevEnd}, name, tgt}
	}
	return &ContinueStmt{Loc{start, p.prevEnd}, name, tgt}
}

// block parses a Block with a scope of its own.
func (p *parser) block() *BlockStmt {
	n := p.blocks.new()
	n.Pos = p.tokPos
	s := p.openScope(ScopeBlock)
	p.blockBody(n)
	n.Scope = p.closeBlock(s)
	return n
}

func (p *parser) blockBody(n *BlockStmt) {
	p.expect(TLBrace)
	base := len(p.stmtStack)
	for p.tok != TRBrace {
		if p.tok == TEOF {
			p.unexpected()
		}
		p.stmtStack = append(p.stmtStack, p.statement(ctxList))
	}
	p.next()
	n.Body = p.takeStmts(base)
	n.End = p.prevEnd
}

// varDeclarations parses the bindings of var, let or const. In a for head (inFor) missing initialisers are left to the caller.
func (p *parser) varDeclarations(start int32, kind VarKind, inFor bool) *VarDecl {
	n := p.varDecls.new()
	n.Pos, n.Kind = start, kind
	using := p.using
	p.using = NotUsing
	for {
		var d Declarator
		d.Pos = p.tokPos
		if kind != VarVar && p.tok == TLet {
			p.fail(p.tokPos, p.tokEnd, "let is disallowed as a lexically bound name")
		}
		first := len(p.scope.Vars)
		if using != NotUsing && !p.tok.isIdentLike() {
			p.unexpected()
		}
		d.Target = p.bindingTarget()
		targetEnd := p.prevEnd
		id, plain := d.Target.(*Ident)
		if plain {
			p.declareBinding(id, kind)
		} else {
			forEachBinding(d.Target, func(id *Ident) {
				if kind != VarVar && id.sym.kw == TLet {
					p.fail(id.Pos, id.End, "let is disallowed as a lexically bound name")
				}
				p.declareBinding(id, kind)
			})
		}
		if p.tok == TAssign {
			p.next()
			d.Init = p.assign()
			if plain {
				inferName(d.Init, id.Name)
				id.Ref.Write = id.Ref.Write || kind == VarVar
			}
		} else if !inFor || !p.isForInOf() {
			if !plain {
				p.fail(d.Pos, targetEnd, "Missing initializer in destructuring declaration")
			}
			if kind == VarConst {
				what := [...]string{"const", "using", "await using"}[using]
				p.fail(d.Pos, targetEnd, "Missing initializer in "+what+" declaration")
			}
		}
		if kind == VarVar && !plain {
			forEachBinding(d.Target, func(id *Ident) { id.Ref.Write = true })
		}
		d.End = p.prevEnd
		if kind != VarVar {
			for _, v := range p.scope.Vars[first:] {
				if v.Kind == kind {
					v.InitEnd = p.prevEnd
				}
			}
		}
		n.Decls = append(n.Decls, d)
		if p.tok != TComma {
			break
		}
		p.next()
	}
	n.End = p.prevEnd
	return n
}

// isForInOf reports whether the current token continues a for head as for-in or for-of.
func (p *parser) isForInOf() bool { return p.tok == TIn || p.tok == TOf && !p.escaped }

// declareBinding declares the name of a var, let or const.
func (p *parser) declareBinding(id *Ident, kind VarKind) {
	if kind == VarVar {
		p.declareVar(id)
		if id.sym == p.symArguments {
			p.noteVarArguments()
		}
		p.addRef(id.sym, &id.Ref, id.Pos)
		return
	}
	p.declareLexical(id, kind)
}

// noteVarArguments: `var arguments` shares the binding of the arguments object.
func (p *parser) noteVarArguments() {
	f := p.fs
	if f.fn.Kind != ArrowFunction && f.outer != nil && !f.noArguments {
		f.fn.mentionsArguments = true
	}
}

func (p *parser) functionStatement(ctx stmtContext) Stmt {
	start := p.tokPos
	if ctx != ctxList {
		if p.strict {
			p.fail(p.tokPos, p.tokEnd, "In strict mode code, functions can only be declared at top level or inside a block.")
		}
		if ctx == ctxSingle {
			p.fail(p.tokPos, p.tokEnd,
				"In non-strict mode code, functions can only be declared at top level, inside a block, or as the body of an if statement.")
		}
		saved := p.tokenState
		if p.next(); p.tok == TMul {
			p.fail(p.tokPos, p.tokEnd, "Generators can only be declared at the top level or inside a block.")
		}
		p.tokenState = saved
	}
	if ctx == ctxIf {
		// B.3.3: as if wrapped in a block.
		s := p.openScope(ScopeBlock)
		n := p.blocks.new()
		n.Pos = start
		base := len(p.stmtStack)
		p.stmtStack = append(p.stmtStack, p.functionDecl(start, false, false))
		n.Body = p.takeStmts(base)
		n.End = p.prevEnd
		n.Scope = p.closeBlock(s)
		return n
	}
	return p.functionDecl(start, false, false)
}

// functionDecl parses a function declaration; the current token is function.
func (p *parser) functionDecl(start int32, async, isDefault bool) Stmt {
	kw := Loc{start, p.tokEnd}
	p.next()
	gen := p.eat(TMul)
	fn := p.newFunction(NormalFunction, start, async, gen)
	fn.IsDeclaration = true
	d := &FuncDecl{Fn: fn}
	if p.tok == TLParen {
		if !isDefault {
			p.fail(kw.Pos, kw.End, "Function statements require a function name")
		}
		d.Name = p.defaultIdent()
		fn.Name, fn.Inferred = "default", true
	} else {
		if !p.tok.isIdentLike() {
			p.unexpected()
		}
		d.Name = p.bindingIdent()
		fn.Name = d.Name.Name
		fn.Self = d.Name
	}
	p.declareFunction(d)
	p.functionTail(fn)
	d.Loc = fn.Loc
	return d
}

// defaultIdent returns the identifier *default* of an anonymous default export.
func (p *parser) defaultIdent() *Ident {
	return &Ident{Loc: Loc{p.tokPos, p.tokPos}, Name: "*default*", sym: p.symDefault}
}

func (p *parser) classDecl(isDefault bool) Stmt {
	start := p.tokPos
	// The outer binding is declared before the body is parsed so that errors come in source order.
	saved := p.tokenState
	p.next()
	d := &ClassDecl{}
	var v *Variable
	if p.tok.isIdentLike() {
		oldStrict := p.strict
		p.strict = true
		d.Name = p.bindingIdent()
		p.strict = oldStrict
		v = p.declareLexical(d.Name, VarClass)
	} else if isDefault {
		d.Name = p.defaultIdent()
		v = p.declareLexical(d.Name, VarClass)
	}
	p.tokenState = saved
	d.Class = p.class(!isDefault, isDefault)
	if isDefault && d.Class.Name == nil {
		d.Class.InferredName = "default"
	}
	if v != nil {
		v.InitEnd = d.Class.End
	}
	d.Loc = Loc{start, p.prevEnd}
	return d
}

func (p *parser) ifStatement() Stmt {
	p.enter()
	var first *IfStmt
	var last *IfStmt
	for {
		n := p.ifs.new()
		n.Pos = p.tokPos
		p.next()
		p.expect(TLParen)
		n.Test = p.expression()
		p.expect(TRParen)
		n.Then = p.statement(ctxIf)
		if last != nil {
			last.Else = n
		} else {
			first = n
		}
		last = n
		if p.tok != TElse {
			break
		}
		p.next()
		if p.tok != TIf {
			n.Else = p.statement(ctxIf)
			break
		}
	}
	for n := first; ; {
		n.End = p.prevEnd
		next, ok := n.Else.(*IfStmt)
		if !ok {
			break
		}
		n = next
	}
	p.leave()
	return first
}

func (p *parser) withStatement() Stmt {
	n := &WithStmt{Loc: Loc{Pos: p.tokPos}}
	if p.strict {
		p.fail(p.tokPos, p.tokEnd, "Strict mode code may not include a with statement")
	}
	p.enter()
	p.next()
	p.expect(TLParen)
	n.X = p.expression()
	p.expect(TRParen)
	s := p.openScope(ScopeWith)
	s.NeedsContext = true
	n.Body = p.statement(ctxSingle)
	p.closeScope(s)
	n.Scope = s
	n.End = p.prevEnd
	p.leave()
	return n
}

func (p *parser) switchStatement() Stmt {
	n := &SwitchStmt{Loc: Loc{Pos: p.tokPos}}
	p.enter()
	p.next()
	p.expect(TLParen)
	n.X = p.expression()
	p.expect(TRParen)
	s := p.openScope(ScopeSwitch)
	p.expect(TLBrace)
	p.targets = append(p.targets, target{n, false})
	hasDefault := false
	for p.tok != TRBrace {
		c := SwitchCase{Loc: Loc{Pos: p.tokPos}}
		if p.tok == TDefault {
			if hasDefault {
				p.fail(p.tokPos, p.tokEnd, "More than one default clause in switch statement")
			}
			hasDefault = true
			p.next()
		} else {
			p.expect(TCase)
			c.Test = p.expression()
		}
		p.expect(TColon)
		base := len(p.stmtStack)
		for p.tok != TCase && p.tok != TDefault && p.tok != TRBrace {
			p.stmtStack = append(p.stmtStack, p.statement(ctxList))
		}
		c.Body = p.takeStmts(base)
		c.End = p.prevEnd
		n.Cases = append(n.Cases, c)
	}
	p.next()
	p.targets = p.targets[:len(p.targets)-1]
	n.Scope = p.closeBlock(s)
	n.End = p.prevEnd
	p.leave()
	return n
}

func (p *parser) tryStatement() Stmt {
	n := &TryStmt{Loc: Loc{Pos: p.tokPos}}
	p.enter()
	p.next()
	n.Block = p.block()
	if p.tok != TCatch && p.tok != TFinally {
		if p.tok == TIllegal {
			p.unexpected()
		}
		p.fail(p.prevEnd-1, p.prevEnd, "Missing catch or finally after try")
	}
	if p.eat(TCatch) {
		if p.tok == TLParen {
			cs := p.openScope(ScopeCatch)
			p.next()
			n.Param = p.bindingTarget()
			if id, ok := n.Param.(*Ident); ok {
				cs.simpleCatch = true
				p.declareLexical(id, VarCatch)
			} else {
				forEachBinding(n.Param, func(id *Ident) { p.declareLexical(id, VarCatch) })
			}
			for _, v := range cs.Vars {
				v.InitEnd = p.prevEnd
			}
			p.expect(TRParen)
			n.Catch = p.blocks.new()
			n.Catch.Pos = p.tokPos
			s := p.openScope(ScopeBlock)
			s.catchBody = true
			p.blockBody(n.Catch)
			n.Catch.Scope = p.closeBlock(s)
			p.closeScope(cs)
			n.CatchScope = cs
		} else {
			n.Catch = p.block()
		}
	}
	if p.eat(TFinally) {
		n.Finally = p.block()
	}
	n.End = p.prevEnd
	p.leave()
	return n
}

// forStatement parses the for statements.
func (p *parser) forStatement(run int) Stmt {
	start := p.tokPos
	p.enter()
	p.next()
	await := false
	if p.tok == TAwait {
		if !p.fs.awaitExpr {
			p.fail(p.tokPos, p.tokEnd, "Unexpected reserved word")
		}
		await = true
		p.fs.fn.HasAwait = true
		p.next()
	}
	p.expect(TLParen)
	s := p.openScope(ScopeFor)
	s.Pos = start
	var st Stmt
	headPos := p.tokPos
	kind := VarNone
	using := NotUsing
	switch p.tok {
	case TIdent, TAwait:
		if p.tok == TAwait || p.sym == p.symUsing {
			if using = p.usingAhead(true); using != NotUsing {
				kind = VarConst
			}
		}
	case TVar:
		kind = VarVar
	case TConst:
		kind = VarConst
	case TLet:
		if !p.escaped {
			switch t, _, _ := p.peek(); {
			case t == TLBrace, t == TLBrack, t.isIdentLike() && t != TOf, t == TEscapedKeyword:
				kind = VarLet
			case t == TOf:
				// for (let of ...) is only a declaration of `of`.
				kind = VarLet
			}
		}
	}
	switch {
	case kind != VarNone:
		bindings := p.tokPos
		p.noIn = true
		var decl *VarDecl
		if using != NotUsing {
			decl = p.usingDeclaration(headPos, using, true)
			if p.tok == TIn {
				p.fail(p.tokPos, p.tokEnd, "Invalid 'using' in for-in loop")
			}
		} else {
			p.next()
			bindings = p.tokPos
			decl = p.varDeclarations(headPos, kind, true)
		}
		p.noIn = false
		if p.isForInOf() {
			st = p.forInOf(start, s, await, decl, bindings, nil, run)
			break
		}
		st = p.forClassic(start, s, decl, await, run)
	case p.tok == TSemi:
		st = p.forClassic(start, s, nil, await, run)
	default:
		isLet := p.tok == TLet && !p.escaped
		letEnd := p.tokEnd
		isAsync := p.tok == TAsync && !p.escaped
		p.noIn = true
		p.coverPos = -1
		x, list := p.forInit()
		p.noIn = false
		if p.isForInOf() && !list {
			if p.tok == TOf {
				if isLet {
					p.fail(headPos, letEnd, "The left-hand side of a for-of loop may not start with 'let'.")
				}
				if id, ok := x.(*Ident); ok && isAsync && !await && !id.Paren && !id.Escaped && id.Name == "async" {
					p.fail(headPos, letEnd, "The left-hand side of a for-of loop may not be 'async'.")
				}
			}
			switch lit := x.(type) {
			case *ObjectLit, *ArrayLit:
				if p.lastParen == x {
					p.failNode(lit, "Invalid left-hand side in for-loop")
				}
				x = p.toPattern(x, false)
				p.coverPos = -1
			default:
				p.checkCover()
				x = p.simpleTarget(x, headPos, p.prevEnd, "Invalid left-hand side in for-loop", true)
			}
			st = p.forInOf(start, s, await, nil, 0, x, run)
			break
		}
		p.checkCover()
		es := p.exprStmts.new()
		es.Pos, es.End, es.X = headPos, p.prevEnd, x
		st = p.forClassic(start, s, es, await, run)
	}
	p.leave()
	return st
}

// forInit parses the expression at the start of a for head, which may turn out to be a pattern.
func (p *parser) forInit() (x Expr, list bool) {
	start := p.tokPos
	x = p.assignCover()
	if p.tok != TComma {
		return x, false
	}
	p.checkCover()
	base := len(p.exprStack)
	p.exprStack = append(p.exprStack, x)
	for p.eat(TComma) {
		p.exprStack = append(p.exprStack, p.assign())
	}
	if p.isForInOf() {
		p.fail(start, p.prevEnd, "Invalid left-hand side in for-loop")
	}
	return &Sequence{Loc{start, p.prevEnd}, p.takeExprs(base)}, true
}

func (p *parser) forClassic(start int32, s *Scope, init Stmt, await bool, run int) Stmt {
	if await {
		p.unexpected()
	}
	n := &ForStmt{Loc: Loc{Pos: start}, Init: init}
	if d, ok := init.(*VarDecl); ok && d == nil {
		n.Init = nil
	}
	p.expect(TSemi)
	if p.tok != TSemi {
		n.Test = p.expression()
	}
	p.expect(TSemi)
	if p.tok != TRParen {
		n.Update = p.expression()
	}
	p.expect(TRParen)
	n.Body = p.loopBody(n, run)
	n.End = p.prevEnd
	n.Scope = p.closeBlock(s)
	if n.Scope != nil {
		if d, ok := init.(*VarDecl); ok && d.Kind == VarLet {
			n.Scope.PerIteration = true // narrowed by the resolver
		}
	}
	return n
}

func (p *parser) forInOf(start int32, s *Scope, await bool, decl *VarDecl, bindings int32, tgt Expr, run int) Stmt {
	n := &ForInStmt{Loc: Loc{Pos: start}, Target: tgt, Await: await}
	n.Of = p.tok == TOf
	word := "in"
	if n.Of {
		word = "of"
	}
	if decl != nil {
		if len(decl.Decls) != 1 {
			p.fail(bindings, decl.End, "Invalid left-hand side in for-"+word+" loop: Must have a single binding.")
		}
		d := &decl.Decls[0]
		n.DeclKind, n.Target, n.Using = decl.Kind, d.Target, decl.Using
		if d.Init != nil {
			_, plain := d.Target.(*Ident)
			if n.Of || p.strict || decl.Kind != VarVar || !plain {
				p.fail(d.Pos, d.End, "for-"+word+" loop variable declaration may not have an initializer.")
			}
			n.Init = d.Init
		}
		if decl.Kind == VarVar {
			forEachBinding(d.Target, func(id *Ident) { id.Ref.Write = true })
		}
	}
	if await && !n.Of {
		p.unexpected()
	}
	p.next()
	if n.Of {
		n.X = p.assignIn()
	} else {
		n.X = p.expression()
	}
	for _, v := range s.Vars {
		v.InitEnd = p.prevEnd
	}
	p.expect(TRParen)
	n.Body = p.loopBody(n, run)
	n.End = p.prevEnd
	n.Scope = p.closeBlock(s)
	return n
}
