package vm

import (
	"math"
	"math/big"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/syntax"
	"github.com/gonode/gonode/gc"
)

// ScriptData is the Go side of a script cell.
type ScriptData struct {
	Unit     *bc.Unit
	Filename string
	lines    *syntax.Lines
	// LineOffset and ColumnOffset shift positions (vm.Script options).
	LineOffset, ColumnOffset int
	// HostDefined is the embedder's data for dynamic import and source maps.
	HostDefined any
	// Hidden scripts are left out of stack traces (self-hosted code).
	Hidden bool
	// Wrapped: the user's text starts behind the parameter list (CreateDynamicFunction).
	Wrapped bool
	// Referrer is the script whose code eval or new Function compiled this one in: dynamic import resolves against it.
	Referrer *ScriptData
}

// Lines returns the line table.
func (d *ScriptData) Lines() *syntax.Lines {
	if d.lines == nil {
		d.lines = syntax.NewLines(d.Unit.Source)
	}
	return d.lines
}

// URL returns the name for stack traces: the sourceURL comment if there is one.
func (d *ScriptData) URL() string {
	if d.Unit.SourceURL != "" {
		return d.Unit.SourceURL
	}
	return d.Filename
}

// Materialise makes the cells of a compiled Unit: the script and, lazily, function infos, scope infos and bytecode
// (DECISIONS 4.1). It returns the script cell.
func (iso *Isolate) Materialise(u *bc.Unit, d *ScriptData) Ref {
	if d == nil {
		d = &ScriptData{}
	}
	d.Unit = u
	if d.Filename == "" {
		d.Filename = u.Filename
	}
	s := iso.AllocOld(iso.KindShape[layout.KindScript], layout.ScriptSize)
	iso.SetU32(s, layout.ScriptHost, iso.HostAdd(d))
	iso.StoreRef(s, layout.ScriptInfos, iso.newPinnedValues(len(u.Funcs)))
	iso.StoreRef(s, layout.ScriptScopeInfos, iso.newPinnedValues(len(u.Scopes)))
	iso.StoreValue(s, layout.ScriptName, iso.NewString(d.Filename))
	iso.SetU64(s, layout.ScriptOptions, uint64(gc.Undefined))
	iso.SetU64(s, layout.ScriptEvalOrigin, uint64(gc.Undefined))
	iso.stats.Materialised++
	return s
}

// newPinnedValues allocates a list that never moves, filled with undefined.
func (iso *Isolate) newPinnedValues(n int) Ref {
	r := iso.NewPinned(layout.KindValues, uint32(layout.ValuesHeader+8*n))
	iso.SetU32(r, layout.ValuesLen, uint32(n))
	iso.FillValues(r, layout.ValuesHeader, n, gc.Undefined)
	return r
}

// ScriptOf returns the Go side of a script cell.
func (iso *Isolate) ScriptOf(script Ref) *ScriptData {
	return iso.HostGet(iso.U32(script, layout.ScriptHost)).(*ScriptData)
}

// funcOf returns the compiled function behind a function info.
func (iso *Isolate) funcOf(info Ref) (*bc.Func, *ScriptData) {
	s := iso.Ref(info, layout.InfoScript)
	if s == 0 {
		return nil, nil
	}
	d := iso.ScriptOf(s)
	return d.Unit.Funcs[iso.U32(info, layout.InfoIndex)].Load(), d
}

// FunctionInfo returns the info of function i of a script, made on first use.
func (iso *Isolate) FunctionInfo(script Ref, i int) Ref {
	list := iso.Ref(script, layout.ScriptInfos)
	if v := iso.ListGet(list, i); v.IsInternal() {
		return v.Ref()
	}
	f := &iso.ScriptOf(script).Unit.Funcs[i]
	r := iso.NewPinned(layout.KindFunctionInfo, layout.InfoSize)
	iso.SetU32(r, layout.InfoFlags, infoFlags(f))
	iso.SetU32(r, layout.InfoLength, uint32(f.Length))
	iso.StoreRef(r, layout.InfoScript, script)
	iso.SetU32(r, layout.InfoIndex, uint32(i))
	iso.StoreValue(r, layout.InfoName, iso.Atom(f.Name))
	iso.SetU32(r, layout.InfoSrcStart, uint32(f.Start))
	iso.SetU32(r, layout.InfoSrcEnd, uint32(f.End))
	iso.SetU32(r, layout.InfoParams, uint32(f.ParamCount))
	iso.SetU32(r, layout.InfoVectorLen, uint32(f.VectorLen))
	iso.SetU32(r, layout.InfoExpected, uint32(f.ExpectedProps))
	iso.ListSet(list, i, gc.Cell(r))
	return r
}

func infoFlags(f *bc.Func) uint32 {
	w := uint32(f.Flags)&infoFlagsBytecodeMask | uint32(f.Kind)<<infoKindShift
	switch f.Kind {
	case bc.NormalFunc:
		if !f.Resumable() {
			w |= InfoConstructor
		}
	case bc.BaseConstructor:
		w |= InfoConstructor | InfoClassConstructor
	case bc.DerivedConstructor:
		w |= InfoConstructor | InfoClassConstructor | InfoDerived
	}
	return w
}

// infoKind returns the bytecode.FuncKind of a function info.
func infoKind(flags uint32) bc.FuncKind { return bc.FuncKind(flags >> infoKindShift & 15) }

// materialiseCode makes the bytecode cell of a function: code, constants and handler table. It doesn't collect.
//
//go:noinline
func (iso *Isolate) materialiseCode(info Ref) Ref {
	f, d := iso.funcOf(info)
	if len(f.Code) == 0 {
		panic("BUG: function " + f.Name + " has no code")
	}
	if iso.OnCode != nil {
		iso.OnCode(f, d)
	}
	script := iso.Ref(info, layout.InfoScript)
	consts := iso.newPinnedValues(len(f.Consts))
	for i := range f.Consts {
		iso.ListSet(consts, i, iso.constantOf(script, d.Unit, &f.Consts[i]))
	}
	r := iso.NewPinned(layout.KindBytecode, uint32(layout.BytecodeHeader+len(f.Code)))
	iso.SetU32(r, layout.BytecodeLen, uint32(len(f.Code)))
	copy(iso.Bytes(r, layout.BytecodeHeader, len(f.Code)), f.Code)
	iso.StoreRef(r, layout.BytecodeConsts, consts)
	iso.StoreRef(r, layout.BytecodeInfo, info)
	iso.SetU32(r, layout.BytecodeRegs, uint32(f.Registers))
	iso.SetU32(r, layout.BytecodeParams, uint32(f.ParamCount))
	iso.SetU32(r, layout.BytecodeVectorLen, uint32(f.VectorLen))
	if n := len(f.Handlers); n > 0 {
		h := iso.NewPinned(layout.KindBytes, uint32(layout.BytesHeader+n*handlerRow))
		iso.SetU32(h, layout.BytesLen, uint32(n*handlerRow))
		for i, row := range f.Handlers {
			o := uintptr(layout.BytesHeader + i*handlerRow)
			iso.SetU32(h, o, row.Start)
			iso.SetU32(h, o+4, row.End)
			iso.SetU32(h, o+8, row.Target)
			iso.SetU32(h, o+12, uint32(int32(row.Scope)))
		}
		iso.StoreRef(r, layout.BytecodeHandlers, h)
	}
	iso.StoreRef(info, layout.InfoBytecode, r)
	return r
}

// constantOf makes the Value of a constant descriptor.
func (iso *Isolate) constantOf(script Ref, u *bc.Unit, c *bc.Const) Value {
	switch c.Kind {
	case bc.ConstString:
		return iso.Atom(c.Str)
	case bc.ConstNumber:
		return gc.Number(math.Float64frombits(c.Bits))
	case bc.ConstBigInt:
		x, _ := new(big.Int).SetString(c.Str, 10)
		v, _ := iso.NewBigInt(x)
		return v
	case bc.ConstFunc:
		return gc.Cell(iso.FunctionInfo(script, int(c.Index)))
	case bc.ConstScope:
		return gc.Cell(iso.ScopeInfoCell(script, int(c.Index)))
	case bc.ConstIntrinsic:
		return gc.Int(int32(iso.intrinsicConst(c.Str)))
	case bc.ConstObject, bc.ConstArray, bc.ConstRegExp, bc.ConstTemplate:
		return gc.Int(int32(c.Index))
	case bc.ConstNull:
		return gc.Null
	case bc.ConstTrue:
		return gc.True
	case bc.ConstFalse:
		return gc.False
	case bc.ConstHole:
		return gc.Hole
	}
	return gc.Undefined
}

// The word ScopeInfoKind: kind in bits 0-3, bytecode.ScopeFlags in bits 4-11, index in the unit from bit 12.
func scopeKind(w uint32) bc.ScopeKind   { return bc.ScopeKind(w & 15) }
func scopeFlags(w uint32) bc.ScopeFlags { return bc.ScopeFlags(w >> 4) }
func scopeIndex(w uint32) int           { return int(w >> 12) }

// ScopeInfoCell returns the info of scope i of a script, made on first use. Its tail has a pair for each slot: the name, and
// bytecode.VarKind in bits 0-7, flags in 8-15, PrivateKind in 16-23.
func (iso *Isolate) ScopeInfoCell(script Ref, i int) Ref {
	list := iso.Ref(script, layout.ScriptScopeInfos)
	if v := iso.ListGet(list, i); v.IsInternal() {
		return v.Ref()
	}
	u := iso.ScriptOf(script).Unit
	s := &u.Scopes[i]
	n := int(s.NumSlots)
	r := iso.NewPinned(layout.KindScopeInfo, uint32(layout.ScopeInfoHeader+16*n))
	iso.SetU32(r, layout.ScopeInfoLen, uint32(2*n))
	iso.FillValues(r, layout.ScopeInfoHeader, 2*n, gc.Undefined)
	iso.StoreRef(r, layout.ScopeInfoScript, script)
	iso.SetU32(r, layout.ScopeInfoKind, uint32(s.Kind)|uint32(s.Flags)<<4|uint32(i)<<12)
	for k := range s.Vars {
		v := &s.Vars[k]
		if v.Slot < 0 {
			continue
		}
		off := layout.ScopeInfoHeader + 16*uintptr(v.Slot)
		iso.StoreValue(r, off, iso.Atom(v.Name))
		iso.SetU64(r, off+8, uint64(v.Kind)|uint64(v.Flags)<<8|uint64(v.Private)<<16)
	}
	for k := 0; k < n; k++ {
		if off := layout.ScopeInfoHeader + 16*uintptr(k) + 8; iso.Value(r, off) == gc.Undefined {
			iso.SetU64(r, off, 0)
		}
	}
	iso.ListSet(list, i, gc.Cell(r))
	return r
}

// NewScope makes a scope cell for an info: slots TDZ or undefined as the info says.
func (iso *Isolate) NewScope(info, parent Ref) Ref {
	n := iso.U32(info, layout.ScopeInfoLen) / 2
	r := iso.NewCell(layout.KindScope, layout.ScopeHeader+8*n)
	iso.SetU32(r, layout.ScopeLen, n)
	iso.InitRef(r, layout.ScopeParent, parent)
	iso.InitRef(r, layout.ScopeInfoRef, info)
	for i := uintptr(0); i < uintptr(n); i++ {
		v := gc.Undefined
		if iso.U64(info, layout.ScopeInfoHeader+16*i+8)&(uint64(bc.VarTDZ)<<8) != 0 {
			v = gc.TDZ
		}
		iso.InitValue(r, layout.ScopeHeader+8*i, v)
	}
	return r
}

// PushScope is the instruction's work: a new scope inside the newest frame's.
func (iso *Isolate) PushScope(info Ref) {
	fp := iso.fp
	stv(fp, layout.FrameScope, gc.Cell(iso.NewScope(info, ldv(fp, layout.FrameScope).Ref())))
}

// PushWith makes the scope of a with statement.
func (iso *Isolate) PushWith(info Ref, obj Value) {
	fp := iso.fp
	s := iso.NewScope(info, ldv(fp, layout.FrameScope).Ref())
	iso.InitValue(s, layout.ScopeHeader, obj)
	stv(fp, layout.FrameScope, gc.Cell(s))
}

// CopyScope replaces the newest frame's scope by a copy of it.
func (iso *Isolate) CopyScope() {
	fp := iso.fp
	old := ldv(fp, layout.FrameScope).Ref()
	n := iso.U32(old, layout.ScopeLen)
	r := iso.NewCell(layout.KindScope, layout.ScopeHeader+8*n)
	iso.SetU32(r, layout.ScopeLen, n)
	iso.InitRef(r, layout.ScopeParent, iso.Ref(old, layout.ScopeParent))
	iso.InitRef(r, layout.ScopeInfoRef, iso.Ref(old, layout.ScopeInfoRef))
	iso.InitRef(r, layout.ScopeExtra, iso.Ref(old, layout.ScopeExtra))
	iso.CopyValues(r, layout.ScopeHeader, old, layout.ScopeHeader, int(n))
	stv(fp, layout.FrameScope, gc.Cell(r))
}

// atomOf is the atom of a Go string, for keys that are never indices.
func (iso *Isolate) atomKey(s string) Key { return iso.KeyOfGo(s) }

var _ = object.DefaultInObject
