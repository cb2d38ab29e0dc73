'use strict';
// TransformStream and its controller (WHATWG Streams).

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_INVALID_THIS },
} = require('internal/errors');
const {
  kState, kCreate, then, kResolved, rejectedWith, Deferred, invokePromise, callback, readStrategy, extractHighWaterMark, extractSizeAlgorithm,
  inspectAs, defineInterface,
} = require('internal/webstreams/util');
const rs = require('internal/webstreams/readablestream');
const ws = require('internal/webstreams/writablestream');
const { apply } = Reflect;
const { markLazyTransfer } = require('internal/worker/js_transferable');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

class StreamState {
  constructor() {
    this.obj = undefined;
    this.readable = undefined;
    this.writable = undefined;
    this.backpressure = undefined;
    this.backpressureChange = undefined;
    this.controller = undefined;
    this.detached = false;
  }
}

class Controller {
  constructor(stream) {
    this.obj = undefined;
    this.stream = stream;
    this.transform = undefined;
    this.flush = undefined;
    this.cancel = undefined;
    this.finish = undefined; // Deferred
  }
}

function setBackpressure(stream, backpressure) {
  if (stream.backpressureChange !== undefined) stream.backpressureChange.resolve();
  stream.backpressureChange = new Deferred();
  stream.backpressure = backpressure;
}
function clearAlgorithms(c) {
  c.transform = undefined;
  c.flush = undefined;
  c.cancel = undefined;
}
function streamError(stream, e) {
  rs.defaultControllerError(stream.readable.controller, e);
  errorWritableAndUnblock(stream, e);
}
function errorWritableAndUnblock(stream, e) {
  clearAlgorithms(stream.controller);
  ws.controllerErrorIfNeeded(stream.writable.controller, e);
  unblockWrite(stream);
}
function unblockWrite(stream) {
  if (stream.backpressure) setBackpressure(stream, false);
}

function enqueue(c, chunk) {
  const { stream } = c;
  const rc = stream.readable.controller;
  if (!rs.canCloseOrEnqueue(rc)) throw new ERR_INVALID_STATE.TypeError('Unable to enqueue');
  try {
    rs.defaultControllerEnqueue(rc, chunk);
  } catch (e) {
    errorWritableAndUnblock(stream, e);
    throw stream.readable.storedError;
  }
  const backpressure = hasBackpressure(rc);
  if (backpressure !== stream.backpressure) setBackpressure(stream, true);
}
// hasBackpressure is ReadableStreamDefaultControllerHasBackpressure: the readable side would not pull.
function hasBackpressure(rc) {
  const { stream } = rc;
  if (rc.closeRequested || stream.state !== 'readable') return true;
  if (!rc.started) return true;
  const { reader } = stream;
  if (reader !== undefined && !reader.byob && reader.requests.length > 0) return false;
  return !(rc.hwm - rc.queueTotalSize > 0);
}
function terminate(c) {
  const { stream } = c;
  rs.defaultControllerClose(stream.readable.controller);
  errorWritableAndUnblock(stream, new ERR_INVALID_STATE.TypeError('TransformStream terminated'));
}

function performTransform(c, chunk) {
  const { transform } = c;
  let promise;
  if (transform === undefined) {
    try {
      enqueue(c, chunk);
      return kResolved;
    } catch (e) {
      promise = rejectedWith(e);
    }
  } else {
    promise = transform(chunk);
  }
  if (promise === kResolved) return promise;
  return then(promise, undefined, (e) => {
    streamError(c.stream, e);
    throw e;
  });
}

// ---- algorithms of the two sides

function sinkWrite(stream, chunk) {
  const c = stream.controller;
  if (stream.backpressure) {
    return then(stream.backpressureChange.promise, () => {
      if (stream.writable.state === 'erroring') throw stream.writable.storedError;
      return performTransform(c, chunk);
    });
  }
  return performTransform(c, chunk);
}

function sinkAbort(stream, reason) {
  const c = stream.controller;
  if (c.finish !== undefined) return c.finish.promise;
  const finish = c.finish = new Deferred();
  const { cancel } = c;
  const promise = cancel === undefined ? kResolved : cancel(reason);
  clearAlgorithms(c);
  const { readable } = stream;
  then(promise, () => {
    if (readable.state === 'errored') {
      finish.reject(readable.storedError);
    } else {
      rs.defaultControllerError(readable.controller, reason);
      finish.resolve();
    }
  }, (e) => {
    rs.defaultControllerError(readable.controller, e);
    finish.reject(e);
  });
  return finish.promise;
}

function sinkClose(stream) {
  const c = stream.controller;
  if (c.finish !== undefined) return c.finish.promise;
  const { readable } = stream;
  const finish = c.finish = new Deferred();
  const { flush } = c;
  const promise = flush === undefined ? kResolved : flush();
  clearAlgorithms(c);
  then(promise, () => {
    if (readable.state === 'errored') {
      finish.reject(readable.storedError);
    } else {
      rs.defaultControllerClose(readable.controller);
      finish.resolve();
    }
  }, (e) => {
    rs.defaultControllerError(readable.controller, e);
    finish.reject(e);
  });
  return finish.promise;
}

function sourceCancel(stream, reason) {
  const c = stream.controller;
  if (c.finish !== undefined) return c.finish.promise;
  const { writable } = stream;
  const finish = c.finish = new Deferred();
  const { cancel } = c;
  const promise = cancel === undefined ? kResolved : cancel(reason);
  clearAlgorithms(c);
  then(promise, () => {
    if (writable.state === 'errored') {
      finish.reject(writable.storedError);
    } else {
      ws.controllerErrorIfNeeded(writable.controller, reason);
      unblockWrite(stream);
      finish.resolve();
    }
  }, (e) => {
    ws.controllerErrorIfNeeded(writable.controller, e);
    unblockWrite(stream);
    finish.reject(e);
  });
  return finish.promise;
}

function sourcePull(stream) {
  setBackpressure(stream, false);
  return stream.backpressureChange.promise;
}

function initialize(stream, startPromise, writableHWM, writableSize, readableHWM, readableSize) {
  const start = () => startPromise;
  stream.writable = ws.createWritableStream(start, (chunk) => sinkWrite(stream, chunk), () => sinkClose(stream), (reason) => sinkAbort(stream, reason),
    writableHWM, writableSize);
  stream.readable = rs.createReadableStream(start, () => sourcePull(stream), (reason) => sourceCancel(stream, reason), readableHWM, readableSize);
  setBackpressure(stream, true);
}

// createTransformStream makes a transform stream for other parts of lib: transform(chunk, controller) and flush(controller) return promises.
function createTransformStream(transform, flush, cancel) {
  const stream = new StreamState();
  initialize(stream, kResolved, 1, undefined, 0, undefined);
  const c = new Controller(stream);
  stream.controller = c;
  c.transform = transform === undefined ? undefined : (chunk) => transform(chunk, c);
  c.flush = flush === undefined ? undefined : () => flush(c);
  c.cancel = cancel;
  return stream;
}

class TransformStream {
  constructor(transformer = undefined, writableStrategy = undefined, readableStrategy = undefined) {
    if (transformer === kCreate) {
      this[kState] = writableStrategy;
      writableStrategy.obj = this;
      return;
    }
    if (transformer === undefined) transformer = null;
    else if (transformer === null || (typeof transformer !== 'object' && typeof transformer !== 'function')) throw new ERR_INVALID_ARG_TYPE('transformer', 'Object', transformer);
    const w = readStrategy(writableStrategy, 'writableStrategy');
    const r = readStrategy(readableStrategy, 'readableStrategy');
    let cancel; let flush; let start; let transform; let readableType; let writableType;
    if (transformer !== null) {
      cancel = callback(transformer, 'cancel', 'transformer');
      flush = callback(transformer, 'flush', 'transformer');
      readableType = transformer.readableType;
      start = callback(transformer, 'start', 'transformer');
      transform = callback(transformer, 'transform', 'transformer');
      writableType = transformer.writableType;
    }
    if (readableType !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('transformer.readableType', readableType);
    if (writableType !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('transformer.writableType', writableType);
    const readableHWM = extractHighWaterMark(r, 0, 'readableStrategy');
    const readableSize = extractSizeAlgorithm(r);
    const writableHWM = extractHighWaterMark(w, 1, 'writableStrategy');
    const writableSize = extractSizeAlgorithm(w);
    const stream = new StreamState();
    stream.obj = this;
    this[kState] = stream;
    const started = new Deferred();
    initialize(stream, started.promise, writableHWM, writableSize, readableHWM, readableSize);
    const c = new Controller(stream);
    const obj = c.obj = new TransformStreamDefaultController(kCreate, c);
    stream.controller = c;
    if (transform !== undefined) c.transform = (chunk) => invokePromise(transform, transformer, [chunk, obj]);
    if (flush !== undefined) c.flush = () => invokePromise(flush, transformer, [obj]);
    if (cancel !== undefined) c.cancel = (reason) => new Promise((resolve) => resolve(invokePromise(cancel, transformer, [reason])));
    started.resolve(start === undefined ? undefined : apply(start, transformer, [obj]));
  }
  get readable() { return rs.publicStream(streamOf(this).readable); }
  get writable() { return ws.publicStream(streamOf(this).writable); }
  [kInspect](depth, options) {
    const s = streamOf(this);
    return inspectAs(this, this.constructor.name, {
      readable: s.readable && rs.publicStream(s.readable), writable: s.writable && ws.publicStream(s.writable), backpressure: s.backpressure,
    }, depth, options);
  }
}
Object.defineProperty(TransformStream, 'length', { __proto__: null, configurable: true, value: 0 });
defineInterface(TransformStream, ['readable', 'writable']);

function isTransformStream(v) {
  return v !== null && typeof v === 'object' && v[kState] instanceof StreamState;
}
function streamOf(v) {
  if (!isTransformStream(v)) throw new ERR_INVALID_THIS('TransformStream');
  return v[kState];
}

class TransformStreamDefaultController {
  constructor(key = undefined, state = undefined) {
    if (key !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this[kState] = state;
  }
  get desiredSize() { return rs.controllerDesiredSize(controllerOf(this).stream.readable.controller); }
  enqueue(chunk = undefined) { enqueue(controllerOf(this), chunk); }
  error(reason = undefined) { streamError(controllerOf(this).stream, reason); }
  terminate() { terminate(controllerOf(this)); }
  [kInspect](depth, options) {
    return inspectAs(this, this.constructor.name, { stream: controllerOf(this).stream.obj }, depth, options);
  }
}
defineInterface(TransformStreamDefaultController, ['desiredSize', 'enqueue', 'error', 'terminate']);

function controllerOf(v) {
  const c = v?.[kState];
  if (!(c instanceof Controller)) throw new ERR_INVALID_THIS('TransformStreamDefaultController');
  return c;
}

// How it is transferred: internal/webstreams/transfer, which loads when it happens.
markLazyTransfer(TransformStream.prototype, 'internal/webstreams/transfer');

module.exports = { TransformStream, TransformStreamDefaultController, isTransformStream, createTransformStream, enqueue, streamError, terminate, StreamState };
