'use strict';

// Sign, Verify, sign(), verify(), and RSA encryption.

const binding = internalBinding('crypto');
const { Buffer } = require('buffer');
const { Writable } = require('stream');
const { codes: { ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateEncoding, validateFunction, validateString, validateOneOf } = require('internal/validators');
const { getArrayBufferOrView, toU8 } = require('internal/crypto/util');
const { prepareAsymmetricKey } = require('internal/crypto/keys');

const kState = Symbol('kState');

function options(key) {
  const isObj = key !== null && typeof key === 'object' && !ArrayBuffer.isView(key);
  const o = isObj ? key : {};
  if (o.padding !== undefined && o.padding !== o.padding >> 0) throw new ERR_INVALID_ARG_VALUE('options.padding', o.padding);
  if (o.saltLength !== undefined && o.saltLength !== o.saltLength >> 0) {
    throw new ERR_INVALID_ARG_VALUE('options.saltLength', o.saltLength);
  }
  const { dsaEncoding = 'der' } = o;
  validateOneOf(dsaEncoding, 'options.dsaEncoding', ['der', 'ieee-p1363']);
  return [o.padding, o.saltLength, dsaEncoding];
}

function makeClass(name) {
  const C = {
    [name]: function(algorithm, opts) {
      if (!(this instanceof C)) return new C(algorithm, opts);
      validateString(algorithm, 'algorithm');
      // The whole message is one digest; what the key needs is known at the end only.
      this[kState] = new binding.SignVerify(algorithm);
      Reflect.apply(Writable, this, [opts]);
    },
  }[name];
  Object.setPrototypeOf(C.prototype, Writable.prototype);
  Object.setPrototypeOf(C, Writable);
  C.prototype._write = function _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  };
  C.prototype.update = function update(data, encoding) {
    if (typeof data === 'string') {
      validateEncoding(data, encoding);
      data = Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
    } else if (ArrayBuffer.isView(data)) {
      data = toU8(data);
    } else {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    this[kState].update(data);
    return this;
  };
  return C;
}

const Sign = makeClass('Sign');
const Verify = makeClass('Verify');

Sign.prototype.sign = function sign(key, encoding) {
  if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const handle = prepareAsymmetricKey(key, 'private');
  const ret = this[kState].sign(handle, ...options(key));
  return encoding && encoding !== 'buffer' ? ret.toString(encoding) : ret;
};

Verify.prototype.verify = function verify(key, signature, sigEncoding) {
  const handle = prepareAsymmetricKey(key, 'either');
  signature = getArrayBufferOrView(signature, 'signature', sigEncoding);
  return this[kState].verify(handle, signature, ...options(key));
};

function checkAlgorithm(algorithm) {
  if (algorithm != null) validateString(algorithm, 'algorithm');
  return algorithm ?? null;
}

function sign(algorithm, data, key, callback) {
  algorithm = checkAlgorithm(algorithm);
  if (callback !== undefined) validateFunction(callback, 'callback');
  data = getArrayBufferOrView(data, 'data');
  if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const args = [algorithm, data, prepareAsymmetricKey(key, 'private'), ...options(key)];
  if (callback === undefined) return binding.sign(...args);
  binding.signAsync(...args, callback);
}

function verify(algorithm, data, key, signature, callback) {
  algorithm = checkAlgorithm(algorithm);
  if (callback !== undefined) validateFunction(callback, 'callback');
  data = getArrayBufferOrView(data, 'data');
  signature = getArrayBufferOrView(signature, 'signature');
  const args = [algorithm, data, prepareAsymmetricKey(key, 'either'), signature, ...options(key)];
  if (callback === undefined) return binding.verify(...args);
  binding.verifyAsync(...args, callback);
}

function rsa(name, kind, defaultPadding) {
  return {
    [name](key, buffer) {
      const opts = key !== null && typeof key === 'object' ? key : {};
      const handle = prepareAsymmetricKey(key, kind);
      buffer = getArrayBufferOrView(buffer, 'buffer', opts.encoding);
      const label = opts.oaepLabel === undefined ? undefined : getArrayBufferOrView(opts.oaepLabel, 'key.oaepLabel', opts.encoding);
      return binding[name](handle, buffer, opts.padding || defaultPadding, opts.oaepHash, label);
    },
  }[name];
}
const RSA_PKCS1_PADDING = 1;
const RSA_PKCS1_OAEP_PADDING = 4;

module.exports = {
  Sign, Verify, sign, verify,
  publicEncrypt: rsa('publicEncrypt', 'either', RSA_PKCS1_OAEP_PADDING),
  publicDecrypt: rsa('publicDecrypt', 'either', RSA_PKCS1_PADDING),
  privateEncrypt: rsa('privateEncrypt', 'private', RSA_PKCS1_PADDING),
  privateDecrypt: rsa('privateDecrypt', 'private', RSA_PKCS1_OAEP_PADDING),
};
