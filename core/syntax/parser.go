package syntax

const defaultMaxDepth = 2500

// parser is the state of one parse. It builds the tree in a single pass; constructs whose meaning is known late (arrow
// parameters, assignment patterns) are parsed as expressions and converted.
type parser struct {
	scanner
	o      *Options
	src    []byte
	scope  *Scope
	fs     *funcState
	strict bool
	noIn   bool // the `in` operator is not allowed here
	// dynamic: parameters given to new Function; what may not follow one ends them.
	dynamic    bool
	dynamicEnd int32
	kind       ProgramKind

	depth, maxDepth int
	err             *Error

	// refs and kids collect the pending references and closed child scopes of all open scopes; a scope owns what lies behind its
	// refStart and kidStart.
	refs []pendingRef
	kids []*Scope

	// cover is an error that becomes real unless the literal at hand turns out to be a pattern.
	coverPos, coverEnd int32
	coverMsg           string

	assignStart int32     // where the innermost assignment expression starts
	lastArrow   *FuncExpr // the last expression parsed, when it is an arrow function without parentheses
	lastParen   Expr      // the last parenthesised expression
	lastYield   Loc       // last yield and await expressions of the current function
	lastAwait   Loc
	awaitIdent  Loc       // last use of await as an identifier
	evals       int       // number of direct evals seen
	using       UsingKind // the next varDeclarations are a using declaration's

	labels   []label
	targets  []target
	labelRun int

	mod     *moduleState
	privNew []*privateScope

	symEval, symArguments, symThis, symNewTarget, symHome, symFunc, symConstructor, symPrototype, symProto *symbol
	symTarget, symMeta, symAs, symFrom, symDefault, symUsing                                               *symbol

	idents     slab[Ident]
	members    slab[Member]
	calls      slab[Call]
	strs       slab[StrLit]
	nums       slab[NumLit]
	binaries   slab[Binary]
	assigns    slab[Assign]
	exprStmts  slab[ExprStmt]
	blocks     slab[BlockStmt]
	vars       slab[Variable]
	scopes     slab[Scope]
	funcs      slab[Function]
	funcExprs  slab[FuncExpr]
	returns    slab[ReturnStmt]
	ifs        slab[IfStmt]
	varDecls   slab[VarDecl]
	thises     slab[This]
	objects    slab[ObjectLit]
	arrays     slab[ArrayLit]
	indexes    slab[Index]
	logicals   slab[Logical]
	unaries    slab[Unary]
	freeScope  *Scope
	exprStack  []Expr
	stmtStack  []Stmt
	propStack  []Property
	refSlab    []pendingRef
	exprSlab   []Expr
	stmtSlab   []Stmt
	privateOut []string
}

// slab allocates nodes in growing chunks.
type slab[T any] struct {
	free []T
	n    int
}

func (s *slab[T]) new() *T {
	if len(s.free) == 0 {
		if s.n < 256 {
			s.n = s.n*2 + 4
		}
		s.free = make([]T, s.n)
	}
	p := &s.free[0]
	s.free = s.free[1:]
	return p
}

// funcState is what the parser knows about the function whose code it is in.
type funcState struct {
	fn    *Function
	outer *funcState
	// awaitExpr: await is a keyword that starts AwaitExpressions; awaitReserved: await may not be an identifier.
	awaitExpr, awaitReserved bool
	yieldExpr                bool
	// inParams: in the parameter list, where yield and await expressions are errors.
	inParams                        bool
	newTarget, superProp, superCall bool
	// noArguments: in a class field initialiser or static block.
	noArguments bool
	returnOK    bool
	labelBase   int
	targetBase  int
}

type label struct {
	sym  *symbol
	stmt *LabeledStmt
	loop Stmt
}

type target struct {
	stmt   Stmt
	isLoop bool
}

// bailout unwinds the parser after an error.
type bailout struct{}

func (p *parser) fail(pos, end int32, msg string) {
	p.failKind(SyntaxError, pos, end, msg)
}

func (p *parser) failKind(k ErrorKind, pos, end int32, msg string) {
	if end < pos {
		end = pos
	}
	p.err = &Error{Msg: msg, Kind: k, Pos: pos, End: end, Src: p.src}
	panic(bailout{})
}

func (p *parser) failNode(n Node, msg string) {
	pos, end := n.Range()
	p.fail(pos, end, msg)
}

// unexpected reports the current token.
func (p *parser) unexpected() {
	pos, end := p.tokPos, p.tokEnd
	switch t := p.tok; t {
	case TEOF:
		p.fail(p.end, p.end, "Unexpected end of input")
	case TIllegal:
		msg := p.illMsg
		if msg == "" {
			msg = msgIllegal
		}
		p.fail(p.illPos, p.illEnd, msg)
	case TNumber, TBigInt:
		p.fail(pos, end, "Unexpected number")
	case TString:
		p.fail(pos, end, "Unexpected string")
	case TTemplate:
		p.fail(pos, end, "Unexpected template string")
	case TIdent, TPrivateName:
		p.fail(pos, end, "Unexpected identifier '"+p.sym.name+"'")
	case TAwait, TEnum:
		p.fail(pos, end, "Unexpected reserved word")
	case TLet, TStatic, TYield, TFutureStrict:
		if p.strict {
			p.fail(pos, end, "Unexpected strict mode reserved word")
		}
		p.fail(pos, end, "Unexpected identifier '"+p.sym.name+"'")
	case TEscapedKeyword:
		p.fail(pos, end, "Keyword must not contain escaped characters")
	default:
		p.fail(pos, end, "Unexpected token '"+tokenNames[t]+"'")
	}
}

func (p *parser) expect(t Token) {
	if p.tok != t {
		p.unexpected()
	}
	p.next()
}

func (p *parser) eat(t Token) bool {
	if p.tok == t {
		p.next()
		return true
	}
	return false
}

// semicolon applies automatic semicolon insertion.
func (p *parser) semicolon() {
	switch {
	case p.tok == TSemi:
		p.next()
	case p.tok == TRBrace, p.tok == TEOF, p.nl:
	default:
		if p.sawAwaitIdent() {
			p.fail(p.awaitIdent.Pos, p.awaitIdent.End, msgAwait)
		}
		p.unexpected()
	}
}

const msgAwait = "await is only valid in async functions and the top level bodies of modules"

// sawAwaitIdent reports whether the previous token was await used as an identifier.
func (p *parser) sawAwaitIdent() bool {
	return p.awaitIdent.End > 0 && p.awaitIdent.End == p.prevEnd && p.tok != TIllegal
}

// peek returns the token after the current one.
func (p *parser) peek() (t Token, nl bool, sym *symbol) {
	saved := p.tokenState
	octals := len(p.octals)
	p.next()
	t, nl, sym = p.tok, p.nl, p.sym
	p.tokenState = saved
	p.octals = p.octals[:octals]
	return
}

func (p *parser) enter() {
	p.depth++
	if p.depth > p.maxDepth {
		p.failKind(RangeError, p.tokPos, p.tokEnd, "Maximum call stack size exceeded")
	}
}

func (p *parser) leave() { p.depth-- }

// takeExprs moves the expressions above base off the stack into a slice of their own.
func (p *parser) takeExprs(base int) []Expr {
	n := len(p.exprStack) - base
	if n == 0 {
		return nil
	}
	if len(p.exprSlab) < n {
		p.exprSlab = make([]Expr, max(n, 128))
	}
	out := p.exprSlab[:n:n]
	p.exprSlab = p.exprSlab[n:]
	copy(out, p.exprStack[base:])
	clear(p.exprStack[base:])
	p.exprStack = p.exprStack[:base]
	return out
}

func (p *parser) takeStmts(base int) []Stmt {
	n := len(p.stmtStack) - base
	if n == 0 {
		return nil
	}
	if len(p.stmtSlab) < n {
		p.stmtSlab = make([]Stmt, max(n, 128))
	}
	out := p.stmtSlab[:n:n]
	p.stmtSlab = p.stmtSlab[n:]
	copy(out, p.stmtStack[base:])
	clear(p.stmtStack[base:])
	p.stmtStack = p.stmtStack[:base]
	return out
}

// Identifiers.

// checkName fails unless the current identifier-like token may be an identifier (reference, label or binding) here.
func (p *parser) checkName() {
	switch p.tok {
	case TIdent, TAsync, TOf, TGet, TSet:
		return
	case TLet, TStatic, TFutureStrict:
		if !p.strict {
			return
		}
		if p.escaped {
			p.fail(p.tokPos, p.tokEnd, "Unexpected strict mode reserved word")
		}
	case TYield:
		if !p.strict && !p.fs.yieldExpr {
			return
		}
		if p.escaped && !p.strict {
			p.fail(p.tokPos, p.tokEnd, "Keyword must not contain escaped characters")
		}
	case TAwait:
		if !p.fs.awaitReserved {
			p.awaitIdent = Loc{p.tokPos, p.tokEnd}
			return
		}
		if p.escaped {
			p.fail(p.tokPos, p.tokEnd, "Keyword must not contain escaped characters")
		}
	}
	p.unexpected()
}

func (p *parser) newIdent() *Ident {
	id := p.idents.new()
	id.Pos, id.End, id.Name, id.sym, id.Escaped = p.tokPos, p.tokEnd, p.sym.name, p.sym, p.escaped
	return id
}

// bindingIdent parses a BindingIdentifier.
func (p *parser) bindingIdent() *Ident {
	p.checkName()
	if p.strict && (p.sym == p.symEval || p.sym == p.symArguments) {
		p.fail(p.tokPos, p.tokEnd, msgEvalArguments)
	}
	id := p.newIdent()
	p.next()
	return id
}

const msgEvalArguments = "Unexpected eval or arguments in strict mode"

// addRef records a reference for resolution.
func (p *parser) addRef(sym *symbol, ref *Ref, pos int32) {
	p.refs = append(p.refs, pendingRef{sym, ref, pos})
}

// declRef records the binding identifier of a declaration.
func (p *parser) declRef(id *Ident) {
	id.Ref.Kind = refDecl
	p.refs = append(p.refs, pendingRef{id.sym, &id.Ref, id.Pos})
}

// mentionArguments notes a reference to arguments.
func (p *parser) mentionArguments(pos, end int32) {
	f := p.fs
	for {
		if f.noArguments {
			p.fail(pos, end, "'arguments' is not allowed in class field initializer or static initialization block")
		}
		if f.fn.Kind != ArrowFunction || f.outer == nil {
			break
		}
		f = f.outer
	}
	f.fn.mentionsArguments = true
}

// markEval notes a direct eval.
func (p *parser) markEval() {
	p.evals++
	varScope := false
	for s := p.scope; s != nil; s = s.Parent {
		s.HasDirectEval = true
		if !varScope && s.IsVarScope() {
			varScope = true
			if !p.strict {
				s.Extensible = true
			}
		}
	}
	for f := p.fs; f != nil; f = f.outer {
		f.fn.DirectEval = true
		if f.fn.Kind != ArrowFunction {
			f.fn.mentionsArguments = f.fn.mentionsArguments || !f.noArguments
			break
		}
	}
}

// checkOctals fails if a legacy octal lies in strict code [from, to).
func (p *parser) checkOctals(from, to int32) {
	for _, o := range p.octals {
		if o.pos >= from && o.pos < to {
			p.fail(o.pos, o.end, o.msg)
		}
	}
}
