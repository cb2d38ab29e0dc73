// Package bindtest runs small scripts against a table of bindings, for the tests of the bindings.
package bindtest

import (
	"testing"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
	"github.com/gonode/gonode/loop"
)

// Run runs src with internalBinding defined, then the loop, and returns String(globalThis.out), or the exception.
func Run(t testing.TB, table []bindings.Binding, src string) string {
	t.Helper()
	iso, err := core.NewIsolate(core.Options{HashSeed: 1, Stress: gc.StressOptions{}})
	if err != nil {
		t.Fatal(err)
	}
	defer iso.Close()
	iso.NewRealm()
	e := bindings.NewEnv(iso, loop.New(), table)
	failed := ""
	e.Exit = func(int) { failed = "exit"; e.Exiting = true; e.Loop.Stop() }
	e.Set(iso.Intrinsic(vm.GlobalObject), "internalBinding", iso.NewBuiltin("internalBinding", 1, bindings.InternalBinding))
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	if _, ok := iso.RunScript(src, "test.js"); !ok {
		x, _ := iso.Catch()
		return "throws " + iso.Display(x)
	}
	iso.RunMicrotasks()
	stop := time.AfterFunc(20*time.Second, func() { e.Loop.Stop() })
	e.Loop.Run(loop.Default)
	stop.Stop()
	if failed != "" {
		return failed
	}
	v, ok := iso.RunScript("String(globalThis.out)", "out.js")
	if !ok {
		return "no result"
	}
	return iso.GoString(v)
}
