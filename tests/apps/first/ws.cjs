'use strict';
// ws: echo, broadcast, compression, binary, fragments, ping, close codes, handshake failures, the stream interface.
const http = require('http');
const net = require('net');
const crypto = require('crypto');
const { WebSocketServer, WebSocket, createWebSocketStream } = require('ws');
const { say, attempt, once, request } = require('./say.cjs');

async function main() {
  const server = http.createServer((req, res) => { res.writeHead(426); res.end('upgrade please'); });
  const wss = new WebSocketServer({ noServer: true, perMessageDeflate: { threshold: 64 }, maxPayload: 300000, handleProtocols: (set) => (set.has('chat') ? 'chat' : false) });
  const events = [];
  server.on('upgrade', (req, socket, head) => {
    if (req.url === '/refuse') {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    wss.handleUpgrade(req, socket, head, (ws) => wss.emit('connection', ws, req));
  });
  wss.on('connection', (ws, req) => {
    events.push('connection ' + req.url);
    ws.on('error', (e) => events.push(`server error ${e.code} ${e.message}`));
    ws.on('close', (code, reason) => events.push(`server close ${code} ${reason}`));
    ws.on('ping', (data) => events.push('server ping ' + data));
    ws.on('message', (data, binary) => {
      if (req.url === '/broadcast') {
        for (const c of wss.clients) if (c.readyState === WebSocket.OPEN && c !== ws) c.send('all: ' + data);
      } else if (String(data) === 'close me') ws.close(4001, 'as you wish');
      else if (String(data) === 'terminate me') ws.terminate();
      else ws.send(data, { binary });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `ws://127.0.0.1:${server.address().port}`;
  const open = async (path, ...args) => {
    const ws = new WebSocket(base + path, ...args);
    const queue = [], waiting = [];
    ws.on('message', (data, binary) => {
      const m = binary ? 'bytes ' + (data.length > 40 ? data.length + ' ' + crypto.createHash('sha1').update(data).digest('hex') : data.toString('hex'))
        : data.length > 100 ? `text ${data.length} ${crypto.createHash('sha1').update(data).digest('hex')}` : 'text ' + data;
      if (waiting.length) waiting.shift()(m);
      else queue.push(m);
    });
    ws.next = () => (queue.length ? Promise.resolve(queue.shift()) : new Promise((r) => waiting.push(r)));
    await once(ws, 'open');
    return ws;
  };

  const a = await open('/echo', ['chat', 'other']);
  say('open', a.readyState, a.protocol, a.extensions, a.binaryType, a.url.replace(/:\d+/, ''));
  a.send('hello ☃');
  say('echo', await a.next());
  a.send(Buffer.from([0, 1, 254, 255]));
  say('binary', await a.next());
  a.send(new Uint16Array([1, 2]));
  say('typed array', await a.next());
  a.send('x'.repeat(200000));
  say('large, compressed', await a.next());
  a.send(crypto.createHash('sha512').update('seed').digest(), { compress: false });
  say('not compressed', await a.next());
  for (let i = 0; i < 100; i++) a.send(String(i));
  const many = [];
  for (let i = 0; i < 100; i++) many.push(await a.next());
  say('in order', many.every((m, i) => m === 'text ' + i));
  a.send('part 1,', { fin: false });
  a.send('part 2,', { fin: false });
  a.send('part 3', { fin: true });
  say('fragments', await a.next());
  a.send('');
  say('empty', await a.next());
  a.ping('are you there');
  say('pong', String((await once(a, 'pong'))[0]));
  await new Promise((r) => a.send('callback', r));
  say('callback', await a.next(), a.bufferedAmount);

  const b = await open('/broadcast'), c = await open('/broadcast', { perMessageDeflate: false });
  say('extensions', b.extensions, c.extensions, wss.clients.size);
  b.send('news');
  say('broadcast', await a.next(), await c.next());
  a.send('close me');
  const [code, reason] = await once(a, 'close');
  say('closed', code, String(reason), a.readyState);
  attempt('send after close', () => a.send('late'));
  await new Promise((r) => a.send('late', (e) => { say('send after close with callback', e); r(); }));
  const d = await open('/echo');
  d.send('terminate me');
  say('terminated', (await once(d, 'close'))[0]);
  const e = await open('/echo');
  e.send('y'.repeat(300001), { compress: false });
  say('too big', ...(await once(e, 'close')).map(String));
  b.close();
  say('client close', (await once(b, 'close'))[0]);
  c.close(3000, 'bye');
  say('client close', (await once(c, 'close'))[0]);

  const f = new WebSocket(base + '/refuse');
  say('refused', (await once(f, 'error'))[0]);
  const g = new WebSocket(base + '/refuse');
  const [, res] = await once(g, 'unexpected-response');
  say('unexpected-response', res.statusCode);
  g.terminate();
  g.on('error', () => {});
  attempt('bad url', () => new WebSocket('ftp://x/'));
  attempt('bad protocol', () => new WebSocket(base, ['a b']));
  const h = new WebSocket('ws://127.0.0.1:1/');
  say('no server', (await once(h, 'error'))[0].code);

  // EventTarget interface
  const t = new WebSocket(base + '/echo');
  t.binaryType = 'arraybuffer';
  await new Promise((resolve) => {
    t.onopen = (ev) => { say('onopen', ev.type, ev.target === t); t.send(Buffer.from('ab')); };
    t.onmessage = (ev) => { say('onmessage', ev.data instanceof ArrayBuffer, ev.data.byteLength); t.close(1000); };
    t.addEventListener('close', (ev) => { say('onclose', ev.code, ev.wasClean, ev.reason); resolve(); }, { once: true });
  });

  // as a stream
  const duplex = createWebSocketStream(await open('/echo'), { encoding: 'utf8' });
  duplex.write('through a stream');
  say('stream', (await once(duplex, 'data'))[0]);
  duplex.end();
  await once(duplex, 'close');

  // a client that breaks the protocol
  const raw = net.connect(server.address().port, '127.0.0.1');
  raw.write('GET /raw HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
  const [head] = await once(raw, 'data');
  say('accept', /sec-websocket-accept: (.*)\r/i.exec(head)[1]);
  raw.write(Buffer.from([0x81, 0x02, 0x61, 0x62])); // not masked
  const [answer] = await once(raw, 'data');
  say('protocol error', answer[0], answer.readUInt16BE(2));
  raw.destroy();
  const plain = await request(server.address().port, 'GET', '/');
  say('plain http', plain.status, String(plain.body));
  const bad = await request(server.address().port, 'GET', '/', { headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '99', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' } });
  say('bad version', bad.status, String(bad.body));
  await new Promise((r) => setTimeout(r, 20));
  say('events', events.sort());
  for (const ws of wss.clients) ws.terminate();
  wss.close(() => say('wss closed'));
  server.close();
  const own = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/only', clientTracking: false, verifyClient: ({ req }, cb) => cb(req.headers['x-pass'] === 'yes', 403, 'no entry') });
  await once(own, 'listening');
  const url = `ws://127.0.0.1:${own.address().port}`;
  say('wrong path', (await once(new WebSocket(url + '/other'), 'error'))[0].message);
  say('verify', (await once(new WebSocket(url + '/only'), 'error'))[0].message);
  const ok = new WebSocket(url + '/only', { headers: { 'X-Pass': 'yes' } });
  await once(ok, 'open');
  ok.close();
  await once(ok, 'close');
  own.close();
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
