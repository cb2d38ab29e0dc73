package vm

import (
	"strings"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// Row is one builtin in a table. Name is the property name; "@@iterator" is the well-known symbol; "get x" and "set x" make
// accessors (a getter row directly before its setter row makes one property).
type Row struct {
	Name   string
	Length int
	Fn     Builtin
	Attrs  uint8 // attributes; 0 means writable and configurable (accessors: configurable); use RowAttrs to give none
	// JS names a self-hosted function instead of Fn: "file:function" (see core/builtins/js).
	JS string
}

// RowNone as Row.Attrs: not writable, enumerable or configurable.
const RowNone uint8 = 0x80

// lazyEntry is what the raw word of a lazy property refers to.
type lazyEntry struct {
	row  *Row
	info Ref  // function info, shared by all realms; 0 until the first function is made
	host bool // an embedder's function: not shown in stack traces
}

// DefineRows adds the builtins of a table to an object. Methods are lazy: the function objects are made when first looked at.
// The target gets a shape of its own. rows must be static data: entries are kept.
func (iso *Isolate) DefineRows(target Value, rows []Row) {
	r := target.Ref()
	iso.MakePrototype(r)
	realm := uint64(iso.Intrinsic(RealmNumber).AsInt())
	for i := 0; i < len(rows); i++ {
		row := &rows[i]
		kind, key := iso.rowKey(row.Name)
		attrs := row.Attrs
		if kind != 'm' {
			// Accessors are made at once: the pair must exist.
			if attrs == 0 {
				attrs = layout.AttrConfigurable
			}
			get, set := gc.Undefined, gc.Undefined
			if kind == 'g' {
				get = iso.builtinOf(row, key, "get ")
				if i+1 < len(rows) {
					if k2, key2 := iso.rowKey(rows[i+1].Name); k2 == 's' && key2 == key {
						i++
						set = iso.builtinOf(&rows[i], key, "set ")
					}
				}
			} else {
				set = iso.builtinOf(row, key, "set ")
			}
			iso.AddOwn(r, key, gc.Cell(iso.NewAccessor(get, set)), attrs&^(RowNone|layout.AttrWritable)|layout.AttrAccessor)
			continue
		}
		if attrs == 0 {
			attrs = layout.AttrHidden
		}
		attrs &^= RowNone
		iso.AddOwn(r, key, gc.Raw(uint64(iso.lazyIndex(row))|realm<<24), attrs|layout.AttrLazy)
	}
}

// lazyIndex returns the number of a static row in the isolate's lazy table.
func (iso *Isolate) lazyIndex(row *Row) int {
	if n, ok := iso.lazyByRow[row]; ok {
		return n
	}
	if iso.lazyByRow == nil {
		iso.lazyByRow = make(map[*Row]int)
	}
	n := len(iso.lazies)
	iso.lazies = append(iso.lazies, lazyEntry{row: row, host: iso.hostFunctions})
	iso.lazyByRow[row] = n
	return n
}

// rowKey parses a row's name: kind 'm' method, 'g' getter, 's' setter.
func (iso *Isolate) rowKey(name string) (kind byte, k Key) {
	kind = 'm'
	if s, ok := strings.CutPrefix(name, "get "); ok {
		kind, name = 'g', s
	} else if s, ok := strings.CutPrefix(name, "set "); ok && s != "" {
		kind, name = 's', s
	}
	if s, ok := strings.CutPrefix(name, "@@"); ok {
		for i := object.SymID(0); int(i) < object.NumSymbols; i++ {
			if object.SymbolPropertyName(i) == s {
				return kind, iso.SymK(i)
			}
		}
		panic("BUG: no symbol " + name)
	}
	return kind, iso.KeyOfGo(name)
}

func (iso *Isolate) builtinOf(row *Row, k Key, prefix string) Value {
	if row.JS != "" {
		return iso.selfHosted(iso, row.JS, iso.keyFunctionName(k, prefix), row.Length)
	}
	return iso.newRowFunction(row, iso.keyFunctionName(k, prefix))
}

// keyFunctionName is SetFunctionName's text for a key, ECMA-262 10.2.9.
func (iso *Isolate) keyFunctionName(k Key, prefix string) Value {
	t := ""
	if k.IsSymbol() {
		if d := iso.Value(k.Value().Ref(), layout.SymbolDescription); d != gc.Undefined {
			if t = iso.GoString(d); !iso.isPrivate(k) {
				t = "[" + t + "]"
			}
		}
		return iso.Atom(prefix + t)
	}
	if prefix == "" {
		return iso.KeyString(k)
	}
	return iso.Atom(prefix + iso.GoString(iso.KeyString(k)))
}

// FunctionName is keyFunctionName for other packages.
func (iso *Isolate) FunctionName(k Key, prefix string) Value { return iso.keyFunctionName(k, prefix) }

// materialiseLazy makes the value of a lazy property: the function object of a row, or the prototype object of a function.
func (iso *Isolate) materialiseLazy(r Ref, k Key, p Prop) Prop {
	var v Value
	p.Attrs &^= layout.AttrLazy
	if iso.KindOf(r) == layout.KindFunction && k == iso.K(object.AtomPrototype) {
		v = iso.MakeFunctionPrototype(r)
		iso.SetAttrs(r, p.Index, p.Attrs)
	} else {
		w := uint64(p.Value)
		old := iso.SetRealm(iso.realms[w>>24])
		v = iso.builtinOf(iso.lazies[w&0xFFFFFF].row, k, "")
		iso.SetRealm(old)
		shape := iso.ShapeOf(r)
		if bits := iso.ShapeBits(shape); bits&layout.ShapeDictionary == 0 && bits&layout.ShapeIsPrototype != 0 {
			// The shape is the object's own and inline caches never hold lazies: change the descriptor in place.
			iso.SetDescAttrs(shape, p.Index, p.Attrs)
		} else {
			iso.SetAttrs(r, p.Index, p.Attrs)
		}
	}
	iso.SetOwnValue(r, p.Index, v)
	p.Value = v
	return p
}

// MaterialiseLazy is materialiseLazy for the inline caches.
func (iso *Isolate) MaterialiseLazy(r Ref, k Key, p Prop) Prop { return iso.materialiseLazy(r, k, p) }

// newBuiltinInfo makes the function info of a Go builtin.
func (iso *Isolate) newBuiltinInfo(name Value, length int, fn Builtin) Ref {
	i := iso.NewPinned(layout.KindFunctionInfo, layout.InfoSize)
	iso.InitValue(i, layout.InfoName, name)
	iso.SetU32(i, layout.InfoLength, uint32(length))
	if iso.hostFunctions {
		iso.SetU32(i, layout.InfoFlags, uint32(bc.FnWrapper))
	}
	iso.SetU32(i, layout.InfoBuiltin, uint32(len(iso.builtins)))
	iso.builtins = append(iso.builtins, fn)
	return i
}

// SetHostFunctions tells whether the builtins that are made from now on are the embedder's, which stack traces leave out, and returns
// what held before.
func (iso *Isolate) SetHostFunctions(on bool) bool {
	old := iso.hostFunctions
	iso.hostFunctions = on
	return old
}

// newFunctionOf allocates a function object of a shape in the current realm.
func (iso *Isolate) newFunctionOf(shape, info Ref) Value {
	f := iso.NewObjectOf(shape)
	iso.InitRef(f, layout.FunctionInfo, info)
	iso.InitRef(f, layout.FunctionRealm, iso.realm)
	iso.SetU64(f, layout.FunctionHome, uint64(gc.Undefined))
	iso.SetU64(f, layout.FunctionData, uint64(gc.Undefined))
	return gc.Object(f)
}

// shapeSlot returns the shape kept in a realm slot, made by f on first use.
func (iso *Isolate) shapeSlot(i IntrinsicID, f func() Ref) Ref {
	if v := iso.Intrinsic(i); v.IsInternal() {
		return v.Ref()
	}
	s := f()
	iso.SetIntrinsic(i, gc.Cell(s))
	return s
}

func (iso *Isolate) builtinShape(bits uint8, proto Value) Ref {
	s := iso.NewRootShape(layout.KindFunction, proto, 2, bits)
	s = iso.AddTransition(s, iso.K(object.AtomLength), layout.AttrConfigurable)
	return iso.AddTransition(s, iso.K(object.AtomName), layout.AttrConfigurable)
}

// NewBuiltinNamed makes a function object of a Go builtin; name is a string value.
func (iso *Isolate) NewBuiltinNamed(name Value, length int, fn Builtin) Value {
	shape := iso.shapeSlot(ShapeBuiltin, func() Ref {
		return iso.builtinShape(layout.ShapeCallable, iso.Intrinsic(FunctionPrototype))
	})
	f := iso.newFunctionOf(shape, iso.newBuiltinInfo(name, length, fn))
	iso.SetSlot(f.Ref(), shape, 0, gc.Int(int32(length)))
	iso.SetSlot(f.Ref(), shape, 1, name)
	return f
}

// NewBuiltin is NewBuiltinNamed with a Go name.
func (iso *Isolate) NewBuiltin(name string, length int, fn Builtin) Value {
	return iso.NewBuiltinNamed(iso.Atom(name), length, fn)
}

// newRowFunction makes a function object of a static row; the info is shared.
func (iso *Isolate) newRowFunction(row *Row, name Value) Value {
	e := &iso.lazies[iso.lazyIndex(row)]
	if e.info == 0 {
		old := iso.SetHostFunctions(e.host)
		info := iso.newBuiltinInfo(name, row.Length, row.Fn)
		iso.SetHostFunctions(old)
		e = &iso.lazies[iso.lazyIndex(row)]
		e.info = info
	}
	shape := iso.shapeSlot(ShapeBuiltin, func() Ref {
		return iso.builtinShape(layout.ShapeCallable, iso.Intrinsic(FunctionPrototype))
	})
	f := iso.newFunctionOf(shape, e.info)
	iso.SetSlot(f.Ref(), shape, 0, gc.Int(int32(row.Length)))
	iso.SetSlot(f.Ref(), shape, 1, name)
	return f
}

// NewBuiltinRow makes a function object of a static row that carries a value (a.Data()): how Go builtins close over JavaScript
// values. The row's Name is the function's name.
func (iso *Isolate) NewBuiltinRow(row *Row, data Value) Value {
	f := iso.newRowFunction(row, iso.Atom(row.Name))
	iso.StoreValue(f.Ref(), layout.FunctionData, data)
	return f
}

// NewConstructor makes a builtin constructor with its prototype property linked both ways (prototype undefined: none). proto is
// the constructor's own [[Prototype]] (undefined: %Function.prototype%).
func (iso *Isolate) NewConstructor(name string, length int, fn Builtin, prototype, proto Value) Value {
	var shape Ref
	if proto == gc.Undefined {
		shape = iso.shapeSlot(ShapeBuiltinCtor, func() Ref {
			return iso.builtinShape(layout.ShapeCallable|layout.ShapeConstructor, iso.Intrinsic(FunctionPrototype))
		})
	} else {
		shape = iso.builtinShape(layout.ShapeCallable|layout.ShapeConstructor, proto)
	}
	n := iso.Atom(name)
	f := iso.newFunctionOf(shape, iso.newBuiltinInfo(n, length, fn))
	iso.SetSlot(f.Ref(), shape, 0, gc.Int(int32(length)))
	iso.SetSlot(f.Ref(), shape, 1, n)
	iso.MakePrototype(f.Ref())
	if prototype != gc.Undefined {
		iso.AddOwn(f.Ref(), iso.K(object.AtomPrototype), prototype, 0)
		iso.AddOwn(prototype.Ref(), iso.K(object.AtomConstructor), f, layout.AttrHidden)
	}
	return f
}

// SetToStringTag defines @@toStringTag.
func (iso *Isolate) SetToStringTag(o Value, tag string) {
	iso.AddOwn(o.Ref(), iso.SymK(object.SymToStringTag), iso.Atom(tag), layout.AttrConfigurable)
}

// BuiltinAt returns the Go function of a function info's builtin index.
func (iso *Isolate) BuiltinAt(i uint32) Builtin { return iso.builtins[i] }

// SetGlobal defines a hidden property of the current realm's global object.
func (iso *Isolate) SetGlobal(name string, v Value) {
	iso.AddOwn(iso.Intrinsic(GlobalObject).Ref(), iso.KeyOfGo(name), v, layout.AttrHidden)
}
