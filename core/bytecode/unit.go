package bytecode

import "sync"

// UnitKind says which goal a Unit was compiled for.
type UnitKind uint8

// Kinds of units.
const (
	ScriptUnit UnitKind = iota
	ModuleUnit
	EvalUnit     // direct or indirect eval: Funcs[0] is run at once
	FunctionUnit // new Function, compileFunction: Funcs[0], run once, returns the closure as its value
)

// Unit is the result of compiling one source text: plain Go data that touches no heap, is never written after it was made,
// and may be shared by isolates and goroutines. Funcs[0] is the top-level code.
type Unit struct {
	Kind     UnitKind
	Filename string
	// Source is the text that positions refer to, WTF-8.
	Source []byte
	Funcs  []Func
	Scopes []ScopeInfo
	// Objects, Arrays, RegExps and Templates are what constants of those kinds index.
	Objects   []ObjectLit
	Arrays    []ArrayLit
	RegExps   []RegExpLit
	Templates []TemplateLit
	// Globals is what DeclareGlobals needs; nil if the code declares no globals.
	Globals *GlobalDecls
	Module  *Module
	// SourceMapURL and SourceURL are the values of the magic comments.
	SourceMapURL, SourceURL string
	// Completion: the value of Funcs[0] is the completion value (scripts, eval).
	Completion bool
}

// FuncKind classifies functions by how they are called and what their objects look like.
type FuncKind uint8

// Kinds of functions.
const (
	NormalFunc FuncKind = iota
	ArrowFunc
	MethodFunc // no prototype, not a constructor
	GetterFunc
	SetterFunc
	BaseConstructor    // class constructor: throws when called without new
	DerivedConstructor // as above; this is the compiler's business (receiver is TDZ on entry)
	FieldsFunc         // class field initialisers (instance or static)
	ScriptFunc
	ModuleFunc
	EvalFunc
)

// FnFlags are properties of functions.
type FnFlags uint32

// Function flags.
const (
	FnStrict       FnFlags = 1 << iota
	FnAsync                // with FnGenerator: async generator
	FnGenerator            // generators, and all modules
	FnSimpleParams         // IsSimpleParameterList
	FnUsesThis
	FnUsesArguments
	FnDirectEval  // contains direct eval: never inline, scopes are observable
	FnHasFields   // class constructor with instance elements: RunClassFields has work to do
	FnDefaultCtor // synthetic constructor of a class without one
	FnAsyncModule // module with top-level await (FnAsync is set too)
	FnNeedsHome   // uses super: [[HomeObject]] must be set
	FnNative      // uses %Intrinsics
	FnDeclaration
	FnExprBody   // arrow function with a concise body
	FnInferred   // Name was inferred
	FnAnonymous  // anonymous function definition whose name SetFunctionName may set at run time
	FnWrapper    // Funcs[0] of a FunctionUnit, or another function users never see in stack traces
	FnNamedExpr  // function expression with its own name bound
	FnLikelyCall // hint: will be called at once
	FnLazyData   // getter that turns its property into a data property when it runs; set at run time only (vm.MarkLazyData)
)

// Resumable tells whether frames of the function are suspended and resumed: r0 is then the generator object.
func (f *Func) Resumable() bool { return f.Flags&(FnAsync|FnGenerator) != 0 }

// Func is one function of a Unit. Registers, Code, Consts, Handlers, Positions, Slots, ParamSlots and Suspends are its body: whoever
// reads them calls Load before, since a decoded unit keeps a body encoded until the function is wanted.
type Func struct {
	// Name is the function's initial name property.
	Name  string
	Kind  FuncKind
	Flags FnFlags
	// Length is the length property, ParamCount the formal count to which calls pad.
	Length, ParamCount uint16
	Registers          uint16
	Code               []byte
	Consts             []Const
	Handlers           []Handler
	// Positions maps bytecode offsets to source offsets: see PositionAt.
	Positions []byte
	// Slots lists the feedback slots in order; VectorLen is the number of words they take.
	Slots     []Feedback
	VectorLen uint16
	// ParamSlots, for functions with mapped arguments, gives the slot of each parameter in the function scope (NoSlot: a later
	// parameter of the same name hides it).
	ParamSlots []uint16
	// Outer is the index of the enclosing function, -1 for Funcs[0].
	Outer int32
	// Scope is the index of the innermost ScopeInfo at the place where the function's closures are made (with or without a run-time
	// scope), -1 for Funcs[0] unless it is eval code.
	Scope int32
	// Start and End delimit the source text that toString shows; for classes' constructors this is the class.
	Start, End int32
	// Suspends lists the offsets of the suspending instructions: resuming continues behind one of them.
	Suspends []uint32
	// ExpectedProps is the number of this.x = assignments seen (constructors): a hint for instance sizes.
	ExpectedProps uint8
	lazy          *lazyBody
}

// lazyBody is the encoded body of a function. It may be asked for by several goroutines.
type lazyBody struct {
	once sync.Once
	data []byte
	strs []string
}

// Load makes the function's body complete and returns f.
func (f *Func) Load() *Func {
	if f.lazy != nil {
		f.lazy.once.Do(f.decodeBody)
	}
	return f
}

// Handler is a row of the exception table. Ranges are half open; of several rows that hold the offset of a throwing instruction
// the first one applies (inner ranges precede outer ones). At Target acc holds the exception and the scope is register Scope.
type Handler struct {
	Start, End, Target uint32
	Scope              int16
	// Catch is false for finally and synthetic handlers, which throw again: the exception counts as uncaught by them.
	Catch bool
}

// ConstKind is the kind of a constant.
type ConstKind uint8

// Kinds of constants and the fields of Const that they use.
const (
	ConstString    ConstKind = iota // Str: string, interned (also used as property key; may be a canonical index, which is then a number key)
	ConstNumber                     // Bits: float64 bits
	ConstBigInt                     // Str: decimal digits, maybe with a minus sign
	ConstFunc                       // Index: function
	ConstScope                      // Index: ScopeInfo
	ConstObject                     // Index: Unit.Objects
	ConstArray                      // Index: Unit.Arrays
	ConstRegExp                     // Index: Unit.RegExps
	ConstTemplate                   // Index: Unit.Templates
	ConstIntrinsic                  // Str: name without %
	// Only inside ObjectLit and ArrayLit:
	ConstUndefined
	ConstNull
	ConstTrue
	ConstFalse
	ConstHole // ArrayLit: elision, or filled by InitElement; ObjectLit: filled by InitField
)

// Const is a constant descriptor. Strings are WTF-8.
type Const struct {
	Kind  ConstKind
	Index uint32
	Bits  uint64
	Str   string
}

// ObjectLit is an object literal boilerplate: distinct named (never index) properties, all plain data, in order.
type ObjectLit struct {
	Names  []string
	Values []Const
	// More is the number of properties that the literal adds later with DefineNamedOwn: a hint.
	More uint16
	// NullProto: the literal begins with __proto__: null.
	NullProto bool
}

// ArrayLit is an array literal boilerplate.
type ArrayLit struct {
	Elems []Const
}

// RegExpLit is a regular expression literal.
type RegExpLit struct{ Pattern, Flags string }

// TemplateLit is the strings of a tagged template.
type TemplateLit struct {
	Raw    []string
	Cooked []string
	// Undefined lists the indices whose cooked value is undefined.
	Undefined []uint16
}

// ScopeKind mirrors syntax.ScopeKind.
type ScopeKind uint8

// Kinds of scopes, numbered as in package syntax.
const (
	ScopeScript ScopeKind = iota
	ScopeModule
	ScopeEval
	ScopeFunction
	ScopeFunctionBody
	ScopeBlock
	ScopeCatch
	ScopeClass
	ScopeWith
	ScopeSwitch
	ScopeFor
	ScopeStaticBlock
)

// ScopeFlags are properties of scopes.
type ScopeFlags uint8

// Flags of scopes.
const (
	ScopeMaterial  ScopeFlags = 1 << iota // has a run-time scope cell
	ScopeVarEval                          // var scope that sloppy direct eval may extend: the cell needs room for an extension object
	ScopeStrict                           // strict mode code
	ScopeOuterEval                        // eval's copy of a scope of its caller (never materialised by this unit)
)

// ScopeInfo describes a scope: enough to rebuild syntax scopes for direct eval, for dynamic lookup and for the debugger.
type ScopeInfo struct {
	Kind  ScopeKind
	Flags ScopeFlags
	// Parent is the index of the enclosing ScopeInfo, -1: none in this unit (for eval units the run-time chain goes on).
	Parent int32
	// Func is the function whose code the scope belongs to.
	Func int32
	// NumSlots is the number of value slots of the cell. A with scope has one: the object.
	NumSlots   uint16
	Vars       []VarInfo
	Start, End int32
}

// VarKind mirrors syntax.VarKind.
type VarKind uint8

// Kinds of variables, numbered as in package syntax.
const (
	VarNone VarKind = iota
	VarVar
	VarLet
	VarConst
	VarClass
	VarFunction
	VarBlockFunction
	VarParam
	VarCatch
	VarImport
	VarClassName
	VarFuncName
	VarThis
	VarArguments
	VarNewTarget
	VarHomeObject
	VarActiveFunction
	VarPrivate
	VarInternal
)

// VarFlags are properties of variables.
type VarFlags uint8

// Flags of variables.
const (
	VarTDZ        VarFlags = 1 << iota // the slot starts as TDZ (else undefined)
	VarModuleCell                      // the slot holds a variable cell (exports, imports); the cell starts as VarTDZ says
	VarImmutable                       // assignment is an error (function expression names: only in strict code)
	VarStatic                          // private names: static element
	VarExported
)

// VarInfo describes a variable of a scope.
type VarInfo struct {
	Name string
	Kind VarKind
	// Private is, for VarPrivate, the syntax.PrivateKind: 0 field, 1 method, 2 getter, 3 setter, 4 accessor.
	Private uint8
	Flags   VarFlags
	// Slot is the slot in the scope cell, -1: lives in register Reg (for the debugger).
	Slot int32
	Reg  int16
	// Param is the parameter number of a parameter, -1.
	Param int16
}

// GlobalDecls is the input of GlobalDeclarationInstantiation (scripts) and of EvalDeclarationInstantiation at global level.
type GlobalDecls struct {
	// Lexical are the let, const and class names.
	Lexical []GlobalLexical
	// Functions are the names of functions to define, Vars the other var names (Annex B names included, marked).
	Functions []string
	Vars      []string
	// AnnexB are candidates of B.3.2: a var binding unless that would conflict.
	AnnexB []string
}

// GlobalLexical is a script-lexical declaration.
type GlobalLexical struct {
	Name  string
	Const bool
}

// Module is the static part of a module record.
type Module struct {
	Requests                                   []ModuleRequest
	Imports                                    []ImportEntry
	LocalExports, IndirectExports, StarExports []ExportEntry
	HasTLA, HasImportMeta                      bool
	// Scope is the index of the module's ScopeInfo. The linker makes its scope cell, with variable cells in the VarModuleCell slots,
	// and gives it to Funcs[0] as its scope: the code does not push it. Funcs[0] (ModuleFunc, FnGenerator, with top-level await FnAsync too)
	// instantiates the functions of the module up to its InitialYield, which is the link phase; the next resumption evaluates.
	Scope int32
}

// ModuleRequest is a specifier with import attributes.
type ModuleRequest struct {
	Specifier  string
	Attributes []ImportAttribute
	Pos, End   int32
}

// ImportAttribute is one key: value of a with clause.
type ImportAttribute struct{ Key, Value string }

// ImportEntry binds slot Slot of the module scope (a VarModuleCell) to what module Request exports as Name; with Namespace the
// slot's cell gets the namespace object.
type ImportEntry struct {
	Request   int32
	Name      string
	Namespace bool
	Local     string
	// Slot is -1 when the binding is never used (it must still resolve).
	Slot     int32
	Pos, End int32
}

// ExportEntry exports Name: local ones are slot Slot (a VarModuleCell), others come from Request.
type ExportEntry struct {
	Name      string
	Request   int32 // -1: local
	Import    string
	Namespace bool
	Local     string
	Slot      int32
	Pos, End  int32
}

// PositionAt returns the source offset recorded for the instruction at bytecode offset pc, or for the last one before it that
// has a position; -1 if there is none.
func (f *Func) PositionAt(pc int) int32 { return PositionAt(f.Positions, pc) }

// PositionAt looks pc up in an encoded position table: pairs of unsigned varint (distance from the previous bytecode offset)
// and zigzag varint (distance from the previous source offset).
func PositionAt(table []byte, pc int) int32 {
	off, pos, found := 0, int32(0), int32(-1)
	for i := 0; i < len(table); {
		d, n := uvarint(table[i:])
		i += n
		z, m := uvarint(table[i:])
		i += m
		off += int(d)
		pos += int32(z>>1) ^ -int32(z&1)
		if off > pc {
			break
		}
		found = pos
	}
	return found
}

// positions walks an encoded position table.
type positions struct {
	table []byte
	off   int
	pos   int32
	ok    bool
}

func (p *positions) advance() {
	if p.ok = len(p.table) > 0; !p.ok {
		return
	}
	d, n := uvarint(p.table)
	z, m := uvarint(p.table[n:])
	p.table = p.table[n+m:]
	p.off += int(d)
	p.pos += int32(z>>1) ^ -int32(z&1)
}

// AppendPosition appends an entry to an encoded position table.
func AppendPosition(table []byte, offDelta int, posDelta int32) []byte {
	table = appendUvarint(table, uint32(offDelta))
	return appendUvarint(table, uint32(posDelta<<1)^uint32(posDelta>>31))
}

func appendUvarint(b []byte, v uint32) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

func uvarint(b []byte) (v uint32, n int) {
	for shift := 0; n < len(b); shift += 7 {
		c := b[n]
		n++
		v |= uint32(c&0x7F) << shift
		if c < 0x80 {
			return v, n
		}
	}
	return v, n
}
