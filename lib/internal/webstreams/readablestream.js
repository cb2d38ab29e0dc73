'use strict';
// ReadableStream, its default reader and its default controller (WHATWG Streams). Byte streams: internal/webstreams/bytestream.
// The functions work on implementation objects; public objects hold theirs in kState.

const {
  codes: { ERR_ARG_NOT_ITERABLE, ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_INVALID_THIS },
} = require('internal/errors');
const {
  kState, kCreate, nop, then, setHandled, kResolved, resolvedWith, rejectedWith, Deferred, Queue, invokePromise, dictionary, callback, readStrategy,
  extractHighWaterMark, extractSizeAlgorithm, checkSize, inspectAs, defineInterface,
} = require('internal/webstreams/util');
const { kIsDisturbed, kIsErrored, kIsReadable, kIsClosedPromise, kControllerErrorFunction } = require('internal/streams/utils');
const { apply } = Reflect;
const { markLazyTransfer } = require('internal/worker/js_transferable');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

// ---- implementation objects

class StreamState {
  constructor() {
    this.obj = undefined; // the public object, made on demand for internal streams
    this.state = 'readable';
    this.reader = undefined;
    this.storedError = undefined;
    this.disturbed = false;
    this.controller = undefined;
    this.detached = false; // transferred away
    this.closedPromise = undefined; // a Deferred for stream.finished()
  }
}

class ReaderState {
  constructor(byob) {
    this.obj = undefined;
    this.byob = byob;
    this.stream = undefined;
    this.requests = new Queue();
    this.closed = undefined; // Deferred
  }
}

class DefaultController {
  constructor(stream) {
    this.obj = undefined;
    this.stream = stream;
    this.queue = new Queue();
    this.queueTotalSize = 0;
    this.started = false;
    this.closeRequested = false;
    this.pullAgain = false;
    this.pulling = false;
    this.hwm = 1;
    this.sizeOf = undefined; // undefined: every chunk counts 1
    this.pull = undefined;
    this.cancel = undefined;
  }
  get isByte() { return false; }
  get desiredSize() { return controllerDesiredSize(this); }

  // ReadableStreamDefaultController, 4.6.4, [[CancelSteps]]
  cancelSteps(reason) {
    this.queue.clear();
    this.queueTotalSize = 0;
    const { cancel } = this;
    clearAlgorithms(this);
    return cancel === undefined ? kResolved : cancel(reason);
  }
  // [[PullSteps]]
  pullSteps(request) {
    const { stream } = this;
    if (this.queue.length > 0) {
      const { value, size } = this.queue.shift();
      this.queueTotalSize -= size;
      if (this.queueTotalSize < 0) this.queueTotalSize = 0;
      if (this.closeRequested && this.queue.length === 0) {
        clearAlgorithms(this);
        streamClose(stream);
      } else {
        callPullIfNeeded(this);
      }
      request.chunk(value);
    } else {
      stream.reader.requests.push(request);
      callPullIfNeeded(this);
    }
  }
  releaseSteps() {}
}

class Entry {
  constructor(value, size) {
    this.value = value;
    this.size = size;
  }
}

// ReadRequest settles a promise of read().
class ReadRequest {
  constructor() {
    this.resolve = undefined;
    this.reject = undefined;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
  chunk(value) { this.resolve({ done: false, value }); }
  close() { this.resolve({ done: true, value: undefined }); }
  error(e) { this.reject(e); }
}

// ---- default controller

function clearAlgorithms(c) {
  c.pull = undefined;
  c.cancel = undefined;
  c.sizeOf = undefined;
}

function shouldCallPull(c) {
  const { stream } = c;
  if (c.closeRequested || stream.state !== 'readable') return false;
  if (!c.started) return false;
  const { reader } = stream;
  if (reader !== undefined && !reader.byob && reader.requests.length > 0) return true;
  return c.hwm - c.queueTotalSize > 0;
}

function callPullIfNeeded(c) {
  if (!shouldCallPull(c)) return;
  if (c.pulling) {
    c.pullAgain = true;
    return;
  }
  c.pulling = true;
  then(c.pull === undefined ? kResolved : c.pull(), () => {
    c.pulling = false;
    if (c.pullAgain) {
      c.pullAgain = false;
      callPullIfNeeded(c);
    }
  }, (e) => defaultControllerError(c, e));
}

function canCloseOrEnqueue(c) {
  return !c.closeRequested && c.stream.state === 'readable';
}

function defaultControllerClose(c) {
  if (!canCloseOrEnqueue(c)) return;
  c.closeRequested = true;
  if (c.queue.length === 0) {
    clearAlgorithms(c);
    streamClose(c.stream);
  }
}

function defaultControllerEnqueue(c, chunk) {
  if (!canCloseOrEnqueue(c)) return;
  const { stream } = c;
  const { reader } = stream;
  if (reader !== undefined && !reader.byob && reader.requests.length > 0) {
    reader.requests.shift().chunk(chunk);
  } else {
    let size = 1;
    if (c.sizeOf !== undefined) {
      let value;
      try {
        value = c.sizeOf(chunk);
      } catch (e) {
        defaultControllerError(c, e);
        throw e;
      }
      try {
        size = checkSize(0, value);
      } catch (e) {
        defaultControllerError(c, e);
        throw e;
      }
    }
    c.queue.push(new Entry(chunk, size));
    c.queueTotalSize += size;
  }
  callPullIfNeeded(c);
}

function defaultControllerError(c, e) {
  if (c.stream.state !== 'readable') return;
  c.queue.clear();
  c.queueTotalSize = 0;
  clearAlgorithms(c);
  streamError(c.stream, e);
}

function controllerDesiredSize(c) {
  switch (c.stream.state) {
    case 'errored': return null;
    case 'closed': return 0;
    default: return c.hwm - c.queueTotalSize;
  }
}

function setUpDefaultController(stream, c, start, pull, cancel, highWaterMark, size) {
  c.pull = pull;
  c.cancel = cancel;
  c.hwm = highWaterMark;
  c.sizeOf = size;
  stream.controller = c;
  const result = start === undefined ? undefined : start();
  then(resolvedWith(result), () => {
    c.started = true;
    callPullIfNeeded(c);
  }, (e) => defaultControllerError(c, e));
}

function setUpFromSource(stream, source, members, highWaterMark, size) {
  const c = new DefaultController(stream);
  c.obj = new ReadableStreamDefaultController(kCreate, c);
  const { obj } = c;
  const { start, pull, cancel } = members;
  setUpDefaultController(stream, c,
    start === undefined ? undefined : () => apply(start, source, [obj]),
    pull === undefined ? undefined : () => invokePromise(pull, source, [obj]),
    cancel === undefined ? undefined : (reason) => invokePromise(cancel, source, [reason]),
    highWaterMark, size);
}

class ReadableStreamDefaultController {
  constructor(key = undefined, state = undefined) {
    if (key !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this[kState] = state;
  }
  get desiredSize() { return controllerDesiredSize(controllerOf(this)); }
  close() {
    const c = controllerOf(this);
    if (!canCloseOrEnqueue(c)) throw closedError(c);
    defaultControllerClose(c);
  }
  enqueue(chunk = undefined) {
    const c = controllerOf(this);
    if (!canCloseOrEnqueue(c)) throw closedError(c);
    defaultControllerEnqueue(c, chunk);
  }
  error(error = undefined) { defaultControllerError(controllerOf(this), error); }
  [kInspect](depth, options) { return inspectAs(this, this.constructor.name, {}, depth, options); }
}
defineInterface(ReadableStreamDefaultController, ['desiredSize', 'close', 'enqueue', 'error']);

function controllerOf(v) {
  const c = v?.[kState];
  if (!(c instanceof DefaultController)) throw new ERR_INVALID_THIS('ReadableStreamDefaultController');
  return c;
}
function closedError(c) {
  return c.closeRequested || c.stream.state === 'closed' ? new ERR_INVALID_STATE.TypeError('Controller is already closed') :
    new ERR_INVALID_STATE.TypeError('ReadableStream is errored');
}

// ---- stream operations

function streamClose(stream) {
  stream.state = 'closed';
  if (stream.closedPromise !== undefined) stream.closedPromise.resolve();
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.resolve();
  if (!reader.byob) {
    const list = reader.requests;
    if (list.length > 0) {
      reader.requests = new Queue();
      while (list.length > 0) list.shift().close();
    }
  }
}

function streamError(stream, e) {
  stream.state = 'errored';
  stream.storedError = e;
  if (stream.closedPromise !== undefined) stream.closedPromise.reject(e);
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.reject(e);
  setHandled(reader.closed.promise);
  errorRequests(reader, e);
}

function errorRequests(reader, e) {
  const list = reader.requests;
  reader.requests = new Queue();
  while (list.length > 0) list.shift().error(e);
}

function streamCancel(stream, reason) {
  stream.disturbed = true;
  if (stream.state === 'closed') return Promise.resolve();
  if (stream.state === 'errored') return rejectedWith(stream.storedError);
  streamClose(stream);
  const { reader } = stream;
  if (reader !== undefined && reader.byob) {
    const list = reader.requests;
    reader.requests = new Queue();
    while (list.length > 0) list.shift().close(undefined);
  }
  return then(stream.controller.cancelSteps(reason), nop);
}

// ---- readers

function readerInitialize(reader, stream) {
  reader.stream = stream;
  stream.reader = reader;
  switch (stream.state) {
    case 'readable': reader.closed = new Deferred(); break;
    case 'closed': reader.closed = Deferred.resolved(); break;
    default: reader.closed = Deferred.rejected(stream.storedError);
  }
}

function acquireDefaultReader(stream) {
  if (stream.reader !== undefined) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
  const reader = new ReaderState(false);
  readerInitialize(reader, stream);
  return reader;
}

function readerRelease(reader) {
  const { stream } = reader;
  const error = new ERR_INVALID_STATE.TypeError('Reader released');
  if (stream.state === 'readable') reader.closed.reject(error);
  else reader.closed = Deferred.rejected(error);
  setHandled(reader.closed.promise);
  stream.controller.releaseSteps();
  stream.reader = undefined;
  reader.stream = undefined;
}

function defaultReaderRelease(reader) {
  readerRelease(reader);
  if (reader.requests.length > 0) errorRequests(reader, new ERR_INVALID_STATE.TypeError('Releasing reader'));
}

function defaultReaderRead(reader, request) {
  const { stream } = reader;
  stream.disturbed = true;
  switch (stream.state) {
    case 'closed': request.close(); break;
    case 'errored': request.error(stream.storedError); break;
    default: stream.controller.pullSteps(request);
  }
}

function notAttached() {
  return new ERR_INVALID_STATE.TypeError('The reader is not attached to a stream');
}

class ReadableStreamDefaultReader {
  constructor(stream) {
    if (!isReadableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    const s = stream[kState];
    this[kState] = acquireDefaultReader(s);
    this[kState].obj = this;
  }
  read() {
    const reader = this?.[kState];
    if (!(reader instanceof ReaderState) || reader.byob) return rejectedWith(new ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    if (reader.stream === undefined) return rejectedWith(notAttached());
    const request = new ReadRequest();
    defaultReaderRead(reader, request);
    return request.promise;
  }
  releaseLock() {
    const reader = readerOf(this);
    if (reader.stream !== undefined) defaultReaderRelease(reader);
  }
  get closed() {
    const reader = this?.[kState];
    if (!(reader instanceof ReaderState) || reader.byob) return rejectedWith(new ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    return reader.closed.promise;
  }
  cancel(reason = undefined) {
    const reader = this?.[kState];
    if (!(reader instanceof ReaderState) || reader.byob) return rejectedWith(new ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    if (reader.stream === undefined) return rejectedWith(notAttached());
    return streamCancel(reader.stream, reason);
  }
  [kInspect](depth, options) {
    const reader = readerOf(this);
    return inspectAs(this, this.constructor.name, { stream: reader.stream && publicStream(reader.stream), readRequests: reader.requests.length, close: reader.closed.promise },
      depth, options);
  }
}
defineInterface(ReadableStreamDefaultReader, ['closed', 'read', 'releaseLock', 'cancel']);

function readerOf(v) {
  const r = v?.[kState];
  if (!(r instanceof ReaderState) || r.byob) throw new ERR_INVALID_THIS('ReadableStreamDefaultReader');
  return r;
}

// ---- ReadableStream

class ReadableStream {
  constructor(source = kNothing, strategy = undefined) {
    if (source === kCreate) {
      this[kState] = strategy;
      strategy.obj = this;
      return;
    }
    if (source === kNothing || source === undefined) source = null;
    else if (source === null || (typeof source !== 'object' && typeof source !== 'function')) throw new ERR_INVALID_ARG_TYPE('source', 'Object', source);
    const s = readStrategy(strategy);
    const stream = new StreamState();
    stream.obj = this;
    this[kState] = stream;
    // The members in the order of Web IDL.
    const members = { autoAllocateChunkSize: undefined, cancel: undefined, pull: undefined, start: undefined };
    let type;
    if (source !== null) {
      members.autoAllocateChunkSize = source.autoAllocateChunkSize;
      members.cancel = callback(source, 'cancel', 'source');
      members.pull = callback(source, 'pull', 'source');
      members.start = callback(source, 'start', 'source');
      type = source.type;
    }
    if (type !== undefined && `${type}` !== 'bytes') throw new ERR_INVALID_ARG_VALUE('source.type', type);
    if (type !== undefined) {
      if (s.size !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('strategy.size', s.size);
      const highWaterMark = extractHighWaterMark(s, 0);
      require('internal/webstreams/bytestream').setUpByteControllerFromSource(stream, source, members, highWaterMark);
    } else {
      const highWaterMark = extractHighWaterMark(s, 1);
      setUpFromSource(stream, source, members, highWaterMark, extractSizeAlgorithm(s));
    }
  }

  static from(asyncIterable) { return publicStream(readableStreamFrom(asyncIterable)); }

  get locked() { return streamOf(this).reader !== undefined; }

  cancel(reason = undefined) {
    if (!isReadableStream(this)) return rejectedWith(new ERR_INVALID_THIS('ReadableStream'));
    const stream = this[kState];
    if (stream.reader !== undefined) return rejectedWith(new ERR_INVALID_STATE.TypeError('ReadableStream is locked'));
    return streamCancel(stream, reason);
  }

  getReader(options = undefined) {
    streamOf(this);
    options = dictionary(options, 'options');
    const { mode } = options;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw new ERR_INVALID_ARG_VALUE('options.mode', mode);
    const { ReadableStreamBYOBReader } = require('internal/webstreams/bytestream');
    return new ReadableStreamBYOBReader(this);
  }

  pipeThrough(transform, options = undefined) {
    const stream = streamOf(this);
    const readable = transform?.readable;
    if (!isReadableStream(readable)) throw new ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', readable);
    const writable = transform?.writable;
    const { isWritableStream } = require('internal/webstreams/writablestream');
    if (!isWritableStream(writable)) throw new ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', writable);
    const o = pipeOptions(options);
    if (stream.reader !== undefined) throw new ERR_INVALID_STATE.TypeError('The ReadableStream is locked');
    if (writable[kState].writer !== undefined) throw new ERR_INVALID_STATE.TypeError('The WritableStream is locked');
    setHandled(pipeTo(stream, writable[kState], o));
    return readable;
  }

  pipeTo(destination, options = undefined) {
    try {
      const stream = streamOf(this);
      const { isWritableStream } = require('internal/webstreams/writablestream');
      if (!isWritableStream(destination)) throw new ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
      const o = pipeOptions(options);
      if (stream.reader !== undefined) throw new ERR_INVALID_STATE.TypeError('The ReadableStream is locked');
      if (destination[kState].writer !== undefined) throw new ERR_INVALID_STATE.TypeError('The WritableStream is locked');
      return pipeTo(stream, destination[kState], o);
    } catch (error) {
      return rejectedWith(error);
    }
  }

  tee() {
    const [a, b] = streamTee(streamOf(this), false);
    return [publicStream(a), publicStream(b)];
  }

  values(options = undefined) {
    const stream = streamOf(this);
    options = dictionary(options, 'options');
    return makeIterator(stream, !!options.preventCancel);
  }

  [kInspect](depth, options) {
    const s = streamOf(this);
    return inspectAs(this, this.constructor.name, { locked: s.reader !== undefined, state: s.state, supportsBYOB: !!s.controller?.isByte }, depth, options);
  }

  get [kIsDisturbed]() { return this[kState].disturbed; }
  get [kIsErrored]() { return this[kState].state === 'errored'; }
  get [kIsReadable]() { return this[kState].state === 'readable'; }
  get [kIsClosedPromise]() {
    const s = this[kState];
    if (s.closedPromise === undefined) {
      s.closedPromise = new Deferred();
      if (s.state === 'closed') s.closedPromise.resolve();
      else if (s.state === 'errored') s.closedPromise.reject(s.storedError);
      setHandled(s.closedPromise.promise);
    }
    return s.closedPromise;
  }
  get [kControllerErrorFunction]() {
    const c = this[kState].controller;
    return (e) => controllerError(c, e);
  }
}
const kNothing = Symbol('nothing');
Object.defineProperty(ReadableStream, 'length', { __proto__: null, configurable: true, value: 0 });
Object.defineProperty(ReadableStream, 'from', { __proto__: null, enumerable: true });
defineInterface(ReadableStream, ['locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values']);
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  __proto__: null, configurable: true, enumerable: false, writable: true, value: ReadableStream.prototype.values,
});

function isReadableStream(v) {
  return v !== null && (typeof v === 'object' || typeof v === 'function') && v[kState] instanceof StreamState;
}
function streamOf(v) {
  if (!isReadableStream(v)) throw new ERR_INVALID_THIS('ReadableStream');
  return v[kState];
}
// publicStream gives the object programs see.
function publicStream(stream) {
  return stream.obj ?? new ReadableStream(kCreate, stream);
}
function controllerError(c, e) {
  if (c.isByte) require('internal/webstreams/bytestream').byteControllerError(c, e);
  else defaultControllerError(c, e);
}

function pipeOptions(options) {
  options = dictionary(options, 'options');
  const preventAbort = !!options.preventAbort;
  const preventCancel = !!options.preventCancel;
  const preventClose = !!options.preventClose;
  const { signal } = options;
  if (signal !== undefined) {
    const { isAbortSignal } = require('internal/abort_controller');
    if (!isAbortSignal(signal)) throw new ERR_INVALID_ARG_TYPE('options.signal', 'AbortSignal', signal);
  }
  return { preventAbort, preventCancel, preventClose, signal };
}

// createReadableStream makes a stream without a public object for other parts of lib. The algorithms return promises.
function createReadableStream(start, pull, cancel, highWaterMark = 1, size = undefined) {
  const stream = new StreamState();
  setUpDefaultController(stream, new DefaultController(stream), start, pull, cancel, highWaterMark, size);
  return stream;
}

// ---- asynchronous iteration

let iteratorPrototype;
const kIterator = Symbol('kIterator');

class IteratorState {
  constructor(stream, reader, preventCancel) {
    this.stream = stream;
    this.reader = reader;
    this.preventCancel = preventCancel;
    this.ongoing = undefined;
    this.finished = false;
  }
  next() {
    if (this.finished) return Promise.resolve({ done: true, value: undefined });
    const { reader } = this;
    if (reader.stream === undefined) return rejectedWith(notAttached());
    const request = new IteratorRequest(this);
    defaultReaderRead(reader, request);
    return request.promise;
  }
  return(value) {
    if (this.finished) return Promise.resolve({ done: true, value });
    this.finished = true;
    const { reader } = this;
    if (reader.stream === undefined) return rejectedWith(notAttached());
    if (!this.preventCancel) {
      const result = streamCancel(reader.stream, value);
      defaultReaderRelease(reader);
      return then(result, () => ({ done: true, value }));
    }
    defaultReaderRelease(reader);
    return Promise.resolve({ done: true, value });
  }
}

class IteratorRequest {
  constructor(state) {
    this.state = state;
    this.resolve = undefined;
    this.reject = undefined;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
  chunk(value) {
    // As in Web IDL the result comes in a step of its own: a pull that the read led to is before it.
    then(kResolved, () => {
      this.state.ongoing = undefined;
      this.resolve({ done: false, value });
    });
  }
  close() {
    const { state } = this;
    state.ongoing = undefined;
    state.finished = true;
    if (state.reader.stream !== undefined) defaultReaderRelease(state.reader);
    this.resolve({ done: true, value: undefined });
  }
  error(e) {
    const { state } = this;
    state.ongoing = undefined;
    state.finished = true;
    if (state.reader.stream !== undefined) defaultReaderRelease(state.reader);
    this.reject(e);
  }
}

function makeIterator(stream, preventCancel) {
  const state = new IteratorState(stream, acquireDefaultReader(stream), preventCancel);
  if (iteratorPrototype === undefined) {
    const asyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function*() {}).prototype);
    iteratorPrototype = Object.create(asyncIteratorPrototype);
    const methods = {
      next() {
        const s = this?.[kIterator];
        if (s === undefined) return rejectedWith(new ERR_INVALID_THIS('ReadableStreamAsyncIterator'));
        s.ongoing = s.ongoing === undefined ? s.next() : then(s.ongoing, () => s.next(), () => s.next());
        return s.ongoing;
      },
      return(value) {
        const s = this?.[kIterator];
        if (s === undefined) return rejectedWith(new ERR_INVALID_THIS('ReadableStreamAsyncIterator'));
        s.ongoing = s.ongoing === undefined ? s.return(value) : then(s.ongoing, () => s.return(value), () => s.return(value));
        return s.ongoing;
      },
    };
    for (const name of ['next', 'return']) {
      Object.defineProperty(iteratorPrototype, name, { __proto__: null, value: methods[name], enumerable: true, configurable: true, writable: true });
    }
    Object.defineProperty(iteratorPrototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'ReadableStream AsyncIterator' });
  }
  const iterator = Object.create(iteratorPrototype);
  Object.defineProperty(iterator, kIterator, { __proto__: null, value: state });
  return iterator;
}

// ---- ReadableStream.from

function isObject(v) {
  return v !== null && (typeof v === 'object' || typeof v === 'function');
}

function readableStreamFrom(iterable) {
  let method;
  let sync = false;
  if (iterable !== null && iterable !== undefined) {
    method = iterable[Symbol.asyncIterator];
    if (method === undefined || method === null) {
      method = iterable[Symbol.iterator];
      sync = true;
    }
  }
  if (typeof method !== 'function') throw new ERR_ARG_NOT_ITERABLE(require('internal/util/inspect').inspect(iterable));
  const iterator = apply(method, iterable, []);
  if (!isObject(iterator)) throw new ERR_INVALID_STATE.TypeError('The iterator method must return an object');
  const { next } = iterator;
  const pull = () => {
    let result;
    try {
      result = apply(next, iterator, []);
      if (sync && !isObject(result)) throw new ERR_INVALID_STATE.TypeError('The promise or iterator value must be an object');
    } catch (e) {
      return rejectedWith(e);
    }
    return then(sync ? syncResult(result) : Promise.resolve(result), (r) => {
      if (!isObject(r)) throw new ERR_INVALID_STATE.TypeError('The promise returned by the iterator.next() method must fulfill with an object');
      if (r.done) defaultControllerClose(stream.controller);
      else if (sync) defaultControllerEnqueue(stream.controller, r.value);
      else defaultControllerEnqueue(stream.controller, r.value);
    });
  };
  const cancel = (reason) => {
    let result;
    try {
      const fn = iterator.return;
      if (fn === undefined || fn === null) return Promise.resolve();
      result = apply(fn, iterator, [reason]);
    } catch (e) {
      return rejectedWith(e);
    }
    if (sync) {
      if (!isObject(result)) return rejectedWith(new ERR_INVALID_STATE.TypeError('The iterator.return() method must return an object'));
      return then(syncResult(result), nop);
    }
    return then(Promise.resolve(result), (r) => {
      if (!isObject(r)) throw new ERR_INVALID_STATE.TypeError('The promise returned by the iterator.return() method must fulfill with an object');
    });
  };
  const stream = createReadableStream(undefined, pull, cancel, 0);
  return stream;
}
// syncResult is the step of an async-from-sync iterator: the value of the result is awaited.
async function syncResult(result) {
  const { done, value } = result;
  return { done, value: await value };
}

// ---- pipeTo

function pipeTo(source, dest, options) {
  const ws = require('internal/webstreams/writablestream');
  const { preventAbort, preventCancel, preventClose, signal } = options;
  const reader = acquireDefaultReader(source);
  const writer = ws.acquireWriter(dest);
  source.disturbed = true;
  const result = new Deferred();
  let shuttingDown = false;
  let currentWrite = kResolved;
  let onAbort;

  function waitForWrites() {
    const write = currentWrite;
    return then(write, () => (write !== currentWrite ? waitForWrites() : undefined));
  }
  function finalize(isError, error) {
    ws.writerRelease(writer);
    defaultReaderRelease(reader);
    if (signal !== undefined) removeAbortListener(signal, onAbort);
    if (isError) result.reject(error);
    else result.resolve(undefined);
  }
  function shutdownWithAction(action, isError, error) {
    if (shuttingDown) return;
    shuttingDown = true;
    const run = () => then(action(), () => finalize(isError, error), (e) => finalize(true, e));
    if (dest.state === 'writable' && !ws.closeQueuedOrInFlight(dest)) then(waitForWrites(), run);
    else run();
  }
  function shutdown(isError, error) {
    if (shuttingDown) return;
    shuttingDown = true;
    if (dest.state === 'writable' && !ws.closeQueuedOrInFlight(dest)) then(waitForWrites(), () => finalize(isError, error));
    else finalize(isError, error);
  }

  if (signal !== undefined) {
    onAbort = () => {
      const error = signal.reason;
      const actions = [];
      if (!preventAbort) actions.push(() => (dest.state === 'writable' ? ws.streamAbort(dest, error) : kResolved));
      if (!preventCancel) actions.push(() => (source.state === 'readable' ? streamCancel(source, error) : kResolved));
      shutdownWithAction(() => Promise.all(actions.map((a) => a())), true, error);
    };
    if (signal.aborted) {
      onAbort();
      return result.promise;
    }
    addAbortListener(signal, onAbort);
  }

  // Errors are propagated forward and backward, the end forward and backward.
  const sourceErrored = (e) => {
    if (!preventAbort) shutdownWithAction(() => ws.streamAbort(dest, e), true, e);
    else shutdown(true, e);
  };
  const sourceClosed = () => {
    if (!preventClose) shutdownWithAction(() => ws.writerCloseWithErrorPropagation(writer), false, undefined);
    else shutdown(false, undefined);
  };
  const destErrored = (e) => {
    if (!preventCancel) shutdownWithAction(() => streamCancel(source, e), true, e);
    else shutdown(true, e);
  };
  if (source.state === 'errored') sourceErrored(source.storedError);
  else if (source.state !== 'closed') then(reader.closed.promise, nop, sourceErrored);
  if (dest.state === 'errored') destErrored(dest.storedError);
  else if (dest.state !== 'closed') then(writer.closed.promise, nop, destErrored);
  if (source.state === 'closed') sourceClosed();
  else if (source.state !== 'errored') then(reader.closed.promise, sourceClosed, nop);
  if (ws.closeQueuedOrInFlight(dest) || dest.state === 'closed') {
    const error = new ERR_INVALID_STATE.TypeError('Destination WritableStream is closed');
    if (!preventCancel) shutdownWithAction(() => streamCancel(source, error), true, error);
    else shutdown(true, error);
  }

  const request = {
    chunk(value) {
      // The write happens in a microtask of its own: enqueue() must not call the sink.
      currentWrite = then(kResolved, () => {
        const p = then(ws.writerWrite(writer, value), undefined, nop);
        currentWrite = p;
        step();
        return p;
      });
    },
    close: nop,
    error: nop,
  };
  function step() {
    if (shuttingDown) return;
    const size = ws.writerDesiredSize(writer);
    if (size === null || size <= 0) {
      then(writer.ready.promise, step, nop);
      return;
    }
    defaultReaderRead(reader, request);
  }
  step();
  return result.promise;
}

function addAbortListener(signal, fn) {
  const { kResistStopPropagation } = require('internal/event_target');
  signal.addEventListener('abort', fn, { __proto__: null, once: true, [kResistStopPropagation]: true });
}
function removeAbortListener(signal, fn) {
  if (fn !== undefined) signal.removeEventListener('abort', fn);
}

// ---- tee

function streamTee(stream, cloneForBranch2) {
  if (stream.controller.isByte) return require('internal/webstreams/bytestream').byteStreamTee(stream);
  return defaultTee(stream, cloneForBranch2);
}

function defaultTee(stream, cloneForBranch2) {
  const reader = acquireDefaultReader(stream);
  let reading = false;
  let readAgain = false;
  let canceled1 = false;
  let canceled2 = false;
  let reason1;
  let reason2;
  let branch1;
  let branch2;
  const cancelPromise = new Deferred();

  const request = {
    chunk(value) {
      queueMicrotask(() => {
        readAgain = false;
        let second = value;
        if (!canceled2 && cloneForBranch2) {
          try {
            second = require('internal/structured_clone').structuredClone(value);
          } catch (e) {
            defaultControllerError(branch1.controller, e);
            defaultControllerError(branch2.controller, e);
            cancelPromise.resolve(streamCancel(stream, e));
            return;
          }
        }
        if (!canceled1) defaultControllerEnqueue(branch1.controller, value);
        if (!canceled2) defaultControllerEnqueue(branch2.controller, second);
        reading = false;
        if (readAgain) pull();
      });
    },
    close() {
      reading = false;
      if (!canceled1) defaultControllerClose(branch1.controller);
      if (!canceled2) defaultControllerClose(branch2.controller);
      if (!canceled1 || !canceled2) cancelPromise.resolve();
    },
    error() { reading = false; },
  };
  function pull() {
    if (reading) {
      readAgain = true;
      return kResolved;
    }
    reading = true;
    defaultReaderRead(reader, request);
    return kResolved;
  }
  function cancel1(reason) {
    canceled1 = true;
    reason1 = reason;
    if (canceled2) cancelPromise.resolve(streamCancel(stream, [reason1, reason2]));
    return cancelPromise.promise;
  }
  function cancel2(reason) {
    canceled2 = true;
    reason2 = reason;
    if (canceled1) cancelPromise.resolve(streamCancel(stream, [reason1, reason2]));
    return cancelPromise.promise;
  }
  branch1 = createReadableStream(undefined, pull, cancel1);
  branch2 = createReadableStream(undefined, pull, cancel2);
  then(reader.closed.promise, undefined, (e) => {
    defaultControllerError(branch1.controller, e);
    defaultControllerError(branch2.controller, e);
    if (!canceled1 || !canceled2) cancelPromise.resolve();
  });
  return [branch1, branch2];
}

const queueMicrotask = (fn) => { then(kResolved, fn); };

// How it is transferred: internal/webstreams/transfer, which loads when it happens.
markLazyTransfer(ReadableStream.prototype, 'internal/webstreams/transfer');

module.exports = {
  ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController,
  StreamState, ReaderState, ReadRequest, isReadableStream, publicStream, createReadableStream, acquireDefaultReader, defaultReaderRead, defaultReaderRelease,
  defaultControllerClose, defaultControllerEnqueue, defaultControllerError, canCloseOrEnqueue, controllerDesiredSize, controllerError,
  streamCancel, streamClose, streamError, streamTee, readerInitialize, readerRelease, errorRequests, pipeTo, notAttached, queueMicrotask,
};
