package compile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gonode/gonode/core/syntax"
)

// TestCorpus compiles and verifies the files below NODE_TEST_DIR and reports the speed.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("NODE_TEST_DIR")
	if dir == "" {
		t.Skip("NODE_TEST_DIR is not set")
	}
	var parse, gen time.Duration
	var bytes, code, files, funcs int
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".js") && !strings.HasSuffix(path, ".mjs") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t0 := time.Now()
		var p *syntax.Program
		var serr *syntax.Error
		if strings.HasSuffix(path, ".mjs") {
			p, serr = syntax.ParseModule(src, syntax.Options{})
		} else {
			p, serr = syntax.ParseFunctionBody(src, []string{"exports", "require", "module", "__filename", "__dirname"}, syntax.Options{})
		}
		t1 := time.Now()
		if serr != nil {
			return nil
		}
		u, serr := Program(p, Options{})
		gen += time.Since(t1)
		parse += t1.Sub(t0)
		if serr != nil {
			t.Errorf("%s: %v", path, serr)
			return nil
		}
		files++
		bytes += len(src)
		funcs += len(u.Funcs)
		for i := range u.Funcs {
			code += len(u.Funcs[i].Code)
		}
		if err := u.Verify(); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		return nil
	})
	t.Logf("%d files, %d bytes, %d functions: parse %v, compile %v, %d bytes of code", files, bytes, funcs, parse, gen, code)
}
