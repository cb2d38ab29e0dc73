package core_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/gc"
)

// normal gives all texts of a number the same value; what JSON.stringify makes of an infinity is null.
func normal(v any) any {
	switch v := v.(type) {
	case json.Number:
		f, _ := strconv.ParseFloat(string(v), 64)
		if f-f != 0 {
			return nil
		}
		if f == 0 {
			return 0.0
		}
		return f
	case []any:
		for i := range v {
			v[i] = normal(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = normal(v[k])
		}
	}
	return v
}

// goValue is what encoding/json understands, as text.
func goValue(s string) string {
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return "error " + err.Error()
	}
	b, err := json.Marshal(normal(v))
	if err != nil {
		return "error " + err.Error()
	}
	return string(b)
}

// FuzzJSON compares JSON.parse and JSON.stringify with encoding/json and with each other.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e-3,-0,true,null,"x\u00e9\n\ud83d\ude00"]}`, `[]`, `{}`, ` [ 1 , 2 ] `, `"\u12"`, `01`, `1.`, `-`, `1e5`, `1E400`, `[1,]`, `{"a":1,}`, `{"__proto__":1,"1":2,"0":3,"1":4}`,
		`tru`, `"\x00"`, `"\ud800"`, `[[[[[]]]]]`, "\"\u2028\"", "\ufeff1", `0.1e+10`, `123456789012345678901234567890`, `"a` + "\n" + `"`, `{"a":{"b":{"c":[{}]}}}`, `nul`, `{1:2}`, `{"a" 1}`, `5e-324`, `"😀é` + "\u07ff" + `"`} {
		f.Add(s, uint8(len(s)))
	}
	var iso *core.Isolate
	var fn *core.Persistent
	uses := 0
	f.Fuzz(func(t *testing.T, s string, indent uint8) {
		if !utf8.ValidString(s) || strings.Count(s, "[")+strings.Count(s, "{") > 2000 {
			return
		}
		if uses++; iso == nil || uses%5000 == 0 {
			if iso != nil {
				iso.Close()
			}
			var err error
			if iso, err = core.NewIsolate(core.Options{MaxHeap: 256 << 20}); err != nil {
				t.Fatal(err)
			}
			iso.NewRealm()
			v, ok := iso.RunScript(`(function (s, indent) {
				let v;
				try { v = JSON.parse(s) } catch (e) { return 'throws ' + e.name }
				const a = JSON.stringify(v, null, indent), r = JSON.stringify(JSON.parse(s, (k, v) => v), null, indent);
				if (a !== r) return 'with a reviver ' + r;
				const b = JSON.stringify(JSON.parse(a), null, indent);
				return a === b ? a : 'not stable: ' + b;
			})`, "json.js")
			if !ok {
				t.Fatal("script")
			}
			fn = iso.NewPersistent(v)
		}
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		h := iso.NewHandle(iso.NewString(s))
		v, ok := iso.Call(fn.Value(), core.Undefined, h.Value(), core.Int(int32(indent%12)))
		if !ok {
			e, _ := iso.Catch()
			t.Fatalf("%q throws %s", s, iso.Display(e))
		}
		got := iso.GoString(v)
		if !json.Valid([]byte(s)) {
			if got != "throws SyntaxError" {
				t.Fatalf("%q: %s, Go refuses it", s, got)
			}
			return
		}
		if a, b := goValue(s), goValue(got); a != b || strings.HasPrefix(a, "error") {
			t.Fatalf("%q: %q\n%s\nGo %s", s, got, b, a)
		}
		var x bytes.Buffer
		if indent%12 == 0 {
			return
		}
		if json.Indent(&x, []byte(got), "", strings.Repeat(" ", min(int(indent%12), 10))) == nil && x.String() != got {
			t.Fatalf("%q: indented by %d: %q, Go %q", s, indent%12, got, x.String())
		}
	})
}

var engineSeeds = []string{
	"var o = { get a() { return this.b }, b: [1, , 2.5] }; for (var k in o) o[k] += 'x'; delete o.b; JSON.stringify(o)",
	"class A { #x = 1; static s = new this; get x() { return this.#x } } class B extends A { constructor(...a) { super(...a); return new Proxy(this, { get: Reflect.get }) } } new B(1, 2).x",
	"function* g(n) { try { for (let i = 0; i < n; i++) yield i } finally { yield 'f' } } var [a, , ...b] = g(5); [...g(2)].concat(a, b).map(String).sort().reverse().flat()",
	"(async () => { for await (const x of [1, Promise.resolve(2)]) await x; throw 3 })().catch(e => e).finally(() => 4)",
	"var m = new Map([[1, { a: 1 }]]), s = new Set(m.keys()), w = new WeakMap; m.forEach((v, k) => { m.delete(k); m.set(k + 1, v); if (k > 20) m.clear() }); s.union(new Set([5]))",
	"'aXbX'.replace(/(?<n>x)/gi, (...a) => { try { null.x } catch { return a.length } }).split('').at(-1).padStart(5).normalize()",
	"var a = new Int8Array(8), b = new Float64Array(a.buffer), c = new ArrayBuffer(8, { maxByteLength: 16 }), d = new Uint16Array(c); c.resize(16); a.set([1, 2], 3); b.sort(); d.fill(7).subarray(1).slice().toString()",
	"var p = new Proxy(function () {}, { ownKeys() { return ['a'] }, getOwnPropertyDescriptor() { return { configurable: true, enumerable: true, value: 1 } }, construct() { return {} } }); Object.assign({}, p); new p; ({ ...p })",
	"with ({ x: 1 }) { eval('var y = x; x = 2'); typeof z } label: for (;;) { switch (y) { case 1: break label; default: continue } }",
	"var n = 10n ** 50n; BigInt.asIntN(64, -n << 3n) / 7n % 11n; Number(n); n.toString(36); BigInt('0x' + 'f'.repeat(40)) >> 100n",
	"Object.defineProperty(Array.prototype, 3, { get() { return 1 }, set(v) { this.q = v }, configurable: true }); var a = [1, 2]; a[3] = 5; a.length = 10; a.splice(1, 2, ...a); a.copyWithin(2); a.lastIndexOf(1); a.includes(NaN)",
	"function f(a, b = () => a) { arguments[0] = 3; var a; f.caller; return [a, b(), arguments.length, new.target] } f(1); Reflect.construct(f, [], Array); f.call.apply(f, [1, 2]); f.bind(1, 2)(3)",
	"var e = new Error('x', { cause: 1 }); Error.captureStackTrace(e, f); function f() { Error.stackTraceLimit = 3; Error.prepareStackTrace = (e, s) => s.map(c => c.getFunctionName()); return e.stack } f()",
	"new Date(2020, 1, 30).toISOString(); Date.parse('2020-13-01'); new Date(NaN).getTime(); new Date('Tue Mar 01 2022 10:00 GMT+0200').setMonth(14)",
	"var s = Symbol.for('x'); ({ [s]: 1, [Symbol.toPrimitive]: h => h, *[Symbol.iterator]() {} }) + ''; Symbol.keyFor(s); `${1}${{ toString: () => 'a' }}`; String.raw`\\u{1}${2}`; isFinite(parseFloat('1e3'))",
	"new FinalizationRegistry(() => {}).register({}, 1); new WeakRef({}).deref(); structuredClone; Atomics.add(new Int32Array(new SharedArrayBuffer(8)), 0, 1); new DataView(new ArrayBuffer(8)).setFloat16(0, 1.5)",
	"Iterator.from([1, 2, 3]).map(x => x * 2).filter(Boolean).take(2).drop(1).flatMap(x => [x, x]).toArray(); Object.groupBy([1, 2], x => x % 2); Array.fromAsync([1])",
	"{ using x = { [Symbol.dispose]() { throw 1 } }; using y = { [Symbol.dispose]() { throw 2 } }; throw 0 }",
}

// FuzzEngine runs programs, every other one with a moving collection at every safepoint and the heap verified: whatever they do, the
// isolate must end them with a value, an exception or when told to.
func FuzzEngine(f *testing.F) {
	for i, s := range engineSeeds {
		f.Add(s, uint8(0))
		f.Add(s, uint8(i|1))
	}
	f.Fuzz(func(t *testing.T, src string, mode uint8) {
		o := core.Options{MaxHeap: 32 << 20, HashSeed: 1}
		if mode&1 != 0 {
			o.Stress = gc.StressOptions{Scavenge: 1, Verify: true}
		}
		defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
		iso, err := core.NewIsolate(o)
		if err != nil {
			t.Fatal(err)
		}
		defer iso.Close()
		iso.NewRealm()
		timer := time.AfterFunc(300*time.Millisecond, iso.Terminate)
		defer timer.Stop()
		v, ok := iso.RunScript(src, "fuzz.js")
		if ok {
			iso.Display(v)
		} else if e, ok := iso.Catch(); ok {
			h := iso.NewHandle(e)
			if _, ok := iso.ToGoString(h.Value()); !ok {
				iso.Catch()
			}
		}
		iso.RunMicrotasks()
		iso.Collect(gc.Major, "fuzz")
		if err := iso.Heap.Verify(); err != nil {
			t.Fatal(fmt.Errorf("heap: %w", err))
		}
	})
}
