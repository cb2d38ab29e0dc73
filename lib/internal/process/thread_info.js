'use strict';
// Which thread this is.

const binding = internalBinding('worker');

module.exports = {
  isMainThread() { return binding.isMainThread !== false; },
  threadId() { return binding.threadId ?? 0; },
};
