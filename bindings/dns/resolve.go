package dns

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"time"
)

// asker asks name servers, as c-ares does: in order, with time limits that double from try to try.
type asker struct {
	servers        []string // host:port
	timeout        time.Duration
	maxTimeout     time.Duration // 0: none
	tries          int
	local4, local6 string
}

// resolve does a query of dns.resolve*; fail is the code of an error.
func (q *asker) resolve(ctx context.Context, rrtype, name string, ttl bool) (res any, fail string) {
	kind := typeOf(rrtype)
	if kind == 0 {
		return nil, "ENOTIMP"
	}
	if rrtype == "PTR-REVERSE" {
		ip, err := netip.ParseAddr(name)
		if err != nil {
			return nil, "ENOTFOUND"
		}
		if names := hostsOf(ip); len(names) > 0 {
			return names, ""
		}
		name = reverseName(ip)
	}
	r, fail := q.ask(ctx, name, kind)
	if fail != "" {
		if fail == "ENODATA" && rrtype == "PTR-REVERSE" {
			fail = "ENOTFOUND"
		}
		return nil, fail
	}
	if kind == typeANY {
		return r.all()
	}
	var list []any
	for i := range r.answers {
		x := &r.answers[i]
		if x.kind != kind {
			continue
		}
		f, ok := r.fields(x)
		if !ok {
			return nil, "EBADRESP"
		}
		switch kind {
		case typeA, typeAAAA:
			if ttl {
				list = append(list, f)
				continue
			}
			list = append(list, f[1])
		case typeNS, typeCNAME, typePTR, typeTXT:
			list = append(list, f[1])
		case typeSOA:
			return f, ""
		default:
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return nil, "ENODATA"
	}
	return list, ""
}

// all gives the records of every kind, with their types, in Node's order.
func (r *reply) all() (any, string) {
	var list []any
	for _, k := range [...]struct {
		kind uint16
		name string
	}{{typeA, "A"}, {typeCNAME, "CNAME"}, {typeAAAA, "AAAA"}, {typeMX, "MX"}, {typeNS, "NS"}, {typeTXT, "TXT"}, {typeSRV, "SRV"}, {typePTR, "PTR"},
		{typeNAPTR, "NAPTR"}, {typeSOA, "SOA"}, {typeCAA, "CAA"}, {typeTLSA, "TLSA"}} {
		for i := range r.answers {
			if r.answers[i].kind != k.kind {
				continue
			}
			f, ok := r.fields(&r.answers[i])
			if !ok {
				return nil, "EBADRESP"
			}
			list = append(list, append(f, "type", k.name))
		}
	}
	if len(list) == 0 {
		return nil, "ENODATA"
	}
	return list, ""
}

// ask sends the query until a server has an answer.
func (q *asker) ask(ctx context.Context, name string, kind uint16) (*reply, string) {
	fail := "ETIMEOUT"
	limit := q.timeout
	for try := range max(q.tries, 1) {
		if try > 0 {
			limit *= 2
			if q.maxTimeout > 0 {
				limit = min(limit, max(q.maxTimeout, q.timeout))
			}
		}
		refused := 0
		for _, server := range q.servers {
			id := uint16(rand.Uint32())
			msg, err := newQuery(id, name, kind)
			if err != nil {
				return nil, "EBADNAME"
			}
			r, err := q.exchange(ctx, "udp", server, id, msg, limit)
			if err == nil && r.truncated {
				if full, terr := q.exchange(ctx, "tcp", server, id, msg, limit); terr == nil {
					r = full
				}
			}
			if ctx.Err() != nil {
				return nil, "ECANCELLED"
			}
			if err != nil {
				fail = "ETIMEOUT"
				if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH) {
					fail = "ECONNREFUSED"
					refused++
				}
				continue
			}
			switch r.code {
			case 0:
				if len(r.answers) == 0 {
					return nil, "ENODATA"
				}
				return r, ""
			case 1:
				return nil, "EFORMERR"
			case 3:
				return nil, "ENOTFOUND"
			case 2:
				fail = "ESERVFAIL"
			case 4:
				fail = "ENOTIMP"
			case 5:
				fail = "EREFUSED"
			default:
				fail = "EBADRESP"
			}
		}
		if refused == len(q.servers) {
			break
		}
	}
	return nil, fail
}

// exchange sends a query to a server and waits for its answer; what is no answer to it is left aside.
func (q *asker) exchange(ctx context.Context, network, server string, id uint16, msg []byte, limit time.Duration) (*reply, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var d net.Dialer
	local := q.local4
	if host, _, err := net.SplitHostPort(server); err == nil && strings.Contains(host, ":") {
		local = q.local6
	}
	if ip, err := netip.ParseAddr(local); err == nil && !ip.IsUnspecified() {
		if network == "udp" {
			d.LocalAddr = net.UDPAddrFromAddrPort(netip.AddrPortFrom(ip, 0))
		} else {
			d.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(ip, 0))
		}
	}
	c, err := d.DialContext(ctx, network, server)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	stop := context.AfterFunc(ctx, func() { c.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if network == "tcp" {
		msg = append(binary.BigEndian.AppendUint16(nil, uint16(len(msg))), msg...)
	}
	if _, err := c.Write(msg); err != nil {
		return nil, err
	}
	buf := make([]byte, 64<<10)
	for {
		var n int
		if network == "tcp" {
			if _, err = io.ReadFull(c, buf[:2]); err == nil {
				n = int(binary.BigEndian.Uint16(buf))
				_, err = io.ReadFull(c, buf[:n])
			}
		} else {
			n, err = c.Read(buf)
		}
		if err != nil {
			return nil, err
		}
		if r, err := parseReply(buf[:n:n]); err == nil && r.id == id {
			return r, nil
		} else if network == "tcp" {
			return nil, errShort
		}
	}
}

// reverseName is the name whose PTR records name an address.
func reverseName(ip netip.Addr) string {
	var b strings.Builder
	if ip = ip.Unmap(); ip.Is4() {
		a := ip.As4()
		for i := 3; i >= 0; i-- {
			b.WriteString(itoa(int(a[i])) + ".")
		}
		return b.String() + "in-addr.arpa"
	}
	const digits = "0123456789abcdef"
	a := ip.As16()
	for i := 15; i >= 0; i-- {
		b.WriteByte(digits[a[i]&15])
		b.WriteByte('.')
		b.WriteByte(digits[a[i]>>4])
		b.WriteByte('.')
	}
	return b.String() + "ip6.arpa"
}

func itoa(n int) string {
	if n >= 10 {
		return itoa(n/10) + string(rune('0'+n%10))
	}
	return string(rune('0' + n))
}

// hostsOf lists the names of an address in the system's table of hosts.
func hostsOf(ip netip.Addr) []any {
	file, _ := os.ReadFile("/etc/hosts")
	var names []any
	for line := range strings.Lines(string(file)) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		if x, err := netip.ParseAddr(f[0]); err == nil && x.Unmap() == ip.Unmap() {
			for _, n := range f[1:] {
				names = append(names, n)
			}
		}
	}
	return names
}
