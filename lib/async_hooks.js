'use strict';
// Module async_hooks.

const {
  codes: { ERR_ASYNC_CALLBACK, ERR_ASYNC_TYPE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ASYNC_ID },
} = require('internal/errors');
const AsyncContextFrame = require('internal/async_context_frame');
const hooks = require('internal/async_hooks');
const { kAsyncId, kTriggerId } = hooks;
const kContextFrame = Symbol('kAsyncContextFrame');
const kDestroyed = Symbol('destroyed');

class AsyncHook {
  constructor(fns) {
    this.init = fns.init;
    this.before = fns.before;
    this.after = fns.after;
    this.destroy = fns.destroy;
    this.promiseResolve = fns.promiseResolve;
    this.promises = fns.trackPromises;
  }
  enable() {
    hooks.enableHook(this);
    return this;
  }
  disable() {
    hooks.disableHook(this);
    return this;
  }
}

function createHook(fns) {
  for (const name of ['init', 'before', 'after', 'destroy', 'promiseResolve']) {
    const fn = fns[name];
    if (fn !== undefined && typeof fn !== 'function') throw new ERR_ASYNC_CALLBACK(`hook.${name}`);
  }
  if (fns.trackPromises !== undefined && typeof fns.trackPromises !== 'boolean')
    throw new ERR_INVALID_ARG_TYPE('trackPromises', 'boolean', fns.trackPromises);
  return new AsyncHook(fns);
}

const destroyRegistry = new FinalizationRegistry((held) => {
  if (!held.destroyed) hooks.emitDestroy(held.id);
});

class AsyncResource {
  constructor(type, opts = {}) {
    if (typeof type !== 'string') throw new ERR_INVALID_ARG_TYPE('type', 'string', type);
    let triggerAsyncId = opts;
    let requireManualDestroy = false;
    if (typeof opts !== 'number') {
      triggerAsyncId = opts.triggerAsyncId === undefined ? hooks.getDefaultTriggerAsyncId() : opts.triggerAsyncId;
      requireManualDestroy = !!opts.requireManualDestroy;
    }
    if (!Number.isSafeInteger(triggerAsyncId) || triggerAsyncId < -1)
      throw new ERR_INVALID_ASYNC_ID('triggerAsyncId', triggerAsyncId);
    this[kContextFrame] = AsyncContextFrame.current();
    const asyncId = hooks.newAsyncId();
    this[kAsyncId] = asyncId;
    this[kTriggerId] = triggerAsyncId;
    if (hooks.enabledHooksExist()) {
      if (type.length === 0) throw new ERR_ASYNC_TYPE(type);
      hooks.emitInit(asyncId, type, triggerAsyncId, this);
      if (!requireManualDestroy) {
        const held = { id: asyncId, destroyed: false };
        this[kDestroyed] = held;
        destroyRegistry.register(this, held);
      }
    }
  }
  runInAsyncScope(fn, thisArg, ...args) {
    const asyncId = this[kAsyncId];
    hooks.emitBefore(asyncId, this[kTriggerId], this);
    const prior = AsyncContextFrame.exchange(this[kContextFrame]);
    try {
      return Reflect.apply(fn, thisArg, args);
    } finally {
      AsyncContextFrame.set(prior);
      if (hooks.hasAsyncIdStack()) hooks.emitAfter(asyncId);
    }
  }
  emitDestroy() {
    if (this[kDestroyed] !== undefined) this[kDestroyed].destroyed = true;
    hooks.emitDestroy(this[kAsyncId]);
    return this;
  }
  asyncId() {
    return this[kAsyncId];
  }
  triggerAsyncId() {
    return this[kTriggerId];
  }
  bind(fn, thisArg) {
    if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', 'Function', fn);
    let bound;
    if (thisArg === undefined) {
      const resource = this;
      bound = function(...args) {
        args.unshift(fn, this);
        return Reflect.apply(resource.runInAsyncScope, resource, args);
      };
    } else {
      bound = this.runInAsyncScope.bind(this, fn, thisArg);
    }
    Object.defineProperties(bound, {
      length: { configurable: true, enumerable: false, value: fn.length, writable: false },
    });
    return bound;
  }
  static bind(fn, type, thisArg) {
    type ||= fn.name;
    return (new AsyncResource(type || 'bound-anonymous-fn')).bind(fn, thisArg);
  }
}

class RunScope {
  #storage;
  #previous;
  #disposed = false;
  constructor(storage, store) {
    this.#storage = storage;
    this.#previous = AsyncContextFrame.current();
    storage.enterWith(store);
  }
  dispose() {
    if (this.#disposed) return;
    this.#disposed = true;
    AsyncContextFrame.set(this.#previous);
  }
  [Symbol.dispose]() {
    this.dispose();
  }
}

class AsyncLocalStorage {
  #name = undefined;
  #defaultValue = undefined;
  constructor(options = undefined) {
    if (options === undefined) return;
    if (options === null || typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    if (options.name !== undefined) this.#name = `${options.name}`;
    this.#defaultValue = options.defaultValue;
  }
  get name() {
    return this.#name || '';
  }
  static bind(fn) {
    return AsyncResource.bind(fn);
  }
  static snapshot() {
    const frame = AsyncContextFrame.current();
    return runInFrame.bind(null, frame);
  }
  disable() {
    AsyncContextFrame.disable(this);
  }
  enterWith(data) {
    AsyncContextFrame.set(new AsyncContextFrame(AsyncContextFrame.current(), this, data));
  }
  run(data, fn, ...args) {
    const prior = AsyncContextFrame.current();
    // The same value again needs no new frame.
    if (prior !== undefined && prior.has(this) && Object.is(prior.get(this), data)) return Reflect.apply(fn, null, args);
    const frame = new AsyncContextFrame(prior, this, data);
    AsyncContextFrame.set(frame);
    try {
      return Reflect.apply(fn, null, args);
    } finally {
      // Only this storage is restored: what another storage entered meanwhile stays.
      const now = AsyncContextFrame.current();
      if (now === frame || now === undefined) {
        AsyncContextFrame.set(prior);
      } else {
        const next = new AsyncContextFrame(now, this, prior?.get(this));
        if (prior === undefined || !prior.has(this)) next.delete(this);
        AsyncContextFrame.set(next);
      }
    }
  }
  exit(fn, ...args) {
    return this.run(undefined, fn, ...args);
  }
  getStore() {
    const frame = AsyncContextFrame.current();
    if (frame === undefined || !frame.has(this)) return this.#defaultValue;
    return frame.get(this);
  }
  withScope(store) {
    return new RunScope(this, store);
  }
}
function runInFrame(frame, fn, ...args) {
  const prior = AsyncContextFrame.exchange(frame);
  try {
    return fn(...args);
  } finally {
    AsyncContextFrame.set(prior);
  }
}

const providerNames = ['NONE', 'BLOBREADER', 'CHECKPRIMEREQUEST', 'CIPHERREQUEST', 'DERIVEBITSREQUEST', 'DIRHANDLE', 'DNSCHANNEL', 'FILEHANDLE',
  'FILEHANDLECLOSEREQ', 'FSEVENTWRAP', 'FSREQCALLBACK', 'FSREQPROMISE', 'GETADDRINFOREQWRAP', 'GETNAMEINFOREQWRAP', 'HASHREQUEST',
  'HTTP2PING', 'HTTP2SESSION', 'HTTP2SETTINGS', 'HTTP2STREAM', 'HTTPCLIENTREQUEST', 'HTTPINCOMINGMESSAGE', 'JSSTREAM', 'JSUDPWRAP',
  'KEYEXPORTREQUEST', 'KEYGENREQUEST', 'KEYPAIRGENREQUEST', 'MESSAGEPORT', 'PBKDF2REQUEST', 'PIPECONNECTWRAP', 'PIPESERVERWRAP', 'PIPEWRAP',
  'PROCESSWRAP', 'PROMISE', 'QUERYWRAP', 'RANDOMBYTESREQUEST', 'RANDOMPRIMEREQUEST', 'SCRYPTREQUEST', 'SHUTDOWNWRAP', 'SIGINTWATCHDOG',
  'SIGNALWRAP', 'SIGNREQUEST', 'STATWATCHER', 'STREAMPIPE', 'TCPCONNECTWRAP', 'TCPSERVERWRAP', 'TCPWRAP', 'TLSWRAP', 'TTYWRAP',
  'UDPSENDWRAP', 'UDPWRAP', 'VERIFYREQUEST', 'WORKER', 'WORKERHEAPSNAPSHOT', 'WRITEWRAP', 'ZLIB', 'Timeout', 'Immediate', 'TickObject'];
let providers;

module.exports = {
  AsyncLocalStorage,
  createHook,
  executionAsyncId: hooks.executionAsyncId,
  triggerAsyncId: hooks.triggerAsyncId,
  executionAsyncResource: hooks.executionAsyncResource,
  get asyncWrapProviders() {
    if (providers === undefined) {
      providers = { __proto__: null };
      for (let i = 0; i < providerNames.length; i++) providers[providerNames[i]] = i;
      Object.freeze(providers);
    }
    return providers;
  },
  AsyncResource,
};
