package vm

import (
	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// The properties caller and arguments of sloppy functions are no part of ECMA-262, except that Function.prototype has accessors
// of these names that throw. Here the accessors answer for sloppy functions, as they do in other engines.

// sloppyFunction tells whether f is a function in sloppy mode code that is no method, arrow function or generator.
func (iso *Isolate) sloppyFunction(f Value) bool {
	if !f.IsObject() || iso.KindOf(f.Ref()) != layout.KindFunction {
		return false
	}
	info := iso.Ref(f.Ref(), layout.FunctionInfo)
	flags := iso.U32(info, layout.InfoFlags)
	return iso.U32(info, layout.InfoBuiltin) == 0 && infoKind(flags) == bc.NormalFunc && flags&uint32(bc.FnStrict) == 0 && flags&infoResumable == 0
}

// FunctionCaller is the value of f.caller or f.arguments for the accessor that is the newest frame; what it was called for
// is seen from the instruction of its caller. ok is false where the accessor has to throw.
func (iso *Isolate) FunctionCaller(f Value) (v Value, ok bool) {
	if !iso.sloppyFunction(f) {
		return gc.Undefined, false
	}
	from := ldp(iso.fp, layout.FrameSavedFP)
	wantArguments := false
	if from != nil && frameKind(from) == FrameInterpreted {
		g, _ := iso.funcOf(iso.Ref(ldv(from, layout.FrameBytecode).Ref(), layout.BytecodeInfo))
		if in, ok := bc.Decode(g.Code, frameOffset(from)); ok && in.Op == bc.GetNamed {
			c := &g.Consts[in.Args[1]]
			wantArguments = c.Kind == bc.ConstString && c.Str == "arguments"
		}
	}
	fp := from
	for fp != nil && ldv(fp, layout.FrameFunction) != f {
		fp = ldp(fp, layout.FrameSavedFP)
	}
	if fp == nil || frameKind(fp) != FrameInterpreted {
		return gc.Null, true
	}
	if wantArguments {
		saved := iso.fp
		iso.fp = fp
		h := iso.NewHandle(iso.CreateArguments(false))
		iso.fp = saved
		iso.DefineOwn(h.Value(), iso.K(object.AtomCallee), DataDesc(f, layout.AttrHidden))
		return h.Value(), true
	}
	for fp = ldp(fp, layout.FrameSavedFP); fp != nil; fp = ldp(fp, layout.FrameSavedFP) {
		c := ldv(fp, layout.FrameFunction)
		if iso.sloppyFunction(c) && !iso.selfHostedInfo(iso.Ref(c.Ref(), layout.FunctionInfo)) {
			return c, true
		}
		if !c.IsObject() || iso.KindOf(c.Ref()) != layout.KindFunction || c == iso.Intrinsic(EvalFunction) {
			continue
		}
		if info := iso.Ref(c.Ref(), layout.FunctionInfo); iso.U32(info, layout.InfoBuiltin) != 0 || infoKind(iso.U32(info, layout.InfoFlags)) != bc.EvalFunc {
			break
		}
	}
	return gc.Null, true
}
