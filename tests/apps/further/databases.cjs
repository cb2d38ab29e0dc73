'use strict';
// The clients of databases, as far as they go without a server: ioredis against a small server of RESP in this process, pg against
// the beginning of PostgreSQL's protocol, mysql2 and mongodb loaded with what they do by themselves.
const net = require('net');
const { say, once, attempt } = require('./say.cjs');

function redisServer() {
  const data = new Map(), subscribers = new Map();
  const bulk = (v) => (v === null || v === undefined ? '$-1\r\n' : `$${Buffer.byteLength(String(v))}\r\n${v}\r\n`);
  const list = (l) => `*${l.length}\r\n${l.map((x) => (typeof x === 'number' ? `:${x}\r\n` : bulk(x))).join('')}`;
  return net.createServer((s) => {
    let buf = '', queue = null;
    s.on('error', () => {});
    const run = (args) => {
      const [name, ...a] = args;
      switch (name.toLowerCase()) {
        case 'info': return bulk('redis_version:7.0.0\r\nloading:0\r\n');
        case 'client': case 'select': return '+OK\r\n';
        case 'hello': return `%3\r\n${bulk('server')}${bulk('redis')}${bulk('version')}${bulk('7.0.0')}${bulk('proto')}:3\r\n`;
        case 'ping': return a.length ? bulk(a[0]) : '+PONG\r\n';
        case 'set': data.set(a[0], a[1]); return '+OK\r\n';
        case 'get': return bulk(data.get(a[0]));
        case 'mget': return list(a.map((k) => data.get(k)));
        case 'incr': data.set(a[0], String(Number(data.get(a[0]) ?? 0) + 1)); return `:${data.get(a[0])}\r\n`;
        case 'del': return `:${a.filter((k) => data.delete(k)).length}\r\n`;
        case 'hset': { const h = data.get(a[0]) ?? {}; for (let i = 1; i < a.length; i += 2) h[a[i]] = a[i + 1]; data.set(a[0], h); return `:${(a.length - 1) / 2}\r\n`; }
        case 'hgetall': return list(Object.entries(data.get(a[0]) ?? {}).flat());
        case 'lpush': data.set(a[0], [...a.slice(1).reverse(), ...(data.get(a[0]) ?? [])]); return `:${data.get(a[0]).length}\r\n`;
        case 'lrange': return list(data.get(a[0]) ?? []);
        case 'publish': { const l = subscribers.get(a[0]) ?? []; for (const x of l) x.write('>' + list(['message', a[0], a[1]]).slice(1)); return `:${l.length}\r\n`; }
        case 'subscribe': subscribers.set(a[0], [...(subscribers.get(a[0]) ?? []), s]); return `>3\r\n$9\r\nsubscribe\r\n${bulk(a[0])}:1\r\n`;
        case 'quit': s.end('+OK\r\n'); return '';
        default: return `-ERR unknown command '${name}'\r\n`;
      }
    };
    s.on('data', (d) => {
      buf += d;
      for (;;) {
        const m = /^\*(\d+)\r\n/.exec(buf);
        if (!m) return;
        let at = m[0].length;
        const args = [];
        for (let i = 0; i < Number(m[1]); i++) {
          const l = /^\$(\d+)\r\n/.exec(buf.slice(at));
          if (!l || buf.length < at + l[0].length + Number(l[1]) + 2) return;
          at += l[0].length;
          args.push(buf.slice(at, at + Number(l[1])));
          at += Number(l[1]) + 2;
        }
        buf = buf.slice(at);
        const name = args[0].toLowerCase();
        if (name === 'multi') { queue = []; s.write('+OK\r\n'); } else if (name === 'exec') { s.write(`*${queue.length}\r\n${queue.map(run).join('')}`); queue = null; } else if (queue) { queue.push(args); s.write('+QUEUED\r\n'); } else s.write(run(args));
      }
    });
  });
}

async function main() {
  const Redis = require('ioredis');
  const server = redisServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: () => null });
  await once(redis, 'ready');
  say('redis', await redis.ping(), await redis.set('a', 'value'), await redis.get('a'), await redis.get('none'), await redis.incr('n'), await redis.mget('a', 'none', 'n'), redis.status);
  say('hash and list', await redis.hset('h', { x: 1, y: 'two' }), await redis.hgetall('h'), await redis.lpush('l', 'a', 'b'), await redis.lrange('l', 0, -1), await redis.getBuffer('a'));
  say('pipeline', await redis.pipeline().set('p', 1).incr('p').get('p').nonsense?.().exec() ?? await redis.pipeline().set('p', 1).incr('p').get('p').exec());
  say('multi', await redis.multi().set('m', 'x').get('m').exec());
  await redis.call('NONSENSE').catch((e) => say('error', e.name, e.message));
  const sub = new Redis({ port, host: '127.0.0.1' });
  await sub.subscribe('news');
  const got = once(sub, 'message');
  say('publish', await redis.publish('news', 'hello'), await got);
  await sub.quit();
  redis.disconnect();
  await once(redis, 'end');
  say('ended', redis.status);
  server.close();
  const none = new Redis({ port: 1, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  none.on('error', () => {});
  await none.connect().catch((e) => say('refused', e.message));

  // pg: a server that authenticates and answers every query with one row
  const { Client, Pool, types, escapeIdentifier, escapeLiteral } = require('pg');
  const msg = (type, ...parts) => { const body = Buffer.concat(parts.map((p) => (typeof p === 'number' ? (() => { const b = Buffer.alloc(4); b.writeInt32BE(p); return b; })() : typeof p === 'string' ? Buffer.from(p + '\0') : p))); const head = Buffer.alloc(5); head.write(type); head.writeInt32BE(body.length + 4, 1); return Buffer.concat([head, body]); };
  const i16 = (n) => { const b = Buffer.alloc(2); b.writeInt16BE(n); return b; };
  const pgServer = net.createServer((s) => {
    let started = false;
    s.on('error', () => {});
    s.on('data', (d) => {
      if (!started) {
        started = true;
        s.write(Buffer.concat([msg('R', 0), msg('S', 'server_version', '16.0'), msg('K', 1, 2), msg('Z', Buffer.from('I'))]));
        return;
      }
      while (d.length) {
        const type = String.fromCharCode(d[0]);
        const body = d.subarray(5, d.readInt32BE(1) + 1);
        d = d.subarray(d.readInt32BE(1) + 1);
        const columns = msg('T', i16(2), 'n', 0, i16(0), 23, i16(4), -1, i16(0), 'j', 0, i16(0), 114, i16(-1), -1, i16(0));
        const row = msg('D', i16(2), 2, Buffer.from('42'), 7, Buffer.from('{"a":1}'));
        if (type === 'Q' && body.includes('bad')) s.write(Buffer.concat([msg('E', Buffer.from('SERROR\0C42601\0Msyntax error\0P5\0\0')), msg('Z', Buffer.from('I'))]));
        else if (type === 'Q') s.write(Buffer.concat([columns, row, msg('C', 'SELECT 1'), msg('Z', Buffer.from('I'))]));
        else if (type === 'S') s.write(Buffer.concat([msg('1'), msg('2'), columns, row, row, msg('C', 'SELECT 2'), msg('Z', Buffer.from('I'))]));
        else if (type === 'X') s.end();
      }
    });
  }).listen(0, '127.0.0.1');
  await once(pgServer, 'listening');
  const options = { host: '127.0.0.1', port: pgServer.address().port, user: 'u', database: 'd', password: 'p', ssl: false };
  const client = new Client(options);
  await client.connect();
  const r = await client.query('select 1');
  say('pg', r.rows, r.rowCount, r.command, r.fields.map((f) => f.name));
  say('pg parameters', (await client.query('select $1', ['x'])).rows);
  await client.query('bad').catch((e) => say('pg error', e.message, e.code, e.position, e.severity));
  await client.end();
  const pool = new Pool({ ...options, max: 2 });
  say('pg pool', (await Promise.all([1, 2, 3].map(() => pool.query('select 1')))).map((x) => x.rows[0].n), pool.totalCount, escapeIdentifier('a"b'), escapeLiteral("it's"), types.getTypeParser(20)('9007199254740993'));
  await pool.end();
  pgServer.close();

  const mysql = require('mysql2');
  say('mysql2', mysql.format('select * from ?? where a = ? and b in (?) and c = ?', ['t', "it's", [1, 2], new Date(0)]), mysql.escape({ a: 1, b: null }), mysql.escapeId('a.b'), typeof mysql.createPool, Object.keys(require('mysql2/promise')).includes('createPool'));
  const conn = mysql.createConnection({ host: '127.0.0.1', port: 1 });
  say('mysql2 refused', (await once(conn, 'error'))[0].code);
  const mongodb = require('mongodb');
  const { BSON, ObjectId } = mongodb;
  const id = new ObjectId('65e0a1b2c3d4e5f601234567');
  const doc = { _id: id, d: new Date(0), n: 1.5, l: BSON.Long.fromString('9007199254740993'), b: Buffer.from('hi'), r: /x/i, nested: [{ a: null }], dec: BSON.Decimal128.fromString('1.10') };
  const bytes = BSON.serialize(doc);
  say('bson', bytes.length, Buffer.from(bytes).toString('base64'), BSON.EJSON.stringify(BSON.deserialize(bytes)), id.getTimestamp(), ObjectId.isValid('x'));
  const mongo = new mongodb.MongoClient('mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=1500');
  await mongo.connect().catch((e) => say('mongodb refused', e.name, e.message));
  await mongo.close();
  attempt('mongodb bad url', () => new mongodb.MongoClient('nonsense'));
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
