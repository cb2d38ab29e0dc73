package gc

import (
	"sync/atomic"
	"time"
)

// CollectKind is a kind of collection.
type CollectKind uint8

const (
	Scavenge CollectKind = iota // the nursery only
	Major                       // everything
)

func (k CollectKind) String() string {
	if k == Scavenge {
		return "scavenge"
	}
	return "mark-sweep"
}

// SetWeakHooks sets the functions that a major collection calls before marking and after it. In the second one IsMarked is
// valid, dead cells can still be read, and MarkLive may save some; weak references are cleared afterwards.
func (h *Heap) SetWeakHooks(before, after func()) { h.hookBefore, h.hookAfter = before, after }

// RequestGC asks for a collection at the next safepoint. Any goroutine may call it.
func (h *Heap) RequestGC() { h.want(wantRequest) }

// Safepoint collects if that is wanted. No raw Value, Ref or view held by the caller is valid afterwards, except for Refs of
// kinds that never move.
func (h *Heap) Safepoint() {
	if h.NeedsSafepoint() {
		h.safepoint()
	}
}

func (h *Heap) safepoint() {
	if h.inGC {
		panic("BUG: safepoint during a collection")
	}
	wanted := atomic.SwapUint32(&h.ctx.safepoint, 0)
	if h.stress.on() {
		h.want(wantStress)
		h.safepoints++
		if n := h.stress.Scavenge; n > 0 && h.safepoints%n == 0 {
			wanted |= wantScavenge
		}
		if n := h.stress.Major; n > 0 && h.safepoints%n == 0 {
			wanted |= wantRequest
		}
	}
	if wanted&wantQueue != 0 {
		h.ext.applyQueue(h)
	}
	switch {
	case wanted&wantRequest != 0:
		h.Collect(Major, "requested")
	case wanted&wantMajor != 0 && (h.oldUsed+h.ext.bytes >= h.nextMajor || h.oldUsed > h.maxOld || h.limitReached):
		h.Collect(Major, "allocation limit")
	case wanted&(wantScavenge|wantMajor) != 0:
		h.Collect(Scavenge, "allocation")
		if h.oldUsed+h.ext.bytes >= h.nextMajor {
			h.Collect(Major, "allocation limit")
		}
	}
}

// LimitReached tells, after a safepoint, whether the heap is above its limit and lives on its emergency reserve; the engine
// then throws a RangeError or ends the isolate. It stays true until a major collection has brought the heap below the limit.
func (h *Heap) LimitReached() bool { return h.limitReached }

// RoomFor tells whether a single allocation of n bytes, of cells or of external memory, is within the limit of the heap. Builtins
// that make something as large as JavaScript says ask first, and throw a RangeError.
func (h *Heap) RoomFor(n uint64) bool { return n <= h.maxOld }

// SetMaxOld changes the limit of the old space (near-limit callbacks).
func (h *Heap) SetMaxOld(n uint64) {
	room := uint64(h.pageLimit)<<PageShift - h.reserve
	h.maxOld = min(n, room)
	if h.oldUsed <= h.maxOld {
		h.limitReached = false
	}
}

// MaxOld returns the limit of the old space.
func (h *Heap) MaxOld() uint64 { return h.maxOld }

// Reserve makes sure that n bytes can be allocated, as one cell or several, without exceeding the limit: it is a safepoint,
// which collects if needed. If it returns false the caller throws a RangeError.
func (h *Heap) Reserve(n uint64) bool {
	h.Safepoint()
	if h.hasRoom(n) {
		return true
	}
	h.Collect(Major, "reserve")
	return h.hasRoom(n)
}

func (h *Heap) hasRoom(n uint64) bool {
	if n > maxCell {
		return false
	}
	if n <= LargeSize && !h.inOverflow {
		return true // fits into the overflow, whatever the half has left
	}
	if h.oldUsed+n > h.maxOld {
		return false
	}
	need := int(n>>PageShift) + 1
	return h.usedPages+need+h.headroom() <= h.pageLimit && h.findPages(need) >= 0
}

// Collect collects now; it is a safepoint.
func (h *Heap) Collect(kind CollectKind, reason string) {
	if h.inGC {
		panic("BUG: collection during a collection")
	}
	h.inGC = true
	begin := time.Now()
	before := h.youngUsed() + h.oldUsed
	h.ext.applyQueue(h)
	if h.stress.Verify {
		h.mustVerify("before", kind)
	}
	if kind == Scavenge {
		h.scavenge(false)
	} else {
		h.scavenge(true)
		h.markSweep()
		h.setNextMajor()
	}
	h.extAtLast = h.ext.bytes
	if h.stress.Verify {
		h.mustVerify("after", kind)
	}
	h.inGC = false
	h.stats.note(h, kind, reason, before, time.Since(begin))
	for len(h.died) > 0 {
		d := h.died
		h.died = nil
		for _, f := range d {
			f()
		}
	}
}

func (h *Heap) mustVerify(when string, kind CollectKind) {
	if err := h.Verify(); err != nil {
		panic("BUG: heap verification " + when + " " + kind.String() + ": " + err.Error())
	}
}

// setNextMajor decides, after a major collection, when the next one is due.
func (h *Heap) setNextMajor() {
	live := h.oldUsed + h.ext.bytes
	next := max(live+live/5*4, live+8<<20)
	// Old space cannot grow past its limit; but leave some distance, or each safepoint would collect.
	next = min(next, h.maxOld+h.ext.bytes)
	h.nextMajor = max(next, live+min(h.maxOld/64, 1<<20))
	h.limitReached = h.oldUsed > h.maxOld
}

// Stats is the heap's account.
type Stats struct {
	YoungUsed, YoungCommitted uint64
	SemiSpace                 uint64
	OldUsed, OldCommitted     uint64 // old, pinned and large pages
	External                  uint64
	MaxOld, NextMajor         uint64
	Handles                   int
	Scavenges, Majors         int
	Copied, Promoted          uint64 // bytes, by all scavenges
	ScavengeTime, MajorTime   time.Duration
	MaxScavenge, MaxMajor     time.Duration
	Last                      Event
	trace                     func(Event)
}

// Event describes one collection (--trace-gc, performance entries).
type Event struct {
	Kind          CollectKind
	Reason        string
	Before, After uint64 // bytes of cells
	Pause         time.Duration
}

// SetTrace sets a function that is told of every collection, when it is over.
func (h *Heap) SetTrace(f func(Event)) { h.stats.trace = f }

// Stats returns the account as of now.
func (h *Heap) Stats() Stats {
	s := h.stats
	s.YoungUsed, s.SemiSpace = h.youngUsed(), uint64(h.semi)
	s.YoungCommitted = uint64(h.dirty[0]-halfALo) + uint64(h.dirty[1]-halfBLo) + uint64(h.dirty[2]-overflowLo)
	s.OldUsed, s.OldCommitted = h.oldUsed, uint64(h.usedPages+h.dirtyFree)<<PageShift
	s.External, s.MaxOld, s.NextMajor = h.ext.bytes, h.maxOld, h.nextMajor
	s.Handles = h.Handles()
	s.trace = nil
	return s
}

func (s *Stats) note(h *Heap, kind CollectKind, reason string, before uint64, d time.Duration) {
	if kind == Scavenge {
		s.Scavenges++
		s.ScavengeTime += d
		s.MaxScavenge = max(s.MaxScavenge, d)
	} else {
		s.Majors++
		s.MajorTime += d
		s.MaxMajor = max(s.MaxMajor, d)
	}
	s.Last = Event{Kind: kind, Reason: reason, Before: before, After: h.youngUsed() + h.oldUsed, Pause: d}
	if s.trace != nil {
		s.trace(s.Last)
	}
}
