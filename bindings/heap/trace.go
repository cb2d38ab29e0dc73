package heap

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/node"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/gc"
	"github.com/gonode/gonode/gc/extmem"
)

// tracer writes a line for each collection, as V8's --trace-gc does.
type tracer struct {
	iso     *core.Isolate
	w       io.Writer
	verbose bool
	util    utilisation
}

// utilisation is how much of the time the program ran, between major collections.
type utilisation struct {
	last             time.Time // end of the last major collection
	current, average float64
}

func (u *utilisation) add(e gc.Event) {
	end := e.Start.Add(e.Pause)
	if u.last.IsZero() {
		u.last, u.current, u.average = node.ProcessStart(), 1, 1
	}
	if e.Kind != gc.Major {
		return
	}
	if total := end.Sub(u.last); total > 0 {
		u.current = max(0, 1-float64(e.Pause)/float64(total))
		u.average = (u.average + u.current) / 2
	}
	u.last = end
}

// Trace makes the isolate of e write a line to standard output for each collection, with verbose also the sizes of the spaces.
func Trace(e *bindings.Env, verbose bool) {
	t := &tracer{iso: e.Iso, w: os.Stdout, verbose: verbose}
	e.Iso.OnCollection(t.event)
}

func (t *tracer) event(e gc.Event) {
	t.util.add(e)
	id := identity(t.iso)
	fmt.Fprintln(t.w, id+eventLine(e, &t.util))
	if !t.verbose {
		return
	}
	st := t.iso.Stats()
	line := func(name string, used, committed uint64) {
		fmt.Fprintf(t.w, "%s %-26s used: %6d KB, available: %8d KB, committed: %6d KB\n", id, name+",", used>>10, (max(committed, used)-used)>>10, committed>>10)
	}
	for _, s := range st.Spaces {
		line(spaceTitle(s.Name), s.Used, s.Committed)
	}
	line("All spaces", st.YoungUsed+st.OldUsed, st.YoungCommitted+st.OldCommitted)
	_, mapped := extmem.Default().Stats()
	fmt.Fprintf(t.w, "%s External memory reported:                   %6d KB\n", id, st.External>>10)
	fmt.Fprintf(t.w, "%s Backing store memory:                      %6d KB\n", id, mapped>>10)
	fmt.Fprintf(t.w, "%s Total time spent in GC:                        %.1f ms\n", id, ms(st.ScavengeTime+st.MajorTime))
}

// identity is how V8's lines begin: the process and the isolate.
func identity(iso *core.Isolate) string { return fmt.Sprintf("[%d:%p]", os.Getpid(), iso.Base()) }

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func mb(n uint64) float64 { return float64(n) / (1 << 20) }

// eventLine describes a collection as V8 does.
func eventLine(e gc.Event, u *utilisation) string {
	name, reason := "Scavenge", "allocation failure;"
	if e.Kind == gc.Major {
		name, reason = "Mark-Compact", e.Reason+";"
	}
	switch e.Reason {
	case gc.ReasonRequested:
		reason = "testing;"
		if e.Kind == gc.Major {
			reason += " GC in old space requested"
		}
	case gc.ReasonLastResort:
		reason = "last resort; GC in old space requested"
	}
	return fmt.Sprintf(" %8.0f ms: %s %.1f (%.1f) -> %.1f (%.1f) MB, pooled: %.1f MB, %.2f / 0.00 ms (average mu = %.3f, current mu = %.3f) %s",
		ms(e.Start.Sub(node.ProcessStart())), name, mb(e.Before), mb(e.CommittedBefore), mb(e.After), mb(e.CommittedAfter), mb(e.Pooled), ms(e.Pause), u.average, u.current, reason)
}

// LastEvents writes what V8 writes before it ends a process that is out of memory.
func LastEvents(w io.Writer, iso *core.Isolate) {
	var u utilisation
	fmt.Fprint(w, "\n<--- Last few GCs --->\n\n")
	for _, e := range iso.LastEvents() {
		u.add(e)
		fmt.Fprintln(w, identity(iso)+eventLine(e, &u))
	}
	fmt.Fprintln(w)
}

func spaceTitle(name string) string {
	switch name {
	case "new_space":
		return "New space"
	case "old_space":
		return "Old space"
	case "pinned_space":
		return "Pinned space"
	}
	return "Large object space"
}
