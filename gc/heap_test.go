package gc

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"
)

// old returns a heap cell that is old and not on the fresh-old list.
func settled(x *testHeap, n int) Handle {
	h := x.NewHandle(Cell(x.oldNode(n)))
	x.Collect(Scavenge, "settle")
	return h
}

// TestBarriers stores a young cell into an old one in each possible way; the young cell must survive a scavenge.
func TestBarriers(t *testing.T) {
	tests := []struct {
		name  string
		store func(x *testHeap, host, young Ref)
		read  func(x *testHeap, host Ref) Ref
	}{
		{"StoreValue", func(x *testHeap, host, young Ref) { x.StoreValue(host, 32, Cell(young)) },
			func(x *testHeap, host Ref) Ref { return x.Value(host, 32).Ref() }},
		{"StoreRef", func(x *testHeap, host, young Ref) { x.StoreRef(host, 8, young) },
			func(x *testHeap, host Ref) Ref { return x.Ref(host, 8) }},
		{"CopyValues", func(x *testHeap, host, young Ref) {
			src := x.node(2)
			x.InitValue(src, 32, Cell(young))
			x.CopyValues(host, 24, src, 24, 2)
		}, func(x *testHeap, host Ref) Ref { return x.Value(host, 32).Ref() }},
		{"BarrierValues", func(x *testHeap, host, young Ref) {
			x.Values(host, 24, 2)[1] = Cell(young)
			x.BarrierValues(host, 24, 2)
		}, func(x *testHeap, host Ref) Ref { return x.Value(host, 32).Ref() }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := newTestHeap(t, Config{})
			hh := settled(x, 4)
			young := x.node(0)
			x.SetU32(young, 12, 77)
			tt.store(x, hh.Ref(), young)
			x.mustVerify(t)
			for i := range 3 { // copied, promoted, old
				x.Collect(Scavenge, "test")
				r := tt.read(x, hh.Ref())
				if x.U32(r, 12) != 77 || r == young || x.IsYoung(r) != (i == 0) {
					t.Fatalf("after scavenge %d: %#x -> %#x", i, young, r)
				}
				x.mustVerify(t)
				x.node(100) // something to overwrite stale memory
			}
			if len(x.slotPages) != 0 {
				t.Error("a slot is still remembered")
			}
			x.StoreRef(hh.Ref(), 8, 0)
			x.StoreValue(hh.Ref(), 32, Int(1))
			x.Collect(Major, "test")
			if n := countKind(x, kNode); n != 1 {
				t.Errorf("%d nodes left", n)
			}
		})
	}
}

func TestStoreThenOverwrite(t *testing.T) {
	x := newTestHeap(t, Config{})
	hh := settled(x, 1)
	x.StoreValue(hh.Ref(), 24, Cell(x.node(0)))
	x.StoreRef(hh.Ref(), 8, x.node(0))
	x.StoreValue(hh.Ref(), 24, Double(1.5)) // the record is stale now
	x.StoreRef(hh.Ref(), 8, 0)
	x.Collect(Scavenge, "test")
	if x.youngUsed() != 0 || x.Value(hh.Ref(), 24) != Double(1.5) {
		t.Fatal("a stale record kept a cell alive")
	}
}

// TestFreshOld initialises old cells without a barrier.
func TestFreshOld(t *testing.T) {
	x := newTestHeap(t, Config{})
	young := x.node(0)
	x.SetU32(young, 12, 5)
	for name, r := range map[string]Ref{"old": x.oldNode(1), "large": x.node(30000), "pinned": x.AllocPinned(x.shapes[kPinned], 24)} {
		if x.IsYoung(r) {
			t.Fatal(name)
		}
		disp := uintptr(24)
		if name == "pinned" {
			disp = 16
		}
		x.InitValue(r, disp, Cell(young))
		x.InitRef(r, 8, young)
		x.roots = append(x.roots, Cell(r))
	}
	x.Collect(Scavenge, "test")
	x.mustVerify(t)
	for _, v := range x.roots {
		if x.U32(x.Ref(v.Ref(), 8), 12) != 5 {
			t.Fatal("young cell lost")
		}
	}
}

func countKind(x *testHeap, k Kind) (n int) {
	x.ForEachCell(func(r Ref, kk Kind, size uint32) {
		if k == kk {
			n++
		}
	})
	return n
}

func TestOverflow(t *testing.T) {
	x := newTestHeap(t, Config{SemiSpace: 64 << 10})
	hh := x.NewHandle(Undefined)
	// One long list: no safepoint until past the half, the overflow, and into the old space.
	const n = 1_600_000
	last := Ref(0)
	var overflow, old bool
	for i := range uint32(n) {
		r := x.node(3)
		x.SetU32(r, 12, i)
		x.InitRef(r, 8, last)
		last = r
		overflow = overflow || r >= overflowLo && r < YoungEnd
		old = old || r >= YoungEnd
		if i == 2000 && !x.NeedsSafepoint() {
			t.Fatal("no safepoint wanted")
		}
	}
	if !overflow || !old {
		t.Fatal("overflow and old space were not reached")
	}
	hh.Set(Cell(last))
	x.mustVerify(t)
	x.Safepoint()
	x.mustVerify(t)
	for range 3 {
		r := hh.Ref()
		for i := uint32(n); i > 0; i-- {
			if x.U32(r, 12) != i-1 {
				t.Fatalf("cell %d of the list is %d", i-1, x.U32(r, 12))
			}
			r = x.Ref(r, 8)
		}
		x.Collect(Major, "test")
	}
}

func TestZeroed(t *testing.T) {
	x := newTestHeap(t, Config{SemiSpace: 64 << 10, MaxSemi: 64 << 10})
	keep := x.NewHandle(Undefined)
	for i := range 200_000 {
		n := i % 50
		var r Ref
		switch i % 16 {
		case 0:
			r = x.oldNode(n)
		case 1:
			if i%160 == 1 {
				n = 20000
			}
			fallthrough
		default:
			r = x.node(n)
		}
		for j, v := range x.Values(r, 24, n) {
			if v != 0 {
				t.Fatalf("alloc %d: word %d of %#x is %#x", i, j, r, v)
			}
		}
		x.FillValues(r, 24, n, Int(-1))
		if i%7 == 0 {
			keep.Set(Cell(r))
		}
		x.Safepoint()
		if i%5000 == 0 {
			x.Collect(Major, "test")
		}
	}
}

func TestHandles(t *testing.T) {
	x := newTestHeap(t, Config{Stress: StressOptions{Scavenge: 1 << 30}})
	m := x.HandleMark()
	var hs []Handle
	for i := range 2000 {
		r := x.node(0)
		x.SetU32(r, 12, uint32(i))
		hs = append(hs, x.NewHandle(Cell(r)))
	}
	for range 3 {
		x.Collect(Scavenge, "test")
		for i, h := range hs {
			if x.U32(h.Ref(), 12) != uint32(i) {
				t.Fatalf("handle %d", i)
			}
		}
	}
	e := x.Escape(m, hs[1234].Value())
	if x.U32(e.Ref(), 12) != 1234 || x.Handles() != 1 {
		t.Fatal("escape")
	}
	if hs[1].Value() != zapWord {
		t.Error("released handle is not zapped")
	}
	x.Collect(Major, "test")
	if n := countKind(x, kNode); n != 1 {
		t.Fatalf("%d nodes", n)
	}
	p := x.NewPersistent(e.Value())
	x.ReleaseHandles(m)
	died := 0
	w := x.NewWeakPersistent(p.Value(), func() { died++ })
	x.Collect(Major, "test")
	if x.U32(p.Value().Ref(), 12) != 1234 || w.Value() != p.Value() || died != 0 {
		t.Fatal("persistent")
	}
	p.Close()
	p.Close()
	x.Collect(Scavenge, "test") // weak ones are strong here
	x.Collect(Major, "test")
	if died != 1 || w.Value() != Undefined || countKind(x, kNode) != 0 {
		t.Fatalf("weak persistent: died %d", died)
	}
	w.Close()
	if !(Handle{}).IsZero() || e.IsZero() {
		t.Error("IsZero")
	}
}

func TestJSStackWords(t *testing.T) {
	x := newTestHeap(t, Config{})
	_, hi := x.JSStack()
	s := unsafe.Slice((*Value)(unsafe.Add(hi, -64)), 8)
	r := x.node(0)
	x.SetU32(r, 12, 9)
	s[0], s[1], s[2], s[3] = Value(uint64(uintptr(hi))), Cell(r), Int(-1), Double(2.5)
	want := [8]Value(s)
	x.SetRoots(func(v *Visitor) {
		v.Refs(x.shapes[:])
		v.Refs(x.objs[:])
		v.Words(unsafe.Add(hi, -64), hi)
	})
	x.Collect(Scavenge, "test")
	if x.U32(s[1].Ref(), 12) != 9 || s[1] == want[1] {
		t.Fatal("stack slot was not updated")
	}
	s[1] = want[1]
	if [8]Value(s) != want {
		t.Fatal("another word changed")
	}
	clear(s)
}

func TestWeak(t *testing.T) {
	x := newTestHeap(t, Config{})
	key, dead := x.NewHandle(Cell(x.node(0))), x.NewHandle(Cell(x.node(0)))
	wr, wd := x.Alloc(x.shapes[kWeakRef], 24), x.Alloc(x.shapes[kWeakRef], 24)
	x.InitValue(wr, 8, key.Value())
	x.InitValue(wr, 16, Cell(wd))
	x.InitValue(wd, 8, dead.Value())
	x.InitValue(wd, 16, Int(3))
	refs := x.counted(kWeakRefs, 3, 4)
	x.InitRef(refs, 16, key.Ref())
	x.InitRef(refs, 24, dead.Ref())
	vals := x.counted(kWeakVals, 3, 8)
	x.InitValue(vals, 16, dead.Value())
	x.InitValue(vals, 24, key.Value())
	x.InitValue(vals, 32, Int(1))
	x.roots = []Value{Cell(wr), Cell(refs), Cell(vals)}
	before, after := 0, 0
	var live, gone bool
	x.SetWeakHooks(func() { before++ }, func() {
		after++
		live = x.IsMarked(x.Value(x.roots[0].Ref(), 8).Ref())
		gone = !x.IsMarked(x.Value(x.Value(x.roots[0].Ref(), 16).Ref(), 8).Ref())
	})
	dead.Set(Undefined)
	x.Collect(Scavenge, "test")
	x.Collect(Scavenge, "test")
	if countKind(x, kNode) != 2 || before != 0 {
		t.Fatal("a scavenge treated a weak reference as weak")
	}
	x.Collect(Major, "test")
	if before != 1 || after != 1 || !live || !gone {
		t.Error("hooks", before, after, live, gone)
	}
	wr, refs, vals = x.roots[0].Ref(), x.roots[1].Ref(), x.roots[2].Ref()
	wd = x.Value(wr, 16).Ref()
	if x.Value(wr, 8) != key.Value() || x.Value(wd, 8) != Undefined || x.Value(wd, 16) != Int(3) {
		t.Error("WeakTarget")
	}
	if x.Ref(refs, 16) != key.Ref() || x.Ref(refs, 24) != 0 {
		t.Error("WeakTailRefs")
	}
	if x.Value(vals, 16) != Deleted || x.Value(vals, 24) != key.Value() || x.Value(vals, 32) != Int(1) {
		t.Error("WeakTailCells")
	}
	if countKind(x, kNode) != 1 {
		t.Error("dead target is still there")
	}
	// A hook may save a cell.
	x.SetWeakHooks(nil, func() { x.MarkLive(x.Value(x.roots[0].Ref(), 8)) })
	key.Set(Undefined)
	x.Collect(Major, "test")
	if !x.Value(wr, 8).IsCell() || countKind(x, kNode) != 1 {
		t.Error("MarkLive")
	}
}

func TestEphemerons(t *testing.T) {
	x := newTestHeap(t, Config{})
	// A chain key0 -> value0 = key1 -> ... in reverse order of the table, so that a plain fixpoint needs a round for each.
	const n = 3000
	var keys []Ref
	for i := range n + 1 {
		r := x.node(1)
		x.SetU32(r, 12, uint32(i))
		keys = append(keys, r)
	}
	table := x.counted(kEph, 2*n+4, 8)
	for i := range n {
		at := 16 + 16*uintptr(n-1-i)
		x.InitValue(table, at, Cell(keys[i]))
		x.InitValue(table, at+8, Cell(keys[i+1]))
	}
	// A pair whose value refers to its key is dead, one with a key that is no cell is live.
	self, lone := x.node(1), x.node(0)
	x.InitValue(self, 24, Cell(self))
	x.InitValue(table, 16+16*n, Cell(self))
	x.InitValue(table, 24+16*n, Cell(self))
	x.InitValue(table, 32+16*n, EmptyBucket)
	x.InitValue(table, 40+16*n, Cell(lone))
	x.roots = []Value{Cell(keys[0]), Cell(table)}
	x.Collect(Major, "test")
	if got := countKind(x, kNode); got != n+2 {
		t.Fatalf("%d nodes, want %d", got, n+2)
	}
	table = x.roots[1].Ref()
	if x.Value(table, 16+16*n) != Deleted || x.Value(table, 24+16*n) != Undefined || x.Value(table, 32+16*n) != EmptyBucket {
		t.Error("dead pair was not cleared")
	}
	if k := x.Value(table, 16).Ref(); x.U32(k, 12) != n-1 {
		t.Error("chain")
	}
	x.roots[0] = Undefined
	x.Collect(Major, "test")
	if got := countKind(x, kNode); got != 1 {
		t.Fatalf("%d nodes, want 1", got)
	}
}

type dier struct{ n *int }

func (d dier) CellDied() { *d.n++ }

func TestHostTable(t *testing.T) {
	x := newTestHeap(t, Config{})
	n := 0
	owner := func(alloc func(Ref, uint32) Ref) Ref {
		r := alloc(x.shapes[kOwner], 24)
		x.SetU32(r, 8, x.HostAdd(dier{&n}))
		e, _ := x.ExtAlloc(1000, true)
		x.SetU32(r, 12, e)
		return r
	}
	x.roots = []Value{Cell(owner(x.Alloc)), Cell(owner(x.AllocOld))}
	owner(x.Alloc)
	owner(x.AllocOld)
	if x.Stats().External != 4000 {
		t.Fatal("external bytes")
	}
	x.Collect(Scavenge, "test")
	if n != 1 || x.Stats().External != 3000 {
		t.Fatal("a dead young owner is not released by a scavenge")
	}
	x.Collect(Major, "test")
	if n != 2 || x.Stats().External != 2000 {
		t.Fatal("a dead old owner is not released by a major collection")
	}
	for range 3 {
		x.Collect(Major, "test")
	}
	if n != 2 {
		t.Fatal("released twice or too early")
	}
	i := x.U32(x.roots[0].Ref(), 8)
	if _, ok := x.HostGet(i).(dier); !ok || x.HostGet(0) != nil || x.HostGet(1e6) != nil {
		t.Error("HostGet")
	}
	x.HostSet(i, "x")
	x.HostRemove(i)
	x.SetU32(x.roots[0].Ref(), 8, 0)
	if x.HostGet(i) != nil || x.HostAdd(1) == 0 {
		t.Error("HostRemove")
	}
}

// countingAlloc refuses at a limit and counts what is out.
type countingAlloc struct {
	mu  sync.Mutex
	out int
	max uint64
}

func (c *countingAlloc) Alloc(n uint64, zero bool) unsafe.Pointer {
	if n > c.max {
		return nil
	}
	c.mu.Lock()
	c.out++
	c.mu.Unlock()
	return unsafe.Pointer(unsafe.SliceData(make([]byte, n)))
}
func (c *countingAlloc) Free(p unsafe.Pointer, n uint64) {
	c.mu.Lock()
	c.out--
	c.mu.Unlock()
}

func TestExternal(t *testing.T) {
	a := &countingAlloc{max: 1 << 20}
	x := newTestHeap(t, Config{ExtAlloc: a})
	if _, ok := x.ExtAlloc(2<<20, true); ok {
		t.Fatal("refused allocation")
	}
	i, _ := x.ExtAlloc(16, true)
	copy(x.ExtBytes(i), "0123456789abcdef")
	e := unsafe.Slice((*uint64)(unsafe.Add(x.Base(), ExtTableDisp+int(i)*ExtEntrySize)), 2)
	if e[0] != uint64(uintptr(unsafe.Pointer(&x.ExtBytes(i)[0]))) || e[1] != 16 || x.ctx.extTable == 0 {
		t.Fatal("entry")
	}
	if !x.ExtRealloc(i, 32) || string(x.ExtBytes(i)) != "0123456789abcdef"+strings.Repeat("\x00", 16) || e[1] != 32 {
		t.Fatal("grow")
	}
	if !x.ExtRealloc(i, 4) || string(x.ExtBytes(i)) != "0123" || x.ExtRealloc(i, 2<<20) {
		t.Fatal("shrink")
	}
	hold := x.ExtRetain(i)
	tok := x.ExtDetach(i)
	if e[0] != 0 || e[1] != 0 || x.ExtBytes(i) != nil || tok.Len() != 4 || x.Stats().External != 0 {
		t.Fatal("detach")
	}
	x.ExtFree(i)
	x.ExtFree(i)
	y := newTestHeap(t, Config{ExtAlloc: a})
	j, ok := y.ExtAttach(tok)
	if !ok || string(y.ExtBytes(j)) != "0123" {
		t.Fatal("attach in another heap")
	}
	y.ExtFree(j)
	if string(hold.Bytes()) != "0123" || a.out != 1 {
		t.Fatal("held memory was freed")
	}
	done := make(chan bool)
	go func() { x.ExtRelease(hold); done <- true }()
	<-done
	if a.out != 1 || !x.NeedsSafepoint() {
		t.Fatal("release is queued")
	}
	x.Safepoint()
	if a.out != 0 {
		t.Fatal("release was not applied")
	}
	released := 0
	k := x.ExtAdopt([]byte("adopted"), func() { released++ })
	s := x.ExtShare(k)
	x.ExtFree(k)
	if released != 0 {
		t.Fatal("shared memory was freed")
	}
	s.Drop()
	if released != 1 {
		t.Fatal("adopted memory was not released")
	}
	z, _ := x.ExtAlloc(0, true)
	if b := x.ExtBytes(z); b == nil || len(b) != 0 {
		t.Error("empty store")
	}
	q, _ := x.ExtAlloc(8, true)
	late := x.ExtRetain(q)
	x.Close()
	if a.out != 1 {
		t.Fatal("Close frees, but for what is held")
	}
	x.ExtRelease(late)
	if a.out != 0 {
		t.Fatal("release after Close")
	}
}

// TestExternalPressure drops many large stores: their bytes must cause collections.
func TestExternalPressure(t *testing.T) {
	x := newTestHeap(t, Config{})
	for range 2000 {
		r := x.Alloc(x.shapes[kOwner], 24)
		i, ok := x.ExtAlloc(1<<20, false)
		if !ok {
			t.Fatal("ExtAlloc")
		}
		x.SetU32(r, 12, i)
		x.Safepoint()
		if x.Stats().External > 80<<20 {
			t.Fatal("external memory piles up")
		}
	}
	if s := x.Stats(); s.Scavenges == 0 || s.Majors > s.Scavenges/2 {
		t.Errorf("%d scavenges, %d majors", s.Scavenges, s.Majors)
	}
}

func TestLimit(t *testing.T) {
	x := newTestHeap(t, Config{MaxOld: 16 << 20})
	last := x.NewHandle(Undefined)
	grow := func() { // 1 KiB that stays
		r := x.oldNode(124)
		x.InitRef(r, 8, Ref(last.Value()&0xFFFF_FFF8))
		last.Set(Cell(r))
	}
	last.Set(Cell(x.oldNode(0)))
	for !x.LimitReached() {
		grow()
		x.Safepoint()
		if x.oldUsed > 18<<20 {
			t.Fatal("no limit")
		}
	}
	if x.oldUsed < 15<<20 {
		t.Fatalf("limit reached at %d", x.oldUsed)
	}
	if x.Reserve(1 << 20) {
		t.Fatal("Reserve above the limit")
	}
	if !x.Reserve(100) {
		t.Error("a small Reserve fails")
	}
	grow() // the emergency reserve
	x.mustVerify(t)
	last.Set(Cell(x.oldNode(0)))
	x.Safepoint()
	if x.LimitReached() || !x.Reserve(8<<20) || x.Reserve(17<<20) || x.Reserve(1<<40) {
		t.Fatal("after the garbage is gone")
	}
	defer func() {
		if _, ok := recover().(EndIsolate); !ok {
			t.Error("want EndIsolate")
		}
		last.Set(Undefined)
		x.Collect(Major, "test")
		x.mustVerify(t)
	}()
	for {
		grow()
		if x.oldUsed > 40<<20 {
			t.Fatal("the reserve has no end")
		}
	}
}

func TestSmallCage(t *testing.T) {
	h, err := newHeap(Config{Kinds: &testKinds}, minCage)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	x := &testHeap{Heap: h}
	x.meta = h.AllocMetaShape(24)
	h.SetU8(x.meta, ShapeKindOff, uint8(kShape))
	x.shapes[kNode] = x.shape(kNode, 24)
	h.SetRoots(func(v *Visitor) { v.Refs(x.shapes[:]); v.Values(x.roots) })
	func() {
		defer func() {
			if _, ok := recover().(EndIsolate); !ok {
				t.Error("want EndIsolate")
			}
		}()
		for range 10000 {
			x.roots = append(x.roots, Cell(x.node(20000)))
			x.Safepoint()
		}
	}()
	if n := len(x.roots); n < 700 {
		t.Errorf("only %d large cells fit", n)
	}
	x.roots = nil
	x.Collect(Major, "test")
	if x.usedPages > 4 || !x.Reserve(100<<20) {
		t.Error("pages were not freed")
	}
}

func TestLargeCells(t *testing.T) {
	x := newTestHeap(t, Config{})
	r := x.node(100_000) // several pages
	x.roots = []Value{Cell(r)}
	x.Collect(Scavenge, "test")
	young := x.node(0)
	x.SetU32(young, 12, 4)
	x.StoreValue(r, 24+8*90_000, Cell(young)) // recorded in another page than the cell's first
	x.Collect(Scavenge, "test")
	x.Collect(Scavenge, "test")
	if x.roots[0].Ref() != r || x.U32(x.Value(r, 24+8*90_000).Ref(), 12) != 4 {
		t.Fatal("large cell")
	}
	x.Collect(Major, "test")
	x.mustVerify(t)
	x.roots = nil
	used := x.usedPages
	x.Collect(Major, "test")
	if x.usedPages >= used || x.oldUsed > 1000 {
		t.Fatal("large cell was not freed")
	}
	// Its pages are zero when they are used again.
	r = x.node(100_000)
	for i, v := range x.Values(r, 24, 100_000) {
		if v != 0 {
			t.Fatalf("word %d is %#x", i, v)
		}
	}
}

func TestReuse(t *testing.T) {
	x := newTestHeap(t, Config{})
	for round := range 5 {
		x.roots = x.roots[:0]
		for i := range 20000 {
			r := x.oldNode(i % 100)
			if i%3 == 0 {
				x.roots = append(x.roots, Cell(r))
			}
		}
		x.Collect(Major, "test")
		x.mustVerify(t)
		if round == 1 {
			used := x.usedPages
			defer func() {
				if x.usedPages > used*3/2 {
					t.Errorf("%d pages, %d before: free memory is not used", x.usedPages, used)
				}
			}()
		}
	}
}

func TestVerifier(t *testing.T) {
	tests := []struct {
		name  string
		plant func(x *testHeap, old, young Ref)
		want  string
	}{
		{"nothing", func(x *testHeap, old, young Ref) {}, ""},
		{"unrecorded value", func(x *testHeap, old, young Ref) { x.InitValue(old, 24, Cell(young)) }, "not recorded"},
		{"unrecorded reference", func(x *testHeap, old, young Ref) { x.InitRef(old, 8, young) }, "not recorded"},
		{"tag", func(x *testHeap, old, young Ref) { x.SetU64(old, 24, uint64(zapWord)) }, "invalid tag"},
		{"constant", func(x *testHeap, old, young Ref) { x.InitValue(old, 24, Undefined|0x1000) }, "no constant"},
		{"inside a cell", func(x *testHeap, old, young Ref) { x.InitValue(young, 24, Cell(old+8)) }, "is not to a cell"},
		{"inside a young cell", func(x *testHeap, old, young Ref) { x.InitValue(young, 24, Cell(young+8)) }, "is not to a cell"},
		{"free memory", func(x *testHeap, old, young Ref) { x.InitRef(young, 8, old+PageSize/2) }, "is not to a cell"},
		{"outside", func(x *testHeap, old, young Ref) { x.InitRef(young, 8, 0xF000_0000) }, "is not to a cell"},
		{"shape", func(x *testHeap, old, young Ref) { x.SetU32(young, 0, uint32(old)) }, "shape"},
		{"young shape", func(x *testHeap, old, young Ref) { x.SetU32(young, 0, uint32(young)) }, "not an old cell"},
		{"kind", func(x *testHeap, old, young Ref) { x.SetU8(x.shapes[kOwner], ShapeKindOff, 200) }, "unknown kind"},
		{"size", func(x *testHeap, old, young Ref) { x.SetU32(young, 16, 1e8) }, "beyond the end"},
		{"address", func(x *testHeap, old, young Ref) { x.SetU64(young, 24, uint64(uintptr(x.Base()))+uint64(old)) }, "INV-1"},
		{"host", func(x *testHeap, old, young Ref) { x.SetU32(x.roots[1].Ref(), 8, 1e6) }, "host index"},
		{"external", func(x *testHeap, old, young Ref) { x.SetU32(x.roots[1].Ref(), 12, 55) }, "external memory"},
		{"handle", func(x *testHeap, old, young Ref) { x.NewHandle(Cell(old + 16)) }, "handle"},
		{"root", func(x *testHeap, old, young Ref) { x.roots = append(x.roots, String(young+8)) }, "engine root"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := newTestHeap(t, Config{})
			defer x.Close()
			old := settled(x, 2).Ref()
			young := x.node(2)
			x.roots = []Value{Cell(young), Cell(x.Alloc(x.shapes[kOwner], 24))}
			tt.plant(x, old, young)
			err := x.Verify()
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// TestStressFaults checks that a stale reference faults under stress.
func TestStressFaults(t *testing.T) {
	x := newTestHeap(t, Config{Stress: StressOptions{Scavenge: 1}})
	r := x.node(1)
	x.roots = []Value{Cell(r)}
	if !x.NeedsSafepoint() {
		t.Fatal("stress mode wants every safepoint")
	}
	x.Safepoint()
	if s := x.Stats(); s.Scavenges != 1 {
		t.Fatal("no scavenge")
	}
	if x.Value(x.roots[0].Ref(), 24) != 0 {
		t.Fatal("moved cell")
	}
	data, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Skip(err)
	}
	addr := uint64(uintptr(x.Base())) + uint64(r)
	for _, l := range strings.Split(string(data), "\n") {
		lo, hi, perm := mapLine(l)
		if addr >= lo && addr < hi && !strings.HasPrefix(perm, "---") {
			t.Errorf("from-space can be read: %s", l)
		}
	}
}

func mapLine(l string) (lo, hi uint64, perm string) {
	f := strings.Fields(l)
	if len(f) < 2 {
		return
	}
	a, b, _ := strings.Cut(f[0], "-")
	lo, _ = strconv.ParseUint(a, 16, 64)
	hi, _ = strconv.ParseUint(b, 16, 64)
	return lo, hi, f[1]
}

// TestMappings: at most five for a heap (DECISIONS 3.1).
func TestMappings(t *testing.T) {
	x := newTestHeap(t, Config{})
	for i := range 100_000 {
		x.node(i % 100)
		x.Safepoint()
	}
	x.Collect(Major, "test")
	data, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Skip(err)
	}
	n := 0
	lo := uint64(uintptr(x.res.start))
	for _, l := range strings.Split(string(data), "\n") {
		if a, b, _ := mapLine(l); b > lo && a < lo+uint64(x.res.size) {
			n++
		}
	}
	if n == 0 || n > 5 {
		t.Errorf("%d mappings", n)
	}
}

func TestBins(t *testing.T) {
	last := uint(0)
	for size := uint32(16); size <= PageSize; size += 8 {
		b := binOf(size)
		if b < last || b >= numBins || binLow(b) > size || b+1 < numBins && binLow(b+1) <= size {
			t.Fatalf("size %d: bin %d from %d", size, b, binLow(b))
		}
		last = b
	}
}

func TestDiesDuringMajor(t *testing.T) {
	// A dead old cell must not keep a young one alive beyond the major collection that frees both.
	x := newTestHeap(t, Config{})
	m := x.HandleMark()
	hh := settled(x, 1)
	x.StoreValue(hh.Ref(), 24, Cell(x.node(0)))
	x.ReleaseHandles(m)
	x.Collect(Major, "test")
	if n := countKind(x, kNode); n != 0 {
		t.Errorf("%d nodes left", n)
	}
}

func TestRequestGC(t *testing.T) {
	x := newTestHeap(t, Config{})
	var events []Event
	x.OnCollection(func(e Event) { events = append(events, e) })
	done := make(chan bool)
	go func() { x.RequestGC(); done <- true }()
	<-done
	if !x.NeedsSafepoint() {
		t.Fatal("not wanted")
	}
	x.Safepoint()
	if x.NeedsSafepoint() || x.Stats().Majors != 1 || len(events) != 1 || events[0].Reason != "requested" {
		t.Fatal("no major collection", events)
	}
}

func TestSemiSpaceGrows(t *testing.T) {
	x := newTestHeap(t, Config{SemiSpace: 256 << 10, MaxSemi: 1 << 20})
	x.roots = make([]Value, 3000)
	for i := range 200_000 {
		x.roots[i%3000] = Cell(x.node(4))
		x.Safepoint()
	}
	if x.Stats().SemiSpace != 1<<20 {
		t.Errorf("semi-space of %d", x.Stats().SemiSpace)
	}
}

func TestManyHeaps(t *testing.T) {
	begin := time.Now()
	const n = 200
	for range n {
		h, err := New(Config{Kinds: &testKinds})
		if err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		h.AllocMetaShape(24)
	}
	t.Log(fmt.Sprint("one heap: ", time.Since(begin)/n))
}
