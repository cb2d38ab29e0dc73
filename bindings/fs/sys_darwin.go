package fs

import "golang.org/x/sys/unix"

func sysStat(p string, s *stats) error {
	var x unix.Stat_t
	return s.from(&x, unix.Stat(p, &x))
}
func sysLstat(p string, s *stats) error {
	var x unix.Stat_t
	return s.from(&x, unix.Lstat(p, &x))
}
func sysFstat(fd int, s *stats) error {
	var x unix.Stat_t
	return s.from(&x, unix.Fstat(fd, &x))
}

func (s *stats) from(x *unix.Stat_t, err error) error {
	if err != nil {
		return err
	}
	*s = stats{
		dev: uint64(x.Dev), mode: uint64(x.Mode), nlink: uint64(x.Nlink), uid: uint64(x.Uid), gid: uint64(x.Gid), rdev: uint64(x.Rdev),
		blksize: uint64(x.Blksize), ino: x.Ino, size: uint64(x.Size), blocks: uint64(x.Blocks),
		atime: x.Atim.Nano(), mtime: x.Mtim.Nano(), ctime: x.Ctim.Nano(), birthtime: x.Btim.Nano(),
	}
	return nil
}

func sysStatfs(p string) (f [8]float64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(p, &s); err != nil {
		return f, err
	}
	return [8]float64{float64(s.Type), float64(s.Bsize), float64(s.Bsize), float64(s.Blocks), float64(s.Bfree), float64(s.Bavail), float64(s.Files), float64(s.Ffree)}, nil
}
