'use strict';

// createMac and getMacs.

const binding = internalBinding('crypto');
const { Buffer } = require('buffer');
const LazyTransform = require('internal/streams/lazy_transform');
const { codes: { ERR_CRYPTO_INVALID_MAC, ERR_CRYPTO_MAC_FINALIZED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');
const { validateEncoding, validateObject, validateString, validateUint32 } = require('internal/validators');
const { getArrayBufferOrView, isAnyArrayBuffer, toU8 } = require('internal/crypto/util');
const { isKeyObject, prepareSecretKey } = require('internal/crypto/keys');

const kNames = ['blake2bmac', 'blake2smac', 'cmac', 'gmac', 'hmac', 'kmac-128', 'kmac-256', 'kmac128', 'kmac256', 'poly1305', 'siphash'];
const kState = Symbol('kState');

const isBytes = (v) => ArrayBuffer.isView(v) || isAnyArrayBuffer(v);

function invalid(message) {
  const err = new ERR_INVALID_ARG_VALUE('options', undefined);
  err.message = message;
  return err;
}

// The binding's digest or cipher, length, and iv or customization.
function parameters(kind, options) {
  const { digest, cipher, iv, customization, outputLength } = options;
  const bytes = (v, name) => {
    if (v === undefined) return undefined;
    if (!isBytes(v)) throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], v);
    return getArrayBufferOrView(v, name);
  };
  let name;
  let extra;
  switch (kind) {
    case 'hmac':
      if (digest === undefined) throw invalid("The property 'options.digest' is required for HMAC");
      validateString(digest, 'options.digest');
      name = digest;
      break;
    case 'cmac':
    case 'gmac':
      if (cipher === undefined) throw invalid(`The property 'options.cipher' is required for ${kind.toUpperCase()}`);
      validateString(cipher, 'options.cipher');
      name = cipher;
      if (kind === 'gmac') {
        extra = bytes(iv, 'iv');
        if (extra === undefined || extra.byteLength === 0) throw invalid("The property 'options.iv' must be non-empty for GMAC");
      }
      break;
    default:
      // Salt and personalisation would change BLAKE2's parameter block, which the library does not let us set.
      if (kind.startsWith('blake2') && (customization !== undefined || options.salt !== undefined)) {
        throw new ERR_METHOD_NOT_IMPLEMENTED(`crypto.createMac('${kind}') with customization or salt`);
      }
      extra = bytes(customization, 'customization');
  }
  if (outputLength !== undefined) {
    if (!/^(kmac|blake2|siphash)/.test(kind)) throw invalid(`The property 'options.outputLength' is not supported by MAC ${kind}`);
    validateUint32(outputLength, 'options.outputLength');
  }
  return { name, length: outputLength, extra };
}

class Mac extends LazyTransform {
  constructor(algorithm, key, options) {
    validateString(algorithm, 'algorithm');
    if (!isBytes(key) && !isKeyObject(key)) {
      throw new ERR_INVALID_ARG_TYPE('key', ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView', 'KeyObject'], key);
    }
    if (options !== undefined) validateObject(options, 'options');
    let kind = algorithm.toLowerCase();
    if (!kNames.includes(kind)) throw new ERR_CRYPTO_INVALID_MAC(algorithm);
    kind = kind.replace('kmac-', 'kmac');
    super(options);
    const p = parameters(kind, options ?? {});
    this[kState] = { kind, key: prepareSecretKey(key, undefined, 'key'), p, chunks: [], done: false };
    // Bad parameters are found now, not at the end.
    binding.mac(kind, this[kState].key, new Uint8Array(0), p.name, p.length, p.extra);
  }
  _transform(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  }
  _flush(callback) {
    this.push(this.final());
    callback();
  }
  update(data, inputEncoding) {
    const s = this[kState];
    if (s.done) throw new ERR_CRYPTO_MAC_FINALIZED();
    if (typeof data === 'string') {
      validateEncoding(data, inputEncoding);
      data = Buffer.from(data, inputEncoding === 'buffer' ? 'utf8' : inputEncoding);
    } else if (ArrayBuffer.isView(data)) {
      data = Buffer.from(toU8(data));
    } else {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
    }
    s.chunks.push(data);
    return this;
  }
  final(outputEncoding) {
    const s = this[kState];
    if (s.done) throw new ERR_CRYPTO_MAC_FINALIZED();
    if (outputEncoding !== undefined && outputEncoding !== 'buffer' && !Buffer.isEncoding(outputEncoding)) {
      throw new ERR_INVALID_ARG_VALUE('outputEncoding', outputEncoding);
    }
    s.done = true;
    const r = binding.mac(s.kind, s.key, Buffer.concat(s.chunks), s.p.name, s.p.length, s.p.extra);
    return outputEncoding && outputEncoding !== 'buffer' ? r.toString(outputEncoding) : r;
  }
}

function createMac(algorithm, key, options) {
  return new Mac(algorithm, key, options);
}
function getMacs() {
  return kNames.slice();
}

// parsePKCS12

function parsePKCS12(bundle, options = undefined) {
  if (!isBytes(bundle)) throw new ERR_INVALID_ARG_TYPE('bundle', ['ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'], bundle);
  if (options !== undefined) validateObject(options, 'options');
  const { passphrase } = options ?? {};
  const pass = passphrase === undefined ? new Uint8Array(0) : getArrayBufferOrView(passphrase, 'options.passphrase');
  const [handle, ...certs] = binding.parsePKCS12(getArrayBufferOrView(bundle, 'bundle'), pass);
  const { X509Certificate } = require('internal/crypto/x509');
  const { makeKeyObject } = require('internal/crypto/keys');
  const list = certs.map((c) => new X509Certificate(c));
  return {
    privateKey: handle === undefined ? undefined : makeKeyObject(handle),
    certificate: list[0],
    additionalCertificates: list.slice(1),
  };
}

module.exports = { createMac, getMacs, parsePKCS12 };
