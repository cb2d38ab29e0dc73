'use strict';
// buffer binding (lib/bindings/buffer.md) over Node's own, whose names differ a little.
module.exports = (h) => {
  const real = h.realBinding('buffer');
  return {
    ...real,
    latin1Write: real.latin1WriteStatic,
    utf8Write: real.utf8WriteStatic,
    indexOfString: (b, v, o, e, f) => real.indexOfString(b, v, o, e, f, b.byteLength),
    indexOfBuffer: (b, v, o, e, f) => real.indexOfBuffer(b, v, o, e, f, b.byteLength),
    indexOfNumber: (b, v, o, f) => real.indexOfNumber(b, v, o, f, b.byteLength),
    createUnsafeArrayBuffer: (n) => new ArrayBuffer(n),
  };
};
