'use strict';

// The global structuredClone: argument checks around the binding.

const { codes } = require('internal/errors');

const binding = internalBinding('messaging');

function fail(why) {
  const e = new codes.ERR_INVALID_ARG_TYPE('options', 'Object', undefined);
  Object.defineProperty(e, 'message', {
    __proto__: null, value: `Failed to execute 'structuredClone': ${why}`, configurable: true, writable: true, enumerable: false,
  });
  return e;
}

function structuredClone(value, options) {
  if (arguments.length === 0) {
    const e = new codes.ERR_MISSING_ARGS('value');
    Object.defineProperty(e, 'message', { __proto__: null, value: 'The "The value argument must be specified" argument must be specified', configurable: true, writable: true, enumerable: false });
    throw e;
  }
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw fail('Options cannot be converted to a dictionary');
  }
  let transfer = options?.transfer;
  if (transfer !== undefined) {
    if (transfer === null || typeof transfer[Symbol.iterator] !== 'function') {
      throw fail('transfer in Options cannot be converted to sequence.');
    }
    transfer = [...transfer];
    const { isMarkedAsUntransferable } = require('internal/buffer');
    for (const object of transfer) {
      if (isMarkedAsUntransferable(object)) {
        throw require('internal/util').lazyDOMException('An object in the transfer list is marked as untransferable.',
          'DataCloneError');
      }
    }
  }
  return binding.structuredClone(value, transfer === undefined ? undefined : { transfer });
}

module.exports = { structuredClone };
