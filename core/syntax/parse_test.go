package syntax

import (
	"strings"
	"testing"
)

func mustParse(t *testing.T, src string, o Options) *Program {
	t.Helper()
	p, err := ParseScript([]byte(src), o)
	if err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	checkTree(t, p)
	return p
}

// TestDump compares trees.
func TestDump(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"a + b * c - d", "(- (+ a (* b c)) d)"},
		{"a ** b ** c", "(** a (** b c))"},
		{"(-a) ** b", "(** (- a) b)"},
		{"a ?? b ?? c", "(?? (?? a b) c)"},
		{"a || b && c", "(|| a (&& b c))"},
		{"a = b = c", "(= a (= b c))"},
		{"a ||= b, c &&= d, e ??= f", "(, (||= a b) (&&= c d) (??= e f))"},
		{"a ? b : c ? d : e", "(?: a b (?: c d e))"},
		{"a\n++b", "a\n(++x b)"},
		{"a?.b.c", "(chain (. (?. a b) c))"},
		{"(a?.b).c", "(. (chain (?. a b)) c)"},
		{"a?.[b]?.(c)", "(chain (?call (?[] a b) c))"},
		{"new a.b(c).d", "(. (new (. a b) c) d)"},
		{"new new a()()", "(new (new a))"},
		{"new (a())()", "(new (call a))"},
		{"eval(a); (eval)(a); eval?.(a)", "(eval eval a)\n(eval eval a)\n(chain (?call eval a))"},
		{"[a, , ...b]", "(array a _ (... b))"},
		{"[a, b = 1, [c], {d}, ...e] = f", "(= (arraypattern a (default b 1) (arraypattern c) (objectpattern (d d)) ...e) f)"},
		{"({a, b: c = 1, [d]: e.f, 'g': h, 1: i, ...j} = k)",
			"(= (objectpattern (a a) (b (default c 1)) ([d] (. e f)) (g h) (1 i) ...j) k)"},
		{"({a, b: 1, c(){}, get d(){}, set e(x){}, async *f(){}, __proto__: null, [g]: h, ...i})",
			"(object (prop a a) (prop b 1) (method c (function c ())) (get d (function d ())) (set e (function e (x))) " +
				"(method f (async function* f ())) (proto __proto__ null) (prop [g] h) (spread i))"},
		{"let {a = 1, b: [c]} = d", "(let (default (objectpattern (a (default a 1)) (b (arraypattern c))) d))"},
		{"a => a", "(=> (a) (return a))"},
		{"(a, {b}, [c] = [], ...d) => ({})", "(=> (a (objectpattern (b b)) (default (arraypattern c) (array)) ...d) (return (object)))"},
		{"async a => await a", "(async => (a) (return (await a)))"},
		{"async (a, ...b) => {}", "(async => (a ...b))"},
		{"async(a, ...b)", "(call async a (... b))"},
		{"async\nfunction f(){}", "async\n(function f ())"},
		{"let f = function(){}, g = () => 1, h = class {}", "(let (default f (function f ())) (default g (=> g () (return 1))) (default h (class)))"},
		{"`a${b}c${d}`", "(template \"a\" b \"c\" d \"\")"},
		{"x`\\u{}\\n`", "(tagged x undefined:\"\\\\u{}\\\\n\")"},
		{"a / b / c; /d[/]/g", "(/ (/ a b) c)\n/d[/]/g"},
		{"if (a) b; else if (c) d; else e", "(if a b (if c d e))"},
		{"for (;;) ;", "(for _ _ _ (empty))"},
		{"for (var i = 0, j; i < j; i++) {}", "(for (var (default i 0) j) (< i j) (x++ i) (block))"},
		{"for (let [a] of b) c", "(forof let (arraypattern a) b c)"},
		{"for (a.b in c);", "(forin (. a b) c (empty))"},
		{"for (var a = 1 in b);", "(forin var (default a 1) b (empty))"},
		{"for (let in b);", "(forin let b (empty))"},
		{"for (async of => 1;;);", "(for (async => (of) (return 1)) _ _ (empty))"},
		{"a: b: for (;;) { continue a; break b }", "(label a (label b (for _ _ _ (block (continue a) (break b)))))"},
		{"switch (a) { case 1: b; default: c }", "(switch a (case 1 b) (case _ c))"},
		{"try { a } catch ({b}) { c } finally { d }", "(try (block a) (catch (objectpattern (b b)) (block c)) (finally (block d)))"},
		{"'use strict'; 'x'\ny", "(directive \"use strict\")\n(directive \"x\")\ny"},
		{"('use strict'); x", "\"use strict\"\nx"},
		{"class A extends B { constructor(){ super(...a) } static x = 1; #y; get z(){ return #y in this } static { } }",
			"(classdecl A (extends B) (constructor constructor () (super() (... a))) (static field x 1) (field #y) " +
				"(get z (function z () (return (in #y this)))) (static block))"},
		{"class A { static; get; set; async; 'a'; 1; static static; static async *b(){} }",
			"(classdecl A (field static) (field get) (field set) (field async) (field a) (field 1) (static field static) " +
				"(static method b (async function* b ())))"},
		{"0x1F + 0b11 + 0o17 + 017 + 089 + 1_000 + .5 + 5. + 1e3", "(+ (+ (+ (+ (+ (+ (+ (+ 31 3) 15) 15) 89) 1000) 0.5) 5) 1000)"},
		{"0xFFn + 10n", "(+ 255n 10n)"},
		{"9007199254740993 + 0x20000000000001", "(+ 9.007199254740992e+15 9.007199254740992e+15)"},
		{"x = '\\x41\\u0042\\u{43}\\104\\\n\\0\\''", "(= x \"ABCD\\x00'\")"},
		{"x = '\\uD83D\\uDE00'", "(= x \"😀\")"},
		{"\\u0061b = ünï", "(= ab ünï)"},
		{"a <!-- b\n--> c\nd", "a\nd"},
		{"yield: var yield, let, static, await, of, get, async", "(label yield (var yield let static await of get async))"},
		{"import('a', {with: b})", "(import() \"a\" (object (prop with b)))"},
		{"{ function f(){} } if (a) function g(){}", "(block (annexb (function f ())))\n(if a (block (annexb (function g ()))) _)"},
		{"{ using a = b; }", "(block (using (default a b)))"},
		{"a\n/b/g", "(/ (/ a b) g)"},
	} {
		got := strings.TrimSpace(Dump(mustParse(t, c.src, Options{})))
		if got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.src, got, c.want)
		}
	}
}

// TestScopes compares scope trees; see DumpScopes for the notation.
func TestScopes(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"captures", "function f(a,b){ let x=1; const y = () => x + a; function g(){ return z } var z }", `
script: function f,
  function f ctx3: param a@0/p0c, param b/p1, let x@1/c, const y, function g, var z@2/c,
    function y:
    function g:
`},
		{"mapped arguments", "function f(a,b){ return arguments }", `
script: function f,
  function f ctx2: param a@0/p0, param b@1/p1, arguments arguments,
`},
		{"unmapped arguments", "function f(a,b){ 'use strict'; return () => arguments }", `
script: function f,
  function f S ctx1: param a/p0, param b/p1, arguments arguments@0/c,
    function S:
`},
		{"per iteration", "for (let i=0;i<3;i++) { g(()=>i) } for (let j=0;j<3;j++) { }", `
script:
  for I ctx1: let i@0/ac,
    function:
  for: let j/a,
`},
		{"param scope", "function f(a, b=()=>a, c){ var a, d; eval('1'); }", `
script E: function f,
  function f E ctx6: param a@0/p0tc, param b@1/p1t, param c@2/p2t, arguments arguments@3, this this@4, newtarget new.target@5,
    function b:
    body EX ctx2: var a@0, var d@1,
`},
		{"arrow parameters", "function f(x){ return (a, b = () => a + x, {c} = class { m(){ return b } }) => a }", `
script: function f,
  function f ctx1: param x@0/p0c,
    function ctx2: param a@0/p0c, param b@1/p1c, param c,
      function b:
      class S:
        function m S:
      body:
`},
		{"derived this", "class A extends B { constructor(){ super(); () => this } }", `
script: class A,
  class S: classname A,
    function constructor S ctx1: this this@0/tac, activefunction .func, newtarget new.target,
      function S:
`},
		{"tdz", "function f(){ x; let x; x; () => x; function g(){ y } let y; let z = () => z; z }", `
script: function f,
  function f ctx3: let x@0/tc, function g, let y@1/tc, let z@2/tc,
    function:
    function g:
    function z:
`},
		{"tdz elided", "function f(){ let x = 1; { function g(){ return x } } const h = () => x }", `
script: function f,
  function f ctx1: let x@0/c, const h, var g/a,
    block: blockfunction g,
      function g:
    function h:
`},
		{"annex b blocked by let", "function f(){ { let g; { function g(){} } } }", `
script: function f,
  function f:
    block: let g,
      block: blockfunction g,
        function g:
`},
		{"class internals", "class A { #x; static [k] = 1; #p(){} static { var q } }", `
script: class A,
  class S ctx4: classname A, private #x@0, internal .key@1, private #p@2, internal .fn@3,
    function #p S:
    function S:
    function S:
      static S: var q,
`},
	} {
		got := DumpScopes(mustParse(t, c.src, Options{}))
		if got != strings.TrimPrefix(c.want, "\n") {
			t.Errorf("%s:\n got\n%swant%s", c.name, got, c.want)
		}
	}
}

// refs returns the resolved references of the identifiers of a name in order.
func refs(p *Program, name string) string {
	var out []string
	var expr func(x Expr)
	var stmts func(ss []Stmt)
	fn := func(f *Function) { stmts(f.Body) }
	expr = func(x Expr) {
		switch x := x.(type) {
		case *Ident:
			if x.Name == name {
				out = append(out, x.Ref.String())
			}
		case *FuncExpr:
			fn(x.Fn)
		case *Call:
			expr(x.Fn)
			for _, a := range x.Args {
				expr(a)
			}
		case *This:
			if name == "this" {
				out = append(out, x.Ref.String())
			}
		case *NewTarget:
			if name == "new.target" {
				out = append(out, x.Ref.String())
			}
		case *Assign:
			expr(x.Target)
			expr(x.Value)
		}
	}
	stmts = func(ss []Stmt) {
		for _, s := range ss {
			switch s := s.(type) {
			case *ExprStmt:
				expr(s.X)
			case *BlockStmt:
				stmts(s.Body)
			case *WithStmt:
				stmts([]Stmt{s.Body})
			case *FuncDecl:
				fn(s.Fn)
			case *ReturnStmt:
				if s.X != nil {
					expr(s.X)
				}
			case *VarDecl:
				for _, d := range s.Decls {
					expr(d.Target)
					if d.Init != nil {
						expr(d.Init)
					}
				}
			}
		}
	}
	if p.Inner != nil {
		fn(p.Inner)
	}
	stmts(p.Func.Body)
	return strings.Join(out, ", ")
}

func TestRefs(t *testing.T) {
	for _, c := range []struct{ src, name, want string }{
		{"x; let x", "x", "global! let, global let"},
		{"x; function f(){ x; this; new.target }", "x", "global, global"},
		{"this; () => this; function f(){ this; () => this }", "this", "globalthis, globalthis, context this, context this"},
		{"function f(){ var x; with(o){ x; { let x; x } } }", "x", "context var, dynamic var, local let, local let"},
		{"function f(){ var x; eval(''); x; function g(){ x; y } }", "x", "context var, context var, context var"},
		{"var y; function f(){ eval(''); y; { let y; y } }", "y", "global var, dynamic var, local let, local let"},
		{"function f(){ eval(''); z }", "z", "dynamic"},
		{"function f(){ 'use strict'; eval(''); z }", "z", "global"},
		{"function f(){ x; let x = 1; x }", "x", "local! let, local let, local let"},
	} {
		if got := refs(mustParse(t, c.src, Options{}), c.name); got != c.want {
			t.Errorf("%q %s: got %s, want %s", c.src, c.name, got, c.want)
		}
	}
}

func TestEval(t *testing.T) {
	module := NewOuterScope(ScopeFunction, nil)
	module.AddOuter("far", VarLet, 0)
	fn := NewOuterScope(ScopeFunction, module)
	fn.Extensible = true
	fn.AddOuter("near", VarVar, 0)
	fn.AddOuter("this", VarThis, 1)
	block := NewOuterScope(ScopeBlock, fn)
	block.AddOuter("x", VarLet, 0)
	o := Options{Eval: true, Outer: block, InFunction: true}
	src := "var v; let w; x; near; far; free; this; v; w; () => { x; v; w }"
	p := mustParse(t, src, o)
	for _, c := range []struct{ name, want string }{
		{"x", "context! let, context! let"}, {"near", "context var"}, {"far", "dynamic! let"}, {"free", "dynamic"},
		{"this", "context! this"}, {"v", "dynamic var, dynamic var, dynamic var"}, {"w", "context let, context let, context let"},
	} {
		if got := refs(p, c.name); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	if len(p.Decls.VarNames) != 1 || len(p.Decls.LexicalNames) != 1 {
		t.Errorf("declarations: %+v", p.Decls)
	}
	if h := Hops(p.Func.Scope, fn); h != 2 {
		t.Errorf("hops = %d", h)
	}
	for _, c := range []struct {
		src string
		o   Options
		ok  bool
	}{
		{"new.target", Options{Eval: true}, false},
		{"new.target", Options{Eval: true, InFunction: true}, true},
		{"() => new.target", Options{Eval: true, InFunction: true}, true},
		{"super.x", Options{Eval: true, InMethod: true}, true},
		{"super()", Options{Eval: true, InMethod: true}, false},
		{"super()", Options{Eval: true, InDerivedConstructor: true}, true},
		{"arguments", Options{Eval: true, InClassFieldInit: true}, false},
		{"() => arguments", Options{Eval: true, InClassFieldInit: true}, false},
		{"a.#x", Options{Eval: true, PrivateNames: []string{"#x"}}, true},
		{"a.#y", Options{Eval: true, PrivateNames: []string{"#x"}}, false},
		{"with (a) b", Options{Eval: true, StrictOuter: true}, false},
		{"return", Options{Eval: true, InFunction: true}, false},
	} {
		if _, err := ParseScript([]byte(c.src), c.o); (err == nil) != c.ok {
			t.Errorf("%q %+v: %v", c.src, c.o, err)
		}
	}
}

func TestFunction(t *testing.T) {
	for _, c := range []struct {
		params, body string
		kind         DynamicKind
		want         string
	}{
		{"a,b", "return a", DynamicFunction, ""},
		{"a, b = a", "yield b", DynamicGenerator, ""},
		{"", "await 1", DynamicAsync, ""},
		{"", "yield await 1", DynamicAsyncGenerator, ""},
		{"a //", "return a", DynamicFunction, ""},
		{"/*", "*/){", DynamicFunction, "Unexpected end of arg string"},
		{"a) { }, function(b", "", DynamicFunction, "Arg string terminates parameters early"},
		{"", "}, function(){", DynamicFunction, "Single function literal required"},
		{"", "return 1 }", DynamicFunction, "Unexpected token '}'"},
		{"a = 1", "'use strict'", DynamicFunction, "Illegal 'use strict' directive in function with non-simple parameter list"},
		{"a, a", "'use strict'", DynamicFunction, msgDup},
		{"", "super()", DynamicFunction, "'super' keyword unexpected here"},
		{"...a, b", "", DynamicFunction, msgRestLast},
		{"a", "let a", DynamicFunction, "Identifier 'a' has already been declared"},
		{"", "--> x", DynamicFunction, ""},
	} {
		p, err := ParseFunction(c.params, c.body, c.kind, Options{})
		got := ""
		if err != nil {
			got = err.Msg
		}
		if got != c.want {
			t.Errorf("%q %q: got %q, want %q", c.params, c.body, got, c.want)
		}
		if err == nil {
			checkTree(t, p)
			if p.Inner.Name != "anonymous" || int(p.Inner.End) != len(p.Src) {
				t.Errorf("%q: %+v", c.params, p.Inner)
			}
		}
	}
	p, err := ParseFunctionBody([]byte("#!/bin/x\nexports.a = function(){ return require }; return 1"), []string{"exports", "require"}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkTree(t, p)
	if got := refs(p, "require"); got != "context param" {
		t.Errorf("require: %s", got)
	}
}

func TestModule(t *testing.T) {
	src := `import d, { a as b, "x y" as c } from "m" with { type: "json" };
import * as ns from "n"; import "m";
export { b, ns }; export { q as default } from "m"; export * from "n"; export * as star from "n";
export let v = 1, { w } = {}; export function f() {} export class K {}
export default class {}; await v;`
	_, err := ParseModule([]byte(src), Options{})
	if err == nil || err.Msg != "Duplicate export of 'default'" {
		t.Fatalf("duplicate default: %v", err)
	}
	p, err := ParseModule([]byte(strings.Replace(src, "q as default", "q as r", 1)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkTree(t, p)
	m := p.Module
	if len(m.Requests) != 3 || m.Requests[0].Attributes[0].Value != "json" || m.Requests[2].Specifier != "m" {
		t.Errorf("requests %+v", m.Requests)
	}
	if len(m.Imports) != 4 || m.Imports[2].Name != "x y" || !m.Imports[3].Namespace {
		t.Errorf("imports %+v", m.Imports)
	}
	names := func(es []ExportEntry) string {
		var s []string
		for _, e := range es {
			s = append(s, e.Name)
		}
		return strings.Join(s, " ")
	}
	if got := names(m.LocalExports); got != "ns v w f K default" {
		t.Errorf("local exports %s", got)
	}
	if got := names(m.IndirectExports); got != "r star b" {
		t.Errorf("indirect exports %s", got)
	}
	if len(m.StarExports) != 1 || !m.HasTLA || m.HasImportMeta {
		t.Errorf("%+v", m)
	}
}

func TestDepth(t *testing.T) {
	for _, src := range []string{
		strings.Repeat("(", 100000), strings.Repeat("[", 100000), strings.Repeat("{", 100000), strings.Repeat("!", 100000) + "a",
		strings.Repeat("a=>", 100000) + "1", strings.Repeat("a=", 100000) + "1", strings.Repeat("a**", 100000) + "1",
		strings.Repeat("if(1)", 100000) + ";", strings.Repeat("new ", 100000) + "a", strings.Repeat("`${", 100000),
		strings.Repeat("a?b:", 100000) + "1", strings.Repeat("function f(){", 100000), strings.Repeat("class A{m(){", 50000),
		"let " + strings.Repeat("[", 100000), "let " + strings.Repeat("{a:", 100000),
		strings.Repeat("async a=>", 100000) + "1", strings.Repeat("-", 1) + strings.Repeat("- ", 100000) + "1",
		strings.Repeat("do ", 100000), strings.Repeat("for(;;)", 100000), strings.Repeat("with(a)", 100000), strings.Repeat("({a:", 100000),
		strings.Repeat("a(", 100000), strings.Repeat("a[", 100000), strings.Repeat("({m(){", 100000), strings.Repeat("try{", 100000),
		strings.Repeat("switch(1){case 1:", 100000), strings.Repeat("class A extends ", 100000),
	} {
		_, err := ParseScript([]byte(src), Options{})
		if err == nil || err.Kind != RangeError {
			t.Errorf("%.20q...: %v", src, err)
		}
	}
	// Chains that do not nest have no limit.
	for _, src := range []string{
		"a" + strings.Repeat("+a", 100000), "a" + strings.Repeat(".b", 100000), "a" + strings.Repeat("(1)", 100000),
		strings.Repeat("if(a);else ", 100000) + ";", strings.Repeat("a,", 100000) + "a", "a" + strings.Repeat("&&a", 100000),
	} {
		if _, err := ParseScript([]byte(src), Options{}); err != nil {
			t.Errorf("%.20q...: %v", src, err)
		}
	}
}

func TestLines(t *testing.T) {
	l := NewLines([]byte("a\nb\r\nc\rd\u2028é😀x"))
	for _, c := range []struct {
		pos       int32
		line, col int
	}{{0, 1, 1}, {1, 1, 2}, {2, 2, 1}, {5, 3, 1}, {7, 4, 1}, {11, 5, 1}, {13, 5, 2}, {17, 5, 4}, {18, 5, 5}} {
		if line, col := l.Position(c.pos); line != c.line || col != c.col {
			t.Errorf("%d: %d:%d, want %d:%d", c.pos, line, col, c.line, c.col)
		}
	}
	if l.Count() != 5 || string(l.Text(2)) != "b" || string(l.Text(4)) != "d" {
		t.Errorf("%d lines", l.Count())
	}
}

func TestMagicComments(t *testing.T) {
	p := mustParse(t, "a //# sourceURL=foo.js\n//# sourceMappingURL=foo.js.map\n", Options{})
	if p.SourceURL != "foo.js" || p.SourceMappingURL != "foo.js.map" {
		t.Errorf("%q %q", p.SourceURL, p.SourceMappingURL)
	}
}

func TestNatives(t *testing.T) {
	if got := Dump(mustParse(t, "%Foo(a, 1) % b", Options{AllowNatives: true})); got != "(% (%Foo a 1) b)\n" {
		t.Error(got)
	}
}
