package text

import "unicode/utf8"

// Measure returns the number of UTF-16 code units of WTF-8 text and whether any is above 0xFF. Invalid bytes count as U+FFFD.
func Measure(t string) (n int, wide bool) {
	i := 0
	for i < len(t) && t[i] < 0x80 {
		i++
	}
	n = i
	for i < len(t) {
		r, size := decode(t[i:])
		i += size
		n++
		if r >= 0x10000 {
			n++
		}
		if r > 0xFF {
			wide = true
		}
	}
	return n, wide
}

// decode is utf8.DecodeRuneInString that also accepts encoded surrogates.
func decode(t string) (rune, int) {
	if t[0] < 0x80 {
		return rune(t[0]), 1
	}
	r, size := utf8.DecodeRuneInString(t)
	if r == utf8.RuneError && size == 1 && len(t) >= 3 && t[0] == 0xED && t[1]&0xE0 == 0xA0 && t[2]&0xC0 == 0x80 {
		return 0xD000 | rune(t[1]&0x3F)<<6 | rune(t[2]&0x3F), 3
	}
	return r, size
}

func latin1First(t string) byte {
	r, _ := decode(t)
	return byte(r)
}

// DecodeLatin1 writes the characters of t, all below 0x100, to b.
func DecodeLatin1(b []byte, t string) {
	for i, j := 0, 0; i < len(t); j++ {
		r, size := decode(t[i:])
		b[j] = byte(r)
		i += size
	}
}

// DecodeUTF16 writes the code units of WTF-8 text to w, which has the length that Measure told.
func DecodeUTF16(w []uint16, t string) {
	for i, j := 0, 0; i < len(t); j++ {
		r, size := decode(t[i:])
		i += size
		if r >= 0x10000 {
			r -= 0x10000
			w[j] = uint16(0xD800 + r>>10)
			j++
			w[j] = uint16(0xDC00 + r&0x3FF)
		} else {
			w[j] = uint16(r)
		}
	}
}

// ToUTF16 returns the code units of WTF-8 text.
func ToUTF16(t string) []uint16 {
	n, _ := Measure(t)
	w := make([]uint16, n)
	DecodeUTF16(w, t)
	return w
}

// AppendLatin1 appends Latin-1 characters as UTF-8.
func AppendLatin1(d, b []byte) []byte {
	for _, c := range b {
		if c < 0x80 {
			d = append(d, c)
		} else {
			d = append(d, 0xC0|c>>6, 0x80|c&0x3F)
		}
	}
	return d
}

// AppendWTF8 appends UTF-16 code units as WTF-8.
func AppendWTF8(d []byte, w []uint16) []byte {
	for i := 0; i < len(w); i++ {
		c := rune(w[i])
		switch {
		case c < 0x80:
			d = append(d, byte(c))
		case c >= 0xD800 && c < 0xDC00 && i+1 < len(w) && w[i+1]&0xFC00 == 0xDC00:
			d = utf8.AppendRune(d, (c-0xD800)<<10+rune(w[i+1])-0xDC00+0x10000)
			i++
		case c >= 0xD800 && c < 0xE000:
			d = append(d, 0xE0|byte(c>>12), 0x80|byte(c>>6)&0x3F, 0x80|byte(c)&0x3F)
		default:
			d = utf8.AppendRune(d, c)
		}
	}
	return d
}
