'use strict';
// Mocks of node:test: functions, methods, properties, timers.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { notImplemented } = require('internal/stub');

class MockFunctionContext {
  #state;
  constructor(state) { this.#state = state; }
  get calls() { return this.#state.calls.slice(); }
  callCount() { return this.#state.calls.length; }
  mockImplementation(fn) {
    if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('implementation', 'function', fn);
    this.#state.implementation = fn;
  }
  mockImplementationOnce(fn, onCall) {
    if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('implementation', 'function', fn);
    this.#state.once.set(onCall ?? this.#state.calls.length, fn);
  }
  restore() {
    this.#state.implementation = this.#state.original;
    this.#state.once.clear();
    this.#state.restore?.();
  }
  resetCalls() { this.#state.calls = []; }
}
class MockTracker {
  #mocks = [];
  #timers;
  fn(original = function() {}, implementation = original, options = {}) {
    if (original !== null && typeof original === 'object') {
      options = original;
      original = function() {};
      implementation = original;
    } else if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = original;
    }
    return this.#make(original, implementation, options);
  }
  #make(original, implementation, options, restore) {
    const state = { calls: [], implementation, original, once: new Map(), restore };
    if (options?.times !== undefined) state.times = options.times;
    const ctx = new MockFunctionContext(state);
    const mockFn = new Proxy(original, {
      apply(target, thisArg, args) { return record(thisArg, args, undefined); },
      construct(target, args, newTarget) { return record(undefined, args, newTarget); },
      get(target, key, receiver) { return key === 'mock' ? ctx : Reflect.get(target, key, receiver); },
    });
    function record(thisArg, args, newTarget) {
      const index = state.calls.length;
      let fn = state.implementation;
      if (state.once.has(index)) {
        fn = state.once.get(index);
        state.once.delete(index);
      }
      if (state.times !== undefined && index + 1 >= state.times) ctx.restore();
      let result;
      let error;
      try {
        result = newTarget ? Reflect.construct(fn, args, newTarget === mockFn ? fn : newTarget) : Reflect.apply(fn, thisArg, args);
      } catch (e) {
        error = e;
      }
      state.calls.push({ arguments: args, error, result, stack: new Error(), target: newTarget ? original : undefined, this: newTarget ? result : thisArg });
      if (error !== undefined) throw error;
      return result;
    }
    this.#mocks.push(ctx);
    return mockFn;
  }
  method(object, name, implementation, options = {}) {
    if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = undefined;
    }
    let owner = object;
    let d;
    while (owner && !(d = Object.getOwnPropertyDescriptor(owner, name))) owner = Object.getPrototypeOf(owner);
    const { getter = false, setter = false } = options;
    const original = getter ? d?.get : setter ? d?.set : d?.value;
    if (typeof original !== 'function') {
      const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
      throw new ERR_INVALID_ARG_VALUE('methodName', original, 'must be a method');
    }
    const own = owner === object;
    const mock = this.#make(original, implementation ?? original, options, () => {
      if (own) Object.defineProperty(object, name, d);
      else delete object[name];
    });
    const nd = { configurable: d.configurable, enumerable: d.enumerable };
    if (getter) { nd.get = mock; nd.set = d.set; } else if (setter) { nd.get = d.get; nd.set = mock; } else { nd.writable = d.writable; nd.value = mock; }
    Object.defineProperty(object, name, nd);
    return mock;
  }
  getter(object, name, implementation, options) { return this.method(object, name, implementation, { ...options, getter: true }); }
  setter(object, name, implementation, options) { return this.method(object, name, implementation, { ...options, setter: true }); }
  property(object, name, value) {
    const d = Object.getOwnPropertyDescriptor(object, name);
    const accesses = [];
    let v = arguments.length > 2 ? value : object[name];
    const restore = () => { if (d) Object.defineProperty(object, name, d); else delete object[name]; };
    Object.defineProperty(object, name, {
      configurable: true, enumerable: d?.enumerable ?? true,
      get() { accesses.push({ type: 'get', value: v, stack: new Error() }); return v; },
      set(x) { accesses.push({ type: 'set', value: x, stack: new Error() }); v = x; },
    });
    const ctx = { get accesses() { return accesses.slice(); }, accessCount: () => accesses.length, mockImplementation(x) { v = x; }, resetAccesses() { accesses.length = 0; }, restore };
    this.#mocks.push(ctx);
    return { mock: ctx };
  }
  module() { throw notImplemented('mock.module()'); }
  get timers() { return this.#timers ??= new MockTimers(); }
  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#mocks = [];
  }
  restoreAll() { for (const m of this.#mocks) m.restore(); }
}

class MockTimers {
  #now = 0; #queue = []; #saved; #id = 1;
  enable(options = {}) {
    if (Array.isArray(options)) options = { apis: options };
    const { apis = ['setTimeout', 'setInterval', 'setImmediate', 'Date'], now = 0 } = options;
    if (this.#saved) throw new (require('internal/errors').codes.ERR_INVALID_STATE)('MockTimers is already enabled!');
    this.#now = +now;
    this.#saved = new Map();
    const put = (target, name, value) => {
      if (!this.#saved.has(target)) this.#saved.set(target, new Map());
      this.#saved.get(target).set(name, Object.getOwnPropertyDescriptor(target, name));
      Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: true });
    };
    const add = (fn, delay, args, repeat) => {
      const t = { id: this.#id++, at: this.#now + delay, fn, args, repeat, ref() { return this; }, unref() { return this; }, hasRef: () => true, refresh() { this.at = now + delay; return this; }, [Symbol.toPrimitive]() { return this.id; } };
      this.#queue.push(t);
      return t;
    };
    const clear = (t) => { this.#queue = this.#queue.filter((q) => q !== t && q.id !== t); };
    const timers = require('timers');
    for (const target of [globalThis, timers]) {
      if (apis.includes('setTimeout')) { put(target, 'setTimeout', (fn, ms = 1, ...a) => add(fn, Math.max(1, +ms || 1), a)); put(target, 'clearTimeout', clear); }
      if (apis.includes('setInterval')) { put(target, 'setInterval', (fn, ms = 1, ...a) => add(fn, Math.max(1, +ms || 1), a, Math.max(1, +ms || 1))); put(target, 'clearInterval', clear); }
      if (apis.includes('setImmediate')) { put(target, 'setImmediate', (fn, ...a) => add(fn, 0, a)); put(target, 'clearImmediate', clear); }
    }
    if (apis.includes('Date')) {
      const RealDate = Date;
      const self = this;
      const Mock = class Date extends RealDate {
        constructor(...a) { super(...(a.length === 0 ? [self.#now] : a)); }
        static now() { return self.#now; }
      };
      put(globalThis, 'Date', Mock);
    }
  }
  tick(ms = 1) {
    const end = this.#now + ms;
    for (;;) {
      this.#queue.sort((a, b) => a.at - b.at || a.id - b.id);
      const t = this.#queue[0];
      if (t === undefined || t.at > end) break;
      this.#now = Math.max(this.#now, t.at);
      this.#queue.shift();
      if (t.repeat) {
        t.at += t.repeat;
        this.#queue.push(t);
      }
      t.fn(...t.args);
    }
    this.#now = end;
  }
  runAll() {
    const last = Math.max(this.#now, ...this.#queue.map((t) => t.at));
    this.tick(last - this.#now);
  }
  setTime(ms) {
    if (!this.#saved) throw new (require('internal/errors').codes.ERR_INVALID_STATE)('You should enable MockTimers first by calling the .enable function');
    this.#now = ms;
  }
  reset() {
    if (!this.#saved) return;
    for (const [target, m] of this.#saved) for (const [k, d] of m) Object.defineProperty(target, k, d);
    this.#saved = undefined;
    this.#queue = [];
  }
  [Symbol.dispose]() { this.reset(); }
}

module.exports = { MockTracker, MockTimers, MockFunctionContext };
