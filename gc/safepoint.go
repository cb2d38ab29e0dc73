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

// Reasons of collections.
const (
	ReasonAllocation = "allocation"       // the nursery is full
	ReasonLimit      = "allocation limit" // the old generation or external memory have grown
	ReasonRequested  = "requested"        // RequestGC, or stress mode
	ReasonLastResort = "last resort"      // a single allocation would exceed the limit
)

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
		due := false
		if n := h.stress.Scavenge; n > 0 && h.safepoints%(n<<h.stressShift) == 0 {
			wanted |= wantScavenge
			due = true
		}
		if n := h.stress.Major; n > 0 && h.safepoints%(n<<h.stressShift) == 0 {
			wanted |= wantRequest
			due = true
		}
		if due {
			if h.stressRuns++; h.stressRuns%stressFull == 0 {
				h.stressShift++
			}
		}
	}
	if wanted&wantQueue != 0 {
		h.ext.applyQueue(h)
	}
	switch {
	case wanted&wantRequest != 0:
		h.Collect(Major, ReasonRequested)
	case wanted&wantMajor != 0 && (h.oldUsed+h.ext.bytes >= h.nextMajor || h.oldUsed > h.maxOld || h.limitReached):
		h.Collect(Major, ReasonLimit)
	case wanted&(wantScavenge|wantMajor) != 0:
		h.Collect(Scavenge, ReasonAllocation)
		if h.oldUsed+h.ext.bytes >= h.nextMajor {
			h.Collect(Major, ReasonLimit)
		}
	}
}

// stressFull is how many collections stress mode makes at the interval it was given; after as many again it doubles the interval, so that
// a loop of a million turns does not take hours. What it would find lies in the first turns.
const stressFull = 8192

// LimitReached tells, after a safepoint, whether the heap is above its limit and lives on its emergency reserve; the engine
// then throws a RangeError or ends the isolate. It stays true until a major collection has brought the heap below the limit.
func (h *Heap) LimitReached() bool { return h.limitReached }

// Fits tells whether n bytes more can be allocated at once without ending the isolate. A small allocation may use the emergency
// reserve. A large one, which is mostly the copy of something that grows, may exceed the limit by as much again: the engine hears of it
// at the next safepoint, and throws.
func (h *Heap) Fits(n uint64) bool {
	if n > LargeSize {
		return h.oldUsed+n <= 2*h.maxOld+h.reserve
	}
	return h.oldUsed+n <= h.maxOld+h.reserve+h.excess
}

// OldUsed returns the bytes of cells in the old generation.
func (h *Heap) OldUsed() uint64 { return h.oldUsed }

// RoomFor tells whether a single allocation of n bytes, of cells or of external memory, is within the limit of the heap. Builtins
// that make something as large as JavaScript says ask first, and throw a RangeError.
func (h *Heap) RoomFor(n uint64) bool { return n <= h.maxOld }

// SetMaxOld changes the limit of the old space (near-limit callbacks).
func (h *Heap) SetMaxOld(n uint64) {
	room := uint64(h.pageLimit)<<PageShift - h.reserve
	h.maxOld = min(n, room)
	if h.oldUsed <= h.maxOld {
		h.limitReached, h.excess = false, 0
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
	h.Collect(Major, ReasonLastResort)
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
	if total := h.youngUsed() + h.oldUsed; total > h.lastTotal {
		h.stats.Allocated += total - h.lastTotal
	}
	before, committed := h.youngUsed()+h.oldUsed, h.committed()
	h.ext.applyQueue(h)
	verify := h.stress.Verify && h.verifyDue()
	if verify {
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
	if verify {
		h.mustVerify("after", kind)
	}
	h.inGC = false
	e := Event{Kind: kind, Reason: reason, Before: before, CommittedBefore: committed, Start: begin, Pause: time.Since(begin)}
	if kind == Major {
		h.noteEffect(e)
	}
	h.stats.note(h, e)
	for len(h.died) > 0 {
		d := h.died
		h.died = nil
		for _, f := range d {
			f()
		}
	}
}

// verifyFull is how many bytes of cells are verified before only one collection in 64 is.
const verifyFull = 4 << 30

func (h *Heap) verifyDue() bool {
	if h.verified > verifyFull && h.events%64 != 0 {
		return false
	}
	h.verified += h.youngUsed() + h.oldUsed
	return true
}

func (h *Heap) mustVerify(when string, kind CollectKind) {
	if err := h.Verify(); err != nil {
		panic("BUG: heap verification " + when + " " + kind.String() + ": " + err.Error())
	}
}

// setNextMajor decides, after a major collection, when the next one is due.
func (h *Heap) setNextMajor() {
	live := h.oldUsed + h.ext.bytes
	next := live + majorStep(live)
	// Old space cannot grow past its limit; but leave some distance, or each safepoint would collect.
	next = min(next, h.maxOld+h.ext.bytes)
	h.nextMajor = max(next, live+max(h.maxOld/32, 1<<20))
	h.limitReached = h.oldUsed > h.maxOld
	h.excess = 0
	if h.limitReached {
		h.excess = h.oldUsed - h.maxOld
	}
}

// noteEffect is the guard against a program that does little but collect: after ineffectiveMajors major collections in a row that left
// the heap nearly full and took most of the time, the heap counts as full.
func (h *Heap) noteEffect(e Event) {
	end := e.Start.Add(e.Pause)
	total := end.Sub(h.lastMajor)
	h.lastMajor = end
	if e.Reason == ReasonRequested || h.oldUsed < h.maxOld/5*4 || float64(e.Pause) < 0.6*float64(total) {
		h.ineffective = 0
		return
	}
	if h.ineffective++; h.ineffective >= ineffectiveMajors {
		h.ineffective = 0
		h.limitReached = true
		h.want(wantMajor)
	}
}

const ineffectiveMajors = 4

// majorStep is what the old generation and external memory may grow by between major collections: four fifths of what lives, since
// that makes the work of marking proportional to the growth; less for a small heap, where the work is little.
func majorStep(live uint64) uint64 {
	const least = 4 << 20
	return max(live/5*4, 3*least) - 2*least
}

// Settle tells that a program has started: what is alive now is likely to stay, and the next major collection need not wait for the
// amount that one at start-up should not come before.
func (h *Heap) Settle() {
	if h.stats.Majors == 0 {
		live := h.oldUsed + h.ext.bytes
		h.nextMajor = min(h.nextMajor, live+majorStep(live))
	}
}

// Stats is the heap's account.
type Stats struct {
	YoungUsed, YoungCommitted uint64
	SemiSpace, MaxSemiSpace   uint64
	Allocated                 uint64   // bytes of cells, ever; exact after a collection
	OldUsed, OldCommitted     uint64   // old, pinned and large pages
	Spaces                    [4]Space // new, old, pinned, large
	External                  uint64
	MaxOld, NextMajor         uint64
	Handles                   int
	Scavenges, Majors         int
	Copied, Promoted          uint64 // bytes, by all scavenges
	ScavengeTime, MajorTime   time.Duration
	MaxScavenge, MaxMajor     time.Duration
	Last                      Event
	trace                     []func(Event)
}

// Space is the account of one space.
type Space struct {
	Name            string
	Used, Committed uint64
}

// Event describes one collection (--trace-gc, performance entries).
type Event struct {
	Kind          CollectKind
	Reason        string
	Before, After uint64 // bytes of cells
	// CommittedBefore and CommittedAfter are the bytes of memory that the heap had.
	CommittedBefore, CommittedAfter uint64
	External                        uint64 // bytes of external memory, afterwards
	Pooled                          uint64 // bytes of free pages that are kept, afterwards
	Start                           time.Time
	Pause                           time.Duration
}

// OnCollection adds a function that is told of every collection, when it is over. It must not allocate cells.
func (h *Heap) OnCollection(f func(Event)) { h.stats.trace = append(h.stats.trace, f) }

// Events is how many collections the heap remembers.
const Events = 8

// LastEvents returns the last collections, oldest first.
func (h *Heap) LastEvents() []Event {
	n := min(h.events, Events)
	out := make([]Event, 0, n)
	for i := h.events - n; i < h.events; i++ {
		out = append(out, h.eventRing[i%Events])
	}
	return out
}

func (h *Heap) committed() uint64 {
	n := uint64(h.usedPages+h.dirtyFree) << PageShift
	for i, d := range h.dirty {
		n += uint64(d - regionLo[i])
	}
	return n
}

// Stats returns the account as of now.
func (h *Heap) Stats() Stats {
	s := h.stats
	s.YoungUsed, s.SemiSpace, s.MaxSemiSpace = h.youngUsed(), uint64(h.semi), uint64(h.maxSemi)
	if total := h.youngUsed() + h.oldUsed; total > h.lastTotal {
		s.Allocated += total - h.lastTotal
	}
	s.OldUsed, s.OldCommitted = h.oldUsed, uint64(h.usedPages+h.dirtyFree)<<PageShift
	s.Spaces = h.spaces()
	s.YoungCommitted = h.committed() - s.OldCommitted
	s.External, s.MaxOld, s.NextMajor = h.ext.bytes, h.maxOld, h.nextMajor
	s.Handles = h.Handles()
	s.trace = nil
	return s
}

func (h *Heap) spaces() [4]Space {
	s := [4]Space{{"new_space", h.youngUsed(), 0}, {Name: "old_space"}, {Name: "pinned_space"}, {Name: "large_object_space"}}
	s[0].Committed = h.committed() - uint64(h.usedPages+h.dirtyFree)<<PageShift
	for i := range h.pages {
		switch p := &h.pages[i]; p.space {
		case spaceOld:
			s[1].Committed += PageSize
		case spacePinned:
			s[2].Committed += PageSize
		case spaceLarge:
			s[3].Used += uint64(h.CellSize(Ref(i+firstOldPage) << PageShift))
			s[3].Committed += uint64(p.run) << PageShift
		}
	}
	s[2].Used = s[2].Committed - min(s[2].Committed, h.pinned.freeBytes(h))
	s[1].Used = h.oldUsed - min(h.oldUsed, s[2].Used+s[3].Used)
	return s
}

// freeBytes returns the bytes of all free chunks.
func (s *freeSpace) freeBytes(h *Heap) uint64 {
	n := uint64(s.limit - s.top)
	for _, at := range s.bins {
		for ; at != 0; at = h.U32(Ref(at), 0) {
			n += uint64(h.U32(Ref(at), 4))
		}
	}
	return n
}

// Collections returns the number of collections so far: what is remembered by address holds while it does not change.
func (h *Heap) Collections() int { return h.stats.Scavenges + h.stats.Majors }

func (s *Stats) note(h *Heap, e Event) {
	if d := e.Pause; e.Kind == Scavenge {
		s.Scavenges++
		s.ScavengeTime += d
		s.MaxScavenge = max(s.MaxScavenge, d)
	} else {
		s.Majors++
		s.MajorTime += d
		s.MaxMajor = max(s.MaxMajor, d)
	}
	h.lastTotal = h.youngUsed() + h.oldUsed
	e.After, e.CommittedAfter, e.External = h.youngUsed()+h.oldUsed, h.committed(), h.ext.bytes
	e.Pooled = uint64(h.dirtyFree) << PageShift
	s.Last = e
	h.eventRing[h.events%Events] = e
	h.events++
	for _, f := range s.trace {
		f(e)
	}
}
