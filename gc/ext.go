package gc

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/gonode/gonode/gc/extmem"
)

// ExternalAllocator provides the memory of backing stores. It is called from any goroutine.
type ExternalAllocator interface {
	// Alloc returns n bytes (n > 0) at an address divisible by 16, zeroed if asked for, or nil if it refuses.
	Alloc(n uint64, zero bool) unsafe.Pointer
	// Free takes back n bytes that Alloc returned.
	Free(p unsafe.Pointer, n uint64)
}

// extStore is one piece of external memory. It may outlive its entry: goroutines that do I/O and other isolates share it.
type extStore struct {
	p       unsafe.Pointer
	n       uint64
	refs    atomic.Int32
	alloc   ExternalAllocator // nil for adopted memory
	release func()
}

func (s *extStore) bytes() []byte { return unsafe.Slice((*byte)(s.p), s.n) }

// drop gives up a share in the memory.
//
//gcvet:nogc release functions are Go's own and run no JavaScript
func (s *extStore) drop() {
	switch n := s.refs.Add(-1); {
	case n > 0:
		return
	case n < 0:
		panic("BUG: external memory released twice")
	}
	if s.alloc != nil && s.n > 0 {
		s.alloc.Free(s.p, s.n)
	}
	if s.release != nil {
		s.release()
	}
	s.p, s.n = nil, 0
}

type extSlot struct {
	store *extStore // nil: free or detached
	used  bool
}

// extTable is the table of external memory. Machine code reads the entries {address, length} below the cage; the stores
// themselves are Go's.
type extTable struct {
	table unsafe.Pointer
	slots []extSlot // slot 0 is none
	free  []uint32
	bytes uint64
	limit uint64 // 0: none
	alloc ExternalAllocator

	mu     sync.Mutex
	queue  []*extStore // released by other goroutines
	closed bool
}

const extCommit = 64 << 10

func (t *extTable) init(h *Heap, alloc ExternalAllocator) {
	t.table = unsafe.Add(h.base, ExtTableDisp)
	h.ctx.extTable = uint64(uintptr(t.table))
	t.alloc = alloc
	if alloc == nil {
		t.alloc = extmem.Default()
	}
}

// enter puts a store into a free entry.
func (h *Heap) extEnter(s *extStore) (uint32, bool) {
	t := &h.ext
	var i uint32
	if n := len(t.free); n > 0 {
		i = t.free[n-1]
		t.free = t.free[:n-1]
	} else {
		if len(t.slots) == 0 {
			t.slots = append(t.slots, extSlot{})
		}
		i = uint32(len(t.slots))
		if i >= ExtMaxEntries {
			return 0, false
		}
		if at := uintptr(i) * ExtEntrySize; (i == 1 || at%extCommit == 0) && !memCommit(unsafe.Add(t.table, at&^(extCommit-1)), extCommit) {
			return 0, false
		}
		t.slots = append(t.slots, extSlot{})
	}
	t.slots[i] = extSlot{s, true}
	t.entry(i, s.p, s.n)
	h.extGrow(s.n)
	return i, true
}

// entry writes what machine code reads.
func (t *extTable) entry(i uint32, p unsafe.Pointer, n uint64) {
	e := (*[2]uint64)(unsafe.Add(t.table, uintptr(i)*ExtEntrySize))
	e[0], e[1] = uint64(uintptr(p)), n
}

// extGrow counts n more external bytes. A scavenge may free those of dead young cells; what it leaves counts for the next
// major collection.
func (h *Heap) extGrow(n uint64) {
	t := &h.ext
	t.bytes += n
	if t.bytes > h.extAtLast+extScavenge || h.oldUsed+t.bytes >= h.nextMajor {
		h.want(wantScavenge)
	}
}

const extScavenge = 32 << 20

func (t *extTable) newStore(n uint64, zero bool) *extStore {
	s := &extStore{n: n, alloc: t.alloc}
	if t.limit > 0 && (n > t.limit || t.bytes > t.limit-n) {
		return nil
	}
	if n == 0 {
		s.p = t.table // an address of no bytes
	} else if s.p = t.alloc.Alloc(n, zero); s.p == nil {
		return nil
	}
	s.refs.Store(1)
	return s
}

// ExtAlloc allocates n bytes and returns their index. It never collects; false = the allocator refuses (a caller may collect
// and try again).
func (h *Heap) ExtAlloc(n uint64, zero bool) (idx uint32, ok bool) {
	s := h.ext.newStore(n, zero)
	if s == nil {
		return 0, false
	}
	if idx, ok = h.extEnter(s); !ok {
		s.drop()
	}
	return idx, ok
}

// ExtAdopt enters memory of the caller: of Go's heap, or elsewhere. release, if not nil, is called when it is no longer used.
// 0 is returned if the table is full.
func (h *Heap) ExtAdopt(b []byte, release func()) uint32 {
	s := &extStore{p: unsafe.Pointer(unsafe.SliceData(b)), n: uint64(len(b)), release: release}
	if s.p == nil {
		s.p = h.ext.table
	}
	s.refs.Store(1)
	i, ok := h.extEnter(s)
	if !ok {
		s.drop()
	}
	return i
}

func (t *extTable) at(i uint32) *extStore {
	if int(i) < len(t.slots) {
		return t.slots[i].store
	}
	return nil
}

// ExtBytes returns the memory of an entry, nil if it is detached or free. The view is valid until the entry is freed,
// detached or reallocated: hold it across a safepoint only with ExtRetain.
func (h *Heap) ExtBytes(i uint32) []byte {
	if s := h.ext.at(i); s != nil {
		return s.bytes()
	}
	return nil
}

// ExtRealloc changes the size of an entry to n, moving it; new bytes are zero. Goroutines that hold the old memory keep it.
func (h *Heap) ExtRealloc(i uint32, n uint64) bool {
	t := &h.ext
	s := t.at(i)
	if s == nil {
		return false
	}
	d := t.newStore(n, n > s.n)
	if d == nil {
		return false
	}
	copy(d.bytes(), s.bytes())
	t.slots[i].store = d
	t.entry(i, d.p, d.n)
	t.bytes -= s.n
	h.extGrow(n)
	s.drop()
	return true
}

// ExtToken is external memory on its way between entries or isolates.
type ExtToken struct{ s *extStore }

// Len returns the size in bytes; Drop gives up a token that nobody adopted.
func (x ExtToken) Len() uint64 {
	if x.s == nil {
		return 0
	}
	return x.s.n
}
func (x ExtToken) Drop() {
	if x.s != nil {
		x.s.drop()
	}
}

// ExtDetach takes the memory out of an entry, which then reads as {0, 0}; the index stays taken until its cell dies or
// ExtFree.
func (h *Heap) ExtDetach(i uint32) ExtToken {
	t := &h.ext
	s := t.at(i)
	if s == nil {
		return ExtToken{}
	}
	t.slots[i].store = nil
	t.entry(i, nil, 0)
	t.bytes -= s.n
	return ExtToken{s}
}

// ExtShare returns a token for the memory of an entry, which keeps it too (shared memory).
func (h *Heap) ExtShare(i uint32) ExtToken {
	s := h.ext.at(i)
	if s != nil {
		s.refs.Add(1)
	}
	return ExtToken{s}
}

// ExtAttach enters the memory of a token; the token is used up. false = the table is full.
func (h *Heap) ExtAttach(x ExtToken) (uint32, bool) {
	if x.s == nil {
		return 0, false
	}
	return h.extEnter(x.s)
}

// ExtFree frees an entry.
func (h *Heap) ExtFree(i uint32) {
	t := &h.ext
	if i == 0 || int(i) >= len(t.slots) || !t.slots[i].used {
		return
	}
	if s := t.slots[i].store; s != nil {
		t.bytes -= s.n
		s.drop()
	}
	t.slots[i] = extSlot{}
	t.entry(i, nil, 0)
	t.free = append(t.free, i)
}

// ExtHold keeps external memory for a goroutine that does I/O with it.
type ExtHold struct {
	h *Heap
	s *extStore
}

// ExtRetain keeps the memory of an entry until ExtRelease, whatever happens to the entry.
func (h *Heap) ExtRetain(i uint32) ExtHold {
	s := h.ext.at(i)
	if s == nil {
		return ExtHold{}
	}
	s.refs.Add(1)
	return ExtHold{h, s}
}

// Bytes returns the memory held.
func (x ExtHold) Bytes() []byte {
	if x.s == nil {
		return nil
	}
	return x.s.bytes()
}

// ExtRelease ends a hold. Any goroutine may call it, also after Close: it is queued and applied at a safepoint.
func (h *Heap) ExtRelease(x ExtHold) {
	if x.s == nil {
		return
	}
	t := &h.ext
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		x.s.drop()
		return
	}
	t.queue = append(t.queue, x.s)
	if len(t.queue) == 1 {
		h.want(wantQueue)
	}
}

// applyQueue releases what other goroutines queued.
func (t *extTable) applyQueue(h *Heap) {
	t.mu.Lock()
	q := t.queue
	t.queue = nil
	t.mu.Unlock()
	for _, s := range q {
		s.drop()
	}
}

func (t *extTable) close(h *Heap) {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.applyQueue(h)
	for i := range t.slots {
		if s := t.slots[i].store; s != nil {
			s.drop()
		}
	}
	t.slots, t.free, t.bytes = nil, nil, 0
}
