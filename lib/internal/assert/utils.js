'use strict';

// Messages of failed assertions: explicit ones in their three forms, and the source text of assert.ok's argument.

const { codes, isErrorStackTraceLimitWritable } = require('internal/errors');
const { format } = require('internal/util/inspect');

let AssertionErrorClass;
function lazyAssertionError() {
  return AssertionErrorClass ??= require('internal/assert/assertion_error');
}

function isError(value) {
  return internalBinding('types').isNativeError(value) || value instanceof Error;
}

// message is the list of arguments behind the compared values: none, an error to throw, a function, or a format.
// Gives undefined for none.
function resolveMessage(message, actual, expected) {
  if (message.length === 0) return undefined;
  const first = message[0];
  if (isError(first)) throw first;
  if (typeof first === 'function') {
    if (message.length > 1) throw new codes.ERR_AMBIGUOUS_ARGUMENT('message', 'With a function there must be no further arguments.');
    const text = first(actual, expected);
    return typeof text === 'string' ? text : undefined;
  }
  if (typeof first !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('message', ['string', 'function'], first);
  return message.length === 1 ? first : format(...message);
}

function innerFail(options, message) {
  const text = resolveMessage(message, options.actual, options.expected);
  const AssertionError = lazyAssertionError();
  const err = new AssertionError({ ...options, message: text });
  if (text !== undefined) err.generatedMessage = false;
  throw err;
}

// The text of the call expression that stands at (line, column) in a file; undefined when it cannot be had.
function callSource(fn) {
  const limit = Error.stackTraceLimit;
  const writable = isErrorStackTraceLimitWritable();
  const { prepareStackTrace } = Error;
  let site;
  try {
    if (writable) Error.stackTraceLimit = 1;
    Error.prepareStackTrace = (err, trace) => trace[0];
    const holder = {};
    Error.captureStackTrace(holder, fn);
    site = holder.stack;
  } finally {
    if (writable) Error.stackTraceLimit = limit;
    Error.prepareStackTrace = prepareStackTrace;
  }
  if (typeof site !== 'object' || site === null) return undefined;
  let filename = site.getFileName();
  if (typeof filename !== 'string') return undefined;
  if (filename.startsWith('file:')) filename = require('internal/url').fileURLToPath(filename);
  if (filename.startsWith('node:')) return undefined;
  let source;
  try {
    source = require('fs').readFileSync(filename, 'utf8');
  } catch {
    return undefined;
  }
  const lines = source.split('\n');
  const line = site.getLineNumber() - 1;
  if (line >= lines.length) return undefined;
  let offset = 0;
  for (let i = 0; i < line; i++) offset += lines[i].length + 1;
  return expressionAt(source, offset + site.getColumnNumber() - 1);
}

// Widens the position inside `a.b.c(...)` to the whole call.
function expressionAt(source, position) {
  let start = position;
  while (start > 0 && /[\w$.\u0080-\uffff]/.test(source[start - 1])) start--;
  let i = position;
  while (i < source.length && source[i] !== '(') i++;
  let depth = 0;
  for (; i < source.length; i++) {
    const char = source[i];
    if (char === '"' || char === "'" || char === '`') {
      for (i++; i < source.length && source[i] !== char; i++) if (source[i] === '\\') i++;
    } else if (char === '/' && source[i + 1] === '/') {
      while (i < source.length && source[i] !== '\n') i++;
    } else if (char === '/' && source[i + 1] === '*') {
      i = source.indexOf('*/', i + 2) + 1;
      if (i === 0) return undefined;
    } else if (char === '/' && /[(,=:[!&|?{};]\s*$/.test(source.slice(Math.max(0, i - 20), i))) {
      let inClass = false;
      for (i++; i < source.length && (inClass || source[i] !== '/'); i++) {
        if (source[i] === '\\') i++;
        else if (source[i] === '[') inClass = true;
        else if (source[i] === ']') inClass = false;
        else if (source[i] === '\n') return undefined;
      }
    } else if (char === '(' || char === '[' || char === '{') {
      depth++;
    } else if (char === ')' || char === ']' || char === '}') {
      if (--depth === 0) {
        i++;
        break;
      }
    }
  }
  if (depth !== 0) return undefined;
  // Of a call over several lines the first one is shown.
  const text = source.slice(start, i);
  const newline = text.indexOf('\n');
  return newline === -1 ? text : text.slice(0, newline);
}

function innerOk(fn, argLen, value, message) {
  if (value) return;
  let generatedMessage = false;
  let text;
  if (argLen === 0) {
    generatedMessage = true;
    text = 'No value argument passed to `assert.ok()`';
  } else if (message.length === 0 || message[0] == null) {
    generatedMessage = true;
    let source;
    try {
      source = callSource(fn);
    } catch {
      // Without source there is the general text.
    }
    text = source === undefined ? 'The expression evaluated to a falsy value:\n\n  ' + `${fn.name}(...)` + '\n' :
      `The expression evaluated to a falsy value:\n\n  ${source}\n`;
  } else {
    text = resolveMessage(message, value, true);
  }
  const AssertionError = lazyAssertionError();
  const err = new AssertionError({ actual: value, expected: true, message: text, operator: '==', stackStartFn: fn });
  err.generatedMessage = generatedMessage;
  throw err;
}

module.exports = { innerOk, innerFail };
