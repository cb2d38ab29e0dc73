'use strict';
// Module v8: statistics of the heap, structured serialization; profiles and snapshots are not there yet.

const { define, notImplemented } = require('internal/stub');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { validateString, validateOneOf, validateUint32 } = require('internal/validators');
const binding = internalBinding('v8');

function getHeapStatistics() {
  const s = binding.getHeapStatistics();
  return {
    total_heap_size: s.totalHeapSize,
    total_heap_size_executable: s.totalHeapSizeExecutable ?? 0,
    total_physical_size: s.totalPhysicalSize ?? s.totalHeapSize,
    total_available_size: s.totalAvailableSize,
    used_heap_size: s.usedHeapSize,
    heap_size_limit: s.heapSizeLimit,
    malloced_memory: s.mallocedMemory ?? 0,
    peak_malloced_memory: s.peakMallocedMemory ?? 0,
    does_zap_garbage: 0,
    number_of_native_contexts: s.numberOfNativeContexts ?? 1,
    number_of_detached_contexts: s.numberOfDetachedContexts ?? 0,
    total_global_handles_size: s.totalGlobalHandlesSize ?? 0,
    used_global_handles_size: s.usedGlobalHandlesSize ?? 0,
    external_memory: s.externalMemory ?? 0,
    total_allocated_bytes: s.totalAllocatedBytes ?? 0,
  };
}
function getHeapSpaceStatistics() {
  return (binding.getHeapSpaceStatistics?.() ?? []).map((s) => ({
    space_name: s.name, space_size: s.size, space_used_size: s.used, space_available_size: s.available, physical_space_size: s.physical,
  }));
}
function getHeapCodeStatistics() {
  const s = binding.getHeapCodeStatistics?.() ?? {};
  return {
    code_and_metadata_size: s.codeAndMetadata ?? 0, bytecode_and_metadata_size: s.bytecodeAndMetadata ?? 0,
    external_script_source_size: s.externalScriptSource ?? 0, cpu_profiler_metadata_size: 0,
  };
}
function setFlagsFromString(flags) {
  validateString(flags, 'flags');
  binding.setFlagsFromString?.(flags);
}
function cachedDataVersionTag() {
  return binding.cachedDataVersionTag?.() ?? 0;
}
function isStringOneByteRepresentation(content) {
  validateString(content, 'content');
  for (let i = 0; i < content.length; i++) if (content.charCodeAt(i) > 255) return false;
  return true;
}
function setHeapSnapshotNearHeapLimit(limit) {
  validateUint32(limit, 'limit', true);
}
function takeCoverage() {}
function stopCoverage() {}
function queryObjects(ctor, options = {}) {
  if (typeof ctor !== 'function') throw new ERR_INVALID_ARG_TYPE('constructor', 'function', ctor);
  const { format = 'count' } = options;
  validateOneOf(format, 'options.format', ['count', 'summary']);
  throw notImplemented('v8.queryObjects()');
}
class GCProfiler {
  #state;
  start() { this.#state ??= { version: 1, startTime: Date.now(), statistics: [] }; }
  stop() {
    if (this.#state === undefined) return undefined;
    const r = { ...this.#state, endTime: Date.now() };
    this.#state = undefined;
    return r;
  }
  [Symbol.dispose]() { this.stop(); }
}

let serdes;
const lazy = (name) => ({ enumerable: true, configurable: true, get() { serdes ??= require('internal/v8/serdes'); return serdes[name]; } });

const promiseHooks = {
  createHook(hooks = {}) { return installPromiseHooks(hooks); },
  onInit(fn) { return one('init', fn); },
  onBefore(fn) { return one('before', fn); },
  onAfter(fn) { return one('after', fn); },
  onSettled(fn) { return one('settled', fn); },
};
function one(kind, fn) {
  require('internal/validators').validatePlainFunction(fn, `${kind}Hook`);
  return installPromiseHooks({ [kind]: fn });
}
// Several sets of hooks may be active: the engine gets one function for each kind.
const installed = [];
function updateHooks(setPromiseHooks) {
  const all = (kind) => {
    const list = installed.filter((h) => h[kind]).map((h) => h[kind]);
    if (list.length === 0) return undefined;
    if (list.length === 1) return list[0];
    return (p, parent) => {
      for (let i = 0; i < list.length; i++) {
        try { list[i](p, parent); } catch (err) { process.nextTick(() => { internalBinding('errors').triggerUncaughtException(err, false); }); }
      }
    };
  };
  setPromiseHooks(all('init'), all('before'), all('after'), all('settled'));
}
function installPromiseHooks({ init, before, after, settled }) {
  const { setPromiseHooks } = internalBinding('async_context');
  if (setPromiseHooks === undefined) throw notImplemented('v8.promiseHooks');
  const { validatePlainFunction } = require('internal/validators');
  if (init !== undefined) validatePlainFunction(init, 'initHook');
  if (before !== undefined) validatePlainFunction(before, 'beforeHook');
  if (after !== undefined) validatePlainFunction(after, 'afterHook');
  if (settled !== undefined) validatePlainFunction(settled, 'settledHook');
  const entry = { init, before, after, settled };
  installed.push(entry);
  updateHooks(setPromiseHooks);
  return () => {
    const i = installed.indexOf(entry);
    if (i === -1) return;
    installed.splice(i, 1);
    updateHooks(setPromiseHooks);
  };
}

const startupSnapshot = {
  addDeserializeCallback() { throw notInSnapshot(); },
  addSerializeCallback() { throw notInSnapshot(); },
  setDeserializeMainFunction() { throw notInSnapshot(); },
  isBuildingSnapshot() { return false; },
};
function notInSnapshot() {
  const { codes: { ERR_NOT_BUILDING_SNAPSHOT } } = require('internal/errors');
  return new ERR_NOT_BUILDING_SNAPSHOT();
}

// snapshotOptions checks the options of both kinds of snapshots.
function snapshotOptions(options = {}) {
  const { validateObject, validateBoolean } = require('internal/validators');
  validateObject(options, 'options');
  if (options.exposeInternals !== undefined) validateBoolean(options.exposeInternals, 'options.exposeInternals');
  if (options.exposeNumericValues !== undefined) validateBoolean(options.exposeNumericValues, 'options.exposeNumericValues');
}
function writeHeapSnapshot(filename, options) {
  if (filename !== undefined) filename = require('internal/fs/utils').getValidatedPath(filename);
  snapshotOptions(options);
  const { threadId } = internalBinding('worker');
  return binding.writeHeapSnapshot(filename === undefined ? '' : require('path').toNamespacedPath(`${filename}`), threadId);
}
// getHeapSnapshot returns a stream; the snapshot is made now.
function getHeapSnapshot(options) {
  snapshotOptions(options);
  const { Readable } = require('stream');
  let rest = binding.heapSnapshot();
  return new Readable({
    read(n) {
      if (rest.length === 0) { this.push(null); return; }
      n = Math.max(n, 65536);
      const part = rest.subarray(0, n);
      rest = rest.subarray(n);
      this.push(part);
    },
  });
}

module.exports = {
  cachedDataVersionTag,
  writeHeapSnapshot,
  getHeapSnapshot,
  getHeapStatistics,
  getHeapSpaceStatistics,
  getHeapCodeStatistics,
  setFlagsFromString,
  takeCoverage,
  stopCoverage,
  promiseHooks,
  queryObjects,
  startupSnapshot,
  setHeapSnapshotNearHeapLimit,
  GCProfiler,
  isStringOneByteRepresentation,
};
Object.defineProperties(module.exports, {
  Serializer: lazy('Serializer'), Deserializer: lazy('Deserializer'), DefaultSerializer: lazy('DefaultSerializer'),
  DefaultDeserializer: lazy('DefaultDeserializer'), serialize: lazy('serialize'), deserialize: lazy('deserialize'),
});
define(module.exports, 'v8', ['getCppHeapStatistics', 'startCpuProfile', 'startHeapProfile', 'setHeapProfileNearHeapLimit']);
