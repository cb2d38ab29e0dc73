package object

import (
	"math"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Hash tables in the cage, one form for property dictionaries, sparse elements, Map, Set and their weak kin: insertion-ordered
// entries of three words (key, value, details) and an index of u32 buckets holding entry+1, open addressing. Removed entries
// keep their place with the key Deleted until the table is rebuilt.
//
//	tail: [0] forward: the table that replaced this one, or undefined | entries 3 words each | buckets, two u32 a word
const (
	entryWords = 3
	dictFirst  = layout.DictHeader + 8
)

// Weak tables (ephemerons) have the same entries; their collector layout sees (key, value) pairs, so they use weakWords.

func dictTail(capacity, buckets int) int { return 1 + capacity*entryWords + buckets/2 }

// dictSize returns how many entries and buckets a table gets that must hold capacity entries.
func dictSize(capacity int) (entries, buckets int) {
	buckets = 8
	for buckets < capacity*3/2 {
		buckets *= 2
	}
	return buckets * 2 / 3, buckets
}

// NewDict makes a table with room for capacity entries.
func (s *Space) NewDict(k gc.Kind, capacity int) Ref {
	capacity, buckets := dictSize(capacity)
	n := dictTail(capacity, buckets)
	r := s.Alloc(s.KindShape[k], uint32(layout.DictHeader+8*n))
	s.SetU32(r, layout.DictLen, uint32(n))
	s.SetU32(r, layout.DictBuckets, uint32(buckets))
	s.SetU64(r, layout.DictHeader, uint64(gc.Undefined))
	return r
}

func (s *Space) dictCap(d Ref) int { return int(s.U32(d, layout.DictBuckets)) * 2 / 3 }

func entryOff(e int) uintptr { return dictFirst + uintptr(e)*entryWords*8 }

func (s *Space) bucketOff(d Ref) uintptr { return entryOff(s.dictCap(d)) }

// DictUsed returns the number of entries used, dead ones included; DictCount the live ones.
func (s *Space) DictUsed(d Ref) int  { return int(s.U32(d, layout.DictUsed)) }
func (s *Space) DictCount(d Ref) int { return int(s.U32(d, layout.DictCount)) }

// DictKey, DictValue and DictDetails read entry e.
func (s *Space) DictKey(d Ref, e int) Key     { return Key(s.Value(d, entryOff(e))) }
func (s *Space) DictValue(d Ref, e int) Value { return s.Value(d, entryOff(e)+8) }
func (s *Space) DictDetails(d Ref, e int) uint64 {
	return s.U64(d, entryOff(e)+16)
}

// DictSetValue and DictSetDetails write entry e.
func (s *Space) DictSetValue(d Ref, e int, v Value)          { s.StoreValue(d, entryOff(e)+8, v) }
func (s *Space) DictSetDetails(d Ref, e int, details uint64) { s.SetU64(d, entryOff(e)+16, details) }

// HashOf hashes a table key: property keys, and for Map and Set any value (numbers normalised by the caller).
func (s *Space) HashOf(v Value) uint32 {
	switch {
	case v.IsString():
		return s.StrHash(v)
	case v.IsSymbol():
		return s.U32(v.Ref(), layout.SymbolHash)
	case v.IsObject():
		return mix(s.IdentityHash(v.Ref()))
	case v.IsBigInt():
		h := uint32(7)
		r := v.Ref()
		for i, n := 0, int(s.U32(r, layout.BigIntLen)); i < n; i++ {
			w := s.U64(r, layout.BigIntHeader+uintptr(i)*8)
			h = mix(h ^ uint32(w) ^ uint32(w>>32)*31)
		}
		return h
	case v.IsDouble():
		return mix(uint32(v) ^ uint32(v>>32)*0x9E3779B1)
	}
	return mix(uint32(v))
}

// NormalizeKey makes numbers comparable by bits: -0 becomes 0, integral doubles int32, NaN canonical.
func NormalizeKey(v Value) Value {
	if v.IsDouble() {
		f := v.AsDouble()
		if f == 0 {
			return gc.Int(0)
		}
		if math.IsNaN(f) {
			return gc.NaN()
		}
		return gc.Number(f)
	}
	return v
}

// sameKey compares normalised keys (SameValueZero).
func (s *Space) sameKey(a, b Value) bool {
	if a == b {
		return true
	}
	if a.Tag() != b.Tag() {
		return false
	}
	if a.IsString() {
		return s.StrEqual(a, b)
	}
	if a.IsBigInt() {
		return s.BigIntEqual(a, b)
	}
	return false
}

// BigIntEqual compares two BigInts.
func (s *Space) BigIntEqual(a, b Value) bool {
	x, y := a.Ref(), b.Ref()
	n := s.U32(x, layout.BigIntLen)
	if n != s.U32(y, layout.BigIntLen) || s.U32(x, layout.BigIntSign) != s.U32(y, layout.BigIntSign) {
		return false
	}
	for i := uintptr(0); i < uintptr(n); i++ {
		if s.U64(x, layout.BigIntHeader+i*8) != s.U64(y, layout.BigIntHeader+i*8) {
			return false
		}
	}
	return true
}

// find probes for a key with a hash; the entry or -1.
func (s *Space) find(d Ref, key Value, hash uint32) int {
	n := int(s.U32(d, layout.DictBuckets))
	off := s.bucketOff(d)
	for j := int(hash) & (n - 1); ; j = (j + 1) & (n - 1) {
		e := int(s.U32(d, off+uintptr(j)*4))
		if e == 0 {
			return -1
		}
		if s.sameKey(s.Value(d, entryOff(e-1)), key) {
			return e - 1
		}
	}
}

// DictFind finds a property key: the entry or -1.
func (s *Space) DictFind(d Ref, key Key) int {
	n := int(s.U32(d, layout.DictBuckets))
	off := s.bucketOff(d)
	for j := int(s.KeyHash(key)) & (n - 1); ; j = (j + 1) & (n - 1) {
		e := int(s.U32(d, off+uintptr(j)*4))
		if e == 0 {
			return -1
		}
		if Key(s.Value(d, entryOff(e-1))) == key {
			return e - 1
		}
	}
}

// TableFind finds any normalised value (Map, Set).
func (s *Space) TableFind(d Ref, key Value) int { return s.find(d, key, s.tableHash(key)) }

func (s *Space) tableHash(key Value) uint32 {
	if uint32(key>>32) == gc.TagInt {
		return mix(uint32(key))
	}
	return s.HashOf(key)
}

func (s *Space) link(d Ref, e int, hash uint32) {
	n := int(s.U32(d, layout.DictBuckets))
	off := s.bucketOff(d)
	j := int(hash) & (n - 1)
	for s.U32(d, off+uintptr(j)*4) != 0 {
		j = (j + 1) & (n - 1)
	}
	s.SetU32(d, off+uintptr(j)*4, uint32(e+1))
}

// DictAdd appends an entry for a key that is not there and returns the table, a new one if the old was full.
func (s *Space) DictAdd(d Ref, key Key, v Value, details uint64) Ref {
	return s.TableAdd(d, Value(key), v, details)
}

// TableAdd is DictAdd for any normalised key.
func (s *Space) TableAdd(d Ref, key, v Value, details uint64) Ref {
	used := s.DictUsed(d)
	if used == s.dictCap(d) {
		d = s.rebuild(d)
		used = s.DictUsed(d)
	}
	off := entryOff(used)
	s.StoreValue(d, off, key)
	s.StoreValue(d, off+8, v)
	s.SetU64(d, off+16, details)
	s.SetU32(d, layout.DictUsed, uint32(used+1))
	s.SetU32(d, layout.DictCount, s.U32(d, layout.DictCount)+1)
	s.link(d, used, s.tableHash(key))
	return d
}

// TableGrowth returns the bytes of the table that the next new entry needs, 0 if it fits into this one.
func (s *Space) TableGrowth(d Ref) uint64 {
	if s.DictUsed(d) < s.dictCap(d) {
		return 0
	}
	capacity, buckets := dictSize(max(5, s.DictCount(d)*2))
	return 8 * uint64(dictTail(capacity, buckets))
}

// DictRemove removes entry e; its place stays until the table is rebuilt.
func (s *Space) DictRemove(d Ref, e int) {
	off := entryOff(e)
	s.SetU64(d, off, uint64(gc.Deleted))
	s.SetU64(d, off+8, uint64(gc.Undefined))
	s.SetU32(d, layout.DictCount, s.U32(d, layout.DictCount)-1)
}

// rebuild copies the live entries to a table with room to grow and leaves a forward reference in the old one, by which
// iterators follow.
func (s *Space) rebuild(d Ref) Ref {
	count := s.DictCount(d)
	n := s.NewDict(s.KindOf(d), max(5, count*2))
	out := 0
	for e, used := 0, s.DictUsed(d); e < used; e++ {
		off := entryOff(e)
		key := s.Value(d, off)
		if key == gc.Deleted {
			continue
		}
		to := entryOff(out)
		s.StoreValue(n, to, key)
		s.StoreValue(n, to+8, s.Value(d, off+8))
		s.SetU64(n, to+16, s.U64(d, off+16))
		s.link(n, out, s.tableHash(key))
		out++
	}
	s.SetU32(n, layout.DictUsed, uint32(out))
	s.SetU32(n, layout.DictCount, uint32(out))
	s.SetU32(n, layout.DictNext, s.U32(d, layout.DictNext))
	s.StoreValue(d, layout.DictHeader, gc.Cell(n))
	return n
}

// TableClear returns an empty table that replaces d (Map.prototype.clear): iterators restart at its beginning.
func (s *Space) TableClear(d Ref) Ref {
	n := s.NewDict(s.KindOf(d), 5)
	for e, used := 0, s.DictUsed(d); e < used; e++ {
		s.SetU64(d, entryOff(e), uint64(gc.Deleted))
		s.SetU64(d, entryOff(e)+8, uint64(gc.Undefined))
	}
	s.SetU32(d, layout.DictCount, 0)
	s.StoreValue(d, layout.DictHeader, gc.Cell(n))
	return n
}

// TableFollow brings an iterator position (table, entry) up to date after rebuilds.
func (s *Space) TableFollow(d Ref, e int) (Ref, int) {
	for {
		next := s.Value(d, layout.DictHeader)
		if !next.IsInternal() {
			return d, e
		}
		live := 0
		for i := 0; i < e; i++ {
			if s.Value(d, entryOff(i)) != gc.Deleted {
				live++
			}
		}
		d, e = next.Ref(), live
	}
}
