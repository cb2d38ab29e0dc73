package regexp

import (
	"slices"
	"unicode/utf8"

	"github.com/gonode/gonode/core/text/ucd"
)

// setNode makes a class node; strs are the strings that are not one character long.
func (p *parser) setNode(s charSet, strs [][]uint32) *node {
	return &node{kind: nClass, set: s, strs: strs, icase: p.icase}
}

// classEscape reads \d \D \s \S \w \W and, in unicode mode, \p{} \P{}. ok is false when the
// escape is another one (nothing consumed) or an error was found.
func (p *parser) classEscape(inClass bool) (s charSet, strs [][]uint32, ok bool) {
	c := p.at(1)
	switch c {
	case 'd', 'D':
		s = digitSet()
	case 's', 'S':
		s = spaceSet()
	case 'w', 'W':
		s = wordSet(p.unicode && p.icase)
	case 'p', 'P':
		if !p.unicode {
			return nil, nil, false
		}
		reason := "Invalid property name"
		if inClass {
			reason += " in character class"
		}
		p.pos += 2
		s, strs, ok = p.property(c == 'P')
		if !ok {
			p.fail(reason)
		}
		return s, strs, ok
	default:
		return nil, nil, false
	}
	p.pos += 2
	if c < 'a' {
		s = s.negate()
	}
	if p.icase && c|0x20 == 'w' {
		s = closeCase(s, p.unicode)
	}
	return s, nil, true
}

// property reads {Name} or {Name=Value} after \p or \P.
func (p *parser) property(negative bool) (s charSet, strs [][]uint32, ok bool) {
	if !p.eat('{') {
		return nil, nil, false
	}
	var name, value []byte
	part := &name
	hasValue := false
	for {
		c := p.cur()
		if c == '}' {
			p.pos++
			break
		}
		if c == '=' && !hasValue {
			hasValue = true
			part = &value
		} else if c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' {
			*part = append(*part, byte(c))
		} else {
			return nil, nil, false
		}
		p.pos++
	}
	if hasValue && len(value) == 0 {
		return nil, nil, false
	}
	if !hasValue && p.sets && !negative && ucd.IsSequenceProperty(string(name)) {
		list, _ := ucd.SequenceProperty(string(name))
		for _, str := range list {
			if utf8.RuneCountInString(str) == 1 {
				r, _ := utf8.DecodeRuneInString(str)
				s.addRange(uint32(r), uint32(r))
				continue
			}
			var u []uint32
			for _, r := range str {
				u = append(u, uint32(r))
			}
			strs = append(strs, u)
		}
		s = s.canon()
		if p.icase {
			s = closeCase(s, true)
		}
		return s, strs, true
	}
	s, ok = ucd.Property(string(name), string(value))
	if !ok {
		return nil, nil, false
	}
	switch {
	case !p.icase:
		if negative {
			s = s.negate()
		}
	case negative && p.sets: // complement of the folded set
		s = closeCase(s, true).negate()
	case negative:
		s = closeCase(s.negate(), true)
	default:
		s = closeCase(s, true)
	}
	return s, nil, true
}

// class reads a character class at "[".
func (p *parser) class() *node {
	p.pos++
	if p.sets {
		s, strs, _, _ := p.classSet()
		return p.setNode(s, strs)
	}
	negative := p.eat('^')
	var s charSet
	for p.err == nil {
		if !p.more() {
			return p.fail("Unterminated character class")
		}
		if p.eat(']') {
			break
		}
		lo, loSet, loClass := p.classAtom()
		if p.cur() == '-' && p.err == nil {
			p.pos++
			if !p.more() {
				return p.fail("Unterminated character class")
			}
			if p.cur() == ']' {
				s = p.addAtom(s, lo, loSet, loClass)
				s.addRange('-', '-')
				continue
			}
			hi, hiSet, hiClass := p.classAtom()
			if p.err != nil {
				break
			}
			if loClass || hiClass {
				if p.unicode {
					return p.fail("Invalid character class")
				}
				s = p.addAtom(s, lo, loSet, loClass)
				s.addRange('-', '-')
				s = p.addAtom(s, hi, hiSet, hiClass)
				continue
			}
			if lo > hi {
				return p.fail("Range out of order in character class")
			}
			s.addRange(lo, hi)
			continue
		}
		s = p.addAtom(s, lo, loSet, loClass)
	}
	s = s.canon()
	if p.icase {
		s = closeCase(s, p.unicode)
	}
	if negative {
		s = s.negate()
	}
	return p.setNode(s, nil)
}

func (p *parser) addAtom(s charSet, c uint32, set charSet, isClass bool) charSet {
	if isClass {
		return append(s, set...)
	}
	s.addRange(c, c)
	return s
}

// classAtom reads one character or class escape inside a class.
func (p *parser) classAtom() (c uint32, s charSet, isClass bool) {
	if p.cur() != '\\' {
		c, size := p.curPoint()
		p.pos += size
		return c, nil, false
	}
	if p.at(1) < 0 {
		p.fail("\\ at end of pattern")
		return 0, nil, false
	}
	if s, _, ok := p.classEscape(true); ok {
		return 0, s, true
	}
	if p.err != nil {
		return 0, nil, false
	}
	p.pos++
	switch p.cur() {
	case 'b':
		p.pos++
		return '\b', nil, false
	}
	return p.charEscape(true), nil, false
}

// operand is a part of a v-mode class.
type operand struct {
	kind operandKind
	c    uint32
	set  charSet
	strs [][]uint32
	may  bool // MayContainStrings: decided by the form, not by the contents
}

type operandKind uint8

const (
	opdChar operandKind = iota
	opdRange
	opdEscape
	opdNested
	opdStrings
)

const (
	errSetOperation = "Invalid set operation in character class"
	errSetCharacter = "Invalid character in character class"
)

// classSet reads the contents of a v-mode class after "[" with its "]".
// (ECMA-262 22.2.1, ClassSetExpression.)
func (p *parser) classSet() (_ charSet, _ [][]uint32, may, ok bool) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		p.fail("Regular expression too large")
		return nil, nil, false, false
	}
	negative := p.eat('^')
	var s charSet
	var strs [][]uint32
	if !p.more() {
		p.fail("Unterminated character class")
		return nil, nil, false, false
	}
	if !p.eat(']') {
		first := p.setOperand()
		if p.err != nil {
			return nil, nil, false, false
		}
		switch {
		case p.cur() == '-' && p.at(1) == '-':
			s, strs, may = p.setOperation(first, '-')
		case p.cur() == '&' && p.at(1) == '&':
			s, strs, may = p.setOperation(first, '&')
		default:
			s, strs, may = p.setUnion(first)
		}
		if p.err != nil {
			return nil, nil, false, false
		}
	}
	if negative {
		if may {
			p.fail("Negated character class may contain strings")
			return nil, nil, false, false
		}
		s = s.negate()
	}
	return s, strs, may, true
}

func (p *parser) finish(o *operand) {
	if o.kind == opdChar {
		o.set = setOf(o.c)
		if p.icase {
			o.set = closeCase(o.set, true)
		}
	}
}

// setOperation reads the rest of A--B--C or A&&B&&C.
func (p *parser) setOperation(first operand, op int) (charSet, [][]uint32, bool) {
	p.finish(&first)
	s, strs, may := first.set, first.strs, first.may
	for p.err == nil {
		if !p.more() {
			p.fail("Unterminated character class")
			break
		}
		if p.eat(']') {
			break
		}
		if p.cur() != op || p.at(1) != op {
			p.fail(errSetOperation)
			break
		}
		p.pos += 2
		if p.cur() == '&' && op == '&' {
			p.fail(errSetCharacter)
			break
		}
		o := p.setOperand()
		if p.err != nil {
			break
		}
		p.finish(&o)
		has := func(str []uint32) bool { return p.hasString(o.strs, str) }
		if op == '-' {
			s = s.subtract(o.set)
			strs = slices.DeleteFunc(slices.Clone(strs), has)
		} else {
			s = s.intersect(o.set)
			may = may && o.may
			strs = slices.DeleteFunc(slices.Clone(strs), func(str []uint32) bool { return !has(str) })
		}
	}
	return s, strs, may
}

// hasString compares strings the way the set operations do: folded when case is ignored.
func (p *parser) hasString(list [][]uint32, str []uint32) bool {
	for _, l := range list {
		if len(l) != len(str) {
			continue
		}
		same := true
		for i := range l {
			if l[i] != str[i] && (!p.icase || canonicalize(l[i], true) != canonicalize(str[i], true)) {
				same = false
				break
			}
		}
		if same {
			return true
		}
	}
	return false
}

func (p *parser) setUnion(last operand) (charSet, [][]uint32, bool) {
	may := false
	var s charSet
	var strs [][]uint32
	add := func(o operand) {
		p.finish(&o)
		s = append(s, o.set...)
		strs = append(strs, o.strs...)
		may = may || o.may
	}
	for p.err == nil {
		if !p.more() {
			p.fail("Unterminated character class")
			break
		}
		if p.cur() == ']' {
			p.pos++
			add(last)
			break
		}
		if p.cur() == '-' {
			if p.at(1) == '-' {
				p.fail(errSetOperation)
				break
			}
			if last.kind != opdChar {
				p.fail("Invalid character class")
				break
			}
			p.pos++
			if !p.more() {
				p.fail("Unterminated character class")
				break
			}
			o := p.setOperand()
			if p.err != nil {
				break
			}
			if o.kind != opdChar {
				p.fail("Invalid character class")
				break
			}
			hi := o.c
			if last.c > hi {
				p.fail("Range out of order in character class")
				break
			}
			set := charSet{last.c, hi + 1}
			if p.icase {
				set = closeCase(set, true)
			}
			last = operand{kind: opdRange, set: set}
			continue
		}
		add(last)
		last = p.setOperand()
	}
	return s.canon(), strs, may
}

func isReservedDouble(c int) bool {
	switch c {
	case '&', '!', '#', '$', '%', '*', '+', ',', '.', ':', ';', '<', '=', '>', '?', '@', '^', '`', '~':
		return true
	}
	return false
}

func (p *parser) setOperand() operand {
	c := p.cur()
	switch {
	case c == '[':
		p.pos++
		s, strs, may, _ := p.classSet()
		return operand{kind: opdNested, set: s, strs: strs, may: may}
	case c == '\\' && p.at(1) == 'q' && p.at(2) == '{':
		p.pos += 3
		return p.stringDisjunction()
	case c == '\\' && p.at(1) >= 0:
		if s, strs, ok := p.classEscape(true); ok {
			return operand{kind: opdEscape, set: s, strs: strs, may: len(strs) > 0}
		}
		if p.err != nil {
			return operand{}
		}
	}
	return operand{kind: opdChar, c: p.setCharacter()}
}

// setCharacter reads a ClassSetCharacter.
func (p *parser) setCharacter() uint32 {
	c := p.cur()
	switch c {
	case -1:
		p.fail("Unterminated character class")
		return 0
	case '(', ')', '[', ']', '{', '}', '/', '-', '|':
		p.fail(errSetCharacter)
		return 0
	case '\\':
		if p.at(1) < 0 {
			p.fail("\\ at end of pattern")
			return 0
		}
		p.pos++
		switch e := p.cur(); e {
		case 'b':
			p.pos++
			return '\b'
		case '&', '-', '!', '#', '%', ',', ':', ';', '<', '=', '>', '@', '`', '~':
			p.pos++
			return uint32(e)
		}
		return p.charEscape(true)
	}
	if isReservedDouble(c) && p.at(1) == c {
		p.fail(errSetOperation)
		return 0
	}
	v, size := p.curPoint()
	p.pos += size
	return v
}

// stringDisjunction reads the rest of \q{a|bc}.
func (p *parser) stringDisjunction() operand {
	o := operand{kind: opdStrings}
	var str []uint32
	flush := func() {
		if len(str) == 1 {
			s := setOf(str[0])
			if p.icase {
				s = closeCase(s, true)
			}
			o.set = append(o.set, s...)
		} else if !p.hasString(o.strs, str) {
			o.strs = append(o.strs, str)
		}
		str = nil
	}
	for p.err == nil {
		if p.eat('}') {
			flush()
			break
		}
		if p.eat('|') {
			flush()
			continue
		}
		str = append(str, p.setCharacter())
	}
	o.set = o.set.canon()
	o.may = len(o.strs) > 0
	return o
}
