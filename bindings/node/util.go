package node

import (
	"strings"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

func makeUtil(e *bindings.Env, target core.Value) {
	iso := e.Iso
	t := iso.NewHandle(target)
	c := iso.NewHandle(iso.NewObject())
	for i, n := range strings.Fields("ALL_PROPERTIES ONLY_WRITABLE ONLY_ENUMERABLE - ONLY_CONFIGURABLE - - - SKIP_STRINGS - - - - - - - SKIP_SYMBOLS") {
		if n != "-" {
			e.SetNumber(c.Value(), n, float64(i))
		}
	}
	for i, n := range strings.Fields("kPending kFulfilled kRejected") {
		e.SetNumber(c.Value(), n, float64(i))
	}
	for i, n := range strings.Fields("kExiting kExitCode kHasExitCode") {
		e.SetNumber(c.Value(), n, float64(i))
	}
	for i, n := range strings.Fields("kDisallowCloneAndTransfer kTransferable kCloneable") {
		e.SetNumber(c.Value(), n, float64(i))
	}
	e.Set(t.Value(), "constants", c.Value())
	p := iso.NewHandle(iso.NewObject())
	for _, n := range strings.Fields("arrow_message_private_symbol contextify_context_private_symbol decorated_private_symbol transfer_mode_private_symbol " +
		"host_defined_option_symbol js_transferable_wrapper_private_symbol entry_point_module_private_symbol entry_point_promise_private_symbol " +
		"module_source_private_symbol module_export_names_private_symbol module_circular_visited_private_symbol untransferable_object_private_symbol exit_info_private_symbol " +
		"source_map_data_private_symbol module_first_parent_private_symbol module_parent_private_symbol promise_trace_id") {
		e.Set(p.Value(), n, iso.NewSymbol(iso.Atom("node:"+n), layout.SymbolPrivate))
	}
	e.Set(t.Value(), "privateSymbols", p.Value())
	e.SetRows(t.Value(), utilRows[:])
}

// list makes an array of raw values.
func list(iso *core.Isolate, vals []core.Value) core.Value { return iso.NewArrayFrom(vals...) }

var utilRows = [...]core.Row{
	{Name: "getOwnNonIndexProperties", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if !a.Arg(0).IsObject() {
			return iso.NewArray(0), true
		}
		filter := bindings.Int(a, 1)
		if iso.KindOf(a.Arg(0).Ref()) == layout.KindTypedArray || iso.KindOf(a.Arg(0).Ref()) == layout.KindArray {
			// No proxies here: walk the named properties only.
			return namedKeys(iso, a.Arg(0), filter), true
		}
		keys, ok := iso.OwnKeys(a.Arg(0))
		if !ok {
			return core.Undefined, false
		}
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		iso.HoldKeys(keys)
		out := iso.NewHandle(iso.NewArray(0))
		for _, k := range keys {
			if k.IsIndex() {
				continue
			}
			if filter&2 != 0 {
				d, found, ok := iso.GetOwnProperty(a.Arg(0), k)
				if !ok {
					return core.Undefined, false
				}
				if !found || !d.Enumerable() {
					continue
				}
			}
			iso.ArrayPush(out.Value(), iso.KeyValue(k))
		}
		return out.Value(), true
	}},
	{Name: "getPromiseDetails", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if !iso.IsPromise(a.Arg(0)) {
			return core.Undefined, true
		}
		s, r := iso.PromiseStateOf(a.Arg(0))
		if s == 0 {
			return iso.NewArrayFrom(core.Int(0), core.Undefined), true
		}
		return iso.NewArrayFrom(core.Int(int32(s)), r), true
	}},
	{Name: "markPromiseAsHandled", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if iso.IsPromise(a.Arg(0)) {
			iso.MarkHandled(a.Arg(0))
		}
		return core.Undefined, true
	}},
	{Name: "getProxyDetails", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		v := a.Arg(0)
		if !isKind(iso, v, layout.KindProxy) {
			return core.Undefined, true
		}
		t, h := iso.Value(v.Ref(), layout.ProxyTarget), iso.Value(v.Ref(), layout.ProxyHandler)
		if a.Len() == 1 || iso.ToBoolean(a.Arg(1)) {
			return iso.NewArrayFrom(t, h), true
		}
		return t, true
	}},
	{Name: "previewEntries", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		l, keyed, ok := iso.PreviewEntries(a.Arg(0))
		if !ok {
			return core.Undefined, true
		}
		if a.Len() < 2 {
			return list(iso, l), true
		}
		arr := iso.NewHandle(list(iso, l))
		return iso.NewArrayFrom(arr.Value(), core.Bool(keyed)), true
	}},
	{Name: "getConstructorName", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return iso.NewString(constructorName(iso, a.Arg(0))), true
	}},
	{Name: "getExternalValue", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return iso.NewBigInt64(0), true }},
	{Name: "getCallSites", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		out := iso.NewHandle(iso.NewArray(0))
		sites := iso.CallSites(bindings.Int(a, 0) + 1)
		for i, s := range sites {
			if i == 0 {
				continue
			}
			m := iso.HandleMark()
			o := iso.NewHandle(iso.NewObject())
			e.SetString(o.Value(), "functionName", s.Function)
			e.SetString(o.Value(), "scriptId", "0")
			e.SetString(o.Value(), "scriptName", s.Script)
			e.SetNumber(o.Value(), "lineNumber", float64(s.Line))
			e.SetNumber(o.Value(), "columnNumber", float64(s.Column))
			e.SetNumber(o.Value(), "column", float64(s.Column))
			iso.ArrayPush(out.Value(), o.Value())
			iso.ReleaseHandles(m)
		}
		return out.Value(), true
	}},
	{Name: "isInsideNodeModules", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		n := bindings.Int(a, 0)
		if n <= 0 {
			n = 100
		}
		user := 0
		for _, s := range iso.CallSites(n + 4) { // lib's own helpers are on the stack too
			if s.Script == "" || strings.HasPrefix(s.Script, "node:") {
				continue
			}
			user++
			if strings.Contains(s.Script, "/node_modules/") || strings.Contains(s.Script, "\\node_modules\\") {
				return core.True, true
			}
			return core.False, true
		}
		if user == 0 && a.Len() > 1 {
			return a.Arg(1), true
		}
		return core.False, true
	}},
	{Name: "sleep", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		time.Sleep(time.Duration(bindings.Num(a, 0)) * time.Millisecond)
		return core.Undefined, true
	}},
	{Name: "guessHandleType", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return iso.Atom(GuessHandleType(bindings.Int(a, 0))), true
	}},
	{Name: "parseEnv", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		req := e.Data("require").(*core.Persistent)
		mod, ok := iso.Call(req.Value(), core.Undefined, iso.NewString("internal/process/env_file"))
		if !ok {
			return mod, false
		}
		f, ok := e.GetProp(mod, "parseEnv")
		if !ok {
			return f, false
		}
		v, ok := iso.Call(f, core.Undefined, a.Arg(0))
		if !ok || !v.IsObject() {
			return v, ok
		}
		h := iso.NewHandle(v)
		_, ok = iso.SetPrototypeOf(v, core.Null)
		return h.Value(), ok
	}},
	{Name: "toUSVString", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := iso.ToString(a.Arg(0))
		if !ok {
			return s, false
		}
		return iso.NewString(iso.GoUTF8(s)), true
	}},
	{Name: "setTraceSigInt", Length: 1, Fn: nothing},
	{Name: "setHiddenValue", Length: 3, Fn: nothing},
	{Name: "arrayBufferViewHasBuffer", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.True, true }},
	{Name: "isConstructor", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(iso.IsConstructor(a.Arg(0))), true
	}},
	{Name: "getSystemErrorName", Length: 1, Fn: uvRows[0].Fn},
	{Name: "defineLazyProperties", Length: 4, Fn: nothing},
	{Name: "markAsUntransferable", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if v := a.Arg(0); v.IsObject() && iso.KindOf(v.Ref()) == layout.KindArrayBuffer {
			iso.SetU32(v.Ref(), layout.BufferFlags, iso.U32(v.Ref(), layout.BufferFlags)|layout.BufferUntransferable)
			return core.True, true
		}
		return core.False, true
	}},
	{Name: "markLazyData", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		iso.MarkLazyData(a.Arg(0))
		return core.Undefined, true
	}},
}

func nothing(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Undefined, true }

func namedKeys(iso *core.Isolate, v core.Value, filter int) core.Value {
	out := iso.NewHandle(iso.NewArray(0))
	if filter&2 == 0 && iso.KindOf(v.Ref()) == layout.KindArray {
		iso.ArrayPush(out.Value(), iso.Atom("length"))
	}
	for pass := 0; pass < 2; pass++ {
		iso.ForEachOwnNamed(v.Ref(), func(k core.Key, attrs uint8, _ int) bool {
			if k.IsSymbol() != (pass == 1) || filter&2 != 0 && attrs&layout.AttrEnumerable == 0 {
				return true
			}
			if k.IsSymbol() && iso.U32(k.Value().Ref(), layout.SymbolFlags)&layout.SymbolPrivate != 0 {
				return true
			}
			iso.ArrayPush(out.Value(), iso.KeyValue(k))
			return true
		})
	}
	return out.Value()
}

// constructorName finds the name of an object's class without running JavaScript.
func constructorName(iso *core.Isolate, v core.Value) string {
	for p := v; p.IsObject() && iso.KindOf(p.Ref()) != layout.KindProxy; p = iso.Proto(p.Ref()) {
		if c, ok := iso.LookupData(p, iso.K(object.AtomConstructor)); ok && c.IsObject() {
			if n, ok := iso.LookupData(c, iso.K(object.AtomName)); ok && n.IsString() && iso.StrLen(n) > 0 {
				return iso.GoString(n)
			}
		}
	}
	if v.IsObject() && iso.IsCallable(v) {
		return "Function"
	}
	return "Object"
}

func isKind(iso *core.Isolate, v core.Value, k gc.Kind) bool {
	return v.IsObject() && iso.KindOf(v.Ref()) == k
}
