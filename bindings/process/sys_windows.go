package process

import (
	"os"
	"syscall"
	"time"

	"github.com/gonode/gonode/bindings/node"
	"golang.org/x/sys/windows"
)

const sigStop = -1 // no such signal

// monotonic reads the clock of process.hrtime: the time since the start of the process.
func monotonic() (sec, nsec int64) {
	n := int64(time.Since(node.ProcessStart()))
	return n / 1e9, n % 1e9
}

// peakRSS gives 0: not known.
func peakRSS() float64 { return 0 }

// processTimes gives the user and system time in microseconds.
func processTimes() (user, system float64) {
	var created, ended, kernel, inUser windows.Filetime
	if windows.GetProcessTimes(windows.CurrentProcess(), &created, &ended, &kernel, &inUser) != nil {
		return 0, 0
	}
	micros := func(t windows.Filetime) float64 {
		return float64(uint64(t.HighDateTime)<<32|uint64(t.LowDateTime)) / 10 // of 100 ns
	}
	return micros(inUser), micros(kernel)
}

// threadTimes gives those of the whole process.
func threadTimes() (user, system float64) { return processTimes() }

// resources gives the fields of getrusage(2) in their order; what the system does not tell is 0.
func resources() (r [16]float64) {
	r[0], r[1] = processTimes()
	return r
}

// kill ends a process for the signals that ask for that and tests that it runs for signal 0; there are no others.
func kill(pid, sig int) error {
	switch syscall.Signal(sig) {
	case 0, syscall.SIGTERM, syscall.SIGKILL, syscall.SIGINT, syscall.SIGQUIT:
	default:
		if sig < 0 || sig > 64 {
			return syscall.EINVAL
		}
		return syscall.ENOSYS
	}
	h := windows.CurrentProcess()
	if pid != 0 {
		var err error
		h, err = windows.OpenProcess(windows.PROCESS_TERMINATE|windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
		if err == windows.ERROR_INVALID_PARAMETER {
			return syscall.ESRCH
		}
		if err != nil {
			return err
		}
		defer windows.CloseHandle(h)
	}
	const stillActive = 259
	var code uint32
	if err := windows.GetExitCodeProcess(h, &code); err != nil {
		return err
	}
	if code != stillActive {
		return syscall.ESRCH
	}
	if sig == 0 {
		return nil
	}
	return windows.TerminateProcess(h, 1)
}

// raiseAbort ends the process as the C runtime's abort does.
func raiseAbort() { os.Exit(134) }

// umask does nothing: files have no permission bits.
func umask(int) int { return 0 }

func setuid(int) error { return syscall.ENOSYS }

func seteuid(int) error { return syscall.ENOSYS }

func setgid(int) error { return syscall.ENOSYS }

func setegid(int) error { return syscall.ENOSYS }

func setgroups([]int) error { return syscall.ENOSYS }
