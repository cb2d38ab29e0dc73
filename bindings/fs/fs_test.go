package fs_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/gonode/gonode/bindings/bindtest"
	"github.com/gonode/gonode/bindings/fs"
)

func TestOperations(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a.txt"), []byte("h\xc3\xa9llo \xff!"), 0o644)
	pre := "const fs = internalBinding('fs'); const d = " + strconv.Quote(dir+"/") + "; var out = '';\n" +
		"const err = (f) => { try { return f() } catch (e) { return e.code + '|' + e.errno + '|' + e.syscall + '|' + e.message.replaceAll(d, 'D/') } };\n"
	for _, c := range []struct{ name, src, want string }{
		{"utf8", `out = fs.readFileUtf8(d + 'a.txt', 0)`, "h\u00e9llo \ufffd!"},
		{"enoent", `out = err(() => fs.readFileUtf8(d + 'nope', 0))`, "ENOENT|-2|open|ENOENT: no such file or directory, open 'D/nope'"},
		{"isdir", `out = err(() => fs.readFile(d, 0))`, "EISDIR|-21|read|EISDIR: illegal operation on a directory, read"},
		{"stat", `const s = fs.stat(d + 'a.txt', false, true); out = [s.length, s[8], (s[1] & 0o170000) === 0o100000, s[11] > 1e12]`, "14,9,true,true"},
		{"statBig", `const s = fs.stat(d + 'a.txt', true, true); out = [typeof s[8], s[8], typeof s[13]]`, "bigint,9,bigint"},
		{"statAbsent", `out = [fs.stat(d + 'q', false, false), err(() => fs.lstat(d + 'q', false, true))]`, ",ENOENT|-2|lstat|ENOENT: no such file or directory, lstat 'D/q'"},
		{"rw", `const fd = fs.open(d + 'rw', 66, 0o644); fs.writeString(fd, 'abcdef', -1, 'utf8'); const u = new Uint8Array(4);
			out = [fs.read(fd, u, 1, 3, 2), u, fs.read(fd, u, 0, 4, -1), fs.writev(fd, [new Uint8Array([65]), new Uint8Array([66])], 0n)];
			fs.close(fd); out.push(fs.readFileUtf8(d + 'rw', 0), err(() => fs.close(fd)))`,
			"3,0,99,100,101,0,2,ABcdef,EBADF|-9|close|EBADF: bad file descriptor, close"},
		{"dirs", `out = [fs.mkdir(d + 'x/y/z', 0o777, true).slice(d.length), fs.mkdir(d + 'x/y/z', 0o777, true), err(() => fs.mkdir(d + 'x', 0o777, false))];
			fs.symlink('y', d + 'x/l', 0); fs.writeFile(d + 'x/f', new Uint8Array(3), 577, 0o600, false);
			out.push(fs.readdir(d + 'x', false, true).join('|'), fs.realpath(d + 'x/l/z', false, 'lstat').slice(-5), err(() => fs.rmdir(d + 'x')));
			fs.rm(d + 'x', true, false, 0, 0); out.push(fs.exists(d + 'x'))`,
			`x,,EEXIST|-17|mkdir|EEXIST: file already exists, mkdir 'D/x',f,l,y|1,3,2,x/y/z,ENOTEMPTY|-39|rmdir|ENOTEMPTY: directory not empty, rmdir 'D/x',false`},
		{"copy", `fs.copyFile(d + 'a.txt', d + 'b.txt', 0); out = [fs.stat(d + 'b.txt')[8], err(() => fs.copyFile(d + 'a.txt', d + 'b.txt', 1))]`,
			"9,EEXIST|-17|copyfile|EEXIST: file already exists, copyfile 'D/a.txt' -> 'D/b.txt'"},
		{"utimes", `fs.utimes(d + 'a.txt', 1.5, 1000.25); const s = fs.stat(d + 'a.txt'); out = [s[10], s[11]]`, "1500,1000250"},
		{"async", `fs.readFileAsync(d + 'a.txt', 0, (e, b) => { out += [e, b.length]; fs.statAsync(d + 'zz', false, true, (e) => { out += ' ' + e.code; 
			const u = new Uint8Array(5); const fd = fs.open(d + 'a.txt', 0, 0); fs.readAsync(fd, u, 0, 5, 0, (e, n) => { out += ' ' + n + u; fs.closeAsync(fd, (...a) => out += ' ' + a.length) }) }) })`,
			",9 ENOENT 5104,195,169,108,108 1"},
		{"watch", `const w = new fs.FSEvent(); w.onchange = (e, t, n) => { out += t + n; w.close() }; w.start(d, true, false); fs.writeFile(d + 'new', new Uint8Array(1), 577, 0o600, false)`, "renamenew"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := bindtest.Run(t, fs.Table(), pre+c.src); got != c.want {
				t.Errorf("\n got  %s\n want %s", got, c.want)
			}
		})
	}
}
