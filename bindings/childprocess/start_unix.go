//go:build unix

package childprocess

import (
	gonet "net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gonode/gonode/bindings"
)

// child is a started process with our ends of its pipes.
type child struct {
	pid  int
	ends []gonet.Conn // per stdio entry, nil where there is no pipe of ours
}

// findFile searches the PATH of the new environment.
func findFile(o *options) (string, error) {
	if strings.Contains(o.file, "/") {
		return o.file, nil
	}
	path, ok := lookupEnv(o.env, "PATH")
	if !ok {
		path = "/usr/local/bin:/bin:/usr/bin"
	}
	var denied error
	for _, dir := range strings.Split(path, ":") {
		if dir == "" {
			dir = "."
		}
		p := filepath.Join(dir, o.file)
		if !filepath.IsAbs(p) && o.cwd == "" {
			p = "./" + p
		}
		if fi, err := os.Stat(p); err == nil && !fi.IsDir() {
			if fi.Mode()&0o111 != 0 {
				return p, nil
			}
			denied = syscall.EACCES
		}
	}
	if denied != nil {
		return "", denied
	}
	return "", syscall.ENOENT
}

func pair() (ours, theirs int, err error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return 0, 0, err
	}
	syscall.CloseOnExec(fds[0])
	syscall.CloseOnExec(fds[1])
	return fds[0], fds[1], nil
}

// start starts the process; attach gives our ends of pipes to their handles.
func start(o *options, attach bool) (*child, error) {
	c := &child{ends: make([]gonet.Conn, len(o.stdio))}
	files := make([]uintptr, len(o.stdio))
	var mine []int
	fail := func(err error) (*child, error) {
		for _, fd := range mine {
			syscall.Close(fd)
		}
		for _, e := range c.ends {
			if e != nil {
				e.Close()
			}
		}
		return nil, err
	}
	for i := range o.stdio {
		s := &o.stdio[i]
		switch s.kind {
		case "pipe", "overlapped":
			a, b, err := pair()
			if err != nil {
				return fail(err)
			}
			mine = append(mine, b)
			f := os.NewFile(uintptr(a), "pipe")
			conn, err := gonet.FileConn(f)
			f.Close()
			if err != nil {
				return fail(err)
			}
			c.ends[i], files[i] = conn, uintptr(b)
		case "inherit", "fd":
			files[i] = uintptr(s.fd)
		case "wrap":
			if s.stream == nil || s.stream.FD() < 0 {
				return fail(syscall.EBADF)
			}
			files[i] = uintptr(s.stream.FD())
		default:
			fd, err := syscall.Open("/dev/null", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
			if err != nil {
				return fail(err)
			}
			mine = append(mine, fd)
			files[i] = uintptr(fd)
		}
	}
	// Standard streams of a child block, whatever ours do.
	for i := range min(len(files), 3) {
		if k := o.stdio[i].kind; k == "wrap" || k == "fd" || k == "inherit" {
			syscall.SetNonblock(int(files[i]), false)
		}
	}
	args := o.args
	if len(args) == 0 {
		args = []string{o.file}
	}
	sys := &syscall.SysProcAttr{Setsid: o.detached}
	if o.uid >= 0 || o.gid >= 0 {
		cr := &syscall.Credential{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid()), NoSetGroups: os.Getuid() != 0}
		if o.uid >= 0 {
			cr.Uid = uint32(o.uid)
		}
		if o.gid >= 0 {
			cr.Gid = uint32(o.gid)
		}
		sys.Credential = cr
	}
	env := o.env
	if env == nil {
		env = []string{}
	}
	file, err := findFile(o)
	if err == nil {
		c.pid, err = syscall.ForkExec(file, args, &syscall.ProcAttr{Dir: o.cwd, Env: env, Files: files, Sys: sys})
	}
	if err != nil {
		// A failed spawn still leaves handles that can be used and closed.
		if attach {
			for i, e := range c.ends {
				if e != nil && o.stdio[i].stream != nil {
					o.stdio[i].stream.Attach(e)
					c.ends[i] = nil
				}
			}
		}
		return fail(err)
	}
	for _, fd := range mine {
		syscall.Close(fd)
	}
	if attach {
		for i, e := range c.ends {
			if e != nil && o.stdio[i].stream != nil {
				o.stdio[i].stream.Attach(e)
			}
		}
	}
	return c, nil
}

// wait returns how the process ended.
func (c *child) wait() (code int, signal string) {
	var st syscall.WaitStatus
	for {
		_, err := syscall.Wait4(c.pid, &st, 0, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return 0, ""
		}
		break
	}
	if st.Signaled() {
		return 0, unix.SignalName(st.Signal())
	}
	return st.ExitStatus(), ""
}

func kill(pid, sig int) error { return syscall.Kill(pid, syscall.Signal(sig)) }

// syncResult is how a process run by runSync ended.
type syncResult struct {
	pid, code int
	signal    string
	output    [][]byte
	err       syscall.Errno
}

// runSync runs a process to its end, feeding its input and collecting its output.
func runSync(o *options) (r syncResult) {
	for i := range o.stdio {
		o.stdio[i].stream = nil
	}
	c, err := start(o, false)
	if err != nil {
		r.err, _ = bindings.AsErrno(err)
		if r.err == 0 {
			r.err = syscall.EINVAL
		}
		return r
	}
	r.pid = c.pid
	r.output = make([][]byte, len(o.stdio))
	var mu sync.Mutex
	var wg sync.WaitGroup
	dead := false
	stop := func(why syscall.Errno) {
		mu.Lock()
		defer mu.Unlock()
		if r.err == 0 {
			r.err = why
		}
		if !dead {
			kill(c.pid, o.killSignal)
		}
		for _, e := range c.ends {
			if e != nil {
				e.SetReadDeadline(time.Now())
			}
		}
	}
	for i, e := range c.ends {
		if e == nil {
			continue
		}
		s := &o.stdio[i]
		go func() {
			e.Write(s.input)
			e.(*gonet.UnixConn).CloseWrite()
		}()
		if !s.writable {
			continue
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			buf := make([]byte, 64<<10)
			var all []byte
			for {
				n, err := e.Read(buf)
				all = append(all, buf[:n]...)
				if o.maxBuffer >= 0 && float64(len(all)) > o.maxBuffer {
					stop(syscall.ENOBUFS)
					break
				}
				if err != nil {
					break
				}
			}
			mu.Lock()
			r.output[i] = all
			mu.Unlock()
		}()
	}
	var timer *time.Timer
	if o.timeout > 0 {
		timer = time.AfterFunc(time.Duration(o.timeout)*time.Millisecond, func() { stop(syscall.ETIMEDOUT) })
	}
	code, sig := c.wait()
	mu.Lock()
	dead = true
	mu.Unlock()
	wg.Wait()
	if timer != nil {
		timer.Stop()
	}
	for _, e := range c.ends {
		if e != nil {
			e.Close()
		}
	}
	mu.Lock()
	defer mu.Unlock()
	r.code, r.signal = code, sig
	return r
}
