package vm

import (
	"unsafe"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// FunctionRealmIntrinsic returns a slot of the realm of a function. May throw (revoked proxy).
func (iso *Isolate) FunctionRealmIntrinsic(f Value, i IntrinsicID) (Value, bool) {
	r, ok := iso.RealmOf(f)
	if !ok {
		return gc.Undefined, false
	}
	return iso.IntrinsicOf(r, i), true
}

// FunctionText is the source text of a function as Function.prototype.toString gives it, ECMA-262 20.2.3.5.
func (iso *Isolate) FunctionText(f Value) string {
	r := f.Ref()
	if iso.KindOf(r) == layout.KindFunction {
		if t, ok := iso.SourceText(iso.Ref(r, layout.FunctionInfo)); ok {
			return t
		}
		if p, ok := iso.GetOwn(r, iso.K(object.AtomName)); ok && p.Value.IsString() {
			return "function " + nativeName(iso.GoString(p.Value)) + "() { [native code] }"
		}
	}
	return "function () { [native code] }"
}

// nativeName is what NativeFunction syntax allows of a name: accessors of RegExp such as $& have names that it does not.
func nativeName(s string) string {
	if n := len(s); n > 0 && (s[n-1] == '&' || s[n-1] == '\'' || s[n-1] == '`' || s[n-1] == '+') {
		return ""
	}
	return s
}

// NewBoundFunction is BoundFunctionCreate, ECMA-262 10.4.1.3; args is a KindValues cell.
func (iso *Isolate) NewBoundFunction(target, this Value, args Ref, proto Value) Value {
	bits := uint8(layout.ShapeCallable) | iso.ShapeBits(iso.ShapeOf(target.Ref()))&layout.ShapeConstructor
	i := ShapeBoundFirst
	if bits&layout.ShapeConstructor != 0 {
		i++
	}
	var shape Ref
	if proto == iso.Intrinsic(FunctionPrototype) {
		shape = iso.shapeSlot(i, func() Ref { return iso.NewRootShape(layout.KindBoundFunction, proto, 2, bits) })
	} else {
		shape = iso.NewRootShape(layout.KindBoundFunction, proto, 2, bits)
	}
	r := iso.NewObjectOf(shape)
	iso.InitValue(r, layout.BoundTarget, target)
	iso.InitValue(r, layout.BoundThis, this)
	iso.InitValue(r, layout.BoundArgs, gc.Cell(args))
	return gc.Object(r)
}

// IsOriginalGetter tells whether the getter of an accessor cell is the Go builtin fn.
func (iso *Isolate) IsOriginalGetter(accessor Value, fn Builtin) bool {
	g := iso.Value(accessor.Ref(), layout.AccessorGet)
	if !g.IsObject() || iso.KindOf(g.Ref()) != layout.KindFunction {
		return false
	}
	i := iso.U32(iso.Ref(g.Ref(), layout.FunctionInfo), layout.InfoBuiltin)
	return i != 0 && sameBuiltin(iso.builtins[i], fn)
}

func sameBuiltin(a, b Builtin) bool {
	return *(*unsafe.Pointer)(unsafe.Pointer(&a)) == *(*unsafe.Pointer)(unsafe.Pointer(&b))
}

// JoinStack is the stack of objects that Array.prototype.join is working on, against cycles.
func (iso *Isolate) JoinStack() *[]Handle { return &iso.joins }
