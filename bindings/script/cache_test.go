package script

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/lib"
)

func compileLib(t *testing.T, id string) ([]byte, *bytecode.Unit) {
	t.Helper()
	src, err := lib.Files.ReadFile(id + ".js")
	if err != nil {
		t.Fatal(err)
	}
	u, serr := compile.FunctionBody(src, builtinParams, compile.Options{Filename: "node:" + id})
	if serr != nil {
		t.Fatalf("%s: %v", id, serr)
	}
	return src, u
}

func opened(dir, id string) *unitCache {
	c := &unitCache{}
	c.open(dir, id)
	return c
}

func TestCacheKeepsUnits(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gonode")
	c := opened(dir, "a")
	for _, id := range BuiltinIDs() {
		src, u := compileLib(t, id)
		c.store(id, src, u)
	}
	c.flush()
	c = opened(dir, "a")
	for _, id := range BuiltinIDs() {
		src, want := compileLib(t, id)
		got := c.load(id, src)
		if got == nil {
			t.Fatalf("%s is not in the cache", id)
		}
		if !bytes.Equal(got.Encode(), want.Encode()) {
			t.Errorf("%s: the cached unit is not what the compiler makes", id)
		}
		if c.load(id, append(bytes.Clone(src), ' ')) != nil {
			t.Errorf("%s: another source got the unit", id)
		}
	}
	if u := opened(dir, "b").load("events", nil); u != nil {
		t.Error("another build got a unit")
	}
}

func TestCacheRejects(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gonode")
	src, u := compileLib(t, "events")
	c := opened(dir, "a")
	c.store("events", src, u)
	c.flush()
	whole, err := os.ReadFile(c.path)
	if err != nil {
		t.Fatal(err)
	}
	usable := func() bool { return opened(dir, "a").load("events", src) != nil }
	if !usable() {
		t.Fatal("the cache does not work")
	}
	write := func(b []byte) {
		t.Helper()
		if err := os.WriteFile(c.path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for off := 0; off < len(whole); off += 1 + len(whole)/997 {
		b := bytes.Clone(whole)
		b[off] ^= 0x10
		write(b)
		if usable() {
			t.Fatalf("a flipped bit at %d of %d goes unnoticed", off, len(whole))
		}
		write(whole[:off])
		if usable() {
			t.Fatalf("a file cut at %d of %d goes unnoticed", off, len(whole))
		}
	}
	write(whole)
	if !usable() {
		t.Fatal("the whole file is refused")
	}
	if os.PathSeparator == '/' {
		os.Chmod(c.path, 0o620)
		if usable() {
			t.Error("a file that others may write is used")
		}
		os.Chmod(c.path, 0o600)
		os.Chmod(dir, 0o770)
		if usable() {
			t.Error("a directory that others may write is used")
		}
		os.Chmod(dir, 0o700)
		os.Rename(c.path, c.path+".real")
		if err := os.Symlink(c.path+".real", c.path); err != nil {
			t.Fatal(err)
		}
		if usable() {
			t.Error("a link is followed")
		}
	}
}

func TestCacheNowhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	src, u := compileLib(t, "events")
	for _, c := range []*unitCache{{}, opened(filepath.Join(file, "gonode"), "a")} {
		c.store("events", src, u)
		c.flush()
		if c.load("nothing", src) != nil {
			t.Error("a unit from nowhere")
		}
	}
}
