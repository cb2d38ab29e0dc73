package nodesuite

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Status is how a test ended.
type Status int

// The ways a test ends.
const (
	Pass    Status = iota
	Skip           // status 0, and it says that it skipped itself
	Fail           // another status
	Crash          // ended by a signal or with Go's trace
	Timeout        // not ended in time
)

func (s Status) String() string { return [...]string{"pass", "skip", "fail", "crash", "timeout"}[s] }

// Result is the outcome of one run.
type Result struct {
	Test   *Test
	Status Status
	Code   int
	Time   time.Duration
	Output string // first and last part of what it printed, unless it passed
}

// Runner runs tests with one executable.
type Runner struct {
	Suite   *Suite
	Binary  string
	Temp    string        // below it every job has a directory of its own
	Jobs    int           // at a time; tests of sequential/ run one at a time after the others
	Timeout time.Duration // for one test
	Env     []string      // K=V, added to the environment of every test

	lock   sync.Mutex
	probed map[string]bool
}

const outputLimit = 64 << 20

// Run runs tests and calls done for each, one call at a time.
func (r *Runner) Run(tests []*Test, done func(Result)) error {
	var parallel, serial []*Test
	for _, t := range tests {
		if t.Serial {
			serial = append(serial, t)
		} else {
			parallel = append(parallel, t)
		}
	}
	var lock sync.Mutex
	var first error
	part := func(list []*Test, jobs int) {
		work := make(chan *Test)
		var wg sync.WaitGroup
		for i := range jobs {
			wg.Go(func() {
				for t := range work {
					res, err := r.One(t, i)
					lock.Lock()
					if err != nil && first == nil {
						first = err
					}
					if err == nil {
						done(res)
					}
					lock.Unlock()
				}
			})
		}
		for _, t := range list {
			work <- t
		}
		close(work)
		wg.Wait()
	}
	part(parallel, max(r.Jobs, 1))
	part(serial, 1)
	return first
}

// slot makes the directory of a job: home, temporary directory, and test/ as the tests expect to find it.
func (r *Runner) slot(i int) (string, error) {
	dir := filepath.Join(r.Temp, "w"+strconv.Itoa(i))
	for _, n := range []string{"home", "t"} {
		if err := os.MkdirAll(filepath.Join(dir, n), 0o755); err != nil {
			return "", err
		}
	}
	link := filepath.Join(dir, "test")
	if _, err := os.Lstat(link); err != nil {
		if err := os.Symlink(filepath.Join(r.Suite.Root, "test"), link); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// takes asks the executable once whether it starts a script with a flag.
func (r *Runner) takes(flag string) bool {
	r.lock.Lock()
	defer r.lock.Unlock()
	if ok, known := r.probed[flag]; known {
		return ok
	}
	if r.probed == nil {
		r.probed = map[string]bool{}
	}
	script := filepath.Join(r.Temp, "probe.js")
	ok := os.WriteFile(script, []byte("console.log('probe' + (40 + 2))"), 0o644) == nil
	if ok {
		c := exec.Command(r.Binary, flag, script)
		c.Dir = r.Temp
		c.WaitDelay = time.Second
		timer := time.AfterFunc(20*time.Second, func() { c.Process.Kill() })
		out, err := c.Output()
		timer.Stop()
		ok = err == nil && bytes.Contains(out, []byte("probe42"))
	}
	r.probed[flag] = ok
	return ok
}

// One runs a test in the directory of job i.
func (r *Runner) One(t *Test, i int) (Result, error) {
	res := Result{Test: t}
	dir, err := r.slot(i)
	if err != nil {
		return res, err
	}
	var args []string
	for _, f := range t.Flags {
		if r.takes(f) {
			args = append(args, f)
		}
	}
	args = append(args, filepath.Join(r.Suite.Root, "test", filepath.FromSlash(t.Name)))
	out, err := os.Create(filepath.Join(r.Temp, "out"+strconv.Itoa(i)))
	if err != nil {
		return res, err
	}
	defer out.Close()
	mark := fmt.Sprintf("NODESUITE_MARK=%d-%d-%d", os.Getpid(), i, time.Now().UnixNano())
	c := exec.Command(r.Binary, args...)
	c.Dir, c.Stdout, c.Stderr = dir, out, out
	c.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Join(dir, "home"), "TMPDIR=" + filepath.Join(dir, "t"), "LANG=C.UTF-8",
		"USER=root", "SHELL=/bin/sh", "TERM=xterm", "NODE_TEST_DIR=" + dir, "TEST_THREAD_ID=" + strconv.Itoa(i),
		"NODE_COMMON_PORT=" + strconv.Itoa(12346+100*i), "NODE_SKIP_FLAG_CHECK=1", "NODE_TEST_KNOWN_GLOBALS=0",
		// The suite touches localStorage, for which Node itself would want a file.
		"NODE_OPTIONS=--no-experimental-webstorage", mark,
	}
	if strings.HasPrefix(t.Name, "parallel/") {
		c.Env = append(c.Env, "TEST_PARALLEL=1")
	}
	c.Env = append(append(c.Env, t.Env...), r.Env...)
	newGroup(c)
	begin := time.Now()
	if err := c.Start(); err != nil {
		return res, err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	stopped := false
wait:
	for {
		select {
		case <-ended:
			break wait
		case <-tick.C:
			st, err := out.Stat()
			if !stopped && (time.Since(begin) > r.Timeout || err == nil && st.Size() > outputLimit) {
				stopped = true
				killGroup(c.Process.Pid)
			}
		}
	}
	res.Time = time.Since(begin)
	killGroup(c.Process.Pid)
	killMarked(mark)
	cleanSlot(dir)
	text := readEnds(out)
	res.Code = c.ProcessState.ExitCode()
	switch {
	case stopped:
		res.Status = Timeout
	case res.Code == 0:
		if saysSkipped(text) {
			res.Status = Skip
		}
	case res.Code < 0 || res.Code >= 132 && res.Code <= 139 || strings.Contains(text, "\ngoroutine 1 "):
		res.Status = Crash
	default:
		res.Status = Fail
	}
	if res.Status != Pass {
		res.Output = text
	}
	return res, nil
}

// saysSkipped finds the note that the suite's common.skip prints.
func saysSkipped(text string) bool {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "1..0 # "); ok && strings.HasPrefix(strings.ToLower(rest), "skipped") {
			return true
		}
	}
	return false
}

// readEnds reads the first 64 KiB of a file and, if there is more, the last 64 KiB.
func readEnds(f *os.File) string {
	const part = 64 << 10
	buf := make([]byte, part)
	n, _ := f.ReadAt(buf, 0)
	text := string(buf[:n])
	if st, err := f.Stat(); err == nil && st.Size() > part {
		n, _ = f.ReadAt(buf, max(part, st.Size()-part))
		text += string(buf[:n])
	}
	return text
}

// cleanSlot removes the temporary directories of tests, which may have taken their own rights away.
func cleanSlot(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".tmp.") {
			continue
		}
		p := filepath.Join(dir, e.Name())
		if os.RemoveAll(p) != nil {
			filepath.WalkDir(p, func(q string, d os.DirEntry, err error) error {
				if d != nil && d.IsDir() {
					os.Chmod(q, 0o700)
				}
				return nil
			})
			os.RemoveAll(p)
		}
	}
}

// Clean removes the directories of all jobs.
func (r *Runner) Clean() {
	for i := range max(r.Jobs, 1) {
		cleanSlot(filepath.Join(r.Temp, "w"+strconv.Itoa(i)))
	}
	os.RemoveAll(r.Temp)
}
