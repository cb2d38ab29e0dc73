package gc

// Kind is the kind of a cell: it selects the Layout by which the collector, the verifier, the image writer and the heap
// snapshot see the cell. A cell's kind stands in its shape (offset ShapeKindOff of the shape cell).
type Kind uint8

// Every cell begins with its shape (u32 Ref) and a u32 of flags (and, for objects and strings, hash). A moved cell has the
// forwarding offset with bit 0 set in place of its shape. Shapes are never young.
const (
	CellShapeOff = 0
	CellFlagsOff = 4
	CellHeader   = 8

	// ShapeKindOff is where a shape cell holds the Kind (u8) of its instances, ShapeSizeOff their size in bytes (u16), which
	// is what the collector uses for kinds with TailObject.
	ShapeKindOff = 8
	ShapeSizeOff = 10
)

// Tail tells what follows the fixed part of a cell.
type Tail uint8

const (
	TailNone   Tail = iota
	TailBytes       // count bytes, rounded up to 8
	TailU16         // count uint16, rounded up to 8
	TailRefs        // count u32 Refs, rounded up to 8
	TailValues      // count Values
	TailRaw64       // count raw 64-bit words, not Values
	TailObject      // Values up to the instance size in the shape
)

// Weakness tells how a major collection treats a cell's references. Scavenges treat all as strong (DECISIONS 3.6).
type Weakness uint8

const (
	Strong        Weakness = iota
	WeakTarget             // the Value at WeakOff is weak: cleared to Undefined when its target dies (WeakRef, weak cells)
	EphemeronTail          // tail Values are (key, value) pairs from TailStart on: value live only while key is; dead pairs become (Deleted, Undefined)
	WeakTailRefs           // tail Refs are weak: dead ones become 0 (transition table, weak lists)
	WeakTailCells          // tail Values are weak: dead ones become Deleted (intern table, registries)
)

// Layout describes the cells of one kind. All references of a cell are: the shape; the u32 fields of RefMask; the Values in
// [ValueOff, ValueOff+8*ValueCount); and the tail if it is refs, values or object slots.
type Layout struct {
	Name       string
	Size       uint16 // bytes of the fixed part, header included, a multiple of 8
	RefMask    uint64 // bit i set: the u32 at byte offset 4*i is a Ref
	ValueOff   uint16
	ValueCount uint16
	Tail       Tail
	LenOff     uint8 // byte offset of the u32 that counts the tail's elements (not for TailObject)
	Weak       Weakness
	WeakOff    uint8
	// HostOff, if not 0, is the offset of a u32 index into the host table, ExtOff of one into the external memory table;
	// both are released when the cell dies (young owners by each scavenge).
	HostOff uint8
	ExtOff  uint8
	// NoMove: allocated old, in pages that never move (atoms, symbols, shapes, bytecode, function infos, vectors, realms).
	NoMove bool
}

// KindTable has the Layout of every kind, indexed by Kind. It is static data of core/layout.
type KindTable [256]Layout
