package asm

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Label names a place in the code that an instruction may refer to before it is bound. The zero Label is no label.
type Label int32

// RelocKind says how a relocation's field is computed.
type RelocKind uint8

// The kinds of relocations.
const (
	RelocRel32 RelocKind = iota // 32 bits: target + addend - end of the field; a near call or jump to another code object
	RelocAbs64                  // 64 bits: target + addend
)

// Reloc is a field that can be filled in only when the code's final address is known.
type Reloc struct {
	Offset int32 // of the field
	Kind   RelocKind
	Target uint32 // what is meant; its owner (the stub table, the compiler) gives the number a meaning
	Addend int32
}

// Code is a finished piece of machine code: position independent but for its relocations.
type Code struct {
	Bytes     []byte
	PoolStart int // offset of the constant pool, len(Bytes) if there is none
	Align     int // the alignment that the code counts on
	Relocs    []Reloc
	Positions []Position
	Listing   []Line
}

type fixup struct {
	label Label
	at    int32 // offset of the field
	end   int32 // what the displacement is relative to
	add   int32
	size  uint8 // 1 or 4 bytes, or 8: the absolute address is not known, the offset from the code's start is stored
}

type constant struct {
	lo, hi uint64
	wide   bool // 16 bytes
	label  Label
}

// Buffer collects machine code. Its zero value is ready for use; Reset makes it ready again and keeps its memory.
type Buffer struct {
	Bytes     []byte
	relocs    []Reloc
	labels    []int32 // offset, -1 unbound; index 0 unused
	fixups    []fixup
	pool      []constant
	positions []Position
	listing   []Line
	listingOn bool
	finished  bool
}

// Reset empties the buffer.
func (b *Buffer) Reset() {
	*b = Buffer{Bytes: b.Bytes[:0], relocs: b.relocs[:0], labels: b.labels[:0], fixups: b.fixups[:0], pool: b.pool[:0],
		positions: b.positions[:0], listingOn: b.listingOn}
}

// Offset returns where the next instruction will be.
func (b *Buffer) Offset() int { return len(b.Bytes) }

// NewLabel returns a label that is not bound.
func (b *Buffer) NewLabel() Label {
	if len(b.labels) == 0 {
		b.labels = append(b.labels, -1)
	}
	b.labels = append(b.labels, -1)
	return Label(len(b.labels) - 1)
}

// Bind gives a label the place of the next instruction.
func (b *Buffer) Bind(l Label) {
	if b.labels[l] >= 0 {
		panic(fmt.Sprintf("BUG: label L%d is bound twice", l))
	}
	b.labels[l] = int32(len(b.Bytes))
	if b.listingOn {
		b.listing = append(b.listing, Line{Offset: int32(len(b.Bytes)), Kind: LineLabel, Text: fmt.Sprintf("L%d", l)})
	}
}

// Here returns a label bound to the place of the next instruction.
func (b *Buffer) Here() Label {
	l := b.NewLabel()
	b.Bind(l)
	return l
}

// LabelOffset returns where a label is bound, -1 if it is not yet.
func (b *Buffer) LabelOffset(l Label) int { return int(b.labels[l]) }

// Fix makes the field of size bytes (1 or 4) at an offset a displacement from end to label+add, filled in by Finish.
func (b *Buffer) Fix(l Label, at, end, size, add int) {
	if l <= 0 || int(l) >= len(b.labels) {
		panic("BUG: a label of another buffer")
	}
	b.fixups = append(b.fixups, fixup{label: l, at: int32(at), end: int32(end), size: uint8(size), add: int32(add)})
}

// Reloc records a relocation of the field at an offset.
func (b *Buffer) Reloc(r Reloc) { b.relocs = append(b.relocs, r) }

// Const64 returns the label of a pool entry of 8 bytes; equal constants share one.
func (b *Buffer) Const64(v uint64) Label { return b.constant(constant{lo: v}) }

// Const128 returns the label of a pool entry of 16 bytes, aligned to 16.
func (b *Buffer) Const128(lo, hi uint64) Label {
	return b.constant(constant{lo: lo, hi: hi, wide: true})
}

func (b *Buffer) constant(c constant) Label {
	for i := range b.pool {
		p := &b.pool[i]
		if p.lo == c.lo && p.hi == c.hi && p.wide == c.wide {
			return p.label
		}
	}
	c.label = b.NewLabel()
	b.pool = append(b.pool, c)
	return c.label
}

// JumpTable appends 8-byte entries to the code: each the offset of a label from the start of the code.
func (b *Buffer) JumpTable(labels ...Label) {
	for _, l := range labels {
		b.Fix(l, len(b.Bytes), 0, 8, 0)
		b.Bytes = append(b.Bytes, 0, 0, 0, 0, 0, 0, 0, 0)
	}
}

// Finish places the pool, resolves the labels and returns the code, whose slices are copies: the buffer may be reset. An error
// means that a short jump does not reach, or the code is too long; a label that is used and not bound is a bug.
func (b *Buffer) Finish() (*Code, error) {
	if b.finished {
		panic("BUG: the buffer is finished already")
	}
	b.finished = true
	c := &Code{Align: 16, PoolStart: len(b.Bytes)}
	if len(b.pool) > 0 {
		b.placePool()
	}
	if len(b.Bytes) > 1<<30 {
		return nil, fmt.Errorf("machine code of %d bytes", len(b.Bytes))
	}
	for _, f := range b.fixups {
		to := b.labels[f.label]
		if to < 0 {
			panic(fmt.Sprintf("BUG: label L%d is used and not bound", f.label))
		}
		d := int64(to) + int64(f.add) - int64(f.end)
		switch f.size {
		case 1:
			if d != int64(int8(d)) {
				return nil, fmt.Errorf("short jump at %#x to L%d does not reach (%d)", f.at-1, f.label, d)
			}
			b.Bytes[f.at] = byte(d)
		case 4:
			binary.LittleEndian.PutUint32(b.Bytes[f.at:], uint32(d))
		case 8:
			binary.LittleEndian.PutUint64(b.Bytes[f.at:], uint64(d))
		default:
			panic("BUG: size of a fix-up")
		}
	}
	c.Bytes = slices.Clone(b.Bytes)
	c.Relocs = slices.Clone(b.relocs)
	c.Positions = slices.Clone(b.positions)
	c.Listing = slices.Clone(b.listing)
	return c, nil
}

func (b *Buffer) placePool() {
	align := func(n int) {
		for len(b.Bytes)%n != 0 {
			b.Bytes = append(b.Bytes, 0)
		}
	}
	for _, wide := range []bool{true, false} { // the wide ones first: one gap at most
		for _, p := range b.pool {
			if p.wide != wide {
				continue
			}
			align(8)
			if wide {
				align(16)
			}
			b.Bind(p.label)
			at := len(b.Bytes)
			b.Bytes = binary.LittleEndian.AppendUint64(b.Bytes, p.lo)
			if wide {
				b.Bytes = binary.LittleEndian.AppendUint64(b.Bytes, p.hi)
			}
			if b.listingOn {
				s := fmt.Sprintf(".quad %#016x", p.lo)
				if wide {
					s += fmt.Sprintf(", %#016x", p.hi)
				}
				b.listing = append(b.listing, Line{Offset: int32(at), Kind: LineData, Text: s})
			}
		}
	}
}
