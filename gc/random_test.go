package gc

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// The random test keeps a model of the heap in Go, changes both in the same way, and compares them between collections.

// mcell is a cell of the model. Its id stands in the cell, in the upper half of a raw field.
type mcell struct {
	id   uint32
	kind Kind
	refs []*mcell // u32 reference fields and tail
	vals []mval
	host uint32
	ext  uint32
}

// mval is a value of the model: a cell, or a number.
type mval struct {
	c *mcell
	n int32
}

type model struct {
	*testHeap
	t       *testing.T
	rnd     *rand.Rand
	roots   []*mcell // shadow of testHeap.roots
	handles []Handle
	hm      []*mcell
	nextID  uint32
	bytes   map[uint32]byte // contents of kBytes cells by id
}

func idDisp(k Kind) uintptr {
	switch k {
	case kObject, kOwner, kPinned:
		return CellFlagsOff
	}
	return 12
}

func refDisp(k Kind, i int) uintptr {
	if k == kRefs {
		return 16 + 4*uintptr(i)
	}
	return 8 + 4*uintptr(i)
}

func valDisp(k Kind, i int) uintptr {
	switch k {
	case kNode:
		return 24 + 8*uintptr(i)
	}
	return 16 + 8*uintptr(i) // kObject, kOwner, kPinned
}

func (m *model) value(c *mcell, r Ref) Value {
	switch c.kind {
	case kBytes:
		return String(r)
	case kObject, kOwner:
		return Object(r)
	}
	return Cell(r)
}

// pick walks from a random root to some cell, in the model and in the heap.
func (m *model) pick() (*mcell, Ref) {
	var c *mcell
	var r Ref
	if n := m.rnd.IntN(len(m.roots) + len(m.hm)); n < len(m.roots) {
		if m.roots[n] == nil {
			return nil, 0
		}
		c, r = m.roots[n], m.testHeap.roots[n].Ref()
	} else {
		n -= len(m.roots)
		c, r = m.hm[n], m.handles[n].Ref()
	}
	for range m.rnd.IntN(8) {
		nr, nv := len(c.refs), len(c.vals)
		if nr+nv == 0 {
			break
		}
		if i := m.rnd.IntN(nr + nv); i < nr {
			if c.refs[i] == nil {
				break
			}
			r = m.Ref(r, refDisp(c.kind, i))
			c = c.refs[i]
		} else {
			i -= nr
			if c.vals[i].c == nil {
				break
			}
			r = m.Value(r, valDisp(c.kind, i)).Ref()
			c = c.vals[i].c
		}
		if got := m.U32(r, idDisp(c.kind)); got != c.id {
			m.t.Fatalf("cell %#x has id %d, want %d", r, got, c.id)
		}
	}
	return c, r
}

// randomVal returns a value in both worlds; the Value is valid until the next safepoint.
func (m *model) randomVal() (mval, Value) {
	if c, r := m.pick(); c != nil && m.rnd.IntN(4) > 0 {
		return mval{c: c}, m.value(c, r)
	}
	n := int32(m.rnd.Uint32())
	return mval{n: n}, Int(n)
}

// create allocates a random cell and initialises some of it without barriers.
func (m *model) create() (*mcell, Ref) {
	m.nextID++
	c := &mcell{id: m.nextID}
	alloc := m.Alloc
	if m.rnd.IntN(6) == 0 {
		alloc = m.AllocOld
	}
	var r Ref
	switch k := m.rnd.IntN(20); {
	case k < 8:
		n := m.rnd.IntN(8)
		if m.rnd.IntN(2000) == 0 {
			n = 20000 // a large cell
		} else if m.rnd.IntN(100) == 0 {
			n = 1000
		}
		c.kind, c.refs, c.vals = kNode, make([]*mcell, 1), make([]mval, n)
		r = alloc(m.shapes[kNode], uint32(24+8*n))
		m.SetU32(r, 16, uint32(n))
	case k < 14:
		n := m.rnd.IntN(8)
		c.kind, c.refs, c.vals = kObject, make([]*mcell, 2), make([]mval, n)
		r = alloc(m.objs[n], uint32(16+8*n))
	case k < 16:
		n := m.rnd.IntN(40)
		c.kind = kBytes
		r = alloc(m.shapes[kBytes], uint32(16+n))
		m.SetU32(r, 8, uint32(n))
		for i := range m.Bytes(r, 16, n) {
			m.Bytes(r, 16, n)[i] = byte(c.id + uint32(i))
		}
	case k < 18:
		n := m.rnd.IntN(6)
		c.kind, c.refs = kRefs, make([]*mcell, n)
		r = alloc(m.shapes[kRefs], uint32(16+4*n))
		m.SetU32(r, 8, uint32(n))
	case k < 19:
		c.kind, c.vals = kOwner, make([]mval, 1)
		r = alloc(m.shapes[kOwner], 24)
		c.host = m.HostAdd(c)
		m.SetU32(r, 8, c.host)
		if m.rnd.IntN(3) == 0 {
			i, ok := m.ExtAlloc(uint64(m.rnd.IntN(100)), true)
			if !ok {
				m.t.Fatal("ExtAlloc")
			}
			c.ext = i
			m.SetU32(r, 12, i)
		}
	default:
		c.kind, c.refs, c.vals = kPinned, make([]*mcell, 1), make([]mval, 1)
		r = m.Alloc(m.shapes[kPinned], 24)
	}
	m.SetU32(r, idDisp(c.kind), c.id)
	for i := range c.refs {
		if d, dr := m.pick(); d != nil && m.rnd.IntN(3) == 0 {
			c.refs[i] = d
			m.InitRef(r, refDisp(c.kind, i), dr)
		}
	}
	for i := range c.vals {
		c.vals[i] = mval{n: int32(i)}
		m.InitValue(r, valDisp(c.kind, i), Int(int32(i)))
		if i < 8 && m.rnd.IntN(3) == 0 {
			mv, v := m.randomVal()
			c.vals[i] = mv
			m.InitValue(r, valDisp(c.kind, i), v)
		}
	}
	return c, r
}

func (m *model) step() {
	switch m.rnd.IntN(16) {
	case 0, 1, 2, 3, 4: // a new cell in a root
		c, r := m.create()
		i := m.rnd.IntN(len(m.roots))
		m.roots[i], m.testHeap.roots[i] = c, m.value(c, r)
	case 5, 6: // a new cell in a cell
		host, hr := m.pick()
		if host == nil {
			return
		}
		c, r := m.create()
		m.store(host, hr, mval{c: c}, m.value(c, r))
	case 7, 8, 9:
		host, hr := m.pick()
		if host == nil {
			return
		}
		mv, v := m.randomVal()
		m.store(host, hr, mv, v)
	case 10: // copy slots
		a, ar := m.pick()
		b, br := m.pick()
		if a == nil || b == nil || len(a.vals) == 0 || len(b.vals) == 0 {
			return
		}
		n := 1 + m.rnd.IntN(min(len(a.vals), len(b.vals)))
		i, j := m.rnd.IntN(len(a.vals)-n+1), m.rnd.IntN(len(b.vals)-n+1)
		copy(a.vals[i:i+n], b.vals[j:j+n])
		m.CopyValues(ar, valDisp(a.kind, i), br, valDisp(b.kind, j), n)
	case 11: // fill
		a, ar := m.pick()
		if a == nil || len(a.vals) == 0 {
			return
		}
		mv, v := m.randomVal()
		if v.IsCell() && m.IsYoung(v.Ref()) {
			return
		}
		n := min(1+m.rnd.IntN(len(a.vals)), 50)
		for i := range n {
			a.vals[i] = mv
		}
		m.FillValues(ar, valDisp(a.kind, 0), n, v)
	case 12:
		if m.rnd.IntN(3) == 0 {
			i := m.rnd.IntN(len(m.roots))
			m.roots[i], m.testHeap.roots[i] = nil, Undefined
		}
	case 13: // handles
		if len(m.hm) > 600 || m.rnd.IntN(40) == 0 {
			m.ReleaseHandles(HandleMark{})
			m.handles, m.hm = m.handles[:0], m.hm[:0]
		} else if c, r := m.pick(); c != nil {
			m.handles = append(m.handles, m.NewHandle(m.value(c, r)))
			m.hm = append(m.hm, c)
		}
	case 14:
		m.Safepoint()
	case 15:
		switch n := m.rnd.IntN(3000); {
		case n < 2:
			m.Collect(Major, "test")
			m.compare(true)
		case n < 40:
			m.Collect(Scavenge, "test")
			m.compare(false)
		}
	}
}

func (m *model) store(host *mcell, hr Ref, mv mval, v Value) {
	nr := len(host.refs)
	if nr+len(host.vals) == 0 {
		return
	}
	i := m.rnd.IntN(nr + len(host.vals))
	if i >= nr {
		host.vals[i-nr] = mv
		m.StoreValue(hr, valDisp(host.kind, i-nr), v)
	} else if mv.c == nil {
		host.refs[i] = nil
		m.StoreRef(hr, refDisp(host.kind, i), 0)
	} else {
		host.refs[i] = mv.c
		m.StoreRef(hr, refDisp(host.kind, i), v.Ref())
	}
}

// compare walks both worlds. exact: after a major collection the heap must hold nothing else.
func (m *model) compare(exact bool) {
	t := m.t
	if err := m.Verify(); err != nil {
		t.Fatal(err)
	}
	at := map[*mcell]Ref{}
	back := map[Ref]*mcell{}
	var todo []*mcell
	meet := func(where string, c *mcell, r Ref) {
		if c == nil {
			return
		}
		if o, ok := at[c]; ok {
			if o != r {
				t.Fatalf("%s: cell %d is at %#x and %#x", where, c.id, o, r)
			}
			return
		}
		if back[r] != nil {
			t.Fatalf("%s: cells %d and %d are both at %#x", where, c.id, back[r].id, r)
		}
		if id := m.U32(r, idDisp(c.kind)); m.KindOf(r) != c.kind || id != c.id {
			t.Fatalf("%s: at %#x is cell %d of kind %s, want %d of kind %s", where, r, id, testKinds[m.KindOf(r)].Name, c.id, testKinds[c.kind].Name)
		}
		at[c], back[r] = r, c
		todo = append(todo, c)
	}
	for i, c := range m.roots {
		meet("root", c, m.testHeap.roots[i].Ref())
	}
	for i, c := range m.hm {
		meet("handle", c, m.handles[i].Ref())
	}
	owners, exts := 0, 0
	for len(todo) > 0 {
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		r := at[c]
		for i, d := range c.refs {
			if got := m.Ref(r, refDisp(c.kind, i)); (got == 0) != (d == nil) {
				t.Fatalf("cell %d ref %d: %#x", c.id, i, got)
			}
			meet("ref", d, m.Ref(r, refDisp(c.kind, i)))
		}
		for i, d := range c.vals {
			v := m.Value(r, valDisp(c.kind, i))
			if d.c == nil {
				if v != Int(d.n) {
					t.Fatalf("cell %d value %d: %#x, want %d", c.id, i, v, d.n)
				}
				continue
			}
			if !v.IsCell() || v != m.value(d.c, v.Ref()) {
				t.Fatalf("cell %d value %d: %#x", c.id, i, v)
			}
			meet("value", d.c, v.Ref())
		}
		if c.kind == kBytes {
			for i, b := range m.Bytes(r, 16, int(m.U32(r, 8))) {
				if b != byte(c.id+uint32(i)) {
					t.Fatalf("bytes of %d", c.id)
				}
			}
		}
		if c.host != 0 {
			owners++
			if m.HostGet(c.host) != any(c) {
				t.Fatal("host entry of a live cell is gone")
			}
		}
		if c.ext != 0 {
			exts++
			if m.ExtBytes(c.ext) == nil {
				t.Fatal("external entry of a live cell is gone")
			}
		}
	}
	if !exact {
		return
	}
	n := 0
	m.ForEachCell(func(r Ref, k Kind, size uint32) {
		if k == kShape {
			return
		}
		n++
		if back[r] == nil {
			t.Fatalf("dead cell %#x of kind %s is still there", r, testKinds[k].Name)
		}
	})
	if n != len(at) {
		t.Fatalf("%d cells, want %d", n, len(at))
	}
	hosts, used := 0, 0
	m.HostEach(func(uint32, any) { hosts++ })
	for _, s := range m.ext.slots {
		if s.used {
			used++
		}
	}
	if hosts != owners || used != exts {
		t.Fatalf("%d host and %d external entries, want %d and %d", hosts, used, owners, exts)
	}
}

func runModel(t *testing.T, c Config, seed uint64, d time.Duration) {
	x := newTestHeap(t, c)
	m := &model{testHeap: x, t: t, rnd: rand.New(rand.NewPCG(seed, 1))}
	m.roots = make([]*mcell, 60)
	x.roots = make([]Value, 60)
	for i := range x.roots {
		x.roots[i] = Undefined
	}
	steps := 0
	for end := time.Now().Add(d); time.Now().Before(end); {
		for range 200 {
			m.step()
			steps++
		}
		if m.OldUsedForTest() > 40<<20 {
			clear(m.roots)
			for i := range x.roots {
				x.roots[i] = Undefined
			}
		}
	}
	m.Collect(Major, "end")
	m.compare(true)
	s := x.Stats()
	t.Logf("%d steps, %d scavenges, %d majors, %d KiB copied, %d KiB promoted", steps, s.Scavenges, s.Majors, s.Copied>>10, s.Promoted>>10)
	if s.Promoted == 0 || s.Copied == 0 {
		t.Error("nothing was copied or promoted")
	}
}

// OldUsedForTest is the old space's size.
func (h *Heap) OldUsedForTest() uint64 { return h.oldUsed }

func TestRandomGraph(t *testing.T) {
	for i, c := range []Config{
		{SemiSpace: 64 << 10, MaxSemi: 256 << 10},
		{},
		{SemiSpace: 64 << 10, MaxSemi: 64 << 10, Stress: StressOptions{Scavenge: 3, Verify: false}},
		{SemiSpace: 64 << 10, MaxSemi: 128 << 10, Stress: StressOptions{Scavenge: 20, Major: 50, Verify: true}},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) { runModel(t, c, uint64(i)+7, 1200*time.Millisecond) })
	}
}
