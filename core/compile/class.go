package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// class generates ClassDefinitionEvaluation (15.7.14) and leaves the constructor in acc. nameKey, if not negative, is a register
// with a property key that names the class at run time.
func (g *gen) class(cl *syntax.Class, nameKey int) {
	m := g.mark()
	strict := g.strict
	g.strict = true
	g.at(cl.Pos)
	s := cl.Scope
	for _, v := range s.Vars {
		// Initialisers name private elements even if no source text does.
		if v.Kind == syntax.VarPrivate && v.Slot < 0 {
			v.Slot = s.NumContextSlots
			s.NumContextSlots++
			s.NeedsContext = true
		}
	}
	g.push(s)
	for _, v := range s.Vars {
		if v.Kind == syntax.VarPrivate {
			g.Emit(bytecode.CreatePrivateName, g.name(v.Name))
			g.initVar(v)
		}
	}
	if cl.Extends != nil {
		g.expr(cl.Extends)
		g.at(posOf(cl.Extends))
	} else {
		g.Emit(bytecode.LdaHole)
	}
	var index int
	if cl.Constructor != nil {
		index = g.c.enqueue(cl.Constructor, g.self)
	} else {
		index = g.c.enqueueDefault(cl, g.self)
	}
	pair := g.regs(2)
	ctor, proto := pair, pair+1
	if g.Reachable() {
		g.Emit(bytecode.CreateClass, g.constant(bytecode.Const{Kind: bytecode.ConstFunc, Index: uint32(index)}), pair, g.fb(bytecode.FBClosure))
	}
	if nameKey >= 0 {
		g.Emit(bytecode.SetFunctionName, ctor, nameKey, bytecode.NamePrefixNone)
	}
	staticPrivate := false
	for i := range cl.Elements {
		e := &cl.Elements[i]
		k := g.mark()
		home := proto
		if e.Static {
			home = ctor
		}
		switch e.Kind {
		case syntax.ElementMethod, syntax.ElementGetter, syntax.ElementSetter:
			g.classMethod(e, home)
			if _, private := e.Key.(*syntax.PrivateName); private && e.Static {
				staticPrivate = true
			}
		case syntax.ElementField:
			if e.Computed {
				g.expr(e.Key)
				g.at(posOf(e.Key))
				g.Emit(bytecode.ToPropertyKey)
				if e.KeyVar != nil {
					g.initVar(e.KeyVar)
				}
			}
		}
		g.release(k)
	}
	if cl.InstanceInit != nil {
		g.method(cl.InstanceInit, proto)
		g.Emit(bytecode.SetClassFields, ctor)
	}
	if cl.NameVar != nil {
		g.load(ctor)
		g.initVar(cl.NameVar)
	}
	if staticPrivate {
		g.privateMethods(cl, true, ctor)
	}
	if cl.StaticInit != nil {
		g.method(cl.StaticInit, ctor)
		f := g.star()
		g.at(cl.Pos)
		g.op(bytecode.CallProperty0, f, ctor)
	}
	g.load(ctor)
	g.strict = strict
	g.leave(s, m)
}

// classMethod defines a method or accessor on home, or keeps the closure of a private one for privateMethods.
func (g *gen) classMethod(e *syntax.ClassElement, home int) {
	if p, ok := e.Key.(*syntax.PrivateName); ok && !e.Computed {
		if e.Fn.Name == "" {
			e.Fn.Name, e.Fn.Inferred = p.Name, true
		}
		g.method(e.Fn, home)
		if e.FnVar != nil {
			g.initVar(e.FnVar)
		}
		return
	}
	name, idx, isIndex, ok := constKey(e.Key)
	if ok && !e.Computed && e.Fn.Name == "" {
		e.Fn.Name, e.Fn.Inferred = name, true
	}
	if e.Computed {
		e.Fn.Inferred = false
	}
	key := g.propertyKey(e.Key, e.Computed, name, idx, isIndex)
	g.method(e.Fn, home)
	prefix, flags := bytecode.NamePrefixNone, 0
	switch e.Kind {
	case syntax.ElementGetter:
		prefix = bytecode.NamePrefixGet
	case syntax.ElementSetter:
		prefix, flags = bytecode.NamePrefixSet, bytecode.DefineSetter
	}
	if e.Computed {
		g.nameByKey(key, prefix)
	}
	g.at(e.Pos)
	if e.Kind == syntax.ElementMethod {
		g.Emit(bytecode.DefineMethod, home, key, flags)
	} else {
		g.Emit(bytecode.DefineAccessor, home, key, flags)
	}
}

// privateMethods adds the private methods and accessors of the class (the static or the instance ones) to obj
// (7.3.29 PrivateMethodOrAccessorAdd).
func (g *gen) privateMethods(cl *syntax.Class, static bool, obj int) {
	var done []string
	for i := range cl.Elements {
		e := &cl.Elements[i]
		p, ok := e.Key.(*syntax.PrivateName)
		if !ok || e.Computed || e.Static != static || e.Kind > syntax.ElementSetter || e.FnVar == nil {
			continue
		}
		v := p.Ref.Var
		if v == nil {
			if v = cl.Scope.Lookup(p.Name); v == nil {
				continue
			}
		}
		m := g.mark()
		g.at(e.Pos)
		if e.Kind == syntax.ElementMethod {
			g.loadVar(v, p.Name, false)
			s := g.star()
			g.loadVar(e.FnVar, p.Name, false)
			g.op(bytecode.DefinePrivateMethod, obj, s)
			g.release(m)
			continue
		}
		seen := false
		for _, d := range done {
			seen = seen || d == p.Name
		}
		if !seen {
			done = append(done, p.Name)
			get, set := g.reg(), g.reg()
			g.undefined()
			g.store(get)
			g.store(set)
			for j := i; j < len(cl.Elements); j++ {
				f := &cl.Elements[j]
				if q, ok := f.Key.(*syntax.PrivateName); ok && q.Name == p.Name && f.FnVar != nil {
					g.loadVar(f.FnVar, p.Name, false)
					if f.Kind == syntax.ElementGetter {
						g.store(get)
					} else {
						g.store(set)
					}
				}
			}
			g.loadVar(v, p.Name, false)
			s := g.star()
			g.Emit(bytecode.DefinePrivateAccessor, obj, s, get, set)
		}
		g.release(m)
	}
}

// initializer generates the body of Class.InstanceInit or Class.StaticInit.
func (g *gen) initializer(fn *syntax.Function) {
	cl, static := fn.Class, fn.Kind == syntax.StaticInitializer
	const this = bytecode.RegReceiver
	if !static {
		g.privateMethods(cl, false, this)
	}
	for i := range cl.Elements {
		e := &cl.Elements[i]
		if e.Static != static {
			continue
		}
		m := g.mark()
		switch e.Kind {
		case syntax.ElementStaticBlock:
			sm := g.enter(e.Scope)
			g.disposing(e.Scope, func() { g.stmts(e.Body) })
			g.leave(e.Scope, sm)
		case syntax.ElementField:
			g.field(e, this)
		}
		g.release(m)
	}
}

// field defines one field (7.3.34 DefineField).
func (g *gen) field(e *syntax.ClassElement, this int) {
	if p, ok := e.Key.(*syntax.PrivateName); ok && !e.Computed {
		setNumericName(e.Value, p.Name)
		s := g.private(p)
		g.fieldValue(e, -1)
		g.at(e.Pos)
		g.op(bytecode.DefinePrivateField, this, s)
		return
	}
	name, idx, isIndex, ok := constKey(e.Key)
	switch {
	case e.Computed:
		if e.KeyVar == nil {
			panic("BUG: computed field without a key variable")
		}
		g.loadVar(e.KeyVar, "", false)
		key := g.star()
		g.fieldValue(e, key)
		g.at(e.Pos)
		g.op(bytecode.DefineKeyedOwn, this, key)
	case ok && isIndex:
		setNumericName(e.Value, name)
		g.loadNumber(float64(idx))
		key := g.star()
		g.fieldValue(e, -1)
		g.at(e.Pos)
		g.op(bytecode.DefineKeyedOwn, this, key)
	default:
		setNumericName(e.Value, name)
		g.fieldValue(e, -1)
		g.at(e.Pos)
		g.defineNamed(this, name)
	}
}

func (g *gen) fieldValue(e *syntax.ClassElement, key int) {
	switch {
	case e.Value == nil:
		g.undefined()
	case key >= 0:
		g.valueNamedByKey(e.Value, key, true)
	default:
		g.expr(e.Value)
	}
}
