package url

import (
	"encoding/binary"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/url/whatwg"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "url", Make: makeURL}} }

func makeURL(e *bindings.Env, target core.Value) {
	iso := e.Iso
	t := iso.NewHandle(target)
	buf, ok := iso.NewArrayBuffer(iso.Intrinsic(vm.ArrayBufferPrototype), 36)
	if !ok {
		panic("BUG: no memory for urlComponents")
	}
	e.SetData("urlComponents", iso.BufferBytes(buf.Ref()))
	v := iso.NewTypedArray(vm.Uint32, iso.Intrinsic(vm.TypedArrayPrototypes+vm.IntrinsicID(vm.Uint32)), buf, 0, 9, false)
	e.SetData("urlComponentsArray", iso.NewPersistent(v))
	e.Set(t.Value(), "urlComponents", v)
	e.SetRows(t.Value(), rows[:])
}

// store serializes a URL: the href is the result, the components go to the shared array.
func store(iso *core.Isolate, u *whatwg.URL) (core.Value, bool) {
	href, c := u.Serialize()
	b := bindings.Of(iso).Data("urlComponents").([]byte)
	for i, x := range [...]uint32{c.ProtocolEnd, c.UsernameEnd, c.HostStart, c.HostEnd, c.Port, c.PathnameStart, c.SearchStart, c.HashStart, c.SchemeType} {
		binary.LittleEndian.PutUint32(b[4*i:], x)
	}
	return iso.NewString(href), true
}

// parse reads the arguments (input, base).
func parse(iso *core.Isolate, a *core.Args) (*whatwg.URL, bool) {
	var base *whatwg.URL
	if a.Arg(1).IsString() {
		var ok bool
		if base, ok = whatwg.Parse(bindings.Str(iso, a, 1), nil); !ok {
			return nil, false
		}
	}
	return whatwg.Parse(bindings.Str(iso, a, 0), base)
}

var rows = [...]core.Row{
	{Name: "parse", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u, ok := parse(iso, a)
		if !ok {
			return core.Undefined, true
		}
		return store(iso, u)
	}},
	{Name: "canParse", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		_, ok := parse(iso, a)
		return core.Bool(ok), true
	}},
	{Name: "update", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u, ok := whatwg.Parse(bindings.Str(iso, a, 0), nil)
		if !ok || !u.Set(whatwg.Action(bindings.Int(a, 1)), bindings.Str(iso, a, 2)) {
			return core.False, true
		}
		return store(iso, u)
	}},
	{Name: "format", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		u, ok := whatwg.Parse(bindings.Str(iso, a, 0), nil)
		if !ok {
			return a.Arg(0), true
		}
		if !iso.ToBoolean(a.Arg(1)) {
			u.Fragment, u.HasFragment = "", false
		}
		if iso.ToBoolean(a.Arg(2)) && u.HasHost {
			u.Host = whatwg.DomainToUnicode(u.Host)
		}
		if !iso.ToBoolean(a.Arg(3)) {
			u.Query, u.HasQuery = "", false
		}
		if !iso.ToBoolean(a.Arg(4)) {
			u.Username, u.Password = "", ""
		}
		href, _ := u.Serialize()
		return iso.NewString(href), true
	}},
	{Name: "domainToASCII", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return iso.NewString(domain(bindings.Str(iso, a, 0))), true
	}},
	{Name: "domainToUnicode", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		d := domain(bindings.Str(iso, a, 0))
		if d == "" {
			return iso.NewString(""), true
		}
		return iso.NewString(whatwg.DomainToUnicode(d)), true
	}},
}

func domain(t string) string {
	u := &whatwg.URL{Scheme: "ws", Host: "x", HasHost: true, Port: -1}
	if t == "" || !u.Set(whatwg.Hostname, t) {
		return ""
	}
	return u.Host
}
