'use strict';
// process.finalization: callbacks for objects that still live when the process ends.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

function createFinalization() {
  const refs = { exit: [], beforeExit: [] };
  const listeners = { exit: undefined, beforeExit: undefined };
  const registry = new FinalizationRegistry((ref) => {
    drop('exit', (r) => r === ref);
    drop('beforeExit', (r) => r === ref);
  });
  function drop(event, test) {
    refs[event] = refs[event].filter((r) => !test(r));
    if (refs[event].length === 0 && listeners[event]) {
      process.removeListener(event, listeners[event]);
      listeners[event] = undefined;
    }
  }
  function call(event) {
    for (const ref of refs[event]) {
      const obj = ref.deref();
      if (obj !== undefined) ref.fn(obj, event);
    }
    refs[event] = [];
  }
  function install(event, obj, fn) {
    if (obj === null || (typeof obj !== 'object' && typeof obj !== 'function')) throw new ERR_INVALID_ARG_TYPE('obj', 'Object', obj);
    if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', 'Function', fn);
    if (listeners[event] === undefined) process.on(event, listeners[event] = () => call(event));
    const ref = new WeakRef(obj);
    ref.fn = fn;
    registry.register(obj, ref);
    refs[event].push(ref);
  }
  return {
    register(obj, fn) { install('exit', obj, fn); },
    registerBeforeExit(obj, fn) { install('beforeExit', obj, fn); },
    unregister(obj) {
      if (!obj) return;
      const gone = (r) => {
        const o = r.deref();
        return o === undefined || o === obj;
      };
      drop('exit', gone);
      drop('beforeExit', gone);
    },
  };
}

module.exports = { createFinalization };
