package whatwg

// A percent-encode set is a bit mask over the classes of ASCII characters.
type encodeSet uint8

const (
	setControl      encodeSet = 1 << iota // C0 control percent-encode set
	setFragment                           // fragment
	setQuery                              // query
	setSpecialQuery                       // special-query
	setPath                               // path
	setUserinfo                           // userinfo
)

// encodes tells whether the set holds a byte. Bytes of non-ASCII characters are in every set.
func encodes(c byte, set encodeSet) bool {
	if c <= 0x1F || c > 0x7E {
		return true
	}
	var in encodeSet
	switch c {
	case ' ', '"', '<', '>':
		in = setFragment | setQuery | setSpecialQuery | setPath | setUserinfo
	case '`':
		in = setFragment | setPath | setUserinfo
	case '#':
		in = setQuery | setSpecialQuery | setPath | setUserinfo
	case '\'':
		in = setSpecialQuery
	case '?', '^', '{', '}':
		in = setPath | setUserinfo
	case '/', ':', ';', '=', '@', '[', '\\', ']', '|':
		in = setUserinfo
	}
	return in&set != 0
}

const upperHex = "0123456789ABCDEF"

func appendPercent(b []byte, s string, set encodeSet) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; encodes(c, set) {
			b = append(b, '%', upperHex[c>>4], upperHex[c&15])
		} else {
			b = append(b, c)
		}
	}
	return b
}

func percentEncode(s string, set encodeSet) string {
	for i := 0; i < len(s); i++ {
		if encodes(s[i], set) {
			return string(appendPercent(append(make([]byte, 0, len(s)+16), s[:i]...), s[i:], set))
		}
	}
	return s
}

func percentDecode(s string) string {
	var b []byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && i+2 < len(s) && isHexDig(int(s[i+1])) && isHexDig(int(s[i+2])) {
			if b == nil {
				b = append(make([]byte, 0, len(s)), s[:i]...)
			}
			b = append(b, hexVal(s[i+1])<<4|hexVal(s[i+2]))
			i += 2
		} else if b != nil {
			b = append(b, c)
		}
	}
	if b == nil {
		return s
	}
	return string(b)
}

func hexVal(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
