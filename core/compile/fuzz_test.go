package compile

import (
	"encoding/binary"
	"hash/crc32"
	"testing"

	"github.com/gonode/gonode/core/bytecode"
)

// fuzzPrograms is the seed corpus: one small program for every part of the compiler.
var fuzzPrograms = []string{
	"var a = 1, b = a ? 2 : 3; a += b; a &&= b; a ??= b ** 2; delete a.b; typeof c; void 0",
	"function f(a, b = a, ...c) { arguments[0] = b; return f(...c) } new f(1, ...[2])",
	"class A extends B { #x = 1; static y = this; static #m() {} get #g() { return super.z } constructor() { super(); this.#x++ } static { A.#m() } [k] = 1; accessor = 2 }",
	"let { a, b: { c = 1 } = {}, ...d } = o; [a, , b = 2, ...c] = x; for (const [k, v] of m) { if (k) continue; else break }",
	"try { throw 1 } catch ({ message }) { x() } finally { for (;;) break }",
	"l: for (let i = 0; i < 3; i++) { fs.push(() => i); switch (i) { case 0: continue l; default: break l; case 2: } }",
	"function* g() { try { const r = yield* h(); return yield r } finally { yield 1 } } async function f() { for await (const x of y) await x } async function* q() { yield* z }",
	"`a${b}c${`d`}`; tag`x\\u{41}\\xg${1}`; /(?<n>a)\\k<n>/giu.exec(s)?.[0]?.(1)",
	"with (o) { x = y; eval('z'); delete x } function s() { 'use strict'; return eval('var q; q') }",
	"if (1) function f() {} { function g() {} } do x--; while (x > 0) debugger; label: { break label }",
	"new.target; import('x'); import.meta; super.x",
	"o = { a, 'b': 1, 2: 3, [c]: 4, get d() { return 1 }, set d(v) {}, async *e() {}, __proto__: null, ...f }; [1, , 2, ...a]; 10n ** 2n; 0x7fffffff + 1.5e300",
	"export default class {} export { a as b }; export * from 'x'; import d, * as n from 'y'; import { q as r } from 'z' with { type: 'json' }; let a; await a",
	"{ using x = y; await using z = w }",
	"for (x in o) for (var [y] of z) for (let q in p) for (const r of s) { }",
	"function f() { let x = 1; { let x = 2; (() => x)() } return () => { x = 3; return arguments } }",
	"a?.b.c?.[d]?.(e); a ?? b; a || b && c; !a; ~b; -c; +d; ++e; f--; a in b; a instanceof b; #x in y",
}

// fuzzUnit compiles src as mode says; nil where it has errors.
func fuzzUnit(t *testing.T, src []byte, mode uint8) *bytecode.Unit {
	o := Options{}
	u, problem := tryCompile(src, []string{"script", "module", "eval", "function"}[mode&3], o)
	if problem != "" {
		t.Fatal(problem)
	}
	return u
}

// FuzzCompile checks that code of any source text passes the verifier and survives Encode and DecodeUnit.
func FuzzCompile(f *testing.F) {
	for i, s := range fuzzPrograms {
		f.Add([]byte(s), uint8(i))
		f.Add([]byte(s), uint8(1))
	}
	f.Fuzz(func(t *testing.T, src []byte, mode uint8) {
		u := fuzzUnit(t, src, mode)
		if u == nil {
			return
		}
		data := u.Encode()
		v, err := bytecode.DecodeUnit(data)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Verify(); err != nil {
			t.Fatalf("decoded: %v", err)
		}
		if len(u.Funcs) != len(v.Funcs) {
			t.Fatalf("%d functions, decoded %d", len(u.Funcs), len(v.Funcs))
		}
		for i := range u.Funcs {
			if string(u.Funcs[i].Code) != string(v.Funcs[i].Load().Code) {
				t.Fatalf("function %d: code differs", i)
			}
		}
		if string(v.Encode()) != string(data) {
			t.Fatal("the decoded unit encodes to something else")
		}
	})
}

// FuzzDecodeUnit damages encoded units, mends their checksum, and checks that decoding and verifying them end in an error at worst.
func FuzzDecodeUnit(f *testing.F) {
	for i, s := range fuzzPrograms {
		f.Add([]byte(s), uint8(i), uint32(40*i), uint32(7*i), []byte{byte(i), 0xff})
	}
	f.Fuzz(func(t *testing.T, src []byte, mode uint8, at, cut uint32, patch []byte) {
		u := fuzzUnit(t, src, mode)
		if u == nil {
			return
		}
		u.Source = nil
		data := u.Encode()
		const head = 12
		at = head + at%uint32(len(data)-head)
		n := min(int(at)+int(cut%8), len(data))
		data = append(append(append([]byte(nil), data[:at]...), patch...), data[n:]...)
		binary.LittleEndian.PutUint32(data[8:], crc32.ChecksumIEEE(data[head:]))
		v, err := bytecode.DecodeUnit(data)
		if err != nil {
			return
		}
		if v.Verify() != nil {
			return
		}
		for i := range v.Funcs {
			fn := v.Funcs[i].Load()
			for pc := 0; pc < len(fn.Code); pc += bytecode.Op(fn.Code[pc]).Size() {
				fn.PositionAt(pc)
			}
			fn.Disassemble()
		}
	})
}
