package script

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

func makeModules(e *bindings.Env, t core.Value) { e.SetRows(t, modulesRows[:]) }

var modulesRows = [...]core.Row{
	{Name: "stat", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Int(statKind(bindings.Str(iso, a, 0))), true
	}},
	{Name: "readFile", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		name := bindings.Str(iso, a, 0)
		b, err := os.ReadFile(name)
		if err != nil {
			call := "open"
			var pe *fs.PathError
			if errors.As(err, &pe) && pe.Op == "read" {
				call, name = "read", ""
			}
			return e.ThrowSys(err, call, name, "")
		}
		return iso.NewString(validUTF8(b)), true
	}},
	{Name: "realpath", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		name := bindings.Str(iso, a, 0)
		p, err := filepath.EvalSymlinks(name)
		if err != nil {
			return bindings.Of(iso).ThrowSys(err, "lstat", name, "")
		}
		if !filepath.IsAbs(p) {
			if abs, err := filepath.Abs(p); err == nil {
				p = abs
			}
		}
		return iso.NewString(p), true
	}},
	{Name: "readPackageJSON", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		b, err := os.ReadFile(bindings.Str(iso, a, 0))
		if err != nil {
			return core.Undefined, true
		}
		return iso.NewString(validUTF8(b)), true
	}},
}

// validUTF8 decodes bytes as Node does: invalid sequences become U+FFFD.
func validUTF8(b []byte) string { return strings.ToValidUTF8(string(b), "\uFFFD") }
