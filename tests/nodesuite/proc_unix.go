//go:build unix

package nodesuite

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

func newGroup(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }

func killGroup(pid int) { syscall.Kill(-pid, syscall.SIGKILL) }

// killMarked ends what a test left behind: processes whose environment bears its mark. Only where there is /proc.
func killMarked(mark string) {
	list, _ := os.ReadDir("/proc")
	for _, e := range list {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		env, err := os.ReadFile(filepath.Join("/proc", e.Name(), "environ"))
		if err != nil {
			continue
		}
		for _, kv := range bytes.Split(env, []byte{0}) {
			if string(kv) == mark {
				syscall.Kill(pid, syscall.SIGKILL)
			}
		}
	}
}
