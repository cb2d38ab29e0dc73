package vm

import (
	"sync"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// CallSite objects are what Error.prepareStackTrace gets: a KindIteratorHelper whose slots are function, receiver, bytecode offset
// and flags of a captured frame.

// callSites makes the array of CallSite objects for a captured list.
func (iso *Isolate) callSites(l Handle) Value {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	proto := iso.callSitePrototype()
	shape := iso.RootShapeFor(layout.KindIteratorHelper, proto, 0, 0)
	arr := iso.NewArray(0)
	for i := 1; i+frameWords <= iso.ListLen(l.Ref()); i += frameWords {
		r := iso.NewObjectOf(shape)
		for d := uintptr(layout.IteratorTarget); d < 64; d += 8 {
			iso.InitValue(r, d, gc.Undefined)
		}
		for k := 0; k < frameWords; k++ {
			iso.InitValue(r, layout.IteratorTarget+8*uintptr(k), iso.ListGet(l.Ref(), i+k))
		}
		iso.ArrayPush(arr, gc.Object(r))
	}
	return arr
}

func (iso *Isolate) callSitePrototype() Value {
	id := ShapeFunctionFirst + 24
	if v := iso.Intrinsic(id); v.IsObject() {
		return v
	}
	p := iso.NewObjectProto(iso.Intrinsic(ObjectPrototype))
	iso.SetIntrinsic(id, p)
	callSiteOnce.Do(makeCallSiteRows)
	c := iso.NewBuiltin("CallSite", 0, func(iso *Isolate, a *Args) (Value, bool) {
		return iso.ThrowTypeError("Illegal constructor")
	})
	iso.AddOwn(p.Ref(), iso.K(object.AtomConstructor), c, layout.AttrHidden)
	iso.DefineRows(p, callSiteRows)
	return p
}

var (
	callSiteOnce sync.Once
	callSiteRows []Row
)

// siteOf reads the receiver of a CallSite method.
func (iso *Isolate) siteOf(a *Args, method string) (site, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindIteratorHelper || iso.Proto(v.Ref()) != iso.callSitePrototype() {
		iso.ThrowTypeError("CallSite method %s expects CallSite as receiver", method)
		return site{}, false
	}
	r := v.Ref()
	return site{iso.Value(r, layout.IteratorTarget), iso.Value(r, layout.IteratorIndex), int(iso.Value(r, layout.IteratorExtra).AsInt()),
		int(iso.Value(r, layout.IteratorExtra+8).AsInt())}, true
}

func (iso *Isolate) textOrNull(s string) Value {
	if s == "" {
		return gc.Null
	}
	return iso.NewString(s)
}

func numberOrNull(n int) Value {
	if n == 0 {
		return gc.Null
	}
	return gc.Int(int32(n))
}

func (iso *Isolate) siteStrict(s *site) bool {
	info := iso.siteInfo(s)
	return info == 0 || iso.U32(info, layout.InfoBuiltin) != 0 || iso.U32(info, layout.InfoFlags)&uint32(bc.FnStrict) != 0
}

func (iso *Isolate) siteURL(s *site) string {
	if d, _ := iso.siteScript(s); d != nil {
		return d.URL()
	}
	return ""
}

func (iso *Isolate) siteIsEval(s *site) bool {
	_, sc := iso.siteScript(s)
	return sc != 0 && iso.U32(sc, layout.ScriptFlags)&scriptIsEval != 0
}

func makeCallSiteRows() {
	add := func(name string, f func(iso *Isolate, s *site) Value) {
		callSiteRows = append(callSiteRows, Row{Name: name, Fn: func(iso *Isolate, a *Args) (Value, bool) {
			s, ok := iso.siteOf(a, name)
			if !ok {
				return gc.Undefined, false
			}
			return f(iso, &s), true
		}})
	}
	add("getColumnNumber", func(iso *Isolate, s *site) Value { _, c := iso.sitePosition(s); return numberOrNull(c) })
	add("getEnclosingColumnNumber", func(iso *Isolate, s *site) Value { _, c := iso.siteEnclosing(s); return numberOrNull(c) })
	add("getEnclosingLineNumber", func(iso *Isolate, s *site) Value { l, _ := iso.siteEnclosing(s); return numberOrNull(l) })
	add("getEvalOrigin", func(iso *Isolate, s *site) Value {
		if _, sc := iso.siteScript(s); sc != 0 && iso.siteIsEval(s) {
			return iso.Value(sc, layout.ScriptEvalOrigin)
		}
		return gc.Undefined
	})
	add("getFileName", func(iso *Isolate, s *site) Value {
		if d, _ := iso.siteScript(s); d != nil && d.Filename != "" {
			return iso.NewString(d.Filename)
		}
		if d, _ := iso.siteScript(s); d != nil {
			return gc.Undefined
		}
		return gc.Null
	})
	add("getFunction", func(iso *Isolate, s *site) Value {
		if iso.siteStrict(s) {
			return gc.Undefined
		}
		return s.fn
	})
	add("getFunctionName", func(iso *Isolate, s *site) Value { return iso.textOrNull(iso.siteFunctionName(s)) })
	add("getLineNumber", func(iso *Isolate, s *site) Value { l, _ := iso.sitePosition(s); return numberOrNull(l) })
	add("getMethodName", func(iso *Isolate, s *site) Value { return iso.textOrNull(iso.siteMethodName(s)) })
	add("getPosition", func(iso *Isolate, s *site) Value {
		if info := iso.siteInfo(s); info != 0 && s.off >= 0 && iso.Ref(info, layout.InfoScript) != 0 {
			f, _ := iso.funcOf(info)
			return gc.Int(f.PositionAt(s.off))
		}
		return gc.Int(0)
	})
	add("getPromiseIndex", func(iso *Isolate, s *site) Value { return gc.Null })
	add("getScriptNameOrSourceURL", func(iso *Isolate, s *site) Value {
		if u := iso.siteURL(s); u != "" {
			return iso.NewString(u)
		}
		return gc.Null
	})
	add("getScriptHash", func(iso *Isolate, s *site) Value { return iso.Empty() })
	add("getThis", func(iso *Isolate, s *site) Value {
		if iso.siteStrict(s) {
			return gc.Undefined
		}
		return s.this
	})
	add("getTypeName", func(iso *Isolate, s *site) Value { return iso.textOrNull(iso.siteTypeName(s)) })
	add("isAsync", func(iso *Isolate, s *site) Value { return gc.Bool(s.flags&siteAsync != 0) })
	add("isConstructor", func(iso *Isolate, s *site) Value { return gc.Bool(s.flags&siteConstruct != 0) })
	add("isEval", func(iso *Isolate, s *site) Value { return gc.Bool(iso.siteIsEval(s)) })
	add("isNative", func(iso *Isolate, s *site) Value { return gc.False })
	add("isPromiseAll", func(iso *Isolate, s *site) Value { return gc.False })
	add("isToplevel", func(iso *Isolate, s *site) Value { return gc.Bool(iso.siteToplevel(s)) })
	add("toString", func(iso *Isolate, s *site) Value { return iso.NewString(iso.siteText(s)) })
}

// siteEnclosing returns the position of the function that a frame runs.
func (iso *Isolate) siteEnclosing(s *site) (line, col int) {
	d, _ := iso.siteScript(s)
	if d == nil {
		return 0, 0
	}
	f, _ := iso.funcOf(iso.siteInfo(s))
	return d.Position(f.Start)
}
