'use strict';
// process.emitWarning and the default printer of 'warning' events.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

let fd; // of --redirect-warnings
let warningFile;
let traceHintShown = false;
let exitListener = false;
let disabled; // Set of codes and names of --disable-warning

function resetForSerialization() {
  fd = warningFile = disabled = undefined;
  traceHintShown = false;
}

// A program that has touched process.stderr gets to see it there.
function writeOut(message) {
  if (require('internal/bootstrap/realm').BuiltinModule.map.get('internal/process/stdio')?.loaded === true) {
    process.stderr.write(`${message}\n`);
    return;
  }
  process._rawDebug(message);
}
function writeToFile(message) {
  const fs = require('fs');
  if (fd === undefined) {
    try {
      fd = fs.openSync(warningFile, 'a');
    } catch {
      fd = -1;
    }
    if (!exitListener) {
      exitListener = true;
      process.on('exit', () => {
        if (fd >= 0) try { fs.closeSync(fd); } catch { /* at exit */ }
      });
    }
  }
  if (fd < 0) writeOut(message);
  else fs.appendFile(fd, `${message}\n`, (err) => { if (err) writeOut(message); });
}

function onWarning(warning) {
  const { getOptionValue } = require('internal/options');
  if (disabled === undefined) {
    disabled = new Set(getOptionValue('--disable-warning') || []);
    warningFile = getOptionValue('--redirect-warnings') || process.env.NODE_REDIRECT_WARNINGS || '';
  }
  if (!(warning instanceof Error)) return;
  if ((warning?.code && disabled.has(warning.code)) || (warning?.name && disabled.has(warning.name))) return;
  const isDeprecation = warning.name === 'DeprecationWarning';
  if (isDeprecation && process.noDeprecation) return;
  const trace = process.traceProcessWarnings || (isDeprecation && process.traceDeprecation);
  let msg = `(${process.release.name}:${process.pid}) `;
  if (warning.code) msg += `[${warning.code}] `;
  if (trace && warning.stack) {
    msg += `${warning.stack}`;
  } else {
    msg += typeof warning.toString === 'function' ? `${warning.toString()}` : Error.prototype.toString.call(warning);
  }
  if (typeof warning.detail === 'string') msg += `\n${warning.detail}`;
  if (!trace && !traceHintShown) {
    const flag = isDeprecation ? '--trace-deprecation' : '--trace-warnings';
    let argv0 = process.argv0 || 'node';
    argv0 = argv0.slice(Math.max(argv0.lastIndexOf('/'), argv0.lastIndexOf('\\')) + 1).replace(/\.exe$/i, '') || 'node';
    msg += `\n(Use \`${argv0} ${flag} ...\` to show where the warning was created)`;
    traceHintShown = true;
  }
  if (warningFile) writeToFile(msg);
  else writeOut(msg);
}

// emitWarning(warning, {type, code, detail, ctor}) or emitWarning(warning, type, code, ctor)
function emitWarning(warning, type, code, ctor) {
  let detail;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    ctor = type.ctor;
    code = type.code;
    if (typeof type.detail === 'string') detail = type.detail;
    type = type.type || 'Warning';
  } else if (typeof type === 'function') {
    ctor = type;
    code = '';
    type = 'Warning';
  }
  if (type !== undefined && typeof type !== 'string') throw new ERR_INVALID_ARG_TYPE('type', 'string', type);
  if (typeof code === 'function') {
    ctor = code;
    code = undefined;
  } else if (code !== undefined && typeof code !== 'string') {
    throw new ERR_INVALID_ARG_TYPE('code', 'string', code);
  }
  if (typeof warning === 'string') {
    warning = createWarningObject(warning, type, code, ctor, detail);
  } else if (!(warning instanceof Error)) {
    throw new ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
  }
  if (warning.name === 'DeprecationWarning') {
    if (process.noDeprecation) return;
    if (process.throwDeprecation) {
      // On the next tick, so that it cannot be caught here.
      return process.nextTick(() => { throw warning; });
    }
  }
  process.nextTick(doEmitWarning, warning);
}
function doEmitWarning(warning) {
  process.emit('warning', warning);
}
function emitWarningSync(warning, type, code, ctor) {
  process.emit('warning', createWarningObject(warning, type, code, ctor));
}
function put(w, key, value) {
  Object.defineProperty(w, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}
function createWarningObject(warning, type, code, ctor, detail) {
  const limit = Error.stackTraceLimit;
  if (!process.traceProcessWarnings && !process.traceDeprecation && !process.throwDeprecation && !process.listenerCount?.('warning') && typeof limit === 'number')
    Error.stackTraceLimit = 0;
  const w = new Error(warning);
  Error.stackTraceLimit = limit;
  put(w, 'name', String(type || 'Warning'));
  if (code !== undefined) put(w, 'code', code);
  if (detail !== undefined) put(w, 'detail', detail);
  Error.captureStackTrace?.(w, ctor || process.emitWarning);
  return w;
}

module.exports = { onWarning, emitWarning, emitWarningSync, resetForSerialization };
