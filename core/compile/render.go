package compile

import (
	"reflect"
	"strings"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// Error messages name the expression that failed: "a.b is not a function". Nothing is kept for that: when such an error is made,
// the unit's source is parsed again and the expression at the recorded position is rendered, in the form that V8's messages have.

// RenderCallee returns the text of the callee of the call, new or tagged template whose recorded position is pos; "" if none is found.
func RenderCallee(u *bytecode.Unit, pos int32) string {
	text := ""
	f := finder{src: u.Source}
	f.visit = func(n any) bool {
		switch n := n.(type) {
		case *syntax.Call:
			if callPos(f.src, n.Fn) == pos {
				text = Render(n.Fn)
			}
		case *syntax.New:
			if n.Pos == pos {
				text = Render(n.Fn)
			}
		case *syntax.TaggedTemplate:
			if tagPos(f.src, n.Tag) == pos {
				text = Render(n.Tag)
			}
		}
		return text != ""
	}
	f.run(u)
	return text
}

// RenderIterable returns the text of the expression iterated over at pos; call: it is a call, of which text is the callee
// ("f is not a function or its return value is not iterable"); spread: it is the spread argument of a call or new ("Spread syntax
// requires ...iterable[Symbol.iterator] to be a function"; for nullish values "text is not iterable (cannot read property undefined)").
// text is "" if none is found: the message then shows type and value.
func RenderIterable(u *bytecode.Unit, pos int32) (text string, call, spread bool) {
	var x syntax.Expr
	f := finder{src: u.Source}
	args := func(list []syntax.Expr) {
		// Only a single spread at the end has messages of its own.
		if n := len(list); n > 0 && !hasSpread(list[:n-1]) {
			if s, ok := list[n-1].(*syntax.Spread); ok {
				text, spread = Render(s.X), true
			}
		}
	}
	f.visit = func(n any) bool {
		switch n := n.(type) {
		case *syntax.ForInStmt:
			if n.Of && exprPos(f.src, n.X) == pos {
				x = n.X
			}
		case *syntax.VarDecl:
			for i := range n.Decls {
				d := &n.Decls[i]
				if _, ok := d.Target.(*syntax.ArrayPattern); ok && d.Init != nil && exprPos(f.src, d.Init) == pos {
					x = d.Init
				}
			}
		case *syntax.ArrayLit:
			for _, e := range n.Elems {
				if s, ok := e.(*syntax.Spread); ok && exprPos(f.src, s.X) == pos {
					x = s.X
				}
			}
		case *syntax.Call:
			if callPos(f.src, n.Fn) == pos {
				args(n.Args)
			}
		case *syntax.New:
			if n.Pos == pos {
				args(n.Args)
			}
		}
		return x != nil || spread
	}
	f.run(u)
	if spread {
		return text, false, true
	}
	if c, ok := x.(*syntax.Call); ok {
		return Render(c.Fn), true, false
	}
	if x != nil {
		text = Render(x)
	}
	return text, false, false
}

// finder walks a program until visit says stop.
type finder struct {
	src   []byte
	visit func(n any) bool
	found bool
	depth int
	seen  map[uintptr]struct{}
}

func (f *finder) run(u *bytecode.Unit) {
	o := syntax.Options{AllowNatives: true}
	var p *syntax.Program
	var err *syntax.Error
	switch u.Kind {
	case bytecode.ModuleUnit:
		p, err = syntax.ParseModule(u.Source, o)
	case bytecode.FunctionUnit:
		p, err = syntax.ParseFunctionBody(u.Source, nil, o)
	default:
		if o.Eval = u.Kind == bytecode.EvalUnit; o.Eval {
			o.InFunction, o.InMethod, o.InDerivedConstructor = true, true, true
		}
		p, err = syntax.ParseScript(u.Source, o)
	}
	if err != nil {
		return
	}
	f.seen = map[uintptr]struct{}{}
	if p.Inner != nil {
		f.walk(reflect.ValueOf(p.Inner))
		return
	}
	f.walk(reflect.ValueOf(p.Func))
}

// walk visits the nodes below v: the exported fields of syntax's structs, without scopes, variables and references upward.
func (f *finder) walk(v reflect.Value) {
	if f.found || f.depth > 20000 {
		return
	}
	f.depth++
	defer func() { f.depth-- }()
	switch v.Kind() {
	case reflect.Interface:
		if !v.IsNil() {
			f.walk(v.Elem())
		}
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		switch n := v.Interface().(type) {
		case *syntax.Scope, *syntax.Variable:
			return
		case *syntax.Function, *syntax.Class:
			if _, ok := f.seen[v.Pointer()]; ok {
				return
			}
			f.seen[v.Pointer()] = struct{}{}
		case *syntax.BreakStmt, *syntax.ContinueStmt:
			return
		default:
			if f.visit(n) {
				f.found = true
				return
			}
		}
		f.walk(v.Elem())
	case reflect.Slice:
		for i := 0; i < v.Len(); i++ {
			f.walk(v.Index(i))
		}
	case reflect.Struct:
		t := v.Type()
		for i := 0; i < t.NumField(); i++ {
			sf := t.Field(i)
			if !sf.IsExported() || sf.Name == "Outer" || sf.Name == "Inner" {
				continue
			}
			switch sf.Type.Kind() {
			case reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Struct:
				f.walk(v.Field(i))
			}
		}
	}
}

// skipTo returns the position of the first character from end on that is neither white space nor a closing parenthesis.
func skipTo(src []byte, end int32) int32 {
	for int(end) < len(src) && (src[end] == ' ' || src[end] == '\n' || src[end] == '\t' || src[end] == '\r' || src[end] == ')') {
		end++
	}
	return end
}

// callPos is the position that a call of fn reports: the last identifier of the callee, else the opening parenthesis.
func callPos(src []byte, fn syntax.Expr) int32 {
	switch f := fn.(type) {
	case *syntax.Ident:
		return f.Pos
	case *syntax.Member:
		return f.NamePos
	case *syntax.PrivateMember:
		return f.Name.Pos
	case *syntax.SuperMember:
		return superNamePos(f)
	}
	return skipTo(src, endOf(fn))
}

func superNamePos(f *syntax.SuperMember) int32 { return max(f.Pos, f.End-int32(len(f.Name))) }

// tagPos is the position that a tagged template reports: the template.
func tagPos(src []byte, tag syntax.Expr) int32 { return skipTo(src, endOf(tag)) }

// exprPos is the position of an expression as errors report it.
func exprPos(src []byte, e syntax.Expr) int32 {
	switch e := e.(type) {
	case *syntax.Member:
		return e.NamePos
	case *syntax.Index:
		return skipTo(src, endOf(e.X))
	case *syntax.PrivateMember:
		return e.Name.Pos
	case *syntax.SuperMember:
		return superNamePos(e)
	case *syntax.Call:
		return callPos(src, e.Fn)
	case *syntax.Binary:
		return e.OpPos
	case *syntax.Assign:
		return e.OpPos
	}
	return posOf(e)
}

// Render returns the text of e in error messages.
func Render(e syntax.Expr) string {
	var p printer
	p.print(e)
	return p.b.String()
}

type printer struct {
	b     strings.Builder
	depth int
}

const intermediate = "(intermediate value)"

// print writes e, or "(intermediate value)" if it has no text.
func (p *printer) print(e syntax.Expr) {
	if p.depth++; p.depth > 200 || p.b.Len() > 2000 {
		p.b.WriteString(intermediate)
		p.depth--
		return
	}
	n := p.b.Len()
	p.expr(e)
	if p.b.Len() == n {
		p.b.WriteString(intermediate)
	}
	p.depth--
}

func (p *printer) expr(e syntax.Expr) {
	s := p.b.WriteString
	switch e := e.(type) {
	case *syntax.Ident:
		s(e.Name)
	case *syntax.NumLit:
		s(numberString(e.Value))
	case *syntax.StrLit:
		s(`"` + e.Value + `"`)
	case *syntax.BigIntLit:
		s(bigDecimal(e.Value))
	case *syntax.NullLit:
		s("null")
	case *syntax.BoolLit:
		if e.Value {
			s("true")
		} else {
			s("false")
		}
	case *syntax.RegExpLit:
		s("/" + e.Pattern + "/" + e.Flags)
	case *syntax.This:
		s("this")
	case *syntax.ImportMeta:
		s("import.meta")
	case *syntax.NewTarget:
		s("new.target")
	case *syntax.TemplateLit:
		if len(e.Exprs) == 0 {
			s(`"` + e.Strings[0].Cooked + `"`)
		}
		for _, x := range e.Exprs {
			p.print(x)
		}
	case *syntax.ArrayLit:
		s("[")
		for i, x := range e.Elems {
			if i > 0 {
				s(",")
			}
			if x != nil {
				p.print(x)
			}
		}
		s("]")
	case *syntax.ObjectLit:
		s("{")
		for i := range e.Props {
			s(intermediate)
			_ = i
		}
		s("}")
	case *syntax.Spread:
		s("(...")
		p.print(e.X)
		s(")")
	case *syntax.Unary:
		if n, ok := e.X.(*syntax.NumLit); ok && e.Op == syntax.OpMinus {
			s(numberString(-n.Value))
			return
		}
		s("(" + e.Op.String())
		if e.Op == syntax.OpTypeof || e.Op == syntax.OpVoid || e.Op == syntax.OpDelete {
			s(" ")
		}
		p.print(e.X)
		s(")")
	case *syntax.Binary:
		p.binary(e.X, e.Op.String(), e.Y)
	case *syntax.Logical:
		p.binary(e.X, e.Op.String(), e.Y)
	case *syntax.Sequence:
		s("(")
		for i, x := range e.Exprs {
			if i > 0 {
				s(" , ")
			}
			p.print(x)
		}
		s(")")
	case *syntax.Assign:
		if e.Op == syntax.OpNone {
			p.print(e.Target)
		}
	case *syntax.Cond:
		s(intermediate + intermediate + intermediate)
	case *syntax.Member:
		p.print(e.X)
		if e.Optional {
			s("?")
		}
		s("." + e.Name)
	case *syntax.PrivateMember:
		p.print(e.X)
		if e.Optional {
			s("?")
		}
		s("." + e.Name.Name)
	case *syntax.Index:
		p.print(e.X)
		if k, ok := e.Key.(*syntax.StrLit); ok {
			if e.Optional {
				s("?")
			}
			s("." + k.Value)
			return
		}
		if e.Optional {
			s("?.")
		}
		s("[")
		p.print(e.Key)
		s("]")
	case *syntax.SuperMember:
		s(intermediate + "." + e.Name)
	case *syntax.SuperIndex:
		if k, ok := e.Key.(*syntax.StrLit); ok {
			s(intermediate + "." + k.Value)
			return
		}
		s(intermediate + "[")
		p.print(e.Key)
		s("]")
	case *syntax.OptionalChain:
		p.expr(e.X)
	case *syntax.Call:
		p.print(e.Fn)
		if e.Optional {
			s("?.")
		}
		s("(...)")
	case *syntax.ImportCall:
		s("ImportCall(")
		p.print(e.Specifier)
		s(")")
	}
}

func (p *printer) binary(x syntax.Expr, op string, y syntax.Expr) {
	p.b.WriteString("(")
	p.print(x)
	p.b.WriteString(" " + op + " ")
	p.print(y)
	p.b.WriteString(")")
}
