'use strict';

// globalThis.crypto: Crypto and SubtleCrypto. The algorithms are in webcrypto_algorithms; here are arguments and operations.

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS },
} = require('internal/errors');
const { CryptoKey, KeyObject, kHandle, makeCryptoKey, isKeyObject } = require('internal/crypto/keys');

const kToken = Symbol('token');
let lazyImpl;
const impl = () => lazyImpl ??= require('internal/crypto/webcrypto_algorithms');

let isSubtle;
let isCrypto;

const getTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const typedArrayTag = (v) => Reflect.apply(getTag, v, []);

// Each operation is asynchronous from its first step: even a wrong receiver rejects.
function need(self, n, args, name) {
  if (!isSubtle(self)) throw new ERR_INVALID_THIS('SubtleCrypto');
  impl().requireArgs(n, args.length, name);
}

class SubtleCrypto {
  #brand = true;
  constructor(token) {
    if (token !== kToken) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  static {
    isSubtle = (v) => v !== null && typeof v === 'object' && #brand in v;
  }
  async digest(algorithm, data) {
    need(this, 2, arguments, 'digest');
    return impl().digest(algorithm, data);
  }
  async encrypt(algorithm, key, data) {
    need(this, 3, arguments, 'encrypt');
    return impl().crypt('encrypt', algorithm, key, data);
  }
  async decrypt(algorithm, key, data) {
    need(this, 3, arguments, 'decrypt');
    return impl().crypt('decrypt', algorithm, key, data);
  }
  async sign(algorithm, key, data) {
    need(this, 3, arguments, 'sign');
    return impl().sign(algorithm, key, data);
  }
  async verify(algorithm, key, signature, data) {
    need(this, 4, arguments, 'verify');
    return impl().verify(algorithm, key, signature, data);
  }
  async generateKey(algorithm, extractable, keyUsages) {
    need(this, 3, arguments, 'generateKey');
    return impl().generateKey(algorithm, extractable, keyUsages);
  }
  async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    need(this, 5, arguments, 'deriveKey');
    return impl().deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages);
  }
  async deriveBits(algorithm, baseKey, length = null) {
    need(this, 2, arguments, 'deriveBits');
    return impl().deriveBits(algorithm, baseKey, length);
  }
  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    need(this, 5, arguments, 'importKey');
    return impl().importKey(format, keyData, algorithm, extractable, keyUsages);
  }
  async exportKey(format, key) {
    need(this, 2, arguments, 'exportKey');
    return impl().exportKey(format, key);
  }
  async wrapKey(format, key, wrappingKey, wrapAlgorithm) {
    need(this, 4, arguments, 'wrapKey');
    return impl().wrapKey(format, key, wrappingKey, wrapAlgorithm);
  }
  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages) {
    need(this, 7, arguments, 'unwrapKey');
    return impl().unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages);
  }
  async getPublicKey(key, keyUsages) {
    need(this, 2, arguments, 'getPublicKey');
    return impl().getPublicKey(key, keyUsages);
  }
  async encapsulateBits(algorithm, key) {
    need(this, 2, arguments, 'encapsulateBits');
    return impl().encapsulateBits(algorithm, key);
  }
  async encapsulateKey(algorithm, key, sharedKeyAlgorithm, extractable, usages) {
    need(this, 5, arguments, 'encapsulateKey');
    return impl().encapsulateKey(algorithm, key, sharedKeyAlgorithm, extractable, usages);
  }
  async decapsulateBits(algorithm, key, ciphertext) {
    need(this, 3, arguments, 'decapsulateBits');
    return impl().decapsulateBits(algorithm, key, ciphertext);
  }
  async decapsulateKey(algorithm, key, ciphertext, sharedKeyAlgorithm, extractable, usages) {
    need(this, 6, arguments, 'decapsulateKey');
    return impl().decapsulateKey(algorithm, key, ciphertext, sharedKeyAlgorithm, extractable, usages);
  }
  static supports(operation, algorithm, extra = null) {
    if (this !== SubtleCrypto) throw new ERR_INVALID_THIS('SubtleCrypto constructor');
    impl().requireArgs(2, arguments.length, 'supports');
    return impl().supports(operation, algorithm, extra);
  }
}

class Crypto {
  #subtle = null;
  constructor(token) {
    if (token !== kToken) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  static {
    isCrypto = (v) => v !== null && typeof v === 'object' && #subtle in v;
  }
  get subtle() {
    if (!isCrypto(this)) throw new ERR_INVALID_THIS('Crypto');
    return this.#subtle ??= new SubtleCrypto(kToken);
  }
  getRandomValues(array) {
    if (!isCrypto(this)) throw new ERR_INVALID_THIS('Crypto');
    impl().requireArgs(1, arguments.length, 'getRandomValues', 'Crypto');
    const tag = ArrayBuffer.isView(array) ? typedArrayTag(array) : undefined;
    if (tag === undefined || tag.startsWith('Float')) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > 65536) {
      throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
    }
    return require('internal/crypto/random').randomFillSync(array, 0);
  }
  randomUUID() {
    if (!isCrypto(this)) throw new ERR_INVALID_THIS('Crypto');
    return require('internal/crypto/random').randomUUID(arguments[0]);
  }
}
for (const [C, tag] of [[Crypto, 'Crypto'], [SubtleCrypto, 'SubtleCrypto']]) {
  for (const name of Object.getOwnPropertyNames(C.prototype)) {
    if (name !== 'constructor') Object.defineProperty(C.prototype, name, { __proto__: null, enumerable: true });
  }
  Object.defineProperty(C.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: tag });
  Object.defineProperty(C, 'length', { __proto__: null, configurable: true, value: 0 });
}

// KeyObject.prototype.toCryptoKey
function toCryptoKey(keyObject, algorithm, extractable, keyUsages) {
  if (!isKeyObject(keyObject)) throw new ERR_INVALID_THIS('KeyObject');
  return impl().keyFromHandle(keyObject[kHandle], algorithm, Boolean(extractable), keyUsages);
}

module.exports = { Crypto, SubtleCrypto, CryptoKey, KeyObject, crypto: new Crypto(kToken), makeCryptoKey, toCryptoKey };
