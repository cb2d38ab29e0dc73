package syntax

// Loc is a half-open range of byte offsets in the source text. Every node
// embeds one.
type Loc struct{ Pos, End int32 }

// Range returns the byte range of the node.
func (l *Loc) Range() (pos, end int32) { return l.Pos, l.End }

// Node is any node of the tree.
type Node interface{ Range() (pos, end int32) }

// Stmt is a statement or declaration node.
type Stmt interface {
	Node
	stmt()
}

// Expr is an expression or pattern node. Parentheses leave no node; where they
// matter to later phases the node has a Paren flag or (optional chains) a node
// of its own.
type Expr interface {
	Node
	expr()
}

// ProgramKind says which goal symbol a Program was parsed with.
type ProgramKind uint8

// Goal symbols.
const (
	ScriptProgram ProgramKind = iota
	ModuleProgram
	EvalProgram
	// FunctionProgram is the result of ParseFunction or ParseFunctionBody: Func is the
	// top-level function and contains exactly one inner function, Program.Inner.
	FunctionProgram
)

// Program is the result of a parse.
type Program struct {
	Kind ProgramKind
	// Func is the synthetic top-level function (Kind ScriptBody, ModuleBody or EvalBody); its Body holds the statements.
	Func *Function
	// Inner is, for FunctionProgram, the parsed function expression (its scope's parent is Func.Scope).
	Inner *Function
	// Src is the text that positions refer to. For ParseFunction it is the assembled text.
	Src []byte
	// Lines is the lazily built line table of Src.
	Lines *Lines
	// Decls is what GlobalDeclarationInstantiation or EvalDeclarationInstantiation needs (scripts and eval code).
	Decls Declarations
	// Module is the module record data (modules only).
	Module *ModuleRecord
	// NumFunctions is the number of Function nodes; Function.ID runs from 0 (= Func) to NumFunctions-1 in order of creation.
	NumFunctions int
	// SourceMappingURL and SourceURL are the values of the magic comments, "" when absent.
	SourceMappingURL, SourceURL string
}

// Declarations lists the names a script or eval code declares, each in order of first appearance.
type Declarations struct {
	// VarNames are the names declared by var (and for-var) that are not also functions.
	VarNames []string
	// Functions are the functions to initialise: for each name the last declaration, in order of that last declaration.
	Functions []*FuncDecl
	// LexicalNames are the let, const and class variables.
	LexicalNames []*Variable
	// AnnexBNames are the candidates of B.3.2: names of functions in blocks that get a var binding as well if nothing at
	// run time forbids it.
	AnnexBNames []string
}

// FunctionKind classifies functions.
type FunctionKind uint8

// Function kinds. Async and generator variants are the Async and Generator fields.
const (
	NormalFunction FunctionKind = iota
	ArrowFunction
	MethodFunction
	GetterFunction
	SetterFunction
	// BaseConstructor is the constructor method of a class without heritage.
	BaseConstructor
	// DerivedConstructor is the constructor method of a class with heritage.
	DerivedConstructor
	// FieldInitializer is the synthetic method that defines all instance elements of a class (Class.InstanceInit).
	FieldInitializer
	// StaticInitializer is the synthetic method that runs all static fields and static blocks of a class in order (Class.StaticInit).
	StaticInitializer
	ScriptBody
	ModuleBody
	EvalBody
)

// Function is the common part of everything with a body.
type Function struct {
	// Loc is the range of the source text that toString shows (for methods it starts at the property name or modifiers).
	Loc
	// Name is the statically known name: of the declaration or expression, or the one NamedEvaluation gives
	// (`x = function(){}`, `{x(){}}`; methods without "get "/"set " prefix). "" when absent, computed or numeric.
	Name string
	// Inferred is true when Name comes from NamedEvaluation or a property key.
	Inferred bool
	// Self is the identifier after `function`, nil when there is none.
	Self *Ident
	ID   int32
	Kind FunctionKind

	Async, Generator bool
	// Strict: the function's code is strict mode code.
	Strict bool
	// UseStrict: the body has its own "use strict" directive.
	UseStrict bool
	// SimpleParams is IsSimpleParameterList.
	SimpleParams bool
	// ParamExprs: the parameter list contains default values or computed keys (ContainsExpression), so the body has a scope of its own
	// (BodyScope != Scope).
	ParamExprs bool
	// DuplicateParams: a sloppy simple parameter list names a parameter twice.
	DuplicateParams bool
	// ExprBody: an arrow function with a concise body; Body is one ReturnStmt.
	ExprBody bool
	// IsDeclaration: created by a hoisted function declaration.
	IsDeclaration bool
	// LikelyCalled: the function expression directly follows `(` or `!`; a hint for eager compilation.
	LikelyCalled bool
	// Native: the body holds %Native calls.
	Native bool

	// The Uses flags are about this function itself and the arrow functions and direct evals inside it.
	UsesThis, UsesArguments, UsesNewTarget, UsesSuperProperty, UsesSuperCall bool
	// DirectEval: this function or an arrow function inside contains a syntactic direct eval; InnerDirectEval: some inner function does.
	DirectEval, InnerDirectEval bool
	// HasAwait: contains an await (module body: top-level await), for-await.
	HasAwait bool

	// Length is ExpectedArgumentCount.
	Length int32
	Params []Param
	Body   []Stmt

	// Scope holds parameters (and everything at the top level of the body, unless ParamExprs).
	Scope *Scope
	// BodyScope is the var scope of the body: == Scope unless ParamExprs.
	BodyScope *Scope

	// Outer is the enclosing function (nil for the top-level function), Inner the directly enclosed ones in order.
	Outer *Function
	Inner []*Function
	// Class is the class whose constructor, method, accessor or initialiser this is, else nil.
	Class *Class

	// Pseudo variables; nil when nothing refers to them. They are declared in Scope.
	ThisVar, ArgumentsVar, NewTargetVar *Variable
	// HomeVar holds the home object and FuncVar the active function (super property, super call) when used.
	HomeVar, FuncVar *Variable
	// SelfVar is the immutable binding of a named function expression's own name when used and not shadowed (declared in Scope).
	SelfVar *Variable
	// MappedArguments: `arguments` is used in a sloppy function with simple parameters; all parameters are context allocated.
	MappedArguments bool

	declScope         *Scope // the scope that hoists a declaration
	mentionsArguments bool
	dup               Loc // first duplicate parameter
}

// Param is one formal parameter.
type Param struct {
	// Target is *Ident, *ArrayPattern or *ObjectPattern.
	Target  Expr
	Default Expr
	Rest    bool
}

// Expressions.
type (
	// Ident is an identifier reference, or a binding identifier in patterns and declarations.
	Ident struct {
		Loc
		Name string
		Ref  Ref
		// Paren: written in parentheses (no NamedEvaluation when it is an assignment target).
		Paren bool
		// Escaped: written with a \u escape.
		Escaped  bool
		declared bool // recorded as a reference before it became a parameter
		sym      *symbol
	}
	// NullLit is null.
	NullLit struct{ Loc }
	// BoolLit is true or false.
	BoolLit struct {
		Loc
		Value bool
	}
	// NumLit is a Number literal.
	NumLit struct {
		Loc
		Value float64
	}
	// BigIntLit is a BigInt literal; Value is its decimal digits without leading zeros.
	BigIntLit struct {
		Loc
		Value string
	}
	// StrLit is a string literal, or an identifier used as a property key.
	StrLit struct {
		Loc
		Value string
	}
	// RegExpLit is a regular expression literal.
	RegExpLit struct {
		Loc
		Pattern, Flags string
	}
	// TemplateLit is an untagged template: len(Strings) == len(Exprs)+1.
	TemplateLit struct {
		Loc
		Strings []TemplateString
		Exprs   []Expr
	}
	// TaggedTemplate is Tag`...`; the call's receiver follows the rules of Call.
	TaggedTemplate struct {
		Loc
		Tag     Expr
		Strings []TemplateString
		Exprs   []Expr
	}
	// This is the keyword this.
	This struct {
		Loc
		Ref Ref
	}
	// NewTarget is new.target.
	NewTarget struct {
		Loc
		Ref Ref
	}
	// ImportMeta is import.meta.
	ImportMeta struct{ Loc }
	// ArrayLit is an array literal; holes are nil, spread elements are *Spread.
	ArrayLit struct {
		Loc
		Elems         []Expr
		Paren         bool
		TrailingComma bool
	}
	// ObjectLit is an object literal.
	ObjectLit struct {
		Loc
		Props    []Property
		Paren    bool
		trailing bool // a comma follows the last property
	}
	// Spread is ...X in array literals and argument lists.
	Spread struct {
		Loc
		X Expr
	}
	// FuncExpr is a function expression or arrow function.
	FuncExpr struct {
		Loc
		Fn *Function
	}
	// ClassExpr is a class expression.
	ClassExpr struct {
		Loc
		Class *Class
	}
	// Unary is a prefix operator: ! ~ + - typeof void delete.
	Unary struct {
		Loc
		Op Op
		X  Expr
	}
	// Update is ++ or --.
	Update struct {
		Loc
		// Op is OpInc or OpDec.
		Op     Op
		Prefix bool
		// X is *Ident, *Member, *Index, *PrivateMember, *SuperMember, *SuperIndex (or *Call, which throws ReferenceError at run time).
		X Expr
	}
	// Binary is an arithmetic, bitwise, relational or equality operator (in and instanceof too).
	Binary struct {
		Loc
		Op   Op
		X, Y Expr
		// OpPos is the position of the operator.
		OpPos int32
	}
	// Logical is && || ??.
	Logical struct {
		Loc
		// Op is OpAnd, OpOr or OpNullish.
		Op    Op
		X, Y  Expr
		paren bool
	}
	// PrivateIn is #Name in X.
	PrivateIn struct {
		Loc
		Name *PrivateName
		X    Expr
	}
	// Assign is = (Op == OpNone), a compound assignment (Op = OpAdd ...) or a logical assignment (Op = OpAnd, OpOr, OpNullish).
	Assign struct {
		Loc
		Op Op
		// Target is *Ident, a member node, *ArrayPattern or *ObjectPattern (only =), or *Call (throws ReferenceError at run time).
		Target Expr
		Value  Expr
		OpPos  int32
		Paren  bool
	}
	// Cond is Test ? Then : Else.
	Cond struct {
		Loc
		Test, Then, Else Expr
	}
	// Sequence is the comma operator, len(Exprs) >= 2.
	Sequence struct {
		Loc
		Exprs []Expr
	}
	// Member is X.Name.
	Member struct {
		Loc
		X       Expr
		Name    string
		NamePos int32
		// Optional: written ?.Name (only inside an OptionalChain).
		Optional bool
	}
	// Index is X[Key].
	Index struct {
		Loc
		X, Key   Expr
		Optional bool
	}
	// PrivateMember is X.#Name.
	PrivateMember struct {
		Loc
		X        Expr
		Name     *PrivateName
		Optional bool
	}
	// PrivateName is #name; Name includes the '#'. Ref resolves to the VarPrivate variable of the class scope.
	PrivateName struct {
		Loc
		Name string
		Ref  Ref
	}
	// SuperMember is super.Name. This and Home resolve to pseudo variables.
	SuperMember struct {
		Loc
		Name       string
		This, Home Ref
	}
	// SuperIndex is super[Key].
	SuperIndex struct {
		Loc
		Key        Expr
		This, Home Ref
	}
	// SuperCall is super(Args). Func resolves to the active constructor, This to the binding to initialise.
	SuperCall struct {
		Loc
		Args                  []Expr
		This, Func, NewTarget Ref
	}
	// OptionalChain delimits a chain that contains at least one Optional link: when that link's base is nullish the value of the
	// whole X is undefined. `(a?.b).c` is Member{OptionalChain}, `a?.b.c` is OptionalChain{Member{Member}}.
	OptionalChain struct {
		Loc
		X Expr
	}
	// Call is Fn(Args). With Fn a member node the receiver is its base; also when Fn is an OptionalChain (parenthesised) of one.
	Call struct {
		Loc
		Fn       Expr
		Args     []Expr
		Optional bool
		// DirectEval: syntactically eval(...), not optional.
		DirectEval bool
	}
	// New is new Fn(Args).
	New struct {
		Loc
		Fn   Expr
		Args []Expr
	}
	// ImportCall is import(Specifier, Options).
	ImportCall struct {
		Loc
		Specifier Expr
		// Options may be nil.
		Options Expr
	}
	// NativeCall is %Name(Args) (Options.AllowNatives).
	NativeCall struct {
		Loc
		Name string
		Args []Expr
	}
	// Yield is yield X (X may be nil) or yield* X.
	Yield struct {
		Loc
		X        Expr
		Delegate bool
	}
	// Await is await X.
	Await struct {
		Loc
		X Expr
	}

	// ArrayPattern is a destructuring pattern, for bindings as for assignments.
	ArrayPattern struct {
		Loc
		Elems []PatternElem
		// Rest is the target of the rest element or nil.
		Rest Expr
	}
	// ObjectPattern is a destructuring pattern.
	ObjectPattern struct {
		Loc
		Props []PatternProp
		Rest  Expr
	}
)

// PatternElem is an element of an array pattern; a hole has Target == nil.
type PatternElem struct {
	// Target is *Ident, a pattern or (assignments only) a member node.
	Target  Expr
	Default Expr
}

// PatternProp is a property of an object pattern.
type PatternProp struct {
	// Key is *StrLit, *NumLit, *BigIntLit, or any expression if Computed.
	Key      Expr
	Computed bool
	// Shorthand: written {x} or {x = default}.
	Shorthand bool
	Target    Expr
	Default   Expr
}

// PropertyKind classifies the properties of an object literal.
type PropertyKind uint8

// Property kinds.
const (
	// PropValue is key: value, shorthand included.
	PropValue PropertyKind = iota
	PropMethod
	PropGetter
	PropSetter
	// PropSpread is ...Value; Key is nil.
	PropSpread
	// PropProto is __proto__: value, which sets the prototype.
	PropProto
)

// Property is a property definition of an object literal.
type Property struct {
	Loc
	Kind PropertyKind
	// Key is *StrLit, *NumLit, *BigIntLit, or any expression if Computed.
	Key                 Expr
	Computed, Shorthand bool
	// Value is a *FuncExpr for methods and accessors.
	Value Expr
	// init is the CoverInitializedName part.
	init Expr
}

// TemplateString is a literal part of a template.
type TemplateString struct {
	Loc
	Cooked string
	// HasCooked is false when the cooked value is undefined (invalid escape in a tagged template).
	HasCooked bool
	Raw       string
}

// Statements.
type (
	// ExprStmt is an expression statement.
	ExprStmt struct {
		Loc
		X Expr
		// Directive: the statement is a string literal in a directive prologue.
		Directive bool
	}
	// EmptyStmt is ;.
	EmptyStmt struct{ Loc }
	// DebuggerStmt is debugger.
	DebuggerStmt struct{ Loc }
	// VarDecl is var, let or const.
	VarDecl struct {
		Loc
		// Kind is VarVar, VarLet or VarConst (also for using).
		Kind VarKind
		// Using says whether this is a using declaration, whose values are disposed of when the block is left.
		Using UsingKind
		Decls []Declarator
	}
	// FuncDecl is a function declaration. Its value is initialised at scope entry (Scope.Functions); the statement itself does
	// nothing unless AnnexB.
	FuncDecl struct {
		Loc
		Fn *Function
		// Name is the binding identifier; its Ref is the variable in the declaring scope.
		Name *Ident
		// AnnexB: evaluating the declaration copies the value of Name to VarRef, the var binding of the same name (B.3.2).
		AnnexB bool
		// VarRef refers to the var binding of the nearest var scope (kind RefDynamic in sloppy eval code, RefGlobal in scripts).
		VarRef Ref
		// varScope and sym serve the hoisting decision at the end of the enclosing function.
		sym   *symbol
		scope *Scope
	}
	// ClassDecl is a class declaration; Name's variable is a lexical binding initialised here.
	ClassDecl struct {
		Loc
		Name  *Ident
		Class *Class
	}
	// BlockStmt is { ... }. Scope is nil when the block declares nothing.
	BlockStmt struct {
		Loc
		Scope *Scope
		Body  []Stmt
	}
	// IfStmt is if; Else may be nil.
	IfStmt struct {
		Loc
		Test       Expr
		Then, Else Stmt
	}
	// ForStmt is for(;;); each part may be nil. Init is *VarDecl or *ExprStmt.
	ForStmt struct {
		Loc
		// Scope holds the let/const variables, nil when there are none. See Scope.PerIteration.
		Scope        *Scope
		Init         Stmt
		Test, Update Expr
		Body         Stmt
	}
	// ForInStmt is for-in, for-of (Of) and for-await-of (Of and Await).
	ForInStmt struct {
		Loc
		Of, Await bool
		// Scope holds the let/const variables (fresh in each iteration; also the TDZ scope while X is evaluated), nil when none.
		Scope *Scope
		// DeclKind is VarVar, VarLet, VarConst, or VarNone when Target is an assignment target.
		DeclKind VarKind
		// Using: for (using x of ...).
		Using UsingKind
		// Target is an *Ident, pattern, member node (or *Call, which throws).
		Target Expr
		// Init is the Annex B initialiser of `for (var x = Init in X)`.
		Init Expr
		X    Expr
		Body Stmt
	}
	// WhileStmt is while.
	WhileStmt struct {
		Loc
		Test Expr
		Body Stmt
	}
	// DoWhileStmt is do-while.
	DoWhileStmt struct {
		Loc
		Body Stmt
		Test Expr
	}
	// ContinueStmt is continue; Label may be "".
	ContinueStmt struct {
		Loc
		Label string
		// Target is the loop statement to continue.
		Target Stmt
	}
	// BreakStmt is break; Label may be "".
	BreakStmt struct {
		Loc
		Label string
		// Target is the loop, switch or (for a label) the *LabeledStmt to leave.
		Target Stmt
	}
	// ReturnStmt is return; X may be nil.
	ReturnStmt struct {
		Loc
		X Expr
	}
	// WithStmt is with; Scope is the with scope (always materialised).
	WithStmt struct {
		Loc
		X     Expr
		Scope *Scope
		Body  Stmt
	}
	// SwitchStmt is switch; Scope is nil when the case block declares nothing.
	SwitchStmt struct {
		Loc
		X     Expr
		Scope *Scope
		Cases []SwitchCase
	}
	// LabeledStmt is Label: Body. A loop's labels are in the chain of LabeledStmts above it; break and continue refer to
	// targets by node, so names are rarely needed.
	LabeledStmt struct {
		Loc
		Label string
		Body  Stmt
	}
	// ThrowStmt is throw.
	ThrowStmt struct {
		Loc
		X Expr
	}
	// TryStmt is try; Catch or Finally may be nil, not both.
	TryStmt struct {
		Loc
		Block *BlockStmt
		// Param is the catch parameter (*Ident or pattern) or nil; CatchScope holds its variables (nil without Param).
		Param      Expr
		CatchScope *Scope
		Catch      *BlockStmt
		Finally    *BlockStmt
	}
)

// UsingKind tells using declarations (explicit resource management) from others.
type UsingKind uint8

// Kinds of using declarations.
const (
	NotUsing UsingKind = iota
	SyncUsing
	AwaitUsing
)

// Declarator is one binding of a VarDecl. Without Init a let is initialised to undefined; a var is left alone.
type Declarator struct {
	Loc
	// Target is *Ident, *ArrayPattern or *ObjectPattern.
	Target Expr
	Init   Expr
}

// SwitchCase is a case clause; Test is nil for default.
type SwitchCase struct {
	Loc
	Test Expr
	Body []Stmt
}

func (*Ident) expr()          {}
func (*NullLit) expr()        {}
func (*BoolLit) expr()        {}
func (*NumLit) expr()         {}
func (*BigIntLit) expr()      {}
func (*StrLit) expr()         {}
func (*RegExpLit) expr()      {}
func (*TemplateLit) expr()    {}
func (*TaggedTemplate) expr() {}
func (*This) expr()           {}
func (*NewTarget) expr()      {}
func (*ImportMeta) expr()     {}
func (*ArrayLit) expr()       {}
func (*ObjectLit) expr()      {}
func (*Spread) expr()         {}
func (*FuncExpr) expr()       {}
func (*ClassExpr) expr()      {}
func (*Unary) expr()          {}
func (*Update) expr()         {}
func (*Binary) expr()         {}
func (*Logical) expr()        {}
func (*PrivateIn) expr()      {}
func (*Assign) expr()         {}
func (*Cond) expr()           {}
func (*Sequence) expr()       {}
func (*Member) expr()         {}
func (*Index) expr()          {}
func (*PrivateMember) expr()  {}
func (*PrivateName) expr()    {}
func (*SuperMember) expr()    {}
func (*SuperIndex) expr()     {}
func (*SuperCall) expr()      {}
func (*OptionalChain) expr()  {}
func (*Call) expr()           {}
func (*New) expr()            {}
func (*ImportCall) expr()     {}
func (*NativeCall) expr()     {}
func (*Yield) expr()          {}
func (*Await) expr()          {}
func (*ArrayPattern) expr()   {}
func (*ObjectPattern) expr()  {}

func (*ExprStmt) stmt()     {}
func (*EmptyStmt) stmt()    {}
func (*DebuggerStmt) stmt() {}
func (*VarDecl) stmt()      {}
func (*FuncDecl) stmt()     {}
func (*ClassDecl) stmt()    {}
func (*BlockStmt) stmt()    {}
func (*IfStmt) stmt()       {}
func (*ForStmt) stmt()      {}
func (*ForInStmt) stmt()    {}
func (*WhileStmt) stmt()    {}
func (*DoWhileStmt) stmt()  {}
func (*ContinueStmt) stmt() {}
func (*BreakStmt) stmt()    {}
func (*ReturnStmt) stmt()   {}
func (*WithStmt) stmt()     {}
func (*SwitchStmt) stmt()   {}
func (*LabeledStmt) stmt()  {}
func (*ThrowStmt) stmt()    {}
func (*TryStmt) stmt()      {}

// Op is an operator.
type Op uint8

// Operators.
const (
	OpNone Op = iota
	OpAdd
	OpSub
	OpMul
	OpDiv
	OpMod
	OpExp
	OpBitAnd
	OpBitOr
	OpBitXor
	OpShl
	OpShr
	OpUShr
	OpEq
	OpNe
	OpStrictEq
	OpStrictNe
	OpLt
	OpLe
	OpGt
	OpGe
	OpIn
	OpInstanceof
	OpAnd
	OpOr
	OpNullish
	OpNot
	OpBitNot
	OpPlus
	OpMinus
	OpTypeof
	OpVoid
	OpDelete
	OpInc
	OpDec
)

var opNames = [...]string{"", "+", "-", "*", "/", "%", "**", "&", "|", "^", "<<", ">>", ">>>", "==", "!=", "===", "!==",
	"<", "<=", ">", ">=", "in", "instanceof", "&&", "||", "??", "!", "~", "+", "-", "typeof", "void", "delete", "++", "--"}

// String returns the operator as written in source text.
func (o Op) String() string { return opNames[o] }

// AnonymousDefinition reports whether e is an anonymous function definition
// (IsAnonymousFunctionDefinition) and returns its function or class.
func AnonymousDefinition(e Expr) (fn *Function, class *Class, ok bool) {
	switch e := e.(type) {
	case *FuncExpr:
		if e.Fn.Self == nil {
			return e.Fn, nil, true
		}
	case *ClassExpr:
		if e.Class.Name == nil {
			return nil, e.Class, true
		}
	}
	return nil, nil, false
}
