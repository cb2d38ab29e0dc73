package text

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Value and Ref are gc's.
type (
	Value = gc.Value
	Ref   = gc.Ref
)

// MaxLength is the longest string in code units (V8's limit for 64-bit builds).
const MaxLength = 1<<29 - 24

// minRope is the shortest result of a concatenation or substring that becomes a rope or a slice (MECHANISMS 8.1).
const minRope = 24

// Space is the string side of an isolate's heap.
type Space struct {
	*gc.Heap
	// KindShape has the shape that marks cells of each internal kind.
	KindShape [layout.KindObject]Ref
	// Meta is the shape of shapes.
	Meta   Ref
	intern Ref // KindInternTable
	seed   uint32
	empty  Value
	single [256]Value // one-character Latin-1 atoms

	// What strings were interned as since the last collection.
	internedAt int
	interned   [internedSize]internedString
}

// internedString says that string cell r is equal to an atom.
type internedString struct {
	r    Ref
	atom Value
}

const internedSize = 256

// Init makes the meta-shape, the shapes of the internal kinds and the intern table. seed is the string hash seed.
func (s *Space) Init(h *gc.Heap, seed uint32) {
	s.Heap = h
	s.seed = seed | 1
	s.Meta = h.AllocMetaShape(layout.ShapeSize)
	s.initShape(s.Meta, layout.KindShape, layout.ShapeSize)
	s.KindShape[layout.KindShape] = s.Meta
	for k := layout.KindShape + 1; k < layout.KindObject; k++ {
		r := h.AllocPinned(s.Meta, layout.ShapeSize)
		s.initShape(r, k, layout.Table()[k].Size)
		s.KindShape[k] = r
	}
	s.intern = s.newInternTable(2048)
	s.empty = s.Atom("")
	for c := range s.single {
		s.single[c] = s.internOne([]byte{byte(c)})
	}
}

func (s *Space) initShape(r Ref, k gc.Kind, size uint16) {
	s.SetU8(r, layout.ShapeKind, uint8(k))
	s.SetU16(r, layout.ShapeSizeField, size)
	s.SetU64(r, layout.ShapePrototype, uint64(gc.Null))
	s.SetU64(r, layout.ShapeLastKey, uint64(gc.Undefined))
}

// VisitRoots shows the collector what Space holds.
func (s *Space) VisitRoots(v *gc.Visitor) {
	v.Ref(&s.Meta)
	for i := range s.KindShape {
		v.Ref(&s.KindShape[i])
	}
	v.Ref(&s.intern)
	v.Value(&s.empty)
	v.Values(s.single[:])
}

// KindOf returns the kind of a cell.
func (s *Space) KindOf(r Ref) gc.Kind {
	return gc.Kind(s.U8(s.Ref(r, layout.ObjShape), layout.ShapeKind))
}

// NewCell allocates a zeroed cell of an internal kind with a fixed size or tail count n in elements of elemSize bytes.
func (s *Space) NewCell(k gc.Kind, size uint32) Ref { return s.Alloc(s.KindShape[k], size) }

// NewPinned is NewCell for kinds that never move.
func (s *Space) NewPinned(k gc.Kind, size uint32) Ref { return s.AllocPinned(s.KindShape[k], size) }

// NewValues allocates a KindValues cell of n Values, filled with fill (not a young cell).
func (s *Space) NewValues(n int, fill Value) Ref {
	r := s.Alloc(s.KindShape[layout.KindValues], uint32(layout.ValuesHeader+8*n))
	s.SetU32(r, layout.ValuesLen, uint32(n))
	if fill != 0 && n > 0 {
		s.FillValues(r, layout.ValuesHeader, n, fill)
	}
	return r
}

// ListLen, ListGet and ListSet access a KindValues cell.
func (s *Space) ListLen(r Ref) int { return int(s.U32(r, layout.ValuesLen)) }
func (s *Space) ListGet(r Ref, i int) Value {
	return s.Value(r, layout.ValuesHeader+uintptr(i)*8)
}
func (s *Space) ListSet(r Ref, i int, v Value) {
	s.StoreValue(r, layout.ValuesHeader+uintptr(i)*8, v)
}

// NewBytes allocates a KindBytes cell with a copy of b.
func (s *Space) NewBytes(b []byte) Ref {
	r := s.Alloc(s.KindShape[layout.KindBytes], uint32(layout.BytesHeader+len(b)))
	s.SetU32(r, layout.BytesLen, uint32(len(b)))
	copy(s.Bytes(r, layout.BytesHeader, len(b)), b)
	return r
}

// CellBytes views the contents of a KindBytes cell (transient).
func (s *Space) CellBytes(r Ref) []byte {
	return s.Bytes(r, layout.BytesHeader, int(s.U32(r, layout.BytesLen)))
}
