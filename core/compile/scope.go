package compile

import (
	"slices"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// scopeInfo returns the index in the unit of the ScopeInfo of s, which has a run-time scope.
func (c *compiler) scopeInfo(s *syntax.Scope) int32 {
	if s.Reg > 0 {
		return s.Reg - 1
	}
	parent := c.materialScope(s.Parent)
	i := int32(len(c.unit.Scopes))
	s.Reg = i + 1
	info := bytecode.ScopeInfo{Kind: bytecode.ScopeKind(s.Kind), Flags: bytecode.ScopeMaterial, Parent: parent, Start: s.Pos, End: s.End,
		NumSlots: uint16(s.NumContextSlots)}
	if s.Fn != nil {
		info.Func = s.Fn.ID
	}
	if s.Kind == syntax.ScopeModule {
		info.NumSlots += uint16(len(c.prog.Module.Imports))
	}
	if s.Kind == syntax.ScopeWith {
		info.NumSlots = 1
	}
	if s.Extensible {
		info.Flags |= bytecode.ScopeVarEval
	}
	if s.Strict {
		info.Flags |= bytecode.ScopeStrict
	}
	for _, v := range s.Vars {
		slot := slotOf(v)
		if slot < 0 {
			continue
		}
		vi := bytecode.VarInfo{Name: v.Name, Kind: bytecode.VarKind(v.Kind), Slot: int32(slot), Param: int16(v.Param)}
		if v.IsLexical() || v.NeedsTDZ || v.Kind == syntax.VarThis && derived(s.Fn) {
			vi.Flags |= bytecode.VarTDZ
		}
		if moduleCell(v) {
			vi.Flags |= bytecode.VarModuleCell
		}
		if v.IsImmutable() {
			vi.Flags |= bytecode.VarImmutable
		}
		if v.Exported {
			vi.Flags |= bytecode.VarExported
		}
		if v.Kind == syntax.VarPrivate {
			vi.Private = uint8(v.Private)
			if v.Static {
				vi.Flags |= bytecode.VarStatic
			}
		}
		info.Vars = append(info.Vars, vi)
	}
	if info.NumSlots < uint16(s.NumContextSlots) || s.NumContextSlots > 0xFFF0 {
		c.fail("Too many variables", s.Pos, s.End)
	}
	c.unit.Scopes = append(c.unit.Scopes, info)
	return i
}

// materialScope returns the index of the innermost scope at or above s with a run-time scope, -1 if there is none in this unit.
func (c *compiler) materialScope(s *syntax.Scope) int32 {
	for ; s != nil && !s.Outer; s = s.Parent {
		if s.NeedsContext {
			return c.scopeInfo(s)
		}
	}
	return -1
}

func derived(fn *syntax.Function) bool { return fn != nil && fn.Kind == syntax.DerivedConstructor }

// moduleCell tells whether v's slot holds a variable cell.
func moduleCell(v *syntax.Variable) bool {
	return v.Kind == syntax.VarImport || v.Exported && v.Scope.Kind == syntax.ScopeModule
}

// slotOf returns the slot of v in its scope cell: a module's imports follow its other variables.
func slotOf(v *syntax.Variable) int {
	if v.Kind == syntax.VarImport && v.Slot >= 0 && !v.Scope.Outer {
		return int(v.Scope.NumContextSlots + v.Slot)
	}
	return int(v.Slot)
}

// outerScopes rebuilds syntax scopes from run-time scope infos, innermost first.
func outerScopes(infos []*bytecode.ScopeInfo) *syntax.Scope {
	var s *syntax.Scope
	for i := len(infos) - 1; i >= 0; i-- {
		info := infos[i]
		s = syntax.NewOuterScope(syntax.ScopeKind(info.Kind), s)
		s.Extensible = info.Flags&bytecode.ScopeVarEval != 0
		s.Strict = info.Flags&bytecode.ScopeStrict != 0
		s.NumContextSlots = int32(info.NumSlots)
		for j := range info.Vars {
			vi := &info.Vars[j]
			if vi.Slot < 0 {
				continue
			}
			v := s.AddOuter(vi.Name, syntax.VarKind(vi.Kind), vi.Slot)
			v.Param = int32(vi.Param)
			v.Exported = vi.Flags&bytecode.VarExported != 0
			v.NeedsTDZ = vi.Flags&bytecode.VarTDZ != 0
			v.Private = syntax.PrivateKind(vi.Private)
			v.Static = vi.Flags&bytecode.VarStatic != 0
		}
	}
	return s
}

// evalVarScope returns the scope into which sloppy direct eval code declares its variables, nil for the global one.
func evalVarScope(s *syntax.Scope) *syntax.Scope {
	for ; s != nil; s = s.Parent {
		if s.Extensible || s.IsVarScope() && s.Kind != syntax.ScopeScript && !(s.Kind == syntax.ScopeEval && !s.Strict) {
			return s
		}
	}
	return nil
}

// checkEvalConflicts does the part of EvalDeclarationInstantiation that looks for clashes of var names with lexical declarations
// between the eval code and its variable scope.
func checkEvalConflicts(p *syntax.Program, outer *syntax.Scope, flags int) *syntax.Error {
	if outer == nil || p.Func.Strict {
		return nil
	}
	names := append([]string(nil), p.Decls.VarNames...)
	for _, f := range p.Decls.Functions {
		names = append(names, f.Name.Name)
	}
	if len(names) == 0 && len(p.Decls.AnnexBNames) == 0 {
		return nil
	}
	target := evalVarScope(outer)
	conflict := func(name string, annexB bool) bool {
		for s := outer; s != nil; s = s.Parent {
			if s.Kind != syntax.ScopeWith {
				for _, v := range s.Vars {
					if v.Name != name {
						continue
					}
					switch v.Kind {
					case syntax.VarLet, syntax.VarConst, syntax.VarClass, syntax.VarClassName, syntax.VarImport:
						return true
					case syntax.VarBlockFunction:
						return s.Kind != syntax.ScopeModule || true
					case syntax.VarParam, syntax.VarArguments:
						if flags&bytecode.EvalInParams != 0 && s == target {
							return true
						}
					}
				}
			}
			if s == target {
				return false
			}
		}
		return false
	}
	for _, n := range names {
		if conflict(n, false) {
			return &syntax.Error{Msg: "Identifier '" + n + "' has already been declared", Src: p.Src}
		}
	}
	keep := p.Decls.AnnexBNames[:0]
	for _, n := range p.Decls.AnnexBNames {
		if !conflict(n, true) {
			keep = append(keep, n)
		}
	}
	p.Decls.AnnexBNames = keep
	return nil
}

// evalDeclares tells whether the eval code declares name in its caller's variable scope (checkEvalConflicts may have dropped it).
func (c *compiler) evalDeclares(name string) bool {
	d := &c.prog.Decls
	return slices.Contains(d.AnnexBNames, name) || slices.Contains(d.VarNames, name) ||
		slices.ContainsFunc(d.Functions, func(f *syntax.FuncDecl) bool { return f.Name.Name == name })
}

// Entering and leaving scopes.

// allocVars gives registers to the variables of s that live in registers.
func (g *gen) allocVars(s *syntax.Scope) {
	for _, v := range s.Vars {
		if v.Slot >= 0 || v.Kind == syntax.VarParam || s.Kind == syntax.ScopeScript {
			continue
		}
		switch v.Kind {
		case syntax.VarThis, syntax.VarNewTarget, syntax.VarHomeObject, syntax.VarActiveFunction, syntax.VarImport:
			continue
		}
		v.Reg = int32(g.reg())
		switch {
		case v.NeedsTDZ && (v.IsLexical() || v.Kind == syntax.VarCatch):
			g.Emit(bytecode.LdaTDZ)
			g.store(int(v.Reg))
		case v.Kind == syntax.VarVar && v.ParamShadow == nil && s.Kind != syntax.ScopeFunction:
			// Only the registers of a function's first scope are sure to be unused so far.
			g.undefined()
			g.store(int(v.Reg))
		}
	}
}

// enter begins scope s (may be nil): registers, run-time scope, function declarations.
func (g *gen) enter(s *syntax.Scope) int {
	m := g.mark()
	if s == nil {
		return m
	}
	g.push(s)
	g.functions(s)
	return m
}

// push is enter without the function declarations.
func (g *gen) push(s *syntax.Scope) {
	if s.NeedsContext {
		r := g.reg()
		g.Emit(bytecode.PushScope, g.scopeConst(s), r)
		g.ctl = append(g.ctl, control{kind: ctlScope, reg: r})
	}
	g.scope = s
	g.allocVars(s)
}

// leave ends scope s, keeping acc.
func (g *gen) leave(s *syntax.Scope, m int) {
	if s != nil {
		if s.NeedsContext {
			top := len(g.ctl) - 1
			g.Emit(bytecode.RestoreScope, g.ctl[top].reg)
			g.ctl = g.ctl[:top]
		}
		g.scope = s.Parent
	}
	g.release(m)
}

func (g *gen) scopeConst(s *syntax.Scope) int {
	i := g.c.scopeInfo(s)
	if !g.Reachable() {
		return 0
	}
	return g.constant(bytecode.Const{Kind: bytecode.ConstScope, Index: uint32(i)})
}

// functions instantiates the function declarations of s.
func (g *gen) functions(s *syntax.Scope) {
	for _, d := range s.Functions {
		g.closure(d.Fn)
		g.at(d.Pos)
		g.initRef(&d.Name.Ref, d.Name.Name)
	}
}

// Variables.

// loadVar leaves the value of v, a register or slot variable, in acc.
func (g *gen) loadVar(v *syntax.Variable, name string, check bool) {
	if moduleCell(v) {
		g.Emit(bytecode.LdaModuleVar, syntax.Hops(g.scope, v.Scope), slotOf(v), g.name(name))
		return
	}
	if v.Slot >= 0 {
		h := syntax.Hops(g.scope, v.Scope)
		if check {
			g.Emit(bytecode.LdaScopedChecked, h, int(v.Slot), g.name(name))
		} else {
			g.Emit(bytecode.LdaScoped, h, int(v.Slot))
		}
		return
	}
	switch v.Kind {
	case syntax.VarThis:
		g.load(bytecode.RegReceiver)
		return
	case syntax.VarNewTarget:
		g.Emit(bytecode.LdaNewTarget)
		return
	case syntax.VarHomeObject:
		g.Emit(bytecode.LdaHomeObject)
		return
	case syntax.VarActiveFunction:
		g.Emit(bytecode.LdaFunction)
		return
	}
	if check {
		g.Emit(bytecode.LdarChecked, int(v.Reg), g.name(name))
	} else {
		g.load(int(v.Reg))
	}
}

// initVar stores acc into v as its initialisation.
func (g *gen) initVar(v *syntax.Variable) {
	switch {
	case moduleCell(v):
		g.Emit(bytecode.StaModuleVar, syntax.Hops(g.scope, v.Scope), slotOf(v))
	case v.Slot >= 0:
		g.Emit(bytecode.StaScoped, syntax.Hops(g.scope, v.Scope), int(v.Slot))
	case v.Scope.Kind == syntax.ScopeScript:
		g.op(bytecode.InitGlobal, g.name(v.Name))
	case v.Kind == syntax.VarThis:
		g.store(bytecode.RegReceiver)
	default:
		g.store(int(v.Reg))
	}
}

// initRef initialises the binding that the declaration ref refers to with acc: lexical variables directly, var-like ones by
// assignment.
func (g *gen) initRef(ref *syntax.Ref, name string) {
	if v := ref.Var; v != nil && (ref.Kind == syntax.RefLocal || ref.Kind == syntax.RefContext || v.IsLexical()) {
		if !v.Scope.Outer {
			g.initVar(v)
			return
		}
	}
	g.storeRef(ref, name, -1)
}

// pure tells whether the run-time value of a checked reference to v is known to be initialised when r says so.
func (g *gen) checked(ref *syntax.Ref) bool {
	v := ref.Var
	return ref.NeedsTDZ || v.Scope.Outer && v.NeedsTDZ
}

// loadRef leaves the value of a reference in acc.
func (g *gen) loadRef(ref *syntax.Ref, name string) {
	switch ref.Kind {
	case syntax.RefLocal, syntax.RefContext:
		v := ref.Var
		if v.Kind == syntax.VarThis {
			g.loadVar(v, name, false)
			if derived(v.Scope.Fn) || v.Scope.Outer {
				g.Emit(bytecode.CheckThis)
			}
			return
		}
		g.loadVar(v, name, g.checked(ref))
	case syntax.RefGlobal:
		if name == "undefined" && ref.Var == nil {
			g.undefined()
			return
		}
		g.op(bytecode.LdaGlobal, g.name(name))
	case syntax.RefDynamic:
		g.op(bytecode.LdaLookup, g.name(name))
	case syntax.RefGlobalThis:
		g.Emit(bytecode.LdaGlobalThis)
	case syntax.RefUndefined:
		g.undefined()
	default:
		panic("BUG: unresolved reference to " + name)
	}
}

// resolve prepares an assignment to an identifier: for dynamic references it finds the base before the value is computed and
// returns its register, else -1.
func (g *gen) resolve(ref *syntax.Ref, name string) int {
	if ref.Kind != syntax.RefDynamic {
		return -1
	}
	g.Emit(bytecode.ResolveLookup, g.name(name))
	return g.star()
}

// storeRef assigns acc to a reference, keeping acc; base is what resolve returned (or -1).
func (g *gen) storeRef(ref *syntax.Ref, name string, base int) {
	switch ref.Kind {
	case syntax.RefLocal, syntax.RefContext:
		v := ref.Var
		if v.IsImmutable() {
			if v.Kind == syntax.VarFuncName && !g.strict {
				return
			}
			if g.checked(ref) {
				m := g.mark()
				r := g.star()
				g.loadVar(v, name, true)
				g.load(r)
				g.release(m)
			}
			g.Emit(bytecode.ThrowConst, int(bytecode.ThrowConstAssign), g.name(name))
			return
		}
		check := g.checked(ref)
		switch {
		case moduleCell(v) && check:
			g.Emit(bytecode.StaModuleVarChecked, syntax.Hops(g.scope, v.Scope), slotOf(v), g.name(name))
		case v.Slot >= 0 && check && !moduleCell(v):
			g.Emit(bytecode.StaScopedChecked, syntax.Hops(g.scope, v.Scope), int(v.Slot), g.name(name))
		default:
			if check {
				g.Emit(bytecode.CheckTDZ, int(v.Reg), g.name(name))
			}
			g.initVar(v)
		}
	case syntax.RefGlobal:
		g.Emit(bytecode.StaGlobal, g.name(name), g.fb(bytecode.FBGlobalStore), g.strictFlag())
	case syntax.RefDynamic:
		if base >= 0 {
			g.Emit(bytecode.StaRef, base, g.name(name), g.strictFlag())
		} else {
			g.Emit(bytecode.StaLookup, g.name(name), g.fb(bytecode.FBLookup), g.strictFlag())
		}
	default:
		panic("BUG: assignment to unresolved " + name)
	}
}
