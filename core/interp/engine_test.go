package interp_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

func TestTerminate(t *testing.T) {
	iso := newIsolate(t, gc.StressOptions{})
	time.AfterFunc(20*time.Millisecond, iso.Terminate)
	_, ok := iso.RunScript("var n=0; function f(){ try { for(;;) n++ } catch(e) { n=-1 } finally { n=-2 } } f()", "t.js")
	if ok || !iso.Terminating() {
		t.Fatal("not terminated")
	}
	iso.CancelTerminate()
	if got := eval(iso, "n > 0"); got != "true" {
		t.Errorf("catch or finally ran: %s", got)
	}
}

func TestInterrupt(t *testing.T) {
	iso := newIsolate(t, gc.StressOptions{})
	iso.RequestInterrupt(func(iso *vm.Isolate) { iso.ThrowTypeError("interrupted") })
	if got := eval(iso, "try { for(;;); } catch(e) { e.message }"); got != `"interrupted"` && !strings.Contains(got, "interrupted") {
		t.Error(got)
	}
}

// TestPanic checks that a Go panic in a builtin becomes a fatal error with the JS stack.
func TestPanic(t *testing.T) {
	iso := newIsolate(t, gc.StressOptions{})
	iso.SetGlobal("boom", iso.NewBuiltin("boom", 0, func(*vm.Isolate, *vm.Args) (vm.Value, bool) { panic("oops") }))
	defer func() {
		f, ok := recover().(*vm.FatalError)
		if !ok || f.Cause != "oops" || !strings.Contains(f.JSStack, "at boom") || !strings.Contains(f.JSStack, "at inner (test.js:1:") {
			t.Errorf("%+v", f)
		}
	}()
	eval(iso, "function inner(){ boom() } inner()")
	t.Error("no panic")
}

func TestRejectionTracker(t *testing.T) {
	iso := newIsolate(t, gc.StressOptions{})
	var log []string
	iso.SetRejectionTracker(func(iso *vm.Isolate, p, reason vm.Value, handled bool) {
		if handled {
			log = append(log, "handled")
		} else {
			log = append(log, "rejected "+iso.Display(reason))
		}
	})
	eval(iso, "var p = Promise.reject(1); p.catch(()=>{}); new Promise((a,b)=>b(2)); (async()=>{ throw 3 })(); Promise.resolve().then(()=>{ throw 4 })")
	if got, want := strings.Join(log, ","), "rejected 1,handled,rejected 2,rejected 3,rejected 4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestEmbedderData checks that reactions and jobs see the data of where they were made.
func TestEmbedderData(t *testing.T) {
	iso := newIsolate(t, gc.StressOptions{})
	iso.SetGlobal("get", iso.NewBuiltin("get", 0, func(iso *vm.Isolate, a *vm.Args) (vm.Value, bool) { return iso.EmbedderData(), true }))
	iso.SetGlobal("set", iso.NewBuiltin("set", 1, func(iso *vm.Isolate, a *vm.Args) (vm.Value, bool) { iso.SetEmbedderData(a.Arg(0)); return undef, true }))
	eval(iso, "var log=[]; set('a'); Promise.resolve().then(()=>log.push(get())); (async()=>{ set('b'); await 1; log.push(get()) })(); set('c'); Promise.resolve().then(()=>{ log.push(get()); set('d') }).then(()=>log.push(get()))")
	if got := eval(iso, "log.join()"); got != `"a,b,c,c"` {
		t.Error(got)
	}
}

func TestStackTrace(t *testing.T) {
	expectAll(t, []string{
		"function f(){ return new Error('m').stack } f()", "\"Error: m\n    at f (test.js:1:22)\n    at test.js:1:45\"",
		"class A{ constructor(){ this.s=new Error('m').stack } static s(){ return new A().s } m(){ return A.s() } } new A().m()",
		"\"Error: m\n    at new A (test.js:1:32)\n    at A.s (test.js:1:74)\n    at A.m (test.js:1:100)\n    at test.js:1:116\"",
		"[1].map(function cb(){ return new Error().stack })[0]", "\"Error\n    at cb (test.js:1:31)\n    at Array.map (<anonymous>)\n    at test.js:1:5\"",
		"var o={}; Error.captureStackTrace(o); typeof o.stack + ('stack' in Object.getOwnPropertyDescriptors(o))", `"stringtrue"`,
		"Error.stackTraceLimit=1; function f(){ return new Error('m').stack } f()", "\"Error: m\n    at f (test.js:1:47)\"",
		"Error.prepareStackTrace=(e,s)=>s.map(c=>c.getFunctionName()+':'+c.getLineNumber()+':'+c.getColumnNumber()+c.isToplevel()).join(); function f(){ return new Error('m').stack } f()", `"f:1:152true,null:1:175true"`,
		"function a(){ b() } function b(){ null.x } try { a() } catch(e) { e.stack }", "\"TypeError: Cannot read properties of null (reading 'x')\n    at b (test.js:1:40)\n    at a (test.js:1:15)\n    at test.js:1:50\"",
		"var s; async function f(){ await 1; s=new Error('m').stack } async function g(){ await f() } g().then(()=>{ r[0]=s }); var r=['']; r", "Error: m\n    at f (test.js:1:39)\n    at async g (test.js:1:82)",
		"class E extends Error{} function f(){ return new E('m').stack } f()", "\"Error: m\n    at f (test.js:1:46)\n    at test.js:1:65\"",
		"try { eval('x y') } catch(e) { e instanceof SyntaxError }", "true",
	})
}

func TestMessages(t *testing.T) {
	expectAll(t, []string{
		"var x={}; x.y.z", "throws TypeError: Cannot read properties of undefined (reading 'z')",
		"var x={}; x.y.z=1", "throws TypeError: Cannot set properties of undefined (setting 'z')",
		"var x={}; x.y()", "throws TypeError: x.y is not a function",
		"var x={}; x[0]()", "throws TypeError: x[0] is not a function",
		"var x={}; new x.y()", "throws TypeError: x.y is not a constructor",
		"var x={}; let [a]=x", "throws TypeError: x is not iterable",
		"let {a}=null", "throws TypeError: Cannot destructure property 'a' of 'null' as it is null.",
		"for (var a of 5);", "throws TypeError: 5 is not iterable",
		"5 in 'x'", "throws TypeError: Cannot use 'in' operator to search for '5' in x",
		"const c=1; c=2", "throws TypeError: Assignment to constant variable.",
		"class A{}; A()", "throws TypeError: Class constructor A cannot be invoked without 'new'",
		"class A extends null{}; new A", "throws TypeError: Super constructor null of A is not a constructor",
		"class A extends Object{constructor(){}}; new A", "throws ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
		"class A{#p; static t(o){return o.#p}} A.t({})", "throws TypeError: Cannot read private member #p from an object whose class did not declare it",
		"'use strict'; undefinedVariable = 1", "throws ReferenceError: undefinedVariable is not defined",
		"'use strict'; Object.freeze([1]).push(2)", "throws TypeError: Cannot add property 1, object is not extensible",
	})
}

// TestInlineCaches runs one access site over changing receivers: every answer must be what a plain lookup gives.
func TestInlineCaches(t *testing.T) {
	expectAll(t, []string{
		"function get(o){return o.p} var P={p:1}, o=Object.create(P), r=[]; for (var i=0;i<4;i++) r.push(get(o)); P.p=2; r.push(get(o)); o.p=3; r.push(get(o)); delete o.p; r.push(get(o)); delete P.p; r.push(get(o)); Object.prototype.p=9; r.push(get(o)); delete Object.prototype.p; r.push(get(o)); r.join()", `"1,1,1,1,2,3,2,,9,"`,
		"function get(o){return o.p} var r=[]; for (var i=0;i<3;i++) r.push(get({})); var o={get p(){return 5}}; for (var i=0;i<3;i++) r.push(get(o)); Object.defineProperty(o,'p',{value:6}); r.join()", `",,,5,5,5"`,
		"function set(o,v){o.q=v} class A{set q(v){this.w=v}} var r=[]; for (var i=0;i<4;i++){ var a={}; set(a,i); r.push(a.q) } var b=new A; set(b,7); r.push(b.w, 'q' in b, Object.hasOwn(b,'q')); r.join()", `"0,1,2,3,7,true,false"`,
		"function set(o,v){o.z=v} for (var i=0;i<4;i++) set({},1); Object.defineProperty(Object.prototype,'z',{set(v){hit=v},configurable:true}); var hit=0; set({},8); delete Object.prototype.z; hit", "8",
		"function get(o){return o.x} var r=0; for (var i=0;i<40;i++){ var o={}; o['k'+i]=1; o.x=i; r+=get(o) } r", "780",
		"function get(a){return a.length} [get([1,2]),get('abc'),get([1]),get({length:7}),get(function(a){}),get('')].join()", `"2,3,1,7,1,0"`,
		"var g=1; function f(){return g} f();f();f(); delete globalThis.g; var r=f(); Object.defineProperty(globalThis,'h',{get(){return 4},configurable:true}); function k(){return h} k();k(); r+k()", "5",
		"class A{#x=1; static g(o){return o.#x}} var r=0; for (var i=0;i<5;i++) r+=A.g(new A); class B extends A{constructor(){super(); this.y=2}} r+=A.g(new B); r", "6",
		"function call(o){return o.m()} class A{m(){return 1}} class B extends A{} var b=new B, r=0; for (var i=0;i<4;i++) r+=call(b); A.prototype.m=()=>10; r+=call(b); B.prototype.m=()=>100; r+=call(b); r", "114",
		"function f(i){return [1.5,,'a'][i]} [f(0),f(1),f(2),f(3)].join()", `"1.5,,a,"`,
		"function st(a,i,v){a[i]=v} var a=[1,2]; for (var i=0;i<4;i++) st(a,i,i); st(a,1,'x'); st(a,2,1.5); st(a,10,0); a.length+a.join()", `"110,x,1.5,3,,,,,,,0"`,
		"function st(a,i,v){'use strict';a[i]=v} var a=Object.freeze([1]); try { st([1],0,2); st(a,0,2) } catch(e) { e.message }", "\"Cannot assign to read only property '0' of object '[object Array]'\"",
	})
}

func TestModulesGlobalsEval(t *testing.T) {
	expectAll(t, []string{
		"var a=1; let b=2; (0,eval)('a+b')", "3",
		"(function(){ var a=5; return eval('a') })()", "5",
		"(function(){ 'use strict'; eval('var q=1'); return typeof q })()", `"undefined"`,
		"(function(){ eval('function q(){return 3}'); return q() })()", "3",
		"(function(){ let l=1; return eval('let l=2; l')+l })()", "3",
		"var o={v:1}; with(o){ var v=2; (function(){ v=3 })() } o.v", "3",
		"var o={f(){return this===o}}; with(o){ f() }", "true",
		"(function(a){ var g=()=>arguments[0]+a; a=2; return g() })(1)", "4",
		"typeof undeclared", `"undefined"`,
		"var r=[]; for (let i=0;i<3;i++) r.push(()=>i); r.map(f=>f()).join()", `"0,1,2"`,
		"var f=function fact(n){ return n<2?1:n*fact(n-1) }; f(5)", "120",
		"label: { break label } 'ok'", `"ok"`,
		"%HaveSameMap({a:1},{a:2})", "true",
		"var o={a:1,b:2,c:3}, r=''; for (var k in new Proxy(o,{getOwnPropertyDescriptor(t,k){ return Reflect.getOwnPropertyDescriptor(t,k) }})) { r+=k; delete o.c; delete o.b } r", `"a"`,
	})
}
