'use strict';
// Methods of process that need no other module at start-up.

const binding = internalBinding('process_methods');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_OUT_OF_RANGE,
    ERR_UNKNOWN_SIGNAL,
    ERR_WORKER_UNSUPPORTED_OPERATION,
  },
} = require('internal/errors');
const { isArray } = Array;

function checkString(value, name) {
  if (typeof value !== 'string') throw new ERR_INVALID_ARG_TYPE(name, 'string', value);
}
function checkNumber(value, name) {
  if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
}
function checkUint32(value, name) {
  if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
  if (!Number.isInteger(value)) throw new ERR_OUT_OF_RANGE(name, 'an integer', value);
  if (value < 0 || value > 4294967295) throw new ERR_OUT_OF_RANGE(name, '>= 0 && <= 4294967295', value);
}
function checkObject(value, name) {
  if (value === null || typeof value !== 'object' || isArray(value)) throw new ERR_INVALID_ARG_TYPE(name, 'Object', value);
}

// ---- time

const hrValues = new Uint32Array(3); // seconds (high, low), nanoseconds

function hrtime(time) {
  binding.hrtime(hrValues);
  const sec = hrValues[0] * 0x100000000 + hrValues[1];
  const nsec = hrValues[2];
  if (time === undefined) return [sec, nsec];
  if (!isArray(time)) throw new ERR_INVALID_ARG_TYPE('time', 'Array', time);
  if (time.length !== 2) throw new ERR_OUT_OF_RANGE('time', 2, time.length);
  const s = sec - time[0];
  const n = nsec - time[1];
  return n < 0 ? [s - 1, n + 1000000000] : [s, n];
}
hrtime.bigint = function bigint() {
  return binding.hrtimeBigInt();
};

function uptime() {
  return binding.uptime();
}

// ---- resources

const cpuValues = new Float64Array(2);
function cpuUsageOf(fill, prev) {
  if (prev) {
    checkObject(prev, 'prevValue');
    for (const k of ['user', 'system']) {
      if (!(typeof prev[k] === 'number' && prev[k] <= Number.MAX_SAFE_INTEGER && prev[k] >= 0)) {
        checkNumber(prev[k], `prevValue.${k}`);
        const same = new ERR_INVALID_ARG_VALUE(`prevValue.${k}`, prev[k]);
        const e = new RangeError(same.message);
        e.code = same.code;
        throw e;
      }
    }
  }
  fill(cpuValues);
  if (prev) return { user: cpuValues[0] - prev.user, system: cpuValues[1] - prev.system };
  return { user: cpuValues[0], system: cpuValues[1] };
}
function cpuUsage(prevValue) {
  return cpuUsageOf(binding.cpuUsage, prevValue);
}
function threadCpuUsage(prevValue) {
  return cpuUsageOf(binding.threadCpuUsage, prevValue);
}

const resourceValues = new Float64Array(16);
function resourceUsage() {
  binding.resourceUsage(resourceValues);
  const r = resourceValues;
  return {
    userCPUTime: r[0],
    systemCPUTime: r[1],
    maxRSS: r[2],
    sharedMemorySize: r[3],
    unsharedDataSize: r[4],
    unsharedStackSize: r[5],
    minorPageFault: r[6],
    majorPageFault: r[7],
    swappedOut: r[8],
    fsRead: r[9],
    fsWrite: r[10],
    ipcSent: r[11],
    ipcReceived: r[12],
    signalsCount: r[13],
    voluntaryContextSwitches: r[14],
    involuntaryContextSwitches: r[15],
  };
}

const memValues = new Float64Array(5);
function memoryUsage() {
  binding.memoryUsage(memValues);
  return { rss: memValues[0], heapTotal: memValues[1], heapUsed: memValues[2], external: memValues[3], arrayBuffers: memValues[4] };
}
memoryUsage.rss = function rss() {
  return binding.rss();
};
function constrainedMemory() {
  return binding.constrainedMemory();
}
function availableMemory() {
  return binding.availableMemory();
}

// ---- exit

function exit(code) {
  if (arguments.length !== 0) process.exitCode = code;
  if (!process._exiting) {
    process._exiting = true;
    process.emit('exit', process.exitCode || 0);
  }
  process.reallyExit(process.exitCode || 0);
}

function reallyExit(code) {
  binding.reallyExit(code || 0);
}
const { abort } = { // a method: not a constructor
  abort() { binding.abort(); },
};

// ---- signals

function kill(pid, sig) {
  let err;
  // Numeric strings are accepted, as kill(1) does.
  if (pid != (pid | 0)) throw new ERR_INVALID_ARG_TYPE('pid', 'number', pid); // eslint-disable-line eqeqeq
  if (typeof sig === 'number') {
    err = process._kill(pid, sig);
  } else {
    sig = sig || 'SIGTERM';
    const { signals } = internalBinding('constants').os;
    if (signals[sig]) err = process._kill(pid, signals[sig]);
    else throw new ERR_UNKNOWN_SIGNAL(sig);
  }
  if (err) {
    const { ErrnoException } = require('internal/errors');
    throw new ErrnoException(err, 'kill');
  }
  return true;
}

// ---- execve

function execve(execPath, args = [], env = process.env) {
  const { isMainThread } = require('internal/process/thread_info');
  if (!isMainThread()) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Calling process.execve');
  checkString(execPath, 'execPath');
  if (!isArray(args)) throw new ERR_INVALID_ARG_TYPE('args', 'Array', args);
  for (let i = 0; i < args.length; i++) {
    if (typeof args[i] !== 'string' || args[i].includes('\u0000'))
      throw new ERR_INVALID_ARG_VALUE(`args[${i}]`, args[i], 'must be a string without null bytes');
  }
  const list = [];
  if (env === null || typeof env !== 'object' || isArray(env)) throw new ERR_INVALID_ARG_TYPE('env', 'Object', env);
  for (const key of Object.keys(env)) {
    const value = env[key];
    if (typeof value !== 'string' || key.includes('\u0000') || value.includes('\u0000'))
      throw new ERR_INVALID_ARG_VALUE('env', env, 'must be an object with string keys and values without null bytes');
    list.push(`${key}=${value}`);
  }
  binding.execve(execPath, args, list);
}

// ---- directory, umask, ids

let cachedCwd = '';
function cwd() {
  if (cachedCwd === '') cachedCwd = binding.cwd();
  return cachedCwd;
}
function chdir(directory) {
  checkString(directory, 'directory');
  binding.chdir(directory);
  cachedCwd = '';
}
function parseFileMode(value) {
  if (typeof value === 'string') {
    if (!/^[0-7]+$/.test(value))
      throw new ERR_INVALID_ARG_VALUE('mask', value, 'must be a 32-bit unsigned integer or an octal string.');
    value = Number.parseInt(value, 8);
  }
  checkUint32(value, 'mask');
  return value;
}
function umask(mask) {
  if (mask === undefined) return binding.umask();
  return binding.umask(parseFileMode(mask));
}

function installCredentials(target) {
  const credentials = internalBinding('credentials');
  if (credentials.getuid === undefined) return;
  target.getuid = credentials.getuid;
  target.geteuid = credentials.geteuid;
  target.getgid = credentials.getgid;
  target.getegid = credentials.getegid;
  target.getgroups = credentials.getgroups;
}
function installCredentialSetters(target) {
  const credentials = internalBinding('credentials');
  if (credentials.setuid === undefined) return;
  const { ERR_UNKNOWN_CREDENTIAL } = require('internal/errors').codes;
  function checkId(id, name) {
    if (typeof id === 'number') {
      checkUint32(id, name);
    } else if (typeof id !== 'string') {
      throw new ERR_INVALID_ARG_TYPE(name, ['number', 'string'], id);
    }
  }
  // The native setters give 1 when the name is unknown.
  function setter(kind, method) {
    const f = {
      [method](id) {
        checkId(id, 'id');
        if (typeof id === 'number') id >>>= 0;
        if (credentials[method](id) === 1) throw new ERR_UNKNOWN_CREDENTIAL(kind, id);
      },
    }[method];
    return f;
  }
  target.initgroups = function initgroups(user, extraGroup) {
    checkId(user, 'user');
    checkId(extraGroup, 'extraGroup');
    const r = credentials.initgroups(user, extraGroup);
    if (r === 1) throw new ERR_UNKNOWN_CREDENTIAL('User', user);
    if (r === 2) throw new ERR_UNKNOWN_CREDENTIAL('Group', extraGroup);
  };
  target.setgroups = function setgroups(groups) {
    if (!isArray(groups)) throw new ERR_INVALID_ARG_TYPE('groups', 'Array', groups);
    for (let i = 0; i < groups.length; i++) checkId(groups[i], `groups[${i}]`);
    const r = credentials.setgroups(groups);
    if (r > 0) throw new ERR_UNKNOWN_CREDENTIAL('Group', groups[r - 1]);
  };
  target.setegid = setter('Group', 'setegid');
  target.seteuid = setter('User', 'seteuid');
  target.setgid = setter('Group', 'setgid');
  target.setuid = setter('User', 'setuid');
}

// ---- misc

function loadEnvFile(path = undefined) {
  if (path != null) {
    const { getValidatedPath } = require('internal/fs/utils');
    path = getValidatedPath(path, 'path');
  } else {
    path = '.env';
  }
  const text = require('fs').readFileSync(path, 'utf8').toString();
  const parsed = require('internal/process/env_file').parseEnv(text);
  for (const key of Object.keys(parsed)) if (process.env[key] === undefined) process.env[key] = parsed[key];
}

function dlopen(module, filename, flags) {
  if (module === null || typeof module !== 'object') throw new ERR_INVALID_ARG_TYPE('module', 'Object', module);
  const e = new Error(`Native addons are not supported: ${filename}`);
  e.code = 'ERR_DLOPEN_FAILED';
  void flags;
  throw e;
}

function getActiveResourcesInfo() {
  const out = binding.getActiveResources ? binding.getActiveResources().slice() : [];
  const counts = require('internal/timers').activeTimerCounts();
  for (let i = 0; i < counts.timers; i++) out.push('Timeout');
  for (let i = 0; i < counts.immediates; i++) out.push('Immediate');
  return out;
}

function getBuiltinModule(id) {
  checkString(id, 'id');
  const { BuiltinModule } = require('internal/bootstrap/realm');
  const normalized = BuiltinModule.normalizeRequirableId(id);
  if (normalized === undefined || normalized.startsWith('internal/')) return undefined;
  if (normalized === 'process') return process;
  return BuiltinModule.map.get(normalized).compileForPublicLoader();
}

const internalBindingAllowlist = ['async_wrap', 'buffer', 'cares_wrap', 'config', 'constants', 'contextify', 'fs', 'fs_event_wrap', 'icu',
  'inspector', 'js_stream', 'natives', 'os', 'pipe_wrap', 'process_wrap', 'signal_wrap', 'spawn_sync', 'stream_wrap', 'tcp_wrap', 'tls_wrap',
  'tty_wrap', 'udp_wrap', 'url', 'util', 'uv', 'zlib'];
function processBinding(name) {
  name = String(name);
  if (!internalBindingAllowlist.includes(name)) {
    const e = new Error(`No such module: ${name}`);
    e.code = 'ERR_INVALID_MODULE';
    throw e;
  }
  if (name === 'natives') return { __proto__: null };
  return internalBinding(name);
}
function linkedBinding(name) {
  const e = new Error(`No such binding: ${String(name)}`);
  e.code = 'ERR_INVALID_MODULE';
  throw e;
}

// ref and unref for things with the well-known symbols.
function ref(maybeRefable) {
  if (maybeRefable) {
    const fn = maybeRefable[Symbol.for('nodejs.ref')] || maybeRefable[Symbol.for('node:ref')] || maybeRefable.ref;
    if (typeof fn === 'function') fn.call(maybeRefable);
  }
}
function unref(maybeRefable) {
  if (maybeRefable) {
    const fn = maybeRefable[Symbol.for('nodejs.unref')] || maybeRefable[Symbol.for('node:unref')] || maybeRefable.unref;
    if (typeof fn === 'function') fn.call(maybeRefable);
  }
}

function rawDebug(...args) {
  binding._rawDebug(require('internal/util/inspect').format(...args));
}

// The set of flags allowed in NODE_OPTIONS: immutable, dashes and underscores are alike, values are cut off.
function buildAllowedFlags() {
  const list = binding.allowedNodeEnvironmentFlags?.() ?? [];
  const canonical = (k) => {
    if (typeof k !== 'string') return undefined;
    k = k.replace(/_/g, '-').replace(/=.*$/, '');
    return k;
  };
  const inner = new Set(list);
  class NodeEnvironmentFlagsSet extends Set {
    constructor(a) {
      super();
      Object.defineProperty(this, 'add', { value: () => this, configurable: true, writable: true });
      void a;
    }
    add() { return this; }
    delete() { return false; }
    clear() {}
    has(key) {
      if (typeof key !== 'string') return false;
      key = canonical(key);
      if (key[0] === '-') return inner.has(key);
      return inner.has(`--${key}`) || inner.has(`-${key}`);
    }
    entries() { return new Set(inner).entries(); }
    forEach(cb, thisArg = undefined) {
      inner.forEach((k) => cb.call(thisArg, k, k, this));
    }
    get size() { return inner.size; }
    values() { return new Set(inner).values(); }
    keys() { return this.values(); }
    [Symbol.iterator]() { return this.values(); }
  }
  return Object.freeze(Object.setPrototypeOf(new NodeEnvironmentFlagsSet(), NodeEnvironmentFlagsSet.prototype));
}

module.exports = {
  hrtime,
  uptime,
  cpuUsage,
  threadCpuUsage,
  resourceUsage,
  memoryUsage,
  constrainedMemory,
  availableMemory,
  exit,
  reallyExit,
  abort,
  kill,
  execve,
  cwd,
  chdir,
  umask,
  installCredentials,
  installCredentialSetters,
  loadEnvFile,
  dlopen,
  getActiveResourcesInfo,
  getBuiltinModule,
  processBinding,
  linkedBinding,
  ref,
  unref,
  rawDebug,
  buildAllowedFlags,
};
