//go:build unix

package node

import (
	"runtime"

	"golang.org/x/sys/unix"
)

func utsname() (sys, release, version, machine string) {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return runtime.GOOS, "", "", runtime.GOARCH
	}
	return unix.ByteSliceToString(u.Sysname[:]), unix.ByteSliceToString(u.Release[:]), unix.ByteSliceToString(u.Version[:]), unix.ByteSliceToString(u.Machine[:])
}

// uptime gives the seconds since the machine started, 0 if they are unknown.
func uptime() float64 {
	var ts unix.Timespec
	if unix.ClockGettime(clockBoot, &ts) != nil {
		return 0
	}
	return float64(ts.Sec) + float64(ts.Nsec/10000000)/100
}

// priority gives the nice value of a process, 0 meaning this one.
func priority(pid int) (int, error) {
	p, err := unix.Getpriority(unix.PRIO_PROCESS, pid)
	if err == nil && runtime.GOOS == "linux" {
		p = 20 - p // the system call avoids negative results
	}
	return p, err
}

func setPriority(pid, nice int) error { return unix.Setpriority(unix.PRIO_PROCESS, pid, nice) }
