package regexp

import (
	"math"
	"slices"

	"github.com/gonode/gonode/core/text/ucd"
)

type nodeKind uint8

const (
	nEmpty   nodeKind = iota
	nChar             // c
	nClass            // set (closed over case), perhaps strs
	nSeq              // kids
	nAlt              // kids
	nGroup            // kids[0], index
	nLook             // kids[0], behind, negative
	nQuant            // kids[0], min, max, lazy, caps first..last
	nBackref          // refs
	nBOL
	nEOL
	nWordB
	nNotWordB
)

// node is a part of the pattern. Flags that modifiers can change are kept per node.
type node struct {
	kind      nodeKind
	lazy      bool
	behind    bool
	negative  bool
	icase     bool
	multiline bool
	analysed  bool
	min, max  int
	index     int
	last      int // nQuant: capture groups index..last-1 lie inside
	c         uint32
	set       charSet
	strs      [][]uint32 // strings of a v-mode class, none of length 1
	refs      []int
	kids      []*node
	info      info
}

const infinity = math.MaxInt32

const (
	maxCaptures = 1 << 15
	maxDepth    = 5000
)

type namedGroup struct {
	name  string
	index int
}

// scope is a disjunction being parsed: names seen in the current alternative and in the ones
// before it, for the duplicate rule.
type scope struct {
	current, done []string
}

type parser struct {
	src       []uint16
	pos       int
	flags     Flags // d g y and u v of the whole pattern
	unicode   bool  // u or v
	sets      bool  // v
	icase     bool
	multiline bool
	dotAll    bool
	named     bool // the pattern has named groups
	total     int  // capture groups in all, with 0
	groups    int  // capture groups so far, with 0
	names     []namedGroup
	scopes    []scope
	refs      []*node  // named back references to resolve
	refNames  []string // their names
	depth     int
	err       *SyntaxError
}

func parse(src []uint16, f Flags) (*parser, *node, *SyntaxError) {
	p := &parser{src: src, flags: f, unicode: f&(Unicode|UnicodeSets) != 0, sets: f&UnicodeSets != 0,
		icase: f&IgnoreCase != 0, multiline: f&Multiline != 0, dotAll: f&DotAll != 0, groups: 1}
	p.prescan()
	n := p.disjunction()
	if p.err == nil && p.pos < len(src) {
		p.fail("Unmatched ')'")
	}
	if p.err == nil {
		p.resolve()
	}
	if p.err != nil {
		return nil, nil, p.err
	}
	return p, n, nil
}

func (p *parser) groupNames() []GroupName {
	var out []GroupName
	for _, g := range p.names {
		out = append(out, GroupName{g.name, g.index})
	}
	return out
}

func (p *parser) fail(reason string) *node {
	if p.err == nil {
		p.err = &SyntaxError{Reason: reason, Pos: p.pos, Pattern: p.src, Flags: p.flags}
		p.pos = len(p.src)
	}
	return &node{}
}

// prescan counts capture groups and finds out whether one is named: both decide how escapes
// that come earlier are read.
func (p *parser) prescan() {
	p.total = 1
	class := 0
	for i := 0; i < len(p.src); i++ {
		switch p.src[i] {
		case '\\':
			i++
		case '[':
			if class == 0 || p.sets {
				class++
			}
		case ']':
			if class > 0 {
				class--
			}
		case '(':
			if class > 0 {
				continue
			}
			if i+1 < len(p.src) && p.src[i+1] == '?' {
				if i+3 < len(p.src) && p.src[i+2] == '<' && p.src[i+3] != '=' && p.src[i+3] != '!' {
					p.named = true
					p.total++
				}
				continue
			}
			p.total++
		}
	}
}

// resolve binds named references once all names are known.
func (p *parser) resolve() {
	for i, n := range p.refs {
		for _, g := range p.names {
			if g.name == p.refNames[i] {
				n.refs = append(n.refs, g.index)
			}
		}
		if n.refs == nil {
			p.fail("Invalid named capture referenced")
		}
	}
}

func (p *parser) more() bool { return p.pos < len(p.src) }

// cur is the current code unit, -1 at the end.
func (p *parser) cur() int { return p.at(0) }

func (p *parser) at(k int) int {
	if p.pos+k < len(p.src) {
		return int(p.src[p.pos+k])
	}
	return -1
}

func (p *parser) eat(c int) bool {
	if p.cur() == c {
		p.pos++
		return true
	}
	return false
}

// curPoint is the current source character: a code point in unicode mode.
func (p *parser) curPoint() (c uint32, size int) { return p.pointAt(p.unicode) }

func (p *parser) pointAt(pairs bool) (uint32, int) {
	c := uint32(p.src[p.pos])
	if pairs && c&0xFC00 == 0xD800 && p.pos+1 < len(p.src) && p.src[p.pos+1]&0xFC00 == 0xDC00 {
		return (c-0xD800)<<10 + uint32(p.src[p.pos+1]) - 0xDC00 + 0x10000, 2
	}
	return c, 1
}

func (p *parser) disjunction() *node {
	p.depth++
	if p.depth > maxDepth {
		p.depth--
		return p.fail("Regular expression too large")
	}
	p.scopes = append(p.scopes, scope{})
	first := p.alternative()
	n := first
	for p.cur() == '|' {
		p.pos++
		s := &p.scopes[len(p.scopes)-1]
		s.done = append(s.done, s.current...)
		s.current = nil
		if n.kind != nAlt || n == first {
			n = &node{kind: nAlt, kids: []*node{first}}
		}
		n.kids = append(n.kids, p.alternative())
	}
	s := p.scopes[len(p.scopes)-1]
	p.scopes = p.scopes[:len(p.scopes)-1]
	if k := len(p.scopes); k > 0 {
		o := &p.scopes[k-1]
		o.current = append(append(o.current, s.current...), s.done...)
	}
	p.depth--
	return n
}

func (p *parser) alternative() *node {
	var kids []*node
	for p.more() && p.err == nil {
		c := p.cur()
		if c == '|' || c == ')' {
			break
		}
		caps := p.groups
		quantifiable := true
		invalid := false // a lookaround that must not have a quantifier
		var n *node
		switch c {
		case '^':
			p.pos++
			kids = append(kids, &node{kind: nBOL, multiline: p.multiline})
			continue
		case '$':
			p.pos++
			kids = append(kids, &node{kind: nEOL, multiline: p.multiline})
			continue
		case '(':
			n = p.group()
			if n.kind == nLook && (n.behind || p.unicode) {
				invalid = true
			}
		case '*', '+', '?':
			p.fail("Nothing to repeat")
			continue
		case '.':
			p.pos++
			n = &node{kind: nClass}
			if p.dotAll {
				n.set = charSet{0, maxCode}
			} else {
				n.set = lineEndSet().negate()
			}
		case '[':
			n = p.class()
		case '\\':
			n, quantifiable = p.atomEscape()
		case '{':
			if _, _, ok := p.interval(); ok {
				p.fail("Nothing to repeat")
				continue
			}
			if p.unicode {
				p.fail("Lone quantifier brackets")
				continue
			}
			n = p.literal()
		case '}', ']':
			if p.unicode {
				p.fail("Lone quantifier brackets")
				continue
			}
			n = p.literal()
		default:
			n = p.literal()
		}
		if p.err != nil {
			break
		}
		if quantifiable {
			n = p.quantifier(n, caps, invalid)
		}
		kids = append(kids, n)
	}
	switch len(kids) {
	case 0:
		return &node{kind: nEmpty}
	case 1:
		return kids[0]
	}
	return &node{kind: nSeq, kids: kids}
}

func (p *parser) literal() *node {
	c, size := p.curPoint()
	p.pos += size
	return p.char(c)
}

// char is a pattern character under the current flags.
func (p *parser) char(c uint32) *node {
	if p.icase {
		if s := closeCase(setOf(c), p.unicode); s.size() > 1 {
			return &node{kind: nClass, set: s}
		}
	}
	return &node{kind: nChar, c: c}
}

// interval reads {n}, {n,} or {n,m}; without a match the position stays.
func (p *parser) interval() (lo, hi int, ok bool) {
	start := p.pos
	p.pos++ // {
	lo, ok = p.digits()
	hi = lo
	if ok && p.eat(',') {
		if hi, ok = p.digits(); !ok {
			hi, ok = infinity, true
		}
	}
	if ok && p.eat('}') {
		return lo, hi, true
	}
	p.pos = start
	return 0, 0, false
}

func (p *parser) digits() (int, bool) {
	v, any := 0, false
	for c := p.cur(); c >= '0' && c <= '9'; c = p.cur() {
		v = min(v*10+c-'0', infinity)
		any = true
		p.pos++
	}
	return v, any
}

func (p *parser) quantifier(n *node, caps int, invalid bool) *node {
	var lo, hi int
	start := p.pos
	switch p.cur() {
	case '*':
		lo, hi = 0, infinity
		p.pos++
	case '+':
		lo, hi = 1, infinity
		p.pos++
	case '?':
		lo, hi = 0, 1
		p.pos++
	case '{':
		var ok bool
		if lo, hi, ok = p.interval(); !ok {
			if p.unicode {
				return p.fail("Incomplete quantifier")
			}
			return n
		}
		if hi < lo {
			return p.fail("numbers out of order in {} quantifier")
		}
	default:
		return n
	}
	if invalid {
		p.pos = start
		return p.fail("Invalid quantifier")
	}
	lazy := p.eat('?')
	return &node{kind: nQuant, kids: []*node{n}, min: lo, max: hi, lazy: lazy, index: caps, last: p.groups}
}

func (p *parser) group() *node {
	p.pos++ // (
	icase, multiline, dotAll := p.icase, p.multiline, p.dotAll
	n := &node{kind: nGroup}
	named := ""
	switch {
	case p.cur() != '?':
		n.index = p.groups
		p.groups++
	case p.at(1) == ':':
		p.pos += 2
		n = nil
	case p.at(1) == '=' || p.at(1) == '!':
		n = &node{kind: nLook, negative: p.at(1) == '!'}
		p.pos += 2
	case p.at(1) == '<' && (p.at(2) == '=' || p.at(2) == '!'):
		n = &node{kind: nLook, negative: p.at(2) == '!', behind: true}
		p.pos += 3
	case p.at(1) == '<':
		p.pos += 2
		name, ok := p.groupName()
		if !ok {
			return p.fail("Invalid capture group name")
		}
		named = name
		p.names = append(p.names, namedGroup{name, p.groups})
		n.index = p.groups
		p.groups++
	default:
		p.pos++
		if !p.modifiers() {
			return n
		}
		n = nil
	}
	if p.groups > maxCaptures {
		return p.fail("Too many captures")
	}
	body := p.disjunction()
	if p.err == nil && !p.eat(')') {
		p.fail("Unterminated group")
	}
	if named != "" && p.err == nil {
		for i := range p.scopes {
			if slices.Contains(p.scopes[i].current, named) {
				return p.fail("Duplicate capture group name")
			}
		}
		s := &p.scopes[len(p.scopes)-1]
		s.current = append(s.current, named)
	}
	p.icase, p.multiline, p.dotAll = icase, multiline, dotAll
	if n == nil {
		if body.kind == nQuant || body.kind == nLook {
			return &node{kind: nSeq, kids: []*node{body}} // not itself quantifiable as a lookaround
		}
		return body
	}
	n.kids = []*node{body}
	if n.kind == nLook {
		n.last = p.groups
	}
	return n
}

// modifiers reads ims-ims: after "(?".
func (p *parser) modifiers() bool {
	var seen, on, off Flags
	dash := false
	for {
		var f Flags
		c := p.cur()
		switch c {
		case 'i':
			f = IgnoreCase
		case 'm':
			f = Multiline
		case 's':
			f = DotAll
		case '-':
			if dash {
				p.fail("Multiple dashes in flag group")
				return false
			}
			dash = true
			p.pos++
			continue
		case ':':
			if dash && on|off == 0 {
				p.fail("Invalid flag group")
				return false
			}
			p.pos++
			set := func(b *bool, f Flags) {
				if on&f != 0 {
					*b = true
				} else if off&f != 0 {
					*b = false
				}
			}
			set(&p.icase, IgnoreCase)
			set(&p.multiline, Multiline)
			set(&p.dotAll, DotAll)
			return true
		default:
			p.fail("Invalid group")
			return false
		}
		if seen&f != 0 {
			p.fail("Repeated flag in flag group")
			return false
		}
		seen |= f
		if dash {
			off |= f
		} else {
			on |= f
		}
		p.pos++
	}
}

// groupName reads a name and its ">".
func (p *parser) groupName() (string, bool) {
	var name []uint16
	for p.more() {
		c, size := p.pointAt(true)
		p.pos += size
		if c == '>' {
			return encodeWTF8(name), len(name) > 0
		}
		if c == '\\' {
			if !p.eat('u') {
				return "", false
			}
			var ok bool
			if c, ok = p.unicodeEscape(true); !ok {
				p.fail("Invalid Unicode escape")
				return "", false
			}
		}
		if len(name) == 0 {
			if c != '$' && c != '_' && !ucd.IsIDStart(rune(c)) {
				return "", false
			}
		} else if c != '$' && c != 0x200C && c != 0x200D && !ucd.IsIDContinue(rune(c)) {
			return "", false
		}
		if c >= 0x10000 {
			c -= 0x10000
			name = append(name, uint16(0xD800+c>>10), uint16(0xDC00+c&0x3FF))
		} else {
			name = append(name, uint16(c))
		}
	}
	return "", false
}

func hexDigit(c int) int {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	}
	return -1
}

// hex reads n hex digits or leaves the position.
func (p *parser) hex(n int) (uint32, bool) {
	v := uint32(0)
	for i := range n {
		d := hexDigit(p.at(i))
		if d < 0 {
			return 0, false
		}
		v = v<<4 | uint32(d)
	}
	p.pos += n
	return v, true
}

// unicodeEscape reads what follows \u; unicode allows braces and joins surrogate pairs.
func (p *parser) unicodeEscape(unicode bool) (uint32, bool) {
	start := p.pos
	if unicode && p.eat('{') {
		v := uint32(0)
		n := 0
		for d := hexDigit(p.cur()); d >= 0; d = hexDigit(p.cur()) {
			if v = v<<4 | uint32(d); v > 0x10FFFF {
				p.pos = start
				return 0, false
			}
			n++
			p.pos++
		}
		if n == 0 || !p.eat('}') {
			p.pos = start
			return 0, false
		}
		return v, true
	}
	v, ok := p.hex(4)
	if ok && unicode && v&0xFC00 == 0xD800 && p.cur() == '\\' && p.at(1) == 'u' {
		at := p.pos
		p.pos += 2
		if lo, ok := p.hex(4); ok && lo&0xFC00 == 0xDC00 {
			return (v-0xD800)<<10 + lo - 0xDC00 + 0x10000, true
		}
		p.pos = at
	}
	return v, ok
}

// atomEscape reads an escape outside classes; false: an assertion, which takes no quantifier.
func (p *parser) atomEscape() (*node, bool) {
	c := p.at(1)
	switch {
	case c < 0:
		return p.fail("\\ at end of pattern"), true
	case c == 'b' || c == 'B':
		p.pos += 2
		n := &node{kind: nWordB, icase: p.icase && p.unicode}
		if c == 'B' {
			n.kind = nNotWordB
		}
		return n, false
	case c >= '1' && c <= '9':
		start := p.pos
		p.pos++
		if v, _ := p.digits(); v < p.total {
			return &node{kind: nBackref, refs: []int{v}, icase: p.icase}, true
		}
		p.pos = start
		if p.unicode {
			return p.fail("Invalid escape"), true
		}
		if c >= '8' {
			p.pos += 2
			return p.char(uint32(c)), true
		}
		p.pos++
		return p.char(p.octal()), true
	case c == '0':
		if d := p.at(2); p.unicode && d >= '0' && d <= '9' {
			return p.fail("Invalid decimal escape"), true
		}
		p.pos++
		return p.char(p.octal()), true
	case c == 'k' && (p.unicode || p.named):
		p.pos += 2
		if !p.eat('<') {
			return p.fail("Invalid named reference"), true
		}
		name, ok := p.groupName()
		if !ok {
			return p.fail("Invalid capture group name"), true
		}
		n := &node{kind: nBackref, icase: p.icase}
		p.refs = append(p.refs, n)
		p.refNames = append(p.refNames, name)
		return n, true
	}
	if s, strs, ok := p.classEscape(false); ok {
		return p.setNode(s, strs), true
	}
	if p.err != nil {
		return &node{}, true
	}
	p.pos++
	return p.char(p.charEscape(false)), true
}

// octal reads a legacy octal escape of up to three digits, at most 0377.
func (p *parser) octal() uint32 {
	v := 0
	for range 3 {
		d := p.cur() - '0'
		if d < 0 || d > 7 || v*8+d > 0xFF {
			break
		}
		v = v*8 + d
		p.pos++
	}
	return uint32(v)
}

// charEscape reads a character escape; the backslash is consumed already.
func (p *parser) charEscape(inClass bool) uint32 {
	c, size := p.curPoint()
	p.pos += size
	switch c {
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	case 'c':
		l := p.cur()
		if l|0x20 >= 'a' && l|0x20 <= 'z' {
			p.pos++
			return uint32(l & 31)
		}
		if p.unicode {
			p.fail("Invalid Unicode escape")
			return 0
		}
		if inClass && (l >= '0' && l <= '9' || l == '_') {
			p.pos++
			return uint32(l & 31)
		}
		p.pos--
		return '\\'
	case '0', '1', '2', '3', '4', '5', '6', '7': // only in classes
		if p.unicode {
			if d := p.cur(); c != '0' || d >= '0' && d <= '9' {
				p.fail("Invalid decimal escape")
				return 0
			}
		}
		p.pos--
		return p.octal()
	case 'x':
		if v, ok := p.hex(2); ok {
			return v
		}
		if p.unicode {
			p.fail("Invalid escape")
		}
		return 'x'
	case 'u':
		if v, ok := p.unicodeEscape(p.unicode); ok {
			return v
		}
		if p.unicode {
			p.fail("Invalid Unicode escape")
		}
		return 'u'
	}
	if p.unicode {
		if isSyntaxChar(c) || c == '/' || inClass && c == '-' {
			return c
		}
		p.fail("Invalid escape")
		return 0
	}
	if c == 'k' && p.named {
		p.fail("Invalid escape")
	}
	return c
}

func isSyntaxChar(c uint32) bool {
	switch c {
	case '^', '$', '\\', '.', '*', '+', '?', '(', ')', '[', ']', '{', '}', '|':
		return true
	}
	return false
}
