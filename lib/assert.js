'use strict';

// The `assert` module.

const { codes } = require('internal/errors');
const { inspect } = require('internal/util/inspect');
const { innerOk, innerFail } = require('internal/assert/utils');
const AssertionError = require('internal/assert/assertion_error');
const { isPromise, isRegExp } = require('internal/util/types');
const { validateFunction, validateOneOf } = require('internal/validators');

let comparisons;
function lazyComparisons() {
  return comparisons ??= require('internal/util/comparisons');
}

const NO_EXCEPTION_SENTINEL = {};
const kOptions = Symbol('options');

function isError(value) {
  return internalBinding('types').isNativeError(value) || value instanceof Error;
}

// The module itself is assert.ok under another name.
function assert(...args) {
  innerOk(assert, args.length, args[0], args.slice(1));
}
module.exports = assert;

// An instance has its own options: { diff, strict, skipPrototype }.
function Assert(options) {
  if (!new.target) throw new codes.ERR_CONSTRUCT_CALL_REQUIRED('Assert');
  options = { __proto__: null, strict: true, skipPrototype: false, ...options };
  const allowedDiffs = ['simple', 'full'];
  if (options.diff !== undefined) validateOneOf(options.diff, 'options.diff', allowedDiffs);
  this.AssertionError = AssertionError;
  Object.defineProperty(this, kOptions, {
    __proto__: null, value: options, enumerable: false, configurable: false, writable: false,
  });
  if (options.strict) {
    this.equal = this.strictEqual;
    this.deepEqual = this.deepStrictEqual;
    this.notEqual = this.notStrictEqual;
    this.notDeepEqual = this.notDeepStrictEqual;
  }
}

function diffOf(self) {
  return self?.[kOptions]?.diff ?? 'simple';
}

function need(argLength) {
  if (argLength < 2) throw new codes.ERR_MISSING_ARGS('actual', 'expected');
}

function ok(...args) {
  innerOk(ok, args.length, args[0], args.slice(1));
}

Assert.prototype.fail = function fail(message) {
  if (isError(message)) throw message;
  let internalMessage = false;
  if (message === undefined) {
    message = 'Failed';
    internalMessage = true;
  }
  const err = new AssertionError({ operator: 'fail', stackStartFn: fail, message, diff: diffOf(this) });
  err.generatedMessage = internalMessage;
  throw err;
};

Assert.prototype.ok = ok;

Assert.prototype.equal = function equal(actual, expected, ...message) {
  need(arguments.length);
  // eslint-disable-next-line eqeqeq
  if (actual != expected && (!Number.isNaN(actual) || !Number.isNaN(expected))) {
    innerFail({ actual, expected, operator: '==', stackStartFn: equal, diff: diffOf(this) }, message);
  }
};

Assert.prototype.notEqual = function notEqual(actual, expected, ...message) {
  need(arguments.length);
  // eslint-disable-next-line eqeqeq
  if (actual == expected || (Number.isNaN(actual) && Number.isNaN(expected))) {
    innerFail({ actual, expected, operator: '!=', stackStartFn: notEqual, diff: diffOf(this) }, message);
  }
};

Assert.prototype.deepEqual = function deepEqual(actual, expected, ...message) {
  need(arguments.length);
  if (!lazyComparisons().isDeepEqual(actual, expected)) {
    innerFail({ actual, expected, operator: 'deepEqual', stackStartFn: deepEqual, diff: diffOf(this) }, message);
  }
};

Assert.prototype.notDeepEqual = function notDeepEqual(actual, expected, ...message) {
  need(arguments.length);
  if (lazyComparisons().isDeepEqual(actual, expected)) {
    innerFail({ actual, expected, operator: 'notDeepEqual', stackStartFn: notDeepEqual, diff: diffOf(this) }, message);
  }
};

Assert.prototype.deepStrictEqual = function deepStrictEqual(actual, expected, ...message) {
  need(arguments.length);
  if (!lazyComparisons().isDeepStrictEqual(actual, expected, this?.[kOptions]?.skipPrototype)) {
    innerFail({ actual, expected, operator: 'deepStrictEqual', stackStartFn: deepStrictEqual, diff: diffOf(this) }, message);
  }
};

Assert.prototype.notDeepStrictEqual = function notDeepStrictEqual(actual, expected, ...message) {
  need(arguments.length);
  if (lazyComparisons().isDeepStrictEqual(actual, expected, this?.[kOptions]?.skipPrototype)) {
    innerFail({ actual, expected, operator: 'notDeepStrictEqual', stackStartFn: notDeepStrictEqual, diff: diffOf(this) },
      message);
  }
};

Assert.prototype.strictEqual = function strictEqual(actual, expected, ...message) {
  need(arguments.length);
  if (!Object.is(actual, expected)) {
    innerFail({ actual, expected, operator: 'strictEqual', stackStartFn: strictEqual, diff: diffOf(this) }, message);
  }
};

Assert.prototype.notStrictEqual = function notStrictEqual(actual, expected, ...message) {
  need(arguments.length);
  if (Object.is(actual, expected)) {
    innerFail({ actual, expected, operator: 'notStrictEqual', stackStartFn: notStrictEqual, diff: diffOf(this) }, message);
  }
};

Assert.prototype.partialDeepStrictEqual = function partialDeepStrictEqual(actual, expected, ...message) {
  need(arguments.length);
  if (!lazyComparisons().isPartialStrictEqual(actual, expected)) {
    innerFail({
      actual, expected, operator: 'partialDeepStrictEqual', stackStartFn: partialDeepStrictEqual, diff: diffOf(this),
    }, message);
  }
};

// ---------------------------------------------------------------------------------------------------------------------
// throws and rejects

// What of an error a validation object speaks about; shown as `Comparison { ... }`.
class Comparison {
  constructor(object, keys, actual) {
    for (const key of keys) {
      if (!(key in object)) continue;
      if (actual !== undefined && typeof actual[key] === 'string' && isRegExp(object[key]) &&
          object[key].exec(actual[key]) !== null) {
        this[key] = actual[key];
      } else {
        this[key] = object[key];
      }
    }
  }
}

function compareExceptionKey(actual, expected, key, message, keys, fn, diff) {
  if (key in actual && lazyComparisons().isDeepStrictEqual(actual[key], expected[key])) return;
  if (message.length === 0 || message[0] === undefined) {
    const a = new Comparison(actual, keys);
    const b = new Comparison(expected, keys, actual);
    const err = new AssertionError({ actual: a, expected: b, operator: 'deepStrictEqual', stackStartFn: fn, diff });
    err.actual = actual;
    err.expected = expected;
    err.operator = fn.name;
    throw err;
  }
  innerFail({ actual, expected, operator: fn.name, stackStartFn: fn, diff }, message);
}

function expectedException(actual, expected, message, fn, diff) {
  let generatedMessage = false;
  let throwError = false;
  let text = message.length > 0 ? message[0] : undefined;

  if (typeof expected !== 'function') {
    if (isRegExp(expected)) {
      const str = String(actual);
      if (expected.exec(str) !== null) return;
      if (text === undefined) {
        generatedMessage = true;
        text = `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(str)}\n`;
      }
      throwError = true;
    } else if (typeof actual !== 'object' || actual === null) {
      // Primitives have no properties to compare.
      const err = new AssertionError({
        actual, expected, message: text, operator: 'deepStrictEqual', stackStartFn: fn, diff,
      });
      err.operator = fn.name;
      throw err;
    } else {
      const keys = Object.keys(expected);
      // An expected error is compared by name and message too.
      if (expected instanceof Error) keys.push('name', 'message');
      else if (keys.length === 0) throw new codes.ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
      for (const key of keys) {
        if (typeof actual[key] === 'string' && isRegExp(expected[key]) && expected[key].exec(actual[key]) !== null) continue;
        compareExceptionKey(actual, expected, key, message, keys, fn, diff);
      }
      return;
    }
  } else if (expected.prototype !== undefined && actual instanceof expected) {
    return;
  } else if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    if (text === undefined) {
      generatedMessage = true;
      text = `The error is expected to be an instance of "${expected.name}". Received `;
      if (isError(actual)) text += `"${actual.name}"`;
      else text += `"${inspect(actual, { depth: -1 })}"`;
    }
    throwError = true;
  } else {
    // A validation function.
    const res = Reflect.apply(expected, {}, [actual]);
    if (res !== true) {
      if (text === undefined) {
        generatedMessage = true;
        const name = expected.name ? `"${expected.name}" ` : '';
        text = `The ${name}validation function is expected to return "true". Received ${inspect(res)}`;
        if (isError(actual)) text += `\n\nCaught error:\n\n${actual}`;
      }
      throwError = true;
    }
  }

  if (throwError) {
    if (isError(text)) throw text;
    if (generatedMessage && isError(actual) && Object.prototype.isPrototypeOf.call(Error, expected)) {
      text += `\n\nError message:\n\n${actual.message}`;
    }
    if (!generatedMessage) innerFail({ actual, expected, operator: fn.name, stackStartFn: fn, diff }, message);
    const err = new AssertionError({ actual, expected, message: text, operator: fn.name, stackStartFn: fn, diff });
    err.generatedMessage = generatedMessage;
    throw err;
  }
}

function getActual(fn) {
  validateFunction(fn, 'fn');
  try {
    fn();
  } catch (e) {
    return e;
  }
  return NO_EXCEPTION_SENTINEL;
}

function checkIsPromise(obj) {
  return isPromise(obj) || (obj !== null && typeof obj === 'object' && typeof obj.then === 'function' &&
    typeof obj.catch === 'function');
}

async function waitForActual(promiseFn) {
  let resultPromise;
  if (typeof promiseFn === 'function') {
    resultPromise = promiseFn();
    if (!checkIsPromise(resultPromise)) {
      throw new codes.ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', resultPromise);
    }
  } else if (checkIsPromise(promiseFn)) {
    resultPromise = promiseFn;
  } else {
    throw new codes.ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promiseFn);
  }
  try {
    await resultPromise;
  } catch (e) {
    return e;
  }
  return NO_EXCEPTION_SENTINEL;
}

function expectsError(stackStartFn, diff, actual, args) {
  let error = args[0];
  let message = args.slice(1);
  if (typeof error === 'string') {
    if (args.length > 1) {
      throw new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
    }
    if (typeof actual === 'object' && actual !== null) {
      if (actual.message === error) {
        throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message',
          `The error message "${actual.message}" is identical to the message.`);
      }
    } else if (actual === error) {
      throw new codes.ERR_AMBIGUOUS_ARGUMENT('error/message', `The error "${actual}" is identical to the message.`);
    }
    message = [error];
    error = undefined;
  } else if (error != null && typeof error !== 'object' && typeof error !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('error', ['Object', 'Error', 'Function', 'RegExp'], error);
  }

  if (actual === NO_EXCEPTION_SENTINEL) {
    let details = '';
    if (error?.name) details += ` (${error.name})`;
    details += message.length > 0 && message[0] != null ? `: ${message[0]}` : '.';
    const fnType = stackStartFn === Assert.prototype.rejects ? 'rejection' : 'exception';
    const err = new AssertionError({
      actual: undefined, expected: error, operator: stackStartFn.name, message: `Missing expected ${fnType}${details}`,
      stackStartFn, diff,
    });
    err.generatedMessage = false;
    throw err;
  }
  if (!error) return;
  expectedException(actual, error, message, stackStartFn, diff);
}

function hasMatchingError(actual, expected) {
  if (typeof expected !== 'function') {
    if (isRegExp(expected)) return expected.exec(String(actual)) !== null;
    throw new codes.ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected, {}, [actual]) === true;
}

function expectsNoError(stackStartFn, diff, actual, args) {
  if (actual === NO_EXCEPTION_SENTINEL) return;
  let error = args[0];
  let message = args[1];
  if (typeof error === 'string') {
    message = error;
    error = undefined;
  }
  if (!error || hasMatchingError(actual, error)) {
    const details = message ? `: ${message}` : '.';
    const fnType = stackStartFn === Assert.prototype.doesNotReject ? 'rejection' : 'exception';
    const err = new AssertionError({
      actual, expected: error, operator: stackStartFn.name,
      message: `Got unwanted ${fnType}${details}\nActual message: "${actual?.message}"`, stackStartFn, diff,
    });
    err.generatedMessage = false;
    throw err;
  }
  throw actual;
}

Assert.prototype.throws = function throws(fn, ...args) {
  expectsError(throws, diffOf(this), getActual(fn), args);
};

Assert.prototype.rejects = async function rejects(promiseFn, ...args) {
  const diff = diffOf(this);
  expectsError(rejects, diff, await waitForActual(promiseFn), args);
};

Assert.prototype.doesNotThrow = function doesNotThrow(fn, ...args) {
  expectsNoError(doesNotThrow, diffOf(this), getActual(fn), args);
};

Assert.prototype.doesNotReject = async function doesNotReject(fn, ...args) {
  const diff = diffOf(this);
  expectsNoError(doesNotReject, diff, await waitForActual(fn), args);
};

Assert.prototype.ifError = function ifError(err) {
  if (err === null || err === undefined) return;
  let message = 'ifError got unwanted exception: ';
  if (typeof err === 'object' && typeof err.message === 'string') {
    if (err.message.length === 0 && err.constructor) message += err.constructor.name;
    else message += err.message;
  } else {
    message += inspect(err);
  }
  const newErr = new AssertionError({
    actual: err, expected: null, operator: 'ifError', message, stackStartFn: ifError, diff: diffOf(this),
  });
  newErr.generatedMessage = false;

  // The stack of the original error, without the frames both have.
  const origStack = err.stack;
  if (typeof origStack === 'string') {
    const origStackStart = origStack.indexOf('\n    at');
    if (origStackStart !== -1) {
      const originalFrames = origStack.slice(origStackStart + 1).split('\n');
      const newFrames = newErr.stack.split('\n');
      for (const frame of originalFrames) {
        const pos = newFrames.indexOf(frame);
        if (pos !== -1) {
          newFrames.length = pos;
          break;
        }
      }
      newErr.stack = `${newFrames.join('\n')}\n${originalFrames.join('\n')}`;
    }
  }
  throw newErr;
};

function internalMatch(string, regexp, message, fn, diff) {
  if (!isRegExp(regexp)) throw new codes.ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  const match = fn === Assert.prototype.match;
  if (typeof string === 'string' && (regexp.exec(string) !== null) === match) return;
  if (message.length > 0) {
    innerFail({ actual: string, expected: regexp, operator: fn.name, stackStartFn: fn, diff }, message);
  }
  let text;
  if (typeof string !== 'string') {
    const { determineSpecificType } = require('internal/errors');
    text = `The "string" argument must be of type string. Received ${determineSpecificType(string)}`;
  } else {
    text = `${match ? 'The input did not match the regular expression ' : 'The input was expected to not match the regular expression '}` +
      `${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
  }
  const err = new AssertionError({ actual: string, expected: regexp, message: text, operator: fn.name, stackStartFn: fn, diff });
  err.generatedMessage = true;
  throw err;
}

Assert.prototype.match = function match(string, regexp, ...message) {
  internalMatch(string, regexp, message, match, diffOf(this));
};

Assert.prototype.doesNotMatch = function doesNotMatch(string, regexp, ...message) {
  internalMatch(string, regexp, message, doesNotMatch, diffOf(this));
};

// ---------------------------------------------------------------------------------------------------------------------

assert.AssertionError = AssertionError;
for (const name of ['ok', 'fail', 'equal', 'notEqual', 'deepEqual', 'notDeepEqual', 'deepStrictEqual', 'notDeepStrictEqual',
  'strictEqual', 'notStrictEqual', 'partialDeepStrictEqual', 'match', 'doesNotMatch', 'throws', 'rejects', 'doesNotThrow',
  'doesNotReject', 'ifError']) {
  assert[name] = Assert.prototype[name];
}
assert.Assert = Assert;

function strict(...args) {
  innerOk(strict, args.length, args[0], args.slice(1));
}

assert.strict = Object.assign(strict, assert, {
  equal: assert.strictEqual,
  deepEqual: assert.deepStrictEqual,
  notEqual: assert.notStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;
assert.strict.Assert = Assert;
