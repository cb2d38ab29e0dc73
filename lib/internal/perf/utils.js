'use strict';
// The monotonic clock of performance.now() and event time stamps.

const binding = internalBinding('performance');

// now returns milliseconds (with a fraction) since the process started.
function now() {
  return binding.now();
}
// timeOrigin in milliseconds since the epoch.
function getTimeOriginTimestamp() {
  return binding.getTimeOriginTimestamp();
}

module.exports = { now, getTimeOriginTimestamp };
