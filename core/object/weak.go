package object

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Weak tables (KindWeakHashTable) hold WeakMap and WeakSet entries: open addressing over (key, value) pairs that fill the whole
// tail, DictBuckets pairs. A never used pair has the key EmptyBucket; the collector turns the pair of a dead key into (Deleted,
// Undefined), which probes pass over. Identity hashes and symbol hashes do not change when cells move.

func (s *Space) newWeakTable(pairs int) Ref {
	r := s.Alloc(s.KindShape[layout.KindWeakHashTable], uint32(layout.DictHeader+16*pairs))
	s.SetU32(r, layout.DictLen, uint32(2*pairs))
	s.SetU32(r, layout.DictBuckets, uint32(pairs))
	s.FillValues(r, layout.DictHeader, 2*pairs, gc.EmptyBucket)
	return r
}

// NewWeakTable makes an empty weak table.
func (s *Space) NewWeakTable() Ref { return s.newWeakTable(8) }

func pairOff(e int) uintptr { return layout.DictHeader + 16*uintptr(e) }

// WeakFind returns the entry of a key, or -1.
func (s *Space) WeakFind(t Ref, key Value) int {
	if !key.IsObject() && !key.IsSymbol() {
		return -1
	}
	n := int(s.U32(t, layout.DictBuckets))
	for j := int(s.HashOf(key)) & (n - 1); ; j = (j + 1) & (n - 1) {
		switch k := s.Value(t, pairOff(j)); k {
		case key:
			return j
		case gc.EmptyBucket:
			return -1
		}
	}
}

// WeakValue and WeakSetValue access the value of an entry, WeakRemove deletes it.
func (s *Space) WeakValue(t Ref, e int) Value       { return s.Value(t, pairOff(e)+8) }
func (s *Space) WeakSetValue(t Ref, e int, v Value) { s.StoreValue(t, pairOff(e)+8, v) }
func (s *Space) WeakRemove(t Ref, e int) {
	s.SetU64(t, pairOff(e), uint64(gc.Deleted))
	s.SetU64(t, pairOff(e)+8, uint64(gc.Undefined))
}

// WeakAdd adds an absent key and returns the table, a new one if the old was too full.
func (s *Space) WeakAdd(t Ref, key, v Value) Ref {
	used := int(s.U32(t, layout.DictUsed)) + 1
	n := int(s.U32(t, layout.DictBuckets))
	if used*4 > n*3 {
		live := 0
		for e := 0; e < n; e++ {
			if k := s.Value(t, pairOff(e)); k.IsCell() {
				live++
			}
		}
		size := 8
		for size < live*2+2 {
			size *= 2
		}
		nt := s.newWeakTable(size)
		for e := 0; e < n; e++ {
			if k := s.Value(t, pairOff(e)); k.IsCell() {
				s.weakInsert(nt, k, s.Value(t, pairOff(e)+8))
			}
		}
		s.SetU32(nt, layout.DictUsed, uint32(live))
		t, used = nt, live+1
	}
	s.weakInsert(t, key, v)
	s.SetU32(t, layout.DictUsed, uint32(used))
	return t
}

func (s *Space) weakInsert(t Ref, key, v Value) {
	n := int(s.U32(t, layout.DictBuckets))
	j := int(s.HashOf(key)) & (n - 1)
	for s.Value(t, pairOff(j)) != gc.EmptyBucket {
		j = (j + 1) & (n - 1)
	}
	s.StoreValue(t, pairOff(j), key)
	s.StoreValue(t, pairOff(j)+8, v)
}

// WeakEach calls f for the live pairs of a weak table.
func (s *Space) WeakEach(t Ref, f func(k, v Value)) {
	n := int(s.U32(t, layout.DictBuckets))
	for e := 0; e < n; e++ {
		k := s.Value(t, pairOff(e))
		if k.IsObject() || k.IsSymbol() {
			f(k, s.WeakValue(t, e))
		}
	}
}
