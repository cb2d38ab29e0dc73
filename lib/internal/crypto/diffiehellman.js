'use strict';

// DiffieHellman, DiffieHellmanGroup, ECDH and diffieHellman().

const binding = internalBinding('crypto');
const { Buffer } = require('buffer');
const { codes: { ERR_CRYPTO_ECDH_INVALID_FORMAT, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_CRYPTO_INCOMPATIBLE_KEY } } =
  require('internal/errors');
const { validateInt32, validateObject, validateString, validateFunction } = require('internal/validators');
const { getArrayBufferOrView, toOutput } = require('internal/crypto/util');
const { prepareAsymmetricKey } = require('internal/crypto/keys');

const kHandle = Symbol('kHandle');
let warnedSetPublicKey = false;

function DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
  if (typeof sizeOrKey !== 'number' && typeof sizeOrKey !== 'string' && !ArrayBuffer.isView(sizeOrKey) &&
      !(sizeOrKey instanceof ArrayBuffer)) {
    throw new ERR_INVALID_ARG_TYPE('sizeOrKey', ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], sizeOrKey);
  }
  if (typeof sizeOrKey === 'number') validateInt32(sizeOrKey, 'sizeOrKey');
  if (keyEncoding && !Buffer.isEncoding(keyEncoding) && keyEncoding !== 'buffer') {
    genEncoding = generator;
    generator = keyEncoding;
    keyEncoding = false;
  }
  if (typeof sizeOrKey !== 'number') sizeOrKey = getArrayBufferOrView(sizeOrKey, 'sizeOrKey', keyEncoding);
  if (!generator) generator = 2;
  else if (typeof generator === 'number') validateInt32(generator, 'generator');
  else generator = getArrayBufferOrView(generator, 'generator', genEncoding);
  this[kHandle] = new binding.DiffieHellman(sizeOrKey, generator);
  Object.defineProperty(this, 'verifyError', { __proto__: null, enumerable: true, value: this[kHandle].check(), writable: false });
}

function DiffieHellmanGroup(name) {
  if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
  if (typeof name !== 'string') {
    const err = new TypeError('Group name must be a string');
    err.code = 'ERR_INVALID_ARG_TYPE';
    throw err;
  }
  this[kHandle] = new binding.DiffieHellmanGroup(name);
  Object.defineProperty(this, 'verifyError', { __proto__: null, enumerable: true, value: this[kHandle].check(), writable: false });
}

const common = {
  generateKeys(encoding) { return toOutput(this[kHandle].generateKeys(), encoding); },
  computeSecret(key, inEnc, outEnc) {
    return toOutput(this[kHandle].computeSecret(getArrayBufferOrView(key, 'otherPublicKey', inEnc)), outEnc);
  },
  getPrime(encoding) { return toOutput(this[kHandle].getPrime(), encoding); },
  getGenerator(encoding) { return toOutput(this[kHandle].getGenerator(), encoding); },
  getPublicKey(encoding) { return toOutput(this[kHandle].getPublicKey(), encoding); },
  getPrivateKey(encoding) { return toOutput(this[kHandle].getPrivateKey(), encoding); },
};
Object.assign(DiffieHellman.prototype, common, {
  setPublicKey(key, encoding) {
    this[kHandle].setPublicKey(getArrayBufferOrView(key, 'key', encoding));
    return this;
  },
  setPrivateKey(key, encoding) {
    this[kHandle].setPrivateKey(getArrayBufferOrView(key, 'key', encoding));
    return this;
  },
});
Object.assign(DiffieHellmanGroup.prototype, common);

function ECDH(curve) {
  if (!(this instanceof ECDH)) return new ECDH(curve);
  validateString(curve, 'curve');
  this[kHandle] = new binding.ECDH(curve);
}

function pointFormat(format) {
  switch (format) {
    case undefined:
    case null:
    case 'uncompressed': return 'uncompressed';
    case 'compressed':
    case 'hybrid': return format;
    default: throw new ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
  }
}

Object.assign(ECDH.prototype, {
  computeSecret: common.computeSecret,
  generateKeys(encoding, format) {
    this[kHandle].generateKeys();
    return this.getPublicKey(encoding, format);
  },
  getPublicKey(encoding, format) {
    return toOutput(this[kHandle].getPublicKey(pointFormat(format)), encoding);
  },
  getPrivateKey(encoding) { return toOutput(this[kHandle].getPrivateKey(), encoding); },
  setPrivateKey(key, encoding) {
    this[kHandle].setPrivateKey(getArrayBufferOrView(key, 'key', encoding));
    return this;
  },
  setPublicKey(key, encoding) {
    if (!warnedSetPublicKey) {
      warnedSetPublicKey = true;
      process.emitWarning('ecdh.setPublicKey() is deprecated.', 'DeprecationWarning', 'DEP0031');
    }
    this[kHandle].setPublicKey(getArrayBufferOrView(key, 'key', encoding));
    return this;
  },
});
ECDH.convertKey = function convertKey(key, curve, inEnc, outEnc, format) {
  validateString(curve, 'curve');
  key = getArrayBufferOrView(key, 'key', inEnc);
  return toOutput(binding.ecdhConvertKey(key, curve, pointFormat(format)), outEnc);
};

const kDHTypes = ['dh', 'ec', 'x25519', 'x448'];

function diffieHellman(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const { privateKey, publicKey } = options;
  if (privateKey == null) throw new ERR_INVALID_ARG_VALUE('options.privateKey', privateKey);
  if (publicKey == null) throw new ERR_INVALID_ARG_VALUE('options.publicKey', publicKey);
  const priv = prepareAsymmetricKey(privateKey, 'private', 'options.privateKey');
  const pub = prepareAsymmetricKey(publicKey, 'either', 'options.publicKey');
  const privType = priv.keyType();
  const pubType = pub.keyType();
  if (privType !== pubType || !kDHTypes.includes(privType)) {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${privType} and ${pubType}`);
  }
  if (callback === undefined) return binding.statelessDH(priv, pub);
  binding.statelessDHAsync(priv, pub, callback);
}

module.exports = { DiffieHellman, DiffieHellmanGroup, ECDH, diffieHellman };
