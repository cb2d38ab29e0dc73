package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var symbolStatic = []Row{
	{Name: "for", Length: 1, Fn: symbolFor},
	{Name: "keyFor", Length: 1, Fn: symbolKeyFor},
}

var symbolProto = []Row{
	{Name: "toString", Length: 0, Fn: symbolToString},
	{Name: "valueOf", Length: 0, Fn: symbolValueOf},
	{Name: "get description", Fn: symbolDescription},
	{Name: "@@toPrimitive", Length: 1, Fn: symbolToPrimitive, Attrs: layout.AttrConfigurable},
}

func setupSymbol(iso *Isolate) {
	p := newPrototype(iso, vm.SymbolPrototype, vm.ObjectPrototype)
	c := define(iso, "Symbol", 0, symbolConstructor, p, vm.SymbolConstructor, symbolStatic, symbolProto)
	iso.SetToStringTag(p, "Symbol")
	for i := object.SymID(0); int(i) < object.NumSymbols; i++ {
		iso.AddOwn(c.Ref(), iso.KeyOfGo(object.SymbolPropertyName(i)), iso.Sym(i), 0)
	}
}

// symbolConstructor is Symbol([description]), ECMA-262 20.4.1.1.
func symbolConstructor(iso *Isolate, a *Args) (Value, bool) {
	if a.NewTarget() != undefined {
		return iso.ThrowTypeError("Symbol is not a constructor")
	}
	d := undefined
	if a.Arg(0) != undefined {
		var ok bool
		if d, ok = iso.ToString(a.Arg(0)); !ok {
			return d, false
		}
	}
	return iso.NewSymbol(d, 0), true
}

// symbolFor is Symbol.for(key), 20.4.2.2.
func symbolFor(iso *Isolate, a *Args) (Value, bool) {
	s, ok := iso.ToString(a.Arg(0))
	if !ok {
		return s, false
	}
	s = iso.Intern(s)
	t := iso.Registry()
	if e := iso.TableFind(t, s); e >= 0 {
		return iso.DictValue(t, e), true
	}
	sym := iso.NewSymbol(s, layout.SymbolRegistered)
	iso.SetRegistry(iso.TableAdd(t, s, sym, 0))
	return sym, true
}

// symbolKeyFor is Symbol.keyFor(sym), 20.4.2.6.
func symbolKeyFor(iso *Isolate, a *Args) (Value, bool) {
	v := a.Arg(0)
	if !v.IsSymbol() {
		return iso.ThrowTypeError("%s is not a symbol", show(iso, v))
	}
	if iso.U32(v.Ref(), layout.SymbolFlags)&layout.SymbolRegistered != 0 {
		return iso.Value(v.Ref(), layout.SymbolDescription), true
	}
	return undefined, true
}

// thisSymbol is ThisSymbolValue, 20.4.3.4.1.
func thisSymbol(iso *Isolate, v Value, method string) (Value, bool) {
	if v.IsSymbol() {
		return v, true
	}
	if v.IsObject() && iso.KindOf(v.Ref()) == layout.KindPrimitive {
		if p := iso.Value(v.Ref(), layout.PrimitiveValue); p.IsSymbol() {
			return p, true
		}
	}
	return iso.ThrowTypeError("%s requires that 'this' be a Symbol", method)
}

// symbolToPrimitive, 20.4.3.5.
func symbolToPrimitive(iso *Isolate, a *Args) (Value, bool) {
	return thisSymbol(iso, a.This(), "Symbol.prototype [ @@toPrimitive ]")
}

// symbolToString, 20.4.3.3.
func symbolToString(iso *Isolate, a *Args) (Value, bool) {
	s, ok := thisSymbol(iso, a.This(), "Symbol.prototype.toString")
	if !ok {
		return s, false
	}
	return iso.NewString(iso.SymbolText(s)), true
}

// symbolValueOf, 20.4.3.4 and 20.4.3.5.
func symbolValueOf(iso *Isolate, a *Args) (Value, bool) {
	return thisSymbol(iso, a.This(), "Symbol.prototype.valueOf")
}

// symbolDescription is get Symbol.prototype.description, 20.4.3.2.
func symbolDescription(iso *Isolate, a *Args) (Value, bool) {
	s, ok := thisSymbol(iso, a.This(), "Symbol.prototype.description")
	if !ok {
		return s, false
	}
	return iso.Value(s.Ref(), layout.SymbolDescription), true
}

var booleanProto = []Row{
	{Name: "toString", Length: 0, Fn: booleanToString},
	{Name: "valueOf", Length: 0, Fn: booleanValueOf},
}

func setupBoolean(iso *Isolate) {
	p := iso.WrapPrimitive(gc.False, iso.Intrinsic(vm.ObjectPrototype))
	iso.MakePrototype(p.Ref())
	iso.SetIntrinsic(vm.BooleanPrototype, p)
	define(iso, "Boolean", 1, booleanConstructor, p, vm.BooleanConstructor, nil, booleanProto)
}

// booleanConstructor is Boolean(value), 20.3.1.1.
func booleanConstructor(iso *Isolate, a *Args) (Value, bool) {
	b := gc.Bool(iso.ToBoolean(a.Arg(0)))
	if a.NewTarget() == undefined {
		return b, true
	}
	return wrapFromConstructor(iso, a, b, vm.BooleanPrototype)
}

// wrapFromConstructor makes the wrapper of a primitive for `new X(value)`.
func wrapFromConstructor(iso *Isolate, a *Args, v Value, def vm.IntrinsicID) (Value, bool) {
	h := iso.NewHandle(v)
	p, ok := iso.GetPrototypeFromConstructor(a.NewTarget(), def)
	if !ok {
		return p, false
	}
	return iso.WrapPrimitive(h.Value(), p), true
}

func thisBoolean(iso *Isolate, v Value, method string) (Value, bool) {
	if v.IsBool() {
		return v, true
	}
	if v.IsObject() && iso.KindOf(v.Ref()) == layout.KindPrimitive {
		if p := iso.Value(v.Ref(), layout.PrimitiveValue); p.IsBool() {
			return p, true
		}
	}
	return iso.ThrowTypeError("%s requires that 'this' be a Boolean", method)
}

// booleanToString, 20.3.3.2.
func booleanToString(iso *Isolate, a *Args) (Value, bool) {
	b, ok := thisBoolean(iso, a.This(), "Boolean.prototype.toString")
	if !ok {
		return b, false
	}
	return iso.ToString(b)
}

// booleanValueOf, 20.3.3.3.
func booleanValueOf(iso *Isolate, a *Args) (Value, bool) {
	return thisBoolean(iso, a.This(), "Boolean.prototype.valueOf")
}
