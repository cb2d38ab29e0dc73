'use strict';
// https and http2 over TLS with the certificate and key whose files are given: requests, keep-alive, refusal, client errors, resumption.
const https = require('https');
const http2 = require('http2');
const tls = require('tls');
const fs = require('fs');
const { once } = require('events');

const cert = fs.readFileSync(process.argv[2]);
const key = fs.readFileSync(process.argv[3]);
const say = (...a) => console.log(...a);

async function body(stream) {
  let n = 0;
  let text = '';
  for await (const b of stream) {
    n += b.length;
    if (n < 100) text += b;
  }
  return n < 100 ? text : `${n} bytes`;
}
function get(options, data) {
  return new Promise((resolve) => {
    const req = https.request(options, async (res) => {
      const { socket } = res;
      const about = `${socket.authorized} ${socket.getProtocol()} ${socket.isSessionReused()}`;
      resolve(`${res.statusCode} ${await body(res)} ${about}`);
    });
    req.on('error', (e) => resolve(`${e.code} ${e.message.split(';')[0]}`));
    req.end(data);
  });
}

async function main() {
  const server = https.createServer({ key, cert }, async (req, res) => {
    if (req.method === 'POST') res.end(await body(req));
    else if (req.url === '/large') res.end(Buffer.alloc(3e6, 'x'));
    else res.end(`hello ${req.url} ${req.socket.encrypted}`);
  });
  server.on('tlsClientError', (e) => say('tlsClientError', e.code));
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
  const to = { port, host: 'localhost', ca: cert, agent };
  say(await get({ ...to, path: '/a' }));
  say(await get({ ...to, path: '/large' }));
  say(await get({ ...to, method: 'POST' }, Buffer.alloc(2e6)));
  say(await get({ ...to, ca: [], agent: undefined }));
  say(await get({ ...to, servername: 'example.org', agent: undefined }));
  say(await get({ ...to, rejectUnauthorized: false, ca: [], path: '/unchecked', agent: undefined }));
  const plain = require('net').connect(port, () => plain.write('GET / HTTP/1.1\r\n\r\n'));
  plain.on('error', () => {});
  plain.resume();
  await once(server, 'tlsClientError');
  agent.destroy();
  server.close();

  const s2 = http2.createSecureServer({ key, cert, allowHTTP1: true }, async (req, res) => {
    res.setHeader('x-version', req.httpVersion);
    res.end(`${req.method} ${await body(req)}`);
  });
  s2.listen(0);
  await once(s2, 'listening');
  const client = http2.connect(`https://localhost:${s2.address().port}`, { ca: cert });
  const answers = await Promise.all([1e6, 10, 300_000].map(async (n) => {
    const req = client.request({ ':method': 'POST', ':path': '/' });
    req.end(Buffer.alloc(n, 'y'));
    const [headers] = await once(req, 'response');
    return `${headers[':status']} ${headers['x-version']} ${await body(req)}`;
  }));
  for (const a of answers) say(a);
  say(client.alpnProtocol, client.encrypted);
  client.close();
  await once(client, 'close');
  say(await get({ port: s2.address().port, host: 'localhost', ca: cert, method: 'POST', agent: false }, 'over HTTP/1'));
  s2.close();

  const s3 = tls.createServer({ key, cert, ca: cert, requestCert: true, ALPNProtocols: ['b', 'a'] }, (c) => {
    say('server', c.authorized, c.alpnProtocol, c.servername, c.getPeerCertificate().subject.CN);
    c.end('bye');
  });
  s3.listen(0);
  await once(s3, 'listening');
  const c = tls.connect({ port: s3.address().port, host: 'localhost', ca: cert, key, cert, ALPNProtocols: ['a', 'b'] });
  say('client', await body(c), c.alpnProtocol, c.authorized);
  s3.close();
}
main().catch((e) => {
  say('failed', e);
  process.exitCode = 1;
});
