package compile

import (
	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// Options are common to the entry points.
type Options struct {
	// Filename is the name for stack traces.
	Filename string
	// Completion makes the top-level code return its completion value (vm scripts, the REPL; eval always does).
	Completion bool
	// AllowNatives enables %Name(args).
	AllowNatives bool
	// Strict makes the code strict mode code from the start.
	Strict bool
	// CheckRegExp validates regular expression literals early.
	CheckRegExp func(pattern, flags string) error
}

func (o *Options) syntax() syntax.Options {
	return syntax.Options{StrictOuter: o.Strict, AllowNatives: o.AllowNatives, CheckRegExp: o.CheckRegExp}
}

// Script compiles src as a Script.
func Script(src []byte, o Options) (*bytecode.Unit, *syntax.Error) {
	p, err := syntax.ParseScript(src, o.syntax())
	if err != nil {
		return nil, err
	}
	return Program(p, o)
}

// Module compiles src as a Module.
func Module(src []byte, o Options) (*bytecode.Unit, *syntax.Error) {
	p, err := syntax.ParseModule(src, o.syntax())
	if err != nil {
		return nil, err
	}
	return Program(p, o)
}

// Function compiles what CreateDynamicFunction makes of params and body. Running Funcs[0] returns the function.
func Function(params, body string, kind syntax.DynamicKind, o Options) (*bytecode.Unit, *syntax.Error) {
	p, err := syntax.ParseFunction(params, body, kind, o.syntax())
	if err != nil {
		return nil, err
	}
	return Program(p, o)
}

// FunctionBody compiles src as the body of a function with the given parameters (the CommonJS wrapper, vm.compileFunction).
// Running Funcs[0] returns the function.
func FunctionBody(src []byte, params []string, o Options) (*bytecode.Unit, *syntax.Error) {
	p, err := syntax.ParseFunctionBody(src, params, o.syntax())
	if err != nil {
		return nil, err
	}
	return Program(p, o)
}

// Eval compiles eval code. For direct eval, outer are the infos of the caller's run-time scopes, innermost first, and flags the
// bytecode.Eval* flags of the call; for indirect eval both are empty.
func Eval(src []byte, outer []*bytecode.ScopeInfo, flags int, o Options) (*bytecode.Unit, *syntax.Error) {
	so := o.syntax()
	so.Eval = true
	so.StrictOuter = o.Strict || flags&bytecode.EvalStrict != 0
	so.InFunction = flags&bytecode.EvalNewTarget != 0
	so.InMethod = flags&bytecode.EvalSuperProp != 0
	so.InDerivedConstructor = flags&bytecode.EvalSuperCall != 0
	so.InClassFieldInit = flags&bytecode.EvalInField != 0
	so.Outer = outerScopes(outer)
	p, err := syntax.ParseScript(src, so)
	if err != nil {
		return nil, err
	}
	if err := checkEvalConflicts(p, so.Outer, flags); err != nil {
		return nil, err
	}
	o.Completion = true
	return program(p, o, flags)
}

// Program compiles a parsed program. It uses the tree's scratch fields: a program can be compiled once.
func Program(p *syntax.Program, o Options) (*bytecode.Unit, *syntax.Error) { return program(p, o, 0) }

func program(p *syntax.Program, o Options, evalFlags int) (*bytecode.Unit, *syntax.Error) {
	c := &compiler{prog: p, opts: o, evalFlags: evalFlags}
	u := &bytecode.Unit{Filename: o.Filename, Source: p.Src, SourceMapURL: p.SourceMappingURL, SourceURL: p.SourceURL}
	c.unit = u
	switch p.Kind {
	case syntax.ModuleProgram:
		u.Kind = bytecode.ModuleUnit
	case syntax.EvalProgram:
		u.Kind = bytecode.EvalUnit
	case syntax.FunctionProgram:
		u.Kind = bytecode.FunctionUnit
	}
	u.Completion = o.Completion
	u.Funcs = make([]bytecode.Func, p.NumFunctions)
	c.done = make([]bool, p.NumFunctions)
	if p.Module != nil {
		p.Func.Scope.NeedsContext = true
		c.moduleRecord()
	}
	c.globals()
	c.queue = append(c.queue, job{fn: p.Func, outer: -1})
	for len(c.queue) > 0 && c.err == nil {
		j := c.queue[len(c.queue)-1]
		c.queue = c.queue[:len(c.queue)-1]
		c.compile(j)
	}
	if c.err != nil {
		return nil, c.err
	}
	for i := range u.Funcs {
		if f := &u.Funcs[i]; f.Code == nil {
			// A function that nothing can make: a repeated declaration of which the last wins, or a parse that was undone.
			*f = bytecode.Func{Code: []byte{byte(bytecode.LdaUndefined), byte(bytecode.Return)}, Outer: -1, Scope: -1}
		}
	}
	return u, nil
}

// compiler makes one Unit.
type compiler struct {
	prog      *syntax.Program
	opts      Options
	unit      *bytecode.Unit
	evalFlags int
	queue     []job
	done      []bool // by function ID: queued
	g         gen    // reused for all functions
	err       *syntax.Error
}

// job is a function that waits to be compiled.
type job struct {
	fn    *syntax.Function
	class *syntax.Class // default constructor of this class, or the class of an initialiser
	index int
	outer int32
}

// fail records the first error.
func (c *compiler) fail(msg string, pos, end int32) {
	if c.err == nil {
		c.err = &syntax.Error{Msg: msg, Kind: syntax.SyntaxError, Pos: pos, End: end, Src: c.prog.Src}
	}
}

// enqueue makes sure that fn is compiled and returns its index.
func (c *compiler) enqueue(fn *syntax.Function, outer int32) int {
	id := int(fn.ID)
	if !c.done[id] {
		c.done[id] = true
		c.queue = append(c.queue, job{fn: fn, index: id, outer: outer})
	}
	return id
}

// enqueueDefault adds the synthetic constructor of class.
func (c *compiler) enqueueDefault(class *syntax.Class, outer int32) int {
	id := len(c.unit.Funcs)
	c.unit.Funcs = append(c.unit.Funcs, bytecode.Func{})
	c.queue = append(c.queue, job{class: class, index: id, outer: outer})
	return id
}

// globals fills Unit.Globals for scripts and for eval code whose variables are global.
func (c *compiler) globals() {
	p := c.prog
	if p.Kind != syntax.ScriptProgram && (p.Kind != syntax.EvalProgram || p.Func.Strict || evalVarScope(p.Func.Scope.Parent) != nil) {
		return
	}
	d := &p.Decls
	g := &bytecode.GlobalDecls{Vars: d.VarNames, AnnexB: d.AnnexBNames}
	for _, f := range d.Functions {
		g.Functions = append(g.Functions, f.Name.Name)
	}
	if p.Kind == syntax.ScriptProgram {
		for _, v := range d.LexicalNames {
			g.Lexical = append(g.Lexical, bytecode.GlobalLexical{Name: v.Name, Const: v.Kind == syntax.VarConst})
		}
	}
	if len(g.Vars)+len(g.AnnexB)+len(g.Functions)+len(g.Lexical) > 0 {
		c.unit.Globals = g
	}
}

func (c *compiler) moduleRecord() {
	m, scope := c.prog.Module, c.prog.Func.Scope
	r := &bytecode.Module{HasTLA: m.HasTLA, HasImportMeta: m.HasImportMeta}
	for _, q := range m.Requests {
		b := bytecode.ModuleRequest{Specifier: q.Specifier, Pos: q.Pos, End: q.End}
		for _, a := range q.Attributes {
			b.Attributes = append(b.Attributes, bytecode.ImportAttribute{Key: a.Key, Value: a.Value})
		}
		r.Requests = append(r.Requests, b)
	}
	for _, i := range m.Imports {
		e := bytecode.ImportEntry{Request: i.Request, Name: i.Name, Namespace: i.Namespace, Slot: -1, Pos: i.Pos, End: i.End}
		if i.Local != nil {
			e.Local = i.Local.Name
			e.Slot = int32(slotOf(i.Local))
		}
		r.Imports = append(r.Imports, e)
	}
	exports := func(in []syntax.ExportEntry) []bytecode.ExportEntry {
		var out []bytecode.ExportEntry
		for _, x := range in {
			e := bytecode.ExportEntry{Name: x.Name, Request: x.Request, Import: x.Import, Namespace: x.Namespace, Slot: -1, Pos: x.Pos, End: x.End}
			if x.Local != nil {
				e.Local = x.Local.Name
				e.Slot = int32(slotOf(x.Local))
			}
			out = append(out, e)
		}
		return out
	}
	r.LocalExports, r.IndirectExports, r.StarExports = exports(m.LocalExports), exports(m.IndirectExports), exports(m.StarExports)
	c.unit.Module = r
	r.Scope = c.scopeInfo(scope)
}
