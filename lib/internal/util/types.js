'use strict';

// util.types: brand checks. The ones that need engine slots come from the `types` binding.

const binding = internalBinding('types');

const { isView } = ArrayBuffer;
const typedArrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const { call } = Function.prototype;
// tagOf(value) is 'Uint8Array' and so on for typed arrays, undefined for everything else.
const tagOf = call.bind(typedArrayTag);

function isTypedArray(value) {
  return tagOf(value) !== undefined;
}

function isUint8Array(value) {
  return tagOf(value) === 'Uint8Array';
}

function isUint8ClampedArray(value) {
  return tagOf(value) === 'Uint8ClampedArray';
}

function isUint16Array(value) {
  return tagOf(value) === 'Uint16Array';
}

function isUint32Array(value) {
  return tagOf(value) === 'Uint32Array';
}

function isInt8Array(value) {
  return tagOf(value) === 'Int8Array';
}

function isInt16Array(value) {
  return tagOf(value) === 'Int16Array';
}

function isInt32Array(value) {
  return tagOf(value) === 'Int32Array';
}

function isFloat16Array(value) {
  return tagOf(value) === 'Float16Array';
}

function isFloat32Array(value) {
  return tagOf(value) === 'Float32Array';
}

function isFloat64Array(value) {
  return tagOf(value) === 'Float64Array';
}

function isBigInt64Array(value) {
  return tagOf(value) === 'BigInt64Array';
}

function isBigUint64Array(value) {
  return tagOf(value) === 'BigUint64Array';
}

module.exports = {
  isArgumentsObject: binding.isArgumentsObject,
  isArrayBuffer: binding.isArrayBuffer,
  isAsyncFunction: binding.isAsyncFunction,
  isBigIntObject: binding.isBigIntObject,
  isBooleanObject: binding.isBooleanObject,
  isDate: binding.isDate,
  isExternal: binding.isExternal,
  isGeneratorFunction: binding.isGeneratorFunction,
  isGeneratorObject: binding.isGeneratorObject,
  isMap: binding.isMap,
  isMapIterator: binding.isMapIterator,
  isModuleNamespaceObject: binding.isModuleNamespaceObject,
  isNativeError: binding.isNativeError,
  isNumberObject: binding.isNumberObject,
  isPromise: binding.isPromise,
  isProxy: binding.isProxy,
  isRegExp: binding.isRegExp,
  isSet: binding.isSet,
  isSetIterator: binding.isSetIterator,
  isSharedArrayBuffer: binding.isSharedArrayBuffer,
  isStringObject: binding.isStringObject,
  isSymbolObject: binding.isSymbolObject,
  isWeakMap: binding.isWeakMap,
  isWeakSet: binding.isWeakSet,
  isAnyArrayBuffer: binding.isAnyArrayBuffer,
  isBoxedPrimitive: binding.isBoxedPrimitive,
  isArrayBufferView: isView,
  isDataView(value) {
    return isView(value) && tagOf(value) === undefined;
  },
  isTypedArray,
  isUint8Array,
  isUint8ClampedArray,
  isUint16Array,
  isUint32Array,
  isInt8Array,
  isInt16Array,
  isInt32Array,
  isFloat16Array,
  isFloat32Array,
  isFloat64Array,
  isBigInt64Array,
  isBigUint64Array,
};

// Key classes belong to the crypto module, which is loaded only when somebody asks.
function lazyCryptoCheck(name) {
  let check;
  return {
    __proto__: null,
    configurable: false,
    enumerable: true,
    value(object) {
      if (object === null || typeof object !== 'object') return false;
      if (check === undefined) {
        try {
          check = require('internal/crypto/keys')[name];
        } catch {
          return false;
        }
        check ??= () => false;
      }
      return check(object);
    },
  };
}

Object.defineProperties(module.exports, {
  isKeyObject: lazyCryptoCheck('isKeyObject'),
  isCryptoKey: lazyCryptoCheck('isCryptoKey'),
});
