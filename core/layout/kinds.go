package layout

import (
	"sync"

	"github.com/gonode/gonode/gc"
)

// The kinds of cells. Object kinds start at KindObject: everything from there on is a JavaScript object.
const (
	KindNone gc.Kind = iota
	KindShape
	KindDescriptors    // property keys and details of a branch of shapes
	KindValues         // plain array of Values: overflow properties, constants, internal lists
	KindBytes          // raw bytes: code, position tables, regexp programs
	KindWords          // raw 64-bit words
	KindElements       // indexed properties
	KindPropertyDict   // dictionary-mode named properties
	KindElementsDict   // sparse indexed properties
	KindHashTable      // insertion-ordered table of Map, Set
	KindWeakHashTable  // ephemeron table of WeakMap, WeakSet
	KindAccessor       // getter and setter of an accessor property
	KindCell           // one Value: property cell of the global object, script-scope binding, module binding
	KindWeakCell       // one weak Value
	KindStringOne      // sequential Latin-1
	KindStringTwo      // sequential UTF-16
	KindStringCons     // rope
	KindStringSlice    // part of a sequential string
	KindStringExternal // characters in external memory
	KindSymbol
	KindBigInt
	KindScope        // run-time scope ("context")
	KindScopeInfo    // static description of a scope
	KindBytecode     // code of one function
	KindFunctionInfo // what closures of one function literal share
	KindFeedbackVector
	KindFeedbackCell
	KindICHandler // data of an inline cache that does not fit one word
	KindScript    // a materialised Unit
	KindRealm
	KindInternTable     // weak set of atoms
	KindTransitionTable // weak set of shapes, keyed (parent, key, attributes)
	KindReaction        // promise reaction
	KindJob             // microtask
	KindModule          // module record
	KindBoilerplate     // literal boilerplate

	KindObject // ordinary object; the first object kind
	KindArray
	KindFunction
	KindBoundFunction
	KindProxy
	KindError
	KindPrimitive // Boolean, Number, Symbol, BigInt wrapper
	KindStringObject
	KindDate
	KindRegExp
	KindMap
	KindSet
	KindWeakMap
	KindWeakSet
	KindWeakRef
	KindFinalizationRegistry
	KindPromise
	KindGenerator      // generator object, also the hidden state of an async function or module
	KindAsyncGenerator // the same with a request queue
	KindArguments      // mapped or unmapped arguments object
	KindArrayBuffer
	KindSharedArrayBuffer
	KindTypedArray
	KindDataView
	KindArrayIterator
	KindMapIterator // of Map and Set
	KindStringIterator
	KindRegExpStringIterator
	KindIteratorHelper // iterator helpers, wrap-for-valid, async-from-sync: internal slots by use
	KindForIn          // for-in enumeration state (never seen by programs)
	KindModuleNamespace
	KindGlobal // the global object
	KindHost   // host object: a Go value behind a host index, and internal slots for the JavaScript values it owns
	KindCount
)

// IsObjectKind tells whether cells of kind k are JavaScript objects.
func IsObjectKind(k gc.Kind) bool { return k >= KindObject }

// obj describes an object kind with n internal Value slots and a mask of u32 Ref fields.
func obj(name string, size uint16, refs uint64, vOff, vCount uint16) gc.Layout {
	return gc.Layout{Name: name, Size: size, RefMask: 1<<2 | 1<<3 | refs, ValueOff: vOff, ValueCount: vCount, Tail: gc.TailObject}
}

var (
	tableOnce sync.Once
	table     gc.KindTable
)

// Table returns the collector's kind table, filled on first use.
func Table() *gc.KindTable {
	tableOnce.Do(func() { fill(&table) })
	return &table
}

func bufferLayout(name string) gc.Layout {
	l := obj(name, BufferSize, 0, 0, 0)
	l.ExtOff = BufferExternal
	return l
}

func hostLayout() gc.Layout {
	l := obj("host object", HostSize, 0, HostSlots, HostSlotCount)
	l.HostOff = HostIndex
	return l
}

func fill(t *gc.KindTable) {
	*t = gc.KindTable{
		KindShape:           {Name: "shape", Size: ShapeSize, RefMask: 1<<(ShapeDescriptors/4) | 1<<(ShapeParent/4) | 1<<(ShapeValidity/4) | 1<<(ShapeEnumCache/4), ValueOff: ShapePrototype, ValueCount: 2, NoMove: true},
		KindDescriptors:     {Name: "descriptors", Size: DescHeader, RefMask: 1 << (DescIndex / 4), Tail: gc.TailValues, LenOff: DescLen},
		KindValues:          {Name: "values", Size: ValuesHeader, Tail: gc.TailValues, LenOff: ValuesLen},
		KindBytes:           {Name: "bytes", Size: BytesHeader, Tail: gc.TailBytes, LenOff: BytesLen},
		KindWords:           {Name: "words", Size: BytesHeader, Tail: gc.TailRaw64, LenOff: BytesLen},
		KindElements:        {Name: "elements", Size: ElementsHeader, Tail: gc.TailValues, LenOff: ElementsCap},
		KindPropertyDict:    {Name: "property dictionary", Size: DictHeader, Tail: gc.TailValues, LenOff: DictLen},
		KindElementsDict:    {Name: "elements dictionary", Size: DictHeader, Tail: gc.TailValues, LenOff: DictLen},
		KindHashTable:       {Name: "hash table", Size: DictHeader, Tail: gc.TailValues, LenOff: DictLen},
		KindWeakHashTable:   {Name: "weak hash table", Size: DictHeader, Tail: gc.TailValues, LenOff: DictLen, Weak: gc.EphemeronTail},
		KindAccessor:        {Name: "accessor", Size: 24, ValueOff: AccessorGet, ValueCount: 2},
		KindCell:            {Name: "cell", Size: 24, ValueOff: CellValue, ValueCount: 2},
		KindWeakCell:        {Name: "weak cell", Size: 16, Weak: gc.WeakTarget, WeakOff: WeakCellTarget},
		KindStringOne:       {Name: "string", Size: StrHeader, Tail: gc.TailBytes, LenOff: StrLen},
		KindStringTwo:       {Name: "two-byte string", Size: StrHeader, Tail: gc.TailU16, LenOff: StrLen},
		KindStringCons:      {Name: "cons string", Size: 24, RefMask: 1<<(ConsFirst/4) | 1<<(ConsSecond/4)},
		KindStringSlice:     {Name: "sliced string", Size: 24, RefMask: 1 << (SliceParent / 4)},
		KindStringExternal:  {Name: "external string", Size: 24, ExtOff: ExternalIndex},
		KindSymbol:          {Name: "symbol", Size: 24, ValueOff: SymbolDescription, ValueCount: 1, NoMove: true},
		KindBigInt:          {Name: "bigint", Size: BigIntHeader, Tail: gc.TailRaw64, LenOff: BigIntLen},
		KindScope:           {Name: "scope", Size: ScopeHeader, RefMask: 1<<(ScopeParent/4) | 1<<(ScopeInfoRef/4) | 1<<(ScopeExtra/4), Tail: gc.TailValues, LenOff: ScopeLen},
		KindScopeInfo:       {Name: "scope info", Size: 24, RefMask: 1<<(ScopeInfoScript/4) | 1<<(ScopeInfoOuter/4), Tail: gc.TailValues, LenOff: ScopeInfoLen, NoMove: true},
		KindBytecode:        {Name: "bytecode", Size: BytecodeHeader, RefMask: 1<<(BytecodeConsts/4) | 1<<(BytecodeHandlers/4) | 1<<(BytecodeInfo/4) | 1<<(BytecodePositions/4), Tail: gc.TailBytes, LenOff: BytecodeLen, NoMove: true},
		KindFunctionInfo:    {Name: "function info", Size: InfoSize, RefMask: 1<<(InfoScript/4) | 1<<(InfoBytecode/4) | 1<<(InfoScopeInfo/4), ValueOff: InfoName, ValueCount: 1, NoMove: true},
		KindFeedbackVector:  {Name: "feedback vector", Size: VectorHeader, RefMask: 1 << (VectorInfo / 4), Tail: gc.TailValues, LenOff: VectorLen, NoMove: true},
		KindFeedbackCell:    {Name: "feedback cell", Size: 16, RefMask: 1 << (FeedbackVector / 4), NoMove: true},
		KindICHandler:       {Name: "ic handler", Size: HandlerHeader, Tail: gc.TailValues, LenOff: HandlerLen},
		KindScript:          {Name: "script", Size: ScriptSize, RefMask: 1<<(ScriptInfos/4) | 1<<(ScriptScopeInfos/4), ValueOff: ScriptName, ValueCount: 3, HostOff: ScriptHost},
		KindRealm:           {Name: "realm", Size: RealmHeader, Tail: gc.TailValues, LenOff: RealmLen, NoMove: true},
		KindInternTable:     {Name: "intern table", Size: DictHeader, Tail: gc.TailValues, LenOff: DictLen, Weak: gc.WeakTailCells},
		KindTransitionTable: {Name: "transition table", Size: DictHeader, Tail: gc.TailRefs, LenOff: DictLen, Weak: gc.WeakTailRefs},
		KindReaction:        {Name: "promise reaction", Size: 64, ValueOff: 8, ValueCount: 7},
		KindJob:             {Name: "job", Size: 64, ValueOff: 8, ValueCount: 7},
		KindModule:          {Name: "module", Size: 16 + 8*ModuleSlots, ValueOff: 16, ValueCount: ModuleSlots},
		KindBoilerplate:     {Name: "boilerplate", Size: ValuesHeader, Tail: gc.TailValues, LenOff: ValuesLen},

		KindObject:               obj("Object", 16, 0, 0, 0),
		KindArray:                obj("Array", 24, 0, ArrayLength, 1),
		KindFunction:             obj("Function", FunctionSize, 1<<(FunctionInfo/4)|1<<(FunctionScope/4)|1<<(FunctionFeedback/4)|1<<(FunctionRealm/4)|1<<(FunctionShape/4), FunctionHome, 2),
		KindBoundFunction:        obj("bound function", 40, 0, BoundTarget, 3),
		KindProxy:                obj("Proxy", 32, 0, ProxyTarget, 2),
		KindError:                obj("Error", 32, 0, ErrorFrames, 2),
		KindPrimitive:            obj("primitive wrapper", 24, 0, PrimitiveValue, 1),
		KindStringObject:         obj("String", 24, 0, PrimitiveValue, 1),
		KindDate:                 obj("Date", 24, 0, DateValue, 1),
		KindRegExp:               obj("RegExp", 64, 0, RegExpSource, 6),
		KindMap:                  obj("Map", 24, 0, MapTable, 1),
		KindSet:                  obj("Set", 24, 0, MapTable, 1),
		KindWeakMap:              obj("WeakMap", 24, 0, MapTable, 1),
		KindWeakSet:              obj("WeakSet", 24, 0, MapTable, 1),
		KindWeakRef:              obj("WeakRef", 24, 0, WeakRefCell, 1),
		KindFinalizationRegistry: obj("FinalizationRegistry", 40, 0, FinRegCells, 3),
		KindPromise:              obj("Promise", 40, 0, PromiseResult, 3),
		KindGenerator:            obj("generator", GeneratorSize, 0, GeneratorFunction, 9),
		KindAsyncGenerator:       obj("async generator", GeneratorSize, 0, GeneratorFunction, 9),
		KindArguments:            obj("arguments", 32, 0, ArgumentsScope, 2),
		KindArrayBuffer:          bufferLayout("ArrayBuffer"),
		KindSharedArrayBuffer:    bufferLayout("SharedArrayBuffer"),
		KindTypedArray:           obj("typed array", TypedArraySize, 0, TypedArrayBuffer, 1),
		KindDataView:             obj("DataView", TypedArraySize, 0, TypedArrayBuffer, 1),
		KindArrayIterator:        obj("array iterator", 40, 0, IteratorTarget, 3),
		KindMapIterator:          obj("map iterator", 40, 0, IteratorTarget, 3),
		KindStringIterator:       obj("string iterator", 40, 0, IteratorTarget, 3),
		KindRegExpStringIterator: obj("regexp string iterator", 48, 0, IteratorTarget, 4),
		KindIteratorHelper:       obj("iterator helper", 64, 0, IteratorTarget, 6),
		KindForIn:                obj("for-in state", 56, 0, IteratorTarget, 5),
		KindModuleNamespace:      obj("module namespace", 32, 0, NamespaceModule, 2),
		KindGlobal:               obj("global", 24, 0, GlobalRealm, 1),
		KindHost:                 hostLayout(),
	}
}
