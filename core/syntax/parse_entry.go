package syntax

import "unsafe"

// ParseScript parses src as a Script, or as eval code with Options.Eval.
func ParseScript(src []byte, o Options) (*Program, *Error) {
	p := newParser(src, &o)
	kind := ScriptProgram
	fk := ScriptBody
	if o.Eval {
		kind, fk = EvalProgram, EvalBody
	}
	return p.run(kind, func(prog *Program) {
		p.topLevel(prog, fk)
	})
}

// ParseModule parses src as a Module.
func ParseModule(src []byte, o Options) (*Program, *Error) {
	p := newParser(src, &o)
	p.mod = &moduleState{rec: &ModuleRecord{}, exported: map[string]struct{}{}}
	p.html, p.module = false, true
	return p.run(ModuleProgram, func(prog *Program) {
		p.strict = true
		prog.Module = p.mod.rec
		p.topLevel(prog, ModuleBody)
		prog.Module.HasTLA = prog.Func.HasAwait
		prog.Func.Async = prog.Func.HasAwait
	})
}

// DynamicKind selects the constructor of the Function family.
type DynamicKind uint8

// The Function constructors.
const (
	DynamicFunction DynamicKind = iota
	DynamicGenerator
	DynamicAsync
	DynamicAsyncGenerator
)

// ParseFunction parses the text that CreateDynamicFunction (20.2.1.1.1) assembles from params and body.
func ParseFunction(params, body string, kind DynamicKind, o Options) (*Program, *Error) {
	prefix := [...]string{"function", "function*", "async function", "async function*"}[kind]
	text := prefix + " anonymous(" + params + "\n) {\n" + body + "\n}"
	p := newParser([]byte(text), &o)
	paramsEnd := int32(len(prefix) + len(" anonymous(") + len(params) + 1)
	prog, err := p.run(FunctionProgram, func(prog *Program) {
		p.withTop(prog, ScriptBody, func(top *Function) {
			async := kind == DynamicAsync || kind == DynamicAsyncGenerator
			if async {
				p.next()
			}
			p.next()
			gen := p.eat(TMul)
			fn := p.newFunction(NormalFunction, 0, async, gen)
			p.next() // anonymous
			fn.Name, fn.Inferred = "anonymous", true
			saved := p.enterFunction(fn)
			s := p.openScope(ScopeFunction)
			s.Fn, s.Pos = fn, 0
			fn.Scope = s
			fn.Strict = p.strict
			p.fs.inParams = true
			p.expect(TLParen)
			p.dynamic, p.dynamicEnd = true, paramsEnd
			p.parameters(fn, TRParen)
			p.dynamic = false
			if p.tok != TIllegal && p.tokPos < paramsEnd {
				p.fail(p.tokPos, p.tokEnd, "Arg string terminates parameters early")
			}
			if p.tok != TIllegal && p.tokPos > paramsEnd {
				p.fail(p.tokPos, p.tokEnd, "Unexpected end of arg string")
			}
			p.expect(TRParen)
			p.fs.inParams = false
			p.functionBody(fn)
			if p.tok == TComma {
				p.fail(p.tokPos, p.tokEnd, "Single function literal required")
			}
			if p.tok != TEOF || fn.End != p.end {
				p.unexpected()
			}
			p.leaveFunction(&saved)
			prog.Inner = fn
		})
	})
	if err != nil && err.Msg == "Unexpected end of input" {
		err.Msg = "Unexpected token ')'" // the text counts as an expression in parentheses
	}
	return prog, err
}

// ParseFunctionBody parses src as the body of a function whose parameters have the given names (compileFunction). Positions refer
// to src.
func ParseFunctionBody(src []byte, paramNames []string, o Options) (*Program, *Error) {
	p := newParser(src, &o)
	return p.run(FunctionProgram, func(prog *Program) {
		p.withTop(prog, ScriptBody, func(top *Function) {
			fn := p.newFunction(NormalFunction, 0, false, false)
			saved := p.enterFunction(fn)
			s := p.openScope(ScopeFunction)
			s.Fn, s.Pos = fn, 0
			fn.Scope, fn.BodyScope = s, s
			fn.Strict = p.strict
			var dup Loc
			for _, name := range paramNames {
				id := &Ident{Name: name, sym: p.internString(name)}
				p.addParam(fn, Param{Target: id}, &dup)
			}
			fn.Length = int32(len(fn.Params))
			fn.Body = p.bodyStatements(fn, TEOF)
			if p.tok != TEOF {
				p.unexpected()
			}
			fn.End = p.end
			p.finishFunction(fn)
			p.leaveFunction(&saved)
			prog.Inner = fn
		})
	})
}

func newParser(src []byte, o *Options) *parser {
	p := &parser{o: o, src: src}
	p.maxDepth = o.MaxDepth
	if p.maxDepth == 0 {
		p.maxDepth = defaultMaxDepth
	}
	p.coverPos = -1
	p.assignStart = -1
	p.html = !o.NoHTMLComments
	p.strict = o.StrictOuter
	p.init(src)
	p.symEval = p.internString("eval")
	p.symArguments = p.internString("arguments")
	p.symThis = p.internString(".this")
	p.symNewTarget = p.internString(".newtarget")
	p.symHome = p.internString(".home")
	p.symFunc = p.internString(".func")
	p.symTarget = p.internString("target")
	p.symMeta = p.internString("meta")
	p.symAs = p.internString("as")
	p.symFrom = p.internString("from")
	p.symUsing = p.internString("using")
	p.symDefault = p.internString("*default*")
	return p
}

// run calls f and turns a bailout into an error.
func (p *parser) run(kind ProgramKind, f func(*Program)) (prog *Program, err *Error) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(bailout); !ok {
				panic(r)
			}
			prog, err = nil, p.err
		}
	}()
	p.kind = kind
	prog = &Program{Kind: kind, Src: p.src, Lines: NewLines(p.src)}
	f(prog)
	prog.SourceURL, prog.SourceMappingURL = p.sourceURL, p.mapURL
	return prog, nil
}

// withTop sets up the synthetic top-level function, calls f and finishes the program.
func (p *parser) withTop(prog *Program, kind FunctionKind, f func(top *Function)) {
	top := p.newFunction(kind, 0, false, false)
	top.End = p.end
	prog.Func = top
	p.fs = &funcState{fn: top}
	sk := ScopeScript
	switch kind {
	case ModuleBody:
		sk = ScopeModule
		p.fs.awaitExpr, p.fs.awaitReserved = true, true
	case EvalBody:
		sk = ScopeEval
		p.fs.newTarget, p.fs.superProp, p.fs.superCall = p.o.InFunction, p.o.InMethod, p.o.InDerivedConstructor
		p.fs.noArguments = p.o.InClassFieldInit
	}
	s := p.openScope(sk)
	s.Pos = 0
	top.Scope, top.BodyScope = s, s
	top.Strict = p.strict
	p.first()
	f(top)
	top.Strict = p.strict
	if p.strict {
		p.checkOctals(0, p.end)
	}
	p.hoistAnnexB(s, top)
	for _, d := range s.annexB {
		if d.AnnexB {
			d.VarRef.Var = s.find(d.sym)
		}
	}
	if kind == ModuleBody {
		p.finishModule(s)
	}
	p.prevEnd = p.end
	p.leaveScope(s)
	p.resolve(prog)
	if kind != ModuleBody {
		prog.collectDeclarations()
	}
}

func (p *parser) topLevel(prog *Program, kind FunctionKind) {
	p.withTop(prog, kind, func(top *Function) {
		top.Body = p.bodyStatements(top, TEOF)
		if p.tok != TEOF {
			p.unexpected()
		}
	})
}

// collectDeclarations fills Decls from the top-level scope.
func (prog *Program) collectDeclarations() {
	s := prog.Func.Scope
	d := &prog.Decls
	last := map[string]*FuncDecl{}
	for _, f := range s.Functions {
		last[f.Name.Name] = f
	}
	for _, f := range s.Functions {
		if last[f.Name.Name] == f {
			d.Functions = append(d.Functions, f)
		}
	}
	for _, v := range s.Vars {
		switch v.Kind {
		case VarVar:
			if v.AnnexB {
				d.AnnexBNames = append(d.AnnexBNames, v.Name)
			} else {
				d.VarNames = append(d.VarNames, v.Name)
			}
		case VarLet, VarConst, VarClass:
			d.LexicalNames = append(d.LexicalNames, v)
		}
	}
}

// ParseScriptString is ParseScript for a string.
func ParseScriptString(src string, o Options) (*Program, *Error) {
	return ParseScript(unsafe.Slice(unsafe.StringData(src), len(src)), o)
}
