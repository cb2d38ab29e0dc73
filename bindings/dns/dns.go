package dns

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "cares_wrap", Make: makeDNS}} }

func makeDNS(e *bindings.Env, target core.Value) {
	e.SetRows(target, rows)
	e.SetClass(target, &channelClass)
	for _, c := range [...]struct {
		name string
		n    float64
	}{{"AI_ADDRCONFIG", 32}, {"AI_ALL", 16}, {"AI_V4MAPPED", 8}, {"DNS_ORDER_VERBATIM", 0}, {"DNS_ORDER_IPV4_FIRST", 1}, {"DNS_ORDER_IPV6_FIRST", 2}} {
		e.SetNumber(target, c.name, c.n)
	}
}

// code is the name of a failed look-up as programs see it.
func code(err error) string {
	var d *net.DNSError
	switch {
	case errors.Is(err, context.Canceled):
		return "ECANCELLED"
	case errors.As(err, &d) && d.IsNotFound:
		return "ENOTFOUND"
	case errors.As(err, &d) && d.IsTimeout, errors.Is(err, context.DeadlineExceeded):
		return "ETIMEOUT"
	case errors.As(err, &d) && strings.Contains(d.Err, "refused"):
		return "ECONNREFUSED"
	case errors.As(err, &d) && d.IsTemporary:
		return "ESERVFAIL"
	}
	return "ENOTFOUND"
}

var rows = []core.Row{
	{Name: "getaddrinfo", Length: 5, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		host, family, hints, order, cb := bindings.Str(iso, a, 0), bindings.Int(a, 1), bindings.Int(a, 2), bindings.Int(a, 3), bindings.Func(iso, a, 4)
		if cb == nil {
			return iso.ThrowTypeError("callback is not a function")
		}
		var list []string
		var fail string
		e.Loop.Go(func() { list, fail = lookup(host, family, hints, order) }, func() {
			m := iso.HandleMark()
			defer iso.ReleaseHandles(m)
			if fail != "" {
				e.Callback(cb, iso.NewString(fail))
				return
			}
			e.Callback(cb, core.Null, strings2(iso, list))
		})
		return core.Int(0), true
	}},
	{Name: "getnameinfo", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		addr, port, cb := bindings.Str(iso, a, 0), bindings.Int(a, 1), bindings.Func(iso, a, 2)
		if cb == nil {
			return iso.ThrowTypeError("callback is not a function")
		}
		host, service := addr, strconv.Itoa(port)
		e.Loop.Go(func() {
			if names, err := net.DefaultResolver.LookupAddr(context.Background(), addr); err == nil && len(names) > 0 {
				host = strings.TrimSuffix(names[0], ".")
			} else if ip, err := netip.ParseAddr(addr); err == nil && ip.IsLoopback() {
				host = "localhost"
			}
			service = serviceName(port)
		}, func() {
			m := iso.HandleMark()
			e.Callback(cb, core.Null, iso.NewString(host), iso.NewString(service))
			iso.ReleaseHandles(m)
		})
		return core.Int(0), true
	}},
	{Name: "canonicalizeIP", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		ip, err := netip.ParseAddr(bindings.Str(iso, a, 0))
		if err != nil {
			return core.Undefined, true
		}
		return iso.NewString(ip.WithZone("").String()), true
	}},
	{Name: "strerror", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return iso.NewString(bindings.Str(iso, a, 0)), true
	}},
}

// serviceName names the usual ports; the number stands for others.
func serviceName(port int) string {
	switch port {
	case 21:
		return "ftp"
	case 22:
		return "ssh"
	case 23:
		return "telnet"
	case 25:
		return "smtp"
	case 53:
		return "domain"
	case 80:
		return "http"
	case 110:
		return "pop3"
	case 143:
		return "imap2"
	case 443:
		return "https"
	}
	return strconv.Itoa(port)
}

func strings2(iso *core.Isolate, list []string) core.Value {
	vals := make([]core.Value, len(list))
	for i, s := range list {
		vals[i] = iso.NewString(s)
	}
	return iso.NewArrayFrom(vals...)
}

// lookup resolves a host name by the system's means; fail is the code of an error.
func lookup(host string, family, hints, order int) (out []string, fail string) {
	const v4mapped, all = 8, 16
	find := func(network string) ([]string, error) {
		ips, err := net.DefaultResolver.LookupNetIP(context.Background(), network, host)
		seen := map[string]bool{}
		var out []string
		for _, ip := range ips {
			if network == "ip" || network == "ip4" {
				ip = ip.Unmap()
			}
			if s := ip.String(); !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
		return out, err
	}
	network := "ip"
	switch family {
	case 4:
		network = "ip4"
	case 6:
		network = "ip6"
	}
	out, err := find(network)
	if family == 6 && hints&v4mapped != 0 && (len(out) == 0 || hints&all != 0) {
		more, e := find("ip4")
		for _, s := range more {
			out = append(out, "::ffff:"+s)
		}
		if len(out) > 0 {
			err = nil
		} else {
			err = e
		}
	}
	if err != nil {
		c := code(err)
		if c == "ESERVFAIL" || c == "ETIMEOUT" || c == "ECONNREFUSED" {
			c = "EAI_AGAIN"
		}
		return nil, c
	}
	if order == 1 || order == 2 {
		sort.SliceStable(out, func(i, j int) bool {
			a, b := strings.Contains(out[i], ":"), strings.Contains(out[j], ":")
			return a != b && a == (order == 2)
		})
	}
	return out, ""
}

// channel is a resolver with its own servers.
type channel struct {
	timeout time.Duration
	servers []string // host:port; empty: the system's
	shown   []string
	cancel  context.CancelFunc
	ctx     context.Context
}

var channelClass = bindings.Class{
	Name: "ChannelWrap", Length: 2,
	New: func(e *bindings.Env, a *core.Args) (any, bool) {
		c := &channel{timeout: time.Duration(bindings.Int(a, 0)) * time.Millisecond}
		c.ctx, c.cancel = context.WithCancel(context.Background())
		return c, true
	},
	Rows: []core.Row{
		{Name: "getServers", Fn: on(func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			if c.shown == nil {
				return strings2(iso, systemServers()), true
			}
			return strings2(iso, c.shown), true
		})},
		{Name: "setServers", Length: 1, Fn: on(func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			c.servers, c.shown = nil, []string{}
			for i := range bindings.List(iso, a.Arg(0)) {
				m := iso.HandleMark()
				v := bindings.List(iso, a.Arg(0))[i]
				host, port := "", 53
				if v.IsString() {
					host = iso.GoUTF8(v)
				} else {
					// [ip, port] or [family, ip, port]
					for _, x := range bindings.List(iso, v) {
						switch {
						case x.IsString():
							host = iso.GoUTF8(x)
						case x.IsNumber() && host != "":
							port = int(x.AsFloat())
						}
					}
				}
				iso.ReleaseHandles(m)
				c.servers = append(c.servers, net.JoinHostPort(host, strconv.Itoa(port)))
				if port != 53 {
					c.shown = append(c.shown, net.JoinHostPort(host, strconv.Itoa(port)))
				} else {
					c.shown = append(c.shown, host)
				}
			}
			return core.Int(0), true
		})},
		{Name: "setLocalAddress", Length: 2, Fn: on(func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			return core.Undefined, true
		})},
		{Name: "cancel", Fn: on(func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			c.cancel()
			c.ctx, c.cancel = context.WithCancel(context.Background())
			return core.Undefined, true
		})},
		{Name: "query", Length: 4, Fn: on(func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			e := bindings.Of(iso)
			rrtype, name, ttl, cb := bindings.Str(iso, a, 0), bindings.Str(iso, a, 1), bindings.Truthy(iso, a, 2), bindings.Func(iso, a, 3)
			if cb == nil {
				return iso.ThrowTypeError("callback is not a function")
			}
			ctx := c.ctx
			var res func(iso *core.Isolate) core.Value
			var err error
			r := c.resolver()
			e.Loop.Go(func() { res, err = query(ctx, r, rrtype, name, ttl) }, func() {
				m := iso.HandleMark()
				defer iso.ReleaseHandles(m)
				if err != nil {
					c := code(err)
					if errors.Is(err, errNoData) {
						c = "ENODATA"
					} else if errors.Is(err, errNotImp) {
						c = "ENOTIMP"
					}
					e.Callback(cb, iso.NewString(c))
					return
				}
				e.Callback(cb, core.Null, res(iso))
			})
			return core.Int(0), true
		})},
	},
}

var (
	errNoData = errors.New("no data")
	errNotImp = errors.New("not implemented")
)

func on(f func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c, ok := bindings.ThisHost[*channel](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(c, iso, a)
	}
}

func (c *channel) resolver() *net.Resolver {
	if len(c.servers) == 0 {
		return &net.Resolver{PreferGo: true}
	}
	next, servers := 0, c.servers
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		s := servers[next%len(servers)]
		next++
		var d net.Dialer
		return d.DialContext(ctx, network, s)
	}}
}

func object(iso *core.Isolate, pairs ...any) core.Value {
	o := iso.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		var v core.Value
		switch x := pairs[i+1].(type) {
		case string:
			v = iso.NewString(x)
		case int:
			v = core.Int(int32(x))
		}
		iso.DefineValue(o, iso.KeyOfGo(pairs[i].(string)), v, layout.AttrDefault)
	}
	return o
}

// query does a query of dns.resolve*.
func query(ctx context.Context, r *net.Resolver, rrtype, name string, ttl bool) (func(iso *core.Isolate) core.Value, error) {
	dot := func(s string) string { return strings.TrimSuffix(s, ".") }
	list := func(l []string, err error) (func(iso *core.Isolate) core.Value, error) {
		if err != nil {
			return nil, err
		}
		if len(l) == 0 {
			return nil, errNoData
		}
		return func(iso *core.Isolate) core.Value { return strings2(iso, l) }, nil
	}
	each := func(n int, f func(iso *core.Isolate, i int) core.Value, err error) (func(iso *core.Isolate) core.Value, error) {
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, errNoData
		}
		return func(iso *core.Isolate) core.Value {
			vals := make([]core.Value, n)
			for i := range vals {
				vals[i] = f(iso, i)
			}
			return iso.NewArrayFrom(vals...)
		}, nil
	}
	switch rrtype {
	case "A", "AAAA":
		network := "ip4"
		if rrtype == "AAAA" {
			network = "ip6"
		}
		ips, err := r.LookupNetIP(ctx, network, name)
		return each(len(ips), func(iso *core.Isolate, i int) core.Value {
			s := ips[i].String()
			if network == "ip4" {
				s = ips[i].Unmap().String()
			}
			if ttl {
				return object(iso, "address", s, "ttl", 0)
			}
			return iso.NewString(s)
		}, err)
	case "CNAME":
		s, err := r.LookupCNAME(ctx, name)
		if err == nil && strings.EqualFold(dot(s), dot(name)) {
			return nil, errNoData
		}
		return list([]string{dot(s)}, err)
	case "NS":
		ns, err := r.LookupNS(ctx, name)
		return each(len(ns), func(iso *core.Isolate, i int) core.Value { return iso.NewString(dot(ns[i].Host)) }, err)
	case "MX":
		mx, err := r.LookupMX(ctx, name)
		return each(len(mx), func(iso *core.Isolate, i int) core.Value {
			return object(iso, "exchange", dot(mx[i].Host), "priority", int(mx[i].Pref))
		}, err)
	case "TXT":
		txt, err := r.LookupTXT(ctx, name)
		return each(len(txt), func(iso *core.Isolate, i int) core.Value { return strings2(iso, txt[i:i+1]) }, err)
	case "SRV":
		_, srv, err := r.LookupSRV(ctx, "", "", name)
		return each(len(srv), func(iso *core.Isolate, i int) core.Value {
			s := srv[i]
			return object(iso, "name", dot(s.Target), "port", int(s.Port), "priority", int(s.Priority), "weight", int(s.Weight))
		}, err)
	case "PTR-REVERSE":
		l, err := r.LookupAddr(ctx, name)
		for i := range l {
			l[i] = dot(l[i])
		}
		return list(l, err)
	}
	return nil, errNotImp
}
