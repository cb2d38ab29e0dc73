'use strict';
// process.nextTick, queueMicrotask and the drain that the native side calls after each callback.

const binding = internalBinding('task_queue');
const { tickInfo, runMicrotasks, enqueueMicrotask } = binding;
const hooks = require('internal/async_hooks');
const { kAsyncId, kTriggerId } = hooks;
const AsyncContextFrame = require('internal/async_context_frame');
const rejections = require('internal/process/promises');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

// Words of tickInfo, shared with the native side.
const kHasTickScheduled = 0;

// A queue of fixed rings: no copying when it grows, one empty ring is kept.
const kSize = 2048;
const kMask = kSize - 1;
class Ring {
  constructor() {
    this.bottom = 0;
    this.top = 0;
    this.list = new Array(kSize);
    this.next = null;
  }
}
let headRing = new Ring();
let tailRing = headRing;
let spare = null;
function queueIsEmpty() {
  return headRing === tailRing && tailRing.top === tailRing.bottom;
}
function queuePush(item) {
  const h = headRing;
  h.list[h.top] = item;
  h.top = (h.top + 1) & kMask;
  if (((h.top + 1) & kMask) === h.bottom) {
    const n = spare ?? new Ring();
    spare = null;
    h.next = n;
    headRing = n;
  }
}
function queueShift() {
  const t = tailRing;
  if (t.top === t.bottom) {
    if (t.next === null) return null;
    tailRing = t.next;
    t.next = null;
    t.top = t.bottom = 0;
    spare = t;
    return queueShift();
  }
  const item = t.list[t.bottom];
  t.list[t.bottom] = undefined;
  t.bottom = (t.bottom + 1) & kMask;
  return item;
}

function runNextTicks() {
  if (tickInfo[kHasTickScheduled] === 0 && !rejections.hasRejectionToWarn()) runMicrotasks();
  if (tickInfo[kHasTickScheduled] === 0 && !rejections.hasRejectionToWarn()) return;
  processTicksAndRejections();
}

function processTicksAndRejections() {
  let tock;
  do {
    while ((tock = queueShift()) !== null) {
      const asyncId = tock[kAsyncId];
      hooks.emitBefore(asyncId, tock[kTriggerId], tock);
      const prior = AsyncContextFrame.exchange(tock.frame);
      try {
        const callback = tock.callback;
        const args = tock.args;
        if (args === undefined) {
          callback();
        } else {
          switch (args.length) {
            case 1: callback(args[0]); break;
            case 2: callback(args[0], args[1]); break;
            case 3: callback(args[0], args[1], args[2]); break;
            default: callback(...args);
          }
        }
      } finally {
        AsyncContextFrame.set(prior);
        if (hooks.enabledHooksExist()) hooks.emitDestroy(asyncId);
      }
      hooks.emitAfter(asyncId);
    }
    runMicrotasks();
  } while (!queueIsEmpty() || rejections.processPromiseRejections());
  tickInfo[kHasTickScheduled] = 0;
  rejections.setHasRejectionToWarn(false);
}

class TickObject {
  constructor(callback, args, asyncId, triggerId, frame) {
    this[kAsyncId] = asyncId;
    this[kTriggerId] = triggerId;
    this.callback = callback;
    this.args = args;
    this.frame = frame;
  }
}

function nextTick(callback) {
  if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
  if (process._exiting) return;
  let args;
  switch (arguments.length) {
    case 1: break;
    case 2: args = [arguments[1]]; break;
    case 3: args = [arguments[1], arguments[2]]; break;
    case 4: args = [arguments[1], arguments[2], arguments[3]]; break;
    default:
      args = new Array(arguments.length - 1);
      for (let i = 1; i < arguments.length; i++) args[i - 1] = arguments[i];
  }
  if (queueIsEmpty()) tickInfo[kHasTickScheduled] = 1;
  const asyncId = hooks.newAsyncId();
  const triggerId = hooks.getDefaultTriggerAsyncId();
  const tick = new TickObject(callback, args, asyncId, triggerId, AsyncContextFrame.current());
  if (hooks.enabledHooksExist()) hooks.emitInit(asyncId, 'TickObject', triggerId, tick);
  queuePush(tick);
}

function queueMicrotask(callback) {
  if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
  const frame = AsyncContextFrame.current();
  const asyncId = hooks.newAsyncId();
  const triggerId = hooks.getDefaultTriggerAsyncId();
  if (hooks.enabledHooksExist()) hooks.emitInit(asyncId, 'Microtask', triggerId, { __proto__: null });
  enqueueMicrotask(() => {
    hooks.emitBefore(asyncId, triggerId, undefined);
    const prior = AsyncContextFrame.exchange(frame);
    try {
      callback();
    } catch (error) {
      // As an uncaught exception, and the other microtasks run on.
      internalBinding('errors').triggerUncaughtException(error, false);
    } finally {
      AsyncContextFrame.set(prior);
      if (hooks.enabledHooksExist()) hooks.emitDestroy(asyncId);
    }
    if (hooks.hasAsyncIdStack()) hooks.emitAfter(asyncId);
  });
}

function setupTaskQueue() {
  rejections.listenForRejections();
  binding.setTickCallback(processTicksAndRejections);
  return { nextTick, runNextTicks };
}

module.exports = { setupTaskQueue, nextTick, runNextTicks, queueMicrotask };
