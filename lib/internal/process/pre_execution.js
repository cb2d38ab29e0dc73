'use strict';
// What depends on this start: environment, argv, options. Runs after internal/bootstrap/node, first thing in a main entry.

const { getOptionValue, refreshOptions } = require('internal/options');

// patchProcess fills in argv and friends. expandArgv1: argv[1] becomes an absolute path.
function patchProcess(expandArgv1) {
  const binding = internalBinding('process_methods');
  const start = binding.getStartInfo();
  process.env = binding.env;
  Object.defineProperty(process, 'title', {
    enumerable: true, configurable: true,
    get() { return binding.getTitle(); },
    set(v) { binding.setTitle(`${v}`); },
  });
  process.argv = start.argv.slice();
  process.execArgv = start.execArgv.slice();
  Object.defineProperty(process, 'pid', { value: start.pid, enumerable: true, configurable: true, writable: false });
  Object.defineProperty(process, 'ppid', {
    enumerable: true, configurable: true, get() { return binding.getppid(); }, set() {},
  });
  process.execPath = start.execPath;
  let debugPort = 9229;
  Object.defineProperty(process, 'debugPort', {
    enumerable: true, configurable: true,
    get() { return debugPort; },
    set(v) {
      const port = +v | 0;
      if (port !== 0 && (port < 1024 || port > 65535)) throw new RangeError('process.debugPort must be 0 or in range 1024 to 65535');
      debugPort = port;
    },
  });
  Object.defineProperty(process, 'argv0', { enumerable: true, configurable: false, writable: false, value: start.argv0 });
  process.argv[0] = start.execPath;
  if (start.evalSource !== undefined) Object.defineProperty(process, '_eval', { value: start.evalSource, enumerable: true, configurable: true, writable: false });
  Object.defineProperty(process, '_preload_modules', { value: getOptionValue('--require') ?? [], enumerable: true, configurable: true, writable: false });
  let mainEntry;
  if (expandArgv1 && process.argv[1] && process.argv[1][0] !== '-') {
    const path = require('path');
    try { process.cwd(); mainEntry = process.argv[1] = path.resolve(process.argv[1]); } catch { mainEntry = process.argv[1]; }
  }
  Object.defineProperty(process, 'report', {
    enumerable: true, configurable: true, get() { return require('internal/process/report').report; },
  });
  return mainEntry;
}

function setupWarnings() {
  // Without --no-warnings (and NODE_NO_WARNINGS=1) warnings are printed.
  if (getOptionValue('--no-deprecation')) process.noDeprecation = true;
  if (getOptionValue('--throw-deprecation')) process.throwDeprecation = true;
  if (getOptionValue('--trace-deprecation')) process.traceDeprecation = true;
  if (getOptionValue('--trace-warnings')) process.traceProcessWarnings = true;
  if (getOptionValue('--warnings') !== false && process.env.NODE_NO_WARNINGS !== '1') {
    process.on('warning', require('internal/process/warning').onWarning);
  }
}

function setupPermission() {
  if (getOptionValue('--permission') !== true) return;
  const permission = require('internal/process/permission');
  Object.defineProperty(process, 'permission', { enumerable: true, configurable: true, writable: false, value: permission });
}

function setupIPC() {
  const fd = process.env.NODE_CHANNEL_FD;
  if (fd === undefined) return;
  const n = Number.parseInt(fd, 10);
  delete process.env.NODE_CHANNEL_FD;
  const mode = process.env.NODE_CHANNEL_SERIALIZATION_MODE || 'json';
  delete process.env.NODE_CHANNEL_SERIALIZATION_MODE;
  require('child_process')._forkChild(n, mode);
}

function setupDebugEnv() {
  const value = process.env.NODE_DEBUG; // without one, debuglog sees to it at its first use
  if (value) require('internal/util/debuglog').initializeDebugEnv(value);
}

function setupSourceMaps() {
  if (getOptionValue('--enable-source-maps')) process.setSourceMapsEnabled(true);
}

function setupFeatureGlobals() {
  // Switched off by flags.
  if (getOptionValue('--experimental-websocket') === false) {
    delete globalThis.WebSocket;
    delete globalThis.CloseEvent;
  }
  if (getOptionValue('--experimental-global-navigator') === false) {
    delete globalThis.navigator;
    delete globalThis.Navigator;
  }
  if (getOptionValue('--experimental-eventsource') !== true) delete globalThis.EventSource;
  if (getOptionValue('--expose-internals')) require('internal/bootstrap/realm').BuiltinModule.exposeInternals();
  if (getOptionValue('--webstorage') === false || getOptionValue('--experimental-webstorage') === false) {
    delete globalThis.Storage;
  } else {
    const set = (name) => function(v) { Object.defineProperty(globalThis, name, { value: v, writable: true, enumerable: true, configurable: true }); };
    const accessors = {
      get sessionStorage() { return require('internal/webstorage').sessionStorage; },
      set sessionStorage(v) { Reflect.apply(set('sessionStorage'), this, [v]); },
    };
    const setLocal = set('localStorage');
    Object.defineProperty(globalThis, 'localStorage', { __proto__: null, enumerable: false, configurable: true, get: { get() { return require('internal/webstorage').localStorage; } }.get, set: { set(v) { setLocal(v); } }.set });
    const d = Object.getOwnPropertyDescriptor(accessors, 'sessionStorage');
    Object.defineProperty(globalThis, 'sessionStorage', { __proto__: null, enumerable: true, configurable: true, get: d.get, set: d.set });
  }
}

function prepareMainThreadExecution(expandArgv1 = false, initializeModules = true) {
  refreshOptions();
  const mainEntry = patchProcess(expandArgv1);
  setupWarnings();
  setupDebugEnv();
  setupFeatureGlobals();
  setupPermission();
  setupSourceMaps();
  setupIPC();
  if (process.env.NODE_UNIQUE_ID) {
    const cluster = require('cluster');
    cluster._setupWorker?.();
    delete process.env.NODE_UNIQUE_ID;
  }
  if (initializeModules) {
    const { initializeCJS } = require('internal/modules/cjs/loader');
    initializeCJS();
    require('internal/modules/esm/utils').initializeESM();
    loadPreloadModules();
  }
  return mainEntry;
}

function loadPreloadModules() {
  const list = getOptionValue('--require');
  if (list && list.length > 0) {
    const { Module } = require('internal/modules/cjs/loader');
    Module._preloadModules(list);
  }
}

// markBootstrapComplete: from here on, what runs belongs to the program.
function markBootstrapComplete() {
  internalBinding('performance').markBootstrapComplete?.();
}

module.exports = { prepareMainThreadExecution, markBootstrapComplete };
