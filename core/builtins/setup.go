package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/regexp"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Short names for what every file here uses.
type (
	Value   = vm.Value
	Ref     = vm.Ref
	Key     = vm.Key
	Isolate = vm.Isolate
	Args    = vm.Args
	Row     = vm.Row
	Handle  = vm.Handle
)

const undefined = gc.Undefined

// Install makes an isolate's future realms come with the ECMAScript library.
func Install(iso *Isolate) {
	iso.SetRealmInit(setupRealm)
	iso.SetSelfHosted(selfHosted)
	installNatives(iso)
	h := iso.Hooks()
	h.CheckRegExp = regexp.Check
	h.NewRegExp = newRegExpLiteral
}

// setupRealm fills the current realm. The order matters where one step needs another's intrinsics.
func setupRealm(iso *Isolate) {
	setupObject(iso)
	setupFunction(iso)
	setupSymbol(iso)
	setupBoolean(iso)
	setupErrors(iso)
	setupIterators(iso)
	setupArray(iso)
	setupString(iso)
	setupNumber(iso)
	setupBigInt(iso)
	setupMath(iso)
	setupDate(iso)
	setupRegExp(iso)
	setupJSON(iso)
	setupCollections(iso)
	setupWeak(iso)
	setupDispose(iso)
	setupGenerators(iso)
	setupPromise(iso)
	setupReflect(iso)
	setupBuffers(iso)
	setupTypedArrays(iso)
	setupDataView(iso)
	setupAtomics(iso)
	setupGlobals(iso)
}

// newPrototype makes an ordinary prototype object in an intrinsic slot, heir of another intrinsic.
func newPrototype(iso *Isolate, slot, parent vm.IntrinsicID) Value {
	p := gc.Object(iso.NewObjectOf(iso.NewRootShape(layout.KindObject, iso.Intrinsic(parent), 8, 0)))
	iso.MakePrototype(p.Ref())
	iso.SetIntrinsic(slot, p)
	return p
}

// define makes a constructor with its prototype, fills both from tables and stores it as an intrinsic and, if name is not
// empty, as a global.
func define(iso *Isolate, name string, length int, fn vm.Builtin, proto Value, slot vm.IntrinsicID, static, methods []Row) Value {
	c := iso.NewConstructor(name, length, fn, proto, undefined)
	iso.SetIntrinsic(slot, c)
	iso.DefineRows(c, static)
	iso.DefineRows(proto, methods)
	iso.SetGlobal(name, c)
	return c
}

// ret wraps a value that cannot fail.
func ret(v Value) (Value, bool) { return v, true }

// speciesGetter is get X[@@species], the same text for every constructor.
func speciesGetter(iso *Isolate, a *Args) (Value, bool) { return a.This(), true }
