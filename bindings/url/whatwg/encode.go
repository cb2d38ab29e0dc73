package whatwg

import "unicode/utf8"

// Percent-encode sets.
type encodeSet uint8

const (
	c0Set encodeSet = iota
	fragmentSet
	querySet
	specialQuerySet
	pathSet
	userinfoSet
)

// contains tells whether a byte below 0x80 is in the set.
func (s encodeSet) contains(c byte) bool {
	if c < 0x20 || c >= 0x7F {
		return true
	}
	in := func(t string) bool {
		for i := 0; i < len(t); i++ {
			if t[i] == c {
				return true
			}
		}
		return false
	}
	switch s {
	case fragmentSet:
		return in(" \"<>`")
	case querySet:
		return in(" \"#<>")
	case specialQuerySet:
		return in(" \"#<>'")
	case pathSet:
		return in(" \"#<>?^`{}")
	case userinfoSet:
		return in(" \"#<>?^`{}/:;=@[\\]|")
	}
	return false
}

const upperHex = "0123456789ABCDEF"

func appendEncoded(d []byte, r rune, s encodeSet) []byte {
	if r < 0x80 {
		if !s.contains(byte(r)) {
			return append(d, byte(r))
		}
		return append(d, '%', upperHex[r>>4], upperHex[r&15])
	}
	var b [4]byte
	n := utf8.EncodeRune(b[:], r)
	for _, c := range b[:n] {
		d = append(d, '%', upperHex[c>>4], upperHex[c&15])
	}
	return d
}

func encodeString(t string, s encodeSet) string {
	var d []byte
	for _, r := range t {
		d = appendEncoded(d, r, s)
	}
	return string(d)
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func percentDecode(t string) []byte {
	d := make([]byte, 0, len(t))
	for i := 0; i < len(t); i++ {
		if t[i] == '%' && i+2 < len(t) && unhex(t[i+1]) >= 0 && unhex(t[i+2]) >= 0 {
			d = append(d, byte(unhex(t[i+1])<<4|unhex(t[i+2])))
			i += 2
			continue
		}
		d = append(d, t[i])
	}
	return d
}

func isAlpha(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
func isDigit(r rune) bool { return r >= '0' && r <= '9' }
