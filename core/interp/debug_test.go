package interp_test

import (
	"os"
	"testing"

	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/gc"
)

// TestDump prints the bytecode of the script in the environment variable JS and its result.
func TestDump(t *testing.T) {
	src := os.Getenv("JS")
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
	t.Log(eval(newIsolate(t, gc.StressOptions{}), src))
}
