package syntax

// ParseScript parses src as a Script, or as eval code with Options.Eval.
func ParseScript(src []byte, o Options) (*Program, *Error) { panic("BUG: not yet") }

// ParseModule parses src as a Module.
func ParseModule(src []byte, o Options) (*Program, *Error) { panic("BUG: not yet") }

// DynamicKind selects the constructor of the Function family.
type DynamicKind uint8

// The Function constructors.
const (
	DynamicFunction DynamicKind = iota
	DynamicGenerator
	DynamicAsync
	DynamicAsyncGenerator
)

// ParseFunction parses the text that CreateDynamicFunction (20.2.1.1.1) assembles from params and body.
func ParseFunction(params, body string, kind DynamicKind, o Options) (*Program, *Error) {
	panic("BUG: not yet")
}

// ParseFunctionBody parses src as the body of a function whose parameters have the given names (compileFunction). Positions refer
// to src.
func ParseFunctionBody(src []byte, paramNames []string, o Options) (*Program, *Error) {
	panic("BUG: not yet")
}
