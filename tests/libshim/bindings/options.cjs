'use strict';
// Parses the flags after --boot the way the native side does, or passes on Node's own values.
const takesValue = new Set(['-r', '--require', '--import', '-C', '--conditions', '--input-type', '--disable-warning', '--unhandled-rejections',
  '--redirect-warnings', '--env-file', '--title', '--stack-trace-limit', '--run', '--dns-result-order', '--max-http-header-size', '--experimental-loader']);
const lists = new Set(['--require', '--import', '--conditions', '--disable-warning', '--experimental-loader']);
const alias = { '-r': '--require', '-C': '--conditions', '-c': '--check', '-i': '--interactive', '-e': '--eval', '-p': '--print', '--print': '--print' };

function parse(args) {
  const values = { '--warnings': true, '--require-module': true, '--strip-types': true, '--addons': true };
  const execArgv = [];
  let evalSource;
  args = args.slice();
  while (args.length && args[0].startsWith('-') && args[0] !== '-') {
    let a = args.shift();
    execArgv.push(a);
    if (a === '--') break;
    let v;
    const eq = a.indexOf('=');
    if (eq > 0) { v = a.slice(eq + 1); a = a.slice(0, eq); }
    if (a === '-pe') { values['--print'] = true; a = '-e'; }
    a = alias[a] ?? a;
    a = a.replace(/_/g, '-').replace(/^--(no-)?experimental-(require-module|strip-types)$/, '--$1$2');
    if (a === '--eval') { evalSource = v ?? args.shift(); execArgv.push(evalSource); continue; }
    if (a === '--print') { values['--print'] = true; evalSource = v ?? args.shift(); execArgv.push(evalSource); continue; }
    if (takesValue.has(a)) {
      if (v === undefined) { v = args.shift(); execArgv.push(v); }
      if (lists.has(a)) (values[a] ??= []).push(v); else values[a] = v;
      continue;
    }
    if (a.startsWith('--no-')) { values['--' + a.slice(5)] = false; values[a] = true; } else values[a] = v ?? true;
  }
  return { values, rest: args, execArgv, evalSource };
}

module.exports = (h) => {
  const real = require('internal/options');
  const cache = {};
  return {
    getValues() {
      return new Proxy(h.optionValues ?? {}, {
        get(t, k) {
          if (k in t) return t[k];
          if (k === '--experimental-vm-modules' && h.boot) return false;
          if (typeof k !== 'string' || !k.startsWith('--')) return undefined;
          if (!(k in cache)) { try { cache[k] = real.getOptionValue(k); } catch { cache[k] = undefined; } }
          return cache[k];
        },
      });
    },
  };
};
module.exports.parse = parse;
