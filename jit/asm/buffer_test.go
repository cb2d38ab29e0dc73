package asm

import (
	"slices"
	"testing"
)

func TestPositions(t *testing.T) {
	var b Buffer
	for _, x := range [][2]int{{0, 5}, {0, 7}, {3, 7}, {10, 2}, {10, 3}, {300, 100000}, {1 << 20, 0}} {
		b.Bytes = make([]byte, x[0])
		b.Position(x[1])
	}
	want := []Position{{0, 7}, {10, 3}, {300, 100000}, {1 << 20, 0}}
	if !slices.Equal(b.positions, want) {
		t.Fatal(b.positions)
	}
	table := EncodePositions(b.positions)
	if !slices.Equal(table.Decode(), want) {
		t.Fatal(table.Decode())
	}
	for _, x := range [][2]int{{0, 7}, {9, 7}, {10, 3}, {299, 3}, {300, 100000}, {1<<20 - 1, 100000}, {1 << 20, 0}, {1 << 24, 0}} {
		if v, ok := table.At(x[0]); !ok || v != x[1] {
			t.Errorf("At(%d) = %d, %v", x[0], v, ok)
		}
	}
	if off, ok := table.FirstOffset(3); !ok || off != 10 {
		t.Error(off, ok)
	}
	if _, ok := table.FirstOffset(4); ok {
		t.Error("a value that is not there")
	}
	if _, ok := EncodePositions([]Position{{5, 1}}).At(4); ok {
		t.Error("before the first entry")
	}
	if _, ok := PositionTable(nil).At(0); ok {
		t.Error("an empty table")
	}
}

// FuzzPositions holds that broken tables are read without a fault.
func FuzzPositions(f *testing.F) {
	f.Add([]byte{0, 2, 10, 3, 0x80}, 5)
	f.Fuzz(func(t *testing.T, data []byte, at int) {
		PositionTable(data).At(at)
		PositionTable(data).FirstOffset(at)
		PositionTable(data).Decode()
	})
}

func TestJumpTable(t *testing.T) {
	var b Buffer
	l, m := b.NewLabel(), b.NewLabel()
	b.Bytes = append(b.Bytes, 1, 2, 3)
	b.Bind(l)
	b.Bytes = append(b.Bytes, 4, 5, 6, 7, 8)
	b.JumpTable(l, m)
	b.Bind(m)
	c, err := b.Finish()
	if err != nil || len(c.Bytes) != 24 || c.Bytes[8] != 3 || c.Bytes[16] != 24 {
		t.Errorf("%v % x", err, c.Bytes)
	}
}
