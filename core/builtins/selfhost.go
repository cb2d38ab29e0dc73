package builtins

import (
	"embed"
	"strings"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// Self-hosted builtins. A file js/x.js is the text of a function body that returns an object of methods (methods are strict, have no
// prototype and cannot be constructed); a Row with JS "x:name" is the method name of file x. A file is compiled on the first
// use of one of its functions in an isolate and run once per realm. Self-hosted code uses %Natives and syntax only: no property
// of a builtin that a program could have replaced.

//go:embed js/*.js
var sources embed.FS

// fileSlots gives each file its realm slot for the object of methods.
func fileSlot(name string) vm.IntrinsicID {
	for i, n := range [...]string{"array", "iterator", "promise", "regexp", "typedarray", "collections", "string", "misc", "dispose"} {
		if n == name {
			return vm.UserSlotFirst + vm.IntrinsicID(i)
		}
	}
	panic("BUG: self-hosted file " + name + " has no realm slot")
}

// selfHostedFile returns the object of methods of a file in the current realm.
func selfHostedFile(iso *Isolate, file string) Value {
	slot := fileSlot(file)
	if v := iso.Intrinsic(slot); v.IsObject() {
		return v
	}
	src, err := sources.ReadFile("js/" + file + ".js")
	if err != nil {
		panic("BUG: " + err.Error())
	}
	m := iso.HandleMark()
	v, ok := iso.RunSelfHosted("node:internal/"+file, src)
	iso.ReleaseHandles(m)
	if !ok {
		e, _ := iso.Catch()
		panic("BUG: self-hosted " + file + ": " + iso.Display(e))
	}
	iso.SetIntrinsic(slot, v)
	return v
}

// selfHosted makes the function of a Row's JS text with the name and length that the specification gives it.
func selfHosted(iso *Isolate, id string, name Value, length int) Value {
	file, fn, _ := strings.Cut(id, ":")
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(name)
	o := selfHostedFile(iso, file)
	name = h.Value()
	p, ok := iso.GetOwn(o.Ref(), iso.KeyOfGo(fn))
	if !ok {
		panic("BUG: no self-hosted function " + id)
	}
	f := p.Value
	if p, ok := iso.GetOwn(f.Ref(), iso.K(object.AtomName)); ok {
		iso.SetOwnValue(f.Ref(), p.Index, name)
	}
	if p, ok := iso.GetOwn(f.Ref(), iso.K(object.AtomLength)); ok {
		iso.SetOwnValue(f.Ref(), p.Index, gc.Int(int32(length)))
	}
	_ = layout.AttrHidden
	return f
}
