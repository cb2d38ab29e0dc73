package text

// Builder collects code units for a new string: in one byte each as long as they fit, then in two. Its buffers are Go memory, so
// it may live across safepoints. The zero value is ready.
type Builder struct {
	b    []byte
	w    []uint16
	wide bool
}

// Len returns the number of code units so far.
func (b *Builder) Len() int {
	if b.wide {
		return len(b.w)
	}
	return len(b.b)
}

// Reset empties the builder, keeping its buffers.
func (b *Builder) Reset() { b.b, b.w, b.wide = b.b[:0], b.w[:0], false }

func (b *Builder) widen() {
	if b.wide {
		return
	}
	b.w = b.w[:0]
	for _, c := range b.b {
		b.w = append(b.w, uint16(c))
	}
	b.wide = true
}

// Unit appends one code unit.
func (b *Builder) Unit(c uint16) {
	if !b.wide {
		if c < 256 {
			b.b = append(b.b, byte(c))
			return
		}
		b.widen()
	}
	b.w = append(b.w, c)
}

// Rune appends a code point, as a surrogate pair above 0xFFFF.
func (b *Builder) Rune(r rune) {
	if r >= 0x10000 {
		r -= 0x10000
		b.Unit(uint16(0xD800 + r>>10))
		r = 0xDC00 + r&0x3FF
	}
	b.Unit(uint16(r))
}

// String appends WTF-8 text.
func (b *Builder) String(t string) {
	for i := 0; i < len(t); {
		r, n := decode(t[i:])
		b.Rune(r)
		i += n
	}
}

// View appends the characters of a flat string.
func (b *Builder) View(c View) {
	switch {
	case c.Wide:
		b.widen()
		b.w = append(b.w, c.W...)
	case b.wide:
		for _, u := range c.B {
			b.w = append(b.w, uint16(u))
		}
	default:
		b.b = append(b.b, c.B...)
	}
}

// Value appends a string value.
func (b *Builder) Value(s *Space, v Value) { b.View(s.Chars(v)) }

// Bytes appends Latin-1 characters.
func (b *Builder) Bytes(p []byte) { b.View(View{B: p}) }

// Finish makes the string; ok is false when it is longer than MaxLength.
func (b *Builder) Finish(s *Space) (Value, bool) {
	if b.Len() > MaxLength {
		return s.empty, false
	}
	if b.wide {
		return s.NewTwoByte(b.w), true
	}
	return s.NewOneByte(b.b), true
}
