package syntax

import (
	"unicode/utf8"

	"github.com/gonode/gonode/core/text/ucd"
)

// isIDStart reports whether r >= 0x80 has the property ID_Start.
func isIDStart(r rune) bool { return r >= 0x80 && ucd.IsIDStart(r) }

// isIDContinue reports whether r >= 0x80 has the property ID_Continue or is ZWNJ or ZWJ.
func isIDContinue(r rune) bool {
	return r >= 0x80 && (r == 0x200C || r == 0x200D || ucd.IsIDContinue(r))
}

// isUnicodeSpace reports whether r >= 0x80 is WhiteSpace (12.2).
func isUnicodeSpace(r rune) bool {
	switch {
	case r == 0xA0, r == 0xFEFF, r == 0x1680, r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F, r == 0x3000:
		return true
	}
	return false
}

// decodeWTF8 decodes one code point (lone surrogates included) of WTF-8 text; size 0 at the end. Invalid bytes give U+FFFD, 1.
func decodeWTF8(b []byte) (rune, int) {
	if len(b) == 0 {
		return -1, 0
	}
	if len(b) >= 3 && b[0] == 0xED && b[1] >= 0xA0 && b[1] <= 0xBF && b[2]&0xC0 == 0x80 {
		return 0xD000 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F), 3
	}
	return utf8.DecodeRune(b)
}

// appendWTF8 appends a code point; a low surrogate completes a high surrogate at the end of b.
func appendWTF8(b []byte, r rune) []byte {
	if r < 0xD800 || r > 0xDFFF {
		return utf8.AppendRune(b, r)
	}
	if r >= 0xDC00 && len(b) >= 3 {
		if t := b[len(b)-3:]; t[0] == 0xED && t[1] >= 0xA0 && t[1] <= 0xAF {
			hi := 0xD000 | rune(t[1]&0x3F)<<6 | rune(t[2]&0x3F)
			return utf8.AppendRune(b[:len(b)-3], 0x10000+(hi-0xD800)<<10+(r-0xDC00))
		}
	}
	return append(b, byte(0xE0|r>>12), byte(0x80|r>>6&0x3F), byte(0x80|r&0x3F))
}

// wellFormed reports whether WTF-8 text has no lone surrogates.
func wellFormed(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if s[i] == 0xED && s[i+1] >= 0xA0 {
			return false
		}
	}
	return true
}
