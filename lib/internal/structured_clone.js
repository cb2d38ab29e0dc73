'use strict';

// The global structuredClone: argument checks around the binding.

const { codes } = require('internal/errors');

const binding = internalBinding('messaging');

function structuredClone(value, options) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('value');
  if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
    throw new codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  let transfer = options?.transfer;
  if (transfer !== undefined) {
    if (transfer === null || typeof transfer[Symbol.iterator] !== 'function') {
      throw new codes.ERR_INVALID_ARG_TYPE('options.transfer', 'iterable', transfer);
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
