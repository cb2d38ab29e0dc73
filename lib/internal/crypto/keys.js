'use strict';

// KeyObject, CryptoKey and the reading of keys in all their forms. A native key handle is opaque: see lib/bindings/crypto.md.

const binding = internalBinding('crypto');
const {
  codes: {
    ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS, ERR_CRYPTO_INVALID_JWK, ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE, ERR_ILLEGAL_CONSTRUCTOR,
    ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_OUT_OF_RANGE,
  },
} = require('internal/errors');
const { validateObject, validateOneOf, validateString } = require('internal/validators');
const { getArrayBufferOrView, isAnyArrayBuffer } = require('internal/crypto/util');

const kHandle = Symbol('kHandle');

let isKeyObject;
let makeKeyObject;

class KeyObject extends binding.KeyObjectBase {
  #type;

  constructor(type, handle) {
    if (type !== 'secret' && type !== 'public' && type !== 'private') throw new ERR_INVALID_ARG_VALUE('type', type);
    if (!binding.isKeyHandle(handle)) throw new ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    super(handle);
    this.#type = type;
    Object.defineProperty(this, kHandle, { __proto__: null, value: handle, enumerable: false });
  }

  static {
    isKeyObject = (v) => v !== null && typeof v === 'object' && #type in v;
  }

  get type() {
    if (!isKeyObject(this)) throw new ERR_INVALID_THIS('KeyObject');
    return this.#type;
  }

  static from(key) {
    if (!isCryptoKey(key)) throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    return makeKeyObject(key[kHandle]);
  }

  equals(otherKeyObject) {
    if (!isKeyObject(otherKeyObject)) throw new ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', otherKeyObject);
    return otherKeyObject.type === this.type && this[kHandle].equals(otherKeyObject[kHandle]);
  }

  toCryptoKey(algorithm, extractable, keyUsages) {
    return require('internal/crypto/webcrypto').toCryptoKey(this, algorithm, extractable, keyUsages);
  }
}
Object.defineProperties(KeyObject.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'KeyObject' },
  type: { __proto__: null, enumerable: true },
});

class SecretKeyObject extends KeyObject {
  constructor(handle) { super('secret', handle); }
  get symmetricKeySize() { return this[kHandle].secretSize(); }
  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') return jwkObject(this[kHandle].exportJwk());
    }
    return this[kHandle].exportSecret();
  }
}

const kDetails = Symbol('kAsymmetricKeyDetails');

class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() { return this[kHandle].keyType(); }
  get asymmetricKeyDetails() {
    if (this[kDetails] === undefined) {
      Object.defineProperty(this, kDetails, { __proto__: null, value: pairs(this[kHandle].details()), enumerable: false });
    }
    return { ...this[kDetails] };
  }
}

// An object of the flat list of names and values that the binding gives; big numbers come as hexadecimal text.
function pairs(list) {
  const out = {};
  for (let i = 0; i < list.length; i += 2) {
    out[list[i]] = list[i] === 'publicExponent' ? BigInt(`0x${list[i + 1]}`) : list[i + 1];
  }
  return out;
}

function jwkObject(list) {
  const out = {};
  for (let i = 0; i < list.length; i += 2) out[list[i]] = list[i + 1];
  return out;
}

class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle) { super('public', handle); }
  export(options) {
    if (options && options.format === 'jwk') return jwkObject(this[kHandle].exportJwk());
    return exportWith(this[kHandle], true, exportEncoding(options, this.asymmetricKeyType, true));
  }
}

class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle) { super('private', handle); }
  export(options) {
    if (options && options.format === 'jwk') {
      if (options.passphrase !== undefined) {
        throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('jwk', 'does not support encryption');
      }
      return jwkObject(this[kHandle].exportJwk());
    }
    return exportWith(this[kHandle], false, exportEncoding(options, this.asymmetricKeyType, false));
  }
}

makeKeyObject = function(handle) {
  switch (handle.kind()) {
    case 'secret': return new SecretKeyObject(handle);
    case 'public': return new PublicKeyObject(handle);
    default: return new PrivateKeyObject(handle);
  }
};

// CryptoKey

let isCryptoKey;
let cryptoKeySlots;
let stampSlots;

// The slots of a CryptoKey are a private field put on the native object: CryptoKey itself inherits from nothing that programs can see.
class Slots extends (function(o) { return o; }) {
  #slots;
  constructor(o, slots) {
    super(o);
    this.#slots = slots;
  }
  static {
    isCryptoKey = (v) => v !== null && typeof v === 'object' && #slots in v;
    cryptoKeySlots = (v) => v.#slots;
    stampSlots = (v, slots) => new Slots(v, slots);
  }
}

class CryptoKey {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  get type() {
    if (!isCryptoKey(this)) throw new ERR_INVALID_THIS('CryptoKey');
    return cryptoKeySlots(this).type;
  }
  get extractable() {
    if (!isCryptoKey(this)) throw new ERR_INVALID_THIS('CryptoKey');
    return cryptoKeySlots(this).extractable;
  }
  get algorithm() {
    if (!isCryptoKey(this)) throw new ERR_INVALID_THIS('CryptoKey');
    return cryptoKeySlots(this).shownAlgorithm ??= copyAlgorithm(cryptoKeySlots(this).algorithm);
  }
  get usages() {
    if (!isCryptoKey(this)) throw new ERR_INVALID_THIS('CryptoKey');
    return cryptoKeySlots(this).shownUsages ??= cryptoKeySlots(this).usages.slice();
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `CryptoKey ${inspect({
      type: cryptoKeySlots(this).type, extractable: cryptoKeySlots(this).extractable, algorithm: copyAlgorithm(cryptoKeySlots(this).algorithm), usages: cryptoKeySlots(this).usages,
    }, opts)}`;
  }
}
for (const name of ['type', 'extractable', 'algorithm', 'usages']) {
  Object.defineProperty(CryptoKey.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'CryptoKey' });
Object.defineProperty(CryptoKey, 'length', { __proto__: null, configurable: true, value: 0 });

function copyAlgorithm(a) {
  const out = { ...a };
  if (out.publicExponent !== undefined) out.publicExponent = new Uint8Array(out.publicExponent);
  if (out.hash !== undefined) out.hash = { ...out.hash };
  return out;
}

const kUsageOrder = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey',
  'encapsulateKey', 'encapsulateBits', 'decapsulateKey', 'decapsulateBits'];

// A CryptoKey of a native handle; usages are put into their order, each once.
function makeCryptoKey(handle, algorithm, usages, extractable) {
  const key = Reflect.construct(binding.KeyObjectBase, [handle], CryptoKey);
  Object.defineProperty(key, kHandle, { __proto__: null, value: handle, enumerable: false });
  return stampSlots(key, {
    type: handle.kind(), algorithm, extractable, usages: kUsageOrder.filter((u) => usages.includes(u)),
  });
}

// Structured cloning: what a copy in another thread is made of, and the copy.
function cloneText(key) {
  if (isKeyObject(key)) return '';
  const { algorithm, usages, extractable } = cryptoKeySlots(key);
  const a = { ...algorithm };
  if (a.publicExponent) a.publicExponent = Array.from(a.publicExponent);
  return JSON.stringify({ a, usages, extractable });
}
function revive(handle, text) {
  if (text === '') return makeKeyObject(handle);
  const { a, usages, extractable } = JSON.parse(text);
  if (a.publicExponent) a.publicExponent = new Uint8Array(a.publicExponent);
  return makeCryptoKey(handle, a, usages, extractable);
}

// Key encodings

const isBytes = (v) => typeof v === 'string' || ArrayBuffer.isView(v) || isAnyArrayBuffer(v);

function option(name, objName) {
  return objName === undefined ? name : `${objName}.${name}`;
}

function parseFormat(format, isInput, objName) {
  if (format === undefined && isInput) return 'pem';
  if (format === 'pem' || format === 'der' || format === 'jwk') return format;
  if (format === 'raw-public' || format === 'raw-private' || format === 'raw-seed') return format;
  throw new ERR_INVALID_ARG_VALUE(option('format', objName), format);
}

// isPublic is true, false, or undefined when both are fine.
function parseType(type, required, keyType, isPublic, objName) {
  if (type === undefined && !required) return undefined;
  if (type === 'pkcs1') {
    if (keyType !== undefined && keyType !== 'rsa') {
      throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'can only be used for RSA keys');
    }
    return type;
  }
  if (type === 'spki' && isPublic !== false) return type;
  if (type === 'pkcs8' && isPublic !== true) return type;
  if (type === 'sec1' && isPublic !== true) {
    if (keyType !== undefined && keyType !== 'ec') {
      throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'can only be used for EC keys');
    }
    return type;
  }
  throw new ERR_INVALID_ARG_VALUE(option('type', objName), type);
}

function parseEncoding(enc, keyType, isPublic, objName, isInput) {
  const format = parseFormat(enc.format, isInput, objName);
  if (format.startsWith('raw')) {
    return { format, type: enc.type, asymmetricKeyType: enc.asymmetricKeyType, namedCurve: enc.namedCurve };
  }
  const required = (!isInput || format === 'der') && format !== 'jwk';
  const type = parseType(enc.type, required, keyType, isPublic, objName);
  let { cipher, passphrase } = {};
  if (isPublic !== true) {
    ({ cipher, passphrase } = enc);
    if (!isInput) {
      if (cipher != null) {
        if (typeof cipher !== 'string') throw new ERR_INVALID_ARG_VALUE(option('cipher', objName), cipher);
        if (format === 'der' && (type === 'pkcs1' || type === 'sec1')) {
          throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'does not support encryption');
        }
      } else if (passphrase !== undefined) {
        throw new ERR_INVALID_ARG_VALUE(option('cipher', objName), cipher);
      }
    }
    if ((isInput && passphrase !== undefined && !isBytes(passphrase)) || (!isInput && cipher != null && !isBytes(passphrase))) {
      throw new ERR_INVALID_ARG_VALUE(option('passphrase', objName), passphrase);
    }
    if (passphrase !== undefined) {
      passphrase = getArrayBufferOrView(passphrase, 'key.passphrase', enc.encoding);
      if (passphrase.length > 1024 && isInput) {
        throw new ERR_OUT_OF_RANGE('options.passphrase', '<= 1024', passphrase.length);
      }
    }
  }
  return { format, type, cipher, passphrase };
}

function exportEncoding(options, keyType, isPublic) {
  validateObject(options, 'options');
  return parseEncoding(options, keyType, isPublic, 'options', false);
}

function exportWith(handle, isPublic, enc) {
  if (enc.format === 'jwk') return jwkObject(handle.exportJwk());
  if (enc.format.startsWith('raw')) {
    if (enc.format === 'raw-public' ? !isPublic : isPublic) {
      throw new ERR_INVALID_ARG_VALUE('options.format', enc.format);
    }
    if (enc.format === 'raw-public' && enc.type !== undefined) {
      validateOneOf(enc.type, 'options.type', ['compressed', 'uncompressed']);
    }
    return handle.exportRaw(enc.format, enc.type);
  }
  if (isPublic) return handle.exportPublic(enc.format, enc.type);
  return handle.exportPrivate(enc.format, enc.type, enc.cipher ?? undefined, enc.passphrase);
}

// The bytes of a secret key given as string, bytes, KeyObject or CryptoKey; a handle when asHandle is set.
function prepareSecretKey(key, encoding, name = 'key', bufferOnly = false) {
  if (!bufferOnly) {
    if (isKeyObject(key)) {
      if (key.type !== 'secret') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
      return key[kHandle];
    }
    if (isCryptoKey(key)) {
      if (key.type !== 'secret') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
      return key[kHandle];
    }
  }
  if (!isBytes(key)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string']
      .concat(bufferOnly ? [] : ['KeyObject', 'CryptoKey']), key);
  }
  return getArrayBufferOrView(key, name, encoding);
}

function createSecretKey(key, encoding) {
  const bytes = prepareSecretKey(key, encoding, 'key', true);
  return new SecretKeyObject(binding.createSecretKey(bytes));
}

const kJwkMembers = ['kty', 'crv', 'alg', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi', 'x', 'y', 'pub', 'priv', 'k'];

// A handle of a JSON Web Key; the types of its members are checked here.
function importJwk(key, want, name = 'key') {
  validateObject(key, `${name}`);
  const isPrivate = want === 'private';
  const must = (member) => validateString(key[member], `key.${member}`);
  validateString(key.kty, 'key.kty');
  switch (key.kty) {
    case 'RSA':
      must('n');
      must('e');
      if (isPrivate && key.d === undefined) throw new ERR_CRYPTO_INVALID_JWK('JWK does not contain private key material');
      if (want !== 'public' && key.d !== undefined) for (const m of ['d', 'p', 'q', 'dp', 'dq', 'qi']) must(m);
      break;
    case 'EC':
      must('crv');
      must('x');
      must('y');
      if (want !== 'public' && key.d !== undefined) must('d');
      break;
    case 'OKP':
      must('crv');
      must('x');
      if (isPrivate) must('d');
      break;
    case 'AKP':
      must('alg');
      must('pub');
      if (isPrivate) must('priv');
      break;
  }
  const flat = [];
  for (const m of kJwkMembers) if (key[m] !== undefined) flat.push(m, key[m]);
  return binding.importJwk(want, flat);
}

const keyTypes = (create) => ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string']
  .concat(create ? ['Object'] : ['KeyObject', 'CryptoKey']);

function checkUse(type, want) {
  if (want === 'private' && type !== 'private') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(type, 'private');
  if (type === 'secret') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(type, 'private or public');
}

// A native handle from any form of an asymmetric key. want is 'public', 'private' or 'either'; create is 'public' or 'private' for
// createPublicKey and createPrivateKey.
function prepareAsymmetricKey(key, want, name = 'key', create = undefined) {
  if (isKeyObject(key) || isCryptoKey(key)) {
    if (create === 'private') {
      throw new ERR_INVALID_ARG_TYPE(name, ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'Object'], key);
    }
    if (create === 'public') {
      if (key.type !== 'private') throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'private');
    } else {
      checkUse(key.type, want);
    }
    return key[kHandle];
  }
  if (isBytes(key)) {
    return binding.parseKey(want, getArrayBufferOrView(key, name), 'pem', undefined, undefined);
  }
  if (typeof key === 'object' && key !== null) {
    const { key: data, encoding, format } = key;
    if (isKeyObject(data) || isCryptoKey(data)) {
      if (create === 'private') throw new ERR_INVALID_ARG_TYPE(`${name}.key`, keyTypes(true), data);
      return prepareAsymmetricKey(data, want, name, create);
    }
    if (format === 'jwk') {
      validateObject(data, `${name}.key`);
      return importJwk(data, create ?? (want === 'private' ? 'private' : 'either'), `${name}.key`);
    }
    if (!isBytes(data)) {
      throw new ERR_INVALID_ARG_TYPE(`${name}.key`, create ? ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'Object'] :
        ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'string', 'KeyObject', 'CryptoKey'], data);
    }
    const isPublic = want === 'private' ? false : undefined;
    const enc = parseEncoding(key, undefined, isPublic, name, true);
    const bytes = getArrayBufferOrView(data, `${name}.key`, encoding);
    if (enc.format.startsWith('raw')) {
      validateString(enc.asymmetricKeyType, `${name}.asymmetricKeyType`);
      if (enc.asymmetricKeyType === 'ec') validateString(enc.namedCurve, `${name}.namedCurve`);
      if (want === 'private' && enc.format === 'raw-public') throw new ERR_INVALID_ARG_VALUE(`${name}.format`, enc.format);
      return binding.importRaw(enc.format, enc.asymmetricKeyType, enc.namedCurve, bytes);
    }
    return binding.parseKey(want, bytes, enc.format, enc.type, enc.passphrase);
  }
  throw new ERR_INVALID_ARG_TYPE(name, keyTypes(create !== undefined), key);
}

function createPublicKey(key) {
  const handle = prepareAsymmetricKey(key, 'either', 'key', 'public');
  return new PublicKeyObject(handle.kind() === 'private' ? handle.toPublic() : handle);
}

function createPrivateKey(key) {
  return new PrivateKeyObject(prepareAsymmetricKey(key, 'private', 'key', 'private'));
}

module.exports = {
  createPrivateKey, createPublicKey, createSecretKey, CryptoKey, cloneText, cryptoKeySlots, exportWith, importJwk, isCryptoKey, isKeyObject,
  jwkObject, kHandle, KeyObject, makeCryptoKey, makeKeyObject, parseEncoding, prepareAsymmetricKey, prepareSecretKey,
  PrivateKeyObject, PublicKeyObject, revive, SecretKeyObject,
};
