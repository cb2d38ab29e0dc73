package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
	"strings"
)

var arrayBufferStatic = []Row{
	{Name: "isView", Length: 1, Fn: arrayBufferIsView},
	{Name: "get @@species", Fn: speciesGetter},
}

var arrayBufferProto = []Row{
	{Name: "get byteLength", Fn: arrayBufferByteLength},
	{Name: "slice", Length: 2, Fn: arrayBufferSlice},
	{Name: "get maxByteLength", Fn: arrayBufferMaxByteLength},
	{Name: "get resizable", Fn: arrayBufferResizable},
	{Name: "resize", Length: 1, Fn: arrayBufferResize},
	{Name: "transfer", Length: 0, Fn: arrayBufferTransfer},
	{Name: "transferToFixedLength", Length: 0, Fn: arrayBufferTransferToFixedLength},
	{Name: "get detached", Fn: arrayBufferDetached},
}

var sharedBufferStatic = []Row{{Name: "get @@species", Fn: speciesGetter}}

var sharedBufferProto = []Row{
	{Name: "get byteLength", Fn: sharedByteLength},
	{Name: "slice", Length: 2, Fn: sharedSlice},
	{Name: "get maxByteLength", Fn: sharedMaxByteLength},
	{Name: "get growable", Fn: sharedGrowable},
	{Name: "grow", Length: 1, Fn: sharedGrow},
}

func setupBuffers(iso *Isolate) {
	p := newPrototype(iso, vm.ArrayBufferPrototype, vm.ObjectPrototype)
	define(iso, "ArrayBuffer", 1, arrayBufferConstructor, p, vm.ArrayBufferConstructor, arrayBufferStatic, arrayBufferProto)
	iso.SetToStringTag(p, "ArrayBuffer")
	p = newPrototype(iso, vm.SharedArrayBufferPrototype, vm.ObjectPrototype)
	define(iso, "SharedArrayBuffer", 1, sharedBufferConstructor, p, vm.SharedArrayBufferConstructor, sharedBufferStatic, sharedBufferProto)
	iso.SetToStringTag(p, "SharedArrayBuffer")
}

// maxBufferLength is V8's limit on 64-bit machines (2^53-1 is refused by the allocator anyway).
const maxBufferLength = 1<<53 - 1

// allocateBuffer is AllocateArrayBuffer and AllocateSharedArrayBuffer, ECMA-262 25.1.3.1 and 25.2.2.1. max is nil when not resizable.
// May run JavaScript.
func allocateBuffer(iso *Isolate, ctor Value, n uint64, max *uint64, shared bool) (Value, bool) {
	kind, def := layout.KindArrayBuffer, vm.ArrayBufferPrototype
	if shared {
		kind, def = layout.KindSharedArrayBuffer, vm.SharedArrayBufferPrototype
	}
	if max != nil && n > *max {
		return iso.ThrowRangeError("Invalid array buffer max length")
	}
	proto, ok := iso.GetPrototypeFromConstructor(ctor, def)
	if !ok {
		return proto, false
	}
	size := n
	if max != nil {
		size = *max
	}
	var idx uint32
	if size > 0 {
		if idx, ok = iso.AllocBuffer(size); !ok {
			return iso.ThrowRangeError("Array buffer allocation failed")
		}
	}
	r := iso.NewBufferOf(kind, proto, idx, n)
	if max != nil {
		iso.SetU32(r, layout.BufferFlags, iso.U32(r, layout.BufferFlags)|layout.BufferResizable)
		iso.SetU64(r, layout.BufferMaxLength, *max)
	}
	return gc.Object(r), true
}

func constructBuffer(iso *Isolate, a *Args, shared bool, name string) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Constructor %s requires 'new'", name)
	}
	n, ok := iso.ToIndex(a.Arg(0), "Invalid array buffer length")
	if !ok {
		return undefined, false
	}
	var max *uint64
	if a.Arg(1).IsObject() {
		m, ok := iso.Get(a.Arg(1), iso.K(object.AtomMaxByteLength))
		if !ok {
			return undefined, false
		}
		if m != undefined {
			x, ok := iso.ToIndex(m, "Invalid array buffer max length")
			if !ok {
				return undefined, false
			}
			max = &x
		}
	}
	return allocateBuffer(iso, a.NewTarget(), n, max, shared)
}

// arrayBufferConstructor is ArrayBuffer(length [, options]), 25.1.4.1; sharedBufferConstructor, 25.2.3.1.
func arrayBufferConstructor(iso *Isolate, a *Args) (Value, bool) {
	return constructBuffer(iso, a, false, "ArrayBuffer")
}
func sharedBufferConstructor(iso *Isolate, a *Args) (Value, bool) {
	return constructBuffer(iso, a, true, "SharedArrayBuffer")
}

// arrayBufferIsView, 25.1.5.1.
func arrayBufferIsView(iso *Isolate, a *Args) (Value, bool) {
	v := a.Arg(0)
	if !v.IsObject() {
		return gc.False, true
	}
	k := iso.KindOf(v.Ref())
	return gc.Bool(k == layout.KindTypedArray || k == layout.KindDataView), true
}

// accessorName puts the prototype between get and the name.
func accessorName(proto, method string) string {
	if n, ok := strings.CutPrefix(method, "get "); ok {
		return "get " + proto + n
	}
	return proto + method
}

// accessorPrefix is what messages have before the names of accessors.
func accessorPrefix(method string) string {
	switch method {
	case "byteLength", "maxByteLength", "resizable", "detached", "growable", "buffer", "byteOffset":
		return "get "
	}
	return ""
}

// thisBuffer checks the receiver of a method.
func thisBuffer(iso *Isolate, v Value, shared bool, method string) (Ref, bool) {
	prefix := accessorPrefix(method)
	kind, name := layout.KindArrayBuffer, "ArrayBuffer"
	if shared {
		kind, name = layout.KindSharedArrayBuffer, "SharedArrayBuffer"
	}
	if !v.IsObject() || iso.KindOf(v.Ref()) != kind {
		iso.ThrowTypeError("Method %s%s.prototype.%s called on incompatible receiver %s", prefix, name, method, show(iso, v))
		return 0, false
	}
	return v.Ref(), true
}

// arrayBufferByteLength, 25.1.6.1.
func arrayBufferByteLength(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), false, "byteLength")
	if !ok {
		return undefined, false
	}
	if iso.BufferDetached(r) {
		return gc.Int(0), true
	}
	return gc.Number(float64(iso.BufferLen(r))), true
}

// arrayBufferMaxByteLength, 25.1.6.4.
func arrayBufferMaxByteLength(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), false, "maxByteLength")
	if !ok {
		return undefined, false
	}
	if iso.BufferDetached(r) {
		return gc.Int(0), true
	}
	if iso.U32(r, layout.BufferFlags)&layout.BufferResizable == 0 {
		return gc.Number(float64(iso.BufferLen(r))), true
	}
	return gc.Number(float64(iso.U64(r, layout.BufferMaxLength))), true
}

// arrayBufferResizable, 25.1.6.5; arrayBufferDetached, 25.1.6.2.
func arrayBufferResizable(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), false, "resizable")
	if !ok {
		return undefined, false
	}
	return gc.Bool(iso.U32(r, layout.BufferFlags)&layout.BufferResizable != 0), true
}
func arrayBufferDetached(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), false, "detached")
	if !ok {
		return undefined, false
	}
	return gc.Bool(iso.BufferDetached(r)), true
}

// arrayBufferResize, 25.1.6.6.
func arrayBufferResize(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), false, "resize")
	if !ok {
		return undefined, false
	}
	if iso.U32(r, layout.BufferFlags)&layout.BufferResizable == 0 {
		return iso.ThrowTypeError("Method ArrayBuffer.prototype.resize called on incompatible receiver %s", show(iso, a.This()))
	}
	n, ok := iso.ToIndex(a.Arg(0), "ArrayBuffer.prototype.resize: Invalid length parameter")
	if !ok {
		return undefined, false
	}
	r = a.This().Ref()
	if iso.BufferDetached(r) {
		return throwDetached(iso, "ArrayBuffer.prototype.resize")
	}
	if n > iso.U64(r, layout.BufferMaxLength) {
		return iso.ThrowRangeError("ArrayBuffer.prototype.resize: Invalid length parameter")
	}
	old := iso.BufferLen(r)
	if n < old {
		clear(iso.ExtBytes(iso.U32(r, layout.BufferExternal))[n:old])
	}
	iso.SetU64(r, layout.BufferLength, n)
	return undefined, true
}

func throwDetached(iso *Isolate, method string) (Value, bool) {
	what := "detached"
	if strings.HasPrefix(method, "%") || strings.HasPrefix(method, "get ") || strings.HasPrefix(method, "DataView.") || strings.HasPrefix(method, "Atomics") {
		what = "detached or out-of-bounds"
	}
	return iso.ThrowTypeError("Cannot perform %s on a %s ArrayBuffer", method, what)
}

// sliceBounds converts the arguments of slice.
func sliceBounds(iso *Isolate, a *Args, n uint64) (from, to uint64, ok bool) {
	if from, ok = iso.RelativeIndex(a.Arg(0), n, 0); !ok {
		return 0, 0, false
	}
	to, ok = iso.RelativeIndex(a.Arg(1), n, n)
	return from, max(from, to), ok
}

func bufferSlice(iso *Isolate, a *Args, shared bool) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), shared, "slice")
	if !ok {
		return undefined, false
	}
	def, kind, name := vm.ArrayBufferConstructor, layout.KindArrayBuffer, "ArrayBuffer.prototype.slice"
	if shared {
		def, kind, name = vm.SharedArrayBufferConstructor, layout.KindSharedArrayBuffer, "SharedArrayBuffer.prototype.slice"
	}
	if iso.BufferDetached(r) {
		return throwDetached(iso, name)
	}
	from, to, ok := sliceBounds(iso, a, iso.BufferLen(r))
	if !ok {
		return undefined, false
	}
	n := to - from
	c, ok := iso.SpeciesConstructor(a.This(), def)
	if !ok {
		return undefined, false
	}
	o, ok := iso.Construct(c, c, gc.Number(float64(n)))
	if !ok {
		return undefined, false
	}
	if iso.KindOf(o.Ref()) != kind {
		return iso.ThrowTypeError("Method %s called on incompatible receiver %s", name, show(iso, o))
	}
	if iso.BufferDetached(o.Ref()) {
		return throwDetached(iso, name)
	}
	if o == a.This() {
		return iso.ThrowTypeError("ArrayBuffer subclass returned this from species constructor")
	}
	if iso.BufferLen(o.Ref()) < n {
		return iso.ThrowTypeError("Species constructor returned a too small ArrayBuffer")
	}
	r = a.This().Ref()
	if iso.BufferDetached(r) {
		return throwDetached(iso, name)
	}
	src, dst := iso.BufferBytes(r), iso.BufferBytes(o.Ref())
	if from < uint64(len(src)) {
		copy(dst, src[from:min(from+n, uint64(len(src)))])
	}
	return o, true
}

// arrayBufferSlice, 25.1.6.7; sharedSlice, 25.2.5.6.
func arrayBufferSlice(iso *Isolate, a *Args) (Value, bool) { return bufferSlice(iso, a, false) }
func sharedSlice(iso *Isolate, a *Args) (Value, bool)      { return bufferSlice(iso, a, true) }

// transferBuffer is ArrayBufferCopyAndDetach, 25.1.3.4.
func transferBuffer(iso *Isolate, a *Args, method string, keep bool) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), false, method)
	if !ok {
		return undefined, false
	}
	n := iso.BufferLen(r)
	if a.Arg(0) != undefined {
		if n, ok = iso.ToIndex(a.Arg(0), "Invalid array buffer length"); !ok {
			return undefined, false
		}
		r = a.This().Ref()
	}
	if iso.BufferDetached(r) {
		return throwDetached(iso, "ArrayBuffer.prototype."+method)
	}
	var max *uint64
	if keep && iso.U32(r, layout.BufferFlags)&layout.BufferResizable != 0 {
		m := iso.U64(r, layout.BufferMaxLength)
		max = &m
	}
	h := iso.NewHandle(gc.Object(r))
	o, ok := allocateBuffer(iso, iso.Intrinsic(vm.ArrayBufferConstructor), n, max, false)
	if !ok {
		return undefined, false
	}
	r = h.Value().Ref()
	copy(iso.BufferBytes(o.Ref()), iso.BufferBytes(r))
	iso.DetachBuffer(r)
	return o, true
}

// arrayBufferTransfer, 25.1.6.8; arrayBufferTransferToFixedLength, 25.1.6.9.
func arrayBufferTransfer(iso *Isolate, a *Args) (Value, bool) {
	return transferBuffer(iso, a, "transfer", true)
}
func arrayBufferTransferToFixedLength(iso *Isolate, a *Args) (Value, bool) {
	return transferBuffer(iso, a, "transferToFixedLength", false)
}

// sharedByteLength, 25.2.5.1; sharedMaxByteLength, 25.2.5.5; sharedGrowable, 25.2.5.4.
func sharedByteLength(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), true, "byteLength")
	if !ok {
		return undefined, false
	}
	return gc.Number(float64(iso.BufferLen(r))), true
}
func sharedMaxByteLength(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), true, "maxByteLength")
	if !ok {
		return undefined, false
	}
	return gc.Number(float64(iso.U64(r, layout.BufferMaxLength))), true
}
func sharedGrowable(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), true, "growable")
	if !ok {
		return undefined, false
	}
	return gc.Bool(iso.U32(r, layout.BufferFlags)&layout.BufferResizable != 0), true
}

// sharedGrow, 25.2.5.3.
func sharedGrow(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisBuffer(iso, a.This(), true, "grow")
	if !ok {
		return undefined, false
	}
	if iso.U32(r, layout.BufferFlags)&layout.BufferResizable == 0 {
		return iso.ThrowTypeError("Method SharedArrayBuffer.prototype.grow called on incompatible receiver %s", show(iso, a.This()))
	}
	n, ok := iso.ToIndex(a.Arg(0), "SharedArrayBuffer.prototype.grow: Invalid length parameter")
	if !ok {
		return undefined, false
	}
	r = a.This().Ref()
	if n > iso.U64(r, layout.BufferMaxLength) || n < iso.BufferLen(r) {
		return iso.ThrowRangeError("SharedArrayBuffer.prototype.grow: Invalid length parameter")
	}
	iso.SetU64(r, layout.BufferLength, n)
	return undefined, true
}

var dataViewProto = []Row{
	{Name: "get buffer", Fn: dataViewBuffer},
	{Name: "get byteLength", Fn: dataViewByteLength},
	{Name: "get byteOffset", Fn: dataViewByteOffset},
}

func setupDataView(iso *Isolate) {
	p := newPrototype(iso, vm.DataViewPrototype, vm.ObjectPrototype)
	define(iso, "DataView", 1, dataViewConstructor, p, vm.DataViewConstructor, nil, dataViewProto)
	iso.DefineRows(p, dataViewAccessors)
	iso.SetToStringTag(p, "DataView")
}

// dataViewAccessors are the get and set methods, two for each element type but Uint8C (25.3.4).
var dataViewAccessors = []Row{
	{Name: "getBigInt64", Length: 1, Fn: dvGet[bigInt64]}, {Name: "setBigInt64", Length: 2, Fn: dvSet[bigInt64]},
	{Name: "getBigUint64", Length: 1, Fn: dvGet[bigUint64]}, {Name: "setBigUint64", Length: 2, Fn: dvSet[bigUint64]},
	{Name: "getFloat16", Length: 1, Fn: dvGet[float16]}, {Name: "setFloat16", Length: 2, Fn: dvSet[float16]},
	{Name: "getFloat32", Length: 1, Fn: dvGet[float32t]}, {Name: "setFloat32", Length: 2, Fn: dvSet[float32t]},
	{Name: "getFloat64", Length: 1, Fn: dvGet[float64t]}, {Name: "setFloat64", Length: 2, Fn: dvSet[float64t]},
	{Name: "getInt8", Length: 1, Fn: dvGet[int8t]}, {Name: "setInt8", Length: 2, Fn: dvSet[int8t]},
	{Name: "getInt16", Length: 1, Fn: dvGet[int16t]}, {Name: "setInt16", Length: 2, Fn: dvSet[int16t]},
	{Name: "getInt32", Length: 1, Fn: dvGet[int32t]}, {Name: "setInt32", Length: 2, Fn: dvSet[int32t]},
	{Name: "getUint8", Length: 1, Fn: dvGet[uint8t]}, {Name: "setUint8", Length: 2, Fn: dvSet[uint8t]},
	{Name: "getUint16", Length: 1, Fn: dvGet[uint16t]}, {Name: "setUint16", Length: 2, Fn: dvSet[uint16t]},
	{Name: "getUint32", Length: 1, Fn: dvGet[uint32t]}, {Name: "setUint32", Length: 2, Fn: dvSet[uint32t]},
}

// elementTag makes an element type a type parameter.
type elementTag interface{ elem() vm.ElementType }

type (
	int8t     struct{}
	uint8t    struct{}
	int16t    struct{}
	uint16t   struct{}
	int32t    struct{}
	uint32t   struct{}
	bigInt64  struct{}
	bigUint64 struct{}
	float16   struct{}
	float32t  struct{}
	float64t  struct{}
)

func (int8t) elem() vm.ElementType     { return vm.Int8 }
func (uint8t) elem() vm.ElementType    { return vm.Uint8 }
func (int16t) elem() vm.ElementType    { return vm.Int16 }
func (uint16t) elem() vm.ElementType   { return vm.Uint16 }
func (int32t) elem() vm.ElementType    { return vm.Int32 }
func (uint32t) elem() vm.ElementType   { return vm.Uint32 }
func (bigInt64) elem() vm.ElementType  { return vm.BigInt64 }
func (bigUint64) elem() vm.ElementType { return vm.BigUint64 }
func (float16) elem() vm.ElementType   { return vm.Float16 }
func (float32t) elem() vm.ElementType  { return vm.Float32 }
func (float64t) elem() vm.ElementType  { return vm.Float64 }

// dataViewConstructor is DataView(buffer [, byteOffset [, byteLength]]), 25.3.2.1.
func dataViewConstructor(iso *Isolate, a *Args) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.ThrowTypeError("Constructor DataView requires 'new'")
	}
	b := a.Arg(0)
	if !b.IsObject() || iso.KindOf(b.Ref()) != layout.KindArrayBuffer && iso.KindOf(b.Ref()) != layout.KindSharedArrayBuffer {
		return iso.ThrowTypeError("First argument to DataView constructor must be an ArrayBuffer")
	}
	off, ok := iso.ToIndex(a.Arg(1), "Start offset "+show(iso, a.Arg(1))+" is outside the bounds of the buffer")
	if !ok {
		return undefined, false
	}
	check := func(n uint64, tracking bool) (uint64, bool) {
		b := a.Arg(0).Ref()
		if iso.BufferDetached(b) {
			throwDetached(iso, "DataView constructor")
			return 0, false
		}
		bl := iso.BufferLen(b)
		if off > bl {
			iso.ThrowRangeError("Start offset %d is outside the bounds of the buffer", off)
			return 0, false
		}
		if a.Arg(2) == undefined {
			return bl - off, true
		}
		if off+n > bl {
			iso.ThrowRangeError("Invalid DataView length %d", n)
			return 0, false
		}
		return n, true
	}
	if iso.BufferDetached(a.Arg(0).Ref()) {
		return throwDetached(iso, "DataView constructor")
	}
	if off > iso.BufferLen(a.Arg(0).Ref()) {
		return iso.ThrowRangeError("Start offset %d is outside the bounds of the buffer", off)
	}
	n := uint64(0)
	if a.Arg(2) != undefined {
		if n, ok = iso.ToIndex(a.Arg(2), "Invalid DataView length "+show(iso, a.Arg(2))); !ok {
			return undefined, false
		}
	}
	tracking := a.Arg(2) == undefined && iso.U32(a.Arg(0).Ref(), layout.BufferFlags)&layout.BufferResizable != 0
	n, ok = check(n, tracking)
	if !ok {
		return undefined, false
	}
	o, ok := iso.OrdinaryCreateFromConstructor(a.NewTarget(), vm.DataViewPrototype, layout.KindDataView)
	if !ok {
		return undefined, false
	}
	if n, ok = check(n, tracking); !ok {
		return undefined, false
	}
	r := o.Ref()
	iso.InitValue(r, layout.TypedArrayBuffer, a.Arg(0))
	iso.SetU64(r, layout.TypedArrayByteOffset, off)
	iso.SetU64(r, layout.TypedArrayLength, n)
	if tracking {
		iso.SetU32(r, layout.TypedArrayFlags, layout.TypedArrayTracking)
	}
	return o, true
}

func thisDataView(iso *Isolate, v Value, method string) (Ref, bool) {
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindDataView {
		iso.ThrowTypeError("Method %sDataView.prototype.%s called on incompatible receiver %s", accessorPrefix(method), method, show(iso, v))
		return 0, false
	}
	return v.Ref(), true
}

// dataViewBuffer, 25.3.4.1.
func dataViewBuffer(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisDataView(iso, a.This(), "buffer")
	if !ok {
		return undefined, false
	}
	return iso.Value(r, layout.TypedArrayBuffer), true
}

// dataViewByteLength, 25.3.4.2; dataViewByteOffset, 25.3.4.3.
func dataViewByteLength(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisDataView(iso, a.This(), "byteLength")
	if !ok {
		return undefined, false
	}
	n, ok := iso.DataViewLength(r)
	if !ok {
		return dataViewGone(iso, r, "get byteLength")
	}
	return gc.Number(float64(n)), true
}
func dataViewByteOffset(iso *Isolate, a *Args) (Value, bool) {
	r, ok := thisDataView(iso, a.This(), "byteOffset")
	if !ok {
		return undefined, false
	}
	if _, ok := iso.DataViewLength(r); !ok {
		return dataViewGone(iso, r, "get byteOffset")
	}
	return gc.Number(float64(iso.U64(r, layout.TypedArrayByteOffset))), true
}

func dataViewGone(iso *Isolate, r Ref, method string) (Value, bool) {
	if iso.BufferDetached(iso.Value(r, layout.TypedArrayBuffer).Ref()) {
		return throwDetached(iso, accessorName("DataView.prototype.", method))
	}
	return iso.ThrowTypeError("Invalid DataView accessor %s: out of bounds", method)
}

// dvBytes does the common part of GetViewValue and SetViewValue after the conversions.
func dvBytes(iso *Isolate, a *Args, index, size uint64) ([]byte, bool) {
	r := a.This().Ref()
	n, ok := iso.DataViewLength(r)
	if !ok {
		dataViewGone(iso, r, calleeName(iso, a))
		return nil, false
	}
	if index+size > n || index+size < index {
		iso.ThrowRangeError("Offset is outside the bounds of the DataView")
		return nil, false
	}
	off := iso.U64(r, layout.TypedArrayByteOffset) + index
	return iso.BufferBytes(iso.Value(r, layout.TypedArrayBuffer).Ref())[off : off+size], true
}

func reversed(b []byte, d *[8]byte) []byte {
	for i, c := range b {
		d[len(b)-1-i] = c
	}
	return d[:len(b)]
}

// elementName is what the names of DataView's methods have of an element type.
func elementName(iso *Isolate, t vm.ElementType) string {
	return strings.TrimSuffix(iso.GoString(iso.A(t.Name())), "Array")
}

func isDataView(iso *Isolate, v Value) bool {
	return v.IsObject() && iso.KindOf(v.Ref()) == layout.KindDataView
}

// dvGet is GetViewValue, 25.3.1.5.
func dvGet[T elementTag](iso *Isolate, a *Args) (Value, bool) {
	var tag T
	t := tag.elem()
	if !isDataView(iso, a.This()) {
		thisDataView(iso, a.This(), "get"+elementName(iso, t))
		return undefined, false
	}
	i, ok := iso.ToIndex(a.Arg(0), "Offset is outside the bounds of the DataView")
	if !ok {
		return undefined, false
	}
	little := iso.ToBoolean(a.Arg(1))
	b, ok := dvBytes(iso, a, i, t.Size())
	if !ok {
		return undefined, false
	}
	var d [8]byte
	if !little {
		b = reversed(b, &d)
	}
	return iso.LoadElement(b, t), true
}

// dvSet is SetViewValue, 25.3.1.6.
func dvSet[T elementTag](iso *Isolate, a *Args) (Value, bool) {
	var tag T
	t := tag.elem()
	if !isDataView(iso, a.This()) {
		thisDataView(iso, a.This(), "set"+elementName(iso, t))
		return undefined, false
	}
	i, ok := iso.ToIndex(a.Arg(0), "Offset is outside the bounds of the DataView")
	if !ok {
		return undefined, false
	}
	v, ok := iso.TypedCoerce(t, a.Arg(1))
	if !ok {
		return undefined, false
	}
	little := iso.ToBoolean(a.Arg(2))
	b, ok := dvBytes(iso, a, i, t.Size())
	if !ok {
		return undefined, false
	}
	if little {
		iso.StoreElement(b, t, v)
		return undefined, true
	}
	var x, d [8]byte
	iso.StoreElement(x[:], t, v)
	copy(b, reversed(x[:t.Size()], &d))
	return undefined, true
}
