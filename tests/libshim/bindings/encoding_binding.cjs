'use strict';
// encoding_binding (lib/bindings/encoding_binding.md) over Node's TextEncoder and TextDecoder.
const { TextEncoder, TextDecoder } = require('util');

module.exports = () => ({
  encodeUtf8String: (text) => new TextEncoder().encode(text),
  encodeInto(text, dest) {
    const { read, written } = new TextEncoder().encodeInto(text, dest);
    return [read, written];
  },
  makeDecoder(encoding) {
    try {
      return { loose: new TextDecoder(encoding, { ignoreBOM: true }), fatal: new TextDecoder(encoding, { ignoreBOM: true, fatal: true }) };
    } catch {
      return undefined;
    }
  },
  decode(handle, bytes, stream, fatal) {
    try {
      return (fatal ? handle.fatal : handle.loose).decode(bytes, { stream });
    } catch {
      return -1;
    }
  },
});
