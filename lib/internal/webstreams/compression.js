'use strict';
// CompressionStream and DecompressionStream: the streams of zlib as pairs of web streams.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_STREAM_NULL_VALUES } } = require('internal/errors');
const { inspectAs, defineInterface } = require('internal/webstreams/util');
const { newReadableWritablePairFromDuplex, kValidateChunk, kDestroyOnSyncError } = require('internal/webstreams/adapters');
const { isSharedArrayBuffer, isArrayBuffer } = require('internal/util/types');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

function checkFormat(name, format) {
  format = `${format}`;
  switch (format) {
    case 'deflate': case 'deflate-raw': case 'gzip': case 'brotli': return format;
  }
  const error = new ERR_INVALID_ARG_VALUE('format', format);
  Object.defineProperty(error, 'message', {
    __proto__: null, configurable: true, enumerable: false, writable: true,
    value: `Failed to construct '${name}': 1st argument '${format}' is not a valid enum value of type CompressionFormat.`,
  });
  throw error;
}

// A chunk is a buffer source without shared memory; a string, as zlib takes them, will do.
function checkChunk(chunk) {
  if (typeof chunk === 'string') return;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if (ArrayBuffer.isView(chunk) ? isSharedArrayBuffer(chunk.buffer) : !isArrayBuffer(chunk)) {
    throw new ERR_INVALID_ARG_TYPE('chunk', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], chunk);
  }
}

function makePair(handle) {
  const write = handle.write;
  // zlib takes views only.
  handle.write = function(chunk, ...rest) {
    return Reflect.apply(write, this, [isArrayBuffer(chunk) ? new Uint8Array(chunk) : chunk, ...rest]);
  };
  return newReadableWritablePairFromDuplex(handle, { [kValidateChunk]: checkChunk, [kDestroyOnSyncError]: true });
}

class CompressionStream {
  #transform;
  constructor(format) {
    format = checkFormat('CompressionStream', format);
    const zlib = require('zlib');
    let handle;
    switch (format) {
      case 'deflate': handle = zlib.createDeflate(); break;
      case 'deflate-raw': handle = zlib.createDeflateRaw(); break;
      case 'gzip': handle = zlib.createGzip(); break;
      default: handle = zlib.createBrotliCompress();
    }
    this.#transform = makePair(handle);
  }
  get readable() { return this.#transform.readable; }
  get writable() { return this.#transform.writable; }
  [kInspect](depth, options) {
    const { readable, writable } = this.#transform;
    return inspectAs(this, 'CompressionStream', { readable, writable }, depth, options);
  }
}
defineInterface(CompressionStream, ['readable', 'writable']);

class DecompressionStream {
  #transform;
  constructor(format) {
    format = checkFormat('DecompressionStream', format);
    const zlib = require('zlib');
    let handle;
    // What follows the end of the data is an error.
    const strict = { rejectGarbageAfterEnd: true };
    switch (format) {
      case 'deflate': handle = zlib.createInflate(strict); break;
      case 'deflate-raw': handle = zlib.createInflateRaw(strict); break;
      case 'gzip': handle = zlib.createGunzip(strict); break;
      default: handle = zlib.createBrotliDecompress(strict);
    }
    this.#transform = makePair(handle);
  }
  get readable() { return this.#transform.readable; }
  get writable() { return this.#transform.writable; }
  [kInspect](depth, options) {
    const { readable, writable } = this.#transform;
    return inspectAs(this, 'DecompressionStream', { readable, writable }, depth, options);
  }
}
defineInterface(DecompressionStream, ['readable', 'writable']);

module.exports = { CompressionStream, DecompressionStream };
