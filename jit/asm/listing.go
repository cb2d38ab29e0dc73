package asm

import (
	"fmt"
	"strings"
)

// LineKind is what a line of a listing is.
type LineKind uint8

// The kinds of lines.
const (
	LineInstruction LineKind = iota
	LineLabel
	LineComment
	LineData
)

// Line is a line of a listing.
type Line struct {
	Offset int32
	Kind   LineKind
	Text   string
}

// SetListing turns on the listing of what is emitted from now on. It costs time and memory: only for dumps.
func (b *Buffer) SetListing(on bool) { b.listingOn = on }

// Listing reports whether the listing is on: whoever formats a comment asks first.
func (b *Buffer) Listing() bool { return b.listingOn }

// List adds an instruction's text at an offset.
func (b *Buffer) List(offset int, text string) {
	b.listing = append(b.listing, Line{Offset: int32(offset), Kind: LineInstruction, Text: text})
}

// Comment adds a comment before the next instruction, if the listing is on.
func (b *Buffer) Comment(format string, args ...any) {
	if b.listingOn {
		b.listing = append(b.listing, Line{Offset: int32(len(b.Bytes)), Kind: LineComment, Text: fmt.Sprintf(format, args...)})
	}
}

// Dump formats the listing: offset, bytes and text of each instruction, labels and comments between them. base is the address of
// the code's first byte, 0 for plain offsets.
func (c *Code) Dump(base uintptr) string {
	var s strings.Builder
	for i, l := range c.Listing {
		switch l.Kind {
		case LineLabel:
			fmt.Fprintf(&s, "%s:\n", l.Text)
			continue
		case LineComment:
			fmt.Fprintf(&s, "%*s; %s\n", 34, "", l.Text)
			continue
		}
		end := len(c.Bytes)
		if l.Kind == LineInstruction {
			end = c.PoolStart
		}
		for _, n := range c.Listing[i+1:] {
			if n.Offset > l.Offset {
				end = min(end, int(n.Offset))
				break
			}
		}
		text := c.Bytes[l.Offset:end]
		const most = 10
		if len(text) > most {
			fmt.Fprintf(&s, "%10x  %x+ %s\n", base+uintptr(l.Offset), text[:most], l.Text)
		} else {
			fmt.Fprintf(&s, "%10x  %-21x %s\n", base+uintptr(l.Offset), text, l.Text)
		}
	}
	return s.String()
}
