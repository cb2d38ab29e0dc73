package vm

import (
	"math/big"

	"github.com/gonode/gonode/core/text/num"
)

// NumberText formats a Number as ToString does.
func NumberText(f float64) string { return string(num.AppendNumber(nil, f)) }

// parseBigInt is StringToBigInt, ECMA-262 7.1.14, giving Go's form; false for text that is no BigInt.
func (iso *Isolate) parseBigInt(v Value) (*big.Int, bool) {
	var x *big.Int
	if c := iso.Chars(v); c.Wide {
		x = num.StringToBigInt(c.W)
	} else {
		x = num.StringToBigInt(c.B)
	}
	return x, x != nil
}
