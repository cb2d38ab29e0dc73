'use strict';
// lib/bindings/zlib.md over Node's own handle.
module.exports = ({ realBinding, internalBinding }) => {
  const real = (realBinding || internalBinding)('zlib');
  class Zlib {
    constructor(mode) { this.mode = mode; this.st = new Uint32Array(2); }
    init(a) {
      const m = this.mode;
      const cb = () => {};
      try {
        if (m === 8) this.h = new real.BrotliDecoder(m); else if (m === 9) this.h = new real.BrotliEncoder(m);
        else if (m === 10) this.h = new real.ZstdCompress(m); else if (m === 11) this.h = new real.ZstdDecompress(m);
        else this.h = new real.Zlib(m);
        this.h.onerror = (message, errno, code) => { this.err = Object.assign(new Error(message), { errno, code }); };
        const dict = a.dictionary === undefined ? [] : [a.dictionary];
        if (m === 8 || m === 9) this.h.init(a.params, this.st, cb, ...dict);
        else if (m >= 10) this.h.init(a.params, a.pledgedSrcSize, this.st, cb, ...dict);
        else this.h.init(a.windowBits, a.level, a.memLevel, a.strategy, this.st, cb, a.dictionary);
      } catch (e) { return e; }
    }
    writeSync(flush, input, max) {
      if (input !== null) { this.in = input; this.off = 0; this.left = input.byteLength; }
      const out = Buffer.allocUnsafe(max);
      this.err = null;
      this.h.writeSync(flush, this.in, this.off, this.left, out, 0, max);
      if (this.err) throw this.err;
      const [availOut, availIn] = this.st;
      this.off += this.left - availIn;
      this.left = availIn;
      const n = max - availOut;
      const more = availOut === 0;
      return [n ? Buffer.from(out.subarray(0, n)) : null, availIn, more, availIn > 0 && !more];
    }
    write(flush, input, max, cb) {
      setImmediate(() => {
        if (!this.h) return;
        let r;
        try { r = this.writeSync(flush, input, max); } catch (e) { return cb(e); }
        cb(null, ...r);
      });
    }
    params(l, s) { this.h.params(l, s); }
    reset() { this.h.reset(); }
    close() { this.h?.close(); this.h = null; }
  }
  return { Zlib, crc32: real.crc32 };
};
