'use strict';
// commander: options, subcommands, help, suggestions, errors, hooks, a command as another program.
const { Command, Option, Argument, InvalidArgumentError, CommanderError } = require('commander');
const { say } = require('./say.cjs');

function make(out) {
  const program = new Command('tool');
  program.exitOverride().configureOutput({ writeOut: (s) => out.push('out ' + s), writeErr: (s) => out.push('err ' + s), getOutHelpWidth: () => 80, getErrHelpWidth: () => 80, getOutHasColors: () => false, getErrHasColors: () => false });
  program.description('A tool\nof two lines').version('1.2.3', '-V, --version', 'print the version').option('-d, --debug', 'more output').option('-l, --level <n>', 'a level', (v) => { const n = parseInt(v, 10); if (Number.isNaN(n)) throw new InvalidArgumentError('Not a number.'); return n; }, 1)
    .addOption(new Option('-c, --color <when>', 'colours').choices(['always', 'never', 'auto']).default('auto', 'by terminal').env('TOOL_COLOR')).option('--no-cache', 'without the cache').option('-x [value]', 'optional value').addOption(new Option('--hidden').hideHelp()).addOption(new Option('--free').conflicts('debug'));
  program.command('add').alias('a').description('adds numbers').argument('<first>', 'the first', Number).argument('[rest...]', 'others', (v, p) => (p ?? []).concat(Number(v))).option('-r, --round').action((first, rest = [], o, cmd) => out.push({ add: rest.reduce((x, y) => x + y, first), o, globals: cmd.optsWithGlobals() }));
  program.command('serve [dir]').requiredOption('-p, --port <port>').option('-H, --header <h...>', 'several').action((dir, o) => out.push({ serve: dir, o }));
  const remote = program.command('remote').description('nested');
  remote.command('rm').addArgument(new Argument('<name>').choices(['origin', 'upstream'])).action((n) => out.push({ rm: n }));
  program.command('async').action(async () => { await null; out.push('async done'); });
  program.hook('preAction', (p, c) => out.push('pre ' + c.name())).hook('postAction', (p, c) => out.push('post ' + c.name()));
  program.addHelpText('after', '\nAfter: %s'.replace('%s', 'more')).showSuggestionAfterError().allowExcessArguments(false);
  return program;
}
async function main() {
  for (const line of ['--help', '--version', 'add 1 2 3', 'a 1 -r', 'add', 'add --help', 'ad 1', 'serve', 'serve x -p 80 -H a b', '--port', '-l x add 1', '-l 7 add 1', '--color=red', '-c never --no-cache -x -- add 5', '-xfoo add 1', 'remote rm origin', 'remote rm other', 'remote', 'remote rm', 'help remote', 'async', '--free --debug add 1', '--debg add 1', 'add 1 2 -- -3', 'async extra', '-dl3 add 1', '', 'nope']) {
    const out = [];
    const p = make(out);
    try {
      await p.parseAsync(line.split(' ').filter(Boolean), { from: 'user' });
      say(line, out, p.opts(), p.args);
    } catch (e) {
      say(line, out, e instanceof CommanderError, e.code, e.exitCode, e.message);
    }
  }
  process.env.TOOL_COLOR = 'always';
  const out = [];
  say('env', make(out).parse(['add', '1'], { from: 'user' }).opts(), make(out).parse(['add', '1'], { from: 'user' }).getOptionValueSource('color'));
  say('node', new Command().option('-a').parse(['node', 'script', '-a']).opts(), process.argv.length);
  require('child_process').execFile(process.execPath, ['-e', "const {program}=require('commander');program.argument('<x>').action(x=>console.log('got',x));program.parse()", 'value'], { cwd: __dirname }, (e, stdout, stderr) => {
    say('child', e?.code, stdout, stderr);
    require('child_process').execFile(process.execPath, ['-e', "const {program}=require('commander');program.name('prog').argument('<x>');program.parse()"], { cwd: __dirname }, (e2, o2, s2) => say('child fails', e2.code, o2, s2));
  });
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
