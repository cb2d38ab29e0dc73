package regexp

import (
	"bytes"
	"unsafe"
)

// unit is a code unit of a subject: Latin-1 or UTF-16.
type unit interface{ ~uint8 | ~uint16 }

// Matcher runs programs. It keeps its stack and registers between runs; it is not safe for
// concurrent use.
type Matcher struct {
	// Caps has start and end of each group of the last successful match, -1 for none.
	Caps []int32
	// Poll, if set, is asked every few thousand steps whether to go on.
	Poll func() bool
	// MaxStack bounds the backtrack stack in bytes; 0 means 64 MiB.
	MaxStack int

	regs  []int32
	stack []uint64
}

// Entries of the backtrack stack: tag in the top bits, then a program counter or register,
// then a position or value. Loop entries have a second slot below.
//
//	choice   tag|pc|pos                     resume at pc with pos
//	undo     tag|register|old value         restore and go on popping
//	greedy   minpos, tag|pc|pos             give back one character and resume behind pc
//	lazy     remaining, tag|pc|pos          take one more character and resume behind pc
const (
	tagShift  = 62
	tagChoice = 0
	tagUndo   = 1
	tagGreedy = 2
	tagLazy   = 3
	pcMask    = 1<<30 - 1
)

const pollInterval = 10000

const defaultStack = 64 << 20

// at reads word i of a program.
func at(base unsafe.Pointer, i uint32) uint32 {
	return *(*uint32)(unsafe.Add(base, uintptr(i)*4))
}

// bit tests bit c of a table of 256 bits.
func bit(base unsafe.Pointer, off, c uint32) bool {
	return *(*byte)(unsafe.Add(base, uintptr(off)*4+uintptr(c>>3)))>>(c&7)&1 != 0
}

// high tests a class for a character above Latin-1.
func high(base unsafe.Pointer, off, c uint32) bool {
	n := at(base, off+8)
	if n == 1<<31 {
		return true
	}
	lo, hi := uint32(0), n
	for lo < hi {
		mid := (lo + hi) >> 1
		r := off + 9 + 2*mid
		if c < at(base, r) {
			hi = mid
		} else if c >= at(base, r+1) {
			lo = mid + 1
		} else {
			return true
		}
	}
	return false
}

func inClass(base unsafe.Pointer, off, c uint32) bool {
	if c < 256 {
		return bit(base, off, c)
	}
	return high(base, off, c)
}

// can tests a follow or first table for what stands at pos.
func can[T unit](base unsafe.Pointer, off uint32, s []T, pos int) bool {
	if uint(pos) >= uint(len(s)) {
		return at(base, off+8)&2 != 0
	}
	c := uint32(s[pos])
	if c < 256 {
		return bit(base, off, c)
	}
	return at(base, off+8)&1 != 0
}

// point reads a code point forwards; the caller has checked pos.
func point[T unit](s []T, pos int) (uint32, int) {
	c := uint32(s[pos])
	if unsafe.Sizeof(s[0]) == 2 && c&0xFC00 == 0xD800 && pos+1 < len(s) {
		if d := uint32(s[pos+1]); d&0xFC00 == 0xDC00 {
			return (c-0xD800)<<10 + d - 0xDC00 + 0x10000, pos + 2
		}
	}
	return c, pos + 1
}

// pointBack reads the code point before pos > 0.
func pointBack[T unit](s []T, pos int) (uint32, int) {
	c := uint32(s[pos-1])
	if unsafe.Sizeof(s[0]) == 2 && c&0xFC00 == 0xDC00 && pos >= 2 {
		if d := uint32(s[pos-2]); d&0xFC00 == 0xD800 {
			return (d-0xD800)<<10 + c - 0xDC00 + 0x10000, pos - 2
		}
	}
	return c, pos - 1
}

func isLineEnd(c uint32) bool {
	return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029
}

func wordAt[T unit](s []T, pos int, folds bool) bool {
	if uint(pos) >= uint(len(s)) {
		return false
	}
	c := uint32(s[pos])
	if c < 0x80 {
		return (c|0x20)-'a' < 26 || c-'0' < 10 || c == '_'
	}
	return folds && (c == 0x17F || c == 0x212A)
}

// Match8 looks for a match in Latin-1 text at or after start (exactly there when sticky).
func (m *Matcher) Match8(prog []byte, subject []byte, start int) (bool, error) {
	return match(m, prog, subject, start)
}

// Match16 looks for a match in UTF-16 text at or after start (exactly there when sticky).
func (m *Matcher) Match16(prog []byte, subject []uint16, start int) (bool, error) {
	return match(m, prog, subject, start)
}

func match[T unit](m *Matcher, prog []byte, s []T, start int) (bool, error) {
	base := unsafe.Pointer(unsafe.SliceData(prog))
	if len(prog) < headerWords*4 || at(base, hMagic) != magic {
		panic("BUG: regexp: not a program")
	}
	if start < 0 || start > len(s) {
		return false, nil
	}
	n := int(at(base, hRegs))
	if cap(m.regs) < n {
		m.regs = make([]int32, n)
	}
	m.regs = m.regs[:n]
	for i := range m.regs {
		m.regs[i] = -1
	}
	m.Caps = m.regs[:2*at(base, hGroups)]
	flags := Flags(at(base, hFlags))
	if unsafe.Sizeof(T(0)) == 2 && flags&(Unicode|UnicodeSets) != 0 && start > 0 && start < len(s) &&
		uint32(s[start])&0xFC00 == 0xDC00 && uint32(s[start-1])&0xFC00 == 0xD800 {
		start-- // inside a pair: the character there begins one unit earlier
	}
	if m.stack == nil {
		m.stack = make([]uint64, 256)
	}
	return run(m, base, s, start)
}

// grow enlarges the backtrack stack; nil when the limit is reached.
func (m *Matcher) grow(st []uint64) []uint64 {
	limit := m.MaxStack
	if limit == 0 {
		limit = defaultStack
	}
	if len(st)*8 >= limit {
		return nil
	}
	n := make([]uint64, len(st)*2)
	copy(n, st)
	m.stack = n
	return n
}

// release drops a stack that one hard match has blown up.
func (m *Matcher) release() {
	if len(m.stack) > 1<<17 {
		m.stack = nil
	}
}

// find returns the first candidate start at or after pos, -1 for none. last is the last start
// with enough characters behind it.
func find[T unit](base unsafe.Pointer, s []T, pos, last int) int {
	if pos > last {
		return -1
	}
	switch at(base, hSearch) {
	case searchPrefix:
		i := index(base, at(base, hPrefix), s, pos)
		if i > last {
			return -1
		}
		return i
	case searchFirst:
		off := at(base, hFirst)
		flags := at(base, off+2)
		tab := (*[256]byte)(unsafe.Add(base, uintptr(off+3+64)*4))
		for i := pos; i <= last && i < len(s); i++ {
			if c := s[i]; unsafe.Sizeof(c) == 1 || uint16(c) < 256 {
				if tab[uint8(c)] != 0 {
					return i
				}
			} else if flags&1 != 0 {
				return i
			}
		}
		if last >= len(s) && flags&2 != 0 {
			return len(s)
		}
		return -1
	case searchSkip:
		off := at(base, hFirst)
		n, high, flags := int(at(base, off)), int(at(base, off+1)), at(base, off+2)
		skip := (*[256]byte)(unsafe.Add(base, uintptr(off+3)*4))
		first := (*[256]byte)(unsafe.Add(base, uintptr(off+3+64)*4))
		end := min(last+n-1, len(s)-1)
		for i := pos + n - 1; i <= end; {
			k := high
			if c := s[i]; unsafe.Sizeof(c) == 1 || uint16(c) < 256 {
				k = int(skip[uint8(c)])
			}
			if k > 0 {
				i += k
				continue
			}
			if c := s[i-n+1]; unsafe.Sizeof(c) == 1 || uint16(c) < 256 {
				if first[uint8(c)] != 0 {
					return i - n + 1
				}
			} else if flags&1 != 0 {
				return i - n + 1
			}
			i++
		}
		return -1
	case searchStart:
		if pos == 0 {
			return 0
		}
		return -1
	case searchLine:
		for pos > 0 && !isLineEnd(uint32(s[pos-1])) {
			if pos++; pos > last {
				return -1
			}
		}
		return pos
	}
	return pos
}

// index finds a literal at or after pos.
func index[T unit](base unsafe.Pointer, off uint32, s []T, pos int) int {
	n := at(base, off)
	wide := n>>31 != 0
	size := int(n &^ (1 << 31))
	units := unsafe.Slice((*uint16)(unsafe.Add(base, uintptr(off+1)*4)), size)
	if unsafe.Sizeof(s[0]) == 1 {
		if wide {
			return -1
		}
		lit := unsafe.Slice((*byte)(unsafe.Add(base, uintptr(off+1+uint32(size+1)/2)*4)), size)
		i := bytes.Index(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s))[pos:], lit)
		if i < 0 {
			return -1
		}
		return pos + i
	}
	// UTF-16: search the bytes; a hit at an odd offset is none.
	lit := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(units))), 2*size)
	text := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), 2*len(s))
	for pos+size <= len(s) {
		i := bytes.Index(text[2*pos:], lit)
		if i < 0 {
			return -1
		}
		pos += i >> 1
		if i&1 == 0 {
			return pos
		}
		pos++
	}
	return -1
}

// run is the backtracking machine.
func run[T unit](m *Matcher, base unsafe.Pointer, s []T, start int) (bool, error) {
	st := m.stack
	regs := m.regs
	sp := 0
	budget := pollInterval
	sticky := Flags(at(base, hFlags))&Sticky != 0
	unicode := Flags(at(base, hFlags))&(Unicode|UnicodeSets) != 0
	last := len(s) - int(at(base, hMinLen))
	required := at(base, hRequired)
	requiredAt := -1
	pos := start
	var pc uint32

	if start > last {
		return false, nil
	}
	if !sticky {
		pos = find(base, s, pos, last)
		if pos < 0 {
			return false, nil
		}
	}
	if required != 0 {
		if requiredAt = index(base, required, s, pos); requiredAt < 0 {
			return false, nil
		}
	}
	if at(base, hLiteral) != 0 && !sticky {
		regs[0], regs[1] = int32(pos), int32(pos+int(at(base, at(base, hPrefix))&^(1<<31)))
		return true, nil
	}
	start = pos
	regs[0] = int32(pos)
	pc = at(base, hCode)

	for {
		w := at(base, pc)
		switch w & 0xFF {
		case opMatch:
			regs[1] = int32(pos)
			m.release()
			return true, nil
		case opChar:
			if uint(pos) >= uint(len(s)) || uint32(s[pos]) != w>>8 {
				goto fail
			}
			pos++
			pc++
			continue
		case opChar2:
			if uint(pos) >= uint(len(s)) {
				goto fail
			}
			c, v := uint32(s[pos]), at(base, pc+1)
			if c != v&0xFFFF && c != v>>16 {
				goto fail
			}
			pos++
			pc += 2
			continue
		case opStr:
			n := int(w >> 8)
			if n > len(s)-pos {
				goto fail
			}
			u := unsafe.Slice((*uint16)(unsafe.Add(base, uintptr(pc+1)*4)), n)
			for i, c := range s[pos : pos+n] {
				if uint16(c) != u[i] {
					goto fail
				}
			}
			pos += n
			pc += 1 + uint32(n+1)/2
			continue
		case opStrB:
			n := int(w >> 8)
			if n > pos {
				goto fail
			}
			u := unsafe.Slice((*uint16)(unsafe.Add(base, uintptr(pc+1)*4)), n)
			for i, c := range s[pos-n : pos] {
				if uint16(c) != u[i] {
					goto fail
				}
			}
			pos -= n
			pc += 1 + uint32(n+1)/2
			continue
		case opClass:
			if uint(pos) >= uint(len(s)) {
				goto fail
			}
			c := uint32(s[pos])
			if unsafe.Sizeof(s[0]) == 1 || c < 256 {
				if !bit(base, w>>8, c) {
					goto fail
				}
			} else if !high(base, w>>8, c) {
				goto fail
			}
			pos++
			pc++
			continue
		case opClassB:
			if pos <= 0 || !inClass(base, w>>8, uint32(s[pos-1])) {
				goto fail
			}
			pos--
			pc++
			continue
		case opClassU:
			if uint(pos) >= uint(len(s)) {
				goto fail
			}
			c, next := point(s, pos)
			if !inClass(base, w>>8, c) {
				goto fail
			}
			pos = next
			pc++
			continue
		case opClassUB:
			if pos <= 0 {
				goto fail
			}
			c, next := pointBack(s, pos)
			if !inClass(base, w>>8, c) {
				goto fail
			}
			pos = next
			pc++
			continue
		case opAny:
			if uint(pos) >= uint(len(s)) {
				goto fail
			}
			pos++
			pc++
			continue
		case opJmp:
			pc = w >> 8
			continue
		case opSplit:
			if sp == len(st) {
				if st = m.grow(st); st == nil {
					goto overflow
				}
			}
			st[sp] = uint64(w>>8)<<32 | uint64(uint32(pos))
			sp++
			pc++
			continue
		case opSplitLazy:
			if sp == len(st) {
				if st = m.grow(st); st == nil {
					goto overflow
				}
			}
			st[sp] = uint64(pc+1)<<32 | uint64(uint32(pos))
			sp++
			pc = w >> 8
			continue
		case opSplit2:
			t := w >> 8
			f := at(base, t+16)
			var a, b bool
			if uint(pos) >= uint(len(s)) {
				a, b = f&2 != 0, f&8 != 0
			} else if c := uint32(s[pos]); unsafe.Sizeof(s[0]) == 1 || c < 256 {
				a, b = bit(base, t, c), bit(base, t+8, c)
			} else {
				a, b = f&1 != 0, f&4 != 0
			}
			if a {
				if b {
					if sp == len(st) {
						if st = m.grow(st); st == nil {
							goto overflow
						}
					}
					st[sp] = uint64(at(base, pc+2))<<32 | uint64(uint32(pos))
					sp++
				}
				pc = at(base, pc+1)
				continue
			}
			if b {
				pc = at(base, pc+2)
				continue
			}
			goto fail
		case opSave:
			r := w >> 8
			if sp > 0 {
				if sp == len(st) {
					if st = m.grow(st); st == nil {
						goto overflow
					}
				}
				st[sp] = tagUndo<<tagShift | uint64(r)<<32 | uint64(uint32(regs[r]))
				sp++
			}
			regs[r] = int32(pos)
			pc++
			continue
		case opReset:
			past := at(base, pc+1)
			for r := w >> 8; r < past; r++ {
				if regs[r] < 0 {
					continue
				}
				if sp > 0 {
					if sp == len(st) {
						if st = m.grow(st); st == nil {
							goto overflow
						}
					}
					st[sp] = tagUndo<<tagShift | uint64(r)<<32 | uint64(uint32(regs[r]))
					sp++
				}
				regs[r] = -1
			}
			pc += 2
			continue
		case opSetReg, opSavePos:
			r := w >> 8
			if sp > 0 {
				if sp == len(st) {
					if st = m.grow(st); st == nil {
						goto overflow
					}
				}
				st[sp] = tagUndo<<tagShift | uint64(r)<<32 | uint64(uint32(regs[r]))
				sp++
			}
			if w&0xFF == opSavePos {
				regs[r] = int32(pos)
				pc++
			} else {
				regs[r] = int32(at(base, pc+1))
				pc += 2
			}
			continue
		case opAdvance:
			if int(regs[w>>8]) == pos {
				goto fail
			}
			pc++
			continue
		case opLoop:
			n := uint32(regs[w>>8])
			if n < at(base, pc+1) {
				pc += 6
				continue
			}
			exit := at(base, pc+3)
			if n >= at(base, pc+2) {
				pc = exit
				continue
			}
			a, b := true, true
			if t := at(base, pc+4); t != 0 {
				f := at(base, t+16)
				if uint(pos) >= uint(len(s)) {
					a, b = f&2 != 0, f&8 != 0
				} else if c := uint32(s[pos]); c < 256 {
					a, b = bit(base, t, c), bit(base, t+8, c)
				} else {
					a, b = f&1 != 0, f&4 != 0
				}
				if !a && !b {
					goto fail
				}
			}
			pref, alt := pc+6, exit
			if at(base, pc+5) != 0 {
				pref, alt = alt, pref
				a, b = b, a
			}
			if a && b {
				if sp == len(st) {
					if st = m.grow(st); st == nil {
						goto overflow
					}
				}
				st[sp] = uint64(alt)<<32 | uint64(uint32(pos))
				sp++
			}
			if a {
				pc = pref
			} else {
				pc = alt
			}
			continue
		case opLoopNext:
			r := w >> 8
			n := regs[r]
			if p := at(base, pc+1); p != 0 && int(regs[p-1]) == pos {
				low := int32(at(base, pc+2))
				if n >= low {
					goto fail
				}
				if low-n > 1000 {
					n = low - 1 // do not count to millions: the mandatory iterations left are empty as well
				}
			}
			if sp > 0 {
				if sp == len(st) {
					if st = m.grow(st); st == nil {
						goto overflow
					}
				}
				st[sp] = tagUndo<<tagShift | uint64(r)<<32 | uint64(uint32(regs[r]))
				sp++
			}
			if n < infinity {
				n++
			}
			regs[r] = n
			pc = at(base, pc+3)
			continue
		case opBOL:
			if pos != 0 {
				goto fail
			}
			pc++
			continue
		case opEOL:
			if pos != len(s) {
				goto fail
			}
			pc++
			continue
		case opBOLM:
			if pos != 0 && !isLineEnd(uint32(s[pos-1])) {
				goto fail
			}
			pc++
			continue
		case opEOLM:
			if pos != len(s) && !isLineEnd(uint32(s[pos])) {
				goto fail
			}
			pc++
			continue
		case opWordB:
			folds := w>>8&2 != 0
			if (wordAt(s, pos-1, folds) != wordAt(s, pos, folds)) == (w>>8&1 != 0) {
				goto fail
			}
			pc++
			continue
		case opLook, opNegLook:
			r := w >> 8
			if sp+3 > len(st) {
				if st = m.grow(st); st == nil {
					goto overflow
				}
			}
			st[sp] = tagUndo<<tagShift | uint64(r)<<32 | uint64(uint32(regs[r]))
			st[sp+1] = tagUndo<<tagShift | uint64(r+1)<<32 | uint64(uint32(regs[r+1]))
			sp += 2
			regs[r], regs[r+1] = int32(sp), int32(pos)
			pc++
			if w&0xFF == opNegLook {
				st[sp] = uint64(at(base, pc))<<32 | uint64(uint32(pos))
				sp++
				pc++
			}
			continue
		case opLookEnd:
			r := w >> 8
			floor := int(regs[r])
			pos = int(regs[r+1])
			if at(base, pc+1) == 0 {
				sp = floor
			} else {
				sp = keepUndo(st, floor, sp)
			}
			pc += 2
			continue
		case opNegEnd:
			floor := int(regs[w>>8])
			for sp > floor {
				sp--
				e := st[sp]
				switch e >> tagShift {
				case tagUndo:
					regs[e>>32&pcMask] = int32(uint32(e))
				case tagGreedy, tagLazy:
					sp--
				}
			}
			goto fail
		case opBackref:
			n := at(base, pc+1)
			for i := range n {
				g := 2 * at(base, pc+2+i)
				if regs[g] >= 0 && regs[g+1] >= 0 {
					pos = backref(s, int(regs[g]), int(regs[g+1]), pos, w>>8)
					budget -= int(regs[g+1]-regs[g]) >> 4
					break
				}
			}
			if pos < 0 {
				goto fail
			}
			pc += 2 + n
			continue
		case opGreedy:
			cl := w >> 8
			low, most := int(at(base, pc+1)), int(at(base, pc+2))
			follow, flags := at(base, pc+3), at(base, pc+4)
			p := pos
			floor := pos + low
			if flags&loopUnicode != 0 && unsafe.Sizeof(s[0]) == 2 {
				n := 0
				floor = -1
				if low == 0 {
					floor = pos
				}
				for n < most && p < len(s) {
					c, next := point(s, p)
					if !inClass(base, cl, c) {
						break
					}
					p = next
					n++
					if n == low {
						floor = p
					}
				}
				if floor < 0 {
					goto fail
				}
			} else {
				end := len(s)
				if most < end-p {
					end = p + most
				}
				p = span(base, cl, flags, s, p, end)
				if p < floor {
					goto fail
				}
			}
			budget -= (p - pos) >> 5
			pc += 5
			if flags&loopPossessive != 0 || p == floor {
				pos = p
				continue
			}
			if follow != 0 {
				for p > floor && !can(base, follow, s, p) {
					p--
				}
				if p > floor && flags&loopUnicode != 0 && unsafe.Sizeof(s[0]) == 2 && p < len(s) &&
					uint32(s[p])&0xFC00 == 0xDC00 && uint32(s[p-1])&0xFC00 == 0xD800 {
					p--
				}
			}
			if p > floor {
				if sp+2 > len(st) {
					if st = m.grow(st); st == nil {
						goto overflow
					}
				}
				st[sp] = uint64(floor)
				st[sp+1] = tagGreedy<<tagShift | uint64(pc-5)<<32 | uint64(uint32(p))
				sp += 2
			}
			pos = p
			continue
		case opLazy:
			cl := w >> 8
			low, most := int(at(base, pc+1)), int(at(base, pc+2))
			flags := at(base, pc+4)
			n := 0
			for ; n < low; n++ {
				if pos >= len(s) {
					goto fail
				}
				c, next := uint32(s[pos]), pos+1
				if flags&loopUnicode != 0 {
					c, next = point(s, pos)
				}
				if !inClass(base, cl, c) {
					goto fail
				}
				pos = next
			}
			if most > low {
				if sp+2 > len(st) {
					if st = m.grow(st); st == nil {
						goto overflow
					}
				}
				st[sp] = uint64(most - low)
				st[sp+1] = tagLazy<<tagShift | uint64(pc)<<32 | uint64(uint32(pos))
				sp += 2
				if follow := at(base, pc+3); follow != 0 && !can(base, follow, s, pos) {
					goto fail // into the entry just pushed
				}
			}
			pc += 5
			continue
		case opTrie:
			mode := at(base, pc+1)
			node := w >> 8
			p := pos
			pc += 2
			for {
				n := at(base, node)
				if n&1 != 0 {
					if sp == len(st) {
						if st = m.grow(st); st == nil {
							goto overflow
						}
					}
					st[sp] = uint64(pc)<<32 | uint64(uint32(p))
					sp++
				}
				var c uint32
				if mode&2 == 0 {
					if p >= len(s) {
						break
					}
					c, p = point(s, p)
				} else {
					if p <= 0 {
						break
					}
					c, p = pointBack(s, p)
				}
				if mode&1 != 0 {
					c = canonicalize(c, true)
				}
				lo, hi := uint32(0), n>>1
				for lo < hi {
					mid := (lo + hi) >> 1
					if at(base, node+1+2*mid) < c {
						lo = mid + 1
					} else {
						hi = mid
					}
				}
				if lo == n>>1 || at(base, node+1+2*lo) != c {
					break
				}
				node = at(base, node+2+2*lo)
			}
			goto fail // the longest match found is on top of the stack
		}

	fail:
		if budget--; budget < 0 {
			budget = pollInterval
			if m.Poll != nil && !m.Poll() {
				m.release()
				return false, ErrInterrupted
			}
		}
		for sp > 0 {
			e := st[sp-1]
			switch e >> tagShift {
			case tagChoice:
				sp--
				pos = int(uint32(e))
				pc = uint32(e >> 32)
				goto resume
			case tagUndo:
				sp--
				regs[e>>32&pcMask] = int32(uint32(e))
			case tagGreedy:
				at0 := uint32(e >> 32 & pcMask)
				p := int(uint32(e))
				floor := int(st[sp-2])
				follow, flags := at(base, at0+3), at(base, at0+4)
				p--
				if follow != 0 {
					for p > floor && !can(base, follow, s, p) {
						p--
					}
				}
				if flags&loopUnicode != 0 && unsafe.Sizeof(s[0]) == 2 && p > floor &&
					uint32(s[p])&0xFC00 == 0xDC00 && uint32(s[p-1])&0xFC00 == 0xD800 {
					p--
				}
				budget -= (int(uint32(e)) - p) >> 5
				if p > floor {
					st[sp-1] = e&^0xFFFFFFFF | uint64(uint32(p))
				} else {
					sp -= 2
				}
				pos = p
				pc = at0 + 5
				goto resume
			case tagLazy:
				at0 := uint32(e >> 32 & pcMask)
				p := int(uint32(e))
				left := int(st[sp-2])
				cl := at(base, at0) >> 8
				follow, flags := at(base, at0+3), at(base, at0+4)
				ok := false
				for left > 0 && p < len(s) {
					c, next := uint32(s[p]), p+1
					if flags&loopUnicode != 0 {
						c, next = point(s, p)
					}
					if flags&loopAll == 0 && !inClass(base, cl, c) {
						break
					}
					p = next
					left--
					if follow == 0 || can(base, follow, s, p) {
						ok = true
						break
					}
				}
				budget -= (p - int(uint32(e))) >> 5
				if !ok {
					sp -= 2
					continue
				}
				st[sp-2] = uint64(left)
				st[sp-1] = e&^0xFFFFFFFF | uint64(uint32(p))
				pos = p
				pc = at0 + 5
				goto resume
			}
		}
		// No way to match from this start: try the next.
		if sticky {
			m.release()
			return false, nil
		}
		if unicode && start < len(s) {
			_, pos = point(s, start)
		} else {
			pos = start + 1
		}
		if dot := at(base, hDot); dot != 0 {
			for pos <= last && (dot == 2 || !isLineEnd(uint32(s[pos-1]))) {
				pos++
			}
		}
		pos = find(base, s, pos, last)
		if pos < 0 {
			m.release()
			return false, nil
		}
		if required != 0 && pos > requiredAt {
			if requiredAt = index(base, required, s, pos); requiredAt < 0 {
				m.release()
				return false, nil
			}
		}
		start = pos
		for i := range regs {
			regs[i] = -1
		}
		regs[0] = int32(pos)
		pc = at(base, hCode)
	resume:
	}

overflow:
	m.release()
	return false, ErrStackOverflow
}

// span returns the end of the run of class members that begins at p, at most end.
func span[T unit](base unsafe.Pointer, cl, flags uint32, s []T, p, end int) int {
	if flags&loopAll != 0 {
		return end
	}
	s = s[:end]
	if unsafe.Sizeof(s[0]) == 1 {
		// Short runs byte by byte; long runs of "all but" classes by vector search.
		if flags&(loopNot1|loopNot2) != 0 {
			near := min(p+16, end)
			for p < near {
				if !bit(base, cl, uint32(s[p])) {
					return p
				}
				p++
			}
			rest := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s))[p:]
			if flags&loopNot1 != 0 {
				if i := bytes.IndexByte(rest, byte(flags>>8)); i >= 0 {
					return p + i
				}
				return end
			}
			if i := bytes.IndexByte(rest, '\n'); i >= 0 {
				rest = rest[:i]
			}
			if i := bytes.IndexByte(rest, '\r'); i >= 0 {
				return p + i
			}
			return p + len(rest)
		}
		for p < len(s) && bit(base, cl, uint32(s[p])) {
			p++
		}
		return p
	}
	for p < len(s) {
		c := uint32(s[p])
		if c < 256 {
			if !bit(base, cl, c) {
				break
			}
		} else if !high(base, cl, c) {
			break
		}
		p++
	}
	return p
}

// keepUndo drops the choices between floor and sp and keeps the undo records, which a later
// failure still needs; it returns the new top.
func keepUndo(st []uint64, floor, sp int) int {
	to := sp
	for i := sp; i > floor; {
		i--
		switch st[i] >> tagShift {
		case tagUndo:
			to--
			st[to] = st[i]
		case tagGreedy, tagLazy:
			i--
		}
	}
	return floor + copy(st[floor:], st[to:sp])
}

// backref matches the text s[from:to] again at pos; -1 when it is not there.
func backref[T unit](s []T, from, to, pos int, mode uint32) int {
	n := to - from
	back := mode&2 != 0
	begin := pos
	if back {
		begin = pos - n
	}
	if mode&1 == 0 {
		if begin < 0 || n > len(s)-begin {
			return -1
		}
		for i := range n {
			if s[from+i] != s[begin+i] {
				return -1
			}
		}
		// In unicode mode the text must not end or begin inside a surrogate pair.
		if mode&4 != 0 && unsafe.Sizeof(s[0]) == 2 && n > 0 && (splits(s, begin) || splits(s, begin+n)) {
			return -1
		}
		if back {
			return begin
		}
		return begin + n
	}
	if mode&4 == 0 || unsafe.Sizeof(s[0]) == 1 {
		if begin < 0 || n > len(s)-begin {
			return -1
		}
		for i := range n {
			a, b := uint32(s[from+i]), uint32(s[begin+i])
			if a != b && canonicalize(a, mode&4 != 0) != canonicalize(b, mode&4 != 0) {
				return -1
			}
		}
		if back {
			return begin
		}
		return begin + n
	}
	// Case folding keeps the number of code points but not of code units.
	if back {
		for to > from {
			if pos <= 0 {
				return -1
			}
			var a, b uint32
			a, to = pointBack(s, to)
			b, pos = pointBack(s, pos)
			if a != b && canonicalize(a, true) != canonicalize(b, true) {
				return -1
			}
		}
		return pos
	}
	for from < to {
		if pos >= len(s) {
			return -1
		}
		var a, b uint32
		a, from = point(s, from)
		b, pos = point(s, pos)
		if a != b && canonicalize(a, true) != canonicalize(b, true) {
			return -1
		}
	}
	return pos
}

func splits[T unit](s []T, pos int) bool {
	return pos > 0 && pos < len(s) && uint32(s[pos])&0xFC00 == 0xDC00 && uint32(s[pos-1])&0xFC00 == 0xD800
}
