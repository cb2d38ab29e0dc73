'use strict';
// DOMException and QuotaExceededError.

const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const enumerable = { __proto__: null, enumerable: true };

const names = [
  ['IndexSizeError', 'INDEX_SIZE_ERR', 1], [null, 'DOMSTRING_SIZE_ERR', 2], ['HierarchyRequestError', 'HIERARCHY_REQUEST_ERR', 3],
  ['WrongDocumentError', 'WRONG_DOCUMENT_ERR', 4], ['InvalidCharacterError', 'INVALID_CHARACTER_ERR', 5], [null, 'NO_DATA_ALLOWED_ERR', 6],
  ['NoModificationAllowedError', 'NO_MODIFICATION_ALLOWED_ERR', 7], ['NotFoundError', 'NOT_FOUND_ERR', 8], ['NotSupportedError', 'NOT_SUPPORTED_ERR', 9],
  ['InUseAttributeError', 'INUSE_ATTRIBUTE_ERR', 10], ['InvalidStateError', 'INVALID_STATE_ERR', 11], ['SyntaxError', 'SYNTAX_ERR', 12],
  ['InvalidModificationError', 'INVALID_MODIFICATION_ERR', 13], ['NamespaceError', 'NAMESPACE_ERR', 14], ['InvalidAccessError', 'INVALID_ACCESS_ERR', 15],
  [null, 'VALIDATION_ERR', 16], ['TypeMismatchError', 'TYPE_MISMATCH_ERR', 17], ['SecurityError', 'SECURITY_ERR', 18], ['NetworkError', 'NETWORK_ERR', 19],
  ['AbortError', 'ABORT_ERR', 20], ['URLMismatchError', 'URL_MISMATCH_ERR', 21], ['QuotaExceededError', 'QUOTA_EXCEEDED_ERR', 22],
  ['TimeoutError', 'TIMEOUT_ERR', 23], ['InvalidNodeTypeError', 'INVALID_NODE_TYPE_ERR', 24], ['DataCloneError', 'DATA_CLONE_ERR', 25],
];
function codeOf(name) {
  for (let i = 0; i < names.length; i++) if (names[i][0] === name) return names[i][2];
  return 0;
}

// An exception is an Error object whose prototype is replaced: it has [[ErrorData]] and a stack.
const state = new WeakMap();
function DOMException(message = '', options = 'Error') {
  if (new.target === undefined) throw new TypeError("Class constructor DOMException cannot be invoked without 'new'");
  message = `${message}`;
  const self = new Error(message);
  let name;
  if (options !== null && typeof options === 'object') {
    name = options.name === undefined ? 'Error' : `${options.name}`;
    if ('cause' in options) Object.defineProperty(self, 'cause', { value: options.cause, configurable: true, enumerable: false, writable: true });
  } else {
    name = `${options}`;
  }
  state.set(self, { name, message, code: codeOf(name) });
  delete self.message;
  Object.setPrototypeOf(self, new.target.prototype);
  Error.captureStackTrace(self, DOMException);
  const stack = self.stack;
  if (typeof stack === 'string') {
    const at = stack.indexOf('\n    at ');
    Object.defineProperty(self, 'stack', {
      value: `${name}${message === '' ? '' : `: ${message}`}${at < 0 ? '' : stack.slice(at)}`, configurable: true, enumerable: false, writable: true,
    });
  }
  return self;
}
function get(self, key) {
  const s = self !== null && typeof self === 'object' ? state.get(self) : undefined;
  if (s === undefined) throw new ERR_INVALID_THIS('DOMException');
  return s[key];
}
const accessors = {
  get name() { return get(this, 'name'); },
  get message() { return get(this, 'message'); },
  get code() { return get(this, 'code'); },
};
Object.setPrototypeOf(DOMException.prototype, Error.prototype);
Object.defineProperty(DOMException, 'prototype', { writable: false });
Object.defineProperty(DOMException, 'length', { value: 0, configurable: true });
for (const key of ['name', 'message', 'code'])
  Object.defineProperty(DOMException.prototype, key, { ...Object.getOwnPropertyDescriptor(accessors, key), ...enumerable });
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { configurable: true, value: 'DOMException' });
for (let i = 0; i < names.length; i++) {
  const d = { enumerable: true, value: names[i][2] };
  Object.defineProperty(DOMException, names[i][1], d);
  Object.defineProperty(DOMException.prototype, names[i][1], d);
}

class QuotaExceededError extends DOMException {
  #quota; #requested;
  constructor(message = '', options = {}) {
    super(message, 'QuotaExceededError');
    this.#quota = options?.quota ?? null;
    this.#requested = options?.requested ?? null;
    if (this.#quota !== null && !(this.#quota >= 0)) throw new RangeError('quota must not be negative');
    if (this.#requested !== null && !(this.#requested >= 0)) throw new RangeError('requested must not be negative');
  }
  get quota() { return this.#quota; }
  get requested() { return this.#requested; }
}
Object.defineProperties(QuotaExceededError.prototype, { quota: enumerable, requested: enumerable, [Symbol.toStringTag]: { configurable: true, value: 'QuotaExceededError' } });

module.exports = { DOMException, QuotaExceededError };
