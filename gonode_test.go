package gonode

import (
	"testing"

	"github.com/gonode/gonode/bindings/options"
)

// TestExitCodes runs small programs to their end.
func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		src  string
		want int
	}{
		{"", 0},
		{"process.exitCode = 3", 3},
		{"process.exit(4)", 4},
		{"setTimeout(() => process.exit(5), 1)", 5},
		{"process.on('exit', () => { process.exitCode = 6 })", 6},
		{"process.on('uncaughtException', () => process.exit(8)); throw new Error('x')", 8},
		{"let n = 0; process.on('beforeExit', () => { if (n++ < 2) setImmediate(() => {}); else process.exitCode = n })", 3},
		{"Promise.resolve().then(() => process.nextTick(() => { process.exitCode = 7 }))", 7},
	} {
		s, err := options.Parse([]string{"-e", c.src}, "")
		if err != nil {
			t.Fatal(err)
		}
		env, err := New(Config{Options: s, ExecPath: "gonode", Argv0: "gonode"})
		if err != nil {
			t.Fatal(err)
		}
		if got := env.Run(); got != c.want {
			t.Errorf("%s: exit code %d, want %d", c.src, got, c.want)
		}
		env.Close()
	}
}
