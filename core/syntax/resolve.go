package syntax

// resolver binds references to variables. One walk over the scope tree keeps, for each symbol, the innermost visible variable;
// a second one assigns context slots and fixes the kinds of references.
type resolver struct {
	p     *parser
	fn    *Function // current function
	owner *Function // nearest non-arrow function
	// dyn is the depth of the innermost scope that may add names at run time (with, sloppy direct eval), -1 if none: variables of
	// scopes further out are reached dynamically.
	dyn   int32
	nextI int32
	outer *Scope
}

func (p *parser) resolve(prog *Program) {
	r := &resolver{p: p, dyn: -1, outer: p.o.Outer}
	// Outer scopes, outermost first.
	var chain []*Scope
	for s := p.o.Outer; s != nil; s = s.Parent {
		chain = append(chain, s)
	}
	for i := len(chain) - 1; i >= 0; i-- {
		s := chain[i]
		s.depth = int32(len(chain) - i)
		if s.Extensible || s.Kind == ScopeWith {
			r.dyn = s.depth
		}
		for _, v := range s.Vars {
			switch v.Kind {
			case VarThis, VarNewTarget, VarHomeObject, VarActiveFunction:
				continue
			}
			if sym := p.lookupSymbol(v.Name); sym != nil {
				v.sym = sym
				v.prev = sym.top
				sym.top = v
			}
		}
	}
	top := prog.Func
	top.Scope.depth = int32(len(chain) + 1)
	top.Scope.Parent = p.o.Outer
	if !p.o.Eval {
		top.Scope.Parent = nil
	}
	r.fn, r.owner = top, top
	top.ID = 0
	r.nextI = 1
	r.scope(top.Scope)
	r.finish(top.Scope)
	prog.NumFunctions = int(r.nextI)
}

func (r *resolver) scope(s *Scope) {
	oldFn, oldOwner, oldDyn := r.fn, r.owner, r.dyn
	if s.Kind == ScopeFunction {
		fn := s.Fn
		fn.Outer = r.fn
		r.fn.Inner = append(r.fn.Inner, fn)
		fn.ID = r.nextI
		r.nextI++
		r.fn = fn
		if fn.Kind != ArrowFunction {
			r.owner = fn
			if fn.DirectEval {
				r.forcePseudo(fn)
			}
		}
	} else {
		s.Fn = r.fn
	}
	if s.Kind == ScopeWith || s.Extensible && s.Kind != ScopeEval && s.Kind != ScopeScript {
		r.dyn = s.depth
	}
	if s.HasDirectEval && s.Kind == ScopeFunction {
		r.markInnerEval(s.Fn)
	}
	n := len(s.Vars)
	for _, v := range s.Vars[:n] {
		v.prev = v.sym.top
		v.sym.top = v
	}
	for i := range s.refs {
		r.ref(&s.refs[i], s)
	}
	for _, c := range s.Children {
		c.Parent = s
		c.depth = s.depth + 1
		r.scope(c)
	}
	for i := n - 1; i >= 0; i-- {
		v := s.Vars[i]
		v.sym.top = v.prev
	}
	r.fn, r.owner, r.dyn = oldFn, oldOwner, oldDyn
	r.slots(s)
}

// markInnerEval sets InnerDirectEval on the functions around one with a direct eval.
func (r *resolver) markInnerEval(fn *Function) {
	for f := fn.Outer; f != nil && !f.InnerDirectEval; f = f.Outer {
		f.InnerDirectEval = true
	}
}

// forcePseudo declares the pseudo variables that eval code may name.
func (r *resolver) forcePseudo(fn *Function) {
	r.pseudo(fn, r.p.symThis)
	r.pseudo(fn, r.p.symNewTarget)
	switch fn.Kind {
	case DerivedConstructor:
		r.pseudo(fn, r.p.symFunc)
		r.pseudo(fn, r.p.symHome)
	case MethodFunction, GetterFunction, SetterFunction, BaseConstructor, FieldInitializer, StaticInitializer:
		r.pseudo(fn, r.p.symHome)
	}
}

// pseudo returns the pseudo variable of a non-arrow function.
func (r *resolver) pseudo(fn *Function, sym *symbol) *Variable {
	p := r.p
	var at **Variable
	var kind VarKind
	var name string
	switch sym {
	case p.symThis:
		at, kind, name = &fn.ThisVar, VarThis, "this"
	case p.symNewTarget:
		at, kind, name = &fn.NewTargetVar, VarNewTarget, "new.target"
	case p.symHome:
		at, kind, name = &fn.HomeVar, VarHomeObject, ".home"
	case p.symFunc:
		at, kind, name = &fn.FuncVar, VarActiveFunction, ".func"
	default:
		panic("BUG: pseudo")
	}
	if *at == nil {
		v := p.vars.new()
		s := fn.Scope
		v.Name, v.Kind, v.Scope, v.Pos, v.Slot, v.Param, v.Index, v.sym = name, kind, s, fn.Pos, -1, -1, int32(len(s.Vars)), sym
		v.ForceContext = s.HasDirectEval && fn.DirectEval
		s.Vars = append(s.Vars, v)
		*at = v
	}
	return *at
}

// pseudoRef resolves this, new.target and the like.
func (r *resolver) pseudoRef(pr *pendingRef) {
	p := r.p
	ref := pr.ref
	for f := r.fn; ; f = f.Outer {
		switch pr.sym {
		case p.symThis:
			f.UsesThis = true
		case p.symNewTarget:
			f.UsesNewTarget = true
		case p.symHome:
			f.UsesSuperProperty = true
		case p.symFunc:
			f.UsesSuperCall = true
		}
		if f == r.owner {
			break
		}
	}
	switch r.owner.Kind {
	case ScriptBody:
		ref.Kind = RefGlobalThis
		if pr.sym != p.symThis {
			ref.Kind = RefUndefined
		}
		return
	case ModuleBody:
		ref.Kind = RefUndefined
		return
	case EvalBody:
		want := VarThis
		switch pr.sym {
		case p.symNewTarget:
			want = VarNewTarget
		case p.symHome:
			want = VarHomeObject
		case p.symFunc:
			want = VarActiveFunction
		}
		ref.Kind = RefUndefined
		if want == VarThis {
			ref.Kind = RefGlobalThis
		}
		for s := r.outer; s != nil; s = s.Parent {
			for _, v := range s.Vars {
				if v.Kind == want {
					ref.Kind, ref.Var, ref.NeedsTDZ = RefContext, v, want == VarThis
					return
				}
			}
			if s.Kind == ScopeModule {
				ref.Kind = RefUndefined
			}
		}
		return
	}
	v := r.pseudo(r.owner, pr.sym)
	v.Used = true
	if r.fn != r.owner {
		v.Captured = true
	}
	ref.Kind, ref.Var = RefLocal, v
	if v.Kind == VarThis && r.owner.Kind == DerivedConstructor {
		ref.NeedsTDZ, v.NeedsTDZ = true, true
	}
	if ref.Write {
		v.Assigned = true
	}
}

func (r *resolver) ref(pr *pendingRef, s *Scope) {
	ref := pr.ref
	p := r.p
	switch pr.sym {
	case p.symThis, p.symNewTarget, p.symHome, p.symFunc:
		r.pseudoRef(pr)
		return
	}
	v := pr.sym.top
	for v != nil && v.Kind == VarPrivate && pr.pos < v.Scope.bodyPos {
		v = v.prev
	}
	if ref.Kind == refDecl {
		if v == nil {
			panic("BUG: syntax: undeclared declaration of " + pr.sym.name)
		}
		ref.Var = v
		ref.Kind = RefLocal
		if v.Scope.Kind == ScopeScript {
			ref.Kind = RefGlobal
		}
		return
	}
	if v == nil {
		ref.Kind = RefGlobal
		if r.dyn >= 0 {
			ref.Kind = RefDynamic
		}
		return
	}
	ref.Var = v
	v.Used = true
	if ref.Write {
		v.Assigned = true
	}
	if v.Kind == VarArguments {
		for f := r.fn; f != nil; f = f.Outer {
			f.UsesArguments = true
			if f == v.Scope.Fn {
				break
			}
		}
	}
	vs := v.Scope
	if r.fn != vs.Fn {
		v.Captured = true
	}
	if v.Kind != VarPrivate && (vs.depth < r.dyn || v.Kind == VarFuncName && vs.depth == r.dyn) {
		ref.Kind = RefDynamic
		v.ForceContext = true
		if v.IsLexical() || v.Kind == VarParam && vs.Fn != nil && vs.Fn.ParamExprs {
			v.NeedsTDZ, ref.NeedsTDZ = true, true
		}
		return
	}
	switch {
	case vs.Kind == ScopeScript:
		ref.Kind = RefGlobal
		ref.NeedsTDZ = v.IsLexical()
		return
	case vs.Kind == ScopeEval && !vs.Strict && (v.Kind == VarVar || v.Kind == VarFunction):
		if r.p.o.Outer != nil {
			ref.Kind = RefDynamic
		} else {
			ref.Kind = RefGlobal
		}
		return
	}
	ref.Kind = RefLocal
	if v.Kind == VarImport {
		ref.NeedsTDZ = true
	}
	if r.needsTDZ(v, pr.pos) {
		ref.NeedsTDZ, v.NeedsTDZ = true, true
	}
}

// needsTDZ reports whether a reference at pos in the current function may run before the variable is initialised.
func (r *resolver) needsTDZ(v *Variable, pos int32) bool {
	vs := v.Scope
	switch v.Kind {
	case VarLet, VarConst, VarClass, VarClassName, VarCatch:
	case VarParam:
		if vs.Outer || !vs.Fn.ParamExprs {
			return false
		}
	default:
		return false
	}
	if vs.Outer {
		return v.Kind != VarCatch
	}
	if vs.Kind == ScopeSwitch {
		return true
	}
	if vs.Fn == r.fn {
		return pos < v.InitEnd
	}
	f := r.fn
	for f.Outer != vs.Fn {
		f = f.Outer
	}
	if v.Kind == VarClassName && f.Class != nil && f.Class.Scope == vs {
		return false // methods are unreachable until the class exists
	}
	created := f.Pos
	if f.IsDeclaration && f.declScope != nil {
		created = f.declScope.Pos
	}
	return created < v.InitEnd
}

// slots decides which variables live in a context.
func (r *resolver) slots(s *Scope) {
	n := int32(0)
	eval := s.Kind == ScopeEval && !s.Strict
	if s.Kind != ScopeScript {
		for _, v := range s.Vars {
			if s.HasDirectEval {
				v.ForceContext = true
				if v.IsLexical() || v.Kind == VarParam && s.Fn.ParamExprs {
					v.NeedsTDZ = true
				}
			}
			if v.Kind == VarImport {
				v.Slot = v.Import
				continue
			}
			if s.Kind == ScopeModule && v.Kind == VarBlockFunction {
				v.ForceContext = true
			}
			if eval && (v.Kind == VarVar || v.Kind == VarFunction) {
				continue
			}
			if v.Captured || v.ForceContext {
				v.Slot = n
				n++
			}
		}
	}
	s.NumContextSlots = n
	s.NeedsContext = n > 0 || s.Kind == ScopeWith || s.Kind == ScopeModule ||
		s.Extensible && s.Kind != ScopeScript && !eval
	if s.PerIteration && n == 0 {
		s.PerIteration = false
	}
}

// finish fixes the kinds of references and drops the parser's lists.
func (r *resolver) finish(s *Scope) {
	for i := range s.refs {
		ref := s.refs[i].ref
		if ref.Kind == RefLocal && ref.Var != nil && (ref.Var.Slot >= 0 || ref.Var.Scope.Outer) {
			ref.Kind = RefContext
		}
		r.fixEval(ref)
	}
	s.refs = nil
	s.hoisted, s.hoistIx, s.index = nil, nil, nil
	for _, d := range s.annexB {
		if !d.AnnexB {
			continue
		}
		v := d.VarRef.Var
		switch {
		case v == nil || s.Kind == ScopeScript:
			d.VarRef.Kind = RefGlobal
		case s.Kind == ScopeEval:
			d.VarRef.Kind = RefDynamic
			if r.p.o.Outer == nil {
				d.VarRef.Kind = RefGlobal
			}
		case v.Slot >= 0:
			d.VarRef.Kind = RefContext
		default:
			d.VarRef.Kind = RefLocal
		}
	}
	s.annexB = nil
	for _, c := range s.Children {
		r.finish(c)
	}
}

// fixEval: declarations of var-like names in sloppy eval code live outside of it.
func (r *resolver) fixEval(ref *Ref) {
	if ref.Kind != RefLocal || ref.Var == nil {
		return
	}
	v := ref.Var
	if v.Scope.Kind == ScopeEval && !v.Scope.Strict && (v.Kind == VarVar || v.Kind == VarFunction) {
		ref.Kind = RefDynamic
		if r.p.o.Outer == nil {
			ref.Kind = RefGlobal
		}
	}
}
