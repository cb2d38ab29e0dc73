package code

import "github.com/gonode/gonode/jit/asm"

// Kind is what a piece of machine code is.
type Kind uint8

// The kinds of code objects.
const (
	KindStub Kind = iota
	KindBaseline
	KindOptimised
)

// String returns the kind as perf maps and dumps show it.
func (k Kind) String() string {
	switch k {
	case KindStub:
		return "Stub"
	case KindBaseline:
		return "Baseline"
	case KindOptimised:
		return "Optimised"
	}
	return "?"
}

// Info is what the installer says of a code object.
type Info struct {
	Name  string
	Kind  Kind
	Owner any // the compiler's own data
}

// Object is a piece of machine code in a Space. It does not change while it is installed.
type Object struct {
	Info
	Start     uintptr
	Size      int
	Index     uint32 // in the space's address table; never 0
	Positions asm.PositionTable

	slab *slab
	slot int
}

// PositionAt returns the position that an address in the object belongs to. returnAddress says that the address is where a call
// will return to: the call itself is meant.
func (o *Object) PositionAt(pc uintptr, returnAddress bool) (value int, ok bool) {
	off := int(pc - o.Start)
	if returnAddress {
		off--
	}
	return o.Positions.At(off)
}
