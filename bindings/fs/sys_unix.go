//go:build unix

package fs

import (
	"math"
	"syscall"

	"golang.org/x/sys/unix"
)

// again repeats a system call that a signal interrupted.
func again(f func() error) error {
	for {
		if err := f(); err != syscall.EINTR {
			return err
		}
	}
}

func again2(f func() (int, error)) (int, error) {
	for {
		n, err := f()
		if err != syscall.EINTR {
			if err != nil {
				n = 0
			}
			return n, err
		}
	}
}

func sysAccess(p string, mode int) error {
	return again(func() error { return unix.Access(p, uint32(mode)) })
}

func sysOpen(p string, flags, mode int) (int, error) {
	return again2(func() (int, error) { return syscall.Open(p, flags|syscall.O_CLOEXEC, uint32(mode)) })
}

func sysClose(fd int) error { return syscall.Close(fd) }
func sysFsync(fd int) error { return again(func() error { return syscall.Fsync(fd) }) }

func sysRead(fd int, b []byte) (int, error) {
	return again2(func() (int, error) { return syscall.Read(fd, b) })
}
func sysPread(fd int, b []byte, pos int64) (int, error) {
	return again2(func() (int, error) { return syscall.Pread(fd, b, pos) })
}
func sysWrite(fd int, b []byte) (int, error) {
	return again2(func() (int, error) { return syscall.Write(fd, b) })
}
func sysPwrite(fd int, b []byte, pos int64) (int, error) {
	return again2(func() (int, error) { return syscall.Pwrite(fd, b, pos) })
}

func sysFtruncate(fd int, n int64) error {
	return again(func() error { return syscall.Ftruncate(fd, n) })
}
func sysRename(a, b string) error       { return syscall.Rename(a, b) }
func sysUnlink(p string) error          { return syscall.Unlink(p) }
func sysRmdir(p string) error           { return syscall.Rmdir(p) }
func sysMkdir(p string, mode int) error { return syscall.Mkdir(p, uint32(mode)) }
func sysChmod(p string, mode int) error { return syscall.Chmod(p, uint32(mode)) }
func sysFchmod(fd, mode int) error      { return syscall.Fchmod(fd, uint32(mode)) }
func sysFchown(fd, u, g int) error      { return syscall.Fchown(fd, u, g) }

// timespec converts seconds with a fraction.
func timespec(sec float64) unix.Timespec {
	if math.IsNaN(sec) || math.IsInf(sec, 0) {
		sec = 0
	}
	f := math.Floor(sec)
	ts := unix.NsecToTimespec(int64(math.Round((sec-f)*1e6)) * 1000)
	ts.Sec += int64(f)
	return ts
}

func sysUtimes(p string, at, mt float64, follow bool) error {
	flags := 0
	if !follow {
		flags = unix.AT_SYMLINK_NOFOLLOW
	}
	return unix.UtimesNanoAt(unix.AT_FDCWD, p, []unix.Timespec{timespec(at), timespec(mt)}, flags)
}
