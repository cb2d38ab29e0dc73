package syntax

// moduleState collects the module record.
type moduleState struct {
	rec      *ModuleRecord
	exported map[string]struct{}
	locals   []localExport
}

// localExport is an export of a local binding, resolved at the end.
type localExport struct {
	sym      *symbol
	name     string
	pos, end int32
}

// request adds a ModuleRequest and returns its index.
func (p *parser) request(r ModuleRequest) int32 {
	for i := range p.mod.rec.Requests {
		q := &p.mod.rec.Requests[i]
		if q.Specifier != r.Specifier || len(q.Attributes) != len(r.Attributes) {
			continue
		}
		same := true
		for _, a := range q.Attributes {
			found := false
			for _, b := range r.Attributes {
				found = found || a.Key == b.Key && a.Value == b.Value
			}
			same = same && found
		}
		if same {
			return int32(i)
		}
	}
	p.mod.rec.Requests = append(p.mod.rec.Requests, r)
	return int32(len(p.mod.rec.Requests) - 1)
}

// fromClause parses the specifier and attributes behind from.
func (p *parser) moduleSpecifier() int32 {
	r := ModuleRequest{Pos: p.tokPos, End: p.tokEnd, Specifier: p.str}
	if p.tok != TString {
		p.unexpected()
	}
	p.next()
	if p.tok == TWith {
		p.next()
		p.expect(TLBrace)
		for p.tok != TRBrace {
			a := ImportAttribute{Pos: p.tokPos}
			switch {
			case p.tok.isWord():
				a.Key = p.sym.name
			case p.tok == TString:
				a.Key = p.str
			default:
				p.unexpected()
			}
			keyEnd := p.tokEnd
			for _, b := range r.Attributes {
				if b.Key == a.Key {
					p.fail(p.tokPos, keyEnd, "Import attribute has duplicate key '"+a.Key+"'")
				}
			}
			p.next()
			p.expect(TColon)
			if p.tok != TString {
				p.unexpected()
			}
			a.Value = p.str
			a.End = p.tokEnd
			p.next()
			r.Attributes = append(r.Attributes, a)
			if p.tok != TComma {
				break
			}
			p.next()
		}
		p.expect(TRBrace)
	}
	return p.request(r)
}

func (p *parser) expectFrom() {
	if p.tok != TIdent || p.sym != p.symFrom || p.escaped {
		p.unexpected()
	}
	p.next()
}

func (p *parser) isAs() bool { return p.tok == TIdent && p.sym == p.symAs && !p.escaped }

// moduleExportName parses an IdentifierName or string literal.
func (p *parser) moduleExportName() (name string, isString bool) {
	switch {
	case p.tok.isWord():
		name = p.sym.name
	case p.tok == TString:
		name, isString = p.str, true
		if !wellFormed(name) {
			p.fail(p.tokPos, p.tokEnd, "Invalid module export name: contains unpaired surrogate")
		}
	default:
		p.unexpected()
	}
	p.next()
	return
}

func (p *parser) importDecl() Stmt {
	n := &ImportDecl{Loc: Loc{Pos: p.tokPos}}
	p.next()
	rec := p.mod.rec
	first := len(rec.Imports)
	add := func(name string, ns bool, id *Ident, loc Loc) {
		v := p.declareLexical(id, VarImport)
		v.Import = int32(len(rec.Imports))
		rec.Imports = append(rec.Imports, ImportEntry{Name: name, Namespace: ns, Local: v, Pos: loc.Pos, End: loc.End})
	}
	if p.tok == TString {
		n.Request = p.moduleSpecifier()
		p.semicolon()
		n.End = p.prevEnd
		return n
	}
	more := true
	if p.tok != TMul && p.tok != TLBrace {
		if !p.tok.isIdentLike() {
			p.unexpected()
		}
		id := p.bindingIdent()
		add("default", false, id, id.Loc)
		more = p.tok == TComma
		if more {
			if t, _, _ := p.peek(); t != TMul && t != TLBrace {
				p.unexpected()
			}
			p.next()
		}
	}
	switch {
	case !more:
	case p.tok == TMul:
		at := Loc{p.tokPos, p.tokEnd}
		p.next()
		if !p.isAs() {
			p.unexpected()
		}
		p.next()
		if !p.tok.isIdentLike() {
			p.unexpected()
		}
		add("", true, p.bindingIdent(), at)
	default:
		p.next()
		for p.tok != TRBrace {
			saved := p.tokenState
			loc := Loc{p.tokPos, p.tokEnd}
			name, isString := p.moduleExportName()
			if p.isAs() {
				p.next()
				if !p.tok.isIdentLike() {
					if p.tok.isWord() {
						p.fail(p.tokPos, p.tokEnd, "Unexpected reserved word")
					}
					p.unexpected()
				}
				add(name, false, p.bindingIdent(), loc)
			} else {
				if isString || !saved.tok.isIdentLike() {
					p.fail(loc.Pos, loc.End, "Unexpected reserved word")
				}
				after := p.tokenState
				p.tokenState = saved
				id := p.bindingIdent()
				p.tokenState = after
				add(name, false, id, loc)
			}
			if p.tok != TRBrace {
				p.expect(TComma)
			}
		}
		p.next()
	}
	p.expectFrom()
	n.Request = p.moduleSpecifier()
	for i := first; i < len(rec.Imports); i++ {
		rec.Imports[i].Request = n.Request
	}
	p.semicolon()
	n.End = p.prevEnd
	return n
}

// exportName notes an exported name.
func (p *parser) exportName(name string, pos, end int32) {
	if _, dup := p.mod.exported[name]; dup {
		p.fail(pos, end, "Duplicate export of '"+name+"'")
	}
	p.mod.exported[name] = struct{}{}
}

func (p *parser) exportLocal(sym *symbol, name string, loc Loc) {
	p.exportName(name, loc.Pos, loc.End)
	p.mod.locals = append(p.mod.locals, localExport{sym, name, loc.Pos, loc.End})
}

func (p *parser) exportDecl() Stmt {
	n := &ExportDecl{Loc: Loc{Pos: p.tokPos}}
	start, kwEnd := p.tokPos, p.tokEnd
	p.next()
	rec := p.mod.rec
	switch p.tok {
	case TMul:
		at := p.tokPos
		p.next()
		e := ExportEntry{Pos: at}
		if p.isAs() {
			p.next()
			loc := Loc{p.tokPos, p.tokEnd}
			e.Name, _ = p.moduleExportName()
			e.Namespace = true
			p.exportName(e.Name, loc.Pos, loc.End)
		}
		e.End = p.prevEnd
		p.expectFrom()
		e.Request = p.moduleSpecifier()
		if e.Namespace {
			rec.IndirectExports = append(rec.IndirectExports, e)
		} else {
			rec.StarExports = append(rec.StarExports, e)
		}
		p.semicolon()
	case TLBrace:
		p.exportClause()
	case TVar, TConst, TLet:
		kind := VarVar
		switch p.tok {
		case TConst:
			kind = VarConst
		case TLet:
			kind = VarLet
		}
		at := p.tokPos
		p.next()
		d := p.varDeclarations(at, kind, false)
		p.semicolon()
		d.End = p.prevEnd
		for i := range d.Decls {
			forEachBinding(d.Decls[i].Target, func(id *Ident) { p.exportLocal(id.sym, id.Name, id.Loc) })
		}
		n.Decl = d
	case TFunction:
		d := p.functionDecl(p.tokPos, false, false).(*FuncDecl)
		p.exportLocal(d.Name.sym, d.Name.Name, d.Name.Loc)
		n.Decl = d
	case TAsync:
		if t, nl, _ := p.peek(); t != TFunction || nl || p.escaped {
			p.unexpected()
		}
		at := p.tokPos
		p.next()
		d := p.functionDecl(at, true, false).(*FuncDecl)
		p.exportLocal(d.Name.sym, d.Name.Name, d.Name.Loc)
		n.Decl = d
	case TClass:
		d := p.classDecl(false).(*ClassDecl)
		p.exportLocal(d.Name.sym, d.Name.Name, d.Name.Loc)
		n.Decl = d
	case TDefault:
		return p.exportDefault(start)
	case TIllegal:
		p.unexpected()
	default:
		p.fail(start, kwEnd, "Unexpected token 'export'")
	}
	n.End = p.prevEnd
	return n
}

func (p *parser) exportDefault(start int32) Stmt {
	loc := Loc{p.tokPos, p.tokEnd}
	p.next()
	var decl Stmt
	var name *Ident
	switch p.tok {
	case TFunction:
		d := p.functionDecl(p.tokPos, false, true).(*FuncDecl)
		decl, name = d, d.Name
	case TClass:
		d := p.classDecl(true).(*ClassDecl)
		decl, name = d, d.Name
	case TAsync:
		if t, nl, _ := p.peek(); t == TFunction && !nl && !p.escaped {
			at := p.tokPos
			p.next()
			d := p.functionDecl(at, true, true).(*FuncDecl)
			decl, name = d, d.Name
		}
	}
	if decl != nil {
		p.exportLocal(name.sym, "default", loc)
		return &ExportDecl{Loc{start, p.prevEnd}, decl}
	}
	if p.tok == TVar || p.tok == TConst {
		p.unexpected()
	}
	n := &ExportDefault{Loc: Loc{Pos: start}, Local: p.defaultIdent()}
	v := p.declareLexical(n.Local, VarLet)
	p.exportLocal(p.symDefault, "default", loc)
	n.Value = p.assignIn()
	inferName(n.Value, "default")
	v.InitEnd = p.prevEnd
	p.semicolon()
	n.End = p.prevEnd
	return n
}

// exportClause parses { a, b as c } with or without from.
func (p *parser) exportClause() {
	type spec struct {
		local    string
		sym      *symbol
		name     string
		loc, exp Loc
		isString bool
		bad      tokenState
	}
	var specs []spec
	p.next()
	for p.tok != TRBrace {
		var s spec
		s.loc = Loc{p.tokPos, p.tokEnd}
		s.bad = p.tokenState
		s.local, s.isString = p.moduleExportName()
		if !s.isString {
			s.sym = s.bad.sym
		}
		s.name = s.local
		s.exp = s.loc
		if p.isAs() {
			p.next()
			s.exp = Loc{p.tokPos, p.tokEnd}
			s.name, _ = p.moduleExportName()
		}
		specs = append(specs, s)
		if p.tok != TRBrace {
			p.expect(TComma)
		}
	}
	p.next()
	rec := p.mod.rec
	if p.tok == TIdent && p.sym == p.symFrom && !p.escaped {
		p.next()
		req := p.moduleSpecifier()
		for i := range specs {
			s := &specs[i]
			p.exportName(s.name, s.exp.Pos, s.exp.End)
			rec.IndirectExports = append(rec.IndirectExports, ExportEntry{Name: s.name, Request: req, Import: s.local, Pos: s.loc.Pos, End: s.exp.End})
		}
	} else {
		for i := range specs {
			s := &specs[i]
			if s.isString {
				p.fail(s.loc.Pos, s.loc.End, "String literal module export names must be followed by a 'from' clause")
			}
			switch t := s.bad.tok; {
			case t == TIdent, t == TAsync, t == TOf, t == TGet, t == TSet:
			case t == TLet, t == TStatic, t == TYield, t == TFutureStrict:
				p.fail(s.loc.Pos, s.loc.End, "Unexpected strict mode reserved word")
			default:
				p.fail(s.loc.Pos, s.loc.End, "Unexpected reserved word")
			}
			p.exportLocal(s.sym, s.name, Loc{s.loc.Pos, s.exp.End})
		}
	}
	p.semicolon()
}

// finishModule resolves the local exports.
func (p *parser) finishModule(s *Scope) {
	rec := p.mod.rec
	for i := range p.mod.locals {
		l := &p.mod.locals[i]
		v := s.find(l.sym)
		if v == nil {
			p.fail(l.pos, l.end, "Export '"+l.sym.name+"' is not defined in module")
		}
		if v.Kind == VarImport {
			imp := &rec.Imports[v.Import]
			if !imp.Namespace {
				rec.IndirectExports = append(rec.IndirectExports, ExportEntry{Name: l.name, Request: imp.Request, Import: imp.Name,
					Pos: l.pos, End: l.end})
				continue
			}
		}
		v.Exported = true
		v.ForceContext = true
		rec.LocalExports = append(rec.LocalExports, ExportEntry{Name: l.name, Request: -1, Local: v, Pos: l.pos, End: l.end})
	}
}
