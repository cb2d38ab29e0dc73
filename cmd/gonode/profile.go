package main

import (
	"os"
	"runtime/pprof"
)

// profile writes a CPU profile of the whole run to a file, for work on the runtime itself (GONODE_STARTUP_PROFILE).
func profile(path string) func() {
	f, err := os.Create(path)
	if err != nil {
		return func() {}
	}
	if pprof.StartCPUProfile(f) != nil {
		f.Close()
		return func() {}
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}
}
