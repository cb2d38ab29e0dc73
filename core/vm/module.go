package vm

import (
	"github.com/gonode/gonode/gc"
)

type moduleState struct{}

func (m *moduleState) visit(v *gc.Visitor) {}

func (iso *Isolate) fillModuleScope(s, info, module Ref) {}
func (iso *Isolate) namespaceGet(r Ref, k Key) (v Value, found, ok bool) {
	return gc.Undefined, false, true
}
func (iso *Isolate) ImportCall(spec, options Value, phase int) (Value, bool) {
	return iso.ThrowTypeError("import() is not available")
}
func (iso *Isolate) ImportMeta() (Value, bool) {
	return iso.ThrowTypeError("import.meta is not available")
}
func (iso *Isolate) callSites(l Handle) Value { return iso.NewArray(0) }

func (iso *Isolate) namespaceHas(r Ref, k Key) bool { return false }
func (iso *Isolate) namespaceKeys(r Ref) []Key      { return nil }
