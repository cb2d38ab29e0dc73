'use strict';
module.exports = ({ realBinding, internalBinding }) => {
  const real = realBinding || internalBinding;
  const w = real('process_wrap');
  class Process {
    constructor() { this._p = new w.Process(); this._p.onexit = (c, s) => this.onexit(c, s); }
    spawn(o) {
      const stdio = o.stdio.map((s) => (s.handle ? { ...s, handle: s.handle._h ?? s.handle } : s));
      const k = w.constants || {};
      let flags = 0;
      if (o.detached) flags |= k.kProcessFlagDetached;
      if (o.windowsHide) flags |= k.kProcessFlagWindowsHide;
      const r = this._p.spawn(o.file, o.args, o.cwd ?? undefined, o.envPairs, stdio, flags, o.uid ?? undefined, o.gid ?? undefined);
      this.pid = this._p.pid;
      return r;
    }
    kill(n) { return this._p.kill(n); }
    close() { this._p.close(); }
    ref() { this._p.ref(); }
    unref() { this._p.unref(); }
    hasRef() { return this._p.hasRef(); }
  }
  return { Process };
};
