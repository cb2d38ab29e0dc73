package url

import (
	"encoding/binary"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/url/whatwg"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{{Name: "url", Make: makeURL}}
}

type state struct{ components *core.Persistent }

func makeURL(e *bindings.Env, target core.Value) {
	iso := e.Iso
	h := iso.NewHandle(target)
	buf, ok := iso.NewArrayBuffer(iso.Intrinsic(vm.ArrayBufferPrototype), 4*9)
	if !ok {
		panic("BUG: url: no memory for 36 bytes")
	}
	view := iso.NewTypedArray(vm.Uint32, iso.Intrinsic(vm.TypedArrayPrototypes+vm.IntrinsicID(vm.Uint32)), buf, 0, 9, false)
	s := &state{iso.NewPersistent(view)}
	e.SetData("url", s)
	e.Set(h.Value(), "urlComponents", view)
	e.SetRows(h.Value(), rows)
}

// result fills the components and returns the href.
func result(iso *core.Isolate, u *whatwg.URL) (core.Value, bool) {
	href, c := u.Serialize()
	s := bindings.Of(iso).Data("url").(*state)
	if b, ok := iso.ViewBytes(s.components.Value()); ok && len(b) == 4*len(c) {
		for i, x := range c {
			binary.NativeEndian.PutUint32(b[4*i:], x)
		}
	}
	return iso.NewString(href), true
}

// parseArgs parses arguments 0 and 1.
func parseArgs(iso *core.Isolate, a *core.Args) (*whatwg.URL, bool) {
	base := a.Arg(1)
	return whatwg.ParseString(bindings.Str(iso, a, 0), bindings.Str(iso, a, 1), base.IsString())
}

var rows = []core.Row{
	{Name: "parse", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u, ok := parseArgs(iso, a)
		if !ok {
			return core.Undefined, true
		}
		return result(iso, u)
	}},
	{Name: "canParse", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, ok := parseArgs(iso, a)
		return core.Bool(ok), true
	}},
	{Name: "update", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u, ok := whatwg.Parse(bindings.Str(iso, a, 0), nil)
		if !ok || !u.Update(whatwg.Action(bindings.Int(a, 1)), bindings.Str(iso, a, 2)) {
			return core.False, true
		}
		return result(iso, u)
	}},
	{Name: "format", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		href := bindings.Str(iso, a, 0)
		u, ok := whatwg.Parse(href, nil)
		if !ok {
			return a.Arg(0), true
		}
		t := func(i int) bool { return bindings.Truthy(iso, a, i) }
		return iso.NewString(u.Format(t(1), t(2), t(3), t(4))), true
	}},
	{Name: "domainToASCII", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return iso.NewString(whatwg.DomainToASCII(bindings.Str(iso, a, 0))), true
	}},
	{Name: "domainToUnicode", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return iso.NewString(whatwg.DomainToUnicode(bindings.Str(iso, a, 0))), true
	}},
}
