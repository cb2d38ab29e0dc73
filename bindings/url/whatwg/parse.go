package whatwg

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// URL is a URL record.
type URL struct {
	Scheme, Username, Password string
	Host                       string
	HasHost                    bool
	Port                       int // -1: null
	Path                       []string
	Opaque                     bool // the path is OpaquePath
	OpaquePath                 string
	Query, Fragment            string
	HasQuery, HasFragment      bool
}

func specialPort(scheme string) (port int, special bool) {
	switch scheme {
	case "http", "ws":
		return 80, true
	case "https", "wss":
		return 443, true
	case "ftp":
		return 21, true
	case "file":
		return -1, true
	}
	return -1, false
}

func (u *URL) special() bool { _, s := specialPort(u.Scheme); return s }

func (u *URL) includesCredentials() bool { return u.Username != "" || u.Password != "" }

// state is a state of the basic URL parser; the zero value as override means none.
type state uint8

const (
	none state = iota
	schemeStart
	scheme
	noScheme
	specialRelativeOrAuthority
	pathOrAuthority
	relative
	relativeSlash
	specialAuthoritySlashes
	specialAuthorityIgnoreSlashes
	authority
	host
	hostname
	port
	file
	fileSlash
	fileHost
	pathStart
	path
	opaquePath
	query
	fragment
)

func isWindowsLetter(t string) bool {
	return len(t) == 2 && isAlpha(rune(t[0])) && (t[1] == ':' || t[1] == '|')
}
func isNormalizedLetter(t string) bool { return isWindowsLetter(t) && t[1] == ':' }

func startsWithLetter(r []rune) bool {
	return len(r) >= 2 && isAlpha(r[0]) && (r[1] == ':' || r[1] == '|') && (len(r) == 2 || strings.ContainsRune("/\\?#", r[2]))
}

func singleDot(t string) bool { return t == "." || strings.EqualFold(t, "%2e") }
func doubleDot(t string) bool {
	switch strings.ToLower(t) {
	case "..", ".%2e", "%2e.", "%2e%2e":
		return true
	}
	return false
}

func (u *URL) shorten() {
	if u.Scheme == "file" && len(u.Path) == 1 && isNormalizedLetter(u.Path[0]) {
		return
	}
	if n := len(u.Path); n > 0 {
		u.Path = u.Path[:n-1]
	}
}

// Parse parses input against base, which may be nil.
func Parse(input string, base *URL) (*URL, bool) {
	input = strings.TrimFunc(input, func(r rune) bool { return r <= ' ' })
	u := &URL{Port: -1}
	if !u.run(input, base, none) {
		return nil, false
	}
	return u, true
}

func dropTabs(t string) string {
	if strings.ContainsAny(t, "\t\n\r") {
		return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(t)
	}
	return t
}

// run is the basic URL parser. With an override a failure of validation leaves u possibly changed only where the standard says so.
func (u *URL) run(input string, base *URL, override state) bool {
	in := []rune(dropTabs(input))
	st := override
	if st == none {
		st = schemeStart
	}
	var buf []byte
	atSeen, inBrackets, passwordSeen := false, false, false
	const eof = rune(-1)
	for p := 0; ; p++ {
		c := eof
		if p < len(in) {
			c = in[p]
		}
		rest := func(i int) rune {
			if p+i < len(in) {
				return in[p+i]
			}
			return eof
		}
		switch st {
		case schemeStart:
			if isAlpha(c) {
				buf = append(buf, byte(c|0x20))
				st = scheme
			} else if override == none {
				st = noScheme
				p--
			} else {
				return false
			}
		case scheme:
			if isAlpha(c) || isDigit(c) || c == '+' || c == '-' || c == '.' {
				if c >= 'A' && c <= 'Z' {
					c |= 0x20
				}
				buf = append(buf, byte(c))
			} else if c == ':' {
				s := string(buf)
				defPort, sp := specialPort(s)
				if override != none {
					if u.special() != sp || (u.includesCredentials() || u.Port >= 0) && s == "file" || u.Scheme == "file" && u.Host == "" {
						return true
					}
				}
				u.Scheme = s
				if override != none {
					if u.Port == defPort {
						u.Port = -1
					}
					return true
				}
				buf = buf[:0]
				switch {
				case s == "file":
					st = file
				case sp && base != nil && base.Scheme == s:
					st = specialRelativeOrAuthority
				case sp:
					st = specialAuthoritySlashes
				case rest(1) == '/':
					st = pathOrAuthority
					p++
				default:
					u.Opaque, u.OpaquePath = true, ""
					st = opaquePath
				}
			} else if override == none {
				buf = buf[:0]
				st = noScheme
				p = -1
			} else {
				return false
			}
		case noScheme:
			switch {
			case base == nil || base.Opaque && c != '#':
				return false
			case base.Opaque && c == '#':
				u.Scheme, u.Opaque, u.OpaquePath = base.Scheme, true, base.OpaquePath
				u.Query, u.HasQuery = base.Query, base.HasQuery
				u.Fragment, u.HasFragment = "", true
				st = fragment
			case base.Scheme != "file":
				st = relative
				p--
			default:
				st = file
				p--
			}
		case specialRelativeOrAuthority:
			if c == '/' && rest(1) == '/' {
				st = specialAuthorityIgnoreSlashes
				p++
			} else {
				st = relative
				p--
			}
		case pathOrAuthority:
			if c == '/' {
				st = authority
			} else {
				st = path
				p--
			}
		case relative:
			u.Scheme = base.Scheme
			if c == '/' {
				st = relativeSlash
			} else if u.special() && c == '\\' {
				st = relativeSlash
			} else {
				u.Username, u.Password, u.Host, u.HasHost, u.Port = base.Username, base.Password, base.Host, base.HasHost, base.Port
				u.Path = append([]string(nil), base.Path...)
				u.Query, u.HasQuery = base.Query, base.HasQuery
				if c == '?' {
					u.Query, u.HasQuery = "", true
					st = query
				} else if c == '#' {
					u.Fragment, u.HasFragment = "", true
					st = fragment
				} else if c != eof {
					u.Query, u.HasQuery = "", false
					u.shorten()
					st = path
					p--
				}
			}
		case relativeSlash:
			if u.special() && (c == '/' || c == '\\') {
				st = specialAuthorityIgnoreSlashes
			} else if c == '/' {
				st = authority
			} else {
				u.Username, u.Password, u.Host, u.HasHost, u.Port = base.Username, base.Password, base.Host, base.HasHost, base.Port
				st = path
				p--
			}
		case specialAuthoritySlashes:
			st = specialAuthorityIgnoreSlashes
			if c == '/' && rest(1) == '/' {
				p++
			} else {
				p--
			}
		case specialAuthorityIgnoreSlashes:
			if c != '/' && c != '\\' {
				st = authority
				p--
			}
		case authority:
			if c == '@' {
				if atSeen {
					buf = append([]byte("%40"), buf...)
				}
				atSeen = true
				for _, r := range string(buf) {
					if r == ':' && !passwordSeen {
						passwordSeen = true
						continue
					}
					if passwordSeen {
						u.Password += string(appendEncoded(nil, r, userinfoSet))
					} else {
						u.Username += string(appendEncoded(nil, r, userinfoSet))
					}
				}
				buf = buf[:0]
			} else if c == eof || c == '/' || c == '?' || c == '#' || u.special() && c == '\\' {
				if atSeen && len(buf) == 0 {
					return false
				}
				p -= utf8.RuneCount(buf) + 1
				buf = buf[:0]
				st = host
			} else {
				buf = utf8.AppendRune(buf, c)
			}
		case host, hostname:
			if override != none && u.Scheme == "file" {
				p--
				st = fileHost
			} else if c == ':' && !inBrackets {
				if len(buf) == 0 {
					return false
				}
				if override == hostname {
					return false
				}
				h, ok := parseHost(string(buf), !u.special())
				if !ok {
					return false
				}
				u.Host, u.HasHost = h, true
				buf = buf[:0]
				st = port
			} else if c == eof || c == '/' || c == '?' || c == '#' || u.special() && c == '\\' {
				p--
				if u.special() && len(buf) == 0 {
					return false
				}
				if override != none && len(buf) == 0 && (u.includesCredentials() || u.Port >= 0) {
					return false
				}
				h := ""
				if len(buf) > 0 {
					var ok bool
					if h, ok = parseHost(string(buf), !u.special()); !ok {
						return false
					}
				}
				u.Host, u.HasHost = h, true
				buf = buf[:0]
				st = pathStart
				if override != none {
					return true
				}
			} else {
				if c == '[' {
					inBrackets = true
				} else if c == ']' {
					inBrackets = false
				}
				buf = utf8.AppendRune(buf, c)
			}
		case port:
			if isDigit(c) {
				buf = append(buf, byte(c))
			} else if c == eof || c == '/' || c == '?' || c == '#' || u.special() && c == '\\' || override != none {
				if len(buf) != 0 {
					n, err := strconv.Atoi(string(buf))
					if err != nil || n > 65535 {
						return false
					}
					if def, _ := specialPort(u.Scheme); n == def {
						n = -1
					}
					u.Port = n
					buf = buf[:0]
					if override != none {
						return true
					}
				}
				if override != none {
					return false
				}
				st = pathStart
				p--
			} else {
				return false
			}
		case file:
			u.Scheme = "file"
			u.Host, u.HasHost = "", true
			if c == '/' || c == '\\' {
				st = fileSlash
			} else if base != nil && base.Scheme == "file" {
				u.Host, u.HasHost = base.Host, base.HasHost
				u.Path = append([]string(nil), base.Path...)
				u.Query, u.HasQuery = base.Query, base.HasQuery
				if c == '?' {
					u.Query, u.HasQuery = "", true
					st = query
				} else if c == '#' {
					u.Fragment, u.HasFragment = "", true
					st = fragment
				} else if c != eof {
					u.Query, u.HasQuery = "", false
					if !startsWithLetter(in[p:]) {
						u.shorten()
					} else {
						u.Path = nil
					}
					st = path
					p--
				}
			} else {
				st = path
				p--
			}
		case fileSlash:
			if c == '/' || c == '\\' {
				st = fileHost
			} else {
				if base != nil && base.Scheme == "file" {
					u.Host, u.HasHost = base.Host, base.HasHost
					if !startsWithLetter(in[min(p, len(in)):]) && len(base.Path) > 0 && isNormalizedLetter(base.Path[0]) {
						u.Path = append(u.Path, base.Path[0])
					}
				}
				st = path
				p--
			}
		case fileHost:
			if c == eof || c == '/' || c == '\\' || c == '?' || c == '#' {
				p--
				if override == none && isWindowsLetter(string(buf)) {
					st = path
				} else if len(buf) == 0 {
					u.Host, u.HasHost = "", true
					if override != none {
						return true
					}
					st = pathStart
				} else {
					h, ok := parseHost(string(buf), !u.special())
					if !ok {
						return false
					}
					if h == "localhost" {
						h = ""
					}
					u.Host, u.HasHost = h, true
					if override != none {
						return true
					}
					buf = buf[:0]
					st = pathStart
				}
			} else {
				buf = utf8.AppendRune(buf, c)
			}
		case pathStart:
			if u.special() {
				st = path
				if c != '/' && c != '\\' {
					p--
				}
			} else if override == none && c == '?' {
				u.Query, u.HasQuery = "", true
				st = query
			} else if override == none && c == '#' {
				u.Fragment, u.HasFragment = "", true
				st = fragment
			} else if c != eof {
				st = path
				if c != '/' {
					p--
				}
			} else if override != none && !u.HasHost {
				u.Path = append(u.Path, "")
			}
		case path:
			sp := u.special()
			if c == eof || c == '/' || sp && c == '\\' || override == none && (c == '?' || c == '#') {
				slash := c == '/' || sp && c == '\\'
				t := string(buf)
				if doubleDot(t) {
					u.shorten()
					if !slash {
						u.Path = append(u.Path, "")
					}
				} else if singleDot(t) {
					if !slash {
						u.Path = append(u.Path, "")
					}
				} else {
					if u.Scheme == "file" && len(u.Path) == 0 && isWindowsLetter(t) {
						t = t[:1] + ":"
					}
					u.Path = append(u.Path, t)
				}
				buf = buf[:0]
				if c == '?' {
					u.Query, u.HasQuery = "", true
					st = query
				} else if c == '#' {
					u.Fragment, u.HasFragment = "", true
					st = fragment
				}
			} else {
				buf = appendEncoded(buf, c, pathSet)
			}
		case opaquePath:
			if c == '?' {
				u.OpaquePath = endSpaces(string(buf), rest(0))
				u.Query, u.HasQuery = "", true
				buf = buf[:0]
				st = query
			} else if c == '#' {
				u.OpaquePath = endSpaces(string(buf), rest(0))
				u.Fragment, u.HasFragment = "", true
				buf = buf[:0]
				st = fragment
			} else if c != eof {
				buf = appendEncoded(buf, c, c0Set)
			} else {
				u.OpaquePath = string(buf)
				buf = buf[:0]
			}
		case query:
			if override == none && c == '#' || c == eof {
				set := querySet
				if u.special() {
					set = specialQuerySet
				}
				u.Query += encodeString(string(buf), set)
				buf = buf[:0]
				if c == '#' {
					u.Fragment, u.HasFragment = "", true
					st = fragment
				}
			} else {
				buf = utf8.AppendRune(buf, c)
			}
		case fragment:
			if c != eof {
				buf = appendEncoded(buf, c, fragmentSet)
			} else {
				u.Fragment = string(buf)
			}
		}
		if c == eof && p >= len(in) {
			return true
		}
	}
}

// endSpaces encodes the last space of an opaque path that a query or fragment follows.
func endSpaces(t string, _ rune) string {
	if strings.HasSuffix(t, " ") {
		return t[:len(t)-1] + "%20"
	}
	return t
}
