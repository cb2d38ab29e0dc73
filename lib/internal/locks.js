'use strict';
// navigator.locks: the Web Locks API, for one thread.

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const kInit = Symbol('kInit');

class Lock {
  #name; #mode;
  constructor(key, name, mode) {
    if (key !== kInit) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#mode = mode;
  }
  get name() { return this.#name; }
  get mode() { return this.#mode; }
}

class LockManager {
  #held = new Map(); // name -> requests that hold it
  #waiting = [];
  constructor(key) {
    if (key !== kInit) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  async request(name, options, callback) {
    if (callback === undefined) {
      callback = options;
      options = {};
    }
    name = `${name}`;
    if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    const { mode = 'exclusive', ifAvailable = false, steal = false, signal } = options ?? {};
    const fail = (message, kind) => { throw new globalThis.DOMException(message, kind); };
    if (mode !== 'exclusive' && mode !== 'shared') throw new TypeError(`${mode} is not a valid enumeration value`);
    if (name.startsWith('-')) fail('Lock name may not start with hyphen', 'NotSupportedError');
    if (ifAvailable && steal) fail('ifAvailable and steal are mutually exclusive', 'NotSupportedError');
    if (mode === 'shared' && steal) fail('mode: "shared" and steal are mutually exclusive', 'NotSupportedError');
    if (signal && (ifAvailable || steal)) fail('signal cannot be used with ifAvailable or steal', 'NotSupportedError');
    signal?.throwIfAborted();
    if (ifAvailable && !this.#available(name, mode)) return callback(null);
    return new Promise((resolve, reject) => {
      const request = { name, mode, callback, resolve, reject, signal };
      if (steal) {
        for (const r of this.#held.get(name) ?? []) r.reject(new globalThis.DOMException('The operation was aborted', 'AbortError'));
        this.#held.delete(name);
        this.#waiting.unshift(request);
      } else {
        this.#waiting.push(request);
      }
      signal?.addEventListener('abort', () => {
        const i = this.#waiting.indexOf(request);
        if (i !== -1) {
          this.#waiting.splice(i, 1);
          reject(signal.reason);
        }
      }, { once: true });
      this.#pump();
    });
  }
  #available(name, mode) {
    const held = this.#held.get(name);
    if (this.#waiting.some((r) => r.name === name)) return false;
    return held === undefined || held.length === 0 || (mode === 'shared' && held.every((r) => r.mode === 'shared'));
  }
  #pump() {
    const blocked = new Set();
    for (const r of this.#waiting.slice()) {
      if (blocked.has(r.name)) continue;
      const held = this.#held.get(r.name) ?? [];
      if (held.length === 0 || (r.mode === 'shared' && held.every((h) => h.mode === 'shared'))) {
        this.#waiting.splice(this.#waiting.indexOf(r), 1);
        this.#held.set(r.name, [...held, r]);
        this.#run(r);
      } else {
        blocked.add(r.name);
      }
    }
  }
  async #run(r) {
    try {
      await null;
      if (r.signal?.aborted) throw r.signal.reason;
      r.resolve(await r.callback(new Lock(kInit, r.name, r.mode)));
    } catch (e) {
      r.reject(e);
    } finally {
      const held = (this.#held.get(r.name) ?? []).filter((h) => h !== r);
      if (held.length) this.#held.set(r.name, held);
      else this.#held.delete(r.name);
      this.#pump();
    }
  }
  async query() {
    const clientId = `node-${process.pid}-0`;
    const info = (r) => ({ name: r.name, mode: r.mode, clientId });
    return { held: [...this.#held.values()].flat().map(info), pending: this.#waiting.map(info) };
  }
}

module.exports = { Lock, LockManager, locks: new LockManager(kInit) };
