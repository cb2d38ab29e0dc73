package amd64

import (
	"encoding/binary"
	"fmt"

	"github.com/gonode/gonode/jit/asm"
)

// Assembler emits amd64 instructions into its buffer.
type Assembler struct {
	asm.Buffer
	features Feature
	lock     bool
	key      uint64 // blinding key, see MovScript
}

// New returns an assembler for a processor with some features.
func New(f Feature) *Assembler { return &Assembler{features: f} }

// Has reports whether instructions of a feature may be emitted.
func (a *Assembler) Has(f Feature) bool { return a.features&f == f }

// operands of an instruction, as its row needs them.
type operands struct {
	reg   Reg  // reg field, or register in the opcode
	rm    Reg  // r/m if it is a register, NoReg otherwise
	mem   *Mem // r/m if it is memory
	imm   int64
	label asm.Label // fRel
	reloc *asm.Reloc
	cond  Cond
}

func (e *encoding) fits(s Size, o *operands, f form) bool {
	if e.form != f || (e.sizes == szFixed) != (s == Fixed) || s != Fixed && e.sizes&uint8(s) == 0 {
		return false
	}
	switch f {
	case fMR, fRM, fRMI8, fRMI, fRMU8:
		if o.reg.IsX() != (e.flags&flRegX != 0) {
			return false
		}
	}
	if o.mem != nil {
		return e.flags&flRegOnly == 0
	}
	return o.rm == NoReg || e.flags&flMemOnly == 0 && o.rm.IsX() == (e.flags&flRMX != 0)
}

func (a *Assembler) find(op Op, s Size, o *operands, f form) *encoding {
	rows := table[op].rows
	for i := range rows {
		if rows[i].fits(s, o, f) {
			return &rows[i]
		}
	}
	return nil
}

func noForm(op Op, s Size) {
	panic(fmt.Sprintf("BUG: %s (op %d) does not take these operands at size %d", table[op].name, op, s))
}

// must emits op with operands in a form, which must exist.
func (a *Assembler) must(op Op, s Size, o operands, f form) {
	e := a.find(op, s, &o, f)
	if e == nil {
		noForm(op, s)
	}
	a.emit(op, e, s, &o)
}

// immediateSize returns the width of a row's immediate and whether it is in range.
func (e *encoding) immediateSize(s Size, v int64) (n int, ok bool) {
	switch e.form {
	case fMI8, fRMI8, fI8:
		return 1, v == int64(int8(v))
	case fMU8, fRMU8:
		return 1, v == int64(uint8(v))
	case fI16:
		return 2, v == int64(uint16(v))
	case fI:
		return 4, v == int64(int32(v))
	case fMI, fRMI, fOI:
		switch s {
		case B:
			return 1, v == int64(int8(v)) || v == int64(uint8(v))
		case W:
			return 2, v == int64(int16(v)) || v == int64(uint16(v))
		case D:
			return 4, v == int64(int32(v)) || v == int64(uint32(v))
		}
		if e.form == fOI {
			return 8, true
		}
		return 4, v == int64(int32(v))
	}
	return 0, true
}

// rmWidth is the width of an r/m register, regWidth of the reg operand; 0 for SSE registers.
func (e *encoding) rmWidth(s Size) Size {
	switch {
	case e.flags&flRMX != 0:
		return 0
	case e.flags&flRM8 != 0:
		return B
	case e.flags&flRM16 != 0:
		return W
	case e.flags&flRM32 != 0:
		return D
	case e.flags&flRM64 != 0:
		return Q
	}
	return s
}

func (e *encoding) regWidth(s Size) Size {
	switch {
	case e.flags&flRegX != 0:
		return 0
	case e.flags&flReg32 != 0:
		return D
	}
	return s
}

// emit encodes one instruction. Everything that can be wrong with it is a bug of the caller.
func (a *Assembler) emit(op Op, e *encoding, s Size, o *operands) {
	if e.need&^a.features != 0 {
		panic("BUG: " + table[op].name + " needs a processor feature that was not asked for")
	}
	start := len(a.Bytes)
	b := a.Bytes
	lock := a.lock
	if lock {
		if e.flags&flLock == 0 || o.mem == nil {
			panic("BUG: lock before " + table[op].name)
		}
		b = append(b, 0xF0)
		a.lock = false
	}
	if s == W && e.flags&flNoW == 0 {
		b = append(b, 0x66)
	}
	if e.prefix != 0 {
		b = append(b, e.prefix)
	}
	// REX
	var rex byte
	if s == Q && e.flags&flNoW == 0 || e.flags&flW != 0 {
		rex = 0x48
	}
	hasReg, hasRM := false, false
	switch e.form {
	case fO, fOI:
		if o.reg > R15 {
			panic("BUG: not a general register")
		}
		if o.reg&8 != 0 {
			rex |= 0x41
		}
	case fM, fMI8, fMI, fMU8, fM1, fMC:
		hasRM = true
	case fMR, fRM, fRMI8, fRMI, fRMU8:
		hasReg, hasRM = true, true
	}
	if hasReg {
		if o.reg > XMM15 {
			panic("BUG: no register")
		}
		if o.reg&8 != 0 {
			rex |= 0x44
		}
		if e.regWidth(s) == B && o.reg >= RSP && o.reg <= RDI {
			rex |= 0x40
		}
	}
	if hasRM {
		if m := o.mem; m != nil {
			if m.Base != NoReg && m.Base&8 != 0 {
				rex |= 0x41
			}
			if m.Index != NoReg && m.Index&8 != 0 {
				rex |= 0x42
			}
		} else {
			if o.rm > XMM15 {
				panic("BUG: no register")
			}
			if o.rm&8 != 0 {
				rex |= 0x41
			}
			if e.rmWidth(s) == B && o.rm >= RSP && o.rm <= RDI {
				rex |= 0x40
			}
		}
	}
	if rex != 0 {
		b = append(b, rex)
	}
	// Opcode
	switch e.space {
	case 0x0F:
		b = append(b, 0x0F)
	case 0x38, 0x3A:
		b = append(b, 0x0F, e.space)
	}
	opcode := e.opcode
	if s == B && e.flags&flSame8 == 0 {
		opcode--
	}
	switch e.form {
	case fO, fOI:
		opcode += byte(o.reg & 7)
	}
	if e.flags&flCond != 0 {
		if o.cond > CondG {
			panic("BUG: no condition")
		}
		opcode += byte(o.cond)
	}
	b = append(b, opcode)
	immSize, ok := e.immediateSize(s, o.imm)
	if !ok {
		panic(fmt.Sprintf("BUG: immediate %d of %s at size %d", o.imm, table[op].name, s))
	}
	// ModRM, SIB, displacement
	ripField := -1
	if hasRM {
		field := e.digit
		if hasReg {
			field = byte(o.reg & 7)
		}
		if o.mem != nil {
			b, ripField = appendMem(b, field<<3, o.mem)
		} else {
			b = append(b, 0xC0|field<<3|byte(o.rm&7))
		}
	} else if e.form == fFence {
		b = append(b, 0xC0|e.digit<<3)
	}
	// Immediate
	switch immSize {
	case 1:
		b = append(b, byte(o.imm))
	case 2:
		b = binary.LittleEndian.AppendUint16(b, uint16(o.imm))
	case 4:
		b = binary.LittleEndian.AppendUint32(b, uint32(o.imm))
	case 8:
		b = binary.LittleEndian.AppendUint64(b, uint64(o.imm))
	}
	switch e.form {
	case fRel:
		b = append(b, 0, 0, 0, 0)
	case fRel8:
		b = append(b, 0)
	}
	a.Bytes = b
	end := len(b)
	switch {
	case ripField >= 0:
		a.Fix(o.mem.Label, ripField, end, 4, int(o.mem.Disp))
	case e.form == fRel && o.reloc != nil:
		o.reloc.Offset = int32(end - 4)
		a.Reloc(*o.reloc)
	case e.form == fRel:
		a.Fix(o.label, end-4, end, 4, 0)
	case e.form == fRel8:
		a.Fix(o.label, end-1, end, 1, 0)
	case e.form == fOI && o.reloc != nil:
		o.reloc.Offset = int32(end - 8)
		a.Reloc(*o.reloc)
	}
	if a.Listing() {
		a.List(start, a.text(op, e, s, o, lock))
	}
}

// appendMem appends ModRM, SIB and displacement of a memory operand; rip is the offset of a displacement that a label decides, or -1.
func appendMem(b []byte, field byte, m *Mem) (_ []byte, rip int) {
	if m.Label != 0 {
		if m.Base != NoReg || m.Index != NoReg {
			panic("BUG: a label with registers")
		}
		return append(b, field|5, 0, 0, 0, 0), len(b) + 1
	}
	if m.Base != NoReg && m.Base > R15 || m.Index != NoReg && (m.Index > R15 || m.Index == RSP) {
		panic("BUG: register in a memory operand")
	}
	var sib byte
	switch m.Scale {
	case 1:
	case 2:
		sib = 0x40
	case 4:
		sib = 0x80
	case 8:
		sib = 0xC0
	default:
		panic("BUG: scale of a memory operand")
	}
	index := byte(4)
	if m.Index != NoReg {
		index = byte(m.Index & 7)
	}
	sib |= index << 3
	if m.Base == NoReg {
		b = append(b, field|4, sib|5)
		return binary.LittleEndian.AppendUint32(b, uint32(m.Disp)), -1
	}
	base := byte(m.Base & 7)
	needSIB := m.Index != NoReg || base == 4
	mod := byte(0x80)
	switch {
	case m.Disp == 0 && base != 5:
		mod = 0
	case m.Disp == int32(int8(m.Disp)):
		mod = 0x40
	}
	if needSIB {
		b = append(b, mod|field|4, sib|base)
	} else {
		b = append(b, mod|field|base)
	}
	switch mod {
	case 0x40:
		b = append(b, byte(m.Disp))
	case 0x80:
		b = binary.LittleEndian.AppendUint32(b, uint32(m.Disp))
	}
	return b, -1
}
