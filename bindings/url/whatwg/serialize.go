package whatwg

import (
	"strconv"
	"strings"
)

// Omitted is the value of a missing port or offset.
const Omitted = 1<<32 - 1

// Components are the positions of the parts in a serialized URL.
type Components struct {
	ProtocolEnd, UsernameEnd, HostStart, HostEnd, Port, PathnameStart, SearchStart, HashStart, SchemeType uint32
}

func (u *URL) schemeType() uint32 {
	switch u.Scheme {
	case "http":
		return 0
	case "https":
		return 2
	case "ws":
		return 3
	case "ftp":
		return 4
	case "wss":
		return 5
	case "file":
		return 6
	}
	return 1
}

// Pathname serializes the path.
func (u *URL) Pathname() string {
	if u.Opaque {
		return u.OpaquePath
	}
	if len(u.Path) == 0 {
		return ""
	}
	return "/" + strings.Join(u.Path, "/")
}

// Serialize gives the href and its components.
func (u *URL) Serialize() (string, Components) {
	var b strings.Builder
	c := Components{Port: Omitted, SearchStart: Omitted, HashStart: Omitted, SchemeType: u.schemeType()}
	at := func() uint32 { return uint32(b.Len()) }
	b.WriteString(u.Scheme)
	b.WriteByte(':')
	c.ProtocolEnd = at()
	if u.HasHost {
		b.WriteString("//")
		c.UsernameEnd, c.HostStart = at(), at()
		if u.includesCredentials() {
			b.WriteString(u.Username)
			c.UsernameEnd = at()
			if u.Password != "" {
				b.WriteByte(':')
				b.WriteString(u.Password)
			}
			c.HostStart = at()
			b.WriteByte('@')
		}
		b.WriteString(u.Host)
		c.HostEnd = at()
		if u.Port >= 0 {
			b.WriteByte(':')
			b.WriteString(strconv.Itoa(u.Port))
			c.Port = uint32(u.Port)
		}
	} else {
		c.UsernameEnd, c.HostStart, c.HostEnd = c.ProtocolEnd, c.ProtocolEnd, c.ProtocolEnd
		if !u.Opaque && len(u.Path) > 1 && u.Path[0] == "" {
			b.WriteString("/.")
		}
	}
	c.PathnameStart = at()
	b.WriteString(u.Pathname())
	if u.HasQuery {
		c.SearchStart = at()
		b.WriteByte('?')
		b.WriteString(u.Query)
	}
	if u.HasFragment {
		c.HashStart = at()
		b.WriteByte('#')
		b.WriteString(u.Fragment)
	}
	return b.String(), c
}

// Action is a component that a setter changes.
type Action int

// The setters.
const (
	Protocol Action = iota
	Host
	Hostname
	Port
	Username
	Password
	Pathname
	Search
	Hash
	Href
)

func (u *URL) cannotHaveCredentials() bool { return !u.HasHost || u.Host == "" || u.Scheme == "file" }

// Set runs the setter of a component; false means that nothing changed.
func (u *URL) Set(a Action, value string) bool {
	saved := *u
	savedPath := append([]string(nil), u.Path...)
	fail := func() bool {
		*u = saved
		u.Path = savedPath
		return false
	}
	switch a {
	case Href:
		n, ok := Parse(value, nil)
		if !ok {
			return false
		}
		*u = *n
	case Protocol:
		if !u.run(value+":", nil, schemeStart) {
			return fail()
		}
	case Username:
		if u.cannotHaveCredentials() {
			return false
		}
		u.Username = encodeString(value, userinfoSet)
	case Password:
		if u.cannotHaveCredentials() {
			return false
		}
		u.Password = encodeString(value, userinfoSet)
	case Host:
		if u.Opaque {
			return false
		}
		if !u.run(value, nil, host) {
			// The host is kept when only the port behind it is bad.
			if u.Host == saved.Host && u.HasHost == saved.HasHost {
				return fail()
			}
			u.Port = saved.Port
		}
	case Hostname:
		if u.Opaque {
			return false
		}
		if !u.run(value, nil, hostname) {
			return fail()
		}
	case Port:
		if u.cannotHaveCredentials() {
			return false
		}
		if value == "" {
			u.Port = -1
		} else if !u.run(value, nil, port) {
			return fail()
		}
	case Pathname:
		if u.Opaque {
			return false
		}
		u.Path = nil
		u.run(value, nil, pathStart)
	case Search:
		if value == "" {
			u.Query, u.HasQuery = "", false
			break
		}
		u.Query, u.HasQuery = "", true
		u.run(strings.TrimPrefix(value, "?"), nil, query)
	case Hash:
		if value == "" {
			u.Fragment, u.HasFragment = "", false
			break
		}
		u.Fragment, u.HasFragment = "", true
		u.run(strings.TrimPrefix(value, "#"), nil, fragment)
	}
	return true
}
