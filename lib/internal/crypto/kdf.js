'use strict';

// Key derivation: pbkdf2, scrypt, hkdf.

const binding = internalBinding('crypto');
const { Buffer } = require('buffer');
const {
  codes: { ERR_CRYPTO_INVALID_DIGEST, ERR_CRYPTO_INVALID_SCRYPT_PARAMS, ERR_OUT_OF_RANGE, ERR_CRYPTO_INVALID_KEYLEN, ERR_INCOMPATIBLE_OPTION_PAIR },
} = require('internal/errors');
const { validateFunction, validateInt32, validateInteger, validateString, validateUint32 } = require('internal/validators');
const { getArrayBufferOrView, inDomain } = require('internal/crypto/util');

function checkPbkdf2(password, salt, iterations, keylen, digest) {
  validateString(digest, 'digest');
  password = getArrayBufferOrView(password, 'password');
  salt = getArrayBufferOrView(salt, 'salt');
  validateInteger(iterations, 'iterations', 1, 2 ** 31 - 1);
  validateInteger(keylen, 'keylen', 0, 2 ** 31 - 1);
  if (!binding.hasHash(digest)) throw new ERR_CRYPTO_INVALID_DIGEST(digest);
  return [password, salt, iterations, keylen, digest];
}

function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const args = checkPbkdf2(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  binding.pbkdf2Async(...args, inDomain(callback));
}
function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return binding.pbkdf2(...checkPbkdf2(password, salt, iterations, keylen, digest));
}

function checkScrypt(password, salt, keylen, options) {
  password = getArrayBufferOrView(password, 'password');
  salt = getArrayBufferOrView(salt, 'salt');
  validateInt32(keylen, 'keylen', 0);
  let N = 16384;
  let r = 8;
  let p = 1;
  let maxmem = 32 * 1024 * 1024;
  if (options && options !== undefined) {
    const hasCost = options.cost !== undefined;
    const hasBlock = options.blockSize !== undefined;
    const hasPar = options.parallelization !== undefined;
    if (options.N !== undefined) {
      N = options.N;
      validateUint32(N, 'N');
      if (hasCost) throw new ERR_INCOMPATIBLE_OPTION_PAIR('N', 'cost');
    } else if (hasCost) {
      N = options.cost;
      validateUint32(N, 'cost');
    }
    if (options.r !== undefined) {
      r = options.r;
      validateUint32(r, 'r');
      if (hasBlock) throw new ERR_INCOMPATIBLE_OPTION_PAIR('r', 'blockSize');
    } else if (hasBlock) {
      r = options.blockSize;
      validateUint32(r, 'blockSize');
    }
    if (options.p !== undefined) {
      p = options.p;
      validateUint32(p, 'p');
      if (hasPar) throw new ERR_INCOMPATIBLE_OPTION_PAIR('p', 'parallelization');
    } else if (hasPar) {
      p = options.parallelization;
      validateUint32(p, 'parallelization');
    }
    if (options.maxmem !== undefined) {
      maxmem = options.maxmem;
      validateInteger(maxmem, 'maxmem', 0);
    }
    N ||= 16384;
    r ||= 8;
    p ||= 1;
    maxmem ||= 32 * 1024 * 1024;
  }
  if (N < 2 || (N & (N - 1)) !== 0) throw new ERR_CRYPTO_INVALID_SCRYPT_PARAMS();
  if (128 * N * r + 128 * r * p + 256 * r > maxmem || N >= 2 ** (r * 16) || p > (2 ** 30 - 1) / r) {
    const err = new ERR_CRYPTO_INVALID_SCRYPT_PARAMS();
    err.message = 'Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded';
    throw err;
  }
  return [password, salt, keylen, N, r, p, maxmem];
}

function scrypt(password, salt, keylen, options, callback) {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const args = checkScrypt(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  if (keylen === 0) return process.nextTick(callback, null, Buffer.alloc(0));
  binding.scryptAsync(...args, inDomain(callback));
}
function scryptSync(password, salt, keylen, options) {
  const args = checkScrypt(password, salt, keylen, options);
  return keylen === 0 ? Buffer.alloc(0) : binding.scrypt(...args);
}

function checkHkdf(hash, key, salt, info, length) {
  validateString(hash, 'digest');
  const { prepareSecretKey } = require('internal/crypto/keys');
  key = prepareSecretKey(key, undefined, 'ikm');
  salt = getArrayBufferOrView(salt, 'salt');
  info = getArrayBufferOrView(info, 'info');
  validateInteger(length, 'length', 0, 2 ** 31 - 1);
  if (info.byteLength > 1024) {
    throw new ERR_OUT_OF_RANGE('info', 'must not contain more than 1024 bytes', info.byteLength);
  }
  if (!binding.hasHash(hash)) throw new ERR_CRYPTO_INVALID_DIGEST(hash);
  if (length > 255 * binding.hashSize(hash)) throw new ERR_CRYPTO_INVALID_KEYLEN();
  return [hash, key, salt, info, length];
}
const toAB = (b) => b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength);

function hkdf(hash, key, salt, info, length, callback) {
  const args = checkHkdf(hash, key, salt, info, length);
  validateFunction(callback, 'callback');
  binding.hkdfAsync(...args, (err, r) => {
    if (err) callback(err);
    else callback(null, toAB(r));
  });
}
function hkdfSync(hash, key, salt, info, length) {
  return toAB(binding.hkdf(...checkHkdf(hash, key, salt, info, length)));
}

module.exports = { pbkdf2, pbkdf2Sync, scrypt, scryptSync, hkdf, hkdfSync };
