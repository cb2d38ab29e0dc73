package wasm

import (
	"encoding/binary"
)

// ins is an instruction with everything resolved. Branches: a is the target, b the number of values that stay, imm the height to which
// the stack falls, relative to the first operand. Loads and stores: imm is the offset.
type ins struct {
	op  uint16 // the opcode; those with the prefix 0xfc from 0xfc00 on
	b   uint16
	a   uint32
	imm uint64
}

// code is a compiled function.
type code struct {
	typ      *funcType
	locals   int // with parameters
	types    []byte
	maxStack int // operands
	ins      []ins
	tables   [][]ins // targets of br_table, the default last
}

// Instructions of our own.
const (
	opJump   = 0x05 // else: past the end
	opJumpIf = 0x04 // if: to the else part when zero
)

type control struct {
	op          byte // 0x02 block, 0x03 loop, 0x04 if, 0x05 else, 0 function
	start, end  []byte
	height      int
	unreachable bool
	target      int   // of a loop
	fixups      []int // instructions whose target is the end; negative: table*65536+entry, complemented
	elseJump    int
}

type compiler struct {
	m     *module
	r     *reader
	c     *code
	vals  []byte
	ctrl  []control
	index int
}

const unknown = 0

func (m *module) compile(index int, body []byte, offset int) (*code, error) {
	t := &m.types[m.funcs[index]]
	c := &compiler{m: m, r: &reader{b: body}, c: &code{typ: t}, index: index}
	c.c.types = append(c.c.types, t.params...)
	n := c.r.count()
	for range n {
		k := c.r.u32()
		vt := c.r.valueType()
		if uint64(k)+uint64(len(c.c.types)) > 50000 {
			c.r.fail("local count too large")
			break
		}
		for range k {
			c.c.types = append(c.c.types, vt)
		}
		if c.r.err != nil {
			break
		}
	}
	c.c.locals = len(c.c.types)
	c.ctrl = append(c.ctrl, control{end: t.results})
	for c.r.err == nil && len(c.ctrl) > 0 {
		if c.r.pos >= len(body) {
			c.r.fail("function body must end with \"end\" opcode")
			break
		}
		c.instruction()
	}
	if c.r.err == nil && c.r.pos != len(body) {
		c.r.fail("operators remaining after end of function")
	}
	if c.r.err != nil {
		return nil, c.r.err
	}
	return c.c, nil
}

func (c *compiler) emit(op int, a uint32, b int, imm uint64) int {
	c.c.ins = append(c.c.ins, ins{op: uint16(op), a: a, b: uint16(b), imm: imm})
	return len(c.c.ins) - 1
}

func (c *compiler) push(t byte) {
	c.vals = append(c.vals, t)
	c.c.maxStack = max(c.c.maxStack, len(c.vals))
}

func (c *compiler) pushes(ts []byte) {
	for _, t := range ts {
		c.push(t)
	}
}

func (c *compiler) pop(want byte) byte {
	f := &c.ctrl[len(c.ctrl)-1]
	if len(c.vals) == f.height {
		if !f.unreachable {
			c.r.fail("not enough arguments on the stack")
		}
		return want
	}
	t := c.vals[len(c.vals)-1]
	c.vals = c.vals[:len(c.vals)-1]
	if t != want && t != unknown && want != unknown {
		c.r.fail("type error in operand (expected %s, got %s)", typeName(want), typeName(t))
	}
	if t == unknown {
		return want
	}
	return t
}

func (c *compiler) pops(ts []byte) {
	for i := len(ts) - 1; i >= 0; i-- {
		c.pop(ts[i])
	}
}

func (c *compiler) unreachable() {
	f := &c.ctrl[len(c.ctrl)-1]
	c.vals = c.vals[:f.height]
	f.unreachable = true
}

func (c *compiler) blockType() (in, out []byte) {
	switch b := c.r.b[min(c.r.pos, len(c.r.b)-1)]; b {
	case 0x40:
		c.r.byte()
		return nil, nil
	case i32, i64, f32, f64, funcref, externref:
		c.r.byte()
		return nil, []byte{b}
	}
	i := int64(c.r.leb(33, true))
	if i < 0 || i >= int64(len(c.m.types)) {
		c.r.fail("block type index %d is not a signature definition", i)
		return nil, nil
	}
	return c.m.types[i].params, c.m.types[i].results
}

func (c *compiler) begin(op byte, in, out []byte) {
	c.pops(in)
	c.ctrl = append(c.ctrl, control{op: op, start: in, end: out, height: len(c.vals), target: len(c.c.ins)})
	c.pushes(in)
	if len(c.ctrl) > 20000 {
		c.r.fail("blocks are nested too deeply")
	}
}

// label returns the types a branch to depth d carries.
func (c *compiler) label(d uint32) (*control, []byte) {
	if int64(d) >= int64(len(c.ctrl)) {
		c.r.fail("invalid branch depth: %d", d)
		return &c.ctrl[0], nil
	}
	f := &c.ctrl[len(c.ctrl)-1-int(d)]
	if f.op == 0x03 {
		return f, f.start
	}
	return f, f.end
}

// branch emits a branch to a label; conditional ones with op 0x0d.
func (c *compiler) branch(op int, d uint32) {
	f, ts := c.label(d)
	at := c.emit(op, uint32(f.target), len(ts), uint64(f.height))
	if f.op != 0x03 {
		f.fixups = append(f.fixups, at)
	}
}

func (c *compiler) memory(natural uint32) uint64 {
	if len(c.m.mems) == 0 {
		c.r.fail("memory index 0 exceeds number of declared memories (0)")
	}
	align := c.r.u32()
	if align > natural {
		c.r.fail("invalid alignment; expected maximum alignment is %d, actual alignment is %d", natural, align)
	}
	return uint64(c.r.u32())
}

func (c *compiler) simple(op int, out byte, in ...byte) {
	c.pops(in)
	c.push(out)
	c.emit(op, 0, 0, 0)
}

func (c *compiler) instruction() {
	r := c.r
	op := int(r.byte())
	switch {
	case op >= 0x28 && op <= 0x35: // loads
		natural := [...]uint32{2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2}[op-0x28]
		t := [...]byte{i32, i64, f32, f64, i32, i32, i32, i32, i64, i64, i64, i64, i64, i64}[op-0x28]
		off := c.memory(natural)
		c.pop(i32)
		c.push(t)
		c.emit(op, 0, 0, off)
		return
	case op >= 0x36 && op <= 0x3e: // stores
		natural := [...]uint32{2, 3, 2, 3, 0, 1, 0, 1, 2}[op-0x36]
		t := [...]byte{i32, i64, f32, f64, i32, i32, i64, i64, i64}[op-0x36]
		off := c.memory(natural)
		c.pop(t)
		c.pop(i32)
		c.emit(op, 0, 0, off)
		return
	case op == 0x45:
		c.simple(op, i32, i32)
		return
	case op >= 0x46 && op <= 0x4f:
		c.simple(op, i32, i32, i32)
		return
	case op == 0x50:
		c.simple(op, i32, i64)
		return
	case op >= 0x51 && op <= 0x5a:
		c.simple(op, i32, i64, i64)
		return
	case op >= 0x5b && op <= 0x60:
		c.simple(op, i32, f32, f32)
		return
	case op >= 0x61 && op <= 0x66:
		c.simple(op, i32, f64, f64)
		return
	case op >= 0x67 && op <= 0x69:
		c.simple(op, i32, i32)
		return
	case op >= 0x6a && op <= 0x78:
		c.simple(op, i32, i32, i32)
		return
	case op >= 0x79 && op <= 0x7b:
		c.simple(op, i64, i64)
		return
	case op >= 0x7c && op <= 0x8a:
		c.simple(op, i64, i64, i64)
		return
	case op >= 0x8b && op <= 0x91:
		c.simple(op, f32, f32)
		return
	case op >= 0x92 && op <= 0x98:
		c.simple(op, f32, f32, f32)
		return
	case op >= 0x99 && op <= 0x9f:
		c.simple(op, f64, f64)
		return
	case op >= 0xa0 && op <= 0xa6:
		c.simple(op, f64, f64, f64)
		return
	case op >= 0xa7 && op <= 0xbf: // conversions
		in := [...]byte{i64, f32, f32, f64, f64, i32, i32, f32, f32, f64, f64, i32, i32, i64, i64, f64, i32, i32, i64, i64, f32, f32, f64, i32, i64}[op-0xa7]
		out := [...]byte{i32, i32, i32, i32, i32, i64, i64, i64, i64, i64, i64, f32, f32, f32, f32, f32, f64, f64, f64, f64, f64, i32, i64, f32, f64}[op-0xa7]
		c.simple(op, out, in)
		return
	case op == 0xc0 || op == 0xc1:
		c.simple(op, i32, i32)
		return
	case op >= 0xc2 && op <= 0xc4:
		c.simple(op, i64, i64)
		return
	}
	switch op {
	case 0x00:
		c.emit(op, 0, 0, 0)
		c.unreachable()
	case 0x01:
	case 0x02, 0x03:
		in, out := c.blockType()
		c.begin(byte(op), in, out)
		if op == 0x03 { // where interrupts are looked at
			c.emit(0x03, 0, 0, 0)
		}
	case 0x04:
		in, out := c.blockType()
		c.pop(i32)
		at := c.emit(opJumpIf, 0, 0, 0)
		c.begin(byte(op), in, out)
		c.ctrl[len(c.ctrl)-1].elseJump = at
	case 0x05:
		f := &c.ctrl[len(c.ctrl)-1]
		if f.op != 0x04 {
			r.fail("else does not match an if")
			return
		}
		c.endBlock(f)
		f.fixups = append(f.fixups, c.emit(opJump, 0, 0, 0))
		c.c.ins[f.elseJump].a = uint32(len(c.c.ins))
		f.op, f.unreachable = 0x05, false
		c.vals = c.vals[:f.height]
		c.pushes(f.start)
	case 0x0b:
		c.end()
	case 0x0c:
		d := r.u32()
		_, ts := c.label(d)
		c.pops(ts)
		c.branch(op, d)
		c.unreachable()
	case 0x0d:
		d := r.u32()
		c.pop(i32)
		_, ts := c.label(d)
		c.pops(ts)
		c.pushes(ts)
		c.branch(op, d)
	case 0x0e:
		c.branchTable()
	case 0x0f:
		c.pops(c.c.typ.results)
		c.emit(op, 0, len(c.c.typ.results), 0)
		c.unreachable()
	case 0x10:
		i := r.index(len(c.m.funcs), "function")
		if r.err != nil {
			return
		}
		t := &c.m.types[c.m.funcs[i]]
		c.pops(t.params)
		c.pushes(t.results)
		c.emit(op, i, 0, 0)
	case 0x11:
		ti := r.index(len(c.m.types), "type")
		tab := r.index(len(c.m.tables), "table")
		if r.err != nil {
			return
		}
		if c.m.tables[tab].elem != funcref {
			r.fail("call_indirect: immediate table must be of function type")
		}
		c.pop(i32)
		c.pops(c.m.types[ti].params)
		c.pushes(c.m.types[ti].results)
		c.emit(op, ti, 0, uint64(tab))
	case 0x1a:
		c.pop(unknown)
		c.emit(op, 0, 0, 0)
	case 0x1b:
		c.pop(i32)
		a := c.pop(unknown)
		b := c.pop(a)
		if a == funcref || a == externref || b == funcref || b == externref {
			r.fail("select without type is restricted to number and simd types")
		}
		if a == unknown {
			a = b
		}
		c.push(a)
		c.emit(op, 0, 0, 0)
	case 0x1c:
		ts := r.types()
		if len(ts) != 1 {
			r.fail("invalid number of types. Select accepts exactly one type")
			return
		}
		c.pop(i32)
		c.pop(ts[0])
		c.pop(ts[0])
		c.push(ts[0])
		c.emit(0x1b, 0, 0, 0)
	case 0x20, 0x21, 0x22:
		i := r.index(c.c.locals, "local")
		if r.err != nil {
			return
		}
		t := c.c.types[i]
		if op != 0x20 {
			c.pop(t)
		}
		if op != 0x21 {
			c.push(t)
		}
		c.emit(op, i, 0, 0)
	case 0x23, 0x24:
		i := r.index(len(c.m.globals), "global")
		if r.err != nil {
			return
		}
		g := c.m.globals[i]
		if op == 0x23 {
			c.push(g.typ)
		} else {
			if !g.mutable {
				r.fail("immutable global #%d cannot be assigned", i)
			}
			c.pop(g.typ)
		}
		c.emit(op, i, 0, 0)
	case 0x25, 0x26:
		i := r.index(len(c.m.tables), "table")
		if r.err != nil {
			return
		}
		if op == 0x26 {
			c.pop(c.m.tables[i].elem)
		}
		c.pop(i32)
		if op == 0x25 {
			c.push(c.m.tables[i].elem)
		}
		c.emit(op, i, 0, 0)
	case 0x3f, 0x40:
		if r.byte() != 0 || len(c.m.mems) == 0 {
			r.fail("memory index exceeds number of declared memories")
		}
		if op == 0x40 {
			c.pop(i32)
		}
		c.push(i32)
		c.emit(op, 0, 0, 0)
	case 0x41:
		c.push(i32)
		c.emit(op, 0, 0, uint64(uint32(r.leb(32, true))))
	case 0x42:
		c.push(i64)
		c.emit(0x41, 0, 0, r.leb(64, true))
	case 0x43:
		c.push(f32)
		if b := r.bytes(4); b != nil {
			c.emit(0x41, 0, 0, uint64(binary.LittleEndian.Uint32(b)))
		}
	case 0x44:
		c.push(f64)
		if b := r.bytes(8); b != nil {
			c.emit(0x41, 0, 0, binary.LittleEndian.Uint64(b))
		}
	case 0xd0:
		t := r.byte()
		if t != funcref && t != externref {
			r.fail("invalid heap type 0x%x", t)
		}
		c.push(t)
		c.emit(0x41, 0, 0, 0)
	case 0xd1:
		if t := c.pop(unknown); t != unknown && t != funcref && t != externref {
			r.fail("ref.is_null[0] expected reference type, found %s", typeName(t))
		}
		c.push(i32)
		c.emit(0x50, 0, 0, 0)
	case 0xd2:
		i := r.index(len(c.m.funcs), "function")
		if r.err == nil && !c.m.declared[i] {
			r.fail("undeclared reference to function #%d", i)
		}
		c.push(funcref)
		c.emit(op, i, 0, 0)
	case 0xfc:
		c.prefixed()
	default:
		r.pos--
		r.fail("invalid or unsupported opcode 0x%x", op)
	}
}

func (c *compiler) prefixed() {
	r := c.r
	op := r.u32()
	full := 0xfc00 | int(op&0xff)
	three := func() { c.pops([]byte{i32, i32, i32}) }
	hasMemory := func() {
		if r.byte() != 0 || len(c.m.mems) == 0 {
			r.fail("memory index exceeds number of declared memories")
		}
	}
	data := func() uint32 {
		i := r.u32()
		if c.m.dataCount < 0 || int64(i) >= int64(c.m.dataCount) {
			r.fail("invalid data segment index: %d", i)
		}
		return i
	}
	switch {
	case op <= 7:
		in := [...]byte{f32, f32, f64, f64, f32, f32, f64, f64}[op]
		out := byte(i32)
		if op >= 4 {
			out = i64
		}
		c.simple(full, out, in)
	case op == 8:
		i := data()
		hasMemory()
		three()
		c.emit(full, i, 0, 0)
	case op == 9:
		c.emit(full, data(), 0, 0)
	case op == 10:
		hasMemory()
		r.byte()
		three()
		c.emit(full, 0, 0, 0)
	case op == 11:
		hasMemory()
		three()
		c.emit(full, 0, 0, 0)
	case op == 12:
		e := r.index(len(c.m.elems), "element segment")
		t := r.index(len(c.m.tables), "table")
		if r.err == nil && c.m.elems[e].typ != c.m.tables[t].elem {
			r.fail("table.init: type mismatch")
		}
		three()
		c.emit(full, e, 0, uint64(t))
	case op == 13:
		c.emit(full, r.index(len(c.m.elems), "element segment"), 0, 0)
	case op == 14:
		to := r.index(len(c.m.tables), "table")
		from := r.index(len(c.m.tables), "table")
		if r.err == nil && c.m.tables[to].elem != c.m.tables[from].elem {
			r.fail("table.copy: type mismatch")
		}
		three()
		c.emit(full, to, 0, uint64(from))
	case op >= 15 && op <= 17:
		t := r.index(len(c.m.tables), "table")
		if r.err != nil {
			return
		}
		elem := c.m.tables[t].elem
		switch op {
		case 15:
			c.pop(i32)
			c.pop(elem)
			c.push(i32)
		case 16:
			c.push(i32)
		case 17:
			c.pop(i32)
			c.pop(elem)
			c.pop(i32)
		}
		c.emit(full, t, 0, 0)
	default:
		r.fail("invalid numeric opcode 0xfc%02x", op)
	}
}

func (c *compiler) branchTable() {
	r := c.r
	n := r.count()
	depths := make([]uint32, 0, n+1)
	for range n + 1 {
		depths = append(depths, r.u32())
	}
	c.pop(i32)
	if r.err != nil {
		return
	}
	_, want := c.label(depths[n])
	table := make([]ins, len(depths))
	index := len(c.c.tables)
	for i, d := range depths {
		f, ts := c.label(d)
		if r.err != nil {
			return
		}
		if len(ts) != len(want) {
			r.fail("br_table: label arity inconsistent")
			return
		}
		// every label must fit what is on the stack
		saved := append([]byte(nil), c.vals...)
		c.pops(ts)
		c.vals = saved
		table[i] = ins{a: uint32(f.target), b: uint16(len(ts)), imm: uint64(f.height)}
		if f.op != 0x03 {
			f.fixups = append(f.fixups, ^(index<<24 | i))
		}
		if i >= 1<<24 || index >= 1<<30 {
			r.fail("br_table is too large")
			return
		}
	}
	c.c.tables = append(c.c.tables, table)
	c.emit(0x0e, uint32(index), 0, 0)
	c.unreachable()
}

// endBlock checks what a block leaves.
func (c *compiler) endBlock(f *control) {
	c.pops(f.end)
	if c.r.err == nil && len(c.vals) != f.height {
		c.r.fail("expected %d elements on the stack for fallthru, found %d", len(f.end), len(f.end)+len(c.vals)-f.height)
	}
}

func (c *compiler) end() {
	f := &c.ctrl[len(c.ctrl)-1]
	c.endBlock(f)
	if c.r.err != nil {
		return
	}
	here := uint32(len(c.c.ins))
	if f.op == 0x04 {
		if string(f.start) != string(f.end) {
			c.r.fail("type error in fallthru: if without else")
			return
		}
		c.c.ins[f.elseJump].a = here
	}
	for _, at := range f.fixups {
		if at < 0 {
			at = ^at
			c.c.tables[at>>24][at&(1<<24-1)].a = here
		} else {
			c.c.ins[at].a = here
		}
	}
	out := f.end
	c.ctrl = c.ctrl[:len(c.ctrl)-1]
	if len(c.ctrl) == 0 {
		c.emit(0x0f, 0, len(out), 0)
		return
	}
	c.pushes(out)
}
