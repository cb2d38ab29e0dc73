'use strict';
// Module timers/promises.

const { Timeout, Immediate, insert } = require('internal/timers');
const timers = require('timers');
const { AbortError, codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } } = require('internal/errors');
const kScheduler = Symbol('kScheduler');

function checkNumber(value, name) {
  if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(name, 'number', value);
}
function checkOptions(options) {
  if (options === null || typeof options !== 'object' || Array.isArray(options))
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  const { signal, ref } = options;
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal)))
    throw new ERR_INVALID_ARG_TYPE('options.signal', 'AbortSignal', signal);
  if (ref !== undefined && typeof ref !== 'boolean') throw new ERR_INVALID_ARG_TYPE('options.ref', 'boolean', ref);
}
function onAbort(signal, fn) {
  const { kResistStopPropagation } = require('internal/event_target');
  signal.addEventListener('abort', fn, { __proto__: null, [kResistStopPropagation]: true });
}

function setTimeout(after, value, options = {}) {
  try {
    if (after !== undefined) checkNumber(after, 'delay');
    checkOptions(options);
  } catch (err) {
    return Promise.reject(err);
  }
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
  let cancel;
  const promise = new Promise((resolve, reject) => {
    const timeout = new Timeout(resolve, after, [value], false, ref);
    insert(timeout, timeout._idleTimeout);
    if (signal) {
      cancel = () => {
        if (timeout._destroyed) return;
        timers.clearTimeout(timeout);
        reject(new AbortError(undefined, { cause: signal.reason }));
      };
      onAbort(signal, cancel);
    }
  });
  if (cancel !== undefined) finallyRemove(promise, signal, cancel);
  return promise;
}
// finallyRemove removes the abort listener once promise is settled, without a new unhandled rejection.
function finallyRemove(promise, signal, cancel) {
  const remove = () => signal.removeEventListener('abort', cancel);
  promise.then(remove, remove);
}

function setImmediate(value, options = {}) {
  try {
    checkOptions(options);
  } catch (err) {
    return Promise.reject(err);
  }
  const { signal, ref = true } = options;
  if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
  let cancel;
  const promise = new Promise((resolve, reject) => {
    const immediate = new Immediate(resolve, [value]);
    if (!ref) immediate.unref();
    if (signal) {
      cancel = () => {
        timers.clearImmediate(immediate);
        reject(new AbortError(undefined, { cause: signal.reason }));
      };
      onAbort(signal, cancel);
    }
  });
  if (cancel !== undefined) finallyRemove(promise, signal, cancel);
  return promise;
}

async function* setInterval(after, value, options = {}) {
  if (after !== undefined) checkNumber(after, 'delay');
  checkOptions(options);
  const { signal, ref = true } = options;
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  let onCancel;
  let interval;
  try {
    let notYielded = 0;
    let wake;
    interval = new Timeout(() => {
      notYielded++;
      if (wake) {
        wake();
        wake = undefined;
      }
    }, after, undefined, true, ref);
    insert(interval, interval._idleTimeout);
    if (signal) {
      onCancel = () => {
        timers.clearInterval(interval);
        if (wake) {
          wake(Promise.reject(new AbortError(undefined, { cause: signal.reason })));
          wake = undefined;
        }
      };
      onAbort(signal, onCancel);
    }
    while (!signal?.aborted) {
      if (notYielded === 0) await new Promise((resolve) => { wake = resolve; });
      for (; notYielded > 0; notYielded--) yield value;
    }
    throw new AbortError(undefined, { cause: signal?.reason });
  } finally {
    timers.clearInterval(interval);
    signal?.removeEventListener('abort', onCancel);
  }
}

class Scheduler {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  yield() {
    if (!this[kScheduler]) throw new ERR_INVALID_THIS('Scheduler');
    return setImmediate();
  }
  wait(delay, options) {
    if (!this[kScheduler]) throw new ERR_INVALID_THIS('Scheduler');
    return setTimeout(delay, undefined, options);
  }
}
const scheduler = Object.create(Scheduler.prototype);
scheduler[kScheduler] = true;

module.exports = { setTimeout, setImmediate, setInterval, scheduler };
