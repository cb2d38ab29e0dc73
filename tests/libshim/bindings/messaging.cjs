'use strict';
// Ports as plain objects around Node's own. Ports inside messages are found at the top level and one level below.
module.exports = (h) => {
  const wt = require('worker_threads');
  const { MessageChannel: RealChannel, BroadcastChannel: RealBroadcast } = wt;
  const ours = h.internalBinding('symbols');
  const kHybrid = Symbol.for('nodejs.internal.kHybridDispatch');
  const real = new WeakMap();
  const wrapper = new WeakMap();
  const noMessageSymbol = Symbol('no_message');
  const kMake = Symbol('make');
  const map = (v, from, to) => {
    if (v === null || typeof v !== 'object') return v;
    if (from.has(v)) return to(v);
    if (Array.isArray(v)) return v.some((x) => x && typeof x === 'object' && from.has(x)) ? v.map((x) => (x && typeof x === 'object' && from.has(x) ? to(x) : x)) : v;
    if (Object.getPrototypeOf(v) === Object.prototype) {
      for (const k of Object.keys(v)) { const d = Object.getOwnPropertyDescriptor(v, k); if ('value' in d && d.value && typeof d.value === 'object' && from.has(d.value)) v = { ...v, [k]: to(d.value) }; }
    }
    return v;
  };
  const toReal = (v) => map(v, real, (p) => real.get(p));
  const isReal = { has: (v) => v instanceof wt.MessagePort };
  const toOurs = (v) => map(v, isReal, wrap);
  function MessagePort(key, p) {
    if (key !== kMake) { const e = new TypeError('Illegal constructor'); e.code = 'ERR_CONSTRUCT_CALL_INVALID'; throw e; }
    real.set(this, p);
    wrapper.set(p, this);
    p.on('close', () => { this[ours.handle_onclose]?.(); });
  }
  const listen = (self) => {
    const p = real.get(self);
    if (p.listening) return;
    p.listening = true;
    const refed = p.hasRef();
    p.on('message', (v) => self[kHybrid](toOurs(v), 'message', undefined));
    p.on('messageerror', (v) => self[kHybrid](v, 'messageerror', undefined));
    void refed;
  };
  Object.assign(MessagePort.prototype, {
    postMessage(value, transfer) {
      if (arguments.length === 0) { const e = new TypeError('The "message" argument must be specified'); e.code = 'ERR_MISSING_ARGS'; throw e; }
      if (transfer && !Array.isArray(transfer) && transfer.transfer) transfer = { transfer: [...transfer.transfer].map(toReal) };
      else if (Array.isArray(transfer)) transfer = transfer.map(toReal);
      return real.get(this).postMessage(toReal(value), transfer);
    },
    start() { listen(this); real.get(this).start(); },
    close() { real.get(this).close(); },
    drain() { real.get(this).drain?.(); },
    ref() { real.get(this).ref(); },
    unref() { real.get(this).unref(); },
    hasRef() { return real.get(this).hasRef(); },
  });
  function wrap(p) {
    return wrapper.get(p) ?? new MessagePort(kMake, p);
  }
  function MessageChannel() {
    if (!new.target) { const e = new TypeError('Cannot call constructor without `new`'); e.code = 'ERR_CONSTRUCT_CALL_REQUIRED'; throw e; }
    const c = new RealChannel();
    this.port1 = wrap(c.port1);
    this.port2 = wrap(c.port2);
  }
  return {
    MessageChannel, MessagePort, noMessageSymbol,
    receiveMessageOnPort(port) {
      const p = port && real.get(port);
      if (!p) { const e = new TypeError('The "port" argument must be a MessagePort instance'); e.code = 'ERR_INVALID_ARG_TYPE'; throw e; }
      const m = wt.receiveMessageOnPort(p);
      return m === undefined ? noMessageSymbol : toOurs(m.message);
    },
    broadcastChannel(name) {
      const b = new RealBroadcast(name);
      const port = Object.create(MessagePort.prototype);
      const fake = { postMessage: (v) => { b.postMessage(v); return true; }, start() {}, close: () => b.close(), ref: () => b.ref(), unref: () => b.unref(), hasRef: () => true, listening: true };
      real.set(port, fake);
      b.onmessage = (e) => port[kHybrid](e.data, 'message', undefined);
      return port;
    },
    structuredClone: (v, o) => require('internal/test/binding').internalBinding('messaging').structuredClone(v, o ?? {}),
  };
};
