package bytecode

import (
	"encoding/binary"
	"math"
)

// Asm writes the code of one function. It knows operand encodings, labels, positions and handlers, and drops unreachable code;
// register allocation, constants and feedback slots are its caller's business. Reset makes it ready for the next function.
type Asm struct {
	Code      []byte
	Handlers  []Handler
	Positions []byte
	Suspends  []uint32

	reachable bool
	// lastStar is the register of a Star that is the last instruction and not the target of a label, else noReg: a Ldar of the same
	// register is then redundant.
	lastStar int
	pos      int32 // position for the next instructions that may throw
	posOff   int   // offset and position of the last entry of Positions
	posPos   int32
	havePos  bool
	sites    []int32 // offsets of instructions with a jump operand
	waiting  int     // jumps to unbound labels
	labels   []Label // chunk from which NewLabel allocates
}

const noReg = math.MaxInt32

// Label is a place in the code. Jumps may refer to it before it is bound.
type Label struct {
	off   int32 // -1: not yet bound
	first int32 // site chain: offset+1 of the last jump operand that waits; each holds the previous one
}

// Bound tells whether the label has been placed.
func (l *Label) Bound() bool { return l.off >= 0 }

// Used tells whether a jump waits for the label.
func (l *Label) Used() bool { return l.first != 0 }

// Reset prepares a for a new function, keeping buffers.
func (a *Asm) Reset() {
	*a = Asm{Code: a.Code[:0], Handlers: a.Handlers[:0], Positions: a.Positions[:0], Suspends: a.Suspends[:0], reachable: true,
		lastStar: noReg, sites: a.sites[:0], labels: a.labels}
}

// NewLabel returns an unbound label.
func (a *Asm) NewLabel() *Label {
	if len(a.labels) == 0 {
		a.labels = make([]Label, 64)
	}
	l := &a.labels[0]
	a.labels = a.labels[1:]
	*l = Label{off: -1}
	return l
}

// Reachable tells whether control can come to the current place.
func (a *Asm) Reachable() bool { return a.reachable }

// Offset returns the offset of the next instruction.
func (a *Asm) Offset() int { return len(a.Code) }

// SetPos sets the source position of the instructions that follow.
func (a *Asm) SetPos(pos int32) { a.pos = pos }

// Pos returns the current source position.
func (a *Asm) Pos() int32 { return a.pos }

// Emit appends an instruction unless the place is unreachable. Operands of kind Target must go through Jump.
func (a *Asm) Emit(op Op, args ...int) {
	if !a.reachable {
		return
	}
	row := &Table[op]
	if op == Ldar {
		if args[0] == a.lastStar {
			return
		}
	}
	a.position(row)
	if row.Effect&Suspends != 0 {
		a.Suspends = append(a.Suspends, uint32(len(a.Code)))
	}
	a.Code = append(a.Code, byte(op))
	for i, v := range args {
		a.operand(row.Operands[i], v)
	}
	a.lastStar = noReg
	if op == Star {
		a.lastStar = args[0]
	}
	if row.Effect&Ends != 0 {
		a.reachable = false
	}
}

func (a *Asm) position(row *Info) {
	if row.Effect&(Throws|Calls) == 0 || (a.havePos && a.posPos == a.pos) {
		return
	}
	a.Positions = AppendPosition(a.Positions, len(a.Code)-a.posOff, a.pos-a.posPos)
	a.posOff, a.posPos, a.havePos = len(a.Code), a.pos, true
}

func (a *Asm) operand(k Kind, v int) {
	switch k {
	case Imm8, Flag:
		a.Code = append(a.Code, byte(v))
	case Imm32, Idx32, Pool32, Target:
		a.Code = binary.LittleEndian.AppendUint32(a.Code, uint32(v))
	case None:
		panic("BUG: too many operands")
	default:
		a.Code = binary.LittleEndian.AppendUint16(a.Code, uint16(v))
	}
}

// Jump appends an instruction that has a jump operand to l; args are its other operands in order.
func (a *Asm) Jump(op Op, l *Label, args ...int) {
	if !a.reachable {
		return
	}
	row := &Table[op]
	a.position(row)
	start := len(a.Code)
	if row.Effect&Suspends != 0 {
		a.Suspends = append(a.Suspends, uint32(start))
	}
	a.Code = append(a.Code, byte(op))
	n := 0
	for _, k := range &row.Operands {
		switch k {
		case None:
		case Target:
			// Operands hold the absolute target until Finish; while l is unbound, the previous link of the chain.
			if l.off >= 0 {
				a.operand(k, int(l.off))
			} else {
				at := len(a.Code)
				a.operand(k, int(l.first))
				l.first = int32(at)
				a.waiting++
			}
			a.sites = append(a.sites, int32(start), int32(len(a.Code)-4))
		default:
			a.operand(k, args[n])
			n++
		}
	}
	a.lastStar = noReg
	if row.Effect&Ends != 0 {
		a.reachable = false
	}
}

// Bind places l here.
func (a *Asm) Bind(l *Label) {
	if l.off >= 0 {
		panic("BUG: label bound twice")
	}
	here := int32(len(a.Code))
	l.off = here
	if l.first != 0 {
		for at := l.first; at != 0; a.waiting-- {
			next := int32(binary.LittleEndian.Uint32(a.Code[at:]))
			binary.LittleEndian.PutUint32(a.Code[at:], uint32(here))
			at = next
		}
		a.reachable = true
	}
	a.lastStar = noReg
}

// BindHandler begins the code of an exception handler.
func (a *Asm) BindHandler() {
	a.reachable = true
	a.lastStar = noReg
}

// Barrier forgets what is known about the last instruction: for places reached other than by labels.
func (a *Asm) Barrier() { a.lastStar = noReg }

// Finish makes jump operands relative, following chains of unconditional jumps.
func (a *Asm) Finish() {
	if a.waiting != 0 {
		panic("BUG: jump to a label that was never bound")
	}
	for i := 0; i < len(a.sites); i += 2 {
		start, at := a.sites[i], a.sites[i+1]
		if Op(a.Code[start]) == JumpLoop {
			continue
		}
		t := binary.LittleEndian.Uint32(a.Code[at:])
		for n := 0; n < 16 && int(t) < len(a.Code) && Op(a.Code[t]) == Jump; n++ {
			t = binary.LittleEndian.Uint32(a.Code[t+1:])
		}
		binary.LittleEndian.PutUint32(a.Code[at:], t)
	}
	for i := 0; i < len(a.sites); i += 2 {
		start, at := a.sites[i], a.sites[i+1]
		binary.LittleEndian.PutUint32(a.Code[at:], binary.LittleEndian.Uint32(a.Code[at:])-uint32(start))
	}
}
