'use strict';
// CloseEvent and ErrorEvent.

const { Event } = require('internal/event_target');
const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const kEnumerable = { __proto__: null, enumerable: true };

function checkInit(init, name) {
  if (init !== undefined && init !== null && typeof init !== 'object' && typeof init !== 'function') throw new TypeError(`${name} constructor: eventInitDict is not an Object.`);
}

class CloseEvent extends Event {
  #wasClean; #code; #reason;
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw new TypeError('CloseEvent constructor: 1 argument required, but 0 found.');
    checkInit(init, 'CloseEvent');
    super(type, init);
    this.#wasClean = !!init?.wasClean;
    this.#code = init?.code === undefined ? 0 : (init.code & 0xFFFF);
    this.#reason = init?.reason === undefined ? '' : `${init.reason}`.toWellFormed();
  }
  static #check(v) {
    if (v === null || typeof v !== 'object' || !(#code in v)) throw new ERR_INVALID_THIS('CloseEvent');
  }
  get wasClean() { CloseEvent.#check(this); return this.#wasClean; }
  get code() { CloseEvent.#check(this); return this.#code; }
  get reason() { CloseEvent.#check(this); return this.#reason; }
}
Object.defineProperties(CloseEvent.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'CloseEvent' },
  wasClean: kEnumerable, code: kEnumerable, reason: kEnumerable,
});

class ErrorEvent extends Event {
  #message; #filename; #lineno; #colno; #error;
  constructor(type, init = undefined) {
    if (arguments.length === 0) throw new TypeError('ErrorEvent constructor: 1 argument required, but 0 found.');
    checkInit(init, 'ErrorEvent');
    super(type, init);
    this.#message = init?.message === undefined ? '' : `${init.message}`;
    this.#filename = init?.filename === undefined ? '' : `${init.filename}`.toWellFormed();
    this.#lineno = init?.lineno === undefined ? 0 : init.lineno >>> 0;
    this.#colno = init?.colno === undefined ? 0 : init.colno >>> 0;
    this.#error = init?.error;
  }
  static #check(v) {
    if (v === null || typeof v !== 'object' || !(#lineno in v)) throw new ERR_INVALID_THIS('ErrorEvent');
  }
  get message() { ErrorEvent.#check(this); return this.#message; }
  get filename() { ErrorEvent.#check(this); return this.#filename; }
  get lineno() { ErrorEvent.#check(this); return this.#lineno; }
  get colno() { ErrorEvent.#check(this); return this.#colno; }
  get error() { ErrorEvent.#check(this); return this.#error; }
}
Object.defineProperties(ErrorEvent.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'ErrorEvent' },
  message: kEnumerable, filename: kEnumerable, lineno: kEnumerable, colno: kEnumerable, error: kEnumerable,
});

module.exports = { CloseEvent, ErrorEvent };
