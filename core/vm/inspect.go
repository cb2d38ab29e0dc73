package vm

import (
	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// FunctionIs tells whether v is a function with bytecode that is async or a generator.
func (iso *Isolate) FunctionIs(v Value) (async, generator bool) {
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindFunction {
		return false, false
	}
	info := iso.Ref(v.Ref(), layout.FunctionInfo)
	if iso.U32(info, layout.InfoBuiltin) != 0 {
		return false, false
	}
	f := iso.U32(info, layout.InfoFlags)
	return f&uint32(bc.FnAsync) != 0, f&uint32(bc.FnGenerator) != 0
}

// PreviewEntries returns what a Map, a Set, one of their iterators or a weak collection holds, for inspection: keyed tells that
// keys and values alternate. ok is false for other values. Nothing runs.
func (iso *Isolate) PreviewEntries(v Value) (list []Value, keyed, ok bool) {
	if !v.IsObject() {
		return nil, false, false
	}
	r := v.Ref()
	var t Ref
	from, kind := 0, int32(1)
	switch iso.KindOf(r) {
	case layout.KindMap:
		t, kind = iso.Value(r, layout.MapTable).Ref(), 2
	case layout.KindSet:
		t = iso.Value(r, layout.MapTable).Ref()
	case layout.KindMapIterator:
		tv := iso.Value(r, layout.IteratorTarget)
		kind = iso.Value(r, layout.IteratorExtra).AsInt() & 3
		if !tv.IsInternal() {
			return nil, kind == 2, true
		}
		t, from = iso.TableFollow(tv.Ref(), int(iso.Value(r, layout.IteratorIndex).AsInt()))
	case layout.KindWeakMap, layout.KindWeakSet:
		keyed = iso.KindOf(r) == layout.KindWeakMap
		iso.WeakEach(iso.Value(r, layout.MapTable).Ref(), func(k, x Value) {
			list = append(list, k)
			if keyed {
				list = append(list, x)
			}
		})
		return list, keyed, true
	default:
		return nil, false, false
	}
	for e, n := from, iso.DictUsed(t); e < n; e++ {
		k := Value(iso.DictKey(t, e))
		if k == gc.Deleted {
			continue
		}
		switch kind {
		case 0:
			list = append(list, k)
		case 1:
			list = append(list, iso.DictValue(t, e))
		default:
			list = append(list, k, iso.DictValue(t, e))
		}
	}
	return list, kind == 2, true
}

// CallSite is one frame of the running code.
type CallSite struct {
	Function, Script string
	Line, Column     int
}

// CallSites returns the newest frames with source, at most limit.
func (iso *Isolate) CallSites(limit int) []CallSite {
	var out []CallSite
	l := iso.captureFrames(gc.Undefined, limit).Ref()
	for i := 1; i+frameWords <= iso.ListLen(l); i += frameWords {
		s := iso.siteAt(l, i)
		d, _ := iso.siteScript(&s)
		if d == nil {
			continue
		}
		line, col := iso.sitePosition(&s)
		out = append(out, CallSite{iso.siteFunctionName(&s), d.URL(), line, col})
	}
	return out
}

// StalledAwaits returns where the bodies of a module's graph wait in a top-level await.
func (iso *Isolate) StalledAwaits(module Value) []SourceLocation {
	var out []SourceLocation
	seen := map[Ref]bool{}
	var walk func(m Ref)
	walk = func(m Ref) {
		if seen[m] {
			return
		}
		seen[m] = true
		reqs := iso.requested(m)
		for i := 0; i < iso.ListLen(reqs); i++ {
			if r := iso.ListGet(reqs, i); r.IsInternal() {
				walk(r.Ref())
			}
		}
		st := iso.Value(m, modState)
		d := iso.ModuleData(gc.Cell(m))
		if d == nil || iso.mstatus(m) != ModuleEvaluatingAsync || iso.Value(m, modHasTLA) != gc.True || !st.IsObject() {
			return
		}
		g := st.Ref()
		fn := iso.Value(g, layout.GeneratorFunction)
		off := int(iso.Value(g, layout.GeneratorOffset).AsInt())
		if off == 0 || !fn.IsObject() || iso.Value(g, layout.GeneratorState) == gc.Int(GenCompleted) {
			return
		}
		f, _ := iso.funcOf(iso.Ref(fn.Ref(), layout.FunctionInfo))
		if pos := f.PositionAt(off); pos >= 0 {
			out = append(out, locate(d.URL(), d.Unit.Source, pos, -1, d.LineOffset, d.ColumnOffset))
		}
	}
	walk(module.Ref())
	return out
}
