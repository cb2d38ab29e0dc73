'use strict';
// node --test: runs the test files of the command line, or those found below the current directory.

const { getOptionValue } = require('internal/options');

function main() {
  const { run } = require('internal/test_runner/runner');
  const { setupReporters } = require('internal/test_runner/harness');
  const number = (name) => {
    const v = getOptionValue(name);
    return typeof v === 'number' && v > 0 ? v : undefined;
  };
  const isolation = getOptionValue('--test-isolation') || 'process';
  const options = {
    __proto__: null,
    concurrency: isolation === 'none' ? 1 : number('--test-concurrency') ?? true,
    timeout: number('--test-timeout') ?? Infinity,
    isolation,
    watch: getOptionValue('--watch') === true ? true : undefined,
    globPatterns: process.argv.slice(1),
    testNamePatterns: undefined,
    only: getOptionValue('--test-only') === true,
    forceExit: getOptionValue('--test-force-exit') === true,
    globalSetupPath: getOptionValue('--test-global-setup') || undefined,
    setup: async (stream) => { await setupReporters(stream); },
    setsExitCode: true,
  };
  if (isolation === 'none') {
    const list = (name) => (getOptionValue(name)?.length > 0 ? [...getOptionValue(name)] : undefined);
    options.testNamePatterns = list('--test-name-pattern');
    options.testSkipPatterns = list('--test-skip-pattern');
  }
  const shard = getOptionValue('--test-shard');
  if (shard) {
    if (!/^\d+\/\d+$/.test(shard)) {
      const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
      process.exitCode = 9;
      throw new ERR_INVALID_ARG_VALUE('--test-shard', shard, 'must be in the form of <index>/<total>');
    }
    const [index, total] = shard.split('/').map(Number);
    options.shard = { __proto__: null, index, total };
    options.concurrency = options.concurrency === true ? true : options.concurrency;
  }
  if (options.watch) {
    require('internal/main/watch_mode').watchTests(options);
    return;
  }
  run(options);
}

module.exports = { main };
