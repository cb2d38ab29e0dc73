// yargs: options, commands, help, strictness, middleware, config, completion.
import yargs from 'yargs';
import { hideBin, Parser } from 'yargs/helpers';
import helper from './say.cjs';
const { say } = helper;

const make = (log) => yargs().scriptName('tool').locale('en').wrap(80).exitProcess(false).version('1.2.3').usage('$0 <cmd> [args]')
  .option('verbose', { alias: 'v', type: 'count', describe: 'more output' }).option('mode', { choices: ['a', 'b'], default: 'a', describe: 'a mode', group: 'Modes:' })
  .option('list', { type: 'array', number: true }).option('size', { coerce: (s) => ({ size: s }), requiresArg: true }).option('secret', { hidden: true })
  .command(['get <source> [proxy]', 'g'], 'make a get request', (y) => y.positional('source', { describe: 'URL', type: 'string' }).option('retry', { type: 'number', default: 3 }), (a) => log.push({ get: a }))
  .command('async', 'waits', {}, async () => { await null; log.push('async done'); })
  .command('fail', 'throws', {}, () => { throw new Error('on purpose'); })
  .command('nest <cmd>', 'nested', (y) => y.command('one', 'first', {}, () => log.push('nest one')).demandCommand(1))
  .middleware((a) => { a.seen = true; }).conflicts('list', 'size').implies('secret', 'mode').example('$0 get x', 'gets x').epilogue('the end').demandCommand(1, 'a command, please').strict().recommendCommands();
for (const line of ['--help', '--version', 'get http://x', 'g http://x y --retry 5 -vvv', 'get', 'get --help', 'gett x', 'get x --unknown', 'get x --mode c', 'get x --list 1 2 3', 'get x --size 3', 'get x --size', 'get x --size 3 --list 1', 'async', 'fail', 'nest one', 'nest', 'nest two', '', 'get x --no-verbose', 'get x --list.a 1']) {
  const log = [];
  const out = await new Promise((resolve) => {
    const p = make(log);
    try {
      const r = p.parse(line.split(' ').filter(Boolean), {}, (err, argv, output) => resolve([err?.message ?? null, output]));
      Promise.resolve(r).catch((e) => resolve(['rejected ' + e.message, '']));
    } catch (e) {
      resolve(['thrown ' + e.message, '']);
    }
  });
  await null; await null; await new Promise((r) => setTimeout(r, 2));
  say(line, log, ...out);
}
say('plain', yargs(['--a.b', '1', '--c', '--no-d', '-xyz', '5', '--e=f', '--camel-case', 'v', '--', 'rest']).help(false).version(false).parseSync());
say('parser', Parser('--foo=99 --bar 9.5 --arr 1 --arr 2 -n -5 --str 007', { string: ['str'] }), Parser.detailed('--x', { alias: { x: ['y'] } }).aliases);
say('hideBin', hideBin(['node', 'x', 'a']));
say('env and config', yargs([]).env('CONVERSATION').config({ fromConfig: 1, nested: { deep: true } }).help(false).version(false).parseSync());
say('help text', await yargs([]).scriptName('t').locale('en').wrap(60).option('üni', { describe: 'wide 日本語 text that is long enough to be wrapped over lines' }).getHelp());
say('german', await yargs([]).scriptName('t').locale('de').wrap(60).option('a', { type: 'boolean', default: true }).getHelp());
say('check', await new Promise((r) => yargs().exitProcess(false).check((a) => { if (a.n < 5) throw new Error('n too small'); return true; }).parse(['--n', '3'], {}, (e, a, o) => r([e?.message, typeof o]))));
