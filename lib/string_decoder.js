'use strict';

// StringDecoder: turns a sequence of buffers into text without splitting characters.

const { Buffer } = require('buffer');
const { codes } = require('internal/errors');
const { kIsEncodingSymbol, normalizeEncoding } = require('internal/util');

const kState = Symbol('kState');

// The bytes of an unfinished character, how many it has, and how many it needs.
class State {
  constructor() {
    this.bytes = Buffer.alloc(6);
    this.have = 0;
    this.need = 0;
  }
}

function normalize(encoding) {
  const name = normalizeEncoding(encoding);
  if (name === undefined) {
    if (Buffer.isEncoding === Buffer[kIsEncodingSymbol] || !Buffer.isEncoding(encoding)) {
      throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    }
  }
  return name || encoding;
}

function StringDecoder(encoding) {
  this.encoding = normalize(encoding);
  this[kState] = new State();
}

function toBuffer(data) {
  if (Buffer.isBuffer(data)) return data;
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  throw new codes.ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray', 'DataView'], data);
}

StringDecoder.prototype.write = function write(buf) {
  if (typeof buf === 'string') return buf;
  buf = toBuffer(buf);
  const state = this[kState];
  if (state === undefined) throw new codes.ERR_INVALID_THIS('StringDecoder');
  if (buf.length === 0) return '';
  switch (this.encoding) {
    case 'utf8': return writeUtf8(state, buf);
    case 'utf16le': return writeUtf16(state, buf);
    case 'base64':
    case 'base64url': return writeBase64(state, buf, this.encoding);
  }
  return buf.toString(this.encoding);
};

StringDecoder.prototype.end = function end(buf) {
  let text = '';
  if (buf !== undefined) text = this.write(buf);
  const state = this[kState];
  if (state.have > 0) {
    if (this.encoding === 'utf16le') text += state.bytes.toString('utf16le', 0, state.have & ~1);
    else text += state.bytes.toString(this.encoding, 0, state.have);
    state.have = 0;
    state.need = 0;
  }
  return text;
};

// The old name of a method that takes a start position.
StringDecoder.prototype.text = function text(buf, offset) {
  this[kState].have = 0;
  this[kState].need = 0;
  return this.write(buf.slice(offset));
};

// How many bytes a character beginning with this byte claims to have; 0 for a byte that begins none.
function sequenceLength(byte) {
  if ((byte & 0xE0) === 0xC0) return 2;
  if ((byte & 0xF0) === 0xE0) return 3;
  if ((byte & 0xF8) === 0xF0) return 4;
  return 0;
}

function writeUtf8(state, buf) {
  let text = '';
  let start = 0;
  if (state.have > 0) {
    const { bytes } = state;
    const total = state.have + state.need;
    while (start < buf.length && state.have < total) {
      const byte = buf[start];
      if ((byte & 0xC0) !== 0x80) break;
      bytes[state.have++] = byte;
      start++;
    }
    if (state.have < total && start === buf.length) {
      state.need = total - state.have;
      return '';
    }
    // Complete, or ended by a byte that does not belong: then it becomes replacement characters.
    text = bytes.utf8Slice(0, state.have);
    state.have = 0;
    state.need = 0;
    if (start === buf.length) return text;
  }
  // An unfinished character at the end waits.
  let end = buf.length;
  for (let back = 1; back <= 3 && end - back >= start; back++) {
    const byte = buf[end - back];
    if ((byte & 0xC0) === 0x80) continue;
    const length = sequenceLength(byte);
    if (length > back) {
      buf.copy(state.bytes, 0, end - back, end);
      state.have = back;
      state.need = length - back;
      end -= back;
    }
    break;
  }
  if (end > start) text += buf.utf8Slice(start, end);
  return text;
}

function writeUtf16(state, buf) {
  let text = '';
  let start = 0;
  if (state.have > 0) {
    const { bytes } = state;
    while (state.need > 0 && start < buf.length) {
      bytes[state.have++] = buf[start++];
      state.need--;
      if (state.need === 0 && state.have === 2 && (bytes[1] & 0xFC) === 0xD8) state.need = 2;
    }
    if (state.need > 0) return '';
    text = bytes.ucs2Slice(0, state.have);
    state.have = 0;
  }
  let end = buf.length;
  const odd = (end - start) & 1;
  end -= odd;
  if (odd === 0 && end - start >= 2 && (buf[end - 1] & 0xFC) === 0xD8) {
    // A high surrogate waits for the other half.
    end -= 2;
    state.need = 2;
  } else {
    state.need = odd;
  }
  state.have = buf.length - end;
  if (state.have > 0) buf.copy(state.bytes, 0, end, buf.length);
  if (end > start) text += buf.ucs2Slice(start, end);
  return text;
}

function writeBase64(state, buf, encoding) {
  let text = '';
  let start = 0;
  if (state.have > 0) {
    while (state.need > 0 && start < buf.length) {
      state.bytes[state.have++] = buf[start++];
      state.need--;
    }
    if (state.need > 0) return '';
    text = state.bytes.toString(encoding, 0, state.have);
    state.have = 0;
  }
  const rest = (buf.length - start) % 3;
  const end = buf.length - rest;
  if (rest > 0) {
    buf.copy(state.bytes, 0, end, buf.length);
    state.have = rest;
    state.need = 3 - rest;
  }
  if (end > start) text += buf.toString(encoding, start, end);
  return text;
}

Object.defineProperties(StringDecoder.prototype, {
  lastChar: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this[kState].bytes.subarray(0, 4);
    },
  },
  lastNeed: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this[kState].need;
    },
  },
  lastTotal: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return this[kState].have + this[kState].need;
    },
  },
});

module.exports = { StringDecoder };
