package vm

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// IntrinsicID names a slot of the realm: a well-known intrinsic object (ECMA-262 6.1.7.4) or another per-realm value.
type IntrinsicID uint16

// The realm's slots.
const (
	GlobalObject IntrinsicID = iota
	GlobalThis
	ScriptNames // KindPropertyDict: top-level lexical names -> KindCell
	RealmNumber // int: position in the isolate's realm list, for lazy properties
	HostDefined // whatever the embedder stores (a host object or undefined)

	ObjectPrototype
	FunctionPrototype
	ArrayPrototype
	StringPrototype
	NumberPrototype
	BooleanPrototype
	SymbolPrototype
	BigIntPrototype
	ErrorPrototype // in the order of ErrorKind
	TypeErrorPrototype
	RangeErrorPrototype
	SyntaxErrorPrototype
	ReferenceErrorPrototype
	EvalErrorPrototype
	URIErrorPrototype
	AggregateErrorPrototype
	SuppressedErrorPrototype
	DisposableStackPrototype
	AsyncDisposableStackPrototype
	IteratorPrototype
	AsyncIteratorPrototype
	ArrayIteratorPrototype
	MapIteratorPrototype
	SetIteratorPrototype
	StringIteratorPrototype
	RegExpStringIteratorPrototype
	IteratorHelperPrototype
	WrapForValidIteratorPrototype
	AsyncFromSyncIteratorPrototype
	GeneratorFunctionPrototype // %GeneratorFunction.prototype%
	GeneratorPrototype         // %GeneratorPrototype%
	AsyncGeneratorFunctionPrototype
	AsyncGeneratorPrototype
	AsyncFunctionPrototype
	PromisePrototype
	RegExpPrototype
	DatePrototype
	MapPrototype
	SetPrototype
	WeakMapPrototype
	WeakSetPrototype
	WeakRefPrototype
	FinalizationRegistryPrototype
	ArrayBufferPrototype
	SharedArrayBufferPrototype
	DataViewPrototype
	TypedArrayPrototype
	TypedArrayPrototypes    // NumElementTypes slots
	typedArrayPrototypesEnd = TypedArrayPrototypes + IntrinsicID(NumElementTypes) - 1
)

// More slots: constructors and functions.
const (
	ObjectConstructor IntrinsicID = typedArrayPrototypesEnd + 1 + iota
	FunctionConstructor
	ArrayConstructor
	StringConstructor
	NumberConstructor
	BooleanConstructor
	SymbolConstructor
	BigIntConstructor
	ErrorConstructor
	TypeErrorConstructor
	RangeErrorConstructor
	SyntaxErrorConstructor
	ReferenceErrorConstructor
	EvalErrorConstructor
	URIErrorConstructor
	AggregateErrorConstructor
	SuppressedErrorConstructor
	DisposableStackConstructor
	AsyncDisposableStackConstructor
	IteratorConstructor
	PromiseConstructor
	RegExpConstructor
	DateConstructor
	MapConstructor
	SetConstructor
	WeakMapConstructor
	WeakSetConstructor
	WeakRefConstructor
	FinalizationRegistryConstructor
	ArrayBufferConstructor
	SharedArrayBufferConstructor
	DataViewConstructor
	TypedArrayConstructor
	ProxyConstructor
	GeneratorFunctionConstructor
	AsyncGeneratorFunctionConstructor
	AsyncFunctionConstructor
	TypedArrayConstructors    // NumElementTypes slots
	typedArrayConstructorsEnd = TypedArrayConstructors + IntrinsicID(NumElementTypes) - 1
)

// Functions, objects and per-realm shapes.
const (
	EvalFunction IntrinsicID = typedArrayConstructorsEnd + 1 + iota
	ThrowTypeErrorFunction
	ArrayValuesFunction
	ArrayIteratorNextFunction
	ObjectToStringFunction
	PromiseThenFunction
	PromiseResolveFunction
	RegExpExecFunction
	MathObject
	JSONObject
	ReflectObject
	AtomicsObject
	// Shapes (Cell values), made on first use by whoever owns them; Undefined until then.
	ShapePlainObject // {}: layout.KindObject, ObjectPrototype, object.DefaultInObject slots
	ShapeArray
	ShapeBuiltin       // Go builtin: length, name
	ShapeBuiltinCtor   // Go builtin constructor
	ShapeIterResult    // {value, done}
	ShapeFunctionFirst // shapeFunctionCount slots for core/vm/materialise.go
	shapeFunctionLast  = ShapeFunctionFirst + 31
	ShapeProxyFirst    = shapeFunctionLast + 1 // plain, callable, constructor
	ShapeBoundFirst    = shapeFunctionLast + 4 // callable, constructor
	// Builtin engineers' own slots (self-hosted function caches and the like).
	UserSlotFirst = shapeFunctionLast + 6
	userSlotLast  = UserSlotFirst + 63
	// NumIntrinsics is the number of slots.
	NumIntrinsics = int(userSlotLast) + 1
)

func slotOff(i IntrinsicID) uintptr { return layout.RealmHeader + 8*uintptr(i) }

// Intrinsic returns a slot of the current realm.
func (iso *Isolate) Intrinsic(i IntrinsicID) Value { return iso.Value(iso.realm, slotOff(i)) }

// IntrinsicOf returns a slot of a realm.
func (iso *Isolate) IntrinsicOf(realm Ref, i IntrinsicID) Value { return iso.Value(realm, slotOff(i)) }

// SetIntrinsic fills a slot of the current realm.
func (iso *Isolate) SetIntrinsic(i IntrinsicID, v Value) { iso.StoreValue(iso.realm, slotOff(i), v) }

// NewRealm makes a realm with its global object and the two root prototypes, makes it current, and runs the isolate's realm
// initialiser (core/builtins) on it. The realm that was current before is returned too.
func (iso *Isolate) NewRealm() (realm, before Ref) {
	r := iso.NewPinned(layout.KindRealm, uint32(layout.RealmHeader+8*NumIntrinsics))
	iso.SetU32(r, layout.RealmLen, uint32(NumIntrinsics))
	iso.FillValues(r, layout.RealmHeader, NumIntrinsics, gc.Undefined)
	before = iso.SetRealm(r)
	iso.SetIntrinsic(RealmNumber, gc.Int(int32(len(iso.realms))))
	iso.realms = append(iso.realms, r)

	op := gc.Object(iso.NewObjectOf(iso.NewRootShape(layout.KindObject, gc.Null, 12, 0)))
	iso.MakePrototype(op.Ref())
	iso.SetIntrinsic(ObjectPrototype, op)
	fp := iso.newFunctionPrototype(op)
	iso.SetIntrinsic(FunctionPrototype, fp)
	iso.SetIntrinsic(ScriptNames, gc.Cell(iso.NewDict(layout.KindPropertyDict, 8)))

	g := iso.NewObjectOf(iso.NewRootShape(layout.KindGlobal, op, 0, 0))
	iso.InitValue(g, layout.GlobalRealm, gc.Cell(r))
	iso.ToDictionary(g)
	iso.SetIntrinsic(GlobalObject, gc.Object(g))
	iso.SetIntrinsic(GlobalThis, gc.Object(g))
	if iso.realmInit != nil {
		iso.realmInit(iso)
	}
	return r, before
}

// Realms returns how many realms there are.
func (iso *Isolate) Realms() int { return len(iso.realms) }

// newFunctionPrototype makes %Function.prototype%, itself a function that returns undefined.
func (iso *Isolate) newFunctionPrototype(objectProto Value) Value {
	shape := iso.NewRootShape(layout.KindFunction, objectProto, 12, layout.ShapeCallable)
	f := iso.newFunctionOf(shape, iso.newBuiltinInfo(iso.Empty(), 0, func(*Isolate, *Args) (Value, bool) { return gc.Undefined, true }))
	iso.MakePrototype(f.Ref())
	iso.AddOwn(f.Ref(), iso.K(object.AtomLength), gc.Int(0), layout.AttrConfigurable)
	iso.AddOwn(f.Ref(), iso.K(object.AtomName), iso.Empty(), layout.AttrConfigurable)
	return f
}

// SetRealmInit sets what NewRealm runs to fill a fresh realm.
func (iso *Isolate) SetRealmInit(f func(*Isolate)) { iso.realmInit = f }

// RealmOf returns the realm of a function object (GetFunctionRealm, ECMA-262 7.3.25); ok is false, with a TypeError, for a revoked proxy.
func (iso *Isolate) RealmOf(f Value) (Ref, bool) {
	for f.IsObject() {
		r := f.Ref()
		switch iso.KindOf(r) {
		case layout.KindFunction:
			return iso.Ref(r, layout.FunctionRealm), true
		case layout.KindBoundFunction:
			f = iso.Value(r, layout.BoundTarget)
			continue
		case layout.KindProxy:
			if iso.Value(r, layout.ProxyHandler) == gc.Null {
				iso.ThrowTypeError("Cannot perform 'get' on a proxy that has been revoked")
				return 0, false
			}
			f = iso.Value(r, layout.ProxyTarget)
			continue
		}
		break
	}
	return iso.realm, true
}

// GetPrototypeFromConstructor, ECMA-262 10.1.14. May run JavaScript.
func (iso *Isolate) GetPrototypeFromConstructor(ctor Value, def IntrinsicID) (Value, bool) {
	m := iso.HandleMark()
	h := iso.NewHandle(ctor)
	p, ok := iso.Get(ctor, iso.K(object.AtomPrototype))
	ctor = h.Value()
	iso.ReleaseHandles(m)
	if !ok {
		return p, false
	}
	if p.IsObject() {
		return p, true
	}
	realm, ok := iso.RealmOf(ctor)
	if !ok {
		return gc.Undefined, false
	}
	return iso.IntrinsicOf(realm, def), true
}

// OrdinaryCreateFromConstructor, ECMA-262 10.1.13, for plain objects of kind k with no shape bits. Internal slots are zero words:
// the caller fills them at once. May run JavaScript.
func (iso *Isolate) OrdinaryCreateFromConstructor(newTarget Value, def IntrinsicID, k gc.Kind) (Value, bool) {
	p, ok := iso.GetPrototypeFromConstructor(newTarget, def)
	if !ok {
		return p, false
	}
	n := 0
	if k == layout.KindObject {
		n = object.DefaultInObject
	}
	return gc.Object(iso.NewObjectOf(iso.RootShapeFor(k, p, n, 0))), true
}
