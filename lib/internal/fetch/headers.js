'use strict';
// Headers (WHATWG Fetch).

const { kState, illegalInvocation, requireArguments, byteString, isToken, normalizeValue, isHeaderValue, inspectObject, defineInterface, defineIterable } =
  require('internal/fetch/util');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

// HeaderList is a header list: one entry per name, set-cookie apart. sorted caches what iteration shows.
class HeaderList {
  constructor() {
    this.map = new Map(); // lower case name -> { name, value }
    this.cookies = undefined;
    this.sorted = undefined;
  }
  static from(other) {
    const list = new HeaderList();
    for (const [key, entry] of other.map) list.map.set(key, { name: entry.name, value: entry.value });
    list.cookies = other.cookies?.slice();
    return list;
  }
  // fromRaw takes [name, value, ...] as node:http has it.
  static fromRaw(raw) {
    const list = new HeaderList();
    for (let i = 0; i < raw.length; i += 2) list.append(raw[i].toLowerCase(), raw[i + 1]);
    return list;
  }
  get(lower) {
    return this.map.get(lower)?.value;
  }
  has(lower) {
    return this.map.has(lower);
  }
  append(name, value) {
    this.sorted = undefined;
    const lower = name.toLowerCase();
    const entry = this.map.get(lower);
    if (entry === undefined) this.map.set(lower, { name, value });
    else entry.value += `${lower === 'cookie' ? '; ' : ', '}${value}`;
    if (lower === 'set-cookie') (this.cookies ??= []).push(value);
  }
  set(name, value) {
    this.sorted = undefined;
    const lower = name.toLowerCase();
    if (lower === 'set-cookie') this.cookies = [value];
    const entry = this.map.get(lower);
    if (entry === undefined) this.map.set(lower, { name, value });
    else entry.value = value;
  }
  delete(lower) {
    this.sorted = undefined;
    if (lower === 'set-cookie') this.cookies = undefined;
    return this.map.delete(lower);
  }
  // pairs is sort and combine.
  pairs() {
    if (this.sorted !== undefined) return this.sorted;
    const names = [...this.map.keys()].sort();
    const out = [];
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      if (name === 'set-cookie') {
        for (let j = 0; j < this.cookies.length; j++) out.push([name, this.cookies[j]]);
      } else {
        out.push([name, this.map.get(name).value]);
      }
    }
    return this.sorted = out;
  }
}

function checkGuard(headers) {
  if (headers.guard === 'immutable') throw new TypeError('immutable');
}

function append(state, name, value, context) {
  value = normalizeValue(value);
  if (!isToken(name)) throw new TypeError(`${context}: "${name}" is an invalid header name.`);
  if (!isHeaderValue(value)) throw new TypeError(`${context}: "${value}" is an invalid header value.`);
  if (state.guard === 'immutable') throw new TypeError('immutable');
  state.list.append(name, value);
}

// fill puts what a HeadersInit says into headers.
function fill(state, init, context = 'Headers constructor') {
  if (init !== null && typeof init === 'object' && init[kState]?.list instanceof HeaderList && !(Symbol.iterator in init && init[Symbol.iterator] !== Headers.prototype[Symbol.iterator])) {
    const other = init[kState].list;
    for (const [lower, entry] of other.map) {
      if (lower === 'set-cookie') for (let i = 0; i < other.cookies.length; i++) state.list.append(entry.name, other.cookies[i]);
      else state.list.append(entry.name, entry.value);
    }
    return;
  }
  if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
    throw new TypeError(`${context}: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.`);
  }
  const iterator = init[Symbol.iterator];
  if (iterator !== undefined && iterator !== null) {
    if (typeof iterator !== 'function') throw new TypeError(`${context}: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.`);
    const pairs = [];
    for (const pair of init) {
      if (pair === null || typeof pair !== 'object' || typeof pair[Symbol.iterator] !== 'function') throw new TypeError(`${context}: init[${pairs.length}] (${String(pair)}) is not iterable.`);
      pairs.push([...pair].map((v) => byteString(v, context, 'init')));
    }
    for (const pair of pairs) {
      if (pair.length !== 2) throw new TypeError(`${context}: expected name/value pair to be length 2, found ${pair.length}.`);
      append(state, pair[0], pair[1], 'Headers.append');
    }
    return;
  }
  for (const key of Reflect.ownKeys(init)) {
    const d = Reflect.getOwnPropertyDescriptor(init, key);
    if (d === undefined || !d.enumerable) continue;
    const name = byteString(key, context, 'key');
    append(state, name, byteString(init[key], context, 'value'), 'Headers.append');
  }
}

class Headers {
  constructor(init = undefined) {
    if (init === kNew) return;
    this[kState] = { list: new HeaderList(), guard: 'none' };
    if (init !== undefined) fill(this[kState], init);
  }
  append(name, value) {
    const state = stateOf(this);
    requireArguments(arguments.length, 2, 'Headers.append');
    name = byteString(name, 'Headers.append', 'name');
    value = byteString(value, 'Headers.append', 'value');
    append(state, name, value, 'Headers.append');
  }
  delete(name) {
    const state = stateOf(this);
    requireArguments(arguments.length, 1, 'Headers.delete');
    name = checkName(name, 'Headers.delete');
    checkGuard(state);
    state.list.delete(name.toLowerCase());
  }
  get(name) {
    const state = stateOf(this);
    requireArguments(arguments.length, 1, 'Headers.get');
    return state.list.get(checkName(name, 'Headers.get').toLowerCase()) ?? null;
  }
  has(name) {
    const state = stateOf(this);
    requireArguments(arguments.length, 1, 'Headers.has');
    return state.list.has(checkName(name, 'Headers.has').toLowerCase());
  }
  set(name, value) {
    const state = stateOf(this);
    requireArguments(arguments.length, 2, 'Headers.set');
    name = byteString(name, 'Headers.set', 'name');
    value = normalizeValue(byteString(value, 'Headers.set', 'value'));
    if (!isToken(name)) throw new TypeError(`Headers.set: "${name}" is an invalid header name.`);
    if (!isHeaderValue(value)) throw new TypeError(`Headers.set: "${value}" is an invalid header value.`);
    checkGuard(state);
    state.list.set(name, value);
  }
  getSetCookie() {
    return stateOf(this).list.cookies?.slice() ?? [];
  }
  [kInspect](depth, options) {
    const { list } = stateOf(this);
    const fields = {};
    for (const [, entry] of list.map) fields[entry.name] = entry.value;
    return inspectObject('Headers', fields, depth, options);
  }
}
const kNew = Symbol('new');
Object.defineProperty(Headers, 'length', { __proto__: null, configurable: true, value: 0 });
defineInterface(Headers, ['append', 'delete', 'get', 'has', 'set', 'getSetCookie']);
defineIterable(Headers, 'Headers', (h) => stateOf(h).list.pairs());

function stateOf(h) {
  const state = h?.[kState];
  if (!(state?.list instanceof HeaderList)) throw illegalInvocation();
  return state;
}
function checkName(name, context) {
  name = byteString(name, context, 'name');
  if (!isToken(name)) throw new TypeError(`${context}: "${name}" is an invalid header name.`);
  return name;
}
// headersOf makes a Headers object over a list.
function headersOf(list, guard) {
  const h = new Headers(kNew);
  h[kState] = { list, guard };
  return h;
}

require('internal/worker/js_transferable').markUncloneable(Headers.prototype, (v) => v[kState] !== undefined);

module.exports = { Headers, HeaderList, headersOf, fill };
