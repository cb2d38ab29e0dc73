'use strict';

// KeyObject and the reading of keys in all their forms. A native key handle is opaque: see lib/bindings/crypto.md.

const binding = internalBinding('crypto');
const {
  codes: {
    ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE,
  },
} = require('internal/errors');
const { validateObject, validateOneOf, validateString } = require('internal/validators');
const { getArrayBufferOrView, isAnyArrayBuffer } = require('internal/crypto/util');

const kHandle = Symbol('kHandle');

class KeyObject {
  #type;

  constructor(type, handle) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') throw new ERR_INVALID_ARG_VALUE('type', type);
    if (handle === null || typeof handle !== 'object') throw new ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    this.#type = type;
    Object.defineProperty(this, kHandle, { __proto__: null, value: handle, enumerable: false });
  }

  static isKeyObject(v) {
    return v !== null && typeof v === 'object' && #type in v;
  }

  get type() { return this.#type; }

  static from(key) {
    const handle = key?.[kHandle];
    if (!handle) throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    return key;
  }

  equals(other) {
    if (!KeyObject.isKeyObject(other)) throw new ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', other);
    return this.#type === other.type && this[kHandle].equals(other[kHandle]);
  }

  get [Symbol.toStringTag]() { return 'KeyObject'; }
}

class SecretKeyObject extends KeyObject {
  constructor(handle) { super('secret', handle); }
  get symmetricKeySize() { return this[kHandle].secretSize(); }
  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') return { kty: 'oct', k: this[kHandle].exportSecret().toString('base64url') };
    }
    return this[kHandle].exportSecret();
  }
}

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() { return this[kHandle].keyType(); }
  get asymmetricKeyDetails() { return this[kHandle].details(); }
}

class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle) { super('public', handle); }
  export(options) {
    if (options?.format === 'jwk') return this[kHandle].exportJwk();
    validateObject(options, 'options');
    return this[kHandle].exportPublic(options.format, options.type);
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle) { super('private', handle); }
  export(options) {
    if (options?.format === 'jwk') return this[kHandle].exportJwk();
    validateObject(options, 'options');
    return this[kHandle].exportPrivate(options.format, options.type, options.cipher,
                                       options.passphrase === undefined ? undefined : getArrayBufferOrView(options.passphrase, 'options.passphrase'));
  }
}

// The bytes of a secret key given as string, bytes or KeyObject.
function prepareSecretKey(key, encoding, name = 'key') {
  if (KeyObject.isKeyObject(key)) {
    if (key.type !== 'secret') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
    return key[kHandle].exportSecret();
  }
  if (typeof key !== 'string' && !ArrayBuffer.isView(key) && !isAnyArrayBuffer(key)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'KeyObject', 'CryptoKey'], key);
  }
  return getArrayBufferOrView(key, name, encoding);
}

function createSecretKey(key, encoding) {
  const bytes = prepareSecretKey(key, encoding, 'key');
  return new SecretKeyObject(binding.createSecretKey(bytes));
}

const isBytes = (v) => typeof v === 'string' || ArrayBuffer.isView(v) || isAnyArrayBuffer(v);

// A native handle from any form of an asymmetric key; kind is 'public', 'private' or 'either'.
function prepareAsymmetricKey(key, kind, name = 'key') {
  if (KeyObject.isKeyObject(key)) {
    if (key.type === 'secret' || (kind === 'private' && key.type !== 'private')) {
      throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, kind === 'private' ? 'private' : 'private or public');
    }
    return key[kHandle];
  }
  if (isBytes(key)) return binding.parseKey(kind, getArrayBufferOrView(key, name), 'pem', undefined, undefined);
  if (typeof key === 'object' && key !== null) {
    const { key: data, encoding, format, type } = key;
    if (KeyObject.isKeyObject(data)) return prepareAsymmetricKey(data, kind, name);
    if (format === 'jwk') {
      validateObject(data, `${name}.key`);
      return binding.importJwk(kind, data);
    }
    if (!isBytes(data)) {
      throw new ERR_INVALID_ARG_TYPE(`${name}.key`,
                                     ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'KeyObject', 'CryptoKey'], data);
    }
    validateOneOf(format, `${name}.format`, [undefined, 'pem', 'der', 'raw-public', 'raw-private', 'raw-seed']);
    const passphrase = key.passphrase === undefined ? undefined : getArrayBufferOrView(key.passphrase, `${name}.passphrase`, encoding);
    return binding.parseKey(kind, getArrayBufferOrView(data, `${name}.key`, encoding), format ?? 'pem', type, passphrase);
  }
  throw new ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'KeyObject', 'CryptoKey'], key);
}

function createPublicKey(key) {
  if (KeyObject.isKeyObject(key) && key.type !== 'private') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private');
  const handle = prepareAsymmetricKey(key, 'either');
  return new PublicKeyObject(handle.toPublic());
}

function createPrivateKey(key) {
  if (KeyObject.isKeyObject(key)) {
    throw new ERR_INVALID_ARG_TYPE('key', ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'Object'], key);
  }
  return new PrivateKeyObject(prepareAsymmetricKey(key, 'private'));
}

// generateKeyPair and generateKey.
function encodePair(type, options, [pub, priv]) {
  const out = { publicKey: new PublicKeyObject(pub), privateKey: new PrivateKeyObject(priv) };
  if (options.publicKeyEncoding) out.publicKey = out.publicKey.export(options.publicKeyEncoding);
  if (options.privateKeyEncoding) out.privateKey = out.privateKey.export(options.privateKeyEncoding);
  return out;
}

const kKeyTypes = ['rsa', 'rsa-pss', 'dsa', 'ec', 'ed25519', 'ed448', 'x25519', 'x448', 'dh'];
function pairOptions(type, options) {
  validateString(type, 'type');
  if (!kKeyTypes.includes(type)) throw new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  options ??= {};
  validateObject(options, 'options');
  const { validateUint32 } = require('internal/validators');
  if (type === 'rsa' || type === 'rsa-pss' || type === 'dsa') validateUint32(options.modulusLength, 'options.modulusLength');
  if (type === 'ec') validateString(options.namedCurve, 'options.namedCurve');
  return options;
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  require('internal/validators').validateFunction(callback, 'callback');
  options = pairOptions(type, options);
  binding.generateKeyPairAsync(type, options, (err, pair) => {
    if (err) return callback(err);
    let out;
    try {
      out = encodePair(type, options, pair);
    } catch (e) {
      return callback(e);
    }
    callback(null, out.publicKey, out.privateKey);
  });
}
Object.defineProperty(generateKeyPair, Symbol.for('nodejs.util.promisify.custom'), {
  __proto__: null,
  value(type, options) {
    return new Promise((resolve, reject) => {
      generateKeyPair(type, options, (err, publicKey, privateKey) => (err ? reject(err) : resolve({ publicKey, privateKey })));
    });
  },
});

function generateKeyPairSync(type, options) {
  options = pairOptions(type, options);
  return encodePair(type, options, binding.generateKeyPair(type, options));
}

function keyBytes(type, options) {
  validateString(type, 'type');
  validateObject(options, 'options');
  const { validateInteger } = require('internal/validators');
  const { length } = options;
  if (type === 'hmac') validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
  else if (type === 'aes') validateOneOf(length, 'options.length', [128, 192, 256]);
  else throw new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  return Math.floor(length / 8);
}

function generateKeySync(type, options) {
  return createSecretKey(require('internal/crypto/random').randomBytes(keyBytes(type, options)));
}
function generateKey(type, options, callback) {
  require('internal/validators').validateFunction(callback, 'callback');
  require('internal/crypto/random').randomBytes(keyBytes(type, options), (err, b) => {
    if (err) callback(err);
    else callback(undefined, createSecretKey(b));
  });
}

module.exports = {
  createPrivateKey, createPublicKey, createSecretKey, generateKey, generateKeyPair, generateKeyPairSync, generateKeySync,
  kHandle, KeyObject, prepareAsymmetricKey, prepareSecretKey,
};
