'use strict';
// performance, marks and measures, observers.

const binding = internalBinding('performance');
const { EventTarget } = require('internal/event_target');
const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_MISSING_ARGS, ERR_PERFORMANCE_INVALID_TIMESTAMP },
} = require('internal/errors');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kSkip = Symbol('kSkipThrow');
const enumerable = { __proto__: null, enumerable: true };

function now() {
  return binding.now();
}
function inspectAs(self, fields, depth, options) {
  if (depth < 0) return self;
  const { inspect } = require('internal/util/inspect');
  return `${self.constructor.name} ${inspect(fields, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
}

class PerformanceEntry {
  #name; #type; #start; #duration;
  constructor(skip = undefined, name = undefined, type = undefined, start = undefined, duration = undefined) {
    if (skip !== kSkip) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#type = type;
    this.#start = start;
    this.#duration = duration;
  }
  static is(v) { return v !== null && typeof v === 'object' && #name in v; }
  get name() { PerformanceEntry.#check(this); return this.#name; }
  get entryType() { PerformanceEntry.#check(this); return this.#type; }
  get startTime() { PerformanceEntry.#check(this); return this.#start; }
  get duration() { PerformanceEntry.#check(this); return this.#duration; }
  static #check(v) { if (v === null || typeof v !== 'object' || !(#name in v)) throw new ERR_INVALID_THIS('PerformanceEntry'); }
  [kInspect](depth, options) {
    const fields = { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration };
    if (this.detail !== undefined) fields.detail = this.detail;
    return inspectAs(this, fields, depth, options);
  }
  toJSON() {
    const r = { name: this.name, entryType: this.entryType, startTime: this.startTime, duration: this.duration };
    if (this.detail !== undefined) r.detail = this.detail;
    return r;
  }
}
const isEntry = PerformanceEntry.is;
delete PerformanceEntry.is;
Object.defineProperties(PerformanceEntry.prototype, { name: enumerable, entryType: enumerable, startTime: enumerable, duration: enumerable, toJSON: enumerable });

class PerformanceNodeEntry extends PerformanceEntry {
  #detail;
  constructor(skip, name, type, start, duration, detail) {
    super(skip, name, type, start, duration);
    this.#detail = detail;
  }
  get detail() { return this.#detail; }
}
Object.defineProperty(PerformanceNodeEntry, 'name', { value: 'PerformanceNodeEntry' });

const timingNames = ['nodeStart', 'v8Start', 'environment', 'loopStart', 'loopExit', 'bootstrapComplete'];

class PerformanceMark extends PerformanceEntry {
  #detail;
  constructor(name, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    name = `${name}`;
    if (timingNames.includes(name)) throw new ERR_INVALID_ARG_VALUE('name', name);
    if (options != null && typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    const start = options?.startTime ?? now();
    if (typeof start !== 'number') throw new ERR_INVALID_ARG_TYPE('startTime', 'number', start);
    if (start < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(start);
    super(kSkip, name, 'mark', start, 0);
    const detail = options?.detail;
    this.#detail = detail == null ? null : globalThis.structuredClone(detail);
  }
  get detail() { return this.#detail; }
}
Object.defineProperties(PerformanceMark.prototype, { detail: enumerable, [Symbol.toStringTag]: { configurable: true, value: 'PerformanceMark' } });

class PerformanceMeasure extends PerformanceEntry {
  #detail;
  constructor(skip = undefined, name = undefined, start = undefined, duration = undefined, detail = undefined) {
    super(skip, name, 'measure', start, duration);
    this.#detail = detail;
  }
  get detail() { return this.#detail; }
}
Object.defineProperties(PerformanceMeasure.prototype, { detail: enumerable, [Symbol.toStringTag]: { configurable: true, value: 'PerformanceMeasure' } });

class PerformanceResourceTiming extends PerformanceEntry {
  #info;
  constructor(skip = undefined, name = undefined, type = undefined, info = undefined) {
    super(skip, name, type, info?.startTime, info ? info.endTime - info.startTime : undefined);
    this.#info = info;
  }
  get initiatorType() { return this.#info.initiatorType; }
  get workerStart() { return this.#info.finalServiceWorkerStartTime ?? 0; }
  get redirectStart() { return this.#info.redirectStartTime ?? 0; }
  get redirectEnd() { return this.#info.redirectEndTime ?? 0; }
  get fetchStart() { return this.#info.postRedirectStartTime ?? this.#info.startTime; }
  get domainLookupStart() { return this.#info.finalConnectionTimingInfo?.domainLookupStartTime ?? 0; }
  get domainLookupEnd() { return this.#info.finalConnectionTimingInfo?.domainLookupEndTime ?? 0; }
  get connectStart() { return this.#info.finalConnectionTimingInfo?.connectionStartTime ?? 0; }
  get connectEnd() { return this.#info.finalConnectionTimingInfo?.connectionEndTime ?? 0; }
  get secureConnectionStart() { return this.#info.finalConnectionTimingInfo?.secureConnectionStartTime ?? 0; }
  get nextHopProtocol() { return this.#info.finalConnectionTimingInfo?.ALPNNegotiatedProtocol ?? ''; }
  get requestStart() { return this.#info.finalNetworkRequestStartTime ?? 0; }
  get responseStart() { return this.#info.finalNetworkResponseStartTime ?? 0; }
  get responseEnd() { return this.#info.endTime; }
  get encodedBodySize() { return this.#info.encodedBodySize ?? 0; }
  get decodedBodySize() { return this.#info.decodedBodySize ?? 0; }
  get transferSize() { return this.#info.cacheMode === 'local' ? 0 : this.#info.cacheMode === 'validated' ? 300 : (this.#info.encodedBodySize ?? 0) + 300; }
  get deliveryType() { return this.#info.deliveryType ?? ''; }
  get responseStatus() { return this.#info.responseStatus ?? 0; }
}
Object.defineProperty(PerformanceResourceTiming.prototype, Symbol.toStringTag, { configurable: true, value: 'PerformanceResourceTiming' });

// ---- the timeline and observers

let marks = [];
let measures = [];
let resources = [];
let resourceLimit = 250;
const observers = new Set();
const pendingObservers = new Set();
let scheduled = false;

const kTypes = ['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'resource'];

class PerformanceObserverEntryList {
  #entries;
  constructor(skip = undefined, entries = undefined) {
    if (skip !== kSkip) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = entries.sort((a, b) => a.startTime - b.startTime);
  }
  getEntries() { return this.#entries.slice(); }
  getEntriesByType(type) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    type = `${type}`;
    return this.#entries.filter((e) => e.entryType === type);
  }
  getEntriesByName(name, type = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    name = `${name}`;
    return this.#entries.filter((e) => e.name === name && (type === undefined || e.entryType === type));
  }
  [kInspect](depth, options) { return inspectAs(this, this.#entries, depth, options); }
}

function modeError(what) {
  const { DOMException } = require('internal/domexception');
  return new DOMException(`PerformanceObserver can not change to ${what}`, 'InvalidModificationError');
}
let supported;

class PerformanceObserver {
  #callback; #buffer = []; #types = new Set(); #mode;
  constructor(callback) {
    if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    this.#callback = callback;
  }
  observe(options = {}) {
    if (options === null || typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) throw new ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    if (entryTypes != null && type != null) throw new ERR_INVALID_ARG_VALUE('options.entryTypes', entryTypes, 'options.entryTypes can not set with options.type together');
    if (entryTypes) {
      if (!Array.isArray(entryTypes)) throw new ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
      if (this.#mode === 'single') throw modeError('multiple observations');
      this.#mode = 'multiple';
      this.#types = new Set(entryTypes.filter((t) => kTypes.includes(t)));
    } else {
      if (this.#mode === 'multiple') throw modeError('single observation');
      this.#mode = 'single';
      if (!kTypes.includes(type)) return;
      this.#types.add(type);
      if (buffered) {
        const list = type === 'mark' ? marks : type === 'measure' ? measures : type === 'resource' ? resources : [];
        this.#buffer.push(...list);
        if (list.length) schedule(this);
      }
    }
    if (this.#types.size > 0) observers.add(this);
    else this.disconnect();
    if (this.#types.has('gc')) internalBinding('v8').observeGC(gcEntry);
    binding.setObservedTypes?.([...observers].flatMap((o) => [...o.#types]));
  }
  disconnect() {
    observers.delete(this);
    pendingObservers.delete(this);
    this.#buffer = [];
    this.#types = new Set();
    this.#mode = undefined;
  }
  takeRecords() {
    const list = this.#buffer;
    this.#buffer = [];
    return list;
  }
  static get supportedEntryTypes() { return supported ??= Object.freeze(kTypes.slice()); }
  static put(o, entry) {
    if (!o.#types.has(entry.entryType)) return;
    o.#buffer.push(entry);
    schedule(o);
  }
  static fire(o) {
    const entries = o.takeRecords();
    if (entries.length === 0) return;
    o.#callback(new PerformanceObserverEntryList(kSkip, entries), o);
  }
  static wants(type) {
    for (const o of observers) if (o.#types.has(type)) return true;
    return false;
  }
  [kInspect](depth, options) {
    return inspectAs(this, { connected: observers.has(this), pending: pendingObservers.has(this), entryTypes: [...this.#types], buffer: this.#buffer }, depth, options);
  }
}
const { put, fire, wants: hasObserver } = PerformanceObserver;
delete PerformanceObserver.put;
delete PerformanceObserver.fire;
delete PerformanceObserver.wants;

function schedule(o) {
  pendingObservers.add(o);
  if (scheduled) return;
  scheduled = true;
  require('timers').setImmediate(() => {
    scheduled = false;
    const list = [...pendingObservers];
    pendingObservers.clear();
    for (const p of list) fire(p);
  });
}
function enqueue(entry) {
  if (!isEntry(entry)) throw new ERR_INVALID_ARG_TYPE('entry', 'PerformanceEntry', entry);
  for (const o of observers) put(o, entry);
}

function gcEntry(kind, flags, start, duration) {
  if (!hasObserver('gc')) return;
  enqueue(new PerformanceNodeEntry(kSkip, 'gc', 'gc', start, duration, { kind, flags }));
}

// startPerf and stopPerf serve http, net and dns.
function startPerf(target, key, context = {}) {
  target[key] = { ...context, startTime: now() };
}
function stopPerf(target, key, context = {}) {
  const ctx = target[key];
  if (!ctx || !hasObserver(ctx.type)) return;
  enqueue(new PerformanceNodeEntry(kSkip, ctx.name, ctx.type, ctx.startTime, now() - ctx.startTime, { ...ctx.detail, ...context.detail }));
}

// ---- performance

class PerformanceNodeTiming extends PerformanceEntry {
  constructor() {
    super(kSkip, 'node', 'node', 0, 0);
    const at = (name) => ({ __proto__: null, enumerable: true, configurable: true, get: () => binding.milestones()[name] ?? -1 });
    Object.defineProperties(this, {
      name: { enumerable: true, configurable: true, value: 'node' },
      entryType: { enumerable: true, configurable: true, value: 'node' },
      startTime: { enumerable: true, configurable: true, value: 0 },
      duration: { enumerable: true, configurable: true, get: now },
      nodeStart: at('nodeStart'),
      v8Start: at('v8Start'),
      environment: at('environment'),
      loopStart: at('loopStart'),
      loopExit: at('loopExit'),
      bootstrapComplete: at('bootstrapComplete'),
      idleTime: { enumerable: true, configurable: true, get: () => binding.loopIdleTime() },
      uvMetricsInfo: { enumerable: true, configurable: true, get: () => binding.uvMetricsInfo?.() ?? { loopCount: 0, events: 0, eventsWaiting: 0 } },
    });
  }
  [kInspect](depth, options) { return inspectAs(this, this.toJSON(), depth, options); }
  toJSON() {
    const r = {};
    for (const k of ['name', 'entryType', 'startTime', 'duration', 'nodeStart', 'v8Start', 'bootstrapComplete', 'environment', 'loopStart', 'loopExit', 'idleTime']) r[k] = this[k];
    return r;
  }
}
Object.setPrototypeOf(PerformanceNodeTiming, PerformanceEntry);

function eventLoopUtilization(a, b) {
  const { loopStart } = binding.milestones();
  if (!(loopStart > 0)) return { idle: 0, active: 0, utilization: 0 };
  if (b) {
    const idle = a.idle - b.idle;
    const active = a.active - b.active;
    return { idle, active, utilization: active / (idle + active) };
  }
  const idle = binding.loopIdleTime();
  const active = now() - loopStart - idle;
  if (!a) return { idle, active, utilization: active / (idle + active) };
  const di = idle - a.idle;
  const da = active - a.active;
  return { idle: di, active: da, utilization: da / (di + da) };
}

function timerify(fn, options = {}) {
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', 'function', fn);
  if (options === null || typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  const { histogram } = options;
  if (histogram !== undefined && (histogram === null || typeof histogram !== 'object' || typeof histogram.record !== 'function'))
    throw new ERR_INVALID_ARG_TYPE('options.histogram', 'RecordableHistogram', histogram);
  function done(name, start, args) {
    const duration = now() - start;
    if (histogram !== undefined) histogram.record(Math.max(1, Math.ceil(duration * 1e6)));
    const e = new PerformanceNodeEntry(kSkip, name, 'function', start, duration, args);
    for (let n = 0; n < args.length; n++) e[n] = args[n];
    enqueue(e);
  }
  function timerified(...args) {
    const start = now();
    const result = new.target ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
    if (!new.target && typeof result?.finally === 'function') return result.finally(() => done(fn.name, start, args));
    done(fn.name, start, args);
    return result;
  }
  Object.defineProperties(timerified, {
    length: { configurable: false, enumerable: true, value: fn.length },
    name: { configurable: false, enumerable: true, value: `timerified ${fn.name}` },
  });
  return timerified;
}

class Performance extends EventTarget {
  constructor(skip = undefined) {
    if (skip !== kSkip) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }
  get timeOrigin() { check(this); return binding.getTimeOriginTimestamp(); }
  now() { check(this); return now(); }
  mark(name, options = undefined) {
    check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    const mark = new PerformanceMark(name, options);
    marks.push(mark);
    enqueue(mark);
    return mark;
  }
  measure(name, startOrOptions = undefined, endMark = undefined) {
    check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    if (typeof name !== 'string') name = `${name}`;
    const isOptions = startOrOptions !== null && typeof startOrOptions === 'object';
    let end;
    let start;
    let detail = null;
    const o = startOrOptions;
    if (isOptions && (o.start !== undefined || o.end !== undefined || o.duration !== undefined || o.detail !== undefined)) {
      if (endMark !== undefined) throw new ERR_INVALID_ARG_VALUE('endMark', endMark, 'must not be specified');
      if (o.start === undefined && o.end === undefined && o.duration !== undefined) throw new ERR_INVALID_ARG_VALUE('startOrMeasureOptions', o, 'must contain start or end');
      if (o.start !== undefined && o.end !== undefined && o.duration !== undefined)
        throw new ERR_INVALID_ARG_VALUE('startOrMeasureOptions.duration', o.duration, 'must not be specified with both start and end');
      end = o.end !== undefined ? markTime(o.end) : o.start !== undefined && o.duration !== undefined ? markTime(o.start) + markTime(o.duration) : now();
      start = o.start !== undefined ? markTime(o.start) : o.duration !== undefined ? end - markTime(o.duration) : 0;
      detail = o.detail == null ? null : globalThis.structuredClone(o.detail);
    } else {
      end = endMark !== undefined ? markTime(endMark) : now();
      start = typeof startOrOptions === 'string' || typeof startOrOptions === 'number' ? markTime(startOrOptions) : 0;
    }
    const m = new PerformanceMeasure(kSkip, name, start, end - start, detail);
    measures.push(m);
    enqueue(m);
    return m;
  }
  clearMarks(name = undefined) {
    check(this);
    if (name !== undefined) name = `${name}`;
    marks = name === undefined ? [] : marks.filter((m) => m.name !== name);
  }
  clearMeasures(name = undefined) {
    check(this);
    if (name !== undefined) name = `${name}`;
    measures = name === undefined ? [] : measures.filter((m) => m.name !== name);
  }
  clearResourceTimings(name = undefined) {
    check(this);
    if (name !== undefined) name = `${name}`;
    resources = name === undefined ? [] : resources.filter((m) => m.name !== name);
  }
  getEntries() {
    check(this);
    return all();
  }
  getEntriesByName(name, type = undefined) {
    check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return all().filter((e) => e.name === `${name}` && (type === undefined || e.entryType === type));
  }
  getEntriesByType(type) {
    check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    return all().filter((e) => e.entryType === `${type}`);
  }
  setResourceTimingBufferSize(size) {
    check(this);
    resourceLimit = typeof size === 'number' || typeof size === 'string' || typeof size === 'bigint' ? bufferSize(size) : 0;
  }
  markResourceTiming(timingInfo, requestedUrl, initiatorType, global, cacheMode, bodyInfo, responseStatus, deliveryType = '') {
    const e = new PerformanceResourceTiming(kSkip, requestedUrl, 'resource', { ...timingInfo, initiatorType, cacheMode, responseStatus, deliveryType,
      encodedBodySize: bodyInfo?.encodedSize, decodedBodySize: bodyInfo?.decodedSize });
    enqueue(e);
    bufferResource(e);
    return e;
  }
  toJSON() {
    check(this);
    return { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin, eventLoopUtilization: eventLoopUtilization() };
  }
  [kInspect](depth, options) {
    return inspectAs(this, { nodeTiming: this.nodeTiming, timeOrigin: this.timeOrigin }, depth, options);
  }
}
// Sizes that are no positive integers are as good as none.
function bufferSize(size) {
  size = Number(size);
  return Number.isInteger(size) && size > 0 ? size >>> 0 : 0;
}
// bufferResource adds an entry to the buffer of resource timings (Resource Timing, 4.4): a full buffer asks for room with an event, and
// what came meanwhile waits in a second buffer.
let waitingResources = [];
let fullEventPending = false;
function bufferResource(e) {
  if (!fullEventPending && resources.length < resourceLimit) {
    resources.push(e);
    return;
  }
  if (!fullEventPending) {
    fullEventPending = true;
    require('timers').setImmediate(fireBufferFull);
  }
  waitingResources.push(e);
}
function fireBufferFull() {
  while (waitingResources.length > 0) {
    const before = waitingResources.length;
    if (resources.length >= resourceLimit) {
      const { Event } = require('internal/event_target');
      performance.dispatchEvent(new Event('resourcetimingbufferfull'));
    }
    while (waitingResources.length > 0 && resources.length < resourceLimit) resources.push(waitingResources.shift());
    if (waitingResources.length >= before) waitingResources = [];
  }
  fullEventPending = false;
}

function check(p) {
  if (p !== performance) throw new ERR_INVALID_THIS('Performance');
}
function all() {
  return [...marks, ...measures, ...resources].sort((a, b) => a.startTime - b.startTime);
}
function markTime(name) {
  if (name === undefined) return undefined;
  if (typeof name === 'number') {
    if (name < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(name);
    return name;
  }
  name = `${name}`;
  if (timingNames.includes(name)) return binding.milestones()[name];
  for (let i = marks.length - 1; i >= 0; i--) if (marks[i].name === name) return marks[i].startTime;
  const DOMException = globalThis.DOMException;
  throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
}
for (const k of ['clearMarks', 'clearMeasures', 'clearResourceTimings', 'getEntries', 'getEntriesByName', 'getEntriesByType', 'mark', 'measure', 'now',
  'setResourceTimingBufferSize', 'timeOrigin', 'toJSON'])
  Object.defineProperty(Performance.prototype, k, { enumerable: true });
Object.defineProperties(Performance.prototype, {
  eventLoopUtilization: { __proto__: null, value: eventLoopUtilization, writable: true, enumerable: false, configurable: true },
  nodeTiming: { __proto__: null, value: new PerformanceNodeTiming(), writable: true, enumerable: false, configurable: true },
  timerify: { __proto__: null, value: timerify, writable: true, enumerable: false, configurable: true },
});
require('internal/event_target').defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');
Object.defineProperty(Performance.prototype, Symbol.toStringTag, { configurable: true, value: 'Performance' });
const performance = new Performance(kSkip);

module.exports = {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceNodeEntry,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
  performance,
  eventLoopUtilization,
  timerify,
  enqueue,
  hasObserver,
  startPerf,
  stopPerf,
};
