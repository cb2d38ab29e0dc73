'use strict';
// Module domain (deprecated): errors of callbacks go to the domain that was active when they were made.

const EventEmitter = require('events');
const { codes: { ERR_DOMAIN_CALLBACK_NOT_AVAILABLE, ERR_UNHANDLED_ERROR } } = require('internal/errors');
const { createHook } = require('async_hooks');

if (process.hasUncaughtExceptionCaptureCallback?.()) throw new ERR_DOMAIN_CALLBACK_NOT_AVAILABLE();

let stack = [];
let currentDomain = null;
const pairing = new Map(); // async id -> domain

Object.defineProperty(process, 'domain', {
  enumerable: true, configurable: true,
  get() { return currentDomain; },
  set(v) { currentDomain = v; },
});
exports._stack = stack;
Object.defineProperty(exports, 'active', { value: null, writable: true, enumerable: true, configurable: true });

const hook = createHook({
  init(asyncId, type, triggerAsyncId, resource) {
    if (process.domain !== null && process.domain !== undefined) {
      pairing.set(asyncId, process.domain);
      if (resource !== null && typeof resource === 'object') {
        try {
          Object.defineProperty(resource, 'domain', { configurable: true, enumerable: false, value: process.domain, writable: true });
        } catch { /* frozen */ }
      }
    }
  },
  before(asyncId) {
    pairing.get(asyncId)?.enter();
  },
  after(asyncId) {
    pairing.get(asyncId)?.exit();
  },
  destroy(asyncId) {
    pairing.delete(asyncId);
  },
});

// When a domain is on the stack, an uncaught exception goes to it.
let installed = false;
function updateExceptionCapture() {
  const need = stack.some((d) => d.listenerCount('error') > 0);
  if (need && !installed) {
    installed = true;
    process.setUncaughtExceptionCaptureCallback(null);
    process.setUncaughtExceptionCaptureCallback((er) => domainUncaughtExceptionClear(er));
  } else if (!need && installed) {
    installed = false;
    process.setUncaughtExceptionCaptureCallback(null);
  }
}
function domainUncaughtExceptionClear(er) {
  return currentDomain?._errorHandler(er);
}

class Domain extends EventEmitter {
  constructor() {
    super();
    this.members = [];
    hook.enable();
    this.on('newListener', updateSoon);
    this.on('removeListener', updateSoon);
  }
  _errorHandler(er) {
    let caught = false;
    if ((typeof er === 'object' && er !== null) || typeof er === 'function') {
      Object.defineProperty(er, 'domain', { configurable: true, enumerable: false, value: this, writable: true });
      Object.defineProperty(er, 'domainThrown', { configurable: true, enumerable: true, value: true, writable: true });
    }
    if (stack.length === 1 || stack.length === 0) {
      exports.active = currentDomain = null;
      stack.length = 0;
      updateExceptionCapture();
      if (this.listenerCount('error') > 0) {
        caught = this.emit('error', er);
      } else {
        throw er;
      }
    } else {
      try {
        exports.active = currentDomain = null;
        caught = this.emit('error', er);
      } catch (er2) {
        // The handler threw: the parent domain gets that error.
        stack.pop();
        updateExceptionCapture();
        if (stack.length) {
          exports.active = currentDomain = stack[stack.length - 1];
          caught = currentDomain._errorHandler(er2);
        } else {
          throw er2;
        }
      }
    }
    stack.length = 0;
    exports.active = currentDomain = null;
    updateExceptionCapture();
    return caught;
  }
  enter() {
    exports.active = currentDomain = this;
    stack.push(this);
    updateExceptionCapture();
  }
  exit() {
    const i = stack.lastIndexOf(this);
    if (i === -1) return;
    stack.splice(i);
    exports.active = stack.length === 0 ? null : stack[stack.length - 1];
    currentDomain = exports.active;
    updateExceptionCapture();
  }
  add(ee) {
    if (ee.domain === this) return;
    if (ee.domain) ee.domain.remove(ee);
    // A domain cannot be its own ancestor.
    if (this.domain && ee instanceof Domain) {
      for (let d = this.domain; d; d = d.domain) if (ee === d) return;
    }
    Object.defineProperty(ee, 'domain', { configurable: true, enumerable: false, value: this, writable: true });
    this.members.push(ee);
  }
  remove(ee) {
    ee.domain = null;
    const i = this.members.indexOf(ee);
    if (i !== -1) this.members.splice(i, 1);
  }
  run(fn, ...args) {
    this.enter();
    const ret = Reflect.apply(fn, this, args);
    this.exit();
    return ret;
  }
  intercept(cb) {
    const self = this;
    return function(...args) {
      if (args[0] instanceof Error) {
        const er = args[0];
        er.domainBound = cb;
        er.domainThrown = false;
        Object.defineProperty(er, 'domain', { configurable: true, enumerable: false, value: self, writable: true });
        self.emit('error', er);
        return;
      }
      args.shift();
      self.enter();
      const ret = Reflect.apply(cb, this, args);
      self.exit();
      return ret;
    };
  }
  bind(cb) {
    const self = this;
    function runBound(...args) {
      self.enter();
      const ret = Reflect.apply(cb, this, args);
      self.exit();
      return ret;
    }
    Object.defineProperty(runBound, 'domain', { configurable: true, enumerable: false, value: this, writable: true });
    return runBound;
  }
}
function updateSoon(type) {
  if (type === 'error') process.nextTick(updateExceptionCapture);
  if (type === 'error') updateExceptionCapture();
}

exports.Domain = Domain;
exports.create = exports.createDomain = function createDomain() {
  return new Domain();
};

// New emitters belong to the active domain; their errors go to it.
EventEmitter.usingDomains = true;
const eventInit = EventEmitter.init;
EventEmitter.init = function(opts) {
  Object.defineProperty(this, 'domain', { configurable: true, enumerable: false, value: null, writable: true });
  if (exports.active && !(this instanceof Domain)) this.domain = exports.active;
  return eventInit.call(this, opts);
};
const eventEmit = EventEmitter.prototype.emit;
EventEmitter.prototype.emit = function emit(...args) {
  const { domain } = this;
  const type = args[0];
  const shouldEmitError = type === 'error' && this.listenerCount(type) > 0;
  if (shouldEmitError || domain === null || domain === undefined || this === process) return Reflect.apply(eventEmit, this, args);
  if (type === 'error') {
    const er = args.length > 1 && args[1] ? args[1] : new ERR_UNHANDLED_ERROR(args[1]);
    if (typeof er === 'object') {
      er.domainEmitter = this;
      Object.defineProperty(er, 'domain', { configurable: true, enumerable: false, value: domain, writable: true });
      er.domainThrown = false;
    }
    // The domain's handler must not run inside the domain.
    const origStack = stack.slice();
    const origActive = exports.active;
    const idx = stack.lastIndexOf(domain);
    if (idx > -1) stack.length = idx;
    exports.active = currentDomain = stack.length ? stack[stack.length - 1] : null;
    updateExceptionCapture();
    domain.emit('error', er);
    exports._stack = stack = origStack;
    exports.active = currentDomain = origActive;
    updateExceptionCapture();
    return false;
  }
  domain.enter();
  const ret = Reflect.apply(eventEmit, this, args);
  domain.exit();
  return ret;
};
