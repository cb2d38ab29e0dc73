// Requests over one keep-alive connection: bodies, chunks, trailers, pipelining, errors, upgrades.
'use strict';
const http = require('http');
const net = require('net');
const log = (...a) => console.log(...a);
const strip = (s) => s.replace(/Date: [^\r]*\r\n/g, '').replaceAll('\r\n', '|');

const server = http.createServer((req, res) => {
  switch (req.url) {
    case '/hello': res.setHeader('X-One', '1'); res.end('hello'); break;
    case '/chunks': res.write('a'); setTimeout(() => { res.write('bc'); res.end('d'); }, 5); break;
    case '/trailers': res.writeHead(200, { Trailer: 'X-T' }); res.write('x'); res.addTrailers({ 'X-T': 'v' }); res.end(); break;
    case '/empty': res.writeHead(204); res.end(); break;
    case '/cookies': res.setHeader('Set-Cookie', ['a=1', 'b=2']); res.appendHeader('Set-Cookie', 'c=3'); res.end(Buffer.from('buf')); break;
    case '/echo': { let b = ''; req.setEncoding('utf8'); req.on('data', (d) => { b += d; }).on('end', () => res.end(b.toUpperCase())); break; }
    case '/hints': res.writeEarlyHints({ link: '</a.css>; rel=preload' }); res.end('done'); break;
    default: res.statusCode = 404; res.end();
  }
});
server.on('upgrade', (req, socket, head) => { socket.end(`HTTP/1.1 101 X\r\nUpgrade: t\r\nConnection: upgrade\r\n\r\nhead ${head}`); });

function raw(port, text) {
  return new Promise((resolve) => {
    const c = net.connect(port, '127.0.0.1', () => c.write(text));
    let all = '';
    c.setEncoding('latin1').on('data', (d) => { all += d; }).on('close', () => resolve(strip(all)));
  });
}
function get(port, path, opts = {}, body) {
  return new Promise((resolve, reject) => {
    const req = http.request({ port, path, host: '127.0.0.1', ...opts }, (res) => {
      let b = '';
      res.on('data', (d) => { b += d; }).on('end', () => {
        const { date, ...headers } = res.headers;
        resolve([res.statusCode, headers, res.trailers, b]);
      });
    });
    req.on('error', reject);
    req.end(body);
  });
}
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (const p of ['/hello', '/chunks', '/trailers', '/empty', '/cookies', '/hints', '/none']) log(p, await get(port, p, { agent }));
  log(await get(port, '/echo', { agent, method: 'POST', headers: { 'content-type': 'text/plain' } }, 'body'));
  log(Object.keys(agent.sockets).length, Object.values(agent.freeSockets).map((l) => l.length));
  const close = 'GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  log(await raw(port, 'GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /chunks HTTP/1.1\r\nHost: a\r\n\r\n' + close));
  log(await raw(port, 'GET / HTTP/1.1\r\n\r\n'));
  log(await raw(port, 'BAD\r\n\r\n'));
  log(await raw(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20000)}\r\n\r\n`));
  log(await raw(port, 'GET /hello HTTP/1.0\r\n\r\n'));
  log(await raw(port, 'HEAD /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'));
  log(await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: t\r\n\r\nrest'));
  log(await raw(port, 'POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'));
  for (const f of [() => http.request({ path: 'a b' }), () => http.get({ method: 'A B' }), () => http.get('ftp://x'),
    () => new http.OutgoingMessage().setHeader('a b', 1), () => new http.OutgoingMessage().setHeader('a', '\n'),
    () => new http.OutgoingMessage().setHeader('a')]) {
    try { f(); } catch (e) { log(e.code, e.message); }
  }
  await get(1, '/').catch((e) => log(e.code, e.message));
  agent.destroy();
  server.close(() => log('closed'));
});
