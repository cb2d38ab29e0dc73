package core_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/vm"
)

// outcome runs src, which reports by throwing a string, in an isolate of 128 MiB and a time limit; it returns the text of the exception,
// "" for none and "terminated" where the isolate was ended.
func outcome(t *testing.T, src string) string {
	t.Helper()
	return outcomeWithin(t, src, 60*time.Second)
}

func outcomeWithin(t *testing.T, src string, limit time.Duration) string {
	t.Helper()
	return outcomeOf(t, src, 128<<20, limit)
}

func outcomeIn(t *testing.T, heap uint64, src string) string {
	t.Helper()
	return outcomeOf(t, src, heap, 60*time.Second)
}

func outcomeOf(t *testing.T, src string, heap uint64, limit time.Duration) string {
	t.Helper()
	iso, err := core.NewIsolate(core.Options{MaxHeap: heap})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	iso.NewRealm()
	u, serr := compile.Script([]byte(src), compile.Options{Filename: "limits.js"})
	if serr != nil {
		return "SyntaxError: " + serr.Msg
	}
	timer := time.AfterFunc(limit, iso.Terminate)
	defer timer.Stop()
	if _, ok := iso.RunUnit(u, &vm.ScriptData{Filename: "limits.js"}); ok {
		return ""
	}
	e, ok := iso.Catch()
	if !ok || iso.Terminating() {
		return "terminated"
	}
	s, ok := iso.ToGoString(e)
	if !ok {
		return "unprintable"
	}
	return s
}

func TestLimits(t *testing.T) {
	const stack = "RangeError: Maximum call stack size exceeded"
	for _, c := range []struct{ name, src, want string }{
		{"recursion", `(function f() { f() })()`, stack},
		{"recursion through a builtin", `(function f() { [1].forEach(f) })()`, stack},
		{"recursion of constructors", `(function F() { new F })()`, stack},
		{"recursion of getters", `var o = { get x() { return this.x } }; o.x`, stack},
		{"recursion of toString", `var o = { toString() { return '' + this } }; '' + o`, stack},
		{"recursion of proxies", `var p = new Proxy({}, {}); Object.setPrototypeOf(p, p); p.x`, stack},
		{"deep proxies", `var p = {}; for (var i = 0; i < 200000; i++) p = new Proxy(p, {}); p.x`, stack},
		{"deep bound functions", `var f = function () {}; for (var i = 0; i < 200000; i++) f = f.bind(null); f()`, ""},
		{"deep flat", `var a = []; for (var i = 0; i < 200000; i++) a = [a]; a.flat(Infinity)`, stack},
		{"deep join", `var a = []; for (var i = 0; i < 200000; i++) a = [a]; String(a)`, stack},
		{"cyclic flat", `var a = []; a.push(a); a.flat(Infinity)`, stack},
		{"cyclic join", `var a = []; a.push(a); throw a.join()`, ""},
		{"deep regexp", `new RegExp('('.repeat(100000) + ')'.repeat(100000))`, ""},
		{"deep source", `eval('('.repeat(100000))`, ""},
		{"deep array source", `eval('['.repeat(100000))`, ""},
		{"deep unary source", `eval('-'.repeat(10) + '!'.repeat(100000) + '1')`, ""},
		{"deep blocks", `eval('{'.repeat(100000))`, ""},
		{"long sum", `eval('1' + '+1'.repeat(100000))`, ""},
		{"deep members", `eval('var a = {}; a' + '?.b'.repeat(100000))`, ""},
		{"deep rope", `var s = 'a'; for (var i = 0; i < 300000; i++) s = 'b' + s + 'c'; s.charCodeAt(5)`, ""},
		{"array length", `new Array(-1)`, "RangeError: Invalid array length"},
		{"big fill", `new Array(6e7).fill(0)`, "RangeError: Invalid array length"},
		{"big array", `new Array(3e7)`, ""},
		{"big split", `'x'.repeat(5e7).split('')`, "RangeError: Invalid array length"},
		{"big apply", `Math.max.apply(null, { length: 2 ** 30 })`, ""},
		{"big buffer", `new ArrayBuffer(2 ** 50)`, "RangeError: Array buffer allocation failed"},
		{"resizable buffer", `new ArrayBuffer(8, { maxByteLength: 2 ** 52 })`, ""},
		{"toSorted", `Array.prototype.toSorted.call({ length: 2 ** 32 })`, "RangeError: Invalid array length"},
		{"toUpperCase beyond", `'ß'.repeat(3e8).toUpperCase()`, "RangeError: Invalid string length"},
		{"big normalize", `'\u0390'.repeat(2e8).normalize('NFD')`, "RangeError: Invalid string length"},
		{"huge repeat", `'abc'.repeat(2 ** 30)`, "RangeError: Invalid string length"},
		{"huge pad", `'abc'.padStart(2 ** 30)`, "RangeError: Invalid string length"},
		{"huge concat", `var s = 'abcdefgh'; for (;;) s += s`, "RangeError: Invalid string length"},
		{"huge buffer", `new ArrayBuffer(2 ** 53)`, "RangeError: Invalid array buffer length"},
		{"flattening beyond the limit", `'abc'.repeat(2 ** 27).charCodeAt(7)`, "RangeError: Invalid string length"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := outcome(t, c.src)
			if got == "terminated" || got == "unprintable" {
				t.Fatal(got)
			}
			if c.want != "" && got != c.want {
				t.Errorf("%s: %q, want %q", c.src, got, c.want)
			}
		})
	}
}

// An isolate that fills its heap ends with an error or is ended itself; the process goes on.
func TestHeapLimit(t *testing.T) {
	for _, src := range []string{
		`var a = []; for (;;) a.push({})`,
		`var a = []; for (;;) a.push(new Array(1000).fill(1))`,
		`var m = new Map; for (var i = 0; ; i++) m.set(i, {})`,
		`var o = {}; for (var i = 0; ; i++) o['k' + i] = i`,
		`var l = null; for (;;) l = { l }`,
		`[...'x'.repeat(5e7)]`,
		`var a = new Array(2e6).fill(0); Array.prototype.concat.apply([], new Array(50).fill(a)); throw new RangeError`,
		`new Array(4294967295).fill(0)`,
		`[...new Array(2 ** 29 + 1)]`,
	} {
		start := time.Now()
		got := outcome(t, src)
		t.Logf("%.2fs %.60s: %s", time.Since(start).Seconds(), src, got)
		if got != "terminated" && got[:min(len(got), 10)] != "RangeError" {
			t.Errorf("%s: %q", src, got)
		}
	}
}

// What fills the heap gets a RangeError first that it can catch, and can go on once it has given the memory back; if it goes on
// allocating instead, the isolate ends.
func TestHeapLimitIsCatchable(t *testing.T) {
	for _, body := range []string{
		`a.push(i)`,
		`a.push({})`,
		`s = s + 'y' + i; a.push(s)`,
		`m.set(i, {})`,
		`m.set(i, i)`,
		`a.push(() => a)`,
		`a.push(new Array(1e5).fill(i))`,
		`a['k' + i] = i`,
		`a = [a, { x: i }]`,
	} {
		t.Run(body, func(t *testing.T) {
			once := `let a = [], m = new Map, s = 'x', i = 0, msg; try { for (;; i++) { ` + body + ` } } catch (e) { a = m = s = null; msg = String(e) }
				for (let j = 0; j < 1e5; j++) a = { j }; throw msg`
			if got := outcomeIn(t, 24<<20, once); !strings.HasPrefix(got, "RangeError: ") {
				t.Errorf("caught %q", got)
			}
			if body == `m.set(i, i)` { // each call throws, and needs no memory
				return
			}
			forever := `let a = [], m = new Map, s = 'x', i = 0; for (;;) try { for (;; i++) { ` + body + ` } } catch { }`
			if got := outcomeIn(t, 24<<20, forever); got != "terminated" {
				t.Errorf("going on: %q", got)
			}
		})
	}
	for _, src := range []string{
		`Array.from({ length: 2 ** 28 })`,
		`let a = []; for (;;) a.push(new Uint8Array(1e6))`,
		`new ArrayBuffer(2 ** 31)`,
		`new Uint8Array(2 ** 31)`,
		`[].concat(...Array(200).fill(Array(1e6).fill(1)))`,
		`Object.keys('x'.repeat(2 ** 25))`,
		`let a = [1]; for (;;) a = a.concat(a)`,
		`let a = [1]; for (;;) a = [...a, ...a]`,
		`[...(function* () { for (;;) yield {} })()]`,
	} {
		if got := outcomeIn(t, 24<<20, `try { `+src+` } catch (e) { if (!(e instanceof RangeError)) throw 'not a RangeError'; throw 'caught' }`); got != "caught" {
			t.Errorf("%s: %q", src, got)
		}
	}
}

// Array builtins on huge sparse lengths end when the isolate is told to.
func TestLongLoopsTerminate(t *testing.T) {
	for _, src := range []string{
		`new Array(2 ** 31).unshift(1)`,
		`new Array(2 ** 31).splice(0, 0, 1)`,
		`Array.prototype.fill.call({ length: 2 ** 52 }, 0, 2 ** 51)`,
		`Array.prototype.indexOf.call({ length: 2 ** 52 }, 1)`,
		`Array.prototype.includes.call({ length: 2 ** 52 }, 1)`,
		`Array.prototype.reverse.call({ length: 2 ** 52 })`,
		`Array.prototype.copyWithin.call({ length: 2 ** 52 }, 1, 0)`,
	} {
		start := time.Now()
		if got := outcomeWithin(t, src, 200*time.Millisecond); got != "terminated" {
			t.Errorf("%s: %q", src, got)
		}
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: ended after %v", src, d)
		}
	}
}
