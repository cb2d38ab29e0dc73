'use strict';
// A small application of the kind people run first. PORT 0 means any; it prints where it listens.
const path = require('path');
const express = require('express');
const cookieParser = require('cookie-parser');
const compression = require('compression');

const app = express();
app.disable('x-powered-by');
app.use(compression({ threshold: 512 }));
app.use(cookieParser('a secret'));
app.use(express.json({ limit: '10kb' }));
app.use(express.urlencoded({ extended: true }));
app.use('/static', express.static(path.join(__dirname, 'public'), { maxAge: '1h', lastModified: false }));

app.use((req, res, next) => {
  res.set('X-Method', req.method);
  next();
});

app.get('/', (req, res) => res.send('Hello World'));
app.get('/json', (req, res) => res.json({ hello: 'world', list: [1, 2, 3], nested: { ok: true } }));
app.get('/user/:id', (req, res) => res.json({ id: req.params.id, query: req.query }));
app.get('/files/*rest', (req, res) => res.json({ rest: req.params.rest }));
app.get('/status/:code', (req, res) => res.status(Number(req.params.code)).send('status ' + req.params.code));
app.get('/redirect', (req, res) => res.redirect(302, '/json'));
app.get('/big', (req, res) => res.type('text/plain').send('0123456789abcdef'.repeat(1024)));
app.get('/agent', (req, res) => res.send(req.get('x-client') ?? 'none'));
app.get('/accept', (req, res) => res.format({
  text: () => res.send('plain'),
  html: () => res.send('<p>html</p>'),
  json: () => res.json({ json: true }),
}));
app.post('/echo', (req, res) => res.status(201).json({ body: req.body, type: req.get('content-type') }));
app.post('/raw', express.text(), (req, res) => res.send('got ' + req.body.length + ' characters'));
app.put('/item/:id', (req, res) => res.json({ put: req.params.id, body: req.body }));
app.delete('/item/:id', (req, res) => res.sendStatus(204));
app.get('/cookies/set', (req, res) => {
  res.cookie('plain', 'v 1', { httpOnly: true });
  res.cookie('signed', 'secret value', { signed: true });
  res.send('set');
});
app.get('/cookies/read', (req, res) => res.json({ plain: req.cookies, signed: req.signedCookies }));
app.get('/etag', (req, res) => res.set('Cache-Control', 'no-cache').send('cache me'));
app.get('/stream', (req, res) => {
  res.type('text/plain');
  let n = 0;
  const step = () => {
    if (n === 5) return res.end('done\n');
    res.write(`line ${n++}\n`);
    setImmediate(step);
  };
  step();
});
app.get('/async', async (req, res) => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  res.send('after a timer');
});
app.get('/throw', () => { throw new Error('thrown on purpose'); });
app.get('/reject', async () => { throw Object.assign(new Error('rejected on purpose'), { status: 503 }); });

const api = express.Router();
api.use((req, res, next) => (req.get('authorization') === 'Bearer token' ? next() : res.status(401).json({ error: 'who are you?' })));
api.route('/things').get((req, res) => res.json(['a', 'b'])).post((req, res) => res.status(201).json({ made: req.body.name }));
app.use('/api', api);

app.get('/rss', (req, res) => res.json({ rss: process.memoryUsage().rss }));
app.use((req, res) => res.status(404).json({ error: 'no such page', path: req.path }));
app.use((err, req, res, next) => { // eslint-disable-line no-unused-vars
  res.status(err.status ?? 500).json({ error: err.message, type: err.type });
});

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on ${server.address().port}`);
});
process.on('SIGTERM', () => {
  server.close(() => {
    console.log('closed');
    process.exitCode = 0;
  });
  server.closeIdleConnections();
});
