package layout

// Byte offsets of the fields of cells. A name is kind + field; u32 unless said; "Value" fields are 8 bytes.

// Shape: hidden class of objects, and the kind descriptor of all other cells (then everything from ShapeBits on is unused).
//
//	0 shape (the meta-shape) | 4 flags | 8 kind u8 | 9 bits u8 | 10 instance size u16 | 12 in-object slots u8 | 13 used hint u8 | 14 last attrs u8
//	16 prototype Value | 24 last key Value | 32 descriptors | 36 property count | 40 parent | 44 validity cell | 48 enum cache | 52 stamp
const (
	ShapeKind        = 8
	ShapeBits        = 9
	ShapeSizeField   = 10
	ShapeInObject    = 12
	ShapeSlack       = 13 // in-object slots that constructor slack tracking has seen used
	ShapeLastAttrs   = 14 // attributes of the property that the transition from the parent added
	ShapeTransition  = 15 // kind of the transition from the parent (Transition* below)
	ShapePrototype   = 16 // Value: object or null
	ShapeLastKey     = 24 // Value: key the transition added
	ShapeDescriptors = 32
	ShapeCount       = 36 // properties of instances (a prefix of the descriptors)
	ShapeParent      = 40
	ShapeValidity    = 44
	ShapeEnumCache   = 48
	ShapeStamp       = 52
	ShapeSize        = 56
)

// Bits of ShapeBits.
const (
	ShapeDictionary    = 1 << 0 // properties in a dictionary; the shape is this object's own
	ShapeNonExtensible = 1 << 1
	ShapeCallable      = 1 << 2
	ShapeConstructor   = 1 << 3
	ShapeIsPrototype   = 1 << 4 // the object serves as a prototype: the shape is this object's own, any change of keys makes a new one
	ShapeExotic        = 1 << 5 // property access needs the slow path (proxy, typed array, String, arguments, namespace, host interceptors)
	ShapeHasLazy       = 1 << 6 // some property is lazy
	ShapeUndetectable  = 1 << 7 // [[IsHTMLDDA]]
)

// Transition kinds (ShapeTransition).
const (
	TransitionRoot = iota
	TransitionAdd
	TransitionPrototype
	TransitionPreventExtensions
	TransitionReconfigure
)

// Descriptors: pairs (key Value, details raw) in order of addition; shared by a branch of shapes, each sees a prefix.
const (
	DescLen    = 8  // tail length in Values (capacity*2)
	DescUsed   = 12 // descriptors in use
	DescIndex  = 16 // KindBytes cell: u16 open-addressing index by key, 0 until there are more than DescLinear descriptors
	DescHeader = 24
	DescLinear = 8
)

// Property attributes and details. Details are a raw word: attributes in bits 0-7, slot index from bit 16.
const (
	AttrWritable     = 1 << 0
	AttrEnumerable   = 1 << 1
	AttrConfigurable = 1 << 2
	AttrAccessor     = 1 << 3 // the slot holds a KindAccessor cell
	AttrLazy         = 1 << 4 // the slot holds a raw index of the realm's lazy table; materialised on first access
	AttrPrivate      = 1 << 5 // private name: method (not writable) or field
	AttrDefault      = AttrWritable | AttrEnumerable | AttrConfigurable
	AttrHidden       = AttrWritable | AttrConfigurable
	DetailSlotShift  = 16
)

// Object header.
const (
	ObjShape    = 0
	ObjFlags    = 4 // elements kind in bits 0-2, Obj* bits, identity hash in bits 8-31 (0 = none yet)
	ObjElements = 8
	ObjOverflow = 12 // KindValues, or KindPropertyDict in dictionary mode
	ObjHeader   = 16

	ObjElementsKindMask = 7
	ObjElementsFrozen   = 1 << 3 // elements are non-writable and non-configurable
	ObjElementsSealed   = 1 << 4 // elements are non-configurable
	ObjLengthReadOnly   = 1 << 5 // array length is non-writable
	ObjClassBit         = 1 << 6 // by kind (see core/object)
	ObjHashShift        = 8
)

// Elements kinds (bits 0-2 of ObjFlags): promises about the contents (DECISIONS 2.3).
const (
	ElementsPackedInt = iota
	ElementsHoleyInt
	ElementsPackedDouble
	ElementsHoleyDouble
	ElementsPacked
	ElementsHoley
	ElementsDictionary
)

const (
	ValuesLen    = 8
	ValuesHeader = 16

	BytesLen    = 8
	BytesHeader = 16

	ElementsCap    = 8  // tail length
	ElementsStart  = 12 // index in the tail of element 0 (shift moves it)
	ElementsHeader = 16

	// DictHeader: hash tables. The tail is: entries of EntryWords Values each, then the bucket index, two u32 (entry+1 or 0) a word.
	DictLen     = 8  // tail length in Values (or Refs)
	DictCount   = 12 // live entries
	DictUsed    = 16 // entries used, dead ones included
	DictBuckets = 20 // number of buckets, a power of two
	DictSeed    = 24 // hash seed of this table (DECISIONS 2.8)
	DictNext    = 28 // generation / max-index+1 for elements dictionaries
	DictHeader  = 32

	AccessorGet = 8  // Value: function, undefined, or hole (absent)
	AccessorSet = 16 // Value

	CellValue   = 8  // Value
	CellDetails = 16 // raw: attributes
	CellSize    = 24

	WeakCellTarget = 8

	// Strings: flags in 4 (Str* bits), length in 8, hash in 12 (0 = not computed).
	StrFlags  = 4
	StrLen    = 8
	StrHash   = 12
	StrHeader = 16

	ConsFirst     = 16 // after flattening: the flat string
	ConsSecond    = 20 // after flattening: 0
	SliceParent   = 16
	SliceOffset   = 20
	ExternalIndex = 16
	ExternalOff   = 20

	StrAtom     = 1 << 0 // interned: compared by offset
	StrTwoByte  = 1 << 1 // cons and slices: characters are two bytes wide
	StrNotIndex = 1 << 2 // known not to be an array index
	StrIsIndex  = 1 << 3 // known to be a canonical array index

	SymbolFlags       = 4 // SymbolPrivate, SymbolRegistered, SymbolWellKnown
	SymbolHash        = 8
	SymbolDescription = 16
	SymbolPrivate     = 1
	SymbolRegistered  = 2
	SymbolWellKnown   = 4

	BigIntSign   = 4 // 1 = negative
	BigIntLen    = 8 // limbs, little endian, no leading zero limb; zero has none
	BigIntHeader = 16

	ScopeParent  = 8
	ScopeLen     = 12
	ScopeInfoRef = 16
	ScopeExtra   = 20
	ScopeHeader  = 24

	ScopeInfoScript = 8
	ScopeInfoOuter  = 12
	ScopeInfoLen    = 16 // tail: per slot (name atom or undefined, raw flags)
	ScopeInfoKind   = 20
	ScopeInfoHeader = 24
)

// Functions and code.
const (
	// FunctionInfo
	InfoFlags     = 8 // bytecode.Fn* flags
	InfoLength    = 12
	InfoScript    = 16
	InfoBytecode  = 20 // 0 until materialised
	InfoIndex     = 24 // function number in the Unit
	InfoBuiltin   = 28 // index of the Go builtin + 1, 0 = bytecode
	InfoName      = 32 // Value: string or undefined
	InfoSrcStart  = 40
	InfoSrcEnd    = 44
	InfoParams    = 48
	InfoVectorLen = 52
	InfoScopeInfo = 56
	InfoExpected  = 60 // expected number of in-object properties of instances
	InfoSize      = 64

	// Bytecode
	BytecodeLen       = 8
	BytecodeConsts    = 12
	BytecodeHandlers  = 16 // KindBytes: rows of 4 u32 (start, end, target, scope register)
	BytecodeInfo      = 20
	BytecodePositions = 24
	BytecodeRegs      = 28
	BytecodeParams    = 32
	BytecodeVectorLen = 36
	BytecodeHeader    = 40

	VectorInfo        = 8
	VectorLen         = 12
	VectorInvocations = 16
	VectorFlags       = 20
	VectorHeader      = 24

	FeedbackVector = 8  // feedback cell: the vector, 0 until the second use
	FeedbackBudget = 12 // calls so far / budget

	HandlerLen    = 8
	HandlerKind   = 12
	HandlerHeader = 16

	ScriptHost       = 8 // host index of the Go *ScriptData
	ScriptInfos      = 12
	ScriptScopeInfos = 16
	ScriptFlags      = 20
	ScriptName       = 24 // Value: string
	ScriptOptions    = 32 // Value: host-defined options
	ScriptEvalOrigin = 40
	ScriptSize       = 48

	FunctionInfo     = 16
	FunctionScope    = 20
	FunctionFeedback = 24
	FunctionRealm    = 28
	FunctionShape    = 32 // initial shape of instances, 0 = not yet made
	FunctionFlags    = 36
	FunctionHome     = 40 // Value: home object or undefined
	FunctionData     = 48 // Value: class fields initialiser; data of a native function
	FunctionSize     = 56
)

// Internal slots of objects.
const (
	ArrayLength = 16 // Value: a uint32 number (int32 or double form)

	BoundTarget = 16
	BoundThis   = 24
	BoundArgs   = 32 // Value: KindValues cell

	ProxyTarget  = 16 // Value: object, null when revoked
	ProxyHandler = 24

	ErrorFrames = 16 // Value: KindWords cell of raw frames, string when formatted, undefined
	ErrorExtra  = 24

	PrimitiveValue = 16
	DateValue      = 16

	RegExpSource    = 16 // Value: string
	RegExpFlags     = 24 // Value: string of the original flags
	RegExpProgram   = 32 // Value: KindBytes cell
	RegExpLegacy    = 40
	RegExpGroups    = 48 // Value: KindValues of (name, index ...) or undefined
	RegExpInfo      = 56 // Value: int: flag bits and capture count
	MapTable        = 16
	WeakRefCell     = 16
	FinRegCells     = 16
	FinRegCleanup   = 24
	FinRegRealm     = 32
	PromiseResult   = 16 // Value: result or reason; while pending: the first reaction or a list
	PromiseState    = 24 // Value: int: Promise* bits
	PromiseReact    = 32
	PromisePending  = 0
	PromiseFulfill  = 1
	PromiseReject   = 2
	PromiseHandled  = 4
	PromiseResolved = 8 // already resolved (locked in)

	GeneratorFunction = 16
	GeneratorScope    = 24
	GeneratorReceiver = 32
	GeneratorRegs     = 40 // Value: KindValues: registers, then arguments
	GeneratorState    = 48 // Value: int: Gen*
	GeneratorOffset   = 56 // Value: int: bytecode offset to resume at
	GeneratorPromise  = 64 // async functions: the promise; async generators: request queue
	GeneratorExtra    = 72 // new.target, or current request
	GeneratorInput    = 80 // Value sent in on resume
	GeneratorSize     = 88

	ArgumentsScope = 16 // Value: scope whose slots the mapped arguments alias, or undefined
	ArgumentsMap   = 24 // Value: KindValues: slot index of argument i, or undefined once unmapped

	// ArrayBuffers: external memory index, flags; lengths are raw u64.
	BufferExternal       = 16
	BufferFlags          = 20 // Buffer* bits
	BufferLength         = 24
	BufferMaxLength      = 32
	BufferSize           = 40
	BufferResizable      = 1
	BufferDetached       = 2
	BufferShared         = 4
	BufferUntransferable = 8

	// Typed arrays and DataViews.
	TypedArrayBuffer     = 16 // Value
	TypedArrayType       = 24 // element type, u32
	TypedArrayFlags      = 28 // TypedArrayTracking
	TypedArrayByteOffset = 32 // raw u64
	TypedArrayLength     = 40 // raw u64: elements (DataView: bytes)
	TypedArraySize       = 48
	TypedArrayTracking   = 1 // length follows the buffer

	IteratorTarget = 16
	IteratorIndex  = 24
	IteratorExtra  = 32

	NamespaceModule = 16
	NamespaceNames  = 24
	GlobalRealm     = 16

	HostIndex     = 16
	HostClass     = 20
	HostSlots     = 24
	HostSlotCount = 4
	HostSize      = HostSlots + 8*HostSlotCount

	RealmLen    = 8
	RealmHeader = 16

	ModuleSlots = 20
)

// Frames on the JS stack (DECISIONS 1.2); displacements from fp. The stack grows down.
//
//	fp+24+8i  argument i
//	fp+16     receiver
//	fp+8      return address (frame kind while interpreted)
//	fp        saved fp
//	fp-8      function    fp-16 scope    fp-24 bytecode    fp-32 feedback vector
//	fp-40     argc (low 16 bits), frame kind (16..23), bytecode offset (from bit 24)   -- below 2^48
//	fp-48     new.target  fp-56 accumulator
//	fp-64-8r  register r
const (
	FrameReceiver  = 16
	FrameArg0      = 24
	FrameReturn    = 8
	FrameSavedFP   = 0
	FrameFunction  = -8
	FrameScope     = -16
	FrameBytecode  = -24
	FrameVector    = -32
	FrameInfo      = -40
	FrameNewTarget = -48
	FrameAcc       = -56
	FrameReg0      = -64
	FrameHeader    = 72 // bytes from fp+8 down to the accumulator, inclusive
)
