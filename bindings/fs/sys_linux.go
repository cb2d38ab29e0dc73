package fs

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

func sysFdatasync(fd int) error { return again(func() error { return syscall.Fdatasync(fd) }) }

func sysStat(p string, s *stats) error  { return statx(unix.AT_FDCWD, p, 0, s) }
func sysLstat(p string, s *stats) error { return statx(unix.AT_FDCWD, p, unix.AT_SYMLINK_NOFOLLOW, s) }
func sysFstat(fd int, s *stats) error {
	if fd < 0 {
		return syscall.EBADF
	}
	return statx(fd, "", unix.AT_EMPTY_PATH, s)
}

func statx(dir int, p string, flags int, s *stats) error {
	if p == "" && flags&unix.AT_EMPTY_PATH == 0 {
		return syscall.ENOENT
	}
	var x unix.Statx_t
	if err := unix.Statx(dir, p, flags, unix.STATX_BASIC_STATS|unix.STATX_BTIME, &x); err != nil {
		return err
	}
	ns := func(t unix.StatxTimestamp) int64 { return t.Sec*1e9 + int64(t.Nsec) }
	*s = stats{
		dev: unix.Mkdev(x.Dev_major, x.Dev_minor), mode: uint64(x.Mode), nlink: uint64(x.Nlink), uid: uint64(x.Uid), gid: uint64(x.Gid),
		rdev: unix.Mkdev(x.Rdev_major, x.Rdev_minor), blksize: uint64(x.Blksize), ino: x.Ino, size: x.Size, blocks: x.Blocks,
		atime: ns(x.Atime), mtime: ns(x.Mtime), ctime: ns(x.Ctime), birthtime: ns(x.Btime),
	}
	return nil
}

func sysStatfs(p string) (f [8]float64, err error) {
	var s unix.Statfs_t
	if err := again(func() error { return unix.Statfs(p, &s) }); err != nil {
		return f, err
	}
	return [8]float64{float64(s.Type), float64(s.Bsize), float64(s.Frsize), float64(s.Blocks), float64(s.Bfree), float64(s.Bavail), float64(s.Files), float64(s.Ffree)}, nil
}

func sysFutimes(fd int, at, mt float64) error {
	ts := [2]unix.Timespec{timespec(at), timespec(mt)}
	_, _, e := syscall.Syscall6(syscall.SYS_UTIMENSAT, uintptr(fd), 0, uintptr(unsafe.Pointer(&ts)), 0, 0, 0)
	if e != 0 {
		return e
	}
	return nil
}
