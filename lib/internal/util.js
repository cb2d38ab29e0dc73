'use strict';

// Helpers of the library's own modules, and the parts of the public `util` that other modules need too.

const {
  codes, hide, uvErrmapGet,
} = require('internal/errors');

const kEmptyObject = Object.freeze({ __proto__: null });
const kEnumerableProperty = Object.freeze({ __proto__: null, enumerable: true });
const customInspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');
const customPromisifyArgs = Symbol('customPromisifyArgs');
const kIsEncodingSymbol = Symbol('kIsEncodingSymbol');
const kVmBreakFirstLineSymbol = Symbol('kVmBreakFirstLineSymbol');

const isWindows = process.platform === 'win32';
const isMacOS = process.platform === 'darwin';

const encodingsMap = {
  __proto__: null,
  ascii: 0,
  utf8: 1,
  base64: 2,
  utf16le: 3,
  latin1: 4,
  hex: 5,
  buffer: 6,
  base64url: 7,
};

// A function that computes its result once.
function getLazy(initializer) {
  let value;
  let done = false;
  return function() {
    if (!done) {
      value = initializer();
      done = true;
    }
    return value;
  };
}

function once(callback, { preserveReturnValue = false } = kEmptyObject) {
  let called = false;
  let result;
  return function(...args) {
    if (called) return result;
    called = true;
    const value = Reflect.apply(callback, this, args);
    if (preserveReturnValue) result = value;
    return value;
  };
}

function cachedResult(fn) {
  let result;
  return () => {
    if (result === undefined) result = fn();
    return result.slice();
  };
}

// The canonical name of an encoding; undefined for an unknown one. Missing and empty mean utf8.
function normalizeEncoding(enc) {
  if (enc == null || enc === 'utf8' || enc === 'utf-8') return 'utf8';
  return slowCases(enc);
}

function slowCases(enc) {
  switch (enc.length) {
    case 4:
      if (enc === 'UTF8') return 'utf8';
      if (enc === 'ucs2' || enc === 'UCS2') return 'utf16le';
      enc = `${enc}`.toLowerCase();
      if (enc === 'utf8') return 'utf8';
      if (enc === 'ucs2') return 'utf16le';
      break;
    case 3:
      if (enc === 'hex' || enc === 'HEX' || `${enc}`.toLowerCase() === 'hex') return 'hex';
      break;
    case 5:
      if (enc === 'ascii') return 'ascii';
      if (enc === 'ucs-2') return 'utf16le';
      if (enc === 'UTF-8') return 'utf8';
      if (enc === 'ASCII') return 'ascii';
      if (enc === 'UCS-2') return 'utf16le';
      enc = `${enc}`.toLowerCase();
      if (enc === 'utf-8') return 'utf8';
      if (enc === 'ascii') return 'ascii';
      if (enc === 'ucs-2') return 'utf16le';
      break;
    case 6:
      if (enc === 'base64') return 'base64';
      if (enc === 'latin1' || enc === 'binary') return 'latin1';
      enc = `${enc}`.toLowerCase();
      if (enc === 'base64') return 'base64';
      if (enc === 'latin1' || enc === 'binary') return 'latin1';
      break;
    case 7:
      if (enc === 'utf16le' || enc === 'UTF16LE' || `${enc}`.toLowerCase() === 'utf16le') return 'utf16le';
      break;
    case 8:
      if (enc === 'utf-16le' || enc === 'UTF-16LE' || `${enc}`.toLowerCase() === 'utf-16le') return 'utf16le';
      break;
    case 9:
      if (enc === 'base64url' || enc === 'BASE64URL' || `${enc}`.toLowerCase() === 'base64url') return 'base64url';
      break;
    default:
      if (enc === '') return 'utf8';
  }
  return undefined;
}

function removeColors(str) {
  return str.replace(/\u001b\[\d\d?m/g, '');
}

function isError(value) {
  return internalBinding('types').isNativeError(value) || value instanceof Error;
}

// Removes one element; faster than splice for short arrays.
function spliceOne(list, index) {
  for (; index + 1 < list.length; index++) list[index] = list[index + 1];
  list.pop();
}

function join(output, separator) {
  let text = '';
  if (output.length !== 0) {
    const last = output.length - 1;
    for (let i = 0; i < last; i++) {
      text += output[i];
      text += separator;
    }
    text += output[last];
  }
  return text;
}

function filterDuplicateStrings(items, low) {
  const map = new Map();
  for (const item of items) {
    const key = item.toLowerCase();
    if (low) map.set(key, key);
    else map.set(key, item);
  }
  return Array.from(map.values()).sort();
}

function assignFunctionName(name, fn, descriptor = kEmptyObject) {
  if (typeof name !== 'string') {
    const description = name.description;
    name = description === undefined ? '' : `[${description}]`;
  }
  return Object.defineProperty(fn, 'name', {
    __proto__: null, writable: false, enumerable: false, configurable: true,
    ...Object.getOwnPropertyDescriptor(fn, 'name'), ...descriptor, value: name,
  });
}

function getConstructorOf(obj) {
  while (obj) {
    const desc = Object.getOwnPropertyDescriptor(obj, 'constructor');
    if (desc !== undefined && typeof desc.value === 'function' && desc.value.name !== '') return desc.value;
    obj = Object.getPrototypeOf(obj);
  }
  return undefined;
}

// ---------------------------------------------------------------------------------------------------------------------
// System errors and signals

function lazyUv() {
  return internalBinding('uv');
}

function getSystemErrorName(err) {
  const entry = uvErrmapGet(err);
  return entry !== undefined ? entry[0] : `Unknown system error ${err}`;
}

function getSystemErrorMap() {
  return lazyUv().getErrorMap();
}

function getSystemErrorMessage(err) {
  const entry = uvErrmapGet(err);
  return entry !== undefined ? entry[1] : `Unknown system error ${err}`;
}

let signalsToNames;
function signalName(number) {
  if (signalsToNames === undefined) {
    const { signals } = internalBinding('constants').os;
    signalsToNames = { __proto__: null };
    for (const key of Object.keys(signals)) signalsToNames[signals[key]] ??= key;
  }
  return signalsToNames[number];
}

// The number of a signal given by name (any case) or number.
function convertToValidSignal(signal) {
  const { signals } = internalBinding('constants').os;
  if (typeof signal === 'number' && signalName(signal)) return signal;
  if (typeof signal === 'string') {
    const number = signals[signal.toUpperCase()];
    if (number) return number;
  }
  throw new codes.ERR_UNKNOWN_SIGNAL(signal);
}

function convertProcessSignalToExitCode(signalCode) {
  const { signals } = internalBinding('constants').os;
  require('internal/validators').validateOneOf(signalCode, 'signalCode', Object.keys(signals));
  return 128 + signals[signalCode];
}

// ---------------------------------------------------------------------------------------------------------------------
// Deprecation and experimental warnings

const codesWarned = new Set();
let pendingDeprecation;

function isPendingDeprecation() {
  if (pendingDeprecation === undefined) {
    let value = false;
    try {
      value = require('internal/options').getOptionValue('--pending-deprecation');
    } catch {
      // The option table is not there.
    }
    pendingDeprecation = !!value && !process.noDeprecation;
  }
  return pendingDeprecation;
}

function getDeprecationWarningEmitter(code, msg, deprecated, useEmitSync, shouldEmitWarning = () => true) {
  let warned = false;
  return function() {
    if (warned || !shouldEmitWarning()) return;
    warned = true;
    if (code === 'ExperimentalWarning') {
      process.emitWarning(msg, code, deprecated);
    } else if (code !== undefined) {
      if (!codesWarned.has(code)) {
        const emit = useEmitSync ? require('internal/process/warning').emitWarningSync : process.emitWarning;
        emit(msg, 'DeprecationWarning', code, deprecated);
        codesWarned.add(code);
      }
    } else {
      process.emitWarning(msg, 'DeprecationWarning', deprecated);
    }
  };
}

// Wraps fn (a function or a class) so that its first use prints a deprecation warning.
function deprecate(fn, msg, code, useEmitSync, modifyPrototype = true) {
  const emitWarning = getDeprecationWarningEmitter(code, msg, deprecated, useEmitSync, () => !process.noDeprecation);
  function deprecated(...args) {
    if (!process.noDeprecation) emitWarning();
    if (new.target) return Reflect.construct(fn, args, new.target);
    return Reflect.apply(fn, this, args);
  }
  if (modifyPrototype) {
    // Statics stay reachable, and instanceof works with the wrapper.
    Object.setPrototypeOf(deprecated, fn);
    if (fn.prototype) deprecated.prototype = fn.prototype;
  }
  Object.defineProperty(deprecated, 'length', { __proto__: null, ...Object.getOwnPropertyDescriptor(fn, 'length') });
  return deprecated;
}

function pendingDeprecate(fn, msg, code) {
  const emitWarning = getDeprecationWarningEmitter(code, msg, deprecated, false, isPendingDeprecation);
  function deprecated(...args) {
    emitWarning();
    return Reflect.apply(fn, this, args);
  }
  return deprecated;
}

function deprecateProperty(key, msg, code, isPending) {
  const emitWarning = getDeprecationWarningEmitter(code, msg, undefined, false,
    isPending ? isPendingDeprecation : () => !process.noDeprecation);
  return (options) => {
    if (key in options) emitWarning();
  };
}

function deprecateInstantiation(target, code, ...args) {
  if (!process.noDeprecation && !codesWarned.has(code)) {
    process.emitWarning(`Instantiating ${target.name} without the 'new' keyword has been deprecated.`,
      'DeprecationWarning', code);
    codesWarned.add(code);
  }
  return Reflect.construct(target, args);
}

const experimentalWarnings = new Set();
function emitExperimentalWarning(feature, messagePrefix, code, ctor) {
  if (experimentalWarnings.has(feature)) return;
  experimentalWarnings.add(feature);
  let msg = `${feature} is an experimental feature and might change at any time`;
  if (messagePrefix) msg = messagePrefix + msg;
  process.emitWarning(msg, 'ExperimentalWarning', code, ctor);
}

// ---------------------------------------------------------------------------------------------------------------------
// promisify

function promisify(original) {
  if (typeof original !== 'function') {
    throw hide(new codes.ERR_INVALID_ARG_TYPE('original', 'Function', original), promisify);
  }
  const custom = original[kCustomPromisify];
  if (custom) {
    if (typeof custom !== 'function') {
      throw hide(new codes.ERR_INVALID_ARG_TYPE('util.promisify.custom', 'Function', custom), promisify);
    }
    return Object.defineProperty(custom, kCustomPromisify, {
      __proto__: null, value: custom, enumerable: false, writable: false, configurable: true,
    });
  }
  // Functions with several results (fs.read) name them; the promise gives an object then.
  const names = original[customPromisifyArgs];
  function fn(...args) {
    return new Promise((resolve, reject) => {
      args.push((err, ...values) => {
        if (err) return reject(err);
        if (names !== undefined && values.length > 1) {
          const object = {};
          for (let i = 0; i < names.length; i++) object[names[i]] = values[i];
          resolve(object);
        } else {
          resolve(values[0]);
        }
      });
      const result = Reflect.apply(original, this, args);
      if (result !== undefined && internalBinding('types').isPromise(result)) {
        process.emitWarning('Calling promisify on a function that returns a Promise is likely a mistake.',
          'DeprecationWarning', 'DEP0174');
      }
    });
  }
  Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
  Object.defineProperty(fn, kCustomPromisify, {
    __proto__: null, value: fn, enumerable: false, writable: false, configurable: true,
  });
  const descriptors = Object.getOwnPropertyDescriptors(original);
  for (const key of Reflect.ownKeys(descriptors)) {
    if (Object.hasOwn(descriptors[key], 'value')) Object.setPrototypeOf(descriptors[key], null);
  }
  return Object.defineProperties(fn, descriptors);
}
promisify.custom = kCustomPromisify;

// ---------------------------------------------------------------------------------------------------------------------
// Properties and interfaces

function setOwnProperty(target, key, value) {
  return Object.defineProperty(target, key, {
    __proto__: null, configurable: true, enumerable: true, value, writable: true,
  });
}

// Each key of target becomes an accessor that requires module id and is replaced by its export at first use.
function defineLazyProperties(target, id, keys, enumerable = true) {
  const descriptors = { __proto__: null };
  for (const key of keys) {
    let value;
    let loaded = false;
    descriptors[key] = {
      __proto__: null,
      configurable: true,
      enumerable,
      get: assignFunctionName(key, function() {
        if (!loaded) {
          value = require(id)[key];
          loaded = true;
          set(value);
        }
        return value;
      }),
      set: assignFunctionName(key, set),
    };
    function set(newValue) {
      Object.defineProperty(target, key, {
        __proto__: null, writable: true, configurable: true, enumerable, value: newValue,
      });
      value = newValue;
      loaded = true;
    }
  }
  Object.defineProperties(target, descriptors);
}

function defineReplaceableLazyAttribute(target, id, keys, writable = true, check) {
  for (const key of keys) {
    let value;
    let loaded = false;
    const get = assignFunctionName(key, function() {
      if (check !== undefined) check.call(this);
      if (!loaded) {
        value = require(id)[key];
        loaded = true;
      }
      return value;
    }, { enumerable: false });
    let set;
    if (writable) {
      set = assignFunctionName(key, function(newValue) {
        Object.defineProperty(target, key, {
          __proto__: null, writable: true, configurable: true, enumerable: true, value: newValue,
        });
      });
    }
    Object.defineProperty(target, key, { __proto__: null, configurable: true, enumerable: true, get, set });
  }
}

function exposeInterface(target, name, interfaceObject) {
  Object.defineProperty(target, name, {
    __proto__: null, writable: true, enumerable: false, configurable: true, value: interfaceObject,
  });
}

function exposeLazyInterfaces(target, id, keys) {
  defineLazyProperties(target, id, keys, false);
}

function exposeNamespace(target, name, namespaceObject) {
  exposeInterface(target, name, namespaceObject);
}

function defineOperation(target, name, method) {
  Object.defineProperty(target, name, {
    __proto__: null, writable: true, enumerable: true, configurable: true, value: method,
  });
}

// ---------------------------------------------------------------------------------------------------------------------
// Stacks and call sites

function getStructuredStack() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = Infinity;
  Error.prepareStackTrace = (err, trace) => trace;
  try {
    const holder = {};
    Error.captureStackTrace(holder, getStructuredStack);
    return holder.stack;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function isUnderNodeModules(filename) {
  return filename && /[/\\]node_modules[/\\]/.test(filename);
}

// True when the nearest user frame lies in node_modules.
function isInsideNodeModules(stackTraceLimit = 100, defaultValue = false) {
  const { isInsideNodeModules: native } = internalBinding('util');
  if (typeof native === 'function') return native(stackTraceLimit, defaultValue);
  return defaultValue;
}

let domExceptionClass;
function lazyDOMExceptionClass() {
  return domExceptionClass ??= globalThis.DOMException ?? internalBinding('messaging').DOMException;
}

function lazyDOMException(message, name) {
  const DOMException = lazyDOMExceptionClass();
  if (typeof name === 'object' && name !== null) return new DOMException(message, name);
  return new DOMException(message, name);
}

function getCWDURL() {
  const { pathToFileURL } = require('internal/url');
  let cwd;
  try {
    cwd = `${process.cwd()}/`;
  } catch {
    // The directory is gone; an impossible URL makes resolution fail later, with a name in it.
    return new (require('internal/url').URL)('file:///');
  }
  return pathToFileURL(cwd);
}

// The CIDR notation of an address and its netmask; null when they do not fit.
function getCIDR(address, netmask, family) {
  let ones = 0;
  let split = '.';
  let range = 10;
  let groupLength = 8;
  let hasZeros = false;
  let last = 0;
  if (family === 'IPv6') {
    split = ':';
    range = 16;
    groupLength = 16;
  }
  const parts = netmask.split(split);
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === '') continue;
    const binary = Number.parseInt(parts[i], range);
    const bits = countOnes(binary);
    ones += bits;
    if (hasZeros) {
      if (bits !== 0) return null;
    } else {
      last = binary;
      if (bits < groupLength) {
        for (let bit = groupLength - 1 - bits, k = 0; k <= bit; k++) if ((last >> k) & 1) return null;
        hasZeros = true;
      }
    }
  }
  return `${address}/${ones}`;
}

function countOnes(n) {
  let count = 0;
  while (n !== 0) {
    n &= n - 1;
    count++;
  }
  return count;
}

function assertCrypto() {
  if (!process.versions.openssl) throw new codes.ERR_NO_CRYPTO();
}

function assertTypeScript() {
  if (process.config && process.config.variables && process.config.variables.node_use_amaro === false) {
    throw new codes.ERR_NO_TYPESCRIPT();
  }
}

function sleep(msec) {
  require('internal/validators').validateUint32(msec, 'msec');
  internalBinding('util').sleep(msec);
}

function guessHandleType(fd) {
  const kinds = ['TCP', 'TTY', 'UDP', 'FILE', 'PIPE', 'UNKNOWN', 'INVALID'];
  const type = internalBinding('util').guessHandleType(fd);
  return typeof type === 'number' ? kinds[type] : type;
}

function constructSharedArrayBuffer(length) {
  return new SharedArrayBuffer(length);
}

function decorateErrorStack(err) {
  return err;
}

// A reference that can be made strong for as long as somebody needs the target.
class WeakReference {
  #weak;
  #strong = null;
  #count = 0;

  constructor(object) {
    this.#weak = new WeakRef(object);
  }

  incRef() {
    this.#count++;
    if (this.#count === 1) {
      const target = this.#weak.deref();
      if (target !== undefined) this.#strong = target;
    }
    return this.#count;
  }

  decRef() {
    this.#count--;
    if (this.#count === 0) this.#strong = null;
    return this.#count;
  }

  get() {
    return this.#weak.deref();
  }
}

// publishTo publishes to a diagnostics channel, once somebody has loaded diagnostics_channel; data makes the message.
function publishTo(name, data) {
  const { BuiltinModule } = require('internal/bootstrap/realm');
  if (!BuiltinModule.map.get('diagnostics_channel').loaded) return;
  const channel = require('diagnostics_channel').channel(name);
  if (channel.hasSubscribers) channel.publish(data());
}

module.exports = {
  publishTo,
  getLazy,
  assertCrypto,
  assertTypeScript,
  assignFunctionName,
  cachedResult,
  constructSharedArrayBuffer,
  convertProcessSignalToExitCode,
  convertToValidSignal,
  customInspectSymbol,
  customPromisifyArgs,
  decorateErrorStack,
  defineOperation,
  defineLazyProperties,
  defineReplaceableLazyAttribute,
  deprecate,
  deprecateInstantiation,
  deprecateProperty,
  emitExperimentalWarning,
  encodingsMap,
  exposeInterface,
  exposeLazyInterfaces,
  exposeNamespace,
  filterDuplicateStrings,
  getConstructorOf,
  getCIDR,
  getCWDURL,
  getDeprecationWarningEmitter,
  getStructuredStack,
  getSystemErrorMap,
  getSystemErrorName,
  getSystemErrorMessage,
  guessHandleType,
  isError,
  isInsideNodeModules,
  isPendingDeprecation,
  isUnderNodeModules,
  isMacOS,
  isWindows,
  join,
  kEmptyObject,
  kEnumerableProperty,
  kIsEncodingSymbol,
  kVmBreakFirstLineSymbol,
  lazyDOMException,
  lazyDOMExceptionClass,
  normalizeEncoding,
  once,
  pendingDeprecate,
  promisify,
  removeColors,
  setOwnProperty,
  sleep,
  spliceOne,
  WeakReference,
};
