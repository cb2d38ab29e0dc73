'use strict';
// Koa 3: the onion, context, router, body parser, cookies, errors, streams.
const Koa = require('koa');
const Router = require('@koa/router');
const bodyParser = require('koa-bodyparser');
const { Readable } = require('stream');
const { say, talk, once } = require('./say.cjs');

async function main() {
  const app = new Koa({ keys: ['k1', 'k2'], proxy: true });
  const steps = [];
  app.on('error', (err) => steps.push('error event ' + err.message));
  app.use(async (ctx, next) => {
    steps.push('1 in');
    await next();
    steps.push('1 out');
    ctx.set('X-Time', 'now');
  });
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch (e) {
      if (e.expose || e.status === 422) {
        ctx.status = e.status;
        ctx.body = { error: e.message, ...e.extra };
      } else throw e;
    }
  });
  app.use(bodyParser({ enableTypes: ['json', 'form', 'text'] }));
  const router = new Router.Router({ prefix: '/api' });
  router.get('root', '/', (ctx) => { ctx.body = 'api'; });
  router.param('id', (id, ctx, next) => { ctx.found = Number(id) * 2; return next(); });
  router.get('user', '/users/:id', (ctx) => { ctx.body = { params: ctx.params, found: ctx.found, query: ctx.query, route: ctx._matchedRoute, name: ctx._matchedRouteName }; });
  router.post('/echo', (ctx) => { ctx.status = 201; ctx.body = { body: ctx.request.body, type: ctx.request.type, charset: ctx.request.charset, length: ctx.request.length }; });
  router.all('/any', (ctx) => { ctx.body = ctx.method; });
  router.put('/thing', (ctx) => { ctx.status = 204; });
  router.get('/cookie', (ctx) => {
    ctx.cookies.set('plain', 'v', { httpOnly: false });
    ctx.cookies.set('signed', 's', { signed: true });
    ctx.body = { plain: ctx.cookies.get('plain', { signed: false }) };
  });
  router.redirect('/old', '/api/new', 301);
  router.get('/url', (ctx) => { ctx.body = { url: router.url('user', 3), query: router.url('user', { id: 4 }, { query: { a: 1 } }), ip: ctx.ip, host: ctx.hostname, protocol: ctx.protocol, secure: ctx.secure, sub: ctx.subdomains, origin: ctx.origin.replace(/:\d+$/, '') }; });
  app.use(router.routes()).use(router.allowedMethods());
  app.use(async (ctx) => {
    switch (ctx.path) {
      case '/': ctx.body = 'Hello Koa'; break;
      case '/html': ctx.body = '<h1>html</h1>'; break;
      case '/json': ctx.body = { a: [1, { b: null }] }; break;
      case '/null': ctx.body = null; break;
      case '/buffer': ctx.body = Buffer.from('buffer'); break;
      case '/stream': ctx.body = Readable.from(['x', 'y', 'z']); break;
      case '/response': ctx.body = new Blob(['blob body']); break;
      case '/broken-stream': ctx.type = 'text'; ctx.body = new Readable({ read() { this.destroy(new Error('broken')); } }); break;
      case '/etag': ctx.etag = 'abc'; ctx.body = 'cached'; if (ctx.fresh) ctx.status = 304; break;
      case '/accept': ctx.body = { types: ctx.accepts('json', 'html'), lang: ctx.acceptsLanguages('en', 'de'), enc: ctx.acceptsEncodings('gzip', 'identity'), is: ctx.is('json') }; break;
      case '/teapot': ctx.throw(418, 'short and stout'); break;
      case '/extra': ctx.throw(422, 'invalid', { extra: { field: 'a' } }); break;
      case '/assert': ctx.assert(ctx.get('x-ok'), 401, 'no header'); ctx.body = 'ok'; break;
      case '/crash': throw new Error('secret');
      case '/nonerror': throw 'a string'; // eslint-disable-line no-throw-literal
      case '/redirect': ctx.redirect('/json'); break;
      case '/attach': ctx.attachment('näme "x".txt'); ctx.body = 'file'; ctx.set('X-Hook', ctx.response.get('Content-Disposition')); break;
      case '/state': ctx.state.user = 'u'; ctx.body = { state: ctx.state, inspect: ctx.toJSON().request.method, header: ctx.request.header.host !== undefined }; break;
      default:
    }
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  for (const path of ['/', '/html', '/json', '/null', '/buffer', '/stream', '/response', '/etag', '/teapot', '/extra', '/assert', '/crash', '/nonerror', '/redirect', '/attach', '/state', '/none',
    '/api', '/api/users/21?a=1&a=2', '/api/url', '/api/cookie', '/api/old', '/api/none', '/broken-stream']) {
    await talk(port, 'GET', path);
    say('steps', steps.splice(0));
  }
  await talk(port, 'GET', '/accept', { headers: { accept: 'text/html', 'accept-language': 'de, en;q=0.5', 'accept-encoding': 'gzip' } });
  await talk(port, 'GET', '/etag', { headers: { 'if-none-match': '"abc"' } });
  await talk(port, 'GET', '/assert', { headers: { 'x-ok': '1' } });
  await talk(port, 'GET', '/api/url', { headers: { 'x-forwarded-for': '10.0.0.1, 10.0.0.2', 'x-forwarded-proto': 'https', host: 'a.b.example.com' } });
  await talk(port, 'POST', '/api/echo', { json: { a: 'ü' } });
  await talk(port, 'POST', '/api/echo', { body: 'a=1&b[c]=2', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  await talk(port, 'POST', '/api/echo', { body: 'some text', headers: { 'content-type': 'text/plain; charset=utf-8' } });
  await talk(port, 'POST', '/api/echo', { body: '{bad', headers: { 'content-type': 'application/json' } });
  for (const method of ['OPTIONS', 'DELETE', 'PATCH']) await talk(port, method, '/api/any');
  await talk(port, 'OPTIONS', '/api/thing');
  await talk(port, 'POST', '/api/thing');
  await talk(port, 'PUT', '/api/thing');
  await talk(port, 'HEAD', '/json');
  say('compose', app.middleware.length, app.toJSON(), steps.length > 0);
  server.close();
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
