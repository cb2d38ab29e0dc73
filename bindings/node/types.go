package node

import (
	"sync"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

var (
	typesOnce sync.Once
	typeRows  []core.Row
)

func makeTypes(e *bindings.Env, t core.Value) {
	typesOnce.Do(func() { typeRows = makeTypeRows() })
	e.SetRows(t, typeRows)
}

func is(k gc.Kind) func(*core.Isolate, *core.Args) (core.Value, bool) {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(isKind(iso, a.Arg(0), k)), true
	}
}

// primitive gives the wrapped value of a Boolean, Number, Symbol, BigInt or String object.
func primitive(iso *core.Isolate, v core.Value) (core.Value, bool) {
	if isKind(iso, v, layout.KindPrimitive) || isKind(iso, v, layout.KindStringObject) {
		return iso.Value(v.Ref(), layout.PrimitiveValue), true
	}
	return core.Undefined, false
}

func boxed(test func(core.Value) bool) func(*core.Isolate, *core.Args) (core.Value, bool) {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := primitive(iso, a.Arg(0))
		return core.Bool(ok && test(p)), true
	}
}

func tableIterator(set int32) func(*core.Isolate, *core.Args) (core.Value, bool) {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		v := a.Arg(0)
		return core.Bool(isKind(iso, v, layout.KindMapIterator) && iso.Value(v.Ref(), layout.IteratorExtra).AsInt()&4 == set), true
	}
}

func makeTypeRows() []core.Row {
	return []core.Row{
		{Name: "isExternal", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.False, true }},
		{Name: "isDate", Length: 1, Fn: is(layout.KindDate)},
		{Name: "isArgumentsObject", Length: 1, Fn: is(layout.KindArguments)},
		{Name: "isBigIntObject", Length: 1, Fn: boxed(func(v core.Value) bool { return v.IsBigInt() })},
		{Name: "isBooleanObject", Length: 1, Fn: boxed(func(v core.Value) bool { return v == core.True || v == core.False })},
		{Name: "isNumberObject", Length: 1, Fn: boxed(func(v core.Value) bool { return v.IsNumber() })},
		{Name: "isStringObject", Length: 1, Fn: boxed(func(v core.Value) bool { return v.IsString() })},
		{Name: "isSymbolObject", Length: 1, Fn: boxed(func(v core.Value) bool { return v.IsSymbol() })},
		{Name: "isBoxedPrimitive", Length: 1, Fn: boxed(func(v core.Value) bool { return true })},
		{Name: "isNativeError", Length: 1, Fn: is(layout.KindError)},
		{Name: "isRegExp", Length: 1, Fn: is(layout.KindRegExp)},
		{Name: "isAsyncFunction", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
			async, _ := iso.FunctionIs(a.Arg(0))
			return core.Bool(async), true
		}},
		{Name: "isGeneratorFunction", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
			_, gen := iso.FunctionIs(a.Arg(0))
			return core.Bool(gen), true
		}},
		{Name: "isGeneratorObject", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
			return core.Bool(isKind(iso, a.Arg(0), layout.KindGenerator) || isKind(iso, a.Arg(0), layout.KindAsyncGenerator)), true
		}},
		{Name: "isPromise", Length: 1, Fn: is(layout.KindPromise)},
		{Name: "isMap", Length: 1, Fn: is(layout.KindMap)},
		{Name: "isSet", Length: 1, Fn: is(layout.KindSet)},
		{Name: "isMapIterator", Length: 1, Fn: tableIterator(0)},
		{Name: "isSetIterator", Length: 1, Fn: tableIterator(4)},
		{Name: "isWeakMap", Length: 1, Fn: is(layout.KindWeakMap)},
		{Name: "isWeakSet", Length: 1, Fn: is(layout.KindWeakSet)},
		{Name: "isArrayBuffer", Length: 1, Fn: is(layout.KindArrayBuffer)},
		{Name: "isDataView", Length: 1, Fn: is(layout.KindDataView)},
		{Name: "isSharedArrayBuffer", Length: 1, Fn: is(layout.KindSharedArrayBuffer)},
		{Name: "isProxy", Length: 1, Fn: is(layout.KindProxy)},
		{Name: "isModuleNamespaceObject", Length: 1, Fn: is(layout.KindModuleNamespace)},
		{Name: "isAnyArrayBuffer", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
			return core.Bool(isKind(iso, a.Arg(0), layout.KindArrayBuffer) || isKind(iso, a.Arg(0), layout.KindSharedArrayBuffer)), true
		}},
		{Name: "isEventTarget", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.False, true }},
	}
}
