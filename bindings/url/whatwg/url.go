package whatwg

import (
	"strconv"
	"strings"
)

// URL is a URL record. Host is serialised; a path that is not opaque is kept serialised too: "" or "/segment/segment".
type URL struct {
	Scheme             string
	Username, Password string
	Host               string
	HasHost            bool
	Port               int // -1 for none
	Path               string
	Opaque             bool
	Query, Fragment    string
	HasQuery           bool
	HasFragment        bool
}

// None stands for a missing component in Components.
const None = 0xFFFFFFFF

// Components are offsets into a href: protocol_end, username_end, host_start, host_end, port, pathname_start, search_start,
// hash_start, scheme_type.
type Components [9]uint32

// The scheme types.
const (
	SchemeHTTP uint32 = iota
	SchemeOther
	SchemeHTTPS
	SchemeWS
	SchemeFTP
	SchemeWSS
	SchemeFile
)

func schemeType(s string) uint32 {
	switch s {
	case "http":
		return SchemeHTTP
	case "https":
		return SchemeHTTPS
	case "ws":
		return SchemeWS
	case "ftp":
		return SchemeFTP
	case "wss":
		return SchemeWSS
	case "file":
		return SchemeFile
	}
	return SchemeOther
}

func isSpecial(s string) bool { return schemeType(s) != SchemeOther }

func defaultPort(s string) int {
	switch s {
	case "http", "ws":
		return 80
	case "https", "wss":
		return 443
	case "ftp":
		return 21
	}
	return -1
}

func (u *URL) special() bool        { return isSpecial(u.Scheme) }
func (u *URL) hasCredentials() bool { return u.Username != "" || u.Password != "" }

// noCredentials: "cannot have a username/password/port".
func (u *URL) noCredentials() bool { return !u.HasHost || u.Host == "" || u.Scheme == "file" }

// Href is the URL serializer.
func (u *URL) Href() string {
	h, _ := u.Serialize()
	return h
}

// Serialize returns the href and where its components are.
func (u *URL) Serialize() (string, Components) {
	var c Components
	n := len(u.Scheme) + len(u.Username) + len(u.Password) + len(u.Host) + len(u.Path) + len(u.Query) + len(u.Fragment) + 16
	b := make([]byte, 0, n)
	b = append(append(b, u.Scheme...), ':')
	c[0] = uint32(len(b))
	c[4], c[6], c[7] = None, None, None
	if u.HasHost {
		b = append(append(b, "//"...), u.Username...)
		c[1] = uint32(len(b))
		if u.Password != "" {
			b = append(append(b, ':'), u.Password...)
		}
		c[2] = uint32(len(b))
		if u.hasCredentials() {
			b = append(b, '@')
		}
		b = append(b, u.Host...)
		c[3] = uint32(len(b))
		if u.Port >= 0 {
			b = strconv.AppendInt(append(b, ':'), int64(u.Port), 10)
			c[4] = uint32(u.Port)
		}
	} else {
		c[1], c[2], c[3] = c[0], c[0], c[0]
		if !u.Opaque && strings.HasPrefix(u.Path, "//") {
			b = append(b, "/."...)
		}
	}
	c[5] = uint32(len(b))
	b = append(b, u.Path...)
	if u.HasQuery {
		c[6] = uint32(len(b))
		b = append(append(b, '?'), u.Query...)
	}
	if u.HasFragment {
		c[7] = uint32(len(b))
		b = append(append(b, '#'), u.Fragment...)
	}
	c[8] = schemeType(u.Scheme)
	return string(b), c
}

// Format serialises without the parts whose flag is false; unicode shows the host in Unicode.
func (u *URL) Format(hash, unicode, search, auth bool) string {
	v := *u
	if !hash {
		v.HasFragment, v.Fragment = false, ""
	}
	if unicode && v.HasHost {
		v.Host = ToUnicode(v.Host)
	}
	if !search {
		v.HasQuery, v.Query = false, ""
	}
	if !auth {
		v.Username, v.Password = "", ""
	}
	return v.Href()
}

// Parse is the URL parser; base may be nil.
func Parse(input string, base *URL) (*URL, bool) {
	u := &URL{Port: -1}
	input = strings.TrimFunc(input, func(r rune) bool { return r <= ' ' })
	p := parser{u: u, base: base, in: removeTabs(input)}
	if !p.run(schemeStart) {
		return nil, false
	}
	return u, true
}

// ParseString is Parse with the base as text.
func ParseString(input, base string, hasBase bool) (*URL, bool) {
	if !hasBase {
		return Parse(input, nil)
	}
	b, ok := Parse(base, nil)
	if !ok {
		return nil, false
	}
	return Parse(input, b)
}

func removeTabs(s string) string {
	if strings.IndexByte(s, '\t') < 0 && strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != '\t' && c != '\n' && c != '\r' {
			b = append(b, c)
		}
	}
	return string(b)
}

// Action names a setter.
type Action int

// The setters.
const (
	SetProtocol Action = iota
	SetHost
	SetHostname
	SetPort
	SetUsername
	SetPassword
	SetPathname
	SetSearch
	SetHash
	SetHref
)

// Update runs the setter of a component (URL Standard 6.1); false: the URL is as before.
func (u *URL) Update(a Action, value string) bool {
	old := *u
	override := func(s state, v string) bool {
		p := parser{u: u, in: removeTabs(v), override: true, start: s}
		return p.run(s)
	}
	switch a {
	case SetProtocol:
		return override(schemeStart, value+":")
	case SetUsername:
		if u.noCredentials() {
			return false
		}
		u.Username = percentEncode(value, setUserinfo)
	case SetPassword:
		if u.noCredentials() {
			return false
		}
		u.Password = percentEncode(value, setUserinfo)
	case SetHost, SetHostname:
		if u.Opaque {
			return false
		}
		s := hostState
		if a == SetHostname {
			s = hostnameState
		}
		return override(s, value) || *u != old
	case SetPort:
		if u.noCredentials() {
			return false
		}
		if value == "" {
			u.Port = -1
			return true
		}
		return override(portState, value)
	case SetPathname:
		if u.Opaque {
			return false
		}
		u.Path = ""
		return override(pathStart, value)
	case SetSearch:
		u.HasQuery, u.Query = false, ""
		if value == "" {
			u.stripOpaque()
			return true
		}
		u.HasQuery = true
		return override(queryState, strings.TrimPrefix(value, "?"))
	case SetHash:
		u.HasFragment, u.Fragment = false, ""
		if value == "" {
			u.stripOpaque()
			return true
		}
		u.HasFragment = true
		return override(fragmentState, strings.TrimPrefix(value, "#"))
	case SetHref:
		n, ok := Parse(value, nil)
		if !ok {
			return false
		}
		*u = *n
	default:
		return false
	}
	return true
}

// stripOpaque: trailing spaces of an opaque path would be lost in reparsing once nothing follows them.
func (u *URL) stripOpaque() {
	if u.Opaque && !u.HasFragment && !u.HasQuery {
		u.Path = strings.TrimRight(u.Path, " ")
	}
}
