//go:build unix

package process

import (
	"os"

	"golang.org/x/sys/unix"
)

// SignalByName returns the signal of a name such as SIGUSR2, nil if there is none.
func SignalByName(name string) os.Signal {
	if n := unix.SignalNum(name); n != 0 {
		return n
	}
	return nil
}
