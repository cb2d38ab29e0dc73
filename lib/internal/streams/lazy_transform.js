'use strict';

// A Transform whose states appear only when used as a stream: Hash, Hmac and the like are mostly not.

const stream = require('stream');

module.exports = LazyTransform;

function LazyTransform(options) {
  this._options = options;
}
Object.setPrototypeOf(LazyTransform.prototype, stream.Transform.prototype);
Object.setPrototypeOf(LazyTransform, stream.Transform);

for (const name of ['_readableState', '_writableState']) {
  Object.defineProperty(LazyTransform.prototype, name, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      stream.Transform.call(this, this._options);
      this._writableState.decodeStrings = false;
      return this[name];
    },
    set(val) {
      Object.defineProperty(this, name, {
        __proto__: null, value: val, enumerable: true, configurable: true, writable: true,
      });
    },
  });
}
