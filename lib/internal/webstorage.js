'use strict';
// Web Storage: sessionStorage lives in memory, localStorage in the file of --localstorage-file.

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS, ERR_MISSING_ARGS } } = require('internal/errors');
const kCreate = Symbol('kCreate');
const kQuota = 10 * 1024 * 1024;

const targets = new WeakMap(); // proxy -> Storage
let keysOf;
let has;

class Storage {
  #items = new Map();
  #save;
  constructor(key, items, save) {
    if (key !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    if (items !== undefined) this.#items = items;
    this.#save = save;
  }
  static #of(self) {
    const target = targets.get(self) ?? self;
    if (target === null || typeof target !== 'object' || !(#items in target)) throw new ERR_INVALID_THIS('Storage');
    return target;
  }
  get length() { return Storage.#of(this).#items.size; }
  key(index) {
    const s = Storage.#of(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('index');
    return [...s.#items.keys()][index >>> 0] ?? null;
  }
  getItem(key) {
    const s = Storage.#of(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('key');
    return s.#items.get(`${key}`) ?? null;
  }
  setItem(key, value) {
    const s = Storage.#of(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('key', 'value');
    key = `${key}`;
    value = `${value}`;
    let size = 2 * (key.length + value.length);
    for (const { 0: k, 1: v } of s.#items) if (k !== key) size += 2 * (k.length + v.length);
    if (size > kQuota) throw new globalThis.DOMException('Setting the value exceeded the quota', 'QuotaExceededError');
    s.#items.set(key, value);
    s.#save?.(s.#items);
  }
  removeItem(key) {
    const s = Storage.#of(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('key');
    if (s.#items.delete(`${key}`)) s.#save?.(s.#items);
  }
  clear() {
    const s = Storage.#of(this);
    s.#items.clear();
    s.#save?.(s.#items);
  }
  static {
    keysOf = (target) => [...target.#items.keys()];
    has = (target, key) => target.#items.has(key);
  }
}
const enumerable = { __proto__: null, enumerable: true };
Object.defineProperties(Storage.prototype, {
  length: enumerable, key: enumerable, getItem: enumerable, setItem: enumerable, removeItem: enumerable, clear: enumerable,
  [Symbol.toStringTag]: { configurable: true, value: 'Storage' },
});

const handler = {
  __proto__: null,
  get(target, key, receiver) {
    if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver);
    return has(target, key) ? target.getItem(key) : undefined;
  },
  set(target, key, value) {
    if (typeof key === 'symbol') return Reflect.set(target, key, value);
    target.setItem(key, value);
    return true;
  },
  has(target, key) { return (typeof key === 'string' && has(target, key)) || key in target; },
  deleteProperty(target, key) {
    if (typeof key === 'symbol') return Reflect.deleteProperty(target, key);
    target.removeItem(key);
    return true;
  },
  ownKeys(target) { return [...keysOf(target), ...Reflect.ownKeys(target)]; },
  getOwnPropertyDescriptor(target, key) {
    if (typeof key === 'string' && has(target, key)) return { value: target.getItem(key), writable: true, enumerable: true, configurable: true };
    return Reflect.getOwnPropertyDescriptor(target, key);
  },
  defineProperty(target, key, descriptor) {
    if (typeof key === 'symbol') return Reflect.defineProperty(target, key, descriptor);
    target.setItem(key, descriptor.value);
    return true;
  },
};
function make(items, save) {
  const target = new Storage(kCreate, items, save);
  const proxy = new Proxy(target, handler);
  targets.set(proxy, target);
  return proxy;
}

let session;
let local;
let warned = false;
module.exports = {
  Storage,
  get sessionStorage() { return session ??= make(); },
  get localStorage() {
    if (local !== undefined) return local;
    const file = require('internal/options').getOptionValue('--localstorage-file');
    if (!file) {
      if (!warned) {
        warned = true;
        process.emitWarning('localStorage is not available because --localstorage-file was not provided.', 'ExperimentalWarning');
      }
      return undefined;
    }
    const fs = require('fs');
    let items;
    try { items = new Map(Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')))); } catch { items = new Map(); }
    return local = make(items, (all) => fs.writeFileSync(file, JSON.stringify(Object.fromEntries(all))));
  },
};
