'use strict';
// Prints util.inspect and util.format results for a large set of values and options.
const util = require('util');
const { inspect, format, formatWithOptions } = util;
const strip = (t) => t.replace(/\n(?:\u001b\[90m)? *at .*/g, '');
const show = (v, o) => { let t; try { t = inspect(v, o); } catch (e) { t = `THROWS ${e.message}`; } console.log(strip(t)); };
class Foo { constructor() { this.a = 1; } get x() { return 1; } static s = 1; }
class Bar extends Foo { #p = 1; constructor() { super(); this.b = 2; } }
class MyMap extends Map {}
class MyArr extends Array {}
class Tagged { get [Symbol.toStringTag]() { return 'TTT'; } }
class MyErr extends Error { constructor(m, o) { super(m, o); this.extra = 1; } }
class WithName extends Error { get name() { return 'Zed'; } }
function Old() { this.q = 1; }
const circ = { a: 1, b: { c: [] } }; circ.self = circ; circ.b.c.push(circ.b, circ);
const nul = Object.create(null); nul.x = 1;
const long = {}; for (let i = 0; i < 30; i++) long['key' + i] = 'v'.repeat(i);
const err = new Error('boom'); err.code = 'E'; err.nested = { a: { b: { c: 1 } } };
const noStack = new Error('nostack'); noStack.stack = undefined;
const emptyStack = new Error('x'); emptyStack.stack = 'weird stack';
const objStack = new Error('x'); objStack.stack = { a: 1 };
const named = new TypeError('abc'); named.name = 'Custom';
const renamed = new RangeError('abc'); Object.defineProperty(renamed, 'name', { value: 'RangeError2', enumerable: true });
const emptyName = new Error('msg'); emptyName.name = '';
const msgLess = new Error(); const propMsg = new Error('a'); propMsg.message = 'changed';
const enumerableMessage = Object.defineProperty(new Error('hidden'), 'message', { enumerable: true, value: 'shown' });
const causeErr = new Error('outer', { cause: new TypeError('inner', { cause: { z: 1 } }) });
const agg = new AggregateError([new Error('1'), 2, 'three'], 'many');
const nullErr = Object.setPrototypeOf(new Error('nullproto'), null);
const sparse = [1, , , 4]; sparse.foo = 1; const sparse2 = new Array(5); const sparse3 = [, 1, , 2]; sparse3[200] = 1;
const setter = { set a(v) {}, get b() { return { x: 1 }; }, get c() { return 'str'; }, set c(v) {}, get d() { throw new Error('no'); }, get e() { return null; } };
const sym = { [Symbol('a')]: 1, [Symbol()]: 2, [Symbol('with space\n')]: { [Symbol.iterator]: 1 }, [Symbol.for('q')]: 3 };
const hiddenProps = Object.defineProperties({ vis: 1 }, { hid: { value: 2 }, [Symbol('hs')]: { value: 3 }, 'odd key': { value: 4 } });
const fnProps = Object.assign(function named() {}, { a: 1, b: { c: 2 } });
const wm = new WeakMap([[{ a: 1 }, 2]]); const ws = new WeakSet([{ b: 1 }]);
const map = new Map([['a', 1], [{ k: 1 }, new Map([[1, new Set([1])]])]]); map.prop = 5;
const deepArr = [[[[[[1]]]]]]; const deepObj = { a: { b: { c: { d: { e: 1 } } } } };
const multi = { text: 'line1\nline2\nline3 is longer than it should be to fit in the line width\nline 4', s: "it's", d: '"', b: 'both \' and "', all: '\' " `', t: '\t\x00\u2028\ud800x\udc00' };
const withCustom = { [inspect.custom](d, o, i) { return `<${d} ${Object.keys(o).join()} ${i === inspect}>`; } };
const customObj = { [inspect.custom]() { return { a: { b: { c: {} } } }; } };
const customMulti = { x: { [inspect.custom]() { return 'a\nb\nc'; } } };
const customNum = { [inspect.custom]() { return 5; } }; const customNull = { [inspect.custom]() { return null; } };
class CustomClass { [inspect.custom]() { return 'cc'; } }
const P = Promise; const rej = P.reject(new Error('rej')); rej.catch(() => {});
const rej2 = P.reject(3); rej2.catch(() => {});
const nums = Array.from({ length: 120 }, (_, i) => i * 37 % 1000);
const strs = Array.from({ length: 27 }, (_, i) => 'abcdefgh'.slice(0, i % 8));
const values = [
  undefined, null, true, false, 0, -0, 1.5, NaN, Infinity, 1e21, 1e-7, 123456789.123456789, 10n, -5n, 'str', "it's", '', Symbol('x'), Symbol(), Symbol.iterator,
  {}, [], { a: 1 }, [1, 2, 3], { a: undefined, b: null }, new Foo(), new Bar(), Foo, Bar, class {}, class extends Foo {}, class A extends null {}, class { static name = 5; },
  () => {}, function foo() {}, async () => {}, async function af() {}, function* gen() {}, async function* agen() {}, (function* () {})(), (async function* () {})(), fnProps, Math.max,
  Object.assign(() => {}, { z: 1 }), Object.setPrototypeOf(function nop() {}, null), Object.setPrototypeOf(class Q {}, null),
  new Map(), new Set(), map, new Set([1, 'a', { b: 1 }]), new MyMap([[1, 2]]), MyArr.from([1, 2]), new MyArr(), new MyMap(), map.keys(), map.values(), map.entries(), new Set([1, 2]).values(), new Set([5]).entries(), [1][Symbol.iterator](), 'x'[Symbol.iterator](), 'a1b2'.matchAll(/\d/g),
  wm, ws, new WeakRef({ a: 1 }), new Date(0), new Date(NaN), Object.assign(new Date(0), { x: 1 }), /a/g, Object.assign(/b/, { y: 1 }), new (class R extends RegExp {})('x'), new (class D extends Date {})(0),
  new Uint8Array([1, 2, 3]), new Float32Array(3), new BigInt64Array(2), new Float64Array([1.5, -0]), new ArrayBuffer(4), new SharedArrayBuffer(2), new DataView(new ArrayBuffer(2)), Buffer.from('abc'), new Uint8Array(0), new Uint8ClampedArray(200), Object.assign(new Uint8Array(2), { p: 1 }),
  P.resolve(1), P.resolve({ a: { b: {} } }), rej, rej2, new P(() => {}), Object.assign(P.resolve(), { x: 1 }), new (class PP extends Promise {})(() => {}),
  new Proxy({ a: 1 }, {}), new Proxy([1], { get() { throw 1; } }), new Proxy(() => {}, {}), new Proxy(new Proxy({}, {}), { z: 1 }),
  new Number(1), new String('abc'), new Boolean(false), Object(Symbol('b')), Object(5n), Object.assign(new String('ab'), { c: 1 }), Object.assign(new Number(-0), { c: 1 }), new (class N extends Number {})(3), Object.setPrototypeOf(new Number(3), null), Object.setPrototypeOf(new String('x'), null),
  err, noStack, emptyStack, objStack, named, renamed, emptyName, msgLess, propMsg, enumerableMessage, causeErr, agg, nullErr, new MyErr('my', { cause: undefined }), new WithName('wn'), new (class extends Error {})('anon'), new (class FooBar extends TypeError {})('fb'), { e: err }, [causeErr], new Error('multi\nline'), new Error('with cause', { cause: 'str' }), Object.assign(new Error('a'), { cause: 1 }), Object.assign(new Error('a'), { errors: [1] }), new DOMException('dm', 'AbortError'), Object.create(new Error('proto')), Object.create(Error.prototype), { __proto__: Error.prototype, message: 'fake' },
  circ, nul, Object.create(nul), Object.create({}), Object.create(Foo.prototype), Object.create(Object.create(null)), Foo.prototype, Bar.prototype, Object.prototype, Array.prototype, Function.prototype, Map.prototype, Error.prototype, Promise.prototype, long, sparse, sparse2, sparse3, setter, sym, hiddenProps, deepArr, deepObj, multi, withCustom, { w: { c: withCustom } }, customObj, customMulti, customNum, customNull, new CustomClass(), CustomClass.prototype, [CustomClass],
  new Tagged(), { [Symbol.toStringTag]: 'own' }, Object.create({ [Symbol.toStringTag]: 'inh' }), Object.create(null, { [Symbol.toStringTag]: { value: 'nt' } }), Object.assign(Object.create(null), { [Symbol.toStringTag]: 'nt2' }), new (class Arr2 extends Array { get [Symbol.toStringTag]() { return 'tg'; } })(3),
  nums, strs, Array(7).fill('x'.repeat(20)), nums.map(String), nums.map((n) => ({ n })), nums.slice(0, 7), nums.slice(0, 6), ['a'.repeat(80)], { a: 'a'.repeat(80) }, [1, 'a', null, undefined, NaN, -0, 1.5], [undefined, , null], nums.map((n) => n * 1.37), nums.map((n) => BigInt(n)), strs.map((s) => [s]), [['a', 'b'], ['c', 'd']], { x: [1, 2, { y: [3, { z: 1 }] }] },
  (function () { return arguments; })(), (function () { return arguments; })(1, 'x'), globalThis.Atomics, JSON, Math, Reflect, Intl, new Intl.NumberFormat('en'), globalThis.WebAssembly, { 'a-b': 1, 1: 2, 'x y': 3, ünï: 4, __proto__: null }, { ['__proto__']: 1 }, { constructor: 1 }, { constructor: { name: 'Fake' } }, { constructor: Foo }, Object.create({ constructor: { name: 'Fake' } }), { toString: 5 }, { then: 1 }, new Old(), Object.create(Old.prototype), new (function () { this.anon = 1; })(), 'a'.repeat(200), ['a'.repeat(200)], 'x\n'.repeat(30), [multi.text], { k: multi.text }, new Set([multi.text]), new Array(101).fill(1), new Set(nums), new Map(nums.map((n) => [n, n])), { a: { b: new Map([[{ a: { b: 1 } }, 1]]) } }, [[[]]], [[[{}]]], [[[[]]]], { a: { b: { c: {} } } }, { a: { b: { c: [] } } }, { a: { b: { c: new Map([[1, 2]]), d: new Foo(), e: nul, f: () => {}, g: /x/, h: new Date(0), i: err, j: class X {}, k: P.resolve(1), l: new Set([1]) } } }, Object.freeze({ a: 1 }), Object.seal([1]), new (class extends Foo {})(), new (class extends Map {})(), [, 'a'], [, ,], [1, , 3], new (class Foo2 { constructor() { Object.defineProperty(this, 'constructor', { value: 5 }); } })(), new URLSearchParams('a=1'), new Headers({ a: 'b' }), new AbortController().signal.aborted, Symbol.prototype, BigInt.prototype, new FinalizationRegistry(() => {}), (() => {}).bind(), (function nm() {}).bind(null), Iterator.prototype, [].values().map((x) => x), async function () {}.constructor, function* () {}.constructor, { async m() {}, *g() {}, get g2() { return 1; }, ['computed' + 1]() {} },
];
const optionSets = [undefined, { depth: 0 }, { depth: null }, { showHidden: true }, { colors: true }, { compact: false }, { compact: true }, { compact: 1 }, { compact: 10, breakLength: 120 }, { breakLength: 40 }, { breakLength: Infinity }, { sorted: true }, { getters: true }, { getters: 'get' }, { getters: 'set' }, { maxArrayLength: 2 }, { maxArrayLength: 0 }, { maxArrayLength: null }, { maxStringLength: 5 }, { showProxy: true }, { numericSeparator: true }, { customInspect: false }, { sorted: (a, b) => (a < b ? 1 : -1), depth: 5 }, { showHidden: true, showProxy: true, depth: 4 }, { showHidden: true, colors: true, depth: 1 }];
for (let i = 0; i < values.length; i++) for (let j = 0; j < optionSets.length; j++) { process.stdout.write(`${i}.${j}: `); show(values[i], optionSets[j]); }
for (const f of ['%s', '%d', '%i', '%f', '%j', '%o', '%O', '%c', '%%', 'a%', '%x', '%s %s', '%%%s%%', '%s:%s']) {
  for (const v of [undefined, null, 0, -0, 42, 1.5, '42', '1.5abc', 'x', NaN, 10n, 123456789, Symbol('s'), {}, [], [1, [2, [3]]], { a: { b: { c: 1 } } }, () => {}, function nm() {}, class K {}, new Foo(), new Date(0), new Error('e').message, circ, nul, { toString() { return 'ts'; } }, new (class T { toString() { return 'cls'; } })(), Object.create({ toString() { return 'inh'; } }), { [Symbol.toPrimitive]() { return 'prim'; } }, new Proxy({}, {}), true, new String('x'), new Map([[1, 2]]), Object.create(null), new (class E2 extends Error { toString() { return 'E2!'; } })('q'), { toJSON() { return 'js'; } }, /re/, [undefined, , 1]]) {
    let t; try { t = format(f, v); } catch (e) { t = `THROWS ${e.name}`; } console.log(f, strip(t));
    try { t = format(f, v, 'extra', { x: 1 }, 5); } catch (e) { t = `THROWS ${e.name}`; } console.log(f, strip(t));
  }
  console.log(format(f));
}
console.log(format(), format(1, 2, '3'), format('a', 'b', 3), format({ a: 1 }, 'x'), format('%s'), format('%s%s%s', 'a'), format(undefined), format(null), format('%', 1), format('100%', 5), format('%%s%s', 'foo'), format('%%', 1), format('%s', 'a', 'b', 'c'), format(Symbol('x'), '%s'), format('%s', 12345678), formatWithOptions({ numericSeparator: true }, '%s %d %i %f', 1234567, 1234567, 1234567, 1234567.12345), formatWithOptions({ colors: true }, '%s %O %o', 'a', { a: 1 }, [1], { b: 2 }, 5));
console.log(inspect({ a: { b: { c: { d: 1 } } } }, false, 1, true), inspect('x', true), inspect.name, Object.keys(inspect), inspect.length);
for (const t of ['abc', '\u001b[31mred\u001b[39m', '\u001b]8;;http://x\u0007link\u001b]8;;\u0007', 'a\u001b[2Kb', '\u009b1mx']) console.log(JSON.stringify(util.stripVTControlCharacters(t)));
console.log(inspect(new Foo(), { stylize: (s, t) => `<${t}:${s}>` }), inspect(circ, { compact: true, breakLength: 20 }), inspect.defaultOptions);
for (const r of [/a(b)[c]\d+/g, /^(?<n>x|y)*?(?=z)(?!w)(?<=q)(?<!r)(?:s){1,2}\k<n>$/iu, /[a-z\]^-]+\p{L}\u{61}\x41\cA.\b\B/u, /(((a)b)c)d/, /\//, /a{2,}b{3}?|c/, /[^\s&&[x]]/v, /(?i:a)/]) console.log(JSON.stringify(inspect(r, { colors: true })));
