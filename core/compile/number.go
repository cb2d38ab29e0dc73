package compile

import (
	"math"
	"strconv"
)

// numberString is Number::toString(x, 10), 6.1.6.1.20, for literal property names.
func numberString(f float64) string {
	switch {
	case f != f:
		return "NaN"
	case f == 0:
		return "0"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f < 0:
		return "-" + numberString(-f)
	}
	var buf [32]byte
	b := strconv.AppendFloat(buf[:0], f, 'e', -1, 64)
	// b is d[.ddd]e±xx
	digits := make([]byte, 0, 20)
	e := 0
	for i, c := range b {
		if c == 'e' {
			e, _ = strconv.Atoi(string(b[i+1:]))
			break
		}
		if c != '.' {
			digits = append(digits, c)
		}
	}
	k, n := len(digits), e+1
	switch {
	case k <= n && n <= 21:
		for ; k < n; k++ {
			digits = append(digits, '0')
		}
		return string(digits)
	case 0 < n && n <= 21:
		return string(digits[:n]) + "." + string(digits[n:])
	case -6 < n && n <= 0:
		out := []byte("0.")
		for ; n < 0; n++ {
			out = append(out, '0')
		}
		return string(append(out, digits...))
	}
	exp := strconv.Itoa(n - 1)
	if n-1 > 0 {
		exp = "+" + exp
	}
	if k == 1 {
		return string(digits) + "e" + exp
	}
	return string(digits[:1]) + "." + string(digits[1:]) + "e" + exp
}
