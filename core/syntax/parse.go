package syntax

// Options control a parse.
type Options struct {
	// Eval: the source is eval code; the following fields describe its surroundings.
	Eval bool
	// StrictOuter: the source starts out as strict mode code (strict direct eval, --use-strict, self-hosted code).
	StrictOuter bool
	// InFunction: new.target is allowed; InMethod: super property; InDerivedConstructor: super call; InClassFieldInit: arguments is
	// an early error.
	InFunction, InMethod, InDerivedConstructor, InClassFieldInit bool
	// PrivateNames are the private names ("#x") of enclosing classes, besides the VarPrivate variables of Outer.
	PrivateNames []string
	// Outer is the chain of scopes around direct eval code, innermost first through Parent; see NewOuterScope.
	Outer *Scope
	// AllowNatives enables %Name(args).
	AllowNatives bool
	// AllowHTMLComments is on for scripts by default; NoHTMLComments turns it off.
	NoHTMLComments bool
	// CheckRegExp validates regular expression literals; its error's text is appended to the message. nil skips.
	CheckRegExp func(pattern, flags string) error
	// MaxDepth limits nesting (0: 2500).
	MaxDepth int
}

// ErrorKind is the constructor of the exception to throw.
type ErrorKind uint8

// Error kinds.
const (
	SyntaxError ErrorKind = iota
	ReferenceError
	RangeError
)

// Error is an early error.
type Error struct {
	Msg      string
	Kind     ErrorKind
	Pos, End int32
	// Src is the text positions refer to (differs from the input for ParseFunction).
	Src []byte
}

// Error implements error.
func (e *Error) Error() string {
	switch e.Kind {
	case ReferenceError:
		return "ReferenceError: " + e.Msg
	case RangeError:
		return "RangeError: " + e.Msg
	}
	return "SyntaxError: " + e.Msg
}

// NewOuterScope makes a scope for Options.Outer. The caller then adds its variables with AddOuter, sets Extensible and Strict
// where they apply, and passes the innermost scope. Every such scope counts as materialised.
func NewOuterScope(kind ScopeKind, parent *Scope) *Scope {
	return &Scope{Kind: kind, Parent: parent, Outer: true, NeedsContext: true}
}

// AddOuter adds a variable with a known context slot to a scope made by NewOuterScope.
func (s *Scope) AddOuter(name string, kind VarKind, slot int32) *Variable {
	v := &Variable{Name: name, Kind: kind, Scope: s, Slot: slot, Param: -1, Index: int32(len(s.Vars)), Used: true, Captured: true,
		ForceContext: true, InitEnd: 1<<31 - 1}
	s.Vars = append(s.Vars, v)
	if slot >= s.NumContextSlots {
		s.NumContextSlots = slot + 1
	}
	return v
}
