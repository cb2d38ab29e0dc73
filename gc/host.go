package gc

// hostTable holds the Go values that cells refer to by index. Entry 0 is none.
type hostTable struct {
	vals []any
	free []uint32
}

// CellDier is implemented by host values that want to know when the cell that owned them has died. It is called at the end
// of the collection, on the isolate's goroutine.
type CellDier interface{ CellDied() }

// HostAdd enters a Go value and returns its index, which is not 0.
func (h *Heap) HostAdd(x any) uint32 {
	t := &h.host
	if n := len(t.free); n > 0 {
		i := t.free[n-1]
		t.free = t.free[:n-1]
		t.vals[i] = x
		return i
	}
	if len(t.vals) == 0 {
		t.vals = append(t.vals, nil)
	}
	t.vals = append(t.vals, x)
	return uint32(len(t.vals) - 1)
}

// HostGet returns entry i, nil if there is none.
func (h *Heap) HostGet(i uint32) any {
	if int(i) < len(h.host.vals) {
		return h.host.vals[i]
	}
	return nil
}

// HostSet replaces entry i.
func (h *Heap) HostSet(i uint32, x any) {
	if i != 0 {
		h.host.vals[i] = x
	}
}

// HostRemove frees entry i. The owner must set its field to 0.
func (h *Heap) HostRemove(i uint32) {
	t := &h.host
	if i == 0 || int(i) >= len(t.vals) {
		return
	}
	t.vals[i] = nil
	t.free = append(t.free, i)
}

// HostEach calls f for every entry (at the end of an isolate, to close what is left).
func (h *Heap) HostEach(f func(i uint32, x any)) {
	for i, x := range h.host.vals {
		if x != nil {
			f(uint32(i), x)
		}
	}
}

// releaseOwned frees what a dead cell owned; its body must still be there.
func (h *Heap) releaseOwned(r Ref) {
	l := &h.kinds[h.KindOf(r)]
	if l.HostOff != 0 {
		if i := h.U32(r, uintptr(l.HostOff)); i != 0 {
			if d, ok := h.HostGet(i).(CellDier); ok {
				h.died = append(h.died, d.CellDied)
			}
			h.HostRemove(i)
		}
	}
	if l.ExtOff != 0 {
		if i := h.U32(r, uintptr(l.ExtOff)); i != 0 {
			h.ExtFree(i)
		}
	}
}
