package vm

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// vectorAfter is the call of a function at which its feedback vector is allocated.
const vectorAfter = 2

// NewFeedbackCell makes the cell that the closures of one site share.
func (iso *Isolate) NewFeedbackCell() Ref {
	return iso.NewPinned(layout.KindFeedbackCell, 16)
}

// CountCall counts a call of a function without a vector; from the second call on it makes one. It returns the vector or 0.
//
//go:noinline
func (iso *Isolate) CountCall(fn, info, code Ref) Ref {
	if iso.Plain {
		return 0
	}
	c := iso.Ref(fn, layout.FunctionFeedback)
	if c == 0 {
		c = iso.NewFeedbackCell()
		iso.StoreRef(fn, layout.FunctionFeedback, c)
	}
	n := iso.U32(c, layout.FeedbackBudget) + 1
	iso.SetU32(c, layout.FeedbackBudget, n)
	if n < vectorAfter {
		return 0
	}
	return iso.newVector(c, info, code)
}

func (iso *Isolate) newVector(cell, info, code Ref) Ref {
	n := iso.U32(code, layout.BytecodeVectorLen)
	v := iso.NewPinned(layout.KindFeedbackVector, layout.VectorHeader+8*n)
	iso.SetU32(v, layout.VectorLen, n)
	iso.StoreRef(v, layout.VectorInfo, info)
	iso.StoreRef(cell, layout.FeedbackVector, v)
	iso.stats.Vectors++
	return v
}

// EnsureVector gives the function running in the newest frame its vector now: loops do not wait for a second call.
func (iso *Isolate) EnsureVector() {
	fp := iso.fp
	fn := ldv(fp, layout.FrameFunction).Ref()
	c := iso.Ref(fn, layout.FunctionFeedback)
	if c == 0 {
		c = iso.NewFeedbackCell()
		iso.StoreRef(fn, layout.FunctionFeedback, c)
	}
	v := iso.Ref(c, layout.FeedbackVector)
	if v == 0 {
		code := ldv(fp, layout.FrameBytecode).Ref()
		v = iso.newVector(c, iso.Ref(code, layout.BytecodeInfo), code)
	}
	stv(fp, layout.FrameVector, gc.Cell(v))
}

// fbWord and setFBWord access word slot of a vector; noSlot and a missing vector read 0.
func (iso *Isolate) fbWord(vec Ref, slot int) Value {
	if vec == 0 || slot == noSlot {
		return 0
	}
	return iso.Value(vec, layout.VectorHeader+8*uintptr(slot))
}

func (iso *Isolate) setFBWord(vec Ref, slot int, v Value) {
	if vec != 0 && slot != noSlot {
		iso.StoreValue(vec, layout.VectorHeader+8*uintptr(slot), v)
	}
}

const noSlot = 0xFFFF
