'use strict';
// Shared by the classes of fetch: conversions of Web IDL, character classes of HTTP, URL predicates.

const { codes: { ERR_INVALID_THIS } } = require('internal/errors');

const kState = Symbol('state');
const kEnumerable = { __proto__: null, enumerable: true };

function illegalInvocation() {
  const e = new ERR_INVALID_THIS('');
  Object.defineProperty(e, 'message', { __proto__: null, value: 'Illegal invocation', configurable: true, enumerable: false, writable: true });
  return e;
}

// requireArguments throws as Web IDL does when too few arguments come.
function requireArguments(count, required, context) {
  if (count >= required) return;
  throw new TypeError(`${context}: ${required} argument${required === 1 ? '' : 's'} required, but${count > 0 ? ' only' : ''} ${count} found.`);
}

// byteString is the conversion to ByteString.
function byteString(value, context, name) {
  if (typeof value === 'symbol') throw new TypeError(`${context}: ${name} is a symbol, which cannot be converted to a ByteString.`);
  const s = typeof value === 'string' ? value : `${value}`;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c > 255) {
      throw new TypeError(`Cannot convert argument to a ByteString because the character at index ${i} has a value of ${c} which is greater than 255.`);
    }
  }
  return s;
}
function usvString(value, context, name) {
  if (typeof value === 'symbol') throw new TypeError(`${context}: ${name} is a symbol, which cannot be converted to a DOMString.`);
  const s = typeof value === 'string' ? value : `${value}`;
  return s.toWellFormed();
}

// isToken: one or more characters of a token (RFC 9110, 5.6.2).
function isToken(s) {
  if (s.length === 0) return false;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57)) continue;
    switch (c) {
      case 33: case 35: case 36: case 37: case 38: case 39: case 42: case 43: case 45: case 46: case 94: case 95: case 96: case 124: case 126: continue;
    }
    return false;
  }
  return true;
}
function isHTTPSpace(c) {
  return c === 32 || c === 9 || c === 10 || c === 13;
}
function normalizeValue(s) {
  let from = 0;
  let to = s.length;
  while (from < to && isHTTPSpace(s.charCodeAt(from))) from++;
  while (to > from && isHTTPSpace(s.charCodeAt(to - 1))) to--;
  return from === 0 && to === s.length ? s : s.slice(from, to);
}
function isHeaderValue(s) {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c === 0 || c === 10 || c === 13) return false;
  }
  return true;
}

function isBadPort(url) {
  const { port, protocol } = url;
  if (port === '' || (protocol !== 'http:' && protocol !== 'https:')) return false;
  switch (+port) {
    case 0: case 1: case 7: case 9: case 11: case 13: case 15: case 17: case 19: case 20: case 21: case 22: case 23: case 25: case 37: case 42: case 43: case 53:
    case 69: case 77: case 79: case 87: case 95: case 101: case 102: case 103: case 104: case 109: case 110: case 111: case 113: case 115: case 117:
    case 119: case 123: case 135: case 137: case 139: case 143: case 161: case 179: case 389: case 427: case 465: case 512: case 513: case 514: case 515:
    case 526: case 530: case 531: case 532: case 540: case 548: case 554: case 556: case 563: case 587: case 601: case 636: case 989: case 990: case 993: case 995:
    case 1719: case 1720: case 1723: case 2049: case 3659: case 4045: case 4190: case 5060: case 5061: case 6000: case 6566: case 6665: case 6666:
    case 6667: case 6668: case 6669: case 6679: case 6697: case 10080: return true;
  }
  return false;
}
function isRedirectStatus(s) {
  return s === 301 || s === 302 || s === 303 || s === 307 || s === 308;
}
function isNullBodyStatus(s) {
  return s === 101 || s === 204 || s === 205 || s === 304;
}
function sameOrigin(a, b) {
  return a.protocol === b.protocol && a.hostname === b.hostname && a.port === b.port;
}

// bare makes an error whose stack has no frames: it comes from the event loop.
function bare(Class, message, options) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return new Class(message, options);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function inspectObject(name, fields, depth, options) {
  const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
  return `${name} ${require('internal/util/inspect').inspect(fields, opts)}`;
}

function defineInterface(cls, names) {
  for (let i = 0; i < names.length; i++) Object.defineProperty(cls.prototype, names[i], kEnumerable);
  Object.defineProperty(cls.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: cls.name });
}

// defineIterable gives a class keys, values, entries, forEach and @@iterator over the pairs that list(object) returns.
function defineIterable(cls, name, list) {
  const kTarget = Symbol('target');
  const iteratorPrototype = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
    next: {
      __proto__: null, enumerable: true, configurable: true, writable: true,
      value: function next() {
        const it = this !== null && typeof this === 'object' ? this[kTarget] : undefined;
        if (it === undefined) throw new TypeError(`'next' called on an object that does not implement interface ${name} Iterator.`);
        const pairs = list(it.object);
        if (it.index >= pairs.length) return { value: undefined, done: true };
        const pair = pairs[it.index++];
        return { value: it.kind === 0 ? [pair[0], pair[1]] : pair[it.kind - 1], done: false };
      },
    },
    [Symbol.toStringTag]: { __proto__: null, configurable: true, value: `${name} Iterator` },
  });
  function make(object, kind) {
    list(object);
    return Object.create(iteratorPrototype, { [kTarget]: { __proto__: null, value: { object, kind, index: 0 } } });
  }
  const methods = {
    keys() { return make(this, 1); },
    values() { return make(this, 2); },
    entries() { return make(this, 0); },
    forEach(callbackfn, thisArg = undefined) {
      list(this);
      requireArguments(arguments.length, 1, `${name}.forEach`);
      if (typeof callbackfn !== 'function') throw new TypeError(`Failed to execute 'forEach' on '${name}': parameter 1 is not of type 'Function'.`);
      for (const { 0: key, 1: value } of make(this, 0)) callbackfn.call(thisArg, value, key, this);
    },
  };
  for (const key of Object.keys(methods)) {
    Object.defineProperty(cls.prototype, key, { __proto__: null, value: methods[key], enumerable: true, configurable: true, writable: true });
  }
  Object.defineProperty(cls.prototype, Symbol.iterator, { __proto__: null, value: methods.entries, enumerable: false, configurable: true, writable: true });
}

module.exports = {
  kState, kEnumerable, illegalInvocation, requireArguments, byteString, usvString, isToken, normalizeValue, isHeaderValue, isBadPort, isRedirectStatus, isNullBodyStatus,
  sameOrigin, bare, inspectObject, defineInterface, defineIterable,
};
