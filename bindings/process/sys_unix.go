//go:build unix

package process

import (
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const sigStop = int(unix.SIGSTOP)

func micros(tv unix.Timeval) float64 { return float64(tv.Sec)*1e6 + float64(tv.Usec) }

// monotonic reads the clock of process.hrtime.
func monotonic() (sec, nsec int64) {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts) != nil {
		n := time.Now().UnixNano()
		return n / 1e9, n % 1e9
	}
	return int64(ts.Sec), int64(ts.Nsec)
}

func rusage(who int) (r unix.Rusage) {
	unix.Getrusage(who, &r)
	return r
}

func peakRSS() float64 {
	r := rusage(unix.RUSAGE_SELF)
	return float64(r.Maxrss)
}

// processTimes and threadTimes give the user and system time in microseconds.
func processTimes() (user, system float64) {
	r := rusage(unix.RUSAGE_SELF)
	return micros(r.Utime), micros(r.Stime)
}

func threadTimes() (user, system float64) {
	r := rusage(rusageThread)
	return micros(r.Utime), micros(r.Stime)
}

// resources gives the fields of getrusage(2) in their order.
func resources() [16]float64 {
	r := rusage(unix.RUSAGE_SELF)
	return [...]float64{micros(r.Utime), micros(r.Stime), float64(r.Maxrss), float64(r.Ixrss), float64(r.Idrss), float64(r.Isrss), float64(r.Minflt),
		float64(r.Majflt), float64(r.Nswap), float64(r.Inblock), float64(r.Oublock), float64(r.Msgsnd), float64(r.Msgrcv), float64(r.Nsignals), float64(r.Nvcsw), float64(r.Nivcsw)}
}

func kill(pid, sig int) error { return unix.Kill(pid, unix.Signal(sig)) }

func raiseAbort() { unix.Kill(os.Getpid(), unix.SIGABRT) }

func umask(mask int) int { return syscall.Umask(mask) }

func setuid(n int) error { return syscall.Setuid(n) }

func seteuid(n int) error { return syscall.Setreuid(-1, n) }

func setgid(n int) error { return syscall.Setgid(n) }

func setegid(n int) error { return syscall.Setregid(-1, n) }

func setgroups(list []int) error { return syscall.Setgroups(list) }
