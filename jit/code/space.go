package code

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/gonode/gonode/jit/asm"
)

const (
	pageSize    = 4096
	regionSize  = 1 << 20
	regionPages = regionSize / pageSize

	// DefaultSize is the reserved range: near calls reach 2 GiB, branches of arm64 128 MiB.
	DefaultSize = 128 << 20
	minSize     = 16 << 20

	// maxObjects is the length of the address table; a page of it costs memory when it is used.
	maxObjects = 1 << 20
)

// The errors of code space. Whoever compiles falls back to the interpreter.
var (
	ErrUnsupported = errors.New("machine code is not supported here")
	ErrFull        = errors.New("code space is full")
)

// Mode is how the memory is kept from being writable and executable at once.
type Mode uint8

// The modes.
const (
	Automatic Mode = iota // dual mapping, else protect
	Dual                  // two mappings of one memory file
	Protect               // pages become executable when they are written
)

// Options of a Space.
type Options struct {
	Size int // bytes of address space, 0: DefaultSize
	Mode Mode
	Perf *PerfMap // told of every object; may be nil
}

// Space is a range of code memory. Its methods may be called from any goroutine.
type Space struct {
	mode    Mode
	base    uintptr // of the executable view
	size    uintptr
	memory  memory
	table   *[maxObjects]uint64 // off-heap: entry addresses by object index
	regions []atomic.Pointer[region]
	perf    *PerfMap

	mu      sync.Mutex
	opened  int   // regions in use
	runs    []run // free page runs by address
	partial [numClasses][]*slab
	objects []*Object // by index; nil: free
	indices []uint32  // free indices
	stale   bool      // memory was freed since the last synchronisation
	bytes   int       // in objects
	closed  bool
}

// run is free pages [start, start+n), numbered from the start of the range.
type run struct{ start, n int }

// region maps the pages of 1 MiB to what lies on them.
type region [regionPages]atomic.Pointer[slab]

// NewSpace reserves a code space.
func NewSpace(o Options) (*Space, error) {
	if !Supported || !pageSizeFits() {
		return nil, ErrUnsupported
	}
	if o.Size == 0 { // as much as the system gives
		for o.Size = DefaultSize; ; o.Size /= 2 {
			if s, err := NewSpace(o); err == nil || o.Size <= minSize {
				return s, err
			}
		}
	}
	size := (uintptr(o.Size) + regionSize - 1) &^ (regionSize - 1)
	if size > 1<<30 {
		return nil, fmt.Errorf("code space of %d bytes", o.Size)
	}
	s := &Space{size: size, perf: o.Perf, regions: make([]atomic.Pointer[region], size/regionSize), objects: make([]*Object, 1)}
	if err := s.memory.reserve(size, o.Mode, maxObjects*8); err != nil {
		return nil, err
	}
	s.mode, s.base, s.table = s.memory.mode, uintptr(s.memory.rx), (*[maxObjects]uint64)(s.memory.table)
	return s, nil
}

// Close gives all memory back. Nothing may run in it any more.
func (s *Space) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		s.memory.release()
	}
}

// Mode returns Dual or Protect.
func (s *Space) Mode() Mode { return s.mode }

// Range returns the addresses [lo, hi) that code may have.
func (s *Space) Range() (lo, hi uintptr) { return s.base, s.base + s.size }

// Table returns the address of the array of 8-byte entry addresses by object index. It never moves.
func (s *Space) Table() uintptr { return uintptr(unsafe.Pointer(s.table)) }

// Bytes returns the bytes in code objects, and the bytes of memory opened for them.
func (s *Space) Bytes() (used, opened int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes, s.opened * regionSize
}

// Install copies code into the space, resolves its relocations and registers it. resolve gives the address of a relocation's target
// and may be nil if there are none.
func (s *Space) Install(c *asm.Code, info Info, resolve func(target uint32) uintptr) (*Object, error) {
	if len(c.Bytes) == 0 || c.Align > classGrain {
		return nil, fmt.Errorf("code of %d bytes aligned to %d", len(c.Bytes), c.Align)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrFull
	}
	if len(s.indices) == 0 && len(s.objects) == maxObjects {
		return nil, ErrFull
	}
	sl, slot, err := s.alloc(len(c.Bytes))
	if err != nil {
		return nil, err
	}
	start := s.base + uintptr(sl.page)*pageSize + uintptr(slot*sl.size)
	text, err := s.memory.write(start-s.base, sl.size)
	if err != nil {
		s.release(sl, slot)
		return nil, err
	}
	n := copy(text, c.Bytes)
	for i := n; i < len(text); i++ {
		text[i] = trapByte
	}
	for _, r := range c.Relocs {
		if err := relocate(text, start, r, resolve); err != nil {
			s.memory.discard(start-s.base, sl.size)
			s.release(sl, slot)
			return nil, err
		}
	}
	if err := s.memory.seal(start-s.base, sl.size); err != nil {
		s.memory.discard(start-s.base, sl.size)
		s.release(sl, slot)
		return nil, err
	}
	if s.stale {
		s.stale = false
		synchronise()
	}
	o := &Object{Info: info, Start: start, Size: len(c.Bytes), Positions: asm.EncodePositions(c.Positions), slab: sl, slot: slot}
	if k := len(s.indices); k > 0 {
		o.Index, s.indices = s.indices[k-1], s.indices[:k-1]
		s.objects[o.Index] = o
	} else {
		o.Index = uint32(len(s.objects))
		s.objects = append(s.objects, o)
	}
	sl.objects[slot].Store(o)
	atomic.StoreUint64(&s.table[o.Index], uint64(start))
	s.bytes += o.Size
	if s.perf != nil {
		s.perf.Add(o)
	}
	return o, nil
}

func relocate(text []byte, start uintptr, r asm.Reloc, resolve func(uint32) uintptr) error {
	var target uintptr
	if resolve != nil {
		target = resolve(r.Target)
	}
	if target == 0 {
		return fmt.Errorf("relocation target %d is unknown", r.Target)
	}
	target += uintptr(int(r.Addend))
	switch r.Kind {
	case asm.RelocRel32:
		d := int64(target) - int64(start+uintptr(r.Offset)+4)
		if d != int64(int32(d)) {
			return fmt.Errorf("relocation target %d does not reach", r.Target)
		}
		binary.LittleEndian.PutUint32(text[r.Offset:], uint32(d))
	case asm.RelocAbs64:
		binary.LittleEndian.PutUint64(text[r.Offset:], uint64(target))
	default:
		panic("BUG: relocation kind")
	}
	return nil
}

// Free gives an object's memory back at once: the caller knows that nothing runs in it or will; otherwise it is for Retire.
func (s *Space) Free(o *Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.free(o)
}

func (s *Space) free(o *Object) {
	if s.closed {
		return
	}
	if s.objects[o.Index] != o {
		panic("BUG: code object freed twice")
	}
	s.objects[o.Index] = nil
	s.indices = append(s.indices, o.Index)
	atomic.StoreUint64(&s.table[o.Index], 0)
	o.slab.objects[o.slot].Store(nil)
	s.bytes -= o.Size
	s.memory.discard(o.Start-s.base, o.slab.size)
	s.stale = true
	s.release(o.slab, o.slot)
}

// Lookup returns the object that an address lies in, or nil. It takes no lock.
func (s *Space) Lookup(pc uintptr) *Object {
	off := pc - s.base
	if off >= s.size {
		return nil
	}
	r := s.regions[off/regionSize].Load()
	if r == nil {
		return nil
	}
	sl := r[off%regionSize/pageSize].Load()
	if sl == nil {
		return nil
	}
	slot := (int(off) - sl.page*pageSize) / sl.size
	if slot >= len(sl.objects) {
		return nil
	}
	o := sl.objects[slot].Load()
	if o == nil || pc-o.Start >= uintptr(o.Size) {
		return nil
	}
	return o
}

// ByIndex returns an object by its index, or nil.
func (s *Space) ByIndex(i uint32) *Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	if int(i) >= len(s.objects) {
		return nil
	}
	return s.objects[i]
}
