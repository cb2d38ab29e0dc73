package vm

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// FinalizationRegistry support. A registry's cells are triples (weak cell of the target, held value, weak cell of the token or
// undefined). The isolate keeps a list of weak cells of its registries; after a major collection FinalizersDue looks through
// them for dead targets.

// AddFinalizationRegistry makes the isolate look after a registry.
func (iso *Isolate) AddFinalizationRegistry(v Value) {
	c := iso.NewCell(layout.KindWeakCell, 16)
	iso.InitValue(c, layout.WeakCellTarget, v)
	n := 0
	if iso.finRegs != gc.Undefined {
		n = iso.ListLen(iso.finRegs.Ref())
	} else {
		iso.OnMajor(func() { iso.finDue = true })
	}
	l := iso.NewValues(n+1, gc.Undefined)
	for i := 0; i < n; i++ {
		iso.ListSet(l, i, iso.ListGet(iso.finRegs.Ref(), i))
	}
	iso.ListSet(l, n, gc.Cell(c))
	iso.finRegs = gc.Cell(l)
}

// FinalizersDue tells whether a major collection has run since the last RunFinalizers: the host schedules a task that calls it.
func (iso *Isolate) FinalizersDue() bool { return iso.finDue }

// RunFinalizers calls the cleanup callbacks for targets that have died (CleanupFinalizationRegistry, 9.13); it stops at the first
// exception. May run JavaScript.
func (iso *Isolate) RunFinalizers() bool {
	iso.finDue = false
	if iso.finRegs == gc.Undefined {
		return true
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	regs := iso.NewHandle(iso.finRegs)
	for i := 0; i < iso.ListLen(regs.Value().Ref()); i++ {
		reg := iso.Value(iso.ListGet(regs.Value().Ref(), i).Ref(), layout.WeakCellTarget)
		if !reg.IsObject() {
			continue
		}
		h := iso.NewHandle(reg)
		for j := 0; ; j += 3 {
			cells := iso.Value(h.Value().Ref(), layout.FinRegCells)
			if !cells.IsInternal() || j >= iso.ListLen(cells.Ref()) {
				break
			}
			c := iso.ListGet(cells.Ref(), j)
			if c == gc.Hole || iso.Value(c.Ref(), layout.WeakCellTarget) != gc.Undefined {
				continue
			}
			held := iso.ListGet(cells.Ref(), j+1)
			for k := 0; k < 3; k++ {
				iso.ListSet(cells.Ref(), j+k, gc.Hole)
			}
			if _, ok := iso.Call(iso.Value(h.Value().Ref(), layout.FinRegCleanup), gc.Undefined, held); !ok {
				return false
			}
		}
	}
	return true
}
