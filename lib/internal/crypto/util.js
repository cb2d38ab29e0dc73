'use strict';

// Conversions of arguments and results that all of crypto shares.

const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_CRYPTO_ENGINE_UNKNOWN } } = require('internal/errors');
const { validateString } = require('internal/validators');

const isAnyArrayBuffer = (v) => v instanceof ArrayBuffer ||
  (typeof SharedArrayBuffer === 'function' && v instanceof SharedArrayBuffer) ||
  Object.prototype.toString.call(v) === '[object ArrayBuffer]';

function getArrayBufferOrView(buffer, name, encoding) {
  if (isAnyArrayBuffer(buffer)) return new Uint8Array(buffer);
  if (typeof buffer === 'string') {
    if (encoding === 'buffer') encoding = 'utf8';
    return Buffer.from(buffer, encoding);
  }
  if (!ArrayBuffer.isView(buffer)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], buffer);
  }
  return toU8(buffer);
}

function toU8(v) {
  return v instanceof Uint8Array ? v : new Uint8Array(v.buffer, v.byteOffset, v.byteLength);
}

// A result in the encoding asked for.
function toOutput(buf, encoding) {
  return encoding && encoding !== 'buffer' ? buf.toString(encoding) : buf;
}

function toBuf(val, encoding) {
  if (typeof val === 'string') {
    if (encoding === 'buffer') encoding = 'utf8';
    return Buffer.from(val, encoding);
  }
  return val;
}

function validateByteSource(val, name) {
  val = toBuf(val);
  if (isAnyArrayBuffer(val) || ArrayBuffer.isView(val)) return val;
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'], val);
}

function setEngine(id) {
  validateString(id, 'id');
  throw new ERR_CRYPTO_ENGINE_UNKNOWN(id);
}

// A callback in the domain that is active now.
function inDomain(callback) {
  return process.domain ? process.domain.bind(callback) : callback;
}

module.exports = { inDomain, getArrayBufferOrView, isAnyArrayBuffer, setEngine, toBuf, toOutput, toU8, validateByteSource };
