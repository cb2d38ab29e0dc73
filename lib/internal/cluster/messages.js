'use strict';

// Messages between primary and workers: each has a number, and an answer names the number it answers.

const waiting = new Map();
let sequence = 0;

// send sends a message of ours; callback gets the answer.
function send(proc, message, handle, callback) {
  if (!proc.connected) return false;
  message = { cmd: 'NODE_CLUSTER', ...message, seq: sequence };
  if (typeof callback === 'function') waiting.set(sequence, callback);
  sequence++;
  return proc.send(message, handle);
}

// receiver makes a listener of 'internalMessage' that hands answers to whoever waits and everything else to fn.
function receiver(worker, fn) {
  return function(message, handle) {
    if (message.cmd !== 'NODE_CLUSTER') return;
    let to = fn;
    if (message.ack !== undefined) {
      const callback = waiting.get(message.ack);
      if (callback !== undefined) {
        to = callback;
        waiting.delete(message.ack);
      }
    }
    Reflect.apply(to, worker, [message, handle]);
  };
}

module.exports = { receiver, send };
