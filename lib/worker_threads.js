'use strict';
// Module worker_threads.

const { Worker, SHARE_ENV, setEnvironmentData, getEnvironmentData, limitsObject } = require('internal/worker');
const { MessagePort, MessageChannel, BroadcastChannel, receiveMessageOnPort } = require('internal/worker/io');
const binding = internalBinding('worker');
const { define } = require('internal/stub');

const isMainThread = binding.isMainThread !== false;

const { markAsUntransferable, isMarkedAsUntransferable } = require('internal/buffer');

function markAsUncloneable(object) {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) return;
  require('internal/worker/js_transferable').markTransferMode(object, 0);
}

module.exports = {
  isInternalThread: false,
  isMainThread,
  MessagePort,
  MessageChannel,
  markAsUncloneable,
  markAsUntransferable,
  isMarkedAsUntransferable,
  receiveMessageOnPort,
  resourceLimits: isMainThread ? {} : limitsObject(binding.resourceLimits),
  threadId: binding.threadId ?? 0,
  threadName: isMainThread ? 'main' : '',
  SHARE_ENV,
  Worker,
  parentPort: null,
  workerData: null,
  BroadcastChannel,
  setEnvironmentData,
  getEnvironmentData,
};
define(module.exports, 'worker_threads', ['moveMessagePortToContext', 'postMessageToThread']);
let lockManager;
Object.defineProperty(module.exports, 'locks', {
  configurable: true, enumerable: true, get() { return lockManager ??= require('internal/locks').locks; },
});
