'use strict';

// Argument checks shared by the public modules. Each one throws the documented error with a stack that begins at its
// caller, so that a user sees the API function first.

const { codes, hide, hideStackFrames } = require('internal/errors');

const { isArray } = Array;
const { isInteger, isNaN: numberIsNaN, MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
const { isView } = ArrayBuffer;

const kValidateObjectNone = 0;
const kValidateObjectAllowNullable = 1 << 0;
const kValidateObjectAllowArray = 1 << 1;
const kValidateObjectAllowFunction = 1 << 2;
const kValidateObjectAllowObjects = kValidateObjectAllowArray | kValidateObjectAllowFunction;
const kValidateObjectAllowObjectsAndNull = kValidateObjectAllowObjects | kValidateObjectAllowNullable;

function typeError(name, expected, value, caller) {
  return hide(new codes.ERR_INVALID_ARG_TYPE(name, expected, value), caller);
}

function rangeError(name, range, value, caller) {
  return hide(new codes.ERR_OUT_OF_RANGE(name, range, value), caller);
}

function isInt32(value) {
  return value === (value | 0);
}

function isUint32(value) {
  return value === (value >>> 0);
}

// A file mode: an unsigned 32-bit integer, or a string of octal digits; `def` replaces undefined and null.
function parseFileMode(value, name, def) {
  value ??= def;
  if (typeof value === 'string') {
    if (!/^[0-7]+$/.test(value)) {
      throw new codes.ERR_INVALID_ARG_VALUE(name, value, 'must be a 32-bit unsigned integer or an octal string');
    }
    value = Number.parseInt(value, 8);
  }
  validateUint32(value, name);
  return value;
}

function validateInteger(value, name, min = MIN_SAFE_INTEGER, max = MAX_SAFE_INTEGER) {
  if (typeof value !== 'number') throw typeError(name, 'number', value, validateInteger);
  if (!isInteger(value)) throw rangeError(name, 'an integer', value, validateInteger);
  if (value < min || value > max) throw rangeError(name, `>= ${min} && <= ${max}`, value, validateInteger);
}

function validateInt32(value, name, min = -2147483648, max = 2147483647) {
  if (typeof value !== 'number') throw typeError(name, 'number', value, validateInt32);
  if (!isInteger(value)) throw rangeError(name, 'an integer', value, validateInt32);
  if (value < min || value > max) throw rangeError(name, `>= ${min} && <= ${max}`, value, validateInt32);
}

function validateUint32(value, name, positive = false) {
  if (typeof value !== 'number') throw typeError(name, 'number', value, validateUint32);
  if (!isInteger(value)) throw rangeError(name, 'an integer', value, validateUint32);
  const min = positive ? 1 : 0;
  if (value < min || value > 4294967295) throw rangeError(name, `>= ${min} && <= 4294967295`, value, validateUint32);
}

function validateString(value, name) {
  if (typeof value !== 'string') throw typeError(name, 'string', value, validateString);
}

function validateStringWithoutNullBytes(value, name) {
  if (typeof value !== 'string') throw typeError(name, 'string', value, validateStringWithoutNullBytes);
  if (value.includes('\0')) {
    throw hide(new codes.ERR_INVALID_ARG_VALUE(name, value, 'must be a string without null bytes'),
      validateStringWithoutNullBytes);
  }
}

function validateNumber(value, name, min = undefined, max) {
  if (typeof value !== 'number') throw typeError(name, 'number', value, validateNumber);
  if ((min != null && value < min) || (max != null && value > max) ||
      ((min != null || max != null) && numberIsNaN(value))) {
    const range = `${min != null ? `>= ${min}` : ''}${min != null && max != null ? ' && ' : ''}` +
      `${max != null ? `<= ${max}` : ''}`;
    throw rangeError(name, range, value, validateNumber);
  }
}

function validateOneOf(value, name, oneOf) {
  if (oneOf.includes(value)) return;
  const allowed = oneOf.map((v) => (typeof v === 'string' ? `'${v}'` : String(v))).join(', ');
  throw hide(new codes.ERR_INVALID_ARG_VALUE(name, value, `must be one of: ${allowed}`), validateOneOf);
}

function validateBoolean(value, name) {
  if (typeof value !== 'boolean') throw typeError(name, 'boolean', value, validateBoolean);
}

function validateObject(value, name, options = kValidateObjectNone) {
  if (options === kValidateObjectNone) {
    if (value === null || typeof value !== 'object' || isArray(value)) {
      throw typeError(name, 'Object', value, validateObject);
    }
    return;
  }
  if (value === null) {
    if ((options & kValidateObjectAllowNullable) === 0) throw typeError(name, 'Object', value, validateObject);
    return;
  }
  if (isArray(value) && (options & kValidateObjectAllowArray) === 0) {
    throw typeError(name, 'Object', value, validateObject);
  }
  const type = typeof value;
  if (type !== 'object' && (type !== 'function' || (options & kValidateObjectAllowFunction) === 0)) {
    throw typeError(name, 'Object', value, validateObject);
  }
}

// A Web IDL dictionary argument: undefined, null, or any object.
function validateDictionary(value, name) {
  if (value != null && typeof value !== 'object' && typeof value !== 'function') {
    throw typeError(name, 'a dictionary', value, validateDictionary);
  }
}

function validateArray(value, name, minLength = 0) {
  if (!isArray(value)) throw typeError(name, 'Array', value, validateArray);
  if (value.length < minLength) {
    throw hide(new codes.ERR_INVALID_ARG_VALUE(name, value, `must have a length of at least ${minLength}`), validateArray);
  }
}

function validateStringArray(value, name) {
  if (!isArray(value)) throw typeError(name, 'Array', value, validateStringArray);
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== 'string') throw typeError(`${name}[${i}]`, 'string', value[i], validateStringArray);
  }
}

function validateBooleanArray(value, name) {
  if (!isArray(value)) throw typeError(name, 'Array', value, validateBooleanArray);
  for (let i = 0; i < value.length; i++) {
    if (typeof value[i] !== 'boolean') throw typeError(`${name}[${i}]`, 'boolean', value[i], validateBooleanArray);
  }
}

function validateAbortSignalArray(value, name) {
  if (!isArray(value)) throw typeError(name, 'Array', value, validateAbortSignalArray);
  for (let i = 0; i < value.length; i++) {
    const signal = value[i];
    const at = `${name}[${i}]`;
    if (signal == null) throw typeError(at, 'AbortSignal', signal, validateAbortSignalArray);
    validateAbortSignal(signal, at);
  }
}

function validateSignalName(signal, name = 'signal') {
  if (typeof signal !== 'string') throw typeError(name, 'string', signal, validateSignalName);
  const { signals } = internalBinding('constants').os;
  if (signals[signal] === undefined) {
    if (signals[signal.toUpperCase()] !== undefined) {
      throw hide(new codes.ERR_UNKNOWN_SIGNAL(`${signal} (signals must use all capital letters)`), validateSignalName);
    }
    throw hide(new codes.ERR_UNKNOWN_SIGNAL(signal), validateSignalName);
  }
}

function validateBuffer(buffer, name = 'buffer') {
  if (!isView(buffer)) throw typeError(name, ['Buffer', 'TypedArray', 'DataView'], buffer, validateBuffer);
}

function validateEncoding(data, encoding) {
  const { normalizeEncoding } = require('internal/util');
  const length = data.length;
  if (normalizeEncoding(encoding) === 'hex' && length % 2 !== 0) {
    throw hide(new codes.ERR_INVALID_ARG_VALUE('encoding', encoding, `is invalid for data of length ${length}`),
      validateEncoding);
  }
}

function validatePort(port, name = 'Port', allowZero = true) {
  if ((typeof port !== 'number' && typeof port !== 'string') ||
      (typeof port === 'string' && port.trim().length === 0) ||
      +port !== (+port >>> 0) || +port > 0xFFFF || (+port === 0 && !allowZero)) {
    throw hide(new codes.ERR_SOCKET_BAD_PORT(name, port, allowZero), validatePort);
  }
  return +port | 0;
}

function validateAbortSignal(signal, name) {
  if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
    throw typeError(name, 'AbortSignal', signal, validateAbortSignal);
  }
}

function validateFunction(value, name) {
  if (typeof value !== 'function') throw typeError(name, 'Function', value, validateFunction);
}

function validatePlainFunction(value, name) {
  if (typeof value !== 'function' || internalBinding('types').isAsyncFunction(value)) {
    throw typeError(name, 'Function', value, validatePlainFunction);
  }
}

function validateUndefined(value, name) {
  if (value !== undefined) throw typeError(name, 'undefined', value, validateUndefined);
}

function validateUnion(value, name, union) {
  if (!union.includes(value)) throw typeError(name, `('${union.join('|')}')`, value, validateUnion);
}

// undefined and NaN are "not given" (false), an infinite number is an error.
function validateFiniteNumber(number, name) {
  if (number === undefined) return false;
  if (Number.isFinite(number)) return true;
  if (numberIsNaN(number)) return false;
  if (typeof number !== 'number') throw typeError(name, 'number', number, validateFiniteNumber);
  throw rangeError(name, 'a finite number', number, validateFiniteNumber);
}

function checkRangesOrGetDefault(number, name, lower, upper, def) {
  if (!validateFiniteNumber(number, name)) return def;
  if (number < lower || number > upper) {
    throw rangeError(name, `>= ${lower} and <= ${upper}`, number, checkRangesOrGetDefault);
  }
  return number;
}

const linkValue = /^(?:<[^>]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;
const linkFormat = 'must be an array or string of format "</styles.css>; rel=preload; as=style"';

function validateLinkHeaderFormat(value, name) {
  if (typeof value === 'undefined' || !linkValue.test(value)) {
    throw new codes.ERR_INVALID_ARG_VALUE(name, value, linkFormat);
  }
}

function validateLinkHeaderValue(hints) {
  if (typeof hints === 'string') {
    validateLinkHeaderFormat(hints, 'hints');
    return hints;
  }
  if (isArray(hints)) {
    for (const link of hints) validateLinkHeaderFormat(link, 'hints');
    return hints.join(', ');
  }
  throw new codes.ERR_INVALID_ARG_VALUE('hints', hints, linkFormat);
}

function validateThisInternalField(object, fieldKey, className) {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, fieldKey)) {
    throw hide(new codes.ERR_INVALID_THIS(className), validateThisInternalField);
  }
}

// fs.watch's `ignore`: a glob string, a RegExp, a function, or an array of those.
function validateIgnoreOption(value, name) {
  if (value == null) return;
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) validateIgnoreOptionElement(value[i], `${name}[${i}]`);
    return;
  }
  validateIgnoreOptionElement(value, name);
}

function validateIgnoreOptionElement(value, name) {
  if (typeof value === 'string') {
    if (value.length === 0) throw new codes.ERR_INVALID_ARG_VALUE(name, value, 'must be a non-empty string');
    return;
  }
  if (typeof value === 'function' || internalBinding('types').isRegExp(value)) return;
  throw new codes.ERR_INVALID_ARG_TYPE(name, ['string', 'RegExp', 'Function'], value);
}

module.exports = {
  isInt32,
  isUint32,
  parseFileMode,
  validateArray,
  validateStringArray,
  validateBooleanArray,
  validateAbortSignalArray,
  validateBoolean,
  validateBuffer,
  validateDictionary,
  validateEncoding,
  validateFunction,
  validateIgnoreOption,
  validateInt32,
  validateInteger,
  validateNumber,
  validateObject,
  kValidateObjectNone,
  kValidateObjectAllowNullable,
  kValidateObjectAllowArray,
  kValidateObjectAllowFunction,
  kValidateObjectAllowObjects,
  kValidateObjectAllowObjectsAndNull,
  validateOneOf,
  validatePlainFunction,
  validatePort,
  validateSignalName,
  validateString,
  validateStringWithoutNullBytes,
  validateUint32,
  validateUndefined,
  validateUnion,
  validateAbortSignal,
  validateLinkHeaderValue,
  validateThisInternalField,
  validateFiniteNumber,
  checkRangesOrGetDefault,
  hideStackFrames,
};
