package gc

import (
	"sync/atomic"
	"unsafe"
)

// The remembered set: pageInfo.slots has one bit for each 8-byte word of an old page. A bit at a Value slot says that the
// slot may refer to a young cell (StoreValue); a bit at the first word of a cell says that one of its u32 reference fields
// may (StoreRef): the first word holds shape and flags, so it cannot be meant as a slot.

// StoreValue stores v into the Value slot of host at disp, with the write barrier.
func (h *Heap) StoreValue(host Ref, disp uintptr, v Value) {
	*(*Value)(unsafe.Add(h.base, uintptr(host)+disp)) = v
	if v >= firstCell && host >= YoungEnd {
		h.valueBarrier(host, disp, v)
	}
}

// StoreRef stores v into the u32 reference field of host at disp, with the write barrier.
func (h *Heap) StoreRef(host Ref, disp uintptr, v Ref) {
	*(*Ref)(unsafe.Add(h.base, uintptr(host)+disp)) = v
	if v != 0 && host >= YoungEnd {
		h.barrier(host, uint32(host), v)
	}
}

// InitValue and InitRef store into a cell that was allocated since the last safepoint. They need no barrier: if the cell had
// to be allocated old it stands on the fresh-old list.
func (h *Heap) InitValue(host Ref, disp uintptr, v Value) {
	*(*Value)(unsafe.Add(h.base, uintptr(host)+disp)) = v
}

// InitRef is InitValue for u32 reference fields.
func (h *Heap) InitRef(host Ref, disp uintptr, v Ref) {
	*(*Ref)(unsafe.Add(h.base, uintptr(host)+disp)) = v
}

// valueBarrier is the slow path of StoreValue, for an old host.
//
//go:noinline
func (h *Heap) valueBarrier(host Ref, disp uintptr, v Value) {
	h.barrier(host, uint32(host)+uint32(disp), Ref(v))
}

// barrier records the word at slot if v is young.
func (h *Heap) barrier(host Ref, slot uint32, v Ref) {
	if v < YoungEnd {
		h.remember(slot)
	}
	if f := h.pageFlags(uint32(host)); *f != 0 {
		h.flaggedStore(host, f, v)
	}
}

// CopyValues copies n Values from src to dstHost like memmove, with the write barrier.
func (h *Heap) CopyValues(dstHost Ref, dstDisp uintptr, src Ref, srcDisp uintptr, n int) {
	if n <= 0 {
		return
	}
	d := h.Values(dstHost, dstDisp, n)
	copy(d, h.Values(src, srcDisp, n))
	if dstHost >= YoungEnd {
		h.rememberRange(dstHost, dstDisp, d)
	}
}

// BarrierValues is the barrier for n slots of host that were written through a view.
func (h *Heap) BarrierValues(host Ref, disp uintptr, n int) {
	if n > 0 && host >= YoungEnd {
		h.rememberRange(host, disp, h.Values(host, disp, n))
	}
}

func (h *Heap) rememberRange(host Ref, disp uintptr, d []Value) {
	slot := uint32(host) + uint32(disp)
	for i, v := range d {
		if v >= firstCell && uint32(v) < YoungEnd {
			h.remember(slot + uint32(i)*8)
		}
	}
	if f := h.pageFlags(uint32(host)); *f != 0 {
		for _, v := range d {
			if v >= firstCell {
				h.flaggedStore(host, f, Ref(v))
			}
		}
	}
}

// FillValues stores v into n slots of host. v may be anything but a young cell.
func (h *Heap) FillValues(host Ref, disp uintptr, n int, v Value) {
	if n <= 0 {
		return
	}
	d := h.Values(host, disp, n)
	for i := range d {
		d[i] = v
	}
	if v >= firstCell && host >= YoungEnd {
		h.rememberRange(host, disp, d)
	}
}

// remember sets the bit of a word in an old page.
func (h *Heap) remember(slot uint32) {
	n := slot>>PageShift - firstOldPage
	p := &h.pages[n]
	if p.slots == nil {
		p.slots = new(pageBits)
	}
	if !p.listed {
		p.listed = true
		h.slotPages = append(h.slotPages, n)
	}
	p.slots.set(slot)
}

// Page flags (the byte table beside the base): while a flag is set, every store of a reference into a cell that begins in
// the page takes the slow path, whatever the reference.
const (
	// FlagImage: an image page without a reference store so far.
	FlagImage = 1 << iota
	// FlagMarking: an incremental or concurrent marking is under way.
	FlagMarking
	// FlagEvacuate: the page is an evacuation candidate.
	FlagEvacuate
)

func (h *Heap) pageFlags(off uint32) *uint8 {
	return (*uint8)(unsafe.Add(h.base, FlagTableDisp+int(off>>PageShift)))
}

// flaggedStore is where stores into flagged pages end.
func (h *Heap) flaggedStore(host Ref, f *uint8, v Ref) {
	if *f&FlagMarking != 0 && v >= YoungEnd {
		h.mark.grey(h, v)
	}
	*f &^= FlagImage
}

// want sets bits of the word that NeedsSafepoint tests; any goroutine may call it.
func (h *Heap) want(bits uint32) { atomic.OrUint32(&h.ctx.safepoint, bits) }

// Bits of gcContext.safepoint.
const (
	wantScavenge uint32 = 1 << iota // the nursery is full
	wantMajor                       // old space or external memory have grown
	wantRequest                     // RequestGC
	wantQueue                       // ExtRelease
	wantStress                      // always, in stress mode
)

// NeedsSafepoint tells whether the mutator should go to a safepoint.
func (h *Heap) NeedsSafepoint() bool { return atomic.LoadUint32(&h.ctx.safepoint) != 0 }
