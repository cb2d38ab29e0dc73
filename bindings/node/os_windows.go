package node

import (
	"fmt"
	"runtime"
	"syscall"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

func utsname() (sys, release, version, machine string) {
	v := windows.RtlGetVersion()
	release = fmt.Sprintf("%d.%d.%d", v.MajorVersion, v.MinorVersion, v.BuildNumber)
	if k, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\Microsoft\Windows NT\CurrentVersion`, registry.QUERY_VALUE); err == nil {
		version, _, _ = k.GetStringValue("ProductName")
		k.Close()
	}
	switch machine = runtime.GOARCH; machine {
	case "amd64":
		machine = "x86_64"
	case "386":
		machine = "i686"
	}
	return "Windows_NT", release, version, machine
}

// uptime gives the seconds since the machine started.
func uptime() float64 { return windows.DurationSinceBoot().Seconds() }

// withProcess opens a process, 0 meaning this one, for f.
func withProcess(pid int, access uint32, f func(windows.Handle) error) error {
	if pid == 0 {
		return f(windows.CurrentProcess())
	}
	h, err := windows.OpenProcess(access, false, uint32(pid))
	if err == windows.ERROR_INVALID_PARAMETER {
		return syscall.ESRCH
	}
	if err != nil {
		return err
	}
	defer windows.CloseHandle(h)
	return f(h)
}

// priority gives the nice value that stands for the priority class of a process, as os.constants.priority has them.
func priority(pid int) (nice int, err error) {
	err = withProcess(pid, windows.PROCESS_QUERY_LIMITED_INFORMATION, func(h windows.Handle) error {
		class, err := windows.GetPriorityClass(h)
		switch class {
		case windows.REALTIME_PRIORITY_CLASS:
			nice = -20
		case windows.HIGH_PRIORITY_CLASS:
			nice = -14
		case windows.ABOVE_NORMAL_PRIORITY_CLASS:
			nice = -7
		case windows.BELOW_NORMAL_PRIORITY_CLASS:
			nice = 10
		case windows.IDLE_PRIORITY_CLASS:
			nice = 19
		}
		return err
	})
	return nice, err
}

// setPriority sets the priority class that a nice value falls into.
func setPriority(pid, nice int) error {
	var class uint32
	switch {
	case nice < -20 || nice > 19:
		return syscall.EINVAL
	case nice < -14:
		class = windows.REALTIME_PRIORITY_CLASS
	case nice < -7:
		class = windows.HIGH_PRIORITY_CLASS
	case nice < 0:
		class = windows.ABOVE_NORMAL_PRIORITY_CLASS
	case nice < 10:
		class = windows.NORMAL_PRIORITY_CLASS
	case nice < 19:
		class = windows.BELOW_NORMAL_PRIORITY_CLASS
	default:
		class = windows.IDLE_PRIORITY_CLASS
	}
	return withProcess(pid, windows.PROCESS_SET_INFORMATION, func(h windows.Handle) error {
		return windows.SetPriorityClass(h, class)
	})
}
