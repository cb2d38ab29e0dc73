'use strict';
module.exports = ({ realBinding, internalBinding }) => {
  const real = realBinding || internalBinding;
  const w = real('tcp_wrap');
  const Handle = require('./stream_handle.cjs')(real, w.TCP);
  class TCP extends Handle {
    get getTypeOfService() { return undefined; }
    bind(addr, port, flags) {
      return addr.includes(':') ? this._h.bind6(addr, port, flags) : this._h.bind(addr, port, flags);
    }
    connect(addr, port, cb) {
      const r = new w.TCPConnectWrap();
      r.oncomplete = (status) => cb(status);
      return addr.includes(':') ? this._h.connect6(r, addr, port) : this._h.connect(r, addr, port);
    }
    setNoDelay(b) { return this._h.setNoDelay(b); }
    setKeepAlive(b, d) { return this._h.setKeepAlive(b, d); }
  }
  return { TCP, constants: w.constants };
};
