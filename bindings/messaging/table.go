package messaging

import "github.com/gonode/gonode/bindings"

// Table lists the bindings of this package.
func Table() []bindings.Binding { return nil }
