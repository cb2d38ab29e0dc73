'use strict';
// The interactive start: node without a file on a terminal, or -i.

function main(evalSource) {
  const { getOptionValue } = require('internal/options');
  if (process.env.NODE_REPL_EXTERNAL_MODULE === undefined && !getOptionValue('--print')) {
    process.stdout.write(`Welcome to Node.js ${process.version}.\nType ".help" for more information.\n`);
  }
  const repl = require('repl').start({ prompt: '> ', useGlobal: true, ignoreUndefined: false });
  repl.on('exit', () => {
    process.exit();
  });
  if (evalSource) require('internal/process/execution').evalTextEntry('[eval]', evalSource, !!getOptionValue('--print'));
}

module.exports = { main };
