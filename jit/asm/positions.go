package asm

import "encoding/binary"

// Position says that the code from Offset on belongs to Value: a bytecode offset in baseline code, an index into a table of
// inlined positions in optimised code.
type Position struct {
	Offset int32
	Value  int32
}

// Position records that the code from here on belongs to v.
func (b *Buffer) Position(v int) {
	off := int32(len(b.Bytes))
	if n := len(b.positions); n > 0 {
		last := &b.positions[n-1]
		if last.Value == int32(v) {
			return
		}
		if last.Offset == off {
			last.Value = int32(v)
			return
		}
	}
	b.positions = append(b.positions, Position{off, int32(v)})
}

// PositionTable is a list of positions in a compact form: per entry the distance of the offset as an unsigned and of the value as
// a signed varint.
type PositionTable []byte

// EncodePositions packs positions, which must be in order of their offsets.
func EncodePositions(list []Position) PositionTable {
	if len(list) == 0 {
		return nil
	}
	t := make([]byte, 0, 2*len(list)+4)
	var last Position
	for _, p := range list {
		if p.Offset < last.Offset {
			panic("BUG: positions out of order")
		}
		t = binary.AppendUvarint(t, uint64(p.Offset-last.Offset))
		t = binary.AppendVarint(t, int64(p.Value)-int64(last.Value))
		last = p
	}
	return t
}

// next reads the entry after p; ok is false at the end.
func (t PositionTable) next(p Position) (_ Position, rest PositionTable, ok bool) {
	d, n := binary.Uvarint(t)
	if n <= 0 {
		return p, nil, false
	}
	v, m := binary.Varint(t[n:])
	if m <= 0 {
		return p, nil, false
	}
	return Position{p.Offset + int32(d), int32(int64(p.Value) + v)}, t[n+m:], true
}

// At returns the value that the byte of code at an offset belongs to. For a return address pass the address less one: the call,
// not what follows it, is meant.
func (t PositionTable) At(offset int) (value int, ok bool) {
	var p Position
	for {
		q, rest, more := t.next(p)
		if !more || int(q.Offset) > offset {
			return int(p.Value), ok
		}
		p, t, ok = q, rest, true
	}
}

// FirstOffset returns the first code offset that belongs to a value: where on-stack replacement enters.
func (t PositionTable) FirstOffset(value int) (offset int, ok bool) {
	var p Position
	for {
		q, rest, more := t.next(p)
		if !more {
			return 0, false
		}
		if int(q.Value) == value {
			return int(q.Offset), true
		}
		p, t = q, rest
	}
}

// Decode returns the list.
func (t PositionTable) Decode() []Position {
	var list []Position
	var p Position
	for {
		q, rest, more := t.next(p)
		if !more {
			return list
		}
		list = append(list, q)
		p, t = q, rest
	}
}
