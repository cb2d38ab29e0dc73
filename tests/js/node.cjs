'use strict';
// Runs one of the programs of this folder under Node as the test runs it under the engine: a script with print().
const fs = require('fs');
const vm = require('vm');
globalThis.print = (...args) => fs.writeSync(1, args.map(String).join(' ') + '\n');
process.on('uncaughtException', (e) => { print('Uncaught ' + e); process.exit(0); });
process.on('unhandledRejection', () => {});
const file = process.argv[2];
vm.runInThisContext(fs.readFileSync(file, 'utf8'), { filename: require('path').basename(file) });
