'use strict';
const { performance } = require('perf_hooks');
module.exports = {
  now: () => performance.now(),
  getTimeOriginTimestamp: () => performance.timeOrigin,
  milestones: () => performance.nodeTiming.toJSON(),
  loopIdleTime: () => performance.nodeTiming.idleTime,
  eventLoopUtilization: () => performance.eventLoopUtilization(),
};
