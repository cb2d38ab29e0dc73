'use strict';
// What all web streams share: slots, promises, queues with sizes, conversion of strategies and underlying objects.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');

// kState is the slot of a public object: its implementation, a plain object that knows the public one as obj.
const kState = Symbol('kState');
// kCreate as first argument lets a constructor that programs cannot call make an object.
const kCreate = Symbol('kCreate');

const promiseThen = Promise.prototype.then;
const { apply } = Reflect;

function nop() {}

function then(promise, onFulfilled, onRejected) {
  return apply(promiseThen, promise, [onFulfilled, onRejected]);
}
function setHandled(promise) {
  then(promise, undefined, nop);
}
const kResolved = Promise.resolve();
function resolvedWith(value) {
  return value === undefined ? kResolved : new Promise((resolve) => resolve(value));
}
function rejectedWith(error) {
  return Promise.reject(error);
}

// Deferred is a promise with its functions; a settled one can be made directly.
class Deferred {
  constructor() {
    this.resolve = undefined;
    this.reject = undefined;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
  static resolved(value) {
    const d = new Deferred();
    d.resolve(value);
    return d;
  }
  static rejected(error) {
    const d = new Deferred();
    d.reject(error);
    setHandled(d.promise);
    return d;
  }
}

// Queue is first in, first out; shift is cheap.
class Queue {
  constructor() {
    this.items = [];
    this.head = 0;
  }
  get length() { return this.items.length - this.head; }
  push(item) { this.items.push(item); }
  peek() { return this.items[this.head]; }
  shift() {
    const { items } = this;
    const item = items[this.head];
    items[this.head++] = undefined;
    if (this.head === items.length) {
      items.length = 0;
      this.head = 0;
    } else if (this.head > 1024 && this.head * 2 > items.length) {
      items.splice(0, this.head);
      this.head = 0;
    }
    return item;
  }
  clear() {
    this.items = [];
    this.head = 0;
  }
}

// invoke calls a method of an underlying object: always a promise.
function invokePromise(fn, self, args) {
  let result;
  try {
    result = apply(fn, self, args);
  } catch (error) {
    return Promise.reject(error);
  }
  return result === undefined ? kResolved : Promise.resolve(result);
}

// dictionary checks a value that Web IDL converts to a dictionary. null and undefined stand for an empty one.
const kEmpty = Object.freeze({ __proto__: null });
function dictionary(value, name) {
  if (value === undefined || value === null) return kEmpty;
  if (typeof value !== 'object' && typeof value !== 'function') throw new ERR_INVALID_ARG_TYPE(name, 'Object', value);
  return value;
}
// callback reads a member that is a function.
function callback(object, key, name) {
  const fn = object[key];
  if (fn === undefined) return undefined;
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE(`${name}.${key}`, 'Function', fn);
  return fn;
}

// readStrategy converts a QueuingStrategy: { highWaterMark: number or undefined, size: function or undefined }.
function readStrategy(strategy, name = 'strategy') {
  strategy = dictionary(strategy, name);
  let { highWaterMark } = strategy;
  if (highWaterMark !== undefined) highWaterMark = +highWaterMark;
  return { original: strategy.highWaterMark, highWaterMark, size: callback(strategy, 'size', name) };
}
function extractHighWaterMark(strategy, defaultHWM, name = 'strategy') {
  const { highWaterMark } = strategy;
  if (highWaterMark === undefined) return defaultHWM;
  if (Number.isNaN(highWaterMark) || highWaterMark < 0) {
    throw new ERR_INVALID_ARG_VALUE.RangeError(`${name}.highWaterMark`, strategy.original);
  }
  return highWaterMark;
}
function extractSizeAlgorithm(strategy) {
  const { size } = strategy;
  if (size === undefined) return undefined;
  return (chunk) => size(chunk);
}
// checkSize converts what a size function gave.
function checkSize(size, value) {
  size = +value;
  if (!(size >= 0) || size === Infinity) throw new ERR_INVALID_ARG_VALUE.RangeError('size', value);
  return size;
}

function inspectAs(self, name, fields, depth, options) {
  if (depth < 0) return self;
  const { inspect } = require('internal/util/inspect');
  const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
  return `${name} ${inspect(fields, opts)}`;
}

const kEnumerable = { __proto__: null, enumerable: true };
// defineInterface makes the members of a prototype enumerable and sets its @@toStringTag.
function defineInterface(cls, names) {
  for (let i = 0; i < names.length; i++) Object.defineProperty(cls.prototype, names[i], kEnumerable);
  Object.defineProperty(cls.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: cls.name });
}

module.exports = {
  kState, kCreate, nop, then, setHandled, kResolved, resolvedWith, rejectedWith, Deferred, Queue, invokePromise, dictionary, callback,
  readStrategy, extractHighWaterMark, extractSizeAlgorithm, checkSize, inspectAs, defineInterface, kEnumerable,
};
