'use strict';
// Signals as events: a listener for a signal name starts a native watcher, the last one gone stops it.

const watchers = new Map();
let signals;

function isSignal(event) {
  if (typeof event !== 'string' || event.length < 4 || !event.startsWith('SIG')) return false;
  signals ??= internalBinding('constants').os.signals;
  return Object.prototype.hasOwnProperty.call(signals, event) || signals[event] !== undefined;
}

function startListeningIfSignal(type) {
  if (!isSignal(type) || watchers.has(type)) return;
  const { Signal } = internalBinding('signal_wrap');
  const wrap = new Signal();
  wrap.unref();
  wrap.onsignal = (signum) => { process.emit(type, type, signum); };
  const signum = signals[type];
  const err = wrap.start(signum);
  if (err) {
    wrap.close();
    const { ErrnoException } = require('internal/errors');
    throw new ErrnoException(err, 'uv_signal_start');
  }
  watchers.set(type, wrap);
}
function stopListeningIfSignal(type) {
  const wrap = watchers.get(type);
  if (wrap !== undefined && process.listenerCount(type) === 0) {
    wrap.close();
    watchers.delete(type);
  }
}

module.exports = { isSignal, startListeningIfSignal, stopListeningIfSignal };
