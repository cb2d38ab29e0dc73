package node

import (
	"strconv"
	"strings"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// makeConstants makes one null-prototype object per row.
func makeConstants(e *bindings.Env, target core.Value) {
	iso := e.Iso
	objects := map[string]core.Handle{"": iso.NewHandle(target)}
	for i := range constantRows {
		r := &constantRows[i]
		o, ok := objects[r.path]
		if !ok {
			o = iso.NewHandle(iso.NewObjectProto(core.Null))
			objects[r.path] = o
			parent, name := "", r.path
			if j := strings.LastIndexByte(r.path, '.'); j >= 0 {
				parent, name = r.path[:j], r.path[j+1:]
			}
			e.Set(objects[parent].Value(), name, o.Value())
		}
		for m := range strings.FieldsSeq(r.members) {
			name, v, _ := strings.Cut(m, "=")
			if s, err := strconv.Unquote(v); err == nil {
				e.SetString(o.Value(), name, s)
			} else if f, err := strconv.ParseFloat(v, 64); err == nil {
				e.SetNumber(o.Value(), name, f)
			}
		}
	}
}
