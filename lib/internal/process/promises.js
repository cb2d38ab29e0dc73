'use strict';
// Unhandled promise rejections (--unhandled-rejections=strict|warn|throw|none|warn-with-error-codes).

const { tickInfo, setPromiseRejectCallback } = internalBinding('task_queue');
const AsyncContextFrame = require('internal/async_context_frame');

const kHasRejectionToWarn = 1;

// Events of the native callback.
const kRejectWithNoHandler = 0;
const kHandlerAddedAfterReject = 1;
const kResolveAfterResolved = 2;
const kRejectAfterResolved = 3;

let pending = []; // promises rejected without a handler in this turn
let handledLater = []; // {promise, info}: a handler came after the rejection was reported
const maybeUnhandled = new WeakMap(); // promise -> info
let lastId = 0;
let mode;

function hasRejectionToWarn() {
  return tickInfo[kHasRejectionToWarn] === 1;
}
function setHasRejectionToWarn(value) {
  tickInfo[kHasRejectionToWarn] = value ? 1 : 0;
}

function getMode() {
  const { getOptionValue } = require('internal/options');
  const value = getOptionValue('--unhandled-rejections');
  switch (value) {
    case 'none': case 'strict': case 'warn': case 'warn-with-error-codes': return value;
    default: return 'throw';
  }
}

function promiseRejectHandler(type, promise, reason) {
  mode ??= getMode();
  switch (type) {
    case kRejectWithNoHandler: unhandled(promise, reason); break;
    case kHandlerAddedAfterReject: handled(promise); break;
    case kRejectAfterResolved: multipleResolves('reject', promise, reason); break;
    case kResolveAfterResolved: multipleResolves('resolve', promise, reason); break;
  }
}
function multipleResolves(type, promise, reason) {
  if (process.listenerCount('multipleResolves') > 0) process.emit('multipleResolves', type, promise, reason);
}
function unhandled(promise, reason) {
  const info = { reason, uid: ++lastId, warned: false, frame: AsyncContextFrame.current() };
  maybeUnhandled.set(promise, info);
  pending.push(promise);
  setHasRejectionToWarn(true);
}
function handled(promise) {
  const info = maybeUnhandled.get(promise);
  if (info === undefined) return;
  maybeUnhandled.delete(promise);
  if (info.warned) {
    handledLater.push({ promise, uid: info.uid });
    setHasRejectionToWarn(true);
    return;
  }
  if (pending.length === 1 && pending[0] === promise) {
    pending = [];
    if (handledLater.length === 0) setHasRejectionToWarn(false);
  }
}

function isErrorLike(o) {
  return o !== null && typeof o === 'object' && Object.prototype.hasOwnProperty.call(o, 'stack');
}

function emitUnhandledWarning(info) {
  const message =
    'Unhandled promise rejection. This error originated either by throwing inside of an async function without a catch block, ' +
    'or by rejecting a promise which was not handled with .catch(). To terminate the node process on unhandled promise rejection, ' +
    'use the CLI flag `--unhandled-rejections=strict` (see https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). ' +
    `(rejection id: ${info.uid})`;
  const warning = new Error(message);
  warning.name = 'UnhandledPromiseRejectionWarning';
  const { reason } = info;
  try {
    if (isErrorLike(reason)) {
      warning.stack = reason.stack;
      process.emitWarning(reason.stack, 'UnhandledPromiseRejectionWarning');
    } else {
      process.emitWarning(noSideEffects(reason), 'UnhandledPromiseRejectionWarning');
    }
  } catch {
    try {
      process.emitWarning(noSideEffects(reason), 'UnhandledPromiseRejectionWarning');
    } catch { /* nothing to show */ }
  }
  process.emitWarning(warning);
}

function noSideEffects(value) {
  switch (typeof value) {
    case 'object':
    case 'function':
      return value === null ? 'null' : internalBinding('errors').noSideEffectsToString(value);
    default:
      return String(value);
  }
}

// The error that stands for a reason that is no Error.
function rejectionError(reason) {
  const e = new Error('This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise ' +
    `which was not handled with .catch(). The promise rejected with the reason "${noSideEffects(reason)}".`);
  Object.defineProperty(e, 'name', { value: 'UnhandledPromiseRejection', enumerable: false, writable: true, configurable: true });
  e.code = 'ERR_UNHANDLED_REJECTION';
  fixStackName(e);
  return e;
}
function fixStackName(e) {
  const stack = e.stack;
  if (typeof stack === 'string' && stack.startsWith('Error: '))
    Object.defineProperty(e, 'stack', { value: `UnhandledPromiseRejection${stack.slice(5)}`, writable: true, configurable: true, enumerable: false });
}

function triggerUncaught(info) {
  const { reason } = info;
  const err = isErrorLike(reason) ? reason : rejectionError(reason);
  internalBinding('errors').triggerUncaughtException(err, true);
}

function processOne(promise, info) {
  const { reason } = info;
  switch (mode) {
    case 'strict': {
      triggerUncaught(info);
      const was = process.emit('unhandledRejection', reason, promise);
      if (!was) emitUnhandledWarning(info);
      break;
    }
    case 'none':
      process.emit('unhandledRejection', reason, promise);
      break;
    case 'warn':
      process.emit('unhandledRejection', reason, promise);
      emitUnhandledWarning(info);
      break;
    case 'warn-with-error-codes':
      if (!process.emit('unhandledRejection', reason, promise)) {
        emitUnhandledWarning(info);
        process.exitCode = 1;
      }
      break;
    default:
      if (!process.emit('unhandledRejection', reason, promise)) triggerUncaught(info);
  }
}

// processPromiseRejections reports what is pending. True: there may be more ticks to run.
function processPromiseRejections() {
  let maybeMore = false;
  while (handledLater.length > 0) {
    const { promise, uid } = handledLater.shift();
    if (mode !== 'none' && !process.emit('rejectionHandled', promise)) {
      const warning = new Error(`Promise rejection was handled asynchronously (rejection id: ${uid})`);
      warning.name = 'PromiseRejectionHandledWarning';
      warning.id = uid;
      if (mode === 'warn' || mode === 'strict' || mode === 'warn-with-error-codes' || mode === 'throw') process.emitWarning(warning);
    } else if (mode === 'none') {
      process.emit('rejectionHandled', promise);
    }
    maybeMore = true;
  }
  const list = pending;
  pending = [];
  for (let i = 0; i < list.length; i++) {
    const promise = list[i];
    const info = maybeUnhandled.get(promise);
    if (info === undefined) continue; // handled meanwhile
    info.warned = true;
    const prior = AsyncContextFrame.exchange(info.frame);
    try {
      processOne(promise, info);
    } catch (e) {
      // A listener threw: the rest is reported in the next turn.
      for (let j = i + 1; j < list.length; j++) pending.push(list[j]);
      throw e;
    } finally {
      AsyncContextFrame.set(prior);
    }
    maybeMore = true;
  }
  return maybeMore || pending.length > 0;
}

function listenForRejections() {
  setPromiseRejectCallback(promiseRejectHandler);
}

module.exports = { hasRejectionToWarn, setHasRejectionToWarn, listenForRejections, processPromiseRejections };
