// Hono on @hono/node-server: routing, middleware, validation, streaming, cookies, errors; fetch-style and over the network.
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { getCookie, setCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { logger } from 'hono/logger';
import { basicAuth } from 'hono/basic-auth';
import { HTTPException } from 'hono/http-exception';
import { streamText, stream, streamSSE } from 'hono/streaming';
import { jwt, sign } from 'hono/jwt';
import { html } from 'hono/html';
import { zValidator } from '@hono/zod-validator';
import { z } from 'zod';
import { testClient } from 'hono/testing';
import helper from './say.cjs';
const { say, talk } = helper;

const app = new Hono();
const log = [];
app.use('*', logger((line) => log.push(line.replace(/\d+m?s/, 'N').replace(/\x1b\[\d+m/g, ''))));
app.use('/cors/*', cors({ origin: 'http://example.org', allowMethods: ['GET'], maxAge: 600 }));
app.use('/etag', etag());
app.use('/private/*', basicAuth({ username: 'u', password: 'p' }));
app.use('/jwt/*', jwt({ secret: 'secret', alg: 'HS256' }));
app.get('/', (c) => c.text('Hello Hono'));
app.get('/json', (c) => c.json({ a: 1, list: [true, null] }, 200, { 'X-Hook': 'h' }));
app.get('/user/:id{[0-9]+}', (c) => c.json({ id: c.req.param('id'), q: c.req.query('q'), all: c.req.queries('t') }));
app.get('/opt/:a?', (c) => c.text(c.req.param('a') ?? 'none'));
app.get('/wild/*', (c) => c.text(c.req.path));
app.get('/html', (c) => c.html(html`<p>${'<escaped>'}</p>`));
app.post('/json', async (c) => c.json({ got: await c.req.json() }, 201));
app.post('/form', async (c) => c.json(await c.req.parseBody()));
app.post('/text', async (c) => c.text((await c.req.text()).toUpperCase()));
app.post('/bytes', async (c) => c.body((await c.req.arrayBuffer()).slice(1)));
app.post('/multipart', async (c) => {
  const body = await c.req.parseBody({ all: true });
  const f = body.file;
  return c.json({ names: Object.keys(body), field: body.field, file: [f.name, f.type, f.size, await f.text()] });
});
app.post('/valid', zValidator('json', z.object({ name: z.string().min(2), age: z.number().int().optional() })), (c) => c.json(c.req.valid('json')));
app.get('/cors/x', (c) => c.text('cors'));
app.get('/etag', (c) => c.text('tagged'));
app.get('/private/x', (c) => c.text('secret'));
app.get('/jwt/x', (c) => c.json(c.get('jwtPayload')));
app.get('/cookie', async (c) => {
  setCookie(c, 'a', 'b c', { httpOnly: true, path: '/' });
  await setSignedCookie(c, 's', 'value', 'secret');
  return c.json({ a: getCookie(c, 'a'), s: await getSignedCookie(c, 'secret', 's') });
});
app.get('/redirect', (c) => c.redirect('/json', 302));
app.get('/stream', (c) => streamText(c, async (s) => { for (let i = 0; i < 3; i++) { await s.writeln('line ' + i); await s.sleep(2); } }));
app.get('/bytestream', (c) => stream(c, async (s) => { await s.write(new Uint8Array([65, 66])); await s.pipe(new ReadableStream({ start(k) { k.enqueue(new Uint8Array([67])); k.close(); } })); }));
app.get('/sse', (c) => streamSSE(c, async (s) => { await s.writeSSE({ data: 'one', event: 'e', id: '1' }); await s.writeSSE({ data: 'two\nlines' }); }));
app.get('/throw', () => { throw new Error('on purpose'); });
app.get('/http-exception', () => { throw new HTTPException(403, { message: 'forbidden here' }); });
app.get('/response', () => new Response(new Blob(['blob'], { type: 'text/x-blob' }), { status: 203 }));
app.get('/headers', (c) => c.json({ h: c.req.header('x-a'), m: c.req.method, url: new URL(c.req.url).pathname }));
app.get('/static/*', serveStatic({ root: './', rewriteRequestPath: (p) => p.replace('/static', '') }));
const sub = new Hono().basePath('/sub').get('/x', (c) => c.text('sub x')).notFound((c) => c.text('sub none', 404));
app.route('/', sub);
app.notFound((c) => c.json({ none: c.req.path }, 404));
app.onError((e, c) => (e instanceof HTTPException ? e.getResponse() : c.json({ error: e.message }, 500)));

for (const [path, init] of [['/'], ['/json'], ['/user/12?q=x&t=1&t=2'], ['/none'], ['/throw'], ['/http-exception'], ['/json', { method: 'POST', body: '{"z":1}', headers: { 'content-type': 'application/json' } }]]) {
  const r = await app.request(path, init);
  say('app.request ' + path, r.status, [...r.headers], await r.text());
}
const token = await sign({ sub: 'me', n: 1 }, 'secret', 'HS256');
say('token', token);
const client = testClient(new Hono().get('/t/:x', (c) => c.json({ x: c.req.param('x') })));
say('testClient', await (await client.t[':x'].$get({ param: { x: 'y' } })).json());

const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, async (info) => {
  const { port } = info;
  for (const path of ['/', '/json', '/user/12?q=a%20b', '/user/x', '/opt', '/opt/1', '/wild/a/b%2Fc', '/html', '/etag', '/cookie', '/redirect', '/stream', '/bytestream', '/sse', '/throw', '/http-exception', '/response', '/sub/x', '/sub/y', '/none', '/private/x', '/jwt/x', '/static/fixture.txt', '/static/none.txt']) {
    await talk(port, 'GET', path);
  }
  await talk(port, 'GET', '/etag', { headers: { 'if-none-match': '"' + 'x' + '"' } });
  await talk(port, 'GET', '/private/x', { headers: { authorization: 'Basic ' + btoa('u:p') } });
  await talk(port, 'GET', '/jwt/x', { headers: { authorization: 'Bearer ' + token } });
  await talk(port, 'GET', '/jwt/x', { headers: { authorization: 'Bearer ' + token + 'x' } });
  await talk(port, 'GET', '/cookie', { headers: { cookie: 'a=1; s=value.forged' } });
  await talk(port, 'GET', '/headers', { headers: { 'x-a': 'A' } });
  await talk(port, 'OPTIONS', '/cors/x', { headers: { origin: 'http://example.org', 'access-control-request-method': 'GET' } });
  await talk(port, 'GET', '/cors/x', { headers: { origin: 'http://example.org' } });
  await talk(port, 'POST', '/json', { json: { a: 'ü' } });
  await talk(port, 'POST', '/json', { body: '{bad', headers: { 'content-type': 'application/json' } });
  await talk(port, 'POST', '/form', { body: 'a=1&b=x+y', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  await talk(port, 'POST', '/text', { body: 'shout', headers: { 'content-type': 'text/plain' } });
  await talk(port, 'POST', '/bytes', { body: 'bytes' });
  const m = '--B\r\nContent-Disposition: form-data; name="field"\r\n\r\nv\r\n--B\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\ncontents\r\n--B--\r\n';
  await talk(port, 'POST', '/multipart', { body: m, headers: { 'content-type': 'multipart/form-data; boundary=B' } });
  await talk(port, 'POST', '/valid', { json: { name: 'Ada', age: 36 } });
  await talk(port, 'POST', '/valid', { json: { name: 'A', age: 1.5 } });
  await talk(port, 'HEAD', '/json');
  await talk(port, 'DELETE', '/json');
  const base = `http://127.0.0.1:${port}`;
  const viaFetch = await fetch(base + '/json', { method: 'POST', body: JSON.stringify([1]), headers: { 'content-type': 'application/json' } });
  say('fetch', viaFetch.status, viaFetch.headers.get('content-type'), await viaFetch.json());
  const fd = new FormData();
  fd.append('field', 'ü');
  fd.append('file', new File(['file text'], 'n.txt', { type: 'text/plain' }));
  say('fetch form', await (await fetch(base + '/multipart', { method: 'POST', body: fd })).json());
  say('log', log.length, log.slice(0, 4));
  server.close();
});
