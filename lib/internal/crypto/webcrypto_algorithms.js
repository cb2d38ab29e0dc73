'use strict';

// The algorithms of SubtleCrypto: normalising, checking, and jobs for the native side.

const binding = internalBinding('crypto');
const {
  cryptoKeySlots, importJwk, isCryptoKey, jwkObject, kHandle, makeCryptoKey,
} = require('internal/crypto/keys');
const { isAnyArrayBuffer } = require('internal/crypto/util');
const { Buffer } = require('buffer');

const kKeyFormats = ['raw', 'pkcs8', 'spki', 'jwk', 'raw-public', 'raw-private', 'raw-seed', 'raw-secret'];

function fail(message, name, cause) {
  return new DOMException(message, cause === undefined ? name : { name, cause });
}
const operationError = (message, cause) => fail(message, 'OperationError', cause);
const notSupported = (message = 'Unrecognized algorithm name') => fail(message, 'NotSupportedError');
const dataError = (message, cause) => fail(message, 'DataError', cause);
const syntaxError = (message) => fail(message, 'SyntaxError');
const accessError = (message) => fail(message, 'InvalidAccessError');

function requireArgs(n, have, name, C = 'SubtleCrypto') {
  if (have >= n) return;
  const err = new TypeError(`Failed to execute '${name}' on '${C}': ${n} argument${n === 1 ? '' : 's'} required, but only ${have} present.`);
  err.code = 'ERR_MISSING_ARGS';
  throw err;
}

function typeError(message, code = 'ERR_INVALID_ARG_TYPE') {
  const err = new TypeError(message);
  err.code = code;
  return err;
}

// A copy of the bytes, as the specification asks for: programs may change theirs while the job runs.
function bytesOf(v, what) {
  if (ArrayBuffer.isView(v)) {
    if (Object.prototype.toString.call(v.buffer) === '[object SharedArrayBuffer]') throw typeError(`${what} is a view on a SharedArrayBuffer, which is not allowed.`);
    return new Uint8Array(v.buffer, v.byteOffset, v.byteLength).slice();
  }
  if (isAnyArrayBuffer(v) && Object.prototype.toString.call(v) !== '[object SharedArrayBuffer]') return new Uint8Array(v).slice();
  throw typeError(`${what} is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.`);
}

const toAB = (b) => (b.byteOffset === 0 && b.byteLength === b.buffer.byteLength ? b.buffer :
  b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength));

// A job on another thread; failures are OperationErrors.
function job(name, ...args) {
  return new Promise((resolve, reject) => {
    const done = (err, r) => (err ? reject(operationError('The operation failed for an operation-specific reason', err)) : resolve(r));
    try {
      binding[`${name}Async`](...args, done);
    } catch (err) {
      done(err);
    }
  });
}
const jobAB = (...args) => job(...args).then(toAB);

// Names. Each row: canonical name, family, operations.
const kTable = [
  ['SHA-1', 'digest', 'digest'], ['SHA-256', 'digest', 'digest'], ['SHA-384', 'digest', 'digest'], ['SHA-512', 'digest', 'digest'],
  ['SHA3-256', 'digest', 'digest'], ['SHA3-384', 'digest', 'digest'], ['SHA3-512', 'digest', 'digest'],
  ['cSHAKE128', 'cshake', 'digest'], ['cSHAKE256', 'cshake', 'digest'],
  ['AES-CBC', 'aes', 'generateKey importKey exportKey encrypt decrypt wrapKey unwrapKey get key length'],
  ['AES-CTR', 'aes', 'generateKey importKey exportKey encrypt decrypt wrapKey unwrapKey get key length'],
  ['AES-GCM', 'aes', 'generateKey importKey exportKey encrypt decrypt wrapKey unwrapKey get key length'],
  ['AES-OCB', 'aes', 'generateKey importKey exportKey encrypt decrypt wrapKey unwrapKey get key length'],
  ['AES-KW', 'aes', 'generateKey importKey exportKey wrapKey unwrapKey get key length'],
  ['ChaCha20-Poly1305', 'chacha', 'generateKey importKey exportKey encrypt decrypt wrapKey unwrapKey get key length'],
  ['HMAC', 'hmac', 'generateKey importKey exportKey sign verify get key length'],
  ['KMAC128', 'kmac', 'generateKey importKey exportKey sign verify get key length'],
  ['KMAC256', 'kmac', 'generateKey importKey exportKey sign verify get key length'],
  ['RSASSA-PKCS1-v1_5', 'rsa', 'generateKey importKey exportKey sign verify'],
  ['RSA-PSS', 'rsa', 'generateKey importKey exportKey sign verify'],
  ['RSA-OAEP', 'rsa', 'generateKey importKey exportKey encrypt decrypt wrapKey unwrapKey'],
  ['ECDSA', 'ec', 'generateKey importKey exportKey sign verify'],
  ['ECDH', 'ec', 'generateKey importKey exportKey deriveBits deriveKey'],
  ['Ed25519', 'okp', 'generateKey importKey exportKey sign verify'],
  ['Ed448', 'okp', 'generateKey importKey exportKey sign verify'],
  ['X25519', 'okp', 'generateKey importKey exportKey deriveBits deriveKey'],
  ['X448', 'okp', 'generateKey importKey exportKey deriveBits deriveKey'],
  ['ML-DSA-44', 'pqc', 'generateKey importKey exportKey sign verify'],
  ['ML-DSA-65', 'pqc', 'generateKey importKey exportKey sign verify'],
  ['ML-DSA-87', 'pqc', 'generateKey importKey exportKey sign verify'],
  ['ML-KEM-512', 'pqc', 'generateKey importKey exportKey encapsulateBits encapsulateKey decapsulateBits decapsulateKey'],
  ['ML-KEM-768', 'pqc', 'generateKey importKey exportKey encapsulateBits encapsulateKey decapsulateBits decapsulateKey'],
  ['ML-KEM-1024', 'pqc', 'generateKey importKey exportKey encapsulateBits encapsulateKey decapsulateBits decapsulateKey'],
  ['HKDF', 'kdf', 'importKey deriveBits deriveKey get key length'],
  ['PBKDF2', 'kdf', 'importKey deriveBits deriveKey get key length'],
  ['Argon2d', 'kdf', 'importKey deriveBits deriveKey get key length'],
  ['Argon2i', 'kdf', 'importKey deriveBits deriveKey get key length'],
  ['Argon2id', 'kdf', 'importKey deriveBits deriveKey get key length'],
];
let byName;
function lookup(name) {
  byName ??= new Map(kTable.map(([n, family, ops]) => [n.toLowerCase(), { name: n, family, ops: ops.includes('key length') ?
    ops.replace('get key length', 'getKeyLength').split(' ') : ops.split(' ') }]));
  // Names are compared without regard to case in ASCII only.
  return byName.get(name.replace(/[A-Z]/g, (c) => c.toLowerCase()));
}

// The canonical form of an algorithm for an operation: {name, family, ...members as given}.
function normalize(algorithm, op) {
  if (algorithm === null || (typeof algorithm !== 'object' && typeof algorithm !== 'function')) algorithm = `${algorithm}`;
  if (typeof algorithm === 'string') algorithm = { name: algorithm };
  const { name } = algorithm;
  if (name === undefined) throw typeError("Failed to normalize algorithm: passed algorithm cannot be converted to 'Algorithm' because 'name' is required in 'Algorithm'.", 'ERR_MISSING_OPTION');
  const row = lookup(`${name}`);
  if (row === undefined || !row.ops.includes(op)) throw notSupported();
  return { a: algorithm, name: row.name, family: row.family };
}

const kNormalize = 'Failed to normalize algorithm: ';
const kPassed = (member) => `${kNormalize}${member} in passed algorithm`;
const kOrdinals = ['1st', '2nd', '3rd', '4th', '5th', '6th', '7th'];
// The start of a message about an argument.
const arg = (op, i) => `Failed to execute '${op}' on 'SubtleCrypto': ${kOrdinals[i]} argument`;

const must = (n, member, dict) => {
  const v = n.a[member];
  if (v === undefined) {
    throw typeError(`${kNormalize}passed algorithm cannot be converted to '${dict}' because '${member}' is required in '${dict}'.`,
                    'ERR_MISSING_OPTION');
  }
  return v;
};
function mustInt(n, member, dict, max = 2 ** 32 - 1) {
  const v = Number(must(n, member, dict));
  if (!Number.isFinite(v)) throw typeError(`${kPassed(member)} is not a finite number.`);
  const i = Math.trunc(v);
  if (i < 0 || i > max) throw typeError(`${kPassed(member)} is outside the expected range of 0 to ${max}.`, 'ERR_OUT_OF_RANGE');
  return i;
}
const mustBytes = (n, member, dict) => bytesOf(must(n, member, dict), kPassed(member));
const optBytes = (n, member) => (n.a[member] === undefined ? undefined : bytesOf(n.a[member], kPassed(member)));

// The name of a hash member.
function hashOf(n, dict) {
  const h = normalize(must(n, 'hash', dict), 'digest');
  if (h.family !== 'digest') throw notSupported();
  return h.name;
}
function nodeHash(name) {
  switch (name) {
    case 'SHA-1': return 'sha1';
    case 'SHA-256': return 'sha256';
    case 'SHA-384': return 'sha384';
    case 'SHA-512': return 'sha512';
    default: return name.toLowerCase();
  }
}
const blockBits = (hash) => ({
  'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024, 'SHA3-256': 1088, 'SHA3-384': 832, 'SHA3-512': 576,
})[hash];

const kUsages = ['encrypt', 'decrypt', 'sign', 'verify', 'deriveKey', 'deriveBits', 'wrapKey', 'unwrapKey',
  'encapsulateKey', 'encapsulateBits', 'decapsulateKey', 'decapsulateBits'];

function usagesOf(v, what) {
  if (v === null || typeof v !== 'object' || typeof v[Symbol.iterator] !== 'function') {
    throw typeError(`${what} cannot be converted to sequence.`);
  }
  const list = [];
  let i = -1;
  for (const u of v) {
    i++;
    const s = `${u}`;
    if (!kUsages.includes(s)) throw typeError(`${what}[${i}] '${s}' is not a valid enum value of type KeyUsage.`, 'ERR_INVALID_ARG_VALUE');
    if (!list.includes(s)) list.push(s);
  }
  return list;
}

function formatOf(v, op) {
  const s = `${v}`;
  if (!kKeyFormats.includes(s)) throw typeError(`${arg(op, 0)} '${s}' is not a valid enum value of type KeyFormat.`, 'ERR_INVALID_ARG_VALUE');
  return s;
}

function needKey(key, what) {
  if (!isCryptoKey(key)) throw typeError(`${what} is not of type CryptoKey.`);
  return cryptoKeySlots(key);
}

// Usages that keys of an algorithm may have: secret, or public and private.
function allowedUsages(n) {
  switch (n.family) {
    case 'aes':
      return { secret: n.name === 'AES-KW' ? ['wrapKey', 'unwrapKey'] : ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] };
    case 'chacha': return { secret: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] };
    case 'hmac':
    case 'kmac': return { secret: ['sign', 'verify'] };
    case 'kdf': return { secret: ['deriveKey', 'deriveBits'] };
    case 'rsa':
      if (n.name === 'RSA-OAEP') return { public: ['encrypt', 'wrapKey'], private: ['decrypt', 'unwrapKey'] };
      return { public: ['verify'], private: ['sign'] };
    default:
      if (n.name === 'ECDH' || n.name === 'X25519' || n.name === 'X448') return { public: [], private: ['deriveKey', 'deriveBits'] };
      if (n.name.startsWith('ML-KEM')) {
        return { public: ['encapsulateKey', 'encapsulateBits'], private: ['decapsulateKey', 'decapsulateBits'] };
      }
      return { public: ['verify'], private: ['sign'] };
  }
}

function checkUsages(list, allowed, name) {
  for (const u of list) if (!allowed.includes(u)) throw syntaxError(`Unsupported key usage for ${name} key`);
}

// digest

function digestLength(n) {
  const length = n.a.outputLength === undefined ? mustInt(n, 'length', 'CShakeParams') : mustInt(n, 'outputLength', 'CShakeParams');
  if (length % 8 !== 0) throw notSupported('Unsupported CShakeParams length');
  return length;
}

function digestJob(algorithm, data) {
  const n = normalize(algorithm, 'digest');
  const bytes = bytesOf(data, arg('digest', 1));
  if (n.family === 'digest') return jobAB('hashData', nodeHash(n.name), bytes, undefined);
  const length = digestLength(n);
  for (const m of ['functionName', 'customization']) {
    if (n.a[m] !== undefined && bytesOf(n.a[m], kPassed(m)).byteLength > 0) throw notSupported(`Unsupported CShakeParams ${m}`);
  }
  return jobAB('hashData', n.name === 'cSHAKE128' ? 'shake128' : 'shake256', bytes, length / 8);
}

// generateKey

function keyLength(n, dict, sizes = [128, 192, 256]) {
  const length = mustInt(n, 'length', dict, 65535);
  if (!sizes.includes(length)) throw operationError('AES key length must be 128, 192, or 256 bits');
  return length;
}

function randomHandle(bits) {
  const b = require('internal/crypto/random').randomBytes(Math.ceil(bits / 8));
  return binding.createSecretKey(b);
}

async function generateKey(algorithm, extractable, keyUsages) {
  const n = normalize(algorithm, 'generateKey');
  extractable = Boolean(extractable);
  const usages = usagesOf(keyUsages, arg('generateKey', 2));
  const allowed = allowedUsages(n);
  const all = allowed.secret ?? allowed.public.concat(allowed.private);
  if (allowed.secret) {
    let alg;
    let bits;
    switch (n.family) {
      case 'aes': {
        const length = mustInt(n, 'length', 'AesKeyGenParams', 65535);
        checkUsages(usages, all, n.name);
        if (![128, 192, 256].includes(length)) throw operationError('AES key length must be 128, 192, or 256 bits');
        alg = { name: n.name, length };
        bits = length;
        break;
      }
      case 'chacha':
        checkUsages(usages, all, n.name);
        alg = { name: n.name };
        bits = 256;
        break;
      case 'hmac': {
        const hash = hashOf(n, 'HmacKeyGenParams');
        const length = n.a.length === undefined ? blockBits(hash) : mustInt(n, 'length', 'HmacKeyGenParams');
        checkUsages(usages, all, n.name);
        if (length === 0) throw operationError('HmacKeyGenParams.length cannot be 0');
        if (length % 8 !== 0) throw notSupported('Unsupported key length');
        alg = { name: n.name, length, hash: { name: hash } };
        bits = length;
        break;
      }
      default: {
        const length = n.a.length === undefined ? (n.name === 'KMAC128' ? 128 : 256) : mustInt(n, 'length', 'KmacKeyGenParams');
        checkUsages(usages, all, n.name);
        if (length === 0) throw operationError('Zero-length key is not supported');
        if (length % 8 !== 0) throw notSupported('Unsupported key length');
        alg = { name: n.name, length };
        bits = length;
      }
    }
    if (usages.length === 0) throw syntaxError('Usages cannot be empty when creating a key.');
    return makeCryptoKey(randomHandle(bits), alg, usages, extractable);
  }
  const args = new Array(11).fill(undefined);
  let type;
  let alg;
  switch (n.family) {
    case 'rsa': {
      const modulusLength = mustInt(n, 'modulusLength', 'RsaHashedKeyGenParams');
      const publicExponent = must(n, 'publicExponent', 'RsaHashedKeyGenParams');
      if (!(publicExponent instanceof Uint8Array)) throw typeError(`${kPassed('publicExponent')} is not an Uint8Array object.`);
      const hash = hashOf(n, 'RsaHashedKeyGenParams');
      checkUsages(usages, all, n.name);
      type = 'rsa';
      args[0] = modulusLength;
      let e = 0;
      for (const x of publicExponent) e = e * 256 + x;
      if (e < 3 || e % 2 === 0 || e > 0xffff_ffff) throw operationError(e < 3 ? 'algorithm.publicExponent must be at least 3' : 'The publicExponent must be equivalent to an unsigned 32-bit value');
      args[1] = e;
      alg = { name: n.name, modulusLength, publicExponent: publicExponent.slice(), hash: { name: hash } };
      break;
    }
    case 'ec': {
      const namedCurve = `${must(n, 'namedCurve', 'EcKeyGenParams')}`;
      if (!/^P-(256|384|521)$/.test(namedCurve)) throw notSupported('Unrecognized namedCurve');
      checkUsages(usages, all, n.name);
      type = 'ec';
      args[5] = namedCurve;
      alg = { name: n.name, namedCurve };
      break;
    }
    default:
      checkUsages(usages, all, n.name);
      type = n.name.toLowerCase();
      alg = { name: n.name };
  }
  const priv = usages.filter((u) => allowed.private.includes(u));
  const pub = usages.filter((u) => allowed.public.includes(u));
  const handle = await job('generateKeyPair', type, ...args);
  if (priv.length === 0) throw syntaxError('Usages cannot be empty when creating a key.');
  return {
    privateKey: makeCryptoKey(handle, alg, priv, extractable),
    publicKey: makeCryptoKey(handle.toPublic(), alg, pub, true),
  };
}

// importKey


function checkJwk(jwk, n, usages, extractable, use) {
  if (jwk.kty === undefined) throw dataError('Invalid keyData');
  if (usages.length > 0 && use !== undefined && jwk.use !== undefined && jwk.use !== use) throw dataError('Invalid JWK "use" Parameter');
  if (jwk.key_ops !== undefined) {
    if (!Array.isArray(jwk.key_ops)) throw dataError('Invalid JWK "key_ops" Parameter');
    if (new Set(jwk.key_ops).size !== jwk.key_ops.length) throw dataError('Duplicate key operation');
    for (const u of usages) if (!jwk.key_ops.includes(u)) throw dataError('Key operations and usage mismatch');
  }
  if (jwk.ext !== undefined && jwk.ext === false && extractable) throw dataError('JWK "ext" Parameter and extractable mismatch');
}

function toHandle(f) {
  try {
    return f();
  } catch (err) {
    throw dataError('Invalid keyData', err);
  }
}

const jwkAlgs = {
  'RSASSA-PKCS1-v1_5': { 'SHA-1': 'RS1', 'SHA-256': 'RS256', 'SHA-384': 'RS384', 'SHA-512': 'RS512' },
  'RSA-PSS': { 'SHA-1': 'PS1', 'SHA-256': 'PS256', 'SHA-384': 'PS384', 'SHA-512': 'PS512' },
  'RSA-OAEP': { 'SHA-1': 'RSA-OAEP', 'SHA-256': 'RSA-OAEP-256', 'SHA-384': 'RSA-OAEP-384', 'SHA-512': 'RSA-OAEP-512' },
};
function jwkAlg(name, a) {
  switch (name) {
    case 'AES-CBC': case 'AES-CTR': case 'AES-GCM': case 'AES-KW': case 'AES-OCB': return `A${a.length}${name.slice(4)}`;
    case 'HMAC': return { 'SHA-1': 'HS1', 'SHA-256': 'HS256', 'SHA-384': 'HS384', 'SHA-512': 'HS512' }[a.hash.name];
    case 'ChaCha20-Poly1305': return 'C20P';
    case 'KMAC128': return 'K128';
    case 'KMAC256': return 'K256';
    case 'Ed25519': case 'Ed448': return name;
    default: return jwkAlgs[name]?.[a.hash?.name];
  }
}

function useOf(n) {
  switch (n.family) {
    case 'aes': case 'chacha': return 'enc';
    case 'rsa': return n.name === 'RSA-OAEP' ? 'enc' : 'sig';
    case 'hmac': case 'kmac': return 'sig';
    case 'kdf': return undefined;
    default: return n.name === 'ECDH' || n.name.startsWith('X') || n.name.startsWith('ML-KEM') ? 'enc' : 'sig';
  }
}

function asJwk(keyData) {
  if (keyData === null || typeof keyData !== 'object') {
    throw dataError('Invalid keyData');
  }
  return keyData;
}

async function importKey(format, keyData, algorithm, extractable, keyUsages) {
  format = formatOf(format, 'importKey');
  const n = normalize(algorithm, 'importKey');
  const usages = usagesOf(keyUsages, arg('importKey', 4));
  const data = format === 'jwk' ? asJwk(keyData) : bytesOf(keyData, arg('importKey', 1));
  return importNormalized(format, data, n, Boolean(extractable), usages);
}

function importNormalized(format, data, n, extractable, usages) {
  const allowed = allowedUsages(n);
  let key;
  if (allowed.secret) {
    key = importSecret(format, data, n, extractable, usages, allowed.secret);
  } else {
    key = importAsymmetric(format, data, n, extractable, usages, allowed);
  }
  if ((key.type === 'secret' || key.type === 'private') && usages.length === 0) {
    throw syntaxError(`Usages cannot be empty when importing a ${key.type} key.`);
  }
  return key;
}

function importSecret(format, data, n, extractable, usages, allowed) {
  const unable = () => notSupported(`Unable to import ${n.name} using ${format} format`);
  let bytes;
  let hash;
  if (n.family === 'hmac') hash = hashOf(n, 'HmacImportParams');
  if (n.family === 'kdf') {
    if (!(format === 'raw-secret' || (format === 'raw' && !n.name.startsWith('Argon2')))) throw unable();
    if (extractable) throw syntaxError(`${n.name} keys are not extractable`);
    checkUsages(usages, allowed, n.name);
    return makeCryptoKey(binding.createSecretKey(data), { name: n.name }, usages, false);
  }
  checkUsages(usages, allowed, n.name);
  const rawOnlySecret = n.name === 'AES-OCB' || n.family === 'chacha' || n.family === 'kmac';
  if (format === 'raw-secret' || (format === 'raw' && !rawOnlySecret)) {
    bytes = data;
  } else if (format === 'jwk') {
    checkJwk(data, n, usages, extractable, useOf(n));
    if (data.kty !== 'oct') throw dataError('Invalid JWK "kty" Parameter');
    if (typeof data.k !== 'string') throw dataError('Invalid keyData');
    bytes = Buffer.from(data.k, 'base64url');
  } else {
    throw unable();
  }
  const bits = bytes.byteLength * 8;
  let alg;
  switch (n.family) {
    case 'aes':
      if (![128, 192, 256].includes(bits)) throw dataError('Invalid key length');
      alg = { name: n.name, length: bits };
      break;
    case 'chacha':
      if (bits !== 256) throw dataError('Invalid key length');
      alg = { name: n.name };
      break;
    case 'hmac':
    case 'kmac': {
      if (bits === 0) throw dataError('Zero-length key is not supported');
      let length = bits;
      if (n.a.length !== undefined) {
        length = mustInt(n, 'length', 'HmacImportParams');
        if (length !== bits) throw dataError('Invalid key length');
      }
      alg = hash === undefined ? { name: n.name, length } : { name: n.name, length, hash: { name: hash } };
      break;
    }
  }
  if (format === 'jwk' && data.alg !== undefined && data.alg !== jwkAlg(n.name, alg)) {
    const want = jwkAlg(n.name, alg);
    if (want !== undefined) throw dataError('JWK "alg" does not match the requested algorithm');
  }
  return makeCryptoKey(binding.createSecretKey(bytes), alg, usages, extractable);
}

const kNodeCurves = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };

function importAsymmetric(format, data, n, extractable, usages, allowed) {
  const unable = () => notSupported(`Unable to import ${n.name} using ${format} format`);
  let hash;
  let namedCurve;
  if (n.family === 'rsa') hash = hashOf(n, 'RsaHashedImportParams');
  if (n.family === 'ec') {
    namedCurve = `${must(n, 'namedCurve', 'EcKeyImportParams')}`;
    if (!kNodeCurves[namedCurve]) throw notSupported('Unrecognized namedCurve');
  }
  let handle;
  const type = n.family === 'rsa' ? 'rsa' : n.family === 'ec' ? 'ec' : n.name.toLowerCase();
  const checkFor = (kind) => checkUsages(usages, allowed[kind], n.name);
  switch (format) {
    case 'spki':
      checkFor('public');
      handle = toHandle(() => binding.parseKey('public', data, 'der', 'spki', undefined));
      break;
    case 'pkcs8':
      checkFor('private');
      handle = toHandle(() => binding.parseKey('private', data, 'der', 'pkcs8', undefined));
      break;
    case 'jwk': {
      checkJwk(data, n, usages, extractable, useOf(n));
      const kty = { rsa: 'RSA', ec: 'EC', okp: 'OKP', pqc: 'AKP' }[n.family];
      if (data.kty !== kty) throw dataError('Invalid JWK "kty" Parameter');
      if (n.family === 'ec' && data.crv !== namedCurve) throw dataError('JWK "crv" does not match the requested algorithm');
      if (n.family === 'okp' && data.crv !== n.name) throw dataError('JWK "crv" Parameter and algorithm name mismatch');
      if (n.family === 'pqc' && data.alg !== n.name) throw dataError('JWK "alg" Parameter and algorithm name mismatch');
      const isPrivate = (n.family === 'pqc' ? data.priv : data.d) !== undefined;
      checkFor(isPrivate ? 'private' : 'public');
      if (data.alg !== undefined) {
        if (n.family === 'rsa' && jwkAlgs[n.name][hash] !== undefined && data.alg !== jwkAlgs[n.name][hash]) {
          throw dataError('JWK "alg" does not match the requested algorithm');
        }
        if (n.name === 'ECDSA' && data.alg !== { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' }[namedCurve]) {
          throw dataError('JWK "alg" does not match the requested algorithm');
        }
        if ((n.name === 'Ed25519' || n.name === 'Ed448') && data.alg !== n.name && data.alg !== 'EdDSA') {
          throw dataError('JWK "alg" does not match the requested algorithm');
        }
      }
      handle = toHandle(() => importJwk(data, isPrivate ? 'private' : 'public'));
      break;
    }
    case 'raw':
    case 'raw-public':
      if (n.family === 'rsa' || (format === 'raw' && n.family === 'pqc')) throw unable();
      checkFor('public');
      handle = toHandle(() => binding.importRaw('raw-public', type, namedCurve, data));
      break;
    case 'raw-seed':
      if (n.family !== 'pqc') throw unable();
      checkFor('private');
      handle = toHandle(() => binding.importRaw('raw-seed', type, undefined, data));
      break;
    default:
      throw unable();
  }
  return asymmetricKey(handle, n, hash, namedCurve, usages, extractable);
}

function asymmetricKey(handle, n, hash, namedCurve, usages, extractable) {
  let alg;
  if (n.family === 'rsa') {
    if (handle.keyType() !== 'rsa') throw dataError('Invalid key type');
    const d = handle.details();
    let hex = d[3];
    if (hex.length % 2) hex = `0${hex}`;
    alg = { name: n.name, modulusLength: d[1], publicExponent: new Uint8Array(Buffer.from(hex, 'hex')), hash: { name: hash } };
  } else if (n.family === 'ec') {
    if (handle.keyType() !== 'ec') throw dataError('Invalid key type');
    if (handle.details()[1] !== kNodeCurves[namedCurve]) throw dataError('Named curve mismatch');
    alg = { name: n.name, namedCurve };
  } else {
    if (handle.keyType() !== n.name.toLowerCase()) throw dataError('Invalid key type');
    alg = { name: n.name };
  }
  return makeCryptoKey(handle, alg, usages, extractable);
}

// KeyObject.toCryptoKey: a key of a native handle.
function keyFromHandle(handle, algorithm, extractable, keyUsages) {
  const n = normalize(algorithm, 'importKey');
  const usages = usagesOf(keyUsages, 'keyUsages');
  const allowed = allowedUsages(n);
  const kind = handle.kind();
  let key;
  if (allowed.secret) {
    if (kind !== 'secret') throw dataError('Invalid key type');
    const format = 'raw-secret';
    key = importSecret(format, handle.exportSecret(), n, extractable, usages, allowed.secret);
  } else {
    if (kind === 'secret') throw dataError('Invalid key type');
    checkUsages(usages, allowed[kind], n.name);
    const hash = n.family === 'rsa' ? hashOf(n, 'RsaHashedImportParams') : undefined;
    const namedCurve = n.family === 'ec' ? `${must(n, 'namedCurve', 'EcKeyImportParams')}` : undefined;
    if (namedCurve !== undefined && !kNodeCurves[namedCurve]) throw notSupported('Unrecognized namedCurve');
    key = asymmetricKey(handle, n, hash, namedCurve, usages, extractable);
  }
  if (kind !== 'public' && usages.length === 0) throw syntaxError(`Usages cannot be empty when importing a ${kind} key.`);
  return key;
}

// exportKey

function exportSync(format, key) {
  const { type, algorithm, extractable, usages } = cryptoKeySlots(key);
  const handle = key[kHandle];
  const { name } = algorithm;
  const row = lookup(name);
  const unable = () => notSupported(`Unable to export ${name} ${type} key using ${format} format`);
  if (!row.ops.includes('exportKey')) throw notSupported(`${name} key export is not supported`);
  if (!extractable) throw accessError('key is not extractable');
  const ab = (b) => toAB(b);
  switch (format) {
    case 'jwk': {
      const jwk = { key_ops: usages.slice(), ext: true };
      const alg = jwkAlg(name, algorithm);
      if (alg !== undefined) jwk.alg = alg;
      try {
        return Object.assign(jwk, jwkObject(handle.exportJwk()));
      } catch (err) {
        throw operationError('The operation failed for an operation-specific reason', err);
      }
    }
    case 'spki':
      if (type === 'secret') throw unable();
      if (type !== 'public') throw accessError('Key must be a public key');
      return ab(handle.exportPublic('der', 'spki'));
    case 'pkcs8':
      if (type === 'secret') throw unable();
      if (type !== 'private') throw accessError('Key must be a private key');
      return ab(handle.exportPrivate('der', 'pkcs8'));
    case 'raw-secret':
      if (type !== 'secret') throw unable();
      return ab(handle.exportSecret());
    case 'raw':
      if (type === 'secret') {
        if (name === 'AES-OCB' || name === 'ChaCha20-Poly1305' || name.startsWith('KMAC')) throw unable();
        return ab(handle.exportSecret());
      }
      if (type !== 'public' || row.family === 'rsa' || row.family === 'pqc') throw unable();
      return ab(handle.exportRaw('raw-public', 'uncompressed'));
    case 'raw-public':
      if (type !== 'public' || row.family === 'rsa') throw unable();
      return ab(handle.exportRaw('raw-public', 'uncompressed'));
    case 'raw-seed':
      if (type !== 'private' || row.family !== 'pqc') throw unable();
      try {
        return ab(handle.exportRaw('raw-seed'));
      } catch (err) {
        throw operationError('The operation failed for an operation-specific reason', err);
      }
  }
  throw unable();
}

async function exportKey(format, key) {
  format = formatOf(format, 'exportKey');
  needKey(key, arg('exportKey', 1));
  return exportSync(format, key);
}

// encrypt and decrypt

function checkKeyFor(key, n, usage, type) {
  if (key.algorithm.name !== n.name) throw accessError('Key algorithm mismatch');
  if (!key.usages.includes(usage)) throw accessError(`Unable to use this key to ${usage === 'wrapKey' ? 'wrapKey' : usage === 'unwrapKey' ? 'unwrapKey' : usage}`);
  if (type !== undefined && key.type !== type) throw accessError(`Key must be a ${type} key`);
}

function aesName(key, mode) { return `aes-${key.algorithm.length}-${mode}`; }

function cipherParams(n) {
  switch (n.name) {
    case 'AES-CBC': {
      const iv = mustBytes(n, 'iv', 'AesCbcParams');
      if (iv.byteLength !== 16) throw operationError('algorithm.iv must contain exactly 16 bytes');
      return { iv };
    }
    case 'AES-CTR': {
      const iv = mustBytes(n, 'counter', 'AesCtrParams');
      const length = mustInt(n, 'length', 'AesCtrParams', 255);
      if (iv.byteLength !== 16) throw operationError('algorithm.counter must contain exactly 16 bytes');
      if (length === 0 || length > 128) throw operationError('AES-CTR algorithm.length must be between 1 and 128');
      return { iv, length };
    }
    case 'AES-GCM': {
      const iv = mustBytes(n, 'iv', 'AeadParams');
      const tag = n.a.tagLength === undefined ? 128 : mustInt(n, 'tagLength', 'AeadParams', 255);
      if (![32, 64, 96, 104, 112, 120, 128].includes(tag)) throw operationError(`${tag} is not a valid AES-GCM tag length`);
      return { iv, tag, aad: optBytes(n, 'additionalData') };
    }
    case 'AES-OCB': {
      const iv = mustBytes(n, 'iv', 'AeadParams');
      const tag = n.a.tagLength === undefined ? 128 : mustInt(n, 'tagLength', 'AeadParams', 255);
      if (iv.byteLength > 15) throw operationError('AES-OCB algorithm.iv must be no more than 15 bytes');
      if (![64, 96, 128].includes(tag)) throw operationError(`${tag} is not a valid AES-OCB tag length`);
      return { iv, tag, aad: optBytes(n, 'additionalData') };
    }
    case 'ChaCha20-Poly1305': {
      const iv = mustBytes(n, 'iv', 'AeadParams');
      const tag = n.a.tagLength === undefined ? 128 : mustInt(n, 'tagLength', 'AeadParams', 255);
      if (iv.byteLength !== 12) throw operationError('ChaCha20-Poly1305 algorithm.iv must contain exactly 12 bytes');
      if (tag !== 128) throw operationError(`${tag} is not a valid ChaCha20-Poly1305 tag length`);
      return { iv, tag, aad: optBytes(n, 'additionalData') };
    }
    case 'RSA-OAEP': return { label: optBytes(n, 'label') };
  }
  return {};
}

async function cryptBytes(enc, n, p, key, handle, data) {
  switch (n.name) {
    case 'AES-CBC': return jobAB('cipherOnce', enc, aesName(key, 'cbc'), handle, p.iv, data, undefined, undefined);
    case 'AES-CTR': {
      // The counter is the last `length` bits: it wraps round within them.
      const name = aesName(key, 'ctr');
      const blocks = BigInt(Math.ceil(data.byteLength / 16));
      const size = 1n << BigInt(p.length);
      if (blocks > size) throw operationError('The data is too long for the counter');
      let c = 0n;
      for (const x of p.iv) c = c << 8n | BigInt(x);
      const left = size - (c & (size - 1n));
      const run = (iv, d) => job('cipherOnce', enc, name, handle, iv, d, undefined, undefined);
      if (blocks <= left) return toAB(await run(p.iv, data));
      const cut = Number(left) * 16;
      const second = p.iv.slice();
      let v = c & ~(size - 1n);
      for (let i = 15; i >= 0; i--) {
        second[i] = Number(v & 255n);
        v >>= 8n;
      }
      const a = await run(p.iv, data.subarray(0, cut));
      const b = await run(second, data.subarray(cut));
      return toAB(Buffer.concat([a, b]));
    }
    case 'AES-GCM':
    case 'AES-OCB':
    case 'ChaCha20-Poly1305': {
      if (!enc && data.byteLength < p.tag / 8) throw operationError('The provided data is too small.');
      const name = n.name === 'ChaCha20-Poly1305' ? 'chacha20-poly1305' : aesName(key, n.name.slice(4).toLowerCase());
      return jobAB('cipherOnce', enc, name, handle, p.iv, data, p.aad, p.tag / 8);
    }
    case 'AES-KW':
      return jobAB('cipherOnce', enc, `id-aes${key.algorithm.length}-wrap`, handle, new Uint8Array(8).fill(0xa6), data, undefined, undefined);
    case 'RSA-OAEP':
      return jobAB('rsaCrypt', enc ? 'publicEncrypt' : 'privateDecrypt', handle, data, 4, nodeHash(key.algorithm.hash.name), p.label);
  }
  throw notSupported();
}

async function crypt(op, algorithm, key, data) {
  const n = normalize(algorithm, op);
  const p = cipherParams(n);
  const slots = needKey(key, arg(op, 1));
  const bytes = bytesOf(data, arg(op, 2));
  checkKeyFor(slots, n, op, n.name === 'RSA-OAEP' ? (op === 'encrypt' ? 'public' : 'private') : undefined);
  return cryptBytes(op === 'encrypt', n, p, slots, key[kHandle], bytes);
}

// sign and verify

function signParams(n, key) {
  switch (n.name) {
    case 'HMAC': return {};
    case 'KMAC128':
    case 'KMAC256': {
      const bits = n.a.outputLength === undefined ? mustInt(n, 'length', 'KmacParams') : mustInt(n, 'outputLength', 'KmacParams');
      if (bits % 8 !== 0) throw notSupported('Unsupported KmacParams outputLength');
      return { bits, custom: optBytes(n, 'customization') };
    }
    case 'RSASSA-PKCS1-v1_5': return { hash: key.algorithm.hash.name, padding: 1 };
    case 'RSA-PSS': {
      const salt = mustInt(n, 'saltLength', 'RsaPssParams');
      return { hash: key.algorithm.hash?.name, padding: 6, salt };
    }
    case 'ECDSA': return { hash: hashOf(n, 'EcdsaParams'), encoding: 'ieee-p1363' };
    default: {
      const context = optBytes(n, 'context');
      if (n.name === 'Ed25519' && context !== undefined) return {};
      if (context !== undefined && n.name.startsWith('ML-DSA') && context.byteLength > 255) {
        throw notSupported('Non zero-length context too long');
      }
      if (context !== undefined && n.name === 'Ed448' && context.byteLength > 255) throw operationError('context string must be at most 255 bytes');
      return { context };
    }
  }
}

async function sign(algorithm, key, data) {
  const n = normalize(algorithm, 'sign');
  const slots = needKey(key, arg('sign', 1));
  if (n.name === 'ECDSA') hashOf(n, 'EcdsaParams');
  const bytes = bytesOf(data, arg('sign', 2));
  const p = slots.algorithm.name === n.name ? signParams(n, slots) : {};
  checkKeyFor(slots, n, 'sign', slots.type === 'secret' ? undefined : 'private');
  const h = key[kHandle];
  if (n.name === 'HMAC') return jobAB('hmacData', nodeHash(slots.algorithm.hash.name), h, bytes);
  if (n.family === 'kmac') return jobAB('kmacData', n.name === 'KMAC128' ? 128 : 256, h, p.custom, p.bits / 8, bytes);
  return jobAB('sign', p.hash === undefined ? null : nodeHash(p.hash), bytes, h, p.padding, p.salt, p.encoding, p.context);
}

async function verify(algorithm, key, signature, data) {
  const n = normalize(algorithm, 'verify');
  const slots = needKey(key, arg('verify', 1));
  if (n.name === 'ECDSA') hashOf(n, 'EcdsaParams');
  const sig = bytesOf(signature, arg('verify', 2));
  const bytes = bytesOf(data, arg('verify', 3));
  const p = slots.algorithm.name === n.name ? signParams(n, slots) : {};
  checkKeyFor(slots, n, 'verify', slots.type === 'secret' ? undefined : 'public');
  const h = key[kHandle];
  if (slots.type === 'secret') {
    const mac = n.name === 'HMAC' ? await job('hmacData', nodeHash(slots.algorithm.hash.name), h, bytes) :
      await job('kmacData', n.name === 'KMAC128' ? 128 : 256, h, p.custom, p.bits / 8, bytes);
    return mac.byteLength === sig.byteLength && binding.timingSafeEqual(mac, sig);
  }
  return job('verify', p.hash === undefined ? null : nodeHash(p.hash), bytes, h, sig, p.padding, p.salt, p.encoding, p.context);
}

// deriveBits and deriveKey

function lengthOf(length) {
  if (length === null || length === undefined) return null;
  const v = Math.trunc(Number(length));
  if (!Number.isFinite(v) || v < 0 || v > 2 ** 32 - 1) throw new TypeError('length is outside the expected range of 0 to 4294967295.');
  return v;
}

async function deriveFor(n, key, handle, length) {
  const whole = () => {
    if (length === null) throw operationError('length cannot be null');
    if (length % 8 !== 0) throw operationError('length must be a multiple of 8');
    return length / 8;
  };
  switch (n.name) {
    case 'ECDH':
    case 'X25519':
    case 'X448': {
      const pub = must(n, 'public', 'EcdhKeyDeriveParams');
      const other = needKey(pub, kPassed('public'));
      if (key.type !== 'private') throw accessError('baseKey must be a private key');
      if (other.type !== 'public') throw accessError('algorithm.public must be a public key');
      if (other.algorithm.name !== n.name) throw accessError('key algorithm mismatch');
      if (key.algorithm.namedCurve !== other.algorithm.namedCurve) throw accessError('Named curve mismatch');
      const bits = await job('statelessDH', handle, pub[kHandle]);
      if (n.name !== 'ECDH' && bits.every((x) => x === 0)) throw operationError('The operation failed for an operation-specific reason');
      if (length === null) return toAB(bits);
      if (bits.byteLength * 8 < length) throw operationError('derived bit length is too small');
      const n8 = Math.ceil(length / 8);
      const out = new Uint8Array(bits.subarray(0, n8));
      const extra = n8 * 8 - length;
      if (extra > 0) out[n8 - 1] &= 0xff << extra & 0xff;
      return out.buffer;
    }
    case 'HKDF': {
      const hash = hashOf(n, 'HkdfParams');
      const info = mustBytes(n, 'info', 'HkdfParams');
      const salt = mustBytes(n, 'salt', 'HkdfParams');
      const size = whole();
      if (size > 255 * binding.hashSize(nodeHash(hash))) throw operationError('length exceeds the maximum derived bit length');
      if (size === 0) return new ArrayBuffer(0);
      return jobAB('hkdf', nodeHash(hash), handle, salt, info, size);
    }
    case 'PBKDF2': {
      const hash = hashOf(n, 'Pbkdf2Params');
      const iterations = mustInt(n, 'iterations', 'Pbkdf2Params');
      const salt = mustBytes(n, 'salt', 'Pbkdf2Params');
      if (iterations === 0) throw operationError('iterations cannot be zero');
      const size = whole();
      if (size === 0) return new ArrayBuffer(0);
      return jobAB('pbkdf2', handle, salt, iterations, size, nodeHash(hash));
    }
    default: {
      const nonce = mustBytes(n, 'nonce', 'Argon2Params');
      const lanes = mustInt(n, 'parallelism', 'Argon2Params');
      const memory = mustInt(n, 'memory', 'Argon2Params');
      const passes = mustInt(n, 'passes', 'Argon2Params');
      const version = n.a.version === undefined ? 0x13 : mustInt(n, 'version', 'Argon2Params', 255);
      if (version !== 0x13) throw operationError(`${version} is not a valid Argon2 version`);
      if (lanes === 0 || lanes > 2 ** 24 - 1) throw operationError('parallelism must be > 0 and < 16777215');
      if (memory < 8 * lanes) throw operationError('memory must be at least 8 times the degree of parallelism');
      if (passes === 0) throw operationError('passes must be > 0');
      const size = whole();
      if (size < 4) throw operationError('length must be >= 32');
      if (nonce.byteLength < 8) throw operationError('nonce must be at least 8 bytes');
      return jobAB('argon2', n.name.toLowerCase(), handle, nonce, lanes, size, memory, passes, optBytes(n, 'secretValue'),
                   optBytes(n, 'associatedData'));
    }
  }
}

async function deriveBits(algorithm, baseKey, length) {
  const n = normalize(algorithm, 'deriveBits');
  const slots = needKey(baseKey, arg('deriveBits', 1));
  length = lengthOf(length);
  checkDerive(slots, n, 'deriveBits');
  return deriveFor(n, slots, baseKey[kHandle], length);
}

function checkDerive(key, n, usage) {
  if (!key.usages.includes(usage)) throw accessError(`baseKey does not have ${usage} usage`);
  if (key.algorithm.name !== n.name) throw accessError('Key algorithm mismatch');
}

// How many bits a key of an algorithm takes; null is "all there are".
function derivedLength(n) {
  switch (n.family) {
    case 'aes': return keyLength(n, 'AesDerivedKeyParams');
    case 'chacha': return 256;
    case 'hmac': {
      const hash = hashOf(n, 'HmacImportParams');
      if (n.a.length === undefined) return blockBits(hash);
      const length = mustInt(n, 'length', 'HmacImportParams');
      if (length === 0) throw new TypeError('Invalid key length');
      return length;
    }
    case 'kmac': return n.a.length === undefined ? (n.name === 'KMAC128' ? 128 : 256) : mustInt(n, 'length', 'KmacImportParams');
    default: return null;
  }
}

async function deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
  const n = normalize(algorithm, 'deriveKey');
  const slots = needKey(baseKey, arg('deriveKey', 1));
  const target = normalize(derivedKeyType, 'importKey');
  const forLength = normalize(derivedKeyType, 'getKeyLength');
  const usages = usagesOf(keyUsages, arg('deriveKey', 4));
  checkDerive(slots, n, 'deriveKey');
  const length = derivedLength(forLength);
  const bits = await deriveFor(n, slots, baseKey[kHandle], length);
  return importNormalized(secretFormat(target), new Uint8Array(bits), target, Boolean(extractable), usages);
}

const secretFormat = () => 'raw-secret';

// wrapKey and unwrapKey

function normalizeEither(algorithm, ...opsList) {
  let first;
  for (const op of opsList) {
    try {
      return normalize(algorithm, op);
    } catch (err) {
      first ??= err;
    }
  }
  throw first;
}

async function wrapKey(format, key, wrappingKey, wrapAlgorithm) {
  format = formatOf(format, 'wrapKey');
  const slots = needKey(key, arg('wrapKey', 1));
  const wrapping = needKey(wrappingKey, arg('wrapKey', 2));
  const n = normalizeEither(wrapAlgorithm, 'wrapKey', 'encrypt');
  const p = cipherParams(n);
  if (wrapping.algorithm.name !== n.name) throw accessError('Key algorithm mismatch');
  if (!wrapping.usages.includes('wrapKey')) throw accessError('Unable to use this key to wrapKey');
  if (slots.extractable !== true) throw accessError('key is not extractable');
  let data = exportSync(format, key);
  if (format === 'jwk') {
    let text = JSON.stringify(data);
    // AES-KW takes whole blocks of eight bytes: JSON may be padded with blanks.
    if (n.name === 'AES-KW' && Buffer.byteLength(text) % 8 !== 0) {
      text = `${text.slice(0, -1)}${' '.repeat(8 - Buffer.byteLength(text) % 8)}}`;
    }
    data = Buffer.from(text);
  } else {
    data = new Uint8Array(data);
  }
  return cryptBytes(true, n, p, wrapping, wrappingKey[kHandle], data);
}

async function unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages) {
  format = formatOf(format, 'unwrapKey');
  const wrapped = bytesOf(wrappedKey, arg('unwrapKey', 1));
  const unwrapping = needKey(unwrappingKey, arg('unwrapKey', 2));
  const n = normalizeEither(unwrapAlgorithm, 'unwrapKey', 'decrypt');
  const p = cipherParams(n);
  const target = normalize(unwrappedKeyAlgorithm, 'importKey');
  const usages = usagesOf(keyUsages, arg('unwrapKey', 6));
  if (unwrapping.algorithm.name !== n.name) throw accessError('Key algorithm mismatch');
  if (!unwrapping.usages.includes('unwrapKey')) throw accessError('Unable to use this key to unwrapKey');
  let data = new Uint8Array(await cryptBytes(false, n, p, unwrapping, unwrappingKey[kHandle], wrapped));
  if (format === 'jwk') {
    try {
      data = JSON.parse(Buffer.from(data).toString('utf8'));
    } catch (err) {
      throw dataError('Invalid wrapped JWK key', err);
    }
  }
  return importNormalized(format, data, target, Boolean(extractable), usages);
}

// getPublicKey, encapsulation

async function getPublicKey(key, keyUsages) {
  const slots = needKey(key, arg('getPublicKey', 0));
  const usages = usagesOf(keyUsages, arg('getPublicKey', 1));
  if (slots.type !== 'private') {
    throw slots.type === 'secret' ? notSupported('key must be a private key') : accessError('key must be a private key');
  }
  const row = lookup(slots.algorithm.name);
  checkUsages(usages, allowedUsages(row).public, row.name);
  return makeCryptoKey(key[kHandle].toPublic(), slots.algorithm, usages, true);
}

async function encapsulate(algorithm, key, usage) {
  const n = normalize(algorithm, usage);
  const slots = needKey(key, arg(usage, 1));
  if (slots.algorithm.name !== n.name) throw accessError('key algorithm mismatch');
  if (!slots.usages.includes(usage)) throw accessError(`encapsulationKey does not have ${usage} usage`);
  return job('encapsulate', key[kHandle]);
}

async function encapsulateBits(algorithm, key) {
  const [shared, ct] = await encapsulate(algorithm, key, 'encapsulateBits');
  return { sharedKey: toAB(shared), ciphertext: toAB(ct) };
}

async function encapsulateKey(algorithm, key, sharedKeyAlgorithm, extractable, keyUsages) {
  const target = normalize(sharedKeyAlgorithm, 'importKey');
  const usages = usagesOf(keyUsages, arg('encapsulateKey', 4));
  const [shared, ct] = await encapsulate(algorithm, key, 'encapsulateKey');
  return { sharedKey: importNormalized(secretFormat(target), shared, target, Boolean(extractable), usages), ciphertext: toAB(ct) };
}

async function decapsulate(algorithm, key, ciphertext, usage) {
  const n = normalize(algorithm, usage);
  const slots = needKey(key, arg(usage, 1));
  const ct = bytesOf(ciphertext, arg(usage, 2));
  if (slots.algorithm.name !== n.name) throw accessError('key algorithm mismatch');
  if (!slots.usages.includes(usage)) throw accessError(`decapsulationKey does not have ${usage} usage`);
  return job('decapsulate', key[kHandle], ct);
}

const decapsulateBits = (algorithm, key, ct) => decapsulate(algorithm, key, ct, 'decapsulateBits').then(toAB);

async function decapsulateKey(algorithm, key, ciphertext, sharedKeyAlgorithm, extractable, keyUsages) {
  const target = normalize(sharedKeyAlgorithm, 'importKey');
  const usages = usagesOf(keyUsages, arg('decapsulateKey', 5));
  const shared = await decapsulate(algorithm, key, ciphertext, 'decapsulateKey');
  return importNormalized(secretFormat(target), shared, target, Boolean(extractable), usages);
}

// SubtleCrypto.supports

// checked normalises and looks at every member that the operation would look at; it throws what the operation would.
function checked(algorithm, op) {
  const n = normalize(algorithm, op);
  switch (op) {
    case 'sign':
    case 'verify':
      if (n.name === 'RSA-PSS') mustInt(n, 'saltLength', 'RsaPssParams');
      else if (n.name === 'ECDSA') hashOf(n, 'EcdsaParams');
      else if (n.family === 'kmac') signParams(n, {});
      break;
    case 'digest':
      if (n.family === 'cshake') digestLength(n);
      break;
    case 'encrypt':
    case 'decrypt':
    case 'wrapKey':
    case 'unwrapKey':
      cipherParams(n);
      break;
    case 'importKey':
      if (n.family === 'hmac') hashOf(n, 'HmacImportParams');
      if (n.family === 'rsa') hashOf(n, 'RsaHashedImportParams');
      if (n.family === 'ec' && !kNodeCurves[must(n, 'namedCurve', 'EcKeyImportParams')]) throw notSupported();
      break;
    case 'generateKey':
      switch (n.family) {
        case 'aes': keyLength(n, 'AesKeyGenParams'); break;
        case 'hmac':
          hashOf(n, 'HmacKeyGenParams');
          if (n.a.length !== undefined && (mustInt(n, 'length', 'HmacKeyGenParams') === 0 || n.a.length % 8 !== 0)) throw notSupported();
          break;
        case 'rsa':
          mustInt(n, 'modulusLength', 'RsaHashedKeyGenParams');
          must(n, 'publicExponent', 'RsaHashedKeyGenParams');
          hashOf(n, 'RsaHashedKeyGenParams');
          break;
        case 'ec':
          if (!kNodeCurves[must(n, 'namedCurve', 'EcKeyGenParams')]) throw notSupported();
          break;
      }
      break;
  }
  return n;
}

// What deriveBits asks of its algorithm and length.
function checkedDerive(algorithm, length) {
  const n = normalize(algorithm, 'deriveBits');
  if (n.name === 'ECDH' || n.name === 'X25519' || n.name === 'X448') {
    const other = needKey(must(n, 'public', 'EcdhKeyDeriveParams'), kPassed('public'));
    return other.type === 'public' && other.algorithm.name === n.name;
  }
  switch (n.name) {
    case 'HKDF':
      hashOf(n, 'HkdfParams');
      mustBytes(n, 'info', 'HkdfParams');
      mustBytes(n, 'salt', 'HkdfParams');
      break;
    case 'PBKDF2':
      hashOf(n, 'Pbkdf2Params');
      if (mustInt(n, 'iterations', 'Pbkdf2Params') === 0) return false;
      mustBytes(n, 'salt', 'Pbkdf2Params');
      break;
    default:
      mustBytes(n, 'nonce', 'Argon2Params');
      for (const m of ['parallelism', 'memory', 'passes']) mustInt(n, m, 'Argon2Params');
  }
  return length !== null && length % 8 === 0;
}

function supports(operation, algorithm, extra) {
  operation = `${operation}`;
  try {
    switch (operation) {
      case 'getPublicKey':
        return allowedUsages(normalize(algorithm, 'exportKey')).secret === undefined;
      case 'deriveBits':
        return checkedDerive(algorithm, lengthOf(extra));
      case 'deriveKey': {
        if (extra === null) return false;
        checked(extra, 'importKey');
        return checkedDerive(algorithm, derivedLength(normalize(extra, 'getKeyLength')) ?? 256);
      }
      case 'wrapKey':
      case 'unwrapKey': {
        if (extra === null) return false;
        const n = normalizeEither(algorithm, operation, operation === 'wrapKey' ? 'encrypt' : 'decrypt');
        cipherParams(n);
        if (operation === 'wrapKey') normalize(extra, 'exportKey');
        else checked(extra, 'importKey');
        return true;
      }
      case 'encapsulateKey':
      case 'decapsulateKey':
        normalize(algorithm, operation);
        if (extra === null) return false;
        checked(extra, 'importKey');
        return true;
      case 'exportKey':
      case 'encapsulateBits':
      case 'decapsulateBits':
        normalize(algorithm, operation);
        return true;
      case 'encrypt': case 'decrypt': case 'generateKey': case 'importKey': case 'sign': case 'verify': case 'digest':
        checked(algorithm, operation);
        return true;
    }
  } catch {
    return false;
  }
  return false;
}

module.exports = {
  crypt, decapsulateBits, decapsulateKey, deriveBits, deriveKey, digest: digestJob, encapsulateBits, encapsulateKey, exportKey, generateKey,
  getPublicKey, importKey, keyFromHandle, requireArgs, sign, supports, unwrapKey, verify, wrapKey,
};
