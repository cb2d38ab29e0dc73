'use strict';
module.exports = ({ realBinding, internalBinding }) => {
  const real = realBinding || internalBinding;
  const w = real('tty_wrap');
  const Handle = require('./stream_handle.cjs')(real, w.TTY);
  class TTY extends Handle {
    constructor(fd, ctx) { super(0, new w.TTY(fd, ctx)); }
    get getsockname() { return undefined; }
    get getpeername() { return undefined; }
    getWindowSize(a) { return this._h.getWindowSize(a); }
    setRawMode(f) { return this._h.setRawMode(f); }
  }
  return { TTY, isTTY: w.isTTY };
};
