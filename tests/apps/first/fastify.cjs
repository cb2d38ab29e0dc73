'use strict';
// Fastify: validation and serialization by schema, hooks in order, encapsulated plugins, decorators, inject and real requests, errors.
const fp = require('fastify-plugin');
const { Readable } = require('stream');
const { say, attempt, talk } = require('./say.cjs');

async function main() {
  const app = require('fastify')({ genReqId: () => 'req-1', ajv: { customOptions: { removeAdditional: true, coerceTypes: true } } });
  const order = [];
  app.decorate('config', { name: 'conversation' });
  app.decorateRequest('user', null);
  app.decorateReply('envelope', function envelope(v) { return this.send({ ok: true, v }); });
  app.register(require('@fastify/cookie'), { secret: 'a secret' });
  app.addHook('onRequest', async (req) => { order.push('onRequest ' + req.url); });
  app.addHook('preParsing', async (req, reply, payload) => { order.push('preParsing'); return payload; });
  app.addHook('preValidation', (req, reply, done) => { order.push('preValidation'); done(); });
  app.addHook('preHandler', async () => { order.push('preHandler'); });
  app.addHook('preSerialization', async (req, reply, payload) => { order.push('preSerialization'); return payload; });
  app.addHook('onSend', async (req, reply, payload) => { order.push('onSend'); reply.header('x-hook', 'sent'); return payload; });
  app.addHook('onResponse', async () => { order.push('onResponse'); });
  app.addHook('onError', async (req, reply, error) => { order.push('onError ' + error.message); });
  app.addHook('onReady', async () => { order.push('onReady'); });
  app.addHook('onClose', async () => { order.push('onClose'); });

  app.addSchema({ $id: 'address', type: 'object', required: ['city'], properties: { city: { type: 'string', minLength: 2 }, zip: { type: 'integer' } } });
  app.get('/', async () => ({ hello: 'world' }));
  app.get('/text', (req, reply) => { reply.type('text/plain').send('text'); });
  app.get('/query', {
    schema: {
      querystring: { type: 'object', properties: { n: { type: 'integer', minimum: 1 }, list: { type: 'array', items: { type: 'string' } }, flag: { type: 'boolean' } }, required: ['n'] },
    },
  }, async (req) => req.query);
  app.post('/person', {
    schema: {
      body: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, age: { type: 'integer' }, email: { type: 'string', format: 'email' }, address: { $ref: 'address#' } }, additionalProperties: false },
      response: { 201: { type: 'object', properties: { id: { type: 'integer' }, name: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } }, when: { type: 'string', format: 'date-time' } } } },
    },
  }, async (req, reply) => {
    reply.code(201);
    return { id: '7', name: req.body.name, tags: [1, 2], when: new Date(0), secret: 'not in the schema', body: req.body };
  });
  app.get('/items/:id(^\\d+$)', async (req) => req.params);
  app.get('/wild/*', async (req) => req.params);
  app.get('/envelope', (req, reply) => reply.envelope(app.config));
  app.get('/stream', (req, reply) => reply.type('text/plain').send(Readable.from(['a', 'b', 'c'])));
  app.get('/buffer', (req, reply) => reply.send(Buffer.from('bytes')));
  app.get('/redirect', (req, reply) => reply.redirect('/text', 303));
  app.get('/cookie', (req, reply) => {
    reply.setCookie('a', 'b c', { path: '/', httpOnly: true }).setCookie('s', 'signed', { signed: true });
    return reply.send({ had: req.cookies });
  });
  app.get('/throw', async () => { throw Object.assign(new Error('on purpose'), { statusCode: 418, code: 'TEAPOT' }); });
  app.get('/crash', () => { throw new TypeError('a type error'); });
  app.get('/undefined', async () => undefined);
  app.head('/only-head', async (req, reply) => { reply.header('x-hook', 'h'); return ''; });
  app.addContentTypeParser('text/csv', { parseAs: 'string' }, (req, body, done) => done(null, body.split(',')));
  app.post('/csv', async (req) => req.body);
  app.get('/constrained', { constraints: { version: '1.2.0' } }, async () => 'v1');
  app.get('/constrained', { constraints: { version: '2.0.0' } }, async () => 'v2');

  app.register(async (child) => {
    child.decorate('inner', 1);
    child.addHook('preHandler', async (req, reply) => {
      if (req.headers.authorization !== 'Bearer x') return reply.code(401).send({ who: 'are you' });
      req.user = { name: 'x' };
      return undefined;
    });
    child.get('/me', async (req) => ({ user: req.user, inner: child.inner, outer: app.inner }));
    child.setErrorHandler((err, req, reply) => { reply.code(409).send({ handled: err.message }); });
    child.get('/fails', async () => { throw new Error('inner'); });
    child.setNotFoundHandler((req, reply) => reply.code(404).send({ none: req.url }));
  }, { prefix: '/v1' });
  app.register(fp(async (instance, opts) => { instance.decorate('shared', opts.value); }, { name: 'shared-plugin' }), { value: 42 });
  await app.ready();
  say('shared', app.shared, app.inner, app.hasDecorator('config'), app.hasPlugin('shared-plugin'), order.splice(0));
  say('routes', app.hasRoute({ url: '/person', method: 'POST' }), app.printRoutes({ commonPrefix: false }));

  const inject = async (o) => {
    const r = await app.inject(o);
    const { date, ...headers } = r.headers;
    say('inject ' + (o.url ?? o), r.statusCode, headers, r.payload, order.splice(0));
  };
  await inject('/');
  await inject('/query?n=3&list=a&list=b&flag=true');
  await inject('/query?n=0');
  await inject('/query');
  await inject({ method: 'POST', url: '/person', payload: { name: 'Ada', age: '36', email: 'ada@example.org', extra: 1, address: { city: 'London', zip: '12' } } });
  await inject({ method: 'POST', url: '/person', payload: { age: 'x' } });
  await inject({ method: 'POST', url: '/person', payload: { name: 'A', email: 'no' } });
  await inject({ method: 'POST', url: '/person', payload: { name: 'A', address: { city: 'L' } } });
  await inject({ method: 'POST', url: '/person', payload: '{bad', headers: { 'content-type': 'application/json' } });
  await inject({ method: 'POST', url: '/person', payload: 'x', headers: { 'content-type': 'application/xml' } });
  await inject({ method: 'POST', url: '/person', payload: '{"__proto__":{"a":1},"name":"x"}', headers: { 'content-type': 'application/json' } });
  await inject('/v1/me');
  await inject({ url: '/v1/me', headers: { authorization: 'Bearer x' } });

  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address();
  order.length = 0;
  for (const path of ['/', '/text', '/items/12', '/items/x', '/wild/a/b%20c', '/envelope', '/stream', '/buffer', '/redirect', '/cookie', '/throw', '/crash', '/undefined', '/none', '/v1/none', '/bad%zz']) {
    await talk(port, 'GET', path);
  }
  await talk(port, 'GET', '/v1/fails', { headers: { authorization: 'Bearer x' } });
  await talk(port, 'GET', '/cookie', { headers: { cookie: 'a=b%20c; x=1' } });
  await talk(port, 'HEAD', '/');
  await talk(port, 'HEAD', '/only-head');
  await talk(port, 'GET', '/constrained', { headers: { 'accept-version': '1.x' } });
  await talk(port, 'GET', '/constrained', { headers: { 'accept-version': '2.x' } });
  await talk(port, 'GET', '/constrained', { headers: { 'accept-version': '3.x' } });
  await talk(port, 'POST', '/csv', { body: 'a,b,c', headers: { 'content-type': 'text/csv' } });
  await talk(port, 'POST', '/person', { json: { name: 'Grace' } });
  await talk(port, 'DELETE', '/person');
  say('hooks', order.length, [...new Set(order.map((s) => s.split(' ')[0]))]);
  attempt('late route', () => app.get('/late', async () => 1));
  attempt('same route', () => require('fastify')().get('/a', async () => 1).get('/a', async () => 2));
  await attempt('bad plugin', () => require('fastify')().register(async () => { throw new Error('plugin failed'); }).ready().then(() => 'ready'));
  await app.close();
  say('closed', order.slice(-1));
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
