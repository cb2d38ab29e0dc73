//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// maxRSS gives the peak resident set of a finished process in KiB.
func maxRSS(p *os.ProcessState) int64 {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss) >> 10 // bytes there
	}
	return int64(u.Maxrss)
}
