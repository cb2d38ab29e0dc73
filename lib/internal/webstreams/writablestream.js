'use strict';
// WritableStream, its writer and its controller (WHATWG Streams).

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_INVALID_THIS },
} = require('internal/errors');
const {
  kState, kCreate, then, setHandled, kResolved, resolvedWith, rejectedWith, Deferred, Queue, invokePromise, callback, readStrategy,
  extractHighWaterMark, extractSizeAlgorithm, checkSize, inspectAs, defineInterface,
} = require('internal/webstreams/util');
const { kIsErrored, kIsWritable, kIsClosedPromise, kControllerErrorFunction } = require('internal/streams/utils');
const { apply } = Reflect;
const { markLazyTransfer } = require('internal/worker/js_transferable');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const kClose = Symbol('close'); // the close sentinel of the queue
const kNoRequest = undefined;

class StreamState {
  constructor() {
    this.obj = undefined;
    this.state = 'writable';
    this.storedError = undefined;
    this.writer = undefined;
    this.controller = undefined;
    this.writeRequests = new Queue();
    this.inFlightWrite = kNoRequest;
    this.closeRequest = kNoRequest;
    this.inFlightClose = kNoRequest;
    this.pendingAbort = undefined; // { deferred, reason, wasAlreadyErroring }
    this.backpressure = false;
    this.detached = false;
    this.closedPromise = undefined;
  }
}

class WriterState {
  constructor() {
    this.obj = undefined;
    this.stream = undefined;
    this.ready = undefined;
    this.closed = undefined;
    this.readyPending = false;
    this.closedPending = false;
  }
}

class Controller {
  constructor(stream) {
    this.obj = undefined;
    this.stream = stream;
    this.queue = new Queue();
    this.queueTotalSize = 0;
    this.started = false;
    this.hwm = 1;
    this.sizeOf = undefined;
    this.write = undefined;
    this.close = undefined;
    this.abort = undefined;
    this.abortController = undefined;
    this.abortReason = undefined;
    this.aborted = false;
  }
}

class Entry {
  constructor(value, size) {
    this.value = value;
    this.size = size;
  }
}

// ---- stream

function acquireWriter(stream) {
  if (stream.writer !== undefined) throw new ERR_INVALID_STATE.TypeError('WritableStream is locked');
  const writer = new WriterState();
  writer.stream = stream;
  stream.writer = writer;
  switch (stream.state) {
    case 'writable':
      if (!closeQueuedOrInFlight(stream) && stream.backpressure) pendingReady(writer);
      else resolvedReady(writer);
      pendingClosed(writer);
      break;
    case 'erroring':
      rejectedReady(writer, stream.storedError);
      pendingClosed(writer);
      break;
    case 'closed':
      resolvedReady(writer);
      writer.closed = Deferred.resolved();
      writer.closedPending = false;
      break;
    default:
      rejectedReady(writer, stream.storedError);
      writer.closed = Deferred.rejected(stream.storedError);
      writer.closedPending = false;
  }
  return writer;
}
function pendingReady(writer) {
  writer.ready = new Deferred();
  writer.readyPending = true;
}
function resolvedReady(writer) {
  writer.ready = Deferred.resolved();
  writer.readyPending = false;
}
function rejectedReady(writer, e) {
  writer.ready = Deferred.rejected(e);
  writer.readyPending = false;
}
function pendingClosed(writer) {
  writer.closed = new Deferred();
  writer.closedPending = true;
}
function ensureReadyRejected(writer, e) {
  if (writer.readyPending) {
    writer.ready.reject(e);
    writer.readyPending = false;
    setHandled(writer.ready.promise);
  } else {
    rejectedReady(writer, e);
  }
}
function ensureClosedRejected(writer, e) {
  if (writer.closedPending) {
    writer.closed.reject(e);
    writer.closedPending = false;
    setHandled(writer.closed.promise);
  } else {
    writer.closed = Deferred.rejected(e);
  }
}

function closeQueuedOrInFlight(stream) {
  return stream.closeRequest !== undefined || stream.inFlightClose !== undefined;
}

function streamAbort(stream, reason) {
  if (stream.state === 'closed' || stream.state === 'errored') return Promise.resolve();
  const c = stream.controller;
  if (!c.aborted) {
    c.aborted = true;
    c.abortReason = reason;
    c.abortController?.abort(reason);
  }
  const { state } = stream;
  if (state === 'closed' || state === 'errored') return Promise.resolve();
  if (stream.pendingAbort !== undefined) return stream.pendingAbort.deferred.promise;
  const wasAlreadyErroring = state === 'erroring';
  if (wasAlreadyErroring) reason = undefined;
  const deferred = new Deferred();
  stream.pendingAbort = { deferred, reason, wasAlreadyErroring };
  if (!wasAlreadyErroring) startErroring(stream, reason);
  return deferred.promise;
}

function streamClose(stream) {
  const { state } = stream;
  if (state === 'closed' || state === 'errored') return rejectedWith(new ERR_INVALID_STATE.TypeError('WritableStream is closed'));
  const deferred = new Deferred();
  stream.closeRequest = deferred;
  const { writer } = stream;
  if (writer !== undefined && stream.backpressure && state === 'writable') {
    writer.ready.resolve();
    writer.readyPending = false;
  }
  const c = stream.controller;
  c.queue.push(new Entry(kClose, 0));
  advanceQueueIfNeeded(c);
  return deferred.promise;
}

function dealWithRejection(stream, e) {
  if (stream.state === 'writable') startErroring(stream, e);
  else finishErroring(stream);
}

function startErroring(stream, reason) {
  stream.state = 'erroring';
  stream.storedError = reason;
  const { writer } = stream;
  if (writer !== undefined) ensureReadyRejected(writer, reason);
  if (stream.inFlightWrite === undefined && stream.inFlightClose === undefined && stream.controller.started) finishErroring(stream);
}

function finishErroring(stream) {
  stream.state = 'errored';
  const c = stream.controller;
  c.queue.clear();
  c.queueTotalSize = 0;
  const e = stream.storedError;
  const list = stream.writeRequests;
  stream.writeRequests = new Queue();
  while (list.length > 0) list.shift().reject(e);
  if (stream.pendingAbort === undefined) {
    rejectCloseAndClosedIfNeeded(stream);
    return;
  }
  const { deferred, reason, wasAlreadyErroring } = stream.pendingAbort;
  stream.pendingAbort = undefined;
  if (wasAlreadyErroring) {
    deferred.reject(e);
    rejectCloseAndClosedIfNeeded(stream);
    return;
  }
  const { abort } = c;
  clearAlgorithms(c);
  then(abort === undefined ? kResolved : abort(reason), () => {
    deferred.resolve();
    rejectCloseAndClosedIfNeeded(stream);
  }, (error) => {
    deferred.reject(error);
    rejectCloseAndClosedIfNeeded(stream);
  });
}

function rejectCloseAndClosedIfNeeded(stream) {
  const e = stream.storedError;
  if (stream.closeRequest !== undefined) {
    stream.closeRequest.reject(e);
    stream.closeRequest = undefined;
  }
  if (stream.closedPromise !== undefined) stream.closedPromise.reject(e);
  const { writer } = stream;
  if (writer !== undefined) ensureClosedRejected(writer, e);
}

function updateBackpressure(stream, backpressure) {
  const { writer } = stream;
  if (writer !== undefined && backpressure !== stream.backpressure) {
    if (backpressure) {
      pendingReady(writer);
    } else {
      writer.ready.resolve();
      writer.readyPending = false;
    }
  }
  stream.backpressure = backpressure;
}

// ---- writer

function writerRelease(writer) {
  const { stream } = writer;
  const error = new ERR_INVALID_STATE.TypeError('Writer has been released');
  ensureReadyRejected(writer, error);
  ensureClosedRejected(writer, error);
  stream.writer = undefined;
  writer.stream = undefined;
}

function writerDesiredSize(writer) {
  const { stream } = writer;
  if (stream.state === 'errored' || stream.state === 'erroring') return null;
  if (stream.state === 'closed') return 0;
  return stream.controller.hwm - stream.controller.queueTotalSize;
}

function writerWrite(writer, chunk) {
  const { stream } = writer;
  const c = stream.controller;
  const size = getChunkSize(c, chunk);
  if (stream !== writer.stream) return rejectedWith(new ERR_INVALID_STATE.TypeError('Mismatched WritableStreams'));
  const { state } = stream;
  if (state === 'errored') return rejectedWith(stream.storedError);
  if (closeQueuedOrInFlight(stream) || state === 'closed') return rejectedWith(new ERR_INVALID_STATE.TypeError('WritableStream is closed'));
  if (state === 'erroring') return rejectedWith(stream.storedError);
  const deferred = new Deferred();
  stream.writeRequests.push(deferred);
  controllerWrite(c, chunk, size);
  return deferred.promise;
}

function writerCloseWithErrorPropagation(writer) {
  const { stream } = writer;
  if (closeQueuedOrInFlight(stream) || stream.state === 'closed') return Promise.resolve();
  if (stream.state === 'errored') return rejectedWith(stream.storedError);
  return streamClose(stream);
}

// ---- controller

function clearAlgorithms(c) {
  c.write = undefined;
  c.close = undefined;
  c.abort = undefined;
  c.sizeOf = undefined;
}

function getChunkSize(c, chunk) {
  if (c.sizeOf === undefined) return 1;
  try {
    return checkSize(0, c.sizeOf(chunk));
  } catch (e) {
    controllerErrorIfNeeded(c, e);
    return 1;
  }
}

function controllerWrite(c, chunk, size) {
  // A size that cannot be counted was refused by getChunkSize.
  c.queue.push(new Entry(chunk, size));
  c.queueTotalSize += size;
  const { stream } = c;
  if (!closeQueuedOrInFlight(stream) && stream.state === 'writable') updateBackpressure(stream, backpressureOf(c));
  advanceQueueIfNeeded(c);
}

function backpressureOf(c) {
  return c.hwm - c.queueTotalSize <= 0;
}

function advanceQueueIfNeeded(c) {
  const { stream } = c;
  if (!c.started || stream.inFlightWrite !== undefined) return;
  if (stream.state === 'erroring') {
    finishErroring(stream);
    return;
  }
  if (c.queue.length === 0) return;
  const { value } = c.queue.peek();
  if (value === kClose) processClose(c);
  else processWrite(c, value);
}

function processClose(c) {
  const { stream } = c;
  stream.inFlightClose = stream.closeRequest;
  stream.closeRequest = undefined;
  c.queue.shift();
  const { close } = c;
  const promise = close === undefined ? kResolved : close();
  clearAlgorithms(c);
  then(promise, () => {
    stream.inFlightClose.resolve();
    stream.inFlightClose = undefined;
    if (stream.state === 'erroring') {
      // The close won: a pending abort is as good as done.
      stream.storedError = undefined;
      if (stream.pendingAbort !== undefined) {
        stream.pendingAbort.deferred.resolve();
        stream.pendingAbort = undefined;
      }
    }
    stream.state = 'closed';
    if (stream.closedPromise !== undefined) stream.closedPromise.resolve();
    const { writer } = stream;
    if (writer !== undefined) {
      writer.closed.resolve();
      writer.closedPending = false;
    }
  }, (e) => {
    stream.inFlightClose.reject(e);
    stream.inFlightClose = undefined;
    if (stream.pendingAbort !== undefined) {
      stream.pendingAbort.deferred.reject(e);
      stream.pendingAbort = undefined;
    }
    dealWithRejection(stream, e);
  });
}

function processWrite(c, chunk) {
  const { stream } = c;
  stream.inFlightWrite = stream.writeRequests.shift();
  then(c.write === undefined ? kResolved : c.write(chunk), () => {
    stream.inFlightWrite.resolve();
    stream.inFlightWrite = undefined;
    const { state } = stream;
    const { size } = c.queue.shift() ?? { size: 0 };
    c.queueTotalSize -= size;
    if (c.queueTotalSize < 0) c.queueTotalSize = 0;
    if (!closeQueuedOrInFlight(stream) && state === 'writable') updateBackpressure(stream, backpressureOf(c));
    advanceQueueIfNeeded(c);
  }, (e) => {
    if (stream.state === 'writable') clearAlgorithms(c);
    stream.inFlightWrite.reject(e);
    stream.inFlightWrite = undefined;
    dealWithRejection(stream, e);
  });
}

function controllerErrorIfNeeded(c, e) {
  if (c.stream.state === 'writable') controllerError(c, e);
}
function controllerError(c, e) {
  clearAlgorithms(c);
  startErroring(c.stream, e);
}

function setUpController(stream, c, start, write, close, abort, highWaterMark, size) {
  c.hwm = highWaterMark;
  c.sizeOf = size;
  c.write = write;
  c.close = close;
  c.abort = abort;
  stream.controller = c;
  updateBackpressure(stream, backpressureOf(c));
  const result = start === undefined ? undefined : start();
  then(resolvedWith(result), () => {
    c.started = true;
    advanceQueueIfNeeded(c);
  }, (e) => {
    c.started = true;
    dealWithRejection(stream, e);
  });
}

// createWritableStream makes a stream without a public object for other parts of lib. The algorithms return promises.
function createWritableStream(start, write, close, abort, highWaterMark = 1, size = undefined) {
  const stream = new StreamState();
  setUpController(stream, new Controller(stream), start, write, close, abort, highWaterMark, size);
  return stream;
}

// ---- public classes

class WritableStream {
  constructor(sink = undefined, strategy = undefined) {
    if (sink === kCreate) {
      this[kState] = strategy;
      strategy.obj = this;
      return;
    }
    if (sink === undefined) sink = null;
    else if (sink === null || (typeof sink !== 'object' && typeof sink !== 'function')) throw new ERR_INVALID_ARG_TYPE('sink', 'Object', sink);
    const s = readStrategy(strategy);
    let abort; let close; let start; let write;
    if (sink !== null) {
      abort = callback(sink, 'abort', 'sink');
      close = callback(sink, 'close', 'sink');
      start = callback(sink, 'start', 'sink');
      const { type } = sink;
      write = callback(sink, 'write', 'sink');
      if (type !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('type', type);
    }
    const size = extractSizeAlgorithm(s);
    const highWaterMark = extractHighWaterMark(s, 1);
    const stream = new StreamState();
    stream.obj = this;
    this[kState] = stream;
    const c = new Controller(stream);
    const obj = c.obj = new WritableStreamDefaultController(kCreate, c);
    setUpController(stream, c,
      start === undefined ? undefined : () => apply(start, sink, [obj]),
      write === undefined ? undefined : (chunk) => invokePromise(write, sink, [chunk, obj]),
      close === undefined ? undefined : () => invokePromise(close, sink, []),
      abort === undefined ? undefined : (reason) => invokePromise(abort, sink, [reason]),
      highWaterMark, size);
  }

  get locked() { return streamOf(this).writer !== undefined; }

  abort(reason = undefined) {
    if (!isWritableStream(this)) return rejectedWith(new ERR_INVALID_THIS('WritableStream'));
    const stream = this[kState];
    if (stream.writer !== undefined) return rejectedWith(new ERR_INVALID_STATE.TypeError('WritableStream is locked'));
    return streamAbort(stream, reason);
  }
  close() {
    if (!isWritableStream(this)) return rejectedWith(new ERR_INVALID_THIS('WritableStream'));
    const stream = this[kState];
    if (stream.writer !== undefined) return rejectedWith(new ERR_INVALID_STATE.TypeError('WritableStream is locked'));
    if (closeQueuedOrInFlight(stream)) return rejectedWith(new ERR_INVALID_STATE.TypeError('Failure closing WritableStream'));
    return streamClose(stream);
  }
  getWriter() {
    streamOf(this);
    return new WritableStreamDefaultWriter(this);
  }
  [kInspect](depth, options) {
    const s = streamOf(this);
    return inspectAs(this, this.constructor.name, { locked: s.writer !== undefined, state: s.state }, depth, options);
  }
  get [kIsErrored]() { return this[kState].state === 'errored'; }
  get [kIsWritable]() { return this[kState].state === 'writable'; }
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
    return (e) => controllerErrorIfNeeded(c, e);
  }
}
Object.defineProperty(WritableStream, 'length', { __proto__: null, configurable: true, value: 0 });
defineInterface(WritableStream, ['locked', 'abort', 'close', 'getWriter']);

function isWritableStream(v) {
  return v !== null && (typeof v === 'object' || typeof v === 'function') && v[kState] instanceof StreamState;
}
function streamOf(v) {
  if (!isWritableStream(v)) throw new ERR_INVALID_THIS('WritableStream');
  return v[kState];
}
function publicStream(stream) {
  return stream.obj ?? new WritableStream(kCreate, stream);
}

class WritableStreamDefaultWriter {
  constructor(stream) {
    if (!isWritableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    this[kState] = acquireWriter(stream[kState]);
    this[kState].obj = this;
  }
  get closed() {
    const w = this?.[kState];
    if (!(w instanceof WriterState)) return rejectedWith(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    return w.closed.promise;
  }
  get desiredSize() {
    const w = writerOf(this);
    if (w.stream === undefined) throw notBound();
    return writerDesiredSize(w);
  }
  get ready() {
    const w = this?.[kState];
    if (!(w instanceof WriterState)) return rejectedWith(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    return w.ready.promise;
  }
  abort(reason = undefined) {
    const w = this?.[kState];
    if (!(w instanceof WriterState)) return rejectedWith(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (w.stream === undefined) return rejectedWith(notBound());
    return streamAbort(w.stream, reason);
  }
  close() {
    const w = this?.[kState];
    if (!(w instanceof WriterState)) return rejectedWith(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (w.stream === undefined) return rejectedWith(notBound());
    if (closeQueuedOrInFlight(w.stream)) return rejectedWith(new ERR_INVALID_STATE.TypeError('Failure to close WritableStream'));
    return streamClose(w.stream);
  }
  releaseLock() {
    const w = writerOf(this);
    if (w.stream !== undefined) writerRelease(w);
  }
  write(chunk = undefined) {
    const w = this?.[kState];
    if (!(w instanceof WriterState)) return rejectedWith(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (w.stream === undefined) return rejectedWith(notBound());
    return writerWrite(w, chunk);
  }
  [kInspect](depth, options) {
    const w = writerOf(this);
    return inspectAs(this, this.constructor.name, {
      stream: w.stream && publicStream(w.stream), close: w.closed.promise, ready: w.ready.promise,
      desiredSize: w.stream === undefined ? undefined : writerDesiredSize(w),
    }, depth, options);
  }
}
defineInterface(WritableStreamDefaultWriter, ['closed', 'desiredSize', 'ready', 'abort', 'close', 'releaseLock', 'write']);

function writerOf(v) {
  const w = v?.[kState];
  if (!(w instanceof WriterState)) throw new ERR_INVALID_THIS('WritableStreamDefaultWriter');
  return w;
}
function notBound() {
  return new ERR_INVALID_STATE.TypeError('Writer is not bound to a WritableStream');
}

class WritableStreamDefaultController {
  constructor(key = undefined, state = undefined) {
    if (key !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this[kState] = state;
  }
  get signal() {
    const c = controllerOf(this);
    if (c.abortController === undefined) {
      const { AbortController } = require('internal/abort_controller');
      c.abortController = new AbortController();
      if (c.aborted) c.abortController.abort(c.abortReason);
    }
    return c.abortController.signal;
  }
  error(error = undefined) {
    const c = controllerOf(this);
    if (c.stream.state === 'writable') controllerError(c, error);
  }
  [kInspect](depth, options) {
    return inspectAs(this, this.constructor.name, { stream: publicStream(controllerOf(this).stream) }, depth, options);
  }
}
defineInterface(WritableStreamDefaultController, ['signal', 'error']);

function controllerOf(v) {
  const c = v?.[kState];
  if (!(c instanceof Controller)) throw new ERR_INVALID_THIS('WritableStreamDefaultController');
  return c;
}

// How it is transferred: internal/webstreams/transfer, which loads when it happens.
markLazyTransfer(WritableStream.prototype, 'internal/webstreams/transfer');

module.exports = {
  WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController,
  isWritableStream, publicStream, createWritableStream, acquireWriter, writerWrite, writerRelease, writerDesiredSize, writerCloseWithErrorPropagation,
  streamAbort, streamClose, closeQueuedOrInFlight, controllerErrorIfNeeded,
};
