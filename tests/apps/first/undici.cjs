'use strict';
// undici against a local server: request, stream, pipeline, Pool, interceptors, fetch, MockAgent, errors.
const http = require('http');
const { PassThrough, Writable } = require('stream');
const undici = require('undici');
const { say, once, sleep } = require('./say.cjs');

async function main() {
  const server = http.createServer((req, res) => {
    const chunks = [];
    req.on('data', (c) => chunks.push(c));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      switch (req.url.split('?')[0]) {
        case '/slow': setTimeout(() => res.end('late'), 3000).unref(); return;
        case '/redirect': res.writeHead(302, { location: '/json' }); res.end(); return;
        case '/trailer': res.writeHead(200, { trailer: 'x-end' }); res.write('body'); res.addTrailers({ 'x-end': 'done' }); res.end(); return;
        case '/drop': req.socket.destroy(); return;
        case '/broken': res.writeHead(200, { 'content-length': 100 }); res.write('part'); setTimeout(() => req.socket.destroy(), 10); return;
        case '/500': res.writeHead(500); res.end('oops'); return;
        case '/big': res.end(Buffer.alloc(500000, 'u')); return;
        default: res.writeHead(200, { 'content-type': 'application/json', 'x-a': ['1', '2'] });
          res.end(JSON.stringify({ method: req.method, url: req.url, body: body.length > 100 ? body.length : body, type: req.headers['content-type']?.replace(/boundary=.*/, 'boundary'), te: req.headers['transfer-encoding'], cl: req.headers['content-length'], conn: req.headers.connection }));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  const hide = (s) => String(s).replaceAll(String(server.address().port), 'PORT');
  const show = async (label, f) => {
    try {
      const r = await f();
      const { date, ...h } = r.headers ?? {};
      say(label, r.statusCode, h, await r.body.text());
    } catch (e) {
      say(label, e.name, e.code, hide(e.message));
    }
  };
  await show('get', () => undici.request(base + '/json?x=1'));
  await show('query', () => undici.request(base + '/json', { query: { a: [1, 2], b: 'x y' } }));
  await show('post', () => undici.request(base + '/json', { method: 'POST', body: 'text', headers: { 'content-type': 'text/plain' } }));
  await show('post buffer', () => undici.request(base + '/json', { method: 'PUT', body: Buffer.from('bytes') }));
  await show('post iterable', () => undici.request(base + '/json', { method: 'POST', body: (async function* () { yield 'a'; yield 'b'; })() }));
  await show('post form', () => { const f = new undici.FormData(); f.append('a', '1'); return undici.request(base + '/json', { method: 'POST', body: f }); });
  await show('trailer', () => undici.request(base + '/trailer'));
  await show('500', () => undici.request(base + '/500'));
  await show('throw on 500', () => undici.request(base + '/500', { dispatcher: new undici.Agent().compose(undici.interceptors.responseError()) }));
  await show('redirect', () => undici.request(base + '/redirect', { dispatcher: new undici.Agent().compose(undici.interceptors.redirect({ maxRedirections: 2 })) }));
  await show('retry', () => undici.request(base + '/500', { dispatcher: new undici.Agent().compose(undici.interceptors.retry({ maxRetries: 1, minTimeout: 5 })) }));
  await show('headers timeout', () => undici.request(base + '/slow', { headersTimeout: 60 }));
  await show('abort', () => { const ac = new AbortController(); setTimeout(() => ac.abort(), 20); return undici.request(base + '/slow', { signal: ac.signal }); });
  await show('dropped', () => undici.request(base + '/drop'));
  await show('broken', () => undici.request(base + '/broken'));
  await show('refused', () => undici.request('http://127.0.0.1:1/'));
  await show('bad header', () => undici.request(base, { headers: { 'bad header': '1' } }));
  await show('bad url', () => undici.request('nonsense'));
  const big = await undici.request(base + '/big');
  let n = 0;
  for await (const c of big.body) n += c.length;
  say('big', n);
  let streamed = 0;
  await undici.stream(base + '/big', { method: 'GET', opaque: 7 }, ({ statusCode, opaque }) => { say('stream', statusCode, opaque); return new Writable({ write(c, e, cb) { streamed += c.length; cb(); } }); });
  say('streamed', streamed);
  const through = new PassThrough();
  const piped = undici.pipeline(base + '/json', { method: 'POST' }, ({ body }) => body);
  through.pipe(piped);
  through.end('pipeline');
  let text = '';
  for await (const c of piped) text += c;
  say('pipeline', text);
  const pool = new undici.Pool(base, { connections: 2, pipelining: 1 });
  const many = await Promise.all(Array.from({ length: 10 }, (_, i) => pool.request({ path: '/json?' + i, method: 'GET' }).then((r) => r.body.json())));
  say('pool', many.map((m) => m.url), pool.stats.connected);
  await pool.close();
  say('pool closed', pool.closed, pool.destroyed);
  await show('after close', () => pool.request({ path: '/', method: 'GET' }));
  const client = new undici.Client(base, { pipelining: 5 });
  const events = [];
  client.on('connect', () => events.push('connect')).on('disconnect', () => events.push('disconnect'));
  const piped2 = await Promise.all([1, 2, 3].map((i) => client.request({ path: '/p' + i, method: 'GET' }).then((r) => r.body.json())));
  say('pipelined', piped2.map((p) => p.url));
  await client.close();
  await sleep(5);
  say('client events', events);

  const r = await undici.fetch(base + '/json', { method: 'POST', body: JSON.stringify({ f: 1 }), headers: { 'content-type': 'application/json' } });
  say('fetch', r.status, r.ok, r.headers.get('x-a'), await r.json());
  const f2 = await undici.fetch(base + '/redirect');
  say('fetch redirect', f2.redirected, hide(f2.url), f2.type);
  await undici.fetch('http://127.0.0.1:1/').catch((e) => say('fetch refused', e.name, e.message, e.cause.code));
  await undici.fetch(base + '/slow', { signal: AbortSignal.timeout(30) }).catch((e) => say('fetch timeout', e.name, e.message));
  const reader = (await undici.fetch(base + '/big')).body.getReader();
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.length;
  }
  say('fetch stream', total);
  const req = new undici.Request(base + '/x', { headers: { a: 'b' } });
  say('Request', req.method, [...req.headers], new undici.Headers([['a', '1'], ['A', '2']]).get('a'));
  say('Response', await new undici.Response('{"j":1}').json(), undici.Response.json([1]).headers.get('content-type'), undici.Response.error().type);

  const mock = new undici.MockAgent();
  mock.disableNetConnect();
  mock.get('http://mocked.example').intercept({ path: '/a', method: 'POST', body: 'in' }).reply(201, { mocked: true }, { headers: { 'x-m': '1' } }).times(2);
  await show('mock', () => undici.request('http://mocked.example/a', { method: 'POST', body: 'in', dispatcher: mock }));
  await show('mock miss', () => undici.request('http://mocked.example/b', { dispatcher: mock }));
  say('pending', mock.pendingInterceptors().length);
  await mock.close();
  const old = undici.getGlobalDispatcher();
  undici.setGlobalDispatcher(new undici.Agent({ keepAliveTimeout: 10 }));
  await show('own dispatcher', () => undici.request(base + '/json'));
  await undici.getGlobalDispatcher().close();
  undici.setGlobalDispatcher(old);
  await old.close();
  say('cookies', undici.getSetCookies(new undici.Headers({ 'set-cookie': 'a=b; Max-Age=5; Path=/x; HttpOnly' })));
  say('mime', undici.parseMIMEType('text/html; charset="utf-8"').essence);
  server.closeAllConnections();
  server.close();
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
