'use strict';
module.exports = (h) => {
  const real = h.realBinding('task_queue');
  return {
    tickInfo: real.tickInfo,
    runMicrotasks: real.runMicrotasks,
    enqueueMicrotask: real.enqueueMicrotask,
    setTickCallback: real.setTickCallback,
    setPromiseRejectCallback: real.setPromiseRejectCallback,
  };
};
