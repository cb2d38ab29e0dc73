'use strict';
// The root of a test run: options, reporters, process events, the public functions.

const { Test, Suite, TestHook, config, storage, customAssertions, parseOptions, callSite, failure, toFailure } = require('internal/test_runner/test');
const { TestsStream } = require('internal/test_runner/stream');
const path = require('path');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateFunction, validateString } = require('internal/validators');

let globalRoot;

function toPatterns(list) {
  if (!list || list.length === 0) return undefined;
  return list.map((p) => {
    if (typeof p !== 'string') return p;
    const m = /^\/([\s\S]*)\/([a-z]*)$/.exec(p);
    return m === null ? new RegExp(p) : new RegExp(m[1], m[2]);
  });
}
function readOptions() {
  const { getOptionValue } = require('internal/options');
  config.only = getOptionValue('--test-only') === true;
  config.namePatterns = toPatterns(getOptionValue('--test-name-pattern'));
  config.skipPatterns = toPatterns(getOptionValue('--test-skip-pattern'));
  config.forceExit = getOptionValue('--test-force-exit') === true;
  const timeout = getOptionValue('--test-timeout');
  if (typeof timeout === 'number' && timeout > 0 && !getOptionValue('--test')) config.timeout = timeout;
}

function newCounts() {
  return { __proto__: null, tests: 0, failed: 0, passed: 0, cancelled: 0, skipped: 0, todo: 0, topLevel: 0, suites: 0 };
}
function createRoot(entryFile) {
  const root = new Test({ __proto__: null, name: '<root>', entryFile });
  root.reporter = new TestsStream();
  root.counts = newCounts();
  root.success = true;
  root.started = true;
  root.startTime = require('internal/perf/utils').now();
  if (config.timeout !== Infinity) root.timeout = config.timeout;
  return root;
}

// finishRoot ends a run: what is still pending is cancelled, the totals go out.
async function finishRoot(root, pendingError, fromExit = false) {
  if (root.finished) return;
  for (const { test, deferred } of root.pendingSubtests.splice(0)) {
    test.cancel(pendingError?.());
    test.finish();
    root.subtestDone(test);
    deferred.resolve(undefined);
  }
  for (const s of root.subtests) {
    if (s.finished) continue;
    cancelTree(s, pendingError);
    if (fromExit) {
      s.finish();
      root.subtestDone(s);
    }
  }
  if (!fromExit) {
    await root.whenDrained();
    for (const h of root.hooks.after) {
      try {
        await h.run([root.context], root);
      } catch (e) {
        root.error = toFailure(e, 'hookFailed');
        root.success = false;
        process.exitCode = 1;
        root.reporter.report('test:diagnostic', { __proto__: null, nesting: 0, message: `Error: ${e.cause?.message ?? e.message}`, level: 'error' });
      }
    }
  }
  root.finished = true;
  reportTotals(root);
  if (!root.success && root === globalRoot) process.exitCode ??= 1;
}
function cancelTree(test, pendingError) {
  for (const s of test.subtests) if (!s.finished) cancelTree(s, pendingError);
  test.cancel(pendingError?.());
}
function reportTotals(root) {
  const { reporter, counts } = root;
  const duration = require('internal/perf/utils').now() - root.startTime;
  const say = (message) => reporter.report('test:diagnostic', { __proto__: null, nesting: 0, message, level: 'info' });
  reporter.report('test:plan', { __proto__: null, nesting: 0, count: root.outputSubtestCount });
  for (const d of root.diagnostics) say(d);
  if (root.isChild) {
    reporter.report('test:summary', { __proto__: null, success: root.success, counts: { ...counts }, duration_ms: duration, file: root.entryFile });
    return;
  }
  say(`tests ${counts.tests}`);
  say(`suites ${counts.suites}`);
  say(`pass ${counts.passed}`);
  say(`fail ${counts.failed}`);
  say(`cancelled ${counts.cancelled}`);
  say(`skipped ${counts.skipped}`);
  say(`todo ${counts.todo}`);
  say(`duration_ms ${+duration.toFixed(6)}`);
  reporter.report('test:summary', { __proto__: null, success: root.success, counts: { ...counts }, duration_ms: duration, file: undefined });
}

// ---- reporters

const kinds = { '__proto__': null, spec: 'SpecReporter', tap: 'tap', dot: 'dot', junit: 'junit', lcov: 'LcovReporter' };

async function loadReporter(name) {
  if (kinds[name] !== undefined) {
    const r = require('internal/test_runner/reporters')[kinds[name]];
    return r.prototype instanceof require('internal/streams/transform') ? new r() : r;
  }
  const { getLoader } = require('internal/modules/esm/loader');
  const { pathToFileURL } = require('internal/url');
  const base = `${pathToFileURL(`${process.cwd()}/`)}`;
  let r = await getLoader().import(name, base, { __proto__: null });
  if (r?.default) r = r.default;
  if (r?.prototype && Object.getOwnPropertyDescriptor(r.prototype, 'constructor') && typeof r === 'function' && r.prototype instanceof require('internal/streams/legacy').Stream) r = new r();
  else if (typeof r === 'function' && /^class\s/.test(Function.prototype.toString.call(r))) r = new r();
  if (!r) throw new ERR_INVALID_ARG_VALUE('Reporter', name, 'is not a valid reporter');
  return r;
}
async function setupReporters(stream) {
  const { getOptionValue } = require('internal/options');
  const names = [...(getOptionValue('--test-reporter') ?? [])];
  const destinations = [...(getOptionValue('--test-reporter-destination') ?? [])];
  if (names.length === 0 && destinations.length === 0) names.push('spec');
  if (names.length === 1 && destinations.length === 0) destinations.push('stdout');
  if (destinations.length !== names.length) {
    throw new ERR_INVALID_ARG_VALUE('--test-reporter', names, 'must match the number of specified \'--test-reporter-destination\'');
  }
  const { compose } = require('stream');
  const { finished } = require('stream/promises');
  const ended = [];
  for (let i = 0; i < names.length; i++) {
    const reporter = await loadReporter(names[i]);
    const destination = destinations[i] === 'stdout' ? process.stdout : destinations[i] === 'stderr' ? process.stderr : require('fs').createWriteStream(destinations[i]);
    const out = compose(stream, reporter);
    out.pipe(destination);
    if (destination !== process.stdout && destination !== process.stderr) ended.push(finished(destination));
    else ended.push(finished(out, { writable: false }).catch(() => {}));
  }
  return ended;
}

// ---- the run of a file: tests register themselves in the global root

function ensureRoot() {
  if (globalRoot !== undefined) return globalRoot;
  readOptions();
  globalRoot = createRoot(process.argv[1]);
  const context = process.env.NODE_TEST_CONTEXT;
  const { getOptionValue } = require('internal/options');
  if (context === undefined && getOptionValue('--test') && getOptionValue('--test-isolation') === 'none') return globalRoot; // run() goes on with it
  let ended = [];
  if (context === 'child-v8') {
    globalRoot.isChild = true;
    require('internal/test_runner/wire').writeEvents(globalRoot.reporter);
  } else if (context !== 'child') {
    config.bootstrap = setupReporters(globalRoot.reporter).then(async (list) => {
      ended = list;
      const file = getOptionValue('--test-global-setup');
      if (file) globalRoot.teardown = await globalSetup(file, process.cwd());
      config.bootstrap = undefined;
    }, (e) => {
      config.bootstrap = undefined;
      internalBinding('errors').triggerUncaughtException(e, true);
    });
  }
  watchProcess(globalRoot, () => ended);
  return globalRoot;
}
function watchProcess(root, endedReporters) {
  const onUncaught = (event) => (err) => {
    const test = storage.getStore();
    if (test === undefined || test === root || test.finished) {
      // Something that a test left behind.
      const name = test?.name;
      root.diagnostic(`Error: ${test === undefined || test === root ? 'A resource generated asynchronous activity' : `Test "${name}"${test.loc ? ` at ${path.relative(process.cwd(), test.loc.file)}:${test.loc.line}:${test.loc.column} generated asynchronous activity`: ' generated asynchronous activity'}`} ` +
        `after the test ended. This activity created the error "${err?.stack?.split('\n')[0] ?? err}" and would have caused the test to fail, but instead triggered an ${event} event.`);
      process.exitCode = 1;
      root.success = false;
      return;
    }
    test.fail(toFailure(err, event));
    test.cancelNow?.(test.error);
  };
  const uncaught = onUncaught('uncaughtException');
  const rejected = onUncaught('unhandledRejection');
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', rejected);
  let finishing = false;
  const finish = async () => {
    if (finishing) return;
    finishing = true;
    await finishRoot(root, () => failure('Promise resolution is still pending but the event loop has already resolved', 'cancelledByParent'));
    require('internal/test_runner/snapshot').writeSnapshots();
    await root.teardown?.();
    root.reporter.end();
    process.off('uncaughtException', uncaught);
    process.off('unhandledRejection', rejected);
    await Promise.all(endedReporters());
  };
  process.on('beforeExit', finish);
  process.on('exit', () => {
    if (!root.success) process.exitCode = process.exitCode || 1;
  });
  if (config.forceExit) {
    const check = async () => {
      await config.bootstrap;
      await new Promise((resolve) => setImmediate(resolve));
      await root.whenDrained();
      await finish();
      process.exit();
    };
    process.once('exit', () => {});
    setImmediate(check);
  }
  if (!root.isChild) onInterrupt(root);
}
// onInterrupt: SIGINT and SIGTERM say what is running, cancel it and end with status 1.
function onInterrupt(root) {
  const onSignal = () => {
    if (!root.finished) {
      const running = [];
      const collect = (t) => {
        for (const s of t.subtests) {
          if (s.started && !s.finished) {
            if (s.subtests.some((x) => x.started && !x.finished)) collect(s);
            else running.push({ __proto__: null, name: s.name, ...s.location() });
          }
        }
      };
      collect(root);
      if (running.length > 0) root.reporter.report('test:interrupted', { __proto__: null, tests: running });
      finishRoot(root, () => failure('Promise resolution is still pending but the event loop has already resolved', 'cancelledByParent'), true);
    }
    process.exitCode = 1;
    root.reporter.end();
    setImmediate(() => process.exit(1));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
function adoptRoot() {
  readOptions();
  return globalRoot ??= createRoot(undefined);
}

async function globalSetup(file, cwd) {
  const { getLoader } = require('internal/modules/esm/loader');
  const { pathToFileURL } = require('internal/url');
  const ns = await getLoader().import(pathToFileURL(path.resolve(cwd, file)).href, undefined, { __proto__: null });
  const setup = ns.globalSetup ?? ns.default?.globalSetup;
  const teardown = ns.globalTeardown ?? ns.default?.globalTeardown;
  if (typeof setup === 'function') await setup();
  return typeof teardown === 'function' ? teardown : undefined;
}

function parentNow() {
  return storage.getStore() ?? ensureRoot();
}
function register(Class, overrides) {
  return (name, options, fn) => {
    const parent = parentNow();
    const p = parseOptions(name, options, fn);
    const t = parent.createSubtest(Class, p.name, p.options, p.fn, overrides, callSite());
    const done = t.start();
    return parent.type === 'suite' || Class === Suite && parent !== parent.root ? Promise.resolve() : Class === Suite ? done : done;
  };
}
function withVariants(Class, name) {
  const f = { [name](n, o, fn) { return register(Class)(n, o, fn); } }[name];
  const runner = (...args) => f(...args);
  Object.defineProperty(runner, 'name', { value: name, configurable: true });
  for (const kind of ['expectFailure', 'skip', 'todo', 'only']) {
    runner[kind] = { [kind](n, o, fn) { return register(Class, { [kind]: true })(n, o, fn); } }[kind];
  }
  return runner;
}
function hook(kind) {
  return (fn, options) => {
    const parent = parentNow();
    parent.createHook(kind, fn, options);
    if (kind === 'before' && parent === parent.root && parent.beforeRan === undefined) parent.beforeRan = false;
  };
}
const assertModule = {
  register(name, fn) {
    validateString(name, 'name');
    validateFunction(fn, 'fn');
    customAssertions.set(name, fn);
  },
};

module.exports = {
  test: withVariants(Test, 'test'),
  suite: withVariants(Suite, 'suite'),
  before: hook('before'), after: hook('after'), beforeEach: hook('beforeEach'), afterEach: hook('afterEach'),
  assert: assertModule,
  adoptRoot, createRoot, finishRoot, globalSetup, onInterrupt, setupReporters, config, toPatterns, TestHook, ERR_INVALID_ARG_TYPE,
  getTestContext() {
    const t = storage.getStore();
    return t === undefined || t.parent === null ? undefined : t.context;
  },
};
