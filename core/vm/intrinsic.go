package vm

import (
	"fmt"
	"os"
	"sync"
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// TailMark is what an operation returns that asked for a tail call.
const TailMark = tailMark

// TailOnStack makes the call that was asked for with TailCall.
func (iso *Isolate) TailOnStack(ret uint64) (Value, CallStatus) {
	t := &iso.tail
	if t.resume {
		return iso.resumeOnStack(t.f, t.this, int(t.args[0].AsInt()), ret)
	}
	if !iso.room(len(t.args) + 2) {
		return gc.Undefined, CallThrew
	}
	for i := len(t.args) - 1; i >= 0; i-- {
		iso.push(t.args[i])
	}
	iso.push(t.this)
	return iso.CallOnStack(t.f, len(t.args), t.newTarget, ret)
}

// IntrinsicArgs are the arguments of a %Name(...) call: registers of the calling frame, always current.
type IntrinsicArgs struct {
	p unsafe.Pointer
	n int
}

// Len and Arg access the arguments; missing ones read undefined.
func (a IntrinsicArgs) Len() int { return a.n }
func (a IntrinsicArgs) Arg(i int) Value {
	if i < a.n {
		return ldv(a.p, -8*i)
	}
	return gc.Undefined
}

type intrinsicEntry struct {
	name string
	fn   func(iso *Isolate, a IntrinsicArgs) (Value, bool)
}

// makeIntrinsics makes the table of %Name functions, sorted by nothing: few are looked up, once per use in a program.
func makeIntrinsics() []intrinsicEntry {
	return []intrinsicEntry{
		{"?", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			return iso.ThrowReferenceError("intrinsic is not defined")
		}},
		{"HaveSameMap", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			x, y := a.Arg(0), a.Arg(1)
			return gc.Bool(x.IsObject() && y.IsObject() && iso.ShapeOf(x.Ref()) == iso.ShapeOf(y.Ref())), true
		}},
		{"GetOptimizationStatus", func(iso *Isolate, a IntrinsicArgs) (Value, bool) { return gc.Int(1 | 1<<6), true }},
		{"OptimizeFunctionOnNextCall", nop},
		{"PrepareFunctionForOptimization", nop},
		{"NeverOptimizeFunction", nop},
		{"DeoptimizeFunction", nop},
		{"OptimizeOsr", nop},
		{"ClearFunctionFeedback", nop},
		{"HasFastProperties", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			return gc.Bool(a.Arg(0).IsObject() && !iso.IsDictionary(a.Arg(0).Ref())), true
		}},
		{"DebugPrint", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			fmt.Fprintln(os.Stderr, "DebugPrint:", iso.Display(a.Arg(0)))
			return a.Arg(0), true
		}},
		{"CollectGarbage", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			iso.RequestGC()
			return gc.Undefined, iso.HandleInterrupt()
		}},
		{"IsCallable", func(iso *Isolate, a IntrinsicArgs) (Value, bool) { return gc.Bool(iso.IsCallable(a.Arg(0))), true }},
		{"IsConstructor", func(iso *Isolate, a IntrinsicArgs) (Value, bool) { return gc.Bool(iso.IsConstructor(a.Arg(0))), true }},
		{"IsObject", func(iso *Isolate, a IntrinsicArgs) (Value, bool) { return gc.Bool(a.Arg(0).IsObject()), true }},
		{"ToObject", func(iso *Isolate, a IntrinsicArgs) (Value, bool) { return iso.ToObject(a.Arg(0)) }},
		{"ToLength", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			n, ok := iso.ToLength(a.Arg(0))
			return gc.Number(float64(n)), ok
		}},
		{"ToIntegerOrInfinity", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			n, ok := iso.ToIntegerOrInfinity(a.Arg(0))
			return gc.Number(n), ok
		}},
		{"ToString", func(iso *Isolate, a IntrinsicArgs) (Value, bool) { return iso.ToString(a.Arg(0)) }},
		{"ToNumber", func(iso *Isolate, a IntrinsicArgs) (Value, bool) { return iso.ToNumber(a.Arg(0)) }},
		{"LengthOf", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			n, ok := iso.LengthOf(a.Arg(0))
			return gc.Number(float64(n)), ok
		}},
		{"CreateDataProperty", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			k, ok := iso.ToPropertyKey(a.Arg(1))
			return gc.Undefined, ok && iso.CreateDataPropertyOrThrow(a.Arg(0), k, a.Arg(2))
		}},
		{"Call", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			t := &iso.tail
			t.f, t.this, t.newTarget, t.resume = a.Arg(0), a.Arg(1), gc.Undefined, false
			t.args = t.args[:0]
			for i := 2; i < a.Len(); i++ {
				t.args = append(t.args, a.Arg(i))
			}
			return tailMark, true
		}},
		{"SameValueZero", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			return gc.Bool(iso.SameValueZero(a.Arg(0), a.Arg(1))), true
		}},
		{"ThrowTypeError", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			s, ok := iso.ToGoString(a.Arg(0))
			if !ok {
				return gc.Undefined, false
			}
			return iso.ThrowTypeError("%s", s)
		}},
		{"ThrowRangeError", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			s, ok := iso.ToGoString(a.Arg(0))
			if !ok {
				return gc.Undefined, false
			}
			return iso.ThrowRangeError("%s", s)
		}},
		{"Display", func(iso *Isolate, a IntrinsicArgs) (Value, bool) { return iso.NewString(iso.Display(a.Arg(0))), true }},
		{"IsArray", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			b, ok := iso.IsArray(a.Arg(0))
			return gc.Bool(b), ok
		}},
		{"NewArray", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			return iso.NewArray(uint32(a.Arg(0).AsFloat())), true
		}},
		{"KindOf", func(iso *Isolate, a IntrinsicArgs) (Value, bool) {
			if v := a.Arg(0); v.IsObject() {
				return gc.Int(int32(iso.KindOf(v.Ref()) - layout.KindObject)), true
			}
			return gc.Int(-1), true
		}},
	}
}

var (
	intrinsics     []intrinsicEntry
	intrinsicsOnce sync.Once
)

func nop(iso *Isolate, a IntrinsicArgs) (Value, bool) { return gc.Undefined, true }

// intrinsicNumber returns the number of an intrinsic, 0 for an unknown name. Numbers from len(intrinsics) on are registered ones.
func intrinsicNumber(name string) int {
	intrinsicsOnce.Do(func() { intrinsics = makeIntrinsics() })
	for i := range intrinsics {
		if intrinsics[i].name == name {
			return i
		}
	}
	return 0
}

// nativeBase is added to the numbers of registered natives (natives.go) in the constant pool.
const nativeBase = 4096

// intrinsicConst returns the number that stands for %name in constant pools.
func (iso *Isolate) intrinsicConst(name string) int {
	if n := iso.NativeNumber(name); n >= 0 {
		return nativeBase + n
	}
	return intrinsicNumber(name)
}

// CallIntrinsic calls intrinsic n with argc registers from p down. (JS)
func (iso *Isolate) CallIntrinsic(n int, p unsafe.Pointer, argc int) (Value, bool) {
	m := iso.HandleMark()
	a := IntrinsicArgs{p, argc}
	var v Value
	var ok bool
	if n < nativeBase {
		v, ok = intrinsics[n].fn(iso, a)
	} else {
		v, ok = iso.natives[n-nativeBase](iso, a)
	}
	iso.ReleaseHandles(m)
	return v, ok
}
