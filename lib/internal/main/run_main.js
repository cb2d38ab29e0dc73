'use strict';
// The entry of the main thread: a file, -e, -p, -c, -i, stdin, --test, --watch, --run.

const { prepareMainThreadExecution, markBootstrapComplete } = require('internal/process/pre_execution');
const { getOptionValue } = require('internal/options');

const { BuiltinModule } = require('internal/bootstrap/realm');
const hooks = require('internal/async_hooks');
const start = internalBinding('process_methods').getStartInfo();

internalBinding('process_methods').setLoopCallbacks(function emitBeforeExit() {
  process.emit('beforeExit', process.exitCode || 0);
}, function emitExit() {
  if (!process._exiting) {
    process._exiting = true;
    reportUnsettledEntry();
    process.emit('exit', process.exitCode || 0);
  }
  return process.exitCode || 0;
});

function reportUnsettledEntry() {
  if (BuiltinModule.map.get('internal/modules/esm/entry').loaded) require('internal/modules/esm/entry').reportUnsettled();
}

function main() {
  const evalSource = start.evalSource;
  const hasEval = typeof evalSource === 'string';
  const hasFile = start.argv.length > 1 && start.argv[1] !== '-' && !hasEval;

  if (getOptionValue('--run')) {
    prepareMainThreadExecution(false, false);
    markBootstrapComplete();
    require('internal/main/run_script').runScript(getOptionValue('--run'), process.argv.slice(1));
    return;
  }
  if (getOptionValue('--test') && !hasEval) {
    prepareMainThreadExecution(false);
    markBootstrapComplete();
    require('internal/main/test_runner').main();
    return;
  }
  if (getOptionValue('--watch') && !process.env?.WATCH_REPORT_DEPENDENCIES) {
    prepareMainThreadExecution(false);
    markBootstrapComplete();
    require('internal/main/watch_mode').main();
    return;
  }
  if (getOptionValue('--check')) {
    const mainEntry = prepareMainThreadExecution(true);
    markBootstrapComplete();
    afterImports(() => require('internal/main/check_syntax').main(mainEntry, hasFile));
    return;
  }
  if (hasEval && !getOptionValue('--interactive')) {
    prepareMainThreadExecution(false);
    markBootstrapComplete();
    const { evalTextEntry } = require('internal/process/execution');
    afterImports(() => evalTextEntry('[eval]', evalSource, !!getOptionValue('--print')));
    return;
  }
  if (hasFile) {
    const mainEntry = prepareMainThreadExecution(!getOptionValue('--entry-url'));
    markBootstrapComplete();
    // Module.runMain may have been replaced by a --require module.
    require('internal/modules/cjs/loader').Module.runMain(mainEntry ?? start.argv[1]);
    return;
  }
  prepareMainThreadExecution(false);
  markBootstrapComplete();
  const stdinIsTTY = require('tty').isatty(0);
  if (getOptionValue('--interactive') || (start.argv[1] !== '-' && stdinIsTTY)) {
    const repl = require('internal/main/repl');
    afterImports(() => repl.main(hasEval ? evalSource : undefined));
    return;
  }
  const { evalTextEntry, readStdin } = require('internal/process/execution');
  readStdin((code) => {
    process._eval = code;
    afterImports(() => evalTextEntry('[stdin]', code, !!getOptionValue('--print')));
  });
}

// afterImports runs fn once the modules of --import are evaluated; without any, at once.
function afterImports(fn) {
  if (!getOptionValue('--import')?.length && !getOptionValue('--experimental-loader')?.length) {
    fn();
    return;
  }
  require('internal/modules/esm/entry').runEntry(async () => { fn(); });
}

main();
hooks.leaveMain();
