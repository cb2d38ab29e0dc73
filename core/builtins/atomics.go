package builtins

import (
	"math"
	"sync"
	"time"
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var atomicsRows = []Row{
	{Name: "add", Length: 3, Fn: func(iso *Isolate, a *Args) (Value, bool) {
		return atomicRMW(iso, a, func(x, y uint64) uint64 { return x + y })
	}},
	{Name: "and", Length: 3, Fn: func(iso *Isolate, a *Args) (Value, bool) {
		return atomicRMW(iso, a, func(x, y uint64) uint64 { return x & y })
	}},
	{Name: "compareExchange", Length: 4, Fn: atomicsCompareExchange},
	{Name: "exchange", Length: 3, Fn: func(iso *Isolate, a *Args) (Value, bool) {
		return atomicRMW(iso, a, func(x, y uint64) uint64 { return y })
	}},
	{Name: "isLockFree", Length: 1, Fn: atomicsIsLockFree},
	{Name: "load", Length: 2, Fn: atomicsLoad},
	{Name: "notify", Length: 3, Fn: atomicsNotify},
	{Name: "or", Length: 3, Fn: func(iso *Isolate, a *Args) (Value, bool) {
		return atomicRMW(iso, a, func(x, y uint64) uint64 { return x | y })
	}},
	{Name: "pause", Length: 0, Fn: atomicsPause},
	{Name: "store", Length: 3, Fn: atomicsStore},
	{Name: "sub", Length: 3, Fn: func(iso *Isolate, a *Args) (Value, bool) {
		return atomicRMW(iso, a, func(x, y uint64) uint64 { return x - y })
	}},
	{Name: "wait", Length: 4, Fn: func(iso *Isolate, a *Args) (Value, bool) { return atomicsWait(iso, a, false) }},
	{Name: "waitAsync", Length: 4, Fn: func(iso *Isolate, a *Args) (Value, bool) { return atomicsWait(iso, a, true) }},
	{Name: "xor", Length: 3, Fn: func(iso *Isolate, a *Args) (Value, bool) {
		return atomicRMW(iso, a, func(x, y uint64) uint64 { return x ^ y })
	}},
}

func setupAtomics(iso *Isolate) {
	p := newPrototype(iso, vm.AtomicsObject, vm.ObjectPrototype)
	iso.DefineRows(p, atomicsRows)
	iso.SetToStringTag(p, "Atomics")
	iso.SetGlobal("Atomics", p)
}

// atomicsMu serialises all Atomics operations of the process and guards the waiter lists.
var atomicsMu sync.Mutex

// validIntegerArray is ValidateIntegerTypedArray, ECMA-262 25.4.3.1.
func validIntegerArray(iso *Isolate, v Value, waitable bool) (Ref, uint64, bool) {
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindTypedArray {
		iso.ThrowTypeError("%s is not an integer typed array.", show(iso, v))
		return 0, 0, false
	}
	r := v.Ref()
	n, ok := iso.TypedArrayLength(r)
	if !ok {
		throwDetached(iso, "Atomics operation")
		return 0, 0, false
	}
	switch t := iso.TypedArrayType(r); {
	case waitable && t != vm.Int32 && t != vm.BigInt64:
		iso.ThrowTypeError("%s is not an int32 or BigInt64 typed array.", show(iso, v))
		return 0, 0, false
	case t == vm.Uint8Clamped || t == vm.Float16 || t == vm.Float32 || t == vm.Float64:
		iso.ThrowTypeError("%s is not an integer typed array.", show(iso, v))
		return 0, 0, false
	}
	return r, n, true
}

func objectTag(iso *Isolate, v Value) string {
	if v.IsObject() {
		return iso.ConstructorName(v)
	}
	return "Array"
}

// atomicAccess is ValidateAtomicAccessOnIntegerTypedArray, 25.4.3.3: the element index. May run JavaScript.
func atomicAccess(iso *Isolate, a *Args, waitable bool) (uint64, bool) {
	_, n, ok := validIntegerArray(iso, a.Arg(0), waitable)
	if !ok {
		return 0, false
	}
	i, ok := iso.ToIndex(a.Arg(1), "Invalid atomic access index")
	if !ok {
		return 0, false
	}
	if i >= n {
		iso.ThrowRangeError("Invalid atomic access index")
		return 0, false
	}
	return i, true
}

// element returns the bytes of element i after a conversion that may have detached or shrunk the buffer.
func atomicElement(iso *Isolate, v Value, i uint64) ([]byte, vm.ElementType, bool) {
	r := v.Ref()
	t := iso.TypedArrayType(r)
	n, ok := iso.TypedArrayLength(r)
	if !ok {
		throwDetached(iso, "Atomics operation")
		return nil, t, false
	}
	if i >= n {
		iso.ThrowRangeError("Invalid atomic access index")
		return nil, t, false
	}
	return iso.TypedArrayBytes(r)[i*t.Size():][:t.Size()], t, true
}

// atomicOperand converts an operand: ToBigInt or ToIntegerOrInfinity. May run JavaScript.
func atomicOperand(iso *Isolate, t vm.ElementType, v Value) (Value, bool) {
	if t.IsBig() {
		return iso.ToBigInt(v)
	}
	f, ok := iso.ToIntegerOrInfinity(v)
	return gc.Number(f), ok
}

func elementBits(b []byte) uint64 {
	var x uint64
	for i := len(b) - 1; i >= 0; i-- {
		x = x<<8 | uint64(b[i])
	}
	return x
}

func putBits(b []byte, x uint64) {
	for i := range b {
		b[i] = byte(x >> (8 * i))
	}
}

// operandBits encodes an operand as an element.
func operandBits(iso *Isolate, t vm.ElementType, v Value) uint64 {
	var b [8]byte
	iso.StoreElement(b[:], t, v)
	return elementBits(b[:t.Size()])
}

// atomicRMW is AtomicReadModifyWrite, 25.4.3.14.
func atomicRMW(iso *Isolate, a *Args, op func(old, operand uint64) uint64) (Value, bool) {
	i, ok := atomicAccess(iso, a, false)
	if !ok {
		return undefined, false
	}
	v, ok := atomicOperand(iso, iso.TypedArrayType(a.Arg(0).Ref()), a.Arg(2))
	if !ok {
		return undefined, false
	}
	b, t, ok := atomicElement(iso, a.Arg(0), i)
	if !ok {
		return undefined, false
	}
	y := operandBits(iso, t, v)
	var old [8]byte
	atomicsMu.Lock()
	copy(old[:], b)
	putBits(b, op(elementBits(b), y))
	atomicsMu.Unlock()
	return iso.LoadElement(old[:], t), true
}

// atomicsCompareExchange, 25.4.6.
func atomicsCompareExchange(iso *Isolate, a *Args) (Value, bool) {
	i, ok := atomicAccess(iso, a, false)
	if !ok {
		return undefined, false
	}
	t := iso.TypedArrayType(a.Arg(0).Ref())
	e, ok := atomicOperand(iso, t, a.Arg(2))
	if !ok {
		return undefined, false
	}
	he := iso.NewHandle(e)
	r, ok := atomicOperand(iso, t, a.Arg(3))
	if !ok {
		return undefined, false
	}
	b, t, ok := atomicElement(iso, a.Arg(0), i)
	if !ok {
		return undefined, false
	}
	want, repl := operandBits(iso, t, he.Value()), operandBits(iso, t, r)
	var old [8]byte
	atomicsMu.Lock()
	copy(old[:], b)
	if elementBits(b) == want {
		putBits(b, repl)
	}
	atomicsMu.Unlock()
	return iso.LoadElement(old[:], t), true
}

// atomicsIsLockFree, 25.4.8.
func atomicsIsLockFree(iso *Isolate, a *Args) (Value, bool) {
	f, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	return gc.Bool(f == 1 || f == 2 || f == 4 || f == 8), ok
}

// atomicsLoad, 25.4.9.
func atomicsLoad(iso *Isolate, a *Args) (Value, bool) {
	i, ok := atomicAccess(iso, a, false)
	if !ok {
		return undefined, false
	}
	b, t, ok := atomicElement(iso, a.Arg(0), i)
	if !ok {
		return undefined, false
	}
	var x [8]byte
	atomicsMu.Lock()
	copy(x[:], b)
	atomicsMu.Unlock()
	return iso.LoadElement(x[:], t), true
}

// atomicsStore, 25.4.11.
func atomicsStore(iso *Isolate, a *Args) (Value, bool) {
	i, ok := atomicAccess(iso, a, false)
	if !ok {
		return undefined, false
	}
	v, ok := atomicOperand(iso, iso.TypedArrayType(a.Arg(0).Ref()), a.Arg(2))
	if !ok {
		return undefined, false
	}
	b, t, ok := atomicElement(iso, a.Arg(0), i)
	if !ok {
		return undefined, false
	}
	x := operandBits(iso, t, v)
	atomicsMu.Lock()
	putBits(b, x)
	atomicsMu.Unlock()
	return v, true
}

// atomicsPause is Atomics.pause([iterationNumber]).
func atomicsPause(iso *Isolate, a *Args) (Value, bool) {
	if v := a.Arg(0); v != undefined && !(v.IsNumber() && v.AsFloat() == math.Trunc(v.AsFloat()) && !math.IsInf(v.AsFloat(), 0)) {
		return iso.ThrowTypeError("Atomics.pause: iterationNumber must be an integer")
	}
	return undefined, true
}

// waiter is an agent that waits at an address. ch is closed by a notify; async waiters have a wake function instead.
type waiter struct {
	ch    chan struct{}
	wake  func() // async: called with atomicsMu held, must not block
	timer *time.Timer
	done  bool
}

// waiters has the waiter list of each address, in order of arrival.
var waiters = struct{ lists map[uintptr][]*waiter }{}

func removeWaiter(at uintptr, w *waiter) {
	l := waiters.lists[at]
	for i, x := range l {
		if x == w {
			l = append(l[:i:i], l[i+1:]...)
			break
		}
	}
	if len(l) == 0 {
		delete(waiters.lists, at)
	} else {
		waiters.lists[at] = l
	}
}

// atomicsWait is DoWait, 25.4.3.15.
func atomicsWait(iso *Isolate, a *Args, async bool) (Value, bool) {
	r, _, ok := validIntegerArray(iso, a.Arg(0), true)
	if !ok {
		return undefined, false
	}
	if iso.KindOf(iso.Value(r, layout.TypedArrayBuffer).Ref()) != layout.KindSharedArrayBuffer {
		return iso.ThrowTypeError("[object %s] is not a shared typed array.", objectTag(iso, a.Arg(0)))
	}
	i, ok := atomicAccess(iso, a, true)
	if !ok {
		return undefined, false
	}
	t := iso.TypedArrayType(a.Arg(0).Ref())
	var v Value
	if t == vm.BigInt64 {
		v, ok = iso.ToBigInt(a.Arg(2))
	} else {
		var n int32
		n, ok = iso.ToInt32(a.Arg(2))
		v = gc.Int(n)
	}
	if !ok {
		return undefined, false
	}
	hv := iso.NewHandle(v)
	timeout, ok := iso.ToFloat(a.Arg(3))
	if !ok {
		return undefined, false
	}
	if timeout != timeout {
		timeout = math.Inf(1)
	}
	timeout = math.Max(timeout, 0)
	if !async && iso.Hooks().CannotBlock {
		return iso.ThrowTypeError("Atomics.wait cannot be called in this context")
	}
	b, t, ok := atomicElement(iso, a.Arg(0), i)
	if !ok {
		return undefined, false
	}
	want := operandBits(iso, t, hv.Value())
	at := uintptr(unsafe.Pointer(unsafe.SliceData(b)))
	result := func(isAsync bool, v Value) (Value, bool) {
		if !async {
			return v, true
		}
		h := iso.NewHandle(v)
		o := iso.NewObject()
		iso.AddOwn(o.Ref(), iso.K(object.AtomAsync), gc.Bool(isAsync), layout.AttrDefault)
		iso.AddOwn(o.Ref(), iso.K(object.AtomValue), h.Value(), layout.AttrDefault)
		return o, true
	}
	atomicsMu.Lock()
	if elementBits(b) != want {
		atomicsMu.Unlock()
		return result(false, iso.Atom("not-equal"))
	}
	if timeout == 0 && async {
		atomicsMu.Unlock()
		return result(false, iso.Atom("timed-out"))
	}
	w := &waiter{}
	if waiters.lists == nil {
		waiters.lists = map[uintptr][]*waiter{}
	}
	if async {
		p := iso.NewPersistent(iso.NewPromise())
		post := iso.Hooks().PostTask
		settle := func(text string) func(*Isolate) {
			return func(iso *Isolate) {
				iso.ResolvePromise(p.Value(), iso.Atom(text))
				p.Close()
			}
		}
		w.wake = func() {
			if post != nil {
				post(settle("ok"))
			} else {
				settle("ok")(iso)
			}
		}
		waiters.lists[at] = append(waiters.lists[at], w)
		if !math.IsInf(timeout, 1) && post != nil {
			w.timer = time.AfterFunc(time.Duration(timeout*float64(time.Millisecond)), func() {
				atomicsMu.Lock()
				defer atomicsMu.Unlock()
				if !w.done {
					w.done = true
					removeWaiter(at, w)
					post(settle("timed-out"))
				}
			})
		}
		atomicsMu.Unlock()
		return result(true, p.Value())
	}
	w.ch = make(chan struct{})
	waiters.lists[at] = append(waiters.lists[at], w)
	atomicsMu.Unlock()
	deadline := time.Now().Add(time.Duration(math.Min(timeout, 1e12) * float64(time.Millisecond)))
	// The wait is cut into slices so that termination is noticed.
	for {
		slice := min(time.Until(deadline), 20*time.Millisecond)
		timer := time.NewTimer(max(slice, 0))
		select {
		case <-w.ch:
			timer.Stop()
			return iso.Atom("ok"), true
		case <-timer.C:
		}
		if time.Now().After(deadline) || !iso.PollNative() {
			atomicsMu.Lock()
			notified := w.done
			removeWaiter(at, w)
			atomicsMu.Unlock()
			if notified {
				return iso.Atom("ok"), true
			}
			if iso.Terminating() {
				return undefined, false
			}
			return iso.Atom("timed-out"), true
		}
	}
}

// atomicsNotify, 25.4.16.
func atomicsNotify(iso *Isolate, a *Args) (Value, bool) {
	if _, _, ok := validIntegerArray(iso, a.Arg(0), true); !ok {
		return undefined, false
	}
	i, ok := atomicAccess(iso, a, true)
	if !ok {
		return undefined, false
	}
	count := math.Inf(1)
	if a.Arg(2) != undefined {
		if count, ok = iso.ToIntegerOrInfinity(a.Arg(2)); !ok {
			return undefined, false
		}
		count = math.Max(count, 0)
	}
	r := a.Arg(0).Ref()
	if iso.KindOf(iso.Value(r, layout.TypedArrayBuffer).Ref()) != layout.KindSharedArrayBuffer {
		return gc.Int(0), true
	}
	b, _, ok := atomicElement(iso, a.Arg(0), i)
	if !ok {
		return undefined, false
	}
	at := uintptr(unsafe.Pointer(unsafe.SliceData(b)))
	n := int32(0)
	atomicsMu.Lock()
	for float64(n) < count && len(waiters.lists[at]) > 0 {
		w := waiters.lists[at][0]
		removeWaiter(at, w)
		w.done = true
		if w.timer != nil {
			w.timer.Stop()
		}
		if w.ch != nil {
			close(w.ch)
		} else {
			w.wake()
		}
		n++
	}
	atomicsMu.Unlock()
	return gc.Int(n), true
}
