// Scopes: closures over loop variables, TDZ, shadowing, hoisting, with, eval, labels.
var fs = []; for (let i = 0; i < 3; i++) fs.push(() => i++); print(fs.map((f) => f() + f()).join());
var gs = []; for (var i = 0; i < 3; i++) gs.push(() => i); print(gs.map((f) => f()).join());
var hs = []; for (const k of ['a', 'b']) hs.push(() => k); for (const k in { x: 1, y: 2 }) hs.push(() => k); print(hs.map((f) => f()).join());
function counter() { let n = 0; return { inc: () => ++n, get value() { return n; } }; }
var c1 = counter(), c2 = counter(); c1.inc(); c1.inc(); c2.inc(); print(c1.value, c2.value);
try { tdz; let tdz = 1; } catch (e) { print(e.name, e.message); }
try { (() => { k = 1; const k = 2; })(); } catch (e) { print(e.message); }
try { const k = 1; k = 2; } catch (e) { print(e.message); }
try { undeclared; } catch (e) { print(e.message); }
print(typeof undeclared, typeof hoisted, hoisted());
function hoisted() { return 'hoisted'; }
{ function blockFn() { return 1; } } print(typeof blockFn);
(function () { var x = 1; { let x = 2; { let x = 3; print(x); } print(x); } print(x); })();
var obj = { w: 'with' }; with (obj) { w = w + '!'; var fromWith = w; } print(obj.w, fromWith);
(function () { var local = 1; eval('var dyn = local + 1; local = 10'); print(local, dyn); })();
(function () { 'use strict'; eval('var inner = 1'); print(typeof inner); })();
print((0, eval)('typeof obj'), new Function('a', 'b', 'return a * b')(6, 7));
outer: for (var a = 0; a < 3; a++) { for (var b = 0; b < 3; b++) { if (b == 1) continue outer; if (a == 2) break outer; print(a, b); } }
function sw(x) { switch (x) { case 1: return 'one'; default: let y = 'd'; case 2: return 'two' + (typeof y); case 'z': { return 'zed'; } } }
try { print(sw(1), sw('z')); print(sw(2)); } catch (e) { print(e.message); } print(sw(9));
function fin() { for (var i = 0; i < 3; i++) { try { if (i == 1) continue; if (i == 2) return 'r' + i; } finally { print('finally', i); } } }
print(fin());
print((function () { try { return 'try'; } finally { return 'finally'; } })(), (function () { l: try { return 1; } finally { break l; } return 2; })());
var x1 = 1; { var x1 = 2; } print(x1, globalThis.x1, this === globalThis);
let lex = 5; print(globalThis.lex, lex);
var makeAdders = [1, 2, 3].map((n) => (m) => (k) => n + m + k); print(makeAdders.map((f) => f(10)(100)).join());
