package compile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// tryCompile compiles and verifies src; parse errors count as nothing to do.
func tryCompile(src []byte, kind string, o Options) (u *bytecode.Unit, problem string) {
	defer func() {
		if r := recover(); r != nil {
			problem = fmt.Sprintf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	var err *syntax.Error
	switch kind {
	case "module":
		u, err = Module(src, o)
	case "eval":
		u, err = Eval(src, nil, 0, o)
	case "function":
		u, err = FunctionBody(src, []string{"exports", "require", "module", "__filename", "__dirname"}, o)
	default:
		u, err = Script(src, o)
	}
	if err != nil {
		return nil, ""
	}
	if err := u.Verify(); err != nil {
		return u, err.Error()
	}
	for i := range u.Funcs {
		if len(u.Funcs[i].Code) == 0 {
			return u, fmt.Sprintf("function %d was not compiled", i)
		}
	}
	return u, ""
}

// TestTest262 compiles and verifies every file of the conformance suite that parses.
func TestTest262(t *testing.T) {
	dir := os.Getenv("TEST262_DIR")
	if dir == "" {
		t.Skip("TEST262_DIR is not set")
	}
	files, failures := 0, 0
	for _, sub := range []string{"language", "annexB", "built-ins", "staging"} {
		filepath.WalkDir(filepath.Join(dir, "test", sub), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".js") {
				return nil
			}
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			kind := "script"
			if flags, _, ok := strings.Cut(string(src), "---*/"); ok && strings.Contains(flags, "module") && strings.Contains(flags, "flags:") {
				kind = "module"
			}
			for _, strict := range []bool{false, true} {
				u, problem := tryCompile(src, kind, Options{Strict: strict, Completion: strict})
				if problem != "" {
					failures++
					if failures <= 20 {
						if len(problem) > 1500 {
							problem = problem[:1500]
						}
						t.Errorf("%s (strict %v): %s", path, strict, problem)
					}
				}
				if u != nil {
					files++
					if files%16 == 0 {
						roundTrip(t, u)
					}
				}
			}
			return nil
		})
	}
	t.Logf("%d compilations, %d failures", files, failures)
}

func roundTrip(t *testing.T, u *bytecode.Unit) {
	t.Helper()
	b := u.Encode()
	v, err := bytecode.DecodeUnit(b)
	if err != nil {
		t.Fatalf("DecodeUnit: %v", err)
	}
	if !bytes.Equal(v.Encode(), b) {
		t.Fatalf("a decoded unit encodes differently")
	}
	if u.Disassemble() != v.Disassemble() {
		t.Fatalf("a decoded unit disassembles differently")
	}
}
