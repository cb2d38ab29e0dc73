'use strict';
// MessageEvent.

const { Event } = require('internal/event_target');
const { codes: { ERR_INVALID_THIS } } = require('internal/errors');
const enumerable = { __proto__: null, enumerable: true };

class MessageEvent extends Event {
  #data; #origin; #lastEventId; #source; #ports;
  constructor(type, init = undefined) {
    super(...(arguments.length === 0 ? [] : [type, init]));
    this.#data = init?.data === undefined ? null : init.data;
    this.#origin = init?.origin === undefined ? '' : `${init.origin}`;
    this.#lastEventId = init?.lastEventId === undefined ? '' : `${init.lastEventId}`;
    this.#source = init?.source ?? null;
    if (this.#source !== null && !isPort(this.#source)) throw notPort('source', this.#source);
    let ports = init?.ports;
    if (ports === undefined) ports = [];
    else if (ports === null || typeof ports[Symbol.iterator] !== 'function') throw new TypeError(`MessageEvent constructor: eventInitDict.ports (${String(ports)}) is not iterable.`);
    else ports = [...ports];
    for (let i = 0; i < ports.length; i++) if (!isPort(ports[i])) throw notPort(`ports[${i}]`, ports[i]);
    this.#ports = Object.freeze(ports);
  }
  static #check(v) {
    if (v === null || typeof v !== 'object' || !(#data in v)) throw new ERR_INVALID_THIS('MessageEvent');
  }
  get data() { MessageEvent.#check(this); return this.#data; }
  get origin() { MessageEvent.#check(this); return this.#origin; }
  get lastEventId() { MessageEvent.#check(this); return this.#lastEventId; }
  get source() { MessageEvent.#check(this); return this.#source; }
  get ports() { MessageEvent.#check(this); return this.#ports; }
  initMessageEvent(type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '', source = null, ports = []) {
    this.initEvent(type, bubbles, cancelable);
    this.#data = data;
    this.#origin = `${origin}`;
    this.#lastEventId = `${lastEventId}`;
    this.#source = source;
    this.#ports = Object.freeze([...ports]);
  }
}
function notPort(name, v) {
  return new TypeError(`MessageEvent constructor: Expected eventInitDict.${name} ("${typeof v === 'symbol' ? String(v) : require('internal/util/inspect').inspect(v, { depth: -1 })}") to be an instance of MessagePort.`);
}
function isPort(v) {
  return v instanceof internalBinding('messaging').MessagePort;
}
Object.defineProperties(MessageEvent.prototype, {
  data: enumerable, origin: enumerable, lastEventId: enumerable, source: enumerable, ports: enumerable, initMessageEvent: enumerable,
  [Symbol.toStringTag]: { configurable: true, value: 'MessageEvent' },
});

require('internal/worker/js_transferable').markTransferMode(MessageEvent.prototype, 0);

module.exports = { MessageEvent };
