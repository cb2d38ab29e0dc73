// Package a is input of gcvet's tests: want comments stand on the lines where it must report, and nowhere else.
package a

import "github.com/gonode/gonode/gc"

type isolate struct {
	h     *gc.Heap
	value gc.Value
	shape gc.Ref //gcvet:pinned
}

// Builtin is a function that JavaScript may call.
type Builtin func(iso *isolate, v gc.Value) (gc.Value, bool)

func (iso *isolate) call(f Builtin) (gc.Value, bool) { return f(iso, gc.Undefined) }

func (iso *isolate) plain(v gc.Value) gc.Value { return v }

func use(vs ...any)   {}
func useV(v gc.Value) {}

func direct(h *gc.Heap, v gc.Value, r gc.Ref) {
	useV(v)
	h.Safepoint()
	useV(v)        // want `v \(gc.Value\) is used after line [-]1, where Safepoint`
	_ = h.U8(r, 0) // want `r \(gc.Ref\) is used after line [-]2`
}

func indirect(iso *isolate, v gc.Value) gc.Value {
	w, ok := iso.call(nil)
	if !ok {
		return w
	}
	useV(w)
	return v // want `v \(gc.Value\) is used after line [-]5, where call`
}

func reassigned(iso *isolate, v gc.Value) gc.Value {
	iso.h.Reserve(10)
	v = iso.value
	return v
}

func argument(iso *isolate, v gc.Value) {
	v = twice(iso, v)
	useV(v)
}

func twice(iso *isolate, v gc.Value) gc.Value {
	useV(v)
	iso.h.Collect(gc.Major, "")
	return iso.value
}

func loop(iso *isolate, v gc.Value) {
	for range 10 {
		useV(v) // want `v \(gc.Value\) is used after line [+]1`
		iso.call(nil)
	}
}

func loopFresh(iso *isolate) {
	for range 10 {
		v := iso.value
		useV(v)
		iso.call(nil)
	}
}

func phi(iso *isolate, c bool) {
	v := gc.Undefined
	if c {
		v = iso.value
	}
	iso.call(nil)
	useV(v) // want `v \(gc.Value\) is used after line [-]1`
}

func numbers(iso *isolate, n int32) {
	v, k := gc.Int(n), gc.True
	iso.call(nil)
	useV(v)
	useV(k)
}

func views(iso *isolate, h gc.Handle) {
	b := iso.h.Bytes(h.Ref(), 16, 4)
	vs := iso.h.Values(h.Ref(), 16, 4)
	iso.call(nil)
	use(b[0], vs[0]) // want `the \[\]byte from Bytes is used` `the \[\]gc.Value from Values is used`
}

func handles(iso *isolate, v gc.Value) {
	h := iso.h.NewHandle(v)
	iso.call(nil)
	useV(h.Value())
}

type pair struct {
	key gc.Value
	n   int
}

func structs(iso *isolate, v gc.Value) {
	p := pair{v, 1}
	iso.call(nil)
	use(p.n)
	useV(p.key) // want `is used after line [-]2`
}

func captured(iso *isolate, v gc.Value) {
	func() { v = iso.value }()
	iso.call(nil)
	useV(v) // want `v is used after line [-]1`
}

func inClosure(iso *isolate) {
	f := func() {
		v := iso.value
		iso.call(nil)
		useV(v) // want `is used after line [-]1`
	}
	f()
}

type caller interface{ run(iso *isolate) }

type runner struct{}

func (runner) run(iso *isolate) { iso.h.Safepoint() }

func iface(iso *isolate, c caller, v gc.Value) {
	c.run(iso)
	useV(v) // want `v \(gc.Value\) is used after line [-]1, where run`
}

func each(iso *isolate, f func(i int, v gc.Value) bool) {
	v := iso.value
	f(1, gc.Undefined)
	useV(v) // want `is used after line [-]1, where a function value`
}

func eachCaller(iso *isolate) {
	each(iso, func(i int, v gc.Value) bool {
		_, ok := iso.call(nil)
		return ok
	})
}

func harmless(iso *isolate, v gc.Value) gc.Value {
	iso.plain(v)
	iso.h.Alloc(iso.shape, 16)
	return v
}

func pinnedField(iso *isolate) gc.Ref {
	s := iso.shape
	iso.call(nil)
	return s
}

// atom returns a cell that never moves.
//
//gcvet:pinned
func atom(iso *isolate) gc.Value { return iso.value }

// key is a property key: an atom, a symbol or an index.
//
//gcvet:pinned
type key struct{ v gc.Value }

func pinnedType(iso *isolate, k key, l []key) {
	iso.call(nil)
	use(k, l)
}

func pinnedResult(iso *isolate) {
	v := atom(iso)
	iso.call(nil)
	useV(v)
}

func suppressed(iso *isolate, v gc.Value) {
	iso.call(nil)
	useV(v) //gcvet:ok v is a number here
	//gcvet:ok and here
	useV(v)
}

// declared seems to collect.
//
//gcvet:nogc the builtin is one that doesn't
func declared(iso *isolate) { iso.call(nil) }

func callsDeclared(iso *isolate, v gc.Value) {
	declared(iso)
	useV(v)
}

func onePath(iso *isolate, v gc.Value, c bool) {
	if c {
		iso.call(nil)
		return
	}
	useV(v)
}

func unused(iso *isolate) {
	use(direct, indirect, reassigned, argument, loop, loopFresh, phi, numbers, views, handles, structs, captured, inClosure, iface,
		eachCaller, harmless, pinnedField, pinnedResult, pinnedType, suppressed, callsDeclared, onePath, runner{}, unused)
}
