package bytecode

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"unsafe"
)

// The encoded form of a Unit: magic, version, checksum of the rest, then the strings of the unit (each once), then its fields in
// order, integers as varints. It is for disk caches and cachedData: only the same build reads it back (formatVersion, NumOps).

const (
	magic         = "gnbc"
	formatVersion = 2
	headerSize    = 4 + 4 + 4
)

// ErrFormat is what Decode returns for anything that Encode of this build did not write.
var ErrFormat = errors.New("bytecode: not a unit of this version")

func version() uint32 { return formatVersion<<16 | uint32(NumOps) }

type encoder struct {
	b    []byte
	strs []string
	ids  map[string]int
}

func (e *encoder) int(i int)   { e.b = binary.AppendVarint(e.b, int64(i)) }
func (e *encoder) i32(i int32) { e.b = binary.AppendVarint(e.b, int64(i)) }
func (e *encoder) bool(b bool) {
	if b {
		e.b = append(e.b, 1)
	} else {
		e.b = append(e.b, 0)
	}
}
func (e *encoder) bytes(b []byte) { e.int(len(b)); e.b = append(e.b, b...) }
func (e *encoder) str(s string) {
	id, ok := e.ids[s]
	if !ok {
		id = len(e.strs)
		e.ids[s] = id
		e.strs = append(e.strs, s)
	}
	e.int(id)
}

func encodeList[T any](e *encoder, list []T, f func(*T)) {
	e.int(len(list))
	for i := range list {
		f(&list[i])
	}
}

func (e *encoder) strings(l []string) { encodeList(e, l, func(s *string) { e.str(*s) }) }

func (e *encoder) constant(c *Const) {
	e.int(int(c.Kind))
	switch c.Kind {
	case ConstString, ConstBigInt, ConstIntrinsic:
		e.str(c.Str)
	case ConstNumber:
		e.b = binary.LittleEndian.AppendUint64(e.b, c.Bits)
	default:
		e.int(int(c.Index))
	}
}

// Encode returns the disk form of u.
func (u *Unit) Encode() []byte {
	e := &encoder{ids: map[string]int{}}
	e.int(int(u.Kind))
	e.str(u.Filename)
	e.bytes(u.Source)
	e.str(u.SourceMapURL)
	e.str(u.SourceURL)
	e.bool(u.Completion)
	encodeList(e, u.Funcs, e.fn)
	encodeList(e, u.Scopes, e.scope)
	encodeList(e, u.Objects, func(o *ObjectLit) {
		e.strings(o.Names)
		encodeList(e, o.Values, e.constant)
		e.int(int(o.More))
		e.bool(o.NullProto)
	})
	encodeList(e, u.Arrays, func(a *ArrayLit) { encodeList(e, a.Elems, e.constant) })
	encodeList(e, u.RegExps, func(r *RegExpLit) { e.str(r.Pattern); e.str(r.Flags) })
	encodeList(e, u.Templates, func(t *TemplateLit) {
		e.strings(t.Raw)
		e.strings(t.Cooked)
		encodeList(e, t.Undefined, func(i *uint16) { e.int(int(*i)) })
	})
	e.bool(u.Globals != nil)
	if g := u.Globals; g != nil {
		encodeList(e, g.Lexical, func(l *GlobalLexical) { e.str(l.Name); e.bool(l.Const) })
		e.strings(g.Functions)
		e.strings(g.Vars)
		e.strings(g.AnnexB)
	}
	e.bool(u.Module != nil)
	if m := u.Module; m != nil {
		e.module(m)
	}
	body := e.b
	e.b = make([]byte, headerSize, headerSize+len(body)+256)
	copy(e.b, magic)
	binary.LittleEndian.PutUint32(e.b[4:], version())
	e.int(len(e.strs))
	for _, s := range e.strs {
		e.int(len(s))
		e.b = append(e.b, s...)
	}
	e.b = append(e.b, body...)
	binary.LittleEndian.PutUint32(e.b[8:], crc32.ChecksumIEEE(e.b[headerSize:]))
	return e.b
}

func (e *encoder) fn(f *Func) {
	e.str(f.Name)
	e.int(int(f.Kind))
	e.int(int(f.Flags))
	e.int(int(f.Length))
	e.int(int(f.ParamCount))
	e.int(int(f.VectorLen))
	e.i32(f.Outer)
	e.i32(f.Scope)
	e.i32(f.Start)
	e.i32(f.End)
	e.int(int(f.ExpectedProps))
	outer := e.b
	e.b = nil
	e.body(f.Load())
	body := e.b
	e.b = outer
	e.bytes(body)
}

func (e *encoder) body(f *Func) {
	e.int(int(f.Registers))
	e.bytes(f.Code)
	encodeList(e, f.Consts, e.constant)
	encodeList(e, f.Handlers, func(h *Handler) {
		e.int(int(h.Start))
		e.int(int(h.End))
		e.int(int(h.Target))
		e.int(int(h.Scope))
		e.bool(h.Catch)
	})
	e.bytes(f.Positions)
	encodeList(e, f.Slots, func(s *Feedback) { e.b = append(e.b, byte(*s)) })
	encodeList(e, f.ParamSlots, func(s *uint16) { e.int(int(*s)) })
	encodeList(e, f.Suspends, func(s *uint32) { e.int(int(*s)) })
}

func (e *encoder) scope(s *ScopeInfo) {
	e.int(int(s.Kind))
	e.int(int(s.Flags))
	e.i32(s.Parent)
	e.i32(s.Func)
	e.int(int(s.NumSlots))
	e.i32(s.Start)
	e.i32(s.End)
	encodeList(e, s.Vars, func(v *VarInfo) {
		e.str(v.Name)
		e.int(int(v.Kind))
		e.int(int(v.Private))
		e.int(int(v.Flags))
		e.i32(v.Slot)
		e.int(int(v.Reg))
		e.int(int(v.Param))
	})
}

func (e *encoder) module(m *Module) {
	encodeList(e, m.Requests, func(r *ModuleRequest) {
		e.str(r.Specifier)
		encodeList(e, r.Attributes, func(a *ImportAttribute) { e.str(a.Key); e.str(a.Value) })
		e.i32(r.Pos)
		e.i32(r.End)
	})
	encodeList(e, m.Imports, func(i *ImportEntry) {
		e.i32(i.Request)
		e.str(i.Name)
		e.bool(i.Namespace)
		e.str(i.Local)
		e.i32(i.Slot)
		e.i32(i.Pos)
		e.i32(i.End)
	})
	for _, l := range [][]ExportEntry{m.LocalExports, m.IndirectExports, m.StarExports} {
		encodeList(e, l, func(x *ExportEntry) {
			e.str(x.Name)
			e.i32(x.Request)
			e.str(x.Import)
			e.bool(x.Namespace)
			e.str(x.Local)
			e.i32(x.Slot)
			e.i32(x.Pos)
			e.i32(x.End)
		})
	}
	e.bool(m.HasTLA)
	e.bool(m.HasImportMeta)
	e.i32(m.Scope)
}

// decoder reads what encoder wrote; after an error everything reads as zero.
type decoder struct {
	b    []byte
	strs []string
	bad  bool
	// bodies is what fn takes from: one allocation for many.
	bodies []lazyBody
}

func (d *decoder) int() int {
	if len(d.b) > 0 && d.b[0] < 0x80 { // one byte: most are
		v := int(d.b[0])
		d.b = d.b[1:]
		return v>>1 ^ -(v & 1)
	}
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}
func (d *decoder) i32() int32  { return int32(d.int()) }
func (d *decoder) u16() uint16 { return uint16(d.int()) }
func (d *decoder) take(n int) []byte {
	if n < 0 || n > len(d.b) {
		d.bad, d.b = true, nil
		return nil
	}
	b := d.b[:n:n]
	d.b = d.b[n:]
	return b
}
func (d *decoder) byte() byte {
	if b := d.take(1); b != nil {
		return b[0]
	}
	return 0
}
func (d *decoder) bool() bool    { return d.byte() != 0 }
func (d *decoder) bytes() []byte { return d.take(d.int()) }

// text returns a string that shares the bytes of the input.
func (d *decoder) text() string {
	b := d.bytes()
	return unsafe.String(unsafe.SliceData(b), len(b))
}
func (d *decoder) str() string {
	i := d.int()
	if i < 0 || i >= len(d.strs) {
		d.bad = true
		return ""
	}
	return d.strs[i]
}

func decodeList[T any](d *decoder, f func(*T)) []T {
	n := d.int()
	if n <= 0 || n > len(d.b) { // every element takes a byte at least
		if n != 0 {
			d.bad = true
		}
		return nil
	}
	list := make([]T, n)
	for i := range list {
		f(&list[i])
		if d.bad {
			return nil
		}
	}
	return list
}

func (d *decoder) strings() []string { return decodeList(d, func(s *string) { *s = d.str() }) }

func (d *decoder) constant(c *Const) {
	c.Kind = ConstKind(d.int())
	switch c.Kind {
	case ConstString, ConstBigInt, ConstIntrinsic:
		c.Str = d.str()
	case ConstNumber:
		if b := d.take(8); b != nil {
			c.Bits = binary.LittleEndian.Uint64(b)
		}
	default:
		c.Index = uint32(d.int())
	}
}

// DecodeUnit reads the disk form. The unit refers to data, which must not change. Truncated, foreign or damaged data gives
// ErrFormat; the code of data that may have been made on purpose should be checked with Verify as well.
func DecodeUnit(data []byte) (*Unit, error) {
	if len(data) < headerSize || string(data[:4]) != magic || binary.LittleEndian.Uint32(data[4:]) != version() ||
		binary.LittleEndian.Uint32(data[8:]) != crc32.ChecksumIEEE(data[headerSize:]) {
		return nil, ErrFormat
	}
	d := &decoder{b: data[headerSize:]}
	d.strs = decodeList(d, func(s *string) { *s = d.text() })
	u := &Unit{}
	u.Kind = UnitKind(d.int())
	u.Filename = d.str()
	u.Source = d.bytes()
	u.SourceMapURL = d.str()
	u.SourceURL = d.str()
	u.Completion = d.bool()
	u.Funcs = decodeList(d, d.fn)
	u.Scopes = decodeList(d, d.scope)
	u.Objects = decodeList(d, func(o *ObjectLit) {
		o.Names = d.strings()
		o.Values = decodeList(d, d.constant)
		o.More = d.u16()
		o.NullProto = d.bool()
	})
	u.Arrays = decodeList(d, func(a *ArrayLit) { a.Elems = decodeList(d, d.constant) })
	u.RegExps = decodeList(d, func(r *RegExpLit) { r.Pattern = d.str(); r.Flags = d.str() })
	u.Templates = decodeList(d, func(t *TemplateLit) {
		t.Raw = d.strings()
		t.Cooked = d.strings()
		t.Undefined = decodeList(d, func(i *uint16) { *i = d.u16() })
	})
	if d.bool() {
		u.Globals = &GlobalDecls{
			Lexical:   decodeList(d, func(l *GlobalLexical) { l.Name = d.str(); l.Const = d.bool() }),
			Functions: d.strings(),
			Vars:      d.strings(),
			AnnexB:    d.strings(),
		}
	}
	if d.bool() {
		u.Module = d.module()
	}
	if d.bad || len(d.b) != 0 || len(u.Funcs) == 0 {
		return nil, ErrFormat
	}
	return u, nil
}

func (d *decoder) fn(f *Func) {
	f.Name = d.str()
	f.Kind = FuncKind(d.int())
	f.Flags = FnFlags(d.int())
	f.Length = d.u16()
	f.ParamCount = d.u16()
	f.VectorLen = d.u16()
	f.Outer = d.i32()
	f.Scope = d.i32()
	f.Start = d.i32()
	f.End = d.i32()
	f.ExpectedProps = uint8(d.int())
	if len(d.bodies) == 0 {
		d.bodies = make([]lazyBody, 32)
	}
	f.lazy, d.bodies = &d.bodies[0], d.bodies[1:]
	f.lazy.data, f.lazy.strs = d.bytes(), d.strs
}

// decodeBody reads the body of a function. One that is not whole in spite of the checksum leaves a function without code, which
// Verify refuses.
func (f *Func) decodeBody() {
	d := &decoder{b: f.lazy.data, strs: f.lazy.strs}
	f.Registers = d.u16()
	f.Code = d.bytes()
	f.Consts = decodeList(d, d.constant)
	f.Handlers = decodeList(d, func(h *Handler) {
		h.Start = uint32(d.int())
		h.End = uint32(d.int())
		h.Target = uint32(d.int())
		h.Scope = int16(d.int())
		h.Catch = d.bool()
	})
	f.Positions = d.bytes()
	f.Slots = decodeList(d, func(s *Feedback) { *s = Feedback(d.byte()) })
	f.ParamSlots = decodeList(d, func(s *uint16) { *s = d.u16() })
	f.Suspends = decodeList(d, func(s *uint32) { *s = uint32(d.int()) })
	if d.bad || len(d.b) != 0 {
		f.Code, f.Consts, f.Handlers, f.Positions, f.Slots, f.ParamSlots, f.Suspends = nil, nil, nil, nil, nil, nil, nil
	}
	f.lazy.data, f.lazy.strs = nil, nil
}

func (d *decoder) scope(s *ScopeInfo) {
	s.Kind = ScopeKind(d.int())
	s.Flags = ScopeFlags(d.int())
	s.Parent = d.i32()
	s.Func = d.i32()
	s.NumSlots = d.u16()
	s.Start = d.i32()
	s.End = d.i32()
	s.Vars = decodeList(d, func(v *VarInfo) {
		v.Name = d.str()
		v.Kind = VarKind(d.int())
		v.Private = uint8(d.int())
		v.Flags = VarFlags(d.int())
		v.Slot = d.i32()
		v.Reg = int16(d.int())
		v.Param = int16(d.int())
	})
}

func (d *decoder) module() *Module {
	m := &Module{}
	m.Requests = decodeList(d, func(r *ModuleRequest) {
		r.Specifier = d.str()
		r.Attributes = decodeList(d, func(a *ImportAttribute) { a.Key = d.str(); a.Value = d.str() })
		r.Pos = d.i32()
		r.End = d.i32()
	})
	m.Imports = decodeList(d, func(i *ImportEntry) {
		i.Request = d.i32()
		i.Name = d.str()
		i.Namespace = d.bool()
		i.Local = d.str()
		i.Slot = d.i32()
		i.Pos = d.i32()
		i.End = d.i32()
	})
	for _, l := range []*[]ExportEntry{&m.LocalExports, &m.IndirectExports, &m.StarExports} {
		*l = decodeList(d, func(x *ExportEntry) {
			x.Name = d.str()
			x.Request = d.i32()
			x.Import = d.str()
			x.Namespace = d.bool()
			x.Local = d.str()
			x.Slot = d.i32()
			x.Pos = d.i32()
			x.End = d.i32()
		})
	}
	m.HasTLA = d.bool()
	m.HasImportMeta = d.bool()
	m.Scope = d.i32()
	return m
}
