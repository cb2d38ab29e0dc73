package whatwg

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

func forbiddenHost(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\r' || strings.IndexByte(" #/:<>?@[\\]^|", c) >= 0
}

func forbiddenDomain(c byte) bool { return forbiddenHost(c) || c <= 0x1F || c == '%' || c == 0x7F }

// parseHost is the host parser: the serialized host.
func parseHost(in string, notSpecial bool) (string, bool) {
	if strings.HasPrefix(in, "[") {
		if !strings.HasSuffix(in, "]") {
			return "", false
		}
		a, ok := parseIPv6(in[1 : len(in)-1])
		if !ok {
			return "", false
		}
		return "[" + ipv6Text(a) + "]", true
	}
	if notSpecial {
		for i := 0; i < len(in); i++ {
			if forbiddenHost(in[i]) {
				return "", false
			}
		}
		return encodeString(in, c0Set), true
	}
	raw := percentDecode(in)
	if !utf8.Valid(raw) {
		raw = []byte(strings.ToValidUTF8(string(raw), "\uFFFD"))
	}
	ascii, ok := DomainToASCII(string(raw))
	if !ok || ascii == "" {
		return "", false
	}
	for i := 0; i < len(ascii); i++ {
		if forbiddenDomain(ascii[i]) {
			return "", false
		}
	}
	if endsInNumber(ascii) {
		v, ok := parseIPv4(ascii)
		if !ok {
			return "", false
		}
		return strconv.Itoa(int(v>>24)) + "." + strconv.Itoa(int(v>>16&255)) + "." + strconv.Itoa(int(v>>8&255)) + "." + strconv.Itoa(int(v&255)), true
	}
	return ascii, true
}

// DomainToASCII is domain to ASCII with beStrict false.
func DomainToASCII(t string) (string, bool) {
	plain := true
	for i := 0; i < len(t); i++ {
		if t[i] >= 0x80 {
			plain = false
			break
		}
	}
	lower := strings.ToLower(t)
	if plain {
		if !strings.Contains(lower, "xn--") {
			return lower, true
		}
	}
	p := idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false), idna.CheckJoiners(true), idna.BidiRule(), idna.VerifyDNSLength(false))
	s, err := p.ToASCII(t)
	if err != nil {
		return "", false
	}
	return s, true
}

// DomainToUnicode gives the display form of a host.
func DomainToUnicode(t string) string {
	p := idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false), idna.VerifyDNSLength(false))
	s, err := p.ToUnicode(t)
	if err != nil && s == "" {
		return t
	}
	return s
}

func endsInNumber(t string) bool {
	parts := strings.Split(t, ".")
	if parts[len(parts)-1] == "" {
		if len(parts) == 1 {
			return false
		}
		parts = parts[:len(parts)-1]
	}
	last := parts[len(parts)-1]
	if last != "" && strings.Trim(last, "0123456789") == "" {
		return true
	}
	_, ok := parseIPv4Number(last)
	return ok
}

func parseIPv4Number(t string) (v uint64, ok bool) {
	if t == "" {
		return 0, false
	}
	base := 10
	if len(t) >= 2 && (t[:2] == "0x" || t[:2] == "0X") {
		t, base = t[2:], 16
	} else if len(t) >= 2 && t[0] == '0' {
		t, base = t[1:], 8
	}
	for i := 0; i < len(t); i++ {
		d := unhex(t[i])
		if d < 0 || d >= base {
			return 0, false
		}
		if v < 1<<40 {
			v = v*uint64(base) + uint64(d)
		}
	}
	return v, true
}

func parseIPv4(t string) (uint32, bool) {
	parts := strings.Split(t, ".")
	if parts[len(parts)-1] == "" && len(parts) > 1 {
		parts = parts[:len(parts)-1]
	}
	if len(parts) > 4 {
		return 0, false
	}
	var ip uint64
	for i, p := range parts {
		n, ok := parseIPv4Number(p)
		if !ok {
			return 0, false
		}
		if i < len(parts)-1 {
			if n > 255 {
				return 0, false
			}
			ip |= n << (8 * (3 - i))
		} else {
			if n >= 1<<(8*(5-len(parts))) {
				return 0, false
			}
			ip |= n
		}
	}
	return uint32(ip), true
}

func parseIPv6(t string) (a [8]uint16, ok bool) {
	piece, compress, p := 0, -1, 0
	at := func(i int) byte {
		if i < len(t) {
			return t[i]
		}
		return 0
	}
	if at(p) == ':' {
		if at(p+1) != ':' {
			return a, false
		}
		p += 2
		piece++
		compress = piece
	}
	for p < len(t) {
		if piece == 8 {
			return a, false
		}
		if t[p] == ':' {
			if compress >= 0 {
				return a, false
			}
			p++
			piece++
			compress = piece
			continue
		}
		v, n := 0, 0
		for n < 4 && p < len(t) && unhex(t[p]) >= 0 {
			v = v<<4 | unhex(t[p])
			p++
			n++
		}
		if at(p) == '.' && p < len(t) {
			if n == 0 {
				return a, false
			}
			p -= n
			if piece > 6 {
				return a, false
			}
			seen := 0
			for p < len(t) {
				val := -1
				if seen > 0 {
					if t[p] != '.' || seen >= 4 {
						return a, false
					}
					p++
				}
				if p >= len(t) || !isDigit(rune(t[p])) {
					return a, false
				}
				for p < len(t) && isDigit(rune(t[p])) {
					d := int(t[p] - '0')
					switch {
					case val < 0:
						val = d
					case val == 0:
						return a, false
					default:
						val = val*10 + d
					}
					if val > 255 {
						return a, false
					}
					p++
				}
				a[piece] = a[piece]<<8 | uint16(val)
				seen++
				if seen == 2 || seen == 4 {
					piece++
				}
			}
			if seen != 4 {
				return a, false
			}
			break
		} else if at(p) == ':' && p < len(t) {
			p++
			if p >= len(t) {
				return a, false
			}
		} else if p < len(t) {
			return a, false
		}
		a[piece] = uint16(v)
		piece++
	}
	if compress >= 0 {
		swaps := piece - compress
		piece = 7
		for piece != 0 && swaps > 0 {
			a[piece], a[compress+swaps-1] = a[compress+swaps-1], a[piece]
			piece--
			swaps--
		}
	} else if piece != 8 {
		return a, false
	}
	return a, true
}

func ipv6Text(a [8]uint16) string {
	best, bestLen := -1, 1
	for i := 0; i < 8; {
		j := i
		for j < 8 && a[j] == 0 {
			j++
		}
		if j-i > bestLen {
			best, bestLen = i, j-i
		}
		i = max(j, i+1)
	}
	var b strings.Builder
	for i := 0; i < 8; i++ {
		if i == best {
			if i == 0 {
				b.WriteString("::")
			} else {
				b.WriteString(":")
			}
			i += bestLen - 1
			continue
		}
		b.WriteString(strconv.FormatUint(uint64(a[i]), 16))
		if i < 7 {
			b.WriteByte(':')
		}
	}
	return b.String()
}
