'use strict';
// Every builtin loads from our library and has Node 26's export names. Run: run.cjs --boot exports_test.cjs
const fs = require('fs');
const path = require('path');
const libDir = path.resolve(__dirname, '../../lib');
let bad = 0; let ours = 0; let total = 0;
for (const line of fs.readFileSync(path.join(__dirname, 'exports.txt'), 'utf8').trim().split('\n')) {
  const [id, ...names] = line.split(' ');
  total++;
  if (!fs.existsSync(path.join(libDir, id + '.js'))) { console.log(`${id}: no file yet`); continue; }
  ours++;
  let m;
  try { m = require('node:' + id); } catch (e) { bad++; console.log(`${id}: ${String(e.stack).split('\n').slice(0, 4).join(' | ')}`); continue; }
  const have = new Set(Object.keys(m));
  const missing = names.filter((n) => !have.has(n));
  const extra = names.length ? [...have].filter((n) => !names.includes(n)) : [];
  if (missing.length || extra.length) { bad++; console.log(`${id}: missing [${missing}] extra [${extra}]`); }
}
console.log(`${ours - bad}/${total} modules complete (${ours} have a file)`);
process.exitCode = bad ? 1 : 0;
