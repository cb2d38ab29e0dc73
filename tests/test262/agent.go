package test262

import (
	"sync"
	"time"

	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// agents is what the agents of one test share: $262.agent.
type agents struct {
	mu      sync.Mutex
	reports []string
	list    []*agent
	wg      sync.WaitGroup
}

// agent is a concurrent agent: an isolate on a goroutine of its own.
type agent struct {
	group    *agents
	messages chan broadcast
	callback *core.Persistent
	iso      *core.Isolate
	mu       sync.Mutex
	left     bool // it said that it is leaving
}

// broadcast is a message to all agents: shared memory and a number.
type broadcast struct {
	token  gc.ExtToken
	length uint64
	number core.Value // int or double; bigints as their low 64 bits
	big    bool
	bits   uint64
	taken  *sync.WaitGroup
}

var start = time.Now()

var agentRows = []core.Row{
	{Name: "broadcast", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		g := iso.UserData().(*state).agents
		buf := a.Arg(0).Ref()
		var taken sync.WaitGroup
		for _, ag := range g.list {
			b := broadcast{token: iso.ExtShare(iso.U32(buf, layout.BufferExternal)), length: iso.BufferLen(buf), taken: &taken}
			if v := a.Arg(1); v.IsBigInt() {
				b.big, b.bits = true, iso.BigIntToUint64(v)
			} else {
				b.number = v
			}
			taken.Add(1)
			ag.messages <- b
		}
		taken.Wait()
		return core.Undefined, true
	}},
	{Name: "getReport", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		g := iso.UserData().(*state).agents
		g.mu.Lock()
		defer g.mu.Unlock()
		if len(g.reports) == 0 {
			return core.Null, true
		}
		s := g.reports[0]
		g.reports = g.reports[1:]
		return iso.NewString(s), true
	}},
	{Name: "sleep", Length: 1, Fn: sleep},
	{Name: "monotonicNow", Fn: monotonicNow},
}

func sleep(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	ms, _ := iso.ToFloat(a.Arg(0))
	time.Sleep(time.Duration(ms * float64(time.Millisecond)))
	return core.Undefined, true
}

func monotonicNow(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	return core.Number(float64(time.Since(start).Microseconds()) / 1000), true
}

var innerRows = []core.Row{
	{Name: "receiveBroadcast", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		iso.UserData().(*state).agent.callback = iso.NewPersistent(a.Arg(0))
		return core.Undefined, true
	}},
	{Name: "report", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		s, ok := iso.ToGoString(a.Arg(0))
		if !ok {
			return core.Undefined, false
		}
		g := iso.UserData().(*state).agent.group
		g.mu.Lock()
		g.reports = append(g.reports, s)
		g.mu.Unlock()
		return core.Undefined, true
	}},
	{Name: "leaving", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		iso.UserData().(*state).agent.left = true
		return core.Undefined, true
	}},
	{Name: "sleep", Length: 1, Fn: sleep},
	{Name: "monotonicNow", Fn: monotonicNow},
}

// startAgent is $262.agent.start(source).
func startAgent(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	src, ok := iso.ToGoString(a.Arg(0))
	if !ok {
		return core.Undefined, false
	}
	st := iso.UserData().(*state)
	ag := &agent{group: st.agents, messages: make(chan broadcast, 1)}
	child, err := core.NewIsolate(core.Options{HashSeed: 7, MaxHeap: 1 << 28})
	if err != nil {
		return iso.ThrowTypeError("%s", err.Error())
	}
	ag.iso = child
	st.agents.list = append(st.agents.list, ag)
	st.agents.wg.Add(1)
	running := make(chan struct{})
	go ag.run(src, running)
	<-running
	return core.Undefined, true
}

func (ag *agent) run(src string, running chan struct{}) {
	defer ag.group.wg.Done()
	iso := ag.iso
	defer func() {
		recover()
		ag.mu.Lock()
		iso.Close()
		ag.iso = nil
		ag.mu.Unlock()
	}()
	st := &state{agent: ag}
	iso.SetUserData(st)
	iso.NewRealm()
	st.tasks = make(chan func(*core.Isolate), 64)
	iso.Hooks().PostTask = func(f func(*core.Isolate)) {
		select {
		case st.tasks <- f:
		default:
		}
	}
	o := iso.NewObject()
	iso.DefineRows(o, innerRows)
	host := iso.NewObject()
	iso.AddOwn(host.Ref(), iso.KeyOfGo("agent"), o, layout.AttrDefault)
	iso.SetGlobal("$262", host)
	st.mods = newModules(iso)
	iso.SetGlobal("setTimeout", iso.NewBuiltinRow(&setTimeoutRow, core.Undefined))
	close(running)
	if _, ok := iso.RunScript(src, "agent"); !ok {
		return
	}
	iso.RunMicrotasks()
	if ag.callback == nil {
		return
	}
	b, ok := <-ag.messages
	if !ok {
		return
	}
	idx, _ := iso.ExtAttach(b.token)
	buf := gc.Object(iso.NewBufferOf(layout.KindSharedArrayBuffer, iso.Intrinsic(vm.SharedArrayBufferPrototype), idx, b.length))
	num := b.number
	if b.big {
		num = iso.NewBigUint64(b.bits)
	}
	b.taken.Done()
	if _, ok := iso.Call(ag.callback.Value(), core.Undefined, buf, num); !ok {
		return
	}
	idle := time.Now()
	for iso.RunMicrotasks() && !ag.left && time.Since(idle) < 2*time.Second {
		if st.mods.runTimers(iso) {
			continue
		}
		select {
		case f := <-st.tasks:
			f(iso)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// stop ends the agents of a test.
func (g *agents) stop() {
	for _, ag := range g.list {
		ag.mu.Lock()
		if ag.iso != nil {
			ag.iso.Terminate()
		}
		ag.mu.Unlock()
		close(ag.messages)
	}
	g.wg.Wait()
}
