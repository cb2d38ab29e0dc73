package gc

import (
	"testing"
	"unsafe"
)

// The kinds of the tests.
const (
	kShape    Kind = iota + 1
	kNode          // one Ref, one u32 of data, values in the tail counted at 16
	kObject        // object: two Refs, slots up to the shape's size
	kBytes         // bytes
	kRefs          // tail of Refs
	kWeakRef       // weak target
	kEph           // ephemeron table
	kWeakRefs      // weak tail of Refs
	kWeakVals      // weak tail of values
	kOwner         // host and external indices
	kPinned        // never moves
)

var testKinds = KindTable{
	kShape:    {Name: "shape", Size: 24, NoMove: true},
	kNode:     {Name: "node", Size: 24, RefMask: 1 << 2, Tail: TailValues, LenOff: 16},
	kObject:   {Name: "object", Size: 16, RefMask: 1<<2 | 1<<3, Tail: TailObject},
	kBytes:    {Name: "bytes", Size: 16, Tail: TailBytes, LenOff: 8},
	kRefs:     {Name: "refs", Size: 16, Tail: TailRefs, LenOff: 8},
	kWeakRef:  {Name: "weakref", Size: 24, ValueOff: 8, ValueCount: 2, Weak: WeakTarget, WeakOff: 8},
	kEph:      {Name: "ephemerons", Size: 16, Tail: TailValues, LenOff: 8, Weak: EphemeronTail},
	kWeakRefs: {Name: "weakrefs", Size: 16, Tail: TailRefs, LenOff: 8, Weak: WeakTailRefs},
	kWeakVals: {Name: "weakvals", Size: 16, Tail: TailValues, LenOff: 8, Weak: WeakTailCells},
	kOwner:    {Name: "owner", Size: 24, HostOff: 8, ExtOff: 12, ValueOff: 16, ValueCount: 1},
	kPinned:   {Name: "pinned", Size: 24, RefMask: 1 << 2, ValueOff: 16, ValueCount: 1, NoMove: true},
}

type testHeap struct {
	*Heap
	meta   Ref
	shapes [16]Ref
	objs   [8]Ref // object shapes with i slots
	roots  []Value
}

func newTestHeap(t testing.TB, c Config) *testHeap {
	t.Helper()
	c.Kinds = &testKinds
	h, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	x := &testHeap{Heap: h}
	x.meta = h.AllocMetaShape(24)
	h.SetU8(x.meta, ShapeKindOff, uint8(kShape))
	for k := kNode; k <= kPinned; k++ {
		x.shapes[k] = x.shape(k, testKinds[k].Size)
	}
	for i := range x.objs {
		x.objs[i] = x.shape(kObject, uint16(16+8*i))
	}
	h.SetRoots(func(v *Visitor) {
		v.Refs(x.shapes[:])
		v.Refs(x.objs[:])
		v.Values(x.roots)
	})
	t.Cleanup(func() {
		if h.base != nil {
			if err := h.Verify(); err != nil && !t.Failed() {
				t.Error(err)
			}
		}
		h.Close()
	})
	return x
}

func (x *testHeap) shape(k Kind, size uint16) Ref {
	s := x.AllocPinned(x.meta, 24)
	x.SetU8(s, ShapeKindOff, uint8(k))
	x.SetU16(s, ShapeSizeOff, size)
	return s
}

// node allocates a kNode with n values.
func (x *testHeap) node(n int) Ref {
	r := x.Alloc(x.shapes[kNode], uint32(24+8*n))
	x.SetU32(r, 16, uint32(n))
	return r
}

func (x *testHeap) oldNode(n int) Ref {
	r := x.AllocOld(x.shapes[kNode], uint32(24+8*n))
	x.SetU32(r, 16, uint32(n))
	return r
}

// counted allocates a cell of a kind with its count at 8.
func (x *testHeap) counted(k Kind, n, each int) Ref {
	r := x.Alloc(x.shapes[k], uint32(16+each*n))
	x.SetU32(r, 8, uint32(n))
	return r
}

func (x *testHeap) mustVerify(t testing.TB) {
	t.Helper()
	if err := x.Verify(); err != nil {
		t.Fatal(err)
	}
}

func TestAccessors(t *testing.T) {
	x := newTestHeap(t, Config{})
	r := x.node(4)
	x.SetU8(r, 24, 0xAB)
	x.SetU16(r, 26, 0xCDEF)
	x.SetU32(r, 28, 0x1234_5678)
	if x.U64(r, 24) != 0x1234_5678_CDEF_00AB {
		t.Fatalf("%#x", x.U64(r, 24))
	}
	x.SetF64(r, 24, 1.5)
	if x.F64(r, 24) != 1.5 || x.Value(r, 24) != Double(1.5) {
		t.Fatal("F64")
	}
	if x.KindOf(r) != kNode || x.CellSize(r) != 56 || !x.IsYoung(r) {
		t.Fatal("node")
	}
	b := x.counted(kBytes, 5, 1)
	copy(x.Bytes(b, 16, 5), "hello")
	if string(x.Bytes(b, 16, 5)) != "hello" || x.CellSize(b) != 24 {
		t.Fatal("bytes")
	}
	if p := x.Alloc(x.shapes[kPinned], 24); x.IsYoung(p) {
		t.Fatal("a kind that never moves is young")
	}
	if big := x.counted(kBytes, 1<<20, 1); x.IsYoung(big) || uint32(big)%PageSize != 0 {
		t.Fatal("large cell")
	}
	if uintptr(x.Base())%CageSize != 0 {
		t.Log("cage is not aligned")
	}
	lo, hi := x.JSStack()
	if uintptr(hi)-uintptr(lo) != 984<<10 {
		t.Fatal("JS stack size")
	}
	*(*uint64)(lo), *(*uint64)(unsafe.Add(hi, -8)), *(*byte)(x.Context()) = 1, 2, 3
}
