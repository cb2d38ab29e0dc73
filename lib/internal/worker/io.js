'use strict';
// MessageChannel, MessagePort, BroadcastChannel: the native ports with the events of NodeEventTarget.

const binding = internalBinding('messaging');
const { MessagePort, MessageChannel: NativeChannel } = binding;
const { handle_onclose: handleOnClose } = internalBinding('symbols');
const {
  Event, EventTarget, NodeEventTarget, defineEventHandler, initNodeEventTarget, kCreateEvent, kNewListener, kRemoveListener, kEvents, kHandlers,
} = require('internal/event_target');
const { MessageEvent } = require('internal/worker/message_event');
const { codes: { ERR_CONSTRUCT_CALL_REQUIRED, ERR_INVALID_THIS, ERR_MISSING_ARGS } } = require('internal/errors');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kReceivingPorts = Symbol.for('nodejs.internal.kCurrentlyReceivingPorts');
const enumerable = { __proto__: null, enumerable: true };

// The native class gets our prototype chain; its own constructor throws.
const methods = {
  postMessage: MessagePort.prototype.postMessage, start: MessagePort.prototype.start, close: MessagePort.prototype.close,
  ref: MessagePort.prototype.ref, unref: MessagePort.prototype.unref, hasRef: MessagePort.prototype.hasRef,
};
const nativeDrain = MessagePort.prototype.drain;
delete MessagePort.prototype.drain;
// drainPort delivers what is queued now.
function drainPort(port) {
  Reflect.apply(nativeDrain, port, []);
}
Object.setPrototypeOf(MessagePort, NodeEventTarget);
Object.setPrototypeOf(MessagePort.prototype, NodeEventTarget.prototype);
for (const name of Object.keys(methods)) {
  if (typeof methods[name] === 'function') Object.defineProperty(MessagePort.prototype, name, { value: methods[name], writable: true, enumerable: true, configurable: true });
}

// MessageChannel is a pair of connected ports.
function MessageChannel() {
  if (new.target === undefined) throw new ERR_CONSTRUCT_CALL_REQUIRED('MessageChannel');
  const { port1, port2 } = new NativeChannel();
  this.port1 = port1;
  this.port2 = port2;
}
Object.defineProperty(MessageChannel, 'prototype', { __proto__: null, writable: false });
Object.defineProperty(MessageChannel.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'MessageChannel' });

{
  const { close } = methods;
  Object.defineProperty(MessagePort.prototype, 'close', {
    __proto__: null, writable: true, enumerable: true, configurable: true,
    value: { close(cb) {
      if (typeof cb === 'function') this.once('close', cb);
      Reflect.apply(close, this, []);
    } }.close,
  });
}

function define(name, value) {
  Object.defineProperty(MessagePort.prototype, name, { value, writable: true, enumerable: false, configurable: true });
}
// A port may be made by native code: the state of its EventTarget part is made on first use.
for (const key of [kEvents, kHandlers]) {
  Object.defineProperty(MessagePort.prototype, key, {
    configurable: true,
    get() {
      const state = {};
      initNodeEventTarget(state);
      for (const k of Reflect.ownKeys(state)) Object.defineProperty(this, k, { value: state[k], writable: true, enumerable: false, configurable: true });
      return this[key];
    },
  });
}
define(handleOnClose, function() {
  this.dispatchEvent(new Event('close'));
});
define(kCreateEvent, function(data, type) {
  if (type !== 'message' && type !== 'messageerror') return new Event(type);
  const ports = this[kReceivingPorts];
  this[kReceivingPorts] = undefined;
  return new MessageEvent(type, { data, ports });
});
define(kInspect, function(depth, options) {
  const { inspect } = require('internal/util/inspect');
  let active;
  try {
    active = this.hasRef() !== undefined;
  } catch {
    active = false;
  }
  if (depth < 0) return 'MessagePort';
  const o = { active, refed: active ? this.hasRef() : false };
  return `MessagePort ${inspect(o, options)}`;
});

// A port with a listener for messages is started and keeps the loop alive.
const counts = new WeakMap();
define(kNewListener, function(size, type, ...rest) {
  if (type === 'message' || type === 'messageerror') {
    const n = counts.get(this) ?? 0;
    counts.set(this, n + 1);
    if (n === 0 && type === 'message') {
      this.ref();
      this.start();
    }
  }
  return NodeEventTarget.prototype[kNewListener].call(this, size, type, ...rest);
});
define(kRemoveListener, function(size, type, ...rest) {
  if (type === 'message' || type === 'messageerror') {
    const n = (counts.get(this) ?? 1) - 1;
    counts.set(this, n);
    if (n === 0) this.unref();
  }
  return NodeEventTarget.prototype[kRemoveListener].call(this, size, type, ...rest);
});
defineEventHandler(MessagePort.prototype, 'message');
defineEventHandler(MessagePort.prototype, 'messageerror');
Object.defineProperty(MessagePort.prototype, Symbol.toStringTag, { configurable: true, value: 'MessagePort' });

function receiveMessageOnPort(port) {
  const message = binding.receiveMessageOnPort(port?.[kPortOfChannel] ?? port);
  if (message === binding.noMessageSymbol || message === undefined || message === internalBinding('symbols').no_message_symbol) return undefined;
  return { message };
}
const kPortOfChannel = Symbol('kHandle');

class BroadcastChannel extends EventTarget {
  #name; #handle;
  constructor(name) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    this.#handle = binding.broadcastChannel(this.#name);
    const handle = this.#handle;
    this[kPortOfChannel] = handle;
    handle.on('message', (data) => {
      if (this.#handle === undefined) return; // closed meanwhile
      this.dispatchEvent(new MessageEvent('message', { data }));
    });
    handle.on('messageerror', (data) => {
      this.dispatchEvent(new MessageEvent('messageerror', { data }));
    });
  }
  get name() {
    if (this === null || typeof this !== 'object' || !(#name in this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    return this.#name;
  }
  close() {
    if (this === null || typeof this !== 'object' || !(#name in this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    if (this.#handle === undefined) return;
    this.#handle.close();
    this.#handle = undefined;
    this[kPortOfChannel] = undefined;
  }
  postMessage(message) {
    if (this === null || typeof this !== 'object' || !(#name in this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('message');
    if (this.#handle === undefined) throw new globalThis.DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    if (this.#handle.postMessage(message) === undefined) throw new globalThis.DOMException('Message could not be posted.');
  }
  ref() {
    if (this === null || typeof this !== 'object' || !(#name in this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    this.#handle?.ref();
    return this;
  }
  unref() {
    if (this === null || typeof this !== 'object' || !(#name in this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    this.#handle?.unref();
    return this;
  }
  [kInspect](depth, options) {
    if (this === null || typeof this !== 'object' || !(#name in this)) throw new ERR_INVALID_THIS('BroadcastChannel');
    if (depth < 0) return 'BroadcastChannel';
    const { inspect } = require('internal/util/inspect');
    return `BroadcastChannel ${inspect({ name: this.#name, active: this.#handle !== undefined }, options)}`;
  }
}
Object.defineProperties(BroadcastChannel.prototype, { name: enumerable, close: enumerable, postMessage: enumerable, [Symbol.toStringTag]: { configurable: true, value: 'BroadcastChannel' } });
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

module.exports = { drainPort, MessagePort, MessageChannel, BroadcastChannel, receiveMessageOnPort };
