package interp_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// TestDump prints the bytecode of the script in the environment variable JS and its result.
func TestDump(t *testing.T) {
	src := os.Getenv("JS")
	if f := os.Getenv("JSFILE"); f != "" {
		b, _ := os.ReadFile(f)
		src = string(b)
	}
	if src == "" {
		t.Skip("no JS")
	}
	u, err := compile.Script([]byte(src), compile.Options{Filename: "test.js", Completion: true, AllowNatives: true})
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("DIS") != "" {
		t.Log(u.Disassemble())
	}
	iso := newIsolate(t, gc.StressOptions{})
	o := iso.NewObject()
	iso.SetGlobal("console", o)
	f := iso.NewBuiltin("log", 0, func(iso *vm.Isolate, a *vm.Args) (vm.Value, bool) {
		for i := 0; i < a.Len(); i++ {
			s, ok := iso.ToGoString(a.Arg(i))
			if !ok {
				return undef, false
			}
			fmt.Print(s, " ")
		}
		fmt.Println()
		return undef, true
	})
	o, _ = iso.LookupData(iso.Intrinsic(vm.GlobalObject), iso.KeyOfGo("console"))
	iso.DefineValue(o, iso.KeyOfGo("log"), f, 7)
	t.Log(eval(iso, src))
}
