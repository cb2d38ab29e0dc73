'use strict';
// node --run NAME: a script of the nearest package.json, with node_modules/.bin on PATH.

function runScript(name, args) {
  const fs = require('fs');
  const path = require('path');
  const { spawnSync } = require('child_process');
  let dir = process.cwd();
  let file;
  for (;;) {
    file = path.join(dir, 'package.json');
    if (fs.existsSync(file)) break;
    const up = path.dirname(dir);
    if (up === dir) fail(`Can't find package.json for directory ${process.cwd()}\n`);
    dir = up;
  }
  let pkg;
  try {
    pkg = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    fail(`Can't parse ${file}\n`);
  }
  const scripts = pkg.scripts;
  if (scripts === null || typeof scripts !== 'object') fail(`Can't find "scripts" field in ${file}\n`);
  if (typeof scripts[name] !== 'string') {
    let text = name in scripts ? `Script "${name}" is unexpectedly malformed for ${file}\n` : `Missing script: "${name}" for ${file}\n\n`;
    if (!(name in scripts)) {
      text += 'Available scripts are:\n';
      for (const k of Object.keys(scripts)) text += `  ${k}: ${scripts[k]}\n`;
    }
    fail(text);
  }
  const bins = [];
  for (let d = dir; ; d = path.dirname(d)) {
    bins.push(path.join(d, 'node_modules', '.bin'));
    if (path.dirname(d) === d) break;
  }
  const env = {
    ...process.env,
    PATH: [...bins, process.env.PATH ?? ''].join(path.delimiter),
    NODE_RUN_SCRIPT_NAME: name,
    NODE_RUN_PACKAGE_JSON_PATH: file,
  };
  let command = scripts[name];
  for (const a of args) command += ` ${quote(a)}`;
  const r = spawnSync(process.platform === 'win32' ? 'cmd.exe' : '/bin/sh', process.platform === 'win32' ? ['/d', '/s', '/c', command] : ['-c', command],
    { cwd: dir, env, stdio: 'inherit' });
  process.exitCode = r.status ?? 1;
}
function quote(a) {
  if (a === '') return "''";
  return /^[\w@%+=:,./-]+$/.test(a) ? a : `'${a.replace(/'/g, "'\\''")}'`;
}
function fail(text) {
  internalBinding('errors').printRaw(text);
  process.reallyExit(1);
}

module.exports = { runScript };
