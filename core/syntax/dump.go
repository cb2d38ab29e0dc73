package syntax

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Dump returns the statements of a program as S-expressions, one top-level statement per line. It is meant for tests and
// debugging; the shape follows the Go node types with positions left out.
func Dump(prog *Program) string {
	d := &dumper{}
	fn := prog.Func
	if prog.Inner != nil {
		fn = prog.Inner
		d.params(fn)
		d.b.WriteByte('\n')
	}
	for _, s := range fn.Body {
		d.node(s)
		d.b.WriteByte('\n')
	}
	return d.b.String()
}

type dumper struct{ b strings.Builder }

func (d *dumper) open(name string) { d.b.WriteByte('('); d.b.WriteString(name) }

func (d *dumper) list(name string, nodes ...Node) {
	d.open(name)
	for _, n := range nodes {
		d.b.WriteByte(' ')
		d.node(n)
	}
	d.b.WriteByte(')')
}

func (d *dumper) exprs(xs []Expr) {
	for _, x := range xs {
		d.b.WriteByte(' ')
		if x == nil {
			d.b.WriteByte('_')
			continue
		}
		d.node(x)
	}
}

func (d *dumper) stmts(xs []Stmt) {
	for _, x := range xs {
		d.b.WriteByte(' ')
		d.node(x)
	}
}

func (d *dumper) sp(n Node) {
	d.b.WriteByte(' ')
	d.node(n)
}

func (d *dumper) target(t, def Expr) {
	if def == nil {
		d.node(t)
		return
	}
	d.list("default", t, def)
}

func (d *dumper) params(fn *Function) {
	d.b.WriteByte('(')
	for i, p := range fn.Params {
		if i > 0 {
			d.b.WriteByte(' ')
		}
		if p.Rest {
			d.b.WriteString("...")
		}
		d.target(p.Target, p.Default)
	}
	d.b.WriteByte(')')
}

func (d *dumper) function(kind string, fn *Function) {
	d.b.WriteByte('(')
	if fn.Async {
		d.b.WriteString("async ")
	}
	d.b.WriteString(kind)
	if fn.Generator {
		d.b.WriteByte('*')
	}
	if fn.Name != "" {
		d.b.WriteByte(' ')
		d.b.WriteString(fn.Name)
	}
	d.b.WriteByte(' ')
	d.params(fn)
	d.stmts(fn.Body)
	d.b.WriteByte(')')
}

func (d *dumper) key(k Expr, computed bool) {
	if computed {
		d.b.WriteByte('[')
		d.node(k)
		d.b.WriteByte(']')
		return
	}
	if s, ok := k.(*StrLit); ok {
		d.b.WriteString(s.Value)
		return
	}
	d.node(k)
}

func (d *dumper) class(kind string, c *Class) {
	d.open(kind)
	if c.Name != nil {
		d.b.WriteByte(' ')
		d.b.WriteString(c.Name.Name)
	}
	if c.Extends != nil {
		d.b.WriteByte(' ')
		d.list("extends", c.Extends)
	}
	if c.Constructor != nil {
		d.b.WriteByte(' ')
		d.function("constructor", c.Constructor)
	}
	for i := range c.Elements {
		e := &c.Elements[i]
		d.b.WriteString(" (")
		if e.Static {
			d.b.WriteString("static ")
		}
		d.b.WriteString([...]string{"method", "get", "set", "field", "block"}[e.Kind])
		if e.Key != nil {
			d.b.WriteByte(' ')
			d.key(e.Key, e.Computed)
		}
		if e.Fn != nil {
			d.b.WriteByte(' ')
			d.function("function", e.Fn)
		}
		if e.Value != nil {
			d.sp(e.Value)
		}
		d.stmts(e.Body)
		d.b.WriteByte(')')
	}
	d.b.WriteByte(')')
}

func (d *dumper) node(n Node) {
	if n == nil || reflect.ValueOf(n).IsNil() {
		d.b.WriteByte('_')
		return
	}
	w := func(s string) { d.b.WriteString(s) }
	switch n := n.(type) {
	case *Ident:
		w(n.Name)
	case *PrivateName:
		w(n.Name)
	case *NullLit:
		w("null")
	case *BoolLit:
		w(strconv.FormatBool(n.Value))
	case *NumLit:
		w(strconv.FormatFloat(n.Value, 'g', -1, 64))
	case *BigIntLit:
		w(n.Value + "n")
	case *StrLit:
		w(strconv.Quote(n.Value))
	case *RegExpLit:
		w("/" + n.Pattern + "/" + n.Flags)
	case *TemplateLit:
		d.open("template")
		d.templateParts(n.Strings, n.Exprs)
	case *TaggedTemplate:
		d.open("tagged ")
		d.node(n.Tag)
		d.templateParts(n.Strings, n.Exprs)
	case *This:
		w("this")
	case *NewTarget:
		w("new.target")
	case *ImportMeta:
		w("import.meta")
	case *ArrayLit:
		d.open("array")
		d.exprs(n.Elems)
		w(")")
	case *ObjectLit:
		d.open("object")
		for i := range n.Props {
			p := &n.Props[i]
			w(" (" + [...]string{"prop", "method", "get", "set", "spread", "proto"}[p.Kind])
			if p.Key != nil {
				w(" ")
				d.key(p.Key, p.Computed)
			}
			d.sp(p.Value)
			w(")")
		}
		w(")")
	case *Spread:
		d.list("...", n.X)
	case *FuncExpr:
		if n.Fn.Kind == ArrowFunction {
			d.function("=>", n.Fn)
		} else {
			d.function("function", n.Fn)
		}
	case *ClassExpr:
		d.class("class", n.Class)
	case *Unary:
		d.list(n.Op.String(), n.X)
	case *Update:
		if n.Prefix {
			d.list(n.Op.String()+"x", n.X)
		} else {
			d.list("x"+n.Op.String(), n.X)
		}
	case *Binary:
		d.list(n.Op.String(), n.X, n.Y)
	case *Logical:
		d.list(n.Op.String(), n.X, n.Y)
	case *PrivateIn:
		d.list("in", n.Name, n.X)
	case *Assign:
		d.list(n.Op.String()+"=", n.Target, n.Value)
	case *Cond:
		d.list("?:", n.Test, n.Then, n.Else)
	case *Sequence:
		d.open(",")
		d.exprs(n.Exprs)
		w(")")
	case *Member:
		d.open(optional(".", n.Optional))
		d.sp(n.X)
		w(" " + n.Name + ")")
	case *Index:
		d.list(optional("[]", n.Optional), n.X, n.Key)
	case *PrivateMember:
		d.list(optional(".", n.Optional), n.X, n.Name)
	case *SuperMember:
		w("(super." + n.Name + ")")
	case *SuperIndex:
		d.list("super[]", n.Key)
	case *SuperCall:
		d.open("super()")
		d.exprs(n.Args)
		w(")")
	case *OptionalChain:
		d.list("chain", n.X)
	case *Call:
		name := optional("call", n.Optional)
		if n.DirectEval {
			name = "eval"
		}
		d.open(name)
		d.sp(n.Fn)
		d.exprs(n.Args)
		w(")")
	case *New:
		d.open("new")
		d.sp(n.Fn)
		d.exprs(n.Args)
		w(")")
	case *ImportCall:
		d.list("import()", n.Specifier, n.Options)
	case *NativeCall:
		d.open("%" + n.Name)
		d.exprs(n.Args)
		w(")")
	case *Yield:
		if n.Delegate {
			d.list("yield*", n.X)
		} else {
			d.list("yield", n.X)
		}
	case *Await:
		d.list("await", n.X)
	case *ArrayPattern:
		d.open("arraypattern")
		for _, e := range n.Elems {
			w(" ")
			d.target(e.Target, e.Default)
		}
		if n.Rest != nil {
			w(" ...")
			d.node(n.Rest)
		}
		w(")")
	case *ObjectPattern:
		d.open("objectpattern")
		for _, p := range n.Props {
			w(" (")
			d.key(p.Key, p.Computed)
			w(" ")
			d.target(p.Target, p.Default)
			w(")")
		}
		if n.Rest != nil {
			w(" ...")
			d.node(n.Rest)
		}
		w(")")
	case *ExprStmt:
		if n.Directive {
			d.list("directive", n.X)
		} else {
			d.node(n.X)
		}
	case *EmptyStmt:
		w("(empty)")
	case *DebuggerStmt:
		w("(debugger)")
	case *VarDecl:
		d.open([...]string{n.Kind.String(), "using", "await using"}[n.Using])
		for _, x := range n.Decls {
			w(" ")
			d.target(x.Target, x.Init)
		}
		w(")")
	case *FuncDecl:
		if n.AnnexB {
			w("(annexb ")
			d.function("function", n.Fn)
			w(")")
		} else {
			d.function("function", n.Fn)
		}
	case *ClassDecl:
		d.class("classdecl", n.Class)
	case *BlockStmt:
		d.open("block")
		d.stmts(n.Body)
		w(")")
	case *IfStmt:
		d.list("if", n.Test, n.Then, n.Else)
	case *ForStmt:
		d.list("for", n.Init, n.Test, n.Update, n.Body)
	case *ForInStmt:
		name := "forin"
		if n.Of {
			name = "forof"
		}
		if n.Await {
			name = "forawait"
		}
		if n.Using != NotUsing {
			name += [...]string{"", " using", " await using"}[n.Using]
		} else if n.DeclKind != VarNone {
			name += " " + n.DeclKind.String()
		}
		d.open(name)
		w(" ")
		d.target(n.Target, n.Init)
		d.sp(n.X)
		d.sp(n.Body)
		w(")")
	case *WhileStmt:
		d.list("while", n.Test, n.Body)
	case *DoWhileStmt:
		d.list("dowhile", n.Body, n.Test)
	case *ContinueStmt:
		w("(continue" + space(n.Label) + ")")
	case *BreakStmt:
		w("(break" + space(n.Label) + ")")
	case *ReturnStmt:
		d.list("return", n.X)
	case *WithStmt:
		d.list("with", n.X, n.Body)
	case *SwitchStmt:
		d.open("switch")
		d.sp(n.X)
		for _, c := range n.Cases {
			w(" (case ")
			d.node(c.Test)
			d.stmts(c.Body)
			w(")")
		}
		w(")")
	case *LabeledStmt:
		d.list("label "+n.Label, n.Body)
	case *ThrowStmt:
		d.list("throw", n.X)
	case *TryStmt:
		d.open("try")
		d.sp(n.Block)
		if n.Catch != nil {
			w(" (catch ")
			d.node(n.Param)
			d.sp(n.Catch)
			w(")")
		}
		if n.Finally != nil {
			w(" ")
			d.list("finally", n.Finally)
		}
		w(")")
	case *ImportDecl:
		fmt.Fprintf(&d.b, "(import %d)", n.Request)
	case *ExportDecl:
		d.list("export", n.Decl)
	case *ExportDefault:
		d.list("export default", n.Value)
	default:
		fmt.Fprintf(&d.b, "(BUG %T)", n)
	}
}

func optional(name string, opt bool) string {
	if opt {
		return "?" + name
	}
	return name
}

func space(s string) string {
	if s == "" {
		return ""
	}
	return " " + s
}

func (d *dumper) templateParts(strs []TemplateString, exprs []Expr) {
	for i := range strs {
		d.b.WriteByte(' ')
		if strs[i].HasCooked {
			d.b.WriteString(strconv.Quote(strs[i].Cooked))
		} else {
			d.b.WriteString("undefined:" + strconv.Quote(strs[i].Raw))
		}
		if i < len(exprs) {
			d.sp(exprs[i])
		}
	}
	d.b.WriteByte(')')
}

// DumpScopes returns the scope tree, one scope a line with its variables, for tests and debugging. Flags of a variable: @N slot,
// p parameter index, t needs the hole, a assigned, c captured; of a scope: E direct eval, X extensible, I per iteration, S strict.
func DumpScopes(prog *Program) string {
	var b strings.Builder
	dumpScope(&b, prog.Func.Scope, 0)
	return b.String()
}

var scopeNames = [...]string{"script", "module", "eval", "function", "body", "block", "catch", "class", "with", "switch", "for", "static"}

func dumpScope(b *strings.Builder, s *Scope, depth int) {
	b.WriteString(strings.Repeat("  ", depth))
	b.WriteString(scopeNames[s.Kind])
	if s.Kind == ScopeFunction && s.Fn.Name != "" {
		b.WriteString(" " + s.Fn.Name)
	}
	flags := ""
	for _, f := range []struct {
		on bool
		c  string
	}{{s.HasDirectEval, "E"}, {s.Extensible, "X"}, {s.PerIteration, "I"}, {s.Strict, "S"}} {
		if f.on {
			flags += f.c
		}
	}
	if flags != "" {
		b.WriteString(" " + flags)
	}
	if s.NeedsContext {
		fmt.Fprintf(b, " ctx%d", s.NumContextSlots)
	}
	b.WriteByte(':')
	for _, v := range s.Vars {
		b.WriteString(" " + v.Kind.String() + " " + v.Name)
		if v.Slot >= 0 {
			fmt.Fprintf(b, "@%d", v.Slot)
		}
		fl := ""
		if v.Param >= 0 {
			fl += "p" + strconv.Itoa(int(v.Param))
		}
		if v.NeedsTDZ {
			fl += "t"
		}
		if v.Assigned {
			fl += "a"
		}
		if v.Captured {
			fl += "c"
		}
		if fl != "" {
			b.WriteString("/" + fl)
		}
		b.WriteByte(',')
	}
	b.WriteByte('\n')
	for _, c := range s.Children {
		dumpScope(b, c, depth+1)
	}
}

// String returns the reference as "kind" or "kind name", with ! when it must test for the uninitialised state.
func (r Ref) String() string {
	s := [...]string{"pending", "decl", "local", "context", "global", "dynamic", "globalthis", "undefined"}[r.Kind]
	if r.NeedsTDZ {
		s += "!"
	}
	if r.Var != nil {
		s += " " + r.Var.Kind.String()
	}
	return s
}
