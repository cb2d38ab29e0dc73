package heap

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/node"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
	"github.com/gonode/gonode/gc/extmem"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{{Name: "v8", Make: func(e *bindings.Env, t core.Value) { e.SetRows(t, v8Rows[:]) }}}
}

var v8Rows = [...]core.Row{
	{Name: "getHeapStatistics", Fn: heapStatistics},
	{Name: "getHeapSpaceStatistics", Fn: spaceStatistics},
	{Name: "setFlagsFromString", Length: 1, Fn: setFlags},
	{Name: "cachedDataVersionTag", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return core.Int(1947), true }},
	{Name: "heapSnapshot", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		if !collect(iso, gc.Major) {
			return core.Undefined, false
		}
		var b bytes.Buffer
		if err := WriteSnapshot(&b, iso); err != nil {
			return bindings.Of(iso).ThrowSys(err, "write", "", "")
		}
		return bindings.Of(iso).NewBuffer(b.Bytes())
	}},
	{Name: "writeHeapSnapshot", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		name := bindings.Str(iso, a, 0)
		if name == "" {
			name = fileName("Heap", "heapsnapshot", bindings.Int(a, 1))
		}
		if !collect(iso, gc.Major) {
			return core.Undefined, false
		}
		f, err := os.Create(name)
		if err != nil {
			return bindings.Of(iso).ThrowSys(err, "open", name, "")
		}
		err = WriteSnapshot(f, iso)
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return bindings.Of(iso).ThrowSys(err, "write", name, "")
		}
		return iso.NewString(name), true
	}},
	{Name: "observeGC", Length: 1, Fn: observeGC},
}

// collect collects at once: everything that the caller holds must be in handles or arguments. (JS)
func collect(iso *core.Isolate, kind gc.CollectKind) bool {
	iso.Collect(kind, gc.ReasonRequested)
	return iso.HandleInterrupt()
}

func heapStatistics(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	st := iso.Stats()
	o := iso.NewHandle(iso.NewObject())
	total, used := st.YoungCommitted+st.OldCommitted, st.YoungUsed+st.OldUsed
	young := 3 * st.MaxSemiSpace
	_, mapped := extmem.Default().Stats()
	for _, f := range [...]struct {
		name string
		n    uint64
	}{
		{"totalHeapSize", total},
		{"usedHeapSize", used},
		{"totalPhysicalSize", total},
		{"totalAvailableSize", st.MaxOld + young - min(st.MaxOld+young, used)},
		{"heapSizeLimit", st.MaxOld + young},
		{"externalMemory", st.External},
		{"mallocedMemory", mapped},
		{"peakMallocedMemory", mapped},
		{"totalGlobalHandlesSize", uint64(st.Handles) * 8},
		{"usedGlobalHandlesSize", uint64(st.Handles) * 8},
		{"totalAllocatedBytes", st.Allocated},
	} {
		e.SetNumber(o.Value(), f.name, float64(f.n))
	}
	return o.Value(), true
}

func spaceStatistics(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	st := iso.Stats()
	list := iso.NewHandle(iso.NewArray(0))
	for _, s := range st.Spaces {
		m := iso.HandleMark()
		o := iso.NewHandle(iso.NewObject())
		e.Set(o.Value(), "name", iso.NewString(s.Name))
		e.SetNumber(o.Value(), "size", float64(s.Committed))
		e.SetNumber(o.Value(), "used", float64(s.Used))
		e.SetNumber(o.Value(), "available", float64(s.Committed-min(s.Used, s.Committed)))
		e.SetNumber(o.Value(), "physical", float64(s.Committed))
		iso.ArrayPush(list.Value(), o.Value())
		iso.ReleaseHandles(m)
	}
	return list.Value(), true
}

// setFlags takes the flags that can be changed while a program runs; others are ignored, as V8 ignores what comes too late.
func setFlags(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	for f := range strings.FieldsSeq(bindings.Str(iso, a, 0)) {
		name, val, _ := strings.Cut(strings.ReplaceAll(f, "_", "-"), "=")
		switch name {
		case "--trace-gc":
			Trace(e, false)
		case "--expose-gc":
			ExposeGC(e)
		case "--max-old-space-size":
			if mb, err := strconv.ParseFloat(val, 64); err == nil && mb > 0 {
				iso.SetMaxOld(uint64(mb * (1 << 20)))
			}
		}
	}
	return core.Undefined, true
}

// observeGC calls the function with (kind, flags, start, duration) for each collection from now on, from the event loop.
func observeGC(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	if e.Data("gc observer") != nil {
		return core.Undefined, true
	}
	fn := iso.NewPersistent(a.Arg(0))
	e.SetData("gc observer", fn)
	iso.OnCollection(func(ev gc.Event) {
		kind, flags := 1, 0 // NODE_PERFORMANCE_GC_MINOR, _FLAGS_NO
		if ev.Kind == gc.Major {
			kind = 4
		}
		if ev.Reason == gc.ReasonRequested {
			flags = 4 // _FLAGS_FORCED
		}
		e.Loop.Post(func() {
			if e.Exiting {
				return
			}
			m := iso.HandleMark()
			defer iso.ReleaseHandles(m)
			e.MakeCallback(fn.Value(), core.Undefined, core.Int(int32(kind)), core.Int(int32(flags)),
				core.Number(ms(ev.Start.Sub(node.ProcessStart()))), core.Number(ms(ev.Pause)))
		})
	})
	return core.Undefined, true
}

var gcRow = core.Row{Name: "gc", Length: 0, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	e := bindings.Of(iso)
	kind, async := gc.Major, false
	if o := a.Arg(0); o.IsObject() && !iso.IsCallable(o) {
		v, ok := e.GetProp(o, "type")
		if !ok {
			return core.Undefined, false
		}
		if v.IsString() {
			switch iso.GoString(v) {
			case "minor":
				kind = gc.Scavenge
			case "major-snapshot":
				name := "heap.heapsnapshot"
				if v, ok = e.GetProp(a.Arg(0), "filename"); !ok {
					return core.Undefined, false
				} else if v.IsString() {
					name = iso.GoUTF8(v)
				}
				defer func() {
					if f, err := os.Create(name); err == nil {
						_ = WriteSnapshot(f, iso)
						f.Close()
					}
				}()
			}
		}
		if v, ok = e.GetProp(a.Arg(0), "execution"); !ok {
			return core.Undefined, false
		}
		async = v.IsString() && iso.GoString(v) == "async"
	} else if iso.ToBoolean(o) {
		kind = gc.Scavenge // gc(true), of old
	}
	if !async {
		return core.Undefined, collect(iso, kind)
	}
	p := iso.NewPersistent(iso.NewPromise())
	id := e.Loop.MakeHandle()
	id.Activate()
	e.Loop.Post(func() {
		id.Deactivate()
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		e.Within(nil, func() {
			if collect(iso, kind) {
				iso.ResolvePromise(p.Value(), core.Undefined)
			}
		})
		p.Close()
		e.DrainTicks()
	})
	return p.Value(), true
}}

// ExposeGC defines globalThis.gc.
func ExposeGC(e *bindings.Env) {
	e.Iso.SetGlobal("gc", e.Iso.NewBuiltinRow(&gcRow, core.Undefined))
}

// OnSnapshotSignal writes a heap snapshot whenever the process gets the signal (--heapsnapshot-signal).
func OnSnapshotSignal(e *bindings.Env, s os.Signal, notify func(chan<- os.Signal, ...os.Signal)) {
	c := make(chan os.Signal, 1)
	notify(c, s)
	go func() {
		for range c {
			e.Iso.RequestInterrupt(func(iso *vm.Isolate) {
				if f, err := os.Create(fileName("Heap", "heapsnapshot", 0)); err == nil {
					_ = WriteSnapshot(f, iso)
					f.Close()
				}
			})
			e.Loop.Post(func() { e.Iso.PollNative() })
		}
	}()
}

// Interval converts an option in microseconds.
func Interval(us float64) time.Duration { return time.Duration(us) * time.Microsecond }
