'use strict';

const binding = internalBinding('crypto');
const { Buffer, kMaxLength } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH } } =
  require('internal/errors');
const { validateNumber, validateBoolean, validateFunction, validateObject, validateInt32, validateInteger } = require('internal/validators');
const { inDomain, isAnyArrayBuffer, toU8 } = require('internal/crypto/util');

const kMaxInt32 = 2 ** 31 - 1;
const kMaxPossibleLength = Math.min(kMaxLength, kMaxInt32);

function assertOffset(offset, elementSize, length) {
  validateNumber(offset, 'offset');
  offset *= elementSize;
  const maxLength = Math.min(length, kMaxPossibleLength);
  if (Number.isNaN(offset) || offset > maxLength || offset < 0) {
    throw new ERR_OUT_OF_RANGE('offset', `>= 0 && <= ${maxLength}`, offset);
  }
  return offset >>> 0;
}

function assertSize(size, elementSize, offset, length) {
  validateNumber(size, 'size');
  size *= elementSize;
  if (Number.isNaN(size) || size > kMaxPossibleLength || size < 0) {
    throw new ERR_OUT_OF_RANGE('size', `>= 0 && <= ${kMaxPossibleLength}`, size);
  }
  if (size + offset > length) throw new ERR_OUT_OF_RANGE('size + offset', `<= ${length}`, size + offset);
  return size >>> 0;
}

function randomBytes(size, callback) {
  size = assertSize(size, 1, 0, Infinity);
  if (callback !== undefined) validateFunction(callback, 'callback');
  const buf = Buffer.alloc(size);
  if (callback === undefined) {
    binding.randomFill(buf);
    return buf;
  }
  callback = inDomain(callback);
  binding.randomFillAsync(buf, (err) => {
    if (err) callback(err);
    else callback(null, buf);
  });
}

function checkTarget(buf) {
  if (!isAnyArrayBuffer(buf) && !ArrayBuffer.isView(buf)) {
    throw new ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buf);
  }
}

function randomFillSync(buf, offset = 0, size) {
  checkTarget(buf);
  const elementSize = buf.BYTES_PER_ELEMENT || 1;
  offset = assertOffset(offset, elementSize, buf.byteLength);
  size = size === undefined ? buf.byteLength - offset : assertSize(size, elementSize, offset, buf.byteLength);
  if (size > 0) {
    const bytes = isAnyArrayBuffer(buf) ? new Uint8Array(buf) : toU8(buf);
    binding.randomFill(bytes.subarray(offset, offset + size));
  }
  return buf;
}

function randomFill(buf, offset, size, callback) {
  checkTarget(buf);
  const elementSize = buf.BYTES_PER_ELEMENT || 1;
  if (typeof offset === 'function') {
    callback = offset;
    offset = 0;
    size = undefined;
  } else if (typeof size === 'function') {
    callback = size;
    size = undefined;
  } else {
    validateFunction(callback, 'callback');
  }
  offset = assertOffset(offset, elementSize, buf.byteLength);
  size = size === undefined ? buf.byteLength - offset : assertSize(size, elementSize, offset, buf.byteLength);
  if (size === 0) {
    callback(null, buf);
    return;
  }
  const bytes = isAnyArrayBuffer(buf) ? new Uint8Array(buf) : toU8(buf);
  binding.randomFillAsync(bytes.subarray(offset, offset + size), (err) => {
    if (err) callback(err);
    else callback(null, buf);
  });
}

// 48 random bits at a time, from a cache.
const RAND_MAX = 0xffff_ffff_ffff;
let cache = null;
let cacheOffset = 0;
function rand48() {
  if (cache === null || cacheOffset + 6 > cache.length) {
    cache ??= Buffer.alloc(6 * 1024);
    binding.randomFill(cache);
    cacheOffset = 0;
  }
  const x = cache.readUIntBE(cacheOffset, 6);
  cacheOffset += 6;
  return x;
}

function randomInt(min, max, callback) {
  const minNotSpecified = max === undefined || typeof max === 'function';
  if (minNotSpecified) {
    callback = max;
    max = min;
    min = 0;
  }
  const isSync = callback === undefined;
  if (!isSync) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw new ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) {
    throw new ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  }
  const range = max - min;
  if (!(range <= RAND_MAX)) {
    throw new ERR_OUT_OF_RANGE(minNotSpecified ? 'max' : 'max - min', `<= ${RAND_MAX}`, minNotSpecified ? max : range);
  }
  // Values at and above the limit would make some results likelier.
  const limit = RAND_MAX - RAND_MAX % range;
  let x = rand48();
  while (x >= limit) x = rand48();
  const n = x % range + min;
  if (isSync) return n;
  process.nextTick(callback, undefined, n);
}

const kHex = [];
function hexByte(b) {
  if (kHex.length === 0) for (let i = 0; i < 256; i++) kHex.push((i < 16 ? '0' : '') + i.toString(16));
  return kHex[b];
}

let uuidCache = null;
let uuidOffset = 0;

function formatUUID(b, o) {
  const h = hexByte;
  return h(b[o]) + h(b[o + 1]) + h(b[o + 2]) + h(b[o + 3]) + '-' + h(b[o + 4]) + h(b[o + 5]) + '-' +
    h(b[o + 6]) + h(b[o + 7]) + '-' + h(b[o + 8]) + h(b[o + 9]) + '-' + h(b[o + 10]) + h(b[o + 11]) +
    h(b[o + 12]) + h(b[o + 13]) + h(b[o + 14]) + h(b[o + 15]);
}

function uuidBytes(options) {
  if (options !== undefined) {
    validateObject(options, 'options');
    const { disableEntropyCache = false } = options;
    validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
    if (disableEntropyCache) {
      const b = Buffer.alloc(16);
      binding.randomFill(b);
      return [b, 0];
    }
  }
  if (uuidCache === null || uuidOffset === uuidCache.length) {
    uuidCache ??= Buffer.alloc(16 * 128);
    binding.randomFill(uuidCache);
    uuidOffset = 0;
  }
  const o = uuidOffset;
  uuidOffset += 16;
  return [uuidCache, o];
}

function randomUUID(options) {
  const [b, o] = uuidBytes(options);
  b[o + 6] = (b[o + 6] & 0x0f) | 0x40;
  b[o + 8] = (b[o + 8] & 0x3f) | 0x80;
  return formatUUID(b, o);
}

function randomUUIDv7(options) {
  const [b, o] = uuidBytes(options);
  const now = Date.now();
  b.writeUIntBE(now, o, 6);
  b[o + 6] = (b[o + 6] & 0x0f) | 0x70;
  b[o + 8] = (b[o + 8] & 0x3f) | 0x80;
  return formatUUID(b, o);
}

function timingSafeEqual(buf1, buf2) {
  if (!isAnyArrayBuffer(buf1) && !ArrayBuffer.isView(buf1)) {
    throw new ERR_INVALID_ARG_TYPE('buf1', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], buf1);
  }
  if (!isAnyArrayBuffer(buf2) && !ArrayBuffer.isView(buf2)) {
    throw new ERR_INVALID_ARG_TYPE('buf2', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], buf2);
  }
  const a = isAnyArrayBuffer(buf1) ? new Uint8Array(buf1) : toU8(buf1);
  const b = isAnyArrayBuffer(buf2) ? new Uint8Array(buf2) : toU8(buf2);
  if (a.byteLength !== b.byteLength) throw new ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return binding.timingSafeEqual(a, b);
}

// Primes: the arithmetic is native, on big-endian bytes.
function primeOptions(size, options) {
  validateInteger(size, 'size', 1, kMaxInt32);
  validateObject(options, 'options');
  const { safe = false, bigint = false, add, rem } = options;
  validateBoolean(safe, 'options.safe');
  validateBoolean(bigint, 'options.bigint');
  const bytes = (v, name) => {
    if (v === undefined) return undefined;
    if (typeof v === 'bigint') {
      if (v < 0) throw new ERR_OUT_OF_RANGE(`options.${name}`, '>= 0', v);
      return bigintToBytes(v);
    }
    if (isAnyArrayBuffer(v)) return new Uint8Array(v);
    if (!ArrayBuffer.isView(v)) {
      throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'], v);
    }
    return toU8(v);
  };
  const out = { safe, bigint, add: bytes(add, 'add'), rem: bytes(rem, 'rem') };
  if (out.add !== undefined) {
    const big = (b) => BigInt(`0x${Buffer.from(b).toString('hex') || '0'}`);
    const a = big(out.add);
    const impossible = (what) => {
      const err = new RangeError(`invalid options.${what}`);
      err.code = 'ERR_OUT_OF_RANGE';
      return err;
    };
    if (a.toString(2).length > size) throw impossible('add');
    if (out.rem !== undefined && a <= big(out.rem)) throw impossible('rem');
  }
  return out;
}
function bigintToBytes(v) {
  let s = v.toString(16);
  if (s.length % 2) s = '0' + s;
  return Buffer.from(s, 'hex');
}
const primeResult = (buf, bigint) => (bigint ? BigInt(`0x${Buffer.from(buf).toString('hex')}`) :
  buf.buffer.slice(buf.byteOffset, buf.byteOffset + buf.byteLength));

function generatePrime(size, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'callback');
  const o = primeOptions(size, options);
  binding.generatePrimeAsync(size, o.safe, o.add, o.rem, (err, r) => {
    if (err) callback(err);
    else callback(undefined, primeResult(r, o.bigint));
  });
}
function generatePrimeSync(size, options = {}) {
  const o = primeOptions(size, options);
  return primeResult(binding.generatePrime(size, o.safe, o.add, o.rem), o.bigint);
}
function candidateBytes(candidate) {
  if (typeof candidate === 'bigint') {
    if (candidate < 0) throw new ERR_OUT_OF_RANGE('candidate', '>= 0', candidate);
    return bigintToBytes(candidate);
  }
  if (!isAnyArrayBuffer(candidate) && !ArrayBuffer.isView(candidate)) {
    throw new ERR_INVALID_ARG_TYPE('candidate', ['ArrayBuffer', 'TypedArray', 'Buffer', 'DataView', 'bigint'], candidate);
  }
  return isAnyArrayBuffer(candidate) ? new Uint8Array(candidate) : toU8(candidate);
}
function checkPrime(candidate, options = {}, callback) {
  const bytes = candidateBytes(candidate);
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'callback');
  validateObject(options, 'options');
  const { checks = 0 } = options;
  validateInt32(checks, 'options.checks', 0);
  binding.checkPrimeAsync(bytes, checks, callback);
}
function checkPrimeSync(candidate, options = {}) {
  const bytes = candidateBytes(candidate);
  validateObject(options, 'options');
  const { checks = 0 } = options;
  validateInt32(checks, 'options.checks', 0);
  return binding.checkPrime(bytes, checks);
}

module.exports = {
  checkPrime, checkPrimeSync, generatePrime, generatePrimeSync, randomBytes, randomFill, randomFillSync, randomInt,
  randomUUID, randomUUIDv7, timingSafeEqual,
};
