// Stack traces: names of frames, positions, eval origins, async frames, CallSite objects.
function show(name, stack) {
  print(name);
  print(String(stack).split('\n').filter((l) => !/node:|node\.cjs|^    at show|^    at test/.test(l)).join('\n'));
}
function test(name, f) {
  try {
    const v = f();
    if (v && v.stack) show(name, v.stack);
    else print(name + ' gives ' + String(v));
  } catch (e) {
    show(name, e && e.stack ? e.stack : 'thrown ' + String(e));
  }
}
const mk = (m) => new Error(m);
test('plain', () => new Error('m'));
test('function', function named() { return new Error('m'); });
test('no message', () => new Error());
test('called without new', () => Error('m'));
test('TypeError', () => { null.x; });
test('nested', () => { function a() { return b(); } function b() { return mk('x'); } return a(); });
test('method', () => { const o = { m() { return mk('x'); } }; return o.m(); });
test('method as', () => { const o = { m() { return mk('x'); } }; o.k = o.m; return o.k(); });
test('function as method', () => { function f() { return mk('x'); } const o = { m: f }; return o.m(); });
test('anonymous method', () => { const o = {}; o['a b'] = function () { return mk('x'); }; return o['a b'](); });
test('computed', () => { const k = 'dyn'; return { [k]() { return mk('x'); } }.dyn(); });
test('symbol', () => { const s = Symbol('s'); return { [s]() { return mk('x'); } }[s](); });
test('getter', () => ({ get g() { return mk('x'); } }).g);
test('setter', () => { let e; const o = { set s(v) { e = mk('x'); } }; o.s = 1; return e; });
test('class', () => { class A { m() { return mk('x'); } } return new A().m(); });
test('class static', () => { class A { static m() { return mk('x'); } } return A.m(); });
test('class getter', () => { class A { get g() { return mk('x'); } static get s() { return mk('y'); } } return new A().g; });
test('static getter', () => { class A { static get s() { return mk('y'); } } return A.s; });
test('constructor', () => { class A { constructor() { this.e = mk('x'); } } return new A().e; });
test('derived', () => { class A { constructor() { this.e = mk('x'); } } class B extends A { constructor() { super(); } } return new B().e; });
test('derived default', () => { class A { constructor() { this.e = mk('x'); } } class B extends A {} return new B().e; });
test('function constructor', () => { function F() { this.e = mk('x'); } return new F().e; });
test('anonymous constructor', () => { const F = (() => function () { this.e = mk('x'); })(); return new F().e; });
test('inherited method', () => { class A { m() { return mk('x'); } } class B extends A {} return new B().m(); });
test('super', () => { class A { m() { return mk('x'); } } class B extends A { m() { return super.m(); } } return new B().m(); });
test('field', () => { class A { f = mk('x'); } return new A().f; });
test('field arrow', () => { class A { f = () => mk('x'); } return new A().f(); });
test('receiver string', () => { String.prototype.zz = function () { return mk('x'); }; try { return 'a'.zz(); } finally { delete String.prototype.zz; } });
test('receiver strict string', () => { 'use strict'; String.prototype.zz = function () { 'use strict'; return mk('x'); }; try { return 'a'.zz(); } finally { delete String.prototype.zz; } });
test('receiver undefined', () => { 'use strict'; const o = { m() { 'use strict'; return mk('x'); } }; const f = o.m; return f(); });
test('receiver null proto', () => { const o = Object.create(null); o.m = function () { return mk('x'); }; return o.m(); });
test('receiver array', () => { const a = []; a.m = function () { return mk('x'); }; return a.m(); });
test('receiver function', () => { function g() {} g.m = function () { return mk('x'); }; return g.m(); });
test('receiver tagged', () => { const o = { [Symbol.toStringTag]: 'Tag', m() { return mk('x'); } }; return o.m(); });
test('receiver map', () => { const o = new Map(); o.m = function () { return mk('x'); }; return o.m(); });
test('receiver proxy', () => { const o = new Proxy({ m() { return mk('x'); } }, {}); return o.m(); });
test('call', () => { function f() { return mk('x'); } return f.call({}); });
test('apply', () => { function f() { return mk('x'); } return f.apply([], []); });
test('bind', () => { function f() { return mk('x'); } return f.bind(1)(); });
test('Reflect.apply', () => { function f() { return mk('x'); } return Reflect.apply(f, null, []); });
test('Reflect.construct', () => { function F() { this.e = mk('x'); } return Reflect.construct(F, []).e; });
test('map', () => [1].map(() => mk('x'))[0]);
test('named map', () => [1].map(function cb() { return mk('x'); })[0]);
test('forEach', () => { let e; [1].forEach((x) => { e = mk('x'); }); return e; });
test('sort', () => { let e; [1, 2].sort(function cmp() { e = mk('x'); return 0; }); return e; });
test('replace', () => { let e; 'a'.replace(/a/, () => { e = mk('x'); }); return e; });
test('replace string', () => { let e; 'a'.replace('a', () => { e = mk('x'); }); return e; });
test('JSON.parse', () => { let e; JSON.parse('1', function rev() { e = mk('x'); }); return e; });
test('JSON.stringify', () => { let e; JSON.stringify({ toJSON() { e = mk('x'); } }); return e; });
test('Array.from', () => Array.from([1], function f() { return mk('x'); })[0]);
test('Map.forEach', () => { let e; new Map([[1, 2]]).forEach(function f() { e = mk('x'); }); return e; });
test('reduce', () => [1, 2].reduce(function r() { return mk('x'); }));
test('typed array', () => { let e; new Uint8Array(1).map(() => { e = mk('x'); }); return e; });
test('toString', () => { let e; String({ toString() { e = mk('x'); return ''; } }); return e; });
test('valueOf', () => { let e; +{ valueOf() { e = mk('x'); return 1; } }; return e; });
test('proxy trap', () => new Proxy({}, { get() { return mk('x'); } }).q);
test('instanceof', () => { let e; 1 instanceof { [Symbol.hasInstance]() { e = mk('x'); } }; return e; });
test('tagged template', () => { function tag() { return mk('x'); } return tag`a`; });
test('default argument', () => { function f(a = mk('x')) { return a; } return f(); });
test('eval', () => eval('mk("x")'));
test('eval function', () => eval('(function ev() { return mk("x") })()'));
test('eval in function', () => { function outer() { return eval('new Error("x")'); } return outer(); });
test('eval in method', () => ({ m() { return eval('new Error("x")'); } }).m());
test('eval sourceURL', () => eval('new Error("x")\n//# sourceURL=my.js'));
test('Function', () => new Function('return new Error("x")')());
test('Function name', () => { const f = new Function('a', 'b', '\nreturn new Error("x")'); return f(); });
test('builtin throws', () => [].reduce(() => 1));
test('builtin throws 2', () => null.f());
test('builtin throws 3', () => JSON.parse('x'));
test('builtin throws 4', () => new Array(-1));
test('builtin throws 5', () => Object.defineProperty(1, 'a', {}));
test('builtin throws 6', () => decodeURIComponent('%'));
test('builtin throws 7', () => Symbol() + 1);
test('builtin throws 8', () => new Proxy(1, {}));
test('builtin throws 9', () => 'a'.repeat(-1));
test('builtin throws 10', () => [1].map(1));
test('not defined', () => not_defined);
test('tdz', () => { x; let x; });
test('subclass', () => { class MyError extends Error {} return new MyError('m'); });
test('subclass name', () => { class MyError extends Error { constructor(m) { super(m); this.name = 'Other'; } } return new MyError('m'); });
test('subclass proto name', () => { class MyError extends TypeError {} MyError.prototype.name = 'Mine'; return new MyError('m'); });
test('aggregate', () => new AggregateError([1], 'agg'));
test('cause', () => new Error('a', { cause: new Error('b') }));
test('own toString', () => { class E2 extends Error { toString() { return 'mine'; } } return new E2('m'); });
test('captureStackTrace', () => { const o = {}; Error.captureStackTrace(o); return o; });
test('captureStackTrace name', () => { const o = { name: 'N', message: 'M' }; Error.captureStackTrace(o); return o; });
test('captureStackTrace class', () => { class K {} const o = new K(); Error.captureStackTrace(o); return o; });
test('captureStackTrace skip', () => { function a() { return b(); } function b() { const o = {}; Error.captureStackTrace(o, b); return o; } return a(); });
test('captureStackTrace skip other', () => { const o = {}; Error.captureStackTrace(o, function never() {}); return { stack: String(o.stack.split('\n').length) }; });
test('limit 0', () => { const l = Error.stackTraceLimit; Error.stackTraceLimit = 0; try { return { stack: new Error('m').stack }; } finally { Error.stackTraceLimit = l; } });
test('limit 1', () => { const l = Error.stackTraceLimit; Error.stackTraceLimit = 1; try { return { stack: new Error('m').stack }; } finally { Error.stackTraceLimit = l; } });
test('limit string', () => { const l = Error.stackTraceLimit; Error.stackTraceLimit = '1'; try { return { stack: String(new Error('m').stack) }; } finally { Error.stackTraceLimit = l; } });
test('limit gone', () => { const l = Error.stackTraceLimit; delete Error.stackTraceLimit; try { return { stack: 's' + new Error('m').stack }; } finally { Error.stackTraceLimit = l; } });
test('descriptor', () => { const d = Object.getOwnPropertyDescriptor(new Error('m'), 'stack'); return { stack: Object.keys(d) + ' ' + d.enumerable + d.configurable + d.writable + typeof d.value + typeof d.get }; });
test('assigned', () => { const e = new Error('m'); e.stack = 'mine'; return e; });
test('message after', () => { const e = new Error('m'); e.message = 'changed'; return e; });
const all = (e) => { const old = Error.prepareStackTrace; Error.prepareStackTrace = (e, s) => s; try { return e.stack; } finally { Error.prepareStackTrace = old; } };
function site(f) {
  const old = Error.prepareStackTrace;
  Error.prepareStackTrace = (e, s) => s;
  let s;
  try { s = f().stack; } finally { Error.prepareStackTrace = old; }
  const c = s[0];
  return ['TypeName', 'FunctionName', 'MethodName', 'FileName', 'LineNumber', 'ColumnNumber', 'EvalOrigin', 'ScriptNameOrSourceURL', 'EnclosingLineNumber', 'EnclosingColumnNumber', 'PromiseIndex', 'Position']
    .map((n) => n + '=' + c['get' + n]?.()).join(' ') + ' ' + ['Toplevel', 'Eval', 'Native', 'Constructor', 'Async', 'PromiseAll'].map((n) => n + '=' + c['is' + n]?.()).join(' ') +
    ' this=' + typeof c.getThis() + ' fn=' + typeof c.getFunction() + ' ' + c.toString() + ' ' + Object.prototype.toString.call(c);
}
test('site method', () => site(() => ({ m() { return new Error('m'); } }).m()));
test('site strict', () => site(function () { 'use strict'; return new Error('m'); }));
test('site as', () => site(() => { function f() { return new Error('m'); } return ({ k: f }).k(); }));
test('site getter', () => site(() => ({ get g() { return new Error('m'); } }).g));
test('site static', () => site(() => { class A { static s() { return new Error('m'); } } return A.s(); }));
test('site inherited', () => site(() => { class A { s() { return new Error('m'); } } class B extends A {} return new B().s(); }));
test('site two names', () => site(() => { function f() { return new Error('m'); } return ({ k: f, l: f }).l(); }));
test('prepare throws', () => { const old = Error.prepareStackTrace; Error.prepareStackTrace = () => { throw new RangeError('in prepare'); }; try { return new Error('m').stack; } catch (e) { return e.message; } finally { Error.prepareStackTrace = old; } });
test('prepare value', () => { const old = Error.prepareStackTrace; Error.prepareStackTrace = (e, s) => e.message + Array.isArray(s); try { return { stack: new Error('m').stack }; } finally { Error.prepareStackTrace = old; } });
test('prepare capture', () => { const old = Error.prepareStackTrace; Error.prepareStackTrace = (e, s) => Object.keys(e) + Array.isArray(s) + s.length > 0; const o = { q: 1 }; try { Error.captureStackTrace(o); return { stack: String(o.stack) }; } finally { Error.prepareStackTrace = old; } });
const log = [];
const done = (name) => (e) => log.push([name, e]);
const later = [
  ['async', async function t() { async function f() { await 1; throw mk('x'); } await f(); }],
  ['async two', async function t() { async function f() { await 1; return mk('x'); } async function g() { return await f(); } throw await g(); }],
  ['async no await', async function t() { async function f() { await 1; return mk('x'); } async function g() { return f(); } throw await g(); }],
  ['async method', async function t() { class A { async m() { await 1; throw mk('x'); } } await new A().m(); }],
  ['async arrow', async function t() { const f = async () => { await 1; throw mk('x'); }; await f(); }],
  ['finally', async function t() { async function f() { await 1; throw mk('x'); } await f().finally(() => 1); }],
  ['before await', async function t() { async function f() { throw mk('x'); } await f(); }],
];
later.reduce((p, [name, f]) => p.then(() => f().catch((e) => show(name, e.stack))), Promise.resolve());
