package regexp

// fset says what the next character can be for a part to have a chance: the Latin-1 characters
// one by one, all others together, and the end of input.
type fset struct {
	bits [4]uint64
	hi   bool
	eof  bool
}

func anyFset() fset {
	m := ^uint64(0)
	return fset{[4]uint64{m, m, m, m}, true, true}
}

func (f fset) or(g fset) fset {
	for i := range f.bits {
		f.bits[i] |= g.bits[i]
	}
	f.hi = f.hi || g.hi
	f.eof = f.eof || g.eof
	return f
}

func (f fset) isAny() bool { return f == anyFset() }

// disjoint tells whether no character is in both; the end of input does not count.
func (f fset) disjoint(g fset) bool {
	for i := range f.bits {
		if f.bits[i]&g.bits[i] != 0 {
			return false
		}
	}
	return !(f.hi && g.hi)
}

func (f *fset) add(s charSet) {
	for i := 0; i < len(s); i += 2 {
		if s[i+1] > 256 {
			f.hi = true
		}
		for c := s[i]; c < s[i+1] && c < 256; c++ {
			f.bits[c>>6] |= 1 << (c & 63)
		}
	}
}

// info is what analysis finds out about a node.
type info struct {
	first    fset
	nullable bool // first does not constrain the next character: look at what follows as well
	minLen   int  // in code units; 0: can match the empty string
	depth    int
}

// analyse fills in n.info bottom up.
func analyse(n *node) *info {
	in := &n.info
	if n.analysed {
		return in
	}
	n.analysed = true
	for _, k := range n.kids {
		analyse(k)
	}
	switch n.kind {
	case nChar:
		in.first.add(setOf(n.c))
		in.minLen = 1
		if n.c >= 0x10000 {
			in.minLen = 2
		}
	case nClass:
		in.first.add(n.set)
		in.minLen = 1
	case nTrie:
		for _, s := range n.strs {
			set := setOf(s[0])
			if n.icase {
				set = closeCase(set, true)
			}
			in.first.add(set)
		}
		in.minLen = 2
	case nSeq:
		in.nullable = true
		for _, k := range n.kids {
			if in.nullable {
				in.first = in.first.or(k.info.first)
				in.nullable = k.info.nullable
			}
			in.minLen = min(in.minLen+k.info.minLen, infinity)
		}
	case nAlt:
		in.minLen = infinity
		for _, k := range n.kids {
			in.first = in.first.or(k.info.first)
			in.nullable = in.nullable || k.info.nullable
			in.minLen = min(in.minLen, k.info.minLen)
		}
	case nGroup:
		*in = n.kids[0].info
	case nQuant:
		k := &n.kids[0].info
		if n.max == 0 {
			in.nullable = true
			break
		}
		in.first = k.first
		in.nullable = k.nullable || n.min == 0
		if n.min > 0 && k.minLen > infinity/n.min {
			in.minLen = infinity
		} else {
			in.minLen = n.min * k.minLen
		}
	case nBackref:
		in.first = anyFset()
		in.nullable = true
	case nEOL:
		in.first.eof = true
		if n.multiline {
			in.first.add(lineEndSet())
		}
	default: // zero width
		in.nullable = true
	}
	return in
}

// firstOf is the set of next characters for n followed by follow.
func firstOf(n *node, follow fset) fset {
	if n.info.nullable {
		return n.info.first.or(follow)
	}
	return n.info.first
}

// anchored tells whether every match of n begins at the start of the input (or, with lines, of
// a line).
func anchored(n *node, lines bool) bool {
	switch n.kind {
	case nBOL:
		return n.multiline == lines
	case nSeq:
		for _, k := range n.kids {
			if anchored(k, lines) {
				return true
			}
			if k.kind != nLook && k.kind != nWordB && k.kind != nNotWordB {
				return false
			}
		}
	case nGroup:
		return anchored(n.kids[0], lines)
	case nAlt:
		for _, k := range n.kids {
			if !anchored(k, lines) {
				return false
			}
		}
		return true
	}
	return false
}

// literals collects the runs of plain characters every match contains, in order; a nil run
// marks a gap.
func (c *compiler) literals(n *node, runs [][]uint16) [][]uint16 {
	switch n.kind {
	case nChar:
		if !c.plain(n) {
			return append(runs, nil)
		}
		if len(runs) == 0 {
			runs = append(runs, nil)
		}
		k := len(runs) - 1
		runs[k] = appendUnits(runs[k], n.c)
	case nSeq:
		for _, k := range n.kids {
			runs = c.literals(k, runs)
		}
	case nGroup:
		return c.literals(n.kids[0], runs)
	case nBOL, nEOL, nWordB, nNotWordB, nEmpty:
	case nLook: // zero width: the run goes on behind it
	case nQuant:
		if n.min > 0 && n.kids[0].kind != nClass {
			runs = append(runs, nil)
			runs = c.literals(n.kids[0], runs)
		}
		return append(runs, nil)
	default:
		return append(runs, nil)
	}
	return runs
}

func appendUnits(u []uint16, c uint32) []uint16 {
	if c >= 0x10000 {
		c -= 0x10000
		return append(u, uint16(0xD800+c>>10), uint16(0xDC00+c&0x3FF))
	}
	return append(u, uint16(c))
}
