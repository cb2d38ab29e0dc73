package whatwg

import (
	"math"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/idna"
)

// parseHost is the host parser (URL Standard 3.5); the result is serialised.
func parseHost(s string, opaque bool) (string, bool) {
	if strings.HasPrefix(s, "[") {
		if !strings.HasSuffix(s, "]") || len(s) < 2 {
			return "", false
		}
		a, ok := parseIPv6(s[1 : len(s)-1])
		if !ok {
			return "", false
		}
		return "[" + serializeIPv6(&a) + "]", true
	}
	if opaque {
		for i := 0; i < len(s); i++ {
			if forbiddenHost(s[i]) {
				return "", false
			}
		}
		return percentEncode(s, setControl), true
	}
	d, ok := toASCII(strings.ToValidUTF8(percentDecode(s), "\uFFFD"))
	if !ok || d == "" {
		return "", false
	}
	for i := 0; i < len(d); i++ {
		if c := d[i]; forbiddenHost(c) || c <= 0x1F || c == '%' || c == 0x7F {
			return "", false
		}
	}
	if endsInNumber(d) {
		return parseIPv4(d)
	}
	return d, true
}

// forbiddenHost: forbidden host code points.
func forbiddenHost(c byte) bool {
	switch c {
	case 0, '\t', '\n', '\r', ' ', '#', '/', ':', '<', '>', '?', '@', '[', '\\', ']', '^', '|':
		return true
	}
	return false
}

var (
	profileOnce sync.Once
	profileASCI *idna.Profile
)

// profile is UTS #46 processing with CheckHyphens false, CheckBidi true, CheckJoiners true, UseSTD3ASCIIRules false,
// Transitional_Processing false and VerifyDnsLength false.
func profile() *idna.Profile {
	profileOnce.Do(func() {
		profileASCI = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false),
			idna.CheckHyphens(false), idna.CheckJoiners(true), idna.VerifyDNSLength(false))
	})
	return profileASCI
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// toASCII is domain to ASCII with beStrict false (URL Standard 3.3): an ASCII domain passes whatever its xn-- labels decode to.
func toASCII(s string) (string, bool) {
	if isASCII(s) {
		return strings.ToLower(s), true
	}
	// Newer versions of UTS #46 than the tables' map capital sharp s to sharp s.
	d, err := profile().ToASCII(strings.ReplaceAll(s, "\u1E9E", "\u00DF"))
	return strings.ToLower(d), err == nil
}

// ToUnicode shows a domain in Unicode: labels that do not decode stay.
func ToUnicode(s string) string {
	if !strings.Contains(s, "xn--") {
		return s
	}
	labels := strings.Split(s, ".")
	for i, l := range labels {
		if strings.HasPrefix(l, "xn--") {
			if t, err := profile().ToUnicode(l); err == nil && t != "" && !strings.HasPrefix(t, "xn--") {
				labels[i] = t
			}
		}
	}
	return strings.Join(labels, ".")
}

// DomainToASCII is url.domainToASCII: the host of a special URL, "" when invalid.
func DomainToASCII(s string) string {
	u := URL{Scheme: "ws", Host: "x", HasHost: true, Port: -1, Path: "/"}
	if s == "" || !u.Update(SetHostname, s) {
		return ""
	}
	return u.Host
}

// DomainToUnicode is url.domainToUnicode.
func DomainToUnicode(s string) string { return ToUnicode(DomainToASCII(s)) }

func lastLabel(s string) string {
	if strings.HasSuffix(s, ".") {
		s = s[:len(s)-1]
	}
	return s[strings.LastIndexByte(s, '.')+1:]
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(int(s[i])) {
			return false
		}
	}
	return s != ""
}

// endsInNumber is the ends-in-a-number checker.
func endsInNumber(s string) bool {
	l := lastLabel(s)
	if allDigits(l) {
		return true
	}
	_, ok := ipv4Number(l)
	return ok
}

// ipv4Number is the IPv4 number parser; large numbers saturate.
func ipv4Number(s string) (uint64, bool) {
	if s == "" {
		return 0, false
	}
	radix := uint64(10)
	switch {
	case len(s) >= 2 && s[0] == '0' && s[1]|0x20 == 'x':
		s, radix = s[2:], 16
	case len(s) >= 2 && s[0] == '0':
		s, radix = s[1:], 8
	}
	var n uint64
	for i := 0; i < len(s); i++ {
		if !isHexDig(int(s[i])) {
			return 0, false
		}
		d := uint64(hexVal(s[i]))
		if d >= radix {
			return 0, false
		}
		if n = n*radix + d; n > math.MaxUint32 {
			n = math.MaxUint32 + 1
		}
	}
	return n, true
}

func parseIPv4(s string) (string, bool) {
	parts := strings.Split(strings.TrimSuffix(s, "."), ".")
	if len(parts) > 4 {
		return "", false
	}
	var ip uint64
	for i, part := range parts {
		n, ok := ipv4Number(part)
		if !ok {
			return "", false
		}
		if i == len(parts)-1 {
			if n >= 1<<(8*(5-len(parts))) {
				return "", false
			}
			ip += n
		} else {
			if n > 255 {
				return "", false
			}
			ip += n << (8 * (3 - i))
		}
	}
	b := make([]byte, 0, 15)
	for i := 24; i >= 0; i -= 8 {
		b = strconv.AppendUint(b, ip>>i&255, 10)
		if i > 0 {
			b = append(b, '.')
		}
	}
	return string(b), true
}

// parseIPv6 is the IPv6 parser.
func parseIPv6(s string) (a [8]uint16, ok bool) {
	at := func(i int) int {
		if i < len(s) {
			return int(s[i])
		}
		return -1
	}
	piece, compress, p := 0, -1, 0
	if at(0) == ':' {
		if at(1) != ':' {
			return a, false
		}
		p, piece, compress = 2, 1, 1
	}
	for p < len(s) {
		if piece == 8 {
			return a, false
		}
		if s[p] == ':' {
			if compress >= 0 {
				return a, false
			}
			p++
			piece++
			compress = piece
			continue
		}
		v, n := 0, 0
		for n < 4 && isHexDig(at(p)) {
			v = v<<4 | int(hexVal(s[p]))
			p++
			n++
		}
		switch c := at(p); {
		case c == '.':
			if n == 0 || piece > 6 {
				return a, false
			}
			p -= n
			seen := 0
			for p < len(s) {
				if seen > 0 {
					if s[p] != '.' || seen >= 4 {
						return a, false
					}
					p++
				}
				if !isDigit(at(p)) {
					return a, false
				}
				x := -1
				for isDigit(at(p)) {
					d := at(p) - '0'
					switch {
					case x < 0:
						x = d
					case x == 0:
						return a, false
					default:
						x = x*10 + d
					}
					if x > 255 {
						return a, false
					}
					p++
				}
				a[piece] = a[piece]<<8 + uint16(x)
				seen++
				if seen == 2 || seen == 4 {
					piece++
				}
			}
			if seen != 4 {
				return a, false
			}
			return finishIPv6(a, piece, compress)
		case c == ':':
			p++
			if p == len(s) {
				return a, false
			}
		case c != -1:
			return a, false
		}
		a[piece] = uint16(v)
		piece++
	}
	return finishIPv6(a, piece, compress)
}

func finishIPv6(a [8]uint16, piece, compress int) ([8]uint16, bool) {
	if compress >= 0 {
		swaps := piece - compress
		piece = 7
		for piece != 0 && swaps > 0 {
			j := compress + swaps - 1
			a[piece], a[j] = a[j], a[piece]
			piece--
			swaps--
		}
		return a, true
	}
	return a, piece == 8
}

func serializeIPv6(a *[8]uint16) string {
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
	b := make([]byte, 0, 39)
	for i := 0; i < 8; i++ {
		if i == best {
			b = append(b, "::"...)
			i += bestLen - 1
			continue
		}
		if len(b) > 0 && b[len(b)-1] != ':' {
			b = append(b, ':')
		}
		b = strconv.AppendUint(b, uint64(a[i]), 16)
	}
	return string(b)
}
