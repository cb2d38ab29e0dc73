'use strict';
// class Worker: a thread with its own isolate.

const EventEmitter = require('events');
const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_WORKER_INIT_FAILED, ERR_WORKER_INVALID_EXEC_ARGV, ERR_WORKER_NOT_RUNNING, ERR_WORKER_OUT_OF_MEMORY, ERR_WORKER_PATH },
} = require('internal/errors');
const { validateArray, validateString, validateObject } = require('internal/validators');
const binding = internalBinding('worker');
const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');
const environmentData = new Map();

function setEnvironmentData(key, value) {
  if (value === undefined) environmentData.delete(key);
  else environmentData.set(key, value);
}
function getEnvironmentData(key) {
  return environmentData.get(key);
}
function assignEnvironmentData(data) {
  if (data !== undefined) for (const [k, v] of data) environmentData.set(k, v);
}

function parseResourceLimits(limits) {
  if (limits === null || typeof limits !== 'object') return undefined;
  const a = new Float64Array(4);
  const keys = ['maxYoungGenerationSizeMb', 'maxOldGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb'];
  for (let i = 0; i < 4; i++) a[i] = typeof limits[keys[i]] === 'number' ? limits[keys[i]] : -1;
  return a;
}

class Worker extends EventEmitter {
  #handle; #port; #publicPort; #exited; #stdin; #stdout; #stderr; #online = false; #name;
  constructor(filename, options = {}) {
    super();
    require('internal/util').publishTo('worker_threads', () => ({ worker: this }));
    validateObject(options, 'options');
    if (options.execArgv !== undefined) validateArray(options.execArgv, 'options.execArgv');
    let argv;
    if (options.argv !== undefined) {
      validateArray(options.argv, 'options.argv');
      argv = options.argv.map(String);
    }
    const { isURL, fileURLToPath } = require('internal/url');
    const path = require('path');
    let doEval = false;
    let url = null;
    let source;
    if (options.eval) {
      if (typeof filename !== 'string') throw new ERR_INVALID_ARG_VALUE('options.eval', options.eval, "must be false when 'filename' is not a string");
      doEval = options.type === 'module' ? 'module' : 'classic';
      source = filename;
      filename = '[worker eval]';
    } else if (isURL(filename) && filename.protocol === 'data:') {
      doEval = 'data-url';
      source = `${filename}`;
      filename = source;
    } else {
      if (isURL(filename)) {
        url = `${filename}`;
        filename = fileURLToPath(filename);
      } else if (typeof filename !== 'string') {
        throw new ERR_INVALID_ARG_TYPE('filename', ['string', 'URL'], filename);
      } else if (path.isAbsolute(filename) || /^\.\.?[\\/]/.test(filename)) {
        filename = path.resolve(filename);
      } else {
        throw new ERR_WORKER_PATH(filename);
      }
    }
    let env;
    if (typeof options.env === 'object' && options.env !== null) {
      env = {};
      for (const k of Object.keys(options.env)) env[k] = `${options.env[k]}`;
    } else if (options.env == null) {
      env = undefined; // a copy of ours
    } else if (options.env === SHARE_ENV) {
      env = null;
    } else {
      throw new ERR_INVALID_ARG_TYPE('options.env', ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'], options.env);
    }
    let name = '';
    if (options.name !== undefined) {
      validateString(options.name, 'options.name');
      name = options.name.trim();
    }
    this.#name = name || 'WorkerThread';
    this.#handle = new binding.Worker(url, env, options.execArgv, parseResourceLimits(options.resourceLimits), !!(options.trackUnmanagedFds ?? true), name);
    if (this.#handle.invalidExecArgv) throw new ERR_WORKER_INVALID_EXEC_ARGV(this.#handle.invalidExecArgv);
    this.#handle.onexit = (code, customErr, customErrReason) => this.#onExit(code, customErr, customErrReason);
    this.#port = this.#handle.messagePort;
    this.#port.on('message', (data) => this.#onMessage(data));
    this.#port.start();
    this.#port.ref();
    const { Readable, Writable } = require('stream');
    const port = this.#port;
    if (options.stdin) {
      this.#stdin = new Writable({
        decodeStrings: false,
        write(chunk, encoding, cb) { port.postMessage({ type: 'stdin', chunk, encoding }); cb(); },
        final(cb) { port.postMessage({ type: 'stdin', chunk: null }); cb(); },
      });
    }
    this.#stdout = new Readable({ read() {} });
    this.#stderr = new Readable({ read() {} });
    if (!options.stdout) pipeWithoutWarning(this.#stdout, 'stdout');
    if (!options.stderr) pipeWithoutWarning(this.#stderr, 'stderr');
    const { MessageChannel } = require('internal/worker/io');
    const { port1, port2 } = new MessageChannel();
    const transferList = [port2];
    if (options.transferList) transferList.push(...options.transferList);
    this.#publicPort = port1;
    for (const type of ['message', 'messageerror']) this.#publicPort.on(type, (message) => this.emit(type, message));
    this.#port.postMessage({
      type: 'load', filename, source, doEval, argv, workerData: options.workerData, environmentData: new Map(environmentData), publicPort: port2, hasStdin: !!options.stdin, name: this.#name,
    }, transferList);
    const err = this.#handle.startThread();
    if (err) throw new ERR_WORKER_INIT_FAILED(`${err}`);
    process.nextTick(() => process.emit('worker', this));
  }
  #onExit(code, customErr, customErrReason) {
    const { drainPort } = require('internal/worker/io');
    if (this.#port) drainPort(this.#port);
    if (this.#publicPort) drainPort(this.#publicPort);
    this.#port = undefined;
    this.#publicPort = undefined;
    this.#handle = null;
    this.#exited = code;
    this.#stdout.push(null);
    this.#stderr.push(null);
    if (customErr === 'ERR_WORKER_OUT_OF_MEMORY') this.emit('error', new ERR_WORKER_OUT_OF_MEMORY(customErrReason));
    this.emit('exit', code);
  }
  #onMessage(message) {
    switch (message.type) {
      case 'up':
        this.#online = true;
        return this.emit('online');
      case 'err':
        return this.emit('error', message.error);
      case 'stdio': {
        const s = message.stream === 'stdout' ? this.#stdout : this.#stderr;
        return s.push(message.chunk, message.encoding);
      }
    }
  }
  postMessage(...args) {
    if (this.#publicPort === undefined) return;
    Reflect.apply(this.#publicPort.postMessage, this.#publicPort, args);
  }
  terminate() {
    if (this.#handle === null) return Promise.resolve();
    this.ref();
    const p = new Promise((resolve) => this.once('exit', resolve));
    this.#handle.stopThread();
    return p;
  }
  async [Symbol.asyncDispose]() {
    await this.terminate();
  }
  ref() {
    if (this.#handle === null) return;
    this.#handle.ref();
    this.#publicPort.ref();
    return this;
  }
  unref() {
    if (this.#handle === null) return;
    this.#handle.unref();
    this.#publicPort.unref();
    this.#port.unref();
    return this;
  }
  get threadId() { return this.#handle === null ? -1 : this.#handle.threadId; }
  get threadName() { return this.#handle === null ? null : this.#name; }
  get stdin() { return this.#stdin ?? null; }
  get stdout() { return this.#stdout; }
  get stderr() { return this.#stderr; }
  get resourceLimits() {
    if (this.#handle === null) return {};
    return limitsObject(this.#handle.getResourceLimits());
  }
  get performance() {
    return { eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }) };
  }
  getHeapSnapshot() {
    if (this.#handle === null) return Promise.reject(new ERR_WORKER_NOT_RUNNING());
    return Promise.reject(require('internal/stub').notImplemented('worker.getHeapSnapshot()'));
  }
}
for (const name of ['cpuUsage', 'getHeapStatistics', 'startCpuProfile', 'startHeapProfile']) {
  Object.defineProperty(Worker.prototype, name, {
    configurable: true, writable: true, value: { [name]() { return Promise.reject(require('internal/stub').notImplemented(`worker.${name}()`)); } }[name],
  });
}
function pipeWithoutWarning(source, name) {
  source.on('data', (chunk) => process[name].write(chunk));
}
function limitsObject(a) {
  return { maxYoungGenerationSizeMb: a[0], maxOldGenerationSizeMb: a[1], codeRangeSizeMb: a[2], stackSizeMb: a[3] };
}

module.exports = { Worker, SHARE_ENV, setEnvironmentData, getEnvironmentData, assignEnvironmentData, limitsObject };
