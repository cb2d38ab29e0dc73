package loop

import (
	"sync"
	"time"
)

// Loop is an event loop. All methods but Post, Wake and Stop belong to the goroutine that runs it.
type Loop struct {
	start time.Time
	now   time.Duration // since start, updated once per iteration and by UpdateTime

	timers   timerHeap
	timerSeq uint64
	idle     hooks
	prepare  hooks
	check    hooks
	closing  []func()
	pending  []func()

	active   int // referenced active handles
	requests int // requests under way

	mu      sync.Mutex
	posted  []func()
	spare   []func()
	stopped bool
	waiting bool
	wake    chan struct{}

	idleTime time.Duration // time spent waiting in poll
	// Iterations counts turns of the loop.
	Iterations uint64
}

// New makes a loop.
func New() *Loop {
	return &Loop{start: time.Now(), wake: make(chan struct{}, 1)}
}

// hooks are callbacks of a phase, in order of registration; removal during the phase is safe.
type hooks struct{ list []*Hook }

// Hook is an idle, prepare or check callback.
type Hook struct {
	Handle
	fn    func()
	phase *hooks
}

func (h *hooks) run() {
	if len(h.list) == 0 {
		return
	}
	for _, k := range append([]*Hook(nil), h.list...) {
		if k.on {
			k.fn()
		}
	}
}

// Handle counts as a reason to go on while it is active and referenced. The zero value is inactive, referenced once it has a loop.
type Handle struct {
	loop  *Loop
	on    bool
	unref bool
}

// MakeHandle returns an inactive, referenced handle of the loop.
func (l *Loop) MakeHandle() Handle { return Handle{loop: l} }

// Activate and Deactivate change whether the handle is active.
func (h *Handle) Activate() {
	if !h.on {
		h.on = true
		if !h.unref {
			h.loop.active++
		}
	}
}
func (h *Handle) Deactivate() {
	if h.on {
		h.on = false
		if !h.unref {
			h.loop.active--
		}
	}
}

// Ref and Unref change whether the handle keeps the loop alive while active.
func (h *Handle) Ref() {
	if h.unref {
		h.unref = false
		if h.on {
			h.loop.active++
		}
	}
}
func (h *Handle) Unref() {
	if !h.unref {
		h.unref = true
		if h.on {
			h.loop.active--
		}
	}
}

// HasRef and Active tell the state.
func (h *Handle) HasRef() bool { return !h.unref }
func (h *Handle) Active() bool { return h.on }

func (l *Loop) hook(p *hooks, fn func()) *Hook {
	k := &Hook{Handle: l.MakeHandle(), fn: fn, phase: p}
	p.list = append(p.list, k)
	k.Activate()
	return k
}

// Idle, Prepare and Check register a callback of the phase, active and referenced. An active idle callback makes poll not wait.
func (l *Loop) Idle(fn func()) *Hook    { return l.hook(&l.idle, fn) }
func (l *Loop) Prepare(fn func()) *Hook { return l.hook(&l.prepare, fn) }
func (l *Loop) Check(fn func()) *Hook   { return l.hook(&l.check, fn) }

// Stop removes the callback.
func (k *Hook) Stop() {
	k.Deactivate()
	for i, x := range k.phase.list {
		if x == k {
			k.phase.list = append(k.phase.list[:i:i], k.phase.list[i+1:]...)
			return
		}
	}
}

// Now returns the loop's cached time since its start.
func (l *Loop) Now() time.Duration { return l.now }

// UpdateTime refreshes the cached time.
func (l *Loop) UpdateTime() { l.now = time.Since(l.start) }

// Start returns the time when the loop was made: the origin of Now.
func (l *Loop) Start() time.Time { return l.start }

// IdleTime returns the time spent waiting for events.
func (l *Loop) IdleTime() time.Duration { return l.idleTime }

// BeginRequest notes that an operation has begun whose completion will come through Post; EndRequest, to be called by that
// completion, that it is over.
func (l *Loop) BeginRequest() { l.requests++ }
func (l *Loop) EndRequest()   { l.requests-- }

// Post queues f to run on the loop's goroutine in its next poll phase. Any goroutine may call it. What is posted does not keep the
// loop alive by itself.
func (l *Loop) Post(f func()) {
	l.mu.Lock()
	l.posted = append(l.posted, f)
	wake := l.waiting
	l.waiting = false
	l.mu.Unlock()
	if wake {
		l.wakeUp()
	}
}

// Complete is Post of a completion of a request: it ends the request first.
func (l *Loop) Complete(f func()) {
	l.Post(func() {
		l.EndRequest()
		f()
	})
}

// Go runs work on another goroutine and then done on the loop's; a request is under way until then.
func (l *Loop) Go(work func(), done func()) {
	l.BeginRequest()
	go func() {
		work()
		l.Complete(done)
	}()
}

func (l *Loop) wakeUp() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Wake makes a waiting poll return. Any goroutine may call it.
func (l *Loop) Wake() {
	l.mu.Lock()
	l.waiting = false
	l.mu.Unlock()
	l.wakeUp()
}

// Stop makes Run return after the current phase. Any goroutine may call it.
func (l *Loop) Stop() {
	l.mu.Lock()
	l.stopped = true
	l.mu.Unlock()
	l.Wake()
}

// Pending queues f for the pending phase of the next iteration (callbacks deferred from this one).
func (l *Loop) Pending(f func()) { l.pending = append(l.pending, f) }

// Closing queues a close callback: it runs in the closing phase and keeps the loop alive until then.
func (l *Loop) Closing(f func()) { l.closing = append(l.closing, f) }

// Alive tells whether anything keeps the loop running.
func (l *Loop) Alive() bool {
	return l.active > 0 || l.requests > 0 || len(l.closing) > 0 || len(l.pending) > 0
}

// Mode is how long Run runs.
type Mode uint8

// The modes: until nothing is alive; one iteration, waiting for events; one iteration without waiting.
const (
	Default Mode = iota
	Once
	NoWait
)

// Run runs the loop and tells whether something is still alive.
func (l *Loop) Run(mode Mode) bool {
	l.UpdateTime()
	if mode == Default && l.Alive() {
		l.runTimers()
	}
	for l.Alive() && !l.isStopped() {
		l.Iterations++
		if p := l.pending; len(p) > 0 {
			l.pending = nil
			for _, f := range p {
				f()
			}
		}
		l.idle.run()
		l.prepare.run()
		l.poll(mode)
		l.check.run()
		l.runClosing()
		l.UpdateTime()
		l.runTimers()
		if mode != Default {
			break
		}
	}
	l.mu.Lock()
	l.stopped = false
	l.mu.Unlock()
	return l.Alive()
}

func (l *Loop) isStopped() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stopped
}

func (l *Loop) runClosing() {
	c := l.closing
	l.closing = nil
	for _, f := range c {
		f()
	}
}

// timeout returns how long poll may wait: negative for no limit.
func (l *Loop) timeout(mode Mode) time.Duration {
	if mode == NoWait || l.isStopped() || len(l.closing) > 0 || len(l.pending) > 0 || !l.Alive() {
		return 0
	}
	for _, k := range l.idle.list {
		if k.on {
			return 0
		}
	}
	if len(l.timers) > 0 {
		l.UpdateTime()
		return max(0, l.timers[0].due-l.now)
	}
	return -1
}

// poll waits for completions and runs them.
func (l *Loop) poll(mode Mode) {
	d := l.timeout(mode)
	l.mu.Lock()
	if len(l.posted) == 0 && d != 0 {
		l.waiting = true
		l.mu.Unlock()
		l.wait(d)
		l.mu.Lock()
		l.waiting = false
	}
	batch := l.posted
	l.posted = l.spare[:0]
	l.spare = nil
	l.mu.Unlock()
	if len(batch) > 0 {
		l.UpdateTime()
	}
	for i, f := range batch {
		batch[i] = nil
		f()
	}
	l.spare = batch[:0]
}

func (l *Loop) wait(d time.Duration) {
	began := time.Now()
	if d < 0 {
		// A timer, so that Go does not take a program that waits for nothing any more for a deadlock.
		d = 24 * time.Hour
	}
	t := time.NewTimer(d)
	select {
	case <-l.wake:
	case <-t.C:
	}
	t.Stop()
	l.idleTime += time.Since(began)
}
