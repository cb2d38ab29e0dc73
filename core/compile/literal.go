package compile

import (
	"math"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// maxInitField bounds the properties of an object literal that InitField fills.
const maxInitField = 64

// literalConst returns the boilerplate constant for e, if it is a constant.
func literalConst(e syntax.Expr) (bytecode.Const, bool) {
	switch e := e.(type) {
	case *syntax.NumLit:
		return bytecode.Const{Kind: bytecode.ConstNumber, Bits: math.Float64bits(e.Value)}, true
	case *syntax.StrLit:
		return bytecode.Const{Kind: bytecode.ConstString, Str: e.Value}, true
	case *syntax.BigIntLit:
		return bytecode.Const{Kind: bytecode.ConstBigInt, Str: e.Value}, true
	case *syntax.NullLit:
		return bytecode.Const{Kind: bytecode.ConstNull}, true
	case *syntax.BoolLit:
		if e.Value {
			return bytecode.Const{Kind: bytecode.ConstTrue}, true
		}
		return bytecode.Const{Kind: bytecode.ConstFalse}, true
	case *syntax.Unary:
		if n, ok := e.X.(*syntax.NumLit); ok && e.Op == syntax.OpMinus {
			return bytecode.Const{Kind: bytecode.ConstNumber, Bits: math.Float64bits(-n.Value)}, true
		}
	case *syntax.Ident:
		if undef, ok := nullness(e); ok && undef {
			return bytecode.Const{Kind: bytecode.ConstUndefined}, true
		}
	}
	return bytecode.Const{Kind: bytecode.ConstHole}, false
}

// array generates array literals (13.2.4).
func (g *gen) array(e *syntax.ArrayLit) {
	n := len(e.Elems)
	for i, x := range e.Elems {
		if _, ok := x.(*syntax.Spread); ok {
			n = i
			break
		}
	}
	if len(e.Elems) == 0 {
		g.op(bytecode.CreateEmptyArray)
		return
	}
	var lit bytecode.ArrayLit
	dynamic := false
	if n > 0 {
		lit.Elems = make([]bytecode.Const, n)
		for i, x := range e.Elems[:n] {
			if x == nil {
				lit.Elems[i].Kind = bytecode.ConstHole
				continue
			}
			k, ok := literalConst(x)
			lit.Elems[i] = k
			dynamic = dynamic || !ok
		}
		g.arrayLiteral(lit)
	} else {
		g.op(bytecode.CreateEmptyArray)
	}
	if !dynamic && n == len(e.Elems) {
		return
	}
	arr := g.star()
	for i, x := range e.Elems[:n] {
		if x == nil {
			continue
		}
		if _, ok := literalConst(x); !ok {
			g.expr(x)
			g.Emit(bytecode.InitElement, arr, i)
		}
	}
	for _, x := range e.Elems[n:] {
		g.appendElem(arr, x)
	}
	g.load(arr)
}

func (g *gen) arrayLiteral(lit bytecode.ArrayLit) {
	if !g.Reachable() {
		return
	}
	u := g.c.unit
	u.Arrays = append(u.Arrays, lit)
	g.op(bytecode.CreateArrayLiteral, g.constant(bytecode.Const{Kind: bytecode.ConstArray, Index: uint32(len(u.Arrays) - 1)}))
}

// appendElem appends an element, hole (nil) or spread to the array under construction.
func (g *gen) appendElem(arr int, x syntax.Expr) {
	switch x := x.(type) {
	case nil:
		g.Emit(bytecode.ArrayAppendHole, arr)
	case *syntax.Spread:
		g.spread(arr, x, exprPos(g.c.prog.Src, x.X))
	default:
		g.expr(x)
		g.Emit(bytecode.ArrayAppend, arr)
	}
}

// spread appends what x iterates over; pos is the position that errors report.
func (g *gen) spread(arr int, x *syntax.Spread, pos int32) {
	m := g.mark()
	end := g.label()
	g.expr(x.X)
	g.at(pos)
	g.Jump(bytecode.ArrayAppendSpread, end, arr)
	iter := g.regs(3)
	g.getIterator(iter, false)
	g.appendAll(iter, arr)
	g.Bind(end)
	g.release(m)
}

// setNumericName gives an anonymous function the name of its numeric property key, which the parser leaves open.
func setNumericName(e syntax.Expr, name string) {
	fn, class, ok := syntax.AnonymousDefinition(e)
	switch {
	case !ok:
	case fn != nil && fn.Name == "":
		fn.Name, fn.Inferred = name, true
	case class != nil && class.InferredName == "":
		class.InferredName = name
	}
}

// object generates object literals (13.2.5).
func (g *gen) object(e *syntax.ObjectLit) {
	if len(e.Props) == 0 {
		g.Emit(bytecode.CreateEmptyObject)
		return
	}
	var lit bytecode.ObjectLit
	seen := make(map[string]struct{}, min(len(e.Props), maxInitField))
	props := e.Props
	first := 0
	if p := &props[0]; p.Kind == syntax.PropProto {
		if _, null := p.Value.(*syntax.NullLit); null {
			lit.NullProto = true
			first = 1
		}
	}
	// The leading plain properties make the boilerplate.
	n := first
	for ; n < len(props) && n-first < maxInitField; n++ {
		p := &props[n]
		if p.Computed || p.Kind != syntax.PropValue && p.Kind != syntax.PropMethod {
			break
		}
		name, _, isIndex, ok := constKey(p.Key)
		if !ok || isIndex || name == "__proto__" {
			break
		}
		if _, dup := seen[name]; dup {
			break
		}
		seen[name] = struct{}{}
		k, _ := literalConst(p.Value)
		lit.Names = append(lit.Names, name)
		lit.Values = append(lit.Values, k)
	}
	lit.More = uint16(min(len(props)-n, 0xFFFF))
	if len(lit.Names) == 0 && !lit.NullProto {
		g.Emit(bytecode.CreateEmptyObject)
	} else if g.Reachable() {
		u := g.c.unit
		u.Objects = append(u.Objects, lit)
		g.op(bytecode.CreateObjectLiteral, g.constant(bytecode.Const{Kind: bytecode.ConstObject, Index: uint32(len(u.Objects) - 1)}))
	}
	obj := g.star()
	for i := range props[first:n] {
		p := &props[first+i]
		if _, ok := literalConst(p.Value); ok {
			continue
		}
		name, _, _, _ := constKey(p.Key)
		setNumericName(p.Value, name)
		g.propertyValue(p, obj)
		g.Emit(bytecode.InitField, obj, i)
	}
	for i := range props[n:] {
		m := g.mark()
		g.property(&props[n+i], obj)
		g.release(m)
	}
	g.load(obj)
}

// propertyValue evaluates the value of a data property or method.
func (g *gen) propertyValue(p *syntax.Property, home int) {
	if p.Kind == syntax.PropMethod {
		g.method(p.Value.(*syntax.FuncExpr).Fn, home)
		return
	}
	g.expr(p.Value)
}

// property generates one property definition.
func (g *gen) property(p *syntax.Property, obj int) {
	switch p.Kind {
	case syntax.PropSpread:
		g.expr(p.Value)
		g.at(p.Pos)
		g.Emit(bytecode.CopyDataProperties, obj)
		return
	case syntax.PropProto:
		g.expr(p.Value)
		g.Emit(bytecode.SetLiteralProto, obj)
		return
	}
	name, idx, isIndex, ok := constKey(p.Key)
	ok = ok && !p.Computed
	accessor := p.Kind == syntax.PropGetter || p.Kind == syntax.PropSetter
	if ok && p.Kind != syntax.PropValue {
		if fn := p.Value.(*syntax.FuncExpr).Fn; fn.Name == "" {
			fn.Name, fn.Inferred = name, true
		}
	} else if ok {
		setNumericName(p.Value, name)
	}
	if ok && !isIndex && !accessor {
		g.propertyValue(p, obj)
		g.at(p.Pos)
		g.defineNamed(obj, name)
		return
	}
	key := g.propertyKey(p.Key, p.Computed, name, idx, isIndex)
	prefix := bytecode.NamePrefixNone
	switch p.Kind {
	case syntax.PropGetter, syntax.PropSetter:
		fn := p.Value.(*syntax.FuncExpr).Fn
		if p.Computed {
			fn.Inferred = false
		}
		g.method(fn, obj)
		flags := bytecode.DefineEnumerable
		prefix = bytecode.NamePrefixGet
		if p.Kind == syntax.PropSetter {
			flags |= bytecode.DefineSetter
			prefix = bytecode.NamePrefixSet
		}
		if p.Computed {
			g.nameByKey(key, prefix)
		}
		g.at(p.Pos)
		g.Emit(bytecode.DefineAccessor, obj, key, flags)
	case syntax.PropMethod:
		g.propertyValue(p, obj)
		if p.Computed {
			g.nameByKey(key, prefix)
		}
		g.at(p.Pos)
		g.op(bytecode.DefineKeyedOwn, obj, key)
	default:
		g.valueNamedByKey(p.Value, key, p.Computed)
		g.at(p.Pos)
		g.op(bytecode.DefineKeyedOwn, obj, key)
	}
}

// propertyKey returns a register with the key value of a property name.
func (g *gen) propertyKey(key syntax.Expr, computed bool, name string, idx uint32, isIndex bool) int {
	switch {
	case computed:
		g.expr(key)
		if _, str := key.(*syntax.StrLit); !str {
			g.at(posOf(key))
			g.Emit(bytecode.ToPropertyKey)
		}
	case isIndex:
		g.loadNumber(float64(idx))
	default:
		g.loadString(name)
	}
	return g.star()
}

// nameByKey names the closure in acc by a key at run time.
func (g *gen) nameByKey(key, prefix int) {
	m := g.mark()
	f := g.star()
	g.Emit(bytecode.SetFunctionName, f, key, prefix)
	g.load(f)
	g.release(m)
}

// valueNamedByKey evaluates e, giving an anonymous function or class the name of a computed key.
func (g *gen) valueNamedByKey(e syntax.Expr, key int, computed bool) {
	if computed {
		if fn, class, ok := syntax.AnonymousDefinition(e); ok {
			if class != nil {
				g.class(class, key)
			} else {
				g.closure(fn)
				g.nameByKey(key, bytecode.NamePrefixNone)
			}
			return
		}
	}
	g.expr(e)
}

// template generates untagged template literals (13.2.8.6).
func (g *gen) template(e *syntax.TemplateLit) {
	if len(e.Exprs) == 0 {
		g.loadString(e.Strings[0].Cooked)
		return
	}
	parts := len(e.Exprs)
	for i := range e.Strings {
		if e.Strings[i].Cooked != "" {
			parts++
		}
	}
	if parts == 1 {
		g.expr(e.Exprs[0])
		g.at(posOf(e.Exprs[0]))
		g.Emit(bytecode.ToString)
		return
	}
	r := g.regs(parts)
	n := r
	for i := range e.Strings {
		if s := e.Strings[i].Cooked; s != "" {
			g.loadString(s)
			g.store(n)
			n++
		}
		if i < len(e.Exprs) {
			g.expr(e.Exprs[i])
			g.at(posOf(e.Exprs[i]))
			g.Emit(bytecode.ToString)
			g.store(n)
			n++
		}
	}
	g.Emit(bytecode.ConcatStrings, r, parts)
}

// templateObject leaves the template object of a tagged template in acc.
func (g *gen) templateObject(strings []syntax.TemplateString) {
	if !g.Reachable() {
		return
	}
	var t bytecode.TemplateLit
	for i := range strings {
		s := &strings[i]
		t.Raw = append(t.Raw, s.Raw)
		t.Cooked = append(t.Cooked, s.Cooked)
		if !s.HasCooked {
			t.Undefined = append(t.Undefined, uint16(i))
		}
	}
	u := g.c.unit
	u.Templates = append(u.Templates, t)
	g.op(bytecode.GetTemplateObject, g.constant(bytecode.Const{Kind: bytecode.ConstTemplate, Index: uint32(len(u.Templates) - 1)}))
}
