package vm

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/gc"
)

// unwind looks for a handler of the pending exception in the frames down to the nearest one entered from Go. If it finds one
// the newest frame is ready to go on there. Otherwise that frame is popped too and the exception stays pending.
func (iso *Isolate) unwind() bool {
	iso.stats.Unwinds++
	thrower, throwOff := ldv(iso.fp, layout.FrameFunction), frameOffset(iso.fp)
	if iso.rethrown {
		thrower, throwOff, iso.rethrown = iso.thrower, iso.throwOff, false
	}
	for {
		fp := iso.fp
		code := ldv(fp, layout.FrameBytecode).Ref()
		if h := iso.Ref(code, layout.BytecodeHandlers); h != 0 && !iso.Terminating() {
			off := uint32(frameOffset(fp))
			n := int(iso.U32(h, layout.BytesLen)) / handlerRow
			for i := 0; i < n; i++ {
				row := uintptr(layout.BytesHeader + i*handlerRow)
				if off < iso.U32(h, row) || off >= iso.U32(h, row+4) {
					continue
				}
				v, ok := iso.Catch()
				if !ok {
					break
				}
				iso.thrower, iso.throwOff = thrower, throwOff
				target, scope := iso.U32(h, row+8), int(int32(iso.U32(h, row+12)))
				stv(fp, layout.FrameAcc, v)
				stv(fp, layout.FrameScope, ldv(fp, layout.FrameReg0-8*scope))
				setFrameOffset(fp, int(target))
				iso.sp = iso.frameSP(fp)
				return true
			}
		}
		iso.abandon(fp)
		if iso.popFrame(fp) == RetGo {
			iso.noteThrowSite(thrower, throwOff)
			return false
		}
	}
}

// handlerRow is the size of a row of the handler table: start, end, target, scope register.
const handlerRow = 16

// rethrowPoint keeps the original throw position: nothing to do, errors captured theirs when they were made.

// abandon is called when an exception leaves an interpreted frame: a generator is complete then.
func (iso *Isolate) abandon(fp framePtr) {
	info := iso.Ref(ldv(fp, layout.FrameBytecode).Ref(), layout.BytecodeInfo)
	if iso.U32(info, layout.InfoFlags)&infoResumable == 0 {
		return
	}
	g := ldv(fp, layout.FrameReg0)
	if g.IsObject() {
		if k := iso.KindOf(g.Ref()); k == layout.KindGenerator || k == layout.KindAsyncGenerator {
			iso.SetU64(g.Ref(), layout.GeneratorState, uint64(gc.Int(GenCompleted)))
			iso.SetU64(g.Ref(), layout.GeneratorRegs, uint64(gc.Undefined))
		}
	}
}
