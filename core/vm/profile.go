package vm

import (
	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// ProfileFrame is a function on the stack as profiles show it: where it begins, and the line that runs (0: unknown).
type ProfileFrame struct {
	Function, Script string
	// Line and Column are where the function begins, from 0; -1 for builtins.
	Line, Column int
	Running      int
}

// Sampler takes samples of an isolate's stack; what does not change of a function is computed once.
type Sampler struct {
	iso    *Isolate
	frames map[*bc.Func]ProfileFrame
}

// NewSampler makes a sampler.
func (iso *Isolate) NewSampler() *Sampler {
	return &Sampler{iso: iso, frames: map[*bc.Func]ProfileFrame{}}
}

// Sample returns the newest frames, the running function first. It is called at a safepoint and runs nothing.
func (s *Sampler) Sample(limit int) []ProfileFrame {
	iso := s.iso
	var out []ProfileFrame
	for fp := iso.fp; fp != nil && len(out) < limit; fp = ldp(fp, 0) {
		f := ldv(fp, layout.FrameFunction)
		if !f.IsObject() || iso.hiddenFunction(f) {
			continue
		}
		if frameKind(fp) != FrameInterpreted || iso.KindOf(f.Ref()) != layout.KindFunction {
			out = append(out, ProfileFrame{Function: iso.nameOfFunction(f), Line: -1, Column: -1})
			continue
		}
		fn, d := iso.funcOf(iso.Ref(f.Ref(), layout.FunctionInfo))
		if fn == nil {
			continue
		}
		p, ok := s.frames[fn]
		if !ok {
			line, col := d.Position(fn.Start)
			p = ProfileFrame{Function: iso.nameOfFunction(f), Script: d.URL(), Line: line - 1, Column: col - 1}
			s.frames[fn] = p
		}
		if len(out) == 0 {
			if pos := fn.PositionAt(frameOffset(fp)); pos >= 0 {
				p.Running, _ = d.Position(pos)
			}
		}
		out = append(out, p)
	}
	return out
}

// CellName returns what a heap snapshot calls a cell, and SnapshotEdges shows its named references. Neither runs anything.
func (iso *Isolate) CellName(r Ref) string {
	switch k := iso.KindOf(r); {
	case k == layout.KindFunction || k == layout.KindBoundFunction:
		return iso.nameOfFunction(gc.Object(r))
	case k == layout.KindProxy:
		return "Proxy"
	case k >= layout.KindObject:
		if n := iso.receiverTypeName(gc.Object(r)); n != "" {
			return n
		}
		return "Object"
	}
	return "system / " + layout.Table()[iso.KindOf(r)].Name
}

// SnapshotEdges calls emit for the own data properties and accessors of an object.
func (iso *Isolate) SnapshotEdges(r Ref, emit func(name string, index int64, v Value)) {
	switch k := iso.KindOf(r); {
	case k < layout.KindObject, k == layout.KindProxy, k == layout.KindModuleNamespace, k == layout.KindTypedArray, k == layout.KindHost, k == layout.KindStringObject:
		return
	}
	for _, k := range iso.ownKeyList(r) {
		p, found := iso.GetOwn(r, k) //gcvet:ok hosts, whose interceptors might collect, were left out above
		if k.IsIndex() {
			p, found = iso.GetElement(r, uint32(uint64(k)))
		}
		if !found || p.IsLazy() || !p.Value.IsCell() || p.Value.Ref() == 0 {
			continue
		}
		if k.IsIndex() {
			emit("", int64(uint32(uint64(k))), p.Value)
		} else {
			emit(iso.KeyText(k), -1, p.Value)
		}
	}
}
