package messaging

import (
	"strings"
	"testing"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/gc"
	"github.com/gonode/gonode/loop"
)

func newEnv(t *testing.T, stress gc.StressOptions) *bindings.Env {
	t.Helper()
	iso, err := core.NewIsolate(core.Options{Stress: stress})
	if err != nil {
		t.Fatal(err)
	}
	iso.NewRealm()
	e := bindings.NewEnv(iso, loop.New(), Table())
	b, ok := e.Get("messaging")
	if !ok {
		t.Fatal("no binding")
	}
	h := iso.NewHandle(b)
	g, ok := iso.RunScript("globalThis", "t")
	if !ok {
		t.Fatal("globalThis")
	}
	e.Set(g, "b", h.Value())
	e.Exit = func(int) {}
	return e
}

func run(t *testing.T, e *bindings.Env, src string) string {
	t.Helper()
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	v, ok := iso.RunScript(src, "t")
	if !ok {
		exc, _ := iso.Catch()
		return iso.Display(exc)
	}
	s, ok := iso.ToGoString(v)
	if !ok {
		t.Fatalf("%s: no string", src)
	}
	return s
}

func TestStructuredClone(t *testing.T) { structuredClone(t, gc.StressOptions{}) }

// TestStress collects at every seventh safepoint.
func TestStress(t *testing.T) { structuredClone(t, gc.StressOptions{Scavenge: 7, Verify: true}) }

func structuredClone(t *testing.T, stress gc.StressOptions) {
	e := newEnv(t, stress)
	run(t, e, "var c = b.structuredClone")
	for _, c := range []struct{ src, want string }{
		{"[undefined, null, true, 1.5, 'x', 10n].map(x => String(c(x))).join()", "undefined,null,true,1.5,x,10"},
		{"Object.is(c(-0), -0)", "true"},
		{"c('\\ud800').charCodeAt(0)", "55296"},
		{"var o = {a: 1, b: {c: [1,,3]}}; o.self = o; var p = c(o); p.self === p && p !== o && !(1 in p.b.c) && p.b.c.length", "3"},
		{"typeof c(new Number(3)) + c(new Number(3)) + c(new String('s')).length + c(Object(1n))", "object311"},
		{"c(new Date(5)) instanceof Date && c(new Date(5)).getTime()", "5"},
		{"var r = c(/a+/gi); r instanceof RegExp && r.source + r.flags + r.lastIndex", "a+gi0"},
		{"var m = new Map([[1, {x: 2}], ['k', 3]]); m.set(m, m); var n = c(m); n.get(1).x + n.get('k') + (n.get(n) === n)", "6"},
		{"[...c(new Set([1, 'a', NaN]))].join()", "1,a,NaN"},
		{"var x = c(new RangeError('m', {cause: {q: 1}})); x instanceof RangeError && x.message + x.cause.q + x.name", "m1RangeError"},
		{"var x = new TypeError('m'); c(x).stack === x.stack", "true"},
		{"var a = new Uint8Array([1,2,3]); var z = c({a, b: a.buffer, d: new DataView(a.buffer, 1, 1)}); z.a.buffer === z.b && z.d.getUint8(0) + '' + z.a.join()", "21,2,3"},
		{"var a = new Uint8Array([1,2,3]); var z = c(a, {transfer: [a.buffer]}); z.join() + a.length", "1,2,30"},
		{"var a = new ArrayBuffer(2, {maxByteLength: 8}); var z = c(a); z.resize(8); z.byteLength + '' + z.maxByteLength", "88"},
		{"var s = new SharedArrayBuffer(4); new Uint8Array(c(s))[0] = 7; new Uint8Array(s)[0]", "7"},
		{"c(Object.assign([1, 2], {k: 'v'})).k", "v"},
		{"class K { x = 1; get y() { return 2 } } var k = c(new K); k.constructor === Object && Object.keys(k).join()", "x"},
		{"c({get a() { return 4 }}).a", "4"},
		{"Object.keys(c({[Symbol()]: 1, a: 1})).join()", "a"},
		{"try { c(() => {}) } catch (e) { e.name + ': ' + e.message + e.code }", "DataCloneError: () => {} could not be cloned.25"},
		{"try { c({a: Symbol('q')}) } catch (e) { e.message }", "Symbol(q) could not be cloned."},
		{"try { c(Promise.resolve()) } catch (e) { e.message }", "#<Promise> could not be cloned."},
		{"try { c(new WeakMap()) } catch (e) { e.message }", "#<WeakMap> could not be cloned."},
		{"try { c({get a() { throw 5 }}) } catch (e) { e }", "5"},
		{"var d = new ArrayBuffer(1); c(d, {transfer: [d]}); try { c(d) } catch (e) { e.message }", "An ArrayBuffer is detached and could not be cloned."},
		{"var d = new ArrayBuffer(1); try { c(d, {transfer: [d, d]}) } catch (e) { e.message }", "Transfer list contains duplicate ArrayBuffer"},
		{"var d = {}; for (let i = 0; i < 3e4; i++) d = {d}; try { c(d) } catch (e) { e.message }", "Maximum call stack size exceeded"},
		{"var big = Array.from({length: 3000}, (_, i) => ({i, s: 'x' + i})); c(big)[2999].s", "x2999"},
	} {
		if stress.Scavenge > 0 && (strings.Contains(c.src, "3e4") || strings.Contains(c.src, "3000")) {
			continue // too slow
		}
		if got := run(t, e, c.src); got != c.want {
			t.Errorf("%s = %q, want %q", c.src, got, c.want)
		}
	}
}

func TestPorts(t *testing.T) {
	e := newEnv(t, gc.StressOptions{})
	run(t, e, `var log = []; var h = Symbol.for('nodejs.internal.kHybridDispatch'), ports = Symbol.for('nodejs.internal.kCurrentlyReceivingPorts');
		function listen(p, n) { p[h] = function(v, type) { log.push(n + type + (v && v.x || v)); if (this[ports].length) { var q = this[ports][0]; listen(q, 'q'); q.ref(); q.start(); log.push(v.port === q) } if (v === 'end') this.close() }; p.ref(); p.start(); }
		var {port1, port2} = new b.MessageChannel(); port1.postMessage({x: 1}); listen(port2, 'a');
		var second = new b.MessageChannel(); port1.postMessage({x: 2, port: second.port2}, [second.port2]); second.port1.postMessage('through'); second.port1.postMessage('end');
		port1.postMessage('end')`)
	e.Loop.Run(loop.Default)
	if got, want := run(t, e, "log.join('|')"), "amessage1|amessage2|true|amessageend|qmessagethrough|qmessageend"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, c := range []struct{ src, want string }{
		{"var s = new b.MessageChannel(); b.receiveMessageOnPort(s.port1) === b.noMessageSymbol", "true"},
		{"s.port1.postMessage([1, 2]); b.receiveMessageOnPort(s.port2).join()", "1,2"},
		{"try { s.port1.postMessage(s.port2) } catch (e) { e.name }", "DataCloneError"},
		{"try { s.port1.postMessage(1, [s.port1]) } catch (e) { e.message }", "Transfer list contains source port"},
		{"try { new b.MessagePort } catch (e) { e.code }", "ERR_CONSTRUCT_CALL_INVALID"},
		{"s.port1.close(); s.port1.postMessage(1)", "true"},
		{"var x = b.broadcastChannel('n'), y = b.broadcastChannel('n'); x.postMessage({k: 1}); b.receiveMessageOnPort(y).k + (b.receiveMessageOnPort(x) === b.noMessageSymbol)", "2"},
	} {
		if got := run(t, e, c.src); got != c.want {
			t.Errorf("%s = %q, want %q", c.src, got, c.want)
		}
	}
}
