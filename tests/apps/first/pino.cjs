'use strict';
// pino: levels, children, serializers, redaction, formatters, destinations, transports in a worker.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { Writable } = require('stream');
const pino = require('pino');
const { say, once } = require('./say.cjs');

async function main() {
  const lines = [];
  const to = () => new Writable({ write(c, e, cb) { lines.push(...String(c).trim().split('\n')); cb(); } });
  const flush = (label) => { for (const l of lines.splice(0)) { const o = JSON.parse(l); if (o.err?.stack) o.err.stack = o.err.stack.split('\n')[0]; say(label, o); } };
  const fixed = { base: { app: 'x' }, timestamp: () => ',"time":0' };
  const log = pino({ ...fixed, level: 'debug' }, to());
  log.info('hello');
  log.info({ a: 1, n: null, u: undefined, d: new Date(0), nested: { b: [1, '"quoted"\n'] } }, 'with %s and %d and %j %o', 'string', 42, { j: 1 }, { o: 2 });
  log.trace('not shown');
  log.debug('debug');
  log.warn(new Error('as argument'));
  log.error({ err: Object.assign(new TypeError('in object'), { code: 'E_X', cause: new Error('why') }), req: 1 }, 'failed');
  log.fatal('fatal ü 👍 \u2028');
  flush('basic');
  const child = log.child({ module: 'm', level: 'ignored' }, { level: 'warn', msgPrefix: '[m] ' });
  child.info('no');
  child.warn('yes');
  child.child({ deeper: true }).error({ x: 1 }, 'deep');
  say('bindings', child.bindings(), child.level, child.isLevelEnabled('info'), log.levelVal);
  flush('child');
  const circular = { name: 'c' };
  circular.self = circular;
  log.info({ circular, big: 10n, f() {}, s: Symbol('s'), m: new Map([[1, 2]]), buf: Buffer.from('hi') }, 'odd values');
  flush('odd');
  const redacted = pino({ ...fixed, redact: { paths: ['password', 'user.*.secret', 'list[*].key', 'deep["a-b"].c'], censor: (v, p) => `<${p.join('.')}>` } }, to());
  redacted.info({ password: 'x', user: { a: { secret: 1, open: 2 } }, list: [{ key: 1 }, { key: 2 }], deep: { 'a-b': { c: 3 } } });
  pino({ ...fixed, redact: { paths: ['gone'], remove: true } }, to()).info({ gone: 1, kept: 2 });
  flush('redact');
  const custom = pino({ ...fixed, customLevels: { audit: 35, loud: 55 }, level: 'audit', messageKey: 'message', nestedKey: 'payload', errorKey: 'e', mixin: (o, level) => ({ mixed: level }), formatters: { level: (label, number) => ({ severity: label.toUpperCase(), number }), bindings: (b) => ({ bound: Object.keys(b) }), log: (o) => ({ ...o, formatted: true }) }, serializers: { req: (r) => ({ url: r.url }), e: (e) => e.message }, hooks: { logMethod(args, method) { if (args[0] === 'twice') args[0] = 'twice twice'; return method.apply(this, args); } } }, to());
  custom.audit({ req: { url: '/x', secret: 1 } }, 'audited');
  custom.loud('twice');
  custom.error(new Error('custom key'));
  flush('custom');
  say('levels', pino.levels, Object.keys(pino.stdSerializers), pino.symbols !== undefined);
  const both = [];
  const multi = pino({ ...fixed, level: 'trace' }, pino.multistream([{ stream: { write: (s) => both.push('all ' + JSON.parse(s).level) } }, { level: 'error', stream: { write: (s) => both.push('errors ' + JSON.parse(s).level) } }]));
  multi.info('a');
  multi.error('b');
  say('multistream', both);
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'pino-'));
  try {
    const dest = pino.destination({ dest: path.join(dir, 'sub', 'out.log'), mkdir: true, sync: false, minLength: 100 });
    await once(dest, 'ready');
    const file = pino(fixed, dest);
    for (let i = 0; i < 20; i++) file.info({ i }, 'buffered');
    dest.end();
    await once(dest, 'close');
    say('file', fs.readFileSync(path.join(dir, 'sub', 'out.log'), 'utf8').trim().split('\n').map((l) => JSON.parse(l).i));
    const out = path.join(dir, 'worker.log');
    const transport = pino.transport({ targets: [{ target: 'pino/file', options: { destination: out }, level: 'info' }, { target: path.join(__dirname, 'pino-transport.mjs'), options: { file: path.join(dir, 'own.log') }, level: 'error' }] });
    const alive = setInterval(() => {}, 1000); // neither the worker nor its stream keeps the process alive
    const threaded = pino(fixed, transport);
    threaded.info('from a worker');
    threaded.debug('not');
    threaded.error({ a: 1 }, 'both');
    transport.end();
    await once(transport, 'close');
    clearInterval(alive);
    say('transport', fs.readFileSync(out, 'utf8').trim().split('\n').map((l) => JSON.parse(l)));
    say('own transport', fs.readFileSync(path.join(dir, 'own.log'), 'utf8'));
  } finally {
    fs.rmSync(dir, { recursive: true });
  }
  pino({ ...fixed, name: 'stdout' }, pino.destination({ sync: true })).info('to standard output');
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
