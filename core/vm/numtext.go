package vm

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

func appendInt(d []byte, i int64) []byte { return strconv.AppendInt(d, i, 10) }

// appendNumber is Number::toString with radix 10, ECMA-262 6.1.6.1.20.
func appendNumber(d []byte, f float64) []byte {
	switch {
	case f != f:
		return append(d, "NaN"...)
	case f == 0:
		return append(d, '0')
	case math.IsInf(f, 0):
		if f < 0 {
			d = append(d, '-')
		}
		return append(d, "Infinity"...)
	}
	if f < 0 {
		d = append(d, '-')
		f = -f
	}
	var buf [32]byte
	e := strconv.AppendFloat(buf[:0], f, 'e', -1, 64)
	// e is d[.ddd]e±xx
	mant, exp := e, 0
	for i, c := range e {
		if c == 'e' {
			mant = e[:i]
			exp, _ = strconv.Atoi(string(e[i+1:]))
			break
		}
	}
	digits := make([]byte, 0, 20)
	for _, c := range mant {
		if c != '.' {
			digits = append(digits, c)
		}
	}
	k, n := len(digits), exp+1
	switch {
	case k <= n && n <= 21:
		d = append(d, digits...)
		for ; k < n; k++ {
			d = append(d, '0')
		}
	case 0 < n && n <= 21:
		d = append(d, digits[:n]...)
		d = append(d, '.')
		d = append(d, digits[n:]...)
	case -6 < n && n <= 0:
		d = append(d, "0."...)
		for ; n < 0; n++ {
			d = append(d, '0')
		}
		d = append(d, digits...)
	default:
		d = append(d, digits[0])
		if k > 1 {
			d = append(d, '.')
			d = append(d, digits[1:]...)
		}
		d = append(d, 'e')
		if n-1 >= 0 {
			d = append(d, '+')
		}
		d = strconv.AppendInt(d, int64(n-1), 10)
	}
	return d
}

// NumberText formats a Number as ToString does.
func NumberText(f float64) string { return string(appendNumber(nil, f)) }

func isSpace16(c uint16) bool {
	switch c {
	case 9, 10, 11, 12, 13, 32, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF:
		return true
	}
	return c >= 0x2000 && c <= 0x200A
}

func parseNumber16(w []uint16) float64 {
	for len(w) > 0 && isSpace16(w[0]) {
		w = w[1:]
	}
	for len(w) > 0 && isSpace16(w[len(w)-1]) {
		w = w[:len(w)-1]
	}
	b := make([]byte, len(w))
	for i, c := range w {
		if c >= 0x80 {
			return math.NaN()
		}
		b[i] = byte(c)
	}
	return parseNumber8(b)
}

// parseNumber8 is StringToNumber for Latin-1 text.
func parseNumber8(b []byte) float64 {
	for len(b) > 0 && isSpace16(uint16(b[0])) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace16(uint16(b[len(b)-1])) {
		b = b[:len(b)-1]
	}
	if len(b) == 0 {
		return 0
	}
	if len(b) > 2 && b[0] == '0' {
		base := 0
		switch b[1] {
		case 'x', 'X':
			base = 16
		case 'o', 'O':
			base = 8
		case 'b', 'B':
			base = 2
		}
		if base != 0 {
			x, ok := new(big.Int), true
			for _, c := range b[2:] {
				if c == '_' || c == '+' || c == '-' {
					ok = false
				}
			}
			if ok {
				_, ok = x.SetString(string(b[2:]), base)
			}
			if !ok {
				return math.NaN()
			}
			f, _ := new(big.Float).SetInt(x).Float64()
			return f
		}
	}
	if len(b) <= 9 {
		n := 0
		for _, c := range b {
			if c < '0' || c > '9' {
				n = -1
				break
			}
			n = n*10 + int(c-'0')
		}
		if n >= 0 {
			return float64(n)
		}
	}
	t := b
	if t[0] == '+' || t[0] == '-' {
		t = t[1:]
	}
	if string(t) == "Infinity" {
		if b[0] == '-' {
			return math.Inf(-1)
		}
		return math.Inf(1)
	}
	if !decimalLiteral(t) {
		return math.NaN()
	}
	f, _ := strconv.ParseFloat(string(b), 64)
	return f
}

func decimalLiteral(t []byte) bool {
	digits, i := 0, 0
	for i < len(t) && t[i] >= '0' && t[i] <= '9' {
		i++
		digits++
	}
	if i < len(t) && t[i] == '.' {
		i++
		for i < len(t) && t[i] >= '0' && t[i] <= '9' {
			i++
			digits++
		}
	}
	if digits == 0 {
		return false
	}
	if i < len(t) && (t[i] == 'e' || t[i] == 'E') {
		i++
		if i < len(t) && (t[i] == '+' || t[i] == '-') {
			i++
		}
		j := i
		for i < len(t) && t[i] >= '0' && t[i] <= '9' {
			i++
		}
		if i == j {
			return false
		}
	}
	return i == len(t)
}

// ParseBigIntText parses the StringIntegerLiteral grammar (7.1.14).
func ParseBigIntText(t string) (*big.Int, bool) {
	t = strings.TrimFunc(t, func(r rune) bool { return r < 0x10000 && isSpace16(uint16(r)) })
	if t == "" {
		return new(big.Int), true
	}
	base, digits := 10, t
	if len(t) > 2 && t[0] == '0' {
		switch t[1] {
		case 'x', 'X':
			base, digits = 16, t[2:]
		case 'o', 'O':
			base, digits = 8, t[2:]
		case 'b', 'B':
			base, digits = 2, t[2:]
		}
	}
	body := digits
	if base == 10 && (body[0] == '+' || body[0] == '-') {
		body = body[1:]
	}
	if body == "" {
		return nil, false
	}
	for i := 0; i < len(body); i++ {
		c := body[i]
		if !(c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f') {
			return nil, false
		}
	}
	return new(big.Int).SetString(digits, base)
}
