'use strict';
// Module timers.

const { Timeout, Immediate, insert, unenroll, clearImmediate, knownTimersById } = require('internal/timers');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');

function checkCallback(callback) {
  if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
}

function setTimeout(callback, after, arg1) {
  checkCallback(callback);
  let args;
  if (arguments.length > 2) {
    args = arguments.length === 3 ? [arg1] : Array.prototype.slice.call(arguments, 2);
  }
  const timeout = new Timeout(callback, after, args, false, true);
  insert(timeout, timeout._idleTimeout);
  return timeout;
}

function clearTimeout(timer) {
  if (timer?._onTimeout) {
    timer._onTimeout = null;
    unenroll(timer);
    return;
  }
  if (typeof timer === 'number' || typeof timer === 'string') {
    const instance = knownTimersById[timer];
    if (instance !== undefined) {
      instance._onTimeout = null;
      unenroll(instance);
    }
  }
}

function setInterval(callback, repeat, arg1) {
  checkCallback(callback);
  let args;
  if (arguments.length > 2) {
    args = arguments.length === 3 ? [arg1] : Array.prototype.slice.call(arguments, 2);
  }
  const timeout = new Timeout(callback, repeat, args, true, true);
  insert(timeout, timeout._idleTimeout);
  return timeout;
}

function clearInterval(timer) {
  // Intervals and timeouts are cleared alike.
  clearTimeout(timer);
}

function setImmediate(callback, arg1) {
  checkCallback(callback);
  let args;
  if (arguments.length > 1) {
    args = arguments.length === 2 ? [arg1] : Array.prototype.slice.call(arguments, 1);
  }
  return new Immediate(callback, args);
}

Object.defineProperty(setTimeout, kCustomPromisify, {
  enumerable: true,
  get() { return require('timers/promises').setTimeout; },
});
Object.defineProperty(setImmediate, kCustomPromisify, {
  enumerable: true,
  get() { return require('timers/promises').setImmediate; },
});

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval,
};
Object.defineProperty(module.exports, 'promises', {
  configurable: true,
  enumerable: true,
  get() { return require('timers/promises'); },
});
