package childprocess

import (
	"strings"
	"syscall"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/net"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/loop"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{{Name: "process_wrap", Make: func(e *bindings.Env, target core.Value) { e.SetClass(target, &processClass) }},
		{Name: "spawn_sync", Make: func(e *bindings.Env, target core.Value) { e.SetFunc(target, "spawn", 1, spawnSync) }}}
}

// stdio is an entry of the options' list.
type stdio struct {
	kind     string
	fd       int
	stream   *net.Stream
	input    []byte
	writable bool // by the child
}

// options are what a process is started with.
type options struct {
	file, cwd  string
	args, env  []string
	detached   bool
	uid, gid   int // -1: not set
	stdio      []stdio
	timeout    int
	killSignal int
	maxBuffer  float64
}

// read takes the options from argument 0; false: an exception is pending.
func (o *options) read(e *bindings.Env, a *core.Args) bool {
	iso := e.Iso
	if !a.Arg(0).IsObject() {
		iso.ThrowTypeError("options must be an object")
		return false
	}
	get := func(name string) core.Value {
		if iso.HasException() {
			return core.Undefined
		}
		v, ok := e.GetProp(a.Arg(0), name)
		if !ok {
			return core.Undefined
		}
		return v
	}
	text := func(v core.Value) string {
		if v.IsString() {
			return iso.GoUTF8(v)
		}
		return ""
	}
	texts := func(v core.Value) (out []string) {
		for _, x := range bindings.List(iso, v) {
			out = append(out, text(x))
		}
		return out
	}
	number := func(v core.Value, def float64) float64 {
		if v.IsNumber() {
			return v.AsFloat()
		}
		return def
	}
	o.file, o.cwd = text(get("file")), text(get("cwd"))
	o.args, o.env = texts(get("args")), texts(get("envPairs"))
	o.detached = iso.ToBoolean(get("detached"))
	o.uid, o.gid = int(number(get("uid"), -1)), int(number(get("gid"), -1))
	o.timeout, o.killSignal = int(number(get("timeout"), 0)), int(number(get("killSignal"), 15))
	o.maxBuffer = number(get("maxBuffer"), -1)
	list := get("stdio")
	n := len(bindings.List(iso, list))
	hl := iso.NewHandle(list)
	for i := 0; i < n; i++ {
		entry := iso.NewHandle(bindings.List(iso, hl.Value())[i])
		field := func(name string) core.Value {
			v, ok := e.GetProp(entry.Value(), name)
			if !ok {
				return core.Undefined
			}
			return v
		}
		s := stdio{kind: text(field("type")), fd: int(number(field("fd"), float64(i)))}
		if v := field("handle"); v.IsObject() {
			s.stream = net.StreamOf(iso, v)
		}
		if b, ok := iso.ViewBytes(field("input")); ok {
			s.input = append([]byte{}, b...)
		}
		s.writable = iso.ToBoolean(field("writable"))
		o.stdio = append(o.stdio, s)
	}
	return !iso.HasException()
}

// process is the Go side of a Process object.
type process struct {
	env     *bindings.Env
	self    *core.Persistent
	handle  loop.Handle
	pid     int
	ended   bool
	tracked *bindings.Tracked
}

func on(f func(p *process, e *bindings.Env, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, ok := bindings.ThisHost[*process](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(p, bindings.Of(iso), a)
	}
}

var processClass = bindings.Class{
	Name: "Process",
	New: func(e *bindings.Env, a *core.Args) (any, bool) {
		return &process{env: e, handle: e.Loop.MakeHandle()}, true
	},
	Rows: []core.Row{
		{Name: "spawn", Length: 1, Fn: on(func(p *process, e *bindings.Env, a *core.Args) (core.Value, bool) {
			var o options
			if !o.read(e, a) {
				return core.Undefined, false
			}
			c, err := start(&o, true)
			if err != nil {
				errno, ok := bindings.AsErrno(err)
				if !ok {
					errno = syscall.EINVAL
				}
				return core.Int(int32(-int(errno))), true
			}
			p.pid = c.pid
			p.self = e.Iso.NewPersistent(a.This())
			p.tracked = e.Track("ProcessWrap", p.self, p.handle.HasRef)
			p.handle.Activate()
			go func() {
				code, sig := c.wait()
				e.Loop.Post(func() { p.exited(code, sig) })
			}()
			return core.Int(0), true
		})},
		{Name: "get pid", Fn: on(func(p *process, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if p.pid == 0 {
				return core.Undefined, true
			}
			return core.Int(int32(p.pid)), true
		})},
		{Name: "kill", Length: 1, Fn: on(func(p *process, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if p.pid == 0 || p.ended {
				return core.Int(int32(-int(syscall.ESRCH))), true
			}
			if err := kill(p.pid, bindings.Int(a, 0)); err != nil {
				errno, _ := bindings.AsErrno(err)
				return core.Int(int32(-int(errno))), true
			}
			return core.Int(0), true
		})},
		{Name: "close", Length: 1, Fn: on(func(p *process, e *bindings.Env, a *core.Args) (core.Value, bool) {
			p.handle.Deactivate()
			return core.Undefined, true
		})},
		{Name: "ref", Fn: on(func(p *process, e *bindings.Env, a *core.Args) (core.Value, bool) {
			p.handle.Ref()
			return core.Undefined, true
		})},
		{Name: "unref", Fn: on(func(p *process, e *bindings.Env, a *core.Args) (core.Value, bool) {
			p.handle.Unref()
			return core.Undefined, true
		})},
		{Name: "hasRef", Fn: on(func(p *process, e *bindings.Env, a *core.Args) (core.Value, bool) {
			return core.Bool(p.handle.HasRef() && p.handle.Active()), true
		})},
	},
}

func (p *process) exited(code int, sig string) {
	p.ended = true
	p.tracked.Untrack()
	p.handle.Deactivate()
	iso := p.env.Iso
	m := iso.HandleMark()
	p.env.CallMethod(p.self.Value(), "onexit", core.Int(int32(code)), iso.NewString(sig))
	iso.ReleaseHandles(m)
	p.self.Close()
}

// spawnSync runs a process to its end.
func spawnSync(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	var o options
	if !o.read(e, a) {
		return core.Undefined, false
	}
	r := runSync(&o)
	if _, ok := e.NewBuffer(nil); !ok { // may load the buffer module
		return core.Undefined, false
	}
	res := iso.NewObject()
	set := func(name string, v core.Value) { iso.DefineValue(res, iso.KeyOfGo(name), v, layout.AttrDefault) }
	set("pid", core.Int(int32(r.pid)))
	switch {
	case r.pid == 0 || r.signal != "":
		set("status", core.Null)
	default:
		set("status", core.Int(int32(r.code)))
	}
	set("signal", core.Null)
	if r.signal != "" {
		set("signal", iso.NewString(r.signal))
	}
	if r.pid == 0 {
		set("output", core.Null)
	} else {
		vals := make([]core.Value, len(o.stdio))
		for i := range vals {
			vals[i] = core.Null
			if o.stdio[i].kind == "pipe" && o.stdio[i].writable {
				v, ok := e.NewBuffer(r.output[i])
				if !ok {
					return v, false
				}
				vals[i] = v
			}
		}
		set("output", iso.NewArrayFrom(vals...))
	}
	if r.err != 0 {
		set("error", core.Int(int32(-int(r.err))))
	}
	return res, true
}

// lookupEnv finds a variable in a list of K=V; the last one counts.
func lookupEnv(env []string, name string) (string, bool) {
	for i := len(env) - 1; i >= 0; i-- {
		if v, ok := strings.CutPrefix(env[i], name+"="); ok {
			return v, true
		}
	}
	return "", false
}
