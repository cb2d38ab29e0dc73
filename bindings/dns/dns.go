package dns

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
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
		host, service, fail := addr, strconv.Itoa(port), ""
		e.Loop.Go(func() {
			if names, err := net.DefaultResolver.LookupAddr(context.Background(), addr); err == nil && len(names) > 0 {
				host = strings.TrimSuffix(names[0], ".")
			} else if ip, perr := netip.ParseAddr(addr); perr == nil && ip.IsLoopback() {
				host = "localhost"
			} else if fail = code(err); fail != "ENOTFOUND" {
				fail = "EAI_AGAIN"
			}
			service = serviceName(port)
		}, func() {
			m := iso.HandleMark()
			if fail != "" {
				e.Callback(cb, iso.NewString(fail))
			} else {
				e.Callback(cb, core.Null, iso.NewString(host), iso.NewString(service))
			}
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
	ask     asker
	shown   []string // nil: the system's servers
	pending []*asked // in order
	cancel  context.CancelFunc
	ctx     context.Context
}

// asked is a query under way.
type asked struct {
	cb   *core.Persistent
	done bool
}

var channelClass = bindings.Class{
	Name: "ChannelWrap", Length: 3,
	New: func(e *bindings.Env, a *core.Args) (any, bool) {
		c := &channel{ask: asker{timeout: 2 * time.Second, tries: max(bindings.Int(a, 1), 1)}}
		if n := bindings.Int(a, 0); n >= 0 {
			c.ask.timeout = time.Duration(n) * time.Millisecond
		}
		c.ask.maxTimeout = time.Duration(bindings.Int(a, 2)) * time.Millisecond
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
			if len(c.pending) > 0 {
				return core.Int(-1), true
			}
			c.ask.servers, c.shown = nil, []string{}
			for _, v := range bindings.List(iso, a.Arg(0)) {
				s := iso.GoUTF8(v)
				c.shown = append(c.shown, s)
				if _, err := netip.ParseAddr(s); err == nil {
					s = net.JoinHostPort(s, "53")
				}
				c.ask.servers = append(c.ask.servers, s)
			}
			return core.Int(0), true
		})},
		{Name: "setLocalAddress", Length: 2, Fn: on(func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			c.ask.local4, c.ask.local6 = bindings.Str(iso, a, 0), bindings.Str(iso, a, 1)
			return core.Undefined, true
		})},
		{Name: "cancel", Fn: on(func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			c.cancel()
			c.ctx, c.cancel = context.WithCancel(context.Background())
			e := bindings.Of(iso)
			for _, p := range c.pending {
				p.done = true
				e.Loop.Pending(func() {
					m := iso.HandleMark()
					e.Callback(p.cb, iso.NewString("ECANCELLED"))
					iso.ReleaseHandles(m)
				})
			}
			c.pending = nil
			return core.Undefined, true
		})},
		{Name: "query", Length: 4, Fn: on(func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			e := bindings.Of(iso)
			rrtype, name, ttl, cb := bindings.Str(iso, a, 0), bindings.Str(iso, a, 1), bindings.Truthy(iso, a, 2), bindings.Func(iso, a, 3)
			if cb == nil {
				return iso.ThrowTypeError("callback is not a function")
			}
			ctx, ask := c.ctx, c.ask
			if len(ask.servers) == 0 {
				for _, s := range systemServers() {
					ask.servers = append(ask.servers, net.JoinHostPort(s, "53"))
				}
			}
			var res any
			var fail string
			p := &asked{cb: cb}
			c.pending = append(c.pending, p)
			e.Loop.Go(func() { res, fail = ask.resolve(ctx, rrtype, name, ttl) }, func() {
				if p.done {
					return
				}
				c.pending = slices.DeleteFunc(c.pending, func(x *asked) bool { return x == p })
				m := iso.HandleMark()
				defer iso.ReleaseHandles(m)
				if fail != "" {
					e.Callback(cb, iso.NewString(fail))
					return
				}
				e.Callback(cb, core.Null, value(iso, res))
			})
			return core.Int(0), true
		})},
	},
}

// object is an object to be: names and values in turn.
type object []any

// value makes the JavaScript value of a result.
func value(iso *core.Isolate, x any) core.Value {
	switch x := x.(type) {
	case string:
		return iso.NewString(x)
	case int:
		return core.Number(float64(x))
	case []byte:
		v, ok := iso.NewUint8Array(x)
		if !ok {
			iso.Catch()
			return core.Undefined
		}
		b, _ := iso.Get(v, iso.KeyOfGo("buffer"))
		return b
	case []any:
		h := iso.NewHandle(iso.NewArray(0))
		for i := range x {
			v := value(iso, x[i])
			iso.ArrayPush(h.Value(), v)
		}
		return h.Value()
	case object:
		h := iso.NewHandle(iso.NewObject())
		for i := 0; i+1 < len(x); i += 2 {
			v := value(iso, x[i+1])
			iso.DefineValue(h.Value(), iso.KeyOfGo(x[i].(string)), v, layout.AttrDefault)
		}
		return h.Value()
	}
	return core.Undefined
}

func on(f func(c *channel, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c, ok := bindings.ThisHost[*channel](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(c, iso, a)
	}
}
