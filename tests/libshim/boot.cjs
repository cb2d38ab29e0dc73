'use strict';
const process = globalThis.process;
// --boot: runs our bootstrap inside Node: our process object, task queues, timers, module loaders. See lib/bindings/BOOTSTRAP.md.
const fs = require('fs');
const path = require('path');
const Module = require('module');

module.exports = function boot(h) {
  const realProcess = process;
  const args = h.argv.slice(); // what follows --boot, as node's own argv[1...]
  const { values, rest, execArgv, evalSource } = require('./bindings/options.cjs').parse(args);
  h.start = { argv: [realProcess.execPath, ...rest], execArgv, execPath: realProcess.execPath, argv0: 'node', pid: realProcess.pid, evalSource };
  h.optionValues = values;
  h.boot = true;

  const ids = [];
  (function walk(dir, prefix) {
    for (const e of fs.readdirSync(dir, { withFileTypes: true })) {
      if (e.isDirectory()) { if (e.name !== 'bindings' || prefix !== '') walk(path.join(dir, e.name), prefix + e.name + '/'); }
      else if (e.name.endsWith('.js')) ids.push(prefix + e.name.slice(0, -3));
    }
  })(h.libDir, '');
  const ourIds = new Set(ids.filter((id) => !h.opts.not.has(id)));
  const proc = {};
  h.process = proc;
  h.realGlobals = { setTimeout, setImmediate };

  // Globals whose module nobody has written yet are Node's own.
  const real = Object.getOwnPropertyDescriptors(globalThis);
  for (const n of ['fetch', 'crypto', 'navigator']) { const v = globalThis[n]; real[n] = { value: v, enumerable: true, configurable: true }; }
  const globalsOf = {
    'internal/structured_clone': ['structuredClone'], 'internal/fetch': ['fetch', 'FormData', 'Headers', 'Request', 'Response'],
    'internal/websocket': ['MessageEvent', 'CloseEvent', 'ErrorEvent', 'WebSocket', 'EventSource'],
    'internal/domexception': ['DOMException', 'QuotaExceededError'], 'internal/navigator': ['Navigator', 'navigator'],
    'internal/crypto/webcrypto': ['crypto', 'Crypto', 'CryptoKey', 'SubtleCrypto'], 'internal/urlpattern': ['URLPattern'],
    'internal/worker/io': ['BroadcastChannel', 'MessageChannel', 'MessagePort'], 'internal/webstorage': ['Storage'],
  };
  const builtinsBinding = {
    builtinIds: [...ourIds],
    compileFunction(id) {
      if (ourIds.has(id)) return h.compileLib(id);
      if (globalsOf[id]) {
        return (exports) => { for (const n of globalsOf[id]) if (real[n]) Object.defineProperty(exports, n, real[n]); };
      }
      return (exports, require, module) => {
        let m;
        try { m = h.nodeRequire(id); } catch (e) {
          if (e.code !== 'MODULE_NOT_FOUND') throw e;
          m = h.nodeRequire('node:' + id);
        }
        module.exports = m;
      };
    },
  };
  // Ids that our files require but that exist in Node only.
  const all = h.realBinding('builtins').builtinIds;
  builtinsBinding.builtinIds = [...new Set([...ourIds, ...all, ...Object.keys(globalsOf)])];
  const origBinding = h.internalBinding;
  function internalBinding(name) {
    if (name === 'builtins') return builtinsBinding;
    return origBinding(name);
  }
  h.internalBinding = internalBinding;
  const realm = { exports: {} };
  h.compileLib('internal/bootstrap/realm')(realm.exports, undefined, realm, proc, internalBinding);
  const { require: libRequire } = realm.exports;
  h.libRequire = libRequire;

  // Errors that reach Node's top level go to our handler.
  realProcess.setUncaughtExceptionCaptureCallback((err) => h.uncaught(err, false));
  realProcess.on('beforeExit', () => h.beforeExit?.());
  realProcess.on('exit', () => { if (h.emitExit) realProcess.exitCode = h.emitExit(); });
  h.uncaught = (err, fromPromise) => {
    const errors = internalBinding('errors');
    const r = errors.callback(err, fromPromise, errors.getErrorLocation(err));
    if (r !== true) realProcess.reallyExit(r);
    return true;
  };
  libRequire('internal/bootstrap/node');
  // What Node's own modules schedule goes through our queue.
  realProcess.nextTick = proc.nextTick;
  h.drain = proc._tickCallback;
  try {
    libRequire('internal/main/run_main');
  } catch (err) {
    h.uncaught(err, false);
  }
  h.drain();
};
