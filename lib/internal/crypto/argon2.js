'use strict';

// argon2 and argon2Sync.

const binding = internalBinding('crypto');
const { validateFunction, validateInteger, validateObject, validateOneOf, validateString } = require('internal/validators');
const { codes: { ERR_OUT_OF_RANGE } } = require('internal/errors');
const { getArrayBufferOrView } = require('internal/crypto/util');

const kMax32 = 2 ** 32 - 1;

function check(algorithm, parameters) {
  validateString(algorithm, 'algorithm');
  validateOneOf(algorithm, 'algorithm', ['argon2d', 'argon2i', 'argon2id']);
  validateObject(parameters, 'parameters');
  const bytes = (name, min) => {
    const v = getArrayBufferOrView(parameters[name], `parameters.${name}`);
    if (v.byteLength < min || v.byteLength > kMax32) {
      throw new ERR_OUT_OF_RANGE(`parameters.${name}.byteLength`, `>= ${min} && <= ${kMax32}`, v.byteLength);
    }
    return v;
  };
  const message = bytes('message', 0);
  const nonce = bytes('nonce', 8);
  const { parallelism, tagLength, memory, passes } = parameters;
  validateInteger(parallelism, 'parameters.parallelism', 1, 2 ** 24 - 1);
  validateInteger(tagLength, 'parameters.tagLength', 4, kMax32);
  validateInteger(memory, 'parameters.memory', 8 * parallelism, kMax32);
  validateInteger(passes, 'parameters.passes', 1, kMax32);
  const secret = parameters.secret === undefined ? undefined : bytes('secret', 0);
  const associatedData = parameters.associatedData === undefined ? undefined : bytes('associatedData', 0);
  return [algorithm, message, nonce, parallelism, tagLength, memory, passes, secret, associatedData];
}

function argon2(algorithm, parameters, callback) {
  const args = check(algorithm, parameters);
  validateFunction(callback, 'callback');
  binding.argon2Async(...args, callback);
}
function argon2Sync(algorithm, parameters) {
  return binding.argon2(...check(algorithm, parameters));
}

module.exports = { argon2, argon2Sync };
