'use strict';

// Deep comparison for assert and util.isDeepStrictEqual.
//
// Modes: loose (==, no prototypes, no symbols), strict (Object.is, prototypes, tags, symbols), strict without prototypes,
// and partial (strict, but `expected` may name fewer things than `actual` has).

const types = require('internal/util/types');
const {
  isAnyArrayBuffer, isArrayBufferView, isBigIntObject, isBooleanObject, isBoxedPrimitive, isDate, isFloat16Array,
  isFloat32Array, isFloat64Array, isMap, isNativeError, isNumberObject, isPromise, isRegExp, isSet, isStringObject,
  isSymbolObject, isWeakMap, isWeakSet,
} = types;
const { getOwnNonIndexProperties, constants: { ONLY_ENUMERABLE } } = internalBinding('util');

const { getOwnPropertySymbols, getPrototypeOf, hasOwn, keys: objectKeys } = Object;
const propertyIsEnumerable = Function.prototype.call.bind(Object.prototype.propertyIsEnumerable);
const objectToString = Function.prototype.call.bind(Object.prototype.toString);

const kLoose = 0;
const kStrict = 1;
const kStrictWithoutPrototypes = 2;
const kPartial = 3;

// Pairs being compared, to end at cycles.
class Memo {
  constructor() {
    this.a = new Map();
    this.b = new Map();
    this.position = 0;
  }
}

function sameRegExp(a, b) {
  return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;
}

function bytesOf(view) {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function sameBytes(a, b) {
  if (a.byteLength !== b.byteLength) return false;
  if (a.length > 64) return internalBinding('buffer').compare(a, b) === 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function sameFloats(a, b, mode) {
  if (a.byteLength !== b.byteLength) return false;
  for (let i = 0; i < a.length; i++) {
    if (mode === kLoose ? a[i] !== b[i] && !(a[i] !== a[i] && b[i] !== b[i]) : !Object.is(a[i], b[i])) return false;
  }
  return true;
}

function sameBoxed(a, b) {
  if (isNumberObject(a)) return isNumberObject(b) && Object.is(Number.prototype.valueOf.call(a), Number.prototype.valueOf.call(b));
  if (isStringObject(a)) return isStringObject(b) && String.prototype.valueOf.call(a) === String.prototype.valueOf.call(b);
  if (isBooleanObject(a)) return isBooleanObject(b) && Boolean.prototype.valueOf.call(a) === Boolean.prototype.valueOf.call(b);
  if (isBigIntObject(a)) return isBigIntObject(b) && BigInt.prototype.valueOf.call(a) === BigInt.prototype.valueOf.call(b);
  if (isSymbolObject(a)) return isSymbolObject(b) && Symbol.prototype.valueOf.call(a) === Symbol.prototype.valueOf.call(b);
  return false;
}

function isError(value) {
  return isNativeError(value) || value instanceof Error;
}

function isURLObject(value) {
  if (value === null || typeof value !== 'object' || typeof value.href !== 'string') return false;
  return require('internal/url').isURLInstance(value);
}

function innerDeepEqual(a, b, mode, memo) {
  if (a === b) return a !== 0 || mode === kLoose || Object.is(a, b);

  if (mode !== kLoose) {
    if (typeof a === 'number') return a !== a && typeof b === 'number' && b !== b;
    if (typeof b !== 'object' || typeof a !== 'object' || a === null || b === null) return false;
    if (mode === kStrict && getPrototypeOf(a) !== getPrototypeOf(b)) return false;
  } else {
    if (a === null || typeof a !== 'object') {
      // eslint-disable-next-line eqeqeq
      return (b === null || typeof b !== 'object') && (a == b || (a !== a && b !== b));
    }
    if (b === null || typeof b !== 'object') return false;
  }
  if (objectToString(a) !== objectToString(b)) return false;
  return compareObjects(a, b, mode, memo);
}

function compareObjects(a, b, mode, memo) {
  if (Array.isArray(a)) {
    if (!Array.isArray(b)) return false;
    if (mode === kPartial) {
      if (a.length < b.length) return false;
    } else if (a.length !== b.length) {
      return false;
    }
    const keysA = mode === kPartial ? undefined : getOwnNonIndexProperties(a, ONLY_ENUMERABLE);
    const keysB = getOwnNonIndexProperties(b, ONLY_ENUMERABLE);
    if (keysA !== undefined && keysA.length !== keysB.length && mode !== kLoose) return false;
    return keyCheck(a, b, mode, memo, 'array', stringKeys(keysB));
  }
  if (objectToString(a) === '[object Object]') {
    // The common case has none of the slots below, except when a tag hides them.
    if (isSpecial(a) || isSpecial(b)) return compareSpecial(a, b, mode, memo);
    return keyCheck(a, b, mode, memo, 'none');
  }
  return compareSpecial(a, b, mode, memo);
}

function stringKeys(keys) {
  return keys.filter((key) => typeof key === 'string');
}

function isSpecial(value) {
  return isBoxedPrimitive(value) || isDate(value) || isRegExp(value) || isMap(value) || isSet(value) || isError(value) ||
    isAnyArrayBuffer(value) || isArrayBufferView(value) || isWeakMap(value) || isWeakSet(value) || isPromise(value);
}

function compareSpecial(a, b, mode, memo) {
  if (isDate(a)) {
    if (!isDate(b)) return false;
    const timeA = Date.prototype.getTime.call(a);
    const timeB = Date.prototype.getTime.call(b);
    // Invalid dates equal each other.
    if (timeA !== timeB && !(timeA !== timeA && timeB !== timeB)) return false;
  } else if (isRegExp(a)) {
    if (!isRegExp(b) || !sameRegExp(a, b)) return false;
  } else if (isArrayBufferView(a)) {
    if (!isArrayBufferView(b) || types.isDataView(a) !== types.isDataView(b)) return false;
    if (mode === kPartial) {
      if (!partialBytes(a, b)) return false;
    } else if (isFloat32Array(a) || isFloat64Array(a) || isFloat16Array(a)) {
      if (a.length !== b.length || !sameFloats(a, b, mode)) return false;
    } else if (!sameBytes(bytesOf(a), bytesOf(b))) {
      return false;
    }
    if (types.isDataView(a)) return keyCheck(a, b, mode, memo, 'none');
    const keysB = getOwnNonIndexProperties(b, ONLY_ENUMERABLE);
    if (mode !== kPartial && getOwnNonIndexProperties(a, ONLY_ENUMERABLE).length !== keysB.length) return false;
    return keyCheck(a, b, mode, memo, 'none', stringKeys(keysB));
  } else if (isSet(a)) {
    if (!isSet(b) || (mode === kPartial ? a.size < b.size : a.size !== b.size)) return false;
    return keyCheck(a, b, mode, memo, 'set');
  } else if (isMap(a)) {
    if (!isMap(b) || (mode === kPartial ? a.size < b.size : a.size !== b.size)) return false;
    return keyCheck(a, b, mode, memo, 'map');
  } else if (isAnyArrayBuffer(a)) {
    if (!isAnyArrayBuffer(b)) return false;
    const bytesA = new Uint8Array(a);
    const bytesB = new Uint8Array(b);
    if (mode === kPartial ? !partialBytes(bytesA, bytesB) : !sameBytes(bytesA, bytesB)) return false;
  } else if (isError(a)) {
    // Message, name, cause and errors count although they are not enumerable.
    if (!isError(b) || !sameErrorProperty(a, b, 'message', mode, memo) || !sameErrorProperty(a, b, 'name', mode, memo) ||
        !sameErrorProperty(a, b, 'cause', mode, memo) || !sameErrorProperty(a, b, 'errors', mode, memo)) {
      return false;
    }
  } else if (isBoxedPrimitive(a)) {
    if (!sameBoxed(a, b)) return false;
  } else if (isBoxedPrimitive(b) || isDate(b) || isRegExp(b) || isSet(b) || isMap(b) || isError(b) ||
             isAnyArrayBuffer(b) || isArrayBufferView(b) || Array.isArray(b)) {
    return false;
  } else if (isURLObject(a)) {
    if (!isURLObject(b) || a.href !== b.href) return false;
  } else if (types.isKeyObject(a)) {
    if (!types.isKeyObject(b) || !a.equals(b)) return false;
  } else if (isWeakMap(a) || isWeakSet(a) || isPromise(a) || isWeakMap(b) || isWeakSet(b) || isPromise(b)) {
    // Nothing to look at: only identity counts.
    return false;
  }
  return keyCheck(a, b, mode, memo, 'none');
}

function sameErrorProperty(a, b, name, mode, memo) {
  const enumerable = propertyIsEnumerable(a, name);
  if (enumerable !== propertyIsEnumerable(b, name)) return mode === kPartial && !hasOwn(b, name);
  // Enumerable ones are compared with the other keys.
  if (enumerable) return true;
  if (mode === kPartial && name !== 'name' && !hasOwn(b, name)) return true;
  if (name === 'cause' || name === 'errors') {
    if (hasOwn(a, name) !== hasOwn(b, name)) return false;
  }
  return innerDeepEqual(a[name], b[name], mode, memo);
}

// expected's elements occur in actual in the same order.
function partialBytes(actual, expected) {
  if (expected.byteLength > actual.byteLength) return false;
  const a = types.isTypedArray(actual) ? actual : bytesOf(actual);
  const b = types.isTypedArray(expected) ? expected : bytesOf(expected);
  let at = 0;
  for (let i = 0; i < b.length; i++) {
    while (at < a.length && !Object.is(a[at], b[i])) at++;
    if (at === a.length) return false;
    at++;
  }
  return true;
}

function enumerableSymbols(value) {
  return getOwnPropertySymbols(value).filter((symbol) => propertyIsEnumerable(value, symbol));
}

function keyCheck(a, b, mode, memo, kind, keysB) {
  const isArrayLike = keysB !== undefined;
  if (!isArrayLike) keysB = objectKeys(b);
  if (keysB.length > 0) {
    for (const key of keysB) {
      if (!propertyIsEnumerable(a, key)) return false;
    }
  }
  if (!isArrayLike && mode !== kPartial && objectKeys(a).length !== keysB.length) return false;

  if (mode !== kLoose) {
    const symbolsB = enumerableSymbols(b);
    if (mode === kPartial) {
      for (const symbol of symbolsB) if (!propertyIsEnumerable(a, symbol)) return false;
    } else {
      const symbolsA = enumerableSymbols(a);
      if (symbolsA.length !== symbolsB.length) return false;
      for (const symbol of symbolsA) if (!propertyIsEnumerable(b, symbol)) return false;
    }
    if (symbolsB.length > 0) keysB = keysB.concat(symbolsB);
  }

  // Nothing inside: done.
  if (keysB.length === 0 && (kind === 'none' || (kind === 'array' && b.length === 0) || (kind !== 'array' && b.size === 0))) {
    return true;
  }

  if (memo === undefined) {
    memo = new Memo();
  } else {
    const positionA = memo.a.get(a);
    if (positionA !== undefined) {
      const positionB = memo.b.get(b);
      if (positionB !== undefined) return positionA === positionB;
    } else if (memo.b.get(b) !== undefined && mode !== kPartial) {
      return false;
    }
  }
  const savedA = memo.a.get(a);
  const savedB = memo.b.get(b);
  memo.position++;
  memo.a.set(a, memo.position);
  memo.b.set(b, memo.position);
  const equal = contentsEqual(a, b, mode, memo, kind, keysB);
  if (savedA === undefined) memo.a.delete(a);
  else memo.a.set(a, savedA);
  if (savedB === undefined) memo.b.delete(b);
  else memo.b.set(b, savedB);
  return equal;
}

function contentsEqual(a, b, mode, memo, kind, keys) {
  if (kind === 'set') {
    if (!setsEqual(a, b, mode, memo)) return false;
  } else if (kind === 'map') {
    if (!mapsEqual(a, b, mode, memo)) return false;
  } else if (kind === 'array') {
    if (mode === kPartial) {
      if (!partialArrays(a, b, memo)) return false;
    } else if (!arraysEqual(a, b, mode, memo)) {
      return false;
    }
  }
  for (const key of keys) {
    if (!innerDeepEqual(a[key], b[key], mode, memo)) return false;
  }
  return true;
}

function arraysEqual(a, b, mode, memo) {
  for (let i = 0; i < a.length; i++) {
    // Holes are not undefined.
    if (b[i] === undefined || a[i] === undefined) {
      const inA = hasOwn(a, i);
      if (inA !== hasOwn(b, i)) return false;
      // Big sparse arrays are compared by the elements they have.
      if (!inA) return sparseArraysEqual(a, b, mode, memo, i);
    }
    if (!innerDeepEqual(a[i], b[i], mode, memo)) return false;
  }
  return true;
}

// The keys that are array indexes.
function indexKeys(array) {
  const keys = objectKeys(array);
  let count = keys.length;
  while (count > 0 && !isIndex(keys[count - 1])) count--;
  keys.length = count;
  return keys;
}

function isIndex(key) {
  const n = key >>> 0;
  return n !== 4294967295 && `${n}` === key;
}

function sparseArraysEqual(a, b, mode, memo, start) {
  const keysA = indexKeys(a);
  if (keysA.length !== indexKeys(b).length) return false;
  for (let i = start; i < keysA.length; i++) {
    const key = keysA[i];
    if (!hasOwn(b, key) || !innerDeepEqual(a[key], b[key], mode, memo)) return false;
  }
  return true;
}

// The elements of expected occur in actual in the same order; holes of expected ask for nothing.
function partialArrays(actual, expected, memo) {
  const keysA = indexKeys(actual);
  let at = 0;
  for (const key of indexKeys(expected)) {
    let found = false;
    while (at < keysA.length && !found) {
      found = innerDeepEqual(actual[keysA[at]], expected[key], kPartial, memo);
      at++;
    }
    if (!found) return false;
  }
  return true;
}

function takeFromSet(set, value, mode, memo) {
  for (const candidate of set) {
    if (innerDeepEqual(candidate, value, mode, memo)) {
      set.delete(candidate);
      return true;
    }
  }
  return false;
}

function isPlainIdentity(value) {
  return (typeof value !== 'object' && typeof value !== 'function') || value === null || typeof value === 'function';
}

function setsEqual(a, b, mode, memo) {
  // Members that are in both need no search; the others are matched one to one.
  const pending = new Set();
  for (const value of b) {
    if (a.has(value)) continue;
    if (mode !== kLoose && isPlainIdentity(value)) return false;
    pending.add(value);
  }
  if (pending.size === 0) return true;
  const rest = new Set();
  for (const value of a) {
    if (b.has(value)) continue;
    if (mode !== kLoose && mode !== kPartial && isPlainIdentity(value)) return false;
    rest.add(value);
  }
  for (const value of pending) {
    if (!takeFromSet(rest, value, mode, memo)) return false;
  }
  return mode === kPartial || rest.size === 0;
}

function mapsEqual(a, b, mode, memo) {
  const pending = [];
  for (const { 0: key, 1: value } of b) {
    if (a.has(key)) {
      if (innerDeepEqual(a.get(key), value, mode, memo)) continue;
      // In loose mode another key may match too: 1 and '1'.
      if (mode !== kLoose || (typeof key === 'object' && key !== null)) return false;
      pending.push([key, value]);
      continue;
    }
    if (mode !== kLoose && isPlainIdentity(key)) return false;
    pending.push([key, value]);
  }
  if (pending.length === 0) return true;
  const rest = new Set();
  for (const key of a.keys()) {
    if (b.has(key) && innerDeepEqual(a.get(key), b.get(key), mode, memo)) continue;
    rest.add(key);
  }
  for (const { 0: key, 1: value } of pending) {
    let found = false;
    for (const candidate of rest) {
      if (innerDeepEqual(candidate, key, mode, memo) && innerDeepEqual(a.get(candidate), value, mode, memo)) {
        rest.delete(candidate);
        found = true;
        break;
      }
    }
    if (!found) return false;
  }
  return mode === kPartial || rest.size === 0;
}

function isDeepEqual(a, b) {
  return innerDeepEqual(a, b, kLoose, undefined);
}

function isDeepStrictEqual(a, b, skipPrototype) {
  return innerDeepEqual(a, b, skipPrototype ? kStrictWithoutPrototypes : kStrict, undefined);
}

function isPartialStrictEqual(actual, expected) {
  return innerDeepEqual(actual, expected, kPartial, undefined);
}

module.exports = { isDeepEqual, isDeepStrictEqual, isPartialStrictEqual };
