package main

import (
	"fmt"
	"go/token"
	"go/types"
	"sort"

	"golang.org/x/tools/go/ssa"
)

// The rule: something raw must not be live across a call that may collect. Raw are values of the types gc.Value and gc.Ref,
// structs, arrays and slices of them, and views of cells; not constants, numbers just made (gc.Int ...), and results of
// functions and fields marked as pinned. In SSA form an assignment makes a new value, so that re-assignment needs no rule.
// Variables whose address is taken, and structs, are memory: their loads are uses, their stores kill.

// memory is a variable in memory, or a field of one.
type memory struct {
	v     ssa.Value // *ssa.Alloc or *ssa.FreeVar
	field int       // -1: the whole
}

// item is what can be live: a ssa.Value or a memory.
type item any

type checker struct {
	x       *program
	f       *ssa.Function
	raw     map[ssa.Value]bool
	mem     map[ssa.Value]bool
	reports map[string]report
}

// check analyses all functions of the packages asked for.
func (x *program) check() []report {
	all := map[string]report{}
	for _, f := range x.funcs {
		root := f
		for root.Parent() != nil {
			root = root.Parent()
		}
		if root.Origin() != nil {
			root = root.Origin()
		}
		if root.Pkg == nil || !x.asked[root.Pkg.Pkg] || root.Pkg.Pkg.Path() == gcPath || f.Synthetic != "" && f.Origin() == nil {
			continue
		}
		c := &checker{x: x, f: f, raw: map[ssa.Value]bool{}, mem: map[ssa.Value]bool{}, reports: all}
		c.run()
	}
	list := make([]report, 0, len(all))
	for _, r := range all {
		if !x.ok[r.pos.Filename][r.pos.Line] {
			list = append(list, r)
		}
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if a.pos.Filename != b.pos.Filename {
			return a.pos.Filename < b.pos.Filename
		}
		if a.pos.Line != b.pos.Line {
			return a.pos.Line < b.pos.Line
		}
		return a.msg < b.msg
	})
	return list
}

// rawType tells whether values of t are or contain raw references.
func (x *program) rawType(t types.Type) bool { return x.rawDepth(t, 0) }

func (x *program) rawDepth(t types.Type, depth int) bool {
	if depth > 6 {
		return false
	}
	if isNamed(t, gcPath, "Value") || isNamed(t, gcPath, "Ref") {
		return true
	}
	if n, ok := types.Unalias(t).(*types.Named); ok && x.pinned[n.Obj().Pos()] || isNamed(t, gcPath, "Handle") {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			if x.rawDepth(u.Field(i).Type(), depth+1) {
				return true
			}
		}
	case *types.Array:
		return x.rawDepth(u.Elem(), depth+1)
	case *types.Slice:
		return x.rawDepth(u.Elem(), depth+1)
	case *types.Tuple:
		for i := range u.Len() {
			if x.rawDepth(u.At(i).Type(), depth+1) {
				return true
			}
		}
	}
	return false
}

// isRaw tells whether v is a raw reference, or a view, that a collection makes invalid.
func (c *checker) isRaw(v ssa.Value) bool {
	switch v.(type) {
	case nil, *ssa.Const, *ssa.Function, *ssa.Global, *ssa.Builtin, *ssa.Alloc:
		return false
	}
	if r, ok := c.raw[v]; ok {
		return r
	}
	c.raw[v] = false // breaks cycles of phis; settled below
	r := c.computeRaw(v)
	c.raw[v] = r
	return r
}

func (c *checker) computeRaw(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Call:
		f := v.Common().StaticCallee()
		if f != nil {
			if o := f.Origin(); o != nil {
				f = o
			}
			if c.x.pinned[f.Pos()] {
				return false
			}
			if isHeapMethod(f, "Bytes", "U16s", "Values") {
				return true
			}
			if f.Pkg != nil && f.Pkg.Pkg.Path() == gcPath && f.Signature.Recv() == nil {
				switch f.Name() {
				case "Int", "Double", "Number", "NaN", "Bool", "Uint", "Raw":
					return false
				case "String", "Symbol", "BigInt", "Object", "Cell":
					return c.isRaw(v.Common().Args[0])
				}
			}
			if f.Name() == "Ref" && f.Signature.Recv() != nil && isNamed(f.Signature.Recv().Type(), gcPath, "Value") {
				return c.isRaw(v.Common().Args[0])
			}
		}
		return c.x.rawType(v.Type())
	case *ssa.Extract:
		return c.x.rawType(v.Type()) && c.isRaw(v.Tuple)
	case *ssa.Phi:
		for _, e := range v.Edges {
			if c.isRaw(e) {
				return true
			}
		}
		return false
	case *ssa.ChangeType, *ssa.Convert:
		ops := v.(ssa.Instruction).Operands(nil)
		return c.x.rawType(v.Type()) && (c.isRaw(*ops[0]) || !c.x.rawType((*ops[0]).Type()))
	case *ssa.Slice:
		return c.isRaw(v.X) || c.x.rawType(v.Type()) && !c.x.rawType(v.X.Type())
	case *ssa.Field:
		return c.x.rawType(v.Type()) && c.isRaw(v.X) && !c.x.pinned[fieldPos(v.X.Type(), v.Field)]
	case *ssa.UnOp:
		if v.Op == token.MUL {
			if a, ok := v.X.(*ssa.FieldAddr); ok && c.x.pinned[fieldPos(a.X.Type(), a.Field)] {
				return false
			}
		}
		return c.x.rawType(v.Type())
	}
	return c.x.rawType(v.Type())
}

func fieldPos(t types.Type, i int) token.Pos {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if s, ok := t.Underlying().(*types.Struct); ok {
		return s.Field(i).Pos()
	}
	return token.NoPos
}

// place returns the memory that an address stands for, if it is a local variable that contains raw references.
func (c *checker) place(addr ssa.Value) (memory, bool) {
	field := -1
	if a, ok := addr.(*ssa.FieldAddr); ok {
		if c.x.pinned[fieldPos(a.X.Type(), a.Field)] || !c.x.rawType(deref(a.Type())) {
			return memory{}, false
		}
		addr, field = a.X, a.Field
	} else if a, ok := addr.(*ssa.IndexAddr); ok {
		addr = a.X
		if _, ok := addr.Type().Underlying().(*types.Pointer); !ok {
			return memory{}, false
		}
	}
	switch addr.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		p, ok := addr.Type().Underlying().(*types.Pointer)
		if ok && c.x.rawType(p.Elem()) {
			return memory{addr, field}, true
		}
	}
	return memory{}, false
}

func deref(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// uses calls f for everything that an instruction other than a phi reads.
func (c *checker) uses(in ssa.Instruction, f func(item)) {
	if _, ok := in.(*ssa.DebugRef); ok {
		return
	}
	for _, op := range in.Operands(nil) {
		if *op != nil && c.isRaw(*op) {
			f(*op)
		}
	}
	if u, ok := in.(*ssa.UnOp); ok && u.Op == token.MUL {
		if m, ok := c.place(u.X); ok {
			c.memUses(m, f)
		}
	}
}

// memUses lists what reading m reads: the whole reads all fields, a field also what was stored as a whole.
func (c *checker) memUses(m memory, f func(item)) {
	f(m)
	if m.field >= 0 {
		f(memory{m.v, -1})
	} else if s, ok := deref(m.v.Type()).Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if c.x.rawType(s.Field(i).Type()) {
				f(memory{m.v, i})
			}
		}
	}
}

type set map[item]bool

// step updates the live set backwards over an instruction.
func (c *checker) step(in ssa.Instruction, live set) {
	if v, ok := in.(ssa.Value); ok {
		delete(live, v)
	}
	switch in := in.(type) {
	case *ssa.Alloc:
		delete(live, memory{in, -1})
		if s, ok := deref(in.Type()).Underlying().(*types.Struct); ok {
			for i := range s.NumFields() {
				delete(live, memory{in, i})
			}
		}
	case *ssa.Store:
		if m, ok := c.place(in.Addr); ok {
			if _, array := in.Addr.(*ssa.IndexAddr); !array {
				delete(live, m)
				if s, ok := deref(m.v.Type()).Underlying().(*types.Struct); ok && m.field < 0 {
					for i := range s.NumFields() {
						delete(live, memory{m.v, i})
					}
				}
			}
		}
	case *ssa.Phi:
		return // its operands are live at the ends of the blocks before
	}
	c.uses(in, func(i item) { live[i] = true })
}

func (c *checker) run() {
	f := c.f
	calls := false
	for _, b := range f.Blocks {
		for _, in := range b.Instrs {
			if k, ok := in.(*ssa.Call); ok && c.x.mayCall(k.Common()) != "" {
				calls = true
			}
		}
	}
	if !calls {
		return
	}
	c.settlePhis()
	// Liveness, to a fixed point.
	in := make([]set, len(f.Blocks))
	outOf := func(b *ssa.BasicBlock) set {
		out := set{}
		for _, s := range b.Succs {
			for i := range in[s.Index] {
				out[i] = true
			}
			for pi, p := range s.Preds {
				if p != b {
					continue
				}
				for _, x := range s.Instrs {
					phi, ok := x.(*ssa.Phi)
					if !ok {
						break
					}
					if e := phi.Edges[pi]; c.isRaw(e) && len(*phi.Referrers()) > 0 {
						out[e] = true
					}
				}
			}
		}
		return out
	}
	for changed := true; changed; {
		changed = false
		for i := len(f.Blocks) - 1; i >= 0; i-- {
			b := f.Blocks[i]
			live := outOf(b)
			for j := len(b.Instrs) - 1; j >= 0; j-- {
				c.step(b.Instrs[j], live)
			}
			if len(live) != len(in[i]) {
				in[i], changed = live, true
			}
		}
	}
	stored := c.storedMemory()
	for _, b := range f.Blocks {
		live := outOf(b)
		for j := len(b.Instrs) - 1; j >= 0; j-- {
			if k, ok := b.Instrs[j].(*ssa.Call); ok {
				if why := c.x.mayCall(k.Common()); why != "" {
					for i := range live {
						if i == item(ssa.Value(k)) {
							continue
						}
						if m, ok := i.(memory); ok && !stored[m] {
							continue // nothing raw is ever stored there
						}
						c.report(i, k, b, j)
					}
				}
			}
			c.step(b.Instrs[j], live)
		}
	}
}

// settlePhis computes rawness of phis to a fixed point: isRaw alone is too optimistic in cycles.
func (c *checker) settlePhis() {
	for changed := true; changed; {
		changed = false
		for _, b := range c.f.Blocks {
			for _, in := range b.Instrs {
				v, ok := in.(ssa.Value)
				if !ok || c.raw[v] {
					continue
				}
				delete(c.raw, v)
				if _, ok := in.(*ssa.Alloc); !ok && c.isRaw(v) {
					changed = true
				}
			}
		}
	}
}

// storedMemory finds the memory that raw references are stored to, or that others may write through its address.
func (c *checker) storedMemory() map[memory]bool {
	m := map[memory]bool{}
	for _, b := range c.f.Blocks {
		for _, in := range b.Instrs {
			if s, ok := in.(*ssa.Store); ok {
				if p, ok := c.place(s.Addr); ok && c.isRaw(s.Val) {
					m[p] = true
				}
			}
		}
	}
	return m
}

// report finds the first use of i after the call, which is instruction j of block b.
func (c *checker) report(i item, call *ssa.Call, b *ssa.BasicBlock, j int) {
	pos := token.NoPos
	seen := map[*ssa.BasicBlock]bool{}
	type at struct {
		b *ssa.BasicBlock
		j int
	}
	for todo := []at{{b, j + 1}}; len(todo) > 0 && pos == token.NoPos; todo = todo[1:] {
		killed := false
		for _, in := range todo[0].b.Instrs[todo[0].j:] {
			if _, ok := in.(*ssa.Phi); !ok {
				hit := false
				c.uses(in, func(u item) { hit = hit || u == i })
				if hit {
					if pos = posOf(in); pos != token.NoPos {
						break
					}
				}
			}
			if st, ok := in.(*ssa.Store); ok {
				if p, ok := c.place(st.Addr); ok && item(p) == i {
					killed = true
					break
				}
			}
		}
		if killed {
			continue
		}
		for _, s := range todo[0].b.Succs {
			if pos == token.NoPos {
				for pi, p := range s.Preds {
					if p != todo[0].b {
						continue
					}
					for _, in := range s.Instrs {
						if phi, ok := in.(*ssa.Phi); ok && item(phi.Edges[pi]) == i {
							pos = firstUse(phi)
						}
					}
				}
			}
			if !seen[s] {
				seen[s] = true
				todo = append(todo, at{s, 0})
			}
		}
	}
	if pos == token.NoPos {
		pos = call.Pos()
	}
	p, cp := c.x.fset.Position(pos), c.x.fset.Position(call.Pos())
	// One report for each use and name: the call nearest before it says most.
	key := fmt.Sprintf("%s:%d:%s", p.Filename, p.Line, name(i))
	if old, ok := c.reports[key]; ok && callLine(old.msg) >= cp.Line {
		return
	}
	if c.x.ok[cp.Filename][cp.Line] {
		return
	}
	c.reports[key] = report{p, fmt.Sprintf("%s is used after line %d, where %s may collect", name(i), cp.Line, callee(call))}
}

func callLine(msg string) (n int) {
	for i := range msg {
		if _, err := fmt.Sscanf(msg[i:], "is used after line %d", &n); err == nil {
			return n
		}
	}
	return 0
}

func callee(k *ssa.Call) string {
	if f := k.Common().StaticCallee(); f != nil {
		return f.Name()
	}
	if k.Common().IsInvoke() {
		return k.Common().Method.Name()
	}
	return "a function value"
}

// posOf returns a position for an instruction, that of an operand if it has none itself.
func posOf(in ssa.Instruction) token.Pos {
	if in.Pos() != token.NoPos {
		return in.Pos()
	}
	if v, ok := in.(ssa.Value); ok && v.Referrers() != nil {
		for _, r := range *v.Referrers() {
			if r.Pos() != token.NoPos {
				return r.Pos()
			}
		}
	}
	return token.NoPos
}

// firstUse returns the position of some use of a phi, looking through other phis.
func firstUse(phi *ssa.Phi) token.Pos {
	seen := map[*ssa.Phi]bool{}
	for todo := []*ssa.Phi{phi}; len(todo) > 0; todo = todo[1:] {
		if seen[todo[0]] {
			continue
		}
		seen[todo[0]] = true
		for _, r := range *todo[0].Referrers() {
			if p, ok := r.(*ssa.Phi); ok {
				todo = append(todo, p)
			} else if posOf(r) != token.NoPos {
				return posOf(r)
			}
		}
	}
	return phi.Pos()
}

// name describes an item for people.
func name(i item) string {
	if m, ok := i.(memory); ok {
		s := m.v.Name()
		if a, ok := m.v.(*ssa.Alloc); ok && a.Comment != "" {
			s = a.Comment
		}
		if m.field >= 0 {
			s += "." + deref(m.v.Type()).Underlying().(*types.Struct).Field(m.field).Name()
		}
		return s
	}
	v := i.(ssa.Value)
	t := types.TypeString(v.Type(), func(p *types.Package) string { return p.Name() })
	switch v := v.(type) {
	case *ssa.Parameter:
		return v.Name() + " (" + t + ")"
	case *ssa.Phi:
		if v.Comment != "" {
			return v.Comment + " (" + t + ")"
		}
	case *ssa.Call:
		return "the " + t + " from " + callee(v)
	case *ssa.Extract:
		if k, ok := v.Tuple.(*ssa.Call); ok {
			return "the " + t + " from " + callee(k)
		}
	}
	return "a " + t
}
