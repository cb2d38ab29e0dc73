package object

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/gc"
)

// Value, Ref and Key are the engine's basic types.
type (
	Value = gc.Value
	Ref   = gc.Ref
	Key   = text.Key
)

// Space is the object side of an isolate's heap.
type Space struct {
	text.Space
	transitions Ref // KindTransitionTable
	noDesc      Ref // the empty descriptor array
	atoms       [numAtoms]Value
	syms        [numSyms]Value
	hashState   uint32 // generator of identity hashes
	roots       [layout.KindCount]Ref
	// TransitionsDirty: a major collection has cleared entries; the table is rebuilt before its next use.
	TransitionsDirty bool
}

// InitObjects makes atoms, symbols and the transition table. Space.Init of text comes first.
func (s *Space) InitObjects(h *gc.Heap, seed uint32) {
	s.Space.Init(h, seed)
	s.hashState = seed*2 + 1
	s.noDesc = s.newDescriptors(0)
	s.transitions = s.newTransitionTable(1024)
	for i := range s.atoms {
		s.atoms[i] = s.Atom(atomText[i])
	}
	for i := range s.syms {
		s.syms[i] = s.NewSymbol(s.Atom(symText[i]), layout.SymbolWellKnown)
	}
}

// VisitRoots shows the collector what Space holds.
func (s *Space) VisitRoots(v *gc.Visitor) {
	s.Space.VisitRoots(v)
	v.Ref(&s.transitions)
	v.Ref(&s.noDesc)
	v.Values(s.atoms[:])
	v.Values(s.syms[:])
	for i := range s.roots {
		v.Ref(&s.roots[i])
	}
}

// A returns a well-known atom, K its key.
func (s *Space) A(a AtomID) Value { return s.atoms[a] }
func (s *Space) K(a AtomID) Key   { return Key(s.atoms[a]) }

// Sym returns a well-known symbol, SymK its key.
func (s *Space) Sym(i SymID) Value { return s.syms[i] }
func (s *Space) SymK(i SymID) Key  { return Key(s.syms[i]) }

// NewSymbol makes a symbol; desc is a string or undefined, flags are layout.Symbol*.
func (s *Space) NewSymbol(desc Value, flags uint32) Value {
	r := s.NewPinned(layout.KindSymbol, 24)
	s.SetU32(r, layout.SymbolFlags, flags)
	s.SetU32(r, layout.SymbolHash, s.nextHash())
	s.InitValue(r, layout.SymbolDescription, desc)
	return gc.Symbol(r)
}

// nextHash returns a pseudo-random word, never 0 in its low 24 bits.
func (s *Space) nextHash() uint32 {
	for {
		x := s.hashState
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		s.hashState = x
		if x&0xFFFFFF != 0 {
			return x
		}
	}
}

// IdentityHash returns the hash of an object, made on first use.
func (s *Space) IdentityHash(obj Ref) uint32 {
	f := s.U32(obj, layout.ObjFlags)
	if h := f >> layout.ObjHashShift; h != 0 {
		return h
	}
	h := s.nextHash() & 0xFFFFFF
	s.SetU32(obj, layout.ObjFlags, f|h<<layout.ObjHashShift)
	return h
}

// KeyHash returns the hash of a property key.
func (s *Space) KeyHash(k Key) uint32 {
	switch {
	case k.IsAtom():
		return s.U32(k.Value().Ref(), layout.StrHash)
	case k.IsSymbol():
		return s.U32(k.Value().Ref(), layout.SymbolHash)
	}
	return mix(k.Index())
}

func mix(x uint32) uint32 {
	x ^= x >> 16
	x *= 0x7FEB352D
	x ^= x >> 15
	x *= 0x846CA68B
	x ^= x >> 16
	return x
}
