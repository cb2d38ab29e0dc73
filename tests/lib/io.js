// Streams, files, compression and hashes, printed for comparison.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const zlib = require('zlib');
const crypto = require('crypto');
const { Readable, Transform, pipeline, PassThrough, addAbortSignal } = require('stream');
const sp = require('stream/promises');
const log = (...a) => console.log(...a);
const fail = (f) => { try { log('no error', f()); } catch (e) { log(e.code, e.message.replaceAll(dir, 'DIR')); } };
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gonode-io-'));
const f = (n) => path.join(dir, n);

(async () => {
  log(await Readable.from([1, 2, 3]).map((x) => x * 2).filter((x) => x > 2).toArray());
  log(await Readable.from('abc').take(1).reduce((a, b) => a + b, ''));
  await sp.pipeline(Readable.from(['a', 'b']), async function* (src) { for await (const c of src) yield c.toUpperCase(); }, fs.createWriteStream(f('up')));
  log(fs.readFileSync(f('up'), 'utf8'), fs.statSync(f('up')).size);
  const t = new Transform({ transform(c, e, cb) { cb(null, String(c) + '!'); } });
  t.write('x');
  t.end('y');
  for await (const c of t) log(String(c));
  await sp.pipeline(new PassThrough(), new PassThrough(), { signal: AbortSignal.abort() }).catch((e) => log(e.name, e.code));
  pipeline(new Readable({ read() { this.destroy(new Error('boom')); } }), new PassThrough(), (e) => log(e.message));
  await new Promise((r) => setTimeout(r, 10));
  log(addAbortSignal(AbortSignal.abort(), new PassThrough().on('error', () => {})).destroyed);

  fs.mkdirSync(f('a/b'), { recursive: true });
  fs.writeFileSync(f('a/b/c.txt'), 'text');
  fs.symlinkSync('c.txt', f('a/b/l'));
  log(fs.readdirSync(dir, { recursive: true }).sort(), fs.readlinkSync(f('a/b/l')));
  fs.cpSync(f('a'), f('z'), { recursive: true });
  log(fs.globSync('**/*.txt', { cwd: dir }).sort(), fs.existsSync(f('z/b/c.txt')));
  fail(() => fs.readFileSync(f('nope')));
  fail(() => fs.openSync(f('nope')));
  fail(() => fs.rmdirSync(f('a')));
  fail(() => fs.rmSync(f('a')));
  fail(() => fs.mkdirSync(f('a')));
  fail(() => fs.readFileSync(3.5));
  fail(() => fs.writeFileSync(f('w'), {}));
  fail(() => fs.readSync(0, Buffer.alloc(1), 2, 5, 0));
  fail(() => fs.openSync(f('q'), 'zz'));
  const h = await fs.promises.open(f('h'), 'w+');
  await h.write('hello');
  log((await h.read(Buffer.alloc(5), 0, 5, 0)).buffer.toString(), (await h.stat()).size);
  await h.close();
  let s = '';
  for await (const c of fs.createReadStream(f('h'), { start: 1, end: 3, encoding: 'utf8', highWaterMark: 1 })) s += c;
  log(s, fs.statSync(f('nope'), { throwIfNoEntry: false }));
  for await (const e of await fs.promises.opendir(dir)) if (e.isFile() && e.name === 'h') log(e.name);
  fs.rmSync(dir, { recursive: true });

  const data = Buffer.from('hello '.repeat(1000));
  for (const [c, d] of [['gzip', 'gunzip'], ['deflate', 'inflate'], ['deflateRaw', 'inflateRaw'], ['brotliCompress', 'brotliDecompress'], ['zstdCompress', 'zstdDecompress']]) {
    log(c, zlib[d + 'Sync'](zlib[c + 'Sync'](data)).equals(data));
  }
  fail(() => zlib.inflateSync(Buffer.from('nonsense')));
  fail(() => zlib.gunzipSync(zlib.gzipSync(data).subarray(0, 20)));
  fail(() => zlib.gunzipSync(zlib.gzipSync(data), { maxOutputLength: 10 }));
  log(zlib.crc32('hello'), crypto.createHash('sha256').update('a').update(Buffer.from('b')).digest('hex'));
  log(crypto.createHmac('sha1', 'k').update('d').digest('base64'), crypto.hash('md5', ''));
  log(crypto.pbkdf2Sync('p', 's', 10, 16, 'sha512').toString('hex'), crypto.scryptSync('p', 's', 8, { N: 16 }).toString('hex'));
  log(Buffer.from(crypto.hkdfSync('sha256', 'k', 's', 'i', 8)).toString('hex'), crypto.randomUUID().length, crypto.randomInt(1));
  const c = crypto.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12));
  log(c.update('secret', 'utf8', 'hex') + c.final('hex'), c.getAuthTag().toString('hex'));
  const pair = crypto.generateKeyPairSync('ed25519');
  log(crypto.verify(null, data, pair.publicKey, crypto.sign(null, data, pair.privateKey)), pair.publicKey.type);
  log(crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')));
  fail(() => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')));
  fail(() => crypto.createHash('nope'));
  fail(() => crypto.randomBytes(-1));
})();
