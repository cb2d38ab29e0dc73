package syntax

import (
	"sort"
	"sync"
)

// Lines maps byte offsets to lines and columns. It is built on first use and safe for concurrent use.
type Lines struct {
	src    []byte
	once   sync.Once
	starts []int32
}

// NewLines returns the line table of src.
func NewLines(src []byte) *Lines { return &Lines{src: src} }

func (l *Lines) build() {
	starts := []int32{0}
	src := l.src
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == '\n':
			starts = append(starts, int32(i+1))
		case c == '\r':
			if i+1 < len(src) && src[i+1] == '\n' {
				i++
			}
			starts = append(starts, int32(i+1))
		case c == 0xE2 && i+2 < len(src) && src[i+1] == 0x80 && (src[i+2] == 0xA8 || src[i+2] == 0xA9):
			i += 2
			starts = append(starts, int32(i+1))
		}
	}
	l.starts = starts
}

// Count returns the number of lines.
func (l *Lines) Count() int { l.once.Do(l.build); return len(l.starts) }

// Position returns the 1-based line and the 1-based column in UTF-16 code units of a byte offset.
func (l *Lines) Position(pos int32) (line, col int) {
	l.once.Do(l.build)
	if int(pos) > len(l.src) {
		pos = int32(len(l.src))
	}
	if pos < 0 {
		pos = 0
	}
	i := sort.Search(len(l.starts), func(i int) bool { return l.starts[i] > pos }) - 1
	return i + 1, utf16Len(l.src[l.starts[i]:pos]) + 1
}

// Start returns the byte offset of the start of a 1-based line.
func (l *Lines) Start(line int) int32 { l.once.Do(l.build); return l.starts[line-1] }

// Text returns the text of a 1-based line without its terminator.
func (l *Lines) Text(line int) []byte {
	l.once.Do(l.build)
	s := l.starts[line-1]
	e := int32(len(l.src))
	if line < len(l.starts) {
		e = l.starts[line]
		switch {
		case l.src[e-1] == '\n':
			e--
			if e > s && l.src[e-1] == '\r' {
				e--
			}
		case l.src[e-1] == '\r':
			e--
		default:
			e -= 3
		}
	}
	return l.src[s:e]
}

// utf16Len counts the UTF-16 code units of WTF-8 text.
func utf16Len(b []byte) int {
	n := 0
	for _, c := range b {
		switch {
		case c >= 0xF0:
			n += 2
		case c < 0x80 || c >= 0xC0:
			n++
		}
	}
	return n
}
