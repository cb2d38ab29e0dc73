'use strict';
// Module diagnostics_channel.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

const channels = new Map(); // name -> WeakRef(channel)
const liveChannels = new Set(); // channels with subscribers must not be collected
const registry = new FinalizationRegistry((name) => {
  const ref = channels.get(name);
  if (ref !== undefined && ref.deref() === undefined) channels.delete(name);
});

function checkFunction(value, name) {
  if (typeof value !== 'function') throw new ERR_INVALID_ARG_TYPE(name, ['function'], value);
}
function defaultTransform(data) {
  return data;
}
function wrapStoreRun(store, data, next, transform = defaultTransform) {
  return () => {
    let context;
    try {
      context = transform(data);
    } catch (err) {
      process.nextTick(() => { throw err; });
      return next();
    }
    return store.run(context, next);
  };
}

class RunStoresScope {
  #stack = [];
  constructor(channel, data) {
    for (const { 0: store, 1: transform } of channel._stores) {
      let context = data;
      if (transform) {
        try {
          context = transform(data);
        } catch (err) {
          process.nextTick(() => { throw err; });
          continue;
        }
      }
      this.#stack.push(store.withScope(context));
    }
    channel.publish(data);
  }
  [Symbol.dispose]() {
    for (let i = this.#stack.length - 1; i >= 0; i--) this.#stack[i][Symbol.dispose]();
    this.#stack.length = 0;
  }
}

// A channel with subscribers has the prototype ActiveChannel, one without has Channel: publish() then costs nothing.
class ActiveChannel {
  subscribe(subscription) {
    checkFunction(subscription, 'subscription');
    this._subscribers = this._subscribers.slice();
    this._subscribers.push(subscription);
    liveChannels.add(this);
  }
  unsubscribe(subscription) {
    const i = this._subscribers.indexOf(subscription);
    if (i === -1) return false;
    this._subscribers = this._subscribers.toSpliced(i, 1);
    maybeInactive(this);
    return true;
  }
  bindStore(store, transform) {
    this._stores.set(store, transform);
  }
  unbindStore(store) {
    if (!this._stores.has(store)) return false;
    this._stores.delete(store);
    maybeInactive(this);
    return true;
  }
  get hasSubscribers() {
    return true;
  }
  publish(data) {
    const subscribers = this._subscribers;
    for (let i = 0; i < (subscribers?.length || 0); i++) {
      try {
        const onMessage = subscribers[i];
        onMessage(data, this.name);
      } catch (err) {
        process.nextTick(() => { throw err; });
      }
    }
  }
  withStoreScope(data) {
    return new RunStoresScope(this, data);
  }
  runStores(data, fn, thisArg, ...args) {
    let run = () => {
      this.publish(data);
      return Reflect.apply(fn, thisArg, args);
    };
    for (const { 0: store, 1: transform } of this._stores) run = wrapStoreRun(store, data, run, transform);
    return run();
  }
}

class Channel {
  constructor(name) {
    this._subscribers = undefined;
    this._stores = undefined;
    this.name = name;
    channels.set(name, new WeakRef(this));
    registry.register(this, name);
  }
  static [Symbol.hasInstance](instance) {
    const prototype = Object.getPrototypeOf(instance);
    return prototype === Channel.prototype || prototype === ActiveChannel.prototype;
  }
  subscribe(subscription) {
    checkFunction(subscription, 'subscription');
    markActive(this);
    this.subscribe(subscription);
  }
  unsubscribe() {
    return false;
  }
  bindStore(store, transform) {
    markActive(this);
    this.bindStore(store, transform);
  }
  unbindStore() {
    return false;
  }
  get hasSubscribers() {
    return false;
  }
  publish() {}
  runStores(data, fn, thisArg, ...args) {
    return Reflect.apply(fn, thisArg, args);
  }
  withStoreScope() {
    return { [Symbol.dispose]() {} };
  }
}

function markActive(channel) {
  Object.setPrototypeOf(channel, ActiveChannel.prototype);
  channel._subscribers = [];
  channel._stores = new Map();
  liveChannels.add(channel);
}
function maybeInactive(channel) {
  if (channel._subscribers.length || channel._stores.size) return;
  Object.setPrototypeOf(channel, Channel.prototype);
  channel._subscribers = undefined;
  channel._stores = undefined;
  liveChannels.delete(channel);
}

function channel(name) {
  const existing = channels.get(name)?.deref();
  if (existing !== undefined) return existing;
  if (typeof name !== 'string' && typeof name !== 'symbol')
    throw new ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  return new Channel(name);
}
function subscribe(name, subscription) {
  return channel(name).subscribe(subscription);
}
function unsubscribe(name, subscription) {
  return channel(name).unsubscribe(subscription);
}
function hasSubscribers(name) {
  const ch = channels.get(name)?.deref();
  return ch === undefined ? false : ch.hasSubscribers;
}

const traceEvents = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];
const boundedEvents = ['start', 'end'];

function channelFromMap(nameOrChannels, name, what) {
  if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${name}`);
  if (typeof nameOrChannels === 'object' && nameOrChannels !== null) {
    const ch = nameOrChannels[name];
    if (!(ch instanceof Channel))
      throw new ERR_INVALID_ARG_TYPE(`nameOrChannels.${name}`, ['Channel'], ch);
    return ch;
  }
  throw new ERR_INVALID_ARG_TYPE('nameOrChannels', ['string', 'object', what], nameOrChannels);
}
function subscribeAll(that, events, handlers) {
  for (const name of events) if (handlers[name]) that[name]?.subscribe(handlers[name]);
}
function unsubscribeAll(that, events, handlers) {
  let done = true;
  for (const name of events) if (handlers[name] && !that[name]?.unsubscribe(handlers[name])) done = false;
  return done;
}

class BoundedChannelScope {
  #channel;
  #context;
  #scope;
  constructor(bounded, context) {
    if (!bounded.hasSubscribers) return;
    this.#channel = bounded;
    this.#context = context;
    this.#scope = bounded.start.withStoreScope(context);
  }
  [Symbol.dispose]() {
    if (this.#channel === undefined) return;
    this.#channel.end.publish(this.#context);
    this.#scope[Symbol.dispose]();
    this.#channel = undefined;
  }
}

class BoundedChannel {
  constructor(nameOrChannels) {
    for (const name of boundedEvents)
      Object.defineProperty(this, name, { __proto__: null, value: channelFromMap(nameOrChannels, name, 'BoundedChannel') });
  }
  get hasSubscribers() {
    return this.start?.hasSubscribers || this.end?.hasSubscribers;
  }
  subscribe(handlers) {
    subscribeAll(this, boundedEvents, handlers);
  }
  unsubscribe(handlers) {
    return unsubscribeAll(this, boundedEvents, handlers);
  }
  withScope(context = {}) {
    return new BoundedChannelScope(this, context);
  }
  run(context, fn, thisArg, ...args) {
    context ??= {};
    const scope = this.withScope(context);
    try {
      const result = Reflect.apply(fn, thisArg, args);
      return result;
    } finally {
      scope[Symbol.dispose]();
    }
  }
}
function boundedChannel(nameOrChannels) {
  return new BoundedChannel(nameOrChannels);
}

class TracingChannel {
  #start; #end; #asyncStart; #asyncEnd;
  constructor(nameOrChannels) {
    this.#start = channelFromMap(nameOrChannels, 'start', 'TracingChannel');
    this.#end = channelFromMap(nameOrChannels, 'end', 'TracingChannel');
    this.#asyncStart = channelFromMap(nameOrChannels, 'asyncStart', 'TracingChannel');
    this.#asyncEnd = channelFromMap(nameOrChannels, 'asyncEnd', 'TracingChannel');
    Object.defineProperty(this, 'error', { __proto__: null, value: channelFromMap(nameOrChannels, 'error', 'TracingChannel') });
  }
  get start() { return this.#start; }
  get end() { return this.#end; }
  get asyncStart() { return this.#asyncStart; }
  get asyncEnd() { return this.#asyncEnd; }
  get hasSubscribers() {
    return this.start?.hasSubscribers || this.end?.hasSubscribers || this.asyncStart?.hasSubscribers ||
      this.asyncEnd?.hasSubscribers || this.error?.hasSubscribers;
  }
  subscribe(handlers) {
    subscribeAll(this, traceEvents, handlers);
  }
  unsubscribe(handlers) {
    return unsubscribeAll(this, traceEvents, handlers);
  }
  traceSync(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, error } = this;
    return start.runStores(context, () => {
      try {
        const result = Reflect.apply(fn, thisArg, args);
        context.result = result;
        return result;
      } catch (err) {
        context.error = err;
        error.publish(context);
        throw err;
      } finally {
        end.publish(context);
      }
    });
  }
  tracePromise(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, asyncStart, asyncEnd, error } = this;
    const onRejected = (err) => {
      context.error = err;
      error.publish(context);
      asyncStart.publish(context);
      asyncEnd.publish(context);
      return Promise.reject(err);
    };
    const onResolved = (result) => {
      context.result = result;
      asyncStart.publish(context);
      asyncEnd.publish(context);
      return result;
    };
    return start.runStores(context, () => {
      try {
        const result = Reflect.apply(fn, thisArg, args);
        if (typeof result?.then !== 'function') {
          context.result = result;
          return result;
        }
        return result.then(onResolved, onRejected);
      } catch (err) {
        context.error = err;
        error.publish(context);
        throw err;
      } finally {
        end.publish(context);
      }
    });
  }
  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { start, end, asyncStart, asyncEnd, error } = this;
    function wrappedCallback(err, res) {
      if (err) {
        context.error = err;
        error.publish(context);
      } else {
        context.result = res;
      }
      // Stores of asyncStart are in force while the callback runs.
      asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, arguments);
        } finally {
          asyncEnd.publish(context);
        }
      });
    }
    const callback = args.at(position);
    checkFunction(callback, 'callback');
    args.splice(position, 1, wrappedCallback);
    return start.runStores(context, () => {
      try {
        return Reflect.apply(fn, thisArg, args);
      } catch (err) {
        context.error = err;
        error.publish(context);
        throw err;
      } finally {
        end.publish(context);
      }
    });
  }
}
function tracingChannel(nameOrChannels) {
  return new TracingChannel(nameOrChannels);
}

module.exports = {
  channel,
  hasSubscribers,
  subscribe,
  tracingChannel,
  unsubscribe,
  boundedChannel,
  Channel,
  BoundedChannel,
};
