package wasm

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
)

// function is a function of an instance, or of the host.
type function struct {
	typ   *funcType
	inst  *instance
	code  *code
	index int
	ref   uint64 // its number as a value, 0 when it has none yet
	// call is set for functions of the host.
	call func(args []uint64) ([]uint64, error)
	// shown is what the binding keeps with it.
	shown any
}

// memory is a linear memory; data is what it holds now: the host may move it whenever it runs.
type memory struct {
	limits
	data []byte
	// grow makes the memory n bytes long; refresh reads where it is now.
	grow    func(n uint64) bool
	refresh func()
	shown   any
}

// table is a table of references.
type table struct {
	tableType
	elems []uint64
	shown any
}

// global is a global variable.
type global struct {
	globalType
	value uint64
	shown any
}

// instance is an instantiated module.
type instance struct {
	m       *module
	funcs   []*function
	tables  []*table
	mem     *memory
	globals []*global
	datas   [][]byte
	elems   [][]uint64
}

// store holds what has a number as a value.
type store struct {
	funcs []*function // reference n is funcs[n-1]
	// poll is called at every turn of a loop and at calls; an error ends the program.
	poll  func() error
	stack []uint64
	depth int
}

func (s *store) ref(f *function) uint64 {
	if f.ref == 0 {
		s.funcs = append(s.funcs, f)
		f.ref = uint64(len(s.funcs))
	}
	return f.ref
}

// trap is a run-time error of the program.
type trap string

func (t trap) Error() string { return string(t) }

const (
	trapUnreachable = trap("unreachable")
	trapMemory      = trap("memory access out of bounds")
	trapTable       = trap("table index is out of bounds")
	trapDivide      = trap("divide by zero")
	trapRemainder   = trap("remainder by zero")
	trapOverflow    = trap("divide result unrepresentable")
	trapFloat       = trap("float unrepresentable in integer range")
	trapSignature   = trap("function signature mismatch")
)

var errStack = errors.New("Maximum call stack size exceeded")

const (
	maxDepth = 8000
	maxWords = 4 << 20
)

// invoke calls a function from outside.
func (s *store) invoke(f *function, args []uint64) ([]uint64, error) {
	if f.code == nil {
		return f.call(args)
	}
	base := len(s.stack)
	s.stack = append(s.stack, args...)
	defer func() { s.stack = s.stack[:base] }()
	if f.inst.mem != nil {
		f.inst.mem.refresh()
	}
	if err := s.run(f, base); err != nil {
		return nil, err
	}
	return append([]uint64(nil), s.stack[base:base+len(f.typ.results)]...), nil
}

// run executes a function whose arguments are at stack[base:]; its results take their place.
func (s *store) run(f *function, base int) error {
	c := f.code
	need := base + c.locals + c.maxStack + 1
	if s.depth >= maxDepth || need > maxWords {
		return errStack
	}
	s.depth++
	defer func() { s.depth-- }()
	s.reserve(need)
	inst := f.inst
	st := s.stack[base:need]
	for i := len(c.typ.params); i < c.locals; i++ {
		st[i] = 0
	}
	var mem []byte
	if inst.mem != nil {
		mem = inst.mem.data
	}
	sp := c.locals
	code := c.ins
	pc := 0
	// again reads what a call may have moved.
	again := func() {
		s.reserve(need)
		st = s.stack[base:need]
		if inst.mem != nil {
			mem = inst.mem.data
		}
	}
	for {
		in := &code[pc]
		pc++
		switch in.op {
		case 0x00:
			return trapUnreachable
		case 0x03:
			if err := s.poll(); err != nil {
				return err
			}
		case opJump:
			pc = int(in.a)
		case opJumpIf:
			sp--
			if uint32(st[sp]) == 0 {
				pc = int(in.a)
			}
		case 0x0d:
			sp--
			if uint32(st[sp]) == 0 {
				continue
			}
			fallthrough
		case 0x0c:
			to := c.locals + int(in.imm)
			n := int(in.b)
			if to+n != sp {
				copy(st[to:to+n], st[sp-n:sp])
				sp = to + n
			}
			pc = int(in.a)
		case 0x0e:
			sp--
			t := c.tables[in.a]
			i := uint64(uint32(st[sp]))
			if i >= uint64(len(t)) {
				i = uint64(len(t)) - 1
			}
			e := &t[i]
			to := c.locals + int(e.imm)
			n := int(e.b)
			if to+n != sp {
				copy(st[to:to+n], st[sp-n:sp])
				sp = to + n
			}
			pc = int(e.a)
		case 0x0f:
			n := int(in.b)
			s.reserve(base + n)
			copy(s.stack[base:base+n], st[sp-n:sp])
			return nil
		case 0x10, 0x11:
			var g *function
			if in.op == 0x10 {
				g = inst.funcs[in.a]
			} else {
				sp--
				t := inst.tables[in.imm]
				i := uint64(uint32(st[sp]))
				if i >= uint64(len(t.elems)) {
					return trapTable
				}
				ref := t.elems[i]
				if ref == 0 {
					return trapSignature
				}
				g = s.funcs[ref-1]
				if want := &inst.m.types[in.a]; g.typ != want && !g.typ.equal(want) {
					return trapSignature
				}
			}
			n := len(g.typ.params)
			at := sp - n
			if g.code != nil {
				if g.inst != inst && g.inst.mem != nil {
					g.inst.mem.refresh()
				}
				s.reserve(base + at + max(n, len(g.typ.results)))
				if err := s.run(g, base+at); err != nil {
					return err
				}
				if g.inst != inst && inst.mem != nil {
					inst.mem.refresh()
				}
				again()
				sp = at + len(g.typ.results)
				continue
			}
			args := append([]uint64(nil), st[at:sp]...)
			saved := len(s.stack)
			s.reserve(need)
			r, err := g.call(args)
			if err != nil {
				return err
			}
			if saved < need {
				saved = need
			}
			s.stack = s.stack[:saved]
			if inst.mem != nil {
				inst.mem.refresh()
			}
			again()
			copy(st[at:], r)
			sp = at + len(r)
		case 0x1a:
			sp--
		case 0x1b:
			sp -= 2
			if uint32(st[sp+1]) == 0 {
				st[sp-1] = st[sp]
			}
		case 0x20:
			st[sp] = st[in.a]
			sp++
		case 0x21:
			sp--
			st[in.a] = st[sp]
		case 0x22:
			st[in.a] = st[sp-1]
		case 0x23:
			st[sp] = inst.globals[in.a].value
			sp++
		case 0x24:
			sp--
			inst.globals[in.a].value = st[sp]
		case 0x25:
			t := inst.tables[in.a]
			i := uint64(uint32(st[sp-1]))
			if i >= uint64(len(t.elems)) {
				return trapTable
			}
			st[sp-1] = t.elems[i]
		case 0x26:
			sp -= 2
			t := inst.tables[in.a]
			i := uint64(uint32(st[sp]))
			if i >= uint64(len(t.elems)) {
				return trapTable
			}
			t.elems[i] = st[sp+1]
		case 0x28, 0x2a, 0x35:
			at := uint64(uint32(st[sp-1])) + in.imm
			if at+4 > uint64(len(mem)) {
				return trapMemory
			}
			st[sp-1] = uint64(binary.LittleEndian.Uint32(mem[at:]))
		case 0x29, 0x2b:
			at := uint64(uint32(st[sp-1])) + in.imm
			if at+8 > uint64(len(mem)) {
				return trapMemory
			}
			st[sp-1] = binary.LittleEndian.Uint64(mem[at:])
		case 0x2c, 0x2d, 0x30, 0x31:
			at := uint64(uint32(st[sp-1])) + in.imm
			if at >= uint64(len(mem)) {
				return trapMemory
			}
			b := mem[at]
			switch in.op {
			case 0x2c:
				st[sp-1] = uint64(uint32(int32(int8(b))))
			case 0x30:
				st[sp-1] = uint64(int64(int8(b)))
			default:
				st[sp-1] = uint64(b)
			}
		case 0x2e, 0x2f, 0x32, 0x33:
			at := uint64(uint32(st[sp-1])) + in.imm
			if at+2 > uint64(len(mem)) {
				return trapMemory
			}
			h := binary.LittleEndian.Uint16(mem[at:])
			switch in.op {
			case 0x2e:
				st[sp-1] = uint64(uint32(int32(int16(h))))
			case 0x32:
				st[sp-1] = uint64(int64(int16(h)))
			default:
				st[sp-1] = uint64(h)
			}
		case 0x34:
			at := uint64(uint32(st[sp-1])) + in.imm
			if at+4 > uint64(len(mem)) {
				return trapMemory
			}
			st[sp-1] = uint64(int64(int32(binary.LittleEndian.Uint32(mem[at:]))))
		case 0x36, 0x38, 0x3e:
			sp -= 2
			at := uint64(uint32(st[sp])) + in.imm
			if at+4 > uint64(len(mem)) {
				return trapMemory
			}
			binary.LittleEndian.PutUint32(mem[at:], uint32(st[sp+1]))
		case 0x37, 0x39:
			sp -= 2
			at := uint64(uint32(st[sp])) + in.imm
			if at+8 > uint64(len(mem)) {
				return trapMemory
			}
			binary.LittleEndian.PutUint64(mem[at:], st[sp+1])
		case 0x3a, 0x3c:
			sp -= 2
			at := uint64(uint32(st[sp])) + in.imm
			if at >= uint64(len(mem)) {
				return trapMemory
			}
			mem[at] = byte(st[sp+1])
		case 0x3b, 0x3d:
			sp -= 2
			at := uint64(uint32(st[sp])) + in.imm
			if at+2 > uint64(len(mem)) {
				return trapMemory
			}
			binary.LittleEndian.PutUint16(mem[at:], uint16(st[sp+1]))
		case 0x3f:
			st[sp] = uint64(len(mem) / pageSize)
			sp++
		case 0x40:
			st[sp-1] = uint64(uint32(inst.mem.more(uint32(st[sp-1]))))
			mem = inst.mem.data
		case 0x41:
			st[sp] = in.imm
			sp++
		case 0xd2:
			st[sp] = s.ref(inst.funcs[in.a])
			sp++
		case 0x6a:
			sp--
			st[sp-1] = uint64(uint32(st[sp-1]) + uint32(st[sp]))
		case 0x6b:
			sp--
			st[sp-1] = uint64(uint32(st[sp-1]) - uint32(st[sp]))
		case 0x6c:
			sp--
			st[sp-1] = uint64(uint32(st[sp-1]) * uint32(st[sp]))
		case 0x71:
			sp--
			st[sp-1] = uint64(uint32(st[sp-1]) & uint32(st[sp]))
		case 0x72:
			sp--
			st[sp-1] = uint64(uint32(st[sp-1]) | uint32(st[sp]))
		case 0x73:
			sp--
			st[sp-1] = uint64(uint32(st[sp-1]) ^ uint32(st[sp]))
		case 0x74:
			sp--
			st[sp-1] = uint64(uint32(st[sp-1]) << (st[sp] & 31))
		case 0x75:
			sp--
			st[sp-1] = uint64(uint32(int32(st[sp-1]) >> (st[sp] & 31)))
		case 0x76:
			sp--
			st[sp-1] = uint64(uint32(st[sp-1]) >> (st[sp] & 31))
		case 0x45:
			st[sp-1] = truth(uint32(st[sp-1]) == 0)
		case 0x46:
			sp--
			st[sp-1] = truth(uint32(st[sp-1]) == uint32(st[sp]))
		case 0x47:
			sp--
			st[sp-1] = truth(uint32(st[sp-1]) != uint32(st[sp]))
		case 0x48:
			sp--
			st[sp-1] = truth(int32(st[sp-1]) < int32(st[sp]))
		case 0x49:
			sp--
			st[sp-1] = truth(uint32(st[sp-1]) < uint32(st[sp]))
		case 0x4a:
			sp--
			st[sp-1] = truth(int32(st[sp-1]) > int32(st[sp]))
		case 0x4b:
			sp--
			st[sp-1] = truth(uint32(st[sp-1]) > uint32(st[sp]))
		case 0x4c:
			sp--
			st[sp-1] = truth(int32(st[sp-1]) <= int32(st[sp]))
		case 0x4d:
			sp--
			st[sp-1] = truth(uint32(st[sp-1]) <= uint32(st[sp]))
		case 0x4e:
			sp--
			st[sp-1] = truth(int32(st[sp-1]) >= int32(st[sp]))
		case 0x4f:
			sp--
			st[sp-1] = truth(uint32(st[sp-1]) >= uint32(st[sp]))
		case 0x50:
			st[sp-1] = truth(st[sp-1] == 0)
		case 0x7c:
			sp--
			st[sp-1] += st[sp]
		case 0x7d:
			sp--
			st[sp-1] -= st[sp]
		case 0x7e:
			sp--
			st[sp-1] *= st[sp]
		case 0x83:
			sp--
			st[sp-1] &= st[sp]
		case 0x84:
			sp--
			st[sp-1] |= st[sp]
		case 0x85:
			sp--
			st[sp-1] ^= st[sp]
		case 0x86:
			sp--
			st[sp-1] <<= st[sp] & 63
		case 0x87:
			sp--
			st[sp-1] = uint64(int64(st[sp-1]) >> (st[sp] & 63))
		case 0x88:
			sp--
			st[sp-1] >>= st[sp] & 63
		case 0xa7:
			st[sp-1] = uint64(uint32(st[sp-1]))
		case 0xac:
			st[sp-1] = uint64(int64(int32(st[sp-1])))
		case 0xad, 0xbc, 0xbd, 0xbe, 0xbf:
		default:
			switch {
			case in.op >= 0xfc08:
				var err error
				if sp, err = s.bulk(inst, in, st, sp); err != nil {
					return err
				}
			case binaryOp(in.op):
				sp--
				v, err := numeric2(in.op, st[sp-1], st[sp])
				if err != nil {
					return err
				}
				st[sp-1] = v
			default:
				v, err := numeric1(in.op, st[sp-1])
				if err != nil {
					return err
				}
				st[sp-1] = v
			}
		}
	}
}

// reserve makes the stack at least n long.
func (s *store) reserve(n int) {
	if n <= len(s.stack) {
		return
	}
	if n > cap(s.stack) {
		t := make([]uint64, len(s.stack), max(2*cap(s.stack), n, 1024))
		copy(t, s.stack)
		s.stack = t
	}
	s.stack = s.stack[:n]
}

// more grows a memory by n pages: its old size in pages, or -1.
func (m *memory) more(n uint32) int32 {
	m.refresh()
	old := uint64(len(m.data) / pageSize)
	most := uint64(maxPages)
	if m.hasMax {
		most = uint64(m.max)
	}
	if old+uint64(n) > most || !m.grow((old+uint64(n))*pageSize) {
		return -1
	}
	m.refresh()
	return int32(old)
}

func truth(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func (s *store) bulk(inst *instance, in *ins, st []uint64, sp int) (int, error) {
	var a, b, n uint64
	switch in.op {
	case 0xfc09, 0xfc0d, 0xfc0f, 0xfc10:
	default:
		sp -= 3
		a, b, n = uint64(uint32(st[sp])), uint64(uint32(st[sp+1])), uint64(uint32(st[sp+2]))
	}
	switch in.op {
	case 0xfc08:
		d, mem := inst.datas[in.a], inst.mem.data
		if b+n > uint64(len(d)) || a+n > uint64(len(mem)) {
			return sp, trapMemory
		}
		copy(mem[a:a+n], d[b:])
	case 0xfc09:
		inst.datas[in.a] = nil
	case 0xfc0a:
		mem := inst.mem.data
		if b+n > uint64(len(mem)) || a+n > uint64(len(mem)) {
			return sp, trapMemory
		}
		copy(mem[a:a+n], mem[b:b+n])
	case 0xfc0b:
		mem := inst.mem.data
		if a+n > uint64(len(mem)) {
			return sp, trapMemory
		}
		part := mem[a : a+n]
		if c := byte(b); c == 0 {
			clear(part)
		} else {
			for i := range part {
				part[i] = c
			}
		}
	case 0xfc0c:
		return sp, inst.initTable(inst.tables[in.imm], inst.elems[in.a], a, b, n)
	case 0xfc0d:
		inst.elems[in.a] = nil
	case 0xfc0e:
		to, from := inst.tables[in.a], inst.tables[in.imm]
		if b+n > uint64(len(from.elems)) || a+n > uint64(len(to.elems)) {
			return sp, trapTable
		}
		copy(to.elems[a:a+n], from.elems[b:b+n])
	case 0xfc0f:
		sp--
		st[sp-1] = uint64(uint32(inst.tables[in.a].more(uint32(st[sp]), st[sp-1])))
	case 0xfc10:
		st[sp] = uint64(len(inst.tables[in.a].elems))
		sp++
	case 0xfc11:
		// the value is 64 bits wide
		t, v := inst.tables[in.a], st[sp+1]
		if a+n > uint64(len(t.elems)) {
			return sp, trapTable
		}
		for i := a; i < a+n; i++ {
			t.elems[i] = v
		}
	}
	return sp, nil
}

func (inst *instance) initTable(t *table, seg []uint64, to, from, n uint64) error {
	if from+n > uint64(len(seg)) || to+n > uint64(len(t.elems)) {
		return trapTable
	}
	copy(t.elems[to:to+n], seg[from:from+n])
	return nil
}

// more grows a table: its old length, or -1.
func (t *table) more(n uint32, v uint64) int32 {
	old := len(t.elems)
	most := uint64(10000000)
	if t.hasMax {
		most = min(most, uint64(t.max))
	}
	if uint64(old)+uint64(n) > most {
		return -1
	}
	for range n {
		t.elems = append(t.elems, v)
	}
	return int32(old)
}

// binaryOp tells the numeric instructions of two operands.
func binaryOp(op uint16) bool {
	switch {
	case op >= 0x51 && op <= 0x66, op >= 0x6a && op <= 0x78, op >= 0x7c && op <= 0x8a, op >= 0x92 && op <= 0x98, op >= 0xa0 && op <= 0xa6:
		return true
	}
	return false
}

func f32of(v uint64) float32 { return math.Float32frombits(uint32(v)) }
func f64of(v uint64) float64 { return math.Float64frombits(v) }
func ofF32(f float32) uint64 { return uint64(math.Float32bits(f)) }
func ofF64(f float64) uint64 { return math.Float64bits(f) }

func numeric2(op uint16, x, y uint64) (uint64, error) {
	a, b := uint32(x), uint32(y)
	switch op {
	case 0x51:
		return truth(x == y), nil
	case 0x52:
		return truth(x != y), nil
	case 0x53:
		return truth(int64(x) < int64(y)), nil
	case 0x54:
		return truth(x < y), nil
	case 0x55:
		return truth(int64(x) > int64(y)), nil
	case 0x56:
		return truth(x > y), nil
	case 0x57:
		return truth(int64(x) <= int64(y)), nil
	case 0x58:
		return truth(x <= y), nil
	case 0x59:
		return truth(int64(x) >= int64(y)), nil
	case 0x5a:
		return truth(x >= y), nil
	case 0x5b:
		return truth(f32of(x) == f32of(y)), nil
	case 0x5c:
		return truth(f32of(x) != f32of(y)), nil
	case 0x5d:
		return truth(f32of(x) < f32of(y)), nil
	case 0x5e:
		return truth(f32of(x) > f32of(y)), nil
	case 0x5f:
		return truth(f32of(x) <= f32of(y)), nil
	case 0x60:
		return truth(f32of(x) >= f32of(y)), nil
	case 0x61:
		return truth(f64of(x) == f64of(y)), nil
	case 0x62:
		return truth(f64of(x) != f64of(y)), nil
	case 0x63:
		return truth(f64of(x) < f64of(y)), nil
	case 0x64:
		return truth(f64of(x) > f64of(y)), nil
	case 0x65:
		return truth(f64of(x) <= f64of(y)), nil
	case 0x66:
		return truth(f64of(x) >= f64of(y)), nil
	case 0x6d:
		if b == 0 {
			return 0, trapDivide
		}
		if int32(a) == math.MinInt32 && int32(b) == -1 {
			return 0, trapOverflow
		}
		return uint64(uint32(int32(a) / int32(b))), nil
	case 0x6e:
		if b == 0 {
			return 0, trapDivide
		}
		return uint64(a / b), nil
	case 0x6f:
		if b == 0 {
			return 0, trapRemainder
		}
		if int32(b) == -1 {
			return 0, nil
		}
		return uint64(uint32(int32(a) % int32(b))), nil
	case 0x70:
		if b == 0 {
			return 0, trapRemainder
		}
		return uint64(a % b), nil
	case 0x77:
		return uint64(bits.RotateLeft32(a, int(b&31))), nil
	case 0x78:
		return uint64(bits.RotateLeft32(a, -int(b&31))), nil
	case 0x7f:
		if y == 0 {
			return 0, trapDivide
		}
		if int64(x) == math.MinInt64 && int64(y) == -1 {
			return 0, trapOverflow
		}
		return uint64(int64(x) / int64(y)), nil
	case 0x80:
		if y == 0 {
			return 0, trapDivide
		}
		return x / y, nil
	case 0x81:
		if y == 0 {
			return 0, trapRemainder
		}
		if int64(y) == -1 {
			return 0, nil
		}
		return uint64(int64(x) % int64(y)), nil
	case 0x82:
		if y == 0 {
			return 0, trapRemainder
		}
		return x % y, nil
	case 0x89:
		return bits.RotateLeft64(x, int(y&63)), nil
	case 0x8a:
		return bits.RotateLeft64(x, -int(y&63)), nil
	case 0x92:
		return ofF32(f32of(x) + f32of(y)), nil
	case 0x93:
		return ofF32(f32of(x) - f32of(y)), nil
	case 0x94:
		return ofF32(f32of(x) * f32of(y)), nil
	case 0x95:
		return ofF32(f32of(x) / f32of(y)), nil
	case 0x96:
		return ofF32(float32(minFloat(float64(f32of(x)), float64(f32of(y))))), nil
	case 0x97:
		return ofF32(float32(maxFloat(float64(f32of(x)), float64(f32of(y))))), nil
	case 0x98:
		return uint64(a&^(1<<31) | b&(1<<31)), nil
	case 0xa0:
		return ofF64(f64of(x) + f64of(y)), nil
	case 0xa1:
		return ofF64(f64of(x) - f64of(y)), nil
	case 0xa2:
		return ofF64(f64of(x) * f64of(y)), nil
	case 0xa3:
		return ofF64(f64of(x) / f64of(y)), nil
	case 0xa4:
		return ofF64(minFloat(f64of(x), f64of(y))), nil
	case 0xa5:
		return ofF64(maxFloat(f64of(x), f64of(y))), nil
	case 0xa6:
		return x&^(1<<63) | y&(1<<63), nil
	}
	panic("BUG: wasm: no such instruction")
}

// minFloat and maxFloat: a NaN wins over infinities, unlike in package math.
func minFloat(x, y float64) float64 {
	if x != x || y != y {
		return math.NaN()
	}
	return math.Min(x, y)
}

func maxFloat(x, y float64) float64 {
	if x != x || y != y {
		return math.NaN()
	}
	return math.Max(x, y)
}

func numeric1(op uint16, x uint64) (uint64, error) {
	switch op {
	case 0x67:
		return uint64(bits.LeadingZeros32(uint32(x))), nil
	case 0x68:
		return uint64(bits.TrailingZeros32(uint32(x))), nil
	case 0x69:
		return uint64(bits.OnesCount32(uint32(x))), nil
	case 0x79:
		return uint64(bits.LeadingZeros64(x)), nil
	case 0x7a:
		return uint64(bits.TrailingZeros64(x)), nil
	case 0x7b:
		return uint64(bits.OnesCount64(x)), nil
	case 0x8b:
		return x &^ (1 << 31), nil
	case 0x8c:
		return uint64(uint32(x) ^ 1<<31), nil
	case 0x8d:
		return ofF32(float32(math.Ceil(float64(f32of(x))))), nil
	case 0x8e:
		return ofF32(float32(math.Floor(float64(f32of(x))))), nil
	case 0x8f:
		return ofF32(float32(math.Trunc(float64(f32of(x))))), nil
	case 0x90:
		return ofF32(float32(math.RoundToEven(float64(f32of(x))))), nil
	case 0x91:
		return ofF32(float32(math.Sqrt(float64(f32of(x))))), nil
	case 0x99:
		return x &^ (1 << 63), nil
	case 0x9a:
		return x ^ 1<<63, nil
	case 0x9b:
		return ofF64(math.Ceil(f64of(x))), nil
	case 0x9c:
		return ofF64(math.Floor(f64of(x))), nil
	case 0x9d:
		return ofF64(math.Trunc(f64of(x))), nil
	case 0x9e:
		return ofF64(math.RoundToEven(f64of(x))), nil
	case 0x9f:
		return ofF64(math.Sqrt(f64of(x))), nil
	case 0xa8:
		return truncate(float64(f32of(x)), 32, true)
	case 0xa9:
		return truncate(float64(f32of(x)), 32, false)
	case 0xaa:
		return truncate(f64of(x), 32, true)
	case 0xab:
		return truncate(f64of(x), 32, false)
	case 0xae:
		return truncate(float64(f32of(x)), 64, true)
	case 0xaf:
		return truncate(float64(f32of(x)), 64, false)
	case 0xb0:
		return truncate(f64of(x), 64, true)
	case 0xb1:
		return truncate(f64of(x), 64, false)
	case 0xb2:
		return ofF32(float32(int32(x))), nil
	case 0xb3:
		return ofF32(float32(uint32(x))), nil
	case 0xb4:
		return ofF32(float32(int64(x))), nil
	case 0xb5:
		return ofF32(float32(x)), nil
	case 0xb6:
		return ofF32(float32(f64of(x))), nil
	case 0xb7:
		return ofF64(float64(int32(x))), nil
	case 0xb8:
		return ofF64(float64(uint32(x))), nil
	case 0xb9:
		return ofF64(float64(int64(x))), nil
	case 0xba:
		return ofF64(float64(x)), nil
	case 0xbb:
		return ofF64(float64(f32of(x))), nil
	case 0xc0:
		return uint64(uint32(int32(int8(x)))), nil
	case 0xc1:
		return uint64(uint32(int32(int16(x)))), nil
	case 0xc2:
		return uint64(int64(int8(x))), nil
	case 0xc3:
		return uint64(int64(int16(x))), nil
	case 0xc4:
		return uint64(int64(int32(x))), nil
	case 0xfc00, 0xfc01, 0xfc04, 0xfc05:
		return saturate(float64(f32of(x)), op), nil
	case 0xfc02, 0xfc03, 0xfc06, 0xfc07:
		return saturate(f64of(x), op), nil
	}
	panic("BUG: wasm: no such instruction")
}

func truncate(f float64, size int, signed bool) (uint64, error) {
	t := math.Trunc(f)
	switch {
	case f != f:
	case size == 32 && signed && t >= -0x1p31 && t < 0x1p31:
		return uint64(uint32(int32(t))), nil
	case size == 32 && !signed && t > -1 && t < 0x1p32:
		return uint64(uint32(t)), nil
	case size == 64 && signed && t >= -0x1p63 && t < 0x1p63:
		return uint64(int64(t)), nil
	case size == 64 && !signed && t > -1 && t < 0x1p64:
		return toUint64(t), nil
	}
	return 0, trapFloat
}

func toUint64(t float64) uint64 {
	if t >= 0x1p63 {
		return uint64(t-0x1p63) + 1<<63
	}
	return uint64(t)
}

// saturate is the conversion that does not trap; bit 0 of op is unsigned, bit 2 is 64 bits.
func saturate(f float64, op uint16) uint64 {
	size, signed := 32, op&1 == 0
	if op >= 0xfc04 {
		size = 64
	}
	if f != f {
		return 0
	}
	if v, err := truncate(f, size, signed); err == nil {
		return v
	}
	switch {
	case size == 32 && signed && f < 0:
		return 1 << 31
	case size == 32 && signed:
		return math.MaxInt32
	case size == 64 && signed && f < 0:
		return 1 << 63
	case size == 64 && signed:
		return math.MaxInt64
	case f < 0:
		return 0
	case size == 32:
		return math.MaxUint32
	}
	return math.MaxUint64
}
