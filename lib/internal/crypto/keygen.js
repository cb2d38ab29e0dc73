'use strict';

// generateKeyPair and generateKey.

const binding = internalBinding('crypto');
const {
  codes: {
    ERR_CRYPTO_INVALID_DIGEST, ERR_INCOMPATIBLE_OPTION_PAIR, ERR_INVALID_ARG_VALUE, ERR_MISSING_OPTION,
    ERR_CRYPTO_UNKNOWN_DH_GROUP, ERR_CRYPTO_INVALID_CURVE, ERR_CRYPTO_UNKNOWN_CIPHER,
  },
} = require('internal/errors');
const {
  validateBuffer, validateFunction, validateInt32, validateInteger, validateObject, validateOneOf, validateString, validateUint32,
} = require('internal/validators');
const { customPromisifyArgs } = require('internal/util');
const { PublicKeyObject, PrivateKeyObject, createSecretKey, exportWith, parseEncoding } = require('internal/crypto/keys');

function parseOutput(options, keyType) {
  const { publicKeyEncoding, privateKeyEncoding } = options;
  const one = (enc, isPublic, name) => {
    if (enc === undefined || enc === null) return undefined;
    if (typeof enc !== 'object') throw new ERR_INVALID_ARG_VALUE(name, enc);
    return parseEncoding(enc, keyType, isPublic, name, false);
  };
  const pub = one(publicKeyEncoding, true, 'options.publicKeyEncoding');
  const priv = one(privateKeyEncoding, false, 'options.privateKeyEncoding');
  if (priv?.cipher != null && binding.getCipherInfo(priv.cipher) === undefined) throw new ERR_CRYPTO_UNKNOWN_CIPHER();
  return { pub, priv };
}

// The binding's arguments after the type: modulusLength, publicExponent, hash, mgf, salt, curve, explicit, prime, primeLength, generator,
// divisorLength.
function parameters(type, options) {
  const p = new Array(11).fill(undefined);
  switch (type) {
    case 'rsa':
    case 'rsa-pss': {
      validateObject(options, 'options');
      const { modulusLength, publicExponent } = options;
      validateUint32(modulusLength, 'options.modulusLength');
      if (publicExponent != null) validateUint32(publicExponent, 'options.publicExponent');
      p[0] = modulusLength;
      p[1] = publicExponent ?? 0x10001;
      if (type === 'rsa') return p;
      const { hash, mgf1Hash, hashAlgorithm, mgf1HashAlgorithm, saltLength } = options;
      if (saltLength !== undefined) validateInt32(saltLength, 'options.saltLength', 0);
      if (hashAlgorithm !== undefined) validateString(hashAlgorithm, 'options.hashAlgorithm');
      if (mgf1HashAlgorithm !== undefined) validateString(mgf1HashAlgorithm, 'options.mgf1HashAlgorithm');
      if (hash !== undefined) {
        process.emitWarning('"options.hash" is deprecated, use "options.hashAlgorithm" instead.', 'DeprecationWarning', 'DEP0154');
        validateString(hash, 'options.hash');
        if (hashAlgorithm && hash !== hashAlgorithm) throw new ERR_INVALID_ARG_VALUE('options.hash', hash);
      }
      if (mgf1Hash !== undefined) {
        process.emitWarning('"options.mgf1Hash" is deprecated, use "options.mgf1HashAlgorithm" instead.', 'DeprecationWarning', 'DEP0154');
        validateString(mgf1Hash, 'options.mgf1Hash');
        if (mgf1HashAlgorithm && mgf1Hash !== mgf1HashAlgorithm) throw new ERR_INVALID_ARG_VALUE('options.mgf1Hash', mgf1Hash);
      }
      p[2] = hashAlgorithm || hash;
      p[3] = mgf1HashAlgorithm || mgf1Hash;
      p[4] = saltLength;
      return p;
    }
    case 'dsa': {
      validateObject(options, 'options');
      const { modulusLength, divisorLength } = options;
      validateUint32(modulusLength, 'options.modulusLength');
      if (divisorLength != null) validateInt32(divisorLength, 'options.divisorLength', 0);
      p[0] = modulusLength;
      p[10] = divisorLength ?? -1;
      return p;
    }
    case 'ec': {
      validateObject(options, 'options');
      const { namedCurve, paramEncoding } = options;
      validateString(namedCurve, 'options.namedCurve');
      if (paramEncoding != null && paramEncoding !== 'named' && paramEncoding !== 'explicit') {
        throw new ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
      }
      p[5] = namedCurve;
      p[6] = paramEncoding === 'explicit';
      return p;
    }
    case 'dh': {
      validateObject(options, 'options');
      const { group, primeLength, prime, generator } = options;
      if (group != null) {
        if (prime != null) throw new ERR_INCOMPATIBLE_OPTION_PAIR('group', 'prime');
        if (primeLength != null) throw new ERR_INCOMPATIBLE_OPTION_PAIR('group', 'primeLength');
        if (generator != null) throw new ERR_INCOMPATIBLE_OPTION_PAIR('group', 'generator');
        validateString(group, 'options.group');
        if (!/^modp([1258]|1[4-8])$/i.test(group)) throw new ERR_CRYPTO_UNKNOWN_DH_GROUP();
        p[5] = group;
        return p;
      }
      if (prime != null) {
        if (primeLength != null) throw new ERR_INCOMPATIBLE_OPTION_PAIR('prime', 'primeLength');
        validateBuffer(prime, 'options.prime');
        p[7] = prime;
      } else if (primeLength != null) {
        validateInt32(primeLength, 'options.primeLength', 0);
        p[8] = primeLength;
      } else {
        throw new ERR_MISSING_OPTION('At least one of the group, prime, or primeLength options');
      }
      if (generator != null) validateInt32(generator, 'options.generator', 0);
      p[9] = generator ?? 2;
      return p;
    }
    case 'ed25519': case 'ed448': case 'x25519': case 'x448':
    case 'ml-dsa-44': case 'ml-dsa-65': case 'ml-dsa-87': case 'ml-kem-512': case 'ml-kem-768': case 'ml-kem-1024':
    case 'slh-dsa-sha2-128f': case 'slh-dsa-sha2-128s': case 'slh-dsa-sha2-192f': case 'slh-dsa-sha2-192s':
    case 'slh-dsa-sha2-256f': case 'slh-dsa-sha2-256s': case 'slh-dsa-shake-128f': case 'slh-dsa-shake-128s':
    case 'slh-dsa-shake-192f': case 'slh-dsa-shake-192s': case 'slh-dsa-shake-256f': case 'slh-dsa-shake-256s':
      if (options !== undefined) validateObject(options, 'options');
      return p;
  }
  throw new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
}

function prepare(type, options) {
  validateString(type, 'type');
  // The encodings are looked at before the parameters, as programs see it.
  let out = {};
  if (options !== undefined && options !== null && typeof options === 'object') out = parseOutput(options, type);
  const args = parameters(type, options);
  for (const [i, what] of [[2, 'Invalid digest'], [3, 'Invalid MGF1 digest']]) {
    if (args[i] !== undefined && !binding.hasHash(args[i])) {
      const err = new ERR_CRYPTO_INVALID_DIGEST(args[i]);
      err.message = `${what}: ${args[i]}`;
      throw err;
    }
  }
  if (type === 'ec' && !binding.hasCurve(args[5])) throw new ERR_CRYPTO_INVALID_CURVE();
  return { args, ...out };
}

function encode(handle, { pub, priv }) {
  const pubHandle = handle.toPublic();
  return {
    publicKey: pub === undefined ? new PublicKeyObject(pubHandle) : exportWith(pubHandle, true, pub),
    privateKey: priv === undefined ? new PrivateKeyObject(handle) : exportWith(handle, false, priv),
  };
}

function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const job = prepare(type, options);
  validateFunction(callback, 'callback');
  binding.generateKeyPairAsync(type, ...job.args, (err, handle) => {
    let out;
    if (!err) {
      try {
        out = encode(handle, job);
      } catch (e) {
        err = e;
      }
    }
    if (err) return callback(err);
    callback(null, out.publicKey, out.privateKey);
  });
}
Object.defineProperty(generateKeyPair, customPromisifyArgs, { __proto__: null, value: ['publicKey', 'privateKey'], enumerable: false });

function generateKeyPairSync(type, options) {
  const job = prepare(type, options);
  return encode(binding.generateKeyPair(type, ...job.args), job);
}

function keyBytes(type, options) {
  validateString(type, 'type');
  validateObject(options, 'options');
  const { length } = options;
  if (type === 'hmac') validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
  else if (type === 'aes') validateOneOf(length, 'options.length', [128, 192, 256]);
  else throw new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  return Math.floor(length / 8);
}

function generateKeySync(type, options) {
  const n = keyBytes(type, options);
  return createSecretKey(require('internal/crypto/random').randomBytes(n));
}
function generateKey(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const n = keyBytes(type, options);
  validateFunction(callback, 'callback');
  require('internal/crypto/random').randomBytes(n, (err, b) => {
    if (err) callback(err);
    else callback(undefined, createSecretKey(b));
  });
}

module.exports = { generateKey, generateKeyPair, generateKeyPairSync, generateKeySync };
