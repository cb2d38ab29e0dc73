'use strict';

// fs.watch() over the native watcher; fs.watchFile() by polling stat.

const { EventEmitter } = require('events');
const { Buffer } = require('buffer');
const { BigIntStats, getStatsFromBinding, Stats } = require('internal/fs/utils');
const { validateBoolean, validateUint32, validateObject, validateAbortSignal, validateInteger, validateOneOf } = require('internal/validators');
const { AbortError, codes: { ERR_INVALID_ARG_VALUE, ERR_FS_WATCH_QUEUE_OVERFLOW } } = require('internal/errors');
const binding = internalBinding('fs');

function emptyStats(bigint) {
  const z = bigint ? 0n : 0;
  const C = bigint ? BigIntStats : Stats;
  return new C(z, z, z, z, z, z, z, z, z, z, z, z, z, z);
}

function StatWatcher(bigint) {
  EventEmitter.call(this);
  this._bigint = !!bigint;
  this._timer = null;
  this._stopped = false;
  this._persistent = true;
  this._previous = null;
}
Object.setPrototypeOf(StatWatcher.prototype, EventEmitter.prototype);
Object.setPrototypeOf(StatWatcher, EventEmitter);

StatWatcher.prototype.start = function(filename, interval, persistent) {
  validateUint32(interval, 'interval');
  this._filename = filename;
  this._interval = interval;
  this._persistent = persistent !== false;
  this._poll();
};

StatWatcher.prototype._poll = function() {
  binding.statAsync(this._filename, this._bigint, false, (err, a) => {
    if (this._stopped) return;
    const now = err || a === undefined ? emptyStats(this._bigint) : getStatsFromBinding(a);
    const before = this._previous;
    this._previous = now;
    if (before === null) {
      // The first look reports only that the file is not there.
      if (err || a === undefined) this.emit('change', now, now);
    } else if (before.mtimeMs !== now.mtimeMs || before.ctimeMs !== now.ctimeMs || before.size !== now.size ||
               before.ino !== now.ino || before.mode !== now.mode || before.nlink !== now.nlink ||
               before.uid !== now.uid || before.gid !== now.gid || before.birthtimeMs !== now.birthtimeMs) {
      this.emit('change', now, before);
    }
    if (this._stopped) return;
    this._timer = setTimeout(() => this._poll(), this._interval);
    if (!this._persistent) this._timer.unref();
  });
};

StatWatcher.prototype.stop = function() {
  if (this._stopped) return;
  this._stopped = true;
  clearTimeout(this._timer);
  this._timer = null;
  process.nextTick(() => this.emit('stop'));
};

StatWatcher.prototype.ref = function() {
  this._persistent = true;
  this._timer?.ref();
  return this;
};

StatWatcher.prototype.unref = function() {
  this._persistent = false;
  this._timer?.unref();
  return this;
};

function FSWatcher() {
  EventEmitter.call(this);
  this._handle = null;
  this._closed = false;
}
Object.setPrototypeOf(FSWatcher.prototype, EventEmitter.prototype);
Object.setPrototypeOf(FSWatcher, EventEmitter);

FSWatcher.prototype.start = function(filename, options) {
  if (this._closed || this._handle) return;
  const { persistent, recursive, encoding } = options;
  validateBoolean(persistent, 'options.persistent');
  validateBoolean(recursive, 'options.recursive');
  const ignore = options.ignore == null ? null : makeIgnore(options.ignore);
  const handle = new binding.FSEvent();
  handle.onchange = (err, eventType, name) => {
    if (err) {
      handle.close();
      this._handle = null;
      err.filename = filename;
      this.emit('error', err);
      return;
    }
    if (ignore !== null && name != null && ignore(String(name))) return;
    if (encoding && encoding !== 'utf8' && encoding !== 'utf-8' && typeof name === 'string') {
      name = encoding === 'buffer' ? Buffer.from(name) : Buffer.from(name).toString(encoding);
    }
    this.emit('change', eventType, name);
  };
  try {
    handle.start(filename, persistent, recursive);
  } catch (error) {
    error.filename = filename;
    throw error;
  }
  this._handle = handle;
};

function makeIgnore(ignore) {
  const list = Array.isArray(ignore) ? ignore : [ignore];
  const tests = list.map((m) => {
    if (typeof m === 'function') return m;
    if (m instanceof RegExp) return (name) => m.test(name);
    const { matchGlobPattern } = require('internal/fs/glob');
    return (name) => matchGlobPattern(name, m, false) || matchGlobPattern(require('path').basename(name), m, false);
  });
  return (name) => tests.some((t) => t(name));
}

FSWatcher.prototype.close = function() {
  if (this._closed) return;
  this._closed = true;
  if (this._handle !== null) {
    this._handle.close();
    this._handle = null;
  }
  process.nextTick(() => this.emit('close'));
};

FSWatcher.prototype.ref = function() {
  this._handle?.ref();
  return this;
};

FSWatcher.prototype.unref = function() {
  this._handle?.unref();
  return this;
};

Object.defineProperty(FSWatcher.prototype, Symbol.dispose, {
  __proto__: null,
  value() { this.close(); },
});

// fs.promises.watch()
async function* watch(filename, options = {}) {
  const path = require('internal/fs/utils').getValidatedPath(filename, 'filename');
  validateObject(options, 'options');
  const {
    persistent = true, recursive = false, encoding = 'utf8', maxQueue = 2048, overflow = 'ignore', signal,
  } = options;
  validateBoolean(persistent, 'options.persistent');
  validateBoolean(recursive, 'options.recursive');
  validateInteger(maxQueue, 'options.maxQueue');
  validateOneOf(overflow, 'options.overflow', ['ignore', 'error']);
  validateAbortSignal(signal, 'options.signal');
  if (encoding && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw new ERR_INVALID_ARG_VALUE('options.encoding', encoding, 'is invalid encoding');
  }
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  const watcher = new FSWatcher();
  let { promise, resolve, reject } = Promise.withResolvers();
  let queue = [];
  const onAbort = () => reject(new AbortError(undefined, { cause: signal?.reason }));
  watcher.on('change', (eventType, name) => {
    if (queue.length < maxQueue) {
      queue.push({ __proto__: null, eventType, filename: name });
      resolve();
    } else if (overflow === 'error') {
      queue = [];
      reject(new ERR_FS_WATCH_QUEUE_OVERFLOW(maxQueue));
    } else {
      process.emitWarning('fs.watch maxQueue exceeded');
    }
  });
  watcher.on('error', (err) => reject(err));
  watcher.start(path, { persistent, recursive, encoding, ignore: options.ignore });
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      await promise;
      while (queue.length > 0) yield queue.shift();
      ({ promise, resolve, reject } = Promise.withResolvers());
    }
  } finally {
    watcher.close();
    signal?.removeEventListener('abort', onAbort);
  }
}

module.exports = { FSWatcher, StatWatcher, watch };
