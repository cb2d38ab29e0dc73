package syntax

// Class is a class declaration or expression. All of it is strict mode code.
type Class struct {
	// Loc is the range of the source text that toString of the constructor shows.
	Loc
	// Name is the binding identifier, nil when anonymous. Its Ref is the *inner* binding (VarClassName in Scope).
	Name *Ident
	// InferredName is the name NamedEvaluation gives an anonymous class ("" when none or computed).
	InferredName string
	// Extends is the heritage expression or nil; evaluated inside Scope.
	Extends Expr
	// Scope is the class scope: inner name binding, private names and internal variables. Never nil.
	Scope *Scope
	// NameVar is the inner binding of the name in Scope, nil when anonymous.
	NameVar *Variable
	// Constructor is the explicit constructor or nil (default constructor).
	Constructor *Function
	// Elements are all elements except the constructor, in order.
	Elements []ClassElement
	// InstanceInit is the synthetic method that, with the new object as this, adds private methods and then defines the instance
	// fields in order; nil when there are none. Its Params and Body are empty: compile it from Elements.
	InstanceInit *Function
	// StaticInit is the same for static fields and static blocks, with the constructor as this.
	StaticInit *Function
	// HasPrivateMethods: an instance method or accessor is private.
	HasPrivateMethods bool
}

// ElementKind classifies class elements.
type ElementKind uint8

// Class element kinds.
const (
	ElementMethod ElementKind = iota
	ElementGetter
	ElementSetter
	ElementField
	ElementStaticBlock
)

// ClassElement is a method, accessor, field or static block.
type ClassElement struct {
	Loc
	Kind   ElementKind
	Static bool
	// Key is *StrLit, *NumLit, *BigIntLit, *PrivateName, or any expression if Computed; nil for static blocks. It is evaluated in
	// Class.Scope.
	Key      Expr
	Computed bool
	// Fn is the function of methods and accessors.
	Fn *Function
	// Value is the initialiser of a field or nil; it is code of InstanceInit or StaticInit.
	Value Expr
	// KeyVar is, for fields with a computed key, the internal context variable of Class.Scope that keeps the property key.
	KeyVar *Variable
	// FnVar is, for private methods and accessors, the internal context variable of Class.Scope that keeps the closure.
	FnVar *Variable
	// Body and Scope are the statements and var scope of a static block, code of StaticInit.
	Body  []Stmt
	Scope *Scope
}
