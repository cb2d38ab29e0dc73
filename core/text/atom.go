package text

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// Key is a property key (DECISIONS 2.4): an atom (String value), a symbol, or an array index 0..2^32-2 in the payload of an
// int-tagged word. Canonical array index strings are never atoms as keys; "4294967295" is one.
type Key uint64

// IndexKey, AtomKey and SymbolKey make keys.
func IndexKey(i uint32) Key { return Key(uint64(gc.TagInt)<<32 | uint64(i)) }
func AtomKey(v Value) Key   { return Key(v) }
func SymbolKey(v Value) Key { return Key(v) }

// IsIndex, IsAtom and IsSymbol tell which.
func (k Key) IsIndex() bool  { return uint32(k>>32) == gc.TagInt }
func (k Key) IsAtom() bool   { return uint32(k>>32) == gc.TagString }
func (k Key) IsSymbol() bool { return uint32(k>>32) == gc.TagSymbol }

// Index returns the array index of a key for which IsIndex holds.
func (k Key) Index() uint32 { return uint32(k) }

// Value returns the atom or symbol of a key for which IsIndex does not hold.
func (k Key) Value() Value { return Value(k) }

// HashUnits hashes code units with a seed; never 0. One- and two-byte forms of the same text hash alike.
func hashView(c View, seed uint32) uint32 {
	h := seed
	if c.Wide {
		for _, u := range c.W {
			h = (h ^ uint32(u)) * 0x9E3779B1
			h ^= h >> 15
		}
	} else {
		for _, u := range c.B {
			h = (h ^ uint32(u)) * 0x9E3779B1
			h ^= h >> 15
		}
	}
	h ^= h >> 13
	h *= 0x85EBCA6B
	h ^= h >> 16
	if h == 0 {
		return 1
	}
	return h
}

// StrHash returns the hash of a string's contents, cached in the string.
func (s *Space) StrHash(v Value) uint32 {
	r := v.Ref()
	if h := s.U32(r, layout.StrHash); h != 0 {
		return h
	}
	h := hashView(s.Chars(v), s.seed)
	s.SetU32(r, layout.StrHash, h)
	return h
}

// HashKeyed hashes the contents of a string under another seed, for tables whose probe chains grow suspiciously long.
func (s *Space) HashKeyed(v Value, seed uint32) uint32 { return hashView(s.Chars(v), seed|1) }

func (s *Space) newInternTable(buckets int) Ref {
	r := s.AllocOld(s.KindShape[layout.KindInternTable], uint32(layout.DictHeader+8*buckets))
	s.SetU32(r, layout.DictLen, uint32(buckets))
	s.SetU32(r, layout.DictBuckets, uint32(buckets))
	s.FillValues(r, layout.DictHeader, buckets, gc.EmptyBucket)
	return r
}

// lookupAtom finds the atom with contents c, or the bucket where it belongs.
func (s *Space) lookupAtom(c View, hash uint32) (Value, int) {
	t := s.intern
	mask := int(s.U32(t, layout.DictBuckets)) - 1
	free := -1
	for i := int(hash) & mask; ; i = (i + 1) & mask {
		v := s.Value(t, layout.DictHeader+uintptr(i)*8)
		if v == gc.EmptyBucket {
			if free < 0 {
				free = i
			}
			return gc.Undefined, free
		}
		if v == gc.Deleted {
			if free < 0 {
				free = i
			}
			continue
		}
		if s.U32(v.Ref(), layout.StrHash) == hash && equalViews(s.Chars(v), c) {
			return v, i
		}
	}
}

// addAtom stores a new atom in the table, growing it first if it is more than half used (dead entries included).
func (s *Space) addAtom(v Value, hash uint32, bucket int) {
	t := s.intern
	n := s.U32(t, layout.DictBuckets)
	if s.Value(t, layout.DictHeader+uintptr(bucket)*8) == gc.EmptyBucket {
		used := s.U32(t, layout.DictUsed) + 1
		s.SetU32(t, layout.DictUsed, used)
		if used*2 > n {
			s.rehashAtoms()
			_, bucket = s.lookupAtom(s.Chars(v), hash)
			t = s.intern
			s.SetU32(t, layout.DictUsed, s.U32(t, layout.DictUsed)+1)
		}
	}
	s.StoreValue(t, layout.DictHeader+uintptr(bucket)*8, v)
}

func (s *Space) rehashAtoms() {
	old := s.intern
	n := int(s.U32(old, layout.DictBuckets))
	live := 0
	for i := 0; i < n; i++ {
		if s.Value(old, layout.DictHeader+uintptr(i)*8).IsString() {
			live++
		}
	}
	size := 2048
	for size < live*4 {
		size *= 2
	}
	s.intern = s.newInternTable(size)
	for i := 0; i < n; i++ {
		v := s.Value(old, layout.DictHeader+uintptr(i)*8)
		if !v.IsString() {
			continue
		}
		j := int(s.U32(v.Ref(), layout.StrHash)) & (size - 1)
		for s.Value(s.intern, layout.DictHeader+uintptr(j)*8) != gc.EmptyBucket {
			j = (j + 1) & (size - 1)
		}
		s.StoreValue(s.intern, layout.DictHeader+uintptr(j)*8, v)
	}
	s.SetU32(s.intern, layout.DictUsed, uint32(live))
}

// internView returns the atom with contents c, made if there is none (pinned, in Latin-1 form where it fits).
func (s *Space) internView(c View) Value {
	hash := hashView(c, s.seed)
	v, bucket := s.lookupAtom(c, hash)
	if v != gc.Undefined {
		return v
	}
	n := c.Len()
	var r Ref
	if c.Wide && !fitsLatin1(c.W) {
		r = s.AllocPinned(s.KindShape[layout.KindStringTwo], uint32(layout.StrHeader+2*n))
		copy(s.U16s(r, layout.StrHeader, n), c.W)
	} else {
		r = s.AllocPinned(s.KindShape[layout.KindStringOne], uint32(layout.StrHeader+n))
		b := s.Bytes(r, layout.StrHeader, n)
		if c.Wide {
			for i, u := range c.W {
				b[i] = byte(u)
			}
		} else {
			copy(b, c.B)
		}
	}
	s.SetU32(r, layout.StrLen, uint32(n))
	s.SetU32(r, layout.StrHash, hash)
	flags := uint32(layout.StrAtom)
	if _, ok := indexOf(c); ok {
		flags |= layout.StrIsIndex
	} else {
		flags |= layout.StrNotIndex
	}
	s.SetU32(r, layout.StrFlags, flags)
	v = gc.String(r)
	s.addAtom(v, hash, bucket)
	return v
}

func (s *Space) internOne(b []byte) Value { return s.internView(View{B: b}) }

// Atom returns the atom of WTF-8 text.
func (s *Space) Atom(t string) Value {
	n, wide := Measure(t)
	if !wide && n == len(t) {
		var buf [64]byte
		return s.internView(View{B: append(buf[:0], t...)})
	}
	return s.internView(View{W: ToUTF16(t), Wide: true})
}

// IsAtom tells whether a string is interned.
func (s *Space) IsAtom(v Value) bool { return s.U32(v.Ref(), layout.StrFlags)&layout.StrAtom != 0 }

// Intern returns the atom equal to string v.
func (s *Space) Intern(v Value) Value {
	if s.IsAtom(v) {
		return v
	}
	// Strings that are made once and used as keys again and again are found by their address.
	r := v.Ref()
	e := &s.interned[uint32(r)>>3%internedSize]
	if n := s.Collections(); n != s.internedAt {
		clear(s.interned[:])
		s.internedAt = n
	} else if e.r == r {
		return e.atom
	}
	a := s.internView(s.Chars(v))
	*e = internedString{r, a}
	return a
}

// indexOf parses a canonical array index (0..2^32-2).
func indexOf(c View) (uint32, bool) {
	n := c.Len()
	if n == 0 || n > 10 {
		return 0, false
	}
	d := c.At(0)
	if d < '0' || d > '9' || d == '0' && n > 1 {
		return 0, false
	}
	x := uint64(0)
	for i := 0; i < n; i++ {
		d := c.At(i)
		if d < '0' || d > '9' {
			return 0, false
		}
		x = x*10 + uint64(d-'0')
	}
	return uint32(x), x < 1<<32-1
}

// KeyOf converts a string to a property key.
func (s *Space) KeyOf(v Value) Key {
	r := v.Ref()
	flags := s.U32(r, layout.StrFlags)
	if flags&layout.StrNotIndex != 0 && flags&layout.StrAtom != 0 {
		return Key(v)
	}
	if flags&layout.StrNotIndex == 0 {
		if n := s.U32(r, layout.StrLen); n > 0 && n <= 10 {
			if i, ok := indexOf(s.Chars(v)); ok {
				return IndexKey(i)
			}
		}
		s.SetU32(r, layout.StrFlags, flags|layout.StrNotIndex)
	}
	return Key(s.Intern(v))
}

// KeyOfGo converts WTF-8 text to a property key.
func (s *Space) KeyOfGo(t string) Key {
	if len(t) > 0 && len(t) <= 10 && t[0] >= '0' && t[0] <= '9' {
		return s.KeyOf(s.NewString(t))
	}
	return Key(s.Atom(t))
}

// KeyString returns the string of a key that is not a symbol.
func (s *Space) KeyString(k Key) Value {
	if k.IsIndex() {
		return s.IndexString(k.Index())
	}
	return k.Value()
}

// IndexString returns the decimal string of i.
func (s *Space) IndexString(i uint32) Value {
	var buf [10]byte
	p := len(buf)
	for {
		p--
		buf[p] = byte('0' + i%10)
		i /= 10
		if i == 0 {
			break
		}
	}
	return s.NewOneByte(buf[p:])
}
