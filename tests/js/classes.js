// Classes: fields, private names, static blocks, accessors, super, new.target, Symbol.species, extending builtins.
class A { x = 1; #p = 2; static s = 's'; static #sp = 0; static { A.s += '!'; } get p() { return this.#p; } set p(v) { this.#p = v; } #m() { return 'm' + this.#p; } m() { return this.#m(); } static count() { return ++A.#sp; } static has(o) { return #p in o; } ['c' + 1]() { return 'computed'; } }
var a = new A(); a.p = 5; print(a.x, a.p, a.m(), A.s, A.count() + A.count(), A.has(a), A.has({}), a.c1(), Object.keys(a));
class B extends A { y = this.x + 1; constructor() { super(); this.z = new.target.name; } m() { return 'B' + super.m(); } get p() { return super.p * 10; } static s2 = super.count(); }
var b = new B(); print(b.y, b.z, b.m(), b.p, B.s2, B.__proto__ === A, b instanceof A, Object.getPrototypeOf(B.prototype) === A.prototype);
try { A(); } catch (e) { print(e.message); } try { A.prototype.m.call({}); } catch (e) { print(e.message); } try { class C extends A { constructor() { this.x; } } new C(); } catch (e) { print(e.message); } try { class D extends null {} new D(); } catch (e) { print(e.name); } try { class E extends 5 {} } catch (e) { print(e.message); }
class Stack extends Array { top() { return this[this.length - 1]; } static get [Symbol.species]() { return Array; } }
var s = new Stack(); s.push(1, 2, 3); print(s.top(), s.length, s instanceof Stack, s.map((x) => x) instanceof Stack, Array.isArray(s), Stack.from([1, 2]).top());
class MyError extends Error { constructor(m, code) { super(m, { cause: 'c' }); this.name = 'MyError'; this.code = code; } }
try { throw new MyError('boom', 7); } catch (e) { print(String(e), e.code, e.cause, e instanceof MyError, e instanceof Error, e.stack.split('\n')[0]); }
var log = []; class Order { [(log.push('key1'), 'a')] = log.push('init a'); static [(log.push('key2'), 'b')] = log.push('init b'); constructor() { log.push('ctor'); } } new Order(); print(log);
var Mixin = (S) => class extends S { mix() { return 'mixed ' + super.toString(); } }; class Base { toString() { return 'base'; } } print(new (Mixin(Base))().mix());
class Temp { static #cache = new Map(); static of(k) { return Temp.#cache.get(k) ?? (Temp.#cache.set(k, new Temp()), Temp.#cache.get(k)); } } print(Temp.of(1) === Temp.of(1), Temp.of(1) === Temp.of(2));
print(typeof A, A.name, (class {}).name, (class Foo {}).name, A.length, A.prototype.hasOwnProperty('m'), Object.getOwnPropertyNames(A.prototype));
function Old() { this.a = 1; } class New extends Old { b = 2; } print(Object.keys(new New()).join());
class Getter { static get [Symbol.hasInstance]() { return () => true; } } print(5 instanceof Getter);
var o = { __proto__: { hi() { return 'proto hi'; } }, hi() { return super.hi() + '!'; } }; print(o.hi());
class Acc { static accessorLike = 1; 'quoted name' = 2; 42 = 3; async am() { return 1; } *gm() { yield 1; yield 2; } static async *ag() {} } print(new Acc()['quoted name'], new Acc()[42], [...new Acc().gm()]);
class Chain { #next; constructor(n) { this.#next = n; } get next() { return this.#next; } static len(c) { let n = 0; while (c) { c = c.#next; n++; } return n; } } print(Chain.len(new Chain(new Chain(new Chain(null)))), new Chain(null)?.next);
for (var i = 0, t = 0; i < 3000; i++) { class Loop { v = i; get d() { return this.v * 2; } } t += new Loop().d; } print(t);
