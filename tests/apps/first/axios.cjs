'use strict';
// axios against a local server: methods, interceptors, errors, timeouts, streams, redirects, forms, cancellation, compression.
const http = require('http');
const zlib = require('zlib');
const axios = require('axios');
const { Readable } = require('stream');
const { say, once } = require('./say.cjs');

async function main() {
  const server = http.createServer((req, res) => {
    const chunks = [];
    req.on('data', (c) => chunks.push(c));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { pathname, search } = new URL(req.url, 'http://x');
      const json = (status, v, headers) => { res.writeHead(status, { 'content-type': 'application/json', ...headers }); res.end(JSON.stringify(v)); };
      switch (pathname) {
        case '/echo': {
          const type = (req.headers['content-type'] ?? '').replace(/boundary=.*/, 'boundary');
          return json(200, { method: req.method, search, type, body: type.startsWith('multipart') ? body.replace(/--[-\w]+/g, '--B').split('\r\n') : body, accept: req.headers.accept, auth: req.headers.authorization, x: req.headers['x-test'], length: req.headers['content-length'] !== undefined });
        }
        case '/gzip': res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }); return res.end(zlib.gzipSync('{"zipped":true}'));
        case '/br': res.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'br' }); return res.end(zlib.brotliCompressSync('brotli text'));
        case '/redirect': res.writeHead(302, { location: '/echo?from=redirect' }); return res.end();
        case '/loop': res.writeHead(302, { location: '/loop' }); return res.end();
        case '/slow': setTimeout(() => res.end('late'), 3000).unref(); return undefined;
        case '/drop': return req.socket.destroy();
        case '/big': res.end('b'.repeat(100000)); return undefined;
        case '/cookie': res.writeHead(200, { 'set-cookie': ['a=1', 'b=2'] }); return res.end();
        default: return json(Number(pathname.slice(1)) || 404, { path: pathname });
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const hide = (s) => String(s).replaceAll(String(port), 'PORT');
  const client = axios.create({ baseURL: `http://127.0.0.1:${port}`, headers: { 'X-Test': 'yes' }, proxy: false });
  const fail = async (label, p) => {
    try {
      const r = await p;
      say(label, 'no error', r.status);
    } catch (e) {
      say(label, e.name, e.code, hide(e.message), e.response?.status, e.response?.data, axios.isAxiosError(e), axios.isCancel(e));
    }
  };
  const show = async (label, p) => {
    try {
      const r = await p;
      say(label, r.status, r.statusText, r.headers['content-type'], r.data);
    } catch (e) {
      say(label, 'throws', hide(e.message), e.code, hide(e.stack.split('\n')[1]?.length > 0));
    }
  };
  await show('get', client.get('/echo', { params: { a: 1, list: [1, 2], o: { p: 'q' }, d: new Date(0), n: null } }));
  await show('post json', client.post('/echo', { a: 'ü', n: [1] }));
  await show('post form', client.post('/echo', new URLSearchParams({ a: '1', b: 'x y' })));
  await show('postForm', client.postForm('/echo', { field: 'v', 'list[]': [1, 2], nested: { a: 1 } }));
  await show('put text', client.put('/echo', 'text', { headers: { 'content-type': 'text/plain' } }));
  await show('patch', client.patch('/echo', Buffer.from('buffer')));
  await show('delete', client.delete('/echo', { data: { why: 'not' } }));
  await show('head', client.head('/echo'));
  await show('stream body', client.post('/echo', Readable.from(['a', 'b']), { headers: { 'content-type': 'text/x' } }));
  await show('auth', client.get('/echo', { auth: { username: 'u', password: 'p' } }));
  await show('gzip', client.get('/gzip'));
  await show('br', client.get('/br'));
  await show('redirect', client.get('/redirect'));
  await show('no redirect', client.get('/redirect', { maxRedirects: 0, validateStatus: null }));
  await show('serializer', client.get('/echo', { params: { a: [1, 2] }, paramsSerializer: { indexes: null } }));
  await show('transform', client.get('/echo', { transformResponse: [(d) => d.length > 10] }));
  await show('arraybuffer', client.get('/200', { responseType: 'arraybuffer' }).then((r) => ({ ...r, data: [Buffer.isBuffer(r.data), r.data.length] })));
  await show('text', client.get('/200', { responseType: 'text' }));
  const s = await client.get('/big', { responseType: 'stream' });
  let n = 0;
  for await (const c of s.data) n += c.length;
  say('stream', n);
  let progress = 0;
  await client.get('/big', { onDownloadProgress: (p) => { progress = p.loaded; } });
  say('progress', progress);
  await fail('404', client.get('/none'));
  await fail('500', client.post('/500', {}));
  await fail('loop', client.get('/loop', { maxRedirects: 3 }));
  await fail('timeout', client.get('/slow', { timeout: 50 }));
  await fail('timeout text', client.get('/slow', { timeout: 50, timeoutErrorMessage: 'own text', transitional: { clarifyTimeoutError: true } }));
  await fail('dropped', client.get('/drop'));
  await fail('too large', client.get('/big', { maxContentLength: 1000 }));
  await fail('body too large', client.post('/echo', 'x'.repeat(2000), { maxBodyLength: 1000 }));
  await fail('refused', axios.get('http://127.0.0.1:1/', { proxy: false }));
  const ac = new AbortController();
  setTimeout(() => ac.abort(), 20);
  await fail('abort', client.get('/slow', { signal: ac.signal }));
  const source = axios.CancelToken.source();
  setTimeout(() => source.cancel('changed my mind'), 20);
  await fail('cancel token', client.get('/slow', { cancelToken: source.token }));
  await fail('bad protocol', axios.get('gopher://x/'));
  client.interceptors.request.use((c) => { c.headers['X-Test'] = 'intercepted'; return c; });
  client.interceptors.response.use((r) => { r.data.seen = true; return r; }, (e) => Promise.resolve({ status: 0, statusText: 'swallowed', headers: {}, data: e.response.status }));
  await show('interceptors', client.get('/echo'));
  await show('interceptor error', client.get('/503'));
  say('cookies', (await axios.get(`http://127.0.0.1:${port}/cookie`, { proxy: false })).headers['set-cookie']);
  say('all', (await Promise.all([1, 2, 3].map((i) => client.get('/20' + i)))).map((r) => r.status));
  await show('fetch adapter', axios.post(`http://127.0.0.1:${port}/echo`, { via: 'fetch' }, { adapter: 'fetch' }));
  say('uri', hide(client.getUri({ url: '/x', params: { b: 2 } })), axios.toFormData({ a: { b: 1 } }, new URLSearchParams()).toString(), axios.HttpStatusCode.ImATeapot);
  server.closeAllConnections();
  server.close();
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
