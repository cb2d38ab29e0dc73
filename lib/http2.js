'use strict';

// HTTP/2 can be required; using it says that it is not there yet.

const { define } = require('internal/stub');

module.exports = define({}, 'http2', [
  'connect', 'createSecureServer', 'createServer', 'getDefaultSettings', 'getPackedSettings', 'getUnpackedSettings',
  'performServerHandshake', 'Http2ServerRequest', 'Http2ServerResponse',
]);
module.exports.sensitiveHeaders = Symbol('sensitiveHeaders');
Object.defineProperty(module.exports, 'constants', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    try {
      return internalBinding('http2').constants;
    } catch {
      return {}; // clients look names up in it when they load
    }
  },
});
