package whatwg

import "strings"

type state uint8

const (
	schemeStart state = iota
	schemeState
	noScheme
	specialRelativeOrAuthority
	pathOrAuthority
	relative
	relativeSlash
	specialAuthoritySlashes
	specialAuthorityIgnoreSlashes
	authority
	hostState
	hostnameState
	portState
	fileState
	fileSlash
	fileHost
	pathStart
	pathState
	opaquePath
	queryState
	fragmentState
	done
)

// parser is the basic URL parser (URL Standard 4.4) over UTF-8: every character that a state looks for is ASCII, so states take
// spans of bytes where the standard appends code points to a buffer.
type parser struct {
	u, base  *URL
	in       string
	p        int
	override bool
	start    state // the state override
}

// at returns the byte at the pointer, -1 at the end.
func (p *parser) at(i int) int {
	if i < len(p.in) {
		return int(p.in[i])
	}
	return -1
}

func isAlpha(c int) bool  { return c|0x20 >= 'a' && c|0x20 <= 'z' && c > 0 }
func isDigit(c int) bool  { return c >= '0' && c <= '9' }
func isHexDig(c int) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' && c > 0 }

func isDriveLetter(s string) bool {
	return len(s) == 2 && isAlpha(int(s[0])) && (s[1] == ':' || s[1] == '|')
}

func isNormalDriveLetter(s string) bool { return isDriveLetter(s) && s[1] == ':' }

// startsWithDriveLetter: "starts with a Windows drive letter".
func startsWithDriveLetter(s string) bool {
	if len(s) < 2 || !isDriveLetter(s[:2]) {
		return false
	}
	return len(s) == 2 || s[2] == '/' || s[2] == '\\' || s[2] == '?' || s[2] == '#'
}

// shorten: "shorten a url's path".
func (u *URL) shorten() {
	i := strings.LastIndexByte(u.Path, '/')
	if i < 0 || u.Scheme == "file" && i == 0 && isNormalDriveLetter(u.Path[1:]) {
		return
	}
	u.Path = u.Path[:i]
}

func (p *parser) run(s state) bool {
	ok := true
	for s != done && ok {
		s, ok = p.step(s)
	}
	return ok
}

// slash tells whether c ends a segment.
func (p *parser) slash(c int) bool { return c == '/' || c == '\\' && p.u.special() }

func (p *parser) step(s state) (state, bool) {
	u := p.u
	c := p.at(p.p)
	switch s {
	case schemeStart:
		if isAlpha(c) {
			return schemeState, true
		}
		if p.override {
			return done, false
		}
		return noScheme, true
	case schemeState:
		return p.scheme()
	case noScheme:
		switch b := p.base; {
		case b == nil || b.Opaque && c != '#':
			return done, false
		case b.Opaque:
			*u = *b
			u.Fragment, u.HasFragment = "", true
			p.p++
			return fragmentState, true
		case b.Scheme != "file":
			return relative, true
		}
		return fileState, true
	case specialRelativeOrAuthority:
		if c == '/' && p.at(p.p+1) == '/' {
			p.p += 2
			return specialAuthorityIgnoreSlashes, true
		}
		return relative, true
	case pathOrAuthority:
		if c == '/' {
			p.p++
			return authority, true
		}
		return pathState, true
	case relative:
		u.Scheme = p.base.Scheme
		if p.slash(c) {
			p.p++
			return relativeSlash, true
		}
		scheme := u.Scheme
		*u = *p.base
		u.Scheme = scheme
		u.Fragment, u.HasFragment = "", false
		return p.afterBase(c, func() { u.shorten() })
	case relativeSlash:
		switch {
		case u.special() && (c == '/' || c == '\\'):
			p.p++
			return specialAuthorityIgnoreSlashes, true
		case c == '/':
			p.p++
			return authority, true
		}
		b := p.base
		u.Username, u.Password, u.Host, u.HasHost, u.Port = b.Username, b.Password, b.Host, b.HasHost, b.Port
		return pathState, true
	case specialAuthoritySlashes:
		if c == '/' && p.at(p.p+1) == '/' {
			p.p += 2
		}
		return specialAuthorityIgnoreSlashes, true
	case specialAuthorityIgnoreSlashes:
		for c == '/' || c == '\\' {
			p.p++
			c = p.at(p.p)
		}
		return authority, true
	case authority:
		return p.authority()
	case hostState, hostnameState:
		return p.host()
	case portState:
		return p.port()
	case fileState:
		return p.file(c)
	case fileSlash:
		if c == '/' || c == '\\' {
			p.p++
			return fileHost, true
		}
		if b := p.base; b != nil && b.Scheme == "file" {
			u.Host, u.HasHost = b.Host, b.HasHost
			if !startsWithDriveLetter(p.in[p.p:]) && len(b.Path) >= 3 && isNormalDriveLetter(b.Path[1:3]) && (len(b.Path) == 3 || b.Path[3] == '/') {
				u.Path += b.Path[:3]
			}
		}
		return pathState, true
	case fileHost:
		return p.fileHost()
	case pathStart:
		switch {
		case u.special():
			if c == '/' || c == '\\' {
				p.p++
			}
			return pathState, true
		case !p.override && c == '?':
			u.HasQuery = true
			p.p++
			return queryState, true
		case !p.override && c == '#':
			u.HasFragment = true
			p.p++
			return fragmentState, true
		case c != -1:
			if c == '/' {
				p.p++
			}
			return pathState, true
		case p.override && !u.HasHost:
			u.Path += "/"
		}
		return done, true
	case pathState:
		return p.path()
	case opaquePath:
		return p.opaque()
	case queryState:
		rest := p.in[p.p:]
		if !p.override {
			if i := strings.IndexByte(rest, '#'); i >= 0 {
				rest = rest[:i]
			}
		}
		set := setQuery
		if u.special() {
			set = setSpecialQuery
		}
		u.Query += percentEncode(rest, set)
		p.p += len(rest)
		if p.p < len(p.in) {
			p.p++
			u.HasFragment = true
			return fragmentState, true
		}
		return done, true
	case fragmentState:
		u.Fragment += percentEncode(p.in[p.p:], setFragment)
		return done, true
	}
	panic("BUG: whatwg: no such state")
}

// afterBase: what follows when the base's parts were taken: query, fragment, or the path without its last segment.
func (p *parser) afterBase(c int, shorten func()) (state, bool) {
	u := p.u
	switch c {
	case '?':
		u.Query, u.HasQuery = "", true
		p.p++
		return queryState, true
	case '#':
		u.HasFragment = true
		p.p++
		return fragmentState, true
	case -1:
		return done, true
	}
	u.Query, u.HasQuery = "", false
	shorten()
	return pathState, true
}

func (p *parser) scheme() (state, bool) {
	u := p.u
	i := p.p
	for c := p.at(i); isAlpha(c) || isDigit(c) || c == '+' || c == '-' || c == '.'; c = p.at(i) {
		i++
	}
	if p.at(i) != ':' {
		if p.override {
			return done, false
		}
		p.p = 0
		return noScheme, true
	}
	name := strings.ToLower(p.in[p.p:i])
	if p.override {
		if isSpecial(name) != u.special() || (u.hasCredentials() || u.Port >= 0) && name == "file" || u.Scheme == "file" && u.Host == "" {
			return done, false
		}
		u.Scheme = name
		if u.Port == defaultPort(name) {
			u.Port = -1
		}
		return done, true
	}
	u.Scheme = name
	p.p = i + 1
	switch {
	case name == "file":
		return fileState, true
	case u.special() && p.base != nil && p.base.Scheme == name:
		return specialRelativeOrAuthority, true
	case u.special():
		return specialAuthoritySlashes, true
	case p.at(p.p) == '/':
		p.p++
		return pathOrAuthority, true
	}
	u.Opaque = true
	return opaquePath, true
}

// end finds the end of the authority.
func (p *parser) end() int {
	i := p.p
	for i < len(p.in) {
		if c := p.in[i]; c == '/' || c == '?' || c == '#' || c == '\\' && p.u.special() {
			break
		}
		i++
	}
	return i
}

func (p *parser) authority() (state, bool) {
	end := p.end()
	at := strings.LastIndexByte(p.in[p.p:end], '@')
	if at < 0 {
		return hostState, true
	}
	cred := p.in[p.p : p.p+at]
	p.p += at + 1
	if p.p == end {
		return done, false
	}
	name, pass, _ := strings.Cut(cred, ":")
	p.u.Username = percentEncode(name, setUserinfo)
	p.u.Password = percentEncode(pass, setUserinfo)
	return hostState, true
}

func (p *parser) host() (state, bool) {
	u := p.u
	if p.override && u.Scheme == "file" {
		return fileHost, true
	}
	end := p.end()
	colon, inside := -1, false
	for i := p.p; i < end && colon < 0; i++ {
		switch p.in[i] {
		case '[':
			inside = true
		case ']':
			inside = false
		case ':':
			if !inside {
				colon = i
			}
		}
	}
	if colon >= 0 {
		if colon == p.p || p.override && p.start == hostnameState {
			return done, false
		}
		h, ok := parseHost(p.in[p.p:colon], !u.special())
		if !ok {
			return done, false
		}
		u.Host, u.HasHost = h, true
		p.p = colon + 1
		return portState, true
	}
	text := p.in[p.p:end]
	if text == "" {
		if u.special() || p.override && (u.hasCredentials() || u.Port >= 0) {
			return done, false
		}
	}
	h, ok := parseHost(text, !u.special())
	if !ok {
		return done, false
	}
	u.Host, u.HasHost = h, true
	p.p = end
	if p.override {
		return done, true
	}
	return pathStart, true
}

func (p *parser) port() (state, bool) {
	u := p.u
	n, digits := 0, 0
	for isDigit(p.at(p.p)) {
		if n <= 65535 {
			n = n*10 + p.at(p.p) - '0'
		}
		digits++
		p.p++
	}
	c := p.at(p.p)
	if !(c == -1 || c == '/' || c == '?' || c == '#' || c == '\\' && u.special() || p.override) {
		return done, false
	}
	if digits > 0 {
		if n > 65535 {
			return done, false
		}
		u.Port = n
		if n == defaultPort(u.Scheme) {
			u.Port = -1
		}
		if p.override {
			return done, true
		}
	}
	if p.override {
		return done, false
	}
	return pathStart, true
}

func (p *parser) file(c int) (state, bool) {
	u := p.u
	u.Scheme = "file"
	u.Host, u.HasHost = "", true
	if c == '/' || c == '\\' {
		p.p++
		return fileSlash, true
	}
	b := p.base
	if b == nil || b.Scheme != "file" {
		return pathState, true
	}
	u.Host, u.HasHost, u.Path, u.Query, u.HasQuery = b.Host, b.HasHost, b.Path, b.Query, b.HasQuery
	return p.afterBase(c, func() {
		if startsWithDriveLetter(p.in[p.p:]) {
			u.Path = ""
		} else {
			u.shorten()
		}
	})
}

func (p *parser) fileHost() (state, bool) {
	u := p.u
	end := p.end()
	text := p.in[p.p:end]
	switch {
	case !p.override && isDriveLetter(text):
		return pathState, true
	case text == "":
		u.Host, u.HasHost = "", true
		if p.override {
			return done, true
		}
		return pathStart, true
	}
	h, ok := parseHost(text, !u.special())
	if !ok {
		return done, false
	}
	if h == "localhost" {
		h = ""
	}
	u.Host, u.HasHost = h, true
	if p.override {
		return done, true
	}
	p.p = end
	return pathStart, true
}

// dots counts the dots of a single-dot (1) or double-dot (2) segment; 0 for any other.
func dots(s string) int {
	if len(s) == 0 || len(s) > 6 {
		return 0
	}
	n := 0
	for i := 0; i < len(s); n++ {
		switch {
		case s[i] == '.':
			i++
		case i+3 <= len(s) && s[i] == '%' && s[i+1] == '2' && s[i+2]|0x20 == 'e':
			i += 3
		default:
			return 0
		}
	}
	if n > 2 {
		return 0
	}
	return n
}

func (p *parser) path() (state, bool) {
	u := p.u
	special := u.special()
	b := []byte(u.Path) // the path so far
	for {
		i := p.p
		for i < len(p.in) {
			if c := p.in[i]; c == '/' || c == '\\' && special || !p.override && (c == '?' || c == '#') {
				break
			}
			i++
		}
		seg := p.in[p.p:i]
		c := p.at(i)
		slash := c == '/' || c == '\\' && special
		switch dots(seg) {
		case 2:
			u.Path = string(b)
			u.shorten()
			b = b[:len(u.Path)]
			if !slash {
				b = append(b, '/')
			}
		case 1:
			if !slash {
				b = append(b, '/')
			}
		default:
			drive := u.Scheme == "file" && len(b) == 0 && isDriveLetter(seg)
			b = append(b, '/')
			if drive {
				b = append(b, seg[0], ':')
			} else {
				b = appendPercent(b, seg, setPath)
			}
		}
		p.p = i + 1
		if !slash {
			u.Path = string(b)
			switch c {
			case '?':
				u.Query, u.HasQuery = "", true
				return queryState, true
			case '#':
				u.HasFragment = true
				return fragmentState, true
			}
			return done, true
		}
	}
}

func (p *parser) opaque() (state, bool) {
	u := p.u
	rest := p.in[p.p:]
	i := strings.IndexAny(rest, "?#")
	if i < 0 {
		u.Path = percentEncode(rest, setControl)
		return done, true
	}
	// A space before the query or fragment is encoded, so that it survives when they are removed.
	text := percentEncode(rest[:i], setControl)
	if strings.HasSuffix(text, " ") {
		text = text[:len(text)-1] + "%20"
	}
	u.Path = text
	p.p += i + 1
	if rest[i] == '?' {
		u.HasQuery = true
		return queryState, true
	}
	u.HasFragment = true
	return fragmentState, true
}
