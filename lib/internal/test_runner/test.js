'use strict';
// Tests, suites and hooks: registration, running, reporting in order.

const { AsyncLocalStorage } = require('async_hooks');
const { AbortController } = require('internal/abort_controller');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_TEST_FAILURE } } = require('internal/errors');
const { validateAbortSignal, validateFunction, validateNumber, validateObject, validateUint32 } = require('internal/validators');
const timers = require('timers');
const { setTimeout: startTimer, clearTimeout: stopTimer } = timers; // mock timers must not reach us

const storage = new AsyncLocalStorage(); // the running Test
const now = () => require('internal/perf/utils').now();
const noop = () => {};

// The run-wide configuration: filled by the harness.
const config = {
  __proto__: null, only: false, timeout: Infinity, concurrency: 1, namePatterns: undefined, skipPatterns: undefined, forceExit: false,
  bootstrap: undefined, // a promise while global set-up is running
};

function failure(message, type) {
  const e = new ERR_TEST_FAILURE(message, type);
  return e;
}
// toFailure wraps what a test threw.
function toFailure(error, type = 'testCodeFailure') {
  if (error?.code === 'ERR_TEST_FAILURE' && error.failureType !== undefined) return error;
  return new ERR_TEST_FAILURE(error, type);
}

function parseOptions(name, options, fn) {
  if (typeof name === 'function') {
    fn = name;
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
  } else if (typeof options === 'function') {
    fn = options;
  }
  if (options === null || typeof options !== 'object') options = {};
  return { name: typeof name === 'string' ? name : undefined, options, fn };
}

function callSite() {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 12;
  Error.prepareStackTrace = (_, sites) => sites;
  const holder = {};
  Error.captureStackTrace(holder, callSite);
  const sites = holder.stack;
  Error.stackTraceLimit = stackTraceLimit;
  Error.prepareStackTrace = prepareStackTrace;
  if (!Array.isArray(sites)) return undefined;
  for (const site of sites) {
    let file = site.getFileName();
    if (!file || file.startsWith('node:')) continue;
    if (file.startsWith('file:')) file = require('internal/url').fileURLToPath(file);
    return { __proto__: null, line: site.getLineNumber(), column: site.getColumnNumber(), file };
  }
  return undefined;
}

// ---- contexts

class TestPlan {
  #waitTimer; #resolve;
  constructor(count, options = {}) {
    validateUint32(count, 'count');
    validateObject(options, 'options');
    const { wait } = options;
    if (wait !== undefined && typeof wait !== 'boolean') {
      if (typeof wait !== 'number') throw new ERR_INVALID_ARG_TYPE('options.wait', ['boolean', 'number'], wait);
      validateNumber(wait, 'options.wait', 0, 2 ** 31 - 1);
    }
    this.expected = count;
    this.actual = 0;
    this.wait = wait;
  }
  count() {
    this.actual++;
    if (this.actual === this.expected) this.#resolve?.();
  }
  message() {
    return failure(`plan expected ${this.expected} assertions but received ${this.actual}`, 'testCodeFailure');
  }
  async check() {
    if (this.actual === this.expected) return;
    if (!this.wait || this.actual > this.expected) throw this.message();
    await new Promise((resolve, reject) => {
      this.#resolve = resolve;
      if (this.wait !== true) {
        this.#waitTimer = startTimer(() => reject(failure(`plan timed out after ${this.wait}ms with ${this.actual} assertions when expecting ${this.expected}`, 'testTimeoutFailure')), this.wait);
      }
    });
    stopTimer(this.#waitTimer);
    if (this.actual !== this.expected) throw this.message();
  }
}

const customAssertions = new Map();

class TestContext {
  #test; #assert;
  constructor(test) { this.#test = test; }
  get signal() { return this.#test.signal; }
  get name() { return this.#test.name; }
  get filePath() { return this.#test.entryFile; }
  get fullName() { return this.#test.fullName; }
  get error() { return this.#test.error; }
  get passed() { return this.#test.passed; }
  get attempt() { return this.#test.attempt ?? 0; }
  get workerId() {
    const id = process.env.NODE_TEST_WORKER_ID;
    return id === undefined ? undefined : Number(id);
  }
  diagnostic(message) { this.#test.diagnostic(message); }
  plan(count, options = {}) {
    if (this.#test.plan !== null) throw failure('cannot set plan more than once', 'testCodeFailure');
    this.#test.plan = new TestPlan(count, options);
  }
  get assert() {
    if (this.#assert === undefined) {
      const test = this.#test;
      const assert = require('assert');
      this.#assert = { __proto__: null };
      const add = (name, fn) => {
        this.#assert[name] = (...args) => {
          test.plan?.count();
          return Reflect.apply(fn, this, args);
        };
      };
      for (const key of Object.keys(assert)) {
        if (typeof assert[key] === 'function' && key !== 'strict' && key !== 'AssertionError' && key !== 'Assert' && key !== 'CallTracker') add(key, assert[key]);
      }
      const { snapshotAssertions } = require('internal/test_runner/snapshot');
      for (const [name, fn] of Object.entries(snapshotAssertions(test))) add(name, fn);
      for (const [name, fn] of customAssertions) add(name, fn);
    }
    return this.#assert;
  }
  get mock() { return this.#test.mock; }
  runOnly(value) { this.#test.runOnlySubtests = !!value; }
  skip(message) { this.#test.skip(message); }
  todo(message) { this.#test.todo(message); }
  test(name, options, fn) {
    const p = parseOptions(name, options, fn);
    this.#test.plan?.count();
    const sub = this.#test.createSubtest(Test, p.name, p.options, p.fn, undefined, callSite());
    return sub.start();
  }
  before(fn, options) { this.#test.createHook('before', fn, { __proto__: null, ...options, parent: this.#test, hookType: 'before' }); }
  after(fn, options) { this.#test.createHook('after', fn, { __proto__: null, ...options, parent: this.#test, hookType: 'after' }); }
  beforeEach(fn, options) { this.#test.createHook('beforeEach', fn, { __proto__: null, ...options, parent: this.#test, hookType: 'beforeEach' }); }
  afterEach(fn, options) { this.#test.createHook('afterEach', fn, { __proto__: null, ...options, parent: this.#test, hookType: 'afterEach' }); }
  waitFor(condition, options = {}) {
    validateFunction(condition, 'condition');
    validateObject(options, 'options');
    const { interval = 50, timeout = 1000 } = options;
    validateNumber(interval, 'options.interval', 0, 2 ** 31 - 1);
    validateNumber(timeout, 'options.timeout', 0, 2 ** 31 - 1);
    return new Promise((resolve, reject) => {
      let cause;
      let pollTimer;
      const timer = startTimer(() => {
        stopTimer(pollTimer);
        const error = new Error('waitFor() timed out');
        if (cause !== undefined) Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true, enumerable: false });
        done(reject, error);
      }, timeout);
      let ended = false;
      const done = (f, v) => {
        if (ended) return;
        ended = true;
        stopTimer(timer);
        f(v);
      };
      const poll = async () => {
        try {
          done(resolve, await condition());
        } catch (e) {
          cause = e;
          if (!ended) pollTimer = startTimer(poll, interval);
        }
      };
      poll();
    });
  }
}

class SuiteContext {
  #suite;
  constructor(suite) { this.#suite = suite; }
  get signal() { return this.#suite.signal; }
  get name() { return this.#suite.name; }
  get filePath() { return this.#suite.entryFile; }
  get fullName() { return this.#suite.fullName; }
  get passed() { return this.#suite.passed; }
  get attempt() { return this.#suite.attempt ?? 0; }
  diagnostic(message) { this.#suite.diagnostic(message); }
}

// ---- tests

let nextId = 1;

class Test {
  constructor(options) {
    const {
      concurrency, entryFile, expectFailure, loc, only, timeout, todo, skip, signal, plan,
    } = options;
    let { fn, name, parent } = options;
    if (typeof name !== 'string' || name === '') name = fn?.name || '<anonymous>';
    if (typeof fn !== 'function') fn = noop;
    if (timeout != null && timeout !== Infinity) validateNumber(timeout, 'options.timeout', 0, 2 ** 31 - 1);
    if (signal != null) validateAbortSignal(signal, 'options.signal');
    if (expectFailure !== null && typeof expectFailure === 'object' && !(expectFailure instanceof RegExp) && !(expectFailure instanceof Error) && Object.keys(expectFailure).length === 0) {
      throw new ERR_INVALID_ARG_VALUE('options.expectFailure', expectFailure, 'must not be an empty object');
    }
    this.fn = fn;
    this.name = name;
    this.parent = parent ?? null;
    this.root = parent?.root ?? this;
    this.nesting = parent == null ? -1 : parent.nesting + 1;
    this.loc = loc;
    this.entryFile = entryFile ?? parent?.entryFile ?? process.argv[1];
    this.testNumber = parent == null ? 0 : parent.subtests.length + 1;
    this.timeout = timeout ?? parent?.timeout ?? Infinity;
    if (parent == null) this.concurrency = config.concurrency;
    else {
      switch (typeof concurrency) {
        case 'number':
          validateUint32(concurrency, 'options.concurrency', true);
          this.concurrency = concurrency;
          break;
        case 'boolean':
          this.concurrency = concurrency ? Math.max(1, require('os').availableParallelism() - 1) : 1;
          if (concurrency) this.concurrency = Infinity;
          break;
        default:
          if (concurrency != null) throw new ERR_INVALID_ARG_TYPE('options.concurrency', ['boolean', 'number'], concurrency);
          this.concurrency = parent.parent === null ? 1 : parent.concurrency;
          if (parent.parent === null) this.concurrency = 1;
      }
    }
    this.outerSignal = signal;
    this.abortController = undefined;
    this.plan = plan === undefined ? null : new TestPlan(plan);
    this.only = only === true;
    this.skipped = false;
    this.isTodo = todo !== undefined && todo !== false;
    this.message = typeof skip === 'string' ? skip : typeof todo === 'string' ? todo : null;
    this.expectFailure = expectFailure === undefined || expectFailure === false ? false : expectFailure;
    this.diagnostics = [];
    this.passed = false;
    this.cancelled = false;
    this.finished = false;
    this.error = null;
    this.startTime = null;
    this.endTime = null;
    this.subtests = [];
    this.pendingSubtests = [];
    this.readySubtests = new Map();
    this.activeSubtests = 0;
    this.reported = 0; // subtests whose results went out
    this.failedSubtests = 0;
    this.outputSubtestCount = 0;
    this.runOnlySubtests = config.only;
    this.filtered = false;
    this.hooks = { __proto__: null, before: [], after: [], beforeEach: [], afterEach: [] };
    if (parent != null) {
      this.hooks.beforeEach.push(...parent.hooks.beforeEach);
      this.hooks.afterEach.push(...parent.hooks.afterEach);
    }
    this.started = false;
    this.startReported = false;
    this.mockTracker = null;
    this.testId = nextId++;
    if (parent != null && parent.parent === null) this.topLevel = true;
    if (this.shouldFilter()) {
      this.filtered = true;
      this.fn = noop;
    } else if (skip !== undefined && skip !== false) {
      this.fn = noop;
      this.skipped = true;
    }
    if (parent != null) parent.subtests.push(this);
  }
  get fullName() {
    if (this.parent === null || this.parent.parent === null) return this.name;
    return `${this.parent.fullName} > ${this.name}`;
  }
  get type() { return 'test'; }
  get signal() {
    if (this.abortController === undefined) {
      this.abortController = new AbortController();
      if (this.finished) this.abortController.abort();
    }
    return this.abortController.signal;
  }
  get mock() {
    return this.mockTracker ??= new (require('internal/test_runner/mock').MockTracker)();
  }
  get context() { return this._context ??= new TestContext(this); }
  willRun() {
    return !this.filtered;
  }
  matches(patterns) {
    const names = [this.name];
    const path = [];
    for (let t = this; t !== null && t.parent !== null; t = t.parent) path.unshift(t.name);
    names.push(path.join(' '));
    return patterns.some((re) => names.some((n) => re.exec(n) !== null));
  }
  matchesNamePattern() {
    if (config.namePatterns !== undefined && !this.matches(config.namePatterns)) return false;
    if (config.skipPatterns !== undefined && this.matches(config.skipPatterns)) return false;
    return true;
  }
  shouldFilter() {
    if (this.parent === null || (config.namePatterns === undefined && config.skipPatterns === undefined && !config.only && !this.parent.runOnlySubtests)) return false;
    if (this.parent.runOnlySubtests && !this.only && !this.parent.onlyInherited) return this.type === 'test' || !this.hasOnly;
    if (config.skipPatterns !== undefined && this.matches(config.skipPatterns)) return true;
    if (config.namePatterns !== undefined && this.type === 'test') {
      for (let t = this; t !== null && t.parent !== null; t = t.parent) if (t.matches(config.namePatterns)) return false;
      return true;
    }
    return false;
  }
  hasConcurrency() { return this.concurrency > this.activeSubtests; }

  createSubtest(Class, name, options, fn, overrides, loc) {
    if (this.finished) {
      // The subtest cannot run any more: it fails.
      const t = new Class({ ...options, ...overrides, fn: noop, name, parent: this, loc });
      t.error = null;
      const parentError = failure('test could not be started because its parent finished', 'parentAlreadyFinished');
      t.startTime = t.endTime = now();
      t.fail(parentError);
      t.late = true;
      return t;
    }
    const t = new Class({ ...options, ...overrides, fn, name, parent: this, loc });
    return t;
  }
  createHook(kind, fn, options) {
    validateFunction(fn, 'fn');
    const hook = new TestHook(fn, { ...options, name: `${kind}`, hookType: kind });
    if (kind === 'before' && this.beforeRan) hook.run([this.context]).catch(noop);
    this.hooks[kind].push(hook);
    if (kind === 'beforeEach' || kind === 'afterEach') {
      for (const s of this.subtests) if (!s.started) s.inheritHook(kind, hook);
    }
  }
  inheritHook(kind, hook) {
    this.hooks[kind].push(hook);
    for (const s of this.subtests) s.inheritHook(kind, hook);
  }

  // start runs the test, now or when its parent has room. The promise never rejects.
  start() {
    if (this.late) {
      this.parent.report?.(this);
      reportLate(this);
      return Promise.resolve();
    }
    const { reporter } = this.root;
    if (!this.filtered) reporter.report('test:enqueue', { __proto__: null, nesting: this.nesting, name: this.name, type: this.type, ...this.location() });
    const deferred = Promise.withResolvers();
    this.parent.pendingSubtests.push({ test: this, deferred });
    this.parent.pump();
    return deferred.promise;
  }
  location() {
    return this.loc === undefined ? { __proto__: null, file: this.entryFile } : { __proto__: null, line: this.loc.line, column: this.loc.column, file: this.loc.file };
  }
  // pump starts waiting subtests while there is room.
  pump() {
    if (this.waiting) return;
    if (config.bootstrap !== undefined) {
      this.waiting = true;
      config.bootstrap.then(() => {
        this.waiting = false;
        this.pump();
      });
      return;
    }
    if (this.parent !== null && !this.started) return;
    while (this.pendingSubtests.length > 0 && this.hasConcurrency()) {
      const { test, deferred } = this.pendingSubtests.shift();
      this.activeSubtests++;
      queueMicrotask(async () => {
        if (!test.filtered) this.root.reporter.report('test:dequeue', { __proto__: null, nesting: test.nesting, name: test.name, type: test.type, ...test.location() });
        await test.run();
        this.activeSubtests--;
        this.subtestDone(test);
        deferred.resolve(undefined);
        this.pump();
        this.drained();
      });
    }
  }
  drained() {
    if (this.activeSubtests === 0 && this.pendingSubtests.length === 0) {
      this.drainWaiters?.forEach((f) => f());
      this.drainWaiters = undefined;
    }
  }
  whenDrained() {
    if (this.activeSubtests === 0 && this.pendingSubtests.length === 0) return Promise.resolve();
    return new Promise((resolve) => (this.drainWaiters ??= []).push(resolve));
  }

  async run() {
    this.started = true;
    this.startTime = now();
    const { parent } = this;
    if (this.filtered || this.skipped) {
      this.pass();
      this.finish();
      return;
    }
    const ctx = this.context;
    let timer;
    let onAbort;
    let stopPromise;
    const signals = [];
    try {
      if (parent.parent !== null || parent.hooks.before.length > 0) await parent.runBeforeHooks();
      if (this.outerSignal?.aborted) throw this.outerSignal.reason;
      await this.runHooks('beforeEach', ctx);
      stopPromise = new Promise((_, reject) => {
        if (this.timeout !== Infinity) {
          timer = startTimer(() => reject(failure(`test timed out after ${this.timeout}ms`, 'testTimeoutFailure')), this.timeout);
          timer.unref?.();
          if (!this.keepAlive) timer.ref?.();
        }
        this.cancelNow = reject;
        if (this.outerSignal) {
          onAbort = () => reject(this.outerSignal.reason);
          this.outerSignal.addEventListener('abort', onAbort, { once: true });
          signals.push(this.outerSignal);
        }
      });
      stopPromise.catch(noop);
      await Promise.race([stopPromise, storage.run(this, () => this.callBody(ctx))]);
      await Promise.race([stopPromise, this.whenDrained()]);
      if (this.plan !== null) await Promise.race([stopPromise, this.plan.check()]);
      if (this.failedSubtests > 0) this.subtestsFailed();
      else this.pass();
    } catch (e) {
      this.fail(toFailure(e, this.outerSignal?.aborted && e === this.outerSignal.reason ? 'testAborted' : e?.failureType ?? 'testCodeFailure'));
      if (this.error.failureType === 'testTimeoutFailure' || this.error.failureType === 'testAborted') this.cancelled = true;
    } finally {
      stopTimer(timer);
      for (const s of signals) s.removeEventListener('abort', onAbort);
    }
    for (const { test, deferred } of this.pendingSubtests.splice(0)) {
      test.cancel();
      test.finish();
      this.subtestDone(test);
      deferred.resolve(undefined);
    }
    for (const s of this.subtests) if (s.started && !s.finished) s.cancel();
    try {
      await this.runHooks('after', ctx);
    } catch (e) {
      this.fail(toFailure(e, 'hookFailed'));
    }
    try {
      await this.runHooks('afterEach', ctx);
    } catch (e) {
      this.fail(toFailure(e, 'hookFailed'));
    }
    this.mockTracker?.reset();
    this.finish();
  }
  callBody(ctx) {
    const { fn } = this;
    if (fn.length > 1) {
      return new Promise((resolve, reject) => {
        let calls = 0;
        const done = (err) => {
          if (calls++ > 0) {
            this.fail(failure('callback invoked multiple times', 'multipleCallbackInvocations'));
            reject(this.error);
            return;
          }
          if (err) reject(err);
          else resolve();
        };
        const r = Reflect.apply(fn, ctx, [ctx, done]);
        if (r !== null && typeof r?.then === 'function') reject(failure('passed a callback but also returned a Promise', 'callbackAndPromisePresent'));
      });
    }
    return Reflect.apply(fn, ctx, [ctx]);
  }
  subtestsFailed() {
    const n = this.failedSubtests;
    this.fail(failure(`${n} subtest${n > 1 ? 's' : ''} failed`, 'subtestsFailed'));
  }
  async runBeforeHooks() {
    if (this.beforePromise === undefined) {
      this.beforeRan = true;
      this.beforePromise = (async () => {
        for (const h of this.hooks.before) await h.run([this.context], this);
      })();
    }
    return this.beforePromise;
  }
  async runHooks(kind, ctx) {
    const list = this.hooks[kind];
    // What a test's own context registered with beforeEach is for its subtests.
    const hooks = kind === 'beforeEach' || kind === 'afterEach' ? this.parent.hooks[kind] : list;
    if (kind === 'beforeEach' || kind === 'afterEach') {
      if (this.parent.parent === null && hooks.length === 0) return;
    }
    for (const h of kind === 'afterEach' ? hooks.slice() : hooks) {
      try {
        await h.run([ctx], this);
      } catch (e) {
        throw failureOfHook(e, kind);
      }
    }
  }

  fail(error) {
    if (this.error !== null) return;
    this.passed = false;
    this.error = error;
  }
  pass() {
    if (this.error === null) this.passed = true;
  }
  cancel(error) {
    if (this.finished || this.cancelled) return;
    this.cancelled = true;
    this.fail(error ?? failure('test did not finish before its parent and was cancelled', 'cancelledByParent'));
    this.cancelNow?.(this.error);
    this.abortController?.abort();
  }
  skip(message) {
    this.skipped = true;
    this.message = message ?? null;
    this.pass();
  }
  todo(message) {
    this.isTodo = true;
    this.message = message ?? null;
  }
  diagnostic(message) {
    this.diagnostics.push(message);
  }

  finish() {
    if (this.finished) return;
    this.finished = true;
    this.startTime ??= now();
    this.endTime = now();
    if (this.expectFailure !== false && !this.skipped && !this.filtered) this.applyExpectation();
    const { root } = this;
    if (this.parent !== null && !this.filtered) {
      const { counts } = root;
      if (this.topLevel) counts.topLevel++;
      if (this.type === 'suite') counts.suites++;
      else {
        counts.tests++;
        if (this.skipped) counts.skipped++;
        else if (this.isTodo) counts.todo++;
        else if (this.cancelled) counts.cancelled++;
        else if (!this.passed) counts.failed++;
        else counts.passed++;
      }
      if (!this.passed && !this.isTodo) {
        root.success = false;
        if (this.parent !== null) this.parent.failedSubtests++;
      }
    }
    this.abortController?.abort();
  }
  applyExpectation() {
    if (this.error === null) {
      this.passed = false;
      this.error = failure('test was expected to fail but passed', 'expectedFailure');
      return;
    }
    const { expectFailure } = this;
    const validation = typeof expectFailure === 'object' && expectFailure !== null && !(expectFailure instanceof RegExp) && 'match' in expectFailure ? expectFailure.match :
      typeof expectFailure === 'object' || typeof expectFailure === 'function' ? expectFailure : undefined;
    if (validation !== undefined && !(typeof validation === 'object' && 'label' in validation)) {
      try {
        require('assert').throws(() => { throw this.error.cause ?? this.error; }, validation);
      } catch (e) {
        this.error = toFailure(e);
        this.passed = false;
        return;
      }
    }
    this.error = null;
    this.passed = true;
    this.cancelled = false;
  }

  // subtestDone sends the results of subtests in the order of their creation.
  subtestDone(test) {
    this.readySubtests.set(test.testNumber, test);
    test.reportComplete();
    this.flush();
  }
  flush() {
    if (!this.isClearToSend()) return;
    for (;;) {
      const t = this.readySubtests.get(this.reported + 1);
      if (t === undefined) return;
      this.readySubtests.delete(this.reported + 1);
      this.reported++;
      t.flush();
      t.reportResult();
      // What was held back behind it may go out now.
      this.subtests[this.reported]?.flush();
    }
  }
  isClearToSend() {
    return this.parent === null || (this.parent.reported + 1 === this.testNumber && this.parent.isClearToSend());
  }
  details() {
    const d = { __proto__: null, duration_ms: this.endTime - this.startTime, type: this.type };
    if (this.error !== null && !this.passed) d.error = this.error;
    return d;
  }
  directives() {
    const o = { __proto__: null };
    if (this.skipped) o.skip = this.message ?? true;
    else if (this.isTodo) o.todo = this.message ?? true;
    if (this.expectFailure !== false) o.expectFailure = typeof this.expectFailure === 'string' ? this.expectFailure : this.expectFailure?.label ?? true;
    return o;
  }
  reportComplete() {
    if (this.filtered || this.parent === null) return;
    this.root.reporter.report('test:complete', {
      __proto__: null, name: this.name, nesting: this.nesting, testNumber: this.testNumber,
      details: { ...this.details(), passed: this.passed }, ...this.location(), ...this.directives(),
    });
  }
  reportStarted() {
    if (this.startReported || this.parent === null) return;
    this.parent.reportStarted();
    this.startReported = true;
    this.root.reporter.report('test:start', { __proto__: null, nesting: this.nesting, name: this.name, ...this.location() });
  }
  reportResult() {
    if (this.filtered) return;
    this.parent.outputSubtestCount++;
    this.reportStarted();
    const { reporter } = this.root;
    if (this.outputSubtestCount > 0) {
      reporter.report('test:plan', { __proto__: null, nesting: this.nesting + 1, count: this.outputSubtestCount, ...this.location() });
    }
    const testNumber = this.parent.outputSubtestCount;
    reporter.report(this.passed ? 'test:pass' : 'test:fail', {
      __proto__: null, name: this.name, nesting: this.nesting, testNumber, details: this.details(), ...this.location(), ...this.directives(),
    });
    for (const message of this.diagnostics) {
      reporter.report('test:diagnostic', { __proto__: null, nesting: this.nesting, message, level: 'info', ...this.location() });
    }
  }
}
function failureOfHook(error, kind) {
  if (error?.code === 'ERR_TEST_FAILURE' && error.failureType === 'hookFailed') return error;
  return new ERR_TEST_FAILURE(error, 'hookFailed');
}
function reportLate(test) {
  test.finish();
  test.parent.root.reporter.report('test:diagnostic', {
    __proto__: null, nesting: test.nesting, level: 'warn',
    message: `Warning: Test "${test.name}" could not be started because its parent finished`, ...test.location(),
  });
}

class TestHook {
  constructor(fn, options) {
    const { timeout = null, signal, hookType } = options ?? {};
    if (timeout != null && timeout !== Infinity) validateNumber(timeout, 'options.timeout', 0, 2 ** 31 - 1);
    if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    this.fn = fn;
    this.timeout = timeout ?? Infinity;
    this.signal = signal;
    this.hookType = hookType;
  }
  async run([ctx], test) {
    let timer;
    const { fn } = this;
    const call = () => {
      if (fn.length > 1) {
        return new Promise((resolve, reject) => {
          const r = Reflect.apply(fn, ctx, [ctx, (err) => { err ? reject(err) : resolve(); }]);
          if (r !== null && typeof r?.then === 'function') reject(failure('passed a callback but also returned a Promise', 'callbackAndPromisePresent'));
        });
      }
      return Reflect.apply(fn, ctx, [ctx]);
    };
    try {
      const body = test === undefined ? call() : storage.run(test, call);
      if (this.timeout === Infinity && this.signal === undefined) {
        await body;
        return;
      }
      await Promise.race([body, new Promise((_, reject) => {
        if (this.timeout !== Infinity) timer = startTimer(() => reject(failure(`test timed out after ${this.timeout}ms`, 'testTimeoutFailure')), this.timeout);
        if (this.signal?.aborted) reject(this.signal.reason);
        this.signal?.addEventListener('abort', () => reject(this.signal.reason), { once: true });
      })]);
    } catch (e) {
      throw new ERR_TEST_FAILURE(e?.code === 'ERR_TEST_FAILURE' && e.failureType === 'testTimeoutFailure' ? e.cause ?? e.message : e, 'hookFailed');
    } finally {
      stopTimer(timer);
    }
  }
}

class Suite extends Test {
  constructor(options) {
    super(options);
    this.onlyInherited = this.only || this.parent?.onlyInherited;
    if (config.namePatterns !== undefined) {
      this.fn = options.fn ?? noop;
      this.filtered = config.skipPatterns !== undefined && this.matches(config.skipPatterns);
    }
    if (config.only && this.filtered) {
      this.fn = options.fn ?? noop;
      this.filtered = false;
      this.onlyByChildren = true;
    }
    if (this.skipped || this.filtered) {
      this.building = Promise.resolve();
      return;
    }
    // The body registers the tests at once.
    try {
      const r = storage.run(this, () => Reflect.apply(this.fn, this.context, [this.context]));
      if (r !== null && typeof r?.then === 'function') {
        this.building = Promise.resolve(r).then(noop, (e) => this.fail(toFailure(e)));
      }
    } catch (e) {
      this.fail(toFailure(e));
    }
    this.building ??= Promise.resolve();
  }
  get type() { return 'suite'; }
  get hasOnly() { return true; }
  get context() { return this._context ??= new SuiteContext(this); }
  hasConcurrency() { return this.started && super.hasConcurrency(); }
  async run() {
    this.startTime = now();
    if (this.skipped || this.filtered) {
      this.started = true;
      this.pass();
      this.finish();
      return;
    }
    await this.building;
    const willRun = this.subtests.filter((s) => s.willRun());
    if ((config.namePatterns !== undefined || this.onlyByChildren) && willRun.length === 0) this.filtered = this.subtests.length > 0 || this.onlyByChildren;
    let timer;
    const stop = new Promise((_, reject) => {
      if (this.timeout !== Infinity) timer = startTimer(() => reject(failure(`test timed out after ${this.timeout}ms`, 'testTimeoutFailure')), this.timeout);
      this.cancelNow = reject;
      this.outerSignal?.addEventListener('abort', () => reject(this.outerSignal.reason), { once: true });
    });
    stop.catch(noop);
    try {
      if (this.parent.parent !== null || this.parent.hooks.before.length > 0) await this.parent.runBeforeHooks();
      if (this.outerSignal?.aborted) throw this.outerSignal.reason;
      if (this.error !== null) throw this.error;
      if (willRun.length > 0) await Promise.race([stop, this.runBeforeHooks()]);
      this.started = true;
      this.pump();
      await Promise.race([stop, this.whenDrained()]);
      if (this.failedSubtests > 0) this.subtestsFailed();
      else this.pass();
    } catch (e) {
      this.started = true;
      const aborted = this.outerSignal?.aborted && e === this.outerSignal.reason;
      this.fail(toFailure(e, aborted ? 'testAborted' : e?.failureType ?? 'testCodeFailure'));
      if (aborted || this.error.failureType === 'testTimeoutFailure') this.cancelled = true;
      for (const { test, deferred } of this.pendingSubtests.splice(0)) {
        test.cancel();
        test.finish();
        this.subtestDone(test);
        deferred.resolve(undefined);
      }
      for (const s of this.subtests) if (s.started && !s.finished) s.cancel();
    } finally {
      stopTimer(timer);
    }
    try {
      if (willRun.length > 0) for (const h of this.hooks.after) await h.run([this.context], this);
    } catch (e) {
      this.fail(failureOfHook(e, 'after'));
    }
    this.finish();
  }
}

module.exports = {
  Test, Suite, TestHook, TestContext, config, storage, customAssertions, parseOptions, callSite, failure, toFailure, noop,
};
