'use strict';
// lib/bindings/http_parser.md over Node's own parser.
module.exports = ({ realBinding, internalBinding }) => {
  const real = (realBinding || internalBinding)('http_parser');
  const { HTTPParser: P, allMethods, methods } = real;
  class HTTPParser {
    constructor() {
      this.onHeaders = this.onBody = this.onComplete = this.onExecute = null;
      this.messageStart = 0;
      this.headersCompleted = false;
    }
    initialize(type, maxHeaderSize, lenient) {
      const p = this._p = new P();
      p.initialize(type, {}, maxHeaderSize || 0, lenient || 0);
      const self = this;
      let acc = [], url = '';
      this._upgraded = false;
      p[P.kOnMessageBegin | 0] = () => { self.messageStart = performance.now(); self.headersCompleted = false; };
      p[P.kOnHeaders | 0] = (h, u) => { acc.push(...h); url += u; };
      p[P.kOnHeadersComplete | 0] = (maj, min, h, method, u, code, msg, up, ka) => {
        if (h === undefined) { h = acc; acc = []; }
        if (u === undefined) { u = url; }
        url = '';
        self.headersCompleted = true;
        return self.onHeaders(maj, min, h, type === 1 ? allMethods[method] : undefined, type === 1 ? u : '', type === 2 ? code : undefined, msg, up, ka, false);
      };
      p[P.kOnBody | 0] = (b) => { if (self.onBody) self.onBody(b); };
      p[P.kOnMessageComplete | 0] = () => {
        self.messageStart = 0;
        const t = acc; acc = [];
        if (self.onComplete) self.onComplete(t.length ? t : undefined);
      };
    }
    execute(b) { this._cur = b; const p = this._p; this._in = (this._in | 0) + 1; try { return p.execute(b); } finally { this._in--; this._cur = null; } }
    finish() { return this._p.finish(); }
    close() {}
    free() { this.messageStart = 0; }
    remove() {}
    pause() { this._p.pause(); }
    resume() { this._p.resume(); }
    getCurrentBuffer() { return this._cur; }
    consume(handle) {
      if (!handle || !handle._h) return false;
      this._handle = handle;
      this._saved = handle.onread;
      const self = this;
      handle.onread = function(n, buf) {
        if (n > 0) { const r = self.execute(buf); if (self.onExecute) self.onExecute(r, buf); } else self._saved.call(this, n, buf);
      };
      this._mine = handle.onread;
      return true;
    }
    unconsume() {
      if (this._handle) { if (this._handle.onread === this._mine) this._handle.onread = this._saved; this._handle = null; }
    }
  }
  Object.assign(HTTPParser, { REQUEST: 1, RESPONSE: 2, kLenientNone: 0, kLenientAll: P.kLenientAll });
  return { HTTPParser, methods, allMethods };
};
