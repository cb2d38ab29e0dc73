package url

import (
	"testing"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/loop"
)

func TestBinding(t *testing.T) {
	iso, err := core.NewIsolate(core.Options{})
	if err != nil {
		t.Fatal(err)
	}
	iso.NewRealm()
	e := bindings.NewEnv(iso, loop.New(), Table())
	b, ok := e.Get("url")
	if !ok {
		t.Fatal("no binding")
	}
	h := iso.NewHandle(b)
	g := iso.NewHandle(core.Undefined)
	v, ok := iso.RunScript("globalThis", "t")
	if !ok {
		t.Fatal("globalThis")
	}
	g.Set(v)
	e.Set(g.Value(), "b", h.Value())
	for _, c := range []struct{ src, want string }{
		{"b.parse('../x?y', 'http://h:81/a/b', false)", "http://h:81/x?y"},
		{"b.urlComponents.join()", "5,7,7,8,81,11,13,4294967295,0"},
		{"String(b.parse('x', undefined, false))", "undefined"},
		{"String(b.canParse('http://a b'))", "false"},
		{"b.update('http://h/', 3, '8080')", "http://h:8080/"},
		{"String(b.update('http://h/', 3, 'x'))", "false"},
		{"b.format('http://u@xn--fa-hia.de/p?q#h', false, true, false, false)", "http://faß.de/p"},
		{"b.domainToASCII('ñ.es') + b.domainToUnicode('xn--ida.es') + b.domainToASCII('a b')", "xn--ida.esñ.es"},
	} {
		v, ok := iso.RunScript(c.src, "t")
		if !ok {
			exc, _ := iso.Catch()
			t.Fatalf("%s: %s", c.src, iso.Display(exc))
		}
		if got := iso.GoUTF8(v); got != c.want {
			t.Errorf("%s = %q, want %q", c.src, got, c.want)
		}
	}
}
