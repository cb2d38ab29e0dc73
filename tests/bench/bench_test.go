package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPrograms runs each program once, very shortly, in the engine: a benchmark that does not run measures nothing.
func TestPrograms(t *testing.T) {
	programs, err := readPrograms("programs", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(programs) < 25 {
		t.Errorf("only %d programs", len(programs))
	}
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), p.name+".js")
			text := p.source + "\nvar result = run(1); if (result && result.then) result.then((r) => print('result ' + r), (e) => print('rejected ' + e));"
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if code := runShell(file); code != 0 {
				t.Errorf("exit code %d", code)
			}
			if !strings.Contains(p.source, "function run(n)") {
				t.Error("no run(n)")
			}
		})
	}
}
