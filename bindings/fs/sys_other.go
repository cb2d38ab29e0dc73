//go:build !unix

package fs

import (
	"io"
	"math"
	"os"
	"sync"
	"syscall"
	"time"
)

// files numbers the open files: descriptors as Node shows them.
type files struct {
	mu   sync.Mutex
	list []*os.File
}

var open files

func (t *files) get(fd int) (*os.File, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch fd {
	case 0:
		return os.Stdin, nil
	case 1:
		return os.Stdout, nil
	case 2:
		return os.Stderr, nil
	}
	if fd < 3 || fd-3 >= len(t.list) || t.list[fd-3] == nil {
		return nil, syscall.EBADF
	}
	return t.list[fd-3], nil
}

func (t *files) add(f *os.File) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, x := range t.list {
		if x == nil {
			t.list[i] = f
			return i + 3
		}
	}
	t.list = append(t.list, f)
	return len(t.list) + 2
}

func on(fd int, do func(f *os.File) error) error {
	f, err := open.get(fd)
	if err != nil {
		return err
	}
	return do(f)
}

func on2(fd int, do func(f *os.File) (int, error)) (int, error) {
	f, err := open.get(fd)
	if err != nil {
		return 0, err
	}
	n, err := do(f)
	if err == io.EOF {
		err = nil
	}
	return n, err
}

func sysAccess(p string, mode int) error {
	fi, err := os.Stat(p)
	if err == nil && mode&2 != 0 && fi.Mode()&0o200 == 0 {
		return syscall.EPERM
	}
	return err
}

func sysOpen(p string, flags, mode int) (int, error) {
	f, err := os.OpenFile(p, flags, os.FileMode(mode&0o777))
	if err != nil {
		return 0, err
	}
	return open.add(f), nil
}

func sysClose(fd int) error {
	f, err := open.get(fd)
	if err != nil {
		return err
	}
	if fd >= 3 {
		open.mu.Lock()
		open.list[fd-3] = nil
		open.mu.Unlock()
	}
	return f.Close()
}

func sysFsync(fd int) error     { return on(fd, (*os.File).Sync) }
func sysFdatasync(fd int) error { return sysFsync(fd) }
func sysRead(fd int, b []byte) (int, error) {
	return on2(fd, func(f *os.File) (int, error) { return f.Read(b) })
}
func sysPread(fd int, b []byte, pos int64) (int, error) {
	return on2(fd, func(f *os.File) (int, error) { return f.ReadAt(b, pos) })
}
func sysWrite(fd int, b []byte) (int, error) {
	return on2(fd, func(f *os.File) (int, error) { return f.Write(b) })
}
func sysPwrite(fd int, b []byte, pos int64) (int, error) {
	return on2(fd, func(f *os.File) (int, error) { return f.WriteAt(b, pos) })
}
func sysFtruncate(fd int, n int64) error {
	return on(fd, func(f *os.File) error { return f.Truncate(n) })
}
func sysRename(a, b string) error { return os.Rename(a, b) }
func sysUnlink(p string) error    { return os.Remove(p) }
func sysRmdir(p string) error     { return os.Remove(p) }
func sysMkdir(p string, mode int) error {
	err := os.Mkdir(p, os.FileMode(mode&0o777))
	switch {
	case os.IsNotExist(err):
		return syscall.ENOENT
	case os.IsExist(err):
		return syscall.EEXIST
	}
	return err
}
func sysChmod(p string, mode int) error { return os.Chmod(p, os.FileMode(mode&0o777)) }
func sysFchmod(fd, mode int) error {
	return on(fd, func(f *os.File) error { return f.Chmod(os.FileMode(mode & 0o777)) })
}
func sysFchown(fd, u, g int) error { return nil }

func seconds(s float64) time.Time {
	f := math.Floor(s)
	return time.Unix(int64(f), int64((s-f)*1e9))
}
func sysUtimes(p string, at, mt float64, follow bool) error {
	return os.Chtimes(p, seconds(at), seconds(mt))
}
func sysFutimes(fd int, at, mt float64) error {
	return on(fd, func(f *os.File) error { return os.Chtimes(f.Name(), seconds(at), seconds(mt)) })
}

func fill(s *stats, fi os.FileInfo, err error) error {
	if os.IsNotExist(err) {
		return syscall.ENOENT
	}
	if err != nil {
		return err
	}
	mode := uint64(fi.Mode().Perm())
	switch m := fi.Mode(); {
	case m.IsDir():
		mode |= syscall.S_IFDIR
	case m&os.ModeSymlink != 0:
		mode |= syscall.S_IFLNK
	case m&os.ModeCharDevice != 0:
		mode |= syscall.S_IFCHR
	case m&os.ModeNamedPipe != 0:
		mode |= syscall.S_IFIFO
	default:
		mode |= syscall.S_IFREG
	}
	t := fi.ModTime().UnixNano()
	*s = stats{mode: mode, nlink: 1, blksize: 4096, size: uint64(fi.Size()), blocks: uint64(fi.Size()+511) / 512, atime: t, mtime: t, ctime: t, birthtime: t}
	return nil
}

func sysStat(p string, s *stats) error {
	fi, err := os.Stat(p)
	return fill(s, fi, err)
}
func sysLstat(p string, s *stats) error {
	fi, err := os.Lstat(p)
	return fill(s, fi, err)
}
func sysFstat(fd int, s *stats) error {
	return on(fd, func(f *os.File) error {
		fi, err := f.Stat()
		return fill(s, fi, err)
	})
}
func sysStatfs(p string) (f [8]float64, err error) { return f, syscall.ENOSYS }
