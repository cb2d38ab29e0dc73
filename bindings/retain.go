package bindings

import (
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Hold keeps the memory of a buffer alive for a goroutine that works on it.
type Hold struct {
	h *gc.Heap
	x gc.ExtHold
}

// Retain returns the bytes of an ArrayBuffer or view, kept alive, and not moving, until Release, whatever JavaScript does meanwhile.
func (e *Env) Retain(v core.Value) ([]byte, Hold) {
	iso := e.Iso
	b, ok := iso.ViewBytes(v)
	if !ok || len(b) == 0 {
		return b, Hold{}
	}
	r := v.Ref()
	switch iso.KindOf(r) {
	case layout.KindTypedArray, layout.KindDataView:
		r = iso.Value(r, layout.TypedArrayBuffer).Ref()
	}
	return b, Hold{iso.Heap, iso.ExtRetain(iso.U32(r, layout.BufferExternal))}
}

// Release ends the hold. Any goroutine may call it.
func (h Hold) Release() {
	if h.h != nil {
		h.h.ExtRelease(h.x)
	}
}
