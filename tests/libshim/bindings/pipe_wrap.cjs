'use strict';
module.exports = ({ realBinding, internalBinding }) => {
  const real = realBinding || internalBinding;
  const w = real('pipe_wrap');
  const Handle = require('./stream_handle.cjs')(real, w.Pipe);
  class Pipe extends Handle {
    get getsockname() { return undefined; }
    get getpeername() { return undefined; }
    bind(p) { return this._h.bind(p); }
    connect(p, cb) {
      const r = new w.PipeConnectWrap();
      r.oncomplete = (status) => cb(status);
      return this._h.connect(r, p);
    }
  }
  return { Pipe, constants: w.constants };
};
