package syntax

// ScopeKind classifies scopes.
type ScopeKind uint8

// Scope kinds.
const (
	// ScopeScript is the global scope of a script. Its variables are global: var and function become properties of the global
	// object, let/const/class go to the global declarative record. All have Slot -1 and references to them are RefGlobal.
	ScopeScript ScopeKind = iota
	ScopeModule
	// ScopeEval is the top level of eval code. Strict: an ordinary var scope. Sloppy: let/const/class live here, var and
	// function declarations belong to the caller's var scope (references RefDynamic, or RefGlobal for indirect eval).
	ScopeEval
	// ScopeFunction holds the parameters, the pseudo variables and, unless Function.ParamExprs, the body's variables.
	ScopeFunction
	// ScopeFunctionBody is the separate var scope of a body whose parameter list has expressions. A var with the name of a
	// parameter has Variable.ParamShadow set: it starts with that parameter's value.
	ScopeFunctionBody
	ScopeBlock
	// ScopeCatch holds catch parameters; the block is a child BlockStmt scope.
	ScopeCatch
	ScopeClass
	ScopeWith
	ScopeSwitch
	// ScopeFor holds the let/const variables of a for statement.
	ScopeFor
	// ScopeStaticBlock is the var scope of a class static block.
	ScopeStaticBlock
)

// Scope is a region of source text that binds names.
//
// A scope with NeedsContext gets a heap object at run time (a "context") whose slots hold the variables with Slot >= 0; scopes
// without one exist only in registers. The run-time chain of contexts follows Parent, skipping scopes without a context.
type Scope struct {
	Kind   ScopeKind
	Parent *Scope
	// Fn is the function whose code the scope belongs to.
	Fn *Function
	// Vars are the variables in declaration order.
	Vars []*Variable
	// Functions are the function declarations to instantiate on entry, in order (when a name repeats the last wins).
	Functions []*FuncDecl
	// Children are the directly nested scopes in source order.
	Children []*Scope
	Pos, End int32

	Strict bool
	// HasDirectEval: this scope or one nested in it (inner functions included) contains a direct eval; all variables here are
	// in context slots.
	HasDirectEval bool
	// Extensible: a var scope in which sloppy direct eval may declare more variables at run time; always has a context, which
	// needs room for an extension object. Names are looked up in the extension before the enclosing scopes.
	Extensible bool
	// NeedsContext: the scope must be materialised.
	NeedsContext bool
	// HasUsing: a using declaration lives directly in this scope; HasAwaitUsing: an await using one.
	HasUsing, HasAwaitUsing bool
	// PerIteration: (ScopeFor of a for(;;) with let) the context must be copied for each iteration.
	PerIteration bool
	// Outer marks the scopes of Options.Outer: read-only, given by the caller of eval.
	Outer bool
	// NumContextSlots is the number of Slots used.
	NumContextSlots int32
	// Reg is free for the compiler's use.
	Reg int32

	bodyPos            int32 // class scopes: where the body starts; private names in the heritage are the outer class's
	refs               []pendingRef
	refStart, kidStart int
	hoisted            []*symbol // var names that pass through this block
	index              map[*symbol]*Variable
	hoistIx            map[*symbol]struct{}
	annexB             []*FuncDecl // candidates (var scopes only)
	simpleCatch        bool        // catch scope of a plain identifier
	catchBody          bool        // the block of a catch clause
	depth              int32
}

// VarKind classifies variables.
type VarKind uint8

// Variable kinds.
const (
	VarNone VarKind = iota
	VarVar
	VarLet
	VarConst
	// VarClass is the outer binding of a class declaration (mutable, TDZ).
	VarClass
	// VarFunction is a function declaration at the top level of a function, script or eval (behaves like var).
	VarFunction
	// VarBlockFunction is a function declaration in a block or a module's top level (lexical, initialised on entry).
	VarBlockFunction
	VarParam
	// VarCatch is a catch parameter.
	VarCatch
	// VarImport is an import binding: immutable, lives in another module. Slot is its index among the module's imports.
	VarImport
	// VarClassName is the inner, immutable binding of a class name.
	VarClassName
	// VarFuncName is the own name of a function expression: immutable; assignment throws only in strict mode code.
	VarFuncName
	// Pseudo variables of non-arrow functions.
	VarThis
	VarArguments
	VarNewTarget
	VarHomeObject
	VarActiveFunction
	// VarPrivate is a private name; see Private.
	VarPrivate
	// VarInternal is made by the parser for the compiler (computed field keys, private methods).
	VarInternal
)

var varKindNames = [...]string{"none", "var", "let", "const", "class", "function", "blockfunction", "param", "catch", "import",
	"classname", "funcname", "this", "arguments", "newtarget", "home", "activefunction", "private", "internal"}

// String returns the kind's name for dumps.
func (k VarKind) String() string { return varKindNames[k] }

// PrivateKind says what a private name stands for.
type PrivateKind uint8

// Kinds of private names.
const (
	PrivateField PrivateKind = iota
	PrivateMethod
	PrivateGetter
	PrivateSetter
	// PrivateAccessor has both getter and setter.
	PrivateAccessor
)

// Variable is a binding.
type Variable struct {
	Name  string
	Kind  VarKind
	Scope *Scope
	// Pos is the position of the declaration, InitEnd the position after which straight-line code finds it initialised.
	Pos, InitEnd int32
	// Slot is the context slot, -1 when the variable lives in a register (or is global, or unused and not needed).
	Slot int32
	// Param is the index of the parameter for a plain identifier parameter (the last one when duplicated), else -1.
	Param int32
	// Index is the position in Scope.Vars.
	Index int32
	// Reg is free for the compiler's use.
	Reg int32

	// Used: some reference names it. Captured: referenced by an inner function. Assigned: written after its initialisation.
	Used, Captured, Assigned bool
	// ForceContext: must live in a context slot (direct eval, with, mapped arguments, exports).
	ForceContext bool
	// NeedsTDZ: some reference has to test for the uninitialised state, so the slot must start with the hole.
	NeedsTDZ bool
	// AnnexB: a var created only by B.3.2 function hoisting.
	AnnexB bool
	// Exported: a module variable that is exported.
	Exported bool
	// ParamShadow is the parameter (or arguments) of the same name whose value a var of a separate body scope starts with.
	ParamShadow *Variable
	// Private and Static describe VarPrivate variables.
	Private PrivateKind
	Static  bool
	// Import indexes ModuleRecord.Imports for VarImport.
	Import int32

	plainFunc bool
	sym       *symbol
	prev      *Variable // shadowed binding while resolving
}

// IsLexical reports whether the variable has a temporal dead zone by nature (let, const, class, class name).
func (v *Variable) IsLexical() bool {
	switch v.Kind {
	case VarLet, VarConst, VarClass, VarClassName:
		return true
	}
	return false
}

// IsImmutable reports whether assignment is an error (for VarFuncName only in strict mode code, else ignored).
func (v *Variable) IsImmutable() bool {
	switch v.Kind {
	case VarConst, VarImport, VarClassName, VarFuncName:
		return true
	}
	return false
}

// RefKind says how a reference finds its variable.
type RefKind uint8

// Reference kinds.
const (
	refPending RefKind = iota
	refDecl            // a binding identifier of a declaration; becomes one of the following
	// RefLocal: a register (or parameter) of the same function.
	RefLocal
	// RefContext: slot Var.Slot of the context of Var.Scope; see Hops. Var.Kind VarImport means: through the module's import cell.
	RefContext
	// RefGlobal: by name in the global environment. Var is set when this script itself declares it.
	RefGlobal
	// RefDynamic: by name at run time, because a with statement or a sloppy direct eval may intervene. Var is what it resolves to
	// if nothing intervenes: nil for global.
	RefDynamic
	// RefGlobalThis: `this` of a script (or indirect eval).
	RefGlobalThis
	// RefUndefined: `this` of a module, or new.target etc. that is statically undefined.
	RefUndefined
)

// Ref is a resolved reference.
type Ref struct {
	Kind RefKind
	// NeedsTDZ: test for the uninitialised state.
	NeedsTDZ bool
	// Write: the reference is an assignment target (perhaps also read).
	Write bool
	// Var is the variable, nil for globals not declared in this program.
	Var *Variable
}

// Hops returns the number of contexts between the innermost materialised scope at or above from and the context of to
// (0: the same). to must be from or an ancestor of it and need a context.
func Hops(from, to *Scope) int {
	n := 0
	for s := from; s != to; s = s.Parent {
		if s == nil {
			panic("BUG: syntax.Hops: scope not an ancestor")
		}
		if s.NeedsContext {
			n++
		}
	}
	return n
}

// Lookup returns the variable called name declared directly in s, or nil.
func (s *Scope) Lookup(name string) *Variable {
	for _, v := range s.Vars {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// IsVarScope reports whether var declarations stop at s.
func (s *Scope) IsVarScope() bool {
	switch s.Kind {
	case ScopeScript, ScopeModule, ScopeEval, ScopeFunction, ScopeFunctionBody, ScopeStaticBlock:
		return true
	}
	return false
}

type symbol struct {
	name string
	// top is the innermost visible variable of that name while resolving.
	top  *Variable
	kw   Token // keyword token when the name is a (contextual) keyword, else TIdent
	hash uint32
}

// pendingRef is a reference that awaits resolution.
type pendingRef struct {
	sym *symbol
	ref *Ref
	pos int32
}
