package num

import (
	"math"
	"math/bits"
	"strconv"
)

const digits = "0123456789abcdefghijklmnopqrstuvwxyz"

// AppendInt appends an integer in decimal.
func AppendInt(dst []byte, v int64) []byte {
	if uint64(v) < 10 {
		return append(dst, byte('0'+v))
	}
	return strconv.AppendInt(dst, v, 10)
}

func appendSpecial(dst []byte, v float64) ([]byte, bool) {
	switch {
	case v != v:
		return append(dst, "NaN"...), true
	case v > math.MaxFloat64:
		return append(dst, "Infinity"...), true
	case v < -math.MaxFloat64:
		return append(dst, "-Infinity"...), true
	}
	return dst, false
}

// AppendNumber is Number::toString ( x, 10 ), ECMA-262 6.1.6.1.20.
func AppendNumber(dst []byte, v float64) []byte {
	if i := int64(v); float64(i) == v && i > -1<<53 && i < 1<<53 {
		return AppendInt(dst, i)
	}
	if out, ok := appendSpecial(dst, v); ok {
		return out
	}
	if v < 0 {
		dst = append(dst, '-')
		v = -v
	}
	var tmp [32]byte
	d, n := decimal(tmp[:0], v, -1)
	k := len(d)
	switch {
	case k <= n && n <= 21:
		dst = append(dst, d...)
		return zeros(dst, n-k)
	case 0 < n && n <= 21:
		dst = append(dst, d[:n]...)
		dst = append(dst, '.')
		return append(dst, d[n:]...)
	case -6 < n && n <= 0:
		dst = append(dst, '0', '.')
		dst = zeros(dst, -n)
		return append(dst, d...)
	}
	return appendExponent(dst, d, n-1)
}

// decimal returns the digits of v > 0 and n with v = 0.digits x 10**n; prec < 0 asks for the
// shortest digits, otherwise for prec+1 of them.
func decimal(buf []byte, v float64, prec int) (d []byte, n int) {
	b := strconv.AppendFloat(buf, v, 'e', prec, 64)
	e := len(b) - 1
	for b[e] != 'e' {
		e--
	}
	exp := 0
	for _, c := range b[e+2:] {
		exp = exp*10 + int(c-'0')
	}
	if b[e+1] == '-' {
		exp = -exp
	}
	if e > 1 { // drop the point
		copy(b[1:], b[2:e])
		e--
	}
	return b[:e], exp + 1
}

func zeros(dst []byte, n int) []byte {
	for ; n > 0; n-- {
		dst = append(dst, '0')
	}
	return dst
}

// appendExponent writes d[0].d[1:]e±x.
func appendExponent(dst, d []byte, exp int) []byte {
	dst = append(dst, d[0])
	if len(d) > 1 {
		dst = append(dst, '.')
		dst = append(dst, d[1:]...)
	}
	dst = append(dst, 'e')
	if exp < 0 {
		dst = append(dst, '-')
		exp = -exp
	} else {
		dst = append(dst, '+')
	}
	return AppendInt(dst, int64(exp))
}

// AppendRadix is Number::toString ( x, radix ) for a radix from 2 to 36. The specification
// leaves the digits of fractions open; this writes as many as tell x from its neighbours.
func AppendRadix(dst []byte, v float64, radix int) []byte {
	if radix == 10 {
		return AppendNumber(dst, v)
	}
	if out, ok := appendSpecial(dst, v); ok {
		return out
	}
	if i := int64(v); float64(i) == v && i > -1<<53 && i < 1<<53 {
		return strconv.AppendInt(dst, i, radix)
	}
	if v < 0 {
		dst = append(dst, '-')
		v = -v
	}
	whole := math.Floor(v)
	frac := v - whole
	delta := max(0.5*(math.Nextafter(v, math.Inf(1))-v), math.SmallestNonzeroFloat64)
	r := float64(radix)
	var fb [1100]byte
	n := 0
	if frac >= delta {
		for {
			frac *= r
			delta *= r
			d := int(frac)
			fb[n] = byte(d)
			n++
			frac -= float64(d)
			if (frac > 0.5 || frac == 0.5 && d&1 != 0) && frac+delta > 1 {
				for { // round up, carrying leftwards
					n--
					if n < 0 {
						whole++
						n = 0
						break
					}
					if d := int(fb[n]) + 1; d < radix {
						fb[n] = byte(d)
						n++
						break
					}
				}
				break
			}
			if frac < delta {
				break
			}
		}
	}
	var ib [1100]byte
	k := len(ib)
	for whole/r >= 1<<53 {
		whole /= r
		k--
		ib[k] = '0'
	}
	for {
		rem := math.Mod(whole, r)
		k--
		ib[k] = digits[int(rem)]
		whole = (whole - rem) / r
		if whole <= 0 {
			break
		}
	}
	dst = append(dst, ib[k:]...)
	if n > 0 {
		dst = append(dst, '.')
		for _, d := range fb[:n] {
			dst = append(dst, digits[d])
		}
	}
	return dst
}

// AppendFixed is Number.prototype.toFixed, ECMA-262 21.1.3.3, for f from 0 to 100.
func AppendFixed(dst []byte, v float64, f int) []byte {
	if out, ok := appendSpecial(dst, v); ok {
		return out
	}
	if math.Abs(v) >= 1e21 {
		return AppendNumber(dst, v)
	}
	if v < 0 {
		dst = append(dst, '-')
		v = -v
	}
	if v == 0 {
		v = 0 // -0 has no sign here
	}
	// A value with exactly f+1 binary places has f+1 decimal places, the last one a 5: a tie,
	// which goes to the larger number, not to the even one.
	b := math.Float64bits(v)
	m, e := b&(1<<52-1), int(b>>52)
	if e == 0 {
		e = 1
	} else {
		m |= 1 << 52
	}
	if m != 0 && 1075-e-bits.TrailingZeros64(m) == f+1 {
		start := len(dst)
		dst = strconv.AppendFloat(dst, v, 'f', f+1, 64)
		dst = dst[:len(dst)-1]
		if f == 0 {
			dst = dst[:len(dst)-1] // the point
		}
		return increment(dst, start)
	}
	return strconv.AppendFloat(dst, v, 'f', f, 64)
}

// increment adds one to the last digit of dst[start:].
func increment(dst []byte, start int) []byte {
	for i := len(dst) - 1; i >= start; i-- {
		switch dst[i] {
		case '.':
		case '9':
			dst[i] = '0'
		default:
			dst[i]++
			return dst
		}
	}
	dst = append(dst, 0)
	copy(dst[start+1:], dst[start:])
	dst[start] = '1'
	return dst
}

// rounded returns p digits of v > 0, ties to the larger number, and n as decimal does.
func rounded(buf []byte, v float64, p int) (d []byte, n int) {
	d, n = decimal(buf, v, p) // one more than wanted
	if d[p] == '5' {
		var exact [800]byte
		if x, _ := decimal(exact[:0], v, 770); allZero(x[p+1:]) && x[p] == '5' {
			d = d[:p]
			for i := p - 1; ; i-- {
				if i < 0 {
					d[0] = '1' // all nines: 999 -> 100 and one place up
					return d, n + 1
				}
				if d[i] != '9' {
					d[i]++
					return d, n
				}
				d[i] = '0'
			}
		}
	}
	return decimal(buf, v, p-1)
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != '0' {
			return false
		}
	}
	return true
}

// AppendExponential is Number.prototype.toExponential, ECMA-262 21.1.3.2; f < 0 stands for an
// undefined argument.
func AppendExponential(dst []byte, v float64, f int) []byte {
	if out, ok := appendSpecial(dst, v); ok {
		return out
	}
	if v < 0 {
		dst = append(dst, '-')
		v = -v
	}
	var tmp [128]byte
	var d []byte
	n := 1
	switch {
	case v == 0:
		d = zeros(tmp[:0], max(f, 0)+1)
	case f < 0:
		d, n = decimal(tmp[:0], v, -1)
	default:
		d, n = rounded(tmp[:0], v, f+1)
	}
	return appendExponent(dst, d, n-1)
}

// AppendPrecision is Number.prototype.toPrecision, ECMA-262 21.1.3.5, for p from 1 to 100.
func AppendPrecision(dst []byte, v float64, p int) []byte {
	if out, ok := appendSpecial(dst, v); ok {
		return out
	}
	if v < 0 {
		dst = append(dst, '-')
		v = -v
	}
	var tmp [128]byte
	var d []byte
	n := 1
	if v == 0 {
		d = zeros(tmp[:0], p)
	} else {
		d, n = rounded(tmp[:0], v, p)
	}
	e := n - 1
	switch {
	case e < -6 || e >= p:
		return appendExponent(dst, d, e)
	case e == p-1:
		return append(dst, d...)
	case e >= 0:
		dst = append(dst, d[:e+1]...)
		dst = append(dst, '.')
		return append(dst, d[e+1:]...)
	}
	dst = append(dst, '0', '.')
	dst = zeros(dst, -(e + 1))
	return append(dst, d...)
}
