// Objects: shapes, order of keys, accessors, attributes, freezing, prototypes, delete, dictionary mode, symbols.
var o = { b: 1, 2: 'two', a: 2, 1: 'one', [Symbol.toStringTag]: 'T', ['c' + 1]: 3, __proto__: { inherited: true } };
print(Object.keys(o), Object.getOwnPropertySymbols(o).length, String(o), o.inherited, 'inherited' in o, Object.hasOwn(o, 'inherited'));
delete o.b; o.b = 9; print(Object.keys(o)); var seen = []; for (var k in o) seen.push(k); print(seen);
var big = {}; for (var i = 0; i < 2000; i++) big['k' + i] = i; for (i = 0; i < 2000; i += 2) delete big['k' + i];
print(Object.keys(big).length, big.k1, big.k2, big.k1999); big.k2 = 'back'; print(Object.keys(big).at(-1));
var acc = { _v: 1, get v() { return this._v; }, set v(x) { this._v = x * 2; } }; acc.v = 5; print(acc.v, Object.keys(acc));
Object.defineProperty(acc, 'hidden', { value: 1, enumerable: false, configurable: false, writable: false });
acc.hidden = 2; print(acc.hidden, Object.keys(acc), Object.getOwnPropertyDescriptor(acc, 'hidden').writable);
(function () { 'use strict'; try { acc.hidden = 2; } catch (e) { print(e.message); } try { delete acc.hidden; } catch (e) { print(e.message); } try { Object.freeze([1]).push(2); } catch (e) { print(e.message); } })();
var fr = Object.freeze({ a: { b: 1 } }); fr.a.b = 2; fr.x = 1; print(fr.a.b, fr.x, Object.isFrozen(fr), Object.isSealed(Object.seal({ q: 1 })), Object.isExtensible(Object.preventExtensions({})));
function P() {} P.prototype.m = function () { return 'P.m'; }; var p = new P(); print(p.m()); P.prototype.m = () => 'new'; print(p.m()); P.prototype = { m: () => 'other' }; print(p.m(), new P().m());
var chain = Object.create(Object.create({ deep: 1 }, { mid: { value: 2, enumerable: true } })); chain.own = 3; seen = []; for (k in chain) seen.push(k); print(seen, chain.deep + chain.mid);
function read(x) { return x.v; } for (i = 0; i < 20; i++) read({ v: i }); print(read({ a: 1, v: 'poly' }), read({ get v() { return 'getter'; } }), read(Object.create({ v: 'proto' })), read('str'), read([]), read(5));
for (i = 0; i < 20; i++) { var m = {}; m['p' + i] = 0; m.v = i; read(m); } print(read({ v: 'mega' }));
var proto = { v: 'before' }; var child = Object.create(proto); for (i = 0; i < 10; i++) read(child); proto.v = 'after'; print(read(child)); child.v = 'own'; print(read(child)); delete child.v; print(read(child)); Object.setPrototypeOf(child, { v: 'swapped' }); print(read(child));
print(Object.entries({ x: 1, y: 2 }).join('|'), Object.fromEntries([['a', 1], ['b', 2]]).b, Object.assign({}, { a: 1 }, null, 'xy').a, Object.groupBy([1, 2, 3], (x) => x % 2 ? 'odd' : 'even').odd);
var { a, ...rest } = { a: 1, b: 2, c: 3 }; print(a, Object.keys(rest)); print({ ...'hi', ...[9], z: 1 }[0]);
var s1 = Symbol('desc'), s2 = Symbol.for('reg'); var so = { [s1]: 1, [s2]: 2 }; print(so[s1], so[Symbol.for('reg')], s1.toString(), s1.description, Symbol.keyFor(s2), typeof s1);
try { '' + s1; } catch (e) { print(e.message); } try { ({}).x.y; } catch (e) { print(e.message); } try { undefined.foo = 1; } catch (e) { print(e.message); }
var tp = { [Symbol.toPrimitive](h) { return h === 'number' ? 42 : h; } }; print(+tp, `${tp}`, tp + '', tp * 2, tp == 'default');
print(Object.getOwnPropertyNames('ab'), JSONish(Object.getOwnPropertyDescriptors({ get a() { return 1; }, b: 2 })));
function JSONish(d) { return Object.keys(d).map((k) => k + ':' + Object.keys(d[k])).join(';'); }
print(o?.zip?.zap, o?.['a'], o.nope?.(), o.a ?? 'no', o.zip ?? 'dflt'); var q = null; q ??= 7; q ||= 8; q &&= 9; print(q);
print(Object.is(NaN, NaN), Object.is(0, -0), ({}).constructor === Object, typeof null, void 0);
