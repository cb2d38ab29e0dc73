package node

import (
	"bufio"
	"net"
	"os"
	"os/user"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// ---- performance

// Perf is the clock of the performance binding and its milestones.
type Perf struct {
	Origin    time.Time // process start
	Bootstrap time.Time
	LoopStart time.Time
	LoopExit  time.Time
}

// processStart is set when the process starts, as early as possible.
var processStart time.Time

// MarkStart notes the start of the process.
func MarkStart() { processStart = time.Now() }

// ProcessStart returns when the process started.
func ProcessStart() time.Time { return processStart }

func since(t, origin time.Time) float64 {
	if t.IsZero() {
		return -1
	}
	return float64(t.Sub(origin).Nanoseconds()) / 1e6
}

// PerfOf returns the environment's clock.
func PerfOf(e *bindings.Env) *Perf {
	p, _ := e.Data("performance").(*Perf)
	if p == nil {
		if processStart.IsZero() {
			MarkStart()
		}
		p = &Perf{Origin: processStart}
		e.SetData("performance", p)
	}
	return p
}

func makePerformance(e *bindings.Env, t core.Value) {
	PerfOf(e)
	e.SetRows(t, perfRows[:])
}

var perfRows = [...]core.Row{
	{Name: "now", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(since(time.Now(), processStart)), true
	}},
	{Name: "getTimeOriginTimestamp", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(float64(processStart.UnixMicro()) / 1000), true
	}},
	{Name: "milestones", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		p := PerfOf(e)
		o := iso.NewHandle(iso.NewObject())
		e.SetNumber(o.Value(), "nodeStart", 0.1)
		e.SetNumber(o.Value(), "v8Start", 0.2)
		e.SetNumber(o.Value(), "environment", 0.3)
		e.SetNumber(o.Value(), "loopStart", since(p.LoopStart, p.Origin))
		e.SetNumber(o.Value(), "loopExit", since(p.LoopExit, p.Origin))
		e.SetNumber(o.Value(), "bootstrapComplete", since(p.Bootstrap, p.Origin))
		return o.Value(), true
	}},
	{Name: "loopIdleTime", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(float64(bindings.Of(iso).Loop.IdleTime().Nanoseconds()) / 1e6), true
	}},
	{Name: "markBootstrapComplete", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		PerfOf(bindings.Of(iso)).Bootstrap = time.Now()
		return core.Undefined, true
	}},
	{Name: "uvMetricsInfo", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		o := iso.NewHandle(iso.NewObject())
		e.SetNumber(o.Value(), "loopCount", float64(e.Loop.Iterations))
		e.SetNumber(o.Value(), "events", 0)
		e.SetNumber(o.Value(), "eventsWaiting", 0)
		return o.Value(), true
	}},
}

// ---- permission

func makePermission(e *bindings.Env, t core.Value) { e.SetRows(t, permissionRows[:]) }

var permissionRows = [...]core.Row{
	{Name: "has", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.True, true }},
	{Name: "drop", Length: 2, Fn: nothing},
}

// ---- stubs

// notImplemented throws ERR_METHOD_NOT_IMPLEMENTED.
func notImplemented(name string) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return bindings.Of(iso).ThrowCode(vm.Error, "ERR_METHOD_NOT_IMPLEMENTED", "The "+name+" method is not implemented")
	}
}

func makeInspector(e *bindings.Env, t core.Value) {
	e.SetRows(t, inspectorRows[:])
}

var inspectorRows = [...]core.Row{
	{Name: "isEnabled", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.False, true }},
	{Name: "url", Fn: nothing},
	{Name: "waitForDebugger", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.False, true }},
}

func makeSEA(e *bindings.Env, t core.Value) { e.SetRows(t, seaRows[:]) }

var seaRows = [...]core.Row{
	{Name: "isSea", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.False, true }},
	{Name: "isExperimentalSeaWarningNeeded", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.False, true }},
	{Name: "getAsset", Length: 1, Fn: nothing},
	{Name: "getAssetKeys", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return iso.NewArray(0), true }},
}

func makeTraceEvents(e *bindings.Env, t core.Value) { e.SetRows(t, traceRows[:]) }

var traceRows = [...]core.Row{
	{Name: "trace", Length: 4, Fn: nothing},
	{Name: "isTraceCategoryEnabled", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.False, true }},
	{Name: "setTraceCategoryStateUpdateHandler", Length: 1, Fn: nothing},
	{Name: "getEnabledCategories", Fn: nothing},
}

// ---- os

func makeOS(e *bindings.Env, t core.Value) {
	h := e.Iso.NewHandle(t)
	e.SetBool(h.Value(), "isBigEndian", false)
	e.SetRows(h.Value(), osRows[:])
}

var osRows = [...]core.Row{
	{Name: "getHostname", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h, err := os.Hostname()
		if err != nil {
			return failed(iso, a, 0, err, "uv_os_gethostname")
		}
		return iso.NewString(h), true
	}},
	{Name: "getOSInformation", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, r, v, m := utsname()
		h := iso.NewHandle(iso.NewArray(0))
		for _, x := range [...]string{s, v, r, m} {
			iso.ArrayPush(h.Value(), iso.NewString(x))
		}
		return h.Value(), true
	}},
	{Name: "getHomeDirectory", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if h := os.Getenv("HOME"); h != "" {
			return iso.NewString(h), true
		}
		if u, err := user.Current(); err == nil {
			return iso.NewString(u.HomeDir), true
		}
		return iso.NewString("/"), true
	}},
	{Name: "getLoadAvg", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		var avg [3]float64
		if b, err := os.ReadFile("/proc/loadavg"); err == nil {
			for i, f := range strings.Fields(string(b)) {
				if i < 3 {
					avg[i], _ = strconv.ParseFloat(f, 64)
				}
			}
		}
		if isKindOfTyped(iso, a.Arg(0)) {
			for i := range avg {
				iso.TypedSet(a.Arg(0), uint64(i), core.Number(avg[i]))
			}
			return core.Undefined, true
		}
		return iso.NewArrayFrom(core.Number(avg[0]), core.Number(avg[1]), core.Number(avg[2])), true
	}},
	{Name: "getUptime", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(uptime()), true
	}},
	{Name: "getTotalMem", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(float64(memInfo("MemTotal:"))), true
	}},
	{Name: "getFreeMem", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Number(float64(memInfo("MemAvailable:"))), true
	}},
	{Name: "getAvailableParallelism", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Int(int32(runtime.NumCPU())), true
	}},
	{Name: "getCPUs", Fn: getCPUs},
	{Name: "getInterfaceAddresses", Fn: getInterfaces},
	{Name: "getUserInfo", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		asBuffer := false
		if a.Arg(0).IsObject() {
			enc, ok := e.GetProp(a.Arg(0), "encoding")
			if !ok {
				return enc, false
			}
			asBuffer = enc.IsString() && iso.GoUTF8(enc) == "buffer"
		}
		u, err := user.Current()
		if err != nil {
			return failed(iso, a, 1, syscall.ENOENT, "uv_os_get_passwd")
		}
		o := iso.NewHandle(iso.NewObjectProto(core.Null))
		text := func(name, v string) bool {
			if !asBuffer {
				e.SetString(o.Value(), name, v)
				return true
			}
			b, ok := iso.NewUint8Array([]byte(v))
			if ok {
				e.Set(o.Value(), name, b)
			}
			return ok
		}
		e.SetNumber(o.Value(), "uid", float64(os.Getuid()))
		e.SetNumber(o.Value(), "gid", float64(os.Getgid()))
		if !text("username", u.Username) || !text("homedir", u.HomeDir) || !text("shell", shellOf(u.Username)) {
			return core.Undefined, false
		}
		return o.Value(), true
	}},
	{Name: "getPriority", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		p, err := priority(bindings.Int(a, 0))
		if err != nil {
			return failed(iso, a, 1, err, "uv_os_getpriority")
		}
		return core.Int(int32(p)), true
	}},
	{Name: "setPriority", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if err := setPriority(bindings.Int(a, 0), bindings.Int(a, 1)); err != nil {
			return failed(iso, a, 2, err, "uv_os_setpriority")
		}
		return core.Int(0), true
	}},
}

// failed fills the ctx argument of a failed operation (os.md); without one the error is thrown.
func failed(iso *core.Isolate, a *core.Args, i int, err error, call string) (core.Value, bool) {
	e := bindings.Of(iso)
	errno, _ := bindings.AsErrno(err)
	if !a.Arg(i).IsObject() {
		return e.ThrowSys(err, call, "", "")
	}
	e.SetNumber(a.Arg(i), "errno", float64(-int(errno)))
	e.SetString(a.Arg(i), "code", bindings.ErrnoName(errno))
	e.SetString(a.Arg(i), "message", bindings.ErrnoMessage(errno))
	e.SetString(a.Arg(i), "syscall", call)
	return core.Undefined, true
}

func isKindOfTyped(iso *core.Isolate, v core.Value) bool {
	_, ok := iso.ViewBytes(v)
	return ok
}

func shellOf(name string) string {
	b, err := os.ReadFile("/etc/passwd")
	if err != nil {
		return ""
	}
	for l := range strings.SplitSeq(string(b), "\n") {
		if f := strings.Split(l, ":"); len(f) >= 7 && f[0] == name {
			return f[6]
		}
	}
	return ""
}

func memInfo(key string) uint64 {
	b, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	for l := range strings.SplitSeq(string(b), "\n") {
		if r, ok := strings.CutPrefix(l, key); ok {
			n, _ := strconv.ParseUint(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(r), "kB")), 10, 64)
			return n << 10
		}
	}
	return 0
}

// getCPUs gives a flat list: model, speed, user, nice, sys, idle, irq of each CPU.
func getCPUs(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	out := iso.NewHandle(iso.NewArray(0))
	var models []string
	var mhz []float64
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		sc := bufio.NewScanner(f)
		for sc.Scan() {
			k, v, _ := strings.Cut(sc.Text(), ":")
			switch v = strings.TrimSpace(v); strings.TrimSpace(k) {
			case "model name":
				models = append(models, v)
			case "cpu MHz":
				x, _ := strconv.ParseFloat(v, 64)
				mhz = append(mhz, float64(int(x)))
			}
		}
		f.Close()
	}
	b, _ := os.ReadFile("/proc/stat")
	i := 0
	for l := range strings.SplitSeq(string(b), "\n") {
		f := strings.Fields(l)
		if len(f) < 7 || !strings.HasPrefix(f[0], "cpu") || f[0] == "cpu" {
			continue
		}
		n := func(j int) core.Value { x, _ := strconv.ParseFloat(f[j], 64); return core.Number(x * 10) }
		model, speed := "unknown", 0.0
		if i < len(models) {
			model = models[i]
		}
		if i < len(mhz) {
			speed = mhz[i]
		}
		i++
		iso.ArrayPush(out.Value(), iso.NewString(model))
		for _, v := range [...]core.Value{core.Number(speed), n(1), n(2), n(3), n(4), n(6)} {
			iso.ArrayPush(out.Value(), v)
		}
	}
	return out.Value(), true
}

// getInterfaces gives a flat list: name, address, netmask, family, mac, internal, scope id of each address.
func getInterfaces(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	out := iso.NewHandle(iso.NewArray(0))
	ifs, err := net.Interfaces()
	if err != nil {
		return failed(iso, a, 0, err, "uv_interface_addresses")
	}
	for _, v4 := range [...]bool{true, false} {
		for _, i := range ifs {
			if i.Flags&net.FlagUp == 0 {
				continue
			}
			addrs, _ := i.Addrs()
			for _, ad := range addrs {
				n, ok := ad.(*net.IPNet)
				if !ok || (n.IP.To4() != nil) != v4 {
					continue
				}
				mac := i.HardwareAddr.String()
				if mac == "" {
					mac = "00:00:00:00:00:00"
				}
				family, scope := "IPv4", -1
				if !v4 {
					family, scope = "IPv6", 0
					if n.IP.IsLinkLocalUnicast() {
						scope = i.Index
					}
				}
				mask := net.IP(n.Mask).String()
				for _, s := range [...]string{i.Name, n.IP.String(), mask, family, mac} {
					iso.ArrayPush(out.Value(), iso.NewString(s))
				}
				iso.ArrayPush(out.Value(), core.Bool(i.Flags&net.FlagLoopback != 0))
				iso.ArrayPush(out.Value(), core.Int(int32(scope)))
			}
		}
	}
	return out.Value(), true
}
