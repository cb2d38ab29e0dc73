'use strict';
// AbortController and AbortSignal.

const { EventTarget, Event, defineEventHandler, kTrustEvent, kNewListener, kRemoveListener } =
  require('internal/event_target');
const { AbortError, codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_OUT_OF_RANGE } } =
  require('internal/errors');

const { kMaxEventTargetListeners } = require('events');
const kAborted = Symbol('kAborted');
const kReason = Symbol('kReason');
const kTimeout = Symbol('kTimeout');
const kComposite = Symbol('kComposite');
const kSourceSignals = Symbol('kSourceSignals');
const kDependantSignals = Symbol('kDependantSignals');
const kDontThrow = Symbol('kDontThrow');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const enumerable = { __proto__: null, enumerable: true };

// Signals that something waits for: a timeout or composite signal must not be collected while it has listeners.
const gcPersistentSignals = new Set();

let DOMExceptionCtor;
function domException(message, name) {
  DOMExceptionCtor ??= globalThis.DOMException;
  return new DOMExceptionCtor(message, name);
}

function inspectAs(self, obj, depth, options) {
  if (depth < 0) return self;
  const { inspect } = require('internal/util/inspect');
  const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
  return `${self.constructor.name} ${inspect(obj, opts)}`;
}
function checkSignal(obj) {
  if (obj?.[kAborted] === undefined) throw new ERR_INVALID_THIS('AbortSignal');
}

const clearTimeoutRegistry = new FinalizationRegistry((timer) => {
  require('timers').clearTimeout(timer);
});

class AbortSignal extends EventTarget {
  constructor(dontThrow = undefined) {
    if (dontThrow !== kDontThrow) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
    this[kMaxEventTargetListeners] = 0; // any number of listeners is normal for a signal
    this[kAborted] = false;
    this[kReason] = undefined;
    this[kComposite] = false;
  }
  get aborted() {
    checkSignal(this);
    return !!this[kAborted];
  }
  get reason() {
    checkSignal(this);
    return this[kReason];
  }
  throwIfAborted() {
    checkSignal(this);
    if (this[kAborted]) throw this[kReason];
  }
  [kInspect](depth, options) {
    return inspectAs(this, { aborted: this.aborted }, depth, options);
  }
  static abort(reason = domException('This operation was aborted', 'AbortError')) {
    const signal = new AbortSignal(kDontThrow);
    signal[kAborted] = true;
    signal[kReason] = reason;
    return signal;
  }
  static timeout(delay) {
    if (typeof delay !== 'number') throw new ERR_INVALID_ARG_TYPE('delay', 'number', delay);
    if (!Number.isInteger(delay)) throw new ERR_OUT_OF_RANGE('delay', 'an integer', delay);
    if (delay < 0 || delay > 4294967295) throw new ERR_OUT_OF_RANGE('delay', '>= 0 && <= 4294967295', delay);
    const signal = new AbortSignal(kDontThrow);
    signal[kTimeout] = true;
    const weak = new WeakRef(signal);
    const timer = require('timers').setTimeout(() => {
      const s = weak.deref();
      if (s !== undefined) {
        gcPersistentSignals.delete(s);
        abortSignal(s, domException('The operation was aborted due to timeout', 'TimeoutError'));
      }
    }, delay);
    timer.unref();
    clearTimeoutRegistry.register(signal, timer);
    return signal;
  }
  static any(signals) {
    const list = [];
    if (signals == null || typeof signals !== 'object' || typeof signals[Symbol.iterator] !== 'function')
      throw new ERR_INVALID_ARG_TYPE('signals', 'an iterable', signals);
    let i = 0;
    for (const s of signals) {
      if (s?.[kAborted] === undefined) throw new ERR_INVALID_ARG_TYPE(`signals[${i}]`, 'AbortSignal', s);
      list.push(s);
      i++;
    }
    const result = new AbortSignal(kDontThrow);
    if (list.length === 0) return result;
    for (const s of list) {
      if (s.aborted) {
        result[kAborted] = true;
        result[kReason] = s.reason;
        return result;
      }
    }
    result[kComposite] = true;
    result[kSourceSignals] = new Set();
    const weak = new WeakRef(result);
    const linked = new Set();
    const link = (source) => {
      if (linked.has(source)) return;
      linked.add(source);
      const sourceRef = source[kWeakSelf] ??= new WeakRef(source);
      result[kSourceSignals].add(sourceRef);
      source[kDependantSignals] ??= new Set();
      source[kDependantSignals].add(weak);
      if (source[kTimeout]) gcPersistentSignals.add(source);
      dependantRegistry.register(result, { source: sourceRef, ref: weak }, result);
      sourceRegistry.register(source, { composite: weak, ref: sourceRef });
    };
    for (const s of list) {
      if (!s[kComposite]) {
        link(s);
      } else if (s[kSourceSignals]) {
        for (const r of s[kSourceSignals]) {
          const t = r.deref();
          if (t !== undefined && !t.aborted) link(t);
        }
      }
    }
    return result;
  }
  [kNewListener](size, type, listener, once, capture, passive, weak) {
    super[kNewListener](size, type, listener, once, capture, passive, weak);
    const waits = this[kTimeout] || (this[kComposite] && this[kSourceSignals]?.size > 0);
    if (waits && type === 'abort' && !this.aborted && !weak && size === 1) gcPersistentSignals.add(this);
  }
  [kRemoveListener](size, type, listener, capture) {
    super[kRemoveListener](size, type, listener, capture);
    if ((this[kTimeout] || this[kComposite]) && type === 'abort' && size === 0) gcPersistentSignals.delete(this);
  }
}
const kWeakSelf = Symbol('kWeakSelf');
const dependantRegistry = new FinalizationRegistry(({ source, ref }) => {
  source.deref()?.[kDependantSignals]?.delete(ref);
});
// A composite whose sources are all gone can never abort.
const sourceRegistry = new FinalizationRegistry(({ composite, ref }) => {
  const c = composite.deref();
  if (c === undefined || !c[kSourceSignals]) return;
  c[kSourceSignals].delete(ref);
  if (c[kSourceSignals].size === 0) gcPersistentSignals.delete(c);
});
Object.defineProperties(AbortSignal.prototype, {
  aborted: enumerable,
  reason: enumerable,
  throwIfAborted: enumerable,
  [Symbol.toStringTag]: { configurable: true, value: 'AbortSignal' },
});
Object.defineProperties(AbortSignal, { abort: enumerable, timeout: enumerable, any: enumerable });
defineEventHandler(AbortSignal.prototype, 'abort');

function abortSignal(signal, reason) {
  if (signal[kAborted]) return;
  signal[kAborted] = true;
  signal[kReason] = reason;
  // Dependent signals are marked first, then all events are sent.
  const fire = [];
  if (signal[kDependantSignals]) {
    for (const ref of signal[kDependantSignals]) {
      const s = ref.deref();
      if (s && !s[kAborted]) {
        s[kAborted] = true;
        s[kReason] = reason;
        fire.push(s);
      }
    }
  }
  fireAbort(signal);
  for (let i = 0; i < fire.length; i++) {
    gcPersistentSignals.delete(fire[i]);
    fireAbort(fire[i]);
  }
}
function fireAbort(signal) {
  const event = new Event('abort', { [kTrustEvent]: true });
  signal.dispatchEvent(event);
  if (signal[kSourceSignals]) {
    const set = signal[kSourceSignals];
    for (const r of set) {
      const deps = r.deref()?.[kDependantSignals];
      if (deps) for (const ref of deps) if (ref.deref() === signal) deps.delete(ref);
    }
    set.clear();
  }
}

class AbortController {
  #signal;
  get signal() {
    this.#signal ??= new AbortSignal(kDontThrow);
    return this.#signal;
  }
  abort(reason = domException('This operation was aborted', 'AbortError')) {
    abortSignal(this.#signal ??= new AbortSignal(kDontThrow), reason);
  }
  [kInspect](depth, options) {
    return inspectAs(this, { signal: this.signal }, depth, options);
  }
}
Object.defineProperties(AbortController.prototype, {
  signal: enumerable,
  abort: enumerable,
  [Symbol.toStringTag]: { configurable: true, value: 'AbortController' },
});

// A signal can be transferred when it is marked: its copy hears of the abortion through a port.
const { kTransfer, kTransferList, kDeserialize, kTransferable, markTransferMode } = require('internal/worker/js_transferable');
const kPorts = Symbol('kPorts');

Object.defineProperty(AbortSignal.prototype, kTransferList, {
  __proto__: null, configurable: true,
  value() {
    if (this.aborted) return [];
    const { MessageChannel } = require('internal/worker/io');
    this[kPorts] = new MessageChannel();
    return [this[kPorts].port2];
  },
});
Object.defineProperty(AbortSignal.prototype, kTransfer, {
  __proto__: null, configurable: true,
  value() {
    const { aborted: isAborted, reason } = this;
    if (isAborted) return { data: { aborted: true, reason }, deserializeInfo: 'internal/abort_controller:clonedAbortSignal' };
    const { port1, port2 } = this[kPorts];
    this[kPorts] = undefined;
    port1.unref();
    this.addEventListener('abort', () => {
      port1.postMessage(this.reason);
      port1.close();
    }, { once: true });
    return { data: { aborted: false, reason: undefined, port: port2 }, deserializeInfo: 'internal/abort_controller:clonedAbortSignal' };
  },
});
function clonedAbortSignal() {
  const signal = new AbortSignal(kDontThrow);
  Object.defineProperty(signal, kDeserialize, {
    __proto__: null, configurable: true,
    value({ aborted: isAborted, reason, port }) {
      delete this[kDeserialize];
      if (port === undefined) {
        this[kAborted] = isAborted;
        this[kReason] = reason;
        return;
      }
      port.onmessage = ({ data }) => {
        abortSignal(this, data);
        port.close();
      };
      port.unref();
    },
  });
  markTransferMode(signal, kTransferable);
  return signal;
}
function transferableAbortSignal(signal) {
  if (signal?.[kAborted] === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  markTransferMode(signal, kTransferable);
  return signal;
}
function transferableAbortController() {
  const controller = new AbortController();
  markTransferMode(controller.signal, kTransferable);
  return controller;
}

// aborted resolves when signal aborts, unless resource was collected before.
async function aborted(signal, resource) {
  if (signal === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  if (resource === null || (typeof resource !== 'object' && typeof resource !== 'function')) throw new ERR_INVALID_ARG_TYPE('resource', 'Object', resource);
  if (signal.aborted) return;
  const { kWeakHandler } = require('internal/event_target');
  await new Promise((resolve) => {
    signal.addEventListener('abort', (evt) => { if (evt.isTrusted) resolve(); }, { __proto__: null, [kWeakHandler]: resource, once: true });
  });
}

function isAbortSignal(v) {
  return v !== null && typeof v === 'object' && v[kAborted] !== undefined;
}

module.exports = {
  clonedAbortSignal,
  isAbortSignal,
  AbortController,
  AbortSignal,
  aborted,
  transferableAbortSignal,
  transferableAbortController,
  AbortError,
};
