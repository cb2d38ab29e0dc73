package wasm

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// Types of values, as the binary format has them.
const (
	i32       = 0x7f
	i64       = 0x7e
	f32       = 0x7d
	f64       = 0x7c
	funcref   = 0x70
	externref = 0x6f
)

// Kinds of imports and exports.
const (
	kindFunc = iota
	kindTable
	kindMemory
	kindGlobal
)

var kindNames = [...]string{"function", "table", "memory", "global"}

// pageSize is the size of a page of memory; maxPages what an instance may have.
const (
	pageSize = 65536
	maxPages = 65536
)

type funcType struct{ params, results []byte }

func (t *funcType) equal(u *funcType) bool {
	return string(t.params) == string(u.params) && string(t.results) == string(u.results)
}

type limits struct {
	min, max uint32
	hasMax   bool
}

type tableType struct {
	elem byte
	limits
}

type globalType struct {
	typ     byte
	mutable bool
}

type importEntry struct {
	module, name string
	kind         byte
	fn           uint32 // index of the type
	table        tableType
	mem          limits
	global       globalType
}

type exportEntry struct {
	name  string
	kind  byte
	index uint32
}

// constExpr is an initialiser: a constant, a global or a function.
type constExpr struct {
	op    byte // 0x41..0x44 constant, 0x23 global, 0xd0 null, 0xd2 function
	value uint64
	typ   byte
}

type elemSegment struct {
	mode   byte // 0 active, 1 passive, 2 declarative
	table  uint32
	offset constExpr
	typ    byte
	init   []constExpr
}

type dataSegment struct {
	passive bool
	offset  constExpr
	bytes   []byte
}

type globalEntry struct {
	globalType
	init constExpr
}

type customSection struct {
	name string
	data []byte
}

// module is a decoded and validated module.
type module struct {
	types     []funcType
	imports   []importEntry
	funcs     []uint32 // indices of types, imports first
	tables    []tableType
	mems      []limits
	globals   []globalEntry // imports first, without init
	exports   []exportEntry
	start     int
	elems     []elemSegment
	datas     []dataSegment
	dataCount int
	code      []*code // of functions that are not imported
	customs   []customSection
	declared  map[uint32]bool // functions that ref.func may name

	importedFuncs, importedTables, importedMems, importedGlobals int
}

// reader reads the binary format; err is the first error.
type reader struct {
	b   []byte
	pos int
	err error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format+" @+%d", append(args, r.pos)...)
	}
}

func (r *reader) byte() byte {
	if r.err != nil || r.pos >= len(r.b) {
		r.fail("reached end while decoding")
		return 0
	}
	c := r.b[r.pos]
	r.pos++
	return c
}

func (r *reader) bytes(n uint32) []byte {
	if r.err != nil || uint64(n) > uint64(len(r.b)-r.pos) {
		r.fail("expected %d bytes, fell off end", n)
		return nil
	}
	b := r.b[r.pos : r.pos+int(n)]
	r.pos += int(n)
	return b
}

// leb reads a LEB128 number of at most bits bits.
func (r *reader) leb(bits uint, signed bool) uint64 {
	var v uint64
	for shift := uint(0); ; shift += 7 {
		c := r.byte()
		if r.err != nil {
			return 0
		}
		v |= uint64(c&0x7f) << shift
		rest := bits - shift
		if rest <= 7 && c&0x80 != 0 {
			r.fail("length overflow while decoding leb128")
			return 0
		}
		if rest < 7 {
			extra := c & 0x7f >> rest
			if signed {
				top := c & 0x7f >> (rest - 1)
				if top != 0 && top != 0x7f>>(rest-1) {
					r.fail("extra bits in varint")
					return 0
				}
			} else if extra != 0 {
				r.fail("extra bits in varint")
				return 0
			}
		}
		if c&0x80 == 0 {
			if signed && c&0x40 != 0 && shift+7 < 64 {
				v |= ^uint64(0) << (shift + 7)
			}
			return v
		}
	}
}

func (r *reader) u32() uint32 { return uint32(r.leb(32, false)) }

// count reads the length of a vector whose elements take at least a byte each.
func (r *reader) count() int {
	n := r.u32()
	if int64(n) > int64(len(r.b)-r.pos) {
		r.fail("size %d is too large", n)
		return 0
	}
	return int(n)
}

func (r *reader) name() string {
	b := r.bytes(r.u32())
	if !utf8.Valid(b) {
		r.fail("invalid UTF-8 string")
	}
	return string(b)
}

func (r *reader) valueType() byte {
	t := r.byte()
	switch t {
	case i32, i64, f32, f64, funcref, externref:
	case 0x7b:
		r.fail("SIMD is not supported")
	default:
		r.fail("invalid value type 0x%x", t)
	}
	return t
}

func (r *reader) types() []byte {
	n := r.count()
	if n > 1000 {
		r.fail("too many values")
		return nil
	}
	b := make([]byte, n)
	for i := range b {
		b[i] = r.valueType()
	}
	return b
}

func (r *reader) limits(most uint64, what string) (l limits) {
	flags := r.byte()
	if flags > 1 {
		r.fail("invalid %s limits flags 0x%x (shared and 64-bit memories are not supported)", what, flags)
		return
	}
	l.min = r.u32()
	if uint64(l.min) > most {
		r.fail("initial %s size (%d) is larger than implementation limit (%d)", what, l.min, most)
	}
	if flags == 1 {
		l.hasMax, l.max = true, r.u32()
		if uint64(l.max) > most && what == "memory" {
			r.fail("maximum %s size (%d) is larger than implementation limit (%d)", what, l.max, most)
		}
		if l.max < l.min {
			r.fail("maximum %s size (%d) is lower than the minimum (%d)", what, l.max, l.min)
		}
	}
	return
}

func (r *reader) tableType() (t tableType) {
	t.elem = r.byte()
	if t.elem != funcref && t.elem != externref {
		r.fail("invalid table type 0x%x", t.elem)
	}
	t.limits = r.limits(10000000, "table")
	return
}

func (r *reader) globalType() (g globalType) {
	g.typ = r.valueType()
	m := r.byte()
	if m > 1 {
		r.fail("invalid mutability bit bitmap")
	}
	g.mutable = m == 1
	return
}

func (r *reader) index(n int, what string) uint32 {
	i := r.u32()
	if r.err == nil && int64(i) >= int64(n) {
		r.fail("%s index %d out of bounds (%d entries)", what, i, n)
	}
	return i
}

// constant reads an initialiser of a type.
func (m *module) constant(r *reader, want byte) (c constExpr) {
	c.op = r.byte()
	switch c.op {
	case 0x41:
		c.typ, c.value = i32, uint64(uint32(r.leb(32, true)))
	case 0x42:
		c.typ, c.value = i64, r.leb(64, true)
	case 0x43:
		c.typ = f32
		if b := r.bytes(4); b != nil {
			c.value = uint64(binary.LittleEndian.Uint32(b))
		}
	case 0x44:
		c.typ = f64
		if b := r.bytes(8); b != nil {
			c.value = binary.LittleEndian.Uint64(b)
		}
	case 0x23:
		i := r.index(len(m.globals), "global")
		if r.err == nil {
			if m.globals[i].mutable {
				r.fail("mutable globals cannot be used in constant expressions")
			}
			c.typ, c.value = m.globals[i].typ, uint64(i)
		}
	case 0xd0:
		c.typ = r.byte()
	case 0xd2:
		c.typ, c.value = funcref, uint64(r.index(len(m.funcs), "function"))
		m.declared[uint32(c.value)] = true
	default:
		r.fail("opcode 0x%x is not allowed in constant expressions", c.op)
	}
	if r.byte() != 0x0b {
		r.fail("constant expression is missing 'end'")
	}
	if r.err == nil && c.typ != want {
		r.fail("type error in constant expression[0] (expected %s, got %s)", typeName(want), typeName(c.typ))
	}
	return
}

func typeName(t byte) string {
	switch t {
	case i32:
		return "i32"
	case i64:
		return "i64"
	case f32:
		return "f32"
	case f64:
		return "f64"
	case funcref:
		return "funcref"
	case externref:
		return "externref"
	}
	return "<bot>"
}

// decode reads and validates a module.
func decode(b []byte) (*module, error) {
	r := &reader{b: b}
	m := &module{start: -1, dataCount: -1, declared: map[uint32]bool{}}
	if len(b) == 0 {
		return nil, fmt.Errorf("BufferSource argument is empty")
	}
	if len(b) < 4 {
		return nil, fmt.Errorf("expected 4 bytes, fell off end @+0")
	}
	if string(b[:4]) != "\x00asm" {
		return nil, fmt.Errorf("expected magic word 00 61 73 6d, found % x @+0", b[:4])
	}
	if len(b) < 8 || binary.LittleEndian.Uint32(b[4:]) != 1 {
		return nil, fmt.Errorf("expected version 01 00 00 00, found % x @+4", b[4:min(len(b), 8)])
	}
	r.pos = 8
	last := 0
	var bodies [][]byte
	var offsets []int
	for r.pos < len(b) && r.err == nil {
		id := int(r.byte())
		size := r.u32()
		at := r.pos
		body := r.bytes(size)
		if r.err != nil {
			break
		}
		s := &reader{b: b[:at+len(body)], pos: at}
		if id == 0 {
			name := s.name()
			if s.err != nil {
				return nil, s.err
			}
			m.customs = append(m.customs, customSection{name, s.b[s.pos:]})
			continue
		}
		order := id
		switch {
		case id == 12:
			order = 10 // the count of data segments stands between elements and code
		case id > 12:
			s.fail("unknown section code #0x%02x", id)
		case id >= 10:
			order = id + 1
		}
		if s.err == nil && order <= last {
			s.fail("unexpected section <%d>", id)
		}
		last = order
		m.section(s, id, &bodies, &offsets)
		if s.err == nil && s.pos != len(s.b) {
			s.fail("section was shorter than expected size")
		}
		if s.err != nil {
			return nil, s.err
		}
	}
	if r.err != nil {
		return nil, r.err
	}
	if len(bodies) != len(m.funcs)-m.importedFuncs {
		return nil, fmt.Errorf("function count is %d, but code section is absent @+%d", len(m.funcs)-m.importedFuncs, len(b))
	}
	if m.dataCount >= 0 && m.dataCount != len(m.datas) {
		return nil, fmt.Errorf("data segments count %d mismatch (%d expected) @+%d", len(m.datas), m.dataCount, len(b))
	}
	for i, body := range bodies {
		c, err := m.compile(m.importedFuncs+i, body, offsets[i])
		if err != nil {
			return nil, fmt.Errorf("Compiling function #%d failed: %w", m.importedFuncs+i, err)
		}
		m.code = append(m.code, c)
	}
	return m, nil
}

func (m *module) section(s *reader, id int, bodies *[][]byte, offsets *[]int) {
	n := 0
	if id == 12 {
		m.dataCount = int(s.u32())
	} else if id != 8 {
		n = s.count()
	}
	switch id {
	case 1:
		for range n {
			if f := s.byte(); f != 0x60 {
				s.fail("unknown type form: %d", f)
			}
			m.types = append(m.types, funcType{s.types(), s.types()})
		}
	case 2:
		for range n {
			e := importEntry{module: s.name(), name: s.name(), kind: s.byte()}
			switch e.kind {
			case kindFunc:
				e.fn = s.index(len(m.types), "type")
				m.funcs = append(m.funcs, e.fn)
				m.importedFuncs++
			case kindTable:
				e.table = s.tableType()
				m.tables = append(m.tables, e.table)
				m.importedTables++
			case kindMemory:
				e.mem = s.limits(maxPages, "memory")
				m.mems = append(m.mems, e.mem)
				m.importedMems++
			case kindGlobal:
				e.global = s.globalType()
				m.globals = append(m.globals, globalEntry{globalType: e.global})
				m.importedGlobals++
			default:
				s.fail("unknown import desc code 0x%x", e.kind)
			}
			m.imports = append(m.imports, e)
			if s.err != nil {
				return
			}
		}
	case 3:
		for range n {
			m.funcs = append(m.funcs, s.index(len(m.types), "type"))
		}
	case 4:
		for range n {
			m.tables = append(m.tables, s.tableType())
		}
	case 5:
		for range n {
			m.mems = append(m.mems, s.limits(maxPages, "memory"))
		}
	case 6:
		for range n {
			g := globalEntry{globalType: s.globalType()}
			if s.err == nil {
				g.init = m.constant(s, g.typ)
			}
			m.globals = append(m.globals, g)
		}
	case 7:
		seen := map[string]bool{}
		for range n {
			e := exportEntry{name: s.name(), kind: s.byte()}
			if seen[e.name] {
				s.fail("Duplicate export name '%s'", e.name)
			}
			seen[e.name] = true
			switch e.kind {
			case kindFunc:
				e.index = s.index(len(m.funcs), "function")
				m.declared[e.index] = true
			case kindTable:
				e.index = s.index(len(m.tables), "table")
			case kindMemory:
				e.index = s.index(len(m.mems), "memory")
			case kindGlobal:
				e.index = s.index(len(m.globals), "global")
			default:
				s.fail("invalid export kind 0x%02x", e.kind)
			}
			m.exports = append(m.exports, e)
			if s.err != nil {
				return
			}
		}
	case 8:
		m.start = int(s.index(len(m.funcs), "function"))
		if s.err == nil {
			if t := m.types[m.funcs[m.start]]; len(t.params)+len(t.results) > 0 {
				s.fail("invalid start function: non-zero parameter or return count")
			}
		}
	case 9:
		for range n {
			m.element(s)
			if s.err != nil {
				return
			}
		}
	case 10:
		for range n {
			size := s.u32()
			at := s.pos
			*bodies = append(*bodies, s.bytes(size))
			*offsets = append(*offsets, at)
		}
	case 11:
		for range n {
			var d dataSegment
			switch flags := s.u32(); flags {
			case 0, 2:
				if flags == 2 {
					s.index(len(m.mems), "memory")
				} else if len(m.mems) == 0 {
					s.fail("invalid memory index 0 for data segment")
				}
				d.offset = m.constant(s, i32)
			case 1:
				d.passive = true
			default:
				s.fail("illegal flag value %d for data segment", flags)
			}
			d.bytes = s.bytes(s.u32())
			m.datas = append(m.datas, d)
			if s.err != nil {
				return
			}
		}
	}
	if len(m.mems) > 1 {
		s.fail("multiple memories are not supported")
	}
}

func (m *module) element(s *reader) {
	e := elemSegment{typ: funcref}
	flags := s.u32()
	if flags > 7 {
		s.fail("illegal flag value %d for element segment", flags)
		return
	}
	switch {
	case flags&1 == 0:
		if flags&2 != 0 {
			e.table = s.index(len(m.tables), "table")
		} else if len(m.tables) == 0 {
			s.fail("out of bounds table index 0")
			return
		}
		e.offset = m.constant(s, i32)
	case flags&2 != 0:
		e.mode = 2
	default:
		e.mode = 1
	}
	exprs := flags&4 != 0
	if flags&3 != 0 {
		k := s.byte()
		if exprs {
			e.typ = k
		} else if k != 0 {
			s.fail("illegal element kind 0x%x", k)
		}
	}
	for range s.count() {
		if exprs {
			e.init = append(e.init, m.constant(s, e.typ))
		} else {
			i := s.index(len(m.funcs), "function")
			m.declared[i] = true
			e.init = append(e.init, constExpr{op: 0xd2, value: uint64(i), typ: funcref})
		}
		if s.err != nil {
			return
		}
	}
	if s.err == nil && e.mode == 0 && m.tables[e.table].elem != e.typ {
		s.fail("Element segment of type %s is not a subtype of referenced table %d", typeName(e.typ), e.table)
	}
	m.elems = append(m.elems, e)
}
