package apps

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestWeb runs the conversation of web/conversation.cjs (fetch, web streams, WebSocket) and compares with what Node 26 prints,
// web/conversation.out: NODE26=... go test ./tests/apps -run TestWeb -record records it.
func TestWeb(t *testing.T) {
	dir, err := filepath.Abs("web")
	if err != nil {
		t.Fatal(err)
	}
	expected := filepath.Join(dir, "conversation.out")
	run := func(exe string) []byte {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, exe, filepath.Join(dir, "conversation.cjs"))
		cmd.Env = append(os.Environ(), "NO_COLOR=1", "NODE_OPTIONS=")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", exe, err, out)
		}
		return out
	}
	if *record {
		node := os.Getenv("NODE26")
		if node == "" {
			t.Fatal("NODE26 is not set")
		}
		if err := os.WriteFile(expected, run(node), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(expected)
	if err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(t.TempDir(), "gonode")
	if out, err := exec.Command("go", "build", "-o", exe, "github.com/gonode/gonode/cmd/gonode").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	got := run(exe)
	if bytes.Equal(got, want) {
		return
	}
	g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range max(len(g), len(w)) {
		var a, b []byte
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if !bytes.Equal(a, b) {
			t.Errorf("line %d: %q, Node: %q", i+1, a, b)
		}
	}
}
