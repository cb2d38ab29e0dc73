package dns

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"strings"
)

// Types of records.
const (
	typeA     = 1
	typeNS    = 2
	typeCNAME = 5
	typeSOA   = 6
	typePTR   = 12
	typeMX    = 15
	typeTXT   = 16
	typeAAAA  = 28
	typeSRV   = 33
	typeNAPTR = 35
	typeTLSA  = 52
	typeANY   = 255
	typeCAA   = 257
)

// typeOf returns the number of a record type, 0 when it is unknown.
func typeOf(name string) uint16 {
	switch name {
	case "A":
		return typeA
	case "NS":
		return typeNS
	case "CNAME":
		return typeCNAME
	case "SOA":
		return typeSOA
	case "PTR", "PTR-REVERSE":
		return typePTR
	case "MX":
		return typeMX
	case "TXT":
		return typeTXT
	case "AAAA":
		return typeAAAA
	case "SRV":
		return typeSRV
	case "NAPTR":
		return typeNAPTR
	case "TLSA":
		return typeTLSA
	case "ANY":
		return typeANY
	case "CAA":
		return typeCAA
	}
	return 0
}

var errBadName = errors.New("bad name")

// appendName appends a name as labels.
func appendName(b []byte, name string) ([]byte, error) {
	name = strings.TrimSuffix(name, ".")
	if len(name) > 253 {
		return nil, errBadName
	}
	if name != "" {
		for _, label := range strings.Split(name, ".") {
			if label == "" || len(label) > 63 {
				return nil, errBadName
			}
			b = append(append(b, byte(len(label))), label...)
		}
	}
	return append(b, 0), nil
}

// newQuery makes a query message (RFC 1035, 4.1).
func newQuery(id uint16, name string, qtype uint16) ([]byte, error) {
	b := binary.BigEndian.AppendUint16(nil, id)
	b = append(b, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0) // recursion desired, one question
	b, err := appendName(b, name)
	if err != nil {
		return nil, err
	}
	b = binary.BigEndian.AppendUint16(b, qtype)
	return binary.BigEndian.AppendUint16(b, 1), nil
}

// reply is an answer as far as it is looked at.
type reply struct {
	id        uint16
	code      int
	truncated bool
	msg       []byte
	answers   []record
}

// record is a resource record; its data lies at off in the message.
type record struct {
	kind uint16
	ttl  int
	off  int
	data []byte
}

var errShort = errors.New("malformed message")

// parseReply reads a message; it must be an answer with as many records as it says.
func parseReply(b []byte) (*reply, error) {
	if len(b) < 12 || b[2]&0x80 == 0 {
		return nil, errShort
	}
	r := &reply{id: binary.BigEndian.Uint16(b), code: int(b[3] & 15), truncated: b[2]&2 != 0, msg: b}
	questions, answers := int(binary.BigEndian.Uint16(b[4:])), int(binary.BigEndian.Uint16(b[6:]))
	off := 12
	for range questions {
		_, n, err := readName(b, off)
		if err != nil || n+4 > len(b) {
			return nil, errShort
		}
		off = n + 4
	}
	for range answers {
		_, n, err := readName(b, off)
		if err != nil || n+10 > len(b) {
			return nil, errShort
		}
		size := int(binary.BigEndian.Uint16(b[n+8:]))
		if n+10+size > len(b) {
			return nil, errShort
		}
		r.answers = append(r.answers, record{kind: binary.BigEndian.Uint16(b[n:]), ttl: int(binary.BigEndian.Uint32(b[n+4:])), off: n + 10,
			data: b[n+10 : n+10+size]})
		off = n + 10 + size
	}
	return r, nil
}

// readName reads a possibly compressed name and returns the offset after it.
func readName(b []byte, off int) (string, int, error) {
	var name strings.Builder
	end, jumps := -1, 0
	for {
		if off >= len(b) {
			return "", 0, errShort
		}
		n := int(b[off])
		switch n & 0xc0 {
		case 0:
			off++
			if n == 0 {
				if end < 0 {
					end = off
				}
				return name.String(), end, nil
			}
			if off+n > len(b) || name.Len() > 1000 {
				return "", 0, errShort
			}
			if name.Len() > 0 {
				name.WriteByte('.')
			}
			name.Write(b[off : off+n])
			off += n
		case 0xc0:
			if off+1 >= len(b) || jumps > 100 {
				return "", 0, errShort
			}
			if end < 0 {
				end = off + 2
			}
			jumps++
			off = (n&0x3f)<<8 | int(b[off+1])
		default:
			return "", 0, errShort
		}
	}
}

// texts reads character strings until the end.
func texts(b []byte) ([]any, bool) {
	var out []any
	for len(b) > 0 {
		n := int(b[0])
		if n+1 > len(b) {
			return nil, false
		}
		out = append(out, latin1(b[1:1+n]))
		b = b[1+n:]
	}
	return out, true
}

func latin1(b []byte) string {
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r)
}

// fields gives the properties of a record; for A, AAAA and names the value alone with its property's name. ok is false when it is
// malformed.
func (r *reply) fields(x *record) (object, bool) {
	d := x.data
	u16 := func(i int) int { return int(binary.BigEndian.Uint16(d[i:])) }
	name := func(i int) (string, int, bool) {
		s, end, err := readName(r.msg, x.off+i)
		return s, end, err == nil
	}
	switch x.kind {
	case typeA, typeAAAA:
		ip, ok := netip.AddrFromSlice(d)
		if !ok || ip.Is4() != (x.kind == typeA) {
			return nil, false
		}
		return object{"address", ip.String(), "ttl", x.ttl}, true
	case typeNS, typeCNAME, typePTR:
		s, _, ok := name(0)
		return object{"value", s}, ok
	case typeMX:
		if len(d) < 3 {
			return nil, false
		}
		s, _, ok := name(2)
		return object{"exchange", s, "priority", u16(0)}, ok
	case typeTXT:
		l, ok := texts(d)
		return object{"entries", l}, ok
	case typeSRV:
		if len(d) < 7 {
			return nil, false
		}
		s, _, ok := name(6)
		return object{"name", s, "port", u16(4), "priority", u16(0), "weight", u16(2)}, ok
	case typeNAPTR:
		if len(d) < 8 {
			return nil, false
		}
		var part [3]string
		at := 4
		for i := range part {
			if at >= len(d) || at+1+int(d[at]) > len(d) {
				return nil, false
			}
			part[i] = latin1(d[at+1 : at+1+int(d[at])])
			at += 1 + int(d[at])
		}
		s, _, ok := name(at)
		return object{"flags", part[0], "service", part[1], "regexp", part[2], "replacement", s, "order", u16(0), "preference", u16(2)}, ok
	case typeSOA:
		ns, end, ok := name(0)
		if !ok {
			return nil, false
		}
		mail, end, err := readName(r.msg, end)
		if err != nil || end+20 > x.off+len(d) {
			return nil, false
		}
		u32 := func(i int) int { return int(binary.BigEndian.Uint32(r.msg[end+4*i:])) }
		return object{"nsname", ns, "hostmaster", mail, "serial", u32(0), "refresh", u32(1), "retry", u32(2), "expire", u32(3), "minttl", u32(4)}, true
	case typeCAA:
		if len(d) < 2 || 2+int(d[1]) > len(d) {
			return nil, false
		}
		return object{"critical", int(d[0]), latin1(d[2 : 2+int(d[1])]), latin1(d[2+int(d[1]):])}, true
	case typeTLSA:
		if len(d) < 3 {
			return nil, false
		}
		return object{"certUsage", int(d[0]), "selector", int(d[1]), "match", int(d[2]), "data", append([]byte(nil), d[3:]...)}, true
	}
	return nil, false
}
