'use strict';
// Module node:test: tests, suites, hooks, subtests, mocks; a spec style report.

const { AsyncLocalStorage } = require('async_hooks');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_TEST_FAILURE } } = require('internal/errors');
const { notImplemented } = require('internal/stub');
const current = new AsyncLocalStorage();

const counts = { tests: 0, suites: 0, pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
const failures = [];
let root;
let startTime;

class TestContext {
  #test;
  constructor(test) { this.#test = test; }
  get name() { return this.#test.name; }
  get fullName() { return this.#test.fullName; }
  get filePath() { return process.argv[1]; }
  get signal() { return this.#test.signal; }
  get passed() { return this.#test.finished && this.#test.error === undefined; }
  get error() { return this.#test.error ?? null; }
  get attempt() { return 0; }
  get workerId() { return undefined; }
  get mock() { return this.#test.mock; }
  get assert() {
    return this.#test.assert ??= makeAssert(this.#test);
  }
  diagnostic(message) { this.#test.diagnostics.push(message); }
  plan(count) { this.#test.planned = count; }
  skip(message) { this.#test.skipped = message ?? true; }
  todo(message) { this.#test.isTodo = message ?? true; }
  runOnly() {}
  test(name, options, fn) {
    this.#test.planCount++;
    return this.#test.addChild(makeTest(name, options, fn, {}, this.#test));
  }
  before(fn, options) { this.#test.hooks.before.push({ fn, options }); }
  after(fn, options) { this.#test.hooks.after.push({ fn, options }); }
  beforeEach(fn, options) { this.#test.hooks.beforeEach.push({ fn, options }); }
  afterEach(fn, options) { this.#test.hooks.afterEach.push({ fn, options }); }
  async waitFor(condition, options = {}) {
    const { interval = 50, timeout = 1000 } = options;
    const end = Date.now() + timeout;
    let cause;
    for (;;) {
      try {
        return await condition();
      } catch (e) {
        cause = e;
      }
      if (Date.now() >= end) throw new Error('waitFor() timed out', { cause });
      await require('timers/promises').setTimeout(interval);
    }
  }
}
Object.defineProperty(TestContext, 'name', { value: 'TestContext' });

class SuiteContext {
  #suite;
  constructor(suite) { this.#suite = suite; }
  get name() { return this.#suite.name; }
  get fullName() { return this.#suite.fullName; }
  get filePath() { return process.argv[1]; }
  get signal() { return this.#suite.signal; }
  diagnostic(message) { this.#suite.diagnostics.push(message); }
}

function makeAssert(test) {
  const assert = require('assert');
  const out = { __proto__: null };
  for (const key of Object.keys(assert)) {
    if (typeof assert[key] !== 'function' || key === 'strict' || key === 'AssertionError' || key === 'Assert' || key === 'CallTracker') continue;
    out[key] = (...args) => {
      test.planCount++;
      return Reflect.apply(assert[key], assert, args);
    };
  }
  for (const [name, fn] of customAssertions) out[name] = (...args) => { test.planCount++; return Reflect.apply(fn, test.context, args); };
  for (const name of ['snapshot', 'fileSnapshot']) out[name] = () => { throw notImplemented(`context.assert.${name}()`); };
  return out;
}
const customAssertions = new Map();

class Test {
  constructor(kind, name, fn, options, parent) {
    this.kind = kind;
    this.name = name;
    this.fn = fn;
    this.options = options;
    this.parent = parent;
    this.children = [];
    this.hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
    this.diagnostics = [];
    this.error = undefined;
    this.finished = false;
    this.skipped = options.skip || undefined;
    this.isTodo = options.todo || undefined;
    this.only = !!options.only;
    this.expectFailure = options.expectFailure;
    this.planned = options.plan;
    this.planCount = 0;
    this.duration = 0;
    this.controller = undefined;
    this.nesting = parent ? parent.nesting + 1 : -1;
    this.context = kind === 'suite' ? new SuiteContext(this) : new TestContext(this);
    this.promise = undefined;
    this.headerPrinted = false;
    this.beforeRan = false;
    this.building = undefined;
  }
  get fullName() { return this.parent && this.parent !== root ? `${this.parent.fullName} > ${this.name}` : this.name; }
  get signal() { return (this.controller ??= new (require('internal/abort_controller').AbortController)()).signal; }
  get mock() { return this.mockTracker ??= new MockTracker(); }
  addChild(test) {
    this.children.push(test);
    if (this.kind === 'suite' || this === root) return Promise.resolve(undefined);
    // Subtests start at once, one after the other.
    const prev = this.tail ?? Promise.resolve();
    test.promise = this.tail = prev.then(() => runTest(test));
    return test.promise.then(() => undefined);
  }
}

function parseArgs(name, options, fn) {
  if (typeof name === 'function') {
    fn = name;
    name = undefined;
    options = {};
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
    name = undefined;
  } else if (typeof options === 'function') {
    fn = options;
    options = {};
  }
  options ??= {};
  if (typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  if (fn !== undefined && typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', 'function', fn);
  return { name: name === undefined ? fn?.name || '<anonymous>' : `${name}`, options, fn: fn ?? (() => {}) };
}
function makeTest(name, options, fn, extra, parent, kind = 'test') {
  const p = parseArgs(name, options, fn);
  return new Test(kind, p.name, p.fn, { ...p.options, ...extra }, parent);
}

function ensureRoot() {
  if (root !== undefined) return;
  root = new Test('root', '<root>', () => {}, {}, undefined);
  startTime = performanceNow();
  // Tests registered in this turn of the loop run once the main file has been read.
  const { setImmediate } = require('timers');
  const keep = require('timers').setInterval(() => {}, 2 ** 30);
  setImmediate(() => runRoot().finally(() => require('timers').clearInterval(keep)));
}
function performanceNow() {
  return require('internal/perf/utils').now();
}
function parentOfNow() {
  ensureRoot();
  return current.getStore() ?? root;
}

function addTest(name, options, fn, extra) {
  const parent = parentOfNow();
  const t = makeTest(name, options, fn, extra, parent);
  return parent.addChild(t) ?? Promise.resolve();
}
function addSuite(name, options, fn, extra) {
  const parent = parentOfNow();
  const s = makeTest(name, options, fn, extra, parent, 'suite');
  parent.addChild(s);
  // The body of a suite runs now; its tests run later.
  if (!s.skipped) {
    try {
      const r = current.run(s, () => s.fn.call(s.context, s.context));
      if (r && typeof r.then === 'function') s.building = r.then(undefined, (e) => { s.error = e; });
    } catch (e) {
      s.error = e;
    }
  }
  return Promise.resolve();
}

// ---- running

async function runRoot() {
  const onlyMode = require('internal/options').getOptionValue('--test-only');
  try {
    await runHooks(root.hooks.before, root);
  } catch (e) {
    root.error = e;
  }
  for (let i = 0; i < root.children.length; i++) {
    const t = root.children[i];
    if (onlyMode && !t.only && t.kind !== 'suite') continue;
    await runTest(t);
  }
  try {
    await runHooks(root.hooks.after, root);
  } catch (e) {
    root.error = e;
    counts.fail++;
  }
  report();
}

async function runHooks(list, test) {
  for (const h of list) await callWithTimeout(h.fn, test.context, h.options, test);
}
function callWithTimeout(fn, context, options, test) {
  return current.run(test, () => new Promise((resolve, reject) => {
    let timer;
    const finish = (f, v) => {
      if (timer) require('timers').clearTimeout(timer);
      f(v);
    };
    const { timeout } = options ?? {};
    if (timeout !== undefined && timeout !== Infinity) {
      timer = require('timers').setTimeout(() => reject(failure(`test timed out after ${timeout}ms`, 'testTimeoutFailure')), timeout);
    }
    try {
      if (fn.length >= 2) {
        const r = fn.call(context, context, (err) => finish(err ? reject : resolve, err));
        if (r && typeof r.then === 'function') {
          finish(reject, failure('passed a callback but also returned a Promise', 'callbackAndPromisePresent'));
        }
      } else {
        const r = fn.call(context, context);
        if (r && typeof r.then === 'function') r.then((v) => finish(resolve, v), (e) => finish(reject, e));
        else finish(resolve, r);
      }
    } catch (e) {
      finish(reject, e);
    }
  }));
}
function failure(message, type) {
  return new ERR_TEST_FAILURE(message, type);
}

async function runTest(t) {
  if (t.finished) return;
  const start = performanceNow();
  if (t.kind === 'suite') counts.suites++; else counts.tests++;
  printParents(t);
  if (t.skipped && t.kind !== 'suite') {
    finish(t, start);
    return;
  }
  try {
    if (t.kind === 'suite') {
      await t.building;
      if (t.error === undefined && !t.skipped) {
        await runHooks(t.hooks.before, t);
        await runChildren(t);
      }
      await runHooks(t.hooks.after, t);
    } else {
      const chain = [];
      for (let p = t.parent; p; p = p.parent) chain.unshift(p);
      for (const p of chain) for (const h of p.hooks.beforeEach) await callWithTimeout(h.fn, t.context, h.options, t);
      try {
        await callWithTimeout(t.fn, t.context, t.options, t);
        await t.tail;
        for (const c of t.children) if (c.failed) t.error ??= failure(`${t.children.filter((x) => x.failed).length} subtest${t.children.filter((x) => x.failed).length > 1 ? 's' : ''} failed`, 'subtestsFailed');
        if (t.planned !== undefined && t.planned !== t.planCount) throw failure(`plan expected ${t.planned} assertions but received ${t.planCount}`, 'testCodeFailure');
      } finally {
        for (const h of t.hooks.after) await callWithTimeout(h.fn, t.context, h.options, t);
        for (const p of chain.reverse()) for (const h of p.hooks.afterEach) await callWithTimeout(h.fn, t.context, h.options, t);
        t.mockTracker?.reset();
        t.controller?.abort();
      }
    }
  } catch (e) {
    t.error = e === undefined ? new Error('test failed') : e;
  }
  finish(t, start);
}
async function runChildren(t) {
  const { concurrency } = t.options;
  if (concurrency === true || concurrency > 1) {
    await Promise.all(t.children.map((c) => runTest(c)));
  } else {
    for (let i = 0; i < t.children.length; i++) await runTest(t.children[i]);
  }
  const failed = t.children.filter((c) => c.failed).length;
  if (failed > 0) t.error ??= failure(`${failed} subtest${failed > 1 ? 's' : ''} failed`, 'subtestsFailed');
}

function finish(t, start) {
  t.finished = true;
  t.duration = performanceNow() - start;
  if (t.expectFailure && t.kind === 'test') t.error = t.error === undefined ? failure('test was expected to fail but passed', 'testCodeFailure') : undefined;
  t.failed = t.error !== undefined && !t.isTodo;
  if (t.kind !== 'suite') {
    if (t.skipped) counts.skipped++;
    else if (t.isTodo) counts.todo++;
    else if (t.error !== undefined) counts.fail++;
    else counts.pass++;
  }
  if (t.failed) {
    process.exitCode = 1;
    if (t.error?.failureType !== 'subtestsFailed') failures.push(t);
  }
  const pad = '  '.repeat(t.nesting);
  const mark = t.skipped ? '﹣' : t.isTodo && t.error !== undefined ? '⚠' : t.error !== undefined ? '✖' : '✔';
  let line = `${pad}${mark} ${t.name} (${round(t.duration)}ms)`;
  if (t.skipped) line += ` # ${typeof t.skipped === 'string' ? t.skipped : 'SKIP'}`;
  else if (t.isTodo) line += ` # ${typeof t.isTodo === 'string' ? t.isTodo : 'TODO'}`;
  write(`${line}\n`);
  for (const d of t.diagnostics) write(`${pad}ℹ ${d}\n`);
}
function printParents(t) {
  if (t.parent && t.parent !== root && !t.parent.headerPrinted) {
    printParents(t.parent);
    t.parent.headerPrinted = true;
    write(`${'  '.repeat(t.parent.nesting)}▶ ${t.parent.name}\n`);
  }
}
function round(ms) {
  return +ms.toFixed(6);
}
function write(s) {
  process.stdout.write(s);
}
function report() {
  for (const k of Object.keys(counts)) write(`ℹ ${k} ${counts[k]}\n`);
  write(`ℹ duration_ms ${round(performanceNow() - startTime)}\n`);
  if (failures.length === 0) return;
  write('\n✖ failing tests:\n');
  const { inspect } = require('internal/util/inspect');
  for (const t of failures) {
    const text = inspect(t.error?.code === 'ERR_TEST_FAILURE' && t.error.cause instanceof Error ? t.error.cause : t.error, { colors: false });
    write(`\n✖ ${t.name} (${round(t.duration)}ms)\n${text.split('\n').map((l) => `  ${l}`).join('\n')}\n`);
  }
}

// ---- mocks

class MockFunctionContext {
  #state;
  constructor(state) { this.#state = state; }
  get calls() { return this.#state.calls.slice(); }
  callCount() { return this.#state.calls.length; }
  mockImplementation(fn) {
    if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('implementation', 'function', fn);
    this.#state.implementation = fn;
  }
  mockImplementationOnce(fn, onCall) {
    if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('implementation', 'function', fn);
    this.#state.once.set(onCall ?? this.#state.calls.length, fn);
  }
  restore() {
    this.#state.implementation = this.#state.original;
    this.#state.once.clear();
    this.#state.restore?.();
  }
  resetCalls() { this.#state.calls = []; }
}
class MockTracker {
  #mocks = [];
  #timers;
  fn(original = function() {}, implementation = original, options = {}) {
    if (original !== null && typeof original === 'object') {
      options = original;
      original = function() {};
      implementation = original;
    } else if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = original;
    }
    return this.#make(original, implementation, options);
  }
  #make(original, implementation, options, restore) {
    const state = { calls: [], implementation, original, once: new Map(), restore };
    if (options?.times !== undefined) state.times = options.times;
    const ctx = new MockFunctionContext(state);
    const mockFn = new Proxy(original, {
      apply(target, thisArg, args) { return record(thisArg, args, undefined); },
      construct(target, args, newTarget) { return record(undefined, args, newTarget); },
      get(target, key, receiver) { return key === 'mock' ? ctx : Reflect.get(target, key, receiver); },
    });
    function record(thisArg, args, newTarget) {
      const index = state.calls.length;
      let fn = state.implementation;
      if (state.once.has(index)) {
        fn = state.once.get(index);
        state.once.delete(index);
      }
      if (state.times !== undefined && index + 1 >= state.times) ctx.restore();
      let result;
      let error;
      try {
        result = newTarget ? Reflect.construct(fn, args, newTarget === mockFn ? fn : newTarget) : Reflect.apply(fn, thisArg, args);
      } catch (e) {
        error = e;
      }
      state.calls.push({ arguments: args, error, result, stack: new Error(), target: newTarget ? original : undefined, this: newTarget ? result : thisArg });
      if (error !== undefined) throw error;
      return result;
    }
    this.#mocks.push(ctx);
    return mockFn;
  }
  method(object, name, implementation, options = {}) {
    if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = undefined;
    }
    let owner = object;
    let d;
    while (owner && !(d = Object.getOwnPropertyDescriptor(owner, name))) owner = Object.getPrototypeOf(owner);
    const { getter = false, setter = false } = options;
    const original = getter ? d?.get : setter ? d?.set : d?.value;
    if (typeof original !== 'function') {
      const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
      throw new ERR_INVALID_ARG_VALUE('methodName', original, 'must be a method');
    }
    const own = owner === object;
    const mock = this.#make(original, implementation ?? original, options, () => {
      if (own) Object.defineProperty(object, name, d);
      else delete object[name];
    });
    const nd = { configurable: d.configurable, enumerable: d.enumerable };
    if (getter) { nd.get = mock; nd.set = d.set; } else if (setter) { nd.get = d.get; nd.set = mock; } else { nd.writable = d.writable; nd.value = mock; }
    Object.defineProperty(object, name, nd);
    return mock;
  }
  getter(object, name, implementation, options) { return this.method(object, name, implementation, { ...options, getter: true }); }
  setter(object, name, implementation, options) { return this.method(object, name, implementation, { ...options, setter: true }); }
  property(object, name, value) {
    const d = Object.getOwnPropertyDescriptor(object, name);
    const accesses = [];
    let v = arguments.length > 2 ? value : object[name];
    const restore = () => { if (d) Object.defineProperty(object, name, d); else delete object[name]; };
    Object.defineProperty(object, name, {
      configurable: true, enumerable: d?.enumerable ?? true,
      get() { accesses.push({ type: 'get', value: v, stack: new Error() }); return v; },
      set(x) { accesses.push({ type: 'set', value: x, stack: new Error() }); v = x; },
    });
    const ctx = { get accesses() { return accesses.slice(); }, accessCount: () => accesses.length, mockImplementation(x) { v = x; }, resetAccesses() { accesses.length = 0; }, restore };
    this.#mocks.push(ctx);
    return { mock: ctx };
  }
  module() { throw notImplemented('mock.module()'); }
  get timers() { return this.#timers ??= new MockTimers(); }
  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }
  restoreAll() { for (const m of this.#mocks) m.restore(); }
}

class MockTimers {
  #now = 0; #queue = []; #saved; #id = 1;
  enable(options = {}) {
    if (Array.isArray(options)) options = { apis: options };
    const { apis = ['setTimeout', 'setInterval', 'setImmediate', 'Date'], now = 0 } = options;
    if (this.#saved) throw new (require('internal/errors').codes.ERR_INVALID_STATE)('MockTimers is already enabled!');
    this.#now = +now;
    this.#saved = new Map();
    const put = (target, name, value) => {
      if (!this.#saved.has(target)) this.#saved.set(target, new Map());
      this.#saved.get(target).set(name, Object.getOwnPropertyDescriptor(target, name));
      Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
    };
    const add = (fn, delay, args, repeat) => {
      const t = { id: this.#id++, at: this.#now + delay, fn, args, repeat, ref() { return this; }, unref() { return this; }, hasRef: () => true, refresh() { this.at = now + delay; return this; }, [Symbol.toPrimitive]() { return this.id; } };
      this.#queue.push(t);
      return t;
    };
    const clear = (t) => { this.#queue = this.#queue.filter((q) => q !== t && q.id !== t); };
    const timers = require('timers');
    for (const target of [globalThis, timers]) {
      if (apis.includes('setTimeout')) { put(target, 'setTimeout', (fn, ms = 1, ...a) => add(fn, Math.max(1, +ms || 1), a)); put(target, 'clearTimeout', clear); }
      if (apis.includes('setInterval')) { put(target, 'setInterval', (fn, ms = 1, ...a) => add(fn, Math.max(1, +ms || 1), a, Math.max(1, +ms || 1))); put(target, 'clearInterval', clear); }
      if (apis.includes('setImmediate')) { put(target, 'setImmediate', (fn, ...a) => add(fn, 0, a)); put(target, 'clearImmediate', clear); }
    }
    if (apis.includes('Date')) {
      const RealDate = Date;
      const self = this;
      const Mock = class Date extends RealDate {
        constructor(...a) { super(...(a.length === 0 ? [self.#now] : a)); }
        static now() { return self.#now; }
      };
      put(globalThis, 'Date', Mock);
    }
  }
  tick(ms = 1) {
    const end = this.#now + ms;
    for (;;) {
      this.#queue.sort((a, b) => a.at - b.at || a.id - b.id);
      const t = this.#queue[0];
      if (t === undefined || t.at > end) break;
      this.#now = Math.max(this.#now, t.at);
      this.#queue.shift();
      if (t.repeat) {
        t.at += t.repeat;
        this.#queue.push(t);
      }
      t.fn(...t.args);
    }
    this.#now = end;
  }
  runAll() {
    const last = Math.max(this.#now, ...this.#queue.map((t) => t.at));
    this.tick(last - this.#now);
  }
  setTime(ms) { this.#now = ms; }
  reset() {
    if (!this.#saved) return;
    for (const [target, m] of this.#saved) for (const [k, d] of m) Object.defineProperty(target, k, d);
    this.#saved = undefined;
    this.#queue = [];
  }
  [Symbol.dispose]() { this.reset(); }
}

// ---- exports

function variants(add) {
  const fn = (name, options, f) => add(name, options, f, {});
  fn.skip = (name, options, f) => add(name, options, f, { skip: true });
  fn.todo = (name, options, f) => add(name, options, f, { todo: true });
  fn.only = (name, options, f) => add(name, options, f, { only: true });
  fn.expectFailure = (name, options, f) => add(name, options, f, { expectFailure: true });
  return fn;
}
function hook(kind) {
  return { [kind](fn, options) {
    if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', 'function', fn);
    parentOfNow().hooks[kind].push({ fn, options });
  } }[kind];
}
const test = variants(addTest);
Object.defineProperty(test, 'name', { value: 'test' });
const suite = variants(addSuite);
Object.defineProperty(suite, 'name', { value: 'suite' });

module.exports = test;
Object.assign(module.exports, {
  after: hook('after'),
  afterEach: hook('afterEach'),
  before: hook('before'),
  beforeEach: hook('beforeEach'),
  describe: suite,
  it: test,
  run() { throw notImplemented('run()'); },
  suite,
  test,
  getTestContext() { return current.getStore()?.context; },
  snapshot: { setDefaultSnapshotSerializers() {}, setResolveSnapshotPath() {} },
  assert: { register(name, fn) { customAssertions.set(name, fn); } },
});
let sharedMock;
Object.defineProperty(module.exports, 'mock', { configurable: true, enumerable: true, get() { return sharedMock ??= new MockTracker(); } });
