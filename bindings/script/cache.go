package script

import "github.com/gonode/gonode/core/bytecode"

func cachedUnit(id string, src []byte) *bytecode.Unit { return nil }

func storeUnit(id string, u *bytecode.Unit) {}
