'use strict';
// Uncaught exceptions, and running the text of -e, -p and stdin.

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET,
  },
} = require('internal/errors');
const hooks = require('internal/async_hooks');

let captureFn = null;
const auxiliary = []; // addUncaughtExceptionCaptureCallback: asked in order, true = handled

function setUncaughtExceptionCaptureCallback(fn) {
  if (fn === null) {
    captureFn = null;
    return;
  }
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], fn);
  if (captureFn !== null) throw new ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  captureFn = fn;
}
function addUncaughtExceptionCaptureCallback(fn) {
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', 'Function', fn);
  auxiliary.push(fn);
}
function hasUncaughtExceptionCaptureCallback() {
  return captureFn !== null;
}

function emitUncaught(er, fromPromise) {
  const type = fromPromise ? 'unhandledRejection' : 'uncaughtException';
  process.emit('uncaughtExceptionMonitor', er, type);
  if (captureFn !== null) {
    captureFn(er);
    return true;
  }
  for (let i = auxiliary.length - 1; i >= 0; i--) if (auxiliary[i](er) === true) return true;
  return process.emit('uncaughtException', er, type);
}

// fatalException is process._fatalException: true when somebody handled it. False: the process ends, 'exit' was emitted.
function fatalException(er, fromPromise) {
  hooks.clearAsyncIdStack();
  if (emitUncaught(er, fromPromise)) {
    // Ticks that are waiting must run though the stack is gone.
    require('timers').setImmediate(noop);
    return true;
  }
  try {
    if (!process._exiting) {
      process.exitCode = 1;
      process.emit('exit', 1);
    }
  } catch { /* nothing can be done about a throwing exit handler here */ }
  return false;
}
function noop() {}

// onUncaught is what the native side calls: (value, fromPromise, location) -> true, or the exit code after the error was printed.
function onUncaught(er, fromPromise, location) {
  let handled;
  if (typeof process._fatalException !== 'function') {
    printUncaught(er, location ?? internalBinding('errors').getErrorLocation?.(er));
    return 6;
  }
  try {
    handled = process._fatalException === fatalException ?
      fatalException(er, fromPromise) : process._fatalException(er, fromPromise);
  } catch (inner) {
    // A handler threw: that error ends the process, with code 7.
    printUncaught(inner, internalBinding('errors').getErrorLocation?.(inner));
    return 7;
  }
  if (handled) return true;
  printUncaught(er, location ?? internalBinding('errors').getErrorLocation?.(er));
  return process.exitCode ?? 1;
}

function isErrorObject(er) {
  return er instanceof Error || Object.prototype.toString.call(er) === '[object Error]';
}

// arrow gives the lines file:line, source line and caret.
function arrow(location) {
  if (!location || location.sourceLine === undefined || location.sourceLine === null) return '';
  const { scriptName, lineNumber, sourceLine } = location;
  let { startColumn = 0, endColumn } = location;
  if (endColumn === undefined || endColumn <= startColumn) endColumn = startColumn + 1;
  const line = sourceLine.length > 1000 ? '' : sourceLine;
  let caret = '';
  for (let i = 0; i < startColumn && i < line.length; i++) caret += line[i] === '\t' ? '\t' : ' ';
  caret += '^'.repeat(Math.min(endColumn - startColumn, Math.max(1, line.length - startColumn)));
  return line === '' && sourceLine.length > 1000 ? `${scriptName}:${lineNumber}` : `${scriptName}:${lineNumber}\n${line}\n${caret}`;
}

function versionLine() {
  return `\nNode.js ${process.version}\n`;
}

function printUncaught(er, location) {
  const errors = internalBinding('errors');
  const raw = (s) => errors.printRaw(s);
  try {
    const where = arrow(location);
    if (er === null || (typeof er !== 'object' && typeof er !== 'function')) {
      let text = '';
      try { text = `${String(er)}\n`; if (typeof er === 'symbol') text = ''; } catch { /* hostile */ }
      raw(`${where === '' ? 'Uncaught:\n' : `\n${where}\n`}${text}` +
        `(Use \`node --trace-uncaught ...\` to show where the exception was thrown)\n${versionLine()}`);
      return;
    }
    const text = describeError(er);
    if (isErrorObject(er)) {
      // A stack that starts with the arrow already (a SyntaxError of the loader) gets none.
      raw(`${where === '' ? '' : `${where}\n\n`}${text}\n${versionLine()}`);
    } else if (where === '') {
      raw(`Uncaught:\n${text}\n${versionLine()}`);
    } else {
      raw(where[0] === '[' ? `${where}\n\n${text}\n${versionLine()}` : `\n${where}\n${text}\n${versionLine()}`);
    }
  } catch (e) {
    try {
      raw(`Uncaught ${String(er?.stack ?? er)}\n${versionLine()}`);
    } catch {
      raw(`Uncaught exception\n${versionLine()}`);
    }
    void e;
  }
}

function describeError(er) {
  const { kEnhanceStackBeforeInspector } = require('internal/process/enhance');
  if (kEnhanceStackBeforeInspector !== undefined && typeof er[kEnhanceStackBeforeInspector] === 'function') {
    try {

      er.stack = er[kEnhanceStackBeforeInspector]();
    } catch { /* frozen */ }
  }
  const { inspect } = require('internal/util/inspect');
  let colors = false;
  try {
    const stderr = internalBinding('util').guessHandleType(2);
    if (stderr === 'TTY' || stderr === 1) colors = require('internal/tty').hasColors?.() ?? false;
  } catch { colors = false; }
  try {
    return inspect(er, { customInspect: false, depth: Math.max(inspect.defaultOptions.depth, 5), colors });
  } catch {
    return String(er.stack ?? er);
  }
}

// ---- -e, -p and stdin

// addBuiltinGlobals makes the modules of Node that need no scheme global names, loaded at first use.
function addBuiltinGlobals(require_) {
  const { Module } = require('internal/modules/cjs/loader');
  for (const name of Module.builtinModules) {
    if (name[0] === '_' || name.includes('/') || name.startsWith('node:') || (name in globalThis && name !== 'crypto')) continue;
    const set = (value) => {
      Object.defineProperty(globalThis, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    };
    Object.defineProperty(globalThis, name, {
      __proto__: null,
      get() {
        delete globalThis[name];
        const module = require_(name);
        Object.defineProperty(globalThis, name, { __proto__: null, get() { return module; }, set, enumerable: false, configurable: true });
        return module;
      },
      set,
      enumerable: false,
      configurable: true,
    });
  }
}

function evalScript(name, body, print) {
  const { Module } = require('internal/modules/cjs/loader');
  const path = require('path');
  const cwd = tryGetCwd(path);
  const module = new Module(name);
  module.filename = path.join(cwd, name);
  module.paths = Module._nodeModulePaths(cwd);
  const { makeRequireFunction } = require('internal/modules/cjs/loader');
  const require_ = makeRequireFunction(module);
  const put = (key, value) => Object.defineProperty(globalThis, key, { value, writable: true, enumerable: true, configurable: true });
  put('__filename', name);
  put('module', module);
  put('exports', module.exports);
  put('__dirname', '.');
  put('require', require_);
  addBuiltinGlobals(require_);
  const result = runEval(name, body, cwd);
  if (print) {
    const { log } = require('console');
    process.on('exit', () => log(result));
    return result;
  }
  return result;
}
function runEval(name, body, cwd) {
  const { ContextifyScript } = internalBinding('contextify');
  const script = new ContextifyScript(body, name, 0, 0, undefined, false, undefined);
  const { registerDynamicImport } = require('internal/modules/esm/utils');
  registerDynamicImport(script, require('path').join(cwd, name)); // becomes a URL when something is imported
  return script.runInContext(null, -1, true, false, false);
}
function tryGetCwd(path) {
  try {
    return process.cwd();
  } catch {
    return path.dirname(process.execPath);
  }
}

// evalModule runs text as an ES module (--input-type=module).
function evalModuleText(source, print) {
  if (print) {
    const { ERR_EVAL_ESM_CANNOT_PRINT } = require('internal/errors').codes;
    throw new ERR_EVAL_ESM_CANNOT_PRINT();
  }
  const { runEntry } = require('internal/modules/esm/entry');
  return runEntry((loader) => loader.eval(source, `file://${encodeURI(process.cwd())}/[eval1]`));
}

// evalTextEntry decides by --input-type and by syntax.
function evalTextEntry(name, source, print) {
  const { getOptionValue } = require('internal/options');
  let type = getOptionValue('--input-type') || '';
  if (type.endsWith('-typescript')) {
    source = require('internal/modules/typescript').stripTypeScriptModuleTypes(source, name);
    type = type.replace(/-typescript$/, '');
  }
  if (type === 'module') return evalModuleText(source, print);
  if (type !== 'commonjs') {
    const { containsModuleSyntax } = internalBinding('contextify');
    try {
      return evalScript(name, source, print);
    } catch (e) {
      if (e?.name === 'SyntaxError' && containsModuleSyntax(source, name)) return evalModuleText(source, print);
      throw e;
    }
  }
  return evalScript(name, source, print);
}

function readStdin(callback) {
  process.stdin.setEncoding('utf8');
  let code = '';
  process.stdin.on('data', (d) => { code += d; });
  process.stdin.on('end', () => callback(code));
}

module.exports = {
  setUncaughtExceptionCaptureCallback,
  addUncaughtExceptionCaptureCallback,
  hasUncaughtExceptionCaptureCallback,
  fatalException,
  onUncaught,
  printUncaught,
  arrow,
  tryGetCwd,
  evalScript,
  evalTextEntry,
  readStdin,
};
