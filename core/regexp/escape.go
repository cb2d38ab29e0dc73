package regexp

import "github.com/gonode/gonode/core/text/ucd"

// Escape is RegExp.escape ( S ) of ECMA-262 22.2.5.1 on code units.
func Escape(dst, s []uint16) []uint16 {
	const digits = "0123456789abcdef"
	hex := func(c uint32) {
		if c < 256 {
			dst = append(dst, '\\', 'x', uint16(digits[c>>4]), uint16(digits[c&15]))
			return
		}
		dst = append(dst, '\\', 'u')
		for sh := 12; sh >= 0; sh -= 4 {
			dst = append(dst, uint16(digits[c>>sh&15]))
		}
	}
	for i := 0; i < len(s); i++ {
		c := uint32(s[i])
		switch {
		case i == 0 && (c-'0' < 10 || (c|0x20)-'a' < 26):
			hex(c)
		case c == '/' || isSyntaxChar(c):
			dst = append(dst, '\\', uint16(c))
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\v':
			dst = append(dst, '\\', 'v')
		case c == '\f':
			dst = append(dst, '\\', 'f')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c&0xFC00 == 0xD800 && i+1 < len(s) && s[i+1]&0xFC00 == 0xDC00:
			dst = append(dst, s[i], s[i+1])
			i++
		case isEscapedPunctuator(c) || c&0xF800 == 0xD800 || ucd.IsSpace(uint16(c)):
			hex(c)
		default:
			dst = append(dst, uint16(c))
		}
	}
	return dst
}

func isEscapedPunctuator(c uint32) bool {
	switch c {
	case ',', '-', '=', '<', '>', '#', '&', '!', '%', ':', ';', '@', '~', '\'', '`', '"':
		return true
	}
	return false
}
