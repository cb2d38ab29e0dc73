//go:build linux && amd64 && !nojit

package code

import (
	"sync/atomic"
	"unsafe"
)

// SelfTest looks whether the running Go version keeps its preemption request where EmitPoll reads it, and returns the mode to poll
// in. It checks the layout of g (the goroutine's stack bounds enclose this frame, the guard lies a little above the lower one) and then
// the behaviour: it raises the request itself, and a call of a Go function must take it back without moving the stack. Microseconds.
func SelfTest() PollMode {
	for range 8 {
		switch preemptsOnRequest() {
		case probeWorks:
			return PollGuard
		case probeFails:
			return PollCounter
		}
	}
	return PollCounter
}

type probe uint8

const (
	probeUnclear probe = iota // a real request or a stack move came between: again
	probeWorks
	probeFails
)

//go:noinline
func preemptsOnRequest() probe {
	var local byte
	g := getg()
	if g == nil || uintptr(g)&7 != 0 {
		return probeFails
	}
	word := func(off int) uintptr { return atomic.LoadUintptr((*uintptr)(unsafe.Add(g, off))) }
	request := stackPreempt
	lo, hi, guard := word(gStackLo), word(gStackHi), word(gStackguard0)
	if guard == uintptr(request) {
		Yield()
		return probeUnclear
	}
	here := uintptr(unsafe.Pointer(&local))
	if lo >= hi || here <= lo || here >= hi || guard <= lo || guard-lo < 256 || guard-lo > 16<<10 {
		return probeFails
	}
	atomic.StoreUintptr((*uintptr)(unsafe.Add(g, gStackguard0)), uintptr(request))
	Yield()
	lo2, guard2 := word(gStackLo), word(gStackguard0)
	switch {
	case lo2 != lo && guard2-lo2 == guard-lo:
		return probeUnclear // the stack moved: a coincidence once, a misunderstanding if it goes on
	case guard2 == uintptr(request):
		return probeUnclear // asked again meanwhile
	case lo2 == lo && guard2 == guard:
		return probeWorks
	}
	return probeFails
}
