package bytecode

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Inst is one decoded instruction.
type Inst struct {
	Offset int
	Op     Op
	// Args are the operands in order; jump operands are absolute offsets.
	Args [5]int
}

// Decode reads the instruction at off; ok is false if the opcode is unknown or the operands run over the end.
func Decode(code []byte, off int) (in Inst, ok bool) {
	if off < 0 || off >= len(code) || Op(code[off]) >= NumOps {
		return in, false
	}
	in.Offset, in.Op = off, Op(code[off])
	p := off + 1
	for i, k := range &Table[in.Op].Operands {
		if k == None {
			break
		}
		w := k.Width()
		if p+w > len(code) {
			return in, false
		}
		b := code[p : p+w]
		switch k {
		case Reg, RegOut, RegMod, Regs, Pair, Iter:
			in.Args[i] = int(int16(binary.LittleEndian.Uint16(b)))
		case Imm8:
			in.Args[i] = int(int8(b[0]))
		case Flag:
			in.Args[i] = int(b[0])
		case Imm32:
			in.Args[i] = int(int32(binary.LittleEndian.Uint32(b)))
		case Target:
			in.Args[i] = off + int(int32(binary.LittleEndian.Uint32(b)))
		case Pool32, Idx32:
			in.Args[i] = int(binary.LittleEndian.Uint32(b))
		default:
			in.Args[i] = int(binary.LittleEndian.Uint16(b))
		}
		p += w
	}
	return in, true
}

// RegName returns the name of register operand r in listings.
func RegName(r int) string {
	switch {
	case r == RegReceiver:
		return "this"
	case r <= RegArg0:
		return "a" + strconv.Itoa(RegArg0-r)
	}
	return "r" + strconv.Itoa(r)
}

// String renders the constant for listings.
func (c *Const) String() string {
	switch c.Kind {
	case ConstString:
		return strconv.Quote(c.Str)
	case ConstNumber:
		return strconv.FormatFloat(math.Float64frombits(c.Bits), 'g', -1, 64)
	case ConstBigInt:
		return c.Str + "n"
	case ConstFunc:
		return "func#" + strconv.Itoa(int(c.Index))
	case ConstScope:
		return "scope#" + strconv.Itoa(int(c.Index))
	case ConstObject:
		return "object#" + strconv.Itoa(int(c.Index))
	case ConstArray:
		return "array#" + strconv.Itoa(int(c.Index))
	case ConstRegExp:
		return "regexp#" + strconv.Itoa(int(c.Index))
	case ConstTemplate:
		return "template#" + strconv.Itoa(int(c.Index))
	case ConstIntrinsic:
		return "%" + c.Str
	case ConstUndefined:
		return "undefined"
	case ConstNull:
		return "null"
	case ConstTrue:
		return "true"
	case ConstFalse:
		return "false"
	}
	return "hole"
}

// Format renders one instruction of f without its offset.
func (f *Func) Format(in Inst) string {
	var b strings.Builder
	b.WriteString(in.Op.String())
	row := in.Op.Info()
	for i, k := range &row.Operands {
		if k == None {
			break
		}
		if i == 0 {
			b.WriteByte(' ')
		} else {
			b.WriteString(", ")
		}
		a := in.Args[i]
		switch k {
		case Reg, RegOut, RegMod:
			b.WriteString(RegName(a))
		case Regs:
			n := 0
			if i+1 < len(in.Args) {
				n = in.Args[i+1]
			}
			switch {
			case n == 0:
				b.WriteString("-")
			case n == 1:
				b.WriteString(RegName(a))
			default:
				b.WriteString(RegName(a) + "-" + RegName(a+n-1))
			}
		case Pair:
			b.WriteString(RegName(a) + "-" + RegName(a+1))
		case Iter:
			b.WriteString(RegName(a) + "-" + RegName(a+2))
		case Pool, Name, Pool32:
			if a < len(f.Consts) {
				b.WriteString(f.Consts[a].String())
			} else {
				fmt.Fprintf(&b, "?%d", a)
			}
		case Slot:
			if a == NoSlot {
				b.WriteString("[-]")
			} else {
				fmt.Fprintf(&b, "[%d]", a)
			}
		case Target:
			fmt.Fprintf(&b, "@%d", a)
		case Flag:
			if in.Op == ThrowConst || in.Op == ThrowIfNotObject {
				b.WriteString(ThrowKind(a).String())
			} else {
				fmt.Fprintf(&b, "#%d", a)
			}
		default:
			b.WriteString(strconv.Itoa(a))
		}
	}
	return b.String()
}

var throwNames = [NumThrowKinds]string{"TDZ", "ConstAssign", "SuperCalledTwice", "ThisTDZ", "DeleteSuper", "NoThrowMethod", "InvalidAssign",
	"PrivateNoGetter", "PrivateNoSetter", "PrivateMethodWrite", "DerivedReturn", "IterResult", "IterReturn", "StaticPrototype",
	"NotExtensible", "NotDefined", "EvalConflict"}

// String returns the short name of the error.
func (k ThrowKind) String() string {
	if k >= NumThrowKinds {
		return "?"
	}
	return throwNames[k]
}

// Disassemble renders a function: --print-bytecode.
func (f *Func) Disassemble() string {
	var b strings.Builder
	name := f.Name
	if name == "" {
		name = "(anonymous)"
	}
	fmt.Fprintf(&b, "function %s  params=%d length=%d regs=%d slots=%d flags=%#x\n", name, f.ParamCount, f.Length, f.Registers, f.VectorLen, f.Flags)
	last, next := int32(-1), positions{table: f.Positions}
	next.advance()
	for off := 0; off < len(f.Code); {
		in, ok := Decode(f.Code, off)
		if !ok {
			fmt.Fprintf(&b, "%5d  ?? %#x\n", off, f.Code[off])
			break
		}
		fmt.Fprintf(&b, "%5d  %s", off, f.Format(in))
		for next.ok && next.off <= off {
			if next.pos != last {
				fmt.Fprintf(&b, "  ;%d", next.pos)
				last = next.pos
			}
			next.advance()
		}
		b.WriteByte('\n')
		off += in.Op.Size()
	}
	for _, h := range f.Handlers {
		kind := "finally"
		if h.Catch {
			kind = "catch"
		}
		fmt.Fprintf(&b, "  handler [%d,%d) -> %d scope %s %s\n", h.Start, h.End, h.Target, RegName(int(h.Scope)), kind)
	}
	return b.String()
}

// Disassemble renders all functions and scopes of the unit.
func (u *Unit) Disassemble() string {
	var b strings.Builder
	for i := range u.Funcs {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "#%d ", i)
		b.WriteString(u.Funcs[i].Load().Disassemble())
	}
	return b.String()
}
