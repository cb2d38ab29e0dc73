'use strict';
// Sets up the process object and the globals. Nothing here reads the environment, argv or the clock: it may run at image time.

const { moduleLoadList } = require('internal/bootstrap/realm');
const EventEmitter = require('events');
const perThread = require('internal/process/per_thread');
const info = internalBinding('process_info');

// ---- process: its prototype is an object named process, whose prototype is EventEmitter's.
{
  const holder = { process: function() {} }.process;
  const proto = Object.create(EventEmitter.prototype, {
    constructor: { configurable: true, enumerable: false, writable: true, value: holder },
  });
  holder.prototype = proto;
  Object.setPrototypeOf(process, proto);
}
function readOnly(name, value) {
  Object.defineProperty(process, name, { value, enumerable: true, configurable: true, writable: false });
}
readOnly('version', info.version);
readOnly('versions', info.versions);
readOnly('arch', info.arch);
readOnly('platform', info.platform);
readOnly('release', info.release);
process._rawDebug = perThread.rawDebug;
readOnly('moduleLoadList', moduleLoadList);
process.binding = perThread.processBinding;
Object.defineProperty(process.binding, 'name', { value: 'binding' });
process._linkedBinding = perThread.linkedBinding;
EventEmitter.call(process);
process.domain = null;
{
  let exiting = false;
  Object.defineProperty(process, '_exiting', {
    enumerable: true, configurable: true, get() { return exiting; }, set(v) { exiting = v; },
  });
}
{
  let exitCode;
  const { codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } } = require('internal/errors');
  Object.defineProperty(process, 'exitCode', {
    enumerable: true,
    configurable: false,
    get() { return exitCode; },
    set(code) {
      if (code !== null && code !== undefined) {
        let value = code;
        if (typeof code === 'string' && code !== '') value = Number.isInteger(Number(code)) ? Number(code) : code;
        if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE('code', 'number', value);
        if (!Number.isInteger(value)) throw new ERR_OUT_OF_RANGE('code', 'an integer', value);
        exitCode = value;
        return;
      }
      exitCode = code === null ? undefined : code;
    },
  });
}
readOnly('config', info.config);
process.dlopen = perThread.dlopen;
process.uptime = perThread.uptime;
process._getActiveRequests = function _getActiveRequests() { return internalBinding('process_methods').getActiveRequests?.() ?? []; };
process._getActiveHandles = function _getActiveHandles() { 
  const { ownerSymbol } = require('internal/net');
  return internalBinding('process_methods').getActiveHandles().map((handle) => handle[ownerSymbol] ?? handle.owner ?? handle);
};
process.getActiveResourcesInfo = perThread.getActiveResourcesInfo;
process.reallyExit = perThread.reallyExit;
process._kill = internalBinding('process_methods').kill;
process.loadEnvFile = perThread.loadEnvFile;
process.cpuUsage = perThread.cpuUsage;
process.threadCpuUsage = perThread.threadCpuUsage;
process.resourceUsage = perThread.resourceUsage;
process.memoryUsage = perThread.memoryUsage;
process.constrainedMemory = perThread.constrainedMemory;
process.availableMemory = perThread.availableMemory;
process.kill = perThread.kill;
process.exit = perThread.exit;
process.execve = perThread.execve;
process.ref = perThread.ref;
process.unref = perThread.unref;

function lazyProperty(target, name, enumerable, make) {
  Object.defineProperty(target, name, {
    enumerable,
    configurable: true,
    get() {
      const value = make();
      Object.defineProperty(target, name, { value, enumerable, configurable: true, writable: true });
      return value;
    },
    set(value) {
      Object.defineProperty(target, name, { value, enumerable, configurable: true, writable: true });
    },
  });
}
lazyProperty(process, 'finalization', true, () => require('internal/process/finalization').createFinalization());
process.hrtime = perThread.hrtime;
process.openStdin = function openStdin() {
  process.stdin.resume();
  return process.stdin;
};
perThread.installCredentials(process);
lazyProperty(process, 'allowedNodeEnvironmentFlags', true, perThread.buildAllowedFlags);

{
  const features = {};
  const on = (name, value) => Object.defineProperty(features, name, { value, enumerable: true, configurable: false, writable: false });
  const getter = (name, get) => Object.defineProperty(features, name, { get, enumerable: true, configurable: true });
  on('inspector', !!info.features?.inspector);
  on('debug', false);
  on('uv', true);
  on('ipv6', true);
  on('tls_alpn', true);
  on('tls_sni', true);
  on('tls_ocsp', true);
  on('tls', true);
  on('openssl_is_boringssl', false);
  getter('cached_builtins', () => true);
  getter('require_module', () => require('internal/options').getOptionValue('--require-module') !== false);
  getter('dtls', () => false);
  getter('quic', () => false);
  getter('typescript', () => (require('internal/options').getOptionValue('--strip-types') === false ? false : 'strip'));
  Object.defineProperty(process, 'features', { value: features, enumerable: true, configurable: false, writable: false });
}

const execution = require('internal/process/execution');
process._fatalException = execution.fatalException;
process.setUncaughtExceptionCaptureCallback = execution.setUncaughtExceptionCaptureCallback;
process.addUncaughtExceptionCaptureCallback = execution.addUncaughtExceptionCaptureCallback;
process.hasUncaughtExceptionCaptureCallback = execution.hasUncaughtExceptionCaptureCallback;
process.emitWarning = require('internal/process/warning').emitWarning;
{
  const { setupTaskQueue } = require('internal/process/task_queues');
  const { nextTick, runNextTicks } = setupTaskQueue();
  process.nextTick = nextTick;
  process._tickCallback = runNextTicks;
}
{
  let on = false;
  Object.defineProperty(process, 'sourceMapsEnabled', { enumerable: true, configurable: true, get() { return on; } });
  process.setSourceMapsEnabled = function setSourceMapsEnabled(value) {
    if (typeof value !== 'boolean') {
      const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
      throw new ERR_INVALID_ARG_TYPE('enabled', 'boolean', value);
    }
    on = value;
    internalBinding('errors').setSourceMapsEnabled?.(value);
  };
}
process.getBuiltinModule = perThread.getBuiltinModule;
process._debugProcess = function _debugProcess() {};
process._debugEnd = function _debugEnd() {};
process._startProfilerIdleNotifier = function _startProfilerIdleNotifier() {};
process._stopProfilerIdleNotifier = function _stopProfilerIdleNotifier() {};
{
  const stdio = ['stdout', 'stdin', 'stderr'];
  for (const name of stdio) {
    const fn = { stdout: 'getStdout', stdin: 'getStdin', stderr: 'getStderr' }[name];
    Object.defineProperty(process, name, {
      enumerable: true,
      configurable: true,
      get() { return require('internal/process/stdio')[fn](); },
    });
  }
}
process.abort = perThread.abort;
process.umask = perThread.umask;
process.chdir = perThread.chdir;
process.cwd = perThread.cwd;
perThread.installCredentialSetters(process);
Object.defineProperty(process, Symbol.toStringTag, { value: 'process', writable: true, enumerable: false, configurable: false });

// Domains and signals watch listeners of process.
process.on('newListener', (type) => {
  if (typeof type === 'string' && type.charCodeAt(0) === 83) require('internal/process/signal').startListeningIfSignal(type);
});
process.on('removeListener', (type) => {
  if (typeof type === 'string' && type.charCodeAt(0) === 83) require('internal/process/signal').stopListeningIfSignal(type);
});

internalBinding('errors').setUncaughtExceptionCallback(execution.onUncaught);

// ---- globals

function defineOperation(name, value) { // as Web IDL operations: enumerable
  Object.defineProperty(globalThis, name, { value, writable: true, enumerable: true, configurable: true });
}
// lazyGetter makes a getter that programs do not get to see: asking for the descriptor runs it.
function lazyGetter(name, id, enumerable) {
  return { get() {
    const value = require(id)[name];
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable, configurable: true });
    return value;
  } }.get;
}
internalBinding('util').markLazyData?.(lazyGetter('', '', false));
// defineLazy: the first read loads the module and makes a data property.
function defineLazy(names, id, enumerable = false) {
  for (const name of names) {
    Object.defineProperty(globalThis, name, {
      __proto__: null,
      enumerable,
      configurable: true,
      get: lazyGetter(name, id, enumerable),
      set: { set(value) {
        Object.defineProperty(globalThis, name, { value, writable: true, enumerable, configurable: true });
      } }.set,
    });
  }
}
function defineReplaceable(name, make, withSetter) {
  let value;
  let made = false;
  const d = {
    [`get ${name}`]() {
      if (!made) { value = make(); made = true; }
      return value;
    },
  };
  const get = d[`get ${name}`];
  Object.defineProperty(get, 'name', { value: `get ${name}` });
  let set;
  if (withSetter) {
    set = function(v) { Object.defineProperty(globalThis, name, { value: v, writable: true, enumerable: true, configurable: true }); };
    Object.defineProperty(set, 'name', { value: `set ${name}` });
  }
  Object.defineProperty(globalThis, name, { __proto__: null, enumerable: true, configurable: true, get, set });
}

// In Node's order. The console of the engine is replaced by Node's at first use.
delete globalThis.console;
{
  const get = { get() {
    const value = require('console');
    Object.defineProperty(globalThis, 'console', { value, writable: true, enumerable: false, configurable: true });
    return value;
  } }.get;
  internalBinding('util').markLazyData?.(get);
  Object.defineProperty(globalThis, 'console', {
    __proto__: null, enumerable: false, configurable: true, get,
    set(v) { Object.defineProperty(globalThis, 'console', { value: v, writable: true, enumerable: false, configurable: true }); },
  });
}
{
  let current = process;
  Object.defineProperty(globalThis, 'process', {
    __proto__: null, enumerable: false, configurable: true,
    get() { return current; },
    set(v) { current = v; },
  });
}
Object.defineProperty(globalThis, 'global', { value: globalThis, writable: true, enumerable: true, configurable: true });
{
  let current;
  Object.defineProperty(globalThis, 'Buffer', {
    __proto__: null, enumerable: false, configurable: true,
    get() { return current ??= require('buffer').Buffer; },
    set(v) { current = v; },
  });
}
const timers = require('timers');
defineOperation('clearImmediate', timers.clearImmediate);
defineOperation('setImmediate', timers.setImmediate);
defineLazy(['URL', 'URLSearchParams'], 'internal/url');
defineLazy(['DOMException', 'QuotaExceededError'], 'internal/domexception');
defineLazy(['Intl'], 'internal/intl');
defineLazy(['WebAssembly'], 'internal/wasm');
defineLazy(['AbortController', 'AbortSignal'], 'internal/abort_controller');
defineLazy(['Event', 'EventTarget', 'CustomEvent'], 'internal/event_target');
defineLazy(['TextEncoder', 'TextDecoder'], 'internal/encoding');
defineLazy(['TransformStream', 'TransformStreamDefaultController', 'WritableStream', 'WritableStreamDefaultController',
  'WritableStreamDefaultWriter', 'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamBYOBReader', 'ReadableStreamBYOBRequest',
  'ReadableByteStreamController', 'ReadableStreamDefaultController', 'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'TextEncoderStream',
  'TextDecoderStream', 'CompressionStream', 'DecompressionStream'], 'stream/web');
defineOperation('clearInterval', timers.clearInterval);
defineOperation('clearTimeout', timers.clearTimeout);
defineOperation('setInterval', timers.setInterval);
defineOperation('setTimeout', timers.setTimeout);
defineOperation('queueMicrotask', require('internal/process/task_queues').queueMicrotask);
defineLazy(['structuredClone'], 'internal/structured_clone', true);
defineLazy(['atob', 'btoa'], 'buffer', true);
defineLazy(['BroadcastChannel', 'MessageChannel', 'MessagePort'], 'internal/worker/io');
defineLazy(['Blob'], 'internal/blob');
defineLazy(['File'], 'internal/file');
defineLazy(['Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure', 'PerformanceObserver',
  'PerformanceObserverEntryList', 'PerformanceResourceTiming'], 'perf_hooks');
defineReplaceable('performance', () => require('perf_hooks').performance, true);
defineLazy(['URLPattern'], 'internal/url_pattern');
defineOperation('fetch', function fetch(input, init = undefined) { return require('internal/fetch/fetch').fetch(input, init); });
defineLazy(['FormData', 'Headers', 'Request', 'Response'], 'internal/fetch');
defineLazy(['MessageEvent'], 'internal/worker/message_event');
defineLazy(['CloseEvent', 'ErrorEvent', 'WebSocket', 'EventSource'], 'internal/websocket');
defineReplaceable('crypto', () => require('internal/crypto/webcrypto').crypto, false);
defineLazy(['Crypto', 'CryptoKey', 'SubtleCrypto'], 'internal/crypto/webcrypto');
defineLazy(['Navigator'], 'internal/navigator');
defineReplaceable('navigator', () => require('internal/navigator').navigator, false);
defineLazy(['Storage'], 'internal/webstorage');
Object.defineProperty(globalThis, Symbol.toStringTag, { value: 'global', writable: false, enumerable: false, configurable: true });
