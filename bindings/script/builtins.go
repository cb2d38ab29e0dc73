package script

import (
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/lib"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{
		{Name: "builtins", Make: makeBuiltins},
		{Name: "contextify", Make: makeContextify},
		{Name: "modules", Make: makeModules},
		{Name: "module_wrap", Make: makeModuleWrap},
	}
}

var (
	idsOnce sync.Once
	ids     []string
	units   sync.Map // id -> *bytecode.Unit, shared by all isolates of the process
)

// builtinParams are the parameters of the function that a lib file is the body of.
var builtinParams = []string{"exports", "require", "module", "process", "internalBinding"}

// BuiltinIDs returns the ids of all lib files, sorted.
func BuiltinIDs() []string {
	idsOnce.Do(func() {
		fs.WalkDir(lib.Files, ".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				if id, ok := strings.CutSuffix(path, ".js"); ok {
					ids = append(ids, id)
				}
			}
			return nil
		})
		slices.Sort(ids)
	})
	return ids
}

// CompileBuiltin returns the function (exports, require, module, process, internalBinding) of a lib file in the current realm.
// May run JavaScript.
func CompileBuiltin(e *bindings.Env, id string) (core.Value, bool) {
	iso := e.Iso
	var u *bytecode.Unit
	if c, ok := units.Load(id); ok {
		u = c.(*bytecode.Unit)
	} else {
		src, err := lib.Files.ReadFile(id + ".js")
		if err != nil {
			return iso.ThrowError(0, "No such built-in module: %s", id)
		}
		cache := processCache()
		if u = cache.load(id, src); u == nil {
			compiled, serr := compile.FunctionBody(src, builtinParams,
				compile.Options{Filename: "node:" + id})
			if serr != nil {
				return iso.ThrowCompileError(serr, "node:"+id)
			}
			u = compiled
			cache.store(id, src, u)
		}
		units.Store(id, u)
	}
	return iso.RunUnit(u, &vm.ScriptData{Filename: "node:" + id})
}

func makeBuiltins(e *bindings.Env, t core.Value) {
	iso := e.Iso
	h := iso.NewHandle(t)
	list := iso.NewHandle(iso.NewArray(0))
	for _, id := range BuiltinIDs() {
		iso.ArrayPush(list.Value(), iso.NewString(id))
	}
	e.Set(h.Value(), "builtinIds", list.Value())
	e.SetRows(h.Value(), builtinsRows[:])
}

var builtinsRows = [...]core.Row{
	{Name: "compileFunction", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		id, ok := iso.ToGoString(a.Arg(0))
		if !ok {
			return core.Undefined, false
		}
		return CompileBuiltin(bindings.Of(iso), id)
	}},
}
