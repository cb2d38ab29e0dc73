package vm

import (
	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// Function objects made by JavaScript have their properties in fixed in-object slots: length, name,
// and in the last slot, where there is one, prototype. The prototype of a plain function is a lazy property (layout.AttrLazy with lazyPrototype): most are never asked for.
const lazyPrototype = 0

const (
	lengthSlot = 0
	nameSlot   = 1
)

// closureShape returns the initial shape of closures of a kind in the current realm, cached in the realm.
func (iso *Isolate) closureShape(flags uint32) Ref {
	class := closureClass(flags)
	id := ShapeFunctionFirst + IntrinsicID(class)
	if s := iso.Intrinsic(id); s.IsInternal() {
		return s.Ref()
	}
	k := infoKind(flags)
	proto := FunctionPrototype
	switch flags & infoResumable {
	case uint32(bc.FnAsync):
		proto = AsyncFunctionPrototype
	case uint32(bc.FnGenerator):
		proto = GeneratorFunctionPrototype
	case uint32(bc.FnAsync | bc.FnGenerator):
		proto = AsyncGeneratorFunctionPrototype
	}
	bits := uint8(layout.ShapeCallable)
	if flags&InfoConstructor != 0 {
		bits |= layout.ShapeConstructor
	}
	s := iso.NewRootShape(layout.KindFunction, iso.Intrinsic(proto), closureSlots(class), bits)
	s = iso.AddTransition(s, iso.K(object.AtomLength), layout.AttrConfigurable)
	s = iso.AddTransition(s, iso.K(object.AtomName), layout.AttrConfigurable)
	switch {
	case k == bc.BaseConstructor || k == bc.DerivedConstructor:
		s = iso.AddTransition(s, iso.K(object.AtomPrototype), 0)
	case flags&uint32(bc.FnGenerator) != 0 && k != bc.ModuleFunc:
		s = iso.AddTransition(s, iso.K(object.AtomPrototype), layout.AttrWritable|layout.AttrLazy)
	case flags&InfoConstructor != 0:
		s = iso.AddTransition(s, iso.K(object.AtomPrototype), layout.AttrWritable|layout.AttrLazy)
	}
	iso.SetIntrinsic(id, gc.Cell(s))
	return s
}

// Classes of closures by initial shape.
const (
	closurePlain = iota
	closureConstructor
	closureClassCtor
	closureAsync
	closureGenerator
	closureAsyncGenerator
	numClosureClasses
)

func closureClass(flags uint32) int {
	switch {
	case flags&InfoClassConstructor != 0:
		return closureClassCtor
	case flags&infoResumable == uint32(bc.FnAsync):
		return closureAsync
	case flags&infoResumable == uint32(bc.FnGenerator):
		return closureGenerator
	case flags&infoResumable != 0:
		return closureAsyncGenerator
	case flags&InfoConstructor != 0:
		return closureConstructor
	}
	return closurePlain
}

// closureSlots returns the number of in-object slots of closures of a class.
func closureSlots(class int) int {
	switch class {
	case closurePlain, closureAsync:
		return 2
	}
	return 3
}

// NewClosure makes a function object for a function info, closing over scope, with the feedback cell of its site (0: a new one
// on first call) and home object (undefined: none). It never collects.
func (iso *Isolate) NewClosure(info, scope, cell Ref, home Value) Value {
	flags := iso.U32(info, layout.InfoFlags)
	shape := iso.closureShape(flags)
	size := uint32(iso.U16(shape, layout.ShapeSizeField))
	r := iso.Alloc(shape, size)
	iso.InitRef(r, layout.FunctionInfo, info)
	iso.InitRef(r, layout.FunctionScope, scope)
	if cell == 0 {
		cell = iso.NewFeedbackCell()
	}
	iso.InitRef(r, layout.FunctionFeedback, cell)
	iso.InitRef(r, layout.FunctionRealm, iso.realm)
	iso.InitValue(r, layout.FunctionHome, home)
	iso.InitValue(r, layout.FunctionData, gc.Undefined)
	iso.InitValue(r, layout.FunctionSize+8*lengthSlot, gc.Int(int32(iso.U32(info, layout.InfoLength))))
	iso.InitValue(r, layout.FunctionSize+8*nameSlot, iso.Value(info, layout.InfoName))
	if size >= layout.FunctionSize+24 {
		iso.InitValue(r, uintptr(size)-8, gc.Raw(lazyPrototype)) // CreateClass overwrites it
	}
	return gc.Object(r)
}

// CreateClosure is the instruction: the closure's home object comes from the active function for arrow functions that use super.
func (iso *Isolate) CreateClosure(info Ref, slot int, home Value) Value {
	fp := iso.fp
	vec := ldv(fp, layout.FrameVector).Ref()
	var cell Ref
	if w := iso.fbWord(vec, slot); w.IsInternal() {
		cell = w.Ref()
	} else {
		cell = iso.NewFeedbackCell()
		iso.setFBWord(vec, slot, gc.Cell(cell))
	}
	flags := iso.U32(info, layout.InfoFlags)
	if home == gc.Undefined && infoKind(flags) == bc.ArrowFunc && flags&uint32(bc.FnNeedsHome) != 0 {
		home = iso.Value(ldv(fp, layout.FrameFunction).Ref(), layout.FunctionHome)
	}
	return iso.NewClosure(info, ldv(fp, layout.FrameScope).Ref(), cell, home)
}

// MakeFunctionPrototype makes the object of a function's lazy prototype property.
func (iso *Isolate) MakeFunctionPrototype(f Ref) Value {
	realm := iso.Ref(f, layout.FunctionRealm)
	if id := iso.generatorPrototypeFor(gc.Object(f)); id != 0 {
		return gc.Object(iso.NewObjectOf(iso.RootShapeFor(layout.KindObject, iso.IntrinsicOf(realm, id), 0, 0)))
	}
	o := gc.Object(iso.NewObjectOf(iso.RootShapeFor(layout.KindObject, iso.IntrinsicOf(realm, ObjectPrototype), object.DefaultInObject, 0)))
	iso.AddOwn(o.Ref(), iso.K(object.AtomConstructor), gc.Object(f), layout.AttrHidden)
	return o
}
