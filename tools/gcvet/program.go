package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"io"
	"path/filepath"
	"sort"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"
)

const gcPath = "github.com/gonode/gonode/gc"

// program is the module's part of the packages to be checked, in SSA form.
type program struct {
	fset     *token.FileSet
	asked    map[*types.Package]bool
	funcs    []*ssa.Function
	may      map[*ssa.Function]string // functions that may collect, with the reason
	ok       map[string]map[int]bool  // file, line: suppressed
	nogc     map[token.Pos]bool       // positions of names of functions declared not to collect
	pinned   map[token.Pos]bool       // functions and fields whose values never move
	methods  map[string][]*ssa.Function
	taken    map[string][]*ssa.Function // functions whose address is taken, by signature
	gcScope  *types.Package
	viewType map[types.Type]bool
}

// load builds the packages that match the patterns, and those of the module that they import.
func load(patterns []string) (*program, error) {
	fset := token.NewFileSet()
	names, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps | packages.NeedModule}, patterns...)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, p := range names {
		asked[p.PkgPath] = true
	}
	module := gcPath[:strings.LastIndex(gcPath, "/")]
	var all []string
	packages.Visit(names, nil, func(p *packages.Package) {
		if p.PkgPath == module || strings.HasPrefix(p.PkgPath, module+"/") {
			all = append(all, p.PkgPath)
		}
	})
	if len(all) == 0 {
		return nil, fmt.Errorf("no packages of %s match", module)
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedExportFile | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedTypesSizes,
		Fset: fset,
	}, all...)
	if err != nil {
		return nil, err
	}
	for _, p := range pkgs {
		for _, e := range p.Errors {
			return nil, e
		}
	}
	prog, spkgs := ssautil.Packages(pkgs, ssa.InstantiateGenerics)
	prog.Build()
	x := &program{fset: fset, asked: map[*types.Package]bool{}, ok: map[string]map[int]bool{}, nogc: map[token.Pos]bool{}, pinned: map[token.Pos]bool{}}
	for i, p := range pkgs {
		if asked[p.PkgPath] {
			x.asked[p.Types] = true
		}
		if spkgs[i] == nil {
			return nil, fmt.Errorf("no SSA form of %s", p.PkgPath)
		}
		for _, f := range p.Syntax {
			x.comments(f)
		}
	}
	for f := range ssautil.AllFunctions(prog) {
		if f.Blocks != nil {
			x.funcs = append(x.funcs, f)
		}
	}
	sort.Slice(x.funcs, func(i, j int) bool {
		if x.funcs[i].Pos() != x.funcs[j].Pos() {
			return x.funcs[i].Pos() < x.funcs[j].Pos()
		}
		return x.funcs[i].String() < x.funcs[j].String()
	})
	x.classify()
	return x, nil
}

// comments reads the directives of a file:
//
//	//gcvet:ok reason      on the line of a use or above it: not reported; in the doc comment of a function: nothing in it is
//	//gcvet:nogc reason    doc comment of a function: it doesn't collect, whatever it seems to call
//	//gcvet:pinned         doc comment of a function or type, or comment of a struct field: its Values and Refs never move
func (x *program) comments(f *ast.File) {
	for _, g := range f.Comments {
		for _, c := range g.List {
			if strings.HasPrefix(c.Text, "//gcvet:ok") {
				p := x.fset.Position(c.Pos())
				x.suppress(p.Filename, p.Line, p.Line+1)
			}
		}
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if has(d.Doc, "ok") {
				a, b := x.fset.Position(d.Pos()), x.fset.Position(d.End())
				x.suppress(a.Filename, a.Line, b.Line)
			}
			if has(d.Doc, "nogc") {
				x.nogc[d.Name.Pos()] = true
			}
			if has(d.Doc, "pinned") {
				x.pinned[d.Name.Pos()] = true
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if t, ok := s.(*ast.TypeSpec); ok && (has(t.Doc, "pinned") || has(t.Comment, "pinned") || len(d.Specs) == 1 && has(d.Doc, "pinned")) {
					x.pinned[t.Name.Pos()] = true
				}
			}
			ast.Inspect(d, func(n ast.Node) bool {
				if f, ok := n.(*ast.Field); ok && (has(f.Doc, "pinned") || has(f.Comment, "pinned")) {
					for _, n := range f.Names {
						x.pinned[n.Pos()] = true
					}
				}
				return true
			})
		}
	}
}

func has(g *ast.CommentGroup, word string) bool {
	if g != nil {
		for _, c := range g.List {
			if t, ok := strings.CutPrefix(c.Text, "//gcvet:"+word); ok && (t == "" || t[0] == ' ') {
				return true
			}
		}
	}
	return false
}

func (x *program) suppress(file string, lo, hi int) {
	m := x.ok[file]
	if m == nil {
		m = map[int]bool{}
		x.ok[file] = m
	}
	for ; lo <= hi; lo++ {
		m[lo] = true
	}
}

// isNamed tells whether t is the named type path.name.
func isNamed(t types.Type, path, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && (path == "" || n.Obj().Pkg().Path() == path)
}

// isHeapMethod tells whether f is the method of *gc.Heap with one of the given names.
func isHeapMethod(f *ssa.Function, names ...string) bool {
	if f == nil || f.Signature.Recv() == nil {
		return false
	}
	p, ok := f.Signature.Recv().Type().(*types.Pointer)
	if !ok || !isNamed(p.Elem(), gcPath, "Heap") {
		return false
	}
	for _, n := range names {
		if f.Name() == n {
			return true
		}
	}
	return false
}

// classify finds the functions that may collect, as a fixed point: Heap.Safepoint, Collect and Reserve; calls of values of
// type Builtin; what calls a function that may collect, directly, through an interface that a type with such a method
// implements, or through a function value with the signature of such a function whose address is taken somewhere.
func (x *program) classify() {
	x.may = map[*ssa.Function]string{}
	x.methods, x.taken = map[string][]*ssa.Function{}, map[string][]*ssa.Function{}
	for _, f := range x.funcs {
		if f.Signature.Recv() != nil {
			x.methods[f.Name()] = append(x.methods[f.Name()], f)
		}
		if isHeapMethod(f, "Safepoint", "Collect", "Reserve") {
			x.may[f] = "it is a safepoint"
		}
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				var callee *ssa.Value
				if c, ok := in.(ssa.CallInstruction); ok && !c.Common().IsInvoke() {
					callee = &c.Common().Value
				}
				for _, op := range in.Operands(nil) {
					if g, ok := (*op).(*ssa.Function); ok && op != callee {
						if _, closure := in.(*ssa.MakeClosure); closure && onlyCalled(in.(*ssa.MakeClosure)) {
							continue
						}
						k := signature(g.Signature)
						x.taken[k] = append(x.taken[k], g)
					}
				}
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, f := range x.funcs {
			if x.may[f] != "" || x.isNoGC(f) {
				continue
			}
		scan:
			for _, b := range f.Blocks {
				for _, in := range b.Instrs {
					c, ok := in.(ssa.CallInstruction)
					if !ok {
						continue
					}
					if _, ok := in.(*ssa.Go); ok {
						continue
					}
					if why := x.mayCall(c.Common()); why != "" {
						x.may[f] = why
						changed = true
						break scan
					}
				}
			}
		}
	}
}

// onlyCalled tells whether a closure is called or deferred where it is made, and not passed on.
func onlyCalled(m *ssa.MakeClosure) bool {
	for _, r := range *m.Referrers() {
		c, ok := r.(ssa.CallInstruction)
		if !ok || c.Common().Value != m {
			return false
		}
		for _, a := range c.Common().Args {
			if a == m {
				return false
			}
		}
	}
	return true
}

func (x *program) isNoGC(f *ssa.Function) bool {
	for ; f != nil; f = f.Parent() {
		if o := f.Origin(); o != nil {
			f = o
		}
		if x.nogc[f.Pos()] {
			return true
		}
		if f.Pkg != nil && f.Pkg.Pkg.Path() == gcPath+"/extmem" {
			return true
		}
	}
	return false
}

func signature(s *types.Signature) string {
	return types.TypeString(types.NewSignatureType(nil, nil, nil, s.Params(), s.Results(), s.Variadic()), nil)
}

// mayCall tells why a call may collect, or "".
func (x *program) mayCall(c *ssa.CallCommon) string {
	if c.IsInvoke() {
		t, ok := c.Value.Type().Underlying().(*types.Interface)
		if !ok {
			return ""
		}
		for _, m := range x.methods[c.Method.Name()] {
			if x.may[m] != "" && types.Implements(m.Signature.Recv().Type(), t) {
				return "it may call " + short(m)
			}
		}
		return ""
	}
	if f := c.StaticCallee(); f != nil {
		if f.Blocks == nil && f.Origin() != nil {
			f = f.Origin()
		}
		if x.may[f] != "" {
			return "it calls " + short(f)
		}
		return ""
	}
	if _, ok := c.Value.(*ssa.Builtin); ok {
		return ""
	}
	if isNamed(c.Value.Type(), "", "Builtin") {
		return "it calls a Builtin"
	}
	if s, ok := c.Value.Type().Underlying().(*types.Signature); ok {
		for _, f := range x.taken[signature(s)] {
			if x.may[f] != "" {
				return "it calls a function value that may be " + short(f)
			}
		}
	}
	return ""
}

func short(f *ssa.Function) string {
	s := f.String()
	return strings.ReplaceAll(s, gcPath[:len(gcPath)-2], "")
}

// explain prints the chain of calls by which a function may collect.
func (x *program) explain(w io.Writer, name string) {
	for _, f := range x.funcs {
		if strings.HasSuffix(f.String(), name) {
			fmt.Fprintf(w, "%s: %s\n", short(f), x.may[f])
			for i := 0; i < 20; i++ {
				why, next := x.may[f], (*ssa.Function)(nil)
				for _, g := range x.funcs {
					if x.may[g] != "" && strings.HasSuffix(why, " "+short(g)) {
						next = g
						break
					}
				}
				if next == nil {
					break
				}
				f = next
				fmt.Fprintf(w, "  %s: %s\n", short(f), x.may[f])
			}
		}
	}
}

// report is one finding.
type report struct {
	pos token.Position
	msg string
}

func (r report) String() string {
	file := r.pos.Filename
	if abs, err := filepath.Abs("."); err == nil {
		if rel, err := filepath.Rel(abs, file); err == nil {
			file = rel
		}
	}
	return fmt.Sprintf("%s:%d: %s", file, r.pos.Line, r.msg)
}
