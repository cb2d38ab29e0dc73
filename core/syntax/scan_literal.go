package syntax

import (
	"math"
	"math/big"
	"strconv"
)

// number scans a numeric literal (12.9.3).
func (s *scanner) number() {
	buf := s.buf
	start := s.pos
	s.tok = TNumber
	c := buf[start]
	if c == '0' {
		base := 0
		switch buf[start+1] {
		case 'x', 'X':
			base = 16
		case 'o', 'O':
			base = 8
		case 'b', 'B':
			base = 2
		}
		if base != 0 {
			s.pos += 2
			s.radix(base, start)
			return
		}
		if d := buf[start+1]; d == '_' {
			s.pos++
			s.illegal("Numeric separator can not be used after leading 0.", start+1, start+2)
			return
		} else if d >= '0' && d <= '9' {
			s.legacyOctal(start)
			return
		}
	}
	// Fast path: short decimal integers.
	i := start
	v := uint64(0)
	for c = buf[i]; c >= '0' && c <= '9' && i-start < 15; c = buf[i] {
		v = v*10 + uint64(c-'0')
		i++
	}
	if i > start && (c < '0' || c > '9') && c != '.' && c != 'e' && c != 'E' && c != '_' && c != 'n' {
		s.pos = i
		s.num = float64(v)
		s.afterNumber(start)
		return
	}
	sep := false
	ok := true
	digits := func() {
		for ok {
			c := buf[s.pos]
			if c >= '0' && c <= '9' {
				s.pos++
				continue
			}
			if c != '_' {
				return
			}
			sep = true
			ok = s.separator(buf[s.pos-1] >= '0' && buf[s.pos-1] <= '9', buf[s.pos+1] >= '0' && buf[s.pos+1] <= '9')
		}
	}
	digits()
	if !ok {
		return
	}
	if buf[s.pos] == 'n' && s.pos > start {
		s.tok = TBigInt
		s.str = string(stripSeparators(buf[start:s.pos], sep))
		s.pos++
		s.afterNumber(start)
		return
	}
	if buf[s.pos] == '.' {
		s.pos++
		if buf[s.pos] == '_' {
			s.pos++
			s.illegal("", start, s.pos)
			return
		}
		digits()
		if !ok {
			return
		}
	}
	if c := buf[s.pos] | 0x20; c == 'e' {
		s.pos++
		if buf[s.pos] == '+' || buf[s.pos] == '-' {
			s.pos++
		}
		if buf[s.pos] < '0' || buf[s.pos] > '9' {
			s.illegal("", start, s.pos)
			return
		}
		digits()
		if !ok {
			return
		}
	}
	s.num, _ = strconv.ParseFloat(string(stripSeparators(buf[start:s.pos], sep)), 64)
	s.afterNumber(start)
}

// separator checks a numeric separator at pos and skips it.
func (s *scanner) separator(digitBefore, digitAfter bool) bool {
	at := s.pos
	s.pos++
	switch {
	case s.buf[s.pos] == '_' || !digitBefore:
		s.pos++
		s.illegal("Only one underscore is allowed as numeric separator", at+1, at+2)
		return false
	case !digitAfter:
		s.illegal("Numeric separators are not allowed at the end of numeric literals", at+1, at+2)
		return false
	}
	return true
}

func stripSeparators(b []byte, sep bool) []byte {
	if !sep {
		return b
	}
	out := make([]byte, 0, len(b))
	for _, c := range b {
		if c != '_' {
			out = append(out, c)
		}
	}
	return out
}

// afterNumber checks that no identifier or digit follows a numeric literal.
func (s *scanner) afterNumber(start int32) {
	c := s.buf[s.pos]
	bad := charClass[c]&ccPart != 0 || c == '\\'
	if c >= 0x80 {
		r, _ := decodeWTF8(s.buf[s.pos:s.end])
		bad = isIDStart(r)
	}
	if bad {
		s.illegal("", start, s.pos)
	}
}

// radix scans the digits of a 0x, 0o or 0b literal.
func (s *scanner) radix(base int, start int32) {
	begin := s.pos
	isDigit := func(c byte) bool { h := hexVal(c); return h >= 0 && int(h) < base }
	sep := false
	for {
		c := s.buf[s.pos]
		if isDigit(c) {
			s.pos++
			continue
		}
		if c != '_' {
			break
		}
		if s.pos == begin {
			s.illegal("", start, s.pos)
			return
		}
		sep = true
		if !s.separator(isDigit(s.buf[s.pos-1]), isDigit(s.buf[s.pos+1])) {
			return
		}
	}
	if s.pos == begin {
		s.illegal("", start, s.pos)
		return
	}
	text := string(stripSeparators(s.buf[begin:s.pos], sep))
	if s.buf[s.pos] == 'n' {
		s.pos++
		s.tok = TBigInt
		v, _ := new(big.Int).SetString(text, base)
		s.str = v.String()
		s.afterNumber(start)
		return
	}
	s.num = parseRadix(text, base)
	s.afterNumber(start)
}

// parseRadix converts digits in a power-of-two base, rounding to nearest even.
func parseRadix(text string, base int) float64 {
	if v, err := strconv.ParseUint(text, base, 64); err == nil && v < 1<<53 {
		return float64(v)
	}
	v, ok := new(big.Int).SetString(text, base)
	if !ok {
		return math.NaN()
	}
	f, _ := new(big.Float).SetInt(v).Float64()
	return f
}

// legacyOctal scans 017 and 089.
func (s *scanner) legacyOctal(start int32) {
	octalOnly := true
	s.pos++
	for {
		c := s.buf[s.pos]
		if c < '0' || c > '9' {
			break
		}
		if c >= '8' {
			octalOnly = false
		}
		s.pos++
	}
	if s.buf[s.pos] == '_' {
		s.pos++
		s.illegal("", start, s.pos)
		return
	}
	if s.buf[s.pos] == 'n' {
		s.pos++
		s.illegal("", start, s.pos-1)
		return
	}
	if octalOnly {
		s.num = parseRadix(string(s.buf[start:s.pos]), 8)
		s.octals = append(s.octals, octal{start, s.pos, msgOctal})
		s.afterNumber(start)
		return
	}
	sep := false
	digits := func() bool {
		for {
			if c := s.buf[s.pos]; c >= '0' && c <= '9' {
				s.pos++
			} else if c != '_' {
				return true
			} else if c, d := s.buf[s.pos-1], s.buf[s.pos+1]; !s.separator(c >= '0' && c <= '9', d >= '0' && d <= '9') {
				return false
			} else {
				sep = true
			}
		}
	}
	if s.buf[s.pos] == '.' {
		s.pos++
		if s.buf[s.pos] == '_' {
			s.pos++
			s.illegal("", start, s.pos)
			return
		}
		if !digits() {
			return
		}
	}
	if s.buf[s.pos]|0x20 == 'e' {
		s.pos++
		if s.buf[s.pos] == '+' || s.buf[s.pos] == '-' {
			s.pos++
		}
		if s.buf[s.pos] < '0' || s.buf[s.pos] > '9' {
			s.illegal("", start, s.pos)
			return
		}
		if !digits() {
			return
		}
	}
	s.octals = append(s.octals, octal{start, s.pos, msgDecOctal})
	s.num, _ = strconv.ParseFloat(string(stripSeparators(s.buf[start:s.pos], sep)), 64)
	s.afterNumber(start)
}

// string scans a string literal.
func (s *scanner) string(quote byte) {
	buf := s.buf
	start := s.pos
	i := start + 1
	for {
		c := buf[i]
		if c == quote {
			text := buf[start+1 : i]
			if len(text) <= 40 {
				s.str = s.intern(text).name
			} else {
				s.str = string(text)
			}
			s.pos = i + 1
			s.tok = TString
			return
		}
		if c == '\\' || c == '\n' || c == '\r' || c == 0 && i >= s.end {
			break
		}
		i++
	}
	if buf[i] != '\\' {
		s.pos = i
		s.illegal("", start, i)
		return
	}
	b := append(s.scratch[:0], buf[start+1:i]...)
	s.pos = i
	s.escaped = true
	for {
		c := buf[s.pos]
		switch {
		case c == quote:
			s.pos++
			s.tok = TString
			s.str = string(b)
			s.scratch = b
			return
		case c == '\n', c == '\r', c == 0 && s.pos >= s.end:
			s.scratch = b
			s.illegal("", start, s.pos)
			return
		case c != '\\':
			if c == 0xED { // a surrogate may complete a pair
				r, n := decodeWTF8(buf[s.pos:s.end])
				b = appendWTF8(b, r)
				s.pos += int32(n)
				continue
			}
			b = append(b, c)
			s.pos++
		default:
			s.pos++
			var msg string
			var at, end int32
			b, msg, at, end = s.escape(b, false)
			if msg != "" {
				s.scratch = b
				s.skipString(quote)
				s.illegal(msg, at, end)
				return
			}
		}
	}
}

// skipString moves behind a broken string literal so that scanning can go on after a deferred error.
func (s *scanner) skipString(quote byte) {
	for s.pos < s.end && s.buf[s.pos] != quote && s.buf[s.pos] != '\n' {
		s.pos++
	}
}

// escape scans an escape sequence after its backslash and appends its value.
func (s *scanner) escape(b []byte, template bool) (out []byte, msg string, pos, end int32) {
	c := s.buf[s.pos]
	at := s.pos - 1
	s.pos++
	switch c {
	case 'n':
		return append(b, '\n'), "", 0, 0
	case 't':
		return append(b, '\t'), "", 0, 0
	case 'r':
		return append(b, '\r'), "", 0, 0
	case 'b':
		return append(b, '\b'), "", 0, 0
	case 'v':
		return append(b, '\v'), "", 0, 0
	case 'f':
		return append(b, '\f'), "", 0, 0
	case '\r':
		if s.buf[s.pos] == '\n' {
			s.pos++
		}
		return b, "", 0, 0
	case '\n':
		return b, "", 0, 0
	case 'x':
		h1 := hexVal(s.buf[s.pos])
		if h1 < 0 {
			return b, msgBadHex, at, s.pos + 1
		}
		h2 := hexVal(s.buf[s.pos+1])
		if h2 < 0 {
			s.pos++
			return b, msgBadHex, at, s.pos + 1
		}
		s.pos += 2
		return appendWTF8(b, h1<<4|h2), "", 0, 0
	case 'u':
		r, msg, p, e := s.unicodeEscape()
		if msg != "" {
			return b, msg, p, e
		}
		return appendWTF8(b, r), "", 0, 0
	case '0', '1', '2', '3', '4', '5', '6', '7':
		d := s.buf[s.pos]
		if c == '0' && (d < '0' || d > '9') {
			return append(b, 0), "", 0, 0
		}
		if template {
			return b, msgTmplOctal, at + 1, at + 2
		}
		if c == '0' && d >= '8' {
			s.octals = append(s.octals, octal{at + 1, at + 2, msgOctalEsc})
			return append(b, 0), "", 0, 0
		}
		v := rune(c - '0')
		if d >= '0' && d <= '7' {
			v = v*8 + rune(d-'0')
			s.pos++
			if e := s.buf[s.pos]; v < 32 && e >= '0' && e <= '7' {
				v = v*8 + rune(e-'0')
				s.pos++
			}
		}
		s.octals = append(s.octals, octal{at + 1, at + 2, msgOctalEsc})
		return appendWTF8(b, v), "", 0, 0
	case '8', '9':
		if template {
			return b, msgTmpl89, at, at + 2
		}
		s.octals = append(s.octals, octal{at, at + 2, msg89})
		return append(b, c), "", 0, 0
	case 0:
		if s.pos > s.end {
			s.pos = s.end
			return b, "", 0, 0 // the caller reports the missing end
		}
		return append(b, 0), "", 0, 0
	}
	if c < 0x80 {
		return append(b, c), "", 0, 0
	}
	r, n := decodeWTF8(s.buf[s.pos-1 : s.end])
	s.pos += int32(n) - 1
	if r == 0x2028 || r == 0x2029 {
		return b, "", 0, 0
	}
	return append(b, s.buf[s.pos-int32(n):s.pos]...), "", 0, 0
}

// template scans a template part whose opening ` or } is consumed.
func (s *scanner) template() {
	buf := s.buf
	start := s.pos
	s.tok = TTemplate
	s.tmplErr = ""
	s.cooked = TemplateString{Loc: Loc{start, start}, HasCooked: true}
	i := start
	plain := true
	for {
		c := buf[i]
		if c == '`' || c == '$' && buf[i+1] == '{' {
			break
		}
		if c == '\\' || c == '\r' || c == 0 && i >= s.end {
			plain = false
			break
		}
		i++
	}
	if plain {
		t := string(buf[start:i])
		s.cooked.Cooked, s.cooked.Raw = t, t
		s.cooked.End = i
		s.tmplTail = buf[i] == '`'
		s.pos = i + 1
		if !s.tmplTail {
			s.pos++
		}
		return
	}
	cooked := append([]byte(nil), buf[start:i]...)
	raw := append([]byte(nil), buf[start:i]...)
	s.pos = i
	for {
		c := buf[s.pos]
		switch {
		case c == '`' || c == '$' && buf[s.pos+1] == '{':
			s.cooked.End = s.pos
			s.cooked.Raw = string(raw)
			if s.tmplErr == "" {
				s.cooked.Cooked = string(cooked)
			} else {
				s.cooked.HasCooked = false
			}
			s.tmplTail = c == '`'
			s.pos++
			if !s.tmplTail {
				s.pos++
			}
			return
		case c == 0 && s.pos >= s.end:
			s.pos = s.end
			s.illegal("Unexpected end of input", s.end, s.end)
			return
		case c == '\r':
			s.pos++
			if buf[s.pos] == '\n' {
				s.pos++
			}
			cooked = append(cooked, '\n')
			raw = append(raw, '\n')
		case c == '\\':
			p := s.pos
			s.pos++
			var msg string
			var at, end int32
			cooked, msg, at, end = s.escape(cooked, true)
			if msg != "" && s.tmplErr == "" {
				s.tmplErr, s.tmplPos, s.tmplEnd = msg, at, end
			}
			if s.pos > s.end {
				s.pos = s.end
			}
			for _, c := range buf[p:s.pos] {
				if c == '\r' {
					c = '\n'
				} else if c == '\n' && len(raw) > 0 && raw[len(raw)-1] == '\n' && buf[p+1] == '\r' {
					continue
				}
				raw = append(raw, c)
			}
		default:
			cooked = append(cooked, c)
			raw = append(raw, c)
			s.pos++
		}
	}
}

// regexp scans a regular expression literal whose first token (/ or /=) is the current one.
func (s *scanner) regexp() (pattern, flags string, ok bool) {
	start := s.tokPos
	s.pos = start + 1
	inClass := false
	for {
		c := s.buf[s.pos]
		switch {
		case c == '\n', c == '\r', c == 0 && s.pos >= s.end,
			c == 0xE2 && s.buf[s.pos+1] == 0x80 && s.buf[s.pos+2]&^1 == 0xA8:
			return "", "", false
		case c == '\\':
			s.pos++
			if c := s.buf[s.pos]; c == '\n' || c == '\r' || c == 0 && s.pos >= s.end ||
				c == 0xE2 && s.buf[s.pos+1] == 0x80 && s.buf[s.pos+2]&^1 == 0xA8 {
				return "", "", false
			}
			s.pos++
		case c == '[':
			inClass = true
			s.pos++
		case c == ']':
			inClass = false
			s.pos++
		case c == '/' && !inClass:
			pattern = string(s.buf[start+1 : s.pos])
			s.pos++
			f := s.pos
			for {
				c := s.buf[s.pos]
				if charClass[c]&ccPart != 0 {
					s.pos++
					continue
				}
				if c >= 0x80 {
					if r, n := decodeWTF8(s.buf[s.pos:s.end]); isIDContinue(r) {
						s.pos += int32(n)
						continue
					}
				}
				break
			}
			flags = string(s.buf[f:s.pos])
			if s.buf[s.pos] == '\\' {
				flags += "\\"
			}
			s.tokEnd = s.pos
			return pattern, flags, true
		default:
			s.pos++
		}
	}
}
