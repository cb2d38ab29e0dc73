package gc

// Handle is a reference from Go to a Value that the collector updates. It is valid until its scope is released.
type Handle struct{ p *Value }

// Value returns the current value.
func (x Handle) Value() Value { return *x.p }

// Ref returns the cell of the current value.
func (x Handle) Ref() Ref { return Ref(*x.p) }

// Set changes the value.
func (x Handle) Set(v Value) { *x.p = v }

// IsZero tells whether x is the zero Handle.
func (x Handle) IsZero() bool { return x.p == nil }

const handleBlock = 512

// handleTable is a stack of handles in blocks that never move. The slots hold offsets, so Go's collector need not look at them.
type handleTable struct {
	blocks []*[handleBlock]Value
	cur    *[handleBlock]Value
	n      int // used in cur
	block  int // index of cur
}

func (t *handleTable) init() {
	t.cur = new([handleBlock]Value)
	t.blocks = append(t.blocks, t.cur)
}

// NewHandle makes a handle in the current scope.
func (h *Heap) NewHandle(v Value) Handle {
	t := &h.handles
	n := t.n
	if n >= handleBlock {
		n = t.grow()
	}
	t.n = n + 1
	t.cur[n] = v
	return Handle{&t.cur[n]}
}

// grow goes on to the next block and returns the index of its first handle.
func (t *handleTable) grow() int {
	t.block++
	if t.block == len(t.blocks) {
		t.blocks = append(t.blocks, new([handleBlock]Value))
	}
	t.cur = t.blocks[t.block]
	return 0
}

// HandleMark is a position in the stack of handles.
type HandleMark struct{ block, n int }

// HandleMark opens a scope: ReleaseHandles with the result ends all handles made since.
func (h *Heap) HandleMark() HandleMark { return HandleMark{h.handles.block, h.handles.n} }

// ReleaseHandles closes the scope that was opened at m.
func (h *Heap) ReleaseHandles(m HandleMark) {
	t := &h.handles
	if h.stress.on() {
		h.zapHandles(m)
	}
	if m.block != t.block {
		t.block, t.cur = m.block, t.blocks[m.block]
		if len(t.blocks) > t.block+8 {
			clear(t.blocks[t.block+8:])
			t.blocks = t.blocks[:t.block+8]
		}
	}
	t.n = m.n
}

// zapHandles makes released handles recognisable.
func (h *Heap) zapHandles(m HandleMark) {
	t := &h.handles
	for b := m.block; b <= t.block; b++ {
		lo, hi := 0, handleBlock
		if b == m.block {
			lo = m.n
		}
		if b == t.block {
			hi = t.n
		}
		for i := lo; i < hi; i++ {
			t.blocks[b][i] = zapWord
		}
	}
}

// Escape closes the scope that was opened at m and makes a handle for v in the one around it.
func (h *Heap) Escape(m HandleMark, v Value) Handle {
	h.ReleaseHandles(m)
	return h.NewHandle(v)
}

// Handles returns the number of live handles.
func (h *Heap) Handles() int { return h.handles.block*handleBlock + h.handles.n }

func (t *handleTable) visit(v *Visitor) {
	for b := 0; b < t.block; b++ {
		v.Values(t.blocks[b][:])
	}
	v.Values(t.cur[:t.n])
}

// Persistent is a handle outside all scopes, until Close.
type Persistent struct {
	v    Value
	h    *Heap
	slot int
	weak bool
	died func()
}

type persistentTable struct {
	all  []*Persistent
	free []int
}

// NewPersistent makes a persistent handle.
func (h *Heap) NewPersistent(v Value) *Persistent { return h.addPersistent(&Persistent{v: v, h: h}) }

// NewWeakPersistent makes a persistent handle that doesn't keep its cell alive. When the cell dies the value becomes
// Undefined and died, if not nil, is called at the end of that collection; it may allocate, but not reach a safepoint.
func (h *Heap) NewWeakPersistent(v Value, died func()) *Persistent {
	return h.addPersistent(&Persistent{v: v, h: h, weak: true, died: died})
}

func (h *Heap) addPersistent(p *Persistent) *Persistent {
	t := &h.persistents
	if n := len(t.free); n > 0 {
		p.slot = t.free[n-1]
		t.free = t.free[:n-1]
		t.all[p.slot] = p
	} else {
		p.slot = len(t.all)
		t.all = append(t.all, p)
	}
	return p
}

// Value returns the current value.
func (p *Persistent) Value() Value { return p.v }

// Set changes the value.
func (p *Persistent) Set(v Value) { p.v = v }

// IsWeak tells whether p is weak; SetWeak changes that.
func (p *Persistent) IsWeak() bool { return p.weak }
func (p *Persistent) SetWeak(weak bool, died func()) {
	p.weak, p.died = weak, died
}

// Close ends the handle; a second call does nothing.
func (p *Persistent) Close() {
	if p.h == nil {
		return
	}
	t := &p.h.persistents
	t.all[p.slot] = nil
	t.free = append(t.free, p.slot)
	p.h, p.v, p.died = nil, Undefined, nil
}

// visit shows the persistent handles to v: all, or the strong ones.
func (t *persistentTable) visit(v *Visitor, all bool) {
	for _, p := range t.all {
		if p != nil && (all || !p.weak) {
			v.Value(&p.v)
		}
	}
}

// clearWeak ends what weak persistent handles say about dead cells.
func (t *persistentTable) clearWeak(h *Heap) {
	for _, p := range t.all {
		if p != nil && p.weak && p.v.IsCell() && !h.IsMarked(p.v.Ref()) {
			p.v = Undefined
			if p.died != nil {
				h.died = append(h.died, p.died)
			}
		}
	}
}
