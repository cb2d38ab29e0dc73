'use strict';

// Sign, Verify, sign(), verify(), RSA encryption, and key encapsulation.

const binding = internalBinding('crypto');
const { Buffer } = require('buffer');
const { Writable } = require('stream');
const { codes: { ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateEncoding, validateFunction, validateString } = require('internal/validators');
const { getArrayBufferOrView, toU8 } = require('internal/crypto/util');
const { isCryptoKey, isKeyObject, prepareAsymmetricKey } = require('internal/crypto/keys');

const kState = Symbol('kState');

// padding, saltLength, dsaEncoding and context of a key argument.
function options(key) {
  const isObj = key !== null && typeof key === 'object' && !ArrayBuffer.isView(key) && !isKeyObject(key) && !isCryptoKey(key);
  const o = isObj ? key : {};
  const { padding, saltLength, dsaEncoding, context } = o;
  if (padding !== undefined && padding !== padding >> 0) throw new ERR_INVALID_ARG_VALUE('options.padding', padding);
  if (saltLength !== undefined && saltLength !== saltLength >> 0) throw new ERR_INVALID_ARG_VALUE('options.saltLength', saltLength);
  if (dsaEncoding !== undefined && dsaEncoding !== 'der' && dsaEncoding !== 'ieee-p1363') {
    throw new ERR_INVALID_ARG_VALUE('options.dsaEncoding', dsaEncoding);
  }
  const ctx = context === undefined ? undefined : getArrayBufferOrView(context, 'context');
  return [padding, saltLength, dsaEncoding ?? 'der', ctx];
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
  const opts = options(key);
  signature = getArrayBufferOrView(signature, 'signature', sigEncoding);
  return this[kState].verify(handle, signature, ...opts);
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
  const opts = options(key);
  const args = [algorithm, data, prepareAsymmetricKey(key, 'private'), ...opts];
  if (callback === undefined) return binding.sign(...args);
  binding.signAsync(...args, callback);
}

function verify(algorithm, data, key, signature, callback) {
  algorithm = checkAlgorithm(algorithm);
  if (callback !== undefined) validateFunction(callback, 'callback');
  data = getArrayBufferOrView(data, 'data');
  const opts = options(key);
  signature = getArrayBufferOrView(signature, 'signature');
  const args = [algorithm, data, prepareAsymmetricKey(key, 'either'), signature, ...opts];
  if (callback === undefined) return binding.verify(...args);
  binding.verifyAsync(...args, callback);
}

function rsa(name, kind, defaultPadding) {
  return {
    [name](key, buffer) {
      const isObj = key !== null && typeof key === 'object' && !ArrayBuffer.isView(key) && !isKeyObject(key) && !isCryptoKey(key);
      const { padding, encoding, oaepHash, oaepLabel } = isObj ? key : {};
      if (oaepHash !== undefined) {
        validateString(oaepHash, 'key.oaepHash');
        if (!binding.hasHash(oaepHash)) {
          const err = new Error('Invalid digest used');
          err.code = 'ERR_OSSL_EVP_INVALID_DIGEST';
          throw err;
        }
      }
      const label = oaepLabel === undefined ? undefined : getArrayBufferOrView(oaepLabel, 'key.oaepLabel', encoding);
      const handle = prepareAsymmetricKey(key, kind);
      buffer = getArrayBufferOrView(buffer, 'buffer', encoding);
      return binding.rsaCrypt(name, handle, buffer, padding || defaultPadding, oaepHash, label);
    },
  }[name];
}
const RSA_PKCS1_PADDING = 1;
const RSA_PKCS1_OAEP_PADDING = 4;

function encapsulate(key, callback) {
  const handle = prepareAsymmetricKey(key, 'either');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (callback === undefined) {
    const [sharedKey, ciphertext] = binding.encapsulate(handle);
    return { sharedKey, ciphertext };
  }
  binding.encapsulateAsync(handle, (err, r) => {
    if (err) callback(err);
    else callback(null, { sharedKey: r[0], ciphertext: r[1] });
  });
}

function decapsulate(key, ciphertext, callback) {
  const handle = prepareAsymmetricKey(key, 'private');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (!ArrayBuffer.isView(ciphertext) && !require('internal/crypto/util').isAnyArrayBuffer(ciphertext)) {
    throw new ERR_INVALID_ARG_TYPE('ciphertext', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], ciphertext);
  }
  ciphertext = getArrayBufferOrView(ciphertext, 'ciphertext');
  if (callback === undefined) return binding.decapsulate(handle, ciphertext);
  binding.decapsulateAsync(handle, ciphertext, callback);
}

module.exports = {
  Sign, Verify, sign, verify, encapsulate, decapsulate,
  publicEncrypt: rsa('publicEncrypt', 'either', RSA_PKCS1_OAEP_PADDING),
  publicDecrypt: rsa('publicDecrypt', 'either', RSA_PKCS1_PADDING),
  privateEncrypt: rsa('privateEncrypt', 'private', RSA_PKCS1_PADDING),
  privateDecrypt: rsa('privateDecrypt', 'private', RSA_PKCS1_OAEP_PADDING),
};
