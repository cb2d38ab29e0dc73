package loop

import (
	"strings"
	"sync"
	"testing"
	"time"
)

func TestPhases(t *testing.T) {
	l := New()
	var log []string
	note := func(s string) { log = append(log, s) }
	var check *Hook
	l.NewTimer(func() { note("timer") }).Start(0, 0)
	l.Pending(func() { note("pending") })
	check = l.Check(func() { note("check"); check.Stop() })
	l.Closing(func() { note("closing") })
	l.Post(func() { note("posted") })
	if l.Run(Default) {
		t.Error("still alive")
	}
	if got := strings.Join(log, " "); got != "timer pending posted check closing" {
		t.Error(got)
	}
}

func TestTimersOrder(t *testing.T) {
	l := New()
	var log []string
	for _, s := range []struct {
		name string
		d    time.Duration
	}{{"c", 3 * time.Millisecond}, {"a", time.Millisecond}, {"b", time.Millisecond}} {
		l.NewTimer(func() { log = append(log, s.name) }).Start(s.d, 0)
	}
	un := l.NewTimer(func() { log = append(log, "unref") })
	un.Start(time.Hour, 0)
	un.Unref()
	n := 0
	var rep *Timer
	rep = l.NewTimer(func() {
		if n++; n == 3 {
			rep.Stop()
		}
	})
	rep.Start(0, time.Millisecond)
	l.Run(Default)
	if strings.Join(log, "") != "abc" || n != 3 {
		t.Error(log, n)
	}
}

func TestManyProducers(t *testing.T) {
	l := New()
	const producers, each = 8, 2000
	got := 0
	for range producers {
		l.BeginRequest()
	}
	var wg sync.WaitGroup
	for range producers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range each {
				l.Post(func() { got++ })
			}
			l.Complete(func() {})
		}()
	}
	l.Run(Default)
	wg.Wait()
	if got != producers*each {
		t.Error(got)
	}
}

func TestStop(t *testing.T) {
	l := New()
	h := l.MakeHandle()
	h.Activate()
	go func() { time.Sleep(5 * time.Millisecond); l.Stop() }()
	if !l.Run(Default) {
		t.Error("not alive after Stop")
	}
	h.Deactivate()
	if l.Run(Default) {
		t.Error("alive")
	}
}
