package amd64

import (
	"fmt"
	"strings"
)

const condNames = "o  no b  ae e  ne be a  s  ns p  np l  ge le g  "

// String returns the condition as it stands in mnemonics.
func (c Cond) String() string {
	if c > CondG {
		return "?"
	}
	return strings.TrimRight(condNames[c*3:c*3+3], " ")
}

// String returns the 64-bit name.
func (r Reg) String() string { return r.name(Q) }

// name returns the register's name at a size.
func (r Reg) name(s Size) string {
	switch {
	case r == NoReg:
		return "none"
	case r.IsX():
		return fmt.Sprintf("xmm%d", r-XMM0)
	case r >= R8:
		switch s {
		case B:
			return fmt.Sprintf("r%db", r)
		case W:
			return fmt.Sprintf("r%dw", r)
		case D:
			return fmt.Sprintf("r%dd", r)
		}
		return fmt.Sprintf("r%d", r)
	}
	base := "axcxdxbxspbpsidi"[r*2 : r*2+2]
	switch s {
	case B:
		if r >= RSP {
			return base + "l"
		}
		return base[:1] + "l"
	case W:
		return base
	case D:
		return "e" + base
	}
	return "r" + base
}

func width(n Size) string {
	switch n {
	case 1:
		return "byte ptr "
	case 2:
		return "word ptr "
	case 4:
		return "dword ptr "
	case 8:
		return "qword ptr "
	case 16:
		return "xmmword ptr "
	}
	return ""
}

func signedHex(v int64) string {
	if v < 0 {
		return fmt.Sprintf("-%#x", uint64(-v))
	}
	return fmt.Sprintf("%#x", v)
}

// String returns the operand in brackets.
func (m *Mem) String() string {
	var s strings.Builder
	s.WriteByte('[')
	if m.Label != 0 {
		fmt.Fprintf(&s, "L%d", m.Label)
	}
	if m.Base != NoReg {
		s.WriteString(m.Base.name(Q))
	}
	if m.Index != NoReg {
		if m.Base != NoReg {
			s.WriteByte('+')
		}
		fmt.Fprintf(&s, "%s*%d", m.Index.name(Q), m.Scale)
	}
	if m.Disp != 0 || s.Len() == 1 {
		if m.Disp >= 0 && s.Len() > 1 {
			s.WriteByte('+')
		}
		s.WriteString(signedHex(int64(m.Disp)))
	}
	s.WriteByte(']')
	return s.String()
}

// text returns an instruction in Intel's syntax.
func (a *Assembler) text(op Op, e *encoding, s Size, o *operands, lock bool) string {
	t := table[op].name
	if e.flags&flCond != 0 {
		t += o.cond.String()
	}
	if lock {
		t = "lock " + t
	}
	rm := func() string {
		if o.mem == nil {
			return o.rm.name(e.rmWidth(s))
		}
		w := Size(e.mem)
		if w == 0 {
			w = s
		}
		if op == Lea {
			w = 0
		}
		return width(w) + o.mem.String()
	}
	reg := func() string { return o.reg.name(e.regWidth(s)) }
	imm := signedHex(o.imm)
	switch e.form {
	case fO:
		return t + " " + reg()
	case fM:
		return t + " " + rm()
	case fMR:
		return t + " " + rm() + ", " + reg()
	case fRM:
		return t + " " + reg() + ", " + rm()
	case fMI8, fMI, fMU8:
		return t + " " + rm() + ", " + imm
	case fM1:
		return t + " " + rm() + ", 0x1"
	case fMC:
		return t + " " + rm() + ", cl"
	case fOI:
		if o.reloc != nil {
			imm = fmt.Sprintf("target %d", o.reloc.Target)
		}
		return t + " " + reg() + ", " + imm
	case fRMI8, fRMI, fRMU8:
		return t + " " + reg() + ", " + rm() + ", " + imm
	case fI8, fI, fI16:
		return t + " " + imm
	case fRel, fRel8:
		if o.reloc != nil {
			return fmt.Sprintf("%s target %d", t, o.reloc.Target)
		}
		return fmt.Sprintf("%s L%d", t, o.label)
	}
	return t
}
