package bindings

import (
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// NewHostObject makes an object that holds a Go value; proto is an object or null. JavaScript may add properties to it. When the
// object dies the Go value is released (a gc.CellDier is told).
func NewHostObject(iso *core.Isolate, x any, proto core.Value) core.Value {
	return newHost(iso, x, proto, 0)
}

func newHost(iso *core.Isolate, x any, proto core.Value, class uint32) core.Value {
	var bits uint8
	if class != 0 {
		bits = layout.ShapeExotic
	}
	slots := 4
	if bits != 0 {
		slots = 5 // root shapes are told apart by the number of slots
	}
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindHost, proto, slots, bits))
	iso.SetU32(r, layout.HostIndex, iso.HostAdd(x))
	iso.SetU32(r, layout.HostClass, class)
	for i := 0; i < layout.HostSlotCount; i++ {
		iso.InitValue(r, layout.HostSlots+8*uintptr(i), core.Undefined)
	}
	return gc.Object(r)
}

// NewInterceptedObject makes a host object whose properties are served by the interceptor registered as class
// (iso.RegisterHostClass).
func NewInterceptedObject(iso *core.Isolate, x any, proto core.Value, class uint32) core.Value {
	return newHost(iso, x, proto, class)
}

// HostOf returns the Go value of a host object; ok is false when v is no host object or holds another type. No exception is thrown.
func HostOf[T any](iso *core.Isolate, v core.Value) (x T, ok bool) {
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindHost {
		return x, false
	}
	x, ok = iso.HostGet(iso.U32(v.Ref(), layout.HostIndex)).(T)
	return x, ok
}

// ThisHost is HostOf for a method's receiver: a TypeError "Illegal invocation" is thrown when it is not such an object.
func ThisHost[T any](iso *core.Isolate, a *core.Args) (T, bool) {
	x, ok := HostOf[T](iso, a.This())
	if !ok {
		iso.ThrowTypeError("Illegal invocation")
	}
	return x, ok
}

// HostSlot and SetHostSlot access the four JavaScript values that a host object keeps alive.
func HostSlot(iso *core.Isolate, v core.Value, i int) core.Value {
	return iso.Value(v.Ref(), layout.HostSlots+8*uintptr(i))
}

// SetHostSlot stores one of the four values.
func SetHostSlot(iso *core.Isolate, v core.Value, i int, x core.Value) {
	iso.StoreValue(v.Ref(), layout.HostSlots+8*uintptr(i), x)
}

// Class describes a constructor of host objects.
type Class struct {
	Name   string
	Length int
	// New makes the Go value; it may read arguments and throw (false). It is called with `new` only.
	New func(e *Env, a *core.Args) (x any, ok bool)
	// Init, if set, is told of the finished object (to keep a persistent handle to it, to add own properties).
	Init func(e *Env, a *core.Args, x any, self core.Value) bool
	Rows []core.Row // static
}

// NewClass makes the constructor of a class; its prototype has the rows. Subclasses (class X extends TCP) work.
func (e *Env) NewClass(c *Class) core.Value {
	iso := e.Iso
	proto := iso.NewObject()
	iso.DefineRows(proto, c.Rows)
	return iso.NewConstructor(c.Name, c.Length, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if a.NewTarget() == core.Undefined {
			return iso.ThrowTypeError("Class constructor %s cannot be invoked without 'new'", c.Name)
		}
		e := Of(iso)
		var x any = c
		if c.New != nil {
			var ok bool
			if x, ok = c.New(e, a); !ok {
				return core.Undefined, false
			}
		}
		p, ok := iso.GetPrototypeFromConstructor(a.NewTarget(), vm.ObjectPrototype)
		if !ok {
			return p, false
		}
		self := NewHostObject(iso, x, p)
		if c.Init != nil {
			m := iso.HandleMark()
			defer iso.ReleaseHandles(m)
			h := iso.NewHandle(self)
			if !c.Init(e, a, x, self) {
				return core.Undefined, false
			}
			self = h.Value()
		}
		return self, true
	}, proto, core.Undefined)
}

// SetClass adds a class's constructor to a binding object.
func (e *Env) SetClass(target core.Value, c *Class) {
	f := e.NewClass(c)
	e.Set(target, c.Name, f)
}

// SetRows adds static rows to a binding object as plain enumerable methods.
func (e *Env) SetRows(target core.Value, rows []core.Row) { e.Iso.DefineRows(target, rows) }

// SetFunc adds one function that closes over Go state; prefer SetRows.
func (e *Env) SetFunc(target core.Value, name string, length int, fn core.Builtin) {
	e.Set(target, name, e.Iso.NewBuiltin(name, length, fn))
}

// GetProp reads a property by name. May run JavaScript.
func (e *Env) GetProp(o core.Value, name string) (core.Value, bool) {
	return e.Iso.GetV(o, e.Iso.KeyOfGo(name))
}

// CallMethod calls o[name](...args) from the loop when it is a function (an `on...` property): ticks and microtasks run after it.
// Arguments must be fresh; o must be kept alive by the caller.
func (e *Env) CallMethod(o core.Value, name string, args ...core.Value) (core.Value, bool) {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(o)
	hs := make([]core.Handle, len(args))
	for i, v := range args {
		hs[i] = iso.NewHandle(v)
	}
	f, ok := iso.Get(o, iso.KeyOfGo(name))
	if !ok {
		e.ReportException()
		return core.Undefined, false
	}
	if !iso.IsCallable(f) {
		return core.Undefined, true
	}
	for i := range hs {
		args[i] = hs[i].Value()
	}
	return e.MakeCallback(f, h.Value(), args...)
}

// Cloneable is the Go value of a host object that structured cloning copies. Clone returns what makes the copy, in any isolate.
type Cloneable interface {
	Clone(e *Env, v core.Value) (Reviver, bool)
}

// Reviver makes an object in an isolate; it keeps nothing of another one. May run JavaScript.
type Reviver func(e *Env) (core.Value, bool)
