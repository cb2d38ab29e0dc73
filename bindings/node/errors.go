package node

import (
	"os"
	"strconv"
	"strings"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
)

var exitCodes = [...]struct {
	name string
	code int
}{
	{"kNoFailure", 0}, {"kGenericUserError", 1}, {"kInternalJSParseError", 3}, {"kInternalJSEvaluationFailure", 4}, {"kV8FatalError", 5},
	{"kInvalidFatalExceptionMonkeyPatching", 6}, {"kExceptionInFatalExceptionHandler", 7}, {"kUnsettledTopLevelAwait", 13},
	{"kInvalidCommandLineArgument", 9}, {"kBootstrapFailure", 10}, {"kInvalidCommandLineArgument2", 12}, {"kStartupSnapshotFailure", 14}, {"kAbort", 134},
}

func makeErrors(e *bindings.Env, target core.Value) {
	iso := e.Iso
	t := iso.NewHandle(target)
	sym := iso.NewPersistent(iso.NewSymbol(iso.Atom("kIsNodeError"), 0))
	iso.Hooks().CodeSymbol = core.Key(sym.Value())
	e.Set(t.Value(), "kIsNodeError", sym.Value())
	codes := iso.NewHandle(iso.NewObject())
	for _, c := range exitCodes {
		e.SetNumber(codes.Value(), c.name, float64(c.code))
	}
	e.Set(t.Value(), "exitCodes", codes.Value())
	e.SetRows(t.Value(), errorRows[:])
	e.ErrorLocation = func(e *bindings.Env, exc core.Value) core.Value { return errorLocation(e, exc, true) }
}

var errorRows = [...]core.Row{
	{Name: "setUncaughtExceptionCallback", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		bindings.Of(iso).FatalException = bindings.Func(iso, a, 0)
		return core.Undefined, true
	}},
	{Name: "triggerUncaughtException", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		e.Uncaught(a.Arg(0), bindings.Truthy(iso, a, 1))
		return core.Undefined, !iso.HasException() && !e.Exiting
	}},
	{Name: "getErrorLocation", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return errorLocation(bindings.Of(iso), a.Arg(0), false), true
	}},
	{Name: "printRaw", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		writeAll(os.Stderr, bindings.Str(iso, a, 0))
		return core.Undefined, true
	}},
	{Name: "noSideEffectsToString", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return iso.NewString(iso.Display(a.Arg(0))), true
	}},
	{Name: "setSourceMapsEnabled", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Undefined, true }},
}

func writeAll(f *os.File, s string) {
	for s != "" {
		n, err := f.WriteString(s)
		if err != nil {
			return
		}
		s = s[n:]
	}
}

// errorLocation makes the location object of errors.md, or undefined. thrown: the position of the throw counts if it is known.
func errorLocation(e *bindings.Env, exc core.Value, thrown bool) core.Value {
	iso := e.Iso
	loc, ok := iso.LocateError(exc, thrown)
	if !ok {
		return core.Undefined
	}
	return e.LocationObject(loc)
}

// uv: names and texts of system errors.
func makeUV(e *bindings.Env, target core.Value) {
	iso := e.Iso
	t := iso.NewHandle(target)
	bindings.EachError(func(n int, name, text string) { e.SetNumber(t.Value(), "UV_"+name, float64(n)) })
	e.SetRows(t.Value(), uvRows[:])
}

var uvRows = [...]core.Row{
	{Name: "errname", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		n, out := bindings.Int(a, 0), ""
		bindings.EachError(func(i int, name, text string) {
			if i == n && out == "" {
				out = name
			}
		})
		if out == "" {
			out = "Unknown system error " + strconv.Itoa(n)
		}
		return iso.NewString(out), true
	}},
	{Name: "getErrorMessage", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		n, out := bindings.Int(a, 0), ""
		bindings.EachError(func(i int, name, text string) {
			if i == n && out == "" {
				out = text
			}
		})
		if out == "" {
			out = "Unknown system error " + strconv.Itoa(n)
		}
		return iso.NewString(out), true
	}},
	{Name: "getErrorMap", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		list := iso.NewHandle(iso.NewArray(0))
		bindings.EachError(func(n int, name, text string) {
			pair := iso.NewArrayFrom(iso.NewString(name), iso.NewString(text))
			iso.ArrayPush(list.Value(), iso.NewArrayFrom(core.Int(int32(n)), pair))
		})
		m, ok := e.GetProp(iso.Intrinsic(0), "Map")
		if !ok {
			return m, false
		}
		return iso.Construct(m, m, list.Value())
	}},
}

func makeSymbols(e *bindings.Env, target core.Value) {
	t := e.Iso.NewHandle(target)
	for _, n := range strings.Fields("async_id_symbol handle_onclose no_message_symbol messaging_deserialize_symbol messaging_transfer_symbol messaging_clone_symbol " +
		"messaging_transfer_list_symbol oninit owner_symbol onpskexchange resource_symbol trigger_async_id_symbol vm_dynamic_import_default_internal " +
		"vm_dynamic_import_main_context_default vm_dynamic_import_missing_flag vm_dynamic_import_no_callback vm_context_no_contextify") {
		e.Set(t.Value(), n, e.Iso.NewSymbol(e.Iso.Atom(n), 0))
	}
}

var _ = layout.AttrDefault
