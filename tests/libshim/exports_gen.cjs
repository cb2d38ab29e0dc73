'use strict';
// Writes exports.txt: for every builtin of Node 26 its export names, sorted. Run with real Node 26.
const Module = require('module');
const out = [];
for (const id of Module.builtinModules) {
  const bare = id.replace(/^node:/, '');
  let m;
  try { m = require('node:' + bare); } catch { continue; }
  if (bare === 'process') { out.push('process'); continue; }
  out.push([bare, ...Object.keys(m).filter((k) => bare !== 'module' || k !== 'default').sort()].join(' '));
}
require('fs').writeFileSync(require('path').join(__dirname, 'exports.txt'), out.sort().join('\n') + '\n');
