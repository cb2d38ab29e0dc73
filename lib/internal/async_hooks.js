'use strict';
// Async ids and createHook. The ids of the running callback are plain variables; hooks are called only while one is enabled.

const kAsyncId = Symbol('asyncId');
const kTriggerId = Symbol('triggerId');

let lastAsyncId = 1;
let executionId = 1;
let triggerId = 0;
let executionResource; // the top level resource is made on demand
let topLevelResource;
let defaultTrigger = -1;

const stack = []; // [executionId, triggerId, resource] triples
let activeHooks = [];
let enabledCount = 0;
let destroyQueue = [];
let hooksInProgress = 0;
let pendingHooks = null;

function newAsyncId() {
  return ++lastAsyncId;
}
function executionAsyncId() {
  return executionId;
}
function triggerAsyncId() {
  return triggerId;
}
function executionAsyncResource() {
  return executionResource ?? (topLevelResource ??= {});
}
function getDefaultTriggerAsyncId() {
  return defaultTrigger < 0 ? executionId : defaultTrigger;
}
// defaultTriggerAsyncIdScope runs block; resources it makes have the given trigger id.
function defaultTriggerAsyncIdScope(id, block, ...args) {
  if (id === undefined) return block.apply(null, args);
  const old = defaultTrigger;
  defaultTrigger = id;
  try {
    return block.apply(null, args);
  } finally {
    defaultTrigger = old;
  }
}

function enabledHooksExist() {
  return enabledCount > 0;
}

function fatalHookError(e) {
  // An exception in a hook cannot be handled by the program.
  const { inspect } = require('internal/util/inspect');
  const text = typeof e?.stack === 'string' ? e.stack : `${inspect(e)}`;
  process._rawDebug(text);
  process.removeAllListeners('exit');
  process.reallyExit ? process.reallyExit(1) : process.exit(1);
}

function callHooks(which, a, b, c, d) {
  hooksInProgress++;
  try {
    const hooks = activeHooks;
    for (let i = 0; i < hooks.length; i++) {
      const fn = hooks[i][which];
      if (typeof fn === 'function') fn.call(hooks[i].owner ?? hooks[i], a, b, c, d);
    }
  } catch (e) {
    fatalHookError(e);
  } finally {
    if (--hooksInProgress === 0 && pendingHooks !== null) {
      activeHooks = pendingHooks;
      pendingHooks = null;
      enabledCount = activeHooks.length;
    }
  }
}
function emitInit(asyncId, type, trigger, resource) {
  if (enabledCount > 0) callHooks('init', asyncId, type, trigger, resource);
}
// emitBefore pushes the ids and calls the before hooks.
function emitBefore(asyncId, trigger, resource) {
  stack.push(executionId, triggerId, executionResource);
  executionId = asyncId;
  triggerId = trigger;
  executionResource = resource;
  if (enabledCount > 0) callHooks('before', asyncId);
}
function emitAfter(asyncId) {
  if (enabledCount > 0) callHooks('after', asyncId);
  popAsyncContext();
}
function popAsyncContext() {
  const n = stack.length;
  if (n === 0) return false;
  executionResource = stack[n - 1];
  triggerId = stack[n - 2];
  executionId = stack[n - 3];
  stack.length = n - 3;
  return n > 3;
}
// clearAsyncIdStack forgets all ids after an uncaught exception.
function clearAsyncIdStack() {
  stack.length = 0;
  executionId = 0;
  triggerId = 0;
  executionResource = undefined;
}
// afterBootstrapMain: what runs from the event loop has id 0 until somebody sets one.
function leaveMain() {
  executionId = 0;
  triggerId = 0;
}
function emitDestroy(asyncId) {
  if (enabledCount === 0 || asyncId <= 0) return;
  destroyQueue.push(asyncId);
  if (destroyQueue.length === 1) setImmediateForDestroy();
}
function setImmediateForDestroy() {
  require('timers').setImmediate(() => {
    while (destroyQueue.length > 0) {
      const list = destroyQueue;
      destroyQueue = [];
      for (let i = 0; i < list.length; i++) if (enabledCount > 0) callHooks('destroy', list[i]);
    }
  }).unref();
}

let promiseHooksOn = false;
const promiseIds = new WeakMap(); // promise -> [asyncId, triggerId]
// updatePromiseHooks tells the engine to report promises only while a hook wants them.
function updatePromiseHooks(list) {
  const want = list.some((h) => h.promises !== false);
  if (want === promiseHooksOn) return;
  promiseHooksOn = want;
  const binding = internalBinding('async_context');
  if (typeof binding.setPromiseHooks !== 'function') return;
  if (!want) {
    binding.setPromiseHooks(undefined, undefined, undefined, undefined);
    return;
  }
  const ids = (p, parent) => {
    let r = promiseIds.get(p);
    if (r === undefined) {
      let trigger = getDefaultTriggerAsyncId();
      if (parent !== undefined) trigger = ids(parent)[0];
      r = [newAsyncId(), trigger];
      promiseIds.set(p, r);
      emitInit(r[0], 'PROMISE', trigger, p);
    }
    return r;
  };
  binding.setPromiseHooks(
    (p, parent) => { ids(p, parent); },
    (p) => { const r = ids(p); emitBefore(r[0], r[1], p); },
    (p) => { const r = ids(p); if (executionId === r[0]) emitAfter(r[0]); },
    (p) => { const r = promiseIds.get(p); if (r !== undefined && enabledCount > 0) callHooks('promiseResolve', r[0]); },
  );
}

function setHooks(list) {
  updatePromiseHooks(list);
  if (hooksInProgress > 0) {
    pendingHooks = list;
    return;
  }
  activeHooks = list;
  enabledCount = list.length;
}
function currentHooks() {
  return pendingHooks ?? activeHooks;
}
function enableHook(hook) {
  const list = currentHooks();
  if (list.includes(hook)) return;
  setHooks([...list, hook]);
}
function disableHook(hook) {
  const list = currentHooks();
  const i = list.indexOf(hook);
  if (i === -1) return;
  setHooks(list.filter((h) => h !== hook));
}

// Handles given by native code carry their id when asked for it.
function getOrSetAsyncId(object) {
  if (Object.prototype.hasOwnProperty.call(object, kAsyncId)) return object[kAsyncId];
  return object[kAsyncId] = newAsyncId();
}

module.exports = {
  symbols: { async_id_symbol: kAsyncId, trigger_async_id_symbol: kTriggerId, owner_symbol: Symbol.for('nodejs.owner_symbol') },
  kAsyncId,
  kTriggerId,
  newAsyncId,
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
  getDefaultTriggerAsyncId,
  defaultTriggerAsyncIdScope,
  enabledHooksExist,
  initHooksExist: enabledHooksExist,
  emitInit,
  emitBefore,
  emitAfter,
  emitDestroy,
  clearAsyncIdStack,
  leaveMain,
  hasAsyncIdStack: () => stack.length > 0,
  enableHook,
  disableHook,
  getOrSetAsyncId,
};
