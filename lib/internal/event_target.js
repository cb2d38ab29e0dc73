'use strict';
// Event, CustomEvent, EventTarget (DOM) and NodeEventTarget (with on/once/off as MessagePort has them).

const {
  codes: {
    ERR_EVENT_RECURSION,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_THIS,
    ERR_MISSING_ARGS,
  },
} = require('internal/errors');
const EventEmitter = require('events');
const { kMaxEventTargetListeners, kMaxEventTargetListenersWarned } = EventEmitter;

const kIsEventTarget = Symbol.for('nodejs.event_target');
const kIsNodeEventTarget = Symbol('kIsNodeEventTarget');
const kEvents = Symbol('kEvents');
const kHandlers = Symbol('kHandlers');
const kWeakHandler = Symbol('kWeak');
const kResistStopPropagation = Symbol('kResistStopPropagation');
const kHybridDispatch = Symbol.for('nodejs.internal.kHybridDispatch');
const kCreateEvent = Symbol('kCreateEvent');
const kNewListener = Symbol('kNewListener');
const kRemoveListener = Symbol('kRemoveListener');
const kRemoveWeakListenerHelper = Symbol('kRemoveWeakListenerHelper');
const kTrustEvent = Symbol('kTrustEvent');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kEmptyObject = Object.freeze({ __proto__: null });

let inspectFn;
function inspect(v, o) {
  inspectFn ??= require('internal/util/inspect').inspect;
  return inspectFn(v, o);
}
function now() {
  return require('internal/perf/utils').now();
}

function isEvent(value) {
  return value !== null && typeof value === 'object' && isBranded(value);
}

function inspectFields(that, name, fields, depth, options) {
  if (depth < 0) return name;
  const opts = { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
  return `${name} ${inspect(fields(that), opts)}`;
}

const trustedEvents = new WeakSet();
const isTrustedGetter = Object.getOwnPropertyDescriptor({
  get isTrusted() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return trustedEvents.has(this);
  },
}, 'isTrusted').get;

let stateOf; // reads the private state; set from inside Event

class Event {
  #type;
  #bubbles = false;
  #cancelable = false;
  #composed = false;
  #defaultPrevented = false;
  #timestamp = now();
  #propagationStopped = false;
  #target = null;
  #currentTarget = null;
  #dispatching = false;
  #stop = false;
  #passive = false;

  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (options != null) {
      if (typeof options !== 'object' && typeof options !== 'function') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
      this.#bubbles = !!options.bubbles;
      this.#cancelable = !!options.cancelable;
      this.#composed = !!options.composed;
      if (options[kTrustEvent]) trustedEvents.add(this);
    }
    this.#type = `${type}`;
  }
  static isBranded(value) { return #type in value; }
  static {
    stateOf = {
      target: (e, t) => { e.#target = t; },
      currentTarget: (e, t) => { e.#currentTarget = t; },
      dispatching: (e) => e.#dispatching,
      setDispatching: (e, v) => { e.#dispatching = v; },
      stopped: (e) => e.#stop,
      setPassive: (e, v) => { e.#passive = v; },
      propagationStopped: (e) => e.#propagationStopped,
    };
  }
  initEvent(type, bubbles = false, cancelable = false) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (this.#dispatching) return;
    this.#type = `${type}`;
    this.#bubbles = !!bubbles;
    this.#cancelable = !!cancelable;
  }
  [kInspect](depth, options) {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return inspectFields(this, this.constructor.name, (e) => ({
      type: e.#type,
      defaultPrevented: e.#defaultPrevented,
      cancelable: e.#cancelable,
      timeStamp: e.#timestamp,
    }), depth, options);
  }
  stopImmediatePropagation() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    // As stopPropagation does not stop siblings, only this flag ends the loop.
    this.#propagationStopped = true;
    this.#stop = true;
  }
  preventDefault() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    if (this.#cancelable && !this.#passive) this.#defaultPrevented = true;
  }
  get target() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#target;
  }
  get currentTarget() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#currentTarget;
  }
  get srcElement() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#target;
  }
  get type() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#type;
  }
  get cancelable() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#cancelable;
  }
  get defaultPrevented() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#cancelable && this.#defaultPrevented;
  }
  get timeStamp() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#timestamp;
  }
  composedPath() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#dispatching ? [this.#target] : [];
  }
  get returnValue() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return !this.#cancelable || !this.#defaultPrevented;
  }
  set returnValue(value) {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    if (!value) this.preventDefault();
  }
  get bubbles() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#bubbles;
  }
  get composed() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#composed;
  }
  get eventPhase() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#dispatching ? Event.AT_TARGET : Event.NONE;
  }
  get cancelBubble() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    return this.#propagationStopped;
  }
  set cancelBubble(value) {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    if (value) this.#propagationStopped = true;
  }
  stopPropagation() {
    if (!isEvent(this)) throw new ERR_INVALID_THIS('Event');
    this.#propagationStopped = true;
  }
}
const { isBranded } = Event;
delete Event.isBranded;
Object.defineProperty(Event.prototype, 'isTrusted', { get: isTrustedGetter, enumerable: true, configurable: false });

const enumerable = { __proto__: null, enumerable: true };
Object.defineProperties(Event.prototype, {
  [Symbol.toStringTag]: { configurable: true, value: 'Event' },
  initEvent: enumerable,
  stopImmediatePropagation: enumerable,
  preventDefault: enumerable,
  target: enumerable,
  currentTarget: enumerable,
  srcElement: enumerable,
  type: enumerable,
  cancelable: enumerable,
  defaultPrevented: enumerable,
  timeStamp: enumerable,
  composedPath: enumerable,
  returnValue: enumerable,
  bubbles: enumerable,
  composed: enumerable,
  eventPhase: enumerable,
  cancelBubble: enumerable,
  stopPropagation: enumerable,
});
for (const [k, v] of [['NONE', 0], ['CAPTURING_PHASE', 1], ['AT_TARGET', 2], ['BUBBLING_PHASE', 3]]) {
  const d = { value: v, enumerable: true, writable: false, configurable: false };
  Object.defineProperty(Event, k, d);
  Object.defineProperty(Event.prototype, k, d);
}

class CustomEvent extends Event {
  #detail;
  constructor(type, options = kEmptyObject) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() {
    if (this === null || typeof this !== 'object' || !(#detail in this)) throw new ERR_INVALID_THIS('CustomEvent');
    return this.#detail;
  }
}
Object.defineProperties(CustomEvent.prototype, {
  [Symbol.toStringTag]: { configurable: true, value: 'CustomEvent' },
  detail: enumerable,
});

// Node's hybrid dispatch gives EventEmitter style listeners the value in place of the event.
class NodeCustomEvent extends Event {
  constructor(type, options) {
    super(type, options);
    if (options?.detail) this.detail = options.detail;
  }
}

const weakListeners = new FinalizationRegistry((listener) => listener.remove());
const weakRefsMap = new WeakMap();

// Listener: a node of the doubly linked list per type. The first node of a list is a root without a callback.
class Listener {
  constructor(eventTarget, previous, listener, once, capture, passive, isNodeStyle, weak, resistStop) {
    this.next = undefined;
    this.previous = previous;
    if (previous !== undefined) previous.next = this;
    this.listener = listener;
    this.once = once;
    this.capture = capture;
    this.passive = passive;
    this.isNodeStyleListener = isNodeStyle;
    this.removed = false;
    this.weak = Boolean(weak);
    this.resistStop = resistStop;
    this.callback = undefined;
    if (this.weak) {
      this.callback = new WeakRef(listener);
      weakListeners.register(listener, this, this);
      // The strong reference comes from the object named by the option.
      weakRefsMap.set(weak, listener);
      this.listener = this.callback;
    } else if (typeof listener === 'function') {
      this.callback = listener;
    } else {
      this.callback = (...args) => {
        const h = listener.handleEvent;
        if (typeof h === 'function') return h.apply(listener, args);
      };
    }
  }
  same(listener, capture) {
    const mine = this.weak ? this.listener.deref() : this.listener;
    return mine === listener && this.capture === capture;
  }
  remove() {
    if (this.previous !== undefined) this.previous.next = this.next;
    if (this.next !== undefined) this.next.previous = this.previous;
    this.removed = true;
    if (this.weak) weakListeners.unregister(this);
  }
}

function initEventTarget(self) {
  self[kEvents] = new Map();
  self[kMaxEventTargetListeners] = EventEmitter.defaultMaxListeners;
  self[kMaxEventTargetListenersWarned] = false;
  self[kHandlers] = new Map();
}

function checkListenerArg(listener) {
  if (listener === null || listener === undefined) return false;
  if (typeof listener === 'function' || typeof listener === 'object') return true;
  throw new ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}
function readOptions(options) {
  if (typeof options === 'boolean') return { capture: options };
  if (options === null || options === undefined) return kEmptyObject;
  if (typeof options !== 'object' && typeof options !== 'function') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  return {
    once: Boolean(options.once),
    capture: Boolean(options.capture),
    passive: Boolean(options.passive),
    signal: options.signal,
    weak: options[kWeakHandler],
    resistStop: options[kResistStopPropagation] ?? false,
    isNodeStyleListener: Boolean(options[kIsNodeStyleListener]),
  };
}
const kIsNodeStyleListener = Symbol('kIsNodeStyleListener');

class EventTarget {
  static [kIsEventTarget] = true;
  constructor() {
    initEventTarget(this);
  }
  [kNewListener](size, type, listener, once, capture, passive, weak) {
    if (this[kMaxEventTargetListeners] > 0 && size > this[kMaxEventTargetListeners] && !this[kMaxEventTargetListenersWarned]) {
      this[kMaxEventTargetListenersWarned] = true;
      const w = new Error('Possible EventTarget memory leak detected. ' +
        `${size} ${type} listeners ` +
        `added to ${inspect(this, { depth: -1 })}. MaxListeners is ${this[kMaxEventTargetListeners]}.` +
        ' Use events.setMaxListeners() to increase limit');
      w.name = 'MaxListenersExceededWarning';
      w.target = this;
      w.type = type;
      w.count = size;
      process.emitWarning(w);
    }
  }
  [kRemoveListener](size, type, listener, capture) {}

  addEventListener(type, listener, options = kEmptyObject) {
    if (!isEventTarget(this)) throw new ERR_INVALID_THIS('EventTarget');
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    let once = false; let capture = false; let passive = false; let signal; let isNodeStyle = false; let weak; let resistStop = false;
    if (options !== kEmptyObject) {
      const o = readOptions(options);
      once = o.once ?? false;
      capture = o.capture ?? false;
      passive = o.passive ?? false;
      signal = o.signal;
      isNodeStyle = o.isNodeStyleListener ?? false;
      weak = o.weak;
      resistStop = o.resistStop ?? false;
    }
    if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal)))
      throw new ERR_INVALID_ARG_TYPE('options.signal', 'AbortSignal', signal);
    if (!checkListenerArg(listener)) {
      const w = new Error(`addEventListener called with ${listener} which has no effect.`);
      w.name = 'AddEventListenerArgumentTypeWarning';
      w.target = this;
      w.type = type;
      process.emitWarning(w);
      return;
    }
    type = `${type}`;
    if (signal) {
      if (signal.aborted) return;
      // When the signal fires the listener goes away.
      signal.addEventListener('abort', () => {
        this.removeEventListener(type, listener, options);
      }, { __proto__: null, once: true, [kWeakHandler]: this, [kResistStopPropagation]: true });
    }
    let root = this[kEvents].get(type);
    if (root === undefined) {
      root = { size: 1, next: undefined, resistStop };
      new Listener(this, root, listener, once, capture, passive, isNodeStyle, weak, resistStop);
      this[kEvents].set(type, root);
      this[kNewListener](root.size, type, listener, once, capture, passive, weak);
      return;
    }
    let handler = root.next;
    let previous = root;
    while (handler !== undefined && !handler.same(listener, capture)) {
      previous = handler;
      handler = handler.next;
    }
    if (handler !== undefined) return; // registered already
    new Listener(this, previous, listener, once, capture, passive, isNodeStyle, weak, resistStop);
    root.size++;
    root.resistStop ||= resistStop;
    this[kNewListener](root.size, type, listener, once, capture, passive, weak);
  }

  removeEventListener(type, listener, options = kEmptyObject) {
    if (!isEventTarget(this)) throw new ERR_INVALID_THIS('EventTarget');
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    if (!checkListenerArg(listener)) return;
    type = `${type}`;
    const capture = typeof options === 'boolean' ? options : Boolean(options?.capture);
    const root = this[kEvents].get(type);
    if (root === undefined || root.next === undefined) return;
    let handler = root.next;
    while (handler !== undefined) {
      if (handler.same(listener, capture)) {
        handler.remove();
        root.size--;
        if (root.size === 0) this[kEvents].delete(type);
        this[kRemoveListener](root.size, type, listener, capture);
        break;
      }
      handler = handler.next;
    }
  }

  [kRemoveWeakListenerHelper](type, listener) {
    const root = this[kEvents].get(type);
    if (root === undefined) return;
    const capture = listener.capture === true;
    let handler = root.next;
    while (handler !== undefined) {
      if (handler === listener) {
        handler.remove();
        root.size--;
        if (root.size === 0) this[kEvents].delete(type);
        this[kRemoveListener](root.size, type, undefined, capture);
        break;
      }
      handler = handler.next;
    }
  }

  dispatchEvent(event) {
    if (!isEventTarget(this)) throw new ERR_INVALID_THIS('EventTarget');
    if (arguments.length < 1) throw new ERR_MISSING_ARGS('event');
    if (!isEventLike(event)) throw new ERR_INVALID_ARG_TYPE('event', 'Event', event);
    if (stateOf.dispatching(event)) throw new ERR_EVENT_RECURSION(event.type);
    this[kHybridDispatch](event, event.type, event);
    return event.defaultPrevented !== true;
  }

  [kHybridDispatch](nodeValue, type, event) {
    const createEvent = () => {
      if (event === undefined) {
        event = this[kCreateEvent](nodeValue, type);
        stateOf.target(event, this);
        stateOf.currentTarget(event, this);
        stateOf.setDispatching(event, true);
      }
      return event;
    };
    if (event !== undefined) {
      stateOf.target(event, this);
      stateOf.currentTarget(event, this);
      stateOf.setDispatching(event, true);
    }
    const root = this[kEvents].get(type);
    if (root === undefined || root.next === undefined) {
      if (event !== undefined) {
        stateOf.setDispatching(event, false);
        stateOf.currentTarget(event, null);
      }
      return true;
    }
    let handler = root.next;
    let next;
    const iterating = () => handler !== undefined &&
      (root.resistStop || handler.passive || event === undefined || !stateOf.stopped(event));
    while (iterating()) {
      next = handler.next;
      if (handler.removed || (event !== undefined && stateOf.stopped(event) && !handler.resistStop)) {
        handler = next;
        continue;
      }
      if (handler.once) {
        handler.remove();
        root.size--;
        const { listener, capture } = handler;
        if (root.size === 0 && this[kEvents].get(type) === root) this[kEvents].delete(type);
        this[kRemoveListener](root.size, type, listener, capture);
      }
      try {
        const arg = handler.isNodeStyleListener ? nodeValue : createEvent();
        const callback = handler.weak ? handler.callback.deref() : handler.callback;
        let result;
        if (callback) {
          if (!handler.isNodeStyleListener && handler.passive) stateOf.setPassive(event, true);
          try {
            result = callback.call(this, arg);
          } finally {
            if (!handler.isNodeStyleListener && handler.passive) stateOf.setPassive(event, false);
          }
        }
        if (result !== undefined && result !== null) addCatch(result);
      } catch (err) {
        reportInNextTick(err);
      }
      handler = next;
    }
    if (event !== undefined) {
      stateOf.setDispatching(event, false);
      stateOf.currentTarget(event, null);
    }
  }

  [kCreateEvent](nodeValue, type) {
    return new NodeCustomEvent(type, { detail: nodeValue });
  }
  [kInspect](depth, options) {
    const { name } = this.constructor;
    if (depth < 0) return name;
    const opts = { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
    return `${name} ${inspect({}, opts)}`;
  }
}
Object.defineProperties(EventTarget.prototype, {
  addEventListener: enumerable,
  removeEventListener: enumerable,
  dispatchEvent: enumerable,
  [Symbol.toStringTag]: { configurable: true, value: 'EventTarget' },
});

function isEventLike(event) {
  return event !== null && typeof event === 'object' && isBranded(event);
}

function addCatch(promise) {
  const then = promise.then;
  if (typeof then === 'function') {
    then.call(promise, undefined, (err) => {
      // The callback is called with nextTick to avoid a follow-up rejection from this promise.
      reportInNextTick(err);
    });
  }
}
function reportInNextTick(err) {
  process.nextTick(() => { throw err; });
}

function isEventTarget(obj) {
  return obj?.constructor?.[kIsEventTarget];
}
function isNodeEventTarget(obj) {
  return obj?.constructor?.[kIsNodeEventTarget];
}

class NodeEventTarget extends EventTarget {
  static [kIsNodeEventTarget] = true;
  static defaultMaxListeners = 10;
  setMaxListeners(n) {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    EventEmitter.setMaxListeners(n, this);
  }
  getMaxListeners() {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    return this[kMaxEventTargetListeners];
  }
  eventNames() {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    return Array.from(this[kEvents].keys());
  }
  listenerCount(type) {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    const root = this[kEvents].get(String(type));
    return root !== undefined ? root.size : 0;
  }
  off(type, listener, options) {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    this.removeEventListener(type, listener, options);
    return this;
  }
  removeListener(type, listener, options) {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    this.removeEventListener(type, listener, options);
    return this;
  }
  on(type, listener) {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    this.addEventListener(type, listener, { [kIsNodeStyleListener]: true });
    return this;
  }
  addListener(type, listener) {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    this.addEventListener(type, listener, { [kIsNodeStyleListener]: true });
    return this;
  }
  emit(type, arg) {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    if (typeof type !== 'string') throw new ERR_INVALID_ARG_TYPE('type', 'string', type);
    const had = this.listenerCount(type) > 0;
    this[kHybridDispatch](arg, type);
    return had;
  }
  once(type, listener) {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    this.addEventListener(type, listener, { once: true, [kIsNodeStyleListener]: true });
    return this;
  }
  removeAllListeners(type) {
    if (!isNodeEventTarget(this)) throw new ERR_INVALID_THIS('NodeEventTarget');
    if (type !== undefined) this[kEvents].delete(String(type));
    else this[kEvents].clear();
    return this;
  }
}
for (const name of ['setMaxListeners', 'getMaxListeners', 'eventNames', 'listenerCount', 'off', 'removeListener', 'on', 'addListener', 'once', 'emit', 'removeAllListeners'])
  Object.defineProperty(NodeEventTarget.prototype, name, { enumerable: true });

function makeEventHandler(handler) {
  // An attribute handler keeps its place in the listener order when it is replaced.
  function eventHandler(...args) {
    if (typeof eventHandler.handler !== 'function') return;
    return Reflect.apply(eventHandler.handler, this, args);
  }
  eventHandler.handler = handler;
  return eventHandler;
}

function defineEventHandler(emitter, name, event = name, opts = undefined) {
  const propName = `on${name}`;
  function get() {
    if (!isEventTarget(this) || this[kHandlers] === undefined) {
      if (this?.[kHandlers] === undefined && !isEventTarget(this)) throw new ERR_INVALID_THIS('EventTarget');
    }
    return this[kHandlers]?.get(event)?.handler ?? null;
  }
  Object.defineProperty(get, 'name', { value: `get ${propName}` });
  function set(value) {
    if (!this[kHandlers]) this[kHandlers] = new Map();
    let wrapped = this[kHandlers].get(event);
    if (wrapped) {
      if (typeof wrapped.handler === 'function') {
        const root = this[kEvents].get(event);
        if (root !== undefined) {
          root.size--;
          this[kRemoveListener](root.size, event, wrapped.handler, false);
        }
      }
      wrapped.handler = value;
      if (typeof wrapped.handler === 'function') {
        const root = this[kEvents].get(event);
        if (root !== undefined) {
          root.size++;
          this[kNewListener](root.size, event, value, false, false, false, false);
        }
      }
    } else if (value !== null && value !== undefined) {
      wrapped = makeEventHandler(value);
      this.addEventListener(event, wrapped, opts);
    }
    if (wrapped) this[kHandlers].set(event, wrapped);
  }
  Object.defineProperty(set, 'name', { value: `set ${propName}` });
  Object.defineProperty(emitter, propName, { get, set, configurable: true, enumerable: true });
}

module.exports = {
  Event,
  CustomEvent,
  EventTarget,
  NodeEventTarget,
  defineEventHandler,
  initEventTarget,
  initNodeEventTarget: initEventTarget,
  kCreateEvent,
  kNewListener,
  kTrustEvent,
  kRemoveListener,
  kEvents,
  kHandlers,
  kWeakHandler,
  kResistStopPropagation,
  kHybridDispatch,
  isEventTarget,
  isEvent: isEventLike,
};
