package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// bindMode says what storing to an identifier in a pattern means.
type bindMode uint8

const (
	bindInit   bindMode = iota // initialise a lexical binding or parameter
	bindAssign                 // assign: var declarations and assignment patterns
)

// bind stores acc into a target: identifier, pattern, or (assignments) member. acc is clobbered.
func (g *gen) bind(target syntax.Expr, mode bindMode) {
	if g.failed() {
		return
	}
	m := g.mark()
	defer g.release(m)
	iterPos, source := g.iterPos, g.source
	g.iterPos, g.source = -1, ""
	switch t := target.(type) {
	case *syntax.Ident:
		g.at(t.Pos)
		if mode == bindInit {
			g.initRef(&t.Ref, t.Name)
			return
		}
		if t.Ref.Kind == syntax.RefDynamic {
			v := g.star()
			base := g.resolve(&t.Ref, t.Name)
			g.load(v)
			g.storeRef(&t.Ref, t.Name, base)
			return
		}
		g.storeRef(&t.Ref, t.Name, -1)
	case *syntax.ArrayPattern:
		g.arrayPattern(t, mode, iterPos)
	case *syntax.ObjectPattern:
		g.objectPattern(t, mode, source)
	default:
		v := g.star()
		p := g.place(target, false)
		if p.kind == placeInvalid {
			g.invalidAssign("Invalid destructuring assignment target")
			return
		}
		g.load(v)
		g.storePlace(&p)
	}
}

// target evaluates the parts of a pattern element's target before its value is fetched, where that can be observed.
func (g *gen) target(t syntax.Expr, mode bindMode) place {
	switch x := t.(type) {
	case *syntax.Ident:
		if mode == bindAssign && x.Ref.Kind == syntax.RefDynamic {
			return g.place(t, false)
		}
		return place{kind: placeIdent, id: x, base: -1, name: x.Name, pos: x.Pos}
	case *syntax.ArrayPattern, *syntax.ObjectPattern:
		return place{kind: placePattern}
	}
	p := g.place(t, false, nil)
	if p.kind == placeInvalid {
		g.invalidAssign("Invalid destructuring assignment target")
	}
	return p
}

// element applies the default to the value in acc and stores it.
func (g *gen) element(t syntax.Expr, p *place, def syntax.Expr, mode bindMode) {
	if def != nil {
		l := g.label()
		g.Jump(bytecode.JumpIfNotUndefined, l)
		g.expr(def)
		g.Bind(l)
	}
	switch {
	case p.kind == placePattern:
		g.bind(t, mode)
	case p.kind == placeIdent && mode == bindInit:
		g.at(p.pos)
		g.initRef(&p.id.Ref, p.name)
	default:
		g.storePlace(p)
	}
}

// arrayPattern destructures acc (8.6.2, 13.15.5.3 IteratorBindingInitialization and IteratorDestructuringAssignmentEvaluation).
func (g *gen) arrayPattern(t *syntax.ArrayPattern, mode bindMode, pos int32) {
	iter := g.regs(3)
	if pos < 0 {
		pos = t.Pos
	}
	g.at(pos)
	g.getIterator(iter, false)
	g.ctl = append(g.ctl, control{kind: ctlIter, reg: iter})
	r := g.openRange()
	for i := range t.Elems {
		e := &t.Elems[i]
		m := g.mark()
		var p place
		if e.Target != nil {
			p = g.target(e.Target, mode)
		}
		l := g.label()
		g.at(t.Pos)
		g.iterNext(iter, false, l)
		g.Bind(l)
		if e.Target != nil {
			g.element(e.Target, &p, e.Default, mode)
		}
		g.release(m)
	}
	if t.Rest != nil {
		m := g.mark()
		p := g.target(t.Rest, mode)
		g.op(bytecode.CreateEmptyArray)
		arr := g.star()
		g.appendAll(iter, arr)
		g.load(arr)
		g.element(t.Rest, &p, nil, mode)
		g.release(m)
	}
	g.closeRange(r)
	g.popCtl()
	g.at(t.Pos)
	g.closeIterator(iter, false)
	end := g.label()
	g.jump(end)
	g.throwThroughIterator(r, iter, false)
	g.Bind(end)
}

// appendAll appends what is left of the iterator at iter to the array arr.
func (g *gen) appendAll(iter, arr int) {
	header, done := g.label(), g.label()
	g.loops++
	g.Bind(header)
	g.iterNext(iter, false, done)
	g.Emit(bytecode.ArrayAppend, arr)
	g.back(header)
	g.loops--
	g.Bind(done)
}

// coercible emits the RequireObjectCoercible step of an object pattern whose value is in acc, unless the first property is read at
// once, which fails with the right message.
func (g *gen) coercible(t *syntax.ObjectPattern, source string) {
	if !g.Reachable() {
		return
	}
	g.at(t.Pos)
	text := ""
	if len(t.Props) > 0 {
		p := &t.Props[0]
		if name, _, _, ok := constKey(p.Key); ok && !p.Computed {
			g.at(posOf(p.Target))
			switch p.Target.(type) {
			case *syntax.Ident, *syntax.ObjectPattern, *syntax.ArrayPattern:
				if source == "" || p.Default != nil {
					return
				}
				text = "property '" + name + "' of '" + source + "'"
			default:
				text = "reading '" + name + "'"
			}
		}
	}
	if text == "" && source != "" {
		text = "'" + source + "'"
	}
	g.Emit(bytecode.RequireObjectCoercible, g.name(text))
}

// objectPattern destructures acc (8.6.2, 13.15.5.3).
func (g *gen) objectPattern(t *syntax.ObjectPattern, mode bindMode, source string) {
	obj := g.star()
	g.coercible(t, source)
	keys := -1
	if t.Rest != nil {
		keys = g.regs(len(t.Props))
	}
	for i := range t.Props {
		p := &t.Props[i]
		m := g.mark()
		name, idx, isIndex, ok := constKey(p.Key)
		ok = ok && !p.Computed
		key := -1
		if ok && t.Rest != nil {
			if isIndex {
				g.loadNumber(float64(idx))
			} else {
				g.loadString(name)
			}
			g.store(keys + i)
		}
		if !ok {
			g.expr(p.Key)
			g.at(posOf(p.Key))
			g.Emit(bytecode.ToPropertyKey)
			if key = keys + i; t.Rest == nil {
				key = g.reg()
			}
			g.store(key)
		}
		pl := g.target(p.Target, mode)
		g.at(posOf(p.Target))
		switch {
		case !ok:
			g.load(key)
			g.op(bytecode.GetKeyed, obj)
		case isIndex:
			g.loadNumber(float64(idx))
			g.op(bytecode.GetKeyed, obj)
		default:
			g.getNamed(obj, name)
		}
		g.element(p.Target, &pl, p.Default, mode)
		g.release(m)
	}
	if t.Rest != nil {
		pl := g.target(t.Rest, mode)
		g.at(posOf(t.Rest))
		g.Emit(bytecode.CopyRest, obj, max(keys, 0), len(t.Props))
		g.element(t.Rest, &pl, nil, mode)
	}
}
