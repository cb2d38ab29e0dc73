'use strict';

// The crypto module: a thin index, so that a program that hashes loads no more than that.

const binding = internalBinding('crypto');
const { Hash, Hmac, hash } = require('internal/crypto/hash');
const random = require('internal/crypto/random');

function createHash(algorithm, options) {
  return new Hash(algorithm, options);
}
function createHmac(hmac, key, options) {
  return new Hmac(hmac, key, options);
}

// There is no FIPS provider: the flag is kept, the algorithms stay what they are.
let fips = 0;
function setFips(val) {
  if (!require('worker_threads').isMainThread) {
    throw new (require('internal/errors').codes.ERR_WORKER_UNSUPPORTED_OPERATION)('Calling crypto.setFips()');
  }
  fips = val ? 1 : 0;
}

// Old names of randomBytes.
function old(name) {
  let value = random.randomBytes;
  if (require('internal/options').getOptionValue('--pending-deprecation')) {
    value = { [name](size, callback) {
      warnOnce('DEP0115', `crypto.${name} is deprecated.`);
      return random.randomBytes(size, callback);
    } }[name];
  }
  return { __proto__: null, configurable: true, enumerable: false, writable: true, value };
}

const warned = new Set();
function warnOnce(code, message) {
  if (warned.has(code)) return;
  warned.add(code);
  process.emitWarning(message, 'DeprecationWarning', code);
}

const lazyTable = {
  'internal/crypto/kdf': ['pbkdf2', 'pbkdf2Sync', 'scrypt', 'scryptSync', 'hkdf', 'hkdfSync'],
  'internal/crypto/cipher': ['Cipheriv', 'Decipheriv', 'getCipherInfo'],
  'internal/crypto/keys': ['createPrivateKey', 'createPublicKey', 'createSecretKey', 'KeyObject'],
  'internal/crypto/keygen': ['generateKey', 'generateKeyPair', 'generateKeyPairSync', 'generateKeySync'],
  'internal/crypto/sig': ['Sign', 'Verify', 'sign', 'verify', 'publicEncrypt', 'publicDecrypt', 'privateEncrypt', 'privateDecrypt',
    'encapsulate', 'decapsulate'],
  'internal/crypto/diffiehellman': ['DiffieHellman', 'DiffieHellmanGroup', 'ECDH', 'diffieHellman'],
  'internal/crypto/util': ['setEngine'],
  'internal/crypto/x509': ['Certificate', 'X509Certificate'],
  'internal/crypto/mac': ['createMac', 'getMacs', 'parsePKCS12'],
  'internal/crypto/argon2': ['argon2', 'argon2Sync'],
};

module.exports = {
  ...random,
  createHash,
  createHmac,
  createCipheriv(cipher, key, iv, options) { return new module.exports.Cipheriv(cipher, key, iv, options); },
  createDecipheriv(cipher, key, iv, options) { return new module.exports.Decipheriv(cipher, key, iv, options); },
  createSign(algorithm, options) { return new module.exports.Sign(algorithm, options); },
  createVerify(algorithm, options) { return new module.exports.Verify(algorithm, options); },
  createDiffieHellman(a, b, c, d) { return new module.exports.DiffieHellman(a, b, c, d); },
  createDiffieHellmanGroup(name) { return new module.exports.DiffieHellmanGroup(name); },
  getDiffieHellman(name) { return new module.exports.DiffieHellmanGroup(name); },
  createECDH(curve) { return new module.exports.ECDH(curve); },
  getHashes() { return binding.getHashes(); },
  getCiphers() { return binding.getCiphers(); },
  getCurves() { return binding.getCurves(); },
  getFips() { return fips; },
  setFips,
  hash,
  secureHeapUsed() { return { total: 0, used: 0, utilization: NaN, min: 2 }; },
  getRandomValues(array) { return module.exports.webcrypto.getRandomValues(array); },
};
// The constructors warn when a program calls them itself.
for (const [C, code] of [[Hash, 'DEP0179'], [Hmac, 'DEP0181']]) {
  const wrapper = {
    [C.name]: function(...args) {
      warnOnce(code, `crypto.${C.name} constructor is deprecated.`);
      return Reflect.construct(C, args, new.target === undefined || new.target === wrapper ? C : new.target);
    },
  }[C.name];
  Object.defineProperty(wrapper, 'length', { __proto__: null, configurable: true, value: C.length });
  Object.setPrototypeOf(wrapper, C);
  wrapper.prototype = C.prototype;
  module.exports[C.name] = wrapper;
}
for (const id of Object.keys(lazyTable)) {
  for (const name of lazyTable[id]) {
    Object.defineProperty(module.exports, name, {
      __proto__: null,
      configurable: true,
      enumerable: true,
      get() {
        const value = require(id)[name];
        Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
        return value;
      },
      set(value) {
        Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
      },
    });
  }
}
Object.defineProperties(module.exports, {
  fips: {
    __proto__: null,
    get() {
      warnOnce('DEP0093', 'The crypto.fips is deprecated. Please use crypto.getFips()');
      return fips;
    },
    set(v) {
      warnOnce('DEP0093', 'The crypto.fips is deprecated. Please use crypto.setFips()');
      setFips(v);
    },
  },
  prng: old('prng'),
  pseudoRandomBytes: old('pseudoRandomBytes'),
  rng: old('rng'),
  constants: { __proto__: null, configurable: false, enumerable: true, value: internalBinding('constants').crypto },
  webcrypto: {
    __proto__: null, configurable: false, enumerable: true,
    get() { return require('internal/crypto/webcrypto').crypto; }, set: undefined,
  },
  subtle: {
    __proto__: null, configurable: false, enumerable: true,
    get() { return require('internal/crypto/webcrypto').crypto.subtle; }, set: undefined,
  },
});
