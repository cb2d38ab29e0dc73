// Messages of errors that operations of the language throw. Each line is a program for indirect eval.
const programs = String.raw`
undefined.x
null.x
undefined['x']
null[0]
undefined[Symbol.iterator]
null[{}]
null[null]
undefined.x = 1
null['x'] = 1
null[0] = 1
null[Symbol('a')] = 1
undefined.x()
null.x()
null['x']()
null[1]()
var u; u.x
var u; u.x.y
var u = {}; u.x.y
var u = {}; u.x.y.z
var u = {}; u.x['y']
var u = {}; u['x'].y
var u = {}; u.x()
var u = {}; u.x.y()
var u = {}; u['x']()
var u = {}; u[0]()
var u = {}, k = 'q'; u[k]()
var u = {}; u[Symbol.iterator]()
var u = {}; u['a b']()
var u = {}; u.x().y
var u = []; u.x(1, 2)
var u = []; u[0]()
var u; u()
var u = 1; u()
var u = null; u()
var u = 'a'; u()
var u = {}; u()
var u = []; u()
var u = Symbol(); u()
var u = true; u()
(1)()
(0, 1)()
''()
'a'()
null()
undefined()
true()
({})()
[]()
[1, 2]()
/a/()
(function () {})()()
(() => 1)()()
(class A {})()
class A {}; A()
class A { static m() { return A() } } A.m()
(class {})()
new (() => 1)
new (async function f() {})
new (function* g() {})
new ({ m() {} }).m
new 1
new 'a'
new undefined
new null
new {}
new []
new (void 0)()
var u = {}; new u
var u = {}; new u.x
var u = {}; new u.x()
var u = {}; new u['x']
var u = {}; new u.x.y
var u = 1; new u(1)
new Math.max
new Math
new JSON
new Symbol
new BigInt(1)
new parseInt
new Reflect
new (function () {}.bind)
x_undefined
x_undefined()
x_undefined.y
x_undefined = x_undefined
x_undefined++
x_undefined += 1
typeof x_undefined.y
new x_undefined
delete x_undefined.y
'use strict'; x_undefined = 1
'use strict'; x_undefined2 += 1
x_tdz; let x_tdz
{ x_tdz2 = 1; let x_tdz2 }
{ f_tdz(); let f_tdz = 1 }
{ typeof t_tdz; let t_tdz }
{ class C_tdz extends C_tdz {} }
{ (function (a = b, b) {})() }
{ (function (a = a) {})() }
{ let { a = b, b } = {} }
{ for (let z of [z]); }
{ for (let z in z); }
{ for (const z of [z]); }
{ switch (1) { case 1: q; let q } }
{ const c = c }
const c_const = 1; c_const = 2
{ const c = 1; c++ }
{ const c = 1; c += 1 }
{ const c = 1; ({ c } = {}) }
{ const c = 1; [c] = [1] }
for (const i = 0; i < 2; i++);
for (const i of [1]) i = 2
'use strict'; (function f() { f = 1 })()
class K1 { m() { K1 = 1 } } new K1().m()
var { a } = null
var { a } = undefined
var { a: { b } } = {}
var { a: { b } } = { a: null }
var { [Symbol.iterator]: b } = null
var { ['x' + 1]: b } = undefined
var { 0: b } = null
var { 'a b': b } = null
var {} = null
var {} = undefined
var { ...a } = null
var { a, b } = null
var u; var { a } = u
var u = {}; var { a } = u.x
var u = {}; var { a } = u.x.y
var { a } = (() => null)()
({ a } = null)
({ a: u.b } = null)
({} = null)
({ ...u } = undefined)
(({ a }) => 1)()
(({ a }) => 1)(null)
(function ({ a }) {})()
(function ({ a: { b } }) {})({})
(function ({ a } = null) {})()
(({}) => 1)()
(([a]) => 1)()
(([a]) => 1)(null)
(([a]) => 1)({})
(function ([a]) {})(1)
var [a] = null
var [a] = undefined
var [a] = 1
var [a] = {}
var [] = null
var [] = 1
var [a] = true
var [a] = Symbol()
var [[a]] = [1]
var [[a]] = [null]
var [[a]] = []
var u; var [a] = u
var u = {}; var [a] = u
[a] = null
[a] = {}
[[a]] = [1]
for (var x of 1);
for (var x of {});
for (var x of null);
for (var x of undefined);
var u = {}; for (var x of u);
var u = {}; for (var x of u.x);
for (var x of (() => 1)());
[...1]
[...null]
[...undefined]
[...{}]
[1, ...2]
var u = {}; [...u]
var u = {}; [...u.x]
Math.max(...1)
Math.max(...null)
Math.max(...undefined)
Math.max(...{})
Math.max(1, ...2)
var u = {}; Math.max(...u)
var u = {}; u.f(...[])
var u = {}; u(...[])
new Map(...1)
new Date(...undefined)
f_undef(...[])
({ [Symbol.iterator]: 1 })[Symbol.iterator]()
[...{ [Symbol.iterator]: 1 }]
[...{ [Symbol.iterator]() {} }]
[...{ [Symbol.iterator]() { return 1 } }]
[...{ [Symbol.iterator]() { return { next() {} } } }]
[...{ [Symbol.iterator]() { return { next() { return 1 } } } }]
for (var x of { [Symbol.iterator]() { return { next() { return 'a' } } } });
for (var x of { [Symbol.iterator]() { return { next() { return { done: false } }, return() { return 1 } } } }) break
for (var x of { [Symbol.iterator]() { return { next() { return { done: false } }, return: 1 } } }) break
(function* () { yield* 1 })().next()
(function* () { yield* {} })().next()
(function* () { yield* undefined })().next()
(function* () { yield* { [Symbol.iterator]() { return { next() { return 1 } } } } })().next()
var g = (function* () { yield* { [Symbol.iterator]() { return { next() { return { done: false } } } } } })(); g.next(); g.throw(1)
var g = (function* () { g.next() })(); g.next()
(function* () {})().next.call({})
(function* () {})().next.call(1)
(function* () {})().return.call()
new Map([1])
new Map([[1, 2], 'ab', null])
new Map(1)
new Set(1)
new Set({})
new WeakMap([[1, 2]])
new WeakSet([1])
new Map([[]]).get()
Object.fromEntries(1)
Object.fromEntries([1])
Object.fromEntries()
Array.from(1, 2)
Array.from(null)
Array.from(undefined)
Array.from({ length: -1 })
Array.from({ length: 2 ** 53 })
Promise.resolve.call(1)
1 in 1
'a' in 'b'
1 in null
Symbol() in 'x'
({}) in undefined
#x in 1
1 instanceof 1
1 instanceof {}
1 instanceof null
1 instanceof (() => 1)
({}) instanceof (() => 1)
({}) instanceof Object.assign(function () {}, { prototype: 1 })
({}) instanceof undefined
var u = {}; 1 instanceof u.x
({}) instanceof { [Symbol.hasInstance]: 1 }
1n + 1
1n * 1.5
1n - '1'
1 + 1n
1n / 0n
1n % 0n
2n ** -1n
1n >>> 0n
1n << 2n ** 64n
1n & 1
1n | 1
~1n; +1n
-Symbol()
+Symbol()
Symbol() + 1
Symbol() + ''
'' + Symbol('a')
${'`${Symbol("a")}`'}
Symbol() * 2
Symbol() | 0
Symbol() < 1
Symbol()++
+{ valueOf() { return {} }, toString() { return {} } }
'' + { toString: 1, valueOf: 1 }
'' + Object.create(null)
${'`${Object.create(null)}`'}
+Object.create(null)
[] + { [Symbol.toPrimitive]: 1 }
[] + { [Symbol.toPrimitive]() { return {} } }
Object.create(null) == 1
Object.create(null) < 1
({})[Object.create(null)]
({})[{ toString: null, valueOf: null }]
[Object.create(null)] + ''
'use strict'; Object.freeze({ a: 1 }).a = 2
'use strict'; Object.freeze([1])[0] = 2
'use strict'; Object.freeze([1]).length = 0
'use strict'; Object.freeze([1]).push(1)
'use strict'; Object.preventExtensions({}).a = 1
'use strict'; Object.preventExtensions([])[0] = 1
'use strict'; ({ get a() { return 1 } }).a = 2
'use strict'; ({ get [Symbol.iterator]() { return 1 } })[Symbol.iterator] = 2
'use strict'; (function () {}).name = 1
'use strict'; (function () {}).length = 1
'use strict'; 'a'.length = 1
'use strict'; 'a'[0] = 1
'use strict'; 'a'.x = 1
'use strict'; (1).x = 1
'use strict'; true.x = 1
'use strict'; Symbol().x = 1
'use strict'; 1n.x = 1
'use strict'; undefined = 1
'use strict'; NaN = 1
'use strict'; Infinity = 1
'use strict'; Math.PI = 1
'use strict'; delete Object.freeze({ a: 1 }).a
'use strict'; delete [].length
'use strict'; delete Object.freeze([1])[0]
'use strict'; delete Object.prototype
'use strict'; delete 'abc'.length
'use strict'; delete 'abc'[0]
'use strict'; delete Math.PI
delete null.x
delete undefined[0]
delete null['x']
class A1 extends 1 {}
class A1 extends undefined {}
class A1 extends {} {}
class A1 extends (() => 1) {}
class A1 extends Math.max {}
class A1 extends Object.assign(function () {}.bind(), { prototype: 1 }) {}
class A1 extends (function* () {}) {}
class A1 extends (async () => {}) {}
class A1 extends Object { constructor() {} } new A1
class A1 extends Object { constructor() { this.x } } new A1
class A1 extends Object { constructor() { super(); super() } } new A1
class A1 extends Object { constructor() { return 1 } } new A1
class A1 extends Object { constructor() { (() => this)() } } new A1
class A1 extends null {} new A1
class A1 extends null { constructor() { super() } } new A1
class A1 { constructor() { super.x() } } new A1
class A1 { m() { super.x.y } } new A1().m()
class A1 { m() { super.q() } } new A1().m()
class A1 { static ['prototype']() {} }
class A1 { static get ['prototype']() {} }
class A1 extends function () {} { m() { delete super.x } } new A1().m()
class P1 { #p; static g(o) { return o.#p } } P1.g({})
class P1 { #p; static g(o) { return o.#p } } P1.g(1)
class P1 { #p; static g(o) { return o.#p } } P1.g(null)
class P1 { #p; static g(o) { return o.#p } } P1.g()
class P1 { #p; static s(o) { o.#p = 1 } } P1.s({})
class P1 { #p; static s(o) { o.#p = 1 } } P1.s(null)
class P1 { #p; static s(o) { o.#p++ } } P1.s({})
class P1 { #m() {} static c(o) { o.#m() } } P1.c({})
class P1 { #m() {} static c(o) { o.#m = 1 } } P1.c(new P1)
class P1 { #m() {} static c(o) { o.#m = 1 } } P1.c({})
class P1 { get #a() {} static c(o) { o.#a = 1 } } P1.c(new P1)
class P1 { get #a() {} static c(o) { o.#a } } P1.c({})
class P1 { set #a(v) {} static c(o) { o.#a } } P1.c(new P1)
class P1 { set #a(v) {} static c(o) { o.#a = 1 } } P1.c({})
class P1 { static #p = 1; static g(o) { return o.#p } } P1.g({})
class P1 { static #m() {} static g(o) { return o.#m() } } P1.g({})
class P1 { static get #m() {} static g(o) { return o.#m } } P1.g(class {})
class P1 { static #m() {} static g(o) { o.#m = 1 } } P1.g(P1)
class P1 { #p; static g(o) { return #p in o } } P1.g(1)
class P1 { #p; m() { this.#p.x } } new P1().m()
class B1 { constructor(o) { return o } } class C1 extends B1 { #x } var o = {}; new C1(o); new C1(o)
class B1 { constructor(o) { return o } } class C1 extends B1 { #x() {} } var o = {}; new C1(o); new C1(o)
class B1 { constructor(o) { return o } } class C1 extends B1 { x = 1 } new C1(Object.freeze({}))
class C1 { x = y_undef } new C1
class C1 { static x = this.y.z }
class C1 { [null.x] = 1 }
class C1 { static { null.x } }
({ __proto__: null }).toString()
({ get x() { throw new TypeError('mine') } }).x
Object.setPrototypeOf(Object.preventExtensions({}), {})
var o = {}; o.__proto__ = Object.create(o)
'use strict'; Object.prototype.__proto__ = {}
Object.prototype.__proto__ = {}
with (null) {}
with (undefined) {}
with ({ x: 1 }) { x() }
with ({ x: {} }) { x.y() }
eval('x_undefined_in_eval')
eval('null.x')
eval('let')
(function f() { f() })()
(function () { 'use strict'; return this.x })()
(function () { 'use strict'; arguments.callee })()
throw 1
throw undefined
throw { name: 'N', message: 'm' }
throw null
super_undefined
JSON.x()
Math.x.y()
(a => a.b.c)({})
(a => a.b.c())({})
(a => a.b())({})
(a => a())({})
(a => new a)({})
(a => a[0][1])([])
(a => a?.b.c)({})
(a => a?.b())({})
(a => a.b?.().c.d)({ b() {} })
[1, 2].x.y
[1].map(null)
'abc'.x()
'abc'.x.y
'abc'.length()
(1).x()
(1).x.y
1n.x.y
Symbol.x.y
true.x.y
function nm() {} nm.x.y
function nm() {} nm.x()
function nm() {} nm()()
async function nm2() {} nm2()()
var u = { f: { g: {} } }; u.f.g.h()
var u = { f: { g: {} } }; u.f['g'].h()
var u = { f: { g: {} } }; u['f'].g()
var u = [[1]]; u[0][0]()
var u = [[1]]; u[1][0]()
(function () { this.x() }).call({})
(function () { this.x.y() }).call({})
(function () { this() }).call({})
(function () { new this }).call({})
(function () { arguments[0]() })()
(function () { arguments[0].x })()
(() => { null.x })()
var u = null; u?.x.y; u.x
null?.x; null?.[0]; null?.(); null.x
tag${'`a`'}
undefined${'`a`'}
({}).x${'`a`'}
(1)${'`a`'}
({}).x.y${'`a`'}
delete x_undefined3; x_undefined3
(x_undefined4)
!x_undefined5
if (x_undefined6);
while (x_undefined7);
[x_undefined8]
({ a: x_undefined9 })
({ x_undefined10 })
f_hoist; var f_hoist; f_hoist()
import('')
BigInt(1.5)
BigInt('1.5')
BigInt('a')
BigInt(undefined)
BigInt(null)
BigInt(Symbol())
BigInt({})
BigInt(NaN)
BigInt(1e400)
BigInt.asIntN(-1, 1n)
BigInt.asIntN(2 ** 53, 1n)
BigInt.asIntN(1, 1)
BigInt.asUintN(1)
BigInt.prototype.toString.call(1)
1n.toString(1)
1n.toString(37)
BigInt.prototype.valueOf.call('a')
Number(1n) + 1n
Math.max(1n)
isNaN(1n)
parseInt(Symbol())
new Date(1n)
[1n, 1].sort(); [1n].map(Math.abs)
2n ** 10000000000n
1n << 10000000000n
JSON.stringify(1n)
JSON.stringify({ a: [1n] })
`.trim().split('\n');
for (const p of programs) {
  let r;
  try {
    r = 'fine ' + typeof (0, eval)(p);
  } catch (e) {
    r = typeof e === 'object' && e ? e.name + ': ' + e.message : 'thrown ' + e;
  }
  print(p + '\n    ' + r);
}
