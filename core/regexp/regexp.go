package regexp

import (
	"encoding/binary"
	"errors"
	"unicode/utf16"
	"unsafe"
)

// Flags is the set of flags of a regular expression.
type Flags uint16

// The flags of ECMA-262 22.2.
const (
	HasIndices  Flags = 1 << iota // d
	Global                        // g
	IgnoreCase                    // i
	Multiline                     // m
	DotAll                        // s
	Unicode                       // u
	UnicodeSets                   // v
	Sticky                        // y
)

const flagLetters = "dgimsuvy"

// ParseFlags reads a flags string; false for an unknown or repeated letter or for u with v.
func ParseFlags(s string) (Flags, bool) {
	var f Flags
	for i := 0; i < len(s); i++ {
		k := 0
		for k < len(flagLetters) && flagLetters[k] != s[i] {
			k++
		}
		if k == len(flagLetters) || f&(1<<k) != 0 {
			return 0, false
		}
		f |= 1 << k
	}
	return f, f&(Unicode|UnicodeSets) != Unicode|UnicodeSets
}

// String returns the flags in the order of RegExp.prototype.flags.
func (f Flags) String() string {
	var b [8]byte
	n := 0
	for k := range len(flagLetters) {
		if f&(1<<k) != 0 {
			b[n] = flagLetters[k]
			n++
		}
	}
	return string(b[:n])
}

// SyntaxError is an early error of a pattern.
type SyntaxError struct {
	Reason  string // "Unterminated group"
	Pos     int    // code unit offset in the pattern
	Pattern []uint16
	Flags   Flags
}

// Error gives the whole message, as V8 words it.
func (e *SyntaxError) Error() string {
	return "Invalid regular expression: /" + encodeWTF8(e.Pattern) + "/" + e.Flags.String() + ": " + e.Reason
}

// GroupName is a named capturing group; a name may have several indices.
type GroupName struct {
	Name  string // WTF-8
	Index int
}

// Program is a compiled regular expression.
type Program struct {
	Code        []byte // self-contained: all that Match8 and Match16 need
	NumCaptures int    // with group 0
	GroupNames  []GroupName
	Flags       Flags
}

// Errors of a match that did not come to an end.
var (
	ErrStackOverflow = errors.New("regexp: backtrack stack overflow")
	ErrInterrupted   = errors.New("regexp: interrupted")
)

// Compile parses a pattern given as UTF-16 code units.
func Compile(pattern []uint16, f Flags) (*Program, *SyntaxError) {
	p, root, err := parse(pattern, f)
	if err != nil {
		return nil, err
	}
	code, ok := compile(p, root)
	if !ok {
		return nil, &SyntaxError{Reason: "Regular expression too large", Pattern: pattern, Flags: f}
	}
	return &Program{Code: code, NumCaptures: p.groups, GroupNames: p.groupNames(), Flags: f}, nil
}

// Check reports the early errors of a regular expression literal, without the pattern; both texts are WTF-8.
func Check(pattern, flags string) error {
	f, ok := ParseFlags(flags)
	if !ok {
		return errors.New("Invalid regular expression flags")
	}
	if _, _, err := parse(decodeWTF8(pattern), f); err != nil {
		return errors.New(err.Reason)
	}
	return nil
}

// Encode returns the program as one flat byte slice.
func (p *Program) Encode() []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(p.Code)))
	b = append(b, p.Code...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(p.GroupNames)))
	for _, g := range p.GroupNames {
		b = binary.LittleEndian.AppendUint32(b, uint32(g.Index))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(g.Name)))
		b = append(b, g.Name...)
	}
	return b
}

// Decode is the inverse of Encode; the program's code aliases b. It returns nil for bytes that
// Encode cannot have written.
func Decode(b []byte) *Program {
	u32 := func() int {
		if len(b) < 4 {
			b = nil
			return -1
		}
		v := binary.LittleEndian.Uint32(b)
		b = b[4:]
		if v > 1<<30 {
			return -1
		}
		return int(v)
	}
	n := u32()
	if n < headerWords*4 || n > len(b) {
		return nil
	}
	p := &Program{Code: b[:n:n]}
	b = b[n:]
	if binary.LittleEndian.Uint32(p.Code) != magic {
		return nil
	}
	p.Flags = Flags(binary.LittleEndian.Uint32(p.Code[4*hFlags:]))
	p.NumCaptures = int(binary.LittleEndian.Uint32(p.Code[4*hGroups:]))
	for k := u32(); k > 0; k-- {
		index, l := u32(), u32()
		if index < 0 || l < 0 || l > len(b) {
			return nil
		}
		p.GroupNames = append(p.GroupNames, GroupName{string(b[:l]), index})
		b = b[l:]
	}
	return p
}

// decodeWTF8 converts WTF-8 to code units; malformed bytes become U+FFFD.
func decodeWTF8(s string) []uint16 {
	out := make([]uint16, 0, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		cont := func(k int) (uint32, bool) {
			if i+k < len(s) && s[i+k]&0xC0 == 0x80 {
				return uint32(s[i+k] & 0x3F), true
			}
			return 0, false
		}
		a, ok1 := cont(1)
		b, ok2 := cont(2)
		d, ok3 := cont(3)
		switch {
		case c < 0x80:
			out = append(out, uint16(c))
			i++
		case c&0xE0 == 0xC0 && ok1:
			out = append(out, uint16(uint32(c&0x1F)<<6|a))
			i += 2
		case c&0xF0 == 0xE0 && ok1 && ok2:
			out = append(out, uint16(uint32(c&0x0F)<<12|a<<6|b))
			i += 3
		case c&0xF8 == 0xF0 && ok1 && ok2 && ok3:
			r := uint32(c&7)<<18 | a<<12 | b<<6 | d
			if r < 0x10000 || r > 0x10FFFF {
				r = 0x1FFFD
			}
			r -= 0x10000
			out = append(out, uint16(0xD800+r>>10), uint16(0xDC00+r&0x3FF))
			i += 4
		default:
			out = append(out, 0xFFFD)
			i++
		}
	}
	return out
}

// encodeWTF8 converts code units to WTF-8: lone surrogates become three bytes.
func encodeWTF8(u []uint16) string {
	b := make([]byte, 0, len(u))
	for i := 0; i < len(u); i++ {
		c := u[i]
		switch {
		case c < 0x80:
			b = append(b, byte(c))
		case c < 0x800:
			b = append(b, 0xC0|byte(c>>6), 0x80|byte(c&0x3F))
		case c&0xFC00 == 0xD800 && i+1 < len(u) && u[i+1]&0xFC00 == 0xDC00:
			r := utf16.DecodeRune(rune(c), rune(u[i+1]))
			b = append(b, string(r)...)
			i++
		default:
			b = append(b, 0xE0|byte(c>>12), 0x80|byte(c>>6&0x3F), 0x80|byte(c&0x3F))
		}
	}
	return string(b)
}

// words views program bytes as words; compile allocates them aligned.
func bytesOf(w []uint32) []byte {
	if len(w) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&w[0])), len(w)*4)
}
