package bindings

import (
	"fmt"
	"os"

	"github.com/gonode/gonode/core"
)

func printFallback(iso *core.Isolate, exc core.Value) {
	text := iso.Display(exc)
	if exc.IsObject() {
		if s, ok := iso.Get(exc, iso.KeyOfGo("stack")); ok && s.IsString() {
			text = iso.GoString(s)
		}
	}
	fmt.Fprintln(os.Stderr, "Uncaught "+text)
}

// Str returns argument i as Go text when it is a string ("" otherwise); nothing runs.
func Str(iso *core.Isolate, a *core.Args, i int) string {
	if v := a.Arg(i); v.IsString() {
		return iso.GoUTF8(v)
	}
	return ""
}

// Num returns argument i as a float64 when it is a number (0 otherwise).
func Num(a *core.Args, i int) float64 {
	if v := a.Arg(i); v.IsNumber() {
		return v.AsFloat()
	}
	return 0
}

// Int returns argument i as an int when it is a number (0 otherwise).
func Int(a *core.Args, i int) int { return int(Num(a, i)) }

// Truthy returns argument i as a boolean.
func Truthy(iso *core.Isolate, a *core.Args, i int) bool { return iso.ToBoolean(a.Arg(i)) }

// Bytes returns the bytes of argument i, an ArrayBuffer or a view (nil otherwise): off-heap memory, which does not move; for use by other
// goroutines retain it first (Env.Retain).
func Bytes(iso *core.Isolate, a *core.Args, i int) []byte {
	b, _ := iso.ViewBytes(a.Arg(i))
	return b
}

// Text or bytes of argument i: strings as UTF-8.
func Data(iso *core.Isolate, a *core.Args, i int) []byte {
	if v := a.Arg(i); v.IsString() {
		return []byte(iso.GoUTF8(v))
	}
	return Bytes(iso, a, i)
}

// Func returns argument i as a persistent function, or nil.
func Func(iso *core.Isolate, a *core.Args, i int) *core.Persistent {
	if v := a.Arg(i); iso.IsCallable(v) {
		return Of(iso).Keep(v)
	}
	return nil
}

// List returns the elements of argument i, an array (nil otherwise); raw values.
func List(iso *core.Isolate, v core.Value) []core.Value {
	if isArr, _ := iso.IsArray(v); !isArr {
		return nil
	}
	n := iso.ArrayLen(v.Ref())
	out := make([]core.Value, n)
	for i := range out {
		out[i] = iso.FastElement(v.Ref(), uint32(i))
	}
	return out
}
