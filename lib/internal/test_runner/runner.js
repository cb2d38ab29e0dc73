'use strict';
// run(): the tests of many files, each in a process of its own (or, isolation 'none', in this one).

const { Test, config, failure } = require('internal/test_runner/test');
const { adoptRoot, createRoot, finishRoot, globalSetup, onInterrupt, toPatterns } = require('internal/test_runner/harness');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateAbortSignal, validateArray, validateBoolean, validateFunction, validateInteger, validateObject, validateOneOf, validateString, validateStringArray } = require('internal/validators');
const path = require('path');

const defaultPattern = () => {
  const ext = '{js,mjs,cjs,ts,mts,cts}';
  return [`**/{test,test/**/*,test-*,*[._-]test}.${ext}`, `**/test/**/*.${ext}`];
};

function findFiles(globPatterns, cwd) {
  const explicit = globPatterns?.length > 0;
  const patterns = explicit ? globPatterns : defaultPattern();
  const fs = require('fs');
  const found = new Set();
  for (const p of patterns) {
    if (explicit && fs.statSync(path.resolve(cwd, p), { throwIfNoEntry: false })?.isFile()) {
      found.add(p);
      continue;
    }
    for (const f of fs.globSync(p, { cwd, exclude: (name) => name === 'node_modules' || name.name === 'node_modules' })) {
      if (fs.statSync(path.resolve(cwd, f), { throwIfNoEntry: false })?.isFile()) found.add(f);
    }
  }
  const list = [...found].sort();
  if (explicit && list.length === 0) {
    process.stderr.write(`Could not find '${globPatterns.join(', ')}'\n`);
    process.exit(1);
  }
  return list.map((f) => path.resolve(cwd, f));
}

const notPassedOn = new Set(['--test', '--experimental-test-coverage', '--watch', '--experimental-default-config-file', '--test-randomize']);
const notPassedOnWithValue = ['--test-reporter', '--test-reporter-destination', '--experimental-config-file', '--test-shard', '--test-concurrency', '--test-global-setup', '--test-rerun-failures', '--watch-path', '--watch-kill-signal', '--test-isolation', '--experimental-test-isolation'];
function childArguments(file, options) {
  const args = [];
  const own = process.execArgv;
  for (let i = 0; i < own.length; i++) {
    const a = own[i];
    const name = a.split('=', 1)[0];
    if (notPassedOn.has(a)) continue;
    if (notPassedOnWithValue.includes(name)) {
      if (!a.includes('=')) i++;
      continue;
    }
    args.push(a);
  }
  for (const p of options.testNamePatterns ?? []) args.push(`--test-name-pattern=${p}`);
  for (const p of options.testSkipPatterns ?? []) args.push(`--test-skip-pattern=${p}`);
  if (options.only === true && !args.includes('--test-only')) args.push('--test-only');
  if (options.updateSnapshots && !args.includes('--test-update-snapshots')) args.push('--test-update-snapshots');
  if (options.forceExit && !args.includes('--test-force-exit')) args.push('--test-force-exit');
  args.unshift(...(options.execArgv ?? []));
  args.push(file, ...(options.argv ?? []));
  return args;
}

// FileTest is a file: its process reports the tests in it.
class FileTest extends Test {
  reportResult() {
    // A file is seen only through its tests, unless it has none, or failed otherwise.
    this.flushEvents?.();
    if (this.childEvents > 0 && (this.passed || this.error?.failureType === 'subtestsFailed')) {
      return;
    }
    super.reportResult();
  }
  finish() {
    const { counts } = this.root;
    const before = { ...counts };
    const { success } = this.root;
    super.finish();
    if (this.childEvents > 0) {
      Object.assign(counts, before); // its tests were counted
      this.root.success = success && this.passed;
    }
  }
  reportStarted() {
    if (this.childEvents > 0) return;
    super.reportStarted();
  }
}

async function runFile(test, file, options, workerId) {
  const { spawn } = require('child_process');
  const { EventParser } = require('internal/test_runner/wire');
  const { root } = test;
  const env = { ...(options.env ?? process.env), NODE_TEST_CONTEXT: 'child-v8', NODE_TEST_WORKER_ID: `${workerId}` };
  if (options.watch) env.WATCH_REPORT_DEPENDENCIES = '1';
  const child = spawn(process.execPath, childArguments(file, options), {
    __proto__: null, cwd: options.cwd, env, signal: test.signal, stdio: options.watch ? ['pipe', 'pipe', 'pipe', 'ipc'] : undefined,
  });
  options.onChild?.(child, file);
  test.childEvents = 0;
  const held = [];
  let live = false;
  const send = (type, data) => {
    if (live) deliver(type, data);
    else held.push([type, data]);
  };
  const deliver = (type, data) => {
    if (type === 'test:pass' || type === 'test:fail') {
      if (data.nesting === 0) data = { ...data, testNumber: ++root.outputSubtestCount };
    }
    root.reporter.report(type, data);
  };
  test.flushEvents = () => {
    live = true;
    for (const [type, data] of held.splice(0)) deliver(type, data);
  };
  if (test.isClearToSend()) live = true;
  const parser = new EventParser(({ type, data }) => {
    if (test.isClearToSend()) test.flushEvents();
    switch (type) {
      case 'test:enqueue':
      case 'test:dequeue':
      case 'test:complete':
        root.reporter.report(type, data);
        return;
      case 'test:plan':
        if (data.nesting === 0) return;
        break;
      case 'test:summary':
        root.reporter.report(type, data);
        for (const key of Object.keys(data.counts)) root.counts[key] += data.counts[key];
        if (!data.success) root.success = false;
        test.childFailed = data.counts.failed + data.counts.cancelled;
        return;
      case 'test:start':
      case 'test:pass':
      case 'test:fail':
        test.childEvents++;
        break;
      default:
    }
    send(type, data);
  }, (bytes) => {
    if (test.isClearToSend()) test.flushEvents();
    root.reporter.report('test:stdout', { __proto__: null, file, message: bytes.toString('utf8') });
  });
  child.stdout.on('data', (chunk) => parser.write(chunk));
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (message) => {
    root.reporter.report('test:stderr', { __proto__: null, file, message });
  });
  const { once } = require('events');
  let code;
  let signal;
  try {
    ({ 0: code, 1: signal } = await once(child, 'close'));
  } catch (err) {
    if (err?.name !== 'AbortError') throw err;
    throw err;
  }
  parser.end();
  if (code !== 0 || signal !== null) {
    const error = failure('test failed', test.childEvents > 0 && test.childFailed > 0 ? 'subtestsFailed' : 'testCodeFailure');
    error.exitCode = code;
    error.signal = signal;
    error.stack = undefined;
    throw error;
  }
}

function normalize(options) {
  validateObject(options, 'options');
  let { testNamePatterns, testSkipPatterns, shard } = options;
  const {
    concurrency, timeout, signal, files, forceExit, inspectPort, isolation = 'process', watch, setup, globalSetupPath, only, globPatterns,
    coverage = false, cwd = process.cwd(), execArgv = [], argv = [], env, rerunFailuresFilePath,
  } = options;
  if (files != null) validateArray(files, 'options.files');
  if (watch != null) validateBoolean(watch, 'options.watch');
  if (forceExit != null) {
    validateBoolean(forceExit, 'options.forceExit');
    if (forceExit && watch) throw new ERR_INVALID_ARG_VALUE('options.forceExit', watch, 'is not supported with watch mode');
  }
  if (only != null) validateBoolean(only, 'options.only');
  if (globPatterns != null) validateArray(globPatterns, 'options.globPatterns');
  validateString(cwd, 'options.cwd');
  if (globPatterns?.length > 0 && files?.length > 0) {
    throw new ERR_INVALID_ARG_VALUE('options.globPatterns', globPatterns, 'is not supported when specifying \'options.files\'');
  }
  if (shard != null) {
    validateObject(shard, 'options.shard');
    shard = { __proto__: null, index: shard.index, total: shard.total };
    validateInteger(shard.total, 'options.shard.total', 1);
    validateInteger(shard.index, 'options.shard.index');
    if (shard.index <= 0 || shard.total < shard.index) throw new ERR_OUT_OF_RANGE('options.shard.index', `>= 1 && <= ${shard.total} ("options.shard.total")`, shard.index);
    if (watch) throw new ERR_INVALID_ARG_VALUE('options.shard', watch, 'shards not supported with watch mode');
  }
  if (setup != null) validateFunction(setup, 'options.setup');
  const patterns = (list, name) => {
    if (list == null) return undefined;
    if (!Array.isArray(list)) list = [list];
    list.forEach((p, i) => {
      if (typeof p !== 'string' && !require('internal/util/types').isRegExp(p)) throw new ERR_INVALID_ARG_TYPE(`options.${name}[${i}]`, ['string', 'RegExp'], p);
    });
    return toPatterns(list);
  };
  testNamePatterns = patterns(testNamePatterns, 'testNamePatterns');
  testSkipPatterns = patterns(testSkipPatterns, 'testSkipPatterns');
  validateOneOf(isolation, 'options.isolation', ['process', 'none']);
  validateBoolean(coverage, 'options.coverage');
  validateStringArray(execArgv, 'options.execArgv');
  validateStringArray(argv, 'options.argv');
  if (globalSetupPath != null) validateString(globalSetupPath, 'options.globalSetupPath');
  if (rerunFailuresFilePath != null) validateString(rerunFailuresFilePath, 'options.rerunFailuresFilePath');
  if (env != null) {
    validateObject(env);
    if (isolation === 'none') throw new ERR_INVALID_ARG_VALUE('options.env', env, 'is not supported with isolation=\'none\'');
  }
  if (signal != null) validateAbortSignal(signal, 'options.signal');
  return {
    ...options, concurrency, timeout, signal, files, forceExit, inspectPort, isolation, watch, setup, globalSetupPath, only, globPatterns,
    cwd, execArgv, argv, env, testNamePatterns, testSkipPatterns, shard,
  };
}

function run(options = {}) {
  options = normalize(options);
  const root = options.isolation === 'none' ? adoptRoot() : createRoot(undefined);
  root.concurrency = options.concurrency === true || options.concurrency === undefined ? Math.max(1, require('os').availableParallelism() - 1) :
    options.concurrency === false ? 1 : options.concurrency;
  if (options.isolation === 'none') root.concurrency = 1;
  if (process.env.NODE_TEST_CONTEXT !== undefined) {
    process.emitWarning('node:test run() is being called recursively within a test file. skipping running files.');
    process.nextTick(() => { root.reporter.end(); });
    return root.reporter;
  }
  let files = (options.files ?? findFiles(options.globPatterns, options.cwd)).map((f) => (typeof f === 'string' ? path.resolve(options.cwd, f) : f));
  if (options.shard) files = files.filter((_, i) => i % options.shard.total === options.shard.index - 1);
  start(root, files, options);
  return root.reporter;
}

async function start(root, files, options) {
  if (options.setsExitCode) onInterrupt(root);
  let teardown;
  try {
    if (options.setup) await options.setup(root.reporter);
    if (options.globalSetupPath) teardown = await globalSetup(options.globalSetupPath, options.cwd);
    if (options.isolation === 'none') await runHere(root, files, options);
    else await runProcesses(root, files, options);
  } catch (e) {
    root.success = false;
    root.reporter.report('test:diagnostic', { __proto__: null, nesting: 0, message: `${e?.stack ?? e}`, level: 'error' });
    process.exitCode = 1;
  }
  await finishRoot(root);
  try {
    await teardown?.();
  } catch (e) {
    process.exitCode = 1;
    process.stderr.write(`${require('internal/util/inspect').inspect(e)}\n`);
  }
  if (!root.success && options.setsExitCode) process.exitCode = 1;
  if (options.watch) {
    root.reporter.report('test:watch:drained', undefined);
    return;
  }
  root.reporter.end();
}

async function runProcesses(root, files, options) {
  let nextWorker = 1;
  const free = [];
  const runs = files.map((file) => {
    const name = path.relative(options.cwd, file) || file;
    const t = root.createSubtest(FileTest, name, { signal: options.signal, timeout: options.timeout }, async () => {
      const id = free.pop() ?? nextWorker++;
      try {
        await runFile(t, file, options, id);
      } finally {
        free.push(id);
      }
    }, undefined, { line: 1, column: 1, file });
    t.entryFile = file;
    return t.start();
  });
  await Promise.all(runs);
}

async function runHere(root, files, options) {
  config.namePatterns = options.testNamePatterns ?? config.namePatterns;
  config.skipPatterns = options.testSkipPatterns ?? config.skipPatterns;
  config.only ||= options.only === true;
  root.runOnlySubtests = config.only;
  const { storage } = require('internal/test_runner/test');
  const { getLoader } = require('internal/modules/esm/loader');
  const { pathToFileURL } = require('internal/url');
  if (options.cwd !== process.cwd()) process.chdir(options.cwd);
  await storage.run(root, async () => {
    for (const file of files) {
      root.entryFile = file;
      try {
        await getLoader().import(pathToFileURL(file).href, undefined, { __proto__: null });
      } catch (e) {
        const t = root.createSubtest(Test, path.relative(options.cwd, file), {}, () => { throw e; }, undefined, { line: 1, column: 1, file });
        t.start();
      }
    }
  });
  await root.whenDrained();
}

module.exports = { run, findFiles };
