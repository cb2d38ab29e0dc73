'use strict';

// The public `util` module.

const {
  codes, ErrnoException, ExceptionWithHostPort, hide,
} = require('internal/errors');
const { format, formatWithOptions, inspect, stripVTControlCharacters } = require('internal/util/inspect');
const { debuglog } = require('internal/util/debuglog');
const {
  validateBoolean, validateFunction, validateInteger, validateNumber, validateObject, validateOneOf, validateString,
} = require('internal/validators');
const util = require('internal/util');
const { deprecate: internalDeprecate, defineLazyProperties, promisify } = util;

const binding = internalBinding('util');

// ---------------------------------------------------------------------------------------------------------------------

const callbackifyOnRejected = (reason, cb) => {
  // A callback takes a falsy first argument for success.
  if (!reason) {
    const err = new codes.ERR_FALSY_VALUE_REJECTION(reason);
    Error.captureStackTrace(err, callbackifyOnRejected);
    reason = err;
  }
  return cb(reason);
};

function callbackify(original) {
  if (typeof original !== 'function') {
    throw hide(new codes.ERR_INVALID_ARG_TYPE('original', 'Function', original), callbackify);
  }
  function callbackified(...args) {
    const callback = args.pop();
    if (typeof callback !== 'function') {
      throw hide(new codes.ERR_INVALID_ARG_TYPE('last argument', 'Function', callback), callbackified);
    }
    const cb = callback.bind(this);
    Reflect.apply(original, this, args).then(
      (result) => process.nextTick(cb, null, result),
      (reason) => process.nextTick(callbackifyOnRejected, reason, cb),
    );
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  // One more argument: the callback.
  if (typeof descriptors.length.value === 'number') descriptors.length.value++;
  if (typeof descriptors.name.value === 'string') descriptors.name.value += 'Callbackified';
  for (const key of Reflect.ownKeys(descriptors)) {
    if (Object.hasOwn(descriptors[key], 'value')) Object.setPrototypeOf(descriptors[key], null);
  }
  Object.defineProperties(callbackified, descriptors);
  return callbackified;
}

function inherits(ctor, superCtor) {
  if (ctor === undefined || ctor === null) throw new codes.ERR_INVALID_ARG_TYPE('ctor', 'Function', ctor);
  if (superCtor === undefined || superCtor === null) {
    throw new codes.ERR_INVALID_ARG_TYPE('superCtor', 'Function', superCtor);
  }
  if (superCtor.prototype === undefined) {
    throw new codes.ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superCtor.prototype);
  }
  Object.defineProperty(ctor, 'super_', { __proto__: null, value: superCtor, writable: true, configurable: true });
  Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
}

function _extend(target, source) {
  if (source === null || typeof source !== 'object') return target;
  const keys = Object.keys(source);
  let i = keys.length;
  while (i--) target[keys[i]] = source[keys[i]];
  return target;
}

function deprecate(fn, msg, code, { modifyPrototype } = {}) {
  if (code !== undefined) validateString(code, 'code');
  return internalDeprecate(fn, msg, code, undefined, modifyPrototype);
}

function escapeStyleCode(code) {
  return `\u001b[${code}m`;
}

// '#f80' or '#ff8800' as a foreground color; undefined for anything else.
function hexColor(text) {
  let hex = text.slice(1);
  if (/^[0-9a-fA-F]{3}$/.test(hex)) hex = hex[0] + hex[0] + hex[1] + hex[1] + hex[2] + hex[2];
  else if (!/^[0-9a-fA-F]{6}$/.test(hex)) return undefined;
  const n = Number.parseInt(hex, 16);
  return [`38;2;${n >> 16};${(n >> 8) & 255};${n & 255}`, 39];
}

function styleText(format, text, options) {
  let validateStream = true;
  let stream = process.stdout;
  if (options !== undefined) {
    validateObject(options, 'options');
    if (options.validateStream !== undefined) validateStream = options.validateStream;
    if (options.stream !== undefined) stream = options.stream;
  }
  validateString(text, 'text');
  validateBoolean(validateStream, 'options.validateStream');
  let skipColorize = false;
  if (validateStream) {
    const isStream = stream !== null && typeof stream === 'object' &&
      (typeof stream.write === 'function' || typeof stream.read === 'function' || typeof stream.getReader === 'function' ||
      typeof stream.getWriter === 'function');
    if (!isStream) {
      throw new codes.ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
    }
    skipColorize = !require('internal/util/colors').shouldColorize(stream);
  }
  const formats = Array.isArray(format) ? format : [format];
  let left = '';
  let right = '';
  let result = text;
  const applied = [];
  for (const key of formats) {
    if (key === 'none') continue;
    let codesOf;
    if (typeof key === 'string' && key[0] === '#') {
      codesOf = hexColor(key);
      if (codesOf === undefined) {
        throw new codes.ERR_INVALID_ARG_VALUE('format', key, 'must be a valid hex color (#RGB or #RRGGBB)');
      }
    } else {
      codesOf = typeof key === 'string' ? inspect.colors[key] : undefined;
      if (codesOf == null) validateOneOf(key, 'format', Object.getOwnPropertyNames(inspect.colors));
    }
    applied.push({ key, open: codesOf[0], close: codesOf[1] });
  }
  if (skipColorize) return text;
  for (const style of applied) {
    left += escapeStyleCode(style.open);
    right = `${escapeStyleCode(style.close)}${right}`;
  }
  // A close sequence inside the text would end this style: open it again after it.
  for (const { open, close } of applied) {
    const closing = escapeStyleCode(close);
    if (!result.includes(closing)) continue;
    const reopen = escapeStyleCode(open);
    // One at the very end needs no reopening.
    result = result.replaceAll(closing, (match, at, whole) => {
      if (at + match.length === whole.length) return match;
      return close === 22 ? `${closing}${reopen}` : reopen;
    });
  }
  return `${left}${result}${right}`;
}

function getSystemErrorName(err) {
  validateNumber(err, 'err');
  if (err >= 0 || !Number.isSafeInteger(err)) throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', err);
  return util.getSystemErrorName(err);
}

function getSystemErrorMessage(err) {
  validateNumber(err, 'err');
  if (err >= 0 || !Number.isSafeInteger(err)) throw new codes.ERR_OUT_OF_RANGE('err', 'a negative integer', err);
  return util.getSystemErrorMessage(err);
}

function _errnoException(...args) {
  const err = new ErrnoException(...args);
  Error.captureStackTrace(err, _errnoException);
  return err;
}

function _exceptionWithHostPort(...args) {
  const err = new ExceptionWithHostPort(...args);
  Error.captureStackTrace(err, _exceptionWithHostPort);
  return err;
}

function getCallSites(frameCount = 8, options) {
  if (options === undefined) {
    if (typeof frameCount === 'object') {
      options = frameCount;
      validateObject(options, 'options');
      if (options.sourceMap !== undefined) validateBoolean(options.sourceMap, 'options.sourceMap');
      frameCount = 8;
    }
  } else {
    validateObject(options, 'options');
    if (options.sourceMap !== undefined) validateBoolean(options.sourceMap, 'options.sourceMap');
  }
  validateInteger(frameCount, 'frameCount', 1, 200);
  return binding.getCallSites(frameCount);
}

function parseEnv(content) {
  validateString(content, 'content');
  return binding.parseEnv(content);
}

function toUSVString(input) {
  return `${input}`.toWellFormed();
}

function isDeepStrictEqual(a, b, skipPrototype) {
  return require('internal/util/comparisons').isDeepStrictEqual(a, b, skipPrototype);
}

function markPromiseAsHandled(promise) {
  if (!internalBinding('types').isPromise(promise)) {
    throw new codes.ERR_INVALID_ARG_TYPE('promise', 'Promise', promise);
  }
  binding.markPromiseAsHandled(promise);
}

function setTraceSigInt(enable) {
  binding.setTraceSigInt?.(enable);
}

function diff(actual, expected) {
  return require('internal/util/diff').diff(actual, expected);
}

function isArray(value) {
  return Array.isArray(value);
}

module.exports = {
  _errnoException,
  _exceptionWithHostPort,
  _extend: internalDeprecate(_extend, 'The `util._extend` API is deprecated. Please use Object.assign() instead.', 'DEP0060'),
  callbackify,
  convertProcessSignalToExitCode: util.convertProcessSignalToExitCode,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  styleText,
  formatWithOptions,
  getCallSites,
  getSystemErrorMap: util.getSystemErrorMap,
  getSystemErrorName,
  getSystemErrorMessage,
  inherits,
  inspect,
  isArray: internalDeprecate(isArray, 'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.', 'DEP0044'),
  isDeepStrictEqual,
  markPromiseAsHandled,
  promisify,
  stripVTControlCharacters,
  toUSVString,
};

defineLazyProperties(module.exports, 'internal/abort_controller',
  ['transferableAbortSignal', 'transferableAbortController', 'aborted']);
module.exports.types = require('internal/util/types');
module.exports.parseEnv = parseEnv;

defineLazyProperties(module.exports, 'internal/util/parse_args/parse_args', ['parseArgs']);
defineLazyProperties(module.exports, 'internal/encoding', ['TextDecoder', 'TextEncoder']);
defineLazyProperties(module.exports, 'internal/mime', ['MIMEType', 'MIMEParams']);
module.exports.diff = diff;
defineLazyProperties(module.exports, 'internal/util/rate_limit', ['debounce', 'throttle']);
module.exports.setTraceSigInt = setTraceSigInt;
