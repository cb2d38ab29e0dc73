'use strict';
// TextEncoderStream and TextDecoderStream (WHATWG Encoding).

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } } = require('internal/errors');
const { kResolved, rejectedWith, inspectAs, defineInterface } = require('internal/webstreams/util');
const { createTransformStream, enqueue } = require('internal/webstreams/transformstream');
const rs = require('internal/webstreams/readablestream');
const ws = require('internal/webstreams/writablestream');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

class EncoderState {
  constructor() {
    const { TextEncoder } = require('internal/encoding');
    const encoder = new TextEncoder();
    let high = ''; // a leading surrogate waits for its trailing one
    this.encoding = 'utf-8';
    this.stream = createTransformStream((chunk, c) => {
      try {
        let text = high + `${chunk}`;
        high = '';
        if (text.length > 0) {
          const last = text.charCodeAt(text.length - 1);
          if (last >= 0xD800 && last <= 0xDBFF) {
            high = text[text.length - 1];
            text = text.slice(0, -1);
          }
        }
        if (text.length > 0) enqueue(c, encoder.encode(text));
      } catch (e) {
        return rejectedWith(e);
      }
      return kResolved;
    }, (c) => {
      if (high !== '') enqueue(c, new Uint8Array([0xEF, 0xBF, 0xBD]));
      return kResolved;
    });
  }
}

class TextEncoderStream {
  #state = new EncoderState();
  get encoding() { return this.#state.encoding; }
  get readable() { return rs.publicStream(this.#state.stream.readable); }
  get writable() { return ws.publicStream(this.#state.stream.writable); }
  [kInspect](depth, options) {
    if (this === null || typeof this !== 'object' || !(#state in this)) throw new ERR_INVALID_THIS('TextEncoderStream');
    return inspectAs(this, this.constructor.name, { encoding: this.encoding, readable: this.readable, writable: this.writable }, depth, options);
  }
}
defineInterface(TextEncoderStream, ['encoding', 'readable', 'writable']);
class DecoderState {
  constructor(encoding, options) {
    const { TextDecoder } = require('internal/encoding');
    const decoder = this.decoder = new TextDecoder(encoding, options);
    const more = { stream: true };
    this.stream = createTransformStream((chunk, c) => {
      try {
        if (chunk === undefined) throw new ERR_INVALID_ARG_TYPE('chunk', ['ArrayBuffer', 'ArrayBufferView'], chunk);
        const text = decoder.decode(chunk, more);
        if (text !== '') enqueue(c, text);
      } catch (e) {
        return rejectedWith(e);
      }
      return kResolved;
    }, (c) => {
      try {
        const text = decoder.decode();
        if (text !== '') enqueue(c, text);
      } catch (e) {
        return rejectedWith(e);
      }
      return kResolved;
    });
  }
}

class TextDecoderStream {
  #state;
  constructor(encoding = 'utf-8', options = {}) {
    this.#state = new DecoderState(encoding, options);
  }
  get encoding() { return this.#state.decoder.encoding; }
  get fatal() { return this.#state.decoder.fatal; }
  get ignoreBOM() { return this.#state.decoder.ignoreBOM; }
  get readable() { return rs.publicStream(this.#state.stream.readable); }
  get writable() { return ws.publicStream(this.#state.stream.writable); }
  [kInspect](depth, options) {
    if (this === null || typeof this !== 'object' || !(#state in this)) throw new ERR_INVALID_THIS('TextDecoderStream');
    return inspectAs(this, this.constructor.name, {
      encoding: this.encoding, fatal: this.fatal, ignoreBOM: this.ignoreBOM, readable: this.readable, writable: this.writable,
    }, depth, options);
  }
}
defineInterface(TextDecoderStream, ['encoding', 'fatal', 'ignoreBOM', 'readable', 'writable']);
module.exports = { TextEncoderStream, TextDecoderStream };
