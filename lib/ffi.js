'use strict';
// Module node:ffi: not available.

const { define } = require('internal/stub');
module.exports = define({}, '', ['DynamicLibrary', 'dlclose', 'dlopen', 'dlsym', 'exportArrayBuffer', 'exportArrayBufferView', 'exportBuffer', 'exportString',
  'getCurrentEventLoop', 'getFloat32', 'getFloat64', 'getInt16', 'getInt32', 'getInt64', 'getInt8', 'getRawPointer', 'getUint16', 'getUint32', 'getUint64', 'getUint8',
  'setFloat32', 'setFloat64', 'setInt16', 'setInt32', 'setInt64', 'setInt8', 'setUint16', 'setUint32', 'setUint64', 'setUint8', 'toArrayBuffer', 'toBuffer', 'toString']);
module.exports.suffix = process.platform === 'win32' ? 'dll' : process.platform === 'darwin' ? 'dylib' : 'so';
module.exports.types = Object.freeze({ __proto__: null });
