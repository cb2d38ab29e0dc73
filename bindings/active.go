package bindings

import "github.com/gonode/gonode/core"

// Tracked is an open handle that process.getActiveResourcesInfo() and process._getActiveHandles() tell of.
type Tracked struct {
	env  *Env
	kind string
	self *core.Persistent
	ref  func() bool
}

// Track notes an open handle: the name of its kind, its object, and whether it keeps the loop alive. Nil handles may be untracked.
func (e *Env) Track(kind string, self *core.Persistent, ref func() bool) *Tracked {
	t := &Tracked{env: e, kind: kind, self: self, ref: ref}
	e.tracked = append(e.tracked, t)
	return t
}

// Untrack ends Track.
func (t *Tracked) Untrack() {
	if t == nil || t.env == nil {
		return
	}
	list := t.env.tracked
	for i, x := range list {
		if x == t {
			t.env.tracked = append(list[:i:i], list[i+1:]...)
			break
		}
	}
	t.env = nil
}

// CountRequest changes the number of requests of a kind that are under way.
func (e *Env) CountRequest(kind string, n int) {
	for i := range e.counted {
		if e.counted[i].kind == kind {
			e.counted[i].n += n
			return
		}
	}
	e.counted = append(e.counted, requestCount{kind, n})
}

type requestCount struct {
	kind string
	n    int
}

// EachActive calls request for every request under way and handle for every open handle that keeps the loop alive.
func (e *Env) EachActive(request func(kind string), handle func(kind string, self core.Value)) {
	for _, c := range e.counted {
		for range c.n {
			request(c.kind)
		}
	}
	for _, t := range e.tracked {
		if t.ref() {
			handle(t.kind, t.self.Value())
		}
	}
}
