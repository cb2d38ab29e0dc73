'use strict';
// The events of a test file's process as bytes on its standard output: a mark, the length, JSON. Everything else there is output
// of the tests themselves.

const { Buffer } = require('buffer');
const { inspect } = require('internal/util/inspect');
const mark = Buffer.from([0xff, 0x0f, 0x54, 0x45]); // never valid UTF-8

function encodeValue(v) {
  switch (typeof v) {
    case 'string': case 'boolean': return v;
    case 'number': return Number.isFinite(v) ? v : { $: 'number', v: `${v}` };
    case 'undefined': return { $: 'undefined' };
    case 'bigint': return { $: 'bigint', v: `${v}` };
    case 'object':
      if (v === null) return null;
      if (v instanceof Error) return encodeError(v);
      return { $: 'inspect', v: inspect(v) };
    default: return { $: 'inspect', v: inspect(v) };
  }
}
function encodeError(e) {
  const props = {};
  for (const key of ['code', 'failureType', 'generatedMessage', 'actual', 'expected', 'operator', 'diff']) if (Object.hasOwn(e, key) || key in e) props[key] = encodeValue(e[key]);
  if (Object.hasOwn(e, 'cause')) props.cause = encodeValue(e.cause);
  let { stack } = e;
  if (typeof stack !== 'string') stack = undefined;
  return { $: 'error', name: `${e.name}`, ctor: e.constructor?.name, message: `${e.message}`, stack, props };
}
class Shown { // a value of the other process: it prints as it did there
  constructor(text) { Object.defineProperty(this, 'text', { value: text, enumerable: false }); }
  [Symbol.for('nodejs.util.inspect.custom')]() { return this.text; }
}
function decode(v) {
  if (v === null || typeof v !== 'object') return v;
  switch (v.$) {
    case 'number': return Number(v.v);
    case 'undefined': return undefined;
    case 'bigint': return BigInt(v.v);
    case 'inspect': return new Shown(v.v);
    case 'error': {
      const e = v.props.code === 'ERR_ASSERTION' ? Object.create(require('assert').AssertionError.prototype) : Object.create((globalThis[v.ctor]?.prototype instanceof Error ? globalThis[v.ctor] : Error).prototype);
      const real = new Error(v.message);
      Object.setPrototypeOf(real, Object.getPrototypeOf(e));
      if (v.stack !== undefined) Object.defineProperty(real, 'stack', { value: v.stack, writable: true, configurable: true, enumerable: false });
      if (v.name !== real.name) Object.defineProperty(real, 'name', { value: v.name, writable: true, configurable: true, enumerable: false });
      for (const key of Object.keys(v.props)) {
        const value = decode(v.props[key]);
        if (key === 'cause') Object.defineProperty(real, 'cause', { value, writable: true, configurable: true, enumerable: false });
        else real[key] = value;
      }
      return real;
    }
    default: return v;
  }
}

function writeEvents(stream) {
  stream.on('data', ({ type, data }) => {
    const copy = { ...data };
    if (copy.details !== undefined) {
      copy.details = { ...copy.details };
      if (copy.details.error !== undefined) copy.details.error = encodeError(copy.details.error);
    }
    const body = Buffer.from(JSON.stringify({ type, data: copy }));
    const head = Buffer.alloc(8);
    mark.copy(head);
    head.writeUInt32BE(body.length, 4);
    process.stdout.write(Buffer.concat([head, body]));
  });
}

// EventParser splits what a child wrote into events and plain output.
class EventParser {
  #pending = Buffer.alloc(0);
  constructor(onEvent, onOutput) {
    this.onEvent = onEvent;
    this.onOutput = onOutput;
  }
  write(chunk) {
    let b = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const i = b.indexOf(mark);
      if (i < 0) {
        // A mark may be cut in two.
        let keep = 0;
        for (let n = Math.min(3, b.length); n > 0; n--) {
          if (b.subarray(b.length - n).equals(mark.subarray(0, n))) {
            keep = n;
            break;
          }
        }
        if (b.length - keep > 0) this.onOutput(b.subarray(0, b.length - keep));
        b = b.subarray(b.length - keep);
        break;
      }
      if (i > 0) this.onOutput(b.subarray(0, i));
      b = b.subarray(i);
      if (b.length < 8) break;
      const n = b.readUInt32BE(4);
      if (b.length < 8 + n) break;
      const event = JSON.parse(b.toString('utf8', 8, 8 + n));
      b = b.subarray(8 + n);
      if (event.data.details?.error !== undefined) event.data.details.error = decode(event.data.details.error);
      this.onEvent(event);
    }
    this.#pending = b;
  }
  end() {
    if (this.#pending.length > 0) this.onOutput(this.#pending);
    this.#pending = Buffer.alloc(0);
  }
}

module.exports = { writeEvents, EventParser };
