package syntax

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestCorpus parses every .js, .cjs and .mjs file under the directories of JS_CORPUS_DIR (a path list). Files that fail as the
// kind their name suggests are tried as the other kind.
func TestCorpus(t *testing.T) {
	dirs := os.Getenv("JS_CORPUS_DIR")
	if dirs == "" {
		t.Skip("JS_CORPUS_DIR is not set")
	}
	n, size := 0, 0
	var spent time.Duration
	for _, dir := range filepath.SplitList(dirs) {
		filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !d.Type().IsRegular() {
				return nil
			}
			ext := filepath.Ext(path)
			if ext != ".js" && ext != ".mjs" && ext != ".cjs" {
				return nil
			}
			src, err := os.ReadFile(path)
			if err != nil {
				return nil
			}
			n++
			size += len(src)
			start := time.Now()
			_, perr := ParseFunctionBody(src, []string{"exports", "require", "module", "__filename", "__dirname"}, Options{})
			spent += time.Since(start)
			if perr != nil {
				_, merr := ParseModule(src, Options{})
				if merr != nil {
					line, col := NewLines(src).Position(perr.Pos)
					line2, col2 := NewLines(src).Position(merr.Pos)
					t.Errorf("%s:%d:%d: %v; as module %d:%d: %v", path, line, col, perr, line2, col2, merr)
				}
			}
			return nil
		})
	}
	t.Logf("%d files, %d bytes, %.1f MB/s", n, size, float64(size)/spent.Seconds()/1e6)
}

// benchSource is a program that mixes common constructs, repeated to about 1 MB.
func benchSource() []byte {
	const part = `
/** Adds an entry to the table and returns its index. */
function addEntry(table, name, { value = null, flags = 0, ...rest } = {}) {
  const index = table.entries.length;
  if (typeof name !== 'string' || name.length === 0) {
    throw new TypeError('name must be a non-empty string, got ' + String(name));
  }
  for (let i = 0; i < index; i++) {
    const entry = table.entries[i];
    if (entry.name === name && (entry.flags & flags) !== 0) return i;
  }
  table.entries.push({ name, value, flags, extra: Object.keys(rest).map((k) => [k, rest[k]]) });
  return index;
}
class Table extends Base {
  #count = 0;
  static create(options) { return new Table({ size: 16, ...options }); }
  get size() { return this.#count; }
  async load(reader) {
    for await (const chunk of reader) {
      this.#count += chunk.length;
      if (chunk.done) break; // nothing more
    }
    return ` + "`loaded ${this.#count} bytes from ${reader?.name ?? 'unknown'}`" + `;
  }
}
module.exports = { addEntry, Table, version: 0x10, ratio: 1.5e3, pattern: /^[a-z]+\/(\d+)$/gi };
`
	return []byte(strings.Repeat("{"+part+"}\n", 1<<20/len(part)))
}

func BenchmarkScan(b *testing.B) {
	src := benchSource()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		p := newParser(src, &Options{})
		p.first()
		for p.tok != TEOF {
			if p.tok == TIllegal {
				b.Fatal(p.illMsg, p.tokPos)
			}
			if p.tok == TDiv {
				p.regexp()
			}
			if p.tok == TTemplate {
				for !p.tmplTail {
					for p.tok != TRBrace {
						p.next()
					}
					p.pos = p.tokPos + 1
					p.template()
				}
			}
			p.next()
		}
	}
}

func BenchmarkParse(b *testing.B) {
	src := benchSource()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseScript(src, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "a", "(a, b = c) => d", "class A { #x; static { } }", "for (let x of y) {}", "`a${b}c`",
		"async function* f() { yield await 1 }", "({a, ...b} = c)", "switch (1) { default: }", "\xed\xa0\x80", "/*", "\\u{", "import x from 'y'",
		"function f(a = eval('x')) { { function g() {} } }", "'\\", "1_", "0x", "x ? y : z => {}", "label: while (1) continue label",
		"<!-- a\n--> b", "#!x\na", "a\n/b/g", "x = /[/]\\/(?<a>)/v.y", "({ get a() {}, set b(c) {}, async *d() {}, ['e']: 1, __proto__: f, g = 1 } = h)", "export { default as 'x y', a } from 'b' with { c: 'd' }; export default async () => {}",
		"class A extends (B, C) { static async *[x]() {} static #y = 1; get #z() { return #y in this } 'constructor'() {} }", "for await (x of y); for (async of => 1;;); for (let in {}); for (using a of b);", "`${`${a}`}${{}}`\\u{zz}", "a?.[b]?.(c)?.d`e`",
		"0b1_0n + .5e-1 + 0o7 + 08.5 + '\\u{10FFFF}\\x41\\\u2028'", "yield: let\nlet = await", "new.target; new a.b(...c).d; import.meta; import('x', {})", "if (a) function f() {} else function g() {}", "async (a, { b }, [c] = [], ...d) => { 'use strict' }",
		"\\u0061sync function f() {} v\\u{61}r", "do x; while (y) z", "try {} catch {} finally {}", "a ?? (b || c); (-1) ** 2; a **= b; --a ** b", "{ using x = y; await using z = w }", "(a, b) => {}\n/c/", "function f(a, a) { 'use strict'; with (b) delete c; 010 }"} {
		for mode := range uint8(4) {
			f.Add([]byte(s), mode)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte, mode uint8) {
		o := Options{StrictOuter: mode&4 != 0, AllowNatives: mode&8 != 0, MaxDepth: 300}
		var prog *Program
		var err *Error
		switch mode & 3 {
		case 0:
			prog, err = ParseScript(src, o)
		case 1:
			prog, err = ParseModule(src, o)
		case 2:
			prog, err = ParseFunctionBody(src, []string{"a", "b"}, o)
		case 3:
			o.Eval, o.InMethod, o.InFunction = true, true, true
			prog, err = ParseScript(src, o)
		}
		if err != nil {
			if err.Pos < 0 || err.End < err.Pos || int(err.End) > len(src)+1 {
				t.Fatalf("error range %d-%d of %d: %v", err.Pos, err.End, len(src), err)
			}
			return
		}
		if s := Dump(prog); strings.Contains(s, "(BUG ") {
			t.Fatal(s)
		}
		DumpScopes(prog)
		checkTree(t, prog)
	})
}
