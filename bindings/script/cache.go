package script

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/vm"
)

// The cache of compiled units: one file per build, in the user's cache directory, with the units of the lib files and of the
// self-hosted library that processes of this build have compiled so far. A process reads its index at once and the units that it
// wants, keeping the file open meanwhile. The file is replaced as a whole (atomic rename) when a process has compiled something that was not in it. Whatever is wrong with
// the file or its directory, the answer is to compile: the cache never fails anything and never prints anything.
//
// The file: magic, size of the index, checksum of the index; the index: per unit name, checksum of its source, offset and length;
// then the units as bytecode.Unit.Encode writes them, without their source, each with its own checksum.

// DisableCacheEnv names the environment variable that switches the cache off when it is set and not empty.
const DisableCacheEnv = "GONODE_DISABLE_COMPILE_CACHE"

const (
	cacheMagic  = "gnuc\x00\x00\x00\x01"
	cacheHeader = len(cacheMagic) + 8
	cacheLimit  = 64 << 20 // a file beyond this is not ours
	cacheKept   = 8        // files of other builds that are kept
)

// unitCache is the cache file of one build.
type unitCache struct {
	mu    sync.Mutex
	path  string   // empty: no cache
	file  *os.File // nil: no file
	units map[string]cacheEntry
	order []string // of units, as they are in the file
	fresh int      // units that are not in the file yet
}

// cacheEntry is the place of an encoded unit in the file, or a fresh unit, which is encoded when the cache is written.
type cacheEntry struct {
	source uint32 // checksum of the source text
	off    int64
	size   uint32
	unit   *bytecode.Unit
}

// read returns the encoded unit of an entry of the file, nil if it cannot be read.
func (c *unitCache) read(x cacheEntry) []byte {
	data := make([]byte, x.size)
	if n, _ := c.file.ReadAt(data, x.off); n != len(data) {
		return nil
	}
	return data
}

var (
	cacheOnce sync.Once
	cacheOpen unitCache
)

// processCache is the cache that all isolates of the process share.
func processCache() *unitCache {
	cacheOnce.Do(func() {
		if os.Getenv(DisableCacheEnv) != "" {
			return
		}
		base, err := os.UserCacheDir()
		if err != nil {
			return
		}
		if id := buildID(); id != "" {
			cacheOpen.open(filepath.Join(base, "gonode"), id)
		}
	})
	return &cacheOpen
}

// UseUnitCache makes the engine look for its self-hosted library in the cache too. It is called before the first realm is made.
func UseUnitCache() {
	vm.SetUnitCache(
		func(name string, src []byte) *bytecode.Unit { return processCache().load(name, src) },
		func(name string, src []byte, u *bytecode.Unit) { processCache().store(name, src, u) })
}

// FlushUnitCache writes what this process has compiled, if that is news.
func FlushUnitCache() { processCache().flush() }

// buildID identifies the executable: the head of the file holds the linker's build id in every object format.
func buildID() string {
	exe, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(exe)
	if err != nil {
		return ""
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return ""
	}
	var head [8192 + 16]byte
	n, err := io.ReadFull(f, head[:8192])
	if err != nil && err != io.ErrUnexpectedEOF {
		return ""
	}
	binary.LittleEndian.PutUint64(head[n:], uint64(st.Size()))
	binary.LittleEndian.PutUint64(head[n+8:], uint64(st.ModTime().UnixNano()))
	sum := sha256.Sum256(head[:n+16])
	return hex.EncodeToString(sum[:12])
}

func sourceSum(src []byte) uint32 { return crc32.ChecksumIEEE(src) }

// open makes c the cache file units-<id> of a directory, and reads it if it is there, ours, private and whole.
func (c *unitCache) open(dir, id string) {
	c.path = filepath.Join(dir, "units-"+id)
	c.units = map[string]cacheEntry{}
	if !privateDir(dir) {
		return
	}
	f, err := openPrivate(c.path)
	if err != nil {
		return
	}
	if c.file = f; !c.readIndex() {
		f.Close()
		c.file, c.order = nil, nil
		clear(c.units)
	}
}

// readIndex reads the head of the cache file.
func (c *unitCache) readIndex() bool {
	st, err := c.file.Stat()
	if err != nil || st.Size() > cacheLimit {
		return false
	}
	head := make([]byte, 4096) // the whole index, as a rule
	n, _ := c.file.ReadAt(head, 0)
	if n < cacheHeader || string(head[:len(cacheMagic)]) != cacheMagic {
		return false
	}
	size := int64(binary.LittleEndian.Uint32(head[len(cacheMagic):]))
	start := int64(cacheHeader) + size // of the units
	if start > st.Size() {
		return false
	}
	if start > int64(n) {
		head = make([]byte, start)
		if n, _ := c.file.ReadAt(head, 0); n != len(head) {
			return false
		}
	}
	index := head[cacheHeader:start]
	if crc32.ChecksumIEEE(index) != binary.LittleEndian.Uint32(head[len(cacheMagic)+4:]) {
		return false
	}
	for len(index) > 0 {
		n := int(index[0])
		if len(index) < 1+n+12 {
			return false
		}
		name := string(index[1 : 1+n])
		x := cacheEntry{
			source: binary.LittleEndian.Uint32(index[1+n:]),
			off:    start + int64(binary.LittleEndian.Uint32(index[5+n:])),
			size:   binary.LittleEndian.Uint32(index[9+n:]),
		}
		if x.off+int64(x.size) > st.Size() {
			return false
		}
		c.units[name] = x
		c.order = append(c.order, name)
		index = index[13+n:]
	}
	return true
}

// load returns the unit of a source text, or nil.
func (c *unitCache) load(name string, src []byte) *bytecode.Unit {
	if c.path == "" {
		return nil
	}
	c.mu.Lock()
	x, ok := c.units[name]
	c.mu.Unlock()
	if !ok || x.unit != nil || x.source != sourceSum(src) {
		return nil
	}
	u, err := bytecode.DecodeUnit(c.read(x))
	if err != nil {
		return nil
	}
	u.Source = src
	return u
}

// store remembers a compiled unit for flush.
func (c *unitCache) store(name string, src []byte, u *bytecode.Unit) {
	if c.path == "" || len(name) > 255 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.units[name]; !ok {
		c.order = append(c.order, name)
	}
	c.units[name] = cacheEntry{source: sourceSum(src), unit: u}
	c.fresh++
}

// flush replaces the file by one that has the fresh units too.
func (c *unitCache) flush() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.path == "" || c.fresh == 0 {
		return
	}
	c.fresh = 0
	var index, body []byte
	for _, name := range c.order {
		x := c.units[name]
		var data []byte
		if x.unit == nil {
			if data = c.read(x); data == nil {
				continue
			}
		} else {
			bare := *x.unit
			bare.Source = nil
			data = bare.Encode()
		}
		index = append(append(index, byte(len(name))), name...)
		index = binary.LittleEndian.AppendUint32(index, x.source)
		index = binary.LittleEndian.AppendUint32(index, uint32(len(body)))
		index = binary.LittleEndian.AppendUint32(index, uint32(len(data)))
		body = append(body, data...)
	}
	file := append(make([]byte, 0, cacheHeader+len(index)+len(body)), cacheMagic...)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(index)))
	file = binary.LittleEndian.AppendUint32(file, crc32.ChecksumIEEE(index))
	file = append(append(file, index...), body...)
	dir := filepath.Dir(c.path)
	if os.MkdirAll(dir, 0o700) != nil || !privateDir(dir) {
		return
	}
	t, err := os.CreateTemp(dir, "new-*") // mode 0600
	if err != nil {
		return
	}
	_, err = t.Write(file)
	if cerr := t.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(t.Name(), c.path)
	}
	if err != nil {
		os.Remove(t.Name())
		return
	}
	prune(dir, filepath.Base(c.path))
}

// prune removes the oldest files of other builds.
func prune(dir, keep string) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	list = slices.DeleteFunc(list, func(d os.DirEntry) bool { return !strings.HasPrefix(d.Name(), "units-") || d.Name() == keep })
	if len(list) <= cacheKept {
		return
	}
	age := func(d os.DirEntry) int64 {
		if i, err := d.Info(); err == nil {
			return i.ModTime().UnixNano()
		}
		return 0
	}
	slices.SortFunc(list, func(a, b os.DirEntry) int {
		switch x, y := age(a), age(b); {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	for _, d := range list[:len(list)-cacheKept] {
		os.Remove(filepath.Join(dir, d.Name()))
	}
}

// privateDir tells whether a directory is ours alone.
func privateDir(dir string) bool {
	st, err := os.Lstat(dir)
	return err == nil && st.IsDir() && ours(st)
}

// openPrivate opens a regular file that is ours alone; it follows no link and waits for no pipe.
func openPrivate(path string) (*os.File, error) {
	st, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() || !ours(st) {
		return nil, os.ErrPermission
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if now, err := f.Stat(); err != nil || !os.SameFile(st, now) {
		f.Close()
		return nil, os.ErrPermission
	}
	return f, nil
}

// ours tells whether nobody else can write what st describes.
func ours(st os.FileInfo) bool {
	if runtime.GOOS == "windows" {
		return true // the profile directory's access list sees to it
	}
	return st.Mode().Perm()&0o077 == 0 && ownedByUs(st)
}
