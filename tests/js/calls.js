// Calls: missing and extra arguments, arguments object, spread, defaults, rest, this, bind, apply, recursion, stack overflow.
function f(a, b) { return [a, b, arguments.length].join(); }
print(f(), f(1), f(1, 2), f(1, 2, 3), f(...[4, 5, 6]), f.apply(null, [7]), f.call(null, 8, 9), f.bind(null, 'x')(1));
function mapped(a) { arguments[0] = 9; a++; return a + ':' + arguments[0]; }
function strict(a) { 'use strict'; arguments[0] = 9; return a + ':' + arguments[0]; }
print(mapped(1), strict(1));
function d(a, b = a * 2, { c = 3, ...o } = {}, ...r) { return JSON_(a, b, c, Object.keys(o), r); }
function JSON_(...xs) { return xs.map((x) => Array.isArray(x) ? '[' + x + ']' : String(x)).join(' '); }
print(d(1), d(1, undefined, { c: 5, x: 1, y: 2 }, 7, 8), d.length);
var o = { n: 5, m() { return this.n; }, get g() { return this.n + 1; }, arrow() { return (() => this.n)(); } };
print(o.m(), o.g, o.arrow(), (0, o.m).call({ n: 6 }), (function () { return typeof this; }).call(5), (function () { 'use strict'; return typeof this; }).call(5));
function depth(n) { return n === 0 ? 0 : 1 + depth(n - 1); }
print(depth(2000));
function forever() { return forever() + 1; }
try { forever(); } catch (e) { print(e instanceof RangeError, e.message); }
try { (void 0)(); } catch (e) { print(e.message); }
try { o.missing(); } catch (e) { print(e.message); }
try { null.x; } catch (e) { print(e.message); }
try { new (() => 1)(); } catch (e) { print(e.message); }
function Point(x, y) { if (!new.target) return new Point(x, y); this.x = x; this.y = y; }
print(Point(1, 2).y, new Point(3, 4).x, new Point instanceof Point);
var fact = function me(n) { return n < 2 ? 1 : n * me(n - 1); };
print(fact(20), fact.name, (() => {}).name, o.m.name, Object.getOwnPropertyDescriptor(o, 'g').get.name);
print([1, 2, 3].map(function (x) { return x * this.k; }, { k: 10 }).join());
var counter = 0; var proxyArgs = (...args) => { counter += args.length; return args; };
print(proxyArgs(...'abc', ...new Set([1, 2])).length, counter);
print((function () { return arguments.callee.name; function inner() {} }).name === '', Function.prototype.toString.call(f).length > 10);
print(((a, b) => a + b).toString(), Reflect.apply(f, null, [1]), Reflect.construct(Point, [1, 2]).x);
