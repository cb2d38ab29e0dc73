package syntax

// openScope makes and enters a scope.
func (p *parser) openScope(kind ScopeKind) *Scope {
	s := p.freeScope
	if s != nil {
		p.freeScope = nil
	} else {
		s = p.scopes.new()
	}
	s.Kind, s.Parent, s.Strict, s.Pos = kind, p.scope, p.strict, p.tokPos
	if p.fs != nil {
		s.Fn = p.fs.fn
	}
	s.refStart, s.kidStart = len(p.refs), len(p.kids)
	p.scope = s
	return s
}

// leaveScope moves what the scope has collected into it and returns to its parent without adding it to the parent's children.
func (p *parser) leaveScope(s *Scope) {
	s.End = p.prevEnd
	if n := len(p.refs) - s.refStart; n > 0 {
		if s.refs != nil {
			s.refs = append(s.refs, p.refs[s.refStart:]...)
		} else {
			if len(p.refSlab) < n {
				p.refSlab = make([]pendingRef, max(n, 256))
			}
			s.refs = p.refSlab[:n:n]
			p.refSlab = p.refSlab[n:]
			copy(s.refs, p.refs[s.refStart:])
		}
		p.refs = p.refs[:s.refStart]
	}
	if len(p.kids) > s.kidStart {
		s.Children = append(s.Children, p.kids[s.kidStart:]...)
		p.kids = p.kids[:s.kidStart]
	}
	p.scope = s.Parent
}

func (p *parser) closeScope(s *Scope) {
	p.leaveScope(s)
	p.kids = append(p.kids, s)
}

// closeBlock closes a block-like scope and returns it, or nil (leaving its contents to the parent) when it declares nothing.
func (p *parser) closeBlock(s *Scope) *Scope {
	if len(s.Vars) > 0 {
		p.closeScope(s)
		return s
	}
	for _, k := range p.kids[s.kidStart:] {
		k.Parent = s.Parent
	}
	p.scope = s.Parent
	*s = Scope{hoisted: s.hoisted[:0]}
	p.freeScope = s
	return nil
}

func (s *Scope) find(sym *symbol) *Variable {
	if s.index != nil {
		return s.index[sym]
	}
	for _, v := range s.Vars {
		if v.sym == sym {
			return v
		}
	}
	return nil
}

// add adds a variable without checks.
func (p *parser) add(s *Scope, sym *symbol, kind VarKind, pos int32) *Variable {
	v := p.vars.new()
	v.Name, v.Kind, v.Scope, v.Pos, v.Slot, v.Param, v.Index, v.sym = sym.name, kind, s, pos, -1, -1, int32(len(s.Vars)), sym
	s.Vars = append(s.Vars, v)
	if s.index != nil {
		s.index[sym] = v
	} else if len(s.Vars) > 12 {
		s.index = make(map[*symbol]*Variable, 32)
		for _, w := range s.Vars {
			s.index[w.sym] = w
		}
	}
	return v
}

func (s *Scope) isHoisted(sym *symbol) bool {
	if s.hoistIx != nil {
		_, ok := s.hoistIx[sym]
		return ok
	}
	for _, h := range s.hoisted {
		if h == sym {
			return true
		}
	}
	return false
}

func (s *Scope) addHoisted(sym *symbol) {
	if s.isHoisted(sym) {
		return
	}
	s.hoisted = append(s.hoisted, sym)
	if s.hoistIx != nil {
		s.hoistIx[sym] = struct{}{}
	} else if len(s.hoisted) > 12 {
		s.hoistIx = make(map[*symbol]struct{}, 32)
		for _, h := range s.hoisted {
			s.hoistIx[h] = struct{}{}
		}
	}
}

func (p *parser) redeclared(id *Ident) {
	name := id.Name
	if id.sym == p.symDefault {
		name = ".default"
	}
	p.fail(id.Pos, id.End, "Identifier '"+name+"' has already been declared")
}

func lexicalKind(k VarKind) bool {
	switch k {
	case VarLet, VarConst, VarClass, VarBlockFunction, VarImport, VarCatch:
		return true
	}
	return false
}

// varScope returns the scope that receives var declarations.
func (p *parser) varScope() *Scope {
	s := p.scope
	for !s.IsVarScope() {
		s = s.Parent
	}
	return s
}

// declareVar declares a var binding.
func (p *parser) declareVar(id *Ident) *Variable {
	s := p.scope
	for ; !s.IsVarScope(); s = s.Parent {
		if v := s.find(id.sym); v != nil && lexicalKind(v.Kind) && !(v.Kind == VarCatch && s.simpleCatch) {
			p.redeclared(id)
		}
		s.addHoisted(id.sym)
	}
	v := s.find(id.sym)
	if v != nil {
		if lexicalKind(v.Kind) {
			p.redeclared(id)
		}
		return v
	}
	return p.add(s, id.sym, VarVar, id.Pos)
}

// declareLexical declares a let, const, class or import binding in the current scope.
func (p *parser) declareLexical(id *Ident, kind VarKind) *Variable {
	s := p.scope
	p.checkLexical(s, id)
	v := p.add(s, id.sym, kind, id.Pos)
	p.declRef(id)
	return v
}

func (p *parser) checkLexical(s *Scope, id *Ident) {
	if p.conflicts(s, id.sym) {
		p.redeclared(id)
	}
}

// conflicts reports whether a lexical declaration of sym in s would be a redeclaration.
func (p *parser) conflicts(s *Scope, sym *symbol) bool {
	if s.find(sym) != nil || s.isHoisted(sym) {
		return true
	}
	switch {
	case s.Kind == ScopeFunctionBody:
		v := s.Parent.find(sym)
		return v != nil && v.Kind == VarParam
	case s.catchBody && s.Parent.Kind == ScopeCatch:
		return s.Parent.find(sym) != nil
	}
	return false
}

func (p *parser) redeclaredFunction(d *FuncDecl) {
	name := d.Name.Name
	if d.Name.sym == p.symDefault {
		name = ".default"
	}
	p.fail(d.Fn.Pos, d.Fn.Pos+1, "Identifier '"+name+"' has already been declared")
}

// declareFunction declares a function declaration in the current scope.
func (p *parser) declareFunction(d *FuncDecl) {
	s := p.scope
	id := d.Name
	d.sym, d.scope = id.sym, s
	d.Fn.declScope = s
	plain := !d.Fn.Async && !d.Fn.Generator
	v := s.find(id.sym)
	if s.IsVarScope() && s.Kind != ScopeModule {
		if v == nil {
			v = p.add(s, id.sym, VarFunction, id.Pos)
		} else if lexicalKind(v.Kind) {
			p.redeclaredFunction(d)
		} else if v.Kind == VarVar {
			v.Kind = VarFunction
		}
	} else {
		if v != nil && v.Kind == VarBlockFunction && !p.strict && plain && v.plainFunc {
			// B.3.3.4: duplicate function declarations are allowed.
		} else {
			if p.conflicts(s, id.sym) {
				p.redeclaredFunction(d)
			}
			v = p.add(s, id.sym, VarBlockFunction, id.Pos)
			v.plainFunc = plain
		}
		if !p.strict && plain {
			vs := p.varScope()
			vs.annexB = append(vs.annexB, d)
		}
	}
	p.declRef(id)
	s.Functions = append(s.Functions, d)
}

// hoistAnnexB decides which functions in blocks also get a var binding (B.3.2) at the end of the code of a var scope.
func (p *parser) hoistAnnexB(vs *Scope, fn *Function) {
	for _, d := range vs.annexB {
		ok := true
		for s := d.scope.Parent; s != vs; s = s.Parent {
			if v := s.find(d.sym); v != nil && lexicalKind(v.Kind) && !(v.Kind == VarCatch && s.simpleCatch) {
				ok = false
				break
			}
		}
		if !ok {
			continue
		}
		v := vs.find(d.sym)
		if v != nil && (lexicalKind(v.Kind) || v.Kind == VarParam) {
			continue
		}
		if vs.Kind == ScopeFunctionBody {
			if w := vs.Parent.find(d.sym); w != nil && w.Kind == VarParam {
				continue
			}
		}
		if d.sym == p.symArguments && !fn.Scope.isTop() && fn.Kind != ArrowFunction && (v == nil || v.Kind != VarFunction) {
			continue // one of the parameter names when the function needs the object, and there is no var when it does not
		}
		d.AnnexB = true
		if v == nil {
			v = p.add(vs, d.sym, VarVar, d.Name.Pos)
			v.AnnexB = true
		}
	}
}

func (s *Scope) isTop() bool {
	return s.Kind == ScopeScript || s.Kind == ScopeModule || s.Kind == ScopeEval
}

// finishFunctionScopes adds arguments and the own name of a function expression once everything else is declared.
func (p *parser) finishFunctionScopes(fn *Function) {
	if len(fn.BodyScope.annexB) > 0 {
		p.hoistAnnexB(fn.BodyScope, fn)
	}
	if fn.Scope != fn.BodyScope && len(fn.Scope.annexB) > 0 {
		p.hoistAnnexB(fn.Scope, fn)
	}
	if fn.mentionsArguments && fn.Kind != ArrowFunction {
		s := fn.Scope
		v := s.find(p.symArguments)
		switch {
		case v == nil:
			v = p.add(s, p.symArguments, VarArguments, fn.Pos)
			fn.ArgumentsVar = v
		case v.Kind == VarVar:
			v.Kind = VarArguments
			fn.ArgumentsVar = v
		}
		if fn.ArgumentsVar != nil && !fn.Strict && fn.SimpleParams && len(fn.Params) > 0 {
			fn.MappedArguments = true
			for _, w := range s.Vars {
				if w.Kind == VarParam {
					w.ForceContext = true
				}
			}
		}
	}
	if fn.Scope != fn.BodyScope {
		for _, v := range fn.BodyScope.Vars {
			if v.Kind == VarVar {
				if w := fn.Scope.find(v.sym); w != nil && (w.Kind == VarParam || w.Kind == VarArguments) {
					v.ParamShadow = w
					w.Used = true
				}
			}
		}
	}
	for _, ds := range [2][]*FuncDecl{fn.BodyScope.annexB, fn.Scope.annexB} {
		for _, d := range ds {
			if d.AnnexB {
				vs := fn.BodyScope
				v := vs.find(d.sym)
				if v == nil {
					v = fn.Scope.find(d.sym)
				}
				d.VarRef.Var = v
				v.Assigned = true
			}
		}
		if fn.Scope == fn.BodyScope {
			break
		}
	}
	if fn.Self != nil && !fn.IsDeclaration && fn.Kind == NormalFunction && fn.Scope.find(fn.Self.sym) == nil {
		fn.SelfVar = p.add(fn.Scope, fn.Self.sym, VarFuncName, fn.Self.Pos)
		p.pushRefInto(fn.Scope, fn.Self)
	}
}

// pushRefInto records the own name of a function expression as declared in its scope.
func (p *parser) pushRefInto(s *Scope, id *Ident) {
	id.Ref.Kind = refDecl
	p.refs = append(p.refs, pendingRef{id.sym, &id.Ref, id.Pos})
}
