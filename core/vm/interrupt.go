package vm

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/gonode/gonode/gc"
)

// Bits of irqState.flags.
const (
	irqTerminate uint32 = 1 << iota
	irqCallback
)

// irqState is how other goroutines reach an isolate that is running JavaScript.
type irqState struct {
	flags atomic.Uint32
	mu    sync.Mutex
	queue []func(*Isolate)
}

// Poll tells whether the mutator must call HandleInterrupt. Function entries and loop back edges test it.
func (iso *Isolate) Poll() bool { return iso.NeedsSafepoint() || iso.irq.flags.Load() != 0 }

// PollWords returns the two words that Poll tests, for the interpreter.
func (iso *Isolate) PollWords() (safepoint, irq *uint32) {
	return (*uint32)(unsafe.Add(iso.Base(), gc.CtxSafepointDisp)), (*uint32)(unsafe.Pointer(&iso.irq.flags))
}

// HandleInterrupt does what was asked for: collects, runs interrupt callbacks, ends execution. False: an exception (or
// termination) is pending. (JS)
func (iso *Isolate) HandleInterrupt() bool {
	if iso.noGC > 0 {
		return true
	}
	if iso.holdGC > 0 {
		if iso.Terminating() {
			iso.exception, iso.pending = gc.Undefined, true
			return false
		}
		return true
	}
	iso.Safepoint()
	if iso.LimitReached() || iso.limitBase != 0 {
		if !iso.heapLimit() {
			return false
		}
	}
	f := iso.irq.flags.Load()
	if f&irqCallback != 0 {
		iso.irq.mu.Lock()
		q := iso.irq.queue
		iso.irq.queue = nil
		iso.irq.flags.And(^irqCallback)
		iso.irq.mu.Unlock()
		m := iso.HandleMark()
		for _, fn := range q {
			fn(iso)
		}
		iso.ReleaseHandles(m)
		if iso.pending {
			return false
		}
	}
	if iso.irq.flags.Load()&irqTerminate != 0 {
		iso.exception, iso.pending = gc.Undefined, true
		return false
	}
	return true
}

// WithoutCollecting calls f, which may run JavaScript for a moment, with collections held back: what the caller holds stays valid.
//
//gcvet:nogc collections are held back
func (iso *Isolate) WithoutCollecting(f func()) {
	iso.holdGC++
	f()
	iso.holdGC--
}

// heapLimit acts on a heap above its limit: first a RangeError that the program may catch, with some more room to do so; when that
// is used up too, the end of the isolate (unless the embedder's hook makes room). Once enough has been given back the first
// limit holds again. False: an exception or termination is pending.
func (iso *Isolate) heapLimit() bool {
	if !iso.LimitReached() {
		if iso.OldUsed() < iso.limitBase/4*3 {
			iso.SetMaxOld(iso.limitBase)
			iso.limitBase = 0
		}
		return true
	}
	if iso.limitBase == 0 {
		iso.limitBase = iso.MaxOld()
		iso.SetMaxOld(max(iso.limitBase, iso.OldUsed()) + iso.limitBase/8 + 8<<20)
		iso.ThrowRangeError("JavaScript heap out of memory")
		return false
	}
	if !iso.limitSeen {
		iso.limitSeen = true
		if iso.hooks.HeapLimit == nil || !iso.hooks.HeapLimit(iso) {
			iso.outOfMemory = true
			iso.Terminate()
		}
		iso.limitSeen = false
	}
	return true
}

// OutOfMemory tells whether the isolate was ended because its heap was above the limit.
func (iso *Isolate) OutOfMemory() bool { return iso.outOfMemory || iso.ended != nil }

// Terminate makes the running JavaScript end as soon as possible; nothing in it can catch that. Any goroutine may call it.
func (iso *Isolate) Terminate() { iso.irq.flags.Or(irqTerminate) }

// Terminating tells whether execution is being terminated.
func (iso *Isolate) Terminating() bool { return iso.irq.flags.Load()&irqTerminate != 0 }

// CancelTerminate makes an isolate usable again after execution was terminated. It must not run JavaScript at the time.
func (iso *Isolate) CancelTerminate() {
	iso.irq.flags.And(^irqTerminate)
	iso.exception, iso.pending = gc.Undefined, false
}

// RequestInterrupt has f called on the isolate's goroutine at its next poll. Any goroutine may call it.
func (iso *Isolate) RequestInterrupt(f func(*Isolate)) {
	iso.irq.mu.Lock()
	iso.irq.queue = append(iso.irq.queue, f)
	iso.irq.flags.Or(irqCallback)
	iso.irq.mu.Unlock()
}

// PollNative is the poll of long loops in builtins: everything that the builtin holds must be in handles. (JS)
func (iso *Isolate) PollNative() bool { return !iso.Poll() || iso.HandleInterrupt() }
