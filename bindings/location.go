package bindings

import (
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// LocationObject makes the location object of errors.md.
func (e *Env) LocationObject(loc vm.SourceLocation) core.Value {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	o := iso.NewHandle(iso.NewObject())
	e.SetString(o.Value(), "scriptName", loc.Script)
	e.SetNumber(o.Value(), "lineNumber", float64(loc.Line))
	e.SetString(o.Value(), "sourceLine", loc.Source)
	e.SetNumber(o.Value(), "startColumn", float64(loc.Column))
	if loc.End > loc.Column {
		e.SetNumber(o.Value(), "endColumn", float64(loc.End))
	}
	return o.Value()
}
