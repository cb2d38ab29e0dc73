package vm

import (
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// The global environment (ECMA-262 9.1.1.4): script-lexical bindings are KindCells in the realm's ScriptNames table, whose details
// word has bindingConst; the rest are properties of the global object, plain data ones in KindCells too. Inline caches hold the
// cell; a cell whose value is the hole is dead, TDZ is not initialised.

const bindingConst = 1 << 8

// scriptBinding finds a script-lexical binding: its cell.
func (iso *Isolate) scriptBinding(k Key) (cell Ref, isConst, found bool) {
	d := iso.Intrinsic(ScriptNames).Ref()
	e := iso.DictFind(d, k)
	if e < 0 {
		return 0, false, false
	}
	return iso.DictValue(d, e).Ref(), iso.DictDetails(d, e)&bindingConst != 0, true
}

// globalCell returns the property cell of a plain data property of the global object.
func (iso *Isolate) globalCell(k Key) (cell Ref, attrs uint8, ok bool) {
	g := iso.Intrinsic(GlobalObject).Ref()
	if !iso.IsDictionary(g) {
		return 0, 0, false
	}
	d := iso.Ref(g, layout.ObjOverflow)
	e := iso.DictFind(d, k)
	if e < 0 {
		return 0, 0, false
	}
	v := iso.DictValue(d, e)
	attrs = uint8(iso.DictDetails(d, e))
	if attrs&(layout.AttrAccessor|layout.AttrLazy) != 0 || !v.IsInternal() || iso.KindOf(v.Ref()) != layout.KindCell {
		return 0, 0, false
	}
	return v.Ref(), attrs, true
}

// LoadGlobal reads a global binding. (JS)
func (iso *Isolate) LoadGlobal(k Key, typeof bool, vec Ref, slot int) (Value, LoadStatus) {
	if c, _, found := iso.scriptBinding(k); found {
		v := iso.Value(c, layout.CellValue)
		if v == gc.TDZ {
			iso.ThrowReferenceError("Cannot access '%s' before initialization", iso.KeyText(k))
			return gc.Undefined, LoadThrew
		}
		iso.setFBWord(vec, slot, gc.Cell(c))
		return v, LoadDone
	}
	if c, _, ok := iso.globalCell(k); ok {
		iso.setFBWord(vec, slot, gc.Cell(c))
		return iso.Value(c, layout.CellValue), LoadDone
	}
	g := iso.Intrinsic(GlobalObject)
	has, ok := iso.HasProperty(g, k)
	if !ok {
		return gc.Undefined, LoadThrew
	}
	if !has {
		if typeof {
			return gc.Undefined, LoadDone
		}
		iso.ThrowReferenceError("%s is not defined", iso.KeyText(k))
		return gc.Undefined, LoadThrew
	}
	v, ok := iso.GetReceiver(iso.Intrinsic(GlobalObject), k, iso.Intrinsic(GlobalThis))
	if !ok {
		return gc.Undefined, LoadThrew
	}
	return v, LoadDone
}

// StoreGlobal assigns to a global binding. (JS)
func (iso *Isolate) StoreGlobal(k Key, v Value, strict bool, vec Ref, slot int) bool {
	if c, isConst, found := iso.scriptBinding(k); found {
		if iso.Value(c, layout.CellValue) == gc.TDZ {
			iso.ThrowReferenceError("Cannot access '%s' before initialization", iso.KeyText(k))
			return false
		}
		if isConst {
			iso.ThrowTypeError("Assignment to constant variable.")
			return false
		}
		iso.StoreValue(c, layout.CellValue, v)
		iso.setFBWord(vec, slot, gc.Cell(c))
		return true
	}
	if c, attrs, ok := iso.globalCell(k); ok && attrs&layout.AttrWritable != 0 {
		iso.StoreValue(c, layout.CellValue, v)
		iso.setFBWord(vec, slot, gc.Cell(c))
		return true
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hv := iso.NewHandle(v)
	has, ok := iso.HasProperty(iso.Intrinsic(GlobalObject), k)
	if !ok {
		return false
	}
	if !has && strict {
		iso.ThrowReferenceError("%s is not defined", iso.KeyText(k))
		return false
	}
	return iso.Set(iso.Intrinsic(GlobalObject), k, hv.Value(), strict)
}

// InitGlobal initialises a script-lexical binding.
func (iso *Isolate) InitGlobal(k Key, v Value) {
	c, _, found := iso.scriptBinding(k)
	if !found {
		panic("BUG: InitGlobal without a binding")
	}
	iso.StoreValue(c, layout.CellValue, v)
}

// DeclareGlobals is GlobalDeclarationInstantiation (16.1.7) in two parts: checks and lexical bindings, then var bindings. (JS)
func (iso *Isolate) DeclareGlobals(part int) bool {
	f, d := iso.funcOf(iso.Ref(ldv(iso.fp, layout.FrameBytecode).Ref(), layout.BytecodeInfo))
	_ = f
	u := d.Unit
	g := u.Globals
	if g == nil {
		return true
	}
	global := func() Value { return iso.Intrinsic(GlobalObject) }
	isEval := u.Kind == bc.EvalUnit
	if part == bc.DeclareLexicals {
		for _, l := range g.Lexical {
			k := iso.KeyOfGo(l.Name)
			_, _, dup := iso.scriptBinding(k)
			desc, has, ok := iso.GetOwnProperty(global(), k)
			if !ok {
				return false
			}
			if dup || has && !desc.Configurable() {
				iso.ThrowSyntaxError("Identifier '%s' has already been declared", l.Name)
				return false
			}
		}
		for _, names := range [][]string{g.Functions, g.Vars} {
			for _, n := range names {
				if _, _, dup := iso.scriptBinding(iso.KeyOfGo(n)); dup {
					iso.ThrowSyntaxError("Identifier '%s' has already been declared", n)
					return false
				}
			}
		}
		for _, n := range g.Functions {
			can, ok := iso.canDeclareGlobalFunction(iso.KeyOfGo(n))
			if !ok {
				return false
			}
			if !can {
				iso.ThrowTypeError("Identifier '%s' has already been declared", n)
				return false
			}
		}
		for _, n := range g.Vars {
			can, ok := iso.canDeclareGlobalVar(iso.KeyOfGo(n))
			if !ok {
				return false
			}
			if !can {
				iso.ThrowTypeError("Identifier '%s' has already been declared", n)
				return false
			}
		}
		for _, l := range g.Lexical {
			k := iso.KeyOfGo(l.Name)
			details := uint64(0)
			if l.Const {
				details = bindingConst
			}
			c := iso.NewPropertyCell(gc.TDZ)
			iso.SetIntrinsic(ScriptNames, gc.Cell(iso.DictAdd(iso.Intrinsic(ScriptNames).Ref(), k, gc.Cell(c), details)))
			// A property of that name is shadowed from now on: caches that hold its cell must miss.
			g := global().Ref()
			if p, found := iso.GetOwn(g, k); found && iso.IsDictionary(g) {
				iso.SetAttrs(g, p.Index, p.Attrs)
			}
		}
		return true
	}
	declare := func(n string) bool {
		k := iso.KeyOfGo(n)
		has, ok := iso.HasOwn(global(), k)
		if !ok {
			return false
		}
		ext, ok := iso.IsExtensible(global())
		if !ok {
			return false
		}
		if !has && ext {
			attrs := uint8(layout.AttrWritable | layout.AttrEnumerable)
			if isEval {
				attrs |= layout.AttrConfigurable
			}
			return iso.DefineOrThrow(global(), k, DataDesc(gc.Undefined, attrs))
		}
		return true
	}
	for _, n := range g.Vars {
		if !declare(n) {
			return false
		}
	}
	for _, n := range g.AnnexB {
		k := iso.KeyOfGo(n)
		if _, _, dup := iso.scriptBinding(k); dup {
			continue
		}
		can, ok := iso.canDeclareGlobalVar(k)
		if !ok {
			return false
		}
		if can && !declare(n) {
			return false
		}
	}
	return true
}

// canDeclareGlobalVar, ECMA-262 9.1.1.4.15.
func (iso *Isolate) canDeclareGlobalVar(k Key) (can, ok bool) {
	g := iso.Intrinsic(GlobalObject)
	has, ok := iso.HasOwn(g, k)
	if !ok || has {
		return has, ok
	}
	return iso.IsExtensible(iso.Intrinsic(GlobalObject))
}

// canDeclareGlobalFunction, ECMA-262 9.1.1.4.16.
func (iso *Isolate) canDeclareGlobalFunction(k Key) (can, ok bool) {
	g := iso.Intrinsic(GlobalObject)
	d, has, ok := iso.GetOwnProperty(g, k)
	if !ok {
		return false, false
	}
	if !has {
		return iso.IsExtensible(iso.Intrinsic(GlobalObject))
	}
	return d.Configurable() || d.IsData() && d.Writable() && d.Enumerable(), true
}

// DefineGlobalFunction is CreateGlobalFunctionBinding, ECMA-262 9.1.1.4.18. (JS)
func (iso *Isolate) DefineGlobalFunction(k Key, v Value, deletable bool) bool {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hv := iso.NewHandle(v)
	d, has, ok := iso.GetOwnProperty(iso.Intrinsic(GlobalObject), k)
	if !ok {
		return false
	}
	desc := Desc{Value: hv.Value(), Get: gc.Undefined, Set: gc.Undefined, Has: HasValue}
	if !has || d.Configurable() {
		attrs := uint8(layout.AttrWritable | layout.AttrEnumerable)
		if deletable {
			attrs |= layout.AttrConfigurable
		}
		desc = DataDesc(hv.Value(), attrs)
	}
	if !iso.DefineOrThrow(iso.Intrinsic(GlobalObject), k, desc) {
		return false
	}
	return iso.Set(iso.Intrinsic(GlobalObject), k, hv.Value(), false)
}

// Dynamic lookup: names that a with object or a variable declared by sloppy direct eval may intercept.

// binding is where a dynamic lookup found a name.
type binding struct {
	kind  uint8
	scope Ref // bindScope: the scope cell; bindExtension: its extension object
	obj   Value
	slot  int
	flags uint64
}

const (
	bindNone      = iota // not in any scope: the global environment decides
	bindScope            // a slot of a scope cell
	bindExtension        // a property of a var scope's extension object
	bindWith             // a property of a with object
)

// findBinding walks the scopes of the newest frame. (JS: with objects)
func (iso *Isolate) findBinding(k Key) (b binding, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	s := iso.NewHandle(ldv(iso.fp, layout.FrameScope))
	for s.Value().IsInternal() && s.Ref() != 0 {
		r := s.Ref()
		info := iso.Ref(r, layout.ScopeInfoRef)
		w := uint32(0)
		if info != 0 {
			w = iso.U32(info, layout.ScopeInfoKind)
		}
		if info != 0 && scopeKind(w) == bc.ScopeWith {
			obj := iso.Value(r, layout.ScopeHeader)
			has, ok := iso.withHas(obj, k)
			if !ok {
				return binding{}, false
			}
			if has {
				return binding{kind: bindWith, obj: iso.Value(s.Ref(), layout.ScopeHeader)}, true
			}
		} else if info != 0 {
			n := int(iso.U32(info, layout.ScopeInfoLen)) / 2
			for i := n - 1; i >= 0; i-- {
				off := layout.ScopeInfoHeader + 16*uintptr(i)
				if iso.Value(info, off) == Value(k) {
					if fl := iso.U64(info, off+8); userVisible(bc.VarKind(fl)) {
						return binding{kind: bindScope, scope: r, slot: i, flags: fl}, true
					}
				}
			}
			if x := iso.Ref(r, layout.ScopeExtra); x != 0 {
				if _, found := iso.GetOwn(x, k); found {
					return binding{kind: bindExtension, scope: x, obj: gc.Object(x)}, true
				}
			}
		}
		s.Set(gc.Cell(iso.Ref(s.Ref(), layout.ScopeParent)))
	}
	return binding{}, true
}

// userVisible tells whether identifiers can name a variable of that kind.
func userVisible(k bc.VarKind) bool {
	switch k {
	case bc.VarPrivate, bc.VarInternal, bc.VarThis, bc.VarNewTarget, bc.VarHomeObject, bc.VarActiveFunction:
		return false
	}
	return true
}

// withHas is HasBinding of an object environment for a with statement, ECMA-262 9.1.1.2.1. (JS)
func (iso *Isolate) withHas(obj Value, k Key) (has, ok bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(obj)
	if has, ok = iso.HasProperty(obj, k); !has || !ok {
		return false, ok
	}
	u, ok := iso.Get(h.Value(), iso.SymK(object.SymUnscopables))
	if !ok {
		return false, false
	}
	if u.IsObject() {
		v, ok := iso.Get(u, k)
		if !ok {
			return false, false
		}
		if iso.ToBoolean(v) {
			return false, true
		}
	}
	return true, true
}

func (iso *Isolate) slotValue(b *binding) Value {
	v := iso.Value(b.scope, layout.ScopeHeader+8*uintptr(b.slot))
	if b.flags&(uint64(bc.VarModuleCell)<<8) != 0 && v.IsInternal() {
		v = iso.Value(v.Ref(), layout.CellValue)
	}
	return v
}

// loadBinding reads what findBinding found. this is the with object.
func (iso *Isolate) loadBinding(b *binding, k Key, typeof bool) (v, this Value, ok bool) {
	switch b.kind {
	case bindScope:
		v = iso.slotValue(b)
		if v == gc.TDZ {
			iso.ThrowReferenceError("Cannot access '%s' before initialization", iso.KeyText(k))
			return gc.Undefined, gc.Undefined, false
		}
		return v, gc.Undefined, true
	case bindExtension:
		p, _ := iso.GetOwn(b.scope, k)
		return p.Value, gc.Undefined, true
	case bindWith:
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		h := iso.NewHandle(b.obj)
		has, ok := iso.HasProperty(b.obj, k)
		if !ok {
			return gc.Undefined, gc.Undefined, false
		}
		if !has {
			if typeof || !iso.strictFrame() {
				return gc.Undefined, h.Value(), true
			}
			iso.ThrowReferenceError("%s is not defined", iso.KeyText(k))
			return gc.Undefined, gc.Undefined, false
		}
		v, ok = iso.Get(h.Value(), k)
		return v, h.Value(), ok
	}
	v, st := iso.LoadGlobal(k, typeof, 0, noSlot)
	return v, gc.Undefined, st == LoadDone
}

func (iso *Isolate) strictFrame() bool {
	info := iso.Ref(ldv(iso.fp, layout.FrameBytecode).Ref(), layout.BytecodeInfo)
	return iso.U32(info, layout.InfoFlags)&uint32(bc.FnStrict) != 0
}

// LoadLookup reads a name dynamically; this is the with object it was found in. (JS)
func (iso *Isolate) LoadLookup(k Key, typeof bool) (v, this Value, ok bool) {
	b, ok := iso.findBinding(k)
	if !ok {
		return gc.Undefined, gc.Undefined, false
	}
	return iso.loadBinding(&b, k, typeof)
}

// storeBinding assigns to what findBinding found.
func (iso *Isolate) storeBinding(b *binding, k Key, v Value, strict bool) bool {
	switch b.kind {
	case bindScope:
		if iso.slotValue(b) == gc.TDZ {
			iso.ThrowReferenceError("Cannot access '%s' before initialization", iso.KeyText(k))
			return false
		}
		if b.flags&(uint64(bc.VarImmutable)<<8) != 0 {
			if bc.VarKind(b.flags) == bc.VarFuncName && !strict {
				return true
			}
			iso.ThrowTypeError("Assignment to constant variable.")
			return false
		}
		off := layout.ScopeHeader + 8*uintptr(b.slot)
		if b.flags&(uint64(bc.VarModuleCell)<<8) != 0 {
			iso.StoreValue(iso.Value(b.scope, off).Ref(), layout.CellValue, v)
		} else {
			iso.StoreValue(b.scope, off, v)
		}
		return true
	case bindExtension:
		if p, found := iso.GetOwn(b.scope, k); found {
			iso.SetOwnValue(b.scope, p.Index, v)
		}
		return true
	case bindWith:
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		h, hv := iso.NewHandle(b.obj), iso.NewHandle(v)
		has, ok := iso.HasProperty(b.obj, k)
		if !ok {
			return false
		}
		if !has && strict {
			iso.ThrowReferenceError("%s is not defined", iso.KeyText(k))
			return false
		}
		return iso.Set(h.Value(), k, hv.Value(), strict)
	}
	return iso.StoreGlobal(k, v, strict, 0, noSlot)
}

// StoreLookup assigns to a name dynamically. (JS)
func (iso *Isolate) StoreLookup(k Key, v Value, strict bool) bool {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hv := iso.NewHandle(v)
	b, ok := iso.findBinding(k)
	if !ok {
		return false
	}
	return iso.storeBinding(&b, k, hv.Value(), strict)
}

// DeleteLookup is delete of an identifier in sloppy code. (JS)
func (iso *Isolate) DeleteLookup(k Key) (deleted, ok bool) {
	b, ok := iso.findBinding(k)
	if !ok {
		return false, false
	}
	switch b.kind {
	case bindScope:
		return false, true
	case bindExtension:
		p, _ := iso.GetOwn(b.scope, k)
		iso.RemoveOwn(b.scope, p.Index)
		return true, true
	case bindWith:
		return iso.Delete(b.obj, k)
	}
	if _, _, found := iso.scriptBinding(k); found {
		return false, true
	}
	return iso.Delete(iso.Intrinsic(GlobalObject), k)
}

// ResolveLookup returns the base of a reference: the with object, the scope cell, an extension object wrapped in a list, the
// global object, or undefined. (JS)
func (iso *Isolate) ResolveLookup(k Key) (Value, bool) {
	b, ok := iso.findBinding(k)
	if !ok {
		return gc.Undefined, false
	}
	switch b.kind {
	case bindScope:
		return gc.Cell(b.scope), true
	case bindExtension:
		l := iso.NewValues(1, gc.Undefined)
		iso.ListSet(l, 0, b.obj)
		return gc.Cell(l), true
	case bindWith:
		return b.obj, true
	}
	if _, _, found := iso.scriptBinding(k); found {
		return iso.Intrinsic(GlobalObject), true
	}
	has, ok := iso.HasProperty(iso.Intrinsic(GlobalObject), k)
	if !ok || !has {
		return gc.Undefined, ok
	}
	return iso.Intrinsic(GlobalObject), true
}

// refBinding turns a base made by ResolveLookup back into a binding.
func (iso *Isolate) refBinding(base Value, k Key) binding {
	switch {
	case base.IsInternal() && iso.KindOf(base.Ref()) == layout.KindValues:
		x := iso.ListGet(base.Ref(), 0)
		return binding{kind: bindExtension, scope: x.Ref(), obj: x}
	case base.IsInternal():
		r := base.Ref()
		info := iso.Ref(r, layout.ScopeInfoRef)
		for i := int(iso.U32(info, layout.ScopeInfoLen))/2 - 1; i >= 0; i-- {
			off := layout.ScopeInfoHeader + 16*uintptr(i)
			if iso.Value(info, off) == Value(k) {
				if fl := iso.U64(info, off+8); userVisible(bc.VarKind(fl)) {
					return binding{kind: bindScope, scope: r, slot: i, flags: fl}
				}
			}
		}
	case base.IsObject() && base != iso.Intrinsic(GlobalObject):
		return binding{kind: bindWith, obj: base}
	}
	return binding{}
}

// LoadRef reads a name in a base from ResolveLookup. (JS)
func (iso *Isolate) LoadRef(base Value, k Key) (Value, bool) {
	if base == gc.Undefined {
		return iso.ThrowReferenceError("%s is not defined", iso.KeyText(k))
	}
	b := iso.refBinding(base, k)
	v, _, ok := iso.loadBinding(&b, k, false)
	return v, ok
}

// StoreRefName assigns to a name in a base from ResolveLookup. (JS)
func (iso *Isolate) StoreRefName(base Value, k Key, v Value, strict bool) bool {
	if base == gc.Undefined {
		if strict {
			iso.ThrowReferenceError("%s is not defined", iso.KeyText(k))
			return false
		}
		return iso.Set(iso.Intrinsic(GlobalObject), k, v, false)
	}
	b := iso.refBinding(base, k)
	if b.kind == bindNone {
		if _, _, found := iso.scriptBinding(k); !found && strict {
			m := iso.HandleMark()
			defer iso.ReleaseHandles(m)
			hv := iso.NewHandle(v)
			has, ok := iso.HasProperty(iso.Intrinsic(GlobalObject), k)
			if !ok {
				return false
			}
			if !has {
				iso.ThrowReferenceError("%s is not defined", iso.KeyText(k))
				return false
			}
			v = hv.Value()
		}
	}
	return iso.storeBinding(&b, k, v, strict)
}

// DeclareEvalVar declares a var of sloppy direct eval in the nearest variable scope; v is the hole, or the function to store. (JS)
func (iso *Isolate) DeclareEvalVar(k Key, v Value) bool {
	for r := ldv(iso.fp, layout.FrameScope).Ref(); r != 0; r = iso.Ref(r, layout.ScopeParent) {
		info := iso.Ref(r, layout.ScopeInfoRef)
		if info == 0 {
			continue
		}
		w := iso.U32(info, layout.ScopeInfoKind)
		if scopeFlags(w)&bc.ScopeVarEval == 0 {
			continue
		}
		n := int(iso.U32(info, layout.ScopeInfoLen)) / 2
		for i := n - 1; i >= 0; i-- {
			off := layout.ScopeInfoHeader + 16*uintptr(i)
			if iso.Value(info, off) == Value(k) {
				if fl := iso.U64(info, off+8); userVisible(bc.VarKind(fl)) && bc.VarKind(fl) != bc.VarFuncName {
					if v != gc.Hole {
						iso.StoreValue(r, layout.ScopeHeader+8*uintptr(i), v)
					}
					return true
				}
			}
		}
		x := iso.Ref(r, layout.ScopeExtra)
		if x == 0 {
			x = iso.NewObjectProto(gc.Null).Ref()
			iso.StoreRef(r, layout.ScopeExtra, x)
		}
		if p, found := iso.GetOwn(x, k); found {
			if v != gc.Hole {
				iso.SetOwnValue(x, p.Index, v)
			}
			return true
		}
		if v == gc.Hole {
			v = gc.Undefined
		}
		iso.AddOwn(x, k, v, layout.AttrDefault)
		return true
	}
	// The global object.
	if v != gc.Hole {
		return iso.DefineGlobalFunction(k, v, true)
	}
	has, ok := iso.HasOwn(iso.Intrinsic(GlobalObject), k)
	if !ok || has {
		return ok
	}
	return iso.DefineOrThrow(iso.Intrinsic(GlobalObject), k, DataDesc(gc.Undefined, layout.AttrDefault))
}

var _ unsafe.Pointer
