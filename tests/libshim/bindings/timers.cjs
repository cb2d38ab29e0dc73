'use strict';
const process = globalThis.process;
// The native side of timers, made of Node's own setTimeout and setImmediate.
module.exports = (h) => {
  const { setTimeout, clearTimeout, setImmediate, clearImmediate } = require('timers');
  const t0 = process.hrtime.bigint();
  const now = () => Number((process.hrtime.bigint() - t0) / 1000000n);
  const immediateInfo = new Uint32Array(3);
  const timeoutInfo = new Int32Array(1);
  let onImmediate; let onTimers; let timer = null; let timerRef = false; let imm = null; let immRef = false;
  function drainAfter() { h.drain?.(); }
  function fire() {
    timer = null;
    let next = 0;
    try {
      next = onTimers(now());
    } catch (e) {
      // Like the native side: the exception goes to the handler, then the rest of the due timers runs.
      scheduleMs(1);
      throw e;
    }
    if (next !== 0) {
      timerRef = next > 0;
      scheduleMs(Math.max(1, Math.abs(next) - now()));
    }
    drainAfter();
  }
  function scheduleMs(ms) {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(fire, ms);
    if (!timerRef) timer.unref();
  }
  function check() {
    imm = null;
    if (immediateInfo[0] === 0 && immediateInfo[2] === 0) return;
    try {
      onImmediate();
    } finally {
      arm();
    }
    drainAfter();
  }
  function arm() {
    if ((immediateInfo[0] > 0 || immediateInfo[2] > 0) && imm === null) {
      imm = setImmediate(check);
      if (immediateInfo[1] === 0) imm.unref();
    }
  }
  return {
    immediateInfo, timeoutInfo,
    setupTimers(a, b) { onImmediate = a; onTimers = b; },
    getLibuvNow: now,
    scheduleTimer(ms) { scheduleMs(ms); },
    toggleTimerRef(v) { timerRef = v; if (timer !== null) v ? timer.ref() : timer.unref(); },
    toggleImmediateRef(v) {
      immRef = v;
      if (imm === null && v) { imm = setImmediate(check); }
      if (imm !== null) v ? imm.ref() : imm.unref();
    },
  };
};
