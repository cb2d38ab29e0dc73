package core_test

import (
	"fmt"

	"github.com/gonode/gonode/core"
)

// An isolate runs scripts; what JavaScript throws is a value to be caught, not a Go panic.
func Example() {
	iso, err := core.NewIsolate(core.Options{MaxHeap: 64 << 20})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer iso.Close()
	iso.NewRealm()

	v, ok := iso.RunScript("[1, 2, 3].map(x => x * x).join()", "squares.js")
	fmt.Println(iso.GoString(v), ok)

	if _, ok = iso.RunScript("null.x", "bad.js"); !ok {
		e, _ := iso.Catch()
		fmt.Println(iso.Display(e))
	}
	// Output:
	// 1,4,9 true
	// TypeError: Cannot read properties of null (reading 'x')
}

// A host function is a Go function of the type Builtin: it gets a view of its arguments and returns a value and true, or throws and
// returns false.
func ExampleBuiltin() {
	iso, err := core.NewIsolate(core.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer iso.Close()
	iso.NewRealm()
	iso.SetGlobal("greet", iso.NewBuiltin("greet", 1, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		name, ok := iso.ToGoString(a.Arg(0)) // may run JavaScript, and throw
		if !ok {
			return core.Undefined, false
		}
		if name == "" {
			return iso.ThrowTypeError("a name is needed")
		}
		return iso.NewString("Hello, " + name + "!"), true
	}))
	for _, src := range []string{"greet('world')", "greet({toString() { return 'object' }})", "try { greet('') } catch (e) { e.message }"} {
		v, ok := iso.RunScript(src, "greet.js")
		fmt.Println(iso.GoString(v), ok)
	}
	// Output:
	// Hello, world! true
	// Hello, object! true
	// a name is needed true
}

// A Persistent keeps a value for longer than the Go function that got it; jobs of promises run when the embedder says so.
func ExamplePersistent() {
	iso, err := core.NewIsolate(core.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer iso.Close()
	iso.NewRealm()
	v, ok := iso.RunScript("(async function double(x) { return await x * 2 })", "double.js")
	if !ok {
		return
	}
	double := iso.NewPersistent(v)
	defer double.Close()

	v, ok = iso.Call(double.Value(), core.Undefined, core.Int(21))
	if !ok {
		return
	}
	promise := iso.NewPersistent(v)
	defer promise.Close()
	iso.RunMicrotasks()
	_, result := iso.PromiseStateOf(promise.Value())
	fmt.Println(iso.Display(result))
	// Output: 42
}
