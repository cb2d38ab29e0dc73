package amd64

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/arch/x86/x86asm"
)

// all features: the tests decode, they don't run.
const allFeatures = ^Feature(0)

// decodedReg returns our name for a register of the decoder.
func decodedReg(r x86asm.Reg) string {
	s := strings.ToLower(r.String())
	switch {
	case len(s) == 3 && s[2] == 'b' && s[0] != 'r': // spb ...
		return s[:2] + "l"
	case s[0] == 'r' && s[len(s)-1] == 'l': // r8l
		return s[:len(s)-1] + "d"
	case s[0] == 'x':
		return "xmm" + s[1:]
	}
	return s
}

// signExtend reads v as a number of a size.
func signExtend(v int64, s Size) int64 {
	switch s {
	case B:
		return int64(int8(v))
	case W:
		return int64(int16(v))
	case D:
		return int64(int32(v))
	}
	return v
}

// decoded formats a decoded instruction as our listing does. Immediates read as signed numbers of the operation's size.
func decoded(in x86asm.Inst, op Op, e *encoding, s Size) string {
	name := strings.ToLower(in.Op.String())
	name = strings.TrimSuffix(name, "_xmm")
	if op == Int3 {
		return strings.Replace(name, "int", "int3", 1) // the decoder's "int 3"
	}
	if op == RepMovsb || op == RepMovsq || op == RepStosq {
		for _, p := range in.Prefix {
			if p&0xFF == 0xF3 {
				name = "rep " + name
			}
		}
		return name
	}
	for _, p := range in.Prefix {
		if p&0xFF == 0xF0 {
			name = "lock " + name
		}
	}
	var args []string
	for _, x := range in.Args {
		switch x := x.(type) {
		case nil:
		case x86asm.Reg:
			args = append(args, decodedReg(x))
		case x86asm.Imm:
			v := int64(x)
			switch e.form {
			case fMU8, fRMU8:
				v = int64(uint8(v))
			case fI16:
				v = int64(uint16(v))
			case fMI, fRMI, fOI:
				v = signExtend(v, s)
			}
			args = append(args, signedHex(v))
		case x86asm.Rel:
			args = append(args, fmt.Sprintf("rel %d", int32(x)))
		case x86asm.Mem:
			m := Mem{Base: NoReg, Index: NoReg, Scale: 1, Disp: int32(x.Disp)}
			if x.Segment != 0 {
				args = append(args, "segment?")
			}
			rip := ""
			if x.Base == x86asm.RIP {
				rip = "rip"
			} else if x.Base != 0 {
				m.Base = Reg(x.Base - x86asm.RAX)
			}
			if x.Index != 0 {
				m.Index, m.Scale = Reg(x.Index-x86asm.RAX), x.Scale
			}
			w := Size(in.MemBytes)
			if op == Lea {
				w = 0
			}
			args = append(args, width(w)+rip+m.String())
		default:
			args = append(args, fmt.Sprintf("?%T", x))
		}
	}
	if len(args) == 0 {
		return name
	}
	return name + " " + strings.Join(args, ", ")
}

// checkOne emits one instruction by one row and compares its text with what the decoder reads from its bytes.
func checkOne(t *testing.T, op Op, e *encoding, s Size, o operands, lock bool) {
	t.Helper()
	a := New(allFeatures)
	a.SetListing(true)
	target := a.NewLabel()
	if o.mem != nil && o.mem.Label != 0 {
		m := *o.mem
		m.Label = target
		o.mem = &m
	}
	o.label = target
	a.lock = lock
	a.emit(op, e, s, &o)
	n := len(a.Bytes)
	a.Pad(3)
	a.Bind(target)
	c, err := a.Finish()
	if err != nil {
		t.Fatal(err)
	}
	text := c.Listing[0].Text
	in, err := x86asm.Decode(c.Bytes[:n], 64)
	if err != nil {
		t.Fatalf("%s: % x does not decode: %v", text, c.Bytes[:n], err)
	}
	if in.Len != n {
		t.Fatalf("%s: % x decodes as %v of %d bytes", text, c.Bytes[:n], in, in.Len)
	}
	want := text
	name := fmt.Sprintf("L%d", target)
	switch e.form {
	case fRel, fRel8:
		want = strings.Replace(want, name, "rel 3", 1)
	}
	if o.mem != nil && o.mem.Label != 0 {
		d := int64(o.mem.Disp) + 3
		r := "rip[" + signedHex(d) + "]"
		want = want[:strings.Index(want, "[")] + r + want[strings.Index(want, "]")+1:]
	}
	got := decoded(in, op, e, s)
	if got != want {
		t.Errorf("% x: emitted %q, decodes as %q (%v)", c.Bytes[:n], want, got, in)
	}
}

// samples of operands.

func memSamples() []Mem {
	var list []Mem
	for base := RAX; base <= R15; base++ {
		for _, d := range []int32{0, 1, -1, 127, -128, 128, -129, 1<<31 - 1, -1 << 31} {
			list = append(list, Base(base, d))
		}
		for _, index := range []Reg{RAX, RBP, RSI, R8, R12, R13, R15} {
			for i, scale := range []uint8{1, 2, 4, 8} {
				list = append(list, Indexed(base, index, scale, []int32{0, 8, -1000, 1 << 20}[i]))
			}
		}
	}
	for _, index := range []Reg{RAX, RBP, R9, R12} {
		list = append(list, Scaled(index, 8, 0), Scaled(index, 4, -8))
	}
	return append(list, Absolute(0), Absolute(0x1000), At(1), Mem{Base: NoReg, Index: NoReg, Scale: 1, Label: 1, Disp: 16})
}

func immSamples(e *encoding, s Size) []int64 {
	var list []int64
	for _, v := range []int64{0, 1, -1, 5, 63, 127, -128, 128, 255, 256, 0x7FFF, -0x8000, 0xFFFF, 0x12345678, 1<<31 - 1, -1 << 31, 0x123456789ABCDEF0, -1 << 63} {
		if n, ok := e.immediateSize(s, v); n > 0 && ok {
			list = append(list, v)
		}
	}
	if list == nil {
		return []int64{0}
	}
	return list
}

// signedImm reports whether v is the signed spelling of itself: the listing prints what the caller wrote, the decoder's reading is
// compared as a signed number.
func signedImm(e *encoding, s Size, v int64) bool {
	switch e.form {
	case fMI, fRMI, fOI:
		return v == signExtend(v, s)
	}
	return true
}

func sizesOf(e *encoding) []Size {
	if e.sizes == szFixed {
		return []Size{Fixed}
	}
	var list []Size
	for _, s := range []Size{B, W, D, Q} {
		if e.sizes&uint8(s) != 0 {
			list = append(list, s)
		}
	}
	return list
}

func has(f form, list ...form) bool {
	for _, g := range list {
		if f == g {
			return true
		}
	}
	return false
}

func (e *encoding) takesRM() bool {
	return has(e.form, fM, fMR, fRM, fMI8, fMI, fMU8, fM1, fMC, fRMI8, fRMI, fRMU8)
}

func (e *encoding) takesReg() bool {
	return has(e.form, fO, fOI, fMR, fRM, fRMI8, fRMI, fRMU8)
}

// TestEveryRow emits every row of the table with every size, all registers, all shapes of memory operands and the immediates at the
// edges, and lets the decoder read them.
func TestEveryRow(t *testing.T) {
	mems := memSamples()
	n := 0
	for op := Op(0); op < numOps; op++ {
		if t.Failed() && n > 0 && op%8 == 0 {
			return
		}
		if table[op].name == "" {
			t.Fatalf("op %d has no rows", op)
		}
		for i := range table[op].rows {
			e := &table[op].rows[i]
			conds := []Cond{noCond}
			if e.flags&flCond != 0 {
				conds = conds[:0]
				for c := CondO; c <= CondG; c++ {
					conds = append(conds, c)
				}
			}
			for _, s := range sizesOf(e) {
				reg0, rm0 := RAX, RAX
				if e.flags&flRegX != 0 {
					reg0 = XMM0
				}
				if e.flags&flRMX != 0 {
					rm0 = XMM0
				}
				for _, imm := range immSamples(e, s) {
					if !signedImm(e, s, imm) {
						continue
					}
					o := operands{imm: imm, rm: NoReg, cond: conds[0]}
					if !e.takesRM() {
						for r := reg0; r < reg0+16; r++ {
							o.reg = r
							for _, c := range conds {
								o.cond = c
								checkOne(t, op, e, s, o, false)
								n++
							}
							if !e.takesReg() {
								break
							}
						}
						continue
					}
					for _, c := range conds {
						o.cond = c
						for k := Reg(0); k < 16 && e.flags&flMemOnly == 0; k++ {
							o.mem, o.rm, o.reg = nil, rm0+k, reg0+(k*7+3)&15
							checkOne(t, op, e, s, o, false)
							o.rm, o.reg = rm0+(k*5+1)&15, reg0+k
							checkOne(t, op, e, s, o, false)
							n += 2
						}
					}
					if e.flags&flRegOnly != 0 {
						continue
					}
					for j := range mems {
						if imm != 0 && imm != 5 && j%16 != 0 {
							continue
						}
						o.mem, o.rm, o.reg = &mems[j], NoReg, reg0+Reg(j)&15
						o.cond = conds[j%len(conds)]
						checkOne(t, op, e, s, o, false)
						n++
						if e.flags&flLock != 0 {
							checkOne(t, op, e, s, o, true)
							n++
						}
					}
				}
			}
		}
	}
	if n < 20000 {
		t.Errorf("only %d instructions checked", n)
	}
	t.Logf("%d instructions", n)
}

// FuzzEmit lets the fuzzer choose row and operands.
func FuzzEmit(f *testing.F) {
	f.Add(uint8(0), uint8(0), uint8(0), uint8(3), uint8(4), uint8(5), uint8(1), int32(8), int64(1))
	f.Add(uint8(Mov), uint8(3), uint8(1), uint8(9), uint8(255), uint8(255), uint8(3), int32(-8), int64(-1))
	f.Fuzz(func(t *testing.T, opN, rowN, sizeN, reg, rm, index, flags uint8, disp int32, imm int64) {
		op := Op(opN) % numOps
		rows := table[op].rows
		e := &rows[int(rowN)%len(rows)]
		sizes := sizesOf(e)
		s := sizes[int(sizeN)%len(sizes)]
		if _, ok := e.immediateSize(s, imm); !ok {
			imm = int64(int8(imm))
			if e.form == fMU8 || e.form == fRMU8 || e.form == fI16 {
				imm = int64(uint8(imm))
			}
		}
		if !signedImm(e, s, imm) {
			imm = signExtend(imm, s)
		}
		if n, _ := e.immediateSize(s, imm); n == 0 {
			imm = 0
		}
		o := operands{imm: imm, rm: NoReg, reg: Reg(reg & 15), cond: Cond(flags >> 4)}
		if e.flags&flRegX != 0 && e.takesReg() {
			o.reg += XMM0
		}
		lock := false
		if e.takesRM() {
			if e.flags&flMemOnly == 0 && (e.flags&flRegOnly != 0 || flags&1 != 0) {
				o.rm = Reg(rm & 15)
				if e.flags&flRMX != 0 {
					o.rm += XMM0
				}
			} else {
				m := Mem{Base: Reg(rm & 15), Index: Reg(index & 15), Scale: 1 << (flags >> 1 & 3), Disp: disp}
				if m.Index == RSP || index&0x40 != 0 {
					m.Index, m.Scale = NoReg, 1
				}
				if rm&0x40 != 0 {
					m.Base = NoReg
				}
				if rm&0x80 != 0 {
					m = At(1)
					m.Disp = disp >> 1
				}
				o.mem = &m
				lock = e.flags&flLock != 0 && flags&8 != 0
			}
		}
		checkOne(t, op, e, s, o, lock)
	})
}
