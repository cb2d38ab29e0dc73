package code

import "sync"

// Reclaimer frees code that other isolates may still be running: an object is freed when every participant has acknowledged, at a
// safepoint outside of it, after the object was retired. The retirer makes the object unreachable first (no feedback cell or table
// leads to it any more); a participant with a frame of a retired
// object on its stack says so when it acknowledges.
type Reclaimer struct {
	space *Space

	mu           sync.Mutex
	epoch        uint64
	participants map[*Participant]struct{}
	retired      []retired
}

type retired struct {
	object *Object
	epoch  uint64
}

// Participant is an isolate that may run code of the space.
type Participant struct {
	r    *Reclaimer
	seen uint64
}

// NewReclaimer returns a reclaimer for a space.
func NewReclaimer(s *Space) *Reclaimer {
	return &Reclaimer{space: s, participants: map[*Participant]struct{}{}}
}

// Join adds a participant. It starts with nothing on its stack.
func (r *Reclaimer) Join() *Participant {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := &Participant{r: r, seen: r.epoch}
	r.participants[p] = struct{}{}
	return p
}

// Leave removes a participant: it runs no code any more.
func (p *Participant) Leave() {
	p.r.mu.Lock()
	defer p.r.mu.Unlock()
	delete(p.r.participants, p)
	p.r.reclaim()
}

// Retire frees an object as soon as all participants have acknowledged.
func (r *Reclaimer) Retire(o *Object) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.epoch++
	r.retired = append(r.retired, retired{o, r.epoch})
	r.reclaim()
}

// Pending returns how many objects wait.
func (r *Reclaimer) Pending() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.retired)
}

// Acknowledge says that the participant is at a safepoint. live reports whether a frame of an object is on its stack; such an object
// waits for the next time. live may be nil if the stack is empty.
func (p *Participant) Acknowledge(live func(*Object) bool) {
	r := p.r
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.retired) == 0 {
		p.seen = r.epoch
		return
	}
	seen := r.epoch
	if live != nil {
		for i := range r.retired {
			if x := &r.retired[i]; x.epoch > p.seen && live(x.object) {
				// Everything from here on waits for this participant.
				seen = min(seen, x.epoch-1)
			}
		}
	}
	p.seen = seen
	r.reclaim()
}

func (r *Reclaimer) reclaim() {
	oldest := r.epoch
	for p := range r.participants {
		oldest = min(oldest, p.seen)
	}
	keep := r.retired[:0]
	for _, x := range r.retired {
		if x.epoch <= oldest {
			r.space.Free(x.object)
		} else {
			keep = append(keep, x)
		}
	}
	clear(r.retired[len(keep):])
	r.retired = keep
}
