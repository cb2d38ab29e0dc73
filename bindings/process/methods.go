package process

import (
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/node"
	"github.com/gonode/gonode/bindings/options"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{
		{Name: "process_methods", Make: makeMethods},
		{Name: "process_info", Make: makeInfo},
		{Name: "credentials", Make: makeCredentials},
		{Name: "signal_wrap", Make: makeSignal},
		{Name: "options", Make: makeOptions},
	}
}

// ProcessState is what the embedder's loop needs from JavaScript.
type ProcessState struct {
	BeforeExit, EmitExit *core.Persistent
	LoopStart            time.Time
	Title                string
}

// State returns the environment's state.
func State(e *bindings.Env) *ProcessState {
	s, _ := e.Data("process").(*ProcessState)
	if s == nil {
		s = &ProcessState{}
		e.SetData("process", s)
	}
	return s
}

func makeMethods(e *bindings.Env, target core.Value) {
	iso := e.Iso
	t := iso.NewHandle(target)
	e.Set(t.Value(), "env", newEnvObject(e))
	e.SetRows(t.Value(), methodRows[:])
}

// setElements fills a typed array argument with numbers.
func setElements(iso *core.Isolate, a *core.Args, vals ...float64) (core.Value, bool) {
	v := a.Arg(0)
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindTypedArray {
		return core.Undefined, true
	}
	for i, f := range vals {
		if !iso.TypedSet(a.Arg(0), uint64(i), core.Number(f)) {
			return core.Undefined, false
		}
	}
	return core.Undefined, true
}

// residentSet returns the RSS in bytes.
func residentSet() float64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err == nil {
		if f := strings.Fields(string(b)); len(f) > 1 {
			n, _ := strconv.ParseFloat(f[1], 64)
			return n * float64(os.Getpagesize())
		}
	}
	return peakRSS()
}

func fileNumber(paths ...string) float64 {
	for _, p := range paths {
		if b, err := os.ReadFile(p); err == nil {
			t := strings.TrimSpace(string(b))
			if t == "max" {
				return 0
			}
			if f, err := strconv.ParseFloat(t, 64); err == nil {
				if f >= math.MaxInt64/2 {
					return 0
				}
				return f
			}
		}
	}
	return 0
}

func totalMemory(key string) float64 {
	b, _ := os.ReadFile("/proc/meminfo")
	for l := range strings.SplitSeq(string(b), "\n") {
		if r, ok := strings.CutPrefix(l, key); ok {
			n, _ := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(r), "kB")), 64)
			return n * 1024
		}
	}
	return 0
}

func constrained() float64 {
	return fileNumber("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
}

var methodRows = [...]core.Row{
	{Name: "getStartInfo", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		o := iso.NewHandle(iso.NewObject())
		argv := append([]string{e.Argv0}, e.Args...)
		e.Set(o.Value(), "argv", stringList(iso, argv))
		e.Set(o.Value(), "execArgv", stringList(iso, e.ExecArgv))
		e.SetString(o.Value(), "execPath", e.ExecPath)
		e.SetString(o.Value(), "argv0", e.Argv0)
		e.SetNumber(o.Value(), "pid", float64(os.Getpid()))
		if s, _ := e.Data("options").(*options.Set); s != nil && s.HasEval {
			e.SetString(o.Value(), "evalSource", s.EvalSource)
		}
		return o.Value(), true
	}},
	{Name: "getTitle", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		st := State(e)
		if st.Title == "" {
			st.Title = e.Argv0
			if t, ok := e.Options["--title"].(string); ok && t != "" {
				st.Title = t
			}
		}
		return iso.NewString(st.Title), true
	}},
	{Name: "setTitle", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s := bindings.Str(iso, a, 0)
		State(bindings.Of(iso)).Title = s
		os.WriteFile("/proc/self/comm", []byte(s), 0)
		return core.Undefined, true
	}},
	{Name: "getActiveResources", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h := iso.NewHandle(iso.NewArray(0))
		add := func(kind string) { iso.ArrayPush(h.Value(), iso.NewString(kind)) }
		bindings.Of(iso).EachActive(add, func(kind string, _ core.Value) { add(kind) })
		return h.Value(), true
	}},
	{Name: "getActiveHandles", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h := iso.NewHandle(iso.NewArray(0))
		bindings.Of(iso).EachActive(func(string) {}, func(_ string, self core.Value) { iso.ArrayPush(h.Value(), self) })
		return h.Value(), true
	}},
	{Name: "getActiveRequests", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h := iso.NewHandle(iso.NewArray(0))
		bindings.Of(iso).EachActive(func(string) { iso.ArrayPush(h.Value(), iso.NewObject()) }, func(string, core.Value) {})
		return h.Value(), true
	}},
	{Name: "getppid", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Int(int32(os.Getppid())), true }},
	{Name: "hrtime", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, n := monotonic()
		return setElements(iso, a, float64(s>>32), float64(uint32(s)), float64(n))
	}},
	{Name: "hrtimeBigInt", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, n := monotonic()
		return iso.NewBigInt64(s*1e9 + n), true
	}},
	{Name: "uptime", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(time.Since(node.ProcessStart()).Seconds()), true
	}},
	{Name: "cpuUsage", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		user, system := processTimes()
		return setElements(iso, a, user, system)
	}},
	{Name: "threadCpuUsage", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		user, system := threadTimes()
		return setElements(iso, a, user, system)
	}},
	{Name: "resourceUsage", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		r := resources()
		return setElements(iso, a, r[:]...)
	}},
	{Name: "memoryUsage", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		st := iso.Stats()
		return setElements(iso, a, residentSet(), float64(st.YoungCommitted+st.OldCommitted), float64(st.YoungUsed+st.OldUsed), float64(st.External), float64(st.External))
	}},
	{Name: "rss", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Number(residentSet()), true }},
	{Name: "constrainedMemory", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Number(constrained()), true }},
	{Name: "availableMemory", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		n := totalMemory("MemAvailable:")
		if c := constrained(); c > 0 {
			n = min(n, max(0, c-fileNumber("/sys/fs/cgroup/memory.current", "/sys/fs/cgroup/memory/memory.usage_in_bytes")))
		}
		return core.Number(n), true
	}},
	{Name: "reallyExit", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		bindings.Of(iso).Exit(bindings.Int(a, 0))
		return core.Undefined, !iso.Terminating()
	}},
	{Name: "abort", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		signal.Reset(syscall.SIGABRT)
		raiseAbort()
		time.Sleep(time.Second)
		os.Exit(134)
		return core.Undefined, false
	}},
	{Name: "kill", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		pid, ok := iso.ToInt32(a.Arg(0))
		if !ok {
			return core.Undefined, false
		}
		sig, ok := iso.ToInt32(a.Arg(1))
		if !ok {
			return core.Undefined, false
		}
		if int(pid) == os.Getpid() {
			expectSignal(int(sig))
		}
		if err := kill(int(pid), int(sig)); err != nil {
			errno, _ := bindings.AsErrno(err)
			return core.Int(-int32(errno)), true
		}
		if sig != 0 && int(pid) == os.Getpid() {
			// A signal with the default action ends the process before anything else runs; others are in the loop's queue when kill returns.
			awaitSignal(int(sig))
		}
		return core.Int(0), true
	}},
	{Name: "execve", Length: 3, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		texts := func(v core.Value) []string {
			out := []string{}
			for _, x := range bindings.List(iso, v) {
				if x.IsString() {
					out = append(out, iso.GoUTF8(x))
				}
			}
			return out
		}
		path := bindings.Str(iso, a, 0)
		err := syscall.Exec(path, texts(a.Arg(1)), texts(a.Arg(2)))
		return e.ThrowSys(err, "execve", path, "")
	}},
	{Name: "cwd", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		d, err := syscall.Getwd()
		if err != nil {
			errno, _ := bindings.AsErrno(err)
			return iso.Throw(e.NewSysError(&bindings.SysError{Errno: errno, Syscall: "uv_cwd", Message: "process.cwd failed with error " + bindings.ErrnoMessage(errno) +
				", the current working directory was likely removed without changing the working directory"}))
		}
		return iso.NewString(d), true
	}},
	{Name: "chdir", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		dir := bindings.Str(iso, a, 0)
		from, _ := syscall.Getwd()
		if err := syscall.Chdir(dir); err != nil {
			return e.ThrowSys(err, "chdir", from, dir)
		}
		return core.Undefined, true
	}},
	{Name: "umask", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if a.Arg(0) == core.Undefined {
			old := umask(0)
			umask(old)
			return core.Int(int32(old)), true
		}
		return core.Int(int32(umask(bindings.Int(a, 0)))), true
	}},
	{Name: "_rawDebug", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		os.Stderr.WriteString(bindings.Str(iso, a, 0) + "\n")
		return core.Undefined, true
	}},
	{Name: "allowedNodeEnvironmentFlags", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return stringList(iso, options.EnvironmentFlags()), true
	}},
	{Name: "getActiveResources", Fn: emptyList},
	{Name: "getActiveHandles", Fn: emptyList},
	{Name: "getActiveRequests", Fn: emptyList},
	{Name: "setLoopCallbacks", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		st := State(bindings.Of(iso))
		st.BeforeExit, st.EmitExit = bindings.Func(iso, a, 0), bindings.Func(iso, a, 1)
		return core.Undefined, true
	}},
}

func emptyList(iso *core.Isolate, a *core.Args) (core.Value, bool) { return iso.NewArray(0), true }

func stringList(iso *core.Isolate, l []string) core.Value {
	m := iso.HandleMark()
	h := iso.NewHandle(iso.NewArray(0))
	for _, s := range l {
		iso.ArrayPush(h.Value(), iso.NewString(s))
	}
	v := h.Value()
	iso.ReleaseHandles(m)
	return v
}

// ---- process.env

type envHost struct{}

// Environ is a set of environment variables of its own (of a worker), in order of addition.
type Environ struct {
	Names []string
	Vars  map[string]string
}

// NewEnviron copies the variables that an environment sees.
func NewEnviron(e *bindings.Env) *Environ {
	out := &Environ{Vars: map[string]string{}}
	if m := environOf(e); m != nil {
		for _, n := range m.Names {
			out.Set(n, m.Vars[n])
		}
		return out
	}
	for _, kv := range os.Environ() {
		if i := strings.IndexByte(kv[min(1, len(kv)):], '='); i >= 0 {
			out.Set(kv[:i+1], kv[i+2:])
		}
	}
	return out
}

// Set adds or replaces a variable.
func (m *Environ) Set(name, value string) {
	if _, ok := m.Vars[name]; !ok {
		m.Names = append(m.Names, name)
	}
	m.Vars[name] = value
}

// SetEnviron gives an environment its own variables.
func SetEnviron(e *bindings.Env, m *Environ) { e.SetData("environ", m) }

func environOf(e *bindings.Env) *Environ {
	m, _ := e.Data("environ").(*Environ)
	return m
}

func newEnvObject(e *bindings.Env) core.Value {
	iso := e.Iso
	class := iso.RegisterHostClass(envHost{})
	return bindings.NewInterceptedObject(iso, envHost{}, iso.Intrinsic(vm.ObjectPrototype), class)
}

func envKey(iso *core.Isolate, k core.Key) (string, bool) {
	if k.IsSymbol() {
		return "", false
	}
	return iso.GoUTF8(iso.KeyString(k)), true
}

func (envHost) Get(iso *core.Isolate, obj core.Value, k core.Key) (v core.Value, attrs uint8, found bool) {
	name, ok := envKey(iso, k)
	if !ok {
		return core.Undefined, 0, false
	}
	var s string
	if m := environOf(bindings.Of(iso)); m != nil {
		s, found = m.Vars[name]
	} else {
		s, found = os.LookupEnv(name)
	}
	if !found {
		return core.Undefined, 0, false
	}
	return iso.NewString(s), layout.AttrDefault, true
}

func (envHost) Set(iso *core.Isolate, obj core.Value, k core.Key, v core.Value) (handled, ok bool) {
	if k.IsSymbol() {
		iso.ThrowTypeError("Cannot convert a Symbol value to a string")
		return true, false
	}
	name, _ := envKey(iso, k)
	if v.IsSymbol() {
		iso.ThrowTypeError("Cannot convert a Symbol value to a string")
		return true, false
	}
	if e := bindings.Of(iso); !v.IsString() && !v.IsNumber() && v != core.True && v != core.False && e.Process != nil {
		if on, _ := e.Options["--pending-deprecation"].(bool); on {
			m := iso.HandleMark()
			hv := iso.NewHandle(v)
			if f, ok := e.GetProp(e.Process.Value(), "emitWarning"); !ok || iso.IsCallable(f) {
				if ok {
					_, ok = iso.Call(f, e.Process.Value(), iso.NewString("Assigning any value other than a string, number, or boolean to a process.env property is deprecated. "+
						"Please make sure to convert the value to a string before setting process.env with it."), iso.NewString("DeprecationWarning"), iso.NewString("DEP0104"))
				}
				if !ok {
					return true, false
				}
			}
			v = hv.Value()
			iso.ReleaseHandles(m)
		}
	}
	s, ok := iso.ToString(v)
	if !ok {
		return true, false
	}
	if m := environOf(bindings.Of(iso)); m != nil {
		m.Set(name, iso.GoUTF8(s))
		return true, true
	}
	os.Setenv(name, iso.GoUTF8(s))
	if name == "TZ" {
		resetZone(iso)
	}
	return true, true
}

// Define admits plain data properties only.
func (h envHost) Define(iso *core.Isolate, obj core.Value, k core.Key, d core.Desc) (handled, done, ok bool) {
	e := bindings.Of(iso)
	if d.IsAccessor() {
		e.ThrowCode(vm.TypeError, "ERR_INVALID_OBJECT_DEFINE_PROPERTY", "'process.env' does not accept an accessor(getter/setter) descriptor")
		return true, false, false
	}
	all := vm.HasWritable | vm.HasEnumerable | vm.HasConfigurable
	if d.Has&vm.HasValue == 0 || d.Has&all != all || d.Attrs&layout.AttrDefault != layout.AttrDefault {
		e.ThrowCode(vm.TypeError, "ERR_INVALID_OBJECT_DEFINE_PROPERTY", "'process.env' only accepts a configurable, writable, and enumerable data descriptor")
		return true, false, false
	}
	_, ok = h.Set(iso, obj, k, d.Value)
	return true, ok, ok
}

func (envHost) Delete(iso *core.Isolate, obj core.Value, k core.Key) bool {
	name, ok := envKey(iso, k)
	if !ok {
		return false
	}
	if m := environOf(bindings.Of(iso)); m != nil {
		if _, has := m.Vars[name]; has {
			delete(m.Vars, name)
			for i, n := range m.Names {
				if n == name {
					m.Names = append(m.Names[:i:i], m.Names[i+1:]...)
					break
				}
			}
		}
		return true
	}
	os.Unsetenv(name)
	if name == "TZ" {
		resetZone(iso)
	}
	return true
}

func (envHost) Keys(iso *core.Isolate, obj core.Value) []core.Key {
	var out []core.Key
	if m := environOf(bindings.Of(iso)); m != nil {
		for _, n := range m.Names {
			out = append(out, iso.KeyOfGo(n))
		}
		return out
	}
	for _, kv := range os.Environ() {
		if i := strings.IndexByte(kv[min(1, len(kv)):], '='); i >= 0 {
			out = append(out, iso.KeyOfGo(kv[:i+1]))
		}
	}
	return out
}

// resetZone makes a new TZ take effect.
func resetZone(iso *core.Isolate) { *iso.DateCache() = nil }

// ---- process_info

func makeInfo(e *bindings.Env, target core.Value) {
	iso := e.Iso
	t := iso.NewHandle(target)
	e.SetString(t.Value(), "version", "v"+NodeVersion)
	v := iso.NewHandle(iso.NewObject())
	for _, r := range versions {
		e.SetString(v.Value(), r[0], r[1])
	}
	iso.SetIntegrityLevel(v.Value(), true)
	e.Set(t.Value(), "versions", v.Value())
	e.SetString(t.Value(), "arch", arch())
	e.SetString(t.Value(), "platform", platform())
	r := iso.NewHandle(iso.NewObject())
	e.SetString(r.Value(), "name", "node")
	base := "https://nodejs.org/download/release/v" + NodeVersion + "/node-v" + NodeVersion
	e.SetString(r.Value(), "sourceUrl", base+".tar.gz")
	e.SetString(r.Value(), "headersUrl", base+"-headers.tar.gz")
	e.Set(t.Value(), "release", r.Value())
	c, d, vars := iso.NewHandle(iso.NewObject()), iso.NewHandle(iso.NewObject()), iso.NewHandle(iso.NewObject())
	for _, n := range [...]string{"cflags", "configurations", "defines", "include_dirs", "libraries"} {
		if n == "configurations" {
			e.Set(d.Value(), n, iso.NewObject())
			continue
		}
		e.Set(d.Value(), n, iso.NewArray(0))
	}
	e.SetString(d.Value(), "default_configuration", "Release")
	for _, b := range [...]struct {
		name string
		on   bool
	}{{"napi_build_version", true}, {"node_install_npm", true}, {"node_use_amaro", true}, {"node_shared", false}, {"node_use_openssl", true}, {"v8_enable_i18n_support", true},
		{"v8_enable_webassembly", false}, {"debug_node", false}, {"node_with_ltcg", false}, {"node_use_v8_platform", true}, {"single_executable_application", true}} {
		switch {
		case b.name == "napi_build_version":
			e.SetString(vars.Value(), b.name, "10")
		case strings.HasPrefix(b.name, "v8_enable"):
			n := 0.0
			if b.on {
				n = 1
			}
			e.SetNumber(vars.Value(), b.name, n)
		default:
			e.SetBool(vars.Value(), b.name, b.on)
		}
	}
	e.SetString(vars.Value(), "host_arch", arch())
	e.SetString(vars.Value(), "target_arch", arch())
	e.SetString(vars.Value(), "node_prefix", "/usr/local")
	e.SetNumber(vars.Value(), "node_module_version", 147)
	e.SetString(vars.Value(), "shlib_suffix", "so.147")
	e.SetNumber(vars.Value(), "asan", 0)
	iso.SetIntegrityLevel(d.Value(), true)
	iso.SetIntegrityLevel(vars.Value(), true)
	e.Set(c.Value(), "target_defaults", d.Value())
	e.Set(c.Value(), "variables", vars.Value())
	iso.SetIntegrityLevel(c.Value(), true)
	e.Set(t.Value(), "config", c.Value())
	f := iso.NewHandle(iso.NewObject())
	e.SetBool(f.Value(), "inspector", true)
	e.Set(t.Value(), "features", f.Value())
}

// NodeVersion is the version of Node that this runtime behaves as.
const NodeVersion = "26.10.0"

var versions = [...][2]string{
	{"node", NodeVersion}, {"acorn", "8.18.0"}, {"ada", "4.0.0"}, {"amaro", "1.1.11"}, {"ares", "1.34.8"}, {"brotli", "1.2.0"}, {"cldr", "48.0"}, {"icu", "78.3"},
	{"libffi", "3.8.0"}, {"lief", "0.17.0"}, {"llhttp", "9.4.3"}, {"merve", "1.2.2"}, {"modules", "147"}, {"napi", "10"}, {"nbytes", "0.1.4"}, {"ncrypto", "0.0.1"},
	{"nghttp2", "1.70.0"}, {"nghttp3", ""}, {"ngtcp2", ""}, {"openssl", "3.5.8"}, {"simdjson", "4.6.11"}, {"simdutf", "7.7.0"}, {"sqlite", "3.53.4"}, {"tz", "2026c"},
	{"undici", "8.10.2"}, {"unicode", "17.0"}, {"uv", "1.52.1"}, {"uvwasi", "0.0.23"}, {"v8", "14.6.202.34-node.34"}, {"zlib", "1.3.2.1-motley-285e94b"}, {"zstd", "1.5.7"},
	{"gonode", "0.1.0"}, {"go", "1.26"},
}

func arch() string {
	switch runtime.GOARCH {
	case "amd64":
		return "x64"
	case "386":
		return "ia32"
	}
	return runtime.GOARCH
}

func platform() string {
	if runtime.GOOS == "windows" {
		return "win32"
	}
	return runtime.GOOS
}

// ---- options

func makeOptions(e *bindings.Env, t core.Value) { e.SetRows(t, optionRows[:]) }

var optionRows = [...]core.Row{
	{Name: "getValues", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		o := iso.NewHandle(iso.NewObjectProto(core.Null))
		for k, v := range e.Options {
			switch v := v.(type) {
			case bool:
				e.SetBool(o.Value(), k, v)
			case string:
				e.SetString(o.Value(), k, v)
			case float64:
				e.SetNumber(o.Value(), k, v)
			case []string:
				e.Set(o.Value(), k, stringList(iso, v))
			}
		}
		return o.Value(), true
	}},
}

var _ = filepath.Join
