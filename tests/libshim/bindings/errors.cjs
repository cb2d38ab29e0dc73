'use strict';
const fs = require('fs');
module.exports = (h) => {
  const real = h.realBinding('errors');
  const b = {
    kIsNodeError: require('internal/errors').kIsNodeError,
    exitCodes: real.exitCodes,
    callback: undefined,
    setUncaughtExceptionCallback(fn) { b.callback = fn; },
    triggerUncaughtException(err, fromPromise) { h.uncaught(err, fromPromise); },
    noSideEffectsToString: real.noSideEffectsToString,
    printRaw(s) { fs.writeSync(2, s); },
    getErrorLocation(err) {
      const stack = typeof err === 'object' && err !== null && typeof err.stack === 'string' ? err.stack : '';
      const own = /^(\/[^\n]*):(\d+)\n([^\n]*)\n( *)(\^+)\n/.exec(stack);
      if (own) return { scriptName: own[1], lineNumber: +own[2], sourceLine: own[3], startColumn: own[4].length, endColumn: own[4].length + own[5].length };
      const m = /^ +at (?:.*\()?((?:file:\/\/)?\/[^\n]*?|\[eval\]|node:[^\n]*?):(\d+):(\d+)\)?$/m.exec(stack);
      if (!m) return undefined;
      let line;
      try { line = fs.readFileSync(m[1].replace(/^file:\/\//, ''), 'utf8').split('\n')[m[2] - 1]; } catch {
        line = m[1] === '[eval]' ? h.start.evalSource?.split('\n')[m[2] - 1] : undefined;
      }
      return line === undefined ? undefined : { scriptName: m[1], lineNumber: +m[2], sourceLine: line, startColumn: m[3] - 1 };
    },
    setSourceMapsEnabled() {},
  };
  return b;
};
