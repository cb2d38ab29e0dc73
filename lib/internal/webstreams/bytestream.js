'use strict';
// Readable byte streams (WHATWG Streams): ReadableByteStreamController, ReadableStreamBYOBRequest, ReadableStreamBYOBReader, byte tee.

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_INVALID_THIS, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const {
  kState, kCreate, then, kResolved, resolvedWith, rejectedWith, Deferred, Queue, invokePromise, dictionary, inspectAs, defineInterface,
} = require('internal/webstreams/util');
const {
  StreamState, ReaderState, isReadableStream, publicStream, acquireDefaultReader, defaultReaderRead, defaultReaderRelease, controllerDesiredSize,
  streamCancel, streamClose, streamError, readerInitialize, readerRelease, errorRequests, notAttached, queueMicrotask,
} = require('internal/webstreams/readablestream');
const { apply } = Reflect;
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const { isDataView, isSharedArrayBuffer } = require('internal/util/types');

class ByteController {
  constructor(stream) {
    this.obj = undefined;
    this.stream = stream;
    this.queue = new Queue();
    this.queueTotalSize = 0;
    this.started = false;
    this.closeRequested = false;
    this.pullAgain = false;
    this.pulling = false;
    this.hwm = 0;
    this.pull = undefined;
    this.cancel = undefined;
    this.autoAllocateChunkSize = undefined;
    this.byobRequest = null;
    this.pendingPullIntos = [];
  }
  get isByte() { return true; }
  get desiredSize() { return controllerDesiredSize(this); }

  cancelSteps(reason) {
    clearPendingPullIntos(this);
    this.queue.clear();
    this.queueTotalSize = 0;
    const { cancel } = this;
    clearAlgorithms(this);
    return cancel === undefined ? kResolved : cancel(reason);
  }
  pullSteps(request) {
    if (this.queueTotalSize > 0) {
      request.chunk(takeChunk(this));
      return;
    }
    const size = this.autoAllocateChunkSize;
    if (size !== undefined) {
      let buffer;
      try {
        buffer = new ArrayBuffer(size);
      } catch (e) {
        request.error(e);
        return;
      }
      this.pendingPullIntos.push(new PullInto(buffer, size, 0, size, 0, 1, 1, Uint8Array, 'default'));
    }
    this.stream.reader.requests.push(request);
    callPullIfNeeded(this);
  }
  releaseSteps() {
    if (this.pendingPullIntos.length > 0) {
      const first = this.pendingPullIntos[0];
      first.readerType = 'none';
      this.pendingPullIntos = [first];
    }
  }
}

class PullInto {
  constructor(buffer, bufferByteLength, byteOffset, byteLength, bytesFilled, minimumFill, elementSize, viewConstructor, readerType) {
    this.buffer = buffer;
    this.bufferByteLength = bufferByteLength;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
    this.bytesFilled = bytesFilled;
    this.minimumFill = minimumFill;
    this.elementSize = elementSize;
    this.viewConstructor = viewConstructor;
    this.readerType = readerType;
  }
}

class ByteEntry {
  constructor(buffer, byteOffset, byteLength) {
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
  }
}

class ReadIntoRequest {
  constructor() {
    this.resolve = undefined;
    this.reject = undefined;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
  chunk(value) { this.resolve({ done: false, value }); }
  close(value) { this.resolve({ done: true, value }); }
  error(e) { this.reject(e); }
}

// ---- controller

function clearAlgorithms(c) {
  c.pull = undefined;
  c.cancel = undefined;
}
function clearPendingPullIntos(c) {
  invalidateRequest(c);
  c.pendingPullIntos = [];
}
function invalidateRequest(c) {
  const r = c.byobRequest;
  if (r === null) return;
  r.controller = undefined;
  r.view = null;
  c.byobRequest = null;
}

function shouldCallPull(c) {
  const { stream } = c;
  if (stream.state !== 'readable' || c.closeRequested || !c.started) return false;
  const { reader } = stream;
  if (reader !== undefined && reader.requests.length > 0) return true;
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
  }, (e) => byteControllerError(c, e));
}

function byteControllerError(c, e) {
  if (c.stream.state !== 'readable') return;
  clearPendingPullIntos(c);
  c.queue.clear();
  c.queueTotalSize = 0;
  clearAlgorithms(c);
  streamError(c.stream, e);
}

function byteControllerClose(c) {
  const { stream } = c;
  if (c.closeRequested || stream.state !== 'readable') return;
  if (c.queueTotalSize > 0) {
    c.closeRequested = true;
    return;
  }
  if (c.pendingPullIntos.length > 0) {
    const first = c.pendingPullIntos[0];
    if (first.bytesFilled % first.elementSize !== 0) {
      const e = new ERR_INVALID_STATE.TypeError('Partial read');
      byteControllerError(c, e);
      throw e;
    }
  }
  clearAlgorithms(c);
  streamClose(stream);
}

function byteControllerEnqueue(c, chunk) {
  const { stream } = c;
  if (c.closeRequested || stream.state !== 'readable') return;
  const { buffer, byteOffset, byteLength } = chunk;
  if (buffer.detached) throw new ERR_INVALID_STATE.TypeError('chunk ArrayBuffer is zero-length or detached');
  const transferred = transferBuffer(buffer);
  if (c.pendingPullIntos.length > 0) {
    const first = c.pendingPullIntos[0];
    if (first.buffer.detached) throw new ERR_INVALID_STATE.TypeError('Destination ArrayBuffer is detached');
    invalidateRequest(c);
    first.buffer = transferBuffer(first.buffer);
    if (first.readerType === 'none') enqueueDetachedPullInto(c, first);
  }
  const { reader } = stream;
  if (reader !== undefined && !reader.byob) {
    processReadRequests(c);
    if (reader.requests.length === 0) {
      enqueueChunk(c, transferred, byteOffset, byteLength);
    } else {
      if (c.pendingPullIntos.length > 0) c.pendingPullIntos.shift();
      reader.requests.shift().chunk(new Uint8Array(transferred, byteOffset, byteLength));
    }
  } else if (reader !== undefined) {
    enqueueChunk(c, transferred, byteOffset, byteLength);
    const filled = processPullIntosUsingQueue(c);
    for (let i = 0; i < filled.length; i++) commitPullInto(stream, filled[i]);
  } else {
    enqueueChunk(c, transferred, byteOffset, byteLength);
  }
  callPullIfNeeded(c);
}

function transferBuffer(buffer) {
  return buffer.transfer();
}
function enqueueChunk(c, buffer, byteOffset, byteLength) {
  c.queue.push(new ByteEntry(buffer, byteOffset, byteLength));
  c.queueTotalSize += byteLength;
}
function enqueueClonedChunk(c, buffer, byteOffset, byteLength) {
  let clone;
  try {
    clone = buffer.slice(byteOffset, byteOffset + byteLength);
  } catch (e) {
    byteControllerError(c, e);
    throw e;
  }
  enqueueChunk(c, clone, 0, byteLength);
}
function enqueueDetachedPullInto(c, p) {
  if (p.bytesFilled > 0) enqueueClonedChunk(c, p.buffer, p.byteOffset, p.bytesFilled);
  c.pendingPullIntos.shift();
}

// takeChunk removes the first entry of the queue as a Uint8Array.
function takeChunk(c) {
  const entry = c.queue.shift();
  c.queueTotalSize -= entry.byteLength;
  handleQueueDrain(c);
  return new Uint8Array(entry.buffer, entry.byteOffset, entry.byteLength);
}
function handleQueueDrain(c) {
  if (c.queueTotalSize === 0 && c.closeRequested) {
    clearAlgorithms(c);
    streamClose(c.stream);
  } else {
    callPullIfNeeded(c);
  }
}
function processReadRequests(c) {
  const { requests } = c.stream.reader;
  while (requests.length > 0) {
    if (c.queueTotalSize === 0) return;
    requests.shift().chunk(takeChunk(c));
  }
}

function commitPullInto(stream, p) {
  let done = false;
  if (stream.state === 'closed') done = true;
  const view = convertPullInto(p);
  const request = stream.reader.requests.shift();
  if (p.readerType === 'default') request.chunk(view);
  else if (done) request.close(view);
  else request.chunk(view);
}
function convertPullInto(p) {
  const { viewConstructor: View } = p;
  return new View(transferBuffer(p.buffer), p.byteOffset, p.bytesFilled / p.elementSize);
}

function fillPullIntoFromQueue(c, p) {
  const maxBytesToCopy = Math.min(c.queueTotalSize, p.byteLength - p.bytesFilled);
  const maxBytesFilled = p.bytesFilled + maxBytesToCopy;
  let remaining = maxBytesToCopy;
  let ready = false;
  const maxAligned = maxBytesFilled - (maxBytesFilled % p.elementSize);
  if (maxAligned >= p.minimumFill) {
    remaining = maxAligned - p.bytesFilled;
    ready = true;
  }
  const { queue } = c;
  while (remaining > 0) {
    const head = queue.peek();
    const n = Math.min(remaining, head.byteLength);
    const start = p.byteOffset + p.bytesFilled;
    new Uint8Array(p.buffer, start, n).set(new Uint8Array(head.buffer, head.byteOffset, n));
    if (head.byteLength === n) {
      queue.shift();
    } else {
      head.byteOffset += n;
      head.byteLength -= n;
    }
    c.queueTotalSize -= n;
    p.bytesFilled += n;
    remaining -= n;
  }
  return ready;
}

function processPullIntosUsingQueue(c) {
  const filled = [];
  while (c.pendingPullIntos.length > 0) {
    if (c.queueTotalSize === 0) break;
    const p = c.pendingPullIntos[0];
    if (fillPullIntoFromQueue(c, p)) {
      c.pendingPullIntos.shift();
      filled.push(p);
    }
  }
  return filled;
}

function pullInto(c, view, min, request) {
  const { stream } = c;
  let elementSize = 1;
  let viewConstructor = DataView;
  if (!isDataView(view)) {
    viewConstructor = typedArrayConstructor(view);
    elementSize = viewConstructor.BYTES_PER_ELEMENT;
  }
  const minimumFill = min * elementSize;
  const { byteOffset, byteLength } = view;
  let buffer;
  try {
    buffer = transferBuffer(view.buffer);
  } catch (e) {
    request.error(e);
    return;
  }
  const p = new PullInto(buffer, buffer.byteLength, byteOffset, byteLength, 0, minimumFill, elementSize, viewConstructor, 'byob');
  if (c.pendingPullIntos.length > 0) {
    c.pendingPullIntos.push(p);
    stream.reader.requests.push(request);
    return;
  }
  if (stream.state === 'closed') {
    request.close(new viewConstructor(p.buffer, p.byteOffset, 0));
    return;
  }
  if (c.queueTotalSize > 0) {
    if (fillPullIntoFromQueue(c, p)) {
      const filled = convertPullInto(p);
      handleQueueDrain(c);
      request.chunk(filled);
      return;
    }
    if (c.closeRequested) {
      const e = new ERR_INVALID_STATE.TypeError('ReadableStream closed');
      byteControllerError(c, e);
      request.error(e);
      return;
    }
  }
  c.pendingPullIntos.push(p);
  stream.reader.requests.push(request);
  callPullIfNeeded(c);
}

function typedArrayConstructor(view) {
  switch (view[Symbol.toStringTag]) {
    case 'Uint8Array': return Uint8Array;
    case 'Int8Array': return Int8Array;
    case 'Uint8ClampedArray': return Uint8ClampedArray;
    case 'Int16Array': return Int16Array;
    case 'Uint16Array': return Uint16Array;
    case 'Int32Array': return Int32Array;
    case 'Uint32Array': return Uint32Array;
    case 'Float16Array': return Float16Array;
    case 'Float32Array': return Float32Array;
    case 'Float64Array': return Float64Array;
    case 'BigInt64Array': return BigInt64Array;
    default: return BigUint64Array;
  }
}
function respond(c, bytesWritten) {
  const first = c.pendingPullIntos[0];
  if (c.stream.state === 'closed') {
    if (bytesWritten !== 0) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
  } else {
    if (bytesWritten === 0) throw new ERR_INVALID_STATE.TypeError('View or Viewed ArrayBuffer is zero-length or detached');
    if (first.bytesFilled + bytesWritten > first.byteLength) throw new ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', bytesWritten);
  }
  first.buffer = transferBuffer(first.buffer);
  respondInternal(c, bytesWritten);
}

function respondWithNewView(c, view) {
  const first = c.pendingPullIntos[0];
  if (c.stream.state === 'closed') {
    if (view.byteLength !== 0) throw new ERR_INVALID_STATE.TypeError('View is not zero-length');
  } else if (view.byteLength === 0) {
    throw new ERR_INVALID_STATE.TypeError('View or Viewed ArrayBuffer is zero-length or detached');
  }
  const { byteLength } = view;
  if (first.byteOffset + first.bytesFilled !== view.byteOffset) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
  if (first.bufferByteLength !== view.buffer.byteLength) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
  if (first.bytesFilled + byteLength > first.byteLength) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
  first.buffer = transferBuffer(view.buffer);
  respondInternal(c, byteLength);
}

function respondInternal(c, bytesWritten) {
  const first = c.pendingPullIntos[0];
  invalidateRequest(c);
  if (c.stream.state === 'closed') respondInClosedState(c, first);
  else respondInReadableState(c, bytesWritten, first);
  callPullIfNeeded(c);
}

function respondInClosedState(c, first) {
  if (first.readerType === 'none') c.pendingPullIntos.shift();
  const { stream } = c;
  const { reader } = stream;
  if (reader === undefined || !reader.byob) return;
  const filled = [];
  while (filled.length < reader.requests.length) filled.push(c.pendingPullIntos.shift());
  for (let i = 0; i < filled.length; i++) commitPullInto(stream, filled[i]);
}

function respondInReadableState(c, bytesWritten, p) {
  p.bytesFilled += bytesWritten;
  if (p.readerType === 'none') {
    enqueueDetachedPullInto(c, p);
    const filled = processPullIntosUsingQueue(c);
    for (let i = 0; i < filled.length; i++) commitPullInto(c.stream, filled[i]);
    return;
  }
  if (p.bytesFilled < p.minimumFill) return;
  c.pendingPullIntos.shift();
  const remainder = p.bytesFilled % p.elementSize;
  if (remainder > 0) {
    const end = p.byteOffset + p.bytesFilled;
    enqueueClonedChunk(c, p.buffer, end - remainder, remainder);
  }
  p.bytesFilled -= remainder;
  const filled = processPullIntosUsingQueue(c);
  commitPullInto(c.stream, p);
  for (let i = 0; i < filled.length; i++) commitPullInto(c.stream, filled[i]);
}

function getBYOBRequest(c) {
  if (c.byobRequest === null && c.pendingPullIntos.length > 0) {
    const first = c.pendingPullIntos[0];
    const view = new Uint8Array(first.buffer, first.byteOffset + first.bytesFilled, first.byteLength - first.bytesFilled);
    c.byobRequest = { controller: c, view, obj: undefined };
  }
  return c.byobRequest;
}

function setUpByteController(stream, c, start, pull, cancel, highWaterMark, autoAllocateChunkSize) {
  c.pull = pull;
  c.cancel = cancel;
  c.hwm = highWaterMark;
  c.autoAllocateChunkSize = autoAllocateChunkSize;
  stream.controller = c;
  const result = start === undefined ? undefined : start();
  then(resolvedWith(result), () => {
    c.started = true;
    callPullIfNeeded(c);
  }, (e) => byteControllerError(c, e));
}

function setUpByteControllerFromSource(stream, source, members, highWaterMark) {
  let { autoAllocateChunkSize: size } = members;
  if (size !== undefined) {
    const original = size;
    size = +size;
    if (!Number.isFinite(size)) throw new ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', original);
    size = Math.trunc(size);
    if (size <= 0) throw new ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', original);
  }
  const c = new ByteController(stream);
  c.obj = new ReadableByteStreamController(kCreate, c);
  const { obj } = c;
  const { start, pull, cancel } = members;
  setUpByteController(stream, c,
    start === undefined ? undefined : () => apply(start, source, [obj]),
    pull === undefined ? undefined : () => invokePromise(pull, source, [obj]),
    cancel === undefined ? undefined : (reason) => invokePromise(cancel, source, [reason]),
    highWaterMark, size);
}

function createReadableByteStream(start, pull, cancel, highWaterMark = 0) {
  const stream = new StreamState();
  setUpByteController(stream, new ByteController(stream), start, pull, cancel, highWaterMark, undefined);
  return stream;
}

class ReadableByteStreamController {
  constructor(key = undefined, state = undefined) {
    if (key !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this[kState] = state;
  }
  get byobRequest() {
    const r = getBYOBRequest(controllerOf(this));
    if (r === null) return null;
    return r.obj ??= new ReadableStreamBYOBRequest(kCreate, r);
  }
  get desiredSize() { return controllerDesiredSize(controllerOf(this)); }
  close() {
    const c = controllerOf(this);
    if (c.closeRequested || c.stream.state === 'closed') throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    if (c.stream.state !== 'readable') throw new ERR_INVALID_STATE.TypeError('ReadableStream is already closed');
    byteControllerClose(c);
  }
  enqueue(chunk) {
    const c = controllerOf(this);
    checkView(chunk, 'buffer');
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) throw new ERR_INVALID_STATE.TypeError('chunk ArrayBuffer is zero-length or detached');
    if (c.closeRequested || c.stream.state === 'closed') throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    if (c.stream.state !== 'readable') throw new ERR_INVALID_STATE.TypeError('ReadableStream is already closed');
    byteControllerEnqueue(c, chunk);
  }
  error(error = undefined) { byteControllerError(controllerOf(this), error); }
  [kInspect](depth, options) { return inspectAs(this, this.constructor.name, {}, depth, options); }
}
defineInterface(ReadableByteStreamController, ['byobRequest', 'desiredSize', 'close', 'enqueue', 'error']);

function controllerOf(v) {
  const c = v?.[kState];
  if (!(c instanceof ByteController)) throw new ERR_INVALID_THIS('ReadableByteStreamController');
  return c;
}
function checkView(view, name) {
  if (!ArrayBuffer.isView(view)) throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView'], view);
  if (isSharedArrayBuffer(view.buffer)) throw new ERR_INVALID_ARG_VALUE(name, view, 'must not be backed by a SharedArrayBuffer');
}

class ReadableStreamBYOBRequest {
  constructor(key = undefined, state = undefined) {
    if (key !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this[kState] = state;
  }
  get view() { return requestOf(this).view; }
  respond(bytesWritten) {
    const r = requestOf(this);
    const c = r.controller;
    const n = +bytesWritten;
    if (Number.isNaN(n) || !Number.isFinite(n) || n < 0) throw new ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
    if (c === undefined) throw new ERR_INVALID_STATE.TypeError('This BYOB request has been invalidated');
    if (r.view.buffer.detached) throw new ERR_INVALID_STATE.TypeError('Viewed ArrayBuffer is detached');
    respond(c, Math.trunc(n));
  }
  respondWithNewView(view) {
    const r = requestOf(this);
    const c = r.controller;
    checkView(view, 'view');
    if (c === undefined) throw new ERR_INVALID_STATE.TypeError('This BYOB request has been invalidated');
    if (view.buffer.detached) throw new ERR_INVALID_STATE.TypeError('Viewed ArrayBuffer is detached');
    respondWithNewView(c, view);
  }
  [kInspect](depth, options) {
    const r = requestOf(this);
    return inspectAs(this, this.constructor.name, { view: r.view, controller: r.controller?.obj }, depth, options);
  }
}
defineInterface(ReadableStreamBYOBRequest, ['view', 'respond', 'respondWithNewView']);

function requestOf(v) {
  const r = v?.[kState];
  if (r === undefined || !('view' in r) || !('controller' in r)) throw new ERR_INVALID_THIS('ReadableStreamBYOBRequest');
  return r;
}

// ---- BYOB reader

function acquireBYOBReader(stream) {
  const reader = new ReaderState(true);
  readerInitialize(reader, stream);
  return reader;
}
function byobReaderRead(reader, view, min, request) {
  const { stream } = reader;
  stream.disturbed = true;
  if (stream.state === 'errored') request.error(stream.storedError);
  else pullInto(stream.controller, view, min, request);
}
function byobReaderRelease(reader) {
  readerRelease(reader);
  if (reader.requests.length > 0) errorRequests(reader, new ERR_INVALID_STATE.TypeError('Releasing reader'));
}

class ReadableStreamBYOBReader {
  constructor(stream) {
    if (!isReadableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    const s = stream[kState];
    if (s.reader !== undefined) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
    if (!s.controller.isByte) throw new ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
    this[kState] = acquireBYOBReader(s);
    this[kState].obj = this;
  }
  read(view, options = undefined) {
    try {
      const reader = byobReaderOf(this);
      if (!ArrayBuffer.isView(view)) throw new ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
      checkView(view, 'view');
      const { min: given } = dictionary(options, 'options');
      let min = 1;
      if (given !== undefined) {
        min = Math.trunc(+given);
        if (!Number.isFinite(+given) || min < 0) throw new ERR_INVALID_ARG_VALUE('options.min', given, 'is invalid');
      }
      if (view.byteLength === 0 || view.buffer.byteLength === 0) throw new ERR_INVALID_STATE.TypeError('View or Viewed ArrayBuffer is zero-length or detached');
      if (view.buffer.detached) throw new ERR_INVALID_STATE.TypeError('View or Viewed ArrayBuffer is zero-length or detached');
      if (min === 0) throw new ERR_INVALID_ARG_VALUE('options.min', given, 'must be greater than 0');
      if (isDataView(view)) {
        if (min > view.byteLength) throw new ERR_OUT_OF_RANGE('options.min', '<= view.byteLength', min);
      } else if (min > view.length) {
        throw new ERR_OUT_OF_RANGE('options.min', '<= view.length', min);
      }
      if (reader.stream === undefined) throw notAttached();
      const request = new ReadIntoRequest();
      byobReaderRead(reader, view, min, request);
      return request.promise;
    } catch (error) {
      return rejectedWith(error);
    }
  }
  releaseLock() {
    const reader = byobReaderOf(this);
    if (reader.stream !== undefined) byobReaderRelease(reader);
  }
  get closed() {
    const reader = this?.[kState];
    if (!(reader instanceof ReaderState) || !reader.byob) return rejectedWith(new ERR_INVALID_THIS('ReadableStreamBYOBReader'));
    return reader.closed.promise;
  }
  cancel(reason = undefined) {
    const reader = this?.[kState];
    if (!(reader instanceof ReaderState) || !reader.byob) return rejectedWith(new ERR_INVALID_THIS('ReadableStreamBYOBReader'));
    if (reader.stream === undefined) return rejectedWith(notAttached());
    return streamCancel(reader.stream, reason);
  }
  [kInspect](depth, options) {
    const reader = byobReaderOf(this);
    return inspectAs(this, this.constructor.name, { stream: reader.stream && publicStream(reader.stream), readIntoRequests: reader.requests.length, close: reader.closed.promise },
      depth, options);
  }
}
defineInterface(ReadableStreamBYOBReader, ['closed', 'read', 'releaseLock', 'cancel']);

function byobReaderOf(v) {
  const r = v?.[kState];
  if (!(r instanceof ReaderState) || !r.byob) throw new ERR_INVALID_THIS('ReadableStreamBYOBReader');
  return r;
}

// ---- tee of a byte stream

function byteStreamTee(stream) {
  let reader = acquireDefaultReader(stream);
  let reading = false;
  let readAgain1 = false;
  let readAgain2 = false;
  let canceled1 = false;
  let canceled2 = false;
  let reason1;
  let reason2;
  let branch1;
  let branch2;
  const cancelPromise = new Deferred();

  function forwardErrors(r) {
    then(r.closed.promise, undefined, (e) => {
      if (r !== reader) return;
      byteControllerError(branch1.controller, e);
      byteControllerError(branch2.controller, e);
      if (!canceled1 || !canceled2) cancelPromise.resolve();
    });
  }
  function again() {
    reading = false;
    if (readAgain1) pull1();
    else if (readAgain2) pull2();
  }
  function cloneFailed(e) {
    byteControllerError(branch1.controller, e);
    byteControllerError(branch2.controller, e);
    cancelPromise.resolve(streamCancel(stream, e));
  }

  function pullWithDefaultReader() {
    if (reader.byob) {
      byobReaderRelease(reader);
      reader = acquireDefaultReader(stream);
      forwardErrors(reader);
    }
    defaultReaderRead(reader, {
      chunk(chunk) {
        queueMicrotask(() => {
          readAgain1 = false;
          readAgain2 = false;
          let second = chunk;
          if (!canceled1 && !canceled2) {
            try {
              second = cloneAsUint8Array(chunk);
            } catch (e) {
              cloneFailed(e);
              return;
            }
          }
          if (!canceled1) byteControllerEnqueue(branch1.controller, chunk);
          if (!canceled2) byteControllerEnqueue(branch2.controller, second);
          again();
        });
      },
      close() {
        reading = false;
        if (!canceled1) byteControllerClose(branch1.controller);
        if (!canceled2) byteControllerClose(branch2.controller);
        if (branch1.controller.pendingPullIntos.length > 0) respond(branch1.controller, 0);
        if (branch2.controller.pendingPullIntos.length > 0) respond(branch2.controller, 0);
        if (!canceled1 || !canceled2) cancelPromise.resolve();
      },
      error() { reading = false; },
    });
  }

  function pullWithBYOBReader(view, forBranch2) {
    if (!reader.byob) {
      defaultReaderRelease(reader);
      reader = acquireBYOBReader(stream);
      forwardErrors(reader);
    }
    const byobBranch = forBranch2 ? branch2 : branch1;
    const otherBranch = forBranch2 ? branch1 : branch2;
    byobReaderRead(reader, view, 1, {
      chunk(chunk) {
        queueMicrotask(() => {
          readAgain1 = false;
          readAgain2 = false;
          const byobCanceled = forBranch2 ? canceled2 : canceled1;
          const otherCanceled = forBranch2 ? canceled1 : canceled2;
          if (!otherCanceled) {
            let clone;
            try {
              clone = cloneAsUint8Array(chunk);
            } catch (e) {
              cloneFailed(e);
              return;
            }
            if (!byobCanceled) respondWithNewView(byobBranch.controller, chunk);
            byteControllerEnqueue(otherBranch.controller, clone);
          } else if (!byobCanceled) {
            respondWithNewView(byobBranch.controller, chunk);
          }
          again();
        });
      },
      close(chunk) {
        reading = false;
        const byobCanceled = forBranch2 ? canceled2 : canceled1;
        const otherCanceled = forBranch2 ? canceled1 : canceled2;
        if (!byobCanceled) byteControllerClose(byobBranch.controller);
        if (!otherCanceled) byteControllerClose(otherBranch.controller);
        if (chunk !== undefined) {
          if (!byobCanceled) respondWithNewView(byobBranch.controller, chunk);
          if (!otherCanceled && otherBranch.controller.pendingPullIntos.length > 0) respond(otherBranch.controller, 0);
        }
        if (!byobCanceled || !otherCanceled) cancelPromise.resolve();
      },
      error() { reading = false; },
    });
  }

  function pull1() {
    if (reading) {
      readAgain1 = true;
      return kResolved;
    }
    reading = true;
    const request = getBYOBRequest(branch1.controller);
    if (request === null) pullWithDefaultReader();
    else pullWithBYOBReader(request.view, false);
    return kResolved;
  }
  function pull2() {
    if (reading) {
      readAgain2 = true;
      return kResolved;
    }
    reading = true;
    const request = getBYOBRequest(branch2.controller);
    if (request === null) pullWithDefaultReader();
    else pullWithBYOBReader(request.view, true);
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
  branch1 = createReadableByteStream(undefined, pull1, cancel1);
  branch2 = createReadableByteStream(undefined, pull2, cancel2);
  forwardErrors(reader);
  return [branch1, branch2];
}

function cloneAsUint8Array(view) {
  return new Uint8Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}

module.exports = {
  ReadableByteStreamController, ReadableStreamBYOBReader, ReadableStreamBYOBRequest,
  setUpByteControllerFromSource, createReadableByteStream, byteControllerError, byteControllerClose, byteControllerEnqueue, byteStreamTee, getBYOBRequest,
  respond,
};
