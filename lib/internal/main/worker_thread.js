'use strict';
// The entry of a worker thread: waits for the message that says what to run.

const { prepareMainThreadExecution, markBootstrapComplete } = require('internal/process/pre_execution');
prepareMainThreadExecution(false);

const { getParentPort } = internalBinding('worker');
const port = getParentPort();
const threads = require('worker_threads');

internalBinding('process_methods').setLoopCallbacks(function emitBeforeExit() {
  process.emit('beforeExit', process.exitCode || 0);
}, function emitExit() {
  if (!process._exiting) {
    process._exiting = true;
    const { BuiltinModule } = require('internal/bootstrap/realm');
    if (BuiltinModule.map.get('internal/modules/esm/entry').loaded) require('internal/modules/esm/entry').reportUnsettled();
    process.emit('exit', process.exitCode || 0);
  }
  return process.exitCode || 0;
});

// What belongs to the process cannot be changed from a worker.
const { codes: { ERR_WORKER_UNSUPPORTED_OPERATION } } = require('internal/errors');
for (const name of ['abort', 'chdir', 'initgroups', 'setgroups', 'setegid', 'seteuid', 'setgid', 'setuid']) {
  if (process[name] === undefined) continue;
  process[name] = { [name]() { throw new ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`); } }[name];
  process[name].disabled = true;
}

// Uncaught errors go to the parent.
internalBinding('errors').setUncaughtExceptionCallback((error, fromPromise) => {
  let handled = false;
  try {
    handled = process._fatalException(error, fromPromise);
  } catch (e) {
    error = e;
  }
  if (handled) return true;
  port.postMessage({ type: 'err', error: serializable(error) });
  return process.exitCode || 1;
});
function serializable(error) {
  try {
    globalThis.structuredClone(error);
    return error;
  } catch {
    const { inspect } = require('internal/util/inspect');
    return new Error(inspect(error));
  }
}

function stdioStream(name) {
  const { Writable } = require('stream');
  const s = new Writable({
    decodeStrings: false,
    write(chunk, encoding, cb) {
      port.postMessage({ type: 'stdio', stream: name, chunk, encoding });
      cb();
    },
  });
  s._isStdio = true;
  s.fd = name === 'stdout' ? 1 : 2;
  return s;
}
for (const name of ['stdout', 'stderr']) {
  let stream;
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get() { return stream ??= stdioStream(name); } });
}
let stdin;
Object.defineProperty(process, 'stdin', {
  configurable: true, enumerable: true,
  get() {
    if (stdin === undefined) {
      const { Readable } = require('stream');
      stdin = new Readable({ read() {} });
      if (!hasStdin) stdin.push(null);
    }
    return stdin;
  },
});
let hasStdin = false;

function runModuleText(source) {
  require('internal/modules/esm/entry').runEntry((loader) => loader.eval(source, `data:text/javascript,${encodeURIComponent(source)}`));
}

port.on('message', (message) => {
  if (message.type === 'stdin') {
    process.stdin.push(message.chunk, message.encoding);
    return;
  }
  if (message.type !== 'load') return;
  const { filename, source, doEval, argv, workerData, environmentData, publicPort } = message;
  hasStdin = message.hasStdin;
  require('internal/worker').assignEnvironmentData(environmentData);
  threads.parentPort = publicPort;
  threads.workerData = workerData;
  threads.threadName = message.name;
  process.argv = [process.execPath, filename, ...(argv ?? [])];
  markBootstrapComplete();
  port.unref();
  port.postMessage({ type: 'up' });
  if (doEval === 'classic') {
    const { containsModuleSyntax } = internalBinding('contextify');
    if (containsModuleSyntax(source, '[worker eval]')) runModuleText(source);
    else require('internal/process/execution').evalScript('[worker eval]', source, false);
  } else if (doEval === 'module') {
    runModuleText(source);
  } else if (doEval === 'data-url') {
    require('internal/modules/esm/entry').runEntry((loader) => loader.import(source, undefined, { __proto__: null }, true));
  } else {
    require('internal/modules/run_main').executeUserEntryPoint(filename);
  }
});
port.start();
