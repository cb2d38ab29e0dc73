'use strict';
module.exports = ({ realBinding, internalBinding }) => {
  const w = (realBinding || internalBinding)('udp_wrap');
  class UDP {
    constructor() {
      this._h = new w.UDP();
      this._h.onmessage = (nread, h, buf, rinfo) => {
        if (nread < 0) return this.onerror(nread);
        rinfo.size = buf.length;
        this.onmessage(buf, rinfo);
      };
    }
    bind(ip, port, f) { return ip.includes(':') ? this._h.bind6(ip, port, f) : this._h.bind(ip, port, f); }
    connect(ip, port) { return ip.includes(':') ? this._h.connect6(ip, port) : this._h.connect(ip, port); }
    send(list, port, ip, cb) {
      const req = new w.SendWrap();
      req.list = list;
      req.oncomplete = (err) => cb(err);
      const r = ip === null ? this._h.send(req, list, list.length, true) :
        ip.includes(':') ? this._h.send6(req, list, list.length, port, ip, true) : this._h.send(req, list, list.length, port, ip, true);
      return r >= 1 ? 1 : r;
    }
  }
  for (const n of ['open', 'disconnect', 'recvStart', 'recvStop', 'getsockname', 'getpeername', 'setBroadcast', 'setMulticastLoopback', 'setTTL',
    'setMulticastTTL', 'setMulticastInterface', 'addMembership', 'dropMembership', 'addSourceSpecificMembership', 'dropSourceSpecificMembership',
    'bufferSize', 'getSendQueueSize', 'getSendQueueCount', 'close', 'ref', 'unref', 'hasRef']) {
    UDP.prototype[n] = function(...a) { return this._h[n](...a); };
  }
  return { UDP };
};
