'use strict';
const process = globalThis.process;
// Makes the handle classes described in lib/bindings/tcp_wrap.md out of Node's own (whose requests are objects).
module.exports = function make(real, Base, reqs) {
  const sw = real('stream_wrap');
  const { WriteWrap, ShutdownWrap, streamBaseState: st, kReadBytesOrError, kLastWriteWasAsync, kArrayBufferOffset } = sw;
  return class Handle {
    constructor(kind, inner) {
      this._h = inner || new Base(kind);
      this.reading = false;
      this.onread = null;
      this.onconnection = null;
      this._h.onread = (ab) => {
        const n = st[kReadBytesOrError];
        if (this.onread) this.onread(n, n > 0 && ab ? Buffer.from(ab, st[kArrayBufferOffset], n) : undefined);
      };
      this._h.onconnection = (status, c) => {
        this.onconnection(status, c ? new this.constructor(0, c) : undefined);
      };
      this._wq = 0;
    }
    open(fd) { return this._h.open(fd); }
    get fd() { return this._h.fd; }
    get bytesRead() { return this._h.bytesRead; }
    get bytesWritten() { return this._h.bytesWritten; }
    set bytesWritten(v) { /* counted by the real handle */ }
    get writeQueueSize() { return this._h.writeQueueSize; }
    readStart() { return this._h.readStart(); }
    readStop() { return this._h.readStop(); }
    _w(req, r, cb) {
      if (r !== 0) return r;
      if (!st[kLastWriteWasAsync]) return 1;
      req.oncomplete = (status) => cb(status);
      return 0;
    }
    writeBuffer(buf, cb) { const r = new WriteWrap(); return this._w(r, this._h.writeBuffer(r, buf), cb); }
    writeString(s, enc, cb) {
      const r = new WriteWrap();
      let rc;
      switch (enc) {
        case 'latin1': case 'binary': rc = this._h.writeLatin1String(r, s); break;
        case 'utf8': case 'utf-8': rc = this._h.writeUtf8String(r, s); break;
        case 'ascii': rc = this._h.writeAsciiString(r, s); break;
        case 'ucs2': case 'ucs-2': case 'utf16le': case 'utf-16le': rc = this._h.writeUcs2String(r, s); break;
        default: { r.buffer = Buffer.from(s, enc); rc = this._h.writeBuffer(r, r.buffer); }
      }
      return this._w(r, rc, cb);
    }
    writev(chunks, encs, cb) {
      const r = new WriteWrap();
      const list = chunks.map((c, i) => (typeof c === 'string' ? Buffer.from(c, encs[i]) : c));
      r.list = list;
      return this._w(r, this._h.writev(r, list, true), cb);
    }
    shutdown(cb) {
      const r = new ShutdownWrap();
      r.oncomplete = (status) => cb(status);
      const e = this._h.shutdown(r);
      if (e === 1) { process.nextTick(cb, 0); return 0; }
      return e;
    }
    listen(n) { return this._h.listen(n); }
    getsockname(o) { return this._h.getsockname(o); }
    getpeername(o) { return this._h.getpeername(o); }
    close(cb) { this._h.close(cb && (() => cb())); }
    reset(cb) { return this._h.reset(cb && (() => cb())); }
    ref() { this._h.ref(); }
    unref() { this._h.unref(); }
    hasRef() { return this._h.hasRef(); }
    setBlocking(b) { return this._h.setBlocking(b); }
    fchmod(m) { return this._h.fchmod(m); }
    getAsyncId() { return this._h.getAsyncId(); }
    useUserBuffer() {}
  };
};
