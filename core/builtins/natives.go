package builtins

import (
	"slices"
	"strings"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// native is a row of the table of %Natives.
type native struct {
	name string
	fn   vm.IntrinsicFn
}

// nargs are the arguments of a native: registers of the calling frame.
type nargs = vm.IntrinsicArgs

// natives is what self-hosted code can call beside the language. Others than these are in the file of their clause.
var natives = []native{
	{"ToObject", nativeToObject},
	{"LengthOf", nativeLengthOf},
	{"IsCallable", nativeIsCallable},
	{"IsConstructor", nativeIsConstructor},
	{"IsArray", nativeIsArray},
	{"IsObject", nativeIsObject},
	{"ToIntegerOrInfinity", nativeToIntegerOrInfinity},
	{"ToLength", nativeToLength},
	{"ToNumber", nativeToNumber},
	{"ToString", nativeToString},
	{"ToPropertyKey", nativeToPropertyKey},
	{"ThrowTypeError", nativeThrowTypeError},
	{"ThrowRangeError", nativeThrowRangeError},
	{"ThrowNotFunction", nativeThrowNotFunction},
	{"DeleteOrThrow", nativeDeleteOrThrow},
	{"ArraySpeciesCreate", nativeArraySpeciesCreate},
	{"ArrayCreate", nativeArrayCreate},
	{"SortDefault", nativeSortDefault},
	{"CopyList", nativeCopyList},
	{"GetMethod", nativeGetMethod},
	{"SymbolIterator", nativeSymbolIterator},
	{"SymbolAsyncIterator", nativeSymbolAsyncIterator},
	{"IterableFrom", nativeIterableFrom},
	{"AsyncIterableFrom", nativeAsyncIterableFrom},
	{"ObjectCreateNull", nativeObjectCreateNull},
	{"SpeciesConstructor", nativeSpeciesConstructor},
	{"Display", nativeDisplay},
	{"SetAnonymous", nativeSetAnonymous},
}

func installNatives(iso *Isolate) {
	for _, table := range [...][]native{natives, iteratorNatives, collectionNatives, promiseNatives, regexpNatives, typedArrayNatives, disposeNatives} {
		for _, n := range table {
			iso.RegisterNative(n.name, n.fn)
		}
	}
}

// %ToObject(value, method): TypeError in V8's words for undefined and null.
func nativeToObject(iso *Isolate, a nargs) (Value, bool) {
	if a.Arg(0).IsNullish() && a.Arg(1).IsString() {
		return iso.ThrowTypeError("%s called on null or undefined", iso.GoString(a.Arg(1)))
	}
	return iso.ToObject(a.Arg(0))
}

func nativeLengthOf(iso *Isolate, a nargs) (Value, bool) {
	n, ok := iso.LengthOf(a.Arg(0))
	return gc.Number(float64(n)), ok
}

func nativeIsCallable(iso *Isolate, a nargs) (Value, bool) {
	return gc.Bool(iso.IsCallable(a.Arg(0))), true
}

func nativeIsArray(iso *Isolate, a nargs) (Value, bool) {
	b, ok := iso.IsArray(a.Arg(0))
	return gc.Bool(b), ok
}

func nativeIsConstructor(iso *Isolate, a nargs) (Value, bool) {
	return gc.Bool(iso.IsConstructor(a.Arg(0))), true
}

func nativeIsObject(iso *Isolate, a nargs) (Value, bool) { return gc.Bool(a.Arg(0).IsObject()), true }

func nativeToIntegerOrInfinity(iso *Isolate, a nargs) (Value, bool) {
	f, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	return gc.Number(f), ok
}

func nativeToLength(iso *Isolate, a nargs) (Value, bool) {
	n, ok := iso.ToLength(a.Arg(0))
	return gc.Number(float64(n)), ok
}

func nativeToNumber(iso *Isolate, a nargs) (Value, bool) { return iso.ToNumber(a.Arg(0)) }
func nativeToString(iso *Isolate, a nargs) (Value, bool) { return iso.ToString(a.Arg(0)) }

func nativeToPropertyKey(iso *Isolate, a nargs) (Value, bool) {
	k, ok := iso.ToPropertyKey(a.Arg(0))
	if !ok {
		return undefined, false
	}
	return iso.KeyValue(k), true
}

// %ThrowTypeError(text, value...): each % in text stands for a value, displayed.
func nativeThrowTypeError(iso *Isolate, a nargs) (Value, bool) {
	return iso.ThrowTypeError("%s", nativeMessage(iso, a))
}

func nativeThrowRangeError(iso *Isolate, a nargs) (Value, bool) {
	return iso.ThrowRangeError("%s", nativeMessage(iso, a))
}

func nativeMessage(iso *Isolate, a nargs) string {
	t := iso.GoString(a.Arg(0))
	for i := 1; i < a.Len(); i++ {
		t = strings.Replace(t, "%", show(iso, a.Arg(i)), 1)
	}
	return t
}

func nativeThrowNotFunction(iso *Isolate, a nargs) (Value, bool) {
	return iso.ThrowTypeError("%s is not a function", iso.TypedText(a.Arg(0)))
}

func nativeDisplay(iso *Isolate, a nargs) (Value, bool) {
	return iso.NewString(iso.Display(a.Arg(0))), true
}

func nativeDeleteOrThrow(iso *Isolate, a nargs) (Value, bool) {
	k, ok := iso.ToPropertyKey(a.Arg(1))
	if !ok {
		return undefined, false
	}
	return undefined, iso.DeleteOrThrow(a.Arg(0), k)
}

func nativeArraySpeciesCreate(iso *Isolate, a nargs) (Value, bool) {
	n, ok := iso.ToLength(a.Arg(1))
	if !ok {
		return undefined, false
	}
	return arraySpeciesCreate(iso, a.Arg(0), n)
}

func nativeArrayCreate(iso *Isolate, a nargs) (Value, bool) {
	n, ok := iso.ToLength(a.Arg(0))
	if !ok {
		return undefined, false
	}
	h, ok := newListArray(iso, n)
	if !ok {
		return undefined, false
	}
	return h.Value(), true
}

// %CopyList(list) makes a copy of a list: an array without holes that no program has seen.
func nativeCopyList(iso *Isolate, a nargs) (Value, bool) {
	o := iso.NewArray(0)
	return o, iso.AppendElements(o, a.Arg(0).Ref())
}

// %SortDefault(list) sorts a list by the strings of its elements (SortCompare without comparator), stably, in place.
func nativeSortDefault(iso *Isolate, a nargs) (Value, bool) {
	n := iso.ArrayLen(a.Arg(0).Ref())
	allInt, allString := true, true
	for i := uint32(0); i < n; i++ {
		v := iso.FastElement(a.Arg(0).Ref(), i)
		allInt = allInt && v.IsInt() && v.AsInt() >= 0
		allString = allString && v.IsString()
	}
	keys := iso.NewHandle(a.Arg(0))
	if !allString {
		keys.Set(iso.NewArray(0))
		for i := uint32(0); i < n; i++ {
			s, ok := iso.ToString(iso.FastElement(a.Arg(0).Ref(), i))
			if !ok {
				return undefined, false
			}
			iso.ArrayPush(keys.Value(), s)
		}
	}
	// From here on nothing runs JavaScript or collects: raw values are safe.
	type pair struct{ key, val Value }
	list := make([]pair, n)
	for i := range list {
		list[i] = pair{iso.Flatten(iso.FastElement(keys.Value().Ref(), uint32(i))), iso.FastElement(a.Arg(0).Ref(), uint32(i))}
	}
	slices.SortStableFunc(list, func(x, y pair) int { return iso.StrCompare(x.key, y.key) })
	for i := range list {
		iso.SetElementValue(a.Arg(0).Ref(), uint32(i), list[i].val)
	}
	return a.Arg(0), true
}

func nativeGetMethod(iso *Isolate, a nargs) (Value, bool) {
	k, ok := iso.ToPropertyKey(a.Arg(1))
	if !ok {
		return undefined, false
	}
	if a.Arg(0).IsNullish() {
		return iso.ThrowTypeError("%s is not iterable (cannot read property Symbol(Symbol.iterator))", iso.TypedText(a.Arg(0)))
	}
	return iso.GetMethod(a.Arg(0), k)
}

func nativeSymbolIterator(iso *Isolate, a nargs) (Value, bool) {
	return iso.Sym(object.SymIterator), true
}

func nativeSymbolAsyncIterator(iso *Isolate, a nargs) (Value, bool) {
	return iso.Sym(object.SymAsyncIterator), true
}

var iterableFromRow = Row{Fn: func(iso *Isolate, a *Args) (Value, bool) {
	d := a.Data().Ref()
	return iso.TailCall(iso.ListGet(d, 1), iso.ListGet(d, 0))
}}

// iterable makes an object whose method at a well-known symbol calls method on items: self-hosted code can then write for-of over
// an iterator method that it has looked up already.
func iterable(iso *Isolate, items, method Value, sym object.SymID) Value {
	l := iso.NewValues(2, undefined)
	iso.ListSet(l, 0, items)
	iso.ListSet(l, 1, method)
	o := iso.NewObjectProto(gc.Null)
	iso.AddOwn(o.Ref(), iso.SymK(sym), iso.NewBuiltinRow(&iterableFromRow, gc.Cell(l)), layout.AttrDefault)
	return o
}

// %IterableFrom(items, method)
func nativeIterableFrom(iso *Isolate, a nargs) (Value, bool) {
	// Fast path: the iteration of the array itself is not observable.
	if items := a.Arg(0); items.IsObject() && iso.PristineArray(items.Ref()) && a.Arg(1) == iso.Intrinsic(vm.ArrayValuesFunction) {
		return items, true
	}
	return iterable(iso, a.Arg(0), a.Arg(1), object.SymIterator), true
}

// %AsyncIterableFrom(items, asyncMethod, syncMethod)
func nativeAsyncIterableFrom(iso *Isolate, a nargs) (Value, bool) {
	if a.Arg(1) != undefined {
		return iterable(iso, a.Arg(0), a.Arg(1), object.SymAsyncIterator), true
	}
	return iterable(iso, a.Arg(0), a.Arg(2), object.SymIterator), true
}

func nativeObjectCreateNull(iso *Isolate, a nargs) (Value, bool) {
	return iso.NewObjectProto(gc.Null), true
}

// %SpeciesConstructor(object, default)
func nativeSpeciesConstructor(iso *Isolate, a nargs) (Value, bool) {
	c, ok := iso.Get(a.Arg(0), iso.K(object.AtomConstructor))
	if !ok || c == undefined {
		return a.Arg(1), ok
	}
	if !c.IsObject() {
		return iso.ThrowTypeError("The .constructor property is not an object")
	}
	s, ok := iso.Get(c, iso.SymK(object.SymSpecies))
	if !ok || s.IsNullish() {
		return a.Arg(1), ok
	}
	if !iso.IsConstructor(s) {
		return iso.ThrowTypeError("object.constructor[Symbol.species] is not a constructor")
	}
	return s, true
}

// %SetAnonymous(f) makes the name of an internal closure the empty string.
func nativeSetAnonymous(iso *Isolate, a nargs) (Value, bool) {
	f := a.Arg(0).Ref()
	if p, ok := iso.GetOwn(f, iso.K(object.AtomName)); ok {
		iso.SetOwnValue(f, p.Index, iso.Empty())
	}
	return undefined, true
}
