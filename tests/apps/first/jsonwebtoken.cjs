'use strict';
// jsonwebtoken: HMAC, claims, errors, callbacks.
const jwt = require('jsonwebtoken');
const { say, attempt } = require('./say.cjs');

const iat = 1700000000;
for (const algorithm of ['HS256', 'HS384', 'HS512']) {
  const t = jwt.sign({ sub: 'ada', admin: true, iat }, 'a secret', { algorithm, keyid: 'k1' });
  say(algorithm, t, jwt.decode(t, { complete: true }), jwt.verify(t, 'a secret', { algorithms: [algorithm] }));
}
say('none', jwt.sign({ iat, a: 1 }, null, { algorithm: 'none' }));
const t = jwt.sign({ iat, data: 'ü' }, 'k', { expiresIn: '1h', notBefore: 10, audience: ['a', 'b'], issuer: 'me', jwtid: 'j', subject: 's', header: { x: 1 } });
say('claims', jwt.decode(t), jwt.verify(t, 'k', { clockTimestamp: iat + 20, audience: /b/, issuer: ['me', 'you'], jwtid: 'j', subject: 's' }));
const bad = (label, token, key, o) => attempt(label, () => jwt.verify(token, key, o));
bad('expired', t, 'k', { clockTimestamp: iat + 3601 });
bad('too early', t, 'k', { clockTimestamp: iat + 5 });
bad('tolerated', t, 'k', { clockTimestamp: iat + 3601, clockTolerance: 5 });
bad('audience', t, 'k', { clockTimestamp: iat + 20, audience: 'c' });
bad('issuer', t, 'k', { clockTimestamp: iat + 20, issuer: 'x' });
bad('subject', t, 'k', { clockTimestamp: iat + 20, subject: 'x' });
bad('max age', t, 'k', { clockTimestamp: iat + 20, maxAge: '10s' });
bad('key', t, 'other', { clockTimestamp: iat + 20 });
bad('algorithm', t, 'k', { clockTimestamp: iat + 20, algorithms: ['HS512'] });
bad('malformed', 'a.b', 'k');
bad('not a token', 'aaa.bbb.ccc', 'k');
bad('empty', '', 'k');
bad('no key', t, undefined, { clockTimestamp: iat + 20 });
bad('tampered', t.slice(0, -3) + 'AAA', 'k', { clockTimestamp: iat + 20 });
attempt('bad option', () => jwt.sign({}, 'k', { expiresIn: 'sometime' }));
attempt('bad payload', () => jwt.sign('string', 'k', { expiresIn: 1 }));
attempt('no secret', () => jwt.sign({ a: 1 }));
attempt('both exp', () => jwt.sign({ exp: 1 }, 'k', { expiresIn: 1 }));
say('string payload', jwt.verify(jwt.sign('plain', 'k'), 'k'), jwt.decode('nothing'));
jwt.sign({ iat, cb: 1 }, 'k', (err, token) => {
  say('callback', err, token);
  jwt.verify(token, (header, done) => done(null, header.alg === 'HS256' ? 'k' : 'x'), (e, v) => {
    say('key by callback', e, v);
    jwt.verify(token, 'x', (e2) => say('failed callback', e2));
  });
});
