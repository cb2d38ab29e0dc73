'use strict';
// Runs files of Node's test/parallel through run.cjs and prints a pass count.
//   node suite.cjs [--v] [--j=2] [--only=..] [--not=..] [--boot] PATTERN...      (NODE_TEST_DIR must be set)
// A pattern is a file name with * wildcards, without test/parallel/. A file Node itself fails is not counted.
const fs = require('fs');
const path = require('path');
const { spawn } = require('child_process');
const base = process.env.NODE_TEST_DIR;
if (!base) { console.error('set NODE_TEST_DIR'); process.exit(2); }
const dir = path.join(base, 'test/parallel');
const pass = [];
let verbose = false;
let jobs = 2;
const pats = [];
for (const a of process.argv.slice(2)) {
  if (a === '--v') verbose = true;
  else if (a.startsWith('--j=')) jobs = +a.slice(4);
  else if (a.startsWith('--')) pass.push(a);
  else pats.push(new RegExp('^' + a.replace(/[.+]/g, '\\$&').replace(/\*/g, '.*') + '(\\.m?js)?$'));
}
const files = fs.readdirSync(dir).filter((f) => /\.(m?js)$/.test(f) && pats.some((p) => p.test(f)));
function run(args, cb) {
  const c = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  c.stdout.on('data', (d) => { if (out.length < 1e5) out += d; });
  c.stderr.on('data', (d) => { if (out.length < 1e5) out += d; });
  const t = setTimeout(() => c.kill('SIGKILL'), 20000);
  c.on('close', (code, sig) => { clearTimeout(t); cb(code === 0, out, code ?? sig); });
}
let ok = 0; const bad = []; let skip = 0; let active = 0; let i = 0;
function next() {
  while (active < jobs && i < files.length) {
    const f = files[i++];
    const full = path.join(dir, f);
    const m = /^\/\/ Flags:(.*)$/m.exec(fs.readFileSync(full, 'utf8'));
    const flags = m ? m[1].trim().split(/\s+/) : [];
    active++;
    run([...(pass.includes('--boot') ? flags.filter((f) => /^--(expose.gc|allow.natives.syntax|harmony)/.test(f)) : flags), path.join(__dirname, 'run.cjs'), ...pass, ...flags, full], (good, out, code) => {
      if (good) { ok++; active--; next(); return; }
      run([...flags, full], (nodeGood) => {
        if (!nodeGood) skip++;
        else { bad.push(f); console.log('FAIL ' + f + ' (' + code + ')'); if (verbose) console.log(out.split('\n').slice(0, 25).join('\n')); }
        active--; next();
      });
    });
  }
  if (active === 0 && i >= files.length) {
    console.log(`${ok}/${ok + bad.length} pass (${skip} not counted: Node itself fails them)`);
    process.exitCode = bad.length ? 1 : 0;
  }
}
next();
