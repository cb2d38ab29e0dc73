'use strict';

const binding = internalBinding('crypto');
const { Buffer } = require('buffer');
const LazyTransform = require('internal/streams/lazy_transform');
const { codes: { ERR_CRYPTO_HASH_FINALIZED, ERR_CRYPTO_HASH_UPDATE_FAILED, ERR_CRYPTO_INVALID_DIGEST, ERR_INVALID_ARG_TYPE } } =
  require('internal/errors');
const { validateEncoding, validateString, validateUint32, validateObject } = require('internal/validators');
const { toU8 } = require('internal/crypto/util');

const kHandle = Symbol('kHandle');
const kFinalized = Symbol('kFinalized');

let warnedShake = false;
function warnShake(algorithm) {
  if (warnedShake || !/^shake-?(128|256)$/i.test(algorithm)) return;
  warnedShake = true;
  process.emitWarning('Creating SHAKE128/256 digests without an explicit options.outputLength is deprecated.', 'DeprecationWarning', 'DEP0198');
}

function Hash(algorithm, options) {
  if (!new.target) return new Hash(algorithm, options);
  const isCopy = algorithm instanceof binding.Hash;
  if (!isCopy) validateString(algorithm, 'algorithm');
  const xofLen = typeof options === 'object' && options !== null ? options.outputLength : undefined;
  if (xofLen !== undefined) validateUint32(xofLen, 'options.outputLength');
  if (!isCopy && xofLen === undefined) warnShake(algorithm);
  this[kHandle] = isCopy ? algorithm : new binding.Hash(algorithm, xofLen);
  this[kFinalized] = false;
  Reflect.apply(LazyTransform, this, [options]);
}
Object.setPrototypeOf(Hash.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hash, LazyTransform);

Hash.prototype.copy = function copy(options) {
  if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this[kHandle].copy(typeof options === 'object' ? options?.outputLength : undefined), options);
};

Hash.prototype._transform = function _transform(chunk, encoding, callback) {
  this[kHandle].update(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
  callback();
};

Hash.prototype._flush = function _flush(callback) {
  this.push(this[kHandle].digest());
  callback();
};

function update(data, encoding) {
  if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  if (typeof data === 'string') {
    validateEncoding(data, encoding);
    // utf8 strings go as they are: the native side encodes without a Buffer.
    if (encoding && encoding !== 'utf8' && encoding !== 'utf-8' && encoding !== 'buffer') data = Buffer.from(data, encoding);
  } else if (ArrayBuffer.isView(data)) {
    data = toU8(data);
  } else {
    throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
  if (this[kHandle].update(data) === false) throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  return this;
}
Hash.prototype.update = update;

Hash.prototype.digest = function digest(outputEncoding) {
  if (this[kFinalized]) throw new ERR_CRYPTO_HASH_FINALIZED();
  const normalized = outputEncoding === undefined || outputEncoding === null ? undefined : `${outputEncoding}`;
  this[kFinalized] = true;
  const r = this[kHandle].digest();
  return normalized && normalized !== 'buffer' ? r.toString(normalized) : r;
};

function Hmac(hmac, key, options) {
  if (!new.target) return new Hmac(hmac, key, options);
  validateString(hmac, 'hmac');
  const { prepareSecretKey } = require('internal/crypto/keys');
  const encoding = options?.encoding;
  const bytes = prepareSecretKey(key, encoding, 'key');
  if (binding.getCachedHash && !binding.getCachedHash(hmac)) throw new ERR_CRYPTO_INVALID_DIGEST(hmac);
  this[kHandle] = new binding.Hmac(hmac, bytes);
  this[kFinalized] = false;
  Reflect.apply(LazyTransform, this, [options]);
}
Object.setPrototypeOf(Hmac.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hmac, LazyTransform);

Hmac.prototype.update = update;
Hmac.prototype.digest = function digest(outputEncoding) {
  // A second digest of an Hmac is empty, not an error.
  if (this[kFinalized]) {
    return outputEncoding && outputEncoding !== 'buffer' ? '' : Buffer.from('');
  }
  this[kFinalized] = true;
  const r = this[kHandle].digest();
  return outputEncoding && outputEncoding !== 'buffer' ? r.toString(outputEncoding) : r;
};
Hmac.prototype._flush = Hash.prototype._flush;
Hmac.prototype._transform = Hash.prototype._transform;

function hash(algorithm, input, options) {
  validateString(algorithm, 'algorithm');
  if (typeof input !== 'string' && !ArrayBuffer.isView(input)) {
    throw new ERR_INVALID_ARG_TYPE('input', ['Buffer', 'TypedArray', 'DataView', 'string'], input);
  }
  let outputEncoding;
  let outputLength;
  if (typeof options === 'string') {
    outputEncoding = options;
  } else if (options !== undefined) {
    validateObject(options, 'options');
    outputLength = options.outputLength;
    outputEncoding = options.outputEncoding;
  }
  outputEncoding ??= 'hex';
  if (outputEncoding !== 'hex') validateString(outputEncoding, 'outputEncoding');
  if (outputEncoding !== 'buffer' && !Buffer.isEncoding(outputEncoding)) {
    throw new (require('internal/errors').codes.ERR_INVALID_ARG_VALUE)('outputEncoding', outputEncoding);
  }
  if (outputLength !== undefined) validateUint32(outputLength, 'outputLength');
  if (outputLength === undefined) {
    warnShake(algorithm);
  } else if (binding.hasHash(algorithm) && !/^shake-?(128|256)$/i.test(algorithm) && binding.hashSize(algorithm) !== outputLength) {
    const err = new Error(`Output length ${outputLength} is invalid for ${algorithm}, which does not support XOF`);
    err.code = 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH';
    throw err;
  }
  const r = binding.oneShotDigest(algorithm, typeof input === 'string' ? input : toU8(input), outputLength);
  return outputEncoding === 'buffer' ? r : r.toString(outputEncoding);
}

module.exports = { Hash, Hmac, hash };
