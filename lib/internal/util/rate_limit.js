'use strict';

// util.debounce and util.throttle: functions that bound how often another function runs. Both give promises.

const { AbortError } = require('internal/errors');
const { validateFunction, validateInteger, validateObject } = require('internal/validators');

const kMaxDelay = 2147483647;

// Calls made within `wait` milliseconds of each other become one call, with the arguments of the last.
function debounce(fn, wait, options = { __proto__: null }) {
  validateFunction(fn, 'fn');
  validateInteger(wait, 'wait', 0, kMaxDelay);
  validateObject(options, 'options');
  let timer;
  let args;
  let self;
  let waiters = [];
  let referenced = true;

  function run() {
    timer = undefined;
    const list = waiters;
    const callArgs = args;
    const callThis = self;
    waiters = [];
    args = undefined;
    self = undefined;
    let result;
    try {
      result = Reflect.apply(fn, callThis, callArgs);
    } catch (err) {
      for (const waiter of list) waiter.reject(err);
      return undefined;
    }
    for (const waiter of list) waiter.resolve(result);
    return result;
  }

  const debounced = (0, function(...callArgs) {
    args = callArgs;
    self = this;
    const waiter = Promise.withResolvers();
    waiters.push(waiter);
    clearTimeout(timer);
    timer = setTimeout(run, wait);
    if (!referenced) timer.unref();
    return waiter.promise;
  });
  debounced.cancel = function cancel(reason) {
    clearTimeout(timer);
    timer = undefined;
    const list = waiters;
    waiters = [];
    args = undefined;
    self = undefined;
    const err = new AbortError(undefined, reason === undefined ? undefined : { cause: reason });
    for (const waiter of list) waiter.reject(err);
  };
  debounced.flush = function flush() {
    if (timer === undefined) return undefined;
    clearTimeout(timer);
    return run();
  };
  debounced.ref = function ref() {
    referenced = true;
    timer?.ref();
    return debounced;
  };
  debounced.unref = function unref() {
    referenced = false;
    timer?.unref();
    return debounced;
  };
  defineCounters(debounced, () => waiters.length, () => waiters[0]?.promise);
  return debounced;
}

function defineCounters(target, count, pending) {
  Object.defineProperties(target, {
    pending: {
      __proto__: null, configurable: true, enumerable: false,
      get() { return pending(); },
    },
    pendingCount: { __proto__: null, configurable: true, enumerable: false, get() { return count(); } },
  });
}

// At most `limit` calls start in each `interval` milliseconds; further calls wait their turn in order.
function throttle(fn, limit, interval, options = { __proto__: null }) {
  validateFunction(fn, 'fn');
  validateInteger(limit, 'limit', 1);
  validateInteger(interval, 'interval', 0, kMaxDelay);
  validateObject(options, 'options');
  let starts = [];
  let queue = [];
  let timer;
  let referenced = true;
  let activeCount = 0;

  function capacity() {
    const now = Date.now();
    while (starts.length > 0 && now - starts[0] >= interval) starts.shift();
    return starts.length < limit;
  }

  function start(entry) {
    starts.push(Date.now());
    activeCount++;
    const done = () => { activeCount--; };
    let result;
    try {
      result = Reflect.apply(fn, entry.self, entry.args);
    } catch (err) {
      done();
      entry.reject(err);
      return;
    }
    Promise.resolve(result).then(done, done);
    entry.resolve(result);
  }

  function schedule() {
    if (timer !== undefined || queue.length === 0) return;
    timer = setTimeout(drain, Math.max(1, interval - (Date.now() - starts[0])));
    if (!referenced) timer.unref();
  }

  function drain() {
    timer = undefined;
    while (queue.length > 0 && capacity()) start(queue.shift());
    schedule();
  }

  const throttled = (0, function(...args) {
    const entry = { ...Promise.withResolvers(), self: this, args };
    if (queue.length === 0 && capacity()) {
      start(entry);
    } else {
      queue.push(entry);
      schedule();
    }
    return entry.promise;
  });
  throttled.cancel = function cancel(reason) {
    clearTimeout(timer);
    timer = undefined;
    const list = queue;
    queue = [];
    const err = new AbortError(undefined, reason === undefined ? undefined : { cause: reason });
    for (const entry of list) entry.reject(err);
  };
  throttled.hasImmediateCapacity = function hasImmediateCapacity() {
    return queue.length === 0 && capacity();
  };
  throttled.ref = function ref() {
    referenced = true;
    timer?.ref();
    return throttled;
  };
  throttled.unref = function unref() {
    referenced = false;
    timer?.unref();
    return throttled;
  };
  defineCounters(throttled, () => queue.length, () => queue[0]?.promise);
  Object.defineProperty(throttled, 'activeCount', {
    __proto__: null, configurable: true, enumerable: false, get() { return activeCount; },
  });
  return throttled;
}

module.exports = { debounce, throttle };
