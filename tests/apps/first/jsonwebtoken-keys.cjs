'use strict';
// jsonwebtoken with RSA, RSA-PSS and elliptic keys.
const crypto = require('crypto');
const jwt = require('jsonwebtoken');
const { say, attempt } = require('./say.cjs');

const rsa = crypto.generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
for (const algorithm of ['RS256', 'RS384', 'RS512', 'PS256', 'PS512']) {
  const t = jwt.sign({ a: 1, iat: 1 }, rsa.privateKey, { algorithm });
  say(algorithm, t.split('.').map((p) => p.length), jwt.verify(t, rsa.publicKey, { algorithms: [algorithm] }), jwt.verify(t, crypto.createPublicKey(rsa.publicKey)));
  attempt(algorithm + ' forged', () => jwt.verify(t.slice(0, -8) + 'AAAAAAAA', rsa.publicKey));
}
for (const [algorithm, namedCurve] of [['ES256', 'prime256v1'], ['ES384', 'secp384r1'], ['ES512', 'secp521r1']]) {
  const { publicKey, privateKey } = crypto.generateKeyPairSync('ec', { namedCurve });
  const t = jwt.sign({ b: 2, iat: 1 }, privateKey, { algorithm });
  say(algorithm, t.split('.').map((p) => p.length), jwt.verify(t, publicKey), publicKey.asymmetricKeyDetails);
}
attempt('wrong key type', () => jwt.sign({}, rsa.privateKey, { algorithm: 'ES256' }));
attempt('public key signs', () => jwt.sign({}, rsa.publicKey, { algorithm: 'RS256' }));
const encrypted = crypto.generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'pkcs1', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'pass' } });
const t = jwt.sign({ c: 3, iat: 1 }, { key: encrypted.privateKey, passphrase: 'pass' }, { algorithm: 'RS256' });
say('encrypted key', jwt.verify(t, encrypted.publicKey));
