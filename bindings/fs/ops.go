package fs

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	iofs "io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// void makes the job of an operation without result.
func void(name, path, dest string, f func() error) job {
	return func() (result, error) { return nil, sysErr(f(), name, path, dest) }
}

// ops are the operations, as lib/bindings/fs.md lists them.
var ops = [...]op{
	{name: "access", n: 2, parse: func(c *call) job {
		p, m := c.path(0), c.int(1)
		return void("access", p, "", func() error { return sysAccess(p, m) })
	}},
	{name: "exists", n: 1, forms: syncOnly, parse: func(c *call) job {
		p := c.path(0)
		return func() (result, error) { return boolResult(sysAccess(p, 0) == nil), nil }
	}},
	{name: "open", n: 3, parse: func(c *call) job {
		p, flags, mode := c.path(0), c.int(1), c.int(2)
		return func() (result, error) {
			fd, err := sysOpen(p, flags, mode)
			if err != nil {
				return nil, sysErr(err, "open", p, "")
			}
			return intResult(fd), nil
		}
	}},
	{name: "close", n: 1, parse: func(c *call) job {
		fd := c.int(0)
		return void("close", "", "", func() error { return sysClose(fd) })
	}},
	{name: "fsync", n: 1, parse: func(c *call) job {
		fd := c.int(0)
		return void("fsync", "", "", func() error { return sysFsync(fd) })
	}},
	{name: "fdatasync", n: 1, parse: func(c *call) job {
		fd := c.int(0)
		return void("fdatasync", "", "", func() error { return sysFdatasync(fd) })
	}},
	{name: "read", n: 5, parse: func(c *call) job {
		fd, b, pos := c.int(0), c.part(1, c.int(2), c.int(3)), c.pos(4)
		return count("read", func() (int, error) { return readAt(fd, b, pos) })
	}},
	{name: "readv", n: 3, parse: func(c *call) job {
		fd, list, pos := c.int(0), c.views(1), c.pos(2)
		return count("read", func() (int, error) {
			total := 0
			for _, b := range list {
				if len(b) == 0 {
					continue
				}
				n, err := readAt(fd, b, pos)
				if err != nil {
					if total > 0 {
						break
					}
					return 0, err
				}
				total += n
				if pos >= 0 {
					pos += int64(n)
				}
				if n < len(b) {
					break
				}
			}
			return total, nil
		})
	}},
	{name: "write", n: 5, parse: func(c *call) job {
		fd, b, pos := c.int(0), c.part(1, c.int(2), c.int(3)), c.pos(4)
		return count("write", func() (int, error) { return writeAt(fd, b, pos) })
	}},
	{name: "writev", n: 3, parse: func(c *call) job {
		fd, list, pos := c.int(0), c.views(1), c.pos(2)
		return count("write", func() (int, error) {
			var all []byte
			for _, b := range list {
				all = append(all, b...)
			}
			return writeAt(fd, all, pos)
		})
	}},
	{name: "writeString", n: 4, parse: func(c *call) job {
		fd, pos := c.int(0), c.pos(2)
		var b []byte
		if c.a.Arg(1).IsString() {
			b = bindings.EncodeString(c.iso, c.a.Arg(1), strings.ToLower(bindings.Str(c.iso, c.a, 3)))
		}
		return count("write", func() (int, error) { return writeAt(fd, b, pos) })
	}},
	{name: "readFile", n: 2, parse: func(c *call) job {
		get := fileReader(c)
		return func() (result, error) {
			b, err := get()
			if err != nil {
				return nil, err
			}
			return bufferResult(b), nil
		}
	}},
	{name: "readFileUtf8", n: 2, parse: func(c *call) job {
		get := fileReader(c)
		return func() (result, error) {
			b, err := get()
			if err != nil {
				return nil, err
			}
			text := bindings.ValidUTF8(b)
			if len(text) > maxString {
				return nil, &codeError{core.ErrorKind(0), "ERR_STRING_TOO_LONG", fmt.Sprintf("Cannot create a string longer than 0x%x characters", maxString)}
			}
			return func(e *bindings.Env) (core.Value, bool) { return e.Iso.NewString(text), true }, nil
		}
	}},
	{name: "writeFile", n: 5, forms: syncOnly, parse: func(c *call) job {
		isFd, fd, p, b := c.isNumber(0), c.int(0), c.path(0), c.bytes(c.a.Arg(1))
		if c.a.Arg(1).IsString() {
			b = []byte(c.iso.GoUTF8(c.a.Arg(1)))
		}
		flags, mode, flush := c.int(2), c.int(3), c.bool(4)
		return func() (result, error) {
			if !isFd {
				var err error
				if fd, err = sysOpen(p, flags, mode); err != nil {
					return nil, sysErr(err, "open", p, "")
				}
			}
			err := writeAll(fd, b)
			if err != nil {
				err = sysErr(err, "write", "", "")
			} else if flush {
				err = sysErr(sysFsync(fd), "fsync", "", "")
			}
			if !isFd {
				if e := sysClose(fd); err == nil {
					err = sysErr(e, "close", "", "")
				}
			}
			return nil, err
		}
	}},
	{name: "stat", n: 3, parse: func(c *call) job { return statJob(c, "stat", sysStat) }},
	{name: "lstat", n: 3, parse: func(c *call) job { return statJob(c, "lstat", sysLstat) }},
	{name: "fstat", n: 2, parse: func(c *call) job {
		fd, big := c.int(0), c.bool(1)
		return func() (result, error) {
			s := &stats{}
			if err := sysFstat(fd, s); err != nil {
				return nil, sysErr(err, "fstat", "", "")
			}
			return s.result(big), nil
		}
	}},
	{name: "statfs", n: 2, parse: func(c *call) job {
		p, big := c.path(0), c.bool(1)
		return func() (result, error) {
			f, err := sysStatfs(p)
			if err != nil {
				return nil, sysErr(err, "statfs", p, "")
			}
			return numbersResult(f[:], big), nil
		}
	}},
	{name: "ftruncate", n: 2, parse: func(c *call) job {
		fd, n := c.int(0), c.pos(1)
		return void("ftruncate", "", "", func() error { return sysFtruncate(fd, max(n, 0)) })
	}},
	{name: "rename", n: 2, parse: func(c *call) job {
		a, b := c.path(0), c.path(1)
		return void("rename", a, b, func() error { return sysRename(a, b) })
	}},
	{name: "link", n: 2, parse: func(c *call) job {
		a, b := c.path(0), c.path(1)
		return void("link", a, b, func() error { return os.Link(a, b) })
	}},
	{name: "symlink", n: 3, parse: func(c *call) job {
		a, b := c.path(0), c.path(1)
		return void("symlink", a, b, func() error { return os.Symlink(a, b) })
	}},
	{name: "readlink", n: 2, parse: func(c *call) job {
		p, bytes := c.path(0), c.bool(1)
		return func() (result, error) {
			t, err := os.Readlink(p)
			if err != nil {
				return nil, sysErr(err, "readlink", p, "")
			}
			return nameResult(t, bytes), nil
		}
	}},
	{name: "realpath", n: 3, parse: func(c *call) job {
		p, bytes, name := c.path(0), c.bool(1), bindings.Str(c.iso, c.a, 2)
		return func() (result, error) {
			t, err := realpath(p, name)
			if err != nil {
				return nil, err
			}
			return nameResult(t, bytes), nil
		}
	}},
	{name: "unlink", n: 1, parse: func(c *call) job {
		p := c.path(0)
		return void("unlink", p, "", func() error { return sysUnlink(p) })
	}},
	{name: "rmdir", n: 1, parse: func(c *call) job {
		p := c.path(0)
		return void("rmdir", p, "", func() error { return sysRmdir(p) })
	}},
	{name: "rm", n: 5, parse: func(c *call) job {
		p, recursive, force, retries, delay := c.path(0), c.bool(1), c.bool(2), c.int(3), c.int(4)
		return func() (result, error) {
			for i := 0; ; i++ {
				err := remove(p, recursive)
				if err == nil || force && errors.Is(err, iofs.ErrNotExist) {
					return nil, nil
				}
				if i < retries && retryable(err) {
					time.Sleep(time.Duration(delay) * time.Duration(i+1) * time.Millisecond)
					continue
				}
				at := p
				var pe *iofs.PathError
				if errors.As(err, &pe) {
					at = pe.Path
				}
				if errors.Is(err, iofs.ErrNotExist) {
					return nil, sysErr(err, "lstat", at, "")
				}
				return nil, sysErr(err, "rm", at, "")
			}
		}
	}},
	{name: "mkdir", n: 3, parse: func(c *call) job {
		p, mode, recursive := c.path(0), c.int(1), c.bool(2)
		if !recursive {
			return void("mkdir", p, "", func() error { return sysMkdir(p, mode) })
		}
		return func() (result, error) {
			first, err := mkdirs(p, mode)
			if err != nil {
				return nil, sysErr(err, "mkdir", p, "")
			}
			if first == "" {
				return nil, nil
			}
			return nameResult(first, false), nil
		}
	}},
	{name: "mkdtemp", n: 2, parse: func(c *call) job {
		p, bytes := c.path(0), c.bool(1)
		return func() (result, error) {
			for i := 0; i < 100; i++ {
				name := p + randomName()
				err := sysMkdir(name, 0o700)
				if err == nil {
					return nameResult(name, bytes), nil
				}
				if !errors.Is(err, syscall.EEXIST) {
					return nil, sysErr(err, "mkdtemp", p+"XXXXXX", "")
				}
			}
			return nil, sysErr(syscall.EEXIST, "mkdtemp", p+"XXXXXX", "")
		}
	}},
	{name: "readdir", n: 3, parse: func(c *call) job {
		p, bytes, types := c.path(0), c.bool(1), c.bool(2)
		return func() (result, error) {
			list, err := os.ReadDir(p)
			if err != nil {
				return nil, sysErr(err, "scandir", p, "")
			}
			d := &entries{names: make([]string, len(list)), types: make([]uint8, len(list))}
			for i, x := range list {
				d.names[i], d.types[i] = x.Name(), direntType(x.Type())
			}
			return d.result(bytes, types), nil
		}
	}},
	{name: "chmod", n: 2, parse: func(c *call) job {
		p, m := c.path(0), c.int(1)
		return void("chmod", p, "", func() error { return sysChmod(p, m) })
	}},
	{name: "fchmod", n: 2, parse: func(c *call) job {
		fd, m := c.int(0), c.int(1)
		return void("fchmod", "", "", func() error { return sysFchmod(fd, m) })
	}},
	{name: "chown", n: 3, parse: func(c *call) job {
		p, u, g := c.path(0), int(int32(uint32(c.pos(1)))), int(int32(uint32(c.pos(2))))
		return void("chown", p, "", func() error { return os.Chown(p, u, g) })
	}},
	{name: "lchown", n: 3, parse: func(c *call) job {
		p, u, g := c.path(0), int(int32(uint32(c.pos(1)))), int(int32(uint32(c.pos(2))))
		return void("lchown", p, "", func() error { return os.Lchown(p, u, g) })
	}},
	{name: "fchown", n: 3, parse: func(c *call) job {
		fd, u, g := c.int(0), int(int32(uint32(c.pos(1)))), int(int32(uint32(c.pos(2))))
		return void("fchown", "", "", func() error { return sysFchown(fd, u, g) })
	}},
	{name: "utimes", n: 3, parse: func(c *call) job {
		p, at, mt := c.path(0), bindings.Num(c.a, 1), bindings.Num(c.a, 2)
		return void("utime", p, "", func() error { return sysUtimes(p, at, mt, true) })
	}},
	{name: "lutimes", n: 3, parse: func(c *call) job {
		p, at, mt := c.path(0), bindings.Num(c.a, 1), bindings.Num(c.a, 2)
		return void("lutime", p, "", func() error { return sysUtimes(p, at, mt, false) })
	}},
	{name: "futimes", n: 3, parse: func(c *call) job {
		fd, at, mt := c.int(0), bindings.Num(c.a, 1), bindings.Num(c.a, 2)
		return void("futime", "", "", func() error { return sysFutimes(fd, at, mt) })
	}},
	{name: "copyFile", n: 3, parse: func(c *call) job {
		a, b, mode := c.path(0), c.path(1), c.int(2)
		return void("copyfile", a, b, func() error { return copyFile(a, b, mode) })
	}},
}

func count(name string, f func() (int, error)) job {
	return func() (result, error) {
		n, err := f()
		if err != nil {
			return nil, sysErr(err, name, "", "")
		}
		return intResult(n), nil
	}
}

func readAt(fd int, b []byte, pos int64) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if pos >= 0 {
		return sysPread(fd, b, pos)
	}
	return sysRead(fd, b)
}

func writeAt(fd int, b []byte, pos int64) (int, error) {
	if pos >= 0 {
		return sysPwrite(fd, b, pos)
	}
	return sysWrite(fd, b)
}

func writeAll(fd int, b []byte) error {
	for len(b) > 0 {
		n, err := sysWrite(fd, b)
		if err == syscall.EAGAIN {
			time.Sleep(time.Millisecond)
			continue
		}
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

const (
	maxFile   = 1<<31 - 1
	maxString = 1<<29 - 24
)

// fileReader parses (path or fd, flags) into the reading of a whole file.
func fileReader(c *call) func() ([]byte, error) {
	isFd, fd, p, flags := c.isNumber(0), c.int(0), c.path(0), c.int(1)
	return func() ([]byte, error) {
		if !isFd {
			var err error
			if fd, err = sysOpen(p, flags, 0o666); err != nil {
				return nil, sysErr(err, "open", p, "")
			}
			defer sysClose(fd)
		}
		var s stats
		if err := sysFstat(fd, &s); err != nil {
			return nil, sysErr(err, "fstat", "", "")
		}
		size := 0
		if s.mode&syscall.S_IFMT == syscall.S_IFREG {
			if s.size > maxFile {
				return nil, &codeError{vm.RangeError, "ERR_FS_FILE_TOO_LARGE", fmt.Sprintf("File size (%d) is greater than 2 GiB", s.size)}
			}
			size = int(s.size)
		}
		b := make([]byte, 0, size+512)
		for {
			if len(b) == cap(b) {
				b = append(b, 0)[:len(b)]
			}
			n, err := sysRead(fd, b[len(b):cap(b)])
			if err == syscall.EAGAIN {
				time.Sleep(time.Millisecond)
				continue
			}
			if err != nil {
				return nil, sysErr(err, "read", "", "")
			}
			if n == 0 {
				return b, nil
			}
			b = b[:len(b)+n]
			if len(b) > maxFile {
				return nil, &codeError{vm.RangeError, "ERR_FS_FILE_TOO_LARGE", fmt.Sprintf("File size (%d) is greater than 2 GiB", len(b))}
			}
		}
	}
}

func statJob(c *call, name string, stat func(string, *stats) error) job {
	p, big := c.path(0), c.bool(1)
	throws := c.a.Len() < 3 || c.a.Arg(2) == core.Undefined || c.bool(2)
	return func() (result, error) {
		s := &stats{}
		if err := stat(p, s); err != nil {
			if !throws && (err == syscall.ENOENT || err == syscall.ENOTDIR) {
				return func(*bindings.Env) (core.Value, bool) { return core.Undefined, true }, nil
			}
			return nil, sysErr(err, name, p, "")
		}
		return s.result(big), nil
	}
}

// realpath resolves links; name is the system call that errors name: "lstat" errors name the component that failed.
func realpath(p, name string) (string, error) {
	abs, err := filepath.Abs(p)
	if err != nil {
		return "", sysErr(err, name, p, "")
	}
	t, err := filepath.EvalSymlinks(abs)
	if err == nil {
		return t, nil
	}
	at := p
	if name == "lstat" {
		at = abs
		var pe *iofs.PathError
		if errors.As(err, &pe) {
			at = pe.Path
		}
	}
	if _, ok := bindings.AsErrno(err); !ok {
		err = syscall.ELOOP
	}
	return "", sysErr(err, name, at, "")
}

func retryable(err error) bool {
	return errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) ||
		errors.Is(err, syscall.ENOTEMPTY) || errors.Is(err, syscall.EPERM)
}

func remove(p string, recursive bool) error {
	if !recursive {
		return os.Remove(p)
	}
	if _, err := os.Lstat(p); err != nil {
		return err
	}
	return os.RemoveAll(p)
}

// parentOf is the path without its last element; what lies before ".." must exist too, so nothing is cleaned.
func parentOf(p string) string {
	if runtime.GOOS == "windows" {
		return filepath.Dir(p)
	}
	i := strings.LastIndexByte(strings.TrimRight(p, "/"), '/')
	if i < 0 {
		return p
	}
	if q := strings.TrimRight(p[:i], "/"); q != "" {
		return q
	}
	return "/"
}

// mkdirs makes a directory and its parents; it returns the first one made.
func mkdirs(p string, mode int) (string, error) {
	abs := p
	if !filepath.IsAbs(p) {
		wd, err := os.Getwd()
		if err != nil {
			return "", err
		}
		abs = wd + string(filepath.Separator) + p
	}
	if runtime.GOOS == "windows" {
		abs = filepath.Clean(abs)
	} else {
		abs = strings.TrimRight(abs, "/")
	}
	first := ""
	var todo []string
	for at := abs; ; at = parentOf(at) {
		err := sysMkdir(at, mode)
		if err == nil {
			first = at
			break
		}
		if errors.Is(err, syscall.ENOENT) && parentOf(at) != at {
			todo = append(todo, at)
			continue
		}
		if fi, e := os.Stat(at); e == nil {
			if fi.IsDir() {
				break
			}
			if len(todo) > 0 {
				return "", syscall.ENOTDIR
			}
			return "", syscall.EEXIST
		}
		return "", err
	}
	for i := len(todo) - 1; i >= 0; i-- {
		err := sysMkdir(todo[i], mode)
		if err == nil && first == "" {
			first = todo[i]
		}
		if err != nil && !errors.Is(err, syscall.EEXIST) {
			return "", err
		}
	}
	return first, nil
}

func randomName() string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	var b [6]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b[:])
}

func direntType(m iofs.FileMode) uint8 {
	switch {
	case m.IsRegular():
		return 1
	case m&iofs.ModeDir != 0:
		return 2
	case m&iofs.ModeSymlink != 0:
		return 3
	case m&iofs.ModeNamedPipe != 0:
		return 4
	case m&iofs.ModeSocket != 0:
		return 5
	case m&iofs.ModeCharDevice != 0:
		return 6
	case m&iofs.ModeDevice != 0:
		return 7
	}
	return 0
}

const (
	copyExcl        = 1
	copyFicloneOnly = 4
)

func copyFile(a, b string, mode int) error {
	src, err := os.Open(a)
	if err != nil {
		return err
	}
	defer src.Close()
	fi, err := src.Stat()
	if err != nil {
		return err
	}
	if fi.IsDir() {
		return syscall.EISDIR
	}
	if mode&copyFicloneOnly != 0 {
		return syscall.ENOSYS
	}
	flags := os.O_WRONLY | os.O_CREATE
	if mode&copyExcl != 0 {
		flags |= os.O_EXCL
	}
	dst, err := os.OpenFile(b, flags, fi.Mode().Perm())
	if err != nil {
		return err
	}
	if di, err := dst.Stat(); err == nil && os.SameFile(fi, di) {
		dst.Close()
		return nil
	}
	if err = dst.Truncate(0); err != nil && !errors.Is(err, syscall.EINVAL) {
		dst.Close()
		return err
	}
	_, err = io.Copy(dst, src)
	if e := dst.Chmod(fi.Mode().Perm()); err == nil && !errors.Is(e, syscall.EPERM) {
		err = e
	}
	if e := dst.Close(); err == nil {
		err = e
	}
	return err
}
