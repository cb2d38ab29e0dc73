'use strict';

// globalThis.crypto: random values and digests; the other operations of SubtleCrypto say that they are missing.

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS, ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');
const binding = internalBinding('crypto');

const kToken = Symbol('token');
const kDigests = { 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' };

class SubtleCrypto {
  constructor(token) {
    if (token !== kToken) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  async digest(algorithm, data) {
    const name = String(typeof algorithm === 'string' ? algorithm : algorithm?.name).toUpperCase();
    const digest = kDigests[name];
    if (digest === undefined) throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
    const view = ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
    const out = binding.oneShotDigest(digest, view.slice(), undefined);
    return out.buffer.slice(out.byteOffset, out.byteOffset + out.byteLength);
  }
}
for (const name of ['encrypt', 'decrypt', 'sign', 'verify', 'generateKey', 'deriveKey', 'deriveBits', 'importKey', 'exportKey',
  'wrapKey', 'unwrapKey']) {
  Object.defineProperty(SubtleCrypto.prototype, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    writable: true,
    value: { async [name]() { throw new ERR_METHOD_NOT_IMPLEMENTED(`crypto.subtle.${name}()`); } }[name],
  });
}

class Crypto {
  #subtle = null;
  constructor(token) {
    if (token !== kToken) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  get subtle() {
    if (!(#subtle in this)) throw new ERR_INVALID_THIS('Crypto');
    return this.#subtle ??= new SubtleCrypto(kToken);
  }
  getRandomValues(array) {
    if (!(#subtle in this)) throw new ERR_INVALID_THIS('Crypto');
    if (!ArrayBuffer.isView(array) || array instanceof DataView || array instanceof Float32Array || array instanceof Float64Array) {
      throw new DOMException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > 65536) {
      throw new DOMException(`The requested length exceeds 65,536 bytes`, 'QuotaExceededError');
    }
    return require('internal/crypto/random').randomFillSync(array);
  }
  randomUUID() {
    if (!(#subtle in this)) throw new ERR_INVALID_THIS('Crypto');
    return require('internal/crypto/random').randomUUID();
  }
}
for (const [C, tag] of [[Crypto, 'Crypto'], [SubtleCrypto, 'SubtleCrypto']]) {
  Object.defineProperty(C.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: tag });
}

module.exports = { Crypto, SubtleCrypto, crypto: new Crypto(kToken) };
