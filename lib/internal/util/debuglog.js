'use strict';

// util.debuglog (NODE_DEBUG), and the timing helper shared by console.time and friends.

const inspect = (...args) => require('internal/util/inspect').inspect(...args);
const format = (...args) => require('internal/util/inspect').format(...args);
const formatWithOptions = (...args) => require('internal/util/inspect').formatWithOptions(...args);

let debugImpls = null;
let testEnabled = () => false;

// Reads a NODE_DEBUG value: names separated by commas, with * as a wildcard, in any case.
function initializeDebugEnv(debugEnv) {
  debugImpls = { __proto__: null };
  if (debugEnv) {
    const source = debugEnv.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*').replaceAll(',', '$|^');
    const pattern = new RegExp(`^${source}$`, 'i');
    testEnabled = (name) => pattern.test(name);
  } else {
    testEnabled = () => false;
  }
}

function emitWarningIfNeeded(set) {
  if (set === 'HTTP' || set === 'HTTP2') {
    process.emitWarning(`Setting the NODE_DEBUG environment variable to '${set.toLowerCase()}' can expose sensitive ` +
      'data (such as passwords, tokens and authentication headers) in the resulting log.');
  }
}

function noop() {}

function debuglogImpl(enabled, set) {
  if (debugImpls === null) initializeDebugEnv(process.env.NODE_DEBUG);
  if (debugImpls[set] === undefined) {
    if (enabled) {
      const { pid } = process;
      emitWarningIfNeeded(set);
      debugImpls[set] = function debug(...args) {
        const colors = require('internal/util/colors').shouldColorize(process.stderr);
        const message = formatWithOptions({ colors }, ...args);
        const tag = inspect(pid, { colors });
        process.stderr.write(format('%s %s: %s\n', set, tag, message));
      };
    } else {
      debugImpls[set] = noop;
    }
  }
  return debugImpls[set];
}

// The returned function decides at its first call whether the section is on, and replaces itself through cb.
function debuglog(set, cb) {
  function init() {
    set = `${set}`.toUpperCase();
    if (debugImpls === null) initializeDebugEnv(process.env.NODE_DEBUG);
    enabled = testEnabled(set);
  }
  let debug = (...args) => {
    init();
    debug = debuglogImpl(enabled, set);
    if (typeof cb === 'function') cb(debug);
    switch (args.length) {
      case 1: return debug(args[0]);
      case 2: return debug(args[0], args[1]);
      default: return debug(...args);
    }
  };
  let enabled;
  let test = () => {
    init();
    test = () => enabled;
    return enabled;
  };
  const logger = (...args) => debug(...args);
  Object.defineProperty(logger, 'enabled', {
    __proto__: null,
    get() {
      return test();
    },
    configurable: true,
    enumerable: true,
  });
  return logger;
}

const kSecond = 1000;
const kMinute = 60 * kSecond;
const kHour = 60 * kMinute;

function pad(value) {
  return `${value}`.padStart(2, '0');
}

function formatTime(ms) {
  let hours = 0;
  let minutes = 0;
  let seconds = 0;
  if (ms >= kSecond) {
    if (ms >= kMinute) {
      if (ms >= kHour) {
        hours = Math.floor(ms / kHour);
        ms %= kHour;
      }
      minutes = Math.floor(ms / kMinute);
      ms %= kMinute;
    }
    seconds = ms / kSecond;
  }
  if (hours !== 0 || minutes !== 0) {
    ({ 0: seconds, 1: ms } = seconds.toFixed(3).split('.'));
    const res = hours !== 0 ? `${hours}:${pad(minutes)}` : minutes;
    return `${res}:${pad(seconds)}.${ms} (${hours !== 0 ? 'h:m' : ''}m:ss.mmm)`;
  }
  if (seconds !== 0) return `${seconds.toFixed(3)}s`;
  return `${Number(ms.toFixed(3))}ms`;
}

const kNone = 1 << 0;
const kSkipLog = 1 << 1;
const kSkipTrace = 1 << 2;

function now() {
  const { 0: seconds, 1: nanoseconds } = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

// Timers by label in a Map; log prints `label: 1.2ms`.
function time(timers, traceCategory, implementation, timerFlags, logLabel = 'default', traceLabel = undefined) {
  if (timers.has(logLabel)) {
    process.emitWarning(`Label '${logLabel}' already exists for ${implementation}`);
    return;
  }
  timers.set(logLabel, now());
}

function elapsed(timers, implementation, logImpl, label, args) {
  const start = timers.get(label);
  if (start === undefined) {
    process.emitWarning(`No such label '${label}' for ${implementation}`);
    return false;
  }
  const formatted = formatTime(now() - start);
  if (args === undefined) logImpl(label, formatted);
  else logImpl(label, formatted, args);
  return true;
}

function timeEnd(timers, traceCategory, implementation, timerFlags, logImpl, logLabel = 'default', traceLabel = undefined) {
  if (elapsed(timers, implementation, logImpl, logLabel, undefined)) timers.delete(logLabel);
}

function timeLog(timers, traceCategory, implementation, timerFlags, logImpl, logLabel = 'default', traceLabel = undefined, args = undefined) {
  elapsed(timers, implementation, logImpl, logLabel, args);
}

function debugWithTimer(set, cb) {
  const log = debuglog(set, cb);
  const timers = new Map();
  const print = (label, text, args) => log(`%s: %s`, label, text, ...(args ?? []));
  return {
    startTimer: (label) => { if (log.enabled) time(timers, '', 'debuglog', kNone, label); },
    endTimer: (label) => { if (log.enabled) timeEnd(timers, '', 'debuglog', kNone, print, label); },
    logTimer: (label, trace, args) => { if (log.enabled) timeLog(timers, '', 'debuglog', kNone, print, label, trace, args); },
  };
}

module.exports = {
  kNone,
  kSkipLog,
  kSkipTrace,
  formatTime,
  time,
  timeEnd,
  timeLog,
  debuglog,
  debugWithTimer,
  initializeDebugEnv,
};
