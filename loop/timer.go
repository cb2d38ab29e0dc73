package loop

import (
	"container/heap"
	"time"
)

// Timer calls a function when its time has come.
type Timer struct {
	Handle
	fn     func()
	due    time.Duration
	repeat time.Duration
	seq    uint64
	index  int
}

// NewTimer makes an inactive timer.
func (l *Loop) NewTimer(fn func()) *Timer { return &Timer{Handle: l.MakeHandle(), fn: fn, index: -1} }

// Start arms the timer to fire after d, counted from the loop's cached time, and then every repeat if that is not 0.
func (t *Timer) Start(d, repeat time.Duration) {
	t.Stop()
	l := t.loop
	t.due, t.repeat = l.now+max(d, 0), repeat
	l.timerSeq++
	t.seq = l.timerSeq
	heap.Push(&l.timers, t)
	t.Activate()
}

// Stop disarms the timer.
func (t *Timer) Stop() {
	if t.index >= 0 {
		heap.Remove(&t.loop.timers, t.index)
	}
	t.Deactivate()
}

// Due returns when the timer fires, on the clock of Loop.Now.
func (t *Timer) Due() time.Duration { return t.due }

func (l *Loop) runTimers() {
	// Timers started by these callbacks wait for the next turn, even with no delay.
	limit := l.timerSeq
	for len(l.timers) > 0 {
		t := l.timers[0]
		if t.due > l.now || t.seq > limit {
			return
		}
		t.Stop()
		if t.repeat > 0 {
			t.Start(t.repeat, t.repeat)
		}
		t.fn()
	}
}

// timerHeap orders timers by due time, then by start.
type timerHeap []*Timer

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	if h[i].due != h[j].due {
		return h[i].due < h[j].due
	}
	return h[i].seq < h[j].seq
}
func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *timerHeap) Push(x any) {
	t := x.(*Timer)
	t.index = len(*h)
	*h = append(*h, t)
}
func (h *timerHeap) Pop() any {
	old := *h
	t := old[len(old)-1]
	*h = old[:len(old)-1]
	t.index = -1
	return t
}
