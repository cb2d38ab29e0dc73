'use strict';
// lib/bindings/crypto.md over Node's public crypto.
const c = { ...require('crypto') };
const B = (v) => Buffer.from(v);
class KH {
  constructor(k) { this.k = k; }
  equals(o) { return this.k.equals(o.k); }
  secretSize() { return this.k.symmetricKeySize; }
  exportSecret() { return this.k.export(); }
  keyType() { return this.k.asymmetricKeyType; }
  details() { return this.k.asymmetricKeyDetails; }
  toPublic() { return this.k.type === 'private' ? new KH(c.createPublicKey(this.k)) : this; }
  exportJwk() { return this.k.export({ format: 'jwk' }); }
  exportPublic(format, type) { return this.k.export({ format, type }); }
  exportPrivate(format, type, cipher, passphrase) { return this.k.export({ format, type, cipher, passphrase }); }
}
const so = (h, padding, saltLength, dsaEncoding) => ({ key: h.k, padding, saltLength, dsaEncoding });
module.exports = {
  Hash: class Hash {
    constructor(a, len, inner) { this.h = inner || c.createHash(a, len === undefined ? undefined : { outputLength: len }); }
    update(d) { this.h.update(d); }
    digest() { return this.h.digest(); }
    copy(len) { return new module.exports.Hash(null, null, this.h.copy(len === undefined ? undefined : { outputLength: len })); }
  },
  Hmac: class Hmac {
    constructor(a, k) { this.h = c.createHmac(a, k); }
    update(d) { this.h.update(d); }
    digest() { return this.h.digest(); }
  },
  oneShotDigest: (a, d, outputLength) => c.hash(a, d, { outputEncoding: 'buffer', outputLength }),
  hasHash: (a) => { try { c.createHash(a); return true; } catch { return false; } },
  hashSize: (a) => c.createHash(a).digest().length,
  randomFill: (b) => { c.randomFillSync(b); },
  randomFillAsync: (b, cb) => c.randomFill(b, (e) => cb(e)),
  timingSafeEqual: c.timingSafeEqual,
  pbkdf2: c.pbkdf2Sync, pbkdf2Async: c.pbkdf2,
  scrypt: (p, s, l, N, r, pp, maxmem) => c.scryptSync(p, s, l, { N, r, p: pp, maxmem }),
  scryptAsync: (p, s, l, N, r, pp, maxmem, cb) => c.scrypt(p, s, l, { N, r, p: pp, maxmem }, cb),
  hkdf: (...a) => B(c.hkdfSync(...a)),
  hkdfAsync: (...a) => { const cb = a.pop(); c.hkdf(...a, (e, r) => cb(e, r && B(r))); },
  CipherBase: class CipherBase {
    constructor(enc, name, key, iv, tagLen) {
      this.c = (enc ? c.createCipheriv : c.createDecipheriv)(name, key, iv, tagLen === -1 ? undefined : { authTagLength: tagLen });
    }
    update(d) { return this.c.update(d); }
    final() { return this.c.final(); }
    setAutoPadding(v) { try { this.c.setAutoPadding(v); return true; } catch { return false; } }
    setAAD(b, n) { try { this.c.setAAD(b, n === -1 ? undefined : { plaintextLength: n }); return true; } catch (e) { if (e.code === 'ERR_CRYPTO_INVALID_STATE') return false; throw e; } }
    getAuthTag() { try { return this.c.getAuthTag(); } catch { return undefined; } }
    setAuthTag(b) { try { this.c.setAuthTag(b); return true; } catch (e) { if (e.code === 'ERR_CRYPTO_INVALID_STATE') return false; throw e; } }
  },
  getCipherInfo: (n, keyLength, ivLength) => c.getCipherInfo(n, { keyLength, ivLength }),
  createSecretKey: (b) => new KH(c.createSecretKey(b)),
  parseKey(kind, data, format, type, passphrase) {
    const key = B(data);
    if (kind === 'private') return new KH(c.createPrivateKey({ key, format, type, passphrase }));
    if (kind === 'either' && format === 'pem' && key.includes('PRIVATE KEY')) return new KH(c.createPrivateKey({ key, format, type, passphrase }));
    return new KH(c.createPublicKey({ key, format, type, passphrase }));
  },
  importJwk: (kind, key) => new KH(kind === 'private' || (kind === 'either' && key.d) ? c.createPrivateKey({ key, format: 'jwk' }) : c.createPublicKey({ key, format: 'jwk' })),
  generateKeyPair(type, o) { const { publicKeyEncoding, privateKeyEncoding, ...r } = o; const p = c.generateKeyPairSync(type, r); return [new KH(p.publicKey), new KH(p.privateKey)]; },
  generateKeyPairAsync(type, o, cb) { const { publicKeyEncoding, privateKeyEncoding, ...r } = o; c.generateKeyPair(type, r, (e, a, b) => (e ? cb(e) : cb(null, [new KH(a), new KH(b)]))); },
  SignVerify: class SignVerify {
    constructor(a) { this.s = c.createSign(a); this.v = c.createVerify(a); }
    update(d) { this.s.update(d); this.v.update(d); }
    sign(h, ...o) { return this.s.sign(so(h, ...o)); }
    verify(h, sig, ...o) { return this.v.verify(so(h, ...o), sig); }
  },
  sign: (a, d, h, ...o) => c.sign(a, d, so(h, ...o)),
  signAsync: (a, d, h, p, s, e, cb) => c.sign(a, d, so(h, p, s, e), cb),
  verify: (a, d, h, sig, ...o) => c.verify(a, d, so(h, ...o), sig),
  verifyAsync: (a, d, h, sig, p, s, e, cb) => c.verify(a, d, so(h, p, s, e), sig, cb),
  ...Object.fromEntries(['publicEncrypt', 'publicDecrypt', 'privateEncrypt', 'privateDecrypt'].map((n) =>
    [n, (h, b, padding, oaepHash, oaepLabel) => c[n]({ key: h.k, padding, oaepHash, oaepLabel }, b)])),
  DiffieHellman: class DiffieHellman { constructor(a, g) { return c.createDiffieHellman(a, g); } },
  DiffieHellmanGroup: class DiffieHellmanGroup { constructor(n) { return c.getDiffieHellman(n); } },
  ECDH: class ECDH {
    constructor(curve) { this.e = c.createECDH(curve); }
    generateKeys() { this.e.generateKeys(); }
    computeSecret(k) { return this.e.computeSecret(k); }
    getPublicKey(f) { return this.e.getPublicKey(null, f); }
    getPrivateKey() { return this.e.getPrivateKey(); }
    setPrivateKey(k) { this.e.setPrivateKey(k); }
    setPublicKey(k) { this.e.setPublicKey(k); }
  },
  ecdhConvertKey: (k, curve, f) => c.ECDH.convertKey(k, curve, null, null, f),
  statelessDH: (a, b) => c.diffieHellman({ privateKey: a.k, publicKey: b.k }),
  statelessDHAsync: (a, b, cb) => c.diffieHellman({ privateKey: a.k, publicKey: b.k }, cb),
  generatePrime: (n, safe, add, rem) => B(c.generatePrimeSync(n, { safe, add, rem })),
  generatePrimeAsync: (n, safe, add, rem, cb) => c.generatePrime(n, { safe, add, rem }, (e, r) => cb(e, r && B(r))),
  checkPrime: (b, checks) => c.checkPrimeSync(b, { checks }),
  checkPrimeAsync: (b, checks, cb) => c.checkPrime(b, { checks }, cb),
  getHashes: c.getHashes, getCiphers: c.getCiphers, getCurves: c.getCurves,
};
