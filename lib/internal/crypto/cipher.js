'use strict';

// Cipheriv, Decipheriv and what is known about ciphers.

const binding = internalBinding('crypto');
const LazyTransform = require('internal/streams/lazy_transform');
const { StringDecoder } = require('string_decoder');
const { codes: { ERR_CRYPTO_INVALID_STATE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_UNKNOWN_ENCODING } } = require('internal/errors');
const { validateEncoding, validateInt32, validateObject, validateString } = require('internal/validators');
const { Buffer } = require('buffer');
const { getArrayBufferOrView, toU8 } = require('internal/crypto/util');

const kHandle = Symbol('kHandle');

function createCipherBase(self, cipher, key, iv, encrypt, options) {
  validateString(cipher, 'cipher');
  const { prepareSecretKey } = require('internal/crypto/keys');
  const encoding = typeof options?.encoding === 'string' ? options.encoding : undefined;
  const bytes = prepareSecretKey(key, encoding, 'key');
  iv = iv === null ? null : getArrayBufferOrView(iv, 'iv');
  let authTagLength = -1;
  if (options?.authTagLength !== undefined) {
    authTagLength = options.authTagLength;
    if (authTagLength >>> 0 !== authTagLength) throw new ERR_INVALID_ARG_VALUE('options.authTagLength', authTagLength);
  }
  self[kHandle] = new binding.CipherBase(encrypt, cipher, bytes, iv, authTagLength);
  self._decoder = null;
  Reflect.apply(LazyTransform, self, [options]);
}

function decode(self, buf, encoding, last) {
  if (!encoding || encoding === 'buffer') return buf;
  if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
  if (self._decoder === null || (self._decoderEncoding !== encoding)) {
    if (self._decoder !== null) throw new ERR_INVALID_ARG_VALUE('encoding', encoding, 'cannot be changed');
    self._decoder = new StringDecoder(encoding);
    self._decoderEncoding = encoding;
  }
  return last ? self._decoder.end(buf) : self._decoder.write(buf);
}

function Cipheriv(cipher, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(cipher, key, iv, options);
  createCipherBase(this, cipher, key, iv, true, options);
}
Object.setPrototypeOf(Cipheriv.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Cipheriv, LazyTransform);

const methods = {
  _transform(chunk, encoding, callback) {
    this.push(this[kHandle].update(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk));
    callback();
  },
  _flush(callback) {
    try {
      this.push(this[kHandle].final());
    } catch (e) {
      callback(e);
      return;
    }
    callback();
  },
  update(data, inputEncoding, outputEncoding) {
    if (typeof data === 'string') {
      validateEncoding(data, inputEncoding);
      data = Buffer.from(data, inputEncoding === 'buffer' ? 'utf8' : inputEncoding);
    } else if (ArrayBuffer.isView(data)) {
      data = toU8(data);
    } else {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    return decode(this, this[kHandle].update(data), outputEncoding, false);
  },
  final(outputEncoding) {
    return decode(this, this[kHandle].final(), outputEncoding, true);
  },
  setAutoPadding(ap) {
    if (!this[kHandle].setAutoPadding(ap === undefined ? true : !!ap)) throw new ERR_CRYPTO_INVALID_STATE('setAutoPadding');
    return this;
  },
  setAAD(aadbuf, options) {
    const encoding = options?.encoding ?? 'utf8';
    let plaintextLength = -1;
    if (options?.plaintextLength !== undefined) {
      plaintextLength = options.plaintextLength;
      if (plaintextLength >>> 0 !== plaintextLength || plaintextLength > 2 ** 31 - 1) {
      throw new ERR_INVALID_ARG_VALUE('options.plaintextLength', plaintextLength);
    }
    }
    aadbuf = getArrayBufferOrView(aadbuf, 'aadbuf', encoding);
    if (!this[kHandle].setAAD(aadbuf, plaintextLength)) throw new ERR_CRYPTO_INVALID_STATE('setAAD');
    return this;
  },
};
function getAuthTag() {
  const ret = this[kHandle].getAuthTag();
  if (ret === undefined) throw new ERR_CRYPTO_INVALID_STATE('getAuthTag');
  return ret;
}
function setAuthTag(tagbuf, encoding) {
  tagbuf = getArrayBufferOrView(tagbuf, 'buffer', encoding);
  if (!this[kHandle].setAuthTag(tagbuf)) throw new ERR_CRYPTO_INVALID_STATE('setAuthTag');
  return this;
}
Object.assign(Cipheriv.prototype, methods, { getAuthTag });

function Decipheriv(cipher, key, iv, options) {
  if (!(this instanceof Decipheriv)) return new Decipheriv(cipher, key, iv, options);
  createCipherBase(this, cipher, key, iv, false, options);
}
Object.setPrototypeOf(Decipheriv.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Decipheriv, LazyTransform);
Object.assign(Decipheriv.prototype, methods, { setAuthTag });

function getCipherInfo(nameOrNid, options) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw new ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  if (typeof nameOrNid === 'number') validateInt32(nameOrNid, 'nameOrNid');
  let keyLength;
  let ivLength;
  if (options !== undefined) {
    validateObject(options, 'options');
    ({ keyLength, ivLength } = options);
    if (keyLength !== undefined) validateInt32(keyLength, 'options.keyLength');
    if (ivLength !== undefined) validateInt32(ivLength, 'options.ivLength');
  }
  return binding.getCipherInfo(nameOrNid, keyLength, ivLength);
}

module.exports = { Cipheriv, Decipheriv, getCipherInfo };
