'use strict';
// socket.io and its client: acks, rooms, namespaces, middleware, binary, polling to websocket upgrade, reconnection.
const http = require('http');
const { Server } = require('socket.io');
const { io } = require('socket.io-client');
const { say, once, sleep, request } = require('./say.cjs');

async function main() {
  const server = http.createServer();
  const make = (httpServer) => {
    const s = new Server(httpServer, { cors: { origin: 'http://example.org' }, pingInterval: 300, pingTimeout: 5000, connectionStateRecovery: {} });
    s.on('connection', (socket) => {
      socket.on('echo', (...args) => { const ack = args.pop(); ack(...args); });
      socket.on('add', (a, b, ack) => ack(a + b));
      socket.on('binary', (buf, ack) => ack({ isBuffer: Buffer.isBuffer(buf.data), hex: buf.data.toString('hex'), back: Buffer.from([9, 8, 7]), nested: [{ b: Buffer.from('x') }] }));
      socket.on('join', async (room, ack) => { await socket.join(room); ack([...socket.rooms].filter((r) => r !== socket.id)); });
      socket.on('leave', async (room, ack) => { await socket.leave(room); ack([...socket.rooms].length); });
      socket.on('say', (room, text) => socket.to(room).emit('said', text));
      socket.on('all', (text) => s.emit('said', text));
      socket.on('ask', async (ack) => { ack(await s.timeout(5000).to('red').emitWithAck('question', 'who')); });
      socket.on('kick', () => socket.disconnect(true));
      socket.use(([name], next) => (name === 'forbidden' ? next(new Error('not allowed')) : next()));
      socket.on('error', (e) => socket.emit('refused', e.message));
    });
    const admin = s.of('/admin');
    admin.use((socket, next) => {
      if (socket.handshake.auth.token === 'secret') return next();
      const e = new Error('unauthorized');
      e.data = { hint: 'token' };
      return next(e);
    });
    admin.on('connection', (socket) => { socket.data.role = 'admin'; socket.emit('welcome', socket.handshake.query.name, socket.nsp.name); });
    return s;
  };
  let server1 = make(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const url = `http://127.0.0.1:${port}`;
  const raw = await request(port, 'GET', '/socket.io/?EIO=4&transport=polling', { headers: { origin: 'http://example.org' } });
  const body = String(raw.body);
  say('handshake', raw.status, raw.headers['content-type'], raw.headers['access-control-allow-origin'], body[0], Object.keys(JSON.parse(body.slice(1))));
  const bad = await request(port, 'GET', '/socket.io/?EIO=4&transport=smoke');
  say('bad transport', bad.status, String(bad.body));

  const a = io(url, { forceNew: true, reconnectionDelay: 30, reconnectionDelayMax: 60, randomizationFactor: 0 });
  await once(a, 'connect');
  say('connected', a.connected, typeof a.id);
  if (a.io.engine.transport.name === 'polling') await once(a.io.engine, 'upgrade');
  say('upgraded', a.io.engine.transport.name);
  say('ack', await a.emitWithAck('echo', 1, 'two', { three: [3, null] }));
  say('add', await a.timeout(5000).emitWithAck('add', 20, 22));
  const bin = await a.emitWithAck('binary', { data: Buffer.from('cafe', 'hex') });
  say('binary', bin.isBuffer, bin.hex, Buffer.from(bin.back).toString('hex'), Buffer.from(bin.nested[0].b).toString());
  const big = await a.emitWithAck('echo', 'z'.repeat(100000));
  say('big', big.length);

  const b = io(url, { forceNew: true, transports: ['websocket'] });
  const c = io(url, { forceNew: true, transports: ['polling'] });
  await Promise.all([once(b, 'connect'), once(c, 'connect')]);
  say('transports', b.io.engine.transport.name, c.io.engine.transport.name);
  say('rooms', await a.emitWithAck('join', 'red'), await b.emitWithAck('join', 'red'), await c.emitWithAck('join', 'blue'));
  const heard = [];
  for (const [n, s] of Object.entries({ a, b, c })) s.on('said', (t) => heard.push(n + ' ' + t));
  a.emit('say', 'red', 'to red');
  a.emit('say', 'blue', 'to blue');
  b.emit('all', 'to all');
  while (heard.length < 5) await sleep(5);
  say('heard', heard.sort());
  for (const [n, s] of Object.entries({ a, b, c })) s.on('question', (q, ack) => ack(n + ' ' + q));
  say('broadcast with ack', (await c.emitWithAck('ask')).sort());
  say('leave', await a.emitWithAck('leave', 'red'), (await server1.in('red').fetchSockets()).length);
  const polledBinary = await c.emitWithAck('binary', { data: Buffer.from([1, 2, 3]) });
  say('binary over polling', polledBinary.hex, Buffer.from(polledBinary.back).toString('hex'));
  c.emit('forbidden', 1);
  say('refused', (await once(c, 'refused'))[0]);
  try {
    await a.timeout(50).emitWithAck('nobody answers');
  } catch (e) {
    say('ack timeout', e);
  }

  const admin = io(url + '/admin', { forceNew: true, auth: { token: 'wrong' }, query: { name: 'n' } });
  const [err] = await once(admin, 'connect_error');
  say('connect_error', err.message, err.data, admin.active);
  admin.auth = { token: 'secret' };
  admin.connect();
  say('welcome', (await once(admin, 'welcome')).slice(0, 2));
  const nowhere = io(url + '/nowhere', { forceNew: true });
  say('no namespace', (await once(nowhere, 'connect_error'))[0].message);
  nowhere.close();

  c.emit('kick');
  say('kicked', (await once(c, 'disconnect'))[0]);
  const gone = once(b, 'disconnect');
  b.disconnect();
  say('disconnect', (await gone)[0], b.connected);

  // the server goes away and comes back
  const lost = once(a, 'disconnect');
  admin.close();
  await server1.close();
  say('lost', (await lost)[0]);
  await once(a.io, 'reconnect_attempt');
  const server2 = http.createServer();
  server1 = make(server2);
  server2.listen(port, '127.0.0.1');
  await once(a, 'connect');
  say('reconnected', a.connected, await a.emitWithAck('add', 1, 2));
  await sleep(700); // pings
  say('alive', a.connected);
  a.close();
  await server1.close();
  say('done');
  process.exit(); // timers of the transports hold the process for half a minute
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
