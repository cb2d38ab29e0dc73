'use strict';

// X509Certificate, and Certificate (SPKAC).

const binding = internalBinding('crypto');
const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateBoolean, validateObject, validateString } = require('internal/validators');
const { getArrayBufferOrView, isAnyArrayBuffer } = require('internal/crypto/util');
const { isKeyObject, kHandle, PublicKeyObject } = require('internal/crypto/keys');

const M = binding.certMethods;
const call = (self, name, ...args) => Reflect.apply(M[name], self, args);

let isX509Certificate;

const shown = ['subject', 'subjectAltName', 'issuer', 'infoAccess', 'validFrom', 'validTo', 'validFromDate', 'validToDate', 'fingerprint',
  'fingerprint256', 'fingerprint512', 'keyUsage', 'serialNumber', 'signatureAlgorithm', 'signatureAlgorithmOid'];

class X509Certificate extends binding.X509Base {
  #cache = null;
  #publicKey;

  constructor(buffer) {
    if (typeof buffer === 'string') buffer = Buffer.from(buffer);
    if (!ArrayBuffer.isView(buffer) && !isAnyArrayBuffer(buffer)) {
      throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView'], buffer);
    }
    super(getArrayBufferOrView(buffer, 'buffer'));
  }
  static {
    isX509Certificate = (v) => v !== null && typeof v === 'object' && #cache in v;
  }
  get #fields() {
    if (this.#cache === null) {
      const list = call(this, 'fields');
      const f = {};
      for (let i = 0; i < list.length; i += 2) f[list[i]] = list[i + 1];
      f.keyUsage = f.keyUsage === undefined ? undefined : f.keyUsage.split(' ');
      this.#cache = f;
    }
    return this.#cache;
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (depth < 0) return this;
    const out = {};
    for (const name of shown) out[name] = this[name];
    const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `X509Certificate ${require('internal/util/inspect').inspect(out, opts)}`;
  }
  get subject() { return this.#fields.subject; }
  get subjectAltName() { return this.#fields.subjectAltName; }
  get issuer() { return this.#fields.issuer; }
  get issuerCertificate() { return undefined; }
  get infoAccess() { return this.#fields.infoAccess; }
  get validFrom() { return this.#fields.validFrom; }
  get validTo() { return this.#fields.validTo; }
  get validFromDate() { return new Date(this.#fields.validFromISO); }
  get validToDate() { return new Date(this.#fields.validToISO); }
  get fingerprint() { return this.#fields.fingerprint; }
  get fingerprint256() { return this.#fields.fingerprint256; }
  get fingerprint512() { return this.#fields.fingerprint512; }
  get keyUsage() { return this.#fields.keyUsage; }
  get serialNumber() { return this.#fields.serialNumber; }
  get signatureAlgorithm() { return this.#fields.signatureAlgorithm; }
  get signatureAlgorithmOid() { return this.#fields.signatureAlgorithmOid; }
  get raw() { return call(this, 'raw'); }
  get publicKey() { return this.#publicKey ??= new PublicKeyObject(call(this, 'publicKey')); }
  get ca() { return this.#fields.ca; }
  toString() { return call(this, 'pem'); }
  toJSON() { return this.toString(); }

  checkHost(name, options) {
    validateString(name, 'name');
    const o = checkOptions(options);
    if (name.includes('\0')) throw new ERR_INVALID_ARG_VALUE('name', name);
    const dns = pairs(this, 'san').filter(([k]) => k === 'DNS');
    for (const [, value] of dns) if (hostMatches(value, name, o)) return value;
    if (o.subject === 'never' || (dns.length > 0 && o.subject !== 'always')) return undefined;
    for (const [k, value] of pairs(this, 'subject')) if (k === 'CN' && hostMatches(value, name, o)) return value;
    return undefined;
  }
  checkEmail(email, options) {
    validateString(email, 'email');
    const o = checkOptions(options);
    if (email.includes('\0')) throw new ERR_INVALID_ARG_VALUE('email', email);
    const same = (a) => {
      const at = a.lastIndexOf('@');
      const bt = email.lastIndexOf('@');
      return at === bt && a.slice(0, at) === email.slice(0, bt) && a.slice(at).toLowerCase() === email.slice(bt).toLowerCase();
    };
    const san = pairs(this, 'san').filter(([k]) => k === 'email');
    for (const [, value] of san) if (same(value)) return value;
    if (o.subject === 'never' || (san.length > 0 && o.subject !== 'always')) return undefined;
    for (const [k, value] of pairs(this, 'subject')) if (k === 'emailAddress' && same(value)) return value;
    return undefined;
  }
  checkIP(ip, options) {
    validateString(ip, 'ip');
    checkOptions(options);
    const { isIP } = require('internal/net');
    const want = ipText(ip, isIP(ip));
    if (want === undefined) throw new ERR_INVALID_ARG_VALUE('ip', ip);
    for (const [k, value] of pairs(this, 'san')) if (k === 'IP Address' && value === want) return ip;
    return undefined;
  }
  checkIssued(otherCert) {
    if (!isX509Certificate(otherCert)) throw new ERR_INVALID_ARG_TYPE('otherCert', 'X509Certificate', otherCert);
    return call(this, 'issuedBy', otherCert);
  }
  checkPrivateKey(pkey) {
    if (!isKeyObject(pkey)) throw new ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'private') throw new ERR_INVALID_ARG_VALUE('pkey', pkey);
    return call(this, 'hasPrivateKey', pkey[kHandle]);
  }
  verify(pkey) {
    if (!isKeyObject(pkey)) throw new ERR_INVALID_ARG_TYPE('pkey', 'KeyObject', pkey);
    if (pkey.type !== 'public') throw new ERR_INVALID_ARG_VALUE('pkey', pkey);
    return call(this, 'verifyWith', pkey[kHandle]);
  }
  toLegacyObject() {
    const f = this.#fields;
    let handle;
    try {
      handle = call(this, 'publicKey');
    } catch {
      handle = undefined;
    }
    const type = handle?.keyType();
    const details = {};
    if (handle !== undefined) {
      const d = handle.details();
      for (let i = 0; i < d.length; i += 2) details[d[i]] = d[i + 1];
    }
    const out = {
      subject: nameObject(pairs(this, 'subject')),
      issuer: nameObject(pairs(this, 'issuer')),
      subjectaltname: f.subjectAltName,
      infoAccess: undefined,
      ca: f.ca,
      modulus: undefined,
      exponent: undefined,
      pubkey: undefined,
      bits: undefined,
      valid_from: f.validFrom,
      valid_to: f.validTo,
      fingerprint: f.fingerprint,
      fingerprint256: f.fingerprint256,
      fingerprint512: f.fingerprint512,
      ext_key_usage: f.keyUsage,
      serialNumber: f.serialNumber,
      raw: this.raw,
      asn1Curve: undefined,
      nistCurve: undefined,
    };
    const info = pairs(this, 'info');
    if (info.length > 0) {
      out.infoAccess = { __proto__: null };
      for (const [k, v] of info) (out.infoAccess[k] ??= []).push(v);
    }
    if (type === 'rsa' || type === 'rsa-pss') {
      const jwk = handle.exportPublic('der', 'spki');
      const n = rsaModulus(jwk);
      out.modulus = n;
      out.bits = details.modulusLength;
      out.exponent = `0x${details.publicExponent}`;
      out.pubkey = call(this, 'spki');
    } else if (type === 'ec') {
      out.pubkey = handle.exportRaw('raw-public', 'uncompressed');
      out.asn1Curve = details.namedCurve;
      out.nistCurve = { prime256v1: 'P-256', secp224r1: 'P-224', secp384r1: 'P-384', secp521r1: 'P-521', prime192v1: 'P-192' }[details.namedCurve];
      out.bits = { prime256v1: 256, secp224r1: 224, secp384r1: 384, secp521r1: 521, secp256k1: 256 }[details.namedCurve];
    }
    return out;
  }
}
for (const name of Object.getOwnPropertyNames(X509Certificate.prototype)) {
  const d = Object.getOwnPropertyDescriptor(X509Certificate.prototype, name);
  if (d.get) Object.defineProperty(X509Certificate.prototype, name, { __proto__: null, enumerable: true });
}

// The modulus in hexadecimal out of a SubjectPublicKeyInfo of RSA.
function rsaModulus(der) {
  const read = (o) => {
    let len = der[o + 1];
    let head = 2;
    if (len & 0x80) {
      const k = len & 0x7f;
      len = 0;
      for (let i = 0; i < k; i++) len = len * 256 + der[o + 2 + i];
      head += k;
    }
    return [o + head, o + head + len];
  };
  const [outer] = read(0);
  const [, algEnd] = read(outer);
  const [bits] = read(algEnd);
  const [seq] = read(bits + 1);
  let [from, to] = read(seq);
  while (from < to && der[from] === 0) from++;
  return der.subarray(from, to).toString('hex').toUpperCase();
}

function pairs(cert, which) {
  const list = call(cert, 'names', which);
  const out = [];
  for (let i = 0; i < list.length; i += 2) out.push([list[i], list[i + 1]]);
  return out;
}

function nameObject(list) {
  if (list.length === 0) return undefined;
  const out = { __proto__: null };
  for (const [k, v] of list) {
    if (out[k] === undefined) out[k] = v;
    else if (Array.isArray(out[k])) out[k].push(v);
    else out[k] = [out[k], v];
  }
  return out;
}

function checkOptions(options) {
  if (options === undefined) options = {};
  validateObject(options, 'options');
  const { subject = 'default', wildcards = true, partialWildcards = true, multiLabelWildcards = false, singleLabelSubdomains = false } = options;
  validateString(subject, 'options.subject');
  validateBoolean(wildcards, 'options.wildcards');
  validateBoolean(partialWildcards, 'options.partialWildcards');
  validateBoolean(multiLabelWildcards, 'options.multiLabelWildcards');
  validateBoolean(singleLabelSubdomains, 'options.singleLabelSubdomains');
  if (subject !== 'default' && subject !== 'always' && subject !== 'never') throw new ERR_INVALID_ARG_VALUE('options.subject', subject);
  return { subject, wildcards, partialWildcards, multiLabelWildcards, singleLabelSubdomains };
}

// Does a name of a certificate stand for the host? A name that starts with a dot asks for any host below it.
function hostMatches(pattern, host, o) {
  const p = pattern.toLowerCase();
  const h = host.toLowerCase();
  if (h.length > 1 && h[0] === '.') {
    if (!p.endsWith(h) || p.length === h.length || p.includes('*')) return false;
    return !o.singleLabelSubdomains || !p.slice(0, -h.length).includes('.');
  }
  if (p === h) return true;
  const star = p.indexOf('*');
  if (!o.wildcards || star < 0 || p.indexOf('*', star + 1) >= 0) return false;
  const dot = p.indexOf('.');
  // The star is in the first label, and at least two labels follow.
  if (dot < 0 || star > dot || p.indexOf('.', dot + 1) < 0) return false;
  const prefix = p.slice(0, star);
  const suffix = p.slice(star + 1);
  if (!o.partialWildcards && (prefix !== '' || suffix[0] !== '.')) return false;
  if (prefix.startsWith('xn--') || h.length < prefix.length + suffix.length + 1) return false;
  if (!h.startsWith(prefix) || !h.endsWith(suffix)) return false;
  const middle = h.slice(prefix.length, h.length - suffix.length);
  if (middle === '' || (prefix !== '' && h.startsWith('xn--'))) return false;
  return o.multiLabelWildcards && prefix === '' && suffix[0] === '.' ? true : !middle.includes('.');
}

// An address as the names of a certificate show it.
function ipText(ip, family) {
  if (family === 4) return ip;
  if (family !== 6 || ip.includes('%')) return undefined;
  let text = ip;
  const v4 = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (v4) text = `${v4[1]}${((+v4[2] << 8) | +v4[3]).toString(16)}:${((+v4[4] << 8) | +v4[5]).toString(16)}`;
  const [head, tail] = text.split('::');
  const a = head === '' ? [] : head.split(':');
  const b = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? a : a.concat(new Array(8 - a.length - b.length).fill('0'), b);
  return groups.map((g) => parseInt(g, 16).toString(16).toUpperCase()).join(':');
}

// Certificate

function Certificate() {
  if (!(this instanceof Certificate)) return new Certificate();
}

function spkacBytes(spkac, encoding) {
  const bytes = getArrayBufferOrView(spkac, 'spkac', encoding);
  if (bytes.byteLength > 2 ** 31 - 1) throw new ERR_OUT_OF_RANGE('spkac', '<= 2147483647', bytes.byteLength);
  return bytes;
}
function verifySpkac(spkac, encoding) { return binding.verifySpkac(spkacBytes(spkac, encoding)); }
function exportPublicKey(spkac, encoding) { return binding.spkacPublicKey(spkacBytes(spkac, encoding)); }
function exportChallenge(spkac, encoding) { return binding.spkacChallenge(spkacBytes(spkac, encoding)); }
for (const fn of [verifySpkac, exportPublicKey, exportChallenge]) {
  Certificate[fn.name] = fn;
  Certificate.prototype[fn.name] = fn;
}

module.exports = { Certificate, X509Certificate, isX509Certificate };
