'use strict';
const process = globalThis.process;
// Runs a script under Node 26 with the JavaScript library of this repository in place of Node's own.
//
//   node run.cjs [--only=a,b] [--not=c,d] [--boot] [node flags for us] script.js [args...]
//
// Default mode: the script is loaded by Node's CommonJS loader, but require() of a builtin gives lib/ID.js when
// that file exists (and passes --only / --not). Native parts come from bindings/NAME.cjs, else Node's own internalBinding.
// --boot: our whole bootstrap runs (process object, task queues, our module loader); see boot.cjs.
const fs = require('fs');
const path = require('path');

if (!process.execArgv.includes('--expose-internals')) {
  const args = [process.execPath, '--expose-internals', '--experimental-vm-modules', '--disable-warning=ExperimentalWarning', ...process.execArgv,
    __filename, ...process.argv.slice(2)];
  process.execve(process.execPath, args, process.env);
}

const Module = require('module');
const vm = require('vm');
const nodeRequire = require;
process.removeAllListeners('warning');
const savedEmitWarning = process.emitWarning;
process.emitWarning = () => {};
const realBinding = require('internal/test/binding').internalBinding;
process.emitWarning = savedEmitWarning;
{ // keep Node's own warning printer
  const { onWarning } = require('internal/process/warning');
  process.on('warning', onWarning);
}

const root = path.resolve(__dirname, '../..');
const libDir = path.join(root, 'lib');
const opts = { only: null, not: new Set(), boot: false, flags: [] };
const argv = process.argv.slice(2);
while (argv.length && argv[0].startsWith('--')) {
  const a = argv.shift();
  if (a === '--') break;
  if (a.startsWith('--only=')) opts.only = new Set(a.slice(7).split(','));
  else if (a.startsWith('--not=')) opts.not = new Set(a.slice(6).split(','));
  else if (a === '--boot') { opts.boot = true; break; }
  else opts.flags.push(a);
}

const bindings = new Map();
function internalBinding(name) {
  let b = bindings.get(name);
  if (b) return b;
  const file = path.join(__dirname, 'bindings', name + '.cjs');
  if (fs.existsSync(file)) {
    b = nodeRequire(file);
    if (typeof b === 'function') b = b(harness);
  } else {
    b = realBinding(name);
  }
  bindings.set(name, b);
  return b;
}

const cache = new Map();
function libFile(id) {
  return path.join(libDir, id + '.js');
}
const known = new Map();
function haveLib(id) {
  let k = known.get(id);
  if (k === undefined) known.set(id, k = fs.existsSync(libFile(id)));
  return k;
}
function replaced(id) {
  if (opts.not.has(id)) return false;
  if (opts.only && !opts.only.has(id) && !id.startsWith('internal/')) return false;
  return haveLib(id);
}

// libRequire(id): our module when lib/ID.js exists, else Node's own (public or internal).
function libRequire(id) {
  let m = cache.get(id);
  if (m) return m.exports;
  if (!haveLib(id) || opts.not.has(id) || (opts.only && !id.startsWith('internal/') && !opts.only.has(id))) {
    try { return nodeRequire(id); } catch (e) {
      if (e && e.code === 'MODULE_NOT_FOUND' && !id.startsWith('internal/')) return nodeRequire('node:' + id);
      throw e;
    }
  }
  m = { id, exports: {}, loaded: false };
  cache.set(id, m);
  const source = fs.readFileSync(libFile(id), 'utf8');
  const fn = compileLib(id, source);
  try {
    fn(m.exports, libRequire, m, harness.process, internalBinding);
  } catch (e) {
    cache.delete(id);
    throw e;
  }
  m.loaded = true;
  return m.exports;
}
function compileLib(id, source) {
  return vm.compileFunction(source === undefined ? fs.readFileSync(libFile(id), 'utf8') : source,
    ['exports', 'require', 'module', 'process', 'internalBinding'], { filename: process.env.LIBSHIM_PATHS ? libFile(id) : 'node:' + id });
}

const harness = { root, libDir, opts, argv, realBinding, internalBinding, libRequire, nodeRequire, compileLib, haveLib,
  process, realProcess: process };
globalThis[Symbol.for('libshim')] = harness;

if (opts.boot) {
  nodeRequire('./boot.cjs')(harness);
} else {
  // Globals that belong to replaced modules.
  const setGlobal = (name, value) => {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  };
  if (replaced('events') && haveLib('internal/event_target')) {
    for (const n of ['Event', 'EventTarget', 'CustomEvent']) setGlobal(n, libRequire('internal/event_target')[n]);
    for (const n of ['AbortController', 'AbortSignal']) setGlobal(n, libRequire('internal/abort_controller')[n]);
  }
  if (replaced('timers')) {
    for (const n of ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'])
      setGlobal(n, libRequire('timers')[n]);
  }
  const origLoad = Module._load;
  const bindingDir = path.join(__dirname, 'bindings');
  Module._load = function(request, parent, isMain) {
    // The shims of bindings are made from Node's own modules.
    if (parent?.filename?.startsWith(bindingDir)) return origLoad.apply(this, arguments);
    let id = request;
    // The bindings and the harness itself stand on Node's own modules.
    if (typeof request === 'string' && !/^[./]/.test(request) && !parent?.filename?.startsWith(__dirname)) {
      if (request.startsWith('node:')) id = request.slice(5);
      if (replaced(id) && (!id.startsWith('internal/') || opts.flags.includes('--expose-internals') || process.env.LIBSHIM_INTERNALS)) return libRequire(id);
    }
    return origLoad.apply(this, arguments);
  };
  // LIBSHIM_GLOBALS=Buffer:buffer,URL:url puts our exports in place of Node's globals.
  for (const pair of (process.env.LIBSHIM_GLOBALS || '').split(',').filter(Boolean)) {
    const { 0: name, 1: id } = pair.split(':');
    const exported = libRequire(id);
    Object.defineProperty(globalThis, name, { value: name in exported ? exported[name] : exported, writable: true, configurable: true, enumerable: false });
  }
  const script = argv[0] ? path.resolve(argv[0]) : null;
  if (!script) {
    console.error('usage: run.cjs [--only=ids] [--not=ids] [--boot] script.js [args]');
    process.exit(2);
  }
  process.argv = [process.argv[0], script, ...argv.slice(1)];
  process.execArgv.splice(0, process.execArgv.length, ...opts.flags);
  Module.runMain ? Module._load(script, null, true) : nodeRequire(script);
}
