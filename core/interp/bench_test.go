//go:build unix

package interp_test

import (
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/gonode/gonode/gc"
)

// loops are small programs of a known number of iterations: a function run(n).
var loops = []struct {
	name, src string
	n         int
}{
	{"empty loop", "function run(n){ for (let i=0;i<n;i++); }", 20e6},
	{"int add", "function run(n){ let s=0; for (let i=0;i<n;i++) s=(s+i)|0; return s }", 20e6},
	{"double", "function run(n){ let s=0.5; for (let i=0;i<n;i++) s=s*1.0000001+0.1; return s }", 10e6},
	{"property get", "function run(n){ const o={a:1,b:2}; let s=0; for (let i=0;i<n;i++) s=o.b; return s }", 10e6},
	{"property set", "function run(n){ const o={a:1,b:2}; for (let i=0;i<n;i++) o.a=i; return o.a }", 10e6},
	{"call", "function f(a){return a} function run(n){ let s=0; for (let i=0;i<n;i++) s=f(i); return s }", 5e6},
	{"method", "class A{constructor(){this.x=1} get(){return this.x}} function run(n){ const o=new A; let s=0; for (let i=0;i<n;i++) s=o.get(); return s }", 5e6},
	{"array sum", "function run(n){ const a=[1,2,3,4,5,6,7,8]; let s=0; for (let i=0;i<n;i++) s+=a[i&7]; return s }", 10e6},
	{"array store", "function run(n){ const a=[1,2,3,4,5,6,7,8]; for (let i=0;i<n;i++) a[i&7]=i; return a[0] }", 10e6},
	{"closure var", "function run(n){ let s=0; const f=()=>{s++}; for (let i=0;i<n;i++) f(); return s }", 5e6},
	{"global", "var g=0; function run(n){ for (let i=0;i<n;i++) g=g+1; return g }", 10e6},
	{"new object", "function P(x){this.x=x;this.y=1} function run(n){ let p; for (let i=0;i<n;i++) p=new P(i); return p.x }", 2e6},
	{"literal", "function run(n){ let p; for (let i=0;i<n;i++) p={a:i,b:2}; return p.a }", 3e6},
	{"builtin call", "function run(n){ const a=[]; let s; for (let i=0;i<n;i++) s=Array.isArray(a); return s }", 5e6},
	{"fib", "function fib(n){return n<2?n:fib(n-1)+fib(n-2)} function run(n){ return fib(27) }", 832040},
	{"string concat", "function run(n){ let s=''; for (let i=0;i<n;i++) { s+='x'; if (s.length>1000) s='' } return s }", 3e6},
	{"for of", "function run(n){ const a=[1,2,3,4,5,6,7,8,9,10]; let s=0; for (let i=0;i<n/10;i++) for (const x of a) s+=x; return s }", 5e6},
	{"try", "function run(n){ let s=0; for (let i=0;i<n;i++) { try { throw i } catch(e) { s=e } } return s }", 1e6},
	{"generator", "function* g(n){ for (let i=0;i<n;i++) yield i } function run(n){ let s=0; for (const x of g(n)) s+=x; return s }", 1e6},
	{"await", "async function f(n){ for (let i=0;i<n;i++) await i } function run(n){ f(n) }", 1e6},
}

// cpuTime is the processor time that the process used, which other processes disturb less than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano())
}

// TestLoops measures the loops in nanoseconds an iteration (LOOPS=1, or a name).
func TestLoops(t *testing.T) {
	want := os.Getenv("LOOPS")
	if want == "" {
		t.Skip("no LOOPS")
	}
	for _, l := range loops {
		if want != "1" && want != l.name {
			continue
		}
		iso := newIsolate(t, gc.StressOptions{})
		if r := eval(iso, l.src+"; run(1000); 0"); r != "0" {
			t.Errorf("%s: %s", l.name, r)
			continue
		}
		v, _ := iso.LookupData(iso.Intrinsic(0), iso.KeyOfGo("run"))
		start := cpuTime()
		if _, ok := iso.Call(v, undef, gc.Int(int32(l.n))); !ok {
			e, _ := iso.Catch()
			t.Errorf("%s: %s", l.name, iso.Display(e))
			continue
		}
		iso.RunMicrotasks()
		t.Logf("%-14s %7.1f ns", l.name, float64(cpuTime()-start)/float64(l.n))
	}
}
