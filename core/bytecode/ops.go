package bytecode

// This file is the opcode table: the one place where an instruction's name, operands, feedback and effect are defined. The
// interpreter, the disassembler, the verifier, the baseline compiler and docs/bytecode.md are derived from or checked against it.
//
// Machine model. An accumulator (acc) and registers r0, r1 ...; one addressing formula for a register operand r (i16):
//
//	address(r) = fp - 64 - 8*r
//
//	fp+24+8*i   argument i        = register -(11+i)    (ArgReg)
//	fp+16       receiver          = register -10        (RegReceiver)
//	fp+8        return address
//	fp          saved fp
//	fp-8        function          = register -7         (header words: never operands, read by LdaFunction ...)
//	fp-16       scope             = register -6
//	fp-24       bytecode          = register -5
//	fp-32       feedback vector   = register -4
//	fp-40       {argc, offset}    = register -3
//	fp-48       new.target        = register -2
//	fp-56       accumulator       = register -1
//	fp-64-8*r   register r
//
// A call pads the arguments with undefined up to the formal count (Func.ParamCount), so a parameter is simply a register.
// Registers hold undefined on entry. Resumable functions (generators, async functions, modules) touch no argument register
// after their first suspension (the compiler copies what it needs into registers before), keep their generator object in r0, and
// may use the receiver register throughout.
//
// Encoding: one opcode byte, then the operands, little-endian, each of the fixed width of its kind. A jump operand is relative to
// the first byte of its instruction. Offsets of instructions are below 2^31.
//
// "the scope" below is the current scope cell of the frame header: parent, scope info, value slots. Depth d means: follow the
// parent d times. A slot operand of 0xFFFF (NoSlot), or a function without a vector yet, means: run without feedback.
// "key value" means a string, symbol or number as ToPropertyKey leaves it, except that int32 numbers may stay numbers.
//
// Unless its text says otherwise an instruction that does not write acc leaves it unchanged.

// Registers with a fixed meaning.
const (
	RegScope     = -6    // the scope word of the frame header: as the Scope of a Handler it means "leave the scope as it is"
	RegReceiver  = -10   // the this argument
	RegArg0      = -11   // argument 0; argument i is RegArg0-i
	RegGenerator = 0     // resumable functions: the generator (or async function, async generator, module) object
	MaxRegisters = 32000 // a function that needs more is refused with a SyntaxError
)

// ArgReg returns the register operand of argument i.
func ArgReg(i int) int { return RegArg0 - i }

// NoSlot is the feedback slot operand of an instruction that records nothing.
const NoSlot = 0xFFFF

// Kind is the kind of an operand: it fixes the width and what the verifier checks.
type Kind uint8

// Operand kinds.
const (
	None   Kind = iota
	Reg         // i16: a register that is read
	RegOut      // i16: a register that is written
	RegMod      // i16: a register that is read and written
	Regs        // i16: first of as many consecutive registers as the following Count says; read
	Pair        // i16: two consecutive registers, written
	Iter        // i16: three consecutive registers, an iterator record or for-in state, read and written
	Pool        // u16: index of the constant pool, of the type that the text of the op says
	Name        // u16: index of the constant pool: an atom (never a canonical array index)
	Pool32      // u32: index of the constant pool
	Depth       // u16: number of scopes to go up
	Cell        // u16: slot number in a scope
	Slot        // u16: word index in the feedback vector, or NoSlot
	Imm8        // i8
	Imm32       // i32
	Target      // i32, relative to the instruction's start
	Count       // u16
	Idx32       // u32
	Flag        // u8: flag bits or a small enumeration
	numKinds
)

var kindWidth = [numKinds]uint8{None: 0, Reg: 2, RegOut: 2, RegMod: 2, Regs: 2, Pair: 2, Iter: 2, Pool: 2, Name: 2, Pool32: 4, Depth: 2,
	Cell: 2, Slot: 2, Imm8: 1, Imm32: 4, Target: 4, Count: 2, Idx32: 4, Flag: 1}

var kindNames = [numKinds]string{"", "reg", "out", "mod", "regs", "pair", "iter", "const", "name", "const32", "depth", "cell", "slot",
	"imm8", "imm32", "jump", "count", "idx32", "flag"}

// Width returns the encoded size of an operand of kind k in bytes.
func (k Kind) Width() int { return int(kindWidth[k]) }

// String returns the name of k as the documentation has it.
func (k Kind) String() string { return kindNames[k] }

// IsReg tells whether operands of kind k name a register.
func (k Kind) IsReg() bool { return k >= Reg && k <= Iter }

// Feedback is the kind of a feedback slot.
type Feedback uint8

// Feedback slot kinds. A slot takes Words() consecutive 8-byte words of the feedback vector.
const (
	NoFeedback    Feedback = iota
	FBLoad                 // named load (and private and super loads): shape, handler
	FBKeyedLoad            // keyed load
	FBStore                // named store or define
	FBKeyedStore           // keyed store or define
	FBGlobalLoad           // global load: cell or shape, handler
	FBGlobalStore          // global store
	FBLookup               // dynamic lookup (with, sloppy eval)
	FBCall                 // call target
	FBConstruct            // constructor called
	FBBinary               // operand types of arithmetic, bitwise and increment operators
	FBCompare              // operand types of comparisons
	FBLiteral              // boilerplate of an object or array literal, regular expression, template object
	FBInstanceOf           // instanceof: shape of the right side, handler
	FBForIn                // for-in: whether the enum cache served
	FBClosure              // the feedback cell of closures made here
	FBIterator             // GetIterator: shape of the iterable, handler
	FBIterNext             // IterNext and IterResult: target of next, shape of its results
	FBLoop                 // loop count and OSR entry
	numFeedback
)

var feedbackWords = [numFeedback]uint8{NoFeedback: 0, FBLoad: 2, FBKeyedLoad: 2, FBStore: 2, FBKeyedStore: 2, FBGlobalLoad: 2,
	FBGlobalStore: 2, FBLookup: 2, FBCall: 1, FBConstruct: 1, FBBinary: 1, FBCompare: 1, FBLiteral: 1, FBInstanceOf: 2, FBForIn: 1,
	FBClosure: 1, FBIterator: 2, FBIterNext: 2, FBLoop: 1}

var feedbackNames = [numFeedback]string{"", "load", "keyedload", "store", "keyedstore", "globalload", "globalstore", "lookup", "call",
	"construct", "binary", "compare", "literal", "instanceof", "forin", "closure", "iterator", "iternext", "loop"}

// Words returns how many words of the vector a slot of kind f takes.
func (f Feedback) Words() int { return int(feedbackWords[f]) }

// String returns the name of f.
func (f Feedback) String() string { return feedbackNames[f] }

// Effect is the set of properties of an opcode that tools need.
type Effect uint16

// Effects.
const (
	R        Effect = 1 << iota // reads acc
	W                           // writes acc
	Throws                      // may throw (also: needs a source position)
	Calls                       // may run JavaScript, hence is a safepoint
	Allocs                      // allocates in the heap
	Ends                        // control never goes on to the next instruction
	Suspends                    // leaves the frame and may be resumed at the next instruction
	Skips                       // may skip exactly the next instruction, which the table names
	Scopes                      // changes the current scope
)

// RW is R|W.
const RW = R | W

// Info describes one opcode.
type Info struct {
	Name     string
	Operands [5]Kind
	Feedback Feedback
	Effect   Effect
	Doc      string
}

// Flags of operands. Each op says which set its Flag operand is of.
const (
	FlagStrict = 1 // stores, deletes: strict mode code (failure throws)

	DefineEnumerable = 1 // DefineMethod, DefineAccessor: the property is enumerable
	DefineSetter     = 2 // DefineAccessor: acc is the setter, not the getter

	NamePrefixNone = 0 // SetFunctionName
	NamePrefixGet  = 1
	NamePrefixSet  = 2

	ArgumentsMapped   = 0 // CreateArguments
	ArgumentsUnmapped = 1

	DeclareLexicals = 0 // DeclareGlobals: checks, then lexical bindings in TDZ
	DeclareVars     = 1 // DeclareGlobals: var bindings

	ImportEvaluation = 0 // ImportCall
	ImportSource     = 1
	ImportDefer      = 2

	DisposeSync  = 0 // AddDisposable
	DisposeAsync = 1
)

// Flags of CallDirectEval (the context that the eval code inherits).
const (
	EvalStrict    = 1 << iota // called from strict code
	EvalInParams              // in a parameter list (declaring arguments is an early error)
	EvalInField               // in a class field initialiser (arguments is an early error)
	EvalSuperProp             // super.x is allowed
	EvalSuperCall             // super() is allowed
	EvalNewTarget             // new.target is allowed
)

// Types of TestTypeOf.
const (
	TypeUndefined = iota
	TypeObject    // also null
	TypeBoolean
	TypeNumber
	TypeString
	TypeSymbol
	TypeBigInt
	TypeFunction
)

// ThrowKind selects what ThrowConst throws; %s is the name operand.
type ThrowKind uint8

// Kinds of ThrowConst and of ThrowIfNotObject.
const (
	ThrowTDZ                ThrowKind = iota // ReferenceError: Cannot access '%s' before initialization
	ThrowConstAssign                         // TypeError: Assignment to constant variable.
	ThrowSuperCalledTwice                    // ReferenceError: Super constructor may only be called once
	ThrowThisTDZ                             // ReferenceError: Must call super constructor in derived class before accessing 'this' or returning from derived constructor
	ThrowDeleteSuper                         // ReferenceError: Unsupported reference to 'super'
	ThrowNoThrowMethod                       // TypeError: The iterator does not provide a 'throw' method
	ThrowInvalidAssign                       // ReferenceError: Invalid left-hand side in assignment (call expressions, sloppy; %s is the whole message)
	ThrowPrivateNoGetter                     // TypeError: '%s' was defined without a getter
	ThrowPrivateNoSetter                     // TypeError: '%s' was defined without a setter
	ThrowPrivateMethodWrite                  // TypeError: Private method '%s' is not writable
	ThrowDerivedReturn                       // TypeError: Derived constructors may only return object or undefined
	ThrowIterResult                          // TypeError: Iterator result %v is not an object
	ThrowIterReturn                          // TypeError: %v is not an object (the result of return() while closing)
	ThrowStaticPrototype                     // TypeError: Classes may not have a static property named 'prototype'
	ThrowNotExtensible                       // reserved
	ThrowNotDefined                          // ReferenceError: %s is not defined
	ThrowEvalConflict                        // SyntaxError: Identifier '%s' has already been declared
	NumThrowKinds
)

// Op is an opcode.
type Op uint8

// Opcodes.
const (
	// Loads and moves.
	Nop Op = iota
	LdaUndefined
	LdaNull
	LdaTrue
	LdaFalse
	LdaHole
	LdaTDZ
	LdaSmi
	LdaConst
	LdaConstWide
	Ldar
	Star
	Mov
	LdarChecked
	CheckTDZ
	LdaFunction
	LdaHomeObject
	LdaGlobalThis
	LdaNewTarget
	CheckThis
	ConvertReceiver

	// Scopes.
	PushScope
	PushFunctionScope
	PushWith
	SaveScope
	RestoreScope
	CopyScope
	LdaScoped
	LdaScopedChecked
	StaScoped
	StaScopedChecked
	LdaModuleVar
	StaModuleVar
	StaModuleVarChecked

	// Globals and dynamic lookup.
	LdaGlobal
	LdaGlobalTypeof
	StaGlobal
	InitGlobal
	DeclareGlobals
	DefineGlobalFunction
	LdaLookup
	LdaLookupTypeof
	StaLookup
	DeleteLookup
	LdaLookupCall
	ResolveLookup
	LdaRef
	StaRef
	DeclareEvalVar
	DeclareEvalFunction

	// Properties.
	GetNamed
	GetKeyed
	SetNamed
	SetKeyed
	DefineNamedOwn
	DefineKeyedOwn
	InitField
	InitElement
	DefineMethod
	DefineAccessor
	SetLiteralProto
	SetFunctionName
	DeleteNamed
	DeleteKeyed
	PrepareKey
	ToPropertyKey
	LdaSuperBase
	GetSuperNamed
	GetSuperKeyed
	SetSuperNamed
	SetSuperKeyed
	CreatePrivateName
	GetPrivate
	SetPrivate
	DefinePrivateField
	DefinePrivateMethod
	DefinePrivateAccessor
	HasPrivate

	// Arithmetic.
	Add
	Sub
	Mul
	Div
	Mod
	Exp
	BitAnd
	BitOr
	BitXor
	Shl
	Sar
	Shr
	AddSmi
	SubSmi
	MulSmi
	DivSmi
	ModSmi
	BitAndSmi
	BitOrSmi
	BitXorSmi
	ShlSmi
	SarSmi
	ShrSmi
	Inc
	Dec
	IncReg
	DecReg
	Negate
	BitNot
	ToNumber
	ToNumeric
	ToString
	ToObject
	ToBoolean
	Not
	ToBooleanNot
	TypeOf
	ConcatStrings

	// Comparison.
	TestEq
	TestNotEq
	TestStrictEq
	TestStrictNotEq
	TestLess
	TestLessEq
	TestGreater
	TestGreaterEq
	TestInstanceOf
	TestIn
	GetPresent
	TestUndefined
	TestNull
	TestNullish
	TestTypeOf

	// Jumps.
	Jump
	JumpLoop
	JumpIfTrue
	JumpIfFalse
	JumpIfToBooleanTrue
	JumpIfToBooleanFalse
	JumpIfUndefined
	JumpIfNotUndefined
	JumpIfNull
	JumpIfNotNull
	JumpIfNullish
	JumpIfNotNullish
	JumpIfHole
	JumpIfNotHole
	JumpIfTDZ
	JumpIfNotTDZ
	JumpIfEq
	JumpIfNotEq
	JumpIfStrictEq
	JumpIfStrictNotEq
	JumpIfLess
	JumpIfNotLess
	JumpIfLessEq
	JumpIfNotLessEq
	JumpIfGreater
	JumpIfNotGreater
	JumpIfGreaterEq
	JumpIfNotGreaterEq
	SwitchSmi

	// Literals and closures.
	CreateClosure
	CreateClosureWide
	CreateMethod
	CreateObjectLiteral
	CreateEmptyObject
	CreateArrayLiteral
	CreateEmptyArray
	ArrayAppend
	ArrayAppendHole
	ArrayAppendSpread
	CopyDataProperties
	CopyRest
	CreateRegExp
	GetTemplateObject
	CreateArguments
	CreateRest
	CreateClass
	SetClassFields
	RunClassFields

	// Calls.
	Call
	CallUndefined
	CallUndefined0
	CallUndefined1
	CallUndefined2
	CallProperty0
	CallProperty1
	CallProperty2
	CallSpread
	Construct
	ConstructSpread
	GetSuperConstructor
	SuperCall
	SuperCallSpread
	SuperCallForward
	CallDirectEval
	CallDirectEvalSpread
	CallIntrinsic

	// Completion.
	Return
	GeneratorReturn
	AsyncResolve
	AsyncReject
	Throw
	ReThrow
	ThrowConst
	ThrowIfNotObject
	RequireObjectCoercible
	Debugger

	// Iteration.
	GetIterator
	GetAsyncIterator
	IterInit
	IterNext
	IterCallNext
	IterResult
	IterReturnMethod
	IterDelegate
	ForInPrepare
	ForInNext

	// Generators, async functions, modules.
	CreateGenerator
	InitialYield
	Yield
	YieldDelegate
	Await
	AwaitResume
	ImportCall
	ImportMeta

	// Explicit resource management.
	CreateDisposeStack
	AddDisposable
	DisposeNext
	DisposeError
	DisposeEnd

	NumOps
)

// Table is the opcode table, indexed by Op. Static data: nobody writes it.
var Table = [NumOps]Info{
	Nop: {"Nop", [5]Kind{}, 0, 0, "does nothing"},

	// Loads and moves.
	LdaUndefined:  {"LdaUndefined", [5]Kind{}, 0, W, "acc = undefined"},
	LdaNull:       {"LdaNull", [5]Kind{}, 0, W, "acc = null"},
	LdaTrue:       {"LdaTrue", [5]Kind{}, 0, W, "acc = true"},
	LdaFalse:      {"LdaFalse", [5]Kind{}, 0, W, "acc = false"},
	LdaHole:       {"LdaHole", [5]Kind{}, 0, W, "acc = the hole (internal: no value)"},
	LdaTDZ:        {"LdaTDZ", [5]Kind{}, 0, W, "acc = the TDZ marker"},
	LdaSmi:        {"LdaSmi", [5]Kind{Imm32}, 0, W, "acc = int32 imm"},
	LdaConst:      {"LdaConst", [5]Kind{Pool}, 0, W, "acc = constant (string, number, bigint)"},
	LdaConstWide:  {"LdaConstWide", [5]Kind{Pool32}, 0, W, "as LdaConst, for pools above 65,535 entries"},
	Ldar:          {"Ldar", [5]Kind{Reg}, 0, W, "acc = r"},
	Star:          {"Star", [5]Kind{RegOut}, 0, R, "r = acc"},
	Mov:           {"Mov", [5]Kind{RegOut, Reg}, 0, 0, "dst = src"},
	LdarChecked:   {"LdarChecked", [5]Kind{Reg, Name}, 0, W | Throws, "acc = r; if that is TDZ: ReferenceError, Cannot access 'name' before initialization"},
	CheckTDZ:      {"CheckTDZ", [5]Kind{Reg, Name}, 0, Throws, "if r is TDZ: ReferenceError as LdarChecked"},
	LdaFunction:   {"LdaFunction", [5]Kind{}, 0, W, "acc = the active function (frame header)"},
	LdaGlobalThis: {"LdaGlobalThis", [5]Kind{}, 0, W, "acc = the realm's global this value (this at the top level of scripts, and in arrow functions there)"},
	LdaHomeObject: {"LdaHomeObject", [5]Kind{}, 0, W, "acc = [[HomeObject]] of the active function (undefined: none)"},
	LdaNewTarget:  {"LdaNewTarget", [5]Kind{}, 0, W, "acc = new.target (frame header; undefined for calls)"},
	CheckThis:     {"CheckThis", [5]Kind{}, 0, R | Throws, "if acc is TDZ: ReferenceError ThrowThisTDZ (derived constructors)"},
	ConvertReceiver: {"ConvertReceiver", [5]Kind{}, 0, Allocs, "sloppy functions' prologue: receiver register = the realm's global this if nullish, ToObject(receiver) if primitive. " +
		"Only emitted where this is used"},

	// Scopes.
	PushScope:         {"PushScope", [5]Kind{Pool, RegOut}, 0, Allocs | Scopes, "save = the scope; the scope = new scope cell (parent: old scope; info: constant ScopeInfo; slots: TDZ for variables whose info has VarTDZ, else undefined). acc kept"},
	PushFunctionScope: {"PushFunctionScope", [5]Kind{Pool}, 0, Allocs | Scopes, "as PushScope without saving: function prologues"},
	PushWith:          {"PushWith", [5]Kind{Pool, RegOut}, 0, R | Allocs | Scopes, "save = the scope; the scope = new with scope for the object acc (already ToObject); slot 0 holds the object"},
	SaveScope:         {"SaveScope", [5]Kind{RegOut}, 0, 0, "r = the scope (an internal cell value)"},
	RestoreScope:      {"RestoreScope", [5]Kind{Reg}, 0, Scopes, "the scope = r. acc kept"},
	CopyScope:         {"CopyScope", [5]Kind{}, 0, Allocs | Scopes, "the scope = copy of the scope (same parent, info, slot values): a new iteration's let variables. acc kept"},
	LdaScoped:         {"LdaScoped", [5]Kind{Depth, Cell}, 0, W, "acc = slot of the scope at depth"},
	LdaScopedChecked:  {"LdaScopedChecked", [5]Kind{Depth, Cell, Name}, 0, W | Throws, "acc = slot of the scope at depth; if TDZ: ReferenceError"},
	StaScoped:         {"StaScoped", [5]Kind{Depth, Cell}, 0, R, "slot of the scope at depth = acc"},
	StaScopedChecked:  {"StaScopedChecked", [5]Kind{Depth, Cell, Name}, 0, R | Throws, "if the slot is TDZ: ReferenceError; else slot = acc"},
	LdaModuleVar: {"LdaModuleVar", [5]Kind{Depth, Cell, Name}, 0, W | Throws, "acc = value of the variable cell in the slot of the module scope at depth (exported or imported binding); TDZ: ReferenceError. " +
		"The linker puts a cell into each slot whose info has VarModuleCell before the module runs; an import shares its exporter's cell"},
	StaModuleVar:        {"StaModuleVar", [5]Kind{Depth, Cell}, 0, R, "value of the variable cell = acc (initialisation, or known initialised)"},
	StaModuleVarChecked: {"StaModuleVarChecked", [5]Kind{Depth, Cell, Name}, 0, R | Throws, "if the cell's value is TDZ: ReferenceError; else as StaModuleVar"},

	// Globals and dynamic lookup.
	LdaGlobal:       {"LdaGlobal", [5]Kind{Name, Slot}, FBGlobalLoad, W | Throws | Calls, "acc = global binding: the realm's script-lexical declarations (TDZ: ReferenceError), then the global object; absent: ReferenceError, name is not defined"},
	LdaGlobalTypeof: {"LdaGlobalTypeof", [5]Kind{Name, Slot}, FBGlobalLoad, W | Throws | Calls, "as LdaGlobal, but an absent binding gives undefined"},
	StaGlobal:       {"StaGlobal", [5]Kind{Name, Slot, Flag}, FBGlobalStore, R | Throws | Calls, "global binding = acc: script-lexical (TDZ: ReferenceError, const: TypeError), else the global object; absent: FlagStrict ReferenceError, sloppy creates it"},
	InitGlobal:      {"InitGlobal", [5]Kind{Name, Slot}, FBGlobalStore, R, "initialises the script-lexical binding (let, const, class) that DeclareGlobals made"},
	DeclareGlobals: {"DeclareGlobals", [5]Kind{Flag}, 0, Throws | Calls, "GlobalDeclarationInstantiation by the Unit's Globals. DeclareLexicals: steps up to the lexical bindings (all checks first; SyntaxError or TypeError leave the global scope untouched). " +
		"DeclareVars: var bindings. Global functions are defined between the two. In eval units bindings are deletable"},
	DefineGlobalFunction: {"DefineGlobalFunction", [5]Kind{Name, Flag}, 0, R | Throws | Calls, "CreateGlobalFunctionBinding(name, acc, deletable = flag)"},
	LdaLookup:            {"LdaLookup", [5]Kind{Name, Slot}, FBLookup, W | Throws | Calls, "acc = the binding found by walking the scopes (with objects, variables by scope info, variables that a sloppy eval declared) and then the globals; absent: ReferenceError"},
	LdaLookupTypeof:      {"LdaLookupTypeof", [5]Kind{Name, Slot}, FBLookup, W | Throws | Calls, "as LdaLookup, but an absent binding gives undefined"},
	StaLookup:            {"StaLookup", [5]Kind{Name, Slot, Flag}, FBLookup, R | Throws | Calls, "stores acc into the binding found as by LdaLookup; absent: as StaGlobal"},
	DeleteLookup:         {"DeleteLookup", [5]Kind{Name}, 0, W | Throws | Calls, "acc = result of delete name (sloppy): false for declared variables, true for absent ones"},
	LdaLookupCall:        {"LdaLookupCall", [5]Kind{Name, Slot, Pair}, FBLookup, W | Throws | Calls, "out+0 = acc = value as by LdaLookup, out+1 = the receiver: the with object it was found in, else undefined"},
	ResolveLookup:        {"ResolveLookup", [5]Kind{Name}, 0, W | Throws | Calls, "acc = reference base for LdaRef and StaRef: the with object, a scope cell, the global object, or undefined when unresolvable"},
	LdaRef:               {"LdaRef", [5]Kind{Reg, Name}, 0, W | Throws | Calls, "acc = value of name in the base r from ResolveLookup; unresolvable: ReferenceError"},
	StaRef:               {"StaRef", [5]Kind{Reg, Name, Flag}, 0, R | Throws | Calls, "name in base r = acc; unresolvable: as StaGlobal; object bases test HasProperty again (FlagStrict: ReferenceError when gone)"},
	DeclareEvalVar:       {"DeclareEvalVar", [5]Kind{Name}, 0, Throws | Calls | Allocs, "direct sloppy eval: CreateMutableBinding(name, deletable) = undefined in the variable scope (the nearest function scope with ScopeVarEval, else the global object) unless it exists"},
	DeclareEvalFunction:  {"DeclareEvalFunction", [5]Kind{Name}, 0, R | Throws | Calls | Allocs, "direct sloppy eval: declares name as DeclareEvalVar and stores acc"},

	// Properties.
	GetNamed:        {"GetNamed", [5]Kind{Reg, Name, Slot}, FBLoad, W | Throws | Calls, "acc = obj.name"},
	GetKeyed:        {"GetKeyed", [5]Kind{Reg, Slot}, FBKeyedLoad, RW | Throws | Calls, "acc = obj[acc]; a nullish obj throws before acc is converted"},
	SetNamed:        {"SetNamed", [5]Kind{Reg, Name, Slot, Flag}, FBStore, R | Throws | Calls, "obj.name = acc"},
	SetKeyed:        {"SetKeyed", [5]Kind{Reg, Reg, Slot, Flag}, FBKeyedStore, R | Throws | Calls, "obj[key] = acc; a nullish obj throws before key is converted"},
	DefineNamedOwn:  {"DefineNamedOwn", [5]Kind{Reg, Name, Slot}, FBStore, R | Throws | Calls, "CreateDataPropertyOrThrow(obj, name, acc): object literals and class fields"},
	DefineKeyedOwn:  {"DefineKeyedOwn", [5]Kind{Reg, Reg, Slot}, FBKeyedStore, R | Throws | Calls, "CreateDataPropertyOrThrow(obj, key, acc); key is a key value (PrepareKey or ToPropertyKey ran) or an int32"},
	InitField:       {"InitField", [5]Kind{Reg, Count}, 0, R, "obj is fresh from CreateObjectLiteral: its property number n (boilerplate order) = acc"},
	InitElement:     {"InitElement", [5]Kind{Reg, Idx32}, 0, R, "arr is fresh from CreateArrayLiteral: element n = acc"},
	DefineMethod:    {"DefineMethod", [5]Kind{Reg, Reg, Flag}, 0, R | Throws | Calls, "DefinePropertyOrThrow(obj, key, {value: acc, writable, configurable, enumerable: DefineEnumerable}); key is a key value"},
	DefineAccessor:  {"DefineAccessor", [5]Kind{Reg, Reg, Flag}, 0, R | Throws | Calls, "defines acc as getter or (DefineSetter) setter of obj[key], configurable, enumerable: DefineEnumerable"},
	SetLiteralProto: {"SetLiteralProto", [5]Kind{Reg}, 0, R | Calls, "__proto__: v in an object literal: if acc is an object or null, obj.[[SetPrototypeOf]](acc)"},
	SetFunctionName: {"SetFunctionName", [5]Kind{Reg, Reg, Flag}, 0, Throws | Allocs, "SetFunctionName(fn, key, prefix NamePrefix*) for anonymous functions and classes with computed names; key is a key value (a private symbol gives its description)"},
	DeleteNamed:     {"DeleteNamed", [5]Kind{Reg, Name, Flag}, 0, W | Throws | Calls, "acc = delete obj.name (FlagStrict: TypeError instead of false)"},
	DeleteKeyed:     {"DeleteKeyed", [5]Kind{Reg, Flag}, 0, RW | Throws | Calls, "acc = delete obj[acc]"},
	PrepareKey:      {"PrepareKey", [5]Kind{Reg}, 0, RW | Throws | Calls, "if obj is nullish: TypeError (Cannot read properties of obj (reading acc)); acc = ToPropertyKey(acc), a key value: compound assignment to obj[acc]"},
	ToPropertyKey:   {"ToPropertyKey", [5]Kind{}, 0, RW | Throws | Calls, "acc = ToPropertyKey(acc), a key value"},
	LdaSuperBase:    {"LdaSuperBase", [5]Kind{Reg}, 0, W | Throws | Calls, "acc = home.[[GetPrototypeOf]]() of the home object r"},
	GetSuperNamed:   {"GetSuperNamed", [5]Kind{Reg, Reg, Name, Slot}, FBLoad, W | Throws | Calls, "acc = Get(base, name) with receiver; operands receiver, base, name"},
	GetSuperKeyed:   {"GetSuperKeyed", [5]Kind{Reg, Reg, Slot}, FBKeyedLoad, RW | Throws | Calls, "acc = Get(base, ToPropertyKey(acc)) with receiver; operands receiver, base"},
	SetSuperNamed:   {"SetSuperNamed", [5]Kind{Reg, Reg, Name, Flag}, 0, R | Throws | Calls, "base.[[Set]](name, acc, receiver); operands receiver, base, name"},
	SetSuperKeyed:   {"SetSuperKeyed", [5]Kind{Reg, Reg, Reg, Flag}, 0, R | Throws | Calls, "base.[[Set]](ToPropertyKey(key), acc, receiver); operands receiver, base, key"},

	CreatePrivateName:     {"CreatePrivateName", [5]Kind{Name}, 0, W | Allocs, "acc = new private symbol with description name (\"#x\")"},
	GetPrivate:            {"GetPrivate", [5]Kind{Reg, Reg, Slot}, FBLoad, W | Throws | Calls, "acc = PrivateGet(obj, sym): own private element of obj; absent: TypeError, Cannot read private member #x from an object whose class did not declare it; accessor without getter: TypeError"},
	SetPrivate:            {"SetPrivate", [5]Kind{Reg, Reg, Slot}, FBStore, R | Throws | Calls, "PrivateSet(obj, sym, acc); absent, method, or accessor without setter: TypeError"},
	DefinePrivateField:    {"DefinePrivateField", [5]Kind{Reg, Reg, Slot}, FBStore, R | Throws, "PrivateFieldAdd(obj, sym, acc); present: TypeError, Cannot initialize #x twice on the same object"},
	DefinePrivateMethod:   {"DefinePrivateMethod", [5]Kind{Reg, Reg, Slot}, FBStore, R | Throws, "PrivateMethodOrAccessorAdd(obj, sym, method acc), not writable"},
	DefinePrivateAccessor: {"DefinePrivateAccessor", [5]Kind{Reg, Reg, Reg, Reg}, 0, Throws, "PrivateMethodOrAccessorAdd(obj, sym, accessor {getter, setter}); operands obj, sym, getter, setter (undefined: none)"},
	HasPrivate:            {"HasPrivate", [5]Kind{Reg}, 0, RW | Throws, "acc = sym in acc (own private element); acc not an object: TypeError"},

	// Arithmetic: acc = r op acc, or acc op imm.
	Add:           {"Add", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r + acc"},
	Sub:           {"Sub", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r - acc"},
	Mul:           {"Mul", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r * acc"},
	Div:           {"Div", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r / acc"},
	Mod:           {"Mod", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r % acc"},
	Exp:           {"Exp", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r ** acc"},
	BitAnd:        {"BitAnd", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r & acc"},
	BitOr:         {"BitOr", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r | acc"},
	BitXor:        {"BitXor", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r ^ acc"},
	Shl:           {"Shl", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r << acc"},
	Sar:           {"Sar", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r >> acc"},
	Shr:           {"Shr", [5]Kind{Reg, Slot}, FBBinary, RW | Throws | Calls, "acc = r >>> acc"},
	AddSmi:        {"AddSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc + imm"},
	SubSmi:        {"SubSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc - imm"},
	MulSmi:        {"MulSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc * imm"},
	DivSmi:        {"DivSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc / imm"},
	ModSmi:        {"ModSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc % imm"},
	BitAndSmi:     {"BitAndSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc & imm"},
	BitOrSmi:      {"BitOrSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc | imm"},
	BitXorSmi:     {"BitXorSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc ^ imm"},
	ShlSmi:        {"ShlSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc << imm"},
	SarSmi:        {"SarSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc >> imm"},
	ShrSmi:        {"ShrSmi", [5]Kind{Imm32, Slot}, FBBinary, RW | Throws | Calls, "acc = acc >>> imm"},
	Inc:           {"Inc", [5]Kind{Slot}, FBBinary, RW | Throws | Calls, "acc = ToNumeric(acc) + 1"},
	Dec:           {"Dec", [5]Kind{Slot}, FBBinary, RW | Throws | Calls, "acc = ToNumeric(acc) - 1"},
	IncReg:        {"IncReg", [5]Kind{RegMod, Slot}, FBBinary, W | Throws | Calls, "acc = r = ToNumeric(r) + 1"},
	DecReg:        {"DecReg", [5]Kind{RegMod, Slot}, FBBinary, W | Throws | Calls, "acc = r = ToNumeric(r) - 1"},
	Negate:        {"Negate", [5]Kind{Slot}, FBBinary, RW | Throws | Calls, "acc = -ToNumeric(acc)"},
	BitNot:        {"BitNot", [5]Kind{Slot}, FBBinary, RW | Throws | Calls, "acc = ~ToNumeric(acc)"},
	ToNumber:      {"ToNumber", [5]Kind{Slot}, FBBinary, RW | Throws | Calls, "acc = ToNumber(acc) (unary plus: BigInt throws)"},
	ToNumeric:     {"ToNumeric", [5]Kind{Slot}, FBBinary, RW | Throws | Calls, "acc = ToNumeric(acc) (postfix operators)"},
	ToString:      {"ToString", [5]Kind{}, 0, RW | Throws | Calls, "acc = ToString(acc) (template literals: a symbol throws)"},
	ToObject:      {"ToObject", [5]Kind{}, 0, RW | Throws, "acc = ToObject(acc)"},
	ToBoolean:     {"ToBoolean", [5]Kind{}, 0, RW, "acc = ToBoolean(acc)"},
	Not:           {"Not", [5]Kind{}, 0, RW, "acc = !acc; acc is a boolean"},
	ToBooleanNot:  {"ToBooleanNot", [5]Kind{}, 0, RW, "acc = !ToBoolean(acc)"},
	TypeOf:        {"TypeOf", [5]Kind{}, 0, RW, "acc = typeof acc"},
	ConcatStrings: {"ConcatStrings", [5]Kind{Regs, Count}, 0, W | Throws | Allocs, "acc = concatenation of count strings (template literals; too long: RangeError)"},

	// Comparison: acc = r op acc, a boolean.
	TestEq:          {"TestEq", [5]Kind{Reg, Slot}, FBCompare, RW | Throws | Calls, "acc = r == acc"},
	TestNotEq:       {"TestNotEq", [5]Kind{Reg, Slot}, FBCompare, RW | Throws | Calls, "acc = r != acc"},
	TestStrictEq:    {"TestStrictEq", [5]Kind{Reg, Slot}, FBCompare, RW, "acc = r === acc"},
	TestStrictNotEq: {"TestStrictNotEq", [5]Kind{Reg, Slot}, FBCompare, RW, "acc = r !== acc"},
	TestLess:        {"TestLess", [5]Kind{Reg, Slot}, FBCompare, RW | Throws | Calls, "acc = r < acc (r is converted first)"},
	TestLessEq:      {"TestLessEq", [5]Kind{Reg, Slot}, FBCompare, RW | Throws | Calls, "acc = r <= acc (r is converted first)"},
	TestGreater:     {"TestGreater", [5]Kind{Reg, Slot}, FBCompare, RW | Throws | Calls, "acc = r > acc (r is converted first)"},
	TestGreaterEq:   {"TestGreaterEq", [5]Kind{Reg, Slot}, FBCompare, RW | Throws | Calls, "acc = r >= acc (r is converted first)"},
	TestInstanceOf:  {"TestInstanceOf", [5]Kind{Reg, Slot}, FBInstanceOf, RW | Throws | Calls, "acc = r instanceof acc"},
	TestIn:          {"TestIn", [5]Kind{Reg, Slot}, FBKeyedLoad, RW | Throws | Calls, "acc = r in acc"},
	GetPresent:      {"GetPresent", [5]Kind{Reg, Slot}, FBKeyedLoad, RW | Throws | Calls, "acc = obj[acc] if HasProperty(obj, acc), else the hole: what array methods do with each index. obj is an object, acc a number (%GetPresent of self-hosted code)"},
	TestUndefined:   {"TestUndefined", [5]Kind{}, 0, RW, "acc = acc === undefined"},
	TestNull:        {"TestNull", [5]Kind{}, 0, RW, "acc = acc === null"},
	TestNullish:     {"TestNullish", [5]Kind{}, 0, RW, "acc = acc == null (true also for objects with [[IsHTMLDDA]])"},
	TestTypeOf:      {"TestTypeOf", [5]Kind{Flag}, 0, RW, "acc = typeof acc is Type* flag"},

	// Jumps. Conditional jumps keep acc.
	Jump:                 {"Jump", [5]Kind{Target}, 0, Ends, "goes to the target (forward)"},
	JumpLoop:             {"JumpLoop", [5]Kind{Target, Imm8, Slot}, FBLoop, Ends | Calls, "back edge: goes to the loop header; poll, budget, OSR. imm8 = loop depth. The only op that jumps backward"},
	JumpIfTrue:           {"JumpIfTrue", [5]Kind{Target}, 0, R, "if acc (a boolean) is true"},
	JumpIfFalse:          {"JumpIfFalse", [5]Kind{Target}, 0, R, "if acc (a boolean) is false"},
	JumpIfToBooleanTrue:  {"JumpIfToBooleanTrue", [5]Kind{Target}, 0, R, "if ToBoolean(acc)"},
	JumpIfToBooleanFalse: {"JumpIfToBooleanFalse", [5]Kind{Target}, 0, R, "if not ToBoolean(acc)"},
	JumpIfUndefined:      {"JumpIfUndefined", [5]Kind{Target}, 0, R, "if acc === undefined"},
	JumpIfNotUndefined:   {"JumpIfNotUndefined", [5]Kind{Target}, 0, R, "if acc !== undefined"},
	JumpIfNull:           {"JumpIfNull", [5]Kind{Target}, 0, R, "if acc === null"},
	JumpIfNotNull:        {"JumpIfNotNull", [5]Kind{Target}, 0, R, "if acc !== null"},
	JumpIfNullish:        {"JumpIfNullish", [5]Kind{Target}, 0, R, "if acc is undefined or null"},
	JumpIfNotNullish:     {"JumpIfNotNullish", [5]Kind{Target}, 0, R, "if acc is neither undefined nor null"},
	JumpIfHole:           {"JumpIfHole", [5]Kind{Target}, 0, R, "if acc is the hole"},
	JumpIfNotHole:        {"JumpIfNotHole", [5]Kind{Target}, 0, R, "if acc is not the hole"},
	JumpIfTDZ:            {"JumpIfTDZ", [5]Kind{Target}, 0, R, "if acc is TDZ"},
	JumpIfNotTDZ:         {"JumpIfNotTDZ", [5]Kind{Target}, 0, R, "if acc is not TDZ"},
	JumpIfEq:             {"JumpIfEq", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if r == acc"},
	JumpIfNotEq:          {"JumpIfNotEq", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if r != acc"},
	JumpIfStrictEq:       {"JumpIfStrictEq", [5]Kind{Reg, Slot, Target}, FBCompare, R, "if r === acc"},
	JumpIfStrictNotEq:    {"JumpIfStrictNotEq", [5]Kind{Reg, Slot, Target}, FBCompare, R, "if r !== acc"},
	JumpIfLess:           {"JumpIfLess", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if r < acc"},
	JumpIfNotLess:        {"JumpIfNotLess", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if not r < acc (NaN jumps)"},
	JumpIfLessEq:         {"JumpIfLessEq", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if r <= acc"},
	JumpIfNotLessEq:      {"JumpIfNotLessEq", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if not r <= acc (NaN jumps)"},
	JumpIfGreater:        {"JumpIfGreater", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if r > acc"},
	JumpIfNotGreater:     {"JumpIfNotGreater", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if not r > acc (NaN jumps)"},
	JumpIfGreaterEq:      {"JumpIfGreaterEq", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if r >= acc"},
	JumpIfNotGreaterEq:   {"JumpIfNotGreaterEq", [5]Kind{Reg, Slot, Target}, FBCompare, R | Throws | Calls, "if not r >= acc (NaN jumps)"},
	SwitchSmi: {"SwitchSmi", [5]Kind{Imm32, Count}, 0, R, "the next count instructions are Jump instructions (5 bytes each). If acc is a number equal to an integer i with imm <= i < imm+count: goes to the Jump number i-imm, i.e. offset + 7 + 5*(i-imm); " +
		"else to the instruction after them"},

	// Literals and closures.
	CreateClosure:       {"CreateClosure", [5]Kind{Pool, Slot}, FBClosure, W | Allocs, "acc = new function object for the constant function, closing over the scope."},
	CreateClosureWide:   {"CreateClosureWide", [5]Kind{Pool32, Slot}, FBClosure, W | Allocs, "as CreateClosure for pools above 65,535 entries"},
	CreateMethod:        {"CreateMethod", [5]Kind{Pool, Reg, Slot}, FBClosure, W | Allocs, "as CreateClosure with [[HomeObject]] = r"},
	CreateObjectLiteral: {"CreateObjectLiteral", [5]Kind{Pool, Slot}, FBLiteral, W | Allocs, "acc = new object with the properties of the constant ObjectLit in order; values not constant are undefined until InitField or DefineNamedOwn fills them"},
	CreateEmptyObject:   {"CreateEmptyObject", [5]Kind{}, 0, W | Allocs, "acc = {}"},
	CreateArrayLiteral:  {"CreateArrayLiteral", [5]Kind{Pool, Slot}, FBLiteral, W | Allocs, "acc = new array of the constant ArrayLit's length and elements; elements not constant are holes until InitElement fills them"},
	CreateEmptyArray:    {"CreateEmptyArray", [5]Kind{Slot}, FBLiteral, W | Allocs, "acc = []"},
	ArrayAppend:         {"ArrayAppend", [5]Kind{Reg}, 0, R | Throws | Allocs, "arr[arr.length] = acc; arr is a literal under construction (never observable)"},
	ArrayAppendHole:     {"ArrayAppendHole", [5]Kind{Reg}, 0, Throws | Allocs, "arr.length++"},
	ArrayAppendSpread: {"ArrayAppendSpread", [5]Kind{Reg, Target}, 0, R | Throws | Allocs, "if acc is an array whose iteration is unobservable (pristine protocol): appends its elements (holes as undefined) to arr and jumps; " +
		"else goes on to the general loop that the compiler emitted"},
	CopyDataProperties: {"CopyDataProperties", [5]Kind{Reg}, 0, R | Throws | Calls, "CopyDataProperties(target, acc, none): object spread; nullish acc: nothing"},
	CopyRest:           {"CopyRest", [5]Kind{Reg, Regs, Count}, 0, W | Throws | Calls, "acc = new object; CopyDataProperties(acc, source, excluded keys = the registers, key values)"},
	CreateRegExp:       {"CreateRegExp", [5]Kind{Pool, Slot}, FBLiteral, W | Throws | Allocs, "acc = new RegExp object for the constant RegExpLit"},
	GetTemplateObject:  {"GetTemplateObject", [5]Kind{Pool, Slot}, FBLiteral, W | Allocs, "acc = the template object of this site (constant TemplateLit), the same for every evaluation of the site in a realm; cache it by (unit, function, constant) where there is no vector"},
	CreateArguments:    {"CreateArguments", [5]Kind{Flag}, 0, W | Allocs, "acc = arguments object; ArgumentsMapped: parameters i are aliased to the slot Func.ParamSlots[i] of the scope (NoSlot: not aliased), which is the function scope at this point"},
	CreateRest:         {"CreateRest", [5]Kind{Count}, 0, W | Allocs, "acc = array of the arguments from number n on"},
	CreateClass: {"CreateClass", [5]Kind{Pool, Pair, Slot}, FBClosure, RW | Throws | Calls, "ClassDefinitionEvaluation up to the constructor: acc = superclass value, or the hole for none (TypeError if neither null nor a constructor, or its prototype is neither object nor null); " +
		"out+0 = acc = the constructor F (constant function; home object = prototype), out+1 = its prototype object"},
	SetClassFields: {"SetClassFields", [5]Kind{Reg}, 0, R, "F.[[Fields]] = acc, a function that initialises an instance's fields and private methods (this = instance)"},
	RunClassFields: {"RunClassFields", [5]Kind{Reg, Reg}, 0, Throws | Calls | W, "operands F, obj: if F has [[Fields]], calls it with this = obj. acc is clobbered"},

	// Calls. Positions of callee and arguments are in the position table.
	Call:                 {"Call", [5]Kind{Reg, Regs, Count, Slot}, FBCall, W | Throws | Calls, "acc = Call(callee, receiver regs+0, arguments regs+1 ...); count includes the receiver"},
	CallUndefined:        {"CallUndefined", [5]Kind{Reg, Regs, Count, Slot}, FBCall, W | Throws | Calls, "acc = Call(callee, undefined, arguments regs+0 ...)"},
	CallUndefined0:       {"CallUndefined0", [5]Kind{Reg, Slot}, FBCall, W | Throws | Calls, "acc = Call(callee, undefined)"},
	CallUndefined1:       {"CallUndefined1", [5]Kind{Reg, Reg, Slot}, FBCall, W | Throws | Calls, "acc = Call(callee, undefined, a)"},
	CallUndefined2:       {"CallUndefined2", [5]Kind{Reg, Reg, Reg, Slot}, FBCall, W | Throws | Calls, "acc = Call(callee, undefined, a, b)"},
	CallProperty0:        {"CallProperty0", [5]Kind{Reg, Reg, Slot}, FBCall, W | Throws | Calls, "acc = Call(callee, receiver)"},
	CallProperty1:        {"CallProperty1", [5]Kind{Reg, Reg, Reg, Slot}, FBCall, W | Throws | Calls, "acc = Call(callee, receiver, a)"},
	CallProperty2:        {"CallProperty2", [5]Kind{Reg, Reg, Reg, Reg, Slot}, FBCall, W | Throws | Calls, "acc = Call(callee, receiver, a, b)"},
	CallSpread:           {"CallSpread", [5]Kind{Reg, Reg, Reg, Slot}, FBCall, W | Throws | Calls, "acc = Call(callee, receiver, ...arr); arr is a fresh internal array without holes"},
	Construct:            {"Construct", [5]Kind{Reg, Regs, Count, Slot}, FBConstruct, W | Throws | Calls, "acc = Construct(callee, arguments regs+0 ..., new.target = callee); not a constructor: TypeError"},
	ConstructSpread:      {"ConstructSpread", [5]Kind{Reg, Reg, Slot}, FBConstruct, W | Throws | Calls, "acc = Construct(callee, ...arr)"},
	GetSuperConstructor:  {"GetSuperConstructor", [5]Kind{Reg}, 0, W | Throws | Calls, "acc = F.[[GetPrototypeOf]]() (F: the derived constructor); not checked, SuperCall does after the arguments"},
	SuperCall:            {"SuperCall", [5]Kind{Reg, Reg, Regs, Count, Slot}, FBConstruct, W | Throws | Calls, "acc = Construct(callee, arguments, new.target = second operand); not a constructor: TypeError. Binding this is the compiler's code"},
	SuperCallSpread:      {"SuperCallSpread", [5]Kind{Reg, Reg, Reg, Slot}, FBConstruct, W | Throws | Calls, "as SuperCall with ...arr (third operand)"},
	SuperCallForward:     {"SuperCallForward", [5]Kind{Reg, Slot}, FBConstruct, W | Throws | Calls, "default derived constructor: acc = Construct(callee, all arguments of the frame, the frame's new.target)"},
	CallDirectEval:       {"CallDirectEval", [5]Kind{Reg, Regs, Count, Flag, Slot}, FBCall, W | Throws | Calls, "regs+0 is the receiver (undefined, or a with object), count includes it. If callee is the realm's %eval%: acc = direct eval of the first argument in the scope with Eval* flags (none: undefined; not a string: itself); else as Call"},
	CallDirectEvalSpread: {"CallDirectEvalSpread", [5]Kind{Reg, Reg, Reg, Flag, Slot}, FBCall, W | Throws | Calls, "as CallDirectEval; operands callee, receiver, arr"},
	CallIntrinsic:        {"CallIntrinsic", [5]Kind{Pool, Regs, Count}, 0, W | Throws | Calls, "acc = %Name(arguments); the constant is an intrinsic name that materialisation turned into its number"},

	// Completion.
	Return:                 {"Return", [5]Kind{}, 0, R | Ends, "leaves the frame with acc"},
	GeneratorReturn:        {"GeneratorReturn", [5]Kind{}, 0, R | Ends | Allocs, "sync generators: completes the generator of r0 and leaves with {value: acc, done: true}. (An exception that leaves a generator's frame also completes it: the unwinder's job)"},
	AsyncResolve:           {"AsyncResolve", [5]Kind{}, 0, RW | Throws | Calls, "async functions and modules: resolves the promise of r0 with acc; acc = the promise. Async generators: completes the generator and resolves the head request with {acc, done: true}, draining the queue. Return follows"},
	AsyncReject:            {"AsyncReject", [5]Kind{}, 0, RW | Calls, "as AsyncResolve, rejecting with acc (the exception, in the handler that covers the whole body). Return follows"},
	Throw:                  {"Throw", [5]Kind{}, 0, R | Ends | Throws, "throws acc"},
	ReThrow:                {"ReThrow", [5]Kind{}, 0, R | Ends | Throws, "throws acc again: end of finally and synthetic handlers; the original throw position is kept"},
	ThrowConst:             {"ThrowConst", [5]Kind{Flag, Name}, 0, Ends | Throws, "throws the error ThrowKind flag made with name"},
	ThrowIfNotObject:       {"ThrowIfNotObject", [5]Kind{Flag}, 0, R | Throws, "if acc is not an object: throws the error ThrowKind flag made with acc"},
	RequireObjectCoercible: {"RequireObjectCoercible", [5]Kind{Pool}, 0, R | Throws, "if acc is nullish: TypeError, Cannot destructure TEXT as it is ACC. TEXT is the constant string, in which % stands for the value (undefined: undefined, null: object null); if empty: 'ACC'. A constant \"reading 'x'\" means: Cannot read properties of ACC (reading 'x')"},
	Debugger:               {"Debugger", [5]Kind{}, 0, Calls, "debugger statement"},

	// Iteration. An iterator record is three registers: iterator, next method, state.
	// Fast mode (arrays with pristine protocol): {array, the hole, int32 index}; else {iterator, next, false}. Exhausted (or next
	// threw): state = true.
	GetIterator:      {"GetIterator", [5]Kind{Iter, Slot}, FBIterator, RW | Throws | Calls | Skips, "GetIterator(acc, sync), first half. Fast mode: fills the record and skips the next instruction, which is IterInit. Else acc = Call(acc[Symbol.iterator], acc) (TypeError: acc is not iterable) and goes on"},
	GetAsyncIterator: {"GetAsyncIterator", [5]Kind{Iter, Slot}, FBIterator, RW | Throws | Calls, "GetIterator(acc, async), first half: acc = Call(acc[Symbol.asyncIterator], acc), or a new async-from-sync iterator; IterInit follows"},
	IterInit:         {"IterInit", [5]Kind{Iter}, 0, R | W | Throws | Calls, "GetIterator, second half: acc not an object: TypeError, Result of the Symbol.iterator method is not an object; record = {acc, acc.next, false}"},
	IterNext: {"IterNext", [5]Kind{Iter, Slot, Target}, FBIterNext, W | Throws | Calls | Skips, "state true: acc = undefined, jumps. Fast mode: acc = next element and skips the next instruction, which is IterResult; at the end state = true, acc = undefined, jumps. " +
		"Else state = true; acc = Call(next, iterator) and goes on"},
	IterCallNext:     {"IterCallNext", [5]Kind{Iter, Slot}, FBIterNext, W | Throws | Calls, "for await: state = true; acc = Call(next, iterator); Await and IterResult follow"},
	IterResult:       {"IterResult", [5]Kind{Iter, Slot, Target}, FBIterNext, RW | Throws | Calls, "acc not an object: TypeError, Iterator result acc is not an object. If ToBoolean(acc.done): acc = undefined, jumps. Else acc = acc.value; state = false"},
	IterReturnMethod: {"IterReturnMethod", [5]Kind{Iter, Slot}, FBLoad, W | Throws | Calls, "acc = undefined if state is true or fast mode; else GetMethod(iterator, \"return\"). Sets state = true. The compiler calls it and checks the result (IteratorClose)"},
	IterDelegate: {"IterDelegate", [5]Kind{Iter, Reg, Slot, Target}, FBCall, RW | Throws | Calls, "yield*: by the resume mode in r (Resume*): next: acc = Call(next, iterator, acc); throw, return: GetMethod(iterator, \"throw\" or \"return\"), acc = Call(it, iterator, acc), " +
		"or if undefined jumps with acc kept. Never fast mode (the compiler emits GetIterator for it with NoSlot; in fast mode this op makes the real iterator first)"},
	ForInPrepare: {"ForInPrepare", [5]Kind{Iter, Slot, Target}, FBForIn, R | Throws | Calls, "for-in over acc: nullish jumps; else state = {ToObject(acc), enumeration keys, int32 0}"},
	ForInNext:    {"ForInNext", [5]Kind{Iter, Slot, Target}, FBForIn, W | Throws | Calls, "acc = next key (a string) that is still a property; none left: jumps"},

	// Generators, async functions, modules.
	CreateGenerator: {"CreateGenerator", [5]Kind{}, 0, W | Throws | Calls | Allocs, "r0 = acc = new generator, async generator, async function or module state object for this frame, by Func.Kind (prototype from the active function); async functions: with its promise"},
	InitialYield:    {"InitialYield", [5]Kind{}, 0, Suspends | W | Throws, "suspends and returns r0 to the caller (modules: end of instantiation). Only ever resumed by next: acc = the value sent. (throw and return on a generator in this state complete it without running it)"},
	Yield:           {"Yield", [5]Kind{Target}, 0, RW | Suspends | Throws, "suspends with the value acc (sync: {acc, done: false} is made; async: the head request is resolved with it). Resumed: next: acc = value and control goes to the jump target; throw: throws it here; return: acc = value and control goes on to the next instruction"},
	YieldDelegate:   {"YieldDelegate", [5]Kind{RegOut}, 0, RW | Suspends, "yield*: suspends; sync: acc is handed out as it is (an iterator result object), async: as Yield does. Resumed: acc = value, r = resume mode (ResumeNext, ResumeThrow, ResumeReturn); nothing is thrown"},
	Await:           {"Await", [5]Kind{}, 0, RW | Suspends | Throws | Calls, "suspends until the promise PromiseResolve(acc) settles: acc = its value, or throws its reason here"},
	AwaitResume:     {"AwaitResume", [5]Kind{RegOut}, 0, RW | Suspends | Throws | Calls, "as Await, but a rejection gives acc = the reason and r = ResumeThrow instead of throwing; fulfilment leaves r unchanged"},
	ImportCall:      {"ImportCall", [5]Kind{Reg, Flag}, 0, RW | Throws | Calls, "acc = import(acc, options r) (undefined: none); Import* phase flag. Errors reject the promise"},
	ImportMeta:      {"ImportMeta", [5]Kind{}, 0, W | Throws | Calls, "acc = import.meta of the active module"},

	// Explicit resource management (using, await using).
	CreateDisposeStack: {"CreateDisposeStack", [5]Kind{RegOut}, 0, Allocs, "r = new internal dispose stack"},
	AddDisposable:      {"AddDisposable", [5]Kind{Reg, Flag}, 0, R | Throws | Calls, "AddDisposableResource(stack, acc, Dispose* hint): nullish: nothing (async: remembers that an await is due)"},
	DisposeNext: {"DisposeNext", [5]Kind{Reg, Target}, 0, W | Throws | Calls, "one step of DisposeResources: stack empty: jumps. Else pops the last resource and calls its method: acc = the result if it is an await using one, else the hole. " +
		"An await that is due without a call (await using of null or undefined, before the next sync resource or at the end): acc = undefined. Where the block has await using declarations the compiler awaits acc unless it is the hole"},
	DisposeError: {"DisposeError", [5]Kind{Reg}, 0, R | Throws | Calls, "acc = an exception: becomes the stack's pending error, wrapping the former in a SuppressedError"},
	DisposeEnd:   {"DisposeEnd", [5]Kind{Reg}, 0, Throws, "throws the stack's pending error if there is one"},
}

// Resume modes: how a suspended function is resumed (register operand of YieldDelegate, IterDelegate).
const (
	ResumeNext = iota
	ResumeThrow
	ResumeReturn
)

// Size returns the encoded size of an instruction with opcode o, in bytes.
func (o Op) Size() int { return int(sizes[o]) }

// String returns the name of o.
func (o Op) String() string {
	if o >= NumOps {
		return "?"
	}
	return Table[o].Name
}

// Info returns the row of o in the table.
func (o Op) Info() *Info { return &Table[o] }

// Is tells whether o has all effects of e.
func (o Op) Is(e Effect) bool { return Table[o].Effect&e == e }

// NumOperands returns the number of operands of an opcode with this row.
func (in *Info) NumOperands() int {
	for i, k := range in.Operands {
		if k == None {
			return i
		}
	}
	return len(in.Operands)
}

// JumpOperand returns the index of the row's jump operand, or -1.
func (in *Info) JumpOperand() int {
	for i, k := range in.Operands {
		if k == Target {
			return i
		}
	}
	return -1
}
