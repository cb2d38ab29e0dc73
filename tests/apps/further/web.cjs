'use strict';
// Express with sessions, passport, multer and winston; node-fetch as the client.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { Writable } = require('stream');
const express = require('express');
const session = require('express-session');
const multer = require('multer');
const passport = require('passport');
const { Strategy } = require('passport-local');
const winston = require('winston');
const { say, once } = require('./say.cjs');

async function main() {
  const { default: fetch, FormData, Blob, File, Headers, Request, Response, FetchError, AbortError } = await import('node-fetch');
  const lines = [];
  const logger = winston.createLogger({
    level: 'debug', defaultMeta: { app: 'x' },
    format: winston.format.combine(winston.format.errors({ stack: false }), winston.format.splat(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream: new Writable({ write(c, e, cb) { lines.push(String(c).trim()); cb(); } }) })],
  });
  logger.info('plain');
  logger.warn('with %s and %d', 'text', 3, { meta: 1 });
  logger.error(new Error('an error'));
  logger.child({ module: 'm' }).debug({ message: 'object', n: [1] });
  logger.silly('not shown');
  const pretty = winston.createLogger({ format: winston.format.combine(winston.format.label({ label: 'L' }), winston.format.printf((i) => `${i.label} ${i.level}: ${i.message}`)), transports: [new winston.transports.Stream({ stream: new Writable({ write(c, e, cb) { lines.push(String(c).trim()); cb(); } }), level: 'error' })] });
  pretty.info('hidden');
  pretty.error('shown');
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'web-'));
  const file = winston.createLogger({ transports: [new winston.transports.File({ filename: path.join(dir, 'log.txt') })] });
  file.info('to a file');
  file.end();
  await once(file.transports[0] ?? file, 'finish').catch(() => {});
  await new Promise((r) => setTimeout(r, 100));
  say('winston', lines, fs.readFileSync(path.join(dir, 'log.txt'), 'utf8'), logger.levels);

  const app = express();
  app.use(session({ secret: 's', resave: false, saveUninitialized: false, name: 'sid', genid: () => 'fixed-id', cookie: { maxAge: null } }));
  passport.use(new Strategy((name, password, done) => done(null, password === 'right' ? { id: 7, name } : false, { message: 'wrong password' })));
  passport.serializeUser((u, done) => done(null, u));
  passport.deserializeUser((u, done) => done(null, u));
  app.use(passport.initialize());
  app.use(passport.session());
  app.get('/count', (req, res) => { req.session.n = (req.session.n ?? 0) + 1; res.json({ n: req.session.n }); });
  app.post('/login', express.json(), passport.authenticate('local', { failWithError: true }), (req, res) => res.json({ user: req.user }));
  app.get('/me', (req, res) => res.json({ user: req.user ?? null, auth: req.isAuthenticated() }));
  app.post('/logout', (req, res, next) => req.logout((e) => (e ? next(e) : res.json({ out: true }))));
  const memory = multer({ storage: multer.memoryStorage(), limits: { fileSize: 1000, files: 2 } });
  app.post('/upload', memory.fields([{ name: 'a', maxCount: 1 }, { name: 'b' }]), (req, res) => res.json({ body: req.body, files: Object.values(req.files).flat().map((f) => [f.fieldname, f.originalname, f.mimetype, f.size, f.buffer.toString()]) }));
  const disk = multer({ storage: multer.diskStorage({ destination: dir, filename: (req, f, cb) => cb(null, 'saved-' + f.originalname) }), fileFilter: (req, f, cb) => cb(null, !f.originalname.endsWith('.exe')) });
  app.post('/disk', disk.array('f'), (req, res) => res.json(req.files.map((f) => [f.filename, fs.readFileSync(f.path, 'utf8')])));
  app.get('/redirect', (req, res) => res.redirect('/count'));
  app.get('/slow', () => {});
  app.get('/gzip', (req, res) => { res.set('Content-Encoding', 'gzip').type('text').send(require('zlib').gzipSync('zipped')); });
  app.use((err, req, res, next) => res.status(err.status ?? 400).json({ error: err.name, code: err.code, message: err.message })); // eslint-disable-line no-unused-vars
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  let cookie = '';
  const call = async (p, init = {}) => {
    const r = await fetch(base + p, { ...init, headers: { ...init.headers, ...(cookie && { cookie }) } });
    const set = r.headers.raw()['set-cookie'];
    if (set) cookie = set[0].split(';')[0];
    say((init.method ?? 'GET') + ' ' + p, r.status, set, r.headers.get('content-type'), await r.text());
  };
  await call('/count');
  await call('/count');
  await call('/me');
  const json = (o) => ({ method: 'POST', body: JSON.stringify(o), headers: { 'content-type': 'application/json' } });
  await call('/login', json({ username: 'ada', password: 'wrong' }));
  await call('/login', json({ username: 'ada', password: 'right' }));
  await call('/me');
  await call('/logout', { method: 'POST' });
  await call('/me');
  cookie = 'sid=s%3Aforged.signature';
  await call('/count');
  const form = new FormData();
  form.set('text', 'ü');
  form.append('a', new File(['file a'], 'a.txt', { type: 'text/plain' }));
  form.append('b', new Blob(['blob b'], { type: 'application/x-b' }), 'b.bin');
  await call('/upload', { method: 'POST', body: form });
  const big = new FormData();
  big.append('a', new Blob(['x'.repeat(2000)]), 'big');
  await call('/upload', { method: 'POST', body: big });
  const wrong = new FormData();
  wrong.append('c', new Blob(['x']), 'c');
  await call('/upload', { method: 'POST', body: wrong });
  const saved = new FormData();
  saved.append('f', new Blob(['one']), 'one.txt');
  saved.append('f', new Blob(['two']), 'two.exe');
  await call('/disk', { method: 'POST', body: saved });
  const r = await fetch(base + '/redirect');
  say('redirected', r.redirected, r.url.replace(/:\d+/, ''), r.status);
  say('manual', (await fetch(base + '/redirect', { redirect: 'manual' })).headers.get('location')?.replace(/:\d+/, ''));
  say('gzip', await (await fetch(base + '/gzip')).text());
  await fetch(base + '/redirect', { redirect: 'error' }).catch((e) => say('redirect error', e instanceof FetchError, e.type));
  await fetch('http://127.0.0.1:1/').catch((e) => say('refused', e.name, e.code, e.type));
  const ac = new AbortController();
  setTimeout(() => ac.abort(), 20);
  await fetch(base + '/slow', { signal: ac.signal }).catch((e) => say('aborted', e instanceof AbortError, e.type));
  say('classes', await new Response('{"a":1}').json(), new Headers({ A: 'b' }).get('a'), new Request(base, { method: 'put' }).method, (await new Response(new Blob(['abc'])).arrayBuffer()).byteLength, await (await fetch('data:text/plain,hi')).text());
  let n = 0;
  for await (const c of (await fetch(base + '/count')).body) n += c.length;
  say('body stream', n);
  server.closeAllConnections();
  server.close();
  fs.rmSync(dir, { recursive: true });
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
