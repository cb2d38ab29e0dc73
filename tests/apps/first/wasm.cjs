'use strict';
// WebAssembly: modules assembled here by hand.
const { say, attempt } = require('./say.cjs');

const leb = (n) => { const out = []; do { const b = n & 127; n >>>= 7; out.push(n ? b | 128 : b); } while (n); return out; };
const sleb = (n) => { const out = []; for (;;) { const b = Number(BigInt.asUintN(7, BigInt(n))); n = BigInt(n) >> 7n; if ((n === 0n && !(b & 64)) || (n === -1n && b & 64)) { out.push(b); return out; } out.push(b | 128); } };
const vec = (items) => [...leb(items.length), ...items.flat()];
const str = (s) => vec([...Buffer.from(s)].map((b) => [b]));
const section = (id, items) => { const body = vec(items); return [id, ...leb(body.length), ...body]; };
const I = 0x7f, L = 0x7e, F = 0x7d, D = 0x7c;
const type = (params, results) => [0x60, ...vec(params.map((p) => [p])), ...vec(results.map((p) => [p]))];
const func = (code, locals = []) => { const body = [...vec(locals.map((t) => [1, t])), ...code, 0x0b]; return [...leb(body.length), ...body]; };
const module_ = (...sections) => new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);

// every numeric instruction on interesting operands
const values = { [I]: [0, 1, -1, 7, 0x7fffffff, -0x80000000, 33], [L]: [0n, 1n, -1n, 7n, 0x7fffffffffffffffn, -0x8000000000000000n, 65n], [F]: [0, -0, 1.5, -2.5, 3e9, NaN, -Infinity], [D]: [0, -0, 1.5, -2.5, 1e19, NaN, Infinity] };
const ops = [];
const span = (a, b, ins, out) => { for (let i = a; i <= b; i++) ops.push([[i], ins, out]); };
span(0x45, 0x45, [I], I); span(0x46, 0x4f, [I, I], I); span(0x50, 0x50, [L], I); span(0x51, 0x5a, [L, L], I); span(0x5b, 0x60, [F, F], I); span(0x61, 0x66, [D, D], I);
span(0x67, 0x69, [I], I); span(0x6a, 0x78, [I, I], I); span(0x79, 0x7b, [L], L); span(0x7c, 0x8a, [L, L], L); span(0x8b, 0x91, [F], F); span(0x92, 0x98, [F, F], F); span(0x99, 0x9f, [D], D); span(0xa0, 0xa6, [D, D], D);
[[L, I], [F, I], [F, I], [D, I], [D, I], [I, L], [I, L], [F, L], [F, L], [D, L], [D, L], [I, F], [I, F], [L, F], [L, F], [D, F], [I, D], [I, D], [L, D], [L, D], [F, D], [F, I], [D, L], [I, F], [L, D]].forEach(([a, b], i) => ops.push([[0xa7 + i], [a], b]));
span(0xc0, 0xc1, [I], I); span(0xc2, 0xc4, [L], L);
[[F, I], [F, I], [D, I], [D, I], [F, L], [F, L], [D, L], [D, L]].forEach(([a, b], i) => ops.push([[0xfc, i], [a], b]));
const m = new WebAssembly.Module(module_(
  section(1, ops.map(([, ins, out]) => type(ins, [out]))), section(3, ops.map((_, i) => leb(i))), section(7, ops.map((_, i) => [...str('f' + i), 0, ...leb(i)])),
  section(10, ops.map(([op, ins]) => func([...ins.flatMap((_, i) => [0x20, i]), ...op])))));
const { exports: numeric } = new WebAssembly.Instance(m);
ops.forEach(([op, ins], i) => {
  const out = [];
  for (const x of values[ins[0]]) {
    for (const y of ins.length > 1 ? values[ins[1]] : [undefined]) {
      try {
        const v = numeric['f' + i](x, y);
        out.push(Object.is(v, -0) ? '-0' : typeof v === 'bigint' ? v + 'n' : Number.isInteger(v) ? v : String(v));
      } catch (e) {
        out.push(e.message);
      }
    }
  }
  say('op ' + op.map((b) => b.toString(16)).join(' '), out);
});

// control, memory, tables, imports, globals
const log = [];
const mixed = module_(
  section(1, [type([I], [I]), type([L], [L]), type([], []), type([I, I], []), type([I, I], [I, I]), type([], [I]), type([I, D, L], [D])]),
  section(2, [[...str('env'), ...str('log'), 0, 3], [...str('env'), ...str('g'), 3, I, 0], [...str('env'), ...str('mix'), 0, 6]]),
  section(3, [[0], [1], [0], [0], [4], [2], [5], [0], [2]]),
  section(4, [[0x70, 1, 4, 8]]), section(5, [[1, 1, 3]]),
  section(6, [[I, 1, 0x41, ...sleb(10), 0x0b], [L, 0, 0x42, ...sleb(-5), 0x0b]]),
  section(7, [[...str('fib'), 0, 2], [...str('fac'), 0, 3], [...str('switch'), 0, 4], [...str('indirect'), 0, 5], [...str('swap'), 0, 6], [...str('trap'), 0, 7], [...str('count'), 0, 8], [...str('load'), 0, 9], [...str('deep'), 0, 10], [...str('mem'), 2, 0], [...str('table'), 1, 0], [...str('counter'), 3, 1], [...str('constant'), 3, 2]]),
  section(9, [[0, 0x41, 1, 0x0b, ...vec([[2], [4]])]]),
  section(10, [
    func([0x20, 0, 0x41, 2, 0x48, 0x04, I, 0x20, 0, 0x05, 0x20, 0, 0x41, 1, 0x6b, 0x10, 2, 0x20, 0, 0x41, 2, 0x6b, 0x10, 2, 0x6a, 0x0b]),
    func([0x42, 1, 0x21, 1, 0x02, 0x40, 0x03, 0x40, 0x20, 0, 0x50, 0x0d, 1, 0x20, 1, 0x20, 0, 0x7e, 0x21, 1, 0x20, 0, 0x42, 1, 0x7d, 0x21, 0, 0x0c, 0, 0x0b, 0x0b, 0x20, 1], [L]),
    func([0x02, 0x40, 0x02, 0x40, 0x02, 0x40, 0x20, 0, 0x0e, 2, 0, 1, 2, 0x0b, 0x41, ...sleb(100), 0x0f, 0x0b, 0x41, ...sleb(200), 0x0f, 0x0b, 0x41, ...sleb(-1)]),
    func([0x20, 0, 0x41, 3, 0x6a, 0x20, 0, 0x11, 0, 0]),
    func([0x20, 1, 0x20, 0]),
    func([0x00]),
    func([0x23, 1, 0x23, 0, 0x6a, 0x24, 1, 0x23, 1, 0x41, ...sleb(77), 0x10, 0, 0x23, 1]),
    func([0x20, 0, 0x2d, 0, 0, 0x20, 0, 0x41, 4, 0x6a, 0x28, 2, 0, 0x6a]),
    func([0x10, 10]),
  ]),
  section(11, [[0, 0x41, ...sleb(8), 0x0b, ...str('hello data')]]));
say('validate', WebAssembly.validate(mixed), WebAssembly.validate(mixed.slice(0, 40)), WebAssembly.validate(new Uint8Array([1, 2, 3])));
const mod = new WebAssembly.Module(mixed);
say('describe', WebAssembly.Module.imports(mod), WebAssembly.Module.exports(mod), WebAssembly.Module.customSections(mod, 'x'));
WebAssembly.instantiate(mod, { env: { log: (...a) => log.push(a), g: 5, mix: () => 0 } }).then(async ({ exports: e }) => {
  say('exports', Object.keys(e), Object.isFrozen(e), e.fib.name, e.fib.length, typeof e.mem, Object.prototype.toString.call(e.mem));
  say('fib', e.fib(15), e.fac(20n), e.fac(25n), [0, 1, 2, 9].map((i) => e.switch(i)), e.swap(1, 2));
  attempt('fac of a number', () => e.fac(3));
  say('indirect', e.indirect(1));
  attempt('null entry', () => e.indirect(0));
  attempt('out of the table', () => e.indirect(100));
  attempt('trap', () => { try { e.trap(); } catch (err) { return [err instanceof WebAssembly.RuntimeError, err.name, err.message]; } return 0; });
  say('globals', e.count(), e.count(), log, e.counter.value, e.constant.value);
  e.counter.value = 1;
  attempt('immutable', () => { e.constant.value = 1n; });
  say('global set', e.count());
  const before = e.mem.buffer;
  say('memory', Buffer.from(before, 8, 10).toString(), e.load(8), before.byteLength, e.mem.grow(1), before.byteLength, e.mem.buffer.byteLength, e.mem.buffer === e.mem.buffer);
  attempt('out of memory', () => e.load(1 << 30));
  attempt('grow too far', () => e.mem.grow(5));
  say('table', e.table.length, e.table.get(0), e.table.get(1) === e.fib, e.table.grow(2), e.table.length);
  e.table.set(0, e.switch);
  attempt('table set', () => e.table.set(0, () => 1));
  attempt('table get', () => e.table.get(99));
  attempt('recursion', () => { try { e.deep(); } catch (err) { return [err.name, err.message]; } return 0; });
  const { instance, module } = await WebAssembly.instantiate(mixed, { env: { log() { throw new Error('from the host'); }, g: new WebAssembly.Global({ value: 'i32' }, 3), mix: () => 0 } });
  say('instantiate', instance instanceof WebAssembly.Instance, module instanceof WebAssembly.Module);
  attempt('host throws', () => instance.exports.count());
  for (const imports of [undefined, {}, { env: {} }, { env: { log: 1 } }, { env: { log() {}, g: 'x' } }]) {
    await WebAssembly.instantiate(mod, imports).catch((err) => say('link', err.name, err instanceof WebAssembly.LinkError || err instanceof TypeError));
  }
  await WebAssembly.compile(new Uint8Array([0, 1])).catch((err) => say('compile', err.name, err.message));
  await WebAssembly.compile(new Uint8Array()).catch((err) => say('compile empty', err.name));
  await WebAssembly.compile('text').catch((err) => say('compile text', err.name));
  const bad = (label, results, code) => attempt(label, () => { try { return new WebAssembly.Module(module_(section(1, [type([], results)]), section(3, [[0]]), section(10, [func(code)]))) && 'fine'; } catch (err) { return err.name; } });
  bad('type error', [I], [0x42, 0]);
  bad('empty stack', [I], []);
  bad('too many', [], [0x41, 0]);
  bad('unknown local', [I], [0x20, 0]);
  bad('bad branch', [], [0x0c, 5]);
  bad('unreachable', [I], [0x00]);
  bad('after return', [I], [0x41, 1, 0x0f, 0x6a]);
  bad('no memory', [I], [0x41, 0, 0x28, 2, 0]);
  const shared = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  const store = module_(section(1, [type([I, I], [])]), section(2, [[...str('a'), ...str('m'), 2, 1, 1, 2]]), section(3, [[0]]), section(7, [[...str('put'), 0, 0]]), section(10, [func([0x20, 0, 0x20, 1, 0x36, 2, 0])]));
  const two = [0, 1].map(() => new WebAssembly.Instance(new WebAssembly.Module(store), { a: { m: shared } }).exports);
  two[0].put(0, 0x41424344);
  two[1].put(4, -1);
  say('shared memory', [...new Uint8Array(shared.buffer, 0, 8)]);
  attempt('memory descriptor', () => new WebAssembly.Memory({ initial: 5, maximum: 1 }).buffer);
  say('names', Object.getOwnPropertyNames(WebAssembly).filter((n) => !['JSTag', 'promising', 'Suspending', 'SuspendError'].includes(n)).sort(), String(WebAssembly));
});
