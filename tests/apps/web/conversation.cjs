'use strict';
// A program that talks to itself: fetch, web streams and WebSocket against a server made of node:http. Its output is compared with Node's.

const http = require('node:http');
const crypto = require('node:crypto');
const zlib = require('node:zlib');
const { once } = require('node:events');

const print = (...args) => console.log(...args);
const text = (v) => JSON.stringify(v);

// ---- a WebSocket server: frames without masks, fragments, pings, permessage-deflate on request

function frame(opcode, payload, { fin = true, rsv1 = false } = {}) {
  const n = payload.length;
  const head = n < 126 ? Buffer.from([0, n]) : n < 65536 ? Buffer.from([0, 126, n >> 8, n & 255]) : Buffer.alloc(10);
  if (n >= 65536) {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(n), 2);
  }
  head[0] = (fin ? 0x80 : 0) | (rsv1 ? 0x40 : 0) | opcode;
  return Buffer.concat([head, payload]);
}

class Peer {
  constructor(socket, head) {
    this.socket = socket;
    this.buffer = head;
    this.onframe = undefined;
    socket.on('data', (d) => {
      this.buffer = Buffer.concat([this.buffer, d]);
      this.parse();
    });
    socket.on('error', () => {});
  }
  parse() {
    for (;;) {
      const b = this.buffer;
      if (b.length < 2) return;
      let n = b[1] & 127;
      let at = 2;
      if (n === 126) {
        if (b.length < 4) return;
        n = b.readUInt16BE(2);
        at = 4;
      } else if (n === 127) {
        if (b.length < 10) return;
        n = Number(b.readBigUInt64BE(2));
        at = 10;
      }
      if (b.length < at + 4 + n) return;
      const mask = b.subarray(at, at + 4);
      const payload = Buffer.from(b.subarray(at + 4, at + 4 + n)).map((x, i) => x ^ mask[i & 3]);
      this.buffer = b.subarray(at + 4 + n);
      this.onframe(b[0] & 15, payload, (b[1] & 128) !== 0);
    }
  }
  send(opcode, payload, options) { this.socket.write(frame(opcode, payload, options)); }
}

function upgrade(req, socket, head) {
  const url = new URL(req.url, 'http://x');
  if (url.pathname === '/refuse') {
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    return;
  }
  const key = crypto.createHash('sha1').update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${url.pathname === '/badkey' ? 'x' : key}`];
  const protocols = req.headers['sec-websocket-protocol'];
  if (url.pathname === '/protocol') lines.push(`Sec-WebSocket-Protocol: ${protocols.split(', ')[1]}`);
  const deflate = url.pathname === '/deflate';
  if (deflate) lines.push('Sec-WebSocket-Extensions: permessage-deflate');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const peer = new Peer(socket, head);
  const deflater = deflate ? zlib.createDeflateRaw() : undefined;
  peer.onframe = (opcode, payload, masked) => {
    if (!masked) print('unmasked frame');
    if (opcode === 8) {
      print('server: close', payload.length >= 2 ? payload.readUInt16BE(0) : '-', payload.subarray(2).toString());
      peer.send(8, payload);
      socket.end();
    } else if (opcode === 10) {
      print('server: pong', payload.toString());
    } else if (url.pathname === '/fragments') {
      peer.send(opcode, payload.subarray(0, 2), { fin: false });
      peer.send(9, Buffer.from('ping'));
      peer.send(0, payload.subarray(2, 4), { fin: false });
      peer.send(0, payload.subarray(4));
    } else if (deflate) {
      const chunks = [];
      const collect = (d) => chunks.push(d);
      deflater.on('data', collect);
      deflater.write(payload);
      deflater.flush(zlib.constants.Z_SYNC_FLUSH, () => {
        deflater.removeListener('data', collect);
        peer.send(opcode, Buffer.concat(chunks).subarray(0, -4), { rsv1: true });
      });
    } else if (url.pathname === '/bad') {
      peer.send(3, Buffer.from('x'));
    } else if (url.pathname === '/utf8') {
      peer.send(1, Buffer.from([0xff, 0xfe]));
    } else if (url.pathname === '/serverclose') {
      const reason = Buffer.from('..bye');
      reason.writeUInt16BE(4001, 0);
      peer.send(8, reason);
    } else if (url.pathname === '/drop') {
      socket.destroy();
    } else {
      peer.send(opcode, payload);
    }
  };
}

// ---- the HTTP server

const server = http.createServer((req, res) => {
  const chunks = [];
  req.on('data', (d) => chunks.push(d));
  req.on('error', () => {});
  req.on('end', () => {
    const body = Buffer.concat(chunks);
    const url = new URL(req.url, 'http://x');
    switch (url.pathname) {
      case '/echo':
        res.setHeader('content-type', req.headers['content-type'] ?? 'none');
        res.end(body);
        return;
      case '/headers': {
        const raw = {};
        for (let i = 0; i < req.rawHeaders.length; i += 2) if (!/^(host|connection)$/i.test(req.rawHeaders[i])) raw[req.rawHeaders[i]] = req.rawHeaders[i + 1];
        res.end(JSON.stringify({ method: req.method, headers: raw, size: body.length }));
        return;
      }
      case '/encoded': {
        const kind = url.searchParams.get('kind');
        const plain = Buffer.from('compressed text '.repeat(200));
        res.setHeader('content-encoding', kind);
        if (kind === 'gzip') res.end(zlib.gzipSync(plain));
        else if (kind === 'deflate') res.end(zlib.deflateSync(plain));
        else if (kind === 'br') res.end(zlib.brotliCompressSync(plain));
        else res.end(plain);
        return;
      }
      case '/redirect':
        res.writeHead(+url.searchParams.get('status'), { location: url.searchParams.get('to') });
        res.end();
        return;
      case '/loop':
        res.writeHead(302, { location: '/loop' });
        res.end();
        return;
      case '/status':
        res.writeHead(+url.searchParams.get('code'), 'Some Text', [['X-A', '1'], ['X-A', '2'], ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']].flat());
        res.end();
        return;
      case '/die':
        req.socket.destroy();
        return;
      case '/half':
        res.writeHead(200, { 'content-length': '100' });
        res.write('abc');
        setTimeout(() => res.destroy(), 20);
        return;
      case '/slow': {
        let n = 0;
        const timer = setInterval(() => {
          res.write(`part ${n++};`);
          if (n === 3) {
            clearInterval(timer);
            res.end();
          }
        }, 5);
        return;
      }
      case '/never':
        res.write('x');
        return;
      default:
        res.statusCode = 404;
        res.end('nothing here');
    }
  });
});
server.on('upgrade', upgrade);

async function attempt(name, fn) {
  try {
    print(name, await fn());
  } catch (e) {
    const c = e.cause;
    print(name, 'throws', e.name, '|', e.message, '|', c === undefined ? '-' : `${c.name} ${c.code ?? ''} ${c.message}`.replace(/:\d+/g, ''));
  }
}

async function fetches(base) {
  await attempt('get', async () => {
    const r = await fetch(`${base}/echo`);
    return [r.status, r.statusText, r.ok, r.redirected, r.type, r.bodyUsed, await r.text(), r.bodyUsed];
  });
  await attempt('headers', async () => (await fetch(`${base}/headers`, { headers: { 'X-B': '1', 'x-a': '2' } })).json());
  await attempt('post string', async () => (await fetch(`${base}/headers`, { method: 'POST', body: 'é' })).json());
  await attempt('post json', async () => (await fetch(`${base}/echo`, { method: 'post', body: text({ a: 1 }), headers: { 'content-type': 'application/json' } })).json());
  await attempt('post bytes', async () => new Uint8Array(await (await fetch(`${base}/echo`, { method: 'PUT', body: new Uint16Array([1, 2]) })).arrayBuffer()));
  await attempt('post params', async () => [...await (await fetch(`${base}/echo`, { method: 'POST', body: new URLSearchParams({ a: 'b c', d: 'é' }) })).formData()]);
  await attempt('post form', async () => {
    const form = new FormData();
    form.append('text', 'line\r\nline "q"');
    form.append('file', new File(['content'], 'na"me.txt', { type: 'text/plain' }));
    form.append('blob', new Blob([new Uint8Array([0, 1, 2])]));
    const back = await (await fetch(`${base}/echo`, { method: 'POST', body: form })).formData();
    const out = [];
    for (const [name, value] of back) out.push([name, typeof value === 'string' ? value : [value.name, value.type, [...await value.bytes()]]]);
    return text(out);
  });
  await attempt('post blob', async () => {
    const r = await fetch(`${base}/echo`, { method: 'POST', body: new Blob(['a', 'b'], { type: 'x/y' }) });
    const b = await r.blob();
    return [b.type, await b.text()];
  });
  await attempt('post stream', async () => {
    const body = ReadableStream.from(['one,', 'two,', 'three']).pipeThrough(new TextEncoderStream());
    return (await fetch(`${base}/echo`, { method: 'POST', body, duplex: 'half' })).text();
  });
  await attempt('no duplex', () => fetch(`${base}/echo`, { method: 'POST', body: new ReadableStream() }));
  for (const kind of ['gzip', 'deflate', 'br', 'identity']) {
    await attempt(kind, async () => (await (await fetch(`${base}/encoded?kind=${kind}`)).text()).length);
  }
  for (const status of [301, 302, 303, 307, 308]) {
    await attempt(`redirect ${status}`, async () => {
      const r = await fetch(`${base}/redirect?status=${status}&to=/headers`, { method: 'POST', body: 'x', headers: { authorization: 'z' } });
      const { method, size, headers } = await r.json();
      return [r.redirected, r.url.slice(base.length), method, size, headers.authorization];
    });
  }
  await attempt('redirect manual', async () => {
    const r = await fetch(`${base}/redirect?status=302&to=/x`, { redirect: 'manual' });
    return [r.status, r.type, r.headers.get('location')];
  });
  await attempt('redirect error', () => fetch(`${base}/redirect?status=302&to=/x`, { redirect: 'error' }));
  await attempt('redirect loop', () => fetch(`${base}/loop`));
  await attempt('redirect scheme', () => fetch(`${base}/redirect?status=302&to=ftp://x/`));
  await attempt('status', async () => {
    const r = await fetch(`${base}/status?code=418`);
    return [r.status, r.statusText, r.ok, r.headers.get('x-a'), r.headers.getSetCookie()];
  });
  for (const code of [204, 304]) await attempt(`null body ${code}`, async () => (await fetch(`${base}/status?code=${code}`)).body);
  await attempt('head', async () => [(await fetch(`${base}/echo`, { method: 'HEAD' })).body]);
  await attempt('refused', () => fetch('http://127.0.0.1:9'));
  await attempt('closed port', () => fetch('http://127.0.0.1:2'));
  await attempt('die', () => fetch(`${base}/die`));
  await attempt('half', async () => (await fetch(`${base}/half`)).text());
  await attempt('slow', async () => {
    let n = 0;
    let all = '';
    for await (const chunk of (await fetch(`${base}/slow`)).body.pipeThrough(new TextDecoderStream())) {
      n++;
      all += chunk;
    }
    return [n > 1, all];
  });
  await attempt('abort before', () => fetch(`${base}/echo`, { signal: AbortSignal.abort() }));
  await attempt('abort headers', () => fetch(`${base}/never2`, { signal: AbortSignal.abort(new RangeError('mine')) }));
  await attempt('abort body', async () => {
    const ac = new AbortController();
    const r = await fetch(`${base}/never`, { signal: ac.signal });
    setTimeout(() => ac.abort(), 10);
    return r.text();
  });
  await attempt('timeout', async () => (await fetch(`${base}/never`, { signal: AbortSignal.timeout(30) })).text());
  await attempt('cancel', async () => {
    const r = await fetch(`${base}/never`);
    const reader = r.body.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return [Buffer.from(value).toString(), r.bodyUsed];
  });
  await attempt('clone', async () => {
    const r = await fetch(`${base}/echo`, { method: 'POST', body: 'twice' });
    const c = r.clone();
    return [await r.text(), await c.text()];
  });
  await attempt('twice', async () => {
    const r = await fetch(`${base}/echo`);
    await r.text();
    return r.text();
  });
  await attempt('integrity', async () => (await fetch(`${base}/echo`, { method: 'POST', body: 'abc', integrity: `sha256-${crypto.createHash('sha256').update('abc').digest('base64')}` })).text());
  await attempt('bad integrity', () => fetch(`${base}/echo`, { method: 'POST', body: 'abc', integrity: `sha256-${crypto.createHash('sha256').update('x').digest('base64')}` }));
  await attempt('data url', async () => {
    const r = await fetch('data:text/html;charset=utf-8;base64,aGVsbG8=');
    return [r.headers.get('content-type'), await r.text(), r.url];
  });
  await attempt('blob url', async () => {
    const url = URL.createObjectURL(new Blob(['0123456789'], { type: 'a/b' }));
    const r = await fetch(url, { headers: { range: 'bytes=2-4' } });
    return [r.status, r.headers.get('content-range'), await r.text()];
  });
  for (const url of ['ftp://x/', 'about:blank', 'nonsense', 'http://u:p@x/', 'file:///x']) await attempt(url, () => fetch(url));
  await attempt('request', async () => {
    const q = new Request(`${base}/echo`, { method: 'POST', body: 'from a request', headers: { a: 'b' } });
    const c = q.clone();
    return [await (await fetch(q)).text(), q.bodyUsed, await c.text(), c.headers.get('a'), c.method];
  });
}

// ---- streams of Node in between

async function streams(base) {
  const { Readable, Writable, Duplex } = require('node:stream');
  const { pipeline } = require('node:stream/promises');
  const consumers = require('node:stream/consumers');
  await attempt('fromWeb', async () => consumers.text(Readable.fromWeb((await fetch(`${base}/slow`)).body)));
  await attempt('toWeb', async () => (await fetch(`${base}/echo`, { method: 'POST', duplex: 'half', body: Readable.toWeb(Readable.from([Buffer.from('a'), Buffer.from('b')])) })).text());
  await attempt('pipeline', async () => {
    const out = [];
    await pipeline((await fetch(`${base}/encoded?kind=gzip`)).body, new CompressionStream('gzip'), new DecompressionStream('gzip'),
      new Writable({ write(chunk, e, cb) { out.push(chunk); cb(); } }));
    return Buffer.concat(out).length;
  });
  await attempt('duplex', async () => {
    const { readable, writable } = Duplex.toWeb(new (require('node:stream').PassThrough)());
    const writer = writable.getWriter();
    writer.write(Buffer.from('through'));
    writer.close();
    return consumers.text(readable);
  });
  await attempt('byob', async () => {
    const reader = (await fetch(`${base}/echo`, { method: 'POST', body: '0123456789' })).body.getReader({ mode: 'byob' });
    const { value } = await reader.read(new Uint8Array(4));
    const rest = await reader.read(new Uint8Array(10), { min: 6 });
    const end = await reader.read(new Uint8Array(1));
    return [Buffer.from(value).toString(), Buffer.from(rest.value).toString(), end.done];
  });
  await attempt('tee', async () => {
    const [a, b] = (await fetch(`${base}/slow`)).body.tee();
    return [await consumers.text(a), await consumers.text(b)];
  });
  await attempt('transfer', async () => {
    const stream = ReadableStream.from(['x', { y: 1 }]);
    const copy = structuredClone(stream, { transfer: [stream] });
    const out = [];
    for await (const v of copy) out.push(v);
    return [stream.locked, text(out)];
  });
}

// ---- WebSocket

async function sockets(base) {
  const ws = base.replace('http', 'ws');
  const talk = (path, protocols, act) => new Promise((resolve) => {
    const socket = new WebSocket(`${ws}${path}`, protocols);
    const log = [];
    socket.onopen = () => { log.push(`open ${socket.protocol}|${socket.extensions}|${socket.readyState}`); act?.(socket, log); };
    socket.onmessage = async (e) => {
      const { data } = e;
      log.push(typeof data === 'string' ? `text ${data.length > 40 ? data.length : data}` : `${data.constructor.name} ${data.size ?? data.byteLength}`);
      act?.(socket, log, data);
    };
    socket.onerror = (e) => log.push(`error ${e.constructor.name} ${e.message} ${e.error?.name} ${e.error?.message} ${e.isTrusted}`);
    socket.onclose = (e) => {
      log.push(`close ${e.code} ${text(e.reason)} ${e.wasClean} ${socket.readyState}`);
      print(path, log);
      resolve();
    };
  });
  let n = 0;
  const messages = ['hello', 'é'.repeat(200), new Uint8Array([1, 2, 3]), new Blob(['abcd']), 'x'.repeat(70000)];
  await talk('/echo', [], (s, log, data) => {
    if (data !== undefined && n < messages.length) n++;
    if (n < messages.length) s.send(messages[n]);
    else s.close(3000, 'done');
  });
  await talk('/echo', [], (s, log, data) => {
    s.binaryType = 'arraybuffer';
    if (data === undefined) s.send(new Uint16Array([1, 2]).buffer);
    else s.close();
  });
  await talk('/protocol', ['one', 'two'], (s) => s.close(1000));
  await talk('/fragments', [], (s, log, data) => { if (data === undefined) s.send('abcdefgh'); else s.close(); });
  n = 0;
  await talk('/deflate', [], (s) => { if (n++ < 3) s.send('deflate me '.repeat(n)); else s.close(); });
  await talk('/serverclose', [], (s) => s.send('x'));
  await talk('/drop', [], (s) => s.send('x'));
  await talk('/refuse');
  await talk('/badkey');
  await attempt('connecting', async () => {
    const s = new WebSocket(`${ws}/echo`);
    try {
      s.send('early');
    } finally {
      await once(s, 'open');
      s.close();
      await once(s, 'close');
    }
  });
  for (const args of [['nonsense'], ['ftp://x/'], [`${ws}/#a`], [ws, ['a', 'a']], [ws, 'a b'], []]) await attempt(`new WebSocket(${args.length})`, async () => new WebSocket(...args));
  await attempt('bad close', async () => WebSocket.prototype.close.call({}, 1));
  print(WebSocket.OPEN, WebSocket.prototype.CLOSED, new CloseEvent('x', { code: 5, reason: 'r' }).code, new ErrorEvent('e', { message: 'm' }).message);
}

server.listen(0, '127.0.0.1', async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  await fetches(base);
  await streams(base);
  await sockets(base);
  server.closeAllConnections();
  server.close();
});
