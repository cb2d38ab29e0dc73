package datemath

import (
	"math"

	"github.com/gonode/gonode/core/text/ucd"
)

type unit interface{ ~uint8 | ~uint16 }

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokNumber
	tokSymbol
	tokSpace
	tokMonth // value 1..12
	tokAMPM  // value 0 or 12
	tokZone  // value: offset in hours; z: the keyword Z
	tokT
	tokWord
)

type token struct {
	kind   tokenKind
	c      uint16 // symbol
	length int    // digits, leading zeros included
	value  int
	z      bool
}

func (t token) symbol(c uint16) bool { return t.kind == tokSymbol && t.c == c }
func (t token) sign() bool           { return t.symbol('+') || t.symbol('-') }
func (t token) fixed(n int) bool     { return t.kind == tokNumber && t.length == n }

// scanner yields tokens with one of lookahead.
type scanner[T unit] struct {
	s   []T
	pos int
	cur token
}

func (s *scanner[T]) next() token {
	t := s.cur
	s.cur = s.scan()
	return t
}

func (s *scanner[T]) skip(c uint16) bool {
	if s.cur.symbol(c) {
		s.next()
		return true
	}
	return false
}

func (s *scanner[T]) scan() token {
	if s.pos >= len(s.s) {
		return token{kind: tokEnd}
	}
	c := uint16(s.s[s.pos])
	switch {
	case c-'0' < 10:
		t := token{kind: tokNumber}
		significant := 0
		for s.pos < len(s.s) && uint16(s.s[s.pos])-'0' < 10 {
			if d := int(s.s[s.pos] - '0'); significant < 9 {
				t.value = t.value*10 + d
				if t.value > 0 {
					significant++
				}
			}
			t.length++
			s.pos++
		}
		return t
	case (c|0x20)-'a' < 26:
		var w [3]byte
		n := 0
		for s.pos < len(s.s) && (uint16(s.s[s.pos])|0x20)-'a' < 26 {
			if n < 3 {
				w[n] = byte(s.s[s.pos] | 0x20)
			}
			n++
			s.pos++
		}
		return keyword(w, n)
	case c == '(':
		depth := 0
		for s.pos < len(s.s) {
			switch s.s[s.pos] {
			case '(':
				depth++
			case ')':
				depth--
			}
			s.pos++
			if depth == 0 {
				break
			}
		}
		return token{kind: tokWord, length: 0} // marked by length 0: a comment
	}
	s.pos++
	if ucd.IsSpace(c) {
		return token{kind: tokSpace}
	}
	return token{kind: tokSymbol, c: c}
}

func keyword(w [3]byte, n int) token {
	for m := range 12 {
		if n >= 3 && w[0] == monthNames[3*m]|0x20 && w[1] == monthNames[3*m+1] && w[2] == monthNames[3*m+2] {
			return token{kind: tokMonth, value: m + 1, length: n}
		}
	}
	if n <= 3 {
		switch string(w[:n]) {
		case "am":
			return token{kind: tokAMPM, length: n}
		case "pm":
			return token{kind: tokAMPM, value: 12, length: n}
		case "ut", "utc", "gmt":
			return token{kind: tokZone, length: n}
		case "z":
			return token{kind: tokZone, z: true, length: n}
		case "est", "cdt":
			return token{kind: tokZone, value: -5, length: n}
		case "edt":
			return token{kind: tokZone, value: -4, length: n}
		case "cst", "mdt":
			return token{kind: tokZone, value: -6, length: n}
		case "mst", "pdt":
			return token{kind: tokZone, value: -7, length: n}
		case "pst":
			return token{kind: tokZone, value: -8, length: n}
		case "t":
			return token{kind: tokT, length: n}
		}
	}
	return token{kind: tokWord, length: n}
}

const none = math.MinInt32

// parts is what has been read of a date.
type parts struct {
	day    [3]int
	days   int
	month  int // named month or none
	iso    bool
	clock  [4]int
	clocks int
	ampm   int // 0, 12 or none
	sign   int
	hour   int
	minute int
}

func (p *parts) addDay(n int) bool {
	if p.days == len(p.day) {
		return false
	}
	p.day[p.days] = n
	p.days++
	return true
}

func (p *parts) addClock(n int) bool {
	if p.clocks == len(p.clock) {
		return false
	}
	p.clock[p.clocks] = n
	p.clocks++
	return true
}

// lastClock adds the final part of the time; no more may follow.
func (p *parts) lastClock(n int) bool {
	if !p.addClock(n) {
		return false
	}
	p.clocks = len(p.clock)
	return true
}

func (p *parts) expects(n int) bool {
	switch p.clocks {
	case 1, 2:
		return n < 60
	case 3:
		return n < 1000
	}
	return false
}

func (p *parts) setZone(hours int) {
	p.sign = 1
	if hours < 0 {
		p.sign = -1
		hours = -hours
	}
	p.hour, p.minute = hours, 0
}

func (p *parts) isUTC() bool { return p.hour == 0 && p.minute == 0 }

// milliseconds reads the digits of a fraction of a second.
func milliseconds(t token) int {
	v := t.value
	n := t.length
	switch {
	case n == 1:
		return v * 100
	case n == 2:
		return v * 10
	}
	for n = min(n, 9); n > 3; n-- {
		v /= 10
	}
	return v
}

// Parse is Date.parse ( string ), 21.4.3.2: the format of the specification, else the forms
// V8 accepts beyond it. Local times are read in z.
func Parse[T unit](s []T, z *Zone) float64 {
	p := parts{month: none, ampm: none, sign: none, hour: none, minute: none}
	sc := scanner[T]{s: s}
	sc.cur = sc.scan()
	first, state := parseISO(&sc, &p)
	switch state {
	case isoInvalid:
		return math.NaN()
	case isoLegacy:
		if !parseLegacy(&sc, &p, first) {
			return math.NaN()
		}
	}
	return p.value(z)
}

type isoState uint8

const (
	isoDone isoState = iota
	isoInvalid
	isoLegacy
)

// parseISO tries the Date Time String Format (21.4.1.32). When the text turns out to be
// something else it returns the next token for the legacy rules, which take over what was read.
func parseISO[T unit](sc *scanner[T], p *parts) (token, isoState) {
	if sc.cur.sign() {
		sign := sc.next()
		if !sc.cur.fixed(6) {
			return sign, isoLegacy
		}
		year := sc.next().value
		if sign.c == '-' {
			if year == 0 {
				return sign, isoLegacy
			}
			year = -year
		}
		p.addDay(year)
	} else if sc.cur.fixed(4) {
		p.addDay(sc.next().value)
	} else {
		return sc.next(), isoLegacy
	}
	if sc.skip('-') {
		if !sc.cur.fixed(2) || sc.cur.value < 1 || sc.cur.value > 12 {
			return sc.next(), isoLegacy
		}
		p.addDay(sc.next().value)
		if sc.skip('-') {
			if !sc.cur.fixed(2) || sc.cur.value < 1 || sc.cur.value > 31 {
				return sc.next(), isoLegacy
			}
			p.addDay(sc.next().value)
		}
	}
	if sc.cur.kind != tokT {
		if sc.cur.kind != tokEnd {
			return sc.next(), isoLegacy
		}
		p.setZone(0)
		p.iso = true
		return token{}, isoDone
	}
	sc.next()
	two := func(limit int) bool {
		if !sc.cur.fixed(2) || sc.cur.value > limit {
			return false
		}
		return p.addClock(sc.next().value)
	}
	if !two(24) {
		return token{}, isoInvalid
	}
	limit := 59
	if p.clock[0] == 24 {
		limit = 0
	}
	if !sc.skip(':') || !two(limit) {
		return token{}, isoInvalid
	}
	if sc.skip(':') {
		if !two(limit) {
			return token{}, isoInvalid
		}
		if sc.skip('.') {
			if sc.cur.kind != tokNumber || limit == 0 && sc.cur.value > 0 {
				return token{}, isoInvalid
			}
			p.addClock(milliseconds(sc.next()))
		}
	}
	switch {
	case sc.cur.kind == tokZone && sc.cur.z:
		sc.next()
		p.setZone(0)
	case sc.cur.sign():
		p.sign = 1
		if sc.next().c == '-' {
			p.sign = -1
		}
		if sc.cur.fixed(4) {
			v := sc.next().value
			p.hour, p.minute = v/100, v%100
		} else {
			if !sc.cur.fixed(2) {
				return token{}, isoInvalid
			}
			p.hour = sc.next().value
			if !sc.skip(':') || !sc.cur.fixed(2) {
				return token{}, isoInvalid
			}
			p.minute = sc.next().value
		}
		if p.hour > 23 || p.minute > 59 {
			return token{}, isoInvalid
		}
	}
	if sc.cur.kind != tokEnd {
		return token{}, isoInvalid
	}
	p.iso = true
	return token{}, isoDone
}

func parseLegacy[T unit](sc *scanner[T], p *parts, t token) bool {
	number := p.days > 0 // a number has been read
	for ; t.kind != tokEnd; t = sc.next() {
		switch {
		case t.kind == tokNumber:
			number = true
			n := t.value
			switch {
			case sc.cur.symbol(':'):
				sc.next()
				if sc.cur.symbol(':') {
					return false
				}
				if !p.addClock(n) {
					return false
				}
				sc.skip('.')
			case sc.skip('.') && p.expects(n):
				p.addClock(n)
				if sc.cur.kind != tokNumber {
					return false
				}
				if !p.lastClock(milliseconds(sc.next())) {
					return false
				}
			case p.hour != none && p.minute == none && n < 60:
				p.minute = n
			case p.expects(n):
				p.lastClock(n)
				c := sc.cur
				if c.kind != tokEnd && c.kind != tokSpace && !c.z && !c.sign() {
					return false
				}
			default:
				if !p.addDay(n) {
					return false
				}
				sc.skip('-')
			}
		case t.kind == tokAMPM && p.clocks > 0:
			p.ampm = t.value
		case t.kind == tokMonth:
			p.month = t.value
			sc.skip('-')
		case t.kind == tokZone && number:
			p.setZone(t.value)
		case t.kind == tokWord && t.length == 0: // comment
		case t.kind >= tokMonth:
			if number || sc.cur.kind == tokNumber {
				return false
			}
		case t.sign() && (p.isUTC() || p.clocks > 0):
			p.sign = 1
			if t.c == '-' {
				p.sign = -1
			}
			n, length := 0, 0
			if sc.cur.kind == tokNumber {
				o := sc.next()
				n, length = o.value, o.length
				number = true
			}
			switch {
			case sc.cur.symbol(':'):
				p.hour, p.minute = n, none
			case length == 1 || length == 2:
				p.hour, p.minute = n, 0
			case length == 3 || length == 4:
				p.hour, p.minute = n/100, n%100
			default:
				return false
			}
		case (t.sign() || t.symbol(')')) && number:
			return false
		}
	}
	return true
}

// value composes the time value.
func (p *parts) value(z *Zone) float64 {
	if p.days == 0 {
		return math.NaN()
	}
	given := p.days
	for p.days < len(p.day) {
		p.addDay(1)
	}
	isDay := func(n int) bool { return n >= 1 && n <= 31 }
	year, month, day := 0, 0, 0
	switch {
	case p.month == none:
		if p.iso || !isDay(p.day[0]) {
			year, month, day = p.day[0], p.day[1], p.day[2]
		} else {
			month, day, year = p.day[0], p.day[1], p.day[2]
		}
	case given == 1 && isDay(p.day[0]):
		month, day, year = p.month, p.day[0], 1
	case !isDay(p.day[0]):
		month, year, day = p.month, p.day[0], p.day[1]
	default:
		month, day, year = p.month, p.day[0], p.day[1]
	}
	if !p.iso {
		if year >= 0 && year <= 49 {
			year += 2000
		} else if year >= 50 && year <= 99 {
			year += 1900
		}
	}
	if month < 1 || month > 12 || !isDay(day) {
		return math.NaN()
	}
	c := p.clock
	if p.ampm != none {
		if c[0] > 12 {
			return math.NaN()
		}
		c[0] = c[0]%12 + p.ampm
	}
	if c[0] > 23 || c[1] > 59 || c[2] > 59 || c[3] > 999 {
		if c[0] != 24 || c[1]+c[2]+c[3] > 0 {
			return math.NaN()
		}
	}
	t := MakeDate(MakeDay(float64(year), float64(month-1), float64(day)), MakeTime(float64(c[0]), float64(c[1]), float64(c[2]), float64(c[3])))
	if p.sign == none {
		return TimeClip(z.UTC(t))
	}
	off := 0
	if p.hour != none {
		off = p.hour * 60
	}
	if p.minute != none {
		off += p.minute
	}
	return TimeClip(t - float64(p.sign*off)*MsPerMinute)
}
