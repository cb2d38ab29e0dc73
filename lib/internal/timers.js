'use strict';
// Timers: one list per duration, kept in a heap by expiry, over one native timer; immediates in a linked list.

const binding = internalBinding('timers');
const { immediateInfo, timeoutInfo } = binding;
const AsyncContextFrame = require('internal/async_context_frame');
const hooks = require('internal/async_hooks');
const { kAsyncId, kTriggerId } = hooks;
const { codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } } = require('internal/errors');

const kCount = 0;
const kRefCount = 1;
const kHasOutstanding = 2;

const kTimeoutMax = 2 ** 31 - 1;
const kRefed = Symbol('refed');
const kHasPrimitive = Symbol('kHasPrimitive');
const kFrame = Symbol('kAsyncContextFrame');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

let timerListId = Number.MIN_SAFE_INTEGER;
const timerLists = { __proto__: null }; // duration -> TimersList
const knownTimersById = { __proto__: null }; // for clearTimeout(number or string)

let nextExpiry = Infinity;
let refCount = 0;
let ready = false;
let runNextTicks;

function setup() {
  ready = true;
  runNextTicks = process._tickCallback;
  binding.setupTimers(processImmediate, processTimers);
}
const getNow = binding.getLibuvNow;

// ---- A binary heap of TimersList by expiry, with positions for removal.
class TimerHeap {
  constructor() { this.a = []; }
  peek() { return this.a[0]; }
  insert(list) {
    const a = this.a;
    a.push(list);
    this.up(a.length - 1);
  }
  up(i) {
    const a = this.a;
    const item = a[i];
    while (i > 0) {
      const p = (i - 1) >> 1;
      const parent = a[p];
      if (parent.expiry < item.expiry || (parent.expiry === item.expiry && parent.id < item.id)) break;
      a[i] = parent;
      parent.priorityQueuePosition = i + 1;
      i = p;
    }
    a[i] = item;
    item.priorityQueuePosition = i + 1;
  }
  down(i) {
    const a = this.a;
    const n = a.length;
    const item = a[i];
    for (;;) {
      let c = 2 * i + 1;
      if (c >= n) break;
      const r = c + 1;
      if (r < n && (a[r].expiry < a[c].expiry || (a[r].expiry === a[c].expiry && a[r].id < a[c].id))) c = r;
      if (item.expiry < a[c].expiry || (item.expiry === a[c].expiry && item.id < a[c].id)) break;
      a[i] = a[c];
      a[i].priorityQueuePosition = i + 1;
      i = c;
    }
    a[i] = item;
    item.priorityQueuePosition = i + 1;
  }
  remove(list) {
    const a = this.a;
    const i = list.priorityQueuePosition - 1;
    if (i < 0 || a[i] !== list) return;
    const last = a.pop();
    list.priorityQueuePosition = null;
    if (last !== list) {
      a[i] = last;
      last.priorityQueuePosition = i + 1;
      if (i > 0 && last.expiry < a[(i - 1) >> 1].expiry) this.up(i);
      else this.down(i);
    }
  }
}
const timerQueue = new TimerHeap();

class TimersList {
  constructor(expiry, msecs) {
    this._idleNext = this;
    this._idlePrev = this;
    this.expiry = expiry;
    this.id = timerListId++;
    this.msecs = msecs;
    this.priorityQueuePosition = null;
  }
  [kInspect](_, options) {
    const { inspect } = require('internal/util/inspect');
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }
}

// The linked list: the newest item is list._idleNext... the oldest is list._idlePrev.
function listPeek(list) {
  return list._idlePrev === list ? null : list._idlePrev;
}
function listRemove(item) {
  if (item._idleNext) item._idleNext._idlePrev = item._idlePrev;
  if (item._idlePrev) item._idlePrev._idleNext = item._idleNext;
  item._idleNext = null;
  item._idlePrev = null;
}
function listAppend(list, item) {
  if (item._idleNext || item._idlePrev) listRemove(item);
  item._idleNext = list._idleNext;
  item._idlePrev = list;
  list._idleNext._idlePrev = item;
  list._idleNext = item;
}
function listIsEmpty(list) {
  return list._idleNext === list;
}

function coerceDelay(after) {
  if (after === undefined) return 1;
  after *= 1; // to a number
  if (!(after >= 1 && after <= kTimeoutMax)) {
    if (after > kTimeoutMax) {
      process.emitWarning(`${after} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`, 'TimeoutOverflowWarning');
    } else if (after < 0 && !warnedNegative) {
      warnedNegative = true;
      process.emitWarning(`${after} is a negative number.\nTimeout duration was set to 1.`, 'TimeoutNegativeWarning');
    } else if (Number.isNaN(after) && !warnedNaN) {
      warnedNaN = true;
      process.emitWarning(`${after} is not a number.\nTimeout duration was set to 1.`, 'TimeoutNaNWarning');
    }
    after = 1;
  }
  return after;
}
let warnedNegative = false;
let warnedNaN = false;

function initAsyncResource(resource, type) {
  const asyncId = resource[kAsyncId] = hooks.newAsyncId();
  const triggerAsyncId = resource[kTriggerId] = hooks.getDefaultTriggerAsyncId();
  if (hooks.enabledHooksExist()) hooks.emitInit(asyncId, type, triggerAsyncId, resource);
}

class Timeout {
  constructor(callback, after, args, isRepeat, isRefed) {
    after = coerceDelay(after);
    this._idleTimeout = after;
    this._idlePrev = this;
    this._idleNext = this;
    this._idleStart = null;
    this._onTimeout = null; // set below: the shape stays the same for every timer
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = isRepeat ? after : null;
    this._destroyed = false;
    if (isRefed) incRefCount();
    this[kRefed] = isRefed;
    this[kHasPrimitive] = false;
    initAsyncResource(this, 'Timeout');
    this[kFrame] = AsyncContextFrame.current();
  }
  [kInspect](_, options) {
    const { inspect } = require('internal/util/inspect');
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }
  refresh() {
    if (this[kRefed]) active(this);
    else unrefActive(this);
    return this;
  }
  unref() {
    if (this[kRefed]) {
      this[kRefed] = false;
      if (!this._destroyed) decRefCount();
    }
    return this;
  }
  ref() {
    if (!this[kRefed]) {
      this[kRefed] = true;
      if (!this._destroyed) incRefCount();
    }
    return this;
  }
  hasRef() {
    return this[kRefed];
  }
  close() {
    require('timers').clearTimeout(this);
    return this;
  }
  [Symbol.dispose]() {
    require('timers').clearTimeout(this);
  }
  [Symbol.toPrimitive]() {
    const id = this[kAsyncId];
    if (!this[kHasPrimitive]) {
      this[kHasPrimitive] = true;
      knownTimersById[id] = this;
    }
    return id;
  }
}

function incRefCount() {
  if (refCount++ === 0) {
    if (!ready) setup();
    binding.toggleTimerRef(true);
  }
}
function decRefCount() {
  if (--refCount === 0) binding.toggleTimerRef(false);
}

function active(item) {
  insertGuarded(item, true);
}
function unrefActive(item) {
  insertGuarded(item, false);
}
function insertGuarded(item, refed, start) {
  const msecs = item._idleTimeout;
  if (msecs < 0 || msecs === undefined) return;
  insert(item, msecs, start);
  const isDestroyed = item._destroyed;
  if (isDestroyed || !item[kAsyncId]) {
    item._destroyed = false;
    initAsyncResource(item, 'Timeout');
  }
  if (isDestroyed) {
    if (refed) incRefCount();
  } else if (refed === !item[kRefed]) {
    if (refed) incRefCount();
    else decRefCount();
  }
  item[kRefed] = refed;
}
function insert(item, msecs, start = getNow()) {
  if (!ready) setup();
  msecs = Math.trunc(msecs);
  item._idleStart = start;
  let list = timerLists[msecs];
  if (list === undefined) {
    const expiry = start + msecs;
    timerLists[msecs] = list = new TimersList(expiry, msecs);
    timerQueue.insert(list);
    if (nextExpiry > expiry) {
      binding.scheduleTimer(msecs);
      nextExpiry = expiry;
    }
  }
  listAppend(list, item);
}

function unenroll(item) {
  if (item._destroyed) return;
  item._destroyed = true;
  if (item[kHasPrimitive]) delete knownTimersById[item[kAsyncId]];
  if (item[kAsyncId] !== undefined && hooks.enabledHooksExist()) hooks.emitDestroy(item[kAsyncId]);
  listRemove(item);
  if (item[kRefed]) {
    // An empty list of this duration needs no expiry any more.
    const list = timerLists[Math.trunc(item._idleTimeout)];
    if (list !== undefined && listIsEmpty(list)) {
      timerQueue.remove(list);
      delete timerLists[list.msecs];
    }
    decRefCount();
  }
  item._idleTimeout = -1; // so that unenroll is seen by a running callback
}

// processTimers is called by the native timer. It returns 0 when nothing is left, else the next expiry, negative when all
// remaining timers are unrefed.
function processTimers(now) {
  nextExpiry = Infinity;
  let list;
  let ranAtLeastOneList = false;
  while ((list = timerQueue.peek()) != null) {
    if (list.expiry > now) {
      nextExpiry = list.expiry;
      now = getNow();
      if (nextExpiry > now) return refCount > 0 ? nextExpiry : -nextExpiry;
    }
    if (ranAtLeastOneList) runNextTicks();
    else ranAtLeastOneList = true;
    listOnTimeout(list, now);
  }
  return 0;
}

function listOnTimeout(list, now) {
  const msecs = list.msecs;
  let ranAtLeastOneTimer = false;
  let timer;
  while ((timer = listPeek(list)) != null) {
    const diff = now - timer._idleStart;
    if (diff < msecs) {
      list.expiry = Math.max(timer._idleStart + msecs, now + 1);
      list.id = timerListId++;
      timerQueue.down(list.priorityQueuePosition - 1);
      return;
    }
    if (ranAtLeastOneTimer) runNextTicks();
    else ranAtLeastOneTimer = true;

    listRemove(timer);
    const asyncId = timer[kAsyncId];
    if (!timer._onTimeout) {
      if (!timer._destroyed) {
        timer._destroyed = true;
        if (timer[kHasPrimitive]) delete knownTimersById[asyncId];
        if (timer[kRefed]) decRefCount();
        if (hooks.enabledHooksExist()) hooks.emitDestroy(asyncId);
      }
      continue;
    }
    hooks.emitBefore(asyncId, timer[kTriggerId], timer);
    const prior = AsyncContextFrame.exchange(timer[kFrame]);
    let start;
    if (timer._repeat) start = getNow();
    try {
      const args = timer._timerArgs;
      if (args === undefined) timer._onTimeout();
      else Reflect.apply(timer._onTimeout, timer, args);
    } finally {
      if (timer._repeat && timer._idleTimeout !== -1) {
        timer._idleTimeout = timer._repeat;
        insert(timer, timer._idleTimeout, start);
      } else if (!timer._idleNext && !timer._idlePrev && !timer._destroyed) {
        if (timer[kHasPrimitive]) delete knownTimersById[asyncId];
        if (timer[kRefed]) decRefCount();
        timer._destroyed = true;
        if (hooks.enabledHooksExist()) hooks.emitDestroy(asyncId);
      }
      AsyncContextFrame.set(prior);
    }
    hooks.emitAfter(asyncId);
  }
  // The list is empty. A callback may have made a new list of the same duration.
  if (list === timerLists[msecs]) {
    delete timerLists[msecs];
    timerQueue.remove(list);
  }
}

// ---- Immediates

class ImmediateList {
  constructor() {
    this.head = null;
    this.tail = null;
  }
  append(item) {
    if (this.tail !== null) {
      this.tail._idleNext = item;
      item._idlePrev = this.tail;
    } else {
      this.head = item;
    }
    this.tail = item;
  }
  remove(item) {
    if (item._idleNext) item._idleNext._idlePrev = item._idlePrev;
    if (item._idlePrev) item._idlePrev._idleNext = item._idleNext;
    if (item === this.head) this.head = item._idleNext;
    if (item === this.tail) this.tail = item._idlePrev;
    item._idleNext = null;
    item._idlePrev = null;
  }
}
const immediateQueue = new ImmediateList();
// What is left of the batch that runs now, when a callback threw.
const outstandingQueue = new ImmediateList();

class Immediate {
  constructor(callback, args) {
    this._idleNext = null;
    this._idlePrev = null;
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = false;
    initAsyncResource(this, 'Immediate');
    this[kFrame] = AsyncContextFrame.current();
    this.ref();
    if (!ready) setup();
    immediateInfo[kCount]++;
    immediateQueue.append(this);
  }
  ref() {
    if (this[kRefed] === false) {
      this[kRefed] = true;
      if (!ready) setup();
      if (immediateInfo[kRefCount]++ === 0) binding.toggleImmediateRef(true);
    }
    return this;
  }
  unref() {
    if (this[kRefed] === true) {
      this[kRefed] = false;
      if (--immediateInfo[kRefCount] === 0) binding.toggleImmediateRef(false);
    }
    return this;
  }
  hasRef() {
    return !!this[kRefed];
  }
  [Symbol.dispose]() {
    require('timers').clearImmediate(this);
  }
}

// processImmediate is called in the check phase when immediateInfo says that there is work.
function processImmediate() {
  const queue = outstandingQueue.head !== null ? outstandingQueue : immediateQueue;
  let immediate = queue.head;
  // Callbacks that make immediates put them into the next round.
  immediateQueue.head = immediateQueue.tail = null;
  immediateInfo[kHasOutstanding] = 1;

  let prev;
  let ranAtLeastOne = false;
  while (immediate !== null) {
    if (ranAtLeastOne) runNextTicks();
    else ranAtLeastOne = true;
    // clearImmediate() of this one may have been called by a tick.
    if (immediate._destroyed) {
      outstandingQueue.head = immediate = prev === undefined ? immediate._idleNext : prev._idleNext;
      if (immediate === null) break;
      if (immediate._destroyed) continue;
    }
    immediate._destroyed = true;
    immediateInfo[kCount]--;
    if (immediate[kRefed] && --immediateInfo[kRefCount] === 0) binding.toggleImmediateRef(false);
    immediate[kRefed] = null;
    prev = immediate;

    const asyncId = immediate[kAsyncId];
    hooks.emitBefore(asyncId, immediate[kTriggerId], immediate);
    const priorFrame = AsyncContextFrame.exchange(immediate[kFrame]);
    try {
      const argv = immediate._argv;
      if (!argv) immediate._onImmediate();
      else immediate._onImmediate(...argv);
    } finally {
      AsyncContextFrame.set(priorFrame);
      immediate._onImmediate = null;
      if (hooks.enabledHooksExist()) hooks.emitDestroy(asyncId);
      outstandingQueue.head = immediate = immediate._idleNext;
    }
    hooks.emitAfter(asyncId);
  }
  if (queue === outstandingQueue) outstandingQueue.head = null;
  immediateInfo[kHasOutstanding] = 0;
}

function clearImmediate(immediate) {
  if (!immediate?._onImmediate || immediate._destroyed) return;
  immediateInfo[kCount]--;
  immediate._destroyed = true;
  if (immediate[kRefed] && --immediateInfo[kRefCount] === 0) binding.toggleImmediateRef(false);
  immediate[kRefed] = null;
  if (hooks.enabledHooksExist() && immediate[kAsyncId] !== undefined) hooks.emitDestroy(immediate[kAsyncId]);
  immediate._onImmediate = null;
  immediateQueue.remove(immediate);
}

// setUnrefTimeout makes an unrefed timer without arguments (used inside the library).
function setUnrefTimeout(callback, after) {
  if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
  const timer = new Timeout(callback, after, undefined, false, false);
  insert(timer, timer._idleTimeout);
  return timer;
}

// getTimerDuration validates the argument of setTimeout methods of sockets.
function getTimerDuration(msecs, name) {
  if (typeof msecs !== 'number') throw new ERR_INVALID_ARG_TYPE(name, 'number', msecs);
  if (msecs < 0 || !Number.isFinite(msecs)) throw new ERR_OUT_OF_RANGE(name, 'a non-negative finite number', msecs);
  if (msecs > kTimeoutMax) {
    process.emitWarning(`${msecs} does not fit into a 32-bit signed integer.` +
      `\nTimer duration was truncated to ${kTimeoutMax}.`, 'TimeoutOverflowWarning');
    return kTimeoutMax;
  }
  return msecs;
}

// timerCounts serves process.getActiveResourcesInfo().
function activeTimerCounts() {
  return { timers: refCount, immediates: immediateInfo[kRefCount] };
}

module.exports = {
  TIMEOUT_MAX: kTimeoutMax,
  kTimeout: Symbol('timeout'),
  kRefed,
  kHasPrimitive,
  async_id_symbol: kAsyncId,
  trigger_async_id_symbol: kTriggerId,
  Timeout,
  Immediate,
  immediateQueue,
  timerLists,
  timerListQueue: timerQueue,
  knownTimersById,
  immediateInfo,
  timeoutInfo,
  initAsyncResource,
  insert,
  active,
  unrefActive,
  unenroll,
  clearImmediate,
  setUnrefTimeout,
  getTimerDuration,
  activeTimerCounts,
};
