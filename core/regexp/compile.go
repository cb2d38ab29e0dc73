package regexp

import "slices"

// The opcodes. A word holds the opcode in its low byte and operand A in the upper 24 bits.
const (
	opFail      = iota
	opMatch     //
	opChar      // A: code unit
	opChar2     // w: two code units, either matches
	opStr       // A: n; n code units in (n+1)/2 words
	opStrB      // the same, backwards
	opClass     // A: class
	opClassB    // backwards
	opClassU    // by code point
	opClassUB   //
	opAny       // any code unit
	opJmp       // A: target
	opSplit     // A: alternative; go on with the next instruction first
	opSplitLazy // A: preferred target
	opSplit2    // A: table; w: preferred, w: alternative
	opSave      // A: register
	opReset     // A: first register, w: past
	opSetReg    // A: register, w: value
	opLoop      // A: counter, w: min, w: max, w: exit, w: table, w: lazy
	opLoopNext  // A: counter, w: position register+1 or 0, w: min, w: loop
	opSavePos   // A: register
	opAdvance   // A: register; fail when the position is still there
	opBOL       //
	opEOL       //
	opBOLM      //
	opEOLM      //
	opWordB     // A: 1 negative, 2 with the Unicode folds
	opLook      // A: register pair
	opLookEnd   // A: register pair, w: has captures
	opNegLook   // A: register pair, w: continuation
	opNegEnd    // A: register pair
	opBackref   // A: 1 ignore case, 2 backwards, 4 unicode; w: n, n groups
	opGreedy    // A: class, w: min, w: max, w: follow, w: flags
	opLazy      // the same
	opTrie      // A: root node, w: 1 ignore case, 2 backwards
)

// Flags of opGreedy and opLazy.
const (
	loopPossessive = 1 << iota
	loopUnicode
	loopAll  // the class has every character
	loopNot1 // every character but one, or but \n and \r: see notChars
	loopNot2
)

// The header words of a program.
const (
	hMagic = iota
	hFlags
	hGroups
	hRegs
	hMinLen
	hSearch // searchNone ...
	hPrefix // word offset of the literal: n, code units, then the same as bytes
	hFirst  // offset of the first-character table
	hRequired
	hCode
	hLiteral // 1: the prefix is the whole pattern
	hDot     // 1: begins with .*, so that a failure rules out the rest of the line; 2: of the input
	headerWords
)

const magic = 0x31525847

const (
	searchNone = iota
	searchPrefix
	searchFirst
	searchStart
	searchLine
	searchSkip // hFirst: width, skip above Latin-1, then 256 bytes of skips and 256 of first
)

const maxWords = 1 << 23 // targets have 24 bits

// nTrie is a set of strings of at least two characters; made from v-mode classes.
const nTrie = nNotWordB + 1

type compiler struct {
	p       *parser
	w       []uint32 // code; targets are relative to its start until the end
	d       []uint32 // header and data: tables, classes, literals, tries
	rel24   []int    // words of w whose operand A is a target
	rel32   []int    // words of w that are targets
	regs    int
	unicode bool
	tables  map[[17]uint32]uint32
	classes map[string]uint32
	tooBig  bool
}

// compile returns the program bytes; false when the program would be too large.
func compile(p *parser, root *node) ([]byte, bool) {
	c := &compiler{p: p, unicode: p.unicode, regs: 2 * p.groups, tables: map[[17]uint32]uint32{}, classes: map[string]uint32{}}
	c.d = make([]uint32, headerWords, 64)
	desugar(root)
	analyse(root)
	c.search(root)
	c.emit(root, anyFset(), false)
	c.op(opMatch, 0)
	if c.tooBig || len(c.d)+len(c.w) >= maxWords {
		return nil, false
	}
	base := uint32(len(c.d))
	for _, i := range c.rel24 {
		c.w[i] += base << 8
	}
	for _, i := range c.rel32 {
		c.w[i] += base
	}
	c.d[hMagic] = magic
	c.d[hFlags] = uint32(p.flags)
	c.d[hGroups] = uint32(p.groups)
	c.d[hRegs] = uint32(c.regs)
	c.d[hMinLen] = uint32(root.info.minLen)
	c.d[hCode] = base
	return bytesOf(append(c.d, c.w...)), true
}

// desugar turns classes with strings into alternatives, longest strings first.
func desugar(n *node) {
	if n.kind == nClass && n.strs != nil {
		strs := slices.DeleteFunc(slices.Clone(n.strs), func(s []uint32) bool { return len(s) == 0 })
		var kids []*node
		if len(strs) > 0 {
			kids = append(kids, &node{kind: nTrie, strs: strs, icase: n.icase})
		}
		if len(n.set) > 0 {
			kids = append(kids, &node{kind: nClass, set: n.set})
		}
		if len(strs) < len(n.strs) {
			kids = append(kids, &node{kind: nEmpty})
		}
		*n = node{kind: nAlt, kids: kids}
	}
	for _, k := range n.kids {
		desugar(k)
	}
}

func (c *compiler) op(op int, a uint32) int {
	c.w = append(c.w, uint32(op)|a<<8)
	switch op {
	case opJmp, opSplit, opSplitLazy:
		c.rel24 = append(c.rel24, len(c.w)-1)
	}
	if len(c.w)+len(c.d) >= maxWords {
		c.tooBig = true
	}
	return len(c.w) - 1
}

func (c *compiler) word(v uint32) int {
	c.w = append(c.w, v)
	return len(c.w) - 1
}

func (c *compiler) here() uint32 { return uint32(len(c.w)) }

// target patches operand A of a jump.
func (c *compiler) target(at int) {
	c.w[at] = c.w[at]&0xFF | c.here()<<8
}

func (c *compiler) patch(at int) {
	c.w[at] = c.here()
	c.rel32 = append(c.rel32, at)
}

func fsetWords(f fset) (w [9]uint32) {
	for i, b := range f.bits {
		w[2*i], w[2*i+1] = uint32(b), uint32(b>>32)
	}
	if f.hi {
		w[8] |= 1
	}
	if f.eof {
		w[8] |= 2
	}
	return w
}

// table places an fset (b nil) or a pair for opSplit2 and returns its offset; data needed in
// the middle of code is jumped over.
func (c *compiler) table(a fset, b *fset) uint32 {
	var key [17]uint32
	wa := fsetWords(a)
	copy(key[:8], wa[:8])
	key[16] = wa[8]
	if b != nil {
		wb := fsetWords(*b)
		copy(key[8:16], wb[:8])
		key[16] |= wb[8]<<2 | 1<<8
	}
	if off, ok := c.tables[key]; ok {
		return off
	}
	off := uint32(len(c.d))
	if b == nil {
		c.d = append(c.d, wa[:]...)
	} else {
		c.d = append(c.d, key[:]...)
	}
	c.tables[key] = off
	return off
}

func (c *compiler) classAt(s charSet) uint32 {
	key := make([]byte, 0, len(s)*4)
	for _, v := range s {
		key = append(key, byte(v), byte(v>>8), byte(v>>16))
	}
	if off, ok := c.classes[string(key)]; ok {
		return off
	}
	var f fset
	f.add(s)
	off := uint32(len(c.d))
	w := fsetWords(f)
	c.d = append(c.d, w[:8]...)
	high := s.intersect(charSet{256, maxCode})
	if len(high) == 2 && high[0] == 256 && high[1] == maxCode {
		c.d = append(c.d, 1<<31)
	} else {
		c.d = append(c.d, uint32(len(high)/2))
		c.d = append(c.d, high...)
	}
	c.classes[string(key)] = off
	return off
}

// plain tells whether a character node can be matched by code units alone.
func (c *compiler) plain(n *node) bool {
	return n.kind == nChar && !(c.unicode && n.c >= 0xD800 && n.c <= 0xDFFF)
}

// search decides how candidates for the start of a match are found.
func (c *compiler) search(root *node) {
	runs := c.literals(root, nil)
	switch {
	case anchored(root, false):
		c.d[hSearch] = searchStart
	case len(runs) > 0 && len(runs[0]) > 0 && leads(root):
		c.d[hSearch] = searchPrefix
		c.d[hPrefix] = c.literal(runs[0])
		if root.kind == nChar || root.kind == nSeq && !slices.ContainsFunc(root.kids, func(k *node) bool { return !c.plain(k) }) {
			c.d[hLiteral] = 1
		}
		runs = runs[1:]
	case anchored(root, true):
		c.d[hSearch] = searchLine
	default:
		if sets, _ := c.leadingSets(root, nil); len(sets) > 1 {
			c.d[hSearch] = searchSkip
			c.d[hFirst] = c.skipTable(sets)
		} else if f := firstOf(root, anyFset()); !f.isAny() {
			c.d[hSearch] = searchFirst
			c.d[hFirst] = c.skipTable([]fset{f})
		}
	}
	c.d[hDot] = uint32(leadingDot(root, false))
	var best []uint16
	for _, r := range runs {
		if len(r) > len(best) {
			best = r
		}
	}
	if len(best) > 0 && c.d[hSearch] != searchStart {
		c.d[hRequired] = c.literal(best)
	}
}

// maxSkip bounds how many characters ahead the search looks.
const maxSkip = 12

// leadingSets returns, for each of the first characters of every match, what it can be; more
// tells whether the next part of the pattern comes right behind them.
func (c *compiler) leadingSets(n *node, sets []fset) (_ []fset, more bool) {
	if len(sets) >= maxSkip {
		return sets, false
	}
	switch n.kind {
	case nEmpty, nBOL, nEOL, nWordB, nNotWordB, nLook:
		return sets, true
	case nChar:
		if !c.plain(n) || n.c > 0xFFFF {
			return sets, false
		}
		var f fset
		f.add(setOf(n.c))
		return append(sets, f), true
	case nClass:
		if len(n.set) == 0 || c.unicode && n.set[len(n.set)-1] > 0xD800 {
			return sets, false
		}
		var f fset
		f.add(n.set)
		return append(sets, f), true
	case nGroup:
		return c.leadingSets(n.kids[0], sets)
	case nSeq:
		for _, k := range n.kids {
			if sets, more = c.leadingSets(k, sets); !more {
				return sets, false
			}
		}
		return sets, true
	case nAlt:
		var all []fset
		for i, k := range n.kids {
			alt, m := c.leadingSets(k, nil)
			if i == 0 {
				all, more = alt, m
				continue
			}
			if len(alt) != len(all) {
				more = false
			}
			more = more && m
			if len(alt) < len(all) {
				all = all[:len(alt)]
			}
			for j := range all {
				all[j] = all[j].or(alt[j])
			}
		}
		sets = append(sets, all...)
		if len(sets) > maxSkip {
			return sets[:maxSkip], false
		}
		return sets, more
	case nQuant:
		for range min(n.min, maxSkip) {
			if sets, more = c.leadingSets(n.kids[0], sets); !more {
				return sets, false
			}
		}
		return sets, n.min == n.max
	}
	return sets, false
}

// skipTable places the table of searchFirst and searchSkip: how far a start can move on when a
// character stands at the end of the window, and which characters can begin a match.
func (c *compiler) skipTable(sets []fset) uint32 {
	n := len(sets)
	if n > maxSkip {
		n = maxSkip
	}
	off := uint32(len(c.d))
	var skip, first [256]byte
	for ch := range 256 {
		skip[ch] = byte(n)
		for j := n - 1; j >= 0; j-- {
			if sets[j].bits[ch>>6]>>(ch&63)&1 != 0 {
				skip[ch] = byte(n - 1 - j)
				break
			}
		}
		first[ch] = byte(sets[0].bits[ch>>6] >> (ch & 63) & 1)
	}
	high := n
	for j := n - 1; j >= 0; j-- {
		if sets[j].hi {
			high = n - 1 - j
			break
		}
	}
	var flags uint32
	if sets[0].hi {
		flags |= 1
	}
	if sets[0].eof {
		flags |= 2
	}
	c.d = append(c.d, uint32(n), uint32(high), flags)
	for _, t := range [][256]byte{skip, first} {
		for i := 0; i < 256; i += 4 {
			c.d = append(c.d, uint32(t[i])|uint32(t[i+1])<<8|uint32(t[i+2])<<16|uint32(t[i+3])<<24)
		}
	}
	return off
}

// leadingDot tells whether every match begins with .* (1, or 2 when the dot takes line ends as
// well) and nothing can tell one start from another within its reach.
func leadingDot(n *node, refs bool) int {
	switch n.kind {
	case nSeq:
		return leadingDot(n.kids[0], refs || slices.ContainsFunc(n.kids, hasBackref))
	case nGroup:
		if refs || hasBackref(n.kids[0]) {
			return 0
		}
		return leadingDot(n.kids[0], refs)
	case nQuant:
		k := n.kids[0]
		if n.min > 0 || n.max != infinity || k.kind != nClass || len(k.set) == 0 {
			return 0
		}
		if k.set[0] == 0 && k.set[1] == maxCode {
			return 2
		}
		if slices.Equal(k.set, lineEndSet().negate()) {
			return 1
		}
	}
	return 0
}

func hasBackref(n *node) bool {
	return n.kind == nBackref || slices.ContainsFunc(n.kids, hasBackref)
}

// leads tells whether the first literal run stands at the very start of every match, with
// nothing zero-width that could tell candidates apart earlier being lost.
func leads(n *node) bool {
	switch n.kind {
	case nChar:
		return true
	case nGroup:
		return leads(n.kids[0])
	case nSeq:
		for _, k := range n.kids {
			if k.kind == nBOL || k.kind == nWordB || k.kind == nNotWordB || k.kind == nLook {
				continue
			}
			return leads(k)
		}
	}
	return false
}

func (c *compiler) literal(u []uint16) uint32 {
	off := uint32(len(c.d))
	c.d = append(c.d, uint32(len(u)))
	c.d = appendPacked(c.d, u)
	var b uint32
	narrow := true
	for i, v := range u {
		narrow = narrow && v < 256
		b |= uint32(v&0xFF) << (8 * (i & 3))
		if i&3 == 3 || i == len(u)-1 {
			c.d = append(c.d, b)
			b = 0
		}
	}
	if !narrow {
		c.d[off] |= 1 << 31
	}
	return off
}

// appendPacked appends code units two to a word.
func appendPacked(w []uint32, u []uint16) []uint32 {
	for i := 0; i < len(u); i += 2 {
		v := uint32(u[i])
		if i+1 < len(u) {
			v |= uint32(u[i+1]) << 16
		}
		w = append(w, v)
	}
	return w
}

func (c *compiler) reg() uint32 {
	c.regs++
	return uint32(c.regs - 1)
}

// emit compiles n; follow is what can come after it (forwards only).
func (c *compiler) emit(n *node, follow fset, back bool) {
	if c.tooBig {
		return
	}
	switch n.kind {
	case nEmpty:
	case nChar:
		c.emitChars([]*node{n}, back)
	case nClass:
		c.emitClass(n.set, back)
	case nTrie:
		c.emitTrie(n, back)
	case nSeq:
		c.emitSeq(n.kids, follow, back)
	case nAlt:
		c.emitAlt(n.kids, follow, back)
	case nGroup:
		a, b := uint32(2*n.index), uint32(2*n.index+1)
		if back {
			a, b = b, a
		}
		c.op(opSave, a)
		c.emit(n.kids[0], follow, back)
		c.op(opSave, b)
	case nLook:
		c.emitLook(n)
	case nQuant:
		c.emitQuant(n, follow, back)
	case nBackref:
		var a uint32
		if n.icase {
			a |= 1
		}
		if back {
			a |= 2
		}
		if c.unicode {
			a |= 4
		}
		c.op(opBackref, a)
		c.word(uint32(len(n.refs)))
		for _, r := range n.refs {
			c.word(uint32(r))
		}
	case nBOL:
		if n.multiline {
			c.op(opBOLM, 0)
		} else {
			c.op(opBOL, 0)
		}
	case nEOL:
		if n.multiline {
			c.op(opEOLM, 0)
		} else {
			c.op(opEOL, 0)
		}
	case nWordB, nNotWordB:
		var a uint32
		if n.kind == nNotWordB {
			a = 1
		}
		if n.icase {
			a |= 2
		}
		c.op(opWordB, a)
	}
}

func (c *compiler) emitSeq(kids []*node, follow fset, back bool) {
	if back {
		for i := len(kids) - 1; i >= 0; {
			j := i
			for j >= 0 && c.plain(kids[j]) {
				j--
			}
			if j < i {
				c.emitChars(kids[j+1:i+1], true)
				i = j
				continue
			}
			c.emit(kids[i], follow, true)
			i--
		}
		return
	}
	follows := make([]fset, len(kids))
	for i := len(kids) - 1; i >= 0; i-- {
		follows[i] = follow
		follow = firstOf(kids[i], follow)
	}
	for i := 0; i < len(kids); {
		j := i
		for j < len(kids) && c.plain(kids[j]) {
			j++
		}
		if j > i {
			c.emitChars(kids[i:j], false)
			i = j
			continue
		}
		c.emit(kids[i], follows[i], false)
		i++
	}
}

// emitChars compiles a run of characters in pattern order.
func (c *compiler) emitChars(kids []*node, back bool) {
	if !c.plain(kids[0]) {
		c.emitClass(setOf(kids[0].c), back)
		return
	}
	var u []uint16
	for _, k := range kids {
		u = appendUnits(u, k.c)
	}
	if len(u) == 1 && !back {
		c.op(opChar, uint32(u[0]))
		return
	}
	if len(u) > 1<<20 {
		c.tooBig = true
		return
	}
	if back {
		c.op(opStrB, uint32(len(u)))
	} else {
		c.op(opStr, uint32(len(u)))
	}
	c.w = appendPacked(c.w, u)
}

func (c *compiler) emitClass(s charSet, back bool) {
	if len(s) == 0 {
		c.op(opFail, 0)
		return
	}
	bmp := s[len(s)-1] <= 0xD800 // no surrogates, no pairs: code units do
	switch {
	case c.unicode && !bmp && back:
		c.op(opClassUB, c.classAt(s))
	case c.unicode && !bmp:
		c.op(opClassU, c.classAt(s))
	case back:
		c.op(opClassB, c.classAt(s))
	case s[0] == 0 && s[1] == maxCode:
		c.op(opAny, 0)
	case len(s) == 4 && s[1]-s[0] == 1 && s[3]-s[2] == 1 && s[2] <= 0xFFFF:
		c.op(opChar2, 0)
		c.word(s[0] | s[2]<<16)
	default:
		off := c.classAt(s)
		c.op(opClass, off)
	}
}

// split emits a choice between falling through (a) and a target to patch (b).
func (c *compiler) split(a, b fset, lazy, back bool) (patch func()) {
	if !back && !(a.isAny() && b.isAny()) {
		pref, alt := a, b
		if lazy {
			pref, alt = b, a
		}
		t := c.table(pref, &alt)
		c.op(opSplit2, t)
		p1 := c.word(0)
		p2 := c.word(0)
		if lazy {
			p1, p2 = p2, p1
		}
		c.patch(p1)
		return func() { c.patch(p2) }
	}
	var at int
	if lazy {
		at = c.op(opSplitLazy, 0)
	} else {
		at = c.op(opSplit, 0)
	}
	return func() { c.target(at) }
}

func (c *compiler) emitAlt(kids []*node, follow fset, back bool) {
	rest := make([]fset, len(kids)+1)
	for i := len(kids) - 1; i >= 0; i-- {
		rest[i] = rest[i+1].or(firstOf(kids[i], follow))
	}
	if len(kids) == 0 {
		c.op(opFail, 0)
		return
	}
	var ends []int
	for i, k := range kids {
		if i == len(kids)-1 {
			c.emit(k, follow, back)
			break
		}
		next := c.split(firstOf(k, follow), rest[i+1], false, back)
		c.emit(k, follow, back)
		ends = append(ends, c.op(opJmp, 0))
		next()
		if c.tooBig {
			return
		}
	}
	for _, e := range ends {
		c.target(e)
	}
}

func hasCaptures(n *node) bool {
	if n.kind == nGroup {
		return true
	}
	return slices.ContainsFunc(n.kids, hasCaptures)
}

func (c *compiler) emitLook(n *node) {
	r := c.reg()
	c.reg()
	if n.negative {
		c.op(opNegLook, r)
		at := c.word(0)
		c.emit(n.kids[0], anyFset(), n.behind)
		c.op(opNegEnd, r)
		c.patch(at)
		return
	}
	c.op(opLook, r)
	c.emit(n.kids[0], anyFset(), n.behind)
	c.op(opLookEnd, r)
	if hasCaptures(n.kids[0]) {
		c.word(1)
	} else {
		c.word(0)
	}
}

// single returns the class of a node that matches exactly one character.
func single(n *node) (charSet, bool) {
	switch n.kind {
	case nChar:
		return setOf(n.c), true
	case nClass:
		return n.set, true
	}
	return nil, false
}

func (c *compiler) emitQuant(n *node, follow fset, back bool) {
	body := n.kids[0]
	if n.max == 0 {
		return
	}
	if n.min == 1 && n.max == 1 {
		c.emit(body, follow, back)
		return
	}
	if s, ok := single(body); ok && !back {
		c.emitClassLoop(n, s, follow)
		return
	}
	first := firstOf(body, follow)
	inner := first.or(follow)
	if body.info.nullable {
		first = inner
	}
	mayBeEmpty := body.info.minLen == 0
	resetCaps := func() {
		if n.max > 1 && n.last > n.index {
			c.op(opReset, uint32(2*n.index))
			c.word(uint32(2 * n.last))
		}
	}
	switch {
	case n.min == 0 && n.max == 1:
		exit := c.split(first, follow, n.lazy, back)
		var r uint32
		if mayBeEmpty {
			r = c.reg()
			c.op(opSavePos, r)
		}
		c.emit(body, follow, back)
		if mayBeEmpty {
			c.op(opAdvance, r)
		}
		exit()
	case n.min == 0 && n.max == infinity:
		loop := c.here()
		exit := c.split(first, follow, n.lazy, back)
		resetCaps()
		var r uint32
		if mayBeEmpty {
			r = c.reg()
			c.op(opSavePos, r)
		}
		c.emit(body, inner, back)
		if mayBeEmpty {
			c.op(opAdvance, r)
		}
		c.op(opJmp, loop)
		exit()
	case n.min == 1 && n.max == infinity && !mayBeEmpty:
		loop := c.here()
		resetCaps()
		c.emit(body, inner, back)
		exit := c.split(first, follow, n.lazy, back)
		c.op(opJmp, loop)
		exit()
	default:
		count := c.reg()
		c.op(opSetReg, count)
		c.word(0)
		var t uint32
		if !back && !(first.isAny() && follow.isAny()) {
			t = c.table(first, &follow)
		}
		loop := c.here()
		c.op(opLoop, count)
		c.word(uint32(n.min))
		c.word(uint32(n.max))
		exit := c.word(0)
		c.word(t)
		if n.lazy {
			c.word(1)
		} else {
			c.word(0)
		}
		resetCaps()
		var r uint32
		if mayBeEmpty {
			r = c.reg()
			c.op(opSavePos, r)
			r++
		}
		c.emit(body, inner, back)
		c.op(opLoopNext, count)
		c.word(r)
		c.word(uint32(n.min))
		c.rel32 = append(c.rel32, c.word(loop))
		c.patch(exit)
	}
}

func (c *compiler) emitClassLoop(n *node, s charSet, follow fset) {
	if len(s) == 0 {
		if n.min > 0 {
			c.op(opFail, 0)
		}
		return
	}
	var f fset
	f.add(s)
	var flags uint32
	if c.unicode && s[len(s)-1] > 0xD800 {
		flags |= loopUnicode
	}
	if f.disjoint(follow) {
		flags |= loopPossessive
	}
	var t uint32
	if flags&loopPossessive == 0 && !follow.isAny() {
		t = c.table(follow, nil)
	}
	if s[0] == 0 && s[1] == maxCode {
		flags |= loopAll
	} else if neg := s.negate(); len(neg) == 2 && neg[1]-neg[0] == 1 && neg[0] < 256 {
		flags |= loopNot1 | neg[0]<<8
	} else if slices.Equal(neg, lineEndSet()) {
		flags |= loopNot2
	}
	cl := c.classAt(s)
	if n.lazy && flags&loopPossessive == 0 {
		c.op(opLazy, cl)
	} else {
		c.op(opGreedy, cl)
	}
	c.word(uint32(n.min))
	c.word(uint32(n.max))
	c.word(t)
	c.word(flags)
}

// emitTrie compiles a set of strings: one instruction that offers every match, longest first.
func (c *compiler) emitTrie(n *node, back bool) {
	type trie struct {
		end  bool
		kids map[uint32]*trie
		off  uint32
	}
	root := &trie{}
	for _, s := range n.strs {
		t := root
		for i := range s {
			ch := s[i]
			if back {
				ch = s[len(s)-1-i]
			}
			if n.icase {
				ch = canonicalize(ch, true)
			}
			if t.kids == nil {
				t.kids = map[uint32]*trie{}
			}
			k := t.kids[ch]
			if k == nil {
				k = &trie{}
				t.kids[ch] = k
			}
			t = k
		}
		t.end = true
	}
	var place func(t *trie)
	place = func(t *trie) {
		keys := make([]uint32, 0, len(t.kids))
		for k := range t.kids {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			place(t.kids[k])
		}
		t.off = uint32(len(c.d))
		v := uint32(len(keys)) << 1
		if t.end {
			v |= 1
		}
		c.d = append(c.d, v)
		for _, k := range keys {
			c.d = append(c.d, k, t.kids[k].off)
		}
	}
	place(root)
	var a uint32
	if n.icase {
		a |= 1
	}
	if back {
		a |= 2
	}
	c.op(opTrie, root.off)
	c.word(a)
}
