package num

import (
	"math"
	"math/big"
	"strconv"
	"unsafe"

	"github.com/gonode/gonode/core/text/ucd"
)

// Unit is a code unit: Latin-1 or UTF-16.
type Unit interface{ ~uint8 | ~uint16 }

func trimStart[T Unit](s []T) []T {
	for len(s) > 0 && ucd.IsSpace(uint16(s[0])) {
		s = s[1:]
	}
	return s
}

func trim[T Unit](s []T) []T {
	s = trimStart(s)
	for len(s) > 0 && ucd.IsSpace(uint16(s[len(s)-1])) {
		s = s[:len(s)-1]
	}
	return s
}

func digitOf(c uint32) int {
	switch {
	case c-'0' < 10:
		return int(c - '0')
	case (c|0x20)-'a' < 26:
		return int(c|0x20-'a') + 10
	}
	return 99
}

// StringToNumber is StringToNumber ( str ), ECMA-262 7.1.4.1.1.
func StringToNumber[T Unit](s []T) float64 {
	s = trim(s)
	if len(s) == 0 {
		return 0
	}
	if len(s) < 10 { // Fast path: a small integer
		v := 0
		for i, c := range s {
			d := uint32(c) - '0'
			if d > 9 {
				break
			}
			v = v*10 + int(d)
			if i == len(s)-1 {
				return float64(v)
			}
		}
	}
	if len(s) > 2 && s[0] == '0' {
		radix := 0
		switch s[1] | 0x20 {
		case 'x':
			radix = 16
		case 'o':
			radix = 8
		case 'b':
			radix = 2
		}
		if radix > 0 {
			n := run(s[2:], radix)
			if n != len(s)-2 {
				return math.NaN()
			}
			return integer(s[2:], radix)
		}
	}
	v, n := decimalPrefix(s)
	if n != len(s) {
		return math.NaN()
	}
	return v
}

// run counts the leading digits of a radix.
func run[T Unit](s []T, radix int) int {
	n := 0
	for n < len(s) && digitOf(uint32(s[n])) < radix {
		n++
	}
	return n
}

// decimalPrefix reads the longest prefix that is a StrDecimalLiteral and its length, 0 for none.
func decimalPrefix[T Unit](s []T) (float64, int) {
	i := 0
	neg := false
	if len(s) > 0 && (s[0] == '+' || s[0] == '-') {
		neg = s[0] == '-'
		i++
	}
	const inf = "Infinity"
	if len(s)-i >= len(inf) && s[i] == 'I' {
		for k := range len(inf) {
			if s[i+k] != T(inf[k]) {
				return math.NaN(), 0
			}
		}
		if neg {
			return math.Inf(-1), i + len(inf)
		}
		return math.Inf(1), i + len(inf)
	}
	n := run(s[i:], 10)
	end := i + n
	if end < len(s) && s[end] == '.' {
		f := run(s[end+1:], 10)
		if n+f == 0 {
			return math.NaN(), 0
		}
		end += 1 + f
		n += f
	}
	if n == 0 {
		return math.NaN(), 0
	}
	if end < len(s) && (s[end] == 'e' || s[end] == 'E') {
		k := end + 1
		if k < len(s) && (s[k] == '+' || s[k] == '-') {
			k++
		}
		if x := run(s[k:], 10); x > 0 {
			end = k + x
		}
	}
	var tmp [64]byte
	b := tmp[:0]
	if unsafe.Sizeof(s[0]) == 1 {
		b = unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), end)
	} else {
		for _, c := range s[:end] {
			b = append(b, byte(c))
		}
	}
	v, _ := strconv.ParseFloat(unsafe.String(&b[0], len(b)), 64) // out of range gives ±Inf or 0
	return v, end
}

// integer is the value of digits of a radix, rounded to the nearest number (for radices that
// are no power of two and not 10: as closely as V8 does).
func integer[T Unit](s []T, radix int) float64 {
	for len(s) > 0 && s[0] == '0' {
		s = s[1:]
	}
	if len(s) == 0 {
		return 0
	}
	if radix == 10 {
		v, _ := decimalPrefix(s)
		return v
	}
	if radix&(radix-1) == 0 {
		shift := 0
		for 1<<shift < radix {
			shift++
		}
		var m uint64
		for i, c := range s {
			if m>>(62-shift) != 0 {
				// Enough bits: what is left only decides about rounding.
				sticky := uint64(0)
				for _, c := range s[i:] {
					if c != '0' {
						sticky = 1
					}
				}
				return math.Ldexp(float64(m|sticky), shift*(len(s)-i))
			}
			m = m<<shift | uint64(digitOf(uint32(c)))
		}
		return float64(m)
	}
	v := 0.0
	for i := 0; i < len(s); {
		part, mult := uint32(0), uint32(1)
		for i < len(s) && mult*uint32(radix) <= math.MaxUint32/36 {
			part = part*uint32(radix) + uint32(digitOf(uint32(s[i])))
			mult *= uint32(radix)
			i++
		}
		v = v*float64(mult) + float64(part)
	}
	return v
}

// ParseFloat is parseFloat ( string ), ECMA-262 19.2.4.
func ParseFloat[T Unit](s []T) float64 {
	v, _ := decimalPrefix(trimStart(s))
	return v
}

// ParseInt is parseInt ( string, radix ), ECMA-262 19.2.5, with radix after ToInt32.
func ParseInt[T Unit](s []T, radix int32) float64 {
	s = trimStart(s)
	neg := false
	if len(s) > 0 && (s[0] == '+' || s[0] == '-') {
		neg = s[0] == '-'
		s = s[1:]
	}
	strip := radix == 0 || radix == 16
	if radix == 0 {
		radix = 10
	}
	if radix < 2 || radix > 36 {
		return math.NaN()
	}
	if strip && len(s) >= 2 && s[0] == '0' && s[1]|0x20 == 'x' {
		s = s[2:]
		radix = 16
	}
	n := run(s, int(radix))
	if n == 0 {
		return math.NaN()
	}
	v := integer(s[:n], int(radix))
	if neg {
		return -v
	}
	return v
}

// ArrayIndex reads a canonical array index: a decimal number below 2**32-1 without leading
// zeros.
func ArrayIndex[T Unit](s []T) (uint32, bool) {
	v, ok := IntegerIndex(s)
	return uint32(v), ok && v < math.MaxUint32
}

// IntegerIndex reads a canonical integer index: a decimal number up to 2**53-1 without leading
// zeros.
func IntegerIndex[T Unit](s []T) (uint64, bool) {
	if len(s) == 0 || len(s) > 16 || s[0] == '0' && len(s) > 1 {
		return 0, false
	}
	v := uint64(0)
	for _, c := range s {
		d := uint32(c) - '0'
		if d > 9 {
			return 0, false
		}
		v = v*10 + uint64(d)
	}
	return v, v < 1<<53
}

// StringToBigInt is StringToBigInt ( str ), ECMA-262 7.1.14; nil when the text is no BigInt.
func StringToBigInt[T Unit](s []T) *big.Int {
	s = trim(s)
	if len(s) == 0 {
		return new(big.Int)
	}
	radix := 10
	neg := false
	if len(s) > 2 && s[0] == '0' {
		switch s[1] | 0x20 {
		case 'x':
			radix = 16
		case 'o':
			radix = 8
		case 'b':
			radix = 2
		}
	}
	if radix != 10 {
		s = s[2:]
	} else if s[0] == '+' || s[0] == '-' {
		neg = s[0] == '-'
		s = s[1:]
	}
	if len(s) == 0 || run(s, radix) != len(s) {
		return nil
	}
	b := make([]byte, len(s))
	for i, c := range s {
		b[i] = byte(c)
	}
	v, ok := new(big.Int).SetString(unsafe.String(&b[0], len(b)), radix)
	if !ok {
		return nil
	}
	if neg {
		v.Neg(v)
	}
	return v
}

// AppendBigInt is BigInt::toString ( x, radix ), ECMA-262 6.1.6.2.23.
func AppendBigInt(dst []byte, v *big.Int, radix int) []byte { return v.Append(dst, radix) }
