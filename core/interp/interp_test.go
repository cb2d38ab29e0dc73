package interp_test

import (
	"github.com/gonode/gonode/core/layout"
	"os"
	"strings"
	"testing"

	"github.com/gonode/gonode/core/builtins"
	"github.com/gonode/gonode/core/interp"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// newIsolate makes an isolate with a realm.
func newIsolate(t testing.TB, stress gc.StressOptions) *vm.Isolate {
	t.Helper()
	iso, err := vm.New(vm.Config{Heap: gc.Config{Stress: stress}, HashSeed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(iso.Close)
	interp.Install(iso)
	builtins.Install(iso)
	iso.AllowNatives = true
	iso.NewRealm()
	return iso
}

// eval runs a script and renders its completion value, or the exception.
func eval(iso *vm.Isolate, src string) string {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	v, ok := iso.RunScript(src, "test.js")
	if !ok {
		e, _ := iso.Catch()
		return "throws " + iso.Display(e)
	}
	h := iso.NewHandle(v)
	iso.RunMicrotasks()
	if v := h.Value(); v.IsObject() && iso.KindOf(v.Ref()) == layout.KindArray {
		if s, ok := iso.ToGoString(v); ok {
			return s
		}
	}
	return iso.Display(h.Value())
}

// expectEval checks a script plain and under stress: a scavenge at every safepoint, verified.
func expectEval(t *testing.T, src, want string) {
	t.Helper()
	if got := eval(newIsolate(t, gc.StressOptions{}), src); got != want {
		t.Errorf("%s\n got  %s\n want %s", src, got, want)
	}
	if testing.Short() || os.Getenv("NOSTRESS") != "" {
		return
	}
	if got := eval(newIsolate(t, gc.StressOptions{Scavenge: 1, Verify: true}), src); got != want {
		t.Errorf("stress: %s\n got  %s\n want %s", src, got, want)
	}
}

func expectAll(t *testing.T, table []string) {
	t.Helper()
	for i := 0; i+1 < len(table); i += 2 {
		src, want := table[i], table[i+1]
		t.Run(strings.ReplaceAll(src[:min(len(src), 30)], "/", "_"), func(t *testing.T) { expectEval(t, src, want) })
	}
}

func TestArithmetic(t *testing.T) {
	expectAll(t, []string{
		"1+1", "2",
		"2147483647+1", "2147483648",
		"1-2.5", "-1.5",
		"0*-1", "0",
		"7/2", "3.5",
		"6/2", "3",
		"-7%3", "-1",
		"2**10", "1024",
		"'a'+1", `"a1"`,
		"1+'a'+2", `"1a2"`,
		"5&3|8^1", "9",
		"1<<31", "-2147483648",
		"-1>>>0", "4294967295",
		"~5", "-6",
		"-'3'", "-3",
		"10n**20n", "100000000000000000000",
		"1n+1", "throws TypeError: Cannot mix BigInt and other types, use explicit conversions",
		"typeof 1n", `"bigint"`,
		"var i=5; i++ + ++i", "12",
		"1<2", "true",
		"'b'>'a'", "true",
		"null==undefined", "true",
		"NaN!=NaN", "true",
	})
}

func TestControl(t *testing.T) {
	expectAll(t, []string{
		"var s=0; for(var i=0;i<10;i++) s+=i; s", "45",
		"let s=0; for(let i=0;i<10;i++){ if(i==5) continue; if(i==8) break; s+=i } s", "23",
		"function f(n){return n<2?n:f(n-1)+f(n-2)} f(15)", "610",
		"try { throw 1 } catch(e) { e+1 }", "2",
		"function f(){try{return 1}finally{g=2}} var g; f()+g", "3",
		"switch(3){case 1: 'a'; break; case 3: 'c'; break; default: 'd'}", `"c"`,
		"var o={a:1,b:2}, r=''; for (var k in o) r+=k; r", `"ab"`,
		"var r=0; for (const x of [1,2,3]) r+=x; r", "6",
		"a: for(;;){ for(;;){ break a } } 7", "7",
		"x", "throws ReferenceError: x is not defined",
		"let y; { y = 1; let z = y + 1; y = z } y", "2",
		"f(); let q=1; function f(){ return q }", "throws ReferenceError: Cannot access 'q' before initialization",
	})
}

func TestStackOverflow(t *testing.T) {
	for _, src := range []string{
		"(function f(){ return f() })()",
		"var o={toString(){return ''+o}}; ''+o",
		"var a=[]; for (var i=0;i<1e5;i++) a=[a]; a.toString()",
		"class A{constructor(){new A}} new A",
		"var p=new Proxy({},{get(t,k,r){return r[k]}}); p.x",
		"function f(){ [1].forEach(f) } f()",
		"function f(){ return f.apply(this, arguments) } f(1,2,3)",
		"function* g(){ yield* g() } g().next()",
	} {
		if got, want := eval(newIsolate(t, gc.StressOptions{}), src), "throws RangeError: Maximum call stack size exceeded"; got != want {
			t.Errorf("%s: %s", src, got)
		}
	}
}

// TestNoAllocs checks that running JavaScript makes no garbage for Go.
func TestNoAllocs(t *testing.T) {
	for _, src := range []string{
		"function f(a){return a} function run(){ let s=0; for (let i=0;i<100;i++) s=f(i); return s }",
		"class A{constructor(x){this.x=x} get y(){return this.x} m(){return this.y}} function run(){ let s=0; for (let i=0;i<100;i++) s=new A(i).m(); return s }",
		"function run(){ const a=[]; for (let i=0;i<100;i++) { a[i]=i; a.k=i; Array.isArray(a) } return a.k }",
		"function* g(){ for (let i=0;i<100;i++) yield i } function run(){ let s=0; for (const x of g()) s+=x; return s }",
		"function run(){ let s=0; for (let i=0;i<100;i++) { try { throw i } catch(e) { s+=e } } return s }",
		"async function f(){ for (let i=0;i<100;i++) await i } function run(){ f() }",
		"function h(a,...r){ return r.length } function run(){ let s=0; for (let i=0;i<100;i++) s+=h.call(null,1,2,...[3,4]); return s }",
		"function run(){ let s=''; for (let i=0;i<100;i++) { const {a,b}={a:i,b:'x'}; s=b+a } return s }",
		"const a=[]; for (let i=0;i<100;i++) a.push(i); function run(){ let s=0; a.forEach(x=>{s+=x}); s+=a.map(x=>x+1).filter(x=>x%2).reduce((x,y)=>x+y,0); return s + a.find(x=>x===50) + (a.some(x=>x>98)?1:0) }",
		"const a=[]; for (let i=0;i<100;i++) a.push(i*7919%101); function run(){ return a.slice().sort((x,y)=>x-y)[3] + [...a,...a].length }",
		"const m=new Map(); for (let i=0;i<100;i++) m.set(i,'v'+i); function run(){ let s=0; for (const [k,v] of m) s+=k+v.length; for (const v of m.values()) s+=v.length; return s }",
		"const u=new Uint8Array(100), f=new Float64Array(100); function run(){ let s=0; for (let i=0;i<u.length;i++) { u[i]=i*3; f[i]=u[i]/2; s+=f[i] } return s }",
		"class A{#x=0; y=1; get(){return this.#x} set(v){this.#x=v}} class B extends A{get(){return super.get()+1}} function run(){ let s=0; for (let i=0;i<100;i++) { const b=new B; b.set(i); s+=b.get() } return s }",
		"const o={a:1,b:'x',c:null}; function run(){ let s=0; for (let i=0;i<100;i++) { const {a,...r}={...o,d:i}; s+=r.d } return s }",
		"const t='some text, and more'; function run(){ let s=0; for (let i=0;i<t.length;i++) s+=t.charCodeAt(i)+(t[i]===','?1:0); return s+`${s}:${t}`.length }",
	} {
		iso := newIsolate(t, gc.StressOptions{})
		if r := eval(iso, src+"; for (let i=0;i<10;i++) run(); 0"); r != "0" {
			t.Errorf("%s: %s", src, r)
			continue
		}
		v, _ := iso.LookupData(iso.Intrinsic(vm.GlobalObject), iso.KeyOfGo("run"))
		h := iso.NewPersistent(v)
		n := testing.AllocsPerRun(100, func() {
			iso.Call(h.Value(), undef)
			iso.RunMicrotasks()
		})
		if n > 1 {
			t.Errorf("%v allocations in a run of %s", n, src)
		}
	}
}

func TestFunctions(t *testing.T) {
	expectAll(t, []string{
		"function f(a,b){return [a,b,arguments.length].join()} f(1)", `"1,,1"`,
		"(function(){return arguments[0]=5, arguments[0]})(1)", "5",
		"(function(a){arguments[0]=5; return a})(1)", "5",
		"(function(a){'use strict';arguments[0]=5; return a})(1)", "1",
		"((a,b=2,...c)=>a+b+c.length)(1,undefined,3,4)", "5",
		"var add=a=>b=>a+b; add(1)(2)", "3",
		"class A{constructor(x){this.x=x} get y(){return this.x*2} static s(){return 's'} m(){return this.x}} class B extends A{constructor(){super(4)} m(){return super.m()+1}} var b=new B; [b.y,b.m(),A.s(),B.s(),b instanceof A].join()", `"8,5,s,s,true"`,
		"class P{#x=1; #m(){return this.#x} get v(){return this.#m()+1} set v(z){this.#x=z}} var p=new P; p.v=5; p.v", "6",
		"new (class { a=1; b=this.a+1; static c=3 })().b", "2",
		"var o={get a(){return 3}, set a(v){this.b=v}}; o.a=7; o.a+o.b", "10",
		"var {a,b:{c}}={a:1,b:{c:2}}; a+c", "3",
		"var [x,,y=9,...z]=[1,2,undefined,4,5]; x+y+z.length", "12",
		"f.call({v:1},2); function f(a){return this.v+a}", "3",
		"((...a)=>a[1])(...[1,5,3])", "5",
		"new Array(...[1,2]).length", "2",
		"function F(){ this.a=1 } F.prototype.g=function(){return this.a}; new F().g()", "1",
		"function F(){ return {z:1} } new F().z", "1",
		"`a${1+1}b`", `"a2b"`,
		"(x=>x.raw[0])`a\\n`", `"a\n"`,
		"var o={x:1}; with(o){ x=2 } o.x", "2",
		"eval('var ev=3; ev+1')", "4",
		"function f(){ eval('var q=1'); return q } f()", "1",
		"new Function('a','b','return a*b')(3,4)", "12",
		"undefined.foo", "throws TypeError: Cannot read properties of undefined (reading 'foo')",
	})
}

func TestGenerators(t *testing.T) {
	expectAll(t, []string{
		"function* g(){ var x = yield 1; yield x*2; return 3 } var i=g(); [i.next().value, i.next(5).value, i.next().value, i.next().done].join()", `"1,10,3,true"`,
		"function* g(){ yield* [1,2]; return 3 } [...g()].join()", `"1,2"`,
		"function* g(){ try { yield 1 } finally { r = 'f' } } var r; for (var x of g()) break; r", `"f"`,
		"function* g(){ try { yield 1 } catch(e) { yield e+1 } } var i=g(); i.next(); i.throw(4).value", "5",
		"var r=[]; async function f(){ r.push(1); await null; r.push(3); return 4 } f().then(v=>r.push(v)); r.push(2); r", "1,2,3,4",
		"var r=[]; (async()=>{ try { await Promise.reject(5) } catch(e) { r.push(e) } })(); r", "5",
		"var r=[]; async function* g(){ yield 1; yield 2 } (async()=>{ for await (var x of g()) r.push(x) })(); r", "1,2",
		"var r=[]; (async()=>{ for await (var x of [1,Promise.resolve(2)]) r.push(x) })(); r", "1,2",
	})
}
